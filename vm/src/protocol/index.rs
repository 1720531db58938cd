//! Integers from values: `__index__`, indices and sizes.

use num_bigint::BigInt;
use num_traits::ToPrimitive;

use crate::error::{PyError, PyResult};
use crate::heap::{TypeRef, Value};
use crate::vm::Vm;

impl Vm {
    /// `operator.index(value)`: an exact `int`.
    ///
    /// # Errors
    /// TypeError where the value is no integer.
    pub fn index(&self, value: &Value) -> PyResult<Value> {
        match value.unwrapped() {
            Value::Int(n) => return Ok(Value::Int(*n)),
            Value::Bool(b) => return Ok(Value::Int(i64::from(*b))),
            Value::Big(n) => return Ok(Value::Big(n.clone())),
            _ => {}
        }
        let Some(index) = self.class_of(value).ty().slots.index.get() else {
            let name = self.type_name(value);
            return Err(self.type_error(format!("'{name}' object cannot be interpreted as an integer")));
        };
        let answer = index(self, value)?;
        self.int_result(answer, "__index__")
    }

    /// What a method that must give an `int` gave: instances of subclasses are about to be refused.
    ///
    /// # Errors
    /// TypeError where it is none, and the warning where filters make it an error.
    pub(crate) fn int_result(&self, answer: Value, method: &str) -> PyResult<Value> {
        let int = match answer.unwrapped() {
            Value::Int(_) | Value::Big(_) => answer.unwrapped().clone(),
            Value::Bool(b) => Value::Int(i64::from(*b)),
            _ => {
                let name = self.type_name(&answer);
                return Err(self.type_error(format!("{method} returned non-int (type {name})")));
            }
        };
        if !self.is_exact(&answer, &self.types.int) {
            let name = self.type_name(&answer);
            let text = format!(
                "{method} returned non-int (type {name}).  The ability to return an instance of a strict subclass of int is deprecated, and may be removed in a future version of Python."
            );
            self.warn(&self.exc.deprecation_warning, &text, 1)?;
        }
        Ok(int)
    }

    /// Whether the value has `__index__`.
    pub fn has_index(&self, value: &Value) -> bool {
        matches!(value.unwrapped(), Value::Int(_) | Value::Bool(_) | Value::Big(_))
            || self.class_of(value).ty().slots.index.get().is_some()
    }

    /// The integer as a big integer.
    ///
    /// # Errors
    /// As [`Vm::index`].
    pub fn index_big(&self, value: &Value) -> PyResult<BigInt> {
        Ok(match self.index(value)? {
            Value::Int(n) => BigInt::from(n),
            Value::Big(n) => (*n).clone(),
            _ => BigInt::from(0),
        })
    }

    /// The integer as an `i64`; `overflow` makes the error for larger ones.
    ///
    /// # Errors
    /// As [`Vm::index`], and `overflow`'s.
    pub fn index_i64_or(&self, value: &Value, overflow: impl FnOnce(&Vm) -> PyError) -> PyResult<i64> {
        match self.index(value)? {
            Value::Int(n) => Ok(n),
            _ => Err(overflow(self)),
        }
    }

    /// The integer as a C `ssize_t`.
    ///
    /// # Errors
    /// As [`Vm::index`]; OverflowError "Python int too large to convert to C ssize_t".
    pub fn index_i64(&self, value: &Value) -> PyResult<i64> {
        self.index_i64_or(value, |vm| vm.overflow_error("Python int too large to convert to C ssize_t"))
    }

    /// An `int` and nothing that only stands for one, as iterators take it back from pickles.
    ///
    /// # Errors
    /// TypeError, and OverflowError past `i64`.
    pub fn int_i64(&self, value: &Value) -> PyResult<i64> {
        if !self.is_instance(value, &self.types.int) {
            return Err(self.type_error("an integer is required"));
        }
        self.index_i64(value)
    }

    /// The integer as a sequence index: IndexError "cannot fit 'int' into an index-sized integer" past `i64`.
    ///
    /// # Errors
    /// As [`Vm::index`], and that IndexError.
    pub fn sequence_index(&self, value: &Value) -> PyResult<i64> {
        self.index_i64_or(value, |vm| {
            let name = vm.type_name(value);
            vm.index_error(format!("cannot fit '{name}' into an index-sized integer"))
        })
    }

    /// The integer cut to the range of an `i64`, as slices take it.
    ///
    /// # Errors
    /// As [`Vm::index`].
    pub fn index_clamped(&self, value: &Value) -> PyResult<i64> {
        Ok(match self.index(value)? {
            Value::Int(n) => n,
            Value::Big(n) if n.sign() == num_bigint::Sign::Minus => i64::MIN,
            _ => i64::MAX,
        })
    }

    /// The value of a `float`, or of anything `float()` takes through `__float__` or `__index__`.
    ///
    /// # Errors
    /// TypeError "must be real number, not X", OverflowError for huge integers.
    pub fn to_f64(&self, value: &Value) -> PyResult<f64> {
        match value.unwrapped() {
            Value::Float(x) => return Ok(*x),
            Value::Int(n) => return Ok(*n as f64),
            Value::Bool(b) => return Ok(f64::from(u8::from(*b))),
            Value::Big(n) => return self.big_to_f64(n),
            _ => {}
        }
        if let Some(x) = self.float_of_slot(value)? {
            return Ok(x);
        }
        if self.class_of(value).ty().slots.index.get().is_some() {
            return self.big_to_f64(&self.index_big(value)?);
        }
        Err(self.type_error(format!("must be real number, not {}", self.type_name(value))))
    }

    /// What the type's `__float__` gives, if it has one.
    ///
    /// # Errors
    /// TypeError where that is no float, and what it raises.
    pub fn float_of_slot(&self, value: &Value) -> PyResult<Option<f64>> {
        let Some(float) = self.class_of(value).ty().slots.float.get() else { return Ok(None) };
        let answer = float(self, value)?;
        let (owner, got) = (self.type_name(value), self.type_name(&answer));
        let Value::Float(x) = answer.unwrapped() else {
            return Err(self.type_error(format!("{owner}.__float__ returned non-float (type {got})")));
        };
        if !self.is_exact(&answer, &self.types.float) {
            let text = format!(
                "{owner}.__float__ returned non-float (type {got}).  The ability to return an instance of a strict subclass of float is deprecated, and may be removed in a future version of Python."
            );
            self.warn(&self.exc.deprecation_warning, &text, 1)?;
        }
        Ok(Some(*x))
    }

    /// The nearest float.
    ///
    /// # Errors
    /// OverflowError "int too large to convert to float".
    pub fn big_to_f64(&self, n: &BigInt) -> PyResult<f64> {
        match n.to_f64() {
            Some(x) if x.is_finite() => Ok(x),
            _ => Err(self.overflow_error("int too large to convert to float")),
        }
    }

    /// The text of a `str` argument.
    ///
    /// # Errors
    /// TypeError in the words of `PyUnicode_Check`'s callers: "what must be str, not X".
    pub fn expect_str<'a>(&self, value: &'a Value, what: &str) -> PyResult<&'a crate::heap::Str> {
        value
            .as_text()
            .ok_or_else(|| self.type_error(format!("{what} must be str, not {}", self.type_name(value))))
    }

    /// The value as a type.
    ///
    /// # Errors
    /// TypeError "what must be a type, not X".
    pub fn expect_type<'a>(&self, value: &'a Value, what: &str) -> PyResult<&'a TypeRef> {
        TypeRef::from_value(value)
            .ok_or_else(|| self.type_error(format!("{what} must be a type, not {}", self.type_name(value))))
    }

    /// The native payload of a receiver or argument.
    ///
    /// # Errors
    /// TypeError "expected X, got Y" where it has another one.
    pub fn payload<'a, T: crate::objects::Native>(&self, value: &'a Value, name: &str) -> PyResult<&'a T> {
        value.native::<T>().ok_or_else(|| self.wrong_payload(value, name))
    }

    /// "expected X, got Y"
    #[cold]
    pub fn wrong_payload(&self, value: &Value, name: &str) -> PyError {
        self.type_error(format!("expected {name}, got {}", self.type_name(value)))
    }
}

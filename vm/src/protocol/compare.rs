//! Rich comparison.

use std::cmp::Ordering;

use num_bigint::BigInt;
use num_traits::{FromPrimitive, Signed};

use crate::error::PyResult;
use crate::heap::Value;
use crate::types::slots::CmpOp;
use crate::vm::Vm;

impl Vm {
    /// `a op b`
    ///
    /// # Errors
    /// TypeError where the operands have no order, and what a comparison method raises.
    #[inline]
    pub fn compare(&self, a: &Value, b: &Value, op: CmpOp) -> PyResult<Value> {
        if let Some(answer) = quick_compare(a, b, op) {
            return Ok(Value::Bool(answer));
        }
        self.with_depth(" in comparison", || self.compare_slots(a, b, op))
    }

    fn compare_slots(&self, a: &Value, b: &Value, op: CmpOp) -> PyResult<Value> {
        let (left, right) = (self.class_of(a), self.class_of(b));
        let reflected_first = !left.is(right) && right.is_subtype(left);
        if reflected_first && let Some(answer) = self.try_compare(b, a, op.swapped())? {
            return Ok(answer);
        }
        if let Some(answer) = self.try_compare(a, b, op)? {
            return Ok(answer);
        }
        if !reflected_first && let Some(answer) = self.try_compare(b, a, op.swapped())? {
            return Ok(answer);
        }
        match op {
            CmpOp::Eq => Ok(Value::Bool(a.is(b))),
            CmpOp::Ne => Ok(Value::Bool(!a.is(b))),
            _ => Err(self.type_error(format!(
                "'{}' not supported between instances of '{}' and '{}'",
                op.symbol(),
                self.type_name(a),
                self.type_name(b)
            ))),
        }
    }

    fn try_compare(&self, a: &Value, b: &Value, op: CmpOp) -> PyResult<Option<Value>> {
        let Some(compare) = self.class_of(a).ty().slots.richcompare.get() else { return Ok(None) };
        let answer = compare(self, a, b, op)?;
        Ok(if matches!(answer, Value::NotImplemented) { None } else { Some(answer) })
    }

    /// The truth of `a op b`.
    ///
    /// # Errors
    /// As [`Vm::compare`], and what `__bool__` of the answer raises.
    #[inline]
    pub fn compare_bool(&self, a: &Value, b: &Value, op: CmpOp) -> PyResult<bool> {
        if let Some(answer) = quick_compare(a, b, op) {
            return Ok(answer);
        }
        match self.compare(a, b, op)? {
            Value::Bool(answer) => Ok(answer),
            other => self.is_true(&other),
        }
    }

    /// `a is b or a == b`, as containers compare their elements.
    ///
    /// # Errors
    /// As [`Vm::compare_bool`].
    #[inline]
    pub fn eq(&self, a: &Value, b: &Value) -> PyResult<bool> {
        if a.is(b) {
            return Ok(true);
        }
        self.compare_bool(a, b, CmpOp::Eq)
    }
}

/// Comparisons of exact scalars and strings, which cannot be overridden.
#[inline]
pub fn quick_compare(a: &Value, b: &Value, op: CmpOp) -> Option<bool> {
    Some(match (a, b) {
        (Value::Int(x), Value::Int(y)) => op.matches(x.cmp(y)),
        (Value::Float(x), Value::Float(y)) => compare_floats(*x, *y, op),
        (Value::Int(x), Value::Float(y)) => compare_int_float(*x, *y, op),
        (Value::Float(x), Value::Int(y)) => compare_int_float(*y, *x, op.swapped()),
        (Value::Str(x), Value::Str(y)) => match op {
            CmpOp::Eq => x == y,
            CmpOp::Ne => x != y,
            // WTF-8 sorts as code points do.
            _ => op.matches(x.as_bytes().cmp(y.as_bytes())),
        },
        _ => return None,
    })
}

fn compare_floats(x: f64, y: f64, op: CmpOp) -> bool {
    x.partial_cmp(&y).map_or(op == CmpOp::Ne, |order| op.matches(order))
}

fn compare_int_float(x: i64, y: f64, op: CmpOp) -> bool {
    if x.unsigned_abs() < 1 << 53 {
        return compare_floats(x as f64, y, op);
    }
    compare_bigint_float(&BigInt::from(x), y).map_or(op == CmpOp::Ne, |order| op.matches(order))
}

/// Compares exactly; none for NaN.
pub fn compare_bigint_float(x: &BigInt, y: f64) -> Option<Ordering> {
    if y.is_nan() {
        return None;
    }
    let Some(whole) = BigInt::from_f64(y.trunc()) else {
        return Some(if y > 0.0 { Ordering::Less } else { Ordering::Greater });
    };
    let order = x.cmp(&whole);
    if order != Ordering::Equal {
        return Some(order);
    }
    let fraction = y - y.trunc();
    debug_assert!(fraction == 0.0 || !whole.is_negative() || y < 0.0);
    Some(0.0f64.partial_cmp(&fraction).unwrap_or(Ordering::Equal))
}

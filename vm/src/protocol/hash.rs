//! Hashing.

use crate::error::PyResult;
use crate::hash;
use crate::heap::Value;
use crate::vm::Vm;

impl Vm {
    /// `hash(value)`
    ///
    /// # Errors
    /// TypeError for unhashable types, and what `__hash__` raises.
    #[inline]
    pub fn hash(&self, value: &Value) -> PyResult<i64> {
        Ok(match value {
            Value::Str(s) => hash::str_hash(s),
            Value::Int(n) => hash::hash_int(*n),
            Value::Bytes(b) => hash::bytes_hash(b),
            Value::Float(x) if x.is_nan() => hash::hash_float(*x, hash::hash_pointer(self.id(value))),
            Value::Float(x) => hash::hash_float(*x, 0),
            Value::Bool(b) => i64::from(*b),
            Value::Big(n) => hash::hash_bigint(n),
            Value::None => hash::HASH_NONE,
            _ => return self.hash_slot(value),
        })
    }

    fn hash_slot(&self, value: &Value) -> PyResult<i64> {
        match self.class_of(value).ty().slots.hash.get() {
            Some(hash) => self.with_depth(" while calling a Python object", || hash(self, value)),
            None => Err(self.unhashable(value)),
        }
    }

    /// "unhashable type: 'list'"
    pub fn unhashable(&self, value: &Value) -> crate::error::PyError {
        self.type_error(format!("unhashable type: '{}'", self.type_name(value)))
    }
}

//! Errors: one word, the exception object itself, which gathers its traceback on the way up.

use crate::heap::{Ref, TypeRef, Value};
use crate::objects::{Exception, Kind};
use crate::vm::Vm;

pub mod hints;
pub mod raise;
pub mod suggest;
pub mod traceback;

/// The result of anything that may raise.
pub type PyResult<T = Value> = Result<T, PyError>;

/// A raised exception: the handle of an exception object.
#[derive(Debug, Clone)]
pub struct PyError(Ref);

impl PyError {
    /// Raises an exception object; gives the value back where it is none.
    ///
    /// # Errors
    /// The value, where it is no exception.
    pub fn new(exception: Value) -> Result<PyError, Value> {
        match exception {
            Value::Obj(r) if matches!(r.kind(), Kind::Exception(_)) => Ok(PyError(r)),
            other => Err(other),
        }
    }

    /// The exception object.
    #[inline]
    pub fn object(&self) -> &Ref {
        &self.0
    }

    /// The exception object as a value.
    pub fn to_value(&self) -> Value {
        Value::Obj(self.0.clone())
    }

    /// The exception's payload.
    ///
    /// # Panics
    /// Never: [`PyError::new`] takes exceptions only.
    #[inline]
    pub fn payload(&self) -> &Exception {
        match self.0.kind() {
            Kind::Exception(e) => e,
            _ => unreachable!("a PyError holds an exception"),
        }
    }

    /// The exception's class.
    pub fn class(&self) -> &TypeRef {
        self.0.class()
    }

    /// Whether the exception is an instance of `class`.
    #[inline]
    pub fn matches(&self, _vm: &Vm, class: &TypeRef) -> bool {
        self.0.class().is_subtype(class)
    }
}

impl From<PyError> for Value {
    fn from(e: PyError) -> Value {
        Value::Obj(e.0)
    }
}

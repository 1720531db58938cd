//! Conversions between Rust and Python.

mod from_py;
mod into_py;

use crate::{Obj, Result, Vm};

/// What a Python object converts to.
///
/// Conversions are strict: a `float` is no integer, a `str` no list. Numbers that do not fit are an OverflowError.
pub trait FromPy: Sized {
    /// Converts.
    ///
    /// # Errors
    /// TypeError where the object is of another kind, OverflowError where a number does not fit.
    fn from_py(obj: &Obj) -> Result<Self>;

    /// What stands for a parameter that was not given and has no default in the signature.
    #[doc(hidden)]
    fn from_absent() -> Option<Self> {
        None
    }

    /// Converts to many: bytes-like objects are read at once where the elements are `u8`.
    #[doc(hidden)]
    fn vec_from_py(obj: &Obj) -> Result<Vec<Self>> {
        from_py::list(obj)
    }
}

/// What becomes a Python object.
pub trait IntoPy {
    /// Converts.
    ///
    /// # Errors
    /// Where a part does not convert: a key that is not hashable, an error returned by a callback.
    fn into_py(self, vm: &Vm) -> Result<Obj>;

    /// Converts many: `bytes` where the elements are `u8`.
    #[doc(hidden)]
    fn vec_into_py(items: Vec<Self>, vm: &Vm) -> Result<Obj>
    where
        Self: Sized,
    {
        into_py::list(vm, items)
    }
}

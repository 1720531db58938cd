//! [`Obj`]: a handle of a Python object.

use std::fmt;

use pyvm_vm::call::Args as CoreArgs;
use pyvm_vm::{PyResult, Value};

use crate::embed::args::IntoArgs;
use crate::embed::vm::Vm;
use crate::{FromPy, IntoPy, Result};

/// A handle of a Python object, which it keeps alive together with its VM.
#[derive(Clone)]
pub struct Obj {
    // Dropped before the VM that it lives in.
    value: Value,
    vm: Vm,
}

impl Obj {
    pub(crate) fn new(value: Value, vm: Vm) -> Obj {
        Obj { value, vm }
    }

    /// The machine the object lives in.
    pub fn vm(&self) -> &Vm {
        &self.vm
    }

    /// The value, for [`Vm::core`].
    pub fn value(&self) -> &Value {
        &self.value
    }

    pub(crate) fn into_value(self) -> Value {
        self.value.clone()
    }

    fn wrap(&self, result: Result<Value>) -> Result<Obj> {
        result.map(|value| self.vm.obj(value))
    }

    /// Converts to a Rust value.
    ///
    /// # Errors
    /// TypeError where the object is of another kind, OverflowError where a number does not fit.
    pub fn to<T: FromPy>(&self) -> Result<T> {
        T::from_py(self)
    }

    /// Calls the object.
    ///
    /// # Errors
    /// What it raises; TypeError where the result does not convert.
    pub fn call<T: FromPy>(&self, args: impl IntoArgs) -> Result<T> {
        let args = args.into_args(&self.vm)?;
        let result =
            self.vm.enter(|core| core.call(&self.value, CoreArgs::with_keywords(&args.values, &args.names)));
        self.wrap(result)?.to()
    }

    /// Calls a method.
    ///
    /// # Errors
    /// AttributeError, and as [`Obj::call`].
    pub fn call_method<T: FromPy>(&self, name: &str, args: impl IntoArgs) -> Result<T> {
        self.getattr::<Obj>(name)?.call(args)
    }

    /// An attribute.
    ///
    /// # Errors
    /// AttributeError; TypeError where it does not convert.
    pub fn getattr<T: FromPy>(&self, name: &str) -> Result<T> {
        self.wrap(self.vm.enter(|core| core.getattr(&self.value, &core.intern(name))))?.to()
    }

    /// Whether there is an attribute of this name.
    ///
    /// # Errors
    /// What looking it up raises, other than AttributeError.
    pub fn hasattr(&self, name: &str) -> Result<bool> {
        self.vm.enter(|core| Ok(core.lookup_attr(&self.value, &core.intern(name))?.is_some()))
    }

    /// Sets an attribute.
    ///
    /// # Errors
    /// AttributeError, TypeError.
    pub fn setattr(&self, name: &str, value: impl IntoPy) -> Result<()> {
        let value = value.into_py(&self.vm)?.into_value();
        self.vm.enter(|core| core.setattr(&self.value, &core.intern(name), value))
    }

    /// `self[key]`
    ///
    /// # Errors
    /// KeyError, IndexError, TypeError; TypeError where it does not convert.
    pub fn getitem<T: FromPy>(&self, key: impl IntoPy) -> Result<T> {
        let key = key.into_py(&self.vm)?;
        self.wrap(self.vm.enter(|core| core.getitem(&self.value, &key.value)))?.to()
    }

    /// `self[key] = value`
    ///
    /// # Errors
    /// KeyError, IndexError, TypeError.
    pub fn setitem(&self, key: impl IntoPy, value: impl IntoPy) -> Result<()> {
        let (key, value) = (key.into_py(&self.vm)?, value.into_py(&self.vm)?.into_value());
        self.vm.enter(|core| core.setitem(&self.value, &key.value, value))
    }

    /// `repr(self)`
    ///
    /// # Errors
    /// What `__repr__` raises.
    pub fn repr(&self) -> Result<String> {
        self.vm.enter(|core| core.repr(&self.value).map(|s| s.to_string()))
    }

    /// `str(self)`
    ///
    /// # Errors
    /// What `__str__` raises.
    pub fn str(&self) -> Result<String> {
        self.vm.enter(|core| core.str(&self.value).map(|s| s.to_string()))
    }

    /// `type(self).__name__`
    pub fn type_name(&self) -> String {
        self.vm.core().type_name(&self.value).to_string()
    }

    /// `isinstance(self, class)`
    ///
    /// # Errors
    /// TypeError where `class` is none.
    pub fn is_instance(&self, class: &Obj) -> Result<bool> {
        self.vm.enter(|core| core.isinstance(&self.value, &class.value))
    }

    /// Whether the object is true.
    ///
    /// # Errors
    /// What `__bool__` or `__len__` raises.
    pub fn is_true(&self) -> Result<bool> {
        self.vm.enter(|core| core.is_true(&self.value))
    }

    /// Whether the object is `None`.
    pub fn is_none(&self) -> bool {
        self.value.is_none()
    }

    /// `self is other`
    pub fn is(&self, other: &Obj) -> bool {
        self.value.is(&other.value)
    }

    /// `len(self)`
    ///
    /// # Errors
    /// TypeError where it has none.
    pub fn len(&self) -> Result<usize> {
        self.vm.enter(|core| core.len(&self.value))
    }

    /// Whether `len(self)` is 0.
    ///
    /// # Errors
    /// As [`Obj::len`].
    pub fn is_empty(&self) -> Result<bool> {
        self.len().map(|n| n == 0)
    }

    /// `self == other`
    ///
    /// # Errors
    /// What `__eq__` raises.
    pub fn equals(&self, other: impl IntoPy) -> Result<bool> {
        let other = other.into_py(&self.vm)?;
        self.vm.enter(|core| core.eq(&self.value, &other.value))
    }

    /// Iterates over the object; ends after the first error.
    ///
    /// # Errors
    /// TypeError where it is not iterable.
    pub fn iter(&self) -> Result<Iter> {
        let iterator = self.wrap(self.vm.enter(|core| core.iter(&self.value)))?;
        Ok(Iter(Some(iterator)))
    }

    pub(crate) fn check<T>(&self, f: impl FnOnce(&pyvm_vm::Vm) -> PyResult<T>) -> Result<T> {
        self.vm.enter(f)
    }
}

impl fmt::Debug for Obj {
    /// `repr(self)`, or the class where that raises.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.repr() {
            Ok(text) => f.write_str(&text),
            Err(_) => write!(f, "<{} object>", self.type_name()),
        }
    }
}

/// The elements of an object: see [`Obj::iter`].
#[derive(Debug)]
pub struct Iter(Option<Obj>);

impl Iterator for Iter {
    type Item = Result<Obj>;

    fn next(&mut self) -> Option<Result<Obj>> {
        let iterator = self.0.as_ref()?;
        match iterator.vm.enter(|core| core.next(&iterator.value)) {
            Ok(Some(value)) => Some(Ok(iterator.vm.obj(value))),
            Ok(None) => {
                self.0 = None;
                None
            }
            Err(error) => {
                self.0 = None;
                Some(Err(error))
            }
        }
    }
}

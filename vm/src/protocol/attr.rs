//! Attribute access.

use crate::error::PyResult;
use crate::heap::{Str, Value};
use crate::types::{TypeFlags, attribute, lookup};
use crate::vm::Vm;

impl Vm {
    /// `object.name`; `name` is interned.
    ///
    /// # Errors
    /// AttributeError, and whatever a descriptor or `__getattr__` raises.
    #[inline]
    pub fn getattr(&self, object: &Value, name: &Str) -> PyResult<Value> {
        match self.class_of(object).ty().slots.getattro.get() {
            Some(get) => get(self, object, name),
            None => attribute::generic_getattr(self, object, name),
        }
    }

    /// `object.name` for a name in the source of this project.
    ///
    /// # Errors
    /// As [`Vm::getattr`].
    pub fn getattr_str(&self, object: &Value, name: &str) -> PyResult<Value> {
        self.getattr(object, &self.intern(name))
    }

    /// `getattr(object, name, absent)`: AttributeError gives `None` and, with the default lookup, is never built.
    ///
    /// # Errors
    /// Any other exception.
    pub fn lookup_attr(&self, object: &Value, name: &Str) -> PyResult<Option<Value>> {
        if self.class_of(object).has(TypeFlags::GENERIC_GETATTR) {
            return attribute::generic_lookup(self, object, name);
        }
        match self.getattr(object, name) {
            Ok(value) => Ok(Some(value)),
            Err(e) if e.matches(self, &self.exc.attribute_error) => Ok(None),
            Err(e) => Err(e),
        }
    }

    /// `object.name = value`
    ///
    /// # Errors
    /// AttributeError or TypeError where it cannot be set, and whatever a descriptor or `__setattr__` raises.
    pub fn setattr(&self, object: &Value, name: &Str, value: Value) -> PyResult<()> {
        self.assign_attr(object, name, Some(value))
    }

    /// `del object.name`
    ///
    /// # Errors
    /// As [`Vm::setattr`].
    pub fn delattr(&self, object: &Value, name: &Str) -> PyResult<()> {
        self.assign_attr(object, name, None)
    }

    fn assign_attr(&self, object: &Value, name: &Str, value: Option<Value>) -> PyResult<()> {
        match self.class_of(object).ty().slots.setattro.get() {
            Some(set) => set(self, object, name, value),
            None => attribute::generic_setattr(self, object, name, value),
        }
    }

    /// The special method `name` of an object, looked up on its class only and bound.
    ///
    /// # Errors
    /// What a descriptor raises.
    pub fn special_method(&self, object: &Value, name: &Str) -> PyResult<Option<Value>> {
        let class = self.class_of(object);
        let Some(found) = lookup::lookup(class, name) else { return Ok(None) };
        match self.class_of(&found).ty().slots.descr_get.get() {
            Some(get) => get(self, &found, Some(object), Some(class)).map(Some),
            None => Ok(Some(found)),
        }
    }

    /// Calls the special method `name` of an object, if its class has one, without binding where it can be avoided.
    ///
    /// # Errors
    /// What the method raises.
    pub fn call_special(&self, object: &Value, name: &Str, args: &[Value]) -> PyResult<Option<Value>> {
        let class = self.class_of(object);
        let Some(found) = lookup::lookup(class, name) else { return Ok(None) };
        let kind = self.class_of(&found);
        if kind.has(TypeFlags::METHOD_DESCRIPTOR) {
            let call = |all: &[Value]| self.call(&found, crate::call::Args::positional(all)).map(Some);
            return match args {
                [] => call(std::slice::from_ref(object)),
                [one] => call(&[object.clone(), one.clone()]),
                many => call(&crate::call::Args::positional(many).prepend(object.clone())),
            };
        }
        let bound = match kind.ty().slots.descr_get.get() {
            Some(get) => get(self, &found, Some(object), Some(class))?,
            None => found.clone(),
        };
        self.call(&bound, crate::call::Args::positional(args)).map(Some)
    }
}

//! Length, subscription and membership.

use crate::error::PyResult;
use crate::heap::{TypeRef, Value};
use crate::vm::Vm;

impl Vm {
    /// `len(value)`
    ///
    /// # Errors
    /// TypeError where the value has no length, and what `__len__` raises.
    pub fn len(&self, value: &Value) -> PyResult<usize> {
        match self.class_of(value).ty().slots.len.get() {
            Some(len) => len(self, value),
            None => Err(self.type_error(format!("object of type '{}' has no len()", self.type_name(value)))),
        }
    }

    /// `value[key]`
    ///
    /// # Errors
    /// TypeError where the value cannot be subscripted, and what `__getitem__` raises.
    pub fn getitem(&self, value: &Value, key: &Value) -> PyResult<Value> {
        if let Some(getitem) = self.class_of(value).ty().slots.getitem.get() {
            return getitem(self, value, key);
        }
        if let Some(class) = TypeRef::from_value(value) {
            if class.is(&self.types.type_) {
                return Ok(crate::objects::generic_alias::new(self, value.clone(), key.clone()));
            }
            if let Some(method) = self.lookup_attr(value, &self.names.class_getitem)? {
                return self.call1(&method, key.clone());
            }
            let name = class.tp_name();
            return Err(self.type_error(format!("type '{name}' is not subscriptable")));
        }
        Err(self.type_error(format!("'{}' object is not subscriptable", self.type_name(value))))
    }

    /// `value[key] = item`
    ///
    /// # Errors
    /// TypeError where the value does not support it, and what `__setitem__` raises.
    pub fn setitem(&self, value: &Value, key: &Value, item: Value) -> PyResult<()> {
        match self.class_of(value).ty().slots.setitem.get() {
            Some(setitem) => setitem(self, value, key, Some(item)),
            None => {
                let name = self.type_name(value);
                Err(self.type_error(format!("'{name}' object does not support item assignment")))
            }
        }
    }

    /// `del value[key]`
    ///
    /// # Errors
    /// TypeError where the value does not support it, and what `__delitem__` raises.
    pub fn delitem(&self, value: &Value, key: &Value) -> PyResult<()> {
        match self.class_of(value).ty().slots.setitem.get() {
            Some(setitem) => setitem(self, value, key, None),
            None => {
                let name = self.type_name(value);
                let verb = if self.is_indexed(value, key) { "doesn't" } else { "does not" };
                Err(self.type_error(format!("'{name}' object {verb} support item deletion")))
            }
        }
    }

    /// `item in container`
    ///
    /// # Errors
    /// TypeError where the container does not support it, and what `__contains__` or the iteration raises.
    pub fn contains(&self, container: &Value, item: &Value) -> PyResult<bool> {
        let slots = &self.class_of(container).ty().slots;
        if let Some(contains) = slots.contains.get() {
            return contains(self, container, item);
        }
        if slots.iter.get().is_none() && slots.getitem.get().is_none() {
            let name = self.type_name(container);
            return Err(self.type_error(format!("argument of type '{name}' is not iterable")));
        }
        self.contains_by_iteration(container, item)
    }

    /// `item in container` without `__contains__`.
    ///
    /// # Errors
    /// TypeError where the container cannot be iterated, and what the iteration or a comparison raises.
    pub fn contains_by_iteration(&self, container: &Value, item: &Value) -> PyResult<bool> {
        let iterator = self.iter(container).map_err(|e| {
            if !e.matches(self, &self.exc.type_error) {
                return e;
            }
            let name = self.type_name(container);
            self.type_error(format!("argument of type '{name}' is not iterable"))
        })?;
        while let Some(candidate) = self.next(&iterator)? {
            if self.eq(&candidate, item)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether `value[key]` goes to the sequence protocol: an integer key of a type that CPython gives it.
    fn is_indexed(&self, value: &Value, key: &Value) -> bool {
        let class = self.class_of(value);
        let sequence = class.has(crate::types::TypeFlags::HEAP)
            || class.has(crate::types::TypeFlags::SEQUENCE)
            || class.ty().slots.concat.get().is_some();
        sequence && self.has_index(key)
    }

    /// The truth of a value.
    ///
    /// # Errors
    /// What `__bool__` or `__len__` raises.
    #[inline]
    pub fn is_true(&self, value: &Value) -> PyResult<bool> {
        Ok(match value {
            Value::Bool(b) => *b,
            Value::None => false,
            Value::Int(n) => *n != 0,
            Value::Float(x) => *x != 0.0,
            Value::Str(s) => !s.is_empty(),
            Value::Bytes(b) => !b.is_empty(),
            Value::Big(_) => true,
            _ => return self.is_true_slot(value),
        })
    }

    fn is_true_slot(&self, value: &Value) -> PyResult<bool> {
        let slots = &self.class_of(value).ty().slots;
        if let Some(truth) = slots.bool.get() {
            return truth(self, value);
        }
        match slots.len.get() {
            Some(len) => Ok(len(self, value)? != 0),
            None => Ok(true),
        }
    }
}

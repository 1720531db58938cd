//! `isinstance` and `issubclass`.

use crate::error::PyResult;
use crate::heap::{TypeRef, Value};
use crate::vm::Vm;

impl Vm {
    /// Whether the value's class is `class` or derived from it, by MRO alone.
    #[inline]
    pub fn is_instance(&self, value: &Value, class: &TypeRef) -> bool {
        self.class_of(value).is_subtype(class)
    }

    /// Whether the value's class is exactly `class`.
    #[inline]
    pub fn is_exact(&self, value: &Value, class: &TypeRef) -> bool {
        self.class_of(value).is(class)
    }

    /// `isinstance(value, classinfo)`
    ///
    /// # Errors
    /// TypeError where `classinfo` is no class, tuple or union, and what `__instancecheck__` raises.
    pub fn isinstance(&self, value: &Value, classinfo: &Value) -> PyResult<bool> {
        if self.class_of(value).to_value().is(classinfo) {
            return Ok(true);
        }
        if let Some(class) = TypeRef::from_value(classinfo)
            && self.class_of(classinfo).is(&self.types.type_)
        {
            return self.instance_of(value, class);
        }
        if let Some(items) = classinfo.as_tuple().or_else(|| crate::objects::union::members(classinfo)) {
            return self.with_depth(" in __instancecheck__", || {
                for item in items {
                    if self.isinstance(value, item)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            });
        }
        match self.call_special(classinfo, &self.names.instancecheck, std::slice::from_ref(value))? {
            Some(answer) => self.is_true(&answer),
            None => self.default_isinstance(value, classinfo),
        }
    }

    fn instance_of(&self, value: &Value, class: &TypeRef) -> PyResult<bool> {
        if self.is_instance(value, class) {
            return Ok(true);
        }
        // `__class__` may be a property that claims another class.
        if let Some(claimed) = self.lookup_attr(value, &self.names.class)?
            && let Some(claimed) = TypeRef::from_value(&claimed)
            && !claimed.is(self.class_of(value))
        {
            return Ok(claimed.is_subtype(class));
        }
        Ok(false)
    }

    /// `type.__instancecheck__`, without looking for an override.
    ///
    /// # Errors
    /// TypeError where `classinfo` is no class.
    pub fn default_isinstance(&self, value: &Value, classinfo: &Value) -> PyResult<bool> {
        if let Some(class) = TypeRef::from_value(classinfo) {
            return self.instance_of(value, class);
        }
        self.check_class(classinfo, "isinstance() arg 2 must be a type, a tuple of types, or a union")?;
        match self.lookup_attr(value, &self.names.class)? {
            Some(class) => self.abstract_issubclass(&class, classinfo),
            None => Ok(false),
        }
    }

    /// `issubclass(class, classinfo)`
    ///
    /// # Errors
    /// TypeError where either is no class, and what `__subclasscheck__` raises.
    pub fn issubclass(&self, class: &Value, classinfo: &Value) -> PyResult<bool> {
        if self.class_of(classinfo).is(&self.types.type_) {
            if class.is(classinfo) {
                return Ok(true);
            }
            return self.default_issubclass(class, classinfo);
        }
        if let Some(items) = classinfo.as_tuple().or_else(|| crate::objects::union::members(classinfo)) {
            return self.with_depth(" in __subclasscheck__", || {
                for item in items {
                    if self.issubclass(class, item)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            });
        }
        match self.call_special(classinfo, &self.names.subclasscheck, std::slice::from_ref(class))? {
            Some(answer) => self.is_true(&answer),
            None => self.default_issubclass(class, classinfo),
        }
    }

    /// `type.__subclasscheck__`, without looking for an override.
    ///
    /// # Errors
    /// TypeError where either is no class.
    pub fn default_issubclass(&self, class: &Value, classinfo: &Value) -> PyResult<bool> {
        if let (Some(a), Some(b)) = (TypeRef::from_value(class), TypeRef::from_value(classinfo)) {
            return Ok(a.is_subtype(b));
        }
        self.check_class(class, "issubclass() arg 1 must be a class")?;
        self.check_class(classinfo, "issubclass() arg 2 must be a class, a tuple of classes, or a union")?;
        self.abstract_issubclass(class, classinfo)
    }

    fn check_class(&self, class: &Value, message: &str) -> PyResult<()> {
        let bases = self.lookup_attr(class, &self.names.bases)?;
        if bases.is_some_and(|b| b.as_tuple().is_some()) { Ok(()) } else { Err(self.type_error(message)) }
    }

    /// Walks `__bases__` of objects that are no types.
    fn abstract_issubclass(&self, class: &Value, of: &Value) -> PyResult<bool> {
        self.with_depth(" in __issubclass__", || {
            if class.is(of) {
                return Ok(true);
            }
            let Some(bases) = self.lookup_attr(class, &self.names.bases)? else { return Ok(false) };
            for base in bases.as_tuple().unwrap_or(&[]) {
                if self.abstract_issubclass(base, of)? {
                    return Ok(true);
                }
            }
            Ok(false)
        })
    }
}

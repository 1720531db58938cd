//! `repr`, `str`, `ascii` and `format`.

use crate::error::PyResult;
use crate::heap::{Str, Value};
use crate::vm::Vm;

impl Vm {
    /// `repr(value)`
    ///
    /// # Errors
    /// What `__repr__` raises; TypeError where it gives no string.
    pub fn repr(&self, value: &Value) -> PyResult<Str> {
        self.repr_object(value).map(|text| text_of(&text))
    }

    /// The same with the object that `__repr__` gave, which may be of a subclass of `str`.
    ///
    /// # Errors
    /// As [`Vm::repr`].
    pub fn repr_object(&self, value: &Value) -> PyResult {
        let Some(repr) = self.class_of(value).ty().slots.repr.get() else {
            return Ok(Value::str(&format!("<{} object>", self.type_name(value))));
        };
        self.with_depth(" while getting the repr of an object", || {
            let text = repr(self, value)?;
            self.text_result(text, "__repr__ returned non-string")
        })
    }

    /// `str(value)`
    ///
    /// # Errors
    /// What `__str__` raises; TypeError where it gives no string.
    pub fn str(&self, value: &Value) -> PyResult<Str> {
        if let Value::Str(s) = value {
            return Ok(s.clone());
        }
        self.str_object(value).map(|text| text_of(&text))
    }

    /// The same with the object that `__str__` gave, which may be of a subclass of `str`.
    ///
    /// # Errors
    /// As [`Vm::str`].
    pub fn str_object(&self, value: &Value) -> PyResult {
        if let Value::Str(_) = value {
            return Ok(value.clone());
        }
        let Some(str) = self.class_of(value).ty().slots.str.get() else { return self.repr_object(value) };
        self.with_depth(" while getting the str of an object", || {
            let text = str(self, value)?;
            self.text_result(text, "__str__ returned non-string")
        })
    }

    fn text_result(&self, text: Value, problem: &str) -> PyResult {
        match text.as_text() {
            Some(_) => Ok(text),
            None => Err(self.type_error(format!("{problem} (type {})", self.type_name(&text)))),
        }
    }

    /// `format(value, spec)`
    ///
    /// # Errors
    /// What `__format__` raises; TypeError where it gives no string.
    pub fn format(&self, value: &Value, spec: &Str) -> PyResult<Str> {
        self.format_object(value, &Value::Str(spec.clone())).map(|text| text_of(&text))
    }

    /// The same with the object that `__format__` gave, which may be of a subclass of `str`.
    ///
    /// # Errors
    /// As [`Vm::format`].
    pub fn format_object(&self, value: &Value, spec: &Value) -> PyResult {
        if spec.as_text().is_some_and(Str::is_empty) {
            match value {
                Value::Str(_) => return Ok(value.clone()),
                Value::Int(_) => return self.str_object(value),
                _ => {}
            }
        }
        let Some(text) = self.call_format(value, spec)? else {
            let name = self.type_name(value);
            return Err(self.type_error(format!("Type {name} doesn't define __format__")));
        };
        match text.as_text() {
            Some(_) => Ok(text),
            None => {
                let name = self.type_name(&text);
                Err(self.type_error(format!("__format__ must return a str, not {name}")))
            }
        }
    }

    /// `type(value).__format__(value, spec)`, none where there is no such method. That of the commonest types is at hand.
    fn call_format(&self, value: &Value, spec: &Value) -> PyResult<Option<Value>> {
        let native = match value {
            Value::Int(_) => crate::objects::int::format,
            Value::Float(_) => crate::objects::float::format,
            Value::Str(_) => crate::objects::str::format::dunder_format,
            _ => return self.call_special(value, &self.names.format, std::slice::from_ref(spec)),
        };
        native(self, &[value.clone(), spec.clone()]).map(Some)
    }

    /// Marks `value` as being shown; none where it is being shown already, so that a cycle ends in `[...]`.
    pub fn repr_enter(&self, value: &Value) -> Option<ReprGuard<'_>> {
        let address = value.as_obj().map(crate::heap::Ref::address)?;
        let mut active = self.repr_active.borrow_mut();
        if active.contains(&address) {
            return None;
        }
        active.push(address);
        Some(ReprGuard(self))
    }
}

/// The text of what was found to be a string.
fn text_of(value: &Value) -> Str {
    value.as_text().cloned().unwrap_or_else(|| Str::new(""))
}

/// Ends what [`Vm::repr_enter`] began.
pub struct ReprGuard<'a>(&'a Vm);

impl Drop for ReprGuard<'_> {
    fn drop(&mut self) {
        self.0.repr_active.borrow_mut().pop();
    }
}

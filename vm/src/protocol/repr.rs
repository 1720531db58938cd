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
        let Some(repr) = self.class_of(value).ty().slots.repr.get() else {
            return Ok(Str::from(format!("<{} object>", self.type_name(value))));
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
        let Some(str) = self.class_of(value).ty().slots.str.get() else { return self.repr(value) };
        self.with_depth(" while getting the str of an object", || {
            let text = str(self, value)?;
            self.text_result(text, "__str__ returned non-string")
        })
    }

    fn text_result(&self, text: Value, problem: &str) -> PyResult<Str> {
        match text.as_text() {
            Some(s) => Ok(s.clone()),
            None => Err(self.type_error(format!("{problem} (type {})", self.type_name(&text)))),
        }
    }

    /// `format(value, spec)`
    ///
    /// # Errors
    /// What `__format__` raises; TypeError where it gives no string.
    pub fn format(&self, value: &Value, spec: &Str) -> PyResult<Str> {
        if spec.is_empty() {
            match value {
                Value::Str(s) => return Ok(s.clone()),
                Value::Int(_) => return self.str(value),
                _ => {}
            }
        }
        let spec = Value::Str(spec.clone());
        let Some(text) = self.call_special(value, &self.names.format, &[spec])? else {
            let name = self.type_name(value);
            return Err(self.type_error(format!("Type {name} doesn't define __format__")));
        };
        match text.as_text() {
            Some(s) => Ok(s.clone()),
            None => {
                let name = self.type_name(&text);
                Err(self.type_error(format!("__format__ must return a str, not {name}")))
            }
        }
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

/// Ends what [`Vm::repr_enter`] began.
pub struct ReprGuard<'a>(&'a Vm);

impl Drop for ReprGuard<'_> {
    fn drop(&mut self) {
        self.0.repr_active.borrow_mut().pop();
    }
}

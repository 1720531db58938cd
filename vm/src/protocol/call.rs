//! Calling objects.

use crate::call::Args;
use crate::error::PyResult;
use crate::heap::{Str, Value};
use crate::vm::Vm;

impl Vm {
    /// `callable(...)`
    ///
    /// # Errors
    /// TypeError where it cannot be called, RecursionError past the limit, and what the call raises.
    pub fn call(&self, callable: &Value, args: Args<'_>) -> PyResult<Value> {
        let class = self.class_of(callable);
        match class.ty().slots.call.get() {
            // Frames and bound methods see to their depth themselves.
            Some(call) if class.is(&self.types.function) || class.is(&self.types.method) => {
                call(self, callable, args)
            }
            Some(call) => self.with_depth(" while calling a Python object", || call(self, callable, args)),
            None => Err(self.type_error(format!("'{}' object is not callable", self.type_name(callable)))),
        }
    }

    /// `callable()`
    ///
    /// # Errors
    /// As [`Vm::call`].
    pub fn call0(&self, callable: &Value) -> PyResult<Value> {
        self.call(callable, Args::none())
    }

    /// `callable(a)`
    ///
    /// # Errors
    /// As [`Vm::call`].
    pub fn call1(&self, callable: &Value, a: Value) -> PyResult<Value> {
        self.call(callable, Args::positional(&[a]))
    }

    /// `callable(a, b)`
    ///
    /// # Errors
    /// As [`Vm::call`].
    pub fn call2(&self, callable: &Value, a: Value, b: Value) -> PyResult<Value> {
        self.call(callable, Args::positional(&[a, b]))
    }

    /// `object.name(*args)`
    ///
    /// # Errors
    /// As [`Vm::getattr`] and [`Vm::call`].
    pub fn call_method(&self, object: &Value, name: &Str, args: &[Value]) -> PyResult<Value> {
        let method = self.getattr(object, name)?;
        self.call(&method, Args::positional(args))
    }

    /// `callable(*args, **kwargs)` with keywords as pairs.
    ///
    /// # Errors
    /// As [`Vm::call`].
    pub fn call_kw(&self, callable: &Value, args: &[Value], keywords: &[(Str, Value)]) -> PyResult<Value> {
        let mut values = args.to_vec();
        values.extend(keywords.iter().map(|(_, v)| v.clone()));
        let names: Vec<Str> = keywords.iter().map(|(k, _)| k.clone()).collect();
        self.call(callable, Args::with_keywords(&values, &names))
    }

    /// Whether the object can be called.
    pub fn is_callable(&self, object: &Value) -> bool {
        self.class_of(object).ty().slots.call.get().is_some()
    }
}

//! Making errors. The message is written where the mistake is found, in CPython's words.

use super::PyError;
use crate::heap::{Str, TypeRef, Value};
use crate::objects::Exception;
use crate::vm::Vm;

/// Declares `vm.type_error(message)` and its kin from `method: field,` rows.
macro_rules! simple_errors {
    ($($method:ident: $field:ident,)*) => {
        impl Vm {
            $(
                #[doc = concat!("A `", stringify!($field), "` with this message.")]
                #[cold]
                pub fn $method(&self, message: impl Into<Str>) -> PyError {
                    self.new_error(&self.exc.$field, message)
                }
            )*
        }
    };
}

simple_errors! {
    type_error: type_error,
    value_error: value_error,
    runtime_error: runtime_error,
    system_error: system_error,
    index_error: index_error,
    overflow_error: overflow_error,
    zero_division_error: zero_division_error,
    recursion_error: recursion_error,
    memory_error: memory_error,
    not_implemented: not_implemented_error,
    assertion_error: assertion_error,
    buffer_error: buffer_error,
    eof_error: eof_error,
    lookup_error: lookup_error,
    attribute_error: attribute_error,
    import_error: import_error,
    os_error: os_error,
    reference_error: reference_error,
}

impl Vm {
    /// An exception of `class` with one message argument.
    #[cold]
    pub fn new_error(&self, class: &TypeRef, message: impl Into<Str>) -> PyError {
        self.new_exception(class, vec![Value::Str(message.into())])
    }

    /// An exception of a native `class` with these arguments, made without running its constructor: fields
    /// beyond `args` (`errno`, `name`, …) are filled as the constructor would.
    #[cold]
    pub fn new_exception(&self, class: &TypeRef, args: Vec<Value>) -> PyError {
        let exception = Exception::instance(self, class, args);
        match PyError::new(exception) {
            Ok(e) => e,
            Err(_) => unreachable!("Exception::instance makes an exception"),
        }
    }

    /// `KeyError(key)`
    #[cold]
    pub fn key_error(&self, key: &Value) -> PyError {
        self.new_exception(&self.exc.key_error, vec![key.clone()])
    }

    /// The TypeError for an argument of the wrong type: `place` as in `"f() argument 'x'"`.
    #[cold]
    pub fn bad_argument(&self, place: &str, wanted: &str, given: &Value) -> PyError {
        let got = if given.is_none() { "None".into() } else { self.type_name(given) };
        self.type_error(format!("{place} must be {wanted}, not {got}"))
    }

    /// `StopIteration(value)`, without an argument for `None`.
    pub fn stop_iteration(&self, value: Value) -> PyError {
        let args = if value.is_none() { Vec::new() } else { vec![value] };
        self.new_exception(&self.exc.stop_iteration, args)
    }

    /// An AttributeError that knows its object and name, for "Did you mean".
    #[cold]
    pub fn no_attribute(&self, object: &Value, name: &Str, message: impl Into<Str>) -> PyError {
        let error = self.new_error(&self.exc.attribute_error, message);
        error.payload().set_field("name", Value::Str(name.clone()));
        error.payload().set_field("obj", object.clone());
        error
    }

    /// A NameError that knows its name.
    #[cold]
    pub fn name_error(&self, class: &TypeRef, name: &Str, message: impl Into<Str>) -> PyError {
        let error = self.new_error(class, message);
        error.payload().set_field("name", Value::Str(name.clone()));
        error
    }

    /// An ImportError (or ModuleNotFoundError) that knows the module's name.
    #[cold]
    pub fn no_module(&self, class: &TypeRef, name: &Str, message: impl Into<Str>) -> PyError {
        let error = self.new_error(class, message);
        error.payload().set_field("name", Value::Str(name.clone()));
        error
    }

    /// A feature that is not there yet says so.
    #[cold]
    pub fn unfinished(&self, feature: &str) -> PyError {
        self.not_implemented(format!("pyvm does not implement {feature} yet"))
    }

    /// The name of a value's class, for messages.
    pub fn type_name(&self, value: &Value) -> Str {
        self.class_of(value).tp_name()
    }
}

//! The modules that belong to the VM itself.

use crate::error::PyResult;
use crate::heap::{Value, intern};
use crate::objects::native_function::{Code, NativeFunction};
use crate::objects::{Dict, Kind, module};
use crate::types::NativeDef;
use crate::vm::Vm;

pub mod ast;
pub mod builtins;
pub mod sys;

/// A native function as a member of a module; `name` is the very object that is the module's `__name__`.
pub fn function(vm: &Vm, name: &Value, def: &'static NativeDef) -> Value {
    let payload = NativeFunction::new(Code::Native(def), Value::Unbound, name.clone(), None);
    vm.new_object(&vm.types.builtin_function, Kind::NativeFunction(Box::new(payload)))
}

/// A native module with these functions.
pub fn make(vm: &Vm, name: &str, doc: &str, functions: &'static [NativeDef]) -> Value {
    let made = module::new(vm, name);
    let set = |key: &str, value: Value| {
        if let Some(dict) = module::dict(vm, &made)
            && let Some(d) = Dict::of(&dict)
        {
            drop(d.set_str(&intern::intern_str(key), value));
        }
    };
    set("__doc__", if doc.is_empty() { Value::None } else { Value::str(doc) });
    // Never the string that types of the module show: that one is another object.
    let own_name = match vm.making.take() {
        Some(given) if given == *name => Value::Str(given),
        _ => Value::str(name),
    };
    set("__name__", own_name.clone());
    for def in functions {
        set(def.name, function(vm, &own_name, def));
    }
    made
}

/// Sets a member of a module.
///
/// # Errors
/// What setting an attribute raises.
pub fn set(vm: &Vm, module: &Value, name: &str, value: Value) -> PyResult<()> {
    vm.setattr(module, &intern::intern_str(name), value)
}

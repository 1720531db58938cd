//! `builtins`: mirrors `Python/bltinmodule.c`.

use crate::error::PyResult;
use crate::heap::{Value, intern};
use crate::objects::Dict;
use crate::types::NativeDef;
use crate::vm::Vm;

mod build_class;
mod code;
mod functions;

/// Fills the namespace of `builtins` and puts the module in `sys.modules`.
///
/// # Errors
/// What making a member raises.
pub fn install(vm: &Vm) -> PyResult<()> {
    let Some(names) = Dict::of(&vm.builtins) else { return Ok(()) };
    let set = |name: &str, value: Value| drop(names.set_str(&intern::intern_str(name), value));
    // Three objects of this text: this one, the interned one of types, and that of ExceptionGroup.
    let name = Value::str("builtins");
    set("__name__", name.clone());
    set(
        "__doc__",
        Value::str(
            "Built-in functions, types, exceptions, and other objects.\n\nThis module provides direct access to all 'built-in'\nidentifiers of Python; for example, builtins.len is\nthe full name for the built-in function len().\n\nThis module is not normally accessed explicitly by most\napplications, but can be useful in modules that provide\nobjects with the same name as a builtin and need the\nfunctionality of that name.",
        ),
    );
    for key in ["__package__", "__loader__", "__spec__"] {
        set(key, Value::None);
    }
    for def in functions::FUNCTIONS.iter().chain(code::FUNCTIONS).chain(build_class::FUNCTIONS) {
        set(def.name, super::function(vm, &name, def));
    }
    set("None", Value::None);
    set("Ellipsis", Value::Ellipsis);
    set("NotImplemented", Value::NotImplemented);
    set("False", Value::Bool(false));
    set("True", Value::Bool(true));
    set("__debug__", Value::Bool(vm.flags.optimize == 0));
    for class in types(vm) {
        set(&class.name().to_string(), class.to_value());
    }
    for class in vm.exc.all() {
        set(&class.name().to_string(), class.to_value());
    }
    set("EnvironmentError", vm.exc.os_error.to_value());
    set("IOError", vm.exc.os_error.to_value());
    let bases = [vm.exc.base_exception_group.clone(), vm.exc.exception.clone()];
    let group = crate::types::native_class::exception_class(vm, "builtins", "ExceptionGroup", &bases)?;
    set("ExceptionGroup", group.to_value());
    let module = crate::objects::module::new(vm, "builtins");
    if let Value::Obj(r) = &module {
        crate::types::attribute::set_instance_dict(vm, r, &vm.builtins);
    }
    if let Some(modules) = Dict::of(&vm.modules) {
        drop(modules.set_str(&intern::intern_str("builtins"), module));
    }
    Ok(())
}

fn types(vm: &Vm) -> Vec<&crate::heap::TypeRef> {
    let t = &vm.types;
    vec![
        &t.bool,
        &t.bytes,
        &t.bytearray,
        &t.memoryview,
        &t.classmethod,
        &t.complex,
        &t.dict,
        &t.enumerate,
        &t.filter,
        &t.float,
        &t.frozenset,
        &t.property,
        &t.int,
        &t.list,
        &t.map,
        &t.object,
        &t.range,
        &t.reversed,
        &t.set,
        &t.slice,
        &t.staticmethod,
        &t.str,
        &t.super_,
        &t.tuple,
        &t.type_,
        &t.zip,
    ]
}

/// A table of functions.
type Table = &'static [NativeDef];

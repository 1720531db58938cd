//! What the native modules share: making instances, adding types to a module, state for `__reduce__`.

use pyvm_vm::heap::{Ref, TypeRef, intern};
use pyvm_vm::objects::{Kind, Native};
use pyvm_vm::types::TypeSpec;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult, Value};

/// `__doc__` of `__reduce__`.
pub(crate) const REDUCE: &str = "Return state information for pickling.";
/// `__doc__` of `__setstate__`.
pub(crate) const SETSTATE: &str = "Set state information for unpickling.";

/// A new instance of `class` with a payload.
pub(crate) fn instance(vm: &Vm, class: &Value, payload: impl Native) -> PyResult {
    let class = vm.expect_type(class, "__new__(X): X")?;
    Ok(Value::Obj(Ref::new(class, Kind::Native(Box::new(payload)))))
}

/// Sets types as members of a module, each under its own name.
pub(crate) fn add_types(vm: &Vm, module: &Value, specs: &[&'static TypeSpec]) -> PyResult<()> {
    for spec in specs {
        pyvm_vm::modules::set(vm, module, spec.name, vm.native_type(spec).to_value())?;
    }
    Ok(())
}

/// `(class of object, arguments, *rest)`
pub(crate) fn reduced(vm: &Vm, object: &Value, arguments: Vec<Value>, rest: Vec<Value>) -> Value {
    let mut parts = vec![vm.class_of(object).to_value(), vm.new_tuple(arguments)];
    parts.extend(rest);
    vm.new_tuple(parts)
}

/// `object.__getstate__()`, with `None` for an empty one.
pub(crate) fn state(vm: &Vm, object: &Value) -> PyResult {
    let state = vm.call_method(object, &vm.names.getstate, &[])?;
    let empty = state.as_dict().is_some_and(pyvm_vm::objects::Dict::is_empty);
    Ok(if empty { Value::None } else { state })
}

/// A method of an object by name, called.
pub(crate) fn method(vm: &Vm, object: &Value, name: &str, args: &[Value]) -> PyResult {
    vm.call_method(object, &intern::intern_str(name), args)
}

/// The elements of a tuple argument, `*args` above all.
pub(crate) fn elements(value: &Value) -> &[Value] {
    value.as_tuple().unwrap_or(&[])
}

/// Whether a value has items by key or index.
pub(crate) fn has_items(vm: &Vm, value: &Value) -> bool {
    vm.class_of(value).ty().slots.getitem.get().is_some()
}

/// Whether a value is a sequence for C: one that has items and is no `dict`.
pub(crate) fn is_sequence(vm: &Vm, value: &Value) -> bool {
    has_items(vm, value) && value.as_dict().is_none()
}

/// A size as a Python integer.
pub(crate) fn size(n: usize) -> Value {
    Value::Int(i64::try_from(n).unwrap_or(i64::MAX))
}

/// An error of a class that a module keeps under this name, with a message.
pub(crate) fn error_of(vm: &Vm, module: &str, name: &str, message: &str) -> PyError {
    let class = vm.import(module).and_then(|module| vm.getattr_str(&module, name));
    match class {
        Ok(class) => match TypeRef::from_value(&class) {
            Some(class) => vm.new_error(class, message),
            None => vm.system_error(format!("{module}.{name} is no class")),
        },
        Err(error) => error,
    }
}

/// Makes an exception class and sets it as a member of a module.
pub(crate) fn add_exception(
    vm: &Vm,
    module: &Value,
    shown: &str,
    name: &str,
    bases: &[TypeRef],
) -> PyResult<TypeRef> {
    let class = pyvm_vm::types::native_class::exception_class(vm, shown, name, bases)?;
    pyvm_vm::modules::set(vm, module, name, class.to_value())?;
    Ok(class)
}

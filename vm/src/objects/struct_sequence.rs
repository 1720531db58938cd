//! Struct sequences: tuples with named fields, as `sys.version_info` is. Mirrors `Objects/structseq.c`.

use crate::error::PyResult;
use crate::heap::{Ref, TypeRef, Value};
use crate::objects::Kind;
use crate::types::{TypeFlags, new_class};
use crate::vm::Vm;

/// A type named `module.Name` with these fields; instances are made by [`instance`].
///
/// # Errors
/// What making the class raises.
pub fn make_type(vm: &Vm, full_name: &str, fields: &[&str]) -> PyResult<TypeRef> {
    let (module, name) = full_name.rsplit_once('.').unwrap_or(("builtins", full_name));
    let namespace = vm.new_dict();
    let set = |key: &str, value: Value| vm.setitem(&namespace, &Value::Str(vm.intern(key)), value);
    set("__module__", Value::str(module))?;
    set("__slots__", vm.empty_tuple())?;
    set("n_fields", Value::from(fields.len()))?;
    set("n_sequence_fields", Value::from(fields.len()))?;
    set("n_unnamed_fields", Value::Int(0))?;
    for (i, field) in fields.iter().enumerate() {
        set(field, super::tuple::item_getter(vm, i))?;
    }
    set("__match_args__", vm.new_tuple(fields.iter().map(|f| Value::Str(vm.intern(f))).collect()))?;
    set("__repr__", super::tuple::record_method(vm, "__repr__"))?;
    set("__reduce__", super::tuple::record_method(vm, "__reduce__"))?;
    let bases = vec![vm.types.tuple.clone()];
    let made = new_class::new_heap_type(
        vm,
        &vm.types.type_,
        vm.intern(name),
        bases,
        &namespace,
        crate::call::Args::none(),
    )?;
    match TypeRef::from_value(&made) {
        Some(class) => {
            class.ty().set_flag(TypeFlags::BASETYPE, false);
            Ok(class.clone())
        }
        None => Err(vm.system_error("no type")),
    }
}

/// An instance of a type made by [`make_type`].
pub fn instance(class: &TypeRef, values: Vec<Value>) -> Value {
    Value::Obj(Ref::new(class, Kind::Tuple(values.into_boxed_slice())))
}

/// A record of a type of its own.
///
/// # Errors
/// As [`make_type`].
pub fn record(vm: &Vm, full_name: &str, fields: &[&str], values: Vec<Value>) -> PyResult {
    Ok(instance(&make_type(vm, full_name, fields)?, values))
}

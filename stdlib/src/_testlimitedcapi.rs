//! `_testlimitedcapi`: items of sequences and attributes, which CPython's tests of bytes and classes ask for (CPython:
//! `Modules/_testlimitedcapi/sequence.c`, `object.c`). Whatever is about C itself is absent.

use pyvm_vm::types::NativeDef;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function("object_hasattrstring", "($module, obj, name, /)", hasattr, "").hidden_signature(),
    NativeDef::function("sequence_getitem", "($module, obj, index, /)", getitem, "").hidden_signature(),
    NativeDef::function("sequence_setitem", "($module, obj, index, value, /)", setitem, "")
        .hidden_signature(),
    NativeDef::function("sequence_delitem", "($module, obj, index, /)", delitem, "").hidden_signature(),
];

/// Makes the module.
///
/// # Errors
/// None.
pub(crate) fn make(vm: &Vm) -> PyResult {
    Ok(pyvm_vm::modules::make(vm, "_testlimitedcapi", "", FUNCTIONS))
}

fn getitem(vm: &Vm, args: &[Value]) -> PyResult {
    vm.getitem(&args[0], &Value::Int(vm.index_i64(&args[1])?))
}

fn setitem(vm: &Vm, args: &[Value]) -> PyResult {
    vm.setitem(&args[0], &Value::Int(vm.index_i64(&args[1])?), args[2].clone())?;
    Ok(Value::Int(0))
}

fn delitem(vm: &Vm, args: &[Value]) -> PyResult {
    vm.delitem(&args[0], &Value::Int(vm.index_i64(&args[1])?))?;
    Ok(Value::Int(0))
}

/// Whether there is an attribute; no error comes out.
fn hasattr(vm: &Vm, args: &[Value]) -> PyResult {
    let name = vm.bytes_of(&args[1])?;
    let name = vm.decode(name.as_slice(), "utf-8", "strict")?;
    let name = pyvm_vm::heap::intern::intern(name);
    Ok(Value::from(i32::from(vm.getattr(&args[0], &name).is_ok())))
}

//! `_testsinglephase`: what CPython's tests of imports find in it at first sight (CPython: `Modules/_testsinglephase.c`).
//! Whatever is about the state of C extensions is absent.

use pyvm_vm::types::NativeDef;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

static FUNCTIONS: &[NativeDef] =
    &[NativeDef::function("sum", "($module, i, j, /)", sum, "sum(i,j)\n\nReturn the sum of i and j.")
        .hidden_signature()];

/// Makes the module.
///
/// # Errors
/// What setting its members raises.
pub(crate) fn make(vm: &Vm) -> PyResult {
    let module = pyvm_vm::modules::make(vm, "_testsinglephase", "Test module _testsinglephase", FUNCTIONS);
    pyvm_vm::modules::set(vm, &module, "int_const", Value::Int(1969))?;
    pyvm_vm::modules::set(vm, &module, "str_const", Value::str("something different"))?;
    Ok(module)
}

fn sum(vm: &Vm, args: &[Value]) -> PyResult {
    let (i, j) = (vm.index_i64(&args[0])?, vm.index_i64(&args[1])?);
    Ok(Value::from(i128::from(i) + i128::from(j)))
}

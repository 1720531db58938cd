//! `floor`, `ceil` and `trunc`: integers from numbers.

use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

/// `int(x)` of a float without a fraction.
fn whole(vm: &Vm, x: f64) -> PyResult {
    let value = Value::Float(x);
    match vm.types.float.ty().slots.int.get() {
        Some(int) => int(vm, &value),
        None => Err(vm.system_error("float without __int__")),
    }
}

fn round(vm: &Vm, value: &Value, method: &str, function: fn(f64) -> f64) -> PyResult {
    if let Value::Float(x) = value {
        return whole(vm, function(*x));
    }
    if let Value::Int(_) | Value::Big(_) = value {
        return Ok(value.clone());
    }
    match vm.call_special(value, &vm.intern(method), &[])? {
        Some(answer) => Ok(answer),
        None => whole(vm, function(vm.to_f64(value)?)),
    }
}

pub(super) fn floor(vm: &Vm, args: &[Value]) -> PyResult {
    round(vm, &args[0], "__floor__", f64::floor)
}

pub(super) fn ceil(vm: &Vm, args: &[Value]) -> PyResult {
    round(vm, &args[0], "__ceil__", f64::ceil)
}

pub(super) fn trunc(vm: &Vm, args: &[Value]) -> PyResult {
    if let Value::Float(x) = &args[0] {
        return whole(vm, *x);
    }
    match vm.call_special(&args[0], &vm.intern("__trunc__"), &[])? {
        Some(answer) => Ok(answer),
        None => {
            let got = vm.type_name(&args[0]);
            Err(vm.type_error(format!("type {got} doesn't define __trunc__ method")))
        }
    }
}

//! `_operator._compare_digest`

use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

/// `a == b` in a time that does not depend on where they differ.
pub(super) fn compare(vm: &Vm, args: &[Value]) -> PyResult {
    if let (Some(a), Some(b)) = (args[0].as_text(), args[1].as_text()) {
        if !a.is_ascii() || !b.is_ascii() {
            return Err(vm.type_error("comparing strings with non-ASCII characters is not supported"));
        }
        return Ok(Value::Bool(equal(a.as_bytes(), b.as_bytes())));
    }
    if !vm.is_bytes_like(&args[0]) || !vm.is_bytes_like(&args[1]) {
        let (a, b) = (vm.type_name(&args[0]), vm.type_name(&args[1]));
        return Err(
            vm.type_error(format!("unsupported operand types(s) or combination of types: '{a}' and '{b}'"))
        );
    }
    let (a, b) = (vm.bytes_of(&args[0])?, vm.bytes_of(&args[1])?);
    Ok(Value::Bool(equal(&a, &b)))
}

fn equal(a: &[u8], b: &[u8]) -> bool {
    let difference = a.iter().zip(b).fold(0, |all, (x, y)| all | (x ^ y));
    a.len() == b.len() && std::hint::black_box(difference) == 0
}

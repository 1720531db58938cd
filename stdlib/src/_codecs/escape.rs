//! `escape_encode` and `escape_decode`: the escapes of bytes literals.

use pyvm_vm::heap::Bytes;
use pyvm_vm::text::escape;
use pyvm_vm::types::NativeDef;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::direct::{errors_of, pair};

pub(super) static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function("escape_decode", "($module, data, errors=None, /)", decode, ""),
    NativeDef::function("escape_encode", "($module, data, errors=None, /)", encode, ""),
];

fn encode(vm: &Vm, args: &[Value]) -> PyResult {
    let Value::Bytes(data) = args[0].unwrapped() else {
        let got = vm.type_name(&args[0]);
        return Err(vm.type_error(format!("escape_encode() argument 1 must be bytes, not {got}")));
    };
    errors_of(vm, &args[1], "escape_encode")?;
    pair(vm, vm.new_bytes(escape::escape_encode(data).as_bytes()), data.len())
}

fn decode(vm: &Vm, args: &[Value]) -> PyResult {
    let data = match args[0].as_text() {
        Some(text) => Bytes::new(text.as_bytes()),
        None => vm.bytes_of(&args[0])?,
    };
    let errors = errors_of(vm, &args[1], "escape_decode")?;
    let found = escape::escape_decode(&data, &errors).map_err(|message| vm.value_error(message))?;
    if let Some(at) = found.first_invalid {
        let rest = data.get(at + 1..).unwrap_or_default();
        let octal = rest.iter().take(3).take_while(|b| matches!(b, b'0'..=b'7')).count();
        vm.warn_of_escape(rest.get(..octal.max(1)).unwrap_or_default())?;
    }
    pair(vm, vm.new_bytes(&found.bytes), data.len())
}

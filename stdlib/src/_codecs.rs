//! `_codecs`: encoding and decoding by name.

use pyvm_vm::objects::str::codec;
use pyvm_vm::types::NativeDef;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function(
        "encode",
        "($module, /, obj, encoding='utf-8', errors='strict')",
        encode,
        "Encodes obj using the codec registered for encoding.",
    ),
    NativeDef::function(
        "decode",
        "($module, /, obj, encoding='utf-8', errors='strict')",
        decode,
        "Decodes obj using the codec registered for encoding.",
    ),
];

/// Makes the module.
///
/// # Errors
/// None.
pub(crate) fn make(vm: &Vm) -> PyResult {
    Ok(pyvm_vm::modules::make(vm, "_codecs", "", FUNCTIONS))
}

fn encode(vm: &Vm, args: &[Value]) -> PyResult {
    let text = vm.expect_str(&args[0], "encode() argument")?;
    let (encoding, errors) = (vm.str(&args[1])?, vm.str(&args[2])?);
    let bytes = codec::encode(vm, text, &encoding.to_string_lossy(), &errors.to_string_lossy())?;
    Ok(vm.new_bytes(&bytes))
}

fn decode(vm: &Vm, args: &[Value]) -> PyResult {
    let data = vm.bytes_of(&args[0])?;
    let (encoding, errors) = (vm.str(&args[1])?, vm.str(&args[2])?);
    vm.decode(&data, &encoding.to_string_lossy(), &errors.to_string_lossy()).map(Value::Str)
}

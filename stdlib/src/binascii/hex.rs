//! Hexadecimal text.

use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::{ascii_data, error};

pub(super) fn decode(vm: &Vm, args: &[Value]) -> PyResult {
    let text = ascii_data(vm, &args[0])?;
    if text.len() % 2 != 0 {
        return Err(error(vm, "Odd-length string"));
    }
    let digit = |byte: u8| char::from(byte).to_digit(16).map(|d| d as u8);
    let bytes: Option<Vec<u8>> =
        text.chunks_exact(2).map(|pair| Some(digit(pair[0])? << 4 | digit(pair[1])?)).collect();
    bytes.map(|bytes| vm.new_bytes(&bytes)).ok_or_else(|| error(vm, "Non-hexadecimal digit found"))
}

/// The byte that separates groups.
fn separator(vm: &Vm, given: &Value) -> PyResult<Option<u8>> {
    if given.is_unbound() {
        return Ok(None);
    }
    if vm.len(given)? != 1 {
        return Err(vm.value_error("sep must be length 1."));
    }
    let byte = match given.unwrapped() {
        Value::Str(text) => text.char_at(0).map(|c| c.to_u32()),
        Value::Bytes(data) => data.first().map(|b| u32::from(*b)),
        _ => return Err(vm.type_error("sep must be str or bytes.")),
    };
    match byte.and_then(|b| u8::try_from(b).ok()) {
        Some(byte) => Ok(Some(byte)),
        None => Err(vm.value_error("sep must be ASCII.")),
    }
}

pub(super) fn encode(vm: &Vm, args: &[Value]) -> PyResult {
    let data = vm.bytes_of(&args[0])?;
    let too_large = |vm: &Vm| vm.overflow_error("Python int too large to convert to C int");
    let group = vm.index_i64_or(&args[2], too_large)?;
    let group = i32::try_from(group).map_err(|_| too_large(vm))?;
    let separator = separator(vm, &args[1])?.filter(|_| group != 0);
    let size = usize::try_from(group.unsigned_abs()).unwrap_or(usize::MAX);
    // Groups counted from the right leave the rest on the left.
    let shift = if group > 0 { (size - data.len() % size) % size } else { 0 };
    let mut text = Vec::with_capacity(data.len() * 3);
    for (i, byte) in data.iter().enumerate() {
        if let Some(separator) = separator.filter(|_| i > 0 && (i + shift) % size == 0) {
            text.push(separator);
        }
        for nibble in [byte >> 4, byte & 15] {
            text.push(b"0123456789abcdef"[usize::from(nibble)]);
        }
    }
    Ok(vm.new_bytes(&text))
}

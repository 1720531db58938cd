//! Padding: `center`, `ljust`, `rjust`, `zfill`, `expandtabs`.

use crate::error::PyResult;
use crate::heap::Value;
use crate::objects::bytearray::ByteArray;
use crate::objects::bytes::data::{check_length, check_room, make_fresh, unchanged, view};
use crate::vm::Vm;

/// The fill argument: one byte of a `bytes` or `bytearray`; a space where it was not given.
fn fill_byte(vm: &Vm, value: &Value, name: &str) -> PyResult<u8> {
    let is_bytes = matches!(value.unwrapped(), Value::Bytes(_)) || value.native::<ByteArray>().is_some();
    if value.is_unbound() {
        return Ok(b' ');
    }
    if is_bytes && let [byte] = &*view(vm, value)? {
        return Ok(*byte);
    }
    let got = vm.type_name(value);
    Err(vm.type_error(format!("{name}() argument 2 must be a byte string of length 1, not {got}")))
}

fn check_width(vm: &Vm, receiver: &Value, width: usize) -> PyResult<()> {
    if matches!(receiver.unwrapped(), Value::Bytes(_)) {
        check_length(vm, width)?;
    }
    check_room(vm, Some(width)).map(drop)
}

/// Pads to the width argument; `left` says how much of the padding goes in front.
fn padded(vm: &Vm, args: &[Value], name: &str, left: fn(usize, usize) -> usize) -> PyResult {
    let width = usize::try_from(vm.index_i64(&args[1])?).unwrap_or(0);
    let fill = fill_byte(vm, &args[2], name)?;
    let len = view(vm, &args[0])?.len();
    if width <= len {
        return unchanged(vm, &args[0]);
    }
    check_width(vm, &args[0], width)?;
    let total = width - len;
    let before = left(total, width);
    let mut result = vec![fill; before];
    result.extend_from_slice(&view(vm, &args[0])?);
    result.resize(width, fill);
    Ok(make_fresh(vm, &args[0], result))
}

pub(super) fn center(vm: &Vm, args: &[Value]) -> PyResult {
    padded(vm, args, "center", |total, width| total / 2 + (total & width & 1))
}

pub(super) fn ljust(vm: &Vm, args: &[Value]) -> PyResult {
    padded(vm, args, "ljust", |_, _| 0)
}

pub(super) fn rjust(vm: &Vm, args: &[Value]) -> PyResult {
    padded(vm, args, "rjust", |total, _| total)
}

pub(super) fn zfill(vm: &Vm, args: &[Value]) -> PyResult {
    let width = usize::try_from(vm.index_i64(&args[1])?).unwrap_or(0);
    let len = view(vm, &args[0])?.len();
    if width <= len {
        return unchanged(vm, &args[0]);
    }
    check_width(vm, &args[0], width)?;
    let data = view(vm, &args[0])?;
    let signed = usize::from(matches!(data.first(), Some(b'+' | b'-')));
    let (sign, digits) = data.split_at(signed);
    let mut result = sign.to_vec();
    result.resize(width - digits.len(), b'0');
    result.extend_from_slice(digits);
    Ok(make_fresh(vm, &args[0], result))
}

pub(super) fn expandtabs(vm: &Vm, args: &[Value]) -> PyResult {
    let size = i32::try_from(vm.index_i64(&args[1])?)
        .map_err(|_| vm.overflow_error("Python int too large to convert to C int"))?;
    let size = usize::try_from(size).unwrap_or(0);
    let data = view(vm, &args[0])?;
    let (mut result, mut column) = (Vec::with_capacity(data.len()), 0usize);
    for &byte in &*data {
        if byte != b'\t' {
            column = if matches!(byte, b'\n' | b'\r') { 0 } else { column + 1 };
            result.push(byte);
        } else if size > 0 {
            let spaces = size - column % size;
            if !vm.check_size(spaces) {
                return Err(vm.overflow_error("result too long"));
            }
            result.resize(result.len() + spaces, b' ');
            column += spaces;
        }
    }
    Ok(make_fresh(vm, &args[0], result))
}

//! Where packed bytes come from and go to: new objects, buffers, offsets in buffers.

use pyvm_vm::protocol::buffer::Buffer;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::format::Format;
use super::{codec, error};

pub(super) fn pack(vm: &Vm, format: &Format, values: &[Value]) -> PyResult {
    if values.len() != format.items {
        let (items, given) = (format.items, values.len());
        return Err(error(vm, &format!("pack expected {items} items for packing (got {given})")));
    }
    if !vm.check_size(format.size) {
        return Err(vm.out_of_memory());
    }
    let mut out = vec![0; format.size];
    codec::pack(vm, format, values, &mut out)?;
    Ok(vm.new_bytes(&out))
}

pub(super) fn pack_into(vm: &Vm, format: &Format, args: &[Value]) -> PyResult {
    let (target, offset, values) = match args {
        [] => return Err(error(vm, "pack_into expected buffer argument")),
        [_] => return Err(error(vm, "pack_into expected offset argument")),
        [target, offset, values @ ..] => (target, offset, values),
    };
    if values.len() != format.items {
        let (items, given) = (format.items, values.len());
        return Err(error(vm, &format!("pack_into expected {items} items for packing (got {given})")));
    }
    let buffer = match vm.buffer(target, true) {
        Ok(buffer) if buffer.is_c_contiguous() => buffer,
        _ => {
            let got = vm.type_name(target);
            return Err(vm.type_error(format!("argument must be read-write bytes-like object, not {got}")));
        }
    };
    let given = vm.sequence_index(offset)?;
    let start = place(vm, format, buffer.len, given, true)?;
    let mut out = vec![0; format.size];
    // What was packed before an error is written, as CPython packs in place.
    let packed = codec::pack(vm, format, values, &mut out);
    write(&buffer, start, &out);
    packed.map(|()| Value::None)
}

fn write(buffer: &Buffer, start: usize, data: &[u8]) {
    let from = buffer.offset + start;
    buffer.exporter.write(&mut |all| {
        if let Some(target) = all.get_mut(from..from + data.len()) {
            target.copy_from_slice(data);
        }
    });
}

/// The start in a buffer of `len` bytes for an offset that may count from its end.
fn place(vm: &Vm, format: &Format, len: usize, offset: i64, packs: bool) -> PyResult<usize> {
    let signed = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let (size, total) = (signed(format.size), signed(len));
    let start = if offset >= 0 {
        offset
    } else {
        if offset.saturating_add(size) > 0 {
            let what = if packs { "no space to pack" } else { "not enough data to unpack" };
            return Err(error(vm, &format!("{what} {size} bytes at offset {offset}")));
        }
        if offset.saturating_add(total) < 0 {
            return Err(error(vm, &format!("offset {offset} out of range for {total}-byte buffer")));
        }
        offset + total
    };
    if total - start < size {
        let (function, doing) = if packs { ("pack_into", "packing") } else { ("unpack_from", "unpacking") };
        let least = i128::from(start) + i128::from(size);
        return Err(error(
            vm,
            &format!(
                "{function} requires a buffer of at least {least} bytes for {doing} {size} bytes at offset {start} (actual buffer size is {total})"
            ),
        ));
    }
    Ok(usize::try_from(start).unwrap_or(0))
}

/// Calls `f` with the bytes of a bytes-like object, without copying them.
fn with_bytes<R>(vm: &Vm, value: &Value, f: impl FnOnce(&[u8]) -> PyResult<R>) -> PyResult<R> {
    if let Value::Bytes(b) = value.unwrapped() {
        return f(b);
    }
    let buffer = vm.buffer(value, false)?;
    match buffer.with_bytes(f) {
        Some(result) => result,
        None => Err(vm.buffer_error("memoryview: underlying buffer is not C-contiguous")),
    }
}

pub(super) fn unpack(vm: &Vm, format: &Format, data: &Value) -> PyResult {
    with_bytes(vm, data, |bytes| {
        if bytes.len() != format.size {
            return Err(error(vm, &format!("unpack requires a buffer of {} bytes", format.size)));
        }
        Ok(codec::unpack(vm, format, bytes))
    })
}

pub(super) fn unpack_from(vm: &Vm, format: &Format, data: &Value, offset: &Value) -> PyResult {
    let offset = vm.index_i64(offset)?;
    with_bytes(vm, data, |bytes| {
        let start = place(vm, format, bytes.len(), offset, false)?;
        Ok(codec::unpack(vm, format, bytes.get(start..).unwrap_or(&[])))
    })
}

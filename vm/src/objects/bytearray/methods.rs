//! The methods of `bytearray` that `bytes` has not.

use super::{ByteArray, incoming, new_bytearray, of};
use crate::error::PyResult;
use crate::heap::Value;
use crate::objects::bytes::data::{byte_value, position};
use crate::vm::Vm;

/// Bytes that CPython's header takes.
const HEADER: usize = 56;

/// What CPython would allocate for a fresh array: a terminator beside the bytes.
fn allocated(array: &ByteArray) -> usize {
    match array.borrow().len() {
        0 => 0,
        len => len + 1,
    }
}

pub(crate) fn alloc(vm: &Vm, args: &[Value]) -> PyResult {
    Ok(Value::from(allocated(of(vm, &args[0])?)))
}

pub(crate) fn sizeof(vm: &Vm, args: &[Value]) -> PyResult {
    Ok(Value::from(HEADER + allocated(of(vm, &args[0])?)))
}

pub(crate) fn reduce(vm: &Vm, args: &[Value]) -> PyResult {
    reduced(vm, &args[0], 2)
}

pub(crate) fn reduce_ex(vm: &Vm, args: &[Value]) -> PyResult {
    reduced(vm, &args[0], vm.index_i64(&args[1])?)
}

/// Protocols below 3 have no bytes: the array is then made from Latin-1 text.
fn reduced(vm: &Vm, value: &Value, protocol: i64) -> PyResult {
    let state = vm.call_method(value, &vm.names.getstate, &[])?;
    let data = of(vm, value)?.borrow().clone();
    let parts = if data.is_empty() {
        Vec::new()
    } else if protocol < 3 {
        let text: String = data.iter().map(|byte| char::from(*byte)).collect();
        vec![vm.new_str(text), Value::str("latin-1")]
    } else {
        vec![vm.new_bytes(&data)]
    };
    Ok(vm.new_tuple(vec![vm.class_of(value).to_value(), vm.new_tuple(parts), state]))
}

pub(crate) fn append(vm: &Vm, args: &[Value]) -> PyResult {
    let byte = byte_value(vm, &args[1])?;
    of(vm, &args[0])?.resize(vm)?.push(byte);
    Ok(Value::None)
}

pub(crate) fn clear(vm: &Vm, args: &[Value]) -> PyResult {
    let array = of(vm, &args[0])?;
    let len = array.borrow().len();
    array.splice(vm, 0..len, &[])?;
    Ok(Value::None)
}

pub(crate) fn copy(vm: &Vm, args: &[Value]) -> PyResult {
    let data = of(vm, &args[0])?.borrow().clone();
    Ok(new_bytearray(vm, data))
}

pub(crate) fn extend(vm: &Vm, args: &[Value]) -> PyResult {
    let (array, source) = (of(vm, &args[0])?, &args[1]);
    let slots = &vm.class_of(source).ty().slots;
    if let Some(text) = source.as_text() {
        if text.is_empty() {
            return Ok(Value::None);
        }
        return Err(vm.type_error("expected iterable of integers; got: 'str'"));
    }
    if !vm.is_bytes_like(source) && slots.iter.get().is_none() && slots.getitem.get().is_none() {
        let got = vm.type_name(source);
        return Err(vm.type_error(format!("can't extend bytearray with {got}")));
    }
    let tail = if vm.is_bytes_like(source) {
        let got = vm.type_name(source);
        let refused = |_| vm.type_error(format!("can't set bytearray slice from {got}"));
        vm.bytes_of(source).map_err(refused)?.to_vec()
    } else {
        incoming(vm, source)?
    };
    let len = array.borrow().len();
    array.splice(vm, len..len, &tail)?;
    Ok(Value::None)
}

pub(crate) fn insert(vm: &Vm, args: &[Value]) -> PyResult {
    let index = vm.index_i64(&args[1])?;
    let byte = byte_value(vm, &args[2])?;
    let mut data = of(vm, &args[0])?.resize(vm)?;
    let len = i64::try_from(data.len()).unwrap_or(i64::MAX);
    let at = if index < 0 { index.saturating_add(len).max(0) } else { index.min(len) };
    data.insert(usize::try_from(at).unwrap_or(0), byte);
    Ok(Value::None)
}

pub(crate) fn pop(vm: &Vm, args: &[Value]) -> PyResult {
    let index = vm.index_i64(&args[1])?;
    let array = of(vm, &args[0])?;
    let len = array.borrow().len();
    if len == 0 {
        return Err(vm.index_error("pop from empty bytearray"));
    }
    let Some(at) = position(index, len) else { return Err(vm.index_error("pop index out of range")) };
    Ok(Value::Int(i64::from(array.resize(vm)?.remove(at))))
}

pub(crate) fn remove(vm: &Vm, args: &[Value]) -> PyResult {
    let byte = byte_value(vm, &args[1])?;
    let array = of(vm, &args[0])?;
    let found = memchr::memchr(byte, &array.borrow());
    let Some(at) = found else { return Err(vm.value_error("value not found in bytearray")) };
    array.resize(vm)?.remove(at);
    Ok(Value::None)
}

pub(crate) fn reverse(vm: &Vm, args: &[Value]) -> PyResult {
    of(vm, &args[0])?.edit().reverse();
    Ok(Value::None)
}

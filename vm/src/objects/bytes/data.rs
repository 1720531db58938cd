//! What `bytes` and `bytearray` share: reading a receiver, making a result of its kind, and their operators.

use std::cell::Ref;
use std::ops::Deref;

use crate::error::PyResult;
use crate::heap::{Bytes, Value};
use crate::objects::bytearray::{self, ByteArray};
use crate::objects::slice::Slice;
use crate::vm::Vm;

/// The bytes of a receiver. A view of a `bytearray` keeps it borrowed: nothing may call into Python while one
/// is held, so arguments are converted before.
pub(crate) enum View<'a> {
    /// Of a `bytes`.
    Bytes(&'a [u8]),
    /// Of a `bytearray`.
    Array(Ref<'a, Vec<u8>>),
}

impl Deref for View<'_> {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            View::Bytes(data) => data,
            View::Array(data) => data,
        }
    }
}

/// The bytes of a receiver.
pub(crate) fn view<'a>(vm: &Vm, value: &'a Value) -> PyResult<View<'a>> {
    match value.unwrapped() {
        Value::Bytes(data) => Ok(View::Bytes(data)),
        _ => match value.native::<ByteArray>() {
            Some(array) => Ok(View::Array(array.borrow())),
            None => Err(vm.wrong_payload(value, "bytes")),
        },
    }
}

/// The bytes of a receiver, kept whatever happens to it.
pub(crate) fn snapshot(vm: &Vm, value: &Value) -> PyResult<Bytes> {
    match value.unwrapped() {
        Value::Bytes(data) => Ok(data.clone()),
        _ => Ok(Bytes::new(&view(vm, value)?)),
    }
}

/// A new `bytes` or `bytearray`, as the receiver is.
pub(crate) fn make(vm: &Vm, receiver: &Value, data: Vec<u8>) -> Value {
    match receiver.unwrapped() {
        Value::Bytes(_) => vm.new_bytes(&data),
        _ => bytearray::new_bytearray(vm, data),
    }
}

/// As [`make`] where CPython fixes the length first: single bytes are no singletons.
pub(crate) fn make_fresh(vm: &Vm, receiver: &Value, data: Vec<u8>) -> Value {
    match receiver.unwrapped() {
        Value::Bytes(_) => vm.fresh_bytes(&data),
        _ => bytearray::new_bytearray(vm, data),
    }
}

/// As [`make`] for data that is only borrowed.
pub(crate) fn make_from(vm: &Vm, receiver: &Value, data: &[u8]) -> Value {
    match receiver.unwrapped() {
        Value::Bytes(_) => vm.new_bytes(data),
        _ => bytearray::new_bytearray(vm, data.to_vec()),
    }
}

/// The receiver where a method changed nothing: itself if it is an exact `bytes`, else a copy.
pub(crate) fn unchanged(vm: &Vm, receiver: &Value) -> PyResult {
    match receiver {
        Value::Bytes(_) => Ok(receiver.clone()),
        _ => Ok(make_from(vm, receiver, &view(vm, receiver)?)),
    }
}

/// Refuses what does not fit memory.
pub(crate) fn check_room(vm: &Vm, bytes: Option<usize>) -> PyResult<usize> {
    bytes.filter(|n| vm.check_size(*n)).ok_or_else(|| vm.out_of_memory())
}

/// Refuses the length of a `bytes` that no address space holds.
pub(crate) fn check_length(vm: &Vm, bytes: usize) -> PyResult<()> {
    const HEADER: usize = 33;
    if bytes > isize::MAX as usize - HEADER {
        return Err(vm.overflow_error("byte string is too large"));
    }
    Ok(())
}

/// An integer argument as a byte.
///
/// # Errors
/// TypeError where it is no integer; ValueError "byte must be in range(0, 256)".
pub(crate) fn byte_value(vm: &Vm, value: &Value) -> PyResult<u8> {
    u8::try_from(vm.index_clamped(value)?).map_err(|_| vm.value_error("byte must be in range(0, 256)"))
}

/// The position of an index in `len` bytes, if it lies within.
pub(crate) fn position(index: i64, len: usize) -> Option<usize> {
    let index = if index < 0 { index.saturating_add(i64::try_from(len).ok()?) } else { index };
    usize::try_from(index).ok().filter(|i| *i < len)
}

/// `value[key]`; `noun` names the type in errors and `message` is that of the IndexError.
pub(crate) fn getitem(vm: &Vm, value: &Value, key: &Value, noun: &str, message: &'static str) -> PyResult {
    if let Some(slice) = key.native::<Slice>() {
        let len = view(vm, value)?.len();
        let indices = slice.indices(vm, len)?;
        if indices.step == 1 && indices.count == len && matches!(value, Value::Bytes(_)) {
            return Ok(value.clone());
        }
        let data = view(vm, value)?;
        if indices.step == 1 {
            let start = usize::try_from(indices.start).unwrap_or(0);
            let part = data.get(start..start.saturating_add(indices.count)).unwrap_or(&[]);
            return Ok(make_from(vm, value, part));
        }
        let picked = indices.iter().filter_map(|i| data.get(i).copied()).collect();
        return Ok(make_fresh(vm, value, picked));
    }
    if !vm.has_index(key) {
        let got = vm.type_name(key);
        return Err(vm.type_error(format!("{noun} indices must be integers or slices, not {got}")));
    }
    let index = vm.sequence_index(key)?;
    let data = view(vm, value)?;
    match position(index, data.len()).and_then(|i| data.get(i)) {
        Some(byte) => Ok(Value::Int(i64::from(*byte))),
        None => Err(vm.index_error(message)),
    }
}

/// `item in value`
pub(crate) fn contains(vm: &Vm, value: &Value, item: &Value) -> PyResult<bool> {
    if vm.has_index(item) {
        let byte = byte_value(vm, item)?;
        return Ok(memchr::memchr(byte, &view(vm, value)?).is_some());
    }
    let needle = vm.bytes_of(item)?;
    Ok(memchr::memmem::find(&view(vm, value)?, &needle).is_some())
}

/// The count of a repetition, negative ones as zero.
pub(crate) fn repetitions(vm: &Vm, count: &Value) -> PyResult<usize> {
    let n = vm.index_i64_or(count, |vm| {
        let name = vm.type_name(count);
        vm.overflow_error(format!("cannot fit '{name}' into an index-sized integer"))
    })?;
    Ok(usize::try_from(n).unwrap_or(0))
}

/// `value * count`
pub(crate) fn repeat(vm: &Vm, value: &Value, count: &Value) -> PyResult {
    let n = repetitions(vm, count)?;
    if n == 1 {
        return unchanged(vm, value);
    }
    let data = view(vm, value)?;
    let total = data.len().checked_mul(n).filter(|t| isize::try_from(*t).is_ok());
    if total.is_none() && matches!(value.unwrapped(), Value::Bytes(_)) {
        return Err(vm.overflow_error("repeated bytes are too long"));
    }
    check_room(vm, total)?;
    if n == 0 && matches!(value, Value::Bytes(_)) && !data.is_empty() {
        // CPython allocates a bytes object for this, too.
        return Ok(Value::bytes(&[]));
    }
    Ok(make(vm, value, data.repeat(n)))
}

/// The right operand of `+`.
pub(crate) fn operand(vm: &Vm, left: &Value, value: &Value) -> PyResult<Bytes> {
    let refused = || {
        let (got, own) = (vm.type_name(value), vm.type_name(left));
        vm.type_error(format!("can't concat {got} to {own}"))
    };
    if !vm.is_bytes_like(value) {
        return Err(refused());
    }
    vm.bytes_of(value).map_err(|e| if e.matches(vm, &vm.exc.buffer_error) { refused() } else { e })
}

/// `a + b`
pub(crate) fn concat(vm: &Vm, a: &Value, b: &Value) -> PyResult {
    let right = operand(vm, a, b)?;
    if right.is_empty() {
        return unchanged(vm, a);
    }
    let left = view(vm, a)?;
    if left.is_empty() && matches!((a.unwrapped(), b), (Value::Bytes(_), Value::Bytes(_))) {
        return Ok(b.clone());
    }
    check_room(vm, left.len().checked_add(right.len()))?;
    Ok(make(vm, a, [&*left, right.as_slice()].concat()))
}

//! The methods.

use pyvm_vm::heap::Str;
use pyvm_vm::types::slots::CmpOp;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult, Value};

use super::code::Item;
use super::{Array, make_array, of};
use crate::support::{method, size};

/// Bytes that `tofile` writes at a time.
const BLOCK: usize = 64 * 1024;

/// Whether an item equals a value; items have no identity, so a NaN equals nothing.
pub(super) fn is_equal(vm: &Vm, item: &Value, value: &Value) -> PyResult<bool> {
    let result = vm.compare(item, value, CmpOp::Eq)?;
    vm.is_true(&result)
}

/// Appends the bytes of whole items.
pub(super) fn append_bytes(vm: &Vm, array: &Array, bytes: &[u8]) -> PyResult<()> {
    if !bytes.len().is_multiple_of(array.code.size) {
        return Err(vm.value_error("bytes length not a multiple of item size"));
    }
    array.append(vm, bytes)
}

/// Appends characters.
pub(super) fn append_text(vm: &Vm, array: &Array, text: &Str) -> PyResult<()> {
    let bytes: Vec<u8> = text.as_wtf8().code_points().flat_map(|c| c.to_u32().to_le_bytes()).collect();
    array.append(vm, &bytes)
}

/// Appends what an iterable yields.
pub(super) fn append_each(vm: &Vm, array: &Array, iterable: &Value) -> PyResult<()> {
    vm.for_each(iterable, |item| {
        let bytes = array.write(vm, &item)?;
        array.append(vm, &bytes)?;
        Ok(true)
    })
}

pub(super) fn append(vm: &Vm, args: &[Value]) -> PyResult {
    let array = of(vm, &args[0])?;
    let bytes = array.write(vm, &args[1])?;
    array.append(vm, &bytes)?;
    Ok(Value::None)
}

pub(super) fn buffer_info(vm: &Vm, args: &[Value]) -> PyResult {
    let array = of(vm, &args[0])?;
    let address = array.bytes.borrow().as_ptr().addr();
    Ok(vm.new_tuple(vec![size(address), size(array.len())]))
}

pub(super) fn byteswap(vm: &Vm, args: &[Value]) -> PyResult {
    let array = of(vm, &args[0])?;
    array.bytes.borrow_mut().chunks_exact_mut(array.code.size).for_each(<[u8]>::reverse);
    Ok(Value::None)
}

pub(super) fn clear(vm: &Vm, args: &[Value]) -> PyResult {
    of(vm, &args[0])?.resize(vm)?.clear();
    Ok(Value::None)
}

pub(super) fn copy(vm: &Vm, args: &[Value]) -> PyResult {
    let array = of(vm, &args[0])?;
    let bytes = array.bytes.borrow().clone();
    Ok(make_array(vm, array.code, bytes))
}

pub(super) fn count(vm: &Vm, args: &[Value]) -> PyResult {
    let array = of(vm, &args[0])?;
    let (mut count, mut i) = (0, 0);
    while let Some(item) = array.get(vm, i)? {
        count += i64::from(is_equal(vm, &item, &args[1])?);
        i += 1;
    }
    Ok(Value::Int(count))
}

pub(super) fn extend(vm: &Vm, args: &[Value]) -> PyResult {
    let array = of(vm, &args[0])?;
    match args[1].native::<Array>() {
        Some(other) if other.code != array.code => {
            return Err(vm.type_error("can only extend with array of same kind"));
        }
        Some(other) => {
            let more = other.bytes.borrow().clone();
            array.append(vm, &more)?;
        }
        None => append_each(vm, array, &args[1])?,
    }
    Ok(Value::None)
}

pub(super) fn fromfile(vm: &Vm, args: &[Value]) -> PyResult {
    let array = of(vm, &args[0])?;
    let count = vm.sequence_index(&args[2])?;
    let Ok(count) = usize::try_from(count) else { return Err(vm.value_error("negative count")) };
    let Some(wanted) = count.checked_mul(array.code.size) else { return Err(vm.out_of_memory()) };
    let data = method(vm, &args[1], "read", &[size(wanted)])?;
    let Value::Bytes(data) = data.unwrapped() else {
        return Err(vm.type_error("read() didn't return bytes"));
    };
    append_bytes(vm, array, data)?;
    if data.len() != wanted {
        return Err(vm.eof_error("read() didn't return enough bytes"));
    }
    Ok(Value::None)
}

pub(super) fn tofile(vm: &Vm, args: &[Value]) -> PyResult {
    let array = of(vm, &args[0])?;
    let mut start = 0;
    loop {
        let block = {
            let bytes = array.bytes.borrow();
            let end = bytes.len().min(start + BLOCK);
            bytes.get(start..end).unwrap_or(&[]).to_vec()
        };
        if block.is_empty() {
            return Ok(Value::None);
        }
        start += block.len();
        method(vm, &args[1], "write", &[vm.new_bytes(&block)])?;
    }
}

pub(super) fn fromlist(vm: &Vm, args: &[Value]) -> PyResult {
    let array = of(vm, &args[0])?;
    let Some(list) = args[1].as_list() else { return Err(vm.type_error("arg must be list")) };
    let before = array.len();
    let items = list.to_vec();
    for item in &items {
        // What was appended before a mistake goes again.
        let appended = array.write(vm, item).and_then(|bytes| array.append(vm, &bytes));
        if let Err(error) = appended {
            array.resize(vm)?.truncate(before * array.code.size);
            return Err(error);
        }
        if list.len() != items.len() {
            array.resize(vm)?.truncate(before * array.code.size);
            return Err(vm.runtime_error("list changed size during iteration"));
        }
    }
    Ok(Value::None)
}

pub(super) fn frombytes(vm: &Vm, args: &[Value]) -> PyResult {
    let array = of(vm, &args[0])?;
    let buffer = vm.buffer(&args[1], false)?;
    if buffer.itemsize != 1 {
        return Err(vm.type_error("a bytes-like object is required"));
    }
    drop(buffer);
    append_bytes(vm, array, &vm.bytes_of(&args[1])?)?;
    Ok(Value::None)
}

fn only_text(vm: &Vm, name: &str) -> PyError {
    vm.value_error(format!("{name}() may only be called on unicode type arrays ('u' or 'w')"))
}

pub(super) fn fromunicode(vm: &Vm, args: &[Value]) -> PyResult {
    let array = of(vm, &args[0])?;
    let text = vm.expect_str(&args[1], "fromunicode() argument")?;
    if array.code.item != Item::Text {
        return Err(only_text(vm, "fromunicode"));
    }
    append_text(vm, array, text)?;
    Ok(Value::None)
}

pub(super) fn tounicode(vm: &Vm, args: &[Value]) -> PyResult {
    let array = of(vm, &args[0])?;
    if array.code.item != Item::Text {
        return Err(only_text(vm, "tounicode"));
    }
    let bytes = array.bytes.borrow().clone();
    Ok(vm.new_str(array.code.text(vm, &bytes)?))
}

/// A place as `index` takes it: negative ones count from the end.
fn bound(vm: &Vm, given: &Value, default: i64, len: usize) -> PyResult<i64> {
    if given.is_unbound() {
        return Ok(default);
    }
    let place = vm.index_clamped(given)?;
    Ok(if place < 0 { place.saturating_add(i64::try_from(len).unwrap_or(i64::MAX)).max(0) } else { place })
}

fn absent(vm: &Vm, name: &str) -> PyError {
    vm.value_error(format!("array.{name}(x): x not in array"))
}

pub(super) fn index(vm: &Vm, args: &[Value]) -> PyResult {
    let array = of(vm, &args[0])?;
    let len = array.len();
    let (start, stop) = (bound(vm, &args[2], 0, len)?, bound(vm, &args[3], i64::MAX, len)?);
    for i in start..stop {
        let place = usize::try_from(i).unwrap_or(usize::MAX);
        let Some(item) = array.get(vm, place)? else { break };
        if is_equal(vm, &item, &args[1])? {
            return Ok(Value::Int(i));
        }
    }
    Err(absent(vm, "index"))
}

pub(super) fn insert(vm: &Vm, args: &[Value]) -> PyResult {
    let array = of(vm, &args[0])?;
    let place = vm.sequence_index(&args[1])?;
    let bytes = array.write(vm, &args[2])?;
    let len = i64::try_from(array.len()).unwrap_or(i64::MAX);
    let place = if place < 0 { (place + len).max(0) } else { place.min(len) };
    let at = usize::try_from(place).unwrap_or(0) * array.code.size;
    array.resize(vm)?.splice(at..at, bytes);
    Ok(Value::None)
}

/// Takes the item at a place out.
fn take(vm: &Vm, array: &Array, index: usize) -> PyResult<()> {
    let (start, end) = (index * array.code.size, (index + 1) * array.code.size);
    array.resize(vm)?.drain(start..end);
    Ok(())
}

pub(super) fn pop(vm: &Vm, args: &[Value]) -> PyResult {
    let array = of(vm, &args[0])?;
    let place = vm.sequence_index(&args[1])?;
    let len = array.len();
    if len == 0 {
        return Err(vm.index_error("pop from empty array"));
    }
    let place = if place < 0 { place.saturating_add(i64::try_from(len).unwrap_or(i64::MAX)) } else { place };
    let Some(index) = usize::try_from(place).ok().filter(|i| *i < len) else {
        return Err(vm.index_error("pop index out of range"));
    };
    let item = array.get(vm, index)?.unwrap_or_default();
    take(vm, array, index)?;
    Ok(item)
}

pub(super) fn remove(vm: &Vm, args: &[Value]) -> PyResult {
    let array = of(vm, &args[0])?;
    let mut i = 0;
    while let Some(item) = array.get(vm, i)? {
        if is_equal(vm, &item, &args[1])? {
            if i < array.len() {
                take(vm, array, i)?;
            }
            return Ok(Value::None);
        }
        i += 1;
    }
    Err(absent(vm, "remove"))
}

pub(super) fn reverse(vm: &Vm, args: &[Value]) -> PyResult {
    let array = of(vm, &args[0])?;
    let mut bytes = array.bytes.borrow_mut();
    // Reversing all bytes, and those of each item once more.
    bytes.reverse();
    bytes.chunks_exact_mut(array.code.size).for_each(<[u8]>::reverse);
    Ok(Value::None)
}

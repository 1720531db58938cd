//! `array[i] = byte`, `array[a:b] = bytes` and deletion.

use super::{ByteArray, incoming, of};
use crate::error::PyResult;
use crate::heap::Value;
use crate::objects::bytes::data::{byte_value, position};
use crate::objects::slice::{Indices, Slice};
use crate::vm::Vm;

pub(super) fn setitem(vm: &Vm, value: &Value, key: &Value, item: Option<Value>) -> PyResult<()> {
    let array = of(vm, value)?;
    if let Some(slice) = key.native::<Slice>() {
        return set_slice(vm, array, slice, item);
    }
    if !vm.has_index(key) {
        let got = vm.type_name(key);
        return Err(vm.type_error(format!("bytearray indices must be integers or slices, not {got}")));
    }
    let index = vm.sequence_index(key)?;
    let out_of_range = || vm.index_error("bytearray index out of range");
    let Some(item) = item else {
        let mut data = array.resize(vm)?;
        let at = position(index, data.len()).ok_or_else(out_of_range)?;
        data.remove(at);
        return Ok(());
    };
    let byte = byte_value(vm, &item)?;
    let mut data = array.edit();
    // Converting the byte may have run Python code that made the array shorter.
    let at = position(index, data.len());
    match at.and_then(|at| data.get_mut(at)) {
        Some(slot) => *slot = byte,
        None => return Err(out_of_range()),
    }
    Ok(())
}

fn is_number(vm: &Vm, value: &Value) -> bool {
    let slots = &vm.class_of(value).ty().slots;
    vm.has_index(value) || slots.int.get().is_some() || slots.float.get().is_some()
}

fn set_slice(vm: &Vm, array: &ByteArray, slice: &Slice, item: Option<Value>) -> PyResult<()> {
    let len = array.borrow().len();
    slice.indices(vm, len)?;
    let bytes = match &item {
        None => Vec::new(),
        Some(value) if value.as_text().is_some() || is_number(vm, value) => {
            return Err(
                vm.type_error("can assign only bytes, buffers, or iterables of ints in range(0, 256)")
            );
        }
        Some(value) => incoming(vm, value)?,
    };
    let len = array.borrow().len();
    let indices = slice.indices(vm, len)?;
    if indices.step == 1 {
        let start = usize::try_from(indices.start).unwrap_or(0);
        return array.splice(vm, start..start.saturating_add(indices.count), &bytes);
    }
    if bytes.is_empty() {
        return delete(vm, array, indices);
    }
    if bytes.len() != indices.count {
        return Err(vm.value_error(format!(
            "attempt to assign bytes of size {} to extended slice of size {}",
            bytes.len(),
            indices.count
        )));
    }
    let mut data = array.edit();
    for (i, byte) in indices.iter().zip(bytes) {
        if let Some(slot) = data.get_mut(i) {
            *slot = byte;
        }
    }
    Ok(())
}

fn delete(vm: &Vm, array: &ByteArray, indices: Indices) -> PyResult<()> {
    if indices.count == 0 {
        return Ok(());
    }
    let mut data = array.resize(vm)?;
    let mut doomed: Vec<usize> = indices.iter().collect();
    doomed.sort_unstable();
    let mut doomed = doomed.into_iter().peekable();
    let mut at = 0;
    data.retain(|_| {
        let keep = doomed.next_if_eq(&at).is_none();
        at += 1;
        keep
    });
    Ok(())
}

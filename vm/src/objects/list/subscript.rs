//! `list[i]`, `list[a:b]` and their assignments.

use super::items;
use crate::error::PyResult;
use crate::heap::{Items, Value};
use crate::objects::slice::{Indices, Slice};
use crate::vm::Vm;

fn position(len: usize, index: i64) -> Option<usize> {
    let index = if index < 0 { index.checked_add(i64::try_from(len).ok()?)? } else { index };
    usize::try_from(index).ok().filter(|i| *i < len)
}

fn wrong_key(vm: &Vm, key: &Value) -> crate::error::PyError {
    vm.type_error(format!("list indices must be integers or slices, not {}", vm.type_name(key)))
}

pub(super) fn getitem(vm: &Vm, list: &Value, key: &Value) -> PyResult {
    let list = items(vm, list)?;
    if let Some(slice) = key.native::<Slice>() {
        return Ok(vm.new_list(selected(list, slice.indices(vm, list.len())?)));
    }
    if !vm.has_index(key) {
        return Err(wrong_key(vm, key));
    }
    let index = vm.sequence_index(key)?;
    position(list.len(), index)
        .and_then(|i| list.get(i))
        .ok_or_else(|| vm.index_error("list index out of range"))
}

fn selected(list: &Items, indices: Indices) -> Vec<Value> {
    if indices.step == 1 {
        return list.copy_range(indices.start as usize..indices.start as usize + indices.count);
    }
    indices.iter().filter_map(|i| list.get(i)).collect()
}

pub(super) fn setitem(vm: &Vm, list: &Value, key: &Value, value: Option<Value>) -> PyResult<()> {
    let target = items(vm, list)?;
    if let Some(slice) = key.native::<Slice>() {
        return match value {
            Some(value) => assign_slice(vm, list, target, slice, &value),
            None => delete_slice(vm, target, slice),
        };
    }
    if !vm.has_index(key) {
        return Err(wrong_key(vm, key));
    }
    let index = vm.sequence_index(key)?;
    let Some(i) = position(target.len(), index) else {
        return Err(vm.index_error("list assignment index out of range"));
    };
    match value {
        Some(value) => drop(target.set(i, value)),
        None => drop(target.remove(i)),
    }
    Ok(())
}

fn assign_slice(vm: &Vm, list: &Value, target: &Items, slice: &Slice, value: &Value) -> PyResult<()> {
    let values = if list.is(value) {
        target.to_vec()
    } else {
        slice.indices(vm, target.len())?;
        vm.list_from_iterable(value).map_err(|e| not_iterable(vm, value, e))?
    };
    let indices = slice.indices(vm, target.len())?;
    if indices.step == 1 {
        let start = indices.start as usize;
        drop(target.splice(start..start + indices.count, values));
        return Ok(());
    }
    if values.len() != indices.count {
        return Err(vm.value_error(format!(
            "attempt to assign sequence of size {} to extended slice of size {}",
            values.len(),
            indices.count
        )));
    }
    for (i, value) in indices.iter().zip(values) {
        drop(target.set(i, value));
    }
    Ok(())
}

/// The text speaks of extended slices whatever the slice.
fn not_iterable(vm: &Vm, value: &Value, error: crate::error::PyError) -> crate::error::PyError {
    let is_iterable = vm.class_of(value).ty().slots.iter.get().is_some();
    if is_iterable || !error.matches(vm, &vm.exc.type_error) {
        return error;
    }
    vm.type_error("must assign iterable to extended slice")
}

fn delete_slice(vm: &Vm, target: &Items, slice: &Slice) -> PyResult<()> {
    let indices = slice.indices(vm, target.len())?;
    if indices.count == 0 {
        return Ok(());
    }
    if indices.step == 1 {
        let start = indices.start as usize;
        drop(target.splice(start..start + indices.count, Vec::new()));
        return Ok(());
    }
    let mut doomed: Vec<usize> = indices.iter().collect();
    doomed.sort_unstable();
    let mut next = doomed.into_iter().peekable();
    let (mut kept, mut removed) = (Vec::new(), Vec::new());
    for (i, value) in target.take().into_iter().enumerate() {
        if next.next_if_eq(&i).is_some() { removed.push(value) } else { kept.push(value) }
    }
    drop(target.replace(kept));
    drop(removed);
    Ok(())
}

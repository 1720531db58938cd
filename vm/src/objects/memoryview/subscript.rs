//! `view[i]`, `view[a:b]`, `view[i, j]` and their assignments.

use super::pack::{native_format, pack, unpack};
use super::shape::{Shape, gather};
use super::{View, derived, view_of};
use crate::error::{PyError, PyResult};
use crate::heap::Value;
use crate::objects::bytes::data::position;
use crate::objects::slice::{Indices, Slice};
use crate::vm::Vm;

/// What a key selects.
enum Target {
    Item(usize),
    Part(Shape),
    Whole,
}

fn item_offset(vm: &Vm, shape: &Shape, key: &[Value]) -> PyResult<usize> {
    let mut at = shape.offset;
    for (dimension, ((n, stride), index)) in shape.shape.iter().zip(&shape.strides).zip(key).enumerate() {
        let index = vm.sequence_index(index)?;
        let Some(index) = position(index, *n) else {
            let dimension = dimension + 1;
            return Err(vm.index_error(format!("index out of bounds on dimension {dimension}")));
        };
        at = at.wrapping_add_signed(stride.wrapping_mul(isize::try_from(index).unwrap_or(isize::MAX)));
    }
    Ok(at)
}

fn sliced(shape: &Shape, indices: Indices) -> Shape {
    let mut part = shape.clone();
    let step = isize::try_from(indices.step).unwrap_or(isize::MAX);
    if let (Some(n), Some(stride)) = (part.shape.first_mut(), part.strides.first_mut()) {
        if indices.count > 0 {
            let start = isize::try_from(indices.start).unwrap_or(0);
            part.offset = part.offset.wrapping_add_signed(stride.wrapping_mul(start));
        }
        *n = indices.count;
        *stride = stride.wrapping_mul(step);
    }
    part
}

fn target(vm: &Vm, shape: &Shape, key: &Value) -> PyResult<Target> {
    let ndim = shape.shape.len();
    if ndim == 0 {
        return match key {
            Value::Ellipsis => Ok(Target::Whole),
            key if key.as_tuple().is_some_and(<[Value]>::is_empty) => Ok(Target::Item(shape.offset)),
            _ => Err(vm.type_error("invalid indexing of 0-dim memory")),
        };
    }
    if vm.has_index(key) {
        if ndim > 1 {
            return Err(vm.not_implemented("multi-dimensional sub-views are not implemented"));
        }
        return item_offset(vm, shape, std::slice::from_ref(key)).map(Target::Item);
    }
    if let Some(slice) = key.native::<Slice>() {
        let len = shape.shape.first().copied().unwrap_or(0);
        return Ok(Target::Part(sliced(shape, slice.indices(vm, len)?)));
    }
    match key.as_tuple() {
        Some(keys) if keys.iter().all(|k| vm.has_index(k)) => {
            if keys.len() > ndim {
                let given = keys.len();
                return Err(
                    vm.type_error(format!("cannot index {ndim}-dimension view with {given}-element tuple"))
                );
            }
            if keys.len() < ndim {
                return Err(vm.not_implemented("sub-views are not implemented"));
            }
            item_offset(vm, shape, keys).map(Target::Item)
        }
        Some(keys) if keys.iter().all(|k| k.native::<Slice>().is_some()) => {
            Err(vm.not_implemented("multi-dimensional slicing is not implemented"))
        }
        _ => Err(vm.type_error("memoryview: invalid slice key")),
    }
}

/// "memoryview: format X not supported"
pub(super) fn unsupported(vm: &Vm, format: &str) -> PyError {
    vm.not_implemented(format!("memoryview: format {format} not supported"))
}

pub(super) fn getitem(vm: &Vm, value: &Value, key: &Value) -> PyResult {
    let view = view_of(vm, value)?;
    match target(vm, &view.shape, key)? {
        Target::Whole => Ok(value.clone()),
        Target::Item(at) => {
            let format = &view.shape.format;
            let Some(code) = native_format(format) else { return Err(unsupported(vm, format)) };
            let item = view_of(vm, value)?.item(at, |item| unpack(vm, code, item));
            item.ok_or_else(|| vm.index_error("index out of bounds on dimension 1"))
        }
        Target::Part(shape) => derived(vm, value, view.source.clone(), shape),
    }
}

pub(super) fn setitem(vm: &Vm, value: &Value, key: &Value, item: Option<Value>) -> PyResult<()> {
    let view = view_of(vm, value)?;
    if view.shape.readonly {
        return Err(vm.type_error("cannot modify read-only memory"));
    }
    let Some(item) = item else { return Err(vm.type_error("cannot delete memory")) };
    let code = native_format(&view.shape.format);
    let Some(code) = code else { return Err(unsupported(vm, &view.shape.format)) };
    match target(vm, &view.shape, key)? {
        Target::Item(at) => put_item(vm, value, &view, at, code, &item),
        Target::Whole => put_item(vm, value, &view, view.shape.offset, code, &item),
        Target::Part(_) if view.shape.shape.len() != 1 => {
            Err(vm.not_implemented("memoryview slice assignments are currently restricted to ndim = 1"))
        }
        Target::Part(part) => {
            // An index may have run Python code that released the view.
            view_of(vm, value)?;
            put_part(vm, &view, &part, &item)
        }
    }
}

fn put_item(vm: &Vm, value: &Value, view: &View, at: usize, code: char, item: &Value) -> PyResult<()> {
    let bytes = pack(vm, code, &view.shape.format, item)?;
    // Converting the item may have run Python code that released the view.
    view_of(vm, value)?;
    view.source.exporter.write(&mut |memory| {
        if let Some(slot) = memory.get_mut(at..at.saturating_add(bytes.len())) {
            slot.copy_from_slice(&bytes);
        }
    });
    Ok(())
}

fn put_part(vm: &Vm, view: &View, part: &Shape, item: &Value) -> PyResult<()> {
    let buffer = vm.buffer(item, false)?;
    let source = Shape::of_buffer(&buffer);
    let same_format = native_format(&source.format).is_some_and(|f| native_format(&part.format) == Some(f));
    if !same_format || source.itemsize != part.itemsize || source.shape != part.shape {
        return Err(vm.value_error("memoryview assignment: lvalue and rvalue have different structures"));
    }
    // A copy first: both may be parts of the same memory.
    let bytes = gather(&buffer);
    let mut items = bytes.chunks_exact(part.itemsize);
    view.source.exporter.write(&mut |memory| {
        part.walk(&mut |at| {
            let slot = memory.get_mut(at..at.saturating_add(part.itemsize));
            if let (Some(slot), Some(item)) = (slot, items.next()) {
                slot.copy_from_slice(item);
            }
        });
    });
    Ok(())
}

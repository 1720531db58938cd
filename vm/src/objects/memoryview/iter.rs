//! `memory_iterator`.

use std::cell::{Cell, RefCell};

use super::pack::native_format;
use super::subscript::{getitem, unsupported};
use super::view_of;
use crate::error::PyResult;
use crate::heap::collect::Traverse;
use crate::heap::{Value, Visitor};
use crate::objects::Native;
use crate::types::{Layout, Slots, TypeFlags, TypeSpec};
use crate::vm::Vm;

/// `memory_iterator`
pub static ITER_SPEC: TypeSpec = TypeSpec {
    layout: Some(Layout::Native("memory_iterator")),
    flags: TypeFlags::NO_NEW,
    slots: |s: &Slots| {
        s.iter.set(Some(|_, v| Ok(v.clone())));
        s.iternext.set(Some(next));
    },
    ..TypeSpec::named("memory_iterator", "builtins")
};

struct MemoryIter {
    view: RefCell<Value>,
    next: Cell<usize>,
    len: usize,
}

pub(super) fn iter(vm: &Vm, value: &Value) -> PyResult {
    let shape = view_of(vm, value)?.shape;
    let len = match shape.shape[..] {
        [len] => len,
        [] => return Err(vm.type_error("invalid indexing of 0-dim memory")),
        _ => return Err(vm.not_implemented("multi-dimensional sub-views are not implemented")),
    };
    if native_format(&shape.format).is_none() {
        return Err(unsupported(vm, &shape.format));
    }
    let payload = MemoryIter { view: RefCell::new(value.clone()), next: Cell::new(0), len };
    Ok(vm.new_native(&vm.types.memory_iterator, payload))
}

fn next(vm: &Vm, iterator: &Value) -> PyResult<Option<Value>> {
    let it: &MemoryIter = vm.payload(iterator, "memory_iterator")?;
    let index = it.next.get();
    let view = it.view.borrow().clone();
    if index >= it.len || view.is_unbound() {
        drop(it.view.replace(Value::Unbound));
        return Ok(None);
    }
    it.next.set(index + 1);
    getitem(vm, &view, &Value::from(index)).map(Some)
}

impl Native for MemoryIter {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        self.view.traverse(visit);
    }
}

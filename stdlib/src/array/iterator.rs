//! `arrayiterator`.

use std::cell::{Cell, RefCell};

use pyvm_vm::heap::Visitor;
use pyvm_vm::heap::collect::Traverse;
use pyvm_vm::objects::Native;
use pyvm_vm::types::{Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::{Array, of};
use crate::support::{REDUCE, SETSTATE, size};

struct Iterator {
    /// Unbound at the end.
    array: RefCell<Value>,
    next: Cell<usize>,
}

static SPEC: TypeSpec = TypeSpec {
    flags: TypeFlags::NO_NEW,
    layout: Some(Layout::Native("arrayiterator")),
    slots: |s: &Slots| {
        s.iter.set(Some(|_, v| Ok(v.clone())));
        s.iternext.set(Some(next));
    },
    methods: &[
        NativeDef::method("__reduce__", "($self, /)", reduce, REDUCE),
        NativeDef::method("__setstate__", "($self, state, /)", setstate, SETSTATE),
    ],
    ..TypeSpec::named("arrayiterator", "array")
};

pub(super) fn iter(vm: &Vm, array: &Value) -> PyResult {
    of(vm, array)?;
    let iterator = Iterator { array: RefCell::new(array.clone()), next: Cell::new(0) };
    Ok(vm.new_native(&vm.native_type(&SPEC), iterator))
}

fn payload<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Iterator> {
    vm.payload(value, "array.arrayiterator")
}

fn next(vm: &Vm, value: &Value) -> PyResult<Option<Value>> {
    let iterator = payload(vm, value)?;
    let array = iterator.array.borrow().clone();
    let Some(items) = array.native::<Array>() else { return Ok(None) };
    let found = items.get(vm, iterator.next.get())?;
    match found {
        Some(_) => iterator.next.set(iterator.next.get() + 1),
        None => drop(iterator.array.take()),
    }
    Ok(found)
}

fn reduce(vm: &Vm, args: &[Value]) -> PyResult {
    let iterator = payload(vm, &args[0])?;
    let array = iterator.array.borrow().clone();
    let iter = vm.builtin("iter")?;
    Ok(match array.bound() {
        None => vm.new_tuple(vec![iter, vm.new_tuple(vec![vm.empty_tuple()])]),
        Some(array) => vm.new_tuple(vec![iter, vm.new_tuple(vec![array]), size(iterator.next.get())]),
    })
}

fn setstate(vm: &Vm, args: &[Value]) -> PyResult {
    let iterator = payload(vm, &args[0])?;
    let place = vm.index_i64(&args[1])?;
    let array = iterator.array.borrow().clone();
    if let Some(items) = array.native::<Array>() {
        iterator.next.set(usize::try_from(place).unwrap_or(0).min(items.len()));
    }
    Ok(Value::None)
}

impl Native for Iterator {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        self.array.traverse(visit);
    }
}

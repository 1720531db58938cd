//! `_deque_iterator` and `_deque_reverse_iterator`: they refuse to go on once the deque has changed.

use std::cell::Cell;

use pyvm_vm::heap::Visitor;
use pyvm_vm::objects::Native;
use pyvm_vm::types::{Layout, NativeDef, Slots, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::deque;
use crate::support::{REDUCE, instance, reduced, size};

struct DequeIter {
    deque: Value,
    next: Cell<usize>,
    left: Cell<usize>,
    version: u64,
    reversed: bool,
}

/// `_collections._deque_iterator`
pub(super) static ITER: TypeSpec = TypeSpec {
    layout: Some(Layout::Native("_deque_iterator")),
    slots,
    new: Some(&ITER_NEW),
    methods: METHODS,
    ..TypeSpec::named("_deque_iterator", "collections")
};
/// `_collections._deque_reverse_iterator`
pub(super) static REVERSE: TypeSpec = TypeSpec {
    layout: Some(Layout::Native("_deque_reverse_iterator")),
    slots,
    new: Some(&REVERSE_NEW),
    methods: METHODS,
    ..TypeSpec::named("_deque_reverse_iterator", "collections")
};

static ITER_NEW: NativeDef =
    NativeDef::static_("__new__", "($type, deque, index=0, /)", |vm, a| make(vm, a, false), "");
static REVERSE_NEW: NativeDef =
    NativeDef::static_("__new__", "($type, deque, index=0, /)", |vm, a| make(vm, a, true), "");
static METHODS: &[NativeDef] = &[
    NativeDef::method(
        "__length_hint__",
        "($self, /)",
        |vm, a| Ok(size(of(vm, &a[0])?.left.get())),
        "Private method returning an estimate of len(list(it)).",
    )
    .hidden_signature(),
    NativeDef::method("__reduce__", "($self, /)", reduce, REDUCE).hidden_signature(),
];

fn slots(s: &Slots) {
    s.iter.set(Some(|_, v| Ok(v.clone())));
    s.iternext.set(Some(next));
}

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a DequeIter> {
    vm.payload(value, "_collections._deque_iterator")
}

/// An iterator over a deque.
pub(super) fn new(vm: &Vm, deque: &Value, reversed: bool) -> PyResult {
    let class = vm.native_type(if reversed { &REVERSE } else { &ITER });
    make(vm, &[class.to_value(), deque.clone(), Value::Int(0)], reversed)
}

fn make(vm: &Vm, args: &[Value], reversed: bool) -> PyResult {
    let d = deque::of(vm, &args[1])?;
    let len = d.items.borrow().len();
    let next = usize::try_from(vm.index_i64(&args[2])?).unwrap_or(0).min(len);
    let iter = DequeIter {
        deque: args[1].clone(),
        next: Cell::new(next),
        left: Cell::new(len - next),
        version: d.version.get(),
        reversed,
    };
    instance(vm, &args[0], iter)
}

fn next(vm: &Vm, value: &Value) -> PyResult<Option<Value>> {
    let iter = of(vm, value)?;
    let d = deque::of(vm, &iter.deque)?;
    if d.version.get() != iter.version {
        iter.left.set(0);
        return Err(vm.runtime_error("deque mutated during iteration"));
    }
    if iter.left.get() == 0 {
        return Ok(None);
    }
    let i = iter.next.get();
    let items = d.items.borrow();
    let found = if iter.reversed { items.iter().rev().nth(i) } else { items.get(i) };
    iter.next.set(i + 1);
    iter.left.set(iter.left.get() - 1);
    Ok(found.cloned())
}

fn reduce(vm: &Vm, args: &[Value]) -> PyResult {
    let iter = of(vm, &args[0])?;
    let len = deque::of(vm, &iter.deque)?.items.borrow().len();
    let index = len.saturating_sub(iter.left.get());
    Ok(reduced(vm, &args[0], vec![iter.deque.clone(), size(index)], Vec::new()))
}

impl Native for DequeIter {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.value(&self.deque);
    }
}

//! `list_iterator` and `list_reverseiterator`.

use std::cell::{Cell, RefCell};

use super::items;
use crate::error::PyResult;
use crate::heap::collect::Traverse;
use crate::heap::{Value, Visitor};
use crate::objects::Native;
use crate::types::{Layout, NativeDef, Slots, TypeSpec};
use crate::vm::Vm;

/// The payload of both iterators: the list until the end was reached, and the next index.
pub struct ListIter {
    list: RefCell<Value>,
    next: Cell<usize>,
    reversed: bool,
}

impl ListIter {
    #[inline]
    fn forward(&self) -> Option<Value> {
        let index = self.next.get();
        let found = self.list.borrow().as_list().and_then(|list| list.get(index));
        self.next.set(index + usize::from(found.is_some()));
        found
    }
}

/// The index of an iterator that `__setstate__` put at its end.
const AT_END: usize = usize::MAX;

/// `list_iterator`
pub static ITER_SPEC: TypeSpec = TypeSpec {
    layout: Some(Layout::Native("list_iterator")),
    slots: iter_slots,
    methods: ITER_METHODS,
    flags: crate::types::TypeFlags::NO_NEW,
    ..TypeSpec::named("list_iterator", "builtins")
};

/// `list_reverseiterator`
pub static REVERSE_SPEC: TypeSpec = TypeSpec {
    layout: Some(Layout::Native("list_reverseiterator")),
    slots: reverse_slots,
    methods: REVERSE_METHODS,
    flags: crate::types::TypeFlags::NO_NEW,
    ..TypeSpec::named("list_reverseiterator", "builtins")
};

const HINT_DOC: &str = "Private method returning an estimate of len(list(it)).";
const REDUCE_DOC: &str = "Return state information for pickling.";
const SETSTATE_DOC: &str = "Set state information for unpickling.";

static ITER_METHODS: &[NativeDef] = &[
    NativeDef::method("__length_hint__", "($self, /)", length_hint, HINT_DOC).hidden_signature(),
    NativeDef::method("__reduce__", "($self, /)", reduce, REDUCE_DOC).hidden_signature(),
    NativeDef::method("__setstate__", "($self, object, /)", setstate, SETSTATE_DOC).hidden_signature(),
];

static REVERSE_METHODS: &[NativeDef] = &[
    NativeDef::method("__length_hint__", "($self, /)", reverse_hint, HINT_DOC).hidden_signature(),
    NativeDef::method("__reduce__", "($self, /)", reverse_reduce, REDUCE_DOC).hidden_signature(),
    NativeDef::method("__setstate__", "($self, object, /)", reverse_setstate, SETSTATE_DOC)
        .hidden_signature(),
];

fn iter_slots(s: &Slots) {
    s.iter.set(Some(|_, v| Ok(v.clone())));
    s.iternext.set(Some(next));
}

fn reverse_slots(s: &Slots) {
    s.iter.set(Some(|_, v| Ok(v.clone())));
    s.iternext.set(Some(reverse_next));
}

pub(super) fn iter(vm: &Vm, list: &Value) -> PyResult {
    let payload = ListIter { list: RefCell::new(list.clone()), next: Cell::new(0), reversed: false };
    Ok(vm.new_native(&vm.types.list_iterator, payload))
}

/// `list.__reversed__`: `next` is one more than the index that comes next.
pub(super) fn reversed(vm: &Vm, args: &[Value]) -> PyResult {
    let len = items(vm, &args[0])?.len();
    let payload = ListIter { list: RefCell::new(args[0].clone()), next: Cell::new(len), reversed: true };
    Ok(vm.new_native(&vm.types.list_reverseiterator, payload))
}

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a ListIter> {
    vm.payload(value, "list iterator")
}

fn next(vm: &Vm, iterator: &Value) -> PyResult<Option<Value>> {
    let it = of(vm, iterator)?;
    let found = it.forward();
    if found.is_none() {
        drop(it.list.replace(Value::Unbound));
    }
    Ok(found)
}

fn reverse_next(vm: &Vm, iterator: &Value) -> PyResult<Option<Value>> {
    let it = of(vm, iterator)?;
    let found = it.next.get().checked_sub(1).and_then(|index| {
        it.next.set(index);
        it.list.borrow().as_list().and_then(|list| list.get(index))
    });
    if found.is_none() {
        drop(it.list.replace(Value::Unbound));
    }
    Ok(found)
}

fn length_hint(vm: &Vm, args: &[Value]) -> PyResult {
    let it = of(vm, &args[0])?;
    let len = it.list.borrow().as_list().map_or(0, crate::heap::Items::len);
    Ok(Value::from(len.saturating_sub(it.next.get())))
}

fn reverse_hint(vm: &Vm, args: &[Value]) -> PyResult {
    let it = of(vm, &args[0])?;
    let len = it.list.borrow().as_list().map_or(0, crate::heap::Items::len);
    Ok(Value::from(if it.next.get() > len { 0 } else { it.next.get() }))
}

fn reduce(vm: &Vm, args: &[Value]) -> PyResult {
    reduced(vm, "iter", of(vm, &args[0])?, 0)
}

fn reverse_reduce(vm: &Vm, args: &[Value]) -> PyResult {
    reduced(vm, "reversed", of(vm, &args[0])?, 1)
}

/// `(iter, (list,), index)`, or `(iter, ([],))` at the end, `reversed` in place of `iter` backwards.
fn reduced(vm: &Vm, function: &str, it: &ListIter, back: i64) -> PyResult {
    // Finding the function may call Python, which may move the iterator.
    let function = vm.builtin(function)?;
    let list = it.list.borrow().clone();
    let index = i64::try_from(it.next.get()).map_or(-1, |next| next - back);
    if list.is_unbound() || index < 0 {
        return Ok(vm.new_tuple(vec![function, vm.new_tuple(vec![vm.new_list(Vec::new())])]));
    }
    Ok(vm.new_tuple(vec![function, vm.new_tuple(vec![list]), Value::Int(index)]))
}

fn setstate(vm: &Vm, args: &[Value]) -> PyResult {
    let it = of(vm, &args[0])?;
    let index = usize::try_from(vm.int_i64(&args[1])?);
    let list = it.list.borrow().clone();
    if let Some(list) = list.as_list() {
        it.next.set(index.map_or(AT_END, |index| index.min(list.len())));
    }
    Ok(Value::None)
}

fn reverse_setstate(vm: &Vm, args: &[Value]) -> PyResult {
    let it = of(vm, &args[0])?;
    let index = vm.int_i64(&args[1])?;
    let list = it.list.borrow().clone();
    if let Some(list) = list.as_list() {
        let next = index.saturating_add(1).max(0);
        it.next.set(usize::try_from(next).unwrap_or(usize::MAX).min(list.len()));
    }
    Ok(Value::None)
}

impl Native for ListIter {
    #[inline]
    fn next_plain(&self) -> Option<Value> {
        if self.reversed { None } else { self.forward() }
    }

    fn traverse(&self, visit: &mut Visitor<'_>) {
        self.list.traverse(visit);
    }
}

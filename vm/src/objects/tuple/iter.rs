//! `tuple_iterator`

use std::cell::{Cell, RefCell};

use crate::error::PyResult;
use crate::heap::collect::Traverse;
use crate::heap::{Value, Visitor};
use crate::objects::Native;
use crate::types::{Layout, NativeDef, Slots, TypeSpec};
use crate::vm::Vm;

/// The payload: the tuple until the end was reached, and the next index.
pub struct TupleIter {
    tuple: RefCell<Value>,
    next: Cell<usize>,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    layout: Some(Layout::Native("tuple_iterator")),
    slots,
    methods: METHODS,
    flags: crate::types::TypeFlags::NO_NEW,
    ..TypeSpec::named("tuple_iterator", "builtins")
};

static METHODS: &[NativeDef] = &[
    NativeDef::method(
        "__length_hint__",
        "($self, /)",
        length_hint,
        "Private method returning an estimate of len(list(it)).",
    )
    .hidden_signature(),
    NativeDef::method("__reduce__", "($self, /)", reduce, "Return state information for pickling.")
        .hidden_signature(),
    NativeDef::method(
        "__setstate__",
        "($self, object, /)",
        setstate,
        "Set state information for unpickling.",
    )
    .hidden_signature(),
];

fn slots(s: &Slots) {
    s.iter.set(Some(|_, v| Ok(v.clone())));
    s.iternext.set(Some(next));
}

pub(super) fn iter(vm: &Vm, tuple: &Value) -> PyResult {
    let payload = TupleIter { tuple: RefCell::new(tuple.clone()), next: Cell::new(0) };
    Ok(vm.new_native(&vm.types.tuple_iterator, payload))
}

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a TupleIter> {
    vm.payload(value, "tuple iterator")
}

fn next(vm: &Vm, iterator: &Value) -> PyResult<Option<Value>> {
    let it = of(vm, iterator)?;
    let found = it.next_plain();
    if found.is_none() {
        drop(it.tuple.replace(Value::Unbound));
    }
    Ok(found)
}

fn length_hint(vm: &Vm, args: &[Value]) -> PyResult {
    let it = of(vm, &args[0])?;
    let len = it.tuple.borrow().as_tuple().map_or(0, <[Value]>::len);
    Ok(Value::from(len.saturating_sub(it.next.get())))
}

fn reduce(vm: &Vm, args: &[Value]) -> PyResult {
    let it = of(vm, &args[0])?;
    let iter = vm.builtin("iter")?;
    let tuple = it.tuple.borrow().clone();
    if tuple.is_unbound() {
        return Ok(vm.new_tuple(vec![iter, vm.new_tuple(vec![vm.empty_tuple()])]));
    }
    Ok(vm.new_tuple(vec![iter, vm.new_tuple(vec![tuple]), Value::from(it.next.get())]))
}

fn setstate(vm: &Vm, args: &[Value]) -> PyResult {
    let it = of(vm, &args[0])?;
    let index = usize::try_from(vm.int_i64(&args[1])?).unwrap_or(0);
    let len = it.tuple.borrow().as_tuple().map_or(0, <[Value]>::len);
    it.next.set(index.min(len));
    Ok(Value::None)
}

impl Native for TupleIter {
    #[inline]
    fn next_plain(&self) -> Option<Value> {
        let index = self.next.get();
        let found = self.tuple.borrow().as_tuple().and_then(|t| t.get(index).cloned());
        self.next.set(index + usize::from(found.is_some()));
        found
    }

    fn traverse(&self, visit: &mut Visitor<'_>) {
        self.tuple.traverse(visit);
    }
}

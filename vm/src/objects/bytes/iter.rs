//! `bytes_iterator` and `bytearray_iterator`.

use std::cell::{Cell, RefCell};

use super::data::view;
use crate::error::PyResult;
use crate::heap::collect::Traverse;
use crate::heap::{TypeRef, Value, Visitor};
use crate::objects::Native;
use crate::types::{Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use crate::vm::Vm;

/// `bytes_iterator`
pub static BYTES_SPEC: TypeSpec = TypeSpec {
    layout: Some(Layout::Native("bytes_iterator")),
    flags: TypeFlags::NO_NEW,
    slots,
    methods: METHODS,
    ..TypeSpec::named("bytes_iterator", "builtins")
};

/// `bytearray_iterator`
pub static BYTEARRAY_SPEC: TypeSpec = TypeSpec {
    layout: Some(Layout::Native("bytearray_iterator")),
    flags: TypeFlags::NO_NEW,
    slots,
    methods: METHODS,
    ..TypeSpec::named("bytearray_iterator", "builtins")
};

/// The payload of both iterators: the source until the end was reached, and the next index.
struct BytesIter {
    source: RefCell<Value>,
    next: Cell<usize>,
}

static METHODS: &[NativeDef] = &[
    NativeDef::method(
        "__length_hint__",
        "($self, /)",
        length_hint,
        "Private method returning an estimate of len(list(it)).",
    ),
    NativeDef::method("__reduce__", "($self, /)", reduce, "Return state information for pickling."),
    NativeDef::method(
        "__setstate__",
        "($self, object, /)",
        setstate,
        "Set state information for unpickling.",
    ),
];

fn slots(s: &Slots) {
    s.iter.set(Some(|_, v| Ok(v.clone())));
    s.iternext.set(Some(next));
}

/// An iterator of `class` over the bytes of `source`.
pub(crate) fn new(vm: &Vm, class: &TypeRef, source: Value) -> Value {
    vm.new_native(class, BytesIter { source: RefCell::new(source), next: Cell::new(0) })
}

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a BytesIter> {
    vm.payload(value, "bytes iterator")
}

fn next(vm: &Vm, iterator: &Value) -> PyResult<Option<Value>> {
    let it = of(vm, iterator)?;
    let index = it.next.get();
    let found = {
        let source = it.source.borrow();
        if source.is_unbound() { None } else { view(vm, &source)?.get(index).copied() }
    };
    match found {
        Some(byte) => {
            it.next.set(index + 1);
            Ok(Some(Value::Int(i64::from(byte))))
        }
        None => {
            drop(it.source.replace(Value::Unbound));
            Ok(None)
        }
    }
}

fn length_hint(vm: &Vm, args: &[Value]) -> PyResult {
    let it = of(vm, &args[0])?;
    let source = it.source.borrow().clone();
    let len = if source.is_unbound() { 0 } else { view(vm, &source)?.len() };
    Ok(Value::from(len.saturating_sub(it.next.get())))
}

/// `(iter, (source,), index)`, or `(iter, ((),))` at the end.
fn reduce(vm: &Vm, args: &[Value]) -> PyResult {
    let it = of(vm, &args[0])?;
    let iter = vm.builtin("iter")?;
    let source = it.source.borrow().clone();
    if source.is_unbound() {
        return Ok(vm.new_tuple(vec![iter, vm.new_tuple(vec![vm.empty_tuple()])]));
    }
    Ok(vm.new_tuple(vec![iter, vm.new_tuple(vec![source]), Value::from(it.next.get())]))
}

fn setstate(vm: &Vm, args: &[Value]) -> PyResult {
    let it = of(vm, &args[0])?;
    let index = usize::try_from(vm.int_i64(&args[1])?).unwrap_or(0);
    let source = it.source.borrow().clone();
    if !source.is_unbound() {
        it.next.set(index.min(view(vm, &source)?.len()));
    }
    Ok(Value::None)
}

impl Native for BytesIter {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        self.source.traverse(visit);
    }
}

//! `iterator` over anything with `__getitem__`, and `callable_iterator`.

use std::cell::{Cell, RefCell};

use crate::error::PyResult;
use crate::heap::collect::Traverse;
use crate::heap::{Value, Visitor};
use crate::objects::Native;
use crate::types::{Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use crate::vm::Vm;

/// The payload of `iterator`: the sequence until the end was reached, and the next index.
pub struct SequenceIter {
    sequence: RefCell<Value>,
    next: Cell<i64>,
}

/// The payload of `callable_iterator`: callable and sentinel until the end was reached.
pub struct CallableIter(RefCell<Option<(Value, Value)>>);

/// `iterator`
pub static SPEC: TypeSpec = TypeSpec {
    layout: Some(Layout::Native("iterator")),
    flags: TypeFlags::NO_NEW,
    slots: |s| iterator_slots(s, next),
    methods: METHODS,
    ..TypeSpec::named("iterator", "builtins")
};

/// `callable_iterator`
pub static CALLABLE_SPEC: TypeSpec = TypeSpec {
    layout: Some(Layout::Native("callable_iterator")),
    flags: TypeFlags::NO_NEW,
    slots: |s| iterator_slots(s, next_call),
    methods: CALLABLE_METHODS,
    ..TypeSpec::named("callable_iterator", "builtins")
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

static CALLABLE_METHODS: &[NativeDef] =
    &[NativeDef::method("__reduce__", "($self, /)", reduce_call, "Return state information for pickling.")
        .hidden_signature()];

fn iterator_slots(s: &Slots, next: crate::types::slots::IterNext) {
    s.iter.set(Some(|_, v| Ok(v.clone())));
    s.iternext.set(Some(next));
}

/// An iterator over `sequence[0]`, `sequence[1]`, … until IndexError.
pub fn new(vm: &Vm, sequence: Value) -> Value {
    vm.new_native(
        &vm.types.sequence_iterator,
        SequenceIter { sequence: RefCell::new(sequence), next: Cell::new(0) },
    )
}

/// An iterator that calls until the sentinel comes.
pub fn new_callable(vm: &Vm, callable: Value, sentinel: Value) -> Value {
    vm.new_native(&vm.types.callable_iterator, CallableIter(RefCell::new(Some((callable, sentinel)))))
}

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a SequenceIter> {
    vm.payload(value, "iterator")
}

fn next(vm: &Vm, iterator: &Value) -> PyResult<Option<Value>> {
    let it = of(vm, iterator)?;
    let sequence = it.sequence.borrow().clone();
    if sequence.is_unbound() {
        return Ok(None);
    }
    let index = it.next.get();
    match vm.getitem(&sequence, &Value::Int(index)) {
        Ok(item) => {
            it.next.set(index.saturating_add(1));
            Ok(Some(item))
        }
        Err(e) if e.matches(vm, &vm.exc.index_error) || e.matches(vm, &vm.exc.stop_iteration) => {
            drop(it.sequence.replace(Value::Unbound));
            Ok(None)
        }
        Err(e) => Err(e),
    }
}

fn length_hint(vm: &Vm, args: &[Value]) -> PyResult {
    let it = of(vm, &args[0])?;
    let sequence = it.sequence.borrow().clone();
    if sequence.is_unbound() {
        return Ok(Value::Int(0));
    }
    if vm.class_of(&sequence).ty().slots.len.get().is_none() {
        return Ok(Value::NotImplemented);
    }
    let len = i64::try_from(vm.len(&sequence)?).unwrap_or(i64::MAX);
    Ok(Value::Int((len - it.next.get()).max(0)))
}

fn reduce(vm: &Vm, args: &[Value]) -> PyResult {
    let it = of(vm, &args[0])?;
    let iter = vm.builtin("iter")?;
    let sequence = it.sequence.borrow().clone();
    if sequence.is_unbound() {
        return Ok(vm.new_tuple(vec![iter, vm.new_tuple(vec![vm.empty_tuple()])]));
    }
    Ok(vm.new_tuple(vec![iter, vm.new_tuple(vec![sequence]), Value::Int(it.next.get())]))
}

fn setstate(vm: &Vm, args: &[Value]) -> PyResult {
    of(vm, &args[0])?.next.set(vm.int_i64(&args[1])?.max(0));
    Ok(Value::None)
}

fn next_call(vm: &Vm, iterator: &Value) -> PyResult<Option<Value>> {
    let it: &CallableIter = vm.payload(iterator, "callable_iterator")?;
    let Some((callable, sentinel)) = it.0.borrow().clone() else { return Ok(None) };
    let result = match vm.call0(&callable) {
        Ok(value) => Some(value).filter(|v| !matches!(v, Value::Unbound)),
        Err(e) if e.matches(vm, &vm.exc.stop_iteration) => None,
        Err(e) => return Err(e),
    };
    // The call may have brought this very iterator to its end.
    if it.0.borrow().is_none() {
        return Ok(None);
    }
    match result {
        Some(value) if !vm.eq(&value, &sentinel)? => Ok(Some(value)),
        _ => {
            drop(it.0.replace(None));
            Ok(None)
        }
    }
}

fn reduce_call(vm: &Vm, args: &[Value]) -> PyResult {
    let it: &CallableIter = vm.payload(&args[0], "callable_iterator")?;
    let iter = vm.builtin("iter")?;
    Ok(match it.0.borrow().clone() {
        Some((callable, sentinel)) => vm.new_tuple(vec![iter, vm.new_tuple(vec![callable, sentinel])]),
        None => vm.new_tuple(vec![iter, vm.new_tuple(vec![vm.empty_tuple()])]),
    })
}

impl Native for SequenceIter {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        self.sequence.traverse(visit);
    }
}

impl Native for CallableIter {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        if let Ok(pair) = self.0.try_borrow()
            && let Some((a, b)) = &*pair
        {
            visit.value(a);
            visit.value(b);
        }
    }
}

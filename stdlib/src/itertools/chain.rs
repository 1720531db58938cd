//! `itertools.chain`

use std::cell::RefCell;

use pyvm_vm::heap::Visitor;
use pyvm_vm::heap::collect::Traverse;
use pyvm_vm::objects::Native;
use pyvm_vm::types::{Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::{reducer, setter, state_parts, warn_pickling};
use crate::support::{instance, reduced};

struct Chain {
    /// The iterator of iterables; unbound at the end.
    source: RefCell<Value>,
    /// The iterator being drawn from, if any.
    active: RefCell<Value>,
}

iterator_type! {
    /// The type.
    SPEC "chain",
    "Return a chain object whose .__next__() method returns elements from the\nfirst iterable until it is exhausted, then elements from the next\niterable, until all of the iterables are exhausted.",
    TypeFlags::BASETYPE, Chain,
    new: NEW NativeDef::static_("__new__", "($type, *iterables)", new, ""),
    next: next, methods: METHODS
}

static METHODS: &[NativeDef] = &[
    NativeDef::class(
        "from_iterable",
        "($type, iterable, /)",
        new,
        "Alternative chain() constructor taking a single iterable argument that evaluates lazily.",
    ),
    reducer(reduce),
    setter(setstate),
    NativeDef::class(
        "__class_getitem__",
        "($type, object, /)",
        pyvm_vm::objects::generic_alias::class_getitem,
        "See PEP 585",
    ),
];

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    let source = RefCell::new(vm.iter(&args[1])?);
    instance(vm, &args[0], Chain { source, active: RefCell::new(Value::Unbound) })
}

/// `chain(first, second)`
pub(super) fn of_two(vm: &Vm, first: Value, second: Value) -> PyResult {
    vm.call2(&vm.native_type(&SPEC).to_value(), first, second)
}

fn next(vm: &Vm, value: &Value) -> PyResult<Option<Value>> {
    let c = Chain::of(vm, value)?;
    loop {
        let mut active = c.active.borrow().clone();
        if active.is_unbound() {
            let source = c.source.borrow().clone();
            if source.is_unbound() {
                return Ok(None);
            }
            let iterator = vm.next(&source).and_then(|found| found.map(|i| vm.iter(&i)).transpose());
            let Ok(Some(iterator)) = iterator else {
                drop(c.source.replace(Value::Unbound));
                return iterator;
            };
            drop(c.active.replace(iterator.clone()));
            active = iterator;
        }
        if let Some(item) = vm.next(&active)? {
            return Ok(Some(item));
        }
        drop(c.active.replace(Value::Unbound));
    }
}

fn reduce(vm: &Vm, args: &[Value]) -> PyResult {
    warn_pickling(vm)?;
    let c = Chain::of(vm, &args[0])?;
    let Some(source) = c.source.borrow().clone().bound() else {
        return Ok(reduced(vm, &args[0], Vec::new(), Vec::new()));
    };
    let mut state = vec![source];
    state.extend(c.active.borrow().clone().bound());
    Ok(reduced(vm, &args[0], Vec::new(), vec![vm.new_tuple(state)]))
}

fn setstate(vm: &Vm, args: &[Value]) -> PyResult {
    warn_pickling(vm)?;
    let c = Chain::of(vm, &args[0])?;
    let parts = state_parts(vm, &args[1], 1, 2)?;
    if !parts.iter().all(|p| vm.is_iterator(p)) {
        return Err(vm.type_error("Arguments must be iterators."));
    }
    let [source, rest @ ..] = parts else { return Ok(Value::None) };
    drop(c.source.replace(source.clone()));
    drop(c.active.replace(rest.first().cloned().unwrap_or_default()));
    Ok(Value::None)
}

impl Native for Chain {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        self.source.traverse(visit);
        self.active.traverse(visit);
    }
}

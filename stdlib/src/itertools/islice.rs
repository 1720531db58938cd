//! `itertools.islice`

use std::cell::{Cell, RefCell};

use pyvm_vm::heap::Visitor;
use pyvm_vm::heap::collect::Traverse;
use pyvm_vm::objects::Native;
use pyvm_vm::types::{Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::{plain_int, reducer, setter, warn_pickling};
use crate::support::{instance, reduced};

struct ISlice {
    /// Unbound at the end.
    iterator: RefCell<Value>,
    /// The position of the element to give next.
    next: Cell<i64>,
    stop: Option<i64>,
    step: i64,
    /// How many elements were read.
    count: Cell<i64>,
}

iterator_type! {
    /// The type.
    SPEC "islice",
    "islice(iterable, stop) --> islice object\nislice(iterable, start, stop[, step]) --> islice object\n\nReturn an iterator whose next() method returns selected values from an\niterable.  If start is specified, will skip all preceding elements;\notherwise, start defaults to zero.  Step defaults to one.  If\nspecified as another value, step determines how many values are\nskipped between successive calls.  Works like a slice() on a list\nbut returns an iterator.",
    TypeFlags::BASETYPE, ISlice,
    new: NEW NativeDef::static_(
        "__new__",
        "($type, iterable, start, stop=<unrepresentable>, step=<unrepresentable>, /)",
        new,
        "",
    ).hidden_signature(),
    next: next, methods: &[reducer(reduce), setter(setstate)]
}

/// An index that is not negative; none where it is refused.
fn index(vm: &Vm, value: &Value) -> Option<i64> {
    vm.has_index(value).then(|| vm.index_i64(value).ok()).flatten().filter(|n| *n >= 0)
}

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    let (start, stop) = if args[3].is_unbound() { (&Value::None, &args[2]) } else { (&args[2], &args[3]) };
    let stop = match stop {
        Value::None => None,
        given => Some(index(vm, given).ok_or_else(|| {
            vm.value_error("Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.")
        })?),
    };
    let start = match start {
        Value::None => 0,
        given => index(vm, given).ok_or_else(|| {
            vm.value_error("Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.")
        })?,
    };
    let step = match &args[4] {
        Value::None | Value::Unbound => 1,
        given => index(vm, given)
            .filter(|n| *n >= 1)
            .ok_or_else(|| vm.value_error("Step for islice() must be a positive integer or None."))?,
    };
    let iterator = RefCell::new(vm.iter(&args[1])?);
    instance(vm, &args[0], ISlice { iterator, next: Cell::new(start), stop, step, count: Cell::new(0) })
}

fn next(vm: &Vm, value: &Value) -> PyResult<Option<Value>> {
    let s = ISlice::of(vm, value)?;
    let iterator = s.iterator.borrow().clone();
    if iterator.is_unbound() {
        return Ok(None);
    }
    let found = draw(vm, s, &iterator);
    if !matches!(found, Ok(Some(_))) {
        drop(s.iterator.replace(Value::Unbound));
    }
    found
}

fn draw(vm: &Vm, s: &ISlice, iterator: &Value) -> PyResult<Option<Value>> {
    while s.count.get() < s.next.get() {
        if vm.next(iterator)?.is_none() {
            return Ok(None);
        }
        s.count.set(s.count.get() + 1);
    }
    if s.stop.is_some_and(|stop| s.count.get() >= stop) {
        return Ok(None);
    }
    let item = vm.next(iterator)?;
    if item.is_some() {
        s.count.set(s.count.get().saturating_add(1));
        let next = s.next.get().saturating_add(s.step);
        s.next.set(s.stop.map_or(next, |stop| next.min(stop)));
    }
    Ok(item)
}

fn reduce(vm: &Vm, args: &[Value]) -> PyResult {
    warn_pickling(vm)?;
    let s = ISlice::of(vm, &args[0])?;
    let Some(iterator) = s.iterator.borrow().clone().bound() else {
        let nothing = vm.iter(&vm.new_list(Vec::new()))?;
        return Ok(reduced(vm, &args[0], vec![nothing, Value::Int(0)], vec![Value::Int(0)]));
    };
    let parts = vec![iterator, s.next.get().into(), s.stop.into(), s.step.into()];
    Ok(reduced(vm, &args[0], parts, vec![s.count.get().into()]))
}

fn setstate(vm: &Vm, args: &[Value]) -> PyResult {
    warn_pickling(vm)?;
    let s = ISlice::of(vm, &args[0])?;
    s.count.set(plain_int(vm, &args[1])?);
    Ok(Value::None)
}

impl Native for ISlice {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        self.iterator.traverse(visit);
    }
}

//! `itertools.accumulate`

use std::cell::RefCell;

use pyvm_vm::heap::Visitor;
use pyvm_vm::heap::collect::Traverse;
use pyvm_vm::objects::Native;
use pyvm_vm::protocol::number::BinOp;
use pyvm_vm::types::{Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::{chain, islice, reducer, setter, warn_pickling};
use crate::support::{instance, reduced};

struct Accumulate {
    iterator: Value,
    /// `None` adds.
    function: Value,
    /// `None` once it was given out.
    initial: RefCell<Value>,
    /// Unbound before the first element.
    total: RefCell<Value>,
}

iterator_type! {
    /// The type.
    SPEC "accumulate", "Return series of accumulated sums (or other binary function results).",
    TypeFlags::BASETYPE, Accumulate,
    new: NEW NativeDef::static_("__new__", "($type, iterable, func=None, *, initial=None)", new, ""),
    next: next, methods: &[reducer(reduce), setter(setstate)]
}

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    let iterator = vm.iter(&args[1])?;
    let payload = Accumulate {
        iterator,
        function: args[2].clone(),
        initial: RefCell::new(args[3].clone()),
        total: RefCell::new(Value::Unbound),
    };
    instance(vm, &args[0], payload)
}

fn next(vm: &Vm, value: &Value) -> PyResult<Option<Value>> {
    let a = Accumulate::of(vm, value)?;
    if !a.initial.borrow().is_none() {
        let initial = a.initial.replace(Value::None);
        drop(a.total.replace(initial.clone()));
        return Ok(Some(initial));
    }
    let Some(item) = vm.next(&a.iterator)? else { return Ok(None) };
    let total = a.total.borrow().clone();
    let sum = if total.is_unbound() {
        item
    } else if a.function.is_none() {
        vm.binary_op(BinOp::Add, &total, &item)?
    } else {
        vm.call2(&a.function, total, item)?
    };
    drop(a.total.replace(sum.clone()));
    Ok(Some(sum))
}

fn reduce(vm: &Vm, args: &[Value]) -> PyResult {
    warn_pickling(vm)?;
    let a = Accumulate::of(vm, &args[0])?;
    let (initial, total) = (a.initial.borrow().clone(), a.total.borrow().clone());
    let after = |first: Value| chain::of_two(vm, vm.new_tuple(vec![first]), a.iterator.clone());
    if !initial.is_none() {
        return Ok(reduced(vm, &args[0], vec![after(initial)?, a.function.clone()], vec![Value::None]));
    }
    if total.is_none() {
        // `None` as a state would not be restored: skip it on the way.
        let class = vm.native_type(&SPEC).to_value();
        let again = vm.call2(&class, after(total)?, a.function.clone())?;
        let islice = vm.native_type(&islice::SPEC).to_value();
        let arguments = vm.new_tuple(vec![again, Value::Int(1), Value::None]);
        return Ok(vm.new_tuple(vec![islice, arguments]));
    }
    let total = total.bound().unwrap_or(Value::None);
    Ok(reduced(vm, &args[0], vec![a.iterator.clone(), a.function.clone()], vec![total]))
}

fn setstate(vm: &Vm, args: &[Value]) -> PyResult {
    warn_pickling(vm)?;
    drop(Accumulate::of(vm, &args[0])?.total.replace(args[1].clone()));
    Ok(Value::None)
}

impl Native for Accumulate {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.value(&self.iterator);
        visit.value(&self.function);
        self.initial.traverse(visit);
        self.total.traverse(visit);
    }
}

//! `itertools.count`

use std::cell::RefCell;

use pyvm_vm::heap::Visitor;
use pyvm_vm::heap::collect::Traverse;
use pyvm_vm::objects::Native;
use pyvm_vm::protocol::number::BinOp;
use pyvm_vm::types::{Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::{reducer, warn_pickling};
use crate::support::{instance, reduced};

struct Count {
    next: RefCell<Value>,
    step: Value,
    /// Began at an `int` of 64 bits and steps by one: its step does not show.
    is_plain: bool,
}

iterator_type! {
    /// The type.
    SPEC "count",
    "Return a count object whose .__next__() method returns consecutive values.\n\nEquivalent to:\n    def count(firstval=0, step=1):\n        x = firstval\n        while 1:\n            yield x\n            x += step",
    TypeFlags::BASETYPE, Count,
    new: NEW NativeDef::static_("__new__", "($type, start=0, step=1)", new, ""),
    next: next, methods: &[reducer(reduce)], repr: repr
}

/// `PyNumber_Check`
fn is_number(vm: &Vm, value: &Value) -> bool {
    let slots = &vm.class_of(value).ty().slots;
    slots.index.get().is_some()
        || slots.int.get().is_some()
        || slots.float.get().is_some()
        || vm.is_instance(value, &vm.types.complex)
}

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    let (start, step) = (&args[1], &args[2]);
    if !is_number(vm, start) || !is_number(vm, step) {
        return Err(vm.type_error("a number is required"));
    }
    let by_one = matches!(step.unwrapped(), Value::Int(1) | Value::Bool(true));
    let small = match start.unwrapped() {
        Value::Int(n) => Some(*n),
        Value::Bool(b) => Some(i64::from(*b)),
        _ => None,
    };
    let payload = match small.filter(|_| by_one) {
        Some(n) => Count { next: RefCell::new(Value::Int(n)), step: Value::Int(1), is_plain: true },
        None => Count { next: RefCell::new(start.clone()), step: step.clone(), is_plain: false },
    };
    instance(vm, &args[0], payload)
}

fn next(vm: &Vm, value: &Value) -> PyResult<Option<Value>> {
    let c = Count::of(vm, value)?;
    let now = c.next.borrow().clone();
    let then = vm.binary_op(BinOp::Add, &now, &c.step)?;
    drop(c.next.replace(then));
    Ok(Some(now))
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let c = Count::of(vm, value)?;
    let name = vm.class_of(value).name();
    let next = vm.repr(&c.next.borrow().clone())?;
    if matches!(c.step.unwrapped(), Value::Int(1) | Value::Bool(true)) {
        return Ok(Value::str(&format!("{name}({next})")));
    }
    Ok(Value::str(&format!("{name}({next}, {})", vm.repr(&c.step)?)))
}

fn reduce(vm: &Vm, args: &[Value]) -> PyResult {
    warn_pickling(vm)?;
    let c = Count::of(vm, &args[0])?;
    let next = c.next.borrow().clone();
    let hidden = c.is_plain && matches!(next, Value::Int(_));
    let arguments = if hidden { vec![next] } else { vec![next, c.step.clone()] };
    Ok(reduced(vm, &args[0], arguments, Vec::new()))
}

impl Native for Count {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        self.next.traverse(visit);
        visit.value(&self.step);
    }
}

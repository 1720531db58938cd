//! `itertools.repeat`

use std::cell::Cell;

use pyvm_vm::heap::Visitor;
use pyvm_vm::objects::Native;
use pyvm_vm::types::{Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::{reducer, warn_pickling};
use crate::support::{instance, reduced};

struct Repeat {
    element: Value,
    /// How often it is still given; none for without end.
    left: Cell<Option<i64>>,
}

iterator_type! {
    /// The type.
    SPEC "repeat",
    "repeat(object [,times]) -> create an iterator which returns the object\nfor the specified number of times.  If not specified, returns the object\nendlessly.",
    TypeFlags::BASETYPE, Repeat,
    new: NEW NativeDef::static_("__new__", "($type, object, times=<unrepresentable>)", new, "").hidden_signature(),
    next: next, methods: METHODS, repr: repr
}

static METHODS: &[NativeDef] = &[
    NativeDef::method(
        "__length_hint__",
        "($self, /)",
        length_hint,
        "Private method returning an estimate of len(list(it)).",
    ),
    reducer(reduce),
];

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    let left = if args[2].is_unbound() { None } else { Some(vm.index_i64(&args[2])?.max(0)) };
    instance(vm, &args[0], Repeat { element: args[1].clone(), left: Cell::new(left) })
}

fn next(vm: &Vm, value: &Value) -> PyResult<Option<Value>> {
    let r = Repeat::of(vm, value)?;
    if let Some(left) = r.left.get() {
        if left == 0 {
            return Ok(None);
        }
        r.left.set(Some(left - 1));
    }
    Ok(Some(r.element.clone()))
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let r = Repeat::of(vm, value)?;
    let (name, element) = (vm.class_of(value).name(), vm.repr(&r.element)?);
    Ok(Value::str(&match r.left.get() {
        Some(left) => format!("{name}({element}, {left})"),
        None => format!("{name}({element})"),
    }))
}

fn length_hint(vm: &Vm, args: &[Value]) -> PyResult {
    let left = Repeat::of(vm, &args[0])?.left.get();
    left.map(Value::Int).ok_or_else(|| vm.type_error("len() of unsized object"))
}

fn reduce(vm: &Vm, args: &[Value]) -> PyResult {
    warn_pickling(vm)?;
    let r = Repeat::of(vm, &args[0])?;
    let mut parts = vec![r.element.clone()];
    parts.extend(r.left.get().map(Value::Int));
    Ok(reduced(vm, &args[0], parts, Vec::new()))
}

impl Native for Repeat {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.value(&self.element);
    }
}

//! `itertools.groupby` and the iterators of its groups.

use std::cell::{Cell, RefCell};

use pyvm_vm::heap::Visitor;
use pyvm_vm::heap::collect::Traverse;
use pyvm_vm::objects::Native;
use pyvm_vm::types::{Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::{reducer, setter, state_parts, warn_pickling};
use crate::support::{instance, reduced};

struct GroupBy {
    iterator: Value,
    key_function: Value,
    /// The key of the group given out last.
    target: RefCell<Value>,
    /// Key and value of the element read last; unbound where there is none to give.
    key: RefCell<Value>,
    value: RefCell<Value>,
    /// The number of the group given out last: older groups are at their end.
    serial: Cell<u64>,
}

struct Grouper {
    parent: Value,
    target: Value,
    serial: u64,
}

iterator_type! {
    /// The type.
    SPEC "groupby",
    "make an iterator that returns consecutive keys and groups from the iterable\n\n  iterable\n    Elements to divide into groups according to the key function.\n  key\n    A function for computing the group category for each element.\n    If the key function is not specified or is None, the element itself\n    is used for grouping.",
    TypeFlags::BASETYPE, GroupBy,
    new: NEW NativeDef::static_("__new__", "($type, iterable, key=None)", new, ""),
    next: next, methods: &[reducer(reduce), setter(setstate)]
}

/// The type of groups.
pub(super) static GROUPER: TypeSpec = TypeSpec {
    layout: Some(Layout::Native("_grouper")),
    slots: |s: &Slots| {
        s.getattro.set(Some(pyvm_vm::types::attribute::generic_getattr));
        s.iter.set(Some(|_, v| Ok(v.clone())));
        s.iternext.set(Some(group_next));
    },
    new: Some(&GROUPER_NEW),
    methods: &[reducer(group_reduce)],
    ..TypeSpec::named("_grouper", "itertools")
};
static GROUPER_NEW: NativeDef =
    NativeDef::static_("__new__", "($type, parent, tgtkey, /)", group_new, "").hidden_signature();

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    let payload = GroupBy {
        iterator: vm.iter(&args[1])?,
        key_function: args[2].clone(),
        target: RefCell::default(),
        key: RefCell::default(),
        value: RefCell::default(),
        serial: Cell::new(0),
    };
    instance(vm, &args[0], payload)
}

impl GroupBy {
    /// Reads an element and its key; false at the end.
    fn step(&self, vm: &Vm) -> PyResult<bool> {
        let Some(value) = vm.next(&self.iterator)? else { return Ok(false) };
        let key = if self.key_function.is_none() {
            value.clone()
        } else {
            vm.call1(&self.key_function, value.clone())?
        };
        drop(self.value.replace(value));
        drop(self.key.replace(key));
        Ok(true)
    }

    fn new_serial(&self) -> u64 {
        self.serial.set(self.serial.get() + 1);
        self.serial.get()
    }
}

fn next(vm: &Vm, value: &Value) -> PyResult<Option<Value>> {
    let g = GroupBy::of(vm, value)?;
    g.new_serial();
    // Skip what is left of the group before.
    loop {
        let (key, target) = (g.key.borrow().clone(), g.target.borrow().clone());
        if !key.is_unbound() && (target.is_unbound() || !vm.eq(&target, &key)?) {
            break;
        }
        if !g.step(vm)? {
            return Ok(None);
        }
    }
    let key = g.key.borrow().clone();
    drop(g.target.replace(key.clone()));
    let group = Grouper { parent: value.clone(), target: key.clone(), serial: g.new_serial() };
    Ok(Some(vm.new_tuple(vec![key, vm.new_native(&vm.native_type(&GROUPER), group)])))
}

fn reduce(vm: &Vm, args: &[Value]) -> PyResult {
    warn_pickling(vm)?;
    let g = GroupBy::of(vm, &args[0])?;
    let state: Vec<Value> =
        [&g.key, &g.value, &g.target].into_iter().filter_map(|v| v.borrow().clone().bound()).collect();
    let rest = if state.len() == 3 { vec![vm.new_tuple(state)] } else { Vec::new() };
    Ok(reduced(vm, &args[0], vec![g.iterator.clone(), g.key_function.clone()], rest))
}

fn setstate(vm: &Vm, args: &[Value]) -> PyResult {
    warn_pickling(vm)?;
    let g = GroupBy::of(vm, &args[0])?;
    let [key, value, target] = state_parts(vm, &args[1], 3, 3)? else { return Ok(Value::None) };
    drop(g.key.replace(key.clone()));
    drop(g.value.replace(value.clone()));
    drop(g.target.replace(target.clone()));
    Ok(Value::None)
}

fn group_new(vm: &Vm, args: &[Value]) -> PyResult {
    let Some(parent) = args[1].native::<GroupBy>() else {
        let got = if args[1].is_none() { "None".into() } else { vm.type_name(&args[1]) };
        return Err(vm.type_error(format!("_grouper() argument 1 must be itertools.groupby, not {got}")));
    };
    let serial = parent.new_serial();
    instance(vm, &args[0], Grouper { parent: args[1].clone(), target: args[2].clone(), serial })
}

fn group_next(vm: &Vm, value: &Value) -> PyResult<Option<Value>> {
    let group: &Grouper = vm.payload(value, "itertools._grouper")?;
    let g = GroupBy::of(vm, &group.parent)?;
    if g.serial.get() != group.serial {
        return Ok(None);
    }
    if g.value.borrow().is_unbound() && !g.step(vm)? {
        return Ok(None);
    }
    let key = g.key.borrow().clone();
    if !vm.eq(&group.target, &key)? {
        return Ok(None);
    }
    drop(g.key.take());
    Ok(g.value.take().bound())
}

fn group_reduce(vm: &Vm, args: &[Value]) -> PyResult {
    warn_pickling(vm)?;
    let group: &Grouper = vm.payload(&args[0], "itertools._grouper")?;
    if GroupBy::of(vm, &group.parent)?.serial.get() != group.serial {
        let nothing = vm.new_tuple(vec![vm.empty_tuple()]);
        return Ok(vm.new_tuple(vec![vm.builtin("iter")?, nothing]));
    }
    Ok(reduced(vm, &args[0], vec![group.parent.clone(), group.target.clone()], Vec::new()))
}

impl Native for GroupBy {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.value(&self.iterator);
        visit.value(&self.key_function);
        self.target.traverse(visit);
        self.key.traverse(visit);
        self.value.traverse(visit);
    }
}

impl Native for Grouper {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.value(&self.parent);
        visit.value(&self.target);
    }
}

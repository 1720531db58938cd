//! `itertools.cycle`

use std::cell::{Cell, RefCell};

use pyvm_vm::heap::Visitor;
use pyvm_vm::heap::collect::Traverse;
use pyvm_vm::objects::Native;
use pyvm_vm::types::{Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::{reducer, setter, state_parts, warn_pickling, wrong_part};
use crate::support::{instance, method, reduced, size};

struct Cycle {
    /// Unbound once it is exhausted.
    iterator: RefCell<Value>,
    /// A list of what it gave.
    saved: RefCell<Value>,
    index: Cell<usize>,
    /// Whether `saved` has all elements although the iterator is not exhausted.
    is_saved: Cell<bool>,
}

iterator_type! {
    /// The type.
    SPEC "cycle",
    "Return elements from the iterable until it is exhausted. Then repeat the sequence indefinitely.",
    TypeFlags::BASETYPE, Cycle,
    new: NEW NativeDef::static_("__new__", "($type, iterable, /)", new, ""),
    next: next, methods: &[reducer(reduce), setter(setstate)]
}

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    let payload = Cycle {
        iterator: RefCell::new(vm.iter(&args[1])?),
        saved: RefCell::new(vm.new_list(Vec::new())),
        index: Cell::new(0),
        is_saved: Cell::new(false),
    };
    instance(vm, &args[0], payload)
}

fn next(vm: &Vm, value: &Value) -> PyResult<Option<Value>> {
    let c = Cycle::of(vm, value)?;
    let iterator = c.iterator.borrow().clone();
    if !iterator.is_unbound() {
        if let Some(item) = vm.next(&iterator)? {
            if !c.is_saved.get()
                && let Some(list) = c.saved.borrow().as_list()
            {
                list.push(item.clone());
            }
            return Ok(Some(item));
        }
        drop(c.iterator.replace(Value::Unbound));
    }
    let saved = c.saved.borrow();
    let Some(list) = saved.as_list() else { return Ok(None) };
    let found = list.get(c.index.get());
    c.index.set(if c.index.get() + 1 < list.len() { c.index.get() + 1 } else { 0 });
    Ok(found)
}

fn reduce(vm: &Vm, args: &[Value]) -> PyResult {
    warn_pickling(vm)?;
    let c = Cycle::of(vm, &args[0])?;
    let (iterator, saved) = (c.iterator.borrow().clone(), c.saved.borrow().clone());
    if !iterator.is_unbound() {
        let state = vm.new_tuple(vec![saved, Value::Bool(c.is_saved.get())]);
        return Ok(reduced(vm, &args[0], vec![iterator], vec![state]));
    }
    let iterator = vm.iter(&saved)?;
    if c.index.get() != 0 {
        method(vm, &iterator, "__setstate__", &[size(c.index.get())])?;
    }
    let state = vm.new_tuple(vec![saved, Value::Bool(true)]);
    Ok(reduced(vm, &args[0], vec![iterator], vec![state]))
}

fn setstate(vm: &Vm, args: &[Value]) -> PyResult {
    warn_pickling(vm)?;
    let c = Cycle::of(vm, &args[0])?;
    let [saved, is_saved] = state_parts(vm, &args[1], 2, 2)? else { return Ok(Value::None) };
    if saved.as_list().is_none() {
        return Err(wrong_part(vm, "list", saved));
    }
    c.is_saved.set(vm.index_i64(is_saved)? != 0);
    drop(c.saved.replace(saved.clone()));
    c.index.set(0);
    Ok(Value::None)
}

impl Native for Cycle {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        self.iterator.traverse(visit);
        self.saved.traverse(visit);
    }
}

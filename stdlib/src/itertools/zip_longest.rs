//! `itertools.zip_longest`

use std::cell::{Cell, RefCell};

use pyvm_vm::heap::Visitor;
use pyvm_vm::heap::collect::Traverse;
use pyvm_vm::objects::Native;
use pyvm_vm::types::{Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::{reducer, setter, warn_pickling};
use crate::support::{elements, instance, reduced};

struct ZipLongest {
    /// Unbound where exhausted.
    iterators: Vec<RefCell<Value>>,
    active: Cell<usize>,
    fill: RefCell<Value>,
}

iterator_type! {
    /// The type.
    SPEC "zip_longest",
    "Return a zip_longest object whose .__next__() method returns a tuple where\nthe i-th element comes from the i-th iterable argument.  The .__next__()\nmethod continues until the longest iterable in the argument sequence\nis exhausted and then it raises StopIteration.  When the shorter iterables\nare exhausted, the fillvalue is substituted in their place.  The fillvalue\ndefaults to None or can be specified by a keyword argument.\n",
    TypeFlags::BASETYPE, ZipLongest,
    new: NEW NativeDef::static_("__new__", "($type, *iterables, fillvalue=None)", new, ""),
    next: next, methods: &[reducer(reduce), setter(setstate)]
}

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    let iterators = elements(&args[1]).iter().map(|i| vm.iter(i).map(RefCell::new));
    let iterators = iterators.collect::<PyResult<Vec<_>>>()?;
    let active = Cell::new(iterators.len());
    instance(vm, &args[0], ZipLongest { iterators, active, fill: RefCell::new(args[2].clone()) })
}

fn next(vm: &Vm, value: &Value) -> PyResult<Option<Value>> {
    let z = ZipLongest::of(vm, value)?;
    if z.active.get() == 0 {
        return Ok(None);
    }
    let mut items = Vec::with_capacity(z.iterators.len());
    for cell in &z.iterators {
        let iterator = cell.borrow().clone();
        if iterator.is_unbound() {
            items.push(z.fill.borrow().clone());
            continue;
        }
        match vm.next(&iterator) {
            Ok(Some(item)) => items.push(item),
            Ok(None) => {
                z.active.set(z.active.get().saturating_sub(1));
                if z.active.get() == 0 {
                    return Ok(None);
                }
                drop(cell.take());
                items.push(z.fill.borrow().clone());
            }
            Err(e) => {
                z.active.set(0);
                return Err(e);
            }
        }
    }
    Ok(Some(vm.new_tuple(items)))
}

fn reduce(vm: &Vm, args: &[Value]) -> PyResult {
    warn_pickling(vm)?;
    let z = ZipLongest::of(vm, &args[0])?;
    let part = |i: &RefCell<Value>| i.borrow().clone().bound().unwrap_or_else(|| vm.empty_tuple());
    let parts = z.iterators.iter().map(part).collect();
    let fill = z.fill.borrow().clone();
    Ok(reduced(vm, &args[0], parts, vec![fill]))
}

fn setstate(vm: &Vm, args: &[Value]) -> PyResult {
    warn_pickling(vm)?;
    drop(ZipLongest::of(vm, &args[0])?.fill.replace(args[1].clone()));
    Ok(Value::None)
}

impl Native for ZipLongest {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        self.iterators.iter().for_each(|i| i.traverse(visit));
        self.fill.traverse(visit);
    }
}

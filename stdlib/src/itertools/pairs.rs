//! `pairwise` and `batched`: neighbours in tuples.

use std::cell::RefCell;

use pyvm_vm::heap::Visitor;
use pyvm_vm::heap::collect::Traverse;
use pyvm_vm::objects::Native;
use pyvm_vm::types::{Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::check_room;
use crate::support::instance;

struct Pairwise {
    /// Unbound at the end.
    iterator: RefCell<Value>,
    last: RefCell<Value>,
}

struct Batched {
    /// Unbound at the end.
    iterator: RefCell<Value>,
    size: usize,
    strict: bool,
}

iterator_type! {
    /// `pairwise`
    PAIRWISE "pairwise",
    "Return an iterator of overlapping pairs taken from the input iterator.\n\n    s -> (s0,s1), (s1,s2), (s2, s3), ...",
    TypeFlags::BASETYPE, Pairwise,
    new: PAIRWISE_NEW NativeDef::static_("__new__", "($type, iterable, /)", pairwise_new, ""),
    next: pairwise_next, methods: &[]
}
iterator_type! {
    /// `batched`
    BATCHED "batched",
    "Batch data into tuples of length n. The last batch may be shorter than n.\n\nLoops over the input iterable and accumulates data into tuples\nup to size n.  The input is consumed lazily, just enough to\nfill a batch.  The result is yielded as soon as a batch is full\nor when the input iterable is exhausted.\n\n    >>> for batch in batched('ABCDEFG', 3):\n    ...     print(batch)\n    ...\n    ('A', 'B', 'C')\n    ('D', 'E', 'F')\n    ('G',)\n\nIf \"strict\" is True, raises a ValueError if the final batch is shorter\nthan n.",
    TypeFlags::BASETYPE, Batched,
    new: BATCHED_NEW NativeDef::static_("__new__", "($type, iterable, n, *, strict=False)", batched_new, ""),
    next: batched_next, methods: &[]
}

fn pairwise_new(vm: &Vm, args: &[Value]) -> PyResult {
    let iterator = RefCell::new(vm.iter(&args[1])?);
    instance(vm, &args[0], Pairwise { iterator, last: RefCell::default() })
}

fn pairwise_next(vm: &Vm, value: &Value) -> PyResult<Option<Value>> {
    let p = Pairwise::of(vm, value)?;
    let iterator = p.iterator.borrow().clone();
    if iterator.is_unbound() {
        return Ok(None);
    }
    if p.last.borrow().is_unbound() {
        let first = vm.next(&iterator);
        match first {
            Ok(Some(item)) => drop(p.last.replace(item)),
            ended => {
                drop(p.iterator.take());
                return ended;
            }
        }
        // The iterator may have drawn from this very object.
        if p.iterator.borrow().is_unbound() {
            drop(p.last.take());
            return Ok(None);
        }
    }
    let old = p.last.borrow().clone();
    let new = vm.next(&iterator);
    let Ok(Some(new)) = new else {
        drop(p.iterator.take());
        drop(p.last.take());
        return new;
    };
    drop(p.last.replace(new.clone()));
    Ok(Some(vm.new_tuple(vec![old, new])))
}

fn batched_new(vm: &Vm, args: &[Value]) -> PyResult {
    let size = vm.index_i64(&args[2])?;
    let strict = vm.is_true(&args[3])?;
    let Some(size) = usize::try_from(size).ok().filter(|n| *n > 0) else {
        return Err(vm.value_error("n must be at least one"));
    };
    let iterator = RefCell::new(vm.iter(&args[1])?);
    instance(vm, &args[0], Batched { iterator, size, strict })
}

fn batched_next(vm: &Vm, value: &Value) -> PyResult<Option<Value>> {
    let b = Batched::of(vm, value)?;
    let iterator = b.iterator.borrow().clone();
    if iterator.is_unbound() {
        return Ok(None);
    }
    check_room(vm, b.size)?;
    let mut items = Vec::with_capacity(b.size.min(1 << 10));
    while items.len() < b.size {
        match vm.next(&iterator) {
            Ok(Some(item)) => items.push(item),
            Ok(None) => {
                drop(b.iterator.take());
                break;
            }
            Err(e) => {
                drop(b.iterator.take());
                return Err(e);
            }
        }
    }
    if items.is_empty() {
        return Ok(None);
    }
    if b.strict && items.len() < b.size {
        return Err(vm.value_error("batched(): incomplete batch"));
    }
    Ok(Some(vm.new_tuple(items)))
}

impl Native for Pairwise {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        self.iterator.traverse(visit);
        self.last.traverse(visit);
    }
}

impl Native for Batched {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        self.iterator.traverse(visit);
    }
}

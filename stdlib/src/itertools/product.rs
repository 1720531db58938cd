//! `itertools.product`

use std::cell::{Cell, RefCell};

use pyvm_vm::heap::Visitor;
use pyvm_vm::objects::Native;
use pyvm_vm::types::{Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::{check_room, clamped, indices_tuple, reducer, setter, warn_pickling};
use crate::support::{elements, instance, reduced, size};

struct Product {
    /// Tuples.
    pools: Vec<Value>,
    /// What was given last; none before the first.
    indices: RefCell<Option<Vec<usize>>>,
    stopped: Cell<bool>,
}

iterator_type! {
    /// The type.
    SPEC "product",
    "Cartesian product of input iterables.  Equivalent to nested for-loops.\n\nFor example, product(A, B) returns the same as:  ((x,y) for x in A for y in B).\nThe leftmost iterators are in the outermost for-loop, so the output tuples\ncycle in a manner similar to an odometer (with the rightmost element changing\non every iteration).\n\nTo compute the product of an iterable with itself, specify the number\nof repetitions with the optional repeat keyword argument. For example,\nproduct(A, repeat=4) means the same as product(A, A, A, A).\n\nproduct('ab', range(3)) --> ('a',0) ('a',1) ('a',2) ('b',0) ('b',1) ('b',2)\nproduct((0,1), (0,1), (0,1)) --> (0,0,0) (0,0,1) (0,1,0) (0,1,1) (1,0,0) ...",
    TypeFlags::BASETYPE, Product,
    new: NEW NativeDef::static_("__new__", "($type, *iterables, repeat=1)", new, ""),
    next: next, methods: METHODS
}

static METHODS: &[NativeDef] = &[
    reducer(reduce),
    setter(setstate),
    NativeDef::method(
        "__sizeof__",
        "($self, /)",
        |vm, a| Ok(size(48 + 8 * Product::of(vm, &a[0])?.pools.len())),
        "Returns size in memory, in bytes.",
    ),
];

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    let Ok(repeat) = usize::try_from(vm.index_i64(&args[2])?) else {
        return Err(vm.value_error("repeat argument cannot be negative"));
    };
    let sources = if repeat == 0 { &[] } else { elements(&args[1]) };
    let total = sources.len().checked_mul(repeat).filter(|n| *n < 1 << 60);
    let Some(total) = total else { return Err(vm.overflow_error("repeat argument too large")) };
    check_room(vm, total)?;
    let mut pools = Vec::with_capacity(total);
    for source in sources {
        let pool = vm.list_from_iterable(source)?;
        pools.push(if vm.is_exact(source, &vm.types.tuple) { source.clone() } else { vm.new_tuple(pool) });
    }
    for i in sources.len()..total {
        pools.push(pools[i - sources.len()].clone());
    }
    instance(vm, &args[0], Product { pools, indices: RefCell::new(None), stopped: Cell::new(false) })
}

fn next(vm: &Vm, value: &Value) -> PyResult<Option<Value>> {
    let p = Product::of(vm, value)?;
    if p.stopped.get() {
        return Ok(None);
    }
    let mut state = p.indices.borrow_mut();
    let found = match &mut *state {
        None => {
            *state = Some(vec![0; p.pools.len()]);
            p.pools.iter().all(|pool| !elements(pool).is_empty())
        }
        Some(indices) => advance(indices, &p.pools),
    };
    if !found {
        p.stopped.set(true);
        return Ok(None);
    }
    let indices = state.as_deref().unwrap_or(&[]);
    let pick = |(pool, i): (&Value, &usize)| elements(pool).get(*i).cloned().unwrap_or(Value::None);
    Ok(Some(vm.new_tuple(p.pools.iter().zip(indices).map(pick).collect())))
}

/// The next indices, the last one fastest; false past the end.
fn advance(indices: &mut [usize], pools: &[Value]) -> bool {
    for (i, pool) in indices.iter_mut().zip(pools).rev() {
        *i += 1;
        if *i < elements(pool).len() {
            return true;
        }
        *i = 0;
    }
    false
}

fn reduce(vm: &Vm, args: &[Value]) -> PyResult {
    warn_pickling(vm)?;
    let p = Product::of(vm, &args[0])?;
    if p.stopped.get() {
        return Ok(reduced(vm, &args[0], vec![vm.empty_tuple()], Vec::new()));
    }
    let rest = p.indices.borrow().as_ref().map(|i| indices_tuple(vm, i));
    Ok(reduced(vm, &args[0], p.pools.clone(), rest.into_iter().collect()))
}

fn setstate(vm: &Vm, args: &[Value]) -> PyResult {
    warn_pickling(vm)?;
    let p = Product::of(vm, &args[0])?;
    let state = args[1].as_tuple().filter(|t| t.len() == p.pools.len());
    let Some(state) = state else { return Err(vm.value_error("invalid arguments")) };
    let mut indices = Vec::with_capacity(state.len());
    for (pool, index) in p.pools.iter().zip(state) {
        let count = i64::try_from(elements(pool).len()).unwrap_or(i64::MAX);
        let index = clamped(vm, index, 0, (count - 1).max(0))?;
        if count == 0 {
            p.stopped.set(true);
            return Ok(Value::None);
        }
        indices.push(index);
    }
    *p.indices.borrow_mut() = Some(indices);
    Ok(Value::None)
}

impl Native for Product {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.values(&self.pools);
    }
}

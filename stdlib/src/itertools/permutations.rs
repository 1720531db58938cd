//! `itertools.permutations`

use std::cell::{Cell, RefCell};

use pyvm_vm::heap::Visitor;
use pyvm_vm::objects::Native;
use pyvm_vm::types::{Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::{check_room, clamped, indices_tuple, reducer, setter, state_parts, warn_pickling, wrong_part};
use crate::support::{elements, instance, reduced, size};

struct Permutations {
    /// A tuple.
    pool: Value,
    length: usize,
    order: RefCell<Order>,
    started: Cell<bool>,
    stopped: Cell<bool>,
}

/// An arrangement of the pool and, for each place, how many exchanges are left there.
struct Order {
    indices: Vec<usize>,
    cycles: Vec<usize>,
}

iterator_type! {
    /// The type.
    SPEC "permutations",
    "Return successive r-length permutations of elements in the iterable.\n\npermutations(range(3), 2) --> (0,1), (0,2), (1,0), (1,2), (2,0), (2,1)",
    TypeFlags::BASETYPE, Permutations,
    new: NEW NativeDef::static_("__new__", "($type, iterable, r=None)", new, ""),
    next: next, methods: METHODS
}

static METHODS: &[NativeDef] = &[
    reducer(reduce),
    setter(setstate),
    NativeDef::method("__sizeof__", "($self, /)", sizeof, "Returns size in memory, in bytes."),
];

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    let pool = vm.new_tuple(vm.list_from_iterable(&args[1])?);
    let n = elements(&pool).len();
    let length = match args[2].unwrapped() {
        Value::None => n,
        Value::Int(_) | Value::Bool(_) | Value::Big(_) => {
            usize::try_from(vm.index_i64(&args[2])?).map_err(|_| vm.value_error("r must be non-negative"))?
        }
        _ => return Err(vm.type_error("Expected int as r")),
    };
    check_room(vm, length)?;
    let stopped = length > n;
    let order = if stopped {
        Order { indices: Vec::new(), cycles: Vec::new() }
    } else {
        Order { indices: (0..n).collect(), cycles: (0..length).map(|i| n - i).collect() }
    };
    let payload = Permutations {
        pool,
        length,
        order: RefCell::new(order),
        started: Cell::new(false),
        stopped: Cell::new(stopped),
    };
    instance(vm, &args[0], payload)
}

impl Order {
    /// The next arrangement; false past the last.
    fn advance(&mut self) -> bool {
        let n = self.indices.len();
        for i in (0..self.cycles.len()).rev() {
            self.cycles[i] -= 1;
            if self.cycles[i] > 0 {
                self.indices.swap(i, n - self.cycles[i]);
                return true;
            }
            self.indices[i..].rotate_left(1);
            self.cycles[i] = n - i;
        }
        false
    }
}

fn next(vm: &Vm, value: &Value) -> PyResult<Option<Value>> {
    let p = Permutations::of(vm, value)?;
    if p.stopped.get() {
        return Ok(None);
    }
    let mut order = p.order.borrow_mut();
    if p.started.replace(true) && !order.advance() {
        p.stopped.set(true);
        return Ok(None);
    }
    let pool = elements(&p.pool);
    let pick = |i: &usize| pool.get(*i).cloned().unwrap_or(Value::None);
    Ok(Some(vm.new_tuple(order.indices.iter().take(p.length).map(pick).collect())))
}

fn reduce(vm: &Vm, args: &[Value]) -> PyResult {
    warn_pickling(vm)?;
    let p = Permutations::of(vm, &args[0])?;
    let length = size(p.length);
    if !p.started.get() {
        return Ok(reduced(vm, &args[0], vec![p.pool.clone(), length], Vec::new()));
    }
    if p.stopped.get() {
        return Ok(reduced(vm, &args[0], vec![vm.empty_tuple(), length], Vec::new()));
    }
    let order = p.order.borrow();
    let state = vm.new_tuple(vec![indices_tuple(vm, &order.indices), indices_tuple(vm, &order.cycles)]);
    Ok(reduced(vm, &args[0], vec![p.pool.clone(), length], vec![state]))
}

fn setstate(vm: &Vm, args: &[Value]) -> PyResult {
    warn_pickling(vm)?;
    let p = Permutations::of(vm, &args[0])?;
    let [indices, cycles] = state_parts(vm, &args[1], 2, 2)? else { return Ok(Value::None) };
    let given = indices.as_tuple().ok_or_else(|| wrong_part(vm, "tuple", indices))?;
    let left = cycles.as_tuple().ok_or_else(|| {
        let got = vm.type_name(cycles);
        vm.type_error(format!("argument 2 must be tuple, not {got}"))
    })?;
    let n = elements(&p.pool).len();
    if given.len() != n || left.len() != p.length {
        return Err(vm.value_error("invalid arguments"));
    }
    let most = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let mut made = Order { indices: Vec::with_capacity(n), cycles: Vec::with_capacity(p.length) };
    for index in given {
        made.indices.push(clamped(vm, index, 0, most(n.saturating_sub(1)))?);
    }
    for (i, cycle) in left.iter().enumerate() {
        made.cycles.push(clamped(vm, cycle, 1, most(n.saturating_sub(i)).max(1))?);
    }
    if !p.stopped.get() {
        *p.order.borrow_mut() = made;
    }
    p.started.set(true);
    Ok(Value::None)
}

fn sizeof(vm: &Vm, args: &[Value]) -> PyResult {
    let p = Permutations::of(vm, &args[0])?;
    Ok(size(64 + 8 * (elements(&p.pool).len() + p.length)))
}

impl Native for Permutations {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.value(&self.pool);
    }
}

//! `combinations` and `combinations_with_replacement`

use std::cell::{Cell, RefCell};

use pyvm_vm::heap::Visitor;
use pyvm_vm::objects::Native;
use pyvm_vm::types::{Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::{check_room, clamped, indices_tuple, reducer, setter, warn_pickling};
use crate::support::{elements, instance, reduced, size};

struct Chosen<const REPLACED: bool> {
    /// A tuple.
    pool: Value,
    length: usize,
    /// What was given last.
    indices: RefCell<Vec<usize>>,
    started: Cell<bool>,
    stopped: Cell<bool>,
}

type Combinations = Chosen<false>;
type WithReplacement = Chosen<true>;

iterator_type! {
    /// `combinations`
    COMBINATIONS "combinations",
    "Return successive r-length combinations of elements in the iterable.\n\ncombinations(range(4), 3) --> (0,1,2), (0,1,3), (0,2,3), (1,2,3)",
    TypeFlags::BASETYPE,,
    new: COMBINATIONS_NEW NativeDef::static_("__new__", "($type, iterable, r)", Combinations::make, ""),
    next: Combinations::next, methods: Combinations::METHODS
}
iterator_type! {
    /// `combinations_with_replacement`
    WITH_REPLACEMENT "combinations_with_replacement",
    "Return successive r-length combinations of elements in the iterable allowing individual elements to have successive repeats.\n\ncombinations_with_replacement('ABC', 2) --> ('A','A'), ('A','B'), ('A','C'), ('B','B'), ('B','C'), ('C','C')",
    TypeFlags::BASETYPE,,
    new: WITH_REPLACEMENT_NEW NativeDef::static_("__new__", "($type, iterable, r)", WithReplacement::make, ""),
    next: WithReplacement::next, methods: WithReplacement::METHODS
}

impl<const REPLACED: bool> Chosen<REPLACED> {
    const METHODS: &'static [NativeDef] = &[
        reducer(Self::reduce),
        setter(Self::setstate),
        NativeDef::method("__sizeof__", "($self, /)", Self::sizeof, "Returns size in memory, in bytes."),
    ];

    fn payload<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Self> {
        vm.payload(value, "combinations")
    }

    fn make(vm: &Vm, args: &[Value]) -> PyResult {
        let length = vm.index_i64(&args[2])?;
        let pool = vm.new_tuple(vm.list_from_iterable(&args[1])?);
        let Ok(length) = usize::try_from(length) else {
            return Err(vm.value_error("r must be non-negative"));
        };
        check_room(vm, length)?;
        let n = elements(&pool).len();
        let stopped = if REPLACED { n == 0 && length > 0 } else { length > n };
        let indices = match (stopped, REPLACED) {
            (true, _) => Vec::new(),
            (false, true) => vec![0; length],
            (false, false) => (0..length).collect(),
        };
        let payload = Chosen::<REPLACED> {
            pool,
            length,
            indices: RefCell::new(indices),
            started: Cell::new(false),
            stopped: Cell::new(stopped),
        };
        instance(vm, &args[0], payload)
    }

    /// The largest index at a place.
    fn last(&self, place: usize) -> usize {
        let n = elements(&self.pool).len();
        if REPLACED { n.saturating_sub(1) } else { (place + n).saturating_sub(self.length) }
    }

    fn next(vm: &Vm, value: &Value) -> PyResult<Option<Value>> {
        let c = Self::payload(vm, value)?;
        if c.stopped.get() {
            return Ok(None);
        }
        let mut indices = c.indices.borrow_mut();
        if c.started.replace(true) {
            let place = (0..c.length).rev().find(|i| indices[*i] != c.last(*i));
            let Some(place) = place else {
                c.stopped.set(true);
                return Ok(None);
            };
            indices[place] += 1;
            for i in place + 1..c.length {
                indices[i] = indices[i - 1] + usize::from(!REPLACED);
            }
        }
        let pool = elements(&c.pool);
        let pick = |i: &usize| pool.get(*i).cloned().unwrap_or(Value::None);
        Ok(Some(vm.new_tuple(indices.iter().map(pick).collect())))
    }

    fn reduce(vm: &Vm, args: &[Value]) -> PyResult {
        warn_pickling(vm)?;
        let c = Self::payload(vm, &args[0])?;
        let length = size(c.length);
        if !c.started.get() {
            return Ok(reduced(vm, &args[0], vec![c.pool.clone(), length], Vec::new()));
        }
        if c.stopped.get() {
            return Ok(reduced(vm, &args[0], vec![vm.empty_tuple(), length], Vec::new()));
        }
        let state = indices_tuple(vm, &c.indices.borrow());
        Ok(reduced(vm, &args[0], vec![c.pool.clone(), length], vec![state]))
    }

    fn setstate(vm: &Vm, args: &[Value]) -> PyResult {
        warn_pickling(vm)?;
        let c = Self::payload(vm, &args[0])?;
        let state = args[1].as_tuple().filter(|t| t.len() == c.length);
        let Some(state) = state else { return Err(vm.value_error("invalid arguments")) };
        let mut made = Vec::with_capacity(state.len());
        for (i, index) in state.iter().enumerate() {
            made.push(clamped(vm, index, 0, i64::try_from(c.last(i)).unwrap_or(i64::MAX))?);
        }
        if !c.stopped.get() {
            *c.indices.borrow_mut() = made;
        }
        c.started.set(true);
        Ok(Value::None)
    }

    fn sizeof(vm: &Vm, args: &[Value]) -> PyResult {
        Ok(size(56 + 8 * Self::payload(vm, &args[0])?.length))
    }
}

impl<const REPLACED: bool> Native for Chosen<REPLACED> {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.value(&self.pool);
    }
}

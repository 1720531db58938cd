//! `range_iterator` for what fits in machine integers, `longrange_iterator` for the rest.

use std::cell::{Cell, RefCell};

use num_bigint::BigInt;
use num_traits::{ToPrimitive, Zero};

use super::make;
use crate::error::PyResult;
use crate::heap::{Value, Visitor};
use crate::objects::Native;
use crate::types::{Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use crate::vm::Vm;

/// What comes next, how many are left, the step.
struct RangeIter {
    next: Cell<i64>,
    left: Cell<i64>,
    step: i64,
}

/// The same for integers of any size.
struct LongRangeIter(RefCell<(BigInt, BigInt, BigInt)>);

/// Declares the two types, whose tables differ in the functions only.
macro_rules! iterators {
    ($($spec:ident $name:literal $next:ident $hint:ident $reduce:ident $setstate:ident;)*) => {
        $(
            #[doc = concat!("`", $name, "`")]
            pub static $spec: TypeSpec = TypeSpec {
                layout: Some(Layout::Native($name)),
                flags: TypeFlags::NO_NEW.with(TypeFlags::ATOM),
                slots: |s: &Slots| {
                    s.iter.set(Some(|_, v| Ok(v.clone())));
                    s.iternext.set(Some($next));
                },
                methods: &[
                    NativeDef::method("__length_hint__", "($self, /)", $hint, "Private method returning an estimate of len(list(it)).")
                        .hidden_signature(),
                    NativeDef::method("__reduce__", "($self, /)", $reduce, "Return state information for pickling.")
                        .hidden_signature(),
                    NativeDef::method("__setstate__", "($self, object, /)", $setstate, "Set state information for unpickling.")
                        .hidden_signature(),
                ],
                ..TypeSpec::named($name, "builtins")
            };
        )*
    };
}

iterators! {
    ITER_SPEC "range_iterator" next hint reduce setstate;
    LONG_ITER_SPEC "longrange_iterator" long_next long_hint long_reduce long_setstate;
}

/// An iterator over `len` integers from `start`.
pub(super) fn new(vm: &Vm, start: BigInt, len: BigInt, step: BigInt) -> Value {
    // The end must be representable as well: `__reduce__` shows it.
    let end = &start + &len * &step;
    match (start.to_i64(), len.to_i64(), step.to_i64(), end.to_i64()) {
        (Some(first), Some(left), Some(step), Some(_)) => vm.new_native(
            &vm.types.range_iterator,
            RangeIter { next: Cell::new(first), left: Cell::new(left), step },
        ),
        _ => vm.new_native(&vm.types.longrange_iterator, LongRangeIter(RefCell::new((start, len, step)))),
    }
}

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a RangeIter> {
    vm.payload(value, "range_iterator")
}

fn long_of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a LongRangeIter> {
    vm.payload(value, "longrange_iterator")
}

fn next(vm: &Vm, value: &Value) -> PyResult<Option<Value>> {
    Ok(of(vm, value)?.next_plain())
}

fn hint(vm: &Vm, args: &[Value]) -> PyResult {
    Ok(Value::Int(of(vm, &args[0])?.left.get()))
}

fn reduced(vm: &Vm, range: Value, state: Value) -> PyResult {
    Ok(vm.new_tuple(vec![vm.builtin("iter")?, vm.new_tuple(vec![range]), state]))
}

fn reduce(vm: &Vm, args: &[Value]) -> PyResult {
    let it = of(vm, &args[0])?;
    let start = it.next.get();
    let stop = start.wrapping_add(it.left.get().wrapping_mul(it.step));
    reduced(vm, make(vm, Value::Int(start), Value::Int(stop), Value::Int(it.step)), Value::None)
}

fn setstate(vm: &Vm, args: &[Value]) -> PyResult {
    let it = of(vm, &args[0])?;
    let skip = vm.int_i64(&args[1])?.clamp(0, it.left.get());
    it.next.set(it.next.get().wrapping_add(skip.wrapping_mul(it.step)));
    it.left.set(it.left.get() - skip);
    Ok(Value::None)
}

fn long_next(vm: &Vm, value: &Value) -> PyResult<Option<Value>> {
    let mut state = long_of(vm, value)?.0.borrow_mut();
    if state.1.is_zero() {
        return Ok(None);
    }
    let item = state.0.clone();
    let step = state.2.clone();
    state.0 += step;
    state.1 -= 1u32;
    Ok(Some(Value::from(item)))
}

fn long_hint(vm: &Vm, args: &[Value]) -> PyResult {
    Ok(Value::from(long_of(vm, &args[0])?.0.borrow().1.clone()))
}

fn long_reduce(vm: &Vm, args: &[Value]) -> PyResult {
    let (start, len, step) = long_of(vm, &args[0])?.0.borrow().clone();
    let stop = &start + &len * &step;
    let range = make(vm, Value::from(start), Value::from(stop), Value::from(step));
    reduced(vm, range, Value::None)
}

fn long_setstate(vm: &Vm, args: &[Value]) -> PyResult {
    let skip = match args[1].unwrapped() {
        Value::Int(_) | Value::Big(_) | Value::Bool(_) => vm.index_big(&args[1])?,
        _ => return Err(vm.type_error(format!("state must be an int, not {}", vm.type_name(&args[1])))),
    };
    let mut state = long_of(vm, &args[0])?.0.borrow_mut();
    let skip = skip.max(BigInt::zero()).min(state.1.clone());
    let step = state.2.clone();
    state.0 += &skip * step;
    state.1 -= skip;
    Ok(Value::None)
}

impl Native for RangeIter {
    #[inline]
    fn next_plain(&self) -> Option<Value> {
        if self.left.get() <= 0 {
            return None;
        }
        let item = self.next.get();
        self.next.set(item.wrapping_add(self.step));
        self.left.set(self.left.get() - 1);
        Some(Value::Int(item))
    }

    fn traverse(&self, _visit: &mut Visitor<'_>) {}
}

impl Native for LongRangeIter {
    fn traverse(&self, _visit: &mut Visitor<'_>) {}
}

//! `slice`: mirrors `Objects/sliceobject.c`.

use num_bigint::BigInt;
use num_traits::{Signed, Zero};

use crate::error::{PyError, PyResult};
use crate::heap::{Str, Value, Visitor};
use crate::objects::Native;
use crate::types::slots::CmpOp;
use crate::types::{GetSetDef, Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use crate::vm::Vm;

/// The payload: start, stop and step as given.
pub struct Slice {
    /// `start`
    pub start: Value,
    /// `stop`
    pub stop: Value,
    /// `step`
    pub step: Value,
}

/// A slice applied to a sequence of known length: `count` indices from `start`, `step` apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Indices {
    /// First index.
    pub start: i64,
    /// One past the last index, in the direction of the step.
    pub stop: i64,
    /// Distance.
    pub step: i64,
    /// Number of indices.
    pub count: usize,
}

impl Slice {
    /// A slice object.
    pub fn object(vm: &Vm, start: Value, stop: Value, step: Value) -> Value {
        vm.new_native(&vm.types.slice, Slice { start, stop, step })
    }

    /// The indices this slice selects in a sequence of `len` elements.
    ///
    /// # Errors
    /// ValueError for a zero step; TypeError for indices that are no integers.
    pub fn indices(&self, vm: &Vm, len: usize) -> PyResult<Indices> {
        let step = match &self.step {
            Value::None => 1,
            value => slice_index(vm, value)?.max(-i64::MAX),
        };
        if step == 0 {
            return Err(vm.value_error("slice step cannot be zero"));
        }
        let start = match &self.start {
            Value::None => None,
            value => Some(slice_index(vm, value)?),
        };
        let stop = match &self.stop {
            Value::None => None,
            value => Some(slice_index(vm, value)?),
        };
        Ok(Indices::adjust(start, stop, step, len))
    }
}

impl Slice {
    /// Start, stop and step for a sequence of any length, without limits to their size.
    ///
    /// # Errors
    /// As [`Slice::indices`].
    pub fn exact_indices(&self, vm: &Vm, len: &BigInt) -> PyResult<[BigInt; 3]> {
        let number = |value: &Value| -> PyResult<Option<BigInt>> {
            match value {
                Value::None => Ok(None),
                value if !vm.has_index(value) => Err(not_an_index(vm)),
                value => vm.index_big(value).map(Some),
            }
        };
        let step = number(&self.step)?.unwrap_or_else(|| BigInt::from(1));
        if step.is_zero() {
            return Err(vm.value_error("slice step cannot be zero"));
        }
        let (low, high) =
            if step.is_negative() { (BigInt::from(-1), len - 1) } else { (BigInt::zero(), len.clone()) };
        let cut = |i: BigInt| if i.is_negative() { (i + len).max(low.clone()) } else { i.min(high.clone()) };
        let (first, last) = if step.is_negative() { (&high, &low) } else { (&low, &high) };
        let start = number(&self.start)?.map_or_else(|| first.clone(), cut);
        let stop = number(&self.stop)?.map_or_else(|| last.clone(), cut);
        Ok([start, stop, step])
    }
}

impl Indices {
    /// Cuts start and stop to a sequence of `len` elements; negative ones count from the end.
    pub fn adjust(start: Option<i64>, stop: Option<i64>, step: i64, len: usize) -> Indices {
        let len = i64::try_from(len).unwrap_or(i64::MAX);
        let (low, high) = if step < 0 { (-1, len - 1) } else { (0, len) };
        let cut = |i: i64| if i < 0 { i.saturating_add(len).max(low) } else { i.min(high) };
        let start = start.map_or(if step < 0 { high } else { low }, cut);
        let stop = stop.map_or(if step < 0 { low } else { high }, cut);
        let span = if step < 0 { start.saturating_sub(stop) } else { stop.saturating_sub(start) };
        let count = if span <= 0 { 0 } else { (span - 1) / step.saturating_abs() + 1 };
        Indices { start, stop, step, count: usize::try_from(count).unwrap_or(0) }
    }

    /// The selected indices in order. They lie within the length that the slice was cut to.
    pub fn iter(self) -> impl Iterator<Item = usize> {
        (0..self.count as i64).map(move |i| (self.start + i * self.step) as usize)
    }
}

fn slice_index(vm: &Vm, value: &Value) -> PyResult<i64> {
    if !vm.has_index(value) {
        return Err(not_an_index(vm));
    }
    vm.index_clamped(value)
}

fn not_an_index(vm: &Vm) -> PyError {
    vm.type_error("slice indices must be integers or None or have an __index__ method")
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: Some(
        "slice(stop)\nslice(start, stop[, step])\n\nCreate a slice object.  This is used for extended slicing (e.g. a[0:10:2]).",
    ),
    flags: TypeFlags::GENERIC_GETATTR,
    layout: Some(Layout::Native("slice")),
    slots,
    new: Some(&NEW),
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::named("slice", "builtins")
};

static NEW: NativeDef = NativeDef::static_("__new__", "($type, /, *args)", new, "");

static METHODS: &[NativeDef] = &[
    NativeDef::method("indices", "($self, len, /)", indices, "S.indices(len) -> (start, stop, stride)")
        .hidden_signature(),
    NativeDef::method("__reduce__", "($self, /)", reduce, "Return state information for pickling."),
];

static GETSET: &[GetSetDef] = &[
    GetSetDef::member("start", |vm, s| Ok(of(vm, s)?.start.clone()), ""),
    GetSetDef::member("stop", |vm, s| Ok(of(vm, s)?.stop.clone()), ""),
    GetSetDef::member("step", |vm, s| Ok(of(vm, s)?.step.clone()), ""),
];

fn slots(s: &Slots) {
    s.repr.set(Some(repr));
    s.hash.set(Some(hash));
    s.richcompare.set(Some(richcompare));
}

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Slice> {
    vm.payload(value, "slice")
}

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    let given = args.get(1).and_then(Value::as_tuple).unwrap_or(&[]);
    let none = Value::None;
    let (start, stop, step) = match given {
        [stop] => (&none, stop, &none),
        [start, stop] => (start, stop, &none),
        [start, stop, step] => (start, stop, step),
        [] => return Err(vm.type_error("slice expected at least 1 argument, got 0")),
        more => return Err(vm.type_error(format!("slice expected at most 3 arguments, got {}", more.len()))),
    };
    Ok(Slice::object(vm, start.clone(), stop.clone(), step.clone()))
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let s = of(vm, value)?;
    let (start, stop, step) = (vm.repr(&s.start)?, vm.repr(&s.stop)?, vm.repr(&s.step)?);
    Ok(Value::Str(Str::from(format!("slice({start}, {stop}, {step})"))))
}

fn hash(vm: &Vm, value: &Value) -> PyResult<i64> {
    let s = of(vm, value)?;
    Ok(crate::hash::hash_slice(vm.hash(&s.start)?, vm.hash(&s.stop)?, vm.hash(&s.step)?))
}

fn richcompare(vm: &Vm, a: &Value, b: &Value, op: CmpOp) -> PyResult {
    let (Some(x), Some(y)) = (a.native::<Slice>(), b.native::<Slice>()) else {
        return Ok(Value::NotImplemented);
    };
    let parts = |s: &Slice| vm.new_tuple(vec![s.start.clone(), s.stop.clone(), s.step.clone()]);
    vm.compare(&parts(x), &parts(y), op)
}

fn indices(vm: &Vm, args: &[Value]) -> PyResult {
    let len = vm.index_big(&args[1])?;
    if len.is_negative() {
        return Err(vm.value_error("length should not be negative"));
    }
    let parts = of(vm, &args[0])?.exact_indices(vm, &len)?;
    Ok(vm.new_tuple(parts.into_iter().map(Value::from).collect()))
}

fn reduce(vm: &Vm, args: &[Value]) -> PyResult {
    let s = of(vm, &args[0])?;
    let parts = vm.new_tuple(vec![s.start.clone(), s.stop.clone(), s.step.clone()]);
    Ok(vm.new_tuple(vec![vm.types.slice.to_value(), parts]))
}

impl Native for Slice {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.value(&self.start);
        visit.value(&self.stop);
        visit.value(&self.step);
    }
}

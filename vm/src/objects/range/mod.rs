//! `range`: mirrors `Objects/rangeobject.c`.

use num_bigint::BigInt;
use num_traits::{One, Signed, ToPrimitive, Zero};

use crate::error::PyResult;
use crate::heap::{Value, Visitor};
use crate::objects::Native;
use crate::objects::slice::Slice;
use crate::types::slots::CmpOp;
use crate::types::{GetSetDef, Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use crate::vm::Vm;

mod iter;

pub use iter::{ITER_SPEC, LONG_ITER_SPEC};

/// The payload: exact integers.
pub struct Range {
    start: Value,
    stop: Value,
    step: Value,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: Some(
        "range(stop) -> range object\nrange(start, stop[, step]) -> range object\n\nReturn an object that produces a sequence of integers from start (inclusive)\nto stop (exclusive) by step.  range(i, j) produces i, i+1, i+2, ..., j-1.\nstart defaults to 0, and stop is omitted!  range(4) produces 0, 1, 2, 3.\nThese are exactly the valid indices for a list of 4 elements.\nWhen step is given, it specifies the increment (or decrement).",
    ),
    flags: TypeFlags::SEQUENCE.with(TypeFlags::GENERIC_GETATTR).with(TypeFlags::ATOM),
    layout: Some(Layout::Native("range")),
    slots,
    new: Some(&NEW),
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::named("range", "builtins")
};

static NEW: NativeDef = NativeDef::static_("__new__", "($type, /, *args)", new, "");

static METHODS: &[NativeDef] = &[
    NativeDef::method("__reversed__", "($self, /)", reversed, "Return a reverse iterator.").hidden_signature(),
    NativeDef::method("__reduce__", "($self, /)", reduce, "").hidden_signature(),
    NativeDef::method("count", "($self, value, /)", count, "rangeobject.count(value) -> integer -- return number of occurrences of value").hidden_signature(),
    NativeDef::method("index", "($self, value, /)", index, "rangeobject.index(value) -> integer -- return index of value.\nRaise ValueError if the value is not present.").hidden_signature(),
];

static GETSET: &[GetSetDef] = &[
    GetSetDef::member("start", |vm, v| Ok(of(vm, v)?.start.clone()), ""),
    GetSetDef::member("stop", |vm, v| Ok(of(vm, v)?.stop.clone()), ""),
    GetSetDef::member("step", |vm, v| Ok(of(vm, v)?.step.clone()), ""),
];

fn slots(s: &Slots) {
    s.repr.set(Some(repr));
    s.hash.set(Some(hash));
    s.richcompare.set(Some(richcompare));
    s.iter.set(Some(iter));
    s.bool.set(Some(|vm, v| Ok(!of(vm, v)?.len().is_zero())));
    s.len.set(Some(|vm, v| {
        let len = of(vm, v)?.len();
        len.to_usize()
            .filter(|n| i64::try_from(*n).is_ok())
            .ok_or_else(|| vm.overflow_error("Python int too large to convert to C ssize_t"))
    }));
    s.getitem.set(Some(getitem));
    s.contains.set(Some(contains));
}

fn big(value: &Value) -> BigInt {
    match value {
        Value::Int(n) => BigInt::from(*n),
        Value::Big(n) => (**n).clone(),
        _ => BigInt::zero(),
    }
}

impl Range {
    fn parts(&self) -> (BigInt, BigInt, BigInt) {
        (big(&self.start), big(&self.stop), big(&self.step))
    }

    fn len(&self) -> BigInt {
        let (start, stop, step) = self.parts();
        let span = if step.is_positive() { stop - start } else { start - stop };
        if span.is_positive() { (span - 1u32) / step.abs() + 1u32 } else { BigInt::zero() }
    }

    fn at(&self, index: &BigInt) -> BigInt {
        big(&self.start) + index * big(&self.step)
    }
}

/// Start, stop and step of an exact range of small integers, for the loop; stepping past the end must not wrap.
pub fn small(vm: &Vm, value: &Value) -> Option<(i64, i64, i64)> {
    if !vm.is_exact(value, &vm.types.range) {
        return None;
    }
    let r = value.native::<Range>()?;
    match (&r.start, &r.stop, &r.step) {
        (Value::Int(a), Value::Int(b), Value::Int(c)) if b.checked_add(*c).is_some() => Some((*a, *b, *c)),
        _ => None,
    }
}

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Range> {
    vm.payload(value, "range")
}

fn make(vm: &Vm, start: Value, stop: Value, step: Value) -> Value {
    vm.new_native(&vm.types.range, Range { start, stop, step })
}

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    let (start, stop, step) = match args[1].as_tuple().unwrap_or(&[]) {
        [stop] => (Value::Int(0), vm.index(stop)?, Value::Int(1)),
        [start, stop] => (vm.index(start)?, vm.index(stop)?, Value::Int(1)),
        [start, stop, step] => (vm.index(start)?, vm.index(stop)?, vm.index(step)?),
        [] => return Err(vm.type_error("range expected at least 1 argument, got 0")),
        more => return Err(vm.type_error(format!("range expected at most 3 arguments, got {}", more.len()))),
    };
    if matches!(step, Value::Int(0)) {
        return Err(vm.value_error("range() arg 3 must not be zero"));
    }
    Ok(make(vm, start, stop, step))
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let r = of(vm, value)?;
    let (start, stop) = (vm.repr(&r.start)?, vm.repr(&r.stop)?);
    Ok(Value::str(&match &r.step {
        Value::Int(1) => format!("range({start}, {stop})"),
        step => format!("range({start}, {stop}, {})", vm.repr(step)?),
    }))
}

fn hash(vm: &Vm, value: &Value) -> PyResult<i64> {
    let r = of(vm, value)?;
    let (start, _, step) = r.parts();
    Ok(crate::hash::hash_range(&r.len(), &start, &step))
}

fn richcompare(_vm: &Vm, a: &Value, b: &Value, op: CmpOp) -> PyResult {
    let (Some(x), Some(y)) = (a.native::<Range>(), b.native::<Range>()) else {
        return Ok(Value::NotImplemented);
    };
    let (n, m) = (x.len(), y.len());
    let same = n == m
        && (n.is_zero() || (big(&x.start) == big(&y.start) && (n.is_one() || big(&x.step) == big(&y.step))));
    match op {
        CmpOp::Eq => Ok(Value::Bool(same)),
        CmpOp::Ne => Ok(Value::Bool(!same)),
        _ => Ok(Value::NotImplemented),
    }
}

fn getitem(vm: &Vm, value: &Value, key: &Value) -> PyResult {
    let r = of(vm, value)?;
    if let Some(slice) = key.native::<Slice>() {
        let [start, stop, step] = slice.exact_indices(vm, &r.len())?;
        let (start, stop) = (r.at(&start), r.at(&stop));
        let step = big(&r.step) * step;
        return Ok(make(vm, Value::from(start), Value::from(stop), Value::from(step)));
    }
    if !vm.has_index(key) {
        let got = vm.type_name(key);
        return Err(vm.type_error(format!("range indices must be integers or slices, not {got}")));
    }
    let (len, mut index) = (r.len(), vm.index_big(key)?);
    if index.is_negative() {
        index += &len;
    }
    if index.is_negative() || index >= len {
        return Err(vm.index_error("range object index out of range"));
    }
    Ok(Value::from(r.at(&index)))
}

fn is_int(value: &Value) -> bool {
    matches!(value, Value::Int(_) | Value::Big(_) | Value::Bool(_))
}

fn position(vm: &Vm, range: &Value, item: &Value) -> PyResult<Option<BigInt>> {
    let r = of(vm, range)?;
    if is_int(item) {
        let (start, _, step) = r.parts();
        let offset = vm.index_big(item)? - start;
        let (q, rest) = (&offset / &step, &offset % &step);
        return Ok((rest.is_zero() && !q.is_negative() && q < r.len()).then_some(q));
    }
    let (mut i, len) = (BigInt::zero(), r.len());
    while i < len {
        if vm.eq(&Value::from(r.at(&i)), item)? {
            return Ok(Some(i));
        }
        i += 1;
    }
    Ok(None)
}

fn contains(vm: &Vm, range: &Value, item: &Value) -> PyResult<bool> {
    Ok(position(vm, range, item)?.is_some())
}

/// Members that are equal; only ints are found without a search.
fn count(vm: &Vm, args: &[Value]) -> PyResult {
    if is_int(&args[1]) {
        return Ok(Value::Int(i64::from(contains(vm, &args[0], &args[1])?)));
    }
    let mut n = 0;
    vm.for_each(&args[0], |item| {
        n += i64::from(vm.eq(&item, &args[1])?);
        Ok(true)
    })?;
    Ok(Value::Int(n))
}

fn index(vm: &Vm, args: &[Value]) -> PyResult {
    match position(vm, &args[0], &args[1])? {
        Some(i) => Ok(Value::from(i)),
        None if !is_int(&args[1]) => Err(vm.value_error("sequence.index(x): x not in sequence")),
        None => {
            let shown = vm.repr(&args[1])?;
            Err(vm.value_error(format!("{shown} is not in range")))
        }
    }
}

fn iter(vm: &Vm, value: &Value) -> PyResult {
    let r = of(vm, value)?;
    let (start, _, step) = r.parts();
    Ok(iter::new(vm, start, r.len(), step))
}

fn reversed(vm: &Vm, args: &[Value]) -> PyResult {
    let r = of(vm, &args[0])?;
    let len = r.len();
    let last = r.at(&(&len - 1u32));
    Ok(iter::new(vm, last, len, -big(&r.step)))
}

fn reduce(vm: &Vm, args: &[Value]) -> PyResult {
    let r = of(vm, &args[0])?;
    let parts = vm.new_tuple(vec![r.start.clone(), r.stop.clone(), r.step.clone()]);
    Ok(vm.new_tuple(vec![vm.types.range.to_value(), parts]))
}

impl Native for Range {
    fn traverse(&self, _visit: &mut Visitor<'_>) {}
}

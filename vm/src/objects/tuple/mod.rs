//! `tuple`: mirrors `Objects/tupleobject.c`. The payload is a boxed slice.

use crate::error::PyResult;
use crate::hash::TupleHasher;
use crate::heap::Value;
use crate::objects::Kind;
use crate::objects::slice::Slice;
use crate::types::slots::CmpOp;
use crate::types::{Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use crate::vm::Vm;

pub mod iter;

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: Some(
        "Built-in immutable sequence.\n\nIf no argument is given, the constructor returns an empty tuple.\nIf iterable is specified the tuple is initialized from iterable's items.\n\nIf the argument is a tuple, the return value is the same object.",
    ),
    flags: TypeFlags::BASETYPE
        .with(TypeFlags::SEQUENCE)
        .with(TypeFlags::MATCH_SELF)
        .with(TypeFlags::GENERIC_GETATTR),
    layout: Some(Layout::Native("tuple")),
    slots,
    new: Some(&NEW),
    methods: METHODS,
    ..TypeSpec::named("tuple", "builtins")
};

static NEW: NativeDef = NativeDef::static_("__new__", "($type, iterable=(), /)", new, "");

static METHODS: &[NativeDef] = &[
    NativeDef::method("count", "($self, value, /)", count, "Return number of occurrences of value."),
    NativeDef::method(
        "index",
        "($self, value, start=0, stop=sys.maxsize, /)",
        index,
        "Return first index of value.\n\nRaises ValueError if the value is not present.",
    ),
    NativeDef::method("__getnewargs__", "($self, /)", getnewargs, ""),
    NativeDef::class(
        "__class_getitem__",
        "($type, object, /)",
        crate::objects::generic_alias::class_getitem,
        "See PEP 585",
    )
    .hidden_signature(),
];

fn slots(s: &Slots) {
    s.repr.set(Some(repr));
    s.hash.set(Some(hash));
    s.richcompare.set(Some(richcompare));
    s.iter.set(Some(iter::iter));
    s.len.set(Some(|vm, v| Ok(items(vm, v)?.len())));
    s.getitem.set(Some(getitem));
    s.contains.set(Some(contains));
    s.concat.set(Some(concat));
    s.repeat.set(Some(repeat));
}

/// The elements of a receiver.
pub(super) fn items<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a [Value]> {
    value.as_tuple().ok_or_else(|| vm.wrong_payload(value, "tuple"))
}

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    let class = vm.expect_type(&args[0], "tuple.__new__(X): X")?;
    let exact = class.is(&vm.types.tuple);
    if exact && vm.is_exact(&args[1], class) {
        return Ok(args[1].clone());
    }
    let values = if args[1].is_unbound() { Vec::new() } else { vm.list_from_iterable(&args[1])? };
    if exact {
        return Ok(vm.new_tuple(values));
    }
    Ok(vm.new_object(class, Kind::Tuple(values.into_boxed_slice())))
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let tuple = items(vm, value)?;
    if tuple.is_empty() {
        return Ok(Value::str("()"));
    }
    let Some(_guard) = vm.repr_enter(value) else { return Ok(Value::str("(...)")) };
    let mut text = rustpython_wtf8::Wtf8Buf::from_string("(".to_owned());
    for (i, item) in tuple.iter().enumerate() {
        if i > 0 {
            text.push_str(", ");
        }
        text.push_wtf8(vm.repr(item)?.as_wtf8());
    }
    text.push_str(if tuple.len() == 1 { ",)" } else { ")" });
    Ok(Value::Str(text.into()))
}

fn hash(vm: &Vm, value: &Value) -> PyResult<i64> {
    let mut hasher = TupleHasher::new();
    for item in items(vm, value)? {
        hasher.push(vm.hash(item)?);
    }
    Ok(hasher.finish())
}

fn richcompare(vm: &Vm, a: &Value, b: &Value, op: CmpOp) -> PyResult {
    let (Some(x), Some(y)) = (a.as_tuple(), b.as_tuple()) else { return Ok(Value::NotImplemented) };
    for (p, q) in x.iter().zip(y) {
        if !vm.eq(p, q)? {
            return match op {
                CmpOp::Eq => Ok(Value::Bool(false)),
                CmpOp::Ne => Ok(Value::Bool(true)),
                _ => vm.compare(p, q, op),
            };
        }
    }
    Ok(Value::Bool(op.matches(x.len().cmp(&y.len()))))
}

fn getitem(vm: &Vm, value: &Value, key: &Value) -> PyResult {
    let tuple = items(vm, value)?;
    if let Some(slice) = key.native::<Slice>() {
        let indices = slice.indices(vm, tuple.len())?;
        if indices.step == 1 && indices.count == tuple.len() && vm.is_exact(value, &vm.types.tuple) {
            return Ok(value.clone());
        }
        return Ok(vm.new_tuple(indices.iter().filter_map(|i| tuple.get(i).cloned()).collect()));
    }
    if !vm.has_index(key) {
        let name = vm.type_name(key);
        return Err(vm.type_error(format!("tuple indices must be integers or slices, not {name}")));
    }
    let index = vm.sequence_index(key)?;
    let index = if index < 0 { index.saturating_add(tuple.len() as i64) } else { index };
    let found = usize::try_from(index).ok().and_then(|i| tuple.get(i));
    found.cloned().ok_or_else(|| vm.index_error("tuple index out of range"))
}

fn contains(vm: &Vm, tuple: &Value, item: &Value) -> PyResult<bool> {
    for candidate in items(vm, tuple)? {
        if vm.eq(candidate, item)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn concat(vm: &Vm, a: &Value, b: &Value) -> PyResult {
    let Some(right) = b.as_tuple() else {
        let name = vm.type_name(b);
        return Err(vm.type_error(format!("can only concatenate tuple (not \"{name}\") to tuple")));
    };
    let left = items(vm, a)?;
    if left.is_empty() && vm.is_exact(b, &vm.types.tuple) {
        return Ok(b.clone());
    }
    if right.is_empty() && vm.is_exact(a, &vm.types.tuple) {
        return Ok(a.clone());
    }
    Ok(vm.new_tuple([left, right].concat()))
}

fn repeat(vm: &Vm, value: &Value, count: &Value) -> PyResult {
    let tuple = items(vm, value)?;
    let n = usize::try_from(vm.index_i64(count)?).unwrap_or(0);
    if (n == 1 || tuple.is_empty()) && vm.is_exact(value, &vm.types.tuple) {
        return Ok(value.clone());
    }
    if tuple.is_empty() || n == 0 {
        return Ok(vm.empty_tuple());
    }
    let total = tuple.len().checked_mul(n).filter(|t| vm.check_size(t.saturating_mul(16)));
    let Some(total) = total else { return Err(vm.out_of_memory()) };
    let mut all = Vec::new();
    all.try_reserve_exact(total).map_err(|_| vm.out_of_memory())?;
    for _ in 0..n {
        all.extend_from_slice(tuple);
    }
    Ok(vm.new_tuple(all))
}

fn count(vm: &Vm, args: &[Value]) -> PyResult {
    let mut n = 0;
    for item in items(vm, &args[0])? {
        n += i64::from(vm.eq(item, &args[1])?);
    }
    Ok(Value::Int(n))
}

fn index(vm: &Vm, args: &[Value]) -> PyResult {
    let tuple = items(vm, &args[0])?;
    let start = crate::objects::list::bound(vm, &args[2], tuple.len())?;
    let stop = crate::objects::list::bound(vm, &args[3], tuple.len())?.min(tuple.len());
    for (i, item) in tuple.iter().enumerate().take(stop).skip(start) {
        if vm.eq(item, &args[1])? {
            return Ok(Value::from(i));
        }
    }
    Err(vm.value_error("tuple.index(x): x not in tuple"))
}

fn getnewargs(vm: &Vm, args: &[Value]) -> PyResult {
    let items = items(vm, &args[0])?;
    let is_exact = vm.class_of(&args[0]).is(&vm.types.tuple);
    let own = if is_exact { args[0].clone() } else { vm.new_tuple(items.to_vec()) };
    Ok(vm.new_tuple(vec![own]))
}

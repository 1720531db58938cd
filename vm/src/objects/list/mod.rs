//! `list`: mirrors `Objects/listobject.c`. The payload is [`crate::heap::Items`].

use crate::error::PyResult;
use crate::heap::{Items, Value};
use crate::types::slots::CmpOp;
use crate::types::{Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use crate::vm::Vm;

pub mod iter;
mod methods;
pub mod sort;
mod subscript;

pub(crate) use methods::{bound, sort_values};

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: Some(
        "Built-in mutable sequence.\n\nIf no argument is given, the constructor creates a new empty list.\nThe argument must be an iterable if specified.",
    ),
    flags: TypeFlags::BASETYPE
        .with(TypeFlags::SEQUENCE)
        .with(TypeFlags::MATCH_SELF)
        .with(TypeFlags::GENERIC_GETATTR),
    layout: Some(Layout::Native("list")),
    slots,
    new: Some(&NEW),
    init: Some(&INIT),
    methods: methods::METHODS,
    attributes: |_| vec![("__hash__", Value::None)],
    ..TypeSpec::named("list", "builtins")
};

static NEW: NativeDef = NativeDef::static_("__new__", "($type, /, *args, **kwargs)", new, "");
static INIT: NativeDef = NativeDef::method("__init__", "($self, iterable=(), /)", init, "");

fn slots(s: &Slots) {
    s.repr.set(Some(repr));
    s.richcompare.set(Some(richcompare));
    s.iter.set(Some(iter::iter));
    s.len.set(Some(|vm, v| Ok(items(vm, v)?.len())));
    s.getitem.set(Some(subscript::getitem));
    s.setitem.set(Some(subscript::setitem));
    s.contains.set(Some(contains));
    s.concat.set(Some(concat));
    s.repeat.set(Some(repeat));
    s.inplace_concat.set(Some(inplace_concat));
    s.inplace_repeat.set(Some(inplace_repeat));
}

/// The elements of a receiver.
pub(super) fn items<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Items> {
    value.as_list().ok_or_else(|| vm.wrong_payload(value, "list"))
}

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    let class = vm.expect_type(&args[0], "list.__new__(X): X")?;
    Ok(vm.new_object(class, crate::objects::Kind::List(Items::default())))
}

fn init(vm: &Vm, args: &[Value]) -> PyResult {
    let list = items(vm, &args[0])?;
    // Emptied first: what the list is made of may be the list.
    drop(list.replace(Vec::new()));
    let values = if args[1].is_unbound() { Vec::new() } else { vm.list_from_iterable(&args[1])? };
    drop(list.replace(values));
    Ok(Value::None)
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let list = items(vm, value)?;
    if list.is_empty() {
        return Ok(Value::str("[]"));
    }
    let Some(_guard) = vm.repr_enter(value) else { return Ok(Value::str("[...]")) };
    let mut text = rustpython_wtf8::Wtf8Buf::from_string("[".to_owned());
    let mut i = 0;
    while let Some(item) = list.get(i) {
        if i > 0 {
            text.push_str(", ");
        }
        text.push_wtf8(vm.repr(&item)?.as_wtf8());
        i += 1;
    }
    text.push_str("]");
    Ok(Value::Str(text.into()))
}

fn richcompare(vm: &Vm, a: &Value, b: &Value, op: CmpOp) -> PyResult {
    let (Some(x), Some(y)) = (a.as_list(), b.as_list()) else { return Ok(Value::NotImplemented) };
    if x.len() != y.len() && matches!(op, CmpOp::Eq | CmpOp::Ne) {
        return Ok(Value::Bool(op == CmpOp::Ne));
    }
    // A comparison may change either list: lengths and elements are looked at anew each time.
    let mut i = 0;
    while let (Some(p), Some(q)) = (x.get(i), y.get(i)) {
        if !vm.eq(&p, &q)? {
            if i >= x.len() || i >= y.len() {
                break;
            }
            return match op {
                CmpOp::Eq => Ok(Value::Bool(false)),
                CmpOp::Ne => Ok(Value::Bool(true)),
                _ => vm.compare(&p, &q, op),
            };
        }
        i += 1;
    }
    Ok(Value::Bool(op.matches(x.len().cmp(&y.len()))))
}

fn contains(vm: &Vm, list: &Value, item: &Value) -> PyResult<bool> {
    let list = items(vm, list)?;
    let mut i = 0;
    while let Some(candidate) = list.get(i) {
        if vm.eq(&candidate, item)? {
            return Ok(true);
        }
        i += 1;
    }
    Ok(false)
}

fn concat(vm: &Vm, a: &Value, b: &Value) -> PyResult {
    let Some(right) = b.as_list() else {
        let name = vm.type_name(b);
        return Err(vm.type_error(format!("can only concatenate list (not \"{name}\") to list")));
    };
    let mut all = items(vm, a)?.to_vec();
    all.append(&mut right.to_vec());
    Ok(vm.new_list(all))
}

fn inplace_concat(vm: &Vm, a: &Value, b: &Value) -> PyResult {
    methods::extend(vm, &[a.clone(), b.clone()])?;
    Ok(a.clone())
}

/// The elements `count` times over.
fn repeated(vm: &Vm, list: &Items, count: &Value) -> PyResult<Vec<Value>> {
    let n = usize::try_from(vm.index_i64(count)?).unwrap_or(0);
    if list.is_empty() || n == 0 {
        return Ok(Vec::new());
    }
    let total = list.len().checked_mul(n).filter(|t| vm.check_size(t.saturating_mul(16)) && *t <= Items::MAX);
    let Some(total) = total else { return Err(vm.out_of_memory()) };
    let once = list.to_vec();
    let mut all = Vec::new();
    all.try_reserve_exact(total).map_err(|_| vm.out_of_memory())?;
    for _ in 0..n {
        all.extend_from_slice(&once);
    }
    Ok(all)
}

fn repeat(vm: &Vm, list: &Value, count: &Value) -> PyResult {
    Ok(vm.new_list(repeated(vm, items(vm, list)?, count)?))
}

fn inplace_repeat(vm: &Vm, list: &Value, count: &Value) -> PyResult {
    let target = items(vm, list)?;
    drop(target.replace(repeated(vm, target, count)?));
    Ok(list.clone())
}

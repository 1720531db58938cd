//! `types.UnionType`: `int | str`. Mirrors `Objects/unionobject.c`.

use crate::error::PyResult;
use crate::heap::{TypeRef, Value, Visitor};
use crate::objects::Native;
use crate::objects::generic_alias::{GenericAlias, shown, substitution};
use crate::objects::typing::type_alias::TypeAlias;
use crate::protocol::number::BinOp;
use crate::types::slots::CmpOp;
use crate::types::{GetSetDef, Layout, Slots, TypeFlags, TypeSpec};
use crate::vm::Vm;

/// The payload: the members, a tuple.
pub struct Union(Value);

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: Some("Represent a PEP 604 union type\n\nE.g. for int | str"),
    flags: TypeFlags::NO_NEW.with(TypeFlags::HAS_WEAKREF).with(TypeFlags::GENERIC_GETATTR),
    layout: Some(Layout::Native("UnionType")),
    slots,
    getset: GETSET,
    is_static: true,
    ..TypeSpec::named("UnionType", "types")
};

static GETSET: &[GetSetDef] = &[
    GetSetDef::member("__args__", |vm, v| Ok(of(vm, v)?.0.clone()), ""),
    GetSetDef::get("__parameters__", parameters, "Type variables in the types.UnionType."),
];

fn slots(s: &Slots) {
    s.repr.set(Some(repr));
    s.hash.set(Some(hash));
    s.richcompare.set(Some(richcompare));
    s.or.set(Some(or));
    s.getitem.set(Some(getitem));
}

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Union> {
    vm.payload(value, "UnionType")
}

/// The members of a union.
pub fn members(value: &Value) -> Option<&[Value]> {
    value.native::<Union>().and_then(|u| u.0.as_tuple())
}

fn is_member(value: &Value) -> bool {
    value.is_none()
        || TypeRef::from_value(value).is_some()
        || value.native::<GenericAlias>().is_some()
        || value.native::<Union>().is_some()
        || value.native::<TypeAlias>().is_some()
}

fn parameters(vm: &Vm, value: &Value) -> PyResult {
    substitution::parameters(vm, &of(vm, value)?.0)
}

/// `(int | T)[str]`: the members with their type variables substituted.
fn getitem(vm: &Vm, value: &Value, key: &Value) -> PyResult {
    let args = of(vm, value)?.0.clone();
    let parameters = substitution::parameters(vm, &args)?;
    let members = substitution::substitute(vm, value, &args, &parameters, key)?;
    let mut members = members.as_tuple().unwrap_or(&[]).iter();
    let mut all = members.next().cloned().unwrap_or(Value::None);
    for member in members {
        all = vm.binary_op(BinOp::Or, &all, member)?;
    }
    Ok(all)
}

/// `a | b` of types, generic aliases, `None` and unions.
///
/// # Errors
/// What comparing members raises.
pub fn or(vm: &Vm, a: &Value, b: &Value) -> PyResult {
    if !is_member(a) || !is_member(b) {
        return Ok(Value::NotImplemented);
    }
    let mut members: Vec<Value> = Vec::new();
    for side in [a, b] {
        let parts = match side.native::<Union>() {
            Some(u) => u.0.as_tuple().unwrap_or(&[]).to_vec(),
            None if side.is_none() => vec![vm.types.none.to_value()],
            None => vec![side.clone()],
        };
        for part in parts {
            let mut known = false;
            for m in &members {
                known |= vm.eq(m, &part)?;
            }
            if !known {
                members.push(part);
            }
        }
    }
    if let [only] = &members[..] {
        return Ok(only.clone());
    }
    Ok(vm.new_native(&vm.types.union, Union(vm.new_tuple(members))))
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let mut parts = Vec::new();
    for member in of(vm, value)?.0.as_tuple().unwrap_or(&[]) {
        let none = TypeRef::from_value(member).is_some_and(|t| t.is(&vm.types.none));
        parts.push(if none { "None".to_owned() } else { shown(vm, member)? });
    }
    Ok(Value::str(&parts.join(" | ")))
}

fn hash(vm: &Vm, value: &Value) -> PyResult<i64> {
    let members = crate::objects::set::from_values(vm, of(vm, value)?.0.as_tuple().unwrap_or(&[]).to_vec())?;
    let frozen = vm.call1(&vm.types.frozenset.to_value(), members)?;
    vm.hash(&frozen)
}

fn richcompare(vm: &Vm, a: &Value, b: &Value, op: CmpOp) -> PyResult {
    let (Some(x), Some(y)) = (a.native::<Union>(), b.native::<Union>()) else {
        return Ok(Value::NotImplemented);
    };
    let as_set = |u: &Union| crate::objects::set::from_values(vm, u.0.as_tuple().unwrap_or(&[]).to_vec());
    match op {
        CmpOp::Eq | CmpOp::Ne => vm.compare(&as_set(x)?, &as_set(y)?, op),
        _ => Ok(Value::NotImplemented),
    }
}

impl Native for Union {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.value(&self.0);
    }
}

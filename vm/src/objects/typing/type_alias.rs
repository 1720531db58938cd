//! `typing.TypeAliasType`: what `type X = ...` makes.

use super::{Lazy, caller_module, name_argument, unpack_type_var_tuples};
use crate::error::PyResult;
use crate::heap::collect::Traverse;
use crate::heap::{Value, Visitor};
use crate::objects::{Kind, Native, generic_alias, union};
use crate::types::{GetSetDef, Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use crate::vm::Vm;

/// The payload.
pub struct TypeAlias {
    name: Value,
    /// A tuple; the alias is generic unless it is empty.
    type_params: Value,
    value: Lazy,
    module: Value,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: Some("Type alias."),
    flags: TypeFlags::IMMUTABLE,
    layout: Some(Layout::Native("TypeAliasType")),
    constructor: Some("typealias"),
    slots,
    new: Some(&NEW),
    methods: METHODS,
    getset: GETSET,
    is_static: true,
    ..TypeSpec::named("TypeAliasType", "typing")
};

static NEW: NativeDef =
    NativeDef::static_("__new__", "($type, name, value, *, type_params=<unrepresentable>)", new, "")
        .hidden_signature();

static METHODS: &[NativeDef] =
    &[NativeDef::method("__reduce__", "($self, /)", |vm, a| Ok(of(vm, &a[0])?.name.clone()), "")];

static GETSET: &[GetSetDef] = &[
    GetSetDef::member("__name__", |vm, v| Ok(of(vm, v)?.name.clone()), ""),
    GetSetDef::get(
        "__parameters__",
        |vm, v| unpack_type_var_tuples(vm, of(vm, v)?.type_params.as_tuple().unwrap_or(&[])),
        "",
    ),
    GetSetDef::get("__type_params__", |vm, v| Ok(of(vm, v)?.type_params.clone()), ""),
    GetSetDef::get("__value__", |vm, v| Ok(of(vm, v)?.value.get(vm)?.unwrap_or(Value::None)), ""),
    GetSetDef::get("__module__", |vm, v| Ok(of(vm, v)?.module.clone()), ""),
];

fn slots(s: &Slots) {
    s.repr.set(Some(|vm, v| Ok(Value::Str(vm.str(&of(vm, v)?.name)?))));
    s.getitem.set(Some(getitem));
    s.or.set(Some(union::or));
}

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a TypeAlias> {
    vm.payload(value, "TypeAliasType")
}

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    let name = name_argument(vm, &args[1], "typealias")?;
    let type_params = if args[3].is_unbound() { vm.empty_tuple() } else { args[3].clone() };
    if type_params.as_tuple().is_none() {
        return Err(vm.type_error("type_params must be a tuple"));
    }
    let payload =
        TypeAlias { name, type_params, value: Lazy::known(args[2].clone()), module: caller_module(vm) };
    Ok(vm.new_native(vm.expect_type(&args[0], "TypeAliasType.__new__(X): X")?, payload))
}

/// What a `type` statement makes: `type_params` is a tuple or `None`.
pub fn made_by_syntax(vm: &Vm, name: &Value, type_params: &Value, evaluator: &Value) -> Value {
    let module = match evaluator.as_obj().map(|r| r.kind()) {
        Some(Kind::Function(f)) => f.module.borrow().clone(),
        _ => Value::None,
    };
    let type_params = if type_params.is_none() { vm.empty_tuple() } else { type_params.clone() };
    let value = Lazy::by(evaluator.clone());
    let payload = TypeAlias { name: name.clone(), type_params, value, module };
    vm.new_native(&vm.native_type(&SPEC), payload)
}

fn getitem(vm: &Vm, value: &Value, item: &Value) -> PyResult {
    if of(vm, value)?.type_params.as_tuple().is_none_or(<[Value]>::is_empty) {
        return Err(vm.type_error("Only generic type aliases are subscriptable"));
    }
    Ok(generic_alias::new(vm, value.clone(), item.clone()))
}

impl Native for TypeAlias {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.value(&self.name);
        visit.value(&self.type_params);
        self.value.traverse(visit);
        visit.value(&self.module);
    }
}

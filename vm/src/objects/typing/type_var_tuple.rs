//! `typing.TypeVarTuple`

use super::{
    Lazy, PARAM_FLAGS, call_typing, default_argument, default_of, has_default, name_argument, no_base,
    set_module, unpack,
};
use crate::error::PyResult;
use crate::heap::collect::Traverse;
use crate::heap::{Value, Visitor};
use crate::objects::Native;
use crate::types::{GetSetDef, Layout, NativeDef, Slots, TypeSpec};
use crate::vm::Vm;

/// The payload.
pub(super) struct TypeVarTuple {
    name: Value,
    pub(super) default: Lazy,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: Some("Type variable tuple. A specialized form of type variable that enables\nvariadic generics."),
    flags: PARAM_FLAGS,
    layout: Some(Layout::Native("TypeVarTuple")),
    constructor: Some("typevartuple"),
    slots,
    new: Some(&NEW),
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::named("TypeVarTuple", "typing")
};

static NEW: NativeDef =
    NativeDef::static_("__new__", "($type, name, *, default=typing.NoDefault)", new, "").hidden_signature();

static METHODS: &[NativeDef] = &[
    NativeDef::method("__typing_subst__", "($self, arg, /)", no_subst, ""),
    NativeDef::method(
        "__typing_prepare_subst__",
        "($self, alias, args, /)",
        |vm, a| call_typing(vm, "_typevartuple_prepare_subst", a),
        "",
    ),
    NativeDef::method("__reduce__", "($self, /)", |vm, a| Ok(of(vm, &a[0])?.name.clone()), ""),
    NativeDef::method("has_default", "($self, /)", |vm, a| Ok(has_default(vm, &of(vm, &a[0])?.default)), ""),
    NativeDef::method("__mro_entries__", "($self, object, /)", no_base, "").hidden_signature(),
];

static GETSET: &[GetSetDef] = &[
    GetSetDef::member("__name__", |vm, v| Ok(of(vm, v)?.name.clone()), ""),
    GetSetDef::get(
        "__default__",
        |vm, v| default_of(vm, &of(vm, v)?.default),
        "The default value for this TypeVarTuple.",
    ),
];

fn slots(s: &Slots) {
    s.repr.set(Some(|vm, v| Ok(Value::Str(vm.str(&of(vm, v)?.name)?))));
    s.iter.set(Some(iter));
}

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a TypeVarTuple> {
    vm.payload(value, "TypeVarTuple")
}

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    let name = name_argument(vm, &args[1], "typevartuple")?;
    let payload = TypeVarTuple { name, default: default_argument(vm, &args[2]) };
    let made = vm.new_native(vm.expect_type(&args[0], "TypeVarTuple.__new__(X): X")?, payload);
    set_module(vm, &made);
    Ok(made)
}

/// `[*Ts]`
pub(super) fn made_by_syntax(vm: &Vm, name: &Value) -> Value {
    let payload = TypeVarTuple { name: name.clone(), default: Lazy::known(Value::Unbound) };
    vm.new_native(&vm.native_type(&SPEC), payload)
}

/// `*Ts` is `Unpack[Ts]`.
fn iter(vm: &Vm, value: &Value) -> PyResult {
    vm.iter(&vm.new_tuple(vec![unpack(vm, value)?]))
}

fn no_subst(vm: &Vm, _args: &[Value]) -> PyResult {
    Err(vm.type_error("Substitution of bare TypeVarTuple is not supported"))
}

impl Native for TypeVarTuple {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.value(&self.name);
        self.default.traverse(visit);
    }
}

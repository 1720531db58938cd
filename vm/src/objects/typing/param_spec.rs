//! `typing.ParamSpec` and its two halves, `ParamSpecArgs` and `ParamSpecKwargs`.

use super::{
    Lazy, PARAM_FLAGS, Variance, call_typing, checked_bound, default_argument, default_of, has_default,
    name_argument, no_base, set_module,
};
use crate::error::PyResult;
use crate::heap::collect::Traverse;
use crate::heap::{Value, Visitor};
use crate::objects::Native;
use crate::types::slots::CmpOp;
use crate::types::{GetSetDef, Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use crate::vm::Vm;

/// The payload of a `ParamSpec`.
pub(super) struct ParamSpec {
    name: Value,
    variance: Variance,
    bound: Value,
    pub(super) default: Lazy,
}

/// `ParamSpec`
pub static SPEC: TypeSpec = TypeSpec {
    doc: Some("Parameter specification variable."),
    flags: PARAM_FLAGS,
    layout: Some(Layout::Native("ParamSpec")),
    constructor: Some("paramspec"),
    slots,
    new: Some(&NEW),
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::named("ParamSpec", "typing")
};

static NEW: NativeDef = NativeDef::static_(
    "__new__",
    "($type, name, *, bound=None, default=typing.NoDefault, covariant=False, contravariant=False, infer_variance=False)",
    new,
    "",
)
.hidden_signature();

static METHODS: &[NativeDef] = &[
    NativeDef::method(
        "__typing_subst__",
        "($self, arg, /)",
        |vm, a| call_typing(vm, "_paramspec_subst", a),
        "",
    ),
    NativeDef::method(
        "__typing_prepare_subst__",
        "($self, alias, args, /)",
        |vm, a| call_typing(vm, "_paramspec_prepare_subst", a),
        "",
    ),
    NativeDef::method("has_default", "($self, /)", |vm, a| Ok(has_default(vm, &of(vm, &a[0])?.default)), ""),
    NativeDef::method("__reduce__", "($self, /)", |vm, a| Ok(of(vm, &a[0])?.name.clone()), ""),
    NativeDef::method("__mro_entries__", "($self, object, /)", no_base, "").hidden_signature(),
];

static GETSET: &[GetSetDef] = &[
    GetSetDef::member("__name__", |vm, v| Ok(of(vm, v)?.name.clone()), ""),
    GetSetDef::member("__bound__", |vm, v| Ok(of(vm, v)?.bound.clone()), ""),
    GetSetDef::member("__covariant__", |vm, v| Ok(Value::Bool(of(vm, v)?.variance.covariant)), ""),
    GetSetDef::member("__contravariant__", |vm, v| Ok(Value::Bool(of(vm, v)?.variance.contravariant)), ""),
    GetSetDef::member("__infer_variance__", |vm, v| Ok(Value::Bool(of(vm, v)?.variance.inferred)), ""),
    GetSetDef::get("args", |vm, v| half(vm, v, &ARGS), "Represents positional arguments."),
    GetSetDef::get("kwargs", |vm, v| half(vm, v, &KWARGS), "Represents keyword arguments."),
    GetSetDef::get(
        "__default__",
        |vm, v| default_of(vm, &of(vm, v)?.default),
        "The default value for this ParamSpec.",
    ),
];

fn slots(s: &Slots) {
    s.repr.set(Some(repr));
    s.or.set(Some(|vm, a, b| call_typing(vm, "_make_union", &[a.clone(), b.clone()])));
}

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a ParamSpec> {
    vm.payload(value, "ParamSpec")
}

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    let name = name_argument(vm, &args[1], "paramspec")?;
    let variance = Variance::from_args(vm, &args[4..7])?;
    let bound = checked_bound(vm, &args[2])?;
    let payload = ParamSpec { name, variance, bound, default: default_argument(vm, &args[3]) };
    let made = vm.new_native(vm.expect_type(&args[0], "ParamSpec.__new__(X): X")?, payload);
    set_module(vm, &made);
    Ok(made)
}

/// `[**P]`
pub(super) fn made_by_syntax(vm: &Vm, name: &Value) -> Value {
    let default = Lazy::known(Value::Unbound);
    let payload = ParamSpec { name: name.clone(), variance: Variance::INFERRED, bound: Value::None, default };
    vm.new_native(&vm.native_type(&SPEC), payload)
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let p = of(vm, value)?;
    Ok(Value::str(&format!("{}{}", p.variance.sign(), vm.str(&p.name)?)))
}

impl Native for ParamSpec {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.value(&self.name);
        visit.value(&self.bound);
        self.default.traverse(visit);
    }
}

/// The payload of `P.args` and `P.kwargs`: what they are halves of.
struct Half(Value);

/// `ParamSpecArgs`
pub static ARGS: TypeSpec = TypeSpec {
    doc: Some("The args for a ParamSpec object."),
    layout: Some(Layout::Native("ParamSpecArgs")),
    constructor: Some("paramspecargs"),
    slots: |s| half_slots(s, |vm, v| half_repr(vm, v, "args")),
    ..HALF
};

/// `ParamSpecKwargs`
pub static KWARGS: TypeSpec = TypeSpec {
    doc: Some("The kwargs for a ParamSpec object."),
    layout: Some(Layout::Native("ParamSpecKwargs")),
    constructor: Some("paramspeckwargs"),
    slots: |s| half_slots(s, |vm, v| half_repr(vm, v, "kwargs")),
    name: "ParamSpecKwargs",
    ..HALF
};

const HALF: TypeSpec = TypeSpec {
    flags: TypeFlags::HAS_WEAKREF.with(TypeFlags::IMMUTABLE),
    new: Some(&HALF_NEW),
    methods: HALF_METHODS,
    getset: HALF_GETSET,
    ..TypeSpec::named("ParamSpecArgs", "typing")
};

static HALF_NEW: NativeDef =
    NativeDef::static_("__new__", "($type, origin)", half_new, "").hidden_signature();
static HALF_METHODS: &[NativeDef] =
    &[NativeDef::method("__mro_entries__", "($self, object, /)", no_base, "").hidden_signature()];
static HALF_GETSET: &[GetSetDef] =
    &[GetSetDef::member("__origin__", |vm, v| Ok(half_of(vm, v)?.0.clone()), "")];

fn half_slots(s: &Slots, repr: crate::types::slots::Unary) {
    s.repr.set(Some(repr));
    s.richcompare.set(Some(half_richcompare));
}

fn half_of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Half> {
    vm.payload(value, "ParamSpecArgs")
}

fn half(vm: &Vm, param: &Value, spec: &'static TypeSpec) -> PyResult {
    Ok(vm.new_native(&vm.native_type(spec), Half(param.clone())))
}

fn half_new(vm: &Vm, args: &[Value]) -> PyResult {
    let class = vm.expect_type(&args[0], "ParamSpecArgs.__new__(X): X")?;
    Ok(vm.new_native(class, Half(args[1].clone())))
}

fn half_repr(vm: &Vm, value: &Value, which: &str) -> PyResult {
    let origin = &half_of(vm, value)?.0;
    let shown = match origin.native::<ParamSpec>() {
        Some(param) => vm.str(&param.name)?,
        None => vm.repr(origin)?,
    };
    Ok(Value::str(&format!("{shown}.{which}")))
}

fn half_richcompare(vm: &Vm, a: &Value, b: &Value, op: CmpOp) -> PyResult {
    match (a.native::<Half>(), b.native::<Half>(), op) {
        (Some(x), Some(y), CmpOp::Eq | CmpOp::Ne) if vm.class_of(a).is(vm.class_of(b)) => {
            vm.compare(&x.0, &y.0, op)
        }
        _ => Ok(Value::NotImplemented),
    }
}

impl Native for Half {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.value(&self.0);
    }
}

//! `typing.TypeVar`

use super::{
    Lazy, PARAM_FLAGS, Variance, call_typing, checked_bound, default_argument, default_of, has_default,
    name_argument, no_base, no_default, set_module,
};
use crate::error::PyResult;
use crate::heap::collect::Traverse;
use crate::heap::{Value, Visitor};
use crate::objects::Native;
use crate::protocol::number::BinOp;
use crate::types::{GetSetDef, Layout, NativeDef, Slots, TypeSpec};
use crate::vm::Vm;

/// The payload.
pub(super) struct TypeVar {
    name: Value,
    variance: Variance,
    bound: Lazy,
    constraints: Lazy,
    pub(super) default: Lazy,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: Some("Type variable."),
    flags: PARAM_FLAGS,
    layout: Some(Layout::Native("TypeVar")),
    constructor: Some("typevar"),
    slots,
    new: Some(&NEW),
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::named("TypeVar", "typing")
};

static NEW: NativeDef = NativeDef::static_(
    "__new__",
    "($type, name, *constraints, bound=None, default=typing.NoDefault, covariant=False, contravariant=False, infer_variance=False)",
    new,
    "",
)
.hidden_signature();

static METHODS: &[NativeDef] = &[
    NativeDef::method(
        "__typing_subst__",
        "($self, arg, /)",
        |vm, a| call_typing(vm, "_typevar_subst", a),
        "",
    ),
    NativeDef::method("__typing_prepare_subst__", "($self, alias, args, /)", prepare_subst, ""),
    NativeDef::method("__reduce__", "($self, /)", |vm, a| Ok(of(vm, &a[0])?.name.clone()), ""),
    NativeDef::method("has_default", "($self, /)", |vm, a| Ok(has_default(vm, &of(vm, &a[0])?.default)), ""),
    NativeDef::method("__mro_entries__", "($self, object, /)", no_base, "").hidden_signature(),
];

static GETSET: &[GetSetDef] = &[
    GetSetDef::member("__name__", |vm, v| Ok(of(vm, v)?.name.clone()), ""),
    GetSetDef::member("__covariant__", |vm, v| Ok(Value::Bool(of(vm, v)?.variance.covariant)), ""),
    GetSetDef::member("__contravariant__", |vm, v| Ok(Value::Bool(of(vm, v)?.variance.contravariant)), ""),
    GetSetDef::member("__infer_variance__", |vm, v| Ok(Value::Bool(of(vm, v)?.variance.inferred)), ""),
    GetSetDef::get("__bound__", |vm, v| Ok(of(vm, v)?.bound.get(vm)?.unwrap_or(Value::None)), ""),
    GetSetDef::get(
        "__constraints__",
        |vm, v| Ok(of(vm, v)?.constraints.get(vm)?.unwrap_or_else(|| vm.empty_tuple())),
        "",
    ),
    GetSetDef::get("__default__", |vm, v| default_of(vm, &of(vm, v)?.default), ""),
];

fn slots(s: &Slots) {
    s.repr.set(Some(repr));
    s.or.set(Some(|vm, a, b| call_typing(vm, "_make_union", &[a.clone(), b.clone()])));
}

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a TypeVar> {
    vm.payload(value, "TypeVar")
}

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    let name = name_argument(vm, &args[1], "typevar")?;
    let variance = Variance::from_args(vm, &args[5..8])?;
    let bound = checked_bound(vm, &args[3])?;
    let constraints = args[2].as_tuple().unwrap_or(&[]);
    if constraints.len() == 1 {
        return Err(vm.type_error("A single constraint is not allowed"));
    }
    if !constraints.is_empty() && !bound.is_none() {
        return Err(vm.type_error("Constraints cannot be combined with bound=..."));
    }
    let payload = TypeVar {
        name,
        variance,
        bound: Lazy::known(bound),
        constraints: Lazy::known(args[2].clone()),
        default: default_argument(vm, &args[4]),
    };
    let made = vm.new_native(vm.expect_type(&args[0], "TypeVar.__new__(X): X")?, payload);
    set_module(vm, &made);
    Ok(made)
}

/// `[T: bound]` or `[T: (constraints)]`
pub(super) fn made_by_syntax(vm: &Vm, name: &Value, bound: Lazy, constraints: Lazy) -> Value {
    let default = Lazy::known(Value::Unbound);
    let payload = TypeVar { name: name.clone(), variance: Variance::INFERRED, bound, constraints, default };
    vm.new_native(&vm.native_type(&SPEC), payload)
}

/// The arguments of a subscription, with the default where the one for this variable is missing.
fn prepare_subst(vm: &Vm, args: &[Value]) -> PyResult {
    let params = vm.getattr_str(&args[1], "__parameters__")?;
    let given = vm.len(&args[2])?;
    let mut index = None;
    for (i, param) in vm.list_from_iterable(&params)?.iter().enumerate() {
        if index.is_none() && vm.eq(param, &args[0])? {
            index = Some(i);
        }
    }
    let Some(index) = index else {
        return Err(vm.value_error("sequence.index(x): x not in sequence"));
    };
    if index < given {
        return Ok(args[2].clone());
    }
    let default = default_of(vm, &of(vm, &args[0])?.default)?;
    if index > given || default.is(&no_default(vm)) {
        let (alias, least) = (vm.str(&args[1])?, index + 1);
        return Err(vm.type_error(format!(
            "Too few arguments for {alias}; actual {given}, expected at least {least}"
        )));
    }
    vm.binary_op(BinOp::Add, &args[2], &vm.new_tuple(vec![default]))
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let v = of(vm, value)?;
    Ok(Value::str(&format!("{}{}", v.variance.sign(), vm.str(&v.name)?)))
}

impl Native for TypeVar {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.value(&self.name);
        self.bound.traverse(visit);
        self.constraints.traverse(visit);
        self.default.traverse(visit);
    }
}

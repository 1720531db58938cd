//! `method`: a callable bound to its first argument.

use crate::call::Args;
use crate::error::PyResult;
use crate::heap::{Str, Value, Visitor};
use crate::objects::Native;
use crate::types::slots::CmpOp;
use crate::types::{GetSetDef, Layout, NativeDef, Slots, TypeFlags, TypeSpec, attribute, lookup};
use crate::vm::Vm;

/// The payload.
pub struct BoundMethod {
    /// `__func__`
    pub function: Value,
    /// `__self__`
    pub receiver: Value,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: Some("Create a bound instance method object."),
    layout: Some(Layout::Native("method")),
    flags: TypeFlags::HAS_WEAKREF,
    slots,
    new: Some(&NEW),
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::named("method", "builtins")
};

static NEW: NativeDef = NativeDef::static_("__new__", "($type, function, instance, /)", py_new, "");

static METHODS: &[NativeDef] = &[NativeDef::method("__reduce__", "($self, /)", reduce, "")];

static GETSET: &[GetSetDef] = &[
    GetSetDef::member(
        "__func__",
        |vm, v| Ok(of(vm, v)?.function.clone()),
        "the function (or other callable) implementing a method",
    ),
    GetSetDef::member(
        "__self__",
        |vm, v| Ok(of(vm, v)?.receiver.clone()),
        "the instance to which a method is bound",
    ),
    GetSetDef::get("__doc__", |vm, v| vm.getattr(&of(vm, v)?.function, &vm.names.doc), ""),
];

fn slots(s: &Slots) {
    s.repr.set(Some(repr));
    s.hash.set(Some(hash));
    s.call.set(Some(call));
    s.getattro.set(Some(getattro));
    s.richcompare.set(Some(richcompare));
    // A bound method is not bound again.
    s.descr_get.set(Some(|_, v, _, _| Ok(v.clone())));
}

/// Binds `function` to `receiver`.
#[inline]
pub fn new(vm: &Vm, function: Value, receiver: Value) -> Value {
    vm.new_native(&vm.types.method, BoundMethod { function, receiver })
}

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a BoundMethod> {
    vm.payload(value, "method")
}

fn py_new(vm: &Vm, args: &[Value]) -> PyResult {
    if !vm.is_callable(&args[1]) {
        return Err(vm.type_error("first argument must be callable"));
    }
    if args[2].is_none() {
        return Err(vm.type_error("instance must not be None"));
    }
    Ok(new(vm, args[1].clone(), args[2].clone()))
}

fn call(vm: &Vm, value: &Value, args: Args<'_>) -> PyResult {
    let m = of(vm, value)?;
    let all = args.prepend(m.receiver.clone());
    vm.with_depth("", || vm.call(&m.function, Args::with_keywords(&all, args.kwnames())))
}

/// Attributes that the method itself lacks come from its function.
fn getattro(vm: &Vm, value: &Value, name: &Str) -> PyResult {
    if lookup::lookup(vm.class_of(value), name).is_some() {
        return attribute::generic_getattr(vm, value, name);
    }
    vm.getattr(&of(vm, value)?.function, name)
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let m = of(vm, value)?;
    let name = match vm.lookup_attr(&m.function, &vm.names.qualname)? {
        Some(name) => Some(name),
        None => vm.lookup_attr(&m.function, &vm.names.name)?,
    };
    let name = name.as_ref().and_then(Value::as_text).map_or_else(|| "?".to_owned(), ToString::to_string);
    Ok(Value::str(&format!("<bound method {name} of {}>", vm.repr(&m.receiver)?)))
}

fn hash(vm: &Vm, value: &Value) -> PyResult<i64> {
    let m = of(vm, value)?;
    let receiver = crate::hash::hash_pointer(vm.id(&m.receiver));
    Ok(crate::hash::hash_xor(receiver, vm.hash(&m.function)?))
}

fn richcompare(vm: &Vm, a: &Value, b: &Value, op: CmpOp) -> PyResult {
    let (Some(x), Some(y)) = (a.native::<BoundMethod>(), b.native::<BoundMethod>()) else {
        return Ok(Value::NotImplemented);
    };
    let same = match op {
        CmpOp::Eq | CmpOp::Ne => x.receiver.is(&y.receiver) && vm.eq(&x.function, &y.function)?,
        _ => return Ok(Value::NotImplemented),
    };
    Ok(Value::Bool(same == (op == CmpOp::Eq)))
}

fn reduce(vm: &Vm, args: &[Value]) -> PyResult {
    let m = of(vm, &args[0])?;
    let name = vm.getattr(&m.function, &vm.names.name)?;
    let parts = vm.new_tuple(vec![m.receiver.clone(), name]);
    Ok(vm.new_tuple(vec![vm.builtin("getattr")?, parts]))
}

impl Native for BoundMethod {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.value(&self.function);
        visit.value(&self.receiver);
    }
}

//! `weakref.ref`, also known as `ReferenceType`.

use std::cell::Cell;

use pyvm_vm::call::Args;
use pyvm_vm::heap::collect::Traverse;
use pyvm_vm::heap::weak::{self, Rank, Weak};
use pyvm_vm::heap::{TypeRef, Visitor};
use pyvm_vm::objects::Native;
use pyvm_vm::types::slots::CmpOp;
use pyvm_vm::types::{GetSetDef, Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

struct Reference {
    weak: Weak,
    /// The hash of the referent, kept for when it is gone.
    hash: Cell<Option<i64>>,
}

/// The type.
pub(super) static SPEC: TypeSpec = TypeSpec {
    flags: TypeFlags::BASETYPE,
    layout: Some(Layout::Native("weakref")),
    slots,
    new: Some(&NEW),
    init: Some(&INIT),
    methods: METHODS,
    getset: GETSET,
    is_static: true,
    ..TypeSpec::named("ReferenceType", "weakref")
};

static NEW: NativeDef = NativeDef::static_("__new__", "($type, /, *args, **kwargs)", new, "");
static INIT: NativeDef = NativeDef::method("__init__", "($self, /, *args, **kwargs)", init, "");
static METHODS: &[NativeDef] = &[NativeDef::class(
    "__class_getitem__",
    "($type, object, /)",
    pyvm_vm::objects::generic_alias::class_getitem,
    "See PEP 585",
)];
static GETSET: &[GetSetDef] =
    &[GetSetDef::member("__callback__", |vm, v| Ok(of(vm, v)?.weak.callback()), "")];

fn slots(s: &Slots) {
    s.repr.set(Some(repr));
    s.hash.set(Some(hash));
    s.call.set(Some(call));
    s.richcompare.set(Some(richcompare));
}

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Reference> {
    vm.payload(value, "weakref.ReferenceType")
}

/// The handle in a reference.
pub(super) fn weak(value: &Value) -> Option<&Weak> {
    value.native::<Reference>().map(|r| &r.weak)
}

/// The object and the callback among the arguments of `method`.
fn arguments(vm: &Vm, method: &str, args: &Value) -> PyResult<(Value, Value)> {
    match crate::support::elements(args) {
        [object] => Ok((object.clone(), Value::None)),
        [object, callback] => Ok((object.clone(), callback.clone())),
        [] => Err(vm.type_error(format!("{method} expected at least 1 argument, got 0"))),
        more => Err(vm.type_error(format!("{method} expected at most 2 arguments, got {}", more.len()))),
    }
}

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    // Keywords belong to the `__init__` of a subclass.
    let (object, callback) = arguments(vm, "__new__", &args[1])?;
    let target = super::target(vm, &object)?;
    let is_plain = TypeRef::from_value(&args[0]).is_some_and(|class| class.is(&vm.native_type(&SPEC)));
    if is_plain
        && callback.is_none()
        && let Some(shared) = weak::shared(target, Rank::Reference)
    {
        return Ok(Value::Obj(shared));
    }
    let rank = if is_plain { Rank::Reference } else { Rank::Other };
    let payload = Reference { weak: super::handle(target, &callback, rank), hash: Cell::new(None) };
    let made = crate::support::instance(vm, &args[0], payload)?;
    if let (Some(weak), Some(owner)) = (weak(&made), made.as_obj()) {
        weak.set_owner(owner);
    }
    Ok(made)
}

fn init(vm: &Vm, args: &[Value]) -> PyResult {
    if args[2].as_dict().is_some_and(|keywords| !keywords.is_empty()) {
        return Err(vm.type_error("ref() takes no keyword arguments"));
    }
    arguments(vm, "__init__", &args[1])?;
    Ok(Value::None)
}

fn call(vm: &Vm, value: &Value, args: Args<'_>) -> PyResult {
    if !args.kwnames().is_empty() {
        return Err(vm.type_error("weakref() takes no keyword arguments"));
    }
    if !args.is_empty() {
        return Err(vm.type_error(format!("weakref expected 0 arguments, got {}", args.all().len())));
    }
    Ok(of(vm, value)?.weak.upgrade().map_or(Value::None, Value::Obj))
}

fn hash(vm: &Vm, value: &Value) -> PyResult<i64> {
    let reference = of(vm, value)?;
    if let Some(hash) = reference.hash.get() {
        return Ok(hash);
    }
    let Some(object) = reference.weak.upgrade() else {
        return Err(vm.type_error("weak object has gone away"));
    };
    let hash = vm.hash(&Value::Obj(object))?;
    reference.hash.set(Some(hash));
    Ok(hash)
}

/// Living references compare as their referents, others by identity.
fn richcompare(vm: &Vm, a: &Value, b: &Value, op: CmpOp) -> PyResult {
    let (CmpOp::Eq | CmpOp::Ne, Some(x), Some(y)) = (op, super::referent(a), super::referent(b)) else {
        return Ok(Value::NotImplemented);
    };
    match (x, y) {
        (Some(x), Some(y)) => vm.compare(&x, &y, op),
        _ => Ok(Value::Bool(a.is(b) == (op == CmpOp::Eq))),
    }
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let id = vm.id(value);
    let Some(object) = of(vm, value)?.weak.upgrade().map(Value::Obj) else {
        return Ok(Value::str(&format!("<weakref at {id:#x}; dead>")));
    };
    let name = vm.special_method(&object, &vm.names.name)?;
    let name = name.as_ref().and_then(Value::as_text).map_or(String::new(), |n| format!(" ({n})"));
    let class = vm.type_name(&object);
    Ok(Value::str(&format!("<weakref at {id:#x}; to '{class}' at {:#x}{name}>", vm.id(&object))))
}

impl Native for Reference {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        self.weak.traverse(visit);
    }
}

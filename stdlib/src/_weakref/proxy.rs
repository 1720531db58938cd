//! `weakref.ProxyType` and `weakref.CallableProxyType`: every operation goes to the object while it lives.

use pyvm_vm::heap::Visitor;
use pyvm_vm::heap::collect::Traverse;
use pyvm_vm::heap::weak::{self, Rank, Weak};
use pyvm_vm::objects::Native;
use pyvm_vm::protocol::number::{BinOp, UnaryOp};
use pyvm_vm::types::{Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

struct Proxy(Weak);

/// `weakref.ProxyType`
pub(super) static SPEC: TypeSpec = TypeSpec {
    flags: TypeFlags::NO_NEW,
    layout: Some(Layout::Native("weakproxy")),
    slots,
    methods: METHODS,
    attributes: |_| vec![("__hash__", Value::None)],
    is_static: true,
    ..TypeSpec::named("ProxyType", "weakref")
};
/// `weakref.CallableProxyType`
pub(super) static CALLABLE_SPEC: TypeSpec = TypeSpec {
    flags: TypeFlags::NO_NEW,
    layout: Some(Layout::Native("weakcallableproxy")),
    slots: |s| {
        slots(s);
        s.call.set(Some(|vm, v, args| vm.call(&object(vm, v)?, args)));
    },
    methods: METHODS,
    attributes: |_| vec![("__hash__", Value::None)],
    is_static: true,
    ..TypeSpec::named("CallableProxyType", "weakref")
};

static METHODS: &[NativeDef] = &[
    NativeDef::method(
        "__bytes__",
        "($self, /)",
        |vm, a| crate::support::method(vm, &object(vm, &a[0])?, "__bytes__", &[]),
        "",
    ),
    NativeDef::method(
        "__reversed__",
        "($self, /)",
        |vm, a| crate::support::method(vm, &object(vm, &a[0])?, "__reversed__", &[]),
        "",
    ),
];

/// Sets `slot` to the operator on the objects behind both operands, and `inplace` to its in-place form.
macro_rules! binary {
    ($s:ident, $($slot:ident $inplace:ident $op:ident,)*) => {
        $(
            $s.$slot.set(Some(|vm, a, b| vm.binary_op(BinOp::$op, &object(vm, a)?, &object(vm, b)?)));
            $s.$inplace.set(Some(|vm, a, b| vm.inplace_op(BinOp::$op, &object(vm, a)?, &object(vm, b)?)));
        )*
    };
}

fn slots(s: &Slots) {
    s.repr.set(Some(repr));
    s.str.set(Some(|vm, v| vm.str(&object(vm, v)?).map(Value::Str)));
    s.hash.set(Some(|vm, v| Err(vm.unhashable(v))));
    s.getattro.set(Some(|vm, v, name| vm.getattr(&object(vm, v)?, name)));
    s.setattro.set(Some(|vm, v, name, value| match value {
        Some(value) => vm.setattr(&object(vm, v)?, name, value),
        None => vm.delattr(&object(vm, v)?, name),
    }));
    s.richcompare.set(Some(|vm, a, b, op| vm.compare(&object(vm, a)?, &object(vm, b)?, op)));
    s.iter.set(Some(|vm, v| vm.iter(&object(vm, v)?)));
    s.iternext.set(Some(next));
    s.bool.set(Some(|vm, v| vm.is_true(&object(vm, v)?)));
    s.len.set(Some(|vm, v| vm.len(&object(vm, v)?)));
    s.contains.set(Some(|vm, v, item| vm.contains(&object(vm, v)?, item)));
    s.getitem.set(Some(|vm, v, key| vm.getitem(&object(vm, v)?, key)));
    s.setitem.set(Some(|vm, v, key, value| match value {
        Some(value) => vm.setitem(&object(vm, v)?, key, value),
        None => vm.delitem(&object(vm, v)?, key),
    }));
    number_slots(s);
}

fn number_slots(s: &Slots) {
    binary! { s,
        add iadd Add, sub isub Sub, mul imul Mul, matmul imatmul MatMul, truediv itruediv TrueDiv,
        floordiv ifloordiv FloorDiv, rem irem Mod, lshift ilshift LShift, rshift irshift RShift,
        and iand And, or ior Or, xor ixor Xor,
    }
    s.divmod.set(Some(|vm, a, b| vm.binary_op(BinOp::DivMod, &object(vm, a)?, &object(vm, b)?)));
    s.pow.set(Some(|vm, a, b, m| vm.power(&object(vm, a)?, &object(vm, b)?, &object(vm, m)?)));
    s.ipow.set(Some(|vm, a, b, _| vm.inplace_power(&object(vm, a)?, &object(vm, b)?)));
    s.neg.set(Some(|vm, v| vm.unary_op(UnaryOp::Neg, &object(vm, v)?)));
    s.pos.set(Some(|vm, v| vm.unary_op(UnaryOp::Pos, &object(vm, v)?)));
    s.invert.set(Some(|vm, v| vm.unary_op(UnaryOp::Invert, &object(vm, v)?)));
    s.abs.set(Some(|vm, v| vm.call1(&vm.builtin("abs")?, object(vm, v)?)));
    s.int.set(Some(|vm, v| vm.call1(&vm.types.int.to_value(), object(vm, v)?)));
    s.float.set(Some(|vm, v| vm.call1(&vm.types.float.to_value(), object(vm, v)?)));
    s.index.set(Some(|vm, v| vm.index(&object(vm, v)?)));
}

/// The handle in a proxy.
pub(super) fn weak(value: &Value) -> Option<&Weak> {
    value.native::<Proxy>().map(|p| &p.0)
}

/// The object behind a proxy; any other value itself.
fn object(vm: &Vm, value: &Value) -> PyResult {
    match weak(value) {
        None => Ok(value.clone()),
        Some(weak) => weak
            .upgrade()
            .map(Value::Obj)
            .ok_or_else(|| vm.reference_error("weakly-referenced object no longer exists")),
    }
}

/// `weakref.proxy(object, callback)`; proxies without a callback are shared.
pub(super) fn new(vm: &Vm, object: &Value, callback: &Value) -> PyResult {
    let target = super::target(vm, object)?;
    if callback.is_none()
        && let Some(shared) = weak::shared(target, Rank::Proxy)
    {
        return Ok(Value::Obj(shared));
    }
    let spec = if vm.is_callable(object) { &CALLABLE_SPEC } else { &SPEC };
    let payload = Proxy(super::handle(target, callback, Rank::Proxy));
    let made = vm.new_native(&vm.native_type(spec), payload);
    if let (Some(weak), Some(owner)) = (weak(&made), made.as_obj()) {
        weak.set_owner(owner);
    }
    Ok(made)
}

fn next(vm: &Vm, value: &Value) -> PyResult<Option<Value>> {
    let iterator = object(vm, value)?;
    if !vm.is_iterator(&iterator) {
        let got = vm.type_name(&iterator);
        return Err(vm.type_error(format!("Weakref proxy referenced a non-iterator '{got}' object")));
    }
    vm.next_raw(&iterator)
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let id = vm.id(value);
    Ok(Value::str(&match weak(value).and_then(Weak::upgrade).map(Value::Obj) {
        None => format!("<weakproxy at {id:#x}; dead>"),
        Some(object) => {
            format!("<weakproxy at {id:#x}; to '{}' at {:#x}>", vm.type_name(&object), vm.id(&object))
        }
    }))
}

impl Native for Proxy {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        self.0.traverse(visit);
    }
}

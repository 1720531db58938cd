//! `mappingproxy`: a read-only view of a mapping, as `type.__dict__` gives.

use crate::error::PyResult;
use crate::heap::{Value, Visitor};
use crate::objects::Native;
use crate::types::{Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use crate::vm::Vm;

/// The payload.
pub struct MappingProxy(Value);

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: Some("Read-only proxy of a mapping."),
    layout: Some(Layout::Native("mappingproxy")),
    flags: TypeFlags::MAPPING,
    slots,
    new: Some(&NEW),
    methods: METHODS,
    ..TypeSpec::named("mappingproxy", "builtins")
};

static NEW: NativeDef = NativeDef::static_("__new__", "($type, mapping)", py_new, "");

static METHODS: &[NativeDef] = &[
    NativeDef::method(
        "get",
        "($self, key, default=None, /)",
        |vm, a| delegate(vm, a, "get"),
        "Return the value for key if key is in the mapping, else default.",
    ),
    NativeDef::method(
        "keys",
        "($self, /)",
        |vm, a| delegate(vm, a, "keys"),
        "D.keys() -> a set-like object providing a view on D's keys",
    ),
    NativeDef::method(
        "values",
        "($self, /)",
        |vm, a| delegate(vm, a, "values"),
        "D.values() -> an object providing a view on D's values",
    ),
    NativeDef::method(
        "items",
        "($self, /)",
        |vm, a| delegate(vm, a, "items"),
        "D.items() -> a set-like object providing a view on D's items",
    ),
    NativeDef::method(
        "copy",
        "($self, /)",
        |vm, a| delegate(vm, a, "copy"),
        "D.copy() -> a shallow copy of D",
    ),
    NativeDef::method(
        "__reversed__",
        "($self, /)",
        |vm, a| delegate(vm, a, "__reversed__"),
        "D.__reversed__() -> reverse iterator",
    ),
    NativeDef::class(
        "__class_getitem__",
        "($type, object, /)",
        super::generic_alias::class_getitem,
        "See PEP 585",
    ),
];

fn slots(s: &Slots) {
    s.repr.set(Some(|vm, v| {
        let inner = vm.repr(of(vm, v)?)?;
        Ok(Value::str(&format!("mappingproxy({inner})")))
    }));
    s.str.set(Some(|vm, v| vm.str(of(vm, v)?).map(Value::Str)));
    s.hash.set(Some(|vm, v| deeper(vm, v, |m| vm.hash(m))));
    s.richcompare.set(Some(|vm, a, b, op| vm.compare(of(vm, a)?, unproxied(b), op)));
    s.iter.set(Some(|vm, v| deeper(vm, v, |m| vm.iter(m))));
    s.len.set(Some(|vm, v| deeper(vm, v, |m| vm.len(m))));
    s.getitem.set(Some(|vm, v, key| deeper(vm, v, |m| vm.getitem(m, key))));
    s.contains.set(Some(|vm, v, key| deeper(vm, v, |m| vm.contains(m, key))));
    s.or.set(Some(|vm, a, b| vm.binary_op(crate::protocol::number::BinOp::Or, unproxied(a), unproxied(b))));
    s.ior.set(Some(|vm, v, _| {
        Err(vm.type_error(format!("'|=' is not supported by {}; use '|' instead", vm.type_name(v))))
    }));
}

/// Asks the mapping, which may be a proxy of a proxy and so on.
fn deeper<R>(vm: &Vm, value: &Value, ask: impl FnOnce(&Value) -> PyResult<R>) -> PyResult<R> {
    vm.with_depth("", || ask(of(vm, value)?))
}

/// A proxy of `mapping`.
pub fn new(vm: &Vm, mapping: Value) -> Value {
    vm.new_native(&vm.types.mappingproxy, MappingProxy(mapping))
}

/// The mapping behind a proxy; any other value itself.
pub fn unproxied(value: &Value) -> &Value {
    value.native::<MappingProxy>().map_or(value, |p| &p.0)
}

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Value> {
    vm.payload::<MappingProxy>(value, "mappingproxy").map(|p| &p.0)
}

fn py_new(vm: &Vm, args: &[Value]) -> PyResult {
    let mapping = &args[1];
    let slots = &vm.class_of(mapping).ty().slots;
    let is_mapping =
        slots.getitem.get().is_some() && mapping.as_list().is_none() && mapping.as_tuple().is_none();
    if !is_mapping {
        let got = vm.type_name(mapping);
        return Err(vm.type_error(format!("mappingproxy() argument must be a mapping, not {got}")));
    }
    Ok(new(vm, mapping.clone()))
}

fn delegate(vm: &Vm, args: &[Value], name: &str) -> PyResult {
    vm.call_method(of(vm, &args[0])?, &vm.intern(name), &args[1..])
}

impl Native for MappingProxy {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.value(&self.0);
    }
}

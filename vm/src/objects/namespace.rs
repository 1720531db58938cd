//! `types.SimpleNamespace`

use crate::error::PyResult;
use crate::heap::{Ref, Value};
use crate::objects::{Dict, Kind};
use crate::types::slots::CmpOp;
use crate::types::{GetSetDef, Layout, NativeDef, Slots, TypeFlags, TypeSpec, attribute};
use crate::vm::Vm;

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: Some("A simple attribute-based namespace."),
    flags: TypeFlags::BASETYPE.with(TypeFlags::HAS_DICT),
    signature: Some("(mapping_or_iterable=(), /, **kwargs)"),
    layout: Some(Layout::Native("SimpleNamespace")),
    slots,
    new: Some(&NEW),
    init: Some(&INIT),
    methods: METHODS,
    getset: GETSET,
    is_static: true,
    ..TypeSpec::named("SimpleNamespace", "types")
};

static NEW: NativeDef = NativeDef::static_("__new__", "($type, /, *args, **kwargs)", new, "");
static INIT: NativeDef = NativeDef::method("__init__", "($self, /, *args, **kwargs)", init, "");
static METHODS: &[NativeDef] = &[
    NativeDef::method("__reduce__", "($self, /)", reduce, "Return state information for pickling")
        .hidden_signature(),
    NativeDef::method(
        "__replace__",
        "($self, /, **changes)",
        replace,
        "Return a copy of the namespace object with new values for the specified attributes.",
    ),
];
static GETSET: &[GetSetDef] = &[GetSetDef::member("__dict__", super::getset::get_dict, "")];

fn slots(s: &Slots) {
    s.repr.set(Some(repr));
    s.richcompare.set(Some(richcompare));
}

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    let class = vm.expect_type(&args[0], "SimpleNamespace.__new__(X): X")?;
    Ok(Value::Obj(Ref::new(class, Kind::Plain)))
}

fn own_dict(vm: &Vm, value: &Value) -> PyResult {
    super::getset::get_dict(vm, value)
}

fn init(vm: &Vm, args: &[Value]) -> PyResult {
    let target = own_dict(vm, &args[0])?;
    let positional = args[1].as_tuple().unwrap_or(&[]);
    if positional.len() > 1 {
        let n = positional.len();
        return Err(vm.type_error(format!("SimpleNamespace expected at most 1 argument, got {n}")));
    }
    if let Some(given) = positional.first() {
        let given = vm.call1(&vm.types.dict.to_value(), given.clone())?;
        if given.as_dict().is_some_and(|d| d.keys().iter().any(|k| k.as_text().is_none())) {
            return Err(vm.type_error("keywords must be strings"));
        }
        super::dict::methods::merge(vm, &target, &given)?;
    }
    super::dict::methods::merge(vm, &target, &args[2])?;
    Ok(Value::None)
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let exact = vm.is_exact(value, &vm.native_type(&SPEC));
    let name = if exact { "namespace".to_owned() } else { vm.class_of(value).name().to_string() };
    let Some(_guard) = vm.repr_enter(value) else { return Ok(Value::str(&format!("{name}(...)"))) };
    let mut parts = Vec::new();
    let dict = own_dict(vm, value)?;
    for (key, item) in dict.as_dict().map(Dict::entries).unwrap_or_default() {
        if let Some(key) = key.as_text() {
            parts.push(format!("{key}={}", vm.repr(&item)?));
        }
    }
    Ok(Value::str(&format!("{name}({})", parts.join(", "))))
}

fn richcompare(vm: &Vm, a: &Value, b: &Value, op: CmpOp) -> PyResult {
    let class = vm.native_type(&SPEC);
    if !vm.is_instance(a, &class) || !vm.is_instance(b, &class) {
        return Ok(Value::NotImplemented);
    }
    vm.compare(&own_dict(vm, a)?, &own_dict(vm, b)?, op)
}

fn reduce(vm: &Vm, args: &[Value]) -> PyResult {
    let class = vm.class_of(&args[0]).to_value();
    Ok(vm.new_tuple(vec![class, vm.empty_tuple(), own_dict(vm, &args[0])?]))
}

fn replace(vm: &Vm, args: &[Value]) -> PyResult {
    let copy = vm.call0(&vm.class_of(&args[0]).to_value())?;
    let target = own_dict(vm, &copy)?;
    super::dict::methods::merge(vm, &target, &own_dict(vm, &args[0])?)?;
    super::dict::methods::merge(vm, &target, &args[1])?;
    let _ = attribute::existing_dict(vm, &copy);
    Ok(copy)
}

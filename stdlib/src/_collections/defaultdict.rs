//! `collections.defaultdict`: a `dict` whose missing keys a factory makes. The factory is a hidden slot, so that the
//! payload stays a dict for everything that looks into one.

use pyvm_vm::objects::dict;
use pyvm_vm::types::{GetSetDef, NativeDef, Slots, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use crate::support::{elements, method, reduced};

/// The slot of `default_factory`.
const FACTORY: usize = 0;

/// The type.
pub(super) static SPEC: TypeSpec = TypeSpec {
    doc: Some(
        "defaultdict(default_factory=None, /, [...]) --> dict with default factory\n\nThe default factory is called without arguments to produce\na new value when a key is not present, in __getitem__ only.\nA defaultdict compares equal to a dict with the same items.\nAll remaining arguments are treated the same as if they were\npassed to the dict constructor, including keyword arguments.",
    ),
    base: Some(&dict::SPEC),
    flags: TypeFlags::BASETYPE
        .with(TypeFlags::MAPPING)
        .with(TypeFlags::EXTENDS_LAYOUT)
        .with(TypeFlags::GENERIC_GETATTR),
    hidden_slots: 1,
    slots,
    init: Some(&INIT),
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::named("defaultdict", "collections")
};

static INIT: NativeDef = NativeDef::method("__init__", "($self, /, *args, **kwargs)", init, "");
static METHODS: &[NativeDef] = &[
    NativeDef::method("__missing__", "($self, key, /)", missing, "__missing__(key) # Called by __getitem__ for missing key; pseudo-code:\n  if self.default_factory is None: raise KeyError((key,))\n  self[key] = value = self.default_factory()\n  return value\n").hidden_signature(),
    NativeDef::method("copy", "($self, /)", copy, "D.copy() -> a shallow copy of D.").hidden_signature(),
    NativeDef::method("__copy__", "($self, /)", copy, "D.copy() -> a shallow copy of D.").hidden_signature(),
    NativeDef::method("__reduce__", "($self, /)", reduce, crate::support::REDUCE).hidden_signature(),
    NativeDef::class("__class_getitem__", "($type, object, /)", pyvm_vm::objects::generic_alias::class_getitem, "See PEP 585").hidden_signature(),
];
static GETSET: &[GetSetDef] = &[GetSetDef {
    name: "default_factory",
    get: |_, v| Ok(factory(v)),
    set: Some(|_, v, given| {
        set_factory(v, given.unwrap_or(Value::None));
        Ok(())
    }),
    doc: "Factory for default value called by __missing__().",
    is_member: true,
}];

fn slots(s: &Slots) {
    s.repr.set(Some(repr));
    s.or.set(Some(or));
}

fn factory(object: &Value) -> Value {
    object.as_obj().and_then(|r| r.attrs().get(FACTORY).bound()).unwrap_or(Value::None)
}

fn set_factory(object: &Value, factory: Value) {
    if let Some(r) = object.as_obj() {
        drop(r.attrs().set(FACTORY, factory));
    }
}

fn init(vm: &Vm, args: &[Value]) -> PyResult {
    let given = elements(&args[1]);
    let (factory, rest) = given.split_first().map_or((Value::None, given), |(f, rest)| (f.clone(), rest));
    if !factory.is_none() && !vm.is_callable(&factory) {
        return Err(vm.type_error("first argument must be callable or None"));
    }
    set_factory(&args[0], factory);
    let Some(init) = dict::SPEC.init else { return Ok(Value::None) };
    (init.func)(vm, &[args[0].clone(), vm.new_tuple(rest.to_vec()), args[2].clone()])
}

fn missing(vm: &Vm, args: &[Value]) -> PyResult {
    let factory = factory(&args[0]);
    if factory.is_none() {
        return Err(vm.key_error(&args[1]));
    }
    let made = vm.call0(&factory)?;
    vm.setitem(&args[0], &args[1], made.clone())?;
    Ok(made)
}

fn copy(vm: &Vm, args: &[Value]) -> PyResult {
    vm.call2(&vm.class_of(&args[0]).to_value(), factory(&args[0]), args[0].clone())
}

fn reduce(vm: &Vm, args: &[Value]) -> PyResult {
    let factory = factory(&args[0]);
    let arguments = if factory.is_none() { Vec::new() } else { vec![factory] };
    let items = vm.iter(&method(vm, &args[0], "items", &[])?)?;
    Ok(reduced(vm, &args[0], arguments, vec![Value::None, Value::None, items]))
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let name = vm.class_of(value).name();
    let factory = factory(value);
    let shown = match vm.repr_enter(value) {
        Some(_guard) => vm.repr(&factory)?.to_string(),
        None => "...".to_owned(),
    };
    let content = match vm.types.dict.ty().slots.repr.get() {
        Some(repr) => repr(vm, value)?,
        None => Value::None,
    };
    let content = content.as_text().map(ToString::to_string).unwrap_or_default();
    Ok(Value::str(&format!("{name}({shown}, {content})")))
}

fn or(vm: &Vm, a: &Value, b: &Value) -> PyResult {
    let class = vm.native_type(&SPEC);
    let (own, other) = if vm.is_instance(a, &class) { (a, b) } else { (b, a) };
    if other.as_dict().is_none() {
        return Ok(Value::NotImplemented);
    }
    let made = vm.call2(&vm.class_of(own).to_value(), factory(own), a.clone())?;
    method(vm, &made, "update", std::slice::from_ref(b))?;
    Ok(made)
}

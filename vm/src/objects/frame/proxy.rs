//! `FrameLocalsProxy`: the variables of a function's frame as a mapping that writes through (PEP 667). Mirrors
//! `PyFrameLocalsProxy_Type` of `Objects/frameobject.c`.

use super::FrameObject;
use super::variables::{Variable, read, variables, write};
use crate::error::PyResult;
use crate::heap::{Ref, Value, Visitor};
use crate::objects::{Dict, Native};
use crate::types::slots::CmpOp;
use crate::types::{Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use crate::vm::Vm;

/// The payload: the frame.
pub(super) struct FrameLocalsProxy(Ref);

/// The type.
pub(super) static SPEC: TypeSpec = TypeSpec {
    layout: Some(Layout::Native("FrameLocalsProxy")),
    flags: TypeFlags::MAPPING,
    slots,
    new: Some(&NEW),
    methods: METHODS,
    attributes: |_| vec![("__hash__", Value::None)],
    ..TypeSpec::named("FrameLocalsProxy", "builtins")
};

static NEW: NativeDef = NativeDef::static_("__new__", "($type, /, *args, **kwargs)", py_new, "");

static METHODS: &[NativeDef] = &[
    NativeDef::method(
        "__contains__",
        "($self, key, /)",
        |vm, a| contains(vm, &a[0], &a[1]).map(Value::Bool),
        "",
    )
    .hidden_signature(),
    NativeDef::method("__getitem__", "($self, key, /)", |vm, a| getitem(vm, &a[0], &a[1]), "")
        .hidden_signature(),
    NativeDef::method("update", "($self, other, /)", update, "").hidden_signature(),
    NativeDef::method("__reversed__", "($self, /)", reversed, "").hidden_signature(),
    NativeDef::method("copy", "($self, /)", |vm, a| dict(vm, frame(vm, &a[0])?), "").hidden_signature(),
    NativeDef::method("keys", "($self, /)", |vm, a| keys(vm, &a[0]), "").hidden_signature(),
    NativeDef::method("values", "($self, /)", values, "").hidden_signature(),
    NativeDef::method("items", "($self, /)", items, "").hidden_signature(),
    NativeDef::method("get", "($self, /, *args)", get, "").hidden_signature(),
    NativeDef::method("setdefault", "($self, /, *args)", setdefault, "").hidden_signature(),
];

fn slots(s: &Slots) {
    s.repr.set(Some(repr));
    s.richcompare.set(Some(richcompare));
    s.iter.set(Some(|vm, v| vm.iter(&keys(vm, v)?)));
    s.len.set(Some(|vm, v| Ok(entries(vm, frame(vm, v)?).len())));
    s.getitem.set(Some(getitem));
    s.setitem.set(Some(setitem));
    s.contains.set(Some(contains));
    s.or.set(Some(or));
    s.ior.set(Some(ior));
}

/// A proxy of a frame's variables.
pub(super) fn new(vm: &Vm, frame: Ref) -> Value {
    vm.new_native(&vm.native_type(&SPEC), FrameLocalsProxy(frame))
}

fn py_new(vm: &Vm, args: &[Value]) -> PyResult {
    let given = args[1].as_tuple().unwrap_or(&[]);
    let [only] = given else {
        let n = given.len();
        return Err(vm.type_error(format!("FrameLocalsProxy expected 1 argument, got {n}")));
    };
    if args[2].as_dict().is_some_and(|d| !d.is_empty()) {
        return Err(vm.type_error("FrameLocalsProxy takes no keyword arguments"));
    }
    match only.as_obj().filter(|r| r.native::<FrameObject>().is_some()) {
        Some(frame) => Ok(new(vm, frame.clone())),
        None => Err(vm.type_error(format!("expect frame, not {}", vm.type_name(only)))),
    }
}

fn frame<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a FrameObject> {
    let proxy = vm.payload::<FrameLocalsProxy>(value, "FrameLocalsProxy")?;
    proxy.0.native::<FrameObject>().ok_or_else(|| vm.wrong_payload(value, "FrameLocalsProxy"))
}

/// Whether the value is one.
pub(super) fn is_proxy(value: &Value) -> bool {
    value.native::<FrameLocalsProxy>().is_some()
}

/// Names and values: the variables that are bound, then what was put there under other names.
pub(super) fn entries(vm: &Vm, f: &FrameObject) -> Vec<(Value, Value)> {
    let all = variables(vm, f).into_iter();
    let bound = all.map(|v| (read(vm, f, &v), v.name)).filter(|(value, _)| !value.is_unbound());
    let mut entries: Vec<(Value, Value)> = bound.map(|(value, name)| (Value::Str(name), value)).collect();
    entries.extend(f.extra.borrow().as_dict().map(Dict::entries).unwrap_or_default());
    entries
}

/// A dict of the variables.
pub(super) fn dict(vm: &Vm, f: &FrameObject) -> PyResult {
    let made = vm.new_dict();
    for (name, value) in entries(vm, f) {
        vm.setitem(&made, &name, value)?;
    }
    Ok(made)
}

/// The variable that a key names.
fn variable(vm: &Vm, f: &FrameObject, key: &Value) -> PyResult<Option<Variable>> {
    vm.hash(key)?;
    for variable in variables(vm, f) {
        let same = match key.as_text() {
            Some(text) => *text == variable.name,
            None => vm.eq(key, &Value::Str(variable.name.clone()))?,
        };
        if same {
            return Ok(Some(variable));
        }
    }
    Ok(None)
}

fn lookup(vm: &Vm, f: &FrameObject, key: &Value) -> PyResult<Option<Value>> {
    let found = variable(vm, f, key)?.map(|v| read(vm, f, &v)).and_then(Value::bound);
    if found.is_some() {
        return Ok(found);
    }
    let extra = f.extra.borrow().clone();
    extra.as_dict().map_or(Ok(None), |extra| extra.get(vm, key))
}

fn getitem(vm: &Vm, value: &Value, key: &Value) -> PyResult {
    match lookup(vm, frame(vm, value)?, key)? {
        Some(found) => Ok(found),
        None => {
            let text = format!("local variable '{}' is not defined", vm.repr(key)?);
            Err(vm.key_error(&Value::str(&text)))
        }
    }
}

fn contains(vm: &Vm, value: &Value, key: &Value) -> PyResult<bool> {
    Ok(lookup(vm, frame(vm, value)?, key)?.is_some())
}

fn setitem(vm: &Vm, value: &Value, key: &Value, new: Option<Value>) -> PyResult<()> {
    let Some(new) = new else {
        return Err(vm.type_error("cannot remove variables from FrameLocalsProxy"));
    };
    let f = frame(vm, value)?;
    if let Some(variable) = variable(vm, f, key)? {
        write(vm, f, &variable, new);
        return Ok(());
    }
    if f.extra.borrow().is_unbound() {
        drop(f.extra.replace(vm.new_dict()));
    }
    let extra = f.extra.borrow().clone();
    vm.setitem(&extra, key, new)
}

/// Whether `other` can be merged with a proxy.
fn is_mergeable(other: &Value) -> bool {
    other.as_dict().is_some() || is_proxy(other)
}

/// The entries of a dict or another proxy.
fn entries_of(vm: &Vm, other: &Value) -> PyResult<Vec<(Value, Value)>> {
    match other.as_dict() {
        Some(dict) => Ok(dict.entries()),
        None => Ok(entries(vm, frame(vm, other)?)),
    }
}

fn merge(vm: &Vm, value: &Value, other: &Value) -> PyResult<()> {
    for (key, item) in entries_of(vm, other)? {
        setitem(vm, value, &key, Some(item))?;
    }
    Ok(())
}

fn update(vm: &Vm, args: &[Value]) -> PyResult {
    if !is_mergeable(&args[1]) {
        return Err(vm.type_error("update() argument must be dict or another FrameLocalsProxy"));
    }
    merge(vm, &args[0], &args[1]).map(|()| Value::None)
}

fn or(vm: &Vm, a: &Value, b: &Value) -> PyResult {
    if !is_mergeable(a) || !is_mergeable(b) {
        return Ok(Value::NotImplemented);
    }
    let made = vm.new_dict();
    for (key, item) in entries_of(vm, a)?.into_iter().chain(entries_of(vm, b)?) {
        vm.setitem(&made, &key, item)?;
    }
    Ok(made)
}

fn ior(vm: &Vm, a: &Value, b: &Value) -> PyResult {
    if !is_mergeable(b) {
        return Ok(Value::NotImplemented);
    }
    merge(vm, a, b).map(|()| a.clone())
}

fn keys(vm: &Vm, value: &Value) -> PyResult {
    Ok(vm.new_list(entries(vm, frame(vm, value)?).into_iter().map(|(key, _)| key).collect()))
}

fn values(vm: &Vm, args: &[Value]) -> PyResult {
    Ok(vm.new_list(entries(vm, frame(vm, &args[0])?).into_iter().map(|(_, item)| item).collect()))
}

fn items(vm: &Vm, args: &[Value]) -> PyResult {
    let pairs = entries(vm, frame(vm, &args[0])?).into_iter();
    Ok(vm.new_list(pairs.map(|(key, item)| vm.new_tuple(vec![key, item])).collect()))
}

fn reversed(vm: &Vm, args: &[Value]) -> PyResult {
    let names = entries(vm, frame(vm, &args[0])?).into_iter().rev().map(|(key, _)| key);
    Ok(vm.new_list(names.collect()))
}

/// Key and default of `get` and `setdefault`.
fn key_and_default<'a>(vm: &Vm, args: &'a [Value], method: &str) -> PyResult<(&'a Value, Value)> {
    match args[1].as_tuple() {
        Some([key]) => Ok((key, Value::None)),
        Some([key, default]) => Ok((key, default.clone())),
        _ => Err(vm.type_error(format!("{method} expected 1 or 2 arguments"))),
    }
}

fn get(vm: &Vm, args: &[Value]) -> PyResult {
    let (key, default) = key_and_default(vm, args, "get")?;
    Ok(lookup(vm, frame(vm, &args[0])?, key)?.unwrap_or(default))
}

fn setdefault(vm: &Vm, args: &[Value]) -> PyResult {
    let (key, default) = key_and_default(vm, args, "setdefault")?;
    if let Some(found) = lookup(vm, frame(vm, &args[0])?, key)? {
        return Ok(found);
    }
    setitem(vm, &args[0], key, Some(default.clone()))?;
    Ok(default)
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let Some(_guard) = vm.repr_enter(value) else { return Ok(Value::str("{...}")) };
    vm.repr_object(&dict(vm, frame(vm, value)?)?)
}

fn richcompare(vm: &Vm, a: &Value, b: &Value, op: CmpOp) -> PyResult {
    if !matches!(op, CmpOp::Eq | CmpOp::Ne) {
        return Ok(Value::NotImplemented);
    }
    let f = frame(vm, a)?;
    if is_proxy(b) {
        return Ok(Value::Bool(std::ptr::eq(f, frame(vm, b)?) == (op == CmpOp::Eq)));
    }
    if b.as_dict().is_none() {
        return Ok(Value::NotImplemented);
    }
    vm.compare(&dict(vm, f)?, b, op)
}

impl Native for FrameLocalsProxy {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.object(&self.0);
    }
}

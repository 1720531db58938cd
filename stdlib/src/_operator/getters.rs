//! `itemgetter` and `attrgetter`

use pyvm_vm::call::Args;
use pyvm_vm::heap::{Str, Visitor, intern};
use pyvm_vm::objects::{Dict, Native};
use pyvm_vm::types::{GetSetDef, Layout, NativeDef, Slots, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use crate::support::{elements, instance, reduced, size};

struct ItemGetter {
    items: Vec<Value>,
}

struct AttrGetter {
    /// As they were given, for pickle.
    names: Vec<Value>,
    /// The same, split at their dots.
    paths: Vec<Vec<Str>>,
}

/// `__doc__` of `__reduce__` in this module.
pub(super) const REDUCE: &str = "Return state information for pickling";

/// What vectorcall shows of itself on a type.
pub(super) static GETSET: &[GetSetDef] = &[
    GetSetDef::member("__vectorcalloffset__", |_, _| Ok(size(32)), ""),
    GetSetDef::get("__text_signature__", |_, _| Ok(Value::str("(obj, /)")), ""),
];

/// `itemgetter`
pub(super) static ITEMGETTER: TypeSpec = TypeSpec {
    doc: Some(
        "Return a callable object that fetches the given item(s) from its operand.\nAfter f = itemgetter(2), the call f(r) returns r[2].\nAfter g = itemgetter(2, 5, 3), the call g(r) returns (r[2], r[5], r[3])",
    ),
    layout: Some(Layout::Native("itemgetter")),
    slots: |s: &Slots| {
        s.getattro.set(Some(pyvm_vm::types::attribute::generic_getattr));
        s.call.set(Some(item_call));
        s.repr.set(Some(|vm, v| {
            let items: &ItemGetter = vm.payload(v, "operator.itemgetter")?;
            repr(vm, v, &items.items)
        }));
    },
    new: Some(&ITEMGETTER_NEW),
    methods: &[NativeDef::method("__reduce__", "($self, /)", item_reduce, REDUCE)],
    getset: GETSET,
    ..TypeSpec::named("itemgetter", "operator")
};
static ITEMGETTER_NEW: NativeDef = NativeDef::static_("__new__", "($type, item, /, *items)", item_new, "");

/// `attrgetter`
pub(super) static ATTRGETTER: TypeSpec = TypeSpec {
    doc: Some(
        "Return a callable object that fetches the given attribute(s) from its operand.\nAfter f = attrgetter('name'), the call f(r) returns r.name.\nAfter g = attrgetter('name', 'date'), the call g(r) returns (r.name, r.date).\nAfter h = attrgetter('name.first', 'name.last'), the call h(r) returns\n(r.name.first, r.name.last).",
    ),
    layout: Some(Layout::Native("attrgetter")),
    slots: |s: &Slots| {
        s.getattro.set(Some(pyvm_vm::types::attribute::generic_getattr));
        s.call.set(Some(attr_call));
        s.repr.set(Some(|vm, v| {
            let getter: &AttrGetter = vm.payload(v, "operator.attrgetter")?;
            repr(vm, v, &getter.names)
        }));
    },
    new: Some(&ATTRGETTER_NEW),
    methods: &[NativeDef::method("__reduce__", "($self, /)", attr_reduce, REDUCE)],
    getset: GETSET,
    ..TypeSpec::named("attrgetter", "operator")
};
static ATTRGETTER_NEW: NativeDef = NativeDef::static_("__new__", "($type, attr, /, *attrs)", attr_new, "");

/// The first argument and the elements of `*rest`.
fn all(args: &[Value]) -> Vec<Value> {
    let mut items = vec![args[1].clone()];
    items.extend_from_slice(elements(&args[2]));
    items
}

/// The one positional argument of a call.
fn operand<'a>(vm: &Vm, name: &str, args: Args<'a>) -> PyResult<&'a Value> {
    if !args.kwnames().is_empty() {
        return Err(vm.type_error(format!("{name}() takes no keyword arguments")));
    }
    match args.pos() {
        [operand] => Ok(operand),
        given => Err(vm.type_error(format!("{name} expected 1 argument, got {}", given.len()))),
    }
}

fn item_new(vm: &Vm, args: &[Value]) -> PyResult {
    instance(vm, &args[0], ItemGetter { items: all(args) })
}

fn item_call(vm: &Vm, value: &Value, args: Args<'_>) -> PyResult {
    let getter: &ItemGetter = vm.payload(value, "operator.itemgetter")?;
    let operand = operand(vm, "itemgetter", args)?;
    if let [item] = &getter.items[..] {
        return vm.getitem(operand, item);
    }
    let found: PyResult<Vec<Value>> = getter.items.iter().map(|i| vm.getitem(operand, i)).collect();
    Ok(vm.new_tuple(found?))
}

fn item_reduce(vm: &Vm, args: &[Value]) -> PyResult {
    let getter: &ItemGetter = vm.payload(&args[0], "operator.itemgetter")?;
    Ok(reduced(vm, &args[0], getter.items.clone(), Vec::new()))
}

fn attr_new(vm: &Vm, args: &[Value]) -> PyResult {
    let names = all(args);
    let mut paths = Vec::with_capacity(names.len());
    for name in &names {
        let Some(text) = name.as_text() else {
            return Err(vm.type_error("attribute name must be a string"));
        };
        paths.push(match text.as_str() {
            Some(plain) => plain.split('.').map(intern::intern_str).collect(),
            // Surrogates cannot be split as text; such names have no dots that matter.
            None => vec![intern::intern(text.clone())],
        });
    }
    instance(vm, &args[0], AttrGetter { names, paths })
}

fn attr_call(vm: &Vm, value: &Value, args: Args<'_>) -> PyResult {
    let getter: &AttrGetter = vm.payload(value, "operator.attrgetter")?;
    let operand = operand(vm, "attrgetter", args)?;
    if let [path] = &getter.paths[..] {
        return follow(vm, operand, path);
    }
    let found: PyResult<Vec<Value>> = getter.paths.iter().map(|p| follow(vm, operand, p)).collect();
    Ok(vm.new_tuple(found?))
}

fn follow(vm: &Vm, object: &Value, path: &[Str]) -> PyResult {
    let mut at = object.clone();
    for name in path {
        at = vm.getattr(&at, name)?;
    }
    Ok(at)
}

fn attr_reduce(vm: &Vm, args: &[Value]) -> PyResult {
    let getter: &AttrGetter = vm.payload(&args[0], "operator.attrgetter")?;
    // Dotted names are put together anew each time, plain ones are the interned ones: pickles tell them apart.
    let name = |(name, path): (&Value, &Vec<Str>)| match (&path[..], name.as_text()) {
        ([plain], _) => Value::Str(plain.clone()),
        (_, Some(dotted)) => vm.fresh_str(dotted.to_string()),
        _ => name.clone(),
    };
    let names = getter.names.iter().zip(&getter.paths).map(name).collect();
    Ok(reduced(vm, &args[0], names, Vec::new()))
}

fn repr(vm: &Vm, value: &Value, items: &[Value]) -> PyResult {
    let name = vm.type_name(value);
    let Some(_guard) = vm.repr_enter(value) else {
        return Ok(Value::str(&format!("{name}(...)")));
    };
    let mut parts = Vec::with_capacity(items.len());
    for item in items {
        parts.push(vm.repr(item)?.to_string());
    }
    Ok(Value::str(&format!("{name}({})", parts.join(", "))))
}

/// The arguments of a call as [`repr`] writes them, keywords last.
pub(super) fn call_text(
    vm: &Vm,
    value: &Value,
    positional: &[Value],
    keywords: &[(Value, Value)],
) -> PyResult {
    if keywords.is_empty() {
        return repr(vm, value, positional);
    }
    let name = vm.type_name(value);
    let Some(_guard) = vm.repr_enter(value) else {
        return Ok(Value::str(&format!("{name}(...)")));
    };
    let mut parts = Vec::with_capacity(positional.len() + keywords.len());
    for item in positional {
        parts.push(vm.repr(item)?.to_string());
    }
    for (key, item) in keywords {
        parts.push(format!("{}={}", vm.str(key)?, vm.repr(item)?));
    }
    Ok(Value::str(&format!("{name}({})", parts.join(", "))))
}

/// The keywords of a call as pairs.
pub(super) fn pairs(keywords: &Value) -> Vec<(Value, Value)> {
    keywords.as_dict().map(Dict::entries).unwrap_or_default()
}

impl Native for ItemGetter {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.values(&self.items);
    }
}

impl Native for AttrGetter {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.values(&self.names);
    }
}

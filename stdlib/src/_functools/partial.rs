//! `functools.partial`: a call with some arguments filled in. Nested partials are flattened.

use std::cell::RefCell;

use pyvm_vm::call::Args;
use pyvm_vm::heap::Visitor;
use pyvm_vm::heap::collect::Traverse;
use pyvm_vm::objects::{Dict, Native};
use pyvm_vm::types::{GetSetDef, Layout, NativeDef, Slots, TypeFlags, TypeRef, TypeSpec, attribute};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use crate::support::{REDUCE, SETSTATE, elements, instance, reduced};

struct Partial {
    parts: RefCell<Parts>,
}

/// The function, the tuple of leading arguments and the dict of keywords.
#[derive(Clone)]
struct Parts {
    function: Value,
    args: Value,
    keywords: Value,
}

/// The type.
pub(super) static SPEC: TypeSpec = TypeSpec {
    doc: Some("Create a new function with partial application of the given arguments and keywords."),
    flags: TypeFlags::BASETYPE.with(TypeFlags::HAS_DICT).with(TypeFlags::HAS_WEAKREF),
    layout: Some(Layout::Native("partial")),
    slots,
    new: Some(&NEW),
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::named("partial", "functools")
};

static NEW: NativeDef = NativeDef::static_("__new__", "($type, /, *args, **kwargs)", new, "");
static METHODS: &[NativeDef] = &[
    NativeDef::method("__reduce__", "($self, /)", reduce, REDUCE).hidden_signature(),
    NativeDef::method("__setstate__", "($self, object, /)", setstate, SETSTATE).hidden_signature(),
    NativeDef::class(
        "__class_getitem__",
        "($type, object, /)",
        pyvm_vm::objects::generic_alias::class_getitem,
        "See PEP 585",
    )
    .hidden_signature(),
];
static GETSET: &[GetSetDef] = &[
    GetSetDef::member(
        "func",
        |vm, v| Ok(parts(vm, v)?.function),
        "function object to use in future partial calls",
    ),
    GetSetDef::member("args", |vm, v| Ok(parts(vm, v)?.args), "tuple of arguments to future partial calls"),
    GetSetDef::member(
        "keywords",
        |vm, v| Ok(parts(vm, v)?.keywords),
        "dictionary of keyword arguments to future partial calls",
    ),
    // Where CPython keeps the address of its vectorcall function: there is none.
    GetSetDef::member("__vectorcalloffset__", |_, _| Ok(Value::Int(0)), ""),
    GetSetDef::get_set(
        "__dict__",
        pyvm_vm::objects::getset::get_dict,
        pyvm_vm::objects::getset::set_dict,
        "",
    ),
];

fn slots(s: &Slots) {
    s.call.set(Some(call));
    s.repr.set(Some(repr));
    s.getattro.set(Some(attribute::generic_getattr));
    s.setattro.set(Some(attribute::generic_setattr));
    s.descr_get.set(Some(get));
}

/// A partial in a class is no method yet; looking it up there warns that it will be one.
fn get(vm: &Vm, value: &Value, instance: Option<&Value>, _owner: Option<&TypeRef>) -> PyResult {
    if instance.is_some_and(|i| !i.is_none()) {
        let text = "functools.partial will be a method descriptor in future Python versions; \
                    wrap it in staticmethod() if you want to preserve the old behavior";
        vm.warn(&vm.exc.future_warning, text, 1)?;
    }
    Ok(value.clone())
}

fn parts(vm: &Vm, value: &Value) -> PyResult<Parts> {
    Ok(vm.payload::<Partial>(value, "functools.partial")?.parts.borrow().clone())
}

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    let Some((function, given)) = elements(&args[1]).split_first() else {
        return Err(vm.type_error("type 'partial' takes at least one argument"));
    };
    if !vm.is_callable(function) {
        return Err(vm.type_error("the first argument must be callable"));
    }
    let own = args[2].as_dict().map(Dict::copy).unwrap_or_default();
    // A partial of an exact partial without attributes of its own is one partial.
    let inner = function
        .native::<Partial>()
        .filter(|_| vm.is_exact(function, &vm.native_type(&SPEC)) && !has_attributes(vm, function))
        .map(|p| p.parts.borrow().clone());
    let made = match inner {
        None => Parts {
            function: function.clone(),
            args: vm.new_tuple(given.to_vec()),
            keywords: vm.dict_from(own),
        },
        Some(inner) => {
            let mut all = elements(&inner.args).to_vec();
            all.extend_from_slice(given);
            let keywords = inner.keywords.as_dict().map(Dict::copy).unwrap_or_default();
            for (hash, key, value) in own.hashed_entries() {
                drop(keywords.insert_hashed(vm, key, hash, value)?);
            }
            Parts { function: inner.function, args: vm.new_tuple(all), keywords: vm.dict_from(keywords) }
        }
    };
    instance(vm, &args[0], Partial { parts: RefCell::new(made) })
}

fn has_attributes(vm: &Vm, value: &Value) -> bool {
    value.as_obj().is_some_and(|r| !attribute::own_attributes(r).is_empty())
        || attribute::existing_dict(vm, value)
            .and_then(|d| d.as_dict().map(|d| !d.is_empty()))
            .unwrap_or(false)
}

fn call(vm: &Vm, value: &Value, given: Args<'_>) -> PyResult {
    let p = parts(vm, value)?;
    let mut positional = elements(&p.args).to_vec();
    positional.extend_from_slice(given.pos());
    let keywords = p.keywords.as_dict().map(Dict::entries).unwrap_or_default();
    if keywords.is_empty() {
        positional.extend(given.keywords().map(|(_, v)| v.clone()));
        return vm.call(&p.function, Args::with_keywords(&positional, given.kwnames()));
    }
    let merged = Dict::new();
    for (key, value) in keywords {
        if key.as_text().is_none() {
            return Err(vm.type_error("keywords must be strings"));
        }
        drop(merged.insert(vm, key, value)?);
    }
    for (name, value) in given.keywords() {
        drop(merged.set_str(name, value.clone()));
    }
    let (values, names) = pyvm_vm::call::join(&positional, &merged.entries());
    vm.call(&p.function, Args::with_keywords(&values, &names))
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let Some(_guard) = vm.repr_enter(value) else { return Ok(Value::str("...")) };
    let p = parts(vm, value)?;
    let class = vm.class_of(value).to_value();
    let module = vm.str(&vm.getattr_str(&class, "__module__")?)?;
    let qualname = vm.str(&vm.getattr_str(&class, "__qualname__")?)?;
    let mut text = format!("{module}.{qualname}({}", vm.repr(&p.function)?);
    for item in elements(&p.args) {
        text.push_str(&format!(", {}", vm.repr(item)?));
    }
    for (key, item) in p.keywords.as_dict().map(Dict::entries).unwrap_or_default() {
        text.push_str(&format!(", {}={}", vm.str(&key)?, vm.repr(&item)?));
    }
    text.push(')');
    Ok(Value::str(&text))
}

fn reduce(vm: &Vm, args: &[Value]) -> PyResult {
    let p = parts(vm, &args[0])?;
    let dict = if has_attributes(vm, &args[0]) {
        pyvm_vm::objects::getset::get_dict(vm, &args[0])?
    } else {
        Value::None
    };
    let state = vm.new_tuple(vec![p.function.clone(), p.args, p.keywords, dict]);
    Ok(reduced(vm, &args[0], vec![p.function], vec![state]))
}

fn setstate(vm: &Vm, args: &[Value]) -> PyResult {
    let invalid = || vm.type_error("invalid partial state");
    let Some([function, given, keywords, dict]) = args[1].as_tuple() else { return Err(invalid()) };
    let items = given.as_tuple().ok_or_else(invalid)?;
    if !vm.is_callable(function) || (keywords.as_dict().is_none() && !keywords.is_none()) {
        return Err(invalid());
    }
    let given =
        if vm.is_exact(given, &vm.types.tuple) { given.clone() } else { vm.new_tuple(items.to_vec()) };
    let keywords = match keywords.as_dict() {
        None => vm.new_dict(),
        Some(_) if vm.is_exact(keywords, &vm.types.dict) => keywords.clone(),
        Some(d) => vm.dict_from(d.copy()),
    };
    let payload: &Partial = vm.payload(&args[0], "functools.partial")?;
    let old = payload.parts.replace(Parts { function: function.clone(), args: given, keywords });
    drop(old);
    let dict = if dict.is_none() { vm.new_dict() } else { dict.clone() };
    pyvm_vm::objects::getset::set_dict(vm, &args[0], Some(dict))?;
    Ok(Value::None)
}

impl Native for Partial {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        self.parts.traverse(visit);
    }
}

impl Traverse for Parts {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.value(&self.function);
        visit.value(&self.args);
        visit.value(&self.keywords);
    }
}

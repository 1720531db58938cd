//! `module`: mirrors `Objects/moduleobject.c`.

use crate::error::PyResult;
use crate::heap::{Ref, Str, Value};
use crate::objects::{Dict, Kind};
use crate::types::{GetSetDef, Layout, NativeDef, Slots, TypeFlags, TypeSpec, attribute};
use crate::vm::Vm;

/// The type. A module is a plain object in the dictionary layout; its class names it.
pub static SPEC: TypeSpec = TypeSpec {
    doc: Some(
        "Create a module object.\n\nThe name must be a string; the optional docstring can have any type.",
    ),
    layout: Some(Layout::Native("module")),
    flags: TypeFlags::BASETYPE.with(TypeFlags::HAS_DICT).with(TypeFlags::HAS_WEAKREF),
    slots,
    new: Some(&NEW),
    init: Some(&INIT),
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::named("module", "builtins")
};

static NEW: NativeDef = NativeDef::static_("__new__", "($type, /, *args, **kwargs)", py_new, "");
static INIT: NativeDef = NativeDef::method("__init__", "($self, name, doc=None)", init, "");
static METHODS: &[NativeDef] =
    &[NativeDef::method("__dir__", "($self, /)", dir, "__dir__() -> list\nspecialized dir() implementation")
        .hidden_signature()];
static GETSET: &[GetSetDef] = &[
    GetSetDef::member("__dict__", super::getset::get_dict, ""),
    GetSetDef::get_set("__annotations__", annotations, set_annotations, ""),
];

fn slots(s: &Slots) {
    s.repr.set(Some(repr));
    s.getattro.set(Some(getattro));
}

/// A module of this name with the usual attributes.
pub fn new(vm: &Vm, name: &str) -> Value {
    let object = Ref::new(&vm.types.module, Kind::Plain);
    let module = Value::Obj(object);
    set_names(vm, &module, Value::Str(vm.intern(name)), Value::None);
    module
}

/// The namespace of a module.
pub fn dict(vm: &Vm, module: &Value) -> Option<Ref> {
    module.as_obj().map(|r| attribute::instance_dict(vm, r))
}

fn set_names(vm: &Vm, module: &Value, name: Value, doc: Value) {
    let Some(dict) = dict(vm, module) else { return };
    let Some(d) = Dict::of(&dict) else { return };
    drop(d.set_str(&vm.names.name, name));
    drop(d.set_str(&vm.names.doc, doc));
    for key in [&vm.names.package, &vm.names.loader, &vm.names.spec] {
        drop(d.set_str(key, Value::None));
    }
}

fn py_new(vm: &Vm, args: &[Value]) -> PyResult {
    let class = vm.expect_type(&args[0], "module.__new__(X): X")?;
    Ok(Value::Obj(Ref::new(class, Kind::Plain)))
}

fn init(vm: &Vm, args: &[Value]) -> PyResult {
    if args[1].as_text().is_none() {
        let got = vm.type_name(&args[1]);
        return Err(vm.type_error(format!("module() argument 'name' must be str, not {got}")));
    }
    set_names(vm, &args[0], args[1].clone(), args[2].clone());
    Ok(Value::None)
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let get = |name: &Str| vm.lookup_attr(value, name);
    let name = match get(&vm.names.name)? {
        Some(name) => vm.repr(&name)?,
        None => Str::new("'?'"),
    };
    let spec = get(&vm.names.spec)?.filter(|s| !s.is_none());
    let origin = match &spec {
        Some(spec) => vm.lookup_attr(spec, &vm.intern("origin"))?,
        None => get(&vm.names.file)?,
    };
    Ok(Value::str(&match origin.filter(|o| o.as_text().is_some()) {
        Some(origin) if origin.as_text().is_some_and(|o| *o == *"built-in") => {
            format!("<module {name} (built-in)>")
        }
        Some(origin) => match &spec {
            // What was found by a finder, but is no file.
            Some(spec) if !has_location(vm, spec)? => format!("<module {name} ({})>", vm.str(&origin)?),
            _ => format!("<module {name} from {}>", vm.repr(&origin)?),
        },
        None => {
            let loader = match &spec {
                Some(spec) => vm.lookup_attr(spec, &vm.intern("loader"))?,
                None => get(&vm.names.loader)?,
            };
            match loader.filter(|l| !l.is_none()) {
                None => format!("<module {name}>"),
                Some(loader) => shown_by_loader(vm, &name, &loader)?,
            }
        }
    }))
}

/// The text of a module without a file.
fn shown_by_loader(vm: &Vm, name: &Str, loader: &Value) -> PyResult<String> {
    let class = vm.class_of(loader).to_value();
    let known = vm.lookup_attr(&vm.import("_frozen_importlib_external")?, &vm.intern("NamespaceLoader"))?;
    if known.is_some_and(|known| known.is(&class)) {
        let path = vm.getattr_str(loader, "_path")?;
        let folders = vm.new_list(vm.list_from_iterable(&path)?);
        return Ok(format!("<module {name} (namespace) from {}>", vm.repr(&folders)?));
    }
    Ok(format!("<module {name} ({})>", vm.repr(loader)?))
}

fn has_location(vm: &Vm, spec: &Value) -> PyResult<bool> {
    match vm.lookup_attr(spec, &vm.intern("has_location"))? {
        Some(answer) => vm.is_true(&answer),
        None => Ok(true),
    }
}

/// The generic lookup, then `__getattr__` in the module's namespace.
fn getattro(vm: &Vm, value: &Value, name: &Str) -> PyResult {
    if let Some(found) = attribute::generic_lookup(vm, value, name)? {
        return Ok(found);
    }
    let namespace = dict(vm, value);
    let own = |key: &Str| namespace.as_ref().and_then(Dict::of).and_then(|d| d.get_str(key));
    if let Some(hook) = own(&vm.names.getattr) {
        return vm.call1(&hook, Value::Str(name.clone()));
    }
    let module = own(&vm.names.name);
    let text = match module.as_ref().and_then(Value::as_text) {
        Some(module) if crate::import::is_initializing(vm, value)? => {
            let place = match origin(vm, value)? {
                Some(origin) => format!(" from '{origin}'"),
                None => String::new(),
            };
            format!(
                "partially initialized module '{module}'{place} has no attribute '{name}' (most likely due to a circular import)"
            )
        }
        Some(module) => format!("module '{module}' has no attribute '{name}'"),
        None => format!("module has no attribute '{name}'"),
    };
    Err(vm.no_attribute(value, name, text))
}

/// Where the module is said to come from by its spec.
fn origin(vm: &Vm, module: &Value) -> PyResult<Option<Str>> {
    let spec = vm.lookup_attr(module, &vm.names.spec)?.filter(|spec| !spec.is_none());
    let Some(spec) = spec else { return Ok(None) };
    Ok(vm.lookup_attr(&spec, &vm.intern("origin"))?.and_then(|origin| origin.as_text().cloned()))
}

fn dir(vm: &Vm, args: &[Value]) -> PyResult {
    let namespace = vm.getattr_str(&args[0], "__dict__")?;
    let Some(d) = namespace.as_dict() else {
        return Err(vm.type_error("<module>.__dict__ is not a dictionary"));
    };
    match d.get_str(&vm.names.dir) {
        Some(hook) => vm.call0(&hook),
        None => Ok(vm.new_list(d.keys())),
    }
}

fn annotations(vm: &Vm, value: &Value) -> PyResult {
    let Some(namespace) = dict(vm, value) else { return Ok(Value::None) };
    let Some(d) = Dict::of(&namespace) else { return Ok(Value::None) };
    if let Some(found) = d.get_str(&vm.names.annotations) {
        return Ok(found);
    }
    let made = vm.new_dict();
    drop(d.set_str(&vm.names.annotations, made.clone()));
    Ok(made)
}

fn set_annotations(vm: &Vm, value: &Value, new: Option<Value>) -> PyResult<()> {
    let namespace = dict(vm, value);
    let Some(d) = namespace.as_ref().and_then(Dict::of) else { return Ok(()) };
    match new {
        Some(new) => drop(d.set_str(&vm.names.annotations, new)),
        None if d.remove_str(&vm.names.annotations).is_none() => {
            return Err(vm.attribute_error("__annotations__"));
        }
        None => {}
    }
    Ok(())
}

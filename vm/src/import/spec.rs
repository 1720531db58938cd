//! `ModuleSpec`: how a module is to be imported. Mirrors the class of `Lib/importlib/_bootstrap.py`.

use crate::error::PyResult;
use crate::heap::{Str, Value};
use crate::objects::Kind;
use crate::types::slots::CmpOp;
use crate::types::{GetSetDef, NativeDef, Slots, TypeFlags, TypeSpec};
use crate::vm::Vm;

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: Some(
        "The specification for a module, used for loading.\n\n`name`, `loader`, `origin`, `loader_state`, `submodule_search_locations` (a list for packages) and `cached`\nsay what is loaded from where; `parent` and `has_location` follow from them.",
    ),
    flags: TypeFlags::BASETYPE.with(TypeFlags::HAS_DICT).with(TypeFlags::HAS_WEAKREF),
    slots: |s: &Slots| {
        s.repr.set(Some(repr));
        s.richcompare.set(Some(richcompare));
    },
    init: Some(&INIT),
    getset: GETSET,
    attributes: |_| vec![("__hash__", Value::None)],
    is_static: true,
    ..TypeSpec::named("ModuleSpec", "importlib.machinery")
};

static INIT: NativeDef = NativeDef::method(
    "__init__",
    "($self, name, loader, *, origin=None, loader_state=None, is_package=None)",
    init,
    "",
);

static GETSET: &[GetSetDef] = &[
    GetSetDef::get("parent", parent, "The name of the module's parent."),
    GetSetDef::get_set(
        "cached",
        |vm, v| vm.getattr_str(v, "_cached"),
        |vm, v, new| vm.setattr(v, &vm.intern("_cached"), new.unwrap_or(Value::None)),
        "",
    ),
    GetSetDef::get_set(
        "has_location",
        |vm, v| vm.getattr_str(v, "_set_fileattr"),
        |vm, v, new| {
            let truth = vm.is_true(&new.unwrap_or(Value::None))?;
            vm.setattr(v, &vm.intern("_set_fileattr"), Value::Bool(truth))
        },
        "",
    ),
];

fn init(vm: &Vm, args: &[Value]) -> PyResult {
    let is_package = vm.is_true(&args[5])?;
    fill(vm, &args[0], args[1].clone(), args[2].clone(), args[3].clone(), is_package)?;
    vm.setattr(&args[0], &vm.intern("loader_state"), args[4].clone())?;
    Ok(Value::None)
}

fn fill(vm: &Vm, spec: &Value, name: Value, loader: Value, origin: Value, package: bool) -> PyResult<()> {
    let locations = if package { vm.new_list(Vec::new()) } else { Value::None };
    for (key, value) in [
        ("name", name),
        ("loader", loader),
        ("origin", origin),
        ("loader_state", Value::None),
        ("submodule_search_locations", locations),
        ("_uninitialized_submodules", vm.new_list(Vec::new())),
        ("_set_fileattr", Value::Bool(false)),
        ("_cached", Value::None),
    ] {
        vm.setattr(spec, &vm.intern(key), value)?;
    }
    Ok(())
}

/// A spec of the VM's own.
///
/// # Errors
/// What setting attributes raises.
pub fn new(vm: &Vm, name: &Str, loader: Value, origin: Value, package: bool) -> PyResult {
    let spec = vm.new_object(&vm.native_type(&SPEC), Kind::Plain);
    fill(vm, &spec, Value::Str(name.clone()), loader, origin, package)?;
    Ok(spec)
}

/// Makes it the spec of a file.
///
/// # Errors
/// What setting attributes raises.
pub fn set_location(vm: &Vm, spec: &Value, file: &str) -> PyResult<()> {
    vm.setattr(spec, &vm.intern("_set_fileattr"), Value::Bool(true))?;
    let cache = super::cache::path_of(vm, std::path::Path::new(file));
    vm.setattr(spec, &vm.intern("_cached"), Value::str(&cache.to_string_lossy()))
}

fn parent(vm: &Vm, value: &Value) -> PyResult {
    let name = vm.getattr_str(value, "name")?;
    let is_package = !vm.getattr_str(value, "submodule_search_locations")?.is_none();
    if is_package {
        return Ok(name);
    }
    let text = vm.expect_str(&name, "name")?.to_string_lossy().into_owned();
    Ok(Value::str(text.rsplit_once('.').map_or("", |(parent, _)| parent)))
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let field = |name: &str| -> PyResult<Str> { vm.repr(&vm.getattr_str(value, name)?) };
    let mut shown = format!("ModuleSpec(name={}, loader={}", field("name")?, field("loader")?);
    for (key, label) in [("origin", "origin"), ("submodule_search_locations", "submodule_search_locations")] {
        if !vm.getattr_str(value, key)?.is_none() {
            shown.push_str(&format!(", {label}={}", field(key)?));
        }
    }
    Ok(Value::str(&format!("{shown})")))
}

fn richcompare(vm: &Vm, a: &Value, b: &Value, op: CmpOp) -> PyResult {
    let class = vm.native_type(&SPEC);
    if !matches!(op, CmpOp::Eq | CmpOp::Ne) || !vm.is_instance(b, &class) {
        return Ok(Value::NotImplemented);
    }
    for key in ["name", "loader", "origin", "submodule_search_locations", "cached", "has_location"] {
        if !vm.eq(&vm.getattr_str(a, key)?, &vm.getattr_str(b, key)?)? {
            return Ok(Value::Bool(op == CmpOp::Ne));
        }
    }
    Ok(Value::Bool(op == CmpOp::Eq))
}

//! `_weakref`: mirrors `Modules/_weakref.c` and `Objects/weakrefobject.c`.
//!
//! The heap keeps the list of an object's references ([`pyvm_vm::heap::weak`]); here are the objects that Python
//! sees: `ref` and its subclasses in [`reference`], the two proxies in [`proxy`].

use pyvm_vm::heap::Ref;
use pyvm_vm::heap::weak::{self, Rank, Weak};
use pyvm_vm::types::{NativeDef, TypeFlags};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

mod proxy;
mod reference;

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function(
        "getweakrefcount",
        "($module, object, /)",
        |_, a| Ok(crate::support::size(references(&a[0]).len())),
        "Return the number of weak references to 'object'.",
    ),
    NativeDef::function(
        "_remove_dead_weakref",
        "($module, dct, key, /)",
        remove_dead,
        "Atomically remove key from dict if it points to a dead weakref.",
    ),
    NativeDef::function(
        "getweakrefs",
        "($module, object, /)",
        |vm, a| Ok(vm.new_list(references(&a[0]).into_iter().map(Value::Obj).collect())),
        "Return a list of all weak reference objects pointing to 'object'.",
    ),
    NativeDef::function(
        "proxy",
        "($module, object, callback=None, /)",
        |vm, a| proxy::new(vm, &a[0], &a[1]),
        "Create a proxy object that weakly references 'object'.\n\n'callback', if given, is called with a reference to the\nproxy when 'object' is about to be finalized.",
    ),
];

/// Makes the module.
///
/// # Errors
/// What setting its members raises.
pub(crate) fn make(vm: &Vm) -> PyResult {
    let module = pyvm_vm::modules::make(vm, "_weakref", "Weak-reference support module.", FUNCTIONS);
    pyvm_vm::modules::set(vm, &module, "ref", vm.native_type(&reference::SPEC).to_value())?;
    crate::support::add_types(vm, &module, &[&reference::SPEC, &proxy::SPEC, &proxy::CALLABLE_SPEC])?;
    Ok(module)
}

fn references(object: &Value) -> Vec<Ref> {
    object.as_obj().map(weak::references).unwrap_or_default()
}

/// The object, if weak references to it are allowed.
fn target<'a>(vm: &Vm, object: &'a Value) -> PyResult<&'a Ref> {
    object.as_obj().filter(|r| r.class().has(TypeFlags::HAS_WEAKREF)).ok_or_else(|| {
        vm.type_error(format!("cannot create weak reference to '{}' object", vm.type_name(object)))
    })
}

/// A handle of `target` for an object about to be made: `rank` where it has no callback.
fn handle(target: &Ref, callback: &Value, rank: Rank) -> Weak {
    let rank = if callback.is_none() { rank } else { Rank::Other };
    Weak::ranked(target, callback.clone(), rank)
}

/// What a reference or a proxy stands for: none for any other value, `Some(None)` for a dead one.
fn referent(value: &Value) -> Option<Option<Value>> {
    let weak = reference::weak(value).or_else(|| proxy::weak(value))?;
    Some(weak.upgrade().map(Value::Obj))
}

fn remove_dead(vm: &Vm, args: &[Value]) -> PyResult {
    let Some(dict) = args[0].as_dict() else {
        let got = vm.type_name(&args[0]);
        return Err(vm.type_error(format!("_remove_dead_weakref() argument 1 must be dict, not {got}")));
    };
    let hash = vm.hash(&args[1])?;
    let Some(position) = dict.find(vm, &args[1], hash)? else { return Ok(Value::None) };
    let Some(found) = dict.value_at(position) else { return Ok(Value::None) };
    match referent(&found) {
        Some(None) => drop(dict.remove_at(position)),
        Some(Some(_)) => {}
        None => return Err(vm.type_error("not a weakref")),
    }
    Ok(Value::None)
}

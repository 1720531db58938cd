//! `types.CapsuleType`: what C extensions hand each other their functions in. Mirrors `Objects/capsule.c`.
//!
//! There is nothing in one here; modules have those that CPython's have because their type is looked for.

use crate::error::PyResult;
use crate::heap::{Value, Visitor};
use crate::objects::Native;
use crate::types::{Layout, Slots, TypeFlags, TypeSpec};
use crate::vm::Vm;

/// The payload.
struct Capsule {
    name: &'static str,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: Some("Capsule objects let you wrap a C \"void *\" pointer in a Python\nobject."),
    flags: TypeFlags::NO_NEW,
    layout: Some(Layout::Native("PyCapsule")),
    slots: |s: &Slots| s.repr.set(Some(repr)),
    is_static: true,
    ..TypeSpec::named("PyCapsule", "builtins")
};

/// A capsule of that name.
pub fn make(vm: &Vm, name: &'static str) -> Value {
    vm.new_native(&vm.native_type(&SPEC), Capsule { name })
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let capsule: &Capsule = vm.payload(value, "PyCapsule")?;
    Ok(Value::str(&format!("<capsule object \"{}\" at {:#x}>", capsule.name, vm.id(value))))
}

impl Native for Capsule {
    fn traverse(&self, _visit: &mut Visitor<'_>) {}
}

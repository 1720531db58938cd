//! `NoneType`, `ellipsis` and `NotImplementedType`.

use crate::error::PyResult;
use crate::heap::Value;
use crate::types::{Layout, NativeDef, Slots, TypeSpec};
use crate::vm::Vm;

/// `NoneType`
pub static NONE_SPEC: TypeSpec = TypeSpec {
    doc: Some("The type of the None singleton."),
    signature: Some("()"),
    layout: Some(Layout::Native("NoneType")),
    slots: none_slots,
    new: Some(&NONE_NEW),
    ..TypeSpec::named("NoneType", "builtins")
};

/// `ellipsis`
pub static ELLIPSIS_SPEC: TypeSpec = TypeSpec {
    doc: Some("The type of the Ellipsis singleton."),
    signature: Some("()"),
    layout: Some(Layout::Native("ellipsis")),
    slots: |s| s.repr.set(Some(|_, _| Ok(Value::str("Ellipsis")))),
    new: Some(&ELLIPSIS_NEW),
    methods: ELLIPSIS_METHODS,
    ..TypeSpec::named("ellipsis", "builtins")
};

/// `NotImplementedType`
pub static NOT_IMPLEMENTED_SPEC: TypeSpec = TypeSpec {
    doc: Some("The type of the NotImplemented singleton."),
    signature: Some("()"),
    layout: Some(Layout::Native("NotImplementedType")),
    slots: not_implemented_slots,
    new: Some(&NOT_IMPLEMENTED_NEW),
    methods: NOT_IMPLEMENTED_METHODS,
    ..TypeSpec::named("NotImplementedType", "builtins")
};

static NONE_NEW: NativeDef = NativeDef::static_("__new__", "($type, /, *args, **kwargs)", none_new, "");
static ELLIPSIS_NEW: NativeDef =
    NativeDef::static_("__new__", "($type, /, *args, **kwargs)", ellipsis_new, "");
static NOT_IMPLEMENTED_NEW: NativeDef =
    NativeDef::static_("__new__", "($type, /, *args, **kwargs)", not_implemented_new, "");

static ELLIPSIS_METHODS: &[NativeDef] =
    &[NativeDef::method("__reduce__", "($self, /)", |_, _| Ok(Value::str("Ellipsis")), "")
        .hidden_signature()];
static NOT_IMPLEMENTED_METHODS: &[NativeDef] =
    &[NativeDef::method("__reduce__", "($self, /)", |_, _| Ok(Value::str("NotImplemented")), "")
        .hidden_signature()];

fn none_slots(s: &Slots) {
    s.repr.set(Some(|_, _| Ok(Value::str("None"))));
    s.hash.set(Some(|_, _| Ok(crate::hash::HASH_NONE)));
    s.richcompare.set(Some(super::object::richcompare));
    s.bool.set(Some(|_, _| Ok(false)));
}

fn not_implemented_slots(s: &Slots) {
    s.repr.set(Some(|_, _| Ok(Value::str("NotImplemented"))));
    s.bool.set(Some(|vm, _| {
        let text = "NotImplemented should not be used in a boolean context";
        vm.warn(&vm.exc.deprecation_warning, text, 1).map(|()| true)
    }));
}

/// The arguments of a singleton's constructor, which takes none.
pub(super) fn no_arguments(vm: &Vm, args: &[Value], name: &str) -> PyResult<()> {
    let positional = args.get(1).and_then(Value::as_tuple).is_some_and(|a| !a.is_empty());
    let keywords = args.get(2).and_then(Value::as_dict).is_some_and(|d| !d.is_empty());
    if positional || keywords { Err(vm.type_error(format!("{name} takes no arguments"))) } else { Ok(()) }
}

fn none_new(vm: &Vm, args: &[Value]) -> PyResult {
    no_arguments(vm, args, "NoneType").map(|()| Value::None)
}

fn ellipsis_new(vm: &Vm, args: &[Value]) -> PyResult {
    no_arguments(vm, args, "EllipsisType").map(|()| Value::Ellipsis)
}

fn not_implemented_new(vm: &Vm, args: &[Value]) -> PyResult {
    no_arguments(vm, args, "NotImplementedType").map(|()| Value::NotImplemented)
}

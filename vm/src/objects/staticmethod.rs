//! `staticmethod`

use std::cell::RefCell;

use super::classmethod::{GETSET, Wrapper, callable, repr, wrapper_init, wrapper_new};
use crate::heap::Value;
use crate::types::{Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use crate::vm::Vm;

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: Some(
        "staticmethod(function) -> method\n\nConvert a function to be a static method.\n\nA static method does not receive an implicit first argument.\nTo declare a static method, use this idiom:\n\n     class C:\n         @staticmethod\n         def f(arg1, arg2, argN):\n             ...\n\nIt can be called either on the class (e.g. C.f()) or on an instance\n(e.g. C().f()). Both the class and the instance are ignored, and\nneither is passed implicitly as the first argument to the method.\n\nStatic methods in Python are similar to those found in Java or C++.\nFor a more advanced concept, see the classmethod builtin.",
    ),
    layout: Some(Layout::Native("staticmethod")),
    flags: TypeFlags::BASETYPE.with(TypeFlags::HAS_DICT),
    slots,
    new: Some(&NEW),
    init: Some(&INIT),
    getset: GETSET,
    ..TypeSpec::named("staticmethod", "builtins")
};

static NEW: NativeDef = NativeDef::static_("__new__", "($type, /, *args, **kwargs)", wrapper_new, "");
static INIT: NativeDef = NativeDef::method("__init__", "($self, function, /)", wrapper_init, "");

fn slots(s: &Slots) {
    s.repr.set(Some(|vm, v| repr(vm, v, "staticmethod")));
    s.descr_get.set(Some(|vm, descr, _, _| callable(vm, descr)));
    s.call.set(Some(|vm, v, args| {
        let function = callable(vm, v)?;
        vm.with_depth("", || vm.call(&function, args))
    }));
}

/// `staticmethod(function)`
pub fn new(vm: &Vm, function: Value) -> Value {
    vm.new_native(&vm.types.staticmethod, Wrapper { callable: RefCell::new(function) })
}

//! `classmethod`; [`super::staticmethod`] is its sibling.

use std::cell::RefCell;

use crate::error::PyResult;
use crate::heap::collect::Traverse;
use crate::heap::{Ref, Str, TypeRef, Value, Visitor};
use crate::objects::{Kind, Native};
use crate::types::attribute;
use crate::types::{GetSetDef, Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use crate::vm::Vm;

/// The payload of `classmethod` and `staticmethod`: the callable.
#[derive(Default)]
pub struct Wrapper {
    /// What is wrapped; unbound before `__init__`.
    pub callable: RefCell<Value>,
}

const FLAGS: TypeFlags = TypeFlags::BASETYPE.with(TypeFlags::HAS_DICT);

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: Some(
        "classmethod(function) -> method\n\nConvert a function to be a class method.\n\nA class method receives the class as implicit first argument,\njust like an instance method receives the instance.\nTo declare a class method, use this idiom:\n\n  class C:\n      @classmethod\n      def f(cls, arg1, arg2, argN):\n          ...\n\nIt can be called either on the class (e.g. C.f()) or on an instance\n(e.g. C().f()).  The instance is ignored except for its class.\nIf a class method is called for a derived class, the derived class\nobject is passed as the implied first argument.\n\nClass methods are different than C++ or Java static methods.\nIf you want those, see the staticmethod builtin.",
    ),
    layout: Some(Layout::Native("classmethod")),
    flags: FLAGS,
    slots,
    new: Some(&NEW),
    init: Some(&INIT),
    getset: GETSET,
    ..TypeSpec::named("classmethod", "builtins")
};

static NEW: NativeDef = NativeDef::static_("__new__", "($type, /, *args, **kwargs)", wrapper_new, "");
static INIT: NativeDef = NativeDef::method("__init__", "($self, function, /)", wrapper_init, "");

/// Attributes of both wrappers.
pub(super) static GETSET: &[GetSetDef] = &[
    GetSetDef::member("__func__", callable, ""),
    GetSetDef::member("__wrapped__", callable, ""),
    GetSetDef::get("__isabstractmethod__", is_abstract, ""),
    GetSetDef::get_set("__dict__", super::getset::get_dict, super::getset::set_dict, ""),
];

fn slots(s: &Slots) {
    s.repr.set(Some(|vm, v| repr(vm, v, "classmethod")));
    s.descr_get.set(Some(get));
}

/// `classmethod(function)`
pub fn new(vm: &Vm, function: Value) -> Value {
    vm.new_native(&vm.types.classmethod, Wrapper { callable: RefCell::new(function) })
}

/// What a wrapper wraps.
pub(super) fn callable(vm: &Vm, value: &Value) -> PyResult {
    let w: &Wrapper = vm.payload(value, "classmethod or staticmethod")?;
    let callable = w.callable.borrow().clone();
    callable.bound().ok_or_else(|| vm.runtime_error("uninitialized classmethod object"))
}

pub(super) fn wrapper_new(vm: &Vm, args: &[Value]) -> PyResult {
    let class = vm.expect_type(&args[0], "__new__(X): X")?;
    Ok(Value::Obj(Ref::new(class, Kind::Native(Box::new(Wrapper::default())))))
}

/// Stores the function and copies its naming attributes.
pub(super) fn wrapper_init(vm: &Vm, args: &[Value]) -> PyResult {
    let w: &Wrapper = vm.payload(&args[0], "classmethod or staticmethod")?;
    drop(w.callable.replace(args[1].clone()));
    adopt_names(vm, &args[0], &args[1])?;
    Ok(Value::None)
}

fn adopt_names(vm: &Vm, wrapper: &Value, function: &Value) -> PyResult<()> {
    let Some(r) = wrapper.as_obj() else { return Ok(()) };
    let names: [&Str; 5] =
        [&vm.names.module, &vm.names.name, &vm.names.qualname, &vm.names.doc, &vm.names.annotations];
    for name in names {
        if let Some(value) = vm.lookup_attr(function, name)? {
            attribute::set_own(vm, r, name, value);
        }
    }
    Ok(())
}

fn get(vm: &Vm, descr: &Value, instance: Option<&Value>, owner: Option<&TypeRef>) -> PyResult {
    let function = callable(vm, descr)?;
    let class = match (owner, instance) {
        (Some(owner), _) => owner.clone(),
        (None, Some(instance)) => vm.class_of(instance).clone(),
        (None, None) => return Ok(function),
    };
    Ok(super::bound_method::new(vm, function, class.to_value()))
}

pub(super) fn repr(vm: &Vm, value: &Value, kind: &str) -> PyResult {
    let function = callable(vm, value)?;
    Ok(Value::str(&format!("<{kind}({})>", vm.repr(&function)?)))
}

fn is_abstract(vm: &Vm, value: &Value) -> PyResult {
    let function = callable(vm, value)?;
    match vm.lookup_attr(&function, &vm.intern("__isabstractmethod__"))? {
        Some(flag) => vm.is_true(&flag).map(Value::Bool),
        None => Ok(Value::Bool(false)),
    }
}

impl Native for Wrapper {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        self.callable.traverse(visit);
    }
}

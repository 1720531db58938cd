//! `getset_descriptor` and `member_descriptor`.

use crate::error::{PyError, PyResult};
use crate::heap::{Str, TypeRef, Value, Visitor};
use crate::objects::type_::display_name as full_name;
use crate::objects::{Dict, Native};
use crate::types::attribute;
use crate::types::{GetSetDef, Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use crate::vm::Vm;

/// What a descriptor stands for.
enum Access {
    /// A computed attribute of a native type.
    Native(&'static GetSetDef),
    /// The value of a `__slots__` name, at this index.
    Slot(usize),
    /// A field of a struct sequence.
    Item(Item),
}

/// Where a struct sequence keeps a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Item {
    /// Among the items of the tuple.
    Visible(usize),
    /// In its hidden slots.
    Hidden(usize),
}

/// The payload.
pub struct Descriptor {
    owner: TypeRef,
    name: Str,
    doc: Value,
    access: Access,
}

/// `getset_descriptor`
pub static GETSET_SPEC: TypeSpec = TypeSpec {
    layout: Some(Layout::Native("getset_descriptor")),
    flags: TypeFlags::NO_NEW,
    slots,
    getset: GETSET,
    ..TypeSpec::named("getset_descriptor", "builtins")
};

/// `member_descriptor`
pub static MEMBER_SPEC: TypeSpec = TypeSpec {
    layout: Some(Layout::Native("member_descriptor")),
    flags: TypeFlags::NO_NEW,
    slots,
    getset: GETSET,
    methods: METHODS,
    ..TypeSpec::named("member_descriptor", "builtins")
};

static GETSET: &[GetSetDef] = &[
    GetSetDef::member("__objclass__", |vm, v| Ok(of(vm, v)?.owner.to_value()), ""),
    GetSetDef::member("__name__", |vm, v| Ok(Value::Str(of(vm, v)?.name.clone())), ""),
    GetSetDef::get("__doc__", |vm, v| Ok(of(vm, v)?.doc.clone()), ""),
    GetSetDef::get("__qualname__", qualname, ""),
];

static METHODS: &[NativeDef] = &[NativeDef::method("__reduce__", "($self, /)", reduce, "")];

fn slots(s: &Slots) {
    s.repr.set(Some(repr));
    s.descr_get.set(Some(get));
    s.descr_set.set(Some(set));
}

/// The descriptor of a native attribute.
pub fn native(vm: &Vm, owner: &TypeRef, def: &'static GetSetDef) -> Value {
    let class = if def.is_member { &vm.types.member_descriptor } else { &vm.types.getset_descriptor };
    let doc = if def.doc.is_empty() { Value::None } else { Value::str(def.doc) };
    let payload =
        Descriptor { owner: owner.clone(), name: vm.intern(def.name), doc, access: Access::Native(def) };
    vm.new_native(class, payload)
}

/// The descriptor of a `__slots__` name.
pub fn slot_member(vm: &Vm, owner: &TypeRef, name: &Str, index: usize) -> Value {
    let payload = Descriptor {
        owner: owner.clone(),
        name: name.clone(),
        doc: Value::None,
        access: Access::Slot(index),
    };
    vm.new_native(&vm.types.member_descriptor, payload)
}

/// The descriptor of a field of a struct sequence.
pub fn item_member(vm: &Vm, owner: &TypeRef, name: &str, doc: &str, item: Item) -> Value {
    let doc = if doc.is_empty() { Value::None } else { Value::str(doc) };
    let payload = Descriptor { owner: owner.clone(), name: vm.intern(name), doc, access: Access::Item(item) };
    vm.new_native(&vm.types.member_descriptor, payload)
}

/// What a descriptor made by [`item_member`] stands for.
pub fn item_of(descriptor: &Value) -> Option<Item> {
    match descriptor.native::<Descriptor>()?.access {
        Access::Item(item) => Some(item),
        Access::Native(_) | Access::Slot(_) => None,
    }
}

/// The names of the `__slots__` values of instances, in order.
pub fn slot_names(class: &TypeRef) -> Vec<Str> {
    let mut found: Vec<(usize, Str)> = Vec::new();
    let mut at = Some(class.clone());
    while let Some(t) = at {
        for value in Dict::of(&t.ty().dict).map(Dict::values).unwrap_or_default() {
            if let (Some(index), Some(d)) = (slot_index(&value), value.native::<Descriptor>())
                && d.owner.is(&t)
            {
                found.push((index, d.name.clone()));
            }
        }
        at = t.ty().base.borrow().clone();
    }
    found.sort_by_key(|(index, _)| *index);
    found.into_iter().map(|(_, name)| name).collect()
}

/// The attribute index of a `__slots__` member, for inline caches.
pub fn slot_index(descriptor: &Value) -> Option<usize> {
    match descriptor.native::<Descriptor>()?.access {
        Access::Slot(index) => Some(index),
        Access::Native(_) | Access::Item(_) => None,
    }
}

/// The attribute index of the `__slots__` member that a class has under a name (interned), if it applies to instances
/// of the class.
pub fn own_slot(class: &TypeRef, name: &Str) -> Option<usize> {
    let member = crate::types::lookup::lookup(class, name)?;
    let index = slot_index(&member)?;
    member.native::<Descriptor>().filter(|d| class.is_subtype(&d.owner)).map(|_| index)
}

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Descriptor> {
    vm.payload(value, "descriptor")
}

fn check(vm: &Vm, d: &Descriptor, instance: &Value) -> PyResult<()> {
    if vm.is_instance(instance, &d.owner) {
        return Ok(());
    }
    let (name, owner, got) = (&d.name, d.owner.tp_name(), vm.type_name(instance));
    Err(vm.type_error(format!("descriptor '{name}' for '{owner}' objects doesn't apply to a '{got}' object")))
}

fn get(vm: &Vm, descr: &Value, instance: Option<&Value>, _owner: Option<&TypeRef>) -> PyResult {
    let d = of(vm, descr)?;
    let Some(instance) = instance else { return Ok(descr.clone()) };
    check(vm, d, instance)?;
    match &d.access {
        Access::Native(def) => (def.get)(vm, instance),
        Access::Item(Item::Visible(index)) => {
            Ok(instance.as_tuple().and_then(|items| items.get(*index).cloned()).unwrap_or(Value::None))
        }
        Access::Item(Item::Hidden(index)) => {
            let value = instance.as_obj().map_or(Value::Unbound, |r| r.attrs().get(*index));
            Ok(value.bound().unwrap_or(Value::None))
        }
        Access::Slot(index) => {
            let value = instance.as_obj().map_or(Value::Unbound, |r| r.attrs().get(*index));
            value.bound().ok_or_else(|| {
                let (class, name) = (full_name(vm, vm.class_of(instance)), &d.name);
                vm.no_attribute(instance, name, format!("'{class}' object has no attribute '{name}'"))
            })
        }
    }
}

fn set(vm: &Vm, descr: &Value, instance: &Value, value: Option<Value>) -> PyResult<()> {
    let d = of(vm, descr)?;
    check(vm, d, instance)?;
    match &d.access {
        Access::Native(def) => match def.set {
            Some(set) => set(vm, instance, value),
            None if def.is_member => Err(vm.attribute_error("readonly attribute")),
            None => Err(not_writable(vm, d)),
        },
        Access::Item(_) => Err(vm.attribute_error("readonly attribute")),
        Access::Slot(index) => {
            let old = instance.as_obj().map(|r| r.attrs().set(*index, value.clone().unwrap_or_default()));
            if value.is_none() && old.is_none_or(|o| o.is_unbound()) {
                return Err(vm.attribute_error(d.name.clone()));
            }
            Ok(())
        }
    }
}

fn not_writable(vm: &Vm, d: &Descriptor) -> PyError {
    vm.attribute_error(format!("attribute '{}' of '{}' objects is not writable", d.name, d.owner.tp_name()))
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let d = of(vm, value)?;
    let kind = if vm.is_exact(value, &vm.types.member_descriptor) { "member" } else { "attribute" };
    Ok(Value::str(&format!("<{kind} '{}' of '{}' objects>", d.name, d.owner.tp_name())))
}

fn qualname(vm: &Vm, value: &Value) -> PyResult {
    let d = of(vm, value)?;
    let owner = d.owner.ty().qualname.borrow().clone();
    Ok(Value::str(&format!("{owner}.{}", d.name)))
}

fn reduce(vm: &Vm, args: &[Value]) -> PyResult {
    let d = of(vm, &args[0])?;
    let parts = vm.new_tuple(vec![d.owner.to_value(), Value::Str(d.name.clone())]);
    Ok(vm.new_tuple(vec![vm.builtin("getattr")?, parts]))
}

/// `object.__dict__`
///
/// # Errors
/// None where the object can have one.
pub fn get_dict(vm: &Vm, object: &Value) -> PyResult {
    match object.as_obj() {
        Some(r) => Ok(Value::Obj(attribute::instance_dict(vm, r))),
        None => Err(attribute::missing(vm, object, &vm.names.dict)),
    }
}

/// `object.__dict__ = value`
///
/// # Errors
/// TypeError where it is no dict.
pub fn set_dict(vm: &Vm, object: &Value, value: Option<Value>) -> PyResult<()> {
    let Some(r) = object.as_obj() else { return Err(attribute::missing(vm, object, &vm.names.dict)) };
    let Some(value) = value else { return Err(vm.type_error("cannot delete __dict__")) };
    match value.as_obj().filter(|_| value.as_dict().is_some()) {
        Some(dict) => {
            attribute::set_instance_dict(vm, r, dict);
            Ok(())
        }
        None => {
            let got = vm.type_name(&value);
            Err(vm.type_error(format!("__dict__ must be set to a dictionary, not a '{got}'")))
        }
    }
}

/// `object.__dict__ = value` of class instances, whose `__dict__` may be deleted: the next one is empty.
///
/// # Errors
/// TypeError where it is no dict.
pub fn replace_dict(vm: &Vm, object: &Value, value: Option<Value>) -> PyResult<()> {
    set_dict(vm, object, Some(value.unwrap_or_else(|| vm.new_dict())))
}

/// `object.__weakref__`: the first weak reference, or `None`.
///
/// # Errors
/// None.
pub fn get_weakref(_vm: &Vm, object: &Value) -> PyResult {
    let first = object.as_obj().and_then(|r| crate::heap::weak::references(r).into_iter().next());
    Ok(first.map_or(Value::None, Value::Obj))
}

impl Native for Descriptor {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.object(self.owner.as_ref());
        visit.value(&self.doc);
    }
}

//! Generic attribute access. Mirrors `PyObject_GenericGetAttr` and `PyObject_GenericSetAttr`.

use super::lookup;
use crate::error::{PyError, PyResult};
use crate::heap::{Object, Ref, Shape, Str, TypeRef, Value};
use crate::objects::{Dict, Kind};
use crate::types::TypeFlags;
use crate::vm::Vm;
use rustpython_wtf8::Wtf8Buf;

/// `object.name` without `__getattr__`: data descriptors, then the instance, then the class.
///
/// # Errors
/// AttributeError, and what a descriptor raises.
pub fn generic_getattr(vm: &Vm, object: &Value, name: &Str) -> PyResult {
    match find(vm, object, name)? {
        Some(value) => Ok(value),
        None => Err(missing(vm, object, name)),
    }
}

/// "'X' object has no attribute 'y'"
#[cold]
pub fn missing(vm: &Vm, object: &Value, name: &Str) -> PyError {
    vm.no_attribute(object, name, no_attribute_text(vm, object, name))
}

fn no_attribute_text(vm: &Vm, object: &Value, name: &Str) -> Wtf8Buf {
    let mut text = Wtf8Buf::from_string(format!("'{}' object has no attribute '", vm.type_name(object)));
    text.push_wtf8(name.as_wtf8());
    text.push_str("'");
    text
}

/// Whether instances of two classes hold the same values in the same places, so that `__class__` and `__bases__`
/// can change from one to the other.
pub fn same_layout(a: &TypeRef, b: &TypeRef) -> bool {
    let alike = a.ty().layout == b.ty().layout
        && a.has(TypeFlags::HAS_DICT) == b.has(TypeFlags::HAS_DICT)
        && a.has(TypeFlags::HAS_WEAKREF) == b.has(TypeFlags::HAS_WEAKREF)
        && crate::objects::getset::slot_names(a) == crate::objects::getset::slot_names(b);
    let (a, b) = (laid_out(a), laid_out(b));
    let bases = (a.ty().base.borrow().clone(), b.ty().base.borrow().clone());
    // As CPython has it, both add the same to the very same base.
    alike
        && (a.is(&b)
            || matches!(bases, (Some(x), Some(y)) if x.is(&y) && a.has(TypeFlags::HEAP) && b.has(TypeFlags::HEAP)))
}

/// The class that decided how instances look: the first one that adds something to its base.
fn laid_out(class: &TypeRef) -> TypeRef {
    let mut at = class.clone();
    loop {
        let base = at.ty().base.borrow().clone();
        match base {
            Some(base) if adds_nothing(&at, &base) => at = base,
            _ => return at,
        }
    }
}

fn adds_nothing(class: &TypeRef, base: &TypeRef) -> bool {
    let (own, of_base) = (class.ty(), base.ty());
    let is_plain = own.spec.is_none_or(|spec| spec.getset.is_empty() && spec.methods.is_empty());
    (class.has(TypeFlags::HEAP) || is_plain)
        && own.layout == of_base.layout
        && class.has(TypeFlags::HAS_DICT) == base.has(TypeFlags::HAS_DICT)
        && class.has(TypeFlags::HAS_WEAKREF) == base.has(TypeFlags::HAS_WEAKREF)
        && own.shapes.root().slot_count() == of_base.shapes.root().slot_count()
}

/// [`generic_getattr`] without building the AttributeError.
///
/// # Errors
/// What a descriptor raises; its AttributeError is "not there".
pub fn generic_lookup(vm: &Vm, object: &Value, name: &Str) -> PyResult<Option<Value>> {
    match find(vm, object, name) {
        Err(e) if e.matches(vm, &vm.exc.attribute_error) => Ok(None),
        other => other,
    }
}

fn find(vm: &Vm, object: &Value, name: &Str) -> PyResult<Option<Value>> {
    let class = vm.class_of(object);
    let found = lookup::lookup(class, name);
    if let Some(descr) = &found {
        let slots = &vm.class_of(descr).ty().slots;
        if let Some(get) = slots.descr_get.get()
            && slots.descr_set.get().is_some()
        {
            return get(vm, descr, Some(object), Some(class)).map(Some);
        }
    }
    if let Value::Obj(r) = object
        && let Some(value) = own_attribute(r, name)
    {
        return Ok(Some(value));
    }
    let Some(descr) = found else { return Ok(None) };
    match vm.class_of(&descr).ty().slots.descr_get.get() {
        Some(get) => get(vm, &descr, Some(object), Some(class)).map(Some),
        None => Ok(Some(descr)),
    }
}

/// The value an object holds itself.
#[inline]
pub fn own_attribute(object: &Object, name: &Str) -> Option<Value> {
    let shape = object.shape();
    if shape.is_dict() {
        return dict_of(object).and_then(|d| Dict::of(&d)?.get_str(name));
    }
    let value = object.attrs().get(shape.index_of(name)?);
    value.bound()
}

/// The `__dict__` of an object in the dictionary layout.
fn dict_of(object: &Object) -> Option<Ref> {
    match object.attrs().get(object.shape().slot_count()) {
        Value::Obj(r) => Some(r),
        _ => None,
    }
}

/// `object.name = value` (or `del`): data descriptors, then the instance.
///
/// # Errors
/// AttributeError where it cannot be set, and what a descriptor raises.
pub fn generic_setattr(vm: &Vm, object: &Value, name: &Str, value: Option<Value>) -> PyResult<()> {
    let class = vm.class_of(object);
    let found = lookup::lookup(class, name);
    if let Some(descr) = &found
        && let Some(set) = vm.class_of(descr).ty().slots.descr_set.get()
    {
        return set(vm, descr, object, value);
    }
    let Some(r) = object.as_obj().filter(|_| class.has(TypeFlags::HAS_DICT)) else {
        return Err(not_assignable(vm, object, name, found.is_some()));
    };
    match value {
        Some(value) => {
            set_own(vm, r, name, value);
            Ok(())
        }
        None if delete_own(vm, r, name) => Ok(()),
        // Unlike a failed read, a failed deletion carries neither name nor object.
        None => Err(vm.attribute_error(no_attribute_text(vm, object, name))),
    }
}

/// Whether attributes of the class's instances are set as those of plain objects are.
pub fn sets_by_default(vm: &Vm, class: &TypeRef) -> bool {
    match (class.ty().slots.setattro.get(), vm.types.object.ty().slots.setattro.get()) {
        (Some(own), Some(default)) => std::ptr::fn_addr_eq(own, default),
        _ => false,
    }
}

#[cold]
fn not_assignable(vm: &Vm, object: &Value, name: &Str, in_class: bool) -> PyError {
    let class = vm.type_name(object);
    if in_class {
        // This one carries neither name nor object.
        return vm.attribute_error(format!("'{class}' object attribute '{name}' is read-only"));
    }
    let mut text = no_attribute_text(vm, object, name);
    if sets_by_default(vm, vm.class_of(object)) {
        text.push_str(" and no __dict__ for setting new attributes");
    }
    vm.no_attribute(object, name, text)
}

/// Sets a value that the object holds itself.
#[inline]
pub fn set_own(vm: &Vm, object: &Ref, name: &Str, value: Value) {
    let shape = object.shape();
    if !shape.is_dict() {
        if let Some(index) = shape.index_of(name) {
            drop(object.attrs().set(index, value));
            return;
        }
        if let Some(larger) = shape.with_key(name) {
            object.push_attr(value);
            object.set_shape(larger);
            return;
        }
    }
    let dict = instance_dict(vm, object);
    if let Some(d) = Dict::of(&dict) {
        drop(d.set_str(name, value));
    }
}

fn delete_own(vm: &Vm, object: &Ref, name: &Str) -> bool {
    if own_attribute(object, name).is_none() {
        return false;
    }
    let shape = object.shape();
    // The last attribute can go by itself; else the object turns to a dictionary.
    let dict = instance_dict(vm, object);
    let _ = shape;
    Dict::of(&dict).and_then(|d| d.remove_str(name)).is_some()
}

/// The attribute values in the order of the shape, behind the slots.
fn to_dict(vm: &Vm, object: &Object) -> Ref {
    let shape: &Shape = object.shape();
    let values = object.attrs().split_off(shape.slot_count());
    let dict = Dict::with_capacity(values.len());
    for (key, value) in shape.keys().iter().zip(values) {
        if !value.is_unbound() {
            drop(dict.set_str(key, value));
        }
    }
    let dict = Ref::new(&vm.types.dict, Kind::Dict(dict));
    // A pickler that wrote the attributes before the dict was there kept the memo index after the object's for it
    // and marked the object's stamp.
    let stamp = object.stamp().get();
    if stamp & 1 == 1 {
        dict.stamp().set(stamp + 1);
    }
    dict
}

/// Gives an object without attributes the values of a dict under these names, which are interned, differ from each
/// other and stand for its keys in order. Says no, and has set none, where that makes no layout.
pub fn set_all_own(object: &Object, names: &[Str], values: &Dict) -> bool {
    let mut shape = object.shape();
    if shape.is_dict() || !shape.keys().is_empty() || names.len() != values.len() {
        return false;
    }
    for name in names {
        let Some(larger) = shape.with_key(name) else { return false };
        shape = larger;
    }
    let attrs = object.attrs();
    attrs.reserve_total(shape.slot_count() + names.len());
    attrs.grow_to(shape.slot_count());
    values.for_each(|_, value| object.push_attr(value.clone()));
    object.set_shape(shape);
    true
}

/// The `__dict__` of an object; its attributes move into it.
pub fn instance_dict(vm: &Vm, object: &Ref) -> Ref {
    if object.shape().is_dict()
        && let Some(dict) = dict_of(object)
    {
        return dict;
    }
    let dict = to_dict(vm, object);
    install_dict(object, &dict);
    dict
}

fn install_dict(object: &Ref, dict: &Ref) {
    let slots = object.shape().slot_count();
    object.attrs().grow_to(slots);
    object.set_shape(object.class().ty().shapes.dict());
    object.push_attr(Value::Obj(dict.clone()));
}

/// Assigns `__dict__`.
pub fn set_instance_dict(vm: &Vm, object: &Ref, dict: &Ref) {
    drop(instance_dict(vm, object));
    drop(object.attrs().set(object.shape().slot_count(), Value::Obj(dict.clone())));
}

/// The `__dict__` of an object if it holds any attribute.
pub fn existing_dict(vm: &Vm, object: &Value) -> Option<Value> {
    let r = object.as_obj().filter(|r| r.class().has(TypeFlags::HAS_DICT))?;
    if !r.shape().is_dict() && r.shape().keys().is_empty() {
        return None;
    }
    let dict = instance_dict(vm, r);
    Dict::of(&dict).filter(|d| !d.is_empty())?;
    Some(Value::Obj(dict))
}

/// The attributes an object holds itself, in order, without turning it to a dictionary.
pub fn own_attributes(object: &Ref) -> Vec<(Value, Value)> {
    let shape = object.shape();
    if shape.is_dict() {
        return dict_of(object).and_then(|d| Dict::of(&d).map(Dict::entries)).unwrap_or_default();
    }
    let slots = shape.slot_count();
    let pairs = shape.keys().iter().enumerate();
    pairs.map(|(i, k)| (Value::Str(k.clone()), object.attrs().get(slots + i))).collect()
}

/// Moves an object to another class, keeping its attributes.
pub fn change_class(vm: &Vm, object: &Ref, class: &TypeRef) {
    if object.shape().is_dict() || object.shape().keys().is_empty() {
        let is_dict = object.shape().is_dict();
        let shapes = &class.ty().shapes;
        object.set_class(if is_dict { shapes.dict() } else { shapes.root() });
        return;
    }
    drop(instance_dict(vm, object));
    object.set_class(class.ty().shapes.dict());
}

//! The attributes of types.

use super::{layout, of};
use std::cell::RefCell;

use crate::error::PyResult;
use crate::heap::{Str, TypeRef, Value};
use crate::objects::Dict;
use crate::types::spec::Shown;
use crate::types::{GetSetDef, TypeFlags, attribute, lookup, new_class, slot_defs};
use crate::vm::Vm;

pub(super) static GETSET: &[GetSetDef] = &[
    GetSetDef::get_set("__name__", |vm, v| Ok(own_name(vm, of(vm, v)?, of(vm, v)?.name())), set_name, ""),
    GetSetDef::get_set(
        "__qualname__",
        |vm, v| Ok(own_name(vm, of(vm, v)?, of(vm, v)?.ty().qualname.borrow().clone())),
        set_qualname,
        "",
    ),
    GetSetDef::get_set("__bases__", bases, set_bases, ""),
    GetSetDef::get("__mro__", get_mro, ""),
    GetSetDef::get_set("__module__", |vm, v| Ok(module(vm, of(vm, v)?)), set_module, ""),
    GetSetDef::get_set("__abstractmethods__", abstractmethods, set_abstractmethods, ""),
    GetSetDef::get(
        "__dict__",
        |vm, v| Ok(crate::objects::mappingproxy::new(vm, Value::Obj(of(vm, v)?.ty().dict.clone()))),
        "",
    ),
    GetSetDef::get_set("__doc__", doc, set_doc, ""),
    GetSetDef::get("__text_signature__", text_signature, ""),
    GetSetDef::get_set("__annotations__", annotations, set_annotations, ""),
    GetSetDef::get_set("__type_params__", type_params, set_type_params, ""),
    GetSetDef::member(
        "__base__",
        |vm, v| Ok(of(vm, v)?.ty().base.borrow().as_ref().map_or(Value::None, TypeRef::to_value)),
        "",
    ),
    GetSetDef::member("__basicsize__", layout::basicsize, ""),
    GetSetDef::member("__itemsize__", layout::itemsize, ""),
    GetSetDef::member("__flags__", layout::flags, ""),
    GetSetDef::member("__dictoffset__", layout::dictoffset, ""),
    GetSetDef::member("__weakrefoffset__", layout::weakrefoffset, ""),
];

/// `__module__` of a type.
pub(super) fn module(vm: &Vm, class: &TypeRef) -> Value {
    if class.has(TypeFlags::HEAP) {
        return lookup::own(class, &vm.names.module).unwrap_or(Value::Str(vm.intern("builtins")));
    }
    match class.ty().spec {
        Some(spec) => {
            let own = if spec.has_own_module() { lookup::own(class, &vm.names.module) } else { None };
            own.unwrap_or_else(|| Value::Str(vm.intern(spec.module)))
        }
        None => Value::Str(vm.intern("builtins")),
    }
}

fn mutable<'a>(vm: &Vm, value: &'a Value, name: &str) -> PyResult<&'a TypeRef> {
    let class = of(vm, value)?;
    if class.has(TypeFlags::HEAP) && !class.has(TypeFlags::IMMUTABLE) {
        return Ok(class);
    }
    let shown = class.tp_name();
    Err(vm.type_error(format!("cannot set '{name}' attribute of immutable type '{shown}'")))
}

fn assigned(vm: &Vm, class: &TypeRef, new: Option<Value>, name: &str) -> PyResult {
    let shown = class.tp_name();
    new.ok_or_else(|| vm.type_error(format!("cannot delete '{name}' attribute of immutable type '{shown}'")))
}

fn text(vm: &Vm, class: &TypeRef, new: Value, name: &str) -> PyResult<Str> {
    new.as_text().cloned().ok_or_else(|| {
        let (shown, got) = (class.tp_name(), vm.type_name(&new));
        vm.type_error(format!("can only assign string to {shown}.{name}, not '{got}'"))
    })
}

/// Names and docs of types are kept as UTF-8: UnicodeEncodeError for a text that has none.
pub(super) fn has_utf8(vm: &Vm, text: &Str) -> PyResult<()> {
    match text.as_str() {
        Some(_) => Ok(()),
        None => crate::objects::str::codec::encode(vm, text, "utf-8", "strict").map(drop),
    }
}

fn set_name(vm: &Vm, value: &Value, new: Option<Value>) -> PyResult<()> {
    let class = mutable(vm, value, "__name__")?;
    let name = text(vm, class, assigned(vm, class, new, "__name__")?, "__name__")?;
    if name.as_bytes().contains(&0) {
        return Err(vm.value_error("type name must not contain null characters"));
    }
    has_utf8(vm, &name)?;
    drop(class.ty().name.replace(name));
    Ok(())
}

/// Types that are static in CPython make their names anew.
fn own_name(vm: &Vm, class: &TypeRef, name: Str) -> Value {
    let is_static = class.ty().spec.is_some_and(|s| !s.has_own_module());
    if is_static { vm.new_str(Str::from_wtf8(name.as_wtf8())) } else { Value::Str(name) }
}

fn set_qualname(vm: &Vm, value: &Value, new: Option<Value>) -> PyResult<()> {
    let class = mutable(vm, value, "__qualname__")?;
    let name = text(vm, class, assigned(vm, class, new, "__qualname__")?, "__qualname__")?;
    drop(class.ty().qualname.replace(name));
    Ok(())
}

fn set_module(vm: &Vm, value: &Value, new: Option<Value>) -> PyResult<()> {
    let class = mutable(vm, value, "__module__")?;
    store(class, &vm.names.module, assigned(vm, class, new, "__module__")?);
    // The line was one of the module before.
    if let Some(dict) = Dict::of(&class.ty().dict) {
        drop(dict.remove_str(&vm.intern("__firstlineno__")));
    }
    Ok(())
}

/// Sets an entry of the type's namespace.
fn store(class: &TypeRef, name: &Str, value: Value) {
    if let Some(dict) = Dict::of(&class.ty().dict) {
        drop(dict.set_str(name, value));
    }
    lookup::type_modified(class);
}

fn bases(vm: &Vm, value: &Value) -> PyResult {
    let ty = of(vm, value)?.ty();
    let bases = ty.bases.borrow().clone();
    Ok(shown(vm, &ty.shown[1], &bases))
}

/// A tuple of classes: the one given before, where it says the same.
fn shown(vm: &Vm, place: &RefCell<Value>, classes: &[TypeRef]) -> Value {
    let before = place.borrow().clone();
    let same = before.as_tuple().is_some_and(|items| {
        items.len() == classes.len()
            && items.iter().zip(classes).all(|(item, class)| item.is(&class.to_value()))
    });
    if same {
        return before;
    }
    let made = vm.new_tuple(classes.iter().map(TypeRef::to_value).collect());
    drop(place.replace(made.clone()));
    made
}

/// Whether `of` is among the bases of bases: the MRO does not say so yet while `mro()` assigns bases.
fn derives_by_base(class: &TypeRef, of: &TypeRef) -> bool {
    let mut at = Some(class.clone());
    while let Some(class) = at {
        if class.is(of) {
            return true;
        }
        at = class.ty().base.borrow().clone();
    }
    false
}

/// The classes of a tuple assigned to `__bases__`.
fn checked_bases(vm: &Vm, class: &TypeRef, new: &Value) -> PyResult<Vec<TypeRef>> {
    let shown = class.tp_name();
    let Some(items) = new.as_tuple() else {
        let got = vm.type_name(new);
        return Err(vm.type_error(format!("can only assign tuple to {shown}.__bases__, not {got}")));
    };
    if items.is_empty() {
        return Err(vm.type_error(format!("can only assign non-empty tuple to {shown}.__bases__, not ()")));
    }
    let mut types = Vec::new();
    for item in items {
        let Some(t) = TypeRef::from_value(item) else {
            let got = vm.type_name(item);
            return Err(vm.type_error(format!("{shown}.__bases__ must be tuple of classes, not '{got}'")));
        };
        if t.is_subtype(class) || derives_by_base(t, class) {
            return Err(vm.type_error("a __bases__ item causes an inheritance cycle"));
        }
        types.push(t.clone());
    }
    Ok(types)
}

fn set_bases(vm: &Vm, value: &Value, new: Option<Value>) -> PyResult<()> {
    let class = mutable(vm, value, "__bases__")?;
    let types = checked_bases(vm, class, &assigned(vm, class, new, "__bases__")?)?;
    let best = new_class::best_base(vm, &types)?;
    check_base(vm, class, &best)?;
    let old = class.ty().bases.replace(types.clone());
    let old_base = class.ty().base.replace(Some(best));
    // Metaclasses' `mro()` may assign bases too: then what they assigned stays.
    let unchanged = || {
        let now = class.ty().bases.borrow();
        now.len() == types.len() && now.iter().zip(&types).all(|(a, b)| a.is(b))
    };
    let mut before = Vec::new();
    if let Err(e) = remake_mros(vm, class, &mut before) {
        for (changed, order) in before.into_iter().rev() {
            drop(changed.ty().mro.replace(order));
            lookup::type_modified(&changed);
        }
        if unchanged() {
            drop((class.ty().bases.replace(old), class.ty().base.replace(old_base)));
        }
        return Err(e);
    }
    if !unchanged() {
        return Ok(());
    }
    for base in &old {
        base.ty().subclasses.borrow_mut().retain(|w| w.upgrade().is_some_and(|r| !r.is(class.as_ref())));
    }
    for base in &types {
        let weak = crate::heap::weak::Weak::new(class.as_ref(), Value::None);
        base.ty().subclasses.borrow_mut().push(weak);
    }
    remake_slots(vm, class)
}

/// Whether instances are tracked by CPython's collector, which then frees them with another function.
fn is_collected(vm: &Vm, class: &TypeRef) -> bool {
    let atoms =
        [&vm.types.object, &vm.types.int, &vm.types.str, &vm.types.bytes, &vm.types.float, &vm.types.complex];
    class.has(TypeFlags::HEAP) || !atoms.iter().any(|t| t.is(class))
}

/// `__bases__` may only change to classes whose instances look like those of the old base.
fn check_base(vm: &Vm, class: &TypeRef, new: &TypeRef) -> PyResult<()> {
    let Some(old) = class.ty().base.borrow().clone() else { return Ok(()) };
    let (to, from) = (new.tp_name(), old.tp_name());
    if is_collected(vm, new) != is_collected(vm, &old) {
        return Err(vm.type_error(format!("__bases__ assignment: '{to}' deallocator differs from '{from}'")));
    }
    if !attribute::same_layout(&old, new) {
        return Err(
            vm.type_error(format!("__bases__ assignment: '{to}' object layout differs from '{from}'"))
        );
    }
    Ok(())
}

/// The MROs of a class and of its subclasses anew; `before` keeps what they were.
fn remake_mros(
    vm: &Vm,
    class: &TypeRef,
    before: &mut Vec<(TypeRef, std::rc::Rc<[TypeRef]>)>,
) -> PyResult<()> {
    let old = class.ty().mro.borrow().clone();
    if !new_class::set_mro(vm, class)? {
        return Ok(());
    }
    before.push((class.clone(), old));
    for subclass in lookup::subclasses(class) {
        vm.with_depth("", || remake_mros(vm, &subclass, before))?;
    }
    Ok(())
}

/// Slots of subclasses follow those of their bases.
fn remake_slots(vm: &Vm, class: &TypeRef) -> PyResult<()> {
    slot_defs::set_slots(vm, class);
    for subclass in lookup::subclasses(class) {
        vm.with_depth("", || remake_slots(vm, &subclass))?;
    }
    Ok(())
}

fn get_mro(vm: &Vm, value: &Value) -> PyResult {
    let ty = of(vm, value)?.ty();
    let mro = ty.mro.borrow().clone();
    if mro.is_empty() {
        return Ok(Value::None);
    }
    Ok(shown(vm, &ty.shown[0], &mro))
}

fn abstractmethods(vm: &Vm, value: &Value) -> PyResult {
    let class = of(vm, value)?;
    let found = if class.is(&vm.types.type_) { None } else { lookup::own(class, &vm.names.abstractmethods) };
    found.ok_or_else(|| vm.no_attribute(value, &vm.names.abstractmethods, "__abstractmethods__"))
}

fn set_abstractmethods(vm: &Vm, value: &Value, new: Option<Value>) -> PyResult<()> {
    let class = of(vm, value)?;
    match new {
        Some(new) => {
            class.ty().set_flag(TypeFlags::ABSTRACT, vm.is_true(&new)?);
            store(class, &vm.names.abstractmethods, new);
        }
        None => {
            let removed = Dict::of(&class.ty().dict).and_then(|d| d.remove_str(&vm.names.abstractmethods));
            if removed.is_none() {
                return Err(vm.attribute_error("__abstractmethods__"));
            }
            class.ty().set_flag(TypeFlags::ABSTRACT, false);
            lookup::type_modified(class);
        }
    }
    Ok(())
}

fn doc(vm: &Vm, value: &Value) -> PyResult {
    let class = of(vm, value)?;
    // The namespace may hold a descriptor for instances instead (`property.__doc__`).
    if let Some(spec) = class.ty().spec.filter(|_| !class.has(TypeFlags::HEAP)) {
        return Ok(spec.doc.map_or(Value::None, Value::str));
    }
    let Some(doc) = lookup::own(class, &vm.names.doc) else { return Ok(Value::None) };
    match vm.class_of(&doc).ty().slots.descr_get.get() {
        Some(get) => get(vm, &doc, None, Some(class)),
        None => Ok(doc),
    }
}

fn set_doc(vm: &Vm, value: &Value, new: Option<Value>) -> PyResult<()> {
    let class = mutable(vm, value, "__doc__")?;
    store(class, &vm.names.doc, assigned(vm, class, new, "__doc__")?);
    Ok(())
}

fn text_signature(vm: &Vm, value: &Value) -> PyResult {
    let class = of(vm, value)?;
    let Some(spec) = class.ty().spec else { return Ok(Value::None) };
    let constructors = [spec.new, spec.init].into_iter().flatten();
    let derived = constructors
        .filter(|d| d.shown == Shown::Signature)
        .map(|d| d.signature)
        .filter(|text| !text.contains("*args") && !text.contains("<unrepresentable>"))
        .map(|text| {
            let inner = text.trim_start_matches('(').trim_start_matches("$type").trim_start_matches("$self");
            format!("({}", inner.trim_start_matches(", /").trim_start_matches(", "))
        })
        .next();
    Ok(spec.signature.map(str::to_owned).or(derived).map_or(Value::None, |text| Value::str(&text)))
}

fn annotations(vm: &Vm, value: &Value) -> PyResult {
    let class = of(vm, value)?;
    if !class.has(TypeFlags::HEAP) || class.has(TypeFlags::IMMUTABLE) {
        let text = format!("type object '{}' has no attribute '__annotations__'", class.tp_name());
        return Err(vm.no_attribute(value, &vm.names.annotations, text));
    }
    if let Some(found) = lookup::own(class, &vm.names.annotations) {
        return Ok(found);
    }
    let made = vm.new_dict();
    store(class, &vm.names.annotations, made.clone());
    Ok(made)
}

fn set_annotations(vm: &Vm, value: &Value, new: Option<Value>) -> PyResult<()> {
    let class = mutable(vm, value, "__annotations__")?;
    match new {
        Some(new) => store(class, &vm.names.annotations, new),
        None => {
            let removed = Dict::of(&class.ty().dict).and_then(|d| d.remove_str(&vm.names.annotations));
            if removed.is_none() {
                return Err(vm.attribute_error("__annotations__"));
            }
            lookup::type_modified(class);
        }
    }
    Ok(())
}

fn type_params(vm: &Vm, value: &Value) -> PyResult {
    let class = of(vm, value)?;
    // In the namespace of `type` that name is this attribute.
    let own = if class.is(&vm.types.type_) { None } else { lookup::own(class, &vm.names.type_params) };
    Ok(own.unwrap_or_else(|| vm.empty_tuple()))
}

fn set_type_params(vm: &Vm, value: &Value, new: Option<Value>) -> PyResult<()> {
    let class = mutable(vm, value, "__type_params__")?;
    store(class, &vm.names.type_params, assigned(vm, class, new, "__type_params__")?);
    Ok(())
}

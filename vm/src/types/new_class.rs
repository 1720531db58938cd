//! Heap types, made from a name, bases and a namespace.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::native_class::register;
use super::{GetSetDef, Slots, TypeFlags, TypeObj, TypeRef, inherit, slot_defs};
use crate::call::Args;
use crate::error::PyResult;
use crate::heap::shape::Shapes;
use crate::heap::{Ref, Str, Value, intern};
use crate::objects::{Dict, Kind, getset};
use crate::vm::Vm;

/// The most derived metaclass of the bases and `metatype`.
///
/// # Errors
/// TypeError where they conflict.
pub fn best_metatype(vm: &Vm, metatype: &TypeRef, bases: &[Value]) -> PyResult<TypeRef> {
    let mut winner = metatype.clone();
    for base in bases {
        let class = vm.class_of(base);
        if winner.is_subtype(class) {
            continue;
        }
        if class.is_subtype(&winner) {
            winner = class.clone();
            continue;
        }
        return Err(vm.type_error(
            "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases",
        ));
    }
    Ok(winner)
}

/// The first base in the chain of `class` that adds to the layout.
fn solid_base(class: &TypeRef) -> TypeRef {
    let mut at = class.clone();
    loop {
        let base = at.ty().base.borrow().clone();
        let Some(base) = base else { return at };
        if at.ty().layout != base.ty().layout || at.has(TypeFlags::EXTENDS_LAYOUT) {
            return at;
        }
        at = base;
    }
}

/// The base whose layout extends those of the others.
///
/// # Errors
/// TypeError where their layouts conflict or a base cannot be derived from.
pub(crate) fn best_base(vm: &Vm, bases: &[TypeRef]) -> PyResult<TypeRef> {
    let mut winner: Option<(TypeRef, TypeRef)> = None;
    for base in bases {
        if !base.has(TypeFlags::BASETYPE) {
            let name = base.tp_name();
            return Err(vm.type_error(format!("type '{name}' is not an acceptable base type")));
        }
        let solid = solid_base(base);
        winner = match winner {
            None => Some((base.clone(), solid)),
            Some((best, best_solid)) if best_solid.is_subtype(&solid) => Some((best, best_solid)),
            Some((_, best_solid)) if solid.is_subtype(&best_solid) => Some((base.clone(), solid)),
            Some(_) => return Err(vm.type_error("multiple bases have instance lay-out conflict")),
        };
    }
    winner.map(|(best, _)| best).ok_or_else(|| vm.type_error("bases must be types"))
}

/// What `__slots__` asks for.
struct SlotNames {
    /// Mangled and sorted names of values.
    names: Vec<Str>,
    dict: bool,
    weakref: bool,
}

fn mangle(class: &Str, name: &Str) -> Str {
    let (Some(class), Some(text)) = (class.as_str(), name.as_str()) else { return name.clone() };
    if !text.starts_with("__") || text.ends_with("__") || text.contains('.') {
        return name.clone();
    }
    let class = class.trim_start_matches('_');
    if class.is_empty() { name.clone() } else { intern::intern_str(&format!("_{class}{text}")) }
}

fn is_identifier(text: &Str) -> bool {
    text.as_str().is_some_and(|s| {
        let mut chars = s.chars();
        chars.next().is_some_and(|c| c == '_' || c.is_alphabetic())
            && chars.all(|c| c == '_' || c.is_alphanumeric())
    })
}

/// Reads `__slots__`; none where the class has no such attribute.
fn read_slots(vm: &Vm, name: &Str, base: &TypeRef, namespace: &Dict) -> PyResult<Option<SlotNames>> {
    let Some(given) = namespace.get_str(&vm.names.slots) else { return Ok(None) };
    let items = match given.as_text() {
        Some(_) => vec![given.clone()],
        None => vm.list_from_iterable(&given)?,
    };
    if !items.is_empty() && variable_size(vm, base) {
        let base = base.tp_name();
        return Err(vm.type_error(format!("nonempty __slots__ not supported for subtype of '{base}'")));
    }
    let mut slots = SlotNames { names: Vec::new(), dict: false, weakref: false };
    for item in &items {
        let Some(text) = item.as_text() else {
            let got = vm.type_name(item);
            return Err(vm.type_error(format!("__slots__ items must be strings, not '{got}'")));
        };
        if !is_identifier(text) {
            return Err(vm.type_error("__slots__ must be identifiers"));
        }
        if *text == *"__dict__" {
            if slots.dict || base.has(TypeFlags::HAS_DICT) || base.is_subtype(&vm.types.type_) {
                return Err(vm.type_error("__dict__ slot disallowed: we already got one"));
            }
            slots.dict = true;
        } else if *text == *"__weakref__" {
            if slots.weakref || base.has(TypeFlags::HAS_WEAKREF) {
                return Err(vm.type_error("__weakref__ slot disallowed: we already got one"));
            }
            slots.weakref = true;
        } else {
            let mangled = mangle(name, text);
            let implicit = mangled == *"__qualname__" || mangled == *"__classcell__";
            if namespace.get_str(&intern::intern(mangled.clone())).is_some() && !implicit {
                return Err(vm.value_error(format!("'{mangled}' in __slots__ conflicts with class variable")));
            }
            slots.names.push(intern::intern(mangled));
        }
    }
    slots.names.sort_by(|a, b| a.as_bytes().cmp(b.as_bytes()));
    Ok(Some(slots))
}

/// Types whose instances vary in size, which cannot have slot values behind.
fn variable_size(vm: &Vm, base: &TypeRef) -> bool {
    [&vm.types.int, &vm.types.tuple, &vm.types.bytes, &vm.types.type_].iter().any(|t| base.is_subtype(t))
}

/// `type.__new__(metatype, name, bases, namespace, **keywords)`
///
/// # Errors
/// TypeError and ValueError in CPython's words, and what `__set_name__` and `__init_subclass__` raise.
pub fn new_heap_type(
    vm: &Vm,
    metatype: &TypeRef,
    name: Str,
    mut bases: Vec<TypeRef>,
    namespace: &Value,
    keywords: Args<'_>,
) -> PyResult {
    if bases.is_empty() {
        bases.push(vm.types.object.clone());
    }
    let base = best_base(vm, &bases)?;
    let source = namespace.as_dict().map(Dict::copy).unwrap_or_default();
    let slots = read_slots(vm, &name, &base, &source)?;
    let class = allocate(vm, metatype, &name, &bases, &base, source, slots.as_ref())?;
    set_class_cells(vm, &class)?;
    fill_namespace(vm, &class, slots.as_ref())?;
    set_mro(vm, &class)?;
    for base in &bases {
        register(base, &class);
    }
    slot_defs::set_slots(vm, &class);
    hash_follows_eq(vm, &class);
    warn_of_keys(vm, &class)?;
    finish_class(vm, &class, &keywords)?;
    Ok(class.to_value())
}

fn allocate(
    vm: &Vm,
    metatype: &TypeRef,
    name: &Str,
    bases: &[TypeRef],
    base: &TypeRef,
    source: Dict,
    slots: Option<&SlotNames>,
) -> PyResult<TypeRef> {
    let mut flags = TypeFlags::HEAP.with(TypeFlags::BASETYPE);
    let inherited = |f: TypeFlags| bases.iter().any(|b| b.has(f));
    // A class keeps its attributes in its namespace: metaclasses add no `__dict__` to it.
    let is_metatype = base.is_subtype(&vm.types.type_);
    if !is_metatype && (slots.is_none_or(|s| s.dict) || inherited(TypeFlags::HAS_DICT)) {
        flags = flags.with(TypeFlags::HAS_DICT);
    }
    // Objects of variable size have no room for weak references.
    let types = &vm.types;
    let varies = [&types.int, &types.tuple, &types.bytes].into_iter().any(|t| base.is_subtype(t));
    if slots.map_or(!varies, |s| s.weakref) || inherited(TypeFlags::HAS_WEAKREF) {
        flags = flags.with(TypeFlags::HAS_WEAKREF);
    }
    let own_slots = slots.map_or(0, |s| s.names.len());
    if own_slots > 0 {
        flags = flags.with(TypeFlags::EXTENDS_LAYOUT);
    }
    let base_slots = base.ty().shapes.root().slot_count();
    let qualname = match source.remove_str(&vm.names.qualname) {
        None => name.clone(),
        Some(value) => match value.as_text() {
            Some(text) => text.clone(),
            None => {
                let got = vm.type_name(&value);
                return Err(vm.type_error(format!("type __qualname__ must be a str, not {got}")));
            }
        },
    };
    let ty = TypeObj {
        name: RefCell::new(name.clone()),
        qualname: RefCell::new(qualname),
        bases: RefCell::new(bases.to_vec()),
        base: RefCell::new(Some(base.clone())),
        mro: RefCell::new(Rc::new([])),
        shown: Default::default(),
        dict: Ref::new(&vm.types.dict, Kind::Dict(source)),
        slots: Slots::default(),
        flags: Cell::new(flags),
        layout: base.ty().layout,
        shapes: Shapes::new(base_slots + own_slots),
        method_cache: RefCell::new(Vec::new()),
        subclasses: RefCell::new(Vec::new()),
        spec: None,
    };
    for b in std::iter::once(base).chain(bases) {
        inherit::inherit_flags(&ty, b);
    }
    let object = Ref::new(metatype, Kind::Type(Box::new(ty)));
    let Some(class) = TypeRef::from_ref(&object).cloned() else { unreachable!("made from a type payload") };
    class.ty().shapes.own(&class);
    Ok(class)
}

/// `__module__`, implicit static and class methods, slot members and the `__dict__` descriptors.
fn fill_namespace(vm: &Vm, class: &TypeRef, slots: Option<&SlotNames>) -> PyResult<()> {
    let Some(dict) = Dict::of(&class.ty().dict) else { return Ok(()) };
    if dict.get_str(&vm.names.module).is_none()
        && let Some(globals) = vm.caller_globals()
        && let Some(module) = Dict::of(&globals).and_then(|g| g.get_str(&vm.names.name))
    {
        drop(dict.set_str(&vm.names.module, module));
    }
    if let Some(function) = dict.get_str(&vm.names.new)
        && vm.is_exact(&function, &vm.types.function)
    {
        drop(dict.set_str(&vm.names.new, crate::objects::staticmethod::new(vm, function)));
    }
    for name in [&vm.names.init_subclass, &vm.names.class_getitem] {
        if let Some(function) = dict.get_str(name)
            && vm.is_exact(&function, &vm.types.function)
        {
            drop(dict.set_str(name, crate::objects::classmethod::new(vm, function)));
        }
    }
    let base = class.ty().base.borrow().clone();
    let base_slots = base.as_ref().map_or(0, |b| b.ty().shapes.root().slot_count());
    for (i, name) in slots.iter().flat_map(|s| s.names.iter()).enumerate() {
        let member = getset::slot_member(vm, class, name, base_slots + i);
        drop(dict.set_str(name, member));
    }
    let inherits = |f: TypeFlags| class.ty().bases.borrow().iter().any(|b| b.has(f));
    static DICT: GetSetDef = GetSetDef::get_set(
        "__dict__",
        getset::get_dict,
        getset::replace_dict,
        "dictionary for instance variables",
    );
    static WEAKREF: GetSetDef =
        GetSetDef::get("__weakref__", getset::get_weakref, "list of weak references to the object");
    let adds =
        |flag: TypeFlags, name: &Str| class.has(flag) && !inherits(flag) && dict.get_str(name).is_none();
    if adds(TypeFlags::HAS_DICT, &vm.names.dict) {
        drop(dict.set_str(&vm.names.dict, getset::native(vm, class, &DICT)));
    }
    if adds(TypeFlags::HAS_WEAKREF, &vm.names.weakref) {
        drop(dict.set_str(&vm.names.weakref, getset::native(vm, class, &WEAKREF)));
    }
    if dict.get_str(&vm.names.doc).is_none() {
        drop(dict.set_str(&vm.names.doc, Value::None));
    }
    Ok(())
}

/// Computes `__mro__`, by way of a metaclass's own `mro()`; says no where that call has set it already.
///
/// # Errors
/// As [`super::mro::linearise`], and what `mro()` raises.
pub fn set_mro(vm: &Vm, class: &TypeRef) -> PyResult<bool> {
    let value = class.to_value();
    let own = super::lookup::lookup(vm.class_of(&value), &vm.names.mro);
    let default = super::lookup::lookup(&vm.types.type_, &vm.names.mro);
    let before = class.ty().mro.borrow().clone();
    let custom = own.zip(default).is_some_and(|(own, default)| !own.is(&default));
    let order = match if custom { vm.call_special(&value, &vm.names.mro, &[])? } else { None } {
        Some(result) => checked_mro(vm, class, &result)?,
        None => {
            let bases = class.ty().bases.borrow().clone();
            let mut order = vec![class.clone()];
            order.extend(super::mro::linearise(vm, &bases)?);
            order
        }
    };
    if !Rc::ptr_eq(&before, &class.ty().mro.borrow()) {
        return Ok(false);
    }
    drop(class.ty().mro.replace(order.into()));
    super::lookup::type_modified(class);
    Ok(true)
}

/// What `mro()` returned, as an order of classes.
fn checked_mro(vm: &Vm, class: &TypeRef, result: &Value) -> PyResult<Vec<TypeRef>> {
    let solid = solid_base(class);
    let mut order = Vec::new();
    for item in vm.list_from_iterable(result)? {
        let Some(t) = TypeRef::from_value(&item) else {
            let got = vm.type_name(&item);
            return Err(vm.type_error(format!("mro() returned a non-class ('{got}')")));
        };
        if !solid.is_subtype(&solid_base(t)) {
            let name = t.tp_name();
            return Err(vm.type_error(format!("mro() returned base with unsuitable layout ('{name}')")));
        }
        order.push(t.clone());
    }
    Ok(order)
}

/// A class that defines `__eq__` and no `__hash__` is unhashable.
fn hash_follows_eq(vm: &Vm, class: &TypeRef) {
    let Some(dict) = Dict::of(&class.ty().dict) else { return };
    if dict.get_str(&vm.names.eq).is_some() && dict.get_str(&vm.names.hash).is_none() {
        drop(dict.set_str(&vm.names.hash, Value::None));
        super::lookup::type_modified(class);
        slot_defs::update_for(class, &vm.names.hash);
    }
}

/// `__classcell__` and `__classdictcell__`: methods know their class as soon as `mro` may call them, and what is
/// evaluated lazily its namespace.
fn set_class_cells(vm: &Vm, class: &TypeRef) -> PyResult<()> {
    let Some(dict) = Dict::of(&class.ty().dict) else { return Ok(()) };
    let contents = [
        (vm.names.classcell.clone(), class.to_value()),
        (vm.intern("__classdictcell__"), Value::Obj(class.ty().dict.clone())),
    ];
    for (name, value) in contents {
        let Some(cell) = dict.remove_str(&name) else { continue };
        match cell.as_obj().map(|r| r.kind()) {
            Some(Kind::Cell(content)) => drop(content.replace(value)),
            _ => {
                let got = vm.type_name(&cell);
                return Err(vm.type_error(format!("{name} must be a nonlocal cell, not <class '{got}'>")));
            }
        }
        super::lookup::type_modified(class);
    }
    Ok(())
}

/// Names of attributes are strings; whoever puts other keys in a class is told.
fn warn_of_keys(vm: &Vm, class: &TypeRef) -> PyResult<()> {
    let Some(dict) = Dict::of(&class.ty().dict) else { return Ok(()) };
    let mut all_names = true;
    dict.for_each(|key, _| all_names &= matches!(key, Value::Str(_)));
    if all_names {
        return Ok(());
    }
    let text = format!("non-string key in the __dict__ of class {}", class.name());
    vm.warn(&vm.exc.runtime_warning, &text, 1)
}

/// `__set_name__` and `__init_subclass__`.
fn finish_class(vm: &Vm, class: &TypeRef, keywords: &Args<'_>) -> PyResult<()> {
    let Some(dict) = Dict::of(&class.ty().dict) else { return Ok(()) };
    for (key, value) in dict.entries() {
        let args = [class.to_value(), key.clone()];
        if let Err(e) = vm.call_special(&value, &vm.names.set_name, &args) {
            let (kind, name) = (vm.type_name(&value), vm.repr(&key)?);
            let note =
                format!("Error calling __set_name__ on '{kind}' instance {name} in '{}'", class.name());
            vm.call_method(&e.to_value(), &vm.intern("add_note"), &[Value::str(&note)])?;
            return Err(e);
        }
    }
    if !class.ty().mro.borrow().iter().any(|t| t.is(class)) {
        let name = class.name();
        return Err(vm.type_error(format!(
            "super(type, obj): obj (type {name}) is not an instance or subtype of type ({name})."
        )));
    }
    let parent = crate::objects::super_::new(vm, class, &class.to_value(), class);
    let method = vm.getattr(&parent, &vm.names.init_subclass)?;
    vm.call(&method, *keywords).map(drop)
}

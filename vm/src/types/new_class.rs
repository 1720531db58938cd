//! Making types: native ones from their specs, heap ones from a name, bases and a namespace.

use std::cell::{Cell, RefCell};
use std::ptr::NonNull;
use std::rc::Rc;

use super::spec::Binding;
use super::{
    GetSetDef, Layout, NativeDef, Slots, TypeFlags, TypeObj, TypeRef, TypeSpec, attribute, inherit, slot_defs,
};
use crate::call::Args;
use crate::call::signature::Family;
use crate::error::PyResult;
use crate::heap::shape::Shapes;
use crate::heap::weak::Weak;
use crate::heap::{Ref, Str, Value, intern};
use crate::objects::native_function::{Code, NativeFunction};
use crate::objects::{Dict, Kind, getset, object};
use crate::vm::Vm;

/// Makes the native types of a VM, whose first three need each other: `object`, `type` and `dict`.
pub struct Bootstrap {
    made: Vec<(usize, TypeRef)>,
    /// Objects that still have no class: types and their namespaces.
    orphans: Vec<Ref>,
}

impl Bootstrap {
    /// Nothing made yet.
    pub fn new() -> Self {
        Bootstrap { made: Vec::new(), orphans: Vec::new() }
    }

    fn find(&self, spec: &'static TypeSpec) -> Option<TypeRef> {
        self.made.iter().find(|(key, _)| *key == spec.key()).map(|(_, t)| t.clone())
    }

    /// Makes a type without attributes.
    pub fn make(&mut self, spec: &'static TypeSpec) -> TypeRef {
        let base = spec.base.and_then(|b| self.find(b));
        let classes = (self.find(&crate::objects::type_::SPEC), self.find(&crate::objects::dict::SPEC));
        let (Some(metatype), Some(dict_type)) = classes else { return self.make_orphan(spec, base) };
        let dict = Ref::new(&dict_type, Kind::Dict(Dict::new()));
        let object = Ref::new(&metatype, Kind::Type(Box::new(native_payload(spec, base.as_ref(), dict))));
        self.keep(spec, object, base)
    }

    fn make_orphan(&mut self, spec: &'static TypeSpec, base: Option<TypeRef>) -> TypeRef {
        let nobody = NonNull::dangling();
        let dict = Ref::orphan(nobody, Kind::Dict(Dict::new()));
        self.orphans.push(dict.clone());
        let object = Ref::orphan(nobody, Kind::Type(Box::new(native_payload(spec, base.as_ref(), dict))));
        self.orphans.push(object.clone());
        let class = self.keep(spec, object, base);
        let metatype = self.find(&crate::objects::type_::SPEC);
        let dict_type = self.find(&crate::objects::dict::SPEC);
        if let (Some(metatype), Some(dict_type)) = (metatype, dict_type) {
            for orphan in self.orphans.drain(..) {
                orphan.adopt(if matches!(orphan.kind(), Kind::Type(_)) { &metatype } else { &dict_type });
            }
        }
        class
    }

    fn keep(&mut self, spec: &'static TypeSpec, object: Ref, base: Option<TypeRef>) -> TypeRef {
        let Some(class) = TypeRef::from_ref(&object).cloned() else {
            unreachable!("made from a type payload")
        };
        finish_native(&class, base.as_ref());
        self.made.push((spec.key(), class.clone()));
        class
    }
}

impl Default for Bootstrap {
    fn default() -> Self {
        Bootstrap::new()
    }
}

fn native_payload(spec: &'static TypeSpec, base: Option<&TypeRef>, dict: Ref) -> TypeObj {
    let name = Str::new(spec.name);
    let ty = TypeObj {
        qualname: RefCell::new(name.clone()),
        name: RefCell::new(name),
        bases: RefCell::new(base.cloned().into_iter().collect()),
        base: RefCell::new(base.cloned()),
        mro: RefCell::new(Rc::new([])),
        shown: Default::default(),
        dict,
        slots: Slots::default(),
        flags: Cell::new(spec.flags | TypeFlags::IMMUTABLE),
        layout: spec.layout.or(base.map(|b| b.ty().layout)).unwrap_or(Layout::Plain),
        shapes: Shapes::new(base.map_or(0, |b| b.ty().shapes.root().slot_count()) + spec.hidden_slots),
        method_cache: RefCell::new(Vec::new()),
        subclasses: RefCell::new(Vec::new()),
        spec: Some(spec),
    };
    own_slots(spec, &ty.slots);
    if spec.new.is_some() {
        ty.slots.new.set(Some(spec_new));
    }
    if spec.init.is_some() {
        ty.slots.init.set(Some(spec_init));
    }
    ty
}

/// Sets the slots that a type defines itself.
fn own_slots(spec: &TypeSpec, slots: &Slots) {
    (spec.slots)(slots);
    if spec.flags.contains(TypeFlags::GENERIC_GETATTR) {
        slots.getattro.set(Some(attribute::generic_getattr));
    }
}

/// Slots, MRO and registration of a native type that has its address.
fn finish_native(class: &TypeRef, base: Option<&TypeRef>) {
    let ty = class.ty();
    ty.shapes.own(class);
    let mut mro = vec![class.clone()];
    if let Some(base) = base {
        mro.extend(base.ty().mro.borrow().iter().cloned());
        inherit::inherit_native(ty, base);
    }
    drop(ty.mro.replace(mro.into()));
    if let Some(base) = base {
        register(base, class);
    }
    let inherits = base.is_some_and(|b| b.has(TypeFlags::GENERIC_GETATTR)) && !sets_getattro(ty);
    let generic = ty.spec.is_some_and(|s| s.flags.contains(TypeFlags::GENERIC_GETATTR)) || inherits;
    ty.set_flag(TypeFlags::GENERIC_GETATTR, generic);
}

fn sets_getattro(ty: &TypeObj) -> bool {
    let own = Slots::default();
    if let Some(spec) = ty.spec {
        (spec.slots)(&own);
    }
    own.getattro.get().is_some()
}

fn register(base: &TypeRef, class: &TypeRef) {
    let weak = Weak::new(class.as_ref(), Value::None);
    let mut list = base.ty().subclasses.borrow_mut();
    list.retain(|w| w.upgrade().is_some());
    list.push(weak);
}

/// The native `__new__` that a class inherits.
fn spec_new(vm: &Vm, class: &TypeRef, args: Args<'_>) -> PyResult {
    let mro = class.ty().mro.borrow().clone();
    let found = mro.iter().find_map(|t| t.ty().spec.and_then(|s| s.new).map(|def| (t, def)));
    match found {
        Some((_, def)) if std::ptr::eq(def, &object::NEW) => object::new(vm, class, !args.is_empty()),
        Some((owner, def)) => call_def(vm, owner, def, &class.to_value(), args),
        None => Err(vm.system_error("no __new__")),
    }
}

fn spec_init(vm: &Vm, object: &Value, args: Args<'_>) -> PyResult<()> {
    let mro = vm.class_of(object).ty().mro.borrow().clone();
    let found = mro.iter().find_map(|t| t.ty().spec.and_then(|s| s.init).map(|def| (t, def)));
    match found {
        Some((owner, def)) => call_def(vm, owner, def, object, args).map(drop),
        None => Ok(()),
    }
}

/// Calls a constructor; its errors name the type, as CPython's do.
fn call_def(vm: &Vm, owner: &TypeRef, def: &'static NativeDef, receiver: &Value, args: Args<'_>) -> PyResult {
    thread_local! {
        static SIGNATURES: RefCell<hashbrown::HashMap<usize, Rc<crate::call::Signature>>> =
            RefCell::new(hashbrown::HashMap::new());
    }
    let key = std::ptr::from_ref(def) as usize;
    let signature = SIGNATURES.with_borrow_mut(|cache| {
        let parse = || {
            let mut signature = def.parse();
            // No constructor is `METH_O`.
            if signature.family == Family::One {
                signature.family = Family::Positional;
            }
            signature.counts_positional = owner.is(&vm.types.int) || owner.is(&vm.types.str);
            Rc::new(signature)
        };
        cache.entry(key).or_insert_with(parse).clone()
    });
    let own_name = owner.ty().spec.and_then(|s| s.constructor);
    let type_name = owner.name();
    let name = own_name.map_or_else(|| type_name.to_string_lossy(), std::borrow::Cow::Borrowed);
    let qualified = || name.to_string();
    let callee = crate::call::bind::Callee { qualified: &qualified, name: &name };
    let mut args = args;
    if !args.kwnames().is_empty()
        && signature.family != Family::Keywords
        && initializes_itself(vm, owner, receiver)
    {
        args = Args::positional(args.pos());
    }
    let bound = crate::call::bind::bind(vm, &callee, &signature, Some(receiver), args)?;
    (def.func)(vm, &bound)
}

/// Whether `class` derives from `owner` and has an `__init__` of its own, which keywords are meant for.
fn initializes_itself(vm: &Vm, owner: &TypeRef, class: &Value) -> bool {
    let Some(class) = TypeRef::from_value(class).filter(|c| !c.is(owner)) else { return false };
    let find = |t: &TypeRef| super::lookup::lookup(t, &vm.names.init);
    match (find(class), find(owner)) {
        (Some(a), Some(b)) => !a.is(&b),
        _ => false,
    }
}

/// Gives a native type its methods and attributes.
pub fn populate(vm: &Vm, class: &TypeRef, spec: &'static TypeSpec) {
    let Some(dict) = Dict::of(&class.ty().dict) else { return };
    let set = |name: &str, value: Value| {
        let key = intern::intern_str(name);
        if dict.position_str(&key).is_none() {
            drop(dict.set_str(&key, value));
        }
    };
    if let Some(def) = spec.new {
        set("__new__", new_function(vm, class, def));
    }
    if spec.has_own_module() {
        // A string of its own: types of one module do not share it, which shows in pickles.
        set("__module__", Value::str(spec.module));
    }
    add_wrappers(vm, class, spec, &set);
    // A method goes before the wrapper of a slot, as `dict.__getitem__` does.
    for def in spec.methods {
        drop(dict.set_str(&intern::intern_str(def.name), method(vm, class, def)));
    }
    let (members, computed): (Vec<_>, Vec<_>) = spec.getset.iter().partition(|def| def.is_member);
    for def in members.into_iter().chain(computed) {
        set(def.name, getset::native(vm, class, def));
    }
    for (name, value) in (spec.attributes)(vm) {
        let key = intern::intern_str(name);
        drop(dict.set_str(&key, value));
    }
    set("__doc__", spec.doc.map_or(Value::None, Value::str));
    super::lookup::type_modified(class);
}

fn add_wrappers(vm: &Vm, class: &TypeRef, spec: &'static TypeSpec, set: &dyn Fn(&str, Value)) {
    let own = Slots::default();
    own_slots(spec, &own);
    if spec.init.is_some() {
        own.init.set(Some(spec_init));
    }
    let hides_hash = own.richcompare.get().is_some() && own.hash.get().is_none();
    for def in slot_defs::DEFS {
        if hides_hash && def.name == "__hash__" {
            set(def.name, Value::None);
        }
        if !(def.is_set)(&own) {
            continue;
        }
        let code = Code::Slot(class.clone(), def);
        let payload = NativeFunction::new(code, Value::Unbound, Value::None, Some(class.clone()));
        set(def.name, vm.new_object(&vm.types.wrapper_descriptor, Kind::NativeFunction(Box::new(payload))));
    }
}

/// The descriptor of a native method.
pub fn method(vm: &Vm, class: &TypeRef, def: &'static NativeDef) -> Value {
    let owner = Some(class.clone());
    let make = |receiver| NativeFunction::new(Code::Native(def), receiver, Value::None, owner.clone());
    match def.binding {
        Binding::Method => {
            vm.new_object(&vm.types.method_descriptor, Kind::NativeFunction(Box::new(make(Value::Unbound))))
        }
        Binding::Class => vm.new_object(
            &vm.types.classmethod_descriptor,
            Kind::NativeFunction(Box::new(make(Value::Unbound))),
        ),
        Binding::Static | Binding::Function => {
            let payload = Kind::NativeFunction(Box::new(make(class.to_value())));
            let function = vm.new_object(&vm.types.builtin_function, payload);
            crate::objects::staticmethod::new(vm, function)
        }
    }
}

/// `T.__new__`: a built-in function bound to its type, which takes the class as its first argument.
fn new_function(vm: &Vm, class: &TypeRef, def: &'static NativeDef) -> Value {
    let payload = NativeFunction::new(Code::Native(def), class.to_value(), Value::None, Some(class.clone()));
    vm.new_object(&vm.types.builtin_function, Kind::NativeFunction(Box::new(payload)))
}

/// The type made from a spec, on first use.
pub fn native_type(vm: &Vm, spec: &'static TypeSpec) -> TypeRef {
    if let Some(found) = vm.native_types.borrow().get(&spec.key()) {
        return found.clone();
    }
    let builtin = spec.base.and_then(|b| vm.builtin_type(b));
    let base = match (builtin, spec.base) {
        (Some(found), _) => found,
        (None, Some(base)) => native_type(vm, base),
        (None, None) => vm.types.object.clone(),
    };
    let dict = Ref::new(&vm.types.dict, Kind::Dict(Dict::new()));
    let object = Ref::new(&vm.types.type_, Kind::Type(Box::new(native_payload(spec, Some(&base), dict))));
    let Some(class) = TypeRef::from_ref(&object).cloned() else { unreachable!("made from a type payload") };
    finish_native(&class, Some(&base));
    vm.native_types.borrow_mut().insert(spec.key(), class.clone());
    populate(vm, &class, spec);
    class
}

/// An exception that a native module makes, as `PyErr_NewException` does: its names are strings of its own.
///
/// # Errors
/// What making a class raises.
pub fn exception_class(vm: &Vm, module: &str, name: &str, bases: &[TypeRef]) -> PyResult<TypeRef> {
    let namespace = vm.new_dict();
    vm.setitem(&namespace, &Value::Str(vm.names.module.clone()), Value::str(module))?;
    let made = new_heap_type(vm, &vm.types.type_, Str::new(name), bases.to_vec(), &namespace, Args::none())?;
    TypeRef::from_value(&made).cloned().ok_or_else(|| vm.system_error("no type"))
}

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
    fill_namespace(vm, &class, slots.as_ref())?;
    set_mro(vm, &class)?;
    for base in &bases {
        register(base, &class);
    }
    slot_defs::set_slots(vm, &class);
    hash_follows_eq(vm, &class);
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

/// Computes `__mro__`, by way of a metaclass's own `mro()`.
///
/// # Errors
/// As [`super::mro::linearise`], and what `mro()` raises.
pub fn set_mro(vm: &Vm, class: &TypeRef) -> PyResult<()> {
    let bases = class.ty().bases.borrow().clone();
    let mut order = vec![class.clone()];
    order.extend(super::mro::linearise(vm, &bases)?);
    drop(class.ty().mro.replace(order.into()));
    let value = class.to_value();
    let own = super::lookup::lookup(vm.class_of(&value), &vm.names.mro);
    let default = super::lookup::lookup(&vm.types.type_, &vm.names.mro);
    if let (Some(own), Some(default)) = (own, default)
        && !own.is(&default)
        && let Some(result) = vm.call_special(&value, &vm.names.mro, &[])?
    {
        let mut order = Vec::new();
        let solid = solid_base(class);
        for item in vm.list_from_iterable(&result)? {
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
        drop(class.ty().mro.replace(order.into()));
    }
    super::lookup::type_modified(class);
    Ok(())
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

/// `__classcell__`, `__set_name__` and `__init_subclass__`.
fn finish_class(vm: &Vm, class: &TypeRef, keywords: &Args<'_>) -> PyResult<()> {
    let Some(dict) = Dict::of(&class.ty().dict) else { return Ok(()) };
    if let Some(cell) = dict.remove_str(&vm.names.classcell) {
        match cell.as_obj().map(|r| r.kind()) {
            Some(Kind::Cell(content)) => drop(content.replace(class.to_value())),
            _ => {
                let got = vm.type_name(&cell);
                return Err(
                    vm.type_error(format!("__classcell__ must be a nonlocal cell, not <class '{got}'>"))
                );
            }
        }
        super::lookup::type_modified(class);
    }
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
    let parent = crate::objects::super_::new(vm, class, &class.to_value(), class);
    let method = vm.getattr(&parent, &vm.names.init_subclass)?;
    vm.call(&method, *keywords).map(drop)
}

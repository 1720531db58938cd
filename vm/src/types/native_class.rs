//! Native types: the first ones, whose bases are each other, and those made from specs on first use.

use std::cell::{Cell, RefCell};
use std::ptr::NonNull;
use std::rc::Rc;

use super::new_class::new_heap_type;
use super::spec::Binding;
use super::{Layout, NativeDef, Slots, TypeFlags, TypeObj, TypeRef, TypeSpec, attribute, inherit, slot_defs};
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

pub(super) fn register(base: &TypeRef, class: &TypeRef) {
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
        static SIGNATURES: RefCell<hashbrown::HashMap<(usize, bool), Rc<crate::call::Signature>>> =
            RefCell::new(hashbrown::HashMap::new());
    }
    // Calls of the class itself are counted otherwise than those of a subclass.
    let counts_positional = (owner.is(&vm.types.int) || owner.is(&vm.types.str)) && is_class(receiver, owner);
    let key = (std::ptr::from_ref(def) as usize, counts_positional);
    let signature = SIGNATURES.with_borrow_mut(|cache| {
        let parse = || {
            let mut signature = def.parse();
            // No constructor is `METH_O`.
            if signature.family == Family::One {
                signature.family = Family::Positional;
            }
            signature.counts_positional = counts_positional;
            Rc::new(signature)
        };
        cache.entry(key).or_insert_with(parse).clone()
    });
    let own_name = owner.ty().spec.and_then(|s| s.constructor);
    // Sets count arguments under the name of the class that is called.
    let called = match (owner.is(&vm.types.set), owner.is(&vm.types.frozenset)) {
        (true, _) => vm.class_of(receiver),
        (_, true) => TypeRef::from_value(receiver).unwrap_or(owner),
        _ => owner,
    };
    let called = called.name();
    let name = own_name.map_or_else(|| called.to_string_lossy(), std::borrow::Cow::Borrowed);
    let qualified = || own_name.map_or_else(|| owner.name().to_string(), str::to_owned);
    let callee = crate::call::bind::Callee { qualified: &qualified, name: &name };
    let mut args = args;
    if !args.kwnames().is_empty()
        && signature.family != Family::Keywords
        && (initializes_itself(vm, owner, receiver) || makes_itself(vm, owner, receiver))
    {
        args = Args::positional(args.pos());
    }
    let bound = crate::call::bind::bind(vm, &callee, &signature, Some(receiver), args)?;
    (def.func)(vm, &bound)
}

fn is_class(value: &Value, class: &TypeRef) -> bool {
    TypeRef::from_value(value).is_some_and(|c| c.is(class))
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

/// Whether the class of a `list` has a `__new__` of its own, which keywords are meant for.
fn makes_itself(vm: &Vm, owner: &TypeRef, object: &Value) -> bool {
    let class = vm.class_of(object);
    let find = |t: &TypeRef| super::lookup::lookup(t, &vm.names.new);
    owner.is(&vm.types.list)
        && class.is_subtype(owner)
        && match (find(class), find(owner)) {
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

//! Type objects: the payload of classes, their slots, and how both are made, inherited and looked up.
//!
//! Mirrors `Objects/typeobject.c`. A type's behaviour is its [`Slots`]; a native type fills them from its
//! [`TypeSpec`], a class statement's type from the dunder methods of its namespace ([`slot_defs`]).

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use crate::heap::collect::Traverse;
use crate::heap::shape::Shapes;
use crate::heap::weak::Weak;
use crate::heap::{Ref, Str, Value, Visitor};
use crate::objects::Kind;

pub mod attribute;
pub mod inherit;
pub mod lookup;
pub mod mro;
pub mod native_class;
pub mod new_class;
pub mod slot_defs;
pub mod slots;
pub mod spec;

pub use crate::heap::TypeRef;
pub use slots::Slots;
pub use spec::{GetSetDef, NativeDef, TypeSpec};

/// What instances of a type look like; a class may have two bases only where one layout extends the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// `Kind::Plain`: `object` and classes derived from it.
    Plain,
    /// A native payload, named by the type that defines it.
    Native(&'static str),
}

bitflags! {
    /// Properties of a type.
    TypeFlags {
        /// Made by a class statement or `type()`; its attributes can be assigned.
        HEAP = 1,
        /// May be used as a base class.
        BASETYPE = 1 << 1,
        /// Instances have a `__dict__`.
        HAS_DICT = 1 << 2,
        /// Instances can be weakly referenced.
        HAS_WEAKREF = 1 << 3,
        /// Instances have a finalizer (`__del__`).
        HAS_DEL = 1 << 4,
        /// `object.__new__` refuses it until its abstract methods are overridden.
        ABSTRACT = 1 << 5,
        /// Matches a mapping pattern.
        MAPPING = 1 << 6,
        /// Matches a sequence pattern.
        SEQUENCE = 1 << 7,
        /// Attributes cannot be assigned.
        IMMUTABLE = 1 << 8,
        /// Cannot be called to make instances.
        NO_NEW = 1 << 9,
        /// Functions and the like: `obj.method(...)` may pass `obj` instead of binding.
        METHOD_DESCRIPTOR = 1 << 10,
        /// A single positional subject of a class pattern matches the object itself (`int(x)`).
        MATCH_SELF = 1 << 11,
        /// `__slots__` or attributes are added to the base's layout.
        EXTENDS_LAYOUT = 1 << 12,
        /// Attribute lookup is the default one: no `__getattribute__` or `__getattr__`. A native type whose spec
        /// has it shows a `__getattribute__` of its own.
        GENERIC_GETATTR = 1 << 13,
        /// The cycle collector does not look at instances: they hold no others that could lead back to them.
        ATOM = 1 << 14,
    }
}

/// The payload of a type object.
pub struct TypeObj {
    /// `__name__`
    pub name: RefCell<Str>,
    /// `__qualname__`
    pub qualname: RefCell<Str>,
    /// `__bases__`
    pub bases: RefCell<Vec<TypeRef>>,
    /// `__base__`: the base whose layout this type extends.
    pub base: RefCell<Option<TypeRef>>,
    /// `__mro__`, this type first.
    pub mro: RefCell<Rc<[TypeRef]>>,
    /// What `__mro__` and `__bases__` gave last: the same tuples again while nothing changed.
    pub shown: [RefCell<Value>; 2],
    /// The namespace, a `dict` object.
    pub dict: Ref,
    /// The behaviour.
    pub slots: Slots,
    /// See [`TypeFlags`].
    pub flags: Cell<TypeFlags>,
    /// What instances look like.
    pub layout: Layout,
    /// The attribute layouts of instances.
    pub shapes: Shapes,
    /// Functions that inline caches found for this class, by the index they keep; empty again when the class changes.
    pub method_cache: RefCell<Vec<Value>>,
    /// Direct subclasses, for invalidation and `__subclasses__`.
    pub subclasses: RefCell<Vec<Weak>>,
    /// Where a native type comes from.
    pub spec: Option<&'static TypeSpec>,
}

impl TypeObj {
    /// Whether instances have a `__del__`.
    #[inline(always)]
    pub fn has_finalizer(&self) -> bool {
        self.flags.get().contains(TypeFlags::HAS_DEL)
    }

    /// Adds flags.
    pub fn set_flag(&self, flag: TypeFlags, on: bool) {
        let flags = self.flags.get();
        self.flags.set(if on { flags | flag } else { flags.without(flag) });
    }

    /// Empties a type that is garbage; its shapes stay for the instances that are freed after it.
    pub(crate) fn clear(&self) {
        drop(self.bases.take());
        drop(self.base.take());
        drop(self.mro.replace(Rc::new([])));
        self.shown.iter().for_each(|shown| drop(shown.take()));
        drop(self.subclasses.take());
        if let Kind::Dict(d) = self.dict.kind() {
            d.clear();
        }
    }
}

impl Traverse for TypeObj {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        self.bases.traverse(visit);
        self.base.traverse(visit);
        self.shown.iter().for_each(|shown| shown.traverse(visit));
        // Every clone of the shared list would count its handles once: report it from its only owner.
        let mro = self.mro.borrow();
        if Rc::strong_count(&mro) == 1 {
            mro.iter().for_each(|t| visit.object(t.as_ref()));
        }
        drop(mro);
        visit.object(&self.dict);
        self.method_cache.traverse(visit);
        self.subclasses.traverse(visit);
    }
}

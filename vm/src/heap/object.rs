//! The one heap object, 56 bytes, and its counted handle.
//!
//! ```text
//! ┌────────┬───────┬───────────┬───────────┬───────────┬──────────────────┐
//! │ rc u32 │ flags │ shape ptr │ attrs ptr │ stamp u64 │ kind, 24 bytes   │
//! └────────┴───────┴───────────┴───────────┴───────────┴──────────────────┘
//! ```
//!
//! The class is found through the shape; a live object keeps its class alive with one count, and a class keeps
//! its shapes alive, so both are plain pointers here.

use std::cell::{Cell, UnsafeCell};
use std::mem::ManuallyDrop;
use std::ptr::NonNull;

use super::attrs::Attrs;
use super::leaf::increment;
use super::shape::Shape;
use super::value::Value;
use super::{drop_queue, page};
use crate::objects::Kind;
use crate::types::TypeRef;

pub(super) const HAS_WEAK: u32 = 1;
const FINALIZED: u32 = 2;
pub(super) const FREE: u32 = 4;
/// Where the object stands between the collections: see [`Generation`].
pub(super) const GENERATION: u32 = 8 | 16;
/// `gc.freeze()` set the object apart: it is never garbage.
pub(super) const FROZEN: u32 = 32;
/// The place is in the list of young ones, whether it is taken or free.
pub(super) const LISTED: u32 = 64;
/// A collection is looking through the object, or has found it to be garbage.
pub(super) const SUSPECT: u32 = 128;
/// The bits above hold when the object was made, for [`page::sort_by_age`].
pub(super) const SERIAL_SHIFT: u32 = 8;

/// The values of the flags [`GENERATION`]; young objects have none.
pub(super) struct Generation;

impl Generation {
    pub(super) const MIDDLE: u32 = 8;
    pub(super) const OLD: u32 = 16;
    /// No collection looks at the object: it holds no others that could lead back to it.
    pub(super) const ATOM: u32 = 8 | 16;

    /// The number of the generation; 3 for atoms.
    pub(super) fn of(flags: u32) -> usize {
        ((flags & GENERATION) / Generation::MIDDLE) as usize
    }
}

/// A heap object: header and payload.
#[repr(C)]
pub struct Object {
    pub(super) rc: Cell<u32>,
    pub(super) flags: Cell<u32>,
    pub(super) shape: Cell<NonNull<Shape>>,
    pub(super) attrs: Attrs,
    pub(super) stamp: Cell<u64>,
    pub(super) kind: UnsafeCell<ManuallyDrop<Kind>>,
}

/// A counted handle of an [`Object`].
#[repr(transparent)]
pub struct Ref(pub(super) NonNull<Object>);

impl Object {
    pub(super) fn new(shape: NonNull<Shape>, kind: Kind, flags: u32) -> Self {
        Object {
            rc: Cell::new(1),
            flags: Cell::new(flags),
            shape: Cell::new(shape),
            attrs: Attrs::empty(),
            stamp: Cell::new(0),
            kind: UnsafeCell::new(ManuallyDrop::new(kind)),
        }
    }

    /// The payload. It is set once; what changes in it is behind cells.
    #[inline(always)]
    pub fn kind(&self) -> &Kind {
        // SAFETY: the payload is replaced only when the last handle is gone (`drop_queue`), and this borrow
        // is bound to one.
        unsafe { &*self.kind.get() }
    }

    /// The attribute layout, which also names the class.
    #[inline(always)]
    pub fn shape(&self) -> &Shape {
        // SAFETY: shapes live as long as their class, and an object's class outlives it: `set_class` leaks
        // one count of the class it replaces.
        unsafe { self.shape.get().as_ref() }
    }

    /// Moves the object to another layout of its class.
    #[inline]
    pub(crate) fn set_shape(&self, shape: &Shape) {
        debug_assert!(shape.class().is(self.class()));
        self.shape.set(NonNull::from(shape));
    }

    /// The class.
    #[inline(always)]
    pub fn class(&self) -> &TypeRef {
        self.shape().class()
    }

    /// Assigns `__class__`, with the layout that the object has in its new class. The class left behind is
    /// never freed, since borrows of it may be about.
    pub(crate) fn set_class(&self, shape: &Shape) {
        std::mem::forget(shape.class().clone());
        self.shape.set(NonNull::from(shape));
    }

    /// Slot and attribute values.
    #[inline(always)]
    pub fn attrs(&self) -> &Attrs {
        &self.attrs
    }

    /// Appends an attribute value; the caller moves the object to the shape that has it.
    #[inline]
    pub(crate) fn push_attr(&self, value: Value) {
        self.attrs.push(value, &self.class().ty().shapes.expected);
    }

    /// The pickler's memo of this object.
    #[inline(always)]
    pub fn stamp(&self) -> &Cell<u64> {
        &self.stamp
    }

    /// Whether `__del__` was called (PEP 442: once).
    pub fn is_finalized(&self) -> bool {
        self.flags.get() & FINALIZED != 0
    }

    pub(crate) fn set_finalized(&self) {
        self.flags.set(self.flags.get() | FINALIZED);
    }

    /// Whether weak references to the object exist.
    pub fn has_weakrefs(&self) -> bool {
        self.flags.get() & HAS_WEAK != 0
    }
}

impl Ref {
    /// A new object of `class`.
    #[inline]
    pub fn new(class: &TypeRef, kind: Kind) -> Ref {
        Ref::with_shape(class.ty().shapes.root(), kind)
    }

    /// A new object in a known layout; its attribute values are still to be set.
    #[inline]
    pub fn with_shape(shape: &Shape, kind: Kind) -> Ref {
        increment(&shape.class().object().rc);
        let slots = shape.slot_count();
        let object = Object::new(NonNull::from(shape), kind, shape.birth());
        if slots > 0 {
            object.attrs.grow_to(slots);
        }
        page::allocate(object)
    }

    /// An object whose class is set by [`Ref::adopt`] before anything else sees it: `type` and `object` at start.
    pub(crate) fn orphan(shape: NonNull<Shape>, kind: Kind) -> Ref {
        page::allocate(Object::new(shape, kind, 0))
    }

    /// Gives an [`Ref::orphan`] its class.
    pub(crate) fn adopt(&self, class: &TypeRef) {
        increment(&class.object().rc);
        self.shape.set(NonNull::from(class.ty().shapes.root()));
    }

    /// The object.
    #[inline(always)]
    pub fn object(&self) -> &Object {
        // SAFETY: a live handle keeps its object alive.
        let object = unsafe { self.0.as_ref() };
        debug_assert!(object.flags.get() & FREE == 0, "a handle of a freed object");
        object
    }

    /// Python's `is`.
    #[inline(always)]
    pub fn is(&self, other: &Ref) -> bool {
        self.0 == other.0
    }

    /// The object's address, for `id()`.
    pub fn address(&self) -> usize {
        self.0.as_ptr() as usize
    }

    /// How many handles there are.
    pub fn refcount(&self) -> u32 {
        self.rc.get()
    }
}

impl std::ops::Deref for Ref {
    type Target = Object;
    #[inline(always)]
    fn deref(&self) -> &Object {
        self.object()
    }
}

impl Clone for Ref {
    #[inline(always)]
    fn clone(&self) -> Self {
        increment(&self.object().rc);
        Ref(self.0)
    }
}

impl Drop for Ref {
    #[inline(always)]
    fn drop(&mut self) {
        let n = self.object().rc.get() - 1;
        self.object().rc.set(n);
        if n == 0 {
            drop_queue::release(self.0);
        }
    }
}

impl std::fmt::Debug for Ref {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "<{} object at {:#x}>", self.class().name(), self.address())
    }
}

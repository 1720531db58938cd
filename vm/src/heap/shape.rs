//! Shapes: the shared attribute layouts of a class's instances ("hidden classes").
//!
//! A shape names its class and the attributes its objects hold, in order. Adding an attribute moves an object to
//! a child shape; all instances that assign the same names in the same order share one. An inline cache keeps a
//! shape's id: one compare then vouches for the class, its version and the layout. Changing a class renumbers the
//! shapes of it and of its subclasses, so that such caches miss.

use std::cell::{Cell, OnceCell, RefCell};
use std::ptr::NonNull;

use hashbrown::HashMap;

use super::leaf::Str;
use super::object::{Generation, Object};
use crate::types::{TypeFlags, TypeRef};

/// The id of a shape that no cache may keep.
pub const UNCACHEABLE: u32 = u32::MAX;
/// An instance with more attributes keeps them in a dictionary.
const MAX_KEYS: usize = 48;
/// A shape with more children is a dictionary in disguise: new instances go to the dictionary layout.
const MAX_CHILDREN: usize = 64;
/// Layouts with more keys find them through a map.
const LINEAR_KEYS: usize = 6;

thread_local! {
    static NEXT_ID: Cell<u32> = const { Cell::new(1) };
}

fn next_id() -> u32 {
    let id = NEXT_ID.get();
    if id != UNCACHEABLE {
        NEXT_ID.set(id + 1);
    }
    id
}

/// One attribute layout of one class.
pub struct Shape {
    id: Cell<u32>,
    class: ClassPtr,
    slots: u32,
    /// The flags of new objects.
    birth: Cell<u32>,
    is_dict: bool,
    keys: Box<[Str]>,
    by_name: OnceCell<HashMap<Str, u32>>,
    #[expect(clippy::vec_box, reason = "shapes are pointed to and must not move")]
    children: RefCell<Vec<Box<Shape>>>,
}

/// A `TypeRef` that is not counted: the class owns the shape.
#[repr(transparent)]
struct ClassPtr(Cell<NonNull<Object>>);

impl Shape {
    fn new(class: NonNull<Object>, slots: u32, is_dict: bool, keys: Box<[Str]>) -> Box<Shape> {
        Box::new(Shape {
            id: Cell::new(if is_dict { UNCACHEABLE } else { next_id() }),
            class: ClassPtr(Cell::new(class)),
            slots,
            birth: Cell::new(0),
            is_dict,
            keys,
            by_name: OnceCell::new(),
            children: RefCell::new(Vec::new()),
        })
    }

    /// The class.
    #[inline(always)]
    pub fn class(&self) -> &TypeRef {
        // SAFETY: `TypeRef` is a transparent wrapper of a pointer to a live class object (as this cell is), the
        // class outlives its shapes, and the borrow does not change the count.
        unsafe { &*(&raw const self.class).cast::<TypeRef>() }
    }

    /// What an inline cache compares; [`UNCACHEABLE`] must not be kept.
    #[inline(always)]
    pub fn id(&self) -> u32 {
        self.id.get()
    }

    /// Whether the attributes are in a `dict`, which is the value behind the slots.
    #[inline(always)]
    pub fn is_dict(&self) -> bool {
        self.is_dict
    }

    /// Number of `__slots__` values, which come first.
    #[inline]
    pub fn slot_count(&self) -> usize {
        self.slots as usize
    }

    /// The flags of new objects: atoms have no attributes, so only root layouts know of them.
    #[inline(always)]
    pub(super) fn birth(&self) -> u32 {
        self.birth.get()
    }

    /// The attribute names in order.
    pub fn keys(&self) -> &[Str] {
        &self.keys
    }

    /// The index of `name`'s value in the object's [`super::attrs::Attrs`]; `name` is interned.
    #[inline]
    pub fn index_of(&self, name: &Str) -> Option<usize> {
        let at = if self.keys.len() <= LINEAR_KEYS {
            self.keys.iter().position(|k| k.is(name))
        } else {
            let map = self.by_name.get_or_init(|| self.keys.iter().cloned().zip(0u32..).collect());
            map.get(name).map(|i| *i as usize)
        }?;
        Some(at + self.slot_count())
    }

    /// The layout with `name` added, or none where the object should turn to a dictionary.
    pub(crate) fn with_key(&self, name: &Str) -> Option<&Shape> {
        if self.is_dict || self.keys.len() >= MAX_KEYS {
            return None;
        }
        if let Some(found) = self.child(name) {
            return Some(found);
        }
        if self.children.borrow().len() >= MAX_CHILDREN {
            return None;
        }
        let keys = self.keys.iter().chain([name]).cloned().collect();
        let child = Shape::new(self.class.0.get(), self.slots, false, keys);
        self.children.borrow_mut().push(child);
        self.child(name)
    }

    /// The `index`-th layout among those with one attribute more.
    #[inline(always)]
    pub(crate) fn child_at(&self, index: usize) -> Option<&Shape> {
        let children = self.children.borrow();
        let child = children.get(index)?;
        // SAFETY: as in `child`.
        Some(unsafe { NonNull::from(&**child).as_ref() })
    }

    /// The id of the layout that `of` grew from, and the index of `of` among its children; this is the root of both.
    pub(crate) fn step_to(&self, of: &Shape) -> Option<(u32, usize)> {
        let (_, parent) = of.keys.split_last()?;
        let mut at = self;
        for key in parent {
            at = at.child(key)?;
        }
        let index = at.children.borrow().iter().position(|c| std::ptr::eq(&raw const **c, of))?;
        Some((at.id(), index))
    }

    fn child(&self, name: &Str) -> Option<&Shape> {
        let children = self.children.borrow();
        let found = children.iter().find(|c| c.keys.last().is_some_and(|k| k.is(name)))?;
        // SAFETY: children are boxed and never removed while the class, and so this shape, lives.
        Some(unsafe { NonNull::from(&**found).as_ref() })
    }

    fn renumber(&self) {
        if !self.is_dict {
            self.id.set(next_id());
        }
        for child in self.children.borrow().iter() {
            child.renumber();
        }
    }

    fn reown(&self, class: NonNull<Object>) {
        self.class.0.set(class);
    }
}

/// The shapes of one class.
pub struct Shapes {
    root: Box<Shape>,
    dict: Box<Shape>,
    /// The most attributes that an instance came to have, for making room at once.
    pub(super) expected: Cell<u8>,
}

impl Shapes {
    /// Shapes for instances with `slots` slot values; [`Shapes::own`] names the class once it has an address.
    pub(crate) fn new(slots: usize) -> Self {
        let slots = u32::try_from(slots).unwrap_or(u32::MAX);
        let nobody = NonNull::dangling();
        Shapes {
            root: Shape::new(nobody, slots, false, Box::new([])),
            dict: Shape::new(nobody, slots, true, Box::new([])),
            expected: Cell::new(0),
        }
    }

    /// Sets the class of both shapes; called once, when the class object has been made.
    pub(crate) fn own(&self, class: &TypeRef) {
        if class.has(TypeFlags::ATOM) {
            self.root.birth.set(Generation::ATOM);
        }
        self.root.reown(class.object_ptr());
        self.dict.reown(class.object_ptr());
    }

    /// The layout of an instance without attributes.
    #[inline(always)]
    pub fn root(&self) -> &Shape {
        &self.root
    }

    /// The layout of an instance whose attributes are in a `dict`.
    pub fn dict(&self) -> &Shape {
        &self.dict
    }

    /// Gives every shape a new id, so that all inline caches of this class miss.
    pub(crate) fn renumber(&self) {
        self.root.renumber();
    }
}

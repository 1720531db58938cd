//! The cycle collector: CPython's subtract-references on our own counts.
//!
//! 1. For every object of the generations looked through take its count and subtract the handles that the others hold.
//!    What is left are handles from outside: registers, native code, the VM, older objects.
//! 2. Mark from the objects with outside handles, with a worklist.
//! 3. The rest is garbage: clear its weak references, hand objects with finalizers to the VM, and after those
//!    have run look through it again, because they may have brought objects back (PEP 442).
//! 4. Take the payloads of what is still garbage; the drop queue does the rest.
//!
//! Handles that a payload does not report count as outside handles: forgetting one leaks, it never frees early.
//!
//! Counts and worklist are in the stamps of the objects, so that a collection takes no memory of its own, however many
//! objects there are and however deep they nest; stamps that the pickler has set come back.

use std::cell::RefCell;
use std::ptr::NonNull;

use super::generations::{self, Suspects};
use super::object::{FREE, FROZEN, GENERATION, Generation, Object, Ref, SUSPECT};
use super::value::Value;
use super::{breaker, drop_queue, leaf, page, weak};
use crate::types::TypeFlags;

/// A payload that tells the collector which handles it holds.
pub trait Traverse {
    /// Reports every handle once.
    fn traverse(&self, visit: &mut Visitor<'_>);
}

/// Receives the handles of one object.
pub struct Visitor<'a> {
    objects: &'a mut dyn FnMut(NonNull<Object>),
    /// Receives the values that are no objects, where somebody asked for them.
    leaves: Option<&'a RefCell<Vec<Value>>>,
}

impl Visitor<'_> {
    /// Reports a value.
    #[inline(always)]
    pub fn value(&mut self, value: &Value) {
        if let Value::Obj(r) = value {
            (self.objects)(r.0);
        } else if let Some(leaves) = self.leaves
            && !value.is_unbound()
        {
            leaves.borrow_mut().push(value.clone());
        }
    }

    /// Reports an object handle.
    #[inline]
    pub fn object(&mut self, object: &Ref) {
        (self.objects)(object.0);
    }

    /// Reports all of a slice.
    pub fn values(&mut self, values: &[Value]) {
        for v in values {
            self.value(v);
        }
    }
}

impl Traverse for Value {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.value(self);
    }
}

impl<T: Traverse> Traverse for std::cell::RefCell<T> {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        if let Ok(inner) = self.try_borrow() {
            inner.traverse(visit);
        }
    }
}

impl<T: Traverse> Traverse for Option<T> {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        if let Some(inner) = self {
            inner.traverse(visit);
        }
    }
}

impl<T: Traverse> Traverse for Vec<T> {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        for item in self {
            item.traverse(visit);
        }
    }
}

impl<T: Traverse> Traverse for std::collections::VecDeque<T> {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        for item in self {
            item.traverse(visit);
        }
    }
}

impl Traverse for Ref {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.object(self);
    }
}

impl Traverse for crate::types::TypeRef {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.object(self.as_ref());
    }
}

/// Reports the handles of one object: class, attributes, payload.
fn visit_edges(object: NonNull<Object>, visit: &mut dyn FnMut(NonNull<Object>)) {
    // SAFETY: callers pass live objects.
    let o = unsafe { object.as_ref() };
    let mut visitor = Visitor { objects: visit, leaves: None };
    visitor.object(o.class().as_ref());
    o.attrs.for_each(|v| visitor.value(v));
    o.kind().traverse(&mut visitor);
}

/// In the stamp of a suspect: it was reached, and the upper bits are the next object to look through. Without it, the
/// upper bits are the number of handles that are not accounted for.
const REACHED: u64 = 1;
/// The suspect holds no others.
const LEAF: u64 = 2;
/// The suspect is a tuple of atoms and such tuples: it becomes an atom after them.
const CONSTANT: u64 = 4;
/// One handle in a stamp.
const HANDLE: u64 = 8;

/// Subtracts the handles that a suspect holds from the counts of others.
fn subtract(object: NonNull<Object>, o: &Object) {
    let class = o.class().object_ptr();
    let (mut is_leaf, mut is_constant) = (true, is_plain_tuple(o));
    visit_edges(object, &mut |target| {
        // SAFETY: live objects hold handles of live objects.
        let t = unsafe { target.as_ref() };
        let flags = t.flags.get();
        is_constant &= flags & GENERATION == Generation::ATOM || target == class || is_plain_tuple(t);
        if flags & SUSPECT != 0 {
            is_leaf = false;
            if t.stamp.get() >= HANDLE {
                t.stamp.set(t.stamp.get() - HANDLE);
            }
        }
    });
    let is = |condition: bool, bit: u64| if condition { bit } else { 0 };
    o.stamp.set(o.stamp.get() | is(is_leaf, LEAF) | is(is_constant, CONSTANT));
}

fn is_plain_tuple(o: &Object) -> bool {
    matches!(o.kind(), crate::objects::Kind::Tuple(_)) && !o.class().has(TypeFlags::HEAP)
}

/// Whether all that a tuple holds are atoms now.
fn holds_atoms(object: NonNull<Object>, o: &Object) -> bool {
    let class = o.class().object_ptr();
    let mut all = true;
    visit_edges(object, &mut |target| {
        // SAFETY: live objects hold handles of live objects.
        all &= target == class || unsafe { target.as_ref() }.flags.get() & GENERATION == Generation::ATOM;
    });
    all
}

/// The suspects that nothing outside of them reaches, oldest first, which is the order of CPython's list of objects; they
/// keep their flag. The others, whose number is the second result, move on from `generation`.
fn find_garbage(suspects: &Suspects, generation: usize) -> (Vec<NonNull<Object>>, usize) {
    let mut stamps = Vec::new();
    suspects.for_each(|object, o| {
        let stamp = o.stamp.replace(u64::from(o.rc.get()) * HANDLE);
        if stamp != 0 {
            stamps.push((object, stamp));
        }
    });
    suspects.for_each(subtract);
    suspects.for_each(|object, o| {
        if o.stamp.get() & REACHED == 0 && o.stamp.get() >= HANDLE {
            reach(object);
        }
    });
    let mut garbage = Vec::new();
    let mut survivors = 0;
    suspects.for_each(|object, o| {
        let stamp = o.stamp.replace(0);
        if stamp & REACHED == 0 {
            return garbage.push(object);
        }
        survivors += 1;
        o.flags.set(o.flags.get() & !SUSPECT);
        if stamp & CONSTANT != 0 && holds_atoms(object, o) {
            o.flags.set(o.flags.get() | Generation::ATOM);
        } else {
            generations::promote(object, generation);
        }
    });
    for (object, stamp) in stamps {
        // SAFETY: nothing was freed since the stamp was taken.
        unsafe { object.as_ref() }.stamp.set(stamp);
    }
    page::sort_by_age(&mut garbage);
    (garbage, survivors)
}

/// Marks all suspects that an object leads to, itself first.
fn reach(first: NonNull<Object>) {
    let mut list: *mut Object = std::ptr::null_mut();
    let add = |list: &mut *mut Object, object: NonNull<Object>| {
        // SAFETY: live objects hold handles of live objects.
        let o = unsafe { object.as_ref() };
        let stamp = o.stamp.get();
        if o.flags.get() & SUSPECT == 0 || stamp & REACHED != 0 {
            return;
        }
        if stamp & LEAF != 0 {
            o.stamp.set(stamp & CONSTANT | REACHED);
        } else {
            o.stamp.set(list.expose_provenance() as u64 | stamp & CONSTANT | REACHED);
            *list = object.as_ptr();
        }
    };
    add(&mut list, first);
    while let Some(object) = NonNull::new(list) {
        // SAFETY: as above.
        let next = unsafe { object.as_ref() }.stamp.get() & !(REACHED | CONSTANT);
        list = std::ptr::with_exposed_provenance_mut(next as usize);
        visit_edges(object, &mut |target| add(&mut list, target));
    }
}

fn handle(object: NonNull<Object>) -> Ref {
    // SAFETY: the collector's lists hold live objects only.
    leaf::increment(unsafe { &object.as_ref().rc });
    Ref(object)
}

/// Garbage whose finalizers are to be called before it is swept.
pub struct Garbage {
    generation: usize,
    objects: Vec<NonNull<Object>>,
}

/// Finds the garbage of a generation and of the younger ones, and clears its weak references, which queues the callbacks
/// of those that are no garbage themselves.
pub fn begin(generation: usize, see: &mut dyn FnMut(&Ref)) -> Garbage {
    breaker::lower(breaker::COLLECT);
    generations::start(generation);
    let (objects, survivors) = find_garbage(&generations::gather(generation), generation);
    generations::survived(generation, survivors);
    for object in &objects {
        see(&handle(*object));
    }
    for object in &objects {
        // SAFETY: garbage is live until it is swept.
        if unsafe { object.as_ref() }.has_weakrefs() {
            weak::clear_garbage(*object, is_suspect);
        }
    }
    Garbage { generation, objects }
}

fn is_suspect(object: NonNull<Object>) -> bool {
    // SAFETY: places that were taken when the collection began belong to pages that are in use until its end.
    unsafe { (*object.as_ptr()).flags.get() & (SUSPECT | FREE) == SUSPECT }
}

/// What becomes of a garbage object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fate {
    /// Whether it stays as it is.
    pub is_kept: bool,
    /// How many objects it counts for.
    pub count: usize,
}

impl Garbage {
    /// Calls `finalize` with each object that has a finalizer which was not called yet, and says whether there was one.
    pub fn finalize(&self, finalize: &mut dyn FnMut(Ref)) -> bool {
        let mut any = false;
        for object in self.objects.iter().copied().filter(|o| is_suspect(*o)) {
            // SAFETY: the object was not freed, since it still has its flag.
            let o = unsafe { object.as_ref() };
            if drop_queue::awaits_finalizer(o) {
                any = true;
                o.set_finalized();
                finalize(handle(object));
            }
        }
        any
    }

    /// Frees what is garbage still, as `fate` decides, and returns the number of objects that count. It is looked through
    /// again where Python code may have run since it was found.
    pub fn sweep(mut self, is_untouched: bool, fate: &mut dyn FnMut(&Ref) -> Fate) -> usize {
        if !is_untouched {
            self.objects.retain(|o| is_suspect(*o));
            (self.objects, _) = find_garbage(&Suspects::Listed(self.objects), self.generation);
        }
        let mut handles: Vec<Ref> = self.objects.iter().map(|o| handle(*o)).collect();
        let mut found = 0;
        handles.retain(|object| {
            object.flags.set(object.flags.get() & !SUSPECT);
            // What became of another class meanwhile, and so has a finalizer again, is left for the next time.
            let decided = if drop_queue::awaits_finalizer(object) {
                Fate { is_kept: true, count: 0 }
            } else {
                fate(object)
            };
            found += decided.count;
            if decided.is_kept {
                generations::promote(object.0, self.generation);
            }
            !decided.is_kept
        });
        handles.iter().for_each(empty);
        drop(handles);
        if self.generation == 2 {
            page::trim();
        }
        found
    }
}

/// Breaks the cycles through one garbage object: its payload and attributes go, its class stays until it is
/// freed itself.
fn empty(object: &Ref) {
    if matches!(object.kind(), crate::objects::Kind::Type(_)) {
        // A class must outlive the objects whose shapes name it, garbage ones included: it is emptied through
        // its own cells and keeps its shapes.
        object.kind().clear_type();
        return;
    }
    // SAFETY: the collector holds the only handle that is not inside garbage, so nothing borrows the payload.
    let kind = unsafe {
        std::ptr::replace(object.kind.get(), std::mem::ManuallyDrop::new(crate::objects::Kind::Dead))
    };
    object.attrs.clear();
    drop(std::mem::ManuallyDrop::into_inner(kind));
}

/// Every live object that is not frozen, atoms included.
pub fn objects() -> Vec<Ref> {
    let mut all = Vec::new();
    page::for_each_live(|o| all.push(o));
    page::sort_by_age(&mut all);
    all.into_iter().map(handle).filter(|o| o.flags.get() & FROZEN == 0).collect()
}

/// The generation of an object: 0 until it survives a collection, at most 2; 3 for those that no collection looks at.
pub fn generation(object: &Ref) -> usize {
    Generation::of(object.flags.get())
}

/// Numbers of live objects by generation, frozen ones aside.
pub fn populations() -> [usize; 3] {
    let mut counts = [0; 3];
    page::for_each_live(|object| {
        // SAFETY: the object is live.
        let flags = unsafe { object.as_ref() }.flags.get();
        if let Some(count) = counts.get_mut(Generation::of(flags)).filter(|_| flags & FROZEN == 0) {
            *count += 1;
        }
    });
    counts
}

/// Number of frozen objects.
pub fn frozen() -> usize {
    let mut count = 0;
    page::for_each_live(|object| {
        // SAFETY: the object is live.
        let flags = unsafe { object.as_ref() }.flags.get();
        count += usize::from(flags & FROZEN != 0 && flags & GENERATION != Generation::ATOM);
    });
    count
}

/// Sets all live objects apart from collections, or takes them back as old ones.
pub fn set_frozen(on: bool) {
    if on {
        generations::settle();
    }
    page::for_each_live(|object| {
        // SAFETY: the object is live.
        let flags = unsafe { &object.as_ref().flags };
        flags.set(if on { flags.get() | FROZEN } else { flags.get() & !FROZEN });
    });
}

/// What the payload of `object` refers to, in its own order.
pub fn payload_referents(object: &Ref) -> Vec<Value> {
    gathered(|visitor| object.kind().traverse(visitor))
}

/// The attribute and slot values of `object`.
pub fn attribute_referents(object: &Ref) -> Vec<Value> {
    gathered(|visitor| object.attrs.for_each(|v| visitor.value(v)))
}

fn gathered(traverse: impl FnOnce(&mut Visitor<'_>)) -> Vec<Value> {
    let found = RefCell::new(Vec::new());
    let mut objects = |o| found.borrow_mut().push(Value::Obj(handle(o)));
    traverse(&mut Visitor { objects: &mut objects, leaves: Some(&found) });
    found.into_inner()
}

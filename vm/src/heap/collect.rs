//! The cycle collector: CPython's subtract-references on our own counts.
//!
//! 1. For every live object take its count and subtract the handles that other objects hold. What is left are
//!    handles from outside: registers, native code, the VM.
//! 2. Mark from the objects with outside handles, with a worklist.
//! 3. The rest is garbage: clear its weak references, hand objects with finalizers to the VM, and after those
//!    have run look again, because they may have brought objects back (PEP 442).
//! 4. Take the payloads of what is still garbage; the drop queue does the rest.
//!
//! Handles that a payload does not report count as outside handles: forgetting one leaks, it never frees early.

use std::cell::{Cell, RefCell};
use std::ptr::NonNull;

use super::object::{FROZEN, OLD, Object, Ref};
use super::value::Value;
use super::{breaker, drop_queue, leaf, page, weak};

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
    #[inline]
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

thread_local! {
    static ENABLED: Cell<bool> = const { Cell::new(true) };
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

/// A place that was reached, or need not be looked through: free ones, and those of frozen objects, whose handles count
/// as outside ones. The lower bits name the next place to look through.
const REACHED: u32 = 1 << 31;
/// The end of the list of places to look through.
const END: u32 = REACHED - 1;
/// A count that stands for itself and any larger one.
const MANY: u32 = REACHED - 1;

/// Handles from outside, per place; [`REACHED`] for free places and frozen objects.
fn outside_counts() -> Vec<u32> {
    let mut counts = vec![REACHED; page::places()];
    page::for_each_live(|index, object| {
        // SAFETY: the object is live.
        let o = unsafe { object.as_ref() };
        let is_frozen = o.flags.get() & FROZEN != 0;
        counts[index] = if is_frozen { REACHED } else { o.rc.get().min(MANY) };
    });
    page::for_each_live(|index, object| {
        if counts[index] & REACHED != 0 {
            return;
        }
        visit_edges(object, &mut |target| {
            let count = &mut counts[page::index_of(target)];
            if *count < MANY {
                *count = count.saturating_sub(1);
            }
        });
    });
    counts
}

/// The objects that nothing outside reaches. The places to look through are a list within the table of counts, so
/// that the search takes four bytes an object, however deep they nest. More objects than its numbers go to (120 GB) are
/// not collected.
fn find_garbage() -> Vec<NonNull<Object>> {
    if page::places() >= END as usize {
        return Vec::new();
    }
    let mut counts = outside_counts();
    let pages = page::pages();
    page::for_each_live(|index, _| {
        if counts[index] == 0 || counts[index] & REACHED != 0 {
            return;
        }
        counts[index] = REACHED | END;
        let mut next = index as u32;
        while next != END {
            let place = next as usize;
            next = counts[place] & !REACHED;
            let Some(object) = page::object_at(&pages, place) else { continue };
            visit_edges(object, &mut |target| {
                let index = page::index_of(target);
                if counts[index] & REACHED == 0 {
                    counts[index] = REACHED | next;
                    next = index as u32;
                }
            });
        }
    });
    let mut garbage = Vec::new();
    page::for_each_live(|index, object| {
        if counts[index] & REACHED == 0 {
            garbage.push(object);
        }
    });
    // Finalizers and callbacks run in the order that CPython's list of objects has.
    page::sort_by_age(&mut garbage);
    garbage
}

fn handle(object: NonNull<Object>) -> Ref {
    // SAFETY: the collector's lists hold live objects only.
    leaf::increment(unsafe { &object.as_ref().rc });
    Ref(object)
}

/// What [`begin`] found to do before the garbage is swept.
pub struct Begun {
    /// Objects whose finalizers are to be called, each marked as finalized.
    pub finalizable: Vec<Ref>,
    /// Callbacks that must not be called, kept until nothing looks at the garbage any more.
    silenced: Vec<Value>,
    garbage: Vec<NonNull<Object>>,
}

/// Garbage that nothing has happened to since it was found.
pub struct Garbage(Vec<NonNull<Object>>);

impl Begun {
    /// The garbage, if there is nothing to do before it is swept. To be asked once nothing else is pending either.
    pub fn untouched(self) -> Option<Garbage> {
        (self.finalizable.is_empty() && self.silenced.is_empty()).then_some(Garbage(self.garbage))
    }
}

/// Finds the garbage, clears its weak references (which queues the callbacks of those that are no garbage
/// themselves) and returns the objects whose finalizers are to be called before [`sweep`].
pub fn begin() -> Begun {
    breaker::lower(breaker::COLLECT);
    let garbage = find_garbage();
    let set: hashbrown::HashSet<usize> = garbage.iter().map(|o| o.as_ptr() as usize).collect();
    let is_garbage = |o: NonNull<Object>| set.contains(&(o.as_ptr() as usize));
    let mut begun = Begun { finalizable: Vec::new(), silenced: Vec::new(), garbage: Vec::new() };
    // Nothing is freed here: the callbacks are kept.
    for object in &garbage {
        // SAFETY: garbage is live until it is swept.
        if unsafe { object.as_ref() }.has_weakrefs() {
            weak::clear_garbage(*object, is_garbage, &mut begun.silenced);
        }
    }
    for object in &garbage {
        // SAFETY: as above.
        let o = unsafe { object.as_ref() };
        if drop_queue::awaits_finalizer(o) {
            o.set_finalized();
            begun.finalizable.push(handle(*object));
        }
    }
    begun.garbage = garbage;
    begun
}

/// What becomes of a garbage object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is freed and counts as found.
    Counted,
    /// It is freed.
    Uncounted,
    /// It stays as it is and counts as found.
    Kept,
}

/// Frees what is garbage now, as `fate` decides, and returns the number of objects that count. It is looked for again
/// where Python code may have run since it was found.
pub fn sweep(known: Option<Garbage>, fate: &mut dyn FnMut(&Ref) -> Fate) -> usize {
    let garbage = known.map_or_else(find_garbage, |known| known.0);
    // Objects that still await a finalizer came up in between: they are left for the next collection.
    // SAFETY: garbage is live until it is swept.
    if garbage.iter().any(|o| drop_queue::awaits_finalizer(unsafe { o.as_ref() })) {
        grow_old();
        return 0;
    }
    let mut handles: Vec<Ref> = garbage.iter().map(|o| handle(*o)).collect();
    let mut found = 0;
    handles.retain(|object| {
        let fate = fate(object);
        found += usize::from(fate != Fate::Uncounted);
        fate != Fate::Kept
    });
    for object in &handles {
        empty(object);
    }
    drop(handles);
    page::trim();
    grow_old();
    found
}

/// Marks the live objects as old and starts counting new ones.
fn grow_old() {
    page::for_each_live(|_, object| {
        // SAFETY: the object is live.
        let flags = unsafe { &object.as_ref().flags };
        flags.set(flags.get() | OLD);
    });
    page::start_young();
    page::rearm(ENABLED.get());
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

/// Every live object that is not frozen.
pub fn objects() -> Vec<Ref> {
    let mut all = Vec::with_capacity(page::live());
    page::for_each_live(|_, o| all.push(handle(o)));
    all.retain(|o| o.flags.get() & FROZEN == 0);
    all
}

/// Whether the object has seen a collection.
pub fn is_old(object: &Ref) -> bool {
    object.flags.get() & OLD != 0
}

/// Numbers of live objects, frozen ones aside: those made since the last collection, and older ones.
pub fn generations() -> [usize; 2] {
    let mut counts = [0, 0];
    page::for_each_live(|_, object| {
        // SAFETY: the object is live.
        let flags = unsafe { object.as_ref() }.flags.get();
        if flags & FROZEN == 0 {
            counts[usize::from(flags & OLD != 0)] += 1;
        }
    });
    counts
}

/// Number of frozen objects.
pub fn frozen() -> usize {
    let mut count = 0;
    page::for_each_live(|_, object| {
        // SAFETY: the object is live.
        count += usize::from(unsafe { object.as_ref() }.flags.get() & FROZEN != 0);
    });
    count
}

/// Sets all live objects apart from collections, or takes them back.
pub fn set_frozen(on: bool) {
    page::for_each_live(|_, object| {
        // SAFETY: the object is live.
        let flags = unsafe { &object.as_ref().flags };
        flags.set(if on { flags.get() | FROZEN } else { flags.get() & !FROZEN | OLD });
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

/// New objects after which a collection is due, at least; 0 turns automatic collection off.
pub fn set_threshold(objects: usize) {
    page::set_threshold(objects);
    page::rearm(ENABLED.get());
}

/// Turns automatic collection on or off.
pub fn set_enabled(on: bool) {
    ENABLED.set(on);
    page::rearm(on);
}

/// Whether automatic collection is on.
pub fn is_enabled() -> bool {
    ENABLED.get()
}

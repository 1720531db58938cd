//! What happens when the last handle of an object goes: prompt, iterative and without running Python.
//!
//! Dropping a payload may bring further counts to zero. Those objects join a queue instead of recursing, so a
//! list nested ten million deep is freed in constant stack. An object whose class has `__del__` is kept alive by
//! [`Pending::Finalize`] until the evaluation loop has called it.

use std::cell::{Cell, UnsafeCell};
use std::mem::ManuallyDrop;
use std::ptr::NonNull;

use super::object::{Object, Ref};
use super::{breaker, page, weak};
use crate::heap::Value;
use crate::objects::Kind;

/// Work that needs the VM, in the order it came up.
pub enum Pending {
    /// Call `__del__` (or close a suspended generator) and drop the object again.
    Finalize(Ref),
    /// Call a weak reference's callback with the reference.
    Callback {
        /// The weak reference.
        reference: Ref,
        /// What to call.
        callback: Value,
    },
}

thread_local! {
    static DRAINING: Cell<bool> = const { Cell::new(false) };
    static QUEUE: UnsafeCell<Vec<NonNull<Object>>> = const { UnsafeCell::new(Vec::new()) };
    static PENDING: UnsafeCell<std::collections::VecDeque<Pending>> =
        const { UnsafeCell::new(std::collections::VecDeque::new()) };
}

/// The last handle of `object` is gone.
#[cold]
#[inline(never)]
pub(super) fn release(object: NonNull<Object>) {
    if DRAINING.get() {
        enqueue(object);
        return;
    }
    DRAINING.set(true);
    retire(object);
    while let Some(next) = dequeue() {
        retire(next);
    }
    DRAINING.set(false);
}

fn enqueue(object: NonNull<Object>) {
    // SAFETY: the vector is touched only by these two functions, which call nothing that comes back here.
    // At thread exit the queue may be gone: then the object is leaked.
    let _ = QUEUE.try_with(|q| unsafe { (*q.get()).push(object) });
}

fn dequeue() -> Option<NonNull<Object>> {
    // SAFETY: as in `enqueue`.
    QUEUE.try_with(|q| unsafe { (*q.get()).pop() }).ok().flatten()
}

/// Finalizes or frees one object whose count is zero.
fn retire(object: NonNull<Object>) {
    // SAFETY: the object has not been freed: its count reached zero once, and it is retired once for that.
    let o = unsafe { object.as_ref() };
    if !o.is_finalized() && needs_finalizer(o) {
        o.set_finalized();
        o.rc.set(1);
        push_pending(Pending::Finalize(Ref(object)));
        return;
    }
    if o.has_weakrefs() {
        weak::target_died(object);
    }
    dismantle(object);
    page::free(object);
}

/// Drops payload, attributes and the count of the class; the place stays taken.
pub(super) fn dismantle(object: NonNull<Object>) {
    // SAFETY: no handle is left (or, in the collector, only its own), so nothing borrows the payload.
    unsafe {
        let o = object.as_ref();
        let class = o.shape().class().object_ptr();
        let kind = std::ptr::replace(o.kind.get(), ManuallyDrop::new(Kind::Dead));
        o.attrs.clear();
        drop(ManuallyDrop::into_inner(kind));
        // The class was counted when the object was made.
        drop(Ref(class));
    }
}

fn needs_finalizer(object: &Object) -> bool {
    object.class().ty().has_finalizer() || object.kind().needs_close()
}

/// Whether the class of `object` has a finalizer that was not called yet.
pub(super) fn awaits_finalizer(object: &Object) -> bool {
    !object.is_finalized() && needs_finalizer(object)
}

/// Adds work for the evaluation loop.
pub(super) fn push_pending(work: Pending) {
    // SAFETY: the queue is touched only by this function and `take_pending`, which call nothing that comes back.
    let _ = PENDING.try_with(|q| unsafe { (*q.get()).push_back(work) });
    breaker::raise(breaker::PENDING);
}

/// All work that the heap left for the VM, taken at once: what comes up while it is done is done within it, as
/// CPython does it.
pub fn take_pending() -> std::collections::VecDeque<Pending> {
    breaker::lower(breaker::PENDING);
    // SAFETY: as in `push_pending`.
    PENDING.try_with(|q| unsafe { std::mem::take(&mut *q.get()) }).unwrap_or_default()
}

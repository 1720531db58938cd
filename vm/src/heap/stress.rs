//! Stress for tests, in builds with debug assertions: a collection becomes due after every few allocations, and what
//! is freed is poisoned and used again late, so that a handle too few shows at its next use.
//!
//! It costs other runs nothing: under stress the free list stays empty, so that allocation takes its slow path.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::mem::offset_of;
use std::ptr::NonNull;

use super::breaker;
use super::object::Object;

/// Freed places that wait for at least so many others before they are used again.
const QUARANTINE: usize = 4096;
/// What freed objects are filled with.
const POISON: u8 = 0xDB;

thread_local! {
    /// Allocations between two collections; 0 means no stress.
    static EVERY: Cell<usize> = const { Cell::new(0) };
    static COUNT: Cell<usize> = const { Cell::new(0) };
    static QUEUE: RefCell<VecDeque<NonNull<Object>>> = const { RefCell::new(VecDeque::new()) };
}

/// From now on a collection is due after every `every` allocations of this thread.
pub fn start(every: usize) {
    EVERY.set(every.max(1));
    super::page::empty_free_list();
}

/// Whether the thread is under stress.
pub(super) fn is_on() -> bool {
    EVERY.get() > 0
}

/// Keeps a freed object's place.
pub(super) fn poison(object: NonNull<Object>) {
    // SAFETY: the object is free: only its flags are read from now on, and those come before what is filled.
    unsafe {
        let start = object.as_ptr().cast::<u8>().add(offset_of!(Object, shape));
        start.write_bytes(POISON, size_of::<Object>() - offset_of!(Object, shape));
    }
    keep(object);
}

/// Adds an unused place.
pub(super) fn keep(place: NonNull<Object>) {
    // At thread exit the queue may be gone: then the place is lost.
    let _ = QUEUE.try_with(|q| q.borrow_mut().push_back(place));
}

/// The place that was free for longest, once enough others wait.
pub(super) fn next_place() -> Option<NonNull<Object>> {
    let count = COUNT.get() + 1;
    COUNT.set(count);
    if count.is_multiple_of(EVERY.get()) {
        breaker::raise(breaker::COLLECT);
    }
    QUEUE.with_borrow_mut(|q| if q.len() > QUARANTINE { q.pop_front() } else { None })
}

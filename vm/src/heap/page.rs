//! Pages of objects, owned by the `gc` crate. Freed objects form a list through their shape field.
//!
//! ```text
//! Gc<Page> ──► Page { memory } ──► ┌──────────┬──────────┬─ … ─┐  32 KiB
//!                                  │ Object 0 │ Object 1 │     │
//!                                  └──────────┴──────────┴─ … ─┘
//! ```
//!
//! Every page in use is rooted by its `Gc` handle. A page without live objects loses its handle, and the
//! `gc` crate's sweep returns its memory.

use std::alloc::{Layout, alloc, dealloc, handle_alloc_error};
use std::cell::{Cell, RefCell};
use std::mem::ManuallyDrop;
use std::ptr::{NonNull, null_mut};

use gc::{Finalize, Gc, Trace};

use super::object::{FREE, GENERATION, LISTED, Object, Ref, SERIAL_SHIFT};
use super::{generations, memory};

/// Bytes of a page, and its alignment.
const PAGE_BYTES: usize = 32 * 1024;
/// Objects in a page. Its first place stays empty: the order of sets of types goes by where they lie, and so it is that of
/// CPython for `int`, `str` and their like.
const PER_PAGE: usize = PAGE_BYTES / size_of::<Object>() - 1;
/// One page's memory.
struct Page {
    memory: NonNull<u8>,
}

thread_local! {
    static FREE_LIST: Cell<*mut Object> = const { Cell::new(null_mut()) };
    /// Not dropped at thread exit, where `gc` may be gone.
    static PAGES: ManuallyDrop<RefCell<Vec<Gc<Page>>>> = const { ManuallyDrop::new(RefCell::new(Vec::new())) };
}

fn page_layout() -> Layout {
    Layout::from_size_align(PAGE_BYTES, PAGE_BYTES).unwrap_or_else(|_| Layout::new::<Object>())
}

// SAFETY: a page holds no `Gc`: edges between objects are our own handles, and every page in use is rooted.
unsafe impl Trace for Page {
    gc::unsafe_empty_trace!();
}

impl Finalize for Page {}

impl Drop for Page {
    fn drop(&mut self) {
        // SAFETY: allocated with this layout in `add_page`; all its objects are free.
        unsafe { dealloc(self.memory.as_ptr(), page_layout()) }
    }
}

/// Moves `object` into a free place.
#[inline]
pub(super) fn allocate(object: Object) -> Ref {
    let mut place = FREE_LIST.get();
    if place.is_null() {
        place = refill();
    }
    let born = object.flags.get() | generations::count_made();
    memory::charge(size_of::<Object>());
    // SAFETY: places on the free list are unused memory of a live page, linked by `push_free`; their flags are valid.
    unsafe {
        FREE_LIST.set(next_free(place));
        let mut flags = born | (*place).flags.get() & LISTED;
        let place = NonNull::new_unchecked(place);
        if flags & (LISTED | GENERATION) != LISTED {
            flags |= generations::enlist(place, flags);
        }
        object.flags.set(flags);
        place.write(object);
        Ref(place)
    }
}

/// Gives the object's place back; its payload and attributes are gone already.
pub(super) fn free(object: NonNull<Object>) {
    memory::credit(size_of::<Object>());
    // SAFETY: the object has no handles left and its payload was moved out.
    unsafe {
        let flags = &object.as_ref().flags;
        generations::count_freed(flags.get());
        flags.set(FREE | flags.get() & LISTED);
        #[cfg(debug_assertions)]
        if super::stress::is_on() {
            return super::stress::poison(object);
        }
        push_free(object.as_ptr());
    }
}

/// # Safety
/// `place` is an unused object of a live page whose flags say so.
unsafe fn push_free(place: *mut Object) {
    // SAFETY: the shape field of a free object is not read as a shape.
    unsafe { (&raw mut (*place).shape).cast::<*mut Object>().write(FREE_LIST.get()) }
    FREE_LIST.set(place);
}

/// # Safety
/// `place` is on the free list.
unsafe fn next_free(place: *mut Object) -> *mut Object {
    // SAFETY: written by `push_free`.
    unsafe { (&raw mut (*place).shape).cast::<*mut Object>().read() }
}

/// A free place, the last of the free list.
#[cold]
fn refill() -> *mut Object {
    #[cfg(debug_assertions)]
    if super::stress::is_on() {
        let place = super::stress::next_place().unwrap_or_else(|| {
            add_page();
            let place = FREE_LIST.get();
            // SAFETY: the list was just filled.
            unsafe {
                FREE_LIST.set(next_free(place));
                NonNull::new_unchecked(place)
            }
        });
        empty_free_list();
        // SAFETY: an unused place; the list ends with it.
        unsafe { (&raw mut (*place.as_ptr()).shape).cast::<*mut Object>().write(null_mut()) }
        return place.as_ptr();
    }
    add_page();
    FREE_LIST.get()
}

/// Moves the free list to where it is used late.
#[cfg(debug_assertions)]
pub(super) fn empty_free_list() {
    while let Some(place) = NonNull::new(FREE_LIST.get()) {
        // SAFETY: the place is on the free list.
        FREE_LIST.set(unsafe { next_free(place.as_ptr()) });
        super::stress::keep(place);
    }
}

fn add_page() {
    let layout = page_layout();
    // SAFETY: the layout is not empty.
    let Some(memory) = NonNull::new(unsafe { alloc(layout) }) else { handle_alloc_error(layout) };
    PAGES.with(|pages| pages.borrow_mut().push(Gc::new(Page { memory })));
    // SAFETY: the page is fresh: the flags of its objects are written before anything reads them.
    unsafe {
        for i in (0..PER_PAGE).rev() {
            let place = memory.cast::<Object>().as_ptr().add(1 + i);
            (&raw mut (*place).flags).write(Cell::new(FREE));
            push_free(place);
        }
    }
}

/// The memory of the pages.
fn pages() -> Vec<NonNull<u8>> {
    PAGES.with(|pages| pages.borrow().iter().map(|page| page.memory).collect())
}

/// Calls `visit` with each live object.
pub(super) fn for_each_live(mut visit: impl FnMut(NonNull<Object>)) {
    for memory in pages() {
        live_in(memory).for_each(&mut visit);
    }
}

/// The live objects of a page.
fn live_in(memory: NonNull<u8>) -> impl Iterator<Item = NonNull<Object>> {
    // SAFETY: within the page.
    let places = (0..PER_PAGE).map(move |i| unsafe { memory.cast::<Object>().add(1 + i) });
    // SAFETY: the flags are valid in free and live objects; only those of a free one are read.
    places.filter(|place| unsafe { (*place.as_ptr()).flags.get() } & FREE == 0)
}

/// Sorts objects by when they were made, oldest first. Serial numbers are short: objects that are more than 16 million
/// others apart may change places.
pub(super) fn sort_by_age(objects: &mut [NonNull<Object>]) {
    let next = generations::last_number().wrapping_add(1 << SERIAL_SHIFT);
    // SAFETY: the caller's objects are live.
    objects.sort_by_key(|o| unsafe { o.as_ref() }.flags.get().wrapping_sub(next) >> SERIAL_SHIFT);
}

/// Returns pages without live objects to the system when they are more than half of all.
pub(super) fn trim() {
    #[cfg(debug_assertions)]
    if super::stress::is_on() {
        return;
    }
    let used: Vec<bool> = pages().into_iter().map(|memory| live_in(memory).next().is_some()).collect();
    let empty = used.iter().filter(|used| !**used).count();
    if empty < 64 || empty * 2 < used.len() {
        return;
    }
    generations::forget_free();
    PAGES.with(|pages| {
        let mut used = used.into_iter();
        pages.borrow_mut().retain(|_| used.next().unwrap_or(true));
    });
    relink();
    gc::force_collect();
}

/// Rebuilds the free list from the pages that are left.
fn relink() {
    FREE_LIST.set(null_mut());
    PAGES.with(|pages| {
        for page in pages.borrow().iter().rev() {
            for i in (0..PER_PAGE).rev() {
                // SAFETY: within the page; only places flagged free are linked.
                unsafe {
                    let place = page.memory.cast::<Object>().as_ptr().add(1 + i);
                    if (*place).flags.get() & FREE != 0 {
                        push_free(place);
                    }
                }
            }
        }
    });
}

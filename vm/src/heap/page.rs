//! Pages of objects, owned by the `gc` crate.
//!
//! An object's address is aligned to its size within a page that is aligned to [`PAGE_BYTES`], so the page, and
//! with it the object's index, follow from the address. Freed objects form a list through their shape field.
//!
//! ```text
//! Gc<Page> ──► Page { memory } ──► ┌──────────────┬──────────┬──────────┬─ … ─┐  32 KiB, aligned
//!                                  │ header, 56 B │ Object 0 │ Object 1 │     │
//!                                  └──────────────┴──────────┴──────────┴─ … ─┘
//! ```
//!
//! Every page in use is rooted by its `Gc` handle. A page without live objects loses its handle, and the
//! `gc` crate's sweep returns its memory.

use std::alloc::{Layout, alloc, dealloc, handle_alloc_error};
use std::cell::{Cell, RefCell};
use std::mem::ManuallyDrop;
use std::ptr::{NonNull, null_mut};

use gc::{Finalize, Gc, Trace};

use super::object::{FREE, Object, Ref, SERIAL_SHIFT};
use super::{breaker, memory};

/// Bytes of a page, and its alignment.
const PAGE_BYTES: usize = 32 * 1024;
/// Objects in a page; the first object's room is the header.
pub(super) const PER_PAGE: usize = PAGE_BYTES / size_of::<Object>() - 1;
/// A collection is due after this many new objects for each one of `gc.get_threshold()[0]`, at least: a heap of one
/// generation is looked through less often than a young one of several.
const PER_THRESHOLD: usize = 10;
/// `gc.get_threshold()[0]` at start.
const THRESHOLD: usize = 2000;

struct PageHeader {
    index: usize,
}

/// One page's memory.
struct Page {
    memory: NonNull<u8>,
}

thread_local! {
    static FREE_LIST: Cell<*mut Object> = const { Cell::new(null_mut()) };
    /// Objects made so far.
    static MADE: Cell<usize> = const { Cell::new(0) };
    /// Objects freed so far.
    static FREED: Cell<usize> = const { Cell::new(0) };
    /// `MADE` above which a collection is due; every object freed puts it off by one. `usize::MAX` while collection
    /// is off.
    static TRIGGER: Cell<usize> = const { Cell::new(THRESHOLD * PER_THRESHOLD) };
    /// New objects after which a collection is due, at least; 0 for never.
    static MINIMUM: Cell<usize> = const { Cell::new(THRESHOLD * PER_THRESHOLD) };
    /// Live objects after the last collection.
    static SURVIVORS: Cell<usize> = const { Cell::new(0) };
    /// Pages given back whose index no other has got yet.
    static HOLES: Cell<usize> = const { Cell::new(0) };
    /// Pages by index; a page given back leaves a hole. Not dropped at thread exit, where `gc` may be gone.
    static PAGES: ManuallyDrop<RefCell<Vec<Option<Gc<Page>>>>> = const { ManuallyDrop::new(RefCell::new(Vec::new())) };
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
    let made = MADE.get() + 1;
    MADE.set(made);
    if made > TRIGGER.get() {
        breaker::raise(breaker::COLLECT);
    }
    object.flags.set((made as u32) << SERIAL_SHIFT);
    memory::charge(size_of::<Object>());
    // SAFETY: places on the free list are unused memory of a live page, linked by `push_free`.
    unsafe {
        FREE_LIST.set(next_free(place));
        place.write(object);
        Ref(NonNull::new_unchecked(place))
    }
}

/// Gives the object's place back; its payload and attributes are gone already.
pub(super) fn free(object: NonNull<Object>) {
    FREED.set(FREED.get() + 1);
    TRIGGER.set(TRIGGER.get().saturating_add(1));
    memory::credit(size_of::<Object>());
    // SAFETY: the object has no handles left and its payload was moved out.
    unsafe {
        object.as_ref().flags.set(FREE);
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
    let index = PAGES.with(|pages| {
        let mut pages = pages.borrow_mut();
        let holes = HOLES.get();
        let hole = if holes > 0 { pages.iter().position(Option::is_none) } else { None };
        let hole = hole.unwrap_or(pages.len());
        HOLES.set(holes.saturating_sub(1));
        let page = Some(Gc::new(Page { memory }));
        match pages.get_mut(hole) {
            Some(slot) => *slot = page,
            None => pages.push(page),
        }
        hole
    });
    // SAFETY: the page is fresh: its header and the flags of its objects are written before anything reads them.
    unsafe {
        memory.cast::<PageHeader>().write(PageHeader { index });
        for i in (0..PER_PAGE).rev() {
            let place = memory.cast::<Object>().as_ptr().add(1 + i);
            (&raw mut (*place).flags).write(Cell::new(FREE));
            push_free(place);
        }
    }
}

/// The object's index among all places, for the collector's tables.
#[inline]
pub(super) fn index_of(object: NonNull<Object>) -> usize {
    let address = object.as_ptr() as usize;
    let page = object.as_ptr().map_addr(|a| a & !(PAGE_BYTES - 1)).cast::<PageHeader>();
    let within = (address & (PAGE_BYTES - 1)) / size_of::<Object>() - 1;
    // SAFETY: every object lies in a page whose header was written when the page was made.
    unsafe { (*page).index * PER_PAGE + within }
}

/// The object at an index, which lies in a page in use.
pub(super) fn object_at(pages: &[Option<NonNull<u8>>], index: usize) -> Option<NonNull<Object>> {
    let memory = (*pages.get(index / PER_PAGE)?)?;
    // SAFETY: within the page.
    Some(unsafe { memory.cast::<Object>().add(1 + index % PER_PAGE) })
}

/// The memory of the pages, by index.
pub(super) fn pages() -> Vec<Option<NonNull<u8>>> {
    PAGES.with(|pages| pages.borrow().iter().map(|p| p.as_ref().map(|p| p.memory)).collect())
}

/// Number of places, free ones and holes included.
pub(super) fn places() -> usize {
    PAGES.with(|pages| pages.borrow().len() * PER_PAGE)
}

/// Calls `visit` with the index and address of each live object.
pub(super) fn for_each_live(mut visit: impl FnMut(usize, NonNull<Object>)) {
    for (index, memory) in pages().into_iter().enumerate() {
        let Some(memory) = memory else { continue };
        for i in 0..PER_PAGE {
            // SAFETY: within the page; the flags are valid in free and live objects.
            let object = unsafe { memory.cast::<Object>().add(1 + i) };
            // SAFETY: as above; only the flags of a free object are read.
            let is_free = unsafe { (*object.as_ptr()).flags.get() } & FREE != 0;
            if !is_free {
                visit(index * PER_PAGE + i, object);
            }
        }
    }
}

/// Number of live objects.
pub fn live() -> usize {
    MADE.get() - FREED.get()
}

/// Objects made since the last collection, less those freed.
pub fn young() -> usize {
    live().saturating_sub(SURVIVORS.get())
}

/// A collection has ended: [`young`] counts from here.
pub(super) fn start_young() {
    SURVIVORS.set(live());
}

/// Sorts objects by when they were made, oldest first. Serial numbers are short: objects that are more than 16 million
/// others apart may change places.
pub(super) fn sort_by_age(objects: &mut [NonNull<Object>]) {
    let next = (MADE.get() as u32).wrapping_add(1) << SERIAL_SHIFT;
    // SAFETY: the caller's objects are live.
    objects.sort_by_key(|o| unsafe { o.as_ref() }.flags.get().wrapping_sub(next) >> SERIAL_SHIFT);
}

/// See [`super::collect::set_threshold`].
pub(super) fn set_threshold(objects: usize) {
    MINIMUM.set(objects.saturating_mul(PER_THRESHOLD));
}

/// Sets when the next collection is due: after the live objects have grown by half, or never.
pub(super) fn rearm(enabled: bool) {
    let live = live();
    let minimum = MINIMUM.get();
    let due = MADE.get().saturating_add((live / 2).max(minimum));
    TRIGGER.set(if enabled && minimum > 0 { due } else { usize::MAX });
}

/// Returns pages without live objects to the system when they are more than half of all.
pub(super) fn trim() {
    #[cfg(debug_assertions)]
    if super::stress::is_on() {
        return;
    }
    let mut counts = vec![0usize; places() / PER_PAGE.max(1)];
    for_each_live(|index, _| {
        if let Some(count) = counts.get_mut(index / PER_PAGE) {
            *count += 1;
        }
    });
    let empty = counts.iter().filter(|c| **c == 0).count();
    if empty < 64 || empty * 2 < counts.len() {
        return;
    }
    PAGES.with(|pages| {
        let mut pages = pages.borrow_mut();
        for (page, count) in pages.iter_mut().zip(&counts) {
            if *count == 0 {
                *page = None;
            }
        }
        while pages.last().is_some_and(Option::is_none) {
            pages.pop();
        }
        HOLES.set(pages.iter().filter(|p| p.is_none()).count());
    });
    relink();
    gc::force_collect();
}

/// Rebuilds the free list from the pages that are left.
fn relink() {
    FREE_LIST.set(null_mut());
    PAGES.with(|pages| {
        for page in pages.borrow().iter().rev().flatten() {
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

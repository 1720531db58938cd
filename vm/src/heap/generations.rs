//! Which objects a collection looks through, and when one is due: the counting half of `Python/gc.c`.
//!
//! Objects are young until they survive a collection, then middle-aged, then old. Young ones are found through a list of
//! their places: a place joins it the first time it is taken after a collection, and stays in it when it is freed and
//! taken again, so that allocation costs one test. The list stops at [`MOST_LISTED`] places, for programs that turn
//! collection off: then all pages are looked through instead.

use std::cell::{Cell, UnsafeCell};
use std::ptr::NonNull;

use super::object::{FREE, FROZEN, GENERATION, Generation, LISTED, Object, SERIAL_SHIFT, SUSPECT};
use super::{breaker, page};

/// Places that a list holds at most.
const MOST_LISTED: usize = 1 << 20;
/// `gc.get_threshold()` at start.
const INITIAL: [i32; 3] = [2000, 10, 10];

/// Places of objects of one generation, or nothing where they came to too many.
struct List {
    places: Vec<NonNull<Object>>,
    is_lost: bool,
}

impl List {
    const fn new() -> List {
        List { places: Vec::new(), is_lost: false }
    }

    /// Adds a place and says whether it is in the list now.
    fn add(&mut self, place: NonNull<Object>) -> bool {
        self.is_lost |= self.places.len() >= MOST_LISTED;
        if !self.is_lost {
            self.places.push(place);
        }
        !self.is_lost
    }
}

thread_local! {
    /// How many objects were made, in the place that their flags keep it. It begins anew every 16 million objects.
    static SERIAL: Cell<u32> = const { Cell::new(0) };
    /// `gc.get_count()[0]`
    static COUNT: Cell<usize> = const { Cell::new(0) };
    /// `COUNT` above which a collection is due; `usize::MAX` while collection is off.
    static LIMIT: Cell<usize> = const { Cell::new(usize::MAX) };
    static ENABLED: Cell<bool> = const { Cell::new(true) };
    static THRESHOLDS: Cell<[i32; 3]> = const { Cell::new(INITIAL) };
    /// `gc.get_count()[1..]`: collections of the generation before.
    static COUNTS: Cell<[usize; 2]> = const { Cell::new([0; 2]) };
    /// Objects that became old since the old ones were looked through, and how many old ones there were then.
    static AGED: Cell<[usize; 2]> = const { Cell::new([0; 2]) };
    static YOUNG: UnsafeCell<List> = const { UnsafeCell::new(List::new()) };
    static MIDDLE: UnsafeCell<List> = const { UnsafeCell::new(List::new()) };
}

/// Runs `f` on a list.
fn with<R>(list: &'static std::thread::LocalKey<UnsafeCell<List>>, f: impl FnOnce(&mut List) -> R) -> R {
    // SAFETY: the closures of this module call nothing that comes back here.
    list.with(|list| f(unsafe { &mut *list.get() }))
}

/// Counts a new object and returns its number.
#[inline(always)]
pub(super) fn count_made() -> u32 {
    let serial = SERIAL.get().wrapping_add(1 << SERIAL_SHIFT);
    SERIAL.set(serial);
    let count = COUNT.get() + 1;
    COUNT.set(count);
    if count > LIMIT.get() {
        breaker::raise(breaker::COLLECT);
    }
    serial
}

/// The number of the object made last.
pub(super) fn last_number() -> u32 {
    SERIAL.get()
}

/// Counts an object that is freed; atoms were not counted. The count stays at 0 when old objects go.
#[inline(always)]
pub(super) fn count_freed(flags: u32) {
    let count = COUNT.get();
    if count > 0 && flags & GENERATION != Generation::ATOM {
        COUNT.set(count - 1);
    }
}

/// Sees to a new object whose place is not listed, or that is an atom: no collection looks for it. Returns the flag that
/// the place gets.
#[cold]
pub(super) fn enlist(place: NonNull<Object>, flags: u32) -> u32 {
    if flags & GENERATION == Generation::ATOM {
        COUNT.set(COUNT.get() - 1);
        return 0;
    }
    if with(&YOUNG, |young| young.add(place)) { LISTED } else { 0 }
}

/// The objects that a collection looks through, each flagged [`SUSPECT`].
pub(super) enum Suspects {
    /// These.
    Listed(Vec<NonNull<Object>>),
    /// Those so flagged in all pages.
    Flagged,
}

impl Suspects {
    /// Visits each; `visit` may unflag the one it sees.
    pub(super) fn for_each(&self, mut visit: impl FnMut(NonNull<Object>, &Object)) {
        let mut see = |object: NonNull<Object>| {
            // SAFETY: nothing is freed while suspects are looked through.
            let o = unsafe { object.as_ref() };
            if o.flags.get() & SUSPECT != 0 {
                visit(object, o);
            }
        };
        match self {
            Suspects::Listed(places) => places.iter().for_each(|place| see(*place)),
            Suspects::Flagged => page::for_each_live(see),
        }
    }
}

/// Flags the object in a place, if it is of `generation` or a younger one and has no such flag yet.
fn suspect(place: NonNull<Object>, generation: usize) -> bool {
    // SAFETY: places in lists belong to pages in use, and the flags of free places are valid too.
    let flags = unsafe { &(*place.as_ptr()).flags };
    let is_one = flags.get() & (FREE | FROZEN | SUSPECT) == 0 && Generation::of(flags.get()) <= generation;
    if is_one {
        flags.set(flags.get() | SUSPECT);
    }
    is_one
}

/// The objects of a generation and of the younger ones; their lists begin anew.
pub(super) fn gather(generation: usize) -> Suspects {
    let mut young = with(&YOUNG, |list| std::mem::replace(list, List::new()));
    for place in &young.places {
        // SAFETY: as in `suspect`.
        let flags = unsafe { &(*place.as_ptr()).flags };
        flags.set(flags.get() & !LISTED);
    }
    if generation > 0 {
        let middle = with(&MIDDLE, |list| std::mem::replace(list, List::new()));
        young.is_lost |= middle.is_lost;
        young.places.extend(middle.places);
    }
    if generation < 2 && !young.is_lost {
        young.places.retain(|place| suspect(*place, generation));
        return Suspects::Listed(young.places);
    }
    page::for_each_live(|object| {
        suspect(object, generation);
    });
    Suspects::Flagged
}

/// The object has survived a collection of `generation`.
pub(super) fn promote(object: NonNull<Object>, generation: usize) {
    // SAFETY: the object is live.
    let flags = unsafe { &object.as_ref().flags };
    let next = if generation == 0 { Generation::MIDDLE } else { Generation::OLD };
    flags.set(flags.get() & !GENERATION | next);
    if generation == 0 {
        with(&MIDDLE, |middle| middle.add(object));
    }
}

/// A collection of `generation` begins.
pub(super) fn start(generation: usize) {
    COUNT.set(0);
    let [middle, old] = COUNTS.get();
    COUNTS.set(match generation {
        0 => [middle + 1, old],
        1 => [0, old + 1],
        _ => [0, 0],
    });
}

/// So many objects have survived a collection of `generation`.
pub(super) fn survived(generation: usize, objects: usize) {
    let [pending, total] = AGED.get();
    match generation {
        0 => {}
        1 => AGED.set([pending + objects, total]),
        _ => AGED.set([0, objects]),
    }
}

/// Makes all live objects old, as those are that a machine starts with.
pub(crate) fn settle() {
    drop(gather(2));
    page::for_each_live(|object| {
        // SAFETY: the object is live.
        let flags = unsafe { &object.as_ref().flags };
        flags.set(flags.get() & !SUSPECT);
        if flags.get() & GENERATION != Generation::ATOM {
            flags.set(flags.get() & !GENERATION | Generation::OLD);
        }
    });
    start(2);
    rearm();
}

/// Takes free places off the lists: their pages may be given back.
pub(super) fn forget_free() {
    let keep = |list: &mut List| {
        list.places.retain(|place| {
            // SAFETY: as in `suspect`.
            let flags = unsafe { &(*place.as_ptr()).flags };
            let is_free = flags.get() & FREE != 0;
            if is_free {
                flags.set(flags.get() & !LISTED);
            }
            !is_free
        });
    };
    with(&YOUNG, keep);
    with(&MIDDLE, keep);
}

/// The generation that is to be collected, if one is: the oldest whose count passes its threshold. Old objects are left
/// alone until a quarter as many have joined them.
pub fn due() -> Option<usize> {
    #[cfg(debug_assertions)]
    if super::stress::is_on() {
        return Some((SERIAL.get() >> SERIAL_SHIFT) as usize % 3);
    }
    let limits = THRESHOLDS.get();
    let [young, middle, old] = counts();
    let passes = |n: usize, limit: i32| i64::try_from(n).is_ok_and(|n| n > i64::from(limit));
    let [pending, total] = AGED.get();
    if !ENABLED.get() || limits[0] == 0 {
        None
    } else if passes(old, limits[2]) && pending >= total / 4 {
        Some(2)
    } else if passes(middle, limits[1]) {
        Some(1)
    } else {
        passes(young, limits[0]).then_some(0)
    }
}

/// `gc.get_count()`
pub fn counts() -> [usize; 3] {
    let [middle, old] = COUNTS.get();
    [COUNT.get(), middle, old]
}

/// `gc.get_threshold()`
pub fn thresholds() -> [i32; 3] {
    THRESHOLDS.get()
}

/// `gc.set_threshold(...)`: 0 as the first turns automatic collection off.
pub fn set_thresholds(thresholds: [i32; 3]) {
    THRESHOLDS.set(thresholds);
    rearm();
}

/// Turns automatic collection on or off.
pub fn set_enabled(on: bool) {
    ENABLED.set(on);
    rearm();
}

/// Whether automatic collection is on.
pub fn is_enabled() -> bool {
    ENABLED.get()
}

fn rearm() {
    let first = THRESHOLDS.get()[0];
    let is_on = ENABLED.get() && first != 0;
    LIMIT.set(if is_on { usize::try_from(first).unwrap_or(0) } else { usize::MAX });
}

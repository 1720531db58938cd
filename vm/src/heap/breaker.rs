//! The evaluation loop's breaker: one thread-local word of reasons to leave the fast path.
//!
//! The loop tests it at calls, returns and backward jumps; the heap raises it when finalizers wait, a
//! collection is due or the memory limit is passed. Other threads raise it through an [`Alarm`].

use std::cell::Cell;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Finalizers or weak-reference callbacks wait to be run.
pub const PENDING: u32 = 1;
/// Enough objects were made since the last collection.
pub const COLLECT: u32 = 2;
/// The memory limit is passed.
pub const MEMORY: u32 = 4;
/// The VM itself asks for attention: an interrupt, a limit.
pub const VM: u32 = 8;
/// The running thread's turn is over: answered at backward jumps and returns alone, where CPython looks up.
pub const TURN: u32 = 16;
/// The steps of the running program are counted: [`is_raised`] takes one of its fuel where that is the only reason.
pub const FUEL: u32 = 32;

/// The running thread is traced or profiled: its loops go over to the watched one and answer nothing.
pub const WATCH: u32 = 64;

thread_local! {
    static LEFT: Cell<u64> = const { Cell::new(0) };
    static BREAKER: AtomicU32 = const { AtomicU32::new(0) };
    static HOME: Home = Home(Arc::new(Mutex::new(Place(Some(BREAKER.with(|b| NonNull::from(b)))))));
}

/// The reasons raised at present; 0 in the common case.
#[inline(always)]
pub fn reasons() -> u32 {
    BREAKER.with(|b| b.load(Ordering::Relaxed))
}

/// Whether the loop is to leave the fast path. Counts a step where fuel is limited.
#[inline(always)]
pub fn is_raised() -> bool {
    let reasons = reasons();
    reasons != 0 && (reasons != FUEL || !take_fuel(1))
}

/// The fuel that is left; nothing where it is not limited.
pub fn fuel() -> Option<u64> {
    (reasons() & FUEL != 0).then(|| LEFT.get())
}

/// Limits the fuel, or no longer, and returns what was left before.
pub fn set_fuel(fuel: Option<u64>) -> Option<u64> {
    let before = self::fuel();
    LEFT.set(fuel.unwrap_or(0));
    if fuel.is_some() {
        raise(FUEL);
    } else {
        lower(FUEL);
    }
    before
}

/// Takes `steps` of the fuel, where so much is left.
#[inline(never)]
pub fn take_fuel(steps: u64) -> bool {
    let left = LEFT.get();
    LEFT.set(left.saturating_sub(steps));
    left >= steps
}

/// Adds a reason.
#[inline]
pub fn raise(reason: u32) {
    BREAKER.with(|b| {
        if b.load(Ordering::Relaxed) & reason != reason {
            b.fetch_or(reason, Ordering::Release);
        }
    });
}

/// Removes a reason.
pub fn lower(reason: u32) {
    BREAKER.with(|b| b.fetch_and(!reason, Ordering::Acquire));
}

/// Raises the breaker of the thread it was made on from any other.
#[derive(Clone)]
pub struct Alarm(Arc<Mutex<Place>>);

/// A thread's breaker; nothing once the thread has ended.
struct Place(Option<NonNull<AtomicU32>>);

// SAFETY: the pointer is used under the mutex only, for an atomic operation, and `Home` takes it away before the
// thread's storage goes.
unsafe impl Send for Place {}

/// Takes the breaker away when its thread ends.
struct Home(Arc<Mutex<Place>>);

impl Drop for Home {
    fn drop(&mut self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).0 = None;
    }
}

impl Alarm {
    /// The alarm of the running thread.
    pub fn of_this_thread() -> Alarm {
        HOME.with(|home| Alarm(home.0.clone()))
    }

    /// Raises the breaker with [`VM`]; does nothing once the thread has ended.
    pub fn ring(&self) {
        let place = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(breaker) = place.0 {
            // SAFETY: `BREAKER` has no destructor, so it lives until its thread's storage is gone, and `Home` of the
            // same thread has set the place to nothing by then.
            unsafe { breaker.as_ref() }.fetch_or(VM, Ordering::Release);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alarm_outlives_its_thread() {
        let alarm = std::thread::spawn(|| {
            let alarm = Alarm::of_this_thread();
            alarm.ring();
            assert_eq!(reasons(), VM);
            lower(VM);
            assert_eq!(reasons(), 0);
            alarm
        });
        let alarm = alarm.join().unwrap_or_else(|_| panic!("the thread ended well"));
        alarm.ring();
        assert_eq!(reasons(), 0);
    }
}

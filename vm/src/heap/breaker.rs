//! The evaluation loop's breaker: one thread-local word of reasons to leave the fast path.
//!
//! The loop tests it at calls, returns and backward jumps; the heap raises it when finalizers wait, a
//! collection is due or the memory limit is passed.

use std::cell::Cell;

/// Finalizers or weak-reference callbacks wait to be run.
pub const PENDING: u32 = 1;
/// Enough objects were made since the last collection.
pub const COLLECT: u32 = 2;
/// The memory limit is passed.
pub const MEMORY: u32 = 4;
/// The VM itself asks for attention (interrupt, fuel, tracing).
pub const VM: u32 = 8;

thread_local! {
    static BREAKER: Cell<u32> = const { Cell::new(0) };
}

/// The reasons raised at present; 0 in the common case.
#[inline(always)]
pub fn reasons() -> u32 {
    BREAKER.get()
}

/// Adds a reason.
#[inline]
pub fn raise(reason: u32) {
    BREAKER.set(BREAKER.get() | reason);
}

/// Removes a reason.
pub fn lower(reason: u32) {
    BREAKER.set(BREAKER.get() & !reason);
}

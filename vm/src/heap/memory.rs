//! Counting of bytes held by a thread's objects, and the limit on them.
//!
//! Small allocations are counted as they happen and raise the breaker when the limit is passed, so that the
//! evaluation loop stops at its next check; large ones ask with [`try_charge`] before they allocate.

use std::cell::Cell;

thread_local! {
    static USED: Cell<usize> = const { Cell::new(0) };
    static LIMIT: Cell<usize> = const { Cell::new(usize::MAX) };
}

/// The memory limit would be passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("memory limit exceeded")]
pub struct LimitPassed;

/// Counts `bytes` as allocated.
#[inline]
pub fn charge(bytes: usize) {
    let used = USED.get().wrapping_add(bytes);
    USED.set(used);
    if used > LIMIT.get() {
        super::breaker::raise(super::breaker::MEMORY);
    }
}

/// Counts `bytes` as freed.
#[inline]
pub fn credit(bytes: usize) {
    USED.set(USED.get().wrapping_sub(bytes));
}

/// Bytes held outside the heap by the payload of an object: they are counted while this lives.
#[derive(Debug, Default)]
pub struct Charge(Cell<usize>);

impl Charge {
    /// Nothing is held yet.
    pub const fn new() -> Self {
        Charge(Cell::new(0))
    }

    /// Counts `bytes` instead of what was held before.
    #[inline]
    pub fn set(&self, bytes: usize) {
        let before = self.0.replace(bytes);
        if before != bytes {
            charge(bytes);
            credit(before);
        }
    }
}

impl Clone for Charge {
    fn clone(&self) -> Self {
        let copy = Charge::new();
        copy.set(self.0.get());
        copy
    }
}

impl Drop for Charge {
    fn drop(&mut self) {
        self.set(0);
    }
}

/// Whether `bytes` more would stay within the limit. Asks only: the allocation itself is counted by its object.
///
/// # Errors
/// [`LimitPassed`] where they would not.
pub fn try_charge(bytes: usize) -> Result<(), LimitPassed> {
    match USED.get().checked_add(bytes) {
        Some(total) if total <= LIMIT.get() => Ok(()),
        _ => Err(LimitPassed),
    }
}

/// Bytes held by this thread's objects.
pub fn used() -> usize {
    USED.get()
}

/// Whether more is held than the limit allows.
pub fn is_over_limit() -> bool {
    USED.get() > LIMIT.get()
}

/// Sets the limit of this thread in bytes and returns the one before; `usize::MAX` means none.
pub fn set_limit(bytes: usize) -> usize {
    LIMIT.replace(bytes)
}

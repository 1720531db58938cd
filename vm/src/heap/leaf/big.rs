//! `int` beyond 64 bits

use std::cell::Cell;
use std::ptr::NonNull;

use num_bigint::BigInt;

use super::increment;
use crate::heap::memory;

#[repr(C)]
struct BigHeader {
    rc: Cell<u32>,
    value: BigInt,
}

/// A Python `int` that does not fit an `i64`.
#[repr(transparent)]
pub struct Big(NonNull<BigHeader>);

impl Big {
    /// Boxes a big integer. Values that fit an `i64` belong in `Value::Int`: see `Value::from(BigInt)`.
    pub fn new(value: BigInt) -> Self {
        memory::charge(size_of::<BigHeader>());
        let raw = Box::into_raw(Box::new(BigHeader { rc: Cell::new(1), value }));
        // SAFETY: a box is never null.
        Big(unsafe { NonNull::new_unchecked(raw) })
    }

    #[inline(always)]
    fn header(&self) -> &BigHeader {
        // SAFETY: a live handle keeps its header alive.
        unsafe { self.0.as_ref() }
    }

    /// Whether both are the same object.
    pub fn is(&self, other: &Big) -> bool {
        self.0 == other.0
    }

    /// The object's address, for `id()`.
    pub fn address(&self) -> usize {
        self.0.as_ptr() as usize
    }

    /// How many handles there are.
    pub fn refcount(&self) -> u32 {
        self.header().rc.get()
    }
}

impl std::ops::Deref for Big {
    type Target = BigInt;
    fn deref(&self) -> &BigInt {
        &self.header().value
    }
}

impl Clone for Big {
    #[inline(always)]
    fn clone(&self) -> Self {
        increment(&self.header().rc);
        Big(self.0)
    }
}

impl Drop for Big {
    fn drop(&mut self) {
        let n = self.header().rc.get() - 1;
        self.header().rc.set(n);
        if n == 0 {
            memory::credit(size_of::<BigHeader>());
            // SAFETY: the count reached zero and the header came from `Box::into_raw`.
            drop(unsafe { Box::from_raw(self.0.as_ptr()) });
        }
    }
}

impl std::fmt::Debug for Big {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", **self)
    }
}

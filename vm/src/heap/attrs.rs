//! The attribute values of one object: a thin growable array.
//!
//! An object without attributes holds a null pointer. Values of `__slots__` come first, then either the
//! attributes in the order of the object's shape or, in a dictionary layout, the `__dict__` itself.

use std::alloc::{Layout, alloc, dealloc, handle_alloc_error, realloc};
use std::cell::Cell;
use std::ptr::null_mut;

use super::memory;
use super::value::Value;

/// The most values that room is made for before they come.
const EXPECTED_MOST: usize = 16;

#[repr(C)]
struct Block {
    len: u32,
    capacity: u32,
}

/// The values; all operations are primitive and cannot re-enter.
#[repr(transparent)]
pub struct Attrs(Cell<*mut Block>);

fn layout(capacity: u32) -> Layout {
    match Layout::array::<Value>(capacity as usize + 1) {
        Ok(l) => l,
        Err(_) => handle_alloc_error(Layout::new::<Value>()),
    }
}

impl Attrs {
    pub(super) const fn empty() -> Self {
        Attrs(Cell::new(null_mut()))
    }

    /// Number of values.
    #[inline]
    pub fn len(&self) -> usize {
        let block = self.0.get();
        if block.is_null() {
            return 0;
        }
        // SAFETY: a block that is not null is live and initialised.
        unsafe { (*block).len as usize }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    #[inline(always)]
    fn slot(&self, index: usize) -> *mut Value {
        // SAFETY: the header takes the room of one value, so the values begin one value behind it; callers
        // stay within the capacity.
        unsafe { self.0.get().cast::<Value>().add(1 + index) }
    }

    /// The value at `index`, or `Unbound` past the end.
    #[inline(always)]
    pub fn get(&self, index: usize) -> Value {
        if index >= self.len() {
            return Value::Unbound;
        }
        // SAFETY: within the length, so initialised; cloning a value only counts a handle.
        unsafe { (*self.slot(index)).clone() }
    }

    /// Replaces the value at `index` and returns the old one; an index past the end gives `value` back.
    #[inline(always)]
    pub fn set(&self, index: usize, value: Value) -> Value {
        if index >= self.len() {
            return value;
        }
        // SAFETY: within the length, so initialised.
        unsafe { std::ptr::replace(self.slot(index), value) }
    }

    /// Appends a value; `expected` knows how many values objects of the class came to.
    #[inline]
    pub(super) fn push(&self, value: Value, expected: &Cell<u8>) {
        let len = self.len();
        if self.0.get().is_null() || len == self.capacity() {
            self.grow(len + 1, expected);
        }
        // SAFETY: there is room for one more, and the block is live.
        unsafe {
            self.slot(len).write(value);
            (*self.0.get()).len += 1;
        }
    }

    /// Makes room for `least` values or those expected, and expects as many of the next object.
    #[cold]
    fn grow(&self, least: usize, expected: &Cell<u8>) {
        let room = if least > EXPECTED_MOST { least.saturating_mul(2) } else { least };
        self.reserve(room.max(usize::from(expected.get())));
        if let Ok(least) = u8::try_from(least.min(EXPECTED_MOST)) {
            expected.set(expected.get().max(least));
        }
    }

    /// Appends `Unbound` values up to `count`.
    pub(crate) fn grow_to(&self, count: usize) {
        self.reserve_total(count);
        while self.len() < count {
            // SAFETY: there is room for `count` values, and the block is live.
            unsafe {
                self.slot(self.len()).write(Value::Unbound);
                (*self.0.get()).len += 1;
            }
        }
    }

    /// Makes room for `capacity` values in all.
    pub fn reserve_total(&self, capacity: usize) {
        if capacity > 0 && (self.0.get().is_null() || capacity > self.capacity()) {
            self.reserve(capacity);
        }
    }

    /// Removes the values from `start` on and returns them.
    pub fn split_off(&self, start: usize) -> Vec<Value> {
        let len = self.len();
        if start >= len {
            return Vec::new();
        }
        let mut rest = Vec::with_capacity(len - start);
        // SAFETY: the values move out once and the length no longer covers them.
        unsafe {
            (*self.0.get()).len = start as u32;
            for i in start..len {
                rest.push(self.slot(i).read());
            }
        }
        rest
    }

    /// A copy of all values.
    pub fn to_vec(&self) -> Vec<Value> {
        (0..self.len()).map(|i| self.get(i)).collect()
    }

    fn capacity(&self) -> usize {
        // SAFETY: callers have checked that the block is not null.
        unsafe { (*self.0.get()).capacity as usize }
    }

    fn reserve(&self, capacity: usize) {
        let capacity = u32::try_from(capacity).unwrap_or_else(|_| handle_alloc_error(Layout::new::<Block>()));
        let old = self.0.get();
        memory::charge(layout(capacity).size());
        // SAFETY: an old block was allocated with the layout of its capacity; the header fits the first value's
        // room, which has a larger alignment.
        unsafe {
            let block = if old.is_null() {
                let block = alloc(layout(capacity)).cast::<Block>();
                if !block.is_null() {
                    block.write(Block { len: 0, capacity });
                }
                block
            } else {
                memory::credit(layout((*old).capacity).size());
                let block = realloc(old.cast(), layout((*old).capacity), layout(capacity).size());
                if !block.is_null() {
                    (*block.cast::<Block>()).capacity = capacity;
                }
                block.cast()
            };
            if block.is_null() {
                handle_alloc_error(layout(capacity));
            }
            self.0.set(block);
        }
    }

    /// Drops all values, in order, and the array.
    pub(super) fn clear(&self) {
        let block = self.0.replace(null_mut());
        if block.is_null() {
            return;
        }
        // SAFETY: the block left the cell, so nothing else reaches it; its values are dropped once. Reverse
        // order, because the drop queue works from its end: the first attribute's object goes first.
        unsafe {
            let values = block.cast::<Value>().add(1);
            for i in (0..(*block).len as usize).rev() {
                values.add(i).drop_in_place();
            }
            let size = layout((*block).capacity);
            memory::credit(size.size());
            dealloc(block.cast(), size);
        }
    }

    /// Lets `visit` see each value.
    pub(super) fn for_each(&self, mut visit: impl FnMut(&Value)) {
        for i in 0..self.len() {
            // SAFETY: within the length; `visit` is the collector's and does not change attributes.
            visit(unsafe { &*self.slot(i) });
        }
    }
}

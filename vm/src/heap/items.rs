//! The element store of lists: a growable array of values with interior mutability.
//!
//! Its primitives clone or move values and never call out, so they cannot re-enter. [`Items::with`] hands out a
//! slice: meanwhile the store is empty, so that a closure which reaches the list again finds no elements instead
//! of a dangling slice.

use std::alloc::{Layout, handle_alloc_error};
use std::cell::UnsafeCell;
use std::mem::ManuallyDrop;
use std::ops::Range;
use std::ptr::NonNull;

use super::memory;
use super::value::Value;

/// A vector's parts, in two words: a list is never longer than [`Items::MAX`].
struct Parts {
    values: NonNull<Value>,
    len: u32,
    capacity: u32,
}

/// A list's elements.
pub struct Items(UnsafeCell<Parts>);

impl Parts {
    fn of(values: Vec<Value>) -> Parts {
        let mut values = ManuallyDrop::new(values);
        let (Ok(len), Ok(capacity)) = (u32::try_from(values.len()), u32::try_from(values.capacity())) else {
            handle_alloc_error(Layout::new::<Value>());
        };
        // SAFETY: a vector's pointer is never null.
        Parts { values: unsafe { NonNull::new_unchecked(values.as_mut_ptr()) }, len, capacity }
    }

    /// # Safety
    /// The parts are not used again, unless the vector is forgotten.
    unsafe fn vec(&self) -> Vec<Value> {
        // SAFETY: the parts are those of a vector, by `of`.
        unsafe { Vec::from_raw_parts(self.values.as_ptr(), self.len as usize, self.capacity as usize) }
    }
}

impl Default for Items {
    fn default() -> Self {
        Items(UnsafeCell::new(Parts::of(Vec::new())))
    }
}

impl Items {
    /// The longest list there can be: 64 GiB of elements.
    pub const MAX: usize = u32::MAX as usize;

    /// Takes the elements of `values`.
    pub fn new(values: Vec<Value>) -> Self {
        memory::charge(bytes(values.capacity()));
        Items(UnsafeCell::new(Parts::of(values)))
    }

    #[inline(always)]
    fn parts(&self) -> &Parts {
        // SAFETY: callers in this file use the borrow for one primitive step that calls nothing.
        unsafe { &*self.0.get() }
    }

    #[inline(always)]
    fn slice(&self) -> &[Value] {
        let parts = self.parts();
        // SAFETY: the first `len` values are initialised; callers use the borrow as in `parts`.
        unsafe { std::slice::from_raw_parts(parts.values.as_ptr(), parts.len as usize) }
    }

    /// Runs one step on the vector and counts the change of its capacity.
    #[inline]
    fn edit<R>(&self, step: impl FnOnce(&mut Vec<Value>) -> R) -> R {
        /// Puts the vector back, also when a step panics.
        struct Loan<'a>(&'a Items, ManuallyDrop<Vec<Value>>);
        impl Drop for Loan<'_> {
            #[inline]
            fn drop(&mut self) {
                // SAFETY: the vector is taken once, here, and the parts it came from are overwritten.
                unsafe { *self.0.0.get() = Parts::of(ManuallyDrop::take(&mut self.1)) };
            }
        }
        // SAFETY: the steps in this file move values and call nothing that could reach this list: dropping is left
        // to the caller, who gets removed values back. The parts are not looked at before the loan ends.
        let mut loan = Loan(self, ManuallyDrop::new(unsafe { self.parts().vec() }));
        let before = loan.1.capacity();
        let result = step(&mut loan.1);
        let after = loan.1.capacity();
        if before != after {
            memory::charge(bytes(after));
            memory::credit(bytes(before));
        }
        result
    }

    /// Number of elements.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.parts().len as usize
    }

    /// Whether there are none.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A copy of the element at `index`.
    #[inline(always)]
    pub fn get(&self, index: usize) -> Option<Value> {
        self.slice().get(index).cloned()
    }

    /// Replaces the element at `index` and returns the old one.
    ///
    /// # Errors
    /// Gives `value` back where `index` is past the end.
    #[inline(always)]
    pub fn set(&self, index: usize, value: Value) -> Result<Value, Value> {
        if index >= self.len() {
            return Err(value);
        }
        // SAFETY: within the length, so initialised; nothing borrows an element.
        Ok(unsafe { self.parts().values.add(index).replace(value) })
    }

    /// Appends an element.
    #[inline(always)]
    pub fn push(&self, value: Value) {
        if self.parts().len == self.parts().capacity {
            self.reserve(1);
        }
        // SAFETY: there is room for one more; nothing borrows the parts.
        unsafe {
            let parts = &mut *self.0.get();
            parts.values.add(parts.len as usize).write(value);
            parts.len += 1;
        }
    }

    /// Removes the last element.
    #[inline]
    pub fn pop(&self) -> Option<Value> {
        // SAFETY: nothing borrows the parts; the element moves out once and the length no longer covers it.
        unsafe {
            let parts = &mut *self.0.get();
            parts.len = parts.len.checked_sub(1)?;
            Some(parts.values.add(parts.len as usize).read())
        }
    }

    /// Inserts before `index`, or at the end where `index` is past it.
    pub fn insert(&self, index: usize, value: Value) {
        self.edit(|v| v.insert(index.min(v.len()), value));
    }

    /// Removes the element at `index`.
    pub fn remove(&self, index: usize) -> Option<Value> {
        self.edit(|v| (index < v.len()).then(|| v.remove(index)))
    }

    /// Takes all elements out.
    pub fn take(&self) -> Vec<Value> {
        self.edit(std::mem::take)
    }

    /// Puts `values` in place of all elements and returns those.
    pub fn replace(&self, values: Vec<Value>) -> Vec<Value> {
        self.edit(|v| std::mem::replace(v, values))
    }

    /// A copy of all elements.
    pub fn to_vec(&self) -> Vec<Value> {
        self.slice().to_vec()
    }

    /// A copy of a range of the elements, cut to what is there.
    pub fn copy_range(&self, range: Range<usize>) -> Vec<Value> {
        let end = range.end.min(self.len());
        self.slice().get(range.start.min(end)..end).map_or_else(Vec::new, <[Value]>::to_vec)
    }

    /// Appends the elements of `values`.
    pub fn extend(&self, mut values: Vec<Value>) {
        self.edit(|v| v.append(&mut values));
    }

    /// Moves the elements of `stack` from index `at` on to the end of the list.
    #[inline]
    pub fn extend_from(&self, stack: &mut Vec<Value>, at: usize) {
        self.edit(|v| v.extend(stack.drain(at.min(stack.len())..)));
    }

    /// Puts `values` in place of a range (cut to what is there) and returns what was removed.
    pub fn splice(&self, range: Range<usize>, values: Vec<Value>) -> Vec<Value> {
        self.edit(|v| {
            let end = range.end.min(v.len());
            let start = range.start.min(end);
            v.splice(start..end, values).collect()
        })
    }

    /// Reverses the elements in place.
    pub fn reverse(&self) {
        self.edit(|v| v.reverse());
    }

    /// Makes room for `more` elements.
    #[cold]
    pub fn reserve(&self, more: usize) {
        self.edit(|v| v.reserve(more));
    }

    /// Elements that fit without another allocation.
    pub fn capacity(&self) -> usize {
        self.parts().capacity as usize
    }

    /// Lets `f` see the elements as a slice. The list is empty until `f` returns.
    pub fn with<R>(&self, f: impl FnOnce(&[Value]) -> R) -> R {
        struct Loan<'a>(&'a Items, Vec<Value>);
        impl Drop for Loan<'_> {
            fn drop(&mut self) {
                let meanwhile = self.0.edit(|v| std::mem::replace(v, std::mem::take(&mut self.1)));
                drop(meanwhile);
            }
        }
        let loan = Loan(self, self.edit(std::mem::take));
        f(&loan.1)
    }

    /// Lets the collector see each element.
    pub(crate) fn for_each(&self, mut visit: impl FnMut(&Value)) {
        for value in self.slice() {
            visit(value);
        }
    }
}

fn bytes(capacity: usize) -> usize {
    capacity.saturating_mul(size_of::<Value>())
}

impl Drop for Items {
    fn drop(&mut self) {
        memory::credit(bytes(self.capacity()));
        // SAFETY: the parts are not used again.
        drop(unsafe { self.parts().vec() });
    }
}

//! The element store of lists: a growable array of values with interior mutability.
//!
//! Its primitives clone or move values and never call out, so they cannot re-enter. [`Items::with`] hands out a
//! slice: meanwhile the store is empty, so that a closure which reaches the list again finds no elements instead
//! of a dangling slice.

use std::cell::UnsafeCell;
use std::ops::Range;

use super::memory;
use super::value::Value;

/// A list's elements.
#[derive(Default)]
pub struct Items(UnsafeCell<Vec<Value>>);

impl Items {
    /// Takes the elements of `values`.
    pub fn new(values: Vec<Value>) -> Self {
        memory::charge(bytes(values.capacity()));
        Items(UnsafeCell::new(values))
    }

    #[inline(always)]
    fn vec(&self) -> &Vec<Value> {
        // SAFETY: callers in this file use the borrow for one primitive step that calls nothing.
        unsafe { &*self.0.get() }
    }

    /// Runs one step on the vector and counts the change of its capacity.
    #[inline(always)]
    fn edit<R>(&self, step: impl FnOnce(&mut Vec<Value>) -> R) -> R {
        // SAFETY: the steps in this file move values and call nothing that could reach this list: dropping
        // is left to the caller, who gets removed values back.
        let vec = unsafe { &mut *self.0.get() };
        let before = vec.capacity();
        let result = step(vec);
        let after = vec.capacity();
        if before != after {
            memory::charge(bytes(after));
            memory::credit(bytes(before));
        }
        result
    }

    /// Number of elements.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.vec().len()
    }

    /// Whether there are none.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A copy of the element at `index`.
    #[inline(always)]
    pub fn get(&self, index: usize) -> Option<Value> {
        self.vec().get(index).cloned()
    }

    /// Replaces the element at `index` and returns the old one.
    ///
    /// # Errors
    /// Gives `value` back where `index` is past the end.
    #[inline(always)]
    pub fn set(&self, index: usize, value: Value) -> Result<Value, Value> {
        self.edit(|v| match v.get_mut(index) {
            Some(slot) => Ok(std::mem::replace(slot, value)),
            None => Err(value),
        })
    }

    /// Appends an element.
    #[inline(always)]
    pub fn push(&self, value: Value) {
        self.edit(|v| v.push(value));
    }

    /// Removes the last element.
    #[inline]
    pub fn pop(&self) -> Option<Value> {
        self.edit(Vec::pop)
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
        self.vec().clone()
    }

    /// A copy of a range of the elements, cut to what is there.
    pub fn copy_range(&self, range: Range<usize>) -> Vec<Value> {
        let end = range.end.min(self.len());
        self.vec().get(range.start.min(end)..end).map_or_else(Vec::new, <[Value]>::to_vec)
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
    pub fn reserve(&self, more: usize) {
        self.edit(|v| v.reserve(more));
    }

    /// Elements that fit without another allocation.
    pub fn capacity(&self) -> usize {
        self.vec().capacity()
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
        for value in self.vec() {
            visit(value);
        }
    }
}

fn bytes(capacity: usize) -> usize {
    capacity.saturating_mul(size_of::<Value>())
}

impl Drop for Items {
    fn drop(&mut self) {
        memory::credit(bytes(self.vec().capacity()));
    }
}

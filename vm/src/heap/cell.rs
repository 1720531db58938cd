//! A cell for one value, without a borrow flag: what goes in and out is moved or copied, so nobody can hold a borrow.

use std::cell::UnsafeCell;

use super::Visitor;
use super::collect::Traverse;
use super::value::Value;

/// One value that can be replaced.
#[derive(Default)]
pub struct ValueCell(UnsafeCell<Value>);

impl ValueCell {
    /// A cell with this value.
    pub const fn new(value: Value) -> ValueCell {
        ValueCell(UnsafeCell::new(value))
    }

    /// A copy of the value.
    #[inline(always)]
    pub fn get(&self) -> Value {
        // SAFETY: the borrow ends here, and cloning only counts.
        unsafe { (*self.0.get()).clone() }
    }

    /// Puts `value` in and returns what was there.
    #[inline(always)]
    pub fn replace(&self, value: Value) -> Value {
        // SAFETY: nothing borrows the value.
        unsafe { std::ptr::replace(self.0.get(), value) }
    }

    /// Takes the value out.
    #[inline(always)]
    pub fn take(&self) -> Value {
        self.replace(Value::Unbound)
    }

    /// Puts `value` in and drops what was there.
    #[inline(always)]
    pub fn set(&self, value: Value) {
        self.replace(value).release();
    }

    /// Whether `None` is in it.
    #[inline(always)]
    pub fn is_none(&self) -> bool {
        // SAFETY: the borrow ends here.
        unsafe { (*self.0.get()).is_none() }
    }
}

impl Traverse for ValueCell {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        // SAFETY: visitors look at the value and change nothing.
        visit.value(unsafe { &*self.0.get() });
    }
}

//! Iteration.

use crate::error::PyResult;
use crate::heap::{Value, breaker};
use crate::objects::generator;
use crate::vm::Vm;

impl Vm {
    /// `iter(value)`
    ///
    /// # Errors
    /// TypeError where the value is not iterable, and what `__iter__` raises.
    pub fn iter(&self, value: &Value) -> PyResult<Value> {
        let slots = &self.class_of(value).ty().slots;
        if let Some(iter) = slots.iter.get() {
            let iterator = iter(self, value)?;
            if !self.is_iterator(&iterator) {
                let name = self.type_name(&iterator);
                return Err(self.type_error(format!("iter() returned non-iterator of type '{name}'")));
            }
            return Ok(iterator);
        }
        if slots.getitem.get().is_some() && self.as_is_sequence(value) {
            return Ok(crate::objects::sequence_iterator::new(self, value.clone()));
        }
        Err(self.type_error(format!("'{}' object is not iterable", self.type_name(value))))
    }

    /// Whether `__getitem__` may be used for iteration: everything that has it but is no dict.
    fn as_is_sequence(&self, value: &Value) -> bool {
        value.as_dict().is_none()
    }

    /// Whether the value has `__next__`.
    pub fn is_iterator(&self, value: &Value) -> bool {
        self.class_of(value).ty().slots.iternext.get().is_some()
    }

    /// The next element, or none at the end; `StopIteration` with a value is an end too.
    ///
    /// # Errors
    /// TypeError where the value is no iterator, and what `__next__` raises.
    #[inline]
    pub fn next(&self, iterator: &Value) -> PyResult<Option<Value>> {
        // Natives that draw from endless iterators are stopped here.
        if breaker::reasons() & (breaker::VM | breaker::FUEL | breaker::MEMORY) != 0 {
            self.attend_to_limits()?;
        }
        match self.next_raw(iterator) {
            Err(e) if e.matches(self, &self.exc.stop_iteration) => Ok(None),
            other => other,
        }
    }

    /// The next element; `StopIteration` that carries a value stays an error, for `yield from`.
    ///
    /// # Errors
    /// As [`Vm::next`].
    #[inline]
    pub fn next_raw(&self, iterator: &Value) -> PyResult<Option<Value>> {
        match self.class_of(iterator).ty().slots.iternext.get() {
            Some(next) => next(self, iterator),
            None => Err(self.type_error(format!("'{}' object is not an iterator", self.type_name(iterator)))),
        }
    }

    /// All elements, as `list(value)` collects them.
    ///
    /// # Errors
    /// As [`Vm::iter`] and [`Vm::next`].
    pub fn list_from_iterable(&self, value: &Value) -> PyResult<Vec<Value>> {
        if let Value::Obj(r) = value {
            if r.class().is(&self.types.list) {
                return Ok(value.as_list().map(crate::heap::Items::to_vec).unwrap_or_default());
            }
            if r.class().is(&self.types.tuple) {
                return Ok(value.as_tuple().unwrap_or(&[]).to_vec());
            }
        }
        let iterator = self.iter(value)?;
        let hint = self.length_hint(value, 0)?;
        if !self.check_size(hint.saturating_mul(size_of::<Value>())) {
            return Err(self.out_of_memory());
        }
        // A wrong hint must not take all memory: room is made for a moderate part of it.
        let mut items = Vec::with_capacity(hint.min(1 << 16));
        self.collect(&iterator, &mut items)?;
        Ok(items)
    }

    /// Adds all that is left of an iterator to `items`.
    ///
    /// # Errors
    /// MemoryError past the memory limit; as [`Vm::next`].
    pub fn collect(&self, iterator: &Value, items: &mut Vec<Value>) -> PyResult<()> {
        let take = |items: &mut Vec<Value>, item| {
            if items.len() == items.capacity() {
                return Some(item);
            }
            items.push(item);
            None
        };
        while let Some(item) = self.draw(iterator, &mut |item| take(items, item))? {
            let more = items.len().max(4);
            if !self.check_size((items.len() + more).saturating_mul(size_of::<Value>())) {
                return Err(self.out_of_memory());
            }
            items.reserve_exact(more);
            items.push(item);
        }
        Ok(())
    }

    /// The next element that `take` gives back; none at the end. `take` keeps those that need no Python code to keep:
    /// a generator goes on at once after each of them.
    ///
    /// # Errors
    /// As [`Vm::next`].
    pub fn draw(
        &self,
        iterator: &Value,
        take: &mut dyn FnMut(Value) -> Option<Value>,
    ) -> PyResult<Option<Value>> {
        if self.is_exact(iterator, &self.types.generator) {
            return match generator::next_draining(self, iterator, take) {
                Err(e) if e.matches(self, &self.exc.stop_iteration) => Ok(None),
                other => other,
            };
        }
        while let Some(item) = self.next(iterator)? {
            if let Some(back) = take(item) {
                return Ok(Some(back));
            }
        }
        Ok(None)
    }

    /// Calls `each` with every element until it says stop.
    ///
    /// # Errors
    /// As [`Vm::iter`] and [`Vm::next`], and what `each` gives.
    pub fn for_each(&self, value: &Value, mut each: impl FnMut(Value) -> PyResult<bool>) -> PyResult<()> {
        let iterator = self.iter(value)?;
        while let Some(item) = self.next(&iterator)? {
            if !each(item)? {
                break;
            }
        }
        Ok(())
    }

    /// `operator.length_hint(value, default)`
    ///
    /// # Errors
    /// TypeError or ValueError for a wrong `__length_hint__`, and what it or `__len__` raises.
    pub fn length_hint(&self, value: &Value, default: usize) -> PyResult<usize> {
        if self.class_of(value).ty().slots.len.get().is_some() {
            return match self.len(value) {
                Ok(n) => Ok(n),
                Err(e) if e.matches(self, &self.exc.type_error) => Ok(default),
                Err(e) => Err(e),
            };
        }
        let hint = match self.call_special(value, &self.names.length_hint, &[]) {
            Ok(Some(hint)) => hint,
            Ok(None) => return Ok(default),
            Err(e) if e.matches(self, &self.exc.type_error) => return Ok(default),
            Err(e) => return Err(e),
        };
        match hint.unwrapped() {
            Value::NotImplemented => Ok(default),
            Value::Int(n) => {
                usize::try_from(*n).map_err(|_| self.value_error("__length_hint__() should return >= 0"))
            }
            Value::Bool(b) => Ok(usize::from(*b)),
            Value::Big(_) => Err(self.overflow_error("Python int too large to convert to C ssize_t")),
            _ => {
                let name = self.type_name(&hint);
                Err(self.type_error(format!("__length_hint__ must be an integer, not {name}")))
            }
        }
    }
}

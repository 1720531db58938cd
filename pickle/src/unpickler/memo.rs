//! What a pickle stored under numbers.

use std::collections::BTreeMap;

use pyvm_vm::heap::{Value, Visitor};

/// Entries by index: dense up to a bound, sparse beyond, so that an index of 2**31 costs nothing.
#[derive(Clone, Default)]
pub struct Memo {
    dense: Vec<Value>,
    sparse: BTreeMap<u64, Value>,
    count: u64,
}

impl Memo {
    /// How far past its end the dense part may grow in one step.
    const STEP: u64 = 1024;

    /// The entry at an index.
    #[inline]
    pub fn get(&self, index: u64) -> Option<Value> {
        match usize::try_from(index).ok().and_then(|i| self.dense.get(i)).filter(|v| !v.is_unbound()) {
            Some(value) => Some(value.clone()),
            None if self.sparse.is_empty() => None,
            None => self.sparse.get(&index).cloned(),
        }
    }

    /// Stores under an index.
    pub fn put(&mut self, index: u64, value: Value) {
        let len = self.dense.len() as u64;
        let sparse = if self.sparse.is_empty() { None } else { self.sparse.remove(&index) };
        let old = match usize::try_from(index) {
            Ok(i) if index < len + Memo::STEP => {
                if index >= len {
                    self.dense.resize(i + 1, Value::Unbound);
                }
                match self.dense.get_mut(i) {
                    Some(slot) => std::mem::replace(slot, value).bound(),
                    None => None,
                }
            }
            _ => self.sparse.insert(index, value),
        };
        self.count += u64::from(old.is_none() && sparse.is_none());
    }

    /// Stores under the number of entries, as `MEMOIZE` does.
    #[inline]
    pub fn push(&mut self, value: Value) {
        if self.count == self.dense.len() as u64 && self.sparse.is_empty() {
            self.dense.push(value);
            self.count += 1;
        } else {
            self.put(self.count, value);
        }
    }

    /// Every entry by index.
    pub fn entries(&self) -> Vec<(u64, Value)> {
        let dense = (0..).zip(&self.dense).filter(|(_, v)| !v.is_unbound());
        let mut all: Vec<(u64, Value)> = dense.map(|(i, v)| (i, v.clone())).collect();
        all.extend(self.sparse.iter().map(|(i, v)| (*i, v.clone())));
        all.sort_by_key(|(i, _)| *i);
        all
    }

    /// Reports every object to the collector.
    pub fn traverse(&self, visit: &mut Visitor<'_>) {
        self.dense.iter().chain(self.sparse.values()).for_each(|v| visit.value(v));
    }
}

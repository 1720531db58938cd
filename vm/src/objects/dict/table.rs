//! The hash table of dictionaries: entries in insertion order, and an index of them once there are more than a few.

use hashbrown::HashTable;

use crate::heap::{Str, Value, memory};

/// Up to this many entries are searched one by one, without an index.
const SMALL: usize = 8;

/// One key and its value; a removed entry has an unbound key.
pub struct Entry {
    /// The key's hash.
    pub hash: i64,
    /// The key.
    pub key: Value,
    /// The value.
    pub value: Value,
}

/// Entries in insertion order.
#[derive(Default)]
pub struct Table {
    entries: Vec<Entry>,
    index: HashTable<u32>,
    live: usize,
    charged: usize,
}

/// What comparing two keys without calling Python gave.
pub enum Match {
    /// The same key.
    Yes,
    /// Another key.
    No,
    /// Only `__eq__` can tell.
    Ask,
}

/// Compares keys of equal hash where that needs no Python code.
#[inline]
pub fn quick_match(a: &Value, b: &Value) -> Match {
    match (a, b) {
        (Value::Str(x), Value::Str(y)) => yes_if(x == y),
        (Value::Int(x), Value::Int(y)) => yes_if(x == y),
        (Value::Bytes(x), Value::Bytes(y)) => yes_if(x == y),
        (Value::Obj(x), Value::Obj(y)) if x.is(y) => Match::Yes,
        (Value::Obj(_), _) | (_, Value::Obj(_)) => Match::Ask,
        (Value::Float(x), Value::Float(y)) => yes_if(x == y || x.to_bits() == y.to_bits()),
        (Value::Big(x), Value::Big(y)) => yes_if(**x == **y),
        (Value::Bool(x), Value::Bool(y)) => yes_if(x == y),
        (Value::Bool(x), Value::Int(y)) | (Value::Int(y), Value::Bool(x)) => yes_if(i64::from(*x) == *y),
        (Value::Str(_) | Value::Bytes(_), _) | (_, Value::Str(_) | Value::Bytes(_)) => {
            // `str` against `bytes` may have to warn under -b.
            if matches!((a, b), (Value::Str(_), Value::Bytes(_)) | (Value::Bytes(_), Value::Str(_))) {
                Match::Ask
            } else {
                Match::No
            }
        }
        (Value::None, Value::None) | (Value::Ellipsis, Value::Ellipsis) => Match::Yes,
        (Value::NotImplemented, Value::NotImplemented) => Match::Yes,
        _ => Match::Ask,
    }
}

fn yes_if(same: bool) -> Match {
    if same { Match::Yes } else { Match::No }
}

impl Table {
    /// Number of keys.
    #[inline]
    pub fn len(&self) -> usize {
        self.live
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.live == 0
    }

    /// Number of entries, removed ones included: the end of positions.
    pub fn end(&self) -> usize {
        self.entries.len()
    }

    /// The entry at a position, unless it was removed.
    #[inline]
    pub fn entry(&self, position: usize) -> Option<&Entry> {
        self.entries.get(position).filter(|e| !e.key.is_unbound())
    }

    /// Replaces the value at a position that holds an entry, and returns the old value.
    pub fn set_value(&mut self, position: usize, value: Value) -> Value {
        match self.entries.get_mut(position) {
            Some(e) => std::mem::replace(&mut e.value, value),
            None => value,
        }
    }

    /// Calls `test` with the position and key of each entry of this hash until it says stop.
    #[inline]
    pub fn probe(&self, hash: i64, mut test: impl FnMut(usize, &Value) -> bool) {
        if self.index.is_empty() {
            for (i, e) in self.entries.iter().enumerate() {
                if e.hash == hash && !e.key.is_unbound() && test(i, &e.key) {
                    return;
                }
            }
            return;
        }
        for &i in self.index.iter_hash(spread(hash)) {
            if let Some(e) = self.entries.get(i as usize)
                && e.hash == hash
                && test(i as usize, &e.key)
            {
                return;
            }
        }
    }

    /// The position of a string key, comparing text with exact strings only.
    #[inline]
    pub fn find_str(&self, key: &Str, hash: i64) -> Option<usize> {
        let same = |e: &Entry| e.hash == hash && matches!(&e.key, Value::Str(k) if k == key);
        if self.index.is_empty() {
            return self.entries.iter().position(same);
        }
        let found = self.index.find(spread(hash), |i| self.entries.get(*i as usize).is_some_and(same));
        found.map(|i| *i as usize)
    }

    /// Adds a key that is not there and returns its position.
    pub fn append(&mut self, hash: i64, key: Value, value: Value) -> usize {
        if self.entries.len() == self.entries.capacity() && self.live < self.entries.len() {
            self.compact();
        }
        if self.entries.len() == self.entries.capacity() {
            self.grow();
        }
        let position = self.entries.len();
        self.entries.push(Entry { hash, key, value });
        self.live += 1;
        if !self.index.is_empty() {
            self.insert_index(hash, position);
        } else if self.entries.len() > SMALL {
            self.reindex();
        }
        position
    }

    fn grow(&mut self) {
        let more = (self.entries.len() / 2).max(5);
        self.entries.reserve_exact(more);
        self.recharge();
    }

    fn insert_index(&mut self, hash: i64, position: usize) {
        let entries = &self.entries;
        let rehash = |i: &u32| spread(entries.get(*i as usize).map_or(0, |e| e.hash));
        self.index.insert_unique(spread(hash), position as u32, rehash);
    }

    /// Removes the entry at a position and returns its key and value.
    pub fn remove(&mut self, position: usize) -> Option<(Value, Value)> {
        let entry = self.entries.get_mut(position)?;
        if entry.key.is_unbound() {
            return None;
        }
        let key = std::mem::take(&mut entry.key);
        let value = std::mem::take(&mut entry.value);
        let hash = entry.hash;
        self.live -= 1;
        if let Ok(found) = self.index.find_entry(spread(hash), |i| *i as usize == position) {
            found.remove();
        }
        while self.entries.last().is_some_and(|e| e.key.is_unbound()) {
            self.entries.pop();
        }
        if self.live == 0 {
            self.index.clear();
        }
        Some((key, value))
    }

    fn compact(&mut self) {
        self.entries.retain(|e| !e.key.is_unbound());
        self.reindex();
    }

    fn reindex(&mut self) {
        let entries = &self.entries;
        let rehash = |i: &u32| spread(entries.get(*i as usize).map_or(0, |e| e.hash));
        self.index.clear();
        if entries.len() > SMALL {
            self.index.reserve(entries.capacity(), rehash);
            for (i, e) in entries.iter().enumerate() {
                if !e.key.is_unbound() {
                    self.index.insert_unique(spread(e.hash), i as u32, rehash);
                }
            }
        }
        self.recharge();
    }

    /// Makes room for `more` entries.
    pub fn reserve(&mut self, more: usize) {
        self.entries.reserve(more);
        if self.entries.capacity() > SMALL {
            self.reindex();
        }
        self.recharge();
    }

    fn recharge(&mut self) {
        let now = self.bytes();
        memory::charge(now);
        memory::credit(self.charged);
        self.charged = now;
    }

    /// Bytes held by the table.
    pub fn bytes(&self) -> usize {
        self.entries.capacity() * size_of::<Entry>() + self.index.capacity() * 5
    }

    /// The live entries in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Entry> {
        self.entries.iter().filter(|e| !e.key.is_unbound())
    }
}

impl Drop for Table {
    fn drop(&mut self) {
        memory::credit(self.charged);
    }
}

/// Spreads a Python hash for the index, which wants entropy in the high bits.
#[inline]
fn spread(hash: i64) -> u64 {
    (hash as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

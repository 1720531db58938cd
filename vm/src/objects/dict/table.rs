//! The hash table of dictionaries: entries in insertion order, and an index of them once there are more than a few.

use std::cell::Cell;

use hashbrown::HashTable;

use crate::heap::{Str, Value, memory};

/// Up to this many entries are searched one by one, without an index.
const SMALL: usize = 8;

/// One key and its value; a removed entry has an unbound key.
pub struct Entry {
    /// The key's hash. In a removed entry: how many entries from it on are known to be removed.
    pub hash: i64,
    /// The key.
    pub key: Value,
    /// The value.
    pub value: Value,
}

/// Entries in insertion order; nothing is allocated for none.
#[derive(Default)]
pub struct Table(Option<Box<Filled>>);

struct Filled {
    entries: Vec<Entry>,
    index: Option<Box<HashTable<u32>>>,
    live: u32,
    version: Cell<u32>,
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

/// Where a key is, as far as it can be told without calling Python.
pub enum Place {
    /// At this position.
    At(usize),
    /// Nowhere.
    Nowhere,
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

/// The keys version of all dicts that never held an entry.
const EMPTY_VERSION: u32 = 1;

thread_local! {
    static NEXT_VERSION: Cell<u32> = const { Cell::new(EMPTY_VERSION + 1) };
}

impl Table {
    #[inline(always)]
    fn entries(&self) -> &[Entry] {
        self.0.as_ref().map_or(&[], |t| &t.entries)
    }

    #[inline]
    fn filled(&mut self) -> &mut Filled {
        self.0.get_or_insert_with(Filled::empty)
    }

    /// Number of keys.
    #[inline]
    pub fn len(&self) -> usize {
        self.0.as_ref().map_or(0, |t| t.live as usize)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Number of entries, removed ones included: the end of positions.
    pub fn end(&self) -> usize {
        self.entries().len()
    }

    /// See [`super::Dict::keys_version`].
    #[inline]
    pub fn keys_version(&self) -> u32 {
        let Some(table) = &self.0 else { return EMPTY_VERSION };
        let version = table.version.get();
        if version != 0 {
            return version;
        }
        let next = NEXT_VERSION.get();
        if next != 0 {
            NEXT_VERSION.set(next.wrapping_add(1));
        }
        table.version.set(next);
        next
    }

    /// The entry at a position, unless it was removed.
    #[inline]
    pub fn entry(&self, position: usize) -> Option<&Entry> {
        self.entries().get(position).filter(|e| !e.key.is_unbound())
    }

    /// Replaces the value at a position that holds an entry, and returns the old value.
    pub fn set_value(&mut self, position: usize, value: Value) -> Value {
        match self.0.as_mut().and_then(|t| t.entries.get_mut(position)) {
            Some(e) => std::mem::replace(&mut e.value, value),
            None => value,
        }
    }

    /// Where a key of this hash is.
    #[inline]
    pub fn place(&self, key: &Value, hash: i64) -> Place {
        let Some(table) = &self.0 else { return Place::Nowhere };
        let look = |position: usize, e: &Entry| match quick_match(&e.key, key) {
            Match::Yes => Some(Place::At(position)),
            Match::No => None,
            Match::Ask => Some(Place::Ask),
        };
        let place = match &table.index {
            None => {
                let mut entries = table.entries.iter().enumerate();
                entries
                    .find_map(|(i, e)| if e.hash == hash && !e.key.is_unbound() { look(i, e) } else { None })
            }
            Some(index) => index.iter_hash(spread(hash)).find_map(|&i| {
                let e = table.entries.get(i as usize).filter(|e| e.hash == hash)?;
                look(i as usize, e)
            }),
        };
        place.unwrap_or(Place::Nowhere)
    }

    /// Calls `test` with the position and key of each entry of this hash until it says stop.
    #[inline]
    pub fn probe(&self, hash: i64, mut test: impl FnMut(usize, &Value) -> bool) {
        let Some(table) = &self.0 else { return };
        let Some(index) = &table.index else {
            for (i, e) in table.entries.iter().enumerate() {
                if e.hash == hash && !e.key.is_unbound() && test(i, &e.key) {
                    return;
                }
            }
            return;
        };
        for &i in index.iter_hash(spread(hash)) {
            if let Some(e) = table.entries.get(i as usize)
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
        let table = self.0.as_ref()?;
        let same = |e: &Entry| e.hash == hash && matches!(&e.key, Value::Str(k) if k == key);
        let Some(index) = &table.index else { return table.entries.iter().position(same) };
        let found = index.find(spread(hash), |i| table.entries.get(*i as usize).is_some_and(same));
        found.map(|i| *i as usize)
    }

    /// Adds a key that is not there and returns its position.
    #[inline]
    pub fn append(&mut self, hash: i64, key: Value, value: Value) -> usize {
        let table = self.filled();
        table.version.set(0);
        if table.entries.len() == table.entries.capacity() {
            table.make_room();
        }
        let position = table.entries.len();
        table.entries.push(Entry { hash, key, value });
        table.live += 1;
        if table.index.is_some() {
            table.insert_index(hash, position);
        } else if position >= SMALL {
            let before = table.bytes();
            table.reindex();
            table.recharge(before);
        }
        position
    }

    /// Removes the entry at a position and returns its key and value.
    pub fn remove(&mut self, position: usize) -> Option<(Value, Value)> {
        let table = self.0.as_mut()?;
        table.version.set(0);
        let entry = table.entries.get_mut(position)?;
        if entry.key.is_unbound() {
            return None;
        }
        let key = std::mem::take(&mut entry.key);
        let value = std::mem::take(&mut entry.value);
        let hash = std::mem::replace(&mut entry.hash, 1);
        table.live -= 1;
        if let Some(index) = &mut table.index
            && let Ok(found) = index.find_entry(spread(hash), |i| *i as usize == position)
        {
            found.remove();
        }
        Some((key, value))
    }

    /// Removes the last entry. Its place is used again, as that of one removed otherwise is not: iterators would
    /// not notice.
    pub fn pop(&mut self) -> Option<(Value, Value)> {
        let table = self.0.as_mut()?;
        table.drop_removed();
        let last = self.entries().len().checked_sub(1)?;
        let removed = self.remove(last);
        self.0.as_mut()?.drop_removed();
        removed
    }

    /// The first position from `start` on, which was removed, that holds an entry. The way is kept, so that taking
    /// the first key again and again does not walk over all that went before: a removed entry stays one until the
    /// whole run that it begins goes.
    pub fn skip_removed(&mut self, start: usize) -> Option<usize> {
        let entries = &mut self.0.as_mut()?.entries;
        let mut position = start;
        while let Some(e) = entries.get(position).filter(|e| e.key.is_unbound()) {
            position += usize::try_from(e.hash).unwrap_or(1).max(1);
        }
        let found = position < entries.len();
        if let Some(first) = entries.get_mut(start).filter(|e| e.key.is_unbound()) {
            first.hash = i64::try_from(position - start).unwrap_or(1);
        }
        found.then_some(position)
    }

    /// Makes room for `more` entries.
    pub fn reserve(&mut self, more: usize) {
        if more == 0 {
            return;
        }
        let table = self.filled();
        let before = table.bytes();
        table.entries.reserve_exact(more);
        if table.entries.capacity() > SMALL {
            table.reindex();
        }
        table.recharge(before);
    }

    /// Bytes held by the table.
    pub fn bytes(&self) -> usize {
        self.0.as_ref().map_or(0, |t| size_of::<Filled>() + t.bytes())
    }

    /// The live entries in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Entry> {
        self.entries().iter().filter(|e| !e.key.is_unbound())
    }
}

impl Filled {
    #[inline(never)]
    fn empty() -> Box<Filled> {
        memory::charge(size_of::<Filled>());
        Box::new(Filled { entries: Vec::new(), index: None, live: 0, version: Cell::new(0) })
    }

    /// Lets go of removed entries at the end.
    fn drop_removed(&mut self) {
        while self.entries.last().is_some_and(|e| e.key.is_unbound()) {
            self.entries.pop();
        }
    }

    /// Makes room for one entry more: removed entries go, or the vector grows by half.
    #[cold]
    fn make_room(&mut self) {
        let before = self.bytes();
        if (self.live as usize) < self.entries.len() {
            self.entries.retain(|e| !e.key.is_unbound());
            self.reindex();
        }
        if self.entries.len() == self.entries.capacity() {
            let more = (self.entries.len() / 2).max(3);
            self.entries.reserve_exact(more);
        }
        self.recharge(before);
    }

    fn insert_index(&mut self, hash: i64, position: usize) {
        let entries = &self.entries;
        let rehash = |i: &u32| spread(entries.get(*i as usize).map_or(0, |e| e.hash));
        if let Some(index) = &mut self.index {
            let before = index.allocation_size();
            index.insert_unique(spread(hash), position as u32, rehash);
            memory::charge(index.allocation_size());
            memory::credit(before);
        }
    }

    /// Makes the index anew, or none where there are few entries.
    fn reindex(&mut self) {
        if self.entries.len() <= SMALL {
            self.index = None;
            return;
        }
        let mut index = self.index.take().unwrap_or_default();
        index.clear();
        let entries = &self.entries;
        let rehash = |i: &u32| spread(entries.get(*i as usize).map_or(0, |e| e.hash));
        index.reserve(entries.capacity(), rehash);
        for (i, e) in entries.iter().enumerate() {
            if !e.key.is_unbound() {
                index.insert_unique(spread(e.hash), i as u32, rehash);
            }
        }
        self.index = Some(index);
    }

    fn recharge(&self, before: usize) {
        memory::charge(self.bytes());
        memory::credit(before);
    }

    /// Bytes held behind this.
    fn bytes(&self) -> usize {
        self.entries.capacity() * size_of::<Entry>() + self.index.as_ref().map_or(0, |i| i.allocation_size())
    }
}

impl Drop for Filled {
    fn drop(&mut self) {
        memory::credit(size_of::<Filled>() + self.bytes());
    }
}

/// Spreads a Python hash for the index, which wants entropy in the high bits.
#[inline]
fn spread(hash: i64) -> u64 {
    (hash as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

//! `dict`: mirrors `Objects/dictobject.c`.

use std::cell::RefCell;

use crate::error::PyResult;
use crate::heap::collect::Traverse;
use crate::heap::{Ref, Str, Value, Visitor};
use crate::objects::Kind;
use crate::vm::Vm;

pub mod methods;
pub mod table;
pub mod views;

pub use methods::{SPEC, setitem};

use table::{Match, Place, Table, quick_match};

/// The payload of a `dict`.
#[derive(Default)]
pub struct Dict {
    table: RefCell<Table>,
}

impl Dict {
    /// An empty dict.
    pub fn new() -> Self {
        Dict::default()
    }

    /// An empty dict with room for `count` entries.
    pub fn with_capacity(count: usize) -> Self {
        let dict = Dict::default();
        dict.table.borrow_mut().reserve(count);
        dict
    }

    /// Makes room for `more` entries.
    pub fn reserve(&self, more: usize) {
        self.table.borrow_mut().reserve(more);
    }

    /// Number of keys.
    #[inline]
    pub fn len(&self) -> usize {
        self.table.borrow().len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.table.borrow().is_empty()
    }

    /// A number that stays the same while no key is added or removed, for inline caches of
    /// ([`Dict::keys_version`], position). Assigning to an existing key keeps it. 0 once the numbers are used up.
    #[inline]
    pub fn keys_version(&self) -> u32 {
        self.table.borrow().keys_version()
    }

    /// The value at a position taken from [`Dict::position_str`] under the same keys version.
    #[inline]
    pub fn value_at(&self, position: usize) -> Option<Value> {
        self.table.borrow().entry(position).map(|e| e.value.clone())
    }

    /// Replaces the value at such a position.
    #[inline]
    pub fn set_value_at(&self, position: usize, value: Value) {
        let old = self.table.borrow_mut().set_value(position, value);
        drop(old);
    }

    /// The value at `position` if the key there is this very string object: the check of a namespace cache.
    #[inline(always)]
    pub fn value_if_key(&self, position: usize, name: &Str) -> Option<Value> {
        let table = self.table.borrow();
        let entry = table.entry(position)?;
        matches!(&entry.key, Value::Str(k) if k.is(name)).then(|| entry.value.clone())
    }

    /// Replaces the value at `position` if the key there is this very string object; else gives it back.
    ///
    /// # Errors
    /// The value, where the key is another one.
    #[inline(always)]
    pub fn replace_if_key(&self, position: usize, name: &Str, value: Value) -> Result<Value, Value> {
        let mut table = self.table.borrow_mut();
        match table.entry(position) {
            Some(e) if matches!(&e.key, Value::Str(k) if k.is(name)) => Ok(table.set_value(position, value)),
            _ => Err(value),
        }
    }

    /// The position of a string key.
    pub fn position_str(&self, key: &Str) -> Option<usize> {
        self.table.borrow().find_str(key, crate::hash::str_hash(key))
    }

    /// The value of a string key. Keys of other types are not compared: for namespaces.
    #[inline]
    pub fn get_str(&self, key: &Str) -> Option<Value> {
        let table = self.table.borrow();
        let position = table.find_str(key, crate::hash::str_hash(key))?;
        table.entry(position).map(|e| e.value.clone())
    }

    /// Sets a string key, comparing with exact strings only, and returns the old value.
    pub fn set_str(&self, key: &Str, value: Value) -> Option<Value> {
        let hash = crate::hash::str_hash(key);
        let mut table = self.table.borrow_mut();
        match table.find_str(key, hash) {
            Some(position) => Some(table.set_value(position, value)),
            None => {
                table.append(hash, Value::Str(key.clone()), value);
                None
            }
        }
    }

    /// Removes a string key and returns its value.
    pub fn remove_str(&self, key: &Str) -> Option<Value> {
        let mut table = self.table.borrow_mut();
        let position = table.find_str(key, crate::hash::str_hash(key))?;
        table.remove(position).map(|(_, v)| v)
    }

    /// The position of `key`, whose hash is `hash`.
    ///
    /// # Errors
    /// What `__eq__` of a key raises.
    #[inline]
    pub fn find(&self, vm: &Vm, key: &Value, hash: i64) -> PyResult<Option<usize>> {
        match self.table.borrow().place(key, hash) {
            Place::At(position) => return Ok(Some(position)),
            Place::Nowhere => return Ok(None),
            Place::Ask => {}
        }
        self.find_asking(vm, key, hash)
    }

    /// The same where a key has to be asked.
    #[cold]
    fn find_asking(&self, vm: &Vm, key: &Value, hash: i64) -> PyResult<Option<usize>> {
        let mut refused: Vec<usize> = Vec::new();
        loop {
            let mut found = None;
            let mut ask = None;
            self.table.borrow().probe(hash, |position, candidate| match quick_match(candidate, key) {
                Match::Yes => {
                    found = Some(position);
                    true
                }
                Match::No => false,
                Match::Ask if refused.contains(&position) => false,
                Match::Ask => {
                    ask = Some((position, candidate.clone()));
                    true
                }
            });
            let Some((position, candidate)) = ask else { return Ok(found) };
            let version = self.keys_version();
            let same = vm.eq(&candidate, key)?;
            if self.keys_version() != version {
                refused.clear();
            } else if same {
                return Ok(Some(position));
            } else {
                refused.push(position);
            }
        }
    }

    /// The value of `key`.
    ///
    /// # Errors
    /// What `__hash__` or `__eq__` raises.
    pub fn get(&self, vm: &Vm, key: &Value) -> PyResult<Option<Value>> {
        let hash = vm.hash(key)?;
        Ok(self.find(vm, key, hash)?.and_then(|p| self.value_at(p)))
    }

    /// Sets `key` and returns the old value.
    ///
    /// # Errors
    /// What `__hash__` or `__eq__` raises.
    pub fn insert(&self, vm: &Vm, key: Value, value: Value) -> PyResult<Option<Value>> {
        let hash = vm.hash(&key)?;
        self.insert_hashed(vm, key, hash, value)
    }

    /// [`Dict::insert`] with the hash at hand.
    ///
    /// # Errors
    /// What `__eq__` raises.
    pub fn insert_hashed(&self, vm: &Vm, key: Value, hash: i64, value: Value) -> PyResult<Option<Value>> {
        let mut table = self.table.borrow_mut();
        let place = match table.place(&key, hash) {
            Place::At(position) => Some(position),
            Place::Nowhere => None,
            Place::Ask => {
                drop(table);
                let found = self.find_asking(vm, &key, hash)?;
                table = self.table.borrow_mut();
                found
            }
        };
        match place {
            Some(position) => Ok(Some(table.set_value(position, value))),
            None => {
                table.append(hash, key, value);
                Ok(None)
            }
        }
    }

    /// Removes `key` and returns it with its value.
    ///
    /// # Errors
    /// What `__hash__` or `__eq__` raises.
    pub fn remove(&self, vm: &Vm, key: &Value) -> PyResult<Option<(Value, Value)>> {
        let hash = vm.hash(key)?;
        let Some(position) = self.find(vm, key, hash)? else { return Ok(None) };
        Ok(self.remove_at(position))
    }

    /// Removes the entry at a position.
    pub fn remove_at(&self, position: usize) -> Option<(Value, Value)> {
        self.table.borrow_mut().remove(position)
    }

    /// Removes the last entry.
    pub fn pop_last(&self) -> Option<(Value, Value)> {
        self.table.borrow_mut().pop()
    }

    /// Adds a key that [`Dict::find`] has not found.
    pub fn append(&self, key: Value, hash: i64, value: Value) {
        self.table.borrow_mut().append(hash, key, value);
    }

    /// The first entry at or after `position`, with the position to go on from: for iteration.
    #[inline]
    pub fn next_entry(&self, position: usize) -> Option<(usize, Value, Value)> {
        let entry = |p: usize| self.table.borrow().entry(p).map(|e| (p + 1, e.key.clone(), e.value.clone()));
        entry(position).or_else(|| {
            let next = self.table.borrow_mut().skip_removed(position)?;
            entry(next)
        })
    }

    /// [`Dict::next_entry`] with the hash.
    pub fn next_hashed(&self, position: usize) -> Option<(usize, i64, Value, Value)> {
        let (next, key, value) = self.next_entry(position)?;
        let hash = self.table.borrow().entry(next - 1)?.hash;
        Some((next, hash, key, value))
    }

    /// The last entry before `position`, with its own position: for reversed iteration.
    pub fn previous_entry(&self, position: usize) -> Option<(usize, Value, Value)> {
        let table = self.table.borrow();
        let end = position.min(table.end());
        (0..end).rev().find_map(|p| table.entry(p).map(|e| (p, e.key.clone(), e.value.clone())))
    }

    /// One past the last position.
    pub fn end(&self) -> usize {
        self.table.borrow().end()
    }

    /// A copy of the keys.
    pub fn keys(&self) -> Vec<Value> {
        self.table.borrow().iter().map(|e| e.key.clone()).collect()
    }

    /// A copy of the values.
    pub fn values(&self) -> Vec<Value> {
        self.table.borrow().iter().map(|e| e.value.clone()).collect()
    }

    /// Shows each entry to `visit`, which must not touch the dict.
    #[inline]
    pub fn for_each(&self, mut visit: impl FnMut(&Value, &Value)) {
        self.table.borrow().iter().for_each(|e| visit(&e.key, &e.value));
    }

    /// A copy of the entries.
    pub fn entries(&self) -> Vec<(Value, Value)> {
        self.table.borrow().iter().map(|e| (e.key.clone(), e.value.clone())).collect()
    }

    /// A copy of the entries with their hashes.
    pub fn hashed_entries(&self) -> Vec<(i64, Value, Value)> {
        self.table.borrow().iter().map(|e| (e.hash, e.key.clone(), e.value.clone())).collect()
    }

    /// A copy of the dict.
    pub fn copy(&self) -> Dict {
        let source = self.table.borrow();
        let copy = Dict::with_capacity(source.len());
        let mut table = copy.table.borrow_mut();
        for e in source.iter() {
            table.append(e.hash, e.key.clone(), e.value.clone());
        }
        drop(table);
        copy
    }

    /// Removes all entries.
    pub fn clear(&self) {
        let old = self.table.take();
        drop(old);
    }

    /// Bytes held by the table.
    pub fn bytes(&self) -> usize {
        self.table.borrow().bytes()
    }

    /// The dict in an object, if it is one (or of a subclass).
    #[inline]
    pub fn of(object: &Ref) -> Option<&Dict> {
        if let Kind::Dict(d) = object.kind() { Some(d) } else { None }
    }

    /// The dict in a value, if it is one (or of a subclass).
    #[inline]
    pub fn of_value(value: &Value) -> Option<&Dict> {
        value.as_obj().and_then(Dict::of)
    }
}

impl Traverse for Dict {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        if let Ok(table) = self.table.try_borrow() {
            for e in table.iter() {
                visit.value(&e.key);
                visit.value(&e.value);
            }
        }
    }
}

//! Attribute lookup along the MRO, with a method cache. Mirrors `_PyType_Lookup`.

use std::cell::RefCell;

use crate::heap::shape::UNCACHEABLE;
use crate::heap::{Str, TypeRef, Value};
use crate::objects::Dict;

/// Entries of the cache, a power of two.
const CACHE_SIZE: usize = 4096;

#[derive(Clone, Default)]
struct CacheEntry {
    /// The id of the type's root shape when the entry was made; 0 = empty.
    version: u32,
    name: Option<Str>,
    found: Option<Value>,
}

thread_local! {
    static CACHE: RefCell<Vec<CacheEntry>> = RefCell::new(vec![CacheEntry::default(); CACHE_SIZE]);
}

/// The attribute `name` (interned) of a type or its bases, as stored.
pub fn lookup(class: &TypeRef, name: &Str) -> Option<Value> {
    let version = class.ty().shapes.root().id();
    if version == UNCACHEABLE {
        return lookup_with_owner(class, name).map(|(_, v)| v);
    }
    let slot = (name.address() >> 4 ^ (version as usize).wrapping_mul(31)) & (CACHE_SIZE - 1);
    let hit = CACHE.with_borrow(|cache| {
        let entry = &cache[slot];
        let same = entry.version == version && entry.name.as_ref().is_some_and(|n| n.is(name));
        same.then(|| entry.found.clone())
    });
    if let Some(found) = hit {
        return found;
    }
    let found = lookup_with_owner(class, name).map(|(_, v)| v);
    let entry = CacheEntry { version, name: Some(name.clone()), found: found.clone() };
    let old = CACHE.with_borrow_mut(|cache| std::mem::replace(&mut cache[slot], entry));
    drop(old);
    found
}

/// The attribute with the type of the MRO that holds it, without the cache.
pub fn lookup_with_owner(class: &TypeRef, name: &Str) -> Option<(TypeRef, Value)> {
    let mro = class.ty().mro.borrow().clone();
    mro.iter().find_map(|t| own(t, name).map(|v| (t.clone(), v)))
}

/// The attribute in the type's own namespace.
pub fn own(class: &TypeRef, name: &Str) -> Option<Value> {
    Dict::of(&class.ty().dict).and_then(|d| d.get_str(name))
}

/// The type's attributes changed: caches of it and of its subclasses must miss.
pub fn type_modified(class: &TypeRef) {
    class.ty().shapes.renumber();
    drop(class.ty().method_cache.take());
    for subclass in subclasses(class) {
        type_modified(&subclass);
    }
}

/// The direct subclasses that are alive.
pub fn subclasses(class: &TypeRef) -> Vec<TypeRef> {
    let list = class.ty().subclasses.borrow();
    list.iter().filter_map(|w| w.upgrade()).filter_map(|r| TypeRef::from_ref(&r).cloned()).collect()
}

/// Empties the cache, whose values would else live on until their entry is taken.
pub fn clear_cache() {
    let old = CACHE.replace(vec![CacheEntry::default(); CACHE_SIZE]);
    drop(old);
}

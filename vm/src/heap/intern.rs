//! The table of interned strings, one per thread.
//!
//! It holds no handle of its own: an interned string removes itself when its last handle goes.

use std::cell::RefCell;
use std::hash::{BuildHasher, BuildHasherDefault};
use std::mem::ManuallyDrop;

use hashbrown::HashTable;

use super::leaf::Str;

thread_local! {
    static TABLE: RefCell<HashTable<ManuallyDrop<Str>>> = const { RefCell::new(HashTable::new()) };
}

/// FNV-1a over the text: the table is internal, so CPython's hash is not needed.
#[derive(Default)]
struct Fnv(u64);

impl std::hash::Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0u8; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.0 = (self.0 ^ u64::from_le_bytes(word)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            self.0 ^= self.0 >> 29;
        }
    }
}

fn hash(bytes: &[u8]) -> u64 {
    BuildHasherDefault::<Fnv>::default().hash_one(bytes)
}

/// The interned string equal to `text`; `text` itself becomes it where there is none.
pub fn intern(text: Str) -> Str {
    if text.is_interned() {
        return text;
    }
    TABLE.with_borrow_mut(|table| {
        let h = hash(text.as_bytes());
        if let Some(found) = table.find(h, |s| s.as_bytes() == text.as_bytes()) {
            return Str::clone(found);
        }
        text.set_interned(true);
        // The table's copy is not counted: `forget` removes it before the text is freed.
        let uncounted = text.uncounted();
        table.insert_unique(h, uncounted, |s| hash(s.as_bytes()));
        text
    })
}

/// The interned string with this text.
pub fn intern_str(text: &str) -> Str {
    let found = TABLE.with_borrow(|table| {
        table.find(hash(text.as_bytes()), |s| s.as_bytes() == text.as_bytes()).map(|s| Str::clone(s))
    });
    found.unwrap_or_else(|| intern(Str::new(text)))
}

/// Removes a string that is about to be freed.
pub(super) fn forget(text: &Str) {
    // At thread exit the table may be gone already; then there is nothing to remove.
    let _ = TABLE.try_with(|table| {
        if let Ok(entry) = table.borrow_mut().find_entry(hash(text.as_bytes()), |s| s.is(text)) {
            entry.remove();
        }
    });
}

//! The memo of a pickler: which objects were written, by a stamp in their headers.
//!
//! ```text
//! stamp: | id of a memo, 43 bits | index within the id's block, 20 bits | attributes were saved, 1 bit |
//! ```
//!
//! A memo takes a fresh id for every 2**20 objects and when it is cleared, so stamps never have to be wiped. Ids of
//! memos that are gone may be overwritten. An object stamped by another living memo goes to a side table.

use std::cell::{Cell, RefCell};

use hashbrown::HashMap;
use pyvm_vm::heap::Value;

use super::fast_mode::Nesting;

const INDEX_BITS: u32 = 20;
const BLOCK: u32 = 1 << INDEX_BITS;
const ID_SHIFT: u32 = INDEX_BITS + 1;
const LAST_ID: u64 = (1 << (u64::BITS - ID_SHIFT)) - 1;
const ATTRIBUTES: u64 = 1;

thread_local! {
    static NEXT_ID: Cell<u64> = const { Cell::new(1) };
    static ACTIVE: RefCell<Vec<u64>> = const { RefCell::new(Vec::new()) };
}

/// An id that no stamp has; 0, which stamps nothing, once all are used up.
fn fresh_id() -> u64 {
    let id = NEXT_ID.get();
    if id > LAST_ID {
        return 0;
    }
    NEXT_ID.set(id + 1);
    ACTIVE.with_borrow_mut(|a| a.push(id));
    id
}

/// What objects were written.
pub struct Memo {
    /// One id per block of indices; the last is the current one.
    ids: RefCell<Vec<u64>>,
    current: Cell<u64>,
    /// No id below this one is active as long as the memo lives: ids only grow.
    oldest: u64,
    next: Cell<u32>,
    /// By address: the index, and the object so that it lives.
    side: RefCell<HashMap<usize, (u32, Value)>>,
    /// Keeps what was stamped alive.
    held: RefCell<Vec<Value>>,
    lasts: bool,
    /// What fast mode has instead.
    pub(super) nesting: RefCell<Nesting>,
}

impl Memo {
    /// A memo of one pickle.
    pub fn new() -> Memo {
        Memo::make(false)
    }

    /// A memo that lasts beyond a pickle and can be looked at.
    pub fn lasting() -> Memo {
        Memo::make(true)
    }

    fn make(lasts: bool) -> Memo {
        let id = fresh_id();
        Memo {
            ids: RefCell::new(vec![id]),
            current: Cell::new(id),
            oldest: ACTIVE.with_borrow(|a| a.iter().min().copied().unwrap_or(0)),
            next: Cell::new(0),
            side: RefCell::new(HashMap::new()),
            held: RefCell::new(Vec::new()),
            lasts,
            nesting: RefCell::default(),
        }
    }

    /// Forgets the nesting of fast mode, as `__init__` does.
    pub(crate) fn forget_nesting(&self) {
        drop(self.nesting.take());
    }

    /// Whether the memo lasts beyond one pickle.
    pub fn lasts(&self) -> bool {
        self.lasts
    }

    #[inline(always)]
    fn stamp(value: &Value) -> Option<&Cell<u64>> {
        match value {
            Value::Obj(r) => Some(r.stamp()),
            Value::Str(s) => Some(s.stamp()),
            Value::Bytes(b) => Some(b.stamp()),
            _ => None,
        }
    }

    /// The index of an object that was written.
    #[inline(always)]
    pub fn get(&self, value: &Value) -> Option<u32> {
        let stamp = Memo::stamp(value).map_or(0, Cell::get);
        let index = (stamp >> 1) as u32 & (BLOCK - 1);
        if stamp >> ID_SHIFT == self.current.get() && stamp != 0 {
            return Some(self.base() | index);
        }
        if self.next.get() == 0 { None } else { self.get_elsewhere(value, stamp, index) }
    }

    /// The first index of the current block.
    #[inline(always)]
    fn base(&self) -> u32 {
        self.next.get().saturating_sub(1) & !(BLOCK - 1)
    }

    fn get_elsewhere(&self, value: &Value, stamp: u64, index: u32) -> Option<u32> {
        let id = stamp >> ID_SHIFT;
        if id != 0 && self.next.get() > BLOCK {
            let block = self.ids.borrow().iter().position(|i| *i == id);
            if let Some(block) = block.and_then(|b| u32::try_from(b).ok()) {
                return Some(block << INDEX_BITS | index);
            }
        }
        let side = self.side.borrow();
        if side.is_empty() { None } else { side.get(&address(value)).map(|(i, _)| *i) }
    }

    /// Gives an object the next index.
    #[inline]
    pub fn put(&self, value: &Value) -> u32 {
        let index = self.step();
        let id = self.current.get();
        match Memo::stamp(value) {
            Some(cell) if id != 0 && self.may_overwrite(cell.get() >> ID_SHIFT) => {
                cell.set(id << ID_SHIFT | u64::from(index & (BLOCK - 1)) << 1);
                self.held.borrow_mut().push(value.clone());
            }
            _ => drop(self.side.borrow_mut().insert(address(value), (index, value.clone()))),
        }
        index
    }

    /// The next index, for something that nothing can refer to.
    #[inline]
    pub fn step(&self) -> u32 {
        let index = self.next.get();
        if index & (BLOCK - 1) == 0 && index != 0 {
            self.open_block();
        }
        self.next.set(index.wrapping_add(1));
        index
    }

    #[cold]
    fn open_block(&self) {
        let id = fresh_id();
        self.ids.borrow_mut().push(id);
        self.current.set(id);
    }

    #[inline]
    fn may_overwrite(&self, owner: u64) -> bool {
        owner < self.oldest || !ACTIVE.with_borrow(|a| a.contains(&owner))
    }

    /// Marks an object just stamped: the `__dict__` that it may get has the index after its own. Says no where that
    /// cannot be told by the stamp.
    pub fn mark_attributes(&self, value: &Value) -> bool {
        let Some(cell) = Memo::stamp(value) else { return false };
        let stamp = cell.get();
        let last = (stamp >> 1) as u32 & (BLOCK - 1) == BLOCK - 1;
        if self.lasts || last || stamp >> ID_SHIFT != self.current.get() {
            return false;
        }
        cell.set(stamp | ATTRIBUTES);
        true
    }

    /// Number of entries.
    pub fn len(&self) -> u32 {
        self.next.get()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Every entry: index and object, by index.
    pub fn entries(&self) -> Vec<(u32, Value)> {
        let held = self.held.borrow();
        let stamped = held.iter().filter_map(|v| self.get(v).map(|i| (i, v.clone())));
        let mut all: Vec<(u32, Value)> = stamped.collect();
        all.extend(self.side.borrow().values().cloned());
        all.sort_by_key(|(i, _)| *i);
        all
    }

    /// Puts these entries in place of all.
    pub fn set(&self, entries: Vec<(u32, Value)>) {
        self.clear();
        let side: HashMap<usize, (u32, Value)> =
            entries.into_iter().map(|(i, v)| (address(&v), (i, v))).collect();
        let count = u32::try_from(side.len()).unwrap_or(u32::MAX);
        for _ in 0..count >> INDEX_BITS {
            self.ids.borrow_mut().insert(0, 0);
        }
        self.next.set(count);
        drop(self.side.replace(side));
    }

    /// Forgets everything.
    pub fn clear(&self) {
        self.retire();
        let id = fresh_id();
        *self.ids.borrow_mut() = vec![id];
        self.current.set(id);
        self.next.set(0);
        drop(self.side.take());
        drop(self.held.take());
    }

    fn retire(&self) {
        let ids = self.ids.take();
        ACTIVE.with_borrow_mut(|a| a.retain(|id| !ids.contains(id)));
    }

    /// Reports every object to the collector.
    pub fn traverse(&self, visit: &mut pyvm_vm::heap::Visitor<'_>) {
        if let Ok(held) = self.held.try_borrow() {
            held.iter().for_each(|v| visit.value(v));
        }
        if let Ok(side) = self.side.try_borrow() {
            side.values().for_each(|(_, v)| visit.value(v));
        }
    }
}

impl Default for Memo {
    fn default() -> Self {
        Memo::new()
    }
}

impl Drop for Memo {
    fn drop(&mut self) {
        self.retire();
    }
}

/// The identity of an object for the side table. Of the scalars only the two constants are ever memoized.
pub(crate) fn address(value: &Value) -> usize {
    match value {
        Value::Obj(r) => r.address(),
        Value::Str(s) => s.address(),
        Value::Bytes(b) => b.address(),
        Value::Big(n) => n.address(),
        Value::NotImplemented => 1,
        _ => 0,
    }
}

//! The hash table of `set` and `frozenset` (mirrors `Objects/setobject.c`).
//!
//! Iteration order is the order of the slots and shows in pickle bytes, so sizes, probing, dummies and the moments of
//! a resize are CPython's. The surprise: adding takes over the last dummy passed on the way, not the first.
//!
//! Comparing keys may run Python code that changes this very table. Nothing here compares: [`SetTable::step`] yields
//! the candidate slots one by one, the caller clones the key, lets go of the table, compares, and comes back.
//! [`SetTable::holds`] tells whether the compare left the candidate in place; if not, start a new [`Probe`].

use crate::heap::memory::Charge;

/// Slots of the smallest table.
const MIN_SIZE: usize = 8;
/// Slots looked at after the first one before the index jumps.
const LINEAR_PROBES: usize = 9;
const PERTURB_SHIFT: u32 = 5;
/// Above this many members a table grows by two instead of four.
const LARGE: usize = 50_000;
/// The hash that marks a dummy, a slot whose key was removed; no key ever has it.
const DUMMY: i64 = -1;

#[derive(Clone, Debug)]
struct Entry<T> {
    hash: i64,
    key: Option<T>,
}

impl<T> Entry<T> {
    const UNUSED: Self = Self { hash: 0, key: None };

    fn is_unused(&self) -> bool {
        self.hash == 0 && self.key.is_none()
    }
}

/// Where a search stands. Holds no borrow; good for the table it was made by until [`Step::Changed`].
#[derive(Clone, Copy, Debug)]
pub struct Probe {
    hash: i64,
    perturb: u64,
    /// Slot the present linear run started at.
    base: usize,
    /// How far into the run the next look goes.
    offset: usize,
    /// A dummy passed on the way, which an addition takes over.
    free: Option<usize>,
    generation: u64,
}

/// What the next look at the table found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A key of the same hash stands at this slot: compare it.
    Candidate(usize),
    /// The key is not in the table; [`SetTable::insert_at`] may put it here.
    Vacant(usize),
    /// The table was rebuilt since the probe was made: start over.
    Changed,
}

/// CPython's set: keys with their hashes in an open-addressed table.
#[derive(Clone, Debug)]
pub struct SetTable<T> {
    /// Empty until the first insertion, else a power of two of slots.
    entries: Vec<Entry<T>>,
    /// Members.
    used: usize,
    /// Members and dummies.
    fill: usize,
    /// Where `pop` looks first.
    finger: usize,
    generation: u64,
    charge: Charge,
}

impl<T> Default for SetTable<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> SetTable<T> {
    /// An empty table; allocates nothing.
    #[must_use]
    pub const fn new() -> Self {
        Self { entries: Vec::new(), used: 0, fill: 0, finger: 0, generation: 0, charge: Charge::new() }
    }

    /// Number of members.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.used
    }

    /// Whether there are no members.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.used == 0
    }

    /// Number of slots, as `sys.getsizeof` accounts for them.
    #[must_use]
    pub fn capacity(&self) -> usize {
        self.entries.len().max(MIN_SIZE)
    }

    fn mask(&self) -> usize {
        self.capacity() - 1
    }

    /// A number that changes whenever the table is rebuilt or cleared (not when a single key comes or goes).
    #[must_use]
    pub const fn generation(&self) -> u64 {
        self.generation
    }

    /// Starts a search for keys of `hash`.
    #[must_use]
    pub fn probe(&self, hash: i64) -> Probe {
        Probe {
            hash,
            perturb: hash.cast_unsigned(),
            base: hash as usize & self.mask(),
            offset: 0,
            free: None,
            generation: self.generation,
        }
    }

    /// Moves a search to the next slot of interest.
    pub fn step(&self, probe: &mut Probe) -> Step {
        if probe.generation != self.generation {
            return Step::Changed;
        }
        if self.entries.is_empty() {
            return Step::Vacant(probe.base);
        }
        let mask = self.mask();
        loop {
            let last = if probe.base + LINEAR_PROBES <= mask { LINEAR_PROBES } else { 0 };
            while probe.offset <= last {
                let slot = probe.base + probe.offset;
                let Some(entry) = self.entries.get(slot) else { return Step::Changed };
                if entry.is_unused() {
                    return Step::Vacant(probe.free.unwrap_or(slot));
                }
                probe.offset += 1;
                if entry.key.is_none() {
                    probe.free = Some(slot);
                }
                if entry.hash == probe.hash {
                    return Step::Candidate(slot);
                }
            }
            probe.perturb >>= PERTURB_SHIFT;
            probe.base = next_base(probe.base, probe.perturb, mask);
            probe.offset = 0;
        }
    }

    /// The key at `slot`, none if the slot holds no member.
    #[must_use]
    pub fn get(&self, slot: usize) -> Option<&T> {
        self.entries.get(slot)?.key.as_ref()
    }

    /// Whether, after a compare, the table is the one `probe` searched and `slot` still holds the key compared (as
    /// `same` knows by identity). A lookup starts over when it does not, whatever the compare said; an addition
    /// starts over only when the compare said "different".
    pub fn holds(&self, probe: &Probe, slot: usize, same: impl FnOnce(&T) -> bool) -> bool {
        probe.generation == self.generation && self.get(slot).is_some_and(same)
    }

    /// Puts a key at the vacant slot [`SetTable::step`] returned; if that was no dummy, grows the table once three
    /// fifths of it are taken.
    ///
    /// # Panics
    /// If the slot is out of the table, that is if the table changed since that step.
    pub fn insert_at(&mut self, slot: usize, hash: i64, key: T) {
        if self.entries.is_empty() {
            self.entries = unused(MIN_SIZE);
        }
        let entry = &mut self.entries[slot];
        debug_assert!(entry.key.is_none(), "insert_at takes the vacant slot of the last step");
        let was_dummy = !entry.is_unused();
        *entry = Entry { hash, key: Some(key) };
        self.used += 1;
        if was_dummy {
            return;
        }
        self.fill += 1;
        if self.fill * 5 >= self.mask() * 3 {
            self.resize(self.growth());
        }
    }

    /// Takes the key out of `slot` and leaves a dummy; none if the slot held no member.
    pub fn remove_at(&mut self, slot: usize) -> Option<T> {
        let entry = self.entries.get_mut(slot)?;
        let key = entry.key.take()?;
        entry.hash = DUMMY;
        self.used -= 1;
        Some(key)
    }

    /// Takes out the next member from where the last `pop` stopped, with its hash.
    pub fn pop(&mut self) -> Option<(i64, T)> {
        if self.used == 0 {
            return None;
        }
        let mask = self.mask();
        let mut slot = self.finger & mask;
        while self.get(slot).is_none() {
            slot = (slot + 1) & mask;
        }
        self.finger = slot + 1;
        let hash = self.entries.get(slot)?.hash;
        Some((hash, self.remove_at(slot)?))
    }

    /// Empties the table. Returns the old one: dropping its keys may run Python code, so drop it after the borrow.
    #[must_use = "dropping the keys may run Python code"]
    pub fn clear(&mut self) -> Self {
        let mut old = Self { finger: self.finger, generation: self.generation + 1, ..Self::new() };
        std::mem::swap(self, &mut old);
        old
    }

    /// Exchanges the contents with `other`, as the in-place operators that build a new table do; the place of the
    /// next `pop` stays with its set.
    pub fn swap_bodies(&mut self, other: &mut Self) {
        std::mem::swap(self, other);
        std::mem::swap(&mut self.finger, &mut other.finger);
        let generation = self.generation.max(other.generation) + 1;
        (self.generation, other.generation) = (generation, generation);
    }

    /// The first member at or after `slot`: its slot, hash and key. Iterate with `slot + 1` across calls into Python.
    #[must_use]
    pub fn next_from(&self, slot: usize) -> Option<(usize, i64, &T)> {
        let rest = self.entries.get(slot..)?;
        let (offset, entry) = rest.iter().enumerate().find(|(_, entry)| entry.key.is_some())?;
        Some((slot + offset, entry.hash, entry.key.as_ref()?))
    }

    /// Hashes and keys in iteration order.
    pub fn iter(&self) -> impl Iterator<Item = (i64, &T)> {
        self.entries.iter().filter_map(|entry| Some((entry.hash, entry.key.as_ref()?)))
    }

    /// Pure search: the slot of the key for which `same` holds. For keys whose equality cannot run Python code.
    pub fn find(&self, hash: i64, mut same: impl FnMut(&T) -> bool) -> Option<usize> {
        self.locate(hash, &mut same).ok()
    }

    /// Pure search: the slot of the key, or the vacant slot it would go to.
    ///
    /// # Errors
    /// The vacant slot, if no key of this hash satisfies `same`.
    pub fn locate(&self, hash: i64, mut same: impl FnMut(&T) -> bool) -> Result<usize, usize> {
        let mut probe = self.probe(hash);
        loop {
            match self.step(&mut probe) {
                Step::Candidate(slot) if self.get(slot).is_some_and(&mut same) => return Ok(slot),
                Step::Vacant(slot) => return Err(slot),
                Step::Candidate(_) => {}
                Step::Changed => unreachable!("the table is borrowed"),
            }
        }
    }

    /// The one resize at the start of `update` with a set or a dict of `more` members.
    pub fn reserve_for_update(&mut self, more: usize) {
        if (self.fill + more) * 5 >= self.mask() * 3 {
            self.resize((self.used + more) * 2);
        }
    }

    /// The sweep at the end of a difference update: rebuilds if more than a quarter of the slots are dummies.
    pub fn sweep_after_difference(&mut self) {
        if self.fill - self.used > self.mask() / 4 {
            self.resize(self.growth());
        }
    }

    fn growth(&self) -> usize {
        if self.used > LARGE { self.used * 2 } else { self.used * 4 }
    }

    /// Rebuilds with the smallest table of more than `min_used` slots.
    fn resize(&mut self, min_used: usize) {
        let size = (min_used + 1).next_power_of_two().max(MIN_SIZE);
        if size == MIN_SIZE && self.capacity() == MIN_SIZE && self.fill == self.used {
            return;
        }
        let old = std::mem::replace(&mut self.entries, unused(size));
        self.recharge();
        self.generation += 1;
        self.fill = self.used;
        for entry in old {
            if let Some(key) = entry.key {
                self.insert_clean(entry.hash, key);
            }
        }
    }

    fn recharge(&self) {
        self.charge.set(self.entries.capacity() * size_of::<Entry<T>>());
    }

    /// Places a key known to be new in a table known to have no dummies, counters untouched.
    fn insert_clean(&mut self, hash: i64, key: T) {
        let mask = self.mask();
        let mut perturb = hash.cast_unsigned();
        let mut base = hash as usize & mask;
        loop {
            let last = if base + LINEAR_PROBES <= mask { base + LINEAR_PROBES } else { base };
            if let Some(entry) = self.entries[base..=last].iter_mut().find(|entry| entry.key.is_none()) {
                *entry = Entry { hash, key: Some(key) };
                return;
            }
            perturb >>= PERTURB_SHIFT;
            base = next_base(base, perturb, mask);
        }
    }
}

impl<T: Clone> SetTable<T> {
    /// The start of `update` with a set: resizes once, and when this table is empty takes over all members without a
    /// compare. Returns whether that was all; if not, the caller adds the members of `other` one by one.
    pub fn merge_start(&mut self, other: &Self) -> bool {
        if other.used == 0 {
            return true;
        }
        self.reserve_for_update(other.used);
        if self.fill != 0 {
            return false;
        }
        if self.mask() == other.mask() && other.fill == other.used {
            self.entries.clone_from(&other.entries);
        } else {
            if self.entries.is_empty() {
                self.entries = unused(MIN_SIZE);
            }
            for (hash, key) in other.iter() {
                self.insert_clean(hash, key.clone());
            }
        }
        self.recharge();
        self.generation += 1;
        self.fill = other.used;
        self.used = other.used;
        true
    }

    /// A new set of the same members, as `set.copy` lays it out (dummies gone, perhaps another size).
    #[must_use]
    pub fn copied(&self) -> Self {
        let mut copy = Self::new();
        let whole = copy.merge_start(self);
        debug_assert!(whole, "an empty table merges without compares");
        copy
    }
}

fn next_base(base: usize, perturb: u64, mask: usize) -> usize {
    (base as u64).wrapping_mul(5).wrapping_add(1).wrapping_add(perturb) as usize & mask
}

fn unused<T>(size: usize) -> Vec<Entry<T>> {
    std::iter::repeat_with(|| Entry::UNUSED).take(size).collect()
}

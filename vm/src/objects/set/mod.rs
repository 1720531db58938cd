//! `set` and `frozenset`: mirrors `Objects/setobject.c`, order included.

use std::cell::{Cell, RefCell};

use crate::error::PyResult;
use crate::heap::collect::Traverse;
use crate::heap::{Ref, TypeRef, Value, Visitor};
use crate::objects::dict::table::{Match, quick_match};
use crate::objects::{Dict, Kind, Native};
use crate::vm::Vm;

mod methods;
mod operations;
pub mod table;

pub use methods::{FROZEN_SPEC, ITER_SPEC, SPEC};
pub use operations::update;
use table::{SetTable, Step};

/// The payload of both.
#[derive(Default)]
pub struct Set {
    table: RefCell<SetTable<Value>>,
    /// A frozenset's hash, once computed.
    hash: Cell<Option<i64>>,
}

impl Set {
    /// Number of members.
    pub fn len(&self) -> usize {
        self.table.borrow().len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The members with their hashes, in order.
    pub fn members(&self) -> Vec<(i64, Value)> {
        self.table.borrow().iter().map(|(h, k)| (h, k.clone())).collect()
    }

    /// The members in order.
    pub fn keys(&self) -> Vec<Value> {
        self.table.borrow().iter().map(|(_, k)| k.clone()).collect()
    }

    /// Where `key` is (`Ok`) or where it would go (`Err`).
    ///
    /// # Errors
    /// What `__eq__` of a member raises.
    fn locate(&self, vm: &Vm, hash: i64, key: &Value) -> PyResult<Result<usize, usize>> {
        'restart: loop {
            let mut probe = self.table.borrow().probe(hash);
            loop {
                let step = self.table.borrow().step(&mut probe);
                match step {
                    Step::Vacant(slot) => return Ok(Err(slot)),
                    Step::Changed => continue 'restart,
                    Step::Candidate(slot) => {
                        let Some(candidate) = self.table.borrow().get(slot).cloned() else {
                            continue 'restart;
                        };
                        let same = match quick_match(&candidate, key) {
                            Match::Yes => return Ok(Ok(slot)),
                            Match::No => false,
                            Match::Ask => vm.eq(&candidate, key)?,
                        };
                        if !self.table.borrow().holds(&probe, slot, |k| k.is(&candidate)) {
                            continue 'restart;
                        }
                        if same {
                            return Ok(Ok(slot));
                        }
                    }
                }
            }
        }
    }

    /// Whether `key` is a member.
    ///
    /// # Errors
    /// What `__eq__` of a member raises.
    pub fn contains(&self, vm: &Vm, hash: i64, key: &Value) -> PyResult<bool> {
        Ok(self.locate(vm, hash, key)?.is_ok())
    }

    /// Adds a member; says whether it is new.
    ///
    /// # Errors
    /// What `__eq__` of a member raises.
    pub fn add(&self, vm: &Vm, hash: i64, key: Value) -> PyResult<bool> {
        match self.locate(vm, hash, &key)? {
            Ok(_) => Ok(false),
            Err(slot) => {
                self.table.borrow_mut().insert_at(slot, hash, key);
                Ok(true)
            }
        }
    }

    /// Adds an int or a string where no member has to be compared with in Python; else gives it back.
    fn add_plain(&self, vm: &Vm, key: Value) -> Option<Value> {
        let hash = match &key {
            Value::Int(_) | Value::Str(_) => match vm.hash(&key) {
                Ok(hash) => hash,
                Err(_) => return Some(key),
            },
            _ => return Some(key),
        };
        let mut table = self.table.borrow_mut();
        let mut probe = table.probe(hash);
        loop {
            match table.step(&mut probe) {
                Step::Changed => return Some(key),
                Step::Vacant(slot) => {
                    table.insert_at(slot, hash, key);
                    return None;
                }
                Step::Candidate(slot) => {
                    match table.get(slot).map(|candidate| quick_match(candidate, &key)) {
                        Some(Match::Yes) => return None,
                        Some(Match::No) => {}
                        Some(Match::Ask) | None => return Some(key),
                    }
                }
            }
        }
    }

    /// Removes a member and returns it.
    ///
    /// # Errors
    /// What `__eq__` of a member raises.
    pub fn discard(&self, vm: &Vm, hash: i64, key: &Value) -> PyResult<Option<Value>> {
        match self.locate(vm, hash, key)? {
            Ok(slot) => Ok(self.table.borrow_mut().remove_at(slot)),
            Err(_) => Ok(None),
        }
    }

    /// The first member at or behind `slot`, with the slot to go on from.
    pub fn next_from(&self, slot: usize) -> Option<(usize, Value)> {
        self.table.borrow().next_from(slot).map(|(at, _, k)| (at + 1, k.clone()))
    }
}

/// The payload of a set or frozenset.
pub fn of(value: &Value) -> Option<&Set> {
    value.native::<Set>()
}

/// A set of a table.
fn with_table(vm: &Vm, class: &TypeRef, table: SetTable<Value>) -> Value {
    let set = Set { table: RefCell::new(table), hash: Cell::new(None) };
    let _ = vm;
    Value::Obj(Ref::new(class, Kind::Native(Box::new(set))))
}

/// A set of these members, added in order.
///
/// # Errors
/// TypeError for unhashable members.
pub fn from_values(vm: &Vm, values: Vec<Value>) -> PyResult {
    let made = with_table(vm, &vm.types.set, SetTable::new());
    for value in values {
        add(vm, &made, value)?;
    }
    Ok(made)
}

/// A frozenset of these members, added in order.
///
/// # Errors
/// TypeError for unhashable members.
pub fn frozen_from_values(vm: &Vm, values: Vec<Value>) -> PyResult {
    let set = Set::default();
    for value in values {
        set.add(vm, vm.hash(&value)?, value)?;
    }
    Ok(Value::Obj(Ref::new(&vm.types.frozenset, Kind::Native(Box::new(set)))))
}

/// `set.add`
///
/// # Errors
/// TypeError for an unhashable member.
pub fn add(vm: &Vm, set: &Value, item: Value) -> PyResult<()> {
    let Some(s) = of(set) else { return Err(vm.wrong_payload(set, "set")) };
    let hash = vm.hash(&item)?;
    s.add(vm, hash, item).map(drop)
}

/// The keys of a set or dict with the hashes that it keeps.
pub(crate) fn own_hashes(vm: &Vm, source: &Value) -> Option<Vec<(i64, Value)>> {
    if let Some(s) = of(source) {
        return Some(s.members());
    }
    let dict = Dict::of_value(source).filter(|_| vm.is_exact(source, &vm.types.dict))?;
    Some(dict.hashed_entries().into_iter().map(|(h, k, _)| (h, k)).collect())
}

/// The hashed keys of a source: its own hashes for sets and dicts.
fn hashed(vm: &Vm, source: &Value) -> PyResult<Vec<(i64, Value)>> {
    if let Some(keys) = own_hashes(vm, source) {
        return Ok(keys);
    }
    let mut keys = Vec::new();
    for item in vm.list_from_iterable(source)? {
        keys.push((vm.hash(&item)?, item));
    }
    Ok(keys)
}

impl Native for Set {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        if let Ok(table) = self.table.try_borrow() {
            table.iter().for_each(|(_, k)| visit.value(k));
        }
    }
}

impl Traverse for Set {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        Native::traverse(self, visit);
    }
}

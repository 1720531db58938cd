//! The entries of a bounded `lru_cache`: a dict from keys to places in a list that is ordered by use.
//!
//! A hit moves a place and leaves the dict as it is: comparing keys may call the cached function again, and a lookup that finds the
//! dict changed begins anew.

use std::cell::RefCell;

use pyvm_vm::heap::{Ref, Visitor};
use pyvm_vm::objects::{Dict, Kind};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

/// The place before the oldest and behind the newest.
const END: usize = 0;

struct Place {
    older: usize,
    newer: usize,
    key: Value,
    hash: i64,
    result: Value,
}

impl Place {
    fn end() -> Place {
        Place { older: END, newer: END, key: Value::None, hash: 0, result: Value::None }
    }
}

/// Entries in order of use.
pub(super) struct Recency {
    dict: Ref,
    places: RefCell<Vec<Place>>,
}

impl Recency {
    pub(super) fn new(vm: &Vm) -> Recency {
        let dict = Ref::new(&vm.types.dict, Kind::Dict(Dict::new()));
        Recency { dict, places: RefCell::new(vec![Place::end()]) }
    }

    fn dict(&self, vm: &Vm) -> PyResult<&Dict> {
        Dict::of(&self.dict).ok_or_else(|| vm.system_error("no cache"))
    }

    pub(super) fn len(&self) -> usize {
        Dict::of(&self.dict).map_or(0, Dict::len)
    }

    /// The result under a key, which is the newest from now on.
    pub(super) fn get(&self, vm: &Vm, key: &Value, hash: i64) -> PyResult<Option<Value>> {
        let dict = self.dict(vm)?;
        let Some(position) = dict.find(vm, key, hash)? else { return Ok(None) };
        let Some(Value::Int(at)) = dict.value_at(position) else { return Ok(None) };
        let Ok(at) = usize::try_from(at) else { return Ok(None) };
        let mut places = self.places.borrow_mut();
        unlink(&mut places, at);
        link(&mut places, at);
        Ok(places.get(at).map(|place| place.result.clone()))
    }

    /// Puts a result in; the oldest makes room where there are `max` already.
    pub(super) fn insert(&self, vm: &Vm, key: Value, hash: i64, result: Value, max: usize) -> PyResult<()> {
        let dict = self.dict(vm)?;
        // The call may have put the same key in.
        if dict.find(vm, &key, hash)?.is_some() {
            return Ok(());
        }
        let place = Place { key: key.clone(), hash, result, ..Place::end() };
        let (at, removed) = {
            let mut places = self.places.borrow_mut();
            let oldest = places.first().map_or(END, |end| end.newer);
            if dict.len() >= max && oldest != END {
                unlink(&mut places, oldest);
                (oldest, places.get_mut(oldest).map(|old| std::mem::replace(old, place)))
            } else {
                places.push(place);
                (places.len() - 1, None)
            }
        };
        if let Some(old) = removed
            && let Some(position) = dict.find(vm, &old.key, old.hash)?
        {
            drop(dict.remove_at(position));
        }
        drop(dict.insert_hashed(vm, key, hash, Value::Int(i64::try_from(at).unwrap_or(0)))?);
        link(&mut self.places.borrow_mut(), at);
        Ok(())
    }

    pub(super) fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.object(&self.dict);
        if let Ok(places) = self.places.try_borrow() {
            for place in &*places {
                visit.value(&place.key);
                visit.value(&place.result);
            }
        }
    }
}

fn join(places: &mut [Place], older: usize, newer: usize) {
    if let Some(place) = places.get_mut(older) {
        place.newer = newer;
    }
    if let Some(place) = places.get_mut(newer) {
        place.older = older;
    }
}

/// Takes a place out of the order.
fn unlink(places: &mut [Place], at: usize) {
    if let Some((older, newer)) = places.get(at).map(|place| (place.older, place.newer)) {
        join(places, older, newer);
        join(places, at, at);
    }
}

/// Puts a place that is out of the order behind the newest.
fn link(places: &mut [Place], at: usize) {
    let newest = places.first().map_or(END, |end| end.older);
    join(places, newest, at);
    join(places, at, END);
}

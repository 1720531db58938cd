//! Set algebra, member by member in CPython's order.

use super::{Set, hashed, of, with_table};
use crate::error::PyResult;
use crate::heap::{TypeRef, Value};
use crate::vm::Vm;

/// A copy, laid out as CPython lays it out.
pub(super) fn copy(vm: &Vm, class: &TypeRef, source: &Set) -> Value {
    let table = source.table.borrow().copied();
    with_table(vm, class, table)
}

/// `set.update(source)`
///
/// # Errors
/// TypeError where the source cannot be iterated or a member cannot be hashed.
pub fn update(vm: &Vm, target: &Value, source: &Value) -> PyResult<()> {
    let Some(s) = of(target) else { return Err(vm.wrong_payload(target, "set")) };
    if let Some(other) = of(source) {
        if target.is(source) || other.is_empty() {
            return Ok(());
        }
        let done = s.table.borrow_mut().merge_start(&other.table.borrow());
        if done {
            return Ok(());
        }
        for (hash, key) in other.members() {
            s.add(vm, hash, key)?;
        }
        return Ok(());
    }
    if vm.is_exact(source, &vm.types.dict) {
        let keys = hashed(vm, source)?;
        s.table.borrow_mut().reserve_for_update(keys.len());
        for (hash, key) in keys {
            s.add(vm, hash, key)?;
        }
        return Ok(());
    }
    let iterator = vm.iter(source)?;
    while let Some(item) = vm.draw(&iterator, &mut |item| s.add_plain(vm, item))? {
        let hash = vm.hash(&item)?;
        s.add(vm, hash, item)?;
    }
    Ok(())
}

/// The class of results: the exact base of the left operand.
pub(super) fn base_class<'a>(vm: &'a Vm, value: &Value) -> &'a TypeRef {
    if vm.is_instance(value, &vm.types.frozenset) { &vm.types.frozenset } else { &vm.types.set }
}

pub(super) fn intersection(vm: &Vm, a: &Value, b: &Value) -> PyResult {
    let Some(mut small) = of(a) else { return Err(vm.wrong_payload(a, "set")) };
    let class = base_class(vm, a);
    let result = Set::default();
    if let Some(mut large) = of(b) {
        if large.len() < small.len() {
            std::mem::swap(&mut small, &mut large);
        }
        for (hash, key) in small.members() {
            if large.contains(vm, hash, &key)? {
                result.add(vm, hash, key)?;
            }
        }
    } else {
        vm.for_each(b, |item| {
            let hash = vm.hash(&item)?;
            if small.contains(vm, hash, &item)? {
                result.add(vm, hash, item)?;
            }
            Ok(true)
        })?;
    }
    Ok(with_table(vm, class, result.table.take()))
}

pub(super) fn difference(vm: &Vm, a: &Value, b: &Value) -> PyResult {
    let Some(source) = of(a) else { return Err(vm.wrong_payload(a, "set")) };
    let class = base_class(vm, a);
    let other_len = of(b).map(Set::len).or_else(|| b.as_dict().map(crate::objects::Dict::len));
    let Some(other_len) = other_len else {
        let result = copy(vm, class, source);
        difference_update(vm, &result, b)?;
        return Ok(result);
    };
    if source.len() >> 2 > other_len {
        let result = copy(vm, class, source);
        difference_update(vm, &result, b)?;
        return Ok(result);
    }
    let result = Set::default();
    for (hash, key) in source.members() {
        let found = match (of(b), b.as_dict()) {
            (Some(other), _) => other.contains(vm, hash, &key)?,
            (None, Some(d)) => d.find(vm, &key, hash)?.is_some(),
            _ => false,
        };
        if !found {
            result.add(vm, hash, key)?;
        }
    }
    Ok(with_table(vm, class, result.table.take()))
}

pub(super) fn difference_update(vm: &Vm, target: &Value, source: &Value) -> PyResult<()> {
    let Some(s) = of(target) else { return Err(vm.wrong_payload(target, "set")) };
    if target.is(source) {
        drop(s.table.borrow_mut().clear());
        return Ok(());
    }
    for (hash, key) in hashed(vm, source)? {
        drop(s.discard(vm, hash, &key)?);
    }
    s.table.borrow_mut().sweep_after_difference();
    Ok(())
}

/// Adds what is new and removes what is there.
pub(super) fn toggle(vm: &Vm, target: &Value, source: &Value) -> PyResult<()> {
    let Some(s) = of(target) else { return Err(vm.wrong_payload(target, "set")) };
    if target.is(source) {
        drop(s.table.borrow_mut().clear());
        return Ok(());
    }
    let keys = match (of(source), source.as_dict()) {
        (None, None) => {
            let unique = super::from_values(vm, vm.list_from_iterable(source)?)?;
            hashed(vm, &unique)?
        }
        _ => hashed(vm, source)?,
    };
    for (hash, key) in keys {
        if s.discard(vm, hash, &key)?.is_none() {
            s.add(vm, hash, key)?;
        }
    }
    Ok(())
}

pub(super) fn symmetric_difference(vm: &Vm, a: &Value, b: &Value) -> PyResult {
    // CPython copies the right operand and toggles the left one's members in it.
    let class = base_class(vm, a);
    let result = match of(b) {
        Some(other) => copy(vm, class, other),
        None => {
            let made = super::from_values(vm, vm.list_from_iterable(b)?)?;
            match of(&made) {
                Some(s) => with_table(vm, class, s.table.take()),
                None => made,
            }
        }
    };
    toggle(vm, &result, a)?;
    Ok(result)
}

pub(super) fn is_subset(vm: &Vm, a: &Value, b: &Value) -> PyResult<bool> {
    let (Some(x), Some(y)) = (of(a), of(b)) else { return Ok(false) };
    if x.len() > y.len() {
        return Ok(false);
    }
    for (hash, key) in x.members() {
        if !y.contains(vm, hash, &key)? {
            return Ok(false);
        }
    }
    Ok(true)
}

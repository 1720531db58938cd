//! The types, slots and methods of `set`, `frozenset` and `set_iterator`.

use std::cell::{Cell, RefCell};

use super::operations::{
    copy, difference, difference_update, intersection, is_subset, symmetric_difference, toggle, update,
};
use super::table::SetTable;
use super::{Set, hashed, of, with_table};
use crate::error::PyResult;
use crate::heap::collect::Traverse;
use crate::heap::{Ref, Value, Visitor};
use crate::objects::{Kind, Native};
use crate::types::slots::CmpOp;
use crate::types::{Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use crate::vm::Vm;

/// `set`
pub static SPEC: TypeSpec = TypeSpec {
    doc: Some("Build an unordered collection of unique elements."),
    flags: TypeFlags::BASETYPE
        .with(TypeFlags::HAS_WEAKREF)
        .with(TypeFlags::MATCH_SELF)
        .with(TypeFlags::GENERIC_GETATTR),
    signature: Some("(iterable=(), /)"),
    layout: Some(Layout::Native("set")),
    slots: set_slots,
    new: Some(&NEW),
    init: Some(&INIT),
    methods: SET_METHODS,
    attributes: |_| vec![("__hash__", Value::None)],
    ..TypeSpec::named("set", "builtins")
};

/// `frozenset`
pub static FROZEN_SPEC: TypeSpec = TypeSpec {
    doc: Some("Build an immutable unordered collection of unique elements."),
    flags: TypeFlags::BASETYPE.with(TypeFlags::HAS_WEAKREF).with(TypeFlags::MATCH_SELF),
    signature: Some("(iterable=(), /)"),
    layout: Some(Layout::Native("frozenset")),
    slots: frozen_slots,
    new: Some(&FROZEN_NEW),
    methods: FROZEN_METHODS,
    ..TypeSpec::named("frozenset", "builtins")
};

/// `set_iterator`
pub static ITER_SPEC: TypeSpec = TypeSpec {
    layout: Some(Layout::Native("set_iterator")),
    flags: TypeFlags::NO_NEW,
    slots: iter_slots,
    methods: ITER_METHODS,
    ..TypeSpec::named("set_iterator", "builtins")
};

static NEW: NativeDef = NativeDef::static_("__new__", "($type, /, *args, **kwargs)", set_new, "");
static INIT: NativeDef = NativeDef::method("__init__", "($self, iterable=<unrepresentable>, /)", init, "");
static FROZEN_NEW: NativeDef =
    NativeDef::static_("__new__", "($type, iterable=<unrepresentable>, /)", frozen_new, "");

/// Declares the methods that both types have, and those of `set` alone.
macro_rules! tables {
    (both { $($both:expr,)* } set { $($only:expr,)* }) => {
        static SET_METHODS: &[NativeDef] = &[$($both,)* $($only,)*];
        static FROZEN_METHODS: &[NativeDef] = &[$($both,)*];
    };
}

tables! {
    both {
        NativeDef::method("__contains__", "($self, object, /)", |vm, a| contains(vm, &a[0], &a[1]).map(Value::Bool), "x.__contains__(y) <==> y in x."),
        NativeDef::method("__reduce__", "($self, /)", reduce, "Return state information for pickling."),
        NativeDef::method("__sizeof__", "($self, /)", |vm, a| Ok(Value::from(200 + slots_of(vm, &a[0])?)), "S.__sizeof__() -> size of S in memory, in bytes."),
        NativeDef::class("__class_getitem__", "($type, object, /)", crate::objects::generic_alias::class_getitem, "See PEP 585").hidden_signature(),
        NativeDef::method("copy", "($self, /)", copy_method, "Return a shallow copy of a set."),
        NativeDef::method("difference", "($self, /, *others)", |vm, a| fold(vm, a, difference), "Return a new set with elements in the set that are not in the others."),
        NativeDef::method("intersection", "($self, /, *others)", |vm, a| fold(vm, a, intersection), "Return a new set with elements common to the set and all others."),
        NativeDef::method("isdisjoint", "($self, other, /)", isdisjoint, "Return True if two sets have a null intersection."),
        NativeDef::method("issubset", "($self, other, /)", |vm, a| { let b = as_set(vm, &a[1])?; is_subset(vm, &a[0], &b).map(Value::Bool) }, "Report whether another set contains this set."),
        NativeDef::method("issuperset", "($self, other, /)", |vm, a| { let b = as_set(vm, &a[1])?; is_subset(vm, &b, &a[0]).map(Value::Bool) }, "Report whether this set contains another set."),
        NativeDef::method("symmetric_difference", "($self, other, /)", |vm, a| symmetric_difference(vm, &a[0], &a[1]), "Return a new set with elements in either the set or other but not both."),
        NativeDef::method("union", "($self, /, *others)", |vm, a| fold(vm, a, union), "Return a new set with elements from the set and all others."),
    }
    set {
        NativeDef::method("add", "($self, object, /)", |vm, a| super::add(vm, &a[0], a[1].clone()).map(|()| Value::None), "Add an element to a set.\n\nThis has no effect if the element is already present."),
        NativeDef::method("clear", "($self, /)", |vm, a| { drop(payload(vm, &a[0])?.table.borrow_mut().clear()); Ok(Value::None) }, "Remove all elements from this set."),
        NativeDef::method("discard", "($self, object, /)", |vm, a| { remove_key(vm, &a[0], &a[1])?; Ok(Value::None) }, "Remove an element from a set if it is a member.\n\nUnlike set.remove(), the discard() method does not raise\nan exception when an element is missing from the set."),
        NativeDef::method("remove", "($self, object, /)", |vm, a| if remove_key(vm, &a[0], &a[1])? { Ok(Value::None) } else { Err(vm.key_error(&a[1])) }, "Remove an element from a set; it must be a member.\n\nIf the element is not a member, raise a KeyError."),
        NativeDef::method("pop", "($self, /)", pop, "Remove and return an arbitrary set element.\n\nRaises KeyError if the set is empty."),
        NativeDef::method("update", "($self, /, *others)", |vm, a| each(vm, a, update), "Update the set, adding elements from all others."),
        NativeDef::method("difference_update", "($self, /, *others)", |vm, a| each(vm, a, difference_update), "Update the set, removing elements found in others."),
        NativeDef::method("intersection_update", "($self, /, *others)", intersection_update, "Update the set, keeping only elements found in it and all others."),
        NativeDef::method("symmetric_difference_update", "($self, other, /)", |vm, a| toggle(vm, &a[0], &a[1]).map(|()| Value::None), "Update the set, keeping only elements found in either set, but not in both."),
    }
}

static ITER_METHODS: &[NativeDef] = &[
    NativeDef::method(
        "__length_hint__",
        "($self, /)",
        |vm, a| Ok(Value::from(iter_of(vm, &a[0])?.left.get())),
        "Private method returning an estimate of len(list(it)).",
    )
    .hidden_signature(),
    NativeDef::method("__reduce__", "($self, /)", iter_reduce, "Return state information for pickling.")
        .hidden_signature(),
];

/// The payload of an iterator.
struct SetIter {
    /// Unbound once the end was reached.
    set: RefCell<Value>,
    slot: Cell<usize>,
    len: Cell<usize>,
    left: Cell<usize>,
}

fn common_slots(s: &Slots) {
    s.repr.set(Some(repr));
    s.richcompare.set(Some(richcompare));
    s.iter.set(Some(iter));
    s.len.set(Some(|vm, v| Ok(payload(vm, v)?.len())));
    s.contains.set(Some(contains));
    s.and.set(Some(|vm, a, b| operator(vm, a, b, intersection)));
    s.or.set(Some(|vm, a, b| operator(vm, a, b, union)));
    s.xor.set(Some(|vm, a, b| operator(vm, a, b, symmetric_difference)));
    s.sub.set(Some(|vm, a, b| operator(vm, a, b, difference)));
}

fn set_slots(s: &Slots) {
    common_slots(s);
    s.iand.set(Some(|vm, a, b| in_place(vm, a, b, |vm, a, b| replace_with(vm, a, &intersection(vm, a, b)?))));
    s.ior.set(Some(|vm, a, b| in_place(vm, a, b, update)));
    s.ixor.set(Some(|vm, a, b| in_place(vm, a, b, toggle)));
    s.isub.set(Some(|vm, a, b| in_place(vm, a, b, difference_update)));
}

fn frozen_slots(s: &Slots) {
    common_slots(s);
    s.hash.set(Some(hash));
}

fn iter_slots(s: &Slots) {
    s.iter.set(Some(|_, v| Ok(v.clone())));
    s.iternext.set(Some(next));
}

fn payload<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Set> {
    vm.payload(value, "set")
}

fn slots_of(vm: &Vm, value: &Value) -> PyResult<usize> {
    let capacity = payload(vm, value)?.table.borrow().capacity();
    Ok(if capacity > 8 { capacity * 16 } else { 0 })
}

fn set_new(vm: &Vm, args: &[Value]) -> PyResult {
    let class = vm.expect_type(&args[0], "set.__new__(X): X")?;
    Ok(with_table(vm, class, SetTable::new()))
}

fn init(vm: &Vm, args: &[Value]) -> PyResult {
    drop(payload(vm, &args[0])?.table.borrow_mut().clear());
    if !args[1].is_unbound() {
        update(vm, &args[0], &args[1])?;
    }
    Ok(Value::None)
}

fn frozen_new(vm: &Vm, args: &[Value]) -> PyResult {
    let class = vm.expect_type(&args[0], "frozenset.__new__(X): X")?;
    if class.is(&vm.types.frozenset) && vm.is_exact(&args[1], class) {
        return Ok(args[1].clone());
    }
    let made = with_table(vm, class, SetTable::new());
    if !args[1].is_unbound() {
        update(vm, &made, &args[1])?;
    }
    Ok(made)
}

fn is_set(value: &Value) -> bool {
    of(value).is_some()
}

/// The value itself if it is a set, else a set of its elements.
fn as_set(vm: &Vm, value: &Value) -> PyResult {
    if is_set(value) { Ok(value.clone()) } else { super::from_values(vm, vm.list_from_iterable(value)?) }
}

fn operator(vm: &Vm, a: &Value, b: &Value, f: fn(&Vm, &Value, &Value) -> PyResult) -> PyResult {
    if is_set(a) && is_set(b) { f(vm, a, b) } else { Ok(Value::NotImplemented) }
}

fn in_place(vm: &Vm, a: &Value, b: &Value, f: fn(&Vm, &Value, &Value) -> PyResult<()>) -> PyResult {
    if !is_set(b) {
        return Ok(Value::NotImplemented);
    }
    f(vm, a, b)?;
    Ok(a.clone())
}

fn union(vm: &Vm, a: &Value, b: &Value) -> PyResult {
    let result = copy(vm, super::operations::base_class(vm, a), payload(vm, a)?);
    update(vm, &result, b)?;
    Ok(result)
}

/// Applies an operation with each of `*others` in turn.
fn fold(vm: &Vm, args: &[Value], f: fn(&Vm, &Value, &Value) -> PyResult) -> PyResult {
    let others = args[1].as_tuple().unwrap_or(&[]);
    let mut result = match others {
        [] => return Ok(copy(vm, super::operations::base_class(vm, &args[0]), payload(vm, &args[0])?)),
        [first, ..] => f(vm, &args[0], first)?,
    };
    for other in &others[1..] {
        result = f(vm, &result, other)?;
    }
    Ok(result)
}

fn each(vm: &Vm, args: &[Value], f: fn(&Vm, &Value, &Value) -> PyResult<()>) -> PyResult {
    for other in args[1].as_tuple().unwrap_or(&[]) {
        f(vm, &args[0], other)?;
    }
    Ok(Value::None)
}

fn intersection_update(vm: &Vm, args: &[Value]) -> PyResult {
    let result = fold(vm, args, intersection)?;
    replace_with(vm, &args[0], &result)?;
    Ok(Value::None)
}

fn replace_with(vm: &Vm, target: &Value, source: &Value) -> PyResult<()> {
    let taken = payload(vm, source)?.table.take();
    let old = payload(vm, target)?.table.replace(taken);
    drop(old);
    Ok(())
}

fn copy_method(vm: &Vm, args: &[Value]) -> PyResult {
    if vm.is_exact(&args[0], &vm.types.frozenset) {
        return Ok(args[0].clone());
    }
    Ok(copy(vm, super::operations::base_class(vm, &args[0]), payload(vm, &args[0])?))
}

/// The hash of a key; an unhashable set is looked up as a frozenset of its members.
fn key_hash(vm: &Vm, key: &Value) -> PyResult<(i64, Value)> {
    match vm.hash(key) {
        Ok(hash) => Ok((hash, key.clone())),
        Err(e) if is_set(key) && e.matches(vm, &vm.exc.type_error) => {
            let frozen = copy(vm, &vm.types.frozenset, payload(vm, key)?);
            Ok((vm.hash(&frozen)?, frozen))
        }
        Err(e) => Err(e),
    }
}

fn contains(vm: &Vm, set: &Value, key: &Value) -> PyResult<bool> {
    let (hash, key) = key_hash(vm, key)?;
    payload(vm, set)?.contains(vm, hash, &key)
}

fn remove_key(vm: &Vm, set: &Value, key: &Value) -> PyResult<bool> {
    let (hash, key) = key_hash(vm, key)?;
    Ok(payload(vm, set)?.discard(vm, hash, &key)?.is_some())
}

fn pop(vm: &Vm, args: &[Value]) -> PyResult {
    let popped = payload(vm, &args[0])?.table.borrow_mut().pop();
    match popped {
        Some((_, value)) => Ok(value),
        None => Err(vm.key_error(&Value::str("pop from an empty set"))),
    }
}

fn isdisjoint(vm: &Vm, args: &[Value]) -> PyResult {
    let mut a = payload(vm, &args[0])?;
    if let Some(mut b) = of(&args[1]) {
        if b.len() > a.len() {
            std::mem::swap(&mut a, &mut b);
        }
        for (hash, key) in b.members() {
            if a.contains(vm, hash, &key)? {
                return Ok(Value::Bool(false));
            }
        }
        return Ok(Value::Bool(true));
    }
    for (hash, key) in hashed(vm, &args[1])? {
        if a.contains(vm, hash, &key)? {
            return Ok(Value::Bool(false));
        }
    }
    Ok(Value::Bool(true))
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let name = vm.type_name(value);
    let Some(_guard) = vm.repr_enter(value) else { return Ok(Value::str(&format!("{name}(...)"))) };
    let keys = payload(vm, value)?.keys();
    if keys.is_empty() {
        return Ok(Value::str(&format!("{name}()")));
    }
    let exact = vm.is_exact(value, &vm.types.set);
    let mut text = rustpython_wtf8::Wtf8Buf::new();
    if !exact {
        text.push_str(&format!("{name}("));
    }
    text.push_str("{");
    for (i, key) in keys.iter().enumerate() {
        if i > 0 {
            text.push_str(", ");
        }
        text.push_wtf8(vm.repr(key)?.as_wtf8());
    }
    text.push_str(if exact { "}" } else { "})" });
    Ok(Value::Str(text.into()))
}

fn hash(vm: &Vm, value: &Value) -> PyResult<i64> {
    let set = payload(vm, value)?;
    if let Some(hash) = set.hash.get() {
        return Ok(hash);
    }
    let hash = crate::hash::hash_frozenset(set.members().into_iter().map(|(h, _)| h));
    set.hash.set(Some(hash));
    Ok(hash)
}

fn richcompare(vm: &Vm, a: &Value, b: &Value, op: CmpOp) -> PyResult {
    let (Some(x), Some(y)) = (of(a), of(b)) else { return Ok(Value::NotImplemented) };
    Ok(Value::Bool(match op {
        CmpOp::Eq => x.len() == y.len() && is_subset(vm, a, b)?,
        CmpOp::Ne => !(x.len() == y.len() && is_subset(vm, a, b)?),
        CmpOp::Le => is_subset(vm, a, b)?,
        CmpOp::Ge => is_subset(vm, b, a)?,
        CmpOp::Lt => x.len() < y.len() && is_subset(vm, a, b)?,
        CmpOp::Gt => x.len() > y.len() && is_subset(vm, b, a)?,
    }))
}

/// `(class, ([members],), __dict__ or None)`
fn reduce(vm: &Vm, args: &[Value]) -> PyResult {
    let keys = vm.new_list(payload(vm, &args[0])?.keys());
    let state = crate::objects::reduce::state(vm, &args[0])?;
    let class = vm.class_of(&args[0]).to_value();
    Ok(vm.new_tuple(vec![class, vm.new_tuple(vec![keys]), state]))
}

fn iter(vm: &Vm, set: &Value) -> PyResult {
    let len = payload(vm, set)?.len();
    let it = SetIter {
        set: RefCell::new(set.clone()),
        slot: Cell::new(0),
        len: Cell::new(len),
        left: Cell::new(len),
    };
    Ok(Value::Obj(Ref::new(&vm.types.set_iterator, Kind::Native(Box::new(it)))))
}

fn iter_of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a SetIter> {
    vm.payload(value, "set_iterator")
}

fn next(vm: &Vm, iterator: &Value) -> PyResult<Option<Value>> {
    let it = iter_of(vm, iterator)?;
    let set = it.set.borrow().clone();
    let Some(s) = of(&set) else { return Ok(None) };
    if s.len() != it.len.get() {
        it.len.set(usize::MAX);
        return Err(vm.runtime_error("Set changed size during iteration"));
    }
    match s.next_from(it.slot.get()) {
        Some((slot, key)) => {
            it.slot.set(slot);
            it.left.set(it.left.get().saturating_sub(1));
            Ok(Some(key))
        }
        None => {
            drop(it.set.replace(Value::Unbound));
            it.left.set(0);
            Ok(None)
        }
    }
}

fn iter_reduce(vm: &Vm, args: &[Value]) -> PyResult {
    let it = iter_of(vm, &args[0])?;
    let set = it.set.borrow().clone();
    let mut rest = Vec::new();
    let mut slot = it.slot.get();
    while let Some((next, key)) = of(&set).and_then(|s| s.next_from(slot)) {
        slot = next;
        rest.push(key);
    }
    let list = vm.new_list(rest);
    Ok(vm.new_tuple(vec![vm.builtin("iter")?, vm.new_tuple(vec![list])]))
}

impl Native for SetIter {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        self.set.traverse(visit);
    }
}

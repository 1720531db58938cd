//! `odict_keys`, `odict_values`, `odict_items` and `odict_iterator`: the views of dict with an iterator that refuses
//! to go on once keys came, went or moved.

use std::cell::{Cell, RefCell};

use pyvm_vm::heap::Visitor;
use pyvm_vm::heap::collect::Traverse;
use pyvm_vm::objects::dict::views::{self, Part};
use pyvm_vm::objects::{Dict, Native};
use pyvm_vm::types::{Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use crate::support::REDUCE;

struct OrderedIter {
    /// Unbound once the end was reached.
    dict: RefCell<Value>,
    part: Part,
    reversed: bool,
    /// The position of the entry to show next: it is looked for when the one before is shown, so that changes made
    /// behind the last entry go unnoticed.
    next: Cell<Option<usize>>,
    version: u32,
    len: usize,
}

/// Declares the view of one part.
macro_rules! views {
    ($($view:ident $base:ident $name:literal,)*) => {
        $(
            #[doc = concat!("`", $name, "`")]
            pub(super) static $view: TypeSpec = TypeSpec {
                base: Some(&views::$base),
                slots: view_slots,
                methods: VIEW_METHODS,
                flags: TypeFlags::NO_NEW,
                is_static: true,
                ..TypeSpec::named($name, "builtins")
            };
        )*
    };
}

views! {
    KEYS KEYS "odict_keys",
    VALUES VALUES "odict_values",
    ITEMS ITEMS "odict_items",
}

/// `odict_iterator`
pub(super) static ITER: TypeSpec = TypeSpec {
    layout: Some(Layout::Native("odict_iterator")),
    slots: iter_slots,
    methods: ITER_METHODS,
    flags: TypeFlags::NO_NEW,
    is_static: true,
    ..TypeSpec::named("odict_iterator", "builtins")
};

static VIEW_METHODS: &[NativeDef] =
    &[NativeDef::method("__reversed__", "($self, /)", |vm, a| view_iter(vm, &a[0], true), "")
        .hidden_signature()];
static ITER_METHODS: &[NativeDef] =
    &[NativeDef::method("__reduce__", "($self, /)", reduce, REDUCE).hidden_signature()];

fn view_slots(s: &Slots) {
    s.iter.set(Some(|vm, v| view_iter(vm, v, false)));
}

fn iter_slots(s: &Slots) {
    s.iter.set(Some(|_, v| Ok(v.clone())));
    s.iternext.set(Some(next));
}

/// A view of an ordered dict.
pub(super) fn new_view(vm: &Vm, dict: &Value, part: Part) -> Value {
    let spec = match part {
        Part::Keys => &KEYS,
        Part::Values => &VALUES,
        Part::Items => &ITEMS,
    };
    views::new_view_of(vm, &vm.native_type(spec), dict, part)
}

fn view_iter(vm: &Vm, view: &Value, reversed: bool) -> PyResult {
    let (dict, part) = views::parts(vm, view)?;
    new_iter(vm, &dict, part, reversed)
}

/// An iterator over what `part` shows of an ordered dict.
///
/// # Errors
/// SystemError where it is none.
pub(super) fn new_iter(vm: &Vm, dict: &Value, part: Part, reversed: bool) -> PyResult {
    let table = super::ordered::of(vm, dict)?;
    let from = if reversed { table.end() } else { 0 };
    let iter = OrderedIter {
        dict: RefCell::new(dict.clone()),
        part,
        reversed,
        next: Cell::new(found(table, from, reversed)),
        version: table.keys_version(),
        len: table.len(),
    };
    Ok(vm.new_native(&vm.native_type(&ITER), iter))
}

/// The position of the entry at or behind `from`; before it in reverse.
fn found(dict: &Dict, from: usize, reversed: bool) -> Option<usize> {
    if reversed {
        return dict.previous_entry(from).map(|(position, ..)| position);
    }
    dict.next_entry(from).and_then(|(next, ..)| next.checked_sub(1))
}

fn next(vm: &Vm, value: &Value) -> PyResult<Option<Value>> {
    let iter: &OrderedIter = vm.payload(value, "odict_iterator")?;
    let shown = step(vm, iter);
    if !matches!(shown, Ok(Some(_))) {
        drop(iter.dict.replace(Value::Unbound));
    }
    shown
}

fn step(vm: &Vm, iter: &OrderedIter) -> PyResult<Option<Value>> {
    let owner = iter.dict.borrow().clone();
    let (Some(dict), Some(position)) = (owner.as_dict(), iter.next.get()) else { return Ok(None) };
    if dict.keys_version() != iter.version {
        return Err(vm.runtime_error("OrderedDict mutated during iteration"));
    }
    if dict.len() != iter.len {
        return Err(vm.runtime_error("OrderedDict changed size during iteration"));
    }
    let Some((behind, key, value)) = dict.next_entry(position) else { return Ok(None) };
    iter.next.set(found(dict, if iter.reversed { position } else { behind }, iter.reversed));
    Ok(Some(match iter.part {
        Part::Keys => key,
        Part::Values => value,
        Part::Items => vm.new_tuple(vec![key, value]),
    }))
}

/// `iter`, and a list of what is left.
fn reduce(vm: &Vm, args: &[Value]) -> PyResult {
    let iter: &OrderedIter = vm.payload(&args[0], "odict_iterator")?;
    let copy = OrderedIter {
        dict: RefCell::new(iter.dict.borrow().clone()),
        part: iter.part,
        reversed: iter.reversed,
        next: iter.next.clone(),
        version: iter.version,
        len: iter.len,
    };
    let copy = vm.new_native(vm.class_of(&args[0]), copy);
    let rest = vm.new_list(vm.list_from_iterable(&copy)?);
    Ok(vm.new_tuple(vec![vm.builtin("iter")?, vm.new_tuple(vec![rest])]))
}

impl Native for OrderedIter {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        self.dict.traverse(visit);
    }
}

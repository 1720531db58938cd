//! `dict_keys`, `dict_values`, `dict_items` and their iterators, forward and reversed.

use std::cell::{Cell, RefCell};

use super::methods::of;
use crate::error::PyResult;
use crate::heap::collect::Traverse;
use crate::heap::{TypeRef, Value, Visitor};
use crate::objects::{Dict, Native};
use crate::types::slots::CmpOp;
use crate::types::{GetSetDef, Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use crate::vm::Vm;

/// What a view or iterator shows of each entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The key.
    Keys,
    /// The value.
    Values,
    /// A pair.
    Items,
}

/// The payload of a view.
pub struct DictView {
    dict: Value,
    part: Part,
}

/// The payload of an iterator.
pub struct DictIter {
    /// Unbound once the end was reached.
    dict: RefCell<Value>,
    part: Part,
    reversed: bool,
    position: Cell<usize>,
    /// Length when the iteration began; `usize::MAX` once a change was reported.
    len: Cell<usize>,
    left: Cell<usize>,
}

/// Declares the types of one part: view, iterator and reverse iterator.
macro_rules! view_types {
    ($($view:ident $iter:ident $reverse:ident $view_name:literal $iter_name:literal $reverse_name:literal $slots:ident $methods:ident,)*) => {
        $(
            #[doc = concat!("`", $view_name, "`")]
            pub static $view: TypeSpec = TypeSpec {
                layout: Some(Layout::Native($view_name)),
                slots: $slots,
                methods: $methods,
                getset: VIEW_GETSET,
                flags: TypeFlags::NO_NEW,
                ..TypeSpec::named($view_name, "builtins")
            };
            #[doc = concat!("`", $iter_name, "`")]
            pub static $iter: TypeSpec = TypeSpec {
                layout: Some(Layout::Native($iter_name)),
                slots: iter_slots,
                methods: ITER_METHODS,
                flags: TypeFlags::NO_NEW,
                ..TypeSpec::named($iter_name, "builtins")
            };
            #[doc = concat!("`", $reverse_name, "`")]
            pub static $reverse: TypeSpec = TypeSpec {
                layout: Some(Layout::Native($reverse_name)),
                slots: iter_slots,
                methods: ITER_METHODS,
                flags: TypeFlags::NO_NEW,
                ..TypeSpec::named($reverse_name, "builtins")
            };
        )*
    };
}

view_types! {
    KEYS KEY_ITER REVERSE_KEY_ITER "dict_keys" "dict_keyiterator" "dict_reversekeyiterator" set_slots SET_METHODS,
    VALUES VALUE_ITER REVERSE_VALUE_ITER "dict_values" "dict_valueiterator" "dict_reversevalueiterator" values_slots VALUES_METHODS,
    ITEMS ITEM_ITER REVERSE_ITEM_ITER "dict_items" "dict_itemiterator" "dict_reverseitemiterator" set_slots SET_METHODS,
}

static VIEW_GETSET: &[GetSetDef] =
    &[GetSetDef::get("mapping", mapping, "dictionary that this view refers to")];

static VALUES_METHODS: &[NativeDef] = &[NativeDef::method(
    "__reversed__",
    "($self, /)",
    view_reversed,
    "Return a reverse iterator over the dict values.",
)
.hidden_signature()];

static SET_METHODS: &[NativeDef] = &[
    NativeDef::method(
        "__reversed__",
        "($self, /)",
        view_reversed,
        "Return a reverse iterator over the dict keys.",
    )
    .hidden_signature(),
    NativeDef::method(
        "isdisjoint",
        "($self, other, /)",
        isdisjoint,
        "Return True if the view and the given iterable have a null intersection.",
    )
    .hidden_signature(),
];

static ITER_METHODS: &[NativeDef] = &[
    NativeDef::method(
        "__length_hint__",
        "($self, /)",
        length_hint,
        "Private method returning an estimate of len(list(it)).",
    )
    .hidden_signature(),
    NativeDef::method("__reduce__", "($self, /)", iter_reduce, "Return state information for pickling.")
        .hidden_signature(),
];

fn values_slots(s: &Slots) {
    s.repr.set(Some(view_repr));
    s.iter.set(Some(view_iter));
    s.len.set(Some(|vm, v| Ok(of(vm, &view(vm, v)?.dict)?.len())));
}

fn set_slots(s: &Slots) {
    values_slots(s);
    s.contains.set(Some(view_contains));
    s.richcompare.set(Some(view_compare));
    s.and.set(Some(intersection));
    s.or.set(Some(|vm, a, b| set_operation(vm, a, b, "update")));
    s.xor.set(Some(|vm, a, b| set_operation(vm, a, b, "symmetric_difference_update")));
    s.sub.set(Some(|vm, a, b| set_operation(vm, a, b, "difference_update")));
}

fn iter_slots(s: &Slots) {
    s.iter.set(Some(|_, v| Ok(v.clone())));
    s.iternext.set(Some(next));
}

fn new_view(vm: &Vm, dict: &Value, part: Part) -> Value {
    let class = match part {
        Part::Keys => &vm.types.dict_keys,
        Part::Values => &vm.types.dict_values,
        Part::Items => &vm.types.dict_items,
    };
    new_view_of(vm, class, dict, part)
}

/// A view of a class that derives from one of dict's.
pub fn new_view_of(vm: &Vm, class: &TypeRef, dict: &Value, part: Part) -> Value {
    vm.new_native(class, DictView { dict: dict.clone(), part })
}

/// The dict of a view, and what it shows of it.
///
/// # Errors
/// SystemError where the value is no view.
pub fn parts(vm: &Vm, value: &Value) -> PyResult<(Value, Part)> {
    let view = view(vm, value)?;
    Ok((view.dict.clone(), view.part))
}

pub(super) fn keys(vm: &Vm, args: &[Value]) -> PyResult {
    Ok(new_view(vm, &args[0], Part::Keys))
}

pub(super) fn values(vm: &Vm, args: &[Value]) -> PyResult {
    Ok(new_view(vm, &args[0], Part::Values))
}

pub(super) fn items(vm: &Vm, args: &[Value]) -> PyResult {
    Ok(new_view(vm, &args[0], Part::Items))
}

/// An iterator over a dict's keys, values or items.
pub fn new_iter(vm: &Vm, dict: &Value, part: Part, reversed: bool) -> PyResult {
    let payload = of(vm, dict)?;
    let class: &TypeRef = match (part, reversed) {
        (Part::Keys, false) => &vm.types.dict_keyiterator,
        (Part::Values, false) => &vm.types.dict_valueiterator,
        (Part::Items, false) => &vm.types.dict_itemiterator,
        (Part::Keys, true) => &vm.types.dict_reversekeyiterator,
        (Part::Values, true) => &vm.types.dict_reversevalueiterator,
        (Part::Items, true) => &vm.types.dict_reverseitemiterator,
    };
    let iter = DictIter {
        dict: RefCell::new(dict.clone()),
        part,
        reversed,
        position: Cell::new(if reversed { payload.end() } else { 0 }),
        len: Cell::new(payload.len()),
        left: Cell::new(payload.len()),
    };
    Ok(vm.new_native(class, iter))
}

pub(super) fn iter(vm: &Vm, dict: &Value) -> PyResult {
    new_iter(vm, dict, Part::Keys, false)
}

pub(super) fn reversed_keys(vm: &Vm, args: &[Value]) -> PyResult {
    new_iter(vm, &args[0], Part::Keys, true)
}

fn view<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a DictView> {
    vm.payload(value, "dict view")
}

fn view_iter(vm: &Vm, value: &Value) -> PyResult {
    let v = view(vm, value)?;
    new_iter(vm, &v.dict, v.part, false)
}

fn view_reversed(vm: &Vm, args: &[Value]) -> PyResult {
    let v = view(vm, &args[0])?;
    new_iter(vm, &v.dict, v.part, true)
}

fn mapping(vm: &Vm, value: &Value) -> PyResult {
    Ok(crate::objects::mappingproxy::new(vm, view(vm, value)?.dict.clone()))
}

fn shown(vm: &Vm, part: Part, key: Value, value: Value) -> Value {
    match part {
        Part::Keys => key,
        Part::Values => value,
        Part::Items => vm.new_tuple(vec![key, value]),
    }
}

/// What the view shows, as a list.
fn contents(vm: &Vm, v: &DictView) -> PyResult<Vec<Value>> {
    let entries = of(vm, &v.dict)?.entries();
    Ok(entries.into_iter().map(|(key, value)| shown(vm, v.part, key, value)).collect())
}

fn view_repr(vm: &Vm, value: &Value) -> PyResult {
    let Some(_guard) = vm.repr_enter(value) else { return Ok(Value::str("...")) };
    let list = vm.new_list(contents(vm, view(vm, value)?)?);
    let mut text = rustpython_wtf8::Wtf8Buf::from_string(format!("{}(", vm.type_name(value)));
    text.push_wtf8(vm.repr(&list)?.as_wtf8());
    text.push_str(")");
    Ok(Value::Str(text.into()))
}

fn view_contains(vm: &Vm, value: &Value, item: &Value) -> PyResult<bool> {
    let v = view(vm, value)?;
    let dict = of(vm, &v.dict)?;
    if v.part == Part::Keys {
        return Ok(dict.get(vm, item)?.is_some());
    }
    let Some([key, expected]) = item.as_tuple() else { return Ok(false) };
    match dict.get(vm, key)? {
        Some(found) => vm.eq(&found, expected),
        None => Ok(false),
    }
}

fn all_in(vm: &Vm, small: &Value, large: &Value) -> PyResult<bool> {
    let mut all = true;
    vm.for_each(small, |item| {
        all = vm.contains(large, &item)?;
        Ok(all)
    })?;
    Ok(all)
}

fn view_compare(vm: &Vm, a: &Value, b: &Value, op: CmpOp) -> PyResult {
    let is_set = |v: &Value| {
        vm.is_instance(v, &vm.types.set)
            || vm.is_instance(v, &vm.types.frozenset)
            || v.native::<DictView>().is_some_and(|v| v.part != Part::Values)
    };
    if !is_set(b) {
        return Ok(Value::NotImplemented);
    }
    let (x, y) = (vm.len(a)?, vm.len(b)?);
    Ok(Value::Bool(match op {
        CmpOp::Eq => x == y && all_in(vm, a, b)?,
        CmpOp::Ne => !(x == y && all_in(vm, a, b)?),
        CmpOp::Lt => x < y && all_in(vm, a, b)?,
        CmpOp::Le => x <= y && all_in(vm, a, b)?,
        CmpOp::Gt => x > y && all_in(vm, b, a)?,
        CmpOp::Ge => x >= y && all_in(vm, b, a)?,
    }))
}

/// What two operands share, one of them a view: members of the other are looked up in the view, which need not hash what
/// it shows.
fn intersection(vm: &Vm, a: &Value, b: &Value) -> PyResult {
    let is_view = |v: &Value| v.native::<DictView>().is_some_and(|v| v.part != Part::Values);
    let (mut view, mut other) = if is_view(a) { (a, b) } else { (b, a) };
    if vm.class_of(other).is(&vm.types.set) && vm.len(view)? <= vm.len(other)? {
        return vm.call_method(other, &vm.intern("intersection"), std::slice::from_ref(view));
    }
    if is_view(other) && vm.len(other)? > vm.len(view)? {
        std::mem::swap(&mut view, &mut other);
    }
    let shared = vm.call0(&vm.types.set.to_value())?;
    vm.for_each(other, |item| {
        if vm.contains(view, &item)? {
            vm.call_method(&shared, &vm.intern("add"), &[item])?;
        }
        Ok(true)
    })?;
    Ok(shared)
}

/// `a op b` by way of a set of what `a` shows.
fn set_operation(vm: &Vm, a: &Value, b: &Value, method: &str) -> PyResult {
    // A set of a dict is made in one go, which decides its order.
    let source = match a.native::<DictView>() {
        Some(view) if matches!(view.part, Part::Keys) => view.dict.clone(),
        _ => a.clone(),
    };
    let set = vm.call1(&vm.types.set.to_value(), source)?;
    vm.call_method(&set, &vm.intern(method), std::slice::from_ref(b))?;
    Ok(set)
}

fn isdisjoint(vm: &Vm, args: &[Value]) -> PyResult {
    let (a, b) = (&args[0], &args[1]);
    if a.is(b) {
        return Ok(Value::Bool(vm.len(a)? == 0));
    }
    let mut disjoint = true;
    vm.for_each(b, |item| {
        disjoint = !vm.contains(a, &item)?;
        Ok(disjoint)
    })?;
    Ok(Value::Bool(disjoint))
}

fn next(vm: &Vm, iterator: &Value) -> PyResult<Option<Value>> {
    let it: &DictIter = vm.payload(iterator, "dict iterator")?;
    Ok(next_entry(vm, it)?.map(|(key, value)| shown(vm, it.part, key, value)))
}

fn next_entry(vm: &Vm, it: &DictIter) -> PyResult<Option<(Value, Value)>> {
    let dict_value = it.dict.borrow().clone();
    let Some(dict) = dict_value.as_dict() else { return Ok(None) };
    if dict.len() != it.len.get() {
        it.len.set(usize::MAX);
        return Err(vm.runtime_error("dictionary changed size during iteration"));
    }
    let found = advance(it, dict);
    let Some((key, value)) = found else {
        drop(it.dict.replace(Value::Unbound));
        return Ok(None);
    };
    if it.left.get() == 0 {
        // The same number of keys, but not the same keys.
        it.len.set(usize::MAX);
        return Err(vm.runtime_error("dictionary keys changed during iteration"));
    }
    it.left.set(it.left.get() - 1);
    Ok(Some((key, value)))
}

fn advance(it: &DictIter, dict: &Dict) -> Option<(Value, Value)> {
    let (position, key, value) = if it.reversed {
        dict.previous_entry(it.position.get())?
    } else {
        dict.next_entry(it.position.get())?
    };
    it.position.set(position);
    Some((key, value))
}

fn length_hint(vm: &Vm, args: &[Value]) -> PyResult {
    let it: &DictIter = vm.payload(&args[0], "dict iterator")?;
    let dict = it.dict.borrow();
    let len = dict.as_dict().map_or(0, Dict::len);
    Ok(Value::from(if len == it.len.get() { it.left.get() } else { 0 }))
}

/// `iter`, and a list of what is left.
fn iter_reduce(vm: &Vm, args: &[Value]) -> PyResult {
    let it: &DictIter = vm.payload(&args[0], "dict iterator")?;
    let copy = DictIter {
        dict: RefCell::new(it.dict.borrow().clone()),
        part: it.part,
        reversed: it.reversed,
        position: it.position.clone(),
        len: it.len.clone(),
        left: it.left.clone(),
    };
    let copy = vm.new_native(vm.class_of(&args[0]), copy);
    let rest = vm.new_list(vm.list_from_iterable(&copy)?);
    Ok(vm.new_tuple(vec![vm.builtin("iter")?, vm.new_tuple(vec![rest])]))
}

impl Native for DictView {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.value(&self.dict);
    }
}

impl Native for DictIter {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        self.dict.traverse(visit);
    }

    fn next_pair(&self, vm: &Vm) -> Option<PyResult<Option<(Value, Value)>>> {
        matches!(self.part, Part::Items).then(|| next_entry(vm, self))
    }
}

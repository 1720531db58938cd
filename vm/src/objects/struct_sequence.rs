//! Struct sequences: tuples with named fields, as `sys.version_info` is. Mirrors `Objects/structseq.c`.
//!
//! Fields behind the visible ones (`st_atime_ns` of `os.stat_result`) are no items of the tuple: the instance holds
//! them in its hidden slots. A field without a name can be reached by its index only.

use std::sync::{LazyLock, Mutex};

use hashbrown::HashMap;

use crate::call::bind::{Callee, bind};
use crate::call::{Args, Signature};
use crate::error::PyResult;
use crate::heap::{Ref, TypeRef, Value};
use crate::objects::{Dict, Kind, getset, tuple};
use crate::types::{NativeDef, Slots, TypeFlags, TypeSpec};
use crate::vm::Vm;

/// A field: its name and its documentation.
pub type Field = (&'static str, &'static str);

static METHODS: &[NativeDef] = &[
    NativeDef::method("__reduce__", "($self, /)", reduce, ""),
    NativeDef::method(
        "__replace__",
        "($self, /, **changes)",
        replace,
        "Return a copy of the structure with new values for the specified fields.",
    ),
];

static NEW: NativeDef =
    NativeDef::static_("__new__", "($type, /, *args, **kwargs)", new, "").hidden_signature();

/// The spec of a type named `module.Name`. Types are made from specs that live as long as the program: one for
/// each name.
fn spec(full_name: &'static str, doc: &'static str, hidden: usize, callable: bool) -> &'static TypeSpec {
    static SPECS: LazyLock<Mutex<HashMap<&'static str, &'static TypeSpec>>> = LazyLock::new(Mutex::default);
    let (module, name) = full_name.rsplit_once('.').unwrap_or(("builtins", full_name));
    let make = || -> &'static TypeSpec {
        Box::leak(Box::new(TypeSpec {
            is_static: module == "sys",
            doc: (!doc.is_empty()).then_some(doc),
            base: Some(&tuple::SPEC),
            flags: if callable { TypeFlags::empty() } else { TypeFlags::NO_NEW },
            hidden_slots: hidden,
            slots: |s: &Slots| s.repr.set(Some(repr)),
            new: callable.then_some(&NEW),
            methods: METHODS,
            ..TypeSpec::named(name, module)
        }))
    };
    let mut specs = SPECS.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    specs.entry(full_name).or_insert_with(make)
}

/// A type named `module.Name` with these fields; instances are made by [`instance`].
///
/// # Errors
/// None.
pub fn make_type(vm: &Vm, full_name: &'static str, fields: &[&'static str]) -> PyResult<TypeRef> {
    make_type_with_hidden(vm, full_name, fields, fields.len())
}

/// A type of which only the first `visible` fields are items of the tuple. An empty name is a field that can be
/// reached by its index only.
///
/// # Errors
/// None.
pub fn make_type_with_hidden(
    vm: &Vm,
    full_name: &'static str,
    fields: &[&'static str],
    visible: usize,
) -> PyResult<TypeRef> {
    let fields: Vec<Field> = fields.iter().map(|f| (*f, "")).collect();
    Ok(make_documented(vm, full_name, "", &fields, visible, true))
}

/// A type with documentation. One that is not `callable` makes no instances for Python.
pub fn make_documented(
    vm: &Vm,
    full_name: &'static str,
    doc: &'static str,
    fields: &[Field],
    visible: usize,
    callable: bool,
) -> TypeRef {
    let spec = spec(full_name, doc, fields.len() - visible, callable);
    let class = vm.native_type(spec);
    let Some(dict) = Dict::of(&class.ty().dict) else { return class };
    let set = |name: &str, value: Value| drop(dict.set_str(&vm.intern(name), value));
    for (i, (name, doc)) in fields.iter().enumerate().filter(|(_, (name, _))| !name.is_empty()) {
        let hidden = i.checked_sub(visible);
        set(
            name,
            getset::item_member(
                vm,
                &class,
                name,
                doc,
                hidden.map_or(getset::Item::Visible(i), getset::Item::Hidden),
            ),
        );
    }
    let unnamed = fields.iter().filter(|(name, _)| name.is_empty()).count();
    set("n_sequence_fields", Value::from(visible));
    set("n_fields", Value::from(fields.len()));
    set("n_unnamed_fields", Value::from(unnamed));
    let names = fields.iter().take(visible).filter(|(name, _)| !name.is_empty());
    set("__match_args__", vm.new_tuple(names.map(|(name, _)| Value::Str(vm.intern(name))).collect()));
    crate::types::lookup::type_modified(&class);
    class
}

/// An instance of a type made by [`make_type`].
pub fn instance(class: &TypeRef, values: Vec<Value>) -> Value {
    Value::Obj(Ref::new(class, Kind::Tuple(values.into_boxed_slice())))
}

/// An instance of a type made by [`make_type_with_hidden`]: the items, then the hidden values by name.
pub fn instance_with_hidden(vm: &Vm, class: &TypeRef, values: Vec<Value>, hidden: &[(&str, Value)]) -> Value {
    let made = Ref::new(class, Kind::Tuple(values.into_boxed_slice()));
    for (name, value) in hidden {
        if let Some(index) = hidden_index(vm, class, name) {
            made.attrs().grow_to(index + 1);
            drop(made.attrs().set(index, value.clone()));
        }
    }
    Value::Obj(made)
}

/// The place of a hidden field in the slots of an instance.
fn hidden_index(vm: &Vm, class: &TypeRef, name: &str) -> Option<usize> {
    let member = crate::types::lookup::lookup(class, &vm.intern(name))?;
    match getset::item_of(&member)? {
        getset::Item::Hidden(index) => Some(index),
        getset::Item::Visible(_) => None,
    }
}

/// A record of a type of its own.
///
/// # Errors
/// As [`make_type`].
pub fn record(vm: &Vm, full_name: &'static str, fields: &[&'static str], values: Vec<Value>) -> PyResult {
    Ok(instance(&make_type(vm, full_name, fields)?, values))
}

/// A number that the class holds: `n_fields` and the like.
fn count(vm: &Vm, class: &TypeRef, name: &str) -> usize {
    match crate::types::lookup::lookup(class, &vm.intern(name)) {
        Some(Value::Int(n)) => usize::try_from(n).unwrap_or(0),
        _ => 0,
    }
}

/// The named fields in order, items first.
fn fields(class: &TypeRef) -> Vec<(Value, getset::Item)> {
    let entries = Dict::of(&class.ty().dict).map(Dict::entries).unwrap_or_default();
    let items = entries.into_iter().filter_map(|(name, member)| Some((name, getset::item_of(&member)?)));
    let mut items: Vec<_> = items.collect();
    items.sort_by_key(|(_, item)| match item {
        getset::Item::Visible(i) => (false, *i),
        getset::Item::Hidden(i) => (true, *i),
    });
    items
}

/// `T(sequence, dict=None)`: a sequence of at least the visible fields; hidden ones may come from the dict.
fn new(vm: &Vm, args: &[Value]) -> PyResult {
    let class = vm.expect_type(&args[0], "structseq.__new__(X): X")?;
    let keywords = args[2].as_dict().map(Dict::entries).unwrap_or_default();
    let (values, names) = crate::call::join(args[1].as_tuple().unwrap_or(&[]), &keywords);
    let qualified = || "structseq".to_owned();
    let callee = Callee { qualified: &qualified, name: "structseq" };
    let signature = Signature::parse("(sequence, dict=None)");
    let given = bind(vm, &callee, &signature, None, Args::with_keywords(&values, &names))?;
    build(vm, class, &given[0], &given[1])
}

fn build(vm: &Vm, class: &TypeRef, sequence: &Value, dict: &Value) -> PyResult {
    let (visible, all) = (count(vm, class, "n_sequence_fields"), count(vm, class, "n_fields"));
    let name = class.tp_name();
    let Ok(mut items) = vm.list_from_iterable(sequence) else {
        return Err(vm.type_error("constructor requires a sequence"));
    };
    if !dict.is_none() && dict.as_dict().is_none() {
        return Err(vm.type_error(format!("{name}() takes a dict as second arg, if any")));
    }
    let len = items.len();
    let wrong = |bound: &str, n: usize| {
        vm.type_error(format!("{name}() takes {bound} {n}-sequence ({len}-sequence given)"))
    };
    if visible == all && len != visible {
        return Err(wrong("a", visible));
    }
    if len < visible {
        return Err(wrong("an at least", visible));
    }
    if len > all {
        return Err(wrong("an at most", all));
    }
    let mut hidden = items.split_off(visible);
    let positional = hidden.len();
    let mut used = 0;
    hidden.resize(all - visible, Value::None);
    for (field, item) in fields(class) {
        if let (getset::Item::Hidden(index), Some(d)) = (item, dict.as_dict())
            && index >= positional
            && let Some(text) = field.as_text()
            && let Some(value) = d.get_str(text)
        {
            hidden[index] = value;
            used += 1;
        }
    }
    if dict.as_dict().is_some_and(|d| d.len() > used) {
        return Err(vm.type_error(format!("{name}() got duplicate or unexpected field name(s)")));
    }
    let made = Ref::new(class, Kind::Tuple(items.into_boxed_slice()));
    made.attrs().grow_to(hidden.len());
    for (i, value) in hidden.into_iter().enumerate() {
        drop(made.attrs().set(i, value));
    }
    Ok(Value::Obj(made))
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let class = vm.class_of(value).clone();
    let items = value.as_tuple().unwrap_or(&[]);
    let mut text = rustpython_wtf8::Wtf8Buf::from_string(format!("{}(", class.tp_name()));
    let mut first = true;
    // CPython counts names and items separately, so that an item without a name goes by the next name there is.
    for ((name, _), shown) in fields(&class).into_iter().zip(items) {
        if !std::mem::replace(&mut first, false) {
            text.push_str(", ");
        }
        text.push_wtf8(vm.str(&name)?.as_wtf8());
        text.push_str("=");
        text.push_wtf8(vm.repr(shown)?.as_wtf8());
    }
    text.push_str(")");
    Ok(Value::Str(text.into()))
}

/// The named hidden values of an instance.
fn hidden_values(value: &Value) -> Vec<(Value, Value)> {
    let Some(object) = value.as_obj() else { return Vec::new() };
    let hidden = fields(object.class()).into_iter().filter_map(|(name, item)| match item {
        getset::Item::Hidden(index) => Some((name, object.attrs().get(index).bound().unwrap_or(Value::None))),
        getset::Item::Visible(_) => None,
    });
    hidden.collect()
}

/// `(class, (items, {hidden name: value}))`
fn reduce(vm: &Vm, args: &[Value]) -> PyResult {
    let items = vm.new_tuple(args[0].as_tuple().unwrap_or(&[]).to_vec());
    let hidden = vm.new_dict();
    for (name, value) in hidden_values(&args[0]) {
        vm.setitem(&hidden, &name, value)?;
    }
    let parts = vm.new_tuple(vec![items, hidden]);
    Ok(vm.new_tuple(vec![vm.class_of(&args[0]).to_value(), parts]))
}

fn replace(vm: &Vm, args: &[Value]) -> PyResult {
    let class = vm.class_of(&args[0]).clone();
    let mut changes = args[1].as_dict().map(Dict::entries).unwrap_or_default();
    if count(vm, &class, "n_unnamed_fields") > 0 {
        let name = class.tp_name();
        return Err(vm.type_error(format!(
            "__replace__() is not supported for {name} because it has unnamed field(s)"
        )));
    }
    let mut take = |name: &Value, old: Value| {
        let same = |key: &Value| key.as_text().zip(name.as_text()).is_some_and(|(a, b)| a == b);
        match changes.iter().position(|(key, _)| same(key)) {
            Some(i) => changes.remove(i).1,
            None => old,
        }
    };
    let mut items = args[0].as_tuple().unwrap_or(&[]).to_vec();
    for (name, item) in fields(&class) {
        if let getset::Item::Visible(index) = item
            && let Some(slot) = items.get_mut(index)
        {
            *slot = take(&name, slot.clone());
        }
    }
    items.extend(hidden_values(&args[0]).into_iter().map(|(name, old)| take(&name, old)));
    if !changes.is_empty() {
        let names = vm.new_list(changes.into_iter().map(|(key, _)| key).collect());
        return Err(vm.type_error(format!("Got unexpected field name(s): {}", vm.repr(&names)?)));
    }
    build(vm, &class, &vm.new_tuple(items), &Value::None)
}

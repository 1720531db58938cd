//! The constructor, slots and methods of `dict`.

use crate::error::PyResult;
use crate::heap::{Str, Value};
use crate::objects::{Dict, Kind};
use crate::types::slots::CmpOp;
use crate::types::{Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use crate::vm::Vm;

use super::views;

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: Some(
        "dict() -> new empty dictionary\ndict(mapping) -> new dictionary initialized from a mapping object's\n    (key, value) pairs\ndict(iterable) -> new dictionary initialized as if via:\n    d = {}\n    for k, v in iterable:\n        d[k] = v\ndict(**kwargs) -> new dictionary initialized with the name=value pairs\n    in the keyword argument list.  For example:  dict(one=1, two=2)",
    ),
    flags: TypeFlags::BASETYPE
        .with(TypeFlags::MAPPING)
        .with(TypeFlags::MATCH_SELF)
        .with(TypeFlags::GENERIC_GETATTR),
    layout: Some(Layout::Native("dict")),
    slots,
    new: Some(&NEW),
    init: Some(&INIT),
    methods: METHODS,
    attributes: |_| vec![("__hash__", Value::None)],
    ..TypeSpec::named("dict", "builtins")
};

static NEW: NativeDef = NativeDef::static_("__new__", "($type, /, *args, **kwargs)", new, "");
static INIT: NativeDef = NativeDef::method("__init__", "($self, /, *args, **kwargs)", init, "");

static METHODS: &[NativeDef] = &[
    NativeDef::method("__contains__", "($self, key, /)", |vm, a| contains(vm, &a[0], &a[1]).map(Value::Bool), "True if the dictionary has the specified key, else False."),
    NativeDef::method("__getitem__", "($self, key, /)", |vm, a| getitem(vm, &a[0], &a[1]), "Return self[key]."),
    NativeDef::method("__reversed__", "($self, /)", views::reversed_keys, "Return a reverse iterator over the dict keys."),
    NativeDef::method("__sizeof__", "($self, /)", sizeof, "Return the size of the dict in memory."),
    NativeDef::class("__class_getitem__", "($type, object, /)", crate::objects::generic_alias::class_getitem, "See PEP 585")
        .hidden_signature(),
    NativeDef::method("clear", "($self, /)", clear, "Remove all items from the dict."),
    NativeDef::method("copy", "($self, /)", copy, "Return a shallow copy of the dict."),
    NativeDef::class(
        "fromkeys",
        "($type, iterable, value=None, /)",
        fromkeys,
        "Create a new dictionary with keys from iterable and values set to value.",
    ),
    NativeDef::method(
        "get",
        "($self, key, default=None, /)",
        get,
        "Return the value for key if key is in the dictionary, else default.",
    ),
    NativeDef::method("items", "($self, /)", views::items, "Return a set-like object providing a view on the dict's items.")
        .hidden_signature(),
    NativeDef::method("keys", "($self, /)", views::keys, "Return a set-like object providing a view on the dict's keys.")
        .hidden_signature(),
    NativeDef::method(
        "pop",
        "($self, key, default=<unrepresentable>, /)",
        pop,
        "D.pop(k[,d]) -> v, remove specified key and return the corresponding value.\n\nIf the key is not found, return the default if given; otherwise,\nraise a KeyError.",
    ),
    NativeDef::method(
        "popitem",
        "($self, /)",
        popitem,
        "Remove and return a (key, value) pair as a 2-tuple.\n\nPairs are returned in LIFO (last-in, first-out) order.\nRaises KeyError if the dict is empty.",
    ),
    NativeDef::method(
        "setdefault",
        "($self, key, default=None, /)",
        setdefault,
        "Insert key with a value of default if key is not in the dictionary.\n\nReturn the value for key if key is in the dictionary, else default.",
    ),
    NativeDef::method(
        "update",
        "($self, /, *args, **kwargs)",
        update,
        "D.update([E, ]**F) -> None.  Update D from mapping/iterable E and F.\nIf E is present and has a .keys() method, then does:  for k in E.keys(): D[k] = E[k]\nIf E is present and lacks a .keys() method, then does:  for k, v in E: D[k] = v\nIn either case, this is followed by: for k in F:  D[k] = F[k]",
    )
    .hidden_signature(),
    NativeDef::method("values", "($self, /)", views::values, "Return an object providing a view on the dict's values.")
        .hidden_signature(),
];

fn slots(s: &Slots) {
    s.repr.set(Some(repr));
    s.richcompare.set(Some(richcompare));
    s.iter.set(Some(views::iter));
    s.len.set(Some(|vm, v| Ok(of(vm, v)?.len())));
    s.getitem.set(Some(getitem));
    s.setitem.set(Some(setitem));
    s.contains.set(Some(contains));
    s.or.set(Some(or));
    s.ior.set(Some(ior));
}

/// The dict of a receiver.
pub(crate) fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Dict> {
    value.as_dict().ok_or_else(|| vm.wrong_payload(value, "dict"))
}

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    let class = vm.expect_type(&args[0], "dict.__new__(X): X")?;
    Ok(vm.new_object(class, Kind::Dict(Dict::new())))
}

fn init(vm: &Vm, args: &[Value]) -> PyResult {
    update_from_arguments(vm, "dict", args)
}

fn update(vm: &Vm, args: &[Value]) -> PyResult {
    update_from_arguments(vm, "update", args)
}

fn update_from_arguments(vm: &Vm, name: &str, args: &[Value]) -> PyResult {
    let target = of(vm, &args[0])?;
    match args[1].as_tuple().unwrap_or(&[]) {
        [] => {}
        [source] => update_any(vm, &args[0], source)?,
        more => {
            return Err(vm.type_error(format!("{name} expected at most 1 argument, got {}", more.len())));
        }
    }
    if let Some(keywords) = args[2].as_dict() {
        for (hash, key, value) in keywords.hashed_entries() {
            drop(target.insert_hashed(vm, key, hash, value)?);
        }
    }
    Ok(Value::None)
}

/// Updates from a mapping (anything with `keys`) or an iterable of pairs.
pub(crate) fn update_any(vm: &Vm, target: &Value, source: &Value) -> PyResult<()> {
    if vm.is_exact(source, &vm.types.dict) || vm.lookup_attr(source, &vm.names.keys)?.is_some() {
        return merge(vm, target, source);
    }
    let dict = of(vm, target)?;
    let mut index = 0usize;
    vm.for_each(source, |pair| {
        let (key, value) = split_pair(vm, &pair, index)?;
        drop(dict.insert(vm, key, value)?);
        index += 1;
        Ok(true)
    })
}

fn split_pair(vm: &Vm, pair: &Value, index: usize) -> PyResult<(Value, Value)> {
    let parts = match vm.list_from_iterable(pair) {
        Ok(parts) => parts,
        Err(e) if e.matches(vm, &vm.exc.type_error) => {
            return Err(vm.type_error(format!(
                "cannot convert dictionary update sequence element #{index} to a sequence"
            )));
        }
        Err(e) => return Err(e),
    };
    match <[Value; 2]>::try_from(parts) {
        Ok([key, value]) => Ok((key, value)),
        Err(parts) => Err(vm.value_error(format!(
            "dictionary update sequence element #{index} has length {}; 2 is required",
            parts.len()
        ))),
    }
}

/// Updates from a mapping: entry by entry from a dict, through `keys` and `[]` from anything else.
pub(crate) fn merge(vm: &Vm, target: &Value, source: &Value) -> PyResult<()> {
    merge_all(vm, target, source, false)
}

/// Updates from a mapping as [`merge`] does; KeyError for a key that is there already.
pub(crate) fn merge_unique(vm: &Vm, target: &Value, source: &Value) -> PyResult<()> {
    merge_all(vm, target, source, true)
}

fn merge_all(vm: &Vm, target: &Value, source: &Value, unique: bool) -> PyResult<()> {
    let dict = of(vm, target)?;
    let check = |key: &Value| match unique && dict.get(vm, key)?.is_some() {
        true => Err(vm.key_error(key)),
        false => Ok(()),
    };
    if let Some(other) = source.as_dict()
        && (vm.is_exact(source, &vm.types.dict) || iterates_as_dict(vm, source))
    {
        if source.is(target) {
            return Ok(());
        }
        let (mut position, len) = (0, other.len());
        while let Some((next, hash, key, value)) = other.next_hashed(position) {
            check(&key)?;
            drop(dict.insert_hashed(vm, key, hash, value)?);
            if other.len() != len {
                return Err(vm.runtime_error("dict mutated during update"));
            }
            position = next;
        }
        return Ok(());
    }
    for key in keys_of(vm, source)? {
        check(&key)?;
        let value = vm.getitem(source, &key)?;
        drop(dict.insert(vm, key, value)?);
    }
    Ok(())
}

/// The keys of a mapping, all of them before any value is asked for.
fn keys_of(vm: &Vm, mapping: &Value) -> PyResult<Vec<Value>> {
    let keys = vm.call_method(mapping, &vm.names.keys, &[])?;
    match vm.iter(&keys) {
        Ok(iterator) => vm.list_from_iterable(&iterator),
        Err(e) if e.matches(vm, &vm.exc.type_error) => {
            let (owner, got) = (vm.type_name(mapping), vm.type_name(&keys));
            Err(vm.type_error(format!("{owner}.keys() returned a non-iterable (type {got})")))
        }
        Err(e) => Err(e),
    }
}

/// Whether a dict subclass keeps `dict`'s iteration.
fn iterates_as_dict(vm: &Vm, source: &Value) -> bool {
    let same = |name: &Str| {
        let own = crate::types::lookup::lookup(vm.class_of(source), name);
        let base = crate::types::lookup::lookup(&vm.types.dict, name);
        matches!((own, base), (Some(a), Some(b)) if a.is(&b))
    };
    same(&vm.names.iter)
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let dict = of(vm, value)?;
    if dict.is_empty() {
        return Ok(Value::str("{}"));
    }
    let Some(_guard) = vm.repr_enter(value) else { return Ok(Value::str("{...}")) };
    let mut text = rustpython_wtf8::Wtf8Buf::from_string("{".to_owned());
    let mut position = 0;
    while let Some((next, key, value)) = dict.next_entry(position) {
        if position > 0 {
            text.push_str(", ");
        }
        text.push_wtf8(vm.repr(&key)?.as_wtf8());
        text.push_str(": ");
        text.push_wtf8(vm.repr(&value)?.as_wtf8());
        position = next;
    }
    text.push_str("}");
    Ok(Value::Str(text.into()))
}

fn richcompare(vm: &Vm, a: &Value, b: &Value, op: CmpOp) -> PyResult {
    let (Some(x), Some(y)) = (a.as_dict(), b.as_dict()) else { return Ok(Value::NotImplemented) };
    let same = match op {
        CmpOp::Eq | CmpOp::Ne => equal(vm, x, y)?,
        _ => return Ok(Value::NotImplemented),
    };
    Ok(Value::Bool(same == (op == CmpOp::Eq)))
}

fn equal(vm: &Vm, a: &Dict, b: &Dict) -> PyResult<bool> {
    if a.len() != b.len() {
        return Ok(false);
    }
    let mut position = 0;
    while let Some((next, key, value)) = a.next_entry(position) {
        match b.get(vm, &key)? {
            Some(other) if vm.eq(&value, &other)? => {}
            _ => return Ok(false),
        }
        position = next;
    }
    Ok(true)
}

fn contains(vm: &Vm, value: &Value, key: &Value) -> PyResult<bool> {
    Ok(of(vm, value)?.get(vm, key)?.is_some())
}

fn getitem(vm: &Vm, value: &Value, key: &Value) -> PyResult {
    if let Some(found) = of(vm, value)?.get(vm, key)? {
        return Ok(found);
    }
    if !vm.is_exact(value, &vm.types.dict)
        && let Some(answer) = vm.call_special(value, &vm.names.missing, std::slice::from_ref(key))?
    {
        return Ok(answer);
    }
    Err(vm.key_error(key))
}

/// `self[key] = value`; without a value the key is removed.
///
/// # Errors
/// KeyError for a key that is not there, what hashing and comparing raise.
pub fn setitem(vm: &Vm, dict: &Value, key: &Value, value: Option<Value>) -> PyResult<()> {
    let dict = of(vm, dict)?;
    match value {
        Some(value) => drop(dict.insert(vm, key.clone(), value)?),
        None if dict.remove(vm, key)?.is_none() => return Err(vm.key_error(key)),
        None => {}
    }
    Ok(())
}

fn or(vm: &Vm, a: &Value, b: &Value) -> PyResult {
    if a.as_dict().is_none() || b.as_dict().is_none() {
        return Ok(Value::NotImplemented);
    }
    let merged = copy(vm, std::slice::from_ref(a))?;
    merge(vm, &merged, b)?;
    Ok(merged)
}

fn ior(vm: &Vm, a: &Value, b: &Value) -> PyResult {
    update_any(vm, a, b)?;
    Ok(a.clone())
}

fn sizeof(vm: &Vm, args: &[Value]) -> PyResult {
    Ok(Value::from(48 + of(vm, &args[0])?.bytes()))
}

fn clear(vm: &Vm, args: &[Value]) -> PyResult {
    of(vm, &args[0])?.clear();
    Ok(Value::None)
}

fn copy(vm: &Vm, args: &[Value]) -> PyResult {
    Ok(vm.dict_from(of(vm, &args[0])?.copy()))
}

fn fromkeys(vm: &Vm, args: &[Value]) -> PyResult {
    let dict = vm.call0(&args[0])?;
    let exact = vm.is_exact(&dict, &vm.types.dict);
    if exact
        && let Some(d) = dict.as_dict()
        && let Some(keys) = crate::objects::set::own_hashes(vm, &args[1])
    {
        for (hash, key) in keys {
            drop(d.insert_hashed(vm, key, hash, args[2].clone())?);
        }
        return Ok(dict);
    }
    vm.for_each(&args[1], |key| {
        if exact && let Some(d) = dict.as_dict() {
            drop(d.insert(vm, key, args[2].clone())?);
        } else {
            vm.setitem(&dict, &key, args[2].clone())?;
        }
        Ok(true)
    })?;
    Ok(dict)
}

fn get(vm: &Vm, args: &[Value]) -> PyResult {
    Ok(of(vm, &args[0])?.get(vm, &args[1])?.unwrap_or_else(|| args[2].clone()))
}

fn pop(vm: &Vm, args: &[Value]) -> PyResult {
    let dict = of(vm, &args[0])?;
    // Nothing is hashed where there is nothing to find.
    let found = if dict.is_empty() { None } else { dict.remove(vm, &args[1])? };
    match found {
        Some((_, value)) => Ok(value),
        None if args[2].is_unbound() => Err(vm.key_error(&args[1])),
        None => Ok(args[2].clone()),
    }
}

fn popitem(vm: &Vm, args: &[Value]) -> PyResult {
    let dict = of(vm, &args[0])?;
    match dict.pop_last() {
        Some((key, value)) => Ok(vm.new_tuple(vec![key, value])),
        None => Err(vm.key_error(&Value::str("popitem(): dictionary is empty"))),
    }
}

fn setdefault(vm: &Vm, args: &[Value]) -> PyResult {
    let dict = of(vm, &args[0])?;
    let hash = vm.hash(&args[1])?;
    if let Some(found) = dict.find(vm, &args[1], hash)?.and_then(|p| dict.value_at(p)) {
        return Ok(found);
    }
    dict.append(args[1].clone(), hash, args[2].clone());
    Ok(args[2].clone())
}

//! `collections.OrderedDict`: the dict keeps insertion order already; this adds moving and order-sensitive equality.

use pyvm_vm::objects::dict::views::Part;
use pyvm_vm::objects::{Dict, dict};
use pyvm_vm::types::slots::CmpOp;
use pyvm_vm::types::{GetSetDef, NativeDef, Slots, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::ordered_views::{new_iter, new_view};
use crate::support::{elements, method, reduced, state};

/// The type.
pub(super) static SPEC: TypeSpec = TypeSpec {
    doc: Some("Dictionary that remembers insertion order"),
    base: Some(&dict::SPEC),
    flags: TypeFlags::BASETYPE
        .with(TypeFlags::MAPPING)
        .with(TypeFlags::HAS_DICT)
        .with(TypeFlags::HAS_WEAKREF)
        .with(TypeFlags::EXTENDS_LAYOUT),
    slots,
    init: Some(&INIT),
    methods: METHODS,
    getset: GETSET,
    is_static: true,
    ..TypeSpec::named("OrderedDict", "collections")
};

static INIT: NativeDef = NativeDef::method("__init__", "($self, /, *args, **kwargs)", init, "");
static GETSET: &[GetSetDef] = &[GetSetDef::get_set(
    "__dict__",
    pyvm_vm::objects::getset::get_dict,
    pyvm_vm::objects::getset::set_dict,
    "",
)];
static METHODS: &[NativeDef] = &[
    NativeDef::class(
        "fromkeys",
        "($type, /, iterable, value=None)",
        fromkeys,
        "Create a new ordered dictionary with keys from iterable and values set to value.",
    ),
    NativeDef::method(
        "setdefault",
        "($self, /, key, default=None)",
        setdefault,
        "Insert key with a value of default if key is not in the dictionary.\n\nReturn the value for key if key is in the dictionary, else default.",
    ),
    NativeDef::method(
        "pop",
        "($self, /, key, default=<unrepresentable>)",
        pop,
        "od.pop(key[,default]) -> v, remove specified key and return the corresponding value.\n\nIf the key is not found, return the default if given; otherwise,\nraise a KeyError.",
    ),
    NativeDef::method(
        "popitem",
        "($self, /, last=True)",
        popitem,
        "Remove and return a (key, value) pair from the dictionary.\n\nPairs are returned in LIFO order if last is true or FIFO order if false.",
    ),
    NativeDef::method(
        "update",
        "($self, /, *args, **kwargs)",
        update,
        "D.update([E, ]**F) -> None.  Update D from mapping/iterable E and F.",
    )
    .hidden_signature(),
    NativeDef::method("copy", "($self, /)", copy, "od.copy() -> a shallow copy of od").hidden_signature(),
    NativeDef::method("__reduce__", "($self, /)", reduce, crate::support::REDUCE).hidden_signature(),
    NativeDef::method("__sizeof__", "($self, /)", sizeof, "").hidden_signature(),
    NativeDef::method(
        "move_to_end",
        "($self, /, key, last=True)",
        move_to_end,
        "Move an existing element to the end (or beginning if last is false).\n\nRaise KeyError if the element does not exist.",
    ),
    NativeDef::method("clear", "($self, /)", clear, "od.clear() -> None.  Remove all items from od.")
        .hidden_signature(),
    NativeDef::method("keys", "($self, /)", |vm, a| Ok(new_view(vm, &a[0], Part::Keys)), "")
        .hidden_signature(),
    NativeDef::method("values", "($self, /)", |vm, a| Ok(new_view(vm, &a[0], Part::Values)), "")
        .hidden_signature(),
    NativeDef::method("items", "($self, /)", |vm, a| Ok(new_view(vm, &a[0], Part::Items)), "")
        .hidden_signature(),
    NativeDef::method(
        "__reversed__",
        "($self, /)",
        |vm, a| new_iter(vm, &a[0], Part::Keys, true),
        "od.__reversed__() <==> reversed(od)",
    )
    .hidden_signature(),
];

fn slots(s: &Slots) {
    s.repr.set(Some(repr));
    s.richcompare.set(Some(richcompare));
    s.iter.set(Some(|vm, v| new_iter(vm, v, Part::Keys, false)));
    s.setitem.set(Some(dict::setitem));
    s.or.set(Some(or));
    s.ior.set(Some(|vm, a, b| {
        fill(vm, a, b)?;
        Ok(a.clone())
    }));
}

/// The dict of a receiver.
pub(super) fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Dict> {
    value.as_dict().ok_or_else(|| vm.wrong_payload(value, "OrderedDict"))
}

fn is_exact(vm: &Vm, value: &Value) -> bool {
    vm.is_exact(value, &vm.native_type(&SPEC))
}

fn init(vm: &Vm, args: &[Value]) -> PyResult {
    fill_from_arguments(vm, "OrderedDict", args)
}

fn update(vm: &Vm, args: &[Value]) -> PyResult {
    fill_from_arguments(vm, "update", args)
}

fn fill_from_arguments(vm: &Vm, name: &str, args: &[Value]) -> PyResult {
    match elements(&args[1]) {
        [] => {}
        [source] => fill(vm, &args[0], source)?,
        more => {
            let n = more.len();
            return Err(vm.type_error(if name == "update" {
                format!("update() takes at most 1 positional argument ({n} given)")
            } else {
                format!("expected at most 1 arguments, got {n}")
            }));
        }
    }
    for (key, value) in args[2].as_dict().map(Dict::entries).unwrap_or_default() {
        vm.setitem(&args[0], &key, value)?;
    }
    Ok(Value::None)
}

/// Updates through `self[key] = value`, so that a subclass sees each one.
fn fill(vm: &Vm, target: &Value, source: &Value) -> PyResult<()> {
    if let Some(dict) = source.as_dict().filter(|_| vm.is_exact(source, &vm.types.dict)) {
        for (key, value) in dict.entries() {
            vm.setitem(target, &key, value)?;
        }
        return Ok(());
    }
    if vm.lookup_attr(source, &vm.names.keys)?.is_some() {
        let keys = vm.call_method(source, &vm.names.keys, &[])?;
        return vm.for_each(&keys, |key| {
            let value = vm.getitem(source, &key)?;
            vm.setitem(target, &key, value)?;
            Ok(true)
        });
    }
    let pairs = match vm.lookup_attr(source, &vm.intern("items"))? {
        Some(items) => vm.call0(&items)?,
        None => source.clone(),
    };
    vm.for_each(&pairs, |pair| {
        let parts = vm.list_from_iterable(&pair)?;
        match <[Value; 2]>::try_from(parts) {
            Ok([key, value]) => vm.setitem(target, &key, value).map(|()| true),
            Err(parts) if parts.len() > 2 => Err(vm.value_error("too many values to unpack (expected 2)")),
            Err(parts) => {
                let s = if parts.len() == 1 { "" } else { "s" };
                Err(vm.value_error(format!("need more than {} value{s} to unpack", parts.len())))
            }
        }
    })
}

fn fromkeys(vm: &Vm, args: &[Value]) -> PyResult {
    let made = vm.call0(&args[0])?;
    vm.for_each(&args[1], |key| vm.setitem(&made, &key, args[2].clone()).map(|()| true))?;
    Ok(made)
}

fn setdefault(vm: &Vm, args: &[Value]) -> PyResult {
    if vm.contains(&args[0], &args[1])? {
        return vm.getitem(&args[0], &args[1]);
    }
    vm.setitem(&args[0], &args[1], args[2].clone())?;
    Ok(args[2].clone())
}

fn pop(vm: &Vm, args: &[Value]) -> PyResult {
    if let Some((_, value)) = of(vm, &args[0])?.remove(vm, &args[1])? {
        return Ok(value);
    }
    if args[2].is_unbound() {
        return Err(vm.key_error(&args[1]));
    }
    Ok(args[2].clone())
}

fn popitem(vm: &Vm, args: &[Value]) -> PyResult {
    let dict = of(vm, &args[0])?;
    let removed = if vm.is_true(&args[1])? {
        dict.pop_last()
    } else {
        let first = dict.next_entry(0).and_then(|(next, ..)| next.checked_sub(1));
        first.and_then(|p| dict.remove_at(p))
    };
    match removed {
        Some((key, value)) => Ok(vm.new_tuple(vec![key, value])),
        None => Err(vm.key_error(&Value::str("dictionary is empty"))),
    }
}

fn clear(vm: &Vm, args: &[Value]) -> PyResult {
    of(vm, &args[0])?.clear();
    Ok(Value::None)
}

fn copy(vm: &Vm, args: &[Value]) -> PyResult {
    let made = vm.call0(&vm.class_of(&args[0]).to_value())?;
    let exact = is_exact(vm, &args[0]);
    for (key, value) in of(vm, &args[0])?.entries() {
        let value = if exact { value } else { vm.getitem(&args[0], &key)? };
        vm.setitem(&made, &key, value)?;
    }
    if let Some(dict) = pyvm_vm::types::attribute::existing_dict(vm, &args[0]) {
        let target = pyvm_vm::objects::getset::get_dict(vm, &made)?;
        method(vm, &target, "update", &[dict])?;
    }
    Ok(made)
}

/// What a dict takes, and room for `__dict__` and weak references.
fn sizeof(vm: &Vm, args: &[Value]) -> PyResult {
    Ok(Value::from(48 + 16 + of(vm, &args[0])?.bytes()))
}

fn reduce(vm: &Vm, args: &[Value]) -> PyResult {
    let state = state(vm, &args[0])?;
    let items = vm.iter(&method(vm, &args[0], "items", &[])?)?;
    Ok(reduced(vm, &args[0], Vec::new(), vec![state, Value::None, items]))
}

/// To the end: taken out and appended. To the front: everything else is appended behind it.
fn move_to_end(vm: &Vm, args: &[Value]) -> PyResult {
    let dict = of(vm, &args[0])?;
    let last = vm.is_true(&args[2])?;
    let hash = vm.hash(&args[1])?;
    let found = dict.find(vm, &args[1], hash)?.and_then(|p| dict.remove_at(p));
    let Some((key, value)) = found else { return Err(vm.key_error(&args[1])) };
    let behind = if last { Vec::new() } else { dict.hashed_entries() };
    if !last {
        dict.clear();
    }
    drop(dict.insert_hashed(vm, key, hash, value)?);
    for (hash, key, value) in behind {
        drop(dict.insert_hashed(vm, key, hash, value)?);
    }
    Ok(Value::None)
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let name = vm.class_of(value).name();
    let dict = of(vm, value)?;
    if dict.is_empty() {
        return Ok(Value::str(&format!("{name}()")));
    }
    let Some(_guard) = vm.repr_enter(value) else { return Ok(Value::str("...")) };
    let plain = if is_exact(vm, value) {
        vm.dict_from(dict.copy())
    } else {
        vm.call1(&vm.types.dict.to_value(), value.clone())?
    };
    Ok(Value::str(&format!("{name}({})", vm.repr(&plain)?)))
}

fn richcompare(vm: &Vm, a: &Value, b: &Value, op: CmpOp) -> PyResult {
    if !matches!(op, CmpOp::Eq | CmpOp::Ne) || b.as_dict().is_none() {
        return Ok(Value::NotImplemented);
    }
    let Some(compare) = vm.types.dict.ty().slots.richcompare.get() else { return Ok(Value::NotImplemented) };
    let mut same = vm.is_true(&compare(vm, a, b, CmpOp::Eq)?)?;
    let class = vm.native_type(&SPEC);
    if same && vm.is_instance(a, &class) && vm.is_instance(b, &class) {
        same = same_order(vm, of(vm, a)?, of(vm, b)?)?;
    }
    Ok(Value::Bool(same == (op == CmpOp::Eq)))
}

fn same_order(vm: &Vm, a: &Dict, b: &Dict) -> PyResult<bool> {
    let (keys, others) = (a.keys(), b.keys());
    let versions = (a.keys_version(), b.keys_version());
    for (x, y) in keys.iter().zip(&others) {
        let same = vm.eq(x, y)?;
        if (a.keys_version(), b.keys_version()) != versions {
            return Err(vm.runtime_error("OrderedDict mutated during iteration"));
        }
        if !same {
            return Ok(false);
        }
    }
    Ok(keys.len() == others.len())
}

fn or(vm: &Vm, a: &Value, b: &Value) -> PyResult {
    if a.as_dict().is_none() || b.as_dict().is_none() {
        return Ok(Value::NotImplemented);
    }
    let own = if vm.is_instance(a, &vm.native_type(&SPEC)) { a } else { b };
    let made = vm.call1(&vm.class_of(own).to_value(), a.clone())?;
    fill(vm, &made, b)?;
    Ok(made)
}

//! `types.GenericAlias`: `list[int]`. Mirrors `Objects/genericaliasobject.c`.

use std::cell::RefCell;

use crate::call::Args;
use crate::error::PyResult;
use crate::heap::{Str, TypeRef, Value, Visitor};
use crate::objects::Native;
use crate::types::slots::CmpOp;
use crate::types::{GetSetDef, Layout, NativeDef, Slots, TypeFlags, TypeSpec, attribute};
use crate::vm::Vm;

pub mod substitution;

/// The payload.
pub struct GenericAlias {
    origin: Value,
    args: Value,
    starred: bool,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: Some(
        "Represent a PEP 585 generic type\n\nE.g. for t = list[int], t.__origin__ is list and t.__args__ is (int,).",
    ),
    flags: TypeFlags::BASETYPE.with(TypeFlags::HAS_WEAKREF),
    layout: Some(Layout::Native("GenericAlias")),
    slots,
    new: Some(&NEW),
    methods: METHODS,
    getset: GETSET,
    is_static: true,
    ..TypeSpec::named("GenericAlias", "types")
};

static NEW: NativeDef = NativeDef::static_("__new__", "($type, origin, args, /)", py_new, "");

static METHODS: &[NativeDef] = &[
    NativeDef::method(
        "__mro_entries__",
        "($self, object, /)",
        |vm, a| Ok(vm.new_tuple(vec![of(vm, &a[0])?.origin.clone()])),
        "",
    )
    .hidden_signature(),
    NativeDef::method(
        "__instancecheck__",
        "($self, object, /)",
        |vm, _| Err(vm.type_error("isinstance() argument 2 cannot be a parameterized generic")),
        "",
    )
    .hidden_signature(),
    NativeDef::method(
        "__subclasscheck__",
        "($self, object, /)",
        |vm, _| Err(vm.type_error("issubclass() argument 2 cannot be a parameterized generic")),
        "",
    )
    .hidden_signature(),
    NativeDef::method("__reduce__", "($self, /)", reduce, "").hidden_signature(),
    NativeDef::method("__dir__", "($self, /)", dir, "").hidden_signature(),
];

static GETSET: &[GetSetDef] = &[
    GetSetDef::member("__origin__", |vm, v| Ok(of(vm, v)?.origin.clone()), ""),
    GetSetDef::member("__args__", |vm, v| Ok(of(vm, v)?.args.clone()), ""),
    GetSetDef::member("__unpacked__", |vm, v| Ok(Value::Bool(of(vm, v)?.starred)), ""),
    GetSetDef::get(
        "__parameters__",
        |vm, v| substitution::parameters(vm, &of(vm, v)?.args),
        "Type variables in the GenericAlias.",
    ),
    GetSetDef::get("__typing_unpacked_tuple_args__", unpacked_tuple_args, ""),
];

fn slots(s: &Slots) {
    s.repr.set(Some(repr));
    s.hash.set(Some(|vm, v| {
        let a = of(vm, v)?;
        Ok(crate::hash::hash_xor(vm.hash(&a.origin)?, vm.hash(&a.args)?))
    }));
    s.call.set(Some(call));
    s.getattro.set(Some(getattro));
    s.richcompare.set(Some(richcompare));
    s.getitem.set(Some(getitem));
    s.iter.set(Some(|vm, v| {
        let alias = RefCell::new(Some(v.clone()));
        Ok(vm.new_native(&vm.native_type(&ITER_SPEC), AliasIter { alias }))
    }));
    s.or.set(Some(super::union::or));
}

/// `origin[args]`
pub fn new(vm: &Vm, origin: Value, args: Value) -> Value {
    vm.new_native(&vm.types.generic_alias, GenericAlias::plain(vm, origin, args))
}

fn py_new(vm: &Vm, args: &[Value]) -> PyResult {
    let class = vm.expect_type(&args[0], "GenericAlias.__new__(X): X")?;
    Ok(vm.new_native(class, GenericAlias::plain(vm, args[1].clone(), args[2].clone())))
}

impl GenericAlias {
    fn plain(vm: &Vm, origin: Value, args: Value) -> GenericAlias {
        let args = if args.as_tuple().is_some() { args } else { vm.new_tuple(vec![args]) };
        GenericAlias { origin, args, starred: false }
    }
}

/// `__class_getitem__` of the built-in containers.
///
/// # Errors
/// None.
pub fn class_getitem(vm: &Vm, args: &[Value]) -> PyResult {
    Ok(new(vm, args[0].clone(), args[1].clone()))
}

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a GenericAlias> {
    vm.payload(value, "GenericAlias")
}

/// How a type argument is shown.
pub(super) fn shown(vm: &Vm, value: &Value) -> PyResult<String> {
    if matches!(value, Value::Ellipsis) {
        return Ok("...".to_owned());
    }
    if let Some(items) = value.as_list() {
        let parts: PyResult<Vec<String>> = items.to_vec().iter().map(|v| shown(vm, v)).collect();
        return Ok(format!("[{}]", parts?.join(", ")));
    }
    if TypeRef::from_value(value).is_none() {
        return Ok(vm.repr(value)?.to_string());
    }
    let module = vm.lookup_attr(value, &vm.names.module)?;
    let qualname = vm.lookup_attr(value, &vm.names.qualname)?;
    Ok(match (module.as_ref().and_then(Value::as_text), qualname.as_ref().and_then(Value::as_text)) {
        (Some(m), Some(q)) if *m == *"builtins" => q.to_string(),
        (Some(m), Some(q)) => format!("{m}.{q}"),
        _ => vm.repr(value)?.to_string(),
    })
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let a = of(vm, value)?;
    let parts: PyResult<Vec<String>> =
        a.args.as_tuple().unwrap_or(&[]).iter().map(|v| shown(vm, v)).collect();
    let parts = parts?;
    let inner = if parts.is_empty() { "()".to_owned() } else { parts.join(", ") };
    let star = if a.starred { "*" } else { "" };
    Ok(Value::str(&format!("{star}{}[{inner}]", shown(vm, &a.origin)?)))
}

fn call(vm: &Vm, value: &Value, args: Args<'_>) -> PyResult {
    let made = vm.call(&of(vm, value)?.origin, args)?;
    match vm.setattr(&made, &vm.intern("__orig_class__"), value.clone()) {
        Err(e) if !e.matches(vm, &vm.exc.attribute_error) && !e.matches(vm, &vm.exc.type_error) => Err(e),
        _ => Ok(made),
    }
}

/// Attributes that an alias has itself.
const OWN: [&str; 12] = [
    "__bases__",
    "__class__",
    "__origin__",
    "__args__",
    "__unpacked__",
    "__parameters__",
    "__typing_unpacked_tuple_args__",
    "__mro_entries__",
    "__reduce_ex__",
    "__reduce__",
    "__copy__",
    "__deepcopy__",
];

/// Attributes that the alias itself has; any other comes from the origin.
fn getattro(vm: &Vm, value: &Value, name: &Str) -> PyResult {
    if OWN.iter().any(|own| *name == **own) {
        return attribute::generic_getattr(vm, value, name);
    }
    vm.getattr(&of(vm, value)?.origin, name)
}

fn richcompare(vm: &Vm, a: &Value, b: &Value, op: CmpOp) -> PyResult {
    let (Some(x), Some(y)) = (a.native::<GenericAlias>(), b.native::<GenericAlias>()) else {
        return Ok(Value::NotImplemented);
    };
    let same = match op {
        CmpOp::Eq | CmpOp::Ne => {
            x.starred == y.starred && vm.eq(&x.origin, &y.origin)? && vm.eq(&x.args, &y.args)?
        }
        _ => return Ok(Value::NotImplemented),
    };
    Ok(Value::Bool(same == (op == CmpOp::Eq)))
}

fn unpacked_tuple_args(vm: &Vm, value: &Value) -> PyResult {
    let a = of(vm, value)?;
    let is_tuple = TypeRef::from_value(&a.origin).is_some_and(|t| t.is(&vm.types.tuple));
    Ok(if a.starred && is_tuple { a.args.clone() } else { Value::None })
}

fn getitem(vm: &Vm, value: &Value, item: &Value) -> PyResult {
    let a = of(vm, value)?;
    let parameters = substitution::parameters(vm, &a.args)?;
    let args = substitution::substitute(vm, value, &a.args, &parameters, item)?;
    let made = GenericAlias { origin: a.origin.clone(), args, starred: a.starred };
    Ok(vm.new_native(&vm.types.generic_alias, made))
}

fn reduce(vm: &Vm, args: &[Value]) -> PyResult {
    let a = of(vm, &args[0])?;
    if a.starred {
        let plain = new(vm, a.origin.clone(), a.args.clone());
        let iterator = vm.new_tuple(vec![vm.iter(&plain)?]);
        return Ok(vm.new_tuple(vec![vm.builtin("next")?, iterator]));
    }
    let parts = vm.new_tuple(vec![a.origin.clone(), a.args.clone()]);
    Ok(vm.new_tuple(vec![vm.types.generic_alias.to_value(), parts]))
}

fn dir(vm: &Vm, args: &[Value]) -> PyResult {
    let mut names =
        vm.list_from_iterable(&vm.call1(&vm.builtin("dir")?, of(vm, &args[0])?.origin.clone())?)?;
    for name in OWN {
        let name = Value::Str(vm.intern(name));
        if !names.iter().any(|n| n.as_text() == name.as_text()) {
            names.push(name);
        }
    }
    Ok(vm.new_list(names))
}

/// `generic_alias_iterator`: `*alias` gives the alias itself, starred, once.
static ITER_SPEC: TypeSpec = TypeSpec {
    layout: Some(Layout::Native("generic_alias_iterator")),
    flags: TypeFlags::NO_NEW,
    slots: |s: &Slots| {
        s.iter.set(Some(|_, v| Ok(v.clone())));
        s.iternext.set(Some(next));
    },
    methods: ITER_METHODS,
    ..TypeSpec::named("generic_alias_iterator", "builtins")
};

static ITER_METHODS: &[NativeDef] =
    &[NativeDef::method("__reduce__", "($self, /)", iter_reduce, "").hidden_signature()];

struct AliasIter {
    alias: RefCell<Option<Value>>,
}

fn next(vm: &Vm, value: &Value) -> PyResult<Option<Value>> {
    let it: &AliasIter = vm.payload(value, "generic_alias_iterator")?;
    let Some(alias) = it.alias.take() else { return Ok(None) };
    let a = of(vm, &alias)?;
    let starred = GenericAlias { origin: a.origin.clone(), args: a.args.clone(), starred: true };
    Ok(Some(vm.new_native(&vm.types.generic_alias, starred)))
}

fn iter_reduce(vm: &Vm, args: &[Value]) -> PyResult {
    let it: &AliasIter = vm.payload(&args[0], "generic_alias_iterator")?;
    let iter = vm.builtin("iter")?;
    let alias = it.alias.borrow().clone();
    let arguments = vm.new_tuple(vec![alias.unwrap_or_else(|| vm.empty_tuple())]);
    Ok(vm.new_tuple(vec![iter, arguments]))
}

impl Native for AliasIter {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        if let Ok(alias) = self.alias.try_borrow()
            && let Some(alias) = &*alias
        {
            visit.value(alias);
        }
    }
}

impl Native for GenericAlias {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.value(&self.origin);
        visit.value(&self.args);
    }
}

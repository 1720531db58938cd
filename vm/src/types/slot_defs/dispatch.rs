//! Slot functions of heap types: each looks its dunder method up and calls it. Mirrors `slot_tp_*`.

use std::cmp::Ordering;

use num_bigint::Sign;

use crate::call::Args;
use crate::error::{PyError, PyResult};
use crate::heap::{Str, TypeRef, Value};
use crate::protocol::buffer::Buffer;
use crate::types::lookup::lookup;
use crate::types::slots::CmpOp;
use crate::types::{TypeFlags, attribute};
use crate::vm::Vm;

fn absent(vm: &Vm, value: &Value, name: &Str) -> PyError {
    vm.attribute_error(format!("'{}' object has no attribute '{name}'", vm.type_name(value)))
}

/// Calls a method that must be there.
fn required(vm: &Vm, value: &Value, name: &Str, args: &[Value]) -> PyResult {
    vm.call_special(value, name, args)?.ok_or_else(|| absent(vm, value, name))
}

macro_rules! unary {
    ($($func:ident $name:ident,)*) => {
        $(pub(super) fn $func(vm: &Vm, value: &Value) -> PyResult {
            required(vm, value, &vm.names.$name, &[])
        })*
    };
}

unary! {
    repr repr,
    str str,
    am_await await_,
    aiter aiter,
    anext anext,
    neg neg,
    pos pos,
    abs abs,
    invert invert,
    int int,
    float float,
    index index,
}

macro_rules! inplace {
    ($($func:ident $name:ident,)*) => {
        $(pub(super) fn $func(vm: &Vm, a: &Value, b: &Value) -> PyResult {
            required(vm, a, &vm.names.$name, std::slice::from_ref(b))
        })*
    };
}

inplace! {
    iadd iadd,
    isub isub,
    imul imul,
    irem irem,
    ilshift ilshift,
    irshift irshift,
    iand iand,
    ixor ixor,
    ior ior,
    ifloordiv ifloordiv,
    itruediv itruediv,
    imatmul imatmul,
    getitem getitem,
}

pub(super) fn ipow(vm: &Vm, a: &Value, b: &Value, _modulus: &Value) -> PyResult {
    required(vm, a, &vm.names.ipow, std::slice::from_ref(b))
}

/// Whether the class of `b` overrides the reflected method that the class of `a` has.
fn overrides(vm: &Vm, a: &Value, b: &Value, reflected: &Str) -> bool {
    match (lookup(vm.class_of(b), reflected), lookup(vm.class_of(a), reflected)) {
        (Some(x), Some(y)) => !x.is(&y),
        (Some(_), None) => true,
        _ => false,
    }
}

fn answer(found: Option<Value>) -> Value {
    found.unwrap_or(Value::NotImplemented)
}

/// A number slot in both roles: the right operand's class goes first where it derives from the left's and overrides
/// the reflected method.
fn number(vm: &Vm, a: &Value, b: &Value, name: &Str, reflected: &Str) -> PyResult {
    let (left, right) = (vm.class_of(a), vm.class_of(b));
    let mut try_right = !left.is(right) && right.has(TypeFlags::HEAP);
    if left.has(TypeFlags::HEAP) {
        if try_right && right.is_subtype(left) && overrides(vm, a, b, reflected) {
            let result = answer(vm.call_special(b, reflected, std::slice::from_ref(a))?);
            if !matches!(result, Value::NotImplemented) {
                return Ok(result);
            }
            try_right = false;
        }
        let result = answer(vm.call_special(a, name, std::slice::from_ref(b))?);
        if !matches!(result, Value::NotImplemented) || left.is(right) {
            return Ok(result);
        }
    }
    if try_right {
        return Ok(answer(vm.call_special(b, reflected, std::slice::from_ref(a))?));
    }
    Ok(Value::NotImplemented)
}

macro_rules! numbers {
    ($($func:ident $name:ident $reflected:ident,)*) => {
        $(pub(super) fn $func(vm: &Vm, a: &Value, b: &Value) -> PyResult {
            number(vm, a, b, &vm.names.$name, &vm.names.$reflected)
        })*
    };
}

numbers! {
    add add radd,
    sub sub rsub,
    mul mul rmul,
    rem rem rrem,
    divmod divmod rdivmod,
    lshift lshift rlshift,
    rshift rshift rrshift,
    and and rand,
    xor xor rxor,
    or or ror,
    floordiv floordiv rfloordiv,
    truediv truediv rtruediv,
    matmul matmul rmatmul,
}

pub(super) fn pow(vm: &Vm, a: &Value, b: &Value, modulus: &Value) -> PyResult {
    if modulus.is_none() {
        return number(vm, a, b, &vm.names.pow, &vm.names.rpow);
    }
    if vm.class_of(a).has(TypeFlags::HEAP) {
        let args = [b.clone(), modulus.clone()];
        return Ok(answer(vm.call_special(a, &vm.names.pow, &args)?));
    }
    Ok(Value::NotImplemented)
}

pub(super) fn hash(vm: &Vm, value: &Value) -> PyResult<i64> {
    let hidden = lookup(vm.class_of(value), &vm.names.hash).is_none_or(|m| m.is_none());
    if hidden {
        return Err(vm.unhashable(value));
    }
    let result = required(vm, value, &vm.names.hash, &[])?;
    match result.unwrapped() {
        Value::Int(n) => Ok(crate::hash::fix_minus_one(*n)),
        Value::Bool(b) => Ok(i64::from(*b)),
        Value::Big(n) => Ok(crate::hash::hash_bigint(n)),
        _ => Err(vm.type_error("__hash__ method should return an integer")),
    }
}

pub(super) fn call(vm: &Vm, value: &Value, args: Args<'_>) -> PyResult {
    let method = vm.special_method(value, &vm.names.call)?;
    let Some(method) = method else {
        return Err(vm.type_error(format!("'{}' object is not callable", vm.type_name(value))));
    };
    vm.with_depth(" while calling a Python object", || vm.call(&method, args))
}

/// `__getattribute__`, then `__getattr__` where that raises AttributeError.
pub(super) fn getattro(vm: &Vm, value: &Value, name: &Str) -> PyResult {
    let first = getattribute(vm, value, name);
    let error = match first {
        Err(e) if e.matches(vm, &vm.exc.attribute_error) => e,
        other => return other,
    };
    match vm.call_special(value, &vm.names.getattr, &[Value::Str(name.clone())])? {
        Some(found) => Ok(found),
        None => Err(error),
    }
}

fn getattribute(vm: &Vm, value: &Value, name: &Str) -> PyResult {
    let class = vm.class_of(value);
    let method = lookup(class, &vm.names.getattribute);
    // What the wrapper of `object.__getattribute__` and those of other types with generic lookup do.
    let native = method.as_ref().and_then(|m| super::update::native_owner(m, "__getattribute__"));
    let generic =
        native.is_some_and(|owner| owner.has(TypeFlags::GENERIC_GETATTR) && class.is_subtype(&owner));
    if method.is_none() || generic {
        return attribute::generic_getattr(vm, value, name);
    }
    required(vm, value, &vm.names.getattribute, &[Value::Str(name.clone())])
}

pub(super) fn setattro(vm: &Vm, value: &Value, name: &Str, new: Option<Value>) -> PyResult<()> {
    let key = Value::Str(name.clone());
    match new {
        Some(new) => required(vm, value, &vm.names.setattr, &[key, new])?,
        None => required(vm, value, &vm.names.delattr, &[key])?,
    };
    Ok(())
}

pub(super) fn richcompare(vm: &Vm, a: &Value, b: &Value, op: CmpOp) -> PyResult {
    let name = vm.names.comparison(op);
    // As in CPython, what cannot even be looked up does not compare.
    let class = vm.class_of(a);
    let Some(found) = lookup(class, name) else { return Ok(Value::NotImplemented) };
    if vm.class_of(&found).has(TypeFlags::METHOD_DESCRIPTOR) {
        return vm.call(&found, Args::positional(&[a.clone(), b.clone()]));
    }
    match vm.special_method(a, name) {
        Ok(Some(method)) => vm.call1(&method, b.clone()),
        Ok(None) => Ok(Value::NotImplemented),
        Err(error) if error.matches(vm, &vm.exc.exception) => Ok(Value::NotImplemented),
        Err(error) => Err(error),
    }
}

pub(super) fn iter(vm: &Vm, value: &Value) -> PyResult {
    let found = lookup(vm.class_of(value), &vm.names.iter);
    if found.as_ref().is_none_or(Value::is_none) {
        if found.is_none() && lookup(vm.class_of(value), &vm.names.getitem).is_some() {
            return Ok(crate::objects::sequence_iterator::new(vm, value.clone()));
        }
        return Err(vm.type_error(format!("'{}' object is not iterable", vm.type_name(value))));
    }
    required(vm, value, &vm.names.iter, &[])
}

pub(super) fn iternext(vm: &Vm, value: &Value) -> PyResult<Option<Value>> {
    match required(vm, value, &vm.names.next, &[]) {
        Ok(item) => Ok(Some(item)),
        Err(e) if e.matches(vm, &vm.exc.stop_iteration) && e.payload().field("value").is_none() => Ok(None),
        Err(e) => Err(e),
    }
}

pub(super) fn descr_get(
    vm: &Vm,
    descr: &Value,
    instance: Option<&Value>,
    owner: Option<&TypeRef>,
) -> PyResult {
    let Some(method) = lookup(vm.class_of(descr), &vm.names.get) else { return Ok(descr.clone()) };
    let owner = owner.map_or(Value::None, TypeRef::to_value);
    let args = [descr.clone(), instance.cloned().unwrap_or(Value::None), owner];
    vm.call(&method, Args::positional(&args))
}

pub(super) fn descr_set(vm: &Vm, descr: &Value, instance: &Value, new: Option<Value>) -> PyResult<()> {
    let name = if new.is_some() { &vm.names.set } else { &vm.names.delete };
    let mut args = vec![instance.clone()];
    args.extend(new);
    match vm.call_special(descr, name, &args)? {
        Some(_) => Ok(()),
        None => Err(vm.new_error(&vm.exc.attribute_error, name.clone())),
    }
}

pub(super) fn new(vm: &Vm, class: &TypeRef, args: Args<'_>) -> PyResult {
    let function = vm.getattr(&class.to_value(), &vm.names.new)?;
    let all = args.prepend(class.to_value());
    vm.call(&function, Args::with_keywords(&all, args.kwnames()))
}

pub(super) fn init(vm: &Vm, value: &Value, args: Args<'_>) -> PyResult<()> {
    let class = vm.class_of(value);
    let Some(method) = lookup(class, &vm.names.init) else { return Ok(()) };
    let result = if vm.class_of(&method).has(TypeFlags::METHOD_DESCRIPTOR) {
        let all = args.prepend(value.clone());
        vm.call(&method, Args::with_keywords(&all, args.kwnames()))?
    } else {
        match vm.special_method(value, &vm.names.init)? {
            Some(bound) => vm.call(&bound, args)?,
            None => Value::None,
        }
    };
    check_init_result(vm, &result)
}

/// What `__init__` returned.
///
/// # Errors
/// TypeError where that is not `None`.
pub fn check_init_result(vm: &Vm, result: &Value) -> PyResult<()> {
    if result.is_none() {
        return Ok(());
    }
    Err(vm.type_error(format!("__init__() should return None, not '{}'", vm.type_name(result))))
}

pub(super) fn bool(vm: &Vm, value: &Value) -> PyResult<bool> {
    if let Some(result) = vm.call_special(value, &vm.names.bool, &[])? {
        return match result {
            Value::Bool(b) => Ok(b),
            other => {
                let name = vm.type_name(&other);
                Err(vm.type_error(format!("__bool__ should return bool, returned {name}")))
            }
        };
    }
    match lookup(vm.class_of(value), &vm.names.len) {
        Some(_) => Ok(len(vm, value)? != 0),
        None => Ok(true),
    }
}

pub(super) fn len(vm: &Vm, value: &Value) -> PyResult<usize> {
    let result = required(vm, value, &vm.names.len, &[])?;
    let result = vm.index(&result)?;
    let negative = match &result {
        Value::Int(n) => n.cmp(&0) == Ordering::Less,
        Value::Big(n) => n.sign() == Sign::Minus,
        _ => false,
    };
    if negative {
        return Err(vm.value_error("__len__() should return >= 0"));
    }
    match result {
        Value::Int(n) => Ok(usize::try_from(n).unwrap_or(0)),
        _ => Err(vm.overflow_error("cannot fit 'int' into an index-sized integer")),
    }
}

pub(super) fn setitem(vm: &Vm, value: &Value, key: &Value, item: Option<Value>) -> PyResult<()> {
    match item {
        Some(item) => required(vm, value, &vm.names.setitem, &[key.clone(), item])?,
        None => required(vm, value, &vm.names.delitem, std::slice::from_ref(key))?,
    };
    Ok(())
}

pub(super) fn contains(vm: &Vm, value: &Value, item: &Value) -> PyResult<bool> {
    let name = &vm.names.contains;
    match vm.special_method(value, name)? {
        Some(method) if method.is_none() => {
            Err(vm.type_error(format!("'{}' object is not a container", vm.type_name(value))))
        }
        Some(method) => {
            let result = vm.call1(&method, item.clone())?;
            vm.is_true(&result)
        }
        None => vm.contains_by_iteration(value, item),
    }
}

pub(super) fn buffer(vm: &Vm, value: &Value, writable: bool) -> PyResult<Buffer> {
    let flags = Value::Int(if writable { 0x11d } else { 0x11c });
    let view = required(vm, value, &vm.names.buffer, &[flags])?;
    vm.buffer(&view, writable)
}

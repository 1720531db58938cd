//! Type variables of generic aliases and unions: which ones there are, and what takes their places.

use crate::error::PyResult;
use crate::heap::{TypeRef, Value};
use crate::vm::Vm;

/// An attribute of a type argument; classes have none of those asked for here.
fn marker(vm: &Vm, arg: &Value, name: &str) -> PyResult<Option<Value>> {
    if TypeRef::from_value(arg).is_some() {
        return Ok(None);
    }
    Ok(vm.lookup_attr(arg, &vm.intern(name))?.filter(|v| !v.is_none()))
}

/// The type variables in a tuple of arguments, each once, in order.
///
/// # Errors
/// What looking up attributes raises.
pub fn parameters(vm: &Vm, args: &Value) -> PyResult {
    let mut found: Vec<Value> = Vec::new();
    let mut add = |value: &Value| {
        if !found.iter().any(|f| f.is(value)) {
            found.push(value.clone());
        }
    };
    for arg in args.as_tuple().unwrap_or(&[]) {
        if marker(vm, arg, "__typing_subst__")?.is_some() {
            add(arg);
        } else if let Some(inner) = vm.with_depth("", || marker(vm, arg, "__parameters__"))? {
            inner.as_tuple().unwrap_or(&[]).iter().for_each(&mut add);
        }
    }
    Ok(vm.new_tuple(found))
}

/// The arguments in `item`, unpacked tuples among them spread out.
fn spread(vm: &Vm, item: &Value) -> PyResult {
    let mut all = Vec::new();
    for arg in item.as_tuple().unwrap_or(std::slice::from_ref(item)) {
        let unpacked = marker(vm, arg, "__typing_unpacked_tuple_args__")?;
        match unpacked.as_ref().and_then(Value::as_tuple) {
            Some(inner) if !matches!(inner.last(), Some(Value::Ellipsis)) => all.extend_from_slice(inner),
            _ => all.push(arg.clone()),
        }
    }
    Ok(vm.new_tuple(all))
}

/// `alias[item]`: the arguments `args` with `parameters` replaced.
///
/// # Errors
/// TypeError where there are no parameters or the number of arguments is wrong, and what type variables raise.
pub fn substitute(vm: &Vm, alias: &Value, args: &Value, parameters: &Value, item: &Value) -> PyResult {
    let params = parameters.as_tuple().unwrap_or(&[]);
    if params.is_empty() {
        return Err(vm.type_error(format!("{} is not a generic class", vm.repr(alias)?)));
    }
    let mut given = spread(vm, item)?;
    for param in params {
        if let Some(prepare) = marker(vm, param, "__typing_prepare_subst__")? {
            let prepared = vm.call2(&prepare, alias.clone(), given)?;
            given = if prepared.as_tuple().is_some() { prepared } else { vm.new_tuple(vec![prepared]) };
        }
    }
    let items = given.as_tuple().unwrap_or(&[]);
    if items.len() != params.len() {
        let (actual, expected) = (items.len(), params.len());
        let much = if actual > expected { "many" } else { "few" };
        return Err(vm.type_error(format!(
            "Too {much} arguments for {}; actual {actual}, expected {expected}",
            vm.repr(alias)?
        )));
    }
    let mut made = Vec::new();
    for arg in args.as_tuple().unwrap_or(&[]) {
        let is_unpacked = match marker(vm, arg, "__typing_is_unpacked_typevartuple__")? {
            Some(answer) => vm.is_true(&answer)?,
            None => false,
        };
        let value = match marker(vm, arg, "__typing_subst__")? {
            Some(subst) => {
                let at = params.iter().position(|p| p.is(arg));
                vm.call1(&subst, at.and_then(|i| items.get(i)).cloned().unwrap_or(Value::None))?
            }
            None => vm.with_depth("", || within(vm, arg, params, items))?,
        };
        match value.as_tuple() {
            Some(inner) if is_unpacked => made.extend_from_slice(inner),
            _ => made.push(value),
        }
    }
    Ok(vm.new_tuple(made))
}

/// An argument with parameters of its own, subscripted by what takes their places.
fn within(vm: &Vm, arg: &Value, params: &[Value], items: &[Value]) -> PyResult {
    let own = marker(vm, arg, "__parameters__")?;
    let own = own.as_ref().and_then(Value::as_tuple).unwrap_or(&[]);
    if own.is_empty() {
        return Ok(arg.clone());
    }
    let mut inner = Vec::new();
    for param in own {
        let at = params.iter().position(|p| p.is(param));
        match at.and_then(|i| items.get(i)) {
            // A `TypeVarTuple` stands for any number of arguments.
            Some(item) if vm.class_of(param).ty().slots.iter.get().is_some() && item.as_tuple().is_some() => {
                inner.extend_from_slice(item.as_tuple().unwrap_or(&[]));
            }
            Some(item) => inner.push(item.clone()),
            None => inner.push(param.clone()),
        }
    }
    vm.getitem(arg, &vm.new_tuple(inner))
}

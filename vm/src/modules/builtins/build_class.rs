//! `__build_class__`: what a class statement calls.

use super::Table;
use crate::call::{Args, join};
use crate::error::PyResult;
use crate::heap::{TypeRef, Value};
use crate::objects::{Dict, Kind};
use crate::types::{NativeDef, new_class};
use crate::vm::Vm;

pub(super) static FUNCTIONS: Table = &[NativeDef::function(
    "__build_class__",
    "($module, /, *args, **kwds)",
    build_class,
    "__build_class__(func, name, /, *bases, [metaclass], **kwds) -> class\n\nInternal helper function used by the class statement.",
)
.hidden_signature()];

fn build_class(vm: &Vm, args: &[Value]) -> PyResult {
    let keywords = &args[1];
    let Some([func, name, bases @ ..]) = args[0].as_tuple() else {
        return Err(vm.type_error("__build_class__: not enough arguments"));
    };
    if !matches!(func.as_obj().map(|r| r.kind()), Some(Kind::Function(_))) {
        return Err(vm.type_error("__build_class__: func must be a function"));
    }
    if name.as_text().is_none() {
        return Err(vm.type_error("__build_class__: name is not a string"));
    }
    let bases = vm.new_tuple(bases.to_vec());
    let resolved = resolve_bases(vm, &bases)?;
    let entries = keywords.as_dict().map(Dict::entries).unwrap_or_default();
    let is_metaclass = |(k, _): &&(Value, Value)| k.as_text().is_some_and(|t| *t == *"metaclass");
    let given = entries.iter().find(is_metaclass).map(|(_, v)| v.clone());
    let rest: Vec<(Value, Value)> = entries.iter().filter(|e| !is_metaclass(e)).cloned().collect();
    let resolved_items = resolved.as_tuple().unwrap_or(&[]);
    let metaclass = match given {
        Some(given) => given,
        None => resolved_items.first().map_or(vm.types.type_.to_value(), |b| vm.class_of(b).to_value()),
    };
    let metaclass = match TypeRef::from_value(&metaclass) {
        Some(t) => new_class::best_metatype(vm, t, resolved_items)?.to_value(),
        None => metaclass,
    };
    let namespace = prepare(vm, &metaclass, name, &resolved, &rest)?;
    let cell = crate::eval::call::run_code(vm, func, namespace.clone())?;
    if !resolved.is(&bases) {
        vm.setitem(&namespace, &Value::Str(vm.intern("__orig_bases__")), bases)?;
    }
    let (values, names) = join(&[name.clone(), resolved, namespace], &rest);
    let class = vm.call(&metaclass, Args::with_keywords(&values, &names))?;
    check_cell(vm, &cell, &class, name)?;
    Ok(class)
}

/// Replaces bases that are no types by what their `__mro_entries__` give.
fn resolve_bases(vm: &Vm, bases: &Value) -> PyResult {
    let items = bases.as_tuple().unwrap_or(&[]);
    let mut resolved = Vec::with_capacity(items.len());
    let mut changed = false;
    for base in items {
        if TypeRef::from_value(base).is_some() {
            resolved.push(base.clone());
            continue;
        }
        match vm.lookup_attr(base, &vm.names.mro_entries)? {
            Some(method) => {
                let entries = vm.call1(&method, bases.clone())?;
                let Some(more) = entries.as_tuple() else {
                    return Err(vm.type_error("__mro_entries__ must return a tuple"));
                };
                resolved.extend_from_slice(more);
                changed = true;
            }
            None => resolved.push(base.clone()),
        }
    }
    Ok(if changed { vm.new_tuple(resolved) } else { bases.clone() })
}

fn prepare(vm: &Vm, metaclass: &Value, name: &Value, bases: &Value, keywords: &[(Value, Value)]) -> PyResult {
    let Some(method) = vm.lookup_attr(metaclass, &vm.names.prepare)? else { return Ok(vm.new_dict()) };
    let (values, names) = join(&[name.clone(), bases.clone()], keywords);
    let namespace = vm.call(&method, Args::with_keywords(&values, &names))?;
    let slots = &vm.class_of(&namespace).ty().slots;
    if slots.getitem.get().is_none() || slots.setitem.get().is_none() {
        let owner = match TypeRef::from_value(metaclass) {
            Some(t) => t.name().to_string(),
            None => "<metaclass>".to_owned(),
        };
        let got = vm.type_name(&namespace);
        return Err(vm.type_error(format!("{owner}.__prepare__() must return a mapping, not {got}")));
    }
    Ok(namespace)
}

/// The `__class__` cell must have been filled by `type.__new__`.
fn check_cell(vm: &Vm, cell: &Value, class: &Value, name: &Value) -> PyResult<()> {
    if !vm.is_exact(cell, &vm.types.cell) || TypeRef::from_value(class).is_none() {
        return Ok(());
    }
    let shown = vm.repr(name)?;
    match crate::objects::cell::content(cell) {
        Value::Unbound => Err(vm.runtime_error(format!(
            "__class__ not set defining {shown} as {}. Was __classcell__ propagated to type.__new__?",
            vm.repr(class)?
        ))),
        content if content.is(class) => Ok(()),
        content => Err(vm.type_error(format!(
            "__class__ set to {} defining {shown} as {}",
            vm.repr(&content)?,
            vm.repr(class)?
        ))),
    }
}

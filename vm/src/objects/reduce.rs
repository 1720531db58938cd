//! `object.__reduce_ex__`, `__reduce__` and `__getstate__`: what pickle and copy fall back on.

use crate::error::{PyError, PyResult};
use crate::heap::{TypeRef, Value};
use crate::objects::{Dict, Kind};
use crate::types::{TypeFlags, attribute, lookup};
use crate::vm::Vm;

pub(super) fn reduce_ex(vm: &Vm, args: &[Value]) -> PyResult {
    let object = &args[0];
    let protocol = vm.index_i64(&args[1])?;
    let default = lookup::lookup(&vm.types.object, &vm.names.reduce);
    if let Some(reduce) = vm.lookup_attr(object, &vm.names.reduce)? {
        let own = vm.getattr(&vm.class_of(object).to_value(), &vm.names.reduce)?;
        if default.is_none_or(|default| !own.is(&default)) {
            return vm.call0(&reduce);
        }
    }
    default_reduce(vm, object, protocol)
}

pub(super) fn reduce(vm: &Vm, args: &[Value]) -> PyResult {
    default_reduce(vm, &args[0], 0)
}

fn default_reduce(vm: &Vm, object: &Value, protocol: i64) -> PyResult {
    if protocol >= 2 {
        return reduce_newobj(vm, object);
    }
    let copyreg = vm.import("copyreg")?;
    vm.call_method(&copyreg, &vm.intern("_reduce_ex"), &[object.clone(), Value::Int(protocol)])
}

/// `(args, kwargs)` for `__newobj__`: from `__getnewargs_ex__` or `__getnewargs__`, if there are any.
fn new_arguments(vm: &Vm, object: &Value) -> PyResult<Option<(Value, Option<Value>)>> {
    if let Some(method) = vm.special_method(object, &vm.names.getnewargs_ex)? {
        let given = vm.call0(&method)?;
        let Some(parts) = given.as_tuple() else {
            let got = vm.type_name(&given);
            return Err(vm.type_error(format!("__getnewargs_ex__ should return a tuple, not '{got}'")));
        };
        let [args, kwargs] = parts else {
            let n = parts.len();
            return Err(
                vm.value_error(format!("__getnewargs_ex__ should return a tuple of length 2, not {n}"))
            );
        };
        if args.as_tuple().is_none() {
            let got = vm.type_name(args);
            return Err(vm.type_error(format!(
                "first item of the tuple returned by __getnewargs_ex__ must be a tuple, not '{got}'"
            )));
        }
        if kwargs.as_dict().is_none() {
            let got = vm.type_name(kwargs);
            return Err(vm.type_error(format!(
                "second item of the tuple returned by __getnewargs_ex__ must be a dict, not '{got}'"
            )));
        }
        return Ok(Some((args.clone(), Some(kwargs.clone()))));
    }
    if let Some(method) = vm.special_method(object, &vm.names.getnewargs)? {
        let args = vm.call0(&method)?;
        if args.as_tuple().is_none() {
            let got = vm.type_name(&args);
            return Err(vm.type_error(format!("__getnewargs__ should return a tuple, not '{got}'")));
        }
        return Ok(Some((args, None)));
    }
    Ok(None)
}

fn cannot_pickle(vm: &Vm, object: &Value) -> PyError {
    vm.type_error(format!("cannot pickle '{}' object", vm.type_name(object)))
}

/// Protocol 2 and up: `copyreg.__newobj__` or `__newobj_ex__`, state, list items, dict items.
fn reduce_newobj(vm: &Vm, object: &Value) -> PyResult {
    let class = vm.class_of(object);
    if class.ty().slots.new.get().is_none() {
        return Err(cannot_pickle(vm, object));
    }
    let given = new_arguments(vm, object)?;
    let has_arguments = given.is_some();
    let copyreg = vm.import("copyreg")?;
    let class_value = class.to_value();
    let (function, args) = match given {
        Some((args, Some(kwargs))) if kwargs.as_dict().is_some_and(|d| !d.is_empty()) => {
            let function = vm.getattr_str(&copyreg, "__newobj_ex__")?;
            (function, vm.new_tuple(vec![class_value, args, kwargs]))
        }
        given => {
            let function = vm.getattr_str(&copyreg, "__newobj__")?;
            let mut all = vec![class_value];
            if let Some((args, _)) = given {
                all.extend_from_slice(args.as_tuple().unwrap_or(&[]));
            }
            (function, vm.new_tuple(all))
        }
    };
    let is_container = object.as_list().is_some() || object.as_dict().is_some();
    let state = object_state(vm, object, !has_arguments && !is_container)?;
    let list_items = match object.as_list() {
        Some(_) => vm.iter(object)?,
        None => Value::None,
    };
    let dict_items = match object.as_dict() {
        Some(_) => {
            let items = vm.call_method(object, &vm.intern("items"), &[])?;
            vm.iter(&items)?
        }
        None => Value::None,
    };
    Ok(vm.new_tuple(vec![function, args, state, list_items, dict_items]))
}

/// What a native type's own `__reduce__` gives as the state of an instance of a subclass.
///
/// # Errors
/// What `__getstate__` raises.
pub fn state(vm: &Vm, object: &Value) -> PyResult {
    object_state(vm, object, false)
}

/// `object.__getstate__()`, or the default where it is not overridden.
fn object_state(vm: &Vm, object: &Value, required: bool) -> PyResult {
    let method = vm.getattr(object, &vm.names.getstate)?;
    let own = lookup::lookup(vm.class_of(object), &vm.names.getstate);
    let default = lookup::lookup(&vm.types.object, &vm.names.getstate);
    // A class's `__getstate__` is that of its instances, unbound.
    if TypeRef::from_value(object).is_some() {
        return vm.call0(&method);
    }
    let in_instance =
        object.as_obj().is_some_and(|r| attribute::own_attribute(r, &vm.names.getstate).is_some());
    match (own, default) {
        (Some(own), Some(default)) if own.is(&default) && !in_instance => default_state(vm, object, required),
        _ => vm.call0(&method),
    }
}

pub(super) fn getstate(vm: &Vm, args: &[Value]) -> PyResult {
    default_state(vm, &args[0], false)
}

/// Whether instances hold data that neither `__dict__` nor slots show.
fn has_hidden_data(vm: &Vm, class: &TypeRef) -> bool {
    class.ty().layout != crate::types::Layout::Plain && !class.is(&vm.types.none)
}

/// Whether instances vary in size, which the refusal words differently.
fn varies_in_size(vm: &Vm, class: &TypeRef) -> bool {
    let types = [&vm.types.code, &vm.types.type_];
    types.iter().any(|t| class.is_subtype(t)) || class.ty().spec.is_some_and(|s| s.name == "memoryview")
}

/// `__dict__` or `None`; with `__slots__` a pair of it and a dict of the slot values.
fn default_state(vm: &Vm, object: &Value, required: bool) -> PyResult {
    let class = vm.class_of(object);
    if required && varies_in_size(vm, class) {
        return Err(vm.type_error(format!("cannot pickle {} objects", class.tp_name())));
    }
    if required && has_hidden_data(vm, class) {
        return Err(cannot_pickle(vm, object));
    }
    let names = slot_names(vm, class)?;
    if required
        && names.is_empty()
        && !class.has(TypeFlags::HAS_DICT)
        && class.ty().shapes.root().slot_count() > 0
    {
        return Err(cannot_pickle(vm, object));
    }
    // An empty `__dict__` is no state.
    let state = attribute::existing_dict(vm, object).unwrap_or(Value::None);
    if names.is_empty() {
        return Ok(state);
    }
    let slots = Dict::new();
    for name in names {
        let Some(name) = name.as_text() else {
            let got = vm.type_name(&name);
            return Err(vm.type_error(format!("attribute name must be string, not '{got}'")));
        };
        let key = crate::heap::intern::intern(name.clone());
        if let Some(value) = vm.lookup_attr(object, &key)? {
            drop(slots.set_str(name, value));
        }
    }
    if slots.is_empty() {
        return Ok(state);
    }
    Ok(vm.new_tuple(vec![state, vm.dict_from(slots)]))
}

/// `copyreg._slotnames(class)`, cached in the class as `__slotnames__`.
fn slot_names(vm: &Vm, class: &TypeRef) -> PyResult<Vec<Value>> {
    let names = match lookup::own(class, &vm.names.slotnames) {
        Some(names) => names,
        None => {
            let copyreg = vm.import("copyreg")?;
            vm.call_method(&copyreg, &vm.intern("_slotnames"), &[class.to_value()])?
        }
    };
    match names.as_obj().map(|r| r.kind()) {
        Some(Kind::List(items)) => Ok(items.to_vec()),
        _ if names.is_none() => Ok(Vec::new()),
        _ => {
            let (class, got) = (class.name(), vm.type_name(&names));
            Err(vm.type_error(format!("{class}.__slotnames__ should be a list or None, not {got}")))
        }
    }
}

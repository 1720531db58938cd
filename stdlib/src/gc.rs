//! `gc`: mirrors `Modules/gcmodule.c`. The collector itself is in the VM ([`pyvm_vm::collector`], [`pyvm_vm::heap::collect`]).

use pyvm_vm::collector::{DEBUG_COLLECTABLE, DEBUG_SAVEALL, DEBUG_STATS, DEBUG_UNCOLLECTABLE};
use pyvm_vm::heap::{Ref, collect, generations};
use pyvm_vm::objects::Dict;
use pyvm_vm::types::NativeDef;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use crate::support::{elements, size};

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function("enable", "($module, /)", enable, "Enable automatic garbage collection."),
    NativeDef::function("disable", "($module, /)", disable, "Disable automatic garbage collection."),
    NativeDef::function("isenabled", "($module, /)", isenabled, "Returns true if automatic garbage collection is enabled."),
    NativeDef::function("collect", "($module, /, generation=2)", collect, "Run the garbage collector.\n\nWith no arguments, run a full collection.  The optional argument\nmay be an integer specifying which generation to collect.  A ValueError\nis raised if the generation number is invalid.\n\nThe number of unreachable objects is returned."),
    NativeDef::function("set_debug", "($module, flags, /)", set_debug, "Set the garbage collection debugging flags.\n\n  flags\n    An integer that can have the following bits turned on:\n      DEBUG_STATS - Print statistics during collection.\n      DEBUG_COLLECTABLE - Print collectable objects found.\n      DEBUG_UNCOLLECTABLE - Print unreachable but uncollectable objects\n        found.\n      DEBUG_SAVEALL - Save objects to gc.garbage rather than freeing them.\n      DEBUG_LEAK - Debug leaking programs (everything but STATS).\n\nDebugging information is written to sys.stderr."),
    NativeDef::function("get_debug", "($module, /)", get_debug, "Get the garbage collection debugging flags."),
    NativeDef::function("set_threshold", "($module, /, *args, **kwargs)", set_threshold, "set_threshold(threshold0, [threshold1, [threshold2]])\nSet the collection thresholds (the collection frequency).\n\nSetting 'threshold0' to zero disables collection.").hidden_signature(),
    NativeDef::function("get_threshold", "($module, /)", get_threshold, "Return the current collection thresholds."),
    NativeDef::function("get_count", "($module, /)", get_count, "Return a three-tuple of the current collection counts."),
    NativeDef::function("get_objects", "($module, /, generation=None)", get_objects, "Return a list of objects tracked by the collector (excluding the list returned).\n\n  generation\n    Generation to extract the objects from.\n\nIf generation is not None, return only the objects tracked by the collector\nthat are in that generation."),
    NativeDef::function("get_stats", "($module, /)", get_stats, "Return a list of dictionaries containing per-generation statistics."),
    NativeDef::function("is_tracked", "($module, obj, /)", is_tracked, "Returns true if the object is tracked by the garbage collector.\n\nSimple atomic objects will return false."),
    NativeDef::function("is_finalized", "($module, obj, /)", is_finalized, "Returns true if the object has been already finalized by the GC."),
    NativeDef::function("get_referrers", "($module, /, *objs)", get_referrers, "Return the list of objects that directly refer to any of 'objs'."),
    NativeDef::function("get_referents", "($module, /, *objs)", get_referents, "Return the list of objects that are directly referred to by 'objs'."),
    NativeDef::function("freeze", "($module, /)", freeze, "Freeze all current tracked objects and ignore them for future collections.\n\nThis can be used before a POSIX fork() call to make the gc copy-on-write friendly.\nNote: collection before a POSIX fork() call may free pages for future allocation\nwhich can cause copy-on-write."),
    NativeDef::function("unfreeze", "($module, /)", unfreeze, "Unfreeze all objects in the permanent generation.\n\nPut all objects in the permanent generation back into oldest generation."),
    NativeDef::function("get_freeze_count", "($module, /)", get_freeze_count, "Return the number of objects in the permanent generation."),
];

const DOC: &str = "This module provides access to the garbage collector for reference cycles.\n\nenable() -- Enable automatic garbage collection.\ndisable() -- Disable automatic garbage collection.\nisenabled() -- Returns true if automatic collection is enabled.\ncollect() -- Do a full collection right now.\nget_count() -- Return the current collection counts.\nget_stats() -- Return list of dictionaries containing per-generation stats.\nset_debug() -- Set debugging flags.\nget_debug() -- Get debugging flags.\nset_threshold() -- Set the collection thresholds.\nget_threshold() -- Return the current the collection thresholds.\nget_objects() -- Return a list of all objects tracked by the collector.\nis_tracked() -- Returns true if a given object is tracked.\nis_finalized() -- Returns true if a given object has been already finalized.\nget_referrers() -- Return the list of objects that refer to an object.\nget_referents() -- Return the list of objects that an object refers to.\nfreeze() -- Freeze all tracked objects and ignore them for future collections.\nunfreeze() -- Unfreeze all objects in the permanent generation.\nget_freeze_count() -- Return the number of objects in the permanent generation.\n";

/// Makes the module.
///
/// # Errors
/// What setting its members raises.
pub(crate) fn make(vm: &Vm) -> PyResult {
    let module = pyvm_vm::modules::make(vm, "gc", DOC, FUNCTIONS);
    let leak = DEBUG_COLLECTABLE | DEBUG_UNCOLLECTABLE | DEBUG_SAVEALL;
    for (name, value) in [
        ("DEBUG_STATS", DEBUG_STATS),
        ("DEBUG_COLLECTABLE", DEBUG_COLLECTABLE),
        ("DEBUG_UNCOLLECTABLE", DEBUG_UNCOLLECTABLE),
        ("DEBUG_SAVEALL", DEBUG_SAVEALL),
        ("DEBUG_LEAK", leak),
    ] {
        pyvm_vm::modules::set(vm, &module, name, Value::Int(value.into()))?;
    }
    pyvm_vm::modules::set(vm, &module, "garbage", vm.collector.garbage.clone())?;
    pyvm_vm::modules::set(vm, &module, "callbacks", vm.collector.callbacks.clone())?;
    Ok(module)
}

/// An argument that C takes as `int`.
fn c_int(vm: &Vm, value: &Value) -> PyResult<i32> {
    let too_large = |vm: &Vm| vm.overflow_error("Python int too large to convert to C int");
    let n = vm.index_i64_or(value, too_large)?;
    i32::try_from(n).map_err(|_| too_large(vm))
}

fn enable(_vm: &Vm, _args: &[Value]) -> PyResult {
    generations::set_enabled(true);
    Ok(Value::None)
}

fn disable(_vm: &Vm, _args: &[Value]) -> PyResult {
    generations::set_enabled(false);
    Ok(Value::None)
}

fn isenabled(_vm: &Vm, _args: &[Value]) -> PyResult {
    Ok(Value::Bool(generations::is_enabled()))
}

fn collect(vm: &Vm, args: &[Value]) -> PyResult {
    match c_int(vm, &args[0])? {
        n @ 0..3 => Ok(size(vm.collect_garbage(n.unsigned_abs() as usize))),
        _ => Err(vm.value_error("invalid generation")),
    }
}

fn set_debug(vm: &Vm, args: &[Value]) -> PyResult {
    vm.collector.debug.set(c_int(vm, &args[0])?);
    Ok(Value::None)
}

fn get_debug(vm: &Vm, _args: &[Value]) -> PyResult {
    Ok(Value::Int(vm.collector.debug.get().into()))
}

fn set_threshold(vm: &Vm, args: &[Value]) -> PyResult {
    if args[1].as_dict().is_some_and(|keywords| !keywords.is_empty()) {
        return Err(vm.type_error("set_threshold() takes no keyword arguments"));
    }
    let given = elements(&args[0]);
    if !(1..=3).contains(&given.len()) {
        return Err(vm.type_error("gc.set_threshold requires 1 to 3 arguments"));
    }
    let mut all = generations::thresholds();
    for (place, value) in all.iter_mut().zip(given) {
        let n =
            vm.index_i64_or(value, |vm| vm.overflow_error("Python int too large to convert to C long"))?;
        *place = i32::try_from(n).map_err(|_| {
            let bound = if n > 0 { "greater than maximum" } else { "less than minimum" };
            vm.overflow_error(format!("signed integer is {bound}"))
        })?;
    }
    generations::set_thresholds(all);
    Ok(Value::None)
}

fn get_threshold(vm: &Vm, _args: &[Value]) -> PyResult {
    Ok(vm.new_tuple(generations::thresholds().map(|n| Value::Int(n.into())).to_vec()))
}

fn get_count(vm: &Vm, _args: &[Value]) -> PyResult {
    Ok(vm.new_tuple(generations::counts().map(size).to_vec()))
}

fn get_objects(vm: &Vm, args: &[Value]) -> PyResult {
    let generation = match args[0].unwrapped() {
        Value::None => None,
        _ if !vm.has_index(&args[0]) => {
            let got = vm.type_name(&args[0]);
            return Err(vm.type_error(format!("argument should be integer or None, not '{got}'")));
        }
        _ => Some(vm.index_i64(&args[0])?).filter(|n| *n != -1),
    };
    match generation {
        Some(n) if n > 2 => {
            return Err(vm.value_error(
                "generation parameter must be less than the number of available generations (3)",
            ));
        }
        Some(n) if n < 0 => return Err(vm.value_error("generation parameter cannot be negative")),
        _ => {}
    }
    let wanted = |object: &Ref| generation.is_none_or(|n| collect::generation(object) as i64 == n);
    let objects = collect::objects().into_iter().filter(wanted).map(Value::Obj);
    Ok(vm.new_list(objects.filter(|v| vm.is_tracked(v)).collect()))
}

fn get_stats(vm: &Vm, _args: &[Value]) -> PyResult {
    let rows = *vm.collector.statistics.borrow();
    let stats = rows.iter().map(|row| {
        let dict = Dict::new();
        for (key, n) in [("collections", row.collections), ("collected", row.collected), ("uncollectable", 0)]
        {
            drop(dict.set_str(&vm.intern(key), Value::Int(i64::try_from(n).unwrap_or(i64::MAX))));
        }
        vm.dict_from(dict)
    });
    Ok(vm.new_list(stats.collect()))
}

fn is_tracked(vm: &Vm, args: &[Value]) -> PyResult {
    Ok(Value::Bool(vm.is_tracked(&args[0])))
}

fn is_finalized(_vm: &Vm, args: &[Value]) -> PyResult {
    Ok(Value::Bool(args[0].as_obj().is_some_and(|r| r.is_finalized())))
}

fn get_referrers(vm: &Vm, args: &[Value]) -> PyResult {
    Ok(vm.new_list(vm.referrers(&args[0])))
}

fn get_referents(vm: &Vm, args: &[Value]) -> PyResult {
    Ok(vm.new_list(elements(&args[0]).iter().flat_map(|v| vm.referents(v)).collect()))
}

fn freeze(_vm: &Vm, _args: &[Value]) -> PyResult {
    collect::set_frozen(true);
    Ok(Value::None)
}

fn unfreeze(_vm: &Vm, _args: &[Value]) -> PyResult {
    collect::set_frozen(false);
    Ok(Value::None)
}

fn get_freeze_count(_vm: &Vm, _args: &[Value]) -> PyResult {
    Ok(size(collect::frozen()))
}

//! `_testinternalcapi`: the few of CPython's questions about its own inside that make sense here too (CPython:
//! `Modules/_testinternalcapi.c`). Its test files ask them; whatever is about structures in C is absent.

use pyvm_vm::types::{NativeDef, TypeFlags, attribute};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use crate::support::size;

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function("get_config", "($module, /)", config, "").hidden_signature(),
    NativeDef::function(
        "get_recursion_depth",
        "($module, /)",
        |vm, _| Ok(size(vm.eval.frames.borrow().len())),
        "",
    )
    .hidden_signature(),
    NativeDef::function("has_inline_values", "($module, obj, /)", has_inline_values, "").hidden_signature(),
    // No object here lives for ever.
    NativeDef::function("get_immortalize_deferred", "($module, /)", |_, _| Ok(Value::Bool(false)), "")
        .hidden_signature(),
    NativeDef::function("suppress_immortalization", "($module, suppress, /)", |_, _| Ok(Value::None), "")
        .hidden_signature(),
];

/// Makes the module.
///
/// # Errors
/// None.
pub(crate) fn make(vm: &Vm) -> PyResult {
    Ok(pyvm_vm::modules::make(vm, "_testinternalcapi", "", FUNCTIONS))
}

/// What is configured: code knows the columns of its instructions.
fn config(vm: &Vm, _: &[Value]) -> PyResult {
    let config = vm.new_dict();
    vm.setitem(&config, &Value::str("code_debug_ranges"), Value::Int(1))?;
    Ok(config)
}

/// Whether an object keeps its attributes itself and has made no dict of them yet.
fn has_inline_values(vm: &Vm, args: &[Value]) -> PyResult {
    let own = vm.class_of(&args[0]).has(TypeFlags::HAS_DICT);
    Ok(Value::Bool(own && attribute::existing_dict(vm, &args[0]).is_none()))
}

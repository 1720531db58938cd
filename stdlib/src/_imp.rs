//! `_imp`: what the import system says of itself (CPython: `Python/import.c`).

use std::cell::Cell;

use pyvm_vm::import::Found;
use pyvm_vm::types::NativeDef;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

/// How often the import lock is held.
#[derive(Default)]
struct Held(Cell<usize>);

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function(
        "extension_suffixes",
        "($module, /)",
        |vm, _| Ok(vm.new_list(Vec::new())),
        "Returns the list of file suffixes used to identify extension modules.",
    ),
    NativeDef::function(
        "lock_held",
        "($module, /)",
        |vm, _| Ok(Value::Bool(vm.extension(Held::default).0.get() > 0)),
        "Return True if the import lock is currently held, else False.\n\nOn platforms without threads, return False.",
    ),
    NativeDef::function(
        "acquire_lock",
        "($module, /)",
        acquire,
        "Acquires the interpreter's import lock for the current thread.",
    ),
    NativeDef::function("release_lock", "($module, /)", release, "Release the interpreter's import lock."),
    NativeDef::function(
        "find_frozen",
        "($module, name, /, *, withdata=False)",
        |vm, a| {
            vm.expect_str(&a[0], "find_frozen() argument 1")?;
            Ok(Value::None)
        },
        "Return info about the corresponding frozen module (if there is one) or None.",
    ),
    NativeDef::function(
        "is_frozen",
        "($module, name, /)",
        |vm, a| Ok(Value::Bool(frozen(vm, &a[0], "is_frozen")?.is_some())),
        "Returns True if the module name corresponds to a frozen module.",
    ),
    NativeDef::function(
        "is_frozen_package",
        "($module, name, /)",
        |vm, a| match frozen(vm, &a[0], "is_frozen_package")? {
            Some(is_package) => Ok(Value::Bool(is_package)),
            None => {
                let name = vm.str(&a[0])?;
                Err(vm.no_module(
                    &vm.exc.import_error,
                    &name,
                    format!("No such frozen object named '{name}'"),
                ))
            }
        },
        "Returns True if the module name is of a frozen package.",
    ),
    NativeDef::function(
        "is_builtin",
        "($module, name, /)",
        is_builtin,
        "Returns True if the module name corresponds to a built-in module.",
    ),
    NativeDef::function(
        "create_builtin",
        "($module, spec, /)",
        create_builtin,
        "Create an extension module.",
    ),
    NativeDef::function(
        "exec_builtin",
        "($module, mod, /)",
        |_, _| Ok(Value::Int(0)),
        "Initialize a built-in module.",
    ),
    NativeDef::function(
        "create_dynamic",
        "($module, spec, file=<unrepresentable>, /)",
        |vm, _| Err(vm.unfinished("loading extension modules")),
        "Create an extension module.",
    ),
    NativeDef::function(
        "exec_dynamic",
        "($module, mod, /)",
        |_, _| Ok(Value::Int(0)),
        "Initialize an extension module.",
    ),
    NativeDef::function(
        "_override_frozen_modules_for_tests",
        "($module, override, /)",
        |_, _| Ok(Value::None),
        "(internal-only) Override PyConfig.use_frozen_modules.",
    ),
    NativeDef::function(
        "_override_multi_interp_extensions_check",
        "($module, override, /)",
        |_, _| Ok(Value::Int(0)),
        "(internal-only) Override PyInterpreterConfig.check_multi_interp_extensions.",
    ),
    NativeDef::function(
        "_frozen_module_names",
        "($module, /)",
        |vm, _| Ok(vm.new_list(vm.frozen_sources.borrow().keys().map(|name| Value::str(name)).collect())),
        "Returns the list of available frozen modules.",
    ),
];

/// Makes the module.
pub(crate) fn make(vm: &Vm) -> PyResult {
    let doc = "(Extremely) low-level import machinery bits as used by importlib.";
    let module = pyvm_vm::modules::make(vm, "_imp", doc, FUNCTIONS);
    pyvm_vm::modules::set(vm, &module, "check_hash_based_pycs", Value::str("default"))?;
    Ok(module)
}

fn acquire(vm: &Vm, _: &[Value]) -> PyResult {
    let held = vm.extension(Held::default);
    held.0.set(held.0.get() + 1);
    Ok(Value::None)
}

fn release(vm: &Vm, _: &[Value]) -> PyResult {
    let held = vm.extension(Held::default);
    let Some(rest) = held.0.get().checked_sub(1) else {
        return Err(vm.runtime_error("not holding the import lock"));
    };
    held.0.set(rest);
    Ok(Value::None)
}

/// Whether a frozen module of this name is a package; nothing where there is none.
fn frozen(vm: &Vm, name: &Value, function: &str) -> PyResult<Option<bool>> {
    let name = vm.expect_str(name, &format!("{function}() argument"))?.to_string();
    Ok(vm.frozen_sources.borrow().get(&name).map(|found| found.is_package))
}

fn is_builtin(vm: &Vm, args: &[Value]) -> PyResult {
    let name = vm.expect_str(&args[0], "is_builtin() argument")?.to_string();
    Ok(Value::Int(match &*name {
        "sys" | "builtins" => -1,
        name => i64::from(vm.native_modules.borrow().contains_key(name)),
    }))
}

fn create_builtin(vm: &Vm, args: &[Value]) -> PyResult {
    let name = vm.getattr_str(&args[0], "name")?;
    let name = vm.expect_str(&name, "name")?.to_string();
    match pyvm_vm::import::find::native(vm, &name)? {
        Some(Found::Native(maker)) => maker(vm),
        _ => Ok(Value::None),
    }
}

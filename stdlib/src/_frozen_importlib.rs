//! `_frozen_importlib` and `_frozen_importlib_external`: the import system's types and its entry points for
//! `importlib`. The work is done by `pyvm_vm::import`.

use pyvm_vm::import::{self, Found, find, loader, spec};
use pyvm_vm::types::NativeDef;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function(
        "_import",
        "($module, name, /)",
        import_one,
        "Imports a module by its absolute name.",
    ),
    NativeDef::function(
        "_find_spec",
        "($module, name, path, target=None, /)",
        find_spec,
        "Find a module's spec.",
    ),
    NativeDef::function(
        "_load",
        "($module, spec, /)",
        load,
        "Makes and executes the module of a spec, with no regard to its parent.",
    ),
];

/// Makes `_frozen_importlib`.
///
/// # Errors
/// What setting its members raises.
pub(crate) fn make(vm: &Vm) -> PyResult {
    let module = pyvm_vm::modules::make(vm, "_frozen_importlib", "", FUNCTIONS);
    crate::support::add_types(vm, &module, &[&spec::SPEC, &loader::BUILTIN, &loader::FROZEN])?;
    let import = vm.builtin("__import__")?;
    pyvm_vm::modules::set(vm, &module, "__import__", import)?;
    Ok(module)
}

/// Makes `_frozen_importlib_external`.
///
/// # Errors
/// What setting its members raises.
pub(crate) fn make_external(vm: &Vm) -> PyResult {
    let module = pyvm_vm::modules::make(vm, "_frozen_importlib_external", "", &[]);
    crate::support::add_types(vm, &module, &[&loader::PATH, &loader::SOURCE])?;
    Ok(module)
}

fn import_one(vm: &Vm, args: &[Value]) -> PyResult {
    import::import_module(vm, vm.expect_str(&args[0], "module name")?)
}

fn find_spec(vm: &Vm, args: &[Value]) -> PyResult {
    let name = vm.expect_str(&args[0], "module name")?;
    match find::find(vm, name, &args[1], &args[2])? {
        Some(found) => found.spec(vm, name),
        None => Ok(Value::None),
    }
}

fn load(vm: &Vm, args: &[Value]) -> PyResult {
    let name = vm.getattr_str(&args[0], "name")?;
    let name = vm.expect_str(&name, "module name")?;
    import::load(vm, name, Found::Spec(args[0].clone()))
}

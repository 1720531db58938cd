//! The names that moved between Python 2 and 3, from the library's `_compat_pickle`.

use pyvm_vm::PyResult;
use pyvm_vm::heap::{Str, Value};
use pyvm_vm::vm::Vm;

/// Maps a module and name by two tables: pairs first, then modules.
fn map(vm: &Vm, module: &Str, name: &Str, pairs: &str, modules: &str) -> PyResult<(Str, Str)> {
    let compat = vm.import("_compat_pickle")?;
    let key = vm.new_tuple(vec![Value::Str(module.clone()), Value::Str(name.clone())]);
    let pairs = vm.getattr_str(&compat, pairs)?;
    if let Some(found) = pairs.as_dict().map(|d| d.get(vm, &key)).transpose()?.flatten()
        && let Some([m, n]) = found.as_tuple()
        && let (Some(m), Some(n)) = (m.as_text(), n.as_text())
    {
        return Ok((m.clone(), n.clone()));
    }
    let modules = vm.getattr_str(&compat, modules)?;
    let found = modules.as_dict().and_then(|d| d.get_str(module));
    let mapped = found.as_ref().and_then(Value::as_text).cloned().unwrap_or_else(|| module.clone());
    Ok((mapped, name.clone()))
}

/// The Python 2 names of a Python 3 global.
///
/// # Errors
/// What importing `_compat_pickle` raises.
pub fn to_python2(vm: &Vm, module: &Str, name: &Str) -> PyResult<(Str, Str)> {
    map(vm, module, name, "REVERSE_NAME_MAPPING", "REVERSE_IMPORT_MAPPING")
}

/// The Python 3 names of a Python 2 global.
///
/// # Errors
/// What importing `_compat_pickle` raises.
pub(super) fn to_python3(vm: &Vm, module: &Str, name: &Str) -> PyResult<(Str, Str)> {
    map(vm, module, name, "NAME_MAPPING", "IMPORT_MAPPING")
}

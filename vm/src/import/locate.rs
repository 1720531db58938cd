//! Finding a module without running it: what `runpy` does for `-m`.

use super::{Found, find, import_module, source};
use crate::error::PyResult;
use crate::heap::{Str, Value};
use crate::vm::Vm;

/// A Python module that was found and not run.
pub struct Located {
    /// Its text; empty for packages without an `__init__.py`.
    pub source: String,
    /// `__file__`
    pub file: String,
    /// Whether it is a package.
    pub is_package: bool,
    /// `__spec__`
    pub spec: Value,
}

/// Finds a module; the packages above it are imported. None where there is no such module, or none with a source.
///
/// # Errors
/// What importing a package raises, or reading the source.
pub fn locate(vm: &Vm, name: &str) -> PyResult<Option<Located>> {
    let path = match name.rsplit_once('.') {
        Some((parent, _)) => vm.getattr(&import_module(vm, &Str::new(parent))?, &vm.names.path)?,
        None => Value::None,
    };
    let key = Str::new(name);
    let Some(found) = find::find(vm, &key, &path, &Value::None)? else { return Ok(None) };
    let spec = found.spec(vm, &key)?;
    let (source, file, is_package) = match found {
        Found::Native(_) | Found::Spec(_) => return Ok(None),
        Found::Namespace(_) => (String::new(), String::new(), true),
        Found::Frozen(frozen) => {
            (frozen.text.read(vm)?.into_owned(), format!("<frozen {name}>"), frozen.is_package)
        }
        Found::File { path, package } => {
            (source::read(vm, &path)?, path.to_string_lossy().into_owned(), package.is_some())
        }
    };
    Ok(Some(Located { source, file, is_package, spec }))
}

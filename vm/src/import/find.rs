//! Where modules are found: `sys.meta_path`, and what the finders on it do.

use std::path::PathBuf;

use super::{FrozenSource, ModuleMaker, loader, modules, spec};
use crate::error::PyResult;
use crate::heap::{Str, Value};
use crate::types::TypeSpec;
use crate::vm::Vm;

/// A module found.
pub enum Found {
    /// A built-in module.
    Native(ModuleMaker),
    /// A source compiled into the program.
    Frozen(FrozenSource),
    /// A source file; the folder where it is a package.
    File {
        /// The file.
        path: PathBuf,
        /// The folder of the package.
        package: Option<PathBuf>,
    },
    /// Folders without `__init__.py`.
    Namespace(Vec<PathBuf>),
    /// The spec that a finder written in Python gave.
    Spec(Value),
}

fn shown(path: &std::path::Path) -> Value {
    Value::str(&path.to_string_lossy())
}

/// Calls a function of the import system that is written in Python.
///
/// # Errors
/// What it raises.
pub(super) fn external(vm: &Vm, function: &str, args: &[Value]) -> PyResult {
    let module = vm.import("importlib._bootstrap_external")?;
    vm.call_method(&module, &vm.intern(function), args)
}

impl Found {
    /// The spec of a module found.
    ///
    /// # Errors
    /// What setting attributes raises.
    pub fn spec(&self, vm: &Vm, name: &Str) -> PyResult {
        let class = |spec: &'static TypeSpec| vm.native_type(spec).to_value();
        let locations = |spec: &Value, folders: Vec<Value>| {
            vm.setattr(spec, &vm.intern("submodule_search_locations"), vm.new_list(folders))
        };
        match self {
            Found::Native(_) => spec::new(vm, name, class(&loader::BUILTIN), Value::str("built-in"), false),
            Found::Frozen(found) => {
                spec::new(vm, name, class(&loader::FROZEN), Value::str("frozen"), found.is_package)
            }
            Found::File { path, package } => {
                let file = path.to_string_lossy();
                let loader = loader::source_loader(vm, name, &file)?;
                let made = spec::new(vm, name, loader, Value::str(&file), package.is_some())?;
                spec::set_location(vm, &made, &file)?;
                if let Some(folder) = package {
                    locations(&made, vec![shown(folder)])?;
                }
                Ok(made)
            }
            Found::Namespace(folders) => {
                let made = spec::new(vm, name, Value::None, Value::None, true)?;
                let folders = vm.new_list(folders.iter().map(|f| shown(f)).collect());
                let path = external(vm, "_namespace_path", &[Value::Str(name.clone()), folders])?;
                vm.setattr(&made, &vm.intern("submodule_search_locations"), path)?;
                Ok(made)
            }
            Found::Spec(spec) => Ok(spec.clone()),
        }
    }
}

/// A built-in module of this name.
///
/// # Errors
/// None.
pub fn native(vm: &Vm, name: &str) -> PyResult<Option<Found>> {
    Ok(vm.native_modules.borrow().get(name).map(|maker| Found::Native(*maker)))
}

/// A source compiled into the program.
///
/// # Errors
/// None.
pub fn frozen(vm: &Vm, name: &str) -> PyResult<Option<Found>> {
    Ok(vm.frozen_sources.borrow().get(name).map(|found| Found::Frozen(found.clone())))
}

/// A source file, or a namespace package, in one of the folders of `path`, of `sys.path` where that is `None`.
///
/// # Errors
/// What iterating over the path raises.
pub fn on_path(vm: &Vm, name: &str, path: &Value) -> PyResult<Option<Found>> {
    // These are the other half of what is native here: an installation's would not fit it.
    let own = matches!(name, "importlib" | "_sitebuiltins") || name.starts_with("importlib.");
    if own && vm.frozen_sources.borrow().contains_key(name) {
        return Ok(None);
    }
    let last = name.rsplit('.').next().unwrap_or(name);
    let entries = match path {
        Value::None => sys_list(vm, "path")?,
        path => vm.list_from_iterable(path)?,
    };
    let mut portions = Vec::new();
    for entry in entries {
        let Some(text) = entry.as_text() else { continue };
        let folder = PathBuf::from(text.to_string_lossy().as_ref());
        let folder = if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder };
        let package = folder.join(last);
        let init = package.join("__init__.py");
        if !vm.may_import(&folder) {
            continue;
        }
        if init.is_file() {
            return Ok(Some(Found::File { path: init, package: Some(package) }));
        }
        let file = folder.join(format!("{last}.py"));
        if file.is_file() {
            return Ok(Some(Found::File { path: file, package: None }));
        }
        if package.is_dir() {
            portions.push(package);
        }
    }
    // A source of our own is preferred to folders without an `__init__.py`.
    if portions.is_empty() || vm.frozen_sources.borrow().contains_key(name) {
        return Ok(None);
    }
    Ok(Some(Found::Namespace(portions)))
}

fn sys_list(vm: &Vm, attribute: &str) -> PyResult<Vec<Value>> {
    let Some(sys) = modules(vm)?.get_str(&vm.intern("sys")) else { return Ok(Vec::new()) };
    match vm.lookup_attr(&sys, &vm.intern(attribute))? {
        Some(list) => vm.list_from_iterable(&list),
        None => Ok(Vec::new()),
    }
}

/// Asks the finders on `sys.meta_path` in their order.
///
/// # Errors
/// What finders raise.
pub fn find(vm: &Vm, name: &Str, path: &Value, target: &Value) -> PyResult<Option<Found>> {
    let text = name.to_string_lossy();
    let is = |finder: &Value, spec: &'static TypeSpec| finder.is(&vm.native_type(spec).to_value());
    for finder in sys_list(vm, "meta_path")? {
        let found = if is(&finder, &loader::BUILTIN) {
            native(vm, &text)?
        } else if is(&finder, &loader::PATH) {
            on_path(vm, &text, path)?
        } else if is(&finder, &loader::FROZEN) {
            frozen(vm, &text)?
        } else {
            match vm.lookup_attr(&finder, &vm.intern("find_spec"))? {
                None => None,
                Some(function) => {
                    let args = [Value::Str(name.clone()), path.clone(), target.clone()];
                    let spec = vm.call(&function, crate::call::Args::positional(&args))?;
                    (!spec.is_none()).then_some(Found::Spec(spec))
                }
            }
        };
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

//! The import system: built-in modules, sources compiled into the program, files on `sys.path`.
//! Mirrors what `importlib._bootstrap` does, natively.

use std::path::PathBuf;

use crate::error::{PyError, PyResult};
use crate::heap::{Ref, Str, Value, intern};
use crate::objects::{Dict, function, module};
use crate::vm::Vm;

pub mod source;

/// Makes a built-in module.
pub type ModuleMaker = fn(&Vm) -> PyResult<Value>;

/// A Python source compiled into the program.
#[derive(Clone, Copy)]
pub struct FrozenSource {
    /// The text.
    pub text: &'static str,
    /// Whether the module is a package.
    pub is_package: bool,
}

/// Where a module was found.
enum Found {
    Native(ModuleMaker),
    Frozen(FrozenSource),
    File { path: PathBuf, package: Option<PathBuf> },
}

/// Whether a module is still executing its body.
///
/// # Errors
/// What looking at `__spec__` raises.
pub fn is_initializing(vm: &Vm, module: &Value) -> PyResult<bool> {
    let Some(spec) = vm.lookup_attr(module, &vm.names.spec)?.filter(|s| !s.is_none()) else {
        return Ok(false);
    };
    match vm.lookup_attr(&spec, &vm.intern("_initializing"))? {
        Some(flag) => vm.is_true(&flag),
        None => Ok(false),
    }
}

fn modules(vm: &Vm) -> PyResult<&Dict> {
    Dict::of(&vm.modules).ok_or_else(|| vm.runtime_error("unable to get sys.modules"))
}

/// Imports `a.b.c` and returns the module `a.b.c`.
///
/// # Errors
/// ModuleNotFoundError, and what the module's body raises.
pub fn import_module(vm: &Vm, name: &str) -> PyResult {
    let key = intern::intern_str(name);
    if let Some(found) = modules(vm)?.get_str(&key) {
        if found.is_none() {
            let text = format!("import of {name} halted; None in sys.modules");
            return Err(vm.no_module(&vm.exc.module_not_found_error, &key, text));
        }
        return Ok(found);
    }
    let (parent, last) = match name.rsplit_once('.') {
        Some((parent, last)) => (Some(import_module(vm, parent)?), last),
        None => (None, name),
    };
    // Importing the parent may have imported the module.
    if let Some(found) = modules(vm)?.get_str(&key) {
        return Ok(found);
    }
    let path = match &parent {
        Some(parent) => match vm.lookup_attr(parent, &vm.names.path)? {
            Some(path) => Some(vm.list_from_iterable(&path)?),
            None => {
                let package = name.rsplit_once('.').map_or("", |(p, _)| p);
                let text = format!("No module named '{name}'; '{package}' is not a package");
                return Err(vm.no_module(&vm.exc.module_not_found_error, &key, text));
            }
        },
        None => None,
    };
    let Some(found) = find(vm, name, last, path)? else {
        return Err(vm.no_module(&vm.exc.module_not_found_error, &key, format!("No module named '{name}'")));
    };
    let module = load(vm, &key, found)?;
    if let Some(parent) = parent {
        vm.setattr(&parent, &intern::intern_str(last), module.clone())?;
    }
    Ok(module)
}

fn find(vm: &Vm, name: &str, last: &str, path: Option<Vec<Value>>) -> PyResult<Option<Found>> {
    if let Some(maker) = vm.native_modules.borrow().get(name) {
        return Ok(Some(Found::Native(*maker)));
    }
    let search = match path {
        Some(path) => path,
        None => search_path(vm)?,
    };
    for entry in search {
        let Some(text) = entry.as_text() else { continue };
        let folder = PathBuf::from(text.to_string_lossy().as_ref());
        let folder = if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder };
        let package = folder.join(last);
        let init = package.join("__init__.py");
        if init.is_file() {
            return Ok(Some(Found::File { path: init, package: Some(package) }));
        }
        let file = folder.join(format!("{last}.py"));
        if file.is_file() {
            return Ok(Some(Found::File { path: file, package: None }));
        }
    }
    Ok(vm.frozen_sources.borrow().get(name).map(|f| Found::Frozen(*f)))
}

fn search_path(vm: &Vm) -> PyResult<Vec<Value>> {
    let sys = modules(vm)?.get_str(&vm.intern("sys"));
    let path = match sys {
        Some(sys) => vm.lookup_attr(&sys, &vm.intern("path"))?,
        None => None,
    };
    path.map_or(Ok(Vec::new()), |p| vm.list_from_iterable(&p))
}

fn load(vm: &Vm, name: &Str, found: Found) -> PyResult {
    let text = name.to_string_lossy().into_owned();
    if let Found::Native(maker) = found {
        let module = maker(vm)?;
        let spec = spec(vm, &text, "built-in", false)?;
        vm.setattr(&module, &vm.names.spec, spec)?;
        vm.setattr(&module, &vm.names.package, Value::str(text.rsplit_once('.').map_or("", |(p, _)| p)))?;
        drop(modules(vm)?.set_str(name, module.clone()));
        return Ok(module);
    }
    let module = module::new(vm, &text);
    let (source, file, package) = match found {
        Found::Frozen(frozen) => {
            let file = format!("<frozen {text}>");
            (frozen.text.to_owned(), file, frozen.is_package.then(Vec::new))
        }
        Found::File { path, package } => {
            let source = source::read(vm, &path)?;
            let folder = package.map(|p| vec![Value::str(&p.to_string_lossy())]);
            (source, path.to_string_lossy().into_owned(), folder)
        }
        Found::Native(_) => return Err(vm.system_error("handled above")),
    };
    let is_package = package.is_some();
    let spec = spec(vm, &text, &file, is_package)?;
    vm.setattr(&module, &vm.names.spec, spec.clone())?;
    vm.setattr(&module, &vm.names.file, Value::str(&file))?;
    let parent = if is_package { text.as_str() } else { text.rsplit_once('.').map_or("", |(p, _)| p) };
    vm.setattr(&module, &vm.names.package, Value::str(parent))?;
    if let Some(path) = package {
        vm.setattr(&module, &vm.names.path, vm.new_list(path))?;
    }
    drop(modules(vm)?.set_str(name, module.clone()));
    let initializing = vm.intern("_initializing");
    vm.setattr(&spec, &initializing, Value::Bool(true))?;
    let result = execute(vm, &module, &source, &file);
    vm.setattr(&spec, &initializing, Value::Bool(false))?;
    if let Err(e) = result {
        drop(modules(vm)?.remove_str(name));
        return Err(e);
    }
    // The body may have put another object in its place.
    Ok(modules(vm)?.get_str(name).unwrap_or(module))
}

/// Runs a source as the body of a module.
///
/// # Errors
/// SyntaxError, and what the body raises.
pub fn execute(vm: &Vm, module: &Value, source: &str, file: &str) -> PyResult<()> {
    let code = source::compile(vm, source, file, crate::compile::Mode::Exec)?;
    let Some(globals) = module::dict(vm, module) else {
        return Err(vm.system_error("a module has a namespace"));
    };
    exec_code(vm, &code, &globals, Value::Obj(globals.clone())).map(drop)
}

/// Runs a code object with these globals and locals.
///
/// # Errors
/// What the code raises.
pub fn exec_code(vm: &Vm, code: &Value, globals: &Ref, locals: Value) -> PyResult {
    let Value::Obj(code) = code else { return Err(vm.wrong_payload(code, "code")) };
    if let Some(d) = Dict::of(globals)
        && d.get_str(&vm.names.builtins).is_none()
    {
        let module =
            modules(vm)?.get_str(&vm.intern("builtins")).unwrap_or_else(|| Value::Obj(vm.builtins.clone()));
        drop(d.set_str(&vm.names.builtins, module));
    }
    let function = function::new(vm, code.clone(), globals.clone(), vm.builtins_of(globals), Value::Unbound);
    crate::eval::call::run_code(vm, &function, locals)
}

/// A `ModuleSpec`-like object.
fn spec(vm: &Vm, name: &str, origin: &str, is_package: bool) -> PyResult {
    let class = vm.native_type(&SPEC_TYPE);
    let spec = vm.new_object(&class, crate::objects::Kind::Plain);
    let set = |key: &str, value: Value| vm.setattr(&spec, &vm.intern(key), value);
    set("name", Value::str(name))?;
    set("loader", Value::None)?;
    set("origin", Value::str(origin))?;
    set("submodule_search_locations", if is_package { vm.new_list(Vec::new()) } else { Value::None })?;
    set("parent", Value::str(if is_package { name } else { name.rsplit_once('.').map_or("", |(p, _)| p) }))?;
    set("cached", Value::None)?;
    set("has_location", Value::Bool(!origin.starts_with('<') && origin != "built-in"))?;
    Ok(spec)
}

static SPEC_TYPE: crate::types::TypeSpec = crate::types::TypeSpec {
    flags: crate::types::TypeFlags::BASETYPE.with(crate::types::TypeFlags::HAS_DICT),
    ..crate::types::TypeSpec::named("ModuleSpec", "importlib.machinery")
};

/// `__import__(name, globals, locals, fromlist, level)`
///
/// # Errors
/// ImportError in CPython's words, and what module bodies raise.
pub fn dunder_import(vm: &Vm, args: &[Value]) -> PyResult {
    let Some(name) = args[0].as_text() else {
        return Err(vm.type_error("module name must be a string"));
    };
    let level = vm.index_i64(&args[4])?;
    if level < 0 {
        return Err(vm.value_error("level must be >= 0"));
    }
    let absolute = if level > 0 { resolve_relative(vm, name, &args[1], level)? } else { name.to_string() };
    if absolute.is_empty() {
        return Err(vm.value_error("Empty module name"));
    }
    let module = import_module(vm, &absolute)?;
    let wants_names = !args[3].is_unbound() && vm.is_true(&args[3])?;
    if wants_names {
        if vm.lookup_attr(&module, &vm.names.path)?.is_some() {
            import_submodules(vm, &module, &absolute, &args[3])?;
        }
        return Ok(module);
    }
    if name.is_empty() {
        return Ok(module);
    }
    // `import a.b` binds `a`.
    let text = name.to_string_lossy();
    let Some((first, rest)) = text.split_once('.') else { return Ok(module) };
    if level == 0 {
        return import_module(vm, first);
    }
    let cut = absolute.len() - rest.len() - 1;
    import_module(vm, &absolute[..cut])
}

fn import_submodules(vm: &Vm, module: &Value, name: &str, fromlist: &Value) -> PyResult<()> {
    for item in vm.list_from_iterable(fromlist)? {
        let Some(text) = item.as_text() else {
            let got = vm.type_name(&item);
            return Err(vm.type_error(format!("Item in ``from list'' must be str, not {got}")));
        };
        if *text == *"*" {
            if let Some(all) = vm.lookup_attr(module, &vm.names.all)? {
                import_submodules(vm, module, name, &all)?;
            }
            continue;
        }
        if vm.lookup_attr(module, &intern::intern(text.clone()))?.is_some() {
            continue;
        }
        let full = format!("{name}.{text}");
        match import_module(vm, &full) {
            Err(e) if is_missing(vm, &e, &full) => {}
            other => drop(other?),
        }
    }
    Ok(())
}

fn is_missing(vm: &Vm, error: &PyError, name: &str) -> bool {
    error.matches(vm, &vm.exc.module_not_found_error)
        && error.payload().field("name").as_text().is_some_and(|n| *n == *name)
}

fn resolve_relative(vm: &Vm, name: &Str, globals: &Value, level: i64) -> PyResult<String> {
    let get = |key: &Str| globals.as_dict().and_then(|d| d.get_str(key)).filter(|v| !v.is_none());
    let package = match get(&vm.names.package) {
        Some(package) => vm.str(&package)?.to_string(),
        None => {
            let own = get(&vm.names.name)
                .map(|n| vm.str(&n))
                .transpose()?
                .map(|n| n.to_string())
                .unwrap_or_default();
            if get(&vm.names.path).is_some() {
                own
            } else {
                own.rsplit_once('.').map_or(String::new(), |(p, _)| p.to_owned())
            }
        }
    };
    if package.is_empty() {
        return Err(vm.import_error("attempted relative import with no known parent package"));
    }
    let mut base = package.as_str();
    for _ in 1..level {
        base = match base.rsplit_once('.') {
            Some((parent, _)) => parent,
            None => return Err(vm.import_error("attempted relative import beyond top-level package")),
        };
    }
    Ok(if name.is_empty() { base.to_owned() } else { format!("{base}.{name}") })
}

//! The import system: built-in modules, sources compiled into the program, files on `sys.path`.
//! Mirrors what `importlib._bootstrap` does, natively.

use crate::error::{PyError, PyResult};
use crate::heap::{Ref, Str, Value, intern};
use crate::objects::{Dict, function, module};
use crate::vm::Vm;

pub mod cache;
pub mod find;
pub mod frozen;
pub mod loader;
pub mod locate;
pub mod source;
pub mod spec;

pub use find::Found;
pub use frozen::{FrozenSource, FrozenText};

/// Makes a built-in module.
pub type ModuleMaker = fn(&Vm) -> PyResult<Value>;

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

/// A name as messages show it.
fn shown(vm: &Vm, name: &Str) -> PyResult<Str> {
    vm.repr(&Value::Str(name.clone()))
}

/// Imports `a.b.c` and returns the module `a.b.c`, whose `__name__` is the very string given.
///
/// # Errors
/// ModuleNotFoundError, and what the module's body raises.
pub fn import_module(vm: &Vm, name: &Str) -> PyResult {
    vm.wait_for_import(name)?;
    if let Some(found) = modules(vm)?.get_str(name) {
        if found.is_none() {
            let text = format!("import of {name} halted; None in sys.modules");
            return Err(vm.no_module(&vm.exc.module_not_found_error, name, text));
        }
        return Ok(found);
    }
    if name.is_empty() {
        return Err(vm.value_error("Empty module name"));
    }
    let text = name.to_string_lossy();
    // A name that begins with a dot has no parent, and is not found.
    let (parent, last) = match text.rsplit_once('.').filter(|(parent, _)| !parent.is_empty()) {
        Some((parent, last)) => (Some(import_module(vm, &Str::new(parent))?), last),
        None => (None, &*text),
    };
    // Importing the parent may have imported the module.
    if let Some(found) = modules(vm)?.get_str(name) {
        return Ok(found);
    }
    let path = match &parent {
        Some(parent) => match vm.lookup_attr(parent, &vm.names.path)? {
            Some(path) => path,
            None => {
                let package = text.rsplit_once('.').map_or("", |(p, _)| p);
                let (name_text, package) = (shown(vm, name)?, shown(vm, &Str::new(package))?);
                let text = format!("No module named {name_text}; {package} is not a package");
                let error = vm.no_module(&vm.exc.module_not_found_error, name, text);
                let missing = vm.getattr(parent, &vm.names.path).err();
                error.payload().suppress_context.set(true);
                drop(error.payload().context.replace(missing.map_or(Value::None, |e| e.to_value())));
                return Err(error);
            }
        },
        None => Value::None,
    };
    // Without this a folder itself would be found as a namespace.
    let found = if text.ends_with('.') { None } else { find::find(vm, name, &path, &Value::None)? };
    let Some(found) = found else {
        let text = format!("No module named {}", shown(vm, name)?);
        return Err(vm.no_module(&vm.exc.module_not_found_error, name, text));
    };
    let module = load(vm, name, found)?;
    if let Some(parent) = parent {
        vm.setattr(&parent, &intern::intern_str(last), module.clone())?;
    }
    Ok(module)
}

/// Makes the module that was found, puts it in `sys.modules` and executes it.
///
/// # Errors
/// What loaders and the module's body raise.
pub fn load(vm: &Vm, name: &Str, found: Found) -> PyResult {
    let text = name.to_string_lossy().into_owned();
    let spec = found.spec(vm, name)?;
    let module = create(vm, name, &spec, &found)?;
    set_attributes(vm, &module, &spec)?;
    drop(modules(vm)?.set_str(name, module.clone()));
    if let Found::Native(_) = found {
        vm.tell_import(name, &spec)?;
        return Ok(module);
    }
    let initializing = vm.intern("_initializing");
    vm.setattr(&spec, &initializing, Value::Bool(true))?;
    let before = vm.begin_import(name);
    let result = run(vm, &text, &module, &spec, &found);
    vm.end_import(name, before);
    vm.setattr(&spec, &initializing, Value::Bool(false))?;
    if let Err(e) = result {
        drop(modules(vm)?.remove_str(name));
        return Err(e);
    }
    vm.tell_import(name, &spec)?;
    // The body may have put another object in its place; it goes to the end, as in CPython.
    let Some(last) = modules(vm)?.remove_str(name) else {
        return Err(vm.key_error(&Value::Str(name.clone())));
    };
    drop(modules(vm)?.set_str(name, last.clone()));
    Ok(last)
}

fn create(vm: &Vm, name: &Str, spec: &Value, found: &Found) -> PyResult {
    match found {
        Found::Native(maker) => create_native(vm, name, *maker),
        Found::Spec(_) => {
            let loader = vm.getattr_str(spec, "loader")?;
            let made = match vm.lookup_attr(&loader, &vm.intern("create_module"))? {
                Some(create) => vm.call1(&create, spec.clone())?,
                None if vm.lookup_attr(&loader, &vm.intern("exec_module"))?.is_some() => {
                    return Err(
                        vm.import_error("loaders that define exec_module() must also define create_module()")
                    );
                }
                None => Value::None,
            };
            Ok(if made.is_none() { module::new(vm, &name.to_string_lossy()) } else { made })
        }
        _ => Ok(module::new(vm, &name.to_string_lossy())),
    }
}

/// Calls the maker of a native module; `name` becomes the `__module__` of its functions.
pub(crate) fn create_native(vm: &Vm, name: &Str, maker: ModuleMaker) -> PyResult {
    let outer = vm.making.replace(Some(name.clone()));
    let made = maker(vm);
    drop(vm.making.replace(outer));
    made
}

/// Tells a module that the VM made without an import what it is.
///
/// # Errors
/// What setting attributes raises.
pub fn mark_built_in(vm: &Vm, module: &Value, name: &str) -> PyResult<()> {
    let importer = vm.native_type(&loader::BUILTIN).to_value();
    let spec = spec::new(vm, &Str::new(name), importer.clone(), Value::str("built-in"), false)?;
    vm.setattr(module, &vm.names.loader, importer)?;
    vm.setattr(module, &vm.names.package, Value::str(""))?;
    vm.setattr(module, &vm.names.spec, spec)
}

/// What the import system tells a module about itself.
fn set_attributes(vm: &Vm, module: &Value, spec: &Value) -> PyResult<()> {
    let field = |name: &str| vm.getattr_str(spec, name);
    vm.setattr(module, &vm.names.name, field("name")?)?;
    let locations = field("submodule_search_locations")?;
    let mut loader = field("loader")?;
    let is_namespace = loader.is_none() && !locations.is_none();
    if is_namespace {
        loader = find::external(vm, "_namespace_loader", std::slice::from_ref(spec))?;
    }
    vm.setattr(module, &vm.names.loader, loader)?;
    vm.setattr(module, &vm.names.package, field("parent")?)?;
    vm.setattr(module, &vm.names.spec, spec.clone())?;
    if is_namespace {
        vm.setattr(module, &vm.names.file, Value::None)?;
    }
    if !locations.is_none() {
        vm.setattr(module, &vm.names.path, locations)?;
    }
    if vm.is_true(&field("has_location")?)? {
        vm.setattr(module, &vm.names.file, field("origin")?)?;
        let cached = field("cached")?;
        if !cached.is_none() {
            vm.setattr(module, &vm.intern("__cached__"), cached)?;
        }
    }
    Ok(())
}

fn run(vm: &Vm, name: &str, module: &Value, spec: &Value, found: &Found) -> PyResult<()> {
    match found {
        Found::Frozen(frozen) => execute_code(vm, module, &frozen.code(vm, name)?),
        Found::File { path, .. } => {
            let code = cache::code_of(vm, path)?;
            execute_code(vm, module, &code)
        }
        Found::Spec(_) => {
            let loader = vm.getattr_str(spec, "loader")?;
            if loader.is_none() {
                if vm.getattr_str(spec, "submodule_search_locations")?.is_none() {
                    let error = vm.import_error("missing loader");
                    error.payload().set_field("name", Value::str(name));
                    return Err(error);
                }
                return Ok(());
            }
            vm.call_method(&loader, &vm.intern("exec_module"), std::slice::from_ref(module)).map(drop)
        }
        Found::Native(_) | Found::Namespace(_) => Ok(()),
    }
}

/// Runs a source as the body of a module.
///
/// # Errors
/// SyntaxError, and what the body raises.
pub fn execute(vm: &Vm, module: &Value, source: &str, file: &str) -> PyResult<()> {
    let code = source::compile(vm, source, file, crate::compile::Mode::Exec)?;
    execute_code(vm, module, &code)
}

/// Runs a code object as the body of a module.
///
/// # Errors
/// What the body raises.
pub fn execute_code(vm: &Vm, module: &Value, code: &Value) -> PyResult<()> {
    let Some(globals) = module::dict(vm, module) else {
        return Err(vm.system_error("a module has a namespace"));
    };
    exec_code(vm, code, &globals, Value::Obj(globals.clone())).map(drop)
}

/// Runs a code object with these globals and locals.
///
/// # Errors
/// What the code raises.
pub fn exec_code(vm: &Vm, code: &Value, globals: &Ref, locals: Value) -> PyResult {
    exec_with_closure(vm, code, globals, locals, Value::Unbound)
}

/// Runs a code object in a namespace with cells for its free variables, a tuple.
///
/// # Errors
/// What the code raises.
pub fn exec_with_closure(vm: &Vm, code: &Value, globals: &Ref, locals: Value, closure: Value) -> PyResult {
    let Value::Obj(code) = code else { return Err(vm.wrong_payload(code, "code")) };
    if let Some(d) = Dict::of(globals)
        && d.get_str(&vm.names.builtins).is_none()
    {
        let module =
            modules(vm)?.get_str(&vm.intern("builtins")).unwrap_or_else(|| Value::Obj(vm.builtins.clone()));
        drop(d.set_str(&vm.names.builtins, module));
    }
    let function = function::new(vm, code.clone(), globals.clone(), vm.builtins_of(globals), closure);
    crate::eval::call::run_code(vm, &function, locals)
}

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
    let absolute = if level > 0 { resolve_relative(vm, name, &args[1], level)? } else { name.clone() };
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
        return import_module(vm, &Str::new(first));
    }
    let absolute = absolute.to_string_lossy();
    let cut = absolute.len() - rest.len() - 1;
    import_module(vm, &Str::new(&absolute[..cut]))
}

fn import_submodules(vm: &Vm, module: &Value, name: &Str, fromlist: &Value) -> PyResult<()> {
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
        let full = Str::from(format!("{name}.{text}"));
        match import_module(vm, &full) {
            Err(e) if is_missing(vm, &e, &full) => {}
            other => drop(other?),
        }
    }
    Ok(())
}

fn is_missing(vm: &Vm, error: &PyError, name: &Str) -> bool {
    error.matches(vm, &vm.exc.module_not_found_error)
        && error.payload().field("name").as_text().is_some_and(|n| n.as_bytes() == name.as_bytes())
}

/// The package that a relative import starts from, by the globals of the importing module.
fn package_of(vm: &Vm, globals: &Value) -> PyResult<Str> {
    if globals.is_unbound() {
        return Err(vm.key_error(&Value::str("'__name__' not in globals")));
    }
    let Some(dict) = globals.as_dict() else { return Err(vm.type_error("globals must be a dict")) };
    let get = |key: &Str| dict.get_str(key).filter(|v| !v.is_none());
    let spec = get(&vm.names.spec);
    let parent = match &spec {
        Some(spec) => Some(vm.getattr_str(spec, "parent")?),
        None => None,
    };
    if let Some(package) = get(&vm.names.package) {
        let Some(text) = package.as_text() else { return Err(vm.type_error("package must be a string")) };
        if let Some(parent) = parent
            && !vm.eq(&package, &parent)?
        {
            let (a, b) = (vm.repr(&package)?, vm.repr(&parent)?);
            let message = format!("__package__ != __spec__.parent ({a} != {b})");
            vm.warn(&vm.exc.deprecation_warning, &message, 1)?;
        }
        return Ok(text.clone());
    }
    if let Some(parent) = parent {
        return match parent.as_text() {
            Some(text) => Ok(text.clone()),
            None => Err(vm.type_error("__spec__.parent must be a string")),
        };
    }
    let text = "can't resolve package from __spec__ or __package__, falling back on __name__ and __path__";
    vm.warn(&vm.exc.import_warning, text, 1)?;
    let Some(own) = dict.get_str(&vm.names.name) else {
        return Err(vm.key_error(&Value::str("'__name__' not in globals")));
    };
    let Some(own) = own.as_text() else { return Err(vm.type_error("__name__ must be a string")) };
    if get(&vm.names.path).is_some() {
        return Ok(own.clone());
    }
    Ok(own.to_string_lossy().rsplit_once('.').map_or(Str::new(""), |(parent, _)| Str::new(parent)))
}

fn resolve_relative(vm: &Vm, name: &Str, globals: &Value, level: i64) -> PyResult<Str> {
    let package = package_of(vm, globals)?;
    if package.is_empty() {
        return Err(vm.import_error("attempted relative import with no known parent package"));
    }
    let whole = package.to_string_lossy();
    let mut base = &*whole;
    for _ in 1..level {
        base = match base.rsplit_once('.') {
            Some((parent, _)) => parent,
            None => return Err(vm.import_error("attempted relative import beyond top-level package")),
        };
    }
    Ok(match (name.is_empty(), level) {
        (true, 1) => package.clone(),
        (true, _) => Str::new(base),
        _ => Str::from(format!("{base}.{name}")),
    })
}

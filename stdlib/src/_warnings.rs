//! `_warnings`: deciding by the filters whether a warning is shown. Mirrors `Python/_warnings.c`.
//!
//! The lists that Python can replace (`filters`, `defaultaction`, `onceregistry`) are read from the `warnings`
//! module once it is there, from this one before.

use std::cell::Cell;

use pyvm_vm::heap::{Str, intern};
use pyvm_vm::objects::Dict;
use pyvm_vm::types::{NativeDef, TypeRef};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult, Value};

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function(
        "warn",
        "($module, /, message, category=None, stacklevel=1, source=None, *,\n     skip_file_prefixes=<unrepresentable>)",
        warn,
        "Issue a warning, or maybe ignore it or raise an exception.\n\n  message\n    Text of the warning message.\n  category\n    The Warning category subclass. Defaults to UserWarning.\n  stacklevel\n    How far up the call stack to make this warning appear. A value of 2 for\n    example attributes the warning to the caller of the code calling warn().\n  source\n    If supplied, the destroyed object which emitted a ResourceWarning\n  skip_file_prefixes\n    An optional tuple of module filename prefixes indicating frames to skip\n    during stacklevel computations for stack frame attribution.",
    ),
    NativeDef::function(
        "warn_explicit",
        "($module, /, message, category, filename, lineno,\n              module=<unrepresentable>, registry=None,\n              module_globals=None, source=None)",
        warn_explicit,
        "Issue a warning, or maybe ignore it or raise an exception.",
    ),
    NativeDef::function(
        "_filters_mutated",
        "($module, /)",
        |_, _| {
            VERSION.set(VERSION.get() + 1);
            Ok(Value::None)
        },
        "",
    ),
];

thread_local! {
    /// Counts changes of the filters: registries of an older version are out of date.
    static VERSION: Cell<i64> = const { Cell::new(0) };
}

/// Makes the module.
///
/// # Errors
/// What setting its members raises.
pub(crate) fn make(vm: &Vm) -> PyResult {
    let doc = "_warnings provides basic warning filtering support.\nIt is a helper module to speed up interpreter start-up.";
    let module = pyvm_vm::modules::make(vm, "_warnings", doc, FUNCTIONS);
    let row = |action: &str, category: &TypeRef, module: Value| {
        let parts = vec![Value::str(action), Value::None, category.to_value(), module, Value::Int(0)];
        vm.new_tuple(parts)
    };
    let filters = vec![
        row("default", &vm.exc.deprecation_warning, Value::Str(vm.names.main.clone())),
        row("ignore", &vm.exc.deprecation_warning, Value::None),
        row("ignore", &vm.exc.pending_deprecation_warning, Value::None),
        row("ignore", &vm.exc.import_warning, Value::None),
        row("ignore", &vm.exc.resource_warning, Value::None),
    ];
    pyvm_vm::modules::set(vm, &module, "filters", vm.new_list(filters))?;
    pyvm_vm::modules::set(vm, &module, "_onceregistry", vm.new_dict())?;
    pyvm_vm::modules::set(vm, &module, "_defaultaction", Value::str("default"))?;
    Ok(module)
}

/// One warning on its way through the filters.
struct Warning {
    category: Value,
    text: Value,
    message: Value,
    filename: Value,
    line: i64,
    module: Value,
    registry: Value,
    source: Value,
}

/// What a filter says about a warning.
struct Decision {
    action: Str,
    /// The filter, for messages.
    item: Value,
}

fn already_loaded(vm: &Vm, name: &str) -> Option<Value> {
    Dict::of(&vm.modules)?.get_str(&intern::intern_str(name))
}

/// An attribute of `warnings` where that is imported, else the one of this module.
fn setting(vm: &Vm, public: &str, own: &str) -> PyResult {
    if let Some(warnings) = already_loaded(vm, "warnings")
        && let Some(found) = vm.lookup_attr(&warnings, &vm.intern(public))?
    {
        return Ok(found);
    }
    vm.getattr_str(&vm.import("_warnings")?, own)
}

/// Whether the message or module pattern of a filter fits.
fn fits(vm: &Vm, pattern: &Value, text: &Value) -> PyResult<bool> {
    match pattern {
        Value::None => Ok(true),
        Value::Str(_) => vm.eq(pattern, text),
        regex => vm.is_true(&crate::support::method(vm, regex, "match", std::slice::from_ref(text))?),
    }
}

fn decide(vm: &Vm, warning: &Warning) -> PyResult<Decision> {
    let filters = setting(vm, "filters", "filters")?;
    let Some(items) = filters.as_list() else {
        return Err(vm.value_error("_warnings.filters must be a list"));
    };
    let mut i = 0;
    while let Some(item) = items.get(i) {
        let Some([action, message, category, module, line]) = item.as_tuple() else {
            return Err(vm.value_error(format!("_warnings.filters item {i} isn't a 5-tuple")));
        };
        let Value::Str(action) = action else {
            let got = vm.type_name(action);
            return Err(vm.type_error(format!("action must be a string, not '{got}'")));
        };
        let good_message = fits(vm, message, &warning.text)?;
        let good_module = fits(vm, module, &warning.module)?;
        let good_class = vm.issubclass(&warning.category, category)?;
        if !vm.is_instance(line, &vm.types.int) {
            return Err(vm.type_error("an integer is required"));
        }
        let line = vm.index_i64(line)?;
        if good_message && good_module && good_class && (line == 0 || line == warning.line) {
            return Ok(Decision { action: action.clone(), item: item.clone() });
        }
        i += 1;
    }
    match setting(vm, "defaultaction", "_defaultaction")? {
        Value::Str(action) => Ok(Decision { action, item: Value::None }),
        other => {
            let got = vm.type_name(&other);
            Err(vm.type_error(format!("_warnings.defaultaction must be a string, not '{got}'")))
        }
    }
}

/// Whether the registry has seen `key` since the filters changed; notes it down if `set`.
fn seen(vm: &Vm, registry: &Value, key: &Value, set: bool) -> PyResult<bool> {
    let Some(dict) = registry.as_dict() else { return Ok(false) };
    let version = vm.intern("version");
    let current = VERSION.get();
    match dict.get_str(&version) {
        Some(Value::Int(n)) if n == current => {
            if let Some(found) = dict.get(vm, key)?
                && vm.is_true(&found)?
            {
                return Ok(true);
            }
        }
        _ => {
            dict.clear();
            drop(dict.set_str(&version, Value::Int(current)));
        }
    }
    if set {
        drop(dict.insert(vm, key.clone(), Value::Bool(true))?);
    }
    Ok(false)
}

fn issue(vm: &Vm, mut warning: Warning) -> PyResult {
    if warning.module.is_unbound() {
        warning.module = module_of_file(&warning.filename);
    }
    if vm.is_instance(&warning.message, &vm.exc.warning) {
        warning.text = Value::Str(vm.str(&warning.message)?);
        warning.category = vm.class_of(&warning.message).to_value();
    } else {
        warning.text = warning.message.clone();
        warning.message = vm.call1(&warning.category, warning.message.clone())?;
    }
    let (text, category) = (warning.text.clone(), warning.category.clone());
    let key = vm.new_tuple(vec![text.clone(), category.clone(), Value::Int(warning.line)]);
    let registry = warning.registry.clone();
    if seen(vm, &registry, &key, false)? {
        return Ok(Value::None);
    }
    let Decision { action, item } = decide(vm, &warning)?;
    let action = action.to_string_lossy();
    match action.as_ref() {
        "error" => return Err(raised(vm, &warning)),
        "ignore" => return Ok(Value::None),
        "always" => return show(vm, &warning),
        _ => {}
    }
    if let Some(dict) = registry.as_dict() {
        drop(dict.insert(vm, key, Value::Bool(true))?);
    }
    let short = || vm.new_tuple(vec![text.clone(), category.clone()]);
    let repeated = match action.as_ref() {
        "once" if registry.is_none() => {
            let registry = setting(vm, "onceregistry", "_onceregistry")?;
            if registry.as_dict().is_none() {
                let got = vm.type_name(&registry);
                return Err(vm.type_error(format!("_warnings.onceregistry must be a dict, not '{got}'")));
            }
            seen(vm, &registry, &short(), true)?
        }
        "once" => seen(vm, &registry, &short(), true)?,
        "module" => seen(vm, &registry, &short(), true)?,
        "default" => false,
        _ => {
            let (action, item) = (vm.repr(&Value::str(&action))?, vm.repr(&item)?);
            return Err(
                vm.runtime_error(format!("Unrecognized action ({action}) in warnings.filters:\n {item}"))
            );
        }
    };
    if repeated { Ok(Value::None) } else { show(vm, &warning) }
}

fn raised(vm: &Vm, warning: &Warning) -> PyError {
    PyError::new(warning.message.clone())
        .unwrap_or_else(|_| vm.type_error("exceptions must derive from BaseException"))
}

fn module_of_file(filename: &Value) -> Value {
    let name = filename.as_text().map(|f| f.to_string_lossy().into_owned()).unwrap_or_default();
    Value::str(match name.strip_suffix(".py") {
        Some(stem) => stem,
        None if name.is_empty() => "<unknown>",
        None => &name,
    })
}

/// Hands the warning to `warnings._showwarnmsg`.
fn show(vm: &Vm, warning: &Warning) -> PyResult {
    let warnings = vm.import("warnings")?;
    let Some(function) = vm.lookup_attr(&warnings, &vm.intern("_showwarnmsg"))? else {
        return show_plainly(vm, warning);
    };
    if !vm.is_callable(&function) {
        return Err(vm.type_error("warnings._showwarnmsg() must be set to a callable"));
    }
    let Some(class) = vm.lookup_attr(&warnings, &vm.intern("WarningMessage"))? else {
        return Err(vm.runtime_error("unable to get warnings.WarningMessage"));
    };
    let args = [
        warning.message.clone(),
        warning.category.clone(),
        warning.filename.clone(),
        Value::Int(warning.line),
        Value::None,
        Value::None,
        warning.source.clone(),
    ];
    let message = vm.call(&class, pyvm_vm::call::Args::positional(&args))?;
    vm.call1(&function, message)?;
    Ok(Value::None)
}

/// The warning on standard error, where `warnings` has lost its own way to show it.
fn show_plainly(vm: &Vm, warning: &Warning) -> PyResult {
    let name = vm.getattr(&warning.category, &vm.names.name)?;
    let (file, text) = (vm.str(&warning.filename)?, vm.str(&warning.text)?);
    let mut shown = format!("{file}:{}: {}: {text}\n", warning.line, vm.str(&name)?);
    let line = [Value::Str(file), Value::Int(warning.line)];
    let source = crate::support::method(vm, &vm.import("linecache")?, "getline", &line)?;
    if let Some(source) = source.as_text().map(|s| s.to_string_lossy().trim().to_owned())
        && !source.is_empty()
    {
        shown.push_str(&format!("  {source}\n"));
    }
    let stderr = vm.getattr_str(&vm.import("sys")?, "stderr")?;
    crate::support::method(vm, &stderr, "write", &[Value::str(&shown)])
}

/// The category that a message and a category argument name.
fn category(vm: &Vm, message: &Value, given: &Value) -> PyResult {
    let class = if vm.is_instance(message, &vm.exc.warning) {
        return Ok(vm.class_of(message).to_value());
    } else if given.is_none() {
        vm.exc.user_warning.to_value()
    } else {
        given.clone()
    };
    let base = vm.exc.warning.to_value();
    if !vm.is_instance(&class, &vm.types.type_) || !vm.issubclass(&class, &base)? {
        let got = vm.type_name(&class);
        return Err(vm.type_error(format!("category must be a Warning subclass, not '{got}'")));
    }
    Ok(class)
}

fn warn(vm: &Vm, args: &[Value]) -> PyResult {
    let stacklevel = vm.index_i64(&args[2])?;
    let mut prefixes = Vec::new();
    if !args[4].is_unbound() {
        let Some(given) = args[4].as_tuple() else {
            let got = vm.type_name(&args[4]);
            return Err(
                vm.type_error(format!("warn() argument 'skip_file_prefixes' must be tuple, not {got}"))
            );
        };
        for prefix in given {
            let Some(prefix) = prefix.as_text() else {
                let got = vm.type_name(prefix);
                return Err(vm.type_error(format!("Found non-str '{got}' in skip_file_prefixes.")));
            };
            prefixes.push(prefix.to_string_lossy().into_owned());
        }
    }
    let category = category(vm, &args[0], &args[1])?;
    let stacklevel = if prefixes.is_empty() { stacklevel } else { stacklevel.max(2) };
    let place = place(vm, stacklevel, &prefixes)?;
    issue(
        vm,
        Warning {
            category,
            text: Value::None,
            message: args[0].clone(),
            filename: place.filename,
            line: place.line,
            module: place.module,
            registry: place.registry,
            source: args[3].clone(),
        },
    )
}

/// Where a warning is said to come from.
struct Place {
    filename: Value,
    line: i64,
    module: Value,
    registry: Value,
}

/// The place `stacklevel` frames up; frames of the import system count only for the innermost one.
fn place(vm: &Vm, stacklevel: i64, prefixes: &[String]) -> PyResult<Place> {
    let sys = vm.import("sys")?;
    let mut frame = vm.call0(&vm.getattr_str(&sys, "_getframe")?).unwrap_or(Value::None);
    let file =
        |frame: &Value| -> PyResult { vm.getattr_str(&vm.getattr_str(frame, "f_code")?, "co_filename") };
    let internal = |file: &Value| {
        let name = file.as_text().map(|f| f.to_string_lossy().into_owned()).unwrap_or_default();
        name.contains("importlib") && name.contains("_bootstrap")
    };
    let skipped = |file: &Value| {
        let name = file.as_text().map(|f| f.to_string_lossy().into_owned()).unwrap_or_default();
        internal(file) || prefixes.iter().any(|p| name.starts_with(p))
    };
    let count_all = stacklevel <= 0 || (!frame.is_none() && internal(&file(&frame)?));
    for _ in 1..stacklevel {
        if frame.is_none() {
            break;
        }
        frame = vm.getattr_str(&frame, "f_back")?;
        while !count_all && !frame.is_none() && skipped(&file(&frame)?) {
            frame = vm.getattr_str(&frame, "f_back")?;
        }
    }
    let (globals, filename, line) = if frame.is_none() {
        (vm.getattr_str(&sys, "__dict__")?, Value::str("<sys>"), 0)
    } else {
        let line = vm.getattr_str(&frame, "f_lineno")?;
        let line = if let Value::Int(n) = line { n } else { 0 };
        (vm.getattr_str(&frame, "f_globals")?, file(&frame)?, line)
    };
    let mut found = (Value::Unbound, Value::Unbound);
    if let Some(dict) = globals.as_dict() {
        let key = vm.intern("__warningregistry__");
        let registry = dict.get_str(&key).unwrap_or_else(|| {
            let made = vm.new_dict();
            drop(dict.set_str(&key, made.clone()));
            made
        });
        found = (dict.get_str(&vm.names.name).unwrap_or(Value::Unbound), registry);
    }
    let module = if matches!(found.0, Value::Str(_)) { found.0 } else { Value::str("<string>") };
    Ok(Place { filename, line, module, registry: found.1.bound().unwrap_or(Value::None) })
}

/// Lets the loader of a module read its source, so that the line that warns can be shown.
fn read_source(vm: &Vm, globals: &Dict) -> PyResult<()> {
    let Some(loader) = loader_of(vm, globals)? else { return Ok(()) };
    let Some(name) = globals.get_str(&vm.names.name) else { return Ok(()) };
    if let Some(get_source) = vm.lookup_attr(&loader, &vm.intern("get_source"))? {
        vm.call1(&get_source, name)?;
    }
    Ok(())
}

/// The loader that the globals of a module name: `__loader__`, which `__spec__.loader` is about to replace.
fn loader_of(vm: &Vm, globals: &Dict) -> PyResult<Option<Value>> {
    const MISSING: &str = "Module globals is missing a __spec__.loader";
    let loader = globals.get_str(&vm.names.loader).filter(|loader| !loader.is_none());
    let spec = globals.get_str(&vm.names.spec);
    if loader.is_none() {
        match &spec {
            None => return Ok(None),
            Some(Value::None) => return Err(vm.value_error(MISSING)),
            Some(_) => {}
        }
    }
    let found = match &spec {
        Some(spec) => vm.lookup_attr(spec, &vm.intern("loader"))?,
        None => None,
    };
    match (loader, found) {
        (None, None) => Err(vm.new_error(&vm.exc.attribute_error, MISSING)),
        (None, Some(Value::None)) => Err(vm.value_error(MISSING)),
        (None, Some(found)) => Ok(Some(found)),
        (Some(loader), None | Some(Value::None)) => {
            vm.warn(&vm.exc.deprecation_warning, MISSING, 1)?;
            Ok(Some(loader))
        }
        (Some(loader), Some(found)) => {
            if !vm.eq(&loader, &found)? {
                let text = "Module globals; __loader__ != __spec__.loader";
                vm.warn(&vm.exc.deprecation_warning, text, 1)?;
            }
            Ok(Some(loader))
        }
    }
}

fn warn_explicit(vm: &Vm, args: &[Value]) -> PyResult {
    let filename = vm.expect_str(&args[2], "warn_explicit() argument 'filename'")?.clone();
    let line = vm.index_i64(&args[3])?;
    if !args[6].is_none() && args[6].as_dict().is_none() {
        let got = vm.type_name(&args[6]);
        return Err(vm.type_error(format!("module_globals must be a dict, not '{got}'")));
    }
    // A warning without a module is dropped, as at the end of the program.
    if args[4].is_none() {
        return Ok(Value::None);
    }
    if !args[5].is_none() && args[5].as_dict().is_none() {
        return Err(vm.type_error("'registry' must be a dict or None"));
    }
    if let Some(globals) = args[6].as_dict() {
        read_source(vm, globals)?;
    }
    issue(
        vm,
        Warning {
            category: args[1].clone(),
            text: Value::None,
            message: args[0].clone(),
            filename: Value::Str(filename),
            line,
            module: args[4].clone(),
            registry: args[5].clone(),
            source: args[7].clone(),
        },
    )
}

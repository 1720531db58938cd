//! What the options and the environment say about a new machine: `sys`, `builtins`, the warning filters.

use std::ffi::OsString;
use std::path::Path;

use pyvm_vm::{PyResult, Value};

use super::options::{Options, Program};
use crate::{Vm, run};

/// The machine for a command line.
pub(super) fn machine(options: &Options) -> Vm {
    let mut permissions = options.permissions.clone();
    // The program's own modules and those of the library are imported without a permission to read them.
    for folder in search_path(options) {
        permissions.import.add(folder.into());
    }
    let builder = Vm::builder().argv(options.argv.clone()).flags(options.flags).permissions(permissions);
    builder.random_hashes(options.random_hashes).build()
}

/// `sys.path` at the start.
fn search_path(options: &Options) -> Vec<String> {
    let mut path = if options.flags.ignore_environment { Vec::new() } else { run::environment_path() };
    if !options.flags.safe_path {
        let first = match &options.program {
            Program::File(file) if Path::new(file).is_dir() => Some(from_root(Path::new(file))),
            Program::File(file) => Some(folder_of(file)),
            Program::Module(_) => std::env::current_dir().ok().map(|p| p.to_string_lossy().into_owned()),
            // The current folder, wherever that is when a module is looked for.
            _ => Some(String::new()),
        };
        path.splice(0..0, first);
    }
    path
}

/// A path from the root, as it was written otherwise.
pub(super) fn from_root(path: &Path) -> String {
    let whole = std::env::current_dir().map_or_else(|_| path.to_path_buf(), |cwd| cwd.join(path));
    whole.to_string_lossy().into_owned()
}

/// The folder of a script, absolute as in CPython.
fn folder_of(file: &str) -> String {
    let folder = Path::new(file).parent().unwrap_or(Path::new(""));
    let folder = std::path::absolute(if folder.as_os_str().is_empty() { Path::new(".") } else { folder });
    folder.map(|p| p.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Sets up `sys` and `builtins`.
///
/// # Errors
/// What setting attributes raises.
pub(super) fn prepare(vm: &Vm, options: &Options, arguments: Vec<OsString>) -> PyResult<()> {
    let core = vm.core();
    run::set_list(core, "path", search_path(options))?;
    run::set_list(core, "warnoptions", options.warn_options())?;
    let executable = std::env::current_exe().map(|p| p.to_string_lossy().into_owned()).unwrap_or_default();
    let arguments = arguments.iter().map(|a| a.to_string_lossy().into_owned());
    run::set_list(core, "orig_argv", std::iter::once(executable.clone()).chain(arguments))?;
    let sys = core.import("sys")?;
    core.setattr(&sys, &core.intern("executable"), Value::str(&executable))?;
    core.setattr(&sys, &core.intern("_base_executable"), Value::str(&executable))?;
    let x = core.new_dict();
    for option in &options.x {
        let (name, value) = match option.split_once('=') {
            Some((name, value)) => (name, Value::str(value)),
            None => (option.as_str(), Value::Bool(true)),
        };
        core.setitem(&x, &Value::str(name), value)?;
    }
    core.setattr(&sys, &core.intern("_xoptions"), x)?;
    if let Some(prefix) = pycache_prefix(options) {
        core.setattr(&sys, &core.intern("pycache_prefix"), Value::str(&prefix))?;
    }
    if !options.flags.no_site {
        add_site_builtins(vm)?;
    }
    if options.warn_options().is_empty() { Ok(()) } else { core.import("warnings").map(drop) }
}

/// A variable of the environment that is set to something, unless all are to be ignored.
fn environment(options: &Options, name: &str) -> Option<String> {
    let text = std::env::var_os(name).filter(|_| !options.flags.ignore_environment)?;
    Some(text.to_string_lossy().into_owned()).filter(|text| !text.is_empty())
}

/// `-X pycache_prefix` goes before the variable; an empty one asks for none.
fn pycache_prefix(options: &Options) -> Option<String> {
    let given = options.x.iter().rev().find_map(|option| match option.split_once('=') {
        Some(("pycache_prefix", prefix)) => Some(prefix),
        None if option == "pycache_prefix" => Some(""),
        _ => None,
    });
    match given {
        Some(prefix) => Some(prefix.to_owned()).filter(|prefix| !prefix.is_empty()),
        None => environment(options, "PYTHONPYCACHEPREFIX"),
    }
}

/// What CPython's `site` puts into builtins.
fn add_site_builtins(vm: &Vm) -> PyResult<()> {
    let core = vm.core();
    let module = core.import("_sitebuiltins")?;
    core.call_method(&module, &core.intern("_install"), &[]).map(drop)
}

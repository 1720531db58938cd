//! Running programs: scripts, `-c` and `-m`, with CPython's exit codes.

use std::path::Path;

use pyvm_vm::hash;
use pyvm_vm::heap::{Value, intern};
use pyvm_vm::import;
use pyvm_vm::objects::{Dict, module};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult};

/// A VM with its standard library.
///
/// # Errors
/// What making a module raises.
pub fn new_vm() -> PyResult<Vm> {
    choose_hash_secret();
    let vm = Vm::bare();
    pyvm_stdlib::install(&vm)?;
    Ok(vm)
}

/// The secret of string hashes by `PYTHONHASHSEED`, as CPython reads it.
fn choose_hash_secret() {
    let seed = std::env::var("PYTHONHASHSEED").ok().and_then(|s| s.parse::<u32>().ok());
    hash::choose_secret(seed.map_or_else(hash::HashSecret::random, hash::HashSecret::from_seed));
}

/// Sets `sys.argv` and the first entry of `sys.path`.
///
/// # Errors
/// What setting attributes raises.
pub fn set_arguments(vm: &Vm, argv: &[String], first_path: &str) -> PyResult<()> {
    let sys = vm.import("sys")?;
    let list = vm.new_list(argv.iter().map(|a| Value::str(a)).collect());
    vm.setattr(&sys, &intern::intern_str("argv"), list)?;
    let mut path = vec![Value::str(first_path)];
    {
        let variable = "PYVMPATH";
        let extra = std::env::var(variable).unwrap_or_default();
        path.extend(extra.split(':').filter(|p| !p.is_empty()).map(Value::str));
    }
    if let Ok(home) = std::env::var("PYVMHOME") {
        path.push(Value::str(&format!("{home}/lib/python3.13")));
    }
    vm.setattr(&sys, &intern::intern_str("path"), vm.new_list(path))
}

/// Runs source text as `__main__`.
///
/// # Errors
/// What the program raises.
pub fn run_source(vm: &Vm, source: &str, file: &str) -> PyResult<()> {
    let main = module::new(vm, "__main__");
    if let Some(modules) = Dict::of(&vm.modules) {
        drop(modules.set_str(&vm.names.main, main.clone()));
    }
    if !file.starts_with('<') {
        vm.setattr(&main, &vm.names.file, Value::str(file))?;
    } else {
        vm.sources.borrow_mut().insert(file.to_owned(), source.to_owned());
    }
    import::execute(vm, &main, source, file)?;
    vm.attend()
}

/// Runs a script file as `__main__`.
///
/// # Errors
/// OSError where it cannot be read, and what the program raises.
pub fn run_file(vm: &Vm, path: &Path) -> PyResult<()> {
    let source = import::source::read(vm, path)?;
    run_source(vm, &source, &path.to_string_lossy())
}

/// The exit code of a program, its error reported on standard error.
pub fn finish(vm: &Vm, result: PyResult<()>) -> i32 {
    let code = match result {
        Ok(()) => 0,
        Err(error) if error.matches(vm, &vm.exc.system_exit) => exit_code(vm, &error),
        Err(error) => {
            flush(vm, "stdout");
            let text = pyvm_vm::error::traceback::render(vm, &error);
            eprint!("{text}");
            if error.matches(vm, &vm.exc.keyboard_interrupt) { 130 } else { 1 }
        }
    };
    pyvm_stdlib::flush_files(vm);
    flush(vm, "stdout");
    flush(vm, "stderr");
    code
}

fn exit_code(vm: &Vm, error: &PyError) -> i32 {
    match error.payload().field("code") {
        Value::None | Value::Unbound => 0,
        Value::Int(n) => i32::from(n as u8),
        Value::Bool(b) => i32::from(b),
        other => {
            flush(vm, "stdout");
            eprintln!("{}", vm.str(&other).map_or_else(|_| String::new(), |s| s.to_string()));
            1
        }
    }
}

fn flush(vm: &Vm, stream: &str) {
    let flushed = vm.import("sys").and_then(|sys| {
        let stream = vm.getattr_str(&sys, stream)?;
        let is_gone = stream.is_none() || vm.is_true(&vm.getattr_str(&stream, "closed")?)?;
        if is_gone { Ok(Value::None) } else { vm.call_method(&stream, &vm.names.flush, &[]) }
    });
    if let Err(error) = flushed {
        vm.report_unraisable(&error, &Value::None);
    }
}

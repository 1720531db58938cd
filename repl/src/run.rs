//! The life of a machine: its start, its `sys.argv` and `sys.path`, its end.

use pyvm_vm::flags::Flags;
use pyvm_vm::heap::{Str, Value, intern};
use pyvm_vm::objects::{Dict, module};
use pyvm_vm::permissions::Permissions;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult};

use crate::error::exit_code;

/// A machine with its standard library and nothing run yet.
pub(crate) fn bare_vm(flags: Flags, permissions: Permissions) -> PyResult<Vm> {
    let vm = Vm::with_settings(flags, permissions);
    pyvm_stdlib::install(&vm)?;
    Ok(vm)
}

/// Makes the module `__main__` and puts it in `sys.modules`.
pub(crate) fn new_main(vm: &Vm) -> PyResult {
    let main = module::new(vm, "__main__");
    if let Some(modules) = Dict::of(&vm.modules) {
        drop(modules.set_str(&vm.names.main, main.clone()));
    }
    let builtins = vm.import("builtins")?;
    vm.setattr(&main, &vm.names.builtins, builtins)?;
    Ok(main)
}

/// The module `__main__`; a new one where the program took it out of `sys.modules`. Nothing but `sys.modules` holds it, so
/// that it goes first when the machine ends.
///
/// # Errors
/// What making a module raises.
pub(crate) fn main_module(vm: &Vm) -> PyResult {
    match Dict::of(&vm.modules).and_then(|modules| modules.get_str(&vm.names.main)) {
        Some(main) => Ok(main),
        None => new_main(vm),
    }
}

/// Sets a list of strings in `sys`.
pub(crate) fn set_list(vm: &Vm, name: &str, items: impl IntoIterator<Item = String>) -> PyResult<()> {
    let items = items.into_iter().map(|text| Value::str(&text)).collect();
    vm.setattr(&vm.import("sys")?, &vm.intern(name), vm.new_list(items))
}

/// Puts a folder at the front of `sys.path`.
pub(crate) fn push_path(vm: &Vm, folder: &str) -> PyResult<()> {
    let path = vm.getattr_str(&vm.import("sys")?, "path")?;
    vm.call_method(&path, &vm.intern("insert"), &[Value::Int(0), Value::str(folder)]).map(drop)
}

/// What `PYVMPATH` and `PYVMHOME` put on `sys.path`.
pub(crate) fn environment_path() -> Vec<String> {
    let extra = std::env::var("PYVMPATH").unwrap_or_default();
    let mut path: Vec<String> = extra.split(':').filter(|p| !p.is_empty()).map(str::to_owned).collect();
    if let Ok(home) = std::env::var("PYVMHOME")
        && !home.is_empty()
    {
        path.push(format!("{home}/lib/python3.13"));
    }
    path
}

/// Flushes a stream of `sys`; one that is `None` or closed has nothing to flush.
pub(crate) fn flush(vm: &Vm, stream: &str) -> PyResult<()> {
    let found = vm.lookup_attr(&vm.import("sys")?, &vm.intern(stream))?;
    let Some(stream) = found.filter(|s| !s.is_none()) else { return Ok(()) };
    if let Some(closed) = vm.lookup_attr(&stream, &vm.intern("closed"))?
        && vm.is_true(&closed)?
    {
        return Ok(());
    }
    vm.call_method(&stream, &vm.names.flush, &[]).map(drop)
}

/// Reports what ended a program on `sys.stderr` and gives its exit code.
pub(crate) fn report(vm: &Vm, error: &PyError) -> i32 {
    if error.matches(vm, &vm.exc.system_exit) {
        // A subclass may say it in another way.
        let found = vm.lookup_attr(&error.to_value(), &vm.intern("code"));
        let code = found.ok().flatten().unwrap_or(Value::None);
        if !matches!(
            code.unwrapped(),
            Value::None | Value::Unbound | Value::Int(_) | Value::Bool(_) | Value::Big(_)
        ) {
            print_error(
                vm,
                &format!("{}\n", vm.str(&code).map_or_else(|_| String::new(), |s| s.to_string())),
            );
        }
        return exit_code(&code);
    }
    let sys = vm.import("sys");
    if sys.is_ok_and(|sys| matches!(vm.lookup_attr(&sys, &vm.intern("excepthook")), Ok(None))) {
        let report = pyvm_vm::error::traceback::render(vm, error);
        print_error(vm, &format!("sys.excepthook is missing\n{report}"));
    } else if let Err(second) = call_excepthook(vm, error) {
        let texts = [&second, error].map(|e| pyvm_vm::error::traceback::render(vm, e));
        let [hook, original] = texts;
        print_error(vm, &format!("Error in sys.excepthook:\n{hook}\nOriginal exception was:\n{original}"));
    }
    if error.class().is(&vm.exc.keyboard_interrupt) { 130 } else { 1 }
}

fn call_excepthook(vm: &Vm, error: &PyError) -> PyResult<()> {
    drop(flush(vm, "stdout"));
    let sys = vm.import("sys")?;
    let hook = vm.getattr_str(&sys, "excepthook")?;
    let value = error.to_value();
    let traceback = error.payload().traceback.get();
    let args = [error.class().to_value(), value, traceback];
    vm.call(&hook, pyvm_vm::call::Args::positional(&args)).map(drop)
}

/// Writes to `sys.stderr`, or where that fails to the process's own.
pub(crate) fn print_error(vm: &Vm, text: &str) {
    drop(flush(vm, "stdout"));
    let written = vm.import("sys").and_then(|sys| {
        let stream = vm.getattr_str(&sys, "stderr")?;
        vm.call_method(&stream, &vm.names.write, &[Value::str(text)])
    });
    if written.is_err() {
        eprint!("{text}");
    }
}

/// Ends a machine: exit functions, flushed streams, its modules let go so that finalizers run.
/// Returns whether the output was written. `is_process` tells that nobody writes to standard output afterwards.
pub(crate) fn shut_down(vm: &Vm, is_process: bool) -> bool {
    wait_for_threads(vm);
    exit_functions(vm);
    pyvm_stdlib::cancel_threads(vm);
    let written = flush_at_end(vm, is_process);
    let Some(modules) = Dict::of(&vm.modules) else { return written };
    let is_kept = |name: &Str| *name == *"sys" || *name == *"builtins";
    let names: Vec<Str> = modules.keys().iter().filter_map(|k| k.as_text().cloned()).collect();
    for name in names.iter().filter(|name| !is_kept(name)) {
        drop(modules.remove_str(name));
    }
    // A finalizer's error is reported; a limit has nothing left to end.
    drop(vm.attend());
    vm.collect_garbage(2);
    pyvm_stdlib::flush_files(vm);
    flush_at_end(vm, is_process) && flush(vm, "stderr").is_ok() && written
}

/// Flushes `sys.stdout` when nobody is left to catch the error, which is shown instead. What the process cannot write
/// is given up, so that it is told once.
fn flush_at_end(vm: &Vm, is_process: bool) -> bool {
    let Err(error) = flush(vm, "stdout") else { return true };
    vm.report_unraisable_as(Some("Exception ignored on flushing sys.stdout"), &error, &Value::None);
    if is_process {
        pyvm_stdlib::give_up_stdout();
    }
    false
}

/// Waits for the threads that are no daemons.
fn wait_for_threads(vm: &Vm) {
    let loaded = Dict::of(&vm.modules).and_then(|m| m.get_str(&intern::intern_str("threading")));
    let Some(threading) = loaded else { return };
    if let Ok(Some(shutdown)) = vm.lookup_attr(&threading, &vm.intern("_shutdown"))
        && let Err(error) = vm.call0(&shutdown)
    {
        vm.report_unraisable(&error, &threading);
    }
}

fn exit_functions(vm: &Vm) {
    let loaded = Dict::of(&vm.modules).and_then(|m| m.get_str(&intern::intern_str("atexit")));
    let Some(atexit) = loaded else { return };
    if let Ok(Some(run)) = vm.lookup_attr(&atexit, &vm.intern("_run_exitfuncs"))
        && let Err(error) = vm.call0(&run)
    {
        vm.report_unraisable(&error, &run);
    }
}

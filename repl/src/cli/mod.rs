//! The command line: `pyvm script.py`, `-c`, `-m`, `-`, the REPL, `pyvm pickle`. Mirrors `Modules/main.c`.

use std::ffi::OsString;
use std::io::{IsTerminal, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use pyvm_vm::compile::Mode;
use pyvm_vm::import::{self, locate, source};
use pyvm_vm::objects::module;
use pyvm_vm::{PyResult, Value};

use crate::error::panic_text;
use crate::{Vm, repl, run};

pub mod options;
mod pickle;

use options::{Options, Program, UsageError};

/// Exit code of a usage error or a script that cannot be read.
const USAGE: i32 = 2;
/// Exit code of a passed limit.
const LIMIT: i32 = 124;
/// Exit code of output that could not be flushed at the end.
const NOT_FLUSHED: i32 = 120;
/// Exit code of a panic: our fault.
const PANIC: i32 = 70;

const USAGE_LINES: &str = "usage: pyvm [option] ... [-c cmd | -m mod | file | -] [arg] ...
Try `pyvm -h' for more information.";

const HELP: &str = "usage: pyvm [option] ... [-c cmd | -m mod | file | -] [arg] ...
       pyvm run FILE [arg] ... | pyvm repl | pyvm pickle VERB FILE | pyvm help

-c cmd   run code           -m mod   run a module         -        run standard input
-i       REPL afterwards    -q       no banner            -V       version
-I       isolated: neither environment nor the script's folder
-E       ignore PYVMHOME, PYVMPATH and PYTHONSTARTUP
-P       do not put the script's folder on sys.path
-W arg   warning filter     -X opt   implementation option
-S       without exit, quit and copyright in builtins
-B -u -v -O  accepted, without effect
--max-time 2s  --max-fuel N  --max-memory 64M  limits; one that is passed ends with code 124

Environment: PYVMHOME (a CPython 3.13 prefix), PYVMPATH, PYTHONHASHSEED, PYTHONSTARTUP, PYVM_HISTORY, NO_COLOR
";

/// Runs the command line and gives the exit code. A panic inside is reported, with what was printed before it.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> i32 {
    let options = match Options::parse(arguments) {
        Ok(options) => options,
        Err(UsageError(message)) => {
            eprintln!("{message}\n{USAGE_LINES}");
            return USAGE;
        }
    };
    match &options.program {
        Program::Help => {
            print!("{HELP}");
            0
        }
        Program::Version => {
            println!("pyvm {} (Python 3.13.0)", env!("CARGO_PKG_VERSION"));
            0
        }
        Program::Pickle(arguments) => pickle::main(arguments),
        _ => run_program(&options),
    }
}

fn run_program(options: &Options) -> i32 {
    let vm = Vm::builder().argv(options.argv.clone()).build();
    listen_for_interrupts(&vm);
    let checkpoint = vm.core().checkpoint();
    match catch_unwind(AssertUnwindSafe(|| run_in(&vm, options))) {
        Ok(code) => code,
        Err(payload) => {
            vm.core().restore(checkpoint);
            drop(run::flush(vm.core(), "stdout"));
            eprintln!("pyvm: internal error: {}", panic_text(&*payload));
            PANIC
        }
    }
}

/// Ctrl-C raises KeyboardInterrupt where the program looks up next.
fn listen_for_interrupts(vm: &Vm) {
    let interrupter = vm.interrupter();
    let Ok(mut signals) = signal_hook::iterator::Signals::new([signal_hook::consts::SIGINT]) else { return };
    let listen = move || signals.forever().for_each(|_| interrupter.interrupt());
    // Without the thread Ctrl-C has no effect; there is nothing better to do.
    drop(std::thread::Builder::new().name("pyvm-signals".to_owned()).spawn(listen));
}

fn run_in(vm: &Vm, options: &Options) -> i32 {
    let core = vm.core();
    let guard = core.begin(options.limits);
    let mut code = match prepare(vm, options).and_then(|()| program(vm, options)) {
        Ok(code) => code,
        Err(error) => {
            if let Some(passed) = core.passed() {
                drop(guard);
                drop(run::flush(core, "stdout"));
                eprintln!("pyvm: limit: {}", passed.message());
                return LIMIT;
            }
            run::report(core, &error)
        }
    };
    drop(guard);
    if options.inspect && matches!(options.program, Program::File(_) | Program::Code(_) | Program::Module(_))
    {
        code = repl::interact(vm, &repl::Settings { banner: false, startup: None });
    }
    if run::shut_down(core) || code != 0 { code } else { NOT_FLUSHED }
}

/// `sys.path` and what else the environment and the options say.
fn prepare(vm: &Vm, options: &Options) -> PyResult<()> {
    let core = vm.core();
    let mut path = if options.ignore_environment { Vec::new() } else { run::environment_path() };
    if !options.safe_path {
        let first = match &options.program {
            Program::File(file) if Path::new(file).is_dir() => Some(file.clone()),
            Program::File(file) => Some(folder_of(file)),
            Program::Module(_) => std::env::current_dir().ok().map(|p| p.to_string_lossy().into_owned()),
            _ => Some(String::new()),
        };
        path.splice(0..0, first);
    }
    run::set_list(core, "path", path)?;
    run::set_list(core, "warnoptions", options.warnings.iter().cloned())?;
    let sys = core.import("sys")?;
    let x = core.new_dict();
    for option in &options.x {
        let (name, value) = match option.split_once('=') {
            Some((name, value)) => (name, Value::str(value)),
            None => (option.as_str(), Value::Bool(true)),
        };
        core.setitem(&x, &Value::str(name), value)?;
    }
    core.setattr(&sys, &core.intern("_xoptions"), x)?;
    if options.no_site { Ok(()) } else { add_site_builtins(vm) }
}

/// What CPython's `site` puts into builtins.
fn add_site_builtins(vm: &Vm) -> PyResult<()> {
    let core = vm.core();
    let module = core.import("_sitebuiltins")?;
    let builtins = core.import("builtins")?;
    let add = |name: &str, class: &str, text: &str| {
        let class = core.getattr_str(&module, class)?;
        let made = core.call2(&class, Value::str(name), Value::str(text))?;
        core.setattr(&builtins, &core.intern(name), made)
    };
    add("exit", "Quitter", "Ctrl-D (i.e. EOF)")?;
    add("quit", "Quitter", "Ctrl-D (i.e. EOF)")?;
    add("copyright", "_Printer", repl::COPYRIGHT)
}

/// The folder of a script, absolute as in CPython.
fn folder_of(file: &str) -> String {
    let folder = Path::new(file).parent().unwrap_or(Path::new(""));
    let folder = std::path::absolute(if folder.as_os_str().is_empty() { Path::new(".") } else { folder });
    folder.map(|p| p.to_string_lossy().into_owned()).unwrap_or_default()
}

fn program(vm: &Vm, options: &Options) -> PyResult<i32> {
    match &options.program {
        Program::Code(code) => {
            vm.core().sources.borrow_mut().insert("<string>".to_owned(), code.clone());
            run_source(vm, code, "<string>").map(|()| 0)
        }
        Program::File(file) => script(vm, file),
        Program::Module(name) => run_module(vm, name),
        Program::Interactive if options.inspect || std::io::stdin().is_terminal() => {
            Ok(interact(vm, options))
        }
        Program::Repl => Ok(interact(vm, options)),
        _ => {
            let mut bytes = Vec::new();
            std::io::stdin().read_to_end(&mut bytes).map_err(|e| vm.core().io_error(&e, None))?;
            let text = source::decode(vm.core(), &bytes, "<stdin>")?;
            run_source(vm, &text, "<stdin>").map(|()| 0)
        }
    }
}

fn interact(vm: &Vm, options: &Options) -> i32 {
    let startup = std::env::var("PYTHONSTARTUP").ok().filter(|_| !options.ignore_environment);
    repl::interact(vm, &repl::Settings { banner: !options.quiet, startup })
}

fn run_source(vm: &Vm, text: &str, file: &str) -> PyResult<()> {
    let core = vm.core();
    let code = source::compile(core, text, file, Mode::Exec)?;
    let Some(globals) = module::dict(core, &vm.main()?) else {
        return Err(core.system_error("__main__ has no namespace"));
    };
    import::exec_code(core, &code, &globals, Value::Obj(globals.clone()))?;
    core.attend()
}

fn script(vm: &Vm, file: &str) -> PyResult<i32> {
    let path = Path::new(file);
    let main = path.join("__main__.py");
    if path.is_dir() {
        if !main.is_file() {
            eprintln!("pyvm: can't find '__main__' module in '{file}'");
            return Ok(1);
        }
        return match locate::locate(vm.core(), "__main__")? {
            Some(found) => run_located(vm, "__main__", found).map(|()| 0),
            None => Err(vm.core().no_module(
                &vm.core().exc.module_not_found_error,
                &vm.core().names.main,
                "No module named '__main__'",
            )),
        };
    }
    let core = vm.core();
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => {
            let shown =
                std::path::absolute(path).map_or_else(|_| file.to_owned(), |p| p.display().to_string());
            let number = error.raw_os_error().unwrap_or(0);
            let text = error.to_string();
            let text = text.split(" (os error").next().unwrap_or(&text);
            eprintln!("pyvm: can't open file '{shown}': [Errno {number}] {text}");
            return Ok(USAGE);
        }
    };
    let file = from_root(path);
    core.setattr(&vm.main()?, &core.names.file, Value::str(&file))?;
    let text = source::decode(core, &bytes, &file)?;
    run_source(vm, &text, &file).map(|()| 0)
}

/// A script's path from the root, as it was written otherwise: `__file__` and tracebacks show it.
fn from_root(path: &Path) -> String {
    let whole = std::env::current_dir().map_or_else(|_| path.to_path_buf(), |cwd| cwd.join(path));
    whole.to_string_lossy().into_owned()
}

/// Runs a module as `__main__`: what `runpy` does.
fn run_module(vm: &Vm, name: &str) -> PyResult<i32> {
    let core = vm.core();
    let missing = |text: String| {
        eprintln!("pyvm: {text}");
        Ok(1)
    };
    let found = match locate::locate(core, name) {
        Ok(found) => found,
        Err(error) if error.matches(core, &core.exc.module_not_found_error) => {
            let text = core.str(&error.to_value())?;
            return missing(format!(
                "Error while finding module specification for '{name}' (ModuleNotFoundError: {text})"
            ));
        }
        Err(error) => return Err(error),
    };
    let Some(found) = found else { return missing(format!("No module named {name}")) };
    if found.is_package {
        let inner = format!("{name}.__main__");
        if locate::locate(core, &inner)?.is_none() {
            return missing(format!(
                "No module named {inner}; '{name}' is a package and cannot be directly executed"
            ));
        }
        return run_module(vm, &inner);
    }
    let argv = core.getattr_str(&core.import("sys")?, "argv")?;
    core.setitem(&argv, &Value::Int(0), Value::str(&found.file))?;
    run_located(vm, name, found).map(|()| 0)
}

fn run_located(vm: &Vm, name: &str, found: locate::Located) -> PyResult<()> {
    let core = vm.core();
    let set = |attribute: &str, value: Value| core.setattr(&vm.main()?, &core.intern(attribute), value);
    set("__spec__", found.spec)?;
    set("__package__", Value::str(name.rsplit_once('.').map_or("", |(package, _)| package)))?;
    set("__file__", Value::str(&found.file))?;
    core.sources.borrow_mut().entry(found.file.clone()).or_insert_with(|| found.source.clone());
    run_source(vm, &found.source, &found.file)
}

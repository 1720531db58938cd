//! The command line: `pyvm script.py`, `-c`, `-m`, `-`, the REPL, `pyvm pickle`. Mirrors `Modules/main.c`.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use pyvm_vm::control::{Interrupter, Passed, Run, SignalSource};

use crate::error::panic_text;
use crate::{Vm, repl, run};

mod environment;
pub mod options;
mod pickle;
mod prepare;
mod program;

use options::{Options, Program, Refused};

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

-b       warn of bytes compared with str, or made text by str(); -bb: raise
-B       do not write .pyc files
-c cmd   run code
-d       sys.flags.debug
-E       ignore the variables of the environment below
-h       this help
-i       REPL afterwards
-I       isolated: -E, -P and -s
-m mod   run a module
-O       without asserts, __debug__ is False; -OO: without docstrings too
-P       do not put the script's folder on sys.path
-q       no banner
-R       random string hashes, whatever PYTHONHASHSEED says
-s       sys.flags.no_user_site: there is no user site
-S       without exit, quit, help, copyright, credits and license in builtins
-u       write what is printed at once
-v       tell each import on standard error
-V       version; -VV: and build
-W arg   warning filter: action:message:category:module:lineno
-x       skip the first line of the script
-X opt   dev, int_max_str_digits=N, no_debug_ranges, utf8, warn_default_encoding; others only show in sys._xoptions

--max-time 2s  --max-fuel N  --max-memory 64M  --max-depth N  --max-output 1M
         limits; one that is passed ends the program with code 124
--sandbox  deny files, the environment, processes and the network; what gives back:
--allow-read[=PATH]  --allow-write[=PATH]  --allow-env[=NAME]  --allow-net  --allow-run

Environment: PYVMHOME (a CPython 3.13 prefix), PYVMPATH, PYVM_HISTORY, NO_COLOR, and of CPython's own PYTHONDEBUG,
  PYTHONDEVMODE, PYTHONDONTWRITEBYTECODE, PYTHONHASHSEED, PYTHONINSPECT, PYTHONINTMAXSTRDIGITS, PYTHONIOENCODING,
  PYTHONNODEBUGRANGES, PYTHONNOUSERSITE, PYTHONOPTIMIZE, PYTHONPYCACHEPREFIX, PYTHONSAFEPATH, PYTHONSTARTUP,
  PYTHONUNBUFFERED, PYTHONUTF8, PYTHONVERBOSE, PYTHONWARNDEFAULTENCODING, PYTHONWARNINGS
";

/// Runs the command line and gives the exit code. A panic inside is reported, with what was printed before it.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> i32 {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let parsed = Options::parse(arguments.iter().cloned()).and_then(environment::read);
    let options = match parsed {
        Ok(options) => options,
        Err(Refused::Usage(message)) => {
            eprintln!("{message}\n{USAGE_LINES}");
            return USAGE;
        }
        Err(Refused::Fatal(function, message)) => {
            let colon = if function.is_empty() { "" } else { ": " };
            let state = if function.starts_with("pre") { "preinitializing" } else { "preinitialized" };
            eprintln!("Fatal Python error: {function}{colon}{message}\nPython runtime state: {state}\n");
            return 1;
        }
    };
    match &options.program {
        Program::Help => {
            print!("{HELP}");
            0
        }
        Program::Version { long } => {
            let build = if *long { concat!(" [", env!("PYVM_TARGET"), "]") } else { "" };
            println!("pyvm {} (Python 3.13.0){build}", env!("CARGO_PKG_VERSION"));
            0
        }
        Program::Pickle(arguments) => pickle::main(arguments),
        _ => {
            std::panic::set_hook(Box::new(|info| {
                PLACE.set(info.location().map(|at| format!(" ({}:{})", at.file(), at.line())));
            }));
            run_program(&options, arguments)
        }
    }
}

thread_local! {
    /// Where the last panic of this thread began.
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

fn run_program(options: &Options, arguments: Vec<OsString>) -> i32 {
    let vm = prepare::machine(options);
    listen_for_interrupts(&vm);
    guarded(&vm, || run_in(&vm, options, arguments))
}

/// Runs a program to its exit code. A panic is reported and costs nothing that was printed before it.
fn guarded(vm: &Vm, program: impl FnOnce() -> i32) -> i32 {
    let checkpoint = vm.core().checkpoint();
    let payload = match catch_unwind(AssertUnwindSafe(program)) {
        Ok(code) => return code,
        Err(payload) => payload,
    };
    let flush = || {
        vm.core().restore(checkpoint);
        pyvm_stdlib::flush_files(vm.core());
    };
    let place = PLACE.take().unwrap_or_default();
    if catch_unwind(AssertUnwindSafe(flush)).is_err() {
        eprintln!("pyvm: internal error: output may be lost");
    }
    eprintln!("pyvm: internal error: {}{place}", panic_text(&*payload));
    PANIC
}

/// Hands signals to the running program: Ctrl-C raises KeyboardInterrupt where it looks up next.
struct Signals {
    interrupter: Interrupter,
    handle: RefCell<Option<signal_hook::iterator::Handle>>,
    /// What is received, for the child of a fork to receive it too.
    numbers: RefCell<BTreeSet<i32>>,
}

impl SignalSource for Signals {
    fn listen(&self, number: i32) -> std::io::Result<()> {
        self.numbers.borrow_mut().insert(number);
        self.handle.borrow().as_ref().map_or(Ok(()), |handle| handle.add_signal(number))
    }

    fn default(&self, number: i32) {
        // A signal whose default is to be ignored cannot be emulated and needs nothing.
        drop(signal_hook::low_level::emulate_default_handler(number));
    }

    fn restart(&self) {
        let Ok(mut signals) = signal_hook::iterator::Signals::new(self.numbers.borrow().iter()) else {
            return;
        };
        self.handle.replace(Some(signals.handle()));
        let interrupter = self.interrupter.clone();
        let listen = move || {
            // The program's own thread is the one that signals are sent to, and that may block them.
            pyvm_stdlib::block_signals();
            signals.forever().for_each(|number| interrupter.signal(number));
        };
        // Without the thread Ctrl-C has no effect; there is nothing better to do.
        drop(std::thread::Builder::new().name("pyvm-signals".to_owned()).spawn(listen));
    }
}

fn listen_for_interrupts(vm: &Vm) {
    let source = Signals {
        interrupter: vm.interrupter(),
        handle: RefCell::default(),
        numbers: RefCell::new([signal_hook::consts::SIGINT].into()),
    };
    source.restart();
    vm.core().set_signal_source(Rc::new(source));
}

fn run_in(vm: &Vm, options: &Options, arguments: Vec<OsString>) -> i32 {
    let core = vm.core();
    let guard = core.begin(options.limits);
    let prepared = prepare::prepare(vm, options, arguments);
    let mut code = match prepared.and_then(|()| program::run(vm, options)) {
        Ok(code) => code,
        Err(error) => {
            if let Some(passed) = core.passed() {
                return limit(vm, guard, passed);
            }
            run::report(core, &error)
        }
    };
    if options.flags.inspect > 0
        && matches!(options.program, Program::File(_) | Program::Code(_) | Program::Module(_))
    {
        drop(guard);
        code = repl::interact(vm, &repl::Settings { banner: false, startup: None });
        return if run::shut_down(core, true) { code } else { NOT_FLUSHED };
    }
    let written = run::shut_down(core, true);
    if let Some(passed) = core.passed() {
        return limit(vm, guard, passed);
    }
    if written { code } else { NOT_FLUSHED }
}

/// Reports a passed limit. What was printed comes out first, as far as the limit on it allows.
fn limit(vm: &Vm, guard: Run<'_>, passed: Passed) -> i32 {
    drop(run::flush(vm.core(), "stdout"));
    if passed == Passed::Output {
        pyvm_stdlib::give_up_stdout();
    }
    drop(guard);
    eprintln!("pyvm: limit: {}", passed.message());
    LIMIT
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_reported_and_loses_no_output() -> Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("out");
        let vm = Vm::new();
        let source = format!("import sys\nsys.stdout = open({:?}, 'w')\nother = sys.stdout.buffer", file);
        vm.exec(&source)?;
        let code = guarded(&vm, || {
            // Left in the stream's buffer.
            drop(vm.eval::<crate::Obj>("print('printed', end='')"));
            panic!("forced");
        });
        assert_eq!(code, PANIC);
        assert_eq!(std::fs::read_to_string(&file)?, "printed");
        assert_eq!(vm.eval::<i64>("6 * 7")?, 42);
        Ok(())
    }
}

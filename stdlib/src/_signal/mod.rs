//! `_signal`: handlers of operating system signals (CPython: `Modules/signalmodule.c`).
//!
//! Signals arrive in a thread of the program that embeds the VM (the command line has one), which asks the VM to
//! look; the handlers then run between two instructions. A VM without such a thread has no handlers to set.

pub(crate) mod timers;
mod waits;

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use nix::sys::signal::{SigSet, SigmaskHow, Signal};
use pyvm_vm::objects::struct_sequence;
use pyvm_vm::types::NativeDef;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult, Value};

use crate::posix::path::os_error;

const SIGINT: i32 = 2;
/// One more than the largest signal number.
const NSIG: i32 = 65;
const DEFAULT: i64 = 0;
const IGNORE: i64 = 1;

/// The handlers of a VM, by signal number: `SIG_DFL`, `SIG_IGN` or a callable.
struct Handlers(RefCell<HashMap<i32, Value>>);

/// Where the numbers of arriving signals are written, and whether a full pipe is worth a warning.
struct Wakeup(Cell<i32>, Cell<bool>);

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function(
        "default_int_handler",
        "($module, signalnum, frame, /)",
        |vm, _| Err(vm.new_exception(&vm.exc.keyboard_interrupt, Vec::new())),
        "The default handler for SIGINT installed by Python.\n\nIt raises KeyboardInterrupt.",
    ),
    NativeDef::function(
        "alarm",
        "($module, seconds, /)",
        timers::alarm,
        "Arrange for SIGALRM to arrive after the given number of seconds.",
    ),
    NativeDef::function(
        "setitimer",
        "($module, which, seconds, interval=0.0, /)",
        timers::set,
        "Sets given itimer (one of ITIMER_REAL, ITIMER_VIRTUAL or ITIMER_PROF).",
    ),
    NativeDef::function(
        "getitimer",
        "($module, which, /)",
        timers::get,
        "Returns current value of given itimer.",
    ),
    NativeDef::function(
        "signal",
        "($module, signalnum, handler, /)",
        set,
        "Set the action for the given signal.",
    ),
    NativeDef::function(
        "raise_signal",
        "($module, signalnum, /)",
        raise_signal,
        "Send a signal to the executing process.",
    ),
    NativeDef::function(
        "strsignal",
        "($module, signalnum, /)",
        strsignal,
        "Return the system description of the given signal.",
    ),
    NativeDef::function(
        "getsignal",
        "($module, signalnum, /)",
        getsignal,
        "Return the current action for the given signal.",
    ),
    NativeDef::function("pause", "($module, /)", pause, "Wait until a signal arrives."),
    NativeDef::function(
        "set_wakeup_fd",
        "($module, fd, /, *, warn_on_full_buffer=True)",
        set_wakeup,
        "Sets the fd to be written to (with the signal number) when a signal comes in.",
    ),
    NativeDef::function(
        "siginterrupt",
        "($module, signalnum, flag, /)",
        interrupt,
        "Change system call restart behaviour.",
    ),
    NativeDef::function(
        "pthread_sigmask",
        "($module, how, mask, /)",
        sigmask,
        "Fetch and/or change the signal mask of the calling thread.",
    ),
    NativeDef::function("sigpending", "($module, /)", waits::pending, "Examine pending signals."),
    NativeDef::function("sigwait", "($module, sigset, /)", waits::wait, "Wait for a signal."),
    NativeDef::function(
        "sigwaitinfo",
        "($module, sigset, /)",
        waits::wait_information,
        "Wait synchronously until one of the signals in *sigset* is delivered.",
    ),
    NativeDef::function(
        "sigtimedwait",
        "($module, sigset, timeout, /)",
        waits::wait_for_time,
        "Like sigwaitinfo(), but with a timeout.",
    ),
    NativeDef::function(
        "pthread_kill",
        "($module, thread_id, signalnum, /)",
        waits::to_thread,
        "Send a signal to a thread.",
    ),
    NativeDef::function(
        "pidfd_send_signal",
        "($module, pidfd, signalnum, siginfo=None, flags=0, /)",
        waits::to_process,
        "Send a signal to a process referred to by a pid file descriptor.",
    ),
    NativeDef::function(
        "valid_signals",
        "($module, /)",
        |vm, _| numbers(vm, (1..NSIG).filter(|n| !matches!(n, 32 | 33))),
        "Return a set of valid signal numbers on this platform.",
    ),
];

static NAMES: &[(&str, i64)] = &[
    ("SIG_DFL", DEFAULT),
    ("SIG_IGN", IGNORE),
    ("NSIG", 65),
    ("SIG_BLOCK", 0),
    ("SIG_UNBLOCK", 1),
    ("SIG_SETMASK", 2),
    ("SIGHUP", 1),
    ("SIGINT", 2),
    ("SIGQUIT", 3),
    ("SIGILL", 4),
    ("SIGTRAP", 5),
    ("SIGIOT", 6),
    ("SIGABRT", 6),
    ("SIGFPE", 8),
    ("SIGKILL", 9),
    ("SIGBUS", 7),
    ("SIGSEGV", 11),
    ("SIGSYS", 31),
    ("SIGPIPE", 13),
    ("SIGALRM", 14),
    ("SIGTERM", 15),
    ("SIGUSR1", 10),
    ("SIGUSR2", 12),
    ("SIGCLD", 17),
    ("SIGCHLD", 17),
    ("SIGPWR", 30),
    ("SIGIO", 29),
    ("SIGURG", 23),
    ("SIGWINCH", 28),
    ("SIGPOLL", 29),
    ("SIGSTOP", 19),
    ("SIGTSTP", 20),
    ("SIGCONT", 18),
    ("SIGTTIN", 21),
    ("SIGTTOU", 22),
    ("SIGVTALRM", 26),
    ("SIGPROF", 27),
    ("SIGXCPU", 24),
    ("SIGXFSZ", 25),
    ("SIGRTMIN", 34),
    ("SIGRTMAX", 64),
    ("SIGSTKFLT", 16),
    ("ITIMER_REAL", 0),
    ("ITIMER_VIRTUAL", 1),
    ("ITIMER_PROF", 2),
];

/// glibc's descriptions of the signals 1 to 31.
static DESCRIPTIONS: [&str; 31] = [
    "Hangup",
    "Interrupt",
    "Quit",
    "Illegal instruction",
    "Trace/breakpoint trap",
    "Aborted",
    "Bus error",
    "Floating point exception",
    "Killed",
    "User defined signal 1",
    "Segmentation fault",
    "User defined signal 2",
    "Broken pipe",
    "Alarm clock",
    "Terminated",
    "Stack fault",
    "Child exited",
    "Continued",
    "Stopped (signal)",
    "Stopped",
    "Stopped (tty input)",
    "Stopped (tty output)",
    "Urgent I/O condition",
    "CPU time limit exceeded",
    "File size limit exceeded",
    "Virtual timer expired",
    "Profiling timer expired",
    "Window changed",
    "I/O possible",
    "Power failure",
    "Bad system call",
];

/// Makes the module.
pub(crate) fn make(vm: &Vm) -> PyResult {
    let module = pyvm_vm::modules::make(
        vm,
        "_signal",
        "This module provides mechanisms to use signal handlers in Python.",
        FUNCTIONS,
    );
    for (name, value) in NAMES {
        pyvm_vm::modules::set(vm, &module, name, Value::Int(*value))?;
    }
    let class = vm.exc.os_error.to_value();
    let space = vm.new_dict();
    vm.setitem(&space, &Value::str("__module__"), Value::str("signal"))?;
    let arguments = [Value::str("itimer_error"), vm.new_tuple(vec![class]), space];
    let error = vm.call(&vm.types.type_.to_value(), pyvm_vm::call::Args::positional(&arguments))?;
    pyvm_vm::modules::set(vm, &module, "ItimerError", error)?;
    let siginfo =
        struct_sequence::make_documented(vm, "signal.struct_siginfo", waits::DOC, waits::FIELDS, 7, true);
    pyvm_vm::modules::set(vm, &module, "struct_siginfo", siginfo.to_value())?;
    let mut handlers: HashMap<i32, Value> = [13, 25].map(|n| (n, Value::Int(IGNORE))).into();
    handlers.insert(SIGINT, vm.getattr_str(&module, "default_int_handler")?);
    vm.extension(|| Handlers(RefCell::new(handlers)));
    vm.set_signal_delivery(deliver);
    Ok(module)
}

/// Runs the handler of a signal that arrived.
fn deliver(vm: &Vm, number: i32) -> PyResult<()> {
    wake_up(vm, number)?;
    let handler = current(vm, number);
    match handler {
        Value::Int(IGNORE) => Ok(()),
        Value::Int(_) => {
            if let Some(source) = vm.signal_source() {
                source.default(number);
            }
            Ok(())
        }
        handler => {
            let frame = pyvm_vm::objects::frame::innermost(vm).map_or(Value::None, Value::Obj);
            vm.call2(&handler, Value::Int(number.into()), frame).map(drop)
        }
    }
}

fn wakeup(vm: &Vm) -> std::rc::Rc<Wakeup> {
    vm.extension(|| Wakeup(Cell::new(-1), Cell::new(true)))
}

/// Writes the number of a signal for those who wait in `select`.
fn wake_up(vm: &Vm, number: i32) -> PyResult<()> {
    let wakeup = wakeup(vm);
    let fd = wakeup.0.get();
    let Ok(byte) = u8::try_from(number) else { return Ok(()) };
    if fd == -1 {
        return Ok(());
    }
    match nix::unistd::write(fd, &[byte]) {
        Err(nix::errno::Errno::EAGAIN) if !wakeup.1.get() => {}
        Err(errno) => {
            let message = "Exception ignored when trying to write to the signal wakeup fd";
            vm.report_unraisable_as(Some(message), &os_error(vm, errno, None), &Value::None);
        }
        Ok(_) => {}
    }
    Ok(())
}

/// `set_wakeup_fd(fd, *, warn_on_full_buffer=True)`
fn set_wakeup(vm: &Vm, args: &[Value]) -> PyResult {
    let fd = c_int(vm, &args[0])?;
    let warn = vm.is_true(&args[1])?;
    if fd != -1 {
        use nix::fcntl::{FcntlArg, OFlag, fcntl};
        vm.ask_descriptor(fd)?;
        nix::sys::stat::fstat(fd).map_err(|e| os_error(vm, e, None))?;
        let flags = fcntl(fd, FcntlArg::F_GETFL).map_err(|e| os_error(vm, e, None))?;
        if !OFlag::from_bits_truncate(flags).contains(OFlag::O_NONBLOCK) {
            return Err(vm.value_error(format!("the fd {fd} must be in non-blocking mode")));
        }
    }
    let wakeup = wakeup(vm);
    wakeup.1.set(warn);
    Ok(Value::from(wakeup.0.replace(fd)))
}

/// `siginterrupt(signalnum, flag)`: interrupted calls of this VM go on in any case, as PEP 475 has it.
fn interrupt(vm: &Vm, args: &[Value]) -> PyResult {
    let number = signal_number(vm, &args[0])?;
    c_int(vm, &args[1])?;
    if matches!(number, 9 | 19 | 32 | 33) { Err(invalid(vm)) } else { Ok(Value::None) }
}

/// Blocks every signal in the calling system thread.
pub(crate) fn block_all() {
    // Nothing to be done where the system refuses: signals then arrive in any thread.
    let _ = SigSet::all().thread_block();
}

fn current(vm: &Vm, number: i32) -> Value {
    let handlers = vm.extension(|| Handlers(RefCell::default()));
    let found = handlers.0.borrow().get(&number).cloned();
    found.unwrap_or(Value::Int(DEFAULT))
}

/// A number between 1 and 64.
fn signal_number(vm: &Vm, value: &Value) -> PyResult<i32> {
    let n = c_int(vm, value)?;
    if (1..NSIG).contains(&n) { Ok(n) } else { Err(vm.value_error("signal number out of range")) }
}

fn c_int(vm: &Vm, value: &Value) -> PyResult<i32> {
    let large = |vm: &Vm| vm.overflow_error("Python int too large to convert to C int");
    i32::try_from(vm.index_i64_or(value, large)?).map_err(|_| large(vm))
}

fn invalid(vm: &Vm) -> PyError {
    os_error(vm, nix::errno::Errno::EINVAL, None)
}

fn set(vm: &Vm, args: &[Value]) -> PyResult {
    let plain = matches!(args[1], Value::Int(DEFAULT | IGNORE));
    let plain = plain || matches!(vm.index(&args[1]), Ok(Value::Int(DEFAULT | IGNORE)));
    if !plain && !vm.is_callable(&args[1]) {
        return Err(
            vm.type_error("signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object")
        );
    }
    let number = signal_number(vm, &args[0])?;
    if matches!(number, 9 | 19 | 32 | 33) {
        return Err(invalid(vm));
    }
    let Some(source) = vm.signal_source() else {
        return Err(vm.value_error("signal only works in main thread of the main interpreter"));
    };
    source.listen(number).map_err(|e| vm.io_error(&e, None))?;
    let handler = if plain { vm.index(&args[1])? } else { args[1].clone() };
    let handlers = vm.extension(|| Handlers(RefCell::default()));
    let before = handlers.0.borrow_mut().insert(number, handler);
    Ok(before.unwrap_or(Value::Int(DEFAULT)))
}

fn getsignal(vm: &Vm, args: &[Value]) -> PyResult {
    let number = signal_number(vm, &args[0])?;
    Ok(if matches!(number, 32 | 33) { Value::None } else { current(vm, number) })
}

/// How long a signal that the program sent to itself may be on its way, in milliseconds.
const ON_ITS_WAY: u32 = 200;

/// Runs the handler of a signal that the program has just sent to itself, before anything else of the program runs. It
/// comes by way of the thread that listens, or, where it is blocked, not at all.
///
/// # Errors
/// What the handler raises.
pub(crate) fn answer_own(vm: &Vm, signal: Signal) -> PyResult<()> {
    let handlers = vm.extension(|| Handlers(RefCell::default()));
    // Ctrl-C has a handler before there is a module `signal`.
    let is_handled = match handlers.0.borrow().get(&(signal as i32)) {
        None => signal == Signal::SIGINT,
        Some(handler) => !matches!(handler, Value::None | Value::Int(_)),
    };
    if vm.signal_source().is_none() || !is_handled {
        return Ok(());
    }
    for _ in 0..ON_ITS_WAY {
        if vm.interrupter().has_asked() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    vm.attend()
}

fn raise_signal(vm: &Vm, args: &[Value]) -> PyResult {
    let number = c_int(vm, &args[0])?;
    if !(1..NSIG).contains(&number) {
        return Err(invalid(vm));
    }
    if !matches!(current(vm, number), Value::Int(DEFAULT)) {
        deliver(vm, number)?;
        return Ok(Value::None);
    }
    let signal = Signal::try_from(number).map_err(|_| vm.unfinished("raising a real-time signal"))?;
    nix::sys::signal::raise(signal).map_err(|e| os_error(vm, e, None))?;
    Ok(Value::None)
}

fn strsignal(vm: &Vm, args: &[Value]) -> PyResult {
    let number = signal_number(vm, &args[0])?;
    let index = usize::try_from(number - 1).unwrap_or(usize::MAX);
    Ok(match DESCRIPTIONS.get(index) {
        Some(text) => Value::str(text),
        None if number < 34 => Value::None,
        None => Value::str(&format!("Real-time signal {}", number - 34)),
    })
}

fn pause(vm: &Vm, _: &[Value]) -> PyResult {
    while !vm.has_requests() {
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    vm.attend()?;
    Ok(Value::None)
}

fn numbers(vm: &Vm, signals: impl Iterator<Item = i32>) -> PyResult {
    pyvm_vm::objects::set::from_values(vm, signals.map(|n| Value::Int(n.into())).collect())
}

fn signal_set(vm: &Vm, iterable: &Value) -> PyResult<SigSet> {
    let mut set = SigSet::empty();
    for item in vm.list_from_iterable(iterable)? {
        let n = vm.index_i64(&item)?;
        if !(1..NSIG.into()).contains(&n) {
            return Err(vm.value_error(format!("signal number {n} out of range [1; 64]")));
        }
        if let Some(signal) = i32::try_from(n).ok().and_then(|n| Signal::try_from(n).ok()) {
            set.add(signal);
        }
    }
    Ok(set)
}

fn sigmask(vm: &Vm, args: &[Value]) -> PyResult {
    let how = match c_int(vm, &args[0])? {
        0 => SigmaskHow::SIG_BLOCK,
        1 => SigmaskHow::SIG_UNBLOCK,
        2 => SigmaskHow::SIG_SETMASK,
        _ => {
            signal_set(vm, &args[1])?;
            return Err(invalid(vm));
        }
    };
    let before = signal_set(vm, &args[1])?.thread_swap_mask(how).map_err(|e| os_error(vm, e, None))?;
    vm.attend()?;
    numbers(vm, Signal::iterator().filter(|s| before.contains(*s)).map(|s| s as i32))
}

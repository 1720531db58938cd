//! `_thread`: green threads, locks and thread-local data (CPython: `Modules/_threadmodule.c`).

mod handle;
mod local;
mod lock;
pub(crate) mod scheduler;

use pyvm_vm::objects::struct_sequence::{Field, make_documented};
use pyvm_vm::types::NativeDef;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use crate::support::size;

const HOOK_DOC: &str = "ExceptHookArgs\n\nType used to pass arguments to threading.excepthook.";
static HOOK_FIELDS: &[Field] = &[
    ("exc_type", "Exception type"),
    ("exc_value", "Exception value"),
    ("exc_traceback", "Exception traceback"),
    ("thread", "Thread"),
];
/// `TIMEOUT_MAX`, in seconds.
const TIMEOUT_MAX: f64 = 9_223_372_036.0;

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function(
        "allocate_lock",
        "($module, /)",
        lock::allocate,
        "Create a new lock object. See help(type(threading.Lock())) for\ninformation about locks.",
    ),
    NativeDef::function(
        "allocate",
        "($module, /)",
        lock::allocate,
        "An obsolete synonym of allocate_lock().",
    ),
    NativeDef::function(
        "get_ident",
        "($module, /)",
        |vm, _| Ok(size(scheduler::ident(vm))),
        "Return a non-zero integer that uniquely identifies the current thread\namongst other threads that exist simultaneously.\nThis may be used to identify per-thread resources.\nEven though on some platforms threads identities may appear to be\nallocated consecutive numbers starting at 1, this behavior should not\nbe relied upon, and the number should be seen purely as a magic cookie.\nA thread's identity may be reused for another thread after it exits.",
    ),
    NativeDef::function(
        "_get_main_thread_ident",
        "($module, /)",
        |vm, _| Ok(size(scheduler::main_ident(vm))),
        "Internal only. Return a non-zero integer that uniquely identifies the main thread\nof the main interpreter.",
    ),
    NativeDef::function(
        "_is_main_interpreter",
        "($module, /)",
        |_, _| Ok(Value::Bool(true)),
        "Return True if the current interpreter is the main Python interpreter.",
    ),
    NativeDef::function(
        "start_new_thread",
        "($module, function, args, kwargs={}, /)",
        handle::start_new,
        "Start a new thread and return its identifier.\n\nThe thread will call the function with positional arguments from the\ntuple args and keyword arguments taken from the optional dictionary\nkwargs.  The thread exits when the function returns; the return value\nis ignored.  The thread will also exit when the function raises an\nunhandled exception; a stack trace will be printed unless the exception\nis SystemExit.",
    ),
    NativeDef::function(
        "start_new",
        "($module, function, args, kwargs={}, /)",
        handle::start_new,
        "An obsolete synonym of start_new_thread().",
    ),
    NativeDef::function(
        "start_joinable_thread",
        "($module, /, function, handle=None, daemon=True)",
        handle::start_joinable,
        "*For internal use only*: start a new thread.",
    ),
    NativeDef::function(
        "_make_thread_handle",
        "($module, ident, /)",
        handle::make,
        "Internal only. Make a thread handle for threads not spawned\nby the _thread or threading module.",
    ),
    NativeDef::function(
        "_shutdown",
        "($module, /)",
        handle::shutdown,
        "Wait for all non-daemon threads (other than the calling thread) to stop.",
    ),
    NativeDef::function(
        "_count",
        "($module, /)",
        |vm, _| Ok(size(scheduler::count(vm))),
        "Return the number of currently running Python threads, excluding\nthe main thread.",
    ),
    NativeDef::function(
        "get_native_id",
        "($module, /)",
        |_, _| Ok(Value::Int(nix::unistd::gettid().as_raw().into())),
        "Return a non-negative integer identifying the thread as reported\nby the OS (kernel).",
    ),
    NativeDef::function(
        "daemon_threads_allowed",
        "($module, /)",
        |_, _| Ok(Value::Bool(true)),
        "Return True if daemon threads are allowed in the current interpreter,\nand False otherwise.",
    ),
    NativeDef::function(
        "stack_size",
        "($module, size=0, /)",
        stack_size,
        "Return the thread stack size used when creating new threads.",
    ),
    NativeDef::function("exit", "($module, /)", exit, "This is synonymous to ``raise SystemExit''."),
    NativeDef::function("exit_thread", "($module, /)", exit, "An obsolete synonym of exit()."),
    NativeDef::function(
        "interrupt_main",
        "($module, signum=signal.SIGINT, /)",
        interrupt_main,
        "Simulate the arrival of the given signal in the main thread.",
    ),
];

/// Makes the module.
///
/// # Errors
/// What setting its members raises.
pub(crate) fn make(vm: &Vm) -> PyResult {
    let module = pyvm_vm::modules::make(
        vm,
        "_thread",
        "This module provides primitive operations to write multi-threaded programs.\nThe 'threading' module provides a more convenient interface.",
        FUNCTIONS,
    );
    crate::support::add_types(vm, &module, &[&lock::LOCK, &lock::RLOCK, &handle::SPEC, &local::SPEC])?;
    pyvm_vm::modules::set(vm, &module, "LockType", vm.native_type(&lock::LOCK).to_value())?;
    pyvm_vm::modules::set(vm, &module, "error", vm.exc.runtime_error.to_value())?;
    let hook_args =
        make_documented(vm, "_thread._ExceptHookArgs", HOOK_DOC, HOOK_FIELDS, HOOK_FIELDS.len(), true);
    pyvm_vm::modules::set(vm, &module, "_ExceptHookArgs", hook_args.to_value())?;
    pyvm_vm::modules::set(vm, &module, "TIMEOUT_MAX", Value::Float(TIMEOUT_MAX))?;
    Ok(module)
}

/// The size that programs set: kept, and without effect on stacks that grow.
#[derive(Default)]
struct StackSize(std::cell::Cell<i64>);

fn stack_size(vm: &Vm, args: &[Value]) -> PyResult {
    let given = if args[0].is_unbound() { 0 } else { vm.index_i64(&args[0])? };
    if given < 0 {
        return Err(vm.value_error("size must be 0 or a positive value"));
    }
    if given > 0 && given < 32_768 {
        return Err(vm.value_error(format!("size not valid: {given} bytes")));
    }
    Ok(Value::Int(vm.extension(StackSize::default).0.replace(given)))
}

fn exit(vm: &Vm, _: &[Value]) -> PyResult {
    Err(vm.new_exception(&vm.exc.system_exit, Vec::new()))
}

fn interrupt_main(vm: &Vm, args: &[Value]) -> PyResult {
    let number = if args[0].is_unbound() { 2 } else { vm.index_i64(&args[0])? };
    match i32::try_from(number).ok().filter(|n| (1..65).contains(n)) {
        Some(number) => vm.interrupter().signal(number),
        None => return Err(vm.value_error("signal number out of range")),
    }
    Ok(Value::None)
}

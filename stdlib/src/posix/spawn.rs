//! New processes: `fork` and `posix_spawn`.
//!
//! A child that was forked has the thread that forked it and no other: the program's own threads are forgotten as in
//! CPython, and the system threads of the VM, which only wait and wake, are started anew where they are needed.

use std::cell::RefCell;
use std::ffi::CString;

use fork::Fork;
use nix_spawn::fcntl::OFlag;
use nix_spawn::spawn::{PosixSpawnAttr, PosixSpawnFileActions, PosixSpawnFlags};
use nix_spawn::sys::signal::{SigSet, Signal};
use nix_spawn::sys::stat::Mode;
use pyvm_vm::Value;
use pyvm_vm::types::NativeDef;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult};

use super::path::{Accepts, PathArg, c_int, os_error};
use super::process::{arguments, current_environment, environment_of};

/// The functions of this file.
pub(super) static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function("fork", "($module, /)", fork_process, "Fork a child process."),
    NativeDef::function(
        "forkpty",
        "($module, /)",
        fork_with_terminal,
        "Fork a new process with a new pseudo-terminal as controlling tty.",
    ),
    NativeDef::function(
        "posix_spawn",
        "($module, path, argv, env, /, *, file_actions=(), setpgroup=<unrepresentable>, resetids=False, setsid=False, setsigmask=(), setsigdef=(), scheduler=<unrepresentable>)",
        |vm, args| spawn(vm, args, "posix_spawn"),
        "Execute the program specified by path in a new process.",
    ),
    NativeDef::function(
        "posix_spawnp",
        "($module, path, argv, env, /, *, file_actions=(), setpgroup=<unrepresentable>, resetids=False, setsid=False, setsigmask=(), setsigdef=(), scheduler=<unrepresentable>)",
        |vm, args| spawn(vm, args, "posix_spawnp"),
        "Execute the program specified by path in a new process.",
    ),
];

/// The function that only takes notes.
pub(super) static NOTES: &[NativeDef] = &[NativeDef::function(
    "register_at_fork",
    "($module, /, *, before=<unrepresentable>, after_in_child=<unrepresentable>, after_in_parent=<unrepresentable>)",
    register,
    "Register callables to be called when forking a new process.",
)];

/// What runs around a fork: before it, then in the child, in the parent.
#[derive(Default)]
struct Hooks([RefCell<Vec<Value>>; 3]);

const BEFORE: usize = 0;
const CHILD: usize = 1;
const PARENT: usize = 2;

/// `register_at_fork(*, before, after_in_child, after_in_parent)`
fn register(vm: &Vm, args: &[Value]) -> PyResult {
    let names = ["before", "after_in_child", "after_in_parent"];
    if args.iter().all(Value::is_unbound) {
        return Err(vm.type_error("At least one argument is required."));
    }
    for (hook, name) in args.iter().zip(names) {
        if !hook.is_unbound() && !vm.is_callable(hook) {
            let got = vm.type_name(hook);
            return Err(vm.type_error(format!("'{name}' must be callable, not {got}")));
        }
    }
    let hooks = vm.extension(Hooks::default);
    for (hook, list) in args.iter().zip(&hooks.0) {
        if !hook.is_unbound() {
            list.borrow_mut().push(hook.clone());
        }
    }
    Ok(Value::None)
}

/// Runs hooks; nobody can catch what they raise.
fn run_hooks(vm: &Vm, when: usize) {
    let hooks = vm.extension(Hooks::default);
    let Some(list) = hooks.0.get(when) else { return };
    let mut list = list.borrow().clone();
    if when == BEFORE {
        list.reverse();
    }
    for hook in list {
        if let Err(error) = vm.call0(&hook) {
            vm.report_unraisable(&error, &hook);
        }
    }
}

/// Forks; 0 in the child.
pub(crate) fn fork_vm(vm: &Vm) -> PyResult<i32> {
    run_hooks(vm, BEFORE);
    let threads = crate::_thread::scheduler::count(vm);
    match fork::fork() {
        Ok(Fork::Child) => {
            crate::_thread::scheduler::forget_all(vm);
            crate::_signal::timers::forget(vm);
            vm.forget_signals();
            if let Some(source) = vm.signal_source() {
                source.restart();
            }
            run_hooks(vm, CHILD);
            Ok(0)
        }
        Ok(Fork::Parent(pid)) => {
            run_hooks(vm, PARENT);
            if threads > 0 {
                let own = nix::unistd::getpid();
                let text = format!(
                    "This process (pid={own}) is multi-threaded, use of fork() may lead to deadlocks in the child."
                );
                vm.warn(&vm.exc.deprecation_warning, &text, 1)?;
            }
            Ok(pid)
        }
        Err(error) => {
            run_hooks(vm, PARENT);
            Err(vm.io_error(&error, None))
        }
    }
}

/// `fork()`
fn fork_process(vm: &Vm, _: &[Value]) -> PyResult {
    fork_vm(vm).map(Value::from)
}

/// `forkpty()`
fn fork_with_terminal(vm: &Vm, _: &[Value]) -> PyResult {
    let (master, slave) = super::objects::terminal().map_err(|e| os_error(vm, e, None))?;
    let pid = match fork_vm(vm) {
        Ok(pid) => pid,
        Err(error) => {
            for fd in [master, slave] {
                let _ = nix::unistd::close(fd);
            }
            return Err(error);
        }
    };
    if pid == 0 {
        let _ = nix::unistd::close(master);
        super::objects::log_in(slave).map_err(super::objects::failed(vm))?;
        return Ok(vm.new_tuple(vec![Value::Int(0), Value::Int(-1)]));
    }
    let _ = nix::unistd::close(slave);
    Ok(vm.new_tuple(vec![Value::from(pid), Value::from(master)]))
}

fn failed(vm: &Vm) -> impl Fn(nix_spawn::errno::Errno) -> PyError + '_ {
    |errno| os_error(vm, nix::errno::Errno::from_i32(errno as i32), None)
}

/// `posix_spawn(path, argv, env, /, *, file_actions, setpgroup, resetids, setsid, setsigmask, setsigdef, scheduler)`
fn spawn(vm: &Vm, args: &[Value], function: &'static str) -> PyResult {
    let [path, argv, env, actions, group, reset, session, mask, default, scheduler] = args else {
        return Err(vm.system_error("posix_spawn() without arguments"));
    };
    let path = PathArg::of(vm, path, Accepts::name(function, "path"))?;
    let argv = argument_list(vm, argv, function)?;
    let environment = match env.is_none() {
        true => current_environment(vm)?,
        false if crate::support::has_items(vm, env) => environment_of(vm, env)?,
        false => {
            let message = format!("{function}: environment must be a mapping object or None");
            return Err(vm.type_error(message));
        }
    };
    let actions = file_actions(vm, actions)?;
    if !scheduler.is_unbound() {
        return Err(vm.unfinished(&format!("os.{function}() with a scheduler")));
    }
    let attributes = attributes(vm, [group, reset, session, mask, default], function)?;
    let run = |name: &std::ffi::CStr| match function {
        "posix_spawn" => nix_spawn::spawn::posix_spawn(name, &actions, &attributes, &argv, &environment),
        _ => nix_spawn::spawn::posix_spawnp(name, &actions, &attributes, &argv, &environment),
    };
    match run(path.name()) {
        Ok(pid) => Ok(Value::from(pid.as_raw())),
        Err(errno) => Err(path.error(vm, nix::errno::Errno::from_i32(errno as i32))),
    }
}

fn argument_list(vm: &Vm, value: &Value, function: &str) -> PyResult<Vec<CString>> {
    if value.as_tuple().is_none() && value.as_list().is_none() {
        return Err(vm.type_error(format!("{function}: argv must be a tuple or list")));
    }
    if vm.len(value)? == 0 {
        return Err(vm.value_error(format!("{function}: argv must not be empty")));
    }
    let made = super::process::strings(vm, value)?;
    if made.first().is_some_and(|first| first.is_empty()) {
        return Err(vm.value_error(format!("{function}: argv first element cannot be empty")));
    }
    arguments(vm, function, value)
}

/// What the child does with its descriptors, in order.
fn file_actions(vm: &Vm, value: &Value) -> PyResult<PosixSpawnFileActions> {
    let mut made = PosixSpawnFileActions::init().map_err(failed(vm))?;
    if value.is_none() || value.is_unbound() {
        return Ok(made);
    }
    if !crate::support::is_sequence(vm, value) {
        return Err(vm.type_error("file_actions must be a sequence or None"));
    }
    for action in vm.list_from_iterable(value)? {
        let wrong = || vm.type_error("Each file_actions element must be a non-empty tuple");
        let (tag, rest) = action.as_tuple().and_then(<[Value]>::split_first).ok_or_else(wrong)?;
        match (c_int(vm, tag)?, rest) {
            (0, [fd, path, flags, mode]) => {
                let path = super::path::fspath(vm, path)?;
                let name = super::process::strings(vm, &vm.new_list(vec![path]))?.pop().unwrap_or_default();
                let flags = OFlag::from_bits_retain(c_int(vm, flags)?);
                let mode = Mode::from_bits_truncate(c_int(vm, mode)?.cast_unsigned());
                made.add_open(c_int(vm, fd)?, name.as_c_str(), flags, mode).map_err(failed(vm))?;
            }
            (0, _) => return Err(vm.type_error("A open file_action tuple must have 5 elements")),
            (1, [fd]) => made.add_close(c_int(vm, fd)?).map_err(failed(vm))?,
            (1, _) => return Err(vm.type_error("A close file_action tuple must have 2 elements")),
            (2, [from, to]) => made.add_dup2(c_int(vm, from)?, c_int(vm, to)?).map_err(failed(vm))?,
            (2, _) => return Err(vm.type_error("A dup2 file_action tuple must have 3 elements")),
            (3, [_]) => return Err(vm.unfinished("os.POSIX_SPAWN_CLOSEFROM")),
            (3, _) => return Err(vm.type_error("A closefrom file_action tuple must have 2 elements")),
            _ => return Err(vm.type_error("Unknown file_actions identifier")),
        }
    }
    Ok(made)
}

/// The attributes of the child: its group, whether it gives up borrowed ids, its session, its signals.
fn attributes(vm: &Vm, args: [&Value; 5], function: &str) -> PyResult<PosixSpawnAttr> {
    let [group, reset, session, mask, default] = args;
    let mut made = PosixSpawnAttr::init().map_err(failed(vm))?;
    let mut flags = PosixSpawnFlags::empty();
    if !group.is_unbound() {
        let group = nix_spawn::unistd::Pid::from_raw(c_int(vm, group)?);
        made.set_pgroup(group).map_err(failed(vm))?;
        flags |= PosixSpawnFlags::POSIX_SPAWN_SETPGROUP;
    }
    if vm.is_true(reset)? {
        flags |= PosixSpawnFlags::POSIX_SPAWN_RESETIDS;
    }
    if vm.is_true(session)? {
        // POSIX_SPAWN_SETSID
        flags |= PosixSpawnFlags::from_bits_retain(0x80);
    }
    if let Some(signals) = signals(vm, mask, function)? {
        made.set_sigmask(&signals).map_err(failed(vm))?;
        flags |= PosixSpawnFlags::POSIX_SPAWN_SETSIGMASK;
    }
    if let Some(signals) = signals(vm, default, function)? {
        made.set_sigdefault(&signals).map_err(failed(vm))?;
        flags |= PosixSpawnFlags::POSIX_SPAWN_SETSIGDEF;
    }
    made.set_flags(flags).map_err(failed(vm))?;
    Ok(made)
}

/// A set of signals; none where the argument was left out.
fn signals(vm: &Vm, value: &Value, function: &str) -> PyResult<Option<SigSet>> {
    if value.is_unbound() {
        return Ok(None);
    }
    let mut set = SigSet::empty();
    for item in vm.list_from_iterable(value)? {
        let number = vm.index_i64(&item)?;
        if !(1..=64).contains(&number) {
            return Err(vm.value_error(format!("signal number {number} out of range [1; 64]")));
        }
        match i32::try_from(number).ok().and_then(|n| Signal::try_from(n).ok()) {
            Some(signal) => set.add(signal),
            None => return Err(vm.unfinished(&format!("os.{function}() with real-time signals"))),
        }
    }
    Ok(Some(set))
}

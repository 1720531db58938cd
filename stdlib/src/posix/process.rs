//! The process: identity, environment, signals, exit.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ffi::{CString, OsString};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::os::unix::process::ExitStatusExt;

use nix::errno::Errno;
use nix::sys::signal::{Signal, kill, killpg};
use nix::unistd::{self, Gid, Pid, Uid};
use pyvm_vm::objects::struct_sequence;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult, Value};

use super::path::{c_int, fs_decode, fs_encode, fspath, os_error};

thread_local! {
    /// What `putenv` and `unsetenv` changed. The process's own environment cannot be changed safely while threads
    /// may read it, so that programs that are started get these on top.
    static CHANGES: RefCell<BTreeMap<OsString, Option<OsString>>> = const { RefCell::new(BTreeMap::new()) };
}

fn failed(vm: &Vm) -> impl Fn(Errno) -> PyError + '_ {
    |errno| os_error(vm, errno, None)
}

/// A variable as programs see it that are started now.
pub(crate) fn current(name: &str) -> Option<OsString> {
    let changed = CHANGES.with_borrow(|changes| changes.get(std::ffi::OsStr::new(name)).cloned());
    changed.unwrap_or_else(|| std::env::var_os(name))
}

/// `environ`: the environment at the start, bytes to bytes.
pub(super) fn environ(vm: &Vm) -> PyResult {
    let dict = vm.new_dict();
    for (name, value) in std::env::vars_os() {
        if !vm.may_see_variable(&name.to_string_lossy()) {
            continue;
        }
        vm.setitem(&dict, &vm.new_bytes(name.as_bytes()), vm.new_bytes(value.as_bytes()))?;
    }
    Ok(dict)
}

/// A name or value of the environment.
fn variable(vm: &Vm, value: &Value) -> PyResult<OsString> {
    let path = fspath(vm, value)?;
    let bytes = match path.as_text() {
        Some(text) => fs_encode(vm, text)?,
        None => vm.bytes_of(&path)?.to_vec(),
    };
    if bytes.contains(&0) {
        return Err(vm.value_error("embedded null byte"));
    }
    Ok(OsString::from_vec(bytes))
}

pub(super) fn put_variable(vm: &Vm, args: &[Value]) -> PyResult {
    let (name, value) = (variable(vm, &args[0])?, variable(vm, &args[1])?);
    if name.as_bytes().contains(&b'=') {
        return Err(vm.value_error("illegal environment variable name"));
    }
    CHANGES.with_borrow_mut(|c| c.insert(name, Some(value)));
    Ok(Value::None)
}

pub(super) fn unset_variable(vm: &Vm, args: &[Value]) -> PyResult {
    let name = variable(vm, &args[0])?;
    if name.is_empty() || name.as_bytes().contains(&b'=') {
        return Err(os_error(vm, Errno::EINVAL, None));
    }
    CHANGES.with_borrow_mut(|c| c.insert(name, None));
    Ok(Value::None)
}

/// `system(command)`: the wait status of a shell.
pub(super) fn system(vm: &Vm, args: &[Value]) -> PyResult {
    let mut shell = std::process::Command::new("/bin/sh");
    shell.arg("-c").arg(variable(vm, &args[0])?);
    CHANGES.with_borrow(|changes| {
        for (name, value) in changes {
            match value {
                Some(value) => shell.env(name, value),
                None => shell.env_remove(name),
            };
        }
    });
    let status = shell.status().map_err(|e| vm.io_error(&e, None))?;
    Ok(Value::from(status.into_raw()))
}

/// Arguments of a program, or lines of its environment.
pub(crate) fn strings(vm: &Vm, value: &Value) -> PyResult<Vec<CString>> {
    let mut made = Vec::new();
    for item in vm.list_from_iterable(value)? {
        let text = variable(vm, &item)?;
        made.push(CString::new(text.into_vec()).map_err(|_| vm.value_error("embedded null byte"))?);
    }
    Ok(made)
}

pub(super) fn arguments(vm: &Vm, function: &str, value: &Value) -> PyResult<Vec<CString>> {
    if value.as_tuple().is_none() && value.as_list().is_none() {
        return Err(vm.type_error(format!("{function}() arg 2 must be a tuple or list")));
    }
    let made = strings(vm, value)?;
    match made.first() {
        None => Err(vm.value_error(format!("{function}() arg 2 must not be empty"))),
        Some(first) if first.is_empty() => {
            Err(vm.value_error(format!("{function}() arg 2 first element cannot be empty")))
        }
        Some(_) => Ok(made),
    }
}

/// The environment that started programs get.
pub(crate) fn current_environment(vm: &Vm) -> PyResult<Vec<CString>> {
    let mut all: BTreeMap<OsString, OsString> = std::env::vars_os().collect();
    CHANGES.with_borrow(|changes| {
        for (name, value) in changes {
            match value {
                Some(value) => all.insert(name.clone(), value.clone()),
                None => all.remove(name),
            };
        }
    });
    let lines = all.into_iter().map(|(name, value)| {
        let mut line = name.into_vec();
        line.push(b'=');
        line.extend(value.into_vec());
        CString::new(line)
    });
    lines.collect::<Result<_, _>>().map_err(|_| vm.value_error("embedded null byte"))
}

/// `execv(path, argv)`
pub(super) fn execute(vm: &Vm, args: &[Value]) -> PyResult {
    let path = super::path::PathArg::of(vm, &args[0], super::path::Accepts::name("execv", "path"))?;
    let arguments = arguments(vm, "execv", &args[1])?;
    let environment = current_environment(vm)?;
    crate::_signal::timers::hand_over(vm);
    match unistd::execve(path.name(), &arguments, &environment) {
        Ok(never) => match never {},
        Err(e) => Err(os_error(vm, e, None)),
    }
}

/// The environment that a mapping describes.
pub(super) fn environment_of(vm: &Vm, mapping: &Value) -> PyResult<Vec<CString>> {
    let items = crate::support::method(vm, mapping, "items", &[])?;
    let mut environment = Vec::new();
    for pair in vm.list_from_iterable(&items)? {
        let Some([name, value]) = pair.as_tuple() else { continue };
        let mut line = variable(vm, name)?.into_vec();
        if line.is_empty() || line.get(1..).is_some_and(|rest| rest.contains(&b'=')) {
            return Err(vm.value_error("illegal environment variable name"));
        }
        line.push(b'=');
        line.extend(variable(vm, value)?.into_vec());
        environment.push(CString::new(line).map_err(|_| vm.value_error("embedded null byte"))?);
    }
    Ok(environment)
}

/// `execve(path, argv, env)`
pub(super) fn execute_with(vm: &Vm, args: &[Value]) -> PyResult {
    let path = super::path::PathArg::of(vm, &args[0], super::path::Accepts::name("execve", "path"))?;
    let arguments = arguments(vm, "execve", &args[1])?;
    let environment = environment_of(vm, &args[2])?;
    crate::_signal::timers::hand_over(vm);
    match unistd::execve(path.name(), &arguments, &environment) {
        Ok(never) => match never {},
        Err(e) => Err(path.error(vm, e)),
    }
}

/// `_exit(status)`: at once, nothing is flushed.
pub(super) fn exit_now(vm: &Vm, args: &[Value]) -> PyResult {
    std::process::exit(c_int(vm, &args[0])?)
}

pub(super) fn abort(_: &Vm, _: &[Value]) -> PyResult {
    std::process::abort()
}

/// A signal number as the kernel takes it; 0 asks whether the process is there.
fn signal(vm: &Vm, value: &Value) -> PyResult<Option<Signal>> {
    match c_int(vm, value)? {
        0 => Ok(None),
        n => Signal::try_from(n).map(Some).map_err(failed(vm)),
    }
}

pub(super) fn send_signal(vm: &Vm, args: &[Value]) -> PyResult {
    let pid = Pid::from_raw(c_int(vm, &args[0])?);
    let signal = signal(vm, &args[1])?;
    kill(pid, signal).map_err(failed(vm))?;
    if let Some(signal) = signal
        && pid == unistd::getpid()
    {
        crate::_signal::answer_own(vm, signal)?;
    }
    Ok(Value::None)
}

pub(super) fn send_signal_to_group(vm: &Vm, args: &[Value]) -> PyResult {
    let group = Pid::from_raw(c_int(vm, &args[0])?);
    killpg(group, signal(vm, &args[1])?).map_err(failed(vm))?;
    Ok(Value::None)
}

fn pid_value(pid: Pid) -> Value {
    Value::from(pid.as_raw())
}

pub(super) fn group_of(vm: &Vm, args: &[Value]) -> PyResult {
    let pid = Pid::from_raw(c_int(vm, &args[0])?);
    unistd::getpgid(Some(pid)).map(pid_value).map_err(failed(vm))
}

pub(super) fn session_of(vm: &Vm, args: &[Value]) -> PyResult {
    let pid = Pid::from_raw(c_int(vm, &args[0])?);
    unistd::getsid(Some(pid)).map(pid_value).map_err(failed(vm))
}

pub(super) fn lead_group(vm: &Vm, _: &[Value]) -> PyResult {
    unistd::setpgid(Pid::from_raw(0), Pid::from_raw(0)).map_err(failed(vm))?;
    Ok(Value::None)
}

pub(super) fn new_session(vm: &Vm, _: &[Value]) -> PyResult {
    unistd::setsid().map_err(failed(vm))?;
    Ok(Value::None)
}

pub(super) fn set_group(vm: &Vm, args: &[Value]) -> PyResult {
    let (pid, group) = (Pid::from_raw(c_int(vm, &args[0])?), Pid::from_raw(c_int(vm, &args[1])?));
    unistd::setpgid(pid, group).map_err(failed(vm))?;
    Ok(Value::None)
}

pub(super) fn groups(vm: &Vm, _: &[Value]) -> PyResult {
    let all = unistd::getgroups().map_err(failed(vm))?;
    Ok(vm.new_list(all.into_iter().map(|g| Value::from(g.as_raw())).collect()))
}

/// The number of a user or group.
pub(crate) fn number(vm: &Vm, value: &Value, what: &str) -> PyResult<u32> {
    u32::try_from(vm.index_clamped(value)?).map_err(|_| vm.overflow_error(format!("{what} is out of range")))
}

pub(super) fn set_user(vm: &Vm, args: &[Value]) -> PyResult {
    unistd::setuid(Uid::from_raw(super::users::id(vm, &args[0], "uid")?)).map_err(failed(vm))?;
    Ok(Value::None)
}

pub(super) fn set_group_id(vm: &Vm, args: &[Value]) -> PyResult {
    unistd::setgid(Gid::from_raw(super::users::id(vm, &args[0], "gid")?)).map_err(failed(vm))?;
    Ok(Value::None)
}

/// `waitstatus_to_exitcode(status)`
pub(super) fn exit_code(vm: &Vm, args: &[Value]) -> PyResult {
    let status = c_int(vm, &args[0])?;
    let outcome = std::process::ExitStatus::from_raw(status);
    match (outcome.code(), outcome.signal(), outcome.stopped_signal()) {
        (Some(code), ..) => Ok(Value::from(code)),
        (_, Some(signal), _) => Ok(Value::from(-signal)),
        (_, _, Some(signal)) => {
            Err(vm.value_error(format!("process stopped by delivery of signal {signal}")))
        }
        _ => Err(vm.value_error(format!("invalid wait status: {status}"))),
    }
}

fn outcome(vm: &Vm, args: &[Value]) -> PyResult<std::process::ExitStatus> {
    Ok(std::process::ExitStatus::from_raw(c_int(vm, &args[0])?))
}

pub(super) fn if_exited(vm: &Vm, args: &[Value]) -> PyResult {
    Ok(Value::Bool(outcome(vm, args)?.code().is_some()))
}

pub(super) fn exit_status(vm: &Vm, args: &[Value]) -> PyResult {
    Ok(Value::from(c_int(vm, &args[0])? >> 8 & 0xFF))
}

pub(super) fn if_signaled(vm: &Vm, args: &[Value]) -> PyResult {
    Ok(Value::Bool(outcome(vm, args)?.signal().is_some()))
}

pub(super) fn term_signal(vm: &Vm, args: &[Value]) -> PyResult {
    Ok(Value::from(c_int(vm, &args[0])? & 0x7F))
}

pub(super) fn if_stopped(vm: &Vm, args: &[Value]) -> PyResult {
    Ok(Value::Bool(outcome(vm, args)?.stopped_signal().is_some()))
}

pub(super) fn if_continued(vm: &Vm, args: &[Value]) -> PyResult {
    Ok(Value::Bool(outcome(vm, args)?.continued()))
}

pub(super) fn core_dump(vm: &Vm, args: &[Value]) -> PyResult {
    Ok(Value::Bool(outcome(vm, args)?.core_dumped()))
}

/// `urandom(size)`
pub(super) fn random(vm: &Vm, args: &[Value]) -> PyResult {
    let Ok(size) = usize::try_from(vm.index_i64(&args[0])?) else {
        return Err(vm.value_error("negative argument not allowed"));
    };
    if !vm.check_size(size) {
        return Err(vm.out_of_memory());
    }
    let mut data = vec![0; size];
    getrandom::fill(&mut data).map_err(|_| os_error(vm, Errno::EIO, None))?;
    Ok(vm.new_bytes(&data))
}

/// `strerror(code)`
pub(super) fn error_text(vm: &Vm, args: &[Value]) -> PyResult {
    let text = std::io::Error::from_raw_os_error(c_int(vm, &args[0])?).to_string();
    Ok(Value::str(text.split(" (os error").next().unwrap_or(&text)))
}

/// `cpu_count()`: of the machine, whatever this process may use.
pub(super) fn cpu_count(vm: &Vm, _: &[Value]) -> PyResult {
    let online = unistd::sysconf(unistd::SysconfVar::_NPROCESSORS_ONLN).map_err(failed(vm))?;
    Ok(online.filter(|n| *n > 0).map_or(Value::None, Value::Int))
}

/// `uname()`
pub(super) fn system_name(vm: &Vm, _: &[Value]) -> PyResult {
    let found = nix::sys::utsname::uname().map_err(failed(vm))?;
    let class = vm.getattr_str(&vm.import("posix")?, "uname_result")?;
    let class = vm.expect_type(&class, "uname_result")?;
    let parts = [found.sysname(), found.nodename(), found.release(), found.version(), found.machine()];
    let values = parts.into_iter().map(|p| fs_decode(vm, p.as_bytes()).map(Value::Str));
    Ok(struct_sequence::instance(class, values.collect::<PyResult<_>>()?))
}

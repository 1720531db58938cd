//! Waiting for child processes. Interrupts are answered and the program's other threads run meanwhile.

use std::os::fd::{AsRawFd, OwnedFd};
use std::time::Duration;

use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, poll};
use nix::sys::wait::{Id, WaitPidFlag, WaitStatus};
use nix::unistd::Pid;
use pyvm_vm::Value;
use pyvm_vm::types::NativeDef;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult};
use rustix::process as sys;

use super::path::{c_int, os_error};
use super::schedule::errno;

/// The functions of this file.
pub(super) static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function(
        "waitpid",
        "($module, pid, options, /)",
        wait_for,
        "Wait for completion of a given child process.",
    ),
    NativeDef::function("wait", "($module, /)", wait, "Wait for completion of a child process."),
    NativeDef::function(
        "wait3",
        "($module, /, options)",
        |vm, _| Err(vm.unfinished("os.wait3()")),
        "Wait for completion of a child process.",
    ),
    NativeDef::function(
        "wait4",
        "($module, /, pid, options)",
        |vm, _| Err(vm.unfinished("os.wait4()")),
        "Wait for completion of a specific child process.",
    ),
    NativeDef::function(
        "waitid",
        "($module, idtype, id, options, /)",
        wait_id,
        "Returns the result of waiting for a process or processes.",
    ),
];

const FIELDS: &[&str] = &["si_pid", "si_uid", "si_signo", "si_status", "si_code"];
const WNOHANG: i32 = 1;

/// Makes the type of what `waitid` returns.
pub(super) fn add(vm: &Vm, module: &Value) -> PyResult<()> {
    let class = pyvm_vm::objects::struct_sequence::make_type(vm, "posix.waitid_result", FIELDS)?;
    pyvm_vm::modules::set(vm, module, "waitid_result", class.to_value())
}

fn failed(vm: &Vm) -> impl Fn(Errno) -> PyError + '_ {
    |errno| os_error(vm, errno, None)
}

/// Sleeps of growing length between two looks.
pub(super) struct Nap(Duration);

impl Nap {
    pub(super) fn new() -> Nap {
        Nap(Duration::from_micros(200))
    }

    /// Sleeps, not longer than `left` milliseconds.
    pub(super) fn take(&mut self, left: i32) {
        let left = Duration::from_millis(u64::try_from(left).unwrap_or(0));
        std::thread::sleep(self.0.min(left));
        self.0 = (self.0 * 2).min(Duration::from_millis(20));
    }
}

/// What lets the system wake this process when a child ends: a descriptor of the child, or sleeps.
enum Waker {
    Child(OwnedFd),
    Nap(Nap),
}

impl Waker {
    fn of(pid: i32) -> Waker {
        let pid = if pid > 0 { sys::Pid::from_raw(pid) } else { None };
        let child = pid.and_then(|pid| sys::pidfd_open(pid, sys::PidfdFlags::empty()).ok());
        child.map_or_else(|| Waker::Nap(Nap::new()), Waker::Child)
    }

    fn sleep(&mut self, left: i32) {
        match self {
            Waker::Child(fd) => {
                // Whatever it says: the child is asked next.
                let _ = poll(&mut [PollFd::new(fd.as_raw_fd(), PollFlags::POLLIN)], left);
            }
            Waker::Nap(nap) => nap.take(left),
        }
    }
}

/// Asks until there is an answer.
fn until<T>(vm: &Vm, pid: i32, mut ask: impl FnMut() -> nix::Result<Option<T>>) -> PyResult<T> {
    if let Some(answer) = ask().map_err(failed(vm))? {
        return Ok(answer);
    }
    let mut waker = Waker::of(pid);
    let answer = crate::waiting::wait(vm, None, |left| {
        let answer = ask()?;
        if answer.is_none() && left > 0 {
            waker.sleep(left);
        }
        Ok(answer)
    })?;
    answer.ok_or_else(|| os_error(vm, Errno::EINTR, None))
}

/// The process that ended and its status; none has ended yet.
fn ended(pid: i32, options: i32) -> nix::Result<Option<(i32, i32)>> {
    let options = sys::WaitOptions::from_bits_retain((options | WNOHANG).cast_unsigned());
    let found = match pid {
        -1 => sys::wait(options),
        0 => sys::waitpid(None, options),
        i32::MIN => return Err(Errno::ESRCH),
        group if group < 0 => match sys::Pid::from_raw(-group) {
            Some(group) => sys::waitpgid(group, options),
            None => return Err(Errno::ESRCH),
        },
        pid => sys::waitpid(sys::Pid::from_raw(pid), options),
    };
    let found = found.map_err(errno)?;
    Ok(found.map(|(pid, status)| (pid.as_raw_nonzero().get(), status.as_raw())))
}

fn pair(vm: &Vm, pid: i32, status: i32) -> Value {
    vm.new_tuple(vec![Value::from(pid), Value::from(status)])
}

/// `waitpid(pid, options)`
fn wait_for(vm: &Vm, args: &[Value]) -> PyResult {
    let (pid, options) = (c_int(vm, &args[0])?, c_int(vm, &args[1])?);
    let found = if options & WNOHANG != 0 {
        ended(pid, options).map_err(failed(vm))?
    } else {
        Some(until(vm, pid, || ended(pid, options))?)
    };
    let (child, status) = found.unwrap_or((0, 0));
    Ok(pair(vm, child, status))
}

/// `wait()`
fn wait(vm: &Vm, _: &[Value]) -> PyResult {
    let (child, status) = until(vm, -1, || ended(-1, 0))?;
    Ok(pair(vm, child, status))
}

/// What `waitid` tells of a child.
struct Told {
    pid: i32,
    user: u32,
    status: i32,
    code: i32,
}

/// The real user of a process that has not been waited for.
fn user_of(pid: Pid) -> u32 {
    let text = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("Uid:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

/// Looks without waiting, and without ending the child's wait unless `options` want it.
fn look(id: impl Fn() -> Id, options: i32) -> nix::Result<Option<Told>> {
    let flags = WaitPidFlag::from_bits_truncate(options);
    let look = flags | WaitPidFlag::WNOHANG | WaitPidFlag::WNOWAIT;
    let found = nix::sys::wait::waitid(id(), look)?;
    let Some(pid) = found.pid() else { return Ok(None) };
    let (status, code) = match found {
        WaitStatus::Exited(_, status) => (status, 1),
        WaitStatus::Signaled(_, signal, false) => (signal as i32, 2),
        WaitStatus::Signaled(_, signal, true) => (signal as i32, 3),
        WaitStatus::Stopped(_, signal) => (signal as i32, 5),
        WaitStatus::Continued(_) => (18, 6),
        _ => (5, 4),
    };
    let told = Told { pid: pid.as_raw(), user: user_of(pid), status, code };
    if !flags.contains(WaitPidFlag::WNOWAIT) {
        nix::sys::wait::waitid(Id::Pid(pid), flags | WaitPidFlag::WNOHANG)?;
    }
    Ok(Some(told))
}

/// `waitid(idtype, id, options)`
fn wait_id(vm: &Vm, args: &[Value]) -> PyResult {
    let (kind, number, options) = (c_int(vm, &args[0])?, c_int(vm, &args[1])?, c_int(vm, &args[2])?);
    let id: Box<dyn Fn() -> Id> = match kind {
        0 => Box::new(|| Id::All),
        1 => Box::new(move || Id::Pid(Pid::from_raw(number))),
        2 => Box::new(move || Id::PGid(Pid::from_raw(number))),
        3 => Box::new(move || Id::PIDFd(number)),
        _ => return Err(os_error(vm, Errno::EINVAL, None)),
    };
    // Flags that the system does not know are its to refuse.
    if WaitPidFlag::from_bits(options).is_none() {
        return Err(os_error(vm, Errno::EINVAL, None));
    }
    let told = if options & WNOHANG != 0 {
        look(&id, options).map_err(failed(vm))?
    } else {
        Some(until(vm, if kind == 1 { number } else { 0 }, || look(&id, options))?)
    };
    let Some(told) = told else { return Ok(Value::None) };
    let items = vec![
        Value::from(told.pid),
        Value::from(told.user),
        Value::Int(17),
        Value::from(told.status),
        Value::from(told.code),
    ];
    super::configuration::made(vm, "waitid_result", items, &[])
}

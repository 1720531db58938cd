//! Waiting for signals that are blocked, and sending signals: `sigwait`, `sigwaitinfo`, `sigtimedwait`,
//! `sigpending`, `pthread_kill`, `pidfd_send_signal`.

use std::os::fd::AsRawFd;
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::libc::signalfd_siginfo;
use nix::poll::{PollFd, PollFlags, poll};
use nix::sys::signal::{SigSet, Signal};
use nix::sys::signalfd::{SfdFlags, SignalFd};
use pyvm_vm::objects::struct_sequence;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::{c_int, invalid, numbers, signal_set};
use crate::posix::path::os_error;
use crate::waiting;

/// What `sigwaitinfo` tells.
pub(super) const FIELDS: &[struct_sequence::Field] = &[
    ("si_signo", "signal number"),
    ("si_code", "signal code"),
    ("si_errno", "errno associated with this signal"),
    ("si_pid", "sending process ID"),
    ("si_uid", "real user ID of sending process"),
    ("si_status", "exit value or signal"),
    ("si_band", "band event for SIGPOLL"),
];
pub(super) const DOC: &str = "struct_siginfo: Result from sigwaitinfo or sigtimedwait.\n\nThis object may be accessed either as a tuple of\n(si_signo, si_code, si_errno, si_pid, si_uid, si_status, si_band),\nor via the attributes si_signo, si_code, and so on.";

/// Takes the first of these signals that is pending, until `deadline`. They are blocked meanwhile: nothing but the
/// wait gets them.
fn take(vm: &Vm, set: &SigSet, deadline: Option<Instant>) -> PyResult<Option<signalfd_siginfo>> {
    let failed = |errno| os_error(vm, errno, None);
    let before = SigSet::thread_get_mask().map_err(failed)?;
    set.thread_block().map_err(failed)?;
    let taken = SignalFd::with_flags(set, SfdFlags::SFD_NONBLOCK | SfdFlags::SFD_CLOEXEC)
        .map_err(failed)
        .and_then(|mut source| {
            waiting::wait(vm, deadline, |left| {
                if let Some(found) = source.read_signal()? {
                    return Ok(Some(found));
                }
                poll(&mut [PollFd::new(source.as_raw_fd(), PollFlags::POLLIN)], left)?;
                source.read_signal()
            })
        });
    before.thread_set_mask().map_err(failed)?;
    taken
}

fn information(vm: &Vm, found: &signalfd_siginfo) -> PyResult {
    let class = vm.getattr_str(&vm.import("_signal")?, "struct_siginfo")?;
    let class = vm.expect_type(&class, "struct_siginfo")?;
    let signal = i32::try_from(found.ssi_signo).unwrap_or(0);
    // Two of the record's fields share their place: the process and the band.
    let band = if signal == Signal::SIGIO as i32 {
        i64::from(found.ssi_band)
    } else {
        i64::from(found.ssi_uid) << 32 | i64::from(found.ssi_pid)
    };
    // The C library does not tell a signal to a thread from one to the process.
    let code = if found.ssi_code == -6 { 0 } else { found.ssi_code };
    let status = if signal == Signal::SIGCHLD as i32 { found.ssi_status } else { found.ssi_int };
    let items = vec![
        Value::from(signal),
        Value::from(code),
        Value::from(found.ssi_errno),
        Value::from(found.ssi_pid),
        Value::from(found.ssi_uid),
        Value::from(status),
        Value::Int(band),
    ];
    Ok(struct_sequence::instance(class, items))
}

/// `sigwait(sigset)`
pub(super) fn wait(vm: &Vm, args: &[Value]) -> PyResult {
    let found = take(vm, &signal_set(vm, &args[0])?, None)?;
    Ok(Value::from(found.map_or(0, |found| found.ssi_signo)))
}

/// `sigwaitinfo(sigset)`
pub(super) fn wait_information(vm: &Vm, args: &[Value]) -> PyResult {
    match take(vm, &signal_set(vm, &args[0])?, None)? {
        Some(found) => information(vm, &found),
        None => Err(os_error(vm, Errno::EAGAIN, None)),
    }
}

/// `sigtimedwait(sigset, timeout)`
pub(super) fn wait_for_time(vm: &Vm, args: &[Value]) -> PyResult {
    let wanted = "'NoneType' object cannot be interpreted as an integer";
    let wanted = if args[1].is_none() {
        wanted.to_owned()
    } else {
        format!("'{}' object cannot be interpreted as an integer", vm.type_name(&args[1]))
    };
    if args[1].is_none() {
        return Err(vm.type_error(wanted));
    }
    let time = waiting::timeout(vm, &args[1], 1.0, &wanted)?;
    let set = signal_set(vm, &args[0])?;
    let time = match time {
        waiting::Timeout::Negative => return Err(vm.value_error("timeout must be non-negative")),
        waiting::Timeout::Forever => Duration::MAX,
        waiting::Timeout::For(time) => time,
    };
    match take(vm, &set, Instant::now().checked_add(time))? {
        Some(found) => information(vm, &found),
        None => Ok(Value::None),
    }
}

/// `sigpending()`: what waits for the thread or the process, as `/proc` tells.
pub(super) fn pending(vm: &Vm, _: &[Value]) -> PyResult {
    let text = std::fs::read_to_string("/proc/thread-self/status").map_err(|e| vm.io_error(&e, None))?;
    let mask = |name: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(name));
        line.and_then(|line| u64::from_str_radix(line.trim(), 16).ok()).unwrap_or(0)
    };
    let found = (mask("SigPnd:") | mask("ShdPnd:")) & mask("SigBlk:");
    numbers(vm, (1..=64).filter(|n| found >> (n - 1) & 1 == 1))
}

/// `pthread_kill(thread_id, signalnum)`: the threads of the program share one of the system's.
pub(super) fn to_thread(vm: &Vm, args: &[Value]) -> PyResult {
    if !matches!(args[0].unwrapped(), Value::Int(_) | Value::Bool(_) | Value::Big(_)) {
        let got = vm.type_name(&args[0]);
        return Err(vm.type_error(format!("pthread_kill() argument 1 must be int, not {got}")));
    }
    let number = c_int(vm, &args[1])?;
    let thread = usize::try_from(vm.index_i64(&args[0])?).unwrap_or(0);
    if !crate::_thread::scheduler::is_alive(vm, thread) {
        return Err(os_error(vm, Errno::ESRCH, None));
    }
    let signal = match number {
        0 => None,
        1..=64 => Some(Signal::try_from(number).map_err(|_| vm.unfinished("sending a real-time signal"))?),
        _ => return Err(invalid(vm)),
    };
    nix::sys::pthread::pthread_kill(nix::sys::pthread::pthread_self(), signal)
        .map_err(|errno| os_error(vm, errno, None))?;
    vm.attend()?;
    Ok(Value::None)
}

/// `pidfd_send_signal(pidfd, signalnum, siginfo=None, flags=0)`
pub(super) fn to_process(vm: &Vm, args: &[Value]) -> PyResult {
    let (fd, number) = (c_int(vm, &args[0])?, c_int(vm, &args[1])?);
    if !vm.permissions.run {
        return Err(vm.denied("--allow-run", None));
    }
    let flags = c_int(vm, &args[3])?;
    if !args[2].is_none() {
        return Err(vm.type_error("siginfo must be None"));
    }
    let own =
        crate::posix::duplicate(fd).map_err(|e| os_error(vm, Errno::from_i32(e.raw_os_error()), None))?;
    if flags != 0 || !(0..=64).contains(&number) {
        return Err(invalid(vm));
    }
    let sent = match rustix::process::Signal::from_named_raw(number) {
        Some(signal) => rustix::process::pidfd_send_signal(own, signal)
            .map_err(|error| Errno::from_i32(error.raw_os_error())),
        None if number == 0 => is_there(fd),
        None => return Err(vm.unfinished("sending a real-time signal")),
    };
    sent.map_err(|errno| os_error(vm, errno, None))?;
    vm.attend()?;
    Ok(Value::None)
}

/// Whether the process of a descriptor can be sent signals, which signal 0 asks.
fn is_there(fd: i32) -> nix::Result<()> {
    let text = std::fs::read_to_string(format!("/proc/self/fdinfo/{fd}")).unwrap_or_default();
    let pid = text.lines().find_map(|line| line.strip_prefix("Pid:")).and_then(|pid| pid.trim().parse().ok());
    match pid {
        None => Err(Errno::EBADF),
        Some(pid) if pid < 0 => Err(Errno::ESRCH),
        Some(pid) => nix::sys::signal::kill(nix::unistd::Pid::from_raw(pid), None),
    }
}

//! Descriptors of things that are no files: memory, events, timers, processes, terminals. Extended attributes.

use std::os::fd::{AsRawFd, IntoRawFd, OwnedFd, RawFd};
use std::os::unix::ffi::OsStrExt;

use nix::errno::Errno;
use nix::fcntl::OFlag;
use nix::unistd;
use num_bigint::BigInt;
use pyvm_vm::Value;
use pyvm_vm::types::NativeDef;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult};
use rustix::event::EventfdFlags;
use rustix::fs::MemfdFlags;
use rustix::process::PidfdFlags;
use rustix::pty::OpenptFlags;
use rustix::time as timer;

use super::path::{c_int, fildes, fs_decode, fs_encode, fspath, open_number, os_error, retry};
use super::schedule::errno;

/// The functions of this file.
pub(super) static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function("memfd_create", "($module, /, name, flags=MFD_CLOEXEC)", memory, ""),
    NativeDef::function(
        "eventfd",
        "($module, /, initval, flags=EFD_CLOEXEC)",
        event,
        "Creates and returns an event notification file descriptor.",
    ),
    NativeDef::function("eventfd_read", "($module, /, fd)", read_event, "Read eventfd value"),
    NativeDef::function("eventfd_write", "($module, /, fd, value)", write_event, "Write eventfd value."),
    NativeDef::function(
        "timerfd_create",
        "($module, clockid, /, *, flags=0)",
        make_timer,
        "Create and return a timer file descriptor.",
    ),
    NativeDef::function(
        "timerfd_settime",
        "($module, fd, /, *, flags=0, initial=0.0, interval=0.0)",
        |vm, args| set_timer(vm, args, seconds, in_seconds),
        "Alter a timer file descriptor's internal timer in seconds.",
    ),
    NativeDef::function(
        "timerfd_settime_ns",
        "($module, fd, /, *, flags=0, initial=0, interval=0)",
        |vm, args| set_timer(vm, args, nanoseconds, in_nanoseconds),
        "Alter a timer file descriptor's internal timer in nanoseconds.",
    ),
    NativeDef::function(
        "timerfd_gettime",
        "($module, fd, /)",
        |vm, args| get_timer(vm, args, in_seconds),
        "Return a tuple of a timer file descriptor's (interval, next expiration) in float seconds.",
    ),
    NativeDef::function(
        "timerfd_gettime_ns",
        "($module, fd, /)",
        |vm, args| get_timer(vm, args, in_nanoseconds),
        "Return a tuple of a timer file descriptor's (interval, next expiration) in nanoseconds.",
    ),
    NativeDef::function(
        "pidfd_open",
        "($module, /, pid, flags=0)",
        process,
        "Return a file descriptor referring to the process *pid*.",
    ),
    NativeDef::function("openpty", "($module, /)", open_terminal, "Open a pseudo-terminal."),
    NativeDef::function(
        "posix_openpt",
        "($module, oflag, /)",
        open_master,
        "Open and return a file descriptor for a master pseudo-terminal device.",
    ),
    NativeDef::function(
        "grantpt",
        "($module, fd, /)",
        grant,
        "Grant access to the slave pseudo-terminal device.",
    ),
    NativeDef::function(
        "unlockpt",
        "($module, fd, /)",
        unlock,
        "Unlock a pseudo-terminal master/slave pair.",
    ),
    NativeDef::function(
        "ptsname",
        "($module, fd, /)",
        terminal_name,
        "Return the name of the slave pseudo-terminal device.",
    ),
    NativeDef::function(
        "login_tty",
        "($module, fd, /)",
        login,
        "Prepare the tty of which fd is a file descriptor for a new login session.",
    ),
    NativeDef::function(
        "tcgetpgrp",
        "($module, fd, /)",
        foreground,
        "Return the process group associated with the terminal specified by fd.",
    ),
    NativeDef::function(
        "tcsetpgrp",
        "($module, fd, pgid, /)",
        set_foreground,
        "Set the process group associated with the terminal specified by fd.",
    ),
];

/// The function of this file that asks nothing of the world outside.
pub(super) static RANDOM: &[NativeDef] = &[NativeDef::function(
    "getrandom",
    "($module, /, size, flags=0)",
    random,
    "Obtain a series of random bytes.",
)];

pub(super) fn failed(vm: &Vm) -> impl Fn(rustix::io::Errno) -> PyError + '_ {
    |error| os_error(vm, errno(error), None)
}

fn nix_failed(vm: &Vm) -> impl Fn(Errno) -> PyError + '_ {
    |errno| os_error(vm, errno, None)
}

/// A descriptor of our own for what a number names: a new one whose place the other's file takes. Closing it ends
/// the process's locks on a file, so that this is for other things than files.
pub(crate) fn duplicate(fd: RawFd) -> rustix::io::Result<OwnedFd> {
    let own = rustix::event::eventfd(0, EventfdFlags::CLOEXEC)?;
    unistd::dup3(fd, own.as_raw_fd(), OFlag::O_CLOEXEC)
        .map_err(|errno| rustix::io::Errno::from_raw_os_error(errno as i32))?;
    Ok(own)
}

/// A descriptor of our own for an argument.
fn object(vm: &Vm, value: &Value) -> PyResult<OwnedFd> {
    duplicate(fildes(vm, value)?).map_err(failed(vm))
}

/// A number that C takes as `unsigned int`.
pub(super) fn unsigned(vm: &Vm, value: &Value) -> PyResult<u32> {
    let large = |vm: &Vm| vm.overflow_error("Python int too large for C unsigned int");
    if !matches!(value.unwrapped(), Value::Int(_) | Value::Bool(_) | Value::Big(_)) {
        return Err(vm.type_error("an integer is required"));
    }
    let number = vm.index_i64_or(value, large)?;
    if number < 0 {
        return Err(vm.value_error("value must be positive"));
    }
    u32::try_from(number).map_err(|_| large(vm))
}

/// `memfd_create(name, flags=MFD_CLOEXEC)`
fn memory(vm: &Vm, args: &[Value]) -> PyResult {
    let path = fspath(vm, &args[0])?;
    let name = match path.as_text() {
        Some(text) => fs_encode(vm, text)?,
        None => vm.bytes_of(&path)?.to_vec(),
    };
    if name.contains(&0) {
        return Err(vm.value_error("embedded null byte"));
    }
    // Of flags the bits count that C's type has.
    let flags = if args[1].is_unbound() { BigInt::from(1) } else { vm.index_big(&args[1])? };
    let flags = u32::try_from(flags & BigInt::from(u32::MAX)).unwrap_or(0);
    let made = rustix::fs::memfd_create(name.as_slice(), MemfdFlags::from_bits_retain(flags));
    made.map(|fd| Value::from(fd.into_raw_fd())).map_err(failed(vm))
}

/// `eventfd(initval, flags=EFD_CLOEXEC)`
fn event(vm: &Vm, args: &[Value]) -> PyResult {
    let initial = unsigned(vm, &args[0])?;
    let flags = if args[1].is_unbound() { 0x8_0000 } else { c_int(vm, &args[1])?.cast_unsigned() };
    let made = rustix::event::eventfd(initial, EventfdFlags::from_bits_retain(flags));
    made.map(|fd| Value::from(fd.into_raw_fd())).map_err(failed(vm))
}

/// `eventfd_read(fd)`
fn read_event(vm: &Vm, args: &[Value]) -> PyResult {
    let fd = fildes(vm, &args[0])?;
    crate::_io::turns::wait_for_input(vm, fd)?;
    let mut value = [0; 8];
    match retry(|| unistd::read(fd, &mut value)) {
        Ok(8) => Ok(Value::from(u64::from_ne_bytes(value))),
        Ok(_) => Err(os_error(vm, Errno::EINVAL, None)),
        Err(errno) => Err(os_error(vm, errno, None)),
    }
}

/// `eventfd_write(fd, value)`
fn write_event(vm: &Vm, args: &[Value]) -> PyResult {
    let fd = fildes(vm, &args[0])?;
    let value = super::file::unsigned(vm, &args[1])?;
    retry(|| unistd::write(fd, &value.to_ne_bytes())).map_err(nix_failed(vm))?;
    Ok(Value::None)
}

/// `timerfd_create(clockid, *, flags=0)`
fn make_timer(vm: &Vm, args: &[Value]) -> PyResult {
    let clock = match c_int(vm, &args[0])? {
        0 => timer::TimerfdClockId::Realtime,
        1 => timer::TimerfdClockId::Monotonic,
        7 => timer::TimerfdClockId::Boottime,
        8 => timer::TimerfdClockId::RealtimeAlarm,
        9 => timer::TimerfdClockId::BoottimeAlarm,
        _ => return Err(os_error(vm, Errno::EINVAL, None)),
    };
    // A descriptor is not inherited, whatever the flags say.
    let flags = timer::TimerfdFlags::from_bits_retain(c_int(vm, &args[1])?.cast_unsigned());
    let made = timer::timerfd_create(clock, flags | timer::TimerfdFlags::CLOEXEC);
    made.map(|fd| Value::from(fd.into_raw_fd())).map_err(failed(vm))
}

/// Seconds as an argument gives them.
fn seconds(vm: &Vm, value: &Value) -> PyResult<timer::Timespec> {
    let seconds = vm.to_f64(value)?;
    let nanos = (seconds * 1e9).round();
    if nanos.is_nan() || nanos.abs() >= 9.2e18 {
        return Err(vm.overflow_error("timestamp out of range for platform time_t"));
    }
    let nanos = nanos as i64;
    Ok(timer::Timespec { tv_sec: nanos.div_euclid(1_000_000_000), tv_nsec: nanos.rem_euclid(1_000_000_000) })
}

fn nanoseconds(vm: &Vm, value: &Value) -> PyResult<timer::Timespec> {
    let nanos = vm.index_i64(value)?;
    Ok(timer::Timespec { tv_sec: nanos.div_euclid(1_000_000_000), tv_nsec: nanos.rem_euclid(1_000_000_000) })
}

fn in_seconds(time: timer::Timespec) -> Value {
    Value::Float(time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9)
}

fn in_nanoseconds(time: timer::Timespec) -> Value {
    Value::from(i128::from(time.tv_sec) * 1_000_000_000 + i128::from(time.tv_nsec))
}

/// When a timer expires next, and its interval.
fn state(vm: &Vm, state: timer::Itimerspec, show: fn(timer::Timespec) -> Value) -> Value {
    vm.new_tuple(vec![show(state.it_value), show(state.it_interval)])
}

fn set_timer(
    vm: &Vm,
    args: &[Value],
    read: fn(&Vm, &Value) -> PyResult<timer::Timespec>,
    show: fn(timer::Timespec) -> Value,
) -> PyResult {
    let fd = fildes(vm, &args[0])?;
    let flags = timer::TimerfdTimerFlags::from_bits_retain(c_int(vm, &args[1])?.cast_unsigned());
    let wanted = timer::Itimerspec { it_value: read(vm, &args[2])?, it_interval: read(vm, &args[3])? };
    let own = duplicate(fd).map_err(failed(vm))?;
    let before = timer::timerfd_settime(&own, flags, &wanted).map_err(failed(vm))?;
    Ok(state(vm, before, show))
}

fn get_timer(vm: &Vm, args: &[Value], show: fn(timer::Timespec) -> Value) -> PyResult {
    let now = timer::timerfd_gettime(object(vm, &args[0])?).map_err(failed(vm))?;
    Ok(state(vm, now, show))
}

/// `pidfd_open(pid, flags=0)`
fn process(vm: &Vm, args: &[Value]) -> PyResult {
    let pid = c_int(vm, &args[0])?;
    let flags = unsigned(vm, &args[1])?;
    let pid = if pid > 0 { rustix::process::Pid::from_raw(pid) } else { None };
    let pid = pid.ok_or_else(|| os_error(vm, Errno::EINVAL, None))?;
    let made = rustix::process::pidfd_open(pid, PidfdFlags::from_bits_retain(flags));
    made.map(|fd| Value::from(fd.into_raw_fd())).map_err(failed(vm))
}

/// A new terminal: its master's and its slave's descriptor.
pub(super) fn terminal() -> nix::Result<(RawFd, RawFd)> {
    let pair = nix::pty::openpty(None, None)?;
    for fd in [pair.master, pair.slave] {
        nix::fcntl::fcntl(fd, nix::fcntl::FcntlArg::F_SETFD(nix::fcntl::FdFlag::FD_CLOEXEC))?;
    }
    Ok((pair.master, pair.slave))
}

/// `openpty()`
fn open_terminal(vm: &Vm, _: &[Value]) -> PyResult {
    let (master, slave) = terminal().map_err(nix_failed(vm))?;
    Ok(vm.new_tuple(vec![Value::from(master), Value::from(slave)]))
}

/// `posix_openpt(oflag)`: the descriptor is not inherited.
fn open_master(vm: &Vm, args: &[Value]) -> PyResult {
    let flags = OpenptFlags::from_bits_retain(c_int(vm, &args[0])?.cast_unsigned());
    let made = rustix::pty::openpt(flags | OpenptFlags::CLOEXEC).map_err(failed(vm))?;
    Ok(Value::from(made.into_raw_fd()))
}

/// The C library calls what is no master invalid.
fn no_master(vm: &Vm) -> impl Fn(rustix::io::Errno) -> PyError + '_ {
    |error| match errno(error) {
        Errno::ENOTTY => os_error(vm, Errno::EINVAL, None),
        other => os_error(vm, other, None),
    }
}

/// `grantpt(fd)`: the file system of terminals gives the rights already.
fn grant(vm: &Vm, args: &[Value]) -> PyResult {
    rustix::pty::ptsname(object(vm, &args[0])?, Vec::new()).map_err(no_master(vm))?;
    Ok(Value::None)
}

/// `unlockpt(fd)`
fn unlock(vm: &Vm, args: &[Value]) -> PyResult {
    rustix::pty::unlockpt(object(vm, &args[0])?).map_err(no_master(vm))?;
    Ok(Value::None)
}

/// `ptsname(fd)`
fn terminal_name(vm: &Vm, args: &[Value]) -> PyResult {
    let name = rustix::pty::ptsname(object(vm, &args[0])?, Vec::new()).map_err(failed(vm))?;
    fs_decode(vm, std::ffi::OsStr::from_bytes(name.to_bytes()).as_bytes()).map(Value::Str)
}

/// Makes a terminal the standard streams and the controlling terminal of a new session.
pub(super) fn log_in(fd: RawFd) -> rustix::io::Result<()> {
    let own = duplicate(fd)?;
    // A process that leads its session already stays there.
    let _ = unistd::setsid();
    rustix::process::ioctl_tiocsctty(&own)?;
    for standard in 0..3 {
        unistd::dup2(fd, standard).map_err(|errno| rustix::io::Errno::from_raw_os_error(errno as i32))?;
    }
    if fd > 2 {
        let _ = unistd::close(fd);
    }
    Ok(())
}

/// `login_tty(fd)`
fn login(vm: &Vm, args: &[Value]) -> PyResult {
    log_in(fildes(vm, &args[0])?).map_err(failed(vm))?;
    Ok(Value::None)
}

/// `tcgetpgrp(fd)`
fn foreground(vm: &Vm, args: &[Value]) -> PyResult {
    let group = unistd::tcgetpgrp(open_number(vm, &args[0])?).map_err(nix_failed(vm))?;
    Ok(Value::from(group.as_raw()))
}

/// `tcsetpgrp(fd, pgid)`
fn set_foreground(vm: &Vm, args: &[Value]) -> PyResult {
    let (fd, group) = (open_number(vm, &args[0])?, unistd::Pid::from_raw(c_int(vm, &args[1])?));
    unistd::tcsetpgrp(fd, group).map_err(nix_failed(vm))?;
    Ok(Value::None)
}

/// `getrandom(size, flags=0)`
fn random(vm: &Vm, args: &[Value]) -> PyResult {
    let size = vm.index_i64(&args[0])?;
    let size = usize::try_from(size).map_err(|_| os_error(vm, Errno::EINVAL, None))?;
    let flags = rustix::rand::GetRandomFlags::from_bits_retain(c_int(vm, &args[1])?.cast_unsigned());
    if !vm.check_size(size) {
        return Err(vm.out_of_memory());
    }
    let mut data = vec![0_u8; size];
    let count = loop {
        match rustix::rand::getrandom(data.as_mut_slice(), flags) {
            Err(rustix::io::Errno::INTR) => vm.attend()?,
            done => break done.map_err(failed(vm))?,
        }
    };
    Ok(vm.new_bytes(data.get(..count).unwrap_or(&data)))
}

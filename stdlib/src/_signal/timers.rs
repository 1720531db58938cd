//! Interval timers: `alarm`, `setitimer`, `getitimer`.
//!
//! A timer is one of POSIX's for the same clock and signal; like an interval timer it is not inherited by `fork`.

use std::cell::RefCell;
use std::time::Duration;

use nix::errno::Errno;
use nix::sys::signal::{SigEvent, SigevNotify, Signal};
use nix::sys::time::TimeSpec;
use nix::sys::timer::{Expiration, Timer, TimerSetTimeFlags};
use nix::time::ClockId;
use pyvm_vm::heap::TypeRef;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult, Value};

use super::c_int;

const REAL: i32 = 0;
const VIRTUAL: i32 = 1;
const PROF: i32 = 2;
/// Numbers of seconds whose nanoseconds do not fit are none of the platform's.
const LARGEST: f64 = 9_223_372_036.0;

/// The timers of this process for real time and for processor time.
#[derive(Default)]
struct Timers([RefCell<Option<Timer>>; 2]);

/// The time that is left and the interval.
type State = (Duration, Duration);

fn failed(vm: &Vm, errno: Errno) -> PyError {
    let plain = crate::posix::path::os_error(vm, errno, None);
    let class = vm.import("_signal").and_then(|module| vm.getattr_str(&module, "ItimerError"));
    let text = vm.getattr_str(&plain.to_value(), "strerror");
    match (class.as_ref().map(TypeRef::from_value), text) {
        (Ok(Some(class)), Ok(text)) => vm.new_exception(class, vec![Value::Int(errno as i64), text]),
        _ => plain,
    }
}

/// Drops the timers, which a forked child has not.
pub(crate) fn forget(vm: &Vm) {
    for timer in &vm.extension(Timers::default).0 {
        // To delete what is not there is an error.
        std::mem::forget(timer.take());
    }
}

fn slot(vm: &Vm, which: &Value) -> PyResult<usize> {
    match c_int(vm, which)? {
        REAL => Ok(0),
        PROF => Ok(1),
        VIRTUAL => Err(vm.unfinished("signal.ITIMER_VIRTUAL")),
        _ => Err(failed(vm, Errno::EINVAL)),
    }
}

/// Seconds, to the next microsecond.
fn time(vm: &Vm, value: &Value) -> PyResult<Duration> {
    let large = |vm: &Vm| vm.overflow_error("timestamp out of range for platform time_t");
    let seconds = match value.unwrapped() {
        Value::Float(x) if x.is_nan() => return Err(vm.value_error("Invalid value NaN (not a number)")),
        Value::Float(x) => *x,
        _ => vm.index_i64_or(value, large)? as f64,
    };
    if seconds.abs() >= LARGEST {
        return Err(large(vm));
    }
    if seconds < 0.0 {
        return Err(failed(vm, Errno::EINVAL));
    }
    Ok(Duration::from_micros((seconds * 1e6).ceil() as u64))
}

fn state(timer: &Timer) -> nix::Result<State> {
    Ok(match timer.get()? {
        None => (Duration::ZERO, Duration::ZERO),
        Some(Expiration::OneShot(left)) => (left.into(), Duration::ZERO),
        Some(Expiration::IntervalDelayed(left, interval)) => (left.into(), interval.into()),
        Some(Expiration::Interval(interval)) => (interval.into(), interval.into()),
    })
}

fn make(slot: usize) -> nix::Result<Timer> {
    let (clock, signal) = match slot {
        0 => (ClockId::CLOCK_REALTIME, Signal::SIGALRM),
        _ => (ClockId::CLOCK_PROCESS_CPUTIME_ID, Signal::SIGPROF),
    };
    Timer::new(clock, SigEvent::new(SigevNotify::SigevSignal { signal, si_value: 0 }))
}

/// Sets a timer; what it was.
fn exchange(vm: &Vm, slot: usize, left: Duration, interval: Duration) -> nix::Result<State> {
    let timers = vm.extension(Timers::default);
    let Some(cell) = timers.0.get(slot) else { return Err(Errno::EINVAL) };
    let mut timer = cell.borrow_mut();
    let before = timer.as_ref().map_or(Ok(State::default()), state)?;
    // A timer that is not set is not kept.
    drop(timer.take());
    if !left.is_zero() {
        let mut made = make(slot)?;
        let left = TimeSpec::from(left);
        let expiration = match interval.is_zero() {
            true => Expiration::OneShot(left),
            false => Expiration::IntervalDelayed(left, interval.into()),
        };
        made.set(expiration, TimerSetTimeFlags::empty())?;
        *timer = Some(made);
    }
    Ok(before)
}

fn pair(vm: &Vm, (left, interval): State) -> Value {
    // The system counts in microseconds.
    let seconds = |time: Duration| {
        let micros = time.as_nanos().div_ceil(1000);
        Value::Float(micros as f64 / 1e6)
    };
    vm.new_tuple(vec![seconds(left), seconds(interval)])
}

/// `setitimer(which, seconds, interval=0.0)`
pub(super) fn set(vm: &Vm, args: &[Value]) -> PyResult {
    let (left, interval) = (time(vm, &args[1]), time(vm, &args[2]));
    let slot = slot(vm, &args[0])?;
    let before = exchange(vm, slot, left?, interval?).map_err(|errno| failed(vm, errno))?;
    Ok(pair(vm, before))
}

/// `getitimer(which)`
pub(super) fn get(vm: &Vm, args: &[Value]) -> PyResult {
    let slot = slot(vm, &args[0])?;
    let timers = vm.extension(Timers::default);
    let now = timers.0.get(slot).and_then(|timer| timer.borrow().as_ref().map(state));
    let now = now.unwrap_or(Ok(State::default())).map_err(|errno| failed(vm, errno))?;
    Ok(pair(vm, now))
}

/// `alarm(seconds)`: the real timer without an interval; whole seconds that were left, at least one.
pub(super) fn alarm(vm: &Vm, args: &[Value]) -> PyResult {
    let seconds = c_int(vm, &args[0])?.cast_unsigned();
    let left = Duration::from_secs(seconds.into());
    let (before, _) = exchange(vm, 0, left, Duration::ZERO)
        .map_err(|errno| crate::posix::path::os_error(vm, errno, None))?;
    let rounded = before.as_secs() + u64::from(before.subsec_nanos() >= 500_000_000);
    Ok(Value::from(if before.is_zero() { 0 } else { rounded.max(1) }))
}

/// Whole seconds until the alarm, for the program that takes this one's place: it keeps an alarm, but no timer.
pub(crate) fn hand_over(vm: &Vm) {
    let timers = vm.extension(Timers::default);
    let left = timers.0.first().and_then(|timer| timer.borrow().as_ref().and_then(|timer| state(timer).ok()));
    if let Some((left, _)) = left.filter(|(left, _)| !left.is_zero()) {
        let seconds = left.as_secs() + u64::from(left.subsec_nanos() > 0);
        nix::unistd::alarm::set(u32::try_from(seconds).unwrap_or(u32::MAX));
    }
}

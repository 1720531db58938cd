//! Waiting for descriptors: signals are answered and the other threads run meanwhile.

use std::time::{Duration, Instant};

use nix::errno::Errno;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use crate::_thread::scheduler;
use crate::posix::path::os_error;

/// How long the system may wait before the VM looks for interrupts and limits, in milliseconds.
const LOOK_UP: u128 = 50;

/// Asks the system until it has an answer or the time is over. `ask` gets the milliseconds that it may wait.
///
/// # Errors
/// OSError, and what is asked of the VM meanwhile: KeyboardInterrupt, a passed limit.
pub(crate) fn wait<T>(
    vm: &Vm,
    deadline: Option<Instant>,
    mut ask: impl FnMut(i32) -> nix::Result<Option<T>>,
) -> PyResult<Option<T>> {
    loop {
        let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
        // A wait never ends early: the part of a millisecond counts as a whole one.
        let left_ms = left.map_or(LOOK_UP, |left| left.as_nanos().div_ceil(1_000_000));
        let alone = scheduler::count(vm) == 0;
        let slice = if alone { left_ms.min(LOOK_UP) } else { 0 };
        match ask(i32::try_from(slice).unwrap_or(0)) {
            Ok(Some(answer)) => return Ok(Some(answer)),
            Ok(None) if left == Some(Duration::ZERO) => return Ok(None),
            Ok(None) | Err(Errno::EINTR) => vm.attend()?,
            Err(errno) => return Err(os_error(vm, errno, None)),
        }
        if !alone {
            scheduler::yield_now(vm, true)?;
        }
    }
}

/// How long a timeout argument allows to wait; `unit` is how many of it a second has. None and negative numbers, which
/// some callers refuse first, are for ever.
///
/// # Errors
/// TypeError with `wanted`, OverflowError.
pub(crate) fn timeout(vm: &Vm, value: &Value, unit: f64, wanted: &str) -> PyResult<Timeout> {
    let seconds = match value.unwrapped() {
        Value::None => return Ok(Timeout::Forever),
        Value::Float(x) if x.is_nan() => return Err(vm.value_error("Invalid value NaN (not a number)")),
        Value::Float(x) => *x / unit,
        _ if vm.has_index(value) => {
            vm.index_i64_or(value, |vm| vm.overflow_error("timestamp too large to convert to C PyTime_t"))?
                as f64
                / unit
        }
        _ => return Err(vm.type_error(wanted)),
    };
    if seconds.abs() >= 9_223_372_036.0 {
        return Err(vm.overflow_error("timestamp out of range for platform time_t"));
    }
    if seconds < 0.0 {
        return Ok(Timeout::Negative);
    }
    Ok(Timeout::For(Duration::try_from_secs_f64(seconds).unwrap_or_default()))
}

/// A timeout as given.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Timeout {
    /// `None`
    Forever,
    /// A number below zero.
    Negative,
    /// A number.
    For(Duration),
}

impl Timeout {
    /// When it is over, counted from now.
    pub(crate) fn deadline(self) -> Option<Instant> {
        match self {
            Timeout::For(time) => Instant::now().checked_add(time),
            Timeout::Forever | Timeout::Negative => None,
        }
    }
}

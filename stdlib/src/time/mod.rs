//! `time`: mirrors `Modules/timemodule.c`: clocks and sleeping here, broken-down time in [`calendar`].

use nix::sys::time::TimeSpec;
use rustix::time::{ClockId, clock_getres, clock_gettime};

use pyvm_vm::types::NativeDef;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use crate::posix::path::os_error;

mod calendar;
mod format;
mod zone;

const DOC: &str = "This module provides various functions to manipulate time values.\n\nThere are two standard representations of time.  One is the number\nof seconds since the Epoch, in UTC (a.k.a. GMT).  It may be an integer\nor a floating-point number (to represent fractions of seconds).\nThe epoch is the point where the time starts, the return value of time.gmtime(0).\nIt is January 1, 1970, 00:00:00 (UTC) on all platforms.\n\nThe other representation is a tuple of 9 integers giving local time.\nThe tuple items are:\n  year (including century, e.g. 1998)\n  month (1-12)\n  day (1-31)\n  hours (0-23)\n  minutes (0-59)\n  seconds (0-59)\n  weekday (0-6, Monday is 0)\n  Julian day (day in the year, 1-366)\n  DST (Daylight Savings Time) flag (-1, 0 or 1)\nIf the DST flag is 0, the time is given in the regular time zone;\nif it is 1, the time is given in the DST time zone;\nif it is -1, mktime() should guess based on the date and time.\n";

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function("time", "($module, /)", time, "time() -> floating-point number\n\nReturn the current time in seconds since the Epoch.\nFractions of a second may be present if the system clock provides them.").shown_as("($self, /)"),
    NativeDef::function("time_ns", "($module, /)", time_ns, "time_ns() -> int\n\nReturn the current time in nanoseconds since the Epoch.").shown_as("($self, /)"),
    NativeDef::function("sleep", "($module, seconds, /)", sleep, "sleep(seconds)\n\nDelay execution for a given number of seconds.  The argument may be\na floating-point number for subsecond precision.").shown_as("($self, object, /)"),
    NativeDef::function("gmtime", "($module, /, *args)", calendar::gmtime, "gmtime([seconds]) -> (tm_year, tm_mon, tm_mday, tm_hour, tm_min,\n                       tm_sec, tm_wday, tm_yday, tm_isdst)\n\nConvert seconds since the Epoch to a time tuple expressing UTC (a.k.a.\nGMT).  When 'seconds' is not passed in, convert the current time instead.\n\nIf the platform supports the tm_gmtoff and tm_zone, they are available as\nattributes only.").hidden_signature(),
    NativeDef::function("localtime", "($module, /, *args)", calendar::localtime, "localtime([seconds]) -> (tm_year,tm_mon,tm_mday,tm_hour,tm_min,\n                          tm_sec,tm_wday,tm_yday,tm_isdst)").hidden_signature(),
    NativeDef::function("asctime", "($module, tuple=<unrepresentable>, /)", calendar::asctime, "asctime([tuple]) -> string").hidden_signature(),
    NativeDef::function("ctime", "($module, /, *args)", calendar::ctime, "ctime(seconds) -> string").hidden_signature(),
    NativeDef::function("mktime", "($module, tuple, /)", calendar::mktime, "mktime(tuple) -> floating-point number").shown_as("($self, object, /)"),
    NativeDef::function("strftime", "($module, format, tuple=<unrepresentable>, /)", format::strftime, "strftime(format[, tuple]) -> string").hidden_signature(),
    NativeDef::function("strptime", "($module, /, *args)", strptime, "strptime(string, format) -> struct_time").hidden_signature(),
    NativeDef::function("tzset", "($module, /)", tzset, "tzset()").shown_as("($self, /)"),
    NativeDef::function("monotonic", "($module, /)", monotonic, "monotonic() -> float\n\nMonotonic clock, cannot go backward.").shown_as("($self, /)"),
    NativeDef::function("monotonic_ns", "($module, /)", monotonic_ns, "monotonic_ns() -> int\n\nMonotonic clock, cannot go backward, as nanoseconds.").shown_as("($self, /)"),
    NativeDef::function("process_time", "($module, /)", process_time, "process_time() -> float\n\nProcess time for profiling: sum of the kernel and user-space CPU time.").shown_as("($self, /)"),
    NativeDef::function("process_time_ns", "($module, /)", process_time_ns, "process_time() -> int\n\nProcess time for profiling as nanoseconds:\nsum of the kernel and user-space CPU time.").shown_as("($self, /)"),
    NativeDef::function("thread_time", "($module, /)", thread_time, "thread_time() -> float\n\nThread time for profiling: sum of the kernel and user-space CPU time.").shown_as("($self, /)"),
    NativeDef::function("thread_time_ns", "($module, /)", thread_time_ns, "thread_time() -> int\n\nThread time for profiling as nanoseconds:\nsum of the kernel and user-space CPU time.").shown_as("($self, /)"),
    NativeDef::function("perf_counter", "($module, /)", perf_counter, "perf_counter() -> float\n\nPerformance counter for benchmarking.").shown_as("($self, /)"),
    NativeDef::function("perf_counter_ns", "($module, /)", perf_counter_ns, "perf_counter_ns() -> int\n\nPerformance counter for benchmarking as nanoseconds.").shown_as("($self, /)"),
    NativeDef::function("get_clock_info", "($module, name, /)", get_clock_info, "get_clock_info(name: str) -> dict\n\nGet information of the specified clock.").hidden_signature(),
    NativeDef::function("clock_gettime", "($module, clk_id, /)", clock_gettime_, "Return the time of the specified clock clk_id as a float."),
    NativeDef::function("clock_gettime_ns", "($module, clk_id, /)", clock_gettime_ns, "Return the time of the specified clock clk_id as nanoseconds (int)."),
    NativeDef::function("clock_settime", "($module, clk_id, time, /)", clock_settime, "clock_settime(clk_id, time)\n\nSet the time of the specified clock clk_id.").hidden_signature(),
    NativeDef::function("clock_settime_ns", "($module, clk_id, time, /)", clock_settime_ns, "clock_settime_ns(clk_id, time)\n\nSet the time of the specified clock clk_id with nanoseconds.").hidden_signature(),
    NativeDef::function("pthread_getcpuclockid", "($module, thread_id, /)", thread_clock, "pthread_getcpuclockid(thread_id) -> int\n\nReturn the clk_id of a thread's CPU time clock.").hidden_signature(),
    NativeDef::function("clock_getres", "($module, clk_id, /)", clock_getres_, "clock_getres(clk_id) -> floating-point number\n\nReturn the resolution (precision) of the specified clock clk_id.").hidden_signature(),
];

/// Makes the module.
///
/// # Errors
/// What setting its members raises.
pub(crate) fn make(vm: &Vm) -> PyResult {
    let module = pyvm_vm::modules::make(vm, "time", DOC, FUNCTIONS);
    pyvm_vm::modules::set(vm, &module, "struct_time", calendar::struct_time(vm).to_value())?;
    pyvm_vm::modules::set(vm, &module, "_STRUCT_TM_ITEMS", crate::support::size(calendar::FIELDS.len()))?;
    for (name, value) in CLOCKS {
        pyvm_vm::modules::set(vm, &module, name, Value::Int(*value))?;
    }
    zone::set_constants(vm, &module)?;
    Ok(module)
}

/// `strptime` is Python code.
fn strptime(vm: &Vm, args: &[Value]) -> PyResult {
    let function = vm.getattr_str(&vm.import("_strptime")?, "_strptime_time")?;
    vm.call(&function, pyvm_vm::call::Args::positional(crate::support::elements(&args[0])))
}

fn tzset(vm: &Vm, _args: &[Value]) -> PyResult {
    zone::set_constants(vm, &vm.import("time")?)?;
    Ok(Value::None)
}

static CLOCKS: &[(&str, i64)] = &[
    ("CLOCK_REALTIME", 0),
    ("CLOCK_MONOTONIC", 1),
    ("CLOCK_PROCESS_CPUTIME_ID", 2),
    ("CLOCK_THREAD_CPUTIME_ID", 3),
    ("CLOCK_MONOTONIC_RAW", 4),
    ("CLOCK_BOOTTIME", 7),
    ("CLOCK_TAI", 11),
];

/// A time of a numbered clock, in nanoseconds.
fn time_of(vm: &Vm, value: &Value) -> PyResult<i128> {
    if !matches!(value.unwrapped(), Value::Int(_) | Value::Bool(_)) {
        let got = vm.type_name(value);
        return Err(vm.type_error(format!("clk_id should be integer, not {got}")));
    }
    let clock = clock(vm, value).map_err(|_| vm.type_error("clk_id should be integer, not int"))?;
    let now = nix::time::clock_gettime(clock).map_err(|errno| os_error(vm, errno, None))?;
    Ok(i128::from(now.tv_sec()) * SECOND + i128::from(now.tv_nsec()))
}

fn clock(vm: &Vm, value: &Value) -> PyResult<nix::time::ClockId> {
    let number = vm.index_i64(value)?;
    let large = |_| vm.overflow_error("signed integer is greater than maximum");
    i32::try_from(number).map(nix::time::ClockId::from_raw).map_err(large)
}

fn clock_gettime_(vm: &Vm, args: &[Value]) -> PyResult {
    Ok(seconds(time_of(vm, &args[0])?))
}

fn clock_gettime_ns(vm: &Vm, args: &[Value]) -> PyResult {
    Ok(Value::from(time_of(vm, &args[0])?))
}

fn clock_getres_(vm: &Vm, args: &[Value]) -> PyResult {
    let step = nix::time::clock_getres(clock(vm, &args[0])?).map_err(|errno| os_error(vm, errno, None))?;
    Ok(Value::Float(step.tv_sec() as f64 + step.tv_nsec() as f64 * 1e-9))
}

/// Sets a clock to a time in nanoseconds.
fn set_clock(vm: &Vm, clock: nix::time::ClockId, time: i64) -> PyResult {
    if !vm.permissions.run {
        return Err(vm.denied("--allow-run", None));
    }
    let time = TimeSpec::new(time.div_euclid(1_000_000_000), time.rem_euclid(1_000_000_000));
    nix::time::clock_settime(clock, time).map_err(|errno| os_error(vm, errno, None))?;
    Ok(Value::None)
}

fn clock_settime(vm: &Vm, args: &[Value]) -> PyResult {
    let clock = clock(vm, &args[0])?;
    let large = |vm: &Vm| vm.overflow_error("timestamp out of range for platform time_t");
    let time = match args[1].unwrapped() {
        Value::Float(x) if x.is_nan() => return Err(vm.value_error("Invalid value NaN (not a number)")),
        Value::Float(x) if x.abs() < 9.2e9 => (x * 1e9).floor() as i64,
        Value::Float(_) => return Err(large(vm)),
        _ => vm.index_i64_or(&args[1], large)?.checked_mul(1_000_000_000).ok_or_else(|| large(vm))?,
    };
    set_clock(vm, clock, time)
}

fn clock_settime_ns(vm: &Vm, args: &[Value]) -> PyResult {
    let clock = clock(vm, &args[0])?;
    if !matches!(args[1].unwrapped(), Value::Int(_) | Value::Bool(_) | Value::Big(_)) {
        let got = vm.type_name(&args[1]);
        return Err(vm.type_error(format!("expect int, got {got}")));
    }
    let large = |vm: &Vm| vm.overflow_error("timestamp too large to convert to C PyTime_t");
    set_clock(vm, clock, vm.index_i64_or(&args[1], large)?)
}

/// `pthread_getcpuclockid(thread_id)`: the threads of the program share one of the system's.
fn thread_clock(vm: &Vm, args: &[Value]) -> PyResult {
    if !matches!(args[0].unwrapped(), Value::Int(_) | Value::Bool(_) | Value::Big(_)) {
        let got = vm.type_name(&args[0]);
        return Err(vm.type_error(format!("pthread_getcpuclockid() argument 1 must be int, not {got}")));
    }
    let thread = usize::try_from(vm.index_i64(&args[0])?).unwrap_or(0);
    if !crate::_thread::scheduler::is_alive(vm, thread) {
        return Err(os_error(vm, nix::errno::Errno::ESRCH, None));
    }
    // As the kernel numbers the processor clock of a thread.
    Ok(Value::from(!nix::unistd::gettid().as_raw() << 3 | 6))
}

const SECOND: i128 = 1_000_000_000;

/// Nanoseconds of a clock.
fn nanoseconds(clock: ClockId) -> i128 {
    let now = clock_gettime(clock);
    i128::from(now.tv_sec) * SECOND + i128::from(now.tv_nsec)
}

fn seconds(nanoseconds: i128) -> Value {
    Value::Float(nanoseconds as f64 / 1e9)
}

/// Declares the functions that read a clock.
macro_rules! clocks {
    ($($float:ident $int:ident $clock:ident,)*) => {
        $(
            fn $float(_vm: &Vm, _args: &[Value]) -> PyResult {
                Ok(seconds(nanoseconds(ClockId::$clock)))
            }

            fn $int(_vm: &Vm, _args: &[Value]) -> PyResult {
                Ok(Value::from(nanoseconds(ClockId::$clock)))
            }
        )*
    };
}

clocks! {
    time time_ns Realtime,
    monotonic monotonic_ns Monotonic,
    perf_counter perf_counter_ns Monotonic,
    process_time process_time_ns ProcessCPUTime,
    thread_time thread_time_ns ThreadCPUTime,
}

fn get_clock_info(vm: &Vm, args: &[Value]) -> PyResult {
    let Some(name) = args[0].as_text() else {
        let got = if args[0].is_none() { "None".into() } else { vm.type_name(&args[0]) };
        return Err(vm.type_error(format!("get_clock_info() argument 1 must be str, not {got}")));
    };
    let (clock, text, monotonic, adjustable) = match name.as_str() {
        Some("time") => (ClockId::Realtime, "CLOCK_REALTIME", false, true),
        Some("monotonic" | "perf_counter") => (ClockId::Monotonic, "CLOCK_MONOTONIC", true, false),
        Some("process_time") => (ClockId::ProcessCPUTime, "CLOCK_PROCESS_CPUTIME_ID", true, false),
        Some("thread_time") => (ClockId::ThreadCPUTime, "CLOCK_THREAD_CPUTIME_ID", true, false),
        _ => return Err(vm.value_error("unknown clock")),
    };
    let step = clock_getres(clock);
    let fields = [
        ("implementation", Value::str(&format!("clock_gettime({text})"))),
        ("monotonic", Value::Bool(monotonic)),
        ("adjustable", Value::Bool(adjustable)),
        ("resolution", Value::Float(step.tv_sec as f64 + step.tv_nsec as f64 * 1e-9)),
    ];
    let made = vm.getattr_str(&vm.import("types")?, "SimpleNamespace")?;
    let keywords: Vec<_> = fields.into_iter().map(|(name, value)| (vm.intern(name), value)).collect();
    vm.call_kw(&made, &[], &keywords)
}

fn sleep(vm: &Vm, args: &[Value]) -> PyResult {
    let nanoseconds = match args[0].unwrapped() {
        Value::Float(x) if x.is_nan() => {
            return Err(vm.value_error("Invalid value NaN (not a number)"));
        }
        // Never shorter than asked for.
        Value::Float(x) => i64_of(vm, (x * 1e9).ceil())
            .map_err(|_| vm.overflow_error("timestamp out of range for platform time_t"))?,
        _ => {
            let whole = i128::from(vm.index_i64_or(&args[0], too_large)?);
            i64::try_from(whole * SECOND).map_err(|_| too_large(vm))?
        }
    };
    let Ok(nanoseconds) = u64::try_from(nanoseconds) else {
        return Err(vm.value_error("sleep length must be non-negative"));
    };
    let wait = std::time::Duration::from_nanos(nanoseconds);
    let deadline = std::time::Instant::now().checked_add(wait);
    crate::_thread::scheduler::wait(vm, deadline, || deadline.is_none())?;
    Ok(Value::None)
}

fn too_large(vm: &Vm) -> pyvm_vm::PyError {
    vm.overflow_error("timestamp too large to convert to C PyTime_t")
}

fn i64_of(vm: &Vm, x: f64) -> PyResult<i64> {
    // Both bounds are floats themselves.
    if (-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0).contains(&x) {
        return Ok(x as i64);
    }
    Err(too_large(vm))
}

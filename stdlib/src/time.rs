//! `time`: mirrors `Modules/timemodule.c`: clocks, sleeping and UTC. Local time and formats are not there yet.

use rustix::time::{ClockId, clock_getres, clock_gettime};

use pyvm_vm::objects::struct_sequence;
use pyvm_vm::types::NativeDef;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

const DOC: &str = "This module provides various functions to manipulate time values.\n\nThere are two standard representations of time.  One is the number\nof seconds since the Epoch, in UTC (a.k.a. GMT).  It may be an integer\nor a floating-point number (to represent fractions of seconds).\nThe epoch is the point where the time starts, the return value of time.gmtime(0).\nIt is January 1, 1970, 00:00:00 (UTC) on all platforms.\n\nThe other representation is a tuple of 9 integers giving local time.\nThe tuple items are:\n  year (including century, e.g. 1998)\n  month (1-12)\n  day (1-31)\n  hours (0-23)\n  minutes (0-59)\n  seconds (0-59)\n  weekday (0-6, Monday is 0)\n  Julian day (day in the year, 1-366)\n  DST (Daylight Savings Time) flag (-1, 0 or 1)\nIf the DST flag is 0, the time is given in the regular time zone;\nif it is 1, the time is given in the DST time zone;\nif it is -1, mktime() should guess based on the date and time.\n";

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function("time", "($module, /)", time, "time() -> floating-point number\n\nReturn the current time in seconds since the Epoch.\nFractions of a second may be present if the system clock provides them.").shown_as("($self, /)"),
    NativeDef::function("time_ns", "($module, /)", time_ns, "time_ns() -> int\n\nReturn the current time in nanoseconds since the Epoch.").shown_as("($self, /)"),
    NativeDef::function("sleep", "($module, seconds, /)", sleep, "sleep(seconds)\n\nDelay execution for a given number of seconds.  The argument may be\na floating-point number for subsecond precision.").shown_as("($self, object, /)"),
    NativeDef::function("gmtime", "($module, /, *args)", gmtime, "gmtime([seconds]) -> (tm_year, tm_mon, tm_mday, tm_hour, tm_min,\n                       tm_sec, tm_wday, tm_yday, tm_isdst)\n\nConvert seconds since the Epoch to a time tuple expressing UTC (a.k.a.\nGMT).  When 'seconds' is not passed in, convert the current time instead.\n\nIf the platform supports the tm_gmtoff and tm_zone, they are available as\nattributes only.").hidden_signature(),
    NativeDef::function("monotonic", "($module, /)", monotonic, "monotonic() -> float\n\nMonotonic clock, cannot go backward.").shown_as("($self, /)"),
    NativeDef::function("monotonic_ns", "($module, /)", monotonic_ns, "monotonic_ns() -> int\n\nMonotonic clock, cannot go backward, as nanoseconds.").shown_as("($self, /)"),
    NativeDef::function("process_time", "($module, /)", process_time, "process_time() -> float\n\nProcess time for profiling: sum of the kernel and user-space CPU time.").shown_as("($self, /)"),
    NativeDef::function("process_time_ns", "($module, /)", process_time_ns, "process_time() -> int\n\nProcess time for profiling as nanoseconds:\nsum of the kernel and user-space CPU time.").shown_as("($self, /)"),
    NativeDef::function("thread_time", "($module, /)", thread_time, "thread_time() -> float\n\nThread time for profiling: sum of the kernel and user-space CPU time.").shown_as("($self, /)"),
    NativeDef::function("thread_time_ns", "($module, /)", thread_time_ns, "thread_time() -> int\n\nThread time for profiling as nanoseconds:\nsum of the kernel and user-space CPU time.").shown_as("($self, /)"),
    NativeDef::function("perf_counter", "($module, /)", perf_counter, "perf_counter() -> float\n\nPerformance counter for benchmarking.").shown_as("($self, /)"),
    NativeDef::function("perf_counter_ns", "($module, /)", perf_counter_ns, "perf_counter_ns() -> int\n\nPerformance counter for benchmarking as nanoseconds.").shown_as("($self, /)"),
    NativeDef::function("get_clock_info", "($module, name, /)", get_clock_info, "get_clock_info(name: str) -> dict\n\nGet information of the specified clock.").hidden_signature(),
];

/// The fields of `struct_time`; the last two are no items.
static FIELDS: &[(&str, &str)] = &[
    ("tm_year", "year, for example, 1993"),
    ("tm_mon", "month of year, range [1, 12]"),
    ("tm_mday", "day of month, range [1, 31]"),
    ("tm_hour", "hours, range [0, 23]"),
    ("tm_min", "minutes, range [0, 59]"),
    ("tm_sec", "seconds, range [0, 61])"),
    ("tm_wday", "day of week, range [0, 6], Monday is 0"),
    ("tm_yday", "day of year, range [1, 366]"),
    ("tm_isdst", "1 if summer time is in effect, 0 if not, and -1 if unknown"),
    ("tm_zone", "abbreviation of timezone name"),
    ("tm_gmtoff", "offset from UTC in seconds"),
];
const VISIBLE: usize = 9;
const STRUCT_TIME_DOC: &str = "The time value as returned by gmtime(), localtime(), and strptime(), and\n accepted by asctime(), mktime() and strftime().  May be considered as a\n sequence of 9 integers.\n\n Note that several fields' values are not the same as those defined by\n the C language standard for struct tm.  For example, the value of the\n field tm_year is the actual year, not year - 1900.  See individual\n fields' descriptions for details.";

/// Makes the module.
///
/// # Errors
/// What setting its members raises.
pub(crate) fn make(vm: &Vm) -> PyResult {
    let module = pyvm_vm::modules::make(vm, "time", DOC, FUNCTIONS);
    pyvm_vm::modules::set(vm, &module, "struct_time", struct_time(vm).to_value())?;
    pyvm_vm::modules::set(vm, &module, "_STRUCT_TM_ITEMS", crate::support::size(FIELDS.len()))?;
    Ok(module)
}

fn struct_time(vm: &Vm) -> pyvm_vm::heap::TypeRef {
    struct_sequence::make_documented(vm, "time.struct_time", STRUCT_TIME_DOC, FIELDS, VISIBLE, true)
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

fn gmtime(vm: &Vm, args: &[Value]) -> PyResult {
    let out_of_range = |vm: &Vm| vm.overflow_error("timestamp out of range for platform time_t");
    let given = crate::support::elements(&args[0]);
    if given.len() > 1 {
        let n = given.len();
        return Err(vm.type_error(format!("gmtime() takes at most 1 argument ({n} given)")));
    }
    let when = given.first().cloned().unwrap_or(Value::None);
    let seconds = match when.unwrapped() {
        Value::None => clock_gettime(ClockId::Realtime).tv_sec,
        Value::Float(x) if x.is_nan() => return Err(vm.value_error("Invalid value NaN (not a number)")),
        Value::Float(x) => i64_of(vm, x.floor()).map_err(|_| out_of_range(vm))?,
        _ => vm.index_i64_or(&when, out_of_range)?,
    };
    let (days, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let (year, month, day) = civil(days);
    if i32::try_from(year - 1900).is_err() {
        let text = Value::str("Value too large for defined data type");
        return Err(vm.new_exception(&vm.exc.os_error, vec![Value::Int(75), text]));
    }
    let day_of_year = days - days_before(year) + 1;
    let weekday = (days + 3).rem_euclid(7);
    let items = [year, month, day, second / 3600, second / 60 % 60, second % 60, weekday, day_of_year, 0]
        .map(Value::Int);
    let hidden = [("tm_zone", Value::str("GMT")), ("tm_gmtoff", Value::Int(0))];
    Ok(struct_sequence::instance_with_hidden(vm, &struct_time(vm), items.to_vec(), &hidden))
}

/// Days from 1970 to the first of January of a year.
fn days_before(year: i64) -> i64 {
    let past = year - 1;
    past * 365 + past.div_euclid(4) - past.div_euclid(100) + past.div_euclid(400) - 719_162
}

/// Year, month and day of a number of days since 1970.
fn civil(days: i64) -> (i64, i64, i64) {
    // A year of 365.2425 days on average is off by one at most.
    let mut year = 1970 + (i128::from(days) * 400 / 146_097) as i64;
    while days_before(year) > days {
        year -= 1;
    }
    while days_before(year + 1) <= days {
        year += 1;
    }
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let mut left = days - days_before(year);
    let lengths = [31, if is_leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut month = 1;
    for length in lengths {
        if left < length {
            break;
        }
        left -= length;
        month += 1;
    }
    (year, month, left + 1)
}

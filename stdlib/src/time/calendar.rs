//! Broken-down time: `struct_time`, UTC and local time, and back to seconds.

use pyvm_vm::heap::TypeRef;
use pyvm_vm::objects::struct_sequence;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult, Value};
use rustix::time::{ClockId, clock_gettime};

use super::zone::{self, Local};

/// The fields of `struct_time`; the last two are no items.
pub(super) static FIELDS: &[(&str, &str)] = &[
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

/// `struct_time`
pub(super) fn struct_time(vm: &Vm) -> TypeRef {
    struct_sequence::make_documented(vm, "time.struct_time", STRUCT_TIME_DOC, FIELDS, VISIBLE, true)
}

/// The C `struct tm`.
#[derive(Clone)]
pub(super) struct Tm {
    /// The full year.
    pub(super) year: i64,
    /// From 0.
    pub(super) month: i64,
    pub(super) day: i64,
    pub(super) hour: i64,
    pub(super) minute: i64,
    pub(super) second: i64,
    /// From 0, Sunday.
    pub(super) weekday: i64,
    /// From 0.
    pub(super) yearday: i64,
    pub(super) is_dst: i64,
    pub(super) zone: Option<String>,
    pub(super) offset: i64,
}

impl Tm {
    /// The time that a clock shows which is `local` against UTC.
    fn at(unix: i64, local: &Local) -> Tm {
        let shown = unix.saturating_add(local.offset);
        let (days, second) = (shown.div_euclid(86_400), shown.rem_euclid(86_400));
        let (year, month, day) = civil(days);
        Tm {
            year,
            month: month - 1,
            day,
            hour: second / 3600,
            minute: second / 60 % 60,
            second: second % 60,
            weekday: (days + 4).rem_euclid(7),
            yearday: days - days_before(year),
            is_dst: i64::from(local.is_dst),
            zone: Some(local.name.clone()),
            offset: local.offset,
        }
    }

    /// Local time now.
    pub(super) fn now() -> Tm {
        let unix = clock_gettime(ClockId::Realtime).tv_sec;
        Tm::at(unix, &zone::local_at(unix))
    }

    /// What Python code gave as a time tuple to the function `name`.
    pub(super) fn from_value(vm: &Vm, value: &Value, name: &str) -> PyResult<Tm> {
        let Some(items) = value.as_tuple() else {
            return Err(vm.type_error("Tuple or struct_time argument required"));
        };
        if items.len() != VISIBLE {
            return Err(vm.type_error(format!("{name}(): illegal time tuple argument")));
        }
        let mut n = [0i64; VISIBLE];
        for (slot, item) in n.iter_mut().zip(items) {
            *slot = c_int(vm, item)?;
        }
        if n[0] < i64::from(i32::MIN) + 1900 {
            return Err(vm.overflow_error("year out of range"));
        }
        let (mut zone, mut offset) = (None, 0);
        if vm.is_instance(value, &struct_time(vm)) {
            zone = vm.getattr_str(value, "tm_zone")?.as_text().map(ToString::to_string);
            let given = vm.getattr_str(value, "tm_gmtoff")?;
            offset = if given.is_none() { 0 } else { vm.index_i64(&given)? };
        }
        Ok(Tm {
            year: n[0],
            month: n[1] - 1,
            day: n[2],
            hour: n[3],
            minute: n[4],
            second: n[5],
            weekday: (n[6] + 1) % 7,
            yearday: n[7] - 1,
            is_dst: n[8],
            zone,
            offset,
        })
    }

    /// Refuses what no calendar has; a month, day or day of the year of 0 stands for the first.
    pub(super) fn check(&mut self, vm: &Vm) -> PyResult<()> {
        let first = |value: &mut i64, none: i64, start: i64| {
            if *value == none {
                *value = start;
            }
        };
        first(&mut self.month, -1, 0);
        first(&mut self.day, 0, 1);
        first(&mut self.yearday, -1, 0);
        let checks = [
            (self.month, 0, 11, "month"),
            (self.day, 0, 31, "day of month"),
            (self.hour, 0, 23, "hour"),
            (self.minute, 0, 59, "minute"),
            (self.second, 0, 61, "seconds"),
            (self.weekday, 0, 6, "day of week"),
            (self.yearday, 0, 365, "day of year"),
        ];
        for (value, low, high, what) in checks {
            if !(low..=high).contains(&value) {
                return Err(vm.value_error(format!("{what} out of range")));
            }
        }
        Ok(())
    }

    /// Seconds as if the fields were UTC.
    fn as_utc(&self) -> i64 {
        let (year, month) = (self.year + self.month.div_euclid(12), self.month.rem_euclid(12));
        let mut days = days_before(year) + self.day - 1;
        for past in 0..month {
            days += month_length(year, past + 1);
        }
        days * 86_400 + self.hour * 3600 + self.minute * 60 + self.second
    }

    /// Seconds since the epoch of this local time; where a clock shows it twice or never, as the C library decides.
    pub(super) fn unix(&self) -> i64 {
        let shown = self.as_utc();
        let is_wanted = |local: &Local| self.is_dst < 0 || local.is_dst == (self.is_dst > 0);
        let mut answer = None;
        for near in [-86_400, 86_400, 0] {
            let unix = shown - zone::local_at(shown + near).offset;
            let local = zone::local_at(unix);
            if unix + local.offset == shown && is_wanted(&local) {
                return unix;
            }
            answer = answer.or(Some(unix));
        }
        if self.is_dst >= 0
            && let Some(local) = nearest(shown, self.is_dst > 0)
        {
            return shown - local.offset;
        }
        match answer {
            // A zone without summer time takes an hour of it all the same.
            Some(unix) if self.is_dst > 0 && !zone::local_at(unix).is_dst => unix - 3600,
            Some(unix) => unix,
            None => shown,
        }
    }

    fn to_value(&self, vm: &Vm) -> Value {
        let weekday = (self.weekday + 6) % 7;
        let items = [
            self.year,
            self.month + 1,
            self.day,
            self.hour,
            self.minute,
            self.second,
            weekday,
            self.yearday + 1,
            self.is_dst,
        ];
        let zone = self.zone.as_deref().map_or(Value::None, Value::str);
        let hidden = [("tm_zone", zone), ("tm_gmtoff", Value::Int(self.offset))];
        struct_sequence::instance_with_hidden(vm, &struct_time(vm), items.map(Value::Int).to_vec(), &hidden)
    }
}

/// The local time closest to a moment that is summer time or is not; searched in the steps of the C library.
fn nearest(shown: i64, is_dst: bool) -> Option<Local> {
    const STEP: i64 = 601_200;
    (1..=890)
        .flat_map(|i| [shown - i * STEP, shown + i * STEP])
        .map(zone::local_at)
        .find(|l| l.is_dst == is_dst)
}

/// An integer that fits a C int.
fn c_int(vm: &Vm, value: &Value) -> PyResult<i64> {
    let too_large = |vm: &Vm| vm.overflow_error("Python int too large to convert to C long");
    let n = vm.index_i64_or(value, too_large)?;
    match n {
        _ if n > i64::from(i32::MAX) => Err(vm.overflow_error("signed integer is greater than maximum")),
        _ if n < i64::from(i32::MIN) => Err(vm.overflow_error("signed integer is less than minimum")),
        _ => Ok(n),
    }
}

fn out_of_range(vm: &Vm) -> PyError {
    vm.overflow_error("timestamp out of range for platform time_t")
}

/// The moment in the optional argument of the function `name`.
fn moment(vm: &Vm, args: &[Value], name: &str) -> PyResult<i64> {
    let given = crate::support::elements(&args[0]);
    if given.len() > 1 {
        let n = given.len();
        return Err(vm.type_error(format!("{name}() takes at most 1 argument ({n} given)")));
    }
    let when = given.first().cloned().unwrap_or(Value::None);
    match when.unwrapped() {
        Value::None => Ok(clock_gettime(ClockId::Realtime).tv_sec),
        Value::Float(x) if x.is_nan() => Err(vm.value_error("Invalid value NaN (not a number)")),
        Value::Float(x) => super::i64_of(vm, x.floor()).map_err(|_| out_of_range(vm)),
        _ => vm.index_i64_or(&when, out_of_range),
    }
}

fn broken_down(vm: &Vm, unix: i64, local: &Local) -> PyResult<Tm> {
    let tm = Tm::at(unix, local);
    if i32::try_from(tm.year - 1900).is_err() {
        let text = Value::str("Value too large for defined data type");
        return Err(vm.new_exception(&vm.exc.os_error, vec![Value::Int(75), text]));
    }
    Ok(tm)
}

pub(super) fn gmtime(vm: &Vm, args: &[Value]) -> PyResult {
    let utc = Local { offset: 0, is_dst: false, name: "GMT".to_owned() };
    Ok(broken_down(vm, moment(vm, args, "gmtime")?, &utc)?.to_value(vm))
}

pub(super) fn localtime(vm: &Vm, args: &[Value]) -> PyResult {
    let unix = moment(vm, args, "localtime")?;
    Ok(broken_down(vm, unix, &zone::local_at(unix))?.to_value(vm))
}

pub(super) fn mktime(vm: &Vm, args: &[Value]) -> PyResult {
    let tm = Tm::from_value(vm, &args[0], "mktime")?;
    Ok(Value::Float(tm.unix() as f64))
}

fn asctime_of(tm: &Tm) -> Value {
    let Tm { year, day, hour, minute, second, .. } = tm;
    let (weekday, month) = (
        super::format::short(super::format::DAYS, tm.weekday),
        super::format::short(super::format::MONTHS, tm.month),
    );
    Value::str(&format!("{weekday} {month}{day:3} {hour:02}:{minute:02}:{second:02} {year}"))
}

pub(super) fn asctime(vm: &Vm, args: &[Value]) -> PyResult {
    if args[0].is_unbound() {
        return Ok(asctime_of(&Tm::now()));
    }
    let mut tm = Tm::from_value(vm, &args[0], "asctime")?;
    tm.check(vm)?;
    Ok(asctime_of(&tm))
}

pub(super) fn ctime(vm: &Vm, args: &[Value]) -> PyResult {
    let unix = moment(vm, args, "ctime")?;
    Ok(asctime_of(&broken_down(vm, unix, &zone::local_at(unix))?))
}

/// Days from 1970 to the first of January of a year.
pub(super) fn days_before(year: i64) -> i64 {
    let past = year - 1;
    past * 365 + past.div_euclid(4) - past.div_euclid(100) + past.div_euclid(400) - 719_162
}

/// Whether a year has a 29th of February.
pub(super) fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// The days of a month, which counts from 1.
fn month_length(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
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
    let mut left = days - days_before(year);
    let mut month = 1;
    while left >= month_length(year, month) {
        left -= month_length(year, month);
        month += 1;
    }
    (year, month, left + 1)
}

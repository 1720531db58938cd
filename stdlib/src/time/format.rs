//! `time.strftime` as the C library formats in its own locale.

use std::fmt::Write;

use pyvm_vm::heap::Str;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};
use rustpython_wtf8::{CodePoint, Wtf8Buf};

use super::calendar::{Tm, is_leap};

/// Wider fields than this are cut.
const MAX_WIDTH: usize = 1 << 16;

/// Days of the week, from Sunday.
pub(super) const DAYS: &[&str] =
    &["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
/// Months.
pub(super) const MONTHS: &[&str] = &[
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn full(names: &'static [&'static str], index: i64) -> &'static str {
    usize::try_from(index).ok().and_then(|i| names.get(i).copied()).unwrap_or("?")
}

/// The three letters of a name.
pub(super) fn short(names: &'static [&'static str], index: i64) -> &'static str {
    let name = full(names, index);
    name.get(..3).unwrap_or(name)
}

/// What stands between `%` and the code.
#[derive(Default)]
struct Spec {
    /// `_`, `-` or `0`; the last one given.
    pad: Option<char>,
    upper: bool,
    swap: bool,
    width: usize,
    /// `E` or `O`.
    modifier: Option<char>,
}

/// `time.strftime(format[, tuple])`
pub(super) fn strftime(vm: &Vm, args: &[Value]) -> PyResult {
    let format = vm.expect_str(&args[0], "strftime() argument 1")?.clone();
    let mut tm = if args[1].is_unbound() { Tm::now() } else { Tm::from_value(vm, &args[1], "strftime")? };
    tm.check(vm)?;
    if format.as_bytes().contains(&0) {
        return Err(vm.value_error("embedded null character"));
    }
    // Lone surrogates go through as they are.
    let mut made = Wtf8Buf::new();
    let mut points = format.as_wtf8().code_points();
    while let Some(point) = points.next() {
        if point != '%' {
            made.push(point);
            continue;
        }
        made.push_str(&directive(&tm, &mut points));
    }
    Ok(Value::Str(vm.canonical(Str::from_wtf8(&made))))
}

/// The text of the directive that follows a `%`; what is none stays as it is, filled up to its width.
fn directive(tm: &Tm, points: &mut (impl Iterator<Item = CodePoint> + Clone)) -> String {
    let mut spec = Spec::default();
    let mut raw = String::from("%");
    let text = parsed(tm, points, &mut spec, &mut raw);
    let fill = if spec.pad == Some('0') { "0" } else { " " };
    let text = text.unwrap_or(raw);
    let missing = spec.width.saturating_sub(text.chars().count());
    fill.repeat(missing) + &text
}

fn parsed(
    tm: &Tm,
    points: &mut (impl Iterator<Item = CodePoint> + Clone),
    spec: &mut Spec,
    raw: &mut String,
) -> Option<String> {
    let mut next = || {
        let c = points.clone().next()?.to_char()?;
        points.next();
        raw.push(c);
        Some(c)
    };
    let mut code = next()?;
    while matches!(code, '_' | '-' | '0' | '^' | '#') {
        match code {
            '^' => spec.upper = true,
            '#' => spec.swap = true,
            pad => spec.pad = Some(pad),
        }
        code = next()?;
    }
    while let Some(digit) = code.to_digit(10) {
        spec.width = (spec.width * 10 + digit as usize).min(MAX_WIDTH);
        code = next()?;
    }
    if matches!(code, 'E' | 'O') {
        spec.modifier = Some(code);
        code = next()?;
    }
    text_of(tm, code, spec)
}

/// A number with the padding of its code unless the directive has its own.
fn number(spec: &Spec, value: i64, digits: usize, fill: char) -> String {
    let fill = match spec.pad {
        Some('-') => return value.to_string(),
        Some('_') => ' ',
        Some('0') => '0',
        _ => fill,
    };
    let digits = digits.max(spec.width);
    match fill {
        '0' if value < 0 => format!("-{:0>1$}", -value, digits.saturating_sub(1)),
        '0' => format!("{value:0>digits$}"),
        _ => format!("{value:>digits$}"),
    }
}

fn text_of(tm: &Tm, code: char, spec: &Spec) -> Option<String> {
    let hour12 = if tm.hour % 12 == 0 { 12 } else { tm.hour % 12 };
    let two = |value: i64| number(spec, value, 2, '0');
    let allowed = match spec.modifier {
        Some('E') => "cCnpPrRstTuxXyYzZ%",
        Some('O') => "bBCdegGhHIjklmMnpPrRsStTuUVwWyzZ%",
        _ => "",
    };
    if spec.modifier.is_some() && !allowed.contains(code) {
        return None;
    }
    Some(match code {
        'a' => cased(spec, short(DAYS, tm.weekday)),
        'A' => cased(spec, full(DAYS, tm.weekday)),
        'b' | 'h' => cased(spec, short(MONTHS, tm.month)),
        'B' => cased(spec, full(MONTHS, tm.month)),
        'c' => composite(tm, spec, "%a %b %e %H:%M:%S %Y"),
        'C' => number(spec, tm.year.div_euclid(100), 1, '0'),
        'd' => two(tm.day),
        'D' | 'x' => composite(tm, spec, "%m/%d/%y"),
        'e' => number(spec, tm.day, 2, ' '),
        'F' => composite(tm, spec, "%Y-%m-%d"),
        'g' => two(iso_week(tm).0.rem_euclid(100)),
        'G' => number(spec, iso_week(tm).0, 1, '0'),
        'H' => two(tm.hour),
        'I' => two(hour12),
        'j' => number(spec, tm.yearday + 1, 3, '0'),
        'k' => number(spec, tm.hour, 2, ' '),
        'l' => number(spec, hour12, 2, ' '),
        'm' => two(tm.month + 1),
        'M' => two(tm.minute),
        'n' => "\n".to_owned(),
        'p' if spec.swap => half(tm).to_ascii_lowercase(),
        'p' => half(tm).to_owned(),
        'P' => half(tm).to_ascii_lowercase(),
        'r' => composite(tm, spec, "%I:%M:%S %p"),
        'R' => composite(tm, spec, "%H:%M"),
        's' => number(spec, tm.unix(), 1, ' '),
        'S' => two(tm.second),
        't' => "\t".to_owned(),
        'T' | 'X' => composite(tm, spec, "%H:%M:%S"),
        'u' => number(spec, (tm.weekday + 6) % 7 + 1, 1, '0'),
        'U' => two((tm.yearday - tm.weekday + 7).div_euclid(7)),
        'V' => two(iso_week(tm).1),
        'w' => number(spec, tm.weekday, 1, '0'),
        'W' => two((tm.yearday - (tm.weekday + 6) % 7 + 7).div_euclid(7)),
        'y' => two(tm.year.rem_euclid(100)),
        'Y' => number(spec, tm.year, 1, '0'),
        'z' => offset(tm),
        'Z' => cased(spec, &zone_name(tm)),
        '%' => "%".to_owned(),
        _ => return None,
    })
}

fn cased(spec: &Spec, text: &str) -> String {
    if spec.upper || spec.swap { text.to_ascii_uppercase() } else { text.to_owned() }
}

fn half(tm: &Tm) -> &'static str {
    if tm.hour >= 12 { "PM" } else { "AM" }
}

/// A directive that stands for several.
fn composite(tm: &Tm, spec: &Spec, format: &str) -> String {
    let mut made = String::new();
    let mut codes = format.chars();
    while let Some(c) = codes.next() {
        match (c, codes.clone().next()) {
            ('%', Some(code)) => {
                codes.next();
                made.push_str(&text_of(tm, code, &Spec::default()).unwrap_or_default());
            }
            _ => made.push(c),
        }
    }
    if spec.upper { made.to_ascii_uppercase() } else { made }
}

/// `+HHMM`; nothing where it is not known whether it is summer time.
fn offset(tm: &Tm) -> String {
    if tm.is_dst < 0 {
        return String::new();
    }
    let mut text = String::from(if tm.offset < 0 { "-" } else { "+" });
    let minutes = tm.offset.abs() / 60;
    let _ = write!(text, "{:02}{:02}", minutes / 60, minutes % 60);
    text
}

fn zone_name(tm: &Tm) -> String {
    match &tm.zone {
        Some(name) => name.clone(),
        None if tm.is_dst < 0 => String::new(),
        None => super::zone::names()[usize::from(tm.is_dst > 0)].clone(),
    }
}

/// The year and week of ISO 8601.
fn iso_week(tm: &Tm) -> (i64, i64) {
    let monday = (tm.weekday + 6) % 7;
    // The Thursday of the week decides.
    let thursday = tm.yearday - monday + 3;
    let length = |year: i64| if is_leap(year) { 366 } else { 365 };
    if thursday < 0 {
        return (tm.year - 1, (thursday + length(tm.year - 1)) / 7 + 1);
    }
    if thursday >= length(tm.year) {
        return (tm.year + 1, (thursday - length(tm.year)) / 7 + 1);
    }
    (tm.year, thursday / 7 + 1)
}

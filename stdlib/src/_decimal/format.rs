//! `Decimal.__format__`: the format specification as `decimal` reads it.

use pyvm_vm::heap::Str;
use pyvm_vm::text::unicode::decimal_value;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult, Value};
use rustpython_wtf8::{CodePoint, Wtf8Buf};

use super::env::{Env, Rounding, Settings};
use super::number::Number;
use super::text::{self, Notation};

/// A parsed specification.
struct Spec {
    fill: CodePoint,
    align: char,
    sign: char,
    no_negative_zero: bool,
    alternate: bool,
    zero_padded: bool,
    width: usize,
    grouped: bool,
    precision: Option<usize>,
    kind: char,
    capitals: bool,
    /// Whether it says anything about the point, which may then be replaced alone.
    shows_point: bool,
}

/// How digits are separated.
pub(super) struct Locale {
    point: Str,
    separator: Str,
    /// Sizes of groups from the point on; the last one repeats.
    grouping: Vec<u8>,
}

fn refused(vm: &Vm) -> PyError {
    vm.value_error("invalid format string")
}

fn is_align(c: Option<&CodePoint>) -> Option<char> {
    c.and_then(|c| c.to_char()).filter(|c| matches!(c, '<' | '>' | '=' | '^'))
}

struct Reader<'a> {
    rest: &'a [CodePoint],
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.rest.first().and_then(|c| c.to_char())
    }

    fn skip(&mut self, count: usize) {
        self.rest = self.rest.get(count..).unwrap_or_default();
    }

    fn take(&mut self, wanted: &str) -> Option<char> {
        let found = self.peek().filter(|c| wanted.contains(*c));
        if found.is_some() {
            self.skip(1);
        }
        found
    }

    fn number(&mut self, vm: &Vm) -> PyResult<Option<usize>> {
        let mut value: Option<usize> = None;
        while let Some(digit) = self.rest.first().and_then(|c| decimal_value(c.to_u32())) {
            let grown = value.unwrap_or(0).checked_mul(10).and_then(|n| n.checked_add(usize::from(digit)));
            let Some(grown) = grown.filter(|n| isize::try_from(*n).is_ok()) else {
                return Err(vm.overflow_error("cannot fit 'int' into an index-sized integer"));
            };
            value = Some(grown);
            self.skip(1);
        }
        Ok(value)
    }
}

fn parse(vm: &Vm, spec: &Str, capitals: bool) -> PyResult<Spec> {
    let points: Vec<CodePoint> = spec.as_wtf8().code_points().collect();
    let mut reader = Reader { rest: &points };
    let (mut fill, mut align) = (None, None);
    if let Some(found) = is_align(points.get(1)) {
        (fill, align) = (points.first().copied(), Some(found));
        reader.skip(2);
    } else if let Some(found) = is_align(points.first()) {
        align = Some(found);
        reader.skip(1);
    }
    let sign = reader.take("-+ ").unwrap_or('-');
    let no_negative_zero = reader.take("z").is_some();
    let alternate = reader.take("#").is_some();
    let zero_padded = reader.take("0").is_some();
    let another_zero = reader.rest.first().is_some_and(|c| *c == '0');
    if zero_padded && (align.is_some() || another_zero) {
        return Err(refused(vm));
    }
    let width = reader.number(vm)?.unwrap_or(0);
    let grouped = reader.take(",").is_some();
    let mut precision = None;
    if reader.take(".").is_some() {
        precision = reader.number(vm).unwrap_or(Some(usize::MAX));
        while reader.rest.first().is_some_and(|c| decimal_value(c.to_u32()).is_some()) {
            reader.skip(1);
        }
        if precision.is_none() {
            return Err(refused(vm));
        }
    }
    let mut kind = reader.take("eEfFgGn%N");
    let mut capitals = capitals;
    if kind == Some('N') && reader.rest.is_empty() {
        vm.warn(&vm.exc.deprecation_warning, "Format specifier 'N' is deprecated", 1)?;
        kind = Some('n');
        capitals = true;
    } else if kind == Some('n') {
        capitals = false;
    }
    if !reader.rest.is_empty() || grouped && kind == Some('n') {
        return Err(refused(vm));
    }
    Ok(Spec {
        fill: fill.unwrap_or_else(|| CodePoint::from_char(if zero_padded { '0' } else { ' ' })),
        align: align.unwrap_or(if zero_padded { '=' } else { '>' }),
        sign,
        no_negative_zero,
        alternate,
        zero_padded,
        width,
        grouped,
        precision,
        shows_point: grouped || precision.is_some() || kind == Some('n'),
        capitals: kind.map_or(capitals, |kind| kind.is_ascii_uppercase() || kind == 'n' && capitals),
        kind: kind.unwrap_or('g'),
    })
}

impl Locale {
    fn plain(grouped: bool) -> Locale {
        let (separator, grouping) = if grouped { (Str::new(","), vec![3]) } else { (Str::new(""), vec![]) };
        Locale { point: Str::new("."), separator, grouping }
    }

    /// What a dict says that replaces some of it.
    fn replace(&mut self, vm: &Vm, given: &Value, shows_point: bool) -> PyResult<()> {
        if given.is_unbound() {
            return Ok(());
        }
        let Some(dict) = given.as_dict() else {
            return Err(vm.type_error("optional argument must be a dict"));
        };
        let text = |key: &str| match dict.get_str(&vm.intern(key)) {
            None => Ok(None),
            Some(value) => match value.as_text() {
                Some(text) => Ok(Some(text.clone())),
                None => Err(vm.value_error("invalid override dict")),
            },
        };
        let point = text("decimal_point")?;
        let has_point = shows_point || point.is_some();
        self.point = point.unwrap_or_else(|| self.point.clone());
        if let Some(separator) = text("thousands_sep")? {
            self.separator = separator;
        }
        if let Some(grouping) = text("grouping")? {
            self.grouping = grouping.as_bytes().to_vec();
        }
        let fits = !self.point.is_empty() && self.point.len() <= 4 && self.separator.len() <= 4;
        if !has_point || !fits || !self.grouping.is_ascii() {
            return Err(vm.value_error("invalid override dict"));
        }
        Ok(())
    }

    /// The whole part with separators, at least so many characters.
    fn group(&self, digits: &str, least: usize) -> Wtf8Buf {
        let separator = self.separator.char_len();
        let mut rest: Vec<char> = digits.chars().collect();
        let mut groups: Vec<String> = Vec::new();
        let mut length = 0;
        let mut sizes = self.grouping.iter().peekable();
        let mut size = usize::MAX;
        loop {
            if let Some(next) = sizes.next() {
                size = match *next {
                    127 => usize::MAX,
                    // A zero repeats what came before.
                    0 => size,
                    n => usize::from(n),
                };
            }
            let gap = if groups.is_empty() { 0 } else { separator };
            let wanted = least.saturating_sub(length + gap);
            let count = size.min(rest.len().max(wanted)).max(1);
            let missing = count.saturating_sub(rest.len());
            let mut group: String = "0".repeat(missing);
            group.extend(rest.split_off(rest.len() - (count - missing)));
            length += gap + count;
            groups.push(group);
            if rest.is_empty() && length >= least {
                break;
            }
        }
        let mut text = Wtf8Buf::new();
        for (i, group) in groups.iter().rev().enumerate() {
            if i > 0 {
                text.push_wtf8(self.separator.as_wtf8());
            }
            text.push_str(group);
        }
        text
    }
}

/// The number rounded as the specification says, and how it is written.
fn rounded(vm: &Vm, settings: Settings, number: &Number, spec: &Spec) -> PyResult<(Number, Notation)> {
    let mut number = number.clone();
    if spec.kind == '%' {
        number.exponent += 2;
    }
    let precision = spec.precision.map(|p| i64::try_from(p).unwrap_or(i64::MAX / 4));
    let mut env = Env::new(vm, Settings { rounding: settings.rounding, ..Settings::WIDEST });
    let notation = match spec.kind {
        'e' | 'E' => {
            if let Some(places) = precision {
                if number.is_zero() {
                    number.exponent += places;
                    let target = number.exponent - places;
                    env.room(places.unsigned_abs())?;
                    number = Number { exponent: target, ..Number::zero(number.negative, 0) };
                    return Ok((padded_zero(&number, places), Notation::Exponent));
                }
                number = to_digits(&mut env, number, places.saturating_add(1))?;
                let missing = places.saturating_add(1) - i64::try_from(number.digits).unwrap_or(i64::MAX);
                if missing > 0 {
                    number = env.rescale(&number, number.exponent - missing, Rounding::HalfEven)?;
                }
            }
            Notation::Exponent
        }
        'f' | 'F' | '%' => {
            if let Some(places) = precision {
                number = env.rescale(&number, -places, settings.rounding)?;
            } else if number.exponent > 0 {
                number = env.rescale(&number, 0, settings.rounding)?;
            }
            env.room(number.digits + number.exponent.unsigned_abs())?;
            Notation::Fixed
        }
        _ => {
            if let Some(places) = precision {
                number = to_digits(&mut env, number, places.max(1))?;
            }
            Notation::Scientific
        }
    };
    Ok((number, notation))
}

/// A zero that shows so many places behind the point: its exponent counts them.
fn padded_zero(zero: &Number, places: i64) -> Number {
    Number { digits: places.unsigned_abs() + 1, ..zero.clone() }
}

fn to_digits(env: &mut Env<'_>, number: Number, digits: i64) -> PyResult<Number> {
    if number.is_zero() || number.digits <= digits.unsigned_abs() {
        return Ok(number);
    }
    env.settings.prec = digits;
    let rounding = env.settings.rounding;
    let rounded = env.round_to(number, rounding);
    env.settings.prec = Settings::WIDEST.prec;
    Ok(rounded)
}

/// `format(number, spec)`
///
/// # Errors
/// ValueError for a specification that is none.
pub(super) fn format(vm: &Vm, settings: Settings, number: &Number, spec: &Str, replaced: &Value) -> PyResult {
    let spec = parse(vm, spec, settings.capitals)?;
    let mut locale = Locale::plain(spec.grouped);
    locale.replace(vm, replaced, spec.shows_point)?;
    let most = usize::try_from(super::env::MAX).unwrap_or(usize::MAX);
    if spec.width > most {
        return Err(vm.value_error("format specification exceeds internal limits of _decimal"));
    }
    if !vm.check_size(spec.width) {
        return Err(vm.out_of_memory());
    }
    let (mut negative, mut fill) = (number.negative, spec.fill);
    let special = text::special(number);
    let (whole, fraction, tail) = match special {
        Some(text) => {
            if spec.zero_padded {
                fill = CodePoint::from_char(' ');
            }
            (text, None, String::new())
        }
        None => {
            let (shown, notation) = rounded(vm, settings, number, &spec)?;
            if spec.no_negative_zero && shown.is_zero() {
                negative = false;
            }
            split(&shown, notation, spec.capitals)
        }
    };
    let sign = if negative {
        "-"
    } else if spec.sign == '-' {
        ""
    } else {
        &spec.sign.to_string()
    };
    let mut back = Wtf8Buf::new();
    if fraction.is_some() || spec.alternate && number.is_finite() {
        back.push_wtf8(locale.point.as_wtf8());
        back.push_str(fraction.as_deref().unwrap_or(""));
    }
    back.push_str(&tail);
    if spec.kind == '%' {
        back.push_str("%");
    }
    let taken = sign.len() + back.code_points().count();
    let body = if !number.is_finite() {
        Wtf8Buf::from(whole)
    } else {
        let least = if spec.zero_padded { spec.width.saturating_sub(taken) } else { 0 };
        locale.group(&whole, least)
    };
    let align = if spec.zero_padded && !number.is_finite() { '>' } else { spec.align };
    Ok(vm.new_str(Str::from_wtf8(&pad(sign, &body, &back, fill, align, spec.width))))
}

/// The digits in front of the point, those behind it, and the exponent.
fn split(number: &Number, notation: Notation, capitals: bool) -> (String, Option<String>, String) {
    let text = if number.is_zero() && notation == Notation::Exponent && number.digits > 1 {
        let places = usize::try_from(number.digits - 1).unwrap_or(0);
        let mark = if capitals { 'E' } else { 'e' };
        let exponent = number.exponent + i64::try_from(places).unwrap_or(0);
        format!("0.{}{mark}{exponent:+}", "0".repeat(places))
    } else {
        text::unsigned(number, notation, capitals)
    };
    let end = text.find(['e', 'E']).unwrap_or(text.len());
    let (digits, tail) = text.split_at(end);
    match digits.split_once('.') {
        Some((whole, fraction)) => (whole.to_owned(), Some(fraction.to_owned()), tail.to_owned()),
        None => (digits.to_owned(), None, tail.to_owned()),
    }
}

fn pad(sign: &str, body: &Wtf8Buf, back: &Wtf8Buf, fill: CodePoint, align: char, width: usize) -> Wtf8Buf {
    let length = sign.len() + body.code_points().count() + back.code_points().count();
    let missing = width.saturating_sub(length);
    let (before, inside, after) = match align {
        '<' => (0, 0, missing),
        '^' => (missing / 2, 0, missing - missing / 2),
        '=' => (0, missing, 0),
        _ => (missing, 0, 0),
    };
    let mut text = Wtf8Buf::new();
    let fill_with = |text: &mut Wtf8Buf, count: usize| (0..count).for_each(|_| text.push(fill));
    fill_with(&mut text, before);
    text.push_str(sign);
    fill_with(&mut text, inside);
    text.push_wtf8(body);
    text.push_wtf8(back);
    fill_with(&mut text, after);
    text
}

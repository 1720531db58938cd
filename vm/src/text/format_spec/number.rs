//! The numeric half of the mini-language: signs, prefixes, grouping and zero padding.

use super::super::float::{self, Layout, Style};
use super::super::int::IntRef;
use super::{Align, FormatError, SignMode, Spec};
use rustpython_wtf8::{CodePoint, Wtf8Buf};
use std::borrow::Cow;

/// The parts of a number before padding.
struct Parts<'a> {
    sign: &'static str,
    prefix: &'a str,
    /// The digits that may be grouped; empty for `inf`, `nan` and characters.
    digits: &'a str,
    /// The point and all behind it.
    rest: &'a str,
}

fn sign_text(negative: bool, mode: Option<SignMode>) -> &'static str {
    match (negative, mode) {
        (true, _) => "-",
        (false, Some(SignMode::Plus)) => "+",
        (false, Some(SignMode::Space)) => " ",
        (false, _) => "",
    }
}

/// `int.__format__` (`bool` too, with its own type name).
///
/// The digit limit is the caller's to check, by `int::to_decimal`, before a decimal presentation.
pub fn format_int(value: IntRef<'_>, spec: &Spec, type_name: &str) -> Result<Wtf8Buf, FormatError> {
    let base = match spec.kind_char() {
        Some('d' | 'n' | 'c') => 10,
        Some('b') => 2,
        Some('o') => 8,
        Some('x' | 'X') => 16,
        Some('e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%') => {
            let float =
                value.to_f64().ok_or_else(|| FormatError::overflow("int too large to convert to float"))?;
            return format_float(float, spec, type_name);
        }
        _ => return Err(spec.unknown_kind(type_name)),
    };
    if spec.precision.is_some() {
        return Err(FormatError::value("Precision not allowed in integer format specifier"));
    }
    if spec.no_negative_zero {
        return Err(FormatError::value("Negative zero coercion (z) not allowed in integer format specifier"));
    }
    if spec.kind_char() == Some('c') {
        return format_char(value, spec);
    }
    let kind = spec.kind_char().unwrap_or('d');
    let mut prefix = String::new();
    let sign = sign_text(value.is_negative(), spec.sign);
    if let IntRef::Small(n) = value
        && base == 10
    {
        let mut buffer = itoa::Buffer::new();
        return Ok(layout(
            &Parts { sign, prefix: "", digits: buffer.format(n.unsigned_abs()), rest: "" },
            spec,
        ));
    }
    let mut digits = value.magnitude(base);
    if spec.alternate && base != 10 {
        prefix = format!("0{kind}");
    }
    if kind == 'X' {
        digits.make_ascii_uppercase();
    }
    Ok(layout(&Parts { sign, prefix: &prefix, digits: &digits, rest: "" }, spec))
}

fn format_char(value: IntRef<'_>, spec: &Spec) -> Result<Wtf8Buf, FormatError> {
    if spec.sign.is_some() {
        return Err(FormatError::value("Sign not allowed with integer format specifier 'c'"));
    }
    if spec.alternate {
        return Err(FormatError::value("Alternate form (#) not allowed with integer format specifier 'c'"));
    }
    let number =
        value.to_i64().ok_or_else(|| FormatError::overflow("Python int too large to convert to C long"))?;
    let point = u32::try_from(number)
        .ok()
        .and_then(CodePoint::from_u32)
        .ok_or_else(|| FormatError::overflow("%c arg not in range(0x110000)"))?;
    Ok(spec.pad(&Wtf8Buf::from(point), 1))
}

/// `float.__format__`, and that of ints with a float presentation.
pub fn format_float(value: f64, spec: &Spec, type_name: &str) -> Result<Wtf8Buf, FormatError> {
    if !matches!(spec.kind_char(), None | Some('e' | 'E' | 'f' | 'F' | 'g' | 'G' | 'n' | '%')) {
        return Err(spec.unknown_kind(type_name));
    }
    let text = float_text(value, spec, true)?;
    let (negative, unsigned) = split_sign(&text);
    let (digits, rest) = split_digits(unsigned);
    let sign = sign_text(negative, spec.sign);
    Ok(layout(&Parts { sign, prefix: "", digits, rest }, spec))
}

/// The text of a float by type, precision and the `#` and `z` flags alone.
fn float_text(value: f64, spec: &Spec, add_dot_zero: bool) -> Result<String, FormatError> {
    if spec.precision.is_some_and(|precision| i32::try_from(precision).is_err()) {
        return Err(FormatError::value("precision too big"));
    }
    let precision = spec.precision.unwrap_or(6);
    let kind = spec.kind_char();
    let style = match kind {
        Some('e' | 'E') => Style::Exponent(precision),
        Some('f' | 'F' | '%') => Style::Fixed(precision),
        None if spec.precision.is_none() => Style::Repr,
        _ => Style::General(precision),
    };
    let layout = Layout {
        style,
        alternate: spec.alternate,
        add_dot_zero: add_dot_zero && kind.is_none(),
        upper: matches!(kind, Some('E' | 'F' | 'G')),
    };
    let percent = kind == Some('%');
    let mut text = float::format(if percent { value * 100.0 } else { value }, layout);
    if percent {
        text.push('%');
    }
    let is_zero = |text: &str| {
        let mantissa = text.split(['e', 'E']).next().unwrap_or(text);
        !mantissa.contains(|c: char| c.is_ascii_alphabetic() || ('1'..='9').contains(&c))
    };
    if spec.no_negative_zero && text.starts_with('-') && is_zero(&text) {
        text.remove(0);
    }
    Ok(text)
}

fn split_sign(text: &str) -> (bool, &str) {
    text.strip_prefix('-').map_or((false, text), |rest| (true, rest))
}

fn split_digits(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    text.split_at(end)
}

/// `complex.__format__`.
pub fn format_complex(real: f64, imag: f64, spec: &Spec, type_name: &str) -> Result<Wtf8Buf, FormatError> {
    if !matches!(spec.kind_char(), None | Some('e' | 'E' | 'f' | 'F' | 'g' | 'G' | 'n')) {
        return Err(spec.unknown_kind(type_name));
    }
    if spec.precision.is_some_and(|precision| i32::try_from(precision).is_err()) {
        return Err(FormatError::value("precision too big"));
    }
    if spec.fill == CodePoint::from_char('0') {
        return Err(FormatError::value("Zero padding is not allowed in complex format specifier"));
    }
    if spec.align == Align::AfterSign {
        return Err(FormatError::value("'=' alignment flag is not allowed in complex format specifier"));
    }
    let untyped = spec.kind.is_none();
    let skip_real = untyped && real == 0.0 && real.is_sign_positive();
    let mut body = Wtf8Buf::new();
    if untyped && !skip_real {
        body.push_char('(');
    }
    if !skip_real {
        body.push_wtf8(&complex_part(real, spec, spec.sign)?);
    }
    let mode = if skip_real { spec.sign } else { Some(SignMode::Plus) };
    body.push_wtf8(&complex_part(imag, spec, mode)?);
    body.push_char('j');
    if untyped && !skip_real {
        body.push_char(')');
    }
    Ok(spec.pad(&body, body.len()))
}

fn complex_part(value: f64, spec: &Spec, mode: Option<SignMode>) -> Result<Wtf8Buf, FormatError> {
    let text = float_text(value, spec, false)?;
    let (negative, unsigned) = split_sign(&text);
    let (digits, rest) = split_digits(unsigned);
    let unpadded = Spec { width: 0, ..spec.clone() };
    Ok(layout(&Parts { sign: sign_text(negative, mode), prefix: "", digits, rest }, &unpadded))
}

/// Groups, zero-fills and pads; every part is ASCII, so bytes count characters.
fn layout(parts: &Parts<'_>, spec: &Spec) -> Wtf8Buf {
    let around = parts.sign.len() + parts.prefix.len() + parts.rest.len();
    let zero_filled = spec.fill == CodePoint::from_char('0') && spec.align == Align::AfterSign;
    let least = if zero_filled { spec.width.saturating_sub(around) } else { 0 };
    let grouped = match spec.grouping {
        Some(separator) if !parts.digits.is_empty() => {
            let size = if matches!(spec.kind_char(), Some('b' | 'o' | 'x' | 'X')) { 4 } else { 3 };
            Cow::Owned(group(parts.digits, separator, size, least))
        }
        _ => Cow::Borrowed(parts.digits),
    };
    let length = around + grouped.len();
    let missing = spec.width.saturating_sub(length);
    let before = spec.before(missing);
    let mut out = Wtf8Buf::with_capacity(length + missing * spec.fill.len_wtf8());
    let fill = |out: &mut Wtf8Buf, count| out.extend(std::iter::repeat_n(spec.fill, count));
    let between = spec.align == Align::AfterSign;
    if !between {
        fill(&mut out, before);
    }
    out.push_str(parts.sign);
    out.push_str(parts.prefix);
    if between {
        fill(&mut out, before);
    }
    out.push_str(&grouped);
    out.push_str(parts.rest);
    fill(&mut out, missing - before);
    out
}

/// Inserts separators, with leading zeros up to `least` characters; a separator never comes first, so the
/// result may be one longer.
fn group(digits: &str, separator: char, size: usize, least: usize) -> String {
    let mut reversed = String::new();
    let mut source = digits.bytes().rev().map(char::from);
    let (mut remaining, mut least) = (digits.len(), least);
    loop {
        let take = size.min(remaining.max(least).max(1));
        reversed.extend((0..take).map(|_| source.next().unwrap_or('0')));
        remaining = remaining.saturating_sub(take);
        least = least.saturating_sub(take);
        if remaining == 0 && least == 0 {
            return reversed.chars().rev().collect();
        }
        reversed.push(separator);
        least = least.saturating_sub(1);
    }
}

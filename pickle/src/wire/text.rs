//! Numbers and strings written as text in protocol 0, by two sets of rules: those of C `_pickle` and those of
//! `pickletools`, which are the rules of Python's `int()` and `float()` on bytes.
//!
//! The surprises of C: `INT` takes hexadecimal and C octal, any three-byte line worth 0 or 1 is a bool,
//! text ends at a NUL, and `FLOAT` takes no spaces.

use super::error::{DecodeFault, Fault};
use super::{repr, utf8};
use num_bigint::{BigInt, Sign};
use num_traits::ToPrimitive;

/// The most decimal digits CPython converts by default.
pub const MAX_DIGITS: usize = 4300;
pub(crate) const DIGIT_LIMIT: &str = "Exceeds the limit (4300 digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit";

pub(crate) fn digit_limit_of(digits: usize) -> String {
    format!(
        "Exceeds the limit (4300 digits) for integer string conversion: value has {digits} digits; use sys.set_int_max_str_digits() to increase the limit"
    )
}

/// An int read from text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Number {
    /// The `I00` and `I01` of protocols 0 and 1.
    Bool(bool),
    /// An int of 64 bits.
    Small(i64),
    /// A longer one.
    Big(BigInt),
}

impl From<BigInt> for Number {
    fn from(n: BigInt) -> Self {
        n.to_i64().map_or_else(|| Number::Big(n), Number::Small)
    }
}

/// An int from the bytes of `LONG1` and `LONG4`.
#[inline]
#[must_use]
pub fn long(bytes: &[u8]) -> Number {
    let mut wide = [0; 8];
    match (wide.get_mut(..bytes.len()), bytes.last()) {
        (_, None) => Number::Small(0),
        (Some(low), Some(top)) => {
            low.copy_from_slice(bytes);
            let unused = 64 - 8 * low.len() as u32;
            let _ = top;
            Number::Small(i64::from_le_bytes(wide) << unused >> unused)
        }
        (None, _) => Number::from(BigInt::from_signed_bytes_le(bytes)),
    }
}

const fn is_space(b: u8) -> bool {
    matches!(b, b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c)
}

fn strip(mut text: &[u8]) -> &[u8] {
    while let [first, rest @ ..] = text
        && is_space(*first)
    {
        text = rest;
    }
    while let [rest @ .., last] = text
        && is_space(*last)
    {
        text = rest;
    }
    text
}

/// Why text is no int; the base is the one CPython names.
enum BadInt {
    Literal(u8),
    Digits(Option<usize>),
}

/// `int(text, base)` for base 10 or 0.
fn parse_int(text: &[u8], base: u8) -> Result<Number, BadInt> {
    let (negative, body) = match strip(text) {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        rest => (false, rest),
    };
    let (radix, named, body) = match body {
        [b'0', b'x' | b'X', rest @ ..] if base == 0 => (16, 16, after_prefix(rest)),
        [b'0', b'o' | b'O', rest @ ..] if base == 0 => (8, 8, after_prefix(rest)),
        [b'0', b'b' | b'B', rest @ ..] if base == 0 => (2, 2, after_prefix(rest)),
        _ => (10, 10, body),
    };
    let digits = digits(body, radix).ok_or(BadInt::Literal(named))?;
    if radix == 10 && digits.len() > MAX_DIGITS {
        return Err(BadInt::Digits(Some(digits.len())));
    }
    // Zeros before a number were octal once.
    if radix == 10 && base == 0 && digits.starts_with(b"0") && digits.iter().any(|&d| d != b'0') {
        return Err(BadInt::Literal(0));
    }
    let value = BigInt::parse_bytes(&digits, u32::from(radix)).ok_or(BadInt::Literal(named))?;
    Ok(Number::from(if negative { -value } else { value }))
}

fn after_prefix(rest: &[u8]) -> &[u8] {
    rest.strip_prefix(b"_").unwrap_or(rest)
}

/// The digits without their single underscores.
fn digits(body: &[u8], radix: u8) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(body.len());
    let mut after_digit = false;
    for &b in body {
        if b == b'_' {
            if !after_digit {
                return None;
            }
            after_digit = false;
        } else {
            char::from(b).to_digit(u32::from(radix))?;
            out.push(b);
            after_digit = true;
        }
    }
    after_digit.then_some(out)
}

fn until_nul(text: &[u8]) -> &[u8] {
    text.split(|&b| b == 0).next().unwrap_or(&[])
}

fn with_newline(line: &[u8]) -> Vec<u8> {
    [line, b"\n"].concat()
}

/// The argument of `INT` as C `_pickle` reads it.
///
/// # Errors
/// `NotAnInt`.
pub fn c_int(line: &[u8]) -> Result<Number, Fault> {
    let number = match c_strtol(line) {
        Some(n) => n,
        None => match parse_int(until_nul(line), 0) {
            Ok(n) => return Ok(n),
            Err(_) => return Err(Fault::NotAnInt),
        },
    };
    Ok(match number {
        0 | 1 if line.len() == 2 => Number::Bool(number == 1),
        n => Number::Small(n),
    })
}

/// `strtol(text, 0)` where all of the text up to a NUL is the number and it fits.
fn c_strtol(line: &[u8]) -> Option<i64> {
    // Nothing before a NUL is 0 to `strtol`.
    if line.first() == Some(&0) {
        return Some(0);
    }
    let text = until_nul(line);
    let start = text.iter().position(|&b| !is_space(b))?;
    let (negative, body) = match text.get(start..)? {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        rest => (false, rest),
    };
    let (radix, body) = match body {
        [b'0', b'x' | b'X', rest @ ..] => (16, rest),
        [b'0', ..] => (8, body),
        _ => (10, body),
    };
    if body.is_empty() {
        return None;
    }
    let mut value: i128 = 0;
    for &b in body {
        let digit = char::from(b).to_digit(radix)?;
        value = value * i128::from(radix) + i128::from(digit);
        if value > i128::from(u64::MAX) {
            return None;
        }
    }
    i64::try_from(if negative { -value } else { value }).ok()
}

/// The argument of `LONG` as C `_pickle` reads it.
///
/// # Errors
/// `BadInt`, `TooManyDigits`.
pub fn c_long(line: &[u8]) -> Result<Number, Fault> {
    let text = match line.strip_suffix(b"L") {
        Some(rest) => rest.to_vec(),
        None => with_newline(line),
    };
    let text = until_nul(&text);
    parse_int(text, 0).map_err(|bad| int_fault(bad, text))
}

fn int_fault(bad: BadInt, text: &[u8]) -> Fault {
    // So much of it is decoded for the message.
    let shown = text.get(..200).unwrap_or(text);
    match bad {
        BadInt::Literal(base) => match utf8::validate(shown) {
            Ok(()) => Fault::BadInt(base, shown.to_vec()),
            Err(detail) => Fault::Decode(Box::new(detail)),
        },
        BadInt::Digits(n) => Fault::TooManyDigits(n),
    }
}

/// The argument of `GET` and `PUT` as C `_pickle` reads it.
///
/// # Errors
/// `BadInt`, `TooManyDigits`, `HugeMemoKey`.
pub fn c_memo_key(line: &[u8]) -> Result<i64, Fault> {
    let text = with_newline(line);
    let text = until_nul(&text);
    match parse_int(text, 10).map_err(|bad| int_fault(bad, text))? {
        Number::Small(n) => Ok(n),
        Number::Bool(b) => Ok(i64::from(b)),
        Number::Big(_) => Err(Fault::HugeMemoKey),
    }
}

/// The length of the float literal at the start of the text.
fn float_prefix(text: &[u8]) -> usize {
    let sign = usize::from(matches!(text.first(), Some(b'+' | b'-')));
    let body = text.get(sign..).unwrap_or(&[]);
    for word in [&b"infinity"[..], b"inf", b"nan"] {
        if body.get(..word.len()).is_some_and(|w| w.eq_ignore_ascii_case(word)) {
            return sign + word.len();
        }
    }
    let run = |from: usize| body.iter().skip(from).take_while(|b| b.is_ascii_digit()).count();
    let whole = run(0);
    let mut end = whole;
    let mut fraction = 0;
    if body.get(end) == Some(&b'.') {
        fraction = run(end + 1);
        end += 1 + fraction;
    }
    if whole + fraction == 0 {
        return 0;
    }
    if matches!(body.get(end), Some(b'e' | b'E')) {
        let signed = usize::from(matches!(body.get(end + 1), Some(b'+' | b'-')));
        let exponent = run(end + 1 + signed);
        if exponent > 0 {
            end += 1 + signed + exponent;
        }
    }
    sign + end
}

fn rust_float(literal: &[u8]) -> Option<f64> {
    std::str::from_utf8(literal).ok()?.parse().ok()
}

/// The argument of `FLOAT` as C `_pickle` reads it.
///
/// # Errors
/// `BadFloat`, `NotAFloat`, `FloatRange`.
pub fn c_float(line: &[u8]) -> Result<f64, Fault> {
    let text = until_nul(line);
    let quoted = || {
        let mut text = if text.len() == line.len() { with_newline(line) } else { text.to_vec() };
        text.truncate(200);
        text
    };
    let (literal, rest) = text.split_at_checked(float_prefix(text)).unwrap_or((&[], text));
    let Some(value) = rust_float(literal) else { return Err(Fault::BadFloat(quoted())) };
    if value.is_infinite() && literal.iter().any(u8::is_ascii_digit) {
        return Err(Fault::FloatRange(quoted()));
    }
    if rest.is_empty() { Ok(value) } else { Err(Fault::NotAFloat) }
}

/// Bytes written with escapes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Escaped {
    /// What they are.
    pub bytes: Vec<u8>,
    /// The first escape that means nothing, without its backslash: CPython warns of it.
    pub invalid: Option<Vec<u8>>,
}

/// The argument of `STRING` as C `_pickle` reads it, undecoded.
///
/// # Errors
/// `Unquoted`, `BadHexEscape`, `TrailingBackslash`.
pub fn c_string(line: &[u8]) -> Result<Escaped, Fault> {
    match line {
        [b'\'', inner @ .., b'\''] | [b'"', inner @ .., b'"'] => unescape(inner),
        _ => Err(Fault::Unquoted),
    }
}

/// Python's bytes escapes.
fn unescape(text: &[u8]) -> Result<Escaped, Fault> {
    let mut out = Vec::with_capacity(text.len());
    let mut invalid = None;
    let mut rest = text;
    while let [first, tail @ ..] = rest {
        rest = tail;
        if *first != b'\\' {
            out.push(*first);
            continue;
        }
        let at = text.len() - tail.len() - 1;
        let [kind, tail @ ..] = tail else { return Err(Fault::TrailingBackslash) };
        rest = tail;
        match kind {
            b'\n' => {}
            b'\\' | b'\'' | b'"' => out.push(*kind),
            b'a' => out.push(7),
            b'b' => out.push(8),
            b't' => out.push(b'\t'),
            b'n' => out.push(b'\n'),
            b'v' => out.push(0x0b),
            b'f' => out.push(0x0c),
            b'r' => out.push(b'\r'),
            b'0'..=b'7' => {
                let more = tail.iter().take(2).take_while(|b| matches!(b, b'0'..=b'7')).count();
                let (digits, tail) = tail.split_at_checked(more).unwrap_or((&[], tail));
                let value = digits.iter().fold(u32::from(kind - b'0'), |v, d| v * 8 + u32::from(d - b'0'));
                out.push(value.to_le_bytes()[0]);
                if value > 0o377 {
                    invalid.get_or_insert_with(|| [&[*kind], digits].concat());
                }
                rest = tail;
            }
            b'x' => match tail {
                [a, b, tail @ ..] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit() => {
                    out.push((hex(*a) << 4 | hex(*b)).to_le_bytes()[0]);
                    rest = tail;
                }
                _ => return Err(Fault::BadHexEscape(at)),
            },
            other => {
                out.extend_from_slice(&[b'\\', *other]);
                invalid.get_or_insert_with(|| vec![*other]);
            }
        }
    }
    Ok(Escaped { bytes: out, invalid })
}

fn hex(digit: u8) -> u32 {
    char::from(digit).to_digit(16).unwrap_or(0)
}

/// The argument of `UNICODE`: raw-unicode-escape, as UTF-8 with surrogates.
///
/// # Errors
/// `Decode`.
pub fn raw_unicode_escape(line: &[u8]) -> Result<Vec<u8>, Fault> {
    if line.is_ascii() && !line.contains(&b'\\') {
        return Ok(line.to_vec());
    }
    let mut out = Vec::with_capacity(line.len());
    let mut rest = line;
    while let [first, tail @ ..] = rest {
        rest = tail;
        let width = match (first, tail.first()) {
            (b'\\', Some(b'u')) => 4,
            (b'\\', Some(b'U')) => 8,
            (b'\\', Some(other)) => {
                out.push(b'\\');
                utf8::push(&mut out, u32::from(*other));
                rest = tail.get(1..).unwrap_or(&[]);
                continue;
            }
            _ => {
                utf8::push(&mut out, u32::from(*first));
                continue;
            }
        };
        let start = line.len() - tail.len() - 1;
        let body = tail.get(1..).unwrap_or(&[]);
        let found = body.iter().take(width).take_while(|b| b.is_ascii_hexdigit()).count();
        let fault = |reason| {
            let end = start + 2 + found;
            Fault::Decode(Box::new(DecodeFault {
                codec: "rawunicodeescape",
                object: line.into(),
                start,
                end,
                byte: b'\\',
                reason,
            }))
        };
        if found < width {
            let reason = if width == 4 { "truncated \\uXXXX escape" } else { "truncated \\UXXXXXXXX escape" };
            return Err(fault(reason));
        }
        let point = body.iter().take(width).fold(0_u32, |v, d| v << 4 | hex(*d));
        if point > 0x0010_ffff {
            return Err(fault("\\Uxxxxxxxx out of range"));
        }
        utf8::push(&mut out, point);
        rest = body.get(width..).unwrap_or(&[]);
    }
    Ok(out)
}

/// What `pickletools` raises for text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PyFault {
    /// The message.
    pub message: String,
    /// The particulars where it is no `ValueError` but a `UnicodeDecodeError`.
    pub decode: Option<Box<DecodeFault>>,
}

impl From<Fault> for PyFault {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Decode(detail) => PyFault::from(*detail),
            other => PyFault { message: other.at(0, None).message(), decode: None },
        }
    }
}

impl From<DecodeFault> for PyFault {
    fn from(fault: DecodeFault) -> Self {
        PyFault { message: fault.to_string(), decode: Some(Box::new(fault)) }
    }
}

fn value_error(message: String) -> PyFault {
    PyFault { message, decode: None }
}

fn py_int(original: &[u8], text: &[u8]) -> Result<Number, PyFault> {
    parse_int(text, 10).map_err(|bad| {
        value_error(match bad {
            BadInt::Literal(_) => {
                let shown: String = repr::bytes(original).chars().take(200).collect();
                format!("invalid literal for int() with base 10: {shown}")
            }
            BadInt::Digits(Some(n)) => digit_limit_of(n),
            BadInt::Digits(None) => DIGIT_LIMIT.to_owned(),
        })
    })
}

/// The argument of `INT`, `GET` and `PUT` as `pickletools` reads it.
///
/// # Errors
/// The `ValueError` of `int()`.
pub fn py_short(line: &[u8]) -> Result<Number, PyFault> {
    match line {
        b"00" => Ok(Number::Bool(false)),
        b"01" => Ok(Number::Bool(true)),
        _ => py_int(line, line),
    }
}

/// The argument of `LONG` as `pickletools` reads it.
///
/// # Errors
/// The `ValueError` of `int()`.
pub fn py_long(line: &[u8]) -> Result<Number, PyFault> {
    let text = line.strip_suffix(b"L").unwrap_or(line);
    py_int(text, text)
}

/// The argument of `FLOAT` as `pickletools` reads it.
///
/// # Errors
/// The `ValueError` of `float()`.
pub fn py_float(line: &[u8]) -> Result<f64, PyFault> {
    let bad = || value_error(format!("could not convert string to float: {}", repr::bytes(line)));
    let text = strip(line);
    let mut plain = Vec::with_capacity(text.len());
    for (i, &b) in text.iter().enumerate() {
        if b != b'_' {
            plain.push(b);
            continue;
        }
        let digit = |at: Option<usize>| at.and_then(|i| text.get(i)).is_some_and(u8::is_ascii_digit);
        if !digit(i.checked_sub(1)) || !digit(Some(i + 1)) {
            return Err(bad());
        }
    }
    if plain.is_empty() || float_prefix(&plain) != plain.len() {
        return Err(bad());
    }
    rust_float(&plain).ok_or_else(bad)
}

/// The argument of `STRING` as `pickletools` reads it.
///
/// # Errors
/// Its `ValueError`s, and the `UnicodeDecodeError` of bytes that are not ASCII.
pub fn py_string(line: &[u8]) -> Result<Vec<u8>, PyFault> {
    py_plain(py_unquoted(line)?)
}

fn py_unquoted(line: &[u8]) -> Result<&[u8], PyFault> {
    let quote = match line.first() {
        Some(q @ (b'"' | b'\'')) => *q,
        _ => return Err(value_error(format!("no string quotes around {}", repr::bytes(line)))),
    };
    if line.last() != Some(&quote) {
        return Err(value_error(format!(
            "strinq quote {} not found at both ends of {}",
            repr::bytes(&[quote]),
            repr::bytes(line)
        )));
    }
    Ok(line.get(1..line.len() - 1).unwrap_or(&[]))
}

/// What the escapes of a line stand for, as `pickletools` reads it; none where it raises before it warns.
#[must_use]
pub fn escapes(line: &[u8], quoted: bool) -> Option<Escaped> {
    unescape(if quoted { py_unquoted(line).ok()? } else { line }).ok()
}

/// Escapes decoded, then ASCII: what `pickletools` does to every line of text, quoted or not.
///
/// # Errors
/// The `ValueError` of a bad escape, the `UnicodeDecodeError` of bytes that are not ASCII.
pub fn py_plain(line: &[u8]) -> Result<Vec<u8>, PyFault> {
    let decoded = unescape(line)?.bytes;
    utf8::validate_ascii(&decoded)?;
    Ok(decoded)
}

/// Decimal text of an int.
///
/// # Errors
/// CPython's refusal of more than [`MAX_DIGITS`] digits.
pub fn decimal(n: &BigInt) -> Result<String, PyFault> {
    // A decimal digit is worth more than three bits: this many bits are too many digits for sure.
    if n.bits() > 4 * MAX_DIGITS as u64 {
        return Err(value_error(DIGIT_LIMIT.to_owned()));
    }
    let text = n.to_string();
    if text.len() - usize::from(n.sign() == Sign::Minus) > MAX_DIGITS {
        return Err(value_error(DIGIT_LIMIT.to_owned()));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ints_by_the_rules_of_c() {
        let small = |n| Ok(Number::Small(n));
        assert_eq!(c_int(b"00"), Ok(Number::Bool(false)));
        assert_eq!(c_int(b"+1"), Ok(Number::Bool(true)));
        assert_eq!(c_int(b"1\0"), Ok(Number::Bool(true)));
        assert_eq!(c_int(b"010"), small(8));
        assert_eq!(c_int(b"0x10"), small(16));
        assert_eq!(c_int(b"1_0"), small(10));
        assert_eq!(c_int(b" 12 "), small(12));
        assert_eq!(c_int(b"08"), Err(Fault::NotAnInt));
        assert_eq!(c_long(b"0x_1L"), small(1));
        assert_eq!(c_long(b"09L"), Err(Fault::BadInt(0, b"09".to_vec())));
        assert_eq!(c_memo_key(b"x"), Err(Fault::BadInt(10, b"x\n".to_vec())));
        assert_eq!(long(b"\x80"), Number::Small(-128));
        assert_eq!(long(b"\xff\0"), Number::Small(255));
    }

    #[test]
    fn floats_by_the_rules_of_c() {
        assert_eq!(c_float(b"1.5"), Ok(1.5));
        assert_eq!(c_float(b"infinity"), Ok(f64::INFINITY));
        assert_eq!(c_float(b"1e5x"), Err(Fault::NotAFloat));
        assert_eq!(c_float(b" 1"), Err(Fault::BadFloat(b" 1\n".to_vec())));
        assert_eq!(c_float(b"1e999"), Err(Fault::FloatRange(b"1e999\n".to_vec())));
    }
}

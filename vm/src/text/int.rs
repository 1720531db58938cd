//! Text of ints: parsing with a base, decimal and radix text, and the limit on quadratic conversions, as
//! `Objects/longobject.c`.
//!
//! The digit limit guards conversions that take more than linear time, hence bases that are powers of two are
//! exempt. The number of digits is checked only after the whole literal has been found valid.

use super::unicode::{decimal_value, is_space};
use num_bigint::{BigInt, BigUint, Sign};
use num_traits::ToPrimitive;
use rustpython_wtf8::Wtf8;
use std::borrow::Cow;

/// Digit counts up to this are never refused, whatever the limit.
const LIMIT_THRESHOLD: usize = 640;
/// Above this length a literal is split in two, which makes parsing subquadratic.
const SPLIT_DIGITS: usize = 2000;

/// A parsed int.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Parsed {
    /// It fits a machine word.
    Small(i64),
    /// It does not.
    Big(BigInt),
}

/// An int to be shown.
#[derive(Clone, Copy, Debug)]
pub enum IntRef<'a> {
    /// A machine word.
    Small(i64),
    /// Any size.
    Big(&'a BigInt),
}

impl IntRef<'_> {
    /// Whether it is below zero.
    pub fn is_negative(self) -> bool {
        match self {
            Self::Small(value) => value < 0,
            Self::Big(value) => value.sign() == Sign::Minus,
        }
    }

    /// The value as a machine word, when it fits.
    pub fn to_i64(self) -> Option<i64> {
        match self {
            Self::Small(value) => Some(value),
            Self::Big(value) => value.to_i64(),
        }
    }

    /// The digits of the magnitude in a base from 2 to 36, lower case, without sign or prefix.
    pub fn magnitude(self, base: u32) -> String {
        match (self, base) {
            (Self::Small(value), 10) => value.unsigned_abs().to_string(),
            (Self::Small(value), 16) => format!("{:x}", value.unsigned_abs()),
            (Self::Small(value), 8) => format!("{:o}", value.unsigned_abs()),
            (Self::Small(value), 2) => format!("{:b}", value.unsigned_abs()),
            (Self::Small(value), _) => BigUint::from(value.unsigned_abs()).to_str_radix(base),
            (Self::Big(value), _) => value.magnitude().to_str_radix(base),
        }
    }

    /// The nearest float; `None` where CPython raises OverflowError "int too large to convert to float".
    pub fn to_f64(self) -> Option<f64> {
        let value = match self {
            #[expect(clippy::cast_precision_loss, reason = "rounds half to even, as CPython does")]
            Self::Small(value) => value as f64,
            Self::Big(value) => big_to_f64(value),
        };
        value.is_finite().then_some(value)
    }
}

/// Rounds half to even, which the conversion of the bigint crate does not promise.
fn big_to_f64(value: &BigInt) -> f64 {
    let bits = value.bits();
    if bits <= 64 {
        return value.to_i128().map_or(f64::NAN, |small| {
            #[expect(clippy::cast_precision_loss, reason = "rounds half to even")]
            let float = small as f64;
            float
        });
    }
    if bits > 1100 {
        return f64::INFINITY;
    }
    let shift = bits - 64;
    let sticky = value.magnitude().trailing_zeros().is_some_and(|zeros| zeros < shift);
    let head = (value.magnitude() >> shift).to_u64().unwrap_or(u64::MAX) | u64::from(sticky);
    #[expect(clippy::cast_precision_loss, reason = "rounds half to even")]
    let scaled = head as f64 * 2f64.powi(i32::try_from(shift).unwrap_or(i32::MAX));
    if value.sign() == Sign::Minus { -scaled } else { scaled }
}

/// Why a string or an int was refused; all are ValueErrors.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IntError {
    /// The base is none of 0, 2 to 36.
    #[error("int() base must be >= 2 and <= 36, or 0")]
    Base,
    /// Not a literal; the caller adds `: ` and the repr of the whole argument.
    #[error("invalid literal for int() with base {0}")]
    Literal(u32),
    /// A literal with more digits than the limit.
    #[error(
        "Exceeds the limit ({limit} digits) for integer string conversion: value has {digits} digits; use sys.set_int_max_str_digits() to increase the limit"
    )]
    TooManyDigits {
        /// The limit in force.
        limit: usize,
        /// The digits of the literal.
        digits: usize,
    },
    /// An int whose text would have more digits than the limit.
    #[error(
        "Exceeds the limit ({0} digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit"
    )]
    TooLong(usize),
}

/// Maps Unicode decimal digits and spaces to ASCII; `None` when any other non-ASCII character stands in it.
pub(super) fn to_ascii_number(text: &Wtf8) -> Option<Cow<'_, str>> {
    if text.is_ascii() {
        return text.as_str().ok().map(Cow::Borrowed);
    }
    let mut out = String::with_capacity(text.len());
    for point in text.code_points() {
        let code = point.to_u32();
        out.push(match (u8::try_from(code), decimal_value(code)) {
            (_, Some(digit)) => char::from(b'0' + digit),
            (Ok(byte), _) if byte < 0x80 => char::from(byte),
            _ if is_space(code) => ' ',
            _ => return None,
        });
    }
    Some(Cow::Owned(out))
}

/// `int(str, base)`; a `limit` of 0 lifts the digit limit.
pub fn parse(text: &Wtf8, base: u32, limit: usize) -> Result<Parsed, IntError> {
    check_base(base)?;
    let plain = to_ascii_number(text).ok_or(IntError::Literal(base))?;
    parse_ascii(&plain, base, limit)
}

/// `int(bytes, base)`.
pub fn parse_bytes(bytes: &[u8], base: u32, limit: usize) -> Result<Parsed, IntError> {
    check_base(base)?;
    match std::str::from_utf8(bytes) {
        Ok(text) if text.is_ascii() => parse_ascii(text, base, limit),
        _ => Err(IntError::Literal(base)),
    }
}

fn check_base(base: u32) -> Result<(), IntError> {
    if base == 0 || (2..=36).contains(&base) { Ok(()) } else { Err(IntError::Base) }
}

fn parse_ascii(text: &str, base: u32, limit: usize) -> Result<Parsed, IntError> {
    let invalid = IntError::Literal(base);
    let text = text.trim_matches(|c: char| is_space(u32::from(c)));
    let (negative, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (radix, body) = split_prefix(unsigned, base);
    let digits = clean_digits(body, radix).ok_or(invalid.clone())?;
    if base == 0 && radix == 10 && digits.starts_with('0') && digits.bytes().any(|digit| digit != b'0') {
        return Err(invalid);
    }
    if let Ok(small) = i64::from_str_radix(&digits, radix)
        && digits.len() <= LIMIT_THRESHOLD
    {
        return Ok(Parsed::Small(if negative { -small } else { small }));
    }
    if !radix.is_power_of_two() && limit > 0 && digits.len() > limit.max(LIMIT_THRESHOLD) {
        return Err(IntError::TooManyDigits { limit, digits: digits.len() });
    }
    let magnitude = parse_digits(digits.as_bytes(), radix).ok_or(invalid)?;
    let sign = if negative { Sign::Minus } else { Sign::Plus };
    let value = BigInt::from_biguint(sign, magnitude);
    Ok(value.to_i64().map_or(Parsed::Big(value), Parsed::Small))
}

/// Takes off `0x`, `0o` or `0b` (and an underscore behind it) where the base permits, and settles base 0.
fn split_prefix(text: &str, base: u32) -> (u32, &str) {
    for (marker, radix) in [('x', 16), ('o', 8), ('b', 2)] {
        if base != 0 && base != radix {
            continue;
        }
        let rest =
            text.strip_prefix('0').and_then(|rest| rest.strip_prefix([marker, marker.to_ascii_uppercase()]));
        if let Some(rest) = rest {
            return (radix, rest.strip_prefix('_').unwrap_or(rest));
        }
    }
    (if base == 0 { 10 } else { base }, text)
}

/// The digits without their single underscores; `None` when anything else is there or nothing at all.
fn clean_digits(text: &str, radix: u32) -> Option<Cow<'_, str>> {
    let valid = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_digit(radix));
    if !text.contains('_') {
        return valid(text).then_some(Cow::Borrowed(text));
    }
    text.split('_').all(valid).then(|| Cow::Owned(text.replace('_', "")))
}

fn parse_digits(digits: &[u8], radix: u32) -> Option<BigUint> {
    if digits.len() <= SPLIT_DIGITS || radix.is_power_of_two() {
        return BigUint::parse_bytes(digits, radix);
    }
    let (head, tail) = digits.split_at(digits.len() / 2);
    let scale = BigUint::from(radix).pow(u32::try_from(tail.len()).ok()?);
    Some(parse_digits(head, radix)? * scale + parse_digits(tail, radix)?)
}

/// `str(int)` under the digit limit (0: none).
pub fn to_decimal(value: IntRef<'_>, limit: usize) -> Result<String, IntError> {
    if let IntRef::Big(big) = value {
        // 3 bits a digit at least, so a number of more bits than 10/3 of the limit is too long for sure.
        let surely = u64::try_from(limit.max(LIMIT_THRESHOLD)).unwrap_or(u64::MAX).saturating_mul(10) / 3;
        if limit > 0 && big.bits() > surely + 64 {
            return Err(IntError::TooLong(limit));
        }
    }
    let mut text = value.magnitude(10);
    if limit > 0 && text.len() > limit.max(LIMIT_THRESHOLD) {
        return Err(IntError::TooLong(limit));
    }
    if value.is_negative() {
        text.insert(0, '-');
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, base: u32) -> Result<Parsed, IntError> {
        parse(Wtf8::new(text), base, 4300)
    }

    #[test]
    fn literals() {
        for (text, base, value) in [
            ("1_000", 10, 1000),
            (" -٣\u{2003}", 10, -3),
            ("0x_1f", 16, 31),
            ("0X1F", 0, 31),
            ("0_0", 0, 0),
            ("z", 36, 35),
            ("0b1", 2, 1),
            ("0b1", 16, 177),
            ("-9223372036854775808", 10, i64::MIN),
        ] {
            assert_eq!(read(text, base), Ok(Parsed::Small(value)), "{text}");
        }
        for (text, base) in [
            ("", 10),
            ("01", 0),
            ("1__0", 10),
            ("_1", 10),
            ("1_", 10),
            ("0b12", 2),
            ("x1f", 16),
            ("0x", 16),
            ("+ 1", 10),
            ("--1", 10),
            ("12\0", 10),
            ("0_1", 0),
        ] {
            assert_eq!(read(text, base), Err(IntError::Literal(base)), "{text}");
        }
        assert_eq!(read("1", 1), Err(IntError::Base));
    }

    #[test]
    fn digit_limit() {
        let refused = |text: &str, base| read(text, base).map_err(|error| error.to_string()).err();
        let message = "Exceeds the limit (4300 digits) for integer string conversion: value has 5000 digits; \
                       use sys.set_int_max_str_digits() to increase the limit";
        assert_eq!(refused(&"9".repeat(5000), 10).as_deref(), Some(message));
        assert_eq!(refused(&"1".repeat(5000), 16), None);
        let big = BigInt::from(10).pow(4300);
        assert_eq!(to_decimal(IntRef::Big(&big), 4300), Err(IntError::TooLong(4300)));
        assert_eq!(to_decimal(IntRef::Big(&(&big - 1)), 4300).map(|text| text.len()), Ok(4300));
        let text = to_decimal(IntRef::Big(&big), 0).unwrap_or_default();
        assert_eq!(parse(Wtf8::new(text.as_str()), 10, 0), Ok(Parsed::Big(big)));
    }
}

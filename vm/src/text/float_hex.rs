//! `float.hex` and `float.fromhex`.

use super::unicode::is_space;
use rustpython_wtf8::Wtf8;

/// Why `float.fromhex` refused a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HexError {
    /// A ValueError.
    #[error("invalid hexadecimal floating-point string")]
    Invalid,
    /// An OverflowError.
    #[error("hexadecimal value too large to represent as a float")]
    TooLarge,
}

/// `float.hex`.
pub fn hex(value: f64) -> String {
    if !value.is_finite() {
        return super::float::repr(value);
    }
    let sign = if value.is_sign_negative() { "-" } else { "" };
    if value == 0.0 {
        return format!("{sign}0x0.0p+0");
    }
    let bits = value.to_bits();
    let stored = i64::try_from((bits >> 52) & 0x7ff).unwrap_or(0);
    let fraction = bits & ((1 << 52) - 1);
    let exponent = stored.max(1) - 1023;
    format!("{sign}0x{}.{fraction:013x}p{exponent:+}", i32::from(stored != 0))
}

/// `float.fromhex`.
pub fn from_hex(text: &Wtf8) -> Result<f64, HexError> {
    let text = text.as_str().map_err(|_| HexError::Invalid)?;
    let text = text
        .trim_matches(|c: char| c.is_ascii() && is_space(u32::from(c)) && !('\x1c'..='\x1f').contains(&c));
    let (negative, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let magnitude = match unsigned.to_ascii_lowercase().as_str() {
        "inf" | "infinity" => f64::INFINITY,
        "nan" => f64::NAN,
        number => magnitude(number.strip_prefix("0x").unwrap_or(number))?,
    };
    Ok(if negative { -magnitude } else { magnitude })
}

/// Reads `hex[.hex][p[+-]dec]`, already in lower case. That it is too large is told before that more follows it.
fn magnitude(text: &str) -> Result<f64, HexError> {
    let (whole, mut rest) = split_while(text, |c| c.is_ascii_hexdigit());
    let mut fraction = "";
    if let Some(behind) = rest.strip_prefix('.') {
        (fraction, rest) = split_while(behind, |c| c.is_ascii_hexdigit());
    }
    if whole.len() + fraction.len() == 0 {
        return Err(HexError::Invalid);
    }
    let mut exponent = 0;
    if let Some(behind) = rest.strip_prefix('p') {
        let unsigned = behind.strip_prefix(['+', '-']).unwrap_or(behind);
        let (digits, tail) = split_while(unsigned, |c| c.is_ascii_digit());
        exponent = parse_exponent(digits, behind.starts_with('-'))?;
        rest = tail;
    }
    let (mut mantissa, mut dropped, mut sticky) = (0u64, 0i64, false);
    for c in whole.chars().chain(fraction.chars()) {
        let digit = u64::from(c.to_digit(16).ok_or(HexError::Invalid)?);
        if mantissa >> 59 == 0 {
            mantissa = mantissa << 4 | digit;
        } else {
            dropped += 4;
            sticky |= digit != 0;
        }
    }
    let scale = i64::try_from(fraction.len()).unwrap_or(i64::MAX / 8).saturating_mul(4);
    let value = assemble(mantissa, sticky, exponent.saturating_sub(scale).saturating_add(dropped))?;
    if rest.is_empty() { Ok(value) } else { Err(HexError::Invalid) }
}

/// The characters up to the first that is none of these, and those from it on.
fn split_while(text: &str, wanted: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(|c| !wanted(c)).unwrap_or(text.len()))
}

fn parse_exponent(digits: &str, negative: bool) -> Result<i64, HexError> {
    if digits.is_empty() {
        return Err(HexError::Invalid);
    }
    let size = digits.parse::<i64>().unwrap_or(i64::MAX / 4).min(i64::MAX / 4);
    Ok(if negative { -size } else { size })
}

/// `mantissa * 2 ** exponent` rounded half to even; `sticky` tells that lower bits were cut off.
fn assemble(mantissa: u64, sticky: bool, exponent: i64) -> Result<f64, HexError> {
    if mantissa == 0 {
        return Ok(0.0);
    }
    let wide = u128::from(mantissa) << 2 | u128::from(sticky);
    let exponent = exponent.saturating_sub(2);
    let top = exponent.saturating_add(127 - i64::from(wide.leading_zeros()));
    if top > 1023 {
        return Err(HexError::TooLarge);
    }
    let lowest = (top - 52).max(-1074);
    let shift = lowest.saturating_sub(exponent);
    let rounded = match shift {
        ..=0 => wide << shift.unsigned_abs().min(64),
        1..=100 => {
            let (kept, rest, half) = (wide >> shift, wide & ((1 << shift) - 1), 1u128 << (shift - 1));
            kept + u128::from(rest > half || (rest == half && kept & 1 == 1))
        }
        _ => 0,
    };
    let rounded = u64::try_from(rounded).map_err(|_| HexError::TooLarge)?;
    let biased = u64::try_from(lowest + 1074).unwrap_or(0);
    let value = f64::from_bits((biased << 52).wrapping_add(rounded));
    if value.is_finite() { Ok(value) } else { Err(HexError::TooLarge) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways() {
        for (value, text) in [
            (1.5, "0x1.8000000000000p+0"),
            (-0.0, "-0x0.0p+0"),
            (5e-324, "0x0.0000000000001p-1022"),
            (f64::MAX, "0x1.fffffffffffffp+1023"),
            (0.1, "0x1.999999999999ap-4"),
        ] {
            assert_eq!(hex(value), text);
            assert_eq!(from_hex(Wtf8::new(text)).map(f64::to_bits), Ok(value.to_bits()));
        }
    }

    #[test]
    fn reading() {
        let read = |text: &str| from_hex(Wtf8::new(text));
        assert_eq!(read(" 1.8P1\n"), Ok(3.0));
        assert_eq!(read("0x1.00000000000008p0"), Ok(1.0));
        assert_eq!(read("0x1.000000000000081p0"), Ok(1.0000000000000002));
        assert_eq!(read("0x1p-1075"), Ok(0.0));
        assert_eq!(read("0x1.8p-1075"), Ok(5e-324));
        assert_eq!(read("0x1p1024"), Err(HexError::TooLarge));
        assert_eq!(read("0x1.fffffffffffff8p1023"), Err(HexError::TooLarge));
        assert_eq!(read("0x"), Err(HexError::Invalid));
        assert_eq!(read("1p"), Err(HexError::Invalid));
    }
}

//! Text of floats: shortest `repr`, exactly rounded formatting, parsing and `round`, as CPython's
//! `Python/pystrtod.c` and `Objects/floatobject.c` do them.
//!
//! The standard library converts both ways with correct rounding; what is added here is Python's layout. A
//! double has at most 767 significant and 1074 fractional digits, so longer precisions are padded with zeros
//! (the formatting machinery of Rust panics above 65535).

use super::unicode;
use num_bigint::BigInt;
use rustpython_wtf8::Wtf8;

const MAX_SIGNIFICANT: usize = 800;
const MAX_FRACTION: usize = 1100;

/// How a float is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Shortest text that reads back as the same float, exponent from 1e16 on (`repr`).
    Repr,
    /// Exponent notation with that many digits after the point (`e`).
    Exponent(usize),
    /// Fixed notation with that many digits after the point (`f`).
    Fixed(usize),
    /// That many significant digits, in whichever notation is fitting (`g`).
    General(usize),
}

/// A style and its modifiers.
#[derive(Clone, Copy, Debug)]
pub struct Layout {
    /// The notation and its precision.
    pub style: Style,
    /// `#`: always write the point, keep trailing zeros of `g`.
    pub alternate: bool,
    /// Write `1.0` rather than `1`; only `Repr` and `General` heed it.
    pub add_dot_zero: bool,
    /// `E`, `INF` and `NAN`.
    pub upper: bool,
}

impl Layout {
    /// The plain layout of a style.
    pub fn new(style: Style) -> Self {
        Self { style, alternate: false, add_dot_zero: false, upper: false }
    }
}

/// `repr(float)`.
pub fn repr(value: f64) -> String {
    format(value, Layout { add_dot_zero: true, ..Layout::new(Style::Repr) })
}

/// Lays a float out, with a leading `-` when it is negative (zero included, NaN not).
pub fn format(value: f64, layout: Layout) -> String {
    let magnitude = value.abs();
    let mut out = String::new();
    if value.is_sign_negative() && !value.is_nan() {
        out.push('-');
    }
    if !value.is_finite() {
        out.push_str(if value.is_nan() { "nan" } else { "inf" });
    } else {
        push_magnitude(&mut out, magnitude, layout);
    }
    if layout.upper {
        out.make_ascii_uppercase();
    }
    out
}

fn push_magnitude(out: &mut String, magnitude: f64, layout: Layout) {
    match layout.style {
        Style::Fixed(precision) => {
            let shown = precision.min(MAX_FRACTION);
            out.push_str(&format!("{magnitude:.shown$}"));
            push_zeros(out, precision - shown);
            if precision == 0 && layout.alternate {
                out.push('.');
            }
        }
        Style::Exponent(precision) => {
            let (digits, exponent) = significant(magnitude, precision.saturating_add(1));
            push_exponent_form(out, &digits, exponent, layout.alternate);
        }
        Style::General(precision) => {
            let precision = precision.max(1);
            let (mut digits, exponent) = significant(magnitude, precision);
            if !layout.alternate {
                digits.truncate(digits.trim_end_matches('0').len().max(1));
            }
            let limit = i64::try_from(precision).unwrap_or(i64::MAX) - i64::from(layout.add_dot_zero);
            push_general(out, &digits, exponent, i64::from(exponent) >= limit.max(0), layout);
        }
        Style::Repr => {
            let (digits, exponent) = shortest(magnitude);
            push_general(out, &digits, exponent, exponent >= 16, layout);
        }
    }
}

fn push_general(out: &mut String, digits: &str, exponent: i32, large: bool, layout: Layout) {
    if large || exponent < -4 {
        push_exponent_form(out, digits, exponent, layout.alternate);
        return;
    }
    let start = out.len();
    match usize::try_from(exponent) {
        Ok(exponent) => {
            let whole = exponent + 1;
            let (head, tail) = digits.split_at(whole.min(digits.len()));
            out.push_str(head);
            push_zeros(out, whole - head.len());
            if !tail.is_empty() {
                out.push('.');
                out.push_str(tail);
            }
        }
        Err(_) => {
            out.push_str("0.");
            push_zeros(out, usize::try_from(-1 - exponent).unwrap_or(0));
            out.push_str(digits);
        }
    }
    if !out.get(start..).is_some_and(|text| text.contains('.')) {
        match (layout.add_dot_zero, layout.alternate) {
            (true, _) => out.push_str(".0"),
            (false, true) => out.push('.'),
            (false, false) => {}
        }
    }
}

fn push_exponent_form(out: &mut String, digits: &str, exponent: i32, alternate: bool) {
    let (first, rest) = digits.split_at(1.min(digits.len()));
    out.push_str(first);
    if !rest.is_empty() || alternate {
        out.push('.');
        out.push_str(rest);
    }
    out.push_str(&format!("e{}{:02}", if exponent < 0 { '-' } else { '+' }, exponent.unsigned_abs()));
}

fn push_zeros(out: &mut String, count: usize) {
    out.extend(std::iter::repeat_n('0', count));
}

/// The first `count` significant digits, correctly rounded, and the decimal exponent of the first one.
fn significant(magnitude: f64, count: usize) -> (String, i32) {
    let shown = count.saturating_sub(1).min(MAX_SIGNIFICANT);
    let (mut digits, exponent) = split_exponent(&format!("{magnitude:.shown$e}"));
    push_zeros(&mut digits, count.saturating_sub(1) - shown);
    (digits, exponent)
}

/// The shortest digits that read back, and the decimal exponent of the first one.
///
/// Of two such decimals equally near, CPython takes the one with the even last digit and Rust the larger one.
/// A tie needs 15 digits or more and an exact value that ends one place behind them.
fn shortest(magnitude: f64) -> (String, i32) {
    let (digits, exponent) = split_exponent(&format!("{magnitude:e}"));
    let behind = i64::try_from(digits.len()).unwrap_or(i64::MAX) - i64::from(exponent);
    if digits.len() >= 15 && (behind <= 0 || behind == fraction_bits(magnitude)) {
        let (even, even_exponent) = significant(magnitude, digits.len());
        let units = i64::from(exponent) + 1 - i64::try_from(digits.len()).unwrap_or(0);
        if even_exponent == exponent && format!("{even}e{units}").parse() == Ok(magnitude) {
            return (even, exponent);
        }
    }
    (digits, exponent)
}

/// The binary digits behind the point, which are as many as the decimal ones.
fn fraction_bits(magnitude: f64) -> i64 {
    let bits = magnitude.to_bits();
    let stored = i64::try_from((bits >> 52) & 0x7ff).unwrap_or(0);
    let fraction = bits & ((1 << 52) - 1);
    let mantissa = if stored == 0 { fraction } else { fraction | 1 << 52 };
    1075 - stored.max(1) - i64::from(mantissa.trailing_zeros())
}

fn split_exponent(text: &str) -> (String, i32) {
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    (mantissa.replace('.', ""), exponent.parse().unwrap_or(0))
}

/// `float(str)`: white space around, underscores between digits and any Unicode decimal digits are taken.
///
/// Returns `None` where CPython raises "could not convert string to float: ...".
pub fn parse(text: &Wtf8) -> Option<f64> {
    let plain = super::int::to_ascii_number(text)?;
    let plain = strip_underscores(plain.trim_matches(|c: char| unicode::is_space(u32::from(c))))?;
    parse_ascii(&plain)
}

/// Drops underscores that stand between digits; `None` when one stands elsewhere.
pub(super) fn strip_underscores(text: &str) -> Option<String> {
    if !text.contains('_') {
        return Some(text.to_owned());
    }
    let mut out = String::with_capacity(text.len());
    let mut previous = '\0';
    let mut chars = text.chars().peekable();
    while let Some(current) = chars.next() {
        if current == '_' {
            if !previous.is_ascii_digit() || !chars.peek().is_some_and(char::is_ascii_digit) {
                return None;
            }
        } else {
            out.push(current);
        }
        previous = current;
    }
    Some(out)
}

/// Parses exactly one ASCII float: no white space, no underscores.
pub fn parse_ascii(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let word = ["inf", "infinity", "nan"].iter().any(|word| unsigned.eq_ignore_ascii_case(word));
    if !word && !is_decimal_literal(unsigned) {
        return None;
    }
    text.parse().ok()
}

fn is_decimal_literal(text: &str) -> bool {
    let (mantissa, exponent) = match text.find(['e', 'E']) {
        Some(at) => (text.get(..at).unwrap_or(""), text.get(at + 1..)),
        None => (text, None),
    };
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let exponent_fits = exponent.is_none_or(|exponent| {
        let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        !exponent.is_empty() && digits(exponent)
    });
    exponent_fits && digits(whole) && digits(fraction) && whole.len() + fraction.len() > 0
}

/// `round(x, n)`: rounds half to even on the exact decimal value.
///
/// Returns `None` where CPython raises OverflowError "rounded value too large to represent".
pub fn round(value: f64, places: i64) -> Option<f64> {
    if !value.is_finite() || value == 0.0 || places > 323 {
        return Some(value);
    }
    if places < -308 {
        return Some(0.0 * value);
    }
    let text = match usize::try_from(places) {
        Ok(places) => format!("{value:.places$}"),
        Err(_) => round_whole(value, places),
    };
    let rounded: f64 = text.parse().ok()?;
    rounded.is_finite().then_some(rounded)
}

/// Rounds to a multiple of `10 ** -places` through an exact significant-digit conversion.
fn round_whole(value: f64, places: i64) -> String {
    // 25 digits tell the decimal exponent for sure: no double is that close below a power of ten.
    let (_, exponent) = significant(value.abs(), 25);
    let sign = if value < 0.0 { "-" } else { "" };
    match i64::from(exponent) + places {
        kept @ 0.. => {
            let kept = usize::try_from(kept).unwrap_or(0);
            format!("{value:.kept$e}")
        }
        // One place above the first digit: it becomes one unit or nothing.
        -1 => {
            if exceeds_half(value.abs()) {
                format!("{sign}1e{}", exponent + 1)
            } else {
                format!("{sign}0")
            }
        }
        _ => format!("{sign}0"),
    }
}

/// Whether the exact magnitude is above five units of its first decimal place (a tie goes to the even zero).
fn exceeds_half(magnitude: f64) -> bool {
    let (digits, _) = significant(magnitude, MAX_SIGNIFICANT);
    digits.trim_end_matches('0') > "5"
}

/// `float.as_integer_ratio` of a finite float; `None` for infinities and NaN.
pub fn as_integer_ratio(value: f64) -> Option<(BigInt, BigInt)> {
    if !value.is_finite() {
        return None;
    }
    let bits = value.to_bits();
    let stored = i64::try_from((bits >> 52) & 0x7ff).unwrap_or(0);
    let fraction = bits & ((1 << 52) - 1);
    let mut mantissa = if stored == 0 { fraction } else { fraction | 1 << 52 };
    let mut exponent = stored.max(1) - 1075;
    if mantissa == 0 {
        return Some((BigInt::from(0), BigInt::from(1)));
    }
    let spare = i64::from(mantissa.trailing_zeros());
    mantissa >>= spare;
    exponent += spare;
    let signed = if value < 0.0 { -BigInt::from(mantissa) } else { BigInt::from(mantissa) };
    let scale = BigInt::from(1) << exponent.unsigned_abs();
    Some(if exponent >= 0 { (signed * scale, BigInt::from(1)) } else { (signed, scale) })
}

#[cfg(test)]
#[expect(clippy::excessive_precision, reason = "the digits that CPython was given")]
mod tests {
    use super::*;

    #[test]
    fn repr_is_shortest() {
        for (value, text) in [
            (1e16, "1e+16"),
            (9999999999999998.0, "9999999999999998.0"),
            (1e-5, "1e-05"),
            (0.0001, "0.0001"),
            (-0.0, "-0.0"),
            (f64::INFINITY, "inf"),
            (-f64::NAN, "nan"),
            (0.1, "0.1"),
            (1.5e300, "1.5e+300"),
            (5e-324, "5e-324"),
            (123456.0, "123456.0"),
            (863008539403933.25, "863008539403933.2"),
            (14115469810542.8125, "14115469810542.812"),
        ] {
            assert_eq!(repr(value), text);
        }
    }

    #[test]
    fn parsing() {
        let parsed = |text: &str| parse(Wtf8::new(text));
        assert_eq!(parsed(" 1_0.5e-1 \u{2003}"), Some(1.05));
        assert_eq!(parsed("٣.٤"), Some(3.4));
        assert_eq!(parsed("-Infinity"), Some(f64::NEG_INFINITY));
        for wrong in ["", ".", "1_", "_1", "1__0", "1e", "e5", "0x1", "1 2", "infinit", "1_.0", "1._0", "+ 1"]
        {
            assert_eq!(parsed(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn rounding() {
        for (value, places, expected) in [
            (2.675, 2, 2.67),
            (0.5, 0, 0.0),
            (2.5, 0, 2.0),
            (50.0, -2, 0.0),
            (51.0, -2, 100.0),
            (150.0, -2, 200.0),
            (250.0, -2, 200.0),
            (49.0, -2, 0.0),
            (1234.0, -3, 1000.0),
            (5e22, -23, 0.0),
            (1e22, 0, 1e22),
            (999.0, -2, 1000.0),
            (95.0, -1, 100.0),
            (85.0, -1, 80.0),
        ] {
            assert_eq!(round(value, places), Some(expected), "round({value}, {places})");
        }
        assert_eq!(round(1.7e308, -308), None);
    }
}

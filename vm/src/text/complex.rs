//! Text of complex numbers: `repr` and the string form of `complex()`.

use super::float::{self, Layout, Style};
use super::unicode::is_space;
use rustpython_wtf8::Wtf8;

/// `repr(complex)`: parentheses unless the real part is a positive zero.
pub fn repr(real: f64, imag: f64) -> String {
    let part = |value: f64| float::format(value, Layout::new(Style::Repr));
    if real == 0.0 && real.is_sign_positive() {
        return format!("{}j", part(imag));
    }
    let imag = part(imag);
    let plus = if imag.starts_with('-') { "" } else { "+" };
    format!("({}{plus}{imag}j)", part(real))
}

/// `complex(str)`; `None` where CPython raises "complex() arg is a malformed string".
pub fn parse(text: &Wtf8) -> Option<(f64, f64)> {
    let plain = super::int::to_ascii_number(text)?;
    let spaces = |c: char| is_space(u32::from(c));
    let mut inner = plain.trim_matches(spaces);
    if let Some(rest) = inner.strip_prefix('(') {
        inner = rest.strip_suffix(')')?.trim_matches(spaces);
    }
    let inner = float::strip_underscores(inner)?;
    if inner.is_empty() {
        return None;
    }
    let Some(body) = inner.strip_suffix(['j', 'J']) else {
        return Some((float::parse_ascii(&inner)?, 0.0));
    };
    match split_at_sign(body) {
        Some((real, imag)) => Some((float::parse_ascii(real)?, unit(imag)?)),
        None => Some((0.0, unit(body)?)),
    }
}

/// Whether an underscore stands elsewhere than between digits, which is told before anything else.
pub fn has_misplaced_underscore(text: &Wtf8) -> bool {
    let digit = |point: Option<u32>| point.is_some_and(|code| super::unicode::decimal_value(code).is_some());
    let points: Vec<u32> = text.code_points().map(|point| point.to_u32()).collect();
    let Some(first) = points.iter().position(|&code| code == u32::from('_')) else { return false };
    if let Some(nul) = points.iter().position(|&code| code == 0) {
        return first < nul;
    }
    let at = |i: usize| points.get(i).copied();
    (first..points.len())
        .any(|i| at(i) == Some(u32::from('_')) && !(i > 0 && digit(at(i - 1)) && digit(at(i + 1))))
}

/// The coefficient of `j`, where a bare sign or nothing stands for one.
fn unit(text: &str) -> Option<f64> {
    match text {
        "" | "+" => Some(1.0),
        "-" => Some(-1.0),
        _ => float::parse_ascii(text),
    }
}

/// Splits before the sign of the imaginary part, which is not at the start nor after an exponent's `e`.
fn split_at_sign(text: &str) -> Option<(&str, &str)> {
    let bytes = text.as_bytes();
    let at = bytes
        .windows(2)
        .rposition(|pair| matches!(pair, [before, b'+' | b'-'] if !matches!(before, b'e' | b'E')))?;
    text.split_at_checked(at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways() {
        for (real, imag, text) in [
            (1.0, 2.0, "(1+2j)"),
            (0.0, -1.5, "-1.5j"),
            (-0.0, 1.0, "(-0+1j)"),
            (f64::INFINITY, f64::NAN, "(inf+nanj)"),
            (1e20, -0.0, "(1e+20-0j)"),
        ] {
            assert_eq!(repr(real, imag), text);
            let (a, b) = parse(Wtf8::new(text)).unwrap_or_default();
            assert_eq!((a.to_bits(), b.to_bits()), (real.to_bits(), imag.to_bits()), "{text}");
        }
    }

    #[test]
    fn reading() {
        let read = |text: &str| parse(Wtf8::new(text));
        assert_eq!(read(" ( 1e-2-j ) "), Some((0.01, -1.0)));
        assert_eq!(read("1_0+j"), Some((10.0, 1.0)));
        assert_eq!(read("1e5j"), Some((0.0, 1e5)));
        for wrong in ["", "()", "1+2", "1 + 2j", "1j+2", "(1", "1+2jj", "j1", "+-1j"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}

//! How Python prints the values that stand in a pickle.

use super::utf8;
use std::fmt::Write as _;

/// `repr` of a str, given as UTF-8 with surrogates.
#[must_use]
pub fn text(bytes: &[u8]) -> String {
    let quote = pick_quote(bytes);
    let mut out = String::with_capacity(bytes.len() + 2);
    out.push(quote);
    for point in utf8::code_points(bytes) {
        match char::from_u32(point) {
            Some(c) if c == quote || c == '\\' => {
                out.push('\\');
                out.push(c);
            }
            Some('\n') => out.push_str("\\n"),
            Some('\r') => out.push_str("\\r"),
            Some('\t') => out.push_str("\\t"),
            Some(c) if (' '..='~').contains(&c) => out.push(c),
            Some(c) if point > 0x7f && rustpython_unicode::classify::is_printable(c) => out.push(c),
            _ => push_escape(&mut out, point),
        }
    }
    out.push(quote);
    out
}

fn pick_quote(bytes: &[u8]) -> char {
    if bytes.contains(&b'\'') && !bytes.contains(&b'"') { '"' } else { '\'' }
}

fn push_escape(out: &mut String, point: u32) {
    let _ = match point {
        0..=0xff => write!(out, "\\x{point:02x}"),
        0x100..=0xffff => write!(out, "\\u{point:04x}"),
        _ => write!(out, "\\U{point:08x}"),
    };
}

/// `repr` of bytes.
#[must_use]
pub fn bytes(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() + 3);
    out.push('b');
    push_bytes(&mut out, bytes, pick_quote(bytes));
    out
}

/// `repr` of a bytearray; unlike that of bytes it puts a backslash before every single quote.
#[must_use]
pub fn bytearray(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() + 14);
    out.push_str("bytearray(b");
    let quote = pick_quote(bytes);
    out.push(quote);
    for part in bytes.split_inclusive(|b| *b == b'\'') {
        let (rest, quoted) = part.strip_suffix(b"'").map_or((part, ""), |rest| (rest, "\\'"));
        push_inner(&mut out, rest, quote);
        out.push_str(quoted);
    }
    out.push(quote);
    out.push(')');
    out
}

fn push_bytes(out: &mut String, bytes: &[u8], quote: char) {
    out.push(quote);
    push_inner(out, bytes, quote);
    out.push(quote);
}

fn push_inner(out: &mut String, bytes: &[u8], quote: char) {
    for &byte in bytes {
        match byte {
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            _ if char::from(byte) == quote => {
                out.push('\\');
                out.push(quote);
            }
            b' '..=b'~' => out.push(char::from(byte)),
            _ => {
                let _ = write!(out, "\\x{byte:02x}");
            }
        }
    }
}

/// `repr` of a float: the shortest digits that read back, in CPython's layout.
#[must_use]
pub fn float(value: f64) -> String {
    if value.is_nan() {
        return "nan".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "inf" } else { "-inf" }.to_owned();
    }
    let scientific = shortest(value);
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if !(-4..16).contains(&exponent) {
        let sign = if exponent < 0 { '-' } else { '+' };
        return format!("{mantissa}e{sign}{:02}", exponent.unsigned_abs());
    }
    place_point(mantissa, exponent)
}

/// The shortest digits that read back. Among two equally near CPython takes the even one and Rust the upper, so
/// the same number of digits is asked for again, correctly rounded.
fn shortest(value: f64) -> String {
    let digits = format!("{value:e}");
    let places = digits.split_once('e').map_or(0, |(m, _)| m.trim_start_matches('-').len().saturating_sub(2));
    let rounded = format!("{value:.places$e}");
    if rounded.parse() == Ok(value) { rounded } else { digits }
}

/// Fixed notation from a mantissa in scientific notation.
fn place_point(mantissa: &str, exponent: i32) -> String {
    let (sign, mantissa) = mantissa.strip_prefix('-').map_or(("", mantissa), |rest| ("-", rest));
    let digits: String = mantissa.chars().filter(|&c| c != '.').collect();
    let Ok(whole) = usize::try_from(exponent + 1) else {
        let zeros = "0".repeat(exponent.unsigned_abs() as usize - 1);
        return format!("{sign}0.{zeros}{digits}");
    };
    match digits.split_at_checked(whole) {
        Some(("", tail)) => format!("{sign}0.{tail}"),
        Some((head, "")) => format!("{sign}{head}.0"),
        Some((head, tail)) => format!("{sign}{head}.{tail}"),
        None => format!("{sign}{digits}{}.0", "0".repeat(whole - digits.len())),
    }
}

#[cfg(test)]
#[expect(clippy::excessive_precision, reason = "the digits that CPython was given")]
mod tests {
    use super::*;

    #[test]
    fn floats_print_as_python_prints_them() {
        for (value, want) in [
            (1.0, "1.0"),
            (0.1, "0.1"),
            (1e100, "1e+100"),
            (-0.0, "-0.0"),
            (1e16, "1e+16"),
            (1e15, "1000000000000000.0"),
            (123456789012345680.0, "1.2345678901234568e+17"),
            (0.0001, "0.0001"),
            (0.5, "0.5"),
            (120.0, "120.0"),
            (1.00012969970703125, "1.0001296997070312"),
            (0.00001, "1e-05"),
            (5e-324, "5e-324"),
            (f64::NAN, "nan"),
            (f64::NEG_INFINITY, "-inf"),
        ] {
            assert_eq!(float(value), want);
        }
    }

    #[test]
    fn strings_pick_their_quotes() {
        assert_eq!(text(b"a'b"), "\"a'b\"");
        assert_eq!(text(b"a'\"b"), "'a\\'\"b'");
        assert_eq!(text("\u{80}\u{ad}\u{378}\u{20ac}\n".as_bytes()), "'\\x80\\xad\\u0378\u{20ac}\\n'");
        assert_eq!(bytes(b"'\x00\xff"), "b\"'\\x00\\xff\"");
    }
}

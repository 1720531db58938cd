//! UTF-8 in which surrogates are allowed, the `surrogatepass` of pickle's text.
//!
//! The surprise: two surrogates that would form a pair stay two code points, as in a Python string, so this
//! is wider than WTF-8.

use super::error::DecodeFault;

/// Checks text.
///
/// # Errors
/// The fault CPython's utf-8 decoder reports.
#[inline]
pub fn validate(bytes: &[u8]) -> Result<(), DecodeFault> {
    match std::str::from_utf8(bytes) {
        Ok(_) => Ok(()),
        Err(_) => validate_slowly(bytes),
    }
}

#[cold]
fn validate_slowly(bytes: &[u8]) -> Result<(), DecodeFault> {
    let mut at = 0;
    while let Some(rest) = bytes.get(at..) {
        let Err(e) = std::str::from_utf8(rest) else { break };
        at += e.valid_up_to();
        let bad = bytes.get(at..).unwrap_or(&[]);
        if is_surrogate(bad) {
            at += 3;
            continue;
        }
        let byte = bad.first().copied().unwrap_or(0);
        let (end, reason) = match e.error_len() {
            None => (bytes.len(), "unexpected end of data"),
            Some(n) if !(0xc2..=0xf4).contains(&byte) => (at + n, "invalid start byte"),
            Some(n) => (at + n, "invalid continuation byte"),
        };
        return Err(DecodeFault { codec: "utf-8", object: bytes.into(), start: at, end, byte, reason });
    }
    Ok(())
}

fn is_surrogate(bytes: &[u8]) -> bool {
    matches!(bytes, [0xed, 0xa0..=0xbf, 0x80..=0xbf, ..])
}

/// Checks that bytes are ASCII.
///
/// # Errors
/// The fault CPython's ascii decoder reports.
pub fn validate_ascii(bytes: &[u8]) -> Result<(), DecodeFault> {
    match bytes.iter().position(|b| !b.is_ascii()) {
        None => Ok(()),
        Some(start) => Err(DecodeFault {
            codec: "ascii",
            object: bytes.into(),
            start,
            end: start + 1,
            byte: bytes.get(start).copied().unwrap_or(0),
            reason: "ordinal not in range(128)",
        }),
    }
}

/// The code points of checked text. Bytes that are no text come out as U+FFFD.
#[must_use]
pub fn code_points(bytes: &[u8]) -> CodePoints<'_> {
    CodePoints { rest: bytes }
}

/// See [`code_points`].
#[derive(Clone, Debug)]
pub struct CodePoints<'a> {
    rest: &'a [u8],
}

impl Iterator for CodePoints<'_> {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        let low = |b: u8| u32::from(b & 0x3f);
        let (point, rest) = match self.rest {
            [] => return None,
            [a, rest @ ..] if *a < 0x80 => (u32::from(*a), rest),
            [a @ 0xc0..=0xdf, b, rest @ ..] => (u32::from(a & 0x1f) << 6 | low(*b), rest),
            [a @ 0xe0..=0xef, b, c, rest @ ..] => (u32::from(a & 0x0f) << 12 | low(*b) << 6 | low(*c), rest),
            [a @ 0xf0..=0xf7, b, c, d, rest @ ..] => {
                (u32::from(a & 0x07) << 18 | low(*b) << 12 | low(*c) << 6 | low(*d), rest)
            }
            [_, rest @ ..] => (0xfffd, rest),
        };
        self.rest = rest;
        Some(point)
    }
}

/// Appends one code point, surrogates included. Numbers above 0x10FFFF become U+FFFD.
pub fn push(out: &mut Vec<u8>, point: u32) {
    if let Some(c) = char::from_u32(point) {
        out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
    } else if (0xd800..0xe000).contains(&point) {
        let [_, _, high, low] = point.to_be_bytes();
        let middle = (high & 0x0f) << 2 | low >> 6;
        out.extend_from_slice(&[0xed, 0x80 | middle, 0x80 | (low & 0x3f)]);
    } else {
        push(out, 0xfffd);
    }
}

/// Latin-1 as text.
#[must_use]
pub fn from_latin1(bytes: &[u8]) -> Vec<u8> {
    if bytes.is_ascii() {
        return bytes.to_vec();
    }
    bytes.iter().map(|&b| char::from(b)).collect::<String>().into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(bytes: &[u8]) -> String {
        validate(bytes).unwrap_err().to_string()
    }

    #[test]
    fn faults_are_those_of_cpython() {
        assert_eq!(
            fault(b"\xed\xa0"),
            "'utf-8' codec can't decode byte 0xed in position 0: invalid continuation byte"
        );
        assert_eq!(
            fault(b"a\xf0\x9f"),
            "'utf-8' codec can't decode bytes in position 1-2: unexpected end of data"
        );
        assert_eq!(
            fault(b"\xe2\x82a"),
            "'utf-8' codec can't decode bytes in position 0-1: invalid continuation byte"
        );
        assert_eq!(fault(b"\x80"), "'utf-8' codec can't decode byte 0x80 in position 0: invalid start byte");
        assert!(validate(b"\xed\xa0\xbd\xed\xb8\x80a").is_ok());
    }

    #[test]
    fn code_points_come_back() {
        let points = [0x41, 0xe9, 0x20ac, 0xd83d, 0xde00, 0x1f600];
        let mut out = Vec::new();
        points.iter().for_each(|&p| push(&mut out, p));
        assert_eq!(code_points(&out).collect::<Vec<_>>(), points);
    }
}

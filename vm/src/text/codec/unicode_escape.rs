//! The codecs `unicode_escape` and `raw_unicode_escape`; bytes from 128 on mean Latin-1.

use super::super::escape::{hexadecimal, numeric_escape, octal, simple_escape};
use super::super::unicode;
use super::{DecodeHandler, Step, drive};
use rustpython_wtf8::{CodePoint, Wtf8, Wtf8Buf};

/// Text decoded from escapes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EscapeDecoded {
    /// The text meant.
    pub text: Wtf8Buf,
    /// How many bytes were consumed.
    pub consumed: usize,
    /// Where the first escape stands that deserves a DeprecationWarning.
    pub first_invalid: Option<usize>,
}

/// Decodes `unicode_escape`, which is also the meaning of a string literal.
///
/// # Errors
/// Whatever the handler fails with.
pub fn decode_unicode_escape<E>(
    bytes: &[u8],
    final_chunk: bool,
    handler: &mut DecodeHandler<'_, E>,
) -> Result<EscapeDecoded, E> {
    let mut first_invalid = None;
    let (text, consumed) = drive(bytes, 0, "unicodeescape", handler, &mut |at, tail| {
        let &[b'\\', ref escape @ ..] = tail else { return plain(tail) };
        let cut = |end, reason| Step::Bad { end, reason };
        match *escape {
            [] if final_chunk => cut(at + 1, "\\ at end of string"),
            [] => Step::More,
            [b'\n', ..] => Step::Decoded(Wtf8Buf::new(), 2),
            [b'0'..=b'7', ..] => {
                let (value, count) = octal(escape);
                if value > 0xff {
                    first_invalid.get_or_insert(at);
                }
                Step::Code(value, 1 + count)
            }
            [kind @ (b'x' | b'u' | b'U'), ref digits @ ..] => {
                numeric(at, kind, digits, final_chunk, "illegal Unicode character")
            }
            [b'N', ref name @ ..] => named(at, name, final_chunk),
            [byte, ..] => match simple_escape(byte) {
                Some(value) => Step::Code(u32::from(value), 2),
                None => {
                    first_invalid.get_or_insert(at);
                    Step::Code(u32::from(b'\\'), 1)
                }
            },
        }
    })?;
    Ok(EscapeDecoded { text, consumed, first_invalid })
}

/// The bytes up to the next backslash.
fn plain(tail: &[u8]) -> Step<'_> {
    let end = memchr::memchr(b'\\', tail).unwrap_or(tail.len());
    let head = tail.get(..end).unwrap_or_default();
    match std::str::from_utf8(head) {
        Ok(text) if text.is_ascii() => Step::Text(text),
        _ => Step::Decoded(head.iter().map(|&byte| CodePoint::from(byte)).collect(), end),
    }
}

fn numeric<'a>(at: usize, kind: u8, digits: &[u8], final_chunk: bool, too_large: &'static str) -> Step<'a> {
    let (wanted, truncated) = match kind {
        b'x' => (2, "truncated \\xXX escape"),
        b'u' => (4, "truncated \\uXXXX escape"),
        _ => (8, "truncated \\UXXXXXXXX escape"),
    };
    let (code, count) = hexadecimal(digits, wanted);
    let end = at + 2 + count;
    if count < wanted {
        let whole = count < digits.len();
        return if final_chunk || whole { Step::Bad { end, reason: truncated } } else { Step::More };
    }
    if code > 0x10_ffff { Step::Bad { end, reason: too_large } } else { Step::Code(code, 2 + count) }
}

fn named<'a>(at: usize, name: &[u8], final_chunk: bool) -> Step<'a> {
    let malformed = |end| Step::Bad { end, reason: "malformed \\N character escape" };
    let Some(inner) = name.strip_prefix(b"{") else {
        return if name.is_empty() && !final_chunk { Step::More } else { malformed(at + 2) };
    };
    let Some(length) = memchr::memchr(b'}', inner) else {
        return if final_chunk { malformed(at + 3 + inner.len()) } else { Step::More };
    };
    if length == 0 {
        return malformed(at + 3);
    }
    let found = inner.get(..length).and_then(|name| unicode::lookup(std::str::from_utf8(name).ok()?));
    let mut chars = found.iter().flat_map(|text| text.chars());
    match (chars.next(), chars.next()) {
        (Some(c), None) => Step::Code(u32::from(c), 4 + length),
        _ => Step::Bad { end: at + 4 + length, reason: "unknown Unicode character name" },
    }
}

/// Decodes `raw_unicode_escape`; a backslash protects the one behind it from beginning an escape.
pub(super) fn decode_raw<E>(
    bytes: &[u8],
    final_chunk: bool,
    handler: &mut DecodeHandler<'_, E>,
) -> Result<(Wtf8Buf, usize), E> {
    drive(bytes, 0, "rawunicodeescape", handler, &mut |at, tail| {
        let &[b'\\', ref escape @ ..] = tail else { return plain(tail) };
        match *escape {
            [] if !final_chunk => Step::More,
            [] => Step::Code(u32::from(b'\\'), 1),
            [kind @ (b'u' | b'U'), ref digits @ ..] => {
                numeric(at, kind, digits, final_chunk, "\\Uxxxxxxxx out of range")
            }
            [byte, ..] => {
                Step::Decoded([CodePoint::from(b'\\'), CodePoint::from(byte)].into_iter().collect(), 2)
            }
        }
    })
}

pub(super) fn encode(text: &Wtf8) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    for point in text.code_points() {
        match point.to_char_lossy() {
            '\\' => out.extend(b"\\\\"),
            '\t' => out.extend(b"\\t"),
            '\n' => out.extend(b"\\n"),
            '\r' => out.extend(b"\\r"),
            c @ ' '..='~' => out.extend(u8::try_from(c)),
            _ => out.extend(numeric_escape(point.to_u32()).as_bytes()),
        }
    }
    out
}

pub(super) fn encode_raw(text: &Wtf8) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    for point in text.code_points() {
        match u8::try_from(point.to_u32()) {
            Ok(byte) => out.push(byte),
            Err(_) => out.extend(numeric_escape(point.to_u32()).as_bytes()),
        }
    }
    out
}

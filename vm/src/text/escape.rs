//! `repr` of text and bytes, `ascii()`, and the byte escapes of `_codecs.escape_encode` / `escape_decode`.
//!
//! The quote is `'` unless the text holds `'` and no `"`.

use super::unicode::is_printable;
use rustpython_wtf8::{CodePoint, Wtf8, Wtf8Buf};

fn quote_for(bytes: &[u8]) -> char {
    let single = memchr::memchr(b'\'', bytes).is_some();
    if single && memchr::memchr(b'"', bytes).is_none() { '"' } else { '\'' }
}

/// Whether the byte stands for itself within quotes of either kind.
fn is_plain(byte: u8) -> bool {
    matches!(byte, b' '..=b'~') && !matches!(byte, b'\'' | b'"' | b'\\')
}

/// `repr(str)`.
pub fn repr_str(text: &Wtf8) -> Wtf8Buf {
    quoted(text, false)
}

/// `ascii(str)`.
pub fn ascii_str(text: &Wtf8) -> Wtf8Buf {
    quoted(text, true)
}

fn quoted(text: &Wtf8, ascii: bool) -> Wtf8Buf {
    let mut out = Wtf8Buf::with_capacity(text.len() + 2);
    if text.as_bytes().iter().copied().all(is_plain) {
        out.push_char('\'');
        out.push_wtf8(text);
        out.push_char('\'');
        return out;
    }
    let quote = quote_for(text.as_bytes());
    out.push_char(quote);
    for point in text.code_points() {
        push_escaped(&mut out, point, quote, ascii);
    }
    out.push_char(quote);
    out
}

fn push_escaped(out: &mut Wtf8Buf, point: CodePoint, quote: char, ascii: bool) {
    let code = point.to_u32();
    match point.to_char_lossy() {
        c if c == quote || c == '\\' => {
            out.push_char('\\');
            out.push_char(c);
        }
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        _ if is_printable(code) && !(ascii && code >= 0x80) => out.push(point),
        _ => out.push_str(&numeric_escape(code)),
    }
}

/// `\xNN`, `\uNNNN` or `\UNNNNNNNN`, the shortest that fits.
pub fn numeric_escape(code: u32) -> String {
    match code {
        0..=0xff => format!("\\x{code:02x}"),
        0x100..=0xffff => format!("\\u{code:04x}"),
        _ => format!("\\U{code:08x}"),
    }
}

/// `repr(bytes)`.
pub fn repr_bytes(bytes: &[u8]) -> String {
    let quote = quote_for(bytes);
    let mut out = String::with_capacity(bytes.len() + 3);
    out.push('b');
    out.push(quote);
    push_bytes(&mut out, bytes, quote);
    out.push(quote);
    out
}

/// `repr(bytearray)`, for a type of that name. Unlike `bytes`, it escapes `'` within double quotes too.
pub fn repr_bytearray(bytes: &[u8], type_name: &str) -> String {
    let shown = repr_bytes(bytes);
    let shown = if shown.starts_with("b\"") { shown.replace('\'', "\\'") } else { shown };
    format!("{type_name}({shown})")
}

/// `_codecs.escape_encode`: the escapes of `repr` without the quotes.
pub fn escape_encode(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len());
    push_bytes(&mut out, bytes, '\'');
    out
}

fn push_bytes(out: &mut String, bytes: &[u8], quote: char) {
    for &byte in bytes {
        match byte {
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            b' '..=b'~' => {
                if byte == b'\\' || char::from(byte) == quote {
                    out.push('\\');
                }
                out.push(char::from(byte));
            }
            _ => out.push_str(&numeric_escape(u32::from(byte))),
        }
    }
}

/// Decoded bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The bytes meant.
    pub bytes: Vec<u8>,
    /// Where the first escape stands that deserves a DeprecationWarning.
    pub first_invalid: Option<usize>,
}

/// The value of an escape of one character (`\n`, `\'`); `None` for all others.
pub(super) fn simple_escape(byte: u8) -> Option<u8> {
    Some(match byte {
        b'\\' | b'\'' | b'"' => byte,
        b'a' => 7,
        b'b' => 8,
        b't' => 9,
        b'n' => 10,
        b'v' => 11,
        b'f' => 12,
        b'r' => 13,
        _ => return None,
    })
}

/// Up to three octal digits at the start: their value and their number.
pub(super) fn octal(bytes: &[u8]) -> (u32, usize) {
    let digits = bytes.iter().take(3).take_while(|byte| matches!(byte, b'0'..=b'7'));
    digits.fold((0, 0), |(value, count), &byte| (value * 8 + u32::from(byte - b'0'), count + 1))
}

/// Up to `most` hexadecimal digits at the start: their value and their number.
pub(super) fn hexadecimal(bytes: &[u8], most: usize) -> (u32, usize) {
    let digits = bytes.iter().take(most).map_while(|&byte| char::from(byte).to_digit(16));
    digits.fold((0, 0), |(value, count), digit| (value << 4 | digit, count + 1))
}

/// `_codecs.escape_decode`, and the meaning of a bytes literal.
///
/// # Errors
/// The message of a ValueError, for a lone backslash at the end or for `\x` without two digits unless `errors`
/// is `replace` or `ignore`.
pub fn escape_decode(bytes: &[u8], errors: &str) -> Result<Decoded, String> {
    let mut out = Decoded { bytes: Vec::with_capacity(bytes.len()), first_invalid: None };
    let mut at = 0;
    while let Some(tail) = bytes.get(at..).filter(|tail| !tail.is_empty()) {
        let plain = memchr::memchr(b'\\', tail).unwrap_or(tail.len());
        out.bytes.extend(tail.iter().take(plain));
        at += plain;
        if plain == tail.len() {
            break;
        }
        let escape = tail.get(plain + 1..).unwrap_or_default();
        at += 1 + decode_one(escape, at, errors, &mut out)?;
    }
    Ok(out)
}

/// Decodes what follows the backslash at `at`; returns how many bytes that was.
fn decode_one(escape: &[u8], at: usize, errors: &str, out: &mut Decoded) -> Result<usize, String> {
    let &first = escape.first().ok_or("Trailing \\ in string")?;
    if let Some(value) = simple_escape(first) {
        out.bytes.push(value);
        return Ok(1);
    }
    match first {
        b'\n' => Ok(1),
        b'0'..=b'7' => {
            let (value, count) = octal(escape);
            if value > 0xff {
                out.first_invalid.get_or_insert(at);
            }
            out.bytes.push(u8::try_from(value & 0xff).unwrap_or(0));
            Ok(count)
        }
        b'x' => {
            let (value, count) = hexadecimal(escape.get(1..).unwrap_or_default(), 2);
            match (count, errors) {
                (2, _) => out.bytes.push(u8::try_from(value).unwrap_or(0)),
                (_, "strict") => return Err(format!("invalid \\x escape at position {at}")),
                (_, "replace") => out.bytes.push(b'?'),
                (_, "ignore") => {}
                _ => return Err(format!("decoding error; unknown error handling code: {errors}")),
            }
            Ok(1 + count)
        }
        _ => {
            out.first_invalid.get_or_insert(at);
            out.bytes.extend([b'\\', first]);
            Ok(1)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text() {
        for (text, expected) in [
            ("abc", "'abc'"),
            ("it's", "\"it's\""),
            ("'\"", "'\\'\"'"),
            ("é\u{a0}\u{ad}\u{7f}", "'é\\xa0\\xad\\x7f'"),
            ("\n\t\r\\\0", "'\\n\\t\\r\\\\\\x00'"),
            ("\u{2028}\u{1f600}\u{10ffff}", "'\\u2028\u{1f600}\\U0010ffff'"),
        ] {
            assert_eq!(repr_str(Wtf8::new(text)), Wtf8Buf::from(expected));
        }
        let lone: Wtf8Buf = CodePoint::from_u32(0xd800).into_iter().collect();
        assert_eq!(repr_str(&lone), Wtf8Buf::from("'\\ud800'"));
        assert_eq!(ascii_str(Wtf8::new("é\u{1f600}")), Wtf8Buf::from("'\\xe9\\U0001f600'"));
    }

    #[test]
    fn bytes() {
        assert_eq!(repr_bytes(b"a'\x00\xff\n"), "b\"a'\\x00\\xff\\n\"");
        assert_eq!(repr_bytearray(b"'\"", "bytearray"), "bytearray(b'\\'\"')");
        assert_eq!(escape_encode(b"'\"\\\n\x00\x7f\xffa"), "\\'\"\\\\\\n\\x00\\x7f\\xffa");
        let decode = |bytes: &[u8], errors| escape_decode(bytes, errors).map(|decoded| decoded.bytes);
        assert_eq!(decode(b"\\x41\\777\\q\\\n\\7x", "strict"), Ok(b"A\xff\\q\x07x".to_vec()));
        assert_eq!(decode(b"\\x4z", "strict"), Err("invalid \\x escape at position 0".into()));
        assert_eq!(decode(b"\\x4z", "replace"), Ok(b"?z".to_vec()));
        assert_eq!(decode(b"a\\", "ignore"), Err("Trailing \\ in string".into()));
        assert_eq!(decode(b"\\x", "foo"), Err("decoding error; unknown error handling code: foo".into()));
    }
}

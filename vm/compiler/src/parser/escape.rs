//! The escapes of string and bytes literals (CPython: `Parser/string_parser.c`, the `unicodeescape` codec).
//!
//! The surprise: positions in messages count a non-ASCII character as the ten bytes of its `\UXXXXXXXX` form,
//! for that is what CPython hands to the codec.

use rustpython_wtf8::{CodePoint, Wtf8Buf};

/// The value of a literal and the first escape that deserves a warning: its offset in the body, its text.
pub(super) struct Decoded<T> {
    pub(super) value: T,
    pub(super) invalid: Option<(usize, String)>,
}

/// Text between quotes, escapes resolved; the error is the message of the `SyntaxError`.
pub(super) fn decode_str(body: &str) -> Result<Decoded<Wtf8Buf>, String> {
    let mut decoder = Decoder { rest: body, shown: 0, value: Wtf8Buf::new(), invalid: None, body };
    decoder.run()?;
    Ok(Decoded { value: decoder.value, invalid: decoder.invalid })
}

struct Decoder<'b> {
    body: &'b str,
    rest: &'b str,
    shown: usize,
    value: Wtf8Buf,
    invalid: Option<(usize, String)>,
}

impl Decoder<'_> {
    fn run(&mut self) -> Result<(), String> {
        while let Some(at) = memchr::memchr(b'\\', self.rest.as_bytes()) {
            let (plain, rest) = self.rest.split_at(at);
            self.shown += plain.chars().map(shown_width).sum::<usize>();
            self.value.push_str(plain);
            self.rest = rest;
            self.escape()?;
        }
        self.value.push_str(self.rest);
        Ok(())
    }

    fn take(&mut self, bytes: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or("");
        self.shown += bytes;
    }

    fn escape(&mut self) -> Result<(), String> {
        let Some(c) = self.rest.chars().nth(1) else {
            self.value.push_str("\\");
            self.take(1);
            return Ok(());
        };
        let plain = match c {
            '\n' => Some(""),
            '\\' => Some("\\"),
            '\'' => Some("'"),
            '"' => Some("\""),
            'a' => Some("\x07"),
            'b' => Some("\x08"),
            'f' => Some("\x0c"),
            'n' => Some("\n"),
            'r' => Some("\r"),
            't' => Some("\t"),
            'v' => Some("\x0b"),
            _ => None,
        };
        if let Some(plain) = plain {
            self.value.push_str(plain);
            self.take(2);
            return Ok(());
        }
        match c {
            'x' => self.hex(2, "truncated \\xXX escape"),
            'u' => self.hex(4, "truncated \\uXXXX escape"),
            'U' => self.hex(8, "truncated \\UXXXXXXXX escape"),
            'N' => self.named(),
            '0'..='7' => self.octal(),
            _ => self.unknown(c),
        }
    }

    fn error(&self, length: usize, reason: &str) -> Result<(), String> {
        let (start, end) = (self.shown, self.shown + length - 1);
        Err(if length == 1 {
            format!(
                "(unicode error) 'unicodeescape' codec can't decode byte 0x5c in position {start}: {reason}"
            )
        } else {
            format!(
                "(unicode error) 'unicodeescape' codec can't decode bytes in position {start}-{end}: {reason}"
            )
        })
    }

    fn hex(&mut self, width: usize, reason: &str) -> Result<(), String> {
        let digits: String =
            self.rest.chars().skip(2).take(width).take_while(char::is_ascii_hexdigit).collect();
        if digits.len() < width {
            return self.error(2 + digits.len(), reason);
        }
        let code = u32::from_str_radix(&digits, 16).ok().and_then(CodePoint::from_u32);
        let Some(code) = code else { return self.error(2 + width, "illegal Unicode character") };
        self.value.push(code);
        self.take(2 + width);
        Ok(())
    }

    fn named(&mut self) -> Result<(), String> {
        let inside = self.rest.get(2..).unwrap_or("");
        let malformed = "malformed \\N character escape";
        let Some(inside) = inside.strip_prefix('{') else { return self.error(2, malformed) };
        let Some(close) = inside.find('}') else {
            return self.error(3 + inside.chars().map(shown_width).sum::<usize>(), malformed);
        };
        let name = inside.get(..close).unwrap_or("");
        if name.is_empty() {
            return self.error(4, malformed);
        }
        let Some(c) = unicode_names2::character(name) else {
            return self.error(4 + close, "unknown Unicode character name");
        };
        self.value.push_str(c.encode_utf8(&mut [0; 4]));
        self.take(4 + close);
        Ok(())
    }

    fn octal(&mut self) -> Result<(), String> {
        let digits: String =
            self.rest.chars().skip(1).take(3).take_while(|c| ('0'..='7').contains(c)).collect();
        let code = u32::from_str_radix(&digits, 8).unwrap_or(0);
        if code > 0o377 {
            self.warn(format!("invalid octal escape sequence '\\{digits}'"));
        }
        if let Some(code) = CodePoint::from_u32(code) {
            self.value.push(code);
        }
        self.take(1 + digits.len());
        Ok(())
    }

    fn unknown(&mut self, c: char) -> Result<(), String> {
        if c.is_ascii() {
            self.warn(format!("invalid escape sequence '\\{c}'"));
        } else {
            self.warn("invalid escape sequence '\\".to_owned() + &format!("{c}'"));
        }
        self.value.push_str("\\");
        self.take(1);
        Ok(())
    }

    fn warn(&mut self, msg: String) {
        let at = self.body.len() - self.rest.len();
        self.invalid.get_or_insert((at, msg));
    }
}

fn shown_width(c: char) -> usize {
    if c.is_ascii() { 1 } else { 10 }
}

/// Bytes between quotes, escapes resolved; `body` is ASCII.
pub(super) fn decode_bytes(body: &[u8]) -> Result<Decoded<Vec<u8>>, String> {
    let (mut value, mut invalid, mut at) = (Vec::with_capacity(body.len()), None, 0);
    let get = |i: usize| body.get(i).copied();
    while let Some(c) = get(at) {
        if c != b'\\' {
            value.push(c);
            at += 1;
            continue;
        }
        let Some(next) = get(at + 1) else { break };
        let plain = match next {
            b'\\' | b'\'' | b'"' => Some(next),
            b'a' => Some(7),
            b'b' => Some(8),
            b'f' => Some(12),
            b'n' => Some(b'\n'),
            b'r' => Some(b'\r'),
            b't' => Some(b'\t'),
            b'v' => Some(11),
            _ => None,
        };
        let start = at;
        at += 2;
        match (plain, next) {
            (Some(byte), _) => value.push(byte),
            (None, b'\n') => {}
            (None, b'x') => {
                let digit =
                    |i| get(i).and_then(|d| char::from(d).to_digit(16)).and_then(|d| u8::try_from(d).ok());
                let (Some(high), Some(low)) = (digit(at), digit(at + 1)) else {
                    return Err(format!("(value error) invalid \\x escape at position {start}"));
                };
                value.push(high * 16 + low);
                at += 2;
            }
            (None, b'0'..=b'7') => {
                let mut code = u32::from(next - b'0');
                let first = at;
                while let Some(d @ b'0'..=b'7') = get(at)
                    && at < first + 2
                {
                    code = code * 8 + u32::from(d - b'0');
                    at += 1;
                }
                if code > 0o377 {
                    invalid.get_or_insert((start, format!("invalid octal escape sequence '\\{code:o}'")));
                }
                value.push(u8::try_from(code & 0xff).unwrap_or(0));
            }
            (None, other) => {
                let msg = format!("invalid escape sequence '\\{}'", char::from(other));
                invalid.get_or_insert((start, msg));
                value.extend([b'\\', other]);
            }
        }
    }
    Ok(Decoded { value, invalid })
}

//! Names, and the string literals that may begin like one.

use super::{LexResult, Lexer, Tok, keyword, offset};

impl Lexer<'_> {
    /// A name, a keyword, or a string literal with a prefix.
    pub(super) fn name(&mut self) -> LexResult<()> {
        let start = self.at;
        if self.prefixed_string(start)? {
            return Ok(());
        }
        while let c = self.peek()
            && (c.is_ascii_alphanumeric() || c == b'_' || c >= 128)
        {
            self.at += 1;
        }
        let text = self.source.get(start..self.at).unwrap_or("");
        if !text.is_ascii() {
            self.check_identifier(start, text)?;
        }
        self.emit(keyword(text).unwrap_or(Tok::Name), start, self.at);
        Ok(())
    }

    fn check_identifier(&self, start: usize, text: &str) -> LexResult<()> {
        let fits = |at: usize, c: char| match at {
            0 => c == '_' || unicode_ident::is_xid_start(c),
            _ => unicode_ident::is_xid_continue(c),
        };
        let Some((at, bad)) = text.char_indices().find(|&(at, c)| !fits(at, c)) else { return Ok(()) };
        let end = start + at + bad.len_utf8();
        let code = u32::from(bad);
        if crate::unicode::is_printable(code) {
            return self.fail(end, format!("invalid character '{bad}' (U+{code:04X})"));
        }
        self.fail(end, format!("invalid non-printable character U+{code:04X}"))
    }

    /// Reads `rb'…'`, `f"…"` and the like; false if the letters are no prefix.
    fn prefixed_string(&mut self, start: usize) -> LexResult<bool> {
        let (mut bytes, mut unicode, mut raw, mut format) = (false, false, false, false);
        for ahead in 0.. {
            match self.peek_at(ahead) {
                b'b' | b'B' if !(bytes || unicode || format) => bytes = true,
                b'u' | b'U' if !(bytes || unicode || raw || format) => unicode = true,
                b'r' | b'R' if !(raw || unicode) => raw = true,
                b'f' | b'F' if !(format || bytes || unicode) => format = true,
                b'\'' | b'"' if ahead > 0 => {
                    self.at = start + ahead;
                    if format {
                        self.fstring_start(start, raw)?;
                    } else {
                        self.string(start)?;
                    }
                    return Ok(true);
                }
                _ => break,
            }
        }
        Ok(false)
    }

    /// Whether the quote under the cursor is tripled.
    pub(super) fn quote(&self) -> (u8, usize) {
        let quote = self.peek();
        let tripled = self.peek_at(1) == quote && self.peek_at(2) == quote;
        (quote, if tripled { 3 } else { 1 })
    }

    /// A plain string literal that begins at `start` (its prefix) with the cursor at its quote.
    pub(super) fn string(&mut self, start: usize) -> LexResult<()> {
        let (quote, size) = self.quote();
        self.at += size;
        let mut escaped = false;
        loop {
            let rest = self.bytes.get(self.at..).unwrap_or(&[]);
            let Some(next) = memchr::memchr3(quote, b'\\', b'\n', rest) else {
                return self
                    .unterminated(start, quote, size, self.bytes.len())
                    .map_err(|e| escaped_quote(e, escaped && size == 1));
            };
            self.at += next;
            match self.peek() {
                b'\\' => {
                    escaped |= self.peek_at(1) == quote;
                    self.at += 2;
                }
                b'\n' if size == 1 => {
                    return self
                        .unterminated(start, quote, size, self.at)
                        .map_err(|e| escaped_quote(e, escaped));
                }
                b'\n' => self.at += 1,
                _ if size == 1 => {
                    self.at += 1;
                    break;
                }
                _ if self.peek_at(1) == quote && self.peek_at(2) == quote => {
                    self.at += 3;
                    break;
                }
                _ => self.at += 1,
            }
            if self.at >= self.bytes.len() {
                return self
                    .unterminated(start, quote, size, self.bytes.len())
                    .map_err(|e| escaped_quote(e, escaped && size == 1));
            }
        }
        self.emit(Tok::Str, start, self.at);
        Ok(())
    }

    fn unterminated(&self, start: usize, quote: u8, size: usize, end: usize) -> LexResult<()> {
        let ends_field = |f: &super::FString| f.quote == quote && usize::from(f.size) == size;
        if self.fstrings.last().is_some_and(ends_field) {
            return self.fail(start + 1, "f-string: expecting '}'");
        }
        let line = self.lines.line(offset(end.saturating_sub(1).max(start)));
        let msg = match size {
            3 => format!("unterminated triple-quoted string literal (detected at line {line})"),
            _ => format!("unterminated string literal (detected at line {line})"),
        };
        self.fail(start + 1, msg).map_err(|mut error: Box<super::SyntaxError>| {
            error.incomplete = size == 3;
            error
        })
    }
}

/// A string without an end in which its quote was escaped.
fn escaped_quote(mut error: Box<super::SyntaxError>, escaped: bool) -> Box<super::SyntaxError> {
    if escaped && error.msg.starts_with("unterminated") {
        error.msg.push_str("; perhaps you escaped the end quote?");
    }
    error
}

//! Numeric literals, and what is wrong with some of them.

use super::{LexResult, Lexer, Tok, Warning, offset};

impl Lexer<'_> {
    pub(super) fn number(&mut self) -> LexResult<()> {
        let start = self.at;
        match (self.peek(), self.peek_at(1) | 0x20) {
            (b'0', b'x') => self.radix(16, "hexadecimal")?,
            (b'0', b'o') => self.radix(8, "octal")?,
            (b'0', b'b') => self.radix(2, "binary")?,
            (b'0', _) => self.leading_zero(start)?,
            (b'.', _) => self.fraction()?,
            _ => {
                self.digits()?;
                self.fraction()?;
            }
        }
        self.emit(Tok::Number, start, self.at);
        Ok(())
    }

    fn radix(&mut self, radix: u32, kind: &str) -> LexResult<()> {
        self.at += 2;
        loop {
            if self.peek() == b'_' {
                self.at += 1;
            }
            let c = self.peek();
            if !char::from(c).is_digit(radix) {
                return self.bad_digit(c, kind);
            }
            while char::from(self.peek()).is_digit(radix) {
                self.at += 1;
            }
            if self.peek() != b'_' {
                break;
            }
        }
        if self.peek().is_ascii_digit() {
            return self.bad_digit(self.peek(), kind);
        }
        self.end_of_number(kind)
    }

    fn bad_digit(&self, c: u8, kind: &str) -> LexResult<()> {
        match c.is_ascii_digit() && kind != "hexadecimal" {
            true => self.fail(self.at + 1, format!("invalid digit '{}' in {kind} literal", char::from(c))),
            false => self.fail(self.at, format!("invalid {kind} literal")),
        }
    }

    fn digits(&mut self) -> LexResult<()> {
        loop {
            while self.peek().is_ascii_digit() {
                self.at += 1;
            }
            if self.peek() != b'_' {
                return Ok(());
            }
            self.at += 1;
            if !self.peek().is_ascii_digit() {
                return self.fail(self.at, "invalid decimal literal");
            }
        }
    }

    fn leading_zero(&mut self, start: usize) -> LexResult<()> {
        loop {
            if self.peek() == b'_' {
                self.at += 1;
                if !self.peek().is_ascii_digit() {
                    return self.fail(self.at, "invalid decimal literal");
                }
            }
            if self.peek() != b'0' {
                break;
            }
            self.at += 1;
        }
        let zeros_end = self.at;
        let nonzero = self.peek().is_ascii_digit();
        if nonzero {
            self.digits()?;
        }
        let floating = matches!(self.peek(), b'.' | b'e' | b'E' | b'j' | b'J');
        if nonzero && !floating && !self.lenient {
            let msg = "leading zeros in decimal integer literals are not permitted; \
                       use an 0o prefix for octal integers";
            let mut error = super::SyntaxError::at_cursor(self.source, self.lines, offset(start), msg);
            error.offset += 1;
            error.end_offset = i64::from(self.lines.char_column(self.source, offset(zeros_end))) + 1;
            return Err(error);
        }
        self.fraction()
    }

    /// What may follow the digits before the point.
    fn fraction(&mut self) -> LexResult<()> {
        if self.peek() == b'.' {
            self.at += 1;
            if self.peek().is_ascii_digit() {
                self.digits()?;
            }
        }
        if self.peek() | 0x20 == b'e' {
            let signed = matches!(self.peek_at(1), b'+' | b'-');
            let first = self.peek_at(if signed { 2 } else { 1 });
            if signed && !first.is_ascii_digit() {
                return self.fail(self.at + 2, "invalid decimal literal");
            }
            if !first.is_ascii_digit() {
                return self.end_of_number("decimal");
            }
            self.at += if signed { 2 } else { 1 };
            self.digits()?;
        }
        if self.peek() | 0x20 == b'j' {
            self.at += 1;
            return self.end_of_number("imaginary");
        }
        self.end_of_number("decimal")
    }

    fn end_of_number(&mut self, kind: &str) -> LexResult<()> {
        if self.lenient {
            return Ok(());
        }
        let rest = self.bytes.get(self.at..).unwrap_or(&[]);
        let keywords: [&[u8]; 8] = [b"and", b"else", b"for", b"if", b"in", b"is", b"or", b"not"];
        if keywords.iter().any(|word| rest.starts_with(word)) {
            // CPython places it at the last digit.
            let at = offset(self.at.saturating_sub(1));
            self.warnings.push(Warning { msg: format!("invalid {kind} literal"), offset: at, end: at });
        } else if self.peek().is_ascii_alphanumeric() || self.peek() == b'_' {
            return self.fail(self.at, format!("invalid {kind} literal"));
        }
        Ok(())
    }
}

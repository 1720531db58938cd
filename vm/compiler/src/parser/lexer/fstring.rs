//! The text of f-strings: the tokenizer's second mode.

use super::{FString, LexResult, Lexer, MAX_FSTRINGS, Tok, Warning, offset};

/// `MAX_EXPR_NESTING`: fields within the format spec of fields.
const MAX_FIELDS: i32 = 3;

impl Lexer<'_> {
    /// The opening quote of an f-string whose prefix begins at `start`.
    pub(super) fn fstring_start(&mut self, start: usize, raw: bool) -> LexResult<()> {
        let (quote, size) = self.quote();
        self.at += size;
        if self.fstrings.len() + 1 >= MAX_FSTRINGS {
            return self.fail(self.at, "too many nested f-strings");
        }
        let size = u8::try_from(size).unwrap_or(1);
        let start_at = offset(start);
        let (depth, fields) = (0, -1);
        self.fstrings.push(FString {
            quote,
            size,
            raw,
            start: start_at,
            depth,
            fields,
            in_spec: false,
            in_text: true,
        });
        self.emit(Tok::FStart, start, self.at);
        Ok(())
    }

    fn closes(&self, fstring: &FString) -> bool {
        (0..usize::from(fstring.size)).all(|i| self.peek_at(i) == fstring.quote)
    }

    /// One token in text mode: the end, a piece of text, or the switch to a replacement field.
    pub(super) fn fstring_text(&mut self) -> LexResult<()> {
        let Some(fstring) = self.fstrings.pop() else { return Ok(()) };
        let done = self.fstring_piece(fstring)?;
        if let Some(fstring) = done {
            self.fstrings.push(fstring);
        }
        Ok(())
    }

    fn fstring_piece(&mut self, mut f: FString) -> LexResult<Option<FString>> {
        let start = self.at;
        loop {
            let c = self.peek();
            if self.at >= self.bytes.len() || (f.size == 1 && c == b'\n') {
                if f.in_spec && c == b'\n' && self.at < self.bytes.len() {
                    self.text(start, self.at);
                    (f.in_text, f.in_spec) = (false, false);
                    return Ok(Some(f));
                }
                return self.unterminated_fstring(&f);
            }
            match c {
                _ if c == f.quote && self.closes(&f) => {
                    self.text(start, self.at);
                    let end = self.at + usize::from(f.size);
                    self.emit(Tok::FEnd, self.at, end);
                    self.at = end;
                    return Ok(None);
                }
                b'{' if self.peek_at(1) == b'{' && !f.in_spec => return Ok(Some(self.doubled(start, f))),
                b'{' => {
                    self.text(start, self.at);
                    f.fields += 1;
                    if f.fields >= MAX_FIELDS {
                        return self.fail(self.at, "f-string: expressions nested too deeply");
                    }
                    f.in_text = false;
                    return Ok(Some(f));
                }
                b'}' if self.peek_at(1) == b'}' && !f.in_spec => return Ok(Some(self.doubled(start, f))),
                b'}' => {
                    self.text(start, self.at);
                    f.in_text = false;
                    return Ok(Some(f));
                }
                b'\\' => self.escape(&f),
                _ => self.at += 1,
            }
        }
    }

    /// `{{` or `}}`: the text ends after the first brace.
    fn doubled(&mut self, start: usize, fstring: FString) -> FString {
        self.text(start, self.at + 1);
        self.at += 2;
        fstring
    }

    fn text(&mut self, start: usize, end: usize) {
        if end > start {
            self.emit(Tok::FMiddle, start, end);
        }
    }

    fn escape(&mut self, fstring: &FString) {
        self.at += 1;
        let c = self.peek();
        if c == b'{' || c == b'}' {
            if !fstring.raw {
                let msg = format!("invalid escape sequence '\\{}'", char::from(c));
                self.warnings.push(Warning { msg, offset: offset(self.at - 1), end: offset(self.at) });
            }
        } else if c == b'N' && self.peek_at(1) == b'{' && !fstring.raw {
            self.at += 2;
            while !matches!(self.peek(), b'}' | b'\n' | 0) && self.peek() != fstring.quote {
                self.at += 1;
            }
            if self.peek() == b'}' {
                self.at += 1;
            }
        } else if self.at < self.bytes.len() {
            self.at += 1;
        }
    }

    fn unterminated_fstring<T>(&self, fstring: &FString) -> LexResult<T> {
        let last = self.at.saturating_sub(usize::from(self.at >= self.bytes.len()));
        let line = self.lines.line(offset(last));
        let triple = fstring.size == 3;
        let start = usize::try_from(fstring.start).unwrap_or(0) + 1;
        let kind = if triple { "triple-quoted f-string" } else { "f-string" };
        let msg = format!("unterminated {kind} literal (detected at line {line})");
        self.fail(start, msg).map_err(|mut error: Box<super::SyntaxError>| {
            error.incomplete = triple;
            error
        })
    }
}

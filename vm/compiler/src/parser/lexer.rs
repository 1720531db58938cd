//! The tokenizer (CPython: `Parser/lexer/lexer.c`), f-strings included as PEP 701 has them.
//!
//! It runs over the whole source before parsing; an error becomes the last token, so that the parser meets it
//! exactly where CPython's lazy tokenizer would have raised it.

use super::error::{ErrorKind, SyntaxError};
use super::line_index::{LineIndex, offset};
use super::token::{Tok, Token, keyword, operator};

mod fstring;
mod names;
mod number;

/// `MAXLEVEL`, `MAXINDENT` and `MAXFSTRINGLEVEL` of CPython.
const MAX_LEVEL: usize = 200;
const MAX_INDENT: usize = 100;
const MAX_FSTRINGS: usize = 150;

pub(super) type LexResult<T> = Result<T, Box<SyntaxError>>;

/// A warning about a literal, by the offset it concerns.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Warning {
    /// The text of the `SyntaxWarning`.
    pub msg: String,
    /// Byte offset of the literal.
    pub offset: u32,
    /// Byte offset of its end; the same for numbers.
    pub end: u32,
}

/// What the tokenizer leaves behind.
pub(super) struct Lexed {
    pub(super) tokens: Vec<Token>,
    pub(super) warnings: Vec<Warning>,
    /// The error that ended the tokens.
    pub(super) error: Option<Box<SyntaxError>>,
    /// The innermost bracket left open at the end: its offset.
    pub(super) unclosed: Option<u32>,
}

/// One f-string being read: its quote and how deep inside a replacement field the cursor stands.
struct FString {
    quote: u8,
    size: u8,
    raw: bool,
    start: u32,
    /// Brackets open since the f-string began.
    depth: i32,
    /// Replacement fields open (-1 at the text of the f-string itself).
    fields: i32,
    in_spec: bool,
    in_text: bool,
}

pub(super) struct Lexer<'s> {
    source: &'s str,
    bytes: &'s [u8],
    lines: &'s LineIndex,
    at: usize,
    tokens: Vec<Token>,
    warnings: Vec<Warning>,
    brackets: Vec<(u8, u32)>,
    indents: Vec<(u32, u32)>,
    fstrings: Vec<FString>,
    line_begins: bool,
    /// Numbers that make no sense and brackets that close nothing are tokens like others.
    lenient: bool,
}

/// Reads all of `source`, which ends in a newline unless empty and holds no `\r` and no NUL.
pub(super) fn tokenize(source: &str, lines: &LineIndex) -> Lexed {
    read(source, lines, false)
}

/// The same for `tokenize`, which takes more than the parser does.
pub(super) fn tokenize_leniently(source: &str, lines: &LineIndex) -> Lexed {
    read(source, lines, true)
}

fn read(source: &str, lines: &LineIndex, lenient: bool) -> Lexed {
    let mut lexer = Lexer {
        source,
        bytes: source.as_bytes(),
        lines,
        at: 0,
        tokens: Vec::with_capacity(source.len() / 4 + 8),
        warnings: Vec::new(),
        brackets: Vec::new(),
        indents: vec![(0, 0)],
        fstrings: Vec::new(),
        line_begins: true,
        lenient,
    };
    let error = lexer.run().err();
    if error.is_some() {
        let at = lexer.at.min(source.len());
        lexer.emit(Tok::Error, at, at);
    }
    let unclosed = lexer.brackets.last().map(|&(_, at)| at);
    Lexed { tokens: lexer.tokens, warnings: lexer.warnings, error, unclosed }
}

impl Lexer<'_> {
    fn peek(&self) -> u8 {
        self.peek_at(0)
    }

    fn peek_at(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    fn emit(&mut self, kind: Tok, start: usize, end: usize) {
        let level = u8::try_from(self.brackets.len()).unwrap_or(u8::MAX);
        self.tokens.push(Token { kind, level, start: offset(start), end: offset(end) });
    }

    /// CPython's `syntaxerror(tok, …)` with the cursor at `at`.
    fn fail<T>(&self, at: usize, msg: impl Into<String>) -> LexResult<T> {
        Err(SyntaxError::at_cursor(self.source, self.lines, offset(at), msg))
    }

    /// An error that CPython raises from `tokenizer_error`: end unknown, the line with its newline.
    fn fail_line<T>(&self, kind: ErrorKind, at: usize, column: i64, end: i64, msg: &str) -> LexResult<T> {
        let lineno = self.lines.line(offset(at));
        let text = format!("{}\n", self.lines.line_text(self.source, lineno));
        Err(Box::new(SyntaxError {
            kind,
            msg: msg.to_owned(),
            lineno,
            offset: column,
            end_lineno: lineno,
            end_offset: end,
            text: Some(text),
            incomplete: false,
        }))
    }

    fn run(&mut self) -> LexResult<()> {
        while self.at < self.bytes.len() {
            if self.fstrings.last().is_some_and(|f| f.in_text) {
                self.fstring_text()?;
            } else if self.line_begins {
                self.indentation()?;
            } else {
                self.token()?;
            }
        }
        if !self.brackets.is_empty() {
            return self.unfinished();
        }
        let end = self.bytes.len();
        for _ in 1..self.indents.len() {
            self.emit(Tok::Dedent, end, end);
        }
        self.emit(Tok::End, end, end);
        Ok(())
    }

    /// The end of the source inside brackets; the message is "'(' was never closed".
    fn unfinished(&self) -> LexResult<()> {
        let Some(&(bracket, open)) = self.brackets.last() else { return Ok(()) };
        let lineno = self.lines.line(open);
        let newline = if lineno >= self.lines.line_count() { "\n" } else { "" };
        Err(Box::new(SyntaxError {
            kind: ErrorKind::SyntaxError,
            msg: format!("'{}' was never closed", char::from(bracket)),
            lineno,
            offset: i64::from(self.lines.char_column(self.source, open)) + 1,
            end_lineno: lineno,
            end_offset: 0,
            text: Some(format!("{}{newline}", self.lines.line_text(self.source, lineno))),
            incomplete: true,
        }))
    }

    fn indentation(&mut self) -> LexResult<()> {
        let line = self.at;
        let (mut column, mut alternative, mut continued) = (0u32, 0u32, None);
        loop {
            match self.peek() {
                b' ' => (column, alternative) = (column + 1, alternative + 1),
                b'\t' => (column, alternative) = ((column / 8 + 1) * 8, alternative + 1),
                b'\x0c' => (column, alternative) = (0, 0),
                b'\\' => {
                    continued.get_or_insert((column, alternative));
                    self.continuation()?;
                    continue;
                }
                _ => break,
            }
            self.at += 1;
        }
        if let Some(first) = continued {
            (column, alternative) = first;
        }
        match self.peek() {
            b'\n' if self.at < self.bytes.len() => self.at += 1,
            b'#' => self.at = self.line_end() + 1,
            _ if self.at >= self.bytes.len() => {}
            _ => {
                self.line_begins = false;
                return self.indent_to(line, column, alternative);
            }
        }
        Ok(())
    }

    fn line_end(&self) -> usize {
        let rest = self.bytes.get(self.at..).unwrap_or(&[]);
        memchr::memchr(b'\n', rest).map_or(self.bytes.len(), |n| self.at + n)
    }

    fn indent_to(&mut self, line: usize, column: u32, alternative: u32) -> LexResult<()> {
        let tabs = "inconsistent use of tabs and spaces in indentation";
        let (mut top, mut top_alternative) = self.indents.last().copied().unwrap_or((0, 0));
        if column == top && alternative != top_alternative {
            return self.fail_line(ErrorKind::TabError, line, 1, 0, tabs);
        }
        if column > top {
            if self.indents.len() >= MAX_INDENT {
                let msg = "too many levels of indentation";
                return self.fail_line(ErrorKind::IndentationError, line, 1, 0, msg);
            }
            if alternative <= top_alternative {
                return self.fail_line(ErrorKind::TabError, line, 1, 0, tabs);
            }
            self.indents.push((column, alternative));
            self.emit(Tok::Indent, line, self.at);
            return Ok(());
        }
        let mut closed = 0;
        while column < top {
            self.indents.pop();
            closed += 1;
            (top, top_alternative) = self.indents.last().copied().unwrap_or((0, 0));
        }
        // What is wrong with the line comes before the blocks that it ends.
        if column > top {
            let end = self.line_end();
            let width = i64::from(self.lines.char_column(self.source, offset(end))) + 1;
            let msg = "unindent does not match any outer indentation level";
            return self.fail_line(ErrorKind::IndentationError, line, width, -1, msg);
        }
        if alternative != top_alternative {
            return self.fail_line(ErrorKind::TabError, line, 1, 0, tabs);
        }
        for _ in 0..closed {
            self.emit(Tok::Dedent, self.at, self.at);
        }
        Ok(())
    }

    /// A backslash: it must end its line, and the source must go on.
    fn continuation(&mut self) -> LexResult<()> {
        let column = i64::from(self.lines.char_column(self.source, offset(self.at)));
        if self.peek_at(1) != b'\n' {
            let msg = "unexpected character after line continuation character";
            return self.fail_line(ErrorKind::SyntaxError, self.at, column + 2, 0, msg);
        }
        if self.at + 2 >= self.bytes.len() {
            if !self.brackets.is_empty() {
                return self.unfinished();
            }
            let msg = "unexpected EOF while parsing";
            let failed = self.fail_line(ErrorKind::SyntaxError, self.at, column + 2, -1, msg);
            return failed.map_err(|mut error| {
                error.incomplete = true;
                error
            });
        }
        self.at += 2;
        Ok(())
    }

    fn token(&mut self) -> LexResult<()> {
        let start = self.at;
        match self.peek() {
            b' ' | b'\t' | b'\x0c' => self.at += 1,
            b'#' => self.at = self.line_end(),
            b'\\' => self.continuation()?,
            b'\n' => {
                self.at += 1;
                if self.brackets.is_empty() {
                    self.emit(Tok::Newline, start, start + 1);
                    self.line_begins = true;
                }
            }
            b'\'' | b'"' => self.string(start)?,
            b'0'..=b'9' => self.number()?,
            b'.' if self.peek_at(1).is_ascii_digit() => self.number()?,
            c if c.is_ascii_alphabetic() || c == b'_' || c >= 128 => self.name()?,
            c if c < b' ' || c == 127 => {
                return self.fail(start + 1, format!("invalid non-printable character U+{c:04X}"));
            }
            _ => self.punctuation()?,
        }
        Ok(())
    }

    fn punctuation(&mut self) -> LexResult<()> {
        let start = self.at;
        let c = self.peek();
        if let Some(fstring) = self.fstrings.last_mut()
            && fstring.depth - 1 == fstring.fields
            && (c == b':' || (c == b'!' && self.bytes.get(start + 1) != Some(&b'=')))
        {
            self.at += 1;
            let kind = if c == b':' { Tok::Colon } else { Tok::Bang };
            if c == b':' {
                (fstring.in_text, fstring.in_spec) = (true, true);
            }
            self.emit(kind, start, start + 1);
            return Ok(());
        }
        let (kind, length) = operator(self.bytes.get(start..).unwrap_or(&[]));
        self.at += usize::try_from(length).unwrap_or(1);
        match c {
            b'(' | b'[' | b'{' => self.open(c, start)?,
            b')' | b']' | b'}' => self.close(c, start)?,
            _ => {}
        }
        self.emit(kind, start, self.at);
        Ok(())
    }

    fn open(&mut self, bracket: u8, start: usize) -> LexResult<()> {
        if self.brackets.len() >= MAX_LEVEL {
            return self.fail(start + 1, "too many nested parentheses");
        }
        self.brackets.push((bracket, offset(start)));
        if let Some(fstring) = self.fstrings.last_mut() {
            fstring.depth += 1;
        }
        Ok(())
    }

    fn close(&mut self, bracket: u8, start: usize) -> LexResult<()> {
        let shown = char::from(bracket);
        if bracket == b'}' && self.fstrings.last().is_some_and(|f| f.depth == 0) {
            return self.fail(start + 1, "f-string: single '}' is not allowed");
        }
        let Some((open, place)) = self.brackets.pop() else {
            if self.lenient {
                return Ok(());
            }
            return self.fail(start + 1, format!("unmatched '{shown}'"));
        };
        let fits = matches!((open, bracket), (b'(', b')') | (b'[', b']') | (b'{', b'}'));
        if !fits && !self.lenient {
            if open == b'{' && self.fstrings.last().is_some_and(|f| f.depth - 1 == f.fields) {
                return self.fail(start + 1, format!("f-string: unmatched '{shown}'"));
            }
            let (line, here) = (self.lines.line(place), self.lines.line(offset(start)));
            let wher = if line == here { String::new() } else { format!(" on line {line}") };
            let open = char::from(open);
            let msg =
                format!("closing parenthesis '{shown}' does not match opening parenthesis '{open}'{wher}");
            return self.fail(start + 1, msg);
        }
        if let Some(fstring) = self.fstrings.last_mut() {
            fstring.depth -= 1;
            if bracket == b'}' && fstring.depth == fstring.fields {
                fstring.fields -= 1;
                fstring.in_text = true;
                fstring.in_spec = fstring.fields >= 0;
            }
        }
        Ok(())
    }
}

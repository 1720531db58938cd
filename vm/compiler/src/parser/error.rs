//! `SyntaxError` as data: the values CPython 3.13 puts into the exception (CPython: `Parser/pegen_errors.c`).
//!
//! The surprise: `text` keeps its newline only if the tokenizer had not read past the line of the error.

use super::line_index::LineIndex;

/// The exception class that an error becomes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ErrorKind {
    /// `SyntaxError`
    SyntaxError,
    /// `IndentationError`
    IndentationError,
    /// `TabError`
    TabError,
    /// `MemoryError`: nesting that would overflow the parser; only `msg` counts.
    MemoryError,
    /// `RecursionError`: a chain too long to compile; only `msg` counts.
    RecursionError,
}

impl ErrorKind {
    /// The Python name of the exception class.
    pub fn name(self) -> &'static str {
        match self {
            ErrorKind::SyntaxError => "SyntaxError",
            ErrorKind::IndentationError => "IndentationError",
            ErrorKind::TabError => "TabError",
            ErrorKind::MemoryError => "MemoryError",
            ErrorKind::RecursionError => "RecursionError",
        }
    }
}

/// A refused source: `args` is `(msg, (filename, lineno, offset, text, end_lineno, end_offset))`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SyntaxError {
    /// The exception class.
    pub kind: ErrorKind,
    /// CPython's message.
    pub msg: String,
    /// 1-based line.
    pub lineno: u32,
    /// 1-based column in characters.
    pub offset: i64,
    /// 1-based last line.
    pub end_lineno: u32,
    /// 1-based end column; 0 and -1 are CPython's "unknown".
    pub end_offset: i64,
    /// The line of the error.
    pub text: Option<String>,
    /// More input could mend it: what a REPL asks before it shows the error.
    pub incomplete: bool,
}

impl SyntaxError {
    /// An error without a place, as a refused depth or an undecodable source.
    pub fn unplaced(kind: ErrorKind, msg: impl Into<String>) -> Box<Self> {
        let (msg, text) = (msg.into(), None);
        Box::new(SyntaxError {
            kind,
            msg,
            lineno: 0,
            offset: 0,
            end_lineno: 0,
            end_offset: 0,
            text,
            incomplete: false,
        })
    }

    /// An error the tokenizer finds with its cursor at `at`: the line without newline, end equal to start.
    pub(super) fn at_cursor(source: &str, lines: &LineIndex, at: u32, msg: impl Into<String>) -> Box<Self> {
        let line = lines.line(at);
        let offset = i64::from(lines.char_column(source, at));
        let text = Some(lines.line_text(source, line).to_owned());
        Box::new(SyntaxError {
            kind: ErrorKind::SyntaxError,
            msg: msg.into(),
            lineno: line,
            offset,
            end_lineno: line,
            end_offset: offset,
            text,
            incomplete: false,
        })
    }
}

/// Why a rule did not match.
#[derive(Debug)]
pub(super) enum Fail {
    /// No alternative fits the token; the message is found by the second pass.
    Plain,
    /// The mistake is known.
    Raised(Box<SyntaxError>),
}

/// What a rule of the parser gives.
pub(super) type PResult<T> = Result<T, Fail>;

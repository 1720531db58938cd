//! What the compiler reports.

use rustpython_parser::text_size::TextRange;

/// The exception class to raise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// `SyntaxError`
    Syntax,
    /// `SyntaxError` of the symbol table: its place is in its attributes alone, not in `args`.
    Table,
    /// As `Table`, and it knows where it starts and not where it ends.
    Start,
    /// `RecursionError`
    Recursion,
}

/// A compile error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompileError {
    /// Exception class.
    pub kind: ErrorKind,
    /// CPython's words.
    pub message: String,
    /// Where; `None` when CPython gives no place.
    pub range: Option<TextRange>,
}

/// Result of a compile step.
pub(crate) type Res<T> = Result<T, CompileError>;

/// A SyntaxError.
pub(crate) fn syntax<T>(message: impl Into<String>, range: TextRange) -> Res<T> {
    Err(CompileError { kind: ErrorKind::Syntax, message: message.into(), range: Some(range) })
}

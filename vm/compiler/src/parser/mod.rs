//! The parser: Python 3.13 source to `rustpython_parser::ast`, with positions and messages as CPython has them
//! (CPython: `Parser/`).
//!
//! The surprise: the tree comes from a recursive-descent parser of our own; `rustpython-parser` lends its node
//! types alone. It has no PEP 701, no PEP 696, its positions and messages differ in many places, and it
//! overflows the native stack on deep input.
//!
//! ```text
//! bytes --decode_source--> str --tokenize--> tokens --Parser--> Parsed
//!                                                  \--(failed)--> Parser, diagnosing --> SyntaxError
//! ```

use hashbrown::HashMap;

use rustpython_parser::ast::{self, Expr};
use rustpython_parser::text_size::TextRange;
use rustpython_wtf8::Wtf8Buf;

mod atom;
mod compound;
mod cursor;
mod diagnose;
mod error;
mod escape;
mod expr;
mod lexer;
mod line_index;
mod params;
mod pattern;
mod repl;
mod simple;
mod source;
mod strings;
mod target;
mod token;
pub mod tokens;

pub use cursor::{MAX_HEIGHT, MAX_NESTING};
pub use error::{ErrorKind, SyntaxError};
pub use lexer::Warning;
pub use line_index::LineIndex;
pub use repl::{Completeness, completeness};
pub use source::{decode_source, other_encoding, refused_bytes};
pub(crate) use target::expression_name;

use cursor::Parser;
use error::{Fail, PResult};
use token::Tok;

/// What the source is: the `mode` of `compile()`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    /// `'exec'`: a module.
    Exec,
    /// `'eval'`: one expression.
    Eval,
    /// `'single'`: one interactive statement.
    Single,
}

/// A parsed source.
#[derive(Debug)]
pub struct Parsed {
    /// The tree; ranges are byte offsets into `source`.
    pub ast: ast::Mod,
    /// The text that was parsed: `\r\n` and `\r` became `\n`, a missing last newline was added.
    pub source: String,
    /// Offsets to lines and columns.
    pub lines: LineIndex,
    /// `SyntaxWarning`s, in source order.
    pub warnings: Vec<Warning>,
    /// PEP 696 defaults, by the range of the type parameter.
    pub type_param_defaults: HashMap<TextRange, Expr>,
    /// The true values of `str` constants with lone surrogates, by the range of the `Constant` node, whose own
    /// text has U+FFFD in their places.
    pub surrogates: HashMap<TextRange, Wtf8Buf>,
}

/// Parses `source`.
///
/// # Errors
/// The `SyntaxError` that CPython 3.13 raises; its `filename` argument is the caller's to add.
pub fn parse(source: &str, mode: Mode) -> Result<Parsed, Box<SyntaxError>> {
    parse_whole(source, mode).map_err(|mut error| {
        // An expression is not given the newline at the end that a program is.
        let lines = source.replace("\r\n", "\n").replace('\r', "\n");
        let last = lines.rsplit('\n').next().unwrap_or_default();
        if mode == Mode::Eval
            && let Some(text) = &mut error.text
            && text.strip_suffix('\n').is_some_and(|text| text == last)
        {
            text.pop();
        }
        error
    })
}

fn parse_whole(source: &str, mode: Mode) -> Result<Parsed, Box<SyntaxError>> {
    let source = source::normalise(source)?;
    let lines = LineIndex::new(&source);
    let lexed = lexer::tokenize(&source, &lines);
    let mut parser = Parser::new(&source, &lines, &lexed, false);
    match run(&mut parser, mode) {
        Ok(ast) => {
            let Parser { warnings: mut found, defaults: type_param_defaults, surrogates, deferred, .. } =
                parser;
            if let Some(error) = deferred {
                return Err(error);
            }
            let mut warnings = lexed.warnings;
            warnings.append(&mut found);
            warnings.sort_by_key(|warning| warning.offset);
            Ok(Parsed { ast, source, lines, warnings, type_param_defaults, surrogates })
        }
        Err(failed) => Err(explain(parser, failed, mode, &lexed)),
    }
}

fn run(parser: &mut Parser<'_>, mode: Mode) -> PResult<ast::Mod> {
    let range = Default::default();
    Ok(match mode {
        Mode::Exec => {
            let (body, type_ignores) = (parser.file()?, Vec::new());
            ast::Mod::Module(ast::ModModule { range, body, type_ignores })
        }
        Mode::Eval => {
            let body = Box::new(parser.expressions()?);
            while parser.accept(Tok::Newline).is_some() {}
            parser.expect(Tok::End)?;
            ast::Mod::Expression(ast::ModExpression { range, body })
        }
        Mode::Single => {
            let body = single(parser)?;
            ast::Mod::Interactive(ast::ModInteractive { range, body })
        }
    })
}

fn single(parser: &mut Parser<'_>) -> PResult<Vec<ast::Stmt>> {
    let mut body = Vec::new();
    if parser.at(Tok::End) {
        return parser.fail();
    }
    parser.statement(&mut body)?;
    if !parser.at(Tok::End) {
        parser.lexer_error()?;
        let end = parser.last_end();
        let mut error =
            parser.error(end, end, "multiple statements found while compiling a single statement".into());
        error.end_offset = error.offset;
        return Err(Fail::Raised(error));
    }
    Ok(body)
}

/// Finds the error to report: the known one, else that of the diagnosing pass, else that of the tokenizer further
/// on, else "invalid syntax" at the furthest token.
fn explain(parser: Parser<'_>, failed: Fail, mode: Mode, lexed: &lexer::Lexed) -> Box<SyntaxError> {
    let tokenizer = |error: &SyntaxError| lexed.error.as_deref().is_some_and(|known| known == error);
    let furthest = parser.furthest.max(parser.pos);
    let (source, lines) = (parser.source, parser.lines);
    let found = match failed {
        Fail::Raised(error) => error,
        Fail::Plain => {
            let mut second = Parser::new(source, lines, lexed, true);
            second.furthest = furthest;
            match run(&mut second, mode) {
                Err(Fail::Raised(error)) => error,
                _ => generic(&parser, furthest),
            }
        }
    };
    // The rest of the source is not looked at where a line is indented for no reason.
    let indented = found.kind == ErrorKind::IndentationError
        && matches!(found.msg.as_str(), "unexpected indent" | "unexpected unindent");
    if indented
        || tokenizer(&found)
        || matches!(found.kind, ErrorKind::MemoryError | ErrorKind::RecursionError)
    {
        return found;
    }
    match &lexed.error {
        Some(later) if is_silent(later) => found,
        Some(later) if !later.msg.ends_with("was never closed") => later.clone(),
        Some(later)
            if lexed
                .unclosed
                .is_some_and(|at| lines.line(parser.token_at(furthest).start) > lines.line(at)) =>
        {
            let mut later = later.clone();
            later.text = later.text.map(|text| text.trim_end_matches('\n').to_owned());
            later
        }
        _ => found,
    }
}

/// Whether CPython's tokenizer says that there is an error of this kind only once the parser comes to it.
fn is_silent(error: &SyntaxError) -> bool {
    const CONTINUATION: &str = "unexpected character after line continuation character";
    matches!(error.kind, ErrorKind::IndentationError | ErrorKind::TabError)
        || matches!(error.msg.as_str(), CONTINUATION | "unexpected EOF while parsing")
}

fn generic(parser: &Parser<'_>, furthest: usize) -> Box<SyntaxError> {
    let token = parser.token_at(furthest);
    if matches!(token.kind, Tok::Indent | Tok::Dedent) {
        let what = if token.kind == Tok::Indent { "unexpected indent" } else { "unexpected unindent" };
        let mut error = parser.error_at(token, what.to_owned(), true);
        error.kind = ErrorKind::IndentationError;
        return error;
    }
    parser.error_at(token, "invalid syntax".to_owned(), false)
}

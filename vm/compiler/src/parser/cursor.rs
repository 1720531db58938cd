//! The parser's place among the tokens, its limits, and how it raises.

use hashbrown::HashMap;

use rustpython_parser::ast::{self, Expr};
use rustpython_parser::text_size::{TextRange, TextSize};
use rustpython_wtf8::Wtf8Buf;

use super::error::{ErrorKind, Fail, PResult, SyntaxError};
use super::lexer::{Lexed, Warning};
use super::line_index::{LineIndex, offset, tail};
use super::token::{Tok, Token};

/// How deep expressions and blocks may nest: the parser recurses once per level.
pub const MAX_NESTING: u32 = 320;
/// How deep a tree may become where the parser itself does not recurse (`a+a+…`, `a.b.c…`, `elif` chains).
pub const MAX_HEIGHT: u32 = 1000;
/// Tokens the diagnosing pass may re-read before it settles for "invalid syntax".
const FUEL: u32 = 200_000;

/// Recursive descent over the tokens of one source.
pub(super) struct Parser<'s> {
    pub(super) source: &'s str,
    pub(super) lines: &'s LineIndex,
    tokens: &'s [Token],
    lex_error: Option<Box<SyntaxError>>,
    pub(super) pos: usize,
    /// The furthest token looked at: where a plain failure is reported.
    pub(super) furthest: usize,
    /// The second pass, which looks for the better message.
    pub(super) diagnosing: bool,
    pub(super) depth: u32,
    /// The height of the tallest expression built since the enclosing one began.
    pub(super) height: u32,
    fuel: u32,
    pub(super) warnings: Vec<Warning>,
    pub(super) defaults: HashMap<TextRange, Expr>,
    pub(super) surrogates: HashMap<TextRange, Wtf8Buf>,
    /// The first mistake that CPython finds only after parsing.
    pub(super) deferred: Option<Box<SyntaxError>>,
}

/// A place to come back to.
#[derive(Clone, Copy)]
pub(super) struct Mark {
    pos: usize,
    warnings: usize,
    depth: u32,
    height: u32,
}

impl Mark {
    pub(super) fn pos(self) -> usize {
        self.pos
    }
}

impl<'s> Parser<'s> {
    pub(super) fn new(source: &'s str, lines: &'s LineIndex, lexed: &'s Lexed, diagnosing: bool) -> Self {
        Parser {
            source,
            lines,
            tokens: &lexed.tokens,
            lex_error: lexed.error.clone(),
            pos: 0,
            furthest: 0,
            diagnosing,
            depth: 0,
            height: 0,
            fuel: FUEL,
            warnings: Vec::new(),
            defaults: HashMap::new(),
            surrogates: HashMap::new(),
            deferred: None,
        }
    }

    pub(super) fn token_at(&self, pos: usize) -> Token {
        let end = Token {
            kind: Tok::End,
            level: 0,
            start: offset(self.source.len()),
            end: offset(self.source.len()),
        };
        self.tokens.get(pos).or(self.tokens.last()).copied().unwrap_or(end)
    }

    pub(super) fn token(&self) -> Token {
        self.token_at(self.pos)
    }

    pub(super) fn kind(&self) -> Tok {
        self.tokens.get(self.pos).map_or(Tok::End, |t| t.kind)
    }

    pub(super) fn kind_at(&self, ahead: usize) -> Tok {
        self.tokens.get(self.pos + ahead).map_or(Tok::End, |t| t.kind)
    }

    pub(super) fn start(&self) -> u32 {
        self.token().start
    }

    pub(super) fn text(&self, token: Token) -> &'s str {
        let length = usize::try_from(token.end - token.start).unwrap_or(0);
        tail(self.source, token.start).get(..length).unwrap_or("")
    }

    pub(super) fn at(&self, kind: Tok) -> bool {
        self.kind() == kind
    }

    pub(super) fn at_word(&self, word: &str) -> bool {
        self.at(Tok::Name) && self.text(self.token()) == word
    }

    pub(super) fn bump(&mut self) -> Token {
        let token = self.token();
        self.pos += 1;
        if self.diagnosing {
            self.fuel = self.fuel.saturating_sub(1);
        }
        token
    }

    pub(super) fn accept(&mut self, kind: Tok) -> Option<Token> {
        if self.at(kind) { Some(self.bump()) } else { None }
    }

    pub(super) fn expect(&mut self, kind: Tok) -> PResult<Token> {
        if self.at(kind) { Ok(self.bump()) } else { self.fail() }
    }

    /// CPython's `&&':'`: the message names the missing token.
    pub(super) fn expect_forced(&mut self, kind: Tok, spelling: &str) -> PResult<Token> {
        if self.at(kind) {
            return Ok(self.bump());
        }
        self.lexer_error()?;
        if !self.diagnosing {
            // The second pass may know better.
            return self.fail();
        }
        let token = self.token();
        self.raise_at(token, format!("expected '{spelling}'"))
    }

    /// The end of the last token that is more than layout.
    pub(super) fn last_end(&self) -> u32 {
        let before = self.tokens.get(..self.pos).unwrap_or(self.tokens);
        let layout = |t: &&Token| !matches!(t.kind, Tok::Newline | Tok::Indent | Tok::Dedent | Tok::End);
        before.iter().rev().find(layout).map_or(0, |t| t.end)
    }

    pub(super) fn previous(&self) -> Token {
        self.token_at(self.pos.saturating_sub(1))
    }

    pub(super) fn range_from(&self, start: u32) -> TextRange {
        range(start, self.last_end())
    }

    pub(super) fn mark(&self) -> Mark {
        Mark { pos: self.pos, warnings: self.warnings.len(), depth: self.depth, height: self.height }
    }

    pub(super) fn reset(&mut self, mark: Mark) {
        self.furthest = self.furthest.max(self.pos);
        self.pos = mark.pos;
        self.depth = mark.depth;
        self.height = mark.height;
        self.warnings.truncate(mark.warnings);
    }

    /// Tries `rule`; a plain failure leaves the cursor where it was.
    pub(super) fn attempt<T>(&mut self, rule: impl FnOnce(&mut Self) -> PResult<T>) -> PResult<Option<T>> {
        let mark = self.mark();
        match rule(self) {
            Ok(value) => Ok(Some(value)),
            Err(Fail::Plain) => {
                self.reset(mark);
                Ok(None)
            }
            Err(raised) => Err(raised),
        }
    }

    /// Whether the diagnosing pass may still try things out.
    pub(super) fn may_diagnose(&self) -> bool {
        self.diagnosing && self.fuel > 0
    }

    /// Fails without a message; an error of the tokenizer at the cursor is raised instead.
    pub(super) fn fail<T>(&mut self) -> PResult<T> {
        self.furthest = self.furthest.max(self.pos);
        self.lexer_error()?;
        Err(Fail::Plain)
    }

    pub(super) fn lexer_error(&mut self) -> PResult<()> {
        match (self.kind(), &self.lex_error) {
            (Tok::Error, Some(error)) => Err(Fail::Raised(error.clone())),
            _ => Ok(()),
        }
    }

    /// One level deeper; undo with `leave`.
    pub(super) fn enter(&mut self) -> PResult<()> {
        self.depth += 1;
        if self.depth > MAX_NESTING {
            let msg = "Parser stack overflowed - Python source too complex to parse";
            return Err(Fail::Raised(SyntaxError::unplaced(ErrorKind::MemoryError, msg)));
        }
        Ok(())
    }

    pub(super) fn leave(&mut self) {
        self.depth -= 1;
    }

    /// The expression being built grew by one level.
    pub(super) fn grow(&mut self) -> PResult<()> {
        self.height += 1;
        if self.height > MAX_HEIGHT {
            let msg = "maximum recursion depth exceeded during compilation";
            return Err(Fail::Raised(SyntaxError::unplaced(ErrorKind::RecursionError, msg)));
        }
        Ok(())
    }

    pub(super) fn identifier(&self, token: Token) -> ast::Identifier {
        use unicode_normalization::UnicodeNormalization;
        let text = self.text(token);
        if text.is_ascii() { text.into() } else { text.nfkc().collect::<String>().into() }
    }

    pub(super) fn expect_name(&mut self) -> PResult<Token> {
        self.expect(Tok::Name)
    }

    /// The line the tokenizer stands on: that of the furthest token.
    fn tokenizer_line(&self) -> u32 {
        let token = self.token_at(self.furthest.max(self.pos));
        self.token_line(token)
    }

    fn token_line(&self, token: Token) -> u32 {
        match token.kind {
            Tok::End => self.lines.line_count(),
            Tok::Dedent if self.is_at_end(token) => self.lines.line_count(),
            Tok::Newline => self.lines.line(token.start),
            _ => self.lines.line(token.end),
        }
    }

    fn is_at_end(&self, token: Token) -> bool {
        token.start >= offset(self.source.len())
    }

    fn line_text(&self, lineno: u32) -> String {
        let newline = if self.tokenizer_line() <= lineno && lineno > 0 { "\n" } else { "" };
        format!("{}{newline}", self.lines.line_text(self.source, lineno))
    }

    pub(super) fn error(&self, start: u32, end: u32, msg: String) -> Box<SyntaxError> {
        let column = |at| i64::from(self.lines.char_column(self.source, at)) + 1;
        let (lineno, end_lineno) = (self.lines.line(start), self.lines.line(end));
        Box::new(SyntaxError {
            kind: ErrorKind::SyntaxError,
            msg,
            lineno,
            offset: column(start),
            end_lineno,
            end_offset: column(end),
            text: Some(self.line_text(lineno)),
            incomplete: false,
        })
    }

    pub(super) fn raise<T>(&self, start: u32, end: u32, msg: impl Into<String>) -> PResult<T> {
        Err(Fail::Raised(self.error(start, end, msg.into())))
    }

    pub(super) fn raise_on<T>(&self, range: TextRange, msg: impl Into<String>) -> PResult<T> {
        self.raise(range.start().into(), range.end().into(), msg)
    }

    /// From the start of `range` to the last token read.
    pub(super) fn raise_from<T>(&self, range: TextRange, msg: impl Into<String>) -> PResult<T> {
        let last = self.token_at(self.furthest.max(self.pos));
        let end = if last.kind == Tok::Newline { last.start + 1 } else { last.end };
        let mut error = self.error(range.start().into(), end, msg.into());
        if last.kind == Tok::Newline {
            self.newline_end(&mut error, last);
        }
        error.end_offset -= 1;
        Err(Fail::Raised(error))
    }

    fn newline_end(&self, error: &mut SyntaxError, token: Token) {
        error.end_lineno = self.lines.line(token.start);
        error.end_offset = i64::from(self.lines.char_column(self.source, token.start)) + 2;
    }

    /// At a token; the layout tokens have odd places in CPython.
    pub(super) fn raise_at<T>(&self, token: Token, msg: impl Into<String>) -> PResult<T> {
        Err(Fail::Raised(self.error_at(token, msg.into(), false)))
    }

    /// At the token under the cursor, in the way of CPython's `RAISE_SYNTAX_ERROR`.
    pub(super) fn raise_here<T>(&self, kind: ErrorKind, msg: impl Into<String>) -> PResult<T> {
        let mut error = self.error_at(self.token(), msg.into(), true);
        error.kind = kind;
        Err(Fail::Raised(error))
    }

    pub(super) fn error_at(&self, token: Token, msg: String, here: bool) -> Box<SyntaxError> {
        let mut error = self.error(token.start, token.end, msg);
        // Blocks that the end of the source closes end where it does.
        let at_end = token.kind == Tok::Dedent && self.is_at_end(token);
        let token = if at_end { Token { kind: Tok::End, ..token } } else { token };
        match token.kind {
            Tok::Newline => self.newline_end(&mut error, token),
            Tok::Indent | Tok::Dedent | Tok::End => {
                let line = self.token_line(token);
                error.lineno = line;
                error.end_lineno = line;
                let text = self.lines.line_text(self.source, line);
                let width = match token.kind {
                    Tok::End => text.chars().count() + usize::from(line > 0),
                    Tok::Dedent => text.chars().count() - text.trim_start().chars().count(),
                    _ => text.chars().count() - text.trim_start_matches([' ', '\t', '\x0c']).chars().count(),
                };
                error.offset = if here { i64::from(offset(width)) } else { 0 };
                error.end_offset = if here { -1 } else { 0 };
                error.text = Some(self.line_text(line));
                error.incomplete = token.kind == Tok::End;
            }
            _ => {}
        }
        error
    }

    /// Notes a mistake that CPython's compiler would report once the whole source has parsed.
    pub(super) fn defer(&mut self, range: TextRange, msg: impl Into<String>) {
        if self.deferred.is_none() {
            let mut error = self.error(range.start().into(), range.end().into(), msg.into());
            error.text = None;
            self.deferred = Some(error);
        }
    }
}

/// The range between two offsets.
pub(super) fn range(start: u32, end: u32) -> TextRange {
    TextRange::new(TextSize::new(start), TextSize::new(end.max(start)))
}

/// The range from the start of one node to the end of another.
pub(super) fn cover(first: TextRange, last: TextRange) -> TextRange {
    TextRange::new(first.start(), last.end().max(first.start()))
}

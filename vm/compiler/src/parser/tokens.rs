//! The tokens of a source with comments and line ends that mean nothing, as `tokenize` has them (CPython:
//! `Python/Python-tokenize.c`): what the parser's tokenizer gives, and what lies between.

use super::error::SyntaxError;
use super::lexer::{self, Lexed};
use super::line_index::LineIndex;
use super::token::{Tok, Token};

/// The numbers of `token`.
pub mod kind {
    #![expect(missing_docs, reason = "the names are those of the module `token`")]
    pub const ENDMARKER: i32 = 0;
    pub const NAME: i32 = 1;
    pub const NUMBER: i32 = 2;
    pub const STRING: i32 = 3;
    pub const NEWLINE: i32 = 4;
    pub const INDENT: i32 = 5;
    pub const DEDENT: i32 = 6;
    pub const OP: i32 = 55;
    pub const FSTRING_START: i32 = 59;
    pub const FSTRING_MIDDLE: i32 = 60;
    pub const FSTRING_END: i32 = 61;
    pub const COMMENT: i32 = 62;
    pub const NL: i32 = 63;
}

/// A token: its number in `token`, and where it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Piece {
    /// See [`kind`].
    pub kind: i32,
    /// Byte offset of its start.
    pub start: u32,
    /// Byte offset of its end.
    pub end: u32,
}

/// What brackets and f-strings are open.
#[derive(PartialEq)]
enum Open {
    /// The text of an f-string, or of a format spec.
    Text,
    /// A replacement field.
    Field,
    Bracket,
}

/// The tokens of `source`, whose lines end in `\n`, and the error that ends them.
pub fn tokens(source: &str, lines: &LineIndex) -> (Vec<Piece>, Option<Box<SyntaxError>>) {
    let Lexed { tokens, error, unclosed, .. } = lexer::tokenize_leniently(source, lines);
    let mut reader = Reader { bytes: source.as_bytes(), pieces: Vec::new(), at: 0, open: Vec::new() };
    for token in &tokens {
        if token.kind != Tok::Error {
            reader.between(token.start);
            reader.token(token);
        } else if unclosed.is_some() {
            reader.between(token.start);
        }
    }
    let error = error.map(|error| match unclosed {
        Some(_) if error.incomplete => {
            SyntaxError::unplaced(error.kind, "unexpected EOF in multi-line statement")
        }
        _ => error,
    });
    (reader.pieces, error)
}

struct Reader<'s> {
    bytes: &'s [u8],
    pieces: Vec<Piece>,
    at: u32,
    open: Vec<Open>,
}

impl Reader<'_> {
    fn emit(&mut self, kind: i32, start: u32, end: u32) {
        self.pieces.push(Piece { kind, start, end });
    }

    fn byte(&self, at: u32) -> u8 {
        usize::try_from(at).ok().and_then(|at| self.bytes.get(at)).copied().unwrap_or(0)
    }

    /// Comments and line ends up to `end`. Between the pieces of an f-string there are braces alone.
    fn between(&mut self, end: u32) {
        while self.at < end {
            let start = self.at;
            self.at += 1;
            match self.byte(start) {
                b'\\' => self.at += 1,
                b'\n' => self.emit(kind::NL, start, self.at),
                b'#' => {
                    while self.at < end && self.byte(self.at) != b'\n' {
                        self.at += 1;
                    }
                    self.emit(kind::COMMENT, start, self.at);
                }
                _ => {}
            }
        }
        self.at = end;
    }

    /// A brace closes what is open. A format spec ends with it: its text is a token also where it is empty.
    fn close_brace(&mut self, at: u32) {
        if self.open.pop() != Some(Open::Text) {
            return;
        }
        self.open.pop();
        if self.pieces.last().is_none_or(|last| last.kind != kind::FSTRING_MIDDLE) {
            self.emit(kind::FSTRING_MIDDLE, at, at);
        }
    }

    fn token(&mut self, token: &Token) {
        match token.kind {
            Tok::FStart => self.open.push(Open::Text),
            Tok::FEnd => drop(self.open.pop()),
            Tok::LBrace if self.open.last() == Some(&Open::Text) => self.open.push(Open::Field),
            Tok::LPar | Tok::LSqb | Tok::LBrace => self.open.push(Open::Bracket),
            Tok::Colon if self.open.last() == Some(&Open::Field) => self.open.push(Open::Text),
            Tok::RPar | Tok::RSqb => drop(self.open.pop()),
            Tok::RBrace => self.close_brace(token.start),
            _ => {}
        }
        self.emit(number(token.kind), token.start, token.end);
        self.at = token.end;
    }
}

fn number(kind: Tok) -> i32 {
    match kind {
        Tok::End => kind::ENDMARKER,
        Tok::Newline => kind::NEWLINE,
        Tok::Indent => kind::INDENT,
        Tok::Dedent => kind::DEDENT,
        Tok::Number => kind::NUMBER,
        Tok::Str => kind::STRING,
        Tok::FStart => kind::FSTRING_START,
        Tok::FMiddle => kind::FSTRING_MIDDLE,
        Tok::FEnd => kind::FSTRING_END,
        kind if kind >= Tok::False || kind == Tok::Name => kind::NAME,
        _ => kind::OP,
    }
}

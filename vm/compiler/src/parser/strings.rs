//! String literals and f-strings: adjacent ones join, text pieces merge (CPython: `Parser/action_helpers.c`).

use rustpython_parser::ast::{self, Constant, ConversionFlag, Expr};
use rustpython_parser::text_size::TextRange;
use rustpython_wtf8::Wtf8Buf;

use super::cursor::{Parser, cover, range};
use super::error::PResult;
use super::escape::{decode_bytes, decode_str};
use super::lexer::Warning;
use super::line_index::tail;
use super::token::{Tok, Token};

/// A piece of a literal: text with its place and `u` prefix, or a replacement field.
enum Piece {
    Text(TextRange, Wtf8Buf, Option<String>),
    Field(Expr),
}

impl Parser<'_> {
    /// One or more adjacent literals.
    pub(super) fn strings(&mut self) -> PResult<Expr> {
        let start = self.start();
        let (mut pieces, mut bytes) = (Vec::new(), None::<Vec<u8>>);
        let (mut formatted, mut texts) = (false, 0);
        loop {
            match self.kind() {
                Tok::Str => {
                    let token = self.bump();
                    match self.plain_string(token, &mut bytes)? {
                        Some(piece) => {
                            texts += 1;
                            pieces.push(piece);
                        }
                        None => continue,
                    }
                }
                Tok::FStart => {
                    (formatted, texts) = (true, texts + 1);
                    self.fstring(&mut pieces)?;
                }
                _ => break,
            }
        }
        let range = self.range_from(start);
        if let Some(value) = bytes {
            if texts > 0 {
                self.lexer_error()?;
                return self.raise_at(self.token(), "cannot mix bytes and nonbytes literals");
            }
            return Ok(super::atom::constant(range, Constant::Bytes(value)));
        }
        let kind = match pieces.first() {
            Some(Piece::Text(_, _, kind)) => kind.clone(),
            _ => None,
        };
        if !formatted {
            let mut whole = Wtf8Buf::new();
            for piece in &pieces {
                if let Piece::Text(_, text, _) = piece {
                    whole.push_wtf8(text);
                }
            }
            return Ok(self.text_constant(range, whole, kind));
        }
        self.grow()?;
        let values = self.merge(pieces);
        Ok(Expr::JoinedStr(ast::ExprJoinedStr { range, values }))
    }

    /// Joins neighbouring texts and drops empty ones.
    fn merge(&mut self, pieces: Vec<Piece>) -> Vec<Expr> {
        let (mut values, mut text) = (Vec::new(), None::<(TextRange, Wtf8Buf, Option<String>)>);
        for piece in pieces {
            match piece {
                Piece::Text(place, more, kind) => match &mut text {
                    Some((range, so_far, _)) => {
                        *range = cover(*range, place);
                        so_far.push_wtf8(&more);
                    }
                    None => text = Some((place, more, kind)),
                },
                Piece::Field(field) => {
                    self.flush(text.take(), &mut values);
                    values.push(field);
                }
            }
        }
        self.flush(text, &mut values);
        values
    }

    fn flush(&mut self, text: Option<(TextRange, Wtf8Buf, Option<String>)>, values: &mut Vec<Expr>) {
        if let Some((range, text, kind)) = text
            && !text.is_empty()
        {
            values.push(self.text_constant(range, text, kind));
        }
    }

    /// A `str` constant; lone surrogates show as U+FFFD in the tree and go to the side table.
    fn text_constant(&mut self, range: TextRange, text: Wtf8Buf, kind: Option<String>) -> Expr {
        let value = match text.into_string() {
            Ok(value) => value,
            Err(text) => {
                let lossy = text.to_string_lossy().into_owned();
                self.surrogates.insert(range, text);
                lossy
            }
        };
        Expr::Constant(ast::ExprConstant { range, value: Constant::Str(value), kind })
    }

    fn plain_string(&mut self, token: Token, bytes: &mut Option<Vec<u8>>) -> PResult<Option<Piece>> {
        let text = self.text(token);
        let quote = text.find(['\'', '"']).unwrap_or(0);
        let (prefix, quoted) = text.split_at(quote);
        let size = if quoted.len() >= 6 && is_tripled(quoted) { 3 } else { 1 };
        let body = quoted.get(size..quoted.len().saturating_sub(size)).unwrap_or("");
        let raw = prefix.contains(['r', 'R']);
        let place = range(token.start, token.end);
        if prefix.contains(['b', 'B']) {
            if !body.is_ascii() {
                return self.raise_on(place, "bytes can only contain ASCII literal characters");
            }
            let value = if raw { body.as_bytes().to_vec() } else { self.unescape_bytes(body, place)? };
            bytes.get_or_insert_default().extend(value);
            return Ok(None);
        }
        let value = self.unescape(body, raw, place)?;
        let kind = prefix.starts_with('u').then(|| "u".to_owned());
        Ok(Some(Piece::Text(place, value, kind)))
    }

    fn unescape_bytes(&mut self, body: &str, place: TextRange) -> PResult<Vec<u8>> {
        let decoded = match decode_bytes(body.as_bytes()) {
            Ok(decoded) => decoded,
            Err(msg) => return self.raise_on(place, msg),
        };
        self.warn(decoded.invalid, place);
        Ok(decoded.value)
    }

    fn unescape(&mut self, body: &str, raw: bool, place: TextRange) -> PResult<Wtf8Buf> {
        if raw || !body.contains('\\') {
            return Ok(Wtf8Buf::from_string(body.to_owned()));
        }
        let decoded = match decode_str(body) {
            Ok(decoded) => decoded,
            Err(msg) => return self.raise_on(place, msg),
        };
        self.warn(decoded.invalid, place);
        Ok(decoded.value)
    }

    fn warn(&mut self, invalid: Option<(usize, String)>, place: TextRange) {
        if let Some((_, msg)) = invalid {
            self.warnings.push(Warning { msg, offset: place.start().into(), end: place.end().into() });
        }
    }

    /// From the opening quote of an f-string to its end; the pieces go to `pieces`.
    fn fstring(&mut self, pieces: &mut Vec<Piece>) -> PResult<()> {
        let open = self.expect(Tok::FStart)?;
        let raw = self.text(open).contains(['r', 'R']);
        self.fstring_pieces(Tok::FEnd, raw, pieces)?;
        self.expect(Tok::FEnd)?;
        Ok(())
    }

    fn fstring_pieces(&mut self, end: Tok, raw: bool, pieces: &mut Vec<Piece>) -> PResult<()> {
        loop {
            match self.kind() {
                Tok::FMiddle => {
                    let token = self.bump();
                    let mut place = range(token.start, token.end);
                    if end == Tok::FEnd && self.ends_in_doubled_brace(token) {
                        place = range(token.start, token.end + 1);
                    }
                    let end = self.fstring_end();
                    let text = self.unescape(self.text(token), raw, end)?;
                    pieces.push(Piece::Text(place, text, None));
                }
                Tok::LBrace => self.replacement_field(raw, pieces)?,
                kind if kind == end => return Ok(()),
                _ if end == Tok::RBrace => return Ok(()),
                _ => return self.fail(),
            }
        }
    }

    /// Whether the text of an f-string ends in `{{` or `}}`: both are part of its place, one of its text.
    fn ends_in_doubled_brace(&self, text: Token) -> bool {
        let last = self.text(text).bytes().last();
        matches!(last, Some(b'{' | b'}')) && tail(self.source, text.end).bytes().next() == last
    }

    /// Where the f-string around the cursor ends: CPython decodes its text once it is there.
    fn fstring_end(&self) -> TextRange {
        let (mut at, mut depth) = (self.pos, 0usize);
        loop {
            let token = self.token_at(at);
            match token.kind {
                Tok::FStart => depth += 1,
                Tok::FEnd if depth > 0 => depth -= 1,
                Tok::FEnd | Tok::End | Tok::Error => return range(token.start, token.end),
                _ => {}
            }
            at += 1;
        }
    }

    /// `{expr=!r:spec}`.
    fn replacement_field(&mut self, raw: bool, pieces: &mut Vec<Piece>) -> PResult<()> {
        let open = self.expect(Tok::LBrace)?;
        if self.may_diagnose() {
            self.diagnose_field_start()?;
        }
        self.enter()?;
        let value = self.yield_or_star_expressions()?;
        self.leave();
        let debug = self.accept(Tok::Eq).is_some();
        if self.may_diagnose() {
            self.diagnose_field_end(debug)?;
        }
        let text_end = self.start();
        let mut conversion = ConversionFlag::None;
        if let Some(bang) = self.accept(Tok::Bang) {
            conversion = self.conversion(bang)?;
        }
        let mut format_spec = None;
        if let Some(colon) = self.accept(Tok::Colon) {
            let mut spec = Vec::new();
            self.fstring_pieces(Tok::RBrace, raw, &mut spec)?;
            let place = range(colon.start, self.start().max(colon.end));
            let values = self.merge(spec);
            format_spec = Some(Box::new(Expr::JoinedStr(ast::ExprJoinedStr { range: place, values })));
        }
        if self.may_diagnose() && !self.at(Tok::RBrace) {
            self.diagnose_field_close(format_spec.is_some())?;
        }
        let close = self.expect(Tok::RBrace)?;
        if debug {
            let place = range(open.end, text_end);
            if conversion == ConversionFlag::None && format_spec.is_none() {
                conversion = ConversionFlag::Repr;
            }
            let text = Wtf8Buf::from_string(self.debug_text(open.end, text_end));
            pieces.push(Piece::Text(place, text, None));
        }
        self.grow()?;
        let (range, value) = (range(open.start, close.end), Box::new(value));
        let field = ast::ExprFormattedValue { range, value, conversion, format_spec };
        pieces.push(Piece::Field(Expr::FormattedValue(field)));
        Ok(())
    }

    fn conversion(&mut self, bang: Token) -> PResult<ConversionFlag> {
        let name = match self.kind() {
            Tok::Name => self.bump(),
            _ => return self.fail(),
        };
        if name.start != bang.end {
            let place = range(bang.start, name.end);
            return self
                .raise_on(place, "f-string: conversion type must come right after the exclamanation mark");
        }
        match self.text(name) {
            "s" => Ok(ConversionFlag::Str),
            "r" => Ok(ConversionFlag::Repr),
            "a" => Ok(ConversionFlag::Ascii),
            other => {
                let msg =
                    format!("f-string: invalid conversion character '{other}': expected 's', 'r', or 'a'");
                self.raise_on(range(name.start, name.end), msg)
            }
        }
    }

    /// The source of a `{expr=}` field, comments removed.
    fn debug_text(&self, start: u32, end: u32) -> String {
        let length = usize::try_from(end - start).unwrap_or(0);
        let text = tail(self.source, start).get(..length).unwrap_or("");
        if !text.contains('#') {
            return text.to_owned();
        }
        let mut kept = String::new();
        let mut quote = None;
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            match (quote, c) {
                (None, '#') => {
                    while chars.peek().is_some_and(|&c| c != '\n') {
                        chars.next();
                    }
                    continue;
                }
                (None, '\'' | '"') => quote = Some(c),
                (Some(open), c) if open == c => quote = None,
                _ => {}
            }
            kept.push(c);
        }
        kept
    }
}

fn is_tripled(quoted: &str) -> bool {
    quoted.starts_with("'''") || quoted.starts_with("\"\"\"")
}

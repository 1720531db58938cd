//! The patterns of `match`.

use rustpython_parser::ast::{self, Constant, Expr, ExprContext, Pattern, Ranged};

use super::cursor::{Parser, range};
use super::error::PResult;
use super::token::{Tok, Token};

impl Parser<'_> {
    /// `patterns`: what follows `case`; a bare sequence is allowed.
    pub(super) fn patterns(&mut self) -> PResult<Pattern> {
        let start = self.start();
        let first = self.maybe_star_pattern()?;
        let starred = matches!(first, Pattern::MatchStar(_));
        if !self.at(Tok::Comma) && !starred {
            return Ok(first);
        }
        let mut patterns = vec![first];
        if !self.at(Tok::Comma) {
            return self.fail();
        }
        while self.accept(Tok::Comma).is_some() {
            if matches!(self.kind(), Tok::Colon | Tok::If) {
                break;
            }
            patterns.push(self.maybe_star_pattern()?);
        }
        Ok(Pattern::MatchSequence(ast::PatternMatchSequence { range: self.range_from(start), patterns }))
    }

    fn maybe_star_pattern(&mut self) -> PResult<Pattern> {
        let Some(star) = self.accept(Tok::Star) else { return self.as_pattern() };
        let token = self.expect_name()?;
        let name = self.capture_name(token);
        Ok(Pattern::MatchStar(ast::PatternMatchStar { range: range(star.start, token.end), name }))
    }

    fn capture_name(&self, token: Token) -> Option<ast::Identifier> {
        (self.text(token) != "_").then(|| self.identifier(token))
    }

    fn as_pattern(&mut self) -> PResult<Pattern> {
        self.enter()?;
        let start = self.start();
        let pattern = self.or_pattern()?;
        self.leave();
        if self.accept(Tok::As).is_none() {
            return Ok(pattern);
        }
        let token = self.token();
        if self.at_word("_") {
            return self.raise_at(token, "cannot use '_' as a target");
        }
        if !self.at(Tok::Name) {
            let value = self.expression()?;
            return self.raise_on(value.range(), "invalid pattern target");
        }
        self.bump();
        let name = Some(self.identifier(token));
        let (range, pattern) = (self.range_from(start), Some(Box::new(pattern)));
        Ok(Pattern::MatchAs(ast::PatternMatchAs { range, pattern, name }))
    }

    fn or_pattern(&mut self) -> PResult<Pattern> {
        let start = self.start();
        let first = self.closed_pattern()?;
        if !self.at(Tok::Bar) {
            return Ok(first);
        }
        let mut patterns = vec![first];
        while self.accept(Tok::Bar).is_some() {
            patterns.push(self.closed_pattern()?);
        }
        Ok(Pattern::MatchOr(ast::PatternMatchOr { range: self.range_from(start), patterns }))
    }

    fn closed_pattern(&mut self) -> PResult<Pattern> {
        let token = self.token();
        let place = range(token.start, token.end);
        let singleton = |value| Pattern::MatchSingleton(ast::PatternMatchSingleton { range: place, value });
        match token.kind {
            Tok::None => {
                self.bump();
                Ok(singleton(Constant::None))
            }
            Tok::True | Tok::False => {
                self.bump();
                Ok(singleton(Constant::Bool(token.kind == Tok::True)))
            }
            Tok::Number | Tok::Minus | Tok::Str | Tok::FStart => {
                let value = Box::new(self.literal_value()?);
                Ok(Pattern::MatchValue(ast::PatternMatchValue { range: value.range(), value }))
            }
            Tok::Name => self.name_pattern(),
            Tok::LPar | Tok::LSqb => self.sequence_pattern(),
            Tok::LBrace => self.mapping_pattern(),
            _ => self.fail(),
        }
    }

    /// A number (`-1`, `1+2j`) or strings.
    fn literal_value(&mut self) -> PResult<Expr> {
        if matches!(self.kind(), Tok::Str | Tok::FStart) {
            let value = self.strings()?;
            if value.is_joined_str_expr() {
                self.defer(value.range(), "patterns may only match literals and attribute lookups");
            }
            return Ok(value);
        }
        let start = self.start();
        let left = self.signed_number()?;
        let op = match self.kind() {
            Tok::Plus => ast::Operator::Add,
            Tok::Minus => ast::Operator::Sub,
            _ => return Ok(left),
        };
        self.bump();
        if let Some(complex) = is_complex(&left)
            && complex
        {
            return self.raise_on(left.range(), "real number required in complex literal");
        }
        if !self.at(Tok::Number) {
            return self.fail();
        }
        let right = self.primary()?;
        if is_complex(&right) != Some(true) {
            return self.raise_on(right.range(), "imaginary number required in complex literal");
        }
        let (left, right) = (Box::new(left), Box::new(right));
        Ok(Expr::BinOp(ast::ExprBinOp { range: self.range_from(start), left, op, right }))
    }

    fn signed_number(&mut self) -> PResult<Expr> {
        let minus = self.accept(Tok::Minus);
        if !self.at(Tok::Number) {
            return self.fail();
        }
        let token = self.token();
        let value = self.primary()?;
        if !value.is_constant_expr() {
            self.pos -= 1;
            return self.fail();
        }
        let Some(minus) = minus else { return Ok(value) };
        let range = range(minus.start, token.end);
        Ok(Expr::UnaryOp(ast::ExprUnaryOp { range, op: ast::UnaryOp::USub, operand: Box::new(value) }))
    }

    fn name_pattern(&mut self) -> PResult<Pattern> {
        let token = self.bump();
        let place = range(token.start, token.end);
        if !matches!(self.kind(), Tok::Dot | Tok::LPar) {
            let name = self.capture_name(token);
            return Ok(Pattern::MatchAs(ast::PatternMatchAs { range: place, pattern: None, name }));
        }
        let (id, ctx) = (self.identifier(token), ExprContext::Load);
        let mut value = Expr::Name(ast::ExprName { range: place, id, ctx });
        while self.accept(Tok::Dot).is_some() {
            let name = self.expect_name()?;
            let (range, attr) = (range(token.start, name.end), self.identifier(name));
            value = Expr::Attribute(ast::ExprAttribute { range, value: Box::new(value), attr, ctx });
            self.grow()?;
        }
        if self.at(Tok::LPar) {
            return self.class_pattern(token.start, value);
        }
        let range = value.range();
        Ok(Pattern::MatchValue(ast::PatternMatchValue { range, value: Box::new(value) }))
    }

    fn class_pattern(&mut self, start: u32, cls: Expr) -> PResult<Pattern> {
        self.expect(Tok::LPar)?;
        let (mut patterns, mut kwd_attrs, mut kwd_patterns) = (Vec::new(), Vec::new(), Vec::new());
        while !self.at(Tok::RPar) {
            if self.at(Tok::Name) && self.kind_at(1) == Tok::Eq {
                let name = self.bump();
                self.bump();
                kwd_attrs.push(self.identifier(name));
                kwd_patterns.push(self.as_pattern()?);
            } else {
                let pattern = self.as_pattern()?;
                if !kwd_attrs.is_empty() {
                    let msg = "positional patterns follow keyword patterns";
                    return self.raise_on(pattern.range(), msg);
                }
                patterns.push(pattern);
            }
            if !self.at(Tok::RPar) {
                self.expect(Tok::Comma)?;
            }
        }
        self.bump();
        let (range, cls) = (self.range_from(start), Box::new(cls));
        Ok(Pattern::MatchClass(ast::PatternMatchClass { range, cls, patterns, kwd_attrs, kwd_patterns }))
    }

    /// `[…]`, `(…)`: a sequence, or a group when parenthesised without a comma.
    fn sequence_pattern(&mut self) -> PResult<Pattern> {
        let open = self.bump();
        let close = if open.kind == Tok::LPar { Tok::RPar } else { Tok::RSqb };
        let (mut patterns, mut commas) = (Vec::new(), 0);
        while !self.at(close) {
            patterns.push(self.maybe_star_pattern()?);
            if !self.at(close) {
                self.expect(Tok::Comma)?;
                commas += 1;
            }
        }
        self.bump();
        if close == Tok::RPar && commas == 0 && patterns.len() == 1 {
            return match patterns.pop() {
                Some(Pattern::MatchStar(_)) | None => {
                    self.pos -= 1;
                    self.fail()
                }
                Some(pattern) => Ok(pattern),
            };
        }
        let range = self.range_from(open.start);
        Ok(Pattern::MatchSequence(ast::PatternMatchSequence { range, patterns }))
    }

    fn mapping_pattern(&mut self) -> PResult<Pattern> {
        let open = self.bump();
        let (mut keys, mut patterns, mut rest) = (Vec::new(), Vec::new(), None);
        while !self.at(Tok::RBrace) {
            if self.accept(Tok::DoubleStar).is_some() {
                let name = self.expect_name()?;
                if self.text(name) == "_" || rest.is_some() {
                    self.pos -= 1;
                    return self.fail();
                }
                rest = Some(self.identifier(name));
                self.accept(Tok::Comma);
                break;
            }
            keys.push(self.mapping_key()?);
            self.expect(Tok::Colon)?;
            patterns.push(self.as_pattern()?);
            if !self.at(Tok::RBrace) {
                self.expect(Tok::Comma)?;
            }
        }
        self.expect(Tok::RBrace)?;
        let range = self.range_from(open.start);
        Ok(Pattern::MatchMapping(ast::PatternMatchMapping { range, keys, patterns, rest }))
    }

    fn mapping_key(&mut self) -> PResult<Expr> {
        let token = self.token();
        match token.kind {
            Tok::None | Tok::True | Tok::False => self.primary(),
            Tok::Name if self.kind_at(1) == Tok::Dot => match self.name_pattern()? {
                Pattern::MatchValue(value) => Ok(*value.value),
                _ => self.fail(),
            },
            Tok::Number | Tok::Minus | Tok::Str | Tok::FStart => self.literal_value(),
            _ => {
                // CPython looks past a name for a dot.
                self.furthest = self.furthest.max(self.pos + usize::from(token.kind == Tok::Name));
                self.fail()
            }
        }
    }
}

fn is_complex(value: &Expr) -> Option<bool> {
    match value {
        Expr::Constant(constant) => Some(matches!(constant.value, Constant::Complex { .. })),
        Expr::UnaryOp(unary) => match &*unary.operand {
            Expr::Constant(constant) => Some(matches!(constant.value, Constant::Complex { .. })),
            _ => None,
        },
        _ => None,
    }
}

//! Primaries and atoms: names, literals, displays, comprehensions, attributes, subscripts, calls.

use num_bigint::BigInt;
use rustpython_parser::ast::{self, Comprehension, Constant, Expr, ExprContext, Keyword, Ranged};
use rustpython_parser::text_size::TextRange;

use super::cursor::{Parser, range};
use super::error::{Fail, PResult};
use super::expr::starts_expression;
use super::token::{Tok, Token};

/// CPython's default `sys.int_info.default_max_str_digits`.
const MAX_DIGITS: usize = 4300;

impl Parser<'_> {
    /// `primary`: an atom and its trailers.
    pub(super) fn primary(&mut self) -> PResult<Expr> {
        let start = self.start();
        let mut value = self.atom()?;
        loop {
            value = match self.kind() {
                Tok::Dot => {
                    self.bump();
                    let name = self.expect_name()?;
                    let attr = self.identifier(name);
                    let (range, value, ctx) = (range(start, name.end), Box::new(value), ExprContext::Load);
                    Expr::Attribute(ast::ExprAttribute { range, value, attr, ctx })
                }
                Tok::LSqb => {
                    self.bump();
                    let slice = Box::new(self.slices()?);
                    self.expect(Tok::RSqb)?;
                    let (value, ctx) = (Box::new(value), ExprContext::Load);
                    Expr::Subscript(ast::ExprSubscript { range: self.range_from(start), value, slice, ctx })
                }
                Tok::LPar => {
                    let func = Box::new(value);
                    let (args, keywords) = self.call_arguments()?;
                    Expr::Call(ast::ExprCall { range: self.range_from(start), func, args, keywords })
                }
                _ => return Ok(value),
            };
            self.grow()?;
        }
    }

    fn atom(&mut self) -> PResult<Expr> {
        let token = self.token();
        let value = match token.kind {
            Tok::Name => {
                self.bump();
                let (id, ctx) = (self.identifier(token), ExprContext::Load);
                return Ok(Expr::Name(ast::ExprName { range: range(token.start, token.end), id, ctx }));
            }
            Tok::Number => self.number(token)?,
            Tok::Str | Tok::FStart => return self.strings(),
            Tok::LPar => return self.parenthesised(),
            Tok::LSqb => return self.list(),
            Tok::LBrace => return self.braces(),
            Tok::None => Constant::None,
            Tok::True => Constant::Bool(true),
            Tok::False => Constant::Bool(false),
            Tok::Ellipsis => Constant::Ellipsis,
            _ => return self.fail(),
        };
        self.bump();
        Ok(constant(range(token.start, token.end), value))
    }

    fn number(&mut self, token: Token) -> PResult<Constant> {
        let text = self.text(token);
        let clean: String = text.chars().filter(|&c| c != '_').collect();
        let prefix = clean.get(..2).unwrap_or("").to_ascii_lowercase();
        let radix = match prefix.as_str() {
            "0x" => 16,
            "0o" => 8,
            "0b" => 2,
            _ => 10,
        };
        if radix != 10 {
            let digits = clean.get(2..).unwrap_or("").as_bytes();
            return Ok(Constant::Int(BigInt::parse_bytes(digits, radix).unwrap_or_default()));
        }
        if let Some(imaginary) = clean.strip_suffix(['j', 'J']) {
            return Ok(Constant::Complex { real: 0.0, imag: imaginary.parse().unwrap_or(0.0) });
        }
        if clean.contains(['.', 'e', 'E']) {
            return Ok(Constant::Float(clean.parse().unwrap_or(0.0)));
        }
        if let Ok(small) = clean.parse::<u64>() {
            return Ok(Constant::Int(small.into()));
        }
        if clean.len() > MAX_DIGITS {
            let msg = format!(
                "Exceeds the limit ({MAX_DIGITS} digits) for integer string conversion: value has {} digits; \
                 use sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge \
                 integer literals to avoid decimal conversion limits.",
                clean.len()
            );
            return self.raise_on(range(token.start, token.end), msg);
        }
        Ok(Constant::Int(BigInt::parse_bytes(clean.as_bytes(), 10).unwrap_or_default()))
    }

    /// `(`: a tuple, a group, a generator or the empty tuple.
    fn parenthesised(&mut self) -> PResult<Expr> {
        self.diagnose_comprehension()?;
        let start = self.expect(Tok::LPar)?.start;
        if self.at(Tok::Yield) {
            let value = self.yield_expression()?;
            self.expect(Tok::RPar)?;
            return Ok(value);
        }
        if self.at(Tok::RPar) {
            return self.finish_tuple(start, Vec::new());
        }
        if self.at(Tok::DoubleStar) {
            self.diagnose_double_star_group()?;
        }
        let first = self.star_named_expression()?;
        if self.at_comprehension() && !first.is_starred_expr() {
            let generators = self.comprehension_clauses()?;
            self.expect(Tok::RPar)?;
            self.grow()?;
            let (range, elt) = (self.range_from(start), Box::new(first));
            return Ok(Expr::GeneratorExp(ast::ExprGeneratorExp { range, elt, generators }));
        }
        if !self.at(Tok::Comma) {
            if first.is_starred_expr() && self.at(Tok::RPar) {
                return self.raise_on(first.range(), "cannot use starred expression here");
            }
            self.expect(Tok::RPar)?;
            return Ok(first);
        }
        let mut elts = vec![first];
        self.more_elements(Tok::RPar, &mut elts)?;
        self.finish_tuple(start, elts)
    }

    fn finish_tuple(&mut self, start: u32, elts: Vec<Expr>) -> PResult<Expr> {
        self.expect(Tok::RPar)?;
        self.grow()?;
        Ok(Expr::Tuple(ast::ExprTuple { range: self.range_from(start), elts, ctx: ExprContext::Load }))
    }

    /// `, item, item,` up to the closing bracket, which stays.
    fn more_elements(&mut self, close: Tok, elts: &mut Vec<Expr>) -> PResult<()> {
        while self.accept(Tok::Comma).is_some() {
            if self.at(close) {
                break;
            }
            elts.push(self.star_named_expression()?);
        }
        Ok(())
    }

    fn list(&mut self) -> PResult<Expr> {
        self.diagnose_comprehension()?;
        let start = self.expect(Tok::LSqb)?.start;
        let mut elts = Vec::new();
        if !self.at(Tok::RSqb) {
            let first = self.star_named_expression()?;
            if self.at_comprehension() && !first.is_starred_expr() {
                let generators = self.comprehension_clauses()?;
                self.expect(Tok::RSqb)?;
                self.grow()?;
                let (range, elt) = (self.range_from(start), Box::new(first));
                return Ok(Expr::ListComp(ast::ExprListComp { range, elt, generators }));
            }
            elts.push(first);
            self.more_elements(Tok::RSqb, &mut elts)?;
        }
        self.expect(Tok::RSqb)?;
        self.grow()?;
        Ok(Expr::List(ast::ExprList { range: self.range_from(start), elts, ctx: ExprContext::Load }))
    }

    fn braces(&mut self) -> PResult<Expr> {
        let start = self.start();
        if self.may_diagnose() {
            self.diagnose_braces()?;
        }
        self.diagnose_comprehension()?;
        self.bump();
        if matches!(self.kind(), Tok::RBrace | Tok::DoubleStar) {
            return self.dict(start, Vec::new(), Vec::new());
        }
        let parenthesised = self.at(Tok::LPar);
        let first = self.star_named_expression()?;
        let is_key = !first.is_starred_expr() && (parenthesised || !first.is_named_expr_expr());
        if self.at(Tok::Colon) && is_key {
            self.bump();
            let value = self.expression()?;
            if self.at_comprehension() {
                let generators = self.comprehension_clauses()?;
                self.expect(Tok::RBrace)?;
                self.grow()?;
                let (range, key, value) = (self.range_from(start), Box::new(first), Box::new(value));
                return Ok(Expr::DictComp(ast::ExprDictComp { range, key, value, generators }));
            }
            if !self.at(Tok::RBrace) {
                self.expect(Tok::Comma)?;
            }
            return self.dict(start, vec![Some(first)], vec![value]);
        }
        if self.at_comprehension() && !first.is_starred_expr() {
            let generators = self.comprehension_clauses()?;
            self.expect(Tok::RBrace)?;
            self.grow()?;
            let (range, elt) = (self.range_from(start), Box::new(first));
            return Ok(Expr::SetComp(ast::ExprSetComp { range, elt, generators }));
        }
        let mut elts = vec![first];
        self.more_elements(Tok::RBrace, &mut elts)?;
        self.expect(Tok::RBrace)?;
        self.grow()?;
        Ok(Expr::Set(ast::ExprSet { range: self.range_from(start), elts }))
    }

    fn dict(&mut self, start: u32, mut keys: Vec<Option<Expr>>, mut values: Vec<Expr>) -> PResult<Expr> {
        while !self.at(Tok::RBrace) {
            if self.accept(Tok::DoubleStar).is_some() {
                keys.push(None);
                values.push(self.bitwise_or()?);
            } else {
                keys.push(Some(self.expression()?));
                self.expect(Tok::Colon)?;
                values.push(self.expression()?);
            }
            if !self.at(Tok::RBrace) {
                self.expect(Tok::Comma)?;
            }
        }
        self.bump();
        self.grow()?;
        Ok(Expr::Dict(ast::ExprDict { range: self.range_from(start), keys, values }))
    }

    pub(super) fn at_comprehension(&self) -> bool {
        self.at(Tok::For) || (self.at(Tok::Async) && self.kind_at(1) == Tok::For)
    }

    /// `for_if_clauses`.
    pub(super) fn comprehension_clauses(&mut self) -> PResult<Vec<Comprehension>> {
        let mut clauses = Vec::new();
        while self.at_comprehension() {
            let is_async = self.accept(Tok::Async).is_some();
            self.bump();
            let target = self.star_targets(Tok::In)?;
            if !self.at(Tok::In) && self.may_diagnose() {
                self.lexer_error()?;
                return self.raise_at(self.token(), "'in' expected after for-loop variables");
            }
            self.expect(Tok::In)?;
            let iter = self.disjunction()?;
            let mut ifs = Vec::new();
            while self.accept(Tok::If).is_some() {
                ifs.push(self.disjunction()?);
            }
            let range = Default::default();
            clauses.push(Comprehension { range, target, iter, ifs, is_async });
        }
        Ok(clauses)
    }

    fn slices(&mut self) -> PResult<Expr> {
        let start = self.start();
        let first = self.slice()?;
        if !self.at(Tok::Comma) && !first.is_starred_expr() {
            return Ok(first);
        }
        let mut elts = vec![first];
        while self.accept(Tok::Comma).is_some() {
            if self.at(Tok::RSqb) {
                break;
            }
            elts.push(self.slice()?);
        }
        self.grow()?;
        Ok(Expr::Tuple(ast::ExprTuple { range: self.range_from(start), elts, ctx: ExprContext::Load }))
    }

    fn slice(&mut self) -> PResult<Expr> {
        let start = self.start();
        if self.at(Tok::Star) {
            return self.starred(5);
        }
        let lower = if self.at(Tok::Colon) { None } else { Some(self.named_expression()?) };
        if !self.at(Tok::Colon) {
            return match lower {
                Some(value) => Ok(value),
                None => self.fail(),
            };
        }
        if lower.as_ref().is_some_and(Expr::is_named_expr_expr) && self.kind_at(1) != Tok::End {
            let bare = self.token_at(self.pos - 1).kind != Tok::RPar;
            if bare {
                return self.fail();
            }
        }
        self.bump();
        let upper = self.slice_part()?;
        let step = if self.accept(Tok::Colon).is_some() { self.slice_part()? } else { None };
        self.grow()?;
        let lower = lower.map(Box::new);
        Ok(Expr::Slice(ast::ExprSlice { range: self.range_from(start), lower, upper, step }))
    }

    fn slice_part(&mut self) -> PResult<Option<Box<Expr>>> {
        if !starts_expression(self.kind()) {
            return Ok(None);
        }
        Ok(Some(Box::new(self.expression()?)))
    }

    /// `( … )` of a call or a class definition.
    pub(super) fn call_arguments(&mut self) -> PResult<(Vec<Expr>, Vec<Keyword>)> {
        let open = self.expect(Tok::LPar)?;
        if self.may_diagnose() {
            self.diagnose_arguments()?;
        }
        let (mut args, mut keywords) = (Vec::new(), Vec::<Keyword>::new());
        while !self.at(Tok::RPar) {
            self.argument(open.start, &mut args, &mut keywords)?;
            if !self.at(Tok::RPar) {
                self.expect(Tok::Comma)?;
            }
        }
        self.bump();
        self.check_repeated_keywords(&keywords);
        Ok((args, keywords))
    }

    fn argument(&mut self, open: u32, args: &mut Vec<Expr>, keywords: &mut Vec<Keyword>) -> PResult<()> {
        let start = self.start();
        if self.at(Tok::Star) {
            if keywords.iter().any(|k| k.arg.is_none()) {
                self.raise_unpacking(keywords)?;
            }
            let value = match self.starred(0) {
                Err(Fail::Plain) if self.may_diagnose() => {
                    let last = self.token_at(self.furthest.max(self.pos));
                    return self.raise_at(last, "Invalid star expression");
                }
                value => value?,
            };
            args.push(value);
        } else if self.accept(Tok::DoubleStar).is_some() {
            let value = self.expression()?;
            keywords.push(Keyword { range: self.range_from(start), arg: None, value });
        } else if self.at(Tok::Name) && self.kind_at(1) == Tok::Eq {
            let name = self.bump();
            self.bump();
            let arg = Some(self.identifier(name));
            let value = self.expression()?;
            keywords.push(Keyword { range: self.range_from(start), arg, value });
        } else {
            let value = self.named_expression()?;
            if self.at_comprehension() {
                args.push(self.generator_argument(open, args.is_empty() && keywords.is_empty(), value)?);
            } else {
                if !keywords.is_empty() && !self.at(Tok::Eq) {
                    self.raise_positional(keywords)?;
                }
                args.push(value);
            }
        }
        Ok(())
    }

    /// A generator may stand bare only as the sole argument; its range is then that of the parentheses.
    fn generator_argument(&mut self, open: u32, alone: bool, elt: Expr) -> PResult<Expr> {
        let start = elt.range();
        let generators = self.comprehension_clauses()?;
        if !alone || !self.at(Tok::RPar) {
            return self.raise_bare_generator(start, &generators);
        }
        let close = self.token().end;
        let (range, elt) = (range(open, close), Box::new(elt));
        self.grow()?;
        Ok(Expr::GeneratorExp(ast::ExprGeneratorExp { range, elt, generators }))
    }
}

/// A constant node.
pub(super) fn constant(range: TextRange, value: Constant) -> Expr {
    Expr::Constant(ast::ExprConstant { range, value, kind: None })
}

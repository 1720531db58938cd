//! Parameter lists of functions and lambdas, and type parameters.

use rustpython_parser::ast::{self, Arg, ArgWithDefault, Arguments, Expr, TypeParam};

use super::cursor::{Parser, range};
use super::error::PResult;
use super::token::{Tok, Token};

/// What has been seen so far of a parameter list.
#[derive(Default)]
struct Seen {
    slash: bool,
    star: bool,
    default: bool,
}

impl Parser<'_> {
    /// Parameters up to `close` (`)` of a function, `:` of a lambda), which stays.
    pub(super) fn parameters(&mut self, close: Tok) -> PResult<Arguments> {
        let mut arguments = Arguments::empty(Default::default());
        let mut seen = Seen::default();
        while !self.at(close) {
            match self.kind() {
                Tok::Slash => self.slash(&mut arguments, &mut seen, close)?,
                Tok::Star => self.star(&mut arguments, &mut seen, close)?,
                Tok::DoubleStar => {
                    self.kwargs(&mut arguments, close)?;
                    break;
                }
                _ => {
                    let parameter = self.parameter(close, &mut seen)?;
                    let list = if seen.star { &mut arguments.kwonlyargs } else { &mut arguments.args };
                    list.push(parameter);
                }
            }
            if !self.at(close) {
                self.expect(Tok::Comma)?;
            }
        }
        Ok(arguments)
    }

    fn slash(&mut self, arguments: &mut Arguments, seen: &mut Seen, close: Tok) -> PResult<()> {
        let token = self.bump();
        if seen.slash {
            return self.raise_at(token, "/ may appear only once");
        }
        if seen.star {
            return self.raise_at(token, "/ must be ahead of *");
        }
        if arguments.args.is_empty() && self.at(close) {
            self.pos -= 1;
            return self.fail();
        }
        if arguments.args.is_empty() && self.at(Tok::Comma) {
            return self.raise_at(token, "at least one argument must precede /");
        }
        if self.at(Tok::Star) {
            return self.raise_at(self.token(), "expected comma between / and *");
        }
        seen.slash = true;
        arguments.posonlyargs = std::mem::take(&mut arguments.args);
        Ok(())
    }

    /// A second `*` is told from what is no parameter at all by what follows.
    fn second_star<T>(&mut self, close: Tok) -> PResult<T> {
        let token = self.token();
        let follows = |kind| kind == Tok::Comma || kind == close;
        let mark = (self.mark(), self.furthest);
        self.bump();
        let mut is_parameter = self.at(Tok::Comma);
        if self.accept(Tok::Name).is_some() {
            if close == Tok::RPar && self.accept(Tok::Colon).is_some() {
                self.attempt(Self::expression)?;
            }
            is_parameter = follows(self.kind());
        }
        if is_parameter {
            return self.raise_at(token, "* argument may appear only once");
        }
        self.reset(mark.0);
        self.furthest = mark.1.max(self.pos);
        self.fail()
    }

    fn star(&mut self, arguments: &mut Arguments, seen: &mut Seen, close: Tok) -> PResult<()> {
        if seen.star {
            return self.second_star(close);
        }
        let token = self.bump();
        seen.star = true;
        if self.at(Tok::Comma) || self.at(close) {
            let next = self.kind_at(1);
            if self.at(close) || next == close || next == Tok::DoubleStar {
                let place = match close {
                    Tok::Colon if self.at(close) => self.token(),
                    Tok::Colon => self.token_at(self.pos + 1),
                    _ => token,
                };
                return self.raise_at(place, "named arguments must follow bare *");
            }
            return Ok(());
        }
        let arg = self.arg(close, true)?;
        if self.at(Tok::Eq) {
            return self.raise_at(self.token(), "var-positional argument cannot have default value");
        }
        arguments.vararg = Some(Box::new(arg));
        Ok(())
    }

    fn kwargs(&mut self, arguments: &mut Arguments, close: Tok) -> PResult<()> {
        self.bump();
        arguments.kwarg = Some(Box::new(self.arg(close, false)?));
        if self.at(Tok::Eq) {
            return self.raise_at(self.token(), "var-keyword argument cannot have default value");
        }
        if self.accept(Tok::Comma).is_some() && !self.at(close) {
            let token = self.token();
            if matches!(token.kind, Tok::Name | Tok::Star | Tok::DoubleStar | Tok::Slash) {
                let msg = "arguments cannot follow var-keyword argument";
                return match token.kind {
                    Tok::Name => {
                        let arg = self.arg(close, false)?;
                        self.raise_on(arg.range, msg)
                    }
                    _ => self.raise_at(token, msg),
                };
            }
        }
        if self.at(close) { Ok(()) } else { self.fail() }
    }

    fn parameter(&mut self, close: Tok, seen: &mut Seen) -> PResult<ArgWithDefault> {
        if self.at(Tok::LPar) && self.may_diagnose() {
            self.diagnose_parenthesised_parameters(close)?;
        }
        let def = self.arg(close, false)?;
        let mut default = None;
        if let Some(equal) = self.accept(Tok::Eq) {
            if matches!(self.kind(), Tok::Comma | Tok::RPar) {
                return self.raise_at(equal, "expected default value expression");
            }
            default = Some(Box::new(self.expression()?));
        }
        if !seen.star {
            if default.is_none() && seen.default {
                let msg = "parameter without a default follows parameter with a default";
                return self.raise_on(def.range, msg);
            }
            seen.default |= default.is_some();
        }
        Ok(ArgWithDefault { range: Default::default(), def, default })
    }

    fn arg(&mut self, close: Tok, starred: bool) -> PResult<Arg> {
        let name = self.expect_name()?;
        let arg = self.identifier(name);
        let mut annotation = None;
        if close == Tok::RPar && self.accept(Tok::Colon).is_some() {
            let value = if starred && self.at(Tok::Star) { self.starred(5)? } else { self.expression()? };
            annotation = Some(Box::new(value));
        }
        let range = self.range_from(name.start);
        self.check_debug(&arg, range);
        Ok(Arg { range, arg, annotation, type_comment: None })
    }

    /// `[T: bound = default, *Ts = default, **P = default]`, if there is one.
    pub(super) fn type_parameters(&mut self) -> PResult<Vec<TypeParam>> {
        let mut parameters = Vec::new();
        if self.accept(Tok::LSqb).is_none() {
            return Ok(parameters);
        }
        if self.at(Tok::RSqb) {
            let close = self.token();
            return self.raise_from(range(close.start, close.end), "Type parameter list cannot be empty");
        }
        loop {
            parameters.push(self.type_parameter()?);
            if self.accept(Tok::Comma).is_none() || self.at(Tok::RSqb) {
                break;
            }
        }
        self.expect(Tok::RSqb)?;
        Ok(parameters)
    }

    fn type_parameter(&mut self) -> PResult<TypeParam> {
        let start = self.start();
        let star = self.accept(Tok::Star).or_else(|| self.accept(Tok::DoubleStar)).map(|t| t.kind);
        let token = self.expect_name()?;
        let name = self.identifier(token);
        let mut bound = None;
        if self.at(Tok::Colon) {
            let colon = self.bump();
            let value = self.expression()?;
            if let Some(star) = star {
                return self.raise_bound(star, &value, colon);
            }
            bound = Some(Box::new(value));
        }
        let default = match self.accept(Tok::Eq) {
            Some(_) if star == Some(Tok::Star) => Some(self.star_expression()?),
            Some(_) => Some(self.expression()?),
            None => None,
        };
        let range = self.range_from(start);
        if let Some(default) = default {
            self.defaults.insert(range, default);
        }
        Ok(match star {
            Some(Tok::Star) => TypeParam::TypeVarTuple(ast::TypeParamTypeVarTuple { range, name }),
            Some(_) => TypeParam::ParamSpec(ast::TypeParamParamSpec { range, name }),
            None => TypeParam::TypeVar(ast::TypeParamTypeVar { range, name, bound }),
        })
    }

    fn raise_bound<T>(&mut self, star: Tok, bound: &Expr, colon: Token) -> PResult<T> {
        let what = if bound.is_tuple_expr() { "constraints" } else { "bound" };
        let of = if star == Tok::Star { "TypeVarTuple" } else { "ParamSpec" };
        self.raise_from(range(colon.start, colon.end), format!("cannot use {what} with {of}"))
    }
}

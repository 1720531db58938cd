//! The second pass: where a source has failed to parse, these rules look for the message that explains it
//! (CPython: the `invalid_` rules of the grammar).
//!
//! They run before the rule they belong to and leave the cursor where it was.

use rustpython_parser::ast::{Comprehension, Expr, Keyword, Ranged};
use rustpython_parser::text_size::TextRange;

use super::cursor::{Parser, cover, range};
use super::error::PResult;
use super::expr::starts_expression;
use super::target::{Use, expression_name, invalid_target};
use super::token::Tok;

impl Parser<'_> {
    /// Parses with `rule` and comes back; `None` if it does not fit.
    fn look<T>(&mut self, rule: impl FnOnce(&mut Self) -> PResult<T>) -> PResult<Option<(T, Ahead)>> {
        let mark = self.mark();
        let furthest = self.furthest;
        let found = self.attempt(rule)?;
        let ahead = Ahead { pos: self.pos };
        self.reset(mark);
        if found.is_some() {
            self.furthest = furthest.max(ahead.pos);
        }
        Ok(found.map(|value| (value, ahead)))
    }

    /// "Perhaps you forgot a comma?", a lonely `if` without `else`, and `print x`.
    pub(super) fn diagnose_expression(&mut self) -> PResult<()> {
        let first = self.token();
        if !starts_expression(first.kind) || first.kind == Tok::Lambda {
            return Ok(());
        }
        let mark = self.mark();
        let Some(a) = self.attempt(Self::disjunction)? else { return Ok(()) };
        let soft = first.kind == Tok::Name
            && (self.token_at(mark.pos() + 1).kind == Tok::Str
                || matches!(self.text(first), "match" | "case" | "type" | "_"));
        let end = self.previous();
        let place = range(first.start, end.end);
        if self.at(Tok::If) {
            self.bump();
            if let Some(b) = self.attempt(Self::disjunction)?
                && !matches!(self.kind(), Tok::Else | Tok::Colon)
            {
                self.lexer_error()?;
                let msg = "expected 'else' after 'if' expression";
                return self.raise_on(cover(place, b.range()), msg);
            }
        } else if starts_expression(self.kind()) && !self.at(Tok::Not) {
            let legacy = matches!(&a, Expr::Name(name) if matches!(name.id.as_str(), "print" | "exec"));
            if legacy && self.token_at(self.pos).kind != Tok::LPar {
                if let Some(b) = self.attempt(Self::star_expressions)? {
                    let name = self.text(first);
                    let msg = format!("Missing parentheses in call to '{name}'. Did you mean {name}(...)?");
                    let last = self.previous().end.max(b.end().into());
                    return self.raise_on(range(first.start, last), msg);
                }
            } else if !soft {
                let diagnosing = std::mem::replace(&mut self.diagnosing, false);
                let next = self.attempt(Self::expression);
                self.diagnosing = diagnosing;
                if next?.is_some() && end_level(self) > 0 {
                    self.lexer_error()?;
                    let last = self.previous().end;
                    return self
                        .raise_on(range(first.start, last), "invalid syntax. Perhaps you forgot a comma?");
                }
            }
        }
        self.reset(mark);
        Ok(())
    }

    /// `f() := 1`, and `=` where an expression stands.
    pub(super) fn diagnose_named_expression(&mut self) -> PResult<()> {
        let start = self.start();
        if let Some((a, ahead)) = self.look(Self::expression)?
            && self.token_at(ahead.pos).kind == Tok::ColonEq
        {
            let msg = format!("cannot use assignment expressions with {}", expression_name(&a));
            return self.raise_on(a.range(), msg);
        }
        let Some((a, ahead)) = self.look(Self::bitwise_or)? else { return Ok(()) };
        if self.token_at(ahead.pos).kind != Tok::Eq {
            return Ok(());
        }
        let next = |parser: &mut Self| {
            parser.pos = ahead.pos + 1;
            let value = parser.bitwise_or()?;
            Ok((value, parser.kind(), parser.previous().end))
        };
        let Some(((_, follows, end), _)) = self.look(next)? else { return Ok(()) };
        if matches!(follows, Tok::Eq | Tok::ColonEq) {
            return Ok(());
        }
        if a.is_name_expr() {
            if self.token_at(self.pos).level == 0 && self.at(Tok::Name) && self.in_statement() {
                return Ok(());
            }
            let msg = "invalid syntax. Maybe you meant '==' or ':=' instead of '='?";
            return self.raise_on(range(start, end), msg);
        }
        let skipped = matches!(a, Expr::List(_) | Expr::Tuple(_) | Expr::GeneratorExp(_));
        let constant = matches!(self.kind(), Tok::True | Tok::False | Tok::None);
        if skipped || constant || (self.in_statement() && invalid_target(&a, Use::Assign).is_none()) {
            return Ok(());
        }
        let msg =
            format!("cannot assign to {} here. Maybe you meant '==' instead of '='?", expression_name(&a));
        self.raise_on(a.range(), msg)
    }

    /// Whether the cursor stands where a statement begins.
    fn in_statement(&self) -> bool {
        match self.pos.checked_sub(1) {
            None => true,
            Some(before) => matches!(
                self.token_at(before).kind,
                Tok::Newline | Tok::Indent | Tok::Dedent | Tok::Semi | Tok::Colon
            ),
        }
    }

    /// Whether an assignment stands here, with nothing wrong but perhaps in the value, which is raised.
    pub(super) fn is_assignment(&mut self) -> PResult<bool> {
        let found = self.look(|parser| {
            let mut targets = 0;
            loop {
                let mark = parser.mark();
                let diagnosing = std::mem::replace(&mut parser.diagnosing, false);
                let target = parser.attempt(Self::yield_or_star_expressions);
                parser.diagnosing = diagnosing;
                match target {
                    Ok(Some(target))
                        if parser.at(Tok::Eq) && invalid_target(&target, Use::Assign).is_none() =>
                    {
                        parser.bump();
                        targets += 1;
                    }
                    _ if targets == 0 => return Ok(false),
                    _ => {
                        parser.reset(mark);
                        parser.yield_or_star_expressions()?;
                        return Ok(!parser.at(Tok::Eq));
                    }
                }
            }
        })?;
        Ok(found.is_some_and(|(is_assignment, _)| is_assignment))
    }

    /// Statements that begin like an assignment and are none.
    pub(super) fn diagnose_assignment(&mut self) -> PResult<()> {
        if self.at(Tok::Yield) {
            return Ok(());
        }
        let parenthesised = self.at(Tok::LPar) || self.at(Tok::LSqb);
        let Some((value, ahead)) = self.look(|parser| parser.tuple_of(Self::star_named_expression))? else {
            return Ok(());
        };
        if self.token_at(ahead.pos).kind != Tok::Colon {
            return Ok(());
        }
        let annotated = |parser: &mut Self| {
            parser.pos = ahead.pos + 1;
            parser.expression()
        };
        if self.look(annotated)?.is_none() {
            return Ok(());
        }
        match &value {
            Expr::List(_) => self.raise_on(value.range(), "only single target (not list) can be annotated"),
            Expr::Tuple(tuple) if !parenthesised || self.text(self.token()) == "[" => {
                let first = tuple.elts.first().map_or(value.range(), Ranged::range);
                self.raise_on(first, "only single target (not tuple) can be annotated")
            }
            Expr::Tuple(_) => self.raise_on(value.range(), "only single target (not tuple) can be annotated"),
            Expr::Name(_) | Expr::Attribute(_) | Expr::Subscript(_) | Expr::Starred(_) => Ok(()),
            _ => self.raise_on(value.range(), "illegal target for annotation"),
        }
    }

    /// Stars and forgotten parentheses before `for` in a display.
    pub(super) fn diagnose_comprehension(&mut self) -> PResult<()> {
        if !self.may_diagnose() {
            return Ok(());
        }
        let open = self.kind();
        let rule = |parser: &mut Self| {
            parser.bump();
            let starred = parser.at(Tok::Star);
            let first = parser.star_named_expression()?;
            if starred && parser.at_comprehension() {
                let msg = "iterable unpacking cannot be used in comprehension";
                parser.comprehension_clauses()?;
                return parser.raise_on(first.range(), msg);
            }
            if open == Tok::LPar || !parser.at(Tok::Comma) {
                return Ok(());
            }
            let mut end = parser.token().end;
            while parser.accept(Tok::Comma).is_some() && !parser.at_comprehension() {
                end = parser.star_named_expression()?.end().into();
            }
            if !parser.at_comprehension() {
                return Ok(());
            }
            parser.comprehension_clauses()?;
            let place = range(first.start().into(), end);
            parser.raise_on(place, "did you forget parentheses around the comprehension target?")
        };
        self.look(rule)?;
        Ok(())
    }

    pub(super) fn diagnose_double_star_group(&mut self) -> PResult<()> {
        let token = self.bump();
        self.expression()?;
        if !self.at(Tok::RPar) {
            return self.fail();
        }
        self.raise_at(token, "cannot use double starred expression here")
    }

    /// Dict displays with a value or a colon missing.
    pub(super) fn diagnose_braces(&mut self) -> PResult<()> {
        let rule = |parser: &mut Self| {
            parser.bump();
            if let Some(star) = parser.accept(Tok::DoubleStar) {
                parser.bitwise_or()?;
                if parser.at_comprehension() {
                    let msg = "dict unpacking cannot be used in dict comprehension";
                    parser.comprehension_clauses()?;
                    return parser.raise_at(star, msg);
                }
            } else {
                parser.key_and_value(true)?;
            }
            while parser.accept(Tok::Comma).is_some() && !parser.at(Tok::RBrace) {
                if parser.accept(Tok::DoubleStar).is_some() {
                    parser.bitwise_or()?;
                } else {
                    parser.key_and_value(false)?;
                }
            }
            Ok(())
        };
        self.look(rule)?;
        Ok(())
    }

    fn key_and_value(&mut self, first: bool) -> PResult<()> {
        let key = self.expression()?;
        if !self.at(Tok::Colon) {
            if first {
                return self.fail();
            }
            self.lexer_error()?;
            let end: u32 = key.end().into();
            let mut error =
                self.error(key.start().into(), end, "':' expected after dictionary key".to_owned());
            error.offset = i64::from(self.lines.char_column(self.source, end));
            error.end_lineno = self.lines.line(end);
            error.end_offset = 0;
            return Err(super::error::Fail::Raised(error));
        }
        let colon = self.bump();
        if self.at(Tok::Star) {
            let star = self.token();
            self.starred(5)?;
            let msg = "cannot use a starred expression in a dictionary value";
            return self.raise_from(range(star.start, star.end), msg);
        }
        if matches!(self.kind(), Tok::RBrace | Tok::Comma) {
            return self.raise_at(colon, "expression expected after dictionary key and ':'");
        }
        self.expression()?;
        Ok(())
    }

    /// Keyword arguments that are none, just inside the parenthesis of a call.
    pub(super) fn diagnose_arguments(&mut self) -> PResult<()> {
        self.look(|parser| {
            let open = parser.pos;
            while !parser.at(Tok::RPar) {
                parser.diagnose_keyword()?;
                if parser.at(Tok::Star) {
                    parser.diagnose_starred_generator(parser.pos == open)?;
                }
                let starred = parser.accept(Tok::Star).or_else(|| parser.accept(Tok::DoubleStar)).is_some();
                let keyword = !starred && parser.at(Tok::Name) && parser.kind_at(1) == Tok::Eq;
                if keyword {
                    parser.pos += 2;
                }
                if starred || keyword {
                    parser.expression()?;
                } else {
                    parser.plain_argument()?;
                }
                if parser.at_comprehension() {
                    return Ok(());
                }
                if !parser.at(Tok::RPar) {
                    parser.expect(Tok::Comma)?;
                }
            }
            Ok(())
        })?;
        Ok(())
    }

    /// A generator expression without parentheses that yields a starred element.
    fn diagnose_starred_generator(&mut self, first: bool) -> PResult<()> {
        self.look(|parser| {
            let start = parser.bump().start;
            let element = range(start, parser.bitwise_or()?.end().into());
            if !parser.at_comprehension() {
                return Ok(());
            }
            let clauses = parser.comprehension_clauses()?;
            if first {
                return parser.raise_on(element, "iterable unpacking cannot be used in comprehension");
            }
            parser.raise_bare_generator(element, &clauses)
        })?;
        Ok(())
    }

    fn plain_argument(&mut self) -> PResult<()> {
        let mut start = self.start();
        let walrus = self.at(Tok::Name) && self.kind_at(1) == Tok::ColonEq;
        if walrus {
            self.pos += 2;
        }
        let value = self.expression()?;
        if !walrus {
            // Without its parentheses.
            start = value.start().into();
        }
        if self.at(Tok::Eq) {
            let place = range(start, self.token().end);
            let msg = "expression cannot contain assignment, perhaps you meant \"==\"?";
            return self.raise_on(place, msg);
        }
        Ok(())
    }

    fn diagnose_keyword(&mut self) -> PResult<()> {
        if self.kind_at(1) != Tok::Eq {
            return Ok(());
        }
        let (name, equal, after) = (self.token(), self.token_at(self.pos + 1), self.kind_at(2));
        let place = range(name.start, equal.end);
        match name.kind {
            Tok::True | Tok::False | Tok::None => {
                let msg = format!("cannot assign to {}", self.text(name));
                self.raise_on(place, msg)
            }
            Tok::Name if matches!(after, Tok::Comma | Tok::RPar) => {
                self.raise_on(place, "expected argument value expression")
            }
            Tok::Name => {
                let value = |parser: &mut Self| {
                    parser.pos += 2;
                    parser.expression()?;
                    Ok(parser.at_comprehension())
                };
                match self.look(value)? {
                    Some((true, _)) => {
                        self.raise_on(place, "invalid syntax. Maybe you meant '==' or ':=' instead of '='?")
                    }
                    _ => Ok(()),
                }
            }
            _ => Ok(()),
        }
    }

    pub(super) fn raise_bare_generator<T>(
        &mut self,
        start: TextRange,
        clauses: &[Comprehension],
    ) -> PResult<T> {
        self.lexer_error()?;
        if !matches!(self.kind(), Tok::Comma | Tok::RPar) {
            return self.fail();
        }
        let end = clauses.last().map_or(start, |clause| clause.ifs.last().unwrap_or(&clause.iter).range());
        self.raise_on(cover(start, end), "Generator expression must be parenthesized")
    }

    pub(super) fn raise_unpacking(&mut self, _keywords: &[Keyword]) -> PResult<()> {
        let comma = self.previous();
        self.starred(0)?;
        while self.at(Tok::Comma) && self.kind_at(1) == Tok::Star {
            self.bump();
            self.starred(0)?;
        }
        let place = range(comma.start, comma.end);
        self.raise_from(place, "iterable argument unpacking follows keyword argument unpacking")
    }

    pub(super) fn raise_positional(&mut self, keywords: &[Keyword]) -> PResult<()> {
        self.lexer_error()?;
        if !matches!(self.kind(), Tok::Comma | Tok::RPar) {
            return self.fail();
        }
        let unpacking = keywords.iter().any(|keyword| keyword.arg.is_none());
        let more = if unpacking { " unpacking" } else { "" };
        let msg = format!("positional argument follows keyword argument{more}");
        while self.accept(Tok::Comma).is_some() && !self.at(Tok::RPar) {
            if self.kind_at(1) == Tok::Eq {
                self.pos += 2;
            }
            if self.attempt(Self::expression)?.is_none() {
                break;
            }
        }
        self.raise_at(self.token(), msg)
    }

    pub(super) fn diagnose_bare_types(&mut self, first: &Expr) -> PResult<()> {
        let more = |parser: &mut Self| {
            parser.bump();
            parser.expressions()?;
            if parser.accept(Tok::As).is_some() {
                parser.expect_name()?;
            }
            parser.expect(Tok::Colon)
        };
        if self.attempt(more)?.is_some() {
            self.pos -= 1;
            let place = first.range();
            return self.raise_from(place, "multiple exception types must be parenthesized");
        }
        Ok(())
    }

    pub(super) fn diagnose_parenthesised_parameters(&mut self, close: Tok) -> PResult<()> {
        let open = self.token();
        let names = |parser: &mut Self| {
            parser.bump();
            loop {
                parser.expect_name()?;
                if parser.accept(Tok::Comma).is_none() || parser.at(Tok::RPar) {
                    return parser.expect(Tok::RPar);
                }
            }
        };
        let Some((end, _)) = self.look(names)? else { return Ok(()) };
        let who = if close == Tok::RPar { "Function" } else { "Lambda expression" };
        self.raise_on(range(open.start, end.end), format!("{who} parameters cannot be parenthesized"))
    }

    /// `{}`, `{!r}`, `{:x}` and what cannot begin an expression.
    pub(super) fn diagnose_field_start(&mut self) -> PResult<()> {
        let token = self.token();
        if matches!(token.kind, Tok::Eq | Tok::Bang | Tok::Colon | Tok::RBrace) {
            let what = self.text(token);
            return self.raise_at(token, format!("f-string: valid expression required before '{what}'"));
        }
        if token.kind == Tok::Lambda {
            self.diagnose_bare_lambda()?;
        }
        if self.look(Self::yield_or_star_expressions)?.is_none() {
            self.lexer_error()?;
            return self.raise_at(token, "f-string: expecting a valid expression after '{'");
        }
        Ok(())
    }

    fn diagnose_bare_lambda(&mut self) -> PResult<()> {
        let rule = |parser: &mut Self| {
            parser.bump();
            parser.parameters(Tok::Colon)?;
            parser.expect(Tok::Colon)
        };
        let (start, level) = (self.start(), self.token().level);
        if let Some((colon, _)) = self.look(rule)?
            && colon.level == level
        {
            let msg = "f-string: lambda expressions are not allowed without parentheses";
            return self.raise_on(range(start, colon.end), msg);
        }
        Ok(())
    }

    pub(super) fn diagnose_field_end(&mut self, debug: bool) -> PResult<()> {
        let token = self.token();
        self.lexer_error()?;
        if !matches!(token.kind, Tok::Eq | Tok::Bang | Tok::Colon | Tok::RBrace) {
            let equal = if debug { "" } else { "'=', or " };
            return self.raise_at(token, format!("f-string: expecting {equal}'!', or ':', or '}}'"));
        }
        if token.kind != Tok::Bang {
            return Ok(());
        }
        match self.kind_at(1) {
            Tok::Colon | Tok::RBrace => {
                let next = self.token_at(self.pos + 1);
                self.raise_at(next, "f-string: missing conversion character")
            }
            Tok::Name => Ok(()),
            _ => {
                let next = self.token_at(self.pos + 1);
                self.raise_at(next, "f-string: invalid conversion character")
            }
        }
    }

    pub(super) fn diagnose_field_close(&mut self, spec: bool) -> PResult<()> {
        self.lexer_error()?;
        let msg =
            if spec { "f-string: expecting '}', or format specs" } else { "f-string: expecting ':' or '}'" };
        self.raise_at(self.token(), msg)
    }
}

/// Where a look-ahead ended.
#[derive(Clone, Copy)]
struct Ahead {
    pos: usize,
}

fn end_level(parser: &Parser<'_>) -> u8 {
    parser.previous().level
}

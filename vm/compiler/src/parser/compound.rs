//! Compound statements and blocks.

use rustpython_parser::ast::{self, ExceptHandler, Expr, ExprContext, MatchCase, Ranged, Stmt, WithItem};

use super::cursor::{MAX_HEIGHT, Parser};
use super::error::{ErrorKind, Fail, PResult, SyntaxError};
use super::target::{Use, invalid_target};
use super::token::{Tok, Token};

impl Parser<'_> {
    /// `statements`: everything up to the end of the source.
    pub(super) fn file(&mut self) -> PResult<Vec<Stmt>> {
        let mut body = Vec::new();
        while !self.at(Tok::End) {
            self.statement(&mut body)?;
        }
        Ok(body)
    }

    /// One statement line or compound statement.
    pub(super) fn statement(&mut self, body: &mut Vec<Stmt>) -> PResult<()> {
        let statement = match self.kind() {
            Tok::If => self.if_statement()?,
            Tok::Def => self.function(Vec::new(), None)?,
            Tok::Class => self.class(Vec::new())?,
            Tok::For => self.for_statement(None)?,
            Tok::While => self.while_statement()?,
            Tok::With => self.with_statement(None)?,
            Tok::Try => self.try_statement()?,
            Tok::At => self.decorated()?,
            Tok::Async => self.async_statement()?,
            Tok::Name if self.at_word("match") => {
                let word = self.token();
                match self.match_subject()? {
                    Some(subject) => self.match_statement(word, subject)?,
                    None => return self.simple_statements(body),
                }
            }
            Tok::Indent => {
                self.furthest = self.furthest.max(self.pos);
                return self.raise_here(ErrorKind::IndentationError, "unexpected indent");
            }
            _ => return self.simple_statements(body),
        };
        body.push(statement);
        Ok(())
    }

    /// `':' block`; `what` and `token` word the complaint about a missing block.
    fn block(&mut self, token: Token, what: &str) -> PResult<Vec<Stmt>> {
        let mut body = Vec::new();
        if self.accept(Tok::Newline).is_none() {
            self.simple_statements(&mut body)?;
            return Ok(body);
        }
        if self.accept(Tok::Indent).is_none() {
            self.lexer_error()?;
            let line = self.lines.line(token.start);
            let msg = format!("expected an indented block after {what} on line {line}");
            return self.raise_here(ErrorKind::IndentationError, msg);
        }
        self.enter()?;
        while !matches!(self.kind(), Tok::Dedent | Tok::End) {
            self.statement(&mut body)?;
        }
        self.leave();
        self.accept(Tok::Dedent);
        Ok(body)
    }

    /// The colon of a header; at the end of the line its absence has its own message.
    fn colon(&mut self) -> PResult<()> {
        if self.at(Tok::Newline) {
            let token = self.token();
            return self.raise_at(token, "expected ':'");
        }
        self.expect(Tok::Colon)?;
        Ok(())
    }

    fn suite(&mut self, token: Token, what: &str) -> PResult<Vec<Stmt>> {
        self.colon()?;
        self.block(token, what)
    }

    fn if_statement(&mut self) -> PResult<Stmt> {
        let mut branches = Vec::new();
        let mut word = self.bump();
        loop {
            self.height = 0;
            let test = Box::new(self.named_expression()?);
            let what = if word.kind == Tok::If { "'if' statement" } else { "'elif' statement" };
            let body = self.suite(word, what)?;
            branches.push((word.start, test, body));
            if branches.len() > usize::try_from(MAX_HEIGHT).unwrap_or(usize::MAX) {
                let msg = "Parser stack overflowed - Python source too complex to parse";
                return Err(Fail::Raised(SyntaxError::unplaced(ErrorKind::MemoryError, msg)));
            }
            match self.accept(Tok::Elif) {
                Some(token) => word = token,
                None => break,
            }
        }
        let mut orelse = self.else_block()?;
        while let Some((start, test, body)) = branches.pop() {
            let range = self.range_from(start);
            orelse = vec![Stmt::If(ast::StmtIf { range, test, body, orelse })];
        }
        match orelse.pop() {
            Some(statement) => Ok(statement),
            None => self.fail(),
        }
    }

    fn else_block(&mut self) -> PResult<Vec<Stmt>> {
        let Some(word) = self.accept(Tok::Else) else { return Ok(Vec::new()) };
        self.expect_forced(Tok::Colon, ":")?;
        self.block(word, "'else' statement")
    }

    fn while_statement(&mut self) -> PResult<Stmt> {
        let word = self.bump();
        let test = Box::new(self.named_expression()?);
        let body = self.suite(word, "'while' statement")?;
        let orelse = self.else_block()?;
        Ok(Stmt::While(ast::StmtWhile { range: self.range_from(word.start), test, body, orelse }))
    }

    fn for_statement(&mut self, asynchronous: Option<Token>) -> PResult<Stmt> {
        let word = self.bump();
        let start = asynchronous.map_or(word.start, |t| t.start);
        let target = Box::new(self.star_targets(Tok::In)?);
        self.expect(Tok::In)?;
        let iter = Box::new(self.star_expressions()?);
        let body = self.suite(word, "'for' statement")?;
        let orelse = self.else_block()?;
        let (range, type_comment) = (self.range_from(start), None);
        Ok(if asynchronous.is_some() {
            Stmt::AsyncFor(ast::StmtAsyncFor { range, target, iter, body, orelse, type_comment })
        } else {
            Stmt::For(ast::StmtFor { range, target, iter, body, orelse, type_comment })
        })
    }

    fn with_statement(&mut self, asynchronous: Option<Token>) -> PResult<Stmt> {
        let word = self.bump();
        let start = asynchronous.map_or(word.start, |t| t.start);
        let items = match self.parenthesised_items()? {
            Some(items) => items,
            None => self.with_items(Tok::Colon)?,
        };
        let body = self.suite(word, "'with' statement")?;
        let (range, type_comment) = (self.range_from(start), None);
        Ok(if asynchronous.is_some() {
            Stmt::AsyncWith(ast::StmtAsyncWith { range, items, body, type_comment })
        } else {
            Stmt::With(ast::StmtWith { range, items, body, type_comment })
        })
    }

    /// `with (a as b, c):`, tried only where the closing parenthesis meets the colon.
    fn parenthesised_items(&mut self) -> PResult<Option<Vec<WithItem>>> {
        if !self.at(Tok::LPar) {
            return Ok(None);
        }
        let open = self.token();
        let mut close = self.pos + 1;
        while self.token_at(close).level >= open.level
            && !matches!(self.token_at(close).kind, Tok::End | Tok::Error)
        {
            close += 1;
        }
        if !matches!(self.token_at(close + 1).kind, Tok::Colon) {
            return Ok(None);
        }
        self.attempt(|parser| {
            parser.bump();
            let items = parser.with_items(Tok::RPar)?;
            parser.expect(Tok::RPar)?;
            if parser.at(Tok::Colon) { Ok(items) } else { parser.fail() }
        })
    }

    fn with_items(&mut self, end: Tok) -> PResult<Vec<WithItem>> {
        let mut items = Vec::new();
        loop {
            let context_expr = self.expression()?;
            let mut optional_vars = None;
            if self.accept(Tok::As).is_some() {
                optional_vars = Some(Box::new(self.with_target()?));
            }
            items.push(WithItem { range: Default::default(), context_expr, optional_vars });
            if self.accept(Tok::Comma).is_none() || (end == Tok::RPar && self.at(end)) {
                return Ok(items);
            }
        }
    }

    fn with_target(&mut self) -> PResult<Expr> {
        let mut target = self.star_expression()?;
        let follows = matches!(self.kind(), Tok::Comma | Tok::RPar | Tok::Colon);
        if !follows && self.at(Tok::Newline) && invalid_target(&target, Use::Assign).is_none() {
            return Ok(target);
        }
        if !follows {
            return self.fail();
        }
        if invalid_target(&target, Use::Assign).is_some() {
            let end = self.kind();
            return self.refuse_target(&target, Use::Assign, end);
        }
        self.store(&mut target, ExprContext::Store);
        Ok(target)
    }

    fn try_statement(&mut self) -> PResult<Stmt> {
        let word = self.bump();
        self.expect_forced(Tok::Colon, ":")?;
        let body = self.block(word, "'try' statement")?;
        if !matches!(self.kind(), Tok::Except | Tok::Finally) {
            self.lexer_error()?;
            return self.raise_here(ErrorKind::SyntaxError, "expected 'except' or 'finally' block");
        }
        let (mut handlers, mut starred) = (Vec::new(), None);
        while self.at(Tok::Except) {
            let star = self.kind_at(1) == Tok::Star;
            if starred.is_some_and(|before| before != star) {
                let msg = "cannot have both 'except' and 'except*' on the same 'try'";
                return self.raise_here(ErrorKind::SyntaxError, msg);
            }
            starred = Some(star);
            handlers.push(self.except_handler(star)?);
        }
        let orelse = if handlers.is_empty() { Vec::new() } else { self.else_block()? };
        let mut finalbody = Vec::new();
        if let Some(word) = self.accept(Tok::Finally) {
            self.expect_forced(Tok::Colon, ":")?;
            finalbody = self.block(word, "'finally' statement")?;
        }
        let range = self.range_from(word.start);
        Ok(if starred == Some(true) {
            Stmt::TryStar(ast::StmtTryStar { range, body, handlers, orelse, finalbody })
        } else {
            Stmt::Try(ast::StmtTry { range, body, handlers, orelse, finalbody })
        })
    }

    fn except_handler(&mut self, star: bool) -> PResult<ExceptHandler> {
        let word = self.bump();
        if star {
            self.bump();
            if matches!(self.kind(), Tok::Newline | Tok::Colon) {
                return self.raise_here(ErrorKind::SyntaxError, "expected one or more exception types");
            }
        }
        let (mut type_, mut name) = (None, None);
        if !matches!(self.kind(), Tok::Colon | Tok::Newline) {
            let value = self.expression()?;
            if self.at(Tok::Comma) {
                self.diagnose_bare_types(&value)?;
            }
            type_ = Some(Box::new(value));
            if self.accept(Tok::As).is_some() {
                let token = self.expect_name()?;
                name = Some(self.identifier(token));
            }
        }
        let what = if star { "'except*' statement" } else { "'except' statement" };
        let body = self.suite(word, what)?;
        let range = self.range_from(word.start);
        let handler = ast::ExceptHandlerExceptHandler { range, type_, name, body };
        Ok(ExceptHandler::ExceptHandler(handler))
    }

    fn decorated(&mut self) -> PResult<Stmt> {
        let mut decorators = Vec::new();
        while self.accept(Tok::At).is_some() {
            self.height = 0;
            decorators.push(self.named_expression()?);
            self.expect(Tok::Newline)?;
        }
        match (self.kind(), self.kind_at(1)) {
            (Tok::Def, _) => self.function(decorators, None),
            (Tok::Class, _) => self.class(decorators),
            (Tok::Async, Tok::Def) => {
                let token = self.bump();
                self.function(decorators, Some(token))
            }
            _ => self.fail(),
        }
    }

    fn async_statement(&mut self) -> PResult<Stmt> {
        let token = self.bump();
        match self.kind() {
            Tok::Def => self.function(Vec::new(), Some(token)),
            Tok::For => self.for_statement(Some(token)),
            Tok::With => self.with_statement(Some(token)),
            _ => self.fail(),
        }
    }

    fn function(&mut self, decorator_list: Vec<Expr>, asynchronous: Option<Token>) -> PResult<Stmt> {
        let word = self.bump();
        let start = asynchronous.map_or(word.start, |t| t.start);
        let name = self.expect_name()?;
        let name = self.identifier(name);
        let type_params = self.attempt(Self::type_parameters)?.unwrap_or_default();
        self.expect_forced(Tok::LPar, "(")?;
        let args = Box::new(self.parameters(Tok::RPar)?);
        self.expect(Tok::RPar)?;
        let returns = match self.accept(Tok::Arrow) {
            Some(arrow) => match self.attempt(Self::expression)? {
                Some(returns) => Some(Box::new(returns)),
                None if self.may_diagnose() => return self.raise_at(arrow, "expected ':'"),
                None => return self.fail(),
            },
            None => None,
        };
        self.expect_forced(Tok::Colon, ":")?;
        let body = self.block(word, "function definition")?;
        let (range, type_comment) = (self.range_from(start), None);
        Ok(if asynchronous.is_some() {
            Stmt::AsyncFunctionDef(ast::StmtAsyncFunctionDef {
                range,
                name,
                args,
                body,
                decorator_list,
                returns,
                type_comment,
                type_params,
            })
        } else {
            Stmt::FunctionDef(ast::StmtFunctionDef {
                range,
                name,
                args,
                body,
                decorator_list,
                returns,
                type_comment,
                type_params,
            })
        })
    }

    fn class(&mut self, decorator_list: Vec<Expr>) -> PResult<Stmt> {
        let word = self.bump();
        let name = self.expect_name()?;
        let name = self.identifier(name);
        let type_params = self.type_parameters()?;
        let open = self.pos;
        let (bases, keywords) =
            if self.at(Tok::LPar) { self.call_arguments()? } else { (Vec::new(), Vec::new()) };
        self.refuse_bare_generator(open, &bases)?;
        let body = self.suite(word, "class definition")?;
        let range = self.range_from(word.start);
        Ok(Stmt::ClassDef(ast::StmtClassDef {
            range,
            name,
            bases,
            keywords,
            body,
            decorator_list,
            type_params,
        }))
    }

    /// `class C(x for x in y)`: what a call may have, a class may not.
    fn refuse_bare_generator(&mut self, open: usize, bases: &[Expr]) -> PResult<()> {
        let [Expr::GeneratorExp(generator)] = bases else { return Ok(()) };
        if u32::from(generator.range.start()) != self.token_at(open).start {
            return Ok(());
        }
        let end = u32::from(generator.elt.range().end());
        let after = (open..self.pos).map(|at| self.token_at(at));
        let word = after.into_iter().find(|t| t.start >= end && matches!(t.kind, Tok::For | Tok::Async));
        self.raise_at(word.unwrap_or(self.token()), "invalid syntax")
    }

    /// `match` subject `:` and the end of the line, if that is what stands here: the word may also be a name.
    fn match_subject(&mut self) -> PResult<Option<Expr>> {
        let next = self.kind_at(1);
        if matches!(next, Tok::Eq | Tok::Dot | Tok::Comma | Tok::Colon | Tok::Newline | Tok::RPar) {
            return Ok(None);
        }
        self.attempt(|parser| {
            parser.bump();
            let start = parser.start();
            let mut subject = parser.tuple_of(Self::star_named_expression)?;
            if subject.is_starred_expr() {
                let range = parser.range_from(start);
                if parser.token_at(parser.pos - 1).kind != Tok::Comma {
                    return parser.fail();
                }
                subject = Expr::Tuple(ast::ExprTuple { range, elts: vec![subject], ctx: ExprContext::Load });
            }
            if parser.diagnosing && parser.at(Tok::Newline) {
                let last = parser.token_at(parser.furthest.max(parser.pos));
                return parser.raise_at(last, "expected ':'");
            }
            parser.expect(Tok::Colon)?;
            parser.expect(Tok::Newline)?;
            Ok(subject)
        })
    }

    fn match_statement(&mut self, word: Token, subject: Expr) -> PResult<Stmt> {
        if self.accept(Tok::Indent).is_none() {
            self.lexer_error()?;
            let line = self.lines.line(word.start);
            let msg = format!("expected an indented block after 'match' statement on line {line}");
            return self.raise_here(ErrorKind::IndentationError, msg);
        }
        let mut cases = Vec::new();
        while self.at_word("case") {
            self.height = 0;
            cases.push(self.match_case()?);
        }
        if cases.is_empty() {
            return self.fail();
        }
        self.expect(Tok::Dedent)?;
        let subject = Box::new(subject);
        Ok(Stmt::Match(ast::StmtMatch { range: self.range_from(word.start), subject, cases }))
    }

    fn match_case(&mut self) -> PResult<MatchCase> {
        let word = self.bump();
        let pattern = self.patterns()?;
        let guard = match self.accept(Tok::If) {
            Some(_) => Some(Box::new(self.named_expression()?)),
            None => None,
        };
        let body = self.suite(word, "'case' statement")?;
        Ok(MatchCase { range: Default::default(), pattern, guard, body })
    }
}

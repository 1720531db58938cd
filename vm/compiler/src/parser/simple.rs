//! Simple statements (CPython: `simple_stmt` in the grammar).

use rustpython_parser::ast::{self, Alias, Expr, ExprContext, Identifier, Int, Operator, Ranged, Stmt};

use super::cursor::{Parser, range};
use super::error::PResult;
use super::expr::starts_expression;
use super::target::{Use, expression_name, invalid_target};
use super::token::Tok;

fn augmented(kind: Tok) -> Option<Operator> {
    Some(match kind {
        Tok::PlusEq => Operator::Add,
        Tok::MinusEq => Operator::Sub,
        Tok::StarEq => Operator::Mult,
        Tok::AtEq => Operator::MatMult,
        Tok::SlashEq => Operator::Div,
        Tok::PercentEq => Operator::Mod,
        Tok::AmpEq => Operator::BitAnd,
        Tok::BarEq => Operator::BitOr,
        Tok::CaretEq => Operator::BitXor,
        Tok::LShiftEq => Operator::LShift,
        Tok::RShiftEq => Operator::RShift,
        Tok::DoubleStarEq => Operator::Pow,
        Tok::DoubleSlashEq => Operator::FloorDiv,
        _ => return None,
    })
}

impl Parser<'_> {
    /// `simple_stmts`: statements between semicolons, up to and including the newline.
    pub(super) fn simple_statements(&mut self, body: &mut Vec<Stmt>) -> PResult<()> {
        loop {
            self.height = 0;
            body.push(self.simple_statement()?);
            if self.accept(Tok::Semi).is_none() {
                break;
            }
            if self.at(Tok::Newline) {
                break;
            }
        }
        self.expect(Tok::Newline)?;
        Ok(())
    }

    fn simple_statement(&mut self) -> PResult<Stmt> {
        let token = self.token();
        let place = range(token.start, token.end);
        match token.kind {
            Tok::Pass => {
                self.bump();
                Ok(Stmt::Pass(ast::StmtPass { range: place }))
            }
            Tok::Break => {
                self.bump();
                Ok(Stmt::Break(ast::StmtBreak { range: place }))
            }
            Tok::Continue => {
                self.bump();
                Ok(Stmt::Continue(ast::StmtContinue { range: place }))
            }
            Tok::Return => self.return_statement(),
            Tok::Raise => self.raise_statement(),
            Tok::Global | Tok::Nonlocal => self.scope_statement(),
            Tok::Del => self.del_statement(),
            Tok::Assert => self.assert_statement(),
            Tok::Import => self.import_statement(),
            Tok::From => self.import_from(),
            Tok::Name if self.at_type_alias() => self.type_alias(),
            _ => self.expression_statement(),
        }
    }

    fn return_statement(&mut self) -> PResult<Stmt> {
        let start = self.bump().start;
        let value = if self.at_star_expression() { Some(Box::new(self.star_expressions()?)) } else { None };
        Ok(Stmt::Return(ast::StmtReturn { range: self.range_from(start), value }))
    }

    fn at_star_expression(&self) -> bool {
        starts_expression(self.kind()) || self.at(Tok::Star)
    }

    fn raise_statement(&mut self) -> PResult<Stmt> {
        let start = self.bump().start;
        let (mut exc, mut cause) = (None, None);
        if starts_expression(self.kind()) {
            exc = Some(Box::new(self.expression()?));
            if self.accept(Tok::From).is_some() {
                cause = Some(Box::new(self.expression()?));
            }
        }
        Ok(Stmt::Raise(ast::StmtRaise { range: self.range_from(start), exc, cause }))
    }

    fn scope_statement(&mut self) -> PResult<Stmt> {
        let word = self.bump();
        let mut names = Vec::new();
        loop {
            let name = self.expect_name()?;
            names.push(self.identifier(name));
            if self.accept(Tok::Comma).is_none() {
                break;
            }
        }
        let range = self.range_from(word.start);
        Ok(match word.kind {
            Tok::Global => Stmt::Global(ast::StmtGlobal { range, names }),
            _ => Stmt::Nonlocal(ast::StmtNonlocal { range, names }),
        })
    }

    fn del_statement(&mut self) -> PResult<Stmt> {
        let start = self.bump().start;
        let mut targets = Vec::new();
        loop {
            let target = if self.at(Tok::Star) { self.starred(5)? } else { self.expression()? };
            targets.push(target);
            if self.accept(Tok::Comma).is_none() || matches!(self.kind(), Tok::Semi | Tok::Newline) {
                break;
            }
        }
        let end = self.kind();
        if !matches!(end, Tok::Semi | Tok::Newline) {
            return self.fail();
        }
        if let Some(bad) = targets.iter().find(|target| invalid_target(target, Use::Delete).is_some()) {
            return self.refuse_target(bad, Use::Delete, end);
        }
        for target in &mut targets {
            self.store_deleted(target);
        }
        Ok(Stmt::Delete(ast::StmtDelete { range: self.range_from(start), targets }))
    }

    fn store_deleted(&mut self, target: &mut Expr) {
        if let Expr::Name(name) = target
            && name.id.as_str() == "__debug__"
        {
            let range = name.range;
            self.defer(range, "cannot delete __debug__");
        }
        self.store(target, ExprContext::Del);
    }

    fn assert_statement(&mut self) -> PResult<Stmt> {
        let start = self.bump().start;
        let test = Box::new(self.expression()?);
        let msg = match self.accept(Tok::Comma) {
            Some(_) => Some(Box::new(self.expression()?)),
            None => None,
        };
        Ok(Stmt::Assert(ast::StmtAssert { range: self.range_from(start), test, msg }))
    }

    fn dotted_name(&mut self) -> PResult<Identifier> {
        let first = self.expect_name()?;
        let first = self.identifier(first);
        if !self.at(Tok::Dot) {
            return Ok(first);
        }
        let mut name = first.to_string();
        while self.accept(Tok::Dot).is_some() {
            let part = self.expect_name()?;
            name.push('.');
            name.push_str(&self.identifier(part));
        }
        Ok(name.into())
    }

    fn as_name(&mut self) -> PResult<Option<Identifier>> {
        if self.accept(Tok::As).is_none() {
            return Ok(None);
        }
        let token = self.expect_name()?;
        Ok(Some(self.identifier(token)))
    }

    fn import_statement(&mut self) -> PResult<Stmt> {
        let start = self.bump().start;
        if self.at(Tok::Newline) {
            let token = self.token();
            return self
                .raise_from(range(token.start, token.end), "Expected one or more names after 'import'");
        }
        let mut names = Vec::new();
        loop {
            let from = self.start();
            let name = self.dotted_name()?;
            let asname = self.as_name()?;
            names.push(Alias { range: self.range_from(from), name, asname });
            if self.accept(Tok::Comma).is_none() {
                break;
            }
        }
        let plain = names.iter().all(|name| name.asname.is_none());
        if plain && self.may_diagnose() && self.accept(Tok::From).is_some() {
            self.dotted_name()?;
            let place = range(start, start);
            return self.raise_from(place, "Did you mean to use 'from ... import ...' instead?");
        }
        Ok(Stmt::Import(ast::StmtImport { range: self.range_from(start), names }))
    }

    fn import_from(&mut self) -> PResult<Stmt> {
        let start = self.bump().start;
        let mut level = 0;
        loop {
            match self.kind() {
                Tok::Dot => level += 1,
                Tok::Ellipsis => level += 3,
                _ => break,
            }
            self.bump();
        }
        let module = if level == 0 || !self.at(Tok::Import) { Some(self.dotted_name()?) } else { None };
        self.expect(Tok::Import)?;
        let names = self.import_names()?;
        let level = Some(Int::new(level));
        Ok(Stmt::ImportFrom(ast::StmtImportFrom { range: self.range_from(start), module, names, level }))
    }

    fn import_names(&mut self) -> PResult<Vec<Alias>> {
        if let Some(star) = self.accept(Tok::Star) {
            return Ok(vec![Alias { range: range(star.start, star.end), name: "*".into(), asname: None }]);
        }
        if self.at(Tok::Newline) {
            let token = self.token();
            return self
                .raise_from(range(token.start, token.end), "Expected one or more names after 'import'");
        }
        let parenthesised = self.accept(Tok::LPar).is_some();
        let mut names = Vec::new();
        loop {
            let token = self.expect_name()?;
            let name = self.identifier(token);
            let asname = self.as_name()?;
            names.push(Alias { range: self.range_from(token.start), name, asname });
            if self.accept(Tok::Comma).is_none() || (parenthesised && self.at(Tok::RPar)) {
                break;
            }
            if !parenthesised && self.at(Tok::Newline) {
                let msg = "trailing comma not allowed without surrounding parentheses";
                let token = self.token();
                return self.raise_at(token, msg);
            }
        }
        if parenthesised {
            self.expect(Tok::RPar)?;
        }
        Ok(names)
    }

    /// `type` is a name unless a name and then `=` or `[` follow.
    fn at_type_alias(&mut self) -> bool {
        let named = self.at_word("type") && self.kind_at(1) == Tok::Name;
        if named {
            self.furthest = self.furthest.max(self.pos + 2);
        }
        named && matches!(self.kind_at(2), Tok::Eq | Tok::LSqb)
    }

    fn type_alias(&mut self) -> PResult<Stmt> {
        let start = self.bump().start;
        let token = self.expect_name()?;
        let (place, id) = (range(token.start, token.end), self.identifier(token));
        let name = Box::new(Expr::Name(ast::ExprName { range: place, id, ctx: ExprContext::Store }));
        let type_params = self.type_parameters()?;
        self.expect(Tok::Eq)?;
        let value = Box::new(self.expression()?);
        let range = self.range_from(start);
        Ok(Stmt::TypeAlias(ast::StmtTypeAlias { range, name, type_params, value }))
    }

    fn expression_statement(&mut self) -> PResult<Stmt> {
        let first = self.token();
        if self.may_diagnose() && !self.is_assignment()? {
            self.diagnose_assignment()?;
        }
        let value = self.yield_or_star_expressions()?;
        if self.at(Tok::Eq) {
            return self.assignment(first.start, value);
        }
        if self.at(Tok::Colon) {
            return self.annotation(first.start, first.kind == Tok::LPar, value);
        }
        if let Some(op) = augmented(self.kind()) {
            return self.augmented_assignment(first.start, value, op);
        }
        if value.is_starred_expr() {
            self.defer(value.range(), "can't use starred expression here");
        }
        let value = Box::new(value);
        Ok(Stmt::Expr(ast::StmtExpr { range: self.range_from(first.start), value }))
    }

    fn assignment(&mut self, start: u32, first: Expr) -> PResult<Stmt> {
        let (mut targets, mut value) = (Vec::new(), first);
        while self.at(Tok::Eq) {
            if matches!(value, Expr::Yield(_) | Expr::YieldFrom(_)) && self.previous().kind != Tok::RPar {
                return self.raise_on(value.range(), "assignment to yield expression not possible");
            }
            if invalid_target(&value, Use::Assign).is_some() {
                return if self.diagnosing {
                    self.refuse_target(&value, Use::Assign, Tok::Eq)
                } else {
                    self.fail()
                };
            }
            self.bump();
            if value.is_starred_expr() {
                self.defer(value.range(), "starred assignment target must be in a list or tuple");
            }
            self.check_stars(&value);
            self.store(&mut value, ExprContext::Store);
            targets.push(value);
            value = self.yield_or_star_expressions()?;
        }
        if value.is_starred_expr() {
            self.defer(value.range(), "can't use starred expression here");
        }
        let (range, value) = (self.range_from(start), Box::new(value));
        Ok(Stmt::Assign(ast::StmtAssign { range, targets, value, type_comment: None }))
    }

    /// Two stars in one target; CPython's compiler says so.
    fn check_stars(&mut self, target: &Expr) {
        let elts = match target {
            Expr::Tuple(tuple) => &tuple.elts,
            Expr::List(list) => &list.elts,
            _ => return,
        };
        if elts.iter().filter(|item| item.is_starred_expr()).count() > 1 {
            self.defer(target.range(), "multiple starred expressions in assignment");
        }
    }

    fn annotation(&mut self, start: u32, parenthesised: bool, mut target: Expr) -> PResult<Stmt> {
        if !matches!(target, Expr::Name(_) | Expr::Attribute(_) | Expr::Subscript(_)) {
            return self.fail();
        }
        self.expect(Tok::Colon)?;
        self.store(&mut target, ExprContext::Store);
        let simple = target.is_name_expr() && !parenthesised;
        let annotation = Box::new(self.expression()?);
        let value = match self.accept(Tok::Eq) {
            Some(_) => Some(Box::new(self.yield_or_star_expressions()?)),
            None => None,
        };
        let (range, target) = (self.range_from(start), Box::new(target));
        Ok(Stmt::AnnAssign(ast::StmtAnnAssign { range, target, annotation, value, simple }))
    }

    fn augmented_assignment(&mut self, start: u32, mut target: Expr, op: Operator) -> PResult<Stmt> {
        if !matches!(target, Expr::Name(_) | Expr::Attribute(_) | Expr::Subscript(_)) {
            self.lexer_error()?;
            let name = expression_name(&target);
            let msg = format!("'{name}' is an illegal expression for augmented assignment");
            return self.raise_on(target.range(), msg);
        }
        self.bump();
        self.store(&mut target, ExprContext::Store);
        let (target, value) = (Box::new(target), Box::new(self.yield_or_star_expressions()?));
        Ok(Stmt::AugAssign(ast::StmtAugAssign { range: self.range_from(start), target, op, value }))
    }
}

//! Expressions above the level of primaries: tuples, conditionals, lambdas, operators.

use rustpython_parser::ast::{self, BoolOp, CmpOp, Expr, ExprContext, Operator, UnaryOp};

use super::cursor::{Parser, range};
use super::error::PResult;
use super::token::Tok;

/// What an infix operator does.
enum Infix {
    Bool(BoolOp),
    Compare(CmpOp, usize),
    Binary(Operator),
}

const COMPARE: u8 = 4;

fn infix(kind: Tok, next: Tok) -> Option<(u8, Infix)> {
    use Infix::{Binary, Bool, Compare};
    Some(match kind {
        Tok::Or => (1, Bool(BoolOp::Or)),
        Tok::And => (2, Bool(BoolOp::And)),
        Tok::EqEq => (COMPARE, Compare(CmpOp::Eq, 1)),
        Tok::NotEq => (COMPARE, Compare(CmpOp::NotEq, 1)),
        Tok::Lt => (COMPARE, Compare(CmpOp::Lt, 1)),
        Tok::Le => (COMPARE, Compare(CmpOp::LtE, 1)),
        Tok::Gt => (COMPARE, Compare(CmpOp::Gt, 1)),
        Tok::Ge => (COMPARE, Compare(CmpOp::GtE, 1)),
        Tok::In => (COMPARE, Compare(CmpOp::In, 1)),
        Tok::Not if next == Tok::In => (COMPARE, Compare(CmpOp::NotIn, 2)),
        Tok::Is if next == Tok::Not => (COMPARE, Compare(CmpOp::IsNot, 2)),
        Tok::Is => (COMPARE, Compare(CmpOp::Is, 1)),
        Tok::Bar => (5, Binary(Operator::BitOr)),
        Tok::Caret => (6, Binary(Operator::BitXor)),
        Tok::Amp => (7, Binary(Operator::BitAnd)),
        Tok::LShift => (8, Binary(Operator::LShift)),
        Tok::RShift => (8, Binary(Operator::RShift)),
        Tok::Plus => (9, Binary(Operator::Add)),
        Tok::Minus => (9, Binary(Operator::Sub)),
        Tok::Star => (10, Binary(Operator::Mult)),
        Tok::Slash => (10, Binary(Operator::Div)),
        Tok::DoubleSlash => (10, Binary(Operator::FloorDiv)),
        Tok::Percent => (10, Binary(Operator::Mod)),
        Tok::At => (10, Binary(Operator::MatMult)),
        _ => return None,
    })
}

/// Whether an expression may begin with this token.
pub(super) fn starts_expression(kind: Tok) -> bool {
    matches!(
        kind,
        Tok::Name
            | Tok::Number
            | Tok::Str
            | Tok::FStart
            | Tok::LPar
            | Tok::LSqb
            | Tok::LBrace
            | Tok::Minus
            | Tok::Plus
            | Tok::Tilde
            | Tok::Not
            | Tok::Lambda
            | Tok::Await
            | Tok::None
            | Tok::True
            | Tok::False
            | Tok::Ellipsis
    )
}

impl Parser<'_> {
    /// `star_expressions`: one expression or a bare tuple of them, stars allowed.
    pub(super) fn star_expressions(&mut self) -> PResult<Expr> {
        self.tuple_of(Self::star_expression)
    }

    /// `expressions`: one expression or a bare tuple, no stars.
    pub(super) fn expressions(&mut self) -> PResult<Expr> {
        self.tuple_of(Self::expression)
    }

    /// `annotated_rhs`: a yield or star expressions.
    pub(super) fn yield_or_star_expressions(&mut self) -> PResult<Expr> {
        if self.at(Tok::Yield) { self.yield_expression() } else { self.star_expressions() }
    }

    pub(super) fn tuple_of(&mut self, item: impl Fn(&mut Self) -> PResult<Expr>) -> PResult<Expr> {
        let start = self.start();
        let first = item(self)?;
        if !self.at(Tok::Comma) {
            return Ok(first);
        }
        let mut elts = vec![first];
        while self.accept(Tok::Comma).is_some() {
            if !(starts_expression(self.kind()) || self.at(Tok::Star)) {
                break;
            }
            elts.push(item(self)?);
        }
        self.grow()?;
        Ok(Expr::Tuple(ast::ExprTuple { range: self.range_from(start), elts, ctx: ExprContext::Load }))
    }

    pub(super) fn star_expression(&mut self) -> PResult<Expr> {
        if self.at(Tok::Star) { self.starred(5) } else { self.expression() }
    }

    pub(super) fn star_named_expression(&mut self) -> PResult<Expr> {
        if self.at(Tok::Star) { self.starred(5) } else { self.named_expression() }
    }

    /// `'*'` and an operand of precedence `min` (0: a whole expression, as in calls).
    pub(super) fn starred(&mut self, min: u8) -> PResult<Expr> {
        let star = self.expect(Tok::Star)?;
        let value = if min == 0 { self.expression()? } else { self.binary(min)? };
        self.grow()?;
        let range = self.range_from(star.start);
        Ok(Expr::Starred(ast::ExprStarred { range, value: Box::new(value), ctx: ExprContext::Load }))
    }

    pub(super) fn yield_expression(&mut self) -> PResult<Expr> {
        let start = self.expect(Tok::Yield)?.start;
        if self.accept(Tok::From).is_some() {
            let value = Box::new(self.expression()?);
            return Ok(Expr::YieldFrom(ast::ExprYieldFrom { range: self.range_from(start), value }));
        }
        let more = starts_expression(self.kind()) || self.at(Tok::Star);
        let value = if more { Some(Box::new(self.star_expressions()?)) } else { None };
        Ok(Expr::Yield(ast::ExprYield { range: self.range_from(start), value }))
    }

    pub(super) fn named_expression(&mut self) -> PResult<Expr> {
        if self.at(Tok::Name) && self.kind_at(1) == Tok::ColonEq {
            let token = self.bump();
            let id = self.identifier(token);
            self.bump();
            let target_range = range(token.start, token.end);
            self.check_debug(&id, target_range);
            let target = ast::ExprName { range: target_range, id, ctx: ExprContext::Store };
            let value = self.expression()?;
            self.grow()?;
            let range = self.range_from(token.start);
            let (target, value) = (Box::new(Expr::Name(target)), Box::new(value));
            return Ok(Expr::NamedExpr(ast::ExprNamedExpr { range, target, value }));
        }
        if self.may_diagnose() {
            self.diagnose_named_expression()?;
        }
        let value = self.expression()?;
        if self.at(Tok::ColonEq) { self.fail() } else { Ok(value) }
    }

    /// `expression`: a conditional, a lambda or what binds tighter.
    pub(super) fn expression(&mut self) -> PResult<Expr> {
        self.enter()?;
        let saved = std::mem::replace(&mut self.height, 0);
        let value = self.conditional()?;
        self.height = self.height.max(saved);
        self.leave();
        Ok(value)
    }

    fn conditional(&mut self) -> PResult<Expr> {
        if self.may_diagnose() {
            self.diagnose_expression()?;
        }
        let mut pending = Vec::new();
        let mut last = loop {
            if self.at(Tok::Lambda) {
                break self.lambda()?;
            }
            let start = self.start();
            let body = self.binary(0)?;
            if !self.at(Tok::If) {
                break body;
            }
            self.bump();
            let test = self.binary(0)?;
            self.expect(Tok::Else)?;
            pending.push((start, body, test));
        };
        while let Some((start, body, test)) = pending.pop() {
            self.grow()?;
            let range = self.range_from(start);
            let (test, body, orelse) = (Box::new(test), Box::new(body), Box::new(last));
            last = Expr::IfExp(ast::ExprIfExp { range, test, body, orelse });
        }
        Ok(last)
    }

    fn lambda(&mut self) -> PResult<Expr> {
        let start = self.expect(Tok::Lambda)?.start;
        let args = Box::new(self.parameters(Tok::Colon)?);
        self.expect_forced(Tok::Colon, ":")?;
        let body = Box::new(self.expression()?);
        self.grow()?;
        Ok(Expr::Lambda(ast::ExprLambda { range: self.range_from(start), args, body }))
    }

    /// `disjunction`.
    pub(super) fn disjunction(&mut self) -> PResult<Expr> {
        self.binary(0)
    }

    /// `bitwise_or`.
    pub(super) fn bitwise_or(&mut self) -> PResult<Expr> {
        self.binary(5)
    }

    /// Operators of precedence `min` and above, by precedence climbing.
    pub(super) fn binary(&mut self, min: u8) -> PResult<Expr> {
        let saved = std::mem::replace(&mut self.height, 0);
        let start = self.start();
        let mut left = self.unary(min)?;
        loop {
            if min <= COMPARE && self.at(Tok::Not) {
                self.furthest = self.furthest.max(self.pos + 1);
            }
            let Some((precedence, operator)) = infix(self.kind(), self.kind_at(1)) else { break };
            if precedence < min {
                break;
            }
            left = match operator {
                Infix::Bool(op) => self.bool_operation(start, left, op, precedence)?,
                Infix::Compare(..) => self.comparison(start, left)?,
                Infix::Binary(op) => {
                    self.bump();
                    let (left, right) = (Box::new(left), Box::new(self.binary(precedence + 1)?));
                    let range = self.range_from(start);
                    Expr::BinOp(ast::ExprBinOp { range, left, op, right })
                }
            };
            self.grow()?;
        }
        self.height = self.height.max(saved);
        Ok(left)
    }

    fn bool_operation(&mut self, start: u32, first: Expr, op: BoolOp, precedence: u8) -> PResult<Expr> {
        let token = self.kind();
        let mut values = vec![first];
        while self.accept(token).is_some() {
            values.push(self.binary(precedence + 1)?);
        }
        Ok(Expr::BoolOp(ast::ExprBoolOp { range: self.range_from(start), op, values }))
    }

    fn comparison(&mut self, start: u32, left: Expr) -> PResult<Expr> {
        let (mut ops, mut comparators) = (Vec::new(), Vec::new());
        while let Some((_, Infix::Compare(op, words))) = infix(self.kind(), self.kind_at(1)) {
            self.pos += words;
            ops.push(op);
            comparators.push(self.binary(COMPARE + 1)?);
        }
        Ok(Expr::Compare(ast::ExprCompare {
            range: self.range_from(start),
            left: Box::new(left),
            ops,
            comparators,
        }))
    }

    fn unary(&mut self, min: u8) -> PResult<Expr> {
        if self.at(Tok::Not) {
            if min > 3 {
                return self.fail();
            }
            return self.negation();
        }
        self.factor()
    }

    fn negation(&mut self) -> PResult<Expr> {
        let mut starts = Vec::new();
        while let Some(token) = self.accept(Tok::Not) {
            starts.push(token.start);
        }
        let mut operand = self.binary(COMPARE)?;
        while let Some(start) = starts.pop() {
            self.grow()?;
            let range = self.range_from(start);
            operand = Expr::UnaryOp(ast::ExprUnaryOp { range, op: UnaryOp::Not, operand: Box::new(operand) });
        }
        Ok(operand)
    }

    /// `factor` and `power`: prefix operators and the right-associative `**`, without recursion.
    fn factor(&mut self) -> PResult<Expr> {
        let mut stack = Vec::new();
        let mut value = loop {
            let prefix = self.prefix_operators();
            let start = self.start();
            let base = self.await_primary()?;
            if !self.at(Tok::DoubleStar) {
                if stack.is_empty() && prefix.is_empty() {
                    return Ok(base);
                }
                break self.apply_prefix(prefix, base)?;
            }
            self.bump();
            stack.push((prefix, start, base));
        };
        while let Some((prefix, start, base)) = stack.pop() {
            self.grow()?;
            let (left, right) = (Box::new(base), Box::new(value));
            let range = self.range_from(start);
            let power = Expr::BinOp(ast::ExprBinOp { range, left, op: Operator::Pow, right });
            value = self.apply_prefix(prefix, power)?;
        }
        Ok(value)
    }

    fn prefix_operators(&mut self) -> Vec<(UnaryOp, u32)> {
        let mut prefix = Vec::new();
        loop {
            let op = match self.kind() {
                Tok::Plus => UnaryOp::UAdd,
                Tok::Minus => UnaryOp::USub,
                Tok::Tilde => UnaryOp::Invert,
                _ => return prefix,
            };
            prefix.push((op, self.bump().start));
        }
    }

    fn apply_prefix(&mut self, mut prefix: Vec<(UnaryOp, u32)>, mut operand: Expr) -> PResult<Expr> {
        while let Some((op, start)) = prefix.pop() {
            self.grow()?;
            let range = self.range_from(start);
            operand = Expr::UnaryOp(ast::ExprUnaryOp { range, op, operand: Box::new(operand) });
        }
        Ok(operand)
    }

    fn await_primary(&mut self) -> PResult<Expr> {
        let Some(token) = self.accept(Tok::Await) else { return self.primary() };
        let value = Box::new(self.primary()?);
        self.grow()?;
        Ok(Expr::Await(ast::ExprAwait { range: self.range_from(token.start), value }))
    }
}

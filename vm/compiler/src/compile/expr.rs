//! Expressions that yield a value. Mirrors `compiler_visit_expr1` of `Python/compile.c`.

use rustpython_parser::{
    ast::{
        BoolOp, CmpOp, Expr, ExprBinOp, ExprBoolOp, ExprCompare, ExprNamedExpr, ExprSubscript, ExprUnaryOp,
        Operator, Ranged, UnaryOp,
    },
    text_size::TextRange,
};

use super::{
    error::{Res, syntax},
    symtable::Kind,
    unit::{Compiler, Operand},
};
use crate::bytecode::{Const, Instr, Op, flag};

/// The register and constant forms of a binary operator.
pub(crate) fn binary_ops(op: Operator) -> (Op, Op) {
    match op {
        Operator::Add => (Op::Add, Op::AddK),
        Operator::Sub => (Op::Sub, Op::SubK),
        Operator::Mult => (Op::Mul, Op::MulK),
        Operator::MatMult => (Op::MatMul, Op::MatMulK),
        Operator::Div => (Op::Div, Op::DivK),
        Operator::Mod => (Op::Mod, Op::ModK),
        Operator::Pow => (Op::Pow, Op::PowK),
        Operator::LShift => (Op::LShift, Op::LShiftK),
        Operator::RShift => (Op::RShift, Op::RShiftK),
        Operator::BitOr => (Op::Or, Op::OrK),
        Operator::BitXor => (Op::Xor, Op::XorK),
        Operator::BitAnd => (Op::And, Op::AndK),
        Operator::FloorDiv => (Op::FloorDiv, Op::FloorDivK),
    }
}

/// The register form of a comparison, and the constant form where there is one.
fn compare_ops(op: CmpOp) -> (Op, Option<Op>) {
    match op {
        CmpOp::Lt => (Op::Lt, Some(Op::LtK)),
        CmpOp::LtE => (Op::Le, Some(Op::LeK)),
        CmpOp::Eq => (Op::Eq, Some(Op::EqK)),
        CmpOp::NotEq => (Op::Ne, Some(Op::NeK)),
        CmpOp::Gt => (Op::Gt, Some(Op::GtK)),
        CmpOp::GtE => (Op::Ge, Some(Op::GeK)),
        CmpOp::Is => (Op::Is, None),
        CmpOp::IsNot => (Op::IsNot, None),
        CmpOp::In => (Op::In_, None),
        CmpOp::NotIn => (Op::NotIn, None),
    }
}

impl<'a> Compiler<'a> {
    /// An operand for an expression: the register of a local as it stands, or a new temporary on top.
    pub(crate) fn operand(&mut self, e: &'a Expr) -> Res<Operand> {
        match e {
            Expr::Name(n) if n.id.as_str() != "__debug__" => {
                self.at(n.range);
                let operand = self.name_operand(n.id.as_str());
                self.pass(n.range);
                operand
            }
            Expr::BinOp(x) if self.fold(e).is_none() => self.deeper(x.range, |c| c.binop(x, None)),
            _ => self.operand_temp(e),
        }
    }

    /// An operand in a new temporary.
    pub(crate) fn operand_temp(&mut self, e: &'a Expr) -> Res<Operand> {
        let dst = self.alloc();
        self.expr_to(e, dst)?;
        Ok(Operand::temp(dst))
    }

    /// An operand that stays the same while `later` is evaluated: locals are copied if an assignment expression could rebind them.
    pub(crate) fn operand_before(&mut self, e: &'a Expr, later: &[&'a Expr]) -> Res<Operand> {
        let walrus = self.table.scopes.get(self.unit().scope).is_some_and(|s| s.has_walrus);
        if walrus && matches!(e, Expr::Name(_)) && !later.iter().all(|e| Self::is_simple(e)) {
            return self.operand_temp(e);
        }
        self.operand(e)
    }

    /// Computes an expression for its effects.
    pub(crate) fn effect(&mut self, e: &'a Expr) -> Res<()> {
        let mark = self.mark();
        let value = self.operand(e)?;
        self.drop_value(value);
        self.release(mark);
        Ok(())
    }

    /// Computes an expression into a register; the register is written only when all parts have been evaluated, unless it is a temporary.
    pub(crate) fn expr_to(&mut self, e: &'a Expr, dst: u16) -> Res<()> {
        self.deeper(e.range(), |c| {
            let mark = c.mark();
            let result = c.expr_inner(e, dst);
            c.release(mark);
            result
        })
    }

    fn expr_inner(&mut self, e: &'a Expr, dst: u16) -> Res<()> {
        if let Some(value) = self.fold(e) {
            self.at(e.range());
            self.load_const(value, dst);
            return Ok(());
        }
        match e {
            Expr::Name(n) => {
                self.at(n.range);
                let name = self.mangled(n.id.as_str());
                self.load_name(&name, dst);
            }
            Expr::Constant(_) => {}
            Expr::BoolOp(x) => self.bool_op(x, dst)?,
            Expr::NamedExpr(x) => self.named(x, dst)?,
            Expr::BinOp(x) => {
                self.binop(x, Some(dst))?;
            }
            Expr::UnaryOp(x) => self.unary(x, dst)?,
            Expr::Lambda(x) => self.lambda(x, dst)?,
            Expr::IfExp(x) => {
                let (other, end) = (self.label(), self.label());
                self.jump_if(&x.test, other, false)?;
                self.expr_to(&x.body, dst)?;
                self.jump(end);
                self.bind(other);
                self.expr_to(&x.orelse, dst)?;
                self.bind(end);
            }
            Expr::Dict(x) => self.dict(x, dst)?,
            Expr::Set(x) => self.set_display(&x.elts, x.range, dst)?,
            Expr::List(x) => self.list_display(&x.elts, x.range, dst)?,
            Expr::Tuple(x) => self.tuple_display(&x.elts, x.range, dst)?,
            Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_) | Expr::GeneratorExp(_) => {
                self.comprehension(e, dst)?;
            }
            Expr::Await(x) => {
                self.check_await(x.range)?;
                let value = self.operand(&x.value)?;
                self.at(x.range);
                self.await_to(value, dst, 0);
            }
            Expr::Yield(x) => self.yield_(x.value.as_deref(), x.range, dst)?,
            Expr::YieldFrom(x) => self.yield_from(&x.value, x.range, dst)?,
            Expr::Compare(x) => self.compare(x, dst)?,
            Expr::Call(x) => self.call(x, dst)?,
            Expr::FormattedValue(x) => self.formatted(x, dst)?,
            Expr::JoinedStr(x) => self.joined(x, dst)?,
            Expr::Attribute(x) => self.attribute(x, dst)?,
            Expr::Subscript(x) => self.subscript(x, dst)?,
            Expr::Starred(x) => return syntax("can't use starred expression here", x.range),
            Expr::Slice(x) => {
                let n = if x.step.is_some() { 3 } else { 2 };
                let base = self.alloc_n(n);
                for (i, part) in [&x.lower, &x.upper, &x.step].into_iter().take(n as usize).enumerate() {
                    self.optional_to(part.as_deref(), base + i as u16, x.range)?;
                }
                self.at(x.range);
                self.emit(Instr::new(Op::BuildSlice, dst, base, n as u16));
            }
        }
        Ok(())
    }

    /// An expression or None into a register.
    pub(crate) fn optional_to(&mut self, e: Option<&'a Expr>, dst: u16, range: TextRange) -> Res<()> {
        match e {
            Some(e) => self.expr_to(e, dst),
            None => {
                self.at(range);
                self.load_const(Const::None, dst);
                Ok(())
            }
        }
    }

    /// A place to build a value in steps: `dst` itself when nobody can look at it.
    pub(crate) fn workplace(&mut self, dst: u16) -> u16 {
        if self.is_temp(dst) { dst } else { self.alloc() }
    }

    fn bool_op(&mut self, x: &'a ExprBoolOp, dst: u16) -> Res<()> {
        let work = self.workplace(dst);
        let end = self.label();
        let op = if x.op == BoolOp::And { Op::JumpIfFalse } else { Op::JumpIfTrue };
        for (i, value) in x.values.iter().enumerate() {
            self.expr_to(value, work)?;
            if i + 1 < x.values.len() {
                self.at(x.range);
                self.emit_jump(Instr::new(op, work, 0, 0), end);
            }
        }
        self.bind(end);
        self.move_to(Operand::temp(work), dst);
        Ok(())
    }

    fn named(&mut self, x: &'a ExprNamedExpr, dst: u16) -> Res<()> {
        let Expr::Name(target) = &*x.target else {
            let what = crate::parser::expression_name(&x.target);
            return syntax(format!("cannot use assignment expressions with {what}"), x.target.range());
        };
        let value = self.operand(&x.value)?;
        self.at(x.range);
        self.store_name(target.id.as_str(), value.kept(), target.range)?;
        self.move_to(value, dst);
        Ok(())
    }

    /// `a op b op c …`, left to right without recursion; the last result goes to `dst` or a new temporary.
    fn binop(&mut self, x: &'a ExprBinOp, dst: Option<u16>) -> Res<Operand> {
        let mark = self.mark();
        if let Some(parts) = self.percent_parts(x) {
            let target = dst.unwrap_or_else(|| self.alloc());
            self.parts(&parts, x.range, target)?;
            return Ok(Operand::temp(target));
        }
        let mut chain = vec![x];
        while let Expr::BinOp(inner) = &*chain[chain.len() - 1].left {
            if self.fold(&chain[chain.len() - 1].left).is_some() || self.percent_parts(inner).is_some() {
                break;
            }
            chain.push(inner);
        }
        let first = chain[chain.len() - 1];
        let mut left = self.operand_before(&first.left, &[&first.right])?;
        for (i, x) in chain.iter().enumerate().rev() {
            let (rr, rk) = binary_ops(x.op);
            let constant = self.fold(&x.right).and_then(|k| self.small_constant(&k));
            if constant.is_some() {
                self.pass(x.right.range());
            }
            let right = if constant.is_none() { Some(self.operand(&x.right)?) } else { None };
            self.release(mark);
            let target = if i == 0 { dst } else { None };
            let target = target.unwrap_or_else(|| self.alloc());
            self.at(x.range);
            match (right, constant) {
                (Some(r), _) => self.emit(Instr::new(rr, target, left.reg, r.reg).with(left.b() | r.c())),
                (None, k) => self.emit(Instr::new(rk, target, left.reg, k.unwrap_or(0)).with(left.b())),
            }
            left = Operand::temp(target);
        }
        Ok(left)
    }

    fn unary(&mut self, x: &'a ExprUnaryOp, dst: u16) -> Res<()> {
        if let (UnaryOp::Not, Expr::Compare(c)) = (x.op, &*x.operand)
            && let [op @ (CmpOp::Is | CmpOp::IsNot | CmpOp::In | CmpOp::NotIn)] = &*c.ops
        {
            let flipped = match op {
                CmpOp::Is => CmpOp::IsNot,
                CmpOp::IsNot => CmpOp::Is,
                CmpOp::In => CmpOp::NotIn,
                _ => CmpOp::In,
            };
            return self.compare_one(&c.left, flipped, &c.comparators, c.range, dst);
        }
        let op = match x.op {
            UnaryOp::Invert => Op::Invert,
            UnaryOp::Not => Op::Not,
            UnaryOp::UAdd => Op::Pos,
            UnaryOp::USub => Op::Neg,
        };
        let value = self.operand(&x.operand)?;
        self.at(x.range);
        self.emit(Instr::new(op, dst, value.reg, 0).with(value.b()));
        Ok(())
    }

    /// The right side of `in`: displays of constants become constants.
    pub(crate) fn container(&mut self, e: &'a Expr, op: CmpOp) -> Res<Operand> {
        let (elts, set) = match e {
            Expr::List(x) => (&x.elts, false),
            Expr::Set(x) => (&x.elts, true),
            _ => return self.operand(e),
        };
        let items: Option<Vec<Const>> = elts.iter().map(|e| self.fold(e)).collect();
        match items {
            Some(items) if matches!(op, CmpOp::In | CmpOp::NotIn) => {
                let dst = self.alloc();
                self.at(e.range());
                self.load_const(
                    if set { Const::FrozenSet(items.into()) } else { Const::Tuple(items.into()) },
                    dst,
                );
                Ok(Operand::temp(dst))
            }
            _ => self.operand(e),
        }
    }

    fn compare_one(
        &mut self,
        left: &'a Expr,
        op: CmpOp,
        right: &'a [Expr],
        range: TextRange,
        dst: u16,
    ) -> Res<()> {
        let Some(right) = right.first() else { return Ok(()) };
        let l = self.operand_before(left, &[right])?;
        self.compare_with(l, op, right, range, dst)
    }

    fn compare_with(
        &mut self,
        l: Operand,
        op: CmpOp,
        right: &'a Expr,
        range: TextRange,
        dst: u16,
    ) -> Res<()> {
        let (rr, rk) = compare_ops(op);
        if let Some(rk) = rk
            && let Some(k) = self.fold(right).and_then(|k| self.small_constant(&k))
        {
            self.pass(right.range());
            self.at(range);
            self.emit(Instr::new(rk, dst, l.reg, k).with(l.b()));
            return Ok(());
        }
        let r = self.container(right, op)?;
        self.at(range);
        self.emit(Instr::new(rr, dst, l.reg, r.reg).with(l.b() | r.c()));
        Ok(())
    }

    fn compare(&mut self, x: &'a ExprCompare, dst: u16) -> Res<()> {
        let Some(((&last_op, ops), (last, middles))) = x.ops.split_last().zip(x.comparators.split_last())
        else {
            return Ok(());
        };
        if ops.is_empty() {
            return self.compare_one(&x.left, last_op, &x.comparators, x.range, dst);
        }
        let work = self.workplace(dst);
        let (end, clean) = (self.label(), self.label());
        let held = self.alloc();
        let mut left = self.operand_temp(&x.left)?;
        for (&op, middle) in ops.iter().zip(middles) {
            self.expr_to(middle, held)?;
            let (rr, _) = compare_ops(op);
            self.at(x.range);
            self.emit(Instr::new(rr, work, left.reg, held).with(left.b()));
            self.emit_jump(Instr::new(Op::JumpIfFalse, work, 0, 0), clean);
            self.move_to(Operand::temp(held), left.reg);
            left = Operand::temp(left.reg);
        }
        self.compare_with(left, last_op, last, x.range, work)?;
        self.jump(end);
        self.bind(clean);
        self.emit(Instr::new(Op::Clear, held, 0, 0));
        self.bind(end);
        self.move_to(Operand::temp(work), dst);
        Ok(())
    }

    fn subscript(&mut self, x: &'a ExprSubscript, dst: u16) -> Res<()> {
        let object = self.operand_before(&x.value, &[&x.slice])?;
        if let Some(base) = self.plain_slice(&x.slice)? {
            self.at(x.range);
            self.emit(Instr::new(Op::GetSlice, dst, object.reg, base).with(object.b()));
        } else if let Some(k) = self.fold(&x.slice).and_then(|k| self.small_constant(&k)) {
            self.pass(x.slice.range());
            self.at(x.range);
            self.emit(Instr::new(Op::GetItemK, dst, object.reg, k).with(object.b()));
        } else {
            let index = self.index(&x.slice)?;
            self.at(x.range);
            self.emit(Instr::new(Op::GetItem, dst, object.reg, index.reg).with(object.b() | index.c()));
        }
        Ok(())
    }

    /// A subscript as an operand; `a[*b]` is the subscript `(*b,)`.
    pub(crate) fn index(&mut self, e: &'a Expr) -> Res<Operand> {
        if !matches!(e, Expr::Starred(_)) {
            return self.operand(e);
        }
        let dst = self.alloc();
        self.tuple_display(std::slice::from_ref(e), e.range(), dst)?;
        self.release(u32::from(dst) + 1);
        Ok(Operand::temp(dst))
    }

    /// `lower:upper` without a step in a window of two.
    pub(crate) fn plain_slice(&mut self, e: &'a Expr) -> Res<Option<u16>> {
        let Expr::Slice(x) = e else { return Ok(None) };
        if x.step.is_some() {
            return Ok(None);
        }
        let base = self.alloc_n(2);
        self.optional_to(x.lower.as_deref(), base, x.range)?;
        self.optional_to(x.upper.as_deref(), base + 1, x.range)?;
        Ok(Some(base))
    }

    // -- yield and await ----------------------------------------------------------------------------------------------

    fn in_async(&self) -> bool {
        self.table.scopes.get(self.unit().scope).is_some_and(|s| s.kind == Kind::Function && s.is_async)
    }

    /// Whether asynchronous constructs may stand here.
    pub(crate) fn check_async(&self, what: &str, range: TextRange) -> Res<()> {
        if self.in_async() { Ok(()) } else { syntax(format!("'{what}' outside async function"), range) }
    }

    fn check_await(&self, range: TextRange) -> Res<()> {
        match self.kind() {
            Kind::Generator => Ok(()),
            Kind::Module | Kind::Class => syntax("'await' outside function", range),
            _ if self.in_async() => Ok(()),
            _ => syntax("'await' outside async function", range),
        }
    }

    /// Awaits an operand; `how` is 1 after `__aenter__`, 2 after `__aexit__`.
    pub(crate) fn await_to(&mut self, value: Operand, dst: u16, how: u16) {
        let mark = self.mark();
        let iter = self.alloc();
        self.emit(Instr::new(Op::GetAwaitable, iter, value.reg, how).with(value.b()));
        self.send_loop(iter, dst);
        self.release(mark);
    }

    /// Delegates to the iterator in a temporary until it is done.
    pub(crate) fn send_loop(&mut self, iter: u16, dst: u16) {
        let work = self.workplace(dst);
        self.load_const(Const::None, work);
        let live = self.live_with(&[work, iter]);
        self.emit(Instr::new(Op::YieldFrom, work, iter, live));
        self.move_to(Operand::temp(work), dst);
    }

    fn yield_(&mut self, value: Option<&'a Expr>, range: TextRange, dst: u16) -> Res<()> {
        if self.kind() != Kind::Function {
            return syntax("'yield' outside function", range);
        }
        let value = match value {
            Some(e) => self.operand(e)?,
            None => {
                let reg = self.alloc();
                self.at(range);
                self.load_const(Const::None, reg);
                Operand::temp(reg)
            }
        };
        self.at(range);
        let x = if self.in_async() { flag::SPECIAL } else { 0 };
        let live = self.live_with(&[]);
        self.emit(Instr::new(Op::Yield, dst, value.reg, live).with(value.b() | x));
        Ok(())
    }

    fn yield_from(&mut self, value: &'a Expr, range: TextRange, dst: u16) -> Res<()> {
        if self.kind() != Kind::Function {
            return syntax("'yield from' outside function", range);
        }
        if self.in_async() {
            return syntax("'yield from' inside async function", range);
        }
        let value = self.operand(value)?;
        let iter = self.alloc();
        self.at(range);
        self.emit(Instr::new(Op::GetYieldFromIter, iter, value.reg, 0).with(value.b()));
        self.send_loop(iter, dst);
        Ok(())
    }
}

//! Conditions: expressions that only decide a jump. Mirrors `compiler_jump_if` of `Python/compile.c`.

use rustpython_parser::ast::{BoolOp, CmpOp, Constant, Expr, ExprCompare, Ranged, UnaryOp};

use super::{
    error::Res,
    unit::{Compiler, Label, Operand},
};
use crate::bytecode::{Instr, Op};

/// Jump forms of a comparison: register and constant, when true and when false.
fn jump_ops(op: CmpOp, when: bool) -> (Op, Option<Op>) {
    match (op, when) {
        (CmpOp::Lt, true) => (Op::JumpLt, Some(Op::JumpLtK)),
        (CmpOp::LtE, true) => (Op::JumpLe, Some(Op::JumpLeK)),
        (CmpOp::Eq, true) => (Op::JumpEq, Some(Op::JumpEqK)),
        (CmpOp::NotEq, true) => (Op::JumpNe, Some(Op::JumpNeK)),
        (CmpOp::Gt, true) => (Op::JumpGt, Some(Op::JumpGtK)),
        (CmpOp::GtE, true) => (Op::JumpGe, Some(Op::JumpGeK)),
        (CmpOp::Lt, false) => (Op::JumpNotLt, Some(Op::JumpNotLtK)),
        (CmpOp::LtE, false) => (Op::JumpNotLe, Some(Op::JumpNotLeK)),
        (CmpOp::Eq, false) => (Op::JumpNotEq, Some(Op::JumpNotEqK)),
        (CmpOp::NotEq, false) => (Op::JumpNotNe, Some(Op::JumpNotNeK)),
        (CmpOp::Gt, false) => (Op::JumpNotGt, Some(Op::JumpNotGtK)),
        (CmpOp::GtE, false) => (Op::JumpNotGe, Some(Op::JumpNotGeK)),
        (CmpOp::Is, true) | (CmpOp::IsNot, false) => (Op::JumpIs, None),
        (CmpOp::IsNot, true) | (CmpOp::Is, false) => (Op::JumpIsNot, None),
        (CmpOp::In, true) | (CmpOp::NotIn, false) => (Op::JumpIn, None),
        (CmpOp::NotIn, true) | (CmpOp::In, false) => (Op::JumpNotIn, None),
    }
}

impl<'a> Compiler<'a> {
    /// Jumps to `label` when the truth of `e` is `when`, falls through otherwise.
    pub(crate) fn jump_if(&mut self, e: &'a Expr, label: Label, when: bool) -> Res<()> {
        self.deeper(e.range(), |c| {
            let mark = c.mark();
            let result = c.jump_if_inner(e, label, when);
            c.release(mark);
            result
        })
    }

    fn jump_if_inner(&mut self, e: &'a Expr, label: Label, when: bool) -> Res<()> {
        if let Some(truth) = self.fold(e).and_then(|k| k.truth()) {
            self.pass(e.range());
            if truth == when {
                self.at(e.range());
                self.jump(label);
            }
            return Ok(());
        }
        match e {
            Expr::UnaryOp(x) if x.op == UnaryOp::Not => return self.jump_if(&x.operand, label, !when),
            Expr::BoolOp(x) => {
                let Some((last, front)) = x.values.split_last() else { return Ok(()) };
                let decides = x.op == BoolOp::Or;
                let skip = self.label();
                let target = if decides == when { label } else { skip };
                for value in front {
                    self.jump_if(value, target, decides)?;
                }
                self.jump_if(last, label, when)?;
                self.bind(skip);
                return Ok(());
            }
            Expr::IfExp(x) => {
                let (other, end) = (self.label(), self.label());
                self.jump_if(&x.test, other, false)?;
                self.jump_if(&x.body, label, when)?;
                self.jump(end);
                self.bind(other);
                self.jump_if(&x.orelse, label, when)?;
                self.bind(end);
                return Ok(());
            }
            Expr::Compare(x) if x.ops.len() <= 2 => return self.jump_compare(x, label, when),
            _ => {}
        }
        let value = self.operand(e)?;
        self.at(e.range());
        let op = if when { Op::JumpIfTrue } else { Op::JumpIfFalse };
        self.emit_jump(Instr::new(op, value.reg, 0, 0).with(value.a()), label);
        Ok(())
    }

    fn jump_compare(&mut self, x: &'a ExprCompare, label: Label, when: bool) -> Res<()> {
        let ([first, rest @ ..], [middle, more @ ..]) = (&*x.ops, &*x.comparators) else { return Ok(()) };
        let later: Vec<&Expr> = x.comparators.iter().collect();
        let left = self.operand_before(&x.left, &later)?;
        let ([second], [last]) = (rest, more) else {
            return self.jump_last(left, *first, middle, x, label, when);
        };
        let held = self.operand_before(middle, &[last])?;
        let (clean, end) = (self.label(), self.label());
        let fail = if held.temp {
            clean
        } else if when {
            end
        } else {
            label
        };
        self.at(x.range);
        self.emit_jump(Instr::new(jump_ops(*first, false).0, left.reg, held.reg, 0).with(left.a()), fail);
        self.jump_last(held, *second, last, x, label, when)?;
        if held.temp {
            self.jump(end);
            self.bind(clean);
            self.emit(Instr::new(Op::Clear, held.reg, 0, 0));
            if !when {
                self.jump(label);
            }
        }
        self.bind(end);
        Ok(())
    }

    fn jump_last(
        &mut self,
        left: Operand,
        op: CmpOp,
        right: &'a Expr,
        x: &'a ExprCompare,
        label: Label,
        when: bool,
    ) -> Res<()> {
        if let (CmpOp::Is | CmpOp::IsNot, Expr::Constant(k)) = (op, right)
            && k.value == Constant::None
        {
            let jump = if (op == CmpOp::Is) == when { Op::JumpIfNone } else { Op::JumpIfNotNone };
            self.at(x.range);
            self.emit_jump(Instr::new(jump, left.reg, 0, 0).with(left.a()), label);
            return Ok(());
        }
        let (rr, rk) = jump_ops(op, when);
        if let Some(rk) = rk
            && let Some(k) = self.fold(right).and_then(|k| self.small_constant(&k))
        {
            self.pass(right.range());
            self.at(x.range);
            self.emit_jump(Instr::new(rk, left.reg, k, 0).with(left.a()), label);
            return Ok(());
        }
        let right = self.container(right, op)?;
        self.at(x.range);
        self.emit_jump(Instr::new(rr, left.reg, right.reg, 0).with(left.a() | right.b()), label);
        Ok(())
    }
}

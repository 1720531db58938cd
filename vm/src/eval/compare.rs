//! Comparisons and the jumps fused with them.

use super::{Flow, Machine};
use crate::bytecode::instruction::{Instr, flag};
use crate::bytecode::opcode::Op;
use crate::error::PyResult;
use crate::heap::Value;
use crate::protocol::compare::quick_compare;
use crate::types::slots::CmpOp;

fn comparison(op: Op) -> CmpOp {
    match op {
        Op::Lt | Op::LtK | Op::JumpLt | Op::JumpLtK | Op::JumpNotLt | Op::JumpNotLtK => CmpOp::Lt,
        Op::Le | Op::LeK | Op::JumpLe | Op::JumpLeK | Op::JumpNotLe | Op::JumpNotLeK => CmpOp::Le,
        Op::Ne | Op::NeK | Op::JumpNe | Op::JumpNeK | Op::JumpNotNe | Op::JumpNotNeK => CmpOp::Ne,
        Op::Gt | Op::GtK | Op::JumpGt | Op::JumpGtK | Op::JumpNotGt | Op::JumpNotGtK => CmpOp::Gt,
        Op::Ge | Op::GeK | Op::JumpGe | Op::JumpGeK | Op::JumpNotGe | Op::JumpNotGeK => CmpOp::Ge,
        _ => CmpOp::Eq,
    }
}

/// `a op b` for two small numbers of one kind.
#[inline(always)]
pub(super) fn of_numbers(a: &Value, b: &Value, op: CmpOp) -> Option<bool> {
    match (a, b) {
        (Value::Int(x), Value::Int(y)) => Some(holds(x, y, op)),
        (Value::Float(x), Value::Float(y)) => Some(holds(x, y, op)),
        _ => None,
    }
}

#[inline(always)]
fn holds<T: PartialOrd>(x: &T, y: &T, op: CmpOp) -> bool {
    match op {
        CmpOp::Lt => x < y,
        CmpOp::Le => x <= y,
        CmpOp::Eq => x == y,
        CmpOp::Ne => x != y,
        CmpOp::Gt => x > y,
        CmpOp::Ge => x >= y,
    }
}

impl Machine<'_> {
    pub(super) fn compare(&mut self, i: Instr) -> PyResult<Flow> {
        let op = comparison(i.op);
        let value = match quick_compare(self.cur.reg(i.b), self.cur.reg(i.c), op) {
            Some(answer) => Value::Bool(answer),
            None => {
                let (b, c) = (self.cur.reg(i.b).clone(), self.cur.reg(i.c).clone());
                self.save_ip();
                self.vm.compare(&b, &c, op)?
            }
        };
        self.finish(i, value)
    }

    pub(super) fn compare_k(&mut self, i: Instr) -> PyResult<Flow> {
        let op = comparison(i.op);
        let value = match quick_compare(self.cur.reg(i.b), self.cur.constant(usize::from(i.c)), op) {
            Some(answer) => Value::Bool(answer),
            None => {
                let (b, c) = (self.cur.reg(i.b).clone(), self.cur.constant(usize::from(i.c)).clone());
                self.save_ip();
                self.vm.compare(&b, &c, op)?
            }
        };
        self.finish_b(i, value)
    }

    /// The truth of `R[a] op R[b]`; temporaries are dropped.
    fn compare_rr(&mut self, i: Instr) -> PyResult<bool> {
        let op = comparison(i.op);
        let answer = match quick_compare(self.cur.reg(i.a), self.cur.reg(i.b), op) {
            Some(answer) => answer,
            None => self.compare_slow(self.cur.reg(i.a).clone(), self.cur.reg(i.b).clone(), op)?,
        };
        if i.x & (flag::TEMP_A | flag::TEMP_B) != 0 {
            self.drop_a(i);
            if i.x & flag::TEMP_B != 0 {
                self.cur.set(i.b, Value::Unbound);
            }
        }
        Ok(answer)
    }

    /// The truth of `R[a] op K[b]`.
    fn compare_rk(&mut self, i: Instr) -> PyResult<bool> {
        let op = comparison(i.op);
        let answer = match quick_compare(self.cur.reg(i.a), self.cur.constant(usize::from(i.b)), op) {
            Some(answer) => answer,
            None => {
                let constant = self.cur.constant(usize::from(i.b)).clone();
                self.compare_slow(self.cur.reg(i.a).clone(), constant, op)?
            }
        };
        self.drop_a(i);
        Ok(answer)
    }

    #[inline(never)]
    fn compare_slow(&mut self, a: Value, b: Value, op: CmpOp) -> PyResult<bool> {
        self.save_ip();
        let answer = self.vm.compare(&a, &b, op)?;
        self.vm.is_true(&answer)
    }

    /// Jumps where `condition` holds, else goes on.
    fn branch(&mut self, i: Instr, condition: bool) -> PyResult<Flow> {
        if condition { self.jump_near(i) } else { Ok(Flow::Next) }
    }

    pub(super) fn jump_compare(&mut self, i: Instr) -> PyResult<Flow> {
        let answer = self.compare_rr(i)?;
        self.branch(i, answer)
    }

    pub(super) fn jump_compare_not(&mut self, i: Instr) -> PyResult<Flow> {
        let answer = self.compare_rr(i)?;
        self.branch(i, !answer)
    }

    pub(super) fn jump_compare_k(&mut self, i: Instr) -> PyResult<Flow> {
        let answer = self.compare_rk(i)?;
        self.branch(i, answer)
    }

    pub(super) fn jump_compare_not_k(&mut self, i: Instr) -> PyResult<Flow> {
        let answer = self.compare_rk(i)?;
        self.branch(i, !answer)
    }

    pub(super) fn is(&mut self, i: Instr) -> PyResult<Flow> {
        let same = self.cur.reg(i.b).is(self.cur.reg(i.c));
        self.finish(i, Value::Bool(same))
    }

    pub(super) fn is_not(&mut self, i: Instr) -> PyResult<Flow> {
        let same = self.cur.reg(i.b).is(self.cur.reg(i.c));
        self.finish(i, Value::Bool(!same))
    }

    fn membership(&mut self, item: u16, container: u16) -> PyResult<bool> {
        let (item, container) = (self.cur.reg(item).clone(), self.cur.reg(container).clone());
        self.save_ip();
        self.vm.contains(&container, &item)
    }

    pub(super) fn contains(&mut self, i: Instr) -> PyResult<Flow> {
        let found = self.membership(i.b, i.c)?;
        self.finish(i, Value::Bool(found))
    }

    pub(super) fn not_contains(&mut self, i: Instr) -> PyResult<Flow> {
        let found = self.membership(i.b, i.c)?;
        self.finish(i, Value::Bool(!found))
    }

    fn drop_ab(&mut self, i: Instr) {
        self.drop_a(i);
        if i.x & flag::TEMP_B != 0 {
            self.cur.set(i.b, Value::Unbound);
        }
    }

    pub(super) fn jump_is(&mut self, i: Instr) -> PyResult<Flow> {
        let same = self.cur.reg(i.a).is(self.cur.reg(i.b));
        self.drop_ab(i);
        self.branch(i, same)
    }

    pub(super) fn jump_is_not(&mut self, i: Instr) -> PyResult<Flow> {
        let same = self.cur.reg(i.a).is(self.cur.reg(i.b));
        self.drop_ab(i);
        self.branch(i, !same)
    }

    pub(super) fn jump_in(&mut self, i: Instr) -> PyResult<Flow> {
        let found = self.membership(i.a, i.b)?;
        self.drop_ab(i);
        self.branch(i, found)
    }

    pub(super) fn jump_not_in(&mut self, i: Instr) -> PyResult<Flow> {
        let found = self.membership(i.a, i.b)?;
        self.drop_ab(i);
        self.branch(i, !found)
    }

    pub(super) fn jump(&mut self, i: Instr) -> PyResult<Flow> {
        self.jump_wide(i)
    }

    fn branch_wide(&mut self, i: Instr, condition: bool) -> PyResult<Flow> {
        self.drop_a(i);
        if condition { self.jump_wide(i) } else { Ok(Flow::Next) }
    }

    pub(super) fn jump_if_true(&mut self, i: Instr) -> PyResult<Flow> {
        let truth = self.truth(i.a)?;
        self.branch_wide(i, truth)
    }

    pub(super) fn jump_if_false(&mut self, i: Instr) -> PyResult<Flow> {
        let truth = self.truth(i.a)?;
        self.branch_wide(i, !truth)
    }

    pub(super) fn jump_if_none(&mut self, i: Instr) -> PyResult<Flow> {
        let none = self.cur.reg(i.a).is_none();
        self.branch_wide(i, none)
    }

    pub(super) fn jump_if_not_none(&mut self, i: Instr) -> PyResult<Flow> {
        let none = self.cur.reg(i.a).is_none();
        self.branch_wide(i, !none)
    }
}

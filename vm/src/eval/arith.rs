//! Binary and unary operators.

use super::{Flow, Machine};
use crate::bytecode::instruction::{Instr, flag};
use crate::bytecode::opcode::Op;
use crate::error::PyResult;
use crate::heap::Value;
use crate::protocol::number::{BinOp, UnaryOp};

fn operator(op: Op) -> BinOp {
    match op {
        Op::Add | Op::AddK => BinOp::Add,
        Op::Sub | Op::SubK => BinOp::Sub,
        Op::Mul | Op::MulK => BinOp::Mul,
        Op::MatMul | Op::MatMulK => BinOp::MatMul,
        Op::Div | Op::DivK => BinOp::TrueDiv,
        Op::Mod | Op::ModK => BinOp::Mod,
        Op::LShift | Op::LShiftK => BinOp::LShift,
        Op::RShift | Op::RShiftK => BinOp::RShift,
        Op::Or | Op::OrK => BinOp::Or,
        Op::Xor | Op::XorK => BinOp::Xor,
        Op::And | Op::AndK => BinOp::And,
        _ => BinOp::FloorDiv,
    }
}

/// A binary operator (in its form of two registers) of small numbers, where the result is a small number.
#[inline(always)]
pub(super) fn of_numbers(op: Op, a: &Value, b: &Value) -> Option<Value> {
    match (a, b) {
        (Value::Int(x), Value::Int(y)) => of_ints(op, *x, *y),
        (Value::Float(x), Value::Float(y)) => of_floats(op, *x, *y),
        (Value::Int(x), Value::Float(y)) => of_floats(op, *x as f64, *y),
        (Value::Float(x), Value::Int(y)) => of_floats(op, *x, *y as f64),
        _ => None,
    }
}

#[inline(always)]
fn of_floats(op: Op, x: f64, y: f64) -> Option<Value> {
    Some(Value::Float(match op {
        Op::Add => x + y,
        Op::Sub => x - y,
        Op::Mul => x * y,
        Op::Div if y != 0.0 => x / y,
        _ => return None,
    }))
}

#[inline(always)]
fn of_ints(op: Op, x: i64, y: i64) -> Option<Value> {
    /// Integers up to here are floats without loss.
    const EXACT: i64 = 1 << 53;
    Some(Value::Int(match op {
        Op::Add => return x.checked_add(y).map(Value::Int),
        Op::Sub => return x.checked_sub(y).map(Value::Int),
        Op::Mul => return x.checked_mul(y).map(Value::Int),
        Op::And => x & y,
        Op::Or => x | y,
        Op::Xor => x ^ y,
        // A divisor of -1 can overflow and one of 0 raises.
        Op::Mod if y > 0 => x.rem_euclid(y),
        Op::FloorDiv if y > 0 => x.div_euclid(y),
        Op::RShift if (0..64).contains(&y) => x >> y,
        Op::LShift if (0..62).contains(&y) && x.unsigned_abs() < 1 << (62 - y) => x << y,
        Op::Div if y != 0 && x.abs_diff(0) < EXACT as u64 && y.abs_diff(0) < EXACT as u64 => {
            return Some(Value::Float(x as f64 / y as f64));
        }
        _ => return None,
    }))
}

impl Machine<'_> {
    #[inline(never)]
    pub(super) fn binary(&mut self, i: Instr) -> PyResult<Flow> {
        if i.op == Op::Add
            && let (Value::Str(_), Value::Str(_)) = (self.cur.reg(i.b), self.cur.reg(i.c))
        {
            return self.concat(i);
        }
        let op = operator(i.op);
        self.save_ip();
        let (b, c) = (self.operand_b(i), self.operand_c(i));
        let value = if i.x & flag::INPLACE != 0 {
            self.vm.inplace_op(op, &b, &c)?
        } else {
            self.vm.binary_op(op, &b, &c)?
        };
        drop((b, c));
        self.store(i.a, value)
    }

    /// `a + b` of strings. Where the left operand dies or is assigned to, its object is extended in place.
    fn concat(&mut self, i: Instr) -> PyResult<Flow> {
        let right = self.operand_c(i);
        let left = if i.x & flag::TEMP_B != 0 || i.a == i.b {
            self.cur.take(i.b)
        } else {
            self.cur.reg(i.b).clone()
        };
        let (Value::Str(left), Value::Str(right)) = (left, right) else { return Ok(Flow::Next) };
        if left.is_empty() {
            return self.store(i.a, Value::Str(right));
        }
        if right.is_empty() {
            return self.store(i.a, Value::Str(left));
        }
        let joined = left.append(&right);
        self.store(i.a, Value::Str(joined))
    }

    #[inline(never)]
    pub(super) fn binary_k(&mut self, i: Instr) -> PyResult<Flow> {
        let op = operator(i.op);
        self.save_ip();
        if i.op == Op::AddK
            && (i.x & flag::TEMP_B != 0 || i.a == i.b)
            && let (Value::Str(_), Value::Str(_)) = (self.cur.reg(i.b), self.cur.constant(usize::from(i.c)))
        {
            let right = self.cur.constant(usize::from(i.c)).clone();
            if let (Value::Str(left), Value::Str(right)) = (self.cur.take(i.b), right) {
                if left.is_empty() {
                    return self.store(i.a, Value::Str(right));
                }
                if right.is_empty() {
                    return self.store(i.a, Value::Str(left));
                }
                let joined = left.append(&right);
                return self.store(i.a, Value::Str(joined));
            }
        }
        let b = self.operand_b(i);
        let c = self.cur.constant(usize::from(i.c)).clone();
        let value = if i.x & flag::INPLACE != 0 {
            self.vm.inplace_op(op, &b, &c)?
        } else {
            self.vm.binary_op(op, &b, &c)?
        };
        drop(b);
        self.store(i.a, value)
    }

    pub(super) fn pow(&mut self, i: Instr) -> PyResult<Flow> {
        let (b, c) = (self.operand_b(i), self.operand_c(i));
        self.power(i, &b, &c)
    }

    pub(super) fn pow_k(&mut self, i: Instr) -> PyResult<Flow> {
        let b = self.operand_b(i);
        let c = self.cur.constant(usize::from(i.c)).clone();
        self.power(i, &b, &c)
    }

    fn power(&mut self, i: Instr, b: &Value, c: &Value) -> PyResult<Flow> {
        self.save_ip();
        let value = if i.x & flag::INPLACE != 0 {
            self.vm.inplace_power(b, c)?
        } else {
            self.vm.power(b, c, &Value::None)?
        };
        self.store(i.a, value)
    }

    pub(super) fn unary(&mut self, i: Instr) -> PyResult<Flow> {
        let value = match (i.op, self.cur.reg(i.b)) {
            (Op::Neg, Value::Int(n)) if *n != i64::MIN => Value::Int(-n),
            (Op::Neg, Value::Float(x)) => Value::Float(-x),
            (op, operand) => {
                let operand = operand.clone();
                self.save_ip();
                let op = match op {
                    Op::Neg => UnaryOp::Neg,
                    Op::Pos => UnaryOp::Pos,
                    _ => UnaryOp::Invert,
                };
                self.vm.unary_op(op, &operand)?
            }
        };
        self.finish_b(i, value)
    }

    pub(super) fn not(&mut self, i: Instr) -> PyResult<Flow> {
        let truth = self.truth(i.b)?;
        self.finish_b(i, Value::Bool(!truth))
    }

    /// The truth of a register.
    #[inline(always)]
    pub(super) fn truth(&mut self, register: u16) -> PyResult<bool> {
        match self.cur.reg(register) {
            Value::Bool(b) => Ok(*b),
            Value::None => Ok(false),
            Value::Int(n) => Ok(*n != 0),
            other => {
                let other = other.clone();
                self.save_ip();
                self.vm.is_true(&other)
            }
        }
    }

    /// Ends an instruction whose only operand is `b`.
    #[inline(always)]
    pub(super) fn finish_b(&mut self, i: Instr, value: Value) -> PyResult<Flow> {
        if i.x & flag::TEMP_B != 0 {
            self.cur.set(i.b, Value::Unbound);
        }
        self.store(i.a, value)
    }
}

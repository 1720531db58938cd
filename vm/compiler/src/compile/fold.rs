//! Constant folding where it can be seen. Mirrors `Python/ast_opt.c`, with its size limits.

use std::rc::Rc;

use num_bigint::{BigInt, Sign};
use num_traits::{Signed, ToPrimitive, Zero};
use rustpython_parser::ast::{Constant, Expr, ExprBinOp, ExprContext, Operator, UnaryOp};
use rustpython_wtf8::Wtf8Buf;

use super::unit::Compiler;
use crate::bytecode::Const;

const MAX_BITS: u64 = 128;
const MAX_COLLECTION: usize = 256;
const MAX_TEXT: usize = 4096;

impl Compiler<'_> {
    /// The value of an expression known now.
    pub(crate) fn fold(&self, e: &Expr) -> Option<Const> {
        self.fold_at(e, 0)
    }

    fn fold_at(&self, e: &Expr, depth: usize) -> Option<Const> {
        if depth > 100 {
            return None;
        }
        match e {
            Expr::Constant(k) => {
                if let Some(text) = self.extras.strings.get(&k.range) {
                    return Some(Const::Str(Rc::new(text.clone())));
                }
                Some(convert(&k.value))
            }
            Expr::Name(n) if n.id.as_str() == "__debug__" => Some(Const::Bool(self.options.optimize == 0)),
            Expr::Tuple(t) if t.ctx == ExprContext::Load => {
                let items: Option<Vec<Const>> = t.elts.iter().map(|e| self.fold_at(e, depth + 1)).collect();
                Some(Const::Tuple(items?.into()))
            }
            Expr::UnaryOp(x) => unary(x.op, &self.fold_at(&x.operand, depth + 1)?),
            Expr::BinOp(x) => self.fold_chain(x, depth),
            _ => None,
        }
    }

    fn fold_chain(&self, x: &ExprBinOp, depth: usize) -> Option<Const> {
        let mut rights = vec![(x.op, &*x.right)];
        let mut left = &*x.left;
        while let Expr::BinOp(inner) = left {
            rights.push((inner.op, &inner.right));
            left = &inner.left;
        }
        let mut value = self.fold_at(left, depth + 1)?;
        for (op, right) in rights.into_iter().rev() {
            value = binary(op, &value, &self.fold_at(right, depth + 1)?)?;
        }
        Some(value)
    }
}

/// A constant of the syntax tree as one of a code object.
pub(crate) fn convert(k: &Constant) -> Const {
    match k {
        Constant::None => Const::None,
        Constant::Bool(b) => Const::Bool(*b),
        Constant::Str(s) => Const::str(s),
        Constant::Bytes(b) => Const::Bytes(b.as_slice().into()),
        Constant::Int(i) => Const::int(i.clone()),
        Constant::Tuple(items) => Const::Tuple(items.iter().map(convert).collect()),
        Constant::Float(f) => Const::Float(*f),
        Constant::Complex { real, imag } => Const::Complex(*real, *imag),
        Constant::Ellipsis => Const::Ellipsis,
    }
}

fn unary(op: UnaryOp, k: &Const) -> Option<Const> {
    match (op, k) {
        (UnaryOp::Not, k) => k.truth().map(|t| Const::Bool(!t)),
        (UnaryOp::USub, Const::Float(f)) => Some(Const::Float(-f)),
        (UnaryOp::USub, Const::Complex(re, im)) => Some(Const::Complex(-re, -im)),
        (UnaryOp::UAdd, Const::Float(_) | Const::Complex(..)) => Some(k.clone()),
        (UnaryOp::USub, k) => k.as_bigint().map(|i| Const::int(-i)),
        (UnaryOp::UAdd, k) => k.as_bigint().map(Const::int),
        (UnaryOp::Invert, Const::Bool(_)) => None,
        (UnaryOp::Invert, k) => k.as_bigint().map(|i| Const::int(-i - 1)),
    }
}

fn binary(op: Operator, a: &Const, b: &Const) -> Option<Const> {
    if let (Some(x), Some(y)) = (a.as_bigint(), b.as_bigint()) {
        return integers(op, &x, &y, matches!((a, b), (Const::Bool(_), Const::Bool(_))));
    }
    if let (Some((x, xi)), Some((y, yi))) = (complex(a), complex(b)) {
        if matches!(a, Const::Complex(..)) || matches!(b, Const::Complex(..)) {
            return match op {
                Operator::Add => Some(Const::Complex(x + y, xi + yi)),
                Operator::Sub => Some(Const::Complex(x - y, xi - yi)),
                _ => None,
            };
        }
        return floats(op, x, y);
    }
    match (op, a, b) {
        (Operator::Add, Const::Str(x), Const::Str(y)) => {
            let mut text = Wtf8Buf::clone(x);
            text.push_wtf8(y);
            Some(Const::Str(Rc::new(text)))
        }
        (Operator::Add, Const::Bytes(x), Const::Bytes(y)) => Some(Const::Bytes([&**x, &**y].concat().into())),
        (Operator::Add, Const::Tuple(x), Const::Tuple(y)) => Some(Const::Tuple([&**x, &**y].concat().into())),
        (Operator::Mult, k, n) | (Operator::Mult, n, k) if n.as_bigint().is_some() => {
            repeat(k, &n.as_bigint()?)
        }
        _ => None,
    }
}

fn complex(k: &Const) -> Option<(f64, f64)> {
    match k {
        Const::Float(f) => Some((*f, 0.0)),
        Const::Complex(re, im) => Some((*re, *im)),
        k => k.as_bigint().filter(|i| i.bits() <= 53).and_then(|i| i.to_f64()).map(|f| (f, 0.0)),
    }
}

fn integers(op: Operator, x: &BigInt, y: &BigInt, bools: bool) -> Option<Const> {
    let nonzero = !y.is_zero();
    let value = match op {
        Operator::Add => x + y,
        Operator::Sub => x - y,
        Operator::Mult if x.bits() + y.bits() <= MAX_BITS => x * y,
        Operator::FloorDiv if nonzero => floor_div(x, y),
        Operator::Mod if nonzero => x - floor_div(x, y) * y,
        Operator::Div if nonzero && x.bits() <= 53 && y.bits() <= 53 => {
            return Some(Const::Float(x.to_f64()? / y.to_f64()?));
        }
        Operator::Pow if !y.is_negative() => {
            let exponent = y.to_u32()?;
            if x.bits().saturating_mul(u64::from(exponent)) > MAX_BITS {
                return None;
            }
            x.pow(exponent)
        }
        Operator::LShift if !y.is_negative() => {
            let shift = y.to_u64().filter(|s| *s <= MAX_BITS && x.bits() + s <= MAX_BITS)?;
            x << shift
        }
        Operator::RShift if !y.is_negative() => x >> y.to_u64()?,
        Operator::BitOr | Operator::BitXor | Operator::BitAnd if bools => {
            let (p, q) = (!x.is_zero(), !y.is_zero());
            return Some(Const::Bool(match op {
                Operator::BitOr => p | q,
                Operator::BitXor => p ^ q,
                _ => p & q,
            }));
        }
        Operator::BitOr => x | y,
        Operator::BitXor => x ^ y,
        Operator::BitAnd => x & y,
        _ => return None,
    };
    Some(Const::int(value))
}

fn floor_div(x: &BigInt, y: &BigInt) -> BigInt {
    let quotient = x / y;
    let exact = (&quotient * y) == *x;
    if !exact && (x.sign() == Sign::Minus) != (y.sign() == Sign::Minus) { quotient - 1 } else { quotient }
}

fn floats(op: Operator, x: f64, y: f64) -> Option<Const> {
    let value = match op {
        Operator::Add => x + y,
        Operator::Sub => x - y,
        Operator::Mult => x * y,
        Operator::Div if y != 0.0 => x / y,
        _ => return None,
    };
    Some(Const::Float(value))
}

fn repeat(k: &Const, n: &BigInt) -> Option<Const> {
    let n = n.to_usize().filter(|n| *n <= MAX_TEXT)?;
    match k {
        Const::Str(s) if s.len() * n <= MAX_TEXT => {
            let mut text = Wtf8Buf::new();
            (0..n).for_each(|_| text.push_wtf8(s));
            Some(Const::Str(Rc::new(text)))
        }
        Const::Bytes(b) if b.len() * n <= MAX_TEXT => Some(Const::Bytes(b.repeat(n).into())),
        Const::Tuple(t) if !t.is_empty() && t.len() * n <= MAX_COLLECTION => {
            Some(Const::Tuple(std::iter::repeat_n(t, n).flat_map(|t| t.iter().cloned()).collect()))
        }
        _ => None,
    }
}

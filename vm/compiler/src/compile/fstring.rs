//! f-strings. Mirrors `compiler_joined_str` and `compiler_formatted_value` of `Python/compile.c`.

use rustpython_parser::{
    ast::{ConversionFlag, Expr, ExprFormattedValue, ExprJoinedStr, Ranged},
    text_size::TextRange,
};
use rustpython_wtf8::Wtf8Buf;

use super::{
    display::CHUNK,
    error::Res,
    unit::{Compiler, Operand},
};
use crate::bytecode::{Const, Instr, Op};

impl<'a> Compiler<'a> {
    pub(crate) fn formatted(&mut self, x: &'a ExprFormattedValue, dst: u16) -> Res<()> {
        let mut value =
            self.operand_before(&x.value, &x.format_spec.as_deref().into_iter().collect::<Vec<_>>())?;
        let how = match x.conversion {
            ConversionFlag::None => 0,
            ConversionFlag::Str => 1,
            ConversionFlag::Repr => 2,
            ConversionFlag::Ascii => 3,
        };
        self.at(x.range);
        if how != 0 {
            let reg = if value.temp { value.reg } else { self.alloc() };
            self.emit(Instr::new(Op::Convert, reg, value.reg, how).with(value.b()));
            value = Operand::temp(reg);
        }
        match x.format_spec.as_deref() {
            Some(spec) => {
                let spec = self.operand(spec)?;
                self.at(x.range);
                self.emit(Instr::new(Op::FormatSpec, dst, value.reg, spec.reg).with(value.b() | spec.c()));
            }
            None => self.emit(Instr::new(Op::FormatSimple, dst, value.reg, 0).with(value.b())),
        }
        Ok(())
    }

    pub(crate) fn joined(&mut self, x: &'a ExprJoinedStr, dst: u16) -> Res<()> {
        let mut parts: Vec<Part<'a>> = Vec::new();
        for value in &x.values {
            match (self.fold(value), parts.last_mut()) {
                (Some(Const::Str(s)), Some(Part::Text(text))) => text.push_wtf8(&s),
                (Some(Const::Str(s)), _) if s.is_empty() => {}
                (Some(Const::Str(s)), _) => parts.push(Part::Text(Wtf8Buf::clone(&s))),
                _ => parts.push(Part::Value(value)),
            }
        }
        self.parts(&parts, x.range, dst)
    }

    /// Joins the pieces of a string.
    pub(crate) fn parts(&mut self, parts: &[Part<'a>], range: TextRange, dst: u16) -> Res<()> {
        match parts {
            [] => {
                self.at(range);
                self.load_const(Const::str(""), dst);
                Ok(())
            }
            [part] => self.part(part, dst, range),
            _ => self.join(parts, range, dst),
        }
    }

    fn part(&mut self, part: &Part<'a>, dst: u16, range: TextRange) -> Res<()> {
        match part {
            Part::Text(text) => {
                self.at(range);
                self.load_const(Const::Str(text.clone().into()), dst);
                Ok(())
            }
            Part::Value(e) => self.expr_to(e, dst),
            Part::Shown { value, how, spec } => self.shown(value, *how, spec, dst),
        }
    }

    fn shown(&mut self, e: &'a Expr, how: u16, spec: &str, dst: u16) -> Res<()> {
        let mark = self.mark();
        let value = self.operand(e)?;
        self.at(e.range());
        let reg = if value.temp { value.reg } else { self.alloc() };
        self.emit(Instr::new(Op::Convert, reg, value.reg, how).with(value.b()));
        let value = Operand::temp(reg);
        if spec.is_empty() {
            self.emit(Instr::new(Op::FormatSimple, dst, value.reg, 0).with(value.b()));
            self.release(mark);
            return Ok(());
        }
        let register = self.alloc();
        self.load_const(Const::str(spec), register);
        let spec = Operand::temp(register);
        self.emit(Instr::new(Op::FormatSpec, dst, value.reg, spec.reg).with(value.b() | spec.c()));
        self.release(mark);
        Ok(())
    }

    fn join(&mut self, parts: &[Part<'a>], range: TextRange, dst: u16) -> Res<()> {
        let mut carry = 0u16;
        let work = self.alloc();
        for (i, chunk) in parts.chunks(CHUNK).enumerate() {
            for (j, part) in chunk.iter().enumerate() {
                let reg = if i == 0 && j == 0 { work } else { self.alloc() };
                self.part(part, reg, range)?;
            }
            self.at(range);
            let done = (i + 1) * CHUNK >= parts.len();
            let count = chunk.len() as u16 + carry;
            self.emit(Instr::new(Op::BuildString, if done { dst } else { work }, work, count));
            self.release(u32::from(work) + 1);
            carry = 1;
        }
        Ok(())
    }
}

/// A piece of an f-string.
pub(crate) enum Part<'a> {
    Text(Wtf8Buf),
    Value(&'a Expr),
    /// A value converted (as `!s`, `!r` or `!a` say) and formatted.
    Shown {
        value: &'a Expr,
        how: u16,
        spec: String,
    },
}

//! Docstrings: finding them, and stripping their indentation as CPython 3.13 does when it compiles.

use std::rc::Rc;

use rustpython_parser::ast::{Constant, Expr, Ranged, Stmt};
use rustpython_wtf8::{Wtf8, Wtf8Buf};

use super::{
    error::Res,
    unit::{Compiler, Operand},
};
use crate::bytecode::Const;

impl<'a> Compiler<'a> {
    /// The cleaned docstring of a body, unless `-OO` drops it.
    pub(crate) fn docstring(&self, body: &[Stmt]) -> Option<Const> {
        let Some(Stmt::Expr(s)) = body.first() else { return None };
        let Expr::Constant(k) = &*s.value else { return None };
        if !matches!(k.value, Constant::Str(_)) || self.options.optimize >= 2 {
            return None;
        }
        match self.fold(&s.value) {
            Some(Const::Str(text)) => Some(Const::Str(Rc::new(clean(&text)))),
            _ => None,
        }
    }

    /// Assigns a module's or class's docstring to `__doc__`.
    pub(crate) fn docstring_name(&mut self, body: &'a [Stmt]) -> Res<()> {
        let (Some(doc), Some(first)) = (self.docstring(body), body.first()) else { return Ok(()) };
        let mark = self.mark();
        let reg = self.alloc();
        self.at(first.range());
        self.load_const(doc, reg);
        self.store_name("__doc__", Operand::temp(reg), first.range())?;
        self.release(mark);
        Ok(())
    }
}

/// Expands tabs, drops spaces before the first line and the margin all other lines share.
fn clean(text: &Wtf8) -> Wtf8Buf {
    let expanded = expand_tabs(text.as_bytes());
    let lines: Vec<&[u8]> = expanded.split(|b| *b == b'\n').collect();
    let indent = |line: &[u8]| line.iter().take_while(|b| **b == b' ').count();
    let margin =
        lines.iter().skip(1).filter(|l| indent(l) < l.len()).map(|l| indent(l)).min().unwrap_or(usize::MAX);
    let mut out = Vec::with_capacity(expanded.len());
    for (i, line) in lines.iter().enumerate() {
        if i > 0 {
            out.push(b'\n');
        }
        let cut = if i == 0 { indent(line) } else { margin.min(indent(line)) };
        out.extend_from_slice(line.get(cut..).unwrap_or_default());
    }
    Wtf8Buf::from_bytes(out).unwrap_or_else(|_| text.to_wtf8_buf())
}

fn expand_tabs(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut column = 0usize;
    for &byte in text {
        match byte {
            b'\t' => {
                let spaces = 8 - column % 8;
                out.resize(out.len() + spaces, b' ');
                column += spaces;
            }
            b'\n' | b'\r' => {
                out.push(byte);
                column = 0;
            }
            _ => {
                out.push(byte);
                column += usize::from(byte & 0xc0 != 0x80);
            }
        }
    }
    out
}

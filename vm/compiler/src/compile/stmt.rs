//! Statements. Mirrors `compiler_visit_stmt` of `Python/compile.c`.

use rustpython_parser::{
    ast::{Expr, Ranged, Stmt, StmtAssert, StmtRaise, StmtReturn},
    text_size::TextRange,
};

use super::{
    Mode,
    error::{Res, syntax},
    symtable::Kind,
    unit::Compiler,
};
use crate::bytecode::{CodeFlags, Const, Instr, Op, flag};

impl<'a> Compiler<'a> {
    pub(crate) fn stmts(&mut self, body: &'a [Stmt]) -> Res<()> {
        body.iter().try_for_each(|s| self.stmt(s))
    }

    fn stmt(&mut self, s: &'a Stmt) -> Res<()> {
        self.deeper(s.range(), |c| {
            c.at(s.range());
            let mark = c.mark();
            let result = c.stmt_inner(s);
            c.release(mark);
            result
        })
    }

    fn stmt_inner(&mut self, s: &'a Stmt) -> Res<()> {
        match s {
            Stmt::FunctionDef(_) | Stmt::AsyncFunctionDef(_) => self.function_def(s),
            Stmt::ClassDef(s) => self.class_def(s),
            Stmt::Return(s) => self.return_(s),
            Stmt::Delete(s) => s.targets.iter().try_for_each(|t| self.delete(t)),
            Stmt::Assign(s) => self.assign_stmt(s),
            Stmt::TypeAlias(s) => self.type_alias(s),
            Stmt::AugAssign(s) => self.aug_assign(s),
            Stmt::AnnAssign(s) => self.ann_assign(s),
            Stmt::For(s) => self.for_(&s.target, &s.iter, &s.body, &s.orelse),
            Stmt::AsyncFor(s) => self.async_for(&s.target, &s.iter, &s.body, &s.orelse, s.range),
            Stmt::While(s) => self.while_(s),
            Stmt::If(_) => self.if_chain(s),
            Stmt::With(s) => self.with_stmt(&s.items, &s.body, false, s.range),
            Stmt::AsyncWith(s) => self.with_stmt(&s.items, &s.body, true, s.range),
            Stmt::Match(s) => self.match_(s),
            Stmt::Raise(s) => self.raise(s),
            Stmt::Try(s) => self.try_(s),
            Stmt::TryStar(s) => self.try_star(s),
            Stmt::Assert(s) => self.assert_(s),
            Stmt::Import(s) => self.import(s),
            Stmt::ImportFrom(s) => self.import_from(s),
            Stmt::Global(_) | Stmt::Nonlocal(_) => Ok(()),
            Stmt::Expr(s) => self.expr_stmt(&s.value, s.range),
            Stmt::Pass(_) => {
                self.emit(Instr::new(Op::Nop, 0, 0, 0));
                Ok(())
            }
            Stmt::Break(s) => self.leave_loop(true, s.range),
            Stmt::Continue(s) => self.leave_loop(false, s.range),
        }
    }

    fn expr_stmt(&mut self, e: &'a Expr, range: TextRange) -> Res<()> {
        if self.options.mode == Mode::Single && self.units.len() == 1 {
            let value = self.operand(e)?;
            self.at(range);
            self.emit(Instr::new(Op::PrintExpr, value.reg, 0, 0).with(value.a()));
            return Ok(());
        }
        if matches!(e, Expr::Constant(_)) {
            self.emit(Instr::new(Op::Nop, 0, 0, 0));
            return Ok(());
        }
        self.effect(e)
    }

    fn if_chain(&mut self, s: &'a Stmt) -> Res<()> {
        let end = self.label();
        let mut next = Some(s);
        while let Some(Stmt::If(s)) = next {
            let other = self.label();
            let constant = self.fold(&s.test).and_then(|k| k.truth());
            if constant.is_some() {
                self.pass(s.test.range());
            }
            match constant {
                Some(false) => {
                    self.muted(|c| c.stmts(&s.body))?;
                }
                Some(true) => {
                    self.stmts(&s.body)?;
                    self.muted(|c| c.stmts(&s.orelse))?;
                    break;
                }
                None => {
                    self.jump_if(&s.test, other, false)?;
                    self.stmts(&s.body)?;
                    if !s.orelse.is_empty() {
                        self.u().range = None;
                        self.jump(end);
                    }
                }
            }
            self.bind(other);
            next = match &*s.orelse {
                [only @ Stmt::If(_)] => Some(only),
                rest => {
                    self.stmts(rest)?;
                    None
                }
            };
        }
        self.bind(end);
        Ok(())
    }

    fn return_(&mut self, s: &'a StmtReturn) -> Res<()> {
        if self.kind() != Kind::Function {
            return syntax("'return' outside function", s.range);
        }
        if s.value.is_some() && self.unit().flags & CodeFlags::ASYNC_GENERATOR != 0 {
            return syntax("'return' with value in async generator", s.range);
        }
        let place = match s.value.as_deref() {
            Some(Expr::Constant(value)) => value.range,
            _ => s.range,
        };
        let blocks = self.check_return(place)?;
        let constant = s.value.as_deref().map_or(Some(Const::None), |e| self.fold(e));
        if let Some(value) = constant {
            self.at(s.value.as_deref().map_or(s.range, Ranged::range));
            if blocks {
                self.emit(Instr::new(Op::Nop, 0, 0, 0));
            }
            return self.unwind(0, |c| {
                c.u().range = if blocks { c.last_range() } else { Some(s.range) };
                c.emit_const_return(value);
            });
        }
        let Some(e) = s.value.as_deref() else { return Ok(()) };
        let value = if blocks { self.operand_temp(e)? } else { self.operand(e)? };
        self.unwind(0, |c| {
            c.u().range = if blocks { c.last_range() } else { Some(s.range) };
            c.emit_return(value);
        })
    }

    fn raise(&mut self, s: &'a StmtRaise) -> Res<()> {
        let Some(exc) = s.exc.as_deref() else {
            self.emit(Instr::new(Op::RaiseBare, 0, 0, 0));
            return Ok(());
        };
        match s.cause.as_deref() {
            Some(cause) => {
                let value = self.operand_before(exc, &[cause])?;
                let cause = self.operand(cause)?;
                self.at(s.range);
                self.emit(Instr::new(Op::RaiseFrom, value.reg, cause.reg, 0).with(value.a() | cause.b()));
            }
            None => {
                let value = self.operand(exc)?;
                self.at(s.range);
                self.emit(Instr::new(Op::RaiseExc, value.reg, 0, 0).with(value.a()));
            }
        }
        Ok(())
    }

    fn assert_(&mut self, s: &'a StmtAssert) -> Res<()> {
        if self.options.optimize > 0 {
            return self.muted(|c| {
                c.effect(&s.test)?;
                s.msg.as_deref().map_or(Ok(()), |m| c.effect(m))
            });
        }
        let end = self.label();
        self.jump_if(&s.test, end, true)?;
        self.at(s.test.range());
        let base = self.alloc_n(2);
        self.emit(Instr::new(Op::LoadAssertionError, base, 0, 0));
        if let Some(message) = s.msg.as_deref() {
            let reg = self.alloc();
            self.expr_to(message, reg)?;
            self.at(s.test.range());
            self.emit(Instr::new(Op::Call, base, base, 1));
        }
        self.emit(Instr::new(Op::RaiseExc, base, 0, 0).with(flag::TEMP_A));
        self.bind(end);
        Ok(())
    }
}

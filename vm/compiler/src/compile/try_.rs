//! `try` with `except` and `finally`. Mirrors `compiler_try_except` and `compiler_try_finally` of `Python/compile.c`.

use rustpython_parser::ast::{ExceptHandler, Ranged, Stmt, StmtTry};

use super::{
    error::{Res, syntax},
    unit::{Compiler, Label, Operand},
    unwind::Block,
};
use crate::bytecode::{Instr, Op, flag};

/// Registers and labels of a handler at work.
pub(crate) struct Catch {
    pub(crate) exc: u16,
    pub(crate) save: u16,
    /// The handler around, and the one that restores the exception state.
    pub(crate) outer: usize,
    cleanup: usize,
}

impl<'a> Compiler<'a> {
    pub(crate) fn try_(&mut self, s: &'a StmtTry) -> Res<()> {
        self.pass(s.range);
        self.with_finally(&s.finalbody, |c| {
            if s.handlers.is_empty() {
                c.stmts(&s.body)?;
                return c.stmts(&s.orelse);
            }
            c.try_except(s)
        })
    }

    /// Runs `inner` guarded by a `finally` body, if there is one.
    pub(crate) fn with_finally(
        &mut self,
        body: &'a [Stmt],
        inner: impl FnOnce(&mut Self) -> Res<()>,
    ) -> Res<()> {
        if body.is_empty() {
            return inner(self);
        }
        let mark = self.mark();
        let end = self.label();
        let (label, outer, _) = self.enter_handler();
        self.u().blocks.push(Block::Finally { body, handler: outer });
        inner(self)?;
        self.u().blocks.pop();
        self.leave_handler(outer);
        if self.live() {
            self.stmts(body)?;
            self.u().range = None;
            self.jump(end);
        }
        self.bind_handler(label);
        let catch = self.begin_catch(outer);
        self.stmts(body)?;
        self.u().range = None;
        self.emit(Instr::new(Op::Reraise, catch.exc, 0, 0).with(flag::TEMP_A));
        self.end_catch(&catch);
        self.release(mark);
        self.bind(end);
        Ok(())
    }

    /// The start of a handler: the exception becomes the handled one.
    pub(crate) fn begin_catch(&mut self, outer: usize) -> Catch {
        let exc = self.alloc();
        let save = self.alloc();
        let (cleanup, _, _) = self.enter_handler();
        self.u().range = None;
        self.emit(Instr::new(Op::PushExc, save, exc, 0));
        self.u().blocks.push(Block::Handler { save, exc, handler: outer });
        Catch { exc, save, outer, cleanup }
    }

    /// Leaves a handler the normal way.
    pub(crate) fn pop_catch(&mut self, catch: &Catch) {
        let inner = self.unit().handler;
        self.u().handler = catch.outer;
        self.u().range = None;
        self.emit(Instr::new(Op::PopExc, catch.save, 0, 0).with(flag::TEMP_A));
        self.emit(Instr::new(Op::Clear, catch.exc, 0, 0));
        self.u().handler = inner;
    }

    /// The end of a handler: code that restores the exception state when it raises.
    pub(crate) fn end_catch(&mut self, catch: &Catch) {
        self.u().blocks.pop();
        self.leave_handler(catch.outer);
        self.bind_handler(catch.cleanup);
        self.release(u32::from(catch.save) + 1);
        let exc = self.alloc();
        self.u().range = None;
        self.emit(Instr::new(Op::PopExc, catch.save, 0, 0).with(flag::TEMP_A));
        self.emit(Instr::new(Op::Reraise, exc, 0, 0).with(flag::TEMP_A | flag::SPECIAL));
    }

    /// The guarded part of a `try` and its `else`, which go on at `end`, and the start of what catches.
    pub(crate) fn guarded(&mut self, body: &'a [Stmt], orelse: &'a [Stmt], end: Label) -> Res<Catch> {
        let (label, outer, _) = self.enter_handler();
        self.u().blocks.push(Block::Try { handler: outer });
        self.stmts(body)?;
        self.u().blocks.pop();
        self.leave_handler(outer);
        self.stmts(orelse)?;
        self.u().range = None;
        self.jump(end);
        self.bind_handler(label);
        Ok(self.begin_catch(outer))
    }

    fn try_except(&mut self, s: &'a StmtTry) -> Res<()> {
        let mark = self.mark();
        let end = self.label();
        let catch = self.guarded(&s.body, &s.orelse, end)?;
        let top = self.mark();
        for (i, ExceptHandler::ExceptHandler(h)) in s.handlers.iter().enumerate() {
            let next = self.label();
            match h.type_.as_deref() {
                Some(e) => {
                    let class = self.operand(e)?;
                    self.at(e.range());
                    let test = Instr::new(Op::JumpNotExc, catch.exc, class.reg, 0).with(class.b());
                    self.emit_jump(test, next);
                    self.release(top);
                }
                None if i + 1 < s.handlers.len() => return syntax("default 'except:' must be last", h.range),
                None => self.pass(h.range),
            }
            match &h.name {
                Some(name) => self.named_handler(name.as_str(), &h.body, h.range, &catch)?,
                None => self.stmts(&h.body)?,
            }
            if self.live() {
                self.pop_catch(&catch);
                self.jump(end);
            }
            self.bind(next);
        }
        self.u().range = None;
        if let Some(class) = s.handlers.last().and_then(|h| h.as_except_handler()?.type_.as_deref()) {
            self.at(class.range());
        }
        self.emit(Instr::new(Op::Reraise, catch.exc, 0, 0).with(flag::TEMP_A));
        self.end_catch(&catch);
        self.release(mark);
        self.bind(end);
        Ok(())
    }

    fn named_handler(
        &mut self,
        name: &'a str,
        body: &'a [Stmt],
        range: rustpython_parser::text_size::TextRange,
        catch: &Catch,
    ) -> Res<()> {
        self.at(range);
        self.store_name(name, Operand { reg: catch.exc, temp: false }, range)?;
        let (label, outer, _) = self.enter_handler();
        self.u().blocks.push(Block::Name { name, range, handler: outer });
        self.stmts(body)?;
        self.u().blocks.pop();
        self.leave_handler(outer);
        let end = self.label();
        if self.live() {
            self.unbind_name(name, range)?;
            self.jump(end);
        }
        self.bind_handler(label);
        let mark = self.mark();
        let exc = self.alloc();
        self.unbind_name(name, range)?;
        self.emit(Instr::new(Op::Reraise, exc, 0, 0).with(flag::TEMP_A | flag::SPECIAL));
        self.release(mark);
        self.bind(end);
        Ok(())
    }
}

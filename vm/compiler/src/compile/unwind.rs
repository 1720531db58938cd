//! Blocks around a statement, and leaving them by `return`, `break` or `continue`. Mirrors `compiler_unwind_fblock`.

use rustpython_parser::{ast::Stmt, text_size::TextRange};

use super::{
    error::{Res, syntax},
    unit::{Compiler, Label, Operand},
};
use crate::bytecode::{Const, Instr, Op};

/// A block in force; `handler` is the exception handler outside it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Block<'a> {
    /// A loop; `state` holds the registers and their number to drop on `break`.
    Loop { brk: Label, cont: Label, state: Option<(u16, u16)>, handler: usize },
    /// The guarded part of `try` … `except`.
    Try { handler: usize },
    /// The guarded part of `try` … `finally`.
    Finally { body: &'a [Stmt], handler: usize },
    /// A handler at work: the exception state must be restored.
    Handler { save: u16, exc: u16, handler: usize },
    /// The part of a handler in which its name is bound.
    Name { name: &'a str, range: TextRange, handler: usize },
    /// The body of `with`.
    With { base: u16, is_async: bool, range: TextRange, handler: usize },
    /// The body of `except*`, which may not be left.
    Star { handler: usize },
}

impl<'a> Compiler<'a> {
    /// Emits what leaving all blocks above the first `keep` takes, then what `after` emits, outside their handlers.
    pub(crate) fn unwind(&mut self, keep: usize, after: impl FnOnce(&mut Self)) -> Res<()> {
        let saved = self.unit().handler;
        let mut removed = Vec::new();
        while self.unit().blocks.len() > keep {
            let Some(block) = self.u().blocks.pop() else { break };
            self.leave_block(block)?;
            removed.push(block);
        }
        after(self);
        self.u().blocks.extend(removed.into_iter().rev());
        self.u().handler = saved;
        Ok(())
    }

    fn leave_block(&mut self, block: Block<'a>) -> Res<()> {
        match block {
            Block::Loop { handler, .. } | Block::Try { handler } | Block::Star { handler } => {
                self.u().handler = handler
            }
            Block::Finally { body, handler } => {
                self.u().handler = handler;
                self.stmts(body)?;
            }
            Block::Handler { save, exc, handler } => {
                self.u().handler = handler;
                self.emit(Instr::new(Op::PopExc, save, 0, 0).with(Operand::temp(save).a()));
                self.emit(Instr::new(Op::Clear, exc, 0, 0));
            }
            Block::Name { name, range, handler } => {
                self.u().handler = handler;
                self.unbind_name(name, range)?;
            }
            Block::With { base, is_async, range, handler } => {
                self.u().handler = handler;
                self.with_exit(base, is_async, range);
            }
        }
        Ok(())
    }

    /// `name = None; del name`, at the end of a handler.
    pub(crate) fn unbind_name(&mut self, name: &'a str, range: TextRange) -> Res<()> {
        self.u().range = None;
        if let Some(reg) = self.local_register(name) {
            self.emit(Instr::new(Op::Clear, reg, 0, 0));
            return Ok(());
        }
        let mark = self.mark();
        let none = self.alloc();
        self.load_const(Const::None, none);
        self.store_name(name, Operand::temp(none), range)?;
        self.delete_name(name, range)?;
        self.release(mark);
        Ok(())
    }

    fn check_star(&self, range: TextRange) -> Res<()> {
        let mut blocks = self.unit().blocks.iter().rev().take_while(|b| !matches!(b, Block::Loop { .. }));
        if blocks.any(|b| matches!(b, Block::Star { .. })) {
            return syntax("'break', 'continue' and 'return' cannot appear in an except* block", range);
        }
        Ok(())
    }

    /// `break` and `continue`.
    pub(crate) fn leave_loop(&mut self, is_break: bool, range: TextRange) -> Res<()> {
        self.check_star(range)?;
        let found = self.unit().blocks.iter().rposition(|b| matches!(b, Block::Loop { .. }));
        let block = found.and_then(|i| self.unit().blocks.get(i).copied());
        let (Some(index), Some(Block::Loop { brk, cont, state, .. })) = (found, block) else {
            let message = if is_break { "'break' outside loop" } else { "'continue' not properly in loop" };
            return syntax(message, range);
        };
        self.pass(range);
        self.at(range);
        let inner = self.unit().blocks.iter().skip(index + 1);
        let is_plain = inner.clone().all(|b| matches!(b, Block::Try { .. }));
        self.unwind(index + 1, |c| {
            c.u().range = if is_plain { Some(range) } else { None };
            match state.filter(|_| is_break) {
                Some((reg, 1)) => c.emit(Instr::new(Op::Clear, reg, 0, 0)),
                Some((reg, n)) => c.emit(Instr::new(Op::ClearN, reg, n, 0)),
                None => {}
            }
            c.jump(if is_break { brk } else { cont });
        })
    }

    /// Whether `return` has anything to do on its way, and may stand here.
    pub(crate) fn check_return(&self, range: TextRange) -> Res<bool> {
        let blocks = &self.unit().blocks;
        if blocks.iter().any(|b| matches!(b, Block::Star { .. })) {
            return syntax("'break', 'continue' and 'return' cannot appear in an except* block", range);
        }
        Ok(blocks.iter().any(|b| !matches!(b, Block::Loop { .. } | Block::Try { .. })))
    }
}

//! `with` and `async with`. Mirrors `compiler_with` of `Python/compile.c`.
//!
//! `__exit__` and its self stay in two registers below the body; calling it puts its arguments behind them, so the pair is a call window.

use rustpython_parser::{
    ast::{Ranged, Stmt, WithItem},
    text_size::TextRange,
};

use super::{
    error::Res,
    unit::{Compiler, Operand},
    unwind::Block,
};
use crate::bytecode::{Const, Instr, Op, flag};

impl<'a> Compiler<'a> {
    pub(crate) fn with_stmt(
        &mut self,
        items: &'a [WithItem],
        body: &'a [Stmt],
        is_async: bool,
        range: TextRange,
    ) -> Res<()> {
        if is_async {
            self.check_async("async with", range)?;
        }
        self.with_items(items, body, is_async)
    }

    fn with_items(&mut self, items: &'a [WithItem], body: &'a [Stmt], is_async: bool) -> Res<()> {
        let Some((item, rest)) = items.split_first() else { return self.stmts(body) };
        self.deeper(item.context_expr.range(), |c| c.with_item(item, rest, body, is_async))
    }

    fn with_item(
        &mut self,
        item: &'a WithItem,
        rest: &'a [WithItem],
        body: &'a [Stmt],
        is_async: bool,
    ) -> Res<()> {
        let range = item.context_expr.range();
        let mark = self.mark();
        let manager = self.operand(&item.context_expr)?;
        self.release(mark);
        let base = self.alloc_n(4);
        let enter = base + 2;
        self.at(range);
        let load = if is_async { Op::LoadAsyncWith } else { Op::LoadWith };
        self.emit(Instr::new(load, base, manager.reg, 0).with(manager.b()));
        self.emit(Instr::new(Op::CallMethod, enter, enter, 0).with(flag::SPECIAL));
        if is_async {
            let result = self.alloc();
            self.await_to(Operand::temp(enter), result, 1);
            self.move_to(Operand::temp(result), enter);
        }
        self.release(u32::from(enter));
        let (label, outer, _) = self.enter_handler();
        self.u().blocks.push(Block::With { base, is_async, range, handler: outer });
        let entered = self.alloc();
        match item.optional_vars.as_deref() {
            Some(target) => self.assign(target, Operand::temp(entered))?,
            None => self.drop_value(Operand::temp(entered)),
        }
        self.release(u32::from(enter));
        self.with_items(rest, body, is_async)?;
        self.u().blocks.pop();
        self.leave_handler(outer);
        let end = self.label();
        if self.live() {
            self.with_exit(base, is_async, range);
            self.jump(end);
        }
        self.release(u32::from(enter));
        self.bind_handler(label);
        let catch = self.begin_catch(outer);
        let window = self.alloc_n(5);
        self.at(range);
        self.emit(Instr::new(Op::WithExcept, window, base, catch.exc));
        self.emit(Instr::new(Op::CallMethod, window, window, 3).with(flag::SPECIAL));
        if is_async {
            self.release(u32::from(window) + 1);
            let result = self.alloc();
            self.await_to(Operand::temp(window), result, 2);
            self.move_to(Operand::temp(result), window);
        }
        let suppressed = self.label();
        self.emit_jump(Instr::new(Op::JumpIfTrue, window, 0, 0).with(flag::TEMP_A), suppressed);
        self.emit(Instr::new(Op::Reraise, catch.exc, 0, 0).with(flag::TEMP_A | flag::METHOD));
        self.bind(suppressed);
        self.pop_catch(&catch);
        self.emit(Instr::new(Op::ClearN, base, 2, 0));
        self.jump(end);
        self.release(u32::from(catch.save) + 1);
        self.end_catch(&catch);
        self.release(mark);
        self.bind(end);
        Ok(())
    }

    /// `__exit__(None, None, None)`
    pub(crate) fn with_exit(&mut self, base: u16, is_async: bool, range: TextRange) {
        let mark = self.mark();
        // A value being returned may lie right behind the pair; then the window is a copy above it.
        let window = if mark == u32::from(base) + 2 {
            base
        } else {
            let window = self.alloc_n(2);
            self.at(range);
            self.move_to(Operand::temp(base), window);
            self.move_to(Operand::temp(base + 1), window + 1);
            window
        };
        let first = self.alloc_n(3);
        self.at(range);
        for i in 0..3 {
            self.load_const(Const::None, first + i);
        }
        self.emit(Instr::new(Op::CallMethod, window, window, 3));
        if is_async {
            let result = self.alloc();
            self.await_to(Operand::temp(window), result, 2);
            self.emit(Instr::new(Op::Clear, result, 0, 0));
        } else {
            self.emit(Instr::new(Op::Clear, window, 0, 0));
        }
        self.release(mark);
    }
}

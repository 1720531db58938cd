//! `for`, `async for`, `while`. The test stands at the bottom.

use rustpython_parser::{
    ast::{Expr, Ranged, Stmt, StmtWhile},
    text_size::TextRange,
};

use super::{
    error::Res,
    unit::{Compiler, Operand},
    unwind::Block,
};
use crate::bytecode::{Instr, Op, flag};

impl<'a> Compiler<'a> {
    pub(crate) fn while_(&mut self, s: &'a StmtWhile) -> Res<()> {
        let constant = self.fold(&s.test).and_then(|k| k.truth());
        let (body, test, end) = (self.label(), self.label(), self.label());
        let handler = self.unit().handler;
        let block = |cont| Block::Loop { brk: end, cont, state: None, handler };
        if constant.is_some() {
            self.at(s.test.range());
            self.emit(Instr::new(Op::Nop, 0, 0, 0));
        }
        if constant == Some(false) {
            self.u().blocks.push(block(test));
            self.muted(|c| c.stmts(&s.body))?;
            self.u().blocks.pop();
            return self.stmts(&s.orelse);
        }
        let entry = self.stable_bound();
        let endless = constant == Some(true);
        if endless {
            self.bind_loop(body, entry);
        } else {
            self.at(s.test.range());
            self.jump(test);
            self.bind_loop(body, entry);
        }
        self.u().blocks.push(block(test));
        self.stmts(&s.body)?;
        self.u().blocks.pop();
        if endless {
            self.bind(test);
            self.at(s.test.range());
            self.jump(body);
            self.muted(|c| c.stmts(&s.orelse))?;
        } else {
            self.bind(test);
            self.jump_if(&s.test, body, true)?;
            self.stmts(&s.orelse)?;
        }
        self.bind(end);
        Ok(())
    }

    pub(crate) fn for_(
        &mut self,
        target: &'a Expr,
        iter: &'a Expr,
        body: &'a [Stmt],
        orelse: &'a [Stmt],
    ) -> Res<()> {
        let mark = self.mark();
        let state = self.alloc_n(3);
        let source = self.operand(iter)?;
        self.at(iter.range());
        self.emit(Instr::new(Op::ForPrep, state, source.reg, 0).with(source.b()));
        self.release(u32::from(state) + 3);
        let (top, test, end) = (self.label(), self.label(), self.label());
        let entry = self.stable_bound();
        self.jump(test);
        self.bind_loop(top, entry);
        let item = match target {
            Expr::Name(n) if n.id.as_str() != "__debug__" => self.local_register(n.id.as_str()),
            _ => None,
        };
        let scratch = self.mark() as u16;
        match item {
            Some(reg) => self.set_bound(reg, true),
            None => {
                let reg = self.alloc();
                self.assign(target, Operand::temp(reg))?;
                self.release(u32::from(reg));
            }
        }
        let handler = self.unit().handler;
        self.u().blocks.push(Block::Loop { brk: end, cont: test, state: Some((state, 3)), handler });
        self.stmts(body)?;
        self.u().blocks.pop();
        self.bind(test);
        self.at(iter.range());
        self.emit_jump(Instr::new(Op::ForNext, state, item.unwrap_or(scratch), 0), top);
        self.release(mark);
        self.stmts(orelse)?;
        self.bind(end);
        Ok(())
    }

    pub(crate) fn async_for(
        &mut self,
        target: &'a Expr,
        iter: &'a Expr,
        body: &'a [Stmt],
        orelse: &'a [Stmt],
        range: TextRange,
    ) -> Res<()> {
        self.check_async("async for", range)?;
        let mark = self.mark();
        let state = self.alloc();
        let source = self.operand(iter)?;
        self.at(iter.range());
        self.emit(Instr::new(Op::GetAiter, state, source.reg, 0).with(source.b()));
        self.release(u32::from(state) + 1);
        let (top, end) = (self.label(), self.label());
        let entry = self.stable_bound();
        self.bind_loop(top, entry);
        let stopped = self.async_next(state, target, iter.range())?;
        let handler = self.unit().handler;
        self.u().blocks.push(Block::Loop { brk: end, cont: top, state: Some((state, 1)), handler });
        self.stmts(body)?;
        self.u().blocks.pop();
        self.u().range = None;
        self.jump(top);
        self.bind_handler(stopped);
        let exc = self.alloc();
        self.at(iter.range());
        self.emit(Instr::new(Op::EndAsyncFor, exc, state, 0).with(flag::TEMP_A | flag::TEMP_B));
        self.release(mark);
        self.stmts(orelse)?;
        self.bind(end);
        Ok(())
    }
}

//! `except*`. Mirrors `compiler_try_star_except` of `Python/compile.c`.

use rustpython_parser::{
    ast::{ExceptHandler, Ranged, Stmt, StmtTryStar},
    text_size::TextRange,
};

use super::{
    error::{Res, syntax},
    unit::{Compiler, Operand},
    unwind::Block,
};
use crate::bytecode::{Instr, Op, flag};

impl<'a> Compiler<'a> {
    pub(crate) fn try_star(&mut self, s: &'a StmtTryStar) -> Res<()> {
        self.with_finally(&s.finalbody, |c| c.star_handlers(s))
    }

    fn star_handlers(&mut self, s: &'a StmtTryStar) -> Res<()> {
        self.pass(s.range);
        let mark = self.mark();
        let end = self.label();
        let catch = self.guarded(&s.body, &s.orelse, end)?;
        let (rest, raised) = (self.alloc(), self.alloc());
        self.move_to(Operand { reg: catch.exc, temp: false }, rest);
        self.emit(Instr::new(Op::BuildList, raised, 0, 0));
        let top = self.mark();
        for ExceptHandler::ExceptHandler(h) in &s.handlers {
            let Some(class) = h.type_.as_deref() else {
                return syntax("expected one or more exception types", h.range);
            };
            let next = self.label();
            let found = self.alloc();
            let matcher = self.operand(class)?;
            self.at(class.range());
            self.emit(Instr::new(Op::ExcGroupMatch, rest, found, matcher.reg).with(matcher.c()));
            self.release(u32::from(found) + 1);
            self.emit_jump(Instr::new(Op::JumpIfNone, found, 0, 0), next);
            let name = h.name.as_ref().map(|n| n.as_str());
            self.star_body(name, &h.body, h.range, found, raised)?;
            self.bind(next);
            self.emit(Instr::new(Op::Clear, found, 0, 0));
            self.release(top);
        }
        self.u().range = None;
        let result = self.alloc();
        self.emit(Instr::new(Op::ListAppend, raised, rest, 0).with(flag::TEMP_B));
        self.emit(Instr::new(Op::PrepReraiseStar, result, catch.exc, raised).with(flag::TEMP_C));
        let reraise = self.label();
        self.emit_jump(Instr::new(Op::JumpIfNotNone, result, 0, 0), reraise);
        self.pop_catch(&catch);
        self.emit(Instr::new(Op::Clear, result, 0, 0));
        self.jump(end);
        self.bind(reraise);
        self.emit(Instr::new(Op::Reraise, result, 0, 0).with(flag::TEMP_A));
        self.end_catch(&catch);
        self.release(mark);
        self.bind(end);
        Ok(())
    }

    fn star_body(
        &mut self,
        name: Option<&'a str>,
        body: &'a [Stmt],
        range: TextRange,
        found: u16,
        raised: u16,
    ) -> Res<()> {
        if let Some(name) = name {
            self.at(range);
            self.store_name(name, Operand { reg: found, temp: false }, range)?;
        }
        let (label, outer, _) = self.enter_handler();
        self.u().blocks.push(Block::Star { handler: outer });
        self.stmts(body)?;
        self.u().blocks.pop();
        self.leave_handler(outer);
        let end = self.label();
        if self.live() {
            if let Some(name) = name {
                self.unbind_name(name, range)?;
            }
            self.u().range = None;
            self.jump(end);
        }
        self.bind_handler(label);
        let mark = self.mark();
        let exc = self.alloc();
        if let Some(name) = name {
            self.unbind_name(name, range)?;
        }
        self.u().range = None;
        self.emit(Instr::new(Op::ListAppend, raised, exc, 0).with(flag::TEMP_B));
        self.release(mark);
        self.bind(end);
        Ok(())
    }
}

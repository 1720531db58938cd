//! Comprehensions, inlined, and generator expressions. Mirrors PEP 709 and `compiler_comprehension` of `Python/compile.c`.
//!
//! The variables of an inlined comprehension are temporaries of their own, so nothing has to be saved or restored; `Code::scoped` tells
//! `locals()` about them.

use std::rc::Rc;

use hashbrown::HashMap;

use rustpython_parser::{
    ast::{Comprehension, Expr, Ranged},
    text_size::TextRange,
};

use super::{
    error::{Res, syntax},
    symtable::{Kind, Name, Place, ScopeId, Tag, def},
    unit::{CompFrame, Compiler, Operand, Scoped},
};
use crate::bytecode::{CodeFlags, Instr, Op, flag};

/// What a comprehension does with each element.
#[derive(Clone, Copy)]
enum Element<'a> {
    List(&'a Expr, u16),
    Set(&'a Expr, u16),
    Dict(&'a Expr, &'a Expr, u16),
    Yield(&'a Expr),
}

impl Element<'_> {
    fn range(&self) -> TextRange {
        match self {
            Element::List(e, _) | Element::Set(e, _) | Element::Dict(e, ..) | Element::Yield(e) => e.range(),
        }
    }
}

impl<'a> Compiler<'a> {
    pub(crate) fn comprehension(&mut self, e: &'a Expr, dst: u16) -> Res<()> {
        let (scope, gens) = match e {
            Expr::ListComp(x) => (self.table.scope_of(x, Tag::Body)?, &*x.generators),
            Expr::SetComp(x) => (self.table.scope_of(x, Tag::Body)?, &*x.generators),
            Expr::DictComp(x) => (self.table.scope_of(x, Tag::Body)?, &*x.generators),
            Expr::GeneratorExp(x) => (self.table.scope_of(x, Tag::Body)?, &*x.generators),
            _ => return Ok(()),
        };
        let info = &self.table.scopes[scope];
        if let (Expr::GeneratorExp(x), Kind::Generator) = (e, info.kind) {
            let range = self.bare_generator.take().unwrap_or(x.range);
            return self.generator(scope, &x.elt, gens, range, dst);
        }
        let host = &self.table.scopes[self.unit().scope];
        let may_await = host.kind == Kind::Generator || host.kind == Kind::Function && host.is_async;
        if (info.is_async || info.has_await) && !may_await {
            return syntax("asynchronous comprehension outside of an asynchronous function", e.range());
        }
        let work = self.workplace(dst);
        let mark = self.mark();
        let Some(first) = gens.first() else { return Ok(()) };
        let state = self.begin_iteration(first, None)?;
        self.at(e.range());
        let element = match e {
            Expr::ListComp(x) => {
                self.emit(Instr::new(Op::BuildList, work, 0, 0));
                Element::List(&x.elt, work)
            }
            Expr::SetComp(x) => {
                self.emit(Instr::new(Op::BuildSet, work, 0, 0));
                Element::Set(&x.elt, work)
            }
            Expr::DictComp(x) => {
                self.emit(Instr::new(Op::BuildMap, work, 0, 0));
                Element::Dict(&x.key, &x.value, work)
            }
            _ => return Ok(()),
        };
        self.inlined(scope, gens, state, element)?;
        self.release(mark);
        self.at(e.range());
        self.move_to(Operand::temp(work), dst);
        Ok(())
    }

    fn inlined(
        &mut self,
        scope: ScopeId,
        gens: &'a [Comprehension],
        state: u16,
        element: Element<'a>,
    ) -> Res<()> {
        let symbols: Vec<(Name, Place)> = self.table.scopes[scope]
            .symbols
            .iter()
            .filter(|s| s.flags & def::LOCAL != 0 && matches!(s.place, Place::Local | Place::Cell))
            .map(|s| (Rc::clone(&s.name), s.place))
            .collect();
        let count = symbols.len() as u32;
        let base = self.alloc_n(count);
        let mut vars = HashMap::new();
        let start = self.unit().ir.len();
        let mut scoped = Vec::new();
        for (i, (name, place)) in symbols.into_iter().enumerate() {
            let reg = base + i as u16;
            let cell = place == Place::Cell;
            if cell {
                self.emit(Instr::new(Op::MakeEmptyCell, reg, 0, 0));
            }
            self.set_bound(reg, false);
            vars.insert(Rc::clone(&name), reg);
            scoped.push(Scoped { name, reg, cell, start, end: start });
        }
        self.u().comps.push(CompFrame { scope, vars });
        self.comp_loop(gens, state, element)?;
        self.u().comps.pop();
        let end = self.unit().ir.len();
        self.u().scoped.extend(scoped.into_iter().map(|s| Scoped { end, ..s }));
        match count {
            0 => {}
            1 => self.emit(Instr::new(Op::Clear, base, 0, 0)),
            n => self.emit(Instr::new(Op::ClearN, base, n as u16, 0)),
        }
        Ok(())
    }

    /// Evaluates what is iterated over and prepares the loop; `given` is an iterator ready made.
    fn begin_iteration(&mut self, part: &'a Comprehension, given: Option<Operand>) -> Res<u16> {
        if part.is_async {
            let state = self.alloc();
            match given {
                Some(it) => self.move_to(it, state),
                None => {
                    let mark = self.mark();
                    let source = self.operand(&part.iter)?;
                    self.at(part.iter.range());
                    self.emit(Instr::new(Op::GetAiter, state, source.reg, 0).with(source.b()));
                    self.release(mark);
                }
            }
            return Ok(state);
        }
        let state = self.alloc_n(3);
        let mark = self.mark();
        let (source, x) = match given {
            Some(it) => (it, flag::SPECIAL),
            None => (self.operand(&part.iter)?, 0),
        };
        self.at(part.iter.range());
        self.emit(Instr::new(Op::ForPrep, state, source.reg, 0).with(source.b() | x));
        self.release(mark);
        Ok(state)
    }

    fn comp_loop(&mut self, gens: &'a [Comprehension], state: u16, element: Element<'a>) -> Res<()> {
        let Some((part, rest)) = gens.split_first() else { return Ok(()) };
        let mark = self.mark();
        let (body, test) = (self.label(), self.label());
        let entry = self.stable_bound();
        let mut handler = None;
        let item = match (&part.target, part.is_async) {
            (Expr::Name(n), false) if n.id.as_str() != "__debug__" => self.local_register(n.id.as_str()),
            _ => None,
        };
        if part.is_async {
            self.bind_loop(body, entry);
            handler = Some(self.async_next(state, &part.target, part.iter.range())?);
        } else {
            self.jump(test);
            self.bind_loop(body, entry);
            match item {
                Some(reg) => self.set_bound(reg, true),
                None => {
                    let reg = self.alloc();
                    self.assign(&part.target, Operand::temp(reg))?;
                    self.release(mark);
                }
            }
        }
        for condition in &part.ifs {
            let start = self.unit().ir.len();
            self.jump_if(condition, test, false)?;
            // What fails the condition goes round by way of the element.
            let unit = self.u();
            for at in start..unit.ir.len() {
                if unit.ir[at].target == Some(test) {
                    unit.vias.push((at, element.range()));
                }
            }
        }
        match rest.first() {
            Some(next) => {
                let inner = self.begin_iteration(next, None)?;
                self.comp_loop(rest, inner, element)?;
                let (elt, iter) = (element.range(), part.iter.range());
                let line = |at| self.lines.location(u32::from(at)).0;
                if line(elt.start()) != line(iter.start()) {
                    // It goes round by way of the element.
                    self.at(elt);
                    self.emit(Instr::new(Op::Nop, 0, 0, 0));
                }
            }
            None => self.element(element)?,
        }
        self.release(mark);
        self.bind(test);
        self.at(part.iter.range());
        match handler {
            Some(handler) => {
                self.jump(body);
                self.bind_handler(handler);
                let exc = mark as u16;
                self.emit(Instr::new(Op::EndAsyncFor, exc, state, 0).with(flag::TEMP_A | flag::TEMP_B));
            }
            None => self.emit_jump(Instr::new(Op::ForNext, state, item.unwrap_or(mark as u16), 0), body),
        }
        Ok(())
    }

    /// Awaits the next item of an asynchronous iterator and assigns it; returns the handler for its end.
    pub(crate) fn async_next(&mut self, state: u16, target: &'a Expr, range: TextRange) -> Res<usize> {
        let mark = self.mark();
        let (handler, outer, _) = self.enter_handler();
        self.at(range);
        let item = self.alloc();
        let awaitable = self.alloc();
        self.emit(Instr::new(Op::GetAnext, awaitable, state, 0));
        self.send_loop(awaitable, item);
        self.leave_handler(outer);
        self.assign(target, Operand::temp(item))?;
        self.release(mark);
        Ok(handler)
    }

    fn element(&mut self, element: Element<'a>) -> Res<()> {
        let mark = self.mark();
        match element {
            Element::List(e, acc) | Element::Set(e, acc) => {
                let value = self.operand(e)?;
                self.at(e.range());
                let op = if matches!(element, Element::List(..)) { Op::ListAppend } else { Op::SetAdd };
                self.emit(Instr::new(op, acc, value.reg, 0).with(value.b()));
            }
            Element::Dict(k, v, acc) => {
                let key = self.operand_before(k, &[v])?;
                let value = self.operand(v)?;
                self.at(TextRange::new(k.start(), v.end()));
                self.emit(Instr::new(Op::MapAdd, acc, key.reg, value.reg).with(key.b() | value.c()));
            }
            Element::Yield(e) => {
                let value = self.operand(e)?;
                let sent = if value.temp { value.reg } else { self.alloc() };
                self.at(e.range());
                let is_async = self.unit().flags & CodeFlags::ASYNC_GENERATOR != 0;
                let x = if is_async { flag::SPECIAL } else { 0 };
                let live = self.live_with(&[]);
                self.emit(Instr::new(Op::Yield, sent, value.reg, live).with(value.b() | x));
                self.drop_value(Operand::temp(sent));
            }
        }
        self.release(mark);
        Ok(())
    }

    fn generator(
        &mut self,
        scope: ScopeId,
        elt: &'a Expr,
        gens: &'a [Comprehension],
        range: TextRange,
        dst: u16,
    ) -> Res<()> {
        let Some(first) = gens.first() else { return Ok(()) };
        let info = &self.table.scopes[scope];
        let kind =
            if info.is_async || info.has_await { CodeFlags::ASYNC_GENERATOR } else { CodeFlags::GENERATOR };
        let base = self.alloc_n(2);
        let qualname = self.qualname("<genexpr>");
        self.push_unit(scope, "<genexpr>".into(), qualname, range, [1, 0, 0], kind);
        self.at(range);
        self.prologue();
        self.emit(Instr::new(Op::ReturnGenerator, 0, 0, 0));
        self.pass(range);
        let source = Operand::temp(0);
        let state = self.begin_iteration(first, Some(source))?;
        self.comp_loop(gens, state, Element::Yield(elt))?;
        self.u().range = None;
        let code = self.finish_unit()?;
        self.at(range);
        self.closure_function(code, base);
        let argument = self.alloc();
        let source = self.operand(&first.iter)?;
        self.at(first.iter.range());
        let op = if first.is_async { Op::GetAiter } else { Op::GetIter };
        self.emit(Instr::new(op, argument, source.reg, 0).with(source.b()));
        self.at(range);
        self.emit(Instr::new(Op::Call, dst, base, 1));
        Ok(())
    }
}

//! Functions and lambdas. Mirrors `compiler_function` of `Python/compile.c`.

use std::rc::Rc;

use rustpython_parser::{
    ast::{Arg, Arguments, Expr, ExprLambda, Ranged, Stmt},
    text_size::TextRange,
};

use super::{
    assemble::GENERATORS,
    definition::Definition,
    error::{Res, syntax},
    symtable::{Name, ScopeId, Tag},
    unit::{Compiler, Operand},
};
use crate::bytecode::{Code, CodeFlags, Const, Instr, Op, flag};

/// Bits of `MAKE_FUNCTION`.
pub(crate) const DEFAULTS: u16 = 1;
/// Keyword-only defaults.
pub(crate) const KWDEFAULTS: u16 = 2;
/// Annotations.
pub(crate) const ANNOTATIONS: u16 = 4;
/// Closure.
pub(crate) const CLOSURE: u16 = 8;

impl<'a> Compiler<'a> {
    pub(crate) fn function_def(&mut self, s: &'a Stmt) -> Res<()> {
        let Some(d) = Definition::of(s) else { return Ok(()) };
        check_args(d.args)?;
        let first = self.decorators(d.decorators)?;
        let direct = if d.decorators.is_empty() { self.local_register(d.name) } else { None };
        let dst = direct.unwrap_or_else(|| self.alloc());
        let start = d.decorators.first().map_or(d.range, Ranged::range);
        if d.type_params.is_empty() {
            self.make_def(&d, start, dst)?;
        } else {
            self.generic_def(&d, start, dst)?;
        }
        if direct.is_some() {
            self.set_bound(dst, true);
            return Ok(());
        }
        let value = self.apply_decorators(d.decorators, first, dst);
        self.at(d.range);
        self.store_name(d.name, value, d.range)
    }

    /// Evaluates decorators into call windows that overlap: each one's argument is the next one's callee. The argument of the last is
    /// the register allocated next.
    pub(crate) fn decorators(&mut self, list: &'a [Expr]) -> Res<u16> {
        let first = self.mark() as u16;
        for decorator in list {
            let base = self.alloc_n(2);
            self.expr_to(decorator, base)?;
        }
        Ok(first)
    }

    /// Calls the decorators on the value in `dst`.
    pub(crate) fn apply_decorators(&mut self, list: &'a [Expr], first: u16, dst: u16) -> Operand {
        for (i, decorator) in list.iter().enumerate().rev() {
            let base = first + 2 * i as u16;
            self.at(decorator.range());
            self.emit(Instr::new(Op::Call, base, base, 1));
        }
        Operand::temp(if list.is_empty() { dst } else { first })
    }

    fn make_def(&mut self, d: &Definition<'a>, start: TextRange, dst: u16) -> Res<()> {
        let base = self.mark() as u16;
        let mut bits = self.defaults(d.args, d.range)?;
        bits |= self.annotations(d.args, d.returns, d.range)?;
        let qualname = self.qualname(d.name);
        let scope = self.table.scope_of(d.node, Tag::Body)?;
        let code = self.function_code(d.name, qualname, scope, start, d.args, d.body)?;
        self.at(d.range);
        self.make_function(code, base, bits, dst);
        Ok(())
    }

    fn generic_def(&mut self, d: &Definition<'a>, start: TextRange, dst: u16) -> Res<()> {
        let outer = self.table.scope_of(d.node, Tag::TypeParams)?;
        let base = self.alloc_n(2);
        let bits = self.defaults(d.args, d.range)?;
        let count = bits.count_ones();
        let name: Name = format!("<generic parameters of {}>", d.name).into();
        let qualname = self.qualname(&name);
        self.push_unit(outer, name, qualname, start, [count, 0, 0], 0);
        self.at(d.range);
        self.prologue();
        let params = self.type_params(d.type_params, d.range)?;
        let inner = self.mark() as u16;
        for name in
            [(DEFAULTS, ".defaults"), (KWDEFAULTS, ".kwdefaults")].iter().filter(|(b, _)| bits & b != 0)
        {
            let reg = self.alloc();
            self.load_name(name.1, reg);
        }
        let more = self.annotations(d.args, d.returns, d.range)?;
        let qualname = self.qualname(d.name);
        let scope = self.table.scope_of(d.node, Tag::Body)?;
        let code = self.function_code(d.name, qualname, scope, start, d.args, d.body)?;
        self.at(d.range);
        let function = inner;
        self.make_function(code, inner, bits | more, function);
        self.emit(Instr::new(Op::SetTypeParams, function, params, 0).with(flag::TEMP_B));
        self.emit_return(Operand::temp(function));
        let code = self.finish_unit()?;
        self.at(d.range);
        self.closure_function(code, base);
        self.emit(Instr::new(Op::Call, dst, base, count as u16));
        Ok(())
    }

    pub(crate) fn lambda(&mut self, x: &'a ExprLambda, dst: u16) -> Res<()> {
        check_args(&x.args)?;
        let base = self.mark() as u16;
        let bits = self.defaults(&x.args, x.range)?;
        let qualname = self.qualname("<lambda>");
        let scope = self.table.scope_of(x, Tag::Body)?;
        self.begin_function("<lambda>", qualname, scope, x.range, &x.args, x.body.range())?;
        self.constant(Const::None);
        let value = self.operand(&x.body)?;
        self.at(x.body.range());
        if self.unit().flags & CodeFlags::ASYNC_GENERATOR == 0 {
            self.emit_return(value);
        }
        let code = self.finish_unit()?;
        self.at(x.range);
        self.make_function(code, base, bits, dst);
        Ok(())
    }

    fn begin_function(
        &mut self,
        name: &str,
        qualname: Name,
        scope: ScopeId,
        start: TextRange,
        args: &Arguments,
        at: TextRange,
    ) -> Res<()> {
        let info = &self.table.scopes[scope];
        let mut flags = match (info.is_async, info.has_yield) {
            (true, true) => CodeFlags::ASYNC_GENERATOR,
            (true, false) => CodeFlags::COROUTINE,
            (false, true) => CodeFlags::GENERATOR,
            (false, false) => 0,
        };
        flags |= if args.vararg.is_some() { CodeFlags::VARARGS } else { 0 };
        flags |= if args.kwarg.is_some() { CodeFlags::VARKEYWORDS } else { 0 };
        let counts = [
            (args.posonlyargs.len() + args.args.len()) as u32,
            args.posonlyargs.len() as u32,
            args.kwonlyargs.len() as u32,
        ];
        self.push_unit(scope, name.into(), qualname, start, counts, flags);
        self.at(TextRange::empty(at.start()));
        self.prologue();
        if flags & GENERATORS != 0 {
            self.emit(Instr::new(Op::ReturnGenerator, 0, 0, 0));
        }
        Ok(())
    }

    fn function_code(
        &mut self,
        name: &str,
        qualname: Name,
        scope: ScopeId,
        start: TextRange,
        args: &'a Arguments,
        body: &'a [Stmt],
    ) -> Res<Code> {
        self.begin_function(name, qualname, scope, start, args, start)?;
        let doc = self.docstring(body);
        let has_doc = doc.is_some();
        self.constant(doc.unwrap_or(Const::None));
        self.stmts(if has_doc { &body[1..] } else { body })?;
        self.finish_unit()
    }

    /// Default values into new temporaries; returns the bits of those there are.
    fn defaults(&mut self, args: &'a Arguments, range: TextRange) -> Res<u16> {
        let mut bits = 0;
        let positional: Vec<&'a Expr> =
            args.posonlyargs.iter().chain(&args.args).filter_map(|a| a.default.as_deref()).collect();
        if !positional.is_empty() {
            bits |= DEFAULTS;
            let dst = self.alloc();
            let constants: Option<Vec<Const>> = positional.iter().map(|e| self.fold(e)).collect();
            match constants {
                Some(items) => {
                    positional.iter().for_each(|e| self.pass(e.range()));
                    self.at(range);
                    self.load_const(Const::Tuple(items.into()), dst);
                }
                None => {
                    let mark = self.mark();
                    let count = positional.len() as u16;
                    let base = self.window(positional)?;
                    self.at(range);
                    self.emit(Instr::new(Op::BuildTuple, dst, base, count));
                    self.release(mark);
                }
            }
        }
        let keyword: Vec<(&'a Arg, &'a Expr)> =
            args.kwonlyargs.iter().filter_map(|a| Some((&a.def, a.default.as_deref()?))).collect();
        if !keyword.is_empty() {
            bits |= KWDEFAULTS;
            let dst = self.alloc();
            let mark = self.mark();
            let base = mark as u16;
            for (arg, default) in &keyword {
                let key = self.alloc_n(2);
                let name = self.mangled(arg.arg.as_str());
                self.at(arg.range);
                self.load_const(Const::str(&name), key);
                self.expr_to(default, key + 1)?;
            }
            self.at(range);
            self.emit(Instr::new(Op::BuildMap, dst, base, keyword.len() as u16));
            self.release(mark);
        }
        Ok(bits)
    }

    fn annotations(&mut self, args: &'a Arguments, returns: Option<&'a Expr>, range: TextRange) -> Res<u16> {
        let plain = args.posonlyargs.iter().chain(&args.args).map(|a| &a.def).chain(args.vararg.as_deref());
        let all = plain.chain(args.kwonlyargs.iter().map(|a| &a.def)).chain(args.kwarg.as_deref());
        let list: Vec<(&str, &'a Expr)> = all
            .filter_map(|a| Some((a.arg.as_str(), a.annotation.as_deref()?)))
            .chain(returns.map(|e| ("return", e)))
            .collect();
        if list.is_empty() {
            return Ok(0);
        }
        let dst = self.alloc();
        let mark = self.mark();
        let base = mark as u16;
        for (name, note) in &list {
            let key = self.alloc_n(2);
            let name = self.mangled(name);
            self.at(note.range());
            self.load_const(Const::str(&name), key);
            self.annotation_to(note, key + 1)?;
            self.release(u32::from(key) + 2);
        }
        self.at(range);
        self.emit(Instr::new(Op::BuildMap, dst, base, list.len() as u16));
        self.release(mark);
        Ok(ANNOTATIONS)
    }

    /// Makes a function from code and the values in the window at `base` (those in `bits`); adds the closure.
    pub(crate) fn make_function(&mut self, code: Code, base: u16, mut bits: u16, dst: u16) {
        if !code.freevars.is_empty() {
            bits |= CLOSURE;
            let tuple = self.alloc();
            let first = self.mark() as u16;
            for name in &code.freevars {
                let reg = self.alloc();
                let cell = self.cell_register(name);
                self.emit(Instr::new(Op::Move, reg, cell, 0));
            }
            self.emit(Instr::new(Op::BuildTuple, tuple, first, code.freevars.len() as u16));
        }
        let index = self.constant(Const::Code(Rc::new(code)));
        self.emit_ext(Instr::new(Op::MakeFunction, dst, base, bits), index);
        self.release(u32::from(base));
        if u32::from(dst) >= u32::from(base) {
            let top = self.mark().max(u32::from(dst) + 1);
            self.release(top);
        }
    }

    /// Makes a function that has nothing but a closure.
    pub(crate) fn closure_function(&mut self, code: Code, dst: u16) {
        let mark = self.mark();
        self.make_function(code, mark as u16, 0, dst);
        self.release(mark);
    }

    fn cell_register(&self, name: &str) -> u16 {
        let unit = self.unit();
        for comp in unit.comps.iter().rev() {
            let place = self.table.scopes.get(comp.scope).and_then(|s| s.symbol(name)).map(|s| s.place);
            if place == Some(super::symtable::Place::Cell)
                && let Some(&reg) = comp.vars.get(name)
            {
                return reg;
            }
        }
        unit.cells.get(name).copied().unwrap_or(0)
    }
}

fn check_args(args: &Arguments) -> Res<()> {
    let all = args.posonlyargs.iter().chain(&args.args).chain(&args.kwonlyargs).map(|a| &a.def);
    for arg in all.chain(args.vararg.as_deref()).chain(args.kwarg.as_deref()) {
        if arg.arg.as_str() == "__debug__" {
            return syntax("cannot assign to __debug__", arg.range);
        }
    }
    Ok(())
}

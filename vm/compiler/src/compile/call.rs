//! Calls, attributes, `super()`. Mirrors `compiler_call` and `maybe_optimize_method_call` of `Python/compile.c`.

use std::rc::Rc;

use hashbrown::HashSet;

use rustpython_parser::{
    ast::{Expr, ExprAttribute, ExprCall, Keyword, Ranged},
    text_size::{TextRange, TextSize},
};

use super::{
    display::CHUNK,
    error::{Res, syntax},
    names::Loc,
    symtable::{Kind, Name},
    unit::{Compiler, Operand},
};
use crate::bytecode::{Const, Instr, Op, flag};

/// Most arguments a plain call passes in registers.
const MAX_ARGS: usize = CHUNK * 4;

/// The arguments of a call; `extra` is one more positional argument by name, the generic base of a class.
#[derive(Clone, Copy)]
pub(crate) struct Args<'a> {
    pub(crate) args: &'a [Expr],
    pub(crate) keywords: &'a [Keyword],
    pub(crate) extra: Option<&'static str>,
    pub(crate) range: TextRange,
}

impl<'a> Compiler<'a> {
    pub(crate) fn call(&mut self, x: &'a ExprCall, dst: u16) -> Res<()> {
        check_keywords(&x.keywords)?;
        let base = self.call_base(dst);
        let mut range = x.range;
        let method = if let Expr::Attribute(f) = &*x.func {
            let here = self.method_range(f);
            range = TextRange::new(here.start(), x.range.end());
            self.load_method(f, base, here)?;
            true
        } else {
            self.expr_to(&x.func, base)?;
            false
        };
        if let ([Expr::GeneratorExp(only)], []) = (&*x.args, &*x.keywords)
            && only.range.start() == only.elt.start()
        {
            self.bare_generator = Some(TextRange::new(x.func.end(), x.range.end()));
        }
        let args = Args { args: &x.args, keywords: &x.keywords, extra: None, range };
        self.finish_call(dst, base, 0, method, args)
    }

    /// A new call window; it begins at the destination when that is the topmost temporary.
    fn call_base(&mut self, dst: u16) -> u16 {
        if self.is_temp(dst) && u32::from(dst) + 1 == self.mark() {
            self.alloc();
            return dst;
        }
        self.alloc_n(2)
    }

    /// Passes arguments behind `prefix` ones already in the window, and calls.
    pub(crate) fn finish_call(
        &mut self,
        dst: u16,
        base: u16,
        prefix: u16,
        method: bool,
        call: Args<'a>,
    ) -> Res<()> {
        let Args { args, keywords, extra, range } = call;
        let starred =
            args.iter().any(|e| matches!(e, Expr::Starred(_))) || keywords.iter().any(|k| k.arg.is_none());
        if starred || args.len() + keywords.len() > MAX_ARGS {
            return self.call_ex(dst, base, prefix, method, call);
        }
        self.window(args)?;
        if let Some(name) = extra {
            let reg = self.alloc();
            self.load_name(name, reg);
        }
        self.window(keywords.iter().map(|k| &k.value))?;
        let count = prefix + (args.len() + keywords.len() + usize::from(extra.is_some())) as u16;
        self.at(range);
        if keywords.is_empty() {
            let op = if method { Op::CallMethod } else { Op::Call };
            self.emit(Instr::new(op, dst, base, count));
            return Ok(());
        }
        let names: Rc<[Const]> =
            keywords.iter().filter_map(|k| Some(Const::str(k.arg.as_deref()?))).collect();
        let names = self.constant(Const::Tuple(names));
        let x = if method { flag::METHOD } else { 0 };
        self.emit_ext(Instr::new(Op::CallKw, dst, base, count).with(x), names);
        Ok(())
    }

    fn call_ex(&mut self, dst: u16, base: u16, prefix: u16, method: bool, call: Args<'a>) -> Res<()> {
        let Args { args, keywords, extra, range } = call;
        let inner = base + 2;
        if prefix == 0 {
            self.alloc();
        }
        match (args, extra) {
            ([Expr::Starred(only)], None) if prefix == 0 => self.expr_to(&only.value, inner)?,
            _ if prefix == 0
                && args.len() <= MAX_ARGS
                && !args.iter().any(|e| matches!(e, Expr::Starred(_))) =>
            {
                let mark = self.mark();
                let at = self.window(args)?;
                self.at(range);
                self.emit(Instr::new(Op::BuildTuple, inner, at, args.len() as u16));
                self.release(mark);
            }
            _ => {
                let list = self.alloc();
                self.at(range);
                if prefix > 0 {
                    self.emit(Instr::new(Op::BuildList, list, inner, prefix));
                    let rest = self.alloc();
                    self.list_pieces(args, range, rest)?;
                    self.emit(Instr::new(Op::ListExtend, list, rest, 0).with(flag::TEMP_B));
                } else {
                    self.list_pieces(args, range, list)?;
                }
                if let Some(name) = extra {
                    let reg = self.alloc();
                    self.load_name(name, reg);
                    self.emit(Instr::new(Op::ListAppend, list, reg, 0).with(flag::TEMP_B));
                }
                self.at(range);
                self.emit(Instr::new(Op::ListToTuple, inner, list, 0).with(flag::TEMP_B));
            }
        }
        self.release(u32::from(inner) + 1);
        if !keywords.is_empty() {
            let dict = self.alloc();
            self.keyword_dict(dict, base, keywords, range)?;
        }
        let x = if method { flag::METHOD } else { 0 };
        self.at(range);
        self.emit(Instr::new(Op::CallEx, dst, base, u16::from(!keywords.is_empty())).with(x));
        Ok(())
    }

    fn keyword_dict(&mut self, dict: u16, callee: u16, keywords: &'a [Keyword], range: TextRange) -> Res<()> {
        let mut rest = keywords;
        let mut first = true;
        while let Some(keyword) = rest.first() {
            let mark = self.mark();
            let run = rest.iter().take(CHUNK).take_while(|k| k.arg.is_some()).count();
            if run == 0 {
                if first {
                    self.at(range);
                    self.emit(Instr::new(Op::BuildMap, dict, 0, 0));
                }
                let value = self.operand(&keyword.value)?;
                self.at(range);
                self.emit(Instr::new(Op::DictMerge, dict, value.reg, callee).with(value.b()));
            } else {
                let base = self.mark() as u16;
                for k in &rest[..run] {
                    let pair = self.alloc_n(2);
                    let name = Const::str(k.arg.as_deref().unwrap_or_default());
                    self.at(k.range);
                    self.load_const(name, pair);
                    self.expr_to(&k.value, pair + 1)?;
                }
                self.at(range);
                if first {
                    self.emit(Instr::new(Op::BuildMap, dict, base, run as u16));
                } else {
                    self.release(mark);
                    let more = self.alloc();
                    self.emit(Instr::new(Op::BuildMap, more, base, run as u16));
                    self.emit(Instr::new(Op::DictMerge, dict, more, callee).with(flag::TEMP_B));
                }
            }
            self.release(mark);
            first = false;
            rest = &rest[run.max(1)..];
        }
        Ok(())
    }

    // -- attributes ---------------------------------------------------------------------------------------------------

    /// CPython marks only the name of a method whose receiver spans lines.
    fn method_range(&self, f: &ExprAttribute) -> TextRange {
        let line = |at: TextSize| self.lines.location(at.into()).0;
        let length = TextSize::of(f.attr.as_str());
        if f.range.len() > length && line(f.range.start()) != line(f.range.end()) {
            return TextRange::new(f.range.end() - length, f.range.end());
        }
        f.range
    }

    fn load_method(&mut self, f: &'a ExprAttribute, base: u16, range: TextRange) -> Res<()> {
        let mark = self.mark();
        let name = self.mangled(f.attr.as_str());
        if let Some((window, x)) = self.super_window(f)? {
            let index = self.name(&name);
            self.at(range);
            self.emit(Instr::new(Op::LoadSuperMethod, base, window, index).with(x));
        } else {
            let object = self.operand(&f.value)?;
            let index = self.name(&name);
            self.at(range);
            self.emit(Instr::new(Op::LoadMethod, base, object.reg, index).with(object.b()));
        }
        self.release(mark);
        Ok(())
    }

    pub(crate) fn attribute(&mut self, x: &'a ExprAttribute, dst: u16) -> Res<()> {
        let name = self.mangled(x.attr.as_str());
        if let Some((window, flags)) = self.super_window(x)? {
            let index = self.name(&name);
            self.at(x.range);
            self.emit(Instr::new(Op::LoadSuperAttr, dst, window, index).with(flags));
            return Ok(());
        }
        let object = self.operand(&x.value)?;
        let index = self.name(&name);
        self.at(self.method_range(x));
        self.emit(Instr::new(Op::LoadAttr, dst, object.reg, index).with(object.b()));
        Ok(())
    }

    /// `super().name` and `super(a, b).name`: the window for `LOAD_SUPER_*` and its flags.
    fn super_window(&mut self, x: &'a ExprAttribute) -> Res<Option<(u16, u8)>> {
        let Expr::Call(call) = &*x.value else { return Ok(None) };
        let Expr::Name(name) = &*call.func else { return Ok(None) };
        if name.id.as_str() != "super" || x.attr.as_str() == "__class__" || !call.keywords.is_empty() {
            return Ok(None);
        }
        if self.kind() != Kind::Function || !matches!(self.locate("super"), Loc::Global) {
            return Ok(None);
        }
        match &*call.args {
            [] => {
                let first =
                    (self.unit().counts[0] > 0).then(|| self.unit().varnames.first().cloned()).flatten();
                let Some(first) = first else { return Ok(None) };
                if !matches!(self.locate("__class__"), Loc::Cell(_, true)) {
                    return Ok(None);
                }
                let base = self.alloc_n(3);
                self.at(name.range);
                self.load_name("super", base);
                self.at(call.range);
                self.load_name("__class__", base + 1);
                self.first_parameter(&first, base + 2);
                Ok(Some((base, flag::METHOD)))
            }
            [a, b] if !matches!(a, Expr::Starred(_)) && !matches!(b, Expr::Starred(_)) => {
                let base = self.alloc_n(3);
                self.expr_to(&call.func, base)?;
                self.expr_to(a, base + 1)?;
                self.expr_to(b, base + 2)?;
                Ok(Some((base, 0)))
            }
            _ => Ok(None),
        }
    }

    fn first_parameter(&mut self, name: &Name, dst: u16) {
        let cell =
            self.unit().cellvars.contains(name).then(|| self.unit().cells.get(name).copied()).flatten();
        match cell {
            Some(cell) => {
                let index = self.name(name);
                self.emit(Instr::new(Op::LoadDeref, dst, cell, index));
            }
            None => {
                if !self.is_bound(0) {
                    let index = self.name(name);
                    self.emit(Instr::new(Op::CheckBound, 0, index, 0));
                }
                self.move_to(Operand { reg: 0, temp: false }, dst);
            }
        }
    }
}

/// Keywords may not repeat, nor be `__debug__`.
pub(crate) fn check_keywords(keywords: &[Keyword]) -> Res<()> {
    let mut seen = HashSet::new();
    for keyword in keywords {
        let Some(name) = keyword.arg.as_deref() else { continue };
        if name == "__debug__" {
            return syntax("cannot assign to __debug__", keyword.range());
        }
        if !seen.insert(name) {
            return syntax(format!("keyword argument repeated: {name}"), keyword.range());
        }
    }
    Ok(())
}

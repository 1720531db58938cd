//! Tuple, list, set and dict displays. Long ones are built in pieces, so that the number of registers stays small.

use rustpython_parser::{
    ast::{Expr, ExprDict, Ranged},
    text_size::TextRange,
};

use super::{
    error::Res,
    unit::{Compiler, Operand},
};
use crate::bytecode::{Const, Instr, Op};

/// Elements built at once.
pub(crate) const CHUNK: usize = 64;

/// How a display is built: at once, from an empty start, in pieces, item by item, by extension.
struct Recipe {
    build: Op,
    append_n: Op,
    extend: Op,
}

const LIST: Recipe = Recipe { build: Op::BuildList, append_n: Op::ListAppendN, extend: Op::ListExtend };
const SET: Recipe = Recipe { build: Op::BuildSet, append_n: Op::SetAddN, extend: Op::SetUpdate };

impl<'a> Compiler<'a> {
    /// Evaluates expressions into consecutive new temporaries.
    pub(crate) fn window(&mut self, elts: impl IntoIterator<Item = &'a Expr>) -> Res<u16> {
        let base = self.mark() as u16;
        for e in elts {
            let reg = self.alloc();
            self.expr_to(e, reg)?;
        }
        Ok(base)
    }

    fn constants(&self, elts: &[Expr]) -> Option<Vec<Const>> {
        elts.iter().map(|e| self.fold(e)).collect()
    }

    fn wide_const(&mut self, op: Op, value: Const, dst: u16) {
        let index = self.constant(value);
        let mut instr = Instr::new(op, dst, 0, 0);
        instr.set_wide(index);
        self.emit(instr);
    }

    pub(crate) fn tuple_display(&mut self, elts: &'a [Expr], range: TextRange, dst: u16) -> Res<()> {
        if elts.len() <= CHUNK * 4 && !elts.iter().any(|e| matches!(e, Expr::Starred(_))) {
            let base = self.window(elts)?;
            self.at(range);
            self.emit(Instr::new(Op::BuildTuple, dst, base, elts.len() as u16));
            return Ok(());
        }
        let list = self.alloc();
        self.pieces(&LIST, elts, range, list)?;
        self.at(range);
        let list = Operand::temp(list);
        self.emit(Instr::new(Op::ListToTuple, dst, list.reg, 0).with(list.b()));
        Ok(())
    }

    pub(crate) fn list_display(&mut self, elts: &'a [Expr], range: TextRange, dst: u16) -> Res<()> {
        if elts.len() > 2
            && let Some(items) = self.constants(elts)
        {
            self.at(range);
            self.wide_const(Op::ListFromConst, Const::Tuple(items.into()), dst);
            return Ok(());
        }
        self.display(&LIST, elts, range, dst)
    }

    pub(crate) fn set_display(&mut self, elts: &'a [Expr], range: TextRange, dst: u16) -> Res<()> {
        if elts.len() > 2
            && let Some(items) = self.constants(elts)
        {
            self.at(range);
            self.wide_const(Op::SetFromConst, Const::FrozenSet(items.into()), dst);
            return Ok(());
        }
        self.display(&SET, elts, range, dst)
    }

    fn display(&mut self, recipe: &Recipe, elts: &'a [Expr], range: TextRange, dst: u16) -> Res<()> {
        if elts.len() <= CHUNK && !elts.iter().any(|e| matches!(e, Expr::Starred(_))) {
            let base = self.window(elts)?;
            self.at(range);
            self.emit(Instr::new(recipe.build, dst, base, elts.len() as u16));
            return Ok(());
        }
        let work = self.workplace(dst);
        self.pieces(recipe, elts, range, work)?;
        self.move_to(Operand::temp(work), dst);
        Ok(())
    }

    /// Builds a list of expressions, some of them starred, into a temporary.
    pub(crate) fn list_pieces(&mut self, elts: &'a [Expr], range: TextRange, work: u16) -> Res<()> {
        self.pieces(&LIST, elts, range, work)
    }

    fn pieces(&mut self, recipe: &Recipe, elts: &'a [Expr], range: TextRange, work: u16) -> Res<()> {
        let mark = self.mark();
        let first = elts.iter().take(CHUNK).take_while(|e| !matches!(e, Expr::Starred(_))).count();
        let (head, mut rest) = elts.split_at(first);
        let base = self.window(head)?;
        self.at(range);
        self.emit(Instr::new(recipe.build, work, base, first as u16));
        self.release(mark);
        while let Some(e) = rest.first() {
            let taken = if let Expr::Starred(s) = e {
                let value = self.operand(&s.value)?;
                self.at(range);
                self.emit(Instr::new(recipe.extend, work, value.reg, 0).with(value.b()));
                1
            } else {
                let run = rest.iter().take(CHUNK).take_while(|e| !matches!(e, Expr::Starred(_))).count();
                let base = self.window(&rest[..run])?;
                self.at(e.range());
                self.emit(Instr::new(recipe.append_n, work, base, run as u16));
                run
            };
            self.release(mark);
            rest = &rest[taken..];
        }
        Ok(())
    }

    pub(crate) fn dict(&mut self, x: &'a ExprDict, dst: u16) -> Res<()> {
        let plain = x.keys.iter().all(Option::is_some);
        let pairs: Vec<(Option<&'a Expr>, &'a Expr)> =
            x.keys.iter().map(Option::as_ref).zip(x.values.iter()).collect();
        if plain && pairs.len() <= CHUNK {
            let base = self.window(pairs.iter().flat_map(|(k, v)| k.iter().copied().chain([*v])))?;
            self.at(x.range);
            self.emit(Instr::new(Op::BuildMap, dst, base, pairs.len() as u16));
            return Ok(());
        }
        let work = self.workplace(dst);
        let mark = self.mark();
        // CPython makes the dict behind its first items.
        self.at(pairs.first().and_then(|(key, _)| *key).map_or(x.range, |key| key.range()));
        self.emit(Instr::new(Op::BuildMap, work, 0, 0));
        let mut rest = &*pairs;
        while let Some((key, value)) = rest.first() {
            let taken = if key.is_none() {
                let source = self.operand(value)?;
                self.at(x.range);
                self.emit(Instr::new(Op::DictUpdate, work, source.reg, 0).with(source.b()));
                1
            } else {
                let run = rest.iter().take(CHUNK).take_while(|(k, _)| k.is_some()).count();
                let base =
                    self.window(rest[..run].iter().flat_map(|(k, v)| k.iter().copied().chain([*v])))?;
                self.at(x.range);
                self.emit(Instr::new(Op::MapAddN, work, base, run as u16));
                run
            };
            self.release(mark);
            rest = &rest[taken..];
        }
        self.move_to(Operand::temp(work), dst);
        Ok(())
    }
}

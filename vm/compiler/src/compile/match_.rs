//! `match`: cases, captures, alternatives. Mirrors `compiler_match` and `compiler_pattern*` of `Python/compile.c`.
//!
//! A capture moves nothing until the whole pattern has matched: values wait in temporaries, which a failing pattern drops together.

use rustpython_parser::{
    ast::{Constant, Expr, Pattern, PatternMatchOr, Ranged, StmtMatch},
    text_size::TextRange,
};

use super::{
    error::{Res, syntax},
    unit::{Compiler, Label, Operand},
};
use crate::bytecode::{Const, Instr, Op, flag};

/// Captures found so far.
pub(crate) struct Captures<'a> {
    pub(crate) names: Vec<(&'a str, u16, TextRange)>,
    pub(crate) fail: Label,
}

impl<'a> Compiler<'a> {
    pub(crate) fn match_(&mut self, s: &'a StmtMatch) -> Res<()> {
        let subject = self.operand_temp(&s.subject)?.reg;
        let end = self.label();
        let base = self.mark();
        let count = s.cases.len();
        for (i, case) in s.cases.iter().enumerate() {
            if i + 1 < count && case.guard.is_none() {
                check_refutable(&case.pattern)?;
            }
            let fail = self.label();
            let mut captures = Captures { names: Vec::new(), fail };
            let used = self.high_water(|c| {
                c.pattern(&case.pattern, subject, &mut captures)?;
                for (name, reg, range) in std::mem::take(&mut captures.names) {
                    c.at(case.pattern.range());
                    c.store_name(name, Operand::temp(reg), range)?;
                }
                c.release(base);
                match case.guard.as_deref() {
                    Some(guard) => c.jump_if(guard, fail, false),
                    None => Ok(()),
                }
            })?;
            self.release(base);
            self.u().range = None;
            self.drop_range(subject, used);
            self.stmts(&case.body)?;
            self.u().range = None;
            self.jump(end);
            self.bind(fail);
            self.u().range = None;
            let keep = u32::from(subject) + 1;
            if u32::from(used) > keep {
                self.drop_range(keep as u16, used);
            }
        }
        self.emit(Instr::new(Op::Clear, subject, 0, 0));
        self.bind(end);
        Ok(())
    }

    /// Runs `f` and tells the first register it never touched.
    fn high_water(&mut self, f: impl FnOnce(&mut Self) -> Res<()>) -> Res<u16> {
        let saved = self.unit().max;
        self.u().max = self.unit().top;
        f(self)?;
        let used = self.unit().max;
        self.u().max = saved.max(used);
        Ok(used as u16)
    }

    fn drop_range(&mut self, from: u16, to: u16) {
        match to.saturating_sub(from) {
            0 => {}
            1 => self.emit(Instr::new(Op::Clear, from, 0, 0)),
            n => self.emit(Instr::new(Op::ClearN, from, n, 0)),
        }
    }

    /// Tests the value in `subject` (kept) against a pattern.
    pub(crate) fn pattern(&mut self, p: &'a Pattern, subject: u16, captures: &mut Captures<'a>) -> Res<()> {
        self.deeper(p.range(), |c| c.pattern_inner(p, subject, captures))
    }

    fn pattern_inner(&mut self, p: &'a Pattern, subject: u16, captures: &mut Captures<'a>) -> Res<()> {
        self.pass(p.range());
        match p {
            Pattern::MatchValue(v) => self.pattern_value(&v.value, v.range, subject, captures.fail),
            Pattern::MatchSingleton(v) => {
                self.at(v.range);
                if v.value == Constant::None {
                    self.emit_jump(Instr::new(Op::JumpIfNotNone, subject, 0, 0), captures.fail);
                    return Ok(());
                }
                let mark = self.mark();
                let reg = self.alloc();
                self.load_const(super::fold::convert(&v.value), reg);
                self.emit_jump(Instr::new(Op::JumpIsNot, subject, reg, 0).with(flag::TEMP_B), captures.fail);
                self.release(mark);
                Ok(())
            }
            Pattern::MatchSequence(v) => self.pattern_sequence(&v.patterns, v.range, subject, captures),
            Pattern::MatchMapping(v) => self.pattern_mapping(v, subject, captures),
            Pattern::MatchClass(v) => self.pattern_class(v, subject, captures),
            Pattern::MatchStar(v) => {
                syntax("can't use starred name here (consider moving to list or tuple)", v.range)
            }
            Pattern::MatchAs(v) => {
                if let Some(inner) = &v.pattern {
                    self.pattern(inner, subject, captures)?;
                }
                self.capture(v.name.as_deref(), subject, v.range, captures)
            }
            Pattern::MatchOr(v) => self.pattern_or(v, subject, captures),
        }
    }

    fn pattern_value(&mut self, value: &'a Expr, range: TextRange, subject: u16, fail: Label) -> Res<()> {
        let folded = self.fold(value);
        if folded.is_none() && !matches!(value, Expr::Attribute(_) | Expr::JoinedStr(_)) {
            return syntax("patterns may only match literals and attribute lookups", range);
        }
        let mark = self.mark();
        if let Some(k) = folded.and_then(|k| self.small_constant(&k)) {
            self.at(range);
            self.emit_jump(Instr::new(Op::JumpNotEqK, subject, k, 0), fail);
        } else {
            let value = self.operand(value)?;
            self.at(range);
            self.emit_jump(Instr::new(Op::JumpNotEq, subject, value.reg, 0).with(value.b()), fail);
        }
        self.release(mark);
        Ok(())
    }

    /// Keeps a copy of the value for a name; nothing for `_`.
    pub(crate) fn capture(
        &mut self,
        name: Option<&'a str>,
        subject: u16,
        range: TextRange,
        captures: &mut Captures<'a>,
    ) -> Res<()> {
        let Some(name) = name else { return Ok(()) };
        if captures.names.iter().any(|(n, ..)| *n == name) {
            return syntax(format!("multiple assignments to name '{name}' in pattern"), range);
        }
        let reg = self.alloc();
        self.at(range);
        self.move_to(Operand { reg: subject, temp: false }, reg);
        captures.names.push((name, reg, range));
        Ok(())
    }

    fn pattern_or(&mut self, p: &'a PatternMatchOr, subject: u16, captures: &mut Captures<'a>) -> Res<()> {
        let matched = self.label();
        let mut agreed: Option<Vec<(&'a str, u16, TextRange)>> = None;
        let Some((last, _)) = p.patterns.split_last() else { return Ok(()) };
        for alternative in &p.patterns {
            if !std::ptr::eq(alternative, last) {
                check_refutable(alternative)?;
            }
        }
        let mut first_names = Vec::new();
        if let Some(first) = p.patterns.first() {
            names_of(first, &mut first_names);
        }
        let base = self.alloc_n(first_names.len() as u32);
        for alternative in &p.patterns {
            let mark = self.mark();
            let fail = self.label();
            let mut inner = Captures { names: Vec::new(), fail };
            self.pattern(alternative, subject, &mut inner)?;
            let mut found: Vec<&str> = inner.names.iter().map(|n| n.0).collect();
            let mut wanted = first_names.clone();
            found.sort_unstable();
            wanted.sort_unstable();
            if found != wanted {
                return syntax("alternative patterns bind different names", p.range);
            }
            for (name, reg, _) in &inner.names {
                let slot = first_names.iter().position(|n| n == name).unwrap_or(0);
                self.move_to(Operand::temp(*reg), base + slot as u16);
            }
            let ranges = inner.names;
            agreed.get_or_insert(ranges);
            self.release(mark);
            self.u().range = Some(p.range);
            self.jump(matched);
            self.bind(fail);
        }
        self.at(p.range);
        self.jump(captures.fail);
        self.bind(matched);
        for (name, _, range) in agreed.unwrap_or_default() {
            if captures.names.iter().any(|(n, ..)| *n == name) {
                return syntax(format!("multiple assignments to name '{name}' in pattern"), range);
            }
            let slot = first_names.iter().position(|n| *n == name).unwrap_or(0);
            captures.names.push((name, base + slot as u16, range));
        }
        Ok(())
    }

    /// A key or class attribute name as a constant, for the windows of the matching operations.
    pub(crate) fn load_names(&mut self, names: Vec<Const>, dst: u16) {
        self.load_const(Const::Tuple(names.into()), dst);
    }
}

/// A pattern that always matches makes what follows it unreachable.
fn check_refutable(p: &Pattern) -> Res<()> {
    match p {
        Pattern::MatchAs(v) if v.pattern.is_none() => match v.name.as_deref() {
            Some(name) => {
                syntax(format!("name capture '{name}' makes remaining patterns unreachable"), v.range)
            }
            None => syntax("wildcard makes remaining patterns unreachable", v.range),
        },
        Pattern::MatchAs(v) => v.pattern.as_deref().map_or(Ok(()), check_refutable),
        Pattern::MatchOr(v) => v.patterns.last().map_or(Ok(()), check_refutable),
        _ => Ok(()),
    }
}

fn names_of<'p>(p: &'p Pattern, out: &mut Vec<&'p str>) {
    match p {
        Pattern::MatchValue(_) | Pattern::MatchSingleton(_) => {}
        Pattern::MatchSequence(v) => v.patterns.iter().for_each(|p| names_of(p, out)),
        Pattern::MatchMapping(v) => {
            v.patterns.iter().for_each(|p| names_of(p, out));
            out.extend(v.rest.as_deref());
        }
        Pattern::MatchClass(v) => v.patterns.iter().chain(&v.kwd_patterns).for_each(|p| names_of(p, out)),
        Pattern::MatchStar(v) => out.extend(v.name.as_deref()),
        Pattern::MatchAs(v) => {
            v.pattern.as_deref().into_iter().for_each(|p| names_of(p, out));
            out.extend(v.name.as_deref());
        }
        Pattern::MatchOr(v) => v.patterns.first().into_iter().for_each(|p| names_of(p, out)),
    }
}

//! Sequence, mapping and class patterns.

use hashbrown::HashSet;

use rustpython_parser::{
    ast::{Expr, Pattern, PatternMatchClass, PatternMatchMapping, Ranged},
    text_size::TextRange,
};

use super::{
    error::{Res, syntax},
    match_::Captures,
    unit::{Compiler, Operand},
};
use crate::bytecode::{Const, Instr, Op, flag};

fn is_wildcard(p: &Pattern) -> bool {
    matches!(p, Pattern::MatchAs(v) if v.pattern.is_none() && v.name.is_none())
        || matches!(p, Pattern::MatchStar(v) if v.name.is_none())
}

impl<'a> Compiler<'a> {
    /// A constant operand of a length or index, which always fits.
    fn number(&mut self, n: i64) -> u16 {
        self.small_constant(&Const::Int(n)).unwrap_or(0)
    }

    pub(crate) fn pattern_sequence(
        &mut self,
        patterns: &'a [Pattern],
        range: TextRange,
        subject: u16,
        captures: &mut Captures<'a>,
    ) -> Res<()> {
        let star = patterns.iter().position(|p| matches!(p, Pattern::MatchStar(_)));
        if patterns.iter().filter(|p| matches!(p, Pattern::MatchStar(_))).count() > 1 {
            return syntax("multiple starred names in sequence pattern", range);
        }
        self.at(range);
        self.emit_jump(Instr::new(Op::JumpNotSequence, subject, 0, 0), captures.fail);
        let least = patterns.len() - usize::from(star.is_some());
        if star.is_none() || least > 0 {
            let mark = self.mark();
            let length = self.alloc();
            self.emit(Instr::new(Op::GetLen, length, subject, 0));
            let wanted = self.number(least as i64);
            let op = if star.is_some() { Op::JumpLtK } else { Op::JumpNeK };
            self.emit_jump(Instr::new(op, length, wanted, 0).with(flag::TEMP_A), captures.fail);
            self.release(mark);
        }
        if patterns.iter().all(is_wildcard) {
            return Ok(());
        }
        match star {
            Some(at) if is_wildcard(&patterns[at]) => self.items(patterns, at, range, subject, captures),
            _ => self.unpacked(patterns, star, range, subject, captures),
        }
    }

    /// `[a, *_, b]`: items by index, the middle is not looked at.
    fn items(
        &mut self,
        patterns: &'a [Pattern],
        star: usize,
        range: TextRange,
        subject: u16,
        captures: &mut Captures<'a>,
    ) -> Res<()> {
        for (i, p) in patterns.iter().enumerate().filter(|(_, p)| !is_wildcard(p)) {
            let item = self.alloc();
            self.at(range);
            if i < star {
                let index = self.number(i as i64);
                self.emit(Instr::new(Op::GetItemK, item, subject, index));
            } else {
                let back = self.number((patterns.len() - i) as i64);
                self.emit(Instr::new(Op::GetLen, item, subject, 0));
                self.emit(Instr::new(Op::SubK, item, item, back).with(flag::TEMP_B));
                self.emit(Instr::new(Op::GetItem, item, subject, item).with(flag::TEMP_C));
            }
            self.pattern(p, item, captures)?;
        }
        Ok(())
    }

    fn unpacked(
        &mut self,
        patterns: &'a [Pattern],
        star: Option<usize>,
        range: TextRange,
        subject: u16,
        captures: &mut Captures<'a>,
    ) -> Res<()> {
        let base = self.alloc_n(patterns.len() as u32);
        self.at(range);
        match star {
            None => self.emit(Instr::new(Op::UnpackSequence, subject, base, patterns.len() as u16)),
            Some(before) => {
                let after = (patterns.len() - before - 1) as u32;
                self.emit_ext(Instr::new(Op::UnpackEx, subject, base, before as u16), after);
            }
        }
        for (i, p) in patterns.iter().enumerate() {
            let item = base + i as u16;
            match p {
                Pattern::MatchStar(s) => self.capture(s.name.as_deref(), item, s.range, captures)?,
                p => self.pattern(p, item, captures)?,
            }
        }
        Ok(())
    }

    pub(crate) fn pattern_mapping(
        &mut self,
        p: &'a PatternMatchMapping,
        subject: u16,
        captures: &mut Captures<'a>,
    ) -> Res<()> {
        let fail = captures.fail;
        self.at(p.range);
        self.emit_jump(Instr::new(Op::JumpNotMapping, subject, 0, 0), fail);
        let size = p.keys.len();
        let mut keys = None;
        if size > 0 {
            let length = self.alloc();
            self.emit(Instr::new(Op::GetLen, length, subject, 0));
            let wanted = self.number(size as i64);
            self.emit_jump(Instr::new(Op::JumpLtK, length, wanted, 0).with(flag::TEMP_A), fail);
            self.mapping_keys(p)?;
            let tuple = self.alloc();
            let base = self.window(&p.keys)?;
            self.at(p.range);
            self.emit(Instr::new(Op::BuildTuple, tuple, base, size as u16));
            self.release(u32::from(tuple) + 1);
            let values = self.alloc();
            self.emit(Instr::new(Op::MatchKeys, values, subject, tuple));
            self.emit_jump(Instr::new(Op::JumpIfNone, values, 0, 0), fail);
            let base = self.alloc_n(size as u32);
            self.emit(Instr::new(Op::UnpackSequence, values, base, size as u16).with(flag::TEMP_A));
            for (i, inner) in p.patterns.iter().enumerate() {
                self.pattern(inner, base + i as u16, captures)?;
            }
            keys = Some(tuple);
        }
        let Some(rest) = p.rest.as_deref() else { return Ok(()) };
        let dict = self.alloc();
        self.at(p.range);
        let keys = match keys {
            Some(reg) => reg,
            None => {
                let reg = self.alloc();
                self.load_names(Vec::new(), reg);
                reg
            }
        };
        self.emit(Instr::new(Op::DictWithoutKeys, dict, subject, keys).with(flag::TEMP_C));
        self.capture(Some(rest), dict, p.range, captures)
    }

    fn mapping_keys(&self, p: &PatternMatchMapping) -> Res<()> {
        let mut seen = HashSet::new();
        for key in &p.keys {
            match self.fold(key) {
                Some(k) => {
                    if !seen.insert(k.key()) {
                        let text = super::unparse::unparse(key, self.extras);
                        let message =
                            format!("mapping pattern checks duplicate key ({})", text.to_string_lossy());
                        return syntax(message, p.range);
                    }
                }
                None if matches!(key, Expr::Attribute(_)) => {}
                None => {
                    return syntax(
                        "mapping pattern keys may only match literals and attribute lookups",
                        key.range(),
                    );
                }
            }
        }
        Ok(())
    }

    pub(crate) fn pattern_class(
        &mut self,
        p: &'a PatternMatchClass,
        subject: u16,
        captures: &mut Captures<'a>,
    ) -> Res<()> {
        let mut seen = HashSet::new();
        for (name, inner) in p.kwd_attrs.iter().zip(&p.kwd_patterns) {
            if !seen.insert(name.as_str()) {
                let message = format!("attribute name repeated in class pattern: {name}");
                return syntax(message, inner.range());
            }
        }
        let result = self.alloc();
        let window = self.alloc_n(3);
        self.expr_to(&p.cls, window + 1)?;
        self.at(p.range);
        self.move_to(Operand { reg: subject, temp: false }, window);
        self.load_names(p.kwd_attrs.iter().map(|n| Const::str(n.as_str())).collect(), window + 2);
        self.emit(Instr::new(Op::MatchClass, result, window, p.patterns.len() as u16));
        self.release(u32::from(result) + 1);
        self.emit_jump(Instr::new(Op::JumpIfNone, result, 0, 0), captures.fail);
        let count = p.patterns.len() + p.kwd_patterns.len();
        if count == 0 {
            self.emit(Instr::new(Op::Clear, result, 0, 0));
            return Ok(());
        }
        let base = self.alloc_n(count as u32);
        self.emit(Instr::new(Op::UnpackSequence, result, base, count as u16).with(flag::TEMP_A));
        for (i, inner) in p.patterns.iter().chain(&p.kwd_patterns).enumerate() {
            if !is_wildcard(inner) {
                self.pattern(inner, base + i as u16, captures)?;
            }
        }
        Ok(())
    }
}

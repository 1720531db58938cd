//! Searching: where a match may begin.

use pyvm_vm::PyResult;

use super::super::chars::Chars;
use super::{Matcher, Wish};

impl<C: Chars> Matcher<'_, C> {
    /// The first match from `from` on: its start and its end.
    pub(in super::super) fn search(&mut self, from: usize, wish: Wish) -> PyResult<Option<(usize, usize)>> {
        let hints = &self.program.hints;
        if self.end().saturating_sub(from) < hints.width {
            return Ok(None);
        }
        if let Some(prefix) = &hints.prefix {
            return self.search_prefix(from, prefix.whole, wish);
        }
        let first = hints.first.and_then(|set| self.program.sets.get(set));
        let (mut at, mut wish) = (from, wish);
        loop {
            if let Some(set) = first {
                let Some(found) = self.find(at, |c| set.has(c)) else { return Ok(None) };
                at = found;
            }
            if let Some(end) = self.match_at(at, wish)? {
                return Ok(Some((at, end)));
            }
            wish.advance = false;
            match self.chars.at(at) {
                Some((_, behind)) if !hints.anchored => at = behind,
                _ => return Ok(None),
            }
        }
    }

    fn find(&self, from: usize, is_it: impl Fn(u32) -> bool) -> Option<usize> {
        let mut at = from;
        loop {
            let (c, behind) = self.chars.at(at)?;
            if is_it(c) {
                return Some(at);
            }
            at = behind;
        }
    }

    fn search_prefix(&mut self, from: usize, whole: bool, wish: Wish) -> PyResult<Option<(usize, usize)>> {
        let program = self.program;
        let Some(finder) = program.hints.prefix.as_ref().and_then(|p| p.finder(self.wide)) else {
            return Ok(None);
        };
        let len = finder.needle().len();
        let mut at = from;
        while let Some(found) = self.chars.bytes().get(at..).and_then(|rest| finder.find(rest)) {
            at += found;
            if whole {
                self.memory.marks.clear();
                return Ok(Some((at, at + len)));
            }
            // Words that come from outside may promise a prefix and match nothing.
            let wish = if at == from { wish } else { Wish::default() };
            if let Some(end) = self.match_at(at, wish)? {
                return Ok(Some((at, end)));
            }
            match self.chars.at(at) {
                Some((_, behind)) => at = behind,
                None => return Ok(None),
            }
        }
        Ok(None)
    }
}

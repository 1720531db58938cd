//! The matcher. Mirrors `SRE(match)` of `Modules/_sre/sre_lib.h` in what it finds, also where groups keep a value of a
//! path that failed; but it runs on a stack of its own (`backtrack.rs`) instead of one of contexts.
//!
//! The stack holds what to do when the present path fails: other ways to go, and state to put back. A body that must
//! match by itself (assertions, atomic groups, possessive repeats) begins with an entry that is remembered as the
//! innermost barrier; when the body succeeds, all down to the barrier goes, so that there is no way back into it.

mod backtrack;
mod repeat;
mod search;

use pyvm_vm::heap::breaker;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult};

use super::case::Folding;
use super::chars::Chars;
use super::opcode::AtCode;
use super::program::{Inst, Item, Place, Program};
use super::set::{is_ascii_word, is_unicode_word};
use backtrack::{Entry, Marks};
use repeat::Loop;

/// Steps between two looks at what is asked from outside.
const PATIENCE: u32 = 1024;
/// No loop, no barrier.
const NONE: usize = usize::MAX;

/// What a matcher keeps from one match to the next, so as not to allocate it anew.
#[derive(Default)]
pub(super) struct Memory {
    pub(super) marks: Marks,
    stack: Vec<Entry>,
    loops: Vec<Loop>,
    /// Steps since the last look at what is asked from outside.
    steps: u32,
}

/// What a match must be like.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Wish {
    /// It ends at the end.
    pub(super) whole: bool,
    /// It is not empty.
    pub(super) advance: bool,
}

/// A run of a program over characters.
pub(super) struct Matcher<'a, C> {
    vm: &'a Vm,
    program: &'a Program,
    /// Up to the end of what is looked at.
    chars: C,
    wide: bool,
    memory: &'a mut Memory,
    wish: Wish,
    /// Where the match begins.
    start: usize,
    /// The innermost loop.
    inner: usize,
    /// The innermost barrier.
    barrier: usize,
}

/// Where to go on: a place in the program and one in the text. None where the path fails.
type Next = Option<(Place, usize)>;

impl<'a, C: Chars> Matcher<'a, C> {
    pub(super) fn new(
        vm: &'a Vm,
        program: &'a Program,
        chars: C,
        wide: bool,
        memory: &'a mut Memory,
    ) -> Matcher<'a, C> {
        let wish = Wish::default();
        Matcher { vm, program, chars, wide, memory, wish, start: 0, inner: NONE, barrier: NONE }
    }

    /// The end of the match that begins at `start`.
    pub(super) fn match_at(&mut self, start: usize, wish: Wish) -> PyResult<Option<usize>> {
        self.memory.marks.clear();
        self.run(0, start, start, wish)
    }

    /// Runs from a place in the program for a match that begins at `start`.
    fn run(&mut self, place: Place, at: usize, start: usize, wish: Wish) -> PyResult<Option<usize>> {
        self.memory.stack.clear();
        self.memory.loops.clear();
        (self.start, self.wish, self.inner, self.barrier) = (start, wish, NONE, NONE);
        let program = self.program;
        let (mut place, mut at) = (place, at);
        loop {
            let next = match program.insts.get(place) {
                Some(Inst::Success) if self.barrier == NONE => {
                    if self.fulfils(at) {
                        return Ok(Some(at));
                    }
                    None
                }
                Some(inst) => self.step(inst, place, at),
                None => None,
            };
            self.memory.steps += 1;
            if self.memory.steps >= PATIENCE {
                self.look_up()?;
            }
            match next.or_else(|| self.backtrack()) {
                Some(next) => (place, at) = next,
                None => return Ok(None),
            }
        }
    }

    fn fulfils(&self, at: usize) -> bool {
        !(self.wish.whole && at != self.end() || self.wish.advance && at == self.start)
    }

    fn end(&self) -> usize {
        self.chars.bytes().len()
    }

    /// Answers interrupts and limits.
    fn look_up(&mut self) -> PyResult<()> {
        self.memory.steps = 0;
        if breaker::reasons() & (breaker::VM | breaker::MEMORY) != 0 {
            self.vm.attend()?;
        }
        let memory = &self.memory;
        if self.vm.check_size(memory.stack.len().saturating_mul(size_of::<Entry>())) {
            return Ok(());
        }
        Err(self.out_of_memory())
    }

    fn out_of_memory(&self) -> PyError {
        self.vm.out_of_memory()
    }

    fn step(&mut self, inst: &Inst, place: Place, at: usize) -> Next {
        match inst {
            Inst::One(item) => self.one(*item, at).map(|at| (place + 1, at)),
            Inst::Mark(mark) => {
                self.memory.marks.set(*mark as usize, at);
                Some((place + 1, at))
            }
            Inst::Jump(to) => Some((*to, at)),
            Inst::Branch(ways) => self.branch(place, ways, 0, at),
            Inst::RepeatOne { kind, min, max, item } => {
                self.repeat_one(place, *kind, (*min, *max), *item, at)
            }
            Inst::Repeat { until, .. } => self.enter_loop(place, *until, at),
            Inst::Until { lazy: false } => self.until_greedy(place, at),
            Inst::Until { lazy: true } => self.until_lazy(place, at),
            Inst::At(code) => self.is_at(*code, at).then_some((place + 1, at)),
            Inst::GroupRef(group, folding) => self.group_ref(*group, *folding, at).map(|at| (place + 1, at)),
            Inst::GroupRefExists { group, no } => {
                Some((if self.memory.marks.group(*group as usize).is_some() { place + 1 } else { *no }, at))
            }
            Inst::Assert { negate, back, end } => self.assert(place, *negate, *back, *end, at),
            Inst::Atomic(end) => {
                self.set_barrier(|b| Entry::Atomic { barrier: b, end: *end });
                Some((place + 1, at))
            }
            Inst::Possessive { min, max, end } => self.possessive(place, (*min, *max), *end, (0, NONE), at),
            Inst::Success => self.leave_barrier(at),
            Inst::Failure => None,
        }
    }

    /// Behind the character, where an item means it.
    #[inline]
    fn one(&self, item: Item, at: usize) -> Option<usize> {
        let (c, behind) = self.chars.at(at)?;
        self.program.is(item, c).then_some(behind)
    }

    /// Tries the alternatives from number `from` on.
    fn branch(&mut self, place: Place, ways: &[Place], from: usize, at: usize) -> Next {
        let save = self.save(self.inner != NONE);
        for (n, way) in ways.iter().enumerate().skip(from) {
            if let Some(Inst::One(item)) = self.program.insts.get(*way)
                && self.one(*item, at).is_none()
            {
                continue;
            }
            if n + 1 < ways.len() || save.restores() && !self.is_saved(save) {
                self.memory.stack.push(Entry::Branch { place, next: n + 1, at, save });
            }
            return Some((*way, at));
        }
        None
    }

    fn assert(&mut self, place: Place, negate: bool, back: u32, end: Place, at: usize) -> Next {
        let Some(begin) = self.chars.back(at, back) else { return negate.then_some((end, at)) };
        if negate {
            let save = self.save(self.inner != NONE);
            self.set_barrier(|b| Entry::AssertNot { barrier: b, end, at, save });
        } else {
            self.set_barrier(|b| Entry::Assert { barrier: b, end, at });
        }
        Some((place + 1, begin))
    }

    fn is_at(&self, code: AtCode, at: usize) -> bool {
        use AtCode as A;
        let is_before = |c: u32| self.chars.before(at).is_some_and(|(b, _)| b == c);
        match code {
            A::AT_BEGINNING | A::AT_BEGINNING_STRING => at == 0,
            A::AT_BEGINNING_LINE => at == 0 || is_before(10),
            A::AT_END => {
                at == self.end() || (at + 1 == self.end() && self.chars.bytes().get(at) == Some(&b'\n'))
            }
            A::AT_END_LINE => at == self.end() || self.chars.all().get(at) == Some(&b'\n'),
            A::AT_END_STRING => at == self.end(),
            A::AT_BOUNDARY | A::AT_LOC_BOUNDARY => self.is_boundary(at, is_ascii_word) == Some(true),
            A::AT_NON_BOUNDARY | A::AT_LOC_NON_BOUNDARY => self.is_boundary(at, is_ascii_word) == Some(false),
            A::AT_UNI_BOUNDARY => self.is_boundary(at, is_unicode_word) == Some(true),
            A::AT_UNI_NON_BOUNDARY => self.is_boundary(at, is_unicode_word) == Some(false),
        }
    }

    /// Whether words begin or end here; in nothing at all there is no telling.
    fn is_boundary(&self, at: usize, is_word: fn(u32) -> bool) -> Option<bool> {
        if self.end() == 0 {
            return None;
        }
        let before = self.chars.before(at).is_some_and(|(c, _)| is_word(c));
        let after = self.chars.at(at).is_some_and(|(c, _)| is_word(c));
        Some(before != after)
    }

    /// Behind a repetition of the text of a group.
    fn group_ref(&self, group: u32, folding: Folding, at: usize) -> Option<usize> {
        let (start, end) = self.memory.marks.group(group as usize)?;
        if folding == Folding::None {
            let text = self.chars.all().get(start..end)?;
            let found = text.is_empty() || self.chars.bytes().get(at..)?.starts_with(text);
            return found.then_some(at + text.len());
        }
        let (mut own, mut at) = (start, at);
        while own < end {
            let (a, next_own) = self.chars.at(own)?;
            let (b, next) = self.chars.at(at)?;
            let lower = |c| match folding {
                Folding::Locale => super::case::lower_locale(c),
                folding => folding.lower(c),
            };
            if a != b && lower(a) != lower(b) {
                return None;
            }
            (own, at) = (next_own, next);
        }
        Some(at)
    }
}

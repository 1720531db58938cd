//! Repeats: of one item, of a body, and possessive ones.

use super::super::chars::Chars;
use super::super::opcode::MAXREPEAT;
use super::super::program::{Inst, Item, One, Place};
use super::backtrack::{Entry, Save};
use super::{Matcher, NONE, Next};

/// A loop that has begun.
#[derive(Debug, Clone, Copy)]
pub(super) struct Loop {
    /// Its `Repeat`.
    place: Place,
    /// The loop around it.
    outer: usize,
    /// Iterations that have begun.
    count: u32,
    /// Where the last one began that need not have been.
    last: usize,
}

impl<C: Chars> Matcher<'_, C> {
    /// One item, over and over.
    pub(super) fn repeat_one(
        &mut self,
        place: Place,
        kind: One,
        bounds: (u32, u32),
        item: Item,
        at: usize,
    ) -> Next {
        let (min, max) = bounds;
        if at > self.end() {
            return None;
        }
        let low = self.count(item, min, at)?;
        let more = max.saturating_sub(min);
        match kind {
            One::Possessive => Some((place + 1, self.count_up_to(item, more, low))),
            One::Greedy => {
                let high = self.count_up_to(item, more, low);
                // Long stretches count as steps, or interrupts would wait for long.
                let stretch = u32::try_from((high - at) / 64).unwrap_or(u32::MAX);
                self.memory.steps = self.memory.steps.saturating_add(stretch).min(u32::MAX - 1);
                let save = self.save(self.inner != NONE);
                self.try_greedy(place, high, low, save)
            }
            One::Lazy => {
                let save = self.save(self.inner != NONE);
                self.try_lazy(place, low, min, save)
            }
        }
    }

    /// Behind exactly so many of an item.
    fn count(&self, item: Item, count: u32, at: usize) -> Option<usize> {
        let mut at = at;
        for _ in 0..count {
            at = self.one(item, at)?;
        }
        Some(at)
    }

    /// Behind as many of an item as there are, up to `max`.
    fn count_up_to(&self, item: Item, max: u32, at: usize) -> usize {
        let bytes = self.chars.bytes();
        let rest = bytes.get(at..).unwrap_or(&[]);
        if max >= MAXREPEAT / 2 && rest.len() < max as usize {
            match item {
                Item::AnyAll => return bytes.len(),
                Item::Any => return at + memchr::memchr(b'\n', rest).unwrap_or(rest.len()),
                Item::NotLiteral(c) if c < 0x80 => {
                    let byte = c.to_le_bytes()[0];
                    return at + memchr::memchr(byte, rest).unwrap_or(rest.len());
                }
                _ => {}
            }
        }
        let mut at = at;
        if let Item::In(set) = item
            && let Some(set) = self.program.sets.get(set)
        {
            for _ in 0..max {
                match self.chars.at(at) {
                    Some((c, behind)) if set.has(c) => at = behind,
                    _ => break,
                }
            }
            return at;
        }
        for _ in 0..max {
            match self.one(item, at) {
                Some(behind) => at = behind,
                None => break,
            }
        }
        at
    }

    /// What follows, behind the items up to `at`; fewer of them where it cannot follow there.
    fn try_greedy(&mut self, place: Place, at: usize, low: usize, save: Save) -> Next {
        let mut at = at;
        if let Some(required) = self.required(place + 1) {
            while self.chars.at(at).is_none_or(|(c, _)| c != required) {
                if at <= low {
                    return None;
                }
                at = self.chars.before(at)?.1;
            }
        }
        if at > low || save.restores() && !self.is_saved(save) {
            self.memory.stack.push(Entry::Greedy { place, at, low, save });
        }
        Some((place + 1, at))
    }

    /// One item less.
    pub(super) fn give_back(&mut self, place: Place, at: usize, low: usize, save: Save) -> Next {
        if at <= low {
            return None;
        }
        let (_, at) = self.chars.before(at)?;
        self.try_greedy(place, at, low, save)
    }

    /// What follows, behind `count` items; more of them where it cannot follow there.
    fn try_lazy(&mut self, place: Place, at: usize, count: u32, save: Save) -> Next {
        self.memory.stack.push(Entry::Lazy { place, at, count, save });
        Some((place + 1, at))
    }

    /// One item more.
    pub(super) fn take_more(&mut self, place: Place, at: usize, count: u32, save: Save) -> Next {
        let Some(Inst::RepeatOne { max, item, .. }) = self.program.insts.get(place) else { return None };
        let (mut at, mut count) = (at, count);
        let required = self.required(place + 1);
        loop {
            if count >= *max && *max != MAXREPEAT {
                return None;
            }
            at = self.one(*item, at)?;
            count = count.saturating_add(1);
            if required.is_none_or(|c| self.chars.at(at).is_some_and(|(own, _)| own == c)) {
                return self.try_lazy(place, at, count, save);
            }
        }
    }

    pub(super) fn enter_loop(&mut self, place: Place, until: Place, at: usize) -> Next {
        let outer = self.inner;
        self.inner = self.memory.loops.len();
        self.memory.loops.push(Loop { place, outer, count: 0, last: NONE });
        self.memory.stack.push(Entry::EnterLoop);
        Some((until, at))
    }

    /// The innermost loop with its bounds.
    fn current(&self, own: usize) -> Option<(Loop, u32, u32, Place)> {
        let current = *self.memory.loops.get(own)?;
        match self.program.insts.get(current.place)? {
            Inst::Repeat { min, max, until } => Some((current, *min, *max, *until)),
            _ => None,
        }
    }

    fn change(&mut self, own: usize, change: impl FnOnce(&mut Loop)) {
        if let Some(current) = self.memory.loops.get_mut(own) {
            change(current);
        }
    }

    /// An iteration that must be.
    fn must_iterate(&mut self, own: usize, current: Loop, at: usize) -> Next {
        self.memory.stack.push(Entry::MustIterate { own });
        self.change(own, |c| c.count = c.count.saturating_add(1));
        Some((current.place + 1, at))
    }

    pub(super) fn until_greedy(&mut self, place: Place, at: usize) -> Next {
        let own = self.inner;
        let (current, min, max, _) = self.current(own)?;
        if current.count < min {
            return self.must_iterate(own, current, at);
        }
        if (current.count < max || max == MAXREPEAT) && at != current.last {
            let save = self.save(true);
            self.memory.stack.push(Entry::Iterate { own, at, last: current.last, save });
            self.change(own, |c| (c.count, c.last) = (c.count.saturating_add(1), at));
            return Some((current.place + 1, at));
        }
        self.leave_loop(own, place, at)
    }

    fn leave_loop(&mut self, own: usize, until: Place, at: usize) -> Next {
        self.memory.stack.push(Entry::LeaveLoop { own });
        self.inner = self.memory.loops.get(own)?.outer;
        Some((until + 1, at))
    }

    pub(super) fn until_lazy(&mut self, place: Place, at: usize) -> Next {
        let own = self.inner;
        let (current, min, ..) = self.current(own)?;
        if current.count < min {
            return self.must_iterate(own, current, at);
        }
        let save = self.save(current.outer != NONE);
        self.memory.stack.push(Entry::LazyLeave { own, at, save });
        self.inner = current.outer;
        Some((place + 1, at))
    }

    pub(super) fn retry_loop(&mut self, entry: Entry) -> Next {
        match entry {
            Entry::EnterLoop => {
                let ended = self.memory.loops.pop()?;
                self.inner = ended.outer;
                None
            }
            Entry::MustIterate { own } => {
                self.change(own, |c| c.count = c.count.saturating_sub(1));
                None
            }
            Entry::Iterate { own, at, last, save } => {
                self.restore(save);
                self.change(own, |c| (c.count, c.last) = (c.count.saturating_sub(1), last));
                let (.., until) = self.current(own)?;
                self.leave_loop(own, until, at)
            }
            Entry::LeaveLoop { own } => {
                self.inner = own;
                None
            }
            Entry::LazyLeave { own, at, save } => {
                self.inner = own;
                self.restore(save);
                let (current, _, max, _) = self.current(own)?;
                if current.count >= max && max != MAXREPEAT || at == current.last {
                    return None;
                }
                self.memory.stack.push(Entry::LazyIterate { own, last: current.last });
                self.change(own, |c| (c.count, c.last) = (c.count.saturating_add(1), at));
                Some((current.place + 1, at))
            }
            Entry::LazyIterate { own, last } => {
                self.change(own, |c| (c.count, c.last) = (c.count.saturating_sub(1), last));
                None
            }
            _ => None,
        }
    }

    /// The next iteration of a possessive repeat, or what follows it; `done` are the iterations so far and where the
    /// last one began.
    pub(super) fn possessive(
        &mut self,
        place: Place,
        bounds: (u32, u32),
        end: Place,
        done: (u32, usize),
        at: usize,
    ) -> Next {
        let ((min, max), (count, last)) = (bounds, done);
        let save = if count < min {
            None
        } else if (count < max || max == MAXREPEAT) && at != last {
            Some(self.save(true))
        } else {
            return Some((end, at));
        };
        self.set_barrier(|barrier| Entry::Possessive { barrier, place, count, at, save });
        Some((place + 1, at))
    }
}

//! The way back: the stack of what is left to try, and the marks of groups with the log that restores them.
//!
//! `sre` saves marks for a choice only within a repeat; elsewhere just the count of them goes back, and a mark that was
//! set anew keeps its value. Here marks are never copied: those that lose a value are logged, and a choice that restores
//! takes back all that was logged since.

use super::super::chars::Chars;
use super::super::program::{Inst, Item, Place};
use super::{Matcher, NONE, Next};

/// The starts and ends of groups.
#[derive(Default)]
pub(in super::super) struct Marks {
    /// Where mark `i` was set.
    at: Vec<usize>,
    /// How many of them count.
    len: usize,
    /// The last group that was closed.
    last_group: usize,
    /// Overwritten marks with their values, the oldest first.
    log: Vec<(usize, usize)>,
}

/// The marks at a choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Save {
    len: u32,
    last_group: u32,
    log: u32,
    restores: bool,
}

impl Save {
    pub(super) fn restores(self) -> bool {
        self.restores
    }
}

fn short(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

impl Marks {
    pub(super) fn clear(&mut self) {
        (self.len, self.last_group) = (0, 0);
        self.log.clear();
    }

    pub(super) fn set(&mut self, mark: usize, at: usize) {
        if mark % 2 == 1 {
            self.last_group = mark / 2 + 1;
        }
        if mark >= self.len {
            // Those left out were not set on this path.
            if self.at.len() <= mark {
                self.at.resize(mark + 1, NONE);
            }
            if let Some(skipped) = self.at.get_mut(self.len..mark) {
                skipped.fill(NONE);
            }
            self.len = mark + 1;
        } else if let Some(old) = self.at.get(mark) {
            self.log.push((mark, *old));
        }
        if let Some(slot) = self.at.get_mut(mark) {
            *slot = at;
        }
    }

    /// The start and the end of a group that matched.
    pub(super) fn group(&self, group: usize) -> Option<(usize, usize)> {
        self.span(group).filter(|(start, end)| start <= end)
    }

    /// The marks of a group, in whatever order they are.
    pub(in super::super) fn span(&self, group: usize) -> Option<(usize, usize)> {
        if 2 * group + 1 >= self.len {
            return None;
        }
        let (start, end) = (*self.at.get(2 * group)?, *self.at.get(2 * group + 1)?);
        (start != NONE && end != NONE).then_some((start, end))
    }

    /// The group that was closed last.
    pub(in super::super) fn last_group(&self) -> Option<usize> {
        (self.last_group > 0).then_some(self.last_group)
    }

    fn save(&self, restores: bool) -> Save {
        let (len, last_group, log) = (short(self.len), short(self.last_group), short(self.log.len()));
        Save { len, last_group, log, restores }
    }

    fn restore(&mut self, save: Save) {
        (self.len, self.last_group) = (save.len as usize, save.last_group as usize);
        if save.restores {
            for (mark, old) in self.log.drain(save.log as usize..).rev() {
                if let Some(slot) = self.at.get_mut(mark) {
                    *slot = old;
                }
            }
        } else {
            self.tidy(save);
        }
    }

    /// Of what was logged since, only the oldest value of each mark will ever be asked for.
    fn tidy(&mut self, save: Save) {
        let since = save.log as usize;
        if self.log.len() - since.min(self.log.len()) <= 4 * self.at.len() + 16 {
            return;
        }
        let mut seen = vec![false; self.at.len()];
        let tail = self.log.split_off(since);
        self.log.extend(
            tail.into_iter()
                .filter(|(mark, _)| seen.get_mut(*mark).is_some_and(|seen| !std::mem::replace(seen, true))),
        );
    }
}

/// What to do when a path fails.
#[derive(Debug)]
pub(super) enum Entry {
    /// Try the alternatives from number `next` on.
    Branch {
        place: Place,
        next: usize,
        at: usize,
        save: Save,
    },
    /// One item less, down to `low`.
    Greedy {
        place: Place,
        at: usize,
        low: usize,
        save: Save,
    },
    /// One item more.
    Lazy {
        place: Place,
        at: usize,
        count: u32,
        save: Save,
    },
    /// The loop did not begin.
    EnterLoop,
    /// The iteration, one of those that must be, did not begin.
    MustIterate {
        own: usize,
    },
    /// Go on without this iteration.
    Iterate {
        own: usize,
        at: usize,
        last: usize,
        save: Save,
    },
    /// The loop goes on.
    LeaveLoop {
        own: usize,
    },
    /// Iterate once more.
    LazyLeave {
        own: usize,
        at: usize,
        save: Save,
    },
    /// The iteration did not begin.
    LazyIterate {
        own: usize,
        last: usize,
    },
    /// Barriers, each with the one around it.
    Atomic {
        barrier: Barrier,
        end: Place,
    },
    Assert {
        barrier: Barrier,
        end: Place,
        at: usize,
    },
    AssertNot {
        barrier: Barrier,
        end: Place,
        at: usize,
        save: Save,
    },
    Possessive {
        barrier: Barrier,
        place: Place,
        count: u32,
        at: usize,
        save: Option<Save>,
    },
}

/// The state around a barrier.
#[derive(Debug, Clone, Copy)]
pub(super) struct Barrier {
    around: usize,
    inner: usize,
    loops: usize,
    save: Save,
}

impl<C: Chars> Matcher<'_, C> {
    pub(super) fn save(&self, restores: bool) -> Save {
        self.memory.marks.save(restores)
    }

    pub(super) fn restore(&mut self, save: Save) {
        self.memory.marks.restore(save);
    }

    /// Whether the entry on top restores the same.
    pub(super) fn is_saved(&self, save: Save) -> bool {
        match self.memory.stack.last() {
            Some(
                Entry::Branch { save: s, .. }
                | Entry::Iterate { save: s, .. }
                | Entry::Greedy { save: s, .. },
            ) => *s == save,
            _ => false,
        }
    }

    pub(super) fn set_barrier(&mut self, entry: impl FnOnce(Barrier) -> Entry) {
        let (around, inner) = (self.barrier, self.inner);
        let loops = self.memory.loops.len();
        let save = self.save(false);
        self.barrier = self.memory.stack.len();
        self.memory.stack.push(entry(Barrier { around, inner, loops, save }));
    }

    fn drop_barrier(&mut self, barrier: Barrier) {
        (self.barrier, self.inner) = (barrier.around, barrier.inner);
        self.memory.loops.truncate(barrier.loops);
    }

    /// What stands by itself has matched up to `at`.
    pub(super) fn leave_barrier(&mut self, at: usize) -> Next {
        self.memory.stack.truncate(self.barrier.saturating_add(1));
        let entry = self.memory.stack.pop()?;
        let (Entry::Atomic { barrier, .. }
        | Entry::Assert { barrier, .. }
        | Entry::AssertNot { barrier, .. }
        | Entry::Possessive { barrier, .. }) = entry
        else {
            return None;
        };
        self.drop_barrier(barrier);
        self.memory.marks.tidy(barrier.save);
        match entry {
            Entry::Atomic { end, .. } => Some((end, at)),
            Entry::Assert { end, at, .. } => Some((end, at)),
            Entry::Possessive { place, count, at: began, .. } => match self.program.insts.get(place) {
                Some(Inst::Possessive { min, max, end }) => {
                    let last = if count >= *min { began } else { NONE };
                    self.possessive(place, (*min, *max), *end, (count.saturating_add(1), last), at)
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// The next way to go, none where no way is left.
    pub(super) fn backtrack(&mut self) -> Next {
        while let Some(entry) = self.memory.stack.pop() {
            let next = self.retry(entry);
            if next.is_some() {
                return next;
            }
        }
        None
    }

    fn retry(&mut self, entry: Entry) -> Next {
        match entry {
            Entry::Greedy { place, at, low, save } => {
                self.restore(save);
                self.give_back(place, at, low, save)
            }
            Entry::Lazy { place, at, count, save } => {
                self.restore(save);
                self.take_more(place, at, count, save)
            }
            Entry::Branch { place, next, at, save } => {
                self.restore(save);
                match self.program.insts.get(place) {
                    Some(Inst::Branch(ways)) => self.branch(place, ways, next, at),
                    _ => None,
                }
            }
            Entry::EnterLoop
            | Entry::MustIterate { .. }
            | Entry::Iterate { .. }
            | Entry::LeaveLoop { .. }
            | Entry::LazyLeave { .. }
            | Entry::LazyIterate { .. } => self.retry_loop(entry),
            Entry::Atomic { barrier, .. } | Entry::Assert { barrier, .. } => {
                self.drop_barrier(barrier);
                None
            }
            Entry::AssertNot { barrier, end, at, save } => {
                self.drop_barrier(barrier);
                self.restore(save);
                Some((end, at))
            }
            Entry::Possessive { barrier, place, at, save, .. } => {
                self.drop_barrier(barrier);
                self.restore(save?);
                match self.program.insts.get(place) {
                    Some(Inst::Possessive { end, .. }) => Some((*end, at)),
                    _ => None,
                }
            }
        }
    }

    /// The character that must come at a place.
    pub(super) fn required(&self, place: Place) -> Option<u32> {
        match self.program.insts.get(place) {
            Some(Inst::One(Item::Literal(c))) => Some(*c),
            _ => None,
        }
    }
}

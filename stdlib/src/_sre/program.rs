//! Compiled patterns as the matcher runs them: the words of `_sre.compile` checked and resolved. Mirrors `_validate`
//! of `Modules/_sre/sre.c`.

use memchr::memmem::Finder;

use super::case::{self, Folding};
use super::chars::{Bytewise, Chars, Wide};
use super::opcode::{AtCode, INFO_CHARSET, INFO_LITERAL, INFO_PREFIX, MAXGROUPS, Op};
use super::set::Set;

/// Nesting deeper than this is refused.
const MAX_DEPTH: usize = 2000;

/// A place in a program.
pub(super) type Place = usize;

/// One step.
#[derive(Debug)]
pub(super) enum Inst {
    Success,
    Failure,
    Jump(Place),
    Mark(u32),
    One(Item),
    At(AtCode),
    /// The body follows, up to a `Success` before `end`.
    Assert {
        negate: bool,
        back: u32,
        end: Place,
    },
    /// Alternatives, each with a jump at its end.
    Branch(Box<[Place]>),
    /// One item, over and over; what follows comes next.
    RepeatOne {
        kind: One,
        min: u32,
        max: u32,
        item: Item,
    },
    /// The body follows, up to `until`.
    Repeat {
        min: u32,
        max: u32,
        until: Place,
    },
    Until {
        lazy: bool,
    },
    Possessive {
        min: u32,
        max: u32,
        end: Place,
    },
    Atomic(Place),
    GroupRef(u32, Folding),
    /// What follows is for a group that matched.
    GroupRefExists {
        group: u32,
        no: Place,
    },
}

/// How one item is repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum One {
    Greedy,
    Lazy,
    Possessive,
}

/// What one character may be.
#[derive(Debug, Clone, Copy)]
pub(super) enum Item {
    Never,
    /// All but a line feed.
    Any,
    AnyAll,
    Literal(u32),
    NotLiteral(u32),
    Folded {
        folding: Folding,
        c: u32,
        negate: bool,
    },
    /// A set by number.
    In(usize),
}

/// A literal that matches begin with.
pub(super) struct Prefix {
    /// Behind it comes this place, with the prefix matched up to there.
    pub(super) whole: bool,
    bytewise: Option<Finder<'static>>,
    wide: Option<Finder<'static>>,
}

/// How a search may go faster.
#[derive(Default)]
pub(super) struct Hints {
    /// The least width of a match.
    pub(super) width: usize,
    pub(super) prefix: Option<Prefix>,
    /// The set of first characters.
    pub(super) first: Option<usize>,
    /// It can match at the very beginning only.
    pub(super) anchored: bool,
}

/// A program.
#[derive(Default)]
pub(super) struct Program {
    pub(super) insts: Vec<Inst>,
    pub(super) sets: Vec<Set>,
    pub(super) hints: Hints,
    pub(super) groups: usize,
}

impl Prefix {
    fn new(text: &[u32], whole: bool) -> Prefix {
        let finder = |bytes: Vec<u8>| Finder::new(&bytes).into_owned();
        Prefix {
            whole,
            bytewise: <Bytewise<'_> as Chars>::encode(text).map(finder),
            wide: <Wide<'_> as Chars>::encode(text).map(finder),
        }
    }

    /// What finds it in bytes of the one or the other kind; none where it cannot occur.
    pub(super) fn finder(&self, wide: bool) -> Option<&Finder<'static>> {
        if wide { self.wide.as_ref() } else { self.bytewise.as_ref() }
    }
}

/// The first `n` words and the rest.
fn take(code: &[u32], n: usize) -> Option<(&[u32], &[u32])> {
    code.split_at_checked(n)
}

/// What a distance at the front spans, itself left out, and what follows.
fn skip(code: &[u32]) -> Option<(&[u32], &[u32])> {
    let (distance, rest) = code.split_first()?;
    take(rest, (*distance as usize).checked_sub(1)?)
}

fn ends_with(code: &[u32], op: Op) -> Option<&[u32]> {
    let (last, body) = code.split_last()?;
    (*last == op as u32).then_some(body)
}

impl Program {
    /// The program of words for a pattern with this many groups; none where they are not well formed.
    pub(super) fn decode(code: &[u32], groups: usize) -> Option<Program> {
        if groups > MAXGROUPS {
            return None;
        }
        let mut program = Program { groups, ..Program::default() };
        program.sequence(ends_with(code, Op::SUCCESS)?, 0)?;
        program.insts.push(Inst::Success);
        program.hints.anchored = matches!(
            program.insts.first(),
            Some(Inst::At(AtCode::AT_BEGINNING | AtCode::AT_BEGINNING_STRING))
        );
        Some(program)
    }

    fn here(&self) -> Place {
        self.insts.len()
    }

    /// Resolves opcodes up to the end of `code`.
    fn sequence(&mut self, mut code: &[u32], depth: usize) -> Option<()> {
        if depth > MAX_DEPTH {
            return None;
        }
        while let Some((op, rest)) = code.split_first() {
            code = self.operation(Op::from_word(*op)?, rest, depth)?;
        }
        Some(())
    }

    /// Resolves the operands of one opcode; gives what follows.
    fn operation<'a>(&mut self, op: Op, code: &'a [u32], depth: usize) -> Option<&'a [u32]> {
        match op {
            Op::MARK => {
                let (mark, rest) = code.split_first()?;
                (*mark as usize <= 2 * self.groups).then(|| self.insts.push(Inst::Mark(*mark)))?;
                Some(rest)
            }
            Op::SUCCESS => {
                self.insts.push(Inst::Success);
                Some(code)
            }
            Op::FAILURE => {
                self.insts.push(Inst::Failure);
                Some(code)
            }
            Op::AT => {
                let (at, rest) = code.split_first()?;
                self.insts.push(Inst::At(AtCode::from_word(*at)?));
                Some(rest)
            }
            Op::INFO if self.insts.is_empty() => {
                let (info, rest) = skip(code)?;
                self.info(info)?;
                Some(rest)
            }
            Op::BRANCH => self.branch(code, depth),
            Op::REPEAT_ONE | Op::MIN_REPEAT_ONE | Op::POSSESSIVE_REPEAT_ONE => self.repeat_one(op, code),
            Op::REPEAT => self.repeat(code, depth),
            Op::POSSESSIVE_REPEAT => self.possessive(code, depth),
            Op::ATOMIC_GROUP => {
                let (body, rest) = skip(code)?;
                let start = self.here();
                self.insts.push(Inst::Atomic(start));
                self.body(ends_with(body, Op::SUCCESS)?, depth)?;
                self.insts[start] = Inst::Atomic(self.here());
                Some(rest)
            }
            Op::GROUPREF | Op::GROUPREF_IGNORE | Op::GROUPREF_UNI_IGNORE | Op::GROUPREF_LOC_IGNORE => {
                let (group, rest) = code.split_first()?;
                let folding = match op {
                    Op::GROUPREF_IGNORE => Folding::Ascii,
                    Op::GROUPREF_UNI_IGNORE => Folding::Unicode,
                    Op::GROUPREF_LOC_IGNORE => Folding::Locale,
                    _ => Folding::None,
                };
                ((*group as usize) < self.groups)
                    .then(|| self.insts.push(Inst::GroupRef(*group, folding)))?;
                Some(rest)
            }
            Op::GROUPREF_EXISTS => self.condition(code, depth),
            Op::ASSERT | Op::ASSERT_NOT => self.assertion(op, code, depth),
            _ => {
                let (item, rest) = self.item(op, code)?;
                self.insts.push(Inst::One(item));
                Some(rest)
            }
        }
    }

    /// Resolves an inner sequence with the `Success` at its end.
    fn body(&mut self, code: &[u32], depth: usize) -> Option<()> {
        self.sequence(code, depth + 1)?;
        self.insts.push(Inst::Success);
        Some(())
    }

    /// What matches one character.
    fn item<'a>(&mut self, op: Op, code: &'a [u32]) -> Option<(Item, &'a [u32])> {
        let folding = match op {
            Op::LITERAL_IGNORE | Op::NOT_LITERAL_IGNORE | Op::IN_IGNORE => Folding::Ascii,
            Op::LITERAL_UNI_IGNORE | Op::NOT_LITERAL_UNI_IGNORE | Op::IN_UNI_IGNORE => Folding::Unicode,
            Op::LITERAL_LOC_IGNORE | Op::NOT_LITERAL_LOC_IGNORE | Op::IN_LOC_IGNORE => Folding::Locale,
            _ => Folding::None,
        };
        Some(match op {
            Op::FAILURE => (Item::Never, code),
            Op::ANY => (Item::Any, code),
            Op::ANY_ALL => (Item::AnyAll, code),
            Op::LITERAL => (Item::Literal(*code.first()?), code.get(1..)?),
            Op::NOT_LITERAL => (Item::NotLiteral(*code.first()?), code.get(1..)?),
            Op::LITERAL_IGNORE | Op::LITERAL_UNI_IGNORE | Op::LITERAL_LOC_IGNORE => {
                (Item::Folded { folding, c: *code.first()?, negate: false }, code.get(1..)?)
            }
            Op::NOT_LITERAL_IGNORE | Op::NOT_LITERAL_UNI_IGNORE | Op::NOT_LITERAL_LOC_IGNORE => {
                (Item::Folded { folding, c: *code.first()?, negate: true }, code.get(1..)?)
            }
            Op::IN | Op::IN_IGNORE | Op::IN_UNI_IGNORE | Op::IN_LOC_IGNORE => {
                let (set, rest) = skip(code)?;
                self.sets.push(Set::decode(ends_with(set, Op::FAILURE)?, folding)?);
                (Item::In(self.sets.len() - 1), rest)
            }
            _ => return None,
        })
    }

    /// The bounds of a repeat and what they are about.
    fn bounds(code: &[u32]) -> Option<(u32, u32, &[u32])> {
        match code {
            [min, max, body @ ..] if min <= max => Some((*min, *max, body)),
            _ => None,
        }
    }

    fn repeat_one<'a>(&mut self, op: Op, code: &'a [u32]) -> Option<&'a [u32]> {
        let (body, rest) = skip(code)?;
        let (min, max, body) = Program::bounds(ends_with(body, Op::SUCCESS)?)?;
        let (inner, operands) = body.split_first()?;
        let (item, left) = self.item(Op::from_word(*inner)?, operands)?;
        let kind = match op {
            Op::REPEAT_ONE => One::Greedy,
            Op::MIN_REPEAT_ONE => One::Lazy,
            _ => One::Possessive,
        };
        self.insts.push(Inst::RepeatOne { kind, min, max, item });
        left.is_empty().then_some(rest)
    }

    fn repeat<'a>(&mut self, code: &'a [u32], depth: usize) -> Option<&'a [u32]> {
        let (body, rest) = skip(code)?;
        let (min, max, body) = Program::bounds(body)?;
        let (end, rest) = rest.split_first()?;
        let lazy = match Op::from_word(*end)? {
            Op::MAX_UNTIL => false,
            Op::MIN_UNTIL => true,
            _ => return None,
        };
        let start = self.here();
        self.insts.push(Inst::Failure);
        self.sequence(body, depth + 1)?;
        self.insts[start] = Inst::Repeat { min, max, until: self.here() };
        self.insts.push(Inst::Until { lazy });
        Some(rest)
    }

    fn possessive<'a>(&mut self, code: &'a [u32], depth: usize) -> Option<&'a [u32]> {
        let (body, rest) = skip(code)?;
        let (min, max, body) = Program::bounds(body)?;
        let (end, rest) = rest.split_first()?;
        let start = self.here();
        self.insts.push(Inst::Failure);
        self.body(body, depth)?;
        self.insts[start] = Inst::Possessive { min, max, end: self.here() };
        (*end == Op::SUCCESS as u32).then_some(rest)
    }

    fn assertion<'a>(&mut self, op: Op, code: &'a [u32], depth: usize) -> Option<&'a [u32]> {
        let (body, rest) = skip(code)?;
        let (back, body) = body.split_first()?;
        let start = self.here();
        self.insts.push(Inst::Failure);
        self.body(ends_with(body, Op::SUCCESS)?, depth)?;
        self.insts[start] = Inst::Assert { negate: op == Op::ASSERT_NOT, back: *back, end: self.here() };
        Some(rest)
    }

    fn branch<'a>(&mut self, mut code: &'a [u32], depth: usize) -> Option<&'a [u32]> {
        let start = self.here();
        self.insts.push(Inst::Failure);
        let (mut starts, mut jumps, mut target) = (Vec::new(), Vec::new(), None);
        loop {
            if let Some((0, rest)) = code.split_first() {
                let end = self.here();
                for jump in jumps {
                    self.insts[jump] = Inst::Jump(end);
                }
                self.insts[start] = Inst::Branch(starts.into());
                return (target.is_none() || target == Some(rest.len())).then_some(rest);
            }
            let (body, rest) = skip(code)?;
            // The branch ends with a jump to behind all of them.
            let (distance, body) = body.split_last()?;
            starts.push(self.here());
            self.sequence(ends_with(body, Op::JUMP)?, depth + 1)?;
            jumps.push(self.here());
            self.insts.push(Inst::Failure);
            let to = (rest.len() + 1).checked_sub(*distance as usize)?;
            if target.is_some_and(|t| t != to) {
                return None;
            }
            target = Some(to);
            code = rest;
        }
    }

    fn condition<'a>(&mut self, code: &'a [u32], depth: usize) -> Option<&'a [u32]> {
        let (group, code) = code.split_first()?;
        if *group as usize >= self.groups {
            return None;
        }
        let (distance, rest) = code.split_first()?;
        let len = (*distance as usize).checked_sub(2)?;
        let (yes, after) = take(rest, len)?;
        let start = self.here();
        self.insts.push(Inst::Failure);
        // With a second branch, the first ends with a jump over it.
        if let Some((jump, body)) = yes.split_last()
            && let Some(body) = ends_with(body, Op::JUMP)
            && let Some(len) = (*jump as usize).checked_sub(1)
            && let Some((no, behind)) = take(after, len)
            && self.sequence(body, depth + 1).is_some()
        {
            let over = self.here();
            self.insts.push(Inst::Failure);
            self.insts[start] = Inst::GroupRefExists { group: *group, no: self.here() };
            self.sequence(no, depth + 1)?;
            self.insts[over] = Inst::Jump(self.here());
            return Some(behind);
        }
        self.insts.truncate(start + 1);
        self.sequence(yes, depth + 1)?;
        self.insts[start] = Inst::GroupRefExists { group: *group, no: self.here() };
        Some(after)
    }

    fn info(&mut self, info: &[u32]) -> Option<()> {
        let [flags, width, _, rest @ ..] = info else { return None };
        self.hints.width = *width as usize;
        if *flags & !(INFO_PREFIX | INFO_LITERAL | INFO_CHARSET) != 0 {
            return None;
        }
        if *flags & INFO_PREFIX != 0 {
            let [len, skip, rest @ ..] = rest else { return None };
            let (len, skip) = (*len as usize, *skip as usize);
            let (text, overlap) = take(rest, len)?;
            let fits = *flags & INFO_CHARSET == 0 && len > 0 && skip <= len && overlap.len() == len;
            self.hints.prefix = Some(Prefix::new(text, *flags & INFO_LITERAL != 0));
            return (fits && overlap.iter().all(|n| (*n as usize) < len)).then_some(());
        }
        if *flags & INFO_LITERAL != 0 {
            return None;
        }
        if *flags & INFO_CHARSET != 0 {
            self.sets.push(Set::decode(ends_with(rest, Op::FAILURE)?, Folding::None)?);
            self.hints.first = Some(self.sets.len() - 1);
            return Some(());
        }
        rest.is_empty().then_some(())
    }

    /// Whether a character is what an item means.
    #[inline]
    pub(super) fn is(&self, item: Item, c: u32) -> bool {
        match item {
            Item::Never => false,
            Item::Any => c != 10,
            Item::AnyAll => true,
            Item::Literal(own) => c == own,
            Item::NotLiteral(own) => c != own,
            Item::In(set) => self.sets.get(set).is_some_and(|set| set.has(c)),
            Item::Folded { folding: Folding::Locale, c: own, negate } => {
                (c == own || case::lower_locale(c) == own || case::upper_locale(c) == own) != negate
            }
            Item::Folded { folding, c: own, negate } => (folding.lower(c) == own) != negate,
        }
    }
}

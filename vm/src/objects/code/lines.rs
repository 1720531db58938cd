//! Where lines begin in a code object, for tracing. Mirrors `initialize_lines` of `Python/instrumentation.c`.

use super::units::Units;
use crate::bytecode::code::Code;
use crate::bytecode::instruction::Instr;
use crate::bytecode::opcode::Operand;

/// Lines by word.
pub struct Lines {
    words: Box<[Word]>,
    /// The first word of the body.
    body: usize,
    /// Lines passed on the way to a word.
    marks: Box<[(u32, u32)]>,
    /// Lines that are passed behind an instruction, a jump's when it is taken.
    vias: Box<[(u32, u32)]>,
}

#[derive(Clone, Copy, Default)]
struct Word {
    /// The line of the instruction, or that of the last one before it that has any.
    line: u32,
    /// Whether the line is the instruction's own.
    own: bool,
    /// Whether a line begins with the instruction.
    starts: bool,
}

/// A line that begins.
#[derive(Clone, Copy)]
pub struct Begun {
    /// The line.
    pub line: u32,
    /// The code unit that stands on it.
    pub unit: u32,
    /// Whether that is an instruction's.
    pub is_own: bool,
}

/// How control came to an instruction.
pub struct Way {
    /// The line it came from; none from outside.
    pub line: Option<u32>,
    /// The jump that was taken, or the other instruction that control comes from, and its words.
    pub left: Option<(usize, usize)>,
    /// Whether it is the next round of a loop, with which the same line begins again.
    pub again: bool,
}

impl Lines {
    /// The lines of `code`.
    pub(super) fn new(code: &Code) -> Lines {
        let mut words = vec![Word::default(); code.instrs.len()];
        let mut own = vec![false; code.instrs.len()];
        let mut line = code.firstlineno;
        for (start, end, position) in code.lines.iter() {
            line = position.map_or(line, |p| p.line);
            for at in start as usize..(end as usize).min(words.len()) {
                words[at].line = line;
                own[at] = position.is_some();
            }
        }
        let marks: Box<[(u32, u32)]> = code.lines.marks().collect();
        let (mut current, mut targets) = (None, Vec::new());
        let body = code.instrs.iter().take_while(|i| i.op.is_prologue()).count();
        let mut at = body;
        while let Some(i) = code.instrs.get(at) {
            current = at_word(&marks, at).last().or(current);
            words[at].own = own[at];
            words[at].starts = own[at] && current != Some(words[at].line);
            current = Some(words[at].line).filter(|_| own[at] && i.op.falls_through());
            targets.extend(target(i, at));
            at += i.op.words();
        }
        targets.extend(code.exceptions.iter().map(|entry| entry.handler as usize));
        for target in targets {
            if let Some(word) = words.get_mut(target) {
                word.starts = word.own;
            }
        }
        Lines { words: words.into(), body, marks, vias: code.lines.vias().collect() }
    }

    /// The line of the instruction at `ip`, or that of the last one before it that has any.
    pub fn line(&self, ip: usize) -> u32 {
        self.words.get(ip).map_or(0, |w| w.line)
    }

    /// Whether a line begins at `ip`.
    pub fn starts(&self, ip: usize) -> bool {
        self.words.get(ip).is_some_and(|w| w.starts)
    }

    /// Whether the instruction at `ip` stands on a line.
    pub fn has_own(&self, ip: usize) -> bool {
        self.words.get(ip).is_some_and(|w| w.own)
    }

    /// The first word of the body, where the first line begins.
    pub fn body(&self) -> usize {
        self.body
    }

    /// The lines that begin on a way to the instruction at `at`.
    pub fn begun(&self, units: &Units, way: &Way, at: usize) -> Vec<Begun> {
        let (mut last, mut again) = (way.line, way.again);
        let mut begun = Vec::new();
        let behind = way.left.map_or(0, |(left, words)| units.of(left + words - 1) + 1);
        let via = way.left.into_iter().flat_map(|(left, _)| at_word(&self.vias, left)).zip(behind..);
        for place in via.map(|(line, unit)| Begun { line, unit, is_own: false }).chain(self.places(units, at))
        {
            if last != Some(place.line) || again {
                begun.push(place);
            }
            last = Some(place.line);
            again = false;
        }
        begun
    }

    /// The lines that begin behind `line` on the way to the instruction at `at`.
    pub fn begun_behind(&self, units: &Units, line: u32, at: usize) -> Vec<Begun> {
        let mut places: Vec<Begun> = self.places(units, at).collect();
        let passed = places.iter().position(|place| place.line == line).map_or(places.len(), |n| n + 1);
        places.split_off(passed)
    }

    /// The lines on the way to the instruction at `at`, its own the last.
    fn places(&self, units: &Units, at: usize) -> impl Iterator<Item = Begun> {
        let unit = units.of(at);
        let marks = at_word(&self.marks, at);
        let before = unit - marks.clone().count() as u32;
        let marks = marks.zip(before..).map(|(line, unit)| Begun { line, unit, is_own: false });
        let own = self.starts(at).then(|| Begun { line: self.line(at), unit, is_own: true });
        marks.chain(own)
    }

    /// Where lines begin or are passed: word and line.
    pub fn all(&self) -> impl Iterator<Item = (usize, u32)> + '_ {
        let own = self.words.iter().enumerate().filter(|(_, w)| w.starts).map(|(at, w)| (at, w.line));
        own.chain(self.marks.iter().map(|(at, line)| (*at as usize, *line)))
    }
}

/// Where the instruction at `at` may jump to.
pub fn target(i: &Instr, at: usize) -> Option<usize> {
    let operands = i.op.operands();
    if operands[1] == Operand::Target {
        return Some(i.wide() as usize);
    }
    (operands[2] == Operand::Near).then(|| at.wrapping_add_signed(isize::from(i.near())))
}

fn at_word(pairs: &[(u32, u32)], word: usize) -> impl Iterator<Item = u32> + Clone + '_ {
    let first = pairs.partition_point(|(at, _)| (*at as usize) < word);
    pairs[first..].iter().take_while(move |(at, _)| *at as usize == word).map(|(_, line)| *line)
}

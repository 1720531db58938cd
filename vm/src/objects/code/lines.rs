//! Where lines begin in a code object, for tracing. Mirrors `initialize_lines` of `Python/instrumentation.c`.

use crate::bytecode::code::Code;
use crate::bytecode::instruction::Instr;
use crate::bytecode::opcode::Operand;

/// Lines by word.
pub struct Lines {
    words: Box<[Word]>,
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

/// How control came to an instruction.
pub struct Way {
    /// The line it came from; none from outside.
    pub line: Option<u32>,
    /// The jump that was taken, or the other instruction that control comes from.
    pub left: Option<usize>,
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
        let mut at = code.instrs.iter().take_while(|i| i.op.is_prologue()).count();
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
        Lines { words: words.into(), marks, vias: code.lines.vias().collect() }
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

    /// The lines that begin on a way to the instruction at `at`, and whether it stands on them itself.
    pub fn begun(&self, way: &Way, at: usize) -> Vec<(u32, bool)> {
        let (mut last, mut again) = (way.line, way.again);
        let mut begun = Vec::new();
        let via = way.left.into_iter().flat_map(|left| at_word(&self.vias, left));
        let own = self.starts(at).then(|| self.line(at));
        let passed = via.chain(at_word(&self.marks, at)).map(|line| (line, false));
        for (line, is_own) in passed.chain(own.map(|line| (line, true))) {
            if last != Some(line) || again {
                begun.push((line, is_own));
            }
            last = Some(line);
            again = false;
        }
        begun
    }

    /// Where lines begin: word and line.
    pub fn all(&self) -> impl Iterator<Item = (usize, u32)> + '_ {
        self.words.iter().enumerate().filter(|(_, w)| w.starts).map(|(at, w)| (at, w.line))
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

fn at_word(pairs: &[(u32, u32)], word: usize) -> impl Iterator<Item = u32> + '_ {
    let first = pairs.partition_point(|(at, _)| (*at as usize) < word);
    pairs[first..].iter().take_while(move |(at, _)| *at as usize == word).map(|(_, line)| *line)
}

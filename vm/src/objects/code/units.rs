//! Code units as `co_code`, `f_lasti` and the tables show them: one for each word, one where the code begins, as
//! CPython's `RESUME`, and one for each line on which nothing but tracing stops, as CPython's `NOP`.

use crate::bytecode::Position;
use crate::bytecode::code::Code;

/// The units of a code object.
pub struct Units {
    /// By word.
    of_word: Box<[u32]>,
    /// By unit: the word, if it shows one, and the position.
    units: Box<[(Option<u32>, Option<Position>)]>,
}

impl Units {
    /// The units of `code`.
    pub(super) fn new(code: &Code) -> Units {
        let on_line = |line| Some(Position { line, end_line: line, col: 0, end_col: 0 });
        let mut positions = vec![None; code.instrs.len()];
        for (start, end, position) in code.lines.iter() {
            positions[start as usize..(end as usize).min(code.instrs.len())].fill(position);
        }
        let first = if *code.name == *"<module>" { 0 } else { code.firstlineno };
        let mut units = vec![(None, on_line(first))];
        let mut of_word = Vec::with_capacity(positions.len());
        let (mut marks, mut vias) = (code.lines.marks().peekable(), code.lines.vias().peekable());
        let mut begin = 0;
        for (word, position) in positions.into_iter().enumerate() {
            while let Some((_, line)) = marks.next_if(|(at, _)| *at as usize <= word) {
                units.push((None, on_line(line)));
            }
            of_word.push(units.len() as u32);
            units.push((Some(word as u32), position));
            let words = code.instrs.get(begin).map_or(1, |i| i.op.words());
            if word + 1 == begin + words {
                while let Some((_, line)) = vias.next_if(|(at, _)| *at as usize <= begin) {
                    units.push((None, on_line(line)));
                }
                begin = word + 1;
            }
        }
        Units { of_word: of_word.into(), units: units.into() }
    }

    /// The unit of a word.
    pub fn of(&self, word: usize) -> u32 {
        self.of_word.get(word).copied().unwrap_or(self.units.len() as u32)
    }

    /// The word of a unit, or the next one behind it.
    pub fn word(&self, unit: usize) -> usize {
        self.of_word.partition_point(|at| (*at as usize) < unit)
    }

    /// All units: the word, if it shows one, and the position.
    pub fn all(&self) -> &[(Option<u32>, Option<Position>)] {
        &self.units
    }

    /// Runs of units of one position: the first, the first behind it, the position.
    pub fn runs(&self) -> Vec<(u32, u32, Option<Position>)> {
        let mut runs: Vec<(u32, u32, Option<Position>)> = Vec::new();
        for (unit, (_, position)) in self.units.iter().enumerate() {
            let end = unit as u32 + 1;
            match runs.last_mut() {
                Some(last) if last.2 == *position => last.1 = end,
                _ => runs.push((end - 1, end, *position)),
            }
        }
        runs
    }
}

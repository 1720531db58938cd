//! Source positions of instructions, delta-coded. Serves tracebacks (`lookup`), `co_lines`, `co_positions` and line tracing (`iter`).
//!
//! Mirrors `Objects/locations.md` in purpose; the encoding is ours: runs of `(words, flags, line delta, extra lines, col, end col)` as
//! variable-length integers.

/// A source range; columns in UTF-8 bytes, lines from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Position {
    /// First line.
    pub line: u32,
    /// Last line.
    pub end_line: u32,
    /// Start column.
    pub col: u32,
    /// End column.
    pub end_col: u32,
}

/// The table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineTable {
    bytes: Vec<u8>,
    first_line: u32,
    /// Lines passed behind an instruction: the word, and the line, counted from the first.
    vias: Vec<(u32, i64)>,
}

/// Collects positions word by word.
#[derive(Debug)]
pub struct LineTableBuilder {
    table: LineTable,
    run: Option<(u32, Option<Position>)>,
    line: i64,
}

impl LineTableBuilder {
    /// A builder for code that starts at `first_line`.
    pub fn new(first_line: u32) -> Self {
        let table = LineTable { bytes: Vec::new(), first_line, vias: Vec::new() };
        Self { table, run: None, line: i64::from(first_line) }
    }

    /// Adds `words` words at `position` (`None`: no position).
    pub fn push(&mut self, words: u32, position: Option<Position>) {
        match &mut self.run {
            Some((n, p)) if *p == position => *n += words,
            _ => {
                self.flush();
                self.run = Some((words, position));
            }
        }
    }

    /// Notes that the next word is reached by way of `line`, on which no instruction stands: a `try`, an operand.
    pub fn mark(&mut self, line: u32) {
        self.flush();
        let delta = i64::from(line) - self.line;
        self.line = i64::from(line);
        let out = &mut self.table.bytes;
        put(out, 1);
        put(out, ((delta << 1) ^ (delta >> 63)) as u64);
        out.extend([0, 0, 0]);
    }

    /// Notes that `line` is passed behind the instruction at `word`; behind a jump when it is taken.
    pub fn via(&mut self, word: u32, line: u32) {
        self.table.vias.push((word, i64::from(line) - i64::from(self.table.first_line)));
    }

    fn flush(&mut self) {
        let Some((words, position)) = self.run.take() else { return };
        let out = &mut self.table.bytes;
        let Some(p) = position else {
            put(out, u64::from(words) << 1);
            return;
        };
        put(out, u64::from(words) << 1 | 1);
        let delta = i64::from(p.line) - self.line;
        self.line = i64::from(p.line);
        put(out, ((delta << 1) ^ (delta >> 63)) as u64);
        put(out, u64::from(p.end_line.saturating_sub(p.line)));
        put(out, u64::from(p.col));
        put(out, u64::from(p.end_col));
    }

    /// The finished table.
    pub fn finish(mut self) -> LineTable {
        self.flush();
        self.table
    }
}

/// Appends a number as groups of seven bits, the low ones first.
pub(super) fn put(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

impl LineTable {
    /// Runs of instructions that share a position: `(first word, first word after, position)`, in order.
    pub fn iter(&self) -> impl Iterator<Item = (u32, u32, Option<Position>)> + '_ {
        self.runs().filter(|(start, end, _)| start < end)
    }

    /// Lines on which no instruction stands: the word that is reached by way of one, and the line, in order.
    pub fn marks(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        self.runs().filter_map(|(start, end, p)| (start == end).then_some((start, p?.line)))
    }

    /// Lines passed behind instructions, behind jumps when they are taken: the word and the line, in order.
    pub fn vias(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        let line = |delta: i64| u32::try_from(i64::from(self.first_line).saturating_add(delta)).unwrap_or(0);
        self.vias.iter().map(move |(word, delta)| (*word, line(*delta)))
    }

    /// The table of the same code that begins on another line.
    pub fn moved_to(&self, first_line: u32) -> LineTable {
        LineTable { first_line, ..self.clone() }
    }

    fn runs(&self) -> impl Iterator<Item = (u32, u32, Option<Position>)> + '_ {
        let mut at = 0;
        let mut line = i64::from(self.first_line);
        let mut word = 0u32;
        std::iter::from_fn(move || {
            let head = self.get(&mut at)?;
            let start = word;
            word = word.saturating_add(u32::try_from(head >> 1).ok()?);
            if head & 1 == 0 {
                return Some((start, word, None));
            }
            let z = self.get(&mut at)?;
            line = line.checked_add((z >> 1) as i64 ^ -((z & 1) as i64))?;
            let first = u32::try_from(line).ok()?;
            let extra = u32::try_from(self.get(&mut at)?).ok()?;
            let col = u32::try_from(self.get(&mut at)?).ok()?;
            let end_col = u32::try_from(self.get(&mut at)?).ok()?;
            Some((
                start,
                word,
                Some(Position { line: first, end_line: first.saturating_add(extra), col, end_col }),
            ))
        })
    }

    fn get(&self, at: &mut usize) -> Option<u64> {
        let mut value = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = *self.bytes.get(*at)?;
            *at += 1;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }

    /// Position of the instruction at word `ip`.
    pub fn lookup(&self, ip: u32) -> Option<Position> {
        self.iter().find(|(start, end, _)| (*start..*end).contains(&ip)).and_then(|(_, _, p)| p)
    }

    /// The raw form, for a file: the first line, the runs, and the lines passed behind instructions.
    pub fn as_parts(&self) -> (u32, &[u8], &[(u32, i64)]) {
        (self.first_line, &self.bytes, &self.vias)
    }

    /// The table of a raw form, which may be any bytes.
    pub(super) fn from_parts(first_line: u32, bytes: Vec<u8>, vias: Vec<(u32, i64)>) -> Self {
        Self { bytes, first_line, vias }
    }
}

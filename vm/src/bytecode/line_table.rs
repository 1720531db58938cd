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
        let table = LineTable { bytes: Vec::new(), first_line };
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

fn put(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

impl LineTable {
    /// Runs of instructions that share a position: `(first word, first word after, position)`, in order.
    pub fn iter(&self) -> impl Iterator<Item = (u32, u32, Option<Position>)> + '_ {
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
            line += (z >> 1) as i64 ^ -((z & 1) as i64);
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

    /// The raw form, for a cache file.
    pub fn as_parts(&self) -> (u32, &[u8]) {
        (self.first_line, &self.bytes)
    }

    /// Rebuilds a table from [`Self::as_parts`].
    pub fn from_parts(first_line: u32, bytes: Vec<u8>) -> Self {
        Self { bytes, first_line }
    }
}

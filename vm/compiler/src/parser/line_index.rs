//! From byte offsets to lines and columns.

/// The starts of the lines of a source; built once, asked by binary search.
#[derive(Debug, Clone)]
pub struct LineIndex {
    starts: Vec<u32>,
    ascii: bool,
}

impl LineIndex {
    /// Scans `source`, whose lines end in `\n`.
    pub fn new(source: &str) -> Self {
        let mut starts = vec![0];
        starts.extend(memchr::memchr_iter(b'\n', source.as_bytes()).map(|at| offset(at) + 1));
        LineIndex { starts, ascii: source.is_ascii() }
    }

    /// The 1-based line that holds byte `at`.
    pub fn line(&self, at: u32) -> u32 {
        offset(self.starts.partition_point(|&start| start <= at))
    }

    /// The byte offset at which 1-based `line` begins (the last line's for a line past the end).
    pub fn line_start(&self, line: u32) -> u32 {
        let index = usize::try_from(line.saturating_sub(1)).unwrap_or(usize::MAX);
        self.starts.get(index).or(self.starts.last()).copied().unwrap_or(0)
    }

    /// Line (1-based) and column in UTF-8 bytes (0-based), as `ast` nodes and code positions have them.
    pub fn position(&self, at: u32) -> (u32, u32) {
        let line = self.line(at);
        (line, at - self.line_start(line))
    }

    /// The column of `at` in characters (0-based), as messages have it.
    pub fn char_column(&self, source: &str, at: u32) -> u32 {
        let start = self.line_start(self.line(at));
        chars_between(source, start, at, self.ascii)
    }

    /// The text of 1-based `line` without its newline.
    pub fn line_text<'s>(&self, source: &'s str, line: u32) -> &'s str {
        let rest = tail(source, self.line_start(line));
        rest.split('\n').next().unwrap_or("")
    }

    /// How many lines there are, not counting what follows the last newline.
    pub fn line_count(&self) -> u32 {
        offset(self.starts.len()) - 1
    }
}

fn chars_between(source: &str, start: u32, end: u32, ascii: bool) -> u32 {
    if ascii {
        return end.saturating_sub(start);
    }
    let span = usize::try_from(end.saturating_sub(start)).unwrap_or(usize::MAX);
    offset(tail(source, start).char_indices().take_while(|&(at, _)| at < span).count())
}

/// `source` from byte `start` on; empty when `start` is no boundary.
pub(super) fn tail(source: &str, start: u32) -> &str {
    usize::try_from(start).ok().and_then(|start| source.get(start..)).unwrap_or("")
}

/// A length of the source as an offset; sources are refused above `u32::MAX` bytes.
pub(super) fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

//! The source of a traceback entry with the marks under what raised: `~~~~^^` with anchors at the operator, the
//! subscript or the call, `^^^^` without. Mirrors what `Lib/traceback.py` prints.

use std::collections::BTreeSet;

use rustpython_parser::ast::{Expr, Mod, Ranged, Stmt};
use rustpython_parser::text_size::TextRange;

use crate::bytecode::line_table::Position;
use crate::parser::{Mode, parse};

/// A place in the lines: line, then column in characters.
type Place = (usize, usize);

/// Lines of one entry, cut to the range that raised, and where in them that range lies.
struct Excerpt {
    lines: Vec<String>,
    /// Columns in characters.
    start: usize,
    end: usize,
    anchors: Option<(Place, Place)>,
}

/// The lines to show under an entry, without indentation, each with its newline. `source` holds the lines of
/// `position`, the first one first.
pub fn annotate(source: &[String], position: Position) -> String {
    let lines = dedent(source);
    let (Some(first), Some(last)) = (source.first(), source.last()) else { return String::new() };
    let cut = chars(first) - lines.first().map_or(0, |l| chars(l));
    let start = chars_before(first, position.col).saturating_sub(cut);
    let end = chars_before(last, position.end_col).saturating_sub(cut);
    let mut excerpt = Excerpt { lines, start, end, anchors: None };
    excerpt.anchors = anchors(&excerpt.segment());
    excerpt.show()
}

impl Excerpt {
    fn segment(&self) -> String {
        let text = self.lines.join("\n");
        let last = self.lines.last().map_or(0, |l| chars(l));
        let stop = chars(&text).saturating_sub(last.saturating_sub(self.end));
        text.chars().take(stop).skip(self.start).collect()
    }

    /// Whole lines have no marks, unless these have anchors.
    fn has_marks(&self) -> bool {
        let text = self.lines.join("\n");
        if let Ok(parsed) = parse(&text, Mode::Exec)
            && let Mod::Module(module) = parsed.ast
        {
            match module.body.first() {
                None => return false,
                Some(statement) => {
                    if sole_call(statement).is_some_and(|range| self.is_whole(&text, range)) {
                        return false;
                    }
                }
            }
        }
        let outside = |mut part: std::str::Chars<'_>| part.any(|c| !c.is_whitespace());
        let before: String = self.lines.first().map_or("", String::as_str).chars().take(self.start).collect();
        let mut after = self.lines.last().map_or("", String::as_str).chars();
        if self.end > 0 {
            after.nth(self.end - 1);
        }
        self.anchors.is_some() || outside(before.chars()) || outside(after)
    }

    /// CPython compares byte columns with character columns here.
    fn is_whole(&self, text: &str, range: TextRange) -> bool {
        let start = usize::from(range.start());
        let before = text.get(..usize::from(range.end())).unwrap_or("");
        let end_line = before.matches('\n').count() + 1;
        let end = before.len() - before.rfind('\n').map_or(0, |i| i + 1);
        let first_line = !text.get(..start).unwrap_or("").contains('\n');
        first_line && end_line == self.lines.len() && start == self.start && end == self.end
    }

    fn show(&self) -> String {
        let marks = self.has_marks();
        let count = self.lines.len();
        let mut shown = BTreeSet::from([0, count.saturating_sub(1)]);
        if let Some(((left, _), (right, _))) = self.anchors {
            for line in [left, right] {
                shown.extend(line.saturating_sub(1)..=(line + 1));
            }
        }
        shown.retain(|line| *line < count);
        let mut out = String::new();
        let mut before: Option<usize> = None;
        for line in shown {
            match before.map_or(1, |b| line - b) {
                2 => self.line(line - 1, marks, &mut out),
                n if n > 2 => out.push_str(&format!("...<{} lines>...\n", n - 1)),
                _ => {}
            }
            self.line(line, marks, &mut out);
            before = Some(line);
        }
        out
    }

    fn line(&self, number: usize, marks: bool, out: &mut String) {
        let Some(text) = self.lines.get(number) else { return };
        out.push_str(text);
        out.push('\n');
        if !marks {
            return;
        }
        let indent = chars(text) - chars(text.trim_start());
        let last = number + 1 == self.lines.len();
        let end = if last { width(text, self.end) } else { width(text, usize::MAX) };
        let start = if number == 0 { width(text, self.start) } else { 0 };
        out.extend(
            (0..end).map(
                |column| {
                    if column < indent || column < start { ' ' } else { self.mark(number, column) }
                },
            ),
        );
        out.push('\n');
    }

    fn mark(&self, line: usize, column: usize) -> char {
        let Some((left, right)) = self.anchors else { return '^' };
        let place = |(at, column): Place| {
            let column = if at == 0 { column + self.start } else { column };
            (at, width(self.lines.get(at).map_or("", String::as_str), column))
        };
        if (place(left)..place(right)).contains(&(line, column)) { '^' } else { '~' }
    }
}

fn chars(text: &str) -> usize {
    text.chars().count()
}

/// Characters in the first `bytes` bytes of a line.
fn chars_before(line: &str, bytes: u32) -> usize {
    let bytes = usize::try_from(bytes).unwrap_or(usize::MAX);
    line.char_indices().take_while(|(at, _)| *at < bytes).count()
}

/// Columns that the first `count` characters take on a terminal.
fn width(line: &str, count: usize) -> usize {
    if line.is_ascii() {
        return count.min(if count == usize::MAX { line.len() } else { count });
    }
    line.chars().take(count).map(|c| if is_wide(c) { 2 } else { 1 }).sum()
}

fn is_wide(c: char) -> bool {
    !c.is_ascii() && crate::text::unicode::is_wide(u32::from(c))
}

/// The lines without the indentation they have in common.
fn dedent(lines: &[String]) -> Vec<String> {
    let blank = |line: &str| line.trim_matches([' ', '\t']).is_empty();
    let mut margin: Option<&str> = None;
    for line in lines.iter().filter(|line| !blank(line)) {
        let indent = &line[..line.len() - line.trim_start_matches([' ', '\t']).len()];
        margin = Some(match margin {
            None => indent,
            Some(known) => {
                let same = known.bytes().zip(indent.bytes()).take_while(|(a, b)| a == b).count();
                &known[..same]
            }
        });
    }
    let margin = margin.unwrap_or("");
    let cut = |line: &String| match line.strip_prefix(margin) {
        _ if blank(line) => String::new(),
        Some(rest) => rest.to_owned(),
        None => line.clone(),
    };
    lines.iter().map(cut).collect()
}

/// The call in `return name(…)` and `x = …(…)`, which needs no marks where it is the whole line.
fn sole_call(statement: &Stmt) -> Option<TextRange> {
    match statement {
        Stmt::Return(s) => match s.value.as_deref() {
            Some(Expr::Call(call)) if call.func.is_name_expr() => Some(call.range()),
            _ => None,
        },
        Stmt::Assign(s) => s.value.as_call_expr().map(Ranged::range),
        _ => None,
    }
}

/// What the marks `^` point at in the segment, the rest having `~`.
fn anchors(segment: &str) -> Option<(Place, Place)> {
    // In parentheses, so that a segment may be an expression of several lines.
    let text = format!("(\n{segment}\n)");
    let parsed = parse(&text, Mode::Exec).ok()?;
    let Mod::Module(module) = parsed.ast else { return None };
    let Stmt::Expr(statement) = module.body.first()? else { return None };
    let scan = Scan { text: &text };
    let (left, right) = match &*statement.value {
        Expr::BinOp(e) => {
            let at = scan.until(e.left.end().into(), |c| !c.is_whitespace() && c != ')')?;
            let next = scan.text.get(at + 1..)?.chars().next()?;
            let two = at + 1 < usize::from(e.right.start()) && !next.is_whitespace() && !"\\#".contains(next);
            (at, at + 1 + usize::from(two))
        }
        Expr::Subscript(e) => (scan.until(e.value.end().into(), |c| c == '[')?, e.end().into()),
        Expr::Call(e) => (scan.until(e.func.end().into(), |c| c == '(')?, e.end().into()),
        _ => return None,
    };
    Some((scan.place(left)?, scan.place(right)?))
}

struct Scan<'a> {
    text: &'a str,
}

impl Scan<'_> {
    /// The first character from `at` on that `stop` takes, outside of comments.
    fn until(&self, mut at: usize, stop: impl Fn(char) -> bool) -> Option<usize> {
        loop {
            let rest = self.text.get(at..)?;
            let c = rest.chars().next()?;
            if matches!(c, '\\' | '#') {
                at += rest.find('\n')? + 1;
            } else if c != '\n' && stop(c) {
                return Some(at);
            } else {
                at += c.len_utf8();
            }
        }
    }

    /// The place in the segment, which begins behind the first line of the text.
    fn place(&self, at: usize) -> Option<Place> {
        let before = self.text.get(..at)?.get(2..)?;
        let start = before.rfind('\n').map_or(0, |i| i + 1);
        Some((before.matches('\n').count(), chars(before.get(start..)?)))
    }
}

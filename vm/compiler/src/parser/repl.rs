//! Is the input complete? What a REPL asks after each line (CPython: `codeop`).

use super::error::SyntaxError;
use super::{Mode, lexer, line_index::LineIndex, parse, source, token::Tok};

/// The answer to a REPL.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Completeness {
    /// It can run.
    Complete,
    /// More lines are needed; the next may begin with `indent` spaces.
    Incomplete {
        /// A suggestion for the indentation of the next line.
        indent: usize,
    },
    /// No further line can mend it.
    Invalid(Box<SyntaxError>),
}

/// Judges `input`, the lines typed so far; an empty last line ends a compound statement.
pub fn completeness(input: &str) -> Completeness {
    let ended = input.lines().count() > 1 && input.ends_with('\n') && blank_end(input);
    let continued = input.trim_end_matches('\n').ends_with('\\') && !input.ends_with("\n\n");
    match parse(input, Mode::Exec) {
        Ok(_) if !ended && last_is_compound(input) => Completeness::Incomplete { indent: indent(input) },
        Ok(_) => Completeness::Complete,
        Err(error) if error.incomplete && (!ended || open_at_end(&error)) => {
            Completeness::Incomplete { indent: indent(input) }
        }
        Err(error) if continued && error.msg.starts_with("unexpected EOF") => {
            Completeness::Incomplete { indent: indent(input) }
        }
        Err(error) => Completeness::Invalid(error),
    }
}

fn blank_end(input: &str) -> bool {
    input.trim_end_matches([' ', '\t']).strip_suffix('\n').is_some_and(|body| {
        let last = body.rsplit('\n').next().unwrap_or("");
        last.trim().is_empty() || input.ends_with("\n\n")
    })
}

/// Open brackets and strings outlive empty lines.
fn open_at_end(error: &SyntaxError) -> bool {
    error.msg.ends_with("was never closed") || error.msg.starts_with("unterminated triple")
}

/// Whether the last statement is compound: indented at the end, or a one-line `if x: pass`.
fn last_is_compound(input: &str) -> bool {
    let Ok(text) = source::normalise(input) else { return false };
    let lines = LineIndex::new(&text);
    let tokens = lexer::tokenize(&text, &lines).tokens;
    let (mut depth, mut first, mut fresh) = (0u32, Tok::End, true);
    let mut before_end = Tok::End;
    let mut soft = false;
    for pair in tokens.windows(2) {
        let [token, next] = pair else { break };
        match token.kind {
            Tok::Indent => depth += 1,
            Tok::Dedent => depth = depth.saturating_sub(1),
            Tok::Newline => fresh = true,
            kind if fresh => {
                fresh = false;
                if depth == 0 {
                    first = kind;
                    soft = kind == Tok::Name && next.kind != Tok::Newline;
                }
            }
            _ => {}
        }
        before_end = token.kind;
    }
    let compound = matches!(
        first,
        Tok::If
            | Tok::For
            | Tok::While
            | Tok::With
            | Tok::Try
            | Tok::Def
            | Tok::Class
            | Tok::At
            | Tok::Async
            | Tok::Else
            | Tok::Elif
            | Tok::Except
            | Tok::Finally
    );
    compound || (soft && before_end == Tok::Dedent)
}

/// The indentation of the last line, one level more after a colon or an opening bracket, one less after a jump.
fn indent(input: &str) -> usize {
    let Some(last) = input.lines().rev().find(|line| !line.trim().is_empty()) else { return 0 };
    let width = last.len() - last.trim_start_matches(' ').len();
    let code = last.split(" #").next().unwrap_or(last).trim();
    let word = code.split([' ', '(']).next().unwrap_or("");
    if code.ends_with([':', '(', '[', '{']) {
        width + 4
    } else if matches!(word, "return" | "pass" | "raise" | "break" | "continue") {
        width.saturating_sub(4)
    } else {
        width
    }
}

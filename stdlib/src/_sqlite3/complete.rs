//! `complete_statement`: whether a text ends where a statement of SQL ends.

/// The tokens that matter.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Token<'a> {
    Semicolon,
    Word(&'a str),
    Other,
    /// A string or comment without its end.
    Open,
}

/// The token at the start of `text` and what follows it; nothing at the end.
fn token(text: &str) -> Option<(Token<'_>, &str)> {
    let mut rest = text.trim_start();
    while let Some(comment) = rest.strip_prefix("--") {
        rest = comment.split_once('\n').map_or("", |(_, after)| after.trim_start());
    }
    if let Some(comment) = rest.strip_prefix("/*") {
        return match comment.split_once("*/") {
            Some((_, after)) => token(after),
            None => Some((Token::Open, "")),
        };
    }
    let first = rest.chars().next()?;
    let after = rest.get(first.len_utf8()..).unwrap_or_default();
    let end = match first {
        ';' => return Some((Token::Semicolon, after)),
        '\'' | '"' | '`' => first,
        '[' => ']',
        c if c.is_alphanumeric() || c == '_' => {
            let end =
                rest.find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '$')).unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            return Some((Token::Word(word), after));
        }
        _ => return Some((Token::Other, after)),
    };
    match after.split_once(end) {
        Some((_, after)) => Some((Token::Other, after)),
        None => Some((Token::Open, "")),
    }
}

/// Whether words begin a statement that makes a trigger, which has semicolons inside.
fn makes_trigger(words: &[&str]) -> bool {
    let mut words = words
        .iter()
        .map(|word| word.to_ascii_uppercase())
        .skip_while(|word| matches!(word.as_str(), "EXPLAIN" | "QUERY" | "PLAN"));
    if words.next().as_deref() != Some("CREATE") {
        return false;
    }
    match words.next().as_deref() {
        Some("TEMP" | "TEMPORARY") => words.next().as_deref() == Some("TRIGGER"),
        word => word == Some("TRIGGER"),
    }
}

/// Whether the last statement of a text has its semicolon.
pub(super) fn is_complete(text: &str) -> bool {
    let (mut rest, mut words, mut before) = (text, Vec::new(), [Token::Other, Token::Other]);
    let mut complete = false;
    while let Some((found, after)) = token(rest) {
        rest = after;
        let in_trigger = makes_trigger(&words);
        match found {
            Token::Open => return false,
            Token::Semicolon if !in_trigger => complete = true,
            Token::Semicolon => {
                complete = before[0] == Token::Semicolon
                    && matches!(before[1], Token::Word(word) if word.eq_ignore_ascii_case("end"));
            }
            Token::Word(word) => {
                if complete {
                    words.clear();
                }
                complete = false;
                if words.len() < 6 {
                    words.push(word);
                }
            }
            Token::Other => complete = false,
        }
        if complete {
            words.clear();
        }
        before = [before[1], found];
    }
    complete
}

//! Escapes in patterns, outside and inside of sets.

use pyvm_vm::heap::Value;
use pyvm_vm::{PyError, PyResult};

use super::ast::{At, Category, Node, SetItem};
use super::parse::Parser;
use super::source::character;

fn category(c: char) -> Option<Category> {
    Some(match c {
        'd' => Category::Digit,
        'D' => Category::NotDigit,
        's' => Category::Space,
        'S' => Category::NotSpace,
        'w' => Category::Word,
        'W' => Category::NotWord,
        _ => return None,
    })
}

/// Escapes that stand for one control character.
pub(super) fn control(c: char) -> Option<u32> {
    Some(match c {
        'a' => 7,
        'b' => 8,
        'f' => 12,
        'n' => 10,
        'r' => 13,
        't' => 9,
        'v' => 11,
        '\\' => 92,
        _ => return None,
    })
}

fn bad(parser: &Parser<'_>, escape: &str) -> PyError {
    parser.source.error(&format!("bad escape {escape}"), escape.chars().count())
}

/// `\x`, `\u`, `\U` and `\N`; none for other letters.
fn by_number(parser: &mut Parser<'_>, c: char) -> PyResult<Option<u32>> {
    let is_text = parser.source.is_text;
    let count = match c {
        'x' => 2,
        'u' if is_text => 4,
        'U' if is_text => 8,
        'N' if is_text => return by_name(parser).map(Some),
        _ => return Ok(None),
    };
    let digits = parser.source.take_while(count, |c| c.is_ascii_hexdigit())?;
    let escape = format!("\\{c}{digits}");
    if digits.len() != count {
        return Err(parser.source.error(&format!("incomplete escape {escape}"), escape.len()));
    }
    match u32::from_str_radix(&digits, 16) {
        Ok(point) if point <= 0x10_FFFF => Ok(Some(point)),
        _ => Err(bad(parser, &escape)),
    }
}

fn by_name(parser: &mut Parser<'_>) -> PyResult<u32> {
    if !parser.source.accept('{')? {
        return Err(parser.source.error("missing {", 0));
    }
    let name = parser.source.until('}', "character name")?;
    let found = name.as_str().and_then(pyvm_vm::text::unicode::lookup);
    let mut characters = found.iter().flat_map(|s| s.chars());
    match (characters.next(), characters.next()) {
        (Some(c), None) => Ok(u32::from(c)),
        _ => {
            let shown = parser.vm.repr(&Value::Str(name.clone()))?;
            let back = name.char_len() + r"\N{}".len();
            Err(parser.source.error(&format!("undefined character name {shown}"), back))
        }
    }
}

fn octal(parser: &Parser<'_>, digits: &str) -> PyResult<u32> {
    match u32::from_str_radix(digits, 8) {
        Ok(n) if n <= 0o377 => Ok(n),
        _ => {
            let text = format!("octal escape value \\{digits} outside of range 0-0o377");
            Err(parser.source.error(&text, digits.len() + 1))
        }
    }
}

fn is_octal(c: char) -> bool {
    matches!(c, '0'..='7')
}

/// The escape `\c` within a set.
pub(super) fn inside(parser: &mut Parser<'_>, point: u32) -> PyResult<SetItem> {
    let c = character(point);
    if let Some(code) = control(c) {
        return Ok(SetItem::Literal(code));
    }
    if let Some(category) = category(c) {
        return Ok(SetItem::Category(category));
    }
    if let Some(code) = by_number(parser, c)? {
        return Ok(SetItem::Literal(code));
    }
    if is_octal(c) {
        let digits = format!("{c}{}", parser.source.take_while(2, is_octal)?);
        return Ok(SetItem::Literal(octal(parser, &digits)?));
    }
    if c.is_ascii_alphanumeric() {
        return Err(bad(parser, &format!("\\{c}")));
    }
    Ok(SetItem::Literal(point))
}

/// The escape `\c` outside of sets.
pub(super) fn outside(parser: &mut Parser<'_>, point: u32) -> PyResult<Node> {
    let c = character(point);
    let at = match c {
        'A' => Some(At::BeginningString),
        'b' => Some(At::Boundary),
        'B' => Some(At::NonBoundary),
        'Z' => Some(At::EndString),
        _ => None,
    };
    if let Some(at) = at {
        return Ok(Node::At(at));
    }
    if let Some(category) = category(c) {
        return Ok(Node::In(vec![SetItem::Category(category)]));
    }
    if let Some(code) = control(c) {
        return Ok(Node::Literal(code));
    }
    if let Some(code) = by_number(parser, c)? {
        return Ok(Node::Literal(code));
    }
    if c == '0' {
        let digits = format!("0{}", parser.source.take_while(2, is_octal)?);
        return Ok(Node::Literal(octal(parser, &digits)?));
    }
    if c.is_ascii_digit() {
        return reference(parser, c);
    }
    if c.is_ascii_alphabetic() {
        return Err(bad(parser, &format!("\\{c}")));
    }
    Ok(Node::Literal(point))
}

/// `\1` to `\99`, or three octal digits.
fn reference(parser: &mut Parser<'_>, first: char) -> PyResult<Node> {
    let mut digits = first.to_string();
    digits.push_str(&parser.source.take_while(1, |c| c.is_ascii_digit())?);
    if digits.len() == 2 && digits.chars().all(is_octal) {
        let third = parser.source.take_while(1, is_octal)?;
        if !third.is_empty() {
            digits.push_str(&third);
            return Ok(Node::Literal(octal(parser, &digits)?));
        }
    }
    let group = digits.parse::<usize>().unwrap_or(usize::MAX);
    if group >= parser.groups() {
        let text = format!("invalid group reference {group}");
        return Err(parser.source.error(&text, digits.len()));
    }
    if !parser.is_closed(group) {
        return Err(parser.source.error("cannot refer to an open group", digits.len() + 1));
    }
    parser.check_lookbehind(group)?;
    Ok(Node::GroupRef(group))
}

//! Templates of `str.format`: literals, replacement fields and field names, as
//! `Objects/stringlib/unicode_format.h`.
//!
//! Nested specifications are not expanded here: the caller formats the specification as a template of its own,
//! one level deep ([`MAX_RECURSION`]). Braces inside `[...]` of a field name do not count.

use super::unicode::decimal_value;
use rustpython_wtf8::{CodePoint, Wtf8, Wtf8Buf};

/// Message of the ValueError when specifications nest deeper than one level.
pub const MAX_RECURSION: &str = "Max string recursion exceeded";
/// Message of the ValueError for `{}` after `{0}`.
pub const MANUAL_TO_AUTO: &str = "cannot switch from manual field specification to automatic field numbering";
/// Message of the ValueError for `{0}` after `{}`.
pub const AUTO_TO_MANUAL: &str = "cannot switch from automatic field numbering to manual field specification";

/// A malformed template; a ValueError with this message.
pub type TemplateError = &'static str;

/// A replacement field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field<'a> {
    /// The text before the conversion, to be split by [`FieldName::split`].
    pub name: &'a Wtf8,
    /// The character after `!`.
    pub conversion: Option<CodePoint>,
    /// The text after `:`, not yet expanded.
    pub spec: &'a Wtf8,
}

impl Field<'_> {
    /// Whether the specification holds fields of its own.
    pub fn has_nested(&self) -> bool {
        memchr::memchr(b'{', self.spec.as_bytes()).is_some()
    }
}

/// A literal and the field behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece<'a> {
    /// Text to copy, a doubled brace already halved.
    pub literal: &'a Wtf8,
    /// The field, unless the piece ends in an escaped brace or the template ends.
    pub field: Option<Field<'a>>,
}

/// Iterates over the pieces of a template; stops after an error.
#[derive(Clone, Debug)]
pub struct Template<'a> {
    rest: &'a Wtf8,
}

impl<'a> Template<'a> {
    /// A template to be read.
    pub fn new(text: &'a Wtf8) -> Self {
        Self { rest: text }
    }

    fn read(&mut self) -> Result<Piece<'a>, TemplateError> {
        let text = self.rest;
        let bytes = text.as_bytes();
        let Some(at) = memchr::memchr2(b'{', b'}', bytes) else {
            self.rest = cut(text, text.len(), text.len());
            return Ok(Piece { literal: text, field: None });
        };
        let brace = bytes.get(at).copied();
        if bytes.get(at + 1).copied() == brace {
            self.rest = cut(text, at + 2, text.len());
            return Ok(Piece { literal: cut(text, 0, at + 1), field: None });
        }
        if brace == Some(b'}') {
            return Err("Single '}' encountered in format string");
        }
        if at + 1 == bytes.len() {
            return Err("Single '{' encountered in format string");
        }
        let (field, end) = read_field(text, at + 1)?;
        self.rest = cut(text, end, text.len());
        Ok(Piece { literal: cut(text, 0, at), field: Some(field) })
    }
}

impl<'a> Iterator for Template<'a> {
    type Item = Result<Piece<'a>, TemplateError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let piece = self.read();
        if piece.is_err() {
            self.rest = Wtf8::new("");
        }
        Some(piece)
    }
}

/// A part between two positions next to ASCII characters, which are always boundaries.
fn cut(text: &Wtf8, start: usize, end: usize) -> &Wtf8 {
    text.get(start..end).unwrap_or(Wtf8::new(""))
}

/// Reads a field whose name starts at `start`; returns it and the position after its closing brace.
fn read_field(text: &Wtf8, start: usize) -> Result<(Field<'_>, usize), TemplateError> {
    let bytes = text.as_bytes();
    let (end, stop) = name_end(bytes, start)?;
    let name = cut(text, start, end);
    let empty = Wtf8::new("");
    let mut at = end + 1;
    let mut conversion = None;
    if stop == b'!' {
        let tail = cut(text, at, text.len());
        let point =
            tail.code_points().next().ok_or("end of string while looking for conversion specifier")?;
        at += point.len_wtf8();
        conversion = Some(point);
        match bytes.get(at) {
            None => return Err("unmatched '{' in format spec"),
            Some(b':') => at += 1,
            Some(b'}') => return Ok((Field { name, conversion, spec: empty }, at + 1)),
            Some(_) => return Err("expected ':' after conversion specifier"),
        }
    } else if stop == b'}' {
        return Ok((Field { name, conversion, spec: empty }, at));
    }
    let end = spec_end(bytes, at)?;
    Ok((Field { name, conversion, spec: cut(text, at, end) }, end + 1))
}

/// The end of a field name and the byte that ends it.
fn name_end(bytes: &[u8], start: usize) -> Result<(usize, u8), TemplateError> {
    let mut in_brackets = false;
    for (at, &byte) in bytes.iter().enumerate().skip(start) {
        match byte {
            b']' if in_brackets => in_brackets = false,
            _ if in_brackets => {}
            b'[' => in_brackets = true,
            b'{' => return Err("unexpected '{' in field name"),
            b'}' | b':' | b'!' => return Ok((at, byte)),
            _ => {}
        }
    }
    Err("expected '}' before end of string")
}

/// The position of the brace that closes a specification.
fn spec_end(bytes: &[u8], start: usize) -> Result<usize, TemplateError> {
    let mut depth = 1usize;
    for (at, &byte) in bytes.iter().enumerate().skip(start) {
        match byte {
            b'{' => depth += 1,
            b'}' => {
                depth -= 1;
                if depth == 0 {
                    return Ok(at);
                }
            }
            _ => {}
        }
    }
    Err("unmatched '{' in format spec")
}

/// Message of the ValueError for a conversion other than `r`, `s` and `a`.
pub fn unknown_conversion(conversion: CodePoint) -> String {
    match conversion.to_char() {
        Some(known @ '!'..='~') => format!("Unknown conversion specifier {known}"),
        _ => format!("Unknown conversion specifier \\x{:x}", conversion.to_u32()),
    }
}

/// A key of a field name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// All decimal digits.
    Index(usize),
    /// Anything else.
    Name(Wtf8Buf),
}

impl Key {
    fn read(text: &Wtf8) -> Result<Self, TemplateError> {
        let mut value = 0usize;
        for point in text.code_points() {
            let Some(digit) = decimal_value(point.to_u32()) else {
                return Ok(Self::Name(text.to_wtf8_buf()));
            };
            value = value
                .checked_mul(10)
                .and_then(|value| value.checked_add(usize::from(digit)))
                .filter(|&value| isize::try_from(value).is_ok())
                .ok_or("Too many decimal digits in format string")?;
        }
        Ok(if text.is_empty() { Self::Name(Wtf8Buf::new()) } else { Self::Index(value) })
    }
}

/// A step from a value to a part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// `.name`
    Attribute(Wtf8Buf),
    /// `[key]`
    Item(Key),
}

/// A field name taken apart, as `_string.formatter_field_name_split` shows it.
#[derive(Clone, Debug)]
pub struct FieldName<'a> {
    /// The argument; an empty name asks for automatic numbering.
    pub first: Key,
    /// The steps that follow, found wrong only when reached.
    pub steps: Steps<'a>,
}

impl<'a> FieldName<'a> {
    /// Splits a field name.
    pub fn split(name: &'a Wtf8) -> Result<Self, TemplateError> {
        let end = memchr::memchr2(b'.', b'[', name.as_bytes()).unwrap_or(name.len());
        let first = Key::read(cut(name, 0, end))?;
        Ok(Self { first, steps: Steps { rest: cut(name, end, name.len()) } })
    }
}

/// The steps behind the first part of a field name.
#[derive(Clone, Debug)]
pub struct Steps<'a> {
    rest: &'a Wtf8,
}

impl Steps<'_> {
    fn read(&mut self) -> Result<Step, TemplateError> {
        let text = self.rest;
        let bytes = text.as_bytes();
        let tail = bytes.get(1..).unwrap_or_default();
        let (inner, next, bracket) = match bytes.first() {
            Some(b'.') => {
                let end = memchr::memchr2(b'.', b'[', tail).map_or(text.len(), |at| at + 1);
                (cut(text, 1, end), end, false)
            }
            Some(b'[') => {
                let end = memchr::memchr(b']', tail).ok_or("Missing ']' in format string")? + 1;
                (cut(text, 1, end), end + 1, true)
            }
            _ => return Err("Only '.' or '[' may follow ']' in format field specifier"),
        };
        if inner.is_empty() {
            return Err("Empty attribute in format string");
        }
        self.rest = cut(text, next, text.len());
        Ok(if bracket { Step::Item(Key::read(inner)?) } else { Step::Attribute(inner.to_wtf8_buf()) })
    }
}

impl Iterator for Steps<'_> {
    type Item = Result<Step, TemplateError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let step = self.read();
        if step.is_err() {
            self.rest = Wtf8::new("");
        }
        Some(step)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(template: &str) -> Result<String, TemplateError> {
        let pieces: Result<Vec<_>, _> = Template::new(Wtf8::new(template)).collect();
        let show = |piece: &Piece<'_>| {
            let field = piece.field.map_or(String::new(), |field| {
                let conversion = field.conversion.map_or('-', CodePoint::to_char_lossy);
                format!("<{}|{conversion}|{}>", field.name, field.spec)
            });
            format!("{}{field}", piece.literal)
        };
        Ok(pieces?.iter().map(show).collect::<Vec<_>>().join(";"))
    }

    #[test]
    fn pieces() {
        for (template, expected) in [
            ("{{a}}", "{;a}"),
            ("{a[}]}", "<a[}]|-|>"),
            ("{a:{b:{c}}}", "<a|-|{b:{c}}>"),
            ("{a[b]!r:>{w}.{p}}x", "<a[b]|r|>{w}.{p}>;x"),
            ("{a:}}}", "<a|-|>;}"),
            ("{a:{{}}}", "<a|-|{{}}>"),
            ("é{!é}ü", "é<|é|>;ü"),
        ] {
            assert_eq!(shown(template).as_deref(), Ok(expected));
        }
    }

    #[test]
    fn malformed() {
        for (template, message) in [
            ("}", "Single '}' encountered in format string"),
            ("{a:}}", "Single '}' encountered in format string"),
            ("a{", "Single '{' encountered in format string"),
            ("{a", "expected '}' before end of string"),
            ("{a[}", "expected '}' before end of string"),
            ("{a!", "end of string while looking for conversion specifier"),
            ("{a!r", "unmatched '{' in format spec"),
            ("{a!}", "unmatched '{' in format spec"),
            ("{a:{b}", "unmatched '{' in format spec"),
            ("{a!rx}", "expected ':' after conversion specifier"),
            ("{a!:x}", "expected ':' after conversion specifier"),
            ("{a{b}}", "unexpected '{' in field name"),
        ] {
            assert_eq!(shown(template), Err(message), "{template}");
        }
    }

    #[test]
    fn names() {
        let split = |name| {
            let FieldName { first, steps } = FieldName::split(Wtf8::new(name))?;
            Ok((first, steps.collect::<Result<Vec<_>, _>>()?))
        };
        let name = |text: &str| Key::Name(text.into());
        assert_eq!(
            split("0.b[c][1]"),
            Ok((
                Key::Index(0),
                vec![Step::Attribute("b".into()), Step::Item(name("c")), Step::Item(Key::Index(1))]
            ))
        );
        assert_eq!(split("[-1]"), Ok((name(""), vec![Step::Item(name("-1"))])));
        assert_eq!(split("a["), Err("Missing ']' in format string"));
        assert_eq!(split("a[]"), Err("Empty attribute in format string"));
        assert_eq!(split("a."), Err("Empty attribute in format string"));
        assert_eq!(split("a[b]c"), Err("Only '.' or '[' may follow ']' in format field specifier"));
        assert_eq!(split("9223372036854775808"), Err("Too many decimal digits in format string"));
        assert_eq!(split("1_0"), Ok((name("1_0"), vec![])));
    }
}

//! Templates of the `%` operator for `str` and `bytes`, as `unicode_format_arg_parse` and its bytes twin.
//!
//! CPython takes arguments while it reads a directive, so the order of errors depends on both. A directive that
//! goes wrong is therefore still handed out, with all that was read before: the caller does what these parts
//! ask for (look up the key, fetch `*` arguments), then raises [`Directive::error`]. A conversion character is
//! refused only after its argument was fetched, by [`unsupported`].

use super::float::{self, Layout, Style};
use super::int::IntRef;
use std::ops::Range;

/// The flags of a directive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flags {
    /// `-`
    pub left: bool,
    /// `+`
    pub plus: bool,
    /// A space.
    pub blank: bool,
    /// `#`
    pub alternate: bool,
    /// `0`
    pub zero: bool,
}

/// A width or precision as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    /// Digits.
    Number(usize),
    /// `*`: the next argument, which must be an int ("* wants int").
    Star,
}

/// A conversion directive, the `%` itself excluded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Directive {
    /// A key began, so the arguments must be a mapping ("format requires a mapping").
    pub mapping: bool,
    /// The bytes of the key within the template, once it was complete.
    pub key: Option<Range<usize>>,
    /// The flags.
    pub flags: Flags,
    /// The minimal width.
    pub width: Option<Amount>,
    /// The precision.
    pub precision: Option<Amount>,
    /// The conversion character; 0 when there is an error.
    pub conversion: u32,
    /// Where it stands, in bytes.
    pub at: usize,
    /// The message of a ValueError, due after the parts above were dealt with.
    pub error: Option<&'static str>,
}

/// A literal and the directive behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The bytes of the template to copy (of `%%`, one `%`).
    pub literal: Range<usize>,
    /// The directive, unless the piece ends in `%%` or the template ends.
    pub directive: Option<Directive>,
}

/// Iterates over the pieces of a template.
#[derive(Clone, Debug)]
pub struct Template<'a> {
    bytes: &'a [u8],
    at: usize,
    is_bytes: bool,
}

impl<'a> Template<'a> {
    /// A `str` template, given as the bytes of its WTF-8 text.
    pub fn of_str(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0, is_bytes: false }
    }

    /// A `bytes` template.
    pub fn of_bytes(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0, is_bytes: true }
    }

    fn peek(&self) -> Result<u8, &'static str> {
        self.bytes.get(self.at).copied().ok_or("incomplete format")
    }

    fn take(&mut self, wanted: u8) -> Result<bool, &'static str> {
        let found = self.peek()? == wanted;
        self.at += usize::from(found);
        Ok(found)
    }

    fn read(&mut self, into: &mut Directive) -> Result<(), &'static str> {
        if self.take(b'(')? {
            into.mapping = true;
            into.key = Some(self.key()?);
        }
        loop {
            match self.peek()? {
                b'-' => into.flags.left = true,
                b'+' => into.flags.plus = true,
                b' ' => into.flags.blank = true,
                b'#' => into.flags.alternate = true,
                b'0' => into.flags.zero = true,
                _ => break,
            }
            self.at += 1;
        }
        into.width = self.amount(isize::MAX.unsigned_abs(), "width too big")?;
        if self.take(b'.')? {
            let message = if self.is_bytes { "prec too big" } else { "precision too big" };
            // Even a point without digits counts.
            into.precision = Some(Amount::Number(0));
            let limit = usize::try_from(i32::MAX).unwrap_or(usize::MAX);
            into.precision = self.amount(limit, message)?.or(into.precision);
        }
        if matches!(self.peek()?, b'h' | b'l' | b'L') {
            self.at += 1;
        }
        into.at = self.at;
        into.conversion = self.conversion()?;
        Ok(())
    }

    /// The range of a parenthesized key; inner parentheses nest.
    fn key(&mut self) -> Result<Range<usize>, &'static str> {
        let start = self.at;
        let mut depth = 1usize;
        while let Some(&byte) = self.bytes.get(self.at) {
            self.at += 1;
            match byte {
                b'(' => depth += 1,
                b')' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return Ok(start..self.at - 1);
            }
        }
        Err("incomplete format key")
    }

    fn amount(&mut self, limit: usize, message: &'static str) -> Result<Option<Amount>, &'static str> {
        if self.take(b'*')? {
            return Ok(Some(Amount::Star));
        }
        let mut value = None;
        while let digit @ b'0'..=b'9' = self.peek()? {
            let grown = value
                .unwrap_or(0usize)
                .checked_mul(10)
                .and_then(|value| value.checked_add(usize::from(digit - b'0')));
            value = Some(grown.filter(|&value| value <= limit).ok_or(message)?);
            self.at += 1;
        }
        Ok(value.map(Amount::Number))
    }

    fn conversion(&mut self) -> Result<u32, &'static str> {
        let first = self.peek()?;
        if self.is_bytes || first < 0x80 {
            self.at += 1;
            return Ok(u32::from(first));
        }
        let tail = self.bytes.get(self.at..).unwrap_or_default();
        let length = 1 + tail.iter().skip(1).take_while(|&&byte| byte & 0xc0 == 0x80).count();
        self.at += length;
        let lead = u32::from(first) & (0x7f >> length.min(7));
        Ok(tail.iter().take(length).skip(1).fold(lead, |code, &byte| code << 6 | u32::from(byte & 0x3f)))
    }
}

impl Iterator for Template<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        let start = self.at;
        let tail = self.bytes.get(start..).filter(|tail| !tail.is_empty())?;
        let Some(offset) = memchr::memchr(b'%', tail) else {
            self.at = self.bytes.len();
            return Some(Piece { literal: start..self.at, directive: None });
        };
        let percent = start + offset;
        self.at = percent + 1;
        if self.peek() == Ok(b'%') {
            self.at += 1;
            return Some(Piece { literal: start..percent + 1, directive: None });
        }
        let mut directive = Directive::default();
        if let Err(message) = self.read(&mut directive) {
            directive.error = Some(message);
            self.at = self.bytes.len();
        }
        Some(Piece { literal: start..percent, directive: Some(directive) })
    }
}

/// Why a conversion character is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unsupported {
    /// A ValueError with this message.
    Value(String),
    /// An OverflowError with this message: the message itself cannot show a byte from 128 on.
    Overflow(&'static str),
}

/// The refusal of a directive's conversion character, which was none CPython knows.
pub fn unsupported(template: &Template<'_>, directive: &Directive) -> Unsupported {
    let code = directive.conversion;
    if template.is_bytes && code >= 0x80 {
        return Unsupported::Overflow("character argument not in range(0x110000)");
    }
    let before = template.bytes.get(..directive.at).unwrap_or_default();
    let index = if template.is_bytes {
        before.len()
    } else {
        before.iter().filter(|&&byte| byte & 0xc0 != 0x80).count()
    };
    let shown =
        char::from_u32(code).filter(|&c| c.is_ascii() && (template.is_bytes || c >= ' ')).unwrap_or('?');
    Unsupported::Value(format!("unsupported format character '{shown}' (0x{code:x}) at index {index}"))
}

/// A directive's layout with its `*` arguments filled in.
#[derive(Clone, Copy, Debug, Default)]
pub struct Resolved {
    /// The flags.
    pub flags: Flags,
    /// The minimal width.
    pub width: usize,
    /// The precision, if any.
    pub precision: Option<usize>,
}

impl Resolved {
    /// Takes a `*` width: a negative one means left alignment.
    pub fn star_width(&mut self, value: isize) {
        self.flags.left |= value < 0;
        self.width = value.unsigned_abs();
    }

    /// Takes a `*` precision: a negative one counts as zero.
    pub fn star_precision(&mut self, value: i32) {
        self.precision = Some(usize::try_from(value).unwrap_or(0));
    }

    /// Spaces to put before and after a text of `length` characters that is not a number.
    pub fn padding(&self, length: usize) -> (usize, usize) {
        let missing = self.width.saturating_sub(length);
        if self.flags.left { (0, missing) } else { (missing, 0) }
    }

    fn number(&self, negative: bool, prefix: &str, body: &str) -> String {
        let sign = match self.flags {
            _ if negative => "-",
            Flags { plus: true, .. } => "+",
            Flags { blank: true, .. } => " ",
            _ => "",
        };
        let missing = self.width.saturating_sub(sign.len() + prefix.len() + body.len());
        let (left, zero) = (self.flags.left, self.flags.zero);
        let blanks = |wanted: bool| " ".repeat(if wanted { missing } else { 0 });
        let zeros = "0".repeat(if zero && !left { missing } else { 0 });
        format!("{}{sign}{prefix}{zeros}{body}{}", blanks(!left && !zero), blanks(left))
    }
}

/// Formats an int for `d i u o x X`.
///
/// The digit limit is the caller's to check, by `int::to_decimal`, before a decimal conversion.
pub fn format_int(value: IntRef<'_>, conversion: char, layout: &Resolved) -> String {
    let (base, prefix) = match conversion {
        'o' => (8, "0o"),
        'x' => (16, "0x"),
        'X' => (16, "0X"),
        _ => (10, ""),
    };
    let mut digits = value.magnitude(base);
    if conversion == 'X' {
        digits.make_ascii_uppercase();
    }
    let missing = layout.precision.unwrap_or(0).saturating_sub(digits.len());
    digits.insert_str(0, &"0".repeat(missing));
    layout.number(value.is_negative(), if layout.flags.alternate { prefix } else { "" }, &digits)
}

/// Formats a float for `e E f F g G`.
pub fn format_float(value: f64, conversion: char, layout: &Resolved) -> String {
    let precision = layout.precision.unwrap_or(6);
    let style = match conversion {
        'e' | 'E' => Style::Exponent(precision),
        'f' | 'F' => Style::Fixed(precision),
        _ => Style::General(precision),
    };
    let text = float::format(
        value,
        Layout {
            style,
            alternate: layout.flags.alternate,
            add_dot_zero: false,
            upper: conversion.is_ascii_uppercase(),
        },
    );
    let unsigned = text.strip_prefix('-');
    layout.number(unsigned.is_some(), "", unsigned.unwrap_or(&text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(template: &str) -> Directive {
        let mut template = Template::of_str(template.as_bytes());
        template.next().and_then(|piece| piece.directive).unwrap_or_default()
    }

    fn resolved(directive: &Directive) -> Resolved {
        let number = |amount| if let Some(Amount::Number(value)) = amount { Some(value) } else { None };
        Resolved {
            flags: directive.flags,
            width: number(directive.width).unwrap_or(0),
            precision: number(directive.precision),
        }
    }

    #[test]
    fn numbers() {
        for (template, value, expected) in [
            ("%#.5x", 1, "0x00001"),
            ("%+.5d", 3, "+00003"),
            ("%05.3d", 3, "00003"),
            ("%-05d", 3, "3    "),
            ("%+ d", 3, "+3"),
            ("%#05x", -3, "-0x03"),
            ("%.0x", 0, "0"),
            ("%#.5o", -8, "-0o00010"),
            ("%ld", 1, "1"),
            ("%#X", 255, "0XFF"),
        ] {
            let directive = one(template);
            let conversion = char::from_u32(directive.conversion).unwrap_or_default();
            assert_eq!(format_int(IntRef::Small(value), conversion, &resolved(&directive)), expected);
        }
        for (template, value, expected) in [
            ("%#g", 1.0, "1.00000"),
            ("%#.0f", 2.0, "2."),
            ("%.0e", 2.5, "2e+00"),
            ("%010f", -1.5, "-01.500000"),
            ("%010.3e", f64::NEG_INFINITY, "-000000inf"),
            ("%G", 1e-10, "1E-10"),
            ("%.f", 1.5, "2"),
        ] {
            let directive = one(template);
            let conversion = char::from_u32(directive.conversion).unwrap_or_default();
            assert_eq!(format_float(value, conversion, &resolved(&directive)), expected);
        }
    }

    #[test]
    fn refusals() {
        for (template, message) in [
            ("%", "incomplete format"),
            ("%(a)", "incomplete format"),
            ("%*", "incomplete format"),
            ("%(a", "incomplete format key"),
            ("%99999999999999999999d", "width too big"),
            ("%.2147483648d", "precision too big"),
        ] {
            assert_eq!(one(template).error, Some(message), "{template}");
        }
        for (text, message) in [
            ("é%y", "unsupported format character 'y' (0x79) at index 2"),
            ("%lld", "unsupported format character 'l' (0x6c) at index 2"),
            ("%\u{1f600}", "unsupported format character '?' (0x1f600) at index 1"),
            ("%(a)y", "unsupported format character 'y' (0x79) at index 4"),
        ] {
            let template = Template::of_str(text.as_bytes());
            let directive = template.clone().find_map(|piece| piece.directive).unwrap_or_default();
            assert_eq!(unsupported(&template, &directive), Unsupported::Value(message.into()));
        }
    }

    #[test]
    fn pieces() {
        let template = "a%%b%((k))s!";
        let pieces: Vec<Piece> = Template::of_str(template.as_bytes()).collect();
        let literals: Vec<_> = pieces.iter().map(|piece| &template[piece.literal.clone()]).collect();
        assert_eq!(literals, ["a%", "b", "!"]);
        assert_eq!(pieces[1].directive.as_ref().and_then(|directive| directive.key.clone()), Some(6..9));
    }
}

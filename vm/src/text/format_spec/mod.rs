//! The format specification mini-language of `format()` and `str.format`, as `Python/formatter_unicode.c`.
//!
//! [`Spec::parse`] reads a specification for a type; `format_str`, `format_int`, `format_float` and
//! `format_complex` apply it. The empty specification means `str(obj)` and is the caller's business.

mod number;

pub use number::{format_complex, format_float, format_int};

use super::unicode::decimal_value;
use rustpython_wtf8::{CodePoint, Wtf8, Wtf8Buf};
use smallvec::SmallVec;

/// Widths above this are tried before anything is built.
const TRIED_FROM: usize = 1 << 16;

/// Which exception a refused format raises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// ValueError.
    Value,
    /// OverflowError.
    Overflow,
    /// MemoryError.
    Memory,
}

/// A refused format, with CPython's message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormatError {
    /// The exception to raise.
    pub kind: ErrorKind,
    /// Its message; it may quote a specification with lone surrogates.
    pub message: Wtf8Buf,
}

impl FormatError {
    fn value(message: impl Into<Wtf8Buf>) -> Self {
        Self { kind: ErrorKind::Value, message: message.into() }
    }

    fn overflow(message: impl Into<Wtf8Buf>) -> Self {
        Self { kind: ErrorKind::Overflow, message: message.into() }
    }
}

/// Where the padding goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// `<`
    Left,
    /// `>`
    Right,
    /// `^`
    Center,
    /// `=`: between the sign and the digits.
    AfterSign,
}

/// The `sign` field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignMode {
    /// None given, or `-`: only negative numbers carry a sign.
    Minus,
    /// `+`: always a sign.
    Plus,
    /// A space stands for the plus.
    Space,
}

/// A parsed format specification.
#[derive(Clone, Debug)]
pub struct Spec {
    /// The padding character.
    pub fill: CodePoint,
    /// Where the padding goes.
    pub align: Align,
    /// The sign field; `None` when absent.
    pub sign: Option<SignMode>,
    /// `z`: negative zero loses its sign.
    pub no_negative_zero: bool,
    /// `#`
    pub alternate: bool,
    /// The minimal width.
    pub width: usize,
    /// `,` or `_`.
    pub grouping: Option<char>,
    /// The digits after the point, or of a string.
    pub precision: Option<usize>,
    /// The presentation type; `None` when absent and the type has no default.
    pub kind: Option<CodePoint>,
}

/// What a type brings to the parsing of its specifications.
#[derive(Clone, Copy, Debug)]
struct Defaults {
    kind: Option<char>,
    align: Align,
}

/// The family of formatting rules a type follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// `str`
    Str,
    /// `int` and its subclasses.
    Int,
    /// `float`
    Float,
    /// `complex`
    Complex,
}

impl Family {
    fn defaults(self) -> Defaults {
        match self {
            Self::Str => Defaults { kind: Some('s'), align: Align::Left },
            Self::Int => Defaults { kind: Some('d'), align: Align::Right },
            Self::Float | Self::Complex => Defaults { kind: None, align: Align::Right },
        }
    }
}

struct Reader<'a> {
    rest: &'a [CodePoint],
}

impl Reader<'_> {
    fn peek(&self, at: usize) -> Option<char> {
        self.rest.get(at).and_then(|point| point.to_char())
    }

    fn take(&mut self, wanted: char) -> bool {
        let found = self.peek(0) == Some(wanted);
        if found {
            self.skip(1);
        }
        found
    }

    fn skip(&mut self, count: usize) {
        self.rest = self.rest.get(count..).unwrap_or_default();
    }

    /// A run of decimal digits of any script; `None` when there is none.
    fn number(&mut self) -> Result<Option<usize>, FormatError> {
        let mut value = None;
        while let Some(digit) = self.rest.first().and_then(|point| digit_of(point.to_u32())) {
            let grown =
                value.unwrap_or(0usize).checked_mul(10).and_then(|v| v.checked_add(usize::from(digit)));
            value = Some(
                grown
                    .filter(|&value| isize::try_from(value).is_ok())
                    .ok_or_else(|| FormatError::value("Too many decimal digits in format string"))?,
            );
            self.skip(1);
        }
        Ok(value)
    }
}

/// The value of a decimal digit, the usual ones without a search.
#[inline]
fn digit_of(code: u32) -> Option<u8> {
    match u8::try_from(code) {
        Ok(c) => c.is_ascii_digit().then(|| c - b'0'),
        Err(_) => decimal_value(code),
    }
}

fn align_of(c: Option<char>) -> Option<Align> {
    match c? {
        '<' => Some(Align::Left),
        '>' => Some(Align::Right),
        '^' => Some(Align::Center),
        '=' => Some(Align::AfterSign),
        _ => None,
    }
}

impl Spec {
    /// Reads a specification for an object of the type `type_name`, which messages quote.
    pub fn parse(spec: &Wtf8, family: Family, type_name: &str) -> Result<Self, FormatError> {
        let points: SmallVec<[CodePoint; 16]> = spec.code_points().collect();
        let mut reader = Reader { rest: &points };
        let defaults = family.defaults();
        let mut parsed = Self::blank(defaults);
        parsed.read_padding(&mut reader, defaults)?;
        parsed.grouping = read_grouping(&mut reader)?;
        if reader.take('.') {
            parsed.precision = reader.number()?;
            if parsed.precision.is_none() {
                return Err(FormatError::value("Format specifier missing precision"));
            }
        }
        match reader.rest {
            [] => {}
            [kind] => parsed.kind = Some(*kind),
            _ => {
                let mut message = Wtf8Buf::from("Invalid format specifier '");
                message.push_wtf8(spec);
                message.push_str(&format!("' for object of type '{type_name}'"));
                return Err(FormatError::value(message));
            }
        }
        parsed.check_grouping()?;
        Ok(parsed)
    }

    fn blank(defaults: Defaults) -> Self {
        Self {
            fill: CodePoint::from_char(' '),
            align: defaults.align,
            sign: None,
            no_negative_zero: false,
            alternate: false,
            width: 0,
            grouping: None,
            precision: None,
            kind: defaults.kind.map(CodePoint::from_char),
        }
    }

    /// Reads all up to and including the width.
    fn read_padding(&mut self, reader: &mut Reader<'_>, defaults: Defaults) -> Result<(), FormatError> {
        let (mut fill_given, mut align_given) = (false, false);
        if let (Some(&fill), Some(align)) = (reader.rest.first(), align_of(reader.peek(1))) {
            (self.fill, self.align) = (fill, align);
            (fill_given, align_given) = (true, true);
            reader.skip(2);
        } else if let Some(align) = align_of(reader.peek(0)) {
            self.align = align;
            align_given = true;
            reader.skip(1);
        }
        self.sign = match reader.peek(0) {
            Some('+') => Some(SignMode::Plus),
            Some('-') => Some(SignMode::Minus),
            Some(' ') => Some(SignMode::Space),
            _ => None,
        };
        reader.skip(usize::from(self.sign.is_some()));
        self.no_negative_zero = reader.take('z');
        self.alternate = reader.take('#');
        if !fill_given && reader.take('0') {
            self.fill = CodePoint::from_char('0');
            if !align_given && defaults.align == Align::Right {
                self.align = Align::AfterSign;
            }
        }
        self.width = reader.number()?.unwrap_or(0);
        // A character takes up to four bytes.
        if self.width > TRIED_FROM
            && Vec::<u8>::new().try_reserve_exact(self.width.saturating_mul(4)).is_err()
        {
            return Err(FormatError { kind: ErrorKind::Memory, message: String::new().into() });
        }
        Ok(())
    }

    fn check_grouping(&self) -> Result<(), FormatError> {
        let Some(separator) = self.grouping else { return Ok(()) };
        let code = self.kind.map_or(0, CodePoint::to_u32);
        match self.kind.map(|kind| kind.to_char_lossy()) {
            None | Some('d' | 'e' | 'f' | 'g' | 'E' | 'G' | '%' | 'F') => Ok(()),
            Some('b' | 'o' | 'x' | 'X') if separator == '_' => Ok(()),
            Some(kind) if (33..128).contains(&code) => {
                Err(FormatError::value(format!("Cannot specify '{separator}' with '{kind}'.")))
            }
            Some(_) => Err(FormatError::value(format!("Cannot specify '{separator}' with '\\x{code:x}'."))),
        }
    }

    /// The presentation type as a `char` for matching; a lone surrogate becomes U+FFFD, which no type uses.
    fn kind_char(&self) -> Option<char> {
        self.kind.map(CodePoint::to_char_lossy)
    }

    fn unknown_kind(&self, type_name: &str) -> FormatError {
        let code = self.kind.map_or(0, CodePoint::to_u32);
        let shown = match char::from_u32(code) {
            Some(kind @ '!'..='\x7f') => kind.to_string(),
            _ => format!("\\x{code:x}"),
        };
        FormatError::value(format!("Unknown format code '{shown}' for object of type '{type_name}'"))
    }

    /// How many of the `missing` characters come first.
    fn before(&self, missing: usize) -> usize {
        match self.align {
            Align::Left => 0,
            Align::Right | Align::AfterSign => missing,
            Align::Center => missing / 2,
        }
    }

    /// Pads a text of `length` code points; `AfterSign` pads on the left.
    fn pad(&self, text: &Wtf8, length: usize) -> Wtf8Buf {
        let missing = self.width.saturating_sub(length);
        let before = self.before(missing);
        let mut out = Wtf8Buf::with_capacity(text.len() + missing * self.fill.len_wtf8());
        out.extend(std::iter::repeat_n(self.fill, before));
        out.push_wtf8(text);
        out.extend(std::iter::repeat_n(self.fill, missing - before));
        out
    }
}

fn read_grouping(reader: &mut Reader<'_>) -> Result<Option<char>, FormatError> {
    let both = || FormatError::value("Cannot specify both ',' and '_'.");
    if reader.take(',') {
        return if reader.take('_') { Err(both()) } else { Ok(Some(',')) };
    }
    if reader.take('_') {
        return if reader.take(',') { Err(both()) } else { Ok(Some('_')) };
    }
    Ok(None)
}

/// `str.__format__`.
pub fn format_str(text: &Wtf8, spec: &Spec, type_name: &str) -> Result<Wtf8Buf, FormatError> {
    if spec.kind_char() != Some('s') {
        return Err(spec.unknown_kind(type_name));
    }
    let refused = match spec.sign {
        Some(SignMode::Space) => Some("Space not allowed in string format specifier"),
        Some(_) => Some("Sign not allowed in string format specifier"),
        None if spec.no_negative_zero => {
            Some("Negative zero coercion (z) not allowed in string format specifier")
        }
        None if spec.alternate => Some("Alternate form (#) not allowed in string format specifier"),
        None if spec.align == Align::AfterSign => {
            Some("'=' alignment not allowed in string format specifier")
        }
        None => None,
    };
    if let Some(message) = refused {
        return Err(FormatError::value(message));
    }
    let length = text.code_points().count();
    match spec.precision.filter(|&precision| precision < length) {
        Some(precision) => {
            let cut: Wtf8Buf = text.code_points().take(precision).collect();
            Ok(spec.pad(&cut, precision))
        }
        None => Ok(spec.pad(text, length)),
    }
}

#[cfg(test)]
mod tests;

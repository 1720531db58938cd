//! Character properties and string case mapping of Unicode 15.1, as CPython 3.13's `Objects/unicodectype.c`.
//!
//! The tables in `data.rs` are generated from the reference interpreter rather than taken from a crate: the
//! crates follow newer Unicode versions, and `repr()` must not change when one of them is updated. Code points
//! are plain `u32` here because text may hold lone surrogates, which `char` cannot.

mod case;
mod data;
mod name;
mod properties;
mod properties_data;
mod width;

pub use case::{capitalize, casefold, lower, lower_char, swapcase, title, upper, upper_char};
pub use name::{Form, is_normalized, lookup, name, normalize};
pub use properties::{bidirectional, category, combining, decomposition, east_asian_width, is_mirrored};
pub use width::is_wide;

use data::{DIGITS, NUMERIC_VALUES, RECORDS, RUNS};
use rustpython_wtf8::Wtf8;

/// The Unicode version of all answers given here (`unicodedata.unidata_version`).
pub const VERSION: &str = "15.1.0";

fn flags(code: u32) -> u16 {
    let run = RUNS.partition_point(|&run| run >> 8 <= code);
    let record = run.checked_sub(1).and_then(|index| RUNS.get(index)).map_or(0, |run| run & 0xff);
    RECORDS.get(record as usize).copied().unwrap_or(0)
}

fn has(code: u32, flag: u16) -> bool {
    flags(code) & flag != 0
}

/// Whether the code point is a letter (`str.isalpha` of one character).
pub fn is_alpha(code: u32) -> bool {
    has(code, data::ALPHA)
}

/// Whether the code point is a decimal digit (`str.isdecimal`).
pub fn is_decimal(code: u32) -> bool {
    has(code, data::DECIMAL)
}

/// Whether the code point is a digit, superscripts included (`str.isdigit`).
pub fn is_digit(code: u32) -> bool {
    has(code, data::DIGIT)
}

/// Whether the code point has a numeric value (`str.isnumeric`).
pub fn is_numeric(code: u32) -> bool {
    has(code, data::NUMERIC)
}

/// Whether the code point is alphanumeric in the sense of `str.isalnum`.
pub fn is_alnum(code: u32) -> bool {
    has(code, data::ALPHA | data::DECIMAL | data::DIGIT | data::NUMERIC)
}

/// Whether `str.split()` and `str.strip()` treat the code point as white space.
pub fn is_space(code: u32) -> bool {
    if code < 0x80 { matches!(code, 9..=13 | 28..=32) } else { has(code, data::SPACE) }
}

/// Whether `repr()` shows the code point as itself (`str.isprintable`).
pub fn is_printable(code: u32) -> bool {
    if code < 0x7f { code >= 0x20 } else { has(code, data::PRINTABLE) }
}

/// Whether the code point is lower case (`str.islower`).
pub fn is_lower(code: u32) -> bool {
    has(code, data::LOWER)
}

/// Whether the code point is upper case (`str.isupper`).
pub fn is_upper(code: u32) -> bool {
    has(code, data::UPPER)
}

/// Whether the code point has the general category `Lt`.
pub fn is_title(code: u32) -> bool {
    has(code, data::TITLE)
}

/// Whether the code point may start an identifier (`_` included).
pub fn is_identifier_start(code: u32) -> bool {
    has(code, data::ID_START)
}

/// Whether the code point may continue an identifier.
pub fn is_identifier_continue(code: u32) -> bool {
    has(code, data::ID_CONTINUE)
}

/// Whether the code point is assigned in this Unicode version.
pub fn is_assigned(code: u32) -> bool {
    has(code, data::ASSIGNED)
}

/// Whether `str.splitlines` ends a line at the code point.
pub fn is_line_break(code: u32) -> bool {
    matches!(code, 10..=13 | 0x1c..=0x1e | 0x85 | 0x2028 | 0x2029)
}

/// The digit value (`unicodedata.digit`), superscripts and the like included.
pub fn digit_value(code: u32) -> Option<u8> {
    if code < 0x80 {
        return (0x30..0x3a).contains(&code).then(|| (code - 0x30) as u8);
    }
    let index = DIGITS.partition_point(|run| run.1 < code);
    let &(first, _, value) = DIGITS.get(index)?;
    let offset = u8::try_from(code.checked_sub(first)?).ok()?;
    Some(value + offset)
}

/// The decimal value (`unicodedata.decimal`), which is what number parsing accepts.
pub fn decimal_value(code: u32) -> Option<u8> {
    if is_decimal(code) { digit_value(code) } else { None }
}

/// The numeric value (`unicodedata.numeric`), fractions and large ideographic numbers included.
pub fn numeric_value(code: u32) -> Option<f64> {
    if let Some(digit) = digit_value(code) {
        return Some(f64::from(digit));
    }
    let index = NUMERIC_VALUES.partition_point(|run| run.1 < code);
    let &(first, _, value, step) = NUMERIC_VALUES.get(index)?;
    Some(value + step * f64::from(code.checked_sub(first)?))
}

fn all(text: &Wtf8, test: impl Fn(u32) -> bool) -> bool {
    !text.is_empty() && text.code_points().all(|point| test(point.to_u32()))
}

/// `str.isalpha`.
pub fn str_is_alpha(text: &Wtf8) -> bool {
    all(text, is_alpha)
}

/// `str.isalnum`.
pub fn str_is_alnum(text: &Wtf8) -> bool {
    all(text, is_alnum)
}

/// `str.isdecimal`.
pub fn str_is_decimal(text: &Wtf8) -> bool {
    all(text, is_decimal)
}

/// `str.isdigit`.
pub fn str_is_digit(text: &Wtf8) -> bool {
    all(text, is_digit)
}

/// `str.isnumeric`.
pub fn str_is_numeric(text: &Wtf8) -> bool {
    all(text, is_numeric)
}

/// `str.isspace`.
pub fn str_is_space(text: &Wtf8) -> bool {
    all(text, is_space)
}

/// `str.isprintable`; true for the empty string, unlike its siblings.
pub fn str_is_printable(text: &Wtf8) -> bool {
    text.code_points().all(|point| is_printable(point.to_u32()))
}

/// `str.isidentifier`.
pub fn str_is_identifier(text: &Wtf8) -> bool {
    let mut points = text.code_points().map(|point| point.to_u32());
    points.next().is_some_and(is_identifier_start) && points.all(is_identifier_continue)
}

/// `str.islower`: a lower-case character and none of upper or title case.
pub fn str_is_lower(text: &Wtf8) -> bool {
    only_case(text, data::LOWER, data::UPPER | data::TITLE)
}

/// `str.isupper`: an upper-case character and none of lower or title case.
pub fn str_is_upper(text: &Wtf8) -> bool {
    only_case(text, data::UPPER, data::LOWER | data::TITLE)
}

fn only_case(text: &Wtf8, wanted: u16, refused: u16) -> bool {
    let mut found = false;
    for point in text.code_points() {
        let flags = flags(point.to_u32());
        if flags & refused != 0 {
            return false;
        }
        found |= flags & wanted != 0;
    }
    found
}

/// `str.istitle`: every word begins in upper or title case and goes on in lower case.
pub fn str_is_title(text: &Wtf8) -> bool {
    let (mut found, mut in_word) = (false, false);
    for point in text.code_points() {
        let flags = flags(point.to_u32());
        if flags & (data::UPPER | data::TITLE) != 0 {
            if in_word {
                return false;
            }
            (found, in_word) = (true, true);
        } else if flags & data::LOWER != 0 {
            if !in_word {
                return false;
            }
            found = true;
        } else {
            in_word = false;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(value: &str) -> &Wtf8 {
        Wtf8::new(value)
    }

    #[test]
    fn properties_of_strings() {
        assert!(str_is_title(text("Ab Cd ǅa 1B")));
        assert!(!str_is_title(text("AB")));
        assert!(!str_is_title(text("")));
        assert!(str_is_lower(text("a1ª")));
        assert!(!str_is_lower(text("1")));
        assert!(!str_is_upper(text("ǅA")));
        assert!(str_is_identifier(text("_é1")));
        assert!(!str_is_identifier(text("1a")));
        assert!(str_is_printable(text("")));
        assert!(!str_is_printable(text("\u{a0}")));
        assert!(!str_is_digit(text("½")));
        assert!(str_is_numeric(text("½")));
    }

    #[test]
    fn values_of_numbers() {
        assert_eq!(numeric_value(0xbd), Some(0.5));
        assert_eq!(numeric_value(0x4e00), Some(1.0));
        assert_eq!(digit_value(0xb2), Some(2));
        assert_eq!(decimal_value(0xb2), None);
        assert_eq!(decimal_value(0x663), Some(3));
        assert_eq!(numeric_value(0x41), None);
    }
}

//! Letter case as regular expressions see it. Mirrors `Lib/re/_casefix.py` and the case functions of `_sre`.

use super::flags::{ASCII, IGNORECASE, LOCALE, UNICODE};
use pyvm_vm::text::unicode;

/// Lower-case letters with one upper case among them.
static SAME_UPPER: &[&[u32]] = &[
    &[0x69, 0x131],
    &[0x73, 0x17F],
    &[0xB5, 0x3BC],
    &[0x345, 0x3B9, 0x1FBE],
    &[0x390, 0x1FD3],
    &[0x3B0, 0x1FE3],
    &[0x3B2, 0x3D0],
    &[0x3B5, 0x3F5],
    &[0x3B8, 0x3D1],
    &[0x3BA, 0x3F0],
    &[0x3C0, 0x3D6],
    &[0x3C1, 0x3F1],
    &[0x3C2, 0x3C3],
    &[0x3C6, 0x3D5],
    &[0x432, 0x1C80],
    &[0x434, 0x1C81],
    &[0x43E, 0x1C82],
    &[0x441, 0x1C83],
    &[0x442, 0x1C84, 0x1C85],
    &[0x44A, 0x1C86],
    &[0x463, 0x1C87],
    &[0x1C88, 0xA64B],
    &[0x1E61, 0x1E9B],
    &[0xFB05, 0xFB06],
];

/// How a pattern folds case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Folding {
    /// It does not.
    None,
    Ascii,
    Locale,
    Unicode,
}

impl Folding {
    pub(super) fn of(flags: u32) -> Folding {
        match flags {
            f if f & IGNORECASE == 0 => Folding::None,
            f if f & LOCALE != 0 => Folding::Locale,
            f if f & UNICODE != 0 && f & ASCII == 0 => Folding::Unicode,
            _ => Folding::Ascii,
        }
    }

    pub(super) fn lower(self, c: u32) -> u32 {
        match self {
            Folding::None | Folding::Locale => c,
            Folding::Ascii => lower_ascii(c),
            Folding::Unicode => lower_unicode(c),
        }
    }

    /// Whether the case of `c` matters.
    pub(super) fn is_cased(self, c: u32) -> bool {
        match self {
            Folding::None | Folding::Locale => false,
            Folding::Ascii => u8::try_from(c).is_ok_and(|b| b.is_ascii_alphabetic()),
            Folding::Unicode => is_cased(c),
        }
    }

    /// `lower`, a lower-case letter, and those that differ from it only in name.
    pub(super) fn variants(self, lower: u32) -> &'static [u32] {
        match self {
            Folding::Unicode => SAME_UPPER.iter().find(|row| row.contains(&lower)).copied().unwrap_or(&[]),
            _ => &[],
        }
    }
}

/// The lower case of an ASCII letter.
pub(super) fn lower_ascii(c: u32) -> u32 {
    if (0x41..=0x5A).contains(&c) { c + 0x20 } else { c }
}

/// The lower case in the locale, which is that of C: its letters are those of ASCII.
pub(super) fn lower_locale(c: u32) -> u32 {
    lower_ascii(c)
}

/// The upper case in the locale.
pub(super) fn upper_locale(c: u32) -> u32 {
    if (0x61..=0x7A).contains(&c) { c - 0x20 } else { c }
}

/// The lower case, one character.
pub(super) fn lower_unicode(c: u32) -> u32 {
    if c < 0x80 { lower_ascii(c) } else { unicode::lower_char(c) }
}

/// Whether a character has another case.
pub(super) fn is_cased(c: u32) -> bool {
    unicode::lower_char(c) != c || unicode::upper_char(c) != c
}

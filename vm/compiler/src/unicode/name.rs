//! Character names and normalization forms, as `unicodedata` gives them.
//!
//! The crates behind this follow a newer Unicode. Characters it added are unassigned here, have no name, and
//! stand as barriers in normalization, which is exact because normalization of assigned text never changes.

use super::is_assigned;
use rustpython_unicode::data::{LookupResult, character_name, lookup_name};
use rustpython_unicode::normalize::{NormalizeForm, normalize as normalize_run};
use rustpython_wtf8::{Wtf8, Wtf8Buf};

/// A Unicode normalization form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Canonical decomposition, then composition.
    Nfc,
    /// Canonical decomposition.
    Nfd,
    /// Compatibility decomposition, then composition.
    Nfkc,
    /// Compatibility decomposition.
    Nfkd,
}

impl Form {
    /// The form of that name, exactly as `unicodedata.normalize` spells it.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "NFC" => Some(Self::Nfc),
            "NFD" => Some(Self::Nfd),
            "NFKC" => Some(Self::Nfkc),
            "NFKD" => Some(Self::Nfkd),
            _ => None,
        }
    }

    fn foreign(self) -> NormalizeForm {
        match self {
            Self::Nfc => NormalizeForm::Nfc,
            Self::Nfd => NormalizeForm::Nfd,
            Self::Nfkc => NormalizeForm::Nfkc,
            Self::Nfkd => NormalizeForm::Nfkd,
        }
    }
}

/// `unicodedata.normalize`.
pub fn normalize(form: Form, text: &Wtf8) -> Wtf8Buf {
    if text.is_ascii() {
        return text.to_wtf8_buf();
    }
    let mut out = Wtf8Buf::with_capacity(text.len());
    let mut run = Wtf8Buf::new();
    for point in text.code_points() {
        if is_assigned(point.to_u32()) {
            run.push(point);
        } else {
            out.push_wtf8(&normalize_run(form.foreign(), &run));
            run.clear();
            out.push(point);
        }
    }
    out.push_wtf8(&normalize_run(form.foreign(), &run));
    out
}

/// `unicodedata.is_normalized`.
pub fn is_normalized(form: Form, text: &Wtf8) -> bool {
    normalize(form, text).as_bytes() == text.as_bytes()
}

/// `unicodedata.name` of the code point, without its default.
///
/// CPython 3.13 gives no names to Tangut ideographs.
pub fn name(code: u32) -> Option<String> {
    if !is_assigned(code) {
        return None;
    }
    character_name(char::from_u32(code)?).filter(|name| !name.starts_with("TANGUT IDEOGRAPH-"))
}

/// `unicodedata.lookup`: the text of a character name, alias or named sequence, case mostly ignored.
///
/// A `\N{...}` escape takes the answer only when it is a single character.
pub fn lookup(search: &str) -> Option<String> {
    if !search.is_ascii() {
        return None;
    }
    match lookup_name(search)? {
        LookupResult::Character(found) => {
            let Some(official) = name(u32::from(found)) else {
                // Control characters have aliases only.
                return found.is_control().then(|| found.to_string());
            };
            matches(&official, search).then(|| found.to_string())
        }
        LookupResult::Sequence(found) => Some(found.to_string()),
    }
}

/// Whether what was searched names the character for CPython; the crate also ignores spaces and hyphens.
fn matches(official: &str, search: &str) -> bool {
    if official.starts_with("HANGUL SYLLABLE ") || official.starts_with("CJK UNIFIED IDEOGRAPH-") {
        return official == search;
    }
    let loose = |name: &str| name.replace([' ', '-', '_'], "").to_ascii_uppercase();
    // What is not even loosely the name is an alias, which the crate compares exactly.
    official.eq_ignore_ascii_case(search) || loose(official) != loose(search)
}

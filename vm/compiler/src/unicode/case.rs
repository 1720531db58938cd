//! Case mapping of whole strings, with the one-to-many mappings and the final sigma of `SpecialCasing.txt`.

use super::data::{
    CASE_IGNORABLE, CASED, FOLD_CASE, FOLD_CASE_MANY, LOWER_CASE, LOWER_CASE_MANY, TITLE_CASE,
    TITLE_CASE_MANY, UPPER_CASE, UPPER_CASE_MANY,
};
use super::{flags, is_lower, is_title, is_upper};
use rustpython_wtf8::{CodePoint, Wtf8, Wtf8Buf};

type Runs = [(u32, u32, u32, i32)];
type Many = [(u32, &'static str)];

const SIGMA: u32 = 0x3a3;

enum Mapped {
    One(u32),
    Many(&'static str),
}

fn find(runs: &Runs, many: &Many, code: u32) -> Option<Mapped> {
    if let Ok(index) = many.binary_search_by_key(&code, |entry| entry.0) {
        return many.get(index).map(|entry| Mapped::Many(entry.1));
    }
    let index = runs.partition_point(|run| run.1 < code);
    let &(first, _, step, delta) = runs.get(index)?;
    let offset = code.checked_sub(first)?;
    (offset % step == 0).then(|| code.checked_add_signed(delta)).flatten().map(Mapped::One)
}

fn to_lower(code: u32) -> Option<Mapped> {
    find(LOWER_CASE, LOWER_CASE_MANY, code)
}

fn to_upper(code: u32) -> Option<Mapped> {
    find(UPPER_CASE, UPPER_CASE_MANY, code)
}

fn to_title(code: u32) -> Option<Mapped> {
    find(TITLE_CASE, TITLE_CASE_MANY, code).or_else(|| to_upper(code))
}

fn to_folded(code: u32) -> Option<Mapped> {
    find(FOLD_CASE, FOLD_CASE_MANY, code).or_else(|| to_lower(code))
}

fn push(out: &mut Wtf8Buf, point: CodePoint, mapped: Option<Mapped>) {
    match mapped {
        None => out.push(point),
        Some(Mapped::One(code)) => out.push(CodePoint::from_u32(code).unwrap_or(point)),
        Some(Mapped::Many(text)) => out.push_str(text),
    }
}

fn map(text: &Wtf8, mapping: impl Fn(u32) -> Option<Mapped>) -> Wtf8Buf {
    let mut out = Wtf8Buf::with_capacity(text.len());
    for point in text.code_points() {
        push(&mut out, point, mapping(point.to_u32()));
    }
    out
}

fn first(code: u32, mapped: Option<Mapped>) -> u32 {
    match mapped {
        None => code,
        Some(Mapped::One(other)) => other,
        Some(Mapped::Many(text)) => text.chars().next().map_or(code, u32::from),
    }
}

/// The lower case of one code point; the first of several.
pub fn lower_char(code: u32) -> u32 {
    first(code, to_lower(code))
}

/// The upper case of one code point; the first of several.
pub fn upper_char(code: u32) -> u32 {
    first(code, to_upper(code))
}

/// `str.upper`.
pub fn upper(text: &Wtf8) -> Wtf8Buf {
    if text.is_ascii() { text.to_ascii_uppercase() } else { map(text, to_upper) }
}

/// `str.casefold`.
pub fn casefold(text: &Wtf8) -> Wtf8Buf {
    if text.is_ascii() { text.to_ascii_lowercase() } else { map(text, to_folded) }
}

/// `str.lower`.
pub fn lower(text: &Wtf8) -> Wtf8Buf {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut out = Wtf8Buf::with_capacity(text.len());
    for (at, point) in text.code_point_indices() {
        push_lower(&mut out, text, at, point);
    }
    out
}

fn push_lower(out: &mut Wtf8Buf, text: &Wtf8, at: usize, point: CodePoint) {
    if point.to_u32() == SIGMA {
        out.push_char(if is_final_sigma(text, at) { 'ς' } else { 'σ' });
    } else {
        push(out, point, to_lower(point.to_u32()));
    }
}

/// A sigma is final after a cased letter and not before one, case-ignorable characters aside.
fn is_final_sigma(text: &Wtf8, at: usize) -> bool {
    let relevant = |point: CodePoint| {
        let flags = flags(point.to_u32());
        (flags & CASE_IGNORABLE == 0).then_some(flags & CASED != 0)
    };
    let before = text.get(..at).and_then(|head| head.code_points().rev().find_map(relevant));
    let after = text.get(at..).and_then(|tail| tail.code_points().skip(1).find_map(relevant));
    before == Some(true) && after != Some(true)
}

/// `str.title`.
pub fn title(text: &Wtf8) -> Wtf8Buf {
    let mut out = Wtf8Buf::with_capacity(text.len());
    let mut in_word = false;
    for (at, point) in text.code_point_indices() {
        if in_word {
            push_lower(&mut out, text, at, point);
        } else {
            push(&mut out, point, to_title(point.to_u32()));
        }
        in_word = flags(point.to_u32()) & CASED != 0 || is_cased_ignorable(point.to_u32());
    }
    out
}

/// The generated `CASED` flag leaves out letters that are also case-ignorable; they still belong to a word.
fn is_cased_ignorable(code: u32) -> bool {
    is_lower(code) || is_upper(code) || is_title(code)
}

/// `str.capitalize`.
pub fn capitalize(text: &Wtf8) -> Wtf8Buf {
    let mut out = Wtf8Buf::with_capacity(text.len());
    for (at, point) in text.code_point_indices() {
        if at == 0 {
            push(&mut out, point, to_title(point.to_u32()));
        } else {
            push_lower(&mut out, text, at, point);
        }
    }
    out
}

/// `str.swapcase`.
pub fn swapcase(text: &Wtf8) -> Wtf8Buf {
    let mut out = Wtf8Buf::with_capacity(text.len());
    for (at, point) in text.code_point_indices() {
        let code = point.to_u32();
        if is_upper(code) {
            push_lower(&mut out, text, at, point);
        } else if is_lower(code) {
            push(&mut out, point, to_upper(code));
        } else {
            out.push(point);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(function: fn(&Wtf8) -> Wtf8Buf, cases: &[(&str, &str)]) {
        for (input, expected) in cases {
            assert_eq!(function(Wtf8::new(*input)), Wtf8Buf::from(*expected), "{input}");
        }
    }

    #[test]
    fn lower_and_upper() {
        check(lower, &[("ΑΣ", "ας"), ("ΣΑ", "σα"), ("ΑΣ.Β", "ασ.β"), ("İ", "i̇"), ("ΑΣ\u{301}", "ας\u{301}")]);
        check(upper, &[("ß", "SS"), ("ŉ", "ʼN"), ("ÿ", "Ÿ")]);
        check(casefold, &[("ß", "ss"), ("ΑΣ", "ασ"), ("ꭰ", "Ꭰ"), ("Maße", "masse")]);
    }

    #[test]
    fn mixed_case() {
        check(title, &[("they're ﬁne", "They'Re Fine"), ("ǆ ΑΣ", "ǅ Ας"), ("1a b2c", "1A B2C")]);
        check(capitalize, &[("ǆX", "ǅx"), ("ßA", "Ssa"), ("", ""), ("ΑΣ", "Ας")]);
        check(swapcase, &[("aBß", "AbSS"), ("ǅ", "ǅ"), ("ΑΣ", "ας")]);
    }
}

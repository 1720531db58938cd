//! Codecs of one byte a character: ASCII, Latin-1, the character sets of `tables.rs`, and maps given by the caller.

use hashbrown::HashMap;

use super::{
    DecodeHandler, EncodeFailure, EncodeHandler, Encoding, ErrInfo, Replacement, Step, Table, drive,
    encode_points,
};
use rustpython_wtf8::{CodePoint, Wtf8, Wtf8Buf};

const UNDEFINED: &str = "character maps to <undefined>";

/// What stands for a byte without meaning.
const NOTHING: u32 = 0xfffe;

/// What each byte means.
fn meanings(table: &Table) -> Vec<u32> {
    let mut all: Vec<u32> = table.chars.chars().map(u32::from).collect();
    if all.len() < 256 {
        let upper = std::mem::replace(&mut all, (0..128).collect());
        all.extend(upper);
    }
    all
}

pub(super) fn decode_ascii<E>(
    bytes: &[u8],
    handler: &mut DecodeHandler<'_, E>,
) -> Result<(Wtf8Buf, usize), E> {
    drive(bytes, 0, "ascii", handler, &mut |at, tail| {
        let plain = tail.iter().position(|byte| !byte.is_ascii()).unwrap_or(tail.len());
        match tail.get(..plain).and_then(|head| std::str::from_utf8(head).ok()) {
            Some(text) if !text.is_empty() => Step::Text(text),
            _ => Step::Bad { end: at + 1, reason: "ordinal not in range(128)" },
        }
    })
}

pub(super) fn decode_table<E>(
    bytes: &[u8],
    table: &Table,
    handler: &mut DecodeHandler<'_, E>,
) -> Result<(Wtf8Buf, usize), E> {
    let meanings = meanings(table);
    drive(bytes, 0, "charmap", handler, &mut |at, tail| {
        let byte = tail.first().copied().unwrap_or(0);
        match meanings.get(usize::from(byte)) {
            Some(&code) if code != NOTHING => Step::Code(code, 1),
            _ => Step::Bad { end: at + 1, reason: UNDEFINED },
        }
    })
}

pub(super) fn encode_below<E>(
    limit: u32,
    text: &Wtf8,
    handler: &mut EncodeHandler<'_, E>,
) -> Result<Vec<u8>, EncodeFailure<E>> {
    let (name, reason) = if limit == 0x80 {
        ("ascii", "ordinal not in range(128)")
    } else {
        ("latin-1", "ordinal not in range(256)")
    };
    let encoding = Encoding { name, reason, runs: true, unit: 1 };
    encode_points(&encoding, text, Vec::new(), handler, &|code, out| {
        let byte = u8::try_from(code).ok().filter(|_| code < limit);
        out.extend(byte);
        byte.is_some()
    })
}

pub(super) fn encode_table<E>(
    text: &Wtf8,
    table: &Table,
    handler: &mut EncodeHandler<'_, E>,
) -> Result<Vec<u8>, EncodeFailure<E>> {
    let encoding = Encoding { name: "charmap", reason: UNDEFINED, runs: true, unit: 1 };
    // Of several bytes with one meaning the last is written.
    let bytes = (0..=255u8).zip(meanings(table)).filter(|(_, code)| *code != NOTHING);
    let known: HashMap<u32, u8> = bytes.map(|(byte, code)| (code, byte)).collect();
    encode_points(&encoding, text, Vec::new(), handler, &|code, out| {
        let byte = known.get(&code);
        out.extend(byte);
        byte.is_some()
    })
}

/// `_codecs.charmap_decode` with a map of the caller's; the map says `None` for what is undefined.
///
/// # Errors
/// Whatever the map or the handler fails with.
pub fn decode_charmap<E>(
    bytes: &[u8],
    map: &mut dyn FnMut(u8) -> Result<Option<Wtf8Buf>, E>,
    handler: &mut DecodeHandler<'_, E>,
) -> Result<Wtf8Buf, E> {
    let mut out = Wtf8Buf::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if let Some(text) = map(byte)? {
            out.push_wtf8(&text);
            at += 1;
        } else {
            let info = ErrInfo { encoding: "charmap", start: at, end: at + 1, reason: UNDEFINED };
            let (replacement, next) = handler(&info)?;
            out.push_wtf8(&replacement);
            at = next;
        }
    }
    Ok(out)
}

/// `_codecs.charmap_encode` with a map of the caller's; the map says `None` for what is undefined.
///
/// # Errors
/// Whatever the map or the handler fails with, or a replacement the map does not know.
pub fn encode_charmap<E>(
    text: &Wtf8,
    map: &mut dyn FnMut(u32) -> Result<Option<Vec<u8>>, E>,
    handler: &mut EncodeHandler<'_, E>,
) -> Result<Vec<u8>, EncodeFailure<E>> {
    let points: Vec<u32> = text.code_points().map(CodePoint::to_u32).collect();
    let mut out = Vec::with_capacity(points.len());
    let mut at = 0;
    while let Some(&code) = points.get(at) {
        if let Some(bytes) = map(code).map_err(EncodeFailure::Handler)? {
            out.extend(bytes);
            at += 1;
            continue;
        }
        let mut end = at + 1;
        while let Some(&code) = points.get(end) {
            if map(code).map_err(EncodeFailure::Handler)?.is_some() {
                break;
            }
            end += 1;
        }
        let info = ErrInfo { encoding: "charmap", start: at, end, reason: UNDEFINED };
        let (replacement, next) = handler(&info).map_err(EncodeFailure::Handler)?;
        match replacement {
            Replacement::Bytes(bytes) => out.extend(bytes),
            Replacement::Text(text) => {
                for point in text.code_points() {
                    let bytes = map(point.to_u32()).map_err(EncodeFailure::Handler)?;
                    out.extend(bytes.ok_or_else(|| EncodeFailure::Replacement(info.clone()))?);
                }
            }
        }
        at = next;
    }
    Ok(out)
}

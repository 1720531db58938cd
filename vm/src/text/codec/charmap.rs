//! Codecs of one byte a character: ASCII, Latin-1, the code pages 1252 and 437, and maps given by the caller.

use super::{
    DecodeHandler, EncodeFailure, EncodeHandler, Encoding, ErrInfo, Replacement, Step, drive, encode_points,
};
use rustpython_wtf8::{CodePoint, Wtf8, Wtf8Buf};

const UNDEFINED: &str = "character maps to <undefined>";

/// The upper half of a code page; U+FFFE marks bytes without meaning.
pub(super) type UpperHalf = [u16; 128];

/// The upper half of cp1252.
#[rustfmt::skip]
pub(super) const CP1252: &UpperHalf = &[
    0x20ac, 0xfffe, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0xfffe, 0x17d, 0xfffe,
    0xfffe, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0xfffe, 0x17e, 0x178,
    0xa0, 0xa1, 0xa2, 0xa3, 0xa4, 0xa5, 0xa6, 0xa7, 0xa8, 0xa9, 0xaa, 0xab, 0xac, 0xad, 0xae, 0xaf,
    0xb0, 0xb1, 0xb2, 0xb3, 0xb4, 0xb5, 0xb6, 0xb7, 0xb8, 0xb9, 0xba, 0xbb, 0xbc, 0xbd, 0xbe, 0xbf,
    0xc0, 0xc1, 0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xc7, 0xc8, 0xc9, 0xca, 0xcb, 0xcc, 0xcd, 0xce, 0xcf,
    0xd0, 0xd1, 0xd2, 0xd3, 0xd4, 0xd5, 0xd6, 0xd7, 0xd8, 0xd9, 0xda, 0xdb, 0xdc, 0xdd, 0xde, 0xdf,
    0xe0, 0xe1, 0xe2, 0xe3, 0xe4, 0xe5, 0xe6, 0xe7, 0xe8, 0xe9, 0xea, 0xeb, 0xec, 0xed, 0xee, 0xef,
    0xf0, 0xf1, 0xf2, 0xf3, 0xf4, 0xf5, 0xf6, 0xf7, 0xf8, 0xf9, 0xfa, 0xfb, 0xfc, 0xfd, 0xfe, 0xff,
];

/// The upper half of cp437.
#[rustfmt::skip]
pub(super) const CP437: &UpperHalf = &[
    0xc7, 0xfc, 0xe9, 0xe2, 0xe4, 0xe0, 0xe5, 0xe7, 0xea, 0xeb, 0xe8, 0xef, 0xee, 0xec, 0xc4, 0xc5,
    0xc9, 0xe6, 0xc6, 0xf4, 0xf6, 0xf2, 0xfb, 0xf9, 0xff, 0xd6, 0xdc, 0xa2, 0xa3, 0xa5, 0x20a7, 0x192,
    0xe1, 0xed, 0xf3, 0xfa, 0xf1, 0xd1, 0xaa, 0xba, 0xbf, 0x2310, 0xac, 0xbd, 0xbc, 0xa1, 0xab, 0xbb,
    0x2591, 0x2592, 0x2593, 0x2502, 0x2524, 0x2561, 0x2562, 0x2556, 0x2555, 0x2563, 0x2551, 0x2557, 0x255d, 0x255c, 0x255b, 0x2510,
    0x2514, 0x2534, 0x252c, 0x251c, 0x2500, 0x253c, 0x255e, 0x255f, 0x255a, 0x2554, 0x2569, 0x2566, 0x2560, 0x2550, 0x256c, 0x2567,
    0x2568, 0x2564, 0x2565, 0x2559, 0x2558, 0x2552, 0x2553, 0x256b, 0x256a, 0x2518, 0x250c, 0x2588, 0x2584, 0x258c, 0x2590, 0x2580,
    0x3b1, 0xdf, 0x393, 0x3c0, 0x3a3, 0x3c3, 0xb5, 0x3c4, 0x3a6, 0x398, 0x3a9, 0x3b4, 0x221e, 0x3c6, 0x3b5, 0x2229,
    0x2261, 0xb1, 0x2265, 0x2264, 0x2320, 0x2321, 0xf7, 0x2248, 0xb0, 0x2219, 0xb7, 0x221a, 0x207f, 0xb2, 0x25a0, 0xa0,
];

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

pub(super) fn decode_upper_half<E>(
    bytes: &[u8],
    table: &UpperHalf,
    handler: &mut DecodeHandler<'_, E>,
) -> Result<(Wtf8Buf, usize), E> {
    drive(bytes, 0, "charmap", handler, &mut |at, tail| {
        let byte = tail.first().copied().unwrap_or(0);
        match byte.checked_sub(0x80).and_then(|index| table.get(usize::from(index))) {
            None => Step::Code(u32::from(byte), 1),
            Some(0xfffe) => Step::Bad { end: at + 1, reason: UNDEFINED },
            Some(&code) => Step::Code(u32::from(code), 1),
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

pub(super) fn encode_upper_half<E>(
    text: &Wtf8,
    table: &UpperHalf,
    handler: &mut EncodeHandler<'_, E>,
) -> Result<Vec<u8>, EncodeFailure<E>> {
    let encoding = Encoding { name: "charmap", reason: UNDEFINED, runs: true, unit: 1 };
    encode_points(&encoding, text, Vec::new(), handler, &|code, out| {
        let upper =
            || (0x80..=0xff).zip(table).find(|&(_, &entry)| u32::from(entry) == code && entry != 0xfffe);
        let byte = match u8::try_from(code) {
            Ok(byte) if byte < 0x80 => Some(byte),
            _ => upper().map(|(byte, _)| byte),
        };
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

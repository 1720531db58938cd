//! UTF-16 and UTF-32 in both byte orders.
//!
//! The order without a byte order mark is little endian, that of every machine this runs on. Decoding errors
//! name the order found, encoding errors the codec asked for.

use super::{Codec, DecodeHandler, EncodeFailure, EncodeHandler, Encoding, Step, drive, encode_points};
use rustpython_wtf8::{Wtf8, Wtf8Buf};

fn is_big_endian(codec: Codec) -> bool {
    matches!(codec, Codec::Utf16Be | Codec::Utf32Be)
}

fn name(codec: Codec) -> &'static str {
    match codec {
        Codec::Utf16 => "utf-16",
        Codec::Utf16Le => "utf-16-le",
        Codec::Utf16Be => "utf-16-be",
        Codec::Utf32 => "utf-32",
        Codec::Utf32Be => "utf-32-be",
        _ => "utf-32-le",
    }
}

/// Decodes what may begin with a byte order mark; positions count the mark.
pub(super) fn decode_marked<E>(
    codec: Codec,
    bytes: &[u8],
    final_chunk: bool,
    handler: &mut DecodeHandler<'_, E>,
) -> Result<(Wtf8Buf, usize), E> {
    match (codec, bytes) {
        (Codec::Utf16, [0xff, 0xfe, ..]) => decode16(Codec::Utf16Le, bytes, 2, final_chunk, handler),
        (Codec::Utf16, [0xfe, 0xff, ..]) => decode16(Codec::Utf16Be, bytes, 2, final_chunk, handler),
        (Codec::Utf16, _) => decode16(Codec::Utf16Le, bytes, 0, final_chunk, handler),
        (_, [0xff, 0xfe, 0, 0, ..]) => decode32(Codec::Utf32Le, bytes, 4, final_chunk, handler),
        (_, [0, 0, 0xfe, 0xff, ..]) => decode32(Codec::Utf32Be, bytes, 4, final_chunk, handler),
        _ => decode32(Codec::Utf32Le, bytes, 0, final_chunk, handler),
    }
}

pub(super) fn decode16<E>(
    codec: Codec,
    bytes: &[u8],
    start: usize,
    final_chunk: bool,
    handler: &mut DecodeHandler<'_, E>,
) -> Result<(Wtf8Buf, usize), E> {
    let unit = |pair: [u8; 2]| {
        u32::from(if is_big_endian(codec) { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) })
    };
    drive(bytes, start, name(codec), handler, &mut |at, tail| {
        let cut = |reason| if final_chunk { Step::Bad { end: at + tail.len(), reason } } else { Step::More };
        let &[a, b, ref rest @ ..] = tail else { return cut("truncated data") };
        match (unit([a, b]), rest) {
            (lead @ 0xd800..=0xdbff, &[c, d, ..]) => match unit([c, d]) {
                trail @ 0xdc00..=0xdfff => Step::Code(0x10000 + ((lead & 0x3ff) << 10 | trail & 0x3ff), 4),
                _ => Step::Bad { end: at + 2, reason: "illegal UTF-16 surrogate" },
            },
            (0xd800..=0xdbff, _) => cut("unexpected end of data"),
            (0xdc00..=0xdfff, _) => Step::Bad { end: at + 2, reason: "illegal encoding" },
            (code, _) => Step::Code(code, 2),
        }
    })
}

pub(super) fn decode32<E>(
    codec: Codec,
    bytes: &[u8],
    start: usize,
    final_chunk: bool,
    handler: &mut DecodeHandler<'_, E>,
) -> Result<(Wtf8Buf, usize), E> {
    drive(bytes, start, name(codec), handler, &mut |at, tail| {
        let Some(&unit) = tail.first_chunk::<4>() else {
            return if final_chunk {
                Step::Bad { end: at + tail.len(), reason: "truncated data" }
            } else {
                Step::More
            };
        };
        match if is_big_endian(codec) { u32::from_be_bytes(unit) } else { u32::from_le_bytes(unit) } {
            0xd800..=0xdfff => {
                Step::Bad { end: at + 4, reason: "code point in surrogate code point range(0xd800, 0xe000)" }
            }
            0x11_0000.. => Step::Bad { end: at + 4, reason: "code point not in range(0x110000)" },
            code => Step::Code(code, 4),
        }
    })
}

fn encoding(codec: Codec, unit: usize) -> Encoding {
    Encoding { name: name(codec), reason: "surrogates not allowed", runs: false, unit }
}

pub(super) fn put16(code: u32, big_endian: bool, out: &mut Vec<u8>) {
    let mut unit = |unit: u32| {
        let [_, _, high, low] = unit.to_be_bytes();
        out.extend(if big_endian { [high, low] } else { [low, high] });
    };
    match code.checked_sub(0x10000) {
        None => unit(code),
        Some(offset) => {
            unit(0xd800 | offset >> 10);
            unit(0xdc00 | offset & 0x3ff);
        }
    }
}

pub(super) fn put32(code: u32, big_endian: bool, out: &mut Vec<u8>) {
    out.extend(if big_endian { code.to_be_bytes() } else { code.to_le_bytes() });
}

pub(super) fn encode16<E>(
    codec: Codec,
    text: &Wtf8,
    handler: &mut EncodeHandler<'_, E>,
) -> Result<Vec<u8>, EncodeFailure<E>> {
    let mark = if codec == Codec::Utf16 { vec![0xff, 0xfe] } else { Vec::new() };
    encode_points(&encoding(codec, 2), text, mark, handler, &|code, out| {
        let valid = char::from_u32(code).is_some();
        if valid {
            put16(code, is_big_endian(codec), out);
        }
        valid
    })
}

pub(super) fn encode32<E>(
    codec: Codec,
    text: &Wtf8,
    handler: &mut EncodeHandler<'_, E>,
) -> Result<Vec<u8>, EncodeFailure<E>> {
    let mark = if codec == Codec::Utf32 { vec![0xff, 0xfe, 0, 0] } else { Vec::new() };
    encode_points(&encoding(codec, 4), text, mark, handler, &|code, out| {
        let valid = char::from_u32(code).is_some();
        if valid {
            put32(code, is_big_endian(codec), out);
        }
        valid
    })
}

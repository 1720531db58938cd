//! The codecs built into the interpreter, as `Objects/unicodeobject.c`.
//!
//! Decoders report how much they consumed, so that incremental use passes `final_chunk = false` and keeps the
//! rest. An error goes to a handler supplied by the caller, which answers with a replacement and the position
//! to go on from; a handler in Python has to be asked again for every error, as it may do anything.

mod charmap;
mod handler;
mod names;
mod tables;
mod unicode_escape;
mod utf8;
mod wide;

pub use charmap::{decode_charmap, encode_charmap};
pub use handler::{Handler, HandlerError};
pub use names::{lookup, normalize_name};
pub use tables::{TABLES, Table};
pub use unicode_escape::{EscapeDecoded, decode_unicode_escape};

use rustpython_wtf8::{CodePoint, Wtf8, Wtf8Buf};

/// A built-in codec.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Codec {
    /// `utf-8`
    Utf8,
    /// `utf-8-sig`
    Utf8Sig,
    /// `utf-16`: with a byte order mark, little endian without one.
    Utf16,
    /// `utf-16-le`
    Utf16Le,
    /// `utf-16-be`
    Utf16Be,
    /// `utf-32`: with a byte order mark, little endian without one.
    Utf32,
    /// `utf-32-le`
    Utf32Le,
    /// `utf-32-be`
    Utf32Be,
    /// `ascii`
    Ascii,
    /// `latin-1`
    Latin1,
    /// One of the single-byte character sets.
    Table(&'static Table),
    /// `unicode_escape`
    UnicodeEscape,
    /// `raw_unicode_escape`
    RawUnicodeEscape,
}

impl Codec {
    /// Whether CPython's `str.encode` and `bytes.decode` use it without the registry.
    #[must_use]
    pub const fn has_short_way(self) -> bool {
        matches!(self, Codec::Utf8 | Codec::Utf16 | Codec::Utf32 | Codec::Ascii | Codec::Latin1)
    }
}

/// Where and why coding failed: the fields of a UnicodeError.
///
/// Positions count bytes when decoding and code points when encoding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrInfo {
    /// The name the exception carries, which is not always the codec's.
    pub encoding: &'static str,
    /// Where the trouble begins.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// What the trouble is.
    pub reason: &'static str,
}

/// What an encoding error handler puts in place of the trouble.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Replacement {
    /// Text, still to be encoded.
    Text(Wtf8Buf),
    /// Bytes, copied as they are.
    Bytes(Vec<u8>),
}

/// Answers a decoding error: the replacement and the byte to go on from.
pub type DecodeHandler<'a, E> = dyn FnMut(&ErrInfo) -> Result<(Wtf8Buf, usize), E> + 'a;
/// Answers an encoding error: the replacement and the code point to go on from.
pub type EncodeHandler<'a, E> = dyn FnMut(&ErrInfo) -> Result<(Replacement, usize), E> + 'a;

/// Why encoding ended early.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EncodeFailure<E> {
    /// The handler failed.
    Handler(E),
    /// The handler's replacement cannot be encoded: the UnicodeEncodeError to raise.
    Replacement(ErrInfo),
}

/// Decodes with a built-in error handler.
///
/// # Errors
/// The error to raise as UnicodeDecodeError, or the fact that the handler is for encoding only.
pub fn decode(
    codec: Codec,
    bytes: &[u8],
    errors: Handler,
    final_chunk: bool,
) -> Result<(Wtf8Buf, usize), HandlerError> {
    let counted = match codec {
        Codec::Utf8Sig => bytes.strip_prefix(utf8::MARK).unwrap_or(bytes),
        _ => bytes,
    };
    decode_with(codec, bytes, final_chunk, &mut |info| errors.on_decode(info, counted))
}

/// Decodes; returns the text and the number of bytes consumed, which is all of them for a final chunk.
///
/// # Errors
/// Whatever the handler fails with. A position it returns beyond the end ends the decoding; checking it is the
/// handler's task. Positions in `utf-8-sig` count from behind the signature.
pub fn decode_with<E>(
    codec: Codec,
    bytes: &[u8],
    final_chunk: bool,
    handler: &mut DecodeHandler<'_, E>,
) -> Result<(Wtf8Buf, usize), E> {
    match codec {
        Codec::Utf8 => utf8::decode(bytes, final_chunk, handler),
        Codec::Utf8Sig => utf8::decode_sig(bytes, final_chunk, handler),
        Codec::Utf16 | Codec::Utf32 => wide::decode_marked(codec, bytes, final_chunk, handler),
        Codec::Utf16Le | Codec::Utf16Be => wide::decode16(codec, bytes, 0, final_chunk, handler),
        Codec::Utf32Le | Codec::Utf32Be => wide::decode32(codec, bytes, 0, final_chunk, handler),
        Codec::Ascii => charmap::decode_ascii(bytes, handler),
        Codec::Latin1 => Ok((bytes.iter().map(|&byte| CodePoint::from(byte)).collect(), bytes.len())),
        Codec::Table(table) => charmap::decode_table(bytes, table, handler),
        Codec::UnicodeEscape => {
            decode_unicode_escape(bytes, final_chunk, handler).map(|decoded| (decoded.text, decoded.consumed))
        }
        Codec::RawUnicodeEscape => unicode_escape::decode_raw(bytes, final_chunk, handler),
    }
}

/// Encodes with a built-in error handler.
///
/// # Errors
/// The error to raise as UnicodeEncodeError.
pub fn encode(codec: Codec, text: &Wtf8, errors: Handler) -> Result<Vec<u8>, HandlerError> {
    let mut points: Option<Vec<u32>> = None;
    let mut handler = |info: &ErrInfo| {
        let points = points.get_or_insert_with(|| text.code_points().map(CodePoint::to_u32).collect());
        match errors {
            // Unlike the handler by itself, codecs without a map take what can be escaped before they fail.
            Handler::SurrogateEscape if info.encoding != "charmap" => {
                errors.on_encode(&escapable(info, points), points)
            }
            _ => errors.on_encode(info, points),
        }
    };
    encode_with(codec, text, &mut handler).map_err(|failure| match failure {
        EncodeFailure::Handler(error) => error,
        EncodeFailure::Replacement(info) => HandlerError::Strict(info),
    })
}

/// The error cut down to the escaped bytes it begins with, if it does.
fn escapable(info: &ErrInfo, points: &[u32]) -> ErrInfo {
    let wrong = points.get(info.start..info.end).unwrap_or_default();
    let count = wrong.iter().take_while(|code| (0xdc80..=0xdcff).contains(*code)).count();
    let end = if count == 0 { info.end } else { info.start + count };
    ErrInfo { end, ..info.clone() }
}

/// Encodes, asking the handler about every run of code points that cannot be.
pub fn encode_with<E>(
    codec: Codec,
    text: &Wtf8,
    handler: &mut EncodeHandler<'_, E>,
) -> Result<Vec<u8>, EncodeFailure<E>> {
    let ascii_compatible = match codec {
        Codec::Utf16 | Codec::Utf16Le | Codec::Utf16Be => false,
        Codec::Utf32 | Codec::Utf32Le | Codec::Utf32Be => false,
        Codec::Utf8Sig | Codec::UnicodeEscape => false,
        Codec::Table(table) => table.begins_as_ascii(),
        Codec::Utf8 | Codec::Ascii | Codec::Latin1 | Codec::RawUnicodeEscape => true,
    };
    if ascii_compatible && text.is_ascii() {
        return Ok(text.as_bytes().to_vec());
    }
    match codec {
        Codec::Utf8 => utf8::encode(text, Vec::new(), handler),
        Codec::Utf8Sig => utf8::encode(text, utf8::MARK.to_vec(), handler),
        Codec::Utf16 | Codec::Utf16Le | Codec::Utf16Be => wide::encode16(codec, text, handler),
        Codec::Utf32 | Codec::Utf32Le | Codec::Utf32Be => wide::encode32(codec, text, handler),
        Codec::Ascii => charmap::encode_below(0x80, text, handler),
        Codec::Latin1 => charmap::encode_below(0x100, text, handler),
        Codec::Table(table) => charmap::encode_table(text, table, handler),
        Codec::UnicodeEscape => Ok(unicode_escape::encode(text)),
        Codec::RawUnicodeEscape => Ok(unicode_escape::encode_raw(text)),
    }
}

/// What a decoder found at a position.
enum Step<'a> {
    /// Well-formed text as it stands in the input.
    Text(&'a str),
    /// A code point made of that many bytes.
    Code(u32, usize),
    /// Bytes that mean that text.
    Decoded(Wtf8Buf, usize),
    /// Bytes up to `end` that mean nothing.
    Bad { end: usize, reason: &'static str },
    /// The chunk ends within a character.
    More,
}

/// Runs a decoder over the input from `at` on.
fn drive<'a, E>(
    bytes: &'a [u8],
    mut at: usize,
    encoding: &'static str,
    handler: &mut DecodeHandler<'_, E>,
    step: &mut dyn FnMut(usize, &'a [u8]) -> Step<'a>,
) -> Result<(Wtf8Buf, usize), E> {
    let mut out = Wtf8Buf::with_capacity(bytes.len());
    while let Some(tail) = bytes.get(at..).filter(|tail| !tail.is_empty()) {
        match step(at, tail) {
            Step::Text(text) => {
                out.push_str(text);
                at += text.len();
            }
            Step::Code(code, length) => {
                out.push(
                    CodePoint::from_u32(code).unwrap_or(CodePoint::from_char(char::REPLACEMENT_CHARACTER)),
                );
                at += length;
            }
            Step::Decoded(text, length) => {
                out.push_wtf8(&text);
                at += length;
            }
            Step::Bad { end, reason } => {
                let (replacement, next) = handler(&ErrInfo { encoding, start: at, end, reason })?;
                out.push_wtf8(&replacement);
                at = next;
            }
            Step::More => return Ok((out, at)),
        }
    }
    Ok((out, at.min(bytes.len())))
}

/// The unchanging facts of an encoder.
struct Encoding {
    name: &'static str,
    reason: &'static str,
    /// Whether one error covers a whole run of code points.
    runs: bool,
    /// The length all replacement bytes must be a multiple of.
    unit: usize,
}

/// Runs an encoder, `put`, which appends a code point or says that it cannot.
fn encode_points<E>(
    encoding: &Encoding,
    text: &Wtf8,
    mut out: Vec<u8>,
    handler: &mut EncodeHandler<'_, E>,
    put: &dyn Fn(u32, &mut Vec<u8>) -> bool,
) -> Result<Vec<u8>, EncodeFailure<E>> {
    let points: Vec<u32> = text.code_points().map(CodePoint::to_u32).collect();
    out.reserve(points.len());
    let mut at = 0;
    while let Some(&code) = points.get(at) {
        if put(code, &mut out) {
            at += 1;
            continue;
        }
        let mut probe = Vec::new();
        let more = points.iter().skip(at + 1).take_while(|&&code| encoding.runs && !put(code, &mut probe));
        let end = at + 1 + more.count();
        let info = ErrInfo { encoding: encoding.name, start: at, end, reason: encoding.reason };
        let (replacement, next) = handler(&info).map_err(EncodeFailure::Handler)?;
        match replacement {
            Replacement::Bytes(bytes) if bytes.len() % encoding.unit == 0 => out.extend(bytes),
            Replacement::Bytes(_) => return Err(EncodeFailure::Replacement(info)),
            Replacement::Text(text) => {
                if !text.code_points().all(|point| put(point.to_u32(), &mut out)) {
                    return Err(EncodeFailure::Replacement(info));
                }
            }
        }
        at = next;
    }
    Ok(out)
}

#[cfg(test)]
mod tests;

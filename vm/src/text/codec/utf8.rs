//! UTF-8, with and without signature. Well-formed input takes one validation and one copy.

use super::{DecodeHandler, EncodeFailure, EncodeHandler, Encoding, Step, drive, encode_points};
use rustpython_wtf8::{Wtf8, Wtf8Buf};

/// The signature of `utf-8-sig`.
pub(super) const MARK: &[u8] = b"\xef\xbb\xbf";

pub(super) fn decode<E>(
    bytes: &[u8],
    final_chunk: bool,
    handler: &mut DecodeHandler<'_, E>,
) -> Result<(Wtf8Buf, usize), E> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok((Wtf8Buf::from(text), bytes.len()));
    }
    drive(bytes, 0, "utf-8", handler, &mut |at, tail| {
        let error = match std::str::from_utf8(tail) {
            Ok(text) => return Step::Text(text),
            Err(error) => error,
        };
        let valid = tail.get(..error.valid_up_to()).and_then(|head| std::str::from_utf8(head).ok());
        if let Some(text) = valid.filter(|text| !text.is_empty()) {
            return Step::Text(text);
        }
        // The start of an encoded surrogate is left for the next chunk, for `surrogatepass` to see it whole.
        let half_surrogate = matches!(tail, [0xed, 0xa0..=0xbf]);
        if !final_chunk && (error.error_len().is_none() || half_surrogate) {
            return Step::More;
        }
        let end = at + error.error_len().unwrap_or(tail.len());
        let reason = match (error.error_len(), tail.first()) {
            (None, _) => "unexpected end of data",
            (_, Some(0xc2..=0xf4)) => "invalid continuation byte",
            _ => "invalid start byte",
        };
        Step::Bad { end, reason }
    })
}

/// Errors count positions from behind the signature, as CPython's do.
pub(super) fn decode_sig<E>(
    bytes: &[u8],
    final_chunk: bool,
    handler: &mut DecodeHandler<'_, E>,
) -> Result<(Wtf8Buf, usize), E> {
    if let Some(rest) = bytes.strip_prefix(MARK) {
        return decode(rest, final_chunk, handler).map(|(text, consumed)| (text, consumed + MARK.len()));
    }
    if !final_chunk && MARK.starts_with(bytes) {
        return Ok((Wtf8Buf::new(), 0));
    }
    decode(bytes, final_chunk, handler)
}

pub(super) fn encode<E>(
    text: &Wtf8,
    mut out: Vec<u8>,
    handler: &mut EncodeHandler<'_, E>,
) -> Result<Vec<u8>, EncodeFailure<E>> {
    if text.is_utf8() {
        out.extend(text.as_bytes());
        return Ok(out);
    }
    let encoding = Encoding { name: "utf-8", reason: "surrogates not allowed", runs: true, unit: 1 };
    encode_points(&encoding, text, out, handler, &|code, out| {
        let Some(c) = char::from_u32(code) else { return false };
        out.extend(c.encode_utf8(&mut [0; 4]).as_bytes());
        true
    })
}

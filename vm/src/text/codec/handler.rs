//! The error handlers of `codecs.register_error` that are there from the start.

use super::super::escape::numeric_escape;
use super::super::unicode;
use super::wide::{put16, put32};
use super::{ErrInfo, Replacement};
use rustpython_wtf8::{CodePoint, Wtf8Buf};

/// A built-in error handler.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handler {
    /// Raise.
    Strict,
    /// Leave out.
    Ignore,
    /// `?` or U+FFFD.
    Replace,
    /// Backslash escapes.
    BackslashReplace,
    /// `&#NNN;`; encoding only.
    XmlCharRefReplace,
    /// `\N{...}`; encoding only.
    NameReplace,
    /// Bytes as lone surrogates U+DC80 to U+DCFF and back.
    SurrogateEscape,
    /// Lone surrogates in the UTF encodings.
    SurrogatePass,
}

/// Why a handler did not answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HandlerError {
    /// Raise the UnicodeError itself.
    Strict(ErrInfo),
    /// A TypeError, "don't know how to handle UnicodeDecodeError in error callback".
    EncodeOnly,
}

impl Handler {
    /// The handler registered under that name from the start.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "strict" => Self::Strict,
            "ignore" => Self::Ignore,
            "replace" => Self::Replace,
            "backslashreplace" => Self::BackslashReplace,
            "xmlcharrefreplace" => Self::XmlCharRefReplace,
            "namereplace" => Self::NameReplace,
            "surrogateescape" => Self::SurrogateEscape,
            "surrogatepass" => Self::SurrogatePass,
            _ => return None,
        })
    }

    /// Answers a UnicodeDecodeError about `bytes`.
    pub fn on_decode(self, info: &ErrInfo, bytes: &[u8]) -> Result<(Wtf8Buf, usize), HandlerError> {
        let strict = || HandlerError::Strict(info.clone());
        let wrong = bytes.get(info.start..info.end).unwrap_or_default();
        match self {
            Self::Strict => Err(strict()),
            Self::Ignore => Ok((Wtf8Buf::new(), info.end)),
            Self::Replace => Ok((Wtf8Buf::from("\u{fffd}"), info.end)),
            Self::BackslashReplace => {
                let text: String = wrong.iter().map(|&byte| numeric_escape(u32::from(byte))).collect();
                Ok((text.into(), info.end))
            }
            Self::XmlCharRefReplace | Self::NameReplace => Err(HandlerError::EncodeOnly),
            Self::SurrogateEscape => {
                let escaped: Wtf8Buf = wrong
                    .iter()
                    .take(4)
                    .take_while(|byte| !byte.is_ascii())
                    .filter_map(|&byte| CodePoint::from_u32(0xdc00 + u32::from(byte)))
                    .collect();
                let count = escaped.code_points().count();
                if count == 0 { Err(strict()) } else { Ok((escaped, info.start + count)) }
            }
            Self::SurrogatePass => {
                let tail = bytes.get(info.start..).unwrap_or_default();
                let (code, length) = read_surrogate(info.encoding, tail).ok_or_else(strict)?;
                Ok((code.into(), info.start + length))
            }
        }
    }

    /// Answers a UnicodeEncodeError about text of these code points.
    pub fn on_encode(self, info: &ErrInfo, points: &[u32]) -> Result<(Replacement, usize), HandlerError> {
        let strict = || HandlerError::Strict(info.clone());
        let wrong = points.get(info.start..info.end).unwrap_or_default();
        let text = |show: &dyn Fn(u32) -> String| {
            let text: String = wrong.iter().map(|&code| show(code)).collect();
            Ok((Replacement::Text(text.into()), info.end))
        };
        match self {
            Self::Strict => Err(strict()),
            Self::Ignore => text(&|_| String::new()),
            Self::Replace => text(&|_| "?".to_owned()),
            Self::BackslashReplace => text(&numeric_escape),
            Self::XmlCharRefReplace => text(&|code| format!("&#{code};")),
            Self::NameReplace => text(&|code| match unicode::name(code) {
                Some(name) => format!("\\N{{{name}}}"),
                None => numeric_escape(code),
            }),
            Self::SurrogateEscape => {
                let bytes: Option<Vec<u8>> = wrong
                    .iter()
                    .map(|&code| match code {
                        0xdc80..=0xdcff => u8::try_from(code - 0xdc00).ok(),
                        _ => None,
                    })
                    .collect();
                Ok((Replacement::Bytes(bytes.ok_or_else(strict)?), info.end))
            }
            Self::SurrogatePass => {
                let mut bytes = Vec::new();
                for &code in wrong {
                    put_surrogate(info.encoding, code, &mut bytes).ok_or_else(strict)?;
                }
                Ok((Replacement::Bytes(bytes), info.end))
            }
        }
    }
}

/// A lone surrogate at the start of the bytes, and its length.
fn read_surrogate(encoding: &str, bytes: &[u8]) -> Option<(CodePoint, usize)> {
    let (code, length) = match (encoding, bytes) {
        ("utf-8", &[0xed, b @ 0xa0..=0xbf, c @ 0x80..=0xbf, ..]) => {
            (0xd000 | u32::from(b & 0x3f) << 6 | u32::from(c & 0x3f), 3)
        }
        ("utf-16" | "utf-16-le", &[a, b, ..]) => (u32::from(u16::from_le_bytes([a, b])), 2),
        ("utf-16-be", &[a, b, ..]) => (u32::from(u16::from_be_bytes([a, b])), 2),
        ("utf-32" | "utf-32-le", &[a, b, c, d, ..]) => (u32::from_le_bytes([a, b, c, d]), 4),
        ("utf-32-be", &[a, b, c, d, ..]) => (u32::from_be_bytes([a, b, c, d]), 4),
        _ => return None,
    };
    let surrogate = (0xd800..=0xdfff).contains(&code);
    Some((CodePoint::from_u32(code).filter(|_| surrogate)?, length))
}

fn put_surrogate(encoding: &str, code: u32, out: &mut Vec<u8>) -> Option<()> {
    if !(0xd800..=0xdfff).contains(&code) {
        return None;
    }
    match encoding {
        "utf-8" => out.extend(Wtf8Buf::from(CodePoint::from_u32(code)?).as_bytes()),
        "utf-16" | "utf-16-le" => put16(code, false, out),
        "utf-16-be" => put16(code, true, out),
        "utf-32" | "utf-32-le" => put32(code, false, out),
        "utf-32-be" => put32(code, true, out),
        _ => return None,
    }
    Some(())
}

//! From the bytes of a file to text: BOM, PEP 263 cookie, newlines (CPython: `Parser/tokenizer/`).

use super::error::{ErrorKind, SyntaxError};

type Decoded<T> = Result<T, Box<SyntaxError>>;

/// The upper half of cp1252, where it differs from Latin-1; 0 is undefined.
const CP1252: [u16; 32] = [
    0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0,
    0x017d, 0, 0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a,
    0x0153, 0, 0x017e, 0x0178,
];

/// Decodes the bytes of a source file.
///
/// # Errors
/// An unknown encoding, bytes the encoding does not have, or a BOM that contradicts the cookie.
pub fn decode_source(bytes: &[u8]) -> Decoded<String> {
    let (body, bom) = match bytes.strip_prefix(b"\xef\xbb\xbf") {
        Some(body) => (body, true),
        None => (bytes, false),
    };
    let name = cookie(body);
    let normal = name.as_deref().map_or("utf-8".to_owned(), normal_name);
    if bom && normal != "utf-8" {
        let name = name.unwrap_or_default();
        return syntax(format!("encoding problem: {name} with BOM"));
    }
    match normal.as_str() {
        "utf-8" => decode_utf8(body),
        "iso-8859-1" => Ok(body.iter().map(|&b| char::from(b)).collect()),
        "ascii" => match body.iter().position(|b| !b.is_ascii()) {
            None => decode_utf8(body),
            Some(at) => {
                let byte = body.get(at).copied().unwrap_or(0);
                syntax(format!(
                    "(unicode error) 'ascii' codec can't decode byte 0x{byte:02x} in position {at}: \
                     ordinal not in range(128)"
                ))
            }
        },
        "cp1252" => decode_cp1252(body),
        _ => syntax(format!("unknown encoding: {}", name.unwrap_or_default())),
    }
}

/// The encoding that a source names, where it is none of those that [`decode_source`] knows.
pub fn other_encoding(bytes: &[u8]) -> Option<String> {
    if bytes.starts_with(b"\xef\xbb\xbf") {
        return None;
    }
    let known = ["utf-8", "iso-8859-1", "ascii", "cp1252"];
    cookie(bytes).filter(|name| !known.contains(&normal_name(name).as_str()))
}

/// What is said of a program's file that [`decode_source`] refuses, where that differs.
pub fn refused_bytes(bytes: &[u8], file: &str) -> Option<String> {
    let (body, bom) = match bytes.strip_prefix(b"\xef\xbb\xbf") {
        Some(body) => (body, true),
        None => (bytes, false),
    };
    let Some(name) = cookie(body) else {
        let at = std::str::from_utf8(body).err()?.valid_up_to();
        let line = 1 + body.get(..at)?.iter().filter(|b| **b == b'\n').count();
        let byte = body.get(at)?;
        return Some(format!(
            "Non-UTF-8 code starting with '\\x{byte:02x}' in file {file} on line {line}, but no encoding declared; \
             see https://peps.python.org/pep-0263/ for details"
        ));
    };
    match normal_name(&name).as_str() {
        "utf-8" | "ascii" => None,
        normal if bom => Some(format!("encoding problem: {normal} with BOM")),
        "iso-8859-1" | "cp1252" => None,
        _ => Some(format!("encoding problem: {name}")),
    }
}

fn syntax<T>(msg: String) -> Decoded<T> {
    Err(SyntaxError::unplaced(ErrorKind::SyntaxError, msg))
}

/// The encoding a `coding[:=] name` comment names on the first two lines.
fn cookie(body: &[u8]) -> Option<String> {
    for line in body.split(|&b| b == b'\n').take(2) {
        let line = String::from_utf8_lossy(line);
        let trimmed = line.trim_start_matches([' ', '\t', '\x0c']);
        if let Some(comment) = trimmed.strip_prefix('#') {
            if let Some(name) = named_coding(comment) {
                return Some(name);
            }
        } else if !trimmed.trim_end().is_empty() {
            return None;
        }
    }
    None
}

fn named_coding(comment: &str) -> Option<String> {
    let mut rest = comment;
    loop {
        rest = rest.get(rest.find("coding")? + "coding".len()..)?;
        let Some(value) = rest.strip_prefix([':', '=']) else { continue };
        let value = value.trim_start_matches([' ', '\t']);
        let end =
            value.find(|c: char| !(c.is_ascii_alphanumeric() || "-_.".contains(c))).unwrap_or(value.len());
        if end > 0 {
            return value.get(..end).map(str::to_owned);
        }
    }
}

fn normal_name(name: &str) -> String {
    let name = name.to_ascii_lowercase().replace('_', "-");
    match name.as_str() {
        "utf8" | "utf-8-sig" | "u8" => "utf-8".to_owned(),
        "latin-1" | "latin1" | "l1" | "iso8859-1" | "iso-latin-1" | "8859" | "cp819" => {
            "iso-8859-1".to_owned()
        }
        "us-ascii" | "646" => "ascii".to_owned(),
        "windows-1252" | "1252" => "cp1252".to_owned(),
        other if other.starts_with("utf-8-") => "utf-8".to_owned(),
        other if other.starts_with("latin-1-") || other.starts_with("iso-8859-1-") => "iso-8859-1".to_owned(),
        other => other.to_owned(),
    }
}

fn decode_utf8(body: &[u8]) -> Decoded<String> {
    let failed = match std::str::from_utf8(body) {
        Ok(text) => return Ok(text.to_owned()),
        Err(failed) => failed,
    };
    let at = failed.valid_up_to();
    let byte = body.get(at).copied().unwrap_or(0);
    let reason = match (failed.error_len(), byte) {
        (None, _) => "unexpected end of data",
        (Some(_), 0x80..=0xc1 | 0xf5..) => "invalid start byte",
        _ => "invalid continuation byte",
    };
    let place = match failed.error_len().unwrap_or(body.len() - at) {
        0 | 1 => format!("byte 0x{byte:02x} in position {at}"),
        length => format!("bytes in position {at}-{}", at + length - 1),
    };
    syntax(format!("(unicode error) 'utf-8' codec can't decode {place}: {reason}"))
}

fn decode_cp1252(body: &[u8]) -> Decoded<String> {
    let mut text = String::with_capacity(body.len());
    for (at, &byte) in body.iter().enumerate() {
        let code = match byte {
            0x80..=0x9f => CP1252.get(usize::from(byte - 0x80)).copied().unwrap_or(0),
            _ => u16::from(byte),
        };
        match char::from_u32(u32::from(code)) {
            Some(c) if code != 0 || byte == 0 => text.push(c),
            _ => {
                return syntax(format!(
                    "(unicode error) 'charmap' codec can't decode byte 0x{byte:02x} in position {at}: \
                     character maps to <undefined>"
                ));
            }
        }
    }
    Ok(text)
}

/// The text to tokenize: only `\n` ends lines, and the last line has one.
pub(super) fn normalise(source: &str) -> Decoded<String> {
    if memchr::memchr(0, source.as_bytes()).is_some() {
        return syntax("source code string cannot contain null bytes".to_owned());
    }
    if u32::try_from(source.len()).is_err() {
        return Err(SyntaxError::unplaced(ErrorKind::MemoryError, "source too large"));
    }
    let mut text = match memchr::memchr(b'\r', source.as_bytes()) {
        Some(_) => source.replace("\r\n", "\n").replace('\r', "\n"),
        None => {
            let mut text = String::with_capacity(source.len() + 1);
            text.push_str(source);
            text
        }
    };
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    Ok(text)
}

//! Names and aliases of encodings, as the `encodings` package searches them.

use super::{Codec, TABLES, Table};

/// Folds a name as `encodings.normalize_encoding`: runs of punctuation become one underscore.
///
/// Points stay, and characters outside ASCII vanish.
pub fn normalize_name(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut gap = false;
    for c in name.chars() {
        if c.is_alphanumeric() || c == '.' {
            if gap && !out.is_empty() {
                out.push('_');
            }
            gap = false;
            if c.is_ascii() {
                out.push(c.to_ascii_lowercase());
            }
        } else {
            gap = true;
        }
    }
    out
}

/// The built-in codec of that name, however it is spelled.
///
/// `None` covers the codecs of the standard library that are not built in, as well as unknown names.
pub fn lookup(name: &str) -> Option<Codec> {
    let name = normalize_name(name);
    by_alias(&name).or_else(|| {
        let folded = name.replace('.', "_");
        // Only aliases are searched again, not the names of the codecs themselves.
        by_alias(&folded).filter(|codec| codec.module() != folded)
    })
}

fn by_alias(name: &str) -> Option<Codec> {
    Some(match name {
        "utf_8" | "utf8" | "u8" | "utf" | "cp65001" | "utf8_ucs2" | "utf8_ucs4" => Codec::Utf8,
        "utf_8_sig" => Codec::Utf8Sig,
        "utf_16" | "utf16" | "u16" => Codec::Utf16,
        "utf_16_le" | "utf_16le" | "unicodelittleunmarked" => Codec::Utf16Le,
        "utf_16_be" | "utf_16be" | "unicodebigunmarked" => Codec::Utf16Be,
        "utf_32" | "utf32" | "u32" => Codec::Utf32,
        "utf_32_le" | "utf_32le" => Codec::Utf32Le,
        "utf_32_be" | "utf_32be" => Codec::Utf32Be,
        "ascii" | "646" | "ansi_x3.4_1968" | "ansi_x3_4_1968" | "ansi_x3.4_1986" | "cp367" | "csascii"
        | "ibm367" | "iso646_us" | "iso_646.irv_1991" | "iso_ir_6" | "us" | "us_ascii" => Codec::Ascii,
        "latin_1" | "8859" | "cp819" | "csisolatin1" | "ibm819" | "iso8859" | "iso8859_1" | "iso_8859_1"
        | "iso_8859_1_1987" | "iso_ir_100" | "l1" | "latin" | "latin1" => Codec::Latin1,
        "unicode_escape" => Codec::UnicodeEscape,
        "raw_unicode_escape" => Codec::RawUnicodeEscape,
        _ => {
            let is_meant =
                |t: &&Table| t.module == name || t.aliases.split_whitespace().any(|alias| alias == name);
            Codec::Table(TABLES.iter().find(is_meant)?)
        }
    })
}

impl Codec {
    /// The `name` of its CodecInfo.
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf8Sig => "utf-8-sig",
            Self::Utf16 => "utf-16",
            Self::Utf16Le => "utf-16-le",
            Self::Utf16Be => "utf-16-be",
            Self::Utf32 => "utf-32",
            Self::Utf32Le => "utf-32-le",
            Self::Utf32Be => "utf-32-be",
            Self::Ascii => "ascii",
            Self::Latin1 => "iso8859-1",
            Self::Table(table) => table.name,
            Self::UnicodeEscape => "unicode-escape",
            Self::RawUnicodeEscape => "raw-unicode-escape",
        }
    }

    /// The module in the `encodings` package.
    fn module(self) -> String {
        match self {
            Self::Latin1 => "latin_1".to_owned(),
            _ => self.name().replace('-', "_"),
        }
    }
}

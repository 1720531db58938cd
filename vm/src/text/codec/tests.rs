//! Expectations taken from CPython 3.13; a leading `!` marks an exception.

use super::*;

fn shown(info: &ErrInfo) -> String {
    format!("{} {} {} {}", info.encoding, info.start, info.end, info.reason)
}

fn text_of(points: &[u32]) -> Wtf8Buf {
    points.iter().filter_map(|&code| CodePoint::from_u32(code)).collect()
}

fn parts(codec: &str, errors: &str) -> (Codec, Handler) {
    (lookup(codec).unwrap_or(Codec::Utf8), Handler::from_name(errors).unwrap_or(Handler::Strict))
}

#[test]
fn decoding() {
    for &(codec, errors, final_chunk, bytes, expected) in DECODED {
        let (codec, errors) = parts(codec, errors);
        let found = match decode(codec, bytes, errors, final_chunk) {
            Ok((text, consumed)) => format!("{text}|{consumed}"),
            Err(HandlerError::Strict(info)) => format!("!{}", shown(&info)),
            Err(HandlerError::EncodeOnly) => "!encode only".to_owned(),
        };
        assert_eq!(found, expected, "{codec:?} {bytes:?}");
    }
}

#[test]
fn encoding() {
    for &(codec, errors, points, expected) in ENCODED {
        let (codec, errors) = parts(codec, errors);
        assert_eq!(encode(codec, &text_of(points), errors), Ok(expected.to_vec()), "{codec:?} {points:?}");
    }
    for &(codec, errors, points, expected) in REFUSED {
        let (codec, errors) = parts(codec, errors);
        let found = encode(codec, &text_of(points), errors);
        let Err(HandlerError::Strict(info)) = found else { panic!("{codec:?} {points:?} gave {found:?}") };
        assert_eq!(shown(&info), expected, "{codec:?} {points:?}");
    }
}

#[test]
fn surrogates_stay_apart() {
    let decoded = decode(Codec::UnicodeEscape, b"\\ud83d\\ude00", Handler::Strict, true);
    assert_eq!(decoded, Ok((text_of(&[0xd83d, 0xde00]), 12)));
    let decoded = decode(Codec::Utf8, b"a\xff\xed\xa0\x80", Handler::SurrogateEscape, true);
    assert_eq!(decoded, Ok((text_of(&[0x61, 0xdcff, 0xdced, 0xdca0, 0xdc80]), 5)));
    let decoded = decode(Codec::Utf8, b"\xed\xa0\x80", Handler::SurrogatePass, true);
    assert_eq!(decoded, Ok((text_of(&[0xd800]), 3)));
}

#[test]
fn names() {
    for (name, codec) in [
        ("UTF8", Some("utf-8")),
        (" utf--8 ", Some("utf-8")),
        ("UTF-16LE", Some("utf-16-le")),
        ("iso_646.irv_1991", Some("ascii")),
        ("L1", Some("iso8859-1")),
        ("Windows-1252", Some("cp1252")),
        ("utf8-sig", None),
        ("utf.8", None),
    ] {
        assert_eq!(lookup(name).map(Codec::name), codec, "{name}");
    }
}

#[test]
fn maps_of_the_caller() {
    let mut map = |byte: u8| Ok((byte == b'a').then(|| Wtf8Buf::from("xx")));
    let mut handler = |info: &ErrInfo| Handler::Replace.on_decode(info, b"ab");
    assert_eq!(decode_charmap(b"ab", &mut map, &mut handler), Ok(Wtf8Buf::from("xx\u{fffd}")));
    let mut map = |code: u32| Ok((code < 0x62).then(|| vec![1, 2]));
    let mut handler = |info: &ErrInfo| Err::<(Replacement, usize), _>(info.end);
    assert_eq!(encode_charmap(Wtf8::new("abca"), &mut map, &mut handler), Err(EncodeFailure::Handler(3)));
}

const DECODED: &[(&str, &str, bool, &[u8], &str)] = &[
    ("utf-8", "strict", true, b"a\xc3", "!utf-8 1 2 unexpected end of data"),
    ("utf-8", "strict", true, b"\xe2(\xa1", "!utf-8 0 1 invalid continuation byte"),
    ("utf-8", "strict", true, b"\xed\xa0\x80", "!utf-8 0 1 invalid continuation byte"),
    ("utf-8", "strict", true, b"\xf0\x9f\x98", "!utf-8 0 3 unexpected end of data"),
    ("utf-8", "strict", true, b"\xf5\x80", "!utf-8 0 1 invalid start byte"),
    ("utf-8", "strict", true, b"\x80", "!utf-8 0 1 invalid start byte"),
    ("utf-8", "strict", false, b"a\xe2\x82", "a|1"),
    ("utf-8", "strict", false, b"\xed\xa0", "|0"),
    ("utf-8", "strict", false, b"\xe0\x80", "!utf-8 0 1 invalid continuation byte"),
    ("utf-8", "replace", true, b"\xf0\x9f(\x98\xff", "\u{fffd}(\u{fffd}\u{fffd}|5"),
    ("utf-8", "backslashreplace", true, b"a\xed\xa0", "a\u{5c}xed\u{5c}xa0|3"),
    ("utf-8", "ignore", true, b"a\xffb", "ab|3"),
    ("utf-8", "xmlcharrefreplace", true, b"\xff", "!encode only"),
    ("utf-16", "strict", true, b"\xfe\xff\x00a", "a|4"),
    ("utf-16", "strict", true, b"a\x00b", "!utf-16-le 2 3 truncated data"),
    ("utf-16", "strict", false, b"a\x00\x00\xd8", "a|2"),
    ("utf-16-le", "strict", true, b"\x00\xd8a\x00", "!utf-16-le 0 2 illegal UTF-16 surrogate"),
    ("utf-16-be", "strict", true, b"\xdc\x00", "!utf-16-be 0 2 illegal encoding"),
    ("utf-16-le", "strict", true, b"=\xd8\x00\xde", "\u{1f600}|4"),
    ("utf-32", "strict", true, b"\xff\xfe\x00\x00a\x00\x00\x00", "a|8"),
    (
        "utf-32-be",
        "strict",
        true,
        b"\x00\x00\xd8\x00",
        "!utf-32-be 0 4 code point in surrogate code point range(0xd800, 0xe000)",
    ),
    ("utf-32-le", "strict", true, b"\x00\x00\x11\x00", "!utf-32-le 0 4 code point not in range(0x110000)"),
    ("utf-32-le", "replace", true, b"a\x00\x00\x00b", "a\u{fffd}|5"),
    ("ascii", "strict", true, b"ab\xe9", "!ascii 2 3 ordinal not in range(128)"),
    ("ascii", "replace", true, b"\xe9b", "\u{fffd}b|2"),
    ("latin-1", "strict", true, b"\xe9", "\u{e9}|1"),
    ("cp1252", "strict", true, b"a\x81", "!charmap 1 2 character maps to <undefined>"),
    ("cp1252", "strict", true, b"\x80", "\u{20ac}|1"),
    ("cp437", "strict", true, b"\xc4", "\u{2500}|1"),
    ("utf-8-sig", "strict", true, b"\xef\xbb\xbfa", "a|4"),
    ("unicode_escape", "strict", true, b"\x5cx4z", "!unicodeescape 0 3 truncated \u{5c}xXX escape"),
    ("unicode_escape", "strict", true, b"\x5cu12", "!unicodeescape 0 4 truncated \u{5c}uXXXX escape"),
    ("unicode_escape", "strict", true, b"\x5cU00110000", "!unicodeescape 0 10 illegal Unicode character"),
    ("unicode_escape", "strict", true, b"\x5cN{BULLET}", "\u{2022}|10"),
    ("unicode_escape", "strict", true, b"\x5cN{zzz}", "!unicodeescape 0 7 unknown Unicode character name"),
    ("unicode_escape", "strict", true, b"\x5cN{}", "!unicodeescape 0 3 malformed \u{5c}N character escape"),
    ("unicode_escape", "strict", true, b"\x5cN{x", "!unicodeescape 0 4 malformed \u{5c}N character escape"),
    ("unicode_escape", "strict", true, b"\x5c", "!unicodeescape 0 1 \u{5c} at end of string"),
    ("unicode_escape", "strict", true, b"\x5c777\x5cq\x5c\x0a\xe9", "\u{1ff}\u{5c}q\u{e9}|9"),
    ("unicode_escape", "strict", true, b"\x5cN", "!unicodeescape 0 2 malformed \u{5c}N character escape"),
    ("unicode_escape", "strict", false, b"a\x5cu12", "a|1"),
    ("unicode_escape", "strict", false, b"a\x5c", "a|1"),
    ("unicode_escape", "strict", false, b"\x5cN{x", "|0"),
    ("raw_unicode_escape", "strict", true, b"\x5cu1234\x5cn\xe9", "\u{1234}\u{5c}n\u{e9}|9"),
    ("raw_unicode_escape", "strict", true, b"\x5c\x5cu1234", "\u{5c}\u{5c}u1234|7"),
    ("raw_unicode_escape", "strict", true, b"\x5cu12", "!rawunicodeescape 0 4 truncated \u{5c}uXXXX escape"),
    (
        "raw_unicode_escape",
        "strict",
        true,
        b"\x5cU00110000",
        "!rawunicodeescape 0 10 \u{5c}Uxxxxxxxx out of range",
    ),
    ("raw_unicode_escape", "strict", true, b"a\x5c", "a\u{5c}|2"),
];

const ENCODED: &[(&str, &str, &[u32], &[u8])] = &[
    ("ascii", "xmlcharrefreplace", &[0x61, 0xe9, 0x1234], b"a&#233;&#4660;"),
    ("ascii", "namereplace", &[0xe9, 0xd800], b"\x5cN{LATIN SMALL LETTER E WITH ACUTE}\x5cud800"),
    ("latin-1", "backslashreplace", &[0xe9, 0x1234, 0x1f600], b"\xe9\x5cu1234\x5cU0001f600"),
    ("cp1252", "replace", &[0x20ac, 0x1234], b"\x80?"),
    ("cp437", "ignore", &[0x2500, 0x1234, 0x61], b"\xc4a"),
    ("utf-8", "surrogatepass", &[0x61, 0xd800], b"a\xed\xa0\x80"),
    ("utf-8", "surrogateescape", &[0xdc80, 0xdcff], b"\x80\xff"),
    ("utf-16", "strict", &[0x61, 0x1f600], b"\xff\xfea\x00=\xd8\x00\xde"),
    ("utf-16-be", "surrogatepass", &[0xdc80], b"\xdc\x80"),
    ("utf-32", "replace", &[0xd800], b"\xff\xfe\x00\x00?\x00\x00\x00"),
    ("utf-8-sig", "strict", &[0x61], b"\xef\xbb\xbfa"),
    (
        "unicode_escape",
        "strict",
        &[0x5c, 0xe9, 0xa, 0x7f, 0xd800, 0x1f600],
        b"\x5c\x5c\x5cxe9\x5cn\x5cx7f\x5cud800\x5cU0001f600",
    ),
    ("raw_unicode_escape", "strict", &[0x5c, 0xe9, 0x1234], b"\x5c\xe9\x5cu1234"),
];

const REFUSED: &[(&str, &str, &[u32], &str)] = &[
    ("ascii", "strict", &[0x61, 0xe9, 0x1234, 0x62], "ascii 1 3 ordinal not in range(128)"),
    ("latin-1", "strict", &[0x1234], "latin-1 0 1 ordinal not in range(256)"),
    ("cp1252", "strict", &[0x61, 0xd800, 0xdfff], "charmap 1 3 character maps to <undefined>"),
    ("utf-8", "strict", &[0x61, 0xd800, 0xdfff, 0x62], "utf-8 1 3 surrogates not allowed"),
    ("utf-16", "strict", &[0x61, 0xd800, 0xdfff], "utf-16 1 2 surrogates not allowed"),
    ("utf-32-be", "strict", &[0xd800], "utf-32-be 0 1 surrogates not allowed"),
    ("utf-8", "surrogateescape", &[0xdcff, 0xd800], "utf-8 1 2 surrogates not allowed"),
    ("utf-16-le", "surrogateescape", &[0xdcff], "utf-16-le 0 1 surrogates not allowed"),
    ("ascii", "surrogatepass", &[0xe9], "ascii 0 1 ordinal not in range(128)"),
];

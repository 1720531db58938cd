//! One function per codec and direction: `utf_8_encode` and its kin, each giving `(result, length consumed)`.

use pyvm_vm::heap::{Bytes, Str};
use pyvm_vm::objects::str::codec as raising;
use pyvm_vm::text::codec::Codec;
use pyvm_vm::types::NativeDef;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

/// Declares the functions: those of multi-byte codecs say how much of a chunk they consumed.
macro_rules! codecs {
    (chunked: $($encode:literal $decode:literal $codec:ident;)* whole: $($wencode:literal $wdecode:literal $wcodec:ident $signature:literal;)*) => {
        pub(super) static FUNCTIONS: &[NativeDef] = &[
            $(
                NativeDef::function($encode, "($module, str, errors=None, /)", |vm, a| encode(vm, a, $encode, Codec::$codec), ""),
                NativeDef::function($decode, "($module, data, errors=None, final=False, /)", |vm, a| {
                    let is_final = vm.is_true(&a[2])?;
                    decode(vm, a, Codec::$codec, is_final)
                }, ""),
            )*
            $(
                NativeDef::function($wencode, "($module, str, errors=None, /)", |vm, a| encode(vm, a, $wencode, Codec::$wcodec), ""),
                NativeDef::function($wdecode, $signature, |vm, a| {
                    let is_final = a.get(2).map_or(Ok(true), |flag| vm.is_true(flag))?;
                    decode(vm, a, Codec::$wcodec, is_final)
                }, ""),
            )*
            NativeDef::function("utf_16_encode", "($module, str, errors=None, byteorder=0, /)", |vm, a| {
                ordered(vm, a, "utf_16_encode", [Codec::Utf16Le, Codec::Utf16, Codec::Utf16Be])
            }, ""),
            NativeDef::function("utf_32_encode", "($module, str, errors=None, byteorder=0, /)", |vm, a| {
                ordered(vm, a, "utf_32_encode", [Codec::Utf32Le, Codec::Utf32, Codec::Utf32Be])
            }, ""),
            NativeDef::function("utf_16_decode", "($module, data, errors=None, final=False, /)", |vm, a| {
                let is_final = vm.is_true(&a[2])?;
                decode(vm, a, Codec::Utf16, is_final)
            }, ""),
            NativeDef::function("utf_32_decode", "($module, data, errors=None, final=False, /)", |vm, a| {
                let is_final = vm.is_true(&a[2])?;
                decode(vm, a, Codec::Utf32, is_final)
            }, ""),
            NativeDef::function("utf_16_ex_decode", "($module, data, errors=None, byteorder=0, final=False, /)", |vm, a| {
                extended(vm, a, [Codec::Utf16Le, Codec::Utf16, Codec::Utf16Be])
            }, ""),
            NativeDef::function("utf_32_ex_decode", "($module, data, errors=None, byteorder=0, final=False, /)", |vm, a| {
                extended(vm, a, [Codec::Utf32Le, Codec::Utf32, Codec::Utf32Be])
            }, ""),
            NativeDef::function("readbuffer_encode", "($module, data, errors=None, /)", readbuffer, ""),
        ];
    };
}

codecs! {
    chunked:
    "utf_8_encode" "utf_8_decode" Utf8;
    "utf_16_le_encode" "utf_16_le_decode" Utf16Le;
    "utf_16_be_encode" "utf_16_be_decode" Utf16Be;
    "utf_32_le_encode" "utf_32_le_decode" Utf32Le;
    "utf_32_be_encode" "utf_32_be_decode" Utf32Be;
    whole:
    "ascii_encode" "ascii_decode" Ascii "($module, data, errors=None, /)";
    "latin_1_encode" "latin_1_decode" Latin1 "($module, data, errors=None, /)";
    "unicode_escape_encode" "unicode_escape_decode" UnicodeEscape "($module, data, errors=None, final=True, /)";
    "raw_unicode_escape_encode" "raw_unicode_escape_decode" RawUnicodeEscape "($module, data, errors=None, final=True, /)";
}

pub(super) fn errors_of(vm: &Vm, value: &Value, function: &str) -> PyResult<String> {
    if value.is_none() {
        return Ok("strict".to_owned());
    }
    match value.as_text() {
        Some(text) => Ok(text.to_string()),
        None => {
            let got = vm.type_name(value);
            Err(vm.type_error(format!("{function}() argument 2 must be str or None, not {got}")))
        }
    }
}

pub(super) fn text_of<'a>(vm: &Vm, value: &'a Value, function: &str) -> PyResult<&'a Str> {
    value.as_text().ok_or_else(|| {
        let got = vm.type_name(value);
        vm.type_error(format!("{function}() argument 1 must be str, not {got}"))
    })
}

pub(super) fn pair(vm: &Vm, result: Value, length: usize) -> PyResult {
    Ok(vm.new_tuple(vec![result, Value::from(length)]))
}

fn encode(vm: &Vm, args: &[Value], function: &str, codec: Codec) -> PyResult {
    let text = text_of(vm, &args[0], function)?;
    let errors = errors_of(vm, &args[1], function)?;
    let data = raising::encode_text(vm, text, codec, &errors)?;
    pair(vm, vm.new_bytes(&data), text.char_len())
}

/// With a byte order: negative is little, positive big, 0 the native one with a mark.
fn ordered(vm: &Vm, args: &[Value], function: &str, codecs: [Codec; 3]) -> PyResult {
    let [little, marked, big] = codecs;
    let codec = match vm.index_i64(&args[2])? {
        0 => marked,
        n if n < 0 => little,
        _ => big,
    };
    encode(vm, args, function, codec)
}

/// The bytes to decode: the escape codecs take text too.
fn data_of(vm: &Vm, value: &Value, codec: Codec) -> PyResult<Bytes> {
    let takes_text = matches!(codec, Codec::UnicodeEscape | Codec::RawUnicodeEscape);
    match value.as_text() {
        Some(text) if takes_text => Ok(Bytes::new(text.as_bytes())),
        _ => vm.bytes_of(value),
    }
}

fn decode(vm: &Vm, args: &[Value], codec: Codec, is_final: bool) -> PyResult {
    let data = data_of(vm, &args[0], codec)?;
    let errors = errors_of(vm, &args[1], "decode")?;
    let (text, consumed) = raising::decode_chunk(vm, codec, &data, &errors, is_final)?;
    pair(vm, Value::Str(text), consumed)
}

/// Also tells the byte order that the mark gave.
fn extended(vm: &Vm, args: &[Value], codecs: [Codec; 3]) -> PyResult {
    let [little, marked, big] = codecs;
    let data = vm.bytes_of(&args[0])?;
    let errors = errors_of(vm, &args[1], "decode")?;
    let (order, is_final) = (vm.index_i64(&args[2])?, vm.is_true(&args[3])?);
    let marks: [&[u8]; 2] =
        if marked == Codec::Utf16 { [b"\xff\xfe", b"\xfe\xff"] } else { [b"\xff\xfe\0\0", b"\0\0\xfe\xff"] };
    let seen = match (order, data.starts_with(marks[0]), data.starts_with(marks[1])) {
        (0, true, _) => -1,
        (0, _, true) => 1,
        (order, ..) => order,
    };
    let codec = match order {
        0 => marked,
        n if n < 0 => little,
        _ => big,
    };
    let (text, consumed) = raising::decode_chunk(vm, codec, &data, &errors, is_final)?;
    Ok(vm.new_tuple(vec![Value::Str(text), Value::from(consumed), Value::Int(seen)]))
}

fn readbuffer(vm: &Vm, args: &[Value]) -> PyResult {
    errors_of(vm, &args[1], "readbuffer_encode")?;
    let data = match args[0].as_text() {
        Some(text) => Bytes::new(text.as_bytes()),
        None => vm.bytes_of(&args[0])?,
    };
    let length = data.len();
    pair(vm, Value::Bytes(data), length)
}

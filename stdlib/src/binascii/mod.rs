//! `binascii`: base64, hexadecimal, uuencoding, quoted-printable, checksums. Mirrors `Modules/binascii.c`.

use pyvm_vm::heap::Bytes;
use pyvm_vm::types::NativeDef;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult, Value};

use crate::support::{add_exception, error_of};

mod base64;
mod hex;
mod quoted;
mod uu;

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function("a2b_uu", "($module, data, /)", uu::decode, "Decode a line of uuencoded data."),
    NativeDef::function(
        "b2a_uu",
        "($module, data, /, *, backtick=False)",
        uu::encode,
        "Uuencode line of data.",
    ),
    NativeDef::function(
        "a2b_base64",
        "($module, data, /, *, strict_mode=False)",
        base64::decode,
        "Decode a line of base64 data.\n\n  strict_mode\n    When set to True, bytes that are not in the base64 standard are not allowed.\n    The same applies to excess data after padding (= / ==).",
    ),
    NativeDef::function(
        "b2a_base64",
        "($module, data, /, *, newline=True)",
        base64::encode,
        "Base64-code line of data.",
    ),
    NativeDef::function(
        "a2b_hex",
        "($module, hexstr, /)",
        hex::decode,
        "Binary data of hexadecimal representation.\n\nhexstr must contain an even number of hex digits (upper or lower case).\nThis function is also available as \"unhexlify()\".",
    ),
    NativeDef::function("b2a_hex", HEXLIFY, hex::encode, HEXLIFY_DOC),
    NativeDef::function("hexlify", HEXLIFY, hex::encode, HEXLIFY_DOC),
    NativeDef::function(
        "unhexlify",
        "($module, hexstr, /)",
        hex::decode,
        "Binary data of hexadecimal representation.\n\nhexstr must contain an even number of hex digits (upper or lower case).",
    ),
    NativeDef::function("crc_hqx", "($module, data, crc, /)", crc_hqx, "Compute CRC-CCITT incrementally."),
    NativeDef::function("crc32", "($module, data, crc=0, /)", crc32, "Compute CRC-32 incrementally."),
    NativeDef::function(
        "b2a_qp",
        "($module, /, data, quotetabs=False, istext=True, header=False)",
        quoted::encode,
        "Encode a string using quoted-printable encoding.\n\nOn encoding, when istext is set, newlines are not encoded, and white\nspace at end of lines is.  When istext is not set, \\r and \\n (CR/LF)\nare both encoded.  When quotetabs is set, space and tabs are encoded.",
    ),
    NativeDef::function(
        "a2b_qp",
        "($module, /, data, header=False)",
        quoted::decode,
        "Decode a string of qp-encoded data.",
    ),
];

const HEXLIFY: &str = "($module, /, data, sep=<unrepresentable>, bytes_per_sep=1)";
const HEXLIFY_DOC: &str = "Hexadecimal representation of binary data.\n\n  sep\n    An optional single character or byte to separate hex bytes.\n  bytes_per_sep\n    How many bytes between separators.  Positive values count from the\n    right, negative values count from the left.\n\nThe return value is a bytes object.";

/// Makes the module.
///
/// # Errors
/// What setting its members raises.
pub(crate) fn make(vm: &Vm) -> PyResult {
    let doc = "Conversion between binary data and ASCII";
    let module = pyvm_vm::modules::make(vm, "binascii", doc, FUNCTIONS);
    add_exception(vm, &module, "binascii", "Error", std::slice::from_ref(&vm.exc.value_error))?;
    add_exception(vm, &module, "binascii", "Incomplete", std::slice::from_ref(&vm.exc.exception))?;
    Ok(module)
}

fn error(vm: &Vm, message: &str) -> PyError {
    error_of(vm, "binascii", "Error", message)
}

/// The bytes of ASCII text or of a bytes-like object.
fn ascii_data(vm: &Vm, value: &Value) -> PyResult<Bytes> {
    if let Some(text) = value.as_text() {
        if !text.is_ascii() {
            return Err(vm.value_error("string argument should contain only ASCII characters"));
        }
        return Ok(Bytes::new(text.as_bytes()));
    }
    if !vm.is_bytes_like(value) {
        let got = vm.type_name(value);
        let message = format!("argument should be bytes, buffer or ASCII string, not '{got}'");
        return Err(vm.type_error(message));
    }
    vm.bytes_of(value)
}

/// The low 32 bits of an integer argument.
pub(crate) fn low_word(vm: &Vm, value: &Value) -> PyResult<u32> {
    let n = vm.index_big(value)?;
    let low = n & num_bigint::BigInt::from(u32::MAX);
    Ok(u32::try_from(low).unwrap_or(0))
}

/// `crc32(data, crc=0)` of this module and of `zlib`.
pub(crate) fn crc32(vm: &Vm, args: &[Value]) -> PyResult {
    let data = vm.bytes_of(&args[0])?;
    let mut hasher = crc32fast::Hasher::new_with_initial(low_word(vm, &args[1])?);
    hasher.update(&data);
    Ok(Value::Int(i64::from(hasher.finalize())))
}

fn crc_hqx(vm: &Vm, args: &[Value]) -> PyResult {
    let data = vm.bytes_of(&args[0])?;
    let mut crc = (low_word(vm, &args[1])? & 0xffff) as u16;
    for byte in data.iter() {
        crc ^= u16::from(*byte) << 8;
        for _ in 0..8 {
            crc = if crc & 0x8000 == 0 { crc << 1 } else { (crc << 1) ^ 0x1021 };
        }
    }
    Ok(Value::Int(i64::from(crc)))
}

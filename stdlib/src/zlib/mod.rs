//! `zlib`: deflate streams over `flate2` and the zlib library itself, whose output is CPython's to the byte. Mirrors
//! `Modules/zlibmodule.c`.

use pyvm_vm::heap::Bytes;
use pyvm_vm::types::NativeDef;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult, Value};

use crate::binascii::{crc32, low_word};
use crate::support::{add_exception, add_types, error_of};

mod compress;
mod decompress;
mod inflate;

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function(
        "adler32",
        "($module, data, value=1, /)",
        adler32,
        "Compute an Adler-32 checksum of data.\n\n  value\n    Starting value of the checksum.\n\nThe returned checksum is an integer.",
    ),
    NativeDef::function(
        "compress",
        "($module, data, /, level=Z_DEFAULT_COMPRESSION, wbits=MAX_WBITS)",
        compress::compress,
        "Returns a bytes object containing compressed data.\n\n  data\n    Binary data to be compressed.\n  level\n    Compression level, in 0-9 or -1.\n  wbits\n    The window buffer size and container format.",
    ),
    NativeDef::function(
        "compressobj",
        "($module, /, level=Z_DEFAULT_COMPRESSION, method=DEFLATED,\n            wbits=MAX_WBITS, memLevel=DEF_MEM_LEVEL,\n            strategy=Z_DEFAULT_STRATEGY, zdict=None)",
        compress::compressobj,
        "Return a compressor object.",
    ),
    NativeDef::function(
        "crc32",
        "($module, data, value=0, /)",
        crc32,
        "Compute a CRC-32 checksum of data.\n\n  value\n    Starting value of the checksum.\n\nThe returned checksum is an integer.",
    ),
    NativeDef::function(
        "decompress",
        "($module, data, /, wbits=MAX_WBITS, bufsize=DEF_BUF_SIZE)",
        decompress::decompress,
        "Returns a bytes object containing the uncompressed data.\n\n  data\n    Compressed data.\n  wbits\n    The window buffer size and container format.\n  bufsize\n    The initial output buffer size.",
    ),
    NativeDef::function(
        "decompressobj",
        "($module, /, wbits=MAX_WBITS, zdict=b'')",
        decompress::decompressobj,
        "Return a decompressor object.\n\n  wbits\n    The window buffer size and container format.\n  zdict\n    The predefined compression dictionary.  This must be the same\n    dictionary as used by the compressor that produced the input data.",
    ),
];

const DOC: &str = "The functions in this module allow compression and decompression using the\nzlib library, which is based on GNU zip.";

static CONSTANTS: &[(&str, i64)] = &[
    ("MAX_WBITS", 15),
    ("DEFLATED", 8),
    ("DEF_MEM_LEVEL", 8),
    ("DEF_BUF_SIZE", 16384),
    ("Z_NO_COMPRESSION", 0),
    ("Z_BEST_SPEED", 1),
    ("Z_BEST_COMPRESSION", 9),
    ("Z_DEFAULT_COMPRESSION", -1),
    ("Z_FILTERED", 1),
    ("Z_HUFFMAN_ONLY", 2),
    ("Z_RLE", 3),
    ("Z_FIXED", 4),
    ("Z_DEFAULT_STRATEGY", 0),
    ("Z_NO_FLUSH", 0),
    ("Z_PARTIAL_FLUSH", 1),
    ("Z_SYNC_FLUSH", 2),
    ("Z_FULL_FLUSH", 3),
    ("Z_FINISH", 4),
    ("Z_BLOCK", 5),
    ("Z_TREES", 6),
];

/// Makes the module.
///
/// # Errors
/// What setting its members raises.
pub(crate) fn make(vm: &Vm) -> PyResult {
    let module = pyvm_vm::modules::make(vm, "zlib", DOC, FUNCTIONS);
    add_exception(vm, &module, "zlib", "error", std::slice::from_ref(&vm.exc.exception))?;
    add_types(vm, &module, &[&decompress::ZLIB_DECOMPRESSOR])?;
    for (name, value) in CONSTANTS {
        pyvm_vm::modules::set(vm, &module, name, Value::Int(*value))?;
    }
    for name in ["ZLIB_VERSION", "ZLIB_RUNTIME_VERSION"] {
        pyvm_vm::modules::set(vm, &module, name, Value::str("1.3.1"))?;
    }
    pyvm_vm::modules::set(vm, &module, "__version__", Value::str("1.0"))?;
    Ok(module)
}

/// `zlib.error`: what zlib's code stands for, what was being done, and its message.
fn error(vm: &Vm, code: i32, doing: &str, message: Option<&str>) -> PyError {
    let message = message.map(|message| format!(": {message}")).unwrap_or_default();
    plain_error(vm, &format!("Error {code} {doing}{message}"))
}

fn plain_error(vm: &Vm, message: &str) -> PyError {
    error_of(vm, "zlib", "error", message)
}

/// The error for a stream that has ended.
fn ended(vm: &Vm, doing: &str) -> PyError {
    error(vm, -2, doing, Some("inconsistent stream state"))
}

/// An integer argument; unbound where it was left out.
fn integer(vm: &Vm, given: &Value, default: i64) -> PyResult<i64> {
    if given.is_unbound() {
        return Ok(default);
    }
    let too_large = |vm: &Vm| vm.overflow_error("Python int too large to convert to C int");
    let n = vm.index_i64_or(given, too_large)?;
    if i32::try_from(n).is_ok() { Ok(n) } else { Err(too_large(vm)) }
}

/// What a dictionary of a decompressor may be.
fn dictionary(vm: &Vm, given: &Value) -> PyResult<Option<Bytes>> {
    if given.is_unbound() {
        return Ok(None);
    }
    if !vm.is_bytes_like(given) {
        return Err(vm.type_error("zdict argument must support the buffer protocol"));
    }
    vm.bytes_of(given).map(Some)
}

fn adler32(vm: &Vm, args: &[Value]) -> PyResult {
    let data = vm.bytes_of(&args[0])?;
    let mut adler = adler2::Adler32::from_checksum(low_word(vm, &args[1])?);
    adler.write_slice(&data);
    Ok(Value::Int(i64::from(adler.checksum())))
}

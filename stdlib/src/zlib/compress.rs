//! Compression.

use std::cell::{Cell, RefCell};

use flate2::{Compress, Compression, FlushCompress, Status};
use pyvm_vm::heap::Visitor;
use pyvm_vm::objects::Native;
use pyvm_vm::types::{Layout, NativeDef, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::{ended, error, integer, plain_error};

/// Bytes of output made at a time.
const CHUNK: usize = 16 * 1024;
/// About how many steps a byte of input takes.
const STEPS_A_BYTE: u64 = 40;

/// A stream under way.
struct Compressor {
    stream: RefCell<Compress>,
    ended: Cell<bool>,
}

/// `zlib.Compress`
static SPEC: TypeSpec = TypeSpec {
    flags: TypeFlags::NO_NEW.with(TypeFlags::ATOM),
    layout: Some(Layout::Native("zlib.Compress")),
    methods: &[
        NativeDef::method(
            "compress",
            "($self, data, /)",
            |vm, a| {
                let data = vm.bytes_of(&a[1])?;
                run(vm, of(vm, &a[0])?, &data, FlushCompress::None, "while compressing data")
            },
            "Returns a bytes object containing compressed data.\n\n  data\n    Binary data to be compressed.\n\nAfter calling this function, some of the input data may still\nbe stored in internal buffers for later processing.\nCall the flush() method to clear these buffers.",
        )
        .by_keyword_parser(),
        NativeDef::method(
            "flush",
            "($self, mode=zlib.Z_FINISH, /)",
            flush,
            "Return a bytes object containing any remaining compressed data.\n\n  mode\n    One of the constants Z_SYNC_FLUSH, Z_FULL_FLUSH, Z_FINISH.\n    If mode == Z_FINISH, the compressor object can no longer be\n    used after calling the flush() method.  Otherwise, more data\n    can still be compressed.",
        )
        .by_keyword_parser(),
        NativeDef::method(
            "copy",
            "($self, /)",
            |vm, _| Err(vm.unfinished("zlib.Compress.copy")),
            "Return a copy of the compression object.",
        )
        .by_keyword_parser(),
        NativeDef::method("__copy__", "($self, /)", |vm, _| Err(vm.unfinished("zlib.Compress.copy")), "")
            .by_keyword_parser(),
        NativeDef::method(
            "__deepcopy__",
            "($self, memo, /)",
            |vm, _| Err(vm.unfinished("zlib.Compress.copy")),
            "",
        )
        .by_keyword_parser(),
    ],
    ..TypeSpec::named("Compress", "zlib")
};

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Compressor> {
    vm.payload(value, "zlib.Compress")
}

/// A stream of a level, window and container; none where zlib has no such thing.
fn stream(level: i64, wbits: i64) -> Option<Compress> {
    let level = match level {
        -1 => Compression::default(),
        0..=9 => Compression::new(u32::try_from(level).ok()?),
        _ => return None,
    };
    // A window of 256 bytes has become one of 512 in zlib itself.
    let window = |bits: i64| u8::try_from(bits.max(9)).ok();
    Some(match wbits {
        8..=15 => Compress::new_with_window_bits(level, true, window(wbits)?),
        -15..=-9 => Compress::new_with_window_bits(level, false, window(-wbits)?),
        24..=31 => Compress::new_gzip(level, window(wbits - 16)?),
        _ => return None,
    })
}

/// Runs a stream over some data; what it puts out.
fn run(vm: &Vm, this: &Compressor, data: &[u8], mode: FlushCompress, doing: &str) -> PyResult {
    if this.ended.get() {
        return Err(ended(vm, doing));
    }
    vm.charge_work(data.len() as u64 * STEPS_A_BYTE)?;
    let mut output = Vec::new();
    let mut stream = this.stream.borrow_mut();
    let mut rest = data;
    loop {
        if !vm.check_size(CHUNK) {
            return Err(vm.out_of_memory());
        }
        output.reserve(CHUNK);
        let before = stream.total_in();
        let status = stream.compress_vec(rest, &mut output, mode);
        let taken = usize::try_from(stream.total_in() - before).unwrap_or(0);
        rest = rest.get(taken..).unwrap_or(&[]);
        match status {
            Err(e) => {
                return Err(error(vm, -2, doing, Some(e.message().unwrap_or("inconsistent stream state"))));
            }
            Ok(Status::StreamEnd) => {
                this.ended.set(true);
                break;
            }
            // All is out where there was room left.
            Ok(_) if rest.is_empty() && output.len() < output.capacity() => break,
            Ok(_) => {}
        }
    }
    Ok(vm.new_bytes(&output))
}

fn flush(vm: &Vm, args: &[Value]) -> PyResult {
    let this = of(vm, &args[0])?;
    let mode = match integer(vm, &args[1], 4)? {
        0 => return Ok(vm.new_bytes(&[])),
        1 => FlushCompress::Partial,
        2 => FlushCompress::Sync,
        3 => FlushCompress::Full,
        4 => FlushCompress::Finish,
        5 => return Err(vm.unfinished("zlib.Z_BLOCK")),
        _ => return Err(ended(vm, "while flushing")),
    };
    run(vm, this, &[], mode, "while flushing")
}

pub(super) fn compress(vm: &Vm, args: &[Value]) -> PyResult {
    let data = vm.bytes_of(&args[0])?;
    let (level, wbits) = (integer(vm, &args[1], -1)?, integer(vm, &args[2], 15)?);
    let Some(stream) = stream(level, wbits) else { return Err(plain_error(vm, "Bad compression level")) };
    let this = Compressor { stream: RefCell::new(stream), ended: Cell::new(false) };
    run(vm, &this, &data, FlushCompress::Finish, "while compressing data")
}

pub(super) fn compressobj(vm: &Vm, args: &[Value]) -> PyResult {
    let (level, method) = (integer(vm, &args[0], -1)?, integer(vm, &args[1], 8)?);
    let (wbits, memory) = (integer(vm, &args[2], 15)?, integer(vm, &args[3], 8)?);
    let strategy = integer(vm, &args[4], 0)?;
    let dictionary = if args[5].is_none() { None } else { Some(vm.bytes_of(&args[5])?) };
    let valid = method == 8 && (1..=9).contains(&memory) && (0..=4).contains(&strategy);
    let Some(mut stream) = stream(level, wbits).filter(|_| valid) else {
        return Err(vm.value_error("Invalid initialization option"));
    };
    if memory != 8 {
        return Err(vm.unfinished("zlib.compressobj(memLevel=...)"));
    }
    if strategy != 0 {
        return Err(vm.unfinished("zlib.compressobj(strategy=...)"));
    }
    if let Some(dictionary) = dictionary
        && stream.set_dictionary(&dictionary).is_err()
    {
        return Err(vm.value_error("Invalid dictionary"));
    }
    let this = Compressor { stream: RefCell::new(stream), ended: Cell::new(false) };
    Ok(vm.new_native(&vm.native_type(&SPEC), this))
}

impl Native for Compressor {
    fn traverse(&self, _visit: &mut Visitor<'_>) {}
}

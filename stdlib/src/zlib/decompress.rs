//! Decompression: the function and both kinds of objects.

use std::cell::{Cell, RefCell};

use pyvm_vm::heap::Visitor;
use pyvm_vm::objects::Native;
use pyvm_vm::types::{GetSetDef, Layout, NativeDef, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::inflate::Inflate;
use super::{dictionary, ended, error, integer};
use crate::support::instance;

const DOING: &str = "while decompressing data";

/// `zlib.decompress(data, wbits, bufsize)`
pub(super) fn decompress(vm: &Vm, args: &[Value]) -> PyResult {
    let data = vm.bytes_of(&args[0])?;
    let wbits = integer(vm, &args[1], 15)?;
    if !args[2].is_unbound() && vm.index_i64(&args[2])? < 0 {
        return Err(vm.value_error("bufsize must be non-negative"));
    }
    let Some(mut stream) = Inflate::new(wbits, None) else {
        return Err(error(vm, -2, "while preparing to decompress data", Some("inconsistent stream state")));
    };
    let (output, _) = stream.run(vm, &data, usize::MAX)?;
    if !stream.at_end {
        return Err(error(vm, -5, DOING, Some("incomplete or truncated stream")));
    }
    Ok(vm.new_bytes(&output))
}

/// What `decompressobj` returns.
struct Decompressor {
    stream: RefCell<Inflate>,
    unused: RefCell<Vec<u8>>,
    tail: RefCell<Vec<u8>>,
    ended: Cell<bool>,
}

static SPEC: TypeSpec = TypeSpec {
    flags: TypeFlags::NO_NEW.with(TypeFlags::ATOM),
    layout: Some(Layout::Native("zlib.Decompress")),
    methods: &[
        NativeDef::method(
            "decompress",
            "($self, data, /, max_length=0)",
            decompress_some,
            "Return a bytes object containing the decompressed version of the data.\n\n  data\n    The binary data to decompress.\n  max_length\n    The maximum allowable length of the decompressed data.\n    Unconsumed input data will be stored in\n    the unconsumed_tail attribute.\n\nAfter calling this function, some of the input data may still be stored in\ninternal buffers for later processing.\nCall the flush() method to clear these buffers.",
        ),
        NativeDef::method(
            "flush",
            "($self, length=zlib.DEF_BUF_SIZE, /)",
            flush,
            "Return a bytes object containing any remaining decompressed data.\n\n  length\n    the initial size of the output buffer.",
        )
        .by_keyword_parser(),
        NativeDef::method(
            "copy",
            "($self, /)",
            |vm, _| Err(vm.unfinished("zlib.Decompress.copy")),
            "Return a copy of the decompression object.",
        )
        .by_keyword_parser(),
        NativeDef::method("__copy__", "($self, /)", |vm, _| Err(vm.unfinished("zlib.Decompress.copy")), "")
            .by_keyword_parser(),
        NativeDef::method(
            "__deepcopy__",
            "($self, memo, /)",
            |vm, _| Err(vm.unfinished("zlib.Decompress.copy")),
            "",
        )
        .by_keyword_parser(),
    ],
    getset: &[
        GetSetDef::member("unused_data", |vm, v| Ok(vm.new_bytes(&of(vm, v)?.unused.borrow())), ""),
        GetSetDef::member("unconsumed_tail", |vm, v| Ok(vm.new_bytes(&of(vm, v)?.tail.borrow())), ""),
        GetSetDef::member("eof", |vm, v| Ok(Value::Bool(of(vm, v)?.stream.borrow().at_end)), ""),
    ],
    ..TypeSpec::named("Decompress", "zlib")
};

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Decompressor> {
    vm.payload(value, "zlib.Decompress")
}

pub(super) fn decompressobj(vm: &Vm, args: &[Value]) -> PyResult {
    let wbits = integer(vm, &args[0], 15)?;
    let dictionary = dictionary(vm, &args[1])?.filter(|bytes| !bytes.is_empty());
    let Some(stream) = Inflate::new(wbits, dictionary) else {
        return Err(vm.value_error("Invalid initialization option"));
    };
    let this = Decompressor {
        stream: RefCell::new(stream),
        unused: RefCell::default(),
        tail: RefCell::default(),
        ended: Cell::new(false),
    };
    Ok(vm.new_native(&vm.native_type(&SPEC), this))
}

fn decompress_some(vm: &Vm, args: &[Value]) -> PyResult {
    let this = of(vm, &args[0])?;
    let data = vm.bytes_of(&args[1])?;
    let most = vm.index_i64(&args[2])?;
    let Ok(most) = usize::try_from(most) else {
        return Err(vm.value_error("max_length must be non-negative"));
    };
    feed(vm, this, &data, if most == 0 { usize::MAX } else { most })
}

/// Decompresses data, and keeps what is left of it in its place.
fn feed(vm: &Vm, this: &Decompressor, data: &[u8], most: usize) -> PyResult {
    if this.ended.get() {
        return Err(ended(vm, DOING));
    }
    let mut stream = this.stream.borrow_mut();
    let (output, taken) = stream.run(vm, data, most)?;
    let rest = data.get(taken..).unwrap_or(&[]);
    if stream.at_end {
        this.unused.borrow_mut().extend_from_slice(rest);
        this.tail.borrow_mut().clear();
    } else {
        *this.tail.borrow_mut() = rest.to_vec();
    }
    Ok(vm.new_bytes(&output))
}

fn flush(vm: &Vm, args: &[Value]) -> PyResult {
    let this = of(vm, &args[0])?;
    if !args[1].is_unbound() && vm.index_i64(&args[1])? <= 0 {
        return Err(vm.value_error("length must be greater than zero"));
    }
    if this.ended.get() {
        return Ok(vm.new_bytes(&[]));
    }
    let tail = this.tail.borrow().clone();
    let output = feed(vm, this, &tail, usize::MAX)?;
    if this.stream.borrow().at_end {
        this.ended.set(true);
    }
    Ok(output)
}

/// `zlib._ZlibDecompressor`: keeps the input itself.
struct Incremental {
    stream: RefCell<Inflate>,
    input: RefCell<Vec<u8>>,
    unused: RefCell<Vec<u8>>,
    needs_input: Cell<bool>,
}

/// Its type.
pub(super) static ZLIB_DECOMPRESSOR: TypeSpec = TypeSpec {
    flags: TypeFlags::ATOM,
    doc: Some(
        "Create a decompressor object for decompressing data incrementally.\n\n  wbits = 15\n  zdict\n     The predefined compression dictionary. This is a sequence of bytes\n     (such as a bytes object) containing subsequences that are expected\n     to occur frequently in the data that is to be compressed. Those\n     subsequences that are expected to be most common should come at the\n     end of the dictionary. This must be the same dictionary as used by the\n     compressor that produced the input data.\n",
    ),
    signature: Some("(wbits=15, zdict=b'')"),
    layout: Some(Layout::Native("zlib._ZlibDecompressor")),
    new: Some(&NEW),
    methods: &[NativeDef::method(
        "decompress",
        "($self, /, data, max_length=-1)",
        decompress_incrementally,
        "Decompress *data*, returning uncompressed data as bytes.\n\nIf *max_length* is nonnegative, returns at most *max_length* bytes of\ndecompressed data. If this limit is reached and further output can be\nproduced, *self.needs_input* will be set to ``False``. In this case, the next\ncall to *decompress()* may provide *data* as b'' to obtain more of the output.\n\nIf all of the input data was decompressed and returned (either because this\nwas less than *max_length* bytes, or because *max_length* was negative),\n*self.needs_input* will be set to True.\n\nAttempting to decompress data after the end of stream is reached raises an\nEOFError.  Any data found after the end of the stream is ignored and saved in\nthe unused_data attribute.",
    )],
    getset: &[
        GetSetDef::member(
            "eof",
            |vm, v| Ok(Value::Bool(incremental(vm, v)?.stream.borrow().at_end)),
            "True if the end-of-stream marker has been reached.",
        ),
        GetSetDef::member(
            "unused_data",
            |vm, v| Ok(vm.new_bytes(&incremental(vm, v)?.unused.borrow())),
            "Data found after the end of the compressed stream.",
        ),
        GetSetDef::member(
            "needs_input",
            |vm, v| Ok(Value::Bool(incremental(vm, v)?.needs_input.get())),
            "True if more input is needed before more decompressed data can be produced.",
        ),
    ],
    ..TypeSpec::named("_ZlibDecompressor", "zlib")
};
static NEW: NativeDef =
    NativeDef::static_("__new__", "($type, wbits=15, zdict=<unrepresentable>)", new_incremental, "");

fn incremental<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Incremental> {
    vm.payload(value, "zlib._ZlibDecompressor")
}

fn new_incremental(vm: &Vm, args: &[Value]) -> PyResult {
    let wbits = integer(vm, &args[1], 15)?;
    let Some(stream) = Inflate::new(wbits, dictionary(vm, &args[2])?) else {
        return Err(vm.value_error("Invalid initialization option"));
    };
    let this = Incremental {
        stream: RefCell::new(stream),
        input: RefCell::default(),
        unused: RefCell::default(),
        needs_input: Cell::new(true),
    };
    instance(vm, &args[0], this)
}

fn decompress_incrementally(vm: &Vm, args: &[Value]) -> PyResult {
    let this = incremental(vm, &args[0])?;
    let data = vm.bytes_of(&args[1])?;
    let most = usize::try_from(vm.index_i64(&args[2])?).unwrap_or(usize::MAX);
    let mut stream = this.stream.borrow_mut();
    if stream.at_end {
        return Err(vm.eof_error("End of stream already reached"));
    }
    let mut input = this.input.borrow_mut();
    input.extend_from_slice(&data);
    let (output, taken) = stream.run(vm, &input, most)?;
    let taken = taken.min(input.len());
    input.drain(..taken);
    if stream.at_end {
        *this.unused.borrow_mut() = std::mem::take(&mut *input);
        this.needs_input.set(false);
    } else {
        this.needs_input.set(input.is_empty() && output.len() < most);
    }
    Ok(vm.new_bytes(&output))
}

impl Native for Decompressor {
    fn traverse(&self, _visit: &mut Visitor<'_>) {}
}

impl Native for Incremental {
    fn traverse(&self, _visit: &mut Visitor<'_>) {}
}

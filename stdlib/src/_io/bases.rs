//! `_RawIOBase`, `_BufferedIOBase` and `_TextIOBase`: what subclasses in Python start from.

use pyvm_vm::types::{GetSetDef, NativeDef, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::{DEFAULT_BUFFER_SIZE, base, unsupported};
use crate::support::method;

/// `_RawIOBase`
pub(super) static RAW_BASE: TypeSpec = TypeSpec {
    doc: Some("Base class for raw binary I/O."),
    base: Some(&base::IO_BASE),
    flags: TypeFlags::BASETYPE,
    methods: &[
        NativeDef::method("read", "($self, size=-1, /)", raw_read, ""),
        NativeDef::method("readall", "($self, /)", readall, "Read until EOF, using multiple read() call."),
        NativeDef::method("readinto", "($self, buffer, /)", abstract_method, "").hidden_signature(),
        NativeDef::method("write", "($self, b, /)", abstract_method, "").hidden_signature(),
    ],
    ..TypeSpec::named("_RawIOBase", "_io")
};

/// `_BufferedIOBase`
pub(super) static BUFFERED_BASE: TypeSpec = TypeSpec {
    doc: Some("Base class for buffered IO objects."),
    base: Some(&base::IO_BASE),
    flags: TypeFlags::BASETYPE,
    methods: &[
        NativeDef::method(
            "detach",
            "($self, /)",
            |vm, _| Err(unsupported(vm, "detach")),
            "Disconnect this buffer from its underlying raw stream and return it.",
        ),
        NativeDef::method(
            "read",
            "($self, size=-1, /)",
            |vm, _| Err(unsupported(vm, "read")),
            "Read and return up to n bytes.",
        ),
        NativeDef::method(
            "read1",
            "($self, size=-1, /)",
            |vm, _| Err(unsupported(vm, "read1")),
            "Read and return up to size bytes, with at most one read() call to the underlying raw stream.",
        ),
        NativeDef::method("readinto", "($self, buffer, /)", |vm, a| into(vm, a, "read"), ""),
        NativeDef::method("readinto1", "($self, buffer, /)", |vm, a| into(vm, a, "read1"), ""),
        NativeDef::method(
            "write",
            "($self, b, /)",
            |vm, _| Err(unsupported(vm, "write")),
            "Write buffer b to the IO stream.",
        ),
    ],
    ..TypeSpec::named("_BufferedIOBase", "_io")
};

/// `_TextIOBase`
pub(super) static TEXT_BASE: TypeSpec = TypeSpec {
    doc: Some("Base class for text I/O."),
    base: Some(&base::IO_BASE),
    flags: TypeFlags::BASETYPE,
    methods: &[
        NativeDef::method(
            "detach",
            "($self, /)",
            |vm, _| Err(unsupported(vm, "detach")),
            "Separate the underlying buffer from the TextIOBase and return it.",
        ),
        NativeDef::method(
            "read",
            "($self, size=-1, /)",
            |vm, _| Err(unsupported(vm, "read")),
            "Read at most size characters from stream.",
        ),
        NativeDef::method(
            "readline",
            "($self, size=-1, /)",
            |vm, _| Err(unsupported(vm, "readline")),
            "Read until newline or EOF.",
        ),
        NativeDef::method(
            "write",
            "($self, s, /)",
            |vm, a| {
                if a[1].as_text().is_none() {
                    let got = vm.type_name(&a[1]);
                    return Err(vm.type_error(format!("write() argument 1 must be str, not {got}")));
                }
                Err(unsupported(vm, "write"))
            },
            "Write string s to stream.",
        ),
    ],
    getset: &[
        GetSetDef::get("encoding", |_, _| Ok(Value::None), "Encoding of the text stream."),
        GetSetDef::get("newlines", |_, _| Ok(Value::None), "Line endings translated so far."),
        GetSetDef::get("errors", |_, _| Ok(Value::None), "The error setting of the decoder or encoder."),
    ],
    ..TypeSpec::named("_TextIOBase", "_io")
};

fn abstract_method(vm: &Vm, _: &[Value]) -> PyResult {
    Err(vm.new_exception(&vm.exc.not_implemented_error, Vec::new()))
}

/// `read` by way of `readinto`.
fn raw_read(vm: &Vm, args: &[Value]) -> PyResult {
    let Ok(size) = usize::try_from(vm.index_i64(&args[1])?) else {
        return method(vm, &args[0], "readall", &[]);
    };
    if !vm.check_size(size) {
        return Err(vm.out_of_memory());
    }
    let room = pyvm_vm::objects::bytearray::new_bytearray(vm, vec![0; size]);
    let count = method(vm, &args[0], "readinto", std::slice::from_ref(&room))?;
    if count.is_none() {
        return Ok(Value::None);
    }
    let count = vm.index_i64(&count)?;
    // The array may have grown meanwhile, as it is no fixed view.
    let data = vm.bytes_of(&room)?;
    match usize::try_from(count).ok().and_then(|n| data.get(..n)) {
        Some(found) => Ok(vm.new_bytes(found)),
        None => Err(vm.value_error(format!("readinto returned {count} outside buffer size {size}"))),
    }
}

fn readall(vm: &Vm, args: &[Value]) -> PyResult {
    let mut all = Vec::new();
    loop {
        let part = method(vm, &args[0], "read", &[Value::from(DEFAULT_BUFFER_SIZE)])?;
        if part.is_none() && all.is_empty() {
            return Ok(Value::None);
        }
        if part.is_none() {
            break;
        }
        let Value::Bytes(data) = part.unwrapped() else {
            return Err(vm.type_error("read() should return bytes"));
        };
        if data.is_empty() {
            break;
        }
        all.extend_from_slice(data);
    }
    Ok(vm.new_bytes(&all))
}

/// `readinto` by way of `read` or `read1`.
fn into(vm: &Vm, args: &[Value], name: &str) -> PyResult {
    let room =
        writable(vm, &args[1], if name == "read" { "readinto() argument" } else { "readinto1() argument" })?;
    let size = room.len;
    let data = method(vm, &args[0], name, &[Value::from(size)])?;
    let Value::Bytes(data) = data.unwrapped() else {
        return Err(vm.type_error(format!("{name}() should return bytes")));
    };
    if data.len() > size {
        let got = data.len();
        return Err(vm.value_error(format!(
            "{name}() returned too much data: {size} bytes requested, {got} returned"
        )));
    }
    fill(&room, data);
    Ok(Value::from(data.len()))
}

/// A writable view of an argument.
pub(crate) fn writable(
    vm: &Vm,
    value: &Value,
    function: &str,
) -> PyResult<pyvm_vm::protocol::buffer::Buffer> {
    let view = if vm.is_bytes_like(value) { vm.buffer(value, true) } else { vm.buffer(value, false) };
    match view {
        Ok(view) if !view.readonly && view.is_c_contiguous() => Ok(view),
        _ => {
            let got = vm.type_name(value);
            Err(vm.type_error(format!("{function} must be read-write bytes-like object, not {got}")))
        }
    }
}

/// Copies `data` to the start of a view.
pub(crate) fn fill(room: &pyvm_vm::protocol::buffer::Buffer, data: &[u8]) {
    room.exporter.write(&mut |all| {
        if let Some(target) = all.get_mut(room.offset..room.offset + data.len()) {
            target.copy_from_slice(data);
        }
    });
}

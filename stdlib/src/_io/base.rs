//! `_IOBase`. Mirrors `Modules/_io/iobase.c`.

use pyvm_vm::heap::{Str, intern};
use pyvm_vm::objects::getset;
use pyvm_vm::types::{GetSetDef, NativeDef, Slots, TypeFlags, TypeSpec, attribute};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::{check_able, check_open, is_closed, optional_size, unsupported};
use crate::support::method;

/// The type.
pub(super) static IO_BASE: TypeSpec = TypeSpec {
    doc: Some("The abstract base class for all I/O classes."),
    flags: TypeFlags::BASETYPE
        .with(TypeFlags::HAS_DICT)
        .with(TypeFlags::HAS_WEAKREF)
        .with(TypeFlags::HAS_DEL),
    slots: |s: &Slots| {
        s.iter.set(Some(|vm, v| {
            check_open(vm, v)?;
            Ok(v.clone())
        }));
        s.iternext.set(Some(next));
    },
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::named("_IOBase", "_io")
};

static GETSET: &[GetSetDef] = &[
    GetSetDef::get_set("__dict__", getset::get_dict, getset::set_dict, ""),
    GetSetDef::get("closed", |_, v| Ok(Value::Bool(is_marked(v))), ""),
];

static METHODS: &[NativeDef] = &[
    NativeDef::method(
        "seek",
        "($self, offset, whence=os.SEEK_SET, /)",
        |vm, _| Err(unsupported(vm, "seek")),
        "Change the stream position to the given byte offset.",
    ),
    NativeDef::method(
        "tell",
        "($self, /)",
        |vm, a| method(vm, &a[0], "seek", &[Value::Int(0), Value::Int(1)]),
        "Return current stream position.",
    ),
    NativeDef::method(
        "truncate",
        "($self, size=None, /)",
        |vm, _| Err(unsupported(vm, "truncate")),
        "Truncate file to size bytes.",
    ),
    NativeDef::method("flush", "($self, /)", flush, "Flush write buffers, if applicable."),
    NativeDef::method("close", "($self, /)", close, "Flush and close the IO object."),
    NativeDef::method(
        "seekable",
        "($self, /)",
        |_, _| Ok(Value::Bool(false)),
        "Return whether object supports random access.",
    ),
    NativeDef::method(
        "readable",
        "($self, /)",
        |_, _| Ok(Value::Bool(false)),
        "Return whether object was opened for reading.",
    ),
    NativeDef::method(
        "writable",
        "($self, /)",
        |_, _| Ok(Value::Bool(false)),
        "Return whether object was opened for writing.",
    ),
    NativeDef::method("_checkClosed", "($self, /)", |vm, a| check_open(vm, &a[0]).map(|()| Value::None), ""),
    NativeDef::method("_checkSeekable", "($self, /)", |vm, a| checked(vm, a, "seekable"), ""),
    NativeDef::method("_checkReadable", "($self, /)", |vm, a| checked(vm, a, "readable"), ""),
    NativeDef::method("_checkWritable", "($self, /)", |vm, a| checked(vm, a, "writable"), ""),
    NativeDef::method(
        "fileno",
        "($self, /)",
        |vm, _| Err(unsupported(vm, "fileno")),
        "Return underlying file descriptor if one exists.",
    ),
    NativeDef::method(
        "isatty",
        "($self, /)",
        |vm, a| check_open(vm, &a[0]).map(|()| Value::Bool(false)),
        "Return whether this is an 'interactive' stream.",
    ),
    NativeDef::method("__enter__", "($self, /)", |vm, a| check_open(vm, &a[0]).map(|()| a[0].clone()), ""),
    NativeDef::method("__exit__", "($self, /, *args)", |vm, a| method(vm, &a[0], "close", &[]), "")
        .hidden_signature(),
    NativeDef::method("readline", "($self, size=-1, /)", readline, "Read and return a line from the stream."),
    NativeDef::method(
        "readlines",
        "($self, hint=-1, /)",
        readlines,
        "Return a list of lines from the stream.",
    ),
    NativeDef::method("writelines", "($self, lines, /)", writelines, "Write a list of lines to stream."),
    NativeDef::method(
        "__del__",
        "($self, /)",
        finalize,
        "Called when the instance is about to be destroyed.",
    ),
];

fn mark() -> Str {
    intern::intern_str("__IOBase_closed")
}

/// Whether `_IOBase.close` ran.
fn is_marked(value: &Value) -> bool {
    value.as_obj().and_then(|r| attribute::own_attribute(r, &mark())).is_some()
}

fn checked(vm: &Vm, args: &[Value], able: &str) -> PyResult {
    check_able(vm, &args[0], able).map(|()| Value::Bool(true))
}

fn flush(vm: &Vm, args: &[Value]) -> PyResult {
    if is_marked(&args[0]) {
        return Err(vm.value_error("I/O operation on closed file."));
    }
    Ok(Value::None)
}

/// Flushes once; the stream is closed also where that fails.
pub(super) fn close(vm: &Vm, args: &[Value]) -> PyResult {
    if is_marked(&args[0]) {
        return Ok(Value::None);
    }
    let flushed = method(vm, &args[0], "flush", &[]);
    if let Some(r) = args[0].as_obj() {
        attribute::set_own(vm, r, &mark(), Value::Bool(true));
    }
    flushed.map(|_| Value::None)
}

/// Closes a stream nobody holds; an error is reported as one nothing can catch.
fn finalize(vm: &Vm, args: &[Value]) -> PyResult {
    if !is_closed(vm, &args[0]).unwrap_or(true) {
        drop(vm.setattr(&args[0], &intern::intern_str("_finalizing"), Value::Bool(true)));
        method(vm, &args[0], "close", &[])?;
    }
    Ok(Value::None)
}

fn next(vm: &Vm, value: &Value) -> PyResult<Option<Value>> {
    let line = method(vm, value, "readline", &[])?;
    let is_empty = vm.len(&line)? == 0;
    Ok(if is_empty { None } else { Some(line) })
}

/// How many bytes to ask for: up to the end of the line where `peek` shows it.
fn ahead(vm: &Vm, peek: &Value) -> PyResult<usize> {
    let shown = vm.call1(peek, Value::Int(1))?;
    if !matches!(shown.unwrapped(), Value::Bytes(_)) {
        let got = vm.type_name(&shown);
        return Err(vm.os_error(format!("peek() should have returned a bytes object, not '{got}'")));
    }
    let shown = vm.bytes_of(&shown)?;
    Ok(match memchr::memchr(b'\n', &shown) {
        Some(at) => at + 1,
        None => shown.len().max(1),
    })
}

fn readline(vm: &Vm, args: &[Value]) -> PyResult {
    let limit = optional_size(vm, &args[1])?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let peek = vm.lookup_attr(&args[0], &intern::intern_str("peek"))?;
    let mut line: Vec<u8> = Vec::new();
    while line.len() < limit && line.last() != Some(&b'\n') {
        let mut count = 1;
        if let Some(peek) = &peek {
            count = ahead(vm, peek)?.min(limit - line.len());
        }
        let part = method(vm, &args[0], "read", &[Value::from(count)])?;
        if !matches!(part.unwrapped(), Value::Bytes(_)) {
            let got = vm.type_name(&part);
            return Err(vm.os_error(format!("read() should have returned a bytes object, not '{got}'")));
        }
        let part = vm.bytes_of(&part)?;
        if part.is_empty() {
            break;
        }
        line.extend_from_slice(&part);
    }
    Ok(vm.new_bytes(&line))
}

fn readlines(vm: &Vm, args: &[Value]) -> PyResult {
    let hint = optional_size(vm, &args[1])?;
    let (mut lines, mut total) = (Vec::new(), 0);
    vm.for_each(&args[0], |line| {
        total += i64::try_from(vm.len(&line)?).unwrap_or(i64::MAX);
        lines.push(line);
        Ok(hint <= 0 || total < hint)
    })?;
    Ok(vm.new_list(lines))
}

fn writelines(vm: &Vm, args: &[Value]) -> PyResult {
    check_open(vm, &args[0])?;
    vm.for_each(&args[1], |line| {
        method(vm, &args[0], "write", &[line])?;
        Ok(true)
    })?;
    Ok(Value::None)
}

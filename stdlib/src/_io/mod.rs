//! `_io`: streams. Mirrors `Modules/_io/`.
//!
//! Three layers as CPython has them: `FileIO` over a descriptor, the buffered classes over any raw stream, and
//! `TextIOWrapper` over any buffered one; `BytesIO` and `StringIO` stand beside. A layer calls the one below by
//! its Python methods, except where that is the native class itself.

mod base;
pub(crate) mod bases;
mod buffered;
mod bytesio;
mod coder;
pub(crate) mod fileio;
mod newline;
mod open;
mod pair;
mod stringio;
mod text;
pub(crate) mod turns;

use pyvm_vm::heap::{Str, collect, intern};
use pyvm_vm::types::TypeSpec;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult, Value};

use crate::support::{add_types, method};

const DEFAULT_BUFFER_SIZE: usize = 8192;

const DOC: &str = "The io module provides the Python interfaces to stream handling. The\nbuiltin open function is defined in this module.";

static TYPES: &[&TypeSpec] = &[
    &base::IO_BASE,
    &bases::RAW_BASE,
    &bases::BUFFERED_BASE,
    &bases::TEXT_BASE,
    &fileio::FILE_IO,
    &bytesio::BYTES_IO,
    &bytesio::BYTES_BUFFER,
    &buffered::READER,
    &buffered::WRITER,
    &buffered::RANDOM,
    &pair::PAIR,
    &stringio::STRING_IO,
    &text::TEXT,
    &newline::NEWLINE_DECODER,
];

/// Makes the module.
///
/// # Errors
/// What setting a member raises.
pub(crate) fn make(vm: &Vm) -> PyResult {
    let module = pyvm_vm::modules::make(vm, "_io", DOC, open::FUNCTIONS);
    add_types(vm, &module, TYPES)?;
    let set = |name: &str, value: Value| pyvm_vm::modules::set(vm, &module, name, value);
    set("DEFAULT_BUFFER_SIZE", Value::from(DEFAULT_BUFFER_SIZE))?;
    set("BlockingIOError", vm.exc.blocking_io_error.to_value())?;
    let namespace = vm.new_dict();
    vm.setitem(&namespace, &Value::Str(vm.names.module.clone()), Value::str("io"))?;
    let bases = vm.new_tuple(vec![vm.exc.os_error.to_value(), vm.exc.value_error.to_value()]);
    let parts = [Value::str("UnsupportedOperation"), bases, namespace];
    set(
        "UnsupportedOperation",
        vm.call(&vm.types.type_.to_value(), pyvm_vm::call::Args::positional(&parts))?,
    )?;
    Ok(module)
}

/// `io.UnsupportedOperation(message)`
pub(crate) fn unsupported(vm: &Vm, message: &str) -> PyError {
    let made = vm
        .import("_io")
        .and_then(|module| vm.getattr_str(&module, "UnsupportedOperation"))
        .and_then(|class| vm.call1(&class, Value::str(message)));
    match made.map(PyError::new) {
        Ok(Ok(error)) => error,
        Ok(Err(_)) => vm.os_error(message),
        Err(error) => error,
    }
}

/// An attribute of a stream below, whose own getter may ask a stream below that.
fn attribute(vm: &Vm, stream: &Value, name: &str) -> PyResult {
    vm.with_depth("", || vm.getattr_str(stream, name))
}

/// Whether `stream.closed` is true.
fn is_closed(vm: &Vm, stream: &Value) -> PyResult<bool> {
    let closed = attribute(vm, stream, "closed")?;
    vm.is_true(&closed)
}

/// Refuses a closed stream.
fn check_open(vm: &Vm, stream: &Value) -> PyResult<()> {
    if is_closed(vm, stream)? { Err(vm.value_error("I/O operation on closed file.")) } else { Ok(()) }
}

/// Refuses a stream whose `readable()` (or its kin) is not exactly true.
fn check_able(vm: &Vm, stream: &Value, able: &str) -> PyResult<()> {
    if matches!(method(vm, stream, able, &[])?, Value::Bool(true)) {
        return Ok(());
    }
    Err(unsupported(vm, &format!("File or stream is not {able}.")))
}

/// A size where `None` stands for -1.
fn optional_size(vm: &Vm, value: &Value) -> PyResult<i64> {
    if value.is_none() {
        return Ok(-1);
    }
    if !vm.has_index(value) {
        let got = vm.type_name(value);
        return Err(vm.type_error(format!("argument should be integer or None, not '{got}'")));
    }
    vm.index_i64(value)
}

/// The text in a byte range of a string; the range ends at characters.
fn cut(vm: &Vm, text: &Str, start: usize, end: usize) -> PyResult<Str> {
    if start == 0 && end == text.len() {
        return Ok(text.clone());
    }
    let bytes = text.as_bytes().get(start..end).unwrap_or(&[]);
    match Str::from_utf8(bytes) {
        Some(found) => Ok(vm.canonical(found)),
        None => vm.decode(bytes, "utf-8", "surrogatepass"),
    }
}

/// `cannot pickle '_io.X' instances`
fn no_pickle(vm: &Vm, args: &[Value]) -> PyResult {
    let class = vm.class_of(&args[0]).ty().name.borrow().clone();
    Err(vm.type_error(format!("cannot pickle '{class}' instances")))
}

/// Writes out what streams still hold; errors have nobody left to tell.
pub(crate) fn flush_all(vm: &Vm) {
    let objects: Vec<Value> = collect::objects().into_iter().map(Value::Obj).collect();
    for object in objects.iter().filter(|o| text::has_pending(o)) {
        drop(method(vm, object, "flush", &[]));
    }
    for object in objects.iter().filter(|o| buffered::has_pending(o)) {
        drop(method(vm, object, "flush", &[]));
    }
}

/// The three standard streams: name, descriptor, mode.
const STANDARD: [(&str, i32, &str); 3] = [("stdin", 0, "r"), ("stdout", 1, "w"), ("stderr", 2, "w")];

/// The error handler of a standard stream: in the C locale any byte passes through.
fn standard_errors(fd: i32) -> &'static str {
    if fd == 2 {
        return "backslashreplace";
    }
    let set = |name: &str| std::env::var(name).ok().filter(|v| !v.is_empty());
    let locale = set("LC_ALL").or_else(|| set("LC_CTYPE")).or_else(|| set("LANG"));
    match locale.as_deref() {
        None | Some("C" | "POSIX" | "C.UTF-8" | "C.utf8" | "UTF-8") => "surrogateescape",
        Some(_) => "strict",
    }
}

/// Encoding and error handler that `PYTHONIOENCODING` asks for; a name that no codec has counts as none.
fn chosen_encoding(vm: &Vm) -> (Option<Value>, Option<Value>) {
    let text =
        std::env::var("PYTHONIOENCODING").ok().filter(|t| !t.is_empty() && !vm.flags.ignore_environment);
    let Some(text) = text else { return (None, None) };
    let (encoding, errors) = text.split_once(':').unwrap_or((&text, ""));
    let name = |encoding: &str| {
        let info = method(vm, &vm.import("codecs")?, "lookup", &[Value::str(encoding)])?;
        vm.getattr_str(&info, "name")
    };
    let found = Some(encoding).filter(|e| !e.is_empty()).and_then(|e| name(e).ok());
    (found, Some(errors).filter(|e| !e.is_empty()).map(Value::str))
}

/// Sets `sys.stdin`, `sys.stdout`, `sys.stderr` and their originals; a stream that is not open is `None`.
pub(crate) fn install_standard(vm: &Vm, sys: &Value) -> PyResult<()> {
    for (name, fd, mode) in STANDARD {
        let made =
            if nix::sys::stat::fstat(fd).is_ok() { standard(vm, name, fd, mode)? } else { Value::None };
        pyvm_vm::modules::set(vm, sys, name, made.clone())?;
        pyvm_vm::modules::set(vm, sys, &format!("__{name}__"), made)?;
    }
    Ok(())
}

fn standard(vm: &Vm, name: &str, fd: i32, mode: &str) -> PyResult {
    let class = |spec: &'static TypeSpec| vm.native_type(spec).to_value();
    let raw = vm.call(
        &class(&fileio::FILE_IO),
        pyvm_vm::call::Args::positional(&[Value::from(fd), Value::str(mode), Value::Bool(false)]),
    )?;
    vm.setattr(&raw, &intern::intern_str("name"), Value::str(&format!("<{name}>")))?;
    let unbuffered = fd != 0 && vm.flags.unbuffered;
    let buffer = match fd {
        0 => vm.call1(&class(&buffered::READER), raw)?,
        _ if unbuffered => raw,
        _ => vm.call1(&class(&buffered::WRITER), raw)?,
    };
    let lines = !unbuffered && (fd == 2 || nix::unistd::isatty(fd).unwrap_or(false));
    let (encoding, errors) = chosen_encoding(vm);
    let parts = [
        buffer,
        encoding.unwrap_or_else(|| Value::str("utf-8")),
        errors.filter(|_| fd != 2).unwrap_or_else(|| Value::str(standard_errors(fd))),
        Value::str("\n"),
        Value::Bool(lines),
        Value::Bool(unbuffered),
    ];
    let made = vm.call(&class(&text::TEXT), pyvm_vm::call::Args::positional(&parts))?;
    vm.setattr(&made, &intern::intern_str("mode"), Value::str(mode))?;
    Ok(made)
}

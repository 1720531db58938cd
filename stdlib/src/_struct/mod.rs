//! `_struct`: mirrors `Modules/_struct.c`.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use pyvm_vm::heap::TypeRef;
use pyvm_vm::types::NativeDef;
use pyvm_vm::types::native_class::exception_class;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult, Value};

use crate::support::{elements, size};

mod codec;
mod format;
mod iterator;
mod object;
mod places;

use format::Format;

const DOC: &str = "Functions to convert between Python values and C structs.\nPython bytes objects are used to hold the data representing the C struct\nand also as format strings (explained below) to describe the layout of data\nin the C struct.\n\nThe optional first format char indicates byte order, size and alignment:\n  @: native order, size & alignment (default)\n  =: native order, std. size & alignment\n  <: little-endian, std. size & alignment\n  >: big-endian, std. size & alignment\n  !: same as >\n\nThe remaining chars indicate types of args and must match exactly;\nthese can be preceded by a decimal repeat count:\n  x: pad byte (no data); c:char; b:signed byte; B:unsigned byte;\n  ?: _Bool (requires C99; if not available, char is used instead)\n  h:short; H:unsigned short; i:int; I:unsigned int;\n  l:long; L:unsigned long; f:float; d:double; e:half-float.\nSpecial cases (preceding decimal count indicates length):\n  s:string (array of char); p: pascal string (with count byte).\nSpecial cases (only available in native format):\n  n:ssize_t; N:size_t;\n  P:an integer type that is wide enough to hold a pointer.\nSpecial case (not in native mode unless 'long long' in platform C):\n  q:long long; Q:unsigned long long\nWhitespace between formats is ignored.\n\nThe variable struct.error is an exception raised on errors.";

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function("_clearcache", "($module, /)", clear_cache, "Clear the internal cache."),
    NativeDef::function(
        "calcsize",
        "($module, format, /)",
        |vm, a| Ok(size(compiled(vm, &a[0])?.size)),
        "Return size in bytes of the struct described by the format string.",
    ),
    NativeDef::function(
        "iter_unpack",
        "($module, format, buffer, /)",
        |vm, a| iterator::new(vm, compiled(vm, &a[0])?, &a[1]),
        "Return an iterator yielding tuples unpacked from the given bytes.\n\nThe bytes are unpacked according to the format string, like\na repeated invocation of unpack_from().\n\nRequires that the bytes length be a multiple of the format struct size.",
    ),
    NativeDef::function(
        "pack",
        "($module, /, *args)",
        pack,
        "pack(format, v1, v2, ...) -> bytes\n\nReturn a bytes object containing the values v1, v2, ... packed according\nto the format string.  See help(struct) for more on format strings.",
    )
    .hidden_signature(),
    NativeDef::function(
        "pack_into",
        "($module, /, *args)",
        pack_into,
        "pack_into(format, buffer, offset, v1, v2, ...)\n\nPack the values v1, v2, ... according to the format string and write\nthe packed bytes into the writable buffer buf starting at offset.  Note\nthat the offset is a required argument.  See help(struct) for more\non format strings.",
    )
    .hidden_signature(),
    NativeDef::function(
        "unpack",
        "($module, format, buffer, /)",
        |vm, a| places::unpack(vm, &*compiled(vm, &a[0])?, &a[1]),
        "Return a tuple containing values unpacked according to the format string.\n\nThe buffer's size in bytes must be calcsize(format).\n\nSee help(struct) for more on format strings.",
    ),
    NativeDef::function(
        "unpack_from",
        "($module, format, /, buffer, offset=0)",
        |vm, a| places::unpack_from(vm, &*compiled(vm, &a[0])?, &a[1], &a[2]),
        "Return a tuple containing values unpacked according to the format string.\n\nThe buffer's size, minus offset, must be at least calcsize(format).\n\nSee help(struct) for more on format strings.",
    ),
];

/// Makes the module.
///
/// # Errors
/// What making `struct.error` raises.
pub(crate) fn make(vm: &Vm) -> PyResult {
    let module = pyvm_vm::modules::make(vm, "_struct", DOC, FUNCTIONS);
    crate::support::add_types(vm, &module, &[&object::SPEC])?;
    let error = exception_class(vm, "struct", "error", std::slice::from_ref(&vm.exc.exception))?;
    pyvm_vm::modules::set(vm, &module, "error", error.to_value())?;
    Ok(module)
}

/// `struct.error` with a message.
fn error(vm: &Vm, message: &str) -> PyError {
    let class = vm.import("_struct").and_then(|module| vm.getattr_str(&module, "error"));
    match class {
        Ok(class) => match TypeRef::from_value(&class) {
            Some(class) => vm.new_error(class, message),
            None => vm.system_error("_struct.error is no class"),
        },
        Err(error) => error,
    }
}

thread_local! {
    /// Formats that were used lately.
    static CACHE: RefCell<HashMap<Vec<u8>, Rc<Format>>> = RefCell::new(HashMap::new());
}

/// As many formats as CPython keeps.
const CACHE_SIZE: usize = 100;

/// The bytes of a format argument.
fn format_text(vm: &Vm, value: &Value) -> PyResult<pyvm_vm::heap::Bytes> {
    match value.unwrapped() {
        Value::Bytes(b) => Ok(b.clone()),
        Value::Str(s) if s.is_ascii() => Ok(pyvm_vm::heap::Bytes::new(s.as_bytes())),
        Value::Str(_) => vm.bytes_of(&crate::support::method(vm, value, "encode", &[Value::str("ascii")])?),
        _ => {
            let got = vm.type_name(value);
            Err(vm.type_error(format!("Struct() argument 1 must be a str or bytes object, not {got}")))
        }
    }
}

fn parsed(vm: &Vm, text: &[u8]) -> PyResult<Rc<Format>> {
    format::parse(text).map(Rc::new).map_err(|message| error(vm, message))
}

/// The format of an argument, from the cache where it is known.
fn compiled(vm: &Vm, value: &Value) -> PyResult<Rc<Format>> {
    vm.hash(value)?;
    let text = format_text(vm, value)?;
    if let Some(found) = CACHE.with_borrow(|cache| cache.get(text.as_slice()).cloned()) {
        return Ok(found);
    }
    let made = parsed(vm, &text)?;
    CACHE.with_borrow_mut(|cache| {
        if cache.len() >= CACHE_SIZE {
            cache.clear();
        }
        cache.insert(text.to_vec(), made.clone());
    });
    Ok(made)
}

fn clear_cache(_vm: &Vm, _args: &[Value]) -> PyResult {
    CACHE.with_borrow_mut(HashMap::clear);
    Ok(Value::None)
}

/// The format argument and the rest.
fn split<'a>(vm: &Vm, args: &'a [Value]) -> PyResult<(Rc<Format>, &'a [Value])> {
    let Some((format, rest)) = elements(&args[0]).split_first() else {
        return Err(vm.type_error("missing format argument"));
    };
    Ok((compiled(vm, format)?, rest))
}

fn pack(vm: &Vm, args: &[Value]) -> PyResult {
    let (format, values) = split(vm, args)?;
    places::pack(vm, &format, values)
}

fn pack_into(vm: &Vm, args: &[Value]) -> PyResult {
    let (format, rest) = split(vm, args)?;
    places::pack_into(vm, &format, rest)
}

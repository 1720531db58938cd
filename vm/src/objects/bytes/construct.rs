//! The constructors of `bytes` and `bytearray`, which take the same arguments.

use crate::error::PyResult;
use crate::heap::Value;
use crate::objects::bytes::data::{check_length, check_room};
use crate::objects::memoryview;
use crate::objects::str::args::name_argument;
use crate::vm::Vm;

fn encoding_argument(vm: &Vm, value: &Value, name: &str, what: &str) -> PyResult<String> {
    Ok(name_argument(vm, value, &format!("{name}() argument '{what}'"))?.to_string_lossy().into_owned())
}

/// The bytes that `bytes(source, encoding, errors)` holds; `name` is the type's, for errors. Absent arguments
/// are unbound. `__bytes__` is the caller's to ask.
///
/// # Errors
/// TypeError, ValueError and OverflowError in CPython's words, and what the encoding or iteration raises.
pub(crate) fn contents(
    vm: &Vm,
    name: &str,
    source: &Value,
    encoding: &Value,
    errors: &Value,
) -> PyResult<Vec<u8>> {
    let strict = "strict".to_owned();
    let codec =
        if encoding.is_unbound() { None } else { Some(encoding_argument(vm, encoding, name, "encoding")?) };
    let handler = if errors.is_unbound() { strict } else { encoding_argument(vm, errors, name, "errors")? };
    if let Some(text) = source.as_text() {
        let Some(codec) = codec else { return Err(vm.type_error("string argument without an encoding")) };
        return crate::objects::str::codec::encode(vm, text, &codec, &handler);
    }
    if codec.is_some() {
        return Err(vm.type_error("encoding without a string argument"));
    }
    if !errors.is_unbound() {
        return Err(vm.type_error("errors without a string argument"));
    }
    if source.is_unbound() {
        return Ok(Vec::new());
    }
    if vm.has_index(source) {
        return zeros(vm, name, source);
    }
    from_object(vm, name, source)
}

fn zeros(vm: &Vm, name: &str, count: &Value) -> PyResult<Vec<u8>> {
    let n = vm.index_i64_or(count, |vm| {
        let name = vm.type_name(count);
        vm.overflow_error(format!("cannot fit '{name}' into an index-sized integer"))
    })?;
    let Ok(n) = usize::try_from(n) else { return Err(vm.value_error("negative count")) };
    if name == "bytes" {
        check_length(vm, n)?;
    }
    let mut zeros = Vec::new();
    if !vm.check_size(n) || zeros.try_reserve_exact(n).is_err() {
        return Err(vm.out_of_memory());
    }
    zeros.resize(n, 0);
    Ok(zeros)
}

/// The bytes of a buffer or of an iterable of integers.
pub(crate) fn from_object(vm: &Vm, name: &str, source: &Value) -> PyResult<Vec<u8>> {
    if vm.is_bytes_like(source) {
        return match source.unwrapped() {
            Value::Bytes(data) => Ok(data.to_vec()),
            _ => Ok(memoryview::gather(&vm.buffer(source, false)?)),
        };
    }
    let slots = &vm.class_of(source).ty().slots;
    if slots.iter.get().is_none() && slots.getitem.get().is_none() || source.as_text().is_some() {
        let got = vm.type_name(source);
        return Err(vm.type_error(format!("cannot convert '{got}' object to {name}")));
    }
    let noun = if name == "bytes" { "bytes" } else { "byte" };
    let mut data = Vec::new();
    if name == "bytes" {
        check_room(vm, Some(vm.length_hint(source, 64)?))?;
    }
    vm.for_each(source, |item| {
        let byte = u8::try_from(vm.index_clamped(&item)?);
        if data.len() == data.capacity() {
            check_room(vm, Some(data.len() * 2))?;
        }
        data.push(byte.map_err(|_| vm.value_error(format!("{noun} must be in range(0, 256)")))?);
        Ok(true)
    })?;
    Ok(data)
}

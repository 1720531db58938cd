//! ASCII case and character classes.

use super::affix::is_space;
use crate::error::PyResult;
use crate::heap::Value;
use crate::objects::bytes::data::{make_fresh, view};
use crate::vm::Vm;

fn mapped(vm: &Vm, args: &[Value], change: impl FnOnce(&mut Vec<u8>)) -> PyResult {
    let mut data = view(vm, &args[0])?.to_vec();
    change(&mut data);
    Ok(make_fresh(vm, &args[0], data))
}

/// Title case: capitals begin words, and anything but a letter ends one.
fn to_title(data: &mut [u8]) {
    let mut in_word = false;
    for byte in data {
        *byte = if in_word { byte.to_ascii_lowercase() } else { byte.to_ascii_uppercase() };
        in_word = byte.is_ascii_alphabetic();
    }
}

fn swapped(byte: u8) -> u8 {
    if byte.is_ascii_alphabetic() { byte ^ 0x20 } else { byte }
}

pub(super) fn capitalize(vm: &Vm, args: &[Value]) -> PyResult {
    mapped(vm, args, |data| {
        data.make_ascii_lowercase();
        data.iter_mut().take(1).for_each(|first| first.make_ascii_uppercase());
    })
}

pub(super) fn lower(vm: &Vm, args: &[Value]) -> PyResult {
    mapped(vm, args, |data| data.make_ascii_lowercase())
}

pub(super) fn upper(vm: &Vm, args: &[Value]) -> PyResult {
    mapped(vm, args, |data| data.make_ascii_uppercase())
}

pub(super) fn swapcase(vm: &Vm, args: &[Value]) -> PyResult {
    mapped(vm, args, |data| data.iter_mut().for_each(|byte| *byte = swapped(*byte)))
}

pub(super) fn title(vm: &Vm, args: &[Value]) -> PyResult {
    mapped(vm, args, |data| to_title(data))
}

/// Whether there is a byte and all pass the test.
fn all(vm: &Vm, args: &[Value], test: fn(&u8) -> bool) -> PyResult {
    let data = view(vm, &args[0])?;
    Ok(Value::Bool(!data.is_empty() && data.iter().all(test)))
}

pub(super) fn isalnum(vm: &Vm, args: &[Value]) -> PyResult {
    all(vm, args, u8::is_ascii_alphanumeric)
}

pub(super) fn isalpha(vm: &Vm, args: &[Value]) -> PyResult {
    all(vm, args, u8::is_ascii_alphabetic)
}

pub(super) fn isascii(vm: &Vm, args: &[Value]) -> PyResult {
    Ok(Value::Bool(view(vm, &args[0])?.is_ascii()))
}

pub(super) fn isdigit(vm: &Vm, args: &[Value]) -> PyResult {
    all(vm, args, u8::is_ascii_digit)
}

pub(super) fn isspace(vm: &Vm, args: &[Value]) -> PyResult {
    all(vm, args, |byte| is_space(*byte))
}

pub(super) fn islower(vm: &Vm, args: &[Value]) -> PyResult {
    let data = view(vm, &args[0])?;
    let any = data.iter().any(u8::is_ascii_lowercase);
    Ok(Value::Bool(any && !data.iter().any(u8::is_ascii_uppercase)))
}

pub(super) fn isupper(vm: &Vm, args: &[Value]) -> PyResult {
    let data = view(vm, &args[0])?;
    let any = data.iter().any(u8::is_ascii_uppercase);
    Ok(Value::Bool(any && !data.iter().any(u8::is_ascii_lowercase)))
}

pub(super) fn istitle(vm: &Vm, args: &[Value]) -> PyResult {
    let data = view(vm, &args[0])?;
    let mut titled = data.to_vec();
    to_title(&mut titled);
    Ok(Value::Bool(data.iter().any(u8::is_ascii_alphabetic) && titled == *data))
}

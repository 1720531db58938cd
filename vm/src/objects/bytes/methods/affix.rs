//! Ends of the bytes: `startswith`, `endswith`, `removeprefix`, `removesuffix`, `strip`.

use super::find::Bounds;
use crate::error::PyResult;
use crate::heap::{Bytes, Value};
use crate::objects::bytes::data::{make_from, unchanged, view};
use crate::vm::Vm;

type Test = fn(&[u8], &[u8]) -> bool;

fn matches(vm: &Vm, receiver: &Value, bounds: Bounds, affix: &Bytes, test: Test) -> PyResult<bool> {
    let data = view(vm, receiver)?;
    Ok(bounds.cut(&data).is_some_and(|(_, part)| test(part, affix)))
}

fn any_affix(vm: &Vm, args: &[Value], name: &str, test: Test) -> PyResult {
    let bounds = Bounds::new(vm, &args[2], &args[3])?;
    if let Some(options) = args[1].as_tuple() {
        for option in options {
            if matches(vm, &args[0], bounds, &vm.bytes_of(option)?, test)? {
                return Ok(Value::Bool(true));
            }
        }
        return Ok(Value::Bool(false));
    }
    if !vm.is_bytes_like(&args[1]) {
        let got = vm.type_name(&args[1]);
        return Err(vm.type_error(format!("{name} first arg must be bytes or a tuple of bytes, not {got}")));
    }
    matches(vm, &args[0], bounds, &vm.bytes_of(&args[1])?, test).map(Value::Bool)
}

pub(super) fn startswith(vm: &Vm, args: &[Value]) -> PyResult {
    any_affix(vm, args, "startswith", |data, affix| data.starts_with(affix))
}

pub(super) fn endswith(vm: &Vm, args: &[Value]) -> PyResult {
    any_affix(vm, args, "endswith", |data, affix| data.ends_with(affix))
}

/// The receiver's bytes that `keep` selects; the receiver itself where that is all of them.
fn part(vm: &Vm, receiver: &Value, keep: impl FnOnce(&[u8]) -> &[u8]) -> PyResult {
    let made = {
        let data = view(vm, receiver)?;
        let kept = keep(&data);
        if kept.len() == data.len() { None } else { Some(make_from(vm, receiver, kept)) }
    };
    made.map_or_else(|| unchanged(vm, receiver), Ok)
}

pub(super) fn removeprefix(vm: &Vm, args: &[Value]) -> PyResult {
    let prefix = vm.bytes_of(&args[1])?;
    part(vm, &args[0], |data| data.strip_prefix(prefix.as_slice()).unwrap_or(data))
}

pub(super) fn removesuffix(vm: &Vm, args: &[Value]) -> PyResult {
    let suffix = vm.bytes_of(&args[1])?;
    part(vm, &args[0], |data| data.strip_suffix(suffix.as_slice()).unwrap_or(data))
}

/// ASCII whitespace as Python has it: with the vertical tab.
pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r')
}

fn stripped(vm: &Vm, args: &[Value], left: bool, right: bool) -> PyResult {
    let set = if args[1].is_none() { None } else { Some(vm.bytes_of(&args[1])?) };
    let drops = |byte: u8| match &set {
        Some(set) => set.contains(&byte),
        None => is_space(byte),
    };
    part(vm, &args[0], |data| {
        let start = if left { data.iter().take_while(|b| drops(**b)).count() } else { 0 };
        let rest = data.get(start..).unwrap_or(&[]);
        let cut = if right { rest.iter().rev().take_while(|b| drops(**b)).count() } else { 0 };
        rest.get(..rest.len() - cut).unwrap_or(&[])
    })
}

pub(super) fn strip(vm: &Vm, args: &[Value]) -> PyResult {
    stripped(vm, args, true, true)
}

pub(super) fn lstrip(vm: &Vm, args: &[Value]) -> PyResult {
    stripped(vm, args, true, false)
}

pub(super) fn rstrip(vm: &Vm, args: &[Value]) -> PyResult {
    stripped(vm, args, false, true)
}

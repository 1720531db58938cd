//! Searching and replacing.

use memchr::memmem;
use rustpython_wtf8::Wtf8Buf;

use super::args::{limit, part, points, range, text_argument};
use super::of;
use crate::error::PyResult;
use crate::heap::{Str, Value};
use crate::vm::Vm;

fn search(vm: &Vm, args: &[Value], name: &str, last: bool) -> PyResult<Option<usize>> {
    let text = of(vm, &args[0])?;
    let needle = match args[1].as_text() {
        Some(needle) => needle,
        None => text_argument(vm, &args[1], &format!("{name}() argument 1"))?,
    };
    let Some((from, to)) = range(vm, text, &args[2], &args[3])? else { return Ok(None) };
    let Some(hay) = text.as_bytes().get(from..to) else { return Ok(None) };
    let at = match (needle.as_bytes(), last) {
        ([byte], false) => memchr::memchr(*byte, hay),
        ([byte], true) => memchr::memrchr(*byte, hay),
        (many, false) => memmem::find(hay, many),
        (many, true) => memmem::rfind(hay, many),
    };
    Ok(at.map(|at| text.char_index(from + at)))
}

fn or_minus_one(at: Option<usize>) -> Value {
    at.map_or(Value::Int(-1), Value::from)
}

fn required(vm: &Vm, at: Option<usize>) -> PyResult {
    at.map(Value::from).ok_or_else(|| vm.value_error("substring not found"))
}

pub(super) fn find(vm: &Vm, args: &[Value]) -> PyResult {
    search(vm, args, "find", false).map(or_minus_one)
}

pub(super) fn rfind(vm: &Vm, args: &[Value]) -> PyResult {
    search(vm, args, "rfind", true).map(or_minus_one)
}

pub(super) fn index(vm: &Vm, args: &[Value]) -> PyResult {
    required(vm, search(vm, args, "index", false)?)
}

pub(super) fn rindex(vm: &Vm, args: &[Value]) -> PyResult {
    required(vm, search(vm, args, "rindex", true)?)
}

pub(super) fn count(vm: &Vm, args: &[Value]) -> PyResult {
    let text = of(vm, &args[0])?;
    let needle = text_argument(vm, &args[1], "count() argument 1")?;
    let Some((from, to)) = range(vm, text, &args[2], &args[3])? else { return Ok(Value::Int(0)) };
    let hay = text.as_bytes().get(from..to).unwrap_or(&[]);
    Ok(Value::from(match needle.as_bytes() {
        [] => text.char_index(to) - text.char_index(from) + 1,
        [byte] => memchr::memchr_iter(*byte, hay).count(),
        many => memmem::find_iter(hay, many).count(),
    }))
}

type Test = fn(&[u8], &[u8]) -> bool;

fn any_affix(vm: &Vm, args: &[Value], name: &str, test: Test) -> PyResult {
    let text = of(vm, &args[0])?;
    let bounds = range(vm, text, &args[2], &args[3])?;
    let hit = |affix: &Str| {
        let hay = bounds.and_then(|(from, to)| text.as_bytes().get(from..to));
        hay.is_some_and(|hay| test(hay, affix.as_bytes()))
    };
    if let Some(affix) = args[1].as_text() {
        return Ok(Value::Bool(hit(affix)));
    }
    let Some(options) = args[1].as_tuple() else {
        let got = vm.type_name(&args[1]);
        return Err(vm.type_error(format!("{name} first arg must be str or a tuple of str, not {got}")));
    };
    for option in options {
        let Some(affix) = option.as_text() else {
            let got = vm.type_name(option);
            return Err(vm.type_error(format!("tuple for {name} must only contain str, not {got}")));
        };
        if hit(affix) {
            return Ok(Value::Bool(true));
        }
    }
    Ok(Value::Bool(false))
}

pub(super) fn startswith(vm: &Vm, args: &[Value]) -> PyResult {
    any_affix(vm, args, "startswith", |hay, affix| hay.starts_with(affix))
}

pub(super) fn endswith(vm: &Vm, args: &[Value]) -> PyResult {
    any_affix(vm, args, "endswith", |hay, affix| hay.ends_with(affix))
}

pub(super) fn removeprefix(vm: &Vm, args: &[Value]) -> PyResult {
    let text = of(vm, &args[0])?;
    let prefix = text_argument(vm, &args[1], "removeprefix() argument")?;
    let cut = if text.as_bytes().starts_with(prefix.as_bytes()) { prefix.len() } else { 0 };
    Ok(part(vm, text, cut, text.len()))
}

pub(super) fn removesuffix(vm: &Vm, args: &[Value]) -> PyResult {
    let text = of(vm, &args[0])?;
    let suffix = text_argument(vm, &args[1], "removesuffix() argument")?;
    let cut = if text.as_bytes().ends_with(suffix.as_bytes()) { suffix.len() } else { 0 };
    Ok(part(vm, text, 0, text.len() - cut))
}

pub(super) fn replace(vm: &Vm, args: &[Value]) -> PyResult {
    let text = of(vm, &args[0])?;
    let old = text_argument(vm, &args[1], "replace() argument 1")?;
    let new = text_argument(vm, &args[2], "replace() argument 2")?;
    let limit = limit(vm, &args[3])?;
    let places: Vec<usize> = match old.as_bytes() {
        [] => points(text).map(|(at, _)| at).chain([text.len()]).take(limit).collect(),
        [byte] => memchr::memchr_iter(*byte, text.as_bytes()).take(limit).collect(),
        many => memmem::find_iter(text.as_bytes(), many).take(limit).collect(),
    };
    if places.is_empty() || old == new {
        return Ok(Value::Str(text.clone()));
    }
    let size = places.len().saturating_mul(new.len()).saturating_add(text.len());
    if !vm.check_size(size) {
        return Err(vm.out_of_memory());
    }
    let mut result = Wtf8Buf::with_capacity(size - places.len() * old.len());
    let mut from = 0;
    for at in places {
        if let Some(piece) = text.as_wtf8().get(from..at) {
            result.push_wtf8(piece);
        }
        result.push_wtf8(new.as_wtf8());
        from = at + old.len();
    }
    if let Some(rest) = text.as_wtf8().get(from..) {
        result.push_wtf8(rest);
    }
    Ok(vm.fresh_str(result))
}

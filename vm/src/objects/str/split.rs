//! Taking apart and putting together: `split`, `splitlines`, `partition`, `strip`, `join`.

use memchr::memmem;
use rustpython_wtf8::{CodePoint, Wtf8Buf};

use super::args::{is_space, limit, part, points};
use super::of;
use crate::error::PyResult;
use crate::heap::{Str, Value};
use crate::text::unicode;
use crate::vm::Vm;

/// Byte offsets of a part.
type Part = (usize, usize);

fn list(vm: &Vm, text: &Str, parts: &[Part]) -> Value {
    vm.new_list(parts.iter().map(|(from, to)| part(vm, text, *from, *to)).collect())
}

fn pieces(vm: &Vm, args: &[Value], from_right: bool) -> PyResult {
    let text = of(vm, &args[0])?;
    let limit = limit(vm, &args[2])?;
    let parts = match &args[1] {
        Value::None if text.is_ascii() => {
            let points = text.as_bytes().iter().map(|b| u32::from(*b)).enumerate();
            between_spaces(points, text.len(), limit, from_right)
        }
        Value::None => between_spaces(points(text), text.len(), limit, from_right),
        separator => {
            let Some(separator) = separator.as_text() else {
                let got = vm.type_name(separator);
                return Err(vm.type_error(format!("must be str or None, not {got}")));
            };
            if separator.is_empty() {
                return Err(vm.value_error("empty separator"));
            }
            // What is too short to be split is handed back, also an instance of a subclass.
            if text.char_len() < separator.char_len() {
                return Ok(vm.new_list(vec![args[0].clone()]));
            }
            between(text.as_bytes(), separator.as_bytes(), limit, from_right)
        }
    };
    Ok(list(vm, text, &parts))
}

fn between(data: &[u8], separator: &[u8], limit: usize, from_right: bool) -> Vec<Part> {
    let places: Vec<usize> = match (separator, from_right) {
        ([byte], false) => memchr::memchr_iter(*byte, data).take(limit).collect(),
        (many, false) => memmem::find_iter(data, many).take(limit).collect(),
        (many, true) => {
            let mut places: Vec<usize> = memmem::rfind_iter(data, many).take(limit).collect();
            places.reverse();
            places
        }
    };
    let mut parts = Vec::with_capacity(places.len() + 1);
    let mut from = 0;
    for at in places {
        parts.push((from, at));
        from = at + separator.len();
    }
    parts.push((from, data.len()));
    parts
}

fn between_spaces(
    points: impl Iterator<Item = (usize, u32)>,
    len: usize,
    limit: usize,
    from_right: bool,
) -> Vec<Part> {
    let mut words: Vec<Part> = Vec::new();
    let mut start = None;
    for (at, code) in points {
        match (start, is_space(code)) {
            (None, false) => start = Some(at),
            (Some(from), true) => {
                words.push((from, at));
                start = None;
            }
            _ => {}
        }
    }
    if let Some(from) = start {
        words.push((from, len));
    }
    let extra = words.len().saturating_sub(limit);
    if extra == 0 {
        return words;
    }
    // What is beyond the limit stays together, with the whitespace on its far side.
    if from_right {
        let end = words.drain(..extra).next_back().map_or(0, |(_, to)| to);
        words.insert(0, (0, end));
    } else {
        let start = words.drain(limit..).next().map_or(len, |(from, _)| from);
        words.push((start, len));
    }
    words
}

pub(super) fn split(vm: &Vm, args: &[Value]) -> PyResult {
    pieces(vm, args, false)
}

pub(super) fn rsplit(vm: &Vm, args: &[Value]) -> PyResult {
    pieces(vm, args, true)
}

pub(super) fn splitlines(vm: &Vm, args: &[Value]) -> PyResult {
    let text = of(vm, &args[0])?;
    let keep = vm.is_true(&args[1])?;
    let (mut lines, mut start) = (Vec::new(), 0);
    let mut points = points(text).peekable();
    while let Some((end, code)) = points.next() {
        if !unicode::is_line_break(code) {
            continue;
        }
        if code == 0x0D {
            points.next_if(|(_, next)| *next == 0x0A);
        }
        let next = points.peek().map_or(text.len(), |(at, _)| *at);
        lines.push((start, if keep { next } else { end }));
        start = next;
    }
    if start < text.len() {
        lines.push((start, text.len()));
    }
    Ok(list(vm, text, &lines))
}

fn parted(vm: &Vm, args: &[Value], last: bool) -> PyResult {
    let text = of(vm, &args[0])?;
    let Some(separator) = args[1].as_text() else {
        let got = vm.type_name(&args[1]);
        return Err(vm.type_error(format!("must be str, not {got}")));
    };
    if separator.is_empty() {
        return Err(vm.value_error("empty separator"));
    }
    let (hay, needle) = (text.as_bytes(), separator.as_bytes());
    let at = if last { memmem::rfind(hay, needle) } else { memmem::find(hay, needle) };
    let empty = || Value::Str(vm.names.empty.clone());
    let all = || args[0].clone();
    Ok(vm.new_tuple(match at {
        Some(at) => {
            let end = at + separator.len();
            vec![part(vm, text, 0, at), args[1].clone(), part(vm, text, end, text.len())]
        }
        None if last => vec![empty(), empty(), all()],
        None => vec![all(), empty(), empty()],
    }))
}

pub(super) fn partition(vm: &Vm, args: &[Value]) -> PyResult {
    parted(vm, args, false)
}

pub(super) fn rpartition(vm: &Vm, args: &[Value]) -> PyResult {
    parted(vm, args, true)
}

/// Byte offsets of what is left when characters are dropped from the ends.
fn trimmed(text: &Str, left: bool, right: bool, drops: impl Fn(u32) -> bool) -> Part {
    let kept = |(_, point): &(usize, CodePoint)| !drops(point.to_u32());
    let all = text.as_wtf8();
    let start = if left { all.code_point_indices().find(kept).map_or(text.len(), |(at, _)| at) } else { 0 };
    let Some(rest) = all.get(start..).filter(|_| right) else { return (start, text.len()) };
    let last = rest.code_point_indices().rev().find(kept);
    (start, last.map_or(start, |(at, point)| start + at + point.len_wtf8()))
}

fn stripped(vm: &Vm, args: &[Value], name: &str, left: bool, right: bool) -> PyResult {
    let text = of(vm, &args[0])?;
    let (from, to) = match &args[1] {
        Value::None => trimmed(text, left, right, is_space),
        chars => {
            let Some(chars) = chars.as_text() else {
                return Err(vm.type_error(format!("{name} arg must be None or str")));
            };
            let set: Vec<u32> = chars.as_wtf8().code_points().map(CodePoint::to_u32).collect();
            trimmed(text, left, right, |code| set.contains(&code))
        }
    };
    Ok(part(vm, text, from, to))
}

pub(super) fn strip(vm: &Vm, args: &[Value]) -> PyResult {
    stripped(vm, args, "strip", true, true)
}

pub(super) fn lstrip(vm: &Vm, args: &[Value]) -> PyResult {
    stripped(vm, args, "lstrip", true, false)
}

pub(super) fn rstrip(vm: &Vm, args: &[Value]) -> PyResult {
    stripped(vm, args, "rstrip", false, true)
}

pub(super) fn join(vm: &Vm, args: &[Value]) -> PyResult {
    let separator = of(vm, &args[0])?;
    let slots = &vm.class_of(&args[1]).ty().slots;
    if slots.iter.get().is_none() && slots.getitem.get().is_none() {
        return Err(vm.type_error("can only join an iterable"));
    }
    let items = vm.list_from_iterable(&args[1])?;
    if let [only @ Value::Str(_)] = &items[..] {
        return Ok(only.clone());
    }
    let mut size = separator.len().saturating_mul(items.len().saturating_sub(1));
    for (i, item) in items.iter().enumerate() {
        let Some(text) = item.as_text() else {
            let got = vm.type_name(item);
            return Err(vm.type_error(format!("sequence item {i}: expected str instance, {got} found")));
        };
        size = size.saturating_add(text.len());
    }
    if !vm.check_size(size) {
        return Err(vm.out_of_memory());
    }
    let mut joined = Wtf8Buf::with_capacity(size);
    for (i, text) in items.iter().filter_map(Value::as_text).enumerate() {
        if i > 0 {
            joined.push_wtf8(separator.as_wtf8());
        }
        joined.push_wtf8(text.as_wtf8());
    }
    Ok(vm.fresh_str(joined))
}

//! Taking apart and putting together: `split`, `splitlines`, `partition`, `join`.

use memchr::memmem;

use super::affix::is_space;
use crate::error::{PyError, PyResult};
use crate::heap::{Bytes, Value};
use crate::objects::bytes::data::{check_room, make, make_fresh, make_from, snapshot, unchanged, view};
use crate::vm::Vm;

type Range = std::ops::Range<usize>;

fn separator(vm: &Vm, value: &Value) -> PyResult<Bytes> {
    let separator = vm.bytes_of(value)?;
    if separator.is_empty() { Err(vm.value_error("empty separator")) } else { Ok(separator) }
}

/// The parts of the receiver as a list; one that is all of it is the receiver itself.
fn parts(vm: &Vm, receiver: &Value, ranges: Vec<Range>) -> PyResult {
    let data = view(vm, receiver)?;
    let part = |range: Range| match receiver {
        Value::Bytes(_) if range.len() == data.len() => receiver.clone(),
        _ => make_from(vm, receiver, data.get(range).unwrap_or(&[])),
    };
    Ok(vm.new_list(ranges.into_iter().map(part).collect()))
}

fn pieces(vm: &Vm, args: &[Value], from_right: bool) -> PyResult {
    let limit = vm.index_i64(&args[2])?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let ranges = if args[1].is_none() {
        between_spaces(&view(vm, &args[0])?, limit, from_right)
    } else {
        let separator = separator(vm, &args[1])?;
        between(&view(vm, &args[0])?, &separator, limit, from_right)
    };
    parts(vm, &args[0], ranges)
}

fn between(data: &[u8], separator: &[u8], limit: usize, from_right: bool) -> Vec<Range> {
    let mut places: Vec<usize> = if from_right {
        memmem::rfind_iter(data, separator).take(limit).collect()
    } else {
        memmem::find_iter(data, separator).take(limit).collect()
    };
    if from_right {
        places.reverse();
    }
    let mut ranges = Vec::with_capacity(places.len() + 1);
    let mut from = 0;
    for at in places {
        ranges.push(from..at);
        from = at + separator.len();
    }
    ranges.push(from..data.len());
    ranges
}

fn between_spaces(data: &[u8], limit: usize, from_right: bool) -> Vec<Range> {
    let mut words: Vec<Range> = Vec::new();
    let mut start = None;
    for (i, &byte) in data.iter().enumerate() {
        match (start, is_space(byte)) {
            (None, false) => start = Some(i),
            (Some(from), true) => {
                words.push(from..i);
                start = None;
            }
            _ => {}
        }
    }
    if let Some(from) = start {
        words.push(from..data.len());
    }
    let extra = words.len().saturating_sub(limit);
    if extra == 0 {
        return words;
    }
    // What is beyond the limit stays together, with the whitespace on its far side.
    if from_right {
        let end = words.drain(..extra).next_back().map_or(0, |word| word.end);
        words.insert(0, 0..end);
    } else {
        let start = words.drain(limit..).next().map_or(data.len(), |word| word.start);
        words.push(start..data.len());
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
    let keep = vm.is_true(&args[1])?;
    let ranges = {
        let data = view(vm, &args[0])?;
        let mut ranges = Vec::new();
        let mut start = 0;
        while let Some(offset) = memchr::memchr2(b'\n', b'\r', data.get(start..).unwrap_or(&[])) {
            let end = start + offset;
            let is_pair = data.get(end..end + 2) == Some(b"\r\n");
            let next = end + 1 + usize::from(is_pair);
            ranges.push(start..if keep { next } else { end });
            start = next;
        }
        if start < data.len() {
            ranges.push(start..data.len());
        }
        ranges
    };
    parts(vm, &args[0], ranges)
}

fn parted(vm: &Vm, args: &[Value], last: bool) -> PyResult {
    let separator = separator(vm, &args[1])?;
    let receiver = &args[0];
    let at = {
        let data = view(vm, receiver)?;
        if last { memmem::rfind(&data, &separator) } else { memmem::find(&data, &separator) }
    };
    let empty = || make(vm, receiver, Vec::new());
    let Some(at) = at else {
        let is_bytes = matches!(receiver.unwrapped(), Value::Bytes(_));
        let all = if is_bytes { receiver.clone() } else { unchanged(vm, receiver)? };
        return Ok(vm.new_tuple(if last {
            vec![empty(), empty(), all]
        } else {
            vec![all, empty(), empty()]
        }));
    };
    let middle = match receiver.unwrapped() {
        Value::Bytes(_) => args[1].clone(),
        _ => make_from(vm, receiver, &separator),
    };
    let data = view(vm, receiver)?;
    let (before, rest) = data.split_at(at);
    let after = rest.get(separator.len()..).unwrap_or(&[]);
    Ok(vm.new_tuple(vec![make_from(vm, receiver, before), middle, make_from(vm, receiver, after)]))
}

pub(super) fn partition(vm: &Vm, args: &[Value]) -> PyResult {
    parted(vm, args, false)
}

pub(super) fn rpartition(vm: &Vm, args: &[Value]) -> PyResult {
    parted(vm, args, true)
}

fn wrong_item(vm: &Vm, index: usize, item: &Value) -> PyError {
    let got = vm.type_name(item);
    vm.type_error(format!("sequence item {index}: expected a bytes-like object, {got} found"))
}

pub(super) fn join(vm: &Vm, args: &[Value]) -> PyResult {
    let separator = snapshot(vm, &args[0])?;
    let slots = &vm.class_of(&args[1]).ty().slots;
    if slots.iter.get().is_none() && slots.getitem.get().is_none() {
        return Err(vm.type_error("can only join an iterable"));
    }
    // The separator keeps its size meanwhile.
    let _held = vm.buffer(&args[0], false)?;
    let items = vm.list_from_iterable(&args[1])?;
    if let ([only @ Value::Bytes(_)], Value::Bytes(_)) = (&items[..], args[0].unwrapped()) {
        return Ok(only.clone());
    }
    let mut all = Vec::new();
    for (i, item) in items.iter().enumerate() {
        if !vm.is_bytes_like(item) {
            return Err(wrong_item(vm, i, item));
        }
        let data = vm.bytes_of(item).map_err(|_| wrong_item(vm, i, item))?;
        let room = all.len() + data.len() + separator.len();
        check_room(vm, Some(room))?;
        if i > 0 {
            all.extend_from_slice(&separator);
        }
        all.extend_from_slice(&data);
    }
    Ok(make_fresh(vm, &args[0], all))
}

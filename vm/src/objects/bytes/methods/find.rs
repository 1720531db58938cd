//! Searching: `find`, `index`, `count`, `replace`.

use memchr::memmem;

use crate::error::PyResult;
use crate::heap::{Bytes, Value};
use crate::objects::bytes::data::{byte_value, check_room, make_fresh, unchanged, view};
use crate::vm::Vm;

/// What is searched for.
enum Needle {
    Byte([u8; 1]),
    Bytes(Bytes),
}

impl Needle {
    fn new(vm: &Vm, value: &Value) -> PyResult<Needle> {
        if vm.is_bytes_like(value) {
            return Ok(Needle::Bytes(vm.bytes_of(value)?));
        }
        if vm.has_index(value) {
            return Ok(Needle::Byte([byte_value(vm, value)?]));
        }
        let got = vm.type_name(value);
        Err(vm.type_error(format!("argument should be integer or bytes-like object, not '{got}'")))
    }

    fn as_slice(&self) -> &[u8] {
        match self {
            Needle::Byte(byte) => byte,
            Needle::Bytes(data) => data,
        }
    }
}

/// Start and end arguments before the length is known.
#[derive(Clone, Copy)]
pub(super) struct Bounds {
    start: i64,
    end: i64,
}

impl Bounds {
    /// Reads both arguments, which may be `None`.
    pub(super) fn new(vm: &Vm, start: &Value, end: &Value) -> PyResult<Bounds> {
        let bound = |value: &Value, default| {
            if value.is_none() {
                return Ok(default);
            }
            if !vm.has_index(value) {
                return Err(
                    vm.type_error("slice indices must be integers or None or have an __index__ method")
                );
            }
            vm.index_clamped(value)
        };
        Ok(Bounds { start: bound(start, 0)?, end: bound(end, i64::MAX)? })
    }

    /// The part of `data` within the bounds and where it begins; none where they exclude even nothing.
    pub(super) fn cut(self, data: &[u8]) -> Option<(usize, &[u8])> {
        let len = i64::try_from(data.len()).unwrap_or(i64::MAX);
        let from_end = |i: i64| if i < 0 { i.saturating_add(len).max(0) } else { i };
        let start = usize::try_from(from_end(self.start)).ok()?;
        let end = usize::try_from(from_end(self.end.min(len))).ok()?;
        Some((start, data.get(start..end)?))
    }
}

fn search(vm: &Vm, args: &[Value], last: bool) -> PyResult<Option<usize>> {
    let bounds = Bounds::new(vm, &args[2], &args[3])?;
    let needle = Needle::new(vm, &args[1])?;
    let data = view(vm, &args[0])?;
    let Some((start, part)) = bounds.cut(&data) else { return Ok(None) };
    let at = match (&needle, last) {
        (Needle::Byte([byte]), false) => memchr::memchr(*byte, part),
        (Needle::Byte([byte]), true) => memchr::memrchr(*byte, part),
        (_, false) => memmem::find(part, needle.as_slice()),
        (_, true) => memmem::rfind(part, needle.as_slice()),
    };
    Ok(at.map(|at| start + at))
}

fn or_minus_one(at: Option<usize>) -> Value {
    at.map_or(Value::Int(-1), Value::from)
}

fn required(vm: &Vm, at: Option<usize>) -> PyResult {
    at.map(Value::from).ok_or_else(|| vm.value_error("subsection not found"))
}

pub(super) fn find(vm: &Vm, args: &[Value]) -> PyResult {
    search(vm, args, false).map(or_minus_one)
}

pub(super) fn rfind(vm: &Vm, args: &[Value]) -> PyResult {
    search(vm, args, true).map(or_minus_one)
}

pub(super) fn index(vm: &Vm, args: &[Value]) -> PyResult {
    required(vm, search(vm, args, false)?)
}

pub(super) fn rindex(vm: &Vm, args: &[Value]) -> PyResult {
    required(vm, search(vm, args, true)?)
}

pub(super) fn count(vm: &Vm, args: &[Value]) -> PyResult {
    let bounds = Bounds::new(vm, &args[2], &args[3])?;
    let needle = Needle::new(vm, &args[1])?;
    let data = view(vm, &args[0])?;
    let Some((_, part)) = bounds.cut(&data) else { return Ok(Value::Int(0)) };
    Ok(Value::from(match needle.as_slice() {
        [] => part.len() + 1,
        [byte] => memchr::memchr_iter(*byte, part).count(),
        many => memmem::find_iter(part, many).count(),
    }))
}

pub(super) fn replace(vm: &Vm, args: &[Value]) -> PyResult {
    let (old, new) = (vm.bytes_of(&args[1])?, vm.bytes_of(&args[2])?);
    let limit = usize::try_from(vm.index_i64(&args[3])?).unwrap_or(usize::MAX);
    let result = {
        let data = view(vm, &args[0])?;
        let places: Vec<usize> = if old.is_empty() {
            (0..=data.len()).take(limit).collect()
        } else {
            memmem::find_iter(&data, old.as_slice()).take(limit).collect()
        };
        if places.is_empty() || old.is_empty() && new.is_empty() {
            None
        } else {
            let grown = places.len().checked_mul(new.len()).and_then(|n| n.checked_add(data.len()));
            let room = check_room(vm, grown)?;
            Some(replaced(&data, &places, old.len(), &new, room))
        }
    };
    match result {
        Some(result) => Ok(make_fresh(vm, &args[0], result)),
        None => unchanged(vm, &args[0]),
    }
}

fn replaced(data: &[u8], places: &[usize], width: usize, new: &[u8], room: usize) -> Vec<u8> {
    let mut result = Vec::with_capacity(room - places.len() * width);
    let mut from = 0;
    for &at in places {
        result.extend_from_slice(data.get(from..at).unwrap_or(&[]));
        result.extend_from_slice(new);
        from = at + width;
    }
    result.extend_from_slice(data.get(from..).unwrap_or(&[]));
    result
}

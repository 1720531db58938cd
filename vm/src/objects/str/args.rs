//! Arguments and parts shared by the methods of `str`.

use crate::error::PyResult;
use crate::heap::{Str, Value};
use crate::text::unicode;
use crate::vm::Vm;

/// A `str` argument; `what` names it: "find() argument 1".
///
/// # Errors
/// TypeError in Argument Clinic's words, which calls the type of `None` "None".
pub(crate) fn text_argument<'a>(vm: &Vm, value: &'a Value, what: &str) -> PyResult<&'a Str> {
    value.as_text().ok_or_else(|| vm.bad_argument(what, "str", value))
}

/// The same for a name that goes to C as it is: it holds no null character.
pub(crate) fn name_argument<'a>(vm: &Vm, value: &'a Value, what: &str) -> PyResult<&'a Str> {
    let text = text_argument(vm, value, what)?;
    if text.as_bytes().contains(&0) {
        return Err(vm.value_error("embedded null character"));
    }
    Ok(text)
}

/// The text between two byte offsets at character boundaries; all of it is the text itself.
pub(super) fn part(vm: &Vm, text: &Str, from: usize, to: usize) -> Value {
    if from == 0 && to >= text.len() {
        return Value::Str(text.clone());
    }
    match text.as_wtf8().get(from..to.max(from)) {
        Some(piece) => vm.new_str(Str::from_wtf8(piece)),
        None => Value::Str(vm.names.empty.clone()),
    }
}

/// Start and end arguments as byte offsets; none where the range is empty before it begins.
pub(super) fn range(vm: &Vm, text: &Str, start: &Value, end: &Value) -> PyResult<Option<(usize, usize)>> {
    if start.is_none() && end.is_none() {
        return Ok(Some((0, text.len())));
    }
    let len = i64::try_from(text.char_len()).unwrap_or(i64::MAX);
    let bound = |value: &Value, default: i64| -> PyResult<i64> {
        if value.is_none() || value.is_unbound() {
            return Ok(default);
        }
        if !vm.has_index(value) {
            return Err(vm.type_error("slice indices must be integers or None or have an __index__ method"));
        }
        let n = vm.index_clamped(value)?;
        Ok(if n < 0 { n.saturating_add(len).max(0) } else { n })
    };
    let (start, end) = (bound(start, 0)?, bound(end, i64::MAX)?.min(len));
    if start > end {
        return Ok(None);
    }
    let offset = |n: i64| text.byte_offset(usize::try_from(n).unwrap_or(usize::MAX));
    Ok(Some((offset(start), offset(end))))
}

/// Whether a character is whitespace.
pub(super) fn is_space(code: u32) -> bool {
    if code < 0x80 { matches!(code, 9..=13 | 28..=32) } else { unicode::is_space(code) }
}

/// Each character with its byte offset.
pub(super) fn points(text: &Str) -> impl Iterator<Item = (usize, u32)> {
    text.as_wtf8().code_point_indices().map(|(at, point)| (at, point.to_u32()))
}

/// A C `int` argument.
///
/// # Errors
/// OverflowError past 32 bits.
pub(super) fn c_int(vm: &Vm, value: &Value) -> PyResult<i32> {
    i32::try_from(vm.index_i64(value)?)
        .map_err(|_| vm.overflow_error("Python int too large to convert to C int"))
}

/// The count argument of `split` and `replace`: negative means no limit.
pub(super) fn limit(vm: &Vm, value: &Value) -> PyResult<usize> {
    Ok(usize::try_from(vm.index_i64(value)?).unwrap_or(usize::MAX))
}

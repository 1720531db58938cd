//! Codec error handlers registered from Python: `codecs.register_error`.

use rustpython_wtf8::Wtf8Buf;

use super::codec::{decode_error, encode_error};
use crate::error::PyResult;
use crate::heap::{Str, Value};
use crate::text::codec::{ErrInfo, Replacement};
use crate::vm::Vm;

/// The handler registered under a name. It is looked up when an error is met: the name of a handler that is not
/// needed does not matter.
fn find(vm: &Vm, name: &str) -> PyResult {
    let found = vm.codec_handlers.borrow().get(name).cloned();
    found.ok_or_else(|| vm.lookup_error(format!("unknown error handler name '{name}'")))
}

/// The position to go on from; negative ones count from the end.
fn position(vm: &Vm, value: &Value, len: usize) -> PyResult<usize> {
    let given = vm.index_i64(value)?;
    let len_signed = i64::try_from(len).unwrap_or(i64::MAX);
    let at = if given < 0 { given.saturating_add(len_signed) } else { given };
    usize::try_from(at)
        .ok()
        .filter(|at| *at <= len)
        .ok_or_else(|| vm.index_error(format!("position {at} from error handler out of bounds")))
}

/// Asks a handler about bytes that cannot be decoded.
pub(super) fn decode(vm: &Vm, name: &str, info: &ErrInfo, data: &[u8]) -> PyResult<(Wtf8Buf, usize)> {
    let answer = vm.call1(&find(vm, name)?, decode_error(vm, info, data).to_value())?;
    if let Some([text, at]) = answer.as_tuple()
        && let Some(text) = text.as_text()
        && vm.has_index(at)
    {
        return Ok((text.as_wtf8().to_owned(), position(vm, at, data.len())?));
    }
    Err(vm.type_error("decoding error handler must return (str, int) tuple"))
}

/// Asks a handler about text that cannot be encoded.
pub(super) fn encode(vm: &Vm, name: &str, info: &ErrInfo, text: &Str) -> PyResult<(Replacement, usize)> {
    let answer = vm.call1(&find(vm, name)?, encode_error(vm, info, text).to_value())?;
    if let Some([instead, at]) = answer.as_tuple()
        && vm.has_index(at)
    {
        let replacement = match (instead.as_text(), instead.unwrapped()) {
            (Some(instead), _) => Some(Replacement::Text(instead.as_wtf8().to_owned())),
            (None, Value::Bytes(bytes)) => Some(Replacement::Bytes(bytes.to_vec())),
            _ => None,
        };
        if let Some(replacement) = replacement {
            return Ok((replacement, position(vm, at, text.char_len())?));
        }
    }
    Err(vm.type_error("encoding error handler must return (str/bytes, int) tuple"))
}

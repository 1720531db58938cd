//! Padding: `center`, `ljust`, `rjust`, `zfill`, `expandtabs`.

use rustpython_wtf8::{CodePoint, Wtf8Buf};

use super::args::c_int;
use super::of;
use crate::error::PyResult;
use crate::heap::Value;
use crate::vm::Vm;

fn fill_character(vm: &Vm, value: &Value) -> PyResult<CodePoint> {
    let Some(fill) = value.as_text() else {
        let got = vm.type_name(value);
        return Err(vm.type_error(format!("The fill character must be a unicode character, not {got}")));
    };
    match (fill.char_at(0), fill.char_len()) {
        (Some(fill), 1) => Ok(fill),
        _ => Err(vm.type_error("The fill character must be exactly one character long")),
    }
}

/// Pads to the width argument; `left` says how much of the padding goes in front.
fn padded(vm: &Vm, args: &[Value], left: fn(usize, usize) -> usize) -> PyResult {
    let text = of(vm, &args[0])?;
    let width = usize::try_from(vm.index_i64(&args[1])?).unwrap_or(0);
    let fill = fill_character(vm, &args[2])?;
    let len = text.char_len();
    if width <= len {
        return Ok(Value::Str(text.clone()));
    }
    let total = width - len;
    let size = total.saturating_mul(fill.len_wtf8()).saturating_add(text.len());
    if !vm.check_size(size) {
        return Err(vm.out_of_memory());
    }
    let before = left(total, width);
    let mut result = Wtf8Buf::with_capacity(size);
    result.extend(std::iter::repeat_n(fill, before));
    result.push_wtf8(text.as_wtf8());
    result.extend(std::iter::repeat_n(fill, total - before));
    Ok(vm.fresh_str(result))
}

pub(super) fn center(vm: &Vm, args: &[Value]) -> PyResult {
    padded(vm, args, |total, width| total / 2 + (total & width & 1))
}

pub(super) fn ljust(vm: &Vm, args: &[Value]) -> PyResult {
    padded(vm, args, |_, _| 0)
}

pub(super) fn rjust(vm: &Vm, args: &[Value]) -> PyResult {
    padded(vm, args, |total, _| total)
}

pub(super) fn zfill(vm: &Vm, args: &[Value]) -> PyResult {
    let text = of(vm, &args[0])?;
    let width = usize::try_from(vm.index_i64(&args[1])?).unwrap_or(0);
    let len = text.char_len();
    if width <= len {
        return Ok(Value::Str(text.clone()));
    }
    if !vm.check_size(width.saturating_add(text.len())) {
        return Err(vm.out_of_memory());
    }
    let signed = usize::from(matches!(text.as_bytes().first(), Some(b'+' | b'-')));
    let mut filled = Wtf8Buf::new();
    if let Some(sign) = text.as_wtf8().get(..signed) {
        filled.push_wtf8(sign);
    }
    filled.push_str(&"0".repeat(width - len));
    if let Some(rest) = text.as_wtf8().get(signed..) {
        filled.push_wtf8(rest);
    }
    Ok(vm.fresh_str(filled))
}

pub(super) fn expandtabs(vm: &Vm, args: &[Value]) -> PyResult {
    let text = of(vm, &args[0])?;
    let size = usize::try_from(c_int(vm, &args[1])?).unwrap_or(0);
    if memchr::memchr(b'\t', text.as_bytes()).is_none() {
        return Ok(Value::Str(text.clone()));
    }
    let (mut result, mut column) = (Wtf8Buf::with_capacity(text.len()), 0usize);
    for point in text.as_wtf8().code_points() {
        match point.to_char() {
            Some('\t') if size > 0 => {
                let spaces = size - column % size;
                vm.look_up()?;
                if !vm.check_size(result.len().saturating_add(spaces)) {
                    return Err(vm.overflow_error("new string is too long"));
                }
                result.push_str(&" ".repeat(spaces));
                column += spaces;
            }
            Some('\t') => {}
            other => {
                column = if matches!(other, Some('\n' | '\r')) { 0 } else { column + 1 };
                result.push(point);
            }
        }
    }
    Ok(vm.new_str(result))
}

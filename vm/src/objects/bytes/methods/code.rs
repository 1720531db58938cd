//! Other notations: `decode`, `hex`, `fromhex`, `translate`, `maketrans`.

use crate::error::PyResult;
use crate::heap::Value;
use crate::objects::bytes::data::{make_fresh, snapshot, unchanged};
use crate::objects::str::args::{name_argument, text_argument};
use crate::vm::Vm;

pub(super) fn decode(vm: &Vm, args: &[Value]) -> PyResult {
    let encoding = name_argument(vm, &args[1], "decode() argument 'encoding'")?;
    let errors = name_argument(vm, &args[2], "decode() argument 'errors'")?;
    let data = snapshot(vm, &args[0])?;
    if data.is_empty() {
        // Whatever the encoding is called.
        return Ok(Value::Str(vm.names.empty.clone()));
    }
    vm.decode(&data, &encoding.to_string_lossy(), &errors.to_string_lossy()).map(Value::Str)
}

/// The separator of `hex`, one ASCII character.
fn hex_separator(vm: &Vm, value: &Value) -> PyResult<char> {
    if vm.len(value)? != 1 {
        return Err(vm.value_error("sep must be length 1."));
    }
    let code = match value.unwrapped() {
        Value::Str(text) => text.char_at(0).and_then(|c| c.to_char()),
        Value::Bytes(data) => data.first().map(|b| char::from(*b)),
        _ => return Err(vm.type_error("sep must be str or bytes.")),
    };
    code.filter(char::is_ascii).ok_or_else(|| vm.value_error("sep must be ASCII."))
}

/// The result of `hex(sep, bytes_per_sep)`; the arguments as the native got them.
///
/// # Errors
/// ValueError for a separator that is not one ASCII character, TypeError and OverflowError for wrong counts.
pub(crate) fn hex_text(vm: &Vm, data: &[u8], sep: &Value, per_group: &Value) -> PyResult {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let too_large = |vm: &Vm| vm.overflow_error("Python int too large to convert to C int");
    let group = i32::try_from(vm.index_i64_or(per_group, too_large)?).map_err(|_| too_large(vm))?;
    let separator = if sep.is_unbound() { None } else { Some(hex_separator(vm, sep)?) };
    let size = usize::try_from(group.unsigned_abs()).unwrap_or(usize::MAX);
    let mut text = String::with_capacity(data.len() * 2);
    for (i, byte) in data.iter().enumerate() {
        // A positive count groups from the right, a negative one from the left.
        let distance = if group < 0 { i } else { data.len() - i };
        if let Some(separator) = separator
            && i > 0
            && size > 0
            && distance.is_multiple_of(size)
        {
            text.push(separator);
        }
        for nibble in [byte >> 4, byte & 15] {
            text.push(DIGITS.get(usize::from(nibble)).map_or('0', |d| char::from(*d)));
        }
    }
    Ok(vm.new_str(text))
}

pub(super) fn hex(vm: &Vm, args: &[Value]) -> PyResult {
    let data = snapshot(vm, &args[0])?;
    hex_text(vm, &data, &args[1], &args[2])
}

/// The bytes of hexadecimal digits with whitespace between them, or the position of what is none.
fn parse_hex(text: &str) -> Result<Vec<u8>, usize> {
    let mut data = Vec::with_capacity(text.len() / 2);
    let mut chars = text.chars().enumerate();
    let digit = |c: char| c.to_digit(16).and_then(|d| u8::try_from(d).ok());
    while let Some((i, c)) = chars.next() {
        if matches!(c, ' ' | '\t'..='\r') {
            continue;
        }
        let high = digit(c).ok_or(i)?;
        let (at, second) = chars.next().ok_or(i + 1)?;
        data.push(high << 4 | digit(second).ok_or(at)?);
    }
    Ok(data)
}

pub(super) fn fromhex(vm: &Vm, args: &[Value]) -> PyResult {
    let text = text_argument(vm, &args[1], "fromhex() argument")?;
    let data = parse_hex(&text.to_string_lossy()).map_err(|at| {
        vm.value_error(format!("non-hexadecimal number found in fromhex() arg at position {at}"))
    })?;
    if args[0].is(&vm.types.bytearray.to_value()) {
        return Ok(crate::objects::bytearray::new_bytearray(vm, data));
    }
    let made = vm.new_bytes(&data);
    if args[0].is(&vm.types.bytes.to_value()) { Ok(made) } else { vm.call1(&args[0], made) }
}

pub(super) fn translate(vm: &Vm, args: &[Value]) -> PyResult {
    let table = if args[1].is_none() { None } else { Some(vm.bytes_of(&args[1])?) };
    if table.as_ref().is_some_and(|table| table.len() != 256) {
        return Err(vm.value_error("translation table must be 256 characters long"));
    }
    let delete = if args[2].is_unbound() { None } else { Some(vm.bytes_of(&args[2])?) };
    let mut doomed = [false; 256];
    for byte in delete.iter().flat_map(|delete| delete.iter()) {
        doomed[usize::from(*byte)] = true;
    }
    let map = |byte: u8| match &table {
        Some(table) => table.get(usize::from(byte)).copied().unwrap_or(byte),
        None => byte,
    };
    let data = snapshot(vm, &args[0])?;
    let result: Vec<u8> = data.iter().filter(|b| !doomed[usize::from(**b)]).map(|b| map(*b)).collect();
    if result == *data.as_slice() { unchanged(vm, &args[0]) } else { Ok(make_fresh(vm, &args[0], result)) }
}

pub(super) fn maketrans(vm: &Vm, args: &[Value]) -> PyResult {
    let (from, to) = (vm.bytes_of(&args[0])?, vm.bytes_of(&args[1])?);
    if from.len() != to.len() {
        return Err(vm.value_error("maketrans arguments must have same length"));
    }
    let mut table: Vec<u8> = (0..=255).collect();
    for (a, b) in from.iter().zip(to.iter()) {
        if let Some(slot) = table.get_mut(usize::from(*a)) {
            *slot = *b;
        }
    }
    Ok(vm.new_bytes(&table))
}

//! Uuencoding, a line at a time.

use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::{ascii_data, error};

pub(super) fn encode(vm: &Vm, args: &[Value]) -> PyResult {
    let data = vm.bytes_of(&args[0])?;
    let backtick = vm.is_true(&args[1])?;
    if data.len() > 45 {
        return Err(error(vm, "At most 45 bytes at once"));
    }
    let digit = |value: u32| match (value & 63) as u8 {
        0 if backtick => b'`',
        value => value + b' ',
    };
    let mut line = vec![digit(data.len() as u32)];
    for group in data.chunks(3) {
        let word =
            group.iter().fold(0u32, |word, byte| word << 8 | u32::from(*byte)) << (8 * (3 - group.len()));
        line.extend((0..4).map(|i| digit(word >> (18 - 6 * i))));
    }
    line.push(b'\n');
    Ok(vm.new_bytes(&line))
}

pub(super) fn decode(vm: &Vm, args: &[Value]) -> PyResult {
    let line = ascii_data(vm, &args[0])?;
    // An empty line counts as CPython finds it: the zero byte behind the text.
    let (count, rest) = match line.split_first() {
        Some((first, rest)) => (first.wrapping_sub(b' ') & 63, rest),
        None => (32, &[][..]),
    };
    let wanted = usize::from(count);
    let mut bytes = Vec::with_capacity(wanted);
    let (mut left, mut bits) = (0u32, 0);
    let mut digits = rest.iter();
    while bytes.len() < wanted {
        // Spaces at the end of a line may have been eaten.
        let value = match digits.next() {
            None | Some(b'\n' | b'\r') => 0,
            Some(digit @ b' '..=b'`') => (digit - b' ') & 63,
            Some(_) => return Err(error(vm, "Illegal char")),
        };
        left = left << 6 | u32::from(value);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((left >> bits) as u8);
            left &= (1 << bits) - 1;
        }
    }
    if digits.any(|byte| !matches!(byte, b' ' | b'`' | b'\n' | b'\r')) {
        return Err(error(vm, "Trailing garbage"));
    }
    Ok(vm.new_bytes(&bytes))
}

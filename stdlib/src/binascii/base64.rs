//! Base64. Decoding is lenient as RFC 4648 forbids: what is no digit is skipped, unless asked to be strict.

use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::{ascii_data, error};

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The value of each byte as a digit; 64 for none.
static VALUES: [u8; 256] = {
    let mut values = [64; 256];
    let mut i = 0;
    while i < 64 {
        values[DIGITS[i] as usize] = i as u8;
        i += 1;
    }
    values
};

pub(super) fn encode(vm: &Vm, args: &[Value]) -> PyResult {
    let data = vm.bytes_of(&args[0])?;
    let newline = vm.is_true(&args[1])?;
    let mut text = Vec::with_capacity(data.len().div_ceil(3) * 4 + 1);
    for group in data.chunks(3) {
        let word =
            group.iter().fold(0u32, |word, byte| word << 8 | u32::from(*byte)) << (8 * (3 - group.len()));
        for i in 0..4 {
            let digit = DIGITS[(word >> (18 - 6 * i)) as usize & 63];
            text.push(if i <= group.len() { digit } else { b'=' });
        }
    }
    if newline {
        text.push(b'\n');
    }
    Ok(vm.new_bytes(&text))
}

/// What stands in the way of decoding.
enum Fault {
    Text(&'static str),
    Count(usize),
}

pub(super) fn decode(vm: &Vm, args: &[Value]) -> PyResult {
    let data = ascii_data(vm, &args[0])?;
    match decoded(&data, vm.is_true(&args[1])?) {
        Ok(bytes) => Ok(vm.new_bytes(&bytes)),
        Err(Fault::Text(message)) => Err(error(vm, message)),
        Err(Fault::Count(n)) => Err(error(
            vm,
            &format!(
                "Invalid base64-encoded string: number of data characters ({n}) cannot be 1 more than a multiple of 4"
            ),
        )),
    }
}

fn decoded(data: &[u8], strict: bool) -> Result<Vec<u8>, Fault> {
    if strict && data.first() == Some(&b'=') {
        return Err(Fault::Text("Leading padding not allowed"));
    }
    let mut bytes = Vec::with_capacity(data.len() / 4 * 3 + 3);
    let (mut place, mut pads, mut left, mut padded) = (0, 0, 0u8, false);
    for (i, byte) in data.iter().enumerate() {
        if *byte == b'=' {
            padded = true;
            if strict && place == 0 {
                return Err(Fault::Text("Excess padding not allowed"));
            }
            if place >= 2 {
                pads += 1;
                if place + pads >= 4 {
                    if strict && i + 1 < data.len() {
                        return Err(Fault::Text("Excess data after padding"));
                    }
                    return Ok(bytes);
                }
            }
            continue;
        }
        let value = VALUES[usize::from(*byte)];
        if value >= 64 {
            if strict {
                return Err(Fault::Text("Only base64 data is allowed"));
            }
            continue;
        }
        if strict && padded {
            return Err(Fault::Text("Discontinuous padding not allowed"));
        }
        pads = 0;
        match place {
            0 => {}
            1 => bytes.push(left << 2 | value >> 4),
            2 => bytes.push(left << 4 | value >> 2),
            _ => bytes.push(left << 6 | value),
        }
        left = value;
        place = (place + 1) % 4;
    }
    match place {
        0 => Ok(bytes),
        1 => Err(Fault::Count(bytes.len() / 3 * 4 + 1)),
        _ => Err(Fault::Text("Incorrect padding")),
    }
}

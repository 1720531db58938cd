//! Values to bytes and back.

use half::f16;
use num_traits::ToPrimitive;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::error;
use super::format::{Field, Format};

/// Writes values into zeroed memory of the format's size.
///
/// # Errors
/// `struct.error` for values that do not fit, and what their methods raise.
pub(super) fn pack(vm: &Vm, format: &Format, values: &[Value], out: &mut [u8]) -> PyResult<()> {
    let mut values = values.iter();
    for field in &format.fields {
        for i in 0..field.count {
            let start = field.offset + i * field.size;
            let (Some(value), Some(place)) = (values.next(), out.get_mut(start..start + field.size)) else {
                return Err(vm.system_error("struct of a wrong size"));
            };
            pack_one(vm, format, field, value, place)?;
        }
    }
    Ok(())
}

fn pack_one(vm: &Vm, format: &Format, field: &Field, value: &Value, place: &mut [u8]) -> PyResult<()> {
    match field.code {
        b'c' => match value.unwrapped() {
            Value::Bytes(b) if b.len() == 1 => place.copy_from_slice(b),
            _ => return Err(error(vm, "char format requires a bytes object of length 1")),
        },
        b's' => {
            let data = text(vm, "s", value)?;
            let n = data.len().min(place.len());
            place[..n].copy_from_slice(&data[..n]);
        }
        b'p' => {
            let data = text(vm, "p", value)?;
            let n = data.len().min(place.len().saturating_sub(1));
            if let Some((length, rest)) = place.split_first_mut() {
                *length = u8::try_from(n).unwrap_or(u8::MAX);
                rest[..n].copy_from_slice(&data[..n]);
            }
        }
        b'?' => place[0] = u8::from(vm.is_true(value)?),
        b'e' | b'f' | b'd' => pack_float(vm, format, field, value, place)?,
        _ => {
            let bits = integer(vm, field, value)?;
            put(place, bits, format.is_big_endian);
        }
    }
    Ok(())
}

/// The lowest bytes of `bits`.
fn put(place: &mut [u8], bits: u64, is_big_endian: bool) {
    let bytes = bits.to_le_bytes();
    let n = place.len().min(8);
    place[..n].copy_from_slice(&bytes[..n]);
    if is_big_endian {
        place[..n].reverse();
    }
}

fn text(vm: &Vm, code: &str, value: &Value) -> PyResult<pyvm_vm::heap::Bytes> {
    let is_text = matches!(value.unwrapped(), Value::Bytes(_)) || vm.is_instance(value, &vm.types.bytearray);
    if !is_text {
        return Err(error(vm, &format!("argument for '{code}' must be a bytes object")));
    }
    vm.bytes_of(value)
}

fn is_signed(code: u8) -> bool {
    code.is_ascii_lowercase()
}

fn integer(vm: &Vm, field: &Field, value: &Value) -> PyResult<u64> {
    if !vm.has_index(value) {
        return Err(error(vm, "required argument is not an integer"));
    }
    let number = match vm.index(value)? {
        Value::Int(n) => Some(i128::from(n)),
        Value::Big(n) => n.to_i128(),
        _ => None,
    };
    let bits = field.size * 8;
    let (least, most) = match (field.code, is_signed(field.code)) {
        (b'P', _) => (i128::from(i64::MIN), i128::from(u64::MAX)),
        (_, true) => (-(1_i128 << (bits - 1)), (1_i128 << (bits - 1)) - 1),
        (_, false) => (0, (1_i128 << bits) - 1),
    };
    match number.filter(|n| (least..=most).contains(n)) {
        // Two's complement of the low 64 bits.
        Some(n) => Ok((n & i128::from(u64::MAX)) as u64),
        None if field.code == b'P' => Err(error(vm, "int too large to convert")),
        None => {
            let code = char::from(field.code);
            Err(error(vm, &format!("'{code}' format requires {least} <= number <= {most}")))
        }
    }
}

fn pack_float(vm: &Vm, format: &Format, field: &Field, value: &Value, place: &mut [u8]) -> PyResult<()> {
    let x = vm.to_f64(value).map_err(|_| error(vm, "required argument is not a float"))?;
    let too_large = |code: char| vm.overflow_error(format!("float too large to pack with {code} format"));
    let bits = match field.code {
        b'd' => x.to_bits(),
        b'f' => {
            let narrow = x as f32;
            if narrow.is_infinite() && x.is_finite() && !format.is_native {
                return Err(too_large('f'));
            }
            u64::from(narrow.to_bits())
        }
        _ if x.is_nan() => 0x7E00 | if x.is_sign_negative() { 0x8000 } else { 0 },
        _ => {
            let narrow = f16::from_f64(x);
            if narrow.is_infinite() && x.is_finite() {
                return Err(too_large('e'));
            }
            u64::from(narrow.to_bits())
        }
    };
    put(place, bits, format.is_big_endian);
    Ok(())
}

/// Reads the values of a format from as many bytes as it takes.
pub(super) fn unpack(vm: &Vm, format: &Format, data: &[u8]) -> Value {
    let mut values = Vec::with_capacity(format.items);
    for field in &format.fields {
        for i in 0..field.count {
            let start = field.offset + i * field.size;
            let item = data.get(start..start + field.size).unwrap_or(&[]);
            values.push(unpack_one(vm, format, field, item));
        }
    }
    vm.new_tuple(values)
}

fn unpack_one(vm: &Vm, format: &Format, field: &Field, item: &[u8]) -> Value {
    match field.code {
        b'c' | b's' => vm.new_bytes(item),
        b'p' => {
            let Some((length, rest)) = item.split_first() else { return vm.new_bytes(&[]) };
            vm.new_bytes(&rest[..usize::from(*length).min(rest.len())])
        }
        b'?' => Value::Bool(item.iter().any(|b| *b != 0)),
        _ => number(field, item, format.is_big_endian),
    }
}

fn number(field: &Field, item: &[u8], is_big_endian: bool) -> Value {
    let place = |bits: u64, b: &u8| bits << 8 | u64::from(*b);
    let bits = if is_big_endian { item.iter().fold(0, place) } else { item.iter().rev().fold(0, place) };
    match field.code {
        b'd' => Value::Float(f64::from_bits(bits)),
        b'f' => Value::Float(f64::from(f32::from_bits((bits & 0xFFFF_FFFF) as u32))),
        b'e' => Value::Float(f16::from_bits((bits & 0xFFFF) as u16).to_f64()),
        code if is_signed(code) => {
            let unused = 64 - 8 * item.len().clamp(1, 8);
            Value::Int((bits << unused).cast_signed() >> unused)
        }
        _ => Value::from(bits),
    }
}

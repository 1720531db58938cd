//! One item between memory and Python, by its native `struct` format.

use num_bigint::BigInt;

use crate::error::{PyError, PyResult};
use crate::heap::Value;
use crate::vm::Vm;

/// The native single-character format, without an optional `@`.
pub(super) fn native_format(format: &str) -> Option<char> {
    let mut chars = format.strip_prefix('@').unwrap_or(format).chars();
    let (only, None) = (chars.next()?, chars.next()) else { return None };
    size_of_format(only).map(|_| only)
}

/// Bytes of one item.
pub(super) fn size_of_format(format: char) -> Option<usize> {
    Some(match format {
        'c' | 'b' | 'B' | '?' => 1,
        'h' | 'H' | 'e' => 2,
        'i' | 'I' | 'f' => 4,
        'l' | 'L' | 'q' | 'Q' | 'n' | 'N' | 'd' | 'P' => 8,
        _ => return None,
    })
}

fn is_signed(format: char) -> bool {
    matches!(format, 'b' | 'h' | 'i' | 'l' | 'q' | 'n')
}

/// The item in these bytes.
pub(super) fn unpack(vm: &Vm, format: char, item: &[u8]) -> Value {
    let mut wide = [0; 8];
    wide.iter_mut().zip(item).for_each(|(to, from)| *to = *from);
    let raw = u64::from_le_bytes(wide);
    let unused = 64u32.saturating_sub(8 * u32::try_from(item.len()).unwrap_or(8));
    match format {
        'c' => vm.new_bytes(item),
        '?' => Value::Bool(raw != 0),
        'd' => Value::Float(f64::from_bits(raw)),
        'f' => Value::Float(f64::from(f32::from_bits(u32::try_from(raw).unwrap_or(0)))),
        'e' => Value::Float(from_half(u16::try_from(raw).unwrap_or(0))),
        _ if is_signed(format) => Value::Int((raw.cast_signed() << unused) >> unused),
        _ => Value::from(raw),
    }
}

fn from_half(bits: u16) -> f64 {
    let sign = if bits & 0x8000 == 0 { 1.0 } else { -1.0 };
    let fraction = f64::from(bits & 0x3FF);
    match (bits >> 10) & 0x1F {
        0 => sign * fraction * 2f64.powi(-24),
        0x1F if fraction == 0.0 => sign * f64::INFINITY,
        0x1F => f64::NAN,
        exponent => sign * (1.0 + fraction / 1024.0) * 2f64.powi(i32::from(exponent) - 15),
    }
}

/// The nearest half-precision float, ties to even; none where it would be infinite.
fn to_half(value: f64) -> Option<u16> {
    let sign = if value.is_sign_negative() { 0x8000 } else { 0 };
    let magnitude = value.abs();
    if value.is_nan() {
        return Some(sign | 0x7E00);
    }
    if value.is_infinite() {
        return Some(sign | 0x7C00);
    }
    // Below the least normal number all steps are 2**-24.
    let exponent =
        if magnitude < 2f64.powi(-14) { -14 } else { i32::try_from(exponent_of(magnitude)).ok()? };
    let steps = (magnitude / 2f64.powi(exponent - 10)).round_ties_even();
    let base = (exponent + 14) * 1024;
    let bits = base.checked_add(steps as i32)?;
    u16::try_from(bits).ok().filter(|bits| *bits < 0x7C00).map(|bits| sign | bits)
}

fn exponent_of(magnitude: f64) -> i64 {
    i64::try_from((magnitude.to_bits() >> 52) & 0x7FF).unwrap_or(0) - 1023
}

fn wrong_type(vm: &Vm, format: &str) -> PyError {
    vm.type_error(format!("memoryview: invalid type for format '{format}'"))
}

fn wrong_value(vm: &Vm, format: &str) -> PyError {
    vm.value_error(format!("memoryview: invalid value for format '{format}'"))
}

/// The bytes of a value for a format, which the view writes as `shown`.
pub(super) fn pack(vm: &Vm, format: char, shown: &str, value: &Value) -> PyResult<Vec<u8>> {
    let size = size_of_format(format).unwrap_or(1);
    match format {
        'c' => match value.unwrapped() {
            Value::Bytes(data) if data.len() == 1 => Ok(data.to_vec()),
            Value::Bytes(_) => Err(wrong_value(vm, shown)),
            _ => Err(wrong_type(vm, shown)),
        },
        '?' => Ok(vec![u8::from(vm.is_true(value)?)]),
        'd' | 'f' | 'e' => {
            let refused =
                |e: PyError| if e.matches(vm, &vm.exc.type_error) { wrong_type(vm, shown) } else { e };
            let x = vm.to_f64(value).map_err(refused)?;
            pack_float(vm, format, x)
        }
        _ => {
            let refused =
                |e: PyError| if e.matches(vm, &vm.exc.type_error) { wrong_type(vm, shown) } else { e };
            let n = vm.index_big(value).map_err(refused)?;
            integer_bytes(&n, format, size).ok_or_else(|| wrong_value(vm, shown))
        }
    }
}

fn pack_float(vm: &Vm, format: char, x: f64) -> PyResult<Vec<u8>> {
    match format {
        'd' => Ok(x.to_le_bytes().to_vec()),
        'f' => {
            let narrow = x as f32;
            if narrow.is_infinite() && x.is_finite() {
                return Err(vm.overflow_error("float too large to pack with f format"));
            }
            Ok(narrow.to_le_bytes().to_vec())
        }
        _ => match to_half(x) {
            Some(bits) => Ok(bits.to_le_bytes().to_vec()),
            None => Err(vm.overflow_error("float too large to pack with e format")),
        },
    }
}

fn integer_bytes(n: &BigInt, format: char, size: usize) -> Option<Vec<u8>> {
    let bits = 8 * u32::try_from(size).ok()?;
    let number = i128::try_from(n).ok()?;
    let (low, high) = match format {
        // A pointer may be given as a negative number.
        'P' => (-(1i128 << (bits - 1)), (1i128 << bits) - 1),
        _ if is_signed(format) => (-(1i128 << (bits - 1)), (1i128 << (bits - 1)) - 1),
        _ => (0, (1i128 << bits) - 1),
    };
    if !(low..=high).contains(&number) {
        return None;
    }
    number.to_le_bytes().get(..size).map(<[u8]>::to_vec)
}

//! Tuples of sign, digits and exponent, fractions, hashes.

use num_bigint::{BigInt, BigUint, Sign};
use num_traits::{One, ToPrimitive, Zero};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult, Value};

use super::apply::{integer, python_integer};
use super::env::{Env, Settings};
use super::number::{Kind, Number, power_of_ten};
use super::{state, text};

/// The items of a tuple or list.
pub(super) fn tuple_items(value: &Value) -> Option<Vec<Value>> {
    let tuple = value.as_tuple().map(<[Value]>::to_vec);
    tuple.or_else(|| value.as_list().map(|list| list.to_vec()))
}

/// `Decimal((sign, digits, exponent))`
pub(super) fn from_tuple(vm: &Vm, items: &[Value]) -> PyResult<Number> {
    let [sign, digits, exponent] = items else {
        return Err(vm.value_error("argument must be a sequence of length 3"));
    };
    let sign = integer(sign).and_then(|n| (n.exponent == 0 && !n.negative).then(|| n.coefficient.to_u8())?);
    let Some(sign @ (0 | 1)) = sign else {
        return Err(vm.value_error("sign must be an integer with the value 0 or 1"));
    };
    let negative = sign == 1;
    let (kind, exponent) = match exponent.as_text() {
        Some(text) => match text.as_str() {
            Some("F") => return Ok(Number::infinity(negative)),
            Some("n") => (Kind::Quiet, 0),
            Some("N") => (Kind::Signaling, 0),
            _ => {
                return Err(vm.value_error("string argument in the third position must be 'F', 'n' or 'N'"));
            }
        },
        None => {
            if integer(exponent).is_none() {
                return Err(vm.value_error("exponent must be an integer"));
            }
            let too_large = |vm: &Vm| vm.overflow_error("Python int too large to convert to C ssize_t");
            let far = 4_000_000_000_000_000_000;
            (Kind::Finite, vm.index_i64_or(exponent, too_large)?.clamp(-far, far))
        }
    };
    let bad_digits = || vm.value_error("coefficient must be a tuple of digits");
    let digits: Option<Vec<u8>> = tuple_items(digits).ok_or_else(bad_digits)?.iter().map(digit).collect();
    let (coefficient, count) = text::from_digits(&digits.ok_or_else(bad_digits)?);
    Ok(Number { negative, kind, coefficient, digits: count, exponent })
}

fn digit(value: &Value) -> Option<u8> {
    let number = integer(value)?;
    number.coefficient.to_u8().filter(|d| *d <= 9 && !number.negative)
}

/// `as_tuple()`
pub(super) fn as_tuple(vm: &Vm, number: &Number) -> PyResult {
    let no_digits = number.is_nan() && number.coefficient.is_zero();
    let digits = if no_digits { String::new() } else { text::digits(&number.coefficient) };
    let digits = digits.bytes().map(|d| Value::Int(i64::from(d - b'0'))).collect();
    let exponent = match number.kind {
        Kind::Finite => Value::Int(number.exponent),
        Kind::Infinite => Value::str("F"),
        Kind::Quiet => Value::str("n"),
        Kind::Signaling => Value::str("N"),
    };
    let items = [Value::Int(i64::from(number.negative)), vm.new_tuple(digits), exponent];
    vm.call_kw(&state::class(vm, "DecimalTuple")?, &items, &[])
}

/// The error for a special value that should become an integer.
pub(super) fn no_integer(vm: &Vm, number: &Number, what: &str) -> PyError {
    if number.is_nan() {
        vm.value_error(format!("cannot convert NaN to {what}"))
    } else {
        vm.overflow_error(format!("cannot convert Infinity to {what}"))
    }
}

/// The signed coefficient.
fn signed(negative: bool, n: BigUint) -> BigInt {
    BigInt::from_biguint(if negative { Sign::Minus } else { Sign::Plus }, n)
}

/// A number rounded to an integer.
pub(super) fn to_int(vm: &Vm, number: &Number, rounding: super::env::Rounding) -> PyResult {
    if !number.is_finite() {
        return Err(no_integer(vm, number, "integer"));
    }
    let mut env = Env::new(vm, Settings::WIDEST);
    let whole = env.rescale(number, 0, rounding)?;
    Ok(python_integer(signed(whole.negative, whole.coefficient)))
}

/// The ratio a finite number stands for, in lowest terms.
pub(super) fn ratio(vm: &Vm, number: &Number) -> PyResult<(BigInt, BigInt)> {
    let size = number.exponent.unsigned_abs();
    Env::new(vm, Settings::WIDEST).room(number.digits.saturating_add(size))?;
    if number.is_zero() {
        return Ok((BigInt::zero(), BigInt::one()));
    }
    if number.exponent >= 0 {
        return Ok((signed(number.negative, &number.coefficient * power_of_ten(size)), BigInt::one()));
    }
    let denominator = power_of_ten(size);
    let divisor = num_integer::Integer::gcd(&number.coefficient, &denominator);
    let numerator = signed(number.negative, &number.coefficient / &divisor);
    Ok((numerator, BigInt::from(denominator / divisor)))
}

/// The hash that equal numbers of all types share: modulo 2 ** 61 - 1.
pub(super) fn hash(number: &Number) -> i64 {
    let modulus = BigUint::from((1u64 << 61) - 1);
    let ten = if number.exponent >= 0 {
        BigUint::from(10u32)
    } else {
        // The inverse of 10, by Fermat.
        BigUint::from(10u32).modpow(&(&modulus - 2u32), &modulus)
    };
    let scale = ten.modpow(&BigUint::from(number.exponent.unsigned_abs()), &modulus);
    let hash = (&number.coefficient * scale % &modulus).to_i64().unwrap_or(0);
    let hash = if number.negative { -hash } else { hash };
    if hash == -1 { -2 } else { hash }
}

//! `pow` of integers.

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, Zero};

use super::{Operand, operand};
use crate::error::PyResult;
use crate::heap::Value;
use crate::vm::Vm;
use crate::work;

pub(super) fn pow(vm: &Vm, a: &Value, b: &Value, modulus: &Value) -> PyResult {
    let (Some(base), Some(exponent)) = (operand(a), operand(b)) else { return Ok(Value::NotImplemented) };
    if !modulus.is_none() {
        let Some(modulus) = operand(modulus) else { return Ok(Value::NotImplemented) };
        return modular(vm, base.to_big(), exponent.to_big(), modulus.to_big());
    }
    let exponent = match exponent {
        Operand::Small(n) if n < 0 => return negative(vm, a, b),
        Operand::Big(n) if n.is_negative() => return negative(vm, a, b),
        Operand::Small(n) => Some(n.unsigned_abs()),
        Operand::Big(_) => None,
    };
    match base {
        Operand::Small(0) => return Ok(Value::Int(i64::from(exponent == Some(0)))),
        Operand::Small(1) => return Ok(Value::Int(1)),
        Operand::Small(-1) => {
            let odd = operand(b).is_some_and(|n| n.to_big().is_odd());
            return Ok(Value::Int(if odd { -1 } else { 1 }));
        }
        _ => {}
    }
    let Some(exponent) = exponent.and_then(|n| u32::try_from(n).ok()) else { return Err(vm.out_of_memory()) };
    if let Operand::Small(n) = base
        && let Some(power) = n.checked_pow(exponent)
    {
        return Ok(Value::Int(power));
    }
    let base = base.to_big();
    let bytes = (base.bits() as usize / 8 + 1).saturating_mul(exponent as usize);
    if !vm.check_size(bytes) {
        return Err(vm.out_of_memory());
    }
    let bits = (bytes as u64).saturating_mul(8);
    vm.charge_work(work::multiplication(bits / 2, bits / 2).saturating_mul(2))?;
    Ok(Value::from(base.pow(exponent)))
}

/// A negative exponent makes a float.
fn negative(vm: &Vm, a: &Value, b: &Value) -> PyResult {
    let (x, y) = (vm.to_f64(a)?, vm.to_f64(b)?);
    crate::objects::float::power(vm, x, y)
}

fn modular(vm: &Vm, base: BigInt, exponent: BigInt, modulus: BigInt) -> PyResult {
    if modulus.is_zero() {
        return Err(vm.value_error("pow() 3rd argument cannot be 0"));
    }
    let size = modulus.abs();
    if size.is_one() {
        return Ok(Value::Int(0));
    }
    let (base, exponent) = if exponent.is_negative() {
        vm.charge_work(work::long_division(size.bits(), size.bits()).saturating_mul(8))?;
        match inverse(&base, &size) {
            Some(inverse) => (inverse, -exponent),
            None => return Err(vm.value_error("base is not invertible for the given modulus")),
        }
    } else {
        vm.charge_work(work::long_division(base.bits(), size.bits()))?;
        (base.mod_floor(&size), exponent)
    };
    let once = work::long_division(size.bits(), size.bits()).saturating_mul(2);
    vm.charge_work(once.saturating_mul(exponent.bits()))?;
    let result = base.modpow(&exponent, &size);
    // The result takes the sign of the modulus.
    Ok(Value::from(if modulus.is_negative() && !result.is_zero() { result - size } else { result }))
}

fn inverse(n: &BigInt, modulus: &BigInt) -> Option<BigInt> {
    let found = n.mod_floor(modulus).extended_gcd(modulus);
    found.gcd.is_one().then(|| found.x.mod_floor(modulus))
}

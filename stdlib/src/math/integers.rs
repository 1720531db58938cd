//! Functions of integers.

use num_bigint::{BigInt, BigUint, Sign};
use num_traits::{Signed, ToPrimitive, Zero};
use pymath::math::integer;
use pyvm_vm::vm::Vm;
use pyvm_vm::work;
use pyvm_vm::{PyResult, Value};

use crate::support::elements;

fn natural(n: BigUint) -> Value {
    Value::from(BigInt::from(n))
}

fn bigs(vm: &Vm, values: &Value) -> PyResult<Vec<BigInt>> {
    elements(values).iter().map(|v| vm.index_big(v)).collect()
}

pub(super) fn gcd(vm: &Vm, args: &[Value]) -> PyResult {
    let mut result = BigInt::zero();
    for n in &bigs(vm, &args[0])? {
        vm.charge_work(work::long_division(result.bits(), n.bits()).saturating_mul(4))?;
        result = integer::gcd(&[&result, n]);
    }
    Ok(Value::from(result))
}

pub(super) fn lcm(vm: &Vm, args: &[Value]) -> PyResult {
    let mut result = BigInt::from(1);
    for n in &bigs(vm, &args[0])? {
        vm.charge_work(work::long_division(result.bits(), n.bits()).saturating_mul(4))?;
        if !vm.check_size((result.bits() + n.bits()) as usize / 8) {
            return Err(vm.out_of_memory());
        }
        result = integer::lcm(&[&result, n]);
    }
    Ok(Value::from(result))
}

pub(super) fn isqrt(vm: &Vm, args: &[Value]) -> PyResult {
    let n = vm.index_big(&args[0])?;
    if n.is_negative() {
        return Err(vm.value_error("isqrt() argument must be nonnegative"));
    }
    vm.charge_work(work::long_division(n.bits(), n.bits()))?;
    Ok(Value::from(n.sqrt()))
}

pub(super) fn factorial(vm: &Vm, args: &[Value]) -> PyResult {
    let n = vm.index_big(&args[0])?;
    if n.is_negative() {
        return Err(vm.value_error("factorial() not defined for negative values"));
    }
    let Some(n) = n.to_i64() else {
        return Err(vm.overflow_error(format!("factorial() argument should not exceed {}", i64::MAX)));
    };
    check_bits(vm, n, n)?;
    integer::factorial(n).map(natural).map_err(|e| super::refused(vm, &e))
}

/// Refuses a product of `factors` numbers up to `largest` that memory cannot hold.
fn check_bits(vm: &Vm, factors: i64, largest: i64) -> PyResult<()> {
    let bits = u128::from(factors.unsigned_abs()) * u128::from(64 - largest.leading_zeros());
    // About half of the bound is reached.
    match usize::try_from(bits / 16) {
        Ok(bytes) if vm.check_size(bytes) => {
            let bits = (bytes as u64).saturating_mul(8);
            // Half by half: as many levels as the count of factors has bits.
            let levels = u64::from(64 - factors.leading_zeros());
            vm.charge_work(work::multiplication(bits / 2, bits / 2).saturating_mul(levels))
        }
        _ => Err(vm.out_of_memory()),
    }
}

fn not_negative(vm: &Vm, name: &str, n: &BigInt) -> PyResult<()> {
    if n.sign() == Sign::Minus {
        return Err(vm.value_error(format!("{name} must be a non-negative integer")));
    }
    Ok(())
}

pub(super) fn comb(vm: &Vm, args: &[Value]) -> PyResult {
    let (n, k) = (vm.index_big(&args[0])?, vm.index_big(&args[1])?);
    not_negative(vm, "n", &n)?;
    not_negative(vm, "k", &k)?;
    if k > n {
        return Ok(Value::Int(0));
    }
    let k = (&n - &k).min(k);
    let Some(k) = k.to_i64() else {
        return Err(vm.overflow_error(format!("min(n - k, k) must not exceed {}", i64::MAX)));
    };
    check_bits(vm, k, n.to_i64().unwrap_or(i64::MAX))?;
    if let Some(n) = n.to_i64() {
        // Factor by factor.
        let bits = k.unsigned_abs().saturating_mul(u64::from(64 - n.leading_zeros()));
        vm.charge_work(work::long_division(bits, k.unsigned_abs()))?;
        return integer::comb(n, k).map(natural).map_err(|e| super::refused(vm, &e));
    }
    let mut result = BigInt::from(1);
    for i in 0..k {
        vm.charge_work(result.bits() / 16)?;
        result = result * (&n - i) / (i + 1);
    }
    Ok(Value::from(result))
}

pub(super) fn perm(vm: &Vm, args: &[Value]) -> PyResult {
    if args[1].is_none() {
        return factorial(vm, args);
    }
    let (n, k) = (vm.index_big(&args[0])?, vm.index_big(&args[1])?);
    not_negative(vm, "n", &n)?;
    not_negative(vm, "k", &k)?;
    if k > n {
        return Ok(Value::Int(0));
    }
    if k.is_zero() {
        return Ok(Value::Int(1));
    }
    let Some(k) = k.to_i64() else {
        return Err(vm.overflow_error(format!("k must not exceed {}", i64::MAX)));
    };
    if let Some(n) = n.to_i64() {
        check_bits(vm, k, n)?;
        return integer::perm(n, Some(k)).map(natural).map_err(|e| super::refused(vm, &e));
    }
    let mut result = BigInt::from(1);
    for i in 0..k {
        vm.charge_work(work::multiplication(result.bits(), n.bits()))?;
        if !vm.check_size((result.bits() + n.bits()) as usize / 8) {
            return Err(vm.out_of_memory());
        }
        result *= &n - i;
    }
    Ok(Value::from(result))
}

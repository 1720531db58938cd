//! Logarithms, which take integers of any size, and `ldexp`.

use num_bigint::BigInt;
use pymath::math;
use pyvm_vm::protocol::number::BinOp;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::{float, refused};

/// A logarithm of a float and of an integer beyond the floats.
struct Logarithm {
    of_float: fn(f64) -> Result<f64, pymath::Error>,
    of_big: fn(&BigInt) -> Result<f64, pymath::Error>,
}

const NATURAL: Logarithm =
    Logarithm { of_float: |x| math::log(x, None), of_big: |n| math::log_bigint(n, None) };
const BINARY: Logarithm = Logarithm { of_float: math::log2, of_big: math::log2_bigint };
const DECIMAL: Logarithm = Logarithm { of_float: math::log10, of_big: math::log10_bigint };

fn apply(vm: &Vm, value: &Value, logarithm: &Logarithm) -> PyResult<f64> {
    let result = match value.unwrapped() {
        Value::Big(n) => (logarithm.of_big)(n),
        _ => (logarithm.of_float)(vm.to_f64(value)?),
    };
    result.map_err(|e| refused(vm, &e))
}

pub(super) fn log(vm: &Vm, args: &[Value]) -> PyResult {
    let numerator = Value::Float(apply(vm, &args[0], &NATURAL)?);
    if args[1].is_unbound() {
        return Ok(numerator);
    }
    let denominator = Value::Float(apply(vm, &args[1], &NATURAL)?);
    vm.binary_op(BinOp::TrueDiv, &numerator, &denominator)
}

pub(super) fn log2(vm: &Vm, args: &[Value]) -> PyResult {
    apply(vm, &args[0], &BINARY).map(Value::Float)
}

pub(super) fn log10(vm: &Vm, args: &[Value]) -> PyResult {
    apply(vm, &args[0], &DECIMAL).map(Value::Float)
}

pub(super) fn ldexp(vm: &Vm, args: &[Value]) -> PyResult {
    let x = vm.to_f64(&args[0])?;
    let (Value::Int(_) | Value::Bool(_) | Value::Big(_)) = args[1].unwrapped() else {
        return Err(vm.type_error("Expected an int as second argument to ldexp."));
    };
    let exponent = vm.index_clamped(&args[1])?;
    if x == 0.0 || !x.is_finite() {
        return Ok(Value::Float(x));
    }
    match i32::try_from(exponent) {
        Ok(exponent) => float(vm, math::ldexp(x, exponent)),
        Err(_) if exponent > 0 => Err(vm.overflow_error("math range error")),
        Err(_) => Ok(Value::Float(0.0_f64.copysign(x))),
    }
}

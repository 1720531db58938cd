//! Functions of floats.

use num_traits::ToPrimitive;
use pymath::math;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::float;

/// Declares functions of one float, `name: function,` rows.
macro_rules! of_one {
    ($($name:ident: $function:path,)*) => {
        $(pub(super) fn $name(vm: &Vm, args: &[Value]) -> PyResult {
            float(vm, $function(vm.to_f64(&args[0])?))
        })*
    };
}

/// Declares functions of two floats.
macro_rules! of_two {
    ($($name:ident: $function:path,)*) => {
        $(pub(super) fn $name(vm: &Vm, args: &[Value]) -> PyResult {
            let x = vm.to_f64(&args[0])?;
            float(vm, $function(x, vm.to_f64(&args[1])?))
        })*
    };
}

of_one! {
    acos: math::acos,
    acosh: math::acosh,
    asin: math::asin,
    asinh: math::asinh,
    atan: math::atan,
    atanh: math::atanh,
    cbrt: math::cbrt,
    cos: math::cos,
    cosh: math::cosh,
    erf: math::erf,
    erfc: math::erfc,
    exp: math::exp,
    exp2: math::exp2,
    expm1: math::expm1,
    fabs: math::fabs,
    gamma: math::gamma,
    lgamma: math::lgamma,
    log1p: math::log1p,
    sin: math::sin,
    sinh: math::sinh,
    sqrt: math::sqrt,
    tan: math::tan,
    tanh: math::tanh,
}

of_two! {
    atan2: math::atan2,
    copysign: math::copysign,
    fmod: math::fmod,
    pow: math::pow,
    remainder: math::remainder,
}

pub(super) fn degrees(vm: &Vm, args: &[Value]) -> PyResult {
    Ok(Value::Float(math::degrees(vm.to_f64(&args[0])?)))
}

pub(super) fn radians(vm: &Vm, args: &[Value]) -> PyResult {
    Ok(Value::Float(math::radians(vm.to_f64(&args[0])?)))
}

pub(super) fn ulp(vm: &Vm, args: &[Value]) -> PyResult {
    Ok(Value::Float(math::ulp(vm.to_f64(&args[0])?)))
}

pub(super) fn isfinite(vm: &Vm, args: &[Value]) -> PyResult {
    Ok(Value::Bool(vm.to_f64(&args[0])?.is_finite()))
}

pub(super) fn isinf(vm: &Vm, args: &[Value]) -> PyResult {
    Ok(Value::Bool(vm.to_f64(&args[0])?.is_infinite()))
}

pub(super) fn isnan(vm: &Vm, args: &[Value]) -> PyResult {
    Ok(Value::Bool(vm.to_f64(&args[0])?.is_nan()))
}

pub(super) fn isclose(vm: &Vm, args: &[Value]) -> PyResult {
    let [a, b, relative, absolute] = [0, 1, 2, 3].map(|i| vm.to_f64(&args[i]));
    let (a, b, relative, absolute) = (a?, b?, relative?, absolute?);
    match math::isclose(a, b, Some(relative), Some(absolute)) {
        Ok(close) => Ok(Value::Bool(close)),
        Err(_) => Err(vm.value_error("tolerances must be non-negative")),
    }
}

pub(super) fn frexp(vm: &Vm, args: &[Value]) -> PyResult {
    let x = vm.to_f64(&args[0])?;
    let (mantissa, exponent) = if x == 0.0 || !x.is_finite() { (x, 0) } else { math::frexp(x) };
    Ok(vm.new_tuple(vec![Value::Float(mantissa), Value::from(exponent)]))
}

pub(super) fn modf(vm: &Vm, args: &[Value]) -> PyResult {
    let (fraction, whole) = math::modf(vm.to_f64(&args[0])?);
    Ok(vm.new_tuple(vec![Value::Float(fraction), Value::Float(whole)]))
}

pub(super) fn fma(vm: &Vm, args: &[Value]) -> PyResult {
    let [x, y, z] = [0, 1, 2].map(|i| vm.to_f64(&args[i]));
    match math::fma(x?, y?, z?) {
        Ok(result) => Ok(Value::Float(result)),
        Err(pymath::Error::EDOM) => Err(vm.value_error("invalid operation in fma")),
        Err(pymath::Error::ERANGE) => Err(vm.overflow_error("overflow in fma")),
    }
}

pub(super) fn nextafter(vm: &Vm, args: &[Value]) -> PyResult {
    let (x, y) = (vm.to_f64(&args[0])?, vm.to_f64(&args[1])?);
    let steps = match &args[2] {
        Value::None => None,
        given => {
            let steps = vm.index_big(given)?;
            if steps.sign() == num_bigint::Sign::Minus {
                return Err(vm.value_error("steps must be a non-negative integer"));
            }
            // Every float is fewer steps away.
            Some(steps.to_u64().unwrap_or(u64::MAX))
        }
    };
    Ok(Value::Float(math::nextafter(x, y, steps)))
}

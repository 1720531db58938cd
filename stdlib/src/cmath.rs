//! `cmath`: mirrors `Modules/cmathmodule.c`. The functions are `pymath`'s, as those of `math` are.

use num_complex::Complex64;
use pymath::cmath;
use pyvm_vm::objects::complex;
use pyvm_vm::types::NativeDef;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult, Value};

const DOC: &str = "This module provides access to mathematical functions for complex\nnumbers.";

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function("acos", "($module, z, /)", acos, "Return the arc cosine of z."),
    NativeDef::function("acosh", "($module, z, /)", acosh, "Return the inverse hyperbolic cosine of z."),
    NativeDef::function("asin", "($module, z, /)", asin, "Return the arc sine of z."),
    NativeDef::function("asinh", "($module, z, /)", asinh, "Return the inverse hyperbolic sine of z."),
    NativeDef::function("atan", "($module, z, /)", atan, "Return the arc tangent of z."),
    NativeDef::function("atanh", "($module, z, /)", atanh, "Return the inverse hyperbolic tangent of z."),
    NativeDef::function("cos", "($module, z, /)", cos, "Return the cosine of z."),
    NativeDef::function("cosh", "($module, z, /)", cosh, "Return the hyperbolic cosine of z."),
    NativeDef::function("exp", "($module, z, /)", exp, "Return the exponential value e**z."),
    NativeDef::function(
        "isclose",
        "($module, /, a, b, *, rel_tol=1e-09, abs_tol=0.0)",
        isclose,
        "Determine whether two complex numbers are close in value.\n\n  rel_tol\n    maximum difference for being considered \"close\", relative to the\n    magnitude of the input values\n  abs_tol\n    maximum difference for being considered \"close\", regardless of the\n    magnitude of the input values\n\nReturn True if a is close in value to b, and False otherwise.\n\nFor the values to be considered close, the difference between them must be\nsmaller than at least one of the tolerances.\n\n-inf, inf and NaN behave similarly to the IEEE 754 Standard. That is, NaN is\nnot close to anything, even itself. inf and -inf are only close to themselves.",
    ),
    NativeDef::function(
        "isfinite",
        "($module, z, /)",
        isfinite,
        "Return True if both the real and imaginary parts of z are finite, else False.",
    ),
    NativeDef::function(
        "isinf",
        "($module, z, /)",
        isinf,
        "Checks if the real or imaginary part of z is infinite.",
    ),
    NativeDef::function(
        "isnan",
        "($module, z, /)",
        isnan,
        "Checks if the real or imaginary part of z not a number (NaN).",
    ),
    NativeDef::function(
        "log",
        "($module, z, base=<unrepresentable>, /)",
        log,
        "log(z[, base]) -> the logarithm of z to the given base.\n\nIf the base is not specified, returns the natural logarithm (base e) of z.",
    ),
    NativeDef::function("log10", "($module, z, /)", log10, "Return the base-10 logarithm of z."),
    NativeDef::function(
        "phase",
        "($module, z, /)",
        phase,
        "Return argument, also known as the phase angle, of a complex.",
    ),
    NativeDef::function(
        "polar",
        "($module, z, /)",
        polar,
        "Convert a complex from rectangular coordinates to polar coordinates.\n\nr is the distance from 0 and phi the phase angle.",
    ),
    NativeDef::function(
        "rect",
        "($module, r, phi, /)",
        rect,
        "Convert from polar coordinates to rectangular coordinates.",
    ),
    NativeDef::function("sin", "($module, z, /)", sin, "Return the sine of z."),
    NativeDef::function("sinh", "($module, z, /)", sinh, "Return the hyperbolic sine of z."),
    NativeDef::function("sqrt", "($module, z, /)", sqrt, "Return the square root of z."),
    NativeDef::function("tan", "($module, z, /)", tan, "Return the tangent of z."),
    NativeDef::function("tanh", "($module, z, /)", tanh, "Return the hyperbolic tangent of z."),
];

/// Makes the module.
///
/// # Errors
/// What setting its members raises.
pub(crate) fn make(vm: &Vm) -> PyResult {
    let module = pyvm_vm::modules::make(vm, "cmath", DOC, FUNCTIONS);
    let constants = [
        ("pi", Value::Float(std::f64::consts::PI)),
        ("e", Value::Float(std::f64::consts::E)),
        ("tau", Value::Float(std::f64::consts::TAU)),
        ("inf", Value::Float(f64::INFINITY)),
        ("infj", complex::new_value(vm, 0.0, f64::INFINITY)),
        ("nan", Value::Float(f64::NAN)),
        ("nanj", complex::new_value(vm, 0.0, f64::NAN)),
    ];
    for (name, value) in constants {
        pyvm_vm::modules::set(vm, &module, name, value)?;
    }
    Ok(module)
}

fn argument(vm: &Vm, value: &Value) -> PyResult<Complex64> {
    let (re, im) = complex::to_pair(vm, value)?;
    Ok(Complex64::new(re, im))
}

fn refused(vm: &Vm, error: &pymath::Error) -> PyError {
    match error {
        pymath::Error::EDOM => vm.value_error("math domain error"),
        pymath::Error::ERANGE => vm.overflow_error("math range error"),
    }
}

fn result(vm: &Vm, result: Result<Complex64, pymath::Error>) -> PyResult {
    result.map(|z| complex::new_value(vm, z.re, z.im)).map_err(|e| refused(vm, &e))
}

/// Declares functions of one complex number, `name,` rows.
macro_rules! of_one {
    ($($name:ident,)*) => {
        $(fn $name(vm: &Vm, args: &[Value]) -> PyResult {
            result(vm, cmath::$name(argument(vm, &args[0])?))
        })*
    };
}

/// Declares questions about one complex number.
macro_rules! question {
    ($($name:ident,)*) => {
        $(fn $name(vm: &Vm, args: &[Value]) -> PyResult {
            Ok(Value::Bool(cmath::$name(argument(vm, &args[0])?)))
        })*
    };
}

of_one! { acos, asin, asinh, atan, atanh, cos, cosh, exp, log10, sin, sinh, sqrt, }

question! { isfinite, isinf, isnan, }

const NAN: Complex64 = Complex64::new(f64::NAN, f64::NAN);

/// A zero and NaN, for which 3.13 answers two NaNs, and `pymath` as later versions do.
fn is_zero_with_nan(zero: f64, nan: f64) -> bool {
    zero == 0.0 && nan.is_nan()
}

fn acosh(vm: &Vm, args: &[Value]) -> PyResult {
    let z = argument(vm, &args[0])?;
    result(vm, if is_zero_with_nan(z.re, z.im) { Ok(NAN) } else { cmath::acosh(z) })
}

fn tan(vm: &Vm, args: &[Value]) -> PyResult {
    let z = argument(vm, &args[0])?;
    result(vm, if is_zero_with_nan(z.im, z.re) { Ok(NAN) } else { cmath::tan(z) })
}

fn tanh(vm: &Vm, args: &[Value]) -> PyResult {
    let z = argument(vm, &args[0])?;
    result(vm, if is_zero_with_nan(z.re, z.im) { Ok(NAN) } else { cmath::tanh(z) })
}

/// The quotient of the logarithms; that of zero is an error only where nothing is divided.
fn log(vm: &Vm, args: &[Value]) -> PyResult {
    let z = argument(vm, &args[0])?;
    if args[1].is_unbound() {
        return result(vm, cmath::log(z, None));
    }
    let base = argument(vm, &args[1])?;
    let above = cmath::log(z, None).unwrap_or_else(|_| Complex64::new(f64::NEG_INFINITY, z.im.atan2(z.re)));
    match cmath::log(base, None) {
        Ok(below) if below != Complex64::new(0.0, 0.0) => {
            let (re, im) = complex::quotient(vm, (above.re, above.im), (below.re, below.im))?;
            Ok(complex::new_value(vm, re, im))
        }
        Ok(_) => Err(refused(vm, &pymath::Error::EDOM)),
        // Divided by the infinite logarithm of zero, then found to be none.
        Err(error) => Err(refused(vm, &error)),
    }
}

fn phase(vm: &Vm, args: &[Value]) -> PyResult {
    cmath::phase(argument(vm, &args[0])?).map(Value::Float).map_err(|e| refused(vm, &e))
}

fn polar(vm: &Vm, args: &[Value]) -> PyResult {
    let (r, phi) = cmath::polar(argument(vm, &args[0])?).map_err(|e| refused(vm, &e))?;
    Ok(vm.new_tuple(vec![Value::Float(r), Value::Float(phi)]))
}

fn rect(vm: &Vm, args: &[Value]) -> PyResult {
    let r = vm.to_f64(&args[0])?;
    result(vm, cmath::rect(r, vm.to_f64(&args[1])?))
}

fn isclose(vm: &Vm, args: &[Value]) -> PyResult {
    let (a, b) = (argument(vm, &args[0])?, argument(vm, &args[1])?);
    let (relative, absolute) = (vm.to_f64(&args[2])?, vm.to_f64(&args[3])?);
    match cmath::isclose(a, b, Some(relative), Some(absolute)) {
        Ok(close) => Ok(Value::Bool(close)),
        Err(_) => Err(vm.value_error("tolerances must be non-negative")),
    }
}

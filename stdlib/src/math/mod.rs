//! `math`: mirrors `Modules/mathmodule.c`. The functions of floats are `pymath`'s, which calls the same C library
//! and repeats CPython's own algorithms bit by bit.

use pyvm_vm::types::NativeDef;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult, Value};

mod floats;
mod integers;
mod logs;
mod rounding;
mod sums;
mod table;

const DOC: &str = "This module provides access to the mathematical functions\ndefined by the C standard.";

/// Makes the module.
///
/// # Errors
/// What setting its members raises.
pub(crate) fn make(vm: &Vm) -> PyResult {
    let module = pyvm_vm::modules::make(vm, "math", DOC, table::FUNCTIONS);
    let constants = [
        ("pi", pymath::math::PI),
        ("e", pymath::math::E),
        ("tau", pymath::math::TAU),
        ("inf", f64::INFINITY),
        ("nan", f64::NAN),
    ];
    for (name, value) in constants {
        pyvm_vm::modules::set(vm, &module, name, Value::Float(value))?;
    }
    Ok(module)
}

/// What the C library's errno says.
fn refused(vm: &Vm, error: &pymath::Error) -> PyError {
    match error {
        pymath::Error::EDOM => vm.value_error("math domain error"),
        pymath::Error::ERANGE => vm.overflow_error("math range error"),
    }
}

/// A float result, or the error in CPython's words.
fn float(vm: &Vm, result: Result<f64, pymath::Error>) -> PyResult {
    result.map(Value::Float).map_err(|e| refused(vm, &e))
}

/// A function of the module.
const fn function(
    name: &'static str,
    signature: &'static str,
    func: pyvm_vm::types::spec::NativeFn,
    doc: &'static str,
) -> NativeDef {
    NativeDef::function(name, signature, func, doc)
}

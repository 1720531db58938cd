//! Methods of `Decimal` that are no plain operation on numbers.

use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::apply::{context_of, expect_operand, float, integer, of_class, python_integer, run, settle};
use super::convert as conversions;
use super::env::{Env, Rounding, Settings};
use super::number::Number;
use super::object::{self, decimal, of};
use super::text::{self, Notation};
use super::{context, format as formatting, state};

pub(super) fn ceil(vm: &Vm, args: &[Value]) -> PyResult {
    conversions::to_int(vm, of(vm, &args[0])?, Rounding::Ceiling)
}

pub(super) fn floor(vm: &Vm, args: &[Value]) -> PyResult {
    conversions::to_int(vm, of(vm, &args[0])?, Rounding::Floor)
}

pub(super) fn trunc(vm: &Vm, args: &[Value]) -> PyResult {
    conversions::to_int(vm, of(vm, &args[0])?, Rounding::Down)
}

pub(super) fn complex(vm: &Vm, args: &[Value]) -> PyResult {
    let real = object::to_float(vm, of(vm, &args[0])?)?;
    Ok(pyvm_vm::objects::complex::new_value(vm, real, 0.0))
}

pub(super) fn copy(_: &Vm, args: &[Value]) -> PyResult {
    Ok(args[0].clone())
}

pub(super) fn deepcopy(_: &Vm, args: &[Value]) -> PyResult {
    Ok(args[0].clone())
}

pub(super) fn canonical(_: &Vm, args: &[Value]) -> PyResult {
    Ok(args[0].clone())
}

pub(super) fn conjugate(_: &Vm, args: &[Value]) -> PyResult {
    Ok(args[0].clone())
}

pub(super) fn format(vm: &Vm, args: &[Value]) -> PyResult {
    let Some(spec) = args[1].as_text() else { return Err(vm.type_error("format arg must be str")) };
    if spec.as_str().is_none() {
        // Lone surrogates have no place in a specification.
        vm.call_method(&args[1], &vm.intern("encode"), &[])?;
    }
    let settings = context::of(vm, &state::current(vm)?)?.settings.get();
    formatting::format(vm, settings, of(vm, &args[0])?, spec, &args[2])
}

pub(super) fn reduce(vm: &Vm, args: &[Value]) -> PyResult {
    let text = vm.str_object(&args[0])?;
    Ok(vm.new_tuple(vec![vm.class_of(&args[0]).to_value(), vm.new_tuple(vec![text])]))
}

pub(super) fn round(vm: &Vm, args: &[Value]) -> PyResult {
    let number = of(vm, &args[0])?;
    if args[1].is_unbound() {
        return conversions::to_int(vm, number, Rounding::HalfEven);
    }
    if integer(&args[1]).is_none() {
        return Err(vm.type_error("optional arg must be an integer"));
    }
    let too_large = |vm: &Vm| vm.overflow_error("Python int too large to convert to C ssize_t");
    let places = vm.index_i64_or(&args[1], too_large)?;
    let target = Number::power(places.saturating_neg());
    let context = state::current(vm)?;
    Ok(decimal(vm, run(vm, &context, |env| env.quantize(number, &target))?))
}

pub(super) fn sizeof(vm: &Vm, args: &[Value]) -> PyResult {
    Ok(crate::support::size(object::size(of(vm, &args[0])?)))
}

pub(super) fn adjusted(vm: &Vm, args: &[Value]) -> PyResult {
    let number = of(vm, &args[0])?;
    Ok(Value::Int(if number.is_finite() { number.adjusted() } else { 0 }))
}

pub(super) fn as_integer_ratio(vm: &Vm, args: &[Value]) -> PyResult {
    let number = of(vm, &args[0])?;
    if !number.is_finite() {
        return Err(conversions::no_integer(vm, number, "integer ratio"));
    }
    let (numerator, denominator) = conversions::ratio(vm, number)?;
    Ok(vm.new_tuple(vec![python_integer(numerator), python_integer(denominator)]))
}

pub(super) fn as_tuple(vm: &Vm, args: &[Value]) -> PyResult {
    conversions::as_tuple(vm, of(vm, &args[0])?)
}

pub(super) fn copy_abs(vm: &Vm, args: &[Value]) -> PyResult {
    Ok(decimal(vm, of(vm, &args[0])?.signed(false)))
}

pub(super) fn copy_negate(vm: &Vm, args: &[Value]) -> PyResult {
    let number = of(vm, &args[0])?;
    Ok(decimal(vm, number.signed(!number.negative)))
}

pub(super) fn fma(vm: &Vm, args: &[Value]) -> PyResult {
    let context = context_of(vm, &args[3])?;
    let number = of(vm, &args[0])?;
    let (b, c) = (expect_operand(vm, &args[1])?, expect_operand(vm, &args[2])?);
    Ok(decimal(vm, run(vm, &context, |env| env.fma(number, &b, &c))?))
}

pub(super) fn number_class(vm: &Vm, args: &[Value]) -> PyResult {
    let context = context_of(vm, &args[1])?;
    let env = Env::new(vm, context::of(vm, &context)?.settings.get());
    Ok(Value::str(env.class(of(vm, &args[0])?)))
}

/// A context with another rounding mode, where one is given; flags are its own.
fn with_rounding(vm: &Vm, context: &Value, rounding: &Value) -> PyResult<Settings> {
    let mut settings = context::of(vm, context)?.settings.get();
    if !rounding.is_none() {
        settings.rounding = context::rounding(vm, rounding)?;
    }
    Ok(settings)
}

pub(super) fn quantize(vm: &Vm, args: &[Value]) -> PyResult {
    let context = context_of(vm, &args[3])?;
    let settings = with_rounding(vm, &context, &args[2])?;
    let (a, b) = (of(vm, &args[0])?, expect_operand(vm, &args[1])?);
    let mut env = Env::new(vm, settings);
    let result = env.quantize(a, &b)?;
    settle(vm, &context, env.status)?;
    Ok(decimal(vm, result))
}

fn integral(vm: &Vm, args: &[Value], exact: bool) -> PyResult {
    let context = context_of(vm, &args[2])?;
    let settings = with_rounding(vm, &context, &args[1])?;
    let mut env = Env::new(vm, settings);
    let result = env.round_to_integral(of(vm, &args[0])?, exact)?;
    settle(vm, &context, env.status)?;
    Ok(decimal(vm, result))
}

pub(super) fn to_integral(vm: &Vm, args: &[Value]) -> PyResult {
    integral(vm, args, false)
}

pub(super) fn to_integral_value(vm: &Vm, args: &[Value]) -> PyResult {
    integral(vm, args, false)
}

pub(super) fn to_integral_exact(vm: &Vm, args: &[Value]) -> PyResult {
    integral(vm, args, true)
}

pub(super) fn radix(vm: &Vm, _: &[Value]) -> PyResult {
    Ok(decimal(vm, Number::small(10)))
}

/// Whether two numbers have the same exponent, or are both special in the same way.
pub(super) fn quantum_is_same(a: &Number, b: &Number) -> bool {
    if a.is_finite() && b.is_finite() {
        return a.exponent == b.exponent;
    }
    a.is_nan() && b.is_nan() || a.is_infinite() && b.is_infinite()
}

pub(super) fn same_quantum(vm: &Vm, args: &[Value]) -> PyResult {
    context_of(vm, &args[2])?;
    let other = expect_operand(vm, &args[1])?;
    Ok(Value::Bool(quantum_is_same(of(vm, &args[0])?, &other)))
}

pub(super) fn to_eng_string(vm: &Vm, args: &[Value]) -> PyResult {
    let context = context_of(vm, &args[1])?;
    let capitals = context::of(vm, &context)?.settings.get().capitals;
    let text = text::format(of(vm, &args[0])?, Notation::Engineering, capitals);
    Ok(vm.new_str(text.as_str()))
}

/// A float or an integer as an exact number.
pub(super) fn exact_float(vm: &Vm, value: &Value) -> PyResult<Number> {
    match value.unwrapped() {
        Value::Float(x) => Ok(float(*x)),
        _ => integer(value).ok_or_else(|| vm.type_error("argument must be int or float")),
    }
}

pub(super) fn from_float(vm: &Vm, args: &[Value]) -> PyResult {
    let class = vm.expect_type(&args[0], "from_float")?;
    of_class(vm, class, exact_float(vm, &args[1])?)
}

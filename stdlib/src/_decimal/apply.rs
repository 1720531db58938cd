//! From Python's operands to numbers and back: which context an operation works in, and what its conditions raise.

use pyvm_vm::heap::{Big, TypeRef};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult, Value};

use super::context::{self, Context, SIGNALS};
use super::env::condition::{CONVERSION_SYNTAX, FLOAT_OPERATION, INVALID_OPERATION, SUBNORMAL};
use super::env::{Env, Settings};
use super::number::Number;
use super::object::{self, Decimal};
use super::state;

/// The context of an argument that may be absent: else the running thread's.
pub(super) fn context_of(vm: &Vm, given: &Value) -> PyResult {
    if given.is_none() || given.is_unbound() {
        return state::current(vm);
    }
    if given.native::<Context>().is_none() {
        return Err(vm.type_error("optional argument must be a context"));
    }
    Ok(given.clone())
}

/// Adds conditions to a context's flags, and raises what it traps.
pub(super) fn settle(vm: &Vm, context: &Value, status: u32) -> PyResult<()> {
    if status == 0 {
        return Ok(());
    }
    let this = context::of(vm, context)?;
    this.flags.set(this.flags.get() | status);
    let trapped = this.traps.get() & status;
    if trapped == 0 { Ok(()) } else { Err(trap(vm, trapped)?) }
}

fn trap(vm: &Vm, trapped: u32) -> PyResult<PyError> {
    let Some((name, _)) = SIGNALS.iter().find(|(_, bits)| trapped & bits != 0) else {
        return Ok(vm.system_error("unknown condition"));
    };
    let conditions = state::CONDITIONS.iter().chain(SIGNALS.iter().skip(1));
    let met = conditions.filter(|(_, bits)| trapped & bits != 0);
    let classes: PyResult<Vec<Value>> = met.map(|(name, _)| state::class(vm, name)).collect();
    let error = vm.call1(&state::class(vm, name)?, vm.new_list(classes?))?;
    PyError::new(error).map_err(|_| vm.system_error("a signal is no exception"))
}

/// An integer as a number.
pub(super) fn integer(value: &Value) -> Option<Number> {
    match value.unwrapped() {
        Value::Bool(b) => Some(Number::small(u64::from(*b))),
        Value::Int(n) => Some(Number::finite(*n < 0, n.unsigned_abs().into(), 0)),
        Value::Big(n) => Some(Number::integer(n)),
        _ => None,
    }
}

/// A Decimal or an integer as a number.
pub(super) fn operand(value: &Value) -> Option<Number> {
    value.native::<Decimal>().map(|d| d.number.clone()).or_else(|| integer(value))
}

/// The same.
///
/// # Errors
/// TypeError for anything else.
pub(super) fn expect_operand(vm: &Vm, value: &Value) -> PyResult<Number> {
    operand(value).ok_or_else(|| unsupported(vm, value))
}

pub(super) fn unsupported(vm: &Vm, value: &Value) -> PyError {
    let got = vm.type_name(value);
    vm.type_error(format!("conversion from {got} to Decimal is not supported"))
}

/// An operation in a context; what it comes to, with its conditions raised.
pub(super) fn run<T>(
    vm: &Vm,
    context: &Value,
    operation: impl FnOnce(&mut Env<'_>) -> PyResult<T>,
) -> PyResult<T> {
    let mut env = Env::new(vm, context::of(vm, context)?.settings.get());
    let result = operation(&mut env)?;
    settle(vm, context, env.status)?;
    Ok(result)
}

/// An operation on one number.
pub(super) fn unary(
    vm: &Vm,
    context: &Value,
    a: &Value,
    operation: fn(&mut Env<'_>, &Number) -> PyResult<Number>,
) -> PyResult {
    let context = context_of(vm, context)?;
    let a = expect_operand(vm, a)?;
    Ok(object::decimal(vm, run(vm, &context, |env| operation(env, &a))?))
}

/// An operation on two numbers.
pub(super) fn binary(
    vm: &Vm,
    context: &Value,
    a: &Value,
    b: &Value,
    operation: fn(&mut Env<'_>, &Number, &Number) -> PyResult<Number>,
) -> PyResult {
    let context = context_of(vm, context)?;
    let (a, b) = (expect_operand(vm, a)?, expect_operand(vm, b)?);
    Ok(object::decimal(vm, run(vm, &context, |env| operation(env, &a, &b))?))
}

/// A question about a number.
pub(super) fn test(vm: &Vm, context: &Value, a: &Value, question: fn(&Env<'_>, &Number) -> bool) -> PyResult {
    let context = context_of(vm, context)?;
    let env = Env::new(vm, context::of(vm, &context)?.settings.get());
    Ok(Value::Bool(question(&env, &expect_operand(vm, a)?)))
}

/// A float's exact value.
pub(super) fn float(x: f64) -> Number {
    if x.is_nan() {
        return Number::nan().signed(x.is_sign_negative());
    }
    let Some((numerator, denominator)) = pyvm_vm::text::float::as_integer_ratio(x) else {
        return Number::infinity(x < 0.0);
    };
    // A denominator of 2 ** n is 10 ** n over 5 ** n.
    let places = denominator.bits() - 1;
    let five = num_traits::pow(num_bigint::BigUint::from(5u32), usize::try_from(places).unwrap_or(0));
    let exponent = -i64::try_from(places).unwrap_or(0);
    Number::finite(x.is_sign_negative(), numerator.magnitude() * five, exponent)
}

/// A number that has to be exact, as conversions are.
fn exact(vm: &Vm, context: &Value, number: Number) -> PyResult<Number> {
    let mut env = Env::new(vm, Settings::WIDEST);
    let mut result = env.finish(number)?;
    // A subnormal number may still be exact.
    if env.status & !SUBNORMAL != 0 {
        result = Number::nan();
        settle(vm, context, INVALID_OPERATION)?;
    }
    Ok(result)
}

/// `Decimal(value)` in a context; rounded to it where the result need not be exact.
pub(super) fn convert(vm: &Vm, context: &Value, value: &Value, is_exact: bool) -> PyResult<Number> {
    let number = match value.unwrapped() {
        Value::Float(x) => {
            settle(vm, context, FLOAT_OPERATION)?;
            float(*x)
        }
        _ => match (operand(value), value.as_text()) {
            (Some(number), _) => number,
            (None, Some(text)) => {
                let ascii = super::text::ascii(text, is_exact);
                let Some(number) = super::text::parse(vm, &ascii)? else {
                    settle(vm, context, CONVERSION_SYNTAX)?;
                    return Ok(Number::nan());
                };
                number
            }
            (None, None) => match super::convert::tuple_items(value) {
                Some(items) => super::convert::from_tuple(vm, &items)?,
                None => return Err(unsupported(vm, value)),
            },
        },
    };
    if is_exact {
        return if value.native::<Decimal>().is_some() { Ok(number) } else { exact(vm, context, number) };
    }
    let settings = context::of(vm, context)?.settings.get();
    if number.is_nan() && number.digits > settings.places() - u64::from(settings.clamp) && settings.prec > 0 {
        settle(vm, context, CONVERSION_SYNTAX)?;
        return Ok(Number::nan());
    }
    run(vm, context, |env| env.finish(number))
}

/// A Python integer.
pub(super) fn python_integer(n: num_bigint::BigInt) -> Value {
    match i64::try_from(&n) {
        Ok(small) => Value::Int(small),
        Err(_) => Value::Big(Big::new(n)),
    }
}

/// A Decimal of a class: of a subclass, by calling it with a plain one.
pub(super) fn of_class(vm: &Vm, class: &TypeRef, number: Number) -> PyResult {
    let made = object::decimal(vm, number);
    if vm.is_exact(&made, class) { Ok(made) } else { vm.call1(&class.to_value(), made) }
}

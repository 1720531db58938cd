//! Methods of `Context` that are no plain operation on numbers.

use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::apply::{convert, expect_operand, run};
use super::context::{self, of, signal_list};
use super::env::Env;
use super::methods;
use super::object::{Decimal, decimal};
use super::state;
use super::text::{self, Notation};

pub(super) fn etiny(vm: &Vm, args: &[Value]) -> PyResult {
    Ok(Value::Int(of(vm, &args[0])?.settings.get().etiny()))
}

pub(super) fn etop(vm: &Vm, args: &[Value]) -> PyResult {
    Ok(Value::Int(of(vm, &args[0])?.settings.get().etop()))
}

pub(super) fn copy(vm: &Vm, args: &[Value]) -> PyResult {
    context::copy(vm, &args[0])
}

pub(super) fn reduce(vm: &Vm, args: &[Value]) -> PyResult {
    let this = of(vm, &args[0])?;
    let s = this.settings.get();
    let arguments = vec![
        Value::Int(s.prec),
        Value::Str(state::rounding_name(vm, s.rounding)),
        Value::Int(s.emin),
        Value::Int(s.emax),
        Value::Int(i64::from(s.capitals)),
        Value::Int(i64::from(s.clamp)),
        signal_list(vm, this.flags.get())?,
        signal_list(vm, this.traps.get())?,
    ];
    Ok(vm.new_tuple(vec![vm.class_of(&args[0]).to_value(), vm.new_tuple(arguments)]))
}

pub(super) fn apply(vm: &Vm, args: &[Value]) -> PyResult {
    let number = expect_operand(vm, &args[1])?;
    Ok(decimal(vm, run(vm, &args[0], |env| env.finish(number))?))
}

fn expect_decimal<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Decimal> {
    value.native().ok_or_else(|| vm.type_error("argument must be a Decimal"))
}

pub(super) fn canonical(vm: &Vm, args: &[Value]) -> PyResult {
    expect_decimal(vm, &args[1])?;
    Ok(args[1].clone())
}

pub(super) fn is_canonical(vm: &Vm, args: &[Value]) -> PyResult {
    expect_decimal(vm, &args[1])?;
    Ok(Value::Bool(true))
}

pub(super) fn clear_flags(vm: &Vm, args: &[Value]) -> PyResult {
    of(vm, &args[0])?.flags.set(0);
    Ok(Value::None)
}

pub(super) fn clear_traps(vm: &Vm, args: &[Value]) -> PyResult {
    of(vm, &args[0])?.traps.set(0);
    Ok(Value::None)
}

pub(super) fn copy_abs(vm: &Vm, args: &[Value]) -> PyResult {
    Ok(decimal(vm, expect_operand(vm, &args[1])?.signed(false)))
}

pub(super) fn copy_decimal(vm: &Vm, args: &[Value]) -> PyResult {
    if args[1].native::<Decimal>().is_some() {
        return Ok(args[1].clone());
    }
    Ok(decimal(vm, expect_operand(vm, &args[1])?))
}

pub(super) fn copy_negate(vm: &Vm, args: &[Value]) -> PyResult {
    let number = expect_operand(vm, &args[1])?;
    Ok(decimal(vm, number.signed(!number.negative)))
}

pub(super) fn create_decimal(vm: &Vm, args: &[Value]) -> PyResult {
    Ok(decimal(vm, convert(vm, &args[0], &args[1], false)?))
}

pub(super) fn create_decimal_from_float(vm: &Vm, args: &[Value]) -> PyResult {
    let number = methods::exact_float(vm, &args[1])?;
    Ok(decimal(vm, run(vm, &args[0], |env| env.finish(number))?))
}

pub(super) fn divmod(vm: &Vm, args: &[Value]) -> PyResult {
    let (a, b) = (expect_operand(vm, &args[1])?, expect_operand(vm, &args[2])?);
    let (quotient, rest) = run(vm, &args[0], |env| env.divmod(&a, &b))?;
    Ok(vm.new_tuple(vec![decimal(vm, quotient), decimal(vm, rest)]))
}

pub(super) fn fma(vm: &Vm, args: &[Value]) -> PyResult {
    let a = expect_operand(vm, &args[1])?;
    let (b, c) = (expect_operand(vm, &args[2])?, expect_operand(vm, &args[3])?);
    Ok(decimal(vm, run(vm, &args[0], |env| env.fma(&a, &b, &c))?))
}

pub(super) fn number_class(vm: &Vm, args: &[Value]) -> PyResult {
    let env = Env::new(vm, of(vm, &args[0])?.settings.get());
    Ok(Value::str(env.class(&expect_operand(vm, &args[1])?)))
}

pub(super) fn power(vm: &Vm, args: &[Value]) -> PyResult {
    let (a, b) = (expect_operand(vm, &args[1])?, expect_operand(vm, &args[2])?);
    let result = if args[3].is_none() {
        run(vm, &args[0], |env| env.power(&a, &b))?
    } else {
        let modulus = expect_operand(vm, &args[3])?;
        run(vm, &args[0], |env| env.power_modulo(&a, &b, &modulus))?
    };
    Ok(decimal(vm, result))
}

pub(super) fn radix(vm: &Vm, args: &[Value]) -> PyResult {
    methods::radix(vm, args)
}

pub(super) fn same_quantum(vm: &Vm, args: &[Value]) -> PyResult {
    let (a, b) = (expect_operand(vm, &args[1])?, expect_operand(vm, &args[2])?);
    Ok(Value::Bool(methods::quantum_is_same(&a, &b)))
}

fn shown(vm: &Vm, args: &[Value], notation: Notation) -> PyResult {
    let capitals = of(vm, &args[0])?.settings.get().capitals;
    Ok(vm.new_str(text::format(&expect_operand(vm, &args[1])?, notation, capitals).as_str()))
}

pub(super) fn to_eng_string(vm: &Vm, args: &[Value]) -> PyResult {
    shown(vm, args, Notation::Engineering)
}

pub(super) fn to_sci_string(vm: &Vm, args: &[Value]) -> PyResult {
    shown(vm, args, Notation::Scientific)
}

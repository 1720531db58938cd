//! The type `Decimal`: construction, operators, comparison. Its methods are rows of [`super::method_table`].

use num_bigint::BigUint;
use num_traits::Zero;
use pyvm_vm::heap::{Ref, Visitor};
use pyvm_vm::objects::complex::Complex;
use pyvm_vm::objects::{Kind as ObjectKind, Native};
use pyvm_vm::types::slots::CmpOp;
use pyvm_vm::types::{GetSetDef, Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::apply::{context_of, convert, float, operand, run, settle};
use super::convert as conversions;
use super::env::condition::{FLOAT_OPERATION, INVALID_OPERATION};
use super::env::{Env, Rounding, Settings};
use super::number::{Kind, Number};
use super::text::{self, Notation};
use super::{context, state};

/// The payload.
pub(super) struct Decimal {
    pub(super) number: Number,
}

/// The type.
pub(super) static SPEC: TypeSpec = TypeSpec {
    doc: Some(
        "Construct a new Decimal object. 'value' can be an integer, string, tuple,\nor another Decimal object. If no value is given, return Decimal('0'). The\ncontext does not affect the conversion and is only passed to determine if\nthe InvalidOperation trap is active.\n",
    ),
    signature: Some("(value=\"0\", context=None)"),
    constructor: Some(""),
    flags: TypeFlags::BASETYPE.with(TypeFlags::GENERIC_GETATTR),
    layout: Some(Layout::Native("decimal.Decimal")),
    slots,
    new: Some(&NEW),
    methods: super::method_table::METHODS,
    getset: &[
        GetSetDef::get("real", |_, v| Ok(v.clone()), ""),
        GetSetDef::get("imag", |vm, _| Ok(decimal(vm, Number::zero(false, 0))), ""),
    ],
    ..TypeSpec::named("Decimal", "decimal")
};
static NEW: NativeDef = NativeDef::static_("__new__", "($type, value='0', context=None)", new, "");

type Operation = fn(&mut Env<'_>, &Number, &Number) -> PyResult<Number>;

fn slots(s: &Slots) {
    s.repr.set(Some(|vm, v| {
        let text = text::format(of(vm, v)?, Notation::Scientific, capitals(vm)?);
        Ok(vm.new_str(format!("Decimal('{text}')").as_str()))
    }));
    s.str.set(Some(|vm, v| {
        Ok(vm.fresh_str(text::format(of(vm, v)?, Notation::Scientific, capitals(vm)?).as_str()))
    }));
    s.hash.set(Some(hash));
    s.richcompare.set(Some(compare));
    s.bool.set(Some(|vm, v| Ok(!of(vm, v)?.is_zero())));
    s.int.set(Some(|vm, v| conversions::to_int(vm, of(vm, v)?, Rounding::Down)));
    s.float.set(Some(|vm, v| to_float(vm, of(vm, v)?).map(Value::Float)));
    s.neg.set(Some(|vm, v| apply(vm, v, |e, a| e.plus(a, true))));
    s.pos.set(Some(|vm, v| apply(vm, v, |e, a| e.plus(a, false))));
    s.abs.set(Some(|vm, v| apply(vm, v, |e, a| e.absolute(a))));
    s.add.set(Some(|vm, a, b| operator(vm, a, b, |e, a, b| e.add(a, b))));
    s.sub.set(Some(|vm, a, b| operator(vm, a, b, |e, a, b| e.subtract(a, b))));
    s.mul.set(Some(|vm, a, b| operator(vm, a, b, |e, a, b| e.multiply(a, b))));
    s.truediv.set(Some(|vm, a, b| operator(vm, a, b, |e, a, b| e.divide(a, b))));
    s.floordiv.set(Some(|vm, a, b| operator(vm, a, b, |e, a, b| e.divide_integer(a, b))));
    s.rem.set(Some(|vm, a, b| operator(vm, a, b, |e, a, b| e.remainder(a, b))));
    s.divmod.set(Some(|vm, a, b| {
        let (Some(a), Some(b)) = (operand(a), operand(b)) else { return Ok(Value::NotImplemented) };
        let (quotient, rest) = run(vm, &state::current(vm)?, |env| env.divmod(&a, &b))?;
        Ok(vm.new_tuple(vec![decimal(vm, quotient), decimal(vm, rest)]))
    }));
    s.pow.set(Some(power));
}

/// The number of a Decimal.
pub(super) fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Number> {
    Ok(&vm.payload::<Decimal>(value, "decimal.Decimal")?.number)
}

/// A plain Decimal.
pub(super) fn decimal(vm: &Vm, number: Number) -> Value {
    vm.new_native(&vm.native_type(&SPEC), Decimal { number })
}

fn capitals(vm: &Vm) -> PyResult<bool> {
    Ok(context::of(vm, &state::current(vm)?)?.settings.get().capitals)
}

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    let class = vm.expect_type(&args[0], "Decimal.__new__(X): X")?;
    let context = context_of(vm, &args[2])?;
    if class.is(&vm.native_type(&SPEC)) && vm.is_exact(&args[1], class) {
        return Ok(args[1].clone());
    }
    let number = convert(vm, &context, &args[1], true)?;
    Ok(Value::Obj(Ref::new(class, ObjectKind::Native(Box::new(Decimal { number })))))
}

fn apply(vm: &Vm, a: &Value, operation: fn(&mut Env<'_>, &Number) -> PyResult<Number>) -> PyResult {
    let a = of(vm, a)?;
    Ok(decimal(vm, run(vm, &state::current(vm)?, |env| operation(env, a))?))
}

fn operator(vm: &Vm, a: &Value, b: &Value, operation: Operation) -> PyResult {
    let (Some(a), Some(b)) = (operand(a), operand(b)) else { return Ok(Value::NotImplemented) };
    Ok(decimal(vm, run(vm, &state::current(vm)?, |env| operation(env, &a, &b))?))
}

fn power(vm: &Vm, a: &Value, b: &Value, modulus: &Value) -> PyResult {
    let (Some(a), Some(b)) = (operand(a), operand(b)) else { return Ok(Value::NotImplemented) };
    let context = state::current(vm)?;
    if modulus.is_none() {
        return Ok(decimal(vm, run(vm, &context, |env| env.power(&a, &b))?));
    }
    let Some(modulus) = operand(modulus) else { return Ok(Value::NotImplemented) };
    Ok(decimal(vm, run(vm, &context, |env| env.power_modulo(&a, &b, &modulus))?))
}

/// `float(number)`
pub(super) fn to_float(vm: &Vm, number: &Number) -> PyResult<f64> {
    match number.kind {
        Kind::Signaling => return Err(vm.value_error("cannot convert signaling NaN to float")),
        Kind::Quiet => return Ok(if number.negative { -f64::NAN } else { f64::NAN }),
        Kind::Finite | Kind::Infinite => {}
    }
    let text = text::format(number, Notation::Exponent, false);
    Ok(pyvm_vm::text::float::parse_ascii(&text).unwrap_or(f64::NAN))
}

fn hash(vm: &Vm, value: &Value) -> PyResult<i64> {
    let number = of(vm, value)?;
    match number.kind {
        Kind::Signaling => Err(vm.type_error("Cannot hash a signaling NaN value")),
        Kind::Quiet => {
            let address = vm.id(value) as u64;
            Ok(address.rotate_right(4).cast_signed())
        }
        Kind::Infinite => Ok(if number.negative { -314_159 } else { 314_159 }),
        Kind::Finite => Ok(conversions::hash(number)),
    }
}

/// The other side of a comparison, and a factor for this one: a fraction is compared by its numerator.
fn comparable(
    vm: &Vm,
    context: &Value,
    other: &Value,
    op: CmpOp,
) -> PyResult<Option<(Number, Option<BigUint>)>> {
    if let Some(number) = operand(other) {
        return Ok(Some((number, None)));
    }
    let is_equality = matches!(op, CmpOp::Eq | CmpOp::Ne);
    let real = match other.unwrapped() {
        Value::Float(x) => Some(*x),
        _ => match other.native::<Complex>() {
            Some(Complex(real, imaginary)) if is_equality && *imaginary == 0.0 => Some(*real),
            _ => None,
        },
    };
    if let Some(x) = real {
        if is_equality {
            // A flag, but no trap.
            let this = context::of(vm, context)?;
            this.flags.set(this.flags.get() | FLOAT_OPERATION);
        } else {
            settle(vm, context, FLOAT_OPERATION)?;
        }
        return Ok(Some((float(x), None)));
    }
    let rational = vm.getattr_str(&vm.import("numbers")?, "Rational")?;
    if !vm.isinstance(other, &rational)? {
        return Ok(None);
    }
    let numerator = vm.index_big(&vm.getattr_str(other, "numerator")?)?;
    let denominator = vm.index_big(&vm.getattr_str(other, "denominator")?)?;
    Ok(Some((Number::integer(&numerator), Some(denominator.magnitude().clone()))))
}

fn compare(vm: &Vm, a: &Value, b: &Value, op: CmpOp) -> PyResult {
    let context = state::current(vm)?;
    let mut a = of(vm, a)?.clone();
    let Some((b, factor)) = comparable(vm, &context, b, op)? else { return Ok(Value::NotImplemented) };
    if let Some(factor) = factor.filter(|_| a.is_finite()) {
        Env::new(vm, Settings::WIDEST).room(a.digits)?;
        a = Number::finite(a.negative, a.coefficient * factor, a.exponent);
    }
    if a.is_nan() || b.is_nan() {
        let signals = a.kind == Kind::Signaling || b.kind == Kind::Signaling;
        if signals || !matches!(op, CmpOp::Eq | CmpOp::Ne) {
            settle(vm, &context, INVALID_OPERATION)?;
        }
        return Ok(Value::Bool(op == CmpOp::Ne));
    }
    Ok(Value::Bool(op.matches(a.compare(&b))))
}

/// About the size of an object in memory, as libmpdec lays it out: 19 digits a word, four of them inside.
pub(super) fn size(number: &Number) -> usize {
    let words = usize::try_from(number.digits.div_ceil(19)).unwrap_or(usize::MAX);
    if words <= 4 || number.coefficient.is_zero() { 104 } else { 104 + words.saturating_mul(8) }
}

impl Native for Decimal {
    fn traverse(&self, _visit: &mut Visitor<'_>) {}
}

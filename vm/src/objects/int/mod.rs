//! `int`: mirrors `Objects/longobject.c`.

use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_traits::{Signed, ToPrimitive, Zero};

use crate::error::PyResult;
use crate::heap::{Str, Value};
use crate::text::int::{IntRef, Parsed};
use crate::types::slots::CmpOp;
use crate::types::{GetSetDef, Layout, Slots, TypeFlags, TypeSpec};
use crate::vm::Vm;
use crate::work;

mod construct;
mod methods;
pub mod power;

pub(crate) use methods::format;

pub use construct::{from_f64, from_text};

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: Some(
        "int([x]) -> integer\nint(x, base=10) -> integer\n\nConvert a number or string to an integer, or return 0 if no arguments\nare given.  If x is a number, return x.__int__().  For floating-point\nnumbers, this truncates towards zero.\n\nIf x is not a number or if base is given, then x must be a string,\nbytes, or bytearray instance representing an integer literal in the\ngiven base.  The literal can be preceded by '+' or '-' and be surrounded\nby whitespace.  The base defaults to 10.  Valid bases are 0 and 2-36.\nBase 0 means to interpret the base from the string as an integer literal.\n>>> int('0b100', base=0)\n4",
    ),
    flags: TypeFlags::BASETYPE.with(TypeFlags::MATCH_SELF).with(TypeFlags::GENERIC_GETATTR),
    layout: Some(Layout::Native("int")),
    slots,
    new: Some(&construct::NEW),
    methods: methods::METHODS,
    getset: GETSET,
    ..TypeSpec::named("int", "builtins")
};

static GETSET: &[GetSetDef] = &[
    GetSetDef::get("real", |vm, v| vm.index(v), "the real part of a complex number"),
    GetSetDef::get("imag", |_, _| Ok(Value::Int(0)), "the imaginary part of a complex number"),
    GetSetDef::get("numerator", |vm, v| vm.index(v), "the numerator of a rational number in lowest terms"),
    GetSetDef::get(
        "denominator",
        |_, _| Ok(Value::Int(1)),
        "the denominator of a rational number in lowest terms",
    ),
];

fn slots(s: &Slots) {
    s.repr.set(Some(|vm, v| to_text(vm, v).map(Value::Str)));
    s.hash.set(Some(|vm, v| vm.hash(v.unwrapped())));
    s.richcompare.set(Some(richcompare));
    s.add.set(Some(add));
    s.sub.set(Some(sub));
    s.mul.set(Some(mul));
    s.rem.set(Some(rem));
    s.divmod.set(Some(divmod));
    s.pow.set(Some(power::pow));
    s.neg.set(Some(neg));
    s.pos.set(Some(|vm, v| vm.index(v)));
    s.abs.set(Some(abs));
    s.bool.set(Some(|_, v| Ok(!matches!(v.unwrapped(), Value::Int(0) | Value::Bool(false)))));
    s.invert.set(Some(invert));
    s.lshift.set(Some(lshift));
    s.rshift.set(Some(rshift));
    s.and.set(Some(and));
    s.xor.set(Some(xor));
    s.or.set(Some(or));
    s.int.set(Some(|vm, v| vm.index(v)));
    s.float.set(Some(|vm, v| vm.to_f64(v).map(Value::Float)));
    s.floordiv.set(Some(floordiv));
    s.truediv.set(Some(truediv));
    s.index.set(Some(|vm, v| vm.index(v)));
}

/// An operand: a machine word or a big integer.
#[derive(Clone, Copy)]
pub enum Operand<'a> {
    /// Fits 64 bits.
    Small(i64),
    /// Does not.
    Big(&'a BigInt),
}

impl Operand<'_> {
    /// The value as a big integer.
    pub fn to_big(self) -> BigInt {
        match self {
            Operand::Small(n) => BigInt::from(n),
            Operand::Big(n) => n.clone(),
        }
    }
}

/// The integer in a value, subclasses and `bool` included.
#[inline]
pub fn operand(value: &Value) -> Option<Operand<'_>> {
    match value.unwrapped() {
        Value::Int(n) => Some(Operand::Small(*n)),
        Value::Bool(b) => Some(Operand::Small(i64::from(*b))),
        Value::Big(n) => Some(Operand::Big(n)),
        _ => None,
    }
}

/// Declares a binary slot by its small and big forms.
macro_rules! binary {
    ($($name:ident ($vm:ident, $x:ident, $y:ident) $small:expr, $big:expr, $work:expr;)*) => {
        $(pub(crate) fn $name($vm: &Vm, a: &Value, b: &Value) -> PyResult {
            let (Some(p), Some(q)) = (operand(a), operand(b)) else { return Ok(Value::NotImplemented) };
            if let (Operand::Small($x), Operand::Small($y)) = (p, q) {
                return $small;
            }
            let ($x, $y) = (p.to_big(), q.to_big());
            let work: fn(u64, u64) -> u64 = $work;
            $vm.charge_work(work($x.bits(), $y.bits()))?;
            $big
        })*
    };
}

binary! {
    add (vm, x, y) Ok(crate::protocol::number::add(x, y)), Ok(Value::from(x + y)), |x, y| x.max(y) / 64;
    sub (vm, x, y) Ok(crate::protocol::number::sub(x, y)), Ok(Value::from(x - y)), |x, y| x.max(y) / 64;
    mul (vm, x, y) Ok(crate::protocol::number::mul(x, y)), Ok(Value::from(x * y)), work::multiplication;
    and (vm, x, y) Ok(Value::Int(x & y)), Ok(Value::from(x & y)), |x, y| x.max(y) / 64;
    or (vm, x, y) Ok(Value::Int(x | y)), Ok(Value::from(x | y)), |x, y| x.max(y) / 64;
    xor (vm, x, y) Ok(Value::Int(x ^ y)), Ok(Value::from(x ^ y)), |x, y| x.max(y) / 64;
    floordiv (vm, x, y) small_divmod(vm, x, y, "integer division or modulo by zero").map(|(q, _)| q), big_divmod(vm, &x, &y, "integer division or modulo by zero").map(|(q, _)| q), |x, y| work::long_division(x.saturating_sub(y), y);
    rem (vm, x, y) small_divmod(vm, x, y, "integer modulo by zero").map(|(_, r)| r), big_divmod(vm, &x, &y, "integer modulo by zero").map(|(_, r)| r), |x, y| work::long_division(x.saturating_sub(y), y);
    divmod (vm, x, y) small_divmod(vm, x, y, "integer division or modulo by zero").map(|(q, r)| vm.new_tuple(vec![q, r])), big_divmod(vm, &x, &y, "integer division or modulo by zero").map(|(q, r)| vm.new_tuple(vec![q, r])), |x, y| work::long_division(x.saturating_sub(y), y);
    truediv (vm, x, y) small_truediv(vm, x, y), big_truediv(vm, &x, &y), |x, y| work::long_division(x.saturating_sub(y), y);
}

fn small_divmod(vm: &Vm, x: i64, y: i64, zero: &str) -> PyResult<(Value, Value)> {
    if y == 0 {
        return Err(vm.zero_division_error(zero));
    }
    if y == -1 {
        return Ok((crate::protocol::number::sub(0, x), Value::Int(0)));
    }
    let (q, r) = x.div_mod_floor(&y);
    Ok((Value::Int(q), Value::Int(r)))
}

fn big_divmod(vm: &Vm, x: &BigInt, y: &BigInt, zero: &str) -> PyResult<(Value, Value)> {
    if y.is_zero() {
        return Err(vm.zero_division_error(zero));
    }
    let (q, r) = x.div_mod_floor(y);
    Ok((Value::from(q), Value::from(r)))
}

fn small_truediv(vm: &Vm, x: i64, y: i64) -> PyResult {
    const EXACT: u64 = 1 << 53;
    if y == 0 {
        return Err(vm.zero_division_error("division by zero"));
    }
    if x.unsigned_abs() <= EXACT && y.unsigned_abs() <= EXACT {
        return Ok(Value::Float(x as f64 / y as f64));
    }
    big_truediv(vm, &BigInt::from(x), &BigInt::from(y))
}

/// The quotient rounded to the nearest float, halves to even.
fn big_truediv(vm: &Vm, x: &BigInt, y: &BigInt) -> PyResult {
    if y.is_zero() {
        return Err(vm.zero_division_error("division by zero"));
    }
    let negative = (x.sign() == Sign::Minus) != (y.sign() == Sign::Minus);
    match divide_to_f64(&x.abs(), &y.abs()) {
        Some(quotient) => Ok(Value::Float(if negative { -quotient } else { quotient })),
        None => Err(vm.overflow_error("integer division result too large for a float")),
    }
}

/// `x / y` for non-negative operands; none past the range of floats.
fn divide_to_f64(x: &BigInt, y: &BigInt) -> Option<f64> {
    if x.is_zero() {
        return Some(0.0);
    }
    // Scale so that the quotient has 64 bits or a little more, then keep a sticky bit for the rest.
    let shift = i64::try_from(x.bits()).ok()? - i64::try_from(y.bits()).ok()? - 64;
    if shift > 1024 {
        return None;
    }
    if shift < -1200 - 64 {
        return Some(0.0);
    }
    let shift = shift.max(-1074 - 2);
    let (scaled_x, scaled_y) = if shift < 0 {
        (x << shift.unsigned_abs(), y.clone())
    } else {
        (x.clone(), y << shift.unsigned_abs())
    };
    let (quotient, rest) = scaled_x.div_rem(&scaled_y);
    let sticky = if rest.is_zero() { quotient } else { (quotient << 1u32) | BigInt::from(1) };
    let exponent = if rest.is_zero() { shift } else { shift - 1 };
    round_scaled(&sticky, exponent)
}

/// `n * 2**exponent`, rounded once.
fn round_scaled(n: &BigInt, exponent: i64) -> Option<f64> {
    let bits = i64::try_from(n.bits()).ok()?;
    let lowest = (bits + exponent - 53).max(-1074);
    let drop = lowest - exponent;
    let (mut mantissa, exponent) = if drop > 0 {
        let half = BigInt::from(1) << (drop - 1).unsigned_abs();
        let (mut q, r) = n.div_rem(&(BigInt::from(1) << drop.unsigned_abs()));
        if r > half || (r == half && q.is_odd()) {
            q += 1;
        }
        (q, exponent + drop)
    } else {
        (n.clone(), exponent)
    };
    let mut exponent = exponent;
    while exponent > 0 && mantissa.bits() < 53 {
        mantissa <<= 1u32;
        exponent -= 1;
    }
    let base = mantissa.to_f64()?;
    let result = scale(base, exponent);
    result.is_finite().then_some(result)
}

/// `x * 2**exponent` in steps that neither overflow nor round early.
fn scale(mut x: f64, mut exponent: i64) -> f64 {
    while exponent > 1000 {
        x *= 2f64.powi(1000);
        exponent -= 1000;
    }
    while exponent < -1000 {
        // The mantissa is a whole number, so the intermediate value is exact.
        x *= 2f64.powi(-1000);
        exponent += 1000;
    }
    x * 2f64.powi(exponent as i32)
}

/// The 30-bit digits of the largest integer that CPython tries to make.
const MAX_DIGITS: u64 = (i64::MAX as u64 - 24) / 4;

fn shift_count(vm: &Vm, count: Operand<'_>) -> PyResult<Option<u64>> {
    match count {
        Operand::Small(n) if n < 0 => Err(vm.value_error("negative shift count")),
        Operand::Small(n) => Ok(Some(n.unsigned_abs())),
        Operand::Big(n) if n.is_negative() => Err(vm.value_error("negative shift count")),
        Operand::Big(n) => Ok(u64::try_from(n).ok().filter(|n| n / 30 < MAX_DIGITS)),
    }
}

fn lshift(vm: &Vm, a: &Value, b: &Value) -> PyResult {
    let (Some(p), Some(q)) = (operand(a), operand(b)) else { return Ok(Value::NotImplemented) };
    let count = shift_count(vm, q)?;
    if let Operand::Small(0) = p {
        return Ok(Value::Int(0));
    }
    let Some(count) = count else { return Err(vm.overflow_error("too many digits in integer")) };
    if let Operand::Small(n) = p
        && count < 64
        && let Some(shifted) = n.checked_mul(1i64.checked_shl(count as u32).filter(|s| *s > 0).unwrap_or(0))
        && (shifted != 0 && shifted >> count == n)
    {
        return Ok(Value::Int(shifted));
    }
    let bytes = usize::try_from(count / 8).unwrap_or(usize::MAX);
    if !vm.check_size(bytes.saturating_add(64)) {
        return Err(vm.out_of_memory());
    }
    Ok(Value::from(p.to_big() << count))
}

fn rshift(vm: &Vm, a: &Value, b: &Value) -> PyResult {
    let (Some(p), Some(q)) = (operand(a), operand(b)) else { return Ok(Value::NotImplemented) };
    let count = shift_count(vm, q)?.unwrap_or(u64::MAX);
    Ok(match p {
        Operand::Small(n) => Value::Int(n >> count.min(63)),
        Operand::Big(n) if count > n.bits() => Value::Int(if n.is_negative() { -1 } else { 0 }),
        Operand::Big(n) => Value::from(n >> count),
    })
}

fn neg(_vm: &Vm, value: &Value) -> PyResult {
    Ok(match operand(value) {
        Some(Operand::Small(n)) => crate::protocol::number::sub(0, n),
        Some(Operand::Big(n)) => Value::from(-n),
        None => Value::NotImplemented,
    })
}

fn abs(vm: &Vm, value: &Value) -> PyResult {
    match operand(value) {
        Some(Operand::Small(n)) if n >= 0 => Ok(Value::Int(n)),
        Some(Operand::Big(n)) if !n.is_negative() => vm.index(value),
        _ => neg(vm, value),
    }
}

fn invert(_vm: &Vm, value: &Value) -> PyResult {
    Ok(match operand(value) {
        Some(Operand::Small(n)) => Value::Int(!n),
        Some(Operand::Big(n)) => Value::from(-(n + 1u32)),
        None => Value::NotImplemented,
    })
}

fn richcompare(_vm: &Vm, a: &Value, b: &Value, op: CmpOp) -> PyResult {
    let Some(x) = operand(a) else { return Ok(Value::NotImplemented) };
    let Some(y) = operand(b) else { return Ok(Value::NotImplemented) };
    let order = match (x, y) {
        (Operand::Small(x), Operand::Small(y)) => x.cmp(&y),
        (Operand::Big(x), Operand::Big(y)) => x.cmp(y),
        (x, y) => x.to_big().cmp(&y.to_big()),
    };
    Ok(Value::Bool(op.matches(order)))
}

/// Decimal text, within the digit limit.
///
/// # Errors
/// ValueError past the limit.
pub fn to_text(vm: &Vm, value: &Value) -> PyResult<Str> {
    let number = match operand(value) {
        Some(Operand::Small(n)) => {
            if (0..10).contains(&n) {
                // A fresh object: `str(1)` is no singleton in CPython.
                return Ok(Str::new(&n.to_string()));
            }
            IntRef::Small(n)
        }
        Some(Operand::Big(n)) => {
            if vm.int_digit_limit.get() == 0 {
                vm.charge_work(work::long_division(n.bits(), n.bits() / 4))?;
            }
            IntRef::Big(n)
        }
        None => return Err(vm.wrong_payload(value, "int")),
    };
    let text = crate::text::int::to_decimal(number, vm.int_digit_limit.get());
    text.map(|t| Str::new(&t)).map_err(|e| vm.value_error(e.to_string()))
}

/// The value of parsed text.
pub(crate) fn parsed(number: Parsed) -> Value {
    match number {
        Parsed::Small(n) => Value::Int(n),
        Parsed::Big(n) => Value::from(n),
    }
}

//! `float`: mirrors `Objects/floatobject.c`.

use num_bigint::BigInt;
use num_traits::FromPrimitive;

use crate::error::PyResult;
use crate::heap::{Str, Value};
use crate::objects::Kind;
use crate::protocol::compare::{compare_bigint_float, quick_compare};
use crate::text::format_spec::{Family, format_float};
use crate::text::{float, float_hex};
use crate::types::slots::CmpOp;
use crate::types::{GetSetDef, Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use crate::vm::Vm;

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: Some("Convert a string or number to a floating-point number, if possible."),
    flags: TypeFlags::BASETYPE.with(TypeFlags::MATCH_SELF),
    layout: Some(Layout::Native("float")),
    slots,
    new: Some(&NEW),
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::named("float", "builtins")
};

static NEW: NativeDef = NativeDef::static_("__new__", "($type, x=0, /)", new, "");

static METHODS: &[NativeDef] = &[
    NativeDef::method(
        "conjugate",
        "($self, /)",
        |vm, a| vm.to_f64(&a[0]).map(Value::Float),
        "Return self, the complex conjugate of any float.",
    ),
    NativeDef::method(
        "__trunc__",
        "($self, /)",
        |vm, a| crate::objects::int::from_f64(vm, vm.to_f64(&a[0])?),
        "Return the Integral closest to x between 0 and x.",
    ),
    NativeDef::method(
        "__floor__",
        "($self, /)",
        |vm, a| crate::objects::int::from_f64(vm, vm.to_f64(&a[0])?.floor()),
        "Return the floor as an Integral.",
    ),
    NativeDef::method(
        "__ceil__",
        "($self, /)",
        |vm, a| crate::objects::int::from_f64(vm, vm.to_f64(&a[0])?.ceil()),
        "Return the ceiling as an Integral.",
    ),
    NativeDef::method(
        "__round__",
        "($self, ndigits=None, /)",
        round,
        "Return the Integral closest to x, rounding half toward even.\n\nWhen an argument is passed, work like built-in round(x, ndigits).",
    ),
    NativeDef::method(
        "as_integer_ratio",
        "($self, /)",
        as_integer_ratio,
        "Return a pair of integers, whose ratio is exactly equal to the original float.\n\nThe ratio is in lowest terms and has a positive denominator.  Raise\nOverflowError on infinities and a ValueError on NaNs.\n\n>>> (10.0).as_integer_ratio()\n(10, 1)\n>>> (0.0).as_integer_ratio()\n(0, 1)\n>>> (-.25).as_integer_ratio()\n(-1, 4)",
    ),
    NativeDef::class(
        "fromhex",
        "($type, string, /)",
        fromhex,
        "Create a floating-point number from a hexadecimal string.\n\n>>> float.fromhex('0x1.ffffp10')\n2047.984375\n>>> float.fromhex('-0x1p-1074')\n-5e-324",
    ),
    NativeDef::method(
        "hex",
        "($self, /)",
        |vm, a| Ok(Value::str(&float_hex::hex(vm.to_f64(&a[0])?))),
        "Return a hexadecimal representation of a floating-point number.\n\n>>> (-0.1).hex()\n'-0x1.999999999999ap-4'\n>>> 3.14159.hex()\n'0x1.921f9f01b866ep+1'",
    ),
    NativeDef::method(
        "is_integer",
        "($self, /)",
        |vm, a| {
            let x = vm.to_f64(&a[0])?;
            Ok(Value::Bool(x.is_finite() && x == x.trunc()))
        },
        "Return True if the float is an integer.",
    ),
    NativeDef::method(
        "__getnewargs__",
        "($self, /)",
        |vm, a| Ok(vm.new_tuple(vec![Value::Float(vm.to_f64(&a[0])?)])),
        "",
    ),
    NativeDef::class(
        "__getformat__",
        "($type, typestr, /)",
        getformat,
        "You probably don't want to use this function.",
    ),
    NativeDef::method(
        "__format__",
        "($self, format_spec, /)",
        format,
        "Formats the float according to format_spec.",
    ),
];

static GETSET: &[GetSetDef] = &[
    GetSetDef::get("real", |vm, v| vm.to_f64(v).map(Value::Float), "the real part of a complex number"),
    GetSetDef::get("imag", |_, _| Ok(Value::Float(0.0)), "the imaginary part of a complex number"),
];

fn slots(s: &Slots) {
    s.repr.set(Some(|vm, v| Ok(Value::Str(Str::new(&float::repr(vm.to_f64(v)?))))));
    s.hash.set(Some(|vm, v| match v.unwrapped() {
        // By identity, which is that of the instance of a subclass.
        Value::Float(x) if x.is_nan() => Ok(crate::hash::hash_pointer(vm.id(v))),
        float => vm.hash(float),
    }));
    s.richcompare.set(Some(richcompare));
    s.add.set(Some(|vm, a, b| binary(vm, a, b, |_, x, y| Ok(x + y))));
    s.sub.set(Some(|vm, a, b| binary(vm, a, b, |_, x, y| Ok(x - y))));
    s.mul.set(Some(|vm, a, b| binary(vm, a, b, |_, x, y| Ok(x * y))));
    s.rem.set(Some(|vm, a, b| {
        binary(vm, a, b, |vm, x, y| divmod_of(vm, x, y, "float modulo by zero").map(|(_, r)| r))
    }));
    s.divmod.set(Some(divmod));
    s.pow.set(Some(pow));
    s.neg.set(Some(|vm, v| Ok(Value::Float(-vm.to_f64(v)?))));
    s.pos.set(Some(|vm, v| Ok(Value::Float(vm.to_f64(v)?))));
    s.abs.set(Some(|vm, v| Ok(Value::Float(vm.to_f64(v)?.abs()))));
    s.bool.set(Some(|vm, v| Ok(vm.to_f64(v)? != 0.0)));
    s.int.set(Some(|vm, v| crate::objects::int::from_f64(vm, vm.to_f64(v)?)));
    s.float.set(Some(|vm, v| Ok(Value::Float(vm.to_f64(v)?))));
    s.floordiv.set(Some(|vm, a, b| {
        binary(vm, a, b, |vm, x, y| divmod_of(vm, x, y, "float floor division by zero").map(|(q, _)| q))
    }));
    s.truediv.set(Some(|vm, a, b| {
        binary(vm, a, b, |vm, x, y| {
            if y == 0.0 { Err(vm.zero_division_error("float division by zero")) } else { Ok(x / y) }
        })
    }));
}

/// The float in a value that is a float or an integer.
fn operand(vm: &Vm, value: &Value) -> PyResult<Option<f64>> {
    match value.unwrapped() {
        Value::Float(x) => Ok(Some(*x)),
        Value::Int(_) | Value::Bool(_) | Value::Big(_) => vm.to_f64(value.unwrapped()).map(Some),
        _ => Ok(None),
    }
}

fn binary(vm: &Vm, a: &Value, b: &Value, f: fn(&Vm, f64, f64) -> PyResult<f64>) -> PyResult {
    match (operand(vm, a)?, operand(vm, b)?) {
        (Some(x), Some(y)) => f(vm, x, y).map(Value::Float),
        _ => Ok(Value::NotImplemented),
    }
}

/// Quotient and remainder with the remainder of the divisor's sign.
fn divmod_of(vm: &Vm, x: f64, y: f64, zero: &str) -> PyResult<(f64, f64)> {
    if y == 0.0 {
        return Err(vm.zero_division_error(zero));
    }
    let mut rest = x % y;
    let mut quotient = (x - rest) / y;
    if rest != 0.0 {
        if (y < 0.0) != (rest < 0.0) {
            rest += y;
            quotient -= 1.0;
        }
    } else {
        rest = 0f64.copysign(y);
    }
    let floor = if quotient == 0.0 {
        0f64.copysign(x / y)
    } else {
        let floor = quotient.floor();
        if quotient - floor > 0.5 { floor + 1.0 } else { floor }
    };
    Ok((floor, rest))
}

fn divmod(vm: &Vm, a: &Value, b: &Value) -> PyResult {
    match (operand(vm, a)?, operand(vm, b)?) {
        (Some(x), Some(y)) => {
            let (q, r) = divmod_of(vm, x, y, "float divmod()")?;
            Ok(vm.new_tuple(vec![Value::Float(q), Value::Float(r)]))
        }
        _ => Ok(Value::NotImplemented),
    }
}

fn pow(vm: &Vm, a: &Value, b: &Value, modulus: &Value) -> PyResult {
    if !modulus.is_none() {
        return Err(vm.type_error("pow() 3rd argument not allowed unless all arguments are integers"));
    }
    let (Some(x), Some(y)) = (operand(vm, a)?, operand(vm, b)?) else { return Ok(Value::NotImplemented) };
    power(vm, x, y)
}

/// `x ** y`; a negative base with a fractional exponent is complex.
///
/// # Errors
/// ZeroDivisionError for zero to a negative power, OverflowError past the range.
pub fn power(vm: &Vm, x: f64, y: f64) -> PyResult {
    if x == 0.0 && y < 0.0 && y.is_finite() {
        return Err(vm.zero_division_error("0.0 cannot be raised to a negative power"));
    }
    if x < 0.0 && x.is_finite() && y.is_finite() && y != y.floor() {
        return crate::objects::complex::power(vm, (x, 0.0), (y, 0.0));
    }
    let result = x.powf(y);
    if result.is_infinite() && x.is_finite() && y.is_finite() {
        return Err(vm.new_exception(
            &vm.exc.overflow_error,
            vec![Value::Int(34), Value::str("Numerical result out of range")],
        ));
    }
    Ok(Value::Float(result))
}

fn richcompare(_vm: &Vm, a: &Value, b: &Value, op: CmpOp) -> PyResult {
    let (x, y) = (a.unwrapped(), b.unwrapped());
    if let Some(answer) = quick_compare(x, y, op) {
        return Ok(Value::Bool(answer));
    }
    let Value::Float(f) = x else { return Ok(Value::NotImplemented) };
    let whole = match y {
        Value::Big(n) => (**n).clone(),
        Value::Bool(b) => BigInt::from(u8::from(*b)),
        _ => return Ok(Value::NotImplemented),
    };
    let order = compare_bigint_float(&whole, *f).map(std::cmp::Ordering::reverse);
    Ok(Value::Bool(order.map_or(op == CmpOp::Ne, |o| op.matches(o))))
}

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    let class = vm.expect_type(&args[0], "float.__new__(X): X")?;
    let x = convert(vm, &args[1])?;
    if class.is(&vm.types.float) {
        return Ok(Value::Float(x));
    }
    Ok(vm.new_object(class, Kind::Wrapped(Value::Float(x))))
}

fn convert(vm: &Vm, x: &Value) -> PyResult<f64> {
    // A subclass of a number or string may have a `__float__` of its own.
    if matches!(x, Value::Obj(_))
        && let Some(value) = vm.float_of_slot(x)?
    {
        return Ok(value);
    }
    let text = match x.as_text() {
        Some(text) => text.clone(),
        None if vm.is_bytes_like(x) => {
            let Ok(bytes) = vm.bytes_of(x) else { return Err(not_a_float(vm, x)?) };
            match Str::from_utf8(&bytes) {
                Some(text) => text,
                None => return Err(not_a_float(vm, x)?),
            }
        }
        None => {
            return vm.to_f64(x).map_err(|e| {
                let slots = &vm.class_of(x).ty().slots;
                if slots.float.get().is_none() && slots.index.get().is_none() {
                    let got = vm.type_name(x);
                    vm.type_error(format!("float() argument must be a string or a real number, not '{got}'"))
                } else {
                    e
                }
            });
        }
    };
    match float::parse(text.as_wtf8()) {
        Some(value) => Ok(value),
        None => Err(not_a_float(vm, x)?),
    }
}

fn not_a_float(vm: &Vm, x: &Value) -> PyResult<crate::error::PyError> {
    let shown = vm.repr(x)?;
    Ok(vm.value_error(format!("could not convert string to float: {shown}")))
}

fn round(vm: &Vm, args: &[Value]) -> PyResult {
    let x = vm.to_f64(&args[0])?;
    if args[1].is_none() {
        return crate::objects::int::from_f64(vm, x.round_ties_even());
    }
    let places = vm.index_clamped(&args[1])?;
    match float::round(x, places) {
        Some(rounded) => Ok(Value::Float(rounded)),
        None => Err(vm.overflow_error("rounded value too large to represent")),
    }
}

fn as_integer_ratio(vm: &Vm, args: &[Value]) -> PyResult {
    let x = vm.to_f64(&args[0])?;
    if x.is_nan() {
        return Err(vm.value_error("cannot convert NaN to integer ratio"));
    }
    match float::as_integer_ratio(x) {
        Some((n, d)) => Ok(vm.new_tuple(vec![Value::from(n), Value::from(d)])),
        None => Err(vm.overflow_error("cannot convert Infinity to integer ratio")),
    }
}

fn fromhex(vm: &Vm, args: &[Value]) -> PyResult {
    let Some(text) = args[1].as_text() else {
        return Err(vm.type_error("bad argument type for built-in operation"));
    };
    let x = float_hex::from_hex(text.as_wtf8()).map_err(|e| match e {
        float_hex::HexError::TooLarge => vm.overflow_error(e.to_string()),
        _ => vm.value_error(e.to_string()),
    })?;
    let class = vm.expect_type(&args[0], "fromhex")?;
    if class.is(&vm.types.float) { Ok(Value::Float(x)) } else { vm.call1(&args[0], Value::Float(x)) }
}

fn getformat(vm: &Vm, args: &[Value]) -> PyResult {
    match args[1].as_text() {
        Some(t) if *t == *"double" || *t == *"float" => Ok(Value::str("IEEE, little-endian")),
        Some(_) => Err(vm.value_error("__getformat__() argument 1 must be 'double' or 'float'")),
        None => Err(vm.bad_argument("__getformat__() argument", "str", &args[1])),
    }
}

/// `float.__format__(self, spec)`
pub(crate) fn format(vm: &Vm, args: &[Value]) -> PyResult {
    let Some(spec) = args[1].as_text() else {
        return Err(vm.bad_argument("__format__() argument", "str", &args[1]));
    };
    if spec.is_empty() {
        return vm.str_object(&args[0]);
    }
    let name = vm.type_name(&args[0]);
    let name = name.to_string_lossy();
    let parsed = vm.format_spec(spec, Family::Float, &name)?;
    let text = format_float(vm.to_f64(&args[0])?, &parsed, &name).map_err(|e| vm.format_error(&e))?;
    Ok(vm.new_str(text))
}

/// The exact value of a float as an integer, if it is one.
pub fn to_whole(x: f64) -> Option<BigInt> {
    if x == x.trunc() { BigInt::from_f64(x) } else { None }
}

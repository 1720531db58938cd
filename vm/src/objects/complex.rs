//! `complex`: mirrors `Objects/complexobject.c`.

use crate::error::PyResult;
use crate::heap::{Ref, Value, Visitor};
use crate::objects::{Kind, Native};
use crate::text::complex as text;
use crate::types::slots::CmpOp;
use crate::types::{GetSetDef, Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use crate::vm::Vm;

/// The payload: real and imaginary part.
pub struct Complex(pub f64, pub f64);

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: Some(
        "Create a complex number from a string or numbers.\n\nIf a string is given, parse it as a complex number.\nIf a single number is given, convert it to a complex number.\nIf the 'real' or 'imag' arguments are given, create a complex number\nwith the specified real and imaginary components.",
    ),
    flags: TypeFlags::BASETYPE.with(TypeFlags::GENERIC_GETATTR).with(TypeFlags::ATOM),
    signature: Some("(real=0, imag=0)"),
    layout: Some(Layout::Native("complex")),
    slots,
    new: Some(&NEW),
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::named("complex", "builtins")
};

static NEW: NativeDef =
    NativeDef::static_("__new__", "($type, /, real=<unrepresentable>, imag=<unrepresentable>)", new, "");

static METHODS: &[NativeDef] = &[
    NativeDef::method(
        "conjugate",
        "($self, /)",
        |vm, a| {
            let (re, im) = of(vm, &a[0])?;
            Ok(new_value(vm, re, -im))
        },
        "Return the complex conjugate of its argument. (3-4j).conjugate() == 3+4j.",
    ),
    NativeDef::method(
        "__complex__",
        "($self, /)",
        |vm, a| {
            let (re, im) = of(vm, &a[0])?;
            Ok(new_value(vm, re, im))
        },
        "Convert this value to exact type complex.",
    ),
    NativeDef::method(
        "__getnewargs__",
        "($self, /)",
        |vm, a| {
            let (re, im) = of(vm, &a[0])?;
            Ok(vm.new_tuple(vec![Value::Float(re), Value::Float(im)]))
        },
        "",
    ),
    NativeDef::method(
        "__format__",
        "($self, format_spec, /)",
        format,
        "Convert to a string according to format_spec.",
    ),
];

static GETSET: &[GetSetDef] = &[
    GetSetDef::member("real", |vm, v| Ok(Value::Float(of(vm, v)?.0)), "the real part of a complex number"),
    GetSetDef::member(
        "imag",
        |vm, v| Ok(Value::Float(of(vm, v)?.1)),
        "the imaginary part of a complex number",
    ),
];

fn slots(s: &Slots) {
    s.repr.set(Some(|vm, v| {
        let (re, im) = of(vm, v)?;
        Ok(Value::str(&text::repr(re, im)))
    }));
    s.hash.set(Some(|vm, v| {
        let (re, im) = of(vm, v)?;
        Ok(crate::hash::hash_complex(re, im, crate::hash::hash_pointer(vm.id(v))))
    }));
    s.richcompare.set(Some(richcompare));
    s.add.set(Some(|vm, a, b| binary(vm, a, b, |_, x, y| Ok((x.0 + y.0, x.1 + y.1)))));
    s.sub.set(Some(|vm, a, b| binary(vm, a, b, |_, x, y| Ok((x.0 - y.0, x.1 - y.1)))));
    s.mul.set(Some(|vm, a, b| binary(vm, a, b, |_, x, y| Ok(product(x, y)))));
    s.truediv.set(Some(|vm, a, b| binary(vm, a, b, quotient)));
    s.pow.set(Some(pow));
    s.neg.set(Some(|vm, v| {
        let (re, im) = of(vm, v)?;
        Ok(new_value(vm, -re, -im))
    }));
    s.pos.set(Some(|vm, v| {
        if vm.class_of(v).is(&vm.types.complex) {
            return Ok(v.clone());
        }
        let (re, im) = of(vm, v)?;
        Ok(new_value(vm, re, im))
    }));
    s.abs.set(Some(abs));
    s.bool.set(Some(|vm, v| {
        let (re, im) = of(vm, v)?;
        Ok(re != 0.0 || im != 0.0)
    }));
}

/// A complex number.
pub fn new_value(vm: &Vm, re: f64, im: f64) -> Value {
    vm.new_native(&vm.types.complex, Complex(re, im))
}

fn of(vm: &Vm, value: &Value) -> PyResult<(f64, f64)> {
    vm.payload::<Complex>(value, "complex").map(|c| (c.0, c.1))
}

/// The complex value of a number; none for other types.
fn operand(vm: &Vm, value: &Value) -> PyResult<Option<(f64, f64)>> {
    if let Some(c) = value.native::<Complex>() {
        return Ok(Some((c.0, c.1)));
    }
    match value.unwrapped() {
        Value::Float(_) | Value::Int(_) | Value::Bool(_) | Value::Big(_) => {
            Ok(Some((vm.to_f64(value.unwrapped())?, 0.0)))
        }
        _ => Ok(None),
    }
}

type Pair = (f64, f64);

fn binary(vm: &Vm, a: &Value, b: &Value, f: fn(&Vm, Pair, Pair) -> PyResult<Pair>) -> PyResult {
    match (operand(vm, a)?, operand(vm, b)?) {
        (Some(x), Some(y)) => f(vm, x, y).map(|(re, im)| new_value(vm, re, im)),
        _ => Ok(Value::NotImplemented),
    }
}

fn product(x: Pair, y: Pair) -> Pair {
    (x.0 * y.0 - x.1 * y.1, x.0 * y.1 + x.1 * y.0)
}

/// `x / y`: divides by the larger part first, so that intermediate values stay in range.
///
/// # Errors
/// ZeroDivisionError.
pub fn quotient(vm: &Vm, x: Pair, y: Pair) -> PyResult<Pair> {
    if y == (0.0, 0.0) {
        return Err(vm.zero_division_error("complex division by zero"));
    }
    if y.0.abs() >= y.1.abs() {
        let ratio = y.1 / y.0;
        let denominator = y.0 + y.1 * ratio;
        return Ok(((x.0 + x.1 * ratio) / denominator, (x.1 - x.0 * ratio) / denominator));
    }
    if y.1.abs() >= y.0.abs() {
        let ratio = y.0 / y.1;
        let denominator = y.0 * ratio + y.1;
        return Ok(((x.0 * ratio + x.1) / denominator, (x.1 * ratio - x.0) / denominator));
    }
    Ok((f64::NAN, f64::NAN))
}

fn abs(vm: &Vm, value: &Value) -> PyResult {
    let (re, im) = of(vm, value)?;
    let size = re.hypot(im);
    if size.is_infinite() && re.is_finite() && im.is_finite() {
        return Err(vm.overflow_error("absolute value too large"));
    }
    Ok(Value::Float(size))
}

fn pow(vm: &Vm, a: &Value, b: &Value, modulus: &Value) -> PyResult {
    let (Some(x), Some(y)) = (operand(vm, a)?, operand(vm, b)?) else { return Ok(Value::NotImplemented) };
    if !modulus.is_none() {
        return Err(vm.value_error("complex modulo"));
    }
    power(vm, x, y)
}

/// `x ** y`
///
/// # Errors
/// ZeroDivisionError for zero to a negative or complex power, OverflowError past the range.
pub fn power(vm: &Vm, x: Pair, y: Pair) -> PyResult {
    let (re, im) = if y == (0.0, 0.0) {
        (1.0, 0.0)
    } else if x == (0.0, 0.0) {
        if y.1 != 0.0 || y.0 < 0.0 {
            return Err(vm.zero_division_error("0.0 to a negative or complex power"));
        }
        (0.0, 0.0)
    } else if y.1 == 0.0 && y.0 == y.0.floor() && y.0.abs() <= 100.0 {
        integer_power(vm, x, y.0 as i32)?
    } else {
        let size = x.0.hypot(x.1);
        let mut length = size.powf(y.0);
        let angle = x.1.atan2(x.0);
        let mut phase = angle * y.0;
        if y.1 != 0.0 {
            length /= (angle * y.1).exp();
            phase += y.1 * size.ln();
        }
        if phase.is_infinite() {
            // The cosine has no answer, which CPython takes for this.
            return Err(vm.zero_division_error("0.0 to a negative or complex power"));
        }
        (length * phase.cos(), length * phase.sin())
    };
    if re.is_infinite() || im.is_infinite() {
        return Err(vm.overflow_error("complex exponentiation"));
    }
    Ok(new_value(vm, re, im))
}

fn integer_power(vm: &Vm, x: Pair, n: i32) -> PyResult<Pair> {
    let (mut result, mut base, mut left) = ((1.0, 0.0), x, n.unsigned_abs());
    while left > 0 {
        if left & 1 == 1 {
            result = product(result, base);
        }
        base = product(base, base);
        left >>= 1;
    }
    if n < 0 && result == (0.0, 0.0) {
        return Err(vm.zero_division_error("0.0 to a negative or complex power"));
    }
    if n < 0 { quotient(vm, (1.0, 0.0), result) } else { Ok(result) }
}

fn richcompare(vm: &Vm, a: &Value, b: &Value, op: CmpOp) -> PyResult {
    let (re, im) = of(vm, a)?;
    if !matches!(op, CmpOp::Eq | CmpOp::Ne) {
        return Ok(Value::NotImplemented);
    }
    let same = match b.native::<Complex>() {
        Some(c) => re == c.0 && im == c.1,
        None if operand(vm, b).is_ok_and(|o| o.is_some()) || matches!(b.unwrapped(), Value::Big(_)) => {
            im == 0.0 && vm.compare_bool(&Value::Float(re), b.unwrapped(), CmpOp::Eq)?
        }
        None => return Ok(Value::NotImplemented),
    };
    Ok(Value::Bool(same == (op == CmpOp::Eq)))
}

fn format(vm: &Vm, args: &[Value]) -> PyResult {
    use crate::text::format_spec::{Family, format_complex};
    let spec = vm.expect_str(&args[1], "__format__() argument")?;
    if spec.is_empty() {
        return vm.str(&args[0]).map(Value::Str);
    }
    let (re, im) = of(vm, &args[0])?;
    let name = vm.type_name(&args[0]);
    let name = name.to_string_lossy();
    let parsed = vm.format_spec(spec, Family::Complex, &name)?;
    let text = format_complex(re, im, &parsed, &name).map_err(|e| vm.format_error(&e))?;
    Ok(Value::Str(text.into()))
}

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    let class = vm.expect_type(&args[0], "complex.__new__(X): X")?;
    if class.is(&vm.types.complex) && vm.is_exact(&args[1], class) && args[2].is_unbound() {
        return Ok(args[1].clone());
    }
    let (re, im) = construct(vm, &args[1], &args[2])?;
    Ok(Value::Obj(Ref::new(class, Kind::Native(Box::new(Complex(re, im))))))
}

fn construct(vm: &Vm, real: &Value, imag: &Value) -> PyResult<Pair> {
    if let Some(given) = real.as_text() {
        if !imag.is_unbound() {
            return Err(vm.type_error("complex() can't take second arg if first is a string"));
        }
        if text::has_misplaced_underscore(given.as_wtf8()) {
            let shown = vm.repr(real)?;
            return Err(vm.value_error(format!("could not convert string to complex: {shown}")));
        }
        return text::parse(given.as_wtf8())
            .ok_or_else(|| vm.value_error("complex() arg is a malformed string"));
    }
    if imag.as_text().is_some() {
        return Err(vm.type_error("complex() second arg can't be a string"));
    }
    let x = if real.is_unbound() { (0.0, 0.0) } else { part(vm, real, "first")? };
    if imag.is_unbound() {
        return Ok(x);
    }
    let y = part(vm, imag, "second")?;
    // Real parts must not touch the sign of a zero.
    let is_complex =
        |value: &Value| !matches!(value.unwrapped(), Value::Int(_) | Value::Float(_) | Value::Big(_));
    let re = if is_complex(imag) { x.0 - y.1 } else { x.0 };
    let im = if !real.is_unbound() && is_complex(real) { x.1 + y.0 } else { y.0 };
    Ok((re, im))
}

fn part(vm: &Vm, value: &Value, which: &str) -> PyResult<Pair> {
    let is_number = vm.is_exact(value, &vm.types.complex) || value.native::<Complex>().is_none();
    if is_number && let Some(pair) = operand(vm, value)? {
        return Ok(pair);
    }
    if which == "first"
        && let Some(pair) = special(vm, value)?
    {
        return Ok(pair);
    }
    if let Some(c) = value.native::<Complex>() {
        return Ok((c.0, c.1));
    }
    let slots = &vm.class_of(value).ty().slots;
    if slots.float.get().is_some() || slots.index.get().is_some() {
        return vm.to_f64(value).map(|x| (x, 0.0));
    }
    let got = vm.type_name(value);
    let what = if which == "first" {
        "first argument must be a string or a number"
    } else {
        "second argument must be a number"
    };
    Err(vm.type_error(format!("complex() {what}, not '{got}'")))
}

/// What the method `__complex__` gives, if there is one.
fn special(vm: &Vm, value: &Value) -> PyResult<Option<Pair>> {
    let Some(result) = vm.call_special(value, &vm.names.complex, &[])? else { return Ok(None) };
    let got = vm.type_name(&result);
    let Some(c) = result.native::<Complex>() else {
        return Err(vm.type_error(format!("__complex__ returned non-complex (type {got})")));
    };
    if !vm.is_exact(&result, &vm.types.complex) {
        let text = format!(
            "__complex__ returned non-complex (type {got}).  The ability to return an instance of a strict subclass of complex is deprecated, and may not be supported in a future version of Python."
        );
        vm.warn(&vm.exc.deprecation_warning, &text, 1)?;
    }
    Ok(Some((c.0, c.1)))
}

/// The parts of a complex number, of what `__complex__` makes one, or of a real number.
///
/// # Errors
/// TypeError for what is no number; what its methods raise.
pub fn to_pair(vm: &Vm, value: &Value) -> PyResult<Pair> {
    if let Some(c) = value.native::<Complex>() {
        return Ok((c.0, c.1));
    }
    match special(vm, value)? {
        Some(pair) => Ok(pair),
        None => vm.to_f64(value).map(|x| (x, 0.0)),
    }
}

impl Native for Complex {
    fn traverse(&self, _visit: &mut Visitor<'_>) {}
}

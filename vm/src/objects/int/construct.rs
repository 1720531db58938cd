//! `int(...)`.

use num_bigint::BigInt;
use num_traits::FromPrimitive;

use super::parsed;
use crate::error::PyResult;
use crate::heap::{Str, Value};
use crate::objects::Kind;
use crate::text::int::IntError;
use crate::types::NativeDef;
use crate::vm::Vm;

pub(super) static NEW: NativeDef =
    NativeDef::static_("__new__", "($type, x=<unrepresentable>, /, base=<unrepresentable>)", new, "");

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    let class = vm.expect_type(&args[0], "int.__new__(X): X")?;
    let value = convert(vm, &args[1], &args[2])?;
    if class.is(&vm.types.int) {
        return Ok(value);
    }
    Ok(vm.new_object(class, Kind::Wrapped(value)))
}

fn convert(vm: &Vm, x: &Value, base: &Value) -> PyResult {
    if x.is_unbound() {
        return if base.is_unbound() {
            Ok(Value::Int(0))
        } else {
            Err(vm.type_error("int() missing string argument"))
        };
    }
    if base.is_unbound() {
        return number(vm, x);
    }
    let base = vm.index_clamped(base)?;
    if base != 0 && !(2..=36).contains(&base) {
        return Err(vm.value_error("int() base must be >= 2 and <= 36, or 0"));
    }
    let base = u32::try_from(base).unwrap_or(10);
    if let Some(text) = x.as_text() {
        return from_text(vm, text, base);
    }
    match vm.bytes_of(x) {
        Ok(bytes) if vm.is_bytes_like(x) => from_bytes(vm, x, &bytes, base),
        _ => Err(vm.type_error("int() can't convert non-string with explicit base")),
    }
}

fn number(vm: &Vm, x: &Value) -> PyResult {
    match x.unwrapped() {
        Value::Float(f) if vm.class_of(x).is(&vm.types.float) => return from_f64(vm, *f),
        Value::Int(_) | Value::Big(_) | Value::Bool(_)
            if !vm.class_of(x).has(crate::types::TypeFlags::HEAP) =>
        {
            return vm.index(x);
        }
        _ => {}
    }
    let slots = &vm.class_of(x).ty().slots;
    if let Some(int) = slots.int.get() {
        let result = int(vm, x)?;
        return vm.int_result(result, "__int__");
    }
    if slots.index.get().is_some() {
        return vm.index(x);
    }
    if let Some(truncated) = vm.call_special(x, &vm.names.trunc, &[])? {
        let text = "The delegation of int() to __trunc__ is deprecated.";
        vm.warn(&vm.exc.deprecation_warning, text, 1)?;
        if !vm.has_index(&truncated) {
            let got = vm.type_name(&truncated);
            return Err(vm.type_error(format!("__trunc__ returned non-Integral (type {got})")));
        }
        return vm.index(&truncated);
    }
    if let Some(text) = x.as_text() {
        return from_text(vm, text, 10);
    }
    if vm.is_bytes_like(x) {
        let bytes = vm.bytes_of(x)?;
        return from_bytes(vm, x, &bytes, 10);
    }
    let got = vm.type_name(x);
    Err(vm.type_error(format!(
        "int() argument must be a string, a bytes-like object or a real number, not '{got}'"
    )))
}

/// The integer nearest to zero.
///
/// # Errors
/// OverflowError for infinities, ValueError for NaN.
pub fn from_f64(vm: &Vm, x: f64) -> PyResult {
    if x.is_nan() {
        return Err(vm.value_error("cannot convert float NaN to integer"));
    }
    match BigInt::from_f64(x.trunc()) {
        Some(n) => Ok(Value::from(n)),
        None => Err(vm.overflow_error("cannot convert float infinity to integer")),
    }
}

/// The integer that text stands for.
///
/// # Errors
/// ValueError for text that is no literal or has too many digits.
pub fn from_text(vm: &Vm, text: &Str, base: u32) -> PyResult {
    match crate::text::int::parse(text.as_wtf8(), base, vm.int_digit_limit.get()) {
        Ok(n) => Ok(parsed(n)),
        Err(e) => Err(literal_error(vm, e, &Value::Str(text.clone()), base)?),
    }
}

fn from_bytes(vm: &Vm, x: &Value, bytes: &[u8], base: u32) -> PyResult {
    match crate::text::int::parse_bytes(bytes, base, vm.int_digit_limit.get()) {
        Ok(n) => Ok(parsed(n)),
        Err(e) => {
            let shown = if matches!(x, Value::Bytes(_)) { x.clone() } else { vm.new_bytes(bytes) };
            Err(literal_error(vm, e, &shown, base)?)
        }
    }
}

fn literal_error(vm: &Vm, error: IntError, shown: &Value, base: u32) -> PyResult<crate::error::PyError> {
    if matches!(error, IntError::Literal(_)) {
        let shown = vm.repr(shown)?;
        let text: String = shown.to_string_lossy().chars().take(200).collect();
        return Ok(vm.value_error(format!("invalid literal for int() with base {base}: {text}")));
    }
    Ok(vm.value_error(error.to_string()))
}

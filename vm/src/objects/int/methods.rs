//! The methods of `int`.

use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_traits::{Signed, Zero};

use super::{Operand, operand};
use crate::error::PyResult;
use crate::heap::Value;
use crate::text::format_spec::{Family, format_float, format_int};
use crate::text::int::IntRef;
use crate::types::NativeDef;
use crate::vm::Vm;

pub(super) static METHODS: &[NativeDef] = &[
    NativeDef::method(
        "conjugate",
        "($self, /)",
        |vm, a| vm.index(&a[0]),
        "Returns self, the complex conjugate of any int.",
    ),
    NativeDef::method(
        "bit_length",
        "($self, /)",
        bit_length,
        "Number of bits necessary to represent self in binary.\n\n>>> bin(37)\n'0b100101'\n>>> (37).bit_length()\n6",
    ),
    NativeDef::method(
        "bit_count",
        "($self, /)",
        bit_count,
        "Number of ones in the binary representation of the absolute value of self.\n\nAlso known as the population count.\n\n>>> bin(13)\n'0b1101'\n>>> (13).bit_count()\n3",
    ),
    NativeDef::method(
        "to_bytes",
        "($self, /, length=1, byteorder='big', *, signed=False)",
        to_bytes,
        "Return an array of bytes representing an integer.",
    ),
    NativeDef::class(
        "from_bytes",
        "($type, /, bytes, byteorder='big', *, signed=False)",
        from_bytes,
        "Return the integer represented by the given array of bytes.",
    ),
    NativeDef::method(
        "as_integer_ratio",
        "($self, /)",
        as_integer_ratio,
        "Return a pair of integers, whose ratio is equal to the original int.\n\nThe ratio is in lowest terms and has a positive denominator.\n\n>>> (10).as_integer_ratio()\n(10, 1)\n>>> (-10).as_integer_ratio()\n(-10, 1)\n>>> (0).as_integer_ratio()\n(0, 1)",
    ),
    NativeDef::method(
        "is_integer",
        "($self, /)",
        |_, _| Ok(Value::Bool(true)),
        "Returns True. Exists for duck type compatibility with float.is_integer.",
    ),
    NativeDef::method(
        "__trunc__",
        "($self, /)",
        |vm, a| vm.index(&a[0]),
        "Truncating an Integral returns itself.",
    ),
    NativeDef::method(
        "__floor__",
        "($self, /)",
        |vm, a| vm.index(&a[0]),
        "Flooring an Integral returns itself.",
    ),
    NativeDef::method(
        "__ceil__",
        "($self, /)",
        |vm, a| vm.index(&a[0]),
        "Ceiling of an Integral returns itself.",
    ),
    NativeDef::method(
        "__round__",
        "($self, ndigits=<unrepresentable>, /)",
        round,
        "Rounding an Integral returns itself.\n\nRounding with an ndigits argument also returns an integer.",
    ),
    NativeDef::method("__getnewargs__", "($self, /)", getnewargs, ""),
    NativeDef::method(
        "__format__",
        "($self, format_spec, /)",
        format,
        "Convert to a string according to format_spec.",
    ),
    NativeDef::method("__sizeof__", "($self, /)", sizeof, "Returns size in memory, in bytes."),
];

fn big(vm: &Vm, value: &Value) -> PyResult<BigInt> {
    vm.index_big(value)
}

fn bit_length(vm: &Vm, args: &[Value]) -> PyResult {
    Ok(Value::from(big(vm, &args[0])?.bits()))
}

fn bit_count(vm: &Vm, args: &[Value]) -> PyResult {
    let ones: u64 = big(vm, &args[0])?.magnitude().iter_u64_digits().map(|d| u64::from(d.count_ones())).sum();
    Ok(Value::from(ones))
}

/// Whether `byteorder` says little endian.
fn is_little(vm: &Vm, order: &Value, function: &str) -> PyResult<bool> {
    match order.as_text() {
        Some(o) if *o == *"little" => Ok(true),
        Some(o) if *o == *"big" => Ok(false),
        Some(_) => Err(vm.value_error("byteorder must be either 'little' or 'big'")),
        None => Err(vm.bad_argument(&format!("{function}() argument 'byteorder'"), "str", order)),
    }
}

fn to_bytes(vm: &Vm, args: &[Value]) -> PyResult {
    let length = vm.index_i64(&args[1])?;
    let little = is_little(vm, &args[2], "to_bytes")?;
    let signed = vm.is_true(&args[3])?;
    let n = big(vm, &args[0])?;
    let Ok(length) = usize::try_from(length) else {
        return Err(vm.value_error("length argument must be non-negative"));
    };
    if n.is_negative() && !signed {
        return Err(vm.overflow_error("can't convert negative int to unsigned"));
    }
    crate::objects::bytes::data::check_length(vm, length)?;
    if !vm.check_size(length) {
        return Err(vm.out_of_memory());
    }
    let mut bytes = if signed { n.to_signed_bytes_le() } else { n.to_bytes_le().1 };
    if n.is_zero() {
        bytes.clear();
    }
    if bytes.len() > length {
        return Err(vm.overflow_error("int too big to convert"));
    }
    bytes.resize(length, if n.is_negative() { 0xFF } else { 0 });
    if !little {
        bytes.reverse();
    }
    Ok(vm.fresh_bytes(&bytes))
}

fn from_bytes(vm: &Vm, args: &[Value]) -> PyResult {
    let little = is_little(vm, &args[2], "from_bytes")?;
    let signed = vm.is_true(&args[3])?;
    if matches!(args[1].unwrapped(), Value::Int(_) | Value::Big(_) | Value::Bool(_) | Value::Str(_)) {
        let got = vm.type_name(&args[1]);
        return Err(vm.type_error(format!("cannot convert '{got}' object to bytes")));
    }
    let source = vm.to_bytes_object(&args[1])?;
    let mut bytes = source.to_vec();
    if !little {
        bytes.reverse();
    }
    let n =
        if signed { BigInt::from_signed_bytes_le(&bytes) } else { BigInt::from_bytes_le(Sign::Plus, &bytes) };
    let class = vm.expect_type(&args[0], "from_bytes")?;
    if class.is(&vm.types.int) { Ok(Value::from(n)) } else { vm.call1(&args[0], Value::from(n)) }
}

fn as_integer_ratio(vm: &Vm, args: &[Value]) -> PyResult {
    Ok(vm.new_tuple(vec![vm.index(&args[0])?, Value::Int(1)]))
}

/// Rounds to a multiple of a power of ten, halves to even.
fn round(vm: &Vm, args: &[Value]) -> PyResult {
    if args[1].is_unbound() {
        return vm.index(&args[0]);
    }
    let digits = vm.index_clamped(&args[1])?;
    if digits >= 0 {
        return vm.index(&args[0]);
    }
    let n = big(vm, &args[0])?;
    let places = digits.unsigned_abs();
    if places > n.bits() {
        return Ok(Value::Int(0));
    }
    let Ok(places) = u32::try_from(places) else { return Ok(Value::Int(0)) };
    let unit = BigInt::from(10).pow(places);
    let (q, r) = n.div_mod_floor(&unit);
    let twice: BigInt = r * 2;
    let up = twice > unit || (twice == unit && q.is_odd());
    Ok(Value::from(if up { (q + 1) * unit } else { q * unit }))
}

fn getnewargs(vm: &Vm, args: &[Value]) -> PyResult {
    Ok(vm.new_tuple(vec![vm.index(&args[0])?]))
}

/// `int.__format__(self, spec)`
pub(crate) fn format(vm: &Vm, args: &[Value]) -> PyResult {
    let Some(spec) = args[1].as_text() else {
        return Err(vm.bad_argument("__format__() argument", "str", &args[1]));
    };
    if spec.is_empty() {
        return vm.str_object(&args[0]);
    }
    let name = vm.type_name(&args[0]);
    let name = name.to_string_lossy();
    let parsed = vm.format_spec(spec, Family::Int, &name)?;
    let text = if parsed.kind.is_some_and(|k| k.to_char().is_some_and(|c| "eEfFgG%".contains(c))) {
        format_float(vm.to_f64(&args[0])?, &parsed, &name)
    } else {
        match operand(&args[0]) {
            Some(Operand::Small(n)) => format_int(IntRef::Small(n), &parsed, &name),
            Some(Operand::Big(n)) => format_int(IntRef::Big(n), &parsed, &name),
            None => return Err(vm.wrong_payload(&args[0], "int")),
        }
    };
    text.map(|t| vm.new_str(t)).map_err(|e| vm.format_error(&e))
}

fn sizeof(vm: &Vm, args: &[Value]) -> PyResult {
    let digits = big(vm, &args[0])?.bits().div_ceil(30).max(1);
    Ok(Value::from(24 + 4 * digits))
}

//! The methods of `Decimal`, each a row of its operation.

use std::cmp::Ordering;

use pyvm_vm::Value;
use pyvm_vm::types::NativeDef;

use super::apply::{binary, test, unary};
use super::env::order_number;
use super::methods;
use super::number::Kind;

/// The rows.
pub(super) static METHODS: &[NativeDef] = &[
    NativeDef::method("__ceil__", "($self, /)", methods::ceil, ""),
    NativeDef::method("__complex__", "($self, /)", methods::complex, ""),
    NativeDef::method("__copy__", "($self, /)", methods::copy, ""),
    NativeDef::method("__deepcopy__", "($self, object, /)", methods::deepcopy, ""),
    NativeDef::method("__floor__", "($self, /)", methods::floor, ""),
    NativeDef::method(
        "__format__",
        "($self, format_spec, override=<unrepresentable>, /)",
        methods::format,
        "",
    )
    .hidden_signature(),
    NativeDef::method("__reduce__", "($self, /)", methods::reduce, ""),
    NativeDef::method("__round__", "($self, ndigits=<unrepresentable>, /)", methods::round, "")
        .hidden_signature(),
    NativeDef::method("__sizeof__", "($self, /)", methods::sizeof, ""),
    NativeDef::method("__trunc__", "($self, /)", methods::trunc, ""),
    NativeDef::method(
        "adjusted",
        "($self, /)",
        methods::adjusted,
        "Return the adjusted exponent of the number.  Defined as exp + digits - 1.",
    ),
    NativeDef::method(
        "as_integer_ratio",
        "($self, /)",
        methods::as_integer_ratio,
        "Decimal.as_integer_ratio() -> (int, int)",
    ),
    NativeDef::method(
        "as_tuple",
        "($self, /)",
        methods::as_tuple,
        "Return a tuple representation of the number.",
    ),
    NativeDef::method(
        "canonical",
        "($self, /)",
        methods::canonical,
        "Return the canonical encoding of the argument.  Currently, the encoding",
    ),
    NativeDef::method(
        "compare",
        "($self, /, other, context=None)",
        |vm, a| binary(vm, &a[2], &a[0], &a[1], |e, a, b| Ok(e.compare(a, b))),
        "Compare self to other.  Return a decimal value:",
    ),
    NativeDef::method(
        "compare_signal",
        "($self, /, other, context=None)",
        |vm, a| binary(vm, &a[2], &a[0], &a[1], |e, a, b| Ok(e.compare_signal(a, b))),
        "Identical to compare, except that all NaNs signal.",
    ),
    NativeDef::method(
        "compare_total",
        "($self, /, other, context=None)",
        |vm, a| binary(vm, &a[2], &a[0], &a[1], |_, a, b| Ok(order_number(a.compare_total(b)))),
        "Compare two operands using their abstract representation rather than",
    ),
    NativeDef::method(
        "compare_total_mag",
        "($self, /, other, context=None)",
        |vm, a| binary(vm, &a[2], &a[0], &a[1], |_, a, b| Ok(order_number(a.compare_total_magnitude(b)))),
        "Compare two operands using their abstract representation rather than their",
    ),
    NativeDef::method("conjugate", "($self, /)", methods::conjugate, "Return self."),
    NativeDef::method(
        "copy_abs",
        "($self, /)",
        methods::copy_abs,
        "Return the absolute value of the argument.  This operation is unaffected by",
    ),
    NativeDef::method(
        "copy_negate",
        "($self, /)",
        methods::copy_negate,
        "Return the negation of the argument.  This operation is unaffected by context",
    ),
    NativeDef::method(
        "copy_sign",
        "($self, /, other, context=None)",
        |vm, a| binary(vm, &a[2], &a[0], &a[1], |_, a, b| Ok(a.signed(b.negative))),
        "Return a copy of the first operand with the sign set to be the same as the",
    ),
    NativeDef::method(
        "exp",
        "($self, /, context=None)",
        |vm, a| unary(vm, &a[1], &a[0], |e, a| e.exp(a)),
        "Return the value of the (natural) exponential function e**x at the given",
    ),
    NativeDef::method(
        "fma",
        "($self, /, other, third, context=None)",
        methods::fma,
        "Fused multiply-add.  Return self*other+third with no rounding of the",
    ),
    NativeDef::class(
        "from_float",
        "($type, f, /)",
        methods::from_float,
        "Class method that converts a float to a decimal number, exactly.",
    ),
    NativeDef::method(
        "is_canonical",
        "($self, /)",
        |vm, a| test(vm, &Value::None, &a[0], |_, _| true),
        "Return True if the argument is canonical and False otherwise.  Currently,",
    ),
    NativeDef::method(
        "is_finite",
        "($self, /)",
        |vm, a| test(vm, &Value::None, &a[0], |_, a| a.is_finite()),
        "Return True if the argument is a finite number, and False if the argument",
    ),
    NativeDef::method(
        "is_infinite",
        "($self, /)",
        |vm, a| test(vm, &Value::None, &a[0], |_, a| a.is_infinite()),
        "Return True if the argument is either positive or negative infinity and",
    ),
    NativeDef::method(
        "is_nan",
        "($self, /)",
        |vm, a| test(vm, &Value::None, &a[0], |_, a| a.is_nan()),
        "Return True if the argument is a (quiet or signaling) NaN and False",
    ),
    NativeDef::method(
        "is_normal",
        "($self, /, context=None)",
        |vm, a| test(vm, &a[1], &a[0], |e, a| e.is_normal(a)),
        "Return True if the argument is a normal finite non-zero number with an",
    ),
    NativeDef::method(
        "is_qnan",
        "($self, /)",
        |vm, a| test(vm, &Value::None, &a[0], |_, a| a.kind == Kind::Quiet),
        "Return True if the argument is a quiet NaN, and False otherwise.",
    ),
    NativeDef::method(
        "is_signed",
        "($self, /)",
        |vm, a| test(vm, &Value::None, &a[0], |_, a| a.negative),
        "Return True if the argument has a negative sign and False otherwise.",
    ),
    NativeDef::method(
        "is_snan",
        "($self, /)",
        |vm, a| test(vm, &Value::None, &a[0], |_, a| a.kind == Kind::Signaling),
        "Return True if the argument is a signaling NaN and False otherwise.",
    ),
    NativeDef::method(
        "is_subnormal",
        "($self, /, context=None)",
        |vm, a| test(vm, &a[1], &a[0], |e, a| e.is_subnormal(a)),
        "Return True if the argument is subnormal, and False otherwise. A number is",
    ),
    NativeDef::method(
        "is_zero",
        "($self, /)",
        |vm, a| test(vm, &Value::None, &a[0], |_, a| a.is_zero()),
        "Return True if the argument is a (positive or negative) zero and False",
    ),
    NativeDef::method(
        "ln",
        "($self, /, context=None)",
        |vm, a| unary(vm, &a[1], &a[0], |e, a| e.ln(a)),
        "Return the natural (base e) logarithm of the operand. The function always",
    ),
    NativeDef::method(
        "log10",
        "($self, /, context=None)",
        |vm, a| unary(vm, &a[1], &a[0], |e, a| e.log10(a)),
        "Return the base ten logarithm of the operand. The function always uses the",
    ),
    NativeDef::method(
        "logb",
        "($self, /, context=None)",
        |vm, a| unary(vm, &a[1], &a[0], |e, a| e.logb(a)),
        "For a non-zero number, return the adjusted exponent of the operand as a",
    ),
    NativeDef::method(
        "logical_and",
        "($self, /, other, context=None)",
        |vm, a| binary(vm, &a[2], &a[0], &a[1], |e, a, b| e.logical(a, b, |x, y| x & y)),
        "Return the digit-wise 'and' of the two (logical) operands.",
    ),
    NativeDef::method(
        "logical_invert",
        "($self, /, context=None)",
        |vm, a| unary(vm, &a[1], &a[0], |e, a| e.logical_invert(a)),
        "Return the digit-wise inversion of the (logical) operand.",
    ),
    NativeDef::method(
        "logical_or",
        "($self, /, other, context=None)",
        |vm, a| binary(vm, &a[2], &a[0], &a[1], |e, a, b| e.logical(a, b, |x, y| x | y)),
        "Return the digit-wise 'or' of the two (logical) operands.",
    ),
    NativeDef::method(
        "logical_xor",
        "($self, /, other, context=None)",
        |vm, a| binary(vm, &a[2], &a[0], &a[1], |e, a, b| e.logical(a, b, |x, y| x ^ y)),
        "Return the digit-wise 'exclusive or' of the two (logical) operands.",
    ),
    NativeDef::method(
        "max",
        "($self, /, other, context=None)",
        |vm, a| binary(vm, &a[2], &a[0], &a[1], |e, a, b| e.extreme(a, b, Ordering::Greater, false)),
        "Maximum of self and other.  If one operand is a quiet NaN and the other is",
    ),
    NativeDef::method(
        "max_mag",
        "($self, /, other, context=None)",
        |vm, a| binary(vm, &a[2], &a[0], &a[1], |e, a, b| e.extreme(a, b, Ordering::Greater, true)),
        "Similar to the max() method, but the comparison is done using the absolute",
    ),
    NativeDef::method(
        "min",
        "($self, /, other, context=None)",
        |vm, a| binary(vm, &a[2], &a[0], &a[1], |e, a, b| e.extreme(a, b, Ordering::Less, false)),
        "Minimum of self and other. If one operand is a quiet NaN and the other is",
    ),
    NativeDef::method(
        "min_mag",
        "($self, /, other, context=None)",
        |vm, a| binary(vm, &a[2], &a[0], &a[1], |e, a, b| e.extreme(a, b, Ordering::Less, true)),
        "Similar to the min() method, but the comparison is done using the absolute",
    ),
    NativeDef::method(
        "next_minus",
        "($self, /, context=None)",
        |vm, a| unary(vm, &a[1], &a[0], |e, a| e.next_minus(a)),
        "Return the largest number representable in the given context (or in the",
    ),
    NativeDef::method(
        "next_plus",
        "($self, /, context=None)",
        |vm, a| unary(vm, &a[1], &a[0], |e, a| e.next_plus(a)),
        "Return the smallest number representable in the given context (or in the",
    ),
    NativeDef::method(
        "next_toward",
        "($self, /, other, context=None)",
        |vm, a| binary(vm, &a[2], &a[0], &a[1], |e, a, b| e.next_toward(a, b)),
        "If the two operands are unequal, return the number closest to the first",
    ),
    NativeDef::method(
        "normalize",
        "($self, /, context=None)",
        |vm, a| unary(vm, &a[1], &a[0], |e, a| e.normalize(a)),
        "Normalize the number by stripping the rightmost trailing zeros and",
    ),
    NativeDef::method(
        "number_class",
        "($self, /, context=None)",
        methods::number_class,
        "Return a string describing the class of the operand.  The returned value",
    ),
    NativeDef::method(
        "quantize",
        "($self, /, exp, rounding=None, context=None)",
        methods::quantize,
        "Return a value equal to the first operand after rounding and having the",
    ),
    NativeDef::method(
        "radix",
        "($self, /)",
        methods::radix,
        "Return Decimal(10), the radix (base) in which the Decimal class does",
    ),
    NativeDef::method(
        "remainder_near",
        "($self, /, other, context=None)",
        |vm, a| binary(vm, &a[2], &a[0], &a[1], |e, a, b| e.remainder_near(a, b)),
        "Return the remainder from dividing self by other.  This differs from",
    ),
    NativeDef::method(
        "rotate",
        "($self, /, other, context=None)",
        |vm, a| binary(vm, &a[2], &a[0], &a[1], |e, a, b| e.rotate(a, b)),
        "Return the result of rotating the digits of the first operand by an amount",
    ),
    NativeDef::method(
        "same_quantum",
        "($self, /, other, context=None)",
        methods::same_quantum,
        "Test whether self and other have the same exponent or whether both are NaN.",
    ),
    NativeDef::method(
        "scaleb",
        "($self, /, other, context=None)",
        |vm, a| binary(vm, &a[2], &a[0], &a[1], |e, a, b| e.scaleb(a, b)),
        "Return the first operand with the exponent adjusted the second.  Equivalently,",
    ),
    NativeDef::method(
        "shift",
        "($self, /, other, context=None)",
        |vm, a| binary(vm, &a[2], &a[0], &a[1], |e, a, b| e.shift(a, b)),
        "Return the result of shifting the digits of the first operand by an amount",
    ),
    NativeDef::method(
        "sqrt",
        "($self, /, context=None)",
        |vm, a| unary(vm, &a[1], &a[0], |e, a| e.sqrt(a)),
        "Return the square root of the argument to full precision. The result is",
    ),
    NativeDef::method(
        "to_eng_string",
        "($self, /, context=None)",
        methods::to_eng_string,
        "Convert to an engineering-type string.  Engineering notation has an exponent",
    ),
    NativeDef::method(
        "to_integral",
        "($self, /, rounding=None, context=None)",
        methods::to_integral,
        "Identical to the to_integral_value() method.  The to_integral() name has been",
    ),
    NativeDef::method(
        "to_integral_exact",
        "($self, /, rounding=None, context=None)",
        methods::to_integral_exact,
        "Round to the nearest integer, signaling Inexact or Rounded as appropriate if",
    ),
    NativeDef::method(
        "to_integral_value",
        "($self, /, rounding=None, context=None)",
        methods::to_integral_value,
        "Round to the nearest integer without signaling Inexact or Rounded.  The",
    ),
];

//! Numbers from text and as text.

use num_bigint::BigUint;
use num_traits::Zero;
use pyvm_vm::PyResult;
use pyvm_vm::heap::Str;
use pyvm_vm::text::int::{IntRef, Parsed, parse_bytes};
use pyvm_vm::text::unicode::{decimal_value, is_space};
use pyvm_vm::vm::Vm;

use super::number::{Kind, Number, count_digits};

/// The digits of a coefficient.
pub(super) fn digits(coefficient: &BigUint) -> String {
    match u64::try_from(coefficient) {
        Ok(small) => small.to_string(),
        Err(_) => IntRef::Big(&coefficient.clone().into()).magnitude(10),
    }
}

/// A coefficient from digits that may have zeros in front; an empty text is zero.
pub(super) fn coefficient(vm: &Vm, digits: &[u8]) -> PyResult<BigUint> {
    if digits.len() < 20 {
        let value = digits.iter().fold(0u64, |n, d| n * 10 + u64::from(d - b'0'));
        return Ok(BigUint::from(value));
    }
    let bits = (digits.len() as u64).saturating_mul(4);
    vm.charge_work(pyvm_vm::work::multiplication(bits, bits))?;
    // Zeros in front are no literal of an int.
    let start = digits.iter().position(|d| *d != b'0').unwrap_or(digits.len());
    match parse_bytes(digits.get(start..).unwrap_or(&[]), 10, 0) {
        Ok(Parsed::Small(n)) => Ok(BigUint::from(n.unsigned_abs())),
        Ok(Parsed::Big(n)) => Ok(n.magnitude().clone()),
        Err(_) => Ok(BigUint::zero()),
    }
}

/// Text as ASCII: digits of all scripts, without the spaces around and the underscores in it where these are allowed.
/// What has no place in a number becomes a zero byte.
pub(super) fn ascii(text: &Str, lenient: bool) -> Vec<u8> {
    let points: Vec<u32> = text.as_wtf8().code_points().map(|c| c.to_u32()).collect();
    let inner = if lenient {
        let start = points.iter().position(|c| !is_space(*c)).unwrap_or(points.len());
        let end = points.iter().rposition(|c| !is_space(*c)).map_or(start, |i| i + 1);
        points.get(start..end).unwrap_or(&[])
    } else {
        &points
    };
    inner
        .iter()
        .filter(|c| !lenient || **c != u32::from('_'))
        .map(|c| match (u8::try_from(*c), decimal_value(*c)) {
            (Ok(byte), _) if byte.is_ascii() => byte,
            (_, Some(digit)) => b'0' + digit,
            _ => 0,
        })
        .collect()
}

/// Splits the digits off the front.
fn take_digits(text: &[u8]) -> (&[u8], &[u8]) {
    let end = text.iter().position(|b| !b.is_ascii_digit()).unwrap_or(text.len());
    text.split_at(end)
}

/// Takes a word off the front, in any case of letters.
fn take_word<'a>(text: &'a [u8], word: &str) -> Option<&'a [u8]> {
    let (head, rest) = text.split_at_checked(word.len())?;
    head.eq_ignore_ascii_case(word.as_bytes()).then_some(rest)
}

/// A number as written; none where it is not well formed.
///
/// # Errors
/// What refuses the memory or time for its digits.
pub(super) fn parse(vm: &Vm, text: &[u8]) -> PyResult<Option<Number>> {
    let (negative, rest) = match text.split_first() {
        Some((b'-', rest)) => (true, rest),
        Some((b'+', rest)) => (false, rest),
        _ => (false, text),
    };
    if let Some(rest) = take_word(rest, "inf") {
        let whole = rest.is_empty() || take_word(rest, "inity").is_some_and(<[u8]>::is_empty);
        return Ok(whole.then(|| Number::infinity(negative)));
    }
    for (word, kind) in [("nan", Kind::Quiet), ("snan", Kind::Signaling)] {
        if let Some(rest) = take_word(rest, word) {
            let (payload, rest) = take_digits(rest);
            if !rest.is_empty() {
                return Ok(None);
            }
            let payload = Number::finite(negative, coefficient(vm, payload)?, 0);
            return Ok(Some(Number { kind, ..payload }));
        }
    }
    let (whole, rest) = take_digits(rest);
    let (fraction, rest) = match rest.split_first() {
        Some((b'.', rest)) => take_digits(rest),
        _ => (&[][..], rest),
    };
    if whole.is_empty() && fraction.is_empty() {
        return Ok(None);
    }
    let Some(exponent) = exponent(rest) else { return Ok(None) };
    let coefficient = coefficient(vm, &[whole, fraction].concat())?;
    let places = i64::try_from(fraction.len()).unwrap_or(i64::MAX);
    Ok(Some(Number::finite(negative, coefficient, exponent.saturating_sub(places))))
}

/// The exponent at the end; far ones are all the same.
fn exponent(text: &[u8]) -> Option<i64> {
    let Some((mark, rest)) = text.split_first() else { return Some(0) };
    if !matches!(mark, b'e' | b'E') {
        return None;
    }
    let (negative, rest) = match rest.split_first() {
        Some((b'-', rest)) => (true, rest),
        Some((b'+', rest)) => (false, rest),
        _ => (false, rest),
    };
    let (digits, rest) = take_digits(rest);
    if digits.is_empty() || !rest.is_empty() {
        return None;
    }
    let far = 4_000_000_000_000_000_000i64;
    let size =
        digits.iter().fold(0i64, |n, d| n.saturating_mul(10).saturating_add(i64::from(d - b'0')).min(far));
    Some(if negative { -size } else { size })
}

/// How the exponent shows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Notation {
    /// Where the number asks for it.
    Scientific,
    /// The same by multiples of three.
    Engineering,
    /// Always.
    Exponent,
    /// Never.
    Fixed,
}

/// A special value without its sign.
pub(super) fn special(number: &Number) -> Option<String> {
    let payload = if number.coefficient.is_zero() { String::new() } else { digits(&number.coefficient) };
    match number.kind {
        Kind::Finite => None,
        Kind::Infinite => Some("Infinity".to_owned()),
        Kind::Quiet => Some(format!("NaN{payload}")),
        Kind::Signaling => Some(format!("sNaN{payload}")),
    }
}

/// A finite number without its sign.
pub(super) fn unsigned(number: &Number, notation: Notation, capitals: bool) -> String {
    let digits = digits(&number.coefficient);
    let adjusted = number.adjusted();
    let plain = number.exponent <= 0 && adjusted >= -6;
    // Digits in front of the point.
    let point = match notation {
        Notation::Fixed => adjusted + 1,
        Notation::Scientific | Notation::Engineering if plain => adjusted + 1,
        Notation::Scientific | Notation::Exponent => 1,
        Notation::Engineering if number.coefficient.is_zero() => (adjusted + 2).rem_euclid(3) - 1,
        Notation::Engineering => adjusted.rem_euclid(3) + 1,
    };
    let count = i64::try_from(digits.len()).unwrap_or(i64::MAX);
    let zeros = |n: i64| "0".repeat(usize::try_from(n).unwrap_or(0));
    let mut text = if point <= 0 {
        format!("0.{}{digits}", zeros(-point))
    } else if point >= count {
        format!("{digits}{}", zeros(point - count))
    } else {
        let (whole, fraction) = digits.split_at(usize::try_from(point).unwrap_or(0));
        format!("{whole}.{fraction}")
    };
    let exponent = match notation {
        Notation::Exponent => Some(adjusted),
        Notation::Scientific | Notation::Engineering if !plain => {
            Some(adjusted - (point - 1)).filter(|n| *n != 0)
        }
        _ => None,
    };
    if let Some(exponent) = exponent {
        let mark = if capitals { 'E' } else { 'e' };
        text.push_str(&format!("{mark}{exponent:+}"));
    }
    text
}

/// A number as text.
pub(super) fn format(number: &Number, notation: Notation, capitals: bool) -> String {
    let text = special(number).unwrap_or_else(|| unsigned(number, notation, capitals));
    if number.negative { format!("-{text}") } else { text }
}

/// A coefficient from single digits.
pub(super) fn from_digits(digits: &[u8]) -> (BigUint, u64) {
    let coefficient = BigUint::from_radix_be(digits, 10).unwrap_or_default();
    let count = count_digits(&coefficient);
    (coefficient, count)
}

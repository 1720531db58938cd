//! Comparisons, neighbours, and operations on the digits.

use std::cmp::Ordering;

use num_bigint::BigUint;
use num_traits::{ToPrimitive, Zero};
use pyvm_vm::PyResult;

use super::env::condition::{
    CLAMPED, DIVISION_BY_ZERO, INEXACT, INVALID_OPERATION, OVERFLOW, ROUNDED, SUBNORMAL, UNDERFLOW,
};
use super::env::{Env, Rounding, Settings, order_number};
use super::number::{Kind, Number, count_digits, power_of_ten};

impl Env<'_> {
    /// `compare(a, b)`
    pub(super) fn compare(&mut self, a: &Number, b: &Number) -> Number {
        self.nan_of(&[a, b]).unwrap_or_else(|| order_number(a.compare(b)))
    }

    /// The same where every NaN signals.
    pub(super) fn compare_signal(&mut self, a: &Number, b: &Number) -> Number {
        match self.nan_of(&[a, b]) {
            Some(nan) => {
                self.status |= INVALID_OPERATION;
                nan
            }
            None => order_number(a.compare(b)),
        }
    }

    /// `max` and `min`, with or without signs; `wanted` is the order of the result to the other operand.
    pub(super) fn extreme(
        &mut self,
        a: &Number,
        b: &Number,
        wanted: Ordering,
        by_size: bool,
    ) -> PyResult<Number> {
        match (a.kind, b.kind) {
            (Kind::Quiet, Kind::Finite | Kind::Infinite) => return self.finish(b.clone()),
            (Kind::Finite | Kind::Infinite, Kind::Quiet) => return self.finish(a.clone()),
            _ => {}
        }
        if let Some(nan) = self.nan_of(&[a, b]) {
            return Ok(nan);
        }
        let order = if by_size { a.compare_magnitude(b) } else { a.compare(b) };
        let order = order.then_with(|| a.compare(b)).then_with(|| a.compare_total(b));
        let chosen = if order == wanted || order.is_eq() && wanted.is_lt() { a } else { b };
        self.finish(chosen.clone())
    }

    /// The neighbour of a number in a direction.
    fn next(&mut self, a: &Number, up: bool) -> PyResult<Number> {
        if let Some(nan) = self.nan_of(&[a]) {
            return Ok(nan);
        }
        if a.is_infinite() {
            return if a.negative == up { self.largest(a.negative) } else { Ok(a.clone()) };
        }
        let rounding = if up { Rounding::Ceiling } else { Rounding::Floor };
        let mut env = self.with(Settings { rounding, ..self.settings });
        let rounded = env.finish(a.clone())?;
        if !rounded.is_finite() || rounded.compare(a).is_ne() {
            return Ok(rounded);
        }
        let tiny = Number::power(self.settings.etiny() - 1).signed(!up);
        env.add(&rounded, &tiny)
    }

    pub(super) fn next_plus(&mut self, a: &Number) -> PyResult<Number> {
        self.next(a, true)
    }

    pub(super) fn next_minus(&mut self, a: &Number) -> PyResult<Number> {
        self.next(a, false)
    }

    /// The neighbour of `a` in the direction of `b`.
    pub(super) fn next_toward(&mut self, a: &Number, b: &Number) -> PyResult<Number> {
        if let Some(nan) = self.nan_of(&[a, b]) {
            return Ok(nan);
        }
        let order = a.compare(b);
        if order.is_eq() {
            return Ok(a.signed(b.negative));
        }
        let result = self.next(a, order.is_lt())?;
        if result.is_infinite() {
            self.status |= OVERFLOW | INEXACT | ROUNDED;
        } else if result.adjusted() < self.settings.emin {
            self.status |= UNDERFLOW | SUBNORMAL | INEXACT | ROUNDED;
            if result.is_zero() {
                self.status |= CLAMPED;
            }
        }
        Ok(result)
    }

    /// The exponent of the leading digit, as a number.
    pub(super) fn logb(&mut self, a: &Number) -> PyResult<Number> {
        if let Some(nan) = self.nan_of(&[a]) {
            return Ok(nan);
        }
        if a.is_infinite() {
            return Ok(Number::infinity(false));
        }
        if a.is_zero() {
            self.status |= DIVISION_BY_ZERO;
            return Ok(Number::infinity(true));
        }
        self.finish(Number::integer(&a.adjusted().into()))
    }

    /// `a * 10 ** b`
    pub(super) fn scaleb(&mut self, a: &Number, b: &Number) -> PyResult<Number> {
        if let Some(nan) = self.nan_of(&[a, b]) {
            return Ok(nan);
        }
        let most = (self.settings.emax + self.settings.prec).saturating_mul(2);
        let Some(distance) = self.small_integer(b, most) else { return Ok(self.invalid(INVALID_OPERATION)) };
        if a.is_infinite() {
            return Ok(a.clone());
        }
        self.finish(Number { exponent: a.exponent.saturating_add(distance), ..a.clone() })
    }

    /// An operand that must be an integer of a limited size.
    fn small_integer(&self, b: &Number, most: i64) -> Option<i64> {
        if !b.is_finite() || b.exponent != 0 {
            return None;
        }
        let size = b.coefficient.to_i64().filter(|n| *n <= most)?;
        Some(if b.negative { -size } else { size })
    }

    /// The coefficient moved by some places, cut to the precision.
    pub(super) fn shift(&mut self, a: &Number, b: &Number) -> PyResult<Number> {
        self.move_digits(a, b, false)
    }

    /// The coefficient turned by some places within the precision.
    pub(super) fn rotate(&mut self, a: &Number, b: &Number) -> PyResult<Number> {
        self.move_digits(a, b, true)
    }

    fn move_digits(&mut self, a: &Number, b: &Number, around: bool) -> PyResult<Number> {
        if let Some(nan) = self.nan_of(&[a, b]) {
            return Ok(nan);
        }
        let Some(places) = self.small_integer(b, self.settings.prec) else {
            return Ok(self.invalid(INVALID_OPERATION));
        };
        if a.is_infinite() {
            return Ok(a.clone());
        }
        let prec = self.settings.places();
        let places = places.signum() * i64::try_from(places.unsigned_abs()).unwrap_or(0);
        let size = places.unsigned_abs();
        if around || places > 0 {
            self.room(a.digits.max(prec.min(a.digits.saturating_add(size))))?;
        }
        let kept = if a.digits > prec { &a.coefficient % power_of_ten(prec) } else { a.coefficient.clone() };
        let coefficient = if around {
            // Turning right by n is turning left by the rest.
            let left = if places >= 0 { size } else { prec - size };
            self.room(prec)?;
            let high = power_of_ten(prec - left);
            (&kept % &high) * power_of_ten(left) + kept / high
        } else if places >= 0 {
            let room = prec - size.min(prec);
            kept % power_of_ten(room) * power_of_ten(size)
        } else if size >= a.digits {
            BigUint::zero()
        } else {
            kept / power_of_ten(size)
        };
        let digits = count_digits(&coefficient);
        Ok(Number { coefficient, digits, ..a.clone() })
    }

    /// The digits of a logical operand, the last one first.
    fn logical_digits(&self, a: &Number) -> Option<Vec<u8>> {
        if !a.is_finite() || a.negative || a.exponent != 0 {
            return None;
        }
        let mut digits = a.coefficient.to_radix_le(10);
        digits.truncate(usize::try_from(self.settings.places()).unwrap_or(usize::MAX));
        digits.iter().all(|d| *d <= 1).then_some(digits)
    }

    /// A digit-wise operation.
    pub(super) fn logical(&mut self, a: &Number, b: &Number, f: fn(u8, u8) -> u8) -> PyResult<Number> {
        self.room(a.digits.max(b.digits))?;
        let (Some(x), Some(y)) = (self.logical_digits(a), self.logical_digits(b)) else {
            return Ok(self.invalid(INVALID_OPERATION));
        };
        let digit = |digits: &[u8], i: usize| digits.get(i).copied().unwrap_or(0);
        let result: Vec<u8> = (0..x.len().max(y.len())).map(|i| f(digit(&x, i), digit(&y, i))).collect();
        Ok(from_digits(&result))
    }

    pub(super) fn logical_invert(&mut self, a: &Number) -> PyResult<Number> {
        let places = self.settings.places();
        self.room(places)?;
        let Some(mut digits) = self.logical_digits(a) else { return Ok(self.invalid(INVALID_OPERATION)) };
        digits.resize(usize::try_from(places).unwrap_or(0), 0);
        digits.iter_mut().for_each(|d| *d = 1 - *d);
        Ok(from_digits(&digits))
    }

    /// What kind of number it is, in words.
    pub(super) fn class(&self, a: &Number) -> &'static str {
        match (a.kind, a.negative) {
            (Kind::Signaling, _) => "sNaN",
            (Kind::Quiet, _) => "NaN",
            (Kind::Infinite, false) => "+Infinity",
            (Kind::Infinite, true) => "-Infinity",
            (Kind::Finite, negative) => match (a.is_zero(), self.is_subnormal(a), negative) {
                (true, _, false) => "+Zero",
                (true, _, true) => "-Zero",
                (_, true, false) => "+Subnormal",
                (_, true, true) => "-Subnormal",
                (_, _, false) => "+Normal",
                (_, _, true) => "-Normal",
            },
        }
    }

    pub(super) fn is_subnormal(&self, a: &Number) -> bool {
        a.is_finite() && !a.is_zero() && a.adjusted() < self.settings.emin
    }

    pub(super) fn is_normal(&self, a: &Number) -> bool {
        a.is_finite() && !a.is_zero() && a.adjusted() >= self.settings.emin
    }

    /// `a` rounded, with its sign as the operation leaves it: a zero loses a minus unless rounding down.
    pub(super) fn plus(&mut self, a: &Number, negate: bool) -> PyResult<Number> {
        if let Some(nan) = self.nan_of(&[a]) {
            return Ok(nan);
        }
        let negative = if a.is_zero() {
            self.settings.rounding == Rounding::Floor && (a.negative != negate)
        } else {
            a.negative != negate
        };
        self.finish(a.signed(negative))
    }

    /// `abs(a)`
    pub(super) fn absolute(&mut self, a: &Number) -> PyResult<Number> {
        if let Some(nan) = self.nan_of(&[a]) {
            return Ok(nan);
        }
        self.finish(a.signed(false))
    }
}

fn from_digits(digits: &[u8]) -> Number {
    Number::finite(false, BigUint::from_radix_le(digits, 10).unwrap_or_default(), 0)
}

//! Addition, multiplication, division and what is made of them.

use num_bigint::BigUint;
use num_integer::Integer;
use num_traits::{One, Zero};
use pyvm_vm::PyResult;

use super::env::condition::{
    DIVISION_BY_ZERO, DIVISION_IMPOSSIBLE, DIVISION_UNDEFINED, INEXACT, INVALID_OPERATION, ROUNDED,
};
use super::env::{Env, Rounding, cut, rounds_away};
use super::number::{Number, power_of_ten, strip_zeros};

/// The coefficient of a finite number seen at a smaller exponent.
fn aligned(number: &Number, exponent: i64) -> BigUint {
    &number.coefficient * power_of_ten(number.exponent.abs_diff(exponent))
}

impl Env<'_> {
    /// `a + b`
    pub(super) fn add(&mut self, a: &Number, b: &Number) -> PyResult<Number> {
        if let Some(nan) = self.nan_of(&[a, b]) {
            return Ok(nan);
        }
        match (a.is_infinite(), b.is_infinite()) {
            (true, true) if a.negative != b.negative => return Ok(self.invalid(INVALID_OPERATION)),
            (true, _) => return Ok(a.clone()),
            (false, true) => return Ok(b.clone()),
            (false, false) => {}
        }
        let sum = self.exact_sum(a, b)?;
        self.finish(sum)
    }

    /// `a - b`
    pub(super) fn subtract(&mut self, a: &Number, b: &Number) -> PyResult<Number> {
        if let Some(nan) = self.nan_of(&[a, b]) {
            return Ok(nan);
        }
        self.add(a, &b.signed(!b.negative))
    }

    /// The sum of finite numbers: exact, or with digits that round to the same result.
    fn exact_sum(&self, a: &Number, b: &Number) -> PyResult<Number> {
        let exponent = a.exponent.min(b.exponent);
        if a.is_zero() && b.is_zero() {
            let negative =
                if a.negative == b.negative { a.negative } else { self.settings.rounding == Rounding::Floor };
            return Ok(Number::zero(negative, exponent));
        }
        let (high, low) = if a.exponent >= b.exponent { (a, b) } else { (b, a) };
        if high.is_zero() {
            return Ok(low.clone());
        }
        let prec = self.settings.prec;
        let mut low = low.clone();
        if low.is_zero() {
            // Zeros are appended as far as the precision can show them, and one that is cut off.
            low.exponent = low.exponent.max(high.exponent.min(high.adjusted() - prec));
        } else {
            let digits = i64::try_from(high.digits).unwrap_or(i64::MAX);
            let floor = high.exponent + (-1).min(digits - prec - 2);
            if low.adjusted() < floor {
                low = Number::finite(low.negative, BigUint::one(), floor);
            }
        }
        self.room(high.digits + high.exponent.abs_diff(low.exponent))?;
        let x = aligned(high, low.exponent);
        let (negative, sum) = if high.negative == low.negative {
            (high.negative, x + &low.coefficient)
        } else if x >= low.coefficient {
            (high.negative, x - &low.coefficient)
        } else {
            (low.negative, &low.coefficient - x)
        };
        let negative = if sum.is_zero() { self.settings.rounding == Rounding::Floor } else { negative };
        Ok(Number::finite(negative, sum, low.exponent))
    }

    /// The product of finite numbers, or of infinities and numbers that are not zero.
    fn exact_product(&mut self, a: &Number, b: &Number) -> PyResult<Number> {
        let negative = a.negative != b.negative;
        if a.is_infinite() || b.is_infinite() {
            if a.is_zero() || b.is_zero() {
                return Ok(self.invalid(INVALID_OPERATION));
            }
            return Ok(Number::infinity(negative));
        }
        self.room(a.digits + b.digits)?;
        Ok(Number::finite(negative, &a.coefficient * &b.coefficient, a.exponent + b.exponent))
    }

    /// `a * b`
    pub(super) fn multiply(&mut self, a: &Number, b: &Number) -> PyResult<Number> {
        if let Some(nan) = self.nan_of(&[a, b]) {
            return Ok(nan);
        }
        let product = self.exact_product(a, b)?;
        self.finish(product)
    }

    /// `a * b + c`, rounded once.
    pub(super) fn fma(&mut self, a: &Number, b: &Number, c: &Number) -> PyResult<Number> {
        if a.is_nan() || b.is_nan() {
            return Ok(self.nan_of(&[a, b, c]).unwrap_or_else(Number::nan));
        }
        let product = self.exact_product(a, b)?;
        if product.is_nan() {
            return Ok(product);
        }
        self.add(&product, c)
    }

    /// What `a / b` is where no digits are to be found; none where both are finite and not zero.
    fn divide_special(&mut self, a: &Number, b: &Number) -> PyResult<Option<Number>> {
        if let Some(nan) = self.nan_of(&[a, b]) {
            return Ok(Some(nan));
        }
        let negative = a.negative != b.negative;
        Ok(Some(match (a.is_infinite(), b.is_infinite()) {
            (true, true) => self.invalid(INVALID_OPERATION),
            (true, false) => Number::infinity(negative),
            (false, true) => {
                let tiny = Number::zero(negative, self.settings.etiny());
                self.status |= super::env::condition::CLAMPED;
                tiny
            }
            (false, false) if b.is_zero() => {
                if a.is_zero() {
                    self.invalid(DIVISION_UNDEFINED)
                } else {
                    self.status |= DIVISION_BY_ZERO;
                    Number::infinity(negative)
                }
            }
            (false, false) => return Ok(None),
        }))
    }

    /// `a / b`
    pub(super) fn divide(&mut self, a: &Number, b: &Number) -> PyResult<Number> {
        if let Some(special) = self.divide_special(a, b)? {
            return Ok(special);
        }
        let negative = a.negative != b.negative;
        let ideal = a.exponent - b.exponent;
        if a.is_zero() {
            return self.finish(Number::zero(negative, ideal));
        }
        // One digit more than the precision, which also tells whether anything is left.
        let shift = i128::from(b.digits) - i128::from(a.digits) + i128::from(self.settings.prec) + 1;
        let places = u64::try_from(shift.unsigned_abs()).unwrap_or(u64::MAX);
        let (mut quotient, rest) = if shift >= 0 {
            self.room_to_divide(a.digits.saturating_add(places), b.digits)?;
            (&a.coefficient * power_of_ten(places)).div_rem(&b.coefficient)
        } else {
            self.room_to_divide(a.digits, b.digits.saturating_add(places))?;
            a.coefficient.div_rem(&(&b.coefficient * power_of_ten(places)))
        };
        let mut exponent = ideal - i64::try_from(shift).unwrap_or(0);
        if !rest.is_zero() {
            // A last digit that does not look exact.
            if (&quotient % 5u32).is_zero() {
                quotient += 1u32;
            }
        } else if exponent < ideal {
            exponent = exponent.saturating_add_unsigned(strip_zeros(&mut quotient, exponent.abs_diff(ideal)));
        }
        self.finish(Number::finite(negative, quotient, exponent))
    }

    /// The integer quotient of finite numbers and what is left, neither rounded; none where the quotient does not fit.
    fn quotient_and_rest(&mut self, a: &Number, b: &Number) -> PyResult<Option<(Number, Number)>> {
        let negative = a.negative != b.negative;
        let exponent = a.exponent.min(b.exponent);
        if a.is_zero() {
            return Ok(Some((Number::zero(negative, 0), Number::zero(a.negative, exponent))));
        }
        let distance = a.adjusted() - b.adjusted();
        if distance < 0 {
            self.room(a.digits + a.exponent.abs_diff(exponent))?;
            let rest = Number::finite(a.negative, aligned(a, exponent), exponent);
            return Ok(Some((Number::zero(negative, 0), rest)));
        }
        if distance > self.settings.prec {
            return Ok(None);
        }
        let (x, y) = (a.exponent.abs_diff(exponent), b.exponent.abs_diff(exponent));
        self.room_to_divide(a.digits + x, b.digits + y)?;
        let (quotient, rest) = aligned(a, exponent).div_rem(&aligned(b, exponent));
        let quotient = Number::finite(negative, quotient, 0);
        if quotient.digits > self.settings.places() {
            return Ok(None);
        }
        Ok(Some((quotient, Number::finite(a.negative, rest, exponent))))
    }

    /// `a // b` and `a % b`
    pub(super) fn divmod(&mut self, a: &Number, b: &Number) -> PyResult<(Number, Number)> {
        if let Some(nan) = self.nan_of(&[a, b]) {
            return Ok((nan.clone(), nan));
        }
        let negative = a.negative != b.negative;
        if a.is_infinite() {
            let quotient =
                if b.is_infinite() { self.invalid(INVALID_OPERATION) } else { Number::infinity(negative) };
            return Ok((quotient, self.invalid(INVALID_OPERATION)));
        }
        if b.is_infinite() {
            let rest = self.finish(a.clone())?;
            return Ok((Number::zero(negative, 0), rest));
        }
        if b.is_zero() {
            if a.is_zero() {
                return Ok((self.invalid(DIVISION_UNDEFINED), Number::nan()));
            }
            self.status |= DIVISION_BY_ZERO | INVALID_OPERATION;
            return Ok((Number::infinity(negative), Number::nan()));
        }
        match self.quotient_and_rest(a, b)? {
            Some((quotient, rest)) => {
                let rest = self.finish(rest)?;
                Ok((self.finish(quotient)?, rest))
            }
            None => Ok((self.invalid(DIVISION_IMPOSSIBLE), Number::nan())),
        }
    }

    /// `a // b`
    pub(super) fn divide_integer(&mut self, a: &Number, b: &Number) -> PyResult<Number> {
        if let Some(nan) = self.nan_of(&[a, b]) {
            return Ok(nan);
        }
        if a.is_infinite() || b.is_infinite() {
            let negative = a.negative != b.negative;
            return Ok(match (a.is_infinite(), b.is_infinite()) {
                (true, true) => self.invalid(INVALID_OPERATION),
                (true, false) => Number::infinity(negative),
                _ => Number::zero(negative, 0),
            });
        }
        if let Some(special) = self.divide_special(a, b)? {
            return Ok(special);
        }
        match self.quotient_and_rest(a, b)? {
            Some((quotient, _)) => self.finish(quotient),
            None => Ok(self.invalid(DIVISION_IMPOSSIBLE)),
        }
    }

    /// What `a % b` and its kin are where nothing is to be divided.
    fn remainder_special(&mut self, a: &Number, b: &Number) -> PyResult<Option<Number>> {
        if let Some(nan) = self.nan_of(&[a, b]) {
            return Ok(Some(nan));
        }
        if a.is_infinite() {
            return Ok(Some(self.invalid(INVALID_OPERATION)));
        }
        if b.is_infinite() {
            return self.finish(a.clone()).map(Some);
        }
        if b.is_zero() {
            let condition = if a.is_zero() { DIVISION_UNDEFINED } else { INVALID_OPERATION };
            return Ok(Some(self.invalid(condition)));
        }
        Ok(None)
    }

    /// `a % b`, with the sign of `a`.
    pub(super) fn remainder(&mut self, a: &Number, b: &Number) -> PyResult<Number> {
        if let Some(special) = self.remainder_special(a, b)? {
            return Ok(special);
        }
        match self.quotient_and_rest(a, b)? {
            Some((_, rest)) => self.finish(rest),
            None => Ok(self.invalid(DIVISION_IMPOSSIBLE)),
        }
    }

    /// `a - b * n` for the integer `n` nearest to `a / b`.
    pub(super) fn remainder_near(&mut self, a: &Number, b: &Number) -> PyResult<Number> {
        if let Some(special) = self.remainder_special(a, b)? {
            return Ok(special);
        }
        let Some((mut quotient, rest)) = self.quotient_and_rest(a, b)? else {
            return Ok(self.invalid(DIVISION_IMPOSSIBLE));
        };
        let mut rest = rest;
        if rest.is_zero() {
            return self.finish(rest);
        }
        let double = Number::finite(false, &rest.coefficient << 1u32, rest.exponent);
        let order = double.compare_magnitude(b);
        if order.is_gt() || order.is_eq() && quotient.coefficient.bit(0) {
            let exponent = rest.exponent.min(b.exponent);
            self.room(b.digits + b.exponent.abs_diff(exponent))?;
            let left = aligned(b, exponent) - aligned(&rest, exponent);
            rest = Number::finite(!rest.negative, left, exponent);
            quotient = Number::finite(quotient.negative, quotient.coefficient + 1u32, 0);
            if quotient.digits > self.settings.places() {
                return Ok(self.invalid(DIVISION_IMPOSSIBLE));
            }
        }
        self.finish(rest)
    }

    /// A finite number at another exponent, rounded; the flags say what that lost.
    pub(super) fn rescale(&mut self, a: &Number, exponent: i64, rounding: Rounding) -> PyResult<Number> {
        if a.is_zero() {
            return Ok(Number::zero(a.negative, exponent));
        }
        if a.exponent >= exponent {
            let shift = a.exponent.abs_diff(exponent);
            self.room(a.digits.saturating_add(shift))?;
            return Ok(Number::finite(a.negative, aligned(a, exponent), exponent));
        }
        let (mut kept, rest) = cut(&a.coefficient, a.digits, a.exponent.abs_diff(exponent));
        self.status |= ROUNDED;
        if rest != super::env::Rest::Nothing {
            self.status |= INEXACT;
        }
        if rounds_away(rounding, a.negative, &kept, rest) {
            kept += 1u32;
        }
        Ok(Number::finite(a.negative, kept, exponent))
    }

    /// `a` at the exponent of `b`.
    pub(super) fn quantize(&mut self, a: &Number, b: &Number) -> PyResult<Number> {
        if let Some(nan) = self.nan_of(&[a, b]) {
            return Ok(nan);
        }
        match (a.is_infinite(), b.is_infinite()) {
            (true, true) => return Ok(a.clone()),
            (false, false) => {}
            _ => return Ok(self.invalid(INVALID_OPERATION)),
        }
        let s = self.settings;
        let exponent = b.exponent;
        if exponent > s.emax || exponent < s.etiny() || !a.is_zero() && a.adjusted() - exponent >= s.prec {
            return Ok(self.invalid(INVALID_OPERATION));
        }
        let before = self.status;
        let result = self.rescale(a, exponent, s.rounding)?;
        if !result.is_zero() && (result.digits > s.places() || result.adjusted() > s.emax) {
            self.status = before;
            return Ok(self.invalid(INVALID_OPERATION));
        }
        // An exact small result is no underflow; clamping may still change the exponent.
        let mut env = self.with(s);
        let result = env.finish(result)?;
        self.status |= env.status & !super::env::condition::UNDERFLOW;
        Ok(result)
    }

    /// `a` rounded to an integer; the flags say what that lost where they are wanted.
    pub(super) fn round_to_integral(&mut self, a: &Number, exact: bool) -> PyResult<Number> {
        if let Some(nan) = self.nan_of(&[a]) {
            return Ok(nan);
        }
        if a.is_infinite() || a.exponent >= 0 {
            return Ok(a.clone());
        }
        let before = self.status;
        let result = self.rescale(a, 0, self.settings.rounding)?;
        if !exact {
            self.status = before;
        }
        Ok(result)
    }

    /// `a` with zeros taken off its end.
    pub(super) fn normalize(&mut self, a: &Number) -> PyResult<Number> {
        if let Some(nan) = self.nan_of(&[a]) {
            return Ok(nan);
        }
        let mut result = self.finish(a.clone())?;
        if !result.is_finite() {
            return Ok(result);
        }
        if result.is_zero() {
            return Ok(Number::zero(result.negative, 0));
        }
        let top = if self.settings.clamp { self.settings.etop() } else { self.settings.emax };
        let most = if result.exponent < top { result.exponent.abs_diff(top) } else { 0 };
        let count = strip_zeros(&mut result.coefficient, most);
        Ok(Number::finite(
            result.negative,
            result.coefficient,
            result.exponent.saturating_add_unsigned(count),
        ))
    }
}

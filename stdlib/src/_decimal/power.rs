//! Roots, exponentials, logarithms and powers. All but powers are rounded correctly: digits are added until there is no
//! doubt about the last one.

use num_bigint::{BigInt, BigUint, Sign};
use num_traits::{One, ToPrimitive, Zero};
use pyvm_vm::PyResult;

use super::env::condition::{DIVISION_BY_ZERO, INEXACT, INVALID_OPERATION, ROUNDED, SUBNORMAL, UNDERFLOW};
use super::env::{Env, Rounding, Settings};
use super::fixed;
use super::number::{Number, power_of_ten, strip_zeros};

/// Bits that hold so many decimal digits.
fn bits_for(digits: u64) -> u64 {
    digits.saturating_mul(10) / 3 + 16
}

/// A number of digits as an exponent.
fn signed(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// `x * 10 ** exponent`
fn scaled(x: &BigInt, exponent: i64) -> Number {
    Number::finite(x.sign() == Sign::Minus, x.magnitude().clone(), exponent)
}

/// A value as an integer and a power of ten, at most two units off; the argument is how many digits it should have.
type Approximation<'f> = &'f dyn Fn(u64) -> (BigInt, i64);

impl Env<'_> {
    fn half_even(&self) -> Self {
        self.with(Settings { rounding: Rounding::HalfEven, ..self.settings })
    }

    /// Rounds what an approximation closes in on; the value itself has no end.
    fn close_in(&mut self, approximation: Approximation<'_>) -> PyResult<Number> {
        let mut extra = 8;
        loop {
            let digits = self.settings.places().saturating_add(extra);
            // Some hundred operations on such numbers.
            self.room(digits.saturating_mul(4))?;
            self.vm.charge_work(
                pyvm_vm::work::multiplication(bits_for(digits), bits_for(digits)).saturating_mul(60),
            )?;
            let (value, exponent) = approximation(digits);
            let (mut low, mut high) = (self.half_even(), self.half_even());
            let below = low.finish(scaled(&(&value - 2), exponent))?;
            let above = high.finish(scaled(&(&value + 2), exponent))?;
            if below.compare_total(&above).is_eq() {
                self.status |= low.status | high.status | INEXACT | ROUNDED;
                return Ok(above);
            }
            extra = extra.saturating_mul(2);
        }
    }

    /// What is so near to one that no digit of the difference shows.
    fn nearly_one(&mut self, below: bool) -> PyResult<Number> {
        let places = self.settings.places() + 2;
        self.room(places)?;
        let one = power_of_ten(places);
        let coefficient = if below { one - 1u32 } else { one + 1u32 };
        let mut env = self.half_even();
        let result = env.finish(Number::finite(false, coefficient, -signed(places)));
        self.status |= env.status;
        result
    }

    /// What is beyond all exponents.
    fn far_out(&mut self, overflows: bool, negative: bool) -> PyResult<Number> {
        let exponent = if overflows { self.settings.emax + 1 } else { self.settings.etiny() - 2 };
        self.finish(Number::power(exponent).signed(negative))
    }

    /// `e ** a`
    pub(super) fn exp(&mut self, a: &Number) -> PyResult<Number> {
        if let Some(nan) = self.nan_of(&[a]) {
            return Ok(nan);
        }
        if a.is_infinite() {
            return Ok(if a.negative { Number::zero(false, 0) } else { a.clone() });
        }
        if a.is_zero() {
            return Ok(Number::small(1));
        }
        if a.adjusted() > 18 {
            let mut env = self.half_even();
            let result = env.far_out(!a.negative, false);
            self.status |= env.status;
            return result;
        }
        if a.adjusted() < -self.settings.prec - 1 {
            return self.nearly_one(a.negative);
        }
        let a = a.clone();
        self.room(a.digits + a.exponent.unsigned_abs().min(a.digits + self.settings.places() + 40))?;
        self.close_in(&|digits| {
            let bits = bits_for(digits + 24);
            let mut x = fixed::from_decimal(&a.coefficient, a.exponent, bits);
            if a.negative {
                x = -x;
            }
            exp_of(&x, bits, digits)
        })
    }

    /// `ln(a)` or `log10(a)` where the answer needs no digits.
    fn log_special(&mut self, a: &Number) -> Option<Number> {
        if let Some(nan) = self.nan_of(&[a]) {
            return Some(nan);
        }
        if a.is_zero() {
            self.status |= DIVISION_BY_ZERO;
            return Some(Number::infinity(true));
        }
        if a.negative {
            return Some(self.invalid(INVALID_OPERATION));
        }
        a.is_infinite().then(|| a.clone())
    }

    /// `ln(a)`
    pub(super) fn ln(&mut self, a: &Number) -> PyResult<Number> {
        if let Some(special) = self.log_special(a) {
            // An infinite result of zero is exact, and no division.
            if a.is_zero() {
                self.status &= !DIVISION_BY_ZERO;
            }
            return Ok(special);
        }
        if a.compare(&Number::small(1)).is_eq() {
            return Ok(Number::zero(false, 0));
        }
        self.room(a.digits)?;
        self.close_in(&|digits| {
            let logarithm = Logarithm::new(a, digits);
            let ln = logarithm.value();
            logarithm.digits_of(&ln, digits)
        })
    }

    /// `log10(a)`
    pub(super) fn log10(&mut self, a: &Number) -> PyResult<Number> {
        if let Some(special) = self.log_special(a) {
            if a.is_zero() {
                self.status &= !DIVISION_BY_ZERO;
            }
            return Ok(special);
        }
        let mut coefficient = a.coefficient.clone();
        strip_zeros(&mut coefficient, a.digits);
        if coefficient.is_one() {
            return self.finish(Number::integer(&BigInt::from(a.adjusted())));
        }
        self.room(a.digits)?;
        self.close_in(&|digits| {
            let logarithm = Logarithm::new(a, digits);
            let ln = logarithm.value();
            let log10 = (ln << logarithm.bits) / fixed::ln_ten(logarithm.bits);
            logarithm.digits_of(&log10, digits)
        })
    }

    /// The square root.
    pub(super) fn sqrt(&mut self, a: &Number) -> PyResult<Number> {
        if let Some(nan) = self.nan_of(&[a]) {
            return Ok(nan);
        }
        let ideal = a.exponent.div_euclid(2);
        if a.is_zero() {
            return self.finish(Number::zero(a.negative, ideal));
        }
        if a.negative {
            return Ok(self.invalid(INVALID_OPERATION));
        }
        if a.is_infinite() {
            return Ok(a.clone());
        }
        let odd = a.exponent.rem_euclid(2) == 1;
        let digits = a.digits + u64::from(odd);
        // As many digits as the precision, and one more.
        let shift = self.settings.prec + 1 - signed(digits.div_ceil(2));
        let places = shift.unsigned_abs() * 2;
        self.room(digits.saturating_add(if shift > 0 { places } else { 0 }))?;
        let mut square = a.coefficient.clone();
        if odd {
            square *= 10u32;
        }
        let mut exact = true;
        if shift >= 0 {
            square *= power_of_ten(places);
        } else {
            let (kept, rest) = num_integer::Integer::div_rem(&square, &power_of_ten(places));
            exact = rest.is_zero();
            square = kept;
        }
        let mut root = square.sqrt();
        exact &= &root * &root == square;
        let mut exponent = ideal - shift;
        if exact {
            if shift >= 0 {
                exponent += signed(strip_zeros(&mut root, shift.unsigned_abs()));
            } else {
                root *= power_of_ten(shift.unsigned_abs());
                exponent = ideal;
            }
        } else if (&root % 5u32).is_zero() {
            root += 1u32;
        }
        let mut env = self.half_even();
        let result = env.finish(Number::finite(false, root, exponent));
        self.status |= env.status;
        result
    }

    /// `a ** b`
    pub(super) fn power(&mut self, a: &Number, b: &Number) -> PyResult<Number> {
        if let Some(nan) = self.nan_of(&[a, b]) {
            return Ok(nan);
        }
        let is_integer = b.is_integer();
        let negative = a.negative && is_integer && b.is_odd();
        if b.is_zero() {
            return Ok(if a.is_zero() { self.invalid(INVALID_OPERATION) } else { Number::small(1) });
        }
        if a.is_zero() {
            return Ok(if b.negative { Number::infinity(negative) } else { Number::zero(negative, 0) });
        }
        if a.negative && !is_integer {
            return Ok(self.invalid(INVALID_OPERATION));
        }
        let to_one = a.compare_magnitude(&Number::small(1));
        if to_one.is_eq() {
            return self.power_of_one(a, b, is_integer, negative);
        }
        if b.is_infinite() {
            let grows = to_one.is_gt() != b.negative;
            return Ok(if grows { Number::infinity(false) } else { Number::zero(false, 0) });
        }
        if a.is_infinite() {
            return Ok(if b.negative { Number::zero(negative, 0) } else { Number::infinity(negative) });
        }
        let is_small = is_integer && signed(b.digits) + b.exponent <= 19;
        if let Some(overflows) = self.is_far_out(a, b) {
            return self.far_out(overflows, negative);
        }
        if is_small {
            return self.integer_power(a, b);
        }
        self.real_power(a, b, negative)
    }

    /// `1 ** b`, with the digits that the base has or the precision shows.
    fn power_of_one(&mut self, a: &Number, b: &Number, is_integer: bool, negative: bool) -> PyResult<Number> {
        if is_integer && b.negative {
            return Ok(Number::small(1).signed(negative));
        }
        let most = self.settings.prec - 1;
        let places = if is_integer {
            let count = to_integer(b).and_then(|n| n.to_i64()).unwrap_or(i64::MAX);
            let places = count.saturating_mul(-a.exponent);
            if places > most {
                self.status |= ROUNDED;
            }
            places.min(most)
        } else {
            self.status |= INEXACT | ROUNDED;
            most
        };
        self.room(places.unsigned_abs())?;
        Ok(Number::finite(negative, power_of_ten(places.unsigned_abs()), -places))
    }

    /// Whether a power is so clearly beyond all exponents that only the orders of magnitude need be compared, and at
    /// which end. What is not so clear overflows or underflows on its way.
    fn is_far_out(&self, a: &Number, b: &Number) -> Option<bool> {
        let order = |n: i64| i64::from(n.unsigned_abs().checked_ilog10().unwrap_or(0));
        let from_one = |n: &Number| {
            let one = power_of_ten(n.exponent.unsigned_abs());
            let distance = if n.coefficient >= one { &n.coefficient - one } else { one - &n.coefficient };
            n.exponent + signed(super::number::count_digits(&distance)) - 1
        };
        // A lower bound of the exponent of the logarithm.
        let zeta = match a.adjusted() {
            0 | -1 if a.exponent > 0 => 0,
            0 | -1 => from_one(a) - 2,
            above @ 1.. => order(above),
            below => order(below + 1),
        };
        let overflows = (a.adjusted() >= 0) != b.negative;
        let limit = if overflows { self.settings.emax } else { self.settings.etiny() };
        (zeta + b.adjusted() > order(limit) + 1).then_some(overflows)
    }

    /// `a ** n` by squaring.
    fn integer_power(&mut self, a: &Number, b: &Number) -> PyResult<Number> {
        let Some(count) = to_integer(&b.signed(false)).and_then(|n| n.to_u64()) else {
            return self.real_power(a, b, a.negative && b.is_odd());
        };
        let prec = self.settings.prec.saturating_add(signed(b.digits) + b.exponent + 2);
        let prec = prec.saturating_add(i64::from(b.negative));
        let settings = Settings { prec, rounding: Rounding::HalfEven, clamp: false, ..self.settings };
        let mut env = self.with(settings);
        let base = if b.negative { env.divide(&Number::small(1), a)? } else { a.clone() };
        let mut result = base.clone();
        let mut bit = 1u64 << (63 - count.leading_zeros().min(63));
        while bit > 1 {
            bit >>= 1;
            result = env.multiply(&result, &result)?;
            if count & bit != 0 {
                result = env.multiply(&result, &base)?;
            }
            if !result.is_finite() || result.is_zero() {
                break;
            }
        }
        let negative = a.negative && count & 1 == 1;
        self.status |= env.status;
        if result.is_infinite() {
            return self.far_out(true, negative);
        }
        self.finish(Number { negative, ..result })
    }

    /// `a ** b` by way of the logarithm, `a` being taken as positive: with more digits than asked for, each step rounded
    /// to them, as libmpdec does it. The last digit is nearly always right.
    fn real_power(&mut self, a: &Number, b: &Number, negative: bool) -> PyResult<Number> {
        let digits = self.settings.places().max(a.digits).saturating_add(4 + 19);
        let rounding = Rounding::HalfEven;
        let mut env = self.with(Settings { prec: signed(digits), rounding, ..Settings::WIDEST });
        let logarithm = env.ln(&a.signed(false))?;
        let product = env.multiply(&logarithm, b)?;
        let result = env.exp(&product)?;
        self.status |= INEXACT | ROUNDED;
        let result = self.finish(result.signed(negative))?;
        if self.status & SUBNORMAL != 0 {
            self.status |= UNDERFLOW;
        }
        Ok(result)
    }

    /// `a ** b % modulus` for integers.
    pub(super) fn power_modulo(&mut self, a: &Number, b: &Number, modulus: &Number) -> PyResult<Number> {
        if let Some(nan) = self.nan_of(&[a, b, modulus]) {
            return Ok(nan);
        }
        let all_integers = a.is_integer() && b.is_integer() && modulus.is_integer();
        if !all_integers || b.negative && !b.is_zero() || modulus.is_zero() {
            return Ok(self.invalid(INVALID_OPERATION));
        }
        if signed(modulus.digits) + modulus.exponent > self.settings.prec || a.is_zero() && b.is_zero() {
            return Ok(self.invalid(INVALID_OPERATION));
        }
        for operand in [b, modulus] {
            self.room(operand.digits + operand.exponent.unsigned_abs())?;
        }
        let negative = a.negative && b.is_odd();
        let (Some(modulus), Some(exponent)) = (to_integer(&modulus.signed(false)), to_integer(b)) else {
            return Ok(self.invalid(INVALID_OPERATION));
        };
        let (modulus, exponent) = (modulus.magnitude(), exponent.magnitude());
        self.vm.charge_work(
            pyvm_vm::work::long_division(modulus.bits(), modulus.bits()).saturating_mul(exponent.bits() + 64),
        )?;
        let base = if a.exponent >= 0 {
            let shift = BigUint::from(10u32).modpow(&BigUint::from(a.exponent.unsigned_abs()), modulus);
            &a.coefficient * shift % modulus
        } else {
            &a.coefficient / power_of_ten(a.exponent.unsigned_abs()) % modulus
        };
        // Smaller than the modulus, which fits; what the context says of exponents does not count.
        Ok(Number::finite(negative, base.modpow(exponent, modulus), 0))
    }
}

/// The leading digits as a float between 1 and 10.
fn leading(n: &Number) -> f64 {
    let places = n.digits.saturating_sub(17);
    let kept = &n.coefficient / power_of_ten(places);
    kept.to_f64().unwrap_or(1.0) / 10f64.powi(i32::try_from(n.digits - places).unwrap_or(1) - 1)
}

/// An integer of no more than some thousand digits.
pub(super) fn to_integer(n: &Number) -> Option<BigInt> {
    let value = if n.exponent >= 0 {
        &n.coefficient * power_of_ten(n.exponent.unsigned_abs())
    } else {
        if n.exponent.unsigned_abs() >= n.digits && !n.coefficient.is_zero() {
            return None;
        }
        &n.coefficient / power_of_ten(n.exponent.unsigned_abs().min(n.digits))
    };
    Some(BigInt::from_biguint(if n.negative { Sign::Minus } else { Sign::Plus }, value))
}

/// `e ** x` with so many digits.
fn exp_of(x: &BigInt, bits: u64, digits: u64) -> (BigInt, i64) {
    let ln_ten = fixed::ln_ten(bits);
    // The power of ten, as floor division gives it; what is left lies between 0 and ln(10).
    let tens = num_integer::Integer::div_floor(x, &ln_ten);
    let wide = bits + tens.bits();
    let rest = (x << (wide - bits)) - &tens * fixed::ln_ten(wide);
    let value = fixed::exp(&(rest >> (wide - bits)), bits);
    let places = signed(digits) - 1;
    (fixed::to_decimal(&value, places, bits), tens.to_i64().unwrap_or(0) - places)
}

/// The logarithm of a number, with enough bits for some digits of it.
struct Logarithm {
    /// The number without its power of ten, between 0.3 and 3.2.
    mantissa: BigInt,
    tens: i64,
    bits: u64,
    /// How many zeros follow the point of the logarithm at least.
    zeros: u64,
}

impl Logarithm {
    fn new(a: &Number, digits: u64) -> Logarithm {
        let tens = a.adjusted() + i64::from(leading(a) > 3.0);
        let exponent = a.exponent - tens;
        // How near to one it is decides how many digits of the logarithm are lost.
        let zeros = if tens == 0 {
            let one = power_of_ten(exponent.unsigned_abs());
            let distance = if a.coefficient >= one { &a.coefficient - one } else { one - &a.coefficient };
            exponent.unsigned_abs().saturating_sub(super::number::count_digits(&distance))
        } else {
            0
        };
        let bits = bits_for(digits + zeros + 30);
        Logarithm { mantissa: fixed::from_decimal(&a.coefficient, exponent, bits), tens, bits, zeros }
    }

    fn value(&self) -> BigInt {
        fixed::ln(&self.mantissa, self.bits) + fixed::ln_ten(self.bits) * self.tens
    }

    /// About the exponent of the leading digit.
    fn adjusted(&self) -> i64 {
        match self.tens.unsigned_abs().checked_ilog10() {
            Some(digits) => i64::from(digits),
            None => -signed(self.zeros) - 1,
        }
    }

    fn digits_of(&self, x: &BigInt, digits: u64) -> (BigInt, i64) {
        let places = signed(digits) - self.adjusted();
        (fixed::to_decimal(x, places, self.bits), -places)
    }
}

//! Decimal numbers as the General Decimal Arithmetic Specification sees them: sign, coefficient, exponent, and the
//! special values.

use std::cell::RefCell;
use std::cmp::Ordering;

use num_bigint::BigUint;
use num_traits::{One, Zero};

/// What kind of value it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Finite,
    Infinite,
    /// A quiet NaN; the coefficient is its payload.
    Quiet,
    /// A signaling NaN; the coefficient is its payload.
    Signaling,
}

/// A number.
#[derive(Debug, Clone)]
pub(super) struct Number {
    pub(super) negative: bool,
    pub(super) kind: Kind,
    pub(super) coefficient: BigUint,
    /// Decimal digits of the coefficient; 1 for zero.
    pub(super) digits: u64,
    pub(super) exponent: i64,
}

/// `10 ** n`
pub(super) fn power_of_ten(n: u64) -> BigUint {
    thread_local! {
        /// The powers below 10 ** 64, which are wanted all the time.
        static SMALL: RefCell<Vec<BigUint>> = const { RefCell::new(Vec::new()) };
    }
    if n >= 64 {
        return num_traits::pow(BigUint::from(10u32), usize::try_from(n).unwrap_or(usize::MAX));
    }
    SMALL.with_borrow_mut(|small| {
        while small.len() <= n as usize {
            let next = small.last().map_or_else(BigUint::one, |last| last * 10u32);
            small.push(next);
        }
        small[n as usize].clone()
    })
}

/// How many decimal digits a number has; 1 for zero.
pub(super) fn count_digits(n: &BigUint) -> u64 {
    if let Ok(small) = u64::try_from(n) {
        return u64::from(small.checked_ilog10().unwrap_or(0)) + 1;
    }
    // A lower bound by log10(2), which is off by one at most.
    let bound = ((u128::from(n.bits() - 1) * 1_292_913_986) >> 32) as u64;
    bound + u64::from(*n >= power_of_ten(bound + 1)) + 1
}

/// Takes up to `most` zeros off the end; how many there were.
pub(super) fn strip_zeros(n: &mut BigUint, most: u64) -> u64 {
    let (mut count, mut size) = (0, 1);
    let mut take = |size: u64, count: &mut u64| {
        if n.is_zero() || *count + size > most {
            return false;
        }
        let (quotient, rest) = num_integer::Integer::div_rem(&*n, &power_of_ten(size));
        let taken = rest.is_zero();
        if taken {
            *n = quotient;
            *count += size;
        }
        taken
    };
    // Steps that double as long as there are zeros, then what is left by halves.
    while take(size, &mut count) {
        size *= 2;
    }
    while size > 1 {
        size /= 2;
        take(size, &mut count);
    }
    count
}

impl Number {
    /// A finite number.
    pub(super) fn finite(negative: bool, coefficient: BigUint, exponent: i64) -> Number {
        let digits = count_digits(&coefficient);
        Number { negative, kind: Kind::Finite, coefficient, digits, exponent }
    }

    /// A small integer.
    pub(super) fn small(n: u64) -> Number {
        Number::finite(false, BigUint::from(n), 0)
    }

    /// `1E+n`
    pub(super) fn power(exponent: i64) -> Number {
        Number::finite(false, BigUint::one(), exponent)
    }

    /// An integer.
    pub(super) fn integer(n: &num_bigint::BigInt) -> Number {
        Number::finite(n.sign() == num_bigint::Sign::Minus, n.magnitude().clone(), 0)
    }

    /// Zero.
    pub(super) fn zero(negative: bool, exponent: i64) -> Number {
        Number::finite(negative, BigUint::zero(), exponent)
    }

    /// An infinity.
    pub(super) fn infinity(negative: bool) -> Number {
        Number { kind: Kind::Infinite, ..Number::zero(negative, 0) }
    }

    /// A quiet NaN without payload.
    pub(super) fn nan() -> Number {
        Number { kind: Kind::Quiet, ..Number::zero(false, 0) }
    }

    pub(super) fn is_finite(&self) -> bool {
        self.kind == Kind::Finite
    }

    pub(super) fn is_infinite(&self) -> bool {
        self.kind == Kind::Infinite
    }

    pub(super) fn is_nan(&self) -> bool {
        matches!(self.kind, Kind::Quiet | Kind::Signaling)
    }

    pub(super) fn is_zero(&self) -> bool {
        self.is_finite() && self.coefficient.is_zero()
    }

    /// The exponent of the leading digit.
    pub(super) fn adjusted(&self) -> i64 {
        self.exponent.saturating_add(i64::try_from(self.digits).unwrap_or(i64::MAX) - 1)
    }

    /// The same with another sign.
    pub(super) fn signed(&self, negative: bool) -> Number {
        Number { negative, ..self.clone() }
    }

    /// Whether it is a finite number without digits behind the point.
    pub(super) fn is_integer(&self) -> bool {
        if !self.is_finite() {
            return false;
        }
        if self.exponent >= 0 || self.is_zero() {
            return true;
        }
        let places = self.exponent.unsigned_abs();
        places < self.digits && {
            let mut coefficient = self.coefficient.clone();
            strip_zeros(&mut coefficient, places) == places
        }
    }

    /// Whether it is an odd integer.
    pub(super) fn is_odd(&self) -> bool {
        if !self.is_integer() || self.exponent > 0 {
            return false;
        }
        let mut coefficient = self.coefficient.clone();
        strip_zeros(&mut coefficient, self.exponent.unsigned_abs());
        coefficient.bit(0)
    }

    /// The order of the magnitudes of two numbers that are no NaN.
    pub(super) fn compare_magnitude(&self, other: &Number) -> Ordering {
        match (self.is_infinite(), other.is_infinite()) {
            (true, true) => return Ordering::Equal,
            (true, false) => return Ordering::Greater,
            (false, true) => return Ordering::Less,
            (false, false) => {}
        }
        match (self.is_zero(), other.is_zero()) {
            (true, true) => return Ordering::Equal,
            (true, false) => return Ordering::Less,
            (false, true) => return Ordering::Greater,
            (false, false) => {}
        }
        self.adjusted().cmp(&other.adjusted()).then_with(|| {
            // Equally long but for zeros at the end: what is shifted grows to the digits of the other.
            let shift = self.exponent.abs_diff(other.exponent);
            if self.exponent >= other.exponent {
                (&self.coefficient * power_of_ten(shift)).cmp(&other.coefficient)
            } else {
                self.coefficient.cmp(&(&other.coefficient * power_of_ten(shift)))
            }
        })
    }

    /// The order of two numbers that are no NaN.
    pub(super) fn compare(&self, other: &Number) -> Ordering {
        let sign = |n: &Number| match (n.is_zero(), n.negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        };
        sign(self).cmp(&sign(other)).then_with(|| match sign(self) {
            1 => self.compare_magnitude(other),
            -1 => other.compare_magnitude(self),
            _ => Ordering::Equal,
        })
    }

    /// The total order of representations.
    pub(super) fn compare_total(&self, other: &Number) -> Ordering {
        other.negative.cmp(&self.negative).then_with(|| {
            let order = self.compare_total_magnitude(other);
            if self.negative { order.reverse() } else { order }
        })
    }

    /// The same without signs.
    pub(super) fn compare_total_magnitude(&self, other: &Number) -> Ordering {
        let rank = |n: &Number| match n.kind {
            Kind::Finite | Kind::Infinite => 0,
            Kind::Signaling => 1,
            Kind::Quiet => 2,
        };
        rank(self).cmp(&rank(other)).then_with(|| {
            if self.is_nan() {
                return self.coefficient.cmp(&other.coefficient);
            }
            self.compare_magnitude(other).then_with(|| {
                if self.is_finite() { self.exponent.cmp(&other.exponent) } else { Ordering::Equal }
            })
        })
    }
}

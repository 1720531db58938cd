//! Exponential and logarithm on binary fixed-point numbers: integers that stand for themselves times `2 ** -bits`.

use std::cell::RefCell;

use num_bigint::{BigInt, BigUint};
use num_traits::{One, Signed, ToPrimitive, Zero};

/// `10 ** n`
fn ten(n: u64) -> BigInt {
    BigInt::from(super::number::power_of_ten(n))
}

/// `coefficient * 10 ** exponent`
pub(super) fn from_decimal(coefficient: &BigUint, exponent: i64, bits: u64) -> BigInt {
    let scaled = BigInt::from(coefficient.clone()) << bits;
    if exponent >= 0 { scaled * ten(exponent.unsigned_abs()) } else { scaled / ten(exponent.unsigned_abs()) }
}

/// The number times `10 ** places`, as an integer.
pub(super) fn to_decimal(x: &BigInt, places: i64, bits: u64) -> BigInt {
    if places >= 0 {
        (x * ten(places.unsigned_abs())) >> bits
    } else {
        (x / ten(places.unsigned_abs())) >> bits
    }
}

/// `atanh(1 / n)`
fn inverse_atanh(n: u32, bits: u64) -> BigInt {
    let square = n * n;
    let mut power = (BigInt::one() << bits) / n;
    let (mut sum, mut k) = (BigInt::zero(), 1u32);
    while !power.is_zero() {
        sum += &power / k;
        power /= square;
        k += 2;
    }
    sum
}

/// `ln(10)`
pub(super) fn ln_ten(bits: u64) -> BigInt {
    thread_local! {
        /// The most exact value so far, and its bits.
        static KNOWN: RefCell<(u64, BigInt)> = const { RefCell::new((0, BigInt::ZERO)) };
    }
    KNOWN.with_borrow_mut(|(known, value)| {
        if *known < bits + 32 {
            *known = bits + 64;
            let part = |factor: u32, n: u32| inverse_atanh(n, *known) * factor;
            *value = part(46, 31) + part(34, 49) + part(20, 161);
        }
        &*value >> (*known - bits)
    })
}

/// `e ** x` for `x` between -4 and 4.
pub(super) fn exp(x: &BigInt, bits: u64) -> BigInt {
    // Halved so often that few terms do; the squarings lose as many bits again.
    let halvings = ((bits as f64).sqrt() as u64).max(4);
    let wide = bits + 2 * halvings + 16;
    let x = if wide > bits { x << (wide - bits) } else { x.clone() };
    let x = x >> halvings;
    let one = BigInt::one() << wide;
    let (mut sum, mut term, mut k) = (one.clone(), one, 1u32);
    loop {
        term = ((term * &x) >> wide) / k;
        // A shifted negative number never becomes zero.
        if term.is_zero() || term == BigInt::from(-1) {
            break;
        }
        sum += &term;
        k += 1;
    }
    for _ in 0..halvings {
        sum = (&sum * &sum) >> wide;
    }
    sum >> (wide - bits)
}

/// `ln(x)` for `x` between 1/4 and 4.
pub(super) fn ln(x: &BigInt, bits: u64) -> BigInt {
    let wide = bits + 16;
    let x = x << 16u32;
    let start = to_f64(&x, wide).ln();
    let mut y = BigInt::from((start * 2f64.powi(60)) as i64);
    y = if wide >= 60 { y << (wide - 60) } else { y >> (60 - wide) };
    // Each step has three times the digits of the one before.
    let mut exact = 48;
    while exact < 3 * wide {
        let power = exp(&y, wide);
        let step = ((&x - &power) << (wide + 1)) / (&x + &power);
        y += &step;
        exact *= 3;
        if step.abs() <= BigInt::one() {
            break;
        }
    }
    y >> 16u32
}

fn to_f64(x: &BigInt, bits: u64) -> f64 {
    let kept = x >> bits.saturating_sub(60);
    kept.to_f64().unwrap_or(1.0) / 2f64.powi(i32::try_from(bits.min(60)).unwrap_or(60))
}

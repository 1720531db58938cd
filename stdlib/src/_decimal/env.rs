//! What an operation works in: the settings of a context, the conditions met so far, and the VM that grants room.

use num_bigint::BigUint;
use num_integer::Integer;
use num_traits::Zero;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, work};

use super::number::{Kind, Number, count_digits, power_of_ten};

/// Conditions, by libmpdec's bits.
pub(super) mod condition {
    pub(crate) const CLAMPED: u32 = 0x1;
    pub(crate) const CONVERSION_SYNTAX: u32 = 0x2;
    pub(crate) const DIVISION_BY_ZERO: u32 = 0x4;
    pub(crate) const DIVISION_IMPOSSIBLE: u32 = 0x8;
    pub(crate) const DIVISION_UNDEFINED: u32 = 0x10;
    pub(crate) const INEXACT: u32 = 0x40;
    pub(crate) const INVALID_CONTEXT: u32 = 0x80;
    pub(crate) const INVALID_OPERATION: u32 = 0x100;
    pub(crate) const FLOAT_OPERATION: u32 = 0x400;
    pub(crate) const OVERFLOW: u32 = 0x800;
    pub(crate) const ROUNDED: u32 = 0x1000;
    pub(crate) const SUBNORMAL: u32 = 0x2000;
    pub(crate) const UNDERFLOW: u32 = 0x4000;
    /// All that `InvalidOperation` stands for.
    pub(crate) const ALL_INVALID: u32 = CONVERSION_SYNTAX
        | DIVISION_IMPOSSIBLE
        | DIVISION_UNDEFINED
        | INVALID_CONTEXT
        | INVALID_OPERATION
        | 0x20;
}
use condition::{CLAMPED, INEXACT, INVALID_OPERATION, OVERFLOW, ROUNDED, SUBNORMAL, UNDERFLOW};

/// The largest precision and exponent.
pub(super) const MAX: i64 = 999_999_999_999_999_999;

/// How results are rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rounding {
    Up,
    Down,
    Ceiling,
    Floor,
    HalfUp,
    HalfDown,
    HalfEven,
    ZeroFiveUp,
}

impl Rounding {
    /// Each with its name.
    pub(super) const NAMES: [(Rounding, &'static str); 8] = [
        (Rounding::Ceiling, "ROUND_CEILING"),
        (Rounding::Floor, "ROUND_FLOOR"),
        (Rounding::Up, "ROUND_UP"),
        (Rounding::Down, "ROUND_DOWN"),
        (Rounding::HalfUp, "ROUND_HALF_UP"),
        (Rounding::HalfDown, "ROUND_HALF_DOWN"),
        (Rounding::HalfEven, "ROUND_HALF_EVEN"),
        (Rounding::ZeroFiveUp, "ROUND_05UP"),
    ];

    pub(super) fn name(self) -> &'static str {
        Rounding::NAMES.iter().find(|(rounding, _)| *rounding == self).map_or("", |(_, name)| name)
    }
}

/// How the digits cut off compare with half a unit of the last one kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd)]
pub(super) enum Rest {
    Nothing,
    Less,
    Half,
    More,
}

/// The settings of a context.
#[derive(Debug, Clone, Copy)]
pub(super) struct Settings {
    pub(super) prec: i64,
    pub(super) rounding: Rounding,
    pub(super) emin: i64,
    pub(super) emax: i64,
    pub(super) capitals: bool,
    pub(super) clamp: bool,
}

impl Settings {
    /// The widest ones, for exact conversions.
    pub(super) const WIDEST: Settings = Settings {
        prec: MAX,
        rounding: Rounding::HalfEven,
        emin: -MAX,
        emax: MAX,
        capitals: true,
        clamp: false,
    };

    pub(super) fn etiny(&self) -> i64 {
        self.emin - (self.prec - 1)
    }

    pub(super) fn etop(&self) -> i64 {
        self.emax - (self.prec - 1)
    }

    /// The precision as a count of digits.
    pub(super) fn places(&self) -> u64 {
        self.prec.unsigned_abs()
    }
}

/// An operation under way.
pub(super) struct Env<'a> {
    pub(super) vm: &'a Vm,
    pub(super) settings: Settings,
    /// Conditions met.
    pub(super) status: u32,
}

/// Digits cut off a coefficient.
pub(super) fn cut(coefficient: &BigUint, digits: u64, places: u64) -> (BigUint, Rest) {
    if places == 0 {
        return (coefficient.clone(), Rest::Nothing);
    }
    if places > digits {
        let rest = if coefficient.is_zero() { Rest::Nothing } else { Rest::Less };
        return (BigUint::zero(), rest);
    }
    let power = power_of_ten(places);
    let (kept, rest) = coefficient.div_rem(&power);
    let rest = if rest.is_zero() {
        Rest::Nothing
    } else {
        match (rest << 1u32).cmp(&power) {
            std::cmp::Ordering::Less => Rest::Less,
            std::cmp::Ordering::Equal => Rest::Half,
            std::cmp::Ordering::Greater => Rest::More,
        }
    };
    (kept, rest)
}

/// Whether what was kept grows by one.
pub(super) fn rounds_away(rounding: Rounding, negative: bool, kept: &BigUint, rest: Rest) -> bool {
    if rest == Rest::Nothing {
        return false;
    }
    match rounding {
        Rounding::Up => true,
        Rounding::Down => false,
        Rounding::Ceiling => !negative,
        Rounding::Floor => negative,
        Rounding::HalfUp => rest >= Rest::Half,
        Rounding::HalfDown => rest > Rest::Half,
        Rounding::HalfEven => rest > Rest::Half || rest == Rest::Half && kept.bit(0),
        Rounding::ZeroFiveUp => (kept % 5u32).is_zero(),
    }
}

impl<'a> Env<'a> {
    pub(super) fn new(vm: &'a Vm, settings: Settings) -> Env<'a> {
        Env { vm, settings, status: 0 }
    }

    /// The same VM with other settings; its conditions are its own.
    pub(super) fn with(&self, settings: Settings) -> Env<'a> {
        Env::new(self.vm, settings)
    }

    /// Asks for numbers of so many digits, and the work of an operation on them.
    pub(super) fn room(&self, digits: u64) -> PyResult<()> {
        // Several numbers of this size are alive at once.
        let bytes = usize::try_from(digits).unwrap_or(usize::MAX).saturating_mul(2);
        if digits > MAX.unsigned_abs() || !self.vm.check_size(bytes) {
            return Err(self.vm.out_of_memory());
        }
        let bits = digits.saturating_mul(4);
        self.vm.charge_work(work::multiplication(bits, bits))
    }

    /// Asks for a division of so many digits by so many.
    pub(super) fn room_to_divide(&self, digits: u64, by: u64) -> PyResult<()> {
        self.room(digits)?;
        self.vm.charge_work(work::long_division(
            digits.saturating_sub(by).saturating_mul(4),
            by.saturating_mul(4),
        ))
    }

    /// A NaN for an operation that makes no sense.
    pub(super) fn invalid(&mut self, condition: u32) -> Number {
        self.status |= condition;
        Number::nan()
    }

    /// The result for operands one of which is a NaN.
    pub(super) fn nan_of(&mut self, operands: &[&Number]) -> Option<Number> {
        let signaling = operands.iter().find(|n| n.kind == Kind::Signaling);
        if signaling.is_some() {
            self.status |= INVALID_OPERATION;
        }
        let found = signaling.or_else(|| operands.iter().find(|n| n.kind == Kind::Quiet))?;
        Some(self.fit_nan(&Number { kind: Kind::Quiet, ..(*found).clone() }))
    }

    /// A NaN whose payload fits the precision.
    pub(super) fn fit_nan(&self, nan: &Number) -> Number {
        let most = self.settings.places() - u64::from(self.settings.clamp);
        if nan.digits <= most {
            return nan.clone();
        }
        let coefficient = if most == 0 { BigUint::zero() } else { &nan.coefficient % power_of_ten(most) };
        let digits = count_digits(&coefficient);
        Number { coefficient, digits, ..nan.clone() }
    }

    /// Rounds a result to the context and notes what that did.
    pub(super) fn finish(&mut self, number: Number) -> PyResult<Number> {
        if number.is_nan() {
            return Ok(self.fit_nan(&number));
        }
        if number.is_infinite() {
            return Ok(number);
        }
        let s = self.settings;
        if number.is_zero() {
            let top = if s.clamp { s.etop() } else { s.emax };
            let exponent = number.exponent.clamp(s.etiny(), top.max(s.etiny()));
            if exponent != number.exponent {
                self.status |= CLAMPED;
            }
            return Ok(Number { exponent, ..number });
        }
        let adjusted = number.adjusted();
        if adjusted > s.emax {
            return self.overflow(number.negative);
        }
        let mut number = number;
        if adjusted < s.emin {
            number = self.finish_subnormal(number);
            if number.is_zero() {
                return Ok(number);
            }
        } else if number.digits > s.places() {
            number = self.round_to(number, s.rounding);
            if number.adjusted() > s.emax {
                return self.overflow(number.negative);
            }
        }
        if s.clamp && number.exponent > s.etop() {
            let shift = number.exponent.abs_diff(s.etop());
            self.room(number.digits + shift)?;
            self.status |= CLAMPED;
            number.coefficient *= power_of_ten(shift);
            number.digits += shift;
            number.exponent = s.etop();
        }
        Ok(number)
    }

    fn finish_subnormal(&mut self, number: Number) -> Number {
        let etiny = self.settings.etiny();
        self.status |= SUBNORMAL;
        if number.exponent >= etiny {
            return number;
        }
        let places = number.exponent.abs_diff(etiny);
        let (mut kept, rest) = cut(&number.coefficient, number.digits, places);
        self.status |= ROUNDED;
        if rest != Rest::Nothing {
            self.status |= INEXACT | UNDERFLOW;
        }
        if rounds_away(self.settings.rounding, number.negative, &kept, rest) {
            kept += 1u32;
        }
        if kept.is_zero() {
            self.status |= CLAMPED;
        }
        Number::finite(number.negative, kept, etiny)
    }

    /// A finite number with too many digits, rounded to the precision.
    pub(super) fn round_to(&mut self, number: Number, rounding: Rounding) -> Number {
        let places = number.digits.saturating_sub(self.settings.places());
        if places == 0 {
            return number;
        }
        let (mut kept, rest) = cut(&number.coefficient, number.digits, places);
        self.status |= ROUNDED;
        if rest != Rest::Nothing {
            self.status |= INEXACT;
        }
        let mut exponent = number.exponent.saturating_add_unsigned(places);
        if rounds_away(rounding, number.negative, &kept, rest) {
            kept += 1u32;
            if count_digits(&kept) > self.settings.places() {
                kept /= 10u32;
                exponent += 1;
            }
        }
        Number::finite(number.negative, kept, exponent)
    }

    /// The result of an overflow.
    pub(super) fn overflow(&mut self, negative: bool) -> PyResult<Number> {
        self.status |= OVERFLOW | INEXACT | ROUNDED;
        let largest = match self.settings.rounding {
            Rounding::Down | Rounding::ZeroFiveUp => true,
            Rounding::Ceiling => negative,
            Rounding::Floor => !negative,
            _ => false,
        };
        if largest { self.largest(negative) } else { Ok(Number::infinity(negative)) }
    }

    /// The largest finite number.
    pub(super) fn largest(&self, negative: bool) -> PyResult<Number> {
        let places = self.settings.places();
        self.room(places)?;
        Ok(Number::finite(negative, power_of_ten(places) - 1u32, self.settings.etop()))
    }
}

/// What a comparison says, as a number.
pub(super) fn order_number(order: std::cmp::Ordering) -> Number {
    let mut number = Number::small(u64::from(order.is_ne()));
    number.negative = order.is_lt();
    number
}

//! Natives that take long: they look up at times, and what they do in one piece is judged before they begin.
//!
//! A step is about a nanosecond. Without limits nothing is refused: CPython would take as long.

use std::time::{Duration, Instant};

use crate::control::Passed;
use crate::error::PyResult;
use crate::heap::breaker;
use crate::vm::Vm;

/// Steps below which a piece of work is not worth a look at the clock.
const SMALL: u64 = 1_000_000;
/// Steps of natives that cost as much fuel as one step of the evaluation loop.
const STEPS_A_FUEL: u64 = 16;

impl Vm {
    /// Answers interrupts and limits in the middle of a native. Finalizers and collections wait for the loop.
    ///
    /// # Errors
    /// KeyboardInterrupt, the error that ends a program past its limits, and what signal handlers raise.
    #[inline]
    pub fn look_up(&self) -> PyResult<()> {
        if breaker::reasons() & (breaker::VM | breaker::FUEL) != 0 {
            return self.answer_requests();
        }
        Ok(())
    }

    /// Asks for work that cannot be interrupted: `steps` of about a nanosecond.
    ///
    /// # Errors
    /// The error that ends the program, where fuel or time would not suffice; what [`Vm::look_up`] raises.
    #[inline]
    pub fn charge_work(&self, steps: u64) -> PyResult<()> {
        self.look_up()?;
        if steps < SMALL { Ok(()) } else { self.charge_large_work(steps) }
    }

    #[cold]
    fn charge_large_work(&self, steps: u64) -> PyResult<()> {
        if breaker::fuel().is_some() && !breaker::take_fuel(steps / STEPS_A_FUEL) {
            return Err(self.end_by(Passed::Fuel));
        }
        let end = Instant::now().checked_add(Duration::from_nanos(steps));
        if self.control.deadline.get().is_some_and(|deadline| end.is_none_or(|end| end > deadline)) {
            return Err(self.end_by(Passed::Time));
        }
        Ok(())
    }
}

/// Steps to multiply numbers of so many bits.
pub fn multiplication(x: u64, y: u64) -> u64 {
    let (small, large) = (x.min(y) / 64 + 1, x.max(y) / 64 + 1);
    if small < 32 {
        return small.saturating_mul(large);
    }
    // Blocks of the smaller size, each by Karatsuba and Toom-Cook.
    (large / small + 1).saturating_mul(((small as f64).powf(1.5) * 3.0) as u64)
}

/// Steps of what takes every word of one number with every word of the other: division, conversion to decimal text.
pub fn long_division(x: u64, y: u64) -> u64 {
    (x / 64 + 1).saturating_mul(y / 64 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::control::Limits;
    use crate::error::PyError;

    #[test]
    fn work_is_refused_before_it_begins() {
        let vm = Vm::bare();
        assert!(vm.charge_work(u64::MAX).is_ok());
        let refused = |limits: Limits, steps: u64| {
            let run = vm.begin(limits);
            let ended: Option<PyError> = vm.charge_work(steps).err();
            let passed = vm.passed();
            drop(run);
            ended.and(passed)
        };
        let time = Limits { time: Some(Duration::from_secs(60)), ..Limits::default() };
        assert_eq!(refused(time, 1_000_000_000), None);
        assert_eq!(refused(time, 100_000_000_000), Some(Passed::Time));
        let fuel = Limits { fuel: Some(1_000_000), ..Limits::default() };
        assert_eq!(refused(fuel, 10_000_000), None);
        assert_eq!(refused(fuel, 100_000_000), Some(Passed::Fuel));
        assert!(vm.charge_work(u64::MAX).is_ok());
    }
}

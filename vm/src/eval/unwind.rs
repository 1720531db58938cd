//! Unwinding: from the instruction that raised to the handler that takes the exception.

use super::{Machine, OnReturn};
use crate::error::{PyError, PyResult};
use crate::heap::{Value, breaker};
use crate::objects::{generator, traceback};
use crate::vm::Vm;

impl Machine<'_> {
    /// Goes to the handler of `error`, leaving frames that have none.
    ///
    /// # Errors
    /// The error, once the frame that the loop was entered with is gone.
    pub(super) fn unwind(&mut self, error: PyError) -> PyResult<()> {
        self.save_ip();
        if breaker::reasons() & breaker::PENDING != 0 {
            // What died with the operands is finalized while the frame is still there.
            self.vm.run_all_pending();
        }
        if !self.reraising && error.payload().traceback.is_none() {
            self.set_context(&error);
        }
        self.propagate(error)
    }

    /// [`Machine::unwind`] without a look at what is being handled: for exceptions thrown into a generator.
    ///
    /// # Errors
    /// The error, once the frame that the loop was entered with is gone.
    pub(super) fn propagate(&mut self, mut error: PyError) -> PyResult<()> {
        loop {
            if !std::mem::take(&mut self.reraising) {
                traceback::add_frame(self.vm, &error);
                if super::watch::is_on() {
                    error = self.exception_event(error);
                }
            }
            let place = self.back_to.take().unwrap_or(self.cur.ip);
            if self.enter_handler(&error, place) {
                return Ok(());
            }
            if super::watch::is_on() {
                error = self.unwind_event(error);
            }
            self.cur.ip = place;
            let Some(mut frame) = self.drop_frame(usize::MAX) else { return Err(error) };
            if self.delegator_goes_on(&mut frame) {
                let owner = frame.generator().map_or(Value::None, Value::from);
                error = generator::no_stop_iteration(self.vm, &owner, error);
                continue;
            }
            match frame.on_return {
                OnReturn::Leave => return Err(error),
                OnReturn::Iterate | OnReturn::Delegate => {
                    let owner = frame.generator().map_or(Value::None, Value::from);
                    super::generator::leave(self.vm, &mut frame);
                    self.resume_caller();
                    error = generator::no_stop_iteration(self.vm, &owner, error);
                }
                OnReturn::Item => {
                    self.resume_caller();
                    if error.matches(self.vm, &self.vm.exc.stop_iteration) {
                        if super::watch::is_on() {
                            error = self.exception_event(error);
                            if !error.matches(self.vm, &self.vm.exc.stop_iteration) {
                                continue;
                            }
                        }
                        let i = self.cur.instr();
                        match self.exhausted(i) {
                            Ok(_) => {
                                self.cur.ip += i.op.words();
                                return Ok(());
                            }
                            Err(other) => error = other,
                        }
                    }
                }
                OnReturn::Store(_) | OnReturn::Construct { .. } => self.resume_caller(),
            }
        }
    }

    fn enter_handler(&mut self, error: &PyError, place: usize) -> bool {
        // A program past its limits handles nothing any more.
        if self.vm.passed().is_some() {
            return false;
        }
        let on_the_way = std::mem::take(&mut self.on_the_way);
        let entry = {
            let frames = self.vm.eval.frames.borrow();
            let at = (self.cur.ip as u32).checked_sub(u32::from(on_the_way));
            frames.last().and_then(|f| f.code().code().handler_at(at?).copied())
        };
        let Some(entry) = entry else { return false };
        self.handled_from = place;
        let depth = usize::from(entry.depth);
        self.cur.clear(entry.depth, self.cur.count().saturating_sub(depth));
        self.cur.set(entry.exc, error.to_value());
        self.cur.ip = entry.handler as usize;
        true
    }

    /// A new exception's `__context__` is the exception being handled, cut free of cycles.
    pub(super) fn set_context(&self, error: &PyError) {
        set_context(self.vm, error);
    }
}

/// [`Machine::set_context`]
pub(super) fn set_context(vm: &Vm, error: &PyError) {
    let handled = vm.eval.handled.borrow().clone();
    let this = error.to_value();
    if handled.is_none() || handled.is_unbound() || handled.is(&this) {
        return;
    }
    let context = |value: &Value| match crate::objects::exception::base::of(vm, value) {
        Ok(e) => e.context.get(),
        Err(_) => Value::None,
    };
    // Leave the chain of the handled exception without the new one. The chain may be a circle made by hand: then it
    // meets a second, slower walk.
    let (mut at, mut slow, mut slow_steps) = (handled.clone(), handled.clone(), false);
    loop {
        let next = context(&at);
        if next.is_none() {
            break;
        }
        if next.is(&this) {
            if let Ok(e) = crate::objects::exception::base::of(vm, &at) {
                drop(e.context.replace(Value::None));
            }
            break;
        }
        at = next;
        if at.is(&slow) {
            break;
        }
        if slow_steps {
            slow = context(&slow);
        }
        slow_steps = !slow_steps;
    }
    drop(error.payload().context.replace(handled));
}

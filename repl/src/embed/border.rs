//! The border between the host and the VM: every call across it begins and ends here.
//!
//! Inwards, limits begin with the outermost call, panics are caught and the VM is put back in order. Outwards (host
//! callbacks), panics become exceptions and exceptions that pass through keep their identity.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind};

use pyvm_vm as core;
use pyvm_vm::control::Limits;
use pyvm_vm::{PyError, PyResult, Value};

use crate::embed::vm::Vm;
use crate::error::{Error, panic_text};

/// The state of the border of one VM.
#[derive(Default)]
pub(crate) struct Border {
    pub(crate) limits: Cell<Limits>,
    /// Calls into the VM that are under way.
    depth: Cell<usize>,
    /// Calls out of it that are under way.
    callbacks: Cell<usize>,
    /// Exceptions that running callbacks were given as an [`Error`].
    seen: RefCell<Vec<(u64, PyError)>>,
    last_key: Cell<u64>,
}

impl Border {
    fn remember(&self, error: &PyError) -> u64 {
        if self.callbacks.get() == 0 {
            return 0;
        }
        let key = self.last_key.get() + 1;
        self.last_key.set(key);
        self.seen.borrow_mut().push((key, error.clone()));
        key
    }

    fn recall(&self, key: u64) -> Option<PyError> {
        self.seen.borrow().iter().find(|(k, _)| *k == key).map(|(_, e)| e.clone())
    }
}

/// Counts a call while it lasts, however it ends.
struct Count<'a>(&'a Cell<usize>);

impl<'a> Count<'a> {
    fn up(cell: &'a Cell<usize>) -> Self {
        cell.set(cell.get() + 1);
        Count(cell)
    }
}

impl Drop for Count<'_> {
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
    }
}

impl Vm {
    /// Runs `f` inside the VM.
    pub(crate) fn enter<T>(&self, f: impl FnOnce(&core::Vm) -> PyResult<T>) -> Result<T, Error> {
        let (core, border) = (self.core(), self.border());
        let outermost = border.depth.get() == 0;
        let _run = outermost.then(|| core.begin(border.limits.get()));
        let _count = Count::up(&border.depth);
        let checkpoint = core.checkpoint();
        let run = || {
            let made = f(core)?;
            if outermost {
                core.attend()?;
            }
            Ok(made)
        };
        match catch_unwind(AssertUnwindSafe(run)) {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(error)) => {
                let key = border.remember(&error);
                Err(Error::of(core, &error, key))
            }
            Err(payload) => {
                core.restore(checkpoint);
                Err(Error::panic(&*payload))
            }
        }
    }

    /// Runs a callback of the host for the VM; `name` is what a panic is reported under.
    pub(crate) fn callback(&self, name: &str, f: impl FnOnce() -> Result<Value, Error>) -> PyResult {
        let border = self.border();
        let seen = border.seen.borrow().len();
        let result = {
            let _count = Count::up(&border.callbacks);
            catch_unwind(AssertUnwindSafe(f))
        };
        let result = match result {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(error)) => Err(self.raised(&error)),
            Err(payload) => Err(self.panicked(name, &*payload)),
        };
        let forgotten = border.seen.borrow_mut().split_off(seen);
        drop(forgotten);
        result
    }

    /// The exception of an [`Error`]: the very one it was made from, where a running callback was given it.
    pub(crate) fn raised(&self, error: &Error) -> PyError {
        if let Some(known) = self.border().recall(error.key()) {
            return known;
        }
        let core = self.core();
        let class = core.builtin(error.class_name()).ok();
        let class = class.as_ref().and_then(core::TypeRef::from_value);
        match class.filter(|c| c.is_subtype(&core.exc.base_exception)) {
            Some(class) => {
                let message = Value::str(error.message());
                let made = core.call1(&class.to_value(), message);
                made.map_or_else(
                    |e| e,
                    |v| PyError::new(v).unwrap_or_else(|_| core.runtime_error(error.message())),
                )
            }
            None => core.runtime_error(error.to_string()),
        }
    }

    fn panicked(&self, name: &str, payload: &(dyn Any + Send)) -> PyError {
        let text = panic_text(payload);
        self.core().system_error(format!("{name}() panicked: {text}"))
    }
}

//! What the threads of a program need of their VM: each leaves its frames and registers behind while another runs, and
//! holds what owns the VM. When they change places is up to `_thread`.
//!
//! A thread that imports a module which another one is importing waits for it, as CPython's module locks make it wait.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use hashbrown::HashMap;

use crate::error::PyResult;
use crate::eval::State;
use crate::heap::{Str, Value};
use crate::vm::Vm;

/// What a thread of the program leaves behind while another one runs.
#[derive(Default)]
pub struct Suspended {
    number: Cell<usize>,
    eval: State,
    native_depth: Cell<usize>,
    repr_active: RefCell<Vec<usize>>,
    context_variables: RefCell<Value>,
}

impl Suspended {
    /// A thread that has not begun; its number is not 0, which is the main thread's.
    pub fn new(number: usize) -> Suspended {
        Suspended { number: Cell::new(number), eval: State::new(), ..Suspended::default() }
    }
}

/// The threads of one VM, by number.
#[derive(Default)]
pub(crate) struct Threads {
    owner: RefCell<Option<Weak<dyn Owner>>>,
    running: Cell<usize>,
    /// Modules being imported, and which thread does it.
    importing: RefCell<HashMap<Str, usize>>,
    /// Threads that wait for such a module.
    waiting: RefCell<HashMap<usize, Str>>,
}

impl Threads {
    /// Whether waiting for `name` would never end, since its importer waits for the running thread.
    fn is_deadlock(&self, name: &Str) -> bool {
        let (importing, waiting) = (self.importing.borrow(), self.waiting.borrow());
        let mut next = importing.get(name);
        while let Some(thread) = next {
            if *thread == self.running.get() {
                return true;
            }
            next = waiting.get(thread).and_then(|name| importing.get(name));
        }
        false
    }
}

/// What owns a VM: threads of the program keep it alive while they run.
pub trait Owner {
    /// The VM.
    fn core(&self) -> &Vm;
}

impl Vm {
    /// Lets another thread of the program run: what it left behind changes places with the running one's.
    pub fn exchange(&self, thread: &Suspended) {
        self.threads.running.swap(&thread.number);
        self.eval.exchange(&thread.eval);
        self.native_depth.swap(&thread.native_depth);
        self.repr_active.swap(&thread.repr_active);
        self.context_variables.swap(&thread.context_variables);
        self.arm_watch();
    }

    /// The `contextvars.Context` of the running thread; unbound before it needs one.
    pub fn context_variables(&self) -> Value {
        self.context_variables.borrow().clone()
    }

    /// Makes another `contextvars.Context` the running thread's; returns the one before.
    pub fn set_context_variables(&self, context: Value) -> Value {
        self.context_variables.replace(context)
    }

    /// Sets what owns the VM.
    pub fn set_owner(&self, owner: Weak<dyn Owner>) {
        self.threads.owner.replace(Some(owner));
    }

    /// What owns the VM; nothing for one that cannot have threads.
    pub fn owner(&self) -> Option<Rc<dyn Owner>> {
        self.threads.owner.borrow().as_ref().and_then(Weak::upgrade)
    }

    /// Marks a module as being imported by the running thread; the thread that did so before, if any.
    pub(crate) fn begin_import(&self, name: &Str) -> Option<usize> {
        self.threads.importing.borrow_mut().insert(name.clone(), self.threads.running.get())
    }

    /// Undoes [`Vm::begin_import`].
    pub(crate) fn end_import(&self, name: &Str, before: Option<usize>) {
        let mut importing = self.threads.importing.borrow_mut();
        match before {
            Some(thread) => importing.insert(name.clone(), thread),
            None => importing.remove(name),
        };
    }

    /// Waits until no other thread imports the module, unless that thread waits for this one.
    ///
    /// # Errors
    /// What is asked of the VM meanwhile.
    pub(crate) fn wait_for_import(&self, name: &Str) -> PyResult<()> {
        while self.threads.importing.borrow().contains_key(name) && !self.threads.is_deadlock(name) {
            self.threads.waiting.borrow_mut().insert(self.threads.running.get(), name.clone());
            let looked = self.attend().and_then(|()| self.yield_to_others(true));
            self.threads.waiting.borrow_mut().remove(&self.threads.running.get());
            looked?;
        }
        Ok(())
    }
}

//! Fibers: native stacks of their own, between which one system thread switches. Green threads run on them.
//!
//! A fiber is resumed from the thread's own stack alone, never from another fiber, so at most one runs at a time and
//! the code that finds it running is on its stack. The child of a fork made on a fiber is the exception: that fiber
//! stays for good ([`Switch::stay`]) and takes the place of the thread's own stack.
//!
//! The surprise: `stacker` keeps the end of the current stack in a thread-local that nobody else can set. Both sides of
//! a switch therefore make it inside `stacker::grow`, which puts its own idea of the end back when it returns.

use std::cell::{Cell, RefCell};
use std::io;
use std::ptr::NonNull;
use std::rc::Rc;

use corosensei::stack::DefaultStack;
use corosensei::{Coroutine, Yielder};

/// The stack on which a fiber begins; its work is done on pieces that `stacker` adds.
const FIRST: usize = 64 * 1024;
/// The piece of stack that a switch is made on.
const SWITCH: usize = 16 * 1024;
/// The first piece of stack for a fiber's work.
const PIECE: usize = 1024 * 1024;

thread_local! {
    static RUNNING: Cell<bool> = const { Cell::new(false) };
}

struct Inner {
    yielder: Cell<Option<NonNull<Yielder<(), ()>>>>,
    running: Cell<bool>,
}

/// A function on a stack of its own.
pub struct Fiber {
    coroutine: RefCell<Coroutine<(), (), ()>>,
    inner: Rc<Inner>,
}

/// Leaves the fiber that it was made for.
#[derive(Clone)]
pub struct Switch(Rc<Inner>);

impl Fiber {
    /// A fiber that will run `body`.
    ///
    /// # Errors
    /// What the system says where it has no memory for a stack.
    pub fn new(body: impl FnOnce(Switch) + 'static) -> io::Result<Fiber> {
        let inner = Rc::new(Inner { yielder: Cell::new(None), running: Cell::new(false) });
        let own = inner.clone();
        let coroutine =
            Coroutine::with_stack(DefaultStack::new(FIRST)?, move |yielder: &Yielder<(), ()>, ()| {
                own.yielder.set(Some(NonNull::from(yielder)));
                let switch = Switch(own.clone());
                stacker::grow(PIECE, || body(switch));
                own.yielder.set(None);
            });
        Ok(Fiber { coroutine: RefCell::new(coroutine), inner })
    }

    /// Runs the fiber until it leaves or ends; whether it ended. A fiber that ended, and one resumed from a fiber, does
    /// nothing.
    pub fn resume(&self) -> bool {
        if RUNNING.get() {
            return false;
        }
        let Ok(mut coroutine) = self.coroutine.try_borrow_mut() else { return false };
        if coroutine.done() {
            return true;
        }
        let _running = Running::new(&self.inner);
        stacker::grow(SWITCH, || coroutine.resume(()));
        coroutine.done()
    }

    /// Whether its function has returned.
    pub fn is_done(&self) -> bool {
        self.coroutine.try_borrow().is_ok_and(|coroutine| coroutine.done())
    }

    /// Unwinds a fiber that has not ended: what lies on its stack is dropped, and nothing else of it runs.
    pub fn cancel(&self) {
        if RUNNING.get() {
            return;
        }
        if let Ok(mut coroutine) = self.coroutine.try_borrow_mut() {
            stacker::grow(SWITCH, || coroutine.force_unwind());
        }
    }
}

/// Marks a fiber as running, also when it panics.
struct Running<'a>(&'a Inner);

impl<'a> Running<'a> {
    fn new(inner: &'a Inner) -> Self {
        RUNNING.set(true);
        inner.running.set(true);
        Running(inner)
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        RUNNING.set(false);
        self.0.running.set(false);
    }
}

impl Switch {
    /// Goes back to where the fiber was resumed, until it is resumed again. Does nothing outside its fiber.
    pub fn leave(&self) {
        let Some(yielder) = self.0.yielder.get().filter(|_| self.0.running.get()) else { return };
        // SAFETY: the fiber is running, so this is its stack, on which the yielder lives until its function returns; and
        // the place is emptied then.
        stacker::grow(SWITCH, || unsafe { yielder.as_ref() }.suspend(()));
    }

    /// The fiber is never left again: others are resumed from its stack as from the thread's own.
    pub fn stay(&self) {
        if self.0.running.get() && self.0.yielder.take().is_some() {
            RUNNING.set(false);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fibers_take_turns_and_are_cancelled() {
        let log = Rc::new(RefCell::new(Vec::new()));
        let fibers: Vec<Fiber> = (0..3)
            .filter_map(|n| {
                let log = log.clone();
                Fiber::new(move |switch| {
                    for round in 0..3 {
                        log.borrow_mut().push((n, round));
                        switch.leave();
                    }
                })
                .ok()
            })
            .collect();
        for _ in 0..2 {
            assert!(fibers.iter().all(|fiber| !fiber.resume()));
        }
        fibers[0].cancel();
        assert!(fibers[0].resume());
        assert!(!fibers[1].resume());
        assert!(fibers[1].resume() && fibers[1].is_done());
        drop(fibers);
        assert_eq!(*log.borrow(), [(0, 0), (1, 0), (2, 0), (0, 1), (1, 1), (2, 1), (1, 2)]);
        assert_eq!(Rc::strong_count(&log), 1);
    }

    #[test]
    fn deep_recursion_grows_on_both_sides() {
        fn deep(n: usize) -> usize {
            let block = [n; 64];
            stacker::maybe_grow(64 * 1024, 256 * 1024, || {
                if n == 0 { 0 } else { deep(n - 1) + block[1] - n + 1 }
            })
        }
        let fiber = Fiber::new(|switch| {
            assert_eq!(deep(20_000), 20_000);
            switch.leave();
            assert_eq!(deep(20_000), 20_000);
        });
        let Ok(fiber) = fiber else { panic!("memory for a stack") };
        assert!(!fiber.resume());
        assert_eq!(deep(20_000), 20_000);
        assert!(fiber.resume());
        assert_eq!(deep(20_000), 20_000);
    }
}

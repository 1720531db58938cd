//! Green threads: each runs on a fiber, one at a time, and all on the system thread of its VM.
//!
//! The main thread of the program drives the others: whenever it waits, or its turn is over, each of them is resumed
//! once. A thread that waits asks again at each of its turns whether it may go on; when all of them wait, the system
//! thread sleeps a little.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use pyvm_vm::heap::fiber::{Fiber, Switch};
use pyvm_vm::thread::Suspended;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult};

/// How long a thread runs while others want to.
const TURN: Duration = Duration::from_millis(5);
/// How long the system thread sleeps when every thread waits.
const NAP: Duration = Duration::from_micros(500);

/// A thread of the program.
struct Thread {
    ident: usize,
    fiber: Fiber,
    switch: RefCell<Option<Switch>>,
    suspended: Suspended,
    /// It only waited in its last turn.
    waits: Cell<bool>,
}

/// The threads of a VM beside the main one.
#[derive(Default)]
pub(crate) struct Scheduler {
    threads: RefCell<Vec<Rc<Thread>>>,
    current: RefCell<Option<Rc<Thread>>>,
    last_ident: Cell<usize>,
    /// Native code under way during which no thread may change places: see [`pin`].
    pinned: Cell<usize>,
    /// The thread that is the main one in the child of a fork, because it was the one that forked.
    forked: Cell<Option<usize>>,
    /// Cleared to end the thread that ends the turns.
    turns: RefCell<Option<Arc<AtomicBool>>>,
}

/// The scheduler of a VM.
pub(crate) fn of(vm: &Vm) -> Rc<Scheduler> {
    vm.extension(Scheduler::default)
}

/// A number that no other running thread has; the main thread's is the address of something only it owns.
pub(crate) fn ident(vm: &Vm) -> usize {
    of(vm).current.borrow().as_ref().map_or_else(|| main_ident(vm), |thread| thread.ident)
}

/// The main thread's number.
pub(crate) fn main_ident(vm: &Vm) -> usize {
    if let Some(ident) = of(vm).forked.get() {
        return ident;
    }
    thread_local! {
        static OWNED: Cell<u8> = const { Cell::new(0) };
    }
    OWNED.with(|owned| std::ptr::from_ref(owned) as usize)
}

/// How many threads there are beside the main one.
pub(crate) fn count(vm: &Vm) -> usize {
    of(vm).threads.borrow().len()
}

/// Forgets the threads beside the running one, which is the main one from now on: the child of a fork has no other.
/// What they hold stays held.
pub(crate) fn forget_all(vm: &Vm) {
    let scheduler = of(vm);
    std::mem::forget(scheduler.threads.take());
    if let Some(running) = scheduler.current.take() {
        scheduler.forked.set(Some(running.ident));
        if let Some(switch) = running.switch.borrow().as_ref() {
            switch.stay();
        }
        vm.set_main_runs(true);
        std::mem::forget(running);
    }
    // The system thread that it stands for is the parent's.
    drop(scheduler.turns.take());
}

/// Whether a thread of this number can still run.
pub(crate) fn is_alive(vm: &Vm, ident: usize) -> bool {
    ident == main_ident(vm) || of(vm).threads.borrow().iter().any(|thread| thread.ident == ident)
}

/// A number for a new thread.
pub(crate) fn new_ident(vm: &Vm) -> usize {
    let scheduler = of(vm);
    let ident = scheduler.last_ident.get().max(main_ident(vm)) + 64;
    scheduler.last_ident.set(ident);
    ident
}

/// Starts a thread; it has its first turn when the running one next waits or is interrupted.
///
/// # Errors
/// RuntimeError where the VM cannot have threads or the system has no memory for a stack.
pub(crate) fn start(vm: &Vm, ident: usize, body: impl FnOnce(&Vm) + 'static) -> PyResult<()> {
    let cannot = || vm.runtime_error("can't start new thread");
    // Held weakly until it begins: a thread that never has a turn does not keep the VM.
    let owner = vm.owner().as_ref().map(Rc::downgrade).ok_or_else(cannot)?;
    let run = move |switch: Switch| {
        let Some(owner) = owner.upgrade() else { return };
        let vm = owner.core();
        if let Some(thread) = of(vm).current.borrow().as_ref() {
            thread.switch.replace(Some(switch));
        }
        body(vm);
        if of(vm).forked.get() == Some(ident) {
            // It was the last thread of its process.
            std::process::exit(0);
        }
    };
    let fiber = Fiber::new(run).map_err(|_| cannot())?;
    let thread = Thread {
        ident,
        fiber,
        switch: RefCell::new(None),
        suspended: Suspended::new(ident),
        waits: Cell::new(false),
    };
    let scheduler = of(vm);
    scheduler.threads.borrow_mut().push(Rc::new(thread));
    vm.set_scheduler(yield_now);
    if scheduler.turns.borrow().is_none() {
        let on = Arc::new(AtomicBool::new(true));
        scheduler.turns.replace(Some(on.clone()));
        end_turns(vm, on);
    }
    Ok(())
}

/// A system thread that ends the turn of whatever runs, again and again until `on` is cleared.
fn end_turns(vm: &Vm, on: Arc<AtomicBool>) {
    let interrupter = vm.interrupter();
    let tick = move || {
        crate::_signal::block_all();
        while on.load(Ordering::Acquire) {
            std::thread::sleep(TURN);
            interrupter.switch();
        }
    };
    // Without it threads change places where they wait, and only there.
    drop(std::thread::Builder::new().name("pyvm-turns".to_owned()).spawn(tick));
}

/// Keeps the running thread in its place until it is dropped: native code that is no Rust is on the stack and could not
/// be unwound.
pub(crate) struct Pinned(Rc<Scheduler>);

/// See [`Pinned`].
pub(crate) fn pin(vm: &Vm) -> Pinned {
    let scheduler = of(vm);
    scheduler.pinned.set(scheduler.pinned.get() + 1);
    Pinned(scheduler)
}

impl Drop for Pinned {
    fn drop(&mut self) {
        self.0.pinned.set(self.0.pinned.get() - 1);
    }
}

/// Lets the other threads run; `waits` says that the running one has nothing to do at present.
///
/// # Errors
/// RuntimeError for a wait where threads may not change places. Errors of threads are reported where they end.
pub(crate) fn yield_now(vm: &Vm, waits: bool) -> PyResult<()> {
    let scheduler = of(vm);
    if scheduler.pinned.get() > 0 {
        let refused = || vm.runtime_error("a callback of native code cannot wait for another thread");
        return if waits { Err(refused()) } else { Ok(()) };
    }
    let current = scheduler.current.borrow().clone();
    match current {
        Some(thread) => {
            thread.waits.set(waits);
            let switch = thread.switch.borrow().clone();
            // Nothing but the switch may be held while others run: the thread can be cancelled there.
            drop((thread, scheduler));
            if let Some(switch) = switch {
                switch.leave();
            }
        }
        None => round(vm, &scheduler, waits),
    }
    Ok(())
}

/// A turn for each thread beside the main one.
fn round(vm: &Vm, scheduler: &Scheduler, main_waits: bool) {
    let threads = scheduler.threads.borrow().clone();
    let mut all_wait = main_waits;
    for thread in threads {
        turn(vm, scheduler, &thread);
        all_wait &= thread.waits.get();
    }
    scheduler.threads.borrow_mut().retain(|thread| !thread.fiber.is_done());
    if scheduler.threads.borrow().is_empty()
        && let Some(on) = scheduler.turns.take()
    {
        on.store(false, Ordering::Release);
    }
    if all_wait {
        std::thread::sleep(NAP);
    }
}

/// Puts the main thread back in its place, also when a thread panics.
struct Turn<'a>(&'a Vm, &'a Scheduler, &'a Thread);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.exchange(&self.2.suspended);
        self.1.current.replace(None);
        self.0.set_main_runs(true);
    }
}

fn turn(vm: &Vm, scheduler: &Scheduler, thread: &Rc<Thread>) {
    vm.exchange(&thread.suspended);
    scheduler.current.replace(Some(thread.clone()));
    vm.set_main_runs(false);
    let turn = Turn(vm, scheduler, thread);
    thread.waits.set(false);
    thread.fiber.resume();
    drop(turn);
}

/// Waits until `ready` says yes, or until `deadline`; whether it said yes.
///
/// # Errors
/// What is asked of the VM meanwhile: KeyboardInterrupt, a passed limit.
pub(crate) fn wait(vm: &Vm, deadline: Option<Instant>, mut ready: impl FnMut() -> bool) -> PyResult<bool> {
    loop {
        if ready() {
            return Ok(true);
        }
        let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
        if left == Some(Duration::ZERO) {
            return Ok(false);
        }
        vm.attend()?;
        if count(vm) == 0 {
            // Nobody else can end the wait but a signal.
            std::thread::sleep(left.map_or(NAP * 40, |left| left.min(NAP * 40)));
        } else {
            yield_now(vm, true)?;
        }
    }
}

/// Ends the threads that still run, at the end of the program.
pub(crate) fn cancel_all(vm: &Vm) {
    let scheduler = of(vm);
    let threads = scheduler.threads.take();
    for thread in threads {
        vm.exchange(&thread.suspended);
        let turn = Turn(vm, &scheduler, &thread);
        thread.fiber.cancel();
        drop(turn);
    }
    if let Some(on) = scheduler.turns.take() {
        on.store(false, Ordering::Release);
    }
}

/// The error of a wait that can never end.
pub(crate) fn not_started(vm: &Vm) -> PyError {
    vm.runtime_error("thread not started")
}

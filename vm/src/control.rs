//! What stops a running program from outside: interrupts, limits, and the way back after a panic.
//!
//! A passed limit ends the program: no handler, `finally` or `with` block runs any more ([`Vm::passed`] is asked
//! wherever an error looks for its handler), and every further check raises again.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::error::{PyError, PyResult};
use crate::heap::breaker::{self, Alarm};
use crate::heap::{Value, memory};
use crate::vm::Vm;

/// KeyboardInterrupt is to be raised.
const INTERRUPT: u32 = 1;
/// The program is to end.
const STOP: u32 = 2;
/// The program's time is over.
const TIME: u32 = 4;
/// Signals arrived.
const SIGNAL: u32 = 8;
/// The running thread's turn is over.
const SWITCH: u32 = 16;

/// What a program may use. The default is no limit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Limits {
    /// Steps of the evaluation loop at which it looks up: about one an instruction. Counting them costs the loop
    /// less than a tenth.
    pub fuel: Option<u64>,
    /// Wall-clock time.
    pub time: Option<Duration>,
    /// Bytes held by all objects of the thread.
    pub memory: Option<usize>,
    /// Python calls that may be under way at once. `sys.setrecursionlimit` stays below it.
    pub depth: Option<usize>,
    /// Bytes written to standard output and standard error together.
    pub output: Option<u64>,
}

/// A limit that was passed, or an order to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Passed {
    /// [`Limits::fuel`]
    Fuel,
    /// [`Limits::time`]
    Time,
    /// [`Limits::memory`]
    Memory,
    /// [`Limits::depth`]
    Depth,
    /// [`Limits::output`]
    Output,
    /// [`Interrupter::stop`]
    Stopped,
}

impl Passed {
    /// How it is reported.
    pub fn message(self) -> &'static str {
        match self {
            Passed::Fuel => "fuel used up",
            Passed::Time => "time used up",
            Passed::Memory => "memory used up",
            Passed::Depth => "depth used up",
            Passed::Output => "output used up",
            Passed::Stopped => "stopped",
        }
    }
}

/// Where signals come from: the part of the embedding program that receives them and calls
/// [`Interrupter::signal`].
pub trait SignalSource {
    /// Receives a signal from now on.
    ///
    /// # Errors
    /// What the system says of it.
    fn listen(&self, number: i32) -> std::io::Result<()>;

    /// Does what the system does with a signal that has no handler.
    fn default(&self, number: i32);

    /// Receives the same signals in the child of a fork, which has none of the threads that did so.
    fn restart(&self);
}

struct Requests {
    asked: AtomicU32,
    /// Signals that arrived, a bit each.
    signals: AtomicU64,
    alarm: Alarm,
}

/// Interrupts a VM from another thread or from a signal's thread.
#[derive(Clone)]
pub struct Interrupter(Arc<Requests>);

impl Interrupter {
    /// Raises KeyboardInterrupt in the running program, or in the next one.
    pub fn interrupt(&self) {
        self.ask(INTERRUPT);
    }

    /// Runs the program's handler of a signal; one for SIGINT is there from the start. `number` is 1 to 64.
    pub fn signal(&self, number: i32) {
        let bit = u32::try_from(number - 1).ok().and_then(|n| 1u64.checked_shl(n)).unwrap_or(0);
        self.0.signals.fetch_or(bit, Ordering::Release);
        self.ask(SIGNAL);
    }

    /// Ends the turn of the running thread of the program.
    pub fn switch(&self) {
        self.ask(SWITCH);
    }

    /// Whether anything waits to be answered that is more than a change of threads.
    pub fn has_asked(&self) -> bool {
        self.0.asked.load(Ordering::Acquire) & !SWITCH != 0
    }

    /// Whether the running program is to end: it was stopped or has no time left.
    pub fn is_ending(&self) -> bool {
        self.0.asked.load(Ordering::Acquire) & (STOP | TIME) != 0
    }

    /// Ends the running program; it cannot catch that.
    pub fn stop(&self) {
        self.ask(STOP);
    }

    fn ask(&self, what: u32) {
        self.0.asked.fetch_or(what, Ordering::Release);
        self.0.alarm.ring();
    }
}

/// The state of one VM.
pub(crate) struct Control {
    requests: Arc<Requests>,
    /// When [`Limits::time`] ends.
    pub(crate) deadline: Cell<Option<Instant>>,
    limits_memory: Cell<bool>,
    depth: Cell<usize>,
    output: Cell<u64>,
    passed: Cell<Option<Passed>>,
    source: RefCell<Option<Rc<dyn SignalSource>>>,
    deliver: Cell<Option<Deliver>>,
    scheduler: Cell<Option<Schedule>>,
    /// Whether the running thread of the program is one that takes no signals.
    aside: Cell<bool>,
}

/// Lets other threads of the program run.
type Schedule = fn(&Vm, bool) -> PyResult<()>;

/// Runs the handler of a signal.
type Deliver = fn(&Vm, i32) -> PyResult<()>;

impl Control {
    pub(crate) fn new() -> Control {
        let requests =
            Requests { asked: AtomicU32::new(0), signals: AtomicU64::new(0), alarm: Alarm::of_this_thread() };
        Control {
            requests: Arc::new(requests),
            deadline: Cell::new(None),
            limits_memory: Cell::new(false),
            depth: Cell::new(usize::MAX),
            output: Cell::new(u64::MAX),
            passed: Cell::new(None),
            source: RefCell::new(None),
            deliver: Cell::new(None),
            scheduler: Cell::new(None),
            aside: Cell::new(false),
        }
    }

    fn needs_attention(&self) -> bool {
        self.passed.get().is_some() || self.requests.asked.load(Ordering::Acquire) != 0
    }
}

/// A stretch of running under limits, which ends when it is dropped.
pub struct Run<'vm> {
    vm: &'vm Vm,
    memory: Option<usize>,
    fuel: Option<u64>,
    deadline: Option<Instant>,
    depth: usize,
    recursion_limit: usize,
    output: u64,
    timer: Option<(mpsc::Sender<()>, JoinHandle<()>)>,
}

impl Drop for Run<'_> {
    fn drop(&mut self) {
        let control = &self.vm.control;
        if let Some((cancel, thread)) = self.timer.take() {
            drop(cancel);
            // The thread only waits and asks: it has nothing to report.
            drop(thread.join());
        }
        if let Some(memory) = self.memory {
            memory::set_limit(memory);
            control.limits_memory.set(false);
        }
        breaker::set_fuel(self.fuel);
        control.deadline.set(self.deadline);
        control.depth.set(self.depth);
        control.output.set(self.output);
        if self.recursion_limit != 0 {
            self.vm.eval.recursion_limit.set(self.recursion_limit);
        }
        control.passed.set(None);
        control.requests.asked.fetch_and(INTERRUPT, Ordering::AcqRel);
    }
}

/// Where to go back to after a panic.
pub struct Checkpoint {
    frames: usize,
    registers: usize,
    depth: usize,
    handled: Value,
}

impl Vm {
    /// The handle that interrupts this VM from other threads.
    pub fn interrupter(&self) -> Interrupter {
        Interrupter(self.control.requests.clone())
    }

    /// The limit that the running program has passed.
    pub fn passed(&self) -> Option<Passed> {
        self.control.passed.get()
    }

    /// Begins a stretch of running under `limits`. [`Vm::passed`] tells within it which one was passed.
    pub fn begin(&self, limits: Limits) -> Run<'_> {
        let control = &self.control;
        let run = Run {
            vm: self,
            memory: limits.memory.map(memory::set_limit),
            fuel: breaker::set_fuel(limits.fuel),
            deadline: control.deadline.replace(limits.time.and_then(|time| Instant::now().checked_add(time))),
            depth: control.depth.replace(limits.depth.unwrap_or(usize::MAX)),
            recursion_limit: limits.depth.map_or(0, |depth| self.limit_recursion(depth)),
            output: control.output.replace(limits.output.unwrap_or(u64::MAX)),
            timer: limits.time.and_then(|time| start_timer(self.interrupter(), time)),
        };
        control.limits_memory.set(limits.memory.is_some());
        if control.needs_attention() {
            breaker::raise(breaker::VM);
        }
        run
    }

    /// Answers what was asked of the VM since the last look.
    ///
    /// # Errors
    /// KeyboardInterrupt, and the error that ends a program past its limits.
    pub(crate) fn answer_requests(&self) -> PyResult<()> {
        // Lowered first: whoever asks from now on raises it again.
        breaker::lower(breaker::VM);
        let asked = self.control.requests.asked.swap(0, Ordering::AcqRel);
        if breaker::fuel().is_some() && !breaker::take_fuel(1) {
            self.pass(Passed::Fuel);
        }
        if asked & TIME != 0 {
            self.pass(Passed::Time);
        }
        if asked & STOP != 0 {
            self.pass(Passed::Stopped);
        }
        if let Some(passed) = self.passed() {
            breaker::raise(breaker::VM);
            return Err(self.end_of_program(passed));
        }
        let for_main = asked & (SIGNAL | INTERRUPT);
        if self.control.aside.get() && for_main != 0 {
            // The main thread answers them: it is asked again as soon as it runs.
            self.control.requests.asked.fetch_or(for_main, Ordering::AcqRel);
        }
        if asked & SWITCH != 0 {
            breaker::raise(breaker::TURN);
        }
        if self.control.aside.get() {
            if for_main != 0 {
                breaker::raise(breaker::TURN);
            }
            return Ok(());
        }
        if asked & SIGNAL != 0 {
            self.deliver_signals()?;
        }
        if asked & INTERRUPT != 0 {
            return Err(self.new_exception(&self.exc.keyboard_interrupt, Vec::new()));
        }
        Ok(())
    }

    /// Lets other threads of the program run.
    ///
    /// # Errors
    /// What the scheduler raises.
    pub(crate) fn end_turn(&self) -> PyResult<()> {
        breaker::lower(breaker::TURN);
        self.yield_to_others(false)
    }

    /// Runs the handlers of the signals that arrived. Without a module `signal` SIGINT alone has one.
    fn deliver_signals(&self) -> PyResult<()> {
        let arrived = self.control.requests.signals.swap(0, Ordering::AcqRel);
        for number in (1..=64).filter(|n| arrived >> (n - 1) & 1 == 1) {
            match self.control.deliver.get() {
                Some(deliver) => deliver(self, number)?,
                None if number == 2 => {
                    return Err(self.new_exception(&self.exc.keyboard_interrupt, Vec::new()));
                }
                None => {}
            }
        }
        Ok(())
    }

    /// Forgets the signals that arrived: they were the parent's, in the child of a fork.
    pub fn forget_signals(&self) {
        self.control.requests.signals.store(0, Ordering::Release);
    }

    /// Lets other threads of the program run; `waits` says that the running one has nothing to do at present.
    ///
    /// # Errors
    /// What the scheduler raises.
    pub(crate) fn yield_to_others(&self, waits: bool) -> PyResult<()> {
        self.control.scheduler.get().map_or(Ok(()), |schedule| schedule(self, waits))
    }

    /// Sets what lets other threads of the program run: it is told whether the running one only waits.
    pub fn set_scheduler(&self, schedule: fn(&Vm, bool) -> PyResult<()>) {
        self.control.scheduler.set(Some(schedule));
    }

    /// Says whether the main thread of the program runs, which takes the signals.
    pub fn set_main_runs(&self, main: bool) {
        self.control.aside.set(!main);
        if main && self.has_requests() {
            breaker::raise(breaker::VM);
        }
    }

    /// Sets where signals come from.
    pub fn set_signal_source(&self, source: Rc<dyn SignalSource>) {
        self.control.source.replace(Some(source));
    }

    /// Where signals come from, if the embedding program receives them.
    pub fn signal_source(&self) -> Option<Rc<dyn SignalSource>> {
        self.control.source.borrow().clone()
    }

    /// Sets what runs the handlers of signals.
    pub fn set_signal_delivery(&self, deliver: fn(&Vm, i32) -> PyResult<()>) {
        self.control.deliver.set(Some(deliver));
    }

    /// Whether something was asked of the VM that it did not look at yet.
    pub fn has_requests(&self) -> bool {
        self.control.requests.asked.load(Ordering::Acquire) != 0
    }

    /// The memory limit is passed although garbage was collected.
    pub(crate) fn memory_passed(&self) -> PyError {
        self.refuse_memory();
        self.out_of_memory()
    }

    /// An allocation would pass the memory limit: under [`Limits::memory`] that ends the program.
    pub(crate) fn refuse_memory(&self) {
        if self.control.limits_memory.get() {
            self.pass(Passed::Memory);
            breaker::raise(breaker::VM);
        }
    }

    /// Lowers the recursion limit to `depth` and returns the one before.
    fn limit_recursion(&self, depth: usize) -> usize {
        let before = self.eval.recursion_limit.get();
        self.eval.recursion_limit.set(before.min(depth));
        before
    }

    /// Sets the recursion limit, below [`Limits::depth`].
    pub(crate) fn set_recursion_limit(&self, limit: usize) {
        self.eval.recursion_limit.set(limit.min(self.control.depth.get()));
    }

    /// RecursionError of a call that has no room; at [`Limits::depth`] that ends the program.
    #[cold]
    pub(crate) fn too_deep(&self) -> PyError {
        if self.eval.frames.borrow().len() >= self.control.depth.get() {
            self.pass(Passed::Depth);
            breaker::raise(breaker::VM);
        }
        self.recursion_error("maximum recursion depth exceeded")
    }

    /// Counts bytes about to be written to a standard stream; gives how many of them may be. Fewer than asked for end
    /// the program.
    ///
    /// # Errors
    /// The error that ends the program, where nothing may be written any more.
    pub fn charge_output(&self, bytes: usize) -> PyResult<usize> {
        let left = self.control.output.get();
        if left == u64::MAX || bytes == 0 {
            return Ok(bytes);
        }
        let allowed = usize::try_from(left).unwrap_or(usize::MAX).min(bytes);
        self.control.output.set(left - allowed as u64);
        if allowed < bytes {
            self.pass(Passed::Output);
            breaker::raise(breaker::VM);
        }
        if allowed == 0 { Err(self.end_of_program(Passed::Output)) } else { Ok(allowed) }
    }

    /// Passes a limit and gives the error that ends the program.
    pub(crate) fn end_by(&self, what: Passed) -> PyError {
        self.pass(what);
        breaker::raise(breaker::VM);
        self.end_of_program(what)
    }

    fn pass(&self, what: Passed) {
        if self.control.passed.get().is_none() {
            self.control.passed.set(Some(what));
        }
    }

    fn end_of_program(&self, passed: Passed) -> PyError {
        self.new_error(&self.exc.base_exception, passed.message())
    }

    /// The state to go back to should what follows panic.
    pub fn checkpoint(&self) -> Checkpoint {
        Checkpoint {
            frames: self.eval.frames.borrow().len(),
            registers: self.eval.stack.top(),
            depth: self.native_depth.get(),
            handled: self.eval.handled.borrow().clone(),
        }
    }

    /// Leaves what ran when it panicked, so that the VM can go on.
    pub fn restore(&self, checkpoint: Checkpoint) {
        let mut left = Vec::new();
        while self.eval.frames.borrow().len() > checkpoint.frames {
            left.extend(self.eval.frames.borrow_mut().pop());
        }
        for index in (checkpoint.registers..self.eval.stack.top()).rev() {
            self.eval.stack.write(index, Value::Unbound).release();
        }
        self.eval.stack.set_top(checkpoint.registers);
        self.native_depth.set(checkpoint.depth);
        drop(self.eval.handled.replace(checkpoint.handled));
        drop(left);
    }
}

/// A thread that asks for the end after `time`, unless it is cancelled; none where the system has no thread left.
fn start_timer(interrupter: Interrupter, time: Duration) -> Option<(mpsc::Sender<()>, JoinHandle<()>)> {
    let (cancel, cancelled) = mpsc::channel();
    let wait = move || {
        if cancelled.recv_timeout(time) == Err(mpsc::RecvTimeoutError::Timeout) {
            interrupter.ask(TIME);
        }
    };
    let thread = std::thread::Builder::new().name("pyvm-timer".to_owned()).spawn(wait).ok()?;
    Some((cancel, thread))
}

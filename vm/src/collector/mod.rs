//! Running the cycle collector for one machine: callbacks, finalizers, debugging and statistics, as `gc` shows them.
//! Mirrors the half of `Python/gc.c` that runs Python code; the other half is [`crate::heap::collect`].

use std::cell::{Cell, RefCell};
use std::time::Instant;

use crate::heap::collect::Fate;
use crate::heap::{Value, breaker, collect, drop_queue, generations};
use crate::vm::Vm;

mod referents;
mod view;

/// `gc.DEBUG_STATS`
pub const DEBUG_STATS: i32 = 1;
/// `gc.DEBUG_COLLECTABLE`
pub const DEBUG_COLLECTABLE: i32 = 2;
/// `gc.DEBUG_UNCOLLECTABLE`
pub const DEBUG_UNCOLLECTABLE: i32 = 4;
/// `gc.DEBUG_SAVEALL`
pub const DEBUG_SAVEALL: i32 = 32;

/// What collections of one generation came to.
#[derive(Clone, Copy, Default)]
pub struct Statistics {
    /// How many there were.
    pub collections: u64,
    /// Objects found.
    pub collected: u64,
}

/// The collector's state in a machine.
pub struct Collector {
    /// `gc.callbacks`, a list.
    pub callbacks: Value,
    /// `gc.garbage`, a list.
    pub garbage: Value,
    /// `gc.get_debug()`
    pub debug: Cell<i32>,
    /// By generation.
    pub statistics: RefCell<[Statistics; 3]>,
    running: Cell<bool>,
}

impl Collector {
    /// The state at start, with two new lists.
    pub(crate) fn new(callbacks: Value, garbage: Value) -> Collector {
        Collector {
            callbacks,
            garbage,
            debug: Cell::new(0),
            statistics: RefCell::default(),
            running: Cell::new(false),
        }
    }
}

impl Vm {
    /// Collects the cyclic garbage of a generation and of the younger ones, and returns the number of objects found.
    pub fn collect_garbage(&self, generation: usize) -> usize {
        if self.collector.running.replace(true) {
            return 0;
        }
        let started = Instant::now();
        self.tell_callbacks("start", generation, 0);
        if self.collector.debug.get() & DEBUG_STATS != 0 {
            eprintln!("gc: collecting generation {generation}...");
            let [young, middle, old] = collect::populations();
            eprintln!("gc: objects in each generation: {young} {middle} {old}");
            eprintln!("gc: objects in permanent generation: {}", collect::frozen());
        }
        let found = self.collect_now(generation);
        if self.collector.debug.get() & DEBUG_STATS != 0 {
            let seconds = started.elapsed().as_secs_f64();
            eprintln!("gc: done, {found} unreachable, 0 uncollectable, {seconds:.4}s elapsed");
        }
        if let Some(row) = self.collector.statistics.borrow_mut().get_mut(generation) {
            row.collections += 1;
            row.collected += found as u64;
        }
        self.tell_callbacks("stop", generation, found);
        self.collector.running.set(false);
        found
    }

    /// Answers the heap's sign that a collection is due.
    pub(crate) fn collect_due(&self) {
        breaker::lower(breaker::COLLECT);
        if let Some(generation) = generations::due() {
            self.collect_garbage(generation);
        }
    }

    fn collect_now(&self, generation: usize) -> usize {
        if generation == 2 {
            crate::types::lookup::clear_cache();
        }
        let debug = self.collector.debug.get();
        let garbage = collect::begin(generation, &mut |object| {
            let value = Value::Obj(object.clone());
            if debug & DEBUG_COLLECTABLE != 0 && self.is_tracked(&value) {
                eprintln!("gc: collectable <{} {:#x}>", self.type_name(&value), self.id(&value));
            }
        });
        // Callbacks come before finalizers: those may bring objects back whose references are cleared already.
        let is_quiet = breaker::reasons() & breaker::PENDING == 0;
        let freed = self.run_all_pending();
        let any = garbage.finalize(&mut |object| {
            let value = Value::Obj(object);
            if let Err(error) = self.finalize(&value) {
                self.report_unraisable(&error, &self.finalizer_of(&value));
            }
            drop(value);
            self.run_all_pending();
        });
        if generation == 2 && any {
            // The lookup of a finalizer is a handle from outside.
            crate::types::lookup::clear_cache();
        }
        freed
            + garbage.sweep(is_quiet && !any, &mut |object| {
                let value = Value::Obj(object.clone());
                let count = if self.is_tracked(&value) { self.weight(object) } else { 0 };
                let list =
                    self.collector.garbage.as_list().filter(|_| debug & DEBUG_SAVEALL != 0 && count > 0);
                if let Some(list) = list {
                    list.push(value);
                }
                Fate { is_kept: list.is_some(), count }
            })
    }

    /// Runs the finalizers and callbacks that the heap has queued, and those that come up meanwhile. Returns how many
    /// references went with their callbacks.
    pub(crate) fn run_all_pending(&self) -> usize {
        let mut freed = 0;
        loop {
            let queue = drop_queue::take_pending();
            if queue.is_empty() {
                break freed;
            }
            for work in queue {
                freed += usize::from(self.run_pending(work));
            }
        }
    }

    fn tell_callbacks(&self, phase: &str, generation: usize, found: usize) {
        let callbacks =
            self.collector.callbacks.as_list().map(crate::heap::Items::to_vec).unwrap_or_default();
        for callback in callbacks {
            let info = crate::objects::Dict::new();
            for (key, n) in [("generation", generation), ("collected", found), ("uncollectable", 0)] {
                drop(info.set_str(&self.intern(key), Value::Int(i64::try_from(n).unwrap_or(i64::MAX))));
            }
            let phase = Value::Str(self.intern(phase));
            if let Err(error) = self.call2(&callback, phase, self.dict_from(info)) {
                self.report_unraisable(&error, &callback);
            }
        }
    }
}

//! Running the cycle collector for one machine: callbacks, finalizers, debugging and statistics, as `gc` shows them.
//! Mirrors the half of `Python/gc.c` that runs Python code; the other half is [`crate::heap::collect`].

use std::cell::{Cell, RefCell};
use std::time::Instant;

use crate::heap::{Ref, Value, breaker, collect, drop_queue};
use crate::objects::Kind;
use crate::types::TypeFlags;
use crate::vm::Vm;

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
    /// `gc.get_threshold()`
    pub thresholds: Cell<(i32, i32, i32)>,
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
            thresholds: Cell::new((2000, 10, 10)),
            statistics: RefCell::default(),
            running: Cell::new(false),
        }
    }
}

impl Vm {
    /// Collects cyclic garbage and returns the number of objects found. There is one heap: the generation only
    /// names the collection in callbacks and statistics.
    pub fn collect_garbage(&self, generation: usize) -> usize {
        if self.collector.running.replace(true) {
            return 0;
        }
        let started = Instant::now();
        self.tell_callbacks("start", generation, 0);
        if self.collector.debug.get() & DEBUG_STATS != 0 {
            eprintln!("gc: collecting generation {generation}...");
            let [young, old] = collect::generations();
            eprintln!("gc: objects in each generation: {young} 0 {old}");
            eprintln!("gc: objects in permanent generation: {}", collect::frozen());
        }
        let found = self.collect_now();
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

    fn collect_now(&self) -> usize {
        crate::types::lookup::clear_cache();
        let begun = collect::begin();
        let is_quiet = breaker::reasons() & breaker::PENDING == 0;
        // Callbacks come before finalizers: those may bring objects back whose references are cleared already.
        self.run_all_pending();
        for object in &begun.finalizable {
            let value = Value::Obj(object.clone());
            if let Err(error) = self.finalize(&value) {
                self.report_unraisable(&error, &self.finalizer_of(&value));
            }
        }
        let known = begun.untouched().filter(|_| is_quiet);
        self.run_all_pending();
        let debug = self.collector.debug.get();
        collect::sweep(known, &mut |object| {
            let value = Value::Obj(object.clone());
            let counts = self.is_gc_object(&value);
            if counts && debug & DEBUG_COLLECTABLE != 0 {
                eprintln!("gc: collectable <{} {:#x}>", self.type_name(&value), self.id(&value));
            }
            if counts
                && debug & DEBUG_SAVEALL != 0
                && let Some(garbage) = self.collector.garbage.as_list()
            {
                garbage.push(value);
                return collect::Fate::Kept;
            }
            if counts { collect::Fate::Counted } else { collect::Fate::Uncounted }
        })
    }

    /// Runs the finalizers and callbacks that the heap has queued, and those that come up meanwhile.
    pub(crate) fn run_all_pending(&self) {
        loop {
            let queue = drop_queue::take_pending();
            if queue.is_empty() {
                break;
            }
            queue.into_iter().for_each(|work| self.run_pending(work));
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

    /// Whether CPython's collector would know objects of this class: those that can hold others.
    pub fn is_gc_object(&self, value: &Value) -> bool {
        let Some(object) = value.as_obj() else { return false };
        let class = object.class();
        if class.has(TypeFlags::HEAP) {
            return class.has(TypeFlags::HAS_DICT)
                || !matches!(object.kind(), Kind::Plain)
                || class.ty().shapes.root().slot_count() > 0;
        }
        let t = &self.types;
        let atoms = [&t.object, &t.range, &t.range_iterator, &t.code, &t.bytearray, &t.complex];
        match object.kind() {
            Kind::Type(ty) => ty.flags.get().contains(TypeFlags::HEAP),
            _ => !atoms.iter().any(|atom| class.is(atom)),
        }
    }

    /// `gc.is_tracked(value)`: tuples and dicts are not where all they hold is not.
    pub fn is_tracked(&self, value: &Value) -> bool {
        if !self.is_gc_object(value) {
            return false;
        }
        let Some(object) = value.as_obj() else { return false };
        let class = object.class();
        let mut work = vec![object.clone()];
        let is_leaf = |v: &Value| !self.is_gc_object(v);
        if class.is(&self.types.dict) {
            let entries = value.as_dict().map(crate::objects::Dict::entries).unwrap_or_default();
            return entries.iter().any(|(k, v)| self.may_be_tracked(k) || self.may_be_tracked(v));
        }
        if !class.is(&self.types.tuple) {
            return true;
        }
        // The collector stops to track a tuple when it meets it, if nothing in it is tracked then.
        while let Some(tuple) = work.pop() {
            let Kind::Tuple(items) = tuple.kind() else { return true };
            if !items.is_empty() && !collect::is_old(&tuple) {
                return true;
            }
            for item in items {
                match item {
                    Value::Obj(r) if r.class().is(&self.types.tuple) => work.push(r.clone()),
                    Value::Obj(r) if r.class().is(&self.types.dict) && !self.is_tracked(item) => {}
                    _ if is_leaf(item) => {}
                    _ => return true,
                }
            }
        }
        false
    }

    fn may_be_tracked(&self, value: &Value) -> bool {
        let is_tuple = self.is_exact(value, &self.types.tuple);
        if is_tuple { self.is_tracked(value) } else { self.is_gc_object(value) }
    }

    /// `gc.get_referents(value)`: what it refers to directly, plain values included.
    pub fn referents(&self, value: &Value) -> Vec<Value> {
        let Some(object) = value.as_obj().filter(|_| self.is_gc_object(value)) else { return Vec::new() };
        let mut found = match object.kind() {
            Kind::Dict(dict) if dict.entries().iter().all(|(key, _)| key.as_text().is_some()) => {
                dict.values()
            }
            Kind::Dict(dict) => dict.entries().into_iter().flat_map(|(k, v)| [k, v]).collect(),
            _ => collect::payload_referents(object),
        };
        if matches!(object.kind(), Kind::Tuple(_) | Kind::List(_)) {
            found.reverse();
        }
        found.extend(collect::attribute_referents(object));
        if object.class().has(TypeFlags::HEAP) {
            found.push(object.class().to_value());
        }
        found
    }

    /// `gc.get_referrers(*targets)`
    pub fn referrers(&self, targets: &[Value]) -> Vec<Value> {
        let objects: Vec<Ref> = collect::objects();
        let values = objects.into_iter().map(Value::Obj);
        values
            .filter(|v| self.is_gc_object(v))
            .filter(|v| self.referents(v).iter().any(|r| targets.iter().any(|t| t.is(r))))
            .collect()
    }

    /// Lets automatic collection follow `gc.set_threshold`.
    pub fn set_gc_thresholds(&self, thresholds: (i32, i32, i32)) {
        self.collector.thresholds.set(thresholds);
        collect::set_threshold(usize::try_from(thresholds.0).unwrap_or(0));
    }
}

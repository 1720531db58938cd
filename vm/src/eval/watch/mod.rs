//! Tracing and profiling: the hooks of `sys.settrace` and `sys.setprofile` and the events they hear of. Mirrors
//! `Python/legacy_tracing.c`.
//!
//! While a thread is watched its breaker is up with [`breaker::WATCH`]: every loop goes over to [`Machine::watched_steps`]
//! (in [`steps`]), which looks at every instruction before it executes its full form. A thread that is not watched pays
//! nothing. While a hook runs the thread is not watched.

mod steps;

use std::cell::{Cell, RefCell};

use crate::call::Args;
use crate::error::PyResult;
use crate::heap::{Ref, Value, breaker};
use crate::objects::frame::{FrameObject, Shown};
use crate::vm::Vm;

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// A frame is entered, or a generator's resumed.
    Call,
    /// A line begins.
    Line,
    /// A frame returns or yields.
    Return,
    /// An exception is raised in a frame or reaches it.
    Exception,
    /// An instruction is about to be executed.
    Opcode,
    /// A native function is about to be called.
    CCall,
    /// A native function returned.
    CReturn,
    /// A native function raised.
    CException,
}

impl Event {
    fn name(self) -> &'static str {
        match self {
            Event::Call => "call",
            Event::Line => "line",
            Event::Return => "return",
            Event::Exception => "exception",
            Event::Opcode => "opcode",
            Event::CCall => "c_call",
            Event::CReturn => "c_return",
            Event::CException => "c_exception",
        }
    }
}

/// What watches a thread.
#[derive(Default)]
pub struct Watch {
    /// The hook of `sys.settrace`, unbound where there is none.
    trace: RefCell<Value>,
    /// The hook of `sys.setprofile`.
    profile: RefCell<Value>,
    /// Hooks that run at present.
    inside: Cell<usize>,
    /// What the innermost of them was told.
    event: Cell<Option<Event>>,
    /// The frame it was told of, by its place on the stack.
    told: Cell<usize>,
}

impl Watch {
    pub(super) fn exchange(&self, other: &Watch) {
        self.trace.swap(&other.trace);
        self.profile.swap(&other.profile);
        self.inside.swap(&other.inside);
        self.event.swap(&other.event);
        self.told.swap(&other.told);
    }

    /// The hook of `sys.settrace`, or `None`.
    pub fn trace(&self) -> Value {
        self.trace.borrow().clone().bound().unwrap_or(Value::None)
    }

    /// The hook of `sys.setprofile`, or `None`.
    pub fn profile(&self) -> Value {
        self.profile.borrow().clone().bound().unwrap_or(Value::None)
    }

    /// What the hook that runs was told.
    pub fn event(&self) -> Option<Event> {
        self.event.get()
    }

    /// The frame that the hook which runs was told of, by its place on the stack.
    pub fn told(&self) -> usize {
        self.told.get()
    }

    fn has_hook(&self) -> bool {
        !self.trace.borrow().is_unbound() || !self.profile.borrow().is_unbound()
    }
}

/// Whether the running thread is watched.
#[inline(always)]
pub fn is_on() -> bool {
    breaker::reasons() & breaker::WATCH != 0
}

impl Vm {
    /// Brings the breaker in line with what watches the running thread.
    pub(crate) fn arm_watch(&self) {
        let watch = &self.eval.watch;
        if watch.inside.get() == 0 && watch.has_hook() {
            breaker::raise(breaker::WATCH);
        } else {
            breaker::lower(breaker::WATCH);
        }
    }

    /// `sys.settrace(hook)`
    pub fn set_trace(&self, hook: &Value) {
        let hook = if hook.is_none() { Value::Unbound } else { hook.clone() };
        let old = self.eval.watch.trace.replace(hook);
        self.arm_watch();
        drop(old);
    }

    /// `sys.setprofile(hook)`
    pub fn set_profile(&self, hook: &Value) {
        let hook = if hook.is_none() { Value::Unbound } else { hook.clone() };
        let old = self.eval.watch.profile.replace(hook);
        self.arm_watch();
        drop(old);
    }

    /// `sys.call_tracing(callable, args)`: watched also where a hook runs.
    ///
    /// # Errors
    /// What the call raises.
    pub fn call_tracing(&self, callable: &Value, args: &[Value]) -> PyResult {
        let inside = self.eval.watch.inside.replace(0);
        self.arm_watch();
        let result = self.call(callable, Args::positional(args));
        self.eval.watch.inside.set(inside);
        self.arm_watch();
        result
    }

    fn run_hook(&self, hook: &Value, frame: &Ref, event: Event, arg: Value) -> PyResult {
        let watch = &self.eval.watch;
        let before = watch.event.replace(Some(event));
        let told = watch.told.replace(self.eval.frames.borrow().len().saturating_sub(1));
        watch.inside.set(watch.inside.get() + 1);
        self.arm_watch();
        let name = Value::Str(self.intern(event.name()));
        let result = self.call(hook, Args::positional(&[Value::Obj(frame.clone()), name, arg]));
        watch.inside.set(watch.inside.get().saturating_sub(1));
        watch.event.set(before);
        watch.told.set(told);
        self.arm_watch();
        result
    }

    /// Tells the hook of `sys.settrace` of a call, the frame's own of everything else. A hook that raises is the last.
    fn trace_event(&self, frame: &Ref, event: Event, arg: Value) -> PyResult<()> {
        let Some(f) = frame.native::<FrameObject>() else { return Ok(()) };
        let hook = if event == Event::Call { self.eval.watch.trace() } else { f.trace.borrow().clone() };
        if hook.is_none() || self.eval.watch.trace.borrow().is_unbound() {
            return Ok(());
        }
        let shown = f.shown_line.get();
        f.shown_line.set(shown.or_else(|| self.flow_line(f)));
        let told = self.run_hook(&hook, frame, event, arg);
        f.shown_line.set(shown);
        match told {
            Ok(Value::None) => Ok(()),
            Ok(local) => {
                let old = f.trace.replace(local);
                drop(old);
                Ok(())
            }
            Err(error) => {
                self.set_trace(&Value::None);
                let old = f.trace.replace(Value::None);
                drop(old);
                Err(error)
            }
        }
    }

    /// The line that control came from to an instruction of the running frame that has none.
    fn flow_line(&self, f: &FrameObject) -> Option<Shown> {
        let line = f.flow_line.get()?;
        let ip = self.eval.frames.borrow().last().map_or(0, |top| top.ip);
        Some(Shown { line, unit: f.code()?.units().of(ip) })
    }

    /// Tells the hook of `sys.setprofile`. If it raises that was the last.
    fn profile_event(&self, frame: &Ref, event: Event, arg: Value) -> PyResult<()> {
        let hook = self.eval.watch.profile();
        if hook.is_none() {
            return Ok(());
        }
        self.run_hook(&hook, frame, event, arg).map(drop).inspect_err(|_| self.set_profile(&Value::None))
    }
}

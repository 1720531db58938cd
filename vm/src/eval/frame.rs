//! Frames as the evaluation loop keeps them: a record per call, the registers are on the [`Stack`].

use std::cell::RefCell;

use crate::heap::stack::{Records, Running, Stack};
use crate::heap::{Ref, Value};
use crate::objects::{CodeObject, Function, Kind};

/// What happens to the value a frame returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnReturn {
    /// The loop that runs the frame returns it to native code.
    Leave,
    /// It goes to a register of the calling frame.
    Store(u16),
    /// It must be `None`; the object under construction, which waits in the register given, stays there and is the
    /// result of the call for the other register.
    Construct {
        /// Where the result goes.
        result: u16,
        /// Where the object waits: the callee's place in the call's window.
        instance: u16,
    },
    /// A `__next__` called by `FOR_NEXT` of the calling frame: it is the next item.
    Item,
    /// A generator's frame resumed by `FOR_NEXT` of the calling frame: what it yields is the next item.
    Iterate,
    /// A generator's frame resumed by `YIELD_FROM` of the calling frame, which yields what it yields and goes on with
    /// what it returns.
    Delegate,
}

/// One running frame: a cache line, so that a frame's place is a shift away.
#[repr(align(64))]
pub struct Frame {
    /// The function called, or made for code run by `exec` and the like.
    pub function: Ref,
    /// What few frames have.
    pub extra: Option<Box<Extra>>,
    /// First register.
    pub base: usize,
    /// The instruction being executed; up to date while the frame waits for a call.
    pub ip: usize,
    /// What happens to the result.
    pub on_return: OnReturn,
    /// What it runs of the function.
    pub running: Running,
}

/// What few frames have.
#[derive(Default)]
pub struct Extra {
    /// Namespace of names in modules, class bodies and `exec`; unbound in functions.
    pub locals: Value,
    /// The generator that the frame belongs to.
    pub generator: Option<Ref>,
    /// While it runs: the generator that was resumed, where that delegates, by way of others perhaps, to this frame's.
    pub outermost: Option<Ref>,
    /// The `frame` object, once somebody asked for it.
    pub object: Option<Ref>,
    /// While a generator runs: what its caller was handling. While it is suspended: what it was handling itself.
    pub handled: Value,
    /// Whether the frame, a generator's, handles an exception of its own.
    pub handles: bool,
    /// The registers of a suspended generator; while it runs, room for them.
    pub registers: Vec<Value>,
    /// The register that receives what is sent into a suspended generator; none before the first resumption.
    pub receiver: Option<u16>,
    /// The register of the iterator that a suspended generator delegates to.
    pub delegate: Option<u16>,
}

/// Words of a call instruction: a frame's caller goes on behind them.
pub const CALL_WORDS: usize = 2;

impl Frame {
    /// The record of a frame about to run a function from the beginning.
    #[inline(always)]
    pub fn new(function: Ref, running: Running, base: usize, on_return: OnReturn) -> Frame {
        Frame { function, extra: None, base, ip: 0, on_return, running }
    }

    /// Drops the record, the usual case inline: the function lives on, nothing else was there.
    #[inline(always)]
    pub fn release(self) {
        let Frame { function, extra, .. } = self;
        Value::Obj(function).release();
        if let Some(extra) = extra {
            drop(extra);
        }
    }

    /// The payload of the function.
    ///
    /// # Panics
    /// Never: frames are made with functions.
    #[inline(always)]
    fn payload(&self) -> &Function {
        match self.function.kind() {
            Kind::Function(f) => f,
            _ => unreachable!("a frame has a function"),
        }
    }

    /// The code's payload.
    #[inline(always)]
    pub fn code(&self) -> &CodeObject {
        self.running.code()
    }

    /// The code object.
    pub fn code_object(&self) -> Ref {
        self.payload().code_object(self.code())
    }

    /// Namespace of global names.
    #[inline(always)]
    pub fn globals(&self) -> &Ref {
        &self.payload().globals
    }

    /// Namespace of built-in names.
    #[inline(always)]
    pub fn builtins(&self) -> &Ref {
        &self.payload().builtins
    }

    /// Namespace of names in modules, class bodies and `exec`; unbound in functions.
    pub fn locals(&self) -> &Value {
        self.extra.as_ref().map_or(&Value::Unbound, |e| &e.locals)
    }

    /// The generator that the frame belongs to.
    pub fn generator(&self) -> Option<&Ref> {
        self.extra.as_ref()?.generator.as_ref()
    }

    /// The `frame` object, once somebody asked for it.
    #[inline(always)]
    pub fn object(&self) -> Option<&Ref> {
        self.extra.as_ref()?.object.as_ref()
    }

    /// The iterator that a suspended generator's frame delegates to.
    pub fn delegate(&self) -> Option<&Value> {
        let extra = self.extra.as_ref()?;
        extra.registers.get(usize::from(extra.delegate?))
    }

    /// What few frames have, made on first use.
    pub fn extra_mut(&mut self) -> &mut Extra {
        self.extra.get_or_insert_default()
    }
}

/// The state of evaluation of one VM.
#[derive(Default)]
pub struct State {
    /// Registers.
    pub stack: Stack,
    /// Frames, the running one last.
    pub frames: RefCell<Records<Frame>>,
    /// The exception being handled (`sys.exception()`), or `None`.
    pub handled: RefCell<Value>,
    /// `sys.getrecursionlimit()`
    pub recursion_limit: std::cell::Cell<usize>,
    /// What traces and profiles the thread.
    pub watch: super::watch::Watch,
}

impl State {
    /// Changes places with the evaluation of another thread.
    pub fn exchange(&self, other: &State) {
        self.stack.exchange(&other.stack);
        self.frames.swap(&other.frames);
        self.handled.swap(&other.handled);
        self.watch.exchange(&other.watch);
    }

    /// No frames, the default recursion limit.
    pub fn new() -> State {
        let state = State::default();
        state.recursion_limit.set(1000);
        drop(state.handled.replace(Value::None));
        state
    }
}

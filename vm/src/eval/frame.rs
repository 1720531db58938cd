//! Frames as the evaluation loop keeps them: a record per call, the registers are on the [`Stack`].

use std::cell::RefCell;

use crate::heap::stack::{Entry, Stack};
use crate::heap::{Ref, Value};
use crate::objects::{CodeObject, Dict};

/// What happens to the value a frame returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnReturn {
    /// The loop that runs the frame returns it to native code.
    Leave,
    /// It goes to a register of the calling frame.
    Store(u16),
    /// It must be `None`; the object under construction goes to a register of the calling frame.
    Construct(u16),
}

/// One running frame.
pub struct Frame {
    /// The code object.
    pub code: Ref,
    /// The function called, or unbound for code run by `exec` and the like.
    pub function: Value,
    /// Namespace of global names.
    pub globals: Ref,
    /// Namespace of built-in names.
    pub builtins: Ref,
    /// Namespace of names in modules, class bodies and `exec`; unbound in functions.
    pub locals: Value,
    /// First register.
    pub base: usize,
    /// The instruction being executed; up to date while the frame waits for a call.
    pub ip: usize,
    /// What happens to the result.
    pub on_return: OnReturn,
    /// Words of the calling instruction, to go on behind it.
    pub call_words: usize,
    /// The object under construction for [`OnReturn::Construct`].
    pub instance: Value,
    /// The generator that the frame belongs to.
    pub generator: Option<Ref>,
    /// The `frame` object, once somebody asked for it.
    pub object: Option<Ref>,
}

impl Frame {
    /// What a cursor needs to run the frame from `ip`.
    ///
    /// # Panics
    /// Never: frames are made from code objects and dicts.
    #[inline(always)]
    pub fn entry(&self, ip: usize) -> Entry<'_> {
        let (Some(code), Some(globals), Some(builtins)) =
            (CodeObject::of(&self.code), Dict::of(&self.globals), Dict::of(&self.builtins))
        else {
            unreachable!("a frame has a code object and two dicts")
        };
        Entry { code, globals, builtins, base: self.base, ip }
    }
}

/// The state of evaluation of one VM.
#[derive(Default)]
pub struct State {
    /// Registers.
    pub stack: Stack,
    /// Frames, the running one last.
    pub frames: RefCell<Vec<Frame>>,
    /// The exception being handled (`sys.exception()`), or `None`.
    pub handled: RefCell<Value>,
    /// `sys.getrecursionlimit()`
    pub recursion_limit: std::cell::Cell<usize>,
}

impl State {
    /// No frames, the default recursion limit.
    pub fn new() -> State {
        let state = State::default();
        state.recursion_limit.set(1000);
        drop(state.handled.replace(Value::None));
        state
    }
}

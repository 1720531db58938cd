//! `async_generator_asend` and `async_generator_athrow`: what `asend`, `athrow` and `aclose` give, awaited once. Mirrors the
//! asynchronous generator section of `Objects/genobject.c`.

use std::cell::{Cell, RefCell};

use super::asynchronous::{Wrapped, first_step};
use super::{Generator, of, send, thrown};
use crate::error::{PyError, PyResult};
use crate::heap::{Value, Visitor};
use crate::objects::Native;
use crate::types::slots::Sent;
use crate::types::{Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use crate::vm::Vm;

/// `async_generator_asend`
pub static ASEND_SPEC: TypeSpec = TypeSpec {
    layout: Some(Layout::Native("async_generator_asend")),
    flags: TypeFlags::NO_NEW,
    slots,
    methods: METHODS,
    ..TypeSpec::named("async_generator_asend", "builtins")
};

/// `async_generator_athrow`
pub static ATHROW_SPEC: TypeSpec = TypeSpec {
    layout: Some(Layout::Native("async_generator_athrow")),
    flags: TypeFlags::NO_NEW,
    slots,
    methods: METHODS,
    ..TypeSpec::named("async_generator_athrow", "builtins")
};

static METHODS: &[NativeDef] = &[
    NativeDef::method(
        "send",
        "($self, value, /)",
        |vm, a| as_method(vm, drive(vm, &a[0], a[1].clone())?),
        "",
    )
    .hidden_signature(),
    NativeDef::method(
        "throw",
        super::THROW,
        |vm, a| as_method(vm, throw(vm, &a[0], thrown(vm, &a[1..], "throw")?)?),
        "",
    )
    .hidden_signature(),
    NativeDef::method("close", "($self, /)", close, "").hidden_signature(),
];

/// What a step does to its generator first.
pub(super) enum Input {
    Send(Value),
    Throw(PyError),
    Close,
}

/// How far a step has come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Init,
    Iterating,
    Closed,
}

/// The payload.
struct Step {
    generator: Value,
    input: RefCell<Option<Input>>,
    is_send: bool,
    is_close: bool,
    state: Cell<State>,
}

fn slots(s: &Slots) {
    s.iter.set(Some(|_, v| Ok(v.clone())));
    s.am_await.set(Some(|_, v| Ok(v.clone())));
    s.iternext.set(Some(|vm, v| match drive(vm, v, Value::None)? {
        Sent::Yielded(item) => Ok(Some(item)),
        Sent::Returned(Value::None) => Ok(None),
        Sent::Returned(result) => Err(vm.stop_iteration(result)),
    }));
    s.send.set(Some(drive));
}

/// A step of a generator.
pub(super) fn step(vm: &Vm, generator: &Value, input: Input) -> PyResult {
    first_step(vm, generator)?;
    let is_send = matches!(input, Input::Send(_));
    let spec = if is_send { &ASEND_SPEC } else { &ATHROW_SPEC };
    let step = Step {
        generator: generator.clone(),
        is_send,
        is_close: matches!(input, Input::Close),
        input: RefCell::new(Some(input)),
        state: Cell::new(State::Init),
    };
    Ok(vm.new_native(&vm.native_type(spec), step))
}

fn payload<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Step> {
    vm.payload(value, "async_generator_asend")
}

/// What a method gives: the value yielded, or StopIteration.
fn as_method(vm: &Vm, sent: Sent) -> PyResult {
    match sent {
        Sent::Yielded(item) => Ok(item),
        Sent::Returned(result) => Err(vm.stop_iteration(result)),
    }
}

impl Step {
    /// The method, as errors and warnings name it.
    fn method(&self) -> &'static str {
        match (self.is_send, self.is_close) {
            (true, _) => "asend",
            (_, true) => "aclose",
            _ => "athrow",
        }
    }

    /// Refuses a step that is over, and one that begins while another is under way.
    fn begin(&self, vm: &Vm, g: &Generator) -> PyResult<bool> {
        if self.state.get() == State::Closed {
            let kind = if self.is_send { "__anext__()/asend()" } else { "aclose()/athrow()" };
            return Err(vm.runtime_error(format!("cannot reuse already awaited {kind}")));
        }
        let first = self.state.get() == State::Init;
        if first && g.running_async.get() {
            self.state.set(State::Closed);
            let method = if self.is_send { "anext" } else { self.method() };
            return Err(vm.runtime_error(format!("{method}(): asynchronous generator is already running")));
        }
        Ok(first)
    }

    /// The step is over, and so is the generator's being busy.
    fn end(&self, g: &Generator) {
        g.running_async.set(false);
        self.state.set(State::Closed);
    }

    /// What came out of the generator: a wrapped value is the step's result, anything else goes to the event loop.
    fn unwrap(&self, vm: &Vm, g: &Generator, result: PyResult<Sent>) -> PyResult<Sent> {
        match result {
            Ok(Sent::Yielded(item)) => match item.native::<Wrapped>() {
                Some(wrapped) => {
                    self.end(g);
                    Ok(Sent::Returned(wrapped.0.clone()))
                }
                None => Ok(Sent::Yielded(item)),
            },
            Ok(Sent::Returned(_)) => {
                g.closed.set(true);
                self.end(g);
                Err(vm.new_exception(&vm.exc.stop_async_iteration, Vec::new()))
            }
            Err(e) => {
                // A generator that returned into a method raised StopIteration.
                let returned = e.matches(vm, &vm.exc.stop_iteration);
                if returned || ends(vm, &e) {
                    g.closed.set(true);
                }
                self.end(g);
                let stop = || vm.new_exception(&vm.exc.stop_async_iteration, Vec::new());
                Err(if returned { stop() } else { e })
            }
        }
    }

    /// The same for `aclose`, for which the end of the generator is the result and a value is none.
    fn unwrap_close(&self, vm: &Vm, g: &Generator, result: PyResult<Sent>) -> PyResult<Sent> {
        match result {
            Ok(Sent::Yielded(item)) if item.native::<Wrapped>().is_some() => {
                self.end(g);
                Err(vm.runtime_error("async generator ignored GeneratorExit"))
            }
            Ok(Sent::Yielded(item)) => Ok(Sent::Yielded(item)),
            Ok(Sent::Returned(_)) => {
                self.end(g);
                Ok(Sent::Returned(Value::None))
            }
            Err(e) => {
                self.end(g);
                let over = ends(vm, &e) || e.matches(vm, &vm.exc.stop_iteration);
                if over { Ok(Sent::Returned(Value::None)) } else { Err(e) }
            }
        }
    }
}

fn ends(vm: &Vm, error: &PyError) -> bool {
    error.matches(vm, &vm.exc.stop_async_iteration) || error.matches(vm, &vm.exc.generator_exit)
}

/// Sends into the generator, or does first what the step is there for.
fn drive(vm: &Vm, value: &Value, sent: Value) -> PyResult<Sent> {
    let s = payload(vm, value)?;
    let g = of(vm, &s.generator)?;
    let sent = sent.bound().unwrap_or(Value::None);
    if !s.is_send && s.state.get() != State::Closed && g.frame.borrow().is_none() && !g.running.get() {
        s.state.set(State::Closed);
        return Ok(Sent::Returned(Value::None));
    }
    if !s.begin(vm, g)? {
        let result = send(vm, &s.generator, sent);
        return if s.is_close { s.unwrap_close(vm, g, result) } else { s.unwrap(vm, g, result) };
    }
    if !s.is_send && g.closed.get() {
        s.state.set(State::Closed);
        return Err(vm.new_exception(&vm.exc.stop_async_iteration, Vec::new()));
    }
    if !s.is_send && !sent.is_none() {
        return Err(vm.runtime_error("can't send non-None value to a just-started coroutine"));
    }
    s.state.set(State::Iterating);
    g.running_async.set(true);
    let input = s.input.take();
    match input {
        Some(Input::Close) => {
            g.closed.set(true);
            let exit = vm.new_exception(&vm.exc.generator_exit, Vec::new());
            let result = super::throw_in(vm, &s.generator, exit, false).map(Sent::Yielded);
            s.unwrap_close(vm, g, result)
        }
        Some(Input::Throw(error)) => {
            let result = super::throw_in(vm, &s.generator, error, false).map(Sent::Yielded);
            s.unwrap(vm, g, result)
        }
        Some(Input::Send(own)) => {
            let sent = if sent.is_none() { own } else { sent };
            let result = send(vm, &s.generator, sent);
            s.unwrap(vm, g, result)
        }
        None => Err(vm.system_error("a step begins once")),
    }
}

/// Throws into the generator.
fn throw(vm: &Vm, value: &Value, error: PyError) -> PyResult<Sent> {
    let s = payload(vm, value)?;
    let g = of(vm, &s.generator)?;
    if s.begin(vm, g)? {
        s.state.set(State::Iterating);
        g.running_async.set(true);
        drop(s.input.take());
    }
    let result = super::throw(vm, &s.generator, error).map(Sent::Yielded);
    if s.is_close { s.unwrap_close(vm, g, result) } else { s.unwrap(vm, g, result) }
}

fn close(vm: &Vm, args: &[Value]) -> PyResult {
    if payload(vm, &args[0])?.state.get() == State::Closed {
        return Ok(Value::None);
    }
    let exit = vm.new_exception(&vm.exc.generator_exit, Vec::new());
    match throw(vm, &args[0], exit) {
        Ok(Sent::Yielded(_)) => Err(vm.runtime_error("coroutine ignored GeneratorExit")),
        Ok(Sent::Returned(_)) => Ok(Value::None),
        Err(e) if ends(vm, &e) || e.matches(vm, &vm.exc.stop_iteration) => Ok(Value::None),
        Err(e) => Err(e),
    }
}

/// The end of a step that nothing refers to: a warning where it was never awaited; says no of other objects.
///
/// # Errors
/// The warning, where filters make it one.
pub fn finalize(vm: &Vm, value: &Value) -> Option<PyResult<()>> {
    let s = value.native::<Step>()?;
    let name = of(vm, &s.generator).map(|g| Value::Str(g.qualname.borrow().clone()));
    let warn = |name: Value| {
        let text = format!("coroutine method '{}' of {} was never awaited", s.method(), vm.repr(&name)?);
        vm.warn(&vm.exc.runtime_warning, &text, 1)
    };
    Some(name.and_then(warn))
}

impl Native for Step {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.value(&self.generator);
        if let Ok(input) = self.input.try_borrow() {
            match &*input {
                Some(Input::Send(v)) => visit.value(v),
                Some(Input::Throw(e)) => visit.object(e.object()),
                _ => {}
            }
        }
    }

    fn needs_close(&self) -> bool {
        self.state.get() == State::Init
    }
}

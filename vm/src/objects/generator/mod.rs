//! `generator`, `coroutine` and `async_generator`: mirrors `Objects/genobject.c`.

use std::cell::{Cell, RefCell};

use crate::bytecode::code::CodeFlags;
use crate::error::{PyError, PyResult};
use crate::eval::Frame;
use crate::eval::generator::resume;
use crate::eval::{Drain, Outcome};
use crate::heap::collect::Traverse;
use crate::heap::{Ref, Str, Value, Visitor};
use crate::objects::{CodeObject, Kind};
use crate::types::slots::Sent;
use crate::types::{GetSetDef, Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use crate::vm::Vm;

mod anext;
mod asynchronous;
mod step;
mod throwing;

pub use anext::anext_awaitable;

pub use asynchronous::{ASYNC_GENERATOR_SPEC, COROUTINE_WRAPPER_SPEC, WRAPPED_SPEC, wrap_async};
pub use step::{ASEND_SPEC, ATHROW_SPEC, finalize as finalize_step};
use throwing::{throw, throw_in, throw_method, thrown};

/// The payload of all three.
pub struct Generator {
    /// The suspended frame; none once it ended, nor while it runs: unless only one that it delegates to does
    /// ([`crate::eval::delegation`]).
    pub frame: RefCell<Option<Frame>>,
    /// The code object.
    pub code: Ref,
    name: RefCell<Str>,
    qualname: RefCell<Str>,
    /// Whether its frame runs.
    pub running: Cell<bool>,
    /// Whether it was resumed ever.
    pub started: Cell<bool>,
    /// For coroutines: the frames where it was made, or `None`.
    origin: Value,
    /// For asynchronous generators: whether a step is under way.
    running_async: Cell<bool>,
    /// For asynchronous generators: `aclose` began.
    closed: Cell<bool>,
    /// For asynchronous generators: whether the hooks of `sys` were asked for.
    hooked: Cell<bool>,
    /// For asynchronous generators: the finalizer hook, or `None`.
    finalizer: RefCell<Value>,
}

/// The signature of `throw`; how many arguments were given counts.
const THROW: &str = "($self, type, value=<unrepresentable>, traceback=<unrepresentable>, /)";
const FLAGS: TypeFlags = TypeFlags::NO_NEW.with(TypeFlags::HAS_WEAKREF);

/// `generator`
pub static SPEC: TypeSpec = TypeSpec {
    layout: Some(Layout::Native("generator")),
    flags: FLAGS,
    slots: generator_slots,
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::named("generator", "builtins")
};

/// `coroutine`
pub static COROUTINE_SPEC: TypeSpec = TypeSpec {
    layout: Some(Layout::Native("coroutine")),
    flags: FLAGS,
    slots: coroutine_slots,
    methods: COROUTINE_METHODS,
    getset: COROUTINE_GETSET,
    ..TypeSpec::named("coroutine", "builtins")
};

const GENERIC: NativeDef = {
    let make = crate::objects::generic_alias::class_getitem;
    NativeDef::class("__class_getitem__", "($type, object, /)", make, "See PEP 585").hidden_signature()
};

static METHODS: &[NativeDef] = &[
    NativeDef::method("send", "($self, value, /)", |vm, a| send_method(vm, &a[0], a[1].clone()), "send(value) -> send 'value' into generator,\nreturn next yielded value or raise StopIteration.").hidden_signature(),
    NativeDef::method("throw", THROW, throw_method, "throw(value)\nthrow(type[,value[,tb]])\n\nRaise exception in generator, return next yielded value or raise\nStopIteration.").hidden_signature(),
    NativeDef::method("close", "($self, /)", |vm, a| close(vm, &a[0]), "close() -> raise GeneratorExit inside generator.").hidden_signature(),
    GENERIC,
];

static COROUTINE_METHODS: &[NativeDef] = &[
    NativeDef::method("send", "($self, value, /)", |vm, a| send_method(vm, &a[0], a[1].clone()), "send(arg) -> send 'arg' into coroutine,\nreturn next iterated value or raise StopIteration.").hidden_signature(),
    NativeDef::method("throw", THROW, throw_method, "throw(value)\nthrow(type[,value[,traceback]])\n\nRaise exception in coroutine, return next iterated value or raise\nStopIteration.\nthe (type, val, tb) signature is deprecated, \nand may be removed in a future version of Python.").hidden_signature(),
    NativeDef::method("close", "($self, /)", |vm, a| close(vm, &a[0]), "close() -> raise GeneratorExit inside coroutine.").hidden_signature(),
    GENERIC,
];

static GETSET: &[GetSetDef] = &[
    GetSetDef::get_set("__name__", get_name, set_name, "name of the generator"),
    GetSetDef::get_set("__qualname__", get_qualname, set_qualname, "qualified name of the generator"),
    GetSetDef::get(
        "gi_yieldfrom",
        |vm, v| Ok(of(vm, v)?.delegate().unwrap_or(Value::None)),
        "object being iterated by yield from, or None",
    ),
    GetSetDef::get("gi_running", |vm, v| Ok(Value::Bool(of(vm, v)?.running.get())), ""),
    GetSetDef::get("gi_frame", frame, ""),
    GetSetDef::get("gi_suspended", suspended, ""),
    GetSetDef::get("gi_code", |vm, v| Ok(Value::Obj(of(vm, v)?.code.clone())), ""),
];

static COROUTINE_GETSET: &[GetSetDef] = &[
    GetSetDef::get_set("__name__", get_name, set_name, "name of the coroutine"),
    GetSetDef::get_set("__qualname__", get_qualname, set_qualname, "qualified name of the coroutine"),
    GetSetDef::get(
        "cr_await",
        |vm, v| Ok(of(vm, v)?.delegate().unwrap_or(Value::None)),
        "object being awaited on, or None",
    ),
    GetSetDef::get("cr_running", |vm, v| Ok(Value::Bool(of(vm, v)?.running.get())), ""),
    GetSetDef::get("cr_frame", frame, ""),
    GetSetDef::get("cr_suspended", suspended, ""),
    GetSetDef::get("cr_code", |vm, v| Ok(Value::Obj(of(vm, v)?.code.clone())), ""),
    GetSetDef::member("cr_origin", |vm, v| Ok(of(vm, v)?.origin.clone()), ""),
];

fn generator_slots(s: &Slots) {
    s.repr.set(Some(repr));
    s.iter.set(Some(|_, v| Ok(v.clone())));
    s.iternext.set(Some(next));
    s.send.set(Some(send));
    s.finalize.set(Some(close));
}

fn coroutine_slots(s: &Slots) {
    s.repr.set(Some(repr));
    s.send.set(Some(send));
    s.am_await.set(Some(asynchronous::coroutine_await));
    s.finalize.set(Some(close));
}

/// The object that owns a frame just packed away, by the flags of its code.
///
/// # Errors
/// SystemError where the frame has no code.
pub fn new(vm: &Vm, frame: Frame) -> PyResult {
    let code = frame.code_object();
    let Some(co) = CodeObject::of(&code) else { return Err(vm.system_error("a generator needs code")) };
    let class = if co.has(CodeFlags::COROUTINE) {
        &vm.types.coroutine
    } else if co.has(CodeFlags::ASYNC_GENERATOR) {
        &vm.types.async_generator
    } else {
        &vm.types.generator
    };
    let (name, qualname) = match frame.function.kind() {
        Kind::Function(f) => (f.name.borrow().clone(), f.qualname.borrow().clone()),
        _ => (co.name.clone(), co.qualname.clone()),
    };
    let payload = Generator {
        frame: RefCell::new(Some(frame)),
        code: code.clone(),
        name: RefCell::new(name),
        qualname: RefCell::new(qualname),
        running: Cell::new(false),
        started: Cell::new(false),
        origin: if co.has(CodeFlags::COROUTINE) { origin(vm) } else { Value::None },
        running_async: Cell::new(false),
        closed: Cell::new(false),
        hooked: Cell::new(false),
        finalizer: RefCell::new(Value::None),
    };
    Ok(vm.new_object(class, Kind::Generator(Box::new(payload))))
}

/// The frames that run now, as `cr_origin` has them: file, line, name.
fn origin(vm: &Vm) -> Value {
    let depth = vm.hooks.origin_depth.get();
    if depth == 0 {
        return Value::None;
    }
    let mut found = Vec::new();
    for frame in (0..depth).map_while(|depth| super::frame::at_depth(vm, depth)) {
        let Some((object, line)) = super::frame::place(vm, &frame) else { break };
        let Some(code) = CodeObject::of(&object) else { break };
        let line = line.map_or(Value::None, Value::from);
        found.push(vec![Value::Str(code.filename.clone()), line, Value::Str(code.name.clone())]);
    }
    vm.new_tuple(found.into_iter().map(|entry| vm.new_tuple(entry)).collect())
}

/// A coroutine ends that was never awaited.
fn warn_unawaited(vm: &Vm, value: &Value) -> PyResult {
    let known = vm.lookup_attr(&vm.import("warnings")?, &vm.intern("_warn_unawaited_coroutine"))?;
    if let Some(known) = known {
        return vm.call1(&known, value.clone());
    }
    let name = of(vm, value)?.qualname.borrow().clone();
    let text = format!("coroutine '{name}' was never awaited");
    vm.warn(&vm.exc.runtime_warning, &text, 1)?;
    Ok(Value::None)
}

/// The end of a generator that nothing refers to.
///
/// # Errors
/// What its code or its finalizer hook raises.
pub fn finalize(vm: &Vm, value: &Value) -> PyResult {
    if vm.is_exact(value, &vm.types.async_generator) {
        return asynchronous::finalize(vm, value);
    }
    if vm.is_exact(value, &vm.types.coroutine) && of(vm, value)?.is_unawaited() {
        return warn_unawaited(vm, value);
    }
    close(vm, value)
}

/// The payload of a receiver.
pub(crate) fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Generator> {
    value.as_obj().and_then(Generator::of).ok_or_else(|| vm.wrong_payload(value, "generator"))
}

impl Generator {
    /// The generator in an object, if it is one.
    #[inline(always)]
    pub fn of(object: &Ref) -> Option<&Generator> {
        if let Kind::Generator(g) = object.kind() { Some(g) } else { None }
    }

    /// The iterator that the suspended frame delegates to.
    pub fn delegate(&self) -> Option<Value> {
        if self.running.get() {
            return None;
        }
        self.frame.borrow().as_ref()?.delegate().cloned()
    }

    /// Whether it was never resumed and has not ended either.
    fn is_unawaited(&self) -> bool {
        !self.started.get() && self.frame.borrow().is_some()
    }

    /// The instruction at which the suspended frame waits; it goes on behind it unless it delegates.
    pub fn waits_at(&self) -> Option<usize> {
        let frame = self.frame.borrow();
        let frame = frame.as_ref()?;
        Some(if frame.delegate().is_some() { frame.ip } else { frame.ip.saturating_sub(1) })
    }
}

/// "generator", "coroutine" or "async generator", for messages.
fn kind_name(vm: &Vm, value: &Value) -> &'static str {
    let class = vm.class_of(value);
    if class.is(&vm.types.coroutine) {
        "coroutine"
    } else if class.is(&vm.types.async_generator) {
        "async generator"
    } else {
        "generator"
    }
}

/// Resumes with a value or an exception. `None` as outcome: it had ended before.
fn run(vm: &Vm, value: &Value, input: Result<Value, PyError>) -> PyResult<Option<Outcome>> {
    run_draining(vm, value, input, None)
}

fn run_draining<'a>(
    vm: &'a Vm,
    value: &Value,
    input: Result<Value, PyError>,
    drain: Option<Drain<'a>>,
) -> PyResult<Option<Outcome>> {
    let Value::Obj(owner) = value else { return Err(vm.wrong_payload(value, "generator")) };
    let g = of(vm, value)?;
    if g.running.get() {
        return Err(vm.value_error(format!("{} already executing", kind_name(vm, value))));
    }
    if let Ok(sent) = &input
        && !g.started.get()
        && !sent.is_none()
        && g.frame.borrow().is_some()
    {
        let kind = kind_name(vm, value);
        return Err(vm.type_error(format!("can't send non-None value to a just-started {kind}")));
    }
    if g.frame.borrow().is_none() {
        return match input {
            // `close` does not come this way.
            _ if vm.is_exact(value, &vm.types.coroutine) => {
                Err(vm.runtime_error("cannot reuse already awaited coroutine"))
            }
            Err(error) => Err(error),
            Ok(_) => Ok(None),
        };
    }
    let outcome = resume(vm, owner, input, drain);
    g.running.set(false);
    match outcome {
        Ok(outcome) => Ok(Some(outcome)),
        Err(e) => Err(no_stop_iteration(vm, value, e)),
    }
}

/// A StopIteration that leaves a frame becomes a RuntimeError (PEP 479).
pub(crate) fn no_stop_iteration(vm: &Vm, value: &Value, error: PyError) -> PyError {
    let is_async = vm.is_exact(value, &vm.types.async_generator);
    let stop = error.matches(vm, &vm.exc.stop_iteration);
    let async_stop = is_async && error.matches(vm, &vm.exc.stop_async_iteration);
    if !stop && !async_stop {
        return error;
    }
    let what = if stop { "StopIteration" } else { "StopAsyncIteration" };
    let wrapped = vm.runtime_error(format!("{} raised {what}", kind_name(vm, value)));
    let payload = wrapped.payload();
    payload.suppress_context.set(true);
    drop(payload.cause.replace(error.to_value()));
    drop(payload.context.replace(error.to_value()));
    wrapped
}

fn next(vm: &Vm, value: &Value) -> PyResult<Option<Value>> {
    item_of(vm, run(vm, value, Ok(Value::None))?)
}

/// The next item that `drain` does not take; none at the end.
///
/// # Errors
/// What the generator raises.
pub fn next_draining(vm: &Vm, value: &Value, drain: Drain<'_>) -> PyResult<Option<Value>> {
    item_of(vm, run_draining(vm, value, Ok(Value::None), Some(drain))?)
}

fn item_of(vm: &Vm, outcome: Option<Outcome>) -> PyResult<Option<Value>> {
    match outcome {
        Some(Outcome::Yielded(item)) => Ok(Some(item)),
        Some(Outcome::Returned(Value::None)) | None => Ok(None),
        Some(Outcome::Returned(result)) => Err(stop_with(vm, result)),
    }
}

/// `StopIteration(value)`; a tuple or exception stays one argument.
fn stop_with(vm: &Vm, value: Value) -> PyError {
    vm.stop_iteration(value)
}

pub(crate) fn send(vm: &Vm, value: &Value, sent: Value) -> PyResult<Sent> {
    let sent = sent.bound().unwrap_or(Value::None);
    Ok(match run(vm, value, Ok(sent))? {
        Some(Outcome::Yielded(item)) => Sent::Yielded(item),
        Some(Outcome::Returned(result)) => Sent::Returned(result),
        None => Sent::Returned(Value::None),
    })
}

/// What a method gives for an outcome: the value yielded, or StopIteration.
fn as_method(vm: &Vm, outcome: Option<Outcome>) -> PyResult {
    match outcome {
        Some(Outcome::Yielded(item)) => Ok(item),
        Some(Outcome::Returned(result)) => Err(stop_with(vm, result)),
        None => Err(vm.stop_iteration(Value::None)),
    }
}

pub(crate) fn send_method(vm: &Vm, value: &Value, sent: Value) -> PyResult {
    let outcome = run(vm, value, Ok(sent))?;
    as_method(vm, outcome)
}

impl Generator {
    /// The suspended frame, where it waits at a `yield` that no handler guards: to close it is to drop it.
    fn take_unguarded(&self) -> Option<Frame> {
        let mut place = self.frame.borrow_mut();
        let frame = place.as_ref()?;
        let at = u32::try_from(frame.ip.checked_sub(1)?).ok()?;
        let delegates = frame.extra.as_ref().is_some_and(|extra| extra.delegate.is_some());
        if delegates || frame.code().code().handler_at(at).is_some() {
            return None;
        }
        place.take()
    }
}

/// `close()`: raises GeneratorExit where the frame is suspended.
///
/// # Errors
/// RuntimeError where the frame yields again, and what it raises instead.
pub fn close(vm: &Vm, value: &Value) -> PyResult {
    let g = of(vm, value)?;
    if !g.started.get() || g.frame.borrow().is_none() {
        if g.running.get() {
            return Err(vm.value_error(format!("{} already executing", kind_name(vm, value))));
        }
        drop(g.frame.take());
        return Ok(Value::None);
    }
    if let Some(frame) = g.take_unguarded() {
        super::frame::detach_suspended(frame);
        return Ok(Value::None);
    }
    let exit = vm.new_exception(&vm.exc.generator_exit, Vec::new());
    match throw(vm, value, exit) {
        Ok(_) => Err(vm.runtime_error(format!("{} ignored GeneratorExit", kind_name(vm, value)))),
        Err(e) if e.matches(vm, &vm.exc.generator_exit) => Ok(Value::None),
        Err(e) if e.matches(vm, &vm.exc.stop_iteration) => {
            Ok(e.payload().field("value").bound().unwrap_or(Value::None))
        }
        Err(e) => Err(e),
    }
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let g = of(vm, value)?;
    let kind = match kind_name(vm, value) {
        "async generator" => "async_generator",
        other => other,
    };
    Ok(Value::str(&format!("<{kind} object {} at {:#x}>", g.qualname.borrow(), vm.id(value))))
}

fn get_name(vm: &Vm, value: &Value) -> PyResult {
    Ok(Value::Str(of(vm, value)?.name.borrow().clone()))
}

fn set_name(vm: &Vm, value: &Value, new: Option<Value>) -> PyResult<()> {
    let text = new.as_ref().and_then(Value::as_text).cloned();
    let Some(text) = text else { return Err(vm.type_error("__name__ must be set to a string object")) };
    drop(of(vm, value)?.name.replace(text));
    Ok(())
}

fn get_qualname(vm: &Vm, value: &Value) -> PyResult {
    Ok(Value::Str(of(vm, value)?.qualname.borrow().clone()))
}

fn set_qualname(vm: &Vm, value: &Value, new: Option<Value>) -> PyResult<()> {
    let text = new.as_ref().and_then(Value::as_text).cloned();
    let Some(text) = text else { return Err(vm.type_error("__qualname__ must be set to a string object")) };
    drop(of(vm, value)?.qualname.replace(text));
    Ok(())
}

pub(super) fn frame(vm: &Vm, value: &Value) -> PyResult {
    let owner = value.as_obj();
    Ok(owner.and_then(|owner| super::frame::of_generator(vm, owner)).map_or(Value::None, Value::Obj))
}

fn suspended(vm: &Vm, value: &Value) -> PyResult {
    let g = of(vm, value)?;
    Ok(Value::Bool(g.started.get() && !g.running.get() && g.frame.borrow().is_some()))
}

impl Traverse for Generator {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.object(&self.code);
        self.finalizer.traverse(visit);
        visit.value(&self.origin);
        if let Ok(frame) = self.frame.try_borrow()
            && let Some(s) = &*frame
        {
            visit.object(&s.function);
            if let Some(extra) = &s.extra {
                visit.values(&extra.registers);
                visit.value(&extra.handled);
                visit.value(&extra.locals);
                extra.generator.traverse(visit);
                extra.object.traverse(visit);
            }
        }
    }
}

impl Generator {
    /// Whether the VM must close it when it dies.
    pub(crate) fn needs_close(&self) -> bool {
        // Only a frame suspended inside a `try` or `with` has anything to run.
        let is_coroutine = CodeObject::of(&self.code).is_some_and(|c| c.has(CodeFlags::COROUTINE));
        if is_coroutine && self.is_unawaited() {
            return true;
        }
        let frame = self.frame.borrow();
        let Some(s) = frame.as_ref().filter(|_| self.started.get()) else { return false };
        let ip = u32::try_from(s.ip).unwrap_or(0);
        let guarded = CodeObject::of(&self.code).is_some_and(|c| {
            c.code().handler_at(ip).is_some() || c.code().handler_at(ip.saturating_sub(1)).is_some()
        });
        guarded || s.delegate().is_some()
    }
}

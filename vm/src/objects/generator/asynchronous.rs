//! The awaitables of coroutines and asynchronous generators.

use std::cell::{Cell, RefCell};

use super::{FLAGS, of, repr, send, thrown};
use crate::error::{PyError, PyResult};
use crate::heap::{Value, Visitor};
use crate::objects::Native;
use crate::types::slots::Sent;
use crate::types::{GetSetDef, Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use crate::vm::Vm;

/// `coroutine_wrapper`: what `coroutine.__await__()` gives.
pub static COROUTINE_WRAPPER_SPEC: TypeSpec = TypeSpec {
    doc: Some("A wrapper object implementing __await__ for coroutines."),
    layout: Some(Layout::Native("coroutine_wrapper")),
    flags: TypeFlags::NO_NEW,
    slots: wrapper_slots,
    methods: WRAPPER_METHODS,
    ..TypeSpec::named("coroutine_wrapper", "builtins")
};

/// `async_generator`
pub static ASYNC_GENERATOR_SPEC: TypeSpec = TypeSpec {
    layout: Some(Layout::Native("async_generator")),
    flags: FLAGS,
    slots: async_generator_slots,
    methods: ASYNC_METHODS,
    getset: ASYNC_GETSET,
    ..TypeSpec::named("async_generator", "builtins")
};

/// `async_generator_asend`
pub static ASEND_SPEC: TypeSpec = TypeSpec {
    layout: Some(Layout::Native("async_generator_asend")),
    flags: TypeFlags::NO_NEW,
    slots: step_slots,
    methods: STEP_METHODS,
    ..TypeSpec::named("async_generator_asend", "builtins")
};

/// `async_generator_athrow`
pub static ATHROW_SPEC: TypeSpec = TypeSpec {
    layout: Some(Layout::Native("async_generator_athrow")),
    flags: TypeFlags::NO_NEW,
    slots: step_slots,
    methods: STEP_METHODS,
    ..TypeSpec::named("async_generator_athrow", "builtins")
};

/// The wrapper that tells a value yielded by an asynchronous generator from one that an await passes through.
pub static WRAPPED_SPEC: TypeSpec = TypeSpec {
    layout: Some(Layout::Native("async_generator_wrapped_value")),
    flags: TypeFlags::NO_NEW,
    ..TypeSpec::named("async_generator_wrapped_value", "builtins")
};

static WRAPPER_METHODS: &[NativeDef] = &[
    NativeDef::method(
        "send",
        "($self, value, /)",
        |vm, a| super::send_method(vm, inner(vm, &a[0])?, a[1].clone()),
        "",
    )
    .hidden_signature(),
    NativeDef::method(
        "throw",
        "($self, type, value=None, traceback=None, /)",
        |vm, a| super::throw(vm, inner(vm, &a[0])?, thrown(vm, &a[1..])?),
        "",
    )
    .hidden_signature(),
    NativeDef::method("close", "($self, /)", |vm, a| super::close(vm, inner(vm, &a[0])?), "")
        .hidden_signature(),
];

static ASYNC_METHODS: &[NativeDef] = &[
    NativeDef::method(
        "asend",
        "($self, value, /)",
        |vm, a| step(vm, &a[0], Input::Send(a[1].clone())),
        "asend(v) -> send 'v' in generator.",
    )
    .hidden_signature(),
    NativeDef::method(
        "athrow",
        "($self, type, value=None, traceback=None, /)",
        athrow,
        "athrow(value)\nathrow(type[,value[,tb]])\n\nraise exception in generator.",
    )
    .hidden_signature(),
    NativeDef::method(
        "aclose",
        "($self, /)",
        |vm, a| step(vm, &a[0], Input::Close),
        "aclose() -> raise GeneratorExit inside generator.",
    )
    .hidden_signature(),
    NativeDef::class(
        "__class_getitem__",
        "($type, object, /)",
        crate::objects::generic_alias::class_getitem,
        "See PEP 585",
    )
    .hidden_signature(),
];

static ASYNC_GETSET: &[GetSetDef] = &[
    GetSetDef::get_set("__name__", super::get_name, super::set_name, "name of the async generator"),
    GetSetDef::get_set(
        "__qualname__",
        super::get_qualname,
        super::set_qualname,
        "qualified name of the async generator",
    ),
    GetSetDef::get(
        "ag_await",
        |vm, v| Ok(of(vm, v)?.delegate().unwrap_or(Value::None)),
        "object being awaited on, or None",
    ),
    GetSetDef::member("ag_running", |vm, v| Ok(Value::Bool(of(vm, v)?.running.get())), ""),
    GetSetDef::get("ag_frame", super::frame, ""),
    GetSetDef::get("ag_suspended", super::suspended, ""),
    GetSetDef::get("ag_code", |vm, v| Ok(Value::Obj(of(vm, v)?.code.clone())), ""),
];

static STEP_METHODS: &[NativeDef] = &[
    NativeDef::method(
        "send",
        "($self, value, /)",
        |vm, a| as_method(vm, advance(vm, &a[0], Ok(a[1].clone()))?),
        "",
    )
    .hidden_signature(),
    NativeDef::method(
        "throw",
        "($self, type, value=None, traceback=None, /)",
        |vm, a| as_method(vm, advance(vm, &a[0], Err(thrown(vm, &a[1..])?))?),
        "",
    )
    .hidden_signature(),
    NativeDef::method("close", "($self, /)", close_step, "").hidden_signature(),
];

/// Keeps a coroutine for [`COROUTINE_WRAPPER_SPEC`].
struct Wrapper(Value);

/// A value yielded by an asynchronous generator.
struct Wrapped(Value);

/// What a step does to its generator first.
enum Input {
    Send(Value),
    Throw(PyError),
    Close,
}

/// One `asend`, `athrow` or `aclose`, awaited once.
struct Step {
    generator: Value,
    input: RefCell<Option<Input>>,
    is_close: bool,
    done: Cell<bool>,
}

fn wrapper_slots(s: &Slots) {
    s.iter.set(Some(|_, v| Ok(v.clone())));
    s.iternext.set(Some(|vm, v| super::next(vm, inner(vm, v)?)));
    s.send.set(Some(|vm, v, sent| send(vm, inner(vm, v)?, sent)));
}

fn async_generator_slots(s: &Slots) {
    s.repr.set(Some(repr));
    s.finalize.set(Some(finalize));
    s.aiter.set(Some(|_, v| Ok(v.clone())));
    s.anext.set(Some(|vm, v| step(vm, v, Input::Send(Value::None))));
}

fn step_slots(s: &Slots) {
    s.iter.set(Some(|_, v| Ok(v.clone())));
    s.am_await.set(Some(|_, v| Ok(v.clone())));
    s.iternext.set(Some(|vm, v| match advance(vm, v, Ok(Value::None))? {
        Sent::Yielded(item) => Ok(Some(item)),
        Sent::Returned(Value::None) => Ok(None),
        Sent::Returned(result) => Err(vm.stop_iteration(result)),
    }));
    s.send.set(Some(|vm, v, sent| advance(vm, v, Ok(sent))));
}

fn inner<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Value> {
    vm.payload::<Wrapper>(value, "coroutine_wrapper").map(|w| &w.0)
}

pub(super) fn coroutine_await(vm: &Vm, value: &Value) -> PyResult {
    Ok(vm.new_native(&vm.native_type(&COROUTINE_WRAPPER_SPEC), Wrapper(value.clone())))
}

/// Marks a value as yielded by the generator itself.
pub fn wrap_async(vm: &Vm, value: Value) -> Value {
    vm.new_native(&vm.native_type(&WRAPPED_SPEC), Wrapped(value))
}

fn step(vm: &Vm, generator: &Value, input: Input) -> PyResult {
    first_step(vm, generator)?;
    let is_close = matches!(input, Input::Close);
    let spec = if matches!(input, Input::Send(_)) { &ASEND_SPEC } else { &ATHROW_SPEC };
    let step = Step {
        generator: generator.clone(),
        input: RefCell::new(Some(input)),
        is_close,
        done: Cell::new(false),
    };
    Ok(vm.new_native(&vm.native_type(spec), step))
}

/// Before the first step of a generator the hooks of `sys.set_asyncgen_hooks` come in.
fn first_step(vm: &Vm, generator: &Value) -> PyResult<()> {
    let g = of(vm, generator)?;
    if g.hooked.replace(true) {
        return Ok(());
    }
    let (firstiter, finalizer) = vm.hooks.asyncgen.borrow().clone();
    drop(g.finalizer.replace(finalizer));
    if firstiter.is_none() { Ok(()) } else { vm.call1(&firstiter, generator.clone()).map(drop) }
}

/// The end of a generator that nothing refers to: its finalizer hook, or `close`.
pub(super) fn finalize(vm: &Vm, value: &Value) -> PyResult {
    let g = of(vm, value)?;
    let finalizer = g.finalizer.borrow().clone();
    if finalizer.is_none() || g.closed.get() || g.frame.borrow().is_none() {
        return super::close(vm, value);
    }
    vm.call1(&finalizer, value.clone())
}

fn athrow(vm: &Vm, args: &[Value]) -> PyResult {
    let error = thrown(vm, &args[1..])?;
    step(vm, &args[0], Input::Throw(error))
}

fn as_method(vm: &Vm, sent: Sent) -> PyResult {
    match sent {
        Sent::Yielded(item) => Ok(item),
        Sent::Returned(result) => Err(vm.stop_iteration(result)),
    }
}

fn close_step(vm: &Vm, args: &[Value]) -> PyResult {
    let s: &Step = vm.payload(&args[0], "async_generator_asend")?;
    s.done.set(true);
    Ok(Value::None)
}

/// Drives a step: a wrapped value is its result, anything else passes through to the event loop.
fn advance(vm: &Vm, value: &Value, input: Result<Value, PyError>) -> PyResult<Sent> {
    let s: &Step = vm.payload(value, "async_generator_asend")?;
    let kind = if vm.class_of(value).is(&vm.native_type(&ASEND_SPEC)) {
        "__anext__()/asend()"
    } else {
        "aclose()/athrow()"
    };
    if s.done.get() {
        return Err(vm.runtime_error(format!("cannot reuse already awaited {kind}")));
    }
    let g = of(vm, &s.generator)?;
    let first = s.input.take();
    if g.closed.get() && first.is_some() {
        s.done.set(true);
        return match first {
            Some(Input::Close) => Ok(Sent::Returned(Value::None)),
            _ => Err(vm.new_exception(&vm.exc.stop_async_iteration, Vec::new())),
        };
    }
    let result = match (input, first) {
        (Err(error), _) => super::throw(vm, &s.generator, error).map(Sent::Yielded),
        (Ok(_), Some(Input::Send(sent))) => send(vm, &s.generator, sent),
        (Ok(_), Some(Input::Throw(error))) => super::throw(vm, &s.generator, error).map(Sent::Yielded),
        (Ok(_), Some(Input::Close)) => {
            g.closed.set(true);
            if !g.started.get() {
                drop(g.frame.take());
                s.done.set(true);
                return Ok(Sent::Returned(Value::None));
            }
            let exit = vm.new_exception(&vm.exc.generator_exit, Vec::new());
            super::throw(vm, &s.generator, exit).map(Sent::Yielded)
        }
        (Ok(sent), None) => send(vm, &s.generator, sent),
    };
    finish_step(vm, s, result)
}

fn finish_step(vm: &Vm, s: &Step, result: PyResult<Sent>) -> PyResult<Sent> {
    let ends = |e: &PyError| {
        e.matches(vm, &vm.exc.stop_async_iteration)
            || e.matches(vm, &vm.exc.generator_exit)
            || e.matches(vm, &vm.exc.stop_iteration)
    };
    match result {
        Ok(Sent::Yielded(item)) => match item.native::<Wrapped>() {
            Some(_) if s.is_close => {
                s.done.set(true);
                Err(vm.runtime_error("async generator ignored GeneratorExit"))
            }
            Some(wrapped) => {
                s.done.set(true);
                Ok(Sent::Returned(wrapped.0.clone()))
            }
            None => Ok(Sent::Yielded(item)),
        },
        Ok(Sent::Returned(_)) => {
            s.done.set(true);
            of(vm, &s.generator)?.closed.set(true);
            if s.is_close {
                return Ok(Sent::Returned(Value::None));
            }
            Err(vm.new_exception(&vm.exc.stop_async_iteration, Vec::new()))
        }
        Err(e) if s.is_close && ends(&e) => {
            s.done.set(true);
            Ok(Sent::Returned(Value::None))
        }
        Err(e) if e.matches(vm, &vm.exc.stop_iteration) => {
            s.done.set(true);
            of(vm, &s.generator)?.closed.set(true);
            Err(vm.new_exception(&vm.exc.stop_async_iteration, Vec::new()))
        }
        Err(e) => {
            s.done.set(true);
            Err(e)
        }
    }
}

impl Native for Wrapper {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.value(&self.0);
    }
}

impl Native for Wrapped {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.value(&self.0);
    }
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
}

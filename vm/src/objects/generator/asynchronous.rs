//! The awaitables of coroutines and asynchronous generators.

use super::step::{Input, step};
use super::{FLAGS, of, repr, send, thrown};
use crate::error::PyResult;
use crate::heap::{Value, Visitor};
use crate::objects::Native;
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
        super::THROW,
        |vm, a| super::throw(vm, inner(vm, &a[0])?, thrown(vm, &a[1..], "throw")?),
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
        super::THROW,
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
    GetSetDef::member("ag_running", |vm, v| Ok(Value::Bool(of(vm, v)?.running_async.get())), ""),
    GetSetDef::get("ag_frame", super::frame, ""),
    GetSetDef::get("ag_suspended", super::suspended, ""),
    GetSetDef::get("ag_code", |vm, v| Ok(Value::Obj(of(vm, v)?.code.clone())), ""),
];

/// Keeps a coroutine for [`COROUTINE_WRAPPER_SPEC`].
struct Wrapper(Value);

/// A value yielded by an asynchronous generator.
pub(super) struct Wrapped(pub(super) Value);

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

/// Before the first step of a generator the hooks of `sys.set_asyncgen_hooks` come in.
pub(super) fn first_step(vm: &Vm, generator: &Value) -> PyResult<()> {
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
    let error = thrown(vm, &args[1..], "athrow")?;
    step(vm, &args[0], Input::Throw(error))
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

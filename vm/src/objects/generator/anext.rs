//! `anext_awaitable`: what `anext(iterator, default)` gives. Mirrors `anextawaitable` of `Objects/iterobject.c`.

use crate::error::PyResult;
use crate::eval::generator::awaitable_iter;
use crate::heap::{Value, Visitor};
use crate::objects::Native;
use crate::types::{Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use crate::vm::Vm;

/// The payload.
struct AnextAwaitable {
    wrapped: Value,
    default: Value,
}

/// The type.
pub(super) static ANEXT_AWAITABLE_SPEC: TypeSpec = TypeSpec {
    layout: Some(Layout::Native("anext_awaitable")),
    flags: TypeFlags::NO_NEW,
    slots,
    methods: METHODS,
    ..TypeSpec::named("anext_awaitable", "builtins")
};

static METHODS: &[NativeDef] = &[
    NativeDef::method(
        "send",
        "($self, arg, /)",
        |vm, a| forward(vm, &a[0], "send", &a[1..]),
        "send(arg) -> send 'arg' into the wrapped iterator,",
    )
    .hidden_signature(),
    NativeDef::method("throw", "($self, /, *args)", throw, "throw(value)").hidden_signature(),
    NativeDef::method(
        "close",
        "($self, /)",
        |vm, a| forward(vm, &a[0], "close", &[]),
        "close() -> raise GeneratorExit inside generator.",
    )
    .hidden_signature(),
];

fn slots(s: &Slots) {
    s.iter.set(Some(|_, v| Ok(v.clone())));
    s.am_await.set(Some(|_, v| Ok(v.clone())));
    s.iternext.set(Some(next));
}

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a AnextAwaitable> {
    vm.payload(value, "anext_awaitable")
}

/// An awaitable of `wrapped` that gives `default` at the end of the iteration.
pub fn anext_awaitable(vm: &Vm, wrapped: Value, default: Value) -> Value {
    vm.new_native(&vm.native_type(&ANEXT_AWAITABLE_SPEC), AnextAwaitable { wrapped, default })
}

/// What drives the wrapped awaitable.
fn iterator(vm: &Vm, a: &AnextAwaitable) -> PyResult {
    let iterator = awaitable_iter(vm, &a.wrapped)?;
    if vm.is_exact(&iterator, &vm.types.coroutine) {
        return super::asynchronous::coroutine_await(vm, &iterator);
    }
    Ok(iterator)
}

/// The end of the iteration is a return with the default.
fn finish<T>(vm: &Vm, a: &AnextAwaitable, result: PyResult<T>) -> PyResult<T> {
    result.map_err(|error| {
        if error.matches(vm, &vm.exc.stop_async_iteration) {
            vm.stop_iteration(a.default.clone())
        } else {
            error
        }
    })
}

fn next(vm: &Vm, value: &Value) -> PyResult<Option<Value>> {
    let a = of(vm, value)?;
    let iterator = iterator(vm, a)?;
    let Some(iternext) = vm.class_of(&iterator).ty().slots.iternext.get() else {
        let got = vm.type_name(&iterator);
        return Err(vm.type_error(format!("'{got}' object is not an iterator")));
    };
    finish(vm, a, iternext(vm, &iterator))
}

fn throw(vm: &Vm, args: &[Value]) -> PyResult {
    let given = args[1].as_tuple().unwrap_or(&[]).to_vec();
    forward(vm, &args[0], "throw", &given)
}

fn forward(vm: &Vm, value: &Value, method: &str, args: &[Value]) -> PyResult {
    let a = of(vm, value)?;
    let iterator = iterator(vm, a)?;
    let result = vm.call_method(&iterator, &vm.intern(method), args);
    finish(vm, a, result)
}

impl Native for AnextAwaitable {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.value(&self.wrapped);
        visit.value(&self.default);
    }
}

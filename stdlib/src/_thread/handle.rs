//! `_thread._ThreadHandle`, and starting threads.

use std::cell::{Cell, RefCell};
use std::time::{Duration, Instant};

use pyvm_vm::call::Args;
use pyvm_vm::heap::Visitor;
use pyvm_vm::objects::{Dict, Native};
use pyvm_vm::types::{GetSetDef, Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::scheduler;
use crate::support::{elements, instance};

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    NotStarted,
    Running,
    Done,
}

/// A handle: the thread's number and how far it is.
pub(super) struct Handle {
    ident: Cell<usize>,
    state: Cell<State>,
}

impl Native for Handle {
    fn traverse(&self, _visit: &mut Visitor<'_>) {}
}

/// Handles of the threads that the end of the program waits for.
#[derive(Default)]
struct Awaited(RefCell<Vec<Value>>);

/// The type.
pub(super) static SPEC: TypeSpec = TypeSpec {
    flags: TypeFlags::HAS_WEAKREF,
    layout: Some(Layout::Native("_ThreadHandle")),
    slots: |s: &Slots| s.repr.set(Some(repr)),
    new: Some(&NEW),
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::named("_ThreadHandle", "_thread")
};

static NEW: NativeDef = NativeDef::static_("__new__", "($type, /)", |vm, a| instance(vm, &a[0], fresh()), "");
static METHODS: &[NativeDef] = &[
    NativeDef::method("join", "($self, timeout=None, /)", join, "").hidden_signature(),
    NativeDef::method("_set_done", "($self, /)", set_done, "").hidden_signature(),
    NativeDef::method(
        "is_done",
        "($self, /)",
        |vm, a| Ok(Value::Bool(of(vm, &a[0])?.state.get() == State::Done)),
        "",
    )
    .hidden_signature(),
];
static GETSET: &[GetSetDef] =
    &[GetSetDef::get("ident", |vm, v| Ok(crate::support::size(of(vm, v)?.ident.get())), "")];

fn fresh() -> Handle {
    Handle { ident: Cell::new(0), state: Cell::new(State::NotStarted) }
}

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Handle> {
    vm.payload::<Handle>(value, "_thread._ThreadHandle")
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    Ok(Value::str(&format!("<_thread._ThreadHandle object: ident={}>", of(vm, value)?.ident.get())))
}

/// Waits until the thread of `handle` has ended, or until `deadline`.
fn wait_for(vm: &Vm, handle: &Handle, deadline: Option<Instant>) -> PyResult<bool> {
    if handle.state.get() == State::NotStarted {
        return Err(scheduler::not_started(vm));
    }
    if handle.state.get() == State::Running && handle.ident.get() == scheduler::ident(vm) {
        return Err(vm.runtime_error("Cannot join current thread"));
    }
    scheduler::wait(vm, deadline, || handle.state.get() == State::Done)
}

fn join(vm: &Vm, args: &[Value]) -> PyResult {
    let deadline = match args[1].unwrapped() {
        Value::None => None,
        Value::Float(x) => Some(*x),
        _ => Some(vm.index_i64(&args[1])? as f64),
    };
    // A negative time waits for ever.
    let deadline = deadline.filter(|seconds| *seconds >= 0.0);
    let deadline = deadline.and_then(|s| Instant::now().checked_add(Duration::try_from_secs_f64(s).ok()?));
    wait_for(vm, of(vm, &args[0])?, deadline)?;
    Ok(Value::None)
}

fn set_done(vm: &Vm, args: &[Value]) -> PyResult {
    let handle = of(vm, &args[0])?;
    if handle.state.get() == State::NotStarted {
        return Err(scheduler::not_started(vm));
    }
    handle.state.set(State::Done);
    forget(vm, &args[0]);
    Ok(Value::None)
}

fn forget(vm: &Vm, handle: &Value) {
    vm.extension(Awaited::default).0.borrow_mut().retain(|awaited| !awaited.is(handle));
}

/// `_make_thread_handle(ident)`
pub(super) fn make(vm: &Vm, args: &[Value]) -> PyResult {
    let ident = usize::try_from(vm.index_i64(&args[0])?).unwrap_or(0);
    let handle = Handle { ident: Cell::new(ident), state: Cell::new(State::Running) };
    Ok(vm.new_native(&vm.native_type(&SPEC), handle))
}

/// `start_joinable_thread(function, handle=None, daemon=True)`
pub(super) fn start_joinable(vm: &Vm, args: &[Value]) -> PyResult {
    if !vm.is_callable(&args[0]) {
        return Err(vm.type_error("thread function must be callable"));
    }
    let handle = match &args[1] {
        Value::None => vm.new_native(&vm.native_type(&SPEC), fresh()),
        given if given.native::<Handle>().is_some() => given.clone(),
        _ => return Err(vm.type_error("'handle' must be a _ThreadHandle")),
    };
    let daemon = vm.is_true(&args[2])?;
    begin(vm, &handle, daemon, args[0].clone(), Vec::new(), Value::None)?;
    Ok(handle)
}

/// `start_new_thread(function, args, kwargs={})`
pub(super) fn start_new(vm: &Vm, args: &[Value]) -> PyResult {
    if !vm.is_callable(&args[0]) {
        return Err(vm.type_error("first arg must be callable"));
    }
    if args[1].as_tuple().is_none() {
        return Err(vm.type_error("2nd arg must be a tuple"));
    }
    if !args[2].is_unbound() && args[2].as_dict().is_none() {
        return Err(vm.type_error("optional 3rd arg must be a dictionary"));
    }
    let handle = vm.new_native(&vm.native_type(&SPEC), fresh());
    begin(vm, &handle, true, args[0].clone(), elements(&args[1]).to_vec(), args[2].clone())?;
    Ok(crate::support::size(of(vm, &handle)?.ident.get()))
}

fn begin(
    vm: &Vm,
    handle: &Value,
    daemon: bool,
    function: Value,
    args: Vec<Value>,
    keywords: Value,
) -> PyResult<()> {
    let own = of(vm, handle)?;
    if own.state.get() != State::NotStarted {
        return Err(vm.runtime_error("thread already started"));
    }
    let ident = scheduler::new_ident(vm);
    let ending = handle.clone();
    let body = move |vm: &Vm| {
        let given: Vec<(Value, Value)> = keywords.as_dict().map(Dict::entries).unwrap_or_default();
        let (values, names) = pyvm_vm::call::join(&args, &given);
        let result = vm.call(&function, Args::with_keywords(&values, &names));
        if let Err(error) = result
            && !error.matches(vm, &vm.exc.system_exit)
        {
            report(vm, &error, &function);
        }
        drop((function, values));
        if let Some(handle) = ending.native::<Handle>() {
            handle.state.set(State::Done);
        }
        forget(vm, &ending);
    };
    scheduler::start(vm, ident, body)?;
    own.ident.set(ident);
    own.state.set(State::Running);
    if !daemon {
        vm.extension(Awaited::default).0.borrow_mut().push(handle.clone());
    }
    Ok(())
}

fn report(vm: &Vm, error: &pyvm_vm::PyError, function: &Value) {
    let shown = vm.repr(function).map_or_else(|_| "<object repr() failed>".to_owned(), |s| s.to_string());
    let message = format!("Exception ignored in thread started by {shown}");
    vm.report_unraisable_as(Some(&message), error, &Value::None);
}

/// `_shutdown()`: waits for all threads that are no daemons.
pub(super) fn shutdown(vm: &Vm, _: &[Value]) -> PyResult {
    let own = scheduler::ident(vm);
    loop {
        let awaited = vm.extension(Awaited::default);
        let runs = |h: &Handle| h.ident.get() != own && h.state.get() == State::Running;
        let all = awaited.0.borrow().clone();
        let Some(next) = all.into_iter().find(|h| h.native::<Handle>().is_some_and(runs)) else {
            return Ok(Value::None);
        };
        wait_for(vm, of(vm, &next)?, None)?;
        forget(vm, &next);
    }
}

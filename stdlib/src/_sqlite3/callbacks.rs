//! What SQLite calls: functions, aggregates and collations of the program.
//!
//! SQLite's closures can hold no objects, so they hold numbers, under which [`Callables`] keeps what is called; the VM
//! is the one that is running SQLite. Threads of the program do not change places meanwhile: SQLite's frames on the
//! native stack are not to be unwound.

use std::cell::{Cell, RefCell};
use std::cmp::Ordering;
use std::collections::HashMap;
use std::rc::{Rc, Weak};

use pyvm_vm::heap::Visitor;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult, Value};
use rusqlite::Connection;
use rusqlite::functions::{Aggregate, Context, FunctionFlags};
use rusqlite::types::Value as SqlValue;

use super::bind::{self, Bound};
use super::database::Column;
use crate::_thread::scheduler;

scoped_tls::scoped_thread_local!(static RUNNING: Vm);

/// Runs something of SQLite's, whose callbacks find `vm`.
pub(super) fn within<T>(vm: &Vm, work: impl FnOnce() -> T) -> T {
    let _pinned = scheduler::pin(vm);
    RUNNING.set(vm, work)
}

/// What a callback does with the VM; `otherwise` where statements end without one, as at the end of their connection.
fn with_vm<T>(otherwise: T, work: impl FnOnce(&Vm) -> T) -> T {
    if RUNNING.is_set() { RUNNING.with(work) } else { otherwise }
}

/// What one connection calls, by number.
#[derive(Default)]
pub(super) struct Callables {
    number: usize,
    last: Cell<usize>,
    known: RefCell<HashMap<usize, Value>>,
}

/// The callables of all connections of a VM, and how errors in them are treated.
#[derive(Default)]
pub(super) struct Registry {
    connections: RefCell<HashMap<usize, Weak<Callables>>>,
    last: Cell<usize>,
    /// `enable_callback_tracebacks`
    pub(super) reports: Cell<bool>,
}

impl Callables {
    /// An empty set, known to the VM.
    pub(super) fn new(vm: &Vm) -> Rc<Callables> {
        let registry = vm.extension(Registry::default);
        registry.last.set(registry.last.get() + 1);
        let number = registry.last.get();
        let callables = Rc::new(Callables { number, ..Callables::default() });
        let mut connections = registry.connections.borrow_mut();
        connections.retain(|_, callables| callables.strong_count() > 0);
        connections.insert(number, Rc::downgrade(&callables));
        callables
    }

    /// Keeps something to call; its number.
    pub(super) fn add(&self, callable: &Value) -> Handle {
        self.last.set(self.last.get() + 1);
        drop(self.known.borrow_mut().insert(self.last.get(), callable.clone()));
        Handle { connection: self.number, callable: self.last.get() }
    }

    /// Forgets everything.
    pub(super) fn clear(&self) {
        drop(self.known.take());
    }

    pub(super) fn traverse(&self, visit: &mut Visitor<'_>) {
        if let Ok(known) = self.known.try_borrow() {
            known.values().for_each(|callable| visit.value(callable));
        }
    }
}

/// Under which numbers something is kept.
#[derive(Clone, Copy)]
pub(super) struct Handle {
    connection: usize,
    callable: usize,
}

impl Handle {
    fn connection(self, vm: &Vm) -> Option<Rc<Callables>> {
        vm.extension(Registry::default).connections.borrow().get(&self.connection)?.upgrade()
    }

    fn find(self, vm: &Vm) -> Option<Value> {
        let connection = self.connection(vm)?;
        connection.known.borrow().get(&self.callable).cloned()
    }

    /// What it stands for, which is forgotten.
    fn take(self, vm: &Vm) -> Option<Value> {
        let connection = self.connection(vm)?;
        connection.known.borrow_mut().remove(&self.callable)
    }
}

/// An error in a callback: SQLite is told `text`, the program only where it asked for it.
fn failed(vm: &Vm, error: &PyError, callable: &Value, text: &str) -> rusqlite::Error {
    if vm.extension(Registry::default).reports.get() {
        vm.report_unraisable(error, callable);
    }
    if error.matches(vm, &vm.exc.memory_error) {
        return sqlite_failure(rusqlite::ffi::SQLITE_NOMEM);
    }
    if error.matches(vm, &vm.exc.overflow_error) {
        return sqlite_failure(rusqlite::ffi::SQLITE_TOOBIG);
    }
    rusqlite::Error::UserFunctionError(text.into())
}

fn sqlite_failure(code: i32) -> rusqlite::Error {
    rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(code), None)
}

/// The arguments of a call from SQL.
fn arguments(vm: &Vm, context: &Context<'_>) -> PyResult<Vec<Value>> {
    (0..context.len()).map(|i| bind::plain(vm, Column::of(context.get_raw(i)))).collect()
}

/// What a function returned, as SQLite takes it.
fn result(vm: &Vm, value: &Value) -> PyResult<SqlValue> {
    match bind::bound(vm, value)? {
        Some(Bound::Null) => Ok(SqlValue::Null),
        Some(Bound::Int(n)) => Ok(SqlValue::Integer(n)),
        Some(Bound::Float(x)) => Ok(SqlValue::Real(x)),
        Some(Bound::Text(text)) => Ok(SqlValue::Text(text)),
        Some(Bound::Blob(data)) => Ok(SqlValue::Blob(data.to_vec())),
        None => Err(vm.type_error("this type is not supported")),
    }
}

/// Calls what a handle stands for.
fn call(context: &Context<'_>, handle: Handle) -> rusqlite::Result<SqlValue> {
    with_vm(Ok(SqlValue::Null), |vm| {
        let Some(callable) = handle.find(vm) else { return Ok(SqlValue::Null) };
        let called = arguments(vm, context)
            .and_then(|args| vm.call(&callable, pyvm_vm::call::Args::positional(&args)))
            .and_then(|value| result(vm, &value));
        called.map_err(|e| failed(vm, &e, &callable, "user-defined function raised exception"))
    })
}

/// Makes a function of SQL.
pub(super) fn add_function(
    connection: &Connection,
    name: &str,
    count: i32,
    flags: FunctionFlags,
    handle: Handle,
) -> rusqlite::Result<()> {
    connection.create_scalar_function(name, count, flags, move |context| call(context, handle))
}

struct AggregateClass(Handle);

impl AggregateClass {
    /// What an error in a method is blamed on.
    fn method(&self, vm: &Vm, name: &str) -> Value {
        let class = self.0.find(vm).unwrap_or(Value::None);
        vm.getattr_str(&class, name).unwrap_or(class)
    }
}

impl Aggregate<Handle, SqlValue> for AggregateClass {
    fn init(&self, _: &mut Context<'_>) -> rusqlite::Result<Handle> {
        with_vm(Err(sqlite_failure(rusqlite::ffi::SQLITE_ABORT)), |vm| {
            let class = self.0.find(vm).unwrap_or(Value::None);
            let made = vm.call0(&class).map_err(|e| method_failed(vm, &e, &class, "__init__"))?;
            let connection = self.0.connection(vm);
            let kept = connection.map(|connection| connection.add(&made));
            kept.ok_or_else(|| sqlite_failure(rusqlite::ffi::SQLITE_ABORT))
        })
    }

    fn step(&self, context: &mut Context<'_>, instance: &mut Handle) -> rusqlite::Result<()> {
        with_vm(Ok(()), |vm| {
            let Some(instance) = instance.find(vm) else { return Ok(()) };
            let called =
                arguments(vm, context).and_then(|args| vm.call_method(&instance, &vm.intern("step"), &args));
            called.map(drop).map_err(|e| method_failed(vm, &e, &self.method(vm, "step"), "step"))
        })
    }

    fn finalize(&self, _: &mut Context<'_>, instance: Option<Handle>) -> rusqlite::Result<SqlValue> {
        with_vm(Ok(SqlValue::Null), |vm| {
            let Some(instance) = instance.and_then(|instance| instance.take(vm)) else {
                return Ok(SqlValue::Null);
            };
            let called = vm.call_method(&instance, &vm.intern("finalize"), &[]);
            called
                .and_then(|value| result(vm, &value))
                .map_err(|e| method_failed(vm, &e, &self.method(vm, "finalize"), "finalize"))
        })
    }
}

fn method_failed(vm: &Vm, error: &PyError, callable: &Value, name: &str) -> rusqlite::Error {
    let what = if error.matches(vm, &vm.exc.attribute_error) { "not defined" } else { "raised error" };
    failed(vm, error, callable, &format!("user-defined aggregate's '{name}' method {what}"))
}

/// Makes an aggregate of SQL.
pub(super) fn add_aggregate(
    connection: &Connection,
    name: &str,
    count: i32,
    handle: Handle,
) -> rusqlite::Result<()> {
    connection.create_aggregate_function(name, count, FunctionFlags::SQLITE_UTF8, AggregateClass(handle))
}

/// Compares as the program says; an error makes both equal.
fn compare(a: &str, b: &str, handle: Handle) -> Ordering {
    with_vm(Ordering::Equal, |vm| {
        let Some(callable) = handle.find(vm) else { return Ordering::Equal };
        let order = vm.call2(&callable, Value::str(a), Value::str(b)).and_then(|value| vm.index_i64(&value));
        order.map_or(Ordering::Equal, |order| order.cmp(&0))
    })
}

/// Makes an order of texts.
pub(super) fn add_collation(connection: &Connection, name: &str, handle: Handle) -> rusqlite::Result<()> {
    connection.create_collation(name, move |a, b| compare(a, b, handle))
}

/// Tells the program of a statement that begins.
pub(super) fn trace(handle: Handle, sql: &str) {
    with_vm((), |vm| {
        let Some(callable) = handle.find(vm) else { return };
        if let Err(error) = vm.call1(&callable, Value::str(sql))
            && vm.extension(Registry::default).reports.get()
        {
            vm.report_unraisable(&error, &callable);
        }
    });
}

/// Asks the program whether SQLite is to stop.
pub(super) fn ask_to_stop(handle: Handle) -> bool {
    with_vm(false, |vm| {
        let Some(callable) = handle.find(vm) else { return false };
        let answer = vm.call0(&callable).and_then(|answer| vm.is_true(&answer));
        answer.unwrap_or_else(|error| {
            if vm.extension(Registry::default).reports.get() {
                vm.report_unraisable(&error, &callable);
            }
            true
        })
    })
}

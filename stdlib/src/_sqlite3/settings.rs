//! What is set for a connection: functions of the program, limits, what is told of its work.

use pyvm_vm::types::NativeDef;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult, Value};
use rusqlite::functions::FunctionFlags;
use rusqlite::limits::Limit;

use super::callbacks::{add_aggregate, add_collation, add_function};
use super::connection::{of, opened};
use super::error::{programming, raise};
use crate::support::elements;

/// Arguments of functions that SQLite allows.
const MOST_ARGUMENTS: i64 = 127;

/// The categories by number.
const LIMITS: [Limit; 12] = [
    Limit::SQLITE_LIMIT_LENGTH,
    Limit::SQLITE_LIMIT_SQL_LENGTH,
    Limit::SQLITE_LIMIT_COLUMN,
    Limit::SQLITE_LIMIT_EXPR_DEPTH,
    Limit::SQLITE_LIMIT_COMPOUND_SELECT,
    Limit::SQLITE_LIMIT_VDBE_OP,
    Limit::SQLITE_LIMIT_FUNCTION_ARG,
    Limit::SQLITE_LIMIT_ATTACHED,
    Limit::SQLITE_LIMIT_LIKE_PATTERN_LENGTH,
    Limit::SQLITE_LIMIT_VARIABLE_NUMBER,
    Limit::SQLITE_LIMIT_TRIGGER_DEPTH,
    Limit::SQLITE_LIMIT_WORKER_THREADS,
];

/// A name of something in SQL.
fn name_of(vm: &Vm, value: &Value, function: &str) -> PyResult<String> {
    let Some(text) = value.as_text() else {
        return Err(vm.bad_argument(&format!("{function}() argument 1"), "str", value));
    };
    match text.as_str() {
        Some(text) => Ok(text.to_owned()),
        None => Err(crate::support::method(vm, value, "encode", &[])
            .err()
            .unwrap_or_else(|| vm.value_error("name"))),
    }
}

/// A number of arguments; SQLite refuses some of them.
fn count_of(vm: &Vm, value: &Value) -> PyResult<Option<i32>> {
    let count = vm.index_i64(value)?;
    Ok(i32::try_from(count).ok().filter(|_| (-1..=MOST_ARGUMENTS).contains(&count)))
}

fn not_made(vm: &Vm, what: &str) -> PyError {
    raise(vm, |errors| &errors.operational, format!("Error creating {what}"))
}

/// `create_function(name, narg, func, *, deterministic=False)`
pub(super) fn create_function(vm: &Vm, args: &[Value]) -> PyResult {
    if elements(&args[1]).len() < 3 && args[2].as_dict().is_some_and(|given| !given.is_empty()) {
        let text = "Passing keyword arguments 'name', 'narg' and 'func' to _sqlite3.Connection.create_function() is \
                    deprecated. Parameters 'name', 'narg' and 'func' will become positional-only in Python 3.15.";
        vm.warn(&vm.exc.deprecation_warning, text, 1)?;
    }
    super::call_bound(vm, &CREATE_FUNCTION, &args[..1], &args[1], &args[2])
}

static CREATE_FUNCTION: NativeDef = NativeDef::method(
    "create_function",
    "($self, /, name, narg, func, *, deterministic=False)",
    make_function,
    "",
);

fn make_function(vm: &Vm, args: &[Value]) -> PyResult {
    let database = opened(vm, &args[0])?;
    let name = name_of(vm, &args[1], "create_function")?;
    let mut flags = FunctionFlags::SQLITE_UTF8;
    flags.set(FunctionFlags::SQLITE_DETERMINISTIC, vm.is_true(&args[4])?);
    let Some(count) = count_of(vm, &args[2])? else { return Err(not_made(vm, "function")) };
    let Some(handle) = of(vm, &args[0])?.keep(&args[3]) else { return Ok(Value::None) };
    let made = add_function(database.raw(), &name, count, flags, handle);
    made.map(|()| Value::None).map_err(|_| not_made(vm, "function"))
}

/// `create_aggregate(name, n_arg, aggregate_class)`
pub(super) fn create_aggregate(vm: &Vm, args: &[Value]) -> PyResult {
    let database = opened(vm, &args[0])?;
    let name = name_of(vm, &args[1], "create_aggregate")?;
    let Some(count) = count_of(vm, &args[2])? else { return Err(not_made(vm, "aggregate")) };
    let Some(handle) = of(vm, &args[0])?.keep(&args[3]) else { return Ok(Value::None) };
    let made = add_aggregate(database.raw(), &name, count, handle);
    made.map(|()| Value::None).map_err(|_| not_made(vm, "aggregate"))
}

/// `create_collation(name, callback)`
pub(super) fn create_collation(vm: &Vm, args: &[Value]) -> PyResult {
    let database = opened(vm, &args[0])?;
    let name = name_of(vm, &args[1], "create_collation")?;
    let done = if args[2].is_none() {
        database.raw().remove_collation(name.as_str())
    } else if !vm.is_callable(&args[2]) {
        return Err(vm.type_error("parameter must be callable"));
    } else {
        let Some(handle) = of(vm, &args[0])?.keep(&args[2]) else { return Ok(Value::None) };
        add_collation(database.raw(), &name, handle)
    };
    done.map(|()| Value::None).map_err(|e| super::error::problem(vm, &e))
}

/// `interrupt()`
pub(super) fn interrupt(vm: &Vm, args: &[Value]) -> PyResult {
    opened(vm, &args[0])?.raw().get_interrupt_handle().interrupt();
    Ok(Value::None)
}

/// `iterdump(*, filter=None)`
pub(super) fn iterdump(vm: &Vm, args: &[Value]) -> PyResult {
    opened(vm, &args[0])?;
    let dump = vm.getattr_str(&vm.import("sqlite3.dump")?, "_iterdump")?;
    vm.call_kw(&dump, &args[..1], &[(vm.intern("filter"), args[1].clone())])
}

/// `set_progress_handler(progress_handler, n)`
pub(super) fn set_progress_handler(vm: &Vm, args: &[Value]) -> PyResult {
    opened(vm, &args[0])?;
    let this = of(vm, &args[0])?;
    let steps = i32::try_from(vm.index_i64(&args[2])?).unwrap_or(i32::MAX);
    let handle = if args[1].is_none() || steps <= 0 { None } else { this.keep(&args[1]) };
    this.hooks.set_progress(handle, steps);
    Ok(Value::None)
}

/// `set_trace_callback(trace_callback)`
pub(super) fn set_trace_callback(vm: &Vm, args: &[Value]) -> PyResult {
    opened(vm, &args[0])?;
    let this = of(vm, &args[0])?;
    let handle = if args[1].is_none() { None } else { this.keep(&args[1]) };
    this.hooks.set_trace(handle);
    Ok(Value::None)
}

fn category(vm: &Vm, value: &Value) -> PyResult<Limit> {
    let number = vm.index_i64(value)?;
    let found = usize::try_from(number).ok().and_then(|number| LIMITS.get(number));
    found.copied().ok_or_else(|| programming(vm, "'category' is out of bounds"))
}

/// `getlimit(category)`
pub(super) fn get_limit(vm: &Vm, args: &[Value]) -> PyResult {
    let database = opened(vm, &args[0])?;
    let limit = database.raw().limit(category(vm, &args[1])?);
    limit.map(Value::from).map_err(|e| super::error::problem(vm, &e))
}

/// `setlimit(category, limit)`
pub(super) fn set_limit(vm: &Vm, args: &[Value]) -> PyResult {
    let database = opened(vm, &args[0])?;
    let category = category(vm, &args[1])?;
    let wanted = i32::try_from(vm.index_i64(&args[2])?)
        .map_err(|_| vm.overflow_error("Python int too large to convert to C int"))?;
    let before = database.raw().set_limit(category, wanted);
    before.map(Value::from).map_err(|e| super::error::problem(vm, &e))
}

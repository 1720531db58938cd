//! `_sqlite3`: SQL databases, over SQLite. Mirrors `Modules/_sqlite`.

use std::cell::Cell;
use std::rc::Rc;

use pyvm_vm::objects::Dict;
use pyvm_vm::types::{Layout, NativeDef, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use crate::support::{add_types, elements};

mod bind;
mod callbacks;
mod complete;
mod connection;
mod constants;
mod cursor;
mod database;
mod error;
mod execute;
mod fetch;
mod open;
mod row;
mod settings;

/// What the module keeps.
struct State {
    /// By class and protocol.
    adapters: Value,
    /// By name in capitals.
    converters: Value,
    /// Whether there are adapters of int, float, str or bytearray.
    adapts_basic: Cell<bool>,
}

/// What the module keeps.
fn state(vm: &Vm) -> PyResult<Rc<State>> {
    vm.known_extension::<State>().ok_or_else(|| vm.system_error("_sqlite3 was not imported"))
}

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function("adapt", "($module, obj, proto=<unrepresentable>, alt=<unrepresentable>, /)", adapt, "Adapt given object to given protocol.")
        .shown_as("($module, obj, proto=PrepareProtocolType, alt=<unrepresentable>, /)"),
    NativeDef::function("complete_statement", "($module, /, statement)", |vm, a| {
            let text = vm.expect_str(&a[0], "complete_statement() argument 'statement'")?;
            Ok(Value::Bool(complete::is_complete(text.as_str().unwrap_or_default())))
        }, "Checks if a string contains a complete SQL statement."),
    NativeDef::function(
        "connect",
        "($module, /, *args, **kwargs)",
        connect,
        "Open a connection to the SQLite database file 'database'.\n\nYou can use \":memory:\" to open a database connection to a database that\nresides in RAM instead of on disk.\n\nNote: Passing more than 1 positional argument to _sqlite3.connect() is\ndeprecated. Parameters 'timeout', 'detect_types', 'isolation_level',\n'check_same_thread', 'factory', 'cached_statements' and 'uri' will\nbecome keyword-only parameters in Python 3.15.\n",
    )
    .shown_as("($module, /, database, timeout=5.0, detect_types=0,\n        isolation_level='', check_same_thread=True,\n        factory=ConnectionType, cached_statements=128, uri=False, *,\n        autocommit=sqlite3.LEGACY_TRANSACTION_CONTROL)"),
    NativeDef::function("enable_callback_tracebacks", "($module, enable, /)", enable_tracebacks, "Enable or disable callback functions throwing errors to stderr."),
    NativeDef::function("register_adapter", "($module, type, adapter, /)", register_adapter, "Register a function to adapt Python objects to SQLite values."),
    NativeDef::function("register_converter", "($module, typename, converter, /)", register_converter, "Register a function to convert SQLite values to Python objects."),
];

/// `sqlite3.Blob`, which only `blobopen` makes.
static BLOB: TypeSpec = TypeSpec {
    flags: TypeFlags::NO_NEW,
    layout: Some(Layout::Native("sqlite3.Blob")),
    ..TypeSpec::named("Blob", "sqlite3")
};

/// Makes the module.
///
/// # Errors
/// What making a member raises.
pub(crate) fn make(vm: &Vm) -> PyResult {
    let module = pyvm_vm::modules::make(vm, "_sqlite3", "", FUNCTIONS);
    let set = |name: &str, value: Value| pyvm_vm::modules::set(vm, &module, name, value);
    set("__doc__", Value::None)?;
    vm.set_extension(error::Errors::make(vm, &module)?);
    add_types(vm, &module, &[&BLOB, &connection::SPEC, &cursor::SPEC, &bind::PROTOCOL, &row::SPEC])?;
    let kept = State { adapters: vm.new_dict(), converters: vm.new_dict(), adapts_basic: Cell::new(false) };
    set("adapters", kept.adapters.clone())?;
    set("converters", kept.converters.clone())?;
    vm.set_extension(kept);
    set("sqlite_version", Value::str(rusqlite::version()))?;
    set("_deprecated_version", Value::str("2.6.0"))?;
    for (name, number) in constants::INTS {
        set(name, Value::Int(*number))?;
    }
    Ok(module)
}

/// Calls a native with arguments that came as `*args` and `**kwargs`, after some of its own.
fn call_bound(vm: &Vm, def: &'static NativeDef, first: &[Value], args: &Value, keywords: &Value) -> PyResult {
    let class = vm.native_type(&connection::SPEC);
    let function = pyvm_vm::types::native_class::method(vm, &class, def);
    let mut given = first.to_vec();
    given.extend_from_slice(elements(args));
    vm.call_kw(&function, &given, &named(keywords))
}

/// Keyword arguments of a dict.
fn named(keywords: &Value) -> Vec<(pyvm_vm::heap::Str, Value)> {
    let entries = keywords.as_dict().map(Dict::entries).unwrap_or_default();
    entries.into_iter().filter_map(|(name, value)| Some((name.as_text()?.clone(), value))).collect()
}

/// `connect(database, ...)`: whatever the factory makes of the arguments.
fn connect(vm: &Vm, args: &[Value]) -> PyResult {
    open::warn_of_positions(vm, &args[0], "sqlite3.connect")?;
    let factory = elements(&args[0]).get(5).cloned();
    let factory = match factory {
        Some(factory) => factory,
        None => match args[1].as_dict().and_then(|given| given.get_str(&vm.intern("factory"))) {
            Some(factory) => factory,
            None => vm.native_type(&connection::SPEC).to_value(),
        },
    };
    vm.call_kw(&factory, elements(&args[0]), &named(&args[1]))
}

fn adapt(vm: &Vm, args: &[Value]) -> PyResult {
    let usual = vm.native_type(&bind::PROTOCOL).to_value();
    let protocol = if args[1].is_unbound() { &usual } else { &args[1] };
    bind::adapt(vm, &args[0], protocol, &args[2])
}

fn enable_tracebacks(vm: &Vm, args: &[Value]) -> PyResult {
    vm.extension(callbacks::Registry::default).reports.set(vm.is_true(&args[0])?);
    Ok(Value::None)
}

fn register_adapter(vm: &Vm, args: &[Value]) -> PyResult {
    let protocol = vm.native_type(&bind::PROTOCOL).to_value();
    let key = vm.new_tuple(vec![args[0].clone(), protocol]);
    if bind::is_basic(vm, &args[0]) {
        state(vm)?.adapts_basic.set(true);
    }
    vm.setitem(&state(vm)?.adapters, &key, args[1].clone())?;
    Ok(Value::None)
}

fn register_converter(vm: &Vm, args: &[Value]) -> PyResult {
    let Some(name) = args[0].as_text() else {
        return Err(vm.bad_argument("register_converter() argument 1", "str", &args[0]));
    };
    let key = Value::str(&name.as_str().unwrap_or_default().to_uppercase());
    vm.setitem(&state(vm)?.converters, &key, args[1].clone())?;
    Ok(Value::None)
}

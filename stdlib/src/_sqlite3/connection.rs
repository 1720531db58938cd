//! `sqlite3.Connection`: opening, transactions, and what is set for a whole database.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use pyvm_vm::heap::Visitor;
use pyvm_vm::heap::collect::Traverse;
use pyvm_vm::objects::Native;
use pyvm_vm::types::{GetSetDef, Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult, Value};

use super::callbacks::{Callables, Handle};
use super::database::Database;
use super::error::programming;
use super::{cursor, open, settings};
use crate::_thread::scheduler;
use crate::support::{elements, instance};

/// `LEGACY_TRANSACTION_CONTROL`
const LEGACY: i64 = -1;
const LEVELS: [&str; 4] = ["", "DEFERRED", "IMMEDIATE", "EXCLUSIVE"];

/// The payload.
pub(super) struct Connection {
    initialized: Cell<bool>,
    database: RefCell<Option<Rc<Database>>>,
    pub(super) detect_types: Cell<i64>,
    isolation: Cell<Option<&'static str>>,
    autocommit: Cell<i64>,
    thread: Cell<usize>,
    same_thread: Cell<bool>,
    row_factory: RefCell<Value>,
    text_factory: RefCell<Value>,
    pub(super) callables: RefCell<Option<Rc<Callables>>>,
    /// What `set_progress_handler` and `set_trace_callback` said.
    pub(super) hooks: std::sync::Arc<open::Hooks>,
}

/// The type.
pub(super) static SPEC: TypeSpec = TypeSpec {
    doc: Some("SQLite database connection object."),
    flags: TypeFlags::BASETYPE.with(TypeFlags::HAS_DEL),
    layout: Some(Layout::Native("sqlite3.Connection")),
    slots: |s: &Slots| {
        s.call.set(Some(|vm, _, _| Err(vm.unfinished("statements as objects of their own"))));
        s.finalize.set(Some(finalize));
    },
    new: Some(&NEW),
    init: Some(&INIT),
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::named("Connection", "sqlite3")
};

static NEW: NativeDef =
    NativeDef::static_("__new__", "($type, /, *args, **kwargs)", new, "").hidden_signature();
static INIT: NativeDef =
    NativeDef::method("__init__", "($self, /, *args, **kwargs)", open::init, "").hidden_signature();

static METHODS: &[NativeDef] = &[
    NativeDef::method(
        "backup",
        "($self, /, target, *, pages=-1, progress=None, name='main', sleep=0.25)",
        |vm, _| Err(vm.unfinished("Connection.backup")),
        "Makes a backup of the database.",
    ),
    NativeDef::method(
        "close",
        "($self, /)",
        close,
        "Close the database connection.\n\nAny pending transaction is not committed implicitly.",
    ),
    NativeDef::method(
        "commit",
        "($self, /)",
        |vm, a| commit(vm, &a[0]),
        "Commit any pending transaction to the database.\n\nIf there is no open transaction, this method is a no-op.",
    ),
    NativeDef::method(
        "create_aggregate",
        "($self, /, name, n_arg, aggregate_class)",
        settings::create_aggregate,
        "Creates a new aggregate.",
    ),
    NativeDef::method(
        "create_collation",
        "($self, name, callback, /)",
        settings::create_collation,
        "Creates a collation function.",
    ),
    NativeDef::method(
        "create_function",
        "($self, /, *args, **kwargs)",
        settings::create_function,
        "Creates a new function.",
    )
    .shown_as("($self, /, name, narg, func, *, deterministic=False)"),
    NativeDef::method(
        "cursor",
        "($self, /, factory=<unrepresentable>)",
        new_cursor,
        "Return a cursor for the connection.",
    ),
    NativeDef::method(
        "__enter__",
        "($self, /)",
        enter,
        "Called when the connection is used as a context manager.\n\nReturns itself as a convenience to the caller.",
    ),
    NativeDef::method(
        "executemany",
        "($self, sql, parameters, /)",
        |vm, a| forward(vm, a, "executemany"),
        "Repeatedly executes an SQL statement.",
    ),
    NativeDef::method(
        "executescript",
        "($self, sql_script, /)",
        |vm, a| forward(vm, a, "executescript"),
        "Executes multiple SQL statements at once.",
    ),
    NativeDef::method(
        "execute",
        "($self, sql, parameters=<unrepresentable>, /)",
        |vm, a| forward(vm, a, "execute"),
        "Executes an SQL statement.",
    ),
    NativeDef::method(
        "__exit__",
        "($self, type, value, traceback, /)",
        exit,
        "Called when the connection is used as a context manager.\n\nIf there was any exception, a rollback takes place; otherwise we commit.",
    ),
    NativeDef::method(
        "interrupt",
        "($self, /)",
        settings::interrupt,
        "Abort any pending database operation.",
    ),
    NativeDef::method(
        "iterdump",
        "($self, /, *, filter=None)",
        settings::iterdump,
        "Returns iterator to the dump of the database in an SQL text format.\n\n  filter\n    An optional LIKE pattern for database objects to dump",
    ),
    NativeDef::method(
        "rollback",
        "($self, /)",
        |vm, a| rollback(vm, &a[0]),
        "Roll back to the start of any pending transaction.\n\nIf there is no open transaction, this method is a no-op.",
    ),
    NativeDef::method(
        "set_authorizer",
        "($self, /, authorizer_callback)",
        |vm, _| Err(vm.unfinished("Connection.set_authorizer")),
        "Set authorizer callback.",
    ),
    NativeDef::method(
        "set_progress_handler",
        "($self, /, progress_handler, n)",
        settings::set_progress_handler,
        "Set progress handler callback.\n\n  progress_handler\n    A callable that takes no arguments.\n    If the callable returns non-zero, the current query is terminated,\n    and an exception is raised.\n  n\n    The number of SQLite virtual machine instructions that are\n    executed between invocations of 'progress_handler'.\n\nIf 'progress_handler' is None or 'n' is 0, the progress handler is disabled.",
    ),
    NativeDef::method(
        "set_trace_callback",
        "($self, /, trace_callback)",
        settings::set_trace_callback,
        "Set a trace callback called for each SQL statement (passed as unicode).",
    ),
    NativeDef::method(
        "setlimit",
        "($self, category, limit, /)",
        settings::set_limit,
        "Set connection run-time limits.\n\n  category\n    The limit category to be set.\n  limit\n    The new limit. If the new limit is a negative number, the limit is\n    unchanged.\n\nAttempts to increase a limit above its hard upper bound are silently truncated\nto the hard upper bound. Regardless of whether or not the limit was changed,\nthe prior value of the limit is returned.",
    ),
    NativeDef::method(
        "getlimit",
        "($self, category, /)",
        settings::get_limit,
        "Get connection run-time limits.\n\n  category\n    The limit category to be queried.",
    ),
    NativeDef::method(
        "serialize",
        "($self, /, *, name='main')",
        |vm, _| Err(vm.unfinished("Connection.serialize")),
        "Serialize a database into a byte string.",
    ),
    NativeDef::method(
        "deserialize",
        "($self, data, /, *, name='main')",
        |vm, _| Err(vm.unfinished("Connection.deserialize")),
        "Load a serialized database.",
    ),
    NativeDef::method(
        "create_window_function",
        "($self, name, num_params, aggregate_class, /)",
        |vm, _| Err(vm.unfinished("Connection.create_window_function")),
        "Creates or redefines an aggregate window function. Non-standard.",
    ),
    NativeDef::method(
        "blobopen",
        "($self, table, column, row, /, *, readonly=False, name='main')",
        |vm, _| Err(vm.unfinished("Connection.blobopen")),
        "Open and return a BLOB object.",
    ),
    NativeDef::method(
        "setconfig",
        "($self, op, enable=True, /)",
        |vm, _| Err(vm.unfinished("Connection.setconfig")),
        "Set a boolean connection configuration option.\n\n  op\n    The configuration verb; one of the sqlite3.SQLITE_DBCONFIG codes.",
    ),
    NativeDef::method(
        "getconfig",
        "($self, op, /)",
        |vm, _| Err(vm.unfinished("Connection.getconfig")),
        "Query a boolean connection configuration option.\n\n  op\n    The configuration verb; one of the sqlite3.SQLITE_DBCONFIG codes.",
    ),
];

/// An exception class as an attribute of connections.
macro_rules! exception {
    ($name:literal, $field:ident) => {
        GetSetDef::member(
            $name,
            |vm, _| {
                let errors = vm.known_extension::<super::error::Errors>();
                Ok(errors.map_or(Value::None, |errors| errors.$field.to_value()))
            },
            "",
        )
    };
}

static GETSET: &[GetSetDef] = &[
    exception!("Warning", warning),
    exception!("Error", error),
    exception!("InterfaceError", interface),
    exception!("DatabaseError", database),
    exception!("DataError", data),
    exception!("OperationalError", operational),
    exception!("IntegrityError", integrity),
    exception!("InternalError", internal),
    exception!("ProgrammingError", programming),
    exception!("NotSupportedError", not_supported),
    GetSetDef::get_set(
        "row_factory",
        |vm, v| Ok(of(vm, v)?.row_factory.borrow().clone()),
        |vm, v, given| replace(&of(vm, v)?.row_factory, given),
        "",
    )
    .as_member(),
    GetSetDef::get_set(
        "text_factory",
        |vm, v| Ok(of(vm, v)?.text_factory.borrow().clone()),
        |vm, v, given| replace(&of(vm, v)?.text_factory, given),
        "",
    )
    .as_member(),
    GetSetDef::get_set("isolation_level", isolation_level, set_isolation_level, ""),
    GetSetDef::get("total_changes", |vm, v| Ok(Value::from(opened(vm, v)?.raw().total_changes())), ""),
    GetSetDef::get("in_transaction", |vm, v| Ok(Value::Bool(!opened(vm, v)?.raw().is_autocommit())), ""),
    GetSetDef::get_set("autocommit", autocommit, set_autocommit, ""),
];

/// Assigns a member; deleting one leaves None.
fn replace(place: &RefCell<Value>, given: Option<Value>) -> PyResult<()> {
    drop(place.replace(given.unwrap_or(Value::None)));
    Ok(())
}

/// The payload of a connection.
pub(super) fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Connection> {
    vm.payload(value, "sqlite3.Connection")
}

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    let payload = Connection {
        initialized: Cell::new(false),
        database: RefCell::new(None),
        detect_types: Cell::new(0),
        isolation: Cell::new(None),
        autocommit: Cell::new(LEGACY),
        thread: Cell::new(0),
        same_thread: Cell::new(true),
        row_factory: RefCell::new(Value::None),
        text_factory: RefCell::new(Value::None),
        callables: RefCell::new(None),
        hooks: std::sync::Arc::default(),
    };
    instance(vm, &args[0], payload)
}

impl Connection {
    /// Takes an open database in, in place of one before.
    pub(super) fn fill(&self, vm: &Vm, database: Database, options: &open::Options) -> PyResult<()> {
        self.let_go();
        drop(self.row_factory.replace(Value::None));
        drop(self.text_factory.replace(vm.types.str.to_value()));
        drop(self.callables.replace(Some(Callables::new(vm))));
        self.detect_types.set(options.detect_types);
        self.isolation.set(options.isolation);
        self.autocommit.set(options.autocommit);
        self.same_thread.set(options.same_thread);
        self.thread.set(scheduler::ident(vm));
        self.initialized.set(true);
        let database = Rc::new(database);
        drop(self.database.replace(Some(database.clone())));
        if options.autocommit == 0 { database.execute(vm, "BEGIN") } else { Ok(()) }
    }

    /// Gives the database up.
    fn let_go(&self) {
        if let Some(database) = self.database.take() {
            database.close();
        }
        if let Some(callables) = self.callables.take() {
            callables.clear();
        }
    }

    /// Keeps something that SQLite will call.
    pub(super) fn keep(&self, callable: &Value) -> Option<Handle> {
        self.callables.borrow().as_ref().map(|callables| callables.add(callable))
    }

    /// `BEGIN` of the chosen kind where a statement that changes rows needs it.
    pub(super) fn begin_if_needed(&self, vm: &Vm, database: &Database) -> PyResult<()> {
        match self.isolation.get() {
            Some(level) if self.autocommit.get() == LEGACY && database.raw().is_autocommit() => {
                database.execute(vm, &format!("BEGIN {level}"))
            }
            _ => Ok(()),
        }
    }

    /// Whether transactions are begun behind the program's back.
    pub(super) fn is_legacy(&self) -> bool {
        self.autocommit.get() == LEGACY
    }

    pub(super) fn row_factory(&self) -> Value {
        self.row_factory.borrow().clone()
    }

    pub(super) fn text_factory(&self) -> Value {
        self.text_factory.borrow().clone()
    }
}

/// Refuses another thread than the one the connection was made in.
pub(super) fn check_thread(vm: &Vm, connection: &Connection) -> PyResult<()> {
    let (here, made) = (scheduler::ident(vm), connection.thread.get());
    if !connection.initialized.get() || !connection.same_thread.get() || here == made {
        return Ok(());
    }
    let text = format!(
        "SQLite objects created in a thread can only be used in that same thread. The object was created in thread \
         id {made} and this is thread id {here}."
    );
    Err(programming(vm, text))
}

/// The database of a connection that may be used here and now.
pub(super) fn opened(vm: &Vm, value: &Value) -> PyResult<Rc<Database>> {
    let connection = of(vm, value)?;
    check_thread(vm, connection)?;
    if !connection.initialized.get() {
        return Err(not_initialized(vm));
    }
    let found = connection.database.borrow().clone();
    found.ok_or_else(|| programming(vm, "Cannot operate on a closed database."))
}

fn not_initialized(vm: &Vm) -> PyError {
    programming(vm, "Base Connection.__init__ not called.")
}

/// An isolation level by name.
pub(super) fn level(vm: &Vm, value: &Value) -> PyResult<Option<&'static str>> {
    if value.is_none() {
        return Ok(None);
    }
    let Some(text) = value.as_text() else {
        return Err(vm.type_error("isolation_level must be str or None"));
    };
    let text = text.as_str().unwrap_or("?");
    match LEVELS.iter().find(|level| level.eq_ignore_ascii_case(text)) {
        Some(level) => Ok(Some(level)),
        None => {
            Err(vm.value_error("isolation_level string must be '', 'DEFERRED', 'IMMEDIATE', or 'EXCLUSIVE'"))
        }
    }
}

fn isolation_level(vm: &Vm, value: &Value) -> PyResult {
    opened(vm, value)?;
    Ok(of(vm, value)?.isolation.get().map_or(Value::None, Value::str))
}

fn set_isolation_level(vm: &Vm, value: &Value, given: Option<Value>) -> PyResult<()> {
    let Some(given) = given else { return Err(vm.attribute_error("cannot delete attribute")) };
    let level = level(vm, &given)?;
    of(vm, value)?.isolation.set(level);
    if level.is_none() {
        commit(vm, value)?;
    }
    Ok(())
}

/// An `autocommit` argument: 1, 0 or [`LEGACY`].
pub(super) fn autocommit_mode(vm: &Vm, value: &Value) -> PyResult<i64> {
    match value.unwrapped() {
        Value::Bool(on) => Ok(i64::from(*on)),
        Value::Int(LEGACY) => Ok(LEGACY),
        _ => Err(vm.value_error("autocommit must be True, False, or sqlite3.LEGACY_TRANSACTION_CONTROL")),
    }
}

fn autocommit(vm: &Vm, value: &Value) -> PyResult {
    opened(vm, value)?;
    Ok(match of(vm, value)?.autocommit.get() {
        LEGACY => Value::Int(LEGACY),
        mode => Value::Bool(mode == 1),
    })
}

fn set_autocommit(vm: &Vm, value: &Value, given: Option<Value>) -> PyResult<()> {
    let database = opened(vm, value)?;
    let mode = autocommit_mode(vm, &given.unwrap_or(Value::None))?;
    let is_idle = database.raw().is_autocommit();
    match mode {
        1 if !is_idle => database.execute(vm, "COMMIT")?,
        0 if is_idle => database.execute(vm, "BEGIN")?,
        _ => {}
    }
    of(vm, value)?.autocommit.set(mode);
    Ok(())
}

/// Ends a transaction, and begins the next where there is always one.
fn end_transaction(vm: &Vm, value: &Value, how: &str) -> PyResult {
    let database = opened(vm, value)?;
    match of(vm, value)?.autocommit.get() {
        LEGACY if !database.raw().is_autocommit() => database.execute(vm, how)?,
        0 => {
            database.execute(vm, how)?;
            database.execute(vm, "BEGIN")?;
        }
        _ => {}
    }
    Ok(Value::None)
}

/// `commit()`
pub(super) fn commit(vm: &Vm, value: &Value) -> PyResult {
    end_transaction(vm, value, "COMMIT")
}

fn rollback(vm: &Vm, value: &Value) -> PyResult {
    end_transaction(vm, value, "ROLLBACK")
}

fn close(vm: &Vm, args: &[Value]) -> PyResult {
    let connection = of(vm, &args[0])?;
    check_thread(vm, connection)?;
    if !connection.initialized.get() {
        return Err(not_initialized(vm));
    }
    let database = connection.database.borrow().clone();
    if let Some(database) = database {
        if database.is_busy() {
            return Err(vm.unfinished("closing a connection while it is at work"));
        }
        if connection.autocommit.get() == 0 && !database.raw().is_autocommit() {
            database.execute(vm, "ROLLBACK")?;
        }
        drop(database);
        connection.let_go();
    }
    Ok(Value::None)
}

/// A connection that nobody closed.
fn finalize(vm: &Vm, value: &Value) -> PyResult {
    let connection = of(vm, value)?;
    if connection.database.borrow().is_some() {
        let text = format!("unclosed database in {}", vm.repr(value)?);
        let warned = vm.warn(&vm.exc.resource_warning, &text, 1);
        connection.let_go();
        warned?;
    }
    Ok(Value::None)
}

fn new_cursor(vm: &Vm, args: &[Value]) -> PyResult {
    opened(vm, &args[0])?;
    let class = vm.native_type(&cursor::SPEC);
    let factory = if args[1].is_unbound() { class.to_value() } else { args[1].clone() };
    let made = vm.call1(&factory, args[0].clone())?;
    if !vm.is_instance(&made, &class) {
        let got = vm.type_name(&made);
        return Err(vm.type_error(format!("factory must return a cursor, not {got}")));
    }
    let rows = of(vm, &args[0])?.row_factory();
    if !rows.is_none() {
        vm.setattr(&made, &vm.intern("row_factory"), rows)?;
    }
    Ok(made)
}

/// The same method of a new cursor, which is returned.
fn forward(vm: &Vm, args: &[Value], name: &str) -> PyResult {
    let cursor = crate::support::method(vm, &args[0], "cursor", &[])?;
    let given: Vec<Value> =
        elements(&vm.new_tuple(args[1..].to_vec())).iter().filter(|a| !a.is_unbound()).cloned().collect();
    crate::support::method(vm, &cursor, name, &given)
}

fn enter(vm: &Vm, args: &[Value]) -> PyResult {
    opened(vm, &args[0])?;
    Ok(args[0].clone())
}

fn exit(vm: &Vm, args: &[Value]) -> PyResult {
    if !args[1].is_none() {
        rollback(vm, &args[0])?;
    } else if let Err(error) = commit(vm, &args[0]) {
        // What could not be committed is undone, and the first error stays.
        drop(rollback(vm, &args[0]));
        return Err(error);
    }
    Ok(Value::Bool(false))
}

impl Native for Connection {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        self.row_factory.traverse(visit);
        self.text_factory.traverse(visit);
        if let Some(callables) = self.callables.borrow().as_ref() {
            callables.traverse(visit);
        }
    }
}

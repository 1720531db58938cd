//! `_dbm_sqlite`: the one table of a `dbm.sqlite3` database, over SQLite. CPython's layer says the same in SQL through
//! `_sqlite3`, of which these statements, conversions and errors are a part.

use std::cell::RefCell;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use pyvm_vm::heap::{TypeRef, Visitor};
use pyvm_vm::objects::Native;
use pyvm_vm::types::native_class::exception_class;
use pyvm_vm::types::{Layout, NativeDef, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult, Value};
use rusqlite::types::{ToSqlOutput, Value as SqlValue, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags, ToSql};

use crate::support::add_types;

const MAKE: &str =
    "CREATE TABLE IF NOT EXISTS Dict (\n    key BLOB UNIQUE NOT NULL,\n    value BLOB NOT NULL\n  )";
const SIZE: &str = "SELECT COUNT (key) FROM Dict";
const LOOKUP: &str = "SELECT value FROM Dict WHERE key = CAST(? AS BLOB)";
const STORE: &str = "REPLACE INTO Dict (key, value) VALUES (CAST(? AS BLOB), CAST(? AS BLOB))";
const DELETE: &str = "DELETE FROM Dict WHERE key = CAST(? AS BLOB)";
const KEYS: &str = "SELECT key FROM Dict";
/// Steps of SQLite between two looks at interrupts and limits.
const STEPS: i32 = 10_000;

/// The payload: the database until it is closed.
struct Table {
    connection: RefCell<Option<Connection>>,
}

static SPEC: TypeSpec = TypeSpec {
    doc: Some("The table of a dbm.sqlite3 database."),
    flags: TypeFlags::NO_NEW,
    layout: Some(Layout::Native("Table")),
    methods: METHODS,
    ..TypeSpec::named("Table", "_dbm_sqlite")
};

static METHODS: &[NativeDef] = &[
    NativeDef::method("use_log", "($self, /)", use_log, "Writes go to a log beside the file."),
    NativeDef::method("make", "($self, /)", make_table, "Makes the table where it is not there."),
    NativeDef::method("size", "($self, /)", count, "The number of keys."),
    NativeDef::method("lookup", "($self, key, /)", lookup, "The value of a key in a tuple, or None."),
    NativeDef::method("store", "($self, key, value, /)", store, "Sets the value of a key."),
    NativeDef::method("delete", "($self, key, /)", delete, "Takes a key out; whether it was there."),
    NativeDef::method("keys", "($self, /)", keys, "A list of the keys."),
    NativeDef::method("close", "($self, /)", close, "Closes the file."),
];

static FUNCTIONS: &[NativeDef] = &[NativeDef::function(
    "connect",
    "($module, path, mode, /)",
    connect,
    "Opens a database: the path as bytes, and 'ro', 'rw' or 'rwc'.",
)];

/// The exceptions of `sqlite3`, which is what CPython raises.
struct Errors {
    database: TypeRef,
    operational: TypeRef,
    integrity: TypeRef,
    data: TypeRef,
    internal: TypeRef,
    programming: TypeRef,
}

/// Makes the module.
///
/// # Errors
/// What making a member raises.
pub(crate) fn make(vm: &Vm) -> PyResult {
    let module = pyvm_vm::modules::make(vm, "_dbm_sqlite", "The table behind dbm.sqlite3.", FUNCTIONS);
    add_types(vm, &module, &[&SPEC])?;
    let class = |name: &str, base: &TypeRef| exception_class(vm, "sqlite3", name, std::slice::from_ref(base));
    let error = class("Error", &vm.exc.exception)?;
    pyvm_vm::modules::set(vm, &module, "Error", error.to_value())?;
    let database = class("DatabaseError", &error)?;
    vm.set_extension(Errors {
        operational: class("OperationalError", &database)?,
        integrity: class("IntegrityError", &database)?,
        data: class("DataError", &database)?,
        internal: class("InternalError", &database)?,
        programming: class("ProgrammingError", &database)?,
        database,
    });
    Ok(module)
}

/// What SQLite says, as the exception that CPython makes of its code.
fn problem(vm: &Vm, error: &rusqlite::Error, path: Option<&Path>) -> PyError {
    let Some(errors) = vm.known_extension::<Errors>() else { return vm.system_error("no sqlite3 errors") };
    let rusqlite::Error::SqliteFailure(failure, message) = error else {
        return programming(vm, error.to_string());
    };
    let class = match failure.code {
        ErrorCode::OutOfMemory => return vm.out_of_memory(),
        ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt => &errors.database,
        ErrorCode::ConstraintViolation | ErrorCode::TypeMismatch => &errors.integrity,
        ErrorCode::TooBig => &errors.data,
        ErrorCode::InternalMalfunction | ErrorCode::NotFound => &errors.internal,
        _ => &errors.operational,
    };
    let mut text = message.clone().unwrap_or_else(|| failure.to_string());
    // The crate adds the path of a file that cannot be opened.
    if let Some(path) = path
        && let Some(short) = text.strip_suffix(&format!(": {}", path.display()))
    {
        text = short.to_owned();
    }
    vm.new_error(class, text)
}

fn connect(vm: &Vm, args: &[Value]) -> PyResult {
    let path = vm.bytes_of(&args[0])?;
    let path = std::path::absolute(OsStr::from_bytes(&path)).unwrap_or_else(|_| PathBuf::from("/"));
    ask(vm, &path, &args[0])?;
    let flags = match args[1].as_text().and_then(|t| t.as_str()) {
        Some("ro") => OpenFlags::SQLITE_OPEN_READ_ONLY,
        Some("rw") => OpenFlags::SQLITE_OPEN_READ_WRITE,
        _ => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
    };
    let connection = Connection::open_with_flags(&path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX);
    let mut connection = connection.map_err(|e| problem(vm, &e, Some(&path)))?;
    let interrupter = vm.interrupter();
    connection
        .progress_handler(STEPS, Some(move || interrupter.has_asked()))
        .map_err(|e| problem(vm, &e, None))?;
    let payload = Table { connection: RefCell::new(Some(connection)) };
    Ok(vm.new_native(&vm.native_type(&SPEC), payload))
}

/// A sandboxed program needs the file and those that SQLite keeps beside it.
fn ask(vm: &Vm, path: &Path, shown: &Value) -> PyResult<()> {
    for suffix in ["", "-wal", "-shm", "-journal"] {
        let mut file = path.as_os_str().to_owned();
        file.push(suffix);
        vm.ask_read(Path::new(&file), shown)?;
        vm.ask_write(Path::new(&file), shown)?;
    }
    Ok(())
}

/// Runs something on the open database, again when what interrupted it let it go on.
fn with<T>(vm: &Vm, args: &[Value], run: impl Fn(&Connection) -> rusqlite::Result<T>) -> PyResult<T> {
    let table: &Table = vm.payload(&args[0], "Table")?;
    loop {
        // Handlers of signals run with nothing borrowed.
        let done = match &*table.connection.borrow() {
            Some(connection) => run(connection),
            None => return Err(programming(vm, "Cannot operate on a closed database.".to_owned())),
        };
        match done {
            Err(rusqlite::Error::SqliteFailure(f, _)) if f.code == ErrorCode::OperationInterrupted => {
                vm.look_up()?;
            }
            done => return done.map_err(|e| problem(vm, &e, None)),
        }
    }
}

/// `sqlite3.ProgrammingError`
fn programming(vm: &Vm, message: String) -> PyError {
    match vm.known_extension::<Errors>() {
        Some(errors) => vm.new_error(&errors.programming, message),
        None => vm.system_error("no sqlite3 errors"),
    }
}

/// An argument as SQLite takes it.
enum Bound {
    Null,
    Int(i64),
    Float(f64),
    Text(String),
    Blob(pyvm_vm::heap::Bytes),
}

impl ToSql for Bound {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Bound::Null => ValueRef::Null,
            Bound::Int(n) => ValueRef::Integer(*n),
            Bound::Float(x) => ValueRef::Real(*x),
            Bound::Text(text) => ValueRef::Text(text.as_bytes()),
            Bound::Blob(data) => ValueRef::Blob(data),
        }))
    }
}

/// `position` counts from 1.
fn bound(vm: &Vm, value: &Value, position: usize) -> PyResult<Bound> {
    Ok(match value.unwrapped() {
        Value::None => Bound::Null,
        Value::Bool(b) => Bound::Int(i64::from(*b)),
        Value::Int(n) => Bound::Int(*n),
        Value::Big(_) => return Err(vm.overflow_error("Python int too large to convert to SQLite INTEGER")),
        Value::Float(x) => Bound::Float(*x),
        Value::Str(text) => match text.as_str() {
            Some(text) => Bound::Text(text.to_owned()),
            None => {
                crate::support::method(vm, value, "encode", &[])?;
                Bound::Null
            }
        },
        _ if vm.is_bytes_like(value) => Bound::Blob(vm.bytes_of(value)?),
        _ => {
            let got = vm.type_name(value);
            let text = format!("Error binding parameter {position}: type '{got}' is not supported");
            return Err(programming(vm, text));
        }
    })
}

/// A column as an object.
fn object(vm: &Vm, value: &SqlValue) -> PyResult {
    Ok(match value {
        SqlValue::Null => Value::None,
        SqlValue::Integer(n) => Value::Int(*n),
        SqlValue::Real(x) => Value::Float(*x),
        SqlValue::Text(text) => Value::from(text.clone()),
        SqlValue::Blob(data) if !vm.check_size(data.len()) => return Err(vm.out_of_memory()),
        SqlValue::Blob(data) => vm.new_bytes(data),
    })
}

fn use_log(vm: &Vm, args: &[Value]) -> PyResult {
    with(vm, args, |c| c.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(())))?;
    Ok(Value::None)
}

fn make_table(vm: &Vm, args: &[Value]) -> PyResult {
    with(vm, args, |c| c.execute(MAKE, []))?;
    Ok(Value::None)
}

fn count(vm: &Vm, args: &[Value]) -> PyResult {
    with(vm, args, |c| c.query_row(SIZE, [], |row| row.get::<_, i64>(0))).map(Value::Int)
}

fn lookup(vm: &Vm, args: &[Value]) -> PyResult {
    let key = bound(vm, &args[1], 1)?;
    let found = with(vm, args, |c| {
        let mut statement = c.prepare(LOOKUP)?;
        let mut rows = statement.query([&key])?;
        rows.next()?.map(|row| row.get::<_, SqlValue>(0)).transpose()
    })?;
    match found {
        Some(value) => Ok(vm.new_tuple(vec![object(vm, &value)?])),
        None => Ok(Value::None),
    }
}

fn store(vm: &Vm, args: &[Value]) -> PyResult {
    let (key, value) = (bound(vm, &args[1], 1)?, bound(vm, &args[2], 2)?);
    with(vm, args, |c| c.prepare(STORE)?.execute([&key, &value]))?;
    Ok(Value::None)
}

fn delete(vm: &Vm, args: &[Value]) -> PyResult {
    let key = bound(vm, &args[1], 1)?;
    with(vm, args, |c| c.prepare(DELETE)?.execute([&key])).map(|n| Value::Bool(n > 0))
}

fn keys(vm: &Vm, args: &[Value]) -> PyResult {
    let found = with(vm, args, |c| {
        let mut statement = c.prepare(KEYS)?;
        statement.query_map([], |row| row.get::<_, SqlValue>(0))?.collect::<rusqlite::Result<Vec<_>>>()
    })?;
    let keys: PyResult<Vec<Value>> = found.iter().map(|key| object(vm, key)).collect();
    Ok(vm.new_list(keys?))
}

fn close(vm: &Vm, args: &[Value]) -> PyResult {
    let table: &Table = vm.payload(&args[0], "Table")?;
    drop(table.connection.take());
    Ok(Value::None)
}

impl Native for Table {
    fn traverse(&self, _visit: &mut Visitor<'_>) {}
}

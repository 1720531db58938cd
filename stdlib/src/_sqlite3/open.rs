//! Opening a database: the arguments of `sqlite3.connect`, what a sandbox allows, and the hooks that watch a connection.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use pyvm_vm::control::Interrupter;
use pyvm_vm::types::NativeDef;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};
use rusqlite::OpenFlags;
use rusqlite::config::DbConfig;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::trace::{TraceEvent, TraceEventCodes};

use super::callbacks::{self, Handle};
use super::connection;
use super::database::Database;
use super::error::{not_opened, problem};
use crate::support::elements;

/// Steps of SQLite between two looks at orders to end.
const STEPS: i32 = 20;

/// What `connect` was told beside the file.
pub(super) struct Options {
    pub(super) detect_types: i64,
    pub(super) isolation: Option<&'static str>,
    pub(super) same_thread: bool,
    pub(super) autocommit: i64,
}

/// What is called while SQLite works; the closures that SQLite holds look here.
#[derive(Default)]
pub(super) struct Hooks {
    progress: Mutex<Option<Handle>>,
    watched: AtomicBool,
    /// Looks between two calls of the progress handler, and those left.
    every: AtomicI32,
    left: AtomicI32,
    trace: Mutex<Option<Handle>>,
    traced: AtomicBool,
}

impl Hooks {
    /// Sets what may stop SQLite every `steps` steps.
    pub(super) fn set_progress(&self, handle: Option<Handle>, steps: i32) {
        let every = (steps / STEPS).max(1);
        self.every.store(every, Ordering::Relaxed);
        self.left.store(every, Ordering::Relaxed);
        self.watched.store(handle.is_some(), Ordering::Relaxed);
        if let Ok(mut place) = self.progress.lock() {
            *place = handle;
        }
    }

    /// Sets what is told of statements.
    pub(super) fn set_trace(&self, handle: Option<Handle>) {
        self.traced.store(handle.is_some(), Ordering::Relaxed);
        if let Ok(mut place) = self.trace.lock() {
            *place = handle;
        }
    }

    fn is_to_stop(&self, interrupter: &Interrupter) -> bool {
        if interrupter.is_ending() {
            return true;
        }
        if !self.watched.load(Ordering::Relaxed) {
            return false;
        }
        let Some(handle) = self.progress.lock().ok().and_then(|place| *place) else { return false };
        if self.left.fetch_sub(1, Ordering::Relaxed) > 1 {
            return false;
        }
        self.left.store(self.every.load(Ordering::Relaxed), Ordering::Relaxed);
        callbacks::ask_to_stop(handle)
    }

    fn begins(&self, event: TraceEvent<'_>) {
        if !self.traced.load(Ordering::Relaxed) {
            return;
        }
        let Some(handle) = self.trace.lock().ok().and_then(|place| *place) else { return };
        if let TraceEvent::Stmt(statement, sql) = event {
            callbacks::trace(handle, statement.expanded_sql().as_deref().unwrap_or(sql));
        }
    }
}

/// The arguments after the first may be given by position for some time still.
pub(super) fn warn_of_positions(vm: &Vm, given: &Value, what: &str) -> PyResult<()> {
    if elements(given).len() <= 1 {
        return Ok(());
    }
    let text = format!(
        "Passing more than 1 positional argument to {what}() is deprecated. Parameters 'timeout', 'detect_types', \
         'isolation_level', 'check_same_thread', 'factory', 'cached_statements' and 'uri' will become keyword-only \
         parameters in Python 3.15."
    );
    vm.warn(&vm.exc.deprecation_warning, &text, 1)
}

/// `Connection.__init__`
pub(super) fn init(vm: &Vm, args: &[Value]) -> PyResult {
    warn_of_positions(vm, &args[1], "_sqlite3.Connection")?;
    super::call_bound(vm, &OPEN, &args[..1], &args[1], &args[2])
}

static OPEN: NativeDef = NativeDef::method(
    "Connection",
    "($self, /, database, timeout=5.0, detect_types=0, isolation_level='', check_same_thread=True, \
     factory=None, cached_statements=128, uri=False, *, autocommit=-1)",
    open,
    "",
);

fn open(vm: &Vm, args: &[Value]) -> PyResult {
    let this = connection::of(vm, &args[0])?;
    let shown = args[1].clone();
    let os = vm.import("os")?;
    let path = vm.bytes_of(&crate::support::method(vm, &os, "fsencode", std::slice::from_ref(&shown))?)?;
    if path.contains(&0) {
        return Err(vm.value_error("embedded null byte"));
    }
    let timeout = vm.to_f64(&args[2])?;
    let options = Options {
        detect_types: vm.index_i64(&args[3])?,
        isolation: connection::level(vm, &args[4])?,
        same_thread: vm.is_true(&args[5])?,
        autocommit: connection::autocommit_mode(vm, &args[9])?,
    };
    let is_uri = vm.is_true(&args[8])?;
    // The crate builds SQLite to read URIs always.
    let local = if !is_uri && path.starts_with(b"file:") { [b"./", &*path].concat() } else { path.to_vec() };
    let path = Path::new(OsStr::from_bytes(&local));
    ask(vm, path, is_uri, &shown)?;
    let mut flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    flags.set(OpenFlags::SQLITE_OPEN_URI, is_uri);
    let made = rusqlite::Connection::open_with_flags(path, flags).map_err(|e| not_opened(vm, &e, path))?;
    let wait = Duration::try_from_secs_f64(timeout.clamp(0.0, 2_000_000.0)).unwrap_or_default();
    let made = watch(vm, made, this.hooks.clone(), wait).map_err(|e| problem(vm, &e))?;
    this.fill(vm, Database::new(made), &options)?;
    Ok(Value::None)
}

/// Sets what SQLite calls, once and for all: it can be changed only while there are no statements.
fn watch(
    vm: &Vm,
    mut made: rusqlite::Connection,
    hooks: Arc<Hooks>,
    wait: Duration,
) -> rusqlite::Result<rusqlite::Connection> {
    made.busy_timeout(wait)?;
    // The crate builds SQLite with another default.
    made.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, false)?;
    let (interrupter, watched) = (vm.interrupter(), hooks.clone());
    made.progress_handler(STEPS, Some(move || watched.is_to_stop(&interrupter)))?;
    made.trace_v2(
        TraceEventCodes::SQLITE_TRACE_STMT,
        Some(move |event: TraceEvent<'_>| hooks.begins(event)),
    )?;
    if !vm.permissions.is_everything() {
        made.execute_batch("PRAGMA temp_store = MEMORY")?;
        made.authorizer(Some(stay_inside))?;
    }
    Ok(made)
}

/// A sandboxed program opens files by `connect` alone, which asks.
fn stay_inside(context: AuthContext<'_>) -> Authorization {
    match context.action {
        AuthAction::Attach { filename } if !filename.is_empty() && filename != ":memory:" => {
            Authorization::Deny
        }
        AuthAction::Pragma { pragma_name: "temp_store_directory" | "data_store_directory", .. } => {
            Authorization::Deny
        }
        _ => Authorization::Allow,
    }
}

/// A sandboxed program needs the file and those that SQLite keeps beside it.
fn ask(vm: &Vm, path: &Path, is_uri: bool, shown: &Value) -> PyResult<()> {
    let name = path.as_os_str().as_bytes();
    if vm.permissions.is_everything() || name.is_empty() || name == b":memory:" {
        return Ok(());
    }
    if is_uri && name.starts_with(b"file:") {
        return Err(vm.denied("the whole file system, which a URI may name", Some(shown)));
    }
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    for suffix in ["", "-wal", "-shm", "-journal"] {
        let mut file = path.as_os_str().to_owned();
        file.push(suffix);
        vm.ask_read(Path::new(&file), shown)?;
        vm.ask_write(Path::new(&file), shown)?;
    }
    Ok(())
}

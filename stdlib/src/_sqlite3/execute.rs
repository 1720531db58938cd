//! Running statements: `execute`, `executemany`, `executescript`.

use std::rc::Rc;

use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};
use rusqlite::limits::Limit;

use super::cursor::{Cursor, of, ready};
use super::database::{Database, was_interrupted};
use super::error::{problem, programming, raise};
use super::{bind, connection, fetch};

/// Marks a cursor as at work until it is dropped.
struct Locked<'a>(&'a Cursor);

impl<'a> Locked<'a> {
    fn new(cursor: &'a Cursor) -> Self {
        cursor.locked.set(true);
        Locked(cursor)
    }
}

impl Drop for Locked<'_> {
    fn drop(&mut self) {
        self.0.locked.set(false);
    }
}

/// `execute(sql, parameters=())`
pub(super) fn execute(vm: &Vm, args: &[Value]) -> PyResult {
    let sql = text_of(vm, &args[1], "execute")?;
    let database = ready(vm, &args[0])?;
    let given = if args[2].is_unbound() { vm.empty_tuple() } else { args[2].clone() };
    run(vm, &args[0], &database, &sql, Parameters::One(given))
}

/// `executemany(sql, seq_of_parameters)`
pub(super) fn executemany(vm: &Vm, args: &[Value]) -> PyResult {
    let sql = text_of(vm, &args[1], "executemany")?;
    let database = ready(vm, &args[0])?;
    let given = vm.iter(&args[2])?;
    run(vm, &args[0], &database, &sql, Parameters::Many(given))
}

fn text_of(vm: &Vm, value: &Value, function: &str) -> PyResult<String> {
    let Some(text) = value.as_text() else {
        return Err(vm.bad_argument(&format!("{function}() argument 1"), "str", value));
    };
    match text.as_str() {
        Some(text) => Ok(text.to_owned()),
        None => {
            Ok(String::from_utf8_lossy(&vm.bytes_of(&crate::support::method(vm, value, "encode", &[])?)?)
                .into())
        }
    }
}

/// What a statement is run with.
enum Parameters {
    One(Value),
    /// An iterator of them.
    Many(Value),
}

fn run(vm: &Vm, value: &Value, database: &Rc<Database>, sql: &str, given: Parameters) -> PyResult {
    let cursor = of(vm, value)?;
    let locked = Locked::new(cursor);
    cursor.release(database);
    drop(cursor.description.replace(Value::None));
    cursor.rowcount.set(-1);
    let done = run_locked(vm, cursor, database, sql, given);
    if done.is_err() {
        cursor.release(database);
        cursor.rowcount.set(-1);
    }
    drop(locked);
    done?;
    Ok(value.clone())
}

fn run_locked(
    vm: &Vm,
    cursor: &Cursor,
    database: &Rc<Database>,
    sql: &str,
    given: Parameters,
) -> PyResult<()> {
    check_length(vm, database, sql)?;
    if sql.contains('\0') {
        return Err(programming(vm, "the query contains a null character"));
    }
    let owner = cursor.connection();
    let owner = connection::of(vm, &owner)?;
    let changes_rows = changes_rows(sql);
    cursor.changes_rows.set(changes_rows);
    let Some(mut live) = database.prepare(vm, sql)? else { return Ok(()) };
    if matches!(given, Parameters::Many(_)) && live.with(|s| s.readonly()) {
        return Err(programming(vm, "executemany() can only execute DML statements."));
    }
    if changes_rows {
        cursor.rowcount.set(0);
        owner.begin_if_needed(vm, database)?;
    }
    let slot = database.new_slot();
    *slot.borrow_mut() = Some(live);
    drop(cursor.slot.replace(slot));
    match given {
        Parameters::One(given) => {
            bind_and_step(vm, cursor, database, &given)?;
            drop(cursor.lastrowid.replace(Value::Int(database.raw().last_insert_rowid())));
        }
        Parameters::Many(given) => {
            while let Some(given) = vm.next(&given)? {
                bind_and_step(vm, cursor, database, &given)?;
                reset(cursor);
            }
            cursor.release(database);
        }
    }
    Ok(())
}

/// Puts the statement back to its beginning.
fn reset(cursor: &Cursor) {
    drop(cursor.pending.take());
    let slot = cursor.slot.borrow().clone();
    if let Ok(mut slot) = slot.try_borrow_mut()
        && let Some(live) = slot.as_mut()
    {
        live.reset();
    }
}

fn bind_and_step(vm: &Vm, cursor: &Cursor, database: &Database, given: &Value) -> PyResult<()> {
    // Adapters run while the statement is out of its place, so that nothing of it is borrowed.
    let slot = cursor.slot.borrow().clone();
    let taken = slot.borrow_mut().take();
    let Some(mut live) = taken else { return Err(programming(vm, "Cannot operate on a closed database.")) };
    let bound = bind::parameters(vm, &mut live, given);
    let columns = live.with(|s| s.column_count());
    if bound.is_ok() && columns > 0 && cursor.description.borrow().is_none() {
        fetch::describe(vm, cursor, &mut live)?;
    }
    *slot.borrow_mut() = Some(live);
    bound?;
    step(vm, cursor, database)
}

/// Goes to the next row, or ends the statement.
pub(super) fn step(vm: &Vm, cursor: &Cursor, database: &Database) -> PyResult<()> {
    let slot = cursor.slot.borrow().clone();
    let stepped = database.run(vm, || match slot.borrow_mut().as_mut() {
        Some(live) => live.step(),
        None => Ok(None),
    });
    match stepped {
        Ok(Some(row)) => {
            *cursor.pending.borrow_mut() = Some(row);
            Ok(())
        }
        Ok(None) => {
            drop(cursor.pending.take());
            if cursor.changes_rows.get() {
                let changes = i64::try_from(database.raw().changes()).unwrap_or(i64::MAX);
                cursor.rowcount.set(cursor.rowcount.get().max(0) + changes);
            }
            Ok(())
        }
        Err(error) => {
            drop(cursor.pending.take());
            if was_interrupted(&error) {
                vm.look_up()?;
            }
            Err(problem(vm, &error))
        }
    }
}

fn check_length(vm: &Vm, database: &Database, sql: &str) -> PyResult<()> {
    let most = database.raw().limit(Limit::SQLITE_LIMIT_SQL_LENGTH).map_err(|e| problem(vm, &e))?;
    if usize::try_from(most).is_ok_and(|most| sql.len() > most) {
        return Err(raise(vm, |errors| &errors.data, "query string is too large"));
    }
    Ok(())
}

/// What follows leading space and comments.
fn without_comments(sql: &str) -> &str {
    let mut rest = sql.trim_start();
    loop {
        let after = if let Some(comment) = rest.strip_prefix("--") {
            comment.split_once('\n').map_or("", |(_, after)| after)
        } else if let Some(comment) = rest.strip_prefix("/*") {
            comment.split_once("*/").map_or("", |(_, after)| after)
        } else {
            return rest;
        };
        rest = after.trim_start();
    }
}

/// Whether a statement is INSERT, UPDATE, DELETE or REPLACE.
fn changes_rows(sql: &str) -> bool {
    let start = without_comments(sql).as_bytes();
    ["INSERT", "UPDATE", "DELETE", "REPLACE"]
        .iter()
        .any(|word| start.get(..word.len()).is_some_and(|s| s.eq_ignore_ascii_case(word.as_bytes())))
}

/// `executescript(sql_script)`
pub(super) fn executescript(vm: &Vm, args: &[Value]) -> PyResult {
    let Some(script) = args[1].as_text() else {
        return Err(vm.bad_argument("executescript() argument", "str", &args[1]));
    };
    if script.as_str().is_some_and(|script| script.contains('\0')) {
        return Err(vm.value_error("embedded null character"));
    }
    let script = text_of(vm, &args[1], "executescript")?;
    let database = ready(vm, &args[0])?;
    check_length(vm, &database, &script)?;
    let cursor = of(vm, &args[0])?;
    let owner = cursor.connection();
    if connection::of(vm, &owner)?.is_legacy() && !database.raw().is_autocommit() {
        database.execute(vm, "COMMIT")?;
    }
    let locked = Locked::new(cursor);
    let done = database.run(vm, || every_statement(database.raw(), &script));
    drop(locked);
    done.map_err(|e| problem(vm, &e))?;
    Ok(args[0].clone())
}

/// Runs the statements of a script to their ends.
fn every_statement(connection: &rusqlite::Connection, script: &str) -> rusqlite::Result<()> {
    use rusqlite::fallible_iterator::FallibleIterator;
    let mut batch = rusqlite::Batch::new(connection, script);
    while let Some(mut statement) = batch.next()? {
        let mut rows = statement.raw_query();
        while rows.next()?.is_some() {}
    }
    Ok(())
}

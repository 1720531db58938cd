//! An open database with the statements prepared for it.
//!
//! A statement borrows its connection, so both are kept in one cell ([`Prepared`]); to close the database, those that
//! cursors hold are taken away from them.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::{Rc, Weak};

use pyvm_vm::PyResult;
use pyvm_vm::vm::Vm;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, ErrorCode, Statement};

use super::{callbacks, error};

/// Statements that are kept for being used again.
const KEPT: usize = 128;

self_cell::self_cell!(
    /// A statement and the connection it belongs to.
    pub(super) struct Prepared {
        owner: Rc<Connection>,
        #[not_covariant]
        dependent: Statement,
    }
);

/// The statement that a cursor is working with.
pub(super) type Slot = RefCell<Option<Live>>;

/// A prepared statement and its text, under which it is kept.
pub(super) struct Live {
    prepared: Prepared,
    sql: Rc<str>,
}

/// A column of a row as SQLite has it.
pub(super) enum Column {
    Null,
    Int(i64),
    Float(f64),
    Text(Vec<u8>),
    Blob(Vec<u8>),
}

impl Column {
    /// A copy of a column, which is SQLite's until the next step.
    pub(super) fn of(value: ValueRef<'_>) -> Column {
        match value {
            ValueRef::Null => Column::Null,
            ValueRef::Integer(n) => Column::Int(n),
            ValueRef::Real(x) => Column::Float(x),
            ValueRef::Text(text) => Column::Text(text.to_vec()),
            ValueRef::Blob(data) => Column::Blob(data.to_vec()),
        }
    }
}

/// An open database.
pub(super) struct Database {
    connection: Rc<Connection>,
    slots: RefCell<Vec<Weak<Slot>>>,
    idle: RefCell<HashMap<Rc<str>, Prepared>>,
    /// Calls into SQLite under way.
    busy: Cell<usize>,
}

impl Database {
    pub(super) fn new(connection: Connection) -> Database {
        Database {
            connection: Rc::new(connection),
            slots: RefCell::default(),
            idle: RefCell::default(),
            busy: Cell::new(0),
        }
    }

    /// The connection of the crate.
    pub(super) fn raw(&self) -> &Connection {
        &self.connection
    }

    /// Whether SQLite is at work, so that this is one of its callbacks.
    pub(super) fn is_busy(&self) -> bool {
        self.busy.get() > 0
    }

    /// Runs something of SQLite's, whose callbacks find the VM.
    pub(super) fn run<T>(&self, vm: &Vm, work: impl FnOnce() -> T) -> T {
        self.busy.set(self.busy.get() + 1);
        let done = callbacks::within(vm, work);
        self.busy.set(self.busy.get() - 1);
        done
    }

    /// A place for a cursor's statement.
    pub(super) fn new_slot(&self) -> Rc<Slot> {
        let slot = Rc::new(Slot::default());
        let mut slots = self.slots.borrow_mut();
        if slots.len() == slots.capacity() {
            slots.retain(|slot| slot.strong_count() > 0);
        }
        slots.push(Rc::downgrade(&slot));
        slot
    }

    /// Takes every statement away, so that the connection ends with its last handle.
    pub(super) fn close(&self) {
        self.idle.take().clear();
        for slot in self.slots.take().iter().filter_map(Weak::upgrade) {
            if let Ok(mut slot) = slot.try_borrow_mut() {
                *slot = None;
            }
        }
    }

    /// A statement of this text, fresh or used before.
    pub(super) fn prepare(&self, vm: &Vm, sql: &str) -> PyResult<Option<Live>> {
        let kept = self.idle.borrow_mut().remove_entry(sql);
        if let Some((sql, prepared)) = kept {
            return Ok(Some(Live { prepared, sql }));
        }
        // An empty statement after the first: the crate overlooks it.
        if sql.trim_end().strip_suffix(';').is_some_and(|before| before.trim_end().ends_with(';')) {
            return Err(error::problem(vm, &rusqlite::Error::MultipleStatement));
        }
        let made = self.run(vm, || Prepared::try_new(self.connection.clone(), |c| c.prepare(sql)));
        match made {
            Ok(prepared) => Ok(Some(Live { prepared, sql: sql.into() })),
            Err(rusqlite::Error::Empty) => Ok(None),
            // What follows the statement was looked at alone.
            Err(rusqlite::Error::SqlInputError { sql: wrong, .. }) if wrong.len() < sql.len() => {
                Err(error::problem(vm, &rusqlite::Error::MultipleStatement))
            }
            Err(e) => Err(error::problem(vm, &e)),
        }
    }

    /// Ends the work of a statement and keeps it for the next time.
    pub(super) fn release(&self, slot: &Slot) {
        let Ok(mut slot) = slot.try_borrow_mut() else { return };
        let Some(mut live) = slot.take() else { return };
        live.reset();
        let mut idle = self.idle.borrow_mut();
        if idle.len() < KEPT {
            idle.insert(live.sql, live.prepared);
        }
    }

    /// Runs a statement of the module itself, such as `COMMIT`.
    pub(super) fn execute(&self, vm: &Vm, sql: &str) -> PyResult<()> {
        self.run(vm, || self.connection.execute_batch(sql)).map_err(|e| error::problem(vm, &e))
    }
}

impl Live {
    /// Something that is asked of the statement or done to it.
    pub(super) fn with<T>(&mut self, work: impl FnOnce(&mut Statement<'_>) -> T) -> T {
        self.prepared.with_dependent_mut(|_, statement| work(statement))
    }

    /// The next row; nothing at the end, where the statement is reset.
    ///
    /// What the crate calls `Rows` is made anew for each step and forgotten after it: dropping it would reset.
    pub(super) fn step(&mut self) -> rusqlite::Result<Option<Vec<Column>>> {
        self.with(|statement| {
            let count = statement.column_count();
            let mut rows = statement.raw_query();
            let Some(row) = rows.next()? else { return Ok(None) };
            let columns =
                (0..count).map(|i| row.get_ref(i).map(Column::of)).collect::<rusqlite::Result<_>>()?;
            std::mem::forget(rows);
            Ok(Some(columns))
        })
    }

    /// Puts it before its first row, with nothing bound.
    pub(super) fn reset(&mut self) {
        self.with(|statement| {
            drop(statement.raw_query());
            statement.clear_bindings();
        });
    }
}

/// Whether SQLite was stopped because the program is to end.
pub(super) fn was_interrupted(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(ErrorCode::OperationInterrupted)
}

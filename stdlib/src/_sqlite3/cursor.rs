//! `sqlite3.Cursor`: runs statements and fetches their rows.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use pyvm_vm::heap::Visitor;
use pyvm_vm::heap::collect::Traverse;
use pyvm_vm::objects::Native;
use pyvm_vm::types::{GetSetDef, Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::database::{Column, Database, Slot};
use super::error::programming;
use super::{connection, execute, fetch};
use crate::support::instance;

/// The payload.
pub(super) struct Cursor {
    pub(super) initialized: Cell<bool>,
    pub(super) closed: Cell<bool>,
    pub(super) locked: Cell<bool>,
    connection: RefCell<Value>,
    pub(super) description: RefCell<Value>,
    pub(super) lastrowid: RefCell<Value>,
    row_factory: RefCell<Value>,
    arraysize: Cell<i64>,
    pub(super) rowcount: Cell<i64>,
    /// The statement at work, if any.
    pub(super) slot: RefCell<Rc<Slot>>,
    pub(super) changes_rows: Cell<bool>,
    /// The row that the statement stands at.
    pub(super) pending: RefCell<Option<Vec<Column>>>,
    pub(super) columns: RefCell<Rc<Vec<fetch::Reader>>>,
}

/// The type.
pub(super) static SPEC: TypeSpec = TypeSpec {
    doc: Some("SQLite database cursor class."),
    flags: TypeFlags::BASETYPE.with(TypeFlags::HAS_WEAKREF),
    layout: Some(Layout::Native("sqlite3.Cursor")),
    slots: |s: &Slots| {
        s.iter.set(Some(|_, v| Ok(v.clone())));
        s.iternext.set(Some(fetch::next));
    },
    new: Some(&NEW),
    init: Some(&INIT),
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::named("Cursor", "sqlite3")
};

static NEW: NativeDef =
    NativeDef::static_("__new__", "($type, /, *args, **kwargs)", new, "").hidden_signature();
static INIT: NativeDef = NativeDef::method("__init__", "($self, connection, /)", init, "").hidden_signature();

static METHODS: &[NativeDef] = &[
    NativeDef::method("close", "($self, /)", close, "Closes the cursor."),
    NativeDef::method(
        "executemany",
        "($self, sql, seq_of_parameters, /)",
        execute::executemany,
        "Repeatedly executes an SQL statement.",
    ),
    NativeDef::method(
        "executescript",
        "($self, sql_script, /)",
        execute::executescript,
        "Executes multiple SQL statements at once.",
    ),
    NativeDef::method(
        "execute",
        "($self, sql, parameters=(), /)",
        execute::execute,
        "Executes an SQL statement.",
    ),
    NativeDef::method("fetchall", "($self, /)", fetch::fetchall, "Fetches all rows from the resultset."),
    NativeDef::method(
        "fetchmany",
        "($self, /, size=<unrepresentable>)",
        fetch::fetchmany,
        "Fetches several rows from the resultset.\n\n  size\n    The default value is set by the Cursor.arraysize attribute.",
    )
    .shown_as("($self, /, size=1)"),
    NativeDef::method("fetchone", "($self, /)", fetch::fetchone, "Fetches one row from the resultset."),
    NativeDef::method(
        "setinputsizes",
        "($self, sizes, /)",
        |_, _| Ok(Value::None),
        "Required by DB-API. Does nothing in sqlite3.",
    ),
    NativeDef::method(
        "setoutputsize",
        "($self, size, column=None, /)",
        |_, _| Ok(Value::None),
        "Required by DB-API. Does nothing in sqlite3.",
    ),
];

static GETSET: &[GetSetDef] = &[
    GetSetDef::member("connection", |vm, v| Ok(of(vm, v)?.connection.borrow().clone()), ""),
    GetSetDef::member("description", |vm, v| Ok(of(vm, v)?.description.borrow().clone()), ""),
    GetSetDef::get_set(
        "arraysize",
        |vm, v| Ok(Value::Int(of(vm, v)?.arraysize.get())),
        |vm, v, given| {
            of(vm, v)?.arraysize.set(vm.index_i64(&given.unwrap_or(Value::None))?);
            Ok(())
        },
        "",
    )
    .as_member(),
    GetSetDef::member("lastrowid", |vm, v| Ok(of(vm, v)?.lastrowid.borrow().clone()), ""),
    GetSetDef::member("rowcount", |vm, v| Ok(Value::Int(of(vm, v)?.rowcount.get())), ""),
    GetSetDef::get_set(
        "row_factory",
        |vm, v| Ok(of(vm, v)?.row_factory.borrow().clone()),
        |vm, v, given| {
            drop(of(vm, v)?.row_factory.replace(given.unwrap_or(Value::None)));
            Ok(())
        },
        "",
    )
    .as_member(),
];

/// The payload of a cursor.
pub(super) fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Cursor> {
    vm.payload(value, "sqlite3.Cursor")
}

/// `description` of a cursor.
pub(super) fn description(vm: &Vm, value: &Value) -> PyResult {
    Ok(of(vm, value)?.description.borrow().clone())
}

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    let payload = Cursor {
        initialized: Cell::new(false),
        closed: Cell::new(false),
        locked: Cell::new(false),
        connection: RefCell::new(Value::None),
        description: RefCell::new(Value::None),
        lastrowid: RefCell::new(Value::None),
        row_factory: RefCell::new(Value::None),
        arraysize: Cell::new(1),
        rowcount: Cell::new(-1),
        slot: RefCell::default(),
        changes_rows: Cell::new(false),
        pending: RefCell::new(None),
        columns: RefCell::default(),
    };
    instance(vm, &args[0], payload)
}

fn init(vm: &Vm, args: &[Value]) -> PyResult {
    let cursor = of(vm, &args[0])?;
    let Ok(owner) = connection::of(vm, &args[1]) else {
        let got = vm.type_name(&args[1]);
        return Err(vm.type_error(format!("Cursor() argument 1 must be sqlite3.Connection, not {got}")));
    };
    if cursor.locked.get() {
        return Err(programming(vm, "Recursive use of cursors not allowed."));
    }
    connection::check_thread(vm, owner)?;
    drop(cursor.connection.replace(args[1].clone()));
    drop(cursor.slot.take());
    drop(cursor.pending.take());
    drop(cursor.description.replace(Value::None));
    drop(cursor.lastrowid.replace(Value::None));
    drop(cursor.row_factory.replace(Value::None));
    cursor.arraysize.set(1);
    cursor.rowcount.set(-1);
    cursor.closed.set(false);
    cursor.initialized.set(true);
    Ok(Value::None)
}

impl Cursor {
    pub(super) fn connection(&self) -> Value {
        self.connection.borrow().clone()
    }

    pub(super) fn row_factory(&self) -> Value {
        self.row_factory.borrow().clone()
    }

    pub(super) fn arraysize(&self) -> i64 {
        self.arraysize.get()
    }

    /// Ends the statement at work.
    pub(super) fn release(&self, database: &Database) {
        drop(self.pending.take());
        let slot = self.slot.borrow().clone();
        database.release(&slot);
    }
}

/// The database of a cursor that may be used here and now.
pub(super) fn ready(vm: &Vm, value: &Value) -> PyResult<Rc<Database>> {
    let cursor = of(vm, value)?;
    if !cursor.initialized.get() {
        return Err(programming(vm, "Base Cursor.__init__ not called."));
    }
    if cursor.closed.get() {
        return Err(programming(vm, "Cannot operate on a closed cursor."));
    }
    if cursor.locked.get() {
        return Err(programming(vm, "Recursive use of cursors not allowed."));
    }
    connection::opened(vm, &cursor.connection())
}

fn close(vm: &Vm, args: &[Value]) -> PyResult {
    let cursor = of(vm, &args[0])?;
    if cursor.locked.get() {
        return Err(programming(vm, "Recursive use of cursors not allowed."));
    }
    if !cursor.initialized.get() {
        return Err(programming(vm, "Base Cursor.__init__ not called."));
    }
    let database = connection::opened(vm, &cursor.connection())?;
    cursor.release(&database);
    cursor.closed.set(true);
    Ok(Value::None)
}

impl Native for Cursor {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        for place in [&self.connection, &self.description, &self.lastrowid, &self.row_factory] {
            place.traverse(visit);
        }
        if let Ok(columns) = self.columns.try_borrow() {
            columns.iter().for_each(|column| column.traverse(visit));
        }
    }
}

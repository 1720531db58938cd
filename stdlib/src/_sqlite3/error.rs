//! The exceptions of `_sqlite3`, and which of them says what SQLite says.

use pyvm_vm::heap::TypeRef;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult, Value};

use super::constants::INTS;
use crate::support::add_exception;

/// The exceptions of the module.
pub(super) struct Errors {
    pub(super) warning: TypeRef,
    pub(super) error: TypeRef,
    pub(super) interface: TypeRef,
    pub(super) database: TypeRef,
    pub(super) internal: TypeRef,
    pub(super) operational: TypeRef,
    pub(super) programming: TypeRef,
    pub(super) integrity: TypeRef,
    pub(super) data: TypeRef,
    pub(super) not_supported: TypeRef,
}

impl Errors {
    /// Makes them as members of the module.
    pub(super) fn make(vm: &Vm, module: &Value) -> PyResult<Errors> {
        let class = |name: &str, base: &TypeRef| {
            add_exception(vm, module, "sqlite3", name, std::slice::from_ref(base))
        };
        let error = class("Error", &vm.exc.exception)?;
        let database = class("DatabaseError", &error)?;
        Ok(Errors {
            warning: class("Warning", &vm.exc.exception)?,
            interface: class("InterfaceError", &error)?,
            internal: class("InternalError", &database)?,
            operational: class("OperationalError", &database)?,
            programming: class("ProgrammingError", &database)?,
            integrity: class("IntegrityError", &database)?,
            data: class("DataError", &database)?,
            not_supported: class("NotSupportedError", &database)?,
            database,
            error,
        })
    }

    /// The class that CPython raises for a code of SQLite; extended codes say the kind in their low byte.
    fn of_code(&self, code: i32) -> &TypeRef {
        match code & 0xff {
            2 | 12 => &self.internal,
            1 | 3..=6 | 8..=10 | 13..=17 => &self.operational,
            18 => &self.data,
            19 | 20 => &self.integrity,
            21 | 25 => &self.interface,
            _ => &self.database,
        }
    }
}

/// The exceptions.
fn errors(vm: &Vm) -> PyResult<std::rc::Rc<Errors>> {
    vm.known_extension::<Errors>().ok_or_else(|| vm.system_error("no sqlite3 errors"))
}

/// One of the exceptions with a message.
pub(super) fn raise(vm: &Vm, class: impl FnOnce(&Errors) -> &TypeRef, message: impl Into<String>) -> PyError {
    match errors(vm) {
        Ok(errors) => vm.new_error(class(&errors), message.into()),
        Err(error) => error,
    }
}

/// `sqlite3.ProgrammingError`
pub(super) fn programming(vm: &Vm, message: impl Into<String>) -> PyError {
    raise(vm, |errors| &errors.programming, message)
}

/// What SQLite says, with its code.
fn of_code(vm: &Vm, code: i32, message: &str) -> PyError {
    if code == rusqlite::ffi::SQLITE_NOMEM {
        return vm.new_exception(&vm.exc.memory_error, Vec::new());
    }
    let error = raise(vm, |errors| errors.of_code(code), message);
    let is_code = |(name, value): &&(&str, i64)| *value == i64::from(code) && !is_no_code(name);
    let name = INTS.iter().filter(|(name, _)| name.starts_with("SQLITE_")).find(is_code);
    let name = name.map_or("unknown", |(name, _)| *name);
    let made = error.to_value();
    for (attribute, value) in
        [("sqlite_errorcode", Value::from(code)), ("sqlite_errorname", Value::str(name))]
    {
        if let Err(error) = vm.setattr(&made, &vm.intern(attribute), value) {
            return error;
        }
    }
    error
}

fn is_no_code(name: &str) -> bool {
    NOT_CODES.iter().any(|known| if known.ends_with('_') { name.starts_with(known) } else { name == *known })
}

/// Constants that are no codes of errors: actions of the authorizer, settings and limits; all that begin so where one ends in `_`.
const NOT_CODES: &[&str] = &[
    "SQLITE_ALTER_",
    "SQLITE_ANALYZE",
    "SQLITE_ATTACH",
    "SQLITE_CREATE_",
    "SQLITE_DBCONFIG_",
    "SQLITE_DELETE",
    "SQLITE_DENY",
    "SQLITE_DETACH",
    "SQLITE_DROP_",
    "SQLITE_FUNCTION",
    "SQLITE_IGNORE",
    "SQLITE_INSERT",
    "SQLITE_LIMIT_",
    "SQLITE_PRAGMA",
    "SQLITE_READ",
    "SQLITE_RECURSIVE",
    "SQLITE_REINDEX",
    "SQLITE_SAVEPOINT",
    "SQLITE_SELECT",
    "SQLITE_TRANSACTION",
    "SQLITE_UPDATE",
];

/// What SQLite or the crate says, as the exception that CPython makes of it.
pub(super) fn problem(vm: &Vm, error: &rusqlite::Error) -> PyError {
    use rusqlite::Error as E;
    match error {
        E::SqliteFailure(failure, message) => {
            let known = || failure.to_string();
            of_code(vm, failure.extended_code, &message.clone().unwrap_or_else(known))
        }
        E::SqlInputError { error, msg, .. } => of_code(vm, error.extended_code, msg),
        E::MultipleStatement => programming(vm, "You can only execute one statement at a time."),
        E::NulError(_) => vm.value_error("embedded null character"),
        other => raise(vm, |errors| &errors.interface, other.to_string()),
    }
}

/// Like [`problem`], of opening a file, whose path the crate adds to the message.
pub(super) fn not_opened(vm: &Vm, error: &rusqlite::Error, path: &std::path::Path) -> PyError {
    let rusqlite::Error::SqliteFailure(failure, Some(message)) = error else { return problem(vm, error) };
    let suffix = format!(": {}", path.display());
    of_code(vm, failure.extended_code, message.strip_suffix(&suffix).unwrap_or(message))
}

//! Fetching rows: descriptions, converters, factories.

use std::rc::Rc;

use pyvm_vm::heap::Visitor;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::cursor::{Cursor, of, ready};
use super::database::{Column, Live};
use super::{bind, connection, execute, state};

const PARSE_DECLTYPES: i64 = 1;
const PARSE_COLNAMES: i64 = 2;

/// How a column is read.
pub(super) struct Reader {
    name: String,
    /// Takes bytes; nothing where the kind of the value decides.
    converter: Option<Value>,
}

impl Reader {
    pub(super) fn traverse(&self, visit: &mut Visitor<'_>) {
        if let Some(converter) = &self.converter {
            visit.value(converter);
        }
    }
}

/// The converter of a name, which counts in capitals.
fn converter(vm: &Vm, name: &str) -> PyResult<Option<Value>> {
    let converters = state(vm)?.converters.clone();
    let Some(converters) = converters.as_dict() else { return Ok(None) };
    converters.get(vm, &Value::str(&name.to_uppercase()))
}

/// The type in the brackets of a column's name.
fn bracketed(name: &str) -> Option<&str> {
    let (_, rest) = name.split_once('[')?;
    rest.split_once(']').map(|(kind, _)| kind)
}

/// Sets what is known of a statement's columns.
pub(super) fn describe(vm: &Vm, cursor: &Cursor, live: &mut Live) -> PyResult<()> {
    let owner = cursor.connection();
    let detects = connection::of(vm, &owner)?.detect_types.get();
    let columns: Vec<(String, Option<String>)> = live.with(|statement| {
        let columns = statement.columns();
        columns.map(|column| (column.name().to_owned(), column.decl_type().map(str::to_owned))).collect()
    });
    let mut readers = Vec::new();
    let mut description = Vec::new();
    for (name, declared) in columns {
        let mut found = None;
        if detects & PARSE_COLNAMES != 0
            && let Some(kind) = bracketed(&name)
        {
            found = converter(vm, kind)?;
        }
        if found.is_none()
            && detects & PARSE_DECLTYPES != 0
            && let Some(declared) = declared
        {
            let kind = declared.split([' ', '(']).next().unwrap_or_default();
            found = converter(vm, kind)?;
        }
        let shown = match name.split_once('[') {
            Some((before, _)) if detects & PARSE_COLNAMES != 0 => before.strip_suffix(' ').unwrap_or(before),
            _ => &name,
        };
        let mut row = vec![Value::None; 7];
        if let Some(first) = row.first_mut() {
            *first = Value::str(shown);
        }
        description.push(vm.new_tuple(row));
        readers.push(Reader { name, converter: found });
    }
    drop(cursor.description.replace(vm.new_tuple(description)));
    drop(cursor.columns.replace(Rc::new(readers)));
    Ok(())
}

/// Reads a column as the connection wants it.
fn read(vm: &Vm, column: Column, reader: Option<&Reader>, text_factory: &Value) -> PyResult {
    if let Some(converter) = reader.and_then(|reader| reader.converter.as_ref()) {
        let data = match column {
            Column::Null => return Ok(Value::None),
            // CPython takes the missing address of no bytes for NULL.
            Column::Blob(data) if data.is_empty() => return Ok(Value::None),
            Column::Text(data) | Column::Blob(data) => data,
            Column::Int(n) => n.to_string().into_bytes(),
            Column::Float(x) => vm.repr(&Value::Float(x))?.as_str().unwrap_or_default().into(),
        };
        return vm.call1(converter, vm.new_bytes(&data));
    }
    let Column::Text(data) = column else { return bind::plain(vm, column) };
    let types = &vm.types;
    if text_factory.is(&types.str.to_value()) {
        let name = reader.map_or("", |reader| reader.name.as_str());
        bind::text(vm, &data, name)
    } else if text_factory.is(&types.bytes.to_value()) {
        Ok(vm.new_bytes(&data))
    } else {
        vm.call1(text_factory, vm.new_bytes(&data))
    }
}

/// `next(cursor)`
pub(super) fn next(vm: &Vm, value: &Value) -> PyResult<Option<Value>> {
    let database = ready(vm, value)?;
    let cursor = of(vm, value)?;
    let Some(columns) = cursor.pending.take() else { return Ok(None) };
    let owner = cursor.connection();
    let text_factory = connection::of(vm, &owner)?.text_factory();
    let readers = cursor.columns.borrow().clone();
    cursor.locked.set(true);
    let read: PyResult<Vec<Value>> = columns
        .into_iter()
        .enumerate()
        .map(|(at, column)| read(vm, column, readers.get(at), &text_factory))
        .collect();
    let stepped = match read {
        Ok(row) => execute::step(vm, cursor, &database).map(|()| row),
        Err(error) => Err(error),
    };
    cursor.locked.set(false);
    if cursor.pending.borrow().is_none() {
        cursor.release(&database);
    }
    let row = vm.new_tuple(stepped?);
    match cursor.row_factory() {
        Value::None => Ok(Some(row)),
        factory => vm.call2(&factory, value.clone(), row).map(Some),
    }
}

/// `fetchone()`
pub(super) fn fetchone(vm: &Vm, args: &[Value]) -> PyResult {
    Ok(next(vm, &args[0])?.unwrap_or(Value::None))
}

/// `fetchmany(size=cursor.arraysize)`
pub(super) fn fetchmany(vm: &Vm, args: &[Value]) -> PyResult {
    let most = if args[1].is_unbound() { of(vm, &args[0])?.arraysize() } else { vm.index_i64(&args[1])? };
    let mut rows = Vec::new();
    // A negative size never counts down to its end, as in CPython.
    while most < 0 || i64::try_from(rows.len()).is_ok_and(|count| count < most) {
        let Some(row) = next(vm, &args[0])? else { break };
        rows.push(row);
    }
    Ok(vm.new_list(rows))
}

/// `fetchall()`
pub(super) fn fetchall(vm: &Vm, args: &[Value]) -> PyResult {
    let mut rows = Vec::new();
    while let Some(row) = next(vm, &args[0])? {
        rows.push(row);
    }
    Ok(vm.new_list(rows))
}

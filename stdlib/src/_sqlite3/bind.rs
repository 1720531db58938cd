//! Objects to SQLite and back: adapters, the parameters of a statement, columns.

use pyvm_vm::heap::{Bytes, Str};
use pyvm_vm::objects::Native;
use pyvm_vm::types::{Layout, NativeDef, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};
use rusqlite::ToSql;
use rusqlite::types::{ToSqlOutput, ValueRef};

use super::database::{Column, Live};
use super::error::{problem, programming, raise};
use super::state;

/// `sqlite3.PrepareProtocol`: what objects are adapted to before they are bound.
pub(super) static PROTOCOL: TypeSpec = TypeSpec {
    doc: Some("PEP 246 style object adaption protocol type."),
    flags: TypeFlags::BASETYPE,
    layout: Some(Layout::Native("sqlite3.PrepareProtocol")),
    new: Some(&NEW_PROTOCOL),
    init: Some(&INIT_PROTOCOL),
    ..TypeSpec::named("PrepareProtocol", "sqlite3")
};

static NEW_PROTOCOL: NativeDef = NativeDef::static_(
    "__new__",
    "($type, /, *args, **kwargs)",
    |vm, a| crate::support::instance(vm, &a[0], Protocol),
    "",
);
static INIT_PROTOCOL: NativeDef =
    NativeDef::method("__init__", "($self, /, *args, **kwargs)", |_, _| Ok(Value::None), "");

struct Protocol;

impl Native for Protocol {
    fn traverse(&self, _visit: &mut pyvm_vm::heap::Visitor<'_>) {}
}

/// An object as SQLite takes it.
pub(super) enum Bound {
    Null,
    Int(i64),
    Float(f64),
    Text(String),
    Blob(Bytes),
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

/// An object as SQLite takes it; nothing for a type that has no such form.
pub(super) fn bound(vm: &Vm, value: &Value) -> PyResult<Option<Bound>> {
    Ok(Some(match value.unwrapped() {
        Value::None => Bound::Null,
        Value::Bool(b) => Bound::Int(i64::from(*b)),
        Value::Int(n) => Bound::Int(*n),
        Value::Big(_) => return Err(vm.overflow_error("Python int too large to convert to SQLite INTEGER")),
        Value::Float(x) => Bound::Float(*x),
        Value::Str(text) => match text.as_str() {
            Some(text) => Bound::Text(text.to_owned()),
            // Surrogates: the error is that of encoding them.
            None => Bound::Blob(vm.bytes_of(&crate::support::method(vm, value, "encode", &[])?)?),
        },
        _ if vm.is_bytes_like(value) => Bound::Blob(vm.bytes_of(value)?),
        _ => return Ok(None),
    }))
}

/// A column as SQLite's own kinds map to Python's.
pub(super) fn plain(vm: &Vm, column: Column) -> PyResult {
    Ok(match column {
        Column::Null => Value::None,
        Column::Int(n) => Value::Int(n),
        Column::Float(x) => Value::Float(x),
        Column::Text(text) => Value::Str(vm.decode(&text, "utf-8", "strict")?),
        Column::Blob(data) if !vm.check_size(data.len()) => return Err(vm.out_of_memory()),
        Column::Blob(data) => vm.new_bytes(&data),
    })
}

/// `adapt(obj, proto, alt)`: an unbound `alt` raises.
pub(super) fn adapt(vm: &Vm, value: &Value, protocol: &Value, alternative: &Value) -> PyResult {
    let key = vm.new_tuple(vec![vm.class_of(value).to_value(), protocol.clone()]);
    let adapters = state(vm)?.adapters.clone();
    let known = adapters.as_dict().map(|adapters| adapters.get(vm, &key)).transpose()?.flatten();
    if let Some(adapter) = known {
        return vm.call1(&adapter, value.clone());
    }
    for (asked, name, argument) in [(protocol, "__adapt__", value), (value, "__conform__", protocol)] {
        let Some(method) = vm.lookup_attr(asked, &vm.intern(name))? else { continue };
        match vm.call1(&method, argument.clone()) {
            Ok(Value::None) => {}
            Err(e) if e.matches(vm, &vm.exc.type_error) => {}
            done => return done,
        }
    }
    if alternative.is_unbound() { Err(programming(vm, "can't adapt")) } else { Ok(alternative.clone()) }
}

/// Whether values of a class are bound as they are while no adapter of such a class is registered.
pub(super) fn is_basic(vm: &Vm, class: &Value) -> bool {
    let types = &vm.types;
    [&types.int, &types.float, &types.str, &types.bytearray].iter().any(|basic| class.is(&basic.to_value()))
}

fn needs_no_adapter(vm: &Vm, value: &Value) -> PyResult<bool> {
    Ok(!state(vm)?.adapts_basic.get() && is_basic(vm, &vm.class_of(value).to_value()))
}

/// Binds one parameter; `position` counts from 1.
fn bind_one(vm: &Vm, live: &mut Live, position: usize, value: &Value) -> PyResult<()> {
    let adapted = if needs_no_adapter(vm, value)? {
        value.clone()
    } else {
        let protocol = vm.native_type(&PROTOCOL).to_value();
        adapt(vm, value, &protocol, value)?
    };
    let Some(bound) = bound(vm, &adapted)? else {
        let got = vm.type_name(&adapted);
        let text = format!("Error binding parameter {position}: type '{got}' is not supported");
        return Err(programming(vm, text));
    };
    live.with(|s| s.raw_bind_parameter(position, &bound)).map_err(|e| problem(vm, &e))
}

/// Binds the parameters of a statement from a sequence or a mapping.
pub(super) fn parameters(vm: &Vm, live: &mut Live, given: &Value) -> PyResult<()> {
    let needed = live.with(|s| s.parameter_count());
    if given.as_tuple().is_some() || given.as_list().is_some() || is_sequence(vm, given)? {
        by_position(vm, live, given, needed)
    } else if given.as_dict().is_some() || is_mapping(vm, given)? {
        by_name(vm, live, given, needed)
    } else {
        Err(programming(vm, "parameters are of unsupported type"))
    }
}

fn has_items(vm: &Vm, given: &Value) -> PyResult<bool> {
    Ok(vm.lookup_attr(&vm.class_of(given).to_value(), &vm.intern("__getitem__"))?.is_some())
}

/// Whatever has items and is no dict.
fn is_sequence(vm: &Vm, given: &Value) -> PyResult<bool> {
    Ok(given.as_dict().is_none()
        && has_items(vm, given)?
        && vm.lookup_attr(given, &vm.intern("keys"))?.is_none())
}

fn is_mapping(vm: &Vm, given: &Value) -> PyResult<bool> {
    has_items(vm, given)
}

fn by_position(vm: &Vm, live: &mut Live, given: &Value, needed: usize) -> PyResult<()> {
    let count = vm.len(given)?;
    if count != needed {
        return Err(programming(
            vm,
            format!(
                "Incorrect number of bindings supplied. The current statement uses {needed}, and there are {count} supplied."
            ),
        ));
    }
    for position in 1..=needed {
        let name = live.with(|s| s.parameter_name(position).map(str::to_owned));
        if let Some(name) = name.filter(|name| !name.starts_with('?')) {
            let text = format!(
                "Binding {position} ('{name}') is a named parameter, but you supplied a sequence which requires \
                 nameless (qmark) placeholders. Starting with Python 3.14 an sqlite3.ProgrammingError will be raised."
            );
            vm.warn(&vm.exc.deprecation_warning, &text, 1)?;
        }
        let value = vm.getitem(given, &crate::support::size(position - 1))?;
        bind_one(vm, live, position, &value)?;
    }
    Ok(())
}

fn by_name(vm: &Vm, live: &mut Live, given: &Value, needed: usize) -> PyResult<()> {
    for position in 1..=needed {
        let name = live.with(|s| s.parameter_name(position).map(str::to_owned));
        let Some(name) = name else {
            return Err(programming(
                vm,
                format!(
                    "Binding {position} has no name, but you supplied a dictionary (which has only names)."
                ),
            ));
        };
        let name = name.get(1..).unwrap_or_default();
        let value = vm.getitem(given, &Value::str(name)).map_err(|e| {
            if e.matches(vm, &vm.exc.lookup_error) {
                let text = format!("You did not supply a value for binding parameter :{name}.");
                return programming(vm, text);
            }
            e
        })?;
        bind_one(vm, live, position, &value)?;
    }
    Ok(())
}

/// Bytes as a column of text, which is UTF-8 by agreement alone.
pub(super) fn text(vm: &Vm, data: &[u8], column: &str) -> PyResult {
    if let Some(text) = Str::from_utf8(data) {
        return Ok(Value::Str(vm.canonical(text)));
    }
    let shown = String::from_utf8_lossy(data);
    let message = format!("Could not decode to UTF-8 column '{column}' with text '{shown}'");
    Err(raise(vm, |errors| &errors.operational, message))
}

//! `_csv`: comma-separated values. Mirrors `Modules/_csv.c`.

use std::cell::Cell;
use std::rc::Rc;

use pyvm_vm::types::NativeDef;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult, Value};

use crate::support::{add_exception, add_types, elements, error_of};
use dialect::Quoting;

mod dialect;
mod reader;
mod writer;

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function(
        "reader",
        "($module, /, *args, **kwargs)",
        reader,
        "    csv_reader = reader(iterable [, dialect='excel']\n                             [optional keyword args])\n    for row in csv_reader:\n        process(row)\n\nThe \"iterable\" argument can be any object that returns a line\nof input for each iteration, such as a file object or a list.  The\noptional \"dialect\" argument defines a CSV dialect.",
    )
    .hidden_signature(),
    NativeDef::function(
        "writer",
        "($module, /, *args, **kwargs)",
        writer,
        "    csv_writer = csv.writer(fileobj [, dialect='excel']\n                                [optional keyword args])\n    for row in sequence:\n        csv_writer.writerow(row)\n\nThe \"fileobj\" argument can be any object that supports the file API.",
    )
    .hidden_signature(),
    NativeDef::function(
        "list_dialects",
        "($module, /)",
        |vm, _| Ok(vm.new_list(vm.list_from_iterable(&dialects(vm)?)?)),
        "Return a list of all known dialect names.\n\n    names = csv.list_dialects()",
    ),
    NativeDef::function(
        "register_dialect",
        "($module, /, *args, **kwargs)",
        register,
        "Create a mapping from a string name to a dialect class.\n    dialect = csv.register_dialect(name[, dialect[, **fmtparams]])",
    )
    .hidden_signature(),
    NativeDef::function(
        "unregister_dialect",
        "($module, /, name)",
        |vm, a| {
            let known = dialects(vm)?;
            match vm.delitem(&known, &a[0]) {
                Err(e) if e.matches(vm, &vm.exc.key_error) => Err(error(vm, "unknown dialect")),
                done => done.map(|()| Value::None),
            }
        },
        "Delete the name/dialect mapping associated with a string name.\n\n    csv.unregister_dialect(name)",
    ),
    NativeDef::function(
        "get_dialect",
        "($module, /, name)",
        |vm, a| registered(vm, &a[0]),
        "Return the dialect instance associated with name.\n\n    dialect = csv.get_dialect(name)",
    ),
    NativeDef::function(
        "field_size_limit",
        "($module, /, new_limit=<unrepresentable>)",
        field_size_limit,
        "Sets an upper limit on parsed fields.\n\n    csv.field_size_limit([limit])\n\nReturns old limit. If limit is not given, no new limit is set and\nthe old limit is returned",
    ),
];

/// Makes the module.
///
/// # Errors
/// What setting its members raises.
pub(crate) fn make(vm: &Vm) -> PyResult {
    let module = pyvm_vm::modules::make(vm, "_csv", "CSV parsing and writing.\n", FUNCTIONS);
    let set = |name: &str, value: Value| pyvm_vm::modules::set(vm, &module, name, value);
    add_exception(vm, &module, "_csv", "Error", std::slice::from_ref(&vm.exc.exception))?;
    add_types(vm, &module, &[&dialect::SPEC])?;
    set("Reader", vm.native_type(&reader::SPEC).to_value())?;
    set("Writer", vm.native_type(&writer::SPEC).to_value())?;
    set("_dialects", vm.new_dict())?;
    for (number, (_, name)) in Quoting::ALL.iter().enumerate() {
        set(name, crate::support::size(number))?;
    }
    Ok(module)
}

fn error(vm: &Vm, message: &str) -> PyError {
    error_of(vm, "_csv", "Error", message)
}

/// How long fields may be.
struct Limit(Cell<i64>);

/// The longest field a reader takes.
fn field_limit(vm: &Vm) -> FieldLimit {
    FieldLimit(vm.extension(|| Limit(Cell::new(128 * 1024))))
}

/// A view of the limit.
struct FieldLimit(Rc<Limit>);

impl FieldLimit {
    fn get(&self) -> i64 {
        self.0.0.get()
    }
}

fn field_size_limit(vm: &Vm, args: &[Value]) -> PyResult {
    let limit = field_limit(vm);
    let before = limit.get();
    if !args[0].is_unbound() {
        let (Value::Int(_) | Value::Big(_) | Value::Bool(_)) = args[0].unwrapped() else {
            return Err(vm.type_error("limit must be an integer"));
        };
        let too_large = |vm: &Vm| vm.overflow_error("Python int too large to convert to C long");
        limit.0.0.set(vm.index_i64_or(&args[0], too_large)?);
    }
    Ok(Value::Int(before))
}

/// The dialects by name.
fn dialects(vm: &Vm) -> PyResult {
    vm.getattr_str(&vm.import("_csv")?, "_dialects")
}

/// A dialect by name.
fn registered(vm: &Vm, name: &Value) -> PyResult {
    match vm.getitem(&dialects(vm)?, name) {
        Err(e) if e.matches(vm, &vm.exc.key_error) => Err(error(vm, "unknown dialect")),
        found => found,
    }
}

/// A dialect of an optional argument and keywords.
fn make_dialect(vm: &Vm, given: Option<&Value>, keywords: &Value) -> PyResult {
    let keywords: Vec<_> = keywords
        .as_dict()
        .map(|d| d.entries())
        .unwrap_or_default()
        .into_iter()
        .filter_map(|(name, value)| Some((name.as_text()?.clone(), value)))
        .collect();
    let arguments: Vec<Value> = given.cloned().into_iter().collect();
    vm.call_kw(&vm.native_type(&dialect::SPEC).to_value(), &arguments, &keywords)
}

/// The first argument and an optional dialect.
fn arguments<'a>(vm: &Vm, args: &'a [Value]) -> PyResult<(&'a Value, Option<&'a Value>)> {
    match elements(args.first().unwrap_or(&Value::None)) {
        [] => Err(vm.type_error(" expected at least 1 argument, got 0")),
        [first] => Ok((first, None)),
        [first, dialect] => Ok((first, Some(dialect))),
        all => Err(vm.type_error(format!(" expected at most 2 arguments, got {}", all.len()))),
    }
}

fn reader(vm: &Vm, args: &[Value]) -> PyResult {
    let (iterable, dialect) = arguments(vm, args)?;
    let lines = vm.iter(iterable)?;
    let dialect = make_dialect(vm, dialect, &args[1])?;
    let reader = reader::Reader { lines, dialect, line_num: Cell::new(0) };
    Ok(vm.new_native(&vm.native_type(&reader::SPEC), reader))
}

fn writer(vm: &Vm, args: &[Value]) -> PyResult {
    let (file, dialect) = arguments(vm, args)?;
    let write = vm.lookup_attr(file, &vm.intern("write"))?;
    let Some(write) = write.filter(|write| vm.is_callable(write)) else {
        return Err(vm.type_error("argument 1 must have a \"write\" method"));
    };
    let dialect = make_dialect(vm, dialect, &args[1])?;
    Ok(vm.new_native(&vm.native_type(&writer::SPEC), writer::Writer { write, dialect }))
}

fn register(vm: &Vm, args: &[Value]) -> PyResult {
    let (name, dialect) = arguments(vm, args)?;
    if name.as_text().is_none() {
        return Err(vm.type_error("dialect name must be a string"));
    }
    let dialect = make_dialect(vm, dialect, &args[1])?;
    vm.setitem(&dialects(vm)?, name, dialect)?;
    Ok(Value::None)
}

//! `sqlite3.Row`: a tuple whose items have names.

use pyvm_vm::heap::Visitor;
use pyvm_vm::objects::Native;
use pyvm_vm::types::slots::CmpOp;
use pyvm_vm::types::{Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::cursor;
use crate::support::{elements, instance};

/// The payload: the values, and the description of their columns.
struct Row {
    data: Value,
    description: Value,
}

/// The type.
pub(super) static SPEC: TypeSpec = TypeSpec {
    flags: TypeFlags::BASETYPE,
    layout: Some(Layout::Native("sqlite3.Row")),
    slots,
    new: Some(&NEW),
    methods: &[NativeDef::method("keys", "($self, /)", keys, "Returns the keys of the row.")],
    ..TypeSpec::named("Row", "sqlite3")
};

static NEW: NativeDef = NativeDef::static_("__new__", "($type, cursor, data, /)", new, "").hidden_signature();

fn slots(s: &Slots) {
    s.hash.set(Some(hash));
    s.richcompare.set(Some(compare));
    s.iter.set(Some(|vm, v| vm.iter(&of(vm, v)?.data)));
    s.len.set(Some(|vm, v| vm.len(&of(vm, v)?.data)));
    s.getitem.set(Some(item));
}

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Row> {
    vm.payload(value, "sqlite3.Row")
}

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    let expected = |position: u8, wanted: &str, got: &Value| {
        let got = vm.type_name(got);
        vm.type_error(format!("Row() argument {position} must be {wanted}, not {got}"))
    };
    let Ok(description) = cursor::description(vm, &args[1]) else {
        return Err(expected(1, "sqlite3.Cursor", &args[1]));
    };
    if args[2].as_tuple().is_none() {
        return Err(expected(2, "tuple", &args[2]));
    }
    instance(vm, &args[0], Row { data: args[2].clone(), description })
}

/// The names of the columns.
fn names(row: &Row) -> Vec<Value> {
    let columns = elements(&row.description).iter();
    columns.filter_map(|column| elements(column).first().cloned()).collect()
}

fn keys(vm: &Vm, args: &[Value]) -> PyResult {
    Ok(vm.new_list(names(of(vm, &args[0])?)))
}

fn item(vm: &Vm, value: &Value, key: &Value) -> PyResult {
    let row = of(vm, value)?;
    if let Some(wanted) = key.as_text() {
        let wanted = wanted.as_str().unwrap_or_default();
        let is_it = |name: &Value| {
            name.as_text()
                .and_then(|name| name.as_str())
                .is_some_and(|name| name.eq_ignore_ascii_case(wanted))
        };
        let found = names(row).iter().position(is_it);
        return match found.and_then(|at| elements(&row.data).get(at)) {
            Some(found) => Ok(found.clone()),
            None => Err(vm.index_error("No item with that key")),
        };
    }
    let is_index = matches!(key.unwrapped(), Value::Int(_) | Value::Big(_) | Value::Bool(_));
    if is_index || vm.is_exact(key, &vm.types.slice) {
        return vm.getitem(&row.data, key);
    }
    Err(vm.index_error("Index must be int or string"))
}

fn hash(vm: &Vm, value: &Value) -> PyResult<i64> {
    let row = of(vm, value)?;
    Ok(vm.hash(&row.description)? ^ vm.hash(&row.data)?)
}

fn compare(vm: &Vm, a: &Value, b: &Value, op: CmpOp) -> PyResult {
    if !matches!(op, CmpOp::Eq | CmpOp::Ne) || !vm.is_instance(b, &vm.native_type(&SPEC)) {
        return Ok(Value::NotImplemented);
    }
    let (a, b) = (of(vm, a)?, of(vm, b)?);
    if vm.eq(&a.description, &b.description)? {
        return vm.compare(&a.data, &b.data, op);
    }
    Ok(Value::Bool(op == CmpOp::Ne))
}

impl Native for Row {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.value(&self.data);
        visit.value(&self.description);
    }
}

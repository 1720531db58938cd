//! `cell`: a variable shared by functions.

use crate::error::PyResult;
use crate::heap::{Value, ValueCell};
use crate::objects::Kind;
use crate::types::slots::CmpOp;
use crate::types::{GetSetDef, Layout, NativeDef, Slots, TypeSpec};
use crate::vm::Vm;

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: Some(
        "Create a new cell object.\n\n  contents\n    the contents of the cell. If not specified, the cell will be empty,\n    and \n further attempts to access its cell_contents attribute will\n    raise a ValueError.",
    ),
    signature: Some("([contents])"),
    layout: Some(Layout::Native("cell")),
    slots,
    new: Some(&NEW),
    getset: GETSET,
    ..TypeSpec::named("cell", "builtins")
};

static NEW: NativeDef = NativeDef::static_(
    "__new__",
    "($type, contents=<unrepresentable>, /)",
    |vm, a| Ok(new(vm, a[1].clone())),
    "",
);

static GETSET: &[GetSetDef] = &[GetSetDef::get_set("cell_contents", get, set, "")];

fn slots(s: &Slots) {
    s.repr.set(Some(repr));
    s.richcompare.set(Some(richcompare));
}

/// A cell with this content; `Unbound` for an empty one.
pub fn new(vm: &Vm, content: Value) -> Value {
    vm.new_object(&vm.types.cell, Kind::Cell(ValueCell::new(content)))
}

/// The content; unbound in an empty cell.
pub fn content(cell: &Value) -> Value {
    match cell.as_obj().map(|r| r.kind()) {
        Some(Kind::Cell(content)) => content.get(),
        _ => Value::Unbound,
    }
}

fn get(vm: &Vm, value: &Value) -> PyResult {
    content(value).bound().ok_or_else(|| vm.value_error("Cell is empty"))
}

fn set(_vm: &Vm, value: &Value, new: Option<Value>) -> PyResult<()> {
    if let Some(Kind::Cell(content)) = value.as_obj().map(|r| r.kind()) {
        content.set(new.unwrap_or_default());
    }
    Ok(())
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let at = vm.id(value);
    Ok(Value::str(&match content(value) {
        Value::Unbound => format!("<cell at {at:#x}: empty>"),
        inner => format!("<cell at {at:#x}: {} object at {:#x}>", vm.type_name(&inner), vm.id(&inner)),
    }))
}

fn richcompare(vm: &Vm, a: &Value, b: &Value, op: CmpOp) -> PyResult {
    if !vm.is_exact(b, &vm.types.cell) {
        return Ok(Value::NotImplemented);
    }
    match (content(a), content(b)) {
        (Value::Unbound, Value::Unbound) => Ok(Value::Bool(op.matches(std::cmp::Ordering::Equal))),
        (Value::Unbound, _) => Ok(Value::Bool(op.matches(std::cmp::Ordering::Less))),
        (_, Value::Unbound) => Ok(Value::Bool(op.matches(std::cmp::Ordering::Greater))),
        (x, y) => vm.compare(&x, &y, op),
    }
}

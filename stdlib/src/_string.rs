//! `_string`: templates of `str.format` taken apart, for `string.Formatter`. Mirrors the end of
//! `Objects/unicodeobject.c`.

use std::cell::RefCell;
use std::collections::VecDeque;

use pyvm_vm::heap::{Str, Visitor};
use pyvm_vm::objects::Native;
use pyvm_vm::text::format_string::{FieldName, Key, Piece, Step, Template, TemplateError};
use pyvm_vm::types::{Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function(
        "formatter_field_name_split",
        "($module, object, /)",
        split_field_name,
        "split the argument as a field name",
    )
    .hidden_signature(),
    NativeDef::function(
        "formatter_parser",
        "($module, object, /)",
        parse,
        "parse the argument as a format string",
    )
    .hidden_signature(),
];

/// Makes the module.
///
/// # Errors
/// What setting its members raises.
pub(crate) fn make(vm: &Vm) -> PyResult {
    Ok(pyvm_vm::modules::make(vm, "_string", "string helper module", FUNCTIONS))
}

/// What is left to be given; a mistake is raised when it is reached.
struct Parts(RefCell<VecDeque<Result<Value, TemplateError>>>);

const fn iterator(name: &'static str) -> TypeSpec {
    TypeSpec {
        flags: TypeFlags::NO_NEW,
        layout: Some(Layout::Native("formatteriterator")),
        slots: |s: &Slots| {
            s.iter.set(Some(|_, v| Ok(v.clone())));
            s.iternext.set(Some(next));
        },
        ..TypeSpec::named(name, "builtins")
    }
}

static FORMATTER: TypeSpec = iterator("formatteriterator");
static FIELD_NAME: TypeSpec = iterator("fieldnameiterator");

fn next(vm: &Vm, value: &Value) -> PyResult<Option<Value>> {
    let parts: &Parts = vm.payload(value, "formatteriterator")?;
    let part = parts.0.borrow_mut().pop_front();
    part.transpose().map_err(|e| vm.value_error(e))
}

fn text<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Str> {
    value.as_text().ok_or_else(|| vm.type_error(format!("expected str, got {}", vm.type_name(value))))
}

fn parse(vm: &Vm, args: &[Value]) -> PyResult {
    let template = text(vm, &args[0])?;
    let parts = Template::new(template.as_wtf8()).map(|piece| piece.map(|piece| of_piece(vm, piece)));
    Ok(vm.new_native(&vm.native_type(&FORMATTER), Parts(RefCell::new(parts.collect()))))
}

/// `(literal, field name, specification, conversion)`
fn of_piece(vm: &Vm, piece: Piece<'_>) -> Value {
    let literal = vm.new_str(piece.literal.to_owned());
    vm.new_tuple(match piece.field {
        Some(field) => {
            let conversion = field
                .conversion
                .map(|c| vm.new_str(std::iter::once(c).collect::<rustpython_wtf8::Wtf8Buf>()));
            let (name, spec) = (vm.new_str(field.name.to_owned()), vm.new_str(field.spec.to_owned()));
            vec![literal, name, spec, conversion.unwrap_or(Value::None)]
        }
        None => vec![literal, Value::None, Value::None, Value::None],
    })
}

fn of_key(vm: &Vm, key: Key) -> Value {
    match key {
        Key::Index(index) => crate::support::size(index),
        Key::Name(name) => vm.new_str(name),
    }
}

/// The first part and an iterator over `(is attribute, key)`.
fn split_field_name(vm: &Vm, args: &[Value]) -> PyResult {
    let name = text(vm, &args[0])?;
    let parsed = FieldName::split(name.as_wtf8()).map_err(|e| vm.value_error(e))?;
    let steps = parsed.steps.map(|step| {
        step.map(|step| {
            let (is_attribute, key) = match step {
                Step::Attribute(name) => (true, vm.new_str(name)),
                Step::Item(key) => (false, of_key(vm, key)),
            };
            vm.new_tuple(vec![Value::Bool(is_attribute), key])
        })
    });
    let steps = vm.new_native(&vm.native_type(&FIELD_NAME), Parts(RefCell::new(steps.collect())));
    Ok(vm.new_tuple(vec![of_key(vm, parsed.first), steps]))
}

impl Native for Parts {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        if let Ok(parts) = self.0.try_borrow() {
            for part in parts.iter().flatten() {
                visit.value(part);
            }
        }
    }
}

//! What the module keeps for itself: exception classes, templates of contexts, the variable of the current context.

use std::collections::HashMap;
use std::rc::Rc;

use pyvm_vm::heap::{Str, TypeRef};
use pyvm_vm::types::native_class::exception_class;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::context;
use super::env::condition::{DIVISION_BY_ZERO, INVALID_OPERATION, OVERFLOW};
use super::env::{Rounding, Settings, condition};

/// The settings of `DefaultContext`.
pub(super) const DEFAULT: Settings = Settings {
    prec: 28,
    rounding: Rounding::HalfEven,
    emin: -999_999,
    emax: 999_999,
    capitals: true,
    clamp: false,
};
/// Its traps.
pub(super) const DEFAULT_TRAPS: u32 = condition::ALL_INVALID | DIVISION_BY_ZERO | OVERFLOW;

/// The templates by name, with their traps.
pub(super) const TEMPLATES: [(&str, Settings, u32); 3] = [
    ("DefaultContext", DEFAULT, DEFAULT_TRAPS),
    (
        "BasicContext",
        Settings { prec: 9, rounding: Rounding::HalfUp, ..DEFAULT },
        DEFAULT_TRAPS | condition::UNDERFLOW | condition::CLAMPED,
    ),
    ("ExtendedContext", Settings { prec: 9, ..DEFAULT }, 0),
];

/// Conditions behind `InvalidOperation` that have a class of their own, in CPython's order.
pub(super) const CONDITIONS: [(&str, u32); 5] = [
    ("InvalidOperation", INVALID_OPERATION),
    ("ConversionSyntax", condition::CONVERSION_SYNTAX),
    ("DivisionImpossible", condition::DIVISION_IMPOSSIBLE),
    ("DivisionUndefined", condition::DIVISION_UNDEFINED),
    ("InvalidContext", condition::INVALID_CONTEXT),
];

/// The exception classes, with the names of their bases.
pub(super) const CLASSES: [(&str, &[&str]); 14] = [
    ("DecimalException", &["ArithmeticError"]),
    ("InvalidOperation", &["DecimalException"]),
    ("FloatOperation", &["DecimalException", "TypeError"]),
    ("DivisionByZero", &["DecimalException", "ZeroDivisionError"]),
    ("Inexact", &["DecimalException"]),
    ("Rounded", &["DecimalException"]),
    ("Subnormal", &["DecimalException"]),
    ("Overflow", &["Inexact", "Rounded"]),
    ("Underflow", &["Inexact", "Rounded", "Subnormal"]),
    ("Clamped", &["DecimalException"]),
    ("ConversionSyntax", &["InvalidOperation"]),
    ("DivisionImpossible", &["InvalidOperation"]),
    ("DivisionUndefined", &["InvalidOperation", "ZeroDivisionError"]),
    ("InvalidContext", &["InvalidOperation"]),
];

/// What there is once for a VM.
struct State {
    members: HashMap<&'static str, Value>,
    variable: Value,
}

fn known(vm: &Vm) -> PyResult<Rc<State>> {
    vm.known_extension().ok_or_else(|| vm.system_error("_decimal is not imported"))
}

/// A class or template by name.
///
/// # Errors
/// SystemError before the module is imported.
pub(super) fn class(vm: &Vm, name: &str) -> PyResult {
    let found = known(vm)?.members.get(name).cloned();
    found.ok_or_else(|| vm.system_error(format!("_decimal has no {name}")))
}

/// `DefaultContext`, once it is made.
pub(super) fn template(vm: &Vm) -> PyResult<Option<Value>> {
    Ok(known(vm)?.members.get("DefaultContext").cloned())
}

/// Whether it is one of the templates.
pub(super) fn is_template(vm: &Vm, value: &Value) -> PyResult<bool> {
    let state = known(vm)?;
    Ok(TEMPLATES.iter().any(|(name, ..)| state.members.get(name).is_some_and(|t| t.is(value))))
}

/// The running thread's context.
///
/// # Errors
/// TypeError where the variable holds something else.
pub(super) fn current(vm: &Vm) -> PyResult {
    let state = known(vm)?;
    if let Some(found) = crate::_contextvars::lookup(vm, &state.variable)? {
        context::of(vm, &found)?;
        return Ok(found);
    }
    let made = match template(vm)? {
        Some(template) => context::copy(vm, &template)?,
        None => return Err(vm.system_error("_decimal has no DefaultContext")),
    };
    context::of(vm, &made)?.flags.set(0);
    crate::_contextvars::set(vm, &state.variable, made.clone())?;
    Ok(made)
}

/// Makes another context the running thread's.
///
/// # Errors
/// TypeError for what is no context.
pub(super) fn set_current(vm: &Vm, value: &Value) -> PyResult<()> {
    if value.native::<context::Context>().is_none() {
        return Err(vm.type_error("argument must be a context"));
    }
    let mut value = value.clone();
    if is_template(vm, &value)? {
        value = context::copy(vm, &value)?;
        context::of(vm, &value)?.flags.set(0);
    }
    crate::_contextvars::set(vm, &known(vm)?.variable, value)?;
    Ok(())
}

fn exceptions(vm: &Vm) -> PyResult<HashMap<&'static str, Value>> {
    let mut made: HashMap<&'static str, Value> = HashMap::new();
    for (name, bases) in CLASSES {
        let bases: PyResult<Vec<TypeRef>> = bases
            .iter()
            .map(|base| {
                let class = made.get(base).cloned().map_or_else(|| vm.builtin(base), Ok)?;
                Ok(vm.expect_type(&class, "exception")?.clone())
            })
            .collect();
        made.insert(name, exception_class(vm, "decimal", name, &bases?)?.to_value());
    }
    Ok(made)
}

/// `SignalDict` and `DecimalTuple`, which CPython makes of Python's own parts.
fn python_classes(vm: &Vm, members: &mut HashMap<&'static str, Value>) -> PyResult<()> {
    let mapping = vm.getattr_str(&vm.import("collections.abc")?, "MutableMapping")?;
    let bases = vm.new_tuple(vec![vm.native_type(&context::SIGNAL_DICT).to_value(), mapping]);
    let meta = vm.class_of(&vm.getattr_str(&vm.import("collections.abc")?, "MutableMapping")?).to_value();
    let dict = vm.call_kw(&meta, &[Value::str("SignalDict"), bases, vm.new_dict()], &[])?;
    members.insert("SignalDict", dict);
    let namedtuple = vm.getattr_str(&vm.import("collections")?, "namedtuple")?;
    let fields = Value::str("sign digits exponent");
    let tuple = vm.call_kw(
        &namedtuple,
        &[Value::str("DecimalTuple"), fields],
        &[(vm.intern("module"), Value::str("decimal"))],
    )?;
    members.insert("DecimalTuple", tuple);
    Ok(())
}

/// Makes everything, once.
///
/// # Errors
/// What making classes raises.
pub(super) fn prepare(vm: &Vm) -> PyResult<()> {
    if vm.known_extension::<State>().is_some() {
        return Ok(());
    }
    let mut members = exceptions(vm)?;
    python_classes(vm, &mut members)?;
    let number = vm.getattr_str(&vm.import("numbers")?, "Number")?;
    let decimal = vm.native_type(&super::object::SPEC).to_value();
    vm.call_method(&number, &vm.intern("register"), &[decimal])?;
    let variable = crate::_contextvars::new(vm, "decimal_context");
    vm.set_extension(State { members: members.clone(), variable: variable.clone() });
    for (name, settings, traps) in TEMPLATES {
        members.insert(name, context::make(vm, &vm.native_type(&context::SPEC), settings, 0, traps)?);
    }
    vm.set_extension(State { members, variable });
    Ok(())
}

/// The module's members, by name.
pub(super) fn members(vm: &Vm) -> PyResult<Vec<(&'static str, Value)>> {
    let state = known(vm)?;
    let shown = state.members.iter().filter(|(name, _)| **name != "SignalDict");
    Ok(shown.map(|(name, value)| (*name, value.clone())).collect())
}

/// An interned name of a rounding mode.
pub(super) fn rounding_name(vm: &Vm, rounding: Rounding) -> Str {
    vm.intern(rounding.name())
}

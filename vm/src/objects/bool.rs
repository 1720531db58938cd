//! `bool`: mirrors `Objects/boolobject.c`.

use crate::error::PyResult;
use crate::heap::{Value, intern};
use crate::types::{Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use crate::vm::Vm;

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: Some(
        "Returns True when the argument is true, False otherwise.\nThe builtins True and False are the only two instances of the class bool.\nThe class bool is a subclass of the class int, and cannot be subclassed.",
    ),
    base: Some(&super::int::SPEC),
    flags: TypeFlags::MATCH_SELF,
    layout: Some(Layout::Native("int")),
    slots,
    new: Some(&NEW),
    ..TypeSpec::named("bool", "builtins")
};

static NEW: NativeDef =
    NativeDef::static_("__new__", "($type, object=False, /)", |vm, a| vm.is_true(&a[1]).map(Value::Bool), "");

fn slots(s: &Slots) {
    // Each of the two texts is one object.
    s.repr.set(Some(|_, v| {
        Ok(Value::Str(intern::intern_str(if matches!(v, Value::Bool(true)) { "True" } else { "False" })))
    }));
    s.and.set(Some(|vm, a, b| logic(vm, a, b, |x, y| x & y, super::int::and)));
    s.or.set(Some(|vm, a, b| logic(vm, a, b, |x, y| x | y, super::int::or)));
    s.xor.set(Some(|vm, a, b| logic(vm, a, b, |x, y| x ^ y, super::int::xor)));
    s.invert.set(Some(invert));
}

fn logic(
    vm: &Vm,
    a: &Value,
    b: &Value,
    of_bools: fn(bool, bool) -> bool,
    of_ints: crate::types::slots::Binary,
) -> PyResult {
    match (a, b) {
        (Value::Bool(x), Value::Bool(y)) => Ok(Value::Bool(of_bools(*x, *y))),
        _ => of_ints(vm, a, b),
    }
}

fn invert(vm: &Vm, value: &Value) -> PyResult {
    vm.warn(
        &vm.exc.deprecation_warning,
        "Bitwise inversion '~' on bool is deprecated and will be removed in Python 3.16. This returns the bitwise inversion of the underlying int object and is usually not what you expect from the negation of a bool object. Use the 'not' operator for boolean negation or ~int(x) for the bitwise inversion of the underlying int.",
        1,
    )?;
    Ok(Value::Int(if matches!(value, Value::Bool(true)) { -2 } else { -1 }))
}

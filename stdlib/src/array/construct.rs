//! `array(typecode, initializer)`.

use std::cell::{Cell, RefCell};

use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult, Value};

use super::code::{self, Code, Item};
use super::{Array, SPEC, methods};
use crate::support::{elements, instance};

/// A one-character argument.
pub(super) fn character(vm: &Vm, given: &Value, place: &str) -> PyResult<String> {
    match given.as_text().filter(|text| text.char_len() == 1) {
        Some(text) => Ok(text.to_string_lossy().into_owned()),
        None => Err(vm.bad_argument(place, "a unicode character", given)),
    }
}

pub(super) fn warn_of_u(vm: &Vm, code: &Code) -> PyResult<()> {
    if code.name != "u" {
        return Ok(());
    }
    let text = "The 'u' type code is deprecated and will be removed in Python 3.16";
    vm.warn(&vm.exc.deprecation_warning, text, 1)
}

pub(super) fn new(vm: &Vm, args: &[Value]) -> PyResult {
    let class = vm.expect_type(&args[0], "array.__new__(X): X")?;
    if class.is(&vm.native_type(&SPEC)) && args[2].as_dict().is_some_and(|d| !d.is_empty()) {
        return Err(vm.type_error("array.array() takes no keyword arguments"));
    }
    let (typecode, initial) = match elements(&args[1]) {
        [] => return Err(vm.type_error("array() takes at least 1 argument (0 given)")),
        [typecode] => (typecode, None),
        [typecode, initial] => (typecode, Some(initial)),
        all => return Err(vm.type_error(format!("array() takes at most 2 arguments ({} given)", all.len()))),
    };
    let name = character(vm, typecode, "array() argument 1")?;
    if name == "u" {
        warn_of_u(vm, &code::CODES[2])?;
    }
    if let Some(initial) = initial
        && let Some(mistake) = mismatch(vm, &name, initial)
    {
        return Err(mistake);
    }
    let Some(code) = code::find(&name) else {
        return Err(vm.value_error("bad typecode (must be b, B, u, h, H, i, I, l, L, q, Q, f or d)"));
    };
    let array = Array { code, bytes: RefCell::new(Vec::new()), exports: Cell::new(0) };
    if let Some(initial) = initial {
        fill(vm, &array, initial)?;
    }
    instance(vm, &args[0], array)
}

/// Text where there is no room for it.
fn mismatch(vm: &Vm, name: &str, initial: &Value) -> Option<PyError> {
    if matches!(name, "u" | "w") {
        return None;
    }
    let what = if initial.as_text().is_some() {
        "str"
    } else {
        initial.native::<Array>().filter(|array| array.code.item == Item::Text)?;
        "unicode array"
    };
    Some(vm.type_error(format!("cannot use a {what} to initialize an array with typecode '{name}'")))
}

fn fill(vm: &Vm, array: &Array, initial: &Value) -> PyResult<()> {
    match initial.unwrapped() {
        Value::Str(text) => return methods::append_text(vm, array, text),
        Value::Bytes(_) => return methods::append_bytes(vm, array, &vm.bytes_of(initial)?),
        _ => {}
    }
    if vm.is_instance(initial, &vm.types.bytearray) {
        return methods::append_bytes(vm, array, &vm.bytes_of(initial)?);
    }
    match initial.native::<Array>() {
        Some(other) if other.code == array.code => array.append(vm, &other.bytes.borrow().clone()),
        _ => methods::append_each(vm, array, initial),
    }
}

//! `maketrans` and `translate`.

use rustpython_wtf8::{CodePoint, Wtf8Buf};

use super::args::text_argument;
use super::of;
use crate::error::PyResult;
use crate::heap::Value;
use crate::objects::Dict;
use crate::vm::Vm;

pub(super) fn maketrans(vm: &Vm, args: &[Value]) -> PyResult {
    let table = Dict::new();
    if args[1].is_unbound() {
        from_dict(vm, &table, &args[0])?;
        return Ok(vm.dict_from(table));
    }
    let to = text_argument(vm, &args[1], "maketrans() argument 2")?;
    let dropped = match &args[2] {
        Value::Unbound => None,
        given => Some(text_argument(vm, given, "maketrans() argument 3")?),
    };
    let Some(from) = args[0].as_text() else {
        return Err(vm.type_error("first maketrans argument must be a string if there is a second argument"));
    };
    if from.char_len() != to.char_len() {
        return Err(vm.value_error("the first two maketrans arguments must have equal length"));
    }
    for (a, b) in from.as_wtf8().code_points().zip(to.as_wtf8().code_points()) {
        drop(table.insert(vm, Value::from(a.to_u32()), Value::from(b.to_u32()))?);
    }
    for c in dropped.into_iter().flat_map(|text| text.as_wtf8().code_points()) {
        drop(table.insert(vm, Value::from(c.to_u32()), Value::None)?);
    }
    Ok(vm.dict_from(table))
}

fn from_dict(vm: &Vm, table: &Dict, source: &Value) -> PyResult<()> {
    let Some(source) = source.as_dict().filter(|_| vm.class_of(source).is(&vm.types.dict)) else {
        return Err(vm.type_error("if you give only one argument to maketrans it must be a dict"));
    };
    for (key, value) in source.entries() {
        let key = match key.as_text() {
            Some(text) => match (text.char_at(0), text.char_len()) {
                (Some(c), 1) => Value::from(c.to_u32()),
                _ => return Err(vm.value_error("string keys in translate table must be of length 1")),
            },
            None if matches!(key.unwrapped(), Value::Int(_) | Value::Bool(_) | Value::Big(_)) => key,
            None => return Err(vm.type_error("keys in translate table must be strings or integers")),
        };
        drop(table.insert(vm, key, value)?);
    }
    Ok(())
}

pub(super) fn translate(vm: &Vm, args: &[Value]) -> PyResult {
    let text = of(vm, &args[0])?;
    let mut result = Wtf8Buf::with_capacity(text.len());
    for point in text.as_wtf8().code_points() {
        let mapped = match vm.getitem(&args[1], &Value::from(point.to_u32())) {
            Ok(mapped) => mapped,
            Err(e) if e.matches(vm, &vm.exc.lookup_error) => {
                result.push(point);
                continue;
            }
            Err(e) => return Err(e),
        };
        match mapped.unwrapped() {
            Value::None => {}
            Value::Str(text) => {
                vm.look_up()?;
                if text.len() > 64 && !vm.check_size(result.len().saturating_add(text.len())) {
                    return Err(vm.out_of_memory());
                }
                result.push_wtf8(text.as_wtf8());
            }
            Value::Int(_) | Value::Bool(_) | Value::Big(_) => {
                let code = u32::try_from(vm.index_clamped(&mapped)?).ok().and_then(CodePoint::from_u32);
                let out_of_range = || vm.value_error("character mapping must be in range(0x110000)");
                result.push(code.ok_or_else(out_of_range)?);
            }
            _ => return Err(vm.type_error("character mapping must return integer, None or str")),
        }
    }
    Ok(vm.new_str(result))
}

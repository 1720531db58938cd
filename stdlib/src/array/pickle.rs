//! Pickles of arrays: a list up to protocol 2, machine values from 3 on.

use std::cell::{Cell, RefCell};

use pyvm_vm::heap::Ref;
use pyvm_vm::objects::Kind;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::code::{self, CODES, Code, Item};
use super::construct::{character, warn_of_u};
use super::{Array, SPEC, of};

pub(super) fn reduce_ex(vm: &Vm, args: &[Value]) -> PyResult {
    let (Value::Int(_) | Value::Big(_) | Value::Bool(_)) = args[1].unwrapped() else {
        return Err(vm.type_error("__reduce_ex__ argument should be an integer"));
    };
    let protocol = vm.index_i64(&args[1])?;
    let array = of(vm, &args[0])?;
    let class = vm.class_of(&args[0]).to_value();
    let dict = vm.lookup_attr(&args[0], &vm.intern("__dict__"))?.unwrap_or(Value::None);
    let typecode = vm.new_str(array.code.name);
    if protocol < 3 {
        let arguments = vm.new_tuple(vec![typecode, vm.new_list(array.items(vm)?)]);
        return Ok(vm.new_tuple(vec![class, arguments, dict]));
    }
    let rebuild = vm.getattr_str(&vm.import("array")?, "_array_reconstructor")?;
    let bytes = vm.new_bytes(&array.bytes.borrow());
    let arguments = vm.new_tuple(vec![class, typecode, Value::Int(array.code.machine), bytes]);
    Ok(vm.new_tuple(vec![rebuild, arguments, dict]))
}

/// `_array_reconstructor(arraytype, typecode, mformat_code, items)`
pub(super) fn reconstruct(vm: &Vm, args: &[Value]) -> PyResult {
    let name = character(vm, &args[1], "_array_reconstructor() argument 2")?;
    let format = vm.index_i64(&args[2])?;
    let spec = vm.native_type(&SPEC);
    let class = vm.expect_type(&args[0], "first argument must be a type object, not X")?;
    if !class.is_subtype(&spec) {
        return Err(vm.type_error(format!("{} is not a subtype of {}", class.tp_name(), spec.tp_name())));
    }
    let Some(wanted) = code::find(&name) else {
        return Err(vm.value_error("second argument must be a valid type code"));
    };
    let Some((size, item, big)) = code::machine_format(format) else {
        return Err(vm.value_error("third argument must be a valid machine format code."));
    };
    let Value::Bytes(data) = args[3].unwrapped() else {
        let got = vm.type_name(&args[3]);
        return Err(vm.type_error(format!("fourth argument should be bytes, not {got}")));
    };
    let (code, bytes) = match item {
        Item::Text => (wanted, characters(vm, wanted, data, size, big)?),
        Item::Float if wanted.size != size || wanted.item != Item::Float => {
            (wanted, converted(vm, wanted, data, size, big)?)
        }
        _ => {
            if !data.len().is_multiple_of(size) {
                let what = if item == Item::Float { "string" } else { "bytes" };
                return Err(vm.value_error(format!("{what} length not a multiple of item size")));
            }
            let mut bytes = data.to_vec();
            if big {
                bytes.chunks_exact_mut(size).for_each(<[u8]>::reverse);
            }
            (fitting(wanted, size, item), bytes)
        }
    };
    warn_of_u(vm, code)?;
    let array = Array { code, bytes: RefCell::new(bytes), exports: Cell::new(0) };
    Ok(Value::Obj(Ref::new(class, Kind::Native(Box::new(array)))))
}

/// The code for items of this kind and size: the wanted one if it is, else the last that fits, as CPython finds it.
fn fitting(wanted: &'static Code, size: usize, item: Item) -> &'static Code {
    if wanted.size == size && wanted.item == item {
        return wanted;
    }
    CODES.iter().rev().find(|code| code.size == size && code.item == item).unwrap_or(wanted)
}

/// Floats of another size, each converted.
fn converted(vm: &Vm, wanted: &Code, data: &[u8], size: usize, big: bool) -> PyResult<Vec<u8>> {
    if !data.len().is_multiple_of(size) {
        return Err(vm.value_error("string length not a multiple of item size"));
    }
    let Some(source) = CODES.iter().find(|code| code.size == size && code.item == Item::Float) else {
        return Err(vm.value_error("third argument must be a valid machine format code."));
    };
    let mut bytes = Vec::with_capacity(data.len() / size * wanted.size);
    for item in data.chunks_exact(size) {
        let mut item = item.to_vec();
        if big {
            item.reverse();
        }
        let written = wanted.write(vm, &source.read(vm, &item)?)?;
        bytes.extend_from_slice(written.get(..wanted.size).unwrap_or(&[]));
    }
    Ok(bytes)
}

fn characters(vm: &Vm, wanted: &Code, data: &[u8], size: usize, big: bool) -> PyResult<Vec<u8>> {
    // CPython asks for whole words of UTF-16 pairs too.
    if !data.len().is_multiple_of(4) || wanted.item != Item::Text {
        return Err(vm.value_error("string length not a multiple of item size"));
    }
    if size == 2 {
        let encoding = if big { "utf-16-be" } else { "utf-16-le" };
        let text = vm.decode(data, encoding, "strict")?;
        return Ok(text.as_wtf8().code_points().flat_map(|c| c.to_u32().to_le_bytes()).collect());
    }
    let mut bytes = data.to_vec();
    if big {
        bytes.chunks_exact_mut(4).for_each(<[u8]>::reverse);
    }
    wanted.text(vm, &bytes)?;
    Ok(bytes)
}

//! What `iter_unpack` returns.

use std::cell::Cell;
use std::rc::Rc;

use pyvm_vm::heap::{Bytes, Visitor};
use pyvm_vm::objects::Native;
use pyvm_vm::types::{Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::format::Format;
use super::{codec, error};
use crate::support::size;

struct Unpacker {
    format: Rc<Format>,
    data: Bytes,
    /// Bytes that were read.
    position: Cell<usize>,
}

static SPEC: TypeSpec = TypeSpec {
    flags: TypeFlags::NO_NEW,
    layout: Some(Layout::Native("unpack_iterator")),
    slots: |s: &Slots| {
        s.getattro.set(Some(pyvm_vm::types::attribute::generic_getattr));
        s.iter.set(Some(|_, v| Ok(v.clone())));
        s.iternext.set(Some(next));
    },
    methods: &[NativeDef::method("__length_hint__", "($self, /)", length_hint, "").hidden_signature()],
    ..TypeSpec::named("unpack_iterator", "_struct")
};

pub(super) fn new(vm: &Vm, format: Rc<Format>, data: &Value) -> PyResult {
    if format.size == 0 {
        return Err(error(vm, "cannot iteratively unpack with a struct of length 0"));
    }
    let data = vm.bytes_of(data)?;
    if data.len() % format.size != 0 {
        let n = format.size;
        return Err(error(vm, &format!("iterative unpacking requires a buffer of a multiple of {n} bytes")));
    }
    Ok(vm.new_native(&vm.native_type(&SPEC), Unpacker { format, data, position: Cell::new(0) }))
}

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Unpacker> {
    vm.payload(value, "_struct.unpack_iterator")
}

fn next(vm: &Vm, value: &Value) -> PyResult<Option<Value>> {
    let u = of(vm, value)?;
    let start = u.position.get();
    let Some(item) = u.data.get(start..start + u.format.size) else { return Ok(None) };
    u.position.set(start + u.format.size);
    Ok(Some(codec::unpack(vm, &u.format, item)))
}

fn length_hint(vm: &Vm, args: &[Value]) -> PyResult {
    let u = of(vm, &args[0])?;
    Ok(size((u.data.len() - u.position.get()) / u.format.size))
}

impl Native for Unpacker {
    fn traverse(&self, _visit: &mut Visitor<'_>) {}
}

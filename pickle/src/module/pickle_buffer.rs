//! `PickleBuffer`: bytes that may travel beside a pickle. Mirrors `Objects/picklebufobject.c`.

use std::cell::RefCell;

use pyvm_vm::heap::{Bytes, Ref, Value, Visitor};
use pyvm_vm::objects::memoryview::{new_memoryview, release_buffer};
use pyvm_vm::objects::{Kind, Native};
use pyvm_vm::protocol::buffer::Buffer;
use pyvm_vm::types::{Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult};

/// The payload; none once it is released.
struct PickleBuffer(RefCell<Option<Buffer>>);

/// The type.
pub(super) static SPEC: TypeSpec = TypeSpec {
    is_static: true,
    doc: Some("Wrapper for potentially out-of-band buffers"),
    flags: TypeFlags::HAS_WEAKREF,
    layout: Some(Layout::Native("PickleBuffer")),
    slots,
    new: Some(&NEW),
    methods: METHODS,
    ..TypeSpec::named("PickleBuffer", "pickle")
};

static NEW: NativeDef =
    NativeDef::static_("__new__", "($type, object, /)", new, "").by_keyword_parser().hidden_signature();

static METHODS: &[NativeDef] = &[
    NativeDef::method(
        "raw",
        "($self, /)",
        raw,
        "Return a memoryview of the raw memory underlying this buffer.\nWill raise BufferError is the buffer isn't contiguous.",
    ),
    NativeDef::method(
        "release",
        "($self, /)",
        release,
        "Release the underlying buffer exposed by the PickleBuffer object.",
    ),
];

fn slots(s: &Slots) {
    s.buffer.set(Some(|vm, v, writable| vm.buffer(&owner(vm, v)?, writable)));
    s.release_buffer.set(Some(release_buffer));
}

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a PickleBuffer> {
    vm.payload(value, "pickle.PickleBuffer")
}

fn released(vm: &Vm) -> PyError {
    vm.value_error("operation forbidden on released PickleBuffer object")
}

/// What exports the bytes: views of a `PickleBuffer` are views of it.
fn owner(vm: &Vm, value: &Value) -> PyResult {
    of(vm, value)?.0.borrow().as_ref().map(|b| b.owner.clone()).ok_or_else(|| released(vm))
}

/// Whether the buffer is read-only, and whether it is contiguous.
pub(crate) fn facts(vm: &Vm, value: &Value) -> PyResult<(bool, bool)> {
    let held = of(vm, value)?.0.borrow();
    held.as_ref().map(|b| (b.readonly, b.is_c_contiguous())).ok_or_else(|| released(vm))
}

/// A copy of the bytes.
pub(crate) fn data(vm: &Vm, value: &Value) -> PyResult<Bytes> {
    let held = of(vm, value)?.0.borrow();
    let buffer = held.as_ref().ok_or_else(|| released(vm))?;
    buffer
        .with_bytes(Bytes::new)
        .ok_or_else(|| vm.buffer_error("cannot extract raw buffer from non-contiguous buffer"))
}

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    let class = vm.expect_type(&args[0], "PickleBuffer.__new__(X): X")?;
    let buffer = vm.buffer(&args[1], false)?;
    Ok(Value::Obj(Ref::new(class, Kind::Native(Box::new(PickleBuffer(RefCell::new(Some(buffer))))))))
}

fn raw(vm: &Vm, args: &[Value]) -> PyResult {
    if !facts(vm, &args[0])?.1 {
        return Err(vm.buffer_error("cannot extract raw buffer from non-contiguous buffer"));
    }
    let view = new_memoryview(vm, &owner(vm, &args[0])?)?;
    let flat = {
        let held = of(vm, &args[0])?.0.borrow();
        held.as_ref().is_some_and(|b| b.shape.len() == 1 && b.format == "B")
    };
    if flat { Ok(view) } else { vm.call_method(&view, &vm.intern("cast"), &[Value::str("B")]) }
}

fn release(vm: &Vm, args: &[Value]) -> PyResult {
    let old = of(vm, &args[0])?.0.take();
    drop(old);
    Ok(Value::None)
}

impl Native for PickleBuffer {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        if let Ok(held) = self.0.try_borrow()
            && let Some(buffer) = &*held
        {
            visit.value(&buffer.owner);
        }
    }
}

//! `bytes`: mirrors `Objects/bytesobject.c`. Its methods serve `bytearray` too: see [`methods`].

use crate::error::PyResult;
use crate::heap::{Bytes, Value};
use crate::objects::Kind;
use crate::protocol::buffer::{Buffer, BytesExporter};
use crate::types::slots::CmpOp;
use crate::types::{Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use crate::vm::Vm;

pub(crate) mod construct;
pub(crate) mod data;
pub(crate) mod iter;
pub(crate) mod methods;
pub(crate) mod percent;

pub use iter::BYTES_SPEC as ITER_SPEC;

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: Some(
        "bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> bytes\nbytes(bytes_or_buffer) -> immutable copy of bytes_or_buffer\nbytes(int) -> bytes object of size given by the parameter initialized with null bytes\nbytes() -> empty bytes object\n\nConstruct an immutable array of bytes from:\n  - an iterable yielding integers in range(256)\n  - a text string encoded using the specified encoding\n  - any object implementing the buffer API.\n  - an integer",
    ),
    flags: TypeFlags::BASETYPE.with(TypeFlags::MATCH_SELF).with(TypeFlags::GENERIC_GETATTR),
    layout: Some(Layout::Native("bytes")),
    slots,
    new: Some(&NEW),
    methods: methods::BYTES,
    ..TypeSpec::named("bytes", "builtins")
};

static NEW: NativeDef = NativeDef::static_(
    "__new__",
    "($type, source=<unrepresentable>, encoding=<unrepresentable>, errors=<unrepresentable>)",
    new,
    "",
);

fn slots(s: &Slots) {
    s.repr.set(Some(|vm, v| Ok(Value::str(&crate::text::escape::repr_bytes(of(vm, v)?)))));
    s.str.set(Some(|vm, v| {
        vm.warn_of_bytes("str() on a bytes instance")?;
        Ok(Value::str(&crate::text::escape::repr_bytes(of(vm, v)?)))
    }));
    s.hash.set(Some(|vm, v| vm.hash(v.unwrapped())));
    s.richcompare.set(Some(richcompare));
    s.iter.set(Some(|vm, v| {
        let source = Value::Bytes(of(vm, v)?.clone());
        Ok(iter::new(vm, &vm.types.bytes_iterator, source))
    }));
    s.len.set(Some(|vm, v| Ok(of(vm, v)?.len())));
    s.getitem.set(Some(|vm, v, key| data::getitem(vm, v, key, "byte", "index out of range")));
    s.contains.set(Some(data::contains));
    s.concat.set(Some(data::concat));
    s.repeat.set(Some(data::repeat));
    s.rem.set(Some(|vm, a, b| match a.unwrapped() {
        Value::Bytes(_) => percent::percent(vm, a, b),
        _ => Ok(Value::NotImplemented),
    }));
    s.buffer.set(Some(buffer));
}

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Bytes> {
    match value.unwrapped() {
        Value::Bytes(b) => Ok(b),
        _ => Err(vm.wrong_payload(value, "bytes")),
    }
}

fn buffer(vm: &Vm, value: &Value, writable: bool) -> PyResult<Buffer> {
    if writable {
        return Err(vm.buffer_error("Object is not writable."));
    }
    let data = of(vm, value)?.clone();
    let len = data.len();
    Ok(Buffer::simple(value.clone(), Box::new(BytesExporter(data)), len, true))
}

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    let class = vm.expect_type(&args[0], "bytes.__new__(X): X")?;
    let value = construct(vm, &args[1], &args[2], &args[3])?;
    if class.is(&vm.types.bytes) {
        return Ok(value);
    }
    // An instance has bytes of its own: its value is not the object it was made from.
    let inner = vm.new_bytes(&vm.bytes_of(&value)?);
    Ok(vm.new_object(class, Kind::Wrapped(inner)))
}

fn construct(vm: &Vm, source: &Value, encoding: &Value, errors: &Value) -> PyResult {
    if encoding.is_unbound() && errors.is_unbound() {
        if let Value::Bytes(_) = source {
            return Ok(source.clone());
        }
        if !source.is_unbound()
            && source.as_text().is_none()
            && let Some(made) = vm.call_special(source, &vm.names.bytes, &[])?
        {
            return match made.unwrapped() {
                Value::Bytes(_) => Ok(made),
                _ => {
                    let got = vm.type_name(&made);
                    Err(vm.type_error(format!("__bytes__ returned non-bytes (type {got})")))
                }
            };
        }
    }
    let data = construct::contents(vm, "bytes", source, encoding, errors)?;
    // Only text and iterables are gathered in a buffer that knows the singletons.
    let sized = vm.is_bytes_like(source) || vm.has_index(source);
    Ok(if sized { vm.fresh_bytes(&data) } else { vm.new_bytes(&data) })
}

fn richcompare(vm: &Vm, a: &Value, b: &Value, op: CmpOp) -> PyResult {
    match (a.unwrapped(), b.unwrapped()) {
        (Value::Bytes(x), Value::Bytes(y)) => {
            let is_known_equal = x.is(y);
            if matches!(op, CmpOp::Eq | CmpOp::Ne) {
                let equal = is_known_equal || x.as_slice() == y.as_slice();
                return Ok(Value::Bool(equal == (op == CmpOp::Eq)));
            }
            Ok(Value::Bool(op.matches(x.as_slice().cmp(y.as_slice()))))
        }
        (_, other) => {
            if matches!(op, CmpOp::Eq | CmpOp::Ne) {
                match other {
                    Value::Str(_) => vm.warn_of_bytes("Comparison between bytes and string")?,
                    Value::Int(_) | Value::Big(_) | Value::Bool(_) => {
                        vm.warn_of_bytes("Comparison between bytes and int")?;
                    }
                    _ => {}
                }
            }
            Ok(Value::NotImplemented)
        }
    }
}

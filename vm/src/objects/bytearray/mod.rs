//! `bytearray`: mirrors `Objects/bytearrayobject.c`. The methods it shares with `bytes` are in
//! [`crate::objects::bytes::methods`].
//!
//! While a view of its memory lives, a `bytearray` keeps its size: every change of size asks
//! [`ByteArray::resize`] first.

use std::cell::{Cell, Ref, RefCell, RefMut};

use crate::error::PyResult;
use crate::heap::{Value, Visitor};
use crate::objects::bytes::data::{self, repetitions};
use crate::objects::bytes::{construct, iter, methods as shared, percent};
use crate::objects::memoryview;
use crate::objects::{Kind, Native};
use crate::protocol::buffer::{Buffer, Exporter};
use crate::types::slots::CmpOp;
use crate::types::{Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use crate::vm::Vm;

pub(crate) mod methods;
mod subscript;

pub use iter::BYTEARRAY_SPEC as ITER_SPEC;

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: Some(
        "bytearray(iterable_of_ints) -> bytearray\nbytearray(string, encoding[, errors]) -> bytearray\nbytearray(bytes_or_buffer) -> mutable copy of bytes_or_buffer\nbytearray(int) -> bytes array of size given by the parameter initialized with null bytes\nbytearray() -> empty bytes array\n\nConstruct a mutable bytearray object from:\n  - an iterable yielding integers in range(256)\n  - a text string encoded using the specified encoding\n  - a bytes or a buffer object\n  - any object implementing the buffer API.\n  - an integer",
    ),
    flags: TypeFlags::BASETYPE
        .with(TypeFlags::MATCH_SELF)
        .with(TypeFlags::GENERIC_GETATTR)
        .with(TypeFlags::ATOM),
    layout: Some(Layout::Native("bytearray")),
    slots,
    new: Some(&NEW),
    init: Some(&INIT),
    methods: shared::BYTEARRAY,
    attributes: |_| vec![("__hash__", Value::None)],
    ..TypeSpec::named("bytearray", "builtins")
};

static NEW: NativeDef = NativeDef::static_("__new__", "($type, /, *args, **kwargs)", new, "");
static INIT: NativeDef = NativeDef::method(
    "__init__",
    "($self, source=<unrepresentable>, encoding=<unrepresentable>, errors=<unrepresentable>)",
    init,
    "",
);

/// The payload.
#[derive(Default)]
pub struct ByteArray {
    data: RefCell<Vec<u8>>,
    exports: Cell<usize>,
}

impl ByteArray {
    /// The bytes. Nothing may call into Python while they are borrowed.
    pub fn borrow(&self) -> Ref<'_, Vec<u8>> {
        self.data.borrow()
    }

    /// The bytes, to be changed in place: their number must stay.
    fn edit(&self) -> RefMut<'_, Vec<u8>> {
        self.data.borrow_mut()
    }

    /// The bytes, to be changed in number too.
    ///
    /// # Errors
    /// BufferError while a view of them lives.
    fn resize(&self, vm: &Vm) -> PyResult<RefMut<'_, Vec<u8>>> {
        if self.exports.get() > 0 {
            return Err(vm.buffer_error("Existing exports of data: object cannot be re-sized"));
        }
        Ok(self.data.borrow_mut())
    }

    /// Replaces the bytes of a range. Views stay possible where the number of bytes does.
    fn splice(&self, vm: &Vm, range: std::ops::Range<usize>, with: &[u8]) -> PyResult<()> {
        if range.len() == with.len() {
            if let Some(target) = self.edit().get_mut(range) {
                target.copy_from_slice(with);
            }
            return Ok(());
        }
        let mut data = self.resize(vm)?;
        data::check_room(vm, data.len().checked_add(with.len()))?;
        let end = range.end.min(data.len());
        let start = range.start.min(end);
        drop(data.splice(start..end, with.iter().copied()));
        Ok(())
    }
}

/// An exact `bytearray`.
pub fn new_bytearray(vm: &Vm, data: Vec<u8>) -> Value {
    vm.new_native(&vm.types.bytearray, ByteArray { data: RefCell::new(data), exports: Cell::new(0) })
}

fn slots(s: &Slots) {
    s.repr.set(Some(repr));
    s.str.set(Some(|vm, v| {
        vm.warn_of_bytes("str() on a bytearray instance")?;
        repr(vm, v)
    }));
    s.richcompare.set(Some(richcompare));
    s.iter.set(Some(|vm, v| Ok(iter::new(vm, &vm.types.bytearray_iterator, v.clone()))));
    s.len.set(Some(|vm, v| Ok(of(vm, v)?.borrow().len())));
    s.getitem.set(Some(|vm, v, key| data::getitem(vm, v, key, "bytearray", "bytearray index out of range")));
    s.setitem.set(Some(subscript::setitem));
    s.contains.set(Some(data::contains));
    s.concat.set(Some(data::concat));
    s.repeat.set(Some(data::repeat));
    s.inplace_concat.set(Some(inplace_concat));
    s.inplace_repeat.set(Some(inplace_repeat));
    s.rem.set(Some(|vm, a, b| match a.native::<ByteArray>() {
        Some(_) => percent::percent(vm, a, b),
        None => Ok(Value::NotImplemented),
    }));
    s.buffer.set(Some(buffer));
    s.release_buffer.set(Some(crate::objects::memoryview::release_buffer));
}

/// The payload of a receiver.
fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a ByteArray> {
    vm.payload(value, "bytearray")
}

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    let class = vm.expect_type(&args[0], "bytearray.__new__(X): X")?;
    Ok(vm.new_object(class, Kind::Native(Box::new(ByteArray::default()))))
}

fn init(vm: &Vm, args: &[Value]) -> PyResult {
    let array = of(vm, &args[0])?;
    if !array.borrow().is_empty() {
        array.resize(vm)?.clear();
    }
    let contents = construct::contents(vm, "bytearray", &args[1], &args[2], &args[3])?;
    let len = array.borrow().len();
    array.splice(vm, 0..len, &contents)?;
    Ok(Value::None)
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let name = vm.type_name(value).to_string_lossy().into_owned();
    Ok(Value::from(crate::text::escape::repr_bytearray(&of(vm, value)?.borrow(), &name)))
}

fn richcompare(vm: &Vm, a: &Value, b: &Value, op: CmpOp) -> PyResult {
    if !vm.is_bytes_like(a) || !vm.is_bytes_like(b) {
        if b.as_text().is_some() && matches!(op, CmpOp::Eq | CmpOp::Ne) {
            vm.warn_of_bytes("Comparison between bytearray and string")?;
        }
        return Ok(Value::NotImplemented);
    }
    match (vm.bytes_of(a), vm.bytes_of(b)) {
        (Ok(x), Ok(y)) => Ok(Value::Bool(op.matches(x.as_slice().cmp(y.as_slice())))),
        _ => Ok(Value::NotImplemented),
    }
}

fn inplace_concat(vm: &Vm, a: &Value, b: &Value) -> PyResult {
    let tail = data::operand(vm, a, b)?;
    let array = of(vm, a)?;
    let len = array.borrow().len();
    array.splice(vm, len..len, &tail)?;
    Ok(a.clone())
}

fn inplace_repeat(vm: &Vm, a: &Value, count: &Value) -> PyResult {
    let n = repetitions(vm, count)?;
    let array = of(vm, a)?;
    let once = array.borrow().clone();
    if n != 1 && !once.is_empty() {
        data::check_room(vm, once.len().checked_mul(n))?;
        *array.resize(vm)? = once.repeat(n);
    }
    Ok(a.clone())
}

/// Lends the memory of the `bytearray` it holds, whose size stays as long.
struct Lender(Value);

impl Exporter for Lender {
    fn read(&self, f: &mut dyn FnMut(&[u8])) {
        if let Some(array) = self.0.native::<ByteArray>() {
            f(&array.borrow());
        }
    }

    fn write(&self, f: &mut dyn FnMut(&mut [u8])) -> bool {
        match self.0.native::<ByteArray>() {
            Some(array) => {
                f(&mut array.edit());
                true
            }
            None => false,
        }
    }

    fn release(&self) {
        if let Some(array) = self.0.native::<ByteArray>() {
            array.exports.set(array.exports.get().saturating_sub(1));
        }
    }

    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.value(&self.0);
    }
}

fn buffer(vm: &Vm, value: &Value, _writable: bool) -> PyResult<Buffer> {
    let array = of(vm, value)?;
    array.exports.set(array.exports.get() + 1);
    let len = array.borrow().len();
    Ok(Buffer::simple(value.clone(), Box::new(Lender(value.clone())), len, false))
}

/// The bytes that slice assignment and `extend` put in: of a buffer, or of an iterable through `bytearray()`.
fn incoming(vm: &Vm, value: &Value) -> PyResult<Vec<u8>> {
    if vm.is_bytes_like(value) {
        return Ok(memoryview::gather(&vm.buffer(value, false)?));
    }
    construct::from_object(vm, "bytearray", value)
}

impl Native for ByteArray {
    fn traverse(&self, _visit: &mut Visitor<'_>) {}
}

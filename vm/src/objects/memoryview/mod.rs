//! `memoryview`: mirrors `Objects/memoryobject.c`.
//!
//! Views made from a view (slices, casts) share its buffer; it is released when the last of them is. The buffer
//! is behind an `Rc` that the collector does not look through, so a cycle through an exporter's memory lives
//! until its views are released.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use crate::error::{PyError, PyResult};
use crate::heap::collect::Traverse;
use crate::heap::{Value, Visitor};
use crate::objects::Native;
use crate::protocol::buffer::{Buffer, Exporter};
use crate::types::slots::CmpOp;
use crate::types::{GetSetDef, Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use crate::vm::Vm;

mod cast;
mod iter;
mod methods;
mod pack;
mod shape;
mod subscript;

pub use iter::ITER_SPEC;
pub use methods::{from_flags, release_buffer};
use shape::Shape;
pub(crate) use shape::gather;

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: Some("Create a new memoryview object which references the given object."),
    flags: TypeFlags::SEQUENCE.with(TypeFlags::GENERIC_GETATTR).with(TypeFlags::HAS_WEAKREF),
    layout: Some(Layout::Native("memoryview")),
    slots,
    new: Some(&NEW),
    methods: methods::METHODS,
    getset: GETSET,
    ..TypeSpec::named("memoryview", "builtins")
};

static NEW: NativeDef = NativeDef::static_("__new__", "($type, object)", new, "");

static GETSET: &[GetSetDef] = &[
    GetSetDef::get("obj", obj, "The underlying object of the memoryview."),
    GetSetDef::get(
        "nbytes",
        |vm, v| Ok(Value::from(shape_of(vm, v)?.nbytes())),
        "The amount of space in bytes that the array would use in a contiguous representation.",
    ),
    GetSetDef::get(
        "readonly",
        |vm, v| Ok(Value::Bool(shape_of(vm, v)?.readonly)),
        "A bool indicating whether the memory is read only.",
    ),
    GetSetDef::get(
        "itemsize",
        |vm, v| Ok(Value::from(shape_of(vm, v)?.itemsize)),
        "The size in bytes of each element of the memoryview.",
    ),
    GetSetDef::get(
        "format",
        |vm, v| Ok(vm.new_str(shape_of(vm, v)?.format.as_str())),
        "A string containing the format (in struct module style) for each element in the view.",
    ),
    GetSetDef::get(
        "ndim",
        |vm, v| Ok(Value::from(shape_of(vm, v)?.shape.len())),
        "An integer indicating how many dimensions of a multi-dimensional array the memory represents.",
    ),
    GetSetDef::get(
        "shape",
        |vm, v| Ok(vm.new_tuple(shape_of(vm, v)?.shape.iter().map(|n| Value::from(*n)).collect())),
        "A tuple of ndim integers giving the shape of the memory as an N-dimensional array.",
    ),
    GetSetDef::get(
        "strides",
        |vm, v| Ok(vm.new_tuple(shape_of(vm, v)?.strides.iter().map(|n| Value::from(*n as i64)).collect())),
        "A tuple of ndim integers giving the size in bytes to access each element for each dimension of the array.",
    ),
    GetSetDef::get(
        "suboffsets",
        |vm, v| shape_of(vm, v).map(|_| vm.empty_tuple()),
        "A tuple of integers used internally for PIL-style arrays.",
    ),
    GetSetDef::get(
        "c_contiguous",
        |vm, v| Ok(Value::Bool(shape_of(vm, v)?.is_c_contiguous())),
        "A bool indicating whether the memory is C contiguous.",
    ),
    GetSetDef::get(
        "f_contiguous",
        |vm, v| Ok(Value::Bool(shape_of(vm, v)?.is_f_contiguous())),
        "A bool indicating whether the memory is Fortran contiguous.",
    ),
    GetSetDef::get(
        "contiguous",
        |vm, v| {
            let shape = shape_of(vm, v)?;
            Ok(Value::Bool(shape.is_c_contiguous() || shape.is_f_contiguous()))
        },
        "A bool indicating whether the memory is contiguous.",
    ),
];

/// The payload.
pub struct MemoryView {
    owner: RefCell<Value>,
    /// None once the view was released.
    view: RefCell<Option<View>>,
    exports: Cell<usize>,
    hash: Cell<Option<i64>>,
}

/// A shared buffer and the part of it that is seen.
#[derive(Clone)]
struct View {
    source: Rc<Buffer>,
    shape: Rc<Shape>,
}

impl View {
    /// The items in C order, one after the other.
    fn bytes(&self) -> Vec<u8> {
        let mut all = Vec::new();
        self.source.exporter.read(&mut |memory| all = self.shape.gather(memory));
        all
    }

    /// Calls `f` with the bytes of the item that begins at an offset.
    fn item<R>(&self, at: usize, f: impl FnOnce(&[u8]) -> R) -> Option<R> {
        let (mut f, mut result) = (Some(f), None);
        self.source.exporter.read(&mut |memory| {
            if let (Some(f), Some(item)) = (f.take(), memory.get(at..at.saturating_add(self.shape.itemsize)))
            {
                result = Some(f(item));
            }
        });
        result
    }
}

fn slots(s: &Slots) {
    s.repr.set(Some(repr));
    s.hash.set(Some(hash));
    s.richcompare.set(Some(richcompare));
    s.iter.set(Some(iter::iter));
    s.len.set(Some(len));
    s.getitem.set(Some(subscript::getitem));
    s.setitem.set(Some(subscript::setitem));
    s.buffer.set(Some(buffer));
    s.release_buffer.set(Some(release_buffer));
}

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a MemoryView> {
    vm.payload(value, "memoryview")
}

fn released(vm: &Vm) -> PyError {
    vm.value_error("operation forbidden on released memoryview object")
}

/// The view of a receiver.
///
/// # Errors
/// ValueError where it was released.
fn view_of(vm: &Vm, value: &Value) -> PyResult<View> {
    of(vm, value)?.view.borrow().clone().ok_or_else(|| released(vm))
}

fn shape_of(vm: &Vm, value: &Value) -> PyResult<Rc<Shape>> {
    view_of(vm, value).map(|view| view.shape)
}

/// A `memoryview` of another part of a buffer.
fn derived(vm: &Vm, from: &Value, source: Rc<Buffer>, shape: Shape) -> PyResult {
    let owner = of(vm, from)?.owner.borrow().clone();
    Ok(from_parts(vm, owner, View { source, shape: Rc::new(shape) }))
}

fn from_parts(vm: &Vm, owner: Value, view: View) -> Value {
    let (owner, view) = (RefCell::new(owner), RefCell::new(Some(view)));
    vm.new_native(
        &vm.types.memoryview,
        MemoryView { owner, view, exports: Cell::new(0), hash: Cell::new(None) },
    )
}

/// `memoryview(object)`
///
/// # Errors
/// TypeError where the object exports no buffer, and what exporting raises.
pub fn new_memoryview(vm: &Vm, object: &Value) -> PyResult {
    if object.native::<MemoryView>().is_some() {
        let owner = of(vm, object)?.owner.borrow().clone();
        return Ok(from_parts(vm, owner, view_of(vm, object)?));
    }
    if !vm.is_bytes_like(object) {
        let got = vm.type_name(object);
        return Err(vm.type_error(format!("memoryview: a bytes-like object is required, not '{got}'")));
    }
    let buffer = vm.buffer(object, false)?;
    let shape = Shape::of_buffer(&buffer);
    let owner = buffer.owner.clone();
    Ok(from_parts(vm, owner, View { source: Rc::new(buffer), shape: Rc::new(shape) }))
}

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    new_memoryview(vm, &args[1])
}

fn obj(vm: &Vm, value: &Value) -> PyResult {
    view_of(vm, value)?;
    Ok(of(vm, value)?.owner.borrow().clone())
}

fn len(vm: &Vm, value: &Value) -> PyResult<usize> {
    let shape = shape_of(vm, value)?;
    shape.shape.first().copied().ok_or_else(|| vm.type_error("0-dim memory has no length"))
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let word = if of(vm, value)?.view.borrow().is_some() { "memory" } else { "released memory" };
    Ok(Value::from(format!("<{word} at {:#x}>", vm.id(value))))
}

fn hash(vm: &Vm, value: &Value) -> PyResult<i64> {
    if let Some(hash) = of(vm, value)?.hash.get() {
        return Ok(hash);
    }
    let view = view_of(vm, value)?;
    if !view.shape.readonly {
        return Err(vm.value_error("cannot hash writable memoryview object"));
    }
    if !matches!(pack::native_format(&view.shape.format), Some('B' | 'b' | 'c')) {
        return Err(vm.value_error("memoryview: hashing is restricted to formats 'B', 'b' or 'c'"));
    }
    let owner = of(vm, value)?.owner.borrow().clone();
    vm.hash(&owner)?;
    let hash = crate::hash::slice_hash(&view.bytes());
    // A released view keeps its hash.
    of(vm, value)?.hash.set(Some(hash));
    Ok(hash)
}

fn richcompare(vm: &Vm, a: &Value, b: &Value, op: CmpOp) -> PyResult {
    if !matches!(op, CmpOp::Eq | CmpOp::Ne) {
        return Ok(Value::NotImplemented);
    }
    match equal(vm, a, b)? {
        Some(equal) => Ok(Value::Bool(equal == (op == CmpOp::Eq))),
        None => Ok(Value::NotImplemented),
    }
}

/// Whether a view equals a buffer; none where the other operand has no buffer.
fn equal(vm: &Vm, a: &Value, b: &Value) -> PyResult<Option<bool>> {
    let Some(view) = of(vm, a)?.view.borrow().clone() else { return Ok(Some(a.is(b))) };
    let (shape, bytes) = match b.native::<MemoryView>() {
        Some(other) => match other.view.borrow().as_ref() {
            Some(other) => (other.shape.clone(), other.bytes()),
            None => return Ok(Some(false)),
        },
        None if vm.is_bytes_like(b) => match vm.buffer(b, false) {
            Ok(buffer) => (Rc::new(Shape::of_buffer(&buffer)), gather(&buffer)),
            Err(_) => return Ok(None),
        },
        None => return Ok(None),
    };
    if view.shape.shape != shape.shape {
        return Ok(Some(false));
    }
    let (Some(x), Some(y)) = (pack::native_format(&view.shape.format), pack::native_format(&shape.format))
    else {
        return Ok(Some(false));
    };
    let mine = view.bytes();
    if x == y && !matches!(x, 'e' | 'f' | 'd' | '?') {
        return Ok(Some(mine == bytes));
    }
    for (p, q) in mine.chunks_exact(view.shape.itemsize).zip(bytes.chunks_exact(shape.itemsize)) {
        if !vm.eq(&pack::unpack(vm, x, p), &pack::unpack(vm, y, q))? {
            return Ok(Some(false));
        }
    }
    Ok(Some(true))
}

/// Lends the memory behind a view, which cannot be released as long.
struct Lender {
    view: Value,
    source: Rc<Buffer>,
}

impl Exporter for Lender {
    fn read(&self, f: &mut dyn FnMut(&[u8])) {
        self.source.exporter.read(f);
    }

    fn write(&self, f: &mut dyn FnMut(&mut [u8])) -> bool {
        self.source.exporter.write(f)
    }

    fn release(&self) {
        if let Some(view) = self.view.native::<MemoryView>() {
            view.exports.set(view.exports.get().saturating_sub(1));
        }
    }

    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.value(&self.view);
        if Rc::strong_count(&self.source) == 1 {
            self.source.traverse(visit);
        }
    }
}

fn buffer(vm: &Vm, value: &Value, writable: bool) -> PyResult<Buffer> {
    let view = view_of(vm, value)?;
    if writable && view.shape.readonly {
        return Err(vm.buffer_error("memoryview: underlying buffer is not writable"));
    }
    let payload = of(vm, value)?;
    payload.exports.set(payload.exports.get() + 1);
    let shape = &view.shape;
    Ok(Buffer {
        owner: value.clone(),
        exporter: Box::new(Lender { view: value.clone(), source: view.source.clone() }),
        len: shape.nbytes(),
        readonly: shape.readonly,
        format: shape.format.clone(),
        itemsize: shape.itemsize,
        shape: shape.shape.clone(),
        strides: shape.strides.clone(),
        offset: shape.offset,
    })
}

impl Native for MemoryView {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        self.owner.traverse(visit);
        // Shared with other views, the buffer is nobody's alone.
        if let Ok(view) = self.view.try_borrow()
            && let Some(view) = &*view
            && Rc::strong_count(&view.source) == 1
        {
            view.source.traverse(visit);
        }
    }
}

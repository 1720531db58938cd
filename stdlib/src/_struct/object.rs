//! `Struct`: a compiled format.

use std::cell::RefCell;
use std::rc::Rc;

use pyvm_vm::heap::Visitor;
use pyvm_vm::objects::Native;
use pyvm_vm::types::{GetSetDef, Layout, NativeDef, Slots, TypeFlags, TypeSpec, attribute};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::format::Format;
use super::{error, format_text, iterator, parsed, places};
use crate::support::{elements, instance, size};

struct Struct {
    /// None before `__init__`.
    compiled: RefCell<Option<(Value, Rc<Format>)>>,
}

/// The type.
pub(super) static SPEC: TypeSpec = TypeSpec {
    doc: Some("Struct(fmt) --> compiled struct object\n\n"),
    flags: TypeFlags::BASETYPE.with(TypeFlags::HAS_WEAKREF),
    layout: Some(Layout::Native("Struct")),
    slots: |s: &Slots| {
        s.getattro.set(Some(attribute::generic_getattr));
        s.setattro.set(Some(attribute::generic_setattr));
        s.repr.set(Some(repr));
    },
    new: Some(&NEW),
    init: Some(&INIT),
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::named("Struct", "_struct")
};

static NEW: NativeDef = NativeDef::static_("__new__", "($type, /, *args, **kwargs)", new, "");
static INIT: NativeDef = NativeDef::method("__init__", "($self, /, format)", init, "").hidden_signature();
static METHODS: &[NativeDef] = &[
    NativeDef::method(
        "iter_unpack",
        "($self, buffer, /)",
        |vm, a| iterator::new(vm, ready(vm, &a[0])?, &a[1]),
        "Return an iterator yielding tuples.\n\nTuples are unpacked from the given bytes source, like a repeated\ninvocation of unpack_from().\n\nRequires that the bytes length be a multiple of the struct size.",
    ),
    NativeDef::method(
        "pack",
        "($self, /, *args)",
        pack,
        "S.pack(v1, v2, ...) -> bytes\n\nReturn a bytes object containing values v1, v2, ... packed according\nto the format string S.format.  See help(struct) for more on format\nstrings.",
    )
    .hidden_signature(),
    NativeDef::method(
        "pack_into",
        "($self, /, *args)",
        |vm, a| places::pack_into(vm, &*ready(vm, &a[0])?, elements(&a[1])),
        "S.pack_into(buffer, offset, v1, v2, ...)\n\nPack the values v1, v2, ... according to the format string S.format\nand write the packed bytes into the writable buffer buf starting at\noffset.  Note that the offset is a required argument.  See\nhelp(struct) for more on format strings.",
    )
    .hidden_signature(),
    NativeDef::method(
        "unpack",
        "($self, buffer, /)",
        |vm, a| places::unpack(vm, &*ready(vm, &a[0])?, &a[1]),
        "Return a tuple containing unpacked values.\n\nUnpack according to the format string Struct.format. The buffer's size\nin bytes must be Struct.size.\n\nSee help(struct) for more on format strings.",
    ),
    NativeDef::method(
        "unpack_from",
        "($self, /, buffer, offset=0)",
        |vm, a| places::unpack_from(vm, &*ready(vm, &a[0])?, &a[1], &a[2]),
        "Return a tuple containing unpacked values.\n\nValues are unpacked according to the format string Struct.format.\n\nThe buffer's size in bytes, starting at position offset, must be\nat least Struct.size.\n\nSee help(struct) for more on format strings.",
    ),
    NativeDef::method(
        "__sizeof__",
        "($self, /)",
        |vm, a| Ok(size(56 + 32 * ready(vm, &a[0])?.fields.len() + 32)),
        "S.__sizeof__() -> size of S in memory, in bytes",
    ),
];
static GETSET: &[GetSetDef] = &[
    GetSetDef::get("format", format, "struct format string"),
    GetSetDef::get("size", |vm, v| Ok(size(ready(vm, v)?.size)), "struct size in bytes"),
];

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Struct> {
    vm.payload(value, "_struct.Struct")
}

fn ready(vm: &Vm, value: &Value) -> PyResult<Rc<Format>> {
    let compiled = of(vm, value)?.compiled.borrow().as_ref().map(|(_, format)| format.clone());
    compiled.ok_or_else(|| vm.runtime_error("Struct object is not initialized"))
}

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    instance(vm, &args[0], Struct { compiled: RefCell::new(None) })
}

fn init(vm: &Vm, args: &[Value]) -> PyResult {
    let text = format_text(vm, &args[1])?;
    let shown = Value::str(&String::from_utf8_lossy(&text));
    let made = parsed(vm, &text)?;
    *of(vm, &args[0])?.compiled.borrow_mut() = Some((shown, made));
    Ok(Value::None)
}

fn format(vm: &Vm, value: &Value) -> PyResult {
    let shown = of(vm, value)?.compiled.borrow().as_ref().map(|(text, _)| text.clone());
    shown.ok_or_else(|| vm.runtime_error("Struct object is not initialized"))
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let (name, text) = (vm.class_of(value).name(), vm.repr(&format(vm, value)?)?);
    Ok(Value::str(&format!("{name}({text})")))
}

fn pack(vm: &Vm, args: &[Value]) -> PyResult {
    let values = elements(&args[1]);
    let compiled = of(vm, &args[0])?.compiled.borrow().as_ref().map(|(_, format)| format.clone());
    match compiled {
        Some(format) => places::pack(vm, &format, values),
        // CPython's count of a struct without a format.
        None => {
            let given = values.len();
            Err(error(vm, &format!("pack expected -1 items for packing (got {given})")))
        }
    }
}

impl Native for Struct {
    fn traverse(&self, _visit: &mut Visitor<'_>) {}
}

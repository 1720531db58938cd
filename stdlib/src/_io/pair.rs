//! `BufferedRWPair`: a reader and a writer as one stream.

use std::cell::RefCell;

use pyvm_vm::heap::Visitor;
use pyvm_vm::objects::Native;
use pyvm_vm::types::{GetSetDef, Layout, NativeDef, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::{bases, buffered, check_able};
use crate::support::{instance, method};

/// The payload: both are absent until `__init__` ran.
struct Pair {
    reader: RefCell<Value>,
    writer: RefCell<Value>,
}

/// The type.
pub(super) static PAIR: TypeSpec = TypeSpec {
    doc: Some("A buffered reader and writer object together."),
    base: Some(&bases::BUFFERED_BASE),
    flags: TypeFlags::BASETYPE,
    layout: Some(Layout::Native("BufferedRWPair")),
    new: Some(&NEW),
    init: Some(&INIT),
    methods: METHODS,
    getset: &[GetSetDef::get("closed", |vm, v| vm.getattr_str(&half(vm, v, true)?, "closed"), "")],
    ..TypeSpec::named("BufferedRWPair", "_io")
};

static NEW: NativeDef = NativeDef::static_("__new__", "($type, /, *args, **kwargs)", new, "");
static INIT: NativeDef =
    NativeDef::method("__init__", "($self, reader, writer, buffer_size=DEFAULT_BUFFER_SIZE, /)", init, "");

static METHODS: &[NativeDef] = &[
    NativeDef::method("read", "($self, size=-1, /)", |vm, a| reads(vm, a, "read"), "").hidden_signature(),
    NativeDef::method("peek", "($self, size=0, /)", |vm, a| reads(vm, a, "peek"), "").hidden_signature(),
    NativeDef::method("read1", "($self, size=-1, /)", |vm, a| reads(vm, a, "read1"), "").hidden_signature(),
    NativeDef::method("readinto", "($self, buffer, /)", |vm, a| reads(vm, a, "readinto"), "")
        .hidden_signature(),
    NativeDef::method("readinto1", "($self, buffer, /)", |vm, a| reads(vm, a, "readinto1"), "")
        .hidden_signature(),
    NativeDef::method("write", "($self, b, /)", |vm, a| writes(vm, a, "write"), "").hidden_signature(),
    NativeDef::method("flush", "($self, /)", |vm, a| writes(vm, a, "flush"), ""),
    NativeDef::method("readable", "($self, /)", |vm, a| reads(vm, a, "readable"), ""),
    NativeDef::method("writable", "($self, /)", |vm, a| writes(vm, a, "writable"), ""),
    NativeDef::method("close", "($self, /)", close, ""),
    NativeDef::method("isatty", "($self, /)", isatty, ""),
];

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    let absent = || RefCell::new(Value::Unbound);
    instance(vm, &args[0], Pair { reader: absent(), writer: absent() })
}

fn init(vm: &Vm, args: &[Value]) -> PyResult {
    check_able(vm, &args[1], "readable")?;
    check_able(vm, &args[2], "writable")?;
    let make = |spec: &'static TypeSpec, raw: &Value| {
        let class = vm.native_type(spec).to_value();
        if args[3].is_unbound() {
            return vm.call1(&class, raw.clone());
        }
        vm.call2(&class, raw.clone(), args[3].clone())
    };
    let reader = make(&buffered::READER, &args[1])?;
    let writer = make(&buffered::WRITER, &args[2])?;
    let pair: &Pair = vm.payload(&args[0], "_io.BufferedRWPair")?;
    drop(pair.reader.replace(reader));
    drop(pair.writer.replace(writer));
    Ok(Value::None)
}

fn half(vm: &Vm, value: &Value, writer: bool) -> PyResult {
    let pair: &Pair = vm.payload(value, "_io.BufferedRWPair")?;
    let found = if writer { pair.writer.borrow().clone() } else { pair.reader.borrow().clone() };
    found.bound().ok_or_else(|| vm.value_error("I/O operation on uninitialized object"))
}

fn reads(vm: &Vm, args: &[Value], name: &str) -> PyResult {
    method(vm, &half(vm, &args[0], false)?, name, args.get(1..).unwrap_or(&[]))
}

fn writes(vm: &Vm, args: &[Value], name: &str) -> PyResult {
    method(vm, &half(vm, &args[0], true)?, name, args.get(1..).unwrap_or(&[]))
}

fn close(vm: &Vm, args: &[Value]) -> PyResult {
    let first = writes(vm, args, "close");
    let second = reads(vm, args, "close");
    match (first, second) {
        (Err(first), Err(second)) => {
            drop(second.payload().context.replace(first.to_value()));
            Err(second)
        }
        (Err(first), Ok(_)) => Err(first),
        (Ok(_), second) => second,
    }
}

fn isatty(vm: &Vm, args: &[Value]) -> PyResult {
    let answer = writes(vm, args, "isatty")?;
    if vm.is_true(&answer)? { Ok(answer) } else { reads(vm, args, "isatty") }
}

impl Native for Pair {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.value(&self.reader.borrow());
        visit.value(&self.writer.borrow());
    }
}

//! `StringIO`: text as code points with a position. Mirrors `Modules/_io/stringio.c`.

use std::cell::{Cell, RefCell};

use pyvm_vm::heap::{Str, Visitor};
use pyvm_vm::objects::Native;
use pyvm_vm::types::{GetSetDef, Layout, NativeDef, Slots, TypeFlags, TypeSpec, attribute};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};
use rustpython_wtf8::{CodePoint, Wtf8Buf};

use super::newline::{Newline, Translator, expand};
use super::{bases, optional_size};
use crate::support::{instance, method};

/// The payload.
struct StringIo {
    text: RefCell<Vec<u32>>,
    position: Cell<usize>,
    newline: Cell<Newline>,
    translator: RefCell<Option<Translator>>,
    ready: Cell<bool>,
    closed: Cell<bool>,
}

/// The type.
pub(super) static STRING_IO: TypeSpec = TypeSpec {
    doc: Some(
        "Text I/O implementation using an in-memory buffer.\n\nThe initial_value argument sets the value of object.  The newline\nargument is like the one of TextIOWrapper's constructor.",
    ),
    base: Some(&bases::TEXT_BASE),
    flags: TypeFlags::BASETYPE,
    layout: Some(Layout::Native("StringIO")),
    slots: |s: &Slots| s.iternext.set(Some(next)),
    new: Some(&NEW),
    init: Some(&INIT),
    methods: METHODS,
    getset: &[
        GetSetDef::get("closed", |vm, v| Ok(Value::Bool(initialized(vm, v)?.closed.get())), ""),
        GetSetDef::get("newlines", newlines, ""),
        GetSetDef::get("line_buffering", |vm, v| open(vm, v).map(|_| Value::Bool(false)), ""),
    ],
    ..TypeSpec::named("StringIO", "_io")
};

static NEW: NativeDef = NativeDef::static_("__new__", "($type, /, *args, **kwargs)", new, "");
// The default is not a literal the signature reader fills in: absent means "\n".
static INIT: NativeDef =
    NativeDef::method("__init__", "($self, /, initial_value='', newline='\\n')", init, "");

static METHODS: &[NativeDef] = &[
    NativeDef::method("close", "($self, /)", close, "Close the IO object."),
    NativeDef::method(
        "getvalue",
        "($self, /)",
        |vm, a| Ok(text_of(vm, &open(vm, &a[0])?.text.borrow())),
        "Retrieve the entire contents of the object.",
    ),
    NativeDef::method(
        "read",
        "($self, size=-1, /)",
        read,
        "Read at most size characters, returned as a string.",
    ),
    NativeDef::method("readline", "($self, size=-1, /)", readline, "Read until newline or EOF."),
    NativeDef::method(
        "tell",
        "($self, /)",
        |vm, a| Ok(Value::from(open(vm, &a[0])?.position.get())),
        "Tell the current file position.",
    ),
    NativeDef::method("truncate", "($self, pos=None, /)", truncate, "Truncate size to pos."),
    NativeDef::method("seek", "($self, pos, whence=0, /)", seek, "Change stream position."),
    NativeDef::method("write", "($self, s, /)", write, "Write string to file."),
    NativeDef::method("seekable", "($self, /)", yes, "Returns True if the IO object can be seeked."),
    NativeDef::method("readable", "($self, /)", yes, "Returns True if the IO object can be read."),
    NativeDef::method("writable", "($self, /)", yes, "Returns True if the IO object can be written."),
    NativeDef::method("__getstate__", "($self, /)", getstate, ""),
    NativeDef::method("__setstate__", "($self, state, /)", setstate, ""),
];

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a StringIo> {
    vm.payload(value, "_io.StringIO")
}

fn initialized<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a StringIo> {
    let this = of(vm, value)?;
    if this.ready.get() { Ok(this) } else { Err(vm.value_error("I/O operation on uninitialized object")) }
}

fn open<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a StringIo> {
    let this = initialized(vm, value)?;
    if this.closed.get() { Err(vm.value_error("I/O operation on closed file")) } else { Ok(this) }
}

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    let payload = StringIo {
        text: RefCell::default(),
        position: Cell::new(0),
        newline: Cell::new(Newline::Exact("\n")),
        translator: RefCell::new(None),
        ready: Cell::new(false),
        closed: Cell::new(false),
    };
    instance(vm, &args[0], payload)
}

fn init(vm: &Vm, args: &[Value]) -> PyResult {
    let this = of(vm, &args[0])?;
    let newline =
        if args[2].is_unbound() { Newline::Exact("\n") } else { Newline::of(vm, &args[2], "StringIO")? };
    if !args[1].is_none() && !args[1].is_unbound() && args[1].as_text().is_none() {
        let got = vm.type_name(&args[1]);
        return Err(vm.type_error(format!("initial_value must be str or None, not {got}")));
    }
    this.ready.set(false);
    drop(this.text.take());
    this.position.set(0);
    this.newline.set(newline);
    let translator = newline.is_universal().then(|| Translator::new(newline == Newline::Translated));
    this.translator.replace(translator);
    this.closed.set(false);
    this.ready.set(true);
    if let Some(initial) = args[1].as_text().filter(|t| !t.is_empty()) {
        put(vm, this, initial)?;
        this.position.set(0);
    }
    Ok(Value::None)
}

fn text_of(vm: &Vm, points: &[u32]) -> Value {
    let text: Wtf8Buf = points.iter().filter_map(|c| CodePoint::from_u32(*c)).collect();
    vm.new_str(Str::from(text))
}

fn newlines(vm: &Vm, value: &Value) -> PyResult {
    let this = open(vm, value)?;
    Ok(this.translator.borrow().as_ref().map_or(Value::None, |t| t.newlines(vm)))
}

fn yes(vm: &Vm, args: &[Value]) -> PyResult {
    open(vm, &args[0]).map(|_| Value::Bool(true))
}

fn close(vm: &Vm, args: &[Value]) -> PyResult {
    let this = of(vm, &args[0])?;
    this.closed.set(true);
    drop(this.text.take());
    Ok(Value::None)
}

/// Writes at the position, endings translated as the stream wants them.
fn put(vm: &Vm, this: &StringIo, text: &Str) -> PyResult<()> {
    let mut text = text.clone();
    if let Some(translator) = this.translator.borrow().as_ref() {
        text = translator.feed(text, true);
    }
    if let Some(end) = this.newline.get().written() {
        text = expand(&text, end);
    }
    let start = this.position.get();
    let end = start.saturating_add(text.char_len());
    let mut all = this.text.borrow_mut();
    if end > all.len() {
        if !vm.check_size(end.saturating_mul(4)) {
            return Err(vm.out_of_memory());
        }
        all.resize(end, 0);
    }
    for (slot, point) in all.iter_mut().skip(start).zip(text.as_wtf8().code_points()) {
        *slot = point.to_u32();
    }
    this.position.set(end);
    Ok(())
}

fn write(vm: &Vm, args: &[Value]) -> PyResult {
    initialized(vm, &args[0])?;
    let Some(text) = args[1].as_text() else {
        let got = vm.type_name(&args[1]);
        return Err(vm.type_error(format!("string argument expected, got '{got}'")));
    };
    let this = open(vm, &args[0])?;
    if !text.is_empty() {
        put(vm, this, text)?;
    }
    Ok(Value::from(text.char_len()))
}

fn take(vm: &Vm, this: &StringIo, count: usize) -> Value {
    let text = this.text.borrow();
    let start = this.position.get();
    let end = start.saturating_add(count).min(text.len());
    let found = text.get(start..end).unwrap_or(&[]);
    this.position.set(start + found.len());
    text_of(vm, found)
}

fn read(vm: &Vm, args: &[Value]) -> PyResult {
    let this = open(vm, &args[0])?;
    let size = optional_size(vm, &args[1])?;
    Ok(take(vm, this, usize::try_from(size).unwrap_or(usize::MAX)))
}

fn take_line(vm: &Vm, this: &StringIo, limit: usize) -> Value {
    let length = {
        let text = this.text.borrow();
        let rest = text.get(this.position.get()..).unwrap_or(&[]);
        let rest = rest.get(..limit).unwrap_or(rest);
        this.newline.get().line_end(rest).unwrap_or(rest.len())
    };
    take(vm, this, length)
}

fn readline(vm: &Vm, args: &[Value]) -> PyResult {
    let this = open(vm, &args[0])?;
    let size = optional_size(vm, &args[1])?;
    Ok(take_line(vm, this, usize::try_from(size).unwrap_or(usize::MAX)))
}

fn next(vm: &Vm, value: &Value) -> PyResult<Option<Value>> {
    let this = open(vm, value)?;
    let line = if vm.is_exact(value, &vm.native_type(&STRING_IO)) {
        take_line(vm, this, usize::MAX)
    } else {
        let line = method(vm, value, "readline", &[])?;
        if line.as_text().is_none() {
            let got = vm.type_name(&line);
            return Err(vm.os_error(format!("readline() should have returned a str object, not '{got}'")));
        }
        line
    };
    Ok(if vm.len(&line)? == 0 { None } else { Some(line) })
}

fn truncate(vm: &Vm, args: &[Value]) -> PyResult {
    let this = open(vm, &args[0])?;
    let size = if args[1].is_none() {
        this.position.get()
    } else {
        let given = optional_size(vm, &args[1])?;
        usize::try_from(given).map_err(|_| vm.value_error(format!("Negative size value {given}")))?
    };
    this.text.borrow_mut().truncate(size);
    Ok(Value::from(size))
}

fn seek(vm: &Vm, args: &[Value]) -> PyResult {
    let this = open(vm, &args[0])?;
    let (offset, whence) = (vm.index_i64(&args[1])?, vm.index_i64(&args[2])?);
    let target = match whence {
        0 if offset < 0 => return Err(vm.value_error(format!("Negative seek position {offset}"))),
        0 => usize::try_from(offset).unwrap_or(usize::MAX),
        1 | 2 if offset != 0 => return Err(vm.os_error("Can't do nonzero cur-relative seeks")),
        1 => this.position.get(),
        2 => this.text.borrow().len(),
        _ => return Err(vm.value_error(format!("Invalid whence ({whence}, should be 0, 1 or 2)"))),
    };
    this.position.set(target);
    Ok(Value::from(target))
}

/// `(text, newline, position, attributes)`
fn getstate(vm: &Vm, args: &[Value]) -> PyResult {
    let this = open(vm, &args[0])?;
    let text = text_of(vm, &this.text.borrow());
    let newline = match this.newline.get() {
        Newline::Translated => Value::None,
        Newline::Universal => Value::Str(vm.names.empty.clone()),
        Newline::Exact(end) => vm.new_str(end),
    };
    let attributes = match attribute::existing_dict(vm, &args[0]) {
        Some(dict) => vm.dict_from(dict.as_dict().map(pyvm_vm::objects::Dict::copy).unwrap_or_default()),
        None => Value::None,
    };
    Ok(vm.new_tuple(vec![text, newline, Value::from(this.position.get()), attributes]))
}

fn setstate(vm: &Vm, args: &[Value]) -> PyResult {
    let this = of(vm, &args[0])?;
    let class = vm.type_name(&args[0]);
    let Some([text, newline, position, attributes, ..]) = args[1].as_tuple() else {
        let got = vm.type_name(&args[1]);
        return Err(vm.type_error(format!("{class}.__setstate__ argument should be 4-tuple, got {got}")));
    };
    // As if it were written, for the line ends met; but it was translated when it really was.
    init(vm, &[args[0].clone(), text.clone(), newline.clone()])?;
    if let Some(text) = text.as_text() {
        drop(this.text.replace(text.as_wtf8().code_points().map(CodePoint::to_u32).collect()));
    }
    if !matches!(position.unwrapped(), Value::Int(_) | Value::Bool(_) | Value::Big(_)) {
        let got = vm.type_name(position);
        return Err(vm.type_error(format!("third item of state must be an integer, got {got}")));
    }
    let Ok(position) = usize::try_from(vm.index_i64(position)?) else {
        return Err(vm.value_error("position value cannot be negative"));
    };
    this.position.set(position);
    super::bytesio::restore_attributes(vm, &args[0], attributes, "fourth")
}

impl Native for StringIo {
    fn traverse(&self, _visit: &mut Visitor<'_>) {}
}

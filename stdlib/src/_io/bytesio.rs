//! `BytesIO`. Mirrors `Modules/_io/bytesio.c`.

use std::cell::{Cell, RefCell};

use pyvm_vm::heap::{Bytes, Visitor};
use pyvm_vm::objects::Native;
use pyvm_vm::protocol::buffer::{Buffer, Exporter};
use pyvm_vm::types::{GetSetDef, Layout, NativeDef, Slots, TypeFlags, TypeSpec, attribute};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::{bases, optional_size};
use crate::support::instance;

/// The payload.
pub(super) struct BytesIo {
    data: RefCell<Contents>,
    position: Cell<usize>,
    closed: Cell<bool>,
    exports: Cell<usize>,
}

/// What the file holds. It shares a bytes object with whoever gave it or got it, until somebody writes: `getvalue()`
/// costs nothing the second time, and pickles tell one object from equal ones.
#[derive(Default)]
struct Contents {
    own: Vec<u8>,
    /// Stands for `own`, which is empty then.
    shared: Option<Bytes>,
}

impl std::ops::Deref for Contents {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.shared.as_deref().unwrap_or(&self.own)
    }
}

impl Contents {
    /// To be written to.
    fn to_mut(&mut self) -> &mut Vec<u8> {
        if let Some(data) = self.shared.take() {
            self.own = data.to_vec();
        }
        &mut self.own
    }
}

/// What `getbuffer()` looks at.
struct View(Value);

/// The type.
pub(super) static BYTES_IO: TypeSpec = TypeSpec {
    doc: Some("Buffered I/O implementation using an in-memory bytes buffer."),
    base: Some(&bases::BUFFERED_BASE),
    flags: TypeFlags::BASETYPE,
    layout: Some(Layout::Native("BytesIO")),
    slots: |s: &Slots| {
        s.iter.set(Some(|vm, v| {
            open(vm, v)?;
            Ok(v.clone())
        }));
        s.iternext.set(Some(|vm, v| {
            let line = take_line(open(vm, v)?, usize::MAX);
            Ok(Some(line).filter(|l| !l.is_empty()).map(|l| vm.new_bytes(&l)))
        }));
    },
    new: Some(&NEW),
    init: Some(&INIT),
    methods: METHODS,
    getset: &[GetSetDef::get(
        "closed",
        |vm, v| Ok(Value::Bool(of(vm, v)?.closed.get())),
        "True if the file is closed.",
    )],
    ..TypeSpec::named("BytesIO", "_io")
};

/// `_BytesIOBuffer`
pub(super) static BYTES_BUFFER: TypeSpec = TypeSpec {
    flags: TypeFlags::NO_NEW,
    layout: Some(Layout::Native("_BytesIOBuffer")),
    slots: |s: &Slots| s.buffer.set(Some(lend)),
    ..TypeSpec::named("_BytesIOBuffer", "_io")
};

static NEW: NativeDef = NativeDef::static_("__new__", "($type, /, *args, **kwargs)", new, "");
static INIT: NativeDef = NativeDef::method("__init__", "($self, /, initial_bytes=b'')", init, "");

static METHODS: &[NativeDef] = &[
    NativeDef::method(
        "read",
        "($self, size=-1, /)",
        read,
        "Read at most size bytes, returned as a bytes object.",
    ),
    NativeDef::method(
        "read1",
        "($self, size=-1, /)",
        read,
        "Read at most size bytes, returned as a bytes object.",
    ),
    NativeDef::method("readinto", "($self, buffer, /)", readinto, "Read bytes into buffer."),
    NativeDef::method(
        "readline",
        "($self, size=-1, /)",
        readline,
        "Next line from the file, as a bytes object.",
    ),
    NativeDef::method(
        "readlines",
        "($self, size=None, /)",
        readlines,
        "List of bytes objects, each a line from the file.",
    ),
    NativeDef::method("write", "($self, b, /)", write, "Write bytes to file."),
    NativeDef::method("writelines", "($self, lines, /)", writelines, "Write lines to the file."),
    NativeDef::method(
        "getvalue",
        "($self, /)",
        |vm, a| Ok(whole(vm, open(vm, &a[0])?)),
        "Retrieve the entire contents of the BytesIO object.",
    ),
    NativeDef::method(
        "getbuffer",
        "($self, /)",
        getbuffer,
        "Get a read-write view over the contents of the BytesIO object.",
    ),
    NativeDef::method(
        "tell",
        "($self, /)",
        |vm, a| Ok(Value::from(open(vm, &a[0])?.position.get())),
        "Current file position, an integer.",
    ),
    NativeDef::method("seek", "($self, pos, whence=0, /)", seek, "Change stream position."),
    NativeDef::method(
        "truncate",
        "($self, size=None, /)",
        truncate,
        "Truncate the file to at most size bytes.",
    ),
    NativeDef::method("flush", "($self, /)", |vm, a| open(vm, &a[0]).map(|_| Value::None), "Does nothing."),
    NativeDef::method("close", "($self, /)", close, "Disable all I/O operations."),
    NativeDef::method(
        "isatty",
        "($self, /)",
        |vm, a| open(vm, &a[0]).map(|_| Value::Bool(false)),
        "Always returns False.",
    ),
    NativeDef::method("readable", "($self, /)", yes, "Returns True if the IO object can be read."),
    NativeDef::method("writable", "($self, /)", yes, "Returns True if the IO object can be written."),
    NativeDef::method("seekable", "($self, /)", yes, "Returns True if the IO object can be seeked."),
    NativeDef::method("__getstate__", "($self, /)", getstate, ""),
    NativeDef::method("__setstate__", "($self, object, /)", setstate, ""),
    NativeDef::method(
        "__sizeof__",
        "($self, /)",
        |vm, a| Ok(Value::from(96 + of(vm, &a[0])?.data.borrow().own.capacity())),
        "",
    ),
];

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a BytesIo> {
    vm.payload(value, "_io.BytesIO")
}

fn open<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a BytesIo> {
    let this = of(vm, value)?;
    if this.closed.get() { Err(vm.value_error("I/O operation on closed file.")) } else { Ok(this) }
}

/// Refuses to change the size while a view of the memory lives.
fn resizable<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a BytesIo> {
    let this = of(vm, value)?;
    if this.exports.get() > 0 {
        return Err(vm.buffer_error("Existing exports of data: object cannot be re-sized"));
    }
    Ok(this)
}

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    let payload = BytesIo {
        data: RefCell::default(),
        position: Cell::new(0),
        closed: Cell::new(false),
        exports: Cell::new(0),
    };
    instance(vm, &args[0], payload)
}

fn init(vm: &Vm, args: &[Value]) -> PyResult {
    let this = resizable(vm, &args[0])?;
    let data = match &args[1] {
        Value::Unbound | Value::None => Contents::default(),
        Value::Bytes(given) => Contents { shared: Some(given.clone()), ..Contents::default() },
        given => Contents { own: vm.bytes_of(given)?.to_vec(), shared: None },
    };
    drop(this.data.replace(data));
    this.position.set(0);
    this.closed.set(false);
    Ok(Value::None)
}

fn yes(vm: &Vm, args: &[Value]) -> PyResult {
    open(vm, &args[0]).map(|_| Value::Bool(true))
}

fn limit(vm: &Vm, value: &Value) -> PyResult<usize> {
    Ok(usize::try_from(optional_size(vm, value)?).unwrap_or(usize::MAX))
}

/// All of it as one object, which the file goes on sharing.
fn whole(vm: &Vm, this: &BytesIo) -> Value {
    let mut contents = this.data.borrow_mut();
    if let Some(data) = &contents.shared {
        return Value::Bytes(data.clone());
    }
    let data = vm.fresh_bytes(&contents.own);
    // Views write into the memory that they have seen.
    if this.exports.get() == 0
        && let Value::Bytes(data) = &data
    {
        *contents = Contents { shared: Some(data.clone()), ..Contents::default() };
    }
    data
}

/// The next `count` bytes; the position moves behind them.
fn take(this: &BytesIo, count: usize) -> Vec<u8> {
    let data = this.data.borrow();
    let start = this.position.get();
    let end = start.saturating_add(count).min(data.len());
    let found = data.get(start..end).unwrap_or(&[]).to_vec();
    this.position.set(start + found.len());
    found
}

fn take_line(this: &BytesIo, limit: usize) -> Vec<u8> {
    let length = {
        let data = this.data.borrow();
        let rest = data.get(this.position.get()..).unwrap_or(&[]);
        memchr::memchr(b'\n', rest).map_or(rest.len(), |at| at + 1)
    };
    take(this, length.min(limit))
}

fn read(vm: &Vm, args: &[Value]) -> PyResult {
    let this = open(vm, &args[0])?;
    let count = limit(vm, &args[1])?;
    let shared = this.data.borrow().shared.clone();
    match shared {
        Some(data) if this.position.get() == 0 && data.len() > 1 && count >= data.len() => {
            this.position.set(data.len());
            Ok(Value::Bytes(data))
        }
        _ => Ok(vm.new_bytes(&take(this, count))),
    }
}

fn readline(vm: &Vm, args: &[Value]) -> PyResult {
    let this = open(vm, &args[0])?;
    let count = limit(vm, &args[1])?;
    Ok(vm.new_bytes(&take_line(this, count)))
}

fn readlines(vm: &Vm, args: &[Value]) -> PyResult {
    let this = open(vm, &args[0])?;
    if !args[1].is_none() && !vm.has_index(&args[1]) {
        let got = vm.type_name(&args[1]);
        return Err(vm.type_error(format!("integer argument expected, got '{got}'")));
    }
    let hint = limit(vm, &args[1])?;
    let (mut lines, mut total) = (Vec::new(), 0);
    loop {
        let line = take_line(this, usize::MAX);
        if line.is_empty() {
            break;
        }
        total += line.len();
        lines.push(vm.new_bytes(&line));
        if hint > 0 && total >= hint {
            break;
        }
    }
    Ok(vm.new_list(lines))
}

fn readinto(vm: &Vm, args: &[Value]) -> PyResult {
    let this = open(vm, &args[0])?;
    let room = bases::writable(vm, &args[1], "readinto() argument")?;
    let data = take(this, room.len);
    bases::fill(&room, &data);
    Ok(Value::from(data.len()))
}

/// Writes at the position; a gap before it is filled with zeros.
fn put(vm: &Vm, value: &Value, bytes: &Value) -> PyResult<usize> {
    open(vm, value)?;
    let this = resizable(vm, value)?;
    // Writing its own memory to itself needs a copy first, and any buffer may be that.
    let bytes = vm.bytes_of(bytes)?;
    if bytes.is_empty() {
        return Ok(0);
    }
    if resizable(vm, value)?.closed.get() {
        return Err(vm.value_error("I/O operation on closed file."));
    }
    let start = this.position.get();
    let end = start.saturating_add(bytes.len());
    let mut data = this.data.borrow_mut();
    if end > data.len() {
        if !vm.check_size(end) {
            return Err(vm.out_of_memory());
        }
        data.to_mut().resize(end, 0);
    }
    if let Some(target) = data.to_mut().get_mut(start..end) {
        target.copy_from_slice(&bytes);
    }
    this.position.set(end);
    Ok(bytes.len())
}

fn write(vm: &Vm, args: &[Value]) -> PyResult {
    put(vm, &args[0], &args[1]).map(Value::from)
}

fn writelines(vm: &Vm, args: &[Value]) -> PyResult {
    open(vm, &args[0])?;
    vm.for_each(&args[1], |line| {
        put(vm, &args[0], &line)?;
        Ok(true)
    })?;
    Ok(Value::None)
}

fn seek(vm: &Vm, args: &[Value]) -> PyResult {
    let this = open(vm, &args[0])?;
    let (offset, whence) = (vm.index_i64(&args[1])?, vm.index_i64(&args[2])?);
    if whence == 0 && offset < 0 {
        return Err(vm.value_error(format!("negative seek value {offset}")));
    }
    let base = match whence {
        0 => 0,
        1 => this.position.get(),
        2 => this.data.borrow().len(),
        _ => return Err(vm.value_error(format!("invalid whence ({whence}, should be 0, 1 or 2)"))),
    };
    let base = i64::try_from(base).unwrap_or(i64::MAX);
    let Some(target) = base.checked_add(offset) else {
        return Err(vm.overflow_error("new position too large"));
    };
    this.position.set(usize::try_from(target).unwrap_or(0));
    Ok(Value::from(this.position.get()))
}

fn truncate(vm: &Vm, args: &[Value]) -> PyResult {
    let this = open(vm, &args[0])?;
    resizable(vm, &args[0])?;
    let size = if args[1].is_none() {
        this.position.get()
    } else {
        let given = optional_size(vm, &args[1])?;
        usize::try_from(given).map_err(|_| vm.value_error(format!("negative size value {given}")))?
    };
    if size < this.data.borrow().len() {
        this.data.borrow_mut().to_mut().truncate(size);
    }
    Ok(Value::from(size))
}

fn close(vm: &Vm, args: &[Value]) -> PyResult {
    let this = resizable(vm, &args[0])?;
    drop(this.data.take());
    this.closed.set(true);
    Ok(Value::None)
}

/// `(contents, position, attributes)`
fn getstate(vm: &Vm, args: &[Value]) -> PyResult {
    let this = open(vm, &args[0])?;
    let contents = whole(vm, this);
    let attributes = match attribute::existing_dict(vm, &args[0]) {
        Some(dict) => vm.dict_from(dict.as_dict().map(pyvm_vm::objects::Dict::copy).unwrap_or_default()),
        None => Value::None,
    };
    Ok(vm.new_tuple(vec![contents, Value::from(this.position.get()), attributes]))
}

fn setstate(vm: &Vm, args: &[Value]) -> PyResult {
    let this = of(vm, &args[0])?;
    let class = vm.type_name(&args[0]);
    let Some([contents, position, attributes, ..]) = args[1].as_tuple() else {
        let got = vm.type_name(&args[1]);
        return Err(vm.type_error(format!("{class}.__setstate__ argument should be 3-tuple, got {got}")));
    };
    resizable(vm, &args[0])?;
    drop(this.data.take());
    this.position.set(0);
    this.closed.set(false);
    put(vm, &args[0], contents)?;
    if !matches!(position.unwrapped(), Value::Int(_) | Value::Bool(_) | Value::Big(_)) {
        let got = vm.type_name(position);
        return Err(vm.type_error(format!("second item of state must be an integer, not {got}")));
    }
    let Ok(position) = usize::try_from(vm.index_i64(position)?) else {
        return Err(vm.value_error("position value cannot be negative"));
    };
    this.position.set(position);
    restore_attributes(vm, &args[0], attributes, "third")
}

/// Puts saved attributes into the `__dict__`.
pub(super) fn restore_attributes(vm: &Vm, object: &Value, attributes: &Value, which: &str) -> PyResult {
    if attributes.is_none() {
        return Ok(Value::None);
    }
    let (Some(given), Some(r)) = (attributes.as_dict(), object.as_obj()) else {
        let got = vm.type_name(attributes);
        return Err(vm.type_error(format!("{which} item of state should be a dict, got a {got}")));
    };
    for (key, value) in given.entries() {
        if let Some(name) = key.as_text() {
            attribute::set_own(vm, r, &pyvm_vm::heap::intern::intern(name.clone()), value);
        }
    }
    Ok(Value::None)
}

fn getbuffer(vm: &Vm, args: &[Value]) -> PyResult {
    open(vm, &args[0])?;
    let view = vm.new_native(&vm.native_type(&BYTES_BUFFER), View(args[0].clone()));
    vm.call1(&vm.types.memoryview.to_value(), view)
}

struct Lent(Value);

impl Exporter for Lent {
    fn read(&self, f: &mut dyn FnMut(&[u8])) {
        if let Some(this) = self.0.native::<BytesIo>() {
            f(&this.data.borrow());
        }
    }

    fn write(&self, f: &mut dyn FnMut(&mut [u8])) -> bool {
        if let Some(this) = self.0.native::<BytesIo>() {
            f(this.data.borrow_mut().to_mut());
        }
        true
    }

    fn release(&self) {
        if let Some(this) = self.0.native::<BytesIo>() {
            this.exports.set(this.exports.get().saturating_sub(1));
        }
    }

    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.value(&self.0);
    }
}

fn lend(vm: &Vm, value: &Value, _writable: bool) -> PyResult<Buffer> {
    let view: &View = vm.payload(value, "_io._BytesIOBuffer")?;
    let this = of(vm, &view.0)?;
    this.exports.set(this.exports.get() + 1);
    let len = this.data.borrow().len();
    Ok(Buffer::simple(value.clone(), Box::new(Lent(view.0.clone())), len, false))
}

impl Native for BytesIo {
    fn traverse(&self, _visit: &mut Visitor<'_>) {}
}

impl Native for View {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.value(&self.0);
    }
}

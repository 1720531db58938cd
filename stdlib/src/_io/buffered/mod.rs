//! `BufferedReader`, `BufferedWriter` and `BufferedRandom`. Mirrors `Modules/_io/bufferedio.c`.
//!
//! At most one of the two buffers is in use: what was read ahead lies behind the logical position, what waits to
//! be written before it.

use std::cell::{Cell, RefCell};

use pyvm_vm::heap::{Visitor, intern};
use pyvm_vm::objects::{Native, bytearray::new_bytearray};
use pyvm_vm::types::{GetSetDef, Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::{attribute, bases, check_able, fileio, is_closed, no_pickle, unsupported};
use crate::support::{instance, method};

mod write;

use write::{close, dealloc_warn, write, write_out};

/// What a buffered stream does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Reader,
    Writer,
    Random,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Uninitialized,
    Ready,
    Detached,
}

/// The payload.
pub(super) struct Buffered {
    raw: RefCell<Value>,
    role: Role,
    state: Cell<State>,
    size: Cell<usize>,
    /// What was read ahead, and how much of it is consumed.
    ahead: RefCell<Vec<u8>>,
    used: Cell<usize>,
    /// What waits to be written.
    pending: RefCell<Vec<u8>>,
    finalizing: Cell<bool>,
}

/// Declares the specs, which differ in name, constructor and methods.
macro_rules! streams {
    ($($spec:ident $name:literal $doc:literal $role:ident $methods:expr, $slots:ident;)*) => {
        $(
            #[doc = concat!("`", $name, "`")]
            pub(super) static $spec: TypeSpec = TypeSpec {
                doc: Some($doc),
                base: Some(&bases::BUFFERED_BASE),
                flags: TypeFlags::BASETYPE,
                layout: Some(Layout::Native($name)),
                slots: $slots,
                new: Some({
                    static NEW: NativeDef = NativeDef::static_(
                        "__new__",
                        "($type, /, *args, **kwargs)",
                        |vm, a| new(vm, &a[0], Role::$role),
                        "",
                    );
                    &NEW
                }),
                init: Some(&INIT),
                methods: $methods,
                getset: GETSET,
                ..TypeSpec::named($name, "_io")
            };
        )*
    };
}

streams! {
    READER "BufferedReader" "Create a new buffered reader using the given readable raw IO object." Reader READER_METHODS, reader_slots;
    WRITER "BufferedWriter" "A buffer for a writeable sequential RawIO object.\n\nThe constructor creates a BufferedWriter for the given writeable raw\nstream. If the buffer_size is not given, it defaults to\nDEFAULT_BUFFER_SIZE." Writer WRITER_METHODS, writer_slots;
    RANDOM "BufferedRandom" "A buffered interface to random access streams.\n\nThe constructor creates a reader and writer for a seekable stream,\nraw, given in the first argument. If the buffer_size is omitted it\ndefaults to DEFAULT_BUFFER_SIZE." Random RANDOM_METHODS, reader_slots;
}

static INIT: NativeDef =
    NativeDef::method("__init__", "($self, /, raw, buffer_size=DEFAULT_BUFFER_SIZE)", init, "");

static GETSET: &[GetSetDef] = &[
    GetSetDef::get("closed", |vm, v| attribute(vm, &raw_of(vm, v)?, "closed"), ""),
    GetSetDef::get("name", |vm, v| attribute(vm, &raw_of(vm, v)?, "name"), ""),
    GetSetDef::get("mode", |vm, v| attribute(vm, &raw_of(vm, v)?, "mode"), ""),
    GetSetDef::member(
        "raw",
        |vm, v| {
            let raw = of(vm, v)?.raw.borrow().clone();
            Ok(raw.bound().unwrap_or(Value::None))
        },
        "",
    ),
    GetSetDef {
        is_member: true,
        ..GetSetDef::get_set(
            "_finalizing",
            |vm, v| Ok(Value::Bool(of(vm, v)?.finalizing.get())),
            |vm, v, given| {
                of(vm, v)?.finalizing.set(given.map_or(Ok(false), |g| vm.is_true(&g))?);
                Ok(())
            },
            "",
        )
    },
];

const DETACH: NativeDef = NativeDef::method("detach", "($self, /)", detach, "");
const CLOSE: NativeDef = NativeDef::method("close", "($self, /)", close, "");
const SEEKABLE: NativeDef =
    NativeDef::method("seekable", "($self, /)", |vm, a| raw_answer(vm, a, "seekable"), "");
const FILENO: NativeDef = NativeDef::method("fileno", "($self, /)", |vm, a| raw_answer(vm, a, "fileno"), "");
const ISATTY: NativeDef = NativeDef::method("isatty", "($self, /)", |vm, a| raw_answer(vm, a, "isatty"), "");
const WARN: NativeDef = NativeDef::method("_dealloc_warn", "($self, source, /)", dealloc_warn, "");
const REDUCE: NativeDef = NativeDef::method("__reduce__", "($self, /)", no_pickle, "");
const REDUCE_EX: NativeDef = NativeDef::method("__reduce_ex__", "($self, object, /)", no_pickle, "");
const SEEK: NativeDef = NativeDef::method("seek", "($self, target, whence=0, /)", seek, "");
const TELL: NativeDef = NativeDef::method("tell", "($self, /)", tell, "");
const TRUNCATE: NativeDef = NativeDef::method("truncate", "($self, pos=None, /)", truncate, "");
const FLUSH: NativeDef = NativeDef::method("flush", "($self, /)", flush, "");
const SIZEOF: NativeDef = NativeDef::method(
    "__sizeof__",
    "($self, /)",
    |vm, a| Ok(Value::from(200 + of(vm, &a[0])?.size.get())),
    "",
);
const READ: NativeDef = NativeDef::method("read", "($self, size=-1, /)", read, "");
const READ1: NativeDef = NativeDef::method("read1", "($self, size=-1, /)", read1, "");
const PEEK: NativeDef = NativeDef::method("peek", "($self, size=0, /)", peek, "");
const READINTO: NativeDef =
    NativeDef::method("readinto", "($self, buffer, /)", |vm, a| readinto(vm, a, false), "");
const READINTO1: NativeDef =
    NativeDef::method("readinto1", "($self, buffer, /)", |vm, a| readinto(vm, a, true), "");
const READLINE: NativeDef = NativeDef::method("readline", "($self, size=-1, /)", readline, "");
const READABLE: NativeDef =
    NativeDef::method("readable", "($self, /)", |vm, a| raw_answer(vm, a, "readable"), "");
const WRITE: NativeDef = NativeDef::method("write", "($self, buffer, /)", write, "");
const WRITABLE: NativeDef =
    NativeDef::method("writable", "($self, /)", |vm, a| raw_answer(vm, a, "writable"), "");

static READER_METHODS: &[NativeDef] = &[
    DETACH, FLUSH, CLOSE, SEEKABLE, FILENO, ISATTY, WARN, REDUCE, REDUCE_EX, READ, PEEK, READ1, READINTO,
    READINTO1, READLINE, SEEK, TELL, TRUNCATE, SIZEOF, READABLE,
];
static WRITER_METHODS: &[NativeDef] = &[
    CLOSE, DETACH, SEEKABLE, WRITABLE, FILENO, ISATTY, WARN, REDUCE, REDUCE_EX, WRITE, TRUNCATE, FLUSH, SEEK,
    TELL, SIZEOF,
];
static RANDOM_METHODS: &[NativeDef] = &[
    CLOSE, DETACH, SEEKABLE, READABLE, WRITABLE, FILENO, ISATTY, WARN, REDUCE, REDUCE_EX, FLUSH, SEEK, TELL,
    TRUNCATE, READ, READ1, READINTO, READINTO1, READLINE, PEEK, WRITE, SIZEOF,
];

fn writer_slots(s: &Slots) {
    s.repr.set(Some(repr));
}

fn reader_slots(s: &Slots) {
    s.repr.set(Some(repr));
    s.iternext.set(Some(next));
}

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Buffered> {
    vm.payload(value, "_io.BufferedReader")
}

/// Whether the object holds bytes that are still to be written.
pub(super) fn has_pending(value: &Value) -> bool {
    value.native::<Buffered>().is_some_and(|b| !b.pending.borrow().is_empty())
}

/// The payload of a stream that has a raw one.
fn ready<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Buffered> {
    let this = of(vm, value)?;
    match this.state.get() {
        State::Ready => Ok(this),
        State::Detached => Err(vm.value_error("raw stream has been detached")),
        State::Uninitialized => Err(vm.value_error("I/O operation on uninitialized object")),
    }
}

fn raw_of(vm: &Vm, value: &Value) -> PyResult {
    Ok(ready(vm, value)?.raw.borrow().clone())
}

/// Refuses where the raw stream is closed: "read of closed file".
fn opened<'a>(vm: &Vm, value: &'a Value, doing: &str) -> PyResult<&'a Buffered> {
    let this = ready(vm, value)?;
    if is_closed(vm, &this.raw())? {
        return Err(vm.value_error(format!("{doing} closed file")));
    }
    Ok(this)
}

fn raw_answer(vm: &Vm, args: &[Value], name: &str) -> PyResult {
    method(vm, &raw_of(vm, &args[0])?, name, &[])
}

impl Buffered {
    fn raw(&self) -> Value {
        self.raw.borrow().clone()
    }

    /// Bytes read ahead and not consumed.
    fn left(&self) -> usize {
        self.ahead.borrow().len().saturating_sub(self.used.get())
    }

    fn forget(&self) {
        self.ahead.borrow_mut().clear();
        self.used.set(0);
    }

    /// Takes up to `count` of the bytes read ahead.
    fn take(&self, count: usize) -> Vec<u8> {
        let ahead = self.ahead.borrow();
        let start = self.used.get();
        let end = start.saturating_add(count).min(ahead.len());
        self.used.set(end);
        ahead.get(start..end).unwrap_or(&[]).to_vec()
    }
}

fn new(vm: &Vm, class: &Value, role: Role) -> PyResult {
    let payload = Buffered {
        raw: RefCell::new(Value::Unbound),
        role,
        state: Cell::new(State::Uninitialized),
        size: Cell::new(super::DEFAULT_BUFFER_SIZE),
        ahead: RefCell::default(),
        used: Cell::new(0),
        pending: RefCell::default(),
        finalizing: Cell::new(false),
    };
    instance(vm, class, payload)
}

fn init(vm: &Vm, args: &[Value]) -> PyResult {
    let this = of(vm, &args[0])?;
    this.state.set(State::Uninitialized);
    let size = if args[2].is_unbound() { super::DEFAULT_BUFFER_SIZE as i64 } else { vm.index_i64(&args[2])? };
    if this.role == Role::Random {
        check_able(vm, &args[1], "seekable")?;
    }
    if this.role != Role::Writer {
        check_able(vm, &args[1], "readable")?;
    }
    if this.role != Role::Reader {
        check_able(vm, &args[1], "writable")?;
    }
    let Some(size) = usize::try_from(size).ok().filter(|n| *n > 0) else {
        return Err(vm.value_error("buffer size must be strictly positive"));
    };
    if !vm.check_size(size) {
        return Err(vm.out_of_memory());
    }
    drop(this.raw.replace(args[1].clone()));
    this.size.set(size);
    this.forget();
    this.pending.borrow_mut().clear();
    this.state.set(State::Ready);
    Ok(Value::None)
}

/// One read of the raw stream; none where it would block.
fn raw_read(vm: &Vm, this: &Buffered, size: usize) -> PyResult<Option<Vec<u8>>> {
    if !vm.check_size(size) {
        return Err(vm.out_of_memory());
    }
    let raw = this.raw();
    if let Some(file) = fileio::exact(vm, &raw) {
        let mut data = vec![0; size];
        let count = fileio::read_into(vm, file, &mut data)?;
        return Ok(count.map(|n| {
            data.truncate(n);
            data
        }));
    }
    let room = new_bytearray(vm, vec![0; size]);
    let view = vm.call1(&vm.types.memoryview.to_value(), room.clone())?;
    let count = method(vm, &raw, "readinto", std::slice::from_ref(&view))?;
    drop(method(vm, &view, "release", &[])?);
    if count.is_none() {
        return Ok(None);
    }
    let count = vm.index_i64(&count)?;
    let Some(n) = usize::try_from(count).ok().filter(|n| *n <= size) else {
        return Err(vm.os_error(format!(
            "raw readinto() returned invalid length {count} (should have been between 0 and {size})"
        )));
    };
    let mut data = vm.bytes_of(&room)?.to_vec();
    data.truncate(n);
    Ok(Some(data))
}

/// Moves the raw position back to the logical one.
fn rewind(vm: &Vm, this: &Buffered) -> PyResult<()> {
    let left = i64::try_from(this.left()).unwrap_or(0);
    if left > 0 {
        method(vm, &this.raw(), "seek", &[Value::Int(-left), Value::Int(1)])?;
    }
    this.forget();
    Ok(())
}

fn flush(vm: &Vm, args: &[Value]) -> PyResult {
    if of(vm, &args[0])?.role == Role::Reader {
        return raw_answer(vm, args, "flush");
    }
    let this = opened(vm, &args[0], "flush of")?;
    write_out(vm, this)?;
    if this.role == Role::Random {
        rewind(vm, this)?;
    }
    Ok(Value::None)
}

/// Gets more bytes ahead where there are none; says whether there are some.
fn fill(vm: &Vm, this: &Buffered) -> PyResult<Option<bool>> {
    if this.left() > 0 {
        return Ok(Some(true));
    }
    this.forget();
    let Some(data) = raw_read(vm, this, this.size.get())? else { return Ok(None) };
    let any = !data.is_empty();
    drop(this.ahead.replace(data));
    this.used.set(0);
    Ok(Some(any))
}

/// Everything up to the end.
fn read_all(vm: &Vm, this: &Buffered) -> PyResult {
    let mut all = this.take(usize::MAX);
    write_out(vm, this)?;
    this.forget();
    let raw = this.raw();
    if let Some(readall) = vm.lookup_attr(&raw, &intern::intern_str("readall"))? {
        let rest = vm.call0(&readall)?;
        return match rest.unwrapped() {
            Value::None if all.is_empty() => Ok(Value::None),
            Value::None => Ok(vm.new_bytes(&all)),
            Value::Bytes(_) if all.is_empty() => Ok(rest),
            Value::Bytes(data) => {
                all.extend_from_slice(data);
                Ok(vm.new_bytes(&all))
            }
            _ => Err(vm.type_error("readall() should return bytes")),
        };
    }
    loop {
        let part = method(vm, &raw, "read", &[])?;
        match part.unwrapped() {
            Value::None if all.is_empty() => return Ok(Value::None),
            Value::Bytes(data) if !data.is_empty() => all.extend_from_slice(data),
            Value::None | Value::Bytes(_) => return Ok(vm.new_bytes(&all)),
            _ => return Err(vm.type_error("read() should return bytes")),
        }
    }
}

fn read(vm: &Vm, args: &[Value]) -> PyResult {
    let size = super::optional_size(vm, &args[1])?;
    if size < -1 {
        ready(vm, &args[0])?;
        return Err(vm.value_error("read length must be non-negative or -1"));
    }
    let this = opened(vm, &args[0], "read of")?;
    match usize::try_from(size) {
        Ok(size) => Ok(read_exactly(vm, this, size)?.map_or(Value::None, |d| vm.new_bytes(&d))),
        Err(_) => read_all(vm, this),
    }
}

/// `size` bytes, fewer at the end; none where nothing can be had without blocking.
fn read_exactly(vm: &Vm, this: &Buffered, size: usize) -> PyResult<Option<Vec<u8>>> {
    let mut data = this.take(size);
    if data.len() == size {
        return Ok(Some(data));
    }
    write_out(vm, this)?;
    while data.len() < size {
        let missing = size - data.len();
        // Whole buffers come straight from the raw stream.
        let whole = missing - missing % this.size.get();
        let part = if whole > 0 {
            this.forget();
            raw_read(vm, this, whole)?
        } else {
            fill(vm, this)?.map(|_| this.take(missing))
        };
        match part {
            None if data.is_empty() => return Ok(None),
            Some(part) if !part.is_empty() => data.extend_from_slice(&part),
            _ => break,
        }
    }
    Ok(Some(data))
}

fn read1(vm: &Vm, args: &[Value]) -> PyResult {
    let size = vm.index_i64(&args[1])?;
    let this = opened(vm, &args[0], "read of")?;
    let size = usize::try_from(size).unwrap_or(this.size.get());
    if size == 0 {
        return Ok(vm.new_bytes(&[]));
    }
    if this.left() > 0 {
        return Ok(vm.new_bytes(&this.take(size)));
    }
    write_out(vm, this)?;
    this.forget();
    let data = raw_read(vm, this, size)?;
    Ok(vm.new_bytes(&data.unwrap_or_default()))
}

fn peek(vm: &Vm, args: &[Value]) -> PyResult {
    vm.index_i64(&args[1])?;
    let this = opened(vm, &args[0], "peek of")?;
    write_out(vm, this)?;
    fill(vm, this)?;
    let ahead = this.ahead.borrow();
    Ok(vm.new_bytes(ahead.get(this.used.get()..).unwrap_or(&[])))
}

fn readinto(vm: &Vm, args: &[Value], once: bool) -> PyResult {
    ready(vm, &args[0])?;
    let room =
        bases::writable(vm, &args[1], if once { "readinto1() argument" } else { "readinto() argument" })?;
    let this = opened(vm, &args[0], "readinto of")?;
    let data = if once && (this.left() > 0 || room.len == 0) {
        Some(this.take(room.len))
    } else if once {
        write_out(vm, this)?;
        this.forget();
        if room.len > this.size.get() {
            raw_read(vm, this, room.len)?
        } else {
            fill(vm, this)?.map(|_| this.take(room.len))
        }
    } else {
        read_exactly(vm, this, room.len)?
    };
    let Some(data) = data else { return Ok(Value::None) };
    bases::fill(&room, &data);
    Ok(Value::from(data.len()))
}

/// The rest of the line, at most `limit` bytes of it.
fn take_line(vm: &Vm, this: &Buffered, limit: usize) -> PyResult<Vec<u8>> {
    let mut line = Vec::new();
    if this.left() == 0 {
        write_out(vm, this)?;
    }
    while line.len() < limit && line.last() != Some(&b'\n') {
        if fill(vm, this)? != Some(true) {
            break;
        }
        let length = {
            let ahead = this.ahead.borrow();
            let rest = ahead.get(this.used.get()..).unwrap_or(&[]);
            memchr::memchr(b'\n', rest).map_or(rest.len(), |at| at + 1)
        };
        line.extend_from_slice(&this.take(length.min(limit - line.len())));
    }
    Ok(line)
}

fn readline(vm: &Vm, args: &[Value]) -> PyResult {
    let limit = super::optional_size(vm, &args[1])?;
    let this = opened(vm, &args[0], "readline of")?;
    let line = take_line(vm, this, usize::try_from(limit).unwrap_or(usize::MAX))?;
    Ok(vm.new_bytes(&line))
}

/// The class itself reads its buffer; a subclass may have its own `readline`.
fn next(vm: &Vm, value: &Value) -> PyResult<Option<Value>> {
    let native = [&READER, &RANDOM].iter().any(|spec| vm.is_exact(value, &vm.native_type(spec)));
    if native {
        let line = take_line(vm, opened(vm, value, "readline of")?, usize::MAX)?;
        return Ok(Some(line).filter(|l| !l.is_empty()).map(|l| vm.new_bytes(&l)));
    }
    let line = method(vm, value, "readline", &[])?;
    if !matches!(line.unwrapped(), Value::Bytes(_)) {
        let got = vm.type_name(&line);
        return Err(vm.os_error(format!("readline() should have returned a bytes object, not '{got}'")));
    }
    let is_empty = vm.len(&line)? == 0;
    Ok(if is_empty { None } else { Some(line) })
}

fn position(vm: &Vm, this: &Buffered) -> PyResult<i64> {
    let raw = this.raw();
    let at = match fileio::exact(vm, &raw) {
        Some(file) => fileio::position(vm, file)?,
        None => vm.index_i64(&method(vm, &raw, "tell", &[])?)?,
    };
    if at < 0 {
        return Err(vm.os_error(format!("Raw stream returned invalid position {at}")));
    }
    Ok(at)
}

fn offset(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn tell(vm: &Vm, args: &[Value]) -> PyResult {
    let this = ready(vm, &args[0])?;
    let at = position(vm, this)?;
    let at = at - offset(this.left()) + offset(this.pending.borrow().len());
    Ok(Value::Int(at.max(0)))
}

fn seek(vm: &Vm, args: &[Value]) -> PyResult {
    let this = ready(vm, &args[0])?;
    let whence = vm.index_i64(&args[2])?;
    if !(0..=4).contains(&whence) {
        return Err(vm.value_error(format!("whence value {whence} unsupported")));
    }
    opened(vm, &args[0], "seek of")?;
    check_able(vm, &this.raw(), "seekable")?;
    let mut target = vm.index_i64(&args[1])?;
    if whence < 2 && this.role != Role::Writer && this.left() > 0 {
        // Within what was read ahead nothing needs to be asked of the raw stream.
        let raw_at = position(vm, this)?;
        let here = raw_at - offset(this.left());
        let by = if whence == 0 { target.saturating_sub(here) } else { target };
        let moved = offset(this.used.get()).saturating_add(by);
        if let Some(used) = usize::try_from(moved).ok().filter(|n| *n <= this.ahead.borrow().len()) {
            this.used.set(used);
            return Ok(Value::Int(here + by));
        }
    }
    write_out(vm, this)?;
    if whence == 1 {
        target -= offset(this.left());
    }
    let at = method(vm, &this.raw(), "seek", &[Value::Int(target), Value::Int(whence)])?;
    this.forget();
    let at = vm.index_i64(&at)?;
    if at < 0 {
        return Err(vm.os_error(format!("Raw stream returned invalid position {at}")));
    }
    Ok(Value::Int(at))
}

fn truncate(vm: &Vm, args: &[Value]) -> PyResult {
    let this = opened(vm, &args[0], "truncate of")?;
    if this.role == Role::Reader {
        return Err(unsupported(vm, "truncate"));
    }
    write_out(vm, this)?;
    rewind(vm, this)?;
    let size = if args[1].is_none() { tell(vm, args)? } else { args[1].clone() };
    method(vm, &this.raw(), "truncate", &[size])
}

fn detach(vm: &Vm, args: &[Value]) -> PyResult {
    let this = ready(vm, &args[0])?;
    method(vm, &args[0], "flush", &[])?;
    this.state.set(State::Detached);
    Ok(this.raw.replace(Value::Unbound))
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    super::text::repr_with_name(vm, value, "")
}

impl Native for Buffered {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.value(&self.raw.borrow());
    }
}

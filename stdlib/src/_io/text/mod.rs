//! `TextIOWrapper`. Mirrors the second half of `Modules/_io/textio.c`.

use std::cell::{Cell, RefCell};

use pyvm_vm::heap::{Str, Visitor, intern};
use pyvm_vm::objects::Native;
use pyvm_vm::types::{GetSetDef, Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::coder::{self, Decoder, Encoder};
use super::newline::{Newline, Translator};
use super::{attribute, bases, is_closed, no_pickle, unsupported};
use crate::support::{instance, method};

mod position;
mod read;
mod write;

const CHUNK: usize = 8192;

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Uninitialized,
    Ready,
    Detached,
}

/// The payload.
pub(super) struct Text {
    state: Cell<State>,
    buffer: RefCell<Value>,
    encoding: RefCell<Str>,
    errors: RefCell<Str>,
    newline: Cell<Newline>,
    line_buffering: Cell<bool>,
    write_through: Cell<bool>,
    seekable: Cell<bool>,
    /// Whether `tell` works: not during iteration.
    telling: Cell<bool>,
    chunk: Cell<usize>,
    finalizing: Cell<bool>,
    decoder: RefCell<Option<std::rc::Rc<Decoder>>>,
    encoder: RefCell<Option<std::rc::Rc<Encoder>>>,
    translator: RefCell<Option<std::rc::Rc<Translator>>>,
    /// Encoded text that the buffer has not got yet.
    pending: RefCell<Vec<u8>>,
    /// Decoded text and the byte offset up to which it was read.
    decoded: RefCell<Str>,
    used: Cell<usize>,
    /// The decoder's state before the chunk, and the bytes it got.
    snapshot: RefCell<Option<(u64, Vec<u8>)>>,
}

/// The type.
pub(super) static TEXT: TypeSpec = TypeSpec {
    doc: Some(
        "Character and line based layer over a BufferedIOBase object, buffer.\n\nencoding gives the name of the encoding that the stream will be\ndecoded or encoded with. It defaults to locale.getencoding().",
    ),
    base: Some(&bases::TEXT_BASE),
    flags: TypeFlags::BASETYPE,
    layout: Some(Layout::Native("TextIOWrapper")),
    slots: |s: &Slots| {
        s.repr.set(Some(repr));
        s.iternext.set(Some(read::next));
    },
    new: Some(&NEW),
    init: Some(&INIT),
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::named("TextIOWrapper", "_io")
};

static NEW: NativeDef = NativeDef::static_("__new__", "($type, /, *args, **kwargs)", new, "");
static INIT: NativeDef = NativeDef::method(
    "__init__",
    "($self, /, buffer, encoding=None, errors=None, newline=None, line_buffering=False, write_through=False)",
    init,
    "",
);

static METHODS: &[NativeDef] = &[
    NativeDef::method("detach", "($self, /)", detach, ""),
    NativeDef::method(
        "reconfigure",
        "($self, /, *, encoding=None, errors=None, newline=<unrepresentable>, line_buffering=None, write_through=None)",
        reconfigure,
        "Reconfigure the text stream with new parameters.",
    ),
    NativeDef::method("write", "($self, text, /)", write::write, ""),
    NativeDef::method("read", "($self, size=-1, /)", read::read, ""),
    NativeDef::method("readline", "($self, size=-1, /)", read::readline, ""),
    NativeDef::method("flush", "($self, /)", write::flush, ""),
    NativeDef::method("close", "($self, /)", close, ""),
    NativeDef::method("fileno", "($self, /)", |vm, a| buffer_answer(vm, a, "fileno"), ""),
    NativeDef::method("seekable", "($self, /)", |vm, a| buffer_answer(vm, a, "seekable"), ""),
    NativeDef::method("readable", "($self, /)", |vm, a| buffer_answer(vm, a, "readable"), ""),
    NativeDef::method("writable", "($self, /)", |vm, a| buffer_answer(vm, a, "writable"), ""),
    NativeDef::method("isatty", "($self, /)", |vm, a| buffer_answer(vm, a, "isatty"), ""),
    NativeDef::method(
        "seek",
        "($self, cookie, whence=os.SEEK_SET, /)",
        position::seek,
        "Set the stream position, and return the new stream position.",
    ),
    NativeDef::method(
        "tell",
        "($self, /)",
        position::tell,
        "Return the stream position as an opaque number.",
    ),
    NativeDef::method("truncate", "($self, pos=None, /)", write::truncate, ""),
    NativeDef::method("__reduce__", "($self, /)", no_pickle, ""),
    NativeDef::method("__reduce_ex__", "($self, object, /)", no_pickle, ""),
];

static GETSET: &[GetSetDef] = &[
    GetSetDef::member("encoding", |vm, v| Ok(Value::Str(of(vm, v)?.encoding.borrow().clone())), ""),
    GetSetDef::member(
        "buffer",
        |vm, v| {
            let buffer = of(vm, v)?.buffer.borrow().clone();
            Ok(buffer.bound().unwrap_or(Value::None))
        },
        "",
    ),
    GetSetDef::member("line_buffering", |vm, v| Ok(Value::Bool(of(vm, v)?.line_buffering.get())), ""),
    GetSetDef::member("write_through", |vm, v| Ok(Value::Bool(of(vm, v)?.write_through.get())), ""),
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
    GetSetDef::get("name", |vm, v| attribute(vm, &buffer_of(ready(vm, v)?), "name"), ""),
    GetSetDef::get("closed", |vm, v| attribute(vm, &buffer_of(ready(vm, v)?), "closed"), ""),
    GetSetDef::get("newlines", newlines, ""),
    GetSetDef::get("errors", |vm, v| Ok(Value::Str(ready(vm, v)?.errors.borrow().clone())), ""),
    GetSetDef::get_set("_CHUNK_SIZE", |vm, v| Ok(Value::from(ready(vm, v)?.chunk.get())), set_chunk, ""),
];

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Text> {
    vm.payload(value, "_io.TextIOWrapper")
}

/// The payload of a stream that has a buffer.
fn ready<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Text> {
    let this = of(vm, value)?;
    match this.state.get() {
        State::Ready => Ok(this),
        State::Detached => Err(vm.value_error("underlying buffer has been detached")),
        State::Uninitialized => Err(vm.value_error("I/O operation on uninitialized object")),
    }
}

fn buffer_of(this: &Text) -> Value {
    this.buffer.borrow().clone()
}

/// The payload of an open stream.
fn open<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Text> {
    let this = ready(vm, value)?;
    if is_closed(vm, &buffer_of(this))? {
        return Err(vm.value_error("I/O operation on closed file."));
    }
    Ok(this)
}

fn buffer_answer(vm: &Vm, args: &[Value], name: &str) -> PyResult {
    method(vm, &buffer_of(ready(vm, &args[0])?), name, &[])
}

/// Whether the object holds text that its buffer has not got.
pub(super) fn has_pending(value: &Value) -> bool {
    value.native::<Text>().is_some_and(|t| !t.pending.borrow().is_empty())
}

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    let empty = || RefCell::new(vm.names.empty.clone());
    let payload = Text {
        state: Cell::new(State::Uninitialized),
        buffer: RefCell::new(Value::Unbound),
        encoding: empty(),
        errors: empty(),
        newline: Cell::new(Newline::Translated),
        line_buffering: Cell::new(false),
        write_through: Cell::new(false),
        seekable: Cell::new(false),
        telling: Cell::new(false),
        chunk: Cell::new(CHUNK),
        finalizing: Cell::new(false),
        decoder: RefCell::new(None),
        encoder: RefCell::new(None),
        translator: RefCell::new(None),
        pending: RefCell::default(),
        decoded: empty(),
        used: Cell::new(0),
        snapshot: RefCell::new(None),
    };
    instance(vm, &args[0], payload)
}

/// An argument that is a string or `None`.
fn optional_text(vm: &Vm, value: &Value, name: &str) -> PyResult<Option<Str>> {
    if value.is_none() {
        return Ok(None);
    }
    match value.as_text() {
        Some(text) => Ok(Some(text.clone())),
        None => {
            let got = vm.type_name(value);
            Err(vm.type_error(format!("TextIOWrapper() argument '{name}' must be str or None, not {got}")))
        }
    }
}

/// `TextIOWrapper(buffer, encoding, errors, newline, line_buffering, write_through)`
fn init(vm: &Vm, args: &[Value]) -> PyResult {
    let this = of(vm, &args[0])?;
    this.state.set(State::Uninitialized);
    let encoding = optional_text(vm, &args[2], "encoding")?;
    if encoding.is_none() && vm.flags.warn_default_encoding {
        vm.warn(&vm.exc.encoding_warning, super::open::UNSPECIFIED, 1)?;
    }
    let errors = if args[3].is_none() {
        vm.intern("strict")
    } else if let Some(text) = args[3].as_text() {
        text.clone()
    } else {
        let got = vm.type_name(&args[3]);
        return Err(
            vm.type_error(format!("TextIOWrapper() argument 'errors' must be str or None, not {got}"))
        );
    };
    let newline = Newline::of(vm, &args[4], "TextIOWrapper")?;
    let (lines, through) = (vm.is_true(&args[5])?, vm.is_true(&args[6])?);
    let encoding = match encoding {
        Some(text) if text != *"locale" => text,
        _ => vm.intern(LOCALE_ENCODING),
    };
    coder::check(vm, &encoding.to_string_lossy())?;
    let buffer = args[1].clone();
    drop(this.buffer.replace(buffer.clone()));
    drop(this.pending.take());
    this.line_buffering.set(lines);
    this.write_through.set(through);
    set_coding(vm, this, &encoding, &errors, newline)?;
    let seekable = method(vm, &buffer, "seekable", &[])?;
    this.seekable.set(vm.is_true(&seekable)?);
    this.telling.set(this.seekable.get());
    this.forget(vm);
    start_encoder(vm, this)?;
    this.state.set(State::Ready);
    Ok(Value::None)
}

/// The encoding of text whose encoding is not given.
const LOCALE_ENCODING: &str = "UTF-8";

/// Makes the codecs that the buffer's abilities ask for.
fn set_coding(vm: &Vm, this: &Text, encoding: &Str, errors: &Str, newline: Newline) -> PyResult<()> {
    let (name, buffer) = (encoding.to_string_lossy(), buffer_of(this));
    let readable = method(vm, &buffer, "readable", &[])?;
    let decoder = if vm.is_true(&readable)? { Some(Decoder::new(vm, &name, errors)?.into()) } else { None };
    let writable = method(vm, &buffer, "writable", &[])?;
    let encoder = if vm.is_true(&writable)? { Some(Encoder::new(vm, &name, errors)?.into()) } else { None };
    let translator = (decoder.is_some() && newline.is_universal())
        .then(|| Translator::new(newline == Newline::Translated).into());
    drop(this.encoding.replace(encoding.clone()));
    drop(this.errors.replace(errors.clone()));
    drop(this.decoder.replace(decoder));
    drop(this.encoder.replace(encoder));
    drop(this.translator.replace(translator));
    this.newline.set(newline);
    Ok(())
}

/// A stream that is opened behind its start gets no byte order mark.
fn start_encoder(vm: &Vm, this: &Text) -> PyResult<()> {
    let encoder = this.encoder.borrow().clone();
    if let Some(encoder) = encoder.filter(|_| this.seekable.get()) {
        let at = method(vm, &buffer_of(this), "tell", &[])?;
        if vm.is_true(&at)? {
            encoder.set_start(vm, false)?;
        }
    }
    Ok(())
}

impl Text {
    /// Drops what was decoded.
    fn forget(&self, vm: &Vm) {
        drop(self.decoded.replace(vm.names.empty.clone()));
        self.used.set(0);
        drop(self.snapshot.take());
    }
}

fn reconfigure(vm: &Vm, args: &[Value]) -> PyResult {
    let this = ready(vm, &args[0])?;
    let given = |value: &Value| !value.is_none() && !value.is_unbound();
    let started = !this.decoded.borrow().is_empty() || this.snapshot.borrow().is_some();
    if started && (given(&args[1]) || given(&args[2]) || !args[3].is_unbound()) {
        return Err(unsupported(
            vm,
            "It is not possible to set the encoding or newline of stream after the first read",
        ));
    }
    let text = |value: &Value, name: &str| -> PyResult<Option<Str>> {
        if value.is_none() {
            return Ok(None);
        }
        match value.as_text() {
            Some(text) => Ok(Some(text.clone())),
            None => {
                let got = vm.type_name(value);
                Err(vm.type_error(format!("reconfigure() argument '{name}' must be str or None, not {got}")))
            }
        }
    };
    let (encoding, errors) = (text(&args[1], "encoding")?, text(&args[2], "errors")?);
    let newline = if args[3].is_unbound() { None } else { Some(Newline::of(vm, &args[3], "reconfigure")?) };
    let flag = |value: &Value, old: bool| if value.is_none() { Ok(old) } else { vm.is_true(value) };
    let lines = flag(&args[4], this.line_buffering.get())?;
    let through = flag(&args[5], this.write_through.get())?;
    method(vm, &args[0], "flush", &[])?;
    if encoding.is_some() || errors.is_some() || newline.is_some() {
        let errors = match (&errors, &encoding) {
            (Some(errors), _) => errors.clone(),
            (None, Some(_)) => vm.intern("strict"),
            (None, None) => this.errors.borrow().clone(),
        };
        let encoding = match encoding {
            Some(name) if name == *"locale" => vm.intern(LOCALE_ENCODING),
            Some(name) => name,
            None => this.encoding.borrow().clone(),
        };
        coder::check(vm, &encoding.to_string_lossy())?;
        set_coding(vm, this, &encoding, &errors, newline.unwrap_or(this.newline.get()))?;
        start_encoder(vm, this)?;
    }
    this.line_buffering.set(lines);
    this.write_through.set(through);
    Ok(Value::None)
}

fn detach(vm: &Vm, args: &[Value]) -> PyResult {
    let this = ready(vm, &args[0])?;
    method(vm, &args[0], "flush", &[])?;
    this.state.set(State::Detached);
    Ok(this.buffer.replace(Value::Unbound))
}

fn close(vm: &Vm, args: &[Value]) -> PyResult {
    let this = ready(vm, &args[0])?;
    let buffer = buffer_of(this);
    if is_closed(vm, &buffer)? {
        return Ok(Value::None);
    }
    if this.finalizing.get()
        && let Some(warn) = vm.lookup_attr(&buffer, &vm.intern("_dealloc_warn"))?
    {
        vm.call1(&warn, args[0].clone())?;
    }
    let flushed = method(vm, &args[0], "flush", &[]);
    let closed = method(vm, &buffer, "close", &[]);
    match (flushed, closed) {
        (Ok(_), closed) => closed,
        (Err(first), Err(second)) => {
            drop(second.payload().context.replace(first.to_value()));
            Err(second)
        }
        (Err(first), Ok(_)) => Err(first),
    }
}

fn newlines(vm: &Vm, value: &Value) -> PyResult {
    let this = ready(vm, value)?;
    Ok(this.translator.borrow().as_ref().map_or(Value::None, |t| t.newlines(vm)))
}

fn set_chunk(vm: &Vm, value: &Value, given: Option<Value>) -> PyResult<()> {
    let this = ready(vm, value)?;
    let Some(given) = given else { return Err(vm.attribute_error("cannot delete attribute")) };
    match usize::try_from(vm.index_i64(&given)?) {
        Ok(size) if size > 0 => this.chunk.set(size),
        _ => return Err(vm.value_error("a strictly positive integer is required")),
    }
    Ok(())
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let this = of(vm, value)?;
    if this.state.get() == State::Uninitialized {
        ready(vm, value)?;
    }
    let mut rest = String::new();
    if let Some(mode) = vm.lookup_attr(value, &intern::intern_str("mode"))? {
        rest = format!(" mode={}", vm.repr(&mode)?);
    }
    let encoding = vm.repr(&Value::Str(this.encoding.borrow().clone()))?;
    repr_with_name(vm, value, &format!("{rest} encoding={encoding}"))
}

/// `<_io.X name='…' rest>`
pub(super) fn repr_with_name(vm: &Vm, value: &Value, rest: &str) -> PyResult {
    let class = pyvm_vm::objects::type_::full_name(vm, vm.class_of(value));
    let name = match vm.lookup_attr(value, &intern::intern_str("name")) {
        Ok(found) => found,
        // A detached stream has no name, and says so with a ValueError.
        Err(e) if e.matches(vm, &vm.exc.value_error) => None,
        Err(e) => return Err(e),
    };
    let Some(name) = name else { return Ok(Value::str(&format!("<{class}{rest}>"))) };
    let Some(_guard) = vm.repr_enter(value) else {
        return Err(vm.runtime_error(format!("reentrant call inside {class}.__repr__")));
    };
    Ok(Value::str(&format!("<{class} name={}{rest}>", vm.repr(&name)?)))
}

impl Native for Text {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.value(&self.buffer.borrow());
        // The codecs are shared only while a call uses them, when nothing is collected.
        if let Some(decoder) = &*self.decoder.borrow() {
            decoder.traverse(visit);
        }
        if let Some(encoder) = &*self.encoder.borrow() {
            encoder.traverse(visit);
        }
    }
}

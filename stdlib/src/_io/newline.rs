//! Line endings: what a `newline` argument means, finding ends of lines, `IncrementalNewlineDecoder`.

use std::cell::{Cell, RefCell};

use pyvm_vm::heap::{Str, Visitor};
use pyvm_vm::objects::Native;
use pyvm_vm::types::{GetSetDef, Layout, NativeDef, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use crate::support::{instance, method};

/// A `newline` argument.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Newline {
    /// `None`: every ending is read as `\n`.
    Translated,
    /// `''`: every ending counts and stays.
    Universal,
    /// One ending.
    Exact(&'static str),
}

impl Newline {
    /// Reads the argument of a constructor.
    pub(super) fn of(vm: &Vm, value: &Value, class: &str) -> PyResult<Newline> {
        if value.is_none() {
            return Ok(Newline::Translated);
        }
        let Some(text) = value.as_text() else {
            let got = vm.type_name(value);
            let what = if class == "StringIO" {
                "newline".to_owned()
            } else {
                format!("{class}() argument 'newline'")
            };
            return Err(vm.type_error(format!("{what} must be str or None, not {got}")));
        };
        match text.as_str() {
            Some("") => Ok(Newline::Universal),
            Some("\n") => Ok(Newline::Exact("\n")),
            Some("\r") => Ok(Newline::Exact("\r")),
            Some("\r\n") => Ok(Newline::Exact("\r\n")),
            _ if class == "StringIO" => {
                Err(vm.value_error(format!("illegal newline value: {}", vm.repr(value)?)))
            }
            _ => Err(vm.value_error(format!("illegal newline value: {text}"))),
        }
    }

    /// What `\n` is written as, where that is something else.
    pub(super) fn written(self) -> Option<&'static str> {
        match self {
            Newline::Exact(end) if end != "\n" => Some(end),
            _ => None,
        }
    }

    /// Whether reading goes through a [`Translator`].
    pub(super) fn is_universal(self) -> bool {
        !matches!(self, Newline::Exact(_))
    }

    /// The length of the first line of `data` with its ending, or none where no line ends in it.
    pub(super) fn line_end<T: Copy + PartialEq + From<u8>>(self, data: &[T]) -> Option<usize> {
        let find = |byte: u8| data.iter().position(|c| *c == T::from(byte));
        match self {
            Newline::Translated | Newline::Exact("\n") => find(b'\n').map(|at| at + 1),
            Newline::Universal => {
                let at = data.iter().position(|c| *c == T::from(b'\n') || *c == T::from(b'\r'))?;
                let pair = data.get(at) == Some(&T::from(b'\r')) && data.get(at + 1) == Some(&T::from(b'\n'));
                Some(at + if pair { 2 } else { 1 })
            }
            Newline::Exact("\r") => find(b'\r').map(|at| at + 1),
            Newline::Exact(_) => {
                let pair = |w: &[T]| w.first() == Some(&T::from(b'\r')) && w.get(1) == Some(&T::from(b'\n'));
                data.windows(2).position(pair).map(|at| at + 2)
            }
        }
    }
}

/// Replaces `\n` by another ending.
pub(super) fn expand(text: &Str, end: &str) -> Str {
    let mut bytes = Vec::with_capacity(text.len() + 8);
    for byte in text.as_bytes() {
        if *byte == b'\n' { bytes.extend_from_slice(end.as_bytes()) } else { bytes.push(*byte) }
    }
    from_wtf8(text, bytes)
}

/// The text of bytes made from those of `text` by changing ASCII characters.
fn from_wtf8(text: &Str, bytes: Vec<u8>) -> Str {
    match Str::from_utf8(&bytes) {
        Some(made) => made,
        None => rustpython_wtf8::Wtf8Buf::from_bytes(bytes).map_or_else(|_| text.clone(), Str::from),
    }
}

const CR: u8 = 1;
const LF: u8 = 2;
const CRLF: u8 = 4;

/// The state of reading line endings.
#[derive(Default)]
pub(super) struct Translator {
    translate: Cell<bool>,
    pending_cr: Cell<bool>,
    seen: Cell<u8>,
}

impl Translator {
    pub(super) fn new(translate: bool) -> Translator {
        Translator { translate: Cell::new(translate), ..Translator::default() }
    }

    /// Takes decoded text in; a `\r` at the end waits for what follows.
    pub(super) fn feed(&self, text: Str, is_final: bool) -> Str {
        let mut bytes = text.as_bytes();
        let joined;
        if self.pending_cr.get() && (is_final || !bytes.is_empty()) {
            joined = [b"\r", bytes].concat();
            bytes = &joined;
            self.pending_cr.set(false);
        }
        if !is_final && bytes.last() == Some(&b'\r') {
            bytes = bytes.get(..bytes.len() - 1).unwrap_or(bytes);
            self.pending_cr.set(true);
        }
        if memchr::memchr(b'\r', bytes).is_none() {
            if memchr::memchr(b'\n', bytes).is_some() {
                self.seen.set(self.seen.get() | LF);
            }
            return if bytes.len() == text.len() { text } else { from_wtf8(&text, bytes.to_vec()) };
        }
        let mut made = Vec::with_capacity(bytes.len());
        let mut rest = bytes.iter().copied().peekable();
        while let Some(byte) = rest.next() {
            let is_pair = byte == b'\r' && rest.peek() == Some(&b'\n');
            let flag = match byte {
                b'\n' => LF,
                b'\r' if is_pair => CRLF,
                b'\r' => CR,
                _ => 0,
            };
            self.seen.set(self.seen.get() | flag);
            if is_pair {
                rest.next();
            }
            match (self.translate.get(), byte) {
                (true, b'\r') => made.push(b'\n'),
                (false, b'\r') if is_pair => made.extend_from_slice(b"\r\n"),
                _ => made.push(byte),
            }
        }
        from_wtf8(&text, made)
    }

    pub(super) fn has_pending(&self) -> bool {
        self.pending_cr.get()
    }

    pub(super) fn set_pending(&self, on: bool) {
        self.pending_cr.set(on);
    }

    pub(super) fn reset(&self) {
        self.seen.set(0);
        self.pending_cr.set(false);
    }

    /// The endings seen: `None`, one, or a tuple of them.
    pub(super) fn newlines(&self, vm: &Vm) -> Value {
        let all = [(CR, "\r"), (LF, "\n"), (CRLF, "\r\n")];
        let mut found: Vec<Value> = all
            .iter()
            .filter(|(bit, _)| self.seen.get() & bit != 0)
            .map(|(_, text)| Value::str(text))
            .collect();
        match found.len() {
            0 => Value::None,
            1 => found.remove(0),
            _ => vm.new_tuple(found),
        }
    }
}

/// The payload of `IncrementalNewlineDecoder`.
struct NewlineDecoder {
    decoder: RefCell<Value>,
    translator: Translator,
    ready: Cell<bool>,
}

/// The type.
pub(super) static NEWLINE_DECODER: TypeSpec = TypeSpec {
    doc: Some(
        "Codec used when reading a file in universal newlines mode.\n\nIt wraps another incremental decoder, translating \\r\\n and \\r into \\n.\nIt also records the types of newlines encountered.  When used with\ntranslate=False, it ensures that the newline sequence is returned in\none piece. When used with decoder=None, it expects unicode strings as\ndecode input and translates newlines without first invoking an external\ndecoder.",
    ),
    flags: TypeFlags::BASETYPE,
    layout: Some(Layout::Native("IncrementalNewlineDecoder")),
    new: Some(&NEW),
    init: Some(&INIT),
    methods: &[
        NativeDef::method("decode", "($self, /, input, final=False)", decode, ""),
        NativeDef::method("getstate", "($self, /)", getstate, ""),
        NativeDef::method("setstate", "($self, state, /)", setstate, ""),
        NativeDef::method("reset", "($self, /)", reset, ""),
    ],
    getset: &[GetSetDef::get("newlines", |vm, v| Ok(of(vm, v)?.translator.newlines(vm)), "")],
    ..TypeSpec::named("IncrementalNewlineDecoder", "_io")
};

static NEW: NativeDef = NativeDef::static_("__new__", "($type, /, *args, **kwargs)", new, "");
static INIT: NativeDef =
    NativeDef::method("__init__", "($self, /, decoder, translate, errors='strict')", init, "");

fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a NewlineDecoder> {
    let this: &NewlineDecoder = vm.payload(value, "_io.IncrementalNewlineDecoder")?;
    if this.ready.get() {
        return Ok(this);
    }
    Err(vm.value_error("IncrementalNewlineDecoder.__init__() not called"))
}

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    let payload = NewlineDecoder {
        decoder: RefCell::new(Value::None),
        translator: Translator::default(),
        ready: Cell::new(false),
    };
    instance(vm, &args[0], payload)
}

fn init(vm: &Vm, args: &[Value]) -> PyResult {
    let this: &NewlineDecoder = vm.payload(&args[0], "_io.IncrementalNewlineDecoder")?;
    this.translator.translate.set(vm.is_true(&args[2])?);
    drop(this.decoder.replace(args[1].clone()));
    this.ready.set(true);
    Ok(Value::None)
}

fn decode(vm: &Vm, args: &[Value]) -> PyResult {
    let this = of(vm, &args[0])?;
    let is_final = vm.is_true(&args[2])?;
    let decoder = this.decoder.borrow().clone();
    let text = match decoder {
        Value::None => args[1].clone(),
        decoder => method(vm, &decoder, "decode", &[args[1].clone(), Value::Bool(is_final)])?,
    };
    match text.as_text() {
        Some(text) => Ok(Value::Str(vm.canonical(this.translator.feed(text.clone(), is_final)))),
        None => {
            let got = vm.type_name(&text);
            Err(vm.type_error(format!("decoder should return a string result, not '{got}'")))
        }
    }
}

fn getstate(vm: &Vm, args: &[Value]) -> PyResult {
    let this = of(vm, &args[0])?;
    let decoder = this.decoder.borrow().clone();
    let (kept, flags) = if decoder.is_none() {
        (vm.new_bytes(&[]), 0)
    } else {
        let state = method(vm, &decoder, "getstate", &[])?;
        match state.as_tuple() {
            Some([kept, flags]) => (kept.clone(), vm.index_i64(flags)?),
            _ => return Err(vm.type_error("illegal decoder state")),
        }
    };
    let flags = flags << 1 | i64::from(this.translator.has_pending());
    Ok(vm.new_tuple(vec![kept, Value::Int(flags)]))
}

fn setstate(vm: &Vm, args: &[Value]) -> PyResult {
    let this = of(vm, &args[0])?;
    let Some([kept, flags]) = args[1].as_tuple() else {
        return Err(vm.type_error("state argument must be a tuple"));
    };
    let flags = vm.index_i64(flags)?;
    this.translator.set_pending(flags & 1 == 1);
    let decoder = this.decoder.borrow().clone();
    if decoder.is_none() {
        return Ok(Value::None);
    }
    method(vm, &decoder, "setstate", &[vm.new_tuple(vec![kept.clone(), Value::Int(flags >> 1)])])
}

fn reset(vm: &Vm, args: &[Value]) -> PyResult {
    let this = of(vm, &args[0])?;
    this.translator.reset();
    let decoder = this.decoder.borrow().clone();
    if decoder.is_none() { Ok(Value::None) } else { method(vm, &decoder, "reset", &[]) }
}

impl Native for NewlineDecoder {
    fn traverse(&self, visit: &mut Visitor<'_>) {
        visit.value(&self.decoder.borrow());
    }
}

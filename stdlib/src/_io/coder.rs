//! The incremental codecs of text streams: the VM's own, or a registered codec's Python objects.

use std::cell::{Cell, RefCell};

use pyvm_vm::heap::{Str, Visitor, intern};
use pyvm_vm::objects::str::codec as raising;
use pyvm_vm::text::codec::{self, Codec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use crate::support::method;

/// Turns bytes into text, keeping what an incomplete character begins with.
pub(super) enum Decoder {
    Native(NativeDecoder),
    Python(Value),
}

/// A decoder of a codec of the VM.
pub(super) struct NativeDecoder {
    codec: Codec,
    /// The codec in use, known once a byte order mark could be seen.
    settled: Cell<Option<Codec>>,
    errors: Str,
    pending: RefCell<Vec<u8>>,
}

/// Turns text into bytes.
pub(super) enum Encoder {
    /// A codec of the VM; the flag says whether a byte order mark is still to come.
    Native(Codec, Cell<bool>),
    Python(Value),
}

/// `codecs.lookup(encoding)`, which must be a text encoding.
fn registered(vm: &Vm, encoding: &str) -> PyResult {
    let codecs = vm.import("codecs")?;
    let info = method(vm, &codecs, "lookup", &[Value::str(encoding)])?;
    if let Some(flag) = vm.lookup_attr(&info, &intern::intern_str("_is_text_encoding"))?
        && !vm.is_true(&flag)?
    {
        return Err(vm.lookup_error(format!(
            "'{encoding}' is not a text encoding; use codecs.open() to handle arbitrary codecs"
        )));
    }
    Ok(info)
}

/// Refuses an unknown encoding.
pub(super) fn check(vm: &Vm, encoding: &str) -> PyResult<()> {
    if codec::lookup(encoding).is_some() { Ok(()) } else { registered(vm, encoding).map(drop) }
}

impl Decoder {
    pub(super) fn new(vm: &Vm, encoding: &str, errors: &Str) -> PyResult<Decoder> {
        if let Some(codec) = codec::lookup(encoding) {
            return Ok(Decoder::Native(NativeDecoder {
                codec,
                settled: Cell::new(settled(codec)),
                errors: errors.clone(),
                pending: RefCell::default(),
            }));
        }
        let info = registered(vm, encoding)?;
        method(vm, &info, "incrementaldecoder", &[Value::Str(errors.clone())]).map(Decoder::Python)
    }

    pub(super) fn decode(&self, vm: &Vm, data: &[u8], is_final: bool) -> PyResult<Str> {
        match self {
            Decoder::Native(native) => native.decode(vm, data, is_final),
            Decoder::Python(object) => {
                let answer = method(vm, object, "decode", &[vm.new_bytes(data), Value::Bool(is_final)])?;
                match answer.as_text() {
                    Some(text) => Ok(text.clone()),
                    None => {
                        let got = vm.type_name(&answer);
                        Err(vm.type_error(format!("decoder should return a string result, not '{got}'")))
                    }
                }
            }
        }
    }

    pub(super) fn reset(&self, vm: &Vm) -> PyResult<()> {
        match self {
            Decoder::Native(native) => {
                native.pending.borrow_mut().clear();
                native.settled.set(settled(native.codec));
                Ok(())
            }
            Decoder::Python(object) => method(vm, object, "reset", &[]).map(drop),
        }
    }

    /// The bytes kept and the rest of the state as a number.
    pub(super) fn state(&self, vm: &Vm) -> PyResult<(Vec<u8>, u64)> {
        match self {
            Decoder::Native(native) => Ok((native.pending.borrow().clone(), native.flags())),
            Decoder::Python(object) => {
                let state = method(vm, object, "getstate", &[])?;
                match state.as_tuple() {
                    Some([kept, flags]) => {
                        let flags = u64::try_from(vm.index_i64(flags)?).unwrap_or(0);
                        Ok((vm.bytes_of(kept)?.to_vec(), flags))
                    }
                    _ => Err(vm.type_error("illegal decoder state")),
                }
            }
        }
    }

    pub(super) fn set_state(&self, vm: &Vm, kept: &[u8], flags: u64) -> PyResult<()> {
        match self {
            Decoder::Native(native) => {
                drop(native.pending.replace(kept.to_vec()));
                native.settled.set(match (native.codec, flags) {
                    (Codec::Utf16, 0) => Some(Codec::Utf16Le),
                    (Codec::Utf16, 1) => Some(Codec::Utf16Be),
                    (Codec::Utf32, 0) => Some(Codec::Utf32Le),
                    (Codec::Utf32, 1) => Some(Codec::Utf32Be),
                    (Codec::Utf8Sig, 0) => Some(Codec::Utf8),
                    (codec, _) => settled(codec),
                });
                Ok(())
            }
            Decoder::Python(object) => {
                let state = vm.new_tuple(vec![vm.new_bytes(kept), Value::from(flags)]);
                method(vm, object, "setstate", &[state]).map(drop)
            }
        }
    }

    pub(super) fn traverse(&self, visit: &mut Visitor<'_>) {
        if let Decoder::Python(object) = self {
            visit.value(object);
        }
    }
}

/// The codec itself where it has no byte order mark to wait for.
fn settled(codec: Codec) -> Option<Codec> {
    if matches!(codec, Codec::Utf16 | Codec::Utf32 | Codec::Utf8Sig) { None } else { Some(codec) }
}

impl NativeDecoder {
    fn flags(&self) -> u64 {
        match (self.codec, self.settled.get()) {
            (Codec::Utf16 | Codec::Utf32, None) => 2,
            (Codec::Utf8Sig, None) => 1,
            (Codec::Utf16 | Codec::Utf32, Some(Codec::Utf16Be | Codec::Utf32Be)) => 1,
            _ => 0,
        }
    }

    /// Looks for the byte order mark at the start; none while it may still be incomplete.
    fn settle(&self, data: &mut Vec<u8>, is_final: bool) -> Option<Codec> {
        if let Some(known) = self.settled.get() {
            return Some(known);
        }
        let (marks, plain): (&[(&[u8], Codec)], Codec) = match self.codec {
            Codec::Utf16 => (&[(b"\xff\xfe", Codec::Utf16Le), (b"\xfe\xff", Codec::Utf16Be)], Codec::Utf16Le),
            Codec::Utf32 => {
                (&[(b"\xff\xfe\0\0", Codec::Utf32Le), (b"\0\0\xfe\xff", Codec::Utf32Be)], Codec::Utf32Le)
            }
            _ => (&[(b"\xef\xbb\xbf", Codec::Utf8)], Codec::Utf8),
        };
        let may_grow = marks.iter().any(|(mark, _)| mark.len() > data.len() && mark.starts_with(data));
        if may_grow && !is_final {
            return None;
        }
        let found = marks.iter().find(|(mark, _)| data.starts_with(mark));
        if let Some((mark, _)) = found {
            drop(data.drain(..mark.len()));
        }
        let codec = found.map_or(plain, |(_, codec)| *codec);
        self.settled.set(Some(codec));
        Some(codec)
    }

    fn decode(&self, vm: &Vm, data: &[u8], is_final: bool) -> PyResult<Str> {
        let mut all = self.pending.borrow().clone();
        if all.is_empty()
            && self.settled.get() == Some(Codec::Utf8)
            && let Some(text) = Str::from_utf8(data)
        {
            return Ok(vm.canonical(text));
        }
        all.extend_from_slice(data);
        let Some(codec) = self.settle(&mut all, is_final) else {
            drop(self.pending.replace(all));
            return Ok(vm.names.empty.clone());
        };
        let (text, consumed) =
            raising::decode_chunk(vm, codec, &all, &self.errors.to_string_lossy(), is_final)?;
        drop(all.drain(..consumed.min(all.len())));
        drop(self.pending.replace(all));
        Ok(text)
    }
}

impl Encoder {
    pub(super) fn new(vm: &Vm, encoding: &str, errors: &Str) -> PyResult<Encoder> {
        if let Some(codec) = codec::lookup(encoding) {
            return Ok(Encoder::Native(codec, Cell::new(true)));
        }
        let info = registered(vm, encoding)?;
        method(vm, &info, "incrementalencoder", &[Value::Str(errors.clone())]).map(Encoder::Python)
    }

    pub(super) fn encode(&self, vm: &Vm, text: &Str, errors: &str) -> PyResult<Vec<u8>> {
        match self {
            Encoder::Native(codec, at_start) => {
                let codec = match (codec, at_start.replace(false)) {
                    (Codec::Utf16, false) => Codec::Utf16Le,
                    (Codec::Utf32, false) => Codec::Utf32Le,
                    (Codec::Utf8Sig, false) => Codec::Utf8,
                    (codec, _) => *codec,
                };
                raising::encode_text(vm, text, codec, errors)
            }
            Encoder::Python(object) => {
                let answer = method(vm, object, "encode", &[Value::Str(text.clone())])?;
                match answer.unwrapped() {
                    Value::Bytes(data) => Ok(data.to_vec()),
                    _ => {
                        let got = vm.type_name(&answer);
                        Err(vm.type_error(format!("encoder should return a bytes object, not '{got}'")))
                    }
                }
            }
        }
    }

    /// Says whether the next text is the first of the stream.
    pub(super) fn set_start(&self, vm: &Vm, start: bool) -> PyResult<()> {
        match self {
            Encoder::Native(_, at_start) => {
                at_start.set(start);
                Ok(())
            }
            Encoder::Python(object) if start => method(vm, object, "reset", &[]).map(drop),
            Encoder::Python(object) => method(vm, object, "setstate", &[Value::Int(0)]).map(drop),
        }
    }

    pub(super) fn traverse(&self, visit: &mut Visitor<'_>) {
        if let Encoder::Python(object) = self {
            visit.value(object);
        }
    }
}

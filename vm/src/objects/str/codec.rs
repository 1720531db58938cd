//! Encoding and decoding with the built-in codecs, raising Python's exceptions.

use rustpython_wtf8::{CodePoint, Wtf8Buf};

use crate::error::{PyError, PyResult};
use crate::heap::{Str, Value};
use crate::objects::str::handlers;
use crate::text::codec::{self, Codec, EncodeFailure, ErrInfo, Handler, HandlerError};
use crate::vm::Vm;

fn unknown_encoding(vm: &Vm, name: &str) -> PyError {
    vm.lookup_error(format!("unknown encoding: {name}"))
}

fn wrong_result(vm: &Vm, encoding: &str, words: (&str, &str, &str), answer: &Value) -> PyError {
    let ((role, expected, function), got) = (words, vm.type_name(answer));
    vm.type_error(format!(
        "'{encoding}' {role} returned '{got}' instead of '{expected}'; use codecs.{function}() to {function} to arbitrary types"
    ))
}

/// Codes with a codec that was registered from Python: its encoder (0) or decoder (1).
fn registered(vm: &Vm, encoding: &str, which: usize, object: Value, errors: &str) -> PyResult {
    if !vm.native_modules.borrow().contains_key("_codecs") {
        return Err(unknown_encoding(vm, encoding));
    }
    let module = vm.import("_codecs")?;
    let info = vm.call_method(&module, &vm.intern("lookup"), &[Value::str(encoding)])?;
    if let Some(flag) = vm.lookup_attr(&info, &vm.intern("_is_text_encoding"))?
        && !vm.is_true(&flag)?
    {
        let function = ["encode", "decode"][which];
        return Err(vm.lookup_error(format!(
            "'{encoding}' is not a text encoding; use codecs.{function}() to handle arbitrary codecs"
        )));
    }
    let coder = info.as_tuple().and_then(|t| t.get(which).cloned()).unwrap_or(Value::None);
    let answer = vm.call2(&coder, object, Value::str(errors)).map_err(|e| noted(vm, e, which, encoding))?;
    match answer.as_tuple() {
        Some([result, _]) => Ok(result.clone()),
        _ => {
            let role = ["encoder", "decoder"][which];
            Err(vm.type_error(format!("{role} must return a tuple (object, integer)")))
        }
    }
}

/// An error of an encoder (0) or decoder (1) that was called through the registry, which says so in a note.
#[must_use]
pub fn noted(vm: &Vm, error: PyError, which: usize, encoding: &str) -> PyError {
    let note = format!("{} with '{encoding}' codec failed", if which == 0 { "encoding" } else { "decoding" });
    let key = vm.intern("add_note");
    match vm.call_method(&error.to_value(), &key, &[Value::str(&note)]) {
        Ok(_) => error,
        Err(e) => e,
    }
}

/// Decodes bytes.
///
/// # Errors
/// UnicodeDecodeError; LookupError for unknown encodings and error handlers.
pub fn decode(vm: &Vm, data: &[u8], encoding: &str, errors: &str) -> PyResult<Str> {
    let Some(found) = codec::lookup(encoding) else {
        let answer = registered(vm, encoding, 1, vm.new_bytes(data), errors)?;
        return match answer.as_text() {
            Some(text) => Ok(text.clone()),
            None => Err(wrong_result(vm, encoding, ("decoder", "str", "decode"), &answer)),
        };
    };
    let decoded = decode_chunk(vm, found, data, errors, true).map(|(text, _)| text);
    decoded.map_err(|e| if found.has_short_way() { e } else { noted(vm, e, 1, encoding) })
}

/// Decodes what is complete of a chunk and says how many bytes that was.
///
/// # Errors
/// UnicodeDecodeError; LookupError for unknown error handlers.
pub fn decode_chunk(
    vm: &Vm,
    codec: Codec,
    data: &[u8],
    errors: &str,
    is_final: bool,
) -> PyResult<(Str, usize)> {
    let Some(handler) = Handler::from_name(errors) else {
        let mut ask = |info: &ErrInfo| handlers::decode(vm, errors, info, data);
        let (text, consumed) = codec::decode_with(codec, data, is_final, &mut ask)?;
        return Ok((vm.canonical(Str::from(text)), consumed));
    };
    match codec::decode(codec, data, handler, is_final) {
        Ok((text, consumed)) => Ok((vm.canonical(Str::from(text)), consumed)),
        Err(HandlerError::Strict(info)) => Err(decode_error(vm, &info, data)),
        Err(HandlerError::EncodeOnly) => {
            Err(vm.type_error("don't know how to handle UnicodeDecodeError in error callback"))
        }
    }
}

/// Encodes text.
///
/// # Errors
/// UnicodeEncodeError; LookupError for unknown encodings and error handlers.
pub fn encode(vm: &Vm, text: &Str, encoding: &str, errors: &str) -> PyResult<Vec<u8>> {
    let Some(found) = codec::lookup(encoding) else {
        let answer = registered(vm, encoding, 0, Value::Str(text.clone()), errors)?;
        return match answer.unwrapped() {
            Value::Bytes(bytes) => Ok(bytes.to_vec()),
            _ => Err(wrong_result(vm, encoding, ("encoder", "bytes", "encode"), &answer)),
        };
    };
    let encoded = encode_text(vm, text, found, errors);
    encoded.map_err(|e| if found.has_short_way() { e } else { noted(vm, e, 0, encoding) })
}

/// Encodes text with a codec.
///
/// # Errors
/// UnicodeEncodeError; LookupError for unknown error handlers.
pub fn encode_text(vm: &Vm, text: &Str, codec: Codec, errors: &str) -> PyResult<Vec<u8>> {
    if codec == Codec::Utf8
        && let Some(plain) = text.as_str()
    {
        return Ok(plain.as_bytes().to_vec());
    }
    let Some(handler) = Handler::from_name(errors) else {
        let mut ask = |info: &ErrInfo| handlers::encode(vm, errors, info, text);
        let encoded = codec::encode_with(codec, text.as_wtf8(), &mut ask);
        return encoded.map_err(|failure| match failure {
            EncodeFailure::Handler(error) => error,
            EncodeFailure::Replacement(info) => encode_error(vm, &info, text),
        });
    };
    match codec::encode(codec, text.as_wtf8(), handler) {
        Ok(bytes) => Ok(bytes),
        Err(HandlerError::Strict(info)) => Err(encode_error(vm, &info, text)),
        Err(HandlerError::EncodeOnly) => Err(vm.type_error("don't know how to handle the error")),
    }
}

/// Decodes bytes one by one with a map; see `_codecs.charmap_decode`.
///
/// # Errors
/// UnicodeDecodeError; LookupError for unknown error handlers; what the map raises.
pub fn decode_mapped(
    vm: &Vm,
    data: &[u8],
    errors: &str,
    map: &mut dyn FnMut(u8) -> PyResult<Option<Wtf8Buf>>,
) -> PyResult<Str> {
    let mut ask = |info: &ErrInfo| match Handler::from_name(errors) {
        None => handlers::decode(vm, errors, info, data),
        Some(handler) => handler.on_decode(info, data).map_err(|failure| match failure {
            HandlerError::Strict(info) => decode_error(vm, &info, data),
            HandlerError::EncodeOnly => {
                vm.type_error("don't know how to handle UnicodeDecodeError in error callback")
            }
        }),
    };
    codec::decode_charmap(data, map, &mut ask).map(|text| vm.canonical(Str::from(text)))
}

/// Encodes text character by character with a map; see `_codecs.charmap_encode`.
///
/// # Errors
/// UnicodeEncodeError; LookupError for unknown error handlers; what the map raises.
pub fn encode_mapped(
    vm: &Vm,
    text: &Str,
    errors: &str,
    map: &mut dyn FnMut(u32) -> PyResult<Option<Vec<u8>>>,
) -> PyResult<Vec<u8>> {
    let points: Vec<u32> = text.as_wtf8().code_points().map(CodePoint::to_u32).collect();
    let mut ask = |info: &ErrInfo| match Handler::from_name(errors) {
        None => handlers::encode(vm, errors, info, text),
        Some(handler) => handler.on_encode(info, &points).map_err(|failure| match failure {
            HandlerError::Strict(info) => encode_error(vm, &info, text),
            HandlerError::EncodeOnly => vm.type_error("don't know how to handle the error"),
        }),
    };
    codec::encode_charmap(text.as_wtf8(), map, &mut ask).map_err(|failure| match failure {
        EncodeFailure::Handler(error) => error,
        EncodeFailure::Replacement(info) => encode_error(vm, &info, text),
    })
}

fn fill(error: &PyError, info: &ErrInfo, object: Value) {
    let payload = error.payload();
    payload.set_field("encoding", Value::str(info.encoding));
    payload.set_field("object", object);
    payload.set_field("start", Value::from(info.start));
    payload.set_field("end", Value::from(info.end));
    payload.set_field("reason", Value::str(info.reason));
}

fn arguments(info: &ErrInfo, object: &Value) -> Vec<Value> {
    let (start, end) = (Value::from(info.start), Value::from(info.end));
    vec![Value::str(info.encoding), object.clone(), start, end, Value::str(info.reason)]
}

/// The UnicodeDecodeError of a failure.
pub fn decode_error(vm: &Vm, info: &ErrInfo, data: &[u8]) -> PyError {
    let object = vm.new_bytes(data);
    let error = vm.new_exception(&vm.exc.unicode_decode_error, arguments(info, &object));
    fill(&error, info, object);
    error
}

/// The UnicodeEncodeError of a failure.
pub fn encode_error(vm: &Vm, info: &ErrInfo, text: &Str) -> PyError {
    let object = Value::Str(text.clone());
    let error = vm.new_exception(&vm.exc.unicode_encode_error, arguments(info, &object));
    fill(&error, info, object);
    error
}

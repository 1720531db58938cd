//! Encoding and decoding with the built-in codecs, raising Python's exceptions.

use crate::error::{PyError, PyResult};
use crate::heap::{Str, Value};
use crate::text::codec::{self, EncodeFailure, ErrInfo, Handler, HandlerError};
use crate::vm::Vm;

fn unknown_encoding(vm: &Vm, name: &str) -> PyError {
    vm.lookup_error(format!("unknown encoding: {name}"))
}

/// Raised when an error is met, not before: the name of a handler that is not needed does not matter.
fn unknown_handler(vm: &Vm, name: &str) -> PyError {
    vm.lookup_error(format!("unknown error handler name '{name}'"))
}

/// Decodes bytes.
///
/// # Errors
/// UnicodeDecodeError; LookupError for unknown encodings and error handlers.
pub fn decode(vm: &Vm, data: &[u8], encoding: &str, errors: &str) -> PyResult<Str> {
    let Some(found) = codec::lookup(encoding) else { return Err(unknown_encoding(vm, encoding)) };
    let Some(handler) = Handler::from_name(errors) else {
        let decoded = codec::decode_with(found, data, true, &mut |_| Err(unknown_handler(vm, errors)));
        return decoded.map(|(text, _)| vm.canonical(Str::from(text)));
    };
    match codec::decode(found, data, handler, true) {
        Ok((text, _)) => Ok(vm.canonical(Str::from(text))),
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
    let Some(found) = codec::lookup(encoding) else { return Err(unknown_encoding(vm, encoding)) };
    if found == codec::Codec::Utf8
        && let Some(plain) = text.as_str()
    {
        return Ok(plain.as_bytes().to_vec());
    }
    let Some(handler) = Handler::from_name(errors) else {
        let encoded = codec::encode_with(found, text.as_wtf8(), &mut |_| Err(unknown_handler(vm, errors)));
        return encoded.map_err(|failure| match failure {
            EncodeFailure::Handler(error) => error,
            EncodeFailure::Replacement(info) => encode_error(vm, &info, text),
        });
    };
    match codec::encode(found, text.as_wtf8(), handler) {
        Ok(bytes) => Ok(bytes),
        Err(HandlerError::Strict(info)) => Err(encode_error(vm, &info, text)),
        Err(HandlerError::EncodeOnly) => Err(vm.type_error("don't know how to handle the error")),
    }
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

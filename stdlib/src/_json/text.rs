//! JSON strings, in both directions, and the errors of decoding.

use pyvm_vm::heap::Str;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult, Value};
use rustpython_wtf8::{CodePoint, Wtf8, Wtf8Buf};

use crate::support::size;

/// A string in quotes.
pub(super) fn encode(vm: &Vm, value: &Value, ascii: bool) -> PyResult {
    let Some(text) = value.as_text() else {
        let got = vm.type_name(value);
        return Err(vm.type_error(format!("first argument must be a string, not {got}")));
    };
    let mut out = Wtf8Buf::with_capacity(text.len() + 2);
    push(&mut out, text, ascii);
    Ok(vm.new_str(out))
}

/// Whether a byte stands for itself.
fn is_plain(byte: u8, ascii: bool) -> bool {
    byte >= 0x20 && byte != b'"' && byte != b'\\' && (byte < 0x7F || !ascii)
}

/// Adds a string in quotes.
pub(super) fn push(out: &mut Wtf8Buf, text: &Str, ascii: bool) {
    out.push_char('"');
    let bytes = text.as_bytes();
    let mut from = 0;
    while let Some(stretch) = bytes.get(from..) {
        let len = stretch.iter().position(|b| !is_plain(*b, ascii)).unwrap_or(stretch.len());
        if let Some(plain) = text.as_wtf8().get(from..from + len) {
            out.push_wtf8(plain);
        }
        from += len;
        let Some(point) = text.as_wtf8().get(from..).and_then(|rest| rest.code_points().next()) else {
            break;
        };
        push_escape(out, point);
        from += point.len_wtf8();
    }
    out.push_char('"');
}

fn push_escape(out: &mut Wtf8Buf, point: CodePoint) {
    let short = match point.to_u32() {
        0x22 => "\\\"",
        0x5C => "\\\\",
        0x08 => "\\b",
        0x0C => "\\f",
        0x0A => "\\n",
        0x0D => "\\r",
        0x09 => "\\t",
        code => {
            let mut units = [0; 2];
            match char::from_u32(code) {
                Some(c) => c.encode_utf16(&mut units).iter().for_each(|u| push_unit(out, u32::from(*u))),
                None => push_unit(out, code),
            }
            return;
        }
    };
    out.push_str(short);
}

fn push_unit(out: &mut Wtf8Buf, unit: u32) {
    out.push_str(&format!("\\u{unit:04x}"));
}

/// `json.decoder.JSONDecodeError(message, document, position in characters)`
pub(super) fn error(vm: &Vm, message: &str, document: &Value, at: usize) -> PyError {
    let made = vm.import("json.decoder").and_then(|module| {
        let class = vm.getattr_str(&module, "JSONDecodeError")?;
        let args = [Value::str(message), document.clone(), size(at)];
        vm.call(&class, pyvm_vm::call::Args::positional(&args))
    });
    match made {
        Ok(made) => PyError::new(made).unwrap_or_else(|_| vm.value_error(message)),
        Err(error) => error,
    }
}

/// A mistake: the message and where it is, in bytes.
pub(super) type Mistake = (&'static str, usize);

/// Reads what follows an opening quote at byte `begin`; gives the text and the byte behind the closing quote.
pub(super) fn scan(text: &Wtf8, begin: usize, strict: bool) -> Result<(Wtf8Buf, usize), Mistake> {
    const OPEN: &str = "Unterminated string starting at";
    let bytes = text.as_bytes();
    let open = begin.saturating_sub(1);
    let mut out = Wtf8Buf::new();
    let mut at = begin;
    loop {
        let rest = bytes.get(at..).ok_or((OPEN, open))?;
        let stop = |b: &u8| *b == b'"' || *b == b'\\' || (strict && *b < 0x20);
        let len = rest.iter().position(stop).ok_or((OPEN, open))?;
        if let Some(plain) = text.get(at..at + len) {
            out.push_wtf8(plain);
        }
        at += len;
        match bytes.get(at) {
            Some(b'"') => return Ok((out, at + 1)),
            Some(b'\\') => at = escape(text, at, open, &mut out)?,
            _ => return Err(("Invalid control character at", at)),
        }
    }
}

/// Reads the escape at `at`; gives the place behind it.
fn escape(text: &Wtf8, at: usize, open: usize, out: &mut Wtf8Buf) -> Result<usize, Mistake> {
    let bytes = text.as_bytes();
    let letter = bytes.get(at + 1).ok_or(("Unterminated string starting at", open))?;
    let plain = match letter {
        b'"' => '"',
        b'\\' => '\\',
        b'/' => '/',
        b'b' => '\x08',
        b'f' => '\x0c',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'u' => return unicode(bytes, at + 2, out),
        _ => return Err(("Invalid \\escape", at)),
    };
    out.push_char(plain);
    Ok(at + 2)
}

fn unit(bytes: &[u8], at: usize) -> Option<u32> {
    let digits = bytes.get(at..at + 4)?;
    // The string goes on behind its digits.
    bytes.get(at + 4)?;
    digits.iter().try_fold(0, |n, b| Some(n * 16 + char::from(*b).to_digit(16)?))
}

fn unicode(bytes: &[u8], at: usize, out: &mut Wtf8Buf) -> Result<usize, Mistake> {
    let first = unit(bytes, at).ok_or(("Invalid \\uXXXX escape", at - 1))?;
    if (0xD800..0xDC00).contains(&first)
        && bytes.get(at + 4..at + 6) == Some(b"\\u")
        && let Some(second) = unit(bytes, at + 6).filter(|u| (0xDC00..0xE000).contains(u))
        && let Some(c) = char::from_u32(0x1_0000 + ((first - 0xD800) << 10 | (second - 0xDC00)))
    {
        out.push_char(c);
        return Ok(at + 10);
    }
    if let Some(point) = CodePoint::from_u32(first) {
        out.push(point);
    }
    Ok(at + 4)
}

/// `scanstring(string, end, strict=True)`
pub(super) fn scanstring(vm: &Vm, args: &[Value]) -> PyResult {
    let end = vm.index_i64(&args[1])?;
    let strict = vm.is_true(&args[2])?;
    let Some(text) = args[0].as_text() else {
        let got = vm.type_name(&args[0]);
        return Err(vm.type_error(format!("first argument must be a string, not {got}")));
    };
    let end = usize::try_from(end).ok().filter(|end| *end <= text.char_len());
    let end = end.ok_or_else(|| vm.value_error("end is out of bounds"))?;
    match scan(text.as_wtf8(), text.byte_offset(end), strict) {
        Ok((found, behind)) => Ok(vm.new_tuple(vec![vm.new_str(found), size(text.char_index(behind))])),
        // The opening quote of nothing at all is before the beginning.
        Err((message, at)) => Err(error(vm, message, &args[0], text.char_index(at))),
    }
}

//! Reading: chunks of the buffer are decoded and handed out by the character and the line.

use std::rc::Rc;

use pyvm_vm::heap::{Str, intern};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::super::coder::Decoder;
use super::{Text, buffer_of, open, write};
use crate::_io::{cut, optional_size, unsupported};
use crate::support::method;

fn decoder_of(vm: &Vm, this: &Text) -> PyResult<Rc<Decoder>> {
    let decoder = this.decoder.borrow().clone();
    decoder.ok_or_else(|| unsupported(vm, "not readable"))
}

/// Decodes, line endings included.
pub(super) fn decode(vm: &Vm, this: &Text, data: &[u8], is_final: bool) -> PyResult<Str> {
    let text = decoder_of(vm, this)?.decode(vm, data, is_final)?;
    let translator = this.translator.borrow().clone();
    Ok(match translator {
        Some(translator) => translator.feed(text, is_final),
        None => text,
    })
}

/// The decoder's state, the waiting `\r` in the lowest bit where there is a translator.
pub(super) fn state(vm: &Vm, this: &Text) -> PyResult<(Vec<u8>, u64)> {
    let (kept, flags) = decoder_of(vm, this)?.state(vm)?;
    let translator = this.translator.borrow().clone();
    Ok(match translator {
        Some(translator) => (kept, flags << 1 | u64::from(translator.has_pending())),
        None => (kept, flags),
    })
}

/// Takes up to `count` characters of the decoded text.
fn take(vm: &Vm, this: &Text, count: usize) -> PyResult<Str> {
    let decoded = this.decoded.borrow().clone();
    let start = this.used.get();
    let end = if count >= decoded.len() - start.min(decoded.len()) {
        decoded.len()
    } else if decoded.is_ascii() {
        start + count
    } else {
        decoded.byte_offset(decoded.char_index(start) + count)
    };
    this.used.set(end);
    cut(vm, &decoded, start, end)
}

/// Decodes another chunk in place of the text that was read; says whether there was one.
fn read_chunk(vm: &Vm, this: &Text, hint: usize) -> PyResult<bool> {
    let before = if this.telling.get() { Some(state(vm, this)?) } else { None };
    let size = this.chunk.get().max(hint);
    let buffer = buffer_of(this);
    let has_read1 = vm.lookup_attr(&buffer, &intern::intern_str("read1"))?.is_some();
    let name = if has_read1 { "read1" } else { "read" };
    let data = method(vm, &buffer, name, &[Value::from(size)])?;
    if !vm.is_bytes_like(&data) {
        let got = vm.type_name(&data);
        return Err(vm.type_error(format!(
            "underlying {name}() should have returned a bytes-like object, not '{got}'"
        )));
    }
    let data = vm.bytes_of(&data)?;
    let ended = data.is_empty();
    let text = decode(vm, this, &data, ended)?;
    let has_text = !text.is_empty();
    drop(this.decoded.replace(text));
    this.used.set(0);
    if let Some((mut kept, flags)) = before {
        kept.extend_from_slice(&data);
        drop(this.snapshot.replace(Some((flags, kept))));
    }
    Ok(!ended || has_text)
}

/// `read(size=-1)`
pub(super) fn read(vm: &Vm, args: &[Value]) -> PyResult {
    let size = optional_size(vm, &args[1])?;
    let this = open(vm, &args[0])?;
    decoder_of(vm, this)?;
    write::flush_pending(vm, this)?;
    let Ok(size) = usize::try_from(size) else { return read_all(vm, this) };
    let mut text = take(vm, this, size)?;
    let mut count = text.char_len();
    while count < size && read_chunk(vm, this, size - count)? {
        let part = take(vm, this, size - count)?;
        count += part.char_len();
        text = Str::concat(&text, &part);
    }
    Ok(vm.new_str(text))
}

fn read_all(vm: &Vm, this: &Text) -> PyResult {
    let data = method(vm, &buffer_of(this), "read", &[])?;
    let data = if data.is_none() { Vec::new() } else { vm.bytes_of(&data)?.to_vec() };
    let rest = decode(vm, this, &data, true)?;
    let text = take(vm, this, usize::MAX)?;
    this.forget(vm);
    Ok(vm.new_str(Str::concat(&text, &rest)))
}

/// The rest of the line, at most `limit` characters of it.
fn take_line(vm: &Vm, this: &Text, limit: usize) -> PyResult<Str> {
    decoder_of(vm, this)?;
    write::flush_pending(vm, this)?;
    let newline = this.newline.get();
    let mut line: Option<Str> = None;
    loop {
        let decoded = this.decoded.borrow().clone();
        let start = this.used.get();
        let rest = decoded.as_bytes().get(start..).unwrap_or(&[]);
        // An ending of two characters may begin in the part that was read before.
        let split = newline == super::Newline::Exact("\r\n")
            && rest.first() == Some(&b'\n')
            && line.as_ref().is_some_and(|l| l.as_bytes().last() == Some(&b'\r'));
        let found = if split { Some(1) } else { line_end(newline, rest) };
        let taken = line.as_ref().map_or(0, Str::char_len);
        let mut part = cut(vm, &decoded, start, start + found.unwrap_or(rest.len()))?;
        let mut ended = found.is_some();
        if limit != usize::MAX && taken + part.char_len() >= limit {
            part = part.slice_chars(0, limit - taken);
            ended = true;
        }
        this.used.set(start + part.len());
        let all = match &line {
            Some(before) => Str::concat(before, &part),
            None => part,
        };
        if ended {
            return Ok(vm.canonical(all));
        }
        line = Some(all);
        if !read_chunk(vm, this, 0)? {
            this.forget(vm);
            return Ok(line.map_or_else(|| vm.names.empty.clone(), |l| vm.canonical(l)));
        }
    }
}

/// [`super::Newline::line_end`] over UTF-8 with the fast search where one byte decides.
fn line_end(newline: super::Newline, rest: &[u8]) -> Option<usize> {
    match newline {
        super::Newline::Translated | super::Newline::Exact("\n") => {
            memchr::memchr(b'\n', rest).map(|at| at + 1)
        }
        other => other.line_end(rest),
    }
}

/// `readline(size=-1)`
pub(super) fn readline(vm: &Vm, args: &[Value]) -> PyResult {
    let size = vm.index_i64(&args[1])?;
    let this = open(vm, &args[0])?;
    take_line(vm, this, usize::try_from(size).unwrap_or(usize::MAX)).map(Value::Str)
}

/// The next line. `tell` is refused until the iteration ends, so that no snapshots need to be kept.
pub(super) fn next(vm: &Vm, value: &Value) -> PyResult<Option<Value>> {
    let this = super::ready(vm, value)?;
    this.telling.set(false);
    let line = if vm.is_exact(value, &vm.native_type(&super::TEXT)) {
        Value::Str(take_line(vm, open(vm, value)?, usize::MAX)?)
    } else {
        let line = method(vm, value, "readline", &[])?;
        if line.as_text().is_none() {
            let got = vm.type_name(&line);
            return Err(vm.os_error(format!("readline() should have returned a str object, not '{got}'")));
        }
        line
    };
    if vm.len(&line)? == 0 {
        drop(this.snapshot.take());
        this.telling.set(this.seekable.get());
        return Ok(None);
    }
    Ok(Some(line))
}

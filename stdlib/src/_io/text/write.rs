//! Writing: text is encoded and gathered; the buffer gets it by the chunk.

use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::super::newline::expand;
use super::{Text, buffer_of, open};
use crate::_io::unsupported;
use crate::support::method;

/// Gives the buffer everything that was gathered.
pub(super) fn flush_pending(vm: &Vm, this: &Text) -> PyResult<()> {
    let data = this.pending.take();
    if data.is_empty() {
        return Ok(());
    }
    // What a blocked buffer does not take is lost: its error says how much that was.
    method(vm, &buffer_of(this), "write", &[vm.new_bytes(&data)]).map(drop)
}

/// `write(text)`
pub(super) fn write(vm: &Vm, args: &[Value]) -> PyResult {
    let Some(text) = args[1].as_text() else {
        super::ready(vm, &args[0])?;
        let got = vm.type_name(&args[1]);
        return Err(vm.type_error(format!("write() argument must be str, not {got}")));
    };
    let this = open(vm, &args[0])?;
    let encoder = this.encoder.borrow().clone();
    let Some(encoder) = encoder else { return Err(unsupported(vm, "not writable")) };
    let has_lf = memchr::memchr(b'\n', text.as_bytes()).is_some();
    let ends_line = this.line_buffering.get() && (has_lf || memchr::memchr(b'\r', text.as_bytes()).is_some());
    let expanded = match this.newline.get().written() {
        Some(end) if has_lf => expand(text, end),
        _ => text.clone(),
    };
    let errors = this.errors.borrow().clone();
    let data = encoder.encode(vm, &expanded, &errors.to_string_lossy())?;
    if !this.pending.borrow().is_empty() && this.pending.borrow().len() + data.len() > this.chunk.get() {
        flush_pending(vm, this)?;
    }
    this.pending.borrow_mut().extend_from_slice(&data);
    if this.pending.borrow().len() >= this.chunk.get() || ends_line || this.write_through.get() {
        flush_pending(vm, this)?;
    }
    if ends_line {
        method(vm, &buffer_of(this), "flush", &[])?;
    }
    if this.snapshot.borrow().is_some() || !this.decoded.borrow().is_empty() {
        this.forget(vm);
        let decoder = this.decoder.borrow().clone();
        if let Some(decoder) = decoder {
            decoder.reset(vm)?;
        }
    }
    Ok(Value::from(text.char_len()))
}

/// `flush()`
pub(super) fn flush(vm: &Vm, args: &[Value]) -> PyResult {
    let this = open(vm, &args[0])?;
    this.telling.set(this.seekable.get());
    flush_pending(vm, this)?;
    method(vm, &buffer_of(this), "flush", &[])
}

/// `truncate(pos=None)`
pub(super) fn truncate(vm: &Vm, args: &[Value]) -> PyResult {
    let this = super::ready(vm, &args[0])?;
    method(vm, &args[0], "flush", &[])?;
    method(vm, &buffer_of(this), "truncate", &[args[1].clone()])
}

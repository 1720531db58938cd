//! The writing half: what waits is written out when it no longer fits, and at the end.

use nix::errno::Errno;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult, Value};

use super::super::{fileio, is_closed};
use super::{Buffered, Role, opened, ready, rewind};
use crate::support::method;

/// One write to the raw stream; none where it would block.
fn raw_write(vm: &Vm, this: &Buffered, data: &[u8]) -> PyResult<Option<usize>> {
    let raw = this.raw();
    if let Some(file) = fileio::exact(vm, &raw) {
        return fileio::write_from(vm, file, data);
    }
    let view = vm.call1(&vm.types.memoryview.to_value(), vm.new_bytes(data))?;
    let count = method(vm, &raw, "write", &[view])?;
    if count.is_none() {
        return Ok(None);
    }
    let (count, most) = (vm.index_i64(&count)?, data.len());
    match usize::try_from(count).ok().filter(|n| *n <= most) {
        Some(n) => Ok(Some(n)),
        None => Err(vm.os_error(format!(
            "raw write() returned invalid length {count} (should have been between 0 and {most})"
        ))),
    }
}

/// A raw stream in Python leaves no system error behind.
fn would_block(vm: &Vm, this: &Buffered, written: usize) -> PyError {
    let errno = if fileio::exact(vm, &this.raw()).is_some() { Errno::EAGAIN as i32 } else { 0 };
    let text = Value::str("write could not complete without blocking");
    let parts = [Value::from(errno), text, Value::from(written)];
    let made = vm.call(&vm.exc.blocking_io_error.to_value(), pyvm_vm::call::Args::positional(&parts));
    match made.map(PyError::new) {
        Ok(Ok(error)) => error,
        Ok(Err(_)) => vm.system_error("no exception"),
        Err(error) => error,
    }
}

/// Writes everything that waits; what could not be written stays.
pub(super) fn write_out(vm: &Vm, this: &Buffered) -> PyResult<()> {
    loop {
        let data = this.pending.borrow().clone();
        if data.is_empty() {
            return Ok(());
        }
        match raw_write(vm, this, &data)? {
            Some(count) => {
                let mut pending = this.pending.borrow_mut();
                let end = count.min(pending.len());
                drop(pending.drain(..end));
            }
            None => return Err(would_block(vm, this, 0)),
        }
    }
}

pub(super) fn write(vm: &Vm, args: &[Value]) -> PyResult {
    ready(vm, &args[0])?;
    let data = vm.bytes_of(&args[1])?;
    let this = opened(vm, &args[0], "write to")?;
    if this.role == Role::Random {
        rewind(vm, this)?;
    }
    let size = this.size.get();
    if this.pending.borrow().len() + data.len() <= size {
        this.pending.borrow_mut().extend_from_slice(&data);
        return Ok(Value::from(data.len()));
    }
    if let Err(error) = write_out(vm, this) {
        return refused(vm, this, &data, error);
    }
    let mut rest: &[u8] = &data;
    while rest.len() > size {
        match raw_write(vm, this, rest)? {
            Some(count) => rest = rest.get(count..).unwrap_or(&[]),
            None => {
                let kept = rest.get(..size).unwrap_or(rest);
                this.pending.borrow_mut().extend_from_slice(kept);
                return Err(would_block(vm, this, data.len() - rest.len() + size));
            }
        }
    }
    this.pending.borrow_mut().extend_from_slice(rest);
    Ok(Value::from(data.len()))
}

/// The buffer could not be emptied: what fits is kept, and the error says how much that was.
fn refused(vm: &Vm, this: &Buffered, data: &[u8], error: PyError) -> PyResult {
    if !error.matches(vm, &vm.exc.blocking_io_error) {
        return Err(error);
    }
    let room = this.size.get().saturating_sub(this.pending.borrow().len());
    let kept = data.get(..room.min(data.len())).unwrap_or(data);
    this.pending.borrow_mut().extend_from_slice(kept);
    if kept.len() == data.len() {
        Ok(Value::from(data.len()))
    } else {
        Err(would_block(vm, this, kept.len()))
    }
}

pub(super) fn close(vm: &Vm, args: &[Value]) -> PyResult {
    let this = ready(vm, &args[0])?;
    let raw = this.raw();
    if is_closed(vm, &raw)? {
        return Ok(Value::None);
    }
    if this.finalizing.get() {
        method(vm, &args[0], "_dealloc_warn", &args[..1])?;
    }
    let flushed = method(vm, &args[0], "flush", &[]);
    let closed = method(vm, &raw, "close", &[]);
    this.pending.borrow_mut().clear();
    this.forget();
    match (flushed, closed) {
        (Ok(_), closed) => closed,
        (Err(first), Err(second)) => {
            drop(second.payload().context.replace(first.to_value()));
            Err(second)
        }
        (Err(first), Ok(_)) => Err(first),
    }
}

/// Hands the warning on to the raw stream, if that is one that warns.
pub(super) fn dealloc_warn(vm: &Vm, args: &[Value]) -> PyResult {
    let raw = ready(vm, &args[0])?.raw();
    if let Some(warn) = vm.lookup_attr(&raw, &vm.intern("_dealloc_warn"))? {
        vm.call1(&warn, args[1].clone())?;
    }
    Ok(Value::None)
}

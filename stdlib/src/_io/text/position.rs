//! `tell` and `seek`. A position is a cookie: the byte position of a point where the decoder's state is known, that
//! state, and how far to decode from there.
//!
//! ```text
//! bits 0..64 position | 64..128 decoder flags | 128..192 bytes to feed | 192..256 chars to skip | 256 need eof
//! ```

use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive, Zero};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::{Text, buffer_of, open, read};
use crate::_io::unsupported;
use crate::support::method;

/// A position taken apart.
#[derive(Default)]
struct Cookie {
    start: u64,
    flags: u64,
    feed: u64,
    skip: u64,
    need_eof: bool,
}

impl Cookie {
    fn value(&self) -> Value {
        let part = |n: u64, shift: u32| BigInt::from(n) << shift;
        let all = part(self.start, 0) + part(self.flags, 64) + part(self.feed, 128) + part(self.skip, 192);
        Value::from(all + part(u64::from(self.need_eof), 256))
    }

    fn of(number: &BigInt) -> Cookie {
        let part = |shift: u32| ((number >> shift) & BigInt::from(u64::MAX)).to_u64().unwrap_or(0);
        Cookie {
            start: part(0),
            flags: part(64),
            feed: part(128),
            skip: part(192),
            need_eof: !part(256).is_zero(),
        }
    }
}

/// Puts the decoder into a state, line endings included.
fn set_decoder(vm: &Vm, this: &Text, kept: &[u8], flags: u64) -> PyResult<()> {
    let decoder = this.decoder.borrow().clone();
    let translator = this.translator.borrow().clone();
    let Some(decoder) = decoder else { return Ok(()) };
    match translator {
        Some(translator) => {
            translator.set_pending(flags & 1 == 1);
            decoder.set_state(vm, kept, flags >> 1)
        }
        None => decoder.set_state(vm, kept, flags),
    }
}

/// `tell()`
pub(super) fn tell(vm: &Vm, args: &[Value]) -> PyResult {
    let this = open(vm, &args[0])?;
    if !this.seekable.get() {
        return Err(unsupported(vm, "underlying stream is not seekable"));
    }
    if !this.telling.get() {
        return Err(vm.os_error("telling position disabled by next() call"));
    }
    super::write::flush_pending(vm, this)?;
    method(vm, &args[0], "flush", &[])?;
    let at = method(vm, &buffer_of(this), "tell", &[])?;
    let snapshot = this.snapshot.borrow().clone();
    let has_decoder = this.decoder.borrow().is_some();
    let Some((flags, input)) = snapshot.filter(|_| has_decoder) else { return Ok(at) };
    let start = vm.index_i64(&at)?.saturating_sub(i64::try_from(input.len()).unwrap_or(i64::MAX));
    let cookie = Cookie { start: u64::try_from(start).unwrap_or(0), flags, ..Cookie::default() };
    let (decoded, used) = (this.decoded.borrow().clone(), this.used.get());
    if used == 0 {
        return Ok(cookie.value());
    }
    let skip = decoded.char_index(used);
    let saved = read::state(vm, this)?;
    let found = locate(vm, this, cookie, &input, skip);
    set_decoder(vm, this, &saved.0, saved.1)?;
    found.map(|cookie| cookie.value())
}

/// Decodes the chunk again, a byte at a time, up to the character that comes next. The last byte before it at which
/// the decoder kept nothing is where the cookie begins.
fn locate(vm: &Vm, this: &Text, mut cookie: Cookie, input: &[u8], skip: usize) -> PyResult<Cookie> {
    set_decoder(vm, this, &[], cookie.flags)?;
    let (mut fed, mut count, mut left) = (0u64, 0, skip);
    let mut reached = false;
    for byte in input {
        fed += 1;
        count += read::decode(vm, this, &[*byte], false)?.char_len();
        let (kept, flags) = read::state(vm, this)?;
        if kept.is_empty() && count <= left {
            cookie.start += fed;
            left -= count;
            cookie.flags = flags;
            (fed, count) = (0, 0);
        }
        if count >= left {
            reached = true;
            break;
        }
    }
    if !reached {
        count += read::decode(vm, this, &[], true)?.char_len();
        cookie.need_eof = true;
        if count < left {
            return Err(vm.os_error("can't reconstruct logical file position"));
        }
    }
    cookie.feed = fed;
    cookie.skip = left as u64;
    Ok(cookie)
}

/// `seek(cookie, whence=0)`
pub(super) fn seek(vm: &Vm, args: &[Value]) -> PyResult {
    let this = open(vm, &args[0])?;
    let whence = if args[2].is_unbound() { 0 } else { vm.index_i64(&args[2])? };
    if !this.seekable.get() {
        return Err(unsupported(vm, "underlying stream is not seekable"));
    }
    let mut target = vm.index_big(&args[1])?;
    match whence {
        0 => {}
        1 if target.is_zero() => {
            method(vm, &args[0], "flush", &[])?;
            let here = method(vm, &args[0], "tell", &[])?;
            target = vm.index_big(&here)?;
        }
        1 => return Err(unsupported(vm, "can't do nonzero cur-relative seeks")),
        2 if target.is_zero() => return seek_end(vm, this, &args[0]),
        2 => return Err(unsupported(vm, "can't do nonzero end-relative seeks")),
        _ => {
            return Err(vm.value_error(format!("invalid whence ({whence}, should be 0, 1 or 2)")));
        }
    }
    if target.is_negative() {
        return Err(vm.value_error(format!("negative seek position {target}")));
    }
    method(vm, &args[0], "flush", &[])?;
    let cookie = Cookie::of(&target);
    method(vm, &buffer_of(this), "seek", &[Value::from(cookie.start)])?;
    this.forget(vm);
    restart_decoder(vm, this, &cookie)?;
    if cookie.skip > 0 {
        resume(vm, this, &cookie)?;
    }
    let encoder = this.encoder.borrow().clone();
    if let Some(encoder) = encoder {
        encoder.set_start(vm, cookie.start == 0 && cookie.flags == 0)?;
    }
    Ok(Value::from(target))
}

fn restart_decoder(vm: &Vm, this: &Text, cookie: &Cookie) -> PyResult<()> {
    if cookie.start == 0 && cookie.flags == 0 {
        let decoder = this.decoder.borrow().clone();
        if let Some(translator) = &*this.translator.borrow() {
            translator.reset();
        }
        return decoder.map_or(Ok(()), |d| d.reset(vm));
    }
    set_decoder(vm, this, &[], cookie.flags)
}

/// Decodes from the start of the cookie to its character.
fn resume(vm: &Vm, this: &Text, cookie: &Cookie) -> PyResult<()> {
    let data = method(vm, &buffer_of(this), "read", &[Value::from(cookie.feed)])?;
    if !matches!(data.unwrapped(), Value::Bytes(_)) {
        let got = vm.type_name(&data);
        return Err(
            vm.type_error(format!("underlying read() should have returned a bytes object, not '{got}'"))
        );
    }
    let data = vm.bytes_of(&data)?;
    drop(this.snapshot.replace(Some((cookie.flags, data.to_vec()))));
    let text = read::decode(vm, this, &data, cookie.need_eof)?;
    let skip = usize::try_from(cookie.skip).unwrap_or(usize::MAX);
    if text.char_len() < skip {
        return Err(vm.os_error("can't restore logical file position"));
    }
    this.used.set(text.byte_offset(skip));
    drop(this.decoded.replace(text));
    Ok(())
}

fn seek_end(vm: &Vm, this: &Text, value: &Value) -> PyResult {
    method(vm, value, "flush", &[])?;
    this.forget(vm);
    let decoder = this.decoder.borrow().clone();
    if let Some(decoder) = decoder {
        decoder.reset(vm)?;
    }
    let at = method(vm, &buffer_of(this), "seek", &[Value::Int(0), Value::Int(2)])?;
    let encoder = this.encoder.borrow().clone();
    if let Some(encoder) = encoder {
        encoder.set_start(vm, !vm.is_true(&at)?)?;
    }
    Ok(at)
}

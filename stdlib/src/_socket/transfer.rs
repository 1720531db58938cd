//! Sending and receiving.

use std::io::IoSliceMut;

use nix::poll::PollFlags;
use nix::sys::socket::{self, MsgFlags, SockaddrStorage};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::address;
use super::socket::{of, operate};
use crate::_io::bases::{fill, writable};
use crate::posix::path::c_int;
use crate::support::{elements, size};

pub(super) fn flags(vm: &Vm, value: &Value) -> PyResult<MsgFlags> {
    Ok(MsgFlags::from_bits_truncate(c_int(vm, value)?))
}

/// A broken connection is an error here, not a signal.
pub(super) fn sending(vm: &Vm, value: &Value) -> PyResult<MsgFlags> {
    Ok(flags(vm, value)? | MsgFlags::MSG_NOSIGNAL)
}

/// Room for what is received.
pub(super) fn room(vm: &Vm, value: &Value, method: &str) -> PyResult<Vec<u8>> {
    let Ok(wanted) = usize::try_from(vm.index_i64(value)?) else {
        return Err(vm.value_error(format!("negative buffersize in {method}")));
    };
    if !vm.check_size(wanted) {
        return Err(vm.out_of_memory());
    }
    Ok(vec![0; wanted])
}

fn receive(vm: &Vm, object: &Value, data: &mut [u8], flags: MsgFlags) -> PyResult<usize> {
    operate(vm, of(vm, object)?, PollFlags::POLLIN, flags, |fd| socket::recv(fd, data, flags))
}

fn receive_from(vm: &Vm, object: &Value, data: &mut [u8], flags: MsgFlags) -> PyResult<(usize, Value)> {
    let (count, from) = operate(vm, of(vm, object)?, PollFlags::POLLIN, flags, |fd| {
        let mut parts = [IoSliceMut::new(data)];
        let message = socket::recvmsg::<SockaddrStorage>(fd, &mut parts, None, flags)?;
        Ok((message.bytes, message.address))
    })?;
    let from = from.map_or(Ok(Value::None), |from| address::shown(vm, &from))?;
    Ok((count, from))
}

/// `recv(buffersize, flags=0)`
pub(super) fn recv(vm: &Vm, args: &[Value]) -> PyResult {
    let (mut data, flags) = (room(vm, &args[1], "recv")?, flags(vm, &args[2])?);
    let count = receive(vm, &args[0], &mut data, flags)?;
    Ok(vm.new_bytes(data.get(..count).unwrap_or(&data)))
}

/// How much of a buffer is asked for: all of it where the count is 0.
fn wanted(vm: &Vm, value: &Value, length: usize, method: &str) -> PyResult<usize> {
    match usize::try_from(vm.index_i64(value)?) {
        Ok(0) => Ok(length),
        Ok(count) if count <= length => Ok(count),
        Ok(_) if method == "recv_into" => Err(vm.value_error("buffer too small for requested bytes")),
        Ok(_) => Err(vm.value_error("nbytes is greater than the length of the buffer")),
        Err(_) => Err(vm.value_error(format!("negative buffersize in {method}"))),
    }
}

/// `recv_into(buffer, nbytes=0, flags=0)`
pub(super) fn recv_into(vm: &Vm, args: &[Value]) -> PyResult {
    let target = writable(vm, &args[1], "recv_into() argument 1")?;
    let mut data = vec![0; wanted(vm, &args[2], target.len, "recv_into")?];
    let count = receive(vm, &args[0], &mut data, flags(vm, &args[3])?)?;
    fill(&target, data.get(..count).unwrap_or(&data));
    Ok(size(count))
}

/// `recvfrom(buffersize, flags=0)`
pub(super) fn recvfrom(vm: &Vm, args: &[Value]) -> PyResult {
    let (mut data, flags) = (room(vm, &args[1], "recvfrom")?, flags(vm, &args[2])?);
    let (count, from) = receive_from(vm, &args[0], &mut data, flags)?;
    Ok(vm.new_tuple(vec![vm.new_bytes(data.get(..count).unwrap_or(&data)), from]))
}

/// `recvfrom_into(buffer, nbytes=0, flags=0)`
pub(super) fn recvfrom_into(vm: &Vm, args: &[Value]) -> PyResult {
    let target = writable(vm, &args[1], "recvfrom_into() argument 1")?;
    let mut data = vec![0; wanted(vm, &args[2], target.len, "recvfrom_into")?];
    let (count, from) = receive_from(vm, &args[0], &mut data, flags(vm, &args[3])?)?;
    fill(&target, data.get(..count).unwrap_or(&data));
    Ok(vm.new_tuple(vec![size(count), from]))
}

/// `send(data, flags=0)`
pub(super) fn send(vm: &Vm, args: &[Value]) -> PyResult {
    let (data, flags) = (vm.bytes_of(&args[1])?, sending(vm, &args[2])?);
    operate(vm, of(vm, &args[0])?, PollFlags::POLLOUT, flags, |fd| socket::send(fd, &data, flags)).map(size)
}

/// `sendall(data, flags=0)`
pub(super) fn sendall(vm: &Vm, args: &[Value]) -> PyResult {
    let (data, flags) = (vm.bytes_of(&args[1])?, sending(vm, &args[2])?);
    let mut rest: &[u8] = &data;
    // An empty message is sent too.
    loop {
        let this = of(vm, &args[0])?;
        let count = operate(vm, this, PollFlags::POLLOUT, flags, |fd| socket::send(fd, rest, flags))?;
        rest = rest.get(count..).unwrap_or(&[]);
        if rest.is_empty() {
            return Ok(Value::None);
        }
        vm.attend()?;
    }
}

/// `sendto(data, address)` and `sendto(data, flags, address)`
pub(super) fn sendto(vm: &Vm, args: &[Value]) -> PyResult {
    let none = Value::Int(0);
    let (data, bits, to) = match elements(&args[1]) {
        [data, to] => (data, &none, to),
        [data, bits, to] => (data, bits, to),
        other => {
            let given = other.len();
            return Err(vm.type_error(format!("sendto() takes 2 or 3 arguments ({given} given)")));
        }
    };
    let (data, flags) = (vm.bytes_of(data)?, sending(vm, bits)?);
    let this = of(vm, &args[0])?;
    let to = address::parse(vm, this.family.get(), to, "sendto")?;
    operate(vm, this, PollFlags::POLLOUT, flags, |fd| socket::sendto(fd, &data, &*to, flags)).map(size)
}

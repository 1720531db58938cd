//! Messages with ancillary data, of which descriptors (`SCM_RIGHTS`) are what is known here.

use std::io::{IoSlice, IoSliceMut};
use std::os::fd::RawFd;

use nix::poll::PollFlags;
use nix::sys::socket::{self, ControlMessage, ControlMessageOwned, MsgFlags, SockaddrLike, SockaddrStorage};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::address;
use super::socket::{of, operate};
use super::transfer::{flags, room, sending};
use crate::posix::path::c_int;
use crate::support::{elements, size};

const SOL_SOCKET: i32 = 1;
const SCM_RIGHTS: i32 = 1;
/// Bytes of the header of an item of ancillary data.
const HEADER: i64 = 16;

/// `CMSG_LEN(length)`, or with `padding` 7 `CMSG_SPACE(length)`.
pub(super) fn control_length(vm: &Vm, args: &[Value], padding: i64) -> PyResult {
    let name = if padding == 0 { "CMSG_LEN" } else { "CMSG_SPACE" };
    let length = vm.index_i64(&args[0])?;
    if !(0..=i64::from(i32::MAX)).contains(&length) {
        return Err(vm.overflow_error(format!("{name}() argument out of range")));
    }
    Ok(Value::Int(HEADER + ((length + padding) & !padding)))
}

/// The descriptors in items `(level, type, data)`.
fn descriptors(vm: &Vm, given: &Value) -> PyResult<Vec<RawFd>> {
    let mut found = Vec::new();
    for item in vm.list_from_iterable(given)? {
        let [level, kind, data] = elements(&item) else {
            return Err(vm.type_error("[sendmsg() ancillary data items must be (level, type, data) tuples]"));
        };
        if (c_int(vm, level)?, c_int(vm, kind)?) != (SOL_SOCKET, SCM_RIGHTS) {
            return Err(vm.unfinished("ancillary data that is no descriptors"));
        }
        for number in vm.bytes_of(data)?.chunks_exact(4) {
            let fd = RawFd::from_ne_bytes(number.try_into().unwrap_or([0xff; 4]));
            vm.ask_descriptor(fd)?;
            found.push(fd);
        }
    }
    Ok(found)
}

/// `sendmsg(buffers, ancdata=(), flags=0, address=None)`
pub(super) fn sendmsg(vm: &Vm, args: &[Value]) -> PyResult {
    let buffers = vm.list_from_iterable(&args[1])?;
    let buffers = buffers.iter().map(|buffer| vm.bytes_of(buffer)).collect::<PyResult<Vec<_>>>()?;
    let fds = if args[2].is_none() { Vec::new() } else { descriptors(vm, &args[2])? };
    let flags = sending(vm, &args[3])?;
    let this = of(vm, &args[0])?;
    if !args[4].is_none() {
        return Err(vm.unfinished("sendmsg to an address"));
    }
    let parts: Vec<IoSlice<'_>> = buffers.iter().map(|buffer| IoSlice::new(buffer)).collect();
    let rights = [ControlMessage::ScmRights(&fds)];
    let control: &[ControlMessage<'_>] = if fds.is_empty() { &[] } else { &rights };
    operate(vm, this, PollFlags::POLLOUT, flags, |fd| {
        socket::sendmsg::<SockaddrStorage>(fd, &parts, control, flags, None)
    })
    .map(size)
}

/// `recvmsg(bufsize, ancbufsize=0, flags=0)`
pub(super) fn recvmsg(vm: &Vm, args: &[Value]) -> PyResult {
    let mut data = room(vm, &args[1], "recvmsg")?;
    let wanted = vm.index_i64(&args[2])?;
    if !(0..=i64::from(i32::MAX)).contains(&wanted) {
        return Err(vm.value_error("invalid ancillary data buffer length"));
    }
    let flags = flags(vm, &args[3])? | MsgFlags::MSG_CMSG_CLOEXEC;
    let mut room = Vec::with_capacity(usize::try_from(wanted).unwrap_or(0));
    let (count, said, from, fds) = operate(vm, of(vm, &args[0])?, PollFlags::POLLIN, flags, |fd| {
        let mut parts = [IoSliceMut::new(&mut data)];
        let control = if wanted == 0 { None } else { Some(&mut room) };
        let message = socket::recvmsg::<SockaddrStorage>(fd, &mut parts, control, flags)?;
        let mut fds: Vec<Vec<RawFd>> = Vec::new();
        let mut unknown = false;
        for item in message.cmsgs() {
            match item {
                ControlMessageOwned::ScmRights(found) => fds.push(found),
                _ => unknown = true,
            }
        }
        Ok((message.bytes, message.flags.bits(), message.address, (fds, unknown)))
    })?;
    let (fds, unknown) = fds;
    if unknown {
        return Err(vm.unfinished("ancillary data that is no descriptors"));
    }
    let items = fds.iter().map(|fds| {
        let data: Vec<u8> = fds.iter().flat_map(|fd| fd.to_ne_bytes()).collect();
        vm.new_tuple(vec![Value::from(SOL_SOCKET), Value::from(SCM_RIGHTS), vm.new_bytes(&data)])
    });
    let items = vm.new_list(items.collect());
    let from =
        from.filter(|from| from.len() > 0).map_or(Ok(Value::None), |from| address::shown(vm, &from))?;
    let said = said & !MsgFlags::MSG_CMSG_CLOEXEC.bits();
    let received = vm.new_bytes(data.get(..count).unwrap_or(&data));
    Ok(vm.new_tuple(vec![received, items, Value::from(said), from]))
}

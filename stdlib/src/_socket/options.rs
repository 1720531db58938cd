//! `setsockopt` and `getsockopt`: the options whose value is a number.

use nix::errno::Errno;
use nix::sys::socket::{getsockopt, setsockopt, sockopt};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::{failed, socket};
use crate::posix::path::c_int;

/// Declares the options: level, number, and how the crate beneath calls them.
macro_rules! options {
    (
        bool: $($bool_level:literal $bool_number:literal $bool:ident,)*;
        int: $($level:literal $number:literal $option:ident as $ty:ty,)*;
    ) => {
        fn read(fd: i32, option: (i32, i32)) -> Option<nix::Result<i64>> {
            Some(match option {
                $(($bool_level, $bool_number) => getsockopt(fd, sockopt::$bool).map(i64::from),)*
                $(($level, $number) => {
                    getsockopt(fd, sockopt::$option).and_then(|n| i64::try_from(n).map_err(|_| Errno::ERANGE))
                })*
                (1, 3) => getsockopt(fd, sockopt::SockType).map(|kind| kind as i64),
                (1, 4) => getsockopt(fd, sockopt::SocketError).map(i64::from),
                (1, 30) => getsockopt(fd, sockopt::AcceptConn).map(i64::from),
                _ => return None,
            })
        }

        fn write(fd: i32, option: (i32, i32), value: i32) -> Option<nix::Result<()>> {
            Some(match option {
                $(($bool_level, $bool_number) => setsockopt(fd, sockopt::$bool, &(value != 0)),)*
                $(($level, $number) => match <$ty>::try_from(value) {
                    Ok(value) => setsockopt(fd, sockopt::$option, &value),
                    Err(_) => Err(Errno::EINVAL),
                },)*
                _ => return None,
            })
        }
    };
}

options! {
    bool:
    1 2 ReuseAddr,
    1 5 DontRoute,
    1 6 Broadcast,
    1 9 KeepAlive,
    1 10 OobInline,
    1 15 ReusePort,
    6 1 TcpNoDelay,
    41 26 Ipv6V6Only,
    ;
    int:
    1 7 SndBuf as usize,
    1 8 RcvBuf as usize,
    6 2 TcpMaxSeg as u32,
    6 4 TcpKeepIdle as u32,
    6 5 TcpKeepInterval as u32,
    6 6 TcpKeepCount as u32,
    6 18 TcpUserTimeout as u32,
    ;
}

fn option(vm: &Vm, args: &[Value]) -> PyResult<(i32, (i32, i32))> {
    Ok((socket::descriptor(vm, &args[0])?, (c_int(vm, &args[1])?, c_int(vm, &args[2])?)))
}

/// `getsockopt(level, option)`
pub(super) fn get(vm: &Vm, args: &[Value]) -> PyResult {
    let (fd, option) = option(vm, args)?;
    if !args[3].is_unbound() && c_int(vm, &args[3])? != 0 {
        return Err(vm.unfinished("socket.getsockopt with a buffer"));
    }
    match read(fd, option) {
        Some(value) => value.map(Value::Int).map_err(failed(vm)),
        None => Err(vm.unfinished("this option of socket.getsockopt")),
    }
}

/// `setsockopt(level, option, value)`
pub(super) fn set(vm: &Vm, args: &[Value]) -> PyResult {
    let (fd, option) = option(vm, args)?;
    if !args[4].is_unbound() || !vm.has_index(&args[3]) {
        return Err(vm.unfinished("socket.setsockopt with a buffer"));
    }
    match write(fd, option, c_int(vm, &args[3])?) {
        Some(done) => done.map_err(failed(vm))?,
        None => return Err(vm.unfinished("this option of socket.setsockopt")),
    }
    Ok(Value::None)
}

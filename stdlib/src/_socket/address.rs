//! Addresses of sockets as Python has them, and as the system has them.

use std::net::{IpAddr, Ipv4Addr, SocketAddr, SocketAddrV4, SocketAddrV6};
use std::os::unix::ffi::OsStrExt;

use nix::sys::socket::{AddressFamily, SockaddrIn, SockaddrIn6, SockaddrLike, SockaddrStorage, UnixAddr};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::{os_message, resolve};
use crate::posix::path::{fs_decode, fs_encode};

/// The address argument of a method of a socket of this family.
pub(super) fn parse(
    vm: &Vm,
    family: AddressFamily,
    value: &Value,
    method: &str,
) -> PyResult<Box<dyn SockaddrLike>> {
    match family {
        AddressFamily::Unix => unix(vm, value).map(|address| Box::new(address) as Box<dyn SockaddrLike>),
        AddressFamily::Inet => {
            let parts = tuple(vm, value, method, "AF_INET")?;
            let [host, port] = parts else {
                return Err(vm.type_error("AF_INET address must be a pair (host, port)"));
            };
            let IpAddr::V4(ip) = host_address(vm, host, AddressFamily::Inet)? else {
                return Err(os_message(vm, "address family mismatched"));
            };
            Ok(Box::new(SockaddrIn::from(SocketAddrV4::new(ip, port_number(vm, port, method)?))))
        }
        AddressFamily::Inet6 => {
            let parts = tuple(vm, value, method, "AF_INET6")?;
            let (host, port, rest) = match parts {
                [host, port] => (host, port, &[][..]),
                [host, port, rest @ ..] if rest.len() <= 2 => (host, port, rest),
                _ => {
                    let text = "AF_INET6 address must be a tuple (host, port[, flowinfo[, scopeid]])";
                    return Err(vm.type_error(text));
                }
            };
            let IpAddr::V6(ip) = host_address(vm, host, AddressFamily::Inet6)? else {
                return Err(os_message(vm, "address family mismatched"));
            };
            let number = |at: usize| rest.get(at).map_or(Ok(0), |value| vm.index_i64(value));
            let Some(flow) = u32::try_from(number(0)?).ok().filter(|n| *n < 1 << 20) else {
                return Err(vm.overflow_error(format!("{method}(): flowinfo must be 0-1048575.")));
            };
            let scope = u32::try_from(number(1)?).unwrap_or(0);
            let port = port_number(vm, port, method)?;
            Ok(Box::new(SockaddrIn6::from(SocketAddrV6::new(ip, port, flow.to_be(), scope))))
        }
        _ => Err(os_message(vm, &format!("{method}(): bad family"))),
    }
}

fn unix(vm: &Vm, value: &Value) -> PyResult<UnixAddr> {
    let path = match value.as_text() {
        Some(text) => fs_encode(vm, text)?,
        None => vm.bytes_of(value)?.to_vec(),
    };
    let made = match path.split_first() {
        Some((0, name)) => UnixAddr::new_abstract(name),
        _ => UnixAddr::new(std::ffi::OsStr::from_bytes(&path)),
    };
    made.map_err(|_| os_message(vm, "AF_UNIX path too long"))
}

fn tuple<'a>(vm: &Vm, value: &'a Value, method: &str, family: &str) -> PyResult<&'a [Value]> {
    value.as_tuple().ok_or_else(|| {
        let got = vm.type_name(value);
        vm.type_error(format!("{method}(): {family} address must be tuple, not {got}"))
    })
}

fn port_number(vm: &Vm, value: &Value, method: &str) -> PyResult<u16> {
    let port = vm.index_clamped(value)?;
    u16::try_from(port).map_err(|_| vm.overflow_error(format!("{method}(): port must be 0-65535.")))
}

/// The address of a host: the empty name is all of this machine's.
fn host_address(vm: &Vm, host: &Value, family: AddressFamily) -> PyResult<IpAddr> {
    let host = resolve::host_text(vm, host)?;
    match (host.as_str(), family) {
        ("", AddressFamily::Inet) => Ok(IpAddr::V4(Ipv4Addr::UNSPECIFIED)),
        ("", _) => Ok(IpAddr::V6(std::net::Ipv6Addr::UNSPECIFIED)),
        ("255.255.255.255" | "<broadcast>", AddressFamily::Inet) => Ok(IpAddr::V4(Ipv4Addr::BROADCAST)),
        (name, _) => match name.parse() {
            Ok(ip) => Ok(ip),
            Err(_) => resolve::first_address(vm, name, family as i32),
        },
    }
}

/// An address as Python has it.
pub(super) fn shown(vm: &Vm, address: &SockaddrStorage) -> PyResult {
    if let Some(unix) = address.as_unix_addr() {
        return match (unix.path(), unix.as_abstract()) {
            (Some(path), _) => fs_decode(vm, path.as_os_str().as_bytes()).map(Value::Str),
            (None, Some(name)) => Ok(vm.new_bytes(&[&[0], name].concat())),
            (None, None) => Ok(Value::str("")),
        };
    }
    if let Some(v4) = address.as_sockaddr_in() {
        let ip = Ipv4Addr::from(v4.ip());
        return Ok(of_ip(vm, &SocketAddr::from((ip, v4.port()))));
    }
    match address.as_sockaddr_in6() {
        Some(v6) => {
            let address = SocketAddrV6::new(v6.ip(), v6.port(), v6.flowinfo(), v6.scope_id());
            Ok(of_ip(vm, &SocketAddr::V6(address)))
        }
        None => Ok(Value::None),
    }
}

/// The tuple of an internet address.
pub(super) fn of_ip(vm: &Vm, address: &SocketAddr) -> Value {
    let (ip, port) = (Value::str(&address.ip().to_string()), Value::from(i32::from(address.port())));
    match address {
        SocketAddr::V4(_) => vm.new_tuple(vec![ip, port]),
        SocketAddr::V6(v6) => {
            let flow = Value::Int(u32::from_be(v6.flowinfo()).into());
            vm.new_tuple(vec![ip, port, flow, Value::Int(v6.scope_id().into())])
        }
    }
}

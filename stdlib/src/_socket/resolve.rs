//! Names of hosts, and addresses as text and as bytes.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use dns_lookup::{AddrInfoHints, LookupError};
use nix::errno::Errno;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult, Value};

use super::{address, ask_network, failed, os_message};
use crate::posix::path::c_int;

const AF_INET: i32 = 2;
const AF_INET6: i32 = 10;

/// A name of a host: text, or bytes of ASCII.
pub(super) fn host_text(vm: &Vm, value: &Value) -> PyResult<String> {
    match value.as_text() {
        Some(text) => {
            let text = text.as_str().filter(|text| !text.contains('\0'));
            let text = text.ok_or_else(|| vm.type_error("host name must not contain null character"))?;
            if text.is_ascii() { Ok(text.to_owned()) } else { idna(vm, value) }
        }
        None if vm.is_bytes_like(value) => Ok(String::from_utf8_lossy(&vm.bytes_of(value)?).into_owned()),
        None => {
            let got = vm.type_name(value);
            Err(vm.type_error(format!("str, bytes or bytearray expected, not {got}")))
        }
    }
}

fn idna(vm: &Vm, value: &Value) -> PyResult<String> {
    let encoded = crate::support::method(vm, value, "encode", &[Value::str("idna")])?;
    Ok(String::from_utf8_lossy(&vm.bytes_of(&encoded)?).into_owned())
}

/// `socket.gaierror`
pub(super) fn unresolved(vm: &Vm, error: &LookupError) -> PyError {
    let number = error.error_num();
    let full = std::io::Error::from(LookupError::new(number)).to_string();
    let text = full.rsplit(": ").next().unwrap_or(&full).to_owned();
    let class = vm.import("_socket").and_then(|module| vm.getattr_str(&module, "gaierror"));
    let class = class.and_then(|class| vm.expect_type(&class, "gaierror").cloned());
    match class {
        Ok(class) => vm.new_exception(&class, vec![Value::from(number), Value::str(&text)]),
        Err(error) => error,
    }
}

/// The first address of a host in a family.
pub(super) fn first_address(vm: &Vm, name: &str, family: i32) -> PyResult<IpAddr> {
    ask_network(vm)?;
    let hints = AddrInfoHints { address: family, ..AddrInfoHints::default() };
    let mut found = dns_lookup::getaddrinfo(Some(name), None, Some(hints)).map_err(|e| unresolved(vm, &e))?;
    match found.next() {
        Some(Ok(info)) => Ok(info.sockaddr.ip()),
        Some(Err(error)) => Err(vm.io_error(&error, None)),
        None => Err(os_message(vm, "getaddrinfo returned no address")),
    }
}

/// `gethostbyname(host)`
pub(super) fn gethostbyname(vm: &Vm, args: &[Value]) -> PyResult {
    let name = host_text(vm, &args[0])?;
    let ip = match name.parse::<Ipv4Addr>() {
        Ok(ip) => IpAddr::V4(ip),
        Err(_) => first_address(vm, &name, AF_INET)?,
    };
    Ok(Value::str(&ip.to_string()))
}

/// `getaddrinfo(host, port, family=0, type=0, proto=0, flags=0)`
pub(super) fn getaddrinfo(vm: &Vm, args: &[Value]) -> PyResult {
    ask_network(vm)?;
    let host = match &args[0] {
        Value::None => None,
        host if host.as_text().is_some() || vm.is_bytes_like(host) => Some(host_text(vm, host)?),
        _ => return Err(vm.type_error("getaddrinfo() argument 1 must be string or None")),
    };
    let service = match &args[1] {
        Value::None => None,
        port if vm.has_index(port) => Some(vm.index_i64(port)?.to_string()),
        port if port.as_text().is_some() || vm.is_bytes_like(port) => Some(host_text(vm, port)?),
        _ => return Err(vm.new_error(&vm.exc.os_error, "Int or String expected")),
    };
    let hints = AddrInfoHints {
        address: c_int(vm, &args[2])?,
        socktype: c_int(vm, &args[3])?,
        protocol: c_int(vm, &args[4])?,
        flags: c_int(vm, &args[5])?,
    };
    let found = dns_lookup::getaddrinfo(host.as_deref(), service.as_deref(), Some(hints))
        .map_err(|e| unresolved(vm, &e))?;
    let mut all = Vec::new();
    for info in found {
        let info = info.map_err(|e| vm.io_error(&e, None))?;
        all.push(vm.new_tuple(vec![
            Value::from(info.address),
            Value::from(info.socktype),
            Value::from(info.protocol),
            Value::str(info.canonname.as_deref().unwrap_or("")),
            address::of_ip(vm, &info.sockaddr),
        ]));
    }
    Ok(vm.new_list(all))
}

fn text_argument(vm: &Vm, value: &Value, function: &str, position: &str) -> PyResult<String> {
    vm.expect_str(value, &format!("{function}() argument{position}")).map(|text| text.to_string())
}

/// `inet_aton(ip_addr)`: also the forms of fewer than four parts, and of parts in octal and hexadecimal.
pub(super) fn inet_aton(vm: &Vm, args: &[Value]) -> PyResult {
    let text = text_argument(vm, &args[0], "inet_aton", "")?;
    let packed = loose_address(&text)
        .ok_or_else(|| os_message(vm, "illegal IP address string passed to inet_aton"))?;
    Ok(vm.new_bytes(&packed.to_be_bytes()))
}

fn loose_address(text: &str) -> Option<u32> {
    let parts: Vec<u32> = text.split('.').map(loose_number).collect::<Option<_>>()?;
    let (last, leading) = parts.split_last()?;
    if leading.len() > 3 || leading.iter().any(|part| *part > 255) {
        return None;
    }
    let room = 32 - 8 * u32::try_from(leading.len()).ok()?;
    if room < 32 && *last >> room != 0 {
        return None;
    }
    let mut address = *last;
    for (part, shift) in leading.iter().zip([24, 16, 8]) {
        address |= part << shift;
    }
    Some(address)
}

fn loose_number(part: &str) -> Option<u32> {
    let (digits, radix) = match part.as_bytes() {
        [b'0', b'x' | b'X', ..] => (part.get(2..)?, 16),
        [b'0', _, ..] => (part.get(1..)?, 8),
        _ => (part, 10),
    };
    if digits.starts_with('+') { None } else { u32::from_str_radix(digits, radix).ok() }
}

/// `inet_ntoa(packed_ip)`
pub(super) fn inet_ntoa(vm: &Vm, args: &[Value]) -> PyResult {
    let packed = vm.bytes_of(&args[0])?;
    let octets = <[u8; 4]>::try_from(&packed[..])
        .map_err(|_| os_message(vm, "packed IP wrong length for inet_ntoa"))?;
    Ok(Value::str(&Ipv4Addr::from(octets).to_string()))
}

/// `inet_pton(af, ip)`
pub(super) fn inet_pton(vm: &Vm, args: &[Value]) -> PyResult {
    let family = c_int(vm, &args[0])?;
    let text = text_argument(vm, &args[1], "inet_pton", " 2")?;
    let illegal = || os_message(vm, "illegal IP address string passed to inet_pton");
    match family {
        AF_INET => Ok(vm.new_bytes(&text.parse::<Ipv4Addr>().map_err(|_| illegal())?.octets())),
        AF_INET6 => Ok(vm.new_bytes(&text.parse::<Ipv6Addr>().map_err(|_| illegal())?.octets())),
        _ => Err(failed(vm)(Errno::EAFNOSUPPORT)),
    }
}

/// `inet_ntop(af, packed_ip)`
pub(super) fn inet_ntop(vm: &Vm, args: &[Value]) -> PyResult {
    let family = c_int(vm, &args[0])?;
    let packed = vm.bytes_of(&args[1])?;
    let wrong = || vm.value_error("invalid length of packed IP address string");
    let ip = match family {
        AF_INET => IpAddr::from(<[u8; 4]>::try_from(&packed[..]).map_err(|_| wrong())?),
        AF_INET6 => IpAddr::from(<[u8; 16]>::try_from(&packed[..]).map_err(|_| wrong())?),
        other => return Err(vm.value_error(format!("unknown address family {other}"))),
    };
    Ok(Value::str(&ip.to_string()))
}

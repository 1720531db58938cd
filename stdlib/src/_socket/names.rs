//! Names of services, protocols, interfaces and, backwards, of addresses.

use std::net::{IpAddr, SocketAddr, SocketAddrV6};

use nix::net::if_::{if_nameindex, if_nametoindex};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::resolve::{host_text, unresolved};
use super::{ask_network, failed, os_message};
use crate::posix::path::c_int;

/// The lines of a table in `/etc` as words, comments left out.
fn table(name: &str) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(name).unwrap_or_default();
    let lines = text.lines().map(|line| line.split('#').next().unwrap_or_default());
    lines.map(|line| line.split_whitespace().map(str::to_owned).collect()).collect()
}

/// The services: name, port, protocol and other names.
fn services() -> impl Iterator<Item = (u16, String, Vec<String>)> {
    table("/etc/services").into_iter().filter_map(|mut words| {
        let (port, protocol) = words.get(1)?.split_once('/')?;
        let (port, protocol) = (port.parse().ok()?, protocol.to_owned());
        words.remove(1);
        Some((port, protocol, words))
    })
}

fn protocol_argument(vm: &Vm, value: &Value, function: &str) -> PyResult<Option<String>> {
    if value.is_unbound() {
        return Ok(None);
    }
    Ok(Some(vm.expect_str(value, &format!("{function}() argument 2"))?.to_string()))
}

/// `getservbyname(servicename[, protocolname])`
pub(super) fn getservbyname(vm: &Vm, args: &[Value]) -> PyResult {
    let name = vm.expect_str(&args[0], "getservbyname() argument 1")?.to_string();
    let protocol = protocol_argument(vm, &args[1], "getservbyname")?;
    let is_it = |found: &str| protocol.as_deref().is_none_or(|wanted| wanted == found);
    let found = services().find(|(_, protocol, names)| names.contains(&name) && is_it(protocol));
    match found {
        Some((port, ..)) => Ok(Value::from(i32::from(port))),
        None => Err(os_message(vm, "service/proto not found")),
    }
}

/// `getservbyport(port[, protocolname])`
pub(super) fn getservbyport(vm: &Vm, args: &[Value]) -> PyResult {
    let port = u16::try_from(vm.index_clamped(&args[0])?)
        .map_err(|_| vm.overflow_error("getservbyport: port must be 0-65535."))?;
    let protocol = protocol_argument(vm, &args[1], "getservbyport")?;
    let is_it = |found: &str| protocol.as_deref().is_none_or(|wanted| wanted == found);
    let found = services().find(|(number, protocol, _)| *number == port && is_it(protocol));
    match found.and_then(|(.., names)| names.into_iter().next()) {
        Some(name) => Ok(Value::str(&name)),
        None => Err(os_message(vm, "port/proto not found")),
    }
}

/// `getprotobyname(name)`
pub(super) fn getprotobyname(vm: &Vm, args: &[Value]) -> PyResult {
    let name = vm.expect_str(&args[0], "getprotobyname() argument 1")?.to_string();
    let found = table("/etc/protocols")
        .into_iter()
        .find(|words| words.iter().enumerate().any(|(at, word)| at != 1 && *word == name));
    match found.and_then(|words| words.get(1)?.parse::<i32>().ok()) {
        Some(number) => Ok(Value::from(number)),
        None => Err(os_message(vm, "protocol not found")),
    }
}

/// `if_nameindex()`
pub(super) fn nameindex(vm: &Vm, _: &[Value]) -> PyResult {
    ask_network(vm)?;
    let found = if_nameindex().map_err(failed(vm))?;
    let pair = |interface: &nix::net::if_::Interface| {
        let name = Value::str(&interface.name().to_string_lossy());
        vm.new_tuple(vec![Value::Int(interface.index().into()), name])
    };
    Ok(vm.new_list(found.iter().map(pair).collect()))
}

/// `if_nametoindex(if_name)`
pub(super) fn nametoindex(vm: &Vm, args: &[Value]) -> PyResult {
    ask_network(vm)?;
    let name = match args[0].as_text() {
        Some(text) => crate::posix::path::fs_encode(vm, text)?,
        None => vm.bytes_of(&args[0])?.to_vec(),
    };
    match if_nametoindex(name.as_slice()) {
        Ok(index) => Ok(Value::Int(index.into())),
        Err(_) => Err(os_message(vm, "no interface with this name")),
    }
}

/// `if_indextoname(if_index)`
pub(super) fn indextoname(vm: &Vm, args: &[Value]) -> PyResult {
    ask_network(vm)?;
    let wanted = u32::try_from(vm.index_i64(&args[0])?).unwrap_or(0);
    let found = if_nameindex().map_err(failed(vm))?;
    match found.iter().find(|interface| interface.index() == wanted) {
        Some(interface) => Ok(Value::str(&interface.name().to_string_lossy())),
        None => Err(failed(vm)(nix::errno::Errno::ENXIO)),
    }
}

/// `getnameinfo(sockaddr, flags)`
pub(super) fn getnameinfo(vm: &Vm, args: &[Value]) -> PyResult {
    ask_network(vm)?;
    let Some(parts) = args[0].as_tuple() else {
        return Err(vm.type_error("getnameinfo() argument 1 must be a tuple"));
    };
    let [host, port, rest @ ..] = parts else {
        return Err(vm.type_error("getnameinfo() argument 1 must be a tuple"));
    };
    let port = u16::try_from(c_int(vm, port)?).unwrap_or(0);
    let number = |at: usize| rest.get(at).map_or(Ok(0), |value| vm.index_i64(value));
    let address = match host_text(vm, host)?.parse::<IpAddr>() {
        Ok(IpAddr::V6(ip)) => {
            let (flow, scope) = (u32::try_from(number(0)?), u32::try_from(number(1)?));
            SocketAddr::V6(SocketAddrV6::new(ip, port, flow.unwrap_or(0), scope.unwrap_or(0)))
        }
        Ok(ip) => SocketAddr::new(ip, port),
        // The text is to be an address: CPython lets the resolver look, and refuses a name.
        Err(_) => return Err(os_message(vm, "sockaddr resolved to multiple addresses")),
    };
    let found = dns_lookup::getnameinfo(&address, c_int(vm, &args[1])?);
    let (name, service) = found.map_err(|e| unresolved(vm, &e))?;
    Ok(vm.new_tuple(vec![Value::str(&name), Value::str(&service)]))
}

//! `_socket`: sockets of the families Unix, IPv4 and IPv6 (CPython: `Modules/socketmodule.c`).
//!
//! Sockets of other families, ancillary data that is no descriptors and socket options that the crate beneath does not
//! know raise NotImplementedError.

mod address;
mod constants;
mod message;
mod names;
mod options;
mod resolve;
mod socket;
mod transfer;

use nix::errno::Errno;
use pyvm_vm::types::NativeDef;
use pyvm_vm::types::native_class::exception_class;
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyError, PyResult, Value};

use crate::posix::path::{fs_decode, os_error};

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function(
        "socketpair",
        "($module, family=<unrepresentable>, type=1, proto=0, /)",
        socket::pair,
        "socketpair([family[, type [, proto]]]) -> (socket object, socket object)\n\nCreate a pair of socket objects from the sockets returned by the platform\nsocketpair() function.\nThe arguments are the same as for socket() except the default family is\nAF_UNIX if defined on the platform; otherwise, the default is AF_INET.",
    )
    .hidden_signature(),
    NativeDef::function(
        "close",
        "($module, fd, /)",
        socket::close_number,
        "close(integer) -> None\n\nClose an integer socket file descriptor.  This is like os.close(), but for\nsockets; on some platforms os.close() won't work for socket file descriptors.",
    )
    .hidden_signature(),
    NativeDef::function(
        "dup",
        "($module, fd, /)",
        socket::duplicate,
        "dup(integer) -> integer\n\nDuplicate an integer socket file descriptor.  This is like os.dup(), but for\nsockets; on some platforms os.dup() won't work for socket file descriptors.",
    )
    .hidden_signature(),
    NativeDef::function(
        "getaddrinfo",
        "($module, /, host, port, family=0, type=0, proto=0, flags=0)",
        resolve::getaddrinfo,
        "getaddrinfo(host, port [, family, type, proto, flags])\n    -> list of (family, type, proto, canonname, sockaddr)\n\nResolve host and port into addrinfo struct.",
    )
    .hidden_signature(),
    NativeDef::function(
        "gethostbyname",
        "($module, host, /)",
        resolve::gethostbyname,
        "gethostbyname(host) -> address\n\nReturn the IP address (a string of the form '255.255.255.255') for a host.",
    )
    .hidden_signature(),
    NativeDef::function(
        "gethostname",
        "($module, /)",
        host_name,
        "gethostname() -> string\n\nReturn the current host name.",
    ),
    NativeDef::function(
        "inet_aton",
        "($module, ip_addr, /)",
        resolve::inet_aton,
        "Convert an IP address in string format (123.45.67.89) to the 32-bit packed binary format used in low-level network functions.",
    ),
    NativeDef::function(
        "inet_ntoa",
        "($module, packed_ip, /)",
        resolve::inet_ntoa,
        "Convert an IP address from 32-bit packed binary format to string format.",
    ),
    NativeDef::function(
        "inet_pton",
        "($module, af, ip, /)",
        resolve::inet_pton,
        "inet_pton(af, ip) -> packed IP address string\n\nConvert an IP address from string format to a packed string suitable\nfor use with low-level network functions.",
    )
    .hidden_signature(),
    NativeDef::function(
        "inet_ntop",
        "($module, af, packed_ip, /)",
        resolve::inet_ntop,
        "inet_ntop(af, packed_ip) -> string formatted IP address\n\nConvert a packed IP address of the given family to string format.",
    )
    .hidden_signature(),
    NativeDef::function(
        "htons",
        "($module, x, /)",
        |vm, a| short(vm, a, "htons"),
        "Convert a 16-bit unsigned integer from host to network byte order.",
    ),
    NativeDef::function(
        "ntohs",
        "($module, x, /)",
        |vm, a| short(vm, a, "ntohs"),
        "Convert a 16-bit unsigned integer from network to host byte order.",
    ),
    NativeDef::function(
        "htonl",
        "($module, x, /)",
        long,
        "htonl(integer) -> integer\n\nConvert a 32-bit integer from host to network byte order.",
    ),
    NativeDef::function(
        "ntohl",
        "($module, x, /)",
        long,
        "ntohl(integer) -> integer\n\nConvert a 32-bit integer from network to host byte order.",
    ),
    NativeDef::function(
        "getdefaulttimeout",
        "($module, /)",
        |vm, _| Ok(socket::shown(socket::default_timeout(vm).get())),
        "getdefaulttimeout() -> timeout\n\nReturns the default timeout in seconds (float) for new socket objects.\nA value of None indicates that new socket objects have no timeout.\nWhen the socket module is first imported, the default is None.",
    ),
    NativeDef::function(
        "setdefaulttimeout",
        "($module, timeout, /)",
        set_default_timeout,
        "setdefaulttimeout(timeout)\n\nSet the default timeout in seconds (float) for new socket objects.\nA value of None indicates that new socket objects have no timeout.\nWhen the socket module is first imported, the default is None.",
    ),
    NativeDef::function("getservbyname", "($module, servicename, protocolname=<unrepresentable>, /)", names::getservbyname, "getservbyname(servicename[, protocolname]) -> integer\n\nReturn a port number from a service name and protocol name.\nThe optional protocol name, if given, should be 'tcp' or 'udp',\notherwise any protocol will match.").hidden_signature(),
    NativeDef::function("getservbyport", "($module, port, protocolname=<unrepresentable>, /)", names::getservbyport, "getservbyport(port[, protocolname]) -> string\n\nReturn the service name from a port number and protocol name.\nThe optional protocol name, if given, should be 'tcp' or 'udp',\notherwise any protocol will match.").hidden_signature(),
    NativeDef::function("getprotobyname", "($module, name, /)", names::getprotobyname, "getprotobyname(name) -> integer\n\nReturn the protocol number for the named protocol.  (Rarely used.)").shown_as(""),
    NativeDef::function("if_nameindex", "($module, /)", names::nameindex, "if_nameindex()\n\nReturns a list of network interface information (index, name) tuples."),
    NativeDef::function("if_nametoindex", "($module, oname, /)", names::nametoindex, "Returns the interface index corresponding to the interface name if_name."),
    NativeDef::function("if_indextoname", "($module, object, /)", names::indextoname, "if_indextoname(if_index)\n\nReturns the interface name corresponding to the interface index if_index."),
    NativeDef::function("getnameinfo", "($module, sockaddr, flags, /)", names::getnameinfo, "getnameinfo(sockaddr, flags) --> (host, port)\n\nGet host and port for a sockaddr.").hidden_signature(),
    NativeDef::function("gethostbyaddr", "($module, host, /)", |vm, _| Err(vm.unfinished("gethostbyaddr")), "gethostbyaddr(host) -> (name, aliaslist, addresslist)\n\nReturn the true host name, a list of aliases, and a list of IP addresses,\nfor a host.  The host argument is a string giving a host name or IP number.").shown_as(""),
    NativeDef::function("gethostbyname_ex", "($module, host, /)", |vm, _| Err(vm.unfinished("gethostbyname_ex")), "gethostbyname_ex(host) -> (name, aliaslist, addresslist)\n\nReturn the true host name, a list of aliases, and a list of IP addresses,\nfor a host.  The host argument is a string giving a host name or IP number.").shown_as(""),
    NativeDef::function("sethostname", "($module, name, /)", |vm, _| Err(vm.unfinished("sethostname")), "sethostname(name)\n\nSets the hostname to name.").shown_as(""),
    NativeDef::function("CMSG_LEN", "($module, length, /)", |vm, a| message::control_length(vm, a, 0), "CMSG_LEN(length) -> control message length\n\nReturn the total length, without trailing padding, of an ancillary\ndata item with associated data of the given length.").shown_as(""),
    NativeDef::function("CMSG_SPACE", "($module, length, /)", |vm, a| message::control_length(vm, a, 7), "CMSG_SPACE(length) -> buffer size\n\nReturn the buffer size needed for recvmsg() to receive an ancillary\ndata item with associated data of the given length, along with any\ntrailing padding.").shown_as(""),
];

/// Makes the module.
///
/// # Errors
/// What setting its members raises.
pub(crate) fn make(vm: &Vm) -> PyResult {
    let doc = "Implementation module for socket operations.\n\nSee the socket module for documentation.";
    let module = pyvm_vm::modules::make(vm, "_socket", doc, FUNCTIONS);
    let set = |name: &str, value: Value| pyvm_vm::modules::set(vm, &module, name, value);
    crate::support::add_types(vm, &module, &[&socket::SPEC])?;
    set("SocketType", vm.native_type(&socket::SPEC).to_value())?;
    set("error", vm.exc.os_error.to_value())?;
    set("timeout", vm.exc.timeout_error.to_value())?;
    for name in ["herror", "gaierror"] {
        let class = exception_class(vm, "socket", name, std::slice::from_ref(&vm.exc.os_error))?;
        set(name, class.to_value())?;
    }
    set("has_ipv6", Value::Bool(true))?;
    for (name, value) in constants::INTS {
        set(name, Value::Int(*value))?;
    }
    Ok(module)
}

/// The OSError of a failed call.
fn failed(vm: &Vm) -> impl Fn(Errno) -> PyError + '_ {
    |errno| os_error(vm, errno, None)
}

/// An OSError with a message and no number.
fn os_message(vm: &Vm, message: &str) -> PyError {
    vm.new_error(&vm.exc.os_error, message)
}

/// The network is asked for.
fn ask_network(vm: &Vm) -> PyResult<()> {
    if vm.permissions.net { Ok(()) } else { Err(vm.denied("--allow-net", None)) }
}

fn host_name(vm: &Vm, _: &[Value]) -> PyResult {
    let name = nix::unistd::gethostname().map_err(failed(vm))?;
    fs_decode(vm, std::os::unix::ffi::OsStrExt::as_bytes(name.as_os_str())).map(Value::Str)
}

fn short(vm: &Vm, args: &[Value], function: &str) -> PyResult {
    let n = vm.index_clamped(&args[0])?;
    if n < 0 {
        return Err(vm.overflow_error(format!(
            "{function}: can't convert negative Python int to C 16-bit unsigned integer"
        )));
    }
    let n = u16::try_from(n).map_err(|_| {
        vm.overflow_error(format!("{function}: Python int too large to convert to C 16-bit unsigned integer"))
    })?;
    Ok(Value::from(i32::from(n.to_be())))
}

fn long(vm: &Vm, args: &[Value]) -> PyResult {
    let n = vm.index_clamped(&args[0])?;
    if n < 0 {
        return Err(vm.overflow_error("can't convert negative value to unsigned int"));
    }
    let n = u32::try_from(n).map_err(|_| vm.overflow_error("int larger than 32 bits"))?;
    Ok(Value::Int(n.to_be().into()))
}

fn set_default_timeout(vm: &Vm, args: &[Value]) -> PyResult {
    socket::default_timeout(vm).set(socket::given_timeout(vm, &args[0])?);
    Ok(Value::None)
}

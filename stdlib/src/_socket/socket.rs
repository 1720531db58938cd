//! `_socket.socket`.

use std::cell::Cell;
use std::os::fd::RawFd;
use std::rc::Rc;
use std::time::Duration;

use nix::errno::Errno;
use nix::fcntl::{FcntlArg, OFlag, fcntl};
use nix::poll::{PollFd, PollFlags};
use nix::sys::socket::{
    self, AddressFamily, MsgFlags, SockFlag, SockProtocol, SockType, SockaddrLike, SockaddrStorage, sockopt,
};
use nix::unistd::close as close_descriptor;
use pyvm_vm::heap::Visitor;
use pyvm_vm::objects::Native;
use pyvm_vm::types::{GetSetDef, Layout, NativeDef, Slots, TypeFlags, TypeSpec};
use pyvm_vm::vm::Vm;
use pyvm_vm::{PyResult, Value};

use super::{address, ask_network, failed, message, options, transfer};
use crate::posix::path::{c_int, retry};
use crate::support::instance;
use crate::waiting::{self, Timeout};

/// How many connections may wait where `listen` says nothing.
const BACKLOG: i32 = 128;

/// The payload.
pub(super) struct Socket {
    /// -1 once it is closed or detached.
    fd: Cell<RawFd>,
    pub(super) family: Cell<AddressFamily>,
    kind: Cell<i32>,
    protocol: Cell<i32>,
    /// None: operations wait for ever; zero: they do not wait.
    timeout: Cell<Option<Duration>>,
}

impl Drop for Socket {
    fn drop(&mut self) {
        if self.fd.get() >= 0 {
            // Nobody is left who could be told.
            let _ = close_descriptor(self.fd.get());
        }
    }
}

/// The type.
pub(super) static SPEC: TypeSpec = TypeSpec {
    doc: Some(
        "socket(family=AF_INET, type=SOCK_STREAM, proto=0) -> socket object\nsocket(family=-1, type=-1, proto=-1, fileno=None) -> socket object\n\nOpen a socket of the given type.",
    ),
    flags: TypeFlags::BASETYPE,
    layout: Some(Layout::Native("_socket.socket")),
    slots: |s: &Slots| s.repr.set(Some(repr)),
    new: Some(&NEW),
    init: Some(&INIT),
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::named("socket", "_socket")
};

static NEW: NativeDef = NativeDef::static_("__new__", "($type, /, *args, **kwargs)", new, "");
static INIT: NativeDef =
    NativeDef::method("__init__", "($self, /, family=-1, type=-1, proto=-1, fileno=None)", init, "");

static GETSET: &[GetSetDef] = &[
    GetSetDef::member("family", |vm, v| Ok(Value::from(of(vm, v)?.family.get() as i32)), "the socket family"),
    GetSetDef::member("type", |vm, v| Ok(Value::from(of(vm, v)?.kind.get())), "the socket type"),
    GetSetDef::member("proto", |vm, v| Ok(Value::from(of(vm, v)?.protocol.get())), "the socket protocol"),
    GetSetDef::get("timeout", |vm, v| Ok(shown(of(vm, v)?.timeout.get())), "the socket timeout"),
];

static METHODS: &[NativeDef] = &[
    NativeDef::method(
        "_accept",
        "($self, /)",
        accept,
        "_accept() -> (integer, address info)\n\nWait for an incoming connection.  Return a new socket file descriptor\nrepresenting the connection, and the address of the client.\nFor IP sockets, the address info is a pair (hostaddr, port).",
    ),
    NativeDef::method(
        "bind",
        "($self, address, /)",
        bind,
        "bind(address)\n\nBind the socket to a local address.  For IP sockets, the address is a\npair (host, port); the host must refer to the local host. For raw packet\nsockets the address is a tuple (ifname, proto [,pkttype [,hatype [,addr]]])",
    )
    .hidden_signature(),
    NativeDef::method(
        "close",
        "($self, /)",
        close,
        "close()\n\nClose the socket.  It cannot be used after this call.",
    ),
    NativeDef::method(
        "connect",
        "($self, address, /)",
        connect,
        "connect(address)\n\nConnect the socket to a remote address.  For IP sockets, the address\nis a pair (host, port).",
    )
    .hidden_signature(),
    NativeDef::method(
        "connect_ex",
        "($self, address, /)",
        connect_ex,
        "connect_ex(address) -> errno\n\nThis is like connect(address), but returns an error code (the errno value)\ninstead of raising an exception when an error occurs.",
    )
    .hidden_signature(),
    NativeDef::method(
        "detach",
        "($self, /)",
        |vm, a| Ok(Value::from(of(vm, &a[0])?.fd.replace(-1))),
        "detach()\n\nClose the socket object without closing the underlying file descriptor.\nThe object cannot be used after this call, but the file descriptor\ncan be reused for other purposes.  The file descriptor is returned.",
    ),
    NativeDef::method(
        "fileno",
        "($self, /)",
        |vm, a| Ok(Value::from(of(vm, &a[0])?.fd.get())),
        "fileno() -> integer\n\nReturn the integer file descriptor of the socket.",
    ),
    NativeDef::method(
        "getblocking",
        "($self, /)",
        |vm, a| Ok(Value::Bool(of(vm, &a[0])?.timeout.get() != Some(Duration::ZERO))),
        "getblocking()\n\nReturns True if socket is in blocking mode, or False if it\nis in non-blocking mode.",
    ),
    NativeDef::method(
        "getpeername",
        "($self, /)",
        |vm, a| name(vm, a, socket::getpeername),
        "getpeername() -> address info\n\nReturn the address of the remote endpoint.  For IP sockets, the address\ninfo is a pair (hostaddr, port).",
    ),
    NativeDef::method(
        "getsockname",
        "($self, /)",
        |vm, a| name(vm, a, socket::getsockname),
        "getsockname() -> address info\n\nReturn the address of the local endpoint. The format depends on the\naddress family. For IPv4 sockets, the address info is a pair\n(hostaddr, port). For IPv6 sockets, the address info is a 4-tuple\n(hostaddr, port, flowinfo, scope_id).",
    ),
    NativeDef::method(
        "getsockopt",
        "($self, level, option, buffersize=<unrepresentable>, /)",
        options::get,
        "getsockopt(level, option[, buffersize]) -> value\n\nGet a socket option.  See the Unix manual for level and option.\nIf a nonzero buffersize argument is given, the return value is a\nstring of that length; otherwise it is an integer.",
    )
    .hidden_signature(),
    NativeDef::method(
        "gettimeout",
        "($self, /)",
        |vm, a| Ok(shown(of(vm, &a[0])?.timeout.get())),
        "gettimeout() -> timeout\n\nReturns the timeout in seconds (float) associated with socket\noperations. A timeout of None indicates that timeouts on socket\noperations are disabled.",
    ),
    NativeDef::method(
        "listen",
        "($self, backlog=<unrepresentable>, /)",
        listen,
        "listen([backlog])\n\nEnable a server to accept connections.  If backlog is specified, it must be\nat least 0 (if it is lower, it is set to 0); it specifies the number of\nunaccepted connections that the system will allow before refusing new\nconnections. If not specified, a default reasonable value is chosen.",
    )
    .hidden_signature(),
    NativeDef::method(
        "recv",
        "($self, buffersize, flags=0, /)",
        transfer::recv,
        "recv(buffersize[, flags]) -> data\n\nReceive up to buffersize bytes from the socket.  For the optional flags\nargument, see the Unix manual.  When no data is available, block until\nat least one byte is available or until the remote end is closed.  When\nthe remote end is closed and all data is read, return the empty string.",
    )
    .hidden_signature(),
    NativeDef::method(
        "recv_into",
        "($self, /, buffer, nbytes=0, flags=0)",
        transfer::recv_into,
        "recv_into(buffer, [nbytes[, flags]]) -> nbytes_read\n\nA version of recv() that stores its data into a buffer rather than creating\na new string.  Receive up to buffersize bytes from the socket.  If buffersize\nis not specified (or 0), receive up to the size available in the given buffer.\n\nSee recv() for documentation about the flags.",
    )
    .hidden_signature(),
    NativeDef::method(
        "recvfrom",
        "($self, buffersize, flags=0, /)",
        transfer::recvfrom,
        "recvfrom(buffersize[, flags]) -> (data, address info)\n\nLike recv(buffersize, flags) but also return the sender's address info.",
    )
    .hidden_signature(),
    NativeDef::method(
        "recvfrom_into",
        "($self, /, buffer, nbytes=0, flags=0)",
        transfer::recvfrom_into,
        "recvfrom_into(buffer[, nbytes[, flags]]) -> (nbytes, address info)\n\nLike recv_into(buffer[, nbytes[, flags]]) but also return the sender's address info.",
    )
    .hidden_signature(),
    NativeDef::method(
        "recvmsg",
        "($self, bufsize, ancbufsize=0, flags=0, /)",
        message::recvmsg,
        "recvmsg(bufsize[, ancbufsize[, flags]]) -> (data, ancdata, msg_flags, address)\n\nReceive normal data (up to bufsize bytes) and ancillary data from the socket.",
    )
    .hidden_signature(),
    NativeDef::method(
        "sendmsg",
        "($self, buffers, ancdata=None, flags=0, address=None, /)",
        message::sendmsg,
        "sendmsg(buffers[, ancdata[, flags[, address]]]) -> count\n\nSend normal and ancillary data to the socket, gathering the\nnon-ancillary data from a series of buffers and concatenating it into\na single message.",
    )
    .hidden_signature(),
    NativeDef::method(
        "send",
        "($self, data, flags=0, /)",
        transfer::send,
        "send(data[, flags]) -> count\n\nSend a data string to the socket.  For the optional flags\nargument, see the Unix manual.  Return the number of bytes\nsent; this may be less than len(data) if the network is busy.",
    )
    .hidden_signature(),
    NativeDef::method(
        "sendall",
        "($self, data, flags=0, /)",
        transfer::sendall,
        "sendall(data[, flags])\n\nSend a data string to the socket.  For the optional flags\nargument, see the Unix manual.  This calls send() repeatedly\nuntil all data is sent.  If an error occurs, it's impossible\nto tell how much data has been sent.",
    )
    .hidden_signature(),
    NativeDef::method(
        "sendto",
        "($self, /, *args)",
        transfer::sendto,
        "sendto(data[, flags], address) -> count\n\nLike send(data, flags) but allows specifying the destination address.\nFor IP sockets, the address is a pair (hostaddr, port).",
    )
    .hidden_signature(),
    NativeDef::method(
        "setblocking",
        "($self, flag, /)",
        set_blocking,
        "setblocking(flag)\n\nSet the socket to blocking (flag is true) or non-blocking (false).\nsetblocking(True) is equivalent to settimeout(None);\nsetblocking(False) is equivalent to settimeout(0.0).",
    )
    .hidden_signature(),
    NativeDef::method(
        "setsockopt",
        "($self, level, option, value, optlen=<unrepresentable>, /)",
        options::set,
        "setsockopt(level, option, value: int)\nsetsockopt(level, option, value: buffer)\nsetsockopt(level, option, None, optlen: int)\n\nSet a socket option.  See the Unix manual for level and option.\nThe value argument can either be an integer, a string buffer, or\nNone, optlen.",
    )
    .hidden_signature(),
    NativeDef::method(
        "settimeout",
        "($self, timeout, /)",
        set_timeout,
        "settimeout(timeout)\n\nSet a timeout on socket operations.  'timeout' can be a float,\ngiving in seconds, or None.  Setting a timeout of None disables\nthe timeout feature and is equivalent to setblocking(1).\nSetting a timeout of zero is the same as setblocking(0).",
    )
    .hidden_signature(),
    NativeDef::method(
        "shutdown",
        "($self, flag, /)",
        shutdown,
        "shutdown(flag)\n\nShut down the reading side of the socket (flag == SHUT_RD), the writing side\nof the socket (flag == SHUT_WR), or both ends (flag == SHUT_RDWR).",
    )
    .hidden_signature(),
];

/// The payload of a socket.
pub(super) fn of<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a Socket> {
    vm.payload(value, "_socket.socket")
}

/// The number of a socket; -1, which the system refuses, for one that is closed.
pub(super) fn descriptor(vm: &Vm, value: &Value) -> PyResult<RawFd> {
    Ok(of(vm, value)?.fd.get())
}

/// The timeout of new sockets.
pub(super) fn default_timeout(vm: &Vm) -> Rc<Cell<Option<Duration>>> {
    vm.extension(Cell::default)
}

/// A timeout as Python has it.
pub(super) fn shown(timeout: Option<Duration>) -> Value {
    timeout.map_or(Value::None, |time| Value::Float(time.as_secs_f64()))
}

/// A timeout argument.
pub(super) fn given_timeout(vm: &Vm, value: &Value) -> PyResult<Option<Duration>> {
    let wanted = format!("'{}' object cannot be interpreted as an integer", vm.type_name(value));
    match waiting::timeout(vm, value, 1.0, &wanted)? {
        Timeout::Forever => Ok(None),
        Timeout::Negative => Err(vm.value_error("Timeout value out of range")),
        Timeout::For(time) => Ok(Some(time)),
    }
}

fn empty() -> Socket {
    Socket {
        fd: Cell::new(-1),
        family: Cell::new(AddressFamily::Unspec),
        kind: Cell::new(0),
        protocol: Cell::new(0),
        timeout: Cell::new(None),
    }
}

fn new(vm: &Vm, args: &[Value]) -> PyResult {
    instance(vm, &args[0], empty())
}

/// Family, type and protocol as the system takes them; the type may come with flags.
struct Wanted {
    family: AddressFamily,
    kind: SockType,
    flags: SockFlag,
    protocol: Option<SockProtocol>,
}

impl Wanted {
    fn of(vm: &Vm, family: i32, kind: i32, protocol: i32) -> PyResult<Wanted> {
        let flags = SockFlag::from_bits_truncate(kind);
        let family = match AddressFamily::from_i32(family) {
            Some(family @ (AddressFamily::Unix | AddressFamily::Inet | AddressFamily::Inet6)) => family,
            Some(_) => return Err(vm.unfinished("sockets of this family")),
            None => return Err(failed(vm)(Errno::EAFNOSUPPORT)),
        };
        let protocol = match protocol {
            0 => None,
            6 => Some(SockProtocol::Tcp),
            17 => Some(SockProtocol::Udp),
            255 => Some(SockProtocol::Raw),
            _ => return Err(vm.unfinished("sockets of this protocol")),
        };
        let kind = SockType::try_from(kind & !flags.bits()).map_err(failed(vm))?;
        Ok(Wanted { family, kind, flags: flags | SockFlag::SOCK_CLOEXEC, protocol })
    }
}

/// Takes a descriptor in.
fn fill(vm: &Vm, this: &Socket, fd: RawFd, family: AddressFamily, kind: i32, protocol: i32) -> PyResult<()> {
    this.family.set(family);
    this.kind.set(kind & !(SockFlag::SOCK_CLOEXEC | SockFlag::SOCK_NONBLOCK).bits());
    this.protocol.set(protocol);
    let old = this.fd.replace(fd);
    if old >= 0 {
        let _ = close_descriptor(old);
    }
    if SockFlag::from_bits_truncate(kind).contains(SockFlag::SOCK_NONBLOCK) {
        this.timeout.set(Some(Duration::ZERO));
        return Ok(());
    }
    this.timeout.set(default_timeout(vm).get());
    if this.timeout.get().is_some() {
        apply_timeout(vm, this)?;
    }
    Ok(())
}

fn init(vm: &Vm, args: &[Value]) -> PyResult {
    ask_network(vm)?;
    let (family, kind, protocol) = (c_int(vm, &args[1])?, c_int(vm, &args[2])?, c_int(vm, &args[3])?);
    let this = of(vm, &args[0])?;
    if !args[4].is_none() {
        let fd = c_int(vm, &args[4])?;
        if fd < 0 {
            return Err(vm.value_error("negative file descriptor"));
        }
        let found: SockaddrStorage = socket::getsockname(fd).map_err(failed(vm))?;
        let real = found.family().unwrap_or(AddressFamily::Unspec);
        let family = if family == -1 { Some(real) } else { AddressFamily::from_i32(family) };
        let kind = match kind {
            -1 => socket::getsockopt(fd, sockopt::SockType).map_err(failed(vm))? as i32,
            kind => kind,
        };
        fill(vm, this, fd, family.unwrap_or(real), kind, protocol.max(0))?;
        return Ok(Value::None);
    }
    let given = |number: i32, usual: i32| if number == -1 { usual } else { number };
    let (family, kind, protocol) = (given(family, 2), given(kind, 1), given(protocol, 0));
    let wanted = Wanted::of(vm, family, kind, protocol)?;
    let fd = socket::socket(wanted.family, wanted.kind, wanted.flags, wanted.protocol).map_err(failed(vm))?;
    fill(vm, this, fd, wanted.family, kind, protocol)?;
    Ok(Value::None)
}

/// `socketpair(family=AF_UNIX, type=SOCK_STREAM, proto=0)`
pub(super) fn pair(vm: &Vm, args: &[Value]) -> PyResult {
    ask_network(vm)?;
    let family = if args[0].is_unbound() { 1 } else { c_int(vm, &args[0])? };
    let (kind, protocol) = (c_int(vm, &args[1])?, c_int(vm, &args[2])?);
    let wanted = Wanted::of(vm, family, kind, protocol)?;
    let (a, b) =
        socket::socketpair(wanted.family, wanted.kind, wanted.protocol, wanted.flags).map_err(failed(vm))?;
    let made = [a, b].map(|fd| {
        let this = empty();
        fill(vm, &this, fd, wanted.family, kind, protocol)?;
        Ok(vm.new_native(&vm.native_type(&SPEC), this))
    });
    Ok(vm.new_tuple(made.into_iter().collect::<PyResult<_>>()?))
}

/// `close(fd)`
pub(super) fn close_number(vm: &Vm, args: &[Value]) -> PyResult {
    let fd = c_int(vm, &args[0])?;
    vm.ask_descriptor(fd)?;
    match close_descriptor(fd) {
        Ok(()) | Err(Errno::ECONNRESET) => Ok(Value::None),
        Err(errno) => Err(failed(vm)(errno)),
    }
}

/// `dup(fd)`
pub(super) fn duplicate(vm: &Vm, args: &[Value]) -> PyResult {
    let fd = c_int(vm, &args[0])?;
    vm.ask_descriptor(fd)?;
    fcntl(fd, FcntlArg::F_DUPFD_CLOEXEC(0)).map(Value::from).map_err(failed(vm))
}

fn close(vm: &Vm, args: &[Value]) -> PyResult {
    let fd = of(vm, &args[0])?.fd.replace(-1);
    if fd >= 0 {
        close_number(vm, &[Value::from(fd)])?;
    }
    Ok(Value::None)
}

/// Tells the system whether operations wait: with a timeout it is this module that does.
fn apply_timeout(vm: &Vm, this: &Socket) -> PyResult<()> {
    let fd = this.fd.get();
    let flags = OFlag::from_bits_truncate(fcntl(fd, FcntlArg::F_GETFL).map_err(failed(vm))?);
    let mut wanted = flags;
    wanted.set(OFlag::O_NONBLOCK, this.timeout.get().is_some());
    if wanted != flags {
        fcntl(fd, FcntlArg::F_SETFL(wanted)).map_err(failed(vm))?;
    }
    Ok(())
}

fn set_timeout(vm: &Vm, args: &[Value]) -> PyResult {
    let time = given_timeout(vm, &args[1])?;
    let this = of(vm, &args[0])?;
    this.timeout.set(time);
    apply_timeout(vm, this)?;
    Ok(Value::None)
}

fn set_blocking(vm: &Vm, args: &[Value]) -> PyResult {
    let time = if vm.is_true(&args[1])? { None } else { Some(Duration::ZERO) };
    let this = of(vm, &args[0])?;
    this.timeout.set(time);
    apply_timeout(vm, this)?;
    Ok(Value::None)
}

/// Runs an operation as soon as the socket is ready for it, within its timeout.
pub(super) fn operate<T>(
    vm: &Vm,
    this: &Socket,
    ready: PollFlags,
    flags: MsgFlags,
    mut operation: impl FnMut(RawFd) -> nix::Result<T>,
) -> PyResult<T> {
    let at_once = match this.timeout.get() {
        None => flags.contains(MsgFlags::MSG_DONTWAIT),
        Some(time) => time.is_zero(),
    };
    if at_once || this.fd.get() < 0 {
        return retry(|| operation(this.fd.get())).map_err(failed(vm));
    }
    let time = this.timeout.get().map_or(Timeout::Forever, Timeout::For);
    let done = waiting::wait(vm, time.deadline(), |ms| {
        let fd = this.fd.get();
        if nix::poll::poll(&mut [PollFd::new(fd, ready)], ms)? == 0 {
            return Ok(None);
        }
        match operation(fd) {
            Err(Errno::EAGAIN) => Ok(None),
            done => done.map(Some),
        }
    })?;
    done.ok_or_else(|| vm.new_error(&vm.exc.timeout_error, "timed out"))
}

fn accept(vm: &Vm, args: &[Value]) -> PyResult {
    let this = of(vm, &args[0])?;
    let fd = operate(vm, this, PollFlags::POLLIN, MsgFlags::empty(), |fd| {
        socket::accept4(fd, SockFlag::SOCK_CLOEXEC)
    })?;
    let peer: SockaddrStorage = socket::getpeername(fd).map_err(failed(vm))?;
    Ok(vm.new_tuple(vec![Value::from(fd), address::shown(vm, &peer)?]))
}

fn bind(vm: &Vm, args: &[Value]) -> PyResult {
    let this = of(vm, &args[0])?;
    let address = address::parse(vm, this.family.get(), &args[1], "bind")?;
    socket::bind(this.fd.get(), &*address).map_err(failed(vm))?;
    Ok(Value::None)
}

fn listen(vm: &Vm, args: &[Value]) -> PyResult {
    let backlog = if args[1].is_unbound() { BACKLOG } else { c_int(vm, &args[1])?.max(0) };
    let backlog = usize::try_from(backlog).unwrap_or(0);
    socket::listen(descriptor(vm, &args[0])?, backlog).map_err(failed(vm))?;
    Ok(Value::None)
}

/// Connects; what the system says about it.
fn try_connect(vm: &Vm, args: &[Value], method: &str) -> PyResult<nix::Result<()>> {
    let this = of(vm, &args[0])?;
    let address = address::parse(vm, this.family.get(), &args[1], method)?;
    let errno = match socket::connect(this.fd.get(), &*address) {
        Err(errno @ (Errno::EINPROGRESS | Errno::EINTR)) => errno,
        done => return Ok(done),
    };
    if errno == Errno::EINPROGRESS && this.timeout.get() == Some(Duration::ZERO) {
        return Ok(Err(errno));
    }
    operate(vm, this, PollFlags::POLLOUT, MsgFlags::empty(), |fd| {
        match socket::getsockopt(fd, sockopt::SocketError)? {
            0 => Ok(Ok(())),
            number => Ok(Err(Errno::from_i32(number))),
        }
    })
}

fn connect(vm: &Vm, args: &[Value]) -> PyResult {
    try_connect(vm, args, "connect")?.map_err(failed(vm))?;
    Ok(Value::None)
}

fn connect_ex(vm: &Vm, args: &[Value]) -> PyResult {
    match try_connect(vm, args, "connect_ex") {
        Ok(Ok(())) => Ok(Value::Int(0)),
        Ok(Err(errno)) => Ok(Value::from(errno as i32)),
        Err(error) if error.matches(vm, &vm.exc.timeout_error) => Ok(Value::from(Errno::EAGAIN as i32)),
        Err(error) => Err(error),
    }
}

fn name(vm: &Vm, args: &[Value], ask: fn(RawFd) -> nix::Result<SockaddrStorage>) -> PyResult {
    address::shown(vm, &ask(descriptor(vm, &args[0])?).map_err(failed(vm))?)
}

fn shutdown(vm: &Vm, args: &[Value]) -> PyResult {
    let how = match c_int(vm, &args[1])? {
        0 => socket::Shutdown::Read,
        1 => socket::Shutdown::Write,
        2 => socket::Shutdown::Both,
        _ => return Err(failed(vm)(Errno::EINVAL)),
    };
    socket::shutdown(descriptor(vm, &args[0])?, how).map_err(failed(vm))?;
    Ok(Value::None)
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let this = of(vm, value)?;
    Ok(Value::str(&format!(
        "<socket object, fd={}, family={}, type={}, proto={}>",
        this.fd.get(),
        this.family.get() as i32,
        this.kind.get(),
        this.protocol.get()
    )))
}

impl Native for Socket {
    fn traverse(&self, _visit: &mut Visitor<'_>) {}
}

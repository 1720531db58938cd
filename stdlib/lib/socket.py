"""Sockets, over `_socket`: enumerations for its numbers, files on sockets, and ways to connect and to serve."""

import os
import selectors
import sys
from enum import IntEnum, IntFlag
from io import BufferedRandom, BufferedReader, BufferedRWPair, BufferedWriter, RawIOBase, TextIOWrapper, text_encoding

import _socket
from _socket import *

__all__ = ["fromfd", "getfqdn", "create_connection", "create_server", "has_dualstack_ipv6", "AddressFamily", "SocketKind"]
__all__ += [name for name in dir(_socket) if name[:1] != "_" and name != "socketpair" or name in ("CAPI",)]
__all__ += ["socketpair", "send_fds", "recv_fds"]

EBADF, EAGAIN, EWOULDBLOCK, EINVAL = 9, 11, 11, 22

# Each enumeration takes the place of the plain numbers in this module.
for _kind, _name, _is_it in (
    (IntEnum, "AddressFamily", lambda name: name.startswith("AF_")),
    (IntEnum, "SocketKind", lambda name: name.startswith("SOCK_")),
    (IntFlag, "MsgFlag", lambda name: name.startswith("MSG_")),
    (IntFlag, "AddressInfo", lambda name: name.startswith("AI_")),
):
    _kind._convert_(_name, __name__, _is_it)
del _kind, _name, _is_it

_NO_TIMEOUT = _GLOBAL_DEFAULT_TIMEOUT = object()


def _enumerated(value, kind):
    try:
        return kind(value)
    except ValueError:
        return value


class socket(_socket.socket):
    """A subclass of _socket.socket adding the makefile() method."""

    __slots__ = ["__weakref__", "_io_refs", "_closed"]

    def __init__(self, family=-1, type=-1, proto=-1, fileno=None):
        if fileno is None:
            family = AF_INET if family == -1 else family
            type = SOCK_STREAM if type == -1 else type
            proto = 0 if proto == -1 else proto
        super().__init__(family, type, proto, fileno)
        # Files made of it keep it open.
        self._io_refs = 0
        self._closed = False

    def __enter__(self):
        return self

    def __exit__(self, *args):
        if not self._closed:
            self.close()

    def __repr__(self):
        kind = type(self)
        parts = [
            f"fd={self.fileno()}", f"family={self.family!s}", f"type={self.type!s}", f"proto={self.proto}",
        ]
        if not self._closed:
            for end, ask in (("laddr", self.getsockname), ("raddr", self.getpeername)):
                try:
                    address = ask()
                except (OSError, AttributeError):
                    continue
                if address:
                    parts.append(f"{end}={address!s}")
        closed = " [closed]" if self._closed else ""
        return f"<{kind.__module__}.{kind.__qualname__}{closed} {', '.join(parts)}>"

    def __getstate__(self):
        raise TypeError(f"cannot pickle {type(self).__name__!r} object")

    def dup(self):
        """dup() -> socket object

        A new socket on a copy of the descriptor."""
        copy = type(self)(self.family, self.type, self.proto, fileno=dup(self.fileno()))
        copy.settimeout(self.gettimeout())
        return copy

    def accept(self):
        """accept() -> (socket object, address info)

        Wait for a connection."""
        number, peer = self._accept()
        kind = {"family": self.family, "type": self.type, "proto": self.proto}
        made = socket(fileno=number, **kind)
        # A time-out of the listener is not one of its connections.
        if getdefaulttimeout() is None and self.gettimeout():
            made.settimeout(None)
        return made, peer

    def makefile(self, mode="r", buffering=None, *, encoding=None, errors=None, newline=None):
        """makefile(...) -> an I/O stream connected to the socket

        As io.open() has them, with modes 'r', 'w', 'b' and their combinations."""
        if set(mode) - set("rwb"):
            raise ValueError(f"invalid mode {mode!r} (only r, w, b allowed)")
        writes, binary = "w" in mode, "b" in mode
        reads = "r" in mode or not writes
        raw = SocketIO(self, "r" * reads + "w" * writes)
        self._io_refs += 1
        size = -1 if buffering is None else buffering
        if size == 0:
            if binary:
                return raw
            raise ValueError("unbuffered streams must be binary")
        if size < 0:
            from io import DEFAULT_BUFFER_SIZE as size
        if reads and writes:
            buffered = BufferedRWPair(raw, raw, size)
        else:
            buffered = (BufferedReader if reads else BufferedWriter)(raw, size)
        if binary:
            return buffered
        text = TextIOWrapper(buffered, text_encoding(encoding), errors, newline)
        text.mode = mode
        return text

    def sendfile(self, file, offset=0, count=None):
        """sendfile(file[, offset[, count]]) -> sent

        Send a file until its end, or *count* bytes of it."""
        if "b" not in getattr(file, "mode", "b"):
            raise ValueError("file should be opened in binary mode")
        if not self.type & SOCK_STREAM:
            raise ValueError("only SOCK_STREAM type sockets are supported")
        if count is not None and not isinstance(count, int):
            raise TypeError(f"count must be a positive integer (got {count!r})")
        if count is not None and count <= 0:
            raise ValueError(f"count must be a positive integer (got {count!r})")
        if self.gettimeout() == 0:
            raise ValueError("non-blocking sockets are not supported")
        if offset:
            file.seek(offset)
        sent = 0
        try:
            while count is None or sent < count:
                piece = file.read(8192 if count is None else min(count - sent, 8192))
                if not piece:
                    break
                self.sendall(piece)
                sent += len(piece)
        finally:
            if sent and hasattr(file, "seek"):
                file.seek(offset + sent)
        return sent

    def _decref_socketios(self):
        self._io_refs -= self._io_refs > 0
        if self._closed:
            self.close()

    def _real_close(self):
        super().close()

    def close(self):
        # The last file that reads or writes it closes it really.
        self._closed = True
        if not self._io_refs > 0:
            self._real_close()

    def detach(self):
        """detach() -> file descriptor

        Give the descriptor away; the object is closed then."""
        self._closed = True
        return super().detach()

    @property
    def family(self):
        """Read-only access to the address family for this socket."""
        return _enumerated(super().family, AddressFamily)

    @property
    def type(self):
        """Read-only access to the socket type."""
        return _enumerated(super().type, SocketKind)

    def get_inheritable(self):
        """Get the inheritable flag of the socket"""
        return os.get_inheritable(self.fileno())

    def set_inheritable(self, inheritable):
        """Set the inheritable flag of the socket"""
        os.set_inheritable(self.fileno(), inheritable)


def fromfd(fd, family, type, proto=0):
    """fromfd(fd, family, type[, proto]) -> socket object

    A socket on a copy of a descriptor."""
    return socket(family, type, proto, dup(fd))


def send_fds(sock, buffers, fds, flags=0, address=None):
    """send_fds(sock, buffers, fds[, flags[, address]]) -> integer

    Send descriptors over an AF_UNIX socket."""
    import array

    return sock.sendmsg(buffers, [(SOL_SOCKET, SCM_RIGHTS, array.array("i", fds))])


def recv_fds(sock, bufsize, maxfds, flags=0):
    """recv_fds(sock, bufsize, maxfds[, flags]) -> (data, list of file descriptors, msg_flags, address)

    Receive what send_fds() sent."""
    import array

    numbers = array.array("i")
    data, items, said, address = sock.recvmsg(bufsize, CMSG_LEN(maxfds * numbers.itemsize))
    for level, kind, found in items:
        if (level, kind) == (SOL_SOCKET, SCM_RIGHTS):
            numbers.frombytes(found[: len(found) - len(found) % numbers.itemsize])
    return data, list(numbers), said, address


def socketpair(family=None, type=SOCK_STREAM, proto=0):
    """socketpair([family[, type[, proto]]]) -> (socket object, socket object)

    Two sockets that are connected; AF_UNIX unless something else is asked for."""
    pair = _socket.socketpair(AF_UNIX if family is None else family, type, proto)
    return tuple(socket(end.family, end.type, end.proto, end.detach()) for end in pair)


class SocketIO(RawIOBase):
    """A raw file on a socket."""

    def __init__(self, sock, mode):
        if mode not in ("r", "w", "rw", "rb", "wb", "rwb"):
            raise ValueError(f"invalid mode: {mode!r}")
        super().__init__()
        self._sock = sock
        self._mode = mode if "b" in mode else mode + "b"
        self._timed_out = False

    def _transfer(self, move, buffer):
        try:
            return move(buffer)
        except BlockingIOError:
            # What files say of nothing to read, and of no room.
            return None

    def readinto(self, b):
        self._checkClosed()
        self._checkReadable()
        if self._timed_out:
            raise OSError("cannot read from timed out object")
        try:
            return self._transfer(self._sock.recv_into, b)
        except timeout:
            self._timed_out = True
            raise

    def write(self, b):
        self._checkClosed()
        self._checkWritable()
        return self._transfer(self._sock.send, b)

    def _may(self, letter):
        if self.closed:
            raise ValueError("I/O operation on closed socket.")
        return letter in self._mode

    def readable(self):
        """True if the SocketIO is open for reading."""
        return self._may("r")

    def writable(self):
        """True if the SocketIO is open for writing."""
        return self._may("w")

    def seekable(self):
        """True if the SocketIO is open for seeking: never."""
        if self.closed:
            raise ValueError("I/O operation on closed socket.")
        return super().seekable()

    def fileno(self):
        """The descriptor of the socket."""
        self._checkClosed()
        return self._sock.fileno()

    @property
    def name(self):
        return -1 if self.closed else self.fileno()

    @property
    def mode(self):
        return self._mode

    def close(self):
        """Close the file; the socket closes when it was closed too."""
        if not self.closed:
            super().close()
            self._sock._decref_socketios()
            self._sock = None


def getfqdn(name=""):
    """The full name of a host; without one, of this machine."""
    name = name.strip()
    if name in ("", "0.0.0.0", "::"):
        name = gethostname()
    try:
        first, aliases, _ = gethostbyaddr(name)
    except OSError:
        return name
    return next((known for known in (first, *aliases) if "." in known), first)


def create_connection(address, timeout=_NO_TIMEOUT, source_address=None, *, all_errors=False):
    """Connect to a pair (host, port): the first of its addresses that answers.

    The last error is raised where none does, or with *all_errors* a group of all."""
    errors = []
    for family, kind, proto, _, end in getaddrinfo(*address, 0, SOCK_STREAM):
        made = None
        try:
            made = socket(family, kind, proto)
            if timeout is not _NO_TIMEOUT:
                made.settimeout(timeout)
            if source_address:
                made.bind(source_address)
            made.connect(end)
            return made
        except error as problem:
            errors = [*errors, problem] if all_errors else [problem]
            if made is not None:
                made.close()
    try:
        if not errors:
            raise error("getaddrinfo returns an empty list")
        raise ExceptionGroup("create_connection failed", errors) if all_errors else errors[0]
    finally:
        errors.clear()


def has_dualstack_ipv6():
    """Whether a socket of IPv6 can take connections of IPv4 too."""
    if not has_ipv6:
        return False
    try:
        with socket(AF_INET6, SOCK_STREAM) as sock:
            sock.setsockopt(IPPROTO_IPV6, IPV6_V6ONLY, 0)
    except error:
        return False
    return True


def create_server(address, *, family=AF_INET, backlog=None, reuse_port=False, dualstack_ipv6=False):
    """A socket that listens at *address*.

    With *dualstack_ipv6* it takes connections of IPv4 and of IPv6, with *reuse_port* others may listen there too."""
    if dualstack_ipv6 and not has_dualstack_ipv6():
        raise ValueError("dualstack_ipv6 not supported on this platform")
    if dualstack_ipv6 and family != AF_INET6:
        raise ValueError("dualstack_ipv6 requires AF_INET6 family")
    made = socket(family, SOCK_STREAM)
    try:
        made.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
        if reuse_port:
            made.setsockopt(SOL_SOCKET, SO_REUSEPORT, 1)
        if has_ipv6 and family == AF_INET6:
            made.setsockopt(IPPROTO_IPV6, IPV6_V6ONLY, int(not dualstack_ipv6))
        try:
            made.bind(address)
        except error as problem:
            text = f"{problem.strerror} (while attempting to bind on address {address!r})"
            raise error(problem.errno, text) from None
        made.listen(*([] if backlog is None else [backlog]))
        return made
    except error:
        made.close()
        raise


def getaddrinfo(host, port, family=0, type=0, proto=0, flags=0):
    """Resolve host and port into a list of (family, type, proto, canonname, sockaddr)."""
    found = _socket.getaddrinfo(host, port, family, type, proto, flags)
    return [(_enumerated(row[0], AddressFamily), _enumerated(row[1], SocketKind), *row[2:]) for row in found]

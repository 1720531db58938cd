"""Messages between programs over sockets and pipes, by CPython's protocol.

A message is its length in four bytes, and for long ones in twelve, then its bytes; an object is sent as its pickle. Who
listens and who connects can prove to each other that they know the same key: each sends a challenge of random bytes and
expects its MAC.
"""

import os
import pickle
import selectors
import socket
import struct
import tempfile
import time

import _thread

from multiprocessing import AuthenticationError, BufferTooShort

__all__ = ["Client", "Listener", "Pipe", "wait"]

CONNECTION_TIMEOUT = 20.0
_CHALLENGE, _WELCOME, _FAILURE = b"#CHALLENGE#", b"#WELCOME#", b"#FAILURE#"
_CHALLENGE_LENGTH = 40
# Digests that a challenge may ask for.
_DIGESTS = {b"md5": 16, b"sha256": 32, b"sha384": 48, b"sha3_256": 32, b"sha3_384": 48}
_LONGEST_SHORT = 0x7FFFFFFF
# Bytes that are sent together with their length.
_SMALL = 16384

default_family, families = "AF_INET", ["AF_INET", "AF_UNIX"]


def arbitrary_address(family):
    """An address that is free."""
    if family == "AF_INET":
        return "localhost", 0
    if family == "AF_UNIX":
        return tempfile.mktemp(prefix="listener-")
    raise ValueError("unrecognized family")


def address_type(address):
    """The family of an address, which its form tells."""
    if isinstance(address, tuple):
        return "AF_INET"
    if isinstance(address, str):
        return "AF_PIPE" if address.startswith("\\\\") else "AF_UNIX"
    raise TypeError(f"address type of {address!r} unrecognized")


def _check_family(family):
    if family not in families:
        raise ValueError(f"Family {family} is not recognized.")


class _ConnectionBase:
    _handle = None

    def __init__(self, handle, readable=True, writable=True):
        handle = handle.__index__()
        if handle < 0:
            raise ValueError("invalid handle")
        if not (readable or writable):
            raise ValueError("at least one of `readable` and `writable` must be True")
        self._handle, self._readable, self._writable = handle, readable, writable

    def __del__(self):
        if self._handle is not None:
            self._close()

    def _check(self, wanted="_handle"):
        if self._handle is None:
            raise OSError("handle is closed")
        if wanted == "_readable" and not self._readable:
            raise OSError("connection is write-only")
        if wanted == "_writable" and not self._writable:
            raise OSError("connection is read-only")

    def _bad_message_length(self):
        if self._writable:
            self._readable = False
        else:
            self.close()
        raise OSError("bad message length")

    @property
    def closed(self):
        """True if the connection is closed"""
        return self._handle is None

    @property
    def readable(self):
        """True if the connection is readable"""
        return self._readable

    @property
    def writable(self):
        """True if the connection is writable"""
        return self._writable

    def fileno(self):
        """File descriptor or handle of the connection"""
        self._check()
        return self._handle

    def close(self):
        """Close the connection"""
        if self._handle is not None:
            try:
                self._close()
            finally:
                self._handle = None

    def send_bytes(self, buf, offset=0, size=None):
        """Send the bytes data from a bytes-like object"""
        self._check("_writable")
        self._send_bytes(_part(memoryview(buf), offset, size))

    def send(self, obj):
        """Send a (picklable) object"""
        self._check("_writable")
        self._send_bytes(pickle.dumps(obj))

    def recv_bytes(self, maxlength=None):
        """Receive bytes data as a bytes object."""
        self._check("_readable")
        if maxlength is not None and maxlength < 0:
            raise ValueError("negative maxlength")
        found = self._recv_bytes(maxlength)
        if found is None:
            self._bad_message_length()
        return found

    def recv_bytes_into(self, buf, offset=0):
        """Fill a buffer from `offset` on with the next message; gives its length."""
        self._check("_readable")
        with memoryview(buf) as data:
            room = len(data) * data.itemsize
            if offset < 0:
                raise ValueError("negative offset")
            if offset > room:
                raise ValueError("offset too large")
            found = self._recv_bytes()
            if room < offset + len(found):
                raise BufferTooShort(found)
            with data.cast("B") as octets:
                octets[offset : offset + len(found)] = found
            return len(found)

    def recv(self):
        """Receive a (picklable) object"""
        self._check("_readable")
        return pickle.loads(self._recv_bytes())

    def poll(self, timeout=0.0):
        """Whether there is any input available to be read"""
        self._check("_readable")
        return self._poll(timeout)

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, exc_tb):
        self.close()


class Connection(_ConnectionBase):
    """
    A connection over a descriptor: one end of a pipe, or a socket.
    """

    def _close(self):
        os.close(self._handle)

    def _put(self, data):
        while data:
            piece = data
            if _thread._count():
                # Other threads of this program run on while there is no room.
                with selectors.PollSelector() as selector:
                    selector.register(self._handle, selectors.EVENT_WRITE)
                    selector.select()
                piece = data[:4096]
            data = data[os.write(self._handle, piece) :]

    def _get(self, size):
        found = bytearray()
        while len(found) < size:
            piece = os.read(self._handle, min(size - len(found), 1 << 20))
            if not piece:
                if found:
                    raise OSError("got end of file during message")
                raise EOFError
            found += piece
        return bytes(found)

    def _send_bytes(self, data):
        size = len(data)
        if size > _LONGEST_SHORT:
            self._put(struct.pack("!iQ", -1, size))
            self._put(data)
        elif size > _SMALL:
            self._put(struct.pack("!i", size))
            self._put(data)
        else:
            # At once: the other end is not to wait for the rest of a small message.
            self._put(memoryview(struct.pack("!i", size) + data))

    def _recv_bytes(self, maxsize=None):
        (size,) = struct.unpack("!i", self._get(4))
        if size == -1:
            (size,) = struct.unpack("!Q", self._get(8))
        if maxsize is not None and size > maxsize:
            return None
        return self._get(size)

    def _poll(self, timeout):
        return bool(wait([self], timeout))


def _part(data, start, size):
    """`size` bytes of a buffer from `start` on, or all from there."""
    data = data.cast("B") if data.itemsize != 1 else data
    left = data.nbytes - start
    wrong = (
        "offset is negative" if start < 0
        else "buffer length < offset" if left < 0
        else "size is negative" if size is not None and size < 0
        else "buffer length < offset + size" if size is not None and size > left
        else None
    )
    if wrong:
        raise ValueError(wrong)
    return data[start:] if size is None else data[start : start + size]


class Listener:
    """Returns a listener object.

    It is bound to an address and listens for connections."""

    def __init__(self, address=None, family=None, backlog=1, authkey=None):
        family = family or (address_type(address) if address else default_family)
        address = address or arbitrary_address(family)
        _check_family(family)
        self._listener = _SocketListener(address, family, backlog)
        _check_key(authkey)
        self._authkey = authkey

    def accept(self):
        """The next connection, once it has shown that it knows the key."""
        listener = self._listener
        if not listener:
            raise OSError("listener is closed")
        made, key = listener.accept(), self._authkey
        for agree in (deliver_challenge, answer_challenge) if key is not None else ():
            agree(made, key)
        return made

    def close(self):
        """Close the bound socket or named pipe of `self`."""
        listener, self._listener = self._listener, None
        if listener is not None:
            listener.close()

    @property
    def address(self):
        return self._listener._address

    @property
    def last_accepted(self):
        return self._listener._last_accepted

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, exc_tb):
        self.close()


class _SocketListener:
    def __init__(self, address, family, backlog):
        self._socket = socket.socket(getattr(socket, family))
        try:
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self._socket.setblocking(True)
            self._socket.bind(address)
            self._socket.listen(backlog)
            self._address = self._socket.getsockname()
        except OSError:
            self._socket.close()
            raise
        self._path = address if family == "AF_UNIX" and address[:1] not in ("\0", b"\0") else None
        self._last_accepted = None

    def accept(self):
        accepted, self._last_accepted = self._socket.accept()
        accepted.setblocking(True)
        return Connection(accepted.detach())

    def close(self):
        try:
            self._socket.close()
        finally:
            path, self._path = self._path, None
            if path is not None:
                try:
                    os.unlink(path)
                except FileNotFoundError:
                    pass


def _check_key(authkey):
    if authkey is not None and not isinstance(authkey, bytes):
        raise TypeError("authkey should be a byte string")


def Client(address, family=None, authkey=None):
    """
    Returns a connection to the address of a `Listener`
    """
    family = family or address_type(address)
    _check_family(family)
    with socket.socket(getattr(socket, family)) as end:
        end.setblocking(True)
        end.connect(address)
        connection = Connection(end.detach())
    _check_key(authkey)
    if authkey is not None:
        answer_challenge(connection, authkey)
        deliver_challenge(connection, authkey)
    return connection


def Pipe(duplex=True):
    """
    Returns pair of connection objects at either end of a pipe
    """
    if not duplex:
        read, write = os.pipe()
        return Connection(read, writable=False), Connection(write, readable=False)
    ends = socket.socketpair()
    for end in ends:
        end.setblocking(True)
    return tuple(Connection(end.detach()) for end in ends)


def _digest_and_rest(message):
    """The digest that a message names before its payload; nothing for a message of the old kind, whose digest is MD5."""
    if message[:1] == b"{":
        name, found, _ = message[1:].partition(b"}")
        if found and name in _DIGESTS:
            return name.decode(), message[len(name) + 2 :]
    if len(message) in (16, 20):
        return "", message
    raise AuthenticationError(
        f"unsupported message length, missing digest prefix, or unsupported digest: message={message!r}"
    )


def _mac(authkey, message, digest):
    import hmac

    return hmac.new(authkey, message, digest or "md5").digest()


def deliver_challenge(connection, authkey, digest_name="sha256"):
    """Have the other end prove that it knows the key."""
    import hmac

    if not isinstance(authkey, bytes):
        raise ValueError(f"Authkey must be bytes, not {type(authkey)!s}")
    message = b"{%s}%s" % (digest_name.encode("ascii"), os.urandom(_CHALLENGE_LENGTH))
    connection.send_bytes(_CHALLENGE + message)
    digest, answer = _digest_and_rest(connection.recv_bytes(256))
    expected = _mac(authkey, message, digest)
    if len(expected) != len(answer):
        reason = f"expected {digest or 'md5'!r} of length {len(expected)} got {len(answer)}"
    elif not hmac.compare_digest(expected, answer):
        reason = "digest received was wrong"
    else:
        connection.send_bytes(_WELCOME)
        return
    connection.send_bytes(_FAILURE)
    raise AuthenticationError(reason)


def answer_challenge(connection, authkey):
    """Prove to the other end that this one knows the key."""
    if not isinstance(authkey, bytes):
        raise ValueError(f"Authkey must be bytes, not {type(authkey)!s}")
    message = connection.recv_bytes(256)
    if not message.startswith(_CHALLENGE):
        raise AuthenticationError(f"Protocol error, expected challenge: {message=}")
    message = message[len(_CHALLENGE) :]
    if len(message) < 20:
        raise AuthenticationError(f"challenge too short: {len(message)} bytes")
    digest, _ = _digest_and_rest(message)
    answer = _mac(authkey, message, digest)
    connection.send_bytes(b"{%s}%s" % (digest.encode("ascii"), answer) if digest else answer)
    if connection.recv_bytes(256) != _WELCOME:
        raise AuthenticationError("digest sent was rejected")


def wait(object_list, timeout=None):
    """Those of `object_list` that can be read, once there are some or the time is up."""
    end = None if timeout is None else time.monotonic() + timeout
    with selectors.PollSelector() as selector:
        for waited in object_list:
            selector.register(waited, selectors.EVENT_READ)
        while True:
            found = selector.select(timeout)
            if found:
                return [key.fileobj for key, _ in found]
            if end is not None:
                timeout = end - time.monotonic()
                if timeout < 0:
                    return []

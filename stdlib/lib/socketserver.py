"""Servers: one loop that takes requests, and classes that handle each of them, also in threads and processes."""

import contextlib
import io
import os
import selectors
import socket
import sys
import threading
import time

__all__ = [
    "BaseServer", "TCPServer", "UDPServer", "ThreadingUDPServer", "ThreadingTCPServer", "BaseRequestHandler",
    "StreamRequestHandler", "DatagramRequestHandler", "ThreadingMixIn", "ForkingUDPServer", "ForkingTCPServer",
    "ForkingMixIn", "UnixStreamServer", "UnixDatagramServer", "ThreadingUnixStreamServer",
    "ThreadingUnixDatagramServer", "ForkingUnixStreamServer", "ForkingUnixDatagramServer",
]


class BaseServer:
    """What servers have in common: the loop, and a request's way through it.

    A request goes from `get_request` over `verify_request` and `process_request` to a new instance of the handler."""

    timeout = None

    def __init__(self, server_address, RequestHandlerClass):
        self.server_address = server_address
        self.RequestHandlerClass = RequestHandlerClass
        self._ended = threading.Event()
        self._asked_to_end = False

    def server_activate(self):
        """Called by the constructor once the server is bound."""

    def serve_forever(self, poll_interval=0.5):
        """Handle requests until shutdown() is called, which is looked for every *poll_interval* seconds."""
        self._ended.clear()
        try:
            with selectors.PollSelector() as selector:
                selector.register(self, selectors.EVENT_READ)
                while not self._asked_to_end:
                    found = selector.select(poll_interval)
                    if self._asked_to_end:
                        break
                    if found:
                        self._handle_request_noblock()
                    self.service_actions()
        finally:
            self._asked_to_end = False
            self._ended.set()

    def shutdown(self):
        """End serve_forever(), which runs in another thread, and wait for its end."""
        self._asked_to_end = True
        self._ended.wait()

    def service_actions(self):
        """Called by serve_forever() every time it looks."""

    def handle_request(self):
        """Handle one request, or call handle_timeout() when none comes in time."""
        limits = [limit for limit in (self.socket.gettimeout(), self.timeout) if limit is not None]
        end = time.monotonic() + min(limits) if limits else None
        with selectors.PollSelector() as selector:
            selector.register(self, selectors.EVENT_READ)
            while True:
                left = None if end is None else end - time.monotonic()
                if left is not None and left < 0:
                    return self.handle_timeout()
                if selector.select(left):
                    return self._handle_request_noblock()

    def _handle_request_noblock(self):
        try:
            request, client = self.get_request()
        except OSError:
            return
        if not self.verify_request(request, client):
            self.shutdown_request(request)
            return
        try:
            self.process_request(request, client)
        except Exception:
            self.handle_error(request, client)
            self.shutdown_request(request)
        except BaseException:
            self.shutdown_request(request)
            raise

    def handle_timeout(self):
        """Called when no request came in time."""

    def verify_request(self, request, client_address):
        """Whether a request is to be handled."""
        return True

    def process_request(self, request, client_address):
        """Handle a request and end it."""
        self.finish_request(request, client_address)
        self.shutdown_request(request)

    def server_close(self):
        """Let go of what the server holds."""

    def finish_request(self, request, client_address):
        """Handle a request by an instance of the handler class."""
        self.RequestHandlerClass(request, client_address, self)

    def shutdown_request(self, request):
        """End a request."""
        self.close_request(request)

    def close_request(self, request):
        """Let go of a request."""

    def handle_error(self, request, client_address):
        """Tell of an exception that a handler let through."""
        import traceback

        line = "-" * 40
        print(line, f"Exception occurred during processing of request from {client_address}", sep="\n", file=sys.stderr)
        traceback.print_exc()
        print(line, file=sys.stderr)

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.server_close()


class TCPServer(BaseServer):
    """A server of connections."""

    address_family, socket_type = socket.AF_INET, socket.SOCK_STREAM
    request_queue_size = 5
    allow_reuse_address = allow_reuse_port = False

    def __init__(self, server_address, RequestHandlerClass, bind_and_activate=True):
        super().__init__(server_address, RequestHandlerClass)
        self.socket = socket.socket(self.address_family, self.socket_type)
        if not bind_and_activate:
            return
        try:
            self.server_bind()
            self.server_activate()
        except:
            self.server_close()
            raise

    def server_bind(self):
        """Bind the socket; the address becomes the one it got."""
        if self.allow_reuse_address:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        internet = self.address_family in (socket.AF_INET, socket.AF_INET6)
        if self.allow_reuse_port and internet:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()

    def server_activate(self):
        """Listen."""
        self.socket.listen(self.request_queue_size)

    def server_close(self):
        """Close the socket."""
        self.socket.close()

    def fileno(self):
        """The descriptor of the socket, which is what selectors ask for."""
        return self.socket.fileno()

    def get_request(self):
        """The next connection and its other end."""
        return self.socket.accept()

    def shutdown_request(self, request):
        """End a connection."""
        try:
            request.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # The other end was faster.
        self.close_request(request)

    def close_request(self, request):
        """Close a connection."""
        request.close()


class UDPServer(TCPServer):
    """A server of packets: a request is the data and the socket by which to answer."""

    socket_type = socket.SOCK_DGRAM
    allow_reuse_address = allow_reuse_port = False
    max_packet_size = 8192

    def get_request(self):
        data, client = self.socket.recvfrom(self.max_packet_size)
        return (data, self.socket), client

    def server_activate(self):
        pass

    def shutdown_request(self, request):
        self.close_request(request)

    def close_request(self, request):
        pass


class ForkingMixIn:
    """Each request is handled in a process of its own."""

    timeout = 300
    active_children = None
    max_children = 40
    block_on_close = True

    def collect_children(self, *, blocking=False):
        """Wait for processes that have ended."""
        running = self.active_children or set()
        while len(running) >= self.max_children:
            # Too many at once: wait for any of them.
            try:
                running.discard(os.waitpid(-1, 0)[0])
            except ChildProcessError:
                running.clear()
            except OSError:
                break
        for pid in list(running):
            try:
                running.discard(os.waitpid(pid, 0 if blocking else os.WNOHANG)[0])
            except ChildProcessError:
                running.discard(pid)
            except OSError:
                pass

    def handle_timeout(self):
        """Wait for processes that have ended."""
        self.collect_children()

    def service_actions(self):
        """Wait for processes that have ended."""
        self.collect_children()

    def process_request(self, request, client_address):
        """Start a process for a request."""
        pid = os.fork()
        if pid:
            self.active_children = (self.active_children or set()) | {pid}
            self.close_request(request)
            return
        status = 1
        try:
            self.finish_request(request, client_address)
            status = 0
        except Exception:
            self.handle_error(request, client_address)
        finally:
            try:
                self.shutdown_request(request)
            finally:
                os._exit(status)

    def server_close(self):
        super().server_close()
        self.collect_children(blocking=self.block_on_close)


class ThreadingMixIn:
    """Each request is handled in a thread of its own."""

    daemon_threads = False
    block_on_close = True
    _threads = ()

    def process_request_thread(self, request, client_address):
        """What the thread does."""
        try:
            self.finish_request(request, client_address)
        except Exception:
            self.handle_error(request, client_address)
        finally:
            self.shutdown_request(request)

    def process_request(self, request, client_address):
        """Start a thread for a request."""
        arguments = (request, client_address)
        thread = threading.Thread(target=self.process_request_thread, args=arguments, daemon=self.daemon_threads)
        if self.block_on_close and not thread.daemon:
            self._threads = [*(other for other in self._threads if other.is_alive()), thread]
        thread.start()

    def server_close(self):
        super().server_close()
        waiting, self._threads = self._threads, ()
        for thread in waiting:
            thread.join()


class ForkingUDPServer(ForkingMixIn, UDPServer):
    pass


class ForkingTCPServer(ForkingMixIn, TCPServer):
    pass


class ThreadingUDPServer(ThreadingMixIn, UDPServer):
    pass


class ThreadingTCPServer(ThreadingMixIn, TCPServer):
    pass


class UnixStreamServer(TCPServer):
    address_family = socket.AF_UNIX


class UnixDatagramServer(UDPServer):
    address_family = socket.AF_UNIX


class ThreadingUnixStreamServer(ThreadingMixIn, UnixStreamServer):
    pass


class ThreadingUnixDatagramServer(ThreadingMixIn, UnixDatagramServer):
    pass


class ForkingUnixStreamServer(ForkingMixIn, UnixStreamServer):
    pass


class ForkingUnixDatagramServer(ForkingMixIn, UnixDatagramServer):
    pass


class BaseRequestHandler:
    """Handles one request: `setup`, `handle`, and whatever happens `finish`."""

    def __init__(self, request, client_address, server):
        self.request, self.client_address, self.server = request, client_address, server
        self.setup()
        try:
            self.handle()
        finally:
            self.finish()

    def setup(self):
        pass

    def handle(self):
        pass

    def finish(self):
        pass


class StreamRequestHandler(BaseRequestHandler):
    """Has files `rfile` and `wfile` on the connection."""

    rbufsize, wbufsize = -1, 0
    timeout = None
    disable_nagle_algorithm = False

    def setup(self):
        self.connection = connection = self.request
        if self.timeout is not None:
            connection.settimeout(self.timeout)
        if self.disable_nagle_algorithm:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)
        self.rfile = connection.makefile("rb", self.rbufsize)
        self.wfile = connection.makefile("wb", self.wbufsize) if self.wbufsize else _SocketWriter(connection)

    def finish(self):
        # An other end that is gone does not matter any more.
        with contextlib.suppress(OSError):
            if not self.wfile.closed:
                self.wfile.flush()
        for file in (self.wfile, self.rfile):
            file.close()


class _SocketWriter(io.BufferedIOBase):
    """Writes all of it, at once."""

    def __init__(self, sock):
        self._sock = sock

    def writable(self):
        return True

    def write(self, b):
        self._sock.sendall(b)
        with memoryview(b) as data:
            return data.nbytes

    def fileno(self):
        return self._sock.fileno()


class DatagramRequestHandler(BaseRequestHandler):
    """Has files `rfile` with the packet and `wfile`, of which the answer is made."""

    def setup(self):
        self.packet, self.socket = self.request
        self.rfile, self.wfile = io.BytesIO(self.packet), io.BytesIO()

    def finish(self):
        self.socket.sendto(self.wfile.getvalue(), self.client_address)

"""multiprocessing.connection: pipes, listeners and clients, and their proof of a key."""

import sys
import threading
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Connection, Listener, Pipe, wait


def t(f, *x):
    try:
        print(f(*x))
    except Exception as e:
        print(type(e).__name__, e)


def serve(listener):
    for _ in range(2):
        try:
            with listener.accept() as connection:
                connection.send(["you said", connection.recv()])
                connection.send_bytes(b"x" * 70000)
                said.append(connection.recv_bytes())
        except AuthenticationError as error:
            said.append(f"authentication: {error}")


for family in ("AF_INET", "AF_UNIX"):
    said = []
    with Listener(("127.0.0.1", 0) if family == "AF_INET" else None, family, authkey=b"secret") as listener:
        thread = threading.Thread(target=serve, args=(listener,))
        thread.start()
        with Client(listener.address, authkey=b"secret") as connection:
            connection.send({"a": [1, 2]})
            print(connection.poll(30), connection.recv(), len(connection.recv_bytes()))
            connection.send_bytes(b"hello")
        t(lambda: Client(listener.address, authkey=b"wrong"))
        thread.join()
    print(said)

a, b = Pipe()
print(type(a) is Connection, a.readable, a.writable, a.closed)
a.send(1)
print(b.recv(), wait([a, b], 0.01))
a.send(2)
print(wait([a, b], 30) == [b], b.recv())
place = bytearray(3)
a.send_bytes(b"abc", 1)
print(b.recv_bytes_into(place), place)
t(a.send_bytes, b"a", 5)
t(a.send_bytes, b"a", -1)
t(a.send_bytes, b"a", 0, 3)
a.send_bytes(b"aaaa")
t(b.recv_bytes, 2)
t(b.recv_bytes)
a.close()
t(a.send, 1)
a, b = Pipe(False)
t(a.send, 1)
t(b.recv)
b.close()
t(a.recv)
print(a.closed, b.closed, a.readable, a.writable)
t(Listener, 5)
t(Listener, None, "AF_X")
t(Client, ("127.0.0.1", 1), None, "str")
t(Client, "\\\\x")

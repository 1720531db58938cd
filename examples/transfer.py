"""Transfer and storage with pickles, between this interpreter and a peer: pyvm examples/transfer.py [peer]

The peer is another Python, CPython say; without one it is this interpreter once more. Each step ends by its own time-out.
"""

import gzip
import os
import pickle
import shelve
import signal
import socket
import socketserver
import subprocess
import sys
import tempfile
import threading
from collections import Counter, OrderedDict
from datetime import datetime, timezone
from decimal import Decimal
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Listener

LIMIT = 60
THINGS = {
    "when": datetime(2025, 1, 2, 3, 4, 5, 6, timezone.utc),
    "money": Decimal("12.30"),
    "ordered": OrderedDict(b=[1, 2.5, None], a=(b"bytes", "text")),
    "counted": Counter("abracadabra"),
    "shared": [big := list(range(1000)), big],
}

SERVER = """
import pickle, socketserver, sys
class Echo(socketserver.StreamRequestHandler):
    timeout = 60
    def handle(self):
        thing = pickle.load(self.rfile)
        pickle.dump(("seen", thing), self.wfile)
with socketserver.TCPServer(("127.0.0.1", 0), Echo) as server:
    server.timeout = 60
    print(server.server_address[1], flush=True)
    server.handle_request()
"""
CONNECT = """
import pickle, socket, sys
with socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=60) as end, end.makefile("rwb") as file:
    pickle.dump({"from": "the peer"}, file)
    file.flush()
    pickle.dump(pickle.load(file), sys.stdout.buffer)
"""
LISTENER = """
from multiprocessing import AuthenticationError
from multiprocessing.connection import Listener
with Listener(("127.0.0.1", 0), authkey=b"the key") as listener:
    print(listener.address[1], flush=True)
    with listener.accept() as connection:
        connection.send(("seen", connection.recv()))
    try:
        listener.accept()
    except AuthenticationError:
        print("refused", flush=True)
"""
CLIENT = """
import sys
from multiprocessing.connection import Client
with Client(("127.0.0.1", int(sys.argv[1])), authkey=b"the key") as connection:
    connection.send({"from": "the peer"})
    print(connection.recv())
"""
WRITER = """
import shelve, sys
with shelve.open(sys.argv[1]) as shelf:
    for number in range(100000):
        shelf[str(number)] = [number] * 10
        print(number, flush=True)
"""


def start(peer, program, *arguments):
    return subprocess.Popen([peer, "-c", program, *arguments], stdout=subprocess.PIPE)


def sockets(peer):
    with start(peer, SERVER) as process:
        port = int(process.stdout.readline())
        with socket.create_connection(("127.0.0.1", port), timeout=LIMIT) as end, end.makefile("rwb") as file:
            pickle.dump(THINGS, file)
            file.flush()
            kind, back = pickle.load(file)
        process.wait(LIMIT)
    assert kind == "seen" and back == THINGS and back["shared"][0] is back["shared"][1]


class Answer(socketserver.StreamRequestHandler):
    timeout = LIMIT

    def handle(self):
        self.server.seen = pickle.load(self.rfile)
        pickle.dump(THINGS, self.wfile)


def server(peer):
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Answer) as here:
        thread = threading.Thread(target=here.serve_forever, args=(0.05,))
        thread.start()
        try:
            asked = [peer, "-c", CONNECT, str(here.server_address[1])]
            said = subprocess.run(asked, stdout=subprocess.PIPE, timeout=LIMIT, check=True).stdout
        finally:
            here.shutdown()
            thread.join()
    assert here.seen == {"from": "the peer"} and pickle.loads(said) == THINGS


def client(peer):
    with start(peer, LISTENER) as process:
        address = "127.0.0.1", int(process.stdout.readline())
        with Client(address, authkey=b"the key") as connection:
            connection.send(THINGS)
            assert connection.poll(LIMIT) and connection.recv() == ("seen", THINGS)
        try:
            Client(address, authkey=b"another key")
            raise AssertionError("the wrong key was taken")
        except AuthenticationError:
            pass
        assert process.stdout.readline().strip() == b"refused"
        assert process.wait(LIMIT) == 0


def listener(peer):
    with Listener(("127.0.0.1", 0), authkey=b"the key") as here:
        with start(peer, CLIENT, str(here.address[1])) as process:
            with here.accept() as connection:
                assert connection.recv() == {"from": "the peer"}
                connection.send([1, "two", 3.0])
            assert process.stdout.read().strip() == b"[1, 'two', 3.0]"
            assert process.wait(LIMIT) == 0


def pipes(peer):
    program = "import pickle, sys; pickle.dump([pickle.load(sys.stdin.buffer)] * 2, sys.stdout.buffer)"
    for protocol in range(6):
        done = subprocess.run(
            [peer, "-c", program], input=pickle.dumps(THINGS, protocol), stdout=subprocess.PIPE, timeout=LIMIT, check=True
        )
        first, second = pickle.loads(done.stdout)
        assert first is second and first == THINGS


def killed_shelf(peer):
    """What a writer has told of is there after it was killed."""
    for program in dict.fromkeys((sys.executable, peer)):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "shelf")
            with start(program, WRITER, path) as process:
                told = [int(process.stdout.readline()) for _ in range(20)]
                process.send_signal(signal.SIGKILL)
                told += map(int, process.stdout.read().split())
                assert process.wait(LIMIT) == -signal.SIGKILL
            with shelve.open(path) as shelf:
                assert all(shelf[str(number)] == [number] * 10 for number in told), "a write was lost"
                shelf["after"] = "still good"


def gzipped(peer):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "things.gz")
        with gzip.open(path, "wb") as file:
            pickle.dump(THINGS, file)
        program = "import gzip, pickle, sys; pickle.dump(pickle.load(gzip.open(sys.argv[1])), gzip.open(sys.argv[2], 'wb'))"
        subprocess.run([peer, "-c", program, path, path + "2"], timeout=LIMIT, check=True)
        with gzip.open(path + "2", "rb") as file:
            assert pickle.load(file) == THINGS


def save(path, thing):
    """The file is the old one or the new one, never a part."""
    with tempfile.NamedTemporaryFile(dir=os.path.dirname(path), delete=False) as file:
        try:
            pickle.dump(thing, file)
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            os.unlink(file.name)
            raise
    os.replace(file.name, path)


def atomic(peer):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "saved")
        save(path, THINGS)
        try:
            save(path, [THINGS, lambda: "cannot be pickled"])
        except (pickle.PicklingError, AttributeError):
            pass
        assert os.listdir(folder) == ["saved"]
        with open(path, "rb") as file:
            assert pickle.load(file) == THINGS


def main():
    peer = sys.argv[1] if len(sys.argv) > 1 else sys.executable
    for step in (sockets, server, client, listener, pipes, killed_shelf, gzipped, atomic):
        step(peer)
        print(step.__name__, "ok", flush=True)


if __name__ == "__main__":
    main()

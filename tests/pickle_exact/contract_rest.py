"""The rows of the measured contract that are no single call: what files see, hooks, subclasses that were not initialised."""
import datetime
import io
import pickle
import threading
from pickle import PickleBuffer, Pickler, Unpickler


class K:
    pass


class Writes:
    def __init__(self):
        self.sizes = []

    def write(self, data):
        self.sizes.append(len(data))


class Reads:
    """A file whose calls are kept; `peek` and `readinto` where they are wanted."""

    def __init__(self, data, peek=False, ri=True):
        self.file, self.calls = io.BytesIO(data), []
        if peek:
            self.peek = self.peeked
        if ri:
            self.readinto = self.into

    def read(self, n):
        self.calls.append(("read", n))
        return self.file.read(n)

    def readline(self):
        self.calls.append(("readline",))
        return self.file.readline()

    def into(self, target):
        self.calls.append(("readinto", len(target)))
        return self.file.readinto(target)

    def peeked(self, n):
        self.calls.append(("peek", n))
        at = self.file.tell()
        data = self.file.read(n)
        self.file.seek(at)
        return data


class Persistent(Pickler):
    pid = "id"

    def persistent_id(self, obj):
        return self.pid if obj == "abc" else None


class NoInit(Pickler):
    def __init__(self):
        pass


class NoInitEither(Unpickler):
    def __init__(self):
        pass


def outcome(action):
    try:
        return action()
    except Exception as e:
        return f"{type(e).__name__}: {str(e).partition(' at 0x')[0]}"


def dumped(cls, obj, protocol, fast=False):
    file = io.BytesIO()
    pickler = cls(file, protocol)
    pickler.fast = fast
    pickler.dump(obj)
    return file.getvalue()


def with_id(pid, protocol):
    Persistent.pid = pid
    return dumped(Persistent, ["abc", "x"], protocol)


print("-- writes")
for obj in (list(range(60000)), ["a", "x" * 65536, "b"]):
    for protocol in (2, 3, 4):
        file = Writes()
        Pickler(file, protocol).dump(obj)
        print(protocol, file.sizes)

print("-- reads")
for obj in ([1, "a"], b"x" * 70000):
    for protocol in (2, 4):
        for how in ({}, {"ri": False}, {"peek": True}, {"peek": True, "ri": False}):
            file = Reads(pickle.dumps(obj, protocol), **how)
            print(protocol, how, pickle.load(file) == obj, file.calls)
file = io.BytesIO(pickle.dumps([1]) + b"trailing")
print(pickle.load(file), file.read())

print("-- fast mode")
rec = []
rec.append(rec)
print(outcome(lambda: dumped(Pickler, rec, 2, True)))
for obj, protocol in (([[], "a", (1, 2), {}], 2), ([[], "a", (1, 2), {}], 4), ([K(), K], 2)):
    print(dumped(Pickler, obj, protocol, True))

print("-- persistent ids")
for pid, protocol in (("id", 0), ("id", 1), ("id", 4), ((1,), 0), ((1,), 2), ("\xe9", 0)):
    print(pid, protocol, outcome(lambda: with_id(pid, protocol)))

print("-- buffers")
for data in (b"abc", bytearray(b"abc")):
    buffers = []
    print(pickle.dumps(PickleBuffer(data), 5, buffer_callback=buffers.append), [bytes(b) for b in buffers])
print(outcome(lambda: pickle.dumps(1, 4, buffer_callback=print)))

print("-- not initialised")
print(outcome(lambda: NoInit().dump(1)), "|", outcome(lambda: NoInitEither().load()))
print(outcome(lambda: Unpickler(object())), "|", outcome(lambda: Pickler(object())))

print("-- memo")
file = io.BytesIO()
pickler = Pickler(file, 4)
same = [1]
pickler.dump(same)
print(type(pickler.memo).__name__, [v for _, v in sorted(pickler.memo.copy().items())], [n for n in dir(pickler) if n[0] != "_"], [n for n in dir(Unpickler) if n[0] != "_"])
pickler.dump(same)
print(file.getvalue())

print("-- values")
for protocol in (0, 2, 4):
    print(pickle.dumps(datetime.date(2020, 1, 2), protocol), pickle.dumps([datetime.date, datetime.time], protocol))
print(outcome(lambda: pickle.dumps(threading.Lock(), 2)), len(pickle.dumps(__import__("os").stat("/"), 2)) > 200)


def deep(levels):
    obj = None
    for _ in range(levels):
        obj = [obj]
    return obj


# Deeper than 4999 CPython gives up and pyvm does not.
print(len(pickle.dumps(deep(900), 4)), len(pickle.dumps(deep(4999), 4)))

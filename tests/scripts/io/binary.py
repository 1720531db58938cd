"""FileIO, the buffered streams and BytesIO; open(); subclasses; finalizers."""
import io
import os

path = os.path.join("/tmp", "pyvm-io-binary-%d" % os.getpid())


def attempt(what, *args, **kwargs):
    try:
        print("->", repr(what(*args, **kwargs)).replace(path, "PATH"))
    except BaseException as e:
        print(type(e).__module__, type(e).__name__, str(e).replace(path, "PATH"))


def show(x):
    print(repr(x).replace(path, "PATH"))


print("== open")
for mode in ("", "rr", "rw", "rtb", "U", "z", "b", "r+b+", "wx"):
    attempt(open, path, mode)
attempt(open, path)
attempt(open, path, "r", 0)
attempt(open, path, "rb", encoding="utf-8")
attempt(open, path, "rb", errors="strict")
attempt(open, path, "rb", newline="")
attempt(open, path, "w", 0)
attempt(open, path, "w", -5)
attempt(open, path, "w", encoding=5)
attempt(open, path, 5)
attempt(open, 1.5)
attempt(open, "a\0b")
attempt(open, "/")
attempt(open, "/", "w")
attempt(open, 9999)
attempt(open, -1)
attempt(open, path, closefd=False)
attempt(open, path, opener=lambda p, f: "x")
attempt(open, path, opener=lambda p, f: -3)
for mode in ("w", "r", "wb", "rb", "r+b", "a", "ab", "r+", "w+b"):
    with open(path, mode) as f:
        show(f)
        print(f.mode, f.readable(), f.writable(), f.seekable(), f.closed, type(f).__name__, f.name == path)
        if hasattr(f, "buffer"):
            show(f.buffer)
            show(f.buffer.raw)
    show(f)
attempt(open, path, "x")
f = open(path, "wb", 0)
show(f)
print(f.write(b"hello\nworld\n"), f.tell(), f.close(), f.closed)
show(f)
attempt(f.write, b"x")
attempt(f.read)
attempt(f.fileno)
print("== FileIO")
f = io.FileIO(path)
print(f.read(3), f.readall(), f.read(), f.seek(0), f.readline(), f.readlines(), f.seek(-3, 2), f.read(), f.closefd, f.mode)
b = bytearray(5)
f.seek(0)
print(f.readinto(b), b, f.tell(), f.isatty())
attempt(f.write, b"x")
attempt(f.truncate)
attempt(f.seek, 0, 9)
attempt(f.seek, -1)
attempt(f.seek, 1.5)
attempt(f.readinto, b"x")
f.extra = 1
print(f.extra, f.name == path)
f.close()
attempt(io.FileIO, path, "q")
attempt(io.FileIO, path, "rw")
attempt(io.FileIO)
with io.FileIO(path, "ab+") as f:
    print(f.tell(), f.write(b"!"), f.seek(0), f.read())
    show(f)
import pickle
attempt(pickle.dumps, open(path))
attempt(pickle.dumps, open(path, "rb"))
attempt(pickle.dumps, io.FileIO(path))
print("== buffered")
f = open(path, "r+b")
print(f.peek(3)[:3], f.read(2), f.tell(), f.read1(3), f.seek(1, 1), f.read(), f.seek(2), f.write(b"LL"), f.tell(), f.seek(0), f.read())
print(f.seek(0), f.readline(), f.write(b"W"), f.flush(), f.seek(0), f.read(), f.truncate(4), f.seek(0), f.read())
attempt(f.seek, 0, 9)
attempt(f.read, -5)
attempt(f.read, "x")
attempt(f.write, "text")
f.close()
attempt(f.read)
attempt(f.write, b"")
attempt(f.seek, 0)
attempt(f.flush)
attempt(f.peek)
attempt(f.readline)
attempt(f.tell)
attempt(io.BufferedReader, io.BytesIO(), 0)
attempt(io.BufferedReader, 5)
attempt(io.BufferedWriter, io.FileIO(path))
w = io.BufferedWriter(io.BytesIO(), 4)
print(w.write(b"ab"), w.raw.getvalue(), w.write(b"cde"), w.raw.getvalue(), w.write(b"0123456789"), w.raw.getvalue(), w.tell())
attempt(w.read)
raw = w.detach()
print(raw.getvalue())
attempt(w.write, b"x")
attempt(repr, w)
attempt(lambda: w.raw)
r = io.BufferedReader(io.BytesIO(b"line1\nline2\nrest"), 4)
print(r.readline(), next(r), r.readline(2), r.readlines(), r.read(), r.tell())
attempt(r.write, b"x")
attempt(r.truncate)
b = bytearray(20)
r.seek(0)
print(r.readinto(b), r.seek(0), r.readinto1(memoryview(b)[:3]), bytes(b[:5]))
p = io.BufferedRWPair(io.BytesIO(b"in"), io.BytesIO())
print(p.read(), p.write(b"out"), p.flush(), p.readable(), p.writable(), p.seekable(), p.closed, p.close(), p.closed)
attempt(io.BufferedRWPair, 1, 2)
print("== raw in Python")


class Raw(io.RawIOBase):
    def __init__(self, parts):
        self.parts = list(parts)
        self.written = []

    def readable(self):
        return True

    def writable(self):
        return True

    def readinto(self, b):
        if not self.parts:
            return 0
        part = self.parts.pop(0)
        if part is None:
            return None
        b[:len(part)] = part
        return len(part)

    def write(self, b):
        self.written.append(bytes(b))
        return len(b)


print(Raw([b"ab", b"cd"]).read(3), Raw([b"ab", b"cd"]).readall(), Raw([None]).read(2), Raw([None]).readall())
print(io.BufferedReader(Raw([b"ab", b"cd", None, b"e"])).read(10), io.BufferedReader(Raw([None])).read(5))
print(io.BufferedReader(Raw([b"a\nb", b"c\n"])).readlines(), Raw([b"x\ny"]).readline(), list(Raw([b"1\n", b"2\n"])))
raw = Raw([])
w = io.BufferedWriter(raw, 5)
w.write(b"abc")
w.write(b"defgh")
w.write(b"0123456789ABC")
print(raw.written)
w.close()
print(raw.written, raw.closed)
attempt(raw.write, b"")


class Bad(Raw):
    def readinto(self, b):
        return 99999

    def write(self, b):
        return 99999


attempt(io.BufferedReader(Bad([])).read, 5)
w = io.BufferedWriter(Bad([]))
w.write(b"x")
attempt(w.flush)
attempt(w.close)


class Block(Raw):
    def write(self, b):
        return None


w = io.BufferedWriter(Block([]), 4)
print(w.write(b"abc"))
try:
    w.write(b"defgh")
except BlockingIOError as e:
    print(e, e.errno, e.characters_written, e.args)
Block.write = Raw.write
print("== bases")
for cls in (io.IOBase, io.RawIOBase, io.BufferedIOBase, io.TextIOBase):
    x = cls()
    print(cls.__name__, [k.__name__ for k in cls.__mro__], x.readable(), x.writable(), x.seekable(), x.closed, x.isatty())
    for name in ("read", "write", "seek", "tell", "truncate", "fileno", "readline", "detach", "flush", "readinto"):
        if hasattr(x, name):
            print("  ", name, end=" ")
            attempt(getattr(x, name), *((b"",) if name == "write" else (bytearray(1),) if name == "readinto" else (0,) if name == "seek" else ()))
    with x:
        pass
    print(x.closed, x.__dict__)
    attempt(x.flush)
    attempt(iter, x)
    attempt(x.__enter__)
print(isinstance(io.BytesIO(), io.BufferedIOBase), isinstance(io.StringIO(), io.TextIOBase), issubclass(io.FileIO, io.RawIOBase), issubclass(io.BytesIO, io.IOBase))


class Closes(io.RawIOBase):
    def close(self):
        print("close called", self.closed)
        super().close()


x = Closes()
del x


class BytesSub(io.BytesIO):
    def close(self):
        print("bytes closed")
        super().close()


x = BytesSub(b"abc")
x.attr = 1
print(x.read(), x.attr)
del x
f = open(path, "w")
f.write("kept")
del f
print(open(path).read())
print("== BytesIO")
b = io.BytesIO(b"one\ntwo\nthree")
print(b.read(2), b.readline(), b.readlines(), b.read(), b.tell(), b.seek(0), b.readlines(5), b.getvalue())
print(b.seek(1), b.write(b"XX"), b.getvalue(), b.seek(20), b.write(b"end"), b.getvalue(), b.truncate(4), b.getvalue(), b.tell())
print(b.seek(-1, 2), b.seek(-1, 1), b.read1(), b.seek(-100, 1), list(b))
for args in ((-1,), (0, 9), (1.5,), ("x",)):
    attempt(b.seek, *args)
attempt(b.write, "x")
attempt(b.truncate, -1)
attempt(b.read, "x")
attempt(io.BytesIO, "x")
attempt(io.BytesIO, 5)
v = b.getbuffer()
print(v.readonly, v.nbytes, v.format)
v[0:1] = b"Q"
print(b.getvalue())
attempt(b.write, b"longer than before")
attempt(b.truncate, 0)
attempt(b.close)
v.release()
print(b.write(b"now"), b.__getstate__())
b.extra = 3
c = pickle.loads(pickle.dumps(b))
print(c.getvalue(), c.tell(), c.extra)
attempt(b.__setstate__, (1,))
attempt(b.__setstate__, (b"", "x", None))
attempt(b.__setstate__, (b"", -1, None))
attempt(b.__setstate__, (b"", 0, 5))
print(b.isatty(), b.readable(), b.writable(), b.seekable(), b.flush())
b.close()
attempt(b.read)
attempt(b.getvalue)
attempt(b.getbuffer)
print(b.closed)
print("== module")
print(io.DEFAULT_BUFFER_SIZE, io.SEEK_END, io.text_encoding(None), io.text_encoding("x"), io.UnsupportedOperation.__mro__[1:3], io.BlockingIOError is BlockingIOError, io.open is open)
with io.open_code(path) as f:
    print(f.read())
os.unlink(path)

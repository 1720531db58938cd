def err(f, *args, **kwargs):
    """Call and print the result or the error."""
    try:
        print(repr(f(*args, **kwargs)))
    except BaseException as e:
        print(f"{type(e).__name__}: {e}")

import struct

m = memoryview(b"abcdef")
print(m[0], m[-1], bytes(m[1:3]), m[::2].tobytes(), m.tolist(), len(m), m.readonly, m.format, m.itemsize, m.nbytes, m.ndim, m.shape, m.strides, m.suboffsets, m.contiguous, m.c_contiguous, m.f_contiguous, m.obj, m.hex(), m.hex("-", 2))
print(m == b"abcdef", m == bytearray(b"abcdef"), m != b"x", m == "abcdef", m[1:2] == b"b", hash(m) == hash(b"abcdef"), list(reversed(m))[:2], 97 in m, m[::-1].tobytes())
w = memoryview(bytearray(b"abcdef"))
w[0] = 90
w[1:3] = b"YX"
print(w.tobytes(), w.obj, w.toreadonly().readonly)
err(m.__setitem__, 0, 1)
err(w.__setitem__, 0, 256)
err(w.__setitem__, 0, "a")
err(w.__setitem__, slice(0, 2), b"abc")
err(w.__setitem__, slice(0, 2), 5)
err(w.__setitem__, 10, 1)
err(w.__delitem__, 0)
err(m.__getitem__, 10)
err(m.__getitem__, "a")
err(m.__getitem__, (0, 1))
err(m.__getitem__, 1.5)
err(memoryview, "abc")
err(memoryview, 5)
err(memoryview)
err(hash, w)
c = memoryview(struct.pack("=4I", 1, 2, 3, 4)).cast("I")
print(c.tolist(), c.itemsize, c.format, c.cast("B").nbytes, c.cast("B").cast("B", [4, 4]).shape)
grid = memoryview(bytes(range(6))).cast("B", (2, 3))
print(grid.tolist(), grid.shape, grid.strides, grid[1, 2], grid.ndim)
err(grid.__getitem__, 0)
err(grid.__getitem__, (2, 0))
err(m.cast, "I")
err(m.cast, "xx")
err(m.cast, 5)
err(m[::2].cast, "B")
err(m.cast, "B", [4, 2])
for fmt in "bBhHiIlLqQnNfd?c":
    data = memoryview(bytes(16)).cast(fmt)
    print(fmt, data.itemsize, data.tolist()[:1])
m.release()
for f in (m.tobytes, m.tolist, lambda: m[0], lambda: len(m), lambda: m.obj, lambda: m.format):
    err(f)
print(repr(m).split(" at")[0])
m.release()
with memoryview(b"ctx") as v:
    print(v[0])
err(lambda: v[0])
b = bytearray(b"x")
v = memoryview(b)
v2 = memoryview(v)
print(v2.obj is b, v2 == v, v[0:1] == v2)
print(memoryview(b"ab").count(97) if hasattr(memoryview, "count") else "no count", memoryview(b"") == b"", bool(memoryview(b"")), memoryview(b"abc").tobytes("C"))
err(memoryview(b"abc").tobytes, "X")
err(lambda: memoryview(b"a") < memoryview(b"b"))
err(lambda: memoryview(b"a") + b"b")

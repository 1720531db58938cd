def err(f, *args, **kwargs):
    """Call and print the result or the error."""
    try:
        print(repr(f(*args, **kwargs)))
    except BaseException as e:
        print(f"{type(e).__name__}: {e}")

b = bytearray(b"hello")
b[0] = 72
b[1:3] = b"EY"
b[5:] = [33, 34]
print(b)
b[::2] = b"...."
print(b)
del b[0], b[-1], b[1:3]
print(b)
b += b"more"
b *= 2
b.append(65)
b.extend(b"xy")
b.extend([1, 2])
b.insert(0, 90)
print(b, b.pop(), b.pop(0), b.pop(-2))
b.remove(65)
b.reverse()
print(b, b.copy() is not b, b.copy() == b)
b.clear()
print(b, bool(b))
b = bytearray(b"abc")
err(b.append, 256)
err(b.append, -1)
err(b.append, "a")
err(b.append, 1.5)
err(b.extend, "abc")
err(b.extend, [256])
err(b.extend, 5)
err(b.extend, ["a"])
err(b.insert, "a", 1)
err(b.insert, 0, 300)
err(b.remove, 200)
err(b.remove, 256)
err(b.pop, 10)
err(bytearray().pop)
err(b.pop, "x")
err(b.__setitem__, 10, 1)
err(b.__setitem__, 0, 256)
err(b.__setitem__, 0, b"a")
err(b.__setitem__, 0, "a")
err(b.__setitem__, slice(0, 3, 2), b"x")
err(b.__setitem__, slice(0, 1), 5)
err(b.__setitem__, slice(0, 1), "a")
err(b.__setitem__, "x", 1)
err(b.__delitem__, 10)
err(b.__iadd__, "x")
err(b.__iadd__, 5)
print(b)
view = memoryview(b)
err(b.append, 1)
err(b.clear)
err(b.__delitem__, 0)
err(b.__setitem__, slice(0, 1), b"xyz")
b[0] = 90
print(view[0], b)
view.release()
b.append(1)
print(b, b.__alloc__() > 0, b.__reduce__()[0].__name__)
b[1:1] = b
print(b)
b.extend(b)
print(len(b), b.join([b"1", b"2"]), type(b.upper()).__name__, b.isalpha())
for i in bytearray(b"ab"):
    print(i)
c = bytearray(b"12")
it = iter(c)
next(it)
c.append(51)
print(list(it), list(it))
print(bytearray(b"a") < b"b", bytearray(b"a") == b"a", {b"k": 1}.get(bytes(bytearray(b"k"))))

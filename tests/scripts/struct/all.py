"""struct: every format in every byte order, alignment, errors, Struct objects."""
import struct

inf, nan = float("inf"), float("nan")


def show(label, f, *args, **k):
    try:
        print(label, repr(f(*args, **k)))
    except Exception as e:
        print(label, type(e).__module__, type(e).__name__, e)


print("-- sizes")
for order in ["", "@", "=", "<", ">", "!"]:
    print(order, [(c, struct.calcsize(order + c) if order in "@" or c not in "nNP" else None) for c in "xcbB?hHiIlLqQnNefdspP"])
for fmt in ["bi", "ib", "b0i", "bd", "bq0b", "chlq", "3s2i", "x h", "@b?h3sxd", " i i ", "0s", "0i", "2x3b", "b0l", "c0d", "P", "nb0n", "10p", "=bi", "<bd0q", "i 2s", "\ti\n"]:
    show(f"calcsize {fmt!r}", struct.calcsize, fmt)
print("-- bad formats")
for fmt in ["y", "5", "i5", "5 i", "<n", "<P", ">N", "i@", "<<i", "@=i", "-1i", "99999999999999999999i", "9223372036854775807s", "9223372036854775807i", "1152921504606846976q1152921504606846976q", "i\0", "\xe9",
            b"i", b"<2h", bytearray(b"i"), 5, None, "b9223372036854775807x", "9" * 30 + "s"]:
    show(f"calcsize {fmt!r}", struct.calcsize, fmt)
print("-- integers")
for order in ["@", "<", ">"]:
    for code, bits in [("b", 8), ("B", 8), ("h", 16), ("H", 16), ("i", 32), ("I", 32), ("l", 64), ("L", 64), ("q", 64), ("Q", 64), ("n", 64), ("N", 64), ("P", 64)]:
        if code in "nNP" and order != "@":
            continue
        for v in [0, 1, -1, 2**(bits - 1) - 1, 2**(bits - 1), -2**(bits - 1), -2**(bits - 1) - 1, 2**bits - 1, 2**bits, 2**70, -2**70, 2**31, 2**32, -2**31 - 1, True, 1.5, "x", None]:
            show(f"{order}{code} {v!r}", struct.pack, order + code, v)


class Index:
    def __index__(self):
        return 7

    def __bool__(self):
        return False


for code in "bBhHiIlLqQnNP?":
    show(f"index {code}", struct.pack, code, Index())
print("-- floats")
for order in "<>@":
    for code in "efd":
        for v in [0.0, -0.0, 1.0, -2.5, inf, -inf, 1e5, 65504.0, 65519.99, 65520.0, 1e-8, 5.96e-8, 6e-5, 3.4e38, 3.5e38, 1e308, 1, True, 2**2000, "x", None, 0.1, 1 / 3, 2.0**-24, 2.0**-25, 2.0**-25 * 1.5, 1e-45, 7e-46, Index()]:
            show(f"{order}{code} {v if not isinstance(v, int) or v < 10 else 'big'!s:.20}" if not isinstance(v, Index) else "index", struct.pack, order + code, v)
print(struct.unpack("<e", b"\x00\x7c"), struct.unpack("<e", b"\x01\x7c"), struct.unpack("<e", b"\x01\x00"), struct.unpack("<2e", b"\xff\x7b\x00\x80"), struct.unpack("<f", b"\x00\x00\xc0\x7f"))
print(struct.pack("<d", nan), struct.pack("<f", nan), struct.pack("<e", nan), struct.pack(">e", -nan))
print("-- bytes")
for fmt, v in [("c", b"a"), ("c", b"ab"), ("c", "a"), ("c", 97), ("c", bytearray(b"a")), ("3s", b"ab"), ("3s", b"abcd"), ("s", b"ab"), ("0s", b"ab"), ("3s", bytearray(b"xyz")), ("3s", "abc"), ("3s", memoryview(b"abc")),
               ("3p", b"ab"), ("3p", b"abcd"), ("p", b"ab"), ("0p", b"a"), ("300p", b"x" * 299), ("3p", "a"), ("4p", bytearray(b"ab"))]:
    show(f"{fmt} {str(v)[:12]}", lambda: (lambda d: d if len(d) < 20 else (len(d), d[:3], d[-50:]))(struct.pack(fmt, v)))
for fmt, data in [("3p", b"\x05abc"[:3]), ("4p", b"\x02abc"), ("p", b"\x07"), ("0p", b""), ("3s", b"abc"), ("0s", b""), ("3c", b"abc"), ("?2?", b"\x00\x01\x05"), ("xbx", b"\x01\x02\x03"), ("2s0sx", b"abc")]:
    show(f"unpack {fmt} {data}", struct.unpack, fmt, data)
for v in [0, 1, "", "a", [], None, 0.0]:
    show(f"? {v!r}", struct.pack, "?", v)
print("-- alignment")
print(struct.pack("bi", 1, 2), struct.pack("<bi", 1, 2), struct.pack("b0i", 1), struct.pack("bhxq", 1, 2, 3), struct.pack(">hil", 1, 2, 3), struct.pack("=bd", 1, 1.5))
print(struct.unpack("bi", b"\x01\xff\xff\xff\x02\x00\x00\x00"), struct.unpack("!IHB", bytes(range(7))))
print("-- counts")
show("few", struct.pack, "ii", 1)
show("many", struct.pack, "i", 1, 2)
show("none", struct.pack)
show("only format", struct.pack, "")
show("3s counts one", struct.pack, "3si", b"a")
show("keyword", struct.pack, "i", x=1)
for data in [b"", b"abc", b"abcde", bytearray(4), memoryview(b"abcd"), "abcd", 5]:
    show(f"unpack {str(data)[:12]}", struct.unpack, "<i", data)
    show(f"unpack_from {str(data)[:12]}", struct.unpack_from, "<i", data)
for offset in [0, 1, 4, 5, 8, -1, -4, -8, -9, 2**70, "x", 1.0]:
    show(f"unpack_from {offset}", struct.unpack_from, "<i", b"abcdefgh", offset)
    target = bytearray(8)
    show(f"pack_into {offset}", lambda: (struct.pack_into("<i", target, offset, 1), bytes(target)))
show("unpack_from keywords", struct.unpack_from, "<h", buffer=b"abcd", offset=2)
show("unpack_from format keyword", struct.unpack_from, format="<h", buffer=b"abcd")
show("unpack_from none", struct.unpack_from, "<h")
show("unpack arity", struct.unpack, "<h")
target = bytearray(b"-" * 8)
for args in [(), ("i",), ("i", target), ("i", target, 0), ("i", target, 0, 1, 2), ("i", b"abcd", 0, 1), ("i", "abcd", 0, 1), ("i", target, 0, "x"), ("bxh", target, 1, 1, 2), ("i", target, None, 1), ("", target, 8), ("", target, 9), ("i", memoryview(target)[4:], 0, 5), ("i", memoryview(target)[::2], 0, 5)]:
    show(f"pack_into {str(args)[:40]}", struct.pack_into, *args)
    print(target)
print("-- iter_unpack")
show("list", lambda: list(struct.iter_unpack("<h", b"abcdef")))
show("bad length", struct.iter_unpack, "<h", b"abc")
show("zero", struct.iter_unpack, "", b"abc")
show("zero and empty", struct.iter_unpack, "", b"")
show("empty", lambda: list(struct.iter_unpack("<h", b"")))
it = struct.iter_unpack("<bx", b"abcdef")
print(type(it).__name__, type(it).__module__, it.__length_hint__(), next(it), it.__length_hint__(), list(it), it.__length_hint__(), list(it))
show("not bytes", struct.iter_unpack, "<h", "ab")
show("make one", type(it))
print("-- Struct")
s = struct.Struct("<2h3s")
print(s.format, s.size, s, s.pack(1, 2, b"abc"), s.unpack(b"\x01\x00\x02\x00abc"), list(s.iter_unpack(b"\x01\x00\x02\x00abc" * 2)), s.unpack_from(b"zz\x01\x00\x02\x00abc", offset=2))
print(struct.Struct(b"<h").format, struct.Struct("").size, struct.Struct("").pack(), struct.Struct("").unpack(b""))
show("few", s.pack, 1)
show("unpack short", s.unpack, b"")
show("pack_into", s.pack_into, bytearray(3), 0, 1, 2, b"")
show("pack_into few", s.pack_into, bytearray(30), 0, 1, 2)
show("pack_into none", s.pack_into)
show("pack_into one", s.pack_into, bytearray(3))
show("no format", struct.Struct)
show("two", struct.Struct, "i", "h")
show("keyword", lambda: struct.Struct(format="h").size)
show("bad", struct.Struct, 5)
show("bad char", struct.Struct, "y")
show("attribute", setattr, s, "x", 1)
show("size", setattr, s, "size", 1)


class Sub(struct.Struct):
    def __init__(self, *args):
        super().__init__(">h")


sub = Sub(">i")
print(sub.size, sub.pack(1), Sub.__mro__[1].__name__)
bare = struct.Struct.__new__(struct.Struct, "h")
show("not initialised", lambda: bare.pack(1))
print(struct.error, struct.error.__mro__[1], issubclass(struct.error, ValueError), struct._clearcache(), sorted(struct.__all__))
print(s == struct.Struct("<2h3s"), hash(s) == hash(s))

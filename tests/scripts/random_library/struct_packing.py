"""`struct` and `array`: random formats in all byte orders with values that fit or not, alignment, buffers, iteration."""

import array
import struct

from random_cases import attempt, main

CODES = "cbB?hHiIlLqQnNefdsPpx"


def layout(r):
    order = r.pick("", "@", "=", "<", ">", "!")
    return order + "".join(r.pick("", "", str(r.below(6))) + r.pick(*CODES) + r.pick("", "", " ") for _ in range(r.randrange(1, 6)))


def value(r, code):
    if code == "c":
        return r.pick(r.randbytes(1), r.randbytes(1), b"ab", "a", 5)
    if code in "sp":
        return r.pick(r.randbytes(r.below(7)), bytearray(b"xy"), "text")
    if code in "efd":
        return r.pick(r.real(), r.real(), r.below(9), r.uniform(-70000, 70000), "x")
    if code == "?":
        return r.pick(True, False, 0, "", [1])
    bits = {"b": 8, "h": 16, "i": 32, "l": 64, "q": 64, "n": 64}.get(code.lower(), 64)
    low = -(1 << (bits - 1)) if code.islower() else 0
    high = low + (1 << bits) - 1
    return r.pick(r.randrange(low, high + 1), r.randrange(low, high + 1), low, high, r.pick(high + 1, low - 1, 1.5, "x", None) if r.maybe(0.2) else 1)


def values(r, fmt):
    found, count = [], ""
    for char in fmt.lstrip("@=<>! "):
        if char.isdigit():
            count += char
        elif char in "sp":
            found.append(value(r, char))
            count = ""
        elif char not in "x ":
            found += [value(r, char) for _ in range(min(int(count or 1), 50))]
            count = ""
        elif char == "x":
            count = ""
    return found[:-1] if r.maybe(0.04) else found + [1] if r.maybe(0.04) else found


def lines(r):
    for _ in range(200):
        fmt = layout(r)
        if r.maybe(0.05):
            fmt += r.pick("z", "5", "\xe9", "-", "@", "999999999999999999999i")
        size = attempt(struct.calcsize, fmt)
        args = values(r, fmt)
        packed = attempt(struct.pack, fmt, *args)
        yield f"{fmt!r} {size} {args!r} {packed}"
        if size.isdigit():
            data = r.randbytes(int(size))
            yield f"{fmt!r} {data!r} {attempt(struct.unpack, fmt, data)} {attempt(struct.unpack, fmt, data + r.pick(b'', b'x'))}"
            more = bytearray(r.randbytes(int(size) + r.below(9)))
            offset = r.randrange(-3, 12)
            yield f"{attempt(struct.unpack_from, fmt, more, offset)} {attempt(struct.pack_into, fmt, more, offset, *args)} {bytes(more)} {attempt(lambda: list(struct.iter_unpack(fmt, data * r.below(4))))}"
    for _ in range(60):
        code = r.pick(*"bBhHiIlLqQfd")
        a = array.array(code)
        items = [value(r, code) for _ in range(r.below(6))]
        yield f"{code} {items!r} {attempt(a.extend, items)} {a!r} {attempt(a.append, value(r, code))} {a.tobytes()!r} {attempt(a.frombytes, r.randbytes(r.below(20)))} {len(a)}"
        a.byteswap() if r.maybe() else None
        yield f"{a!r} {attempt(a.index, value(r, code))} {attempt(a.insert, r.randrange(-5, 5), value(r, code))} {attempt(a.pop, r.randrange(-4, 4))} {attempt(lambda: a[r.below(3):r.below(6):r.pick(1, 2, -1)])} {attempt(memoryview(a).cast, 'B')[:8]} {attempt(lambda: a < array.array('d', [1.0]))}"


if __name__ == "__main__":
    main(lines)

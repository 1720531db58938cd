def err(f, *args, **kwargs):
    """Call and print the result or the error."""
    try:
        print(repr(f(*args, **kwargs)))
    except BaseException as e:
        print(f"{type(e).__name__}: {e}")

class U:
    def __neg__(self):
        return "neg"

    def __pos__(self):
        return "pos"

    def __invert__(self):
        return "invert"

    def __abs__(self):
        return "abs"

    def __round__(self, n=None):
        return ("round", n)

    def __trunc__(self):
        return "trunc"

    def __floor__(self):
        return "floor"

    def __ceil__(self):
        return "ceil"

    def __divmod__(self, o):
        return "divmod"

    def __rdivmod__(self, o):
        return "rdivmod"

    def __pow__(self, o, m=None):
        return ("pow", o, m)

    def __rpow__(self, o, m=None):
        return ("rpow", o, m)


import math

u = U()
print(-u, +u, ~u, abs(u), round(u), round(u, 2), math.trunc(u), math.floor(u), math.ceil(u), divmod(u, 1), divmod(1, u), u ** 2, pow(u, 2, 3), 2 ** u, pow(2, u))
for f in (lambda: -None, lambda: +"a", lambda: ~1.5, lambda: abs("x"), lambda: round("x"), lambda: divmod(1, "a"), lambda: pow(1, "a"), lambda: pow(1, 2, "a"), lambda: pow(2, u, 3), lambda: math.trunc("x")):
    err(f)


class I:
    def __init__(self, v):
        self.v = v

    def __index__(self):
        return self.v


class MyInt(int):
    pass


i = I(2)
print([1, 2, 3][i], "abc"[I(-1)], [0] * i, range(i), bin(i), hex(I(255)), int(i), float(i), complex(i), [1, 2, 3][i:], chr(I(65)), bytes(i), round(1.234, i), int("11", i), 1 << int(i), operator_index if False else "")
for bad in ("x", 1.5, None):
    err(lambda: [1, 2, 3][I(bad)])
    err(int, I(bad))
    err(range, I(bad))
err(lambda: [1][I(10**30)])
ones, three, floats = [1], "a", 1.0
err(lambda: ones[floats])
err(lambda: ones[three])
err(lambda: [1, 2][None:])
err(lambda: [1, 2]["a":])
err(lambda: "a" * I(10**30))


class Conv:
    def __init__(self, v):
        self.v = v

    def __int__(self):
        return self.v

    def __float__(self):
        return self.v

    def __complex__(self):
        return self.v


for v in (1, 1.5, "x", 1j, None):
    err(int, Conv(v))
    err(float, Conv(v))
    err(complex, Conv(v))

"""Operations that hand back their operand, and those that copy."""


class S(str):
    pass


class T(tuple):
    pass


t, x, b, f, l = tuple([1, 2]), "".join(["te", "xt"]), bytes([1, 2]), frozenset([1]), [1]
print("str", x[:] is x, str(x) is x, x + "" is x, "" + x is x, x * 1 is x, x.strip() is x, x.replace("q", "z") is x, x.lower() is x, x.ljust(2) is x, "".join([x]) is x, f"{x}" is x, "%s" % x is x, "{}".format(x) is x, format(x) is x, x.expandtabs() is x, x.translate({}) is x, x.removeprefix("q") is x, x.zfill(1) is x, x.center(1) is x, x.split()[0] is x, x.partition("q")[0] is x, x.casefold() is x, x.capitalize() is x, x.encode().decode() is x, x.splitlines()[0] is x, x.rstrip("q") is x)
print("bytes", b[:] is b, bytes(b) is b, b + b"" is b, b"" + b is b, b * 1 is b, b.strip() is b, b.replace(b"q", b"z") is b, b"".join([b]) is b, b.lower() is b, b.ljust(1) is b, b.translate(None, b"") is b, b.split()[0] is b, b.removeprefix(b"q") is b, b.expandtabs() is b)
print("tuple", t[:] is t, tuple(t) is t, t + () is t, () + t is t, t * 1 is t, t[::1] is t, t[0:99] is t, tuple(T((1,))) is t)
print("frozenset", frozenset(f) is f, f.copy() is f, f.union() is f, f | frozenset() is f, f & f is f)
print("list", l[:] is l, list(l) is l, l + [] is l, l * 1 is l)
s = S("abc")
print("subclass", str(s) is s, type(str(s)), s[:] is s, type(s[:]), type(s.strip()), type(s + ""))
n, d = 10**20, 1.5
print("numbers", int(n) is n, +n is n, n + 0 is n, n * 1 is n, float(d) is d, +d is d, n.__int__() is n, round(n) is n, complex(z := 1j) is z, +z is z)
r, sl = range(5), slice(1)
print("others", r[:] is r, type(1) is int, iter(i := iter([])) is i, Exception.__new__ is Exception.__new__, [].append is [].append, r.start is r.start)

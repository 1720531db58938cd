def err(f, *args, **kwargs):
    """Call and print the result or the error."""
    try:
        print(repr(f(*args, **kwargs)))
    except BaseException as e:
        print(f"{type(e).__name__}: {e}")

class C:
    def __call__(self, *a, **k):
        return a, k


print(C()(1, x=2), callable(C()), callable(5), callable(C))
five, none, text, ones = 5, None, "x", [1]
err(lambda: five())
err(lambda: none())
err(lambda: text(1))
err(lambda: ones(0))
err(lambda: object()())


class R:
    def __init__(self, r=None, s=None):
        self.r, self.s = r, s

    def __repr__(self):
        return self.r

    def __str__(self):
        return self.s


for v in ("ok", 5, None, b"x"):
    err(repr, R(v, v))
    err(str, R(v, v))
    err(lambda: f"{R(v, v)}")
    err(lambda: [R(v, v)])
    err(lambda: "%s %r" % (R(v, v), R("r", "s")))


class SubStr(str):
    pass


print(type(str(R("r", SubStr("s")))).__name__, type(repr(R(SubStr("r")))).__name__)


class OnlyRepr:
    def __repr__(self):
        return "only repr"


class OnlyStr:
    def __str__(self):
        return "only str"


print(str(OnlyRepr()), repr(OnlyStr())[:9], f"{OnlyRepr()!s} {OnlyStr()}", format(OnlyStr()), f"{OnlyRepr()}")
err(format, OnlyRepr(), "x")
err(format, 5, 6)
err(format, 5, "zz")
err(format)


class F:
    def __format__(self, s):
        return s if s != "bad" else 5


print(format(F(), "spec"), f"{F():a{1}b}", "{:q}".format(F()))
err(format, F(), "bad")


class Bytes:
    def __init__(self, v):
        self.v = v

    def __bytes__(self):
        return self.v


err(bytes, Bytes(b"ok"))
err(bytes, Bytes("no"))
err(bytes, Bytes(None))


class New:
    def __new__(cls, *a):
        return 5

    def __init__(self):
        print("never")


class NewSelf:
    def __new__(cls, *a):
        print("new", a)
        return object.__new__(cls)

    def __init__(self, *a):
        print("init", a)
        self.a = a


class BadInit:
    def __init__(self):
        return 5


class Nothing:
    pass


print(New(1), NewSelf(1, 2).a)
err(BadInit)
err(Nothing, 1)
err(Nothing, x=1)
err(object, 1)
err(object.__new__)
err(object.__new__, 5)
err(object.__new__, int)
err(int.__new__, str)
err(int.__new__, 5)
err(object.__init__)
err(object.__init__, 5, 1)
err(Nothing().__init__, 1)


class OnlyInit:
    def __init__(self, a):
        pass


class OnlyNew:
    def __new__(cls, a):
        return object.__new__(cls, a)


err(OnlyInit)
err(OnlyInit, 1, 2)
err(OnlyNew, 1)
err(OnlyNew)

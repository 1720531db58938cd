import builtins

original = builtins.__build_class__


def traced(func, name, *bases, **kw):
    print("build", func.__name__, name, bases, kw)
    return original(func, name, *bases, **kw)


builtins.__build_class__ = traced


class A:
    x = 1


class B(A):
    def f(self):
        return __class__


builtins.__build_class__ = original
print(B().f() is B)



def err(f, *args, **kwargs):
    """Call and print the result or the error."""
    try:
        print(repr(f(*args, **kwargs)))
    except BaseException as e:
        print(f"{type(e).__name__}: {e}")

err(__build_class__)
err(__build_class__, 1)
err(__build_class__, 1, "x")
err(__build_class__, lambda: 0, 5)
print(__build_class__(lambda: 0, "Empty").__name__)


class Meta(type):
    def __new__(mcls, name, bases, ns, **kw):
        print("new", name, sorted(ns), kw)
        return super().__new__(mcls, name, bases, ns)

    def __init__(cls, name, bases, ns, **kw):
        print("init", name, kw)
        super().__init__(name, bases, ns)

    def __call__(cls, *a, **k):
        print("call", a, k)
        return super().__call__(*a, **k)

    @classmethod
    def __prepare__(mcls, name, bases, **kw):
        print("prepare", name, kw)
        return {"prepared": True}


class M(metaclass=Meta, option=1):
    def __init__(self, v=0):
        self.v = v


class N(M, option=2):
    pass


print(M(5).v, M.prepared, type(N).__name__)


class BadPrepare(type):
    def __prepare__(name, bases):
        return 5


def use():
    class X(metaclass=BadPrepare):
        pass


err(use)


class Log(dict):
    def __setitem__(self, k, v):
        print("set", k)
        super().__setitem__(k, v)

    def __getitem__(self, k):
        print("get", k)
        return super().__getitem__(k)


class LogMeta(type):
    @classmethod
    def __prepare__(mcls, n, b):
        return Log()


class L(metaclass=LogMeta):
    a = 1
    b = a
    print(len)

    def f(self):
        pass

    del b


class M1(type):
    pass


class M2(type):
    pass


class A1(metaclass=M1):
    pass


class A2(metaclass=M2):
    pass


def conflict():
    class X(A1, A2):
        pass


err(conflict)


class M3(M1, M2):
    pass


class OK(A1, A2, metaclass=M3):
    pass


print(type(OK).__name__)


class NoCell(type):
    def __new__(m, n, b, ns):
        ns.pop("__classcell__", None)
        return super().__new__(m, n, b, ns)


def lost():
    class X(metaclass=NoCell):
        def f(self):
            return __class__


err(lost)


class Returns5(type):
    def __new__(m, n, b, ns):
        return 5


class Five(metaclass=Returns5):
    pass


print(Five)

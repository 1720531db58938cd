def err(f, *args, **kwargs):
    """Call and print the result or the error."""
    try:
        print(repr(f(*args, **kwargs)))
    except BaseException as e:
        print(f"{type(e).__name__}: {e}")

def show(cls):
    print(cls.__name__, cls.__qualname__, cls.__module__, cls.__bases__, cls.__doc__)


class A:
    """Doc of A."""

    class B:
        pass

    def f(self):
        class C:
            pass

        return C


show(A)
show(A.B)
show(A().f())
T = type("T", (A,), {"x": 1, "__doc__": "t", "__qualname__": "Q.T"})
show(T)
print(T.x, "__qualname__" in vars(T), sorted(vars(T)))


class D:
    print(sorted(locals()), __name__, __module__, __qualname__)
    x = 1
    locals()["y"] = 2
    print(x, y)


print(D.y, sorted(k for k in vars(D)))
err(type)
err(type, 1, 2)
err(type, "X", (), {}, 5)
err(type, 5, (), {})
err(type, "X", [], {})
err(type, "X", (), [])
err(type, "X", (5,), {})
err(type, "X", (bool,), {})
err(type, "X", (type(None),), {})
err(type, "X", (A, A), {})
err(type, "X", (object, A), {})
err(type, "X", (int, str), {})
err(type, "X", (type(lambda: 0),), {})
err(type, "X", (range,), {})
err(type, "X\0", (), {})
err(type, "X", (), {"__qualname__": 5})
err(type, "X", (), {"__slots__": 5})
err(type, "X", (), {"__slots__": ("1a",)})
err(type, "X", (), {"__slots__": ("a",), "a": 1})
err(type, "X", (int,), {"__slots__": ("a",)})
err(type, "X", (), {"__classcell__": 5})
err(type, "X", (), {}, k=1)


def bad_base():
    class X(5):
        pass


def bad_meta():
    class X(metaclass=5):
        pass


def bad_kw():
    class X(A, k=1):
        pass


def func_meta():
    class X(metaclass=lambda n, b, d, **k: (n, b, sorted(d), k), a=1):
        z = 1
    return X


for f in (bad_base, bad_meta, bad_kw, func_meta):
    err(f)
A.__name__ = "Renamed"
A.__qualname__ = "Other.Renamed"
show(A)
for name, v in (("__name__", 5), ("__name__", "a\0"), ("__qualname__", 5), ("__bases__", ()), ("__bases__", 5), ("__bases__", (5,)), ("__dict__", {}), ("__mro__", ()), ("__module__", 5), ("__doc__", 6)):
    err(setattr, A, name, v)
print(A.__module__, A.__doc__)
for name in ("__name__", "__bases__", "__dict__", "__mro__", "__module__"):
    err(delattr, A, name)
err(setattr, int, "x", 1)
err(delattr, int, "real")
err(setattr, int, "__name__", "x")
print(A.__subclasses__(), type.mro(T) == list(T.__mro__), T.__base__)

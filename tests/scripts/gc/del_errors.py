class D:
    def __del__(self):
        raise ValueError("in del")


d = D()
del d
print("goes on")


class E:
    def __init__(self):
        raise KeyError("init")

    def __del__(self):
        print("del after failed init")


try:
    E()
except KeyError as e:
    print(repr(e))
import weakref


class C:
    pass


c = C()
r = weakref.ref(c, lambda x: 1 / 0)
del c
print("after callback")
g = (1 for _ in "a")


def gen():
    try:
        yield
    finally:
        raise TypeError("in generator")


q = gen()
next(q)
del q
print("after generator")
import sys

sys.unraisablehook = lambda u: print("hook", u.exc_type.__name__, u.exc_value, u.err_msg, u.object.__qualname__ if hasattr(u.object, "__qualname__") else type(u.object))
d = D()
del d

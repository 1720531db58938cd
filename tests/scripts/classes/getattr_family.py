def err(f, *args, **kwargs):
    """Call and print the result or the error."""
    try:
        print(repr(f(*args, **kwargs)))
    except BaseException as e:
        print(f"{type(e).__name__}: {e}")

class G:
    def __init__(self):
        self.real = 1

    def __getattr__(self, name):
        if name == "boom":
            raise ValueError("boom")
        if name.startswith("x"):
            return name
        raise AttributeError(f"no {name}")


g = G()
print(g.real, g.xyz, getattr(g, "nope", "default"), hasattr(g, "xa"), hasattr(g, "y"))
err(lambda: g.y)
err(getattr, g, "boom", 1)
err(hasattr, g, "boom")


class All:
    def __getattribute__(self, name):
        if name == "hidden":
            raise AttributeError("really hidden")
        return "all", name

    def __setattr__(self, name, v):
        print("setattr", name, v)

    def __delattr__(self, name):
        print("delattr", name)


a = All()
print(a.anything, a.__class__, a.__dict__)
a.q = 1
del a.q
err(lambda: a.hidden)


class Both(All):
    def __getattr__(self, name):
        return "fallback", name


print(Both().hidden, Both().other)
print(len.__name__, type(a).__name__)
err(getattr, 5, "x")
err(getattr, 5, 5)
err(getattr, 5)
err(getattr, 5, "x", 1, 2)
err(hasattr, 5, 5)
err(setattr, 5, "x", 1)
err(setattr, 5, 5, 1)
err(setattr, 5, "x")
err(delattr, 5, "x")
err(delattr, 5, 5)
err(setattr, 5, "real", 1)
err(delattr, 5, "real")
err(setattr, [], "append", 1)
err(setattr, len, "x", 1)
err(lambda: None.x)
err(lambda: int.nothing)
err(lambda: type.nothing)
err(lambda: (1).nothing)
err(lambda: [].nothing)
err(lambda: len.nothing)
err(lambda: (lambda: 0).nothing)
err(lambda: G.nothing)
import sys
err(lambda: sys.nothing)


class D:
    def __dir__(self):
        return ["b", "a", 5] if False else ["b", "a"]


class BadDir:
    def __dir__(self):
        return 5


print(dir(D()))
err(dir, BadDir())


class OnInstance:
    pass


o = OnInstance()
o.__getattr__ = lambda n: n
o.__len__ = lambda: 3
err(lambda: o.x)
err(len, o)
o.__dict__ = {"swapped": 1}
print(o.swapped, vars(o))
err(setattr, o, "__dict__", 5)
del o.__dict__
print(o.__dict__)
err(setattr, o, "__class__", 5)
err(setattr, o, "__class__", int)
o.__class__ = D
print(type(o).__name__)
print(object.__getattribute__(o, "__class__"), object.__dir__ is not None)
err(object.__setattr__, int, "x", 1)
err(type.__setattr__, int, "x", 1)
err(object.__getattribute__, o)
err(object.__getattribute__, o, 5)

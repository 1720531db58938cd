import sys

print(__name__, __package__, __spec__, __doc__, __file__.endswith("dunder.py"), type(__loader__).__name__ != "", __builtins__.__name__, sys.modules["__main__"].__dict__ is globals())
from helper_prelude import make

make({
    "d.py": '"doc string"\nimport sys\nname, doc, pkg, file = __name__, __doc__, __package__, __file__\nme = sys.modules[__name__]\n\ndef __getattr__(n):\n    if n == "lazy":\n        return "made"\n    raise AttributeError(f"d has no {n}")\n\ndef __dir__():\n    return ["z", "a"]\n',
    "ns/inner.py": "v = __package__\n",
})
import d

print(d.name, d.doc, d.pkg, d.me is d, d.lazy, dir(d))
from d import lazy

print(lazy)
try:
    from d import other
except ImportError as e:
    print(str(e).split(" (")[0])
try:
    d.other
except AttributeError as e:
    print(e)
import ns.inner

print(ns.inner.v, type(ns.__path__).__name__, ns.__file__ if hasattr(ns, "__file__") else "no file", repr(ns).split(" (")[0])


def local():
    import math as m
    from math import floor

    return m.__name__, floor(1.5), sorted(locals())


print(local())
original = __import__
calls = []


def hook(name, globals=None, locals=None, fromlist=(), level=0):
    calls.append((name, fromlist, level))
    return original(name, globals, locals, fromlist, level)


import builtins

builtins.__import__ = hook
import os.path as p
from math import sin, cos
import sys as s
import os.path

builtins.__import__ = original
print(calls)

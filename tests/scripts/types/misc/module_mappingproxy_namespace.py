def err(f, *args, **kwargs):
    """Call and print the result or the error."""
    try:
        print(repr(f(*args, **kwargs)))
    except BaseException as e:
        print(f"{type(e).__name__}: {e}")

import sys
from types import MappingProxyType, ModuleType, SimpleNamespace

m = ModuleType("mod", "doc")
print(m, m.__name__, m.__doc__, m.__spec__, m.__loader__, m.__package__, sorted(vars(m)))
m.x = 1
print(m.x, dir(m), ModuleType("n").__doc__)
err(ModuleType)
err(ModuleType, 5)
err(lambda: m.missing)
err(lambda: sys.missing)
m.__getattr__ = lambda n: f"dynamic {n}"
print(m.anything)
m.__dir__ = lambda: ["b", "a"]
print(dir(m), repr(sys), repr(sys.modules["__main__"]).split("'")[1])
del m.__name__
err(lambda: ModuleType.__getattribute__(m, "y"))
err(setattr, m, "__dict__", {})
d = {"a": 1, "b": [2]}
p = MappingProxyType(d)
print(p, p["a"], len(p), "a" in p, list(p), p.get("z", 0), p.keys(), p.items(), p.copy(), p == d, p | {"c": 3}, {"c": 3} | p, repr(p), list(reversed(p)), str(p))
d["new"] = 1
print(len(p), type(p | {}).__name__)
err(p.__getitem__, "zz")
err(lambda: exec("p['a'] = 1"))
err(lambda: exec("del p['a']"))
err(lambda: p.update)
err(hash, p)
err(MappingProxyType, 5)
err(MappingProxyType, [1])
err(MappingProxyType)
err(p.__ior__, {})
print(MappingProxyType("ab") if False else "", type(vars(int)).__name__, MappingProxyType(p))
n = SimpleNamespace(a=1, b="x")
print(n, n.a, vars(n), n == SimpleNamespace(a=1, b="x"), n != SimpleNamespace(), SimpleNamespace({"k": 1}), SimpleNamespace([("q", 2)], z=3), repr(SimpleNamespace()))
n.me = n
print(n)
err(SimpleNamespace, 5)
err(SimpleNamespace, {}, {})
err(SimpleNamespace, {1: 2})
err(lambda: n.zz)
err(lambda: n < n)
err(hash, n)
del n.me
import copy
print(copy.replace(n, a=5), n.__reduce__())


class S(SimpleNamespace):
    pass


print(S(x=1))
print(None.__class__, repr(...), repr(NotImplemented), type(...)() is ..., type(None)() is None, type(NotImplemented)() is NotImplemented, bool(...))
err(type(None), 1)
err(type(...), 1)
err(lambda: None + 1)
err(setattr, None, "x", 1)

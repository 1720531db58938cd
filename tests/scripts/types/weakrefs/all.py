def err(f, *args, **kwargs):
    """Call and print the result or the error."""
    try:
        print(repr(f(*args, **kwargs)))
    except BaseException as e:
        print(f"{type(e).__name__}: {e}")

import weakref


class C:
    def __init__(self, n=0):
        self.n = n

    def __repr__(self):
        return f"C{self.n}"


c = C(1)
r = weakref.ref(c)
print(r() is c, weakref.ref(c) is r, r == weakref.ref(c), hash(r) == hash(c), weakref.getweakrefcount(c), r.__callback__)
r2 = weakref.ref(c, lambda x: print("callback", x is r2, x()))
r3 = weakref.ref(c, lambda x: print("callback 3"))
print(r2 is r, weakref.getweakrefcount(c), len(weakref.getweakrefs(c)))
del c
print(r(), r == r2, isinstance(hash(r), int), r2())
for o in (5, "x", None, [], {}, (), b"", 1.5, object()):
    err(weakref.ref, o)
for o in ({1}, frozenset(), len, lambda: 0, int, C, weakref, (x for x in ())):
    print(type(weakref.ref(o)() or o).__name__)
err(weakref.ref)
err(weakref.ref, C, 1, 2)
c = C(2)
p = weakref.proxy(c)
p.n = 5
print(p.n, c.n, str(p), repr(type(p)), p == c, isinstance(p, C), p.__class__)
del c
err(lambda: p.n)
err(lambda: str(p))
err(lambda: bool(p))
w = weakref.WeakValueDictionary()
k = C(3)
w["k"] = k
print(w["k"], len(w), list(w.items()), "k" in w)
del k
print(len(w), w.get("k"), "k" in w)
wk = weakref.WeakKeyDictionary()
a, b = C(4), C(5)
wk[a], wk[b] = 1, 2
del a
print(len(wk), list(wk.values()), list(wk))
ws = weakref.WeakSet([b])
print(len(ws), b in ws)
del b
print(len(ws))
c = C(6)
f = weakref.finalize(c, print, "finalized", c.n)
print(f.alive)
del c
print(f.alive, f())
c = C(7)
m = weakref.WeakMethod(c.__init__)
print(m() is not None)
del c
print(m())


class R(weakref.ref):
    extra = 1


c = C(8)
s = R(c)
s.tag = "t"
print(s().n, s.tag, weakref.ref(c) is s)
r4 = weakref.ref(c, lambda x: 1 / 0 if False else print("died"))
c = None
d = C(9)
l = [weakref.ref(d, lambda x, i=i: print("order", i)) for i in range(3)]
d = None

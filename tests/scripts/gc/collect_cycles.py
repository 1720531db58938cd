import gc
import weakref


class N:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


gc.disable()
print(gc.isenabled())
a = N("a")
a.me = a
r = weakref.ref(a, lambda w: print("callback"))
del a
print(r() is not None, gc.collect() > 0, r())
x, y = N("x"), N("y")
x.o, y.o = y, x
del x, y
print("before")
gc.collect()
print("after")
l = []
l.append(l)
d = {"d": None}
d["d"] = d
t = ([],)
t[0].append(t)
del l, d, t
print(gc.collect() > 0, gc.collect(), gc.garbage)


def f():
    def g():
        return g

    return None


f()
print(gc.collect() > 0)


class K:
    pass


K.self = K
rk = weakref.ref(K)
del K
gc.collect()
print(rk())


def gen():
    me = yield
    try:
        yield
    finally:
        print("generator finalised")


g = gen()
next(g)
g.send(g)
del g
gc.collect()
e = ValueError()
e.__context__ = e2 = KeyError()
e2.args = (e,)
re = weakref.ref(type("W", (), {})())
print(re())
gc.enable()
print(gc.isenabled(), len(gc.get_threshold()), len(gc.get_count()), gc.is_tracked([]), gc.is_tracked(5), gc.is_tracked("a"))
for bad in ("x", 5, -1):
    try:
        gc.collect(bad)
    except (TypeError, ValueError) as err:
        print(type(err).__name__, err)
s = {1}
w = weakref.ref(s)
del s
print(w())

import gc
import weakref

saved = []


class R:
    def __init__(self, n):
        self.n = n

    def __del__(self):
        print("del", self.n)
        saved.append(self)


r = R(1)
w = weakref.ref(r)
del r
print(saved[0].n, w())
saved.clear()
print("second death is silent")
c = R(2)
c.me = c
w = weakref.ref(c)
del c
gc.collect()
print(saved[0].n, saved[0].me is saved[0], w())
saved.clear()
print(gc.collect() > 0)


class Once:
    count = 0

    def __del__(self):
        Once.count += 1
        self.again = self


o = Once()
del o
gc.collect()
gc.collect()
print(Once.count)


class Pair:
    def __init__(self, n):
        self.n = n

    def __del__(self):
        print("pair", self.n, hasattr(self, "o") and self.o.n)


a, b = Pair("a"), Pair("b")
a.o, b.o = b, a
del a, b
gc.collect()


class Adds:
    def __del__(self):
        if not saved:
            saved.append(1)
            Adds()


x = Adds()
del x
print(len(saved) >= 1)

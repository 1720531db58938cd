def err(f, *args, **kwargs):
    """Call and print the result or the error."""
    try:
        print(repr(f(*args, **kwargs)))
    except BaseException as e:
        print(f"{type(e).__name__}: {e}")

class New:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if not self.n:
            raise StopIteration
        self.n -= 1
        return self.n


class Old:
    def __getitem__(self, i):
        print("getitem", i)
        if i == 3:
            raise IndexError
        return i * 10


class OldStop:
    def __getitem__(self, i):
        raise StopIteration


class BadIter:
    def __iter__(self):
        return 5


class NoneIter:
    __iter__ = None

    def __getitem__(self, i):
        return 1


class RaisesIter:
    def __iter__(self):
        raise KeyError("in iter")


print(list(New(3)), list(Old()), tuple(New(2)), [*New(2)], sum(New(4)), max(New(3)), list(OldStop()))
a, b, c = Old()
print(20 in Old(), 5 in New(3), 2 in New(3))
it = iter(Old())
print(type(it).__name__, next(it), it.__length_hint__() if hasattr(Old, "__len__") else "no len", list(it), list(it))
err(iter, BadIter())
err(iter, NoneIter())
err(iter, RaisesIter())
err(iter, 5)
err(iter, 5, 6)
err(list, 5)
err(next, [])
err(next, 5)
err(next, New(0))
err(next, New(0), "d")
err(next)
err(lambda: 5 in 5)
err(lambda: 1 in NoneIter())
err(lambda: [x for x in BadIter()])
err(lambda: dict(5))
err(lambda: dict([5]))
err(lambda: dict([(1, 2, 3)]))
err(reversed, 5)
err(reversed, {1, 2})
err(reversed, New(1))


class Rev:
    def __reversed__(self):
        return "anything"


class NoneRev:
    __reversed__ = None

    def __len__(self):
        return 1

    def __getitem__(self, i):
        return i


class Seq:
    def __len__(self):
        return 3

    def __getitem__(self, i):
        return i


print(reversed(Rev()), list(reversed(Seq())))
err(reversed, NoneRev())


class Contains:
    def __contains__(self, x):
        return "truthy" if x else ""


class NoneContains:
    __contains__ = None

    def __iter__(self):
        return iter([1])


print(1 in Contains(), 0 in Contains(), 0 not in Contains())
err(lambda: 1 in NoneContains())
print(list(iter(iter([1, 2]).__next__, 2)), next(iter([]), None))
values = iter([1, 2, 0, 3])
print(list(iter(lambda: next(values), 0)), list(values))


class Missing(dict):
    def __missing__(self, k):
        return "missing", k


m = Missing(a=1)
print(m["a"], m["b"], m.get("c"), "b" in m)


class ItemSub:
    def __getitem__(self, k):
        return k

    def __setitem__(self, k, v):
        print("set", k, v)

    def __delitem__(self, k):
        print("del", k)


i = ItemSub()
print(i[1], i[1, 2], i[1:2], i[::3], i[..., None], i[()], i[*[1, 2]], i[1:2, 3])
i[1:2] = 3
del i[...]
five, none, ones, gen = 5, None, {1}, (x for x in ())
for f in (lambda: five[1], lambda: none[0], lambda: len[0], lambda: object()[0], lambda: ones[0], lambda: gen[0], lambda: i.x[0]):
    err(f)
err(lambda: exec("5[0] = 1"))
err(lambda: exec("'a'[0] = 1"))
err(lambda: exec("del 5[0]"))
err(lambda: exec("del (1,)[0]"))

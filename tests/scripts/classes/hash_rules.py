def err(f, *args, **kwargs):
    """Call and print the result or the error."""
    try:
        print(repr(f(*args, **kwargs)))
    except BaseException as e:
        print(f"{type(e).__name__}: {e}")

class Own:
    def __init__(self, h):
        self.h = h

    def __hash__(self):
        return self.h

    def __eq__(self, o):
        return isinstance(o, Own) and self.h == o.h


for h in (0, 1, -1, -2, 2**61 - 1, 2**61, 2**64, -2**63, 10**30, True):
    print(h, hash(Own(h)))
for h in (1.5, "x", None):
    err(hash, Own(h))


class EqOnly:
    def __eq__(self, o):
        return True


class EqAndObjectHash:
    def __eq__(self, o):
        return True

    __hash__ = object.__hash__


class Child(EqOnly):
    __hash__ = lambda self: 5


class NoneHash:
    __hash__ = None


class ListHash(list):
    def __hash__(self):
        return 1


err(hash, EqOnly())
err(hash, NoneHash())
print(hash(Child()), isinstance(hash(EqAndObjectHash()), int), {ListHash([1]): 1}[ListHash([1])])
for bad in ([], {}, set(), bytearray(), slice(1).__class__, [[]], ([],), {1: []}.items(), {}.keys(), memoryview(bytearray(b"a"))):
    try:
        hash(bad)
        print("hashable", type(bad).__name__)
    except Exception as e:
        print(type(e).__name__, e)
err(lambda: {[]: 1})
err(lambda: {{}})
err(lambda: {1: 2}[[]])
err(lambda: [] in {1})
err(lambda: {}.get([]))
err(lambda: set([[]]))
print(hash(slice(1, 2)) == hash(slice(1, 2)), hash((1, (2,))) == hash((1, (2,))))
d = {Own(1): "a"}
print(d[Own(1)], Own(2) in d)
calls = []


class Counted:
    def __hash__(self):
        calls.append("hash")
        return 7

    def __eq__(self, o):
        calls.append("eq")
        return self is o


c1, c2 = Counted(), Counted()
d = {c1: 1, c2: 2}
d[c1]
print(calls)

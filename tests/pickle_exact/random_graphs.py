"""Random graphs of objects: a digest of their pickles in all protocols, and what loading makes of them again."""
import copyreg
import io
import pickle
import pickletools

from graph_parts import Random

SEEDS = 160


class Plain:
    pass


class Slotted:
    __slots__ = ("a", "b")


class Both(Slotted):
    __slots__ = ("c", "__dict__")


class State:
    def __init__(self, v):
        self.v = v

    def __getstate__(self):
        return {"kept": self.v}

    def __setstate__(self, state):
        self.v = state["kept"]


class Reduced:
    def __init__(self, *args):
        self.args = args

    def __reduce__(self):
        return Reduced, self.args, None


class NewArgs:
    def __new__(cls, v, w=0):
        self = object.__new__(cls)
        self.v = v
        return self

    def __getnewargs__(self):
        return (self.v,)


class L(list):
    pass


class D(dict):
    pass


class T(tuple):
    pass


class I(int):
    pass


class S(str):
    pass


class Outer:
    class Inner:
        pass

    def method(self):
        pass


def function():
    pass


def registered(obj):
    return Registered, (obj.v,)


class Registered:
    def __init__(self, v):
        self.v = v


copyreg.pickle(Registered, registered)
copyreg.add_extension(__name__, "Outer", 300)
NAMES = ["a", "b", "name", "\xe9", "\u20ac\U0001f600", "line\nbreak", "", "x" * 300]
ATOMS = [None, True, False, 0, 1, -1, 255, 256, 65535, 65536, -2**31, 2**31, 2**63, -2**100, 0.0, -0.0, 1.5, 1e300,
         float("inf"), "", "s", "text", "\xe9t\xe9", "\udc80", b"", b"b", b"bytes\xff", bytearray(b""), bytearray(b"ab"),
         Ellipsis, NotImplemented, int, len, type(None), function, Plain, Outer, Outer.Inner, Outer.method, 3 + 4j]


def graph(random, size):
    """An object made of about `size` others, some shared, some cyclic."""
    made = list(ATOMS[:3])
    open_lists = []

    def pick():
        return made[random.below(len(made))] if random.below(3) else ATOMS[random.below(len(ATOMS))]

    def hashable():
        return ATOMS[random.below(23)]

    for _ in range(size):
        kind = random.below(22)
        n = random.below(6) if random.below(40) else 1000 + random.below(3)
        if kind < 3:
            new = [pick() for _ in range(n)]
            open_lists.append(new)
        elif kind < 6:
            new = tuple(pick() for _ in range(n))
        elif kind < 8:
            new = {i if n > 5 else hashable(): pick() for i in range(n)}
        elif kind == 8:
            new = {i * 7 % 1009 if n > 5 else random.below(50) for i in range(n)}
        elif kind == 9:
            new = frozenset(range(n))
        elif kind < 13:
            new = (Plain, Plain, Outer.Inner)[kind - 10]()
            for _ in range(n % 7):
                setattr(new, NAMES[random.below(3)], pick())
        elif kind == 13:
            new = Slotted()
            new.a = pick()
        elif kind == 14:
            new = Both()
            new.c = pick()
            new.more = pick()
        elif kind == 15:
            new = State(pick())
        elif kind == 16:
            new = Reduced(*[pick() for _ in range(n % 5)])
        elif kind == 17:
            new = NewArgs(pick())
        elif kind == 18:
            new = L(pick() for _ in range(n % 4))
            new.attribute = pick()
        elif kind == 19:
            new = D((hashable(), pick()) for _ in range(n % 4))
        elif kind == 20:
            new = (T((1, pick())), I(random.below(300)), S(NAMES[random.below(8)]))[random.below(3)]
        else:
            new = Registered(pick())
        made.append(new)
        if open_lists and random.below(4) == 0:
            open_lists[random.below(len(open_lists))].append(made[-1 - random.below(min(3, len(made)))])
    return made[-1], made[-2], [made[random.below(len(made))] for _ in range(4)]


def digest(data):
    return int.from_bytes(data, "little") % (2**61 - 1)


for seed in range(SEEDS):
    random = Random(seed + 1)
    obj = graph(random, 2 + seed % 25)
    line = []
    for protocol in range(6):
        try:
            data = pickle.dumps(obj, protocol)
        except Exception as e:
            line.append(type(e).__name__)
            continue
        out = io.BytesIO()
        pickle.Pickler(out, protocol).dump(obj)
        assert out.getvalue() == data
        again = pickle.dumps(pickle.loads(data), protocol)
        small = pickle.loads(pickletools.optimize(data)) if len(data) < 2000 else None
        assert small is None or len(pickle.dumps(small, protocol)) == len(again)
        assert len(pickle.dumps(pickle.load(io.BytesIO(data)), 2)) == len(pickle.dumps(pickle.loads(data), 2))
        line.append(f"{len(data)}:{digest(data):x}:{digest(again):x}")
    print(seed, *line)

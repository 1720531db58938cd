import pickle
from collections import namedtuple
from typing import NamedTuple



def show(label, obj, protocols=range(6), **options):
    """Print the pickle of obj in every protocol; long ones as length, ends and remainder."""
    for protocol in protocols:
        try:
            data = pickle.dumps(obj, protocol, **options)
        except Exception as e:
            print(label, protocol, f"{type(e).__name__}: {e}")
            continue
        if len(data) <= 1500:
            print(label, protocol, data.hex())
        else:
            print(label, protocol, len(data), data[:40].hex(), data[-40:].hex(), int.from_bytes(data, "big") % (2**61 - 1))

Point = namedtuple("Point", "x y")
Empty = namedtuple("Empty", "")
Four = namedtuple("Four", "a b c d", defaults=[4])


class Typed(NamedTuple):
    name: str
    size: int = 3


class Sub(Point):
    __slots__ = ()


class SubDict(Point):
    pass


class Outer:
    Inner = namedtuple("Inner", "z")
    Inner.__qualname__ = "Outer.Inner"


show("Point", Point(1, "two"))
show("Empty", Empty())
show("Four", Four(1, 2, 3))
show("Typed", Typed("n"))
show("Sub", Sub(1, 2))
s = SubDict(1, 2)
show("SubDict", s)
s.note = "n"
show("SubDict attr", s)
p = Point([], {})
p[0].append(p)
show("recursive", p[0])
show("many", [Point(i, i) for i in range(5)])
show("class", Point)
show("inner", Outer.Inner(1))
for protocol in range(6):
    assert pickle.loads(pickle.dumps(Typed("n"), protocol)) == Typed("n", 3)
    assert pickle.loads(pickle.dumps(s, protocol)).note == "n"
print("ok")

import pickle
from dataclasses import dataclass, field



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

@dataclass
class Plain:
    a: int
    b: list = field(default_factory=list)


@dataclass(frozen=True)
class Frozen:
    x: int
    y: str = "d"


@dataclass(slots=True)
class Slots:
    p: int
    q: str = "q"


@dataclass(frozen=True, slots=True)
class FrozenSlots:
    m: int
    n: tuple = ()


@dataclass
class Child(Plain):
    c: str = "c"


for value in (Plain(1), Plain(1, [2]), Frozen(1), Slots(1), FrozenSlots(1, (2,)), Child(1, [], "x")):
    show(repr(value), value)
    for protocol in range(2, 6):
        assert pickle.loads(pickle.dumps(value, protocol)) == value
node = Plain(1)
node.b.append(node)
show("recursive", node)
show("list", [Frozen(i, str(i)) for i in range(4)])
print("ok")

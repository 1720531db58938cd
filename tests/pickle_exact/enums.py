import pickle
from enum import Enum, Flag, IntEnum, IntFlag, StrEnum, auto



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

class Color(Enum):
    RED = 1
    GREEN = "g"
    ALIAS = 1


class Num(IntEnum):
    ONE = 1
    TWO = 2


class Perm(Flag):
    R = auto()
    W = auto()
    X = auto()


class IPerm(IntFlag):
    R = 4
    W = 2


class Word(StrEnum):
    HELLO = auto()


class Outer:
    class Inner(Enum):
        A = 1


show("class", Color)
show("RED", Color.RED)
show("GREEN", Color.GREEN)
show("ALIAS", Color.ALIAS)
show("twice", [Color.RED, Color.RED, Color.GREEN])
show("Num", Num.TWO)
show("Perm.R", Perm.R)
show("R|W", Perm.R | Perm.W)
show("none", Perm(0))
show("all", ~Perm(0))
show("IPerm", IPerm.R)
show("IPerm mix", IPerm.R | IPerm.W)
show("Word", Word.HELLO)
show("inner", Outer.Inner.A)
show("as key", {Color.RED: Num.ONE})
for protocol in range(6):
    for value in (Color.RED, Num.TWO, Perm.R | Perm.W, Word.HELLO, IPerm.W):
        assert pickle.loads(pickle.dumps(value, protocol)) is value, (value, protocol)
print("ok")

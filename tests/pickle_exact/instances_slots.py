import pickle



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

class S:
    __slots__ = ("a", "b")


class SD:
    __slots__ = ("a", "__dict__")


class SubS(S):
    __slots__ = ("c",)


class SubD(S):
    pass


class Mangled:
    __slots__ = ("__private", "_one", "__weakref__")

    def __init__(self):
        self.__private = 1
        self._one = 2


class One:
    __slots__ = "only"


class NoneSet:
    __slots__ = ()


def make(cls, **attrs):
    o = cls()
    for k, v in attrs.items():
        setattr(o, k, v)
    return o


show("unset", S())
show("a", make(S, a=1))
show("b a", make(S, b=2, a=1))
show("slots and dict", make(SD, a=1, z=2))
show("slots and empty dict", make(SD, a=1))
show("sub", make(SubS, c=3, a=1, b=2))
show("sub with dict", make(SubD, a=1, x=2))
show("sub only dict", make(SubD, x=2))
show("mangled", Mangled())
show("one", make(One, only=[1]))
show("no slots", NoneSet())
for p in range(2, 6):
    back = pickle.loads(pickle.dumps(make(SubD, a=1, x=2), p))
    assert back.a == 1 and back.x == 2 and back.__dict__ == {"x": 2}

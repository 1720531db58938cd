import pickle


class Plain:
    pass


class Slots:
    __slots__ = ("a",)


class SetRaises:
    def __setstate__(self, state):
        raise ValueError("no", state)


class SetattrHook:
    def __setattr__(self, name, value):
        print("setattr", name, value)
        object.__setattr__(self, name, value)


class HasProperty:
    @property
    def p(self):
        return 1


def load(cls, state):
    data = b"c__main__\n" + cls.encode() + b"\n)\x81" + state + b"b."
    try:
        o = pickle.loads(data)
        print(cls, state, getattr(o, "__dict__", None), getattr(o, "a", None))
    except Exception as e:
        print(cls, state, type(e).__name__, e)


for cls in ("Plain", "Slots", "SetRaises", "SetattrHook", "HasProperty"):
    for state in (b"N", b"}", b"K\x05", b"]", b"}Vp\nK\x01s", b"}K\x01K\x02s", b"N}Va\nK\x07s\x86", b"}Vz\nK\x01s}Va\nK\x07s\x86", b"NN\x86", b"N]\x86", b"K\x01}\x86", b"NNN\x87", b")", b"N\x85"):
        load(cls, state)

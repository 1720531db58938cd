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

class State:
    def __init__(self, state):
        self.state = state

    def __getstate__(self):
        return self.state

    def __setstate__(self, state):
        self.state = ("set", state)


class NoSet:
    def __getstate__(self):
        return {"k": 1}


class Pair:
    __slots__ = ("s",)

    def __getstate__(self):
        return None, {"s": 5}


class Falsy:
    def __init__(self):
        self.x = 1

    def __getstate__(self):
        return False


class OnlySet:
    def __setstate__(self, state):
        self.got = state


for value in (None, False, 0, "", (), [], {}, {"a": 1}, (1, 2), "text", 7):
    show(repr(value), State(value))
    for p in range(6):
        back = pickle.loads(pickle.dumps(State(value), p))
        print(p, getattr(back, "state", "absent"))
show("dict state without setstate", NoSet())
show("pair state", Pair())
show("falsy", Falsy())
show("setstate without state", OnlySet())
o = OnlySet()
o.a = 1
show("setstate with dict", o)
for p in range(2, 6):
    print(p, pickle.loads(pickle.dumps(o, p)).got, pickle.loads(pickle.dumps(Pair(), p)).s)

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

class A(int):
    def __new__(cls, v, unit="m"):
        self = int.__new__(cls, v)
        self.unit = unit
        return self

    def __getnewargs__(self):
        return int(self), self.unit


class Ex:
    def __new__(cls, *args, **kw):
        self = object.__new__(cls)
        self.args, self.kw = args, kw
        return self

    def __getnewargs_ex__(self):
        return self.args, self.kw

    def __getstate__(self):
        return None


class BadTuple:
    def __getnewargs__(self):
        return [1]


class BadEx:
    def __init__(self, value):
        self.value = value

    def __getnewargs_ex__(self):
        return self.value


show("A", A(5, "km"))
show("Ex no kw", Ex(1, 2))
show("Ex", Ex(1, k=2))
show("Ex two kw", Ex(k=2, j=[3]))
show("Ex empty", Ex())
show("BadTuple", BadTuple())
for bad in (None, (1,), ((), {}, 1), ([], {}), ((), []), "ab"):
    show(f"BadEx {bad!r}", BadEx(bad))
for p in range(2, 6):
    back = pickle.loads(pickle.dumps(Ex(1, k=2), p))
    print(p, back.args, back.kw, pickle.loads(pickle.dumps(A(5, "km"), p)).unit)

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

class K:
    def __init__(self, v):
        self.v = v

    def m(self):
        return self.v

    @classmethod
    def c(cls):
        return cls

    def __private(self):
        return "private"

    def get_private(self):
        return self.__private

    def __call__(self):
        return 1


k = K(5)
show("m", k.m)
show("c", K.c)
show("private", k.get_private())
show("__init__", k.__init__)
show("__call__", k.__call__)
show("method and self", [k, k.m, k.m])
k.own = k.m
show("cycle", k)
for protocol in range(6):
    back = pickle.loads(pickle.dumps(k, protocol))
    assert back.own.__self__ is back and back.own() == 5
    try:
        pickle.loads(pickle.dumps(k.get_private(), protocol))
    except AttributeError as e:
        print(e)
    assert pickle.loads(pickle.dumps([].append, protocol))(1) is None
print("ok")

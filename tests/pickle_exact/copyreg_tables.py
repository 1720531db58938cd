import copyreg
import io
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

class C:
    def __init__(self, v=0):
        self.v = v

    def __reduce__(self):
        return str, ("__reduce__ loses",)


class Sub(C):
    pass


def reduce_c(c):
    return C, (c.v,)


copyreg.pickle(C, reduce_c)
show("copyreg", C(1))
show("subclass is not covered", Sub(1))


class P(pickle.Pickler):
    dispatch_table = {C: lambda c: (str, ("class table",))}


def with_pickler(label, make):
    for protocol in range(6):
        buffer = io.BytesIO()
        make(buffer, protocol).dump([C(2), C(3)])
        print(label, protocol, buffer.getvalue().hex())


with_pickler("class dispatch_table", P)


def own(buffer, protocol):
    pickler = pickle.Pickler(buffer, protocol)
    pickler.dispatch_table = {C: lambda c: (str, ("own table",))}
    return pickler


with_pickler("own dispatch_table", own)


def chained(buffer, protocol):
    pickler = pickle.Pickler(buffer, protocol)
    pickler.dispatch_table = copyreg.dispatch_table.copy()
    return pickler


with_pickler("copied table", chained)


def empty(buffer, protocol):
    pickler = pickle.Pickler(buffer, protocol)
    pickler.dispatch_table = {}
    return pickler


with_pickler("empty table", empty)
for bad in (5, [], "x"):
    try:
        copyreg.pickle(C, bad)
    except TypeError as e:
        print(e)
try:
    copyreg.constructor(5)
except TypeError as e:
    print(e)
print(copyreg.dispatch_table[C] is reduce_c, complex in copyreg.dispatch_table)

"""Cycles through the state, list items and dict items of a reduce value, and the forbidden one through its arguments."""
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

class Box:
    def __init__(self, tag=None):
        self.tag = tag

    def __reduce__(self):
        return Box, ("tag",), {"me": self, "pair": (self, self)}


class ListBox(list):
    def __reduce__(self):
        return ListBox, (), None, iter([self, [self]])


class DictBox(dict):
    def __reduce__(self):
        return DictBox, (), None, None, iter([("me", self), ("pair", (self,))])


class Args:
    def __reduce__(self):
        return Args, (self.inner,)

    def __init__(self, inner):
        self.inner = inner


show("state", Box())
show("listitems", ListBox())
show("dictitems", DictBox())
a = Args([])
a.inner.append(a)
for p in range(6):
    try:
        print(p, pickle.dumps(a, p)[:60].hex())
    except RecursionError as e:
        print(p, "RecursionError")
t = Args(())
show("no cycle", t)
for p in range(6):
    back = pickle.loads(pickle.dumps(Box(), p))
    assert back.me is back and back.pair[0] is back

import itertools
import pickle
import warnings



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

warnings.simplefilter("ignore")


def used(it, n=1):
    for _ in range(n):
        next(it)
    return it


show("list", iter([1, 2]))
show("list used", used(iter([1, 2])))
show("list done", used(iter([1]), 1) if next(iter([1])) else None)
done = iter([1])
list(done)
show("list exhausted", done)
show("tuple", used(iter((1, 2))))
show("str", used(iter("abc")))
show("str non ascii", used(iter("\xe9\u4e2d")))
show("bytes", used(iter(b"ab")))
show("bytearray", used(iter(bytearray(b"ab"))))
show("range", used(iter(range(5)), 2))
show("long range", used(iter(range(2**70, 2**70 + 3))))
show("dict", used(iter({1: 2, 3: 4})))
show("dict values", used(iter({1: 2, 3: 4}.values())))
show("dict items", used(iter({1: 2, 3: 4}.items())))
show("set", iter({1, 2}))
show("reversed list", used(reversed([1, 2, 3])))
show("reversed str", used(reversed("abc")))
show("reversed dict", reversed({1: 2, 3: 4}))
show("enumerate", used(enumerate("ab", 5)))
show("zip", zip([1], (2,)))
show("zip strict", zip([1], (2,), strict=True))
show("map", map(len, ["a"]))
show("filter", filter(None, [0, 1]))
show("callable iterator", iter(list, []))
show("keys view", {1: 2}.keys())
show("generator", (x for x in ()))


class Old:
    def __getitem__(self, i):
        return [1, 2][i]


show("sequence iterator", used(iter(Old())))

import pickle
from collections import ChainMap, Counter, OrderedDict, UserDict, UserList, UserString, defaultdict, deque



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

def factory():
    return 5


show("OrderedDict", OrderedDict(a=1, b=2))
show("OrderedDict empty", OrderedDict())
moved = OrderedDict(a=1, b=2, c=3)
moved.move_to_end("a")
show("OrderedDict moved", moved)
o = OrderedDict(a=1)
o.attr = 1
show("OrderedDict attr", o)
show("defaultdict list", defaultdict(list, {"a": [1]}))
show("defaultdict None", defaultdict(None, {1: 2}))
show("defaultdict function", defaultdict(factory))
show("Counter", Counter("abracadabra"))
show("Counter empty", Counter())
show("deque", deque([1, 2, 3]))
show("deque maxlen", deque([1, 2, 3], 2))
show("deque empty", deque())
show("deque maxlen 0", deque([], 0))
show("ChainMap", ChainMap({"a": 1}, {"b": 2}))
show("UserDict", UserDict(a=1))
show("UserList", UserList([1]))
show("UserString", UserString("s"))
d = deque()
d.append(d)
show("deque in itself", d)
o = OrderedDict()
o["o"] = o
show("OrderedDict in itself", o)
f = defaultdict(list)
f["f"].append(f)
show("defaultdict in itself", f)


class D(deque):
    pass


class O(OrderedDict):
    pass


x = D([1], 3)
show("D", x)
x.tag = "t"
show("D attr", x)
y = O(a=1)
y.tag = "t"
show("O attr", y)

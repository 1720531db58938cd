import functools
import operator
import pickle
import types



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

show("range", range(5))
show("range 3", range(1, 10, 2))
show("range big", range(0, 2**70, 2**65))
show("slice", slice(1, 2, 3))
show("slice None", slice(None))
show("complex", 1 + 2j)
show("namespace", types.SimpleNamespace(a=1, b=[2]))
ns = types.SimpleNamespace()
ns.me = ns
show("namespace cycle", ns)
show("list[int]", list[int])
show("dict[str, list[int]]", dict[str, list[int]])
show("tuple[int, ...]", tuple[int, ...])
show("tuple[()]", tuple[()])
show("*tuple[int]", next(iter(tuple[int])))
show("int | str", int | str)
show("int | None", int | None)
show("partial", functools.partial(int, "10", base=2))
show("partial empty", functools.partial(len))
p = functools.partial(int, "1")
p.note = "n"
show("partial attr", p)
show("itemgetter", operator.itemgetter(1))
show("itemgetter 2", operator.itemgetter(1, "a"))
show("attrgetter", operator.attrgetter("a.b", "c"))
show("methodcaller", operator.methodcaller("m"))
show("methodcaller args", operator.methodcaller("m", 1, k=2))
show("property", property())
show("cell", types.CellType(1))
show("mappingproxy", types.MappingProxyType({}))
show("object", object())
for value in (range(3), 1 + 2j, list[int], int | None, types.SimpleNamespace(a=1)):
    for protocol in range(6):
        assert pickle.loads(pickle.dumps(value, protocol)) == value

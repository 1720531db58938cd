import collections
import copy
import pickle
import types
import weakref
from collections import ChainMap, Counter, OrderedDict, UserDict, UserList, UserString, abc, defaultdict, deque, namedtuple

from library_parts import done, survey

Point = namedtuple("Point", "x y", defaults=[0])
Odd = namedtuple("Odd", "class def ok", rename=True)
Placed = namedtuple("Placed", "a", module="elsewhere")
Empty = namedtuple("Empty", "")


class Sub(Point):
    __slots__ = ()


class Dicted(Point):
    pass


dicted = Dicted(1, 2)
dicted.tag = "t"


class Missing(defaultdict):
    def __missing__(self, key):
        return "none"


class Tally(Counter):
    pass


class Ring(deque):
    pass


class Ordered(OrderedDict):
    __slots__ = ("extra",)


class Late(OrderedDict):
    def __init__(self, *args):
        super().__init__(*args)
        self.log = []

    def __setitem__(self, key, value):
        self.__dict__.setdefault("log", []).append(key)
        super().__setitem__(key, value)


class Stack(UserList):
    pass


class Names(UserDict):
    def __missing__(self, key):
        return key


def told(value):
    return f"{type(value).__name__} {value!r} {getattr(value, '__dict__', None)} {getattr(value, 'extra', None)}"


def factory():
    return []


tally = Tally("aab")
tally.name = "n"
ring = Ring("abc", 2)
ring.name = "n"
ordered = Ordered(a=1)
ordered.extra = [5]
stack = Stack([1])
stack.owner = stack
for value in (
    Point(1, 2), Point(1), Odd(1, 2, 3), Empty(), Sub(3, 4), dicted, Missing(list, {"a": 1}), tally, Counter(a=3, b=-1, c=0), Counter(), ring, Ring(),
    deque(range(5), 3), deque([], 0), deque(["a", ["b"]]), ordered, Ordered(), Late([("a", 1)]), defaultdict(list, a=[1]), defaultdict(factory, a=1),
    defaultdict(Point), defaultdict(None), ChainMap(), ChainMap({"a": 1}, OrderedDict(b=2)).new_child({"c": 3}), UserDict(a=1, b=[2]), Names(x=1),
    UserList("abc"), stack, UserString("text"), OrderedDict([(1, 2), ("a", None)]), defaultdict(lambda: 1),
):
    survey(type(value).__name__, value, told)
survey("Placed", Placed(1))

itself = deque(maxlen=3)
itself.append(itself)
survey("deque in itself", itself)
own = UserDict()
own["own"] = own
survey("UserDict in itself", own, lambda d: str(d["own"] is d))
chain = ChainMap({})
chain["c"] = chain
survey("ChainMap in itself", chain, lambda c: str(c["c"] is c))
loop = Ordered()
loop["loop"] = loop
loop.extra = loop
survey("OrderedDict in itself", loop, lambda o: str((o["loop"] is o, o.extra is o)))
shared = []
survey("shared", [Point(shared, shared), deque([shared, shared]), Counter({"a": 1})])
moved = OrderedDict.fromkeys("abcd")
moved.move_to_end("b", last=False)
moved.popitem()
survey("OrderedDict moved", moved)

first = deque("abc")
for label, it in (
    ("deque", iter(first)), ("deque reversed", reversed(first)), ("OrderedDict", iter(OrderedDict(a=1, b=2))), ("OrderedDict reversed", reversed(OrderedDict(a=1, b=2))),
    ("OrderedDict items", iter(OrderedDict(a=1, b=2).items())), ("OrderedDict values", iter(OrderedDict(a=1, b=2).values())),
    ("OrderedDict reversed items", reversed(OrderedDict(a=1, b=2).items())), ("Counter elements", Counter("aab").elements()), ("ChainMap", iter(ChainMap({1: 2}))),
    ("UserList", iter(UserList("ab"))), ("UserString", iter(UserString("ab"))), ("UserDict", iter(UserDict(a=1))), ("namedtuple", iter(Point(1, 2))),
    ("defaultdict", iter(defaultdict(int, a=1))),
):
    survey(f"iterator {label}", it, list)
    try:
        next(it)
        survey(f"iterator {label} used", it, list)
    except Exception as error:
        print(type(error).__name__, error)
for label, view in (
    ("keys", {1: 2}.keys()), ("OrderedDict keys", OrderedDict(a=1).keys()), ("OrderedDict items", OrderedDict(a=1).items()), ("ChainMap keys", ChainMap({1: 2}).keys()),
    ("UserDict values", UserDict(a=1).values()), ("KeysView", abc.KeysView({1: 2})), ("ItemsView", abc.ItemsView({1: 2})),
    ("mappingproxy", types.MappingProxyType({})),
):
    survey(f"view {label}", view, list)


class Thing:
    pass


thing = Thing()
for label, value in (
    ("ref", weakref.ref(thing)), ("proxy", weakref.proxy(thing)), ("WeakKeyDictionary", weakref.WeakKeyDictionary({thing: 1})),
    ("WeakKeyDictionary empty", weakref.WeakKeyDictionary()), ("WeakValueDictionary", weakref.WeakValueDictionary(a=thing)),
    ("WeakValueDictionary empty", weakref.WeakValueDictionary()), ("WeakSet", weakref.WeakSet([thing])), ("WeakSet empty", weakref.WeakSet()),
    ("WeakMethod", weakref.WeakMethod(Names().update)), ("finalize", weakref.finalize(thing, print)),
):
    survey(label, value, lambda v: type(v).__name__)
for name in sorted(abc.__all__):
    survey(f"abc.{name}", getattr(abc, name))
for kind in ChainMap, Counter, OrderedDict, UserDict, UserList, UserString, defaultdict, deque, Point, Sub, Empty:
    survey(kind.__name__, kind)
for method in Counter.most_common, Counter("a").most_common, OrderedDict.move_to_end, OrderedDict().move_to_end, deque([1]).append, deque.append, Point._make, Point(1)._replace, Point.x, ChainMap().new_child, defaultdict(int).__missing__, OrderedDict.fromkeys, UserList.append, Counter.fromkeys:
    survey(f"method {getattr(method, '__qualname__', method)}", method, lambda m: type(m).__name__)
for value in (
    deque([1], 2), OrderedDict(a=1), ordered, Counter("a"), defaultdict(list, {1: [2]}), ChainMap({1: 2}), UserDict(a=1), Point(1, 2), dicted, ring, Ring(),
    tally, UserList([1]),
):
    for method, args in ("__reduce__", ()), ("__reduce_ex__", (2,)), ("__getstate__", ()), ("__getnewargs__", ()), ("__getnewargs_ex__", ()):
        try:
            parts = getattr(value, method)(*args)
            print(type(value).__name__, method, [list(p) if hasattr(p, "__next__") else p for p in parts] if isinstance(parts, tuple) else parts)
        except Exception as error:
            print(type(value).__name__, method, type(error).__name__, error)
for value in deque([1], 2), OrderedDict(a=[1]), Counter("a"), defaultdict(list, {1: [2]}), ChainMap({1: []}), UserDict(a=[1]), Point([1], 2), dicted, ring:
    a, b = copy.copy(value), copy.deepcopy(value)
    print(told(a), told(b), a == value, b == value)
done()

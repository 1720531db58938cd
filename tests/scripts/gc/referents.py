# gc.get_referents and gc.get_referrers: content and order.
import collections
import functools
import gc
import itertools
import types
import weakref


def show(x):
    if x is None or isinstance(x, (int, str, float, type)):
        return repr(x)
    return type(x).__name__


class Plain:
    pass


class Slots:
    __slots__ = ("p", "q", "__dict__", "__weakref__")


class MoreSlots(Slots):
    __slots__ = ("r",)


class List(list):
    pass


class Dict(dict):
    pass


class Int(int):
    pass


class Meta(type):
    pass


class Derived(Plain, metaclass=Meta):
    def meth(self):
        pass

    p = property(lambda s: 1, doc="x")

    @classmethod
    def cm(cls):
        pass

    @staticmethod
    def sm():
        pass


plain = Plain()
plain.x = [1]
plain.y = "s"
slots = MoreSlots()
slots.p, slots.q, slots.r, slots.z = [1], (), {}, 9
sub = List([1, 2])
sub.z = 5
mapping = Dict(a=1)
mapping.z = 3
number = Int(5)
number.z = 1


def outer(a):
    def f(x=[], *, k=()):
        "doc"
        return a, x

    return f


f = outer([2])
f.attr = 1


def gen(a, b):
    c = [a]
    yield c
    yield b


new, started, done = gen({1}, "b"), gen(1, 2), gen(1, 2)
next(started)
list(done)
try:
    try:
        raise ValueError("a") from KeyError(1)
    except ValueError as e:
        error = e
        raise OSError(2, "nope", "file")
except OSError as e:
    os_error = e

things = {
    "instance": plain, "slots": slots, "list subclass": sub, "dict subclass": mapping, "int subclass": number,
    "class": Plain, "derived class": Derived, "function": f, "new generator": new, "started": started, "done": done,
    "error": error, "os error": os_error, "list": [1, "a", []], "tuple": (1, 2.5, "x"), "dict": {1: "one", "a": 2},
    "text dict": {"a": 1, "b": 2}, "set": {"q"}, "frozenset": frozenset([4]), "len": len, "append": [].append,
    "method": Derived().meth, "class method": Derived.cm, "classmethod": Derived.__dict__["cm"],
    "staticmethod": Derived.__dict__["sm"], "property": Derived.__dict__["p"], "bare property": property(len),
    "slice": slice(1, 2, 3), "map": map(str, [1], (2,)), "zip": zip([1], "a"), "enumerate": enumerate([1]),
    "filter": filter(None, [1]), "reversed": reversed([1]), "iter": iter([1]), "dict keys": {1: 2}.keys(),
    "callable iterator": iter(int, 1), "partial": functools.partial(len, [1], k=2), "chain": itertools.chain([1], (2,)),
    "cycle": itertools.cycle([1]), "starmap": itertools.starmap(len, [[1]]), "takewhile": itertools.takewhile(len, [1]),
    "deque": collections.deque([1, "a"]), "ref": weakref.ref(plain), "proxy": weakref.proxy(plain),
    "proxy of mapping": types.MappingProxyType({1: 2}), "alias": list[int], "union": int | str,
    "cell": f.__closure__[0], "empty cell": types.CellType(), "module": types.ModuleType("m"),
    "super": super(Derived, Derived()), "traceback": error.__traceback__, "wrapper": int.__add__,
    "method wrapper": (1).__add__, "descriptor": str.join, "getset": type.__dict__["__dict__"],
    "member": Slots.__dict__["p"], "name error": NameError("q", name="n"), "stop": StopIteration(4), "exit": SystemExit(3),
    "decode error": UnicodeDecodeError("a", b"b", 1, 2, "r"), "import error": ImportError("a", name="n"),
    "attribute error": AttributeError("q", name="n", obj=plain), "int": 5, "text": "a", "object": object(),
    "syntax error": SyntaxError("a", ("f", 1, 2, "x", 3, 4)), "group": ExceptionGroup("a", [ValueError()]),
}
for name, thing in things.items():
    print(name, [show(x) for x in gc.get_referents(thing)])
print(gc.get_referents(1, "a"), gc.get_referents([1, 2], (3,)), gc.get_referents())
ref = weakref.ref(plain, print)
print(gc.get_referents(ref) == [print])
print(gc.get_referents(slots)[0] is slots.__dict__, gc.get_referents(Plain)[1] is Plain.__mro__)


print("# referrers")
target = object()
holder, table, record, keeper, listed = [target], {"k": target}, [(target,)], Plain(), List()
keeper.t = target
listed.t = target
found = gc.get_referrers(target)
for thing in (holder, table, record, record[0], keeper, listed, listed.__dict__, globals()):
    print(any(x is thing for x in found), end=" ")
print(len(found), gc.get_referrers())
print([x is keeper for x in gc.get_referrers(Plain) if isinstance(x, Plain)].count(True))

"""The main job from end to end: define classes and functions, build shared and cyclic graphs, pickle and load them.

    main_job.py              dump and load here, in protocols 0 to 5
    main_job.py write DIR    write every pickle into DIR
    main_job.py read DIR     load what the other interpreter wrote into DIR and check it

The bytes do not depend on who writes: `write` by two interpreters gives equal files.
"""

import copyreg
import io
import os
import pickle
import sys
from collections import Counter, OrderedDict, defaultdict, deque, namedtuple
from dataclasses import dataclass, field
from enum import Enum, Flag, IntEnum

PROTOCOLS = range(pickle.HIGHEST_PROTOCOL + 1)


class Plain:
    """An ordinary class; its state is its __dict__."""

    def __init__(self, name, value=None):
        self.name = name
        self.value = value

    def describe(self):
        return f"{type(self).__name__} {self.name}"

    class Nested:
        level = 2

        def __init__(self):
            self.deep = True


class Child(Plain):
    def __init__(self, name, extra):
        super().__init__(name)
        self.extra = extra


class Slots:
    """No __dict__: protocols 0 and 1 need __getstate__ or refuse."""

    __slots__ = ("left", "right")


class SlotsAndState:
    __slots__ = ("a", "b")

    def __init__(self, a, b):
        self.a, self.b = a, b

    def __getstate__(self):
        return self.a, self.b

    def __setstate__(self, state):
        self.a, self.b = state


class MyList(list):
    pass


class MyDict(dict):
    pass


class MyInt(int):
    pass


class MyStr(str):
    pass


class MyTuple(tuple):
    pass


Point = namedtuple("Point", "x y")


class Color(Enum):
    RED = 1
    GREEN = 2


class Size(IntEnum):
    SMALL = 1
    LARGE = 10


class Access(Flag):
    READ = 1
    WRITE = 2


@dataclass
class Order:
    number: int
    lines: list = field(default_factory=list)
    color: Color = Color.RED


@dataclass(frozen=True)
class Money:
    amount: int
    currency: str = "EUR"


class Reduced:
    def __init__(self, a, b):
        self.args = (a, b)

    def __reduce__(self):
        return Reduced, self.args


class ReducedWithState:
    def __init__(self, key):
        self.key = key
        self.friends = []

    def __reduce_ex__(self, protocol):
        return make_reduced, (self.key,), {"friends": self.friends}


def make_reduced(key):
    """The module-level function that a pickle names."""
    return ReducedWithState(key)


class Collector(list):
    """A reducer that hands over list items and dict items."""

    def __init__(self):
        super().__init__()
        self.table = {}

    def __setitem__(self, key, value):
        self.table[key] = value

    def __reduce__(self):
        return Collector, (), None, iter(list(self)), iter(list(self.table.items()))


class Secret:
    """Leaves a field out of its state."""

    def __init__(self):
        self.kept, self.dropped = "kept", lambda: None

    def __getstate__(self):
        return {"kept": self.kept}

    def __setstate__(self, state):
        self.__dict__.update(state, dropped="restored")


class NewArgs(tuple):
    def __new__(cls, a, *, unit):
        self = super().__new__(cls, (a,))
        self.unit = unit
        return self

    def __getnewargs_ex__(self):
        return (self[0],), {"unit": self.unit}


class Registered:
    def __init__(self, where):
        self.where = where


def reduce_registered(obj):
    return Registered, (obj.where + " by copyreg",)


copyreg.pickle(Registered, reduce_registered)


def module_function(x):
    return x * 2


class Failed(Exception):
    pass


def build_plain():
    slots = Slots()
    slots.left, slots.right = 1, [2]
    error = Failed("reason", 7)
    error.detail = {"k": 1}
    my_list = MyList([1, 2])
    my_list.tag = "tagged"
    objects = {
        "atoms": [None, True, False, 0, -1, 255, 65536, 2**31, 2**63, -(2**100), 1.5, -0.0, 1e300, "", "text", "\u00e9\u4e2d\U0001f600", b"", b"\x00\xff", bytearray(b"ba"), 1 + 2j],
        "containers": [[], (), {}, set(), frozenset(), [1, [2, [3]]], {"a": {"b": (1,)}}, {1, 2, 3}, frozenset((4, 5)), range(1, 9, 2), slice(1, None)],
        "plain": [Plain("p", [1]), Child("c", {"e": 1}), Plain.Nested()],
        "subclasses": [my_list, MyDict(a=1), MyInt(7), MyStr("s"), MyTuple((1, 2))],
        "tuples": [Point(1, "two"), Point(3, [4])],
        "enums": [Color.RED, Color.GREEN, Size.LARGE, Access.READ | Access.WRITE, Color],
        "dataclasses": [Order(1, [Money(5), Money(6, "USD")]), Order(2)],
        "reducers": [Reduced(1, "b"), make_reduced("key"), Secret(), Registered("saved"), SlotsAndState(1, 2)],
        "functions": [module_function, len, Plain.describe, Plain, Plain.Nested, "x".join, int, dict.fromkeys],
        "collections": [OrderedDict(b=1, a=2), defaultdict(list, {"k": [1]}), Counter("aab"), deque([1, 2], 5)],
        "errors": [error, ValueError("v"), KeyError("k")],
        "big": [list(range(2500)), {str(i): i for i in range(1500)}, "x" * 70000, b"y" * 70000, {i * 3 for i in range(1200)}],
    }
    collector = Collector()
    collector.extend([1, 2])
    collector["k"] = "v"
    objects["collector"] = collector
    return objects, slots


def build_cycles(protocol):
    itself = [1]
    itself.append(itself)
    table = {}
    table["table"] = table
    a, b = Plain("a"), Plain("b")
    a.value, b.value = b, a
    reduced = make_reduced("cycle")
    reduced.friends.append(reduced)
    inside = []
    through_tuple = (inside, "t")
    inside.append(through_tuple)
    tree = MyList()
    if protocol >= 2:  # below, a list subclass passes its items as an argument and cannot contain itself
        tree.append(tree)
    tree.owner = tree
    shared = ["shared"]
    text = "".join(["one ", "text"])
    return {
        "itself": itself, "table": table, "pair": a, "reduced": reduced, "through_tuple": through_tuple, "tree": tree,
        "shared": [shared, shared, (shared, text), {text: shared}],
    }


def check_cycles(graph):
    """Identity survives: every cycle closes on the same object."""
    assert graph["itself"][1] is graph["itself"]
    assert graph["table"]["table"] is graph["table"]
    a = graph["pair"]
    assert a.value.value is a and a.name == "a" and a.value.name == "b"
    assert graph["reduced"].friends[0] is graph["reduced"]
    t = graph["through_tuple"]
    assert t[0][0] is t and t[1] == "t"
    tree = graph["tree"]
    assert tree.owner is tree and all(item is tree for item in tree)
    one, two, (three, text), table = graph["shared"]
    assert one is two is three and table[text] is one and next(iter(table)) is text


def summary(value, seen=None):
    """A plain description in which equal means structurally equal."""
    seen = seen if seen is not None else {}
    if isinstance(value, (int, float, complex, str, bytes, bytearray, type(None), range, slice)) and type(value).__module__ == "builtins":
        return repr(value)
    if callable(value) and hasattr(value, "__qualname__"):
        return value.__qualname__
    if id(value) in seen:
        return f"#{seen[id(value)]}"
    seen[id(value)] = len(seen)
    parts = [type(value).__name__]
    if isinstance(value, dict):
        parts += [f"{summary(k, seen)}={summary(v, seen)}" for k, v in value.items()]
    elif isinstance(value, (list, tuple, set, frozenset, deque)):
        parts += [summary(v, seen) for v in value]
    elif isinstance(value, Exception):
        parts += [summary(v, seen) for v in value.args]
    elif isinstance(value, (int, str, Enum)):
        parts.append(repr(value))
    state = getattr(value, "__dict__", None)
    if state and not isinstance(value, Enum):
        parts += [f"{k}:{summary(v, seen)}" for k, v in state.items()]
    for name in getattr(type(value), "__slots__", ()):
        parts.append(f"{name}.{summary(getattr(value, name), seen)}")
    return "(" + " ".join(parts) + ")"


def everything():
    for protocol in PROTOCOLS:
        objects, slots = build_plain()  # afresh: asking an exception for its __dict__ already changes its pickle
        for name, value in objects.items():
            yield name, protocol, value
        for name, value in build_cycles(protocol).items():
            yield "cycle_" + name, protocol, value
        if protocol >= 2:
            yield "slots", protocol, slots
            yield "newargs", protocol, NewArgs(5, unit="km")


def digest(data):
    return int.from_bytes(data, "big") % (2**61 - 1)


def here():
    for name, protocol, value in everything():
        data = pickle.dumps(value, protocol)
        stream = io.BytesIO()
        pickle.dump(value, stream, protocol)
        assert stream.getvalue() == data, (name, protocol)
        back = pickle.loads(data)
        stream.seek(0)
        again = pickle.load(stream)
        assert summary(back) == summary(value) == summary(again) or name == "reducers", (name, protocol, summary(back))
        print(protocol, name, len(data), digest(data))
    for protocol in PROTOCOLS:
        check_cycles(pickle.loads(pickle.dumps(build_cycles(protocol), protocol)))
        r = pickle.loads(pickle.dumps(build_plain()[0]["reducers"], protocol))
        print(r[0].args, r[1].key, r[2].dropped, r[3].where, r[4].b)
    _, slots = build_plain()
    try:
        pickle.dumps(slots, 1)
    except TypeError as e:
        print(e)
    for bad in (lambda: 0, build_plain, sys, (i for i in ())):
        try:
            pickle.dumps(bad)
            print("pickled", bad.__name__)
        except (TypeError, AttributeError, pickle.PicklingError) as e:
            print(type(e).__name__, str(e).split(" at 0x")[0])


def write(folder):
    for name, protocol, value in everything():
        with open(os.path.join(folder, f"{name}.{protocol}.pickle"), "wb") as file:
            pickle.dump(value, file, protocol)
    for protocol in PROTOCOLS:
        with open(os.path.join(folder, f"cycles.{protocol}.pickle"), "wb") as file:
            pickle.dump(build_cycles(protocol), file, protocol)
    print("wrote", len(os.listdir(folder)), "files")


def read(folder):
    for name, protocol, value in everything():
        with open(os.path.join(folder, f"{name}.{protocol}.pickle"), "rb") as file:
            data = file.read()
        assert data == pickle.dumps(value, protocol), (name, protocol, "bytes differ")
        back = pickle.loads(data)
        assert name == "reducers" or summary(back) == summary(value), (name, protocol)
    for protocol in PROTOCOLS:
        with open(os.path.join(folder, f"cycles.{protocol}.pickle"), "rb") as file:
            check_cycles(pickle.load(file))
    print("read", len(os.listdir(folder)), "files")


def main(argv):
    match argv:
        case []:
            here()
        case ["write", folder]:
            write(folder)
        case ["read", folder]:
            read(folder)
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])

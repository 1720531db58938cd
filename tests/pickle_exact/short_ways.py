"""Instances that need not be asked how they reduce, beside ones that look alike and have to be."""

import io
import pickle
import sys


def show(title, value):
    for protocol in range(6):
        try:
            data = pickle.dumps(value, protocol)
        except Exception as e:
            print(title, protocol, type(e).__name__, e)
            continue
        print(title, protocol, len(data), data.hex() if len(data) < 400 else hash(data))
        file = io.BytesIO()
        pickle.Pickler(file, protocol).dump(value)
        print(title, protocol, "file", file.getvalue() == data)
        try:
            again = pickle.loads(data)
            print(title, protocol, describe(again))
        except Exception as e:
            print(title, protocol, type(e).__name__, e)


def describe(value):
    if isinstance(value, (list, tuple)):
        return [describe(v) for v in value]
    if isinstance(value, (int, str, bytes, dict, type(None))):
        return value if not isinstance(value, (str, bytes)) or len(value) < 50 else (len(value), hash(value))
    names = [n for c in type(value).__mro__ for n in getattr(c, "__slots__", ())]
    slots = [(n, describe(getattr(value, n))) for n in names if isinstance(n, str) and hasattr(value, n)]
    return type(value).__name__, slots, sorted(getattr(value, "__dict__", {}).items())


class Pair:
    __slots__ = ("left", "right")

    def __init__(self, left=None, right=None):
        self.left = left
        self.right = right


class Triple(Pair):
    __slots__ = ("third",)


class Single:
    __slots__ = "only"


class Nothing:
    __slots__ = ()


class Open(Pair):
    pass


class Private:
    __slots__ = ("__hidden", "shown")

    def __init__(self):
        self.__hidden = 1
        self.shown = 2


class Hidden(Pair):
    """A slot behind a class attribute."""
    __slots__ = ("right",)
    left = 5


class Guarded(Pair):
    __slots__ = ()

    def __setattr__(self, name, value):
        print("set", name)
        super().__setattr__(name, value)


class Stateful(Pair):
    __slots__ = ()

    def __setstate__(self, state):
        print("state", state)


class Stated(Pair):
    __slots__ = ()

    def __getstate__(self):
        return None, {"left": "stated"}


class Looked(Pair):
    __slots__ = ()

    def __getattr__(self, name):
        print("looked up", name)
        raise AttributeError(name)


unset = Pair()
del unset.left
empty = Pair()
del empty.left, empty.right
single = Single()
single.only = [1]
opened = Open(1, 2)
opened.more = 3
triple = Triple("a", "b")
triple.third = triple

for title, value in [
    ("pair", Pair(1, "x")), ("unset", unset), ("empty", empty), ("single", single), ("unset single", Single()),
    ("nothing", Nothing()), ("open", opened), ("private", Private()), ("guarded", Guarded(1, 2)),
    ("stateful", Stateful(1, 2)), ("stated", Stated(1, 2)), ("looked", Looked(1, 2)),
    ("shared", [Pair("k", "left"), Pair("k", "right")]), ("nested", Pair(Pair(1, 2), Pair(Pair(3, 4), None))),
]:
    show(title, value)
for protocol in range(2, 6):
    data = pickle.dumps(triple, protocol)
    again = pickle.loads(data)
    print("triple", protocol, data.hex(), again.third is again, again.left)
    hidden = Hidden.__new__(Hidden)
    Pair.left.__set__(hidden, 1)
    hidden.right = 2
    data = pickle.dumps(hidden, protocol)
    print("hidden", protocol, data.hex())
    try:
        print(describe(pickle.loads(data)))
    except AttributeError as e:
        print("AttributeError", e)

print("- foreign members")


class Other:
    __slots__ = ("a", "b")


class Borrower:
    __slots__ = ("x",)
    y = Other.b


Borrower.__slotnames__ = ["x", "y"]
borrower = Borrower()
borrower.x = 1
try:
    print(pickle.dumps(borrower).hex())
except TypeError as e:
    print("TypeError", e)

print("- changed while it is written")


class Changer:
    def __init__(self, target):
        self.target = target

    def __reduce__(self):
        self.target.right = "changed"
        return str, ("changer",)


changed = Pair(None, "before")
changed.left = Changer(changed)
show("changed", changed)

print("- reducers")


class Money:
    def __init__(self, amount, currency):
        self.amount = amount
        self.currency = currency

    def __reduce__(self):
        return Money, (self.amount, self.currency)


class MoneyEx(Money):
    def __reduce_ex__(self, protocol):
        return Money, (self.amount, protocol)


class Wrong(Money):
    def __reduce__(self, more):
        return None


class Static(Money):
    @staticmethod
    def __reduce__():
        return str, ("static",)


class ClassLevel(Money):
    @classmethod
    def __reduce__(cls):
        return str, (cls.__name__,)


class Name(Money):
    def __reduce__(self):
        return "NAME"


class BadInit:
    def __init__(self, *args):
        if args:
            BadInit.last = args
        return None

    def __reduce__(self):
        return BadInit, (1, 2)


class Returns:
    def __init__(self, given=None):
        if given:
            return given

    def __reduce__(self):
        return Returns, (5,)


NAME = Name(1, 2)
mine = Money(1, "EUR")
mine.__reduce__ = lambda: (str, ("mine",))
ours = Money(1, "EUR")
ours.__reduce_ex__ = lambda protocol: (str, ("ours", ))
for title, value in [
    ("money", Money(1, "EUR")), ("moneys", [Money(1, "EUR"), Money(2, "EUR"), Money(Money(1, 2), 3)]),
    ("ex", MoneyEx(1, 2)), ("wrong", Wrong(1, 2)), ("static", Static(1, 2)), ("class", ClassLevel(1, 2)),
    ("name", NAME), ("mine", mine), ("ours", ours), ("bad init", BadInit()), ("returns", Returns()),
]:
    show(title, value)

print("- a class that changes between two of its instances")


class Fickle:
    def __init__(self):
        self.x = 1


class Switch:
    def __reduce__(self):
        Fickle.__reduce__ = lambda self: (str, ("switched",))
        return str, ("switch",)


for protocol in range(2, 6):
    print(protocol, pickle.dumps([Fickle(), Fickle(), Switch(), Fickle()], protocol).hex())
    del Fickle.__reduce__


class Late:
    pass


def set_state(self, state):
    print("set state", state)


late = Late()
late.x = 1


class Teacher:
    def __reduce__(self):
        return teach, ()


def teach():
    Late.__setstate__ = set_state


for protocol in range(2, 6):
    data = pickle.dumps([late, Teacher(), late.__class__, Late()], protocol)
    print(data.hex())
    first = Late()
    first.y = [1]
    print([vars(v) if isinstance(v, Late) else v for v in pickle.loads(pickle.dumps([first, Teacher(), late], protocol))])
    del Late.__setstate__

print("- properties named as hooks")


class Masked:
    __dict__ = property(lambda self: {"masked": 1})


class Classy:
    __slots__ = ("a",)
    __class__ = property(lambda self: Pair)


masked = Masked()
masked.a = 1
show("masked", masked)
classy = Classy()
classy.a = 1
show("classy", classy)

print("- large strings, copied last")
for size in (65535, 65536, 65537, 200000):
    text, data, wide = "t" * size, b"b" * size, "\u00e9" * (size // 2)
    show("large %d" % size, [text, data, text, wide, data, 1, bytearray(data), "\udc80" * size])
show("alone", "t" * 70000)
show("pieces", ["a" * 65536, b"b" * 65536, (), "c" * 65536, ["d" * 65536]])

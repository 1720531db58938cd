"""Random graphs of everything that reduces: every style of reducer, builtin subclasses, enums, dataclasses, exceptions,
iterators, functions by reference, extensions, persistent ids and buffers. A digest of the bytes of all protocols, and of what
the pickles load to.
"""
import array
import collections
import copyreg
import datetime
import decimal
import enum
import fractions
import functools
import io
import itertools
import math
import operator
import pathlib
import pickle
import sys
import types
import typing
import uuid
import warnings
from collections import ChainMap, Counter, OrderedDict, defaultdict, deque, namedtuple
from dataclasses import dataclass, field
from types import SimpleNamespace

from graph_parts import Random

# `START STOP` runs any range of seeds, `--whole SEED` shows pickles instead of digests (random_graphs.py does both);
# those kept once found a difference, or are typical.
WHOLE = "--whole" in sys.argv
if WHOLE:
    SEEDS = [int(sys.argv[2])]
else:
    SEEDS = range(*map(int, sys.argv[1:])) if len(sys.argv) > 1 else (5, 7, 12, 19, 32, 65, 79, 81)
warnings.simplefilter("ignore")


class Plain:
    def method(self):
        pass

    @classmethod
    def maker(cls):
        pass

    @staticmethod
    def free():
        pass

    class Inner:
        class Deep:
            pass


class Child(Plain):
    default = 5


class Slots:
    __slots__ = ("a", "_b", "__c", "__weakref__")

    def __init__(self, c=None):
        self.__c = c


class SlotsDict(Slots):
    __slots__ = ("d", "__dict__")


class OneSlot:
    __slots__ = "only"


class State:
    def __getstate__(self):
        return self.state

    def __setstate__(self, state):
        self.state = state


class StateDict:
    def __getstate__(self):
        return dict(self.__dict__, extra=1)


class SlotState:
    __slots__ = ("x", "__dict__")

    def __getstate__(self):
        return (self.__dict__ or None, {"x": getattr(self, "x", 0)})


class Args:
    def __new__(cls, *args):
        self = object.__new__(cls)
        self.args = args
        return self

    def __getnewargs__(self):
        return self.args


class ArgsEx:
    def __new__(cls, *args, **kwargs):
        self = object.__new__(cls)
        self.made_of = (args, kwargs)
        return self

    def __getnewargs_ex__(self):
        return self.made_of


class Reduced:
    """Reduces to whatever its parts say."""

    def __init__(self, *parts):
        self.parts = parts

    def __reduce__(self):
        return (Reduced, self.parts)


class ReducedState:
    def __init__(self, tag=0):
        self.tag = tag

    def __reduce_ex__(self, protocol):
        return (ReducedState, (protocol,), self.__dict__)


class ReducedItems(list):
    def __reduce__(self):
        return (ReducedItems, (), self.__dict__ or None, iter(list(self)))


class ReducedPairs(dict):
    def __reduce__(self):
        return (ReducedPairs, (), None, None, iter(list(self.items())))


def set_state(obj, state):
    obj.__dict__["by_setter"] = state


class Setter:
    def __reduce__(self):
        return (Setter, (), self.__dict__, None, None, set_state)


class NewObj:
    def __init__(self, *args):
        pass

    def __reduce__(self):
        return (copyreg.__newobj__, (NewObj,), self.__dict__ or None)


class NewObjEx:
    def __new__(cls, *args, **kwargs):
        return object.__new__(cls)

    def __reduce__(self):
        return (copyreg.__newobj_ex__, (NewObjEx, (1, "a"), {"k": None}), self.__dict__ or None)


class Named:
    def __reduce__(self):
        return "THE_NAMED"


THE_NAMED = Named()


class Registered:
    def __init__(self, value):
        self.value = value


copyreg.pickle(Registered, lambda o: (Registered, (o.value,)))


class Extended:
    pass


for number, code in ((1, 1), (2, 255), (3, 256), (4, 70000)):
    made = type(f"Ext{number}", (Extended,), {"__module__": __name__})
    globals()[f"Ext{number}"] = made
    copyreg.add_extension(__name__, f"Ext{number}", code)


class MyList(list):
    pass


class MyDict(dict):
    pass


class MySet(set):
    pass


class MyFrozen(frozenset):
    pass


class MyTuple(tuple):
    pass


class MyInt(int):
    pass


class MyFloat(float):
    pass


class MyStr(str):
    pass


class MyBytes(bytes):
    pass


class MyArray(bytearray):
    pass


class MyComplex(complex):
    pass


class MyOrdered(OrderedDict):
    pass


class MyDefault(defaultdict):
    pass


class MyDeque(deque):
    pass


class MyCounter(Counter):
    pass


Point = namedtuple("Point", "x y")


class SubPoint(Point):
    pass


class SlotPoint(Point):
    __slots__ = ()


class Row(typing.NamedTuple):
    key: object
    value: object = ()


class Color(enum.Enum):
    RED = 1
    GREEN = "green"
    BOTH = (1, "green")


class Number(enum.IntEnum):
    ONE = 1
    BIG = 2**40


class Word(enum.StrEnum):
    HELLO = enum.auto()


class Access(enum.Flag):
    READ = enum.auto()
    WRITE = enum.auto()
    RUN = enum.auto()


class Bits(enum.IntFlag):
    LOW = 1
    HIGH = 128


@dataclass
class Data:
    number: object
    items: list = field(default_factory=list)


@dataclass(frozen=True)
class Frozen:
    number: object
    other: object = None


@dataclass(slots=True)
class DataSlots:
    number: object
    other: object = "default"


@dataclass(frozen=True, slots=True)
class FrozenSlots:
    number: object
    other: object = ()


class MyError(Exception):
    pass


class ArgsError(ValueError):
    def __init__(self, code, text="t"):
        super().__init__(code, text)
        self.code = code


class Meta(type):
    pass


class WithMeta(metaclass=Meta):
    pass


def function(x=1):
    pass


def outer():
    def inner():
        pass
    return inner


hidden = outer()
hidden.__qualname__ = "hidden"
NAMES = ["a", "b", "name", "\xe9", "\u20ac\U0001f600", "line\nbreak", "", "x" * 300, "_private", "__dunder__"]
ATOMS = [None, True, False, 0, 1, -1, 255, 256, 65535, 65536, -2**31, 2**31, 2**63, -2**100, 0.0, -0.0, 1.5, 1e300,
         float("inf"), "", "s", "text", "\xe9t\xe9", "\udc80", b"", b"b", b"bytes\xff", "two words", (), (1,), "a", b"a"]
GLOBALS = [int, len, type(None), type(...), function, hidden, Plain, Plain.Inner, Plain.Inner.Deep, Plain.method, Plain.maker,
           Plain.free, Child.maker, str.upper, "abc".upper, [].append, dict.fromkeys, math.sqrt, functools.reduce,
           operator.add, collections.OrderedDict, Color, Color.RED, Color.BOTH, Number.ONE, Number.BIG, Word.HELLO,
           Access.READ | Access.RUN, Access(0), Bits.LOW | Bits.HIGH, Bits(5), Meta, WithMeta, ValueError, OSError,
           FileNotFoundError, ExceptionGroup, Ext1, Ext2, Ext3, Ext4, THE_NAMED, sys.intern, object, type, range, property,
           itertools.chain, itertools.chain.from_iterable, io.BytesIO, types.SimpleNamespace, pickle.PickleError,
           copyreg.pickle, enum.Enum, Ellipsis, NotImplemented, int | str, list[int], Plain | None, dict[str, Plain]]
FORMATS = ["{}", "%s"]


def strings(random):
    """Strings made in all kinds of ways, which decide what is one object."""
    word = ("alpha", "b", "gamma delta", "e", "\xe9", "\u20acuro")[random.below(6)]
    return (lambda: word, lambda: word.upper(), lambda: word[1:], lambda: word[:1], lambda: word[:], lambda: str(word),
            lambda: "".join(word), lambda: "".join([word]), lambda: word + "", lambda: word + word, lambda: f"{word}",
            lambda: f"{word}!", lambda: "%s" % word, lambda: "{}".format(word), lambda: word.split(" ")[0],
            lambda: word.strip(), lambda: word.replace("q", "r"), lambda: word.replace("a", "a"), lambda: sys.intern(word),
            lambda: str(random.below(20)), lambda: chr(97 + random.below(3)), lambda: repr(word), lambda: word.title(),
            lambda: word * 1, lambda: word * 2, lambda: word.encode().decode(), lambda: word.partition(" ")[0],
            lambda: word.center(3), lambda: word.zfill(2), lambda: word.casefold(), lambda: word.rjust(1),
            lambda: word.encode(), lambda: bytes([97]), lambda: word.encode()[:1], lambda: word.encode()[:],
            lambda: bytes(word.encode()), lambda: b"".join([b"xy"]), lambda: b"xy" * 1, lambda: word.removeprefix("z"),
            lambda: word.lstrip("q"), lambda: word.expandtabs(), lambda: word.translate({}), lambda: word.format(),
            lambda: format(word), lambda: format(word, ""), lambda: word.splitlines()[0], lambda: word.rsplit("m", 1)[0],
            lambda: "".join(reversed(word)), lambda: next(iter(word)), lambda: min(word), lambda: hex(random.below(300)),
            lambda: type(word).__name__, lambda: Plain.__name__, lambda: Plain.__module__, lambda: function.__qualname__,
            lambda: Color.RED.name, lambda: list(vars(Plain))[0], lambda: word.ljust(30)[:5], lambda: ascii(word))[
                random.below(58)]()


def value(random, n):
    """Values of the library that many pickles hold."""
    zone = datetime.timezone(datetime.timedelta(hours=n), ("", "zone")[n % 2] or "z")
    return (lambda: datetime.datetime(2000, 1, 1 + n, n, tzinfo=zone if n % 3 else None, fold=n % 2), lambda: datetime.date(1, 1, 1 + n),
            lambda: datetime.time(n, fold=n % 2), lambda: datetime.timedelta(n, n * 100, 7), lambda: zone, lambda: datetime.timezone.utc,
            lambda: decimal.Decimal(n).scaleb(-n), lambda: decimal.Decimal("nan"), lambda: fractions.Fraction(n, 7), lambda: uuid.UUID(int=n),
            lambda: pathlib.PurePosixPath("/a") / str(n), lambda: pathlib.PureWindowsPath("c:/x"), lambda: array.array("i", [n, 2]),
            lambda: array.array("d"), lambda: array.array("u", "\u20ac"), lambda: Row(n, (n,)))[random.below(16)]()


def large(random):
    """What does not fit into a frame, or is at its limit."""
    size = (65535, 65536, 65537, 65519, 70000, 200000)[random.below(6)] - random.below(20)
    return (lambda: "x" * size, lambda: b"y" * size, lambda: bytearray(size), lambda: ["z" * 30000, b"q" * 30000, "w" * (size - 60000)],
            lambda: "\u20ac" * (size // 3))[random.below(5)]()


def error(random, pick):
    made = (lambda: ValueError(pick()), lambda: KeyError(), lambda: MyError(pick(), pick()), lambda: ArgsError(5, "x"),
            lambda: OSError(2, "no", "file"), lambda: OSError("one"), lambda: FileNotFoundError(2, "n", "f", None, "g"),
            lambda: ImportError("m", name="n", path="p"), lambda: StopIteration(pick()), lambda: SystemExit(3),
            lambda: UnicodeDecodeError("utf8", b"x", 0, 1, "r"), lambda: AttributeError("m", name="n", obj=None),
            lambda: NameError("m", name="q"), lambda: SyntaxError("bad", ("f", 1, 2, "text", 3, 4)),
            lambda: ExceptionGroup("g", [ValueError(1), MyError("in")]), lambda: UnicodeEncodeError("a", "x", 0, 1, "r"),
            lambda: BaseExceptionGroup("b", [KeyboardInterrupt()]), lambda: BlockingIOError(11, "b", 5))[random.below(18)]()
    if random.below(3) == 0:
        made.add_note(strings(random) if random.below(2) else "note")
    if random.below(3) == 0:
        made.attribute = pick()
    return made


def iterator(random, pick, n):
    items = [pick() for _ in range(n % 5)]
    made = (lambda: iter(items), lambda: iter(tuple(items)), lambda: iter("text"), lambda: iter(range(n)),
            lambda: iter(b"bytes"), lambda: enumerate(items, n), lambda: zip(items, "abc"), lambda: map(str, "123"),
            lambda: filter(None, [1, 0, 2]), lambda: reversed(items), lambda: reversed((1, 2)), lambda: iter({"k": 1, "j": 2}),
            lambda: itertools.count(n, 2), lambda: itertools.repeat("r", 3), lambda: itertools.chain([1], "ab"),
            lambda: itertools.islice([1, 2, 3], 2), lambda: itertools.product("ab", [1]),
            lambda: itertools.combinations("abcd", 2), lambda: itertools.permutations("abc"), lambda: itertools.cycle("ab"),
            lambda: itertools.accumulate([1, 2, 3]), lambda: itertools.starmap(pow, [(2, 3)]),
            lambda: itertools.takewhile(str.isalpha, "ab1"), lambda: itertools.zip_longest("ab", [1], fillvalue="f"),
            lambda: itertools.compress("abc", [1, 0, 1]), lambda: itertools.dropwhile(str.isalpha, "ab1"),
            lambda: itertools.groupby("aab"), lambda: itertools.filterfalse(None, [0, 1]),
            lambda: itertools.combinations_with_replacement("ab", 2), lambda: iter(bytearray(b"arr")),
            lambda: iter({3, 1, 2}), lambda: zip("ab", [1, 2], strict=True))[random.below(32)]()
    for _ in range(random.below(3)):
        next(made, None)
    return made


SLOTTED = (Slots, OneSlot, DataSlots, FrozenSlots, io.BytesIO, io.StringIO)


def is_written(new, protocol):
    """Whether a protocol has a way to write an object: one that has not ends the test of its graph."""
    return not (protocol < 5 and isinstance(new, pickle.PickleBuffer) or protocol < 2 and isinstance(new, SLOTTED))


def graph(random, size, protocol):
    """An object made of about `size` others, some shared, some cyclic."""
    made = [None, "start"]
    lists = []

    def pick():
        kind = random.below(8)
        if kind < 4:
            return made[random.below(len(made))]
        if kind == 4:
            return GLOBALS[random.below(len(GLOBALS))]
        return strings(random) if kind == 5 else ATOMS[random.below(len(ATOMS))]

    def hashable():
        return strings(random) if random.below(3) == 0 else ATOMS[random.below(len(ATOMS))]

    def attributes(obj, n):
        for _ in range(n):
            setattr(obj, NAMES[random.below(len(NAMES))], pick())
        return obj

    n = 0
    kinds = [
        lambda: [pick() for _ in range(n)], lambda: tuple(pick() for _ in range(n)), lambda: tuple([pick(), pick()]),
        lambda: {hashable(): pick() for _ in range(n)}, lambda: {hashable() for _ in range(n)},
        lambda: frozenset(hashable() for _ in range(n)), lambda: bytearray(b"ab" * n), lambda: complex(n, 1),
        lambda: range(n, n * 2, 3), lambda: slice(pick(), None, n), lambda: strings(random),
        lambda: attributes(Plain(), n), lambda: attributes(Child(), n), lambda: attributes(Plain.Inner.Deep(), n % 3),
        lambda: Slots(pick()), lambda: attributes(SlotsDict(pick()), n % 4), lambda: setattr(o := OneSlot(), "only", pick()) or o,
        lambda: setattr(o := State(), "state", pick()) or o, lambda: attributes(StateDict(), n % 3),
        lambda: attributes(SlotState(), n % 2), lambda: Args(*[pick() for _ in range(n % 3)]),
        lambda: ArgsEx(pick(), k=pick()), lambda: Reduced(*[pick() for _ in range(n % 5)]),
        lambda: attributes(ReducedState(n), n % 3), lambda: ReducedItems(pick() for _ in range(n)),
        lambda: ReducedPairs((hashable(), pick()) for _ in range(n)), lambda: attributes(Setter(), n % 3),
        lambda: attributes(NewObj(), n % 2), lambda: attributes(NewObjEx(), n % 2), lambda: Registered(pick()),
        lambda: attributes((Ext1, Ext2, Ext3, Ext4)[n % 4](), n % 2), lambda: attributes(MyList([pick(), 1]), n % 2),
        lambda: attributes(MyDict({hashable(): pick()}), n % 2), lambda: attributes(MySet([hashable()]), n % 2),
        lambda: MyFrozen([hashable(), 2]), lambda: attributes(MyTuple((pick(), n)), n % 2), lambda: MyInt(n * 1000),
        lambda: MyFloat(n / 4), lambda: attributes(MyStr(strings(random)), n % 2), lambda: MyBytes(b"mb"),
        lambda: MyArray(b"ma"), lambda: MyComplex(1, n), lambda: attributes(MyOrdered([(hashable(), pick())]), n % 2),
        lambda: attributes(MyDefault(list, {1: pick()}), n % 2), lambda: attributes(MyDeque([pick()], n or None), n % 2),
        lambda: MyCounter("aab"), lambda: OrderedDict((hashable(), pick()) for _ in range(n)),
        lambda: defaultdict((None, int, list, Plain)[n % 4], {hashable(): pick()}), lambda: deque([pick(), 1], n or None),
        lambda: Counter(strings(random)), lambda: ChainMap({hashable(): pick()}, {}), lambda: Point(pick(), n),
        lambda: SubPoint(1, pick()), lambda: SlotPoint(n, pick()), lambda: Data(pick(), [n]), lambda: Frozen(pick()),
        lambda: DataSlots(pick()), lambda: FrozenSlots(n, pick()), lambda: attributes(SimpleNamespace(), n),
        lambda: functools.partial(pick() if n == 9 else print, pick(), k=pick()), lambda: error(random, pick),
        lambda: error(random, pick), lambda: iterator(random, pick, n), lambda: iterator(random, pick, n),
        lambda: Plain().method, lambda: Child.maker, lambda: attributes(WithMeta(), n % 2),
        lambda: operator.attrgetter("a.b", "c"), lambda: operator.itemgetter(pick()), lambda: operator.methodcaller("m", 1, k=n),
        lambda: pickle.PickleBuffer((b"frozen", bytearray(b"open"))[n % 2]), lambda: io.BytesIO(b"io"),
        lambda: io.StringIO("text"), lambda: collections.UserDict({1: pick()}), lambda: collections.UserList([pick()]),
        lambda: memoryview(b"never") if n == 8 else object(), lambda: Exception, lambda: value(random, n), lambda: value(random, n),
        lambda: large(random) if random.below(10) == 0 else [[[pick()]]], lambda: Row(pick(), n), lambda: GLOBALS[random.below(len(GLOBALS))],
    ]
    for _ in range(size):
        n = random.below(7) if random.below(30) else 998 + random.below(6)
        try:
            new = kinds[random.below(len(kinds))]()
        except Exception as e:
            new = type(e).__name__
        if not is_written(new, protocol) and random.below(16):
            new = type(new)
        if type(new) is list:
            lists.append(new)
        made.append(new)
        if lists and random.below(4) == 0:
            lists[random.below(len(lists))].append(made[-1 - random.below(min(3, len(made)))])
    return made[-1], made[-2], [made[random.below(len(made))] for _ in range(4)]


class Hooked(pickle.Pickler):
    def persistent_id(self, obj):
        if type(obj) is Plain:
            return ("plain", 1)
        return "string" if obj == "text" and type(obj) is str else None


class Unhooked(pickle.Unpickler):
    def persistent_load(self, pid):
        return ["persistent", pid]


class Overridden(pickle.Pickler):
    dispatch_table = ChainMap({Slots: lambda o: (Slots, ("table",)), Meta: lambda c: (type, (WithMeta,))}, copyreg.dispatch_table)

    def reducer_override(self, obj):
        if isinstance(obj, SlotsDict):
            raise ValueError("no slots")
        if type(obj) is Child:
            return Child, (), {"over": 1}
        return "function" if obj is function else NotImplemented


def digest(data):
    if WHOLE:
        return data.hex()
    return f"{len(data)}:{int.from_bytes(data, 'little') % (2**61 - 1):x}"


def attempt(action):
    try:
        return action()
    except (RecursionError, MemoryError):
        return "deep"
    except KeyError:
        # Fast mode tells the address of what it has not seen.
        return "KeyError"
    except Exception as e:
        return f"{type(e).__name__}({str(e).partition(' at 0x')[0][:60]})"


class Chunks:
    """A file that keeps what each write was."""

    def __init__(self):
        self.parts = []

    def write(self, data):
        self.parts.append(f"{type(data).__name__}{len(data)}")


def chunks(obj, protocol):
    file = Chunks()
    pickle.dump(obj, file, protocol)
    return " ".join(file.parts)


def again(obj, protocol):
    """Several pickles with one memo, read with one memo."""
    file = io.BytesIO()
    pickler = pickle.Pickler(file, protocol)
    for part in (obj, obj[0], [obj, "text", b"last"]):
        pickler.dump(part)
    line = digest(file.getvalue())
    file.seek(0)
    unpickler = pickle.Unpickler(file)
    loaded = [unpickler.load() for _ in range(3)]
    return f"{line} {loaded[2][0] is loaded[0]} {digest(pickle.dumps(loaded, 2))}"


def written(cls, obj, protocol, fast=False, **options):
    file = io.BytesIO()
    pickler = cls(file, protocol, **options)
    pickler.fast = fast
    pickler.dump(obj)
    return file.getvalue()


def steps(seed):
    """What writing and loading the graph of a seed gives, in all ways."""
    line = []
    for protocol in range(6):
        obj = graph(Random(seed + 1), 1 + seed % 21, protocol)
        data = attempt(lambda: pickle.dumps(obj, protocol))
        if isinstance(data, str):
            line.append(data)
            continue
        obj = graph(Random(seed + 1), 1 + seed % 21, protocol)
        loaded = attempt(lambda: pickle.loads(data))
        rewritten = loaded if isinstance(loaded, str) else attempt(lambda: pickle.dumps(loaded, protocol))
        line.append(digest(data) + " " + (rewritten if isinstance(rewritten, str) else digest(rewritten)))
    for way, protocol in ((chunks, 4 + seed % 2), (again, seed % 6)):
        obj = graph(Random(seed + 1), 1 + seed % 21, protocol)
        line.append(attempt(lambda: way(obj, protocol)))
    for protocol in (1, 4, 5):
        for cls in (Hooked, Overridden):
            obj = graph(Random(seed + 1), 1 + seed % 21, protocol)
            data = attempt(lambda: written(cls, obj, protocol))
            line.append(data if isinstance(data, str) else digest(data))
            if cls is Hooked and not isinstance(data, str):
                loaded = attempt(lambda: Unhooked(io.BytesIO(data)).load())
                line.append(loaded if isinstance(loaded, str) else str(attempt(lambda: len(pickle.dumps(loaded, 4)))))
    obj = graph(Random(seed + 1), 1 + seed % 21, 3)
    data = attempt(lambda: written(pickle.Pickler, obj, 3, fast=True))
    line.append(data if isinstance(data, str) else digest(data))
    obj = graph(Random(seed + 1), 1 + seed % 21, 5)
    buffers = []
    data = attempt(lambda: pickle.dumps(obj, 5, buffer_callback=buffers.append))
    line.append(data if isinstance(data, str) else digest(data))
    if buffers and not isinstance(data, str):
        loaded = attempt(lambda: pickle.loads(data, buffers=buffers))
        line.append(loaded if isinstance(loaded, str) else "buffers")
    return line


if __name__ == "__main__":
    for seed in SEEDS:
        print(seed, " | ".join(steps(seed)))

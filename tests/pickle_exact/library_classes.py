import copy
import dataclasses
import enum
import pickle
import types
import typing
from dataclasses import dataclass, field, make_dataclass

from library_parts import done, survey


@dataclass
class Plain:
    a: int
    b: list = field(default_factory=list)


@dataclass(frozen=True)
class Frozen:
    a: int
    b: str = "b"


@dataclass(slots=True)
class Slots:
    a: int
    b: "Slots | None" = None


@dataclass(frozen=True, slots=True)
class FrozenSlots:
    a: int
    b: tuple = ()


@dataclass(slots=True, weakref_slot=True)
class Weak:
    a: int


@dataclass(order=True, kw_only=True)
class Keys:
    a: int
    b: int = field(default=2, init=False)
    c: int = field(default=3, repr=False, compare=False)


@dataclass
class Child(Plain):
    c: float = 1.5


@dataclass(slots=True)
class SlotsChild(Slots):
    c: int = 3


@dataclass
class Posted:
    a: int
    init: dataclasses.InitVar[int] = 5
    total: int = field(init=False)
    shared: typing.ClassVar[int] = 1

    def __post_init__(self, init):
        self.total = self.a + init


@dataclass(slots=True, frozen=True)
class OwnState:
    a: int

    def __getstate__(self):
        return {"kept": self.a}

    def __setstate__(self, state):
        object.__setattr__(self, "a", state["kept"] * 2)


Made = make_dataclass("Made", [("x", int), ("y", int, field(default=2))], module=__name__)
Nowhere = make_dataclass("Nowhere", ["x"])
T = typing.TypeVar("T")


@dataclass
class Box(typing.Generic[T]):
    item: T


plain = Plain(1)
plain.b.append(plain)
extra = Plain(2)
extra.more = "m"
slots = Slots(1)
slots.b = slots
partly = Slots.__new__(Slots)
partly.a = 5
empty = FrozenSlots.__new__(FrozenSlots)


def told(value):
    try:
        return f"{value!r} {getattr(value, '__dict__', None)} {[getattr(value, n, '-') for n in getattr(value, '__slots__', ())] if not isinstance(value, Slots) else value.a}"
    except Exception as error:
        return f"{type(value).__name__} {error}"


for value in (
    plain, extra, Frozen(1), Slots(1, Slots(2)), slots, partly, FrozenSlots(1, (2,)), empty, Weak(1), Keys(a=1), Child(1, [2], 3.0), SlotsChild(1, None, 2), Posted(1, 2),
    OwnState(3), Made(1), Nowhere(1), Box[int](5), Box("s"),
):
    survey(type(value).__name__, value, told)
for value in dataclasses.fields(Plain)[0], dataclasses.MISSING, dataclasses.KW_ONLY, dataclasses.Field, dataclasses.FrozenInstanceError("m"), dataclasses.InitVar[int], Plain, Slots:
    survey(f"dataclasses {type(value).__name__}", value, lambda v: type(v).__name__)
for value in Slots(1), FrozenSlots(2), SlotsChild(3), Weak(4), Frozen(5):
    print(value.__reduce_ex__(2)[1:], value.__reduce_ex__(4)[1:], copy.copy(value), copy.deepcopy(value) == value)


class Color(enum.Enum):
    RED = 1
    GREEN = "g"
    ALIAS = 1
    PAIR = (1, 2)

    def method(self):
        return self


class Number(enum.IntEnum):
    ONE = 1
    TWO = 2


class Text(enum.StrEnum):
    A = enum.auto()
    B = "b"


class Perm(enum.Flag):
    R = 4
    W = 2
    X = 1
    RW = R | W


class Bits(enum.IntFlag):
    A = 1
    B = 2


class Kept(enum.IntFlag, boundary=enum.KEEP):
    A = 1


class Named(enum.Enum):
    __reduce_ex__ = enum.pickle_by_enum_name
    A = object()


class Global(enum.Enum):
    __reduce_ex__ = enum.pickle_by_global_name
    GA = 7


class Mixed(float, enum.Enum):
    HALF = 0.5


class Day(enum.Enum):
    def __new__(cls, number, label):
        self = object.__new__(cls)
        self._value_ = number
        self.label = label
        return self

    MON = 1, "mon"


class Outer:
    class Inner(enum.Enum):
        Z = 26


@enum.global_enum
class Glob(enum.IntEnum):
    GLOB_A = 11


GA = Global.GA
Functional = enum.Enum("Functional", "X Y", module=__name__)
Hidden = enum.Enum("Hidden", "X Y")
Qualified = enum.Enum("Qualified", ["Q"], module=__name__, qualname="Outer.Qualified")
Outer.Qualified = Qualified
for value in (
    *Color, Color.ALIAS, *Number, *Text, *Perm, Perm.R | Perm.X, Perm(0), ~Perm.R, Bits.A | Bits.B, Bits(8), Bits(0), Bits(-1), Kept(9), Named.A, Global.GA, Mixed.HALF, Day.MON,
    Outer.Inner.Z, Glob.GLOB_A, Functional.X, Hidden.X, Qualified.Q, Color.RED.method, enum.STRICT, enum.CONTINUOUS, enum.auto(), Color, Perm, Color.__members__,
):
    survey(f"enum {value!r}" if not isinstance(value, enum.auto) else "auto", value, lambda v: f"{v!r}" if not isinstance(v, enum.auto) else "auto")
survey("shared", [Color.RED, Color.RED, Perm.R | Perm.W, Bits.A, Bits.A, Number.ONE, 1])
survey("keys", {Color.RED: Number.ONE, Text.A: "a"})
print(pickle.loads(pickle.dumps(Color.RED)) is Color.RED, copy.copy(Color.PAIR) is Color.PAIR, copy.deepcopy(Perm.RW) is Perm.RW)
for value in Color.RED, Number.ONE, Text.A, Perm.R, Bits.A, Named.A, Mixed.HALF:
    print(value.__reduce_ex__(2), value.__reduce_ex__(4))


class Pair(typing.NamedTuple):
    a: int
    b: str = "x"


class Loose(Pair):
    pass


Dynamic = typing.NamedTuple("Dynamic", [("p", int)])


class Movie(typing.TypedDict):
    title: str


loose = Loose(1)
loose.tag = 1
for value in Pair(1), Pair(2, "y"), loose, Dynamic(3), Movie(title="t"), Pair, Dynamic, Movie, Pair._make, Pair(1)._asdict:
    survey(f"typing {getattr(value, '__name__', type(value).__name__)}", value, lambda v: f"{v!r} {getattr(v, '__dict__', '') if not isinstance(v, type) else ''}")

space = types.SimpleNamespace(a=1, b=[2])
space.itself = space


class Sub(types.SimpleNamespace):
    pass


class SubSlots(types.SimpleNamespace):
    __slots__ = ("s",)


sub = SubSlots(x=1)
sub.s = 5
for value in types.SimpleNamespace(), space, Sub(q=1), sub, types.SimpleNamespace({"m": 1}, n=2):
    survey(f"namespace {type(value).__name__}", value, lambda v: f"{v!r} {getattr(v, 's', None)}")
print(space.__reduce__()[:2], Sub(a=1).__reduce__())


class Prop:
    __slots__ = ("a", "__weakref__", "_private", "__mangled")

    def __init__(self):
        self.a = 1
        self._private = 2
        self.__mangled = 3


class PropDict(Prop):
    __slots__ = ("__dict__",)


both = PropDict()
both.free = 4
for value in Prop(), both:
    survey(type(value).__name__, value, lambda v: f"{v.a} {v._private} {v._Prop__mangled} {getattr(v, '__dict__', None)}")
done()

import functools
import itertools
import operator
import pickle
import re
import types
import warnings
from functools import partial, partialmethod

from library_parts import done, survey


def function(a, b=2, *c, d=4, **e):
    return a, b, c, d, e


class Own(partial):
    pass


class OwnSlots(partial):
    __slots__ = ("s",)


def stable(value):
    return re.sub(r" at 0x\w+", "", repr(value))


def told(p):
    return f"{type(p).__name__} {stable(p.func)} {p.args} {p.keywords} {getattr(p, '__dict__', None)} {getattr(p, 's', None)}"


tagged = partial(function, 1)
tagged.tag = "t"
own = Own(function, d=5)
own.tag = [1]
slots = OwnSlots(function)
slots.s = 7
itself = partial(function)
itself.itself = itself
for p in partial(function), partial(function, 1, 2, d=3), partial(int, base=2), partial(partial(function, 1), 2), partial(print, sep=""), tagged, own, slots, Own(function, 1), partial(str.upper, "x"), partial([].append), partial(lambda: 1):
    survey(f"partial {len(p.args)} {sorted(p.keywords)}", p, told)
survey("partial in itself", itself, lambda p: str(p.itself is p))
print(partial(function, 1, d=2).__reduce__()[1:], own.__reduce__()[1:])
for state in (None, (), (1, 2, 3, 4), (function, (), {}, None), (function, [1], {}, None), (function, (1,), None, {"x": 1}), (5, (), {}, None), (function, (), {1: 2}, None)):
    try:
        p = partial(print)
        p.__setstate__(state)
        print(p.func is function, p.args, p.keywords, p.__dict__)
    except Exception as error:
        print(state, type(error).__name__, error)

for getter in (
    operator.itemgetter(1), operator.itemgetter("a", 2), operator.itemgetter(slice(1, 2)), operator.itemgetter([1]), operator.attrgetter("a"), operator.attrgetter("a.b.c"), operator.attrgetter("a", "b.c", "d"),
    operator.methodcaller("f"), operator.methodcaller("f", 1, 2), operator.methodcaller("f", 1, k=2), operator.methodcaller("f", k=[1], j=None), operator.methodcaller("f" * 300),
):
    survey(f"{getter!r}"[:60], getter)
    print(getter.__reduce__())
for name in sorted(operator.__all__):
    survey(f"operator.{name}", getattr(operator, name))

FLAGS = (0, re.I, re.M | re.S, re.X, re.A, re.I | re.A | re.M | re.S | re.X)
for text in "", "a+", r"(?P<n>\d)(?i:x)", "(?i)abc", "(?x) a  # c", "\u00e9\u4e2d":
    for flags in FLAGS[: 6 if text == "a+" else 1]:
        survey(f"pattern {text!r} {flags!r}", re.compile(text, flags))
survey("pattern bytes", re.compile(b"\xff+", re.I))
survey("pattern locale", re.compile(b"a", re.L))
survey("pattern shared", [re.compile("s"), re.compile("s"), "s"])
survey("match", re.match("a", "a"))
survey("scanner", re.compile("a").scanner("aaa"))
survey("finditer", re.finditer("a", "aaa"))
survey("re.error", re.error("m", "p", 1), lambda e: f"{e!r} {vars(e)}")
try:
    re.compile("(")
except re.error as error:
    survey("re.error raised", error, lambda e: f"{e!r} {vars(e)}")
for value in re.I, re.I | re.M, re.NOFLAG, re.Pattern, re.Match, re.error, re.PatternError, re.compile, re.compile("a").match, re.RegexFlag(0), re.RegexFlag(1 << 20):
    survey(f"re {value!r}", value, lambda v: f"{v!r}")
print(pickle.loads(pickle.dumps(re.compile("a", re.I))) is re.compile("a", re.I))


@functools.lru_cache
def cached(x):
    return x


@functools.cache
def cached_all(x):
    return x


@functools.singledispatch
def dispatched(x):
    return x


@functools.wraps(function)
def wrapped():
    pass


class Methods:
    @functools.cached_property
    def cp(self):
        return 5

    @functools.lru_cache
    def lru(self):
        return 1

    pm = partialmethod(function, 1)

    @functools.singledispatchmethod
    def sd(self, x):
        pass

    @staticmethod
    def sm():
        pass

    @classmethod
    def cm(cls):
        pass

    def plain(self):
        pass

    @property
    def prop(self):
        return 1


m = Methods()
m.cp


def kind(v):
    return f"{type(v).__name__} {getattr(v, '__qualname__', '')} {vars(v) if isinstance(v, Methods) else ''}"


for label, value in (
    ("lru_cache", cached), ("cache", cached_all), ("singledispatch", dispatched), ("wraps", wrapped), ("cached_property", Methods.__dict__["cp"]), ("instance with cached", m), ("lru method", Methods.lru), ("partialmethod", Methods.__dict__["pm"]),
    ("partialmethod bound", m.pm), ("singledispatchmethod", m.sd), ("staticmethod", Methods.sm), ("static object", Methods.__dict__["sm"]), ("classmethod", Methods.cm), ("class object", Methods.__dict__["cm"]), ("bound", m.plain), ("function", Methods.plain),
    ("property", Methods.prop), ("cmp_to_key", functools.cmp_to_key(function)), ("cmp_to_key object", functools.cmp_to_key(function)(1)), ("lambda", lambda: 1), ("lru_cache wrapper lambda", functools.lru_cache(lambda: 1)),
    ("total_ordering", functools.total_ordering), ("reduce", functools.reduce), ("builtin", len), ("builtin method", [].append), ("class method builtin", dict.fromkeys), ("descriptor", str.upper), ("slot wrapper", int.__add__), ("method wrapper", (1).__add__),
    ("getset", type.__dict__["__name__"]), ("member", types.MemberDescriptorType), ("code", function.__code__), ("generator", (x for x in ())), ("module", functools), ("cell", (lambda x: lambda: x)(1).__closure__[0]),
    ("frame type", types.FrameType), ("classmethod wrapper bound", Methods().cm), ("object.__init__", object.__init__), ("type.__call__", type.__call__), ("int.from_bytes", int.from_bytes), ("str.maketrans", str.maketrans),
):
    survey(f"function {label}", value, kind)

warnings.simplefilter("ignore")


def used(it, n):
    for _ in range(n):
        next(it, None)
    return it


for make in (
    lambda: itertools.count(), lambda: itertools.count(5, 2), lambda: itertools.count(0.5), lambda: itertools.count(2**70, -1), lambda: itertools.cycle("abc"), lambda: itertools.repeat(1), lambda: itertools.repeat("x", 3), lambda: itertools.accumulate([1, 2, 3]),
    lambda: itertools.accumulate([1, 2, 3], operator.mul, initial=10), lambda: itertools.chain("ab", "cd"), lambda: itertools.chain.from_iterable(["ab", "cd"]), lambda: itertools.compress("abcd", [1, 0, 1, 1]), lambda: itertools.dropwhile(operator.not_, [0, 1, 2]),
    lambda: itertools.filterfalse(None, [0, 1, 0, 2]), lambda: itertools.groupby("aabbc"), lambda: itertools.islice("abcdef", 1, 5, 2), lambda: itertools.pairwise("abc"), lambda: itertools.starmap(pow, [(2, 3), (3, 2)]), lambda: itertools.takewhile(operator.truth, [1, 2, 0]),
    lambda: itertools.tee("abc")[0], lambda: itertools.zip_longest("ab", "c", fillvalue=0), lambda: itertools.product("ab", repeat=2), lambda: itertools.permutations("abc", 2), lambda: itertools.combinations("abcd", 2), lambda: itertools.combinations_with_replacement("abc", 2),
    lambda: itertools.batched("abcde", 2), lambda: map(str, [1, 2]), lambda: filter(None, [0, 1, 2]), lambda: zip("ab", "cd"), lambda: enumerate("abc", 2), lambda: reversed([1, 2, 3]), lambda: iter([1, 2, 3]), lambda: iter((1, 2)), lambda: iter("ab"), lambda: iter(b"ab"), lambda: iter(range(5)),
    lambda: iter({1: 2}), lambda: iter({1}), lambda: iter(int, 5), lambda: reversed((1, 2)), lambda: reversed(range(3)), lambda: iter(range(2**65, 2**65 + 2)), lambda: reversed({1: 2}), lambda: iter(bytearray(b"ab")), lambda: iter(memoryview(b"ab")),
):
    for n in 0, 1, 9:
        it = used(make(), n)
        survey(f"{type(it).__name__} after {n}", it, lambda i: f"{type(i).__name__} {list(itertools.islice(i, 6))}" if type(i).__name__ != "groupby" else str([(k, list(g)) for k, g in i]))
done()

"""Random calls of every method of every built-in type and of every built-in function, with arguments that fit and that do not.

Each seed makes some calls of one callable: too few and too many arguments, wrong types, keywords, subclasses, huge ints,
objects whose special methods raise, lie or change the container they are given to. The line tells what came of them.

    random_calls.py [FIRST LAST]        one digest a seed
    random_calls.py --whole SEED        the calls of one seed, in words
"""

import builtins
import hashlib
import random
import re
import sys
import types

sys.set_int_max_str_digits(4300)


class Own(list):
    pass


class OwnDict(dict):
    def __missing__(self, key):
        return "missing"


class OwnInt(int):
    def __repr__(self):
        return f"OwnInt({int(self)})"


class OwnStr(str):
    pass


class OwnBytes(bytes):
    pass


class OwnTuple(tuple):
    pass


class OwnFloat(float):
    pass


class OwnSet(set):
    pass


class Fault(Exception):
    pass


class Plain:
    def __repr__(self):
        return "<Plain>"


class Counting:
    def __getitem__(self, index):
        if index == 3:
            raise IndexError
        return index

    def __repr__(self):
        return "<Counting>"


def raising(*names):
    """A class all of whose named special methods raise."""

    def fail(self, *rest):
        raise Fault("called")

    return type("Raising_" + names[0].strip("_"), (), dict.fromkeys(names, fail) | {"__repr__": lambda self: f"<Raising {names[0]}>"})


def answering(name, value):
    """A class whose named special method returns a value."""
    return type("Answers_" + name.strip("_"), (), {name: lambda self, *rest: value, "__repr__": lambda self: f"<{name} answers {value!r}>"})


def changing(name, target, change, value):
    """A class whose named special method first changes the receiver."""

    def method(self, *rest):
        try:
            change(target[0])
        except Exception:
            pass
        return value

    return type("Changes_" + name.strip("_"), (), {name: method, "__repr__": lambda self: f"<{name} changes>"})


def itself_list():
    value = [1]
    value.append(value)
    return value


def itself_dict():
    value = {1: 2}
    value["self"] = value
    return value


def shrink(thing):
    if isinstance(thing, memoryview):
        return thing.release()
    thing.clear()


def grow(thing):
    if len(thing) > 60:
        return
    if isinstance(thing, dict):
        thing[len(thing) + 1000] = 1
    elif isinstance(thing, set):
        thing.add(len(thing) + 1000)
    else:
        thing.append(7)


def sevens():
    yield 7
    raise Fault("in the generator")


ORDINARY = [
    lambda t: 0, lambda t: 1, lambda t: -1, lambda t: 2, lambda t: 3, lambda t: 10, lambda t: 255, lambda t: 256, lambda t: None,
    lambda t: True, lambda t: "", lambda t: "a", lambda t: "abc", lambda t: "b", lambda t: b"", lambda t: b"a", lambda t: b"bc",
    lambda t: [], lambda t: [1, 2], lambda t: (), lambda t: (1, 2), lambda t: ("a", "b"), lambda t: {}, lambda t: {1: 2},
    lambda t: {"a": 1}, lambda t: set(), lambda t: {1, 2}, lambda t: 1.5, lambda t: range(3), lambda t: int, lambda t: str,
    lambda t: list, lambda t: len, lambda t: bytearray(b"ab"), lambda t: slice(0, 2), lambda t: ["a", "b"], lambda t: [b"a", b"b"],
    lambda t: iter([1, 2, 3]), lambda t: 97, lambda t: "utf-8", lambda t: [(1, 2), (3, 4)], lambda t: frozenset({1}),
]
UNUSUAL = [
    lambda t: 2**60, lambda t: -(2**60) - 1, lambda t: 2**63 - 1, lambda t: 2**63, lambda t: -(2**63), lambda t: -(2**63) - 1, lambda t: 2**64,
    lambda t: 2**100, lambda t: -(2**100), lambda t: 0.0, lambda t: -0.0, lambda t: float("inf"), lambda t: float("nan"), lambda t: 1e300,
    lambda t: 1j, lambda t: ..., lambda t: NotImplemented, lambda t: object(), lambda t: Plain(), lambda t: type, lambda t: Fault,
    lambda t: Fault("x"), lambda t: Own([1]), lambda t: OwnDict(a=1), lambda t: OwnInt(3), lambda t: OwnStr("ab"), lambda t: OwnBytes(b"ab"),
    lambda t: OwnTuple((1, 2)), lambda t: OwnFloat(2.5), lambda t: OwnSet({1}), lambda t: itself_list(), lambda t: itself_dict(),
    lambda t: t[0], lambda t: (t[0],), lambda t: "\ud800", lambda t: "é", lambda t: "\U0001f600", lambda t: "a\0b", lambda t: "x" * 50,
    lambda t: b"\xff\0", lambda t: memoryview(b"abc"), lambda t: memoryview(b"abcdef")[::2], lambda t: range(10, 0, -3),
    lambda t: slice(None, None, -1), lambda t: slice("a"), lambda t: slice(2**70), lambda t: slice(0, 5, 0), lambda t: sevens(), lambda t: iter(()),
    lambda t: {1: 2}.keys(), lambda t: {"a": 1}.items(), lambda t: {1: [2]}.values(), lambda t: types.SimpleNamespace(a=1),
    lambda t: types.MappingProxyType({1: 2}), lambda t: lambda *a: a, lambda t: lambda: 1, lambda t: [[]], lambda t: {1: []}, lambda t: "%s %d", lambda t: "{} {x}",
    lambda t: "ascii", lambda t: "strict", lambda t: "nope", lambda t: "+10.3f", lambda t: "0x1f", lambda t: " 12 ", lambda t: "1_000",
    lambda t: b"12", lambda t: "nan", lambda t: "1e5", lambda t: "1+2j", lambda t: "rb", lambda t: "little", lambda t: "big", lambda t: "ﬁ",
    lambda t: raising("__index__", "__int__", "__float__")(), lambda t: raising("__eq__", "__hash__")(), lambda t: raising("__iter__")(),
    lambda t: raising("__len__", "__length_hint__")(), lambda t: raising("__lt__", "__gt__", "__le__", "__ge__")(), lambda t: raising("__next__")(),
    lambda t: raising("__bool__")(), lambda t: raising("__getitem__", "__contains__")(), lambda t: raising("__str__", "__format__", "__bytes__")(),
    lambda t: raising("__call__")(), lambda t: raising("__getattr__")(), lambda t: raising("__buffer__")(), lambda t: raising("__hash__")(),
    lambda t: answering("__index__", 1)(), lambda t: answering("__index__", "no")(), lambda t: answering("__index__", 2**70)(), lambda t: answering("__index__", True)(),
    lambda t: answering("__int__", 5)(), lambda t: answering("__int__", 5.5)(), lambda t: answering("__float__", 1.5)(), lambda t: answering("__float__", 1)(),
    lambda t: answering("__iter__", 5)(), lambda t: answering("__iter__", iter([1, 2]))(), lambda t: answering("__len__", -1)(), lambda t: answering("__len__", "x")(),
    lambda t: answering("__len__", 2**70)(), lambda t: answering("__eq__", True)(), lambda t: answering("__hash__", "x")(), lambda t: answering("__hash__", 2**80)(),
    lambda t: answering("__str__", 5)(), lambda t: answering("__bytes__", 5)(), lambda t: answering("__bytes__", b"by")(), lambda t: answering("__bool__", 5)(),
    lambda t: answering("__format__", 5)(), lambda t: Counting(), lambda t: answering("__complex__", 5)(), lambda t: answering("__complex__", 2j)(),
    lambda t: answering("__round__", 5)(), lambda t: answering("__dir__", 5)(), lambda t: answering("__fspath__", 5)(), lambda t: answering("__trunc__", 5)(),
    lambda t: answering("keys", ["a"])(), lambda t: answering("__instancecheck__", 5)(), lambda t: answering("__length_hint__", -5)(), lambda t: answering("__contains__", [])(),
    lambda t: changing("__index__", t, shrink, 1)(), lambda t: changing("__index__", t, grow, 1)(), lambda t: changing("__eq__", t, shrink, False)(),
    lambda t: changing("__eq__", t, grow, False)(), lambda t: changing("__eq__", t, shrink, True)(), lambda t: changing("__iter__", t, shrink, iter([1, 2]))(),
    lambda t: changing("__iter__", t, grow, iter([1, 2]))(), lambda t: changing("__len__", t, shrink, 2)(), lambda t: changing("__hash__", t, grow, 1)(),
    lambda t: changing("__lt__", t, grow, True)(), lambda t: changing("__bool__", t, shrink, True)(), lambda t: changing("__call__", t, shrink, 1)(),
    lambda t: [changing("__eq__", t, shrink, False)(), 1], lambda t: {1: changing("__eq__", t, grow, True)()}, lambda t: (changing("__eq__", t, shrink, True)(), 3),
    lambda t: map(lambda x: grow(t[0]), range(3)), lambda t: map(lambda x: shrink(t[0]), range(3)), lambda t: [changing("__index__", t, grow, 65)()] * 2,
]


def generator():
    received = yield 1
    yield received


async def coroutine():
    return 1


async def asynchronous():
    yield 1


def function(a, b=2, *, c=3):
    return a, b, c


class WithSlots:
    __slots__ = ("one",)

    @property
    def two(self):
        return 2

    def method(self):
        return 3


def frame():
    return sys._getframe()


def traceback():
    try:
        raise Fault("tb")
    except Fault as e:
        return e.__traceback__


def opaque(value):
    return lambda: value


def cleaned(thing):
    value = thing()
    value.close()
    return value


RECEIVERS = {
    "int": [lambda: 0, lambda: 5, lambda: -7, lambda: 2**70, lambda: OwnInt(4)],
    "bool": [lambda: True, lambda: False],
    "float": [lambda: 1.5, lambda: -0.0, lambda: float("nan"), lambda: float("inf"), lambda: 1e20, lambda: OwnFloat(2)],
    "complex": [lambda: 1 + 2j, lambda: complex("nan")],
    "str": [lambda: "", lambda: "abc", lambda: "aXbab c", lambda: "éa\U0001f600", lambda: "\ud800a", lambda: OwnStr("abab"), lambda: "%s{}{x}%d"],
    "bytes": [lambda: b"", lambda: b"abcab", lambda: b"\xff\0 A", lambda: OwnBytes(b"xy")],
    "bytearray": [lambda: bytearray(), lambda: bytearray(b"abcab"), lambda: bytearray(b"\0\xff")],
    "memoryview": [lambda: memoryview(b"abcd"), lambda: memoryview(bytearray(b"abcd")), lambda: memoryview(bytearray(8)).cast("i"), lambda: memoryview(b"abcdef")[::-2]],
    "list": [lambda: [], lambda: [1, 2, 3, 2], lambda: ["b", "a"], itself_list, lambda: Own([3, 1]), lambda: [1, "a", None]],
    "tuple": [lambda: (), lambda: (1, 2, 1), lambda: OwnTuple("ab"), lambda: ([],)],
    "dict": [lambda: {}, lambda: {1: 2, "a": "b", 97: None}, itself_dict, lambda: OwnDict(a=1)],
    "set": [lambda: set(), lambda: {1, 2, 97}, lambda: OwnSet({"a"})],
    "frozenset": [lambda: frozenset(), lambda: frozenset({1, 2, "a"})],
    "range": [lambda: range(0), lambda: range(5), lambda: range(10, 0, -3), lambda: range(2**70, 2**70 + 5)],
    "slice": [lambda: slice(None), lambda: slice(1, 5, 2), lambda: slice("a", [], 1)],
    "NoneType": [lambda: None],
    "ellipsis": [lambda: ...],
    "NotImplementedType": [lambda: NotImplemented],
    "object": [Plain, WithSlots],
    "type": [lambda: int, lambda: type, lambda: type("Made", (list,), {}), lambda: object, lambda: WithSlots, lambda: type("Made", (), {"a": 1})],
    "dict_keys": [lambda: {1: 2, "a": 3}.keys(), lambda: {}.keys()],
    "dict_values": [lambda: {1: 2, "a": 3}.values()],
    "dict_items": [lambda: {1: 2, "a": 3}.items()],
    "list_iterator": [lambda: iter([1, 2, 3]), lambda: iter([])],
    "list_reverseiterator": [lambda: reversed([1, 2, 3])],
    "tuple_iterator": [lambda: iter((1, 2))],
    "str_iterator": [lambda: iter("abc"), lambda: iter("éb")],
    "bytes_iterator": [lambda: iter(b"abc")],
    "bytearray_iterator": [lambda: iter(bytearray(b"abc"))],
    "memory_iterator": [lambda: iter(memoryview(b"abc"))],
    "range_iterator": [lambda: iter(range(3)), lambda: iter(range(2**70, 2**70 + 3))],
    "set_iterator": [lambda: iter({1})],
    "dict_keyiterator": [lambda: iter({1: 2})],
    "dict_itemiterator": [lambda: iter({1: 2}.items()), lambda: reversed({1: 2}.items())],
    "callable_iterator": [lambda: iter(lambda: 1, 1), lambda: iter(lambda: 1, 2)],
    "iterator": [lambda: iter(Counting())],
    "enumerate": [lambda: enumerate("ab"), lambda: enumerate([1], 2**70)],
    "zip": [lambda: zip("ab", [1, 2]), lambda: zip("ab", [1], strict=True)],
    "map": [lambda: map(len, ["a", "bc"]), lambda: map(len, [1])],
    "filter": [lambda: filter(None, [0, 1])],
    "reversed": [lambda: reversed(type("Seq", (), {"__len__": lambda s: 2, "__getitem__": lambda s, i: i})())],
    "generator": [generator, lambda: (x for x in [1, 2]), lambda: cleaned(generator)],
    "coroutine": [lambda: cleaned(coroutine)],
    "async_generator": [asynchronous],
    "function": [lambda: function, lambda: (lambda x: x), lambda: opaque(1)],
    "method": [lambda: WithSlots().method],
    "builtin": [lambda: len, lambda: [1].append],
    "wrapper": [lambda: int.__add__, lambda: (1).__add__, lambda: str.join, lambda: dict.fromkeys, lambda: WithSlots.one, lambda: type.__dict__["__mro__"], lambda: dict.__dict__["fromkeys"]],
    "property": [lambda: WithSlots.two, lambda: property(), lambda: property(len, doc="doc")],
    "classmethod": [lambda: classmethod(len)],
    "staticmethod": [lambda: staticmethod(len)],
    "super": [lambda: super(WithSlots, WithSlots()), lambda: super(int)],
    "cell": [lambda: opaque(1).__closure__[0], lambda: types.CellType()],
    "code": [lambda: function.__code__],
    "traceback": [traceback],
    "mappingproxy": [lambda: types.MappingProxyType({1: 2, "a": []})],
    "namespace": [lambda: types.SimpleNamespace(a=1), lambda: types.SimpleNamespace()],
    "alias": [lambda: list[int], lambda: dict[str, "x"]],
    "union": [lambda: int | str, lambda: int | None],
    "module": [lambda: types.ModuleType("made", "doc")],
    "exception": [lambda: Fault("x", 1), lambda: ValueError(), lambda: OSError(2, "no", "f"), lambda: KeyError("k"), lambda: StopIteration(5), lambda: SystemExit(3)],
    "unicode_error": [lambda: UnicodeDecodeError("u", b"ab", 0, 1, "r"), lambda: UnicodeEncodeError("u", "ab", 0, 1, "r"), lambda: UnicodeTranslateError("ab", 0, 1, "r")],
    "syntax_error": [lambda: SyntaxError("m", ("f", 1, 2, "t")), lambda: ImportError("m", name="n", path="p"), lambda: NameError("m", name="n"), lambda: AttributeError("m", name="n", obj=1)],
    "group": [lambda: ExceptionGroup("g", [ValueError(1), TypeError(2)]), lambda: BaseExceptionGroup("g", [KeyboardInterrupt()])],
}

SKIPPED_FUNCTIONS = {"input", "breakpoint", "help", "exit", "quit", "copyright", "credits", "license", "open", "print", "exec", "eval", "compile", "globals", "locals", "__import__", "vars", "dir", "__build_class__", "id"}
SKIPPED_METHODS = {"__sizeof__", "__dir__", "__reduce__", "__reduce_ex__", "__init_subclass__", "__subclasses__", "__getstate__", "_co_code_adaptive", "co_code", "__doc__", "__del__", "co_lines", "co_positions", "_varname_from_oparg", "__builtins__", "__globals__", "__dict__", "co_linetable", "co_stacksize", "tb_lasti"}


def owners():
    """All that is called: `(label, makers of the receiver, name)`."""
    found = []
    for label, makers in RECEIVERS.items():
        names = sorted({n for m in makers for n in dir(type(m()))} - SKIPPED_METHODS)
        found += [(label, makers, n) for n in names if (label, n) not in DIFFERENT]
    for name in sorted(vars(builtins)):
        if callable(getattr(builtins, name)) and name not in SKIPPED_FUNCTIONS:
            found.append(("builtins", [lambda: builtins], name))
    return found


# Told in other words, or found out at another time, than by CPython.
DIFFERENT = {
    ("async_generator", "athrow"), ("classmethod", "__get__"), ("wrapper", "__get__"), ("property", "__set_name__"), ("memoryview", "__exit__"),
    ("module", "__format__"), ("range_iterator", "__setstate__"), ("code", "__replace__"), ("traceback", "__class__"), ("super", "__init__"),
    ("type", "__call__"), ("bytearray", "__init__"), ("bytearray", "join"), ("bytes", "__buffer__"), ("type", "__setattr__"), ("type", "__delattr__"),
    ("method", "__hash__"), ("builtin", "__hash__"), ("wrapper", "__hash__"), ("code", "__hash__"),
}
PLACE = re.compile(r"0x[0-9a-fA-F]{6,}|" + re.escape(__file__))
BY_PLACE = {object.__hash__, type(None).__hash__, type.__hash__}
KEYWORDS = ["key", "reverse", "default", "start", "end", "sep", "maxsplit", "encoding", "errors", "iterable", "x", "value", "keepends", "strict", "base", "signed", "object", "a", "self", "byteorder", "table", "tabsize", "delete", "bytes_per_sep", "shape", "stop"]


def told(value, depth=0):
    """A text that both interpreters can agree on."""
    kind = type(value)
    if kind in (int, float, complex, bool, str, bytes, bytearray, type(None), slice, range):
        text = PLACE.sub("0x", repr(value)) if not (kind is int and abs(value) >> 4000) else "huge"
        return text if len(text) < 300 else f"{text[:300]} {len(text)} {hashlib.md5(text.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
    if depth > 3:
        return kind.__name__
    if kind in (list, tuple):
        return kind.__name__ + "(" + ", ".join(told(v, depth + 1) for v in value[:20]) + ")"
    if kind in (set, frozenset):
        return kind.__name__ + "(" + ", ".join(sorted(told(v, depth + 1) for v in value)) + ")"
    if kind is dict:
        return "dict(" + ", ".join(told(k, depth + 1) + ": " + told(v, depth + 1) for k, v in list(value.items())[:20]) + ")"
    try:
        text = PLACE.sub("0x", repr(value))
    except BaseException as e:
        text = "repr " + refused(e)
    return f"{kind.__name__} {text[:300]}"


def hash_of_place(thing):
    return type(thing).__hash__ in BY_PLACE or thing != thing or isinstance(thing, tuple)


def refused(e):
    try:
        text = PLACE.sub("0x", str(e))
    except BaseException as inner:
        text = "str " + type(inner).__name__
    return f"{type(e).__name__}: {text[:400]}"


def argument(pick, target):
    return pick.choice(ORDINARY if pick.random() < 0.55 else UNUSUAL)(target)


def drained(result):
    """The first items of an iterator, for iterators tell little of themselves."""
    if type(result).__name__ in ("enumerate", "zip", "map", "filter", "reversed", "callable_iterator", "iterator", "generator") or "iterator" in type(result).__name__:
        items = []
        try:
            for _ in range(5):
                items.append(next(result))
        except BaseException as e:
            items.append(refused(e))
        return f"{type(result).__name__} {told(items)}"
    return told(result)


def one_call(pick, label, makers, name):
    maker = pick.choice(makers)
    target = [None]
    receiver = target[0] = maker()
    if label == "builtins":
        target[0] = pick.choice([lambda: [3, 1, 2], lambda: {1: 2, "a": 3}, lambda: bytearray(b"abc"), lambda: {1, 2}])()
    arguments = [argument(pick, target) for _ in range(pick.choice([0, 1, 1, 1, 2, 2, 2, 3, 3, 4]))]
    if label == "builtins" and arguments and pick.random() < 0.4:
        arguments[0] = target[0]
    keywords = {pick.choice(KEYWORDS): argument(pick, target) for _ in range(pick.choice([0] * 7 + [1, 1, 2]))}
    shown = f"{told(receiver) if label != 'builtins' else 'builtins'}.{name}({', '.join(told(a) for a in arguments)}{', ' if keywords else ''}{', '.join(f'{k}={told(v)}' for k, v in keywords.items())})"
    way = pick.random()
    if name.strip("_") in ("pow", "rpow", "ipow", "lshift", "rlshift", "round") and any(isinstance(a, (int, str)) and (not isinstance(a, int) or abs(a) > 300) for a in arguments):
        return "too large to try"
    try:
        if way < 0.8 or label == "builtins":
            found = getattr(receiver, name)
        else:
            found = getattr(type(receiver), name)
            if way < 0.97:
                arguments.insert(0, receiver)
        result = drained(found(*arguments, **keywords)) if callable(found) else told(found)
        if name in ("__hash__", "hash") and result.lstrip("-").isdigit() and hash_of_place(receiver if name == "__hash__" else arguments[0]):
            result = "from the place in memory"
    except BaseException as e:
        result = refused(e)
    after = told(target[0]) if type(target[0]) in (list, dict, set, bytearray) else ""
    return f"{shown} -> {result} {after}"


def calls(seed, all_owners):
    pick = random.Random(seed)
    label, makers, name = all_owners[seed % len(all_owners)]
    for _ in range(12):
        yield f"{label}: " + one_call(pick, label, makers, name)


def main(arguments):
    all_owners = owners()
    if arguments[:1] == ["--whole"]:
        for line in calls(int(arguments[1]), all_owners):
            print(line.encode("utf-8", "backslashreplace").decode())
        return
    for seed in range(*map(int, arguments)) if arguments else range(0, 6300, 23):
        text = "\n".join(calls(seed, all_owners))
        print(seed, hashlib.md5(text.encode("utf-8", "backslashreplace")).hexdigest()[:12], flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])

"""Objects whose hooks give wrong things, raise, or change what is being written: the errors of the Pickler and what it wrote.

`START STOP` runs any range of seeds (random_graphs.py --script random_refusals compares them between interpreters).
"""
import collections
import copyreg
import functools
import io
import pickle
import re
import sys
import warnings

from graph_parts import Random

WHOLE = "--whole" in sys.argv
SEEDS = [int(sys.argv[2])] if WHOLE else range(*map(int, sys.argv[1:] or ("0", "400")))
ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+| from '[^']*\.py'| \(frozen\)")


class Odd(Exception):
    pass


class Plain:
    pass


class Slots:
    __slots__ = ("a", "b")


class Named:
    class Inner:
        pass

    def method(self):
        pass


def function(*args):
    return Plain()


def setter(obj, state):
    pass


class Hook:
    """A hook that is called with anything, and gives or raises what it was made with."""

    def __init__(self, result):
        self.result = result

    def __call__(self, *args):
        if isinstance(self.result, BaseException):
            raise self.result
        return self.result() if isinstance(self.result, functools.partial) else self.result


def failing(items, at):
    yield from items[:at]
    raise Odd("iterator")


class Text(str):
    pass


class Tuple(tuple):
    pass


class Index:
    def __index__(self):
        return 3


CALLS, CLASSES = [], []


class Table(dict):
    def __missing__(self, key):
        CALLS.append(f"missing {key.__name__}")
        raise KeyError(key)


class Maker:
    """Builds the odd things from a seed."""

    def __init__(self, rng):
        self.rng, self.lists = rng, []

    def atom(self):
        return self.rng.pick([
            None, 5, -1, True, "text", "Plain", "Named.Inner", "nope", "", b"bytes", 1.5, (), (1,), [], {}, {"a": 1}, 2**70, Text("Plain"), Tuple((1, 2)), Plain, function, len, ...,
            NotImplemented, "\xe9", "\ud800", "a\nb", object, Index(), Odd("value"), iter([1, 2]), [1, 2], {5: 6}, {1}, frozenset([1]), Plain(), Slots(), setter, copyreg.__newobj__, int,
        ])

    def callable(self):
        return self.rng.pick([
            Plain, list, dict, function, copyreg.__newobj__, copyreg.__newobj_ex__, copyreg._reconstructor, int, object, lambda: 0, len, Named.method, Named().method, Plain.__init__,
            "abc".upper, Hook(5), None, 5, "Plain", functools.partial(int), Named.Inner, type(None), collections.OrderedDict, getattr, object.__new__, Slots,
        ])

    def args(self):
        rng = self.rng
        kind = rng.below(9)
        if kind == 0:
            return self.atom()
        if kind == 1:
            return rng.pick([(Plain, (), {}), (Plain, (1,), {"a": 1}), (Slots, 5, {}), (Slots, (), 5), (5, (), {}), (Plain, (), {5: 1}), (Plain,), (int, (), {})])
        if kind < 5:
            return tuple([rng.pick([Plain, Slots, object, int, Named.Inner])] + [self.atom() for _ in range(rng.below(3))])
        return tuple([self.atom() for _ in range(rng.below(4))])

    def state(self):
        rng = self.rng
        return rng.pick([None, {}, {"a": 1}, {1: 2}, (None, {"a": 1}), ({"a": 1}, {"b": 2}), (None, None), 5, "state", [1], (1, 2, 3), self.item()])

    def items(self, pairs):
        rng = self.rng
        some = [(self.item(), self.item()) if pairs else self.item() for _ in range(rng.below(4))]
        odd = [[1, 2], (1,), (1, 2, 3), 5, "ab", None]
        return rng.pick([
            None, iter(some), iter(some), iter(some * 400), some, 5, failing(some, rng.below(3)), (x for x in some), iter(some + [rng.pick(odd)]), iter([rng.pick(odd)] + some), "text", {}, iter({}), Hook(1),
        ])

    def reduced(self):
        rng = self.rng
        kind = rng.below(10)
        if kind == 0:
            return self.atom()
        if kind == 1:
            return tuple([self.atom() for _ in range(rng.below(9))])
        whole = [self.callable(), self.args(), self.state(), self.items(False), self.items(True), rng.pick([None, setter, len, 5, "setter", Hook(None)])]
        return tuple(whole[: 2 + rng.below(5)])

    def result(self):
        rng = self.rng
        kind = rng.below(12)
        if kind == 0:
            return rng.pick([Odd("hook"), AttributeError("hook"), TypeError("hook"), KeyError("hook"), RecursionError("hook"), StopIteration("hook"), KeyboardInterrupt("hook"), pickle.PicklingError("hook")])
        if kind == 1 and self.lists:
            return functools.partial(self.changed, rng.pick(self.lists), rng.below(4), self.reduced())
        return self.reduced()

    @staticmethod
    def changed(container, how, result):
        """Changes a container while it is written."""
        if isinstance(container, list):
            (container.clear, lambda: container.append(7), container.reverse, lambda: container.__setitem__(slice(0, 2), "xyz"))[how]()
        elif isinstance(container, dict):
            (container.clear, lambda: container.update(new=1), lambda: container.popitem(), lambda: container.update(a=2))[how]()
        else:
            (container.clear, lambda: container.add(7), lambda: container.pop(), lambda: container.add("x"))[how]()
        return result

    def odd(self):
        """An instance with an odd hook, on its class or on itself."""
        rng = self.rng
        name = rng.pick(["__reduce_ex__", "__reduce_ex__", "__reduce__", "__getstate__", "__getnewargs__", "__getnewargs_ex__", "__dict__", "__class__", "__slots__", "__reduce__"])
        base = rng.pick([object, object, object, list, dict, int, str, tuple, set, Exception, type, Slots, Text])
        result = {"__getstate__": self.state, "__getnewargs__": self.args, "__getnewargs_ex__": lambda: rng.pick([self.args(), ((), {}), ((1,), {"k": 1}), ([], {}), ((), []), ((),)])}.get(name, self.result)()
        if name == "__slots__":
            body = {"__slots__": rng.pick([(), ("x",), ["x", "__dict__"], "x"]) if base in (object, Slots, list, dict) else ()}
        elif name in ("__dict__", "__class__"):
            body = {name: property(Hook(self.atom()))}
        else:
            body = {name: Hook(result) if rng.below(6) else self.atom()}
        if rng.below(4) == 0:
            body["__module__"] = rng.pick(["nope", None, 5, "__main__", "builtins", "", "os.path", "a.b", "\xe9"])
        if rng.below(6) == 0:
            body["__qualname__"] = rng.pick(["Named.Inner", "f.<locals>.g", "", "a..b", "Plain", "Named", "x.y", "\ud800", "\xe9"])
        CLASSES.append(f"Made{len(CLASSES)}")
        cls = globals()[CLASSES[-1]] = type(CLASSES[-1], (base,), body)
        if rng.below(3) == 0:
            return cls
        try:
            obj = cls("made", (), {}) if base is type else cls() if base is not Exception else cls(1)
        except Exception:
            return cls
        if rng.below(3) == 0:
            try:
                obj.attribute = self.atom()
            except Exception:
                pass
        if rng.below(6) == 0 and name.startswith("__reduce"):
            try:
                delattr(cls, name)
                setattr(obj, name, body[name])
            except Exception:
                pass
        return obj

    def item(self):
        return self.odd() if self.rng.below(12) == 0 else self.atom()

    def graph(self):
        rng = self.rng
        kind = rng.below(8)
        if kind < 3:
            return self.odd()
        made = [[], {}, set(), [], []][kind - 3]
        self.lists.append(made)
        parts = [self.odd() if rng.below(3) == 0 else self.atom() for _ in range(1 + rng.below(4))] * rng.pick([1, 1, 1, 300])
        for part in parts:
            if isinstance(made, list):
                made.append(part)
            elif isinstance(made, dict):
                made[len(made)] = part
            elif isinstance(part, (int, str, bytes, float)):
                made.add(part)
        return rng.pick([made, (made,), [made, made], {"k": made}])

    def pickler(self, file):
        rng = self.rng
        body = {}
        if rng.below(5) == 0:
            results = [self.result() if rng.below(3) == 0 else NotImplemented for _ in range(3)]
            body["reducer_override"] = rng.pick([lambda self, obj: results[len(repr(type(obj))) % 3], None, 5, Hook(NotImplemented)])
        if rng.below(5) == 0:
            pid = rng.pick([5, "id", "\xe9", "a\nb", (1, "x"), [], Odd("pid"), None, "\ud800", "", b"b", Text("text")])
            body["persistent_id"] = lambda self, obj: Hook(pid)() if isinstance(obj, (int, Plain, list)) else None
        if rng.below(5) == 0:
            body["dispatch_table"] = self.table()
        cls = rng.pick([pickle.Pickler, type("Sub", (pickle.Pickler,), body), type("Sub", (pickle.Pickler,), body)])
        protocol = rng.pick([0, 1, 2, 3, 4, 5, None, -1])
        callback = rng.pick([None, [].append, 5]) if protocol in (5, -1) or rng.below(20) == 0 else None
        made = cls(file, protocol, rng.pick([True, False]), callback)
        for _ in range(rng.below(3)):
            name, value = rng.pick([("fast", 1), ("fast", True), ("dispatch_table", self.table()), ("memo", {}), ("memo", {1: (0, [])}), ("persistent_id", Hook("id")), ("bin", rng.below(2)), ("nope", 1)])
            try:
                setattr(made, name, value)
            except Exception as e:
                CALLS.append(error(e))
        return made

    def table(self):
        rng = self.rng
        entries = {t: rng.pick([Hook(self.result()), None, 5, function]) for t in (Plain, int, type, Slots, Named.Inner, complex)}
        default = Hook(self.result())
        return rng.pick([entries, collections.ChainMap(entries, copyreg.dispatch_table), Table(entries), Table(), None, 5, [], collections.defaultdict(lambda: default)])


class File:
    def __init__(self, rng):
        self.odd, self.at, self.parts = rng.pick([None] * 12 + ["raise", "text"]), rng.below(3), []

    def write(self, data):
        self.parts.append(data)
        if len(self.parts) > self.at and self.odd == "raise":
            raise Odd("write")
        return "text" if self.odd else None


def error(e):
    if isinstance(e, RecursionError):
        return "RecursionError"
    text = f"{type(e).__module__}.{type(e).__qualname__}: {ADDRESS.sub('', str(e))}"
    for name in ("name", "obj", "__notes__", "__cause__", "__context__", "__suppress_context__"):
        other = getattr(e, name, None)
        if other is not None and other is not False:
            text += f" | {name} {error(other) if isinstance(other, BaseException) else ADDRESS.sub('', ascii(other))}"
    return text


def attempt(action):
    try:
        return f"{action()!r:.0}"
    except BaseException as e:
        return error(e)


def run(seed):
    rng = Random(seed)
    for _ in range(3):
        rng.below(2)
    CALLS.clear()
    while CLASSES:
        del globals()[CLASSES.pop()]
    made, file = Maker(rng), File(rng)
    try:
        graph = made.graph()
        pickler = made.pickler(file)
    except Exception as e:
        return error(e)
    text = attempt(lambda: pickler.dump(graph))
    if rng.below(3) == 0:
        text += " then " + attempt(lambda: pickler.dump([graph, 1]))
    if rng.below(3) == 0:
        text += " copied " + attempt(lambda: [(index, ADDRESS.sub("", type(value).__name__)) for index, value in pickler.memo.copy().values()])
        text += f" {sorted(index for index, _ in pickler.memo.copy().values())}"
    if rng.below(4) == 0:
        pickler.clear_memo()
        text += " cleared " + attempt(lambda: pickler.dump(rng.pick([[5, Plain()], graph])))
    return f"{text} {CALLS} wrote {b''.join(file.parts).hex()}"


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    for seed in SEEDS:
        text = run(seed).encode("ascii", "backslashreplace").decode().replace("\n", "\\n")
        print(seed, text if WHOLE or len(text) < 500 else f"{text[:200]}~{len(text)}:{int.from_bytes(text.encode(), 'big') % (2**61 - 1):x}")

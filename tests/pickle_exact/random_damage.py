"""Damaged pickles: truncated, with changed bytes, with opcodes put in, taken out, moved and joined from two pickles. The
error or the object, by `loads` and through files of all kinds, with the calls that the files see.

`START STOP` runs any range of seeds (random_graphs.py --script random_damage compares them between interpreters).
"""
import collections
import datetime
import io
import os
import pickle
import pickletools
import re
import sys
import warnings

HERE = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "pickle_corpus")
sys.path.insert(0, HERE)

import objects_old as o
from graph_parts import Random, describe

o.register()
sys.path[:] = [place for place in sys.path if not place.startswith(os.path.dirname(HERE))]
WHOLE = "--whole" in sys.argv
SEEDS = [int(sys.argv[2])] if WHOLE else range(*map(int, sys.argv[1:] or ("0", "400")))


def corpus():
    """The small pickles of the corpus and of values of our own."""
    found = []
    for name in sorted(name for name in os.listdir(HERE) if name.endswith(".corpus")):
        with open(os.path.join(HERE, name), "rb") as file:
            while head := file.readline().split():
                data = file.read(int(head[1]))
                if len(data) < 400:
                    found.append(data)
    shared = ["shared", b"bytes"]
    values = [
        [shared, (shared, 1.5), {"k": shared}], {1: "x" * 300, 2.5: None}, bytearray(b"array"), {1, "a", None}, frozenset([1, 2]),
        o.NewArgs(1, "b"), o.Mixed(), collections.OrderedDict(a=1), collections.deque([1, 2], 5), datetime.timedelta(1, 2),
        [len, int, o.Plain.__init__], [2**70, -(2**2100), 2**31, -1, 256], ["\ud800", "\xe9", "\U0001f600"], ValueError("v", 1),
        o.Items([1, 2]), o.Pairs(a=1), o.Registered(1), [o.Ext1(1), o.Ext2(2), o.Ext4(3)], list(range(20)), dict.fromkeys("abcd"),
        ["a" * 70000, b"b" * 70000, 1], o.MyText("text"), o.MyInt(5), o.SlotState(3), iter([1, 2]), range(5), slice(1, 2), 1j, ..., NotImplemented,
    ]
    for value in values:
        for protocol in range(6):
            try:
                found.append(pickle.dumps(value, protocol))
            except TypeError:
                pass
    buffers = [pickle.PickleBuffer(b"read only"), pickle.PickleBuffer(bytearray(b"writable")), 1]
    found.append(pickle.dumps(buffers, 5, buffer_callback=lambda b: None))
    return found


NAMES = [
    (b"builtins", b"int"), (b"builtins", b"list"), (b"__builtin__", b"unicode"), (b"builtins", b"getattr"), (b"copyreg", b"_reconstructor"),
    (b"objects_old", b"Plain"), (b"objects_old", b"Slots"), (b"objects_old", b"MyList"), (b"objects_old", b"State"), (b"objects_old", b"Plain.__init__"),
    (b"builtins", b"nope"), (b"nope", b"x"), (b"", b""), (b"builtins", b""), (b"collections", b"OrderedDict"), (b"builtins", b"object"),
    (b"\xff", b"x"), (b"builtins", b"\xff"), (b"builtins", b"len"), (b"a b", b"c d"), (b"builtins", b"a.b"), (b"exceptions", b"StandardError"),
    (b"builtins", b"f.<locals>.g"), (b"copy_reg", b"__newobj__"), (b"objects_old", b"NewArgs"), (b"builtins", b"bytearray"), (b"builtins", b"set"),
]
LINES = [
    b"0", b"1", b"-1", b"00", b"01", b"5L", b"1L", b"L", b"", b"x", b" 7 ", b"7 ", b"1_0", b"0x10", b"1e5", b"1.5", b"nan", b"-inf", b"1e400", b"99999999999999999999", b"'ab'", b'"ab"',
    b"'a\\x41'", b"'a\\x4'", b"'\\", b"'", b"''", b"'a\\'", b"\xff", b"'\xe9'", b"a\\u0041", b"a\\u004", b"\\U00110000", b"\\", b"\xe9", b"1\x002", b"+3", b"12345678901", b"' 'x", b"  'a'  ", b"'a\\777\\q'", b"1\r", b"-0", b"0L", b"--1", b"True",
]
SIZES = [0, 1, 2, 3, 5, 8, 20, 100, 255, 256, 4000, 65535, 2**31 - 1, 2**31, 2**32 - 1, 2**63 - 1, 2**63, 2**64 - 1]


def argument(rng, arg):
    """Some argument of a kind that pickletools names; lengths are often wrong."""
    name = arg.name
    if name == "stringnl_noescape_pair":
        return b"%s\n%s\n" % rng.pick(NAMES)
    if arg.n == pickletools.UP_TO_NEWLINE:
        return rng.pick(LINES) + (b"\n" if rng.below(30) else b"")
    if name == "float8":
        return bytes([rng.below(256) for _ in range(8)])
    width = {"1": 1, "2": 2, "4": 4, "8": 8}[next(c for c in name + "1" if c in "1248")]
    if arg.n > 0:
        size = rng.pick(SIZES[:8]) if rng.below(3) else rng.pick(SIZES)
        return size.to_bytes(8, "little")[:width]
    body = bytes([rng.pick(b"ab\x80\xc3\xa9\xed\xa0\x80\xff\n\\'\0") for _ in range(rng.below(6))])
    size = rng.pick(SIZES) if rng.below(4) == 0 else len(body)
    return size.to_bytes(8, "little")[:width] + body


def some_opcode(rng):
    row = rng.pick(pickletools.opcodes)
    return row.code.encode("latin-1") + (argument(rng, row.arg) if row.arg else b"")


def pieces(data):
    """The opcodes of a sound pickle, each with its argument; strings of Python 2 that pickletools cannot read in one piece."""
    try:
        places = [at for _, _, at in pickletools.genops(data)]
    except ValueError:
        return [data]
    return [data[a:b] for a, b in zip(places, places[1:] + [len(data)])]


def changed_bytes(rng, data):
    out = bytearray(data)
    for _ in range(1 + rng.below(3)):
        at = rng.below(len(out))
        out[at] = rng.pick([out[at] ^ 1 << rng.below(8), rng.below(256), ord(rng.pick(pickletools.opcodes).code)])
    return bytes(out)


def changed_opcodes(rng, parts):
    for _ in range(1 + rng.below(3)):
        at, how = rng.below(len(parts)), rng.below(7)
        if how == 0:
            parts[at:at] = [some_opcode(rng)]
        elif how == 1 and len(parts) > 1:
            del parts[at]
        elif how == 2:
            other = rng.below(len(parts))
            parts[at], parts[other] = parts[other], parts[at]
        elif how == 3:
            parts[at:at] = parts[at : at + 1 + rng.below(4)]
        elif how == 4:
            parts[at] = some_opcode(rng)
        elif how == 5:
            parts[at:at] = [b"\x95" + (len(b"".join(parts[at:])) + rng.pick([-2, -1, 0, 1, 5])).to_bytes(8, "little", signed=True)]
        else:
            other = pieces(rng.pick(CORPUS))
            parts = parts[:at] + other[rng.below(len(other)) :]
    return parts


def damaged(rng):
    data = rng.pick(CORPUS)
    how = rng.below(8)
    if how == 0:
        return data[: rng.below(len(data))]
    if how < 3:
        return changed_bytes(rng, data)
    if how == 3:
        return b"".join([some_opcode(rng) for _ in range(1 + rng.below(8))]) + b"."
    data = b"".join(changed_opcodes(rng, pieces(data)))
    return data if rng.below(5) or not data else data[: rng.below(len(data))]


class Odd(Exception):
    pass


class File:
    """A file that tells its calls, and at one of them does something else."""

    def __init__(self, data, rng):
        self.file, self.calls, self.at = io.BytesIO(data), [], rng.below(12)
        self.odd = rng.pick(["", "", "short", "long", "raise", "type", "not implemented", "view", "array", "subclass"])
        self.rng = rng

    def answer(self, name, data):
        self.calls.append(f"{name}={len(data)}")
        if len(self.calls) - 1 != self.at:
            return data
        if self.odd == "short":
            return data[: len(data) // 2]
        if self.odd == "long":
            return data + b"more"
        if self.odd == "raise":
            raise Odd(name)
        if self.odd == "not implemented":
            raise NotImplementedError(name)
        if self.odd == "type":
            return self.rng.pick([None, "text", 5, [], 1.5])
        return {"view": memoryview, "array": bytearray, "subclass": Bytes}.get(self.odd, bytes)(data)

    def read(self, n):
        return self.answer(f"read({n})", self.file.read(n))

    def readline(self):
        return self.answer("readline", self.file.readline())


class Bytes(bytes):
    pass


class Into(File):
    def readinto(self, target):
        got = self.answer(f"readinto({type(target).__name__} {len(target)})", self.file.read(len(target)))
        if isinstance(got, (bytes, bytearray)):
            target[: len(got)] = got[: len(target)]
            return len(got) if self.odd != "subclass" else self.rng.pick([-1, True, 2**70, 1.0])
        return got


class Peek(File):
    def peek(self, n):
        at = self.file.tell()
        got = self.file.read(n)
        self.file.seek(at)
        return self.answer(f"peek({n})", got)


class Both(Peek, Into):
    pass


class Hooked(pickle.Unpickler):
    def persistent_load(self, pid):
        return "persistent", pid


class Finding(Hooked):
    def find_class(self, module, name):
        CALLS.append((module, name))
        return super().find_class(module, name)


class Refusing(pickle.Unpickler):
    def find_class(self, module, name):
        raise Odd(module, name)


CALLS = []
OPTIONS = [
    {}, {}, {}, {"encoding": "latin1"}, {"encoding": "bytes"}, {"errors": "replace"}, {"encoding": "utf-8"}, {"encoding": "nope"}, {"fix_imports": False},
    {"buffers": [b"one", bytearray(b"two")]}, {"buffers": []}, {"buffers": [5, None]},
]
ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+| from '[^']*\.py'| \(frozen\)")


def error(e):
    text = ADDRESS.sub("", f"{type(e).__module__}.{type(e).__qualname__}: {e}")
    for name in ("name", "obj", "__notes__", "__cause__", "__context__"):
        if getattr(e, name, None) is not None:
            other = getattr(e, name)
            shown = other if isinstance(other, (str, list, type)) else type(other)
            text += f" | {name} {error(other) if isinstance(other, BaseException) else ADDRESS.sub('', ascii(shown))}"
    return text


def outcome(load):
    try:
        value = load()
    except BaseException as e:
        return error(e)
    try:
        return ADDRESS.sub("", describe(value, {}))
    except BaseException as e:
        return f"{type(value).__name__} that fails: {error(e)}"


def run(seed):
    rng = Random(seed)
    for _ in range(3):
        rng.below(2)
    data, options, how = damaged(rng), dict(rng.pick(OPTIONS)), rng.below(8)
    CALLS.clear()
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        if how < 3:
            text = outcome(lambda: pickle.loads(data, **options))
        else:
            kind = rng.pick([File, Into, Peek, Both, None])
            file = kind(data, rng) if kind else io.BytesIO(data)
            unpickler = rng.pick([pickle.Unpickler, Hooked, Finding, Refusing])(file, **options)
            text = outcome(unpickler.load)
            if rng.below(3) == 0 and getattr(file, "odd", "") != "type":
                text += " then " + outcome(unpickler.load)
            text += f" memo {ADDRESS.sub('', outcome(unpickler.memo.copy))}" if rng.below(8) == 0 else ""
            text += f" at {file.file.tell()}" + "".join(file.calls) if kind else f" at {file.tell()}"
        text += "".join(f" warns {w.category.__name__} {w.message}" for w in warned)
    return data, f"{text} {CALLS}"


CORPUS = corpus()
if __name__ == "__main__":
    for seed in SEEDS:
        data, text = run(seed)
        text = text.encode("ascii", "backslashreplace").decode().replace("\n", "\\n").replace("\r", "\\r")
        if WHOLE:
            print(data, "|", text)
        else:
            print(seed, text if len(text) < 600 else f"{text[:200]}~{len(text)}:{int.from_bytes(text.encode(), 'big') % (2**61 - 1):x}")

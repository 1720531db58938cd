"""The corpus of pickles of CPython 2.7 and 3.6 to 3.13 in all their protocols: what loading gives, under all options.

A line for each outcome of a record, with the files that have it; what `generate.py` beside the corpus writes.
"""
import os
import pickle
import sys

HERE = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "pickle_corpus")
sys.path.insert(0, HERE)

import expected
import objects_old

objects_old.register()
OPTIONS = [
    {}, {"encoding": "latin1"}, {"encoding": "bytes"}, {"encoding": "utf-8"}, {"errors": "ignore"},
    {"errors": "replace"}, {"encoding": "utf-8", "errors": "surrogateescape"}, {"errors": "backslashreplace"},
    {"fix_imports": False}, {"encoding": "nope"}, {"errors": "nope"},
]
# What else says something of pickles that Python 3 wrote.
OPTIONS3 = {"3.6": OPTIONS[:3:2] + OPTIONS[8:9], "3.13": OPTIONS[:3:2] + OPTIONS[8:9]}


def describe(value, seen):
    """Text that tells equal graphs from others: types, contents, attributes, what is the same object."""
    if isinstance(value, type) or callable(value) and hasattr(value, "__qualname__"):
        return f"<{value.__module__}.{value.__qualname__}>"
    if type(value) in (int, float, complex, bool, type(None), str, bytes, type(...), type(NotImplemented)):
        text = ascii(value)
        return text if len(text) < 100 else f"{text[:40]}~{len(text)}~{text[-20:]}"
    if id(value) in seen:
        return f"#{seen[id(value)][0]}"
    seen[id(value)] = len(seen), value
    parts = [type(value).__name__]
    for base in (str, int, float, bytes, bytearray):
        if isinstance(value, base):
            parts.append(ascii(base(value)))
    if isinstance(value, dict):
        parts.append("{%s}" % ", ".join([f"{describe(k, seen)}: {describe(v, seen)}" for k, v in value.items()]))
    elif isinstance(value, (set, frozenset)):
        parts.append("{%s}" % ", ".join(sorted([describe(v, seen) for v in value])))
    elif isinstance(value, (list, tuple)) or type(value).__name__ == "deque":
        parts.append("[%s]" % ", ".join([describe(v, seen) for v in value]))
    elif isinstance(value, BaseException):
        parts.append(describe(value.args, seen))
    elif type(value).__module__ in ("datetime", "builtins"):
        parts.append(repr(value).partition(" at 0x")[0])
    for name in ("default_factory", "maxlen"):
        if hasattr(value, name):
            parts.append(f"{name}={describe(getattr(value, name), seen)}")
    state = dict(getattr(value, "__dict__", {}))
    for cls in type(value).__mro__ if type(value).__module__ != "datetime" else ():
        slots = vars(cls).get("__slots__", ())
        for name in [slots] if isinstance(slots, str) else slots:
            if hasattr(value, name) and name not in ("__dict__", "__weakref__"):
                state[name] = getattr(value, name)
    if state:
        parts.append("(%s)" % ", ".join([f"{ascii(k)}={describe(v, seen)}" for k, v in state.items()]))
    return " ".join(parts)


def outcome(data, options):
    try:
        text = describe(pickle.loads(data, **options), {})
    except Exception as e:
        return f"{type(e).__name__}: {e}"
    return text if len(text) < 400 else f"{text[:200]}~{len(text)}:{int.from_bytes(text.encode(), 'big') % (2**61 - 1):x}"


def records(path):
    with open(path, "rb") as file:
        while head := file.readline().split():
            yield head[0].decode(), file.read(int(head[1]))


outcomes = {}
for file in sorted(name for name in os.listdir(HERE) if name.endswith(".corpus")):
    for name, data in records(os.path.join(HERE, file)):
        for options in OPTIONS if file.startswith("2.7") else OPTIONS3.get(file.partition("-")[0], OPTIONS[:1]):
            key = name, outcome(data, options)
            shown = " ".join(f"{k}={v}" for k, v in options.items())
            outcomes.setdefault(key, {}).setdefault(shown, []).append(file.removesuffix(".corpus"))
for (name, text), where in outcomes.items():
    print(name, "->", text)
    for files in dict.fromkeys(map(tuple, where.values())):
        print("   ", len(files), files[0], files[-1], "|", *(shown or "default" for shown, f in where.items() if tuple(f) == files), sep="  ")

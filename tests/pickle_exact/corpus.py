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
from graph_parts import describe

objects_old.register()
OPTIONS = [
    {}, {"encoding": "latin1"}, {"encoding": "bytes"}, {"encoding": "utf-8"}, {"errors": "ignore"},
    {"errors": "replace"}, {"encoding": "utf-8", "errors": "surrogateescape"}, {"errors": "backslashreplace"},
    {"fix_imports": False}, {"encoding": "nope"}, {"errors": "nope"},
]
# What else says something of pickles that Python 3 wrote.
OPTIONS3 = {"3.6": OPTIONS[:3:2] + OPTIONS[8:9], "3.13": OPTIONS[:3:2] + OPTIONS[8:9]}


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

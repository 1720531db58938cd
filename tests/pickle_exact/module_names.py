"""The name of a module is the very string it was imported by: that decides what a pickle memoizes."""
import collections
import copyreg
import enum
import errno
import functools
import importlib
import itertools
import math
import operator
import os
import pickle
import re
import struct
import sys
import time
import types
import weakref

MODULES = [collections, copyreg, enum, errno, functools, itertools, math, operator, os, pickle, re, struct, time, types]
print([m.__name__ for m in MODULES if m.__name__ is not sys.intern(m.__name__)])
print([m.__name__ for m in MODULES if m.__spec__.name is not m.__name__])
print([m.__name__ for m in MODULES if next(k for k in sys.modules if k == m.__name__) is not m.__name__])
print(math.sqrt.__module__ is math.__name__, functools.reduce.__module__ is sys.intern("_functools"))

OBJECTS = [
    collections.Counter, collections.OrderedDict, collections.deque, collections.defaultdict, collections.ChainMap,
    functools.partial, functools.reduce, functools.lru_cache, operator.itemgetter, operator.add, math.sqrt, len, int,
    ValueError, ExceptionGroup, types.SimpleNamespace, re.Pattern, weakref.ref, weakref.ProxyType, weakref.WeakSet,
    pickle.PickleBuffer, pickle.Pickler, pickle.PicklingError, enum.Enum, struct.Struct, struct.pack, itertools.chain,
    os.getcwd, os.PathLike, time.struct_time,
]
for o in OBJECTS:
    own = [s for s in sys.modules if s == o.__module__]
    data = pickle.dumps([o, own, o.__name__, o.__module__, o.__qualname__], 4)
    interned = pickle.dumps([o, sys.intern(o.__module__), sys.intern(o.__name__)], 4)
    print(o.__name__, data[11:].hex(), interned[11:].hex())

print([(k, k.__name__ is k.__name__, bool(k.__flags__ & 512), "__module__" in vars(k))
       for k in OBJECTS if isinstance(k, type)])

# Modules that are imported by a string of the program's own, and those that a package is imported for.
os.makedirs("pack/inner")
for path in ("single.py", "pack/__init__.py", "pack/inner/__init__.py", "pack/inner/leaf.py", "pack/other.py"):
    with open(path, "w") as file:
        file.write("class K: pass\n")
sys.path.insert(0, ".")
name = "".join(["sin", "gle"])
single = importlib.import_module(name)
print(single.__name__ is name, single.K.__module__ is name, single.__name__ is sys.intern("".join(["singl", "e"])))
import pack.inner.leaf
from pack import other

for m in (pack, pack.inner, pack.inner.leaf, pack.other):
    text = m.__name__
    print(text, text is sys.intern("".join(text)), m.K.__module__ is text, m.__package__ is text, m.__spec__.name is text)
print(pickle.dumps([pack.K, "pack", "pack.inner", pack.inner.K, pack.inner.leaf.K, "pack.inner.leaf"], 4))
del sys.modules["single"]
loaded = pickle.loads(b"\x80\x04\x8c\x06single\x94\x8c\x01K\x93h\x00\x86.")
print(loaded[0].__module__ is loaded[1])

import itertools
import math
import operator
import pickle
import struct



def show(label, obj, protocols=range(6), **options):
    """Print the pickle of obj in every protocol; long ones as length, ends and remainder."""
    for protocol in protocols:
        try:
            data = pickle.dumps(obj, protocol, **options)
        except Exception as e:
            print(label, protocol, f"{type(e).__name__}: {e}")
            continue
        if len(data) <= 1500:
            print(label, protocol, data.hex())
        else:
            print(label, protocol, len(data), data[:40].hex(), data[-40:].hex(), int.from_bytes(data, "big") % (2**61 - 1))

for f in (len, print, abs, iter, getattr, sorted, math.sin, math.floor, operator.add, pickle.dumps, pickle.loads, struct.pack, __import__, object.__new__, dict.fromkeys, int.from_bytes, bytes.fromhex, str.maketrans):
    show(f.__qualname__, f)
for m in ([].append, "abc".join, {}.get, (1).__add__, {1}.add, "x".upper, [3].sort):
    show(m.__name__, m)
for d in (str.join, list.append, dict.get, object.__init__, int.__add__, dict.__dict__["fromkeys"], int.real, slice.start):
    show(d.__name__, d)
for w in ([].__len__, (5).__str__, len.__call__):
    show(w.__name__, w)
for t in (int, str, type, object, range, map, enumerate, dict, super, property, ValueError, ExceptionGroup, itertools.chain, itertools.count, pickle.Pickler, pickle.PicklingError, pickle.PickleBuffer):
    show(t.__name__, t)

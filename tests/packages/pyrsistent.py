# pyrsistent: maps, vectors, records, and their pickles.
import os
import pickle
import sys

sys.path.remove(os.path.dirname(os.path.abspath(__file__)))
from pyrsistent import PRecord, field, freeze, m, pdeque, pmap, pset, pvector, thaw, v


class Row(PRecord):
    x = field(type=int, mandatory=True)
    y = field(initial=2)


row = Row(x=1)
print(v(1, 2).append(3), m(a=1).set("b", 2), pset([1]).add(2), pdeque([1, 2]).appendleft(0), row.set(y=5))
print(thaw(freeze({"a": [1, {2}]})), pvector(range(100))[50:53], pmap({"a": {"b": 1}}).transform(["a"], lambda _: 3))
try:
    Row(x="a")
except Exception as error:
    print(type(error).__name__)
for thing in (v(1, 2), m(a=1), pset([1]), pdeque([1]), row):
    for protocol in range(2, 6):
        print(pickle.dumps(thing, protocol), pickle.loads(pickle.dumps(thing, protocol)) == thing)

# sortedcontainers: lists, dicts and sets in order, and their pickles.
import os
import pickle
import sys

sys.path.remove(os.path.dirname(os.path.abspath(__file__)))
from sortedcontainers import SortedDict, SortedKeyList, SortedList, SortedSet

items = SortedList([5, 1, 4])
items.update(range(10, 2000, 7))
items.add(3)
print(items[:6], items.bisect(500), len(items), items.index(10), list(items.irange(20, 40)))
table = SortedDict({"b": 2, "a": 1})
table["c"] = 3
print(table, table.peekitem(0), list(table.irange("b")))
print(SortedSet("hello"), SortedKeyList([3, 1, 2], key=lambda x: -x)[0])
for thing in (items, table, SortedSet([3, 1])):
    for protocol in range(6):
        data = pickle.dumps(thing, protocol)
        print(len(data), pickle.loads(data) == thing)

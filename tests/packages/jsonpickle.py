# jsonpickle: objects to JSON and back.
import os
import sys

sys.path.remove(os.path.dirname(os.path.abspath(__file__)))
import collections
import datetime
import decimal

import jsonpickle


class Thing:
    def __init__(self, name, parts):
        self.name, self.parts = name, parts


thing = Thing("x", [1, 2.5, None, {"k": (1, 2)}, {3}, b"raw"])
thing.me = thing
text = jsonpickle.encode(thing, indent=1)
print(text)
back = jsonpickle.decode(text, classes=[Thing])
print(type(back).__name__, back.me is back, back.parts)
for value in (datetime.datetime(2020, 1, 2), decimal.Decimal("1.5"), collections.OrderedDict(a=1), collections.Counter("aab")):
    text = jsonpickle.encode(value)
    print(text, jsonpickle.decode(text) == value)

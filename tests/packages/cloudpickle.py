# cloudpickle: what it pickles by reference.
import os
import pickle
import sys

sys.path.remove(os.path.dirname(os.path.abspath(__file__)))
import collections
import fractions

import cloudpickle

for thing in (len, collections.OrderedDict(a=1), fractions.Fraction(1, 3), os.path.join, [1, "two"], fractions):
    data = cloudpickle.dumps(thing)
    print(data if not isinstance(thing, type(os)) else type(data), pickle.loads(data) == thing)

# toolz: functions of functions, and their pickles.
import operator
import os
import pickle
import sys

sys.path.remove(os.path.dirname(os.path.abspath(__file__)))
import toolz
from toolz import curried


@toolz.curry
def add(a, b, c=3):
    return a + b + c


print(add(1)(2), add(1, c=0)(2), toolz.pipe(3, add(1), str), toolz.compose(str, abs)(-5))
print(toolz.groupby(len, ["a", "bb", "c"]), toolz.merge_with(sum, {"a": 1}, {"a": 2}), toolz.get_in(["a", 0], {"a": [7]}))
print(list(toolz.sliding_window(2, range(4))), toolz.frequencies("aab"), list(toolz.partition_all(2, range(5))))
print(list(curried.map(lambda x: x + 1)([1, 2])), toolz.assoc({}, "k", 1), toolz.memoize(abs)(-1))
composed = toolz.compose(operator.neg, abs)
for protocol in range(2, 6):
    print(pickle.dumps(composed, protocol), pickle.loads(pickle.dumps(composed, protocol))(5))
    print(pickle.loads(pickle.dumps(add(1), protocol))(2))

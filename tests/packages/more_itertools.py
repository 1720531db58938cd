# more-itertools: a sample of its iterators.
import os
import pickle
import sys

sys.path.remove(os.path.dirname(os.path.abspath(__file__)))
import more_itertools as m

print(list(m.chunked(range(7), 3)), list(m.windowed(range(5), 3)), m.first([], 5), m.one([1]))
print(list(m.flatten([[1], [2, 3]])), list(m.interleave_longest([1, 2], [3])), m.partition(bool, [0, 1]) is not None)
print(list(m.split_at("abcdc", lambda c: c == "c")), m.ilen(x for x in range(9)), list(m.unique_everseen("AbAb")))
print(list(m.sliding_window(range(4), 2)), list(m.set_partitions("abc", 2)), m.all_equal("aaa"))
peekable = m.peekable([1, 2, 3])
print(peekable.peek(), list(peekable), dict(m.bucket("abcabc", key=str).__iter__ and {}), m.run_length.encode("aab") is not None)
print(list(m.distinct_permutations([1, 0, 1])), m.nth_product(8, range(2), range(3), range(4)))
print(pickle.loads(pickle.dumps(m.seekable)) is m.seekable)

def err(f, *args, **kwargs):
    """Call and print the result or the error."""
    try:
        print(repr(f(*args, **kwargs)))
    except BaseException as e:
        print(f"{type(e).__name__}: {e}")

s = {1, 2, 3}
s.add(4)
s.add(1)
s.discard(9)
s.remove(4)
print(s, set(), set("aab") == {"a", "b"}, set([1, 1]), frozenset({1}), frozenset(), repr({1.5}), len(s), 2 in s, s.copy() is s)
print(s | {5}, s & {1, 9}, s - {1}, s ^ {1, 9}, s.union([5], (6,)), s.intersection([1, 2], [2]), s.difference([1], [2]), s.symmetric_difference([1, 9]), s.union(), s.intersection(), s.difference())
print(s <= {1, 2, 3, 4}, s < s, s >= {1}, s > {1}, s == {3, 2, 1}, s != [1, 2, 3], s.issubset(range(5)), s.issuperset([1]), s.isdisjoint([9]), s == frozenset(s), {1} < {2}, {1} > {2})
t = set(s)
t.update([7], "a", {8: 9})
print(len(t))
t.intersection_update([7, 8, 1], [7, 1])
print(t)
t.difference_update([7])
t.symmetric_difference_update([1, 5])
print(t, t.pop(), t)
t |= {1}
t &= {1}
t -= {2}
t ^= {3}
print(t)
t.clear()
print(t, bool(t))
err(t.pop)
err(s.remove, 99)
err(s.remove, "x")
err(s.add, [])
err(s.remove, [])
err(s.discard, {})
err(lambda: {1} in s)
print({1} in {frozenset({1})}, {frozenset({1})} == {frozenset([1])})
err(lambda: s | [1])
err(lambda: s & (1,))
err(lambda: s - "a")
err(lambda: s < [1])
err(lambda: s + s)
err(lambda: s[0])
err(lambda: s * 2)
err(s.union, 5)
err(s.update, 5)
err(s.intersection, 5)
err(s.difference, [[]])
err(s.issubset, 5)
err(s.isdisjoint, 5)
err(s.symmetric_difference)
err(s.add)
err(s.pop, 1)
err(set, 5)
err(set, 1, 2)
err(set, iterable=1)
err(frozenset, 5)
err(hash, s)
err(s.__ior__, [1])
print(type({1} | frozenset({2})).__name__, type(frozenset({1}) | {2}).__name__, type(frozenset({1}).copy()).__name__, hash(frozenset()) == hash(frozenset([])))


class S(set):
    pass


class F(frozenset):
    pass


print(S([1]), F([1]), type(S([1]) | {2}).__name__, type(F([1]) | {2}).__name__, type(S([1]).copy()).__name__, repr(S()), repr(F()), type(F([1]).union([2])).__name__)
f = frozenset([1, 2])
print(frozenset(f) is f, f.copy() is f, f | set() is f, set(f) == f, frozenset() is frozenset())


def loop(how):
    x = {1, 2}
    for _ in x:
        how(x)


err(loop, lambda x: x.add(len(x) + 10))
err(loop, lambda x: x.clear())
x = {1, 2, 3}
it = iter(x)
next(it)
print(it.__length_hint__(), type(it).__name__)
s = set()
err(s.__init__, 5)
s.__init__([1, 2])
s.__init__([3])
print(s, s.__reduce__(), f.__reduce__())

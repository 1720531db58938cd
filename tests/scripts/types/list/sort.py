def err(f, *args, **kwargs):
    """Call and print the result or the error."""
    try:
        print(repr(f(*args, **kwargs)))
    except BaseException as e:
        print(f"{type(e).__name__}: {e}")

import functools

print(sorted([3, 1, 2]), sorted("bca"), sorted([3, 1, 2], reverse=True), sorted(["b", "A", "c"], key=str.lower), sorted([(1, "b"), (1, "a"), (0, "z")]))
pairs = [(1, "a"), (0, "b"), (1, "c"), (0, "d")]
print(sorted(pairs, key=lambda p: p[0]), sorted(pairs, key=lambda p: p[0], reverse=True))
l = [5, 2.5, True, 0]
l.sort()
print(l, l.sort(), sorted([1.5, 1, 2, float("inf"), -1]), sorted([]), sorted({3: 1, 1: 2}))
err(sorted, [1, "a"])
err(sorted, ["a", 1])
err(sorted, [None, None])
err(sorted, [1j, 2j])
err(sorted, 5)
err(sorted)
err(sorted, [1], lambda x: x)
err(sorted, [1], key=5)
err(sorted, [1], reverse="x")
err(sorted, [1], nothing=1)
err([2, 1].sort, lambda x: x)
err([2, 1].sort, key=5)
err([(1, "a"), (1, 2)].sort)


class Lt:
    def __init__(self, v):
        self.v = v

    def __lt__(self, o):
        return self.v > o.v

    def __repr__(self):
        return f"Lt{self.v}"


print(sorted([Lt(1), Lt(3), Lt(2)]))
m = [3, 1, 2]


def mutate(x):
    m.append(x)
    return x


try:
    m.sort(key=mutate)
except ValueError as e:
    print(e, m)


def seen(x):
    return len(m) and x


m = [3, 1, 2]
m.sort(key=lambda x: (print(m), -x)[1])
print(m)


def boom(x):
    if x == 2:
        raise KeyError("boom")
    return x


m = [3, 2, 1]
err(m.sort, key=boom)
print(m)
n = [(i * 7919) % 1000 for i in range(1000)]
s = sorted(n)
assert s == list(range(1000)) and sorted(s, reverse=True) == s[::-1] and sorted(n, key=lambda v: v % 10) == [v for d in range(10) for v in n if v % 10 == d]
runs = list(range(100)) + list(range(50, 0, -1)) + list(range(30, 90)) * 3
calls = 0


class Count(int):
    def __lt__(self, o):
        global calls
        calls += 1
        return int.__lt__(self, o)


sorted(map(Count, runs))
print(calls)
calls = 0
sorted(map(Count, n))
print(calls)
print(sorted([float("nan"), 1.0, 0.5]), sorted("áéa"), sorted([b"b", b"a"]), sorted([[2], [1, 5], []]), sorted([2**70, 1, -2**70]))
print(sorted([3, 1, 2], key=functools.cmp_to_key(lambda a, b: b - a)), max([3, 1], key=lambda v: -v), min("bca"))

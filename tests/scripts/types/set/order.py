"""The order of sets follows CPython's probing; pickles show it."""
print(set(range(20)), {i * 8 for i in range(10)}, {i * 2**20 for i in range(10)}, {-i for i in range(10)})
print(set("hello world"), set("the quick brown fox".split()), frozenset("abcdefghij"))
print({1.5, 2.5, 0.1, 1e10, -3.25}, {(1, 2), (3, 4), (5, 6), (0, 0)}, {None, True, 2, "x"} == {2, "x", None, True})
s = set()
for i in range(0, 500, 7):
    s.add(i * 31 % 257)
print(s)
for i in range(0, 257, 2):
    s.discard(i)
print(s)
s.update(range(1000, 1020))
print(s, list(s)[:4])
a, b = set(range(0, 60, 3)), set(range(0, 60, 4))
print(a & b, a | b, a - b, a ^ b, b - a, b & a, sep="\n")
print(a.union(b, [100, 99]), a.intersection(list(b)), a.difference(list(b)), a.symmetric_difference(list(b)), sep="\n")
c = a.copy()
c.pop()
c.pop()
c.add(0)
print(c, set(c), set(list(c)), frozenset(c), {*c}, sep="\n")
for n in (4, 5, 6, 7, 8, 18, 19, 20, 76, 77, 78):
    print(n, list({i * 1000003 for i in range(n)}))
big = set(range(100000))
for i in range(99990):
    big.remove(i)
big.add(5)
print(big)
d = dict.fromkeys(range(50, 0, -3))
print(set(d), frozenset(d), set(d.keys()), set(d.items()) & {(50, None)}, d.keys() & set(range(30)), d.keys() | {99}, d.keys() - {50}, sep="\n")


class H:
    def __init__(self, n, h):
        self.n, self.h = n, h

    def __hash__(self):
        return self.h

    def __repr__(self):
        return str(self.n)


print({H(i, 7) for i in range(12)}, {H(i, i * 16) for i in range(12)}, {H(i, -2) for i in range(5)})

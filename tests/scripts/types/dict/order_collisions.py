class H:
    def __init__(self, n, h):
        self.n, self.h = n, h

    def __hash__(self):
        return self.h

    def __eq__(self, o):
        return isinstance(o, H) and self.n == o.n

    def __repr__(self):
        return f"H{self.n}"


d = {H(i, i % 3): i for i in range(30)}
print(list(d.values()), d[H(17, 2)], H(17, 1) in d)
for i in range(0, 30, 3):
    del d[H(i, 0)]
print(list(d))
d[H(0, 0)] = "back"
print(list(d)[-1], len(d))
e = {}
for i in range(1000):
    e[i] = i
    if i % 2:
        del e[i - 1]
print(len(e), list(e)[:5], list(e)[-3:])
f = {1: "a"}
f[1.0] = "b"
f[True] = "c"
print(f)
s = {}
for w in "the quick brown fox jumps over the lazy dog the end".split():
    s[w] = s.get(w, 0) + 1
print(s)
nan = float("nan")
g = {nan: 1}
print(g.get(nan))


class Evil:
    def __init__(self, d):
        self.d = d

    def __hash__(self):
        return 1

    def __eq__(self, o):
        self.d.clear()
        return False


t = {}
t[Evil(t)] = 1
t[1] = 2
print(len(t))


class RaisesEq:
    def __hash__(self):
        return 1

    def __eq__(self, o):
        raise ValueError("eq")


try:
    {1: 1}[RaisesEq()]
except ValueError as err:
    print(err)
d = dict.fromkeys("abc")
d["a"] = d.pop("a")
print(d)
d = {"x": 1, "y": 2}
d.setdefault("z", 3)
x = d.pop("x")
d["x"] = x
print(d, dict(sorted(d.items())), {k: v for v, k in d.items()})
a, b = {}, {}
a["b"], b["a"] = b, a
print(a)

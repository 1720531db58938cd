"""Deep and self-referring containers in C-level recursion: an error, and the script goes on."""


def deep(n, wrap, o=None):
    for _ in range(n):
        o = wrap(o)
    return o


def attempt(label, f):
    try:
        f()
        print(label, "fine")
    except RecursionError as e:
        print(label, "RecursionError")


N = 60000
l = deep(N, lambda o: [o])
m = deep(N, lambda o: [o])
t = deep(N, lambda o: (o,))
d = deep(N, lambda o: {"k": o})
e = deep(N, lambda o: {"k": o})
f = deep(N, lambda o: frozenset([o]), 1) if False else None
attempt("repr list", lambda: repr(l))
attempt("repr tuple", lambda: repr(t))
attempt("repr dict", lambda: repr(d))
attempt("eq list", lambda: l == m)
attempt("eq dict", lambda: d == e)
attempt("lt list", lambda: l < m)
a, b = [], []
a.append(a)
b.append(b)
attempt("eq self lists", lambda: a == b)
attempt("repr self list", lambda: repr(a))


class R:
    def __init__(self, o):
        self.o = o

    def __repr__(self):
        return f"R({self.o!r})"

    def __eq__(self, x):
        return self.o == x.o

    def __hash__(self):
        return hash((self.o,))

    def __lt__(self, x):
        return self.o < x.o


r, s = deep(5000, R), deep(5000, R)
attempt("repr instances", lambda: repr(r))
attempt("eq instances", lambda: r == s)
attempt("hash instances", lambda: hash(r))
attempt("sort instances", lambda: sorted([r, s]))
r.o = r
attempt("repr self instance", lambda: repr(r))
attempt("isinstance", lambda: isinstance(5, deep(N, lambda o: (o,), str)))
attempt("iter chain", lambda: deep(1000, lambda o: map(abs, o), iter([])) and None)
attempt("str format", lambda: "%s" % (l,))
attempt("except tuple", lambda: str(deep(N, lambda o: ValueError(o))))
del l, m, t, d, e, r, s
print("alive after the drops")

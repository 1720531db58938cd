print([i for i in range(5) if i % 2], {i: i * i for i in range(3)}, {i % 3 for i in range(9)}, list(i for i in "ab"))
print([(i, j) for i in range(3) for j in range(i)], [[j for j in range(i)] for i in range(3)], [i for i in range(10) if i > 2 if i < 6])
x = "outer"
print([x for x in range(3)], x)


def f():
    x = "local"
    l = [x for x in (1, 2)]
    fs = [lambda: x for x in range(3)]
    return l, x, [g() for g in fs], sorted(locals())


print(f())


class K:
    items = [1, 2]
    doubled = [i * 2 for i in items]
    try:
        bad = [i * k for i in items for k in items]
    except NameError as e:
        print(e)
    name = [__qualname__ for _ in "a"] if False else "skipped"


print(K.doubled)
print([y := i, y ** 2] if (i := 3) else 0, [last := n for n in range(4)], last)
print([*[1, 2], *(3,)], {**{"a": 1}, "b": 2}, {*"ab"} == {"a", "b"})
print([locals_ for locals_ in (1,)], [sorted(locals()) for _ in (1,)][0][:0])


def g():
    a = 1
    return [sorted(locals()) for b in (2,)]


print(g())


def unbound():
    [v for v in ()]
    return v


try:
    unbound()
except NameError as e:
    print(type(e).__name__, e)


def cellvar():
    y = 10
    r = [lambda: (x, y) for x in range(2)]
    return [q() for q in r]


print(cellvar())
g1 = (i for i in undefined_name) if False else None
try:
    (i for i in 5)
except TypeError as e:
    print(e)
gen = (1 // d for d in (1, 0))
print(next(gen))
try:
    next(gen)
except ZeroDivisionError as e:
    print(e)
print({k: v for k, v in zip("ab", (1, 2))}, {k: (v, v) for k, v in [(1, 2)]}, [a + b for a, b in [(1, 2)]], [a for a, *b in ["xyz"]])
print([i if i else "zero" for i in range(2)], [[x for x in range(x)] for x in range(3)], [(x, y) for x in range(2) for y in [x + 1]])

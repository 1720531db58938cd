def err(f, *args, **kwargs):
    """Call and print the result or the error."""
    try:
        print(repr(f(*args, **kwargs)))
    except BaseException as e:
        print(f"{type(e).__name__}: {e}")

print(list(enumerate("ab")), list(enumerate("ab", 5)), list(enumerate("ab", start=2**63 - 1)), list(zip("ab", [1, 2, 3])), list(zip()), list(zip([1])), list(map(len, ["a", "bb"])), list(map(lambda a, b: a + b, [1, 2], [3, 4, 5])), list(filter(None, [0, 1, "", "a"])), list(filter(lambda x: x > 1, [1, 2])), list(reversed("abc")), list(reversed((1, 2))), list(map(None.__class__, [])))
err(enumerate)
err(enumerate, 5)
err(enumerate, [], "a")
err(enumerate, [], 1, 2)
err(enumerate, iterable=[1], start=1) if False else None
err(list, enumerate(iterable="a", start=3))
err(zip, 5)
err(zip, [1], 5)
err(zip, [1], nothing=1)
err(map)
err(map, len)
err(map, len, 5)
err(map, 5, [1])
err(list, map(5, [1]))
err(filter, None)
err(filter, None, 5)
err(filter, None, [], 1)
err(list, filter(5, [1]))
err(reversed)
err(reversed, 5)
err(list, zip([1, 2], [1], strict=True))
err(list, zip([1], [1, 2], strict=True))
err(list, zip([1, 2], [1, 2], [1], strict=True))
err(list, zip([1], [1], [1, 2], strict=True))
print(list(zip([1], [2], strict=True)))


def gen(name, n):
    for i in range(n):
        print(name, i)
        yield i


print(list(zip(gen("a", 2), gen("b", 1))))
m = map(lambda x: 1 // x, [1, 0, 2])
print(next(m))
err(next, m)
print(next(m))
err(next, m)
for it in (enumerate("a"), zip("a"), map(len, "a"), filter(None, "a"), reversed("a"), iter("a"), iter(len, 0), iter({}), iter(set()), iter(b"")):
    print(type(it).__name__, iter(it) is it, repr(it).startswith("<"))
e = enumerate("abc")
next(e)
print(e.__reduce__()[1][1], enumerate[int], list(iter("é日")), list(iter(b"ab")), iter([1, 2]).__length_hint__(), iter("abc").__length_hint__(), iter({1: 2}).__length_hint__())
t = zip([1, 2], [3, 4])
a = next(t)
b = next(t)
print(a, b)

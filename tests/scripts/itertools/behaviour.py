"""What itertools do beyond plain use: re-entry, errors in the middle, laziness, copies of tee."""
import itertools as it
import sys


def show(label, f):
    try:
        print(label, f())
    except BaseException as e:
        print(label, type(e).__name__, e)


class Boom:
    def __init__(self, n=0):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        self.n -= 1
        if self.n < 0:
            raise ValueError("boom")
        return self.n


print("-- errors in the source")
for name in ["accumulate", "chain", "cycle", "groupby", "pairwise", "zip_longest", "_tee"]:
    kind = getattr(it, name)
    made = kind(Boom(2))
    for _ in range(5):
        show(name, lambda: next(made) if name != "groupby" else next(made)[0])
for make in (lambda: it.islice(Boom(2), 5), lambda: it.batched(Boom(3), 2), lambda: it.takewhile(bool, Boom(1)), lambda: it.starmap(max, Boom(1)),
             lambda: it.zip_longest(Boom(1), "abc"), lambda: it.compress("ab", Boom(1)), lambda: it.dropwhile(bool, Boom(1)), lambda: it.product(Boom(1)),
             lambda: it.permutations(Boom()), lambda: it.filterfalse(None, Boom(3)), lambda: it.chain("a", Boom(1), "b"), lambda: it.chain(5, "a")):
    show("made", lambda: type(made := make()).__name__)
    try:
        made = make()
    except ValueError:
        continue
    for _ in range(4):
        show(type(made).__name__, lambda: next(made))

print("-- tee")
a, = it.tee("abc", 1)
b, = it.tee(a, 1)
c, d = it.tee(a)
print(b is a, c is a, type(a))
print(next(a), list(d), list(a))


class Copyable:
    def __iter__(self):
        return self

    def __next__(self):
        return 1

    def __copy__(self):
        return "copy"


x = it.tee(Copyable(), 3)
print(type(x[0]).__name__, x[1:])


def reenter():
    yield 1
    next(two)


one, two = it.tee(reenter())
next(one)
show("re-entry", lambda: next(one))
first, second = it.tee(range(200))
print(sum(first), sum(second), list(second))
copy = it._tee("xyz")
next(copy)
print(list(copy.__copy__()), list(copy))

print("-- groupby")
print([(k, list(g)) for k, g in it.groupby("aabbba")])
print([(k, list(g)) for k, g in it.groupby([1, 2, 4, 5, 7], lambda n: n % 2)])
groups = it.groupby("aabb")
k1, g1 = next(groups)
k2, g2 = next(groups)
print(list(g1), list(g2), list(groups))
print([k for k, g in it.groupby("")])


class Never:
    def __eq__(self, other):
        raise RuntimeError("eq")


show("eq raises", lambda: [k for k, g in it.groupby([Never(), Never()])])

print("-- laziness")
log = []


def noisy(n):
    for i in range(n):
        log.append(i)
        yield i


list(it.islice(noisy(10), 2, 5, 2)); print(log); log.clear()
next(it.chain(noisy(3), noisy(3))); print(log); log.clear()
s = it.islice(noisy(5), 3, 3); list(s); print(log); log.clear()
it.product(noisy(2)); print(log); log.clear()
it.zip_longest(noisy(2)); print(log); log.clear()
next(it.batched(noisy(5), 2)); print(log); log.clear()
list(it.takewhile(lambda n: n < 1, noisy(5))); print(log); log.clear()

print("-- memory and identity")
pool = ("a", "b")
print(it.product(pool).__sizeof__() - it.product().__sizeof__(), it.combinations("abc", 2).__sizeof__(), it.permutations("abc", 2).__sizeof__())
o = object()
r = it.repeat(o)
print(next(r) is o, next(r) is o, it.chain[int], list(it.zip_longest("ab", "", "c", fillvalue=0)))
print(list(it.pairwise("abcd")), list(it.pairwise("a")), list(it.pairwise("")))
print(list(it.accumulate("abc")), list(it.starmap(lambda *a: a, [(), (1,), [1, 2], "xy"])))
print(list(it.islice(it.cycle([]), 3)), list(it.islice(it.cycle("ab"), 5)), list(it.islice(it.cycle(iter("ab")), 5)))
print(list(it.filterfalse(bool, [0, 1, ""])), list(it.dropwhile(lambda n: n < 2, [1, 2, 1])), list(it.compress("abc", [0, 1])))
print(sum(1 for _ in it.permutations(range(5))), sum(1 for _ in it.combinations(range(8), 4)), sum(1 for _ in it.combinations_with_replacement(range(4), 3)),
      sum(1 for _ in it.product(range(3), repeat=4)))
print(list(it.permutations("abc"))[-1], list(it.combinations("abcd", 3)), list(it.combinations_with_replacement("ab", 2)), list(it.product("ab", (1, 2))))
show("no attributes", lambda: hasattr(it.count(), "__dict__"))


class Sub(it.chain):
    pass


sub = Sub("a")
sub.extra = 1
print(sub.extra, list(sub), type(Sub.from_iterable(["a"])).__name__)

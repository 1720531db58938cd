"""What CPython's own test files of the built-in types found."""
import builtins
import collections
import collections.abc
import math
import sys
import warnings


def error(function, *args, **kwargs):
    try:
        return function(*args, **kwargs)
    except Exception as e:
        return f"{type(e).__name__}: {e}"


# list
class Hint:
    def __iter__(self):
        return iter([1, 2])

    def __length_hint__(self):
        return sys.maxsize


numbers = [0]
numbers.extend(Hint())
print(numbers)


class Clears:
    def __init__(self, other):
        self.other = other

    def __eq__(self, other):
        self.other().clear()
        return NotImplemented


left = [Clears(lambda: right)]
right = [Clears(lambda: left)]
print(left == right, left, right)


class WithNew(list):
    def __new__(cls, items, extra=None):
        self = super().__new__(cls, items)
        self.extra = extra
        return self


print(WithNew([1], extra=2).extra, error(type("Plain", (list,), {}), extra=1))
data = [1, 2]


class Meddles:
    def __init__(self, x):
        pass

    def __lt__(self, other):
        return False

    def __del__(self):
        data[:] = [3]


print(error(data.sort, key=Meddles), len(data))

# dict
def change(view):
    d = {0: 0}
    for key in view(d):
        del d[0]
        d[0] = 0


print([error(change, view) for view in (iter, dict.values, dict.items)])


class Counts:
    asked = 0

    def __hash__(self):
        return 42

    def __eq__(self, other):
        Counts.asked += 1
        return self is other


d = {Counts(): 1}
d.setdefault(Counts(), 2)
print(Counts.asked, len(d))
d = {i: i for i in range(20)}
for i in range(19, 4, -1):
    del d[i]
print(d.popitem(), d, list(reversed(d)))


class HashCounts(int):
    hashes = 0

    def __hash__(self):
        HashCounts.hashes += 1
        return int.__hash__(self)


d = dict.fromkeys(map(HashCounts, range(5)))
set(d), dict.fromkeys(set(d)), dict.fromkeys(frozenset(d)), {}.update(d)
print(HashCounts.hashes)


# set
class Slotted(set):
    __slots__ = ("x", "__dict__")


s = Slotted([1])
s.x, s.y = 2, 3
print(s.__reduce__())

# range, complex, float, int
class Always:
    def __eq__(self, other):
        return True


print(range(10).count(Always()), range(10).count(3.0), range(3).count("a"))


class C(complex):
    def __complex__(self):
        return 42j


class F(float):
    def __float__(self):
        return 42.0


class S(str):
    def __float__(self):
        return 9.0


print(complex(C(1j)), float(F(1)), float(S("8")), math.sqrt(F(4)))
nan = float("nan")
print(hash(nan) == object.__hash__(nan), (-0.0) ** -math.inf, error(pow, 0.0, -1.0))
huge = 10 ** 30
print(round(1.5, huge), round(1.5, -huge), round(15, huge), error(int, "1", huge))
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    print(int(type("T", (), {"__trunc__": lambda self: 3})()), *(w.message for w in caught))
big = 2 ** 62
print(math.sumprod([big, 0.5], [big, 3]), math.sumprod([1e100, 1.0, -1e100], [True, True, True]))

# str
print(repr("{0:3.2s}".format("abc")), repr(format("abc", "4.2")))


# iterators
class Name:
    def __init__(self, iterator):
        self.iterator = iterator

    def __hash__(self):
        return hash("iter")

    def __eq__(self, other):
        list(self.iterator)
        return other == "iter"


original = iter
for source in ("xyz", [1, 2], (1, 2), b"ab", bytearray(b"ab")):
    it = iter(source)
    del builtins.__dict__["iter"]
    builtins.__dict__[Name(it)] = original
    reduced = it.__reduce__()
    for key in [k for k in builtins.__dict__ if isinstance(k, Name)]:
        del builtins.__dict__[key]
    builtins.iter = original
    print(reduced[0] is original, reduced[1:])


def call():
    if call.again:
        return 2
    call.again = True
    list(call.iterator)
    return 1


call.again = False
call.iterator = iter(call, 2)
print(next(call.iterator, "ended"))

# collections
class Key:
    def __init__(self, effect):
        self.effect = effect

    def __hash__(self):
        return 1

    def __eq__(self, other):
        self.effect()
        return True


steps = iter(range(100))
a = collections.OrderedDict({Key(lambda: next(steps) and a.clear()): 1})
b = collections.OrderedDict({Key(lambda: None): 1})
print(error(a.__eq__, b))
print(sys.getsizeof(collections.OrderedDict(a=1)) > sys.getsizeof(dict(a=1)))


class Get(collections.Counter):
    def get(self, key, default):
        return super().get(key, default) + 10


class Set(collections.Counter):
    def __setitem__(self, key, value):
        super().__setitem__(key, value * 2)


print(dict(Get("aab")), dict(Set("aab")))
flags = collections.abc.Sequence.__flags__ | collections.abc.Mapping.__flags__
print(error(type(collections.abc.Sequence), "Both", (), {"__abc_tpflags__": flags}))

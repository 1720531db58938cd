# What CPython's own test files of the language found.
import functools

print("# a cached function called again while its keys are compared")


@functools.lru_cache(maxsize=10)
def cached(x):
    return x


class Again:
    def __init__(self, x):
        self.x = x

    def __hash__(self):
        return self.x

    def __eq__(self, other):
        if self.x == 2:
            cached(Again(1))
        return self.x == other.x


cached(Again(1))
cached(Again(2))
print(cached(Again(2)).x, cached.cache_info())


@functools.lru_cache(maxsize=3)
def few(x):
    return [x]


kept = [few(n) for n in (1, 2, 3, 1, 4, 5)]
print([few(n) is old for n, old in ((1, kept[0]), (5, kept[5]), (2, kept[1]))], few.cache_info())
few.cache_clear()
print(few.cache_info())

print("# an exception thrown into a handler has what is handled as its context")


def handler(inner):
    try:
        raise KeyError("a")
    except KeyError:
        yield from inner


def plain():
    yield


for inner in ([1], plain()):
    g = handler(inner)
    next(g)
    try:
        g.throw(ValueError("b"))
    except ValueError as e:
        print(repr(e), repr(e.__context__))
g = plain()
next(g)
try:
    try:
        raise KeyError("outer")
    except KeyError:
        g.throw(ValueError("c"))
except ValueError as e:
    print(repr(e), repr(e.__context__))

print("# a global statement anywhere makes the name global in the module's code")
names, others = {}, {}
exec("y = 9\ndef f():\n    global y\n    return y\nr = f()\nz = 1", names, others)
print(sorted(k for k in names if k[0] != "_"), sorted(others))

print("# the hash of a nan of a subclass")


class F(float):
    pass


nan = F("nan")
print(hash(nan) == object.__hash__(nan), hash(F(2.5)) == hash(2.5))

"""Structures of any depth are dropped and collected without native recursion."""
import gc

N = 30_000


class C:
    pass


class D:
    def __del__(self):
        pass


def nest(make, start=None):
    value = start
    # CPython itself recurses for generators.
    for _ in range(2000 if make in (generator, started) else N):
        value = make(value)
    return value


def instance(inner, cls=C):
    made = cls()
    made.inner = inner
    return made


def closure(inner):
    return lambda: inner


def generator(inner):
    yield inner


def started(inner):
    g = generator(inner)
    next(g)
    return g


def error(inner):
    made = ValueError()
    made.__context__ = inner
    return made


makers = [lambda x: [x], lambda x: (x,), lambda x: {1: x}, lambda x: {x: 1} if x is None else {1: (x,)}, instance,
          lambda x: instance(x, D), closure, generator, started, error, lambda x: iter([x]), lambda x: [x].append,
          lambda x: slice(x), lambda x: map(x, []), lambda x: property(x), lambda x: classmethod(x)]
for make in makers:
    nest(make)
    gc.collect()
    print("dropped", end=" ")
print()
# the same in cycles
for make in makers[:6]:
    first = []
    first.append(nest(make, first))
    del first
    print(gc.collect() >= N)
# comparing by identity stops at once
deep = nest(lambda x: [x])
print(deep == deep, [deep] == [deep], deep in [deep], (deep,).index(deep), [deep].count(deep))
try:
    deep == nest(lambda x: [x])
except RecursionError as e:
    print(e)

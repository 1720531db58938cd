"""Natives that draw from generators: what is seen of the generator in between, and at its end."""
import sys


def numbers(n, log):
    try:
        for i in range(n):
            got = yield i
            log.append(got)
    finally:
        log.append("end")


log = []
print(list(numbers(3, log)), log)
log = []
print(tuple(numbers(20, log))[-1], sum(numbers(5, log)), len(log), max(numbers(4, log)), min(numbers(4, log)))
log = []
print(any(n > 2 for n in numbers(9, log)), log)
log = []
g = numbers(9, log)
print(any(map(lambda x: x == 3, g)), log, next(g), list(g))
print(all(x < 3 for x in [0, 1, 2, 3, 4]), all([]), any(x for x in ["", 0, "a", 5]))


def mixed():
    yield 1
    yield 2.5
    yield 0.1
    yield 10**30
    yield True
    yield 1j


print(sum(mixed()), sum(x for x in [0.1] * 10), sum((x for x in [[1], [2]]), []), sum(x for x in [2**62, 2**62, 1]))


class Key:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        print("hash", self.n, g2.gi_running)
        return self.n % 2

    def __eq__(self, other):
        print("eq", self.n, getattr(other, "n", other))
        return isinstance(other, Key) and self.n == other.n

    def __lt__(self, other):
        print("lt", self.n, other.n, g2.gi_running)
        return self.n < other.n

    __gt__ = __lt__

    def __bool__(self):
        print("bool", self.n, g2.gi_running, g2.gi_frame.f_lineno)
        return self.n > 3

    def __radd__(self, other):
        print("radd", g2.gi_running)
        return self.n + other

    def __repr__(self):
        return f"Key({self.n})"


def keys(*numbers):
    for n in numbers:
        print("make", n)
        yield Key(n) if n % 5 else n


for make in (set, frozenset, sorted, any, all, sum, max, min, list):
    g2 = keys(1, 2, 5, 3, 10, 4, 1)
    try:
        print(make.__name__, make(g2), g2.gi_running, g2.gi_frame)
    except (AttributeError, TypeError) as e:
        print(make.__name__, type(e).__name__, e, g2.gi_frame is None)
print(max((x for x in "abc"), key=lambda c: print("key", c) or -ord(c)), max([], default=3), min((), default=None))
for bad in (lambda: max(x for x in ()), lambda: max(), lambda: max(1, 2, default=3), lambda: min(5)):
    try:
        bad()
    except (TypeError, ValueError) as e:
        print(e)


def again():
    yield 1
    try:
        yield next(running)
    except ValueError as e:
        yield str(e)
    try:
        yield list(running)
    except ValueError as e:
        yield str(e)


running = again()
print(list(running))


def fails():
    yield 1
    yield 2
    raise KeyError("inside")


for make in (list, set, sum, tuple, sorted, any, max):
    try:
        make(fails())
        print("no error")
    except KeyError as e:
        print(make.__name__, e, e.__traceback__.tb_next.tb_frame.f_code.co_name, e.__traceback__.tb_next.tb_lineno)
l = [0]
try:
    l.extend(fails())
except KeyError:
    print(l)


def outer():
    r = yield from inner()
    yield r
    yield from [7, 8]


def inner():
    yield 1
    yield 2
    return "returned"


print(list(outer()), set(x for x in outer() if x != 8) == {1, 2, 7, "returned"})


def handling():
    try:
        1 / 0
    except ZeroDivisionError:
        yield 1
        yield 2
        yield type(sys.exception()).__name__
    yield sys.exception()


try:
    [][0]
except IndexError:
    print(list(handling()), sys.exception())


def frames():
    yield sys._getframe(1).f_code.co_name
    yield [f"{x}" for x in (sys._getframe().f_code.co_name,)]


def caller():
    return tuple(frames())


print(caller())
print("-".join(c for c in "abc"), dict((k, 1) for k in "ab"), list(zip((x for x in "ab"), (y for y in "cd"))))
i = (x for x in iter([1, 2, 3]))
print(next(i), list(i), list(i))
it = iter([1, 2, 3, 4])
g = (x for x in it)
print(next(g), next(it), list(g))
it = iter(range(4))
g = (x * 2 for x in it)
print(next(g), next(it), list(g), list(it))
l = [1, 2, 3]
g = (x for x in l)
next(g)
l.append(4)
print(list(g))
d = {1: 2}
g = (x for x in d)
next(g)
d[3] = 4
try:
    list(g)
except RuntimeError as e:
    print(e)


async def deep(n):
    if n:
        return 1 + await deep(n - 1)
    return 0


try:
    deep(100).send(None)
except StopIteration as e:
    print(e.value)


class Wait:
    def __await__(self):
        got = yield "waiting"
        return got


async def waits():
    a = await Wait()
    try:
        b = await Wait()
    except ValueError as e:
        b = e
    return a, b


async def above():
    return await waits()


c = above()
print(c.send(None), c.cr_await.__name__, c.send(5), c.cr_running, end=" ")
try:
    c.throw(ValueError("thrown"))
except StopIteration as e:
    print(e.value)
c = waits()


async def twice():
    await c
    await c


t = twice()
t.send(None)
t.send(1)
try:
    t.send(2)
except RuntimeError as e:
    print(e)

import sys
import types


class Await:
    def __init__(self, v):
        self.v = v

    def __await__(self):
        r = yield self.v
        return r


async def add(a, b):
    x = await Await(a)
    y = await Await(b)
    return x, y


def drive(coro, *sends):
    out = []
    try:
        out.append(coro.send(None))
        for s in sends:
            out.append(coro.send(s))
    except StopIteration as e:
        out.append(("return", e.value))
    return out


print(drive(add(1, 2), "x", "y"))


async def nested():
    return (await add(3, 4)) + ("nested",)


print(drive(nested(), 1, 2))
c = add(1, 2)
print(type(c).__name__, c.cr_running, c.cr_await, c.__name__, c.__qualname__)
c.close()



def err(f, *args, **kwargs):
    """Call and print the result or the error."""
    try:
        print(repr(f(*args, **kwargs)))
    except BaseException as e:
        print(f"{type(e).__name__}: {e}")

err(drive, c)
err(next, c) if False else None
try:
    iter(add)
except TypeError as e:
    print(e)
c = add(1, 2)
try:
    iter(c)
except TypeError as e:
    print(e)
c.close()


async def bad_await(v):
    await v


for v in (5, "x", None, [1], (x for x in ())):
    c = bad_await(v)
    try:
        c.send(None)
    except TypeError as e:
        print(e)


class BadIter:
    def __await__(self):
        return 5


class CoroAwait:
    made = add(1, 2)

    def __await__(self):
        return self.made


for v in (BadIter(), CoroAwait()):
    try:
        bad_await(v).send(None)
    except TypeError as e:
        print(e)
CoroAwait.made.close()


@types.coroutine
def old():
    r = yield "old"
    return r


print(drive(bad_await(old()), 1))


async def thrower():
    try:
        await Await(1)
    except ValueError as e:
        return f"caught {e}"


c = thrower()
c.send(None)
try:
    c.throw(ValueError("v"))
except StopIteration as e:
    print(e.value)
c = thrower()
c.send(None)
c.close()
shared = add(1, 2)


async def twice():
    await shared


a = twice()
a.send(None)
try:
    twice().send(None)
except RuntimeError as e:
    print(e)
a.close()


async def stop():
    raise StopIteration(1)


try:
    stop().send(None)
except RuntimeError as e:
    print(e)

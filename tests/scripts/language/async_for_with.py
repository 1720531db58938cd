def run(coro):
    try:
        while True:
            coro.send(None)
    except StopIteration as e:
        return e.value


class Range:
    def __init__(self, n):
        self.n, self.i = n, 0

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.i >= self.n:
            raise StopAsyncIteration
        self.i += 1
        return self.i


class Manager:
    def __init__(self, swallow=False):
        self.swallow = swallow

    async def __aenter__(self):
        print("enter")
        return self

    async def __aexit__(self, kind, value, tb):
        print("exit", kind and kind.__name__, value)
        return self.swallow


async def loop():
    out = []
    async for i in Range(5):
        if i == 2:
            continue
        if i == 4:
            break
        out.append(i)
    else:
        out.append("else")
    async for i in Range(1):
        pass
    else:
        out.append("else 2")
    return out


async def comps():
    return [i async for i in Range(3)], {i async for i in Range(2)}, {i: i async for i in Range(2) if i > 1}, [await value(i) for i in (1, 2)], [j async for i in Range(2) for j in (i, i)]


async def value(v):
    return v * 10


async def use(swallow):
    async with Manager() as a, Manager(swallow):
        raise ValueError("inside")
    return "after"


async def fine():
    async with Manager():
        return "returned"


print(run(loop()), run(comps()), run(fine()), run(use(True)))
try:
    run(use(False))
except ValueError as e:
    print("out", e)


async def bad_for(x):
    async for _ in x:
        pass


async def bad_with(x):
    async with x:
        pass


class NoNext:
    def __aiter__(self):
        return self


class BadNext(NoNext):
    def __anext__(self):
        return 5


class OnlyEnter:
    async def __aenter__(self):
        pass


for f, v in ((bad_for, 5), (bad_for, NoNext()), (bad_for, BadNext()), (bad_with, 5), (bad_with, OnlyEnter())):
    try:
        run(f(v))
    except TypeError as e:
        print(e, "|", repr(e.__cause__))


class Sync:
    def __enter__(self):
        pass

    def __exit__(self, *a):
        pass


try:
    run(bad_with(Sync()))
except TypeError as e:
    print(e)
try:
    with Manager():
        pass
except TypeError as e:
    print(e)

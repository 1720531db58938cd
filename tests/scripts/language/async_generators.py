def run(coro):
    try:
        while True:
            coro.send(None)
    except StopIteration as e:
        return e.value


async def agen(n):
    try:
        for i in range(n):
            got = yield i
            if got:
                print("got", got)
    except ValueError as e:
        yield f"caught {e}"
    finally:
        print("agen finally")


async def main():
    out = [x async for x in agen(3)]
    g = agen(5)
    out.append(await g.asend(None))
    out.append(await g.asend("hello"))
    out.append(await g.athrow(ValueError("v")))
    try:
        await g.__anext__()
    except StopAsyncIteration as e:
        out.append(repr(e))
    g = agen(2)
    await anext(g)
    await g.aclose()
    out.append(await anext(g, "default"))
    return out, type(g).__name__, g.ag_running, g.ag_await


print(run(main()))


async def expression():
    ge = (i * 2 async for i in agen(2))
    return [x async for x in ge]


print(run(expression()))
g = agen(1)
try:
    g.asend(1).send(None)
except TypeError as e:
    print(e)
try:
    iter(g)
except TypeError as e:
    print(e)


async def stops():
    yield 1
    raise StopAsyncIteration


async def check():
    try:
        async for _ in stops():
            pass
    except RuntimeError as e:
        print(e)


run(check())
a = aiter(agen(1))
step, closing = a.__anext__(), a.aclose()
print(type(a).__name__, type(step).__name__, type(closing).__name__)
step.close()
closing.close()



def syn(src):
    """Print the SyntaxError of each block (blocks are separated by lines of three dashes)."""
    for block in src.strip("\n").split("\n---\n"):
        try:
            compile(block, "<s>", "exec")
            print(repr(block), "-> compiles")
        except SyntaxError as e:
            print(repr(block), "->", type(e).__name__, "|", e.msg, "|", e.lineno, e.offset, e.end_lineno, e.end_offset)

syn("""
async def f():
    yield 1
    return 2
---
async def f():
    yield from x
---
def f():
    await x
---
await x
---
async for i in x: pass
---
def f():
    async with x: pass
---
def f():
    [i async for i in x]
---
[i async for i in x]
---
class C:
    await x
""")

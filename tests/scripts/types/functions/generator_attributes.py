def err(f, *args, **kwargs):
    """Call and print the result or the error."""
    try:
        print(repr(f(*args, **kwargs)))
    except BaseException as e:
        print(f"{type(e).__name__}: {e}")

import inspect
import types


def g():
    x = yield 1
    yield x


async def c():
    await a()


@types.coroutine
def a():
    yield "awaiting"


async def ag():
    yield 1


gen = g()
print(gen.gi_code is g.__code__, gen.gi_frame.f_lineno > 0, gen.gi_running, gen.gi_suspended, gen.gi_yieldfrom, gen.__name__, gen.__qualname__)
next(gen)
print(gen.gi_suspended, gen.gi_running, inspect.getgeneratorstate(gen) if hasattr(inspect, "getgeneratorstate") else "")
gen.__name__ = "renamed"
gen.__qualname__ = "re.named"
print(gen.__name__, repr(gen).split(" at ")[0])
err(setattr, gen, "__name__", 5)
err(setattr, gen, "gi_code", None)
err(setattr, gen, "extra", 1)
gen.close()
print(gen.gi_frame, gen.gi_suspended, gen.gi_running, gen.gi_code is g.__code__)
co = c()
print(co.cr_code is c.__code__, co.cr_running, co.cr_suspended, co.cr_await, co.cr_origin, co.__name__)
co.send(None)
print(co.cr_suspended, type(co.cr_await).__name__, co.cr_await.gi_code.co_name)
co.close()
print(co.cr_frame, co.cr_await)
err(co.send, None)
err(co.throw, ValueError("late"))
x = ag()
print(x.ag_code is ag.__code__, x.ag_running, x.ag_await, x.__name__, x.ag_suspended)
w = c()
aw = w.__await__()
print(type(aw).__name__, hasattr(aw, "send"), hasattr(aw, "throw"), hasattr(aw, "close"))
w.close()
err(type(gen))
err(types.GeneratorType)
err(types.CoroutineType)
print(g.__code__.co_flags & 0x20, c.__code__.co_flags & 0x80, ag.__code__.co_flags & 0x200, a.__code__.co_flags & 0x120)
print(gen.__iter__() is gen, isinstance(gen, types.GeneratorType), hasattr(co, "__iter__"), hasattr(co, "__next__"))

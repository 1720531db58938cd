"""Generators, coroutines and asynchronous generators in each state."""
import sys
import warnings

warnings.simplefilter("always")
SNIPPETS = r'''
def g():
    x = yield 1
    print(x)
    try:
        y = yield 2
    except ValueError as e:
        print('caught', e)
        yield 3
    return 5
a = g()
print(next(a), a.send('s'), a.throw(ValueError('v')))
try: next(a)
except StopIteration as e: print(e.value)
print(a.gi_frame, a.gi_running, a.gi_suspended)
###
def g():
    yield 1
a = g()
a.send(5)
###
def g(): yield 1
a = g(); a.throw(ValueError)
###
def g(): yield 1
a = g(); a.throw(ValueError, "x")
###
def g(): yield 1
a = g(); a.throw(5)
###
def g(): yield 1
a = g(); a.throw(ValueError("a"), "b")
###
def g(): yield 1
a = g(); a.throw(ValueError, "b", 5)
###
def g(): yield 1
a = g(); a.throw()
###
def g():
    try: yield 1
    finally: print('fin')
a = g(); next(a); print(a.close()); print(a.close()); print(list(a))
###
def g():
    try: yield 1
    except GeneratorExit: yield 2
a = g(); next(a); a.close()
###
def g():
    try: yield 1
    except GeneratorExit: return 7
a = g(); next(a); print(a.close())
###
def g():
    try: yield 1
    except GeneratorExit: raise KeyError(1)
a = g(); next(a); a.close()
###
def g():
    raise StopIteration(1)
    yield
next(g())
###
def g():
    yield from [1,2]
    return 3
def h():
    r = yield from g()
    print('r', r)
print(list(h()))
###
def g():
    yield next(a)
a = g(); next(a)
###
class It:
    def __iter__(self): return self
    def __next__(self): return 1
    def throw(self, *a): print('throw', a); return 9
    def close(self): print('close')
    def send(self, v): print('send', v); return v
def g(): yield from It()
a = g(); print(next(a), a.send(3), a.throw(ValueError(1)), a.close())
###
class It:
    def __iter__(self): return self
    def __next__(self): return 1
def g(): yield from It()
a = g(); next(a); a.send(3)
###
class It:
    def __iter__(self): return self
    def __next__(self): return 1
def g(): yield from It()
a = g(); next(a); a.throw(KeyError(1))
###
def g(): yield from 5
next(g())
###
def g():
    try: yield from h()
    except ValueError as e: print('g', e); yield 'x'
def h():
    try: yield 1
    except KeyError as e: print('h', e); raise ValueError(2)
a = g(); next(a); print(a.throw(KeyError(3)))
###
async def f(): return 1
c = f()
try: c.send(None)
except StopIteration as e: print(e.value)
try: c.send(None)
except RuntimeError as e: print(e)
###
async def f(): return 1
f()
###
async def f(): pass
c = f(); print(c); c.close()
###
async def f(): pass
for x in f(): pass
###
async def f(): pass
def g(): yield from f()
next(g())
###
async def f():
    await 5
f().send(None)
###
async def f():
    async with 5: pass
f().send(None)
###
async def f():
    async for x in 5: pass
f().send(None)
###
class A:
    def __aiter__(self): return 5
async def f():
    async for x in A(): pass
f().send(None)
###
class A:
    def __aiter__(self): return self
    def __anext__(self): return 5
async def f():
    async for x in A(): pass
f().send(None)
###
class A:
    async def __aenter__(self): print('enter'); return 4
    async def __aexit__(self, *a): print('exit', a); return True
async def f():
    async with A() as x:
        print(x)
        raise ValueError(1)
    return 'ok'
try: f().send(None)
except StopIteration as e: print(e.value)
###
class A:
    def __aenter__(self): return 5
    def __aexit__(self, *a): return 6
async def f():
    async with A() as x: pass
f().send(None)
###
class A:
    async def __aenter__(self): pass
    def __aexit__(self, *a): return 6
async def f():
    async with A() as x: pass
f().send(None)
###
def run(c):
    try:
        while 1: c.send(None)
    except StopIteration as e: return e.value
async def ag():
    try:
        yield 1
        yield 2
    finally: print('agfin')
async def main():
    r = [x async for x in ag()]
    print(r, {x async for x in ag()}, {x: x async for x in ag()})
    g = ag()
    print(await g.__anext__(), await g.asend(5))
    try: await g.__anext__()
    except StopAsyncIteration as e: print('sai', e.args)
    g = ag(); await g.__anext__(); print(await g.aclose())
    g = ag(); await g.__anext__()
    try: await g.athrow(ValueError('q'))
    except ValueError as e: print('ve', e)
    g = ag()
    try: await g.asend(5)
    except TypeError as e: print(e)
    return 'done'
print(run(main()))
###
async def ag(): yield 1
a = ag()
for m in ('__anext__', 'aclose'):
    x = getattr(a, m)(); print(type(x).__name__, hasattr(x,'send'))
    x.close()
print(a.ag_running, a.ag_await, a.ag_frame is not None)
###
async def ag():
    yield 1
    return 5
###
async def ag():
    try: yield 1
    except GeneratorExit: yield 2
def run(c):
    try:
        while 1: c.send(None)
    except StopIteration as e: return e.value
async def main():
    g = ag(); await g.__anext__()
    await g.aclose()
run(main())
###
async def ag():
    yield 1
    raise StopAsyncIteration
def run(c):
    try:
        while 1: c.send(None)
    except StopIteration as e: return e.value
async def main():
    async for x in ag(): print(x)
run(main())
###
async def ag():
    yield 1
async def main():
    g = ag()
    a = g.__anext__(); b = g.__anext__()
    print(a.send)
    try: a.send(None)
    except StopIteration as e: print(e.value)
    try: a.send(None)
    except RuntimeError as e: print(e)
    b.close()
    try: b.send(None)
    except RuntimeError as e: print(e)
try: main().send(None)
except StopIteration: pass
###
import types
@types.coroutine
def c(): 
    x = yield 1
    return x
async def f(): return await c()
k = f(); print(k.send(None))
try: k.send(5)
except StopIteration as e: print(e.value)
###
async def f(): return [await g(x) for x in range(3)]
async def g(x): return x*2
try: f().send(None)
except StopIteration as e: print(e.value)
###
async def f():
    return list(x async for x in ag())
async def ag(): yield 1
f().send(None)
###
async def f():
    g = (x async for x in ag())
    print(type(g))
    return [x async for x in g]
async def ag(): yield 1
try: f().send(None)
except StopIteration as e: print(e.value)
###
class AW:
    def __await__(self): return 5
async def f(): await AW()
f().send(None)
###
class AW:
    def __await__(self): return iter([1])
async def f(): return await AW()
c = f(); print(c.send(None), c.cr_await); c.close()
###
class AW:
    async def __await__(self): return iter([1])
async def f(): return await AW()
f().send(None)
###
async def f():
    try: await g()
    except ValueError as e: return repr(e)
async def g(): await h()
class H:
    def __await__(self): yield 'h'
def h(): return H()
c = f(); print(c.send(None))
try: c.throw(ValueError('t'))
except StopIteration as e: print(e.value)
###
async def f(): pass
c = f()
print(anext(c))
###
print(anext(5))
###
async def ag(): yield 1
async def f():
    a = ag()
    print(await anext(a), await anext(a, 'd'))
    await anext(a)
f().send(None)
###
aiter(5)
###
def g():
    with C(): yield 1
class C:
    def __enter__(self): print('in')
    def __exit__(self, *a): print('out', a[0])
x = g(); next(x); del x
print('after')
###
def g():
    try: yield
    except: print('any'); raise
x = g(); next(x); x.close()
###
def gen():
    try:
        yield 1
    except Exception as e:
        print('ctx', repr(e.__context__))
        yield 2
g = gen(); next(g)
try: 1/0
except ZeroDivisionError: g.throw(ValueError())
###
def gen():
    try: raise KeyError('k')
    except KeyError:
        yield 1
        import sys
        print(repr(sys.exception()))
        raise
g = gen(); next(g)
try: 1/0
except ZeroDivisionError:
    next(g)
###
g = (x for x in 5)
###
g = (x for x in [1,2] for y in 5)
print(next(g))
###
def f():
    yield
    f = yield
    print((yield), f)
g = f(); next(g); next(g); g.send(1)
try: g.send(2)
except StopIteration: pass
###
g = (i for i in range(3)); print(g, g.__name__, g.__qualname__)
###
def f():
    return (yield from (x for x in (1,2)))
print(list(f()))
###
def d(n):
    if n: yield from d(n-1)
    else: yield 1
print(list(d(300)))
###
def g():
    global gg
    print(gg.gi_running)
    yield
    gg.close()
    yield
gg = g(); next(gg); next(gg)
###
def g():
    yield 1
x = g(); next(x)
x.gi_frame.clear()
###
def f(): x: (yield) = 1
###
class A: x = [(yield) for y in 1]
###
async def f():
    def g(): await x
###
def g(): await x
###
[await x for y in z]
###
async def f(): yield from x
###
lambda: (yield)
print((lambda: (yield 5))().send(None))
###
def f(a=(yield)): pass
'''


def show(e, depth=0):
    """An exception with its place, notes, cause or context."""
    text = f"{type(e).__name__}: {e}"
    if isinstance(e, SyntaxError):
        text += f" {e.args[1:]!r}"
    if notes := getattr(e, "__notes__", None):
        text += f" notes={notes!r}"
    if e.__cause__ is not None and depth < 3:
        text += f" <cause {show(e.__cause__, depth + 1)}>"
    elif e.__context__ is not None and depth < 3:
        text += f" <context {show(e.__context__, depth + 1)}{' suppressed' if e.__suppress_context__ else ''}>"
    if isinstance(e, BaseExceptionGroup):
        text += f" [{'; '.join(show(x, depth + 1) for x in e.exceptions)}]"
    return text


def run(code):
    """Evaluates or executes one snippet in a namespace of its own."""
    names = {"__name__": "m"}
    try:
        with warnings.catch_warnings(action="ignore"):
            compile(code, "s", "eval")
    except SyntaxError:
        mode = "exec"
    else:
        mode = "eval"
    if mode == "exec":
        exec(compile(code, "s", "exec"), names)
    else:
        print(repr(eval(compile(code, "s", "eval"), names))[:400])


sys.stderr = sys.stdout
for i, code in enumerate(SNIPPETS.strip("\n").split('\n###\n')):
    print("@@", i, code.split("\n")[0][:100])
    try:
        run(code)
    except BaseException as e:
        print("  !", show(e))

"""Frames of generators and of iterators in Python: what is handled, delegated, thrown in, and what locals hold."""

import sys, gc
# handled exceptions across generators
def g():
    try:
        raise ValueError("in g")
    except ValueError:
        x = yield repr(sys.exception())
        y = yield (x, repr(sys.exception()))
    yield repr(sys.exception())
for v in g(): print(v, sys.exception())
try:
    raise KeyError("outer")
except KeyError:
    it = g()
    for v in it:
        print(v, repr(sys.exception()))
    def h():
        yield repr(sys.exception())
        yield repr(sys.exception())
    print(list(h()))
    it = h()
    print(next(it))
print(next(it))
def deleg(n):
    try:
        r = yield from inner(n)
        print('r', r)
    finally:
        print('fin')
def inner(n):
    for i in range(n):
        got = yield i
        if got: print('got', got)
    return 'done'
d = deleg(3)
print(next(d), d.send('a'), d.send('b'))
try: d.send('c')
except StopIteration as e: print('stop', e.value)
d = deleg(3); next(d)
try: d.throw(RuntimeError('t'))
except RuntimeError as e: print('rt', e)
d = deleg(3); next(d); d.close(); print('closed')
def rec(n):
    if n: yield from rec(n - 1)
    yield n
print(sum(rec(100)))
try:
    for x in rec(5000): pass
except RecursionError as e: print('rec', e)
class It:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self):
        if self.n == 0: raise StopIteration
        if self.n == -5: raise ValueError('bad')
        self.n -= 1
        return self.n
for i in It(3): print(i)
try:
    for i in It(-3): print(i)
except ValueError as e:
    import traceback; print(''.join(traceback.format_exception(e)).count('in __next__'))
class It2(It):
    def __next__(self, extra=None):
        return super().__next__()
print(list(It2(3)), [x for x in It2(2)])
for x in It2(2): print(x)
class GenNext:
    def __iter__(self): return self
    def __next__(self):
        yield 1
n = 0
for x in GenNext():
    print(type(x)); n += 1
    if n == 2: break
class Stop(StopIteration): pass
class It3(It):
    def __next__(self):
        raise Stop(5)
for x in It3(1): print('never')
else: print('else')
def nested():
    for x in It(3):
        try:
            yield x
        except GeneratorExit:
            print('exit', x); raise
ns = nested(); next(ns); del ns
def selfiter():
    for x in me: yield x
me = selfiter()
try: next(me)
except ValueError as e: print(e)
def many(a, b=2, *c, d=4, **e):
    f = a + b
    yield f
    g = f + d
    yield g
    del f
    try: yield f
    except UnboundLocalError as x: print(x)
try: print(list(many(1)))
except UnboundLocalError as x: print(x)
def locs():
    a = 1
    yield locals()
    b = 2
    yield locals()
print(list(locs()))
def fr():
    f = sys._getframe()
    x = 1
    yield f
    x = 2
    yield f.f_locals['x'] if 'x' in f.f_locals else None
print(len(list(fr())))
def unb(flag):
    if flag: z = 1
    return z
def dirty():
    a=b=c=d=e=f=g=h='x'
    return [a,b,c,d,e,f,g,h]
for _ in range(3):
    dirty()
    try: unb(False)
    except UnboundLocalError as e: print(e)
    try:
        (lambda: [q for q in range(3)] and undefined_name)()
    except NameError as e: print(e)
import itertools
print(list(itertools.islice(rec(10), 3)), max(rec(3)), sorted(rec(5), reverse=True), tuple(rec(2)), dict(zip(rec(2), rec(2))), any(x > 1 for x in rec(3)), ','.join(str(x) for x in rec(4)))
async def co():
    return 5
async def co2():
    return await co() + 1
try: co2().send(None)
except StopIteration as e: print(e.value)
async def ag():
    for i in range(3): yield i
async def use():
    return [i async for i in ag()]
try: use().send(None)
except StopIteration as e: print(e.value)
def f(): pass
def swap():
    f.__code__ = (lambda: 7).__code__
    return 1
def selfswap():
    selfswap.__code__ = f2.__code__
    gc.collect()
    x = [1,2,3]
    return len(x)
def f2(): return 'new'
print(selfswap(), selfswap())
class C:
    def __init__(self, a): self.a = a
class D:
    def __init__(self): return 5
print(C(1).a)
try: D()
except TypeError as e: print(e)
class E2:
    def __init__(self):
        yield 1
try: E2()
except TypeError as e: print(e)

# Loops that unpack pairs at once
pairs = {'a': 1, 'b': 2}
for k, v in pairs.items(): print(k, v)
for i, (x, y) in enumerate([(1, 2), (3, 4)], 10**19): print(i, x, y)
for i, x in enumerate(rec(3)): print(i, x)
for x, y in zip('ab', rec(5)): print(x, y)
for x, y, z in zip('ab', 'cd', 'ef'): print(x, y, z)
try:
    for x, y in zip('abc', 'de', strict=True): print(x, y)
except ValueError as e: print(e)
try:
    for x, y in zip('ab', 'dec', strict=True): print(x, y)
except ValueError as e: print(e)
try:
    for k, v in pairs.items(): pairs[v] = k
except RuntimeError as e: print(e)
class Enum(enumerate):
    def __next__(self):
        n, x = super().__next__()
        return x, n
for x, n in Enum('xy'): print(x, n)
try:
    for x, y in enumerate(It3(1)): print('never')
    else: print('else')
    for x, y in zip('ab'): print('never')
except ValueError as e: print(e)
for x in enumerate('q'): x, y = x; print(x, y)
last = None
for last in zip('ab', 'cd'): a, b = last
print(last, a, b)

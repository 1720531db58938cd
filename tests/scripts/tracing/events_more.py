"""Events of sys.settrace: loops, handlers, coroutines, patterns, calls over several lines."""
import sys

from helper_events import show

class Sleep:
    def __await__(self): yield
def w1():
    i = 0
    while i < 3 and i >= 0: i += 1
    for i in range(2):
        while i < 3: i += 1
    for i in range(2):
        if i:
            pass
        while i < 3:
            if i: i += 1
            else: i += 2
    while True:
        if i > 5: break
        else: i += 1
    while True:
        i += 1
        if i > 20:
            break
        elif i > 10:
            continue
        else:
            i += 2
    while (i >
           10):
        i -= 7
def t1():
    for x in range(3):
        try:
            if x == 1:
                continue
            if x == 2:
                break
        finally:
            a = x
    try:
        return 1
    finally:
        b = 3
def t2():
    try:
        try:
            raise ValueError(1)
        except ValueError as e:
            raise TypeError from e
        finally:
            a = 1
    except TypeError:
        a = 2
    else:
        a = 3
    try:
        raise ExceptionGroup('x', [ValueError(1), TypeError(2)])
    except* ValueError as e:
        a = 1
    except* TypeError:
        a = 2
    finally:
        a = 4
def t3():
    try:
        x = 1
    except:
        pass
    try:
        int('x')
    except (ValueError,
            TypeError) as e:
        pass
    try:
        try:
            int('y')
        except KeyError:
            pass
    except ValueError:
        raise
def t4(n=2):
    def f(n):
        if n == 0:
            raise KeyError(n)
        f(n - 1)
    try:
        f(n)
    except KeyError:
        pass
    class It:
        def __init__(self): self.n = 0
        def __iter__(self):
            return self
        def __next__(self):
            self.n += 1
            if self.n > 2:
                raise StopIteration
            return self.n
    for x in It():
        pass
    a, b = It()
    list(It())
    [y for y in It()]
async def co():
    async def inner():
        await Sleep()
        return 3
    x = await inner()
    async def ag():
        yield 1
        yield 2
    async for i in ag():
        a = i
    b = [i async for i in ag()]
    class ACM:
        async def __aenter__(self): return 1
        async def __aexit__(self, *a):
            return True
    async with ACM() as q:
        c = 1
    async with ACM():
        raise ValueError
    return x
def drive():
    c = co()
    while True:
        try:
            c.send(None)
        except StopIteration:
            break
def calls():
    def f(*a, **k):
        return 1
    f(1,
      *[1],
      b=2)
    f(
        1,
        2
    )
    x = f(
      a=1,
      **{'b': 2},
    )
    (f(1)
      .bit_length()
      .bit_length())
    d = {
        'a': 1,
        'b': f(2),
        **{'c': 3},
    }
    s = f'{x} {f(1)} {x!r:>10}'
    del d['a'], d['b']
    d['x'] = \
        f(3)
    d['x'] += \
        f(3)
    y = z = f(1)
    (y,
     z) = (1,
           2)
    y, *z = [1,
             2, 3]
    return d[
        'x'
    ]
def cond(a=1, b=None):
    x = a if a else b
    x = (a
         if not a
         else b)
    if (a and
            not b):
        x = 1
    if a and (
            b or
            x):
        pass
    if not (a and b): x = 2
    if a == 1: x = 3
    else: x = 4
    x = a < 3 < \
        4
    if a < 2 < 3: pass
    if a in (1, 2): x = 5
    assert a, \
        b
    if a is None:
        pass
    elif b is None:
        x = a or b
    x = (y := 3) + 1
    lam = lambda q: (
        q + 1)
    lam(1)
def nested():
    def deco(n):
        def d(f): return f
        return d
    @deco(1)
    def f(a, b=3):
        c = lambda: a
        def g():
            nonlocal b
            b = 4
            return c()
        return g()
    f(1)
    @deco(2)
    class C[T]:
        x: int = 3
        def m[S](self, a: S) -> S:
            return a
    C().m(1)
    import sys
    from sys import (path,
         argv)
    type A = int
    A.__value__
    global zz
    zz = 1
    del zz
def g1():
    def g():
        try:
            x = yield 1
            yield x
        except ValueError:
            yield 5
        finally:
            z = 2
    it = g()
    next(it); it.send(3); it.throw(ValueError); it.close()
    it = g()
    next(it)
    it.close()
    def h():
        r = yield from g()
        return r
    it = h()
    next(it)
    it.throw(ValueError)
    list(it)
    for i in (x for x in range(2) if x): pass
    sum(x
        for x in range(2)
        for y in range(2)
        if y)
def m2(x):
    match x:
        case {'k': v, **rest}:
            return v
        case [a, *b] if b:
            return a
        case int(n) | str(n):
            return n
        case None:
            return 0
        case complex(real=r,
                     imag=i):
            return r
        case []: return 7
        case _ if x:
            return 8
    return 9
def raising():
    x = [1]
    x[
        5
    ]
def empty(): pass
def empty2():
    """doc"""
def one(): return 1
def two(a): b = a; return b
for f in [w1, t1, t2, t3, t4, drive, calls, cond, nested, g1, raising, empty, empty2, one]:
    show(f)
show(two, 1)
for a in ({'k': 1}, [1], [1, 2], 5, 'x', None, 1j, [], {1}, 0.0): show(m2, a)
src = '''
x = 1
def f():
    return x
for i in range(2):
    f()
'''
def ex():
    exec(compile(src, __file__, 'exec'), {})
    eval(compile('1 + 1', __file__, 'eval'))
show(ex)

def b2c():
    TRUE = 1
    x = [1,2]
    while x:
        x.pop()
        while TRUE:
            break
        continue
def b2b():
    TRUE = 1
    while TRUE:
        while TRUE:
            break
        break
def early():
    class C:
        def __enter__(self):
            return self
        def __exit__(self, a, b, c):
            pass
    def func_break():
        for i in (1,2):
            with C():
                break
        pass
    def func_return():
        with C():
            return
    func_break()
    func_return()
def impl():
    class A:
        if 3 < 9:
            a = 1
        else:
            a = 2
def init():
    class Class:
        def __init__(self, a):
            self.a = a
    for i in range(2):
        Class(i)
for f in b2c, b2b, early, impl, init: show(f)

"""Events of sys.settrace: order and lines, for every kind of statement."""
import sys

from helper_events import show

def simple():
    a = 1
    b = 2
    return a + b
def ifs(x=1):
    if x:
        a = 1
    else:
        a = 2
    if not x:
        a = 3
    elif x == 1:
        a = 4
    else:
        a = 5
    return a
def loop():
    for i in range(3):
        a = i
    else:
        a = 5
    for x in []:
        pass
    for x in (1,2): pass
    for x in [1, 2, 3]:
        if x == 1:
            continue
        if x == 2:
            break
def wh():
    i = 0
    while i < 2:
        i += 1
    else:
        i = 7
    while True:
        i += 1
        if i > 9:
            break
    while i < 12: i += 1
    while 1:
        break
    while i:
        i -= 6
        if i:
            continue
        a = 1
def exc():
    try:
        a = 1
        raise ValueError('x')
    except KeyError:
        pass
    except ValueError as e:
        b = 2
    finally:
        c = 3
    try:
        d = 4
    except Exception:
        e = 5
    else:
        f = 6
    finally:
        g = 7
    try:
        raise KeyError
    except (ValueError, TypeError):
        pass
    except:
        z = 1
def exc2():
    try:
        try:
            1/0
        finally:
            a = 1
    except ZeroDivisionError:
        return 5
def exc3():
    def inner():
        raise ValueError
    try:
        inner()
    except ValueError:
        pass
    inner()
def withs():
    class C:
        def __enter__(self):
            return self
        def __exit__(self, *a):
            return True
    with C() as c:
        a = 1
    with C():
        raise ValueError
    with (C() as a,
          C() as b):
        pass
    for i in range(2):
        with C():
            continue
    with C():
        return 3
def gen():
    def g():
        yield 1
        x = yield 2
        yield 3
        return 4
    for i in g():
        pass
    it = g()
    next(it)
    next(it)
    it.send(5)
    try:
        next(it)
    except StopIteration:
        pass
    it = g()
    next(it)
    it.close()
    it = g()
    next(it)
    try:
        it.throw(ValueError)
    except ValueError:
        pass
def delegate():
    def g():
        yield 1
        yield 2
        return 3
    def h():
        x = yield from g()
        return x
    for i in h():
        a = i
def comp():
    a = [x for x in range(3)]
    b = [
        x
        for x in range(3)
        if x
    ]
    c = {x: 1 for x in range(2)}
    d = list(x for x in range(2))
    return a
def mtch(x=(1,2)):
    match x:
        case 1:
            a = 1
        case (1, y):
            a = 2
        case _:
            a = 3
    match x:
        case (3, 4) | (5, 6):
            a = 1
        case {'a': 1}:
            pass
        case [1, y] if y > 5:
            pass
        case _:
            a = 3
    return a
def multi():
    a = foo(1,
            2,
            3)
    b = [1,
         a,
         3]
    return (a +
            2)
def foo(a, b,
        c=1):
    return (a
       + b)
def cls():
    class A:
        x = 1
        def f(self):
            return 1
        y = 2
    @dec
    @dec
    class B(A,
            object):
        '''doc'''
        z = 1
    @dec
    def g(a=1,
          b=2):
        return a
    g()
    B().f()
def dec(f):
    return f
def lam():
    f = lambda x: x + 1
    return f(2)
def bools(a=1, b=0):
    if a and b:
        x = 1
    if (a or
        b):
        x = 2
    x = (a if b
         else b)
    assert a
    assert (a,
            b)[0], 'x'
    return a or b
def nop():
    global gg
    pass
    'docs'
    1
    x: int
    y: int = 1
    del y
    if True:
        pass
    if 0:
        z = 1
    ...
    return
for f in [simple, ifs, loop, wh, exc, exc2, exc3, withs, gen, delegate, comp, mtch, multi, cls, lam, bools, nop]:
    show(f)

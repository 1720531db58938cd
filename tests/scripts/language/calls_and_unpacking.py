"""Calls that bind within the loop, unpacking and slices of lists, stores that add attributes."""
def f(a, b=2, *args, c, d=4, **kw): return (a, b, args, c, d, kw)
print(f(1, c=3), f(1, 2, 3, 4, c=5, e=6), f(a=1, c=2), f(1, c=2, d=9, z=0))
for call in (lambda: f(), lambda: f(1), lambda: f(1, c=1, a=2), lambda: f(c=1)):
    try: call()
    except TypeError as e: print(e)
def g(*a): return a
print(g(), g(1), g(1, 2, *[3]), g(*'ab'))
def rec(n, *, k=0): return k if n == 0 else rec(n - 1, k=k + 1)
print(rec(500))
try: rec(100000)
except RecursionError as e: print('RecursionError', e)
class A:
    def m(self, x, *, y=1): return (x, y)
    def n(self, *a, **k): return (a, k)
    def __init__(self, x, *, y=0): self.x, self.y = x, y
    def __call__(self, *a, k=0): return (a, k)
    @classmethod
    def c(cls, *, k): return (cls.__name__, k)
    @staticmethod
    def s(*a, k=3): return (a, k)
a = A(1, y=2)
print(a.x, a.y, a.m(1), a.m(x=5, y=6), a.m(1, y=2), a.n(), a.n(1, z=2), a(1, 2, k=3), a.c(k=1), A.c(k=2), a.s(1), A.s(1, k=2))
try: a.m()
except TypeError as e: print(e)
try: a.m(1, 2)
except TypeError as e: print(e)
def gen(n, *, step=1):
    while n > 0:
        yield n
        n -= step
print(list(gen(5, step=2)), [x for x in gen(3)])
async def co(*, v): return v
try: co(v=7).send(None)
except StopIteration as e: print(e.value)
def raiser(*, m): raise ValueError(m)
def catcher():
    try: return raiser(m='boom')
    except ValueError as e: return [str(e), e.__traceback__.tb_next.tb_frame.f_code.co_name]
print(catcher())
l = [1, 2, 3]
x, y, z = l; print(x, y, z)
l, m, n = l; print(l, m, n)
for bad in ([1, 2], [1, 2, 3, 4], (1,), iter([1])):
    try: x, y, z = bad
    except ValueError as e: print(e)
class L(list):
    def __iter__(self): return iter('xyz')
x, y, z = L([1, 2, 3]); print(x, y, z)
class T(tuple):
    def __iter__(self): return iter('xyz')
x, y, z = T([1, 2, 3]); print(x, y, z)
x, x, x = [1, 2, 3]; print(x)
l = list(range(10))
print(l[2:5], l[:], l[-3:], l[:-3], l[5:2], l[100:], l[-100:3], l[:100], l[10**30:], l[:-10**30], l[True:4], l[None:None])
try: l['a':]
except TypeError as e: print(e)
class I:
    def __index__(self): return 3
print(l[I():], L([1, 2, 3])[1:], type(L([1])[:]))
big = 2**63 - 1
print(l[-big - 1:big], l[big:], l[:big])
class P:
    def __init__(self): self.a = 1; self.b = 2; self.c = 3
    def more(self): self.d = 4; del self.a; self.a = 5
for _ in range(3):
    p = P(); p.more(); print(vars(p))
class S:
    __slots__ = ('a', 'b')
    def __init__(self): self.a = 1; self.b = 2
for _ in range(3):
    s = S(); print(s.a, s.b)
print([''.join([c.upper() for c in w]) for w in ('ab', 'cd')], [w.split(',') for w in ('a,b', b'c,d'.decode())], [(n).bit_length() for n in (1, 2.0.__int__(), 2**70)])
def swap():
    a, b, c = 1, 2, 3
    a, b, c = c, a, b
    return a, b, c
print(swap())
def deco(fn):
    def inner(*args, **kwargs): return fn(*args, **kwargs)
    return inner
@deco
def target(a, b=0, *, c=0): return (a, b, c)
print(target(1), target(1, b=2), target(1, 2, c=3))
import sys
def depth(*, n): return len(__import__('traceback').extract_stack()) if n == 0 else depth(n=n - 1)
print(depth(n=3))

"""Generators and coroutines that delegate to one another, seen from the innermost while it runs."""
import sys, traceback, inspect
def leaf(tag):
    while True:
        try:
            got = yield tag
        except KeyError as e:
            print('leaf caught', e, sys.exception())
            got = 'k'
        if got == 'frames':
            f = sys._getframe(); names = []
            while f: names.append((f.f_code.co_name, f.f_lineno)); f = f.f_back
            print(names)
            print(sys._getframe(1).f_code.co_name, sys._getframe(2).f_code.co_name, sys._getframe(3).f_code.co_name)
            try: sys._getframe(40)
            except ValueError as e: print(e)
            print([x.name for x in traceback.extract_stack()])
        elif got == 'stop': return 'leaf result'
        elif got == 'stopiter': raise StopIteration('x')
        elif got == 'err': raise ValueError('from leaf')
        elif got == 'state':
            for g in (A, B, C):
                print(g.gi_running, g.gi_suspended, g.gi_yieldfrom, inspect.getgeneratorstate(g), g.gi_frame.f_code.co_name, g.gi_frame.f_back and g.gi_frame.f_back.f_code.co_name, g.gi_frame.f_lineno)
            for g in (A, B, C):
                for what in (lambda: next(g), lambda: g.send(1), lambda: g.throw(KeyError('q')), lambda: g.close(), lambda: g.gi_frame.clear()):
                    try: what(); print('ok')
                    except Exception as e: print(type(e).__name__, e)
        elif got == 'locals':
            f = sys._getframe(1); print(f.f_locals['tag'], f.f_code.co_name, sorted(f.f_locals))
            f.f_locals['tag'] = 'changed'
def mid(inner, tag):
    try:
        r = yield from inner
        print('mid', tag, 'got', r)
        r = yield ('after', r)
        print('mid', tag, 'then', r)
        return tag + ' result'
    finally:
        print('mid', tag, 'done')
def make():
    global A, B, C
    C = leaf('L'); B = mid(C, 'b'); A = mid(B, 'a')
    next(A); next(A)
    return A
def show(f):
    try: print('->', f())
    except BaseException as e:
        print('!', type(e).__name__, e, getattr(e, 'value', None))
        print([(x.name, x.lineno) for x in traceback.extract_tb(e.__traceback__)])
        for c in (e.__cause__, e.__context__): print(repr(c), c and [(x.name, x.lineno) for x in traceback.extract_tb(c.__traceback__)])
for cmd in ('frames', 'state', 'locals', 'stop', 'stopiter', 'err', None):
    print('==', cmd)
    a = make()
    show(lambda: a.send(cmd))
    show(lambda: a.send(None))
    show(lambda: a.send(7))
    show(lambda: next(a))
    print(A.gi_running, A.gi_suspended, B.gi_suspended, C.gi_suspended, A.gi_yieldfrom is B)
a = make(); show(lambda: a.throw(KeyError('z'))); show(lambda: next(a)); show(lambda: a.close())
print(A.gi_frame, B.gi_frame, C.gi_frame)
# shared leaf
L = leaf('S'); g1 = mid(L, '1'); g2 = mid(L, '2')
print(next(g1), next(g2), next(g1), next(g2))
def selfish():
    yield 1
    yield next(G)
    yield 2
G = mid(selfish(), 'self'); print(next(G)); show(lambda: next(G)); show(lambda: next(G))
# handled exceptions
def handling():
    try: 1/0
    except ZeroDivisionError:
        yield from inner_h()
def inner_h():
    while True: yield sys.exception()
h = handling(); print(next(h), next(h))
def outer_h(): 
    yield from inner_h()
o = mid(outer_h(), 'h')
print(next(o), next(o))
try: raise OSError('out')
except OSError: print(next(o), next(o), sys.exception())
print(next(o)); o.close()
# deep recursion
def deep(n):
    yield n
    yield from deep(n + 1)
d = deep(0); n = 0
try:
    for n in d: pass
except RecursionError as e: print('RecursionError', n > 900, n < 1001, e)
# for loops
def tree(n):
    if n:
        yield from tree(n - 1)
        yield n
        yield from tree(n - 1)
print(sum(tree(12)), list(tree(3)), max(tree(5)), next(tree(9)))
# frame kept
frames = []
def keeper():
    frames.append(sys._getframe()); yield 1
    frames.append(sys._getframe()); yield 2
k = mid(mid(keeper(), 'x'), 'y')
for v in k:
    print(v, [f.f_code.co_name for f in frames], [f.f_back and f.f_back.f_code.co_name for f in frames])
    if v == 2: break
k.close()
print([f.f_back for f in frames])
# coroutines
class Aw:
    def __await__(self): return (yield 'x')
async def c0(): 
    r = await Aw(); 
    print([x.name for x in traceback.extract_stack()])
    r2 = await Aw(); return r, r2
async def c1(): return await c0()
async def c2(): return 'c2', await c1()
c = c2()
print(c.send(None), c.cr_await.cr_code.co_name); print(c.send(5))
show(lambda: c.send(6))
c = c2(); c.send(None); show(lambda: c.throw(ValueError('t')))
async def ag():
    yield await c1()
    yield await c1()
g = ag(); s = g.asend(None); print(s.send(None), s.send(1)); show(lambda: s.send(2))
sys.set_coroutine_origin_tracking_depth(4)
def mk():
    c = c2(); print([x[2] for x in c.cr_origin]); c.close()
async def w1(): await Aw(); mk()
async def w2(): await w1()
async def w3(): await w2()
w = w3(); w.send(None); show(lambda: w.send(None))
sys.set_coroutine_origin_tracking_depth(0)

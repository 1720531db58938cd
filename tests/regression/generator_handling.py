# What a generator handles is its own; what is thrown goes through the frames that delegate; the unraisable has a place.
import sys, gc
def f():
    while 1:
        try: yield
        except GeneratorExit: pass
def a():
    g=f()
    next(g)
    x=1
    del g
    y=2
a()
def b():
    g=f(); next(g)
    x=2
b()
g=f(); next(g)
g=5
class L:
    def __del__(self): raise ValueError(3)
def c():
    l=L()
    l=None
c()
import weakref
def cb(r): raise KeyError
def d():
    class W: pass
    w=W(); r=weakref.ref(w,cb)
    del w
d()
class K(dict):
    def __eq__(self,o): 1/0
def h():
    class M(type):
        def __instancecheck__(c,o): 1/0
    hasattr(5,'x')
h()
def thrower():
    class E(Exception):
        def __init__(self): raise KeyError('made')
    def g():
        try: yield 1
        except KeyError as e: yield repr(e)
    k=g(); next(k); print(k.throw(E))
thrower()
def stale():
    def g():
        try: raise KeyError
        except KeyError: yield repr(sys.exception())
        yield repr(sys.exception())
    try: raise ValueError
    except ValueError:
        it=g(); print(next(it))
    print(next(it), sys.exception())
    it=g(); print(next(it))
    try: raise ValueError
    except ValueError: print(next(it), repr(sys.exception()))
    def h():
        try: raise KeyError
        except KeyError:
            try: raise IndexError
            except IndexError: yield repr(sys.exception())
            yield repr(sys.exception())
        yield repr(sys.exception())
        try: yield 1
        finally: print('fin', repr(sys.exception()))
    try: raise ValueError
    except ValueError:
        it=h(); print(next(it))
    print(next(it)); print(next(it))
    try: raise TypeError
    except TypeError as t:
        print(next(it))
        try: it.throw(t)
        except TypeError as e: print(repr(e.__context__), e is t, repr(sys.exception()))
stale()
def nested():
    def inner():
        try: yield 'i'
        except ValueError as e: print(repr(e), repr(e.__context__)); yield 'j'
        print([f.f_code.co_name for f in frames()])
        yield 'k'
        raise StopIteration(5)
    def frames():
        f=sys._getframe(1)
        while f: yield f; f=f.f_back
    def mid():
        try: raise OSError
        except OSError:
            r= yield from inner()
    def outer():
        try: yield from mid()
        except RuntimeError as e: yield repr(e), repr(e.__cause__)
    o=outer(); print(next(o)); print(o.throw(ValueError(1))); print(next(o)); print(next(o)); print(list(o))
    def mid2():
        yield from inner()
    def outer2():
        return (yield from mid2())
    o=outer2(); print(next(o)); print(o.throw(ValueError(1))); print(next(o));
    try: o.throw(KeyError('x'))
    except KeyError as e:
        t=e.__traceback__
        while t: print(t.tb_frame.f_code.co_name, t.tb_lineno); t=t.tb_next
    o=outer2(); next(o)
    try: o.throw(StopIteration(3))
    except RuntimeError as e: print(e, repr(e.__cause__))
    print(o.gi_running, o.gi_frame, list(o))
    async def co():
        try: await aw()
        except ValueError: return 7
    class aw:
        def __await__(self): return (yield 5)
    c=co(); print(c.send(None))
    try: c.throw(ValueError)
    except StopIteration as e: print(e.value)
nested()

def gen():
    try:
        yield 1
    except Exception as exc:
        print('in', repr(sys.exception()), exc.__context__)
        yield 2
        print('after', repr(sys.exception()))
        yield 3
        print('after', repr(sys.exception()))
        raise
m=gen(); next(m)
try: raise ValueError(1)
except Exception as e:
    print(m.throw(e)); print(repr(sys.exception()))
print(next(m))
try: next(m)
except ValueError as e: print(repr(e.__context__), sys.exception())
print(sys.exception())
class E(Exception):
    def __new__(cls,*a): return cls
def b(): yield
for x in (E,(E),):
    g=b()
    try: g.throw(x)
    except TypeError as e: print(e)
    g=b(); next(g)
    try: g.throw(x)
    except TypeError as e: print(e)
class F(Exception):
    def __new__(cls,*a): return 5
def tt(f):
    try: f()
    except BaseException as e: print(type(e).__name__,e, repr(e.__context__))
tt(lambda: b().throw(F)); tt(lambda: b().throw(F, 3)); tt(lambda: b().throw(F,F())); tt(lambda: b().throw(5)); tt(lambda: b().throw(ValueError,KeyError(1)));  tt(lambda: b().throw(ValueError(2),1)); tt(lambda:b().throw(ValueError,(1,2))); tt(lambda:b().throw(ValueError,1,3))
def r():
    raise F
tt(r)
def r():
    raise E
tt(r)
def r():
    raise ValueError from F
tt(r)

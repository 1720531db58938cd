# Names and docs of types are UTF-8; dir() of odd objects; a separator keeps its size while it joins; breakpoint().
import types
def t(f,*a):
    try: print(repr(f(*a)))
    except BaseException as e: print(type(e).__name__,e)
class F:
    def __dir__(self): return 7
t(dir,F())
class Foo: __slots__=[]
f=Foo(); t(dir,f)
class G(object):
    __slots__=()
    __dict__=5
t(dir, G())
class H:
    @property
    def __class__(self): return 3
t(lambda: len(dir(H()))>5)
class J:
    __class__=8
t(lambda: len(dir(J()))>5)
t(type,'a\ud800',(),{}); t(type,'A',(),{'__doc__':'\ud800'}); t(lambda: type('A',(),{'__doc__':'x\udcdcy'}))
def r():
    A=type('A',(),{}); A.__name__='A\udcdcB'
t(r)
A=type('A',(),{'__firstlineno__':42}); print('__firstlineno__' in A.__dict__, getattr(A,'__firstlineno__',None))
A.__firstlineno__=43; print(A.__dict__.get('__firstlineno__'))
A.__module__='z'; print('__firstlineno__' in A.__dict__)
t(bytearray(b',').join, iter([b'a']))
arr=bytearray(b',')
def it():
    for i in range(4):
        yield b'A'*9
        yield b'B'*9
        arr.clear()
t(lambda: arr.join(it()))
arr=bytearray(b','); 
class E2:
    def __iter__(self): arr.clear(); return iter([b'x'])
t(lambda: arr.join(E2()))
class B: pass

class Foo(types.ModuleType):
    __dict__ = 8
t(dir, Foo('foo'))
import sys, os
def hook(*a, **k): print(a, k)
sys.breakpointhook = hook
breakpoint(1, b=2)
sys.breakpointhook = sys.__breakpointhook__
os.environ['PYTHONBREAKPOINT'] = 'builtins.print'; breakpoint(1, 2, sep='-')
os.environ['PYTHONBREAKPOINT'] = '0'; print(breakpoint())
import warnings
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter('always')
    for x in ('.', 'nosuch.thing', 'nosuchbuiltin', 'int.'):
        os.environ['PYTHONBREAKPOINT'] = x; breakpoint()
    for x in w: print(x.category, x.message)
del sys.breakpointhook
t(breakpoint)

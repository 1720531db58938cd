# Keywords from mappings: repeated ones, errors on the way, how the callee is named; messages of the compiler.
def t(f, *a):
    try: print(repr(f(*a)))
    except BaseException as e: print(type(e).__name__, e)
nothing=None
def h(): pass
t(lambda: nothing(*h)); t(lambda: nothing(**h)); t(lambda: h(*h)); t(lambda: h(**h)); t(lambda:dir(**h)); t(lambda: dir(*h)); t(lambda: len.x(*h))
t(lambda: nothing(*h, 1)); t(lambda: nothing(a=1, **h)); t(lambda: nothing(1, *h)); t(lambda: (lambda: 5)()(*h)); t(lambda:[].append(**h)); t(lambda:(lambda:0)(*3))
class MultiDict(dict):
    def __init__(self, items): super().__init__(items); self._i=items
    def items(self): return self._i
    def keys(self): return [k for k,v in self._i]
    def __getitem__(self,k): return dict(self._i)[k]
def g(*a,**k): return a,k
class U:
    def __init__(self, i): self._i=i
    def keys(self): return [k for k,v in self._i]
    def __getitem__(self,k): return dict(self._i)[k]
for M in (MultiDict,U):
    t(lambda: g(**M([('x',1),('x',2)]))); t(lambda: g(a=3, **M([('x',1),('x',2)]))); t(lambda: g(**M([('a', 3)]), **M([('x', 1), ('x', 2)])))
    t(lambda: g(**M([('x',1),(1,2)])))
t(lambda: g(**{1:3},**{1:5})); t(lambda: g(**{1:3},**{2:5}));t(lambda: g(**{1:3}));t(lambda: g(a=1,**{1:3}));t(lambda: g(a=1,**{'a':3}));t(lambda: g(**{'a':3},**{'a':3}))
t(lambda: {}.update(**{1:2})); t(lambda: dict(**{1:2})); t(lambda: dict(**{1:2},**{1:3}))
def c(s,m='exec'):
    try: compile(s,'t',m); print('ok')
    except SyntaxError as e: print(e, e.lineno, e.offset, e.end_lineno, e.end_offset)
c(', '.join(['a%d'%i for i in range(256)])+', *rest = range(1000)')
c(', '.join(['a%d'%i for i in range(255)])+', *rest = range(1000)')
c('('+', '.join(['a%d'%i for i in range(256)])+', *rest, b) = range(1000)')
c('['+', '.join(['a%d'%i for i in range(256)])+', *rest, b] = range(1000)')
c('for '+', '.join(['a%d'%i for i in range(256)])+', *rest in x: pass')
c('f=lambda: (yield from (1,2)), (yield from (3,4))'); c('yield from [1,2]'); c('x = yield'); c('yield'); c('class A: yield from x'); c('[ (yield from x) for a in b]'); c('await x'); c('def f():\n [(yield from x) for a in b]');c('lambda: (yield from x)'); c('class A:\n  yield 1'); c('async def f(): yield from x')
def g(*a,**k): return a,k
class U:
    def __init__(self, e): self.e=e
    def keys(self): return iter(['a','b'])
    def __getitem__(self,k): raise self.e
class K:
    def __init__(self, e): self.e=e
    def keys(self): raise self.e
for e in (KeyError('zz'),KeyError(),KeyError(1,2),AttributeError('q'),ValueError('w'),KeyError(3)):
    t(lambda: g(**U(e))); t(lambda: g(**K(e))); t(lambda: {**K(e)}); t(lambda: {**U(e)})
class N:
    keys=5
t(lambda: g(**N()))
class I:
    def keys(self): return 5
t(lambda: g(**I()))
class H:
    def keys(self): return [[]]
    def __getitem__(self,k): return 1
t(lambda: g(**H()))
class S(dict):
    def __iter__(self): return iter(['q'])
    def keys(self): return ['r','s']
    def __getitem__(self,k): return k
t(lambda: g(**S(a=1)))
class B:
    def __str__(self): raise ValueError('bad')
t(lambda: B()(*3)); t(lambda: B()(**3))
class Q:
    __qualname__='QQ'
class R:
    def __init__(self): self.__qualname__='rr'; self.__module__='mm'
t(lambda: R()(*3))
def f2(): pass
f2.__module__='builtins'; t(lambda: f2(*3)); f2.__module__=5; t(lambda: f2(*3)); f2.__module__=None; t(lambda: f2(*3))
class A(dict):
    def keys(self): return ['k']
    def __getitem__(self,k): return 'v'
class B(A):
    def __iter__(self): return dict.__iter__(self)
class C(dict):
    def __iter__(self): return iter(())
def g(**k): return k
for M in (A,B,C):
    m=M(a=1); print(g(**m),{**m},dict(m)); d={}; d.update(m); print(d); d={}; d|=m; print(d, {}|m)

"""inspect: signatures, members, documentation, predicates."""
import functools
import inspect
import re
import types


def plain(value):
    return re.sub("0x[0-9a-f]+", "0x", value)

def show(f,*a,**k):
    try: r=f(*a,**k)
    except Exception as e: r=(type(e).__name__, str(e))
    print(getattr(a[0],'__name__',type(a[0]).__name__) if a else '', plain(str(r)), plain(repr(r)[:200]))
    return r
def f(a, b=1, /, c:int=2, *args, d, e:'x'=5, **kw)->str: "doc"; return a
class C:
    "Class doc"
    def __init__(self, x, y=2): pass
    def m(self, q): "m doc"
    @classmethod
    def cm(cls, z): pass
    @staticmethod
    def sm(w): pass
    @property
    def p(self): "p doc"; return 1
    async def co(self): pass
    def gen(self): yield 1
    async def ag(self): yield
class D(C):
    def m(self, q): pass
class N:
    def __new__(cls, a, b=3): return object.__new__(cls)
class Meta(type):
    def __call__(cls, *a, zz=1): return 3
class MC(metaclass=Meta): pass
class Callable:
    def __call__(self, u, v=1): pass
class Plain: pass
for o in [f, C, C.m, C(1).m, C.cm, C.sm, D, N, MC, Callable(), Plain, functools.partial(f,1), functools.partial(f,1,c=5), functools.partial(f,1,e=3), lambda x, *y: 0, len, print, int, str, dict, list.append, [].append, sorted, type, object, max, 3, str.join, ''.join, dict.fromkeys, functools.wraps(f)(lambda *a: 0), types.MethodType(f,1), Exception, range, getattr, open, isinstance, functools.reduce, functools.lru_cache(lambda a,b:0), bytes.fromhex, object.__init__, int.__add__, (3).__add__, type.__call__]:
    show(inspect.signature, o)
s=inspect.signature(f)
for n,p in s.parameters.items(): print(n, p.kind, repr(p.kind), p.default, p.annotation, repr(p), p.kind.description)
print(s.return_annotation, s==inspect.signature(f), hash(s)==hash(inspect.signature(f)), repr(s))
for a,k in [((1,2,3,4,5),{'d':1,'zz':2}),((1,),{'d':1}),((),{}),((1,),{}),((1,),{'d':1,'a':3}),((1,2),{'c':3,'d':4})]:
    try:
        b=s.bind(*a,**k); print(b, b.args, b.kwargs); b.apply_defaults(); print(b)
    except TypeError as e: print(e)
    try: print(s.bind_partial(*a,**k))
    except TypeError as e: print(e)
P=inspect.Parameter
for a,k in [(('a',9),{}),(('1',P.KEYWORD_ONLY),{}),(('if',P.KEYWORD_ONLY),{}),(('if',P.POSITIONAL_ONLY),{}),((3,P.KEYWORD_ONLY),{}),(('x',P.VAR_KEYWORD),{'default':3}),(('.0',P.POSITIONAL_OR_KEYWORD),{})]:
    show(P,*a,**k)
show(inspect.Signature,[P('a',P.KEYWORD_ONLY),P('b',P.POSITIONAL_ONLY)])
show(inspect.Signature,[P('a',P.POSITIONAL_ONLY,default=1),P('b',P.POSITIONAL_ONLY)])
show(inspect.Signature,[P('a',P.POSITIONAL_ONLY),P('a',P.POSITIONAL_ONLY)])
print(s.replace(parameters=[]), s.replace(return_annotation=int), s.parameters['c'].replace(name='zz', default=P.empty), s.format(max_width=10))
show(inspect.getfullargspec,f); show(inspect.getfullargspec,C.m); show(inspect.getfullargspec,C); show(inspect.getfullargspec,len); show(inspect.getfullargspec,3); show(inspect.getfullargspec, C(1).m)
print(inspect.getdoc(f), inspect.getdoc(C), inspect.getdoc(D), inspect.getdoc(D.m), inspect.getdoc(D(1).m), inspect.getdoc(C.p), inspect.getdoc(3)[:20], inspect.getdoc(Plain), inspect.getdoc(len))
for n in dir(inspect):
    if n.startswith('is') and n not in('isgetsetdescriptor',):
        fn=getattr(inspect,n)
        if not callable(fn): continue
        print(n, [bool(fn(o)) for o in [f, C, C.m, C(1).m, C.__dict__['cm'], C.__dict__['sm'], C.p, C.co, C(1).gen, C.ag, C(1).gen(), C(1).ag(), len, [].append, list.append, int.__add__, (3).__add__, type.__dict__['__dict__'], inspect, f.__code__, 3, types.FunctionType.__code__, functools.partial(f)]])
print([n for n,v in inspect.getmembers(C) if not n.startswith('__')], [n for n,v in inspect.getmembers(C(1), inspect.ismethod)])
print(plain(str([inspect.getattr_static(C(1),'p'), inspect.getattr_static(C,'cm')])), inspect.getattr_static(C(1),'zz',5))
print([(a.name,a.kind,a.defining_class) for a in inspect.classify_class_attrs(D) if not a.name.startswith('__')])
print(inspect.getclasstree([C,D,N]), inspect.getmro(D))
print(inspect.cleandoc("  a\n    b\n      c\n\n"), repr(inspect.cleandoc("\n\n  x\n   y\n")))
def outer():
    z=1
    def inner(): return z+len(str(undefined_q))+f.__name__
    return inner
show(inspect.getclosurevars, outer())
print(inspect.getcallargs(f,1,2,d=3), inspect.currentframe().f_lineno, inspect.getargs(f.__code__))
def fr(a,*b,c=3): return inspect.getargvalues(inspect.currentframe())
print(fr(1,2)[:3], inspect.formatargvalues(*fr(1,2)))
show(inspect.unwrap, functools.wraps(f)(lambda:0))
print(inspect.get_annotations(f), inspect.get_annotations(C), inspect.getmodulename('/a/b.py'), inspect.getmodulename('/a/b'))
show(inspect.get_annotations,3)
import pickle; print(pickle.loads(pickle.dumps(s)), pickle.loads(pickle.dumps(s.parameters['c'])))
def g1(a,b,c): pass
def g2(a,b=1,*,k): pass
def g3(a,*r): pass
for fn in (g1,g2,g3):
    for a,k in [((),{}),((1,),{}),((1,2),{}),((1,2,3),{}),((1,2,3,4),{}),((1,),{'a':2}),((1,),{'zz':3}),((1,2,3),{'k':2}),((1,),{'k':1})]:
        try: print(fn.__name__, inspect.getcallargs(fn,*a,**k))
        except TypeError as e: print(e)

# partial's state, keys of cmp_to_key, annotations of static types, arguments of function and traceback, docs of property subclasses, names in weakrefs.
import functools
def t(f,*a,**k):
    try: print(repr(f(*a,**k)))
    except BaseException as e: print(type(e).__name__,e)
t(lambda: type.__annotations__); t(lambda: int.__annotations__); t(lambda: type.__type_params__); t(lambda: getattr(object,'__annotations__'))
t(lambda: type('X',(),{}).__annotations__)
def w(): pass
t(functools.update_wrapper,w,int) if 0 else None
functools.update_wrapper(w,len); print(w.__name__,w.__doc__[:20],w.__annotations__)
import inspect
key=functools.cmp_to_key(lambda a,b:0)
t(lambda: str(inspect.signature(key))); t(lambda: str(inspect.signature(functools.cmp_to_key)))
k=key(1)
t(hash,k); print(type(k).__hash__, type(k).__name__)
from collections.abc import Hashable
print(isinstance(k,Hashable)); t(key); t(key,1,2); t(lambda: key(obj=3).obj); t(key,x=1); t(lambda: k<3)
def cap(*a,**k): return a,k
p=functools.partial(cap)
t(p.__setstate__,(cap,(1,),dict(a=10),dict(attr=[]))); print(p.args,p.keywords,p.__dict__)
t(p.__setstate__,(cap,(1,),dict(a=10),None)); print(p.args,p.keywords,p.__dict__,p(2,b=3))
p.__setstate__((cap,(1,),None,{})); print(p.keywords,p.__dict__,p(2,b=3))
for bad in ((),(cap,),(cap,(),{}),(cap,(),{},{},None),(None,(),{},{}),(cap,None,{},{}),[cap,(),{},{}]): t(p.__setstate__,bad)
t(p.__setstate__)
class T(tuple): pass
class D(dict): pass
p.__setstate__((cap,T((1,)),D(a=10),None)); print(type(p.args),type(p.keywords))
p=functools.partial(cap); p.keywords[1]=2
t(p); t(p,a=1); p.keywords['x']=1; del p.keywords[1]; t(p,a=1)
p=functools.partial(cap,a=1); p.keywords[3]='x'; t(p); t(p,b=3)
def t(f,*a,**k):
    try: print(repr(f(*a,**k)))
    except BaseException as e: print(type(e).__name__,e)
import types,sys
def boom():
    try: raise ValueError
    except ValueError as e: return e.__traceback__
tb=boom()
x=types.TracebackType(tb, sys._getframe(), 1, 2); print(x.tb_lasti,x.tb_lineno, x.tb_next is tb)
for l in (0,1,2,3,4,5,7,-1): t(lambda: types.TracebackType(None, sys._getframe(), l, 2).tb_lasti)
t(types.TracebackType,None,sys._getframe(),'x',1)
def f(x=1,*,y=2): return x,y
t(types.FunctionType,f.__code__,{},'n',(),()) ; t(types.FunctionType,f.__code__,{},'n',[1]); t(types.FunctionType,f.__code__,{},'n',None); t(types.FunctionType,f.__code__,{},5); t(types.FunctionType,f.__code__,[]); t(types.FunctionType,5,{}); t(types.FunctionType,f.__code__,{},'n',(),None,{'y':1}); t(types.FunctionType,f.__code__,{},'n',(),None,[1]);t(types.FunctionType,f.__code__,{},kwdefaults=5); t(types.FunctionType,f.__code__,{},argdefs=5)
class slotted(property):
    __slots__=('foo',)
t(lambda: slotted(lambda s: 1,None,None,'doc').__doc__)
def g(s): "gdoc"
t(lambda: slotted(g).__doc__); t(lambda: slotted(g,doc='x').__doc__); t(lambda: slotted(lambda s:1).__doc__)

class sub(property): pass
t(lambda: sub(g).__doc__); t(lambda: sub(lambda s:1,doc='q').__doc__); t(lambda: sub(lambda s:1).__doc__)
class sd(property): "sd doc"
t(lambda: sd(g).__doc__); t(lambda: sd(lambda s:1).__doc__); t(lambda: sd(lambda s:1, doc='z').__doc__)
class sdoc(property):
    __slots__=('__doc__',)
t(lambda: sdoc(g).__doc__); t(lambda: sdoc(g,doc='r').__doc__)
import weakref,types
def f(): pass
class A: pass
class N: __name__='nn'
class P:
    @property
    def __name__(self): return 'pp'
class Q:
    @property
    def __name__(self): 1/0
class S: __name__=5
m=types.ModuleType('mm')
n=N(); n.__name__='inst'
for x in (f,A,N(),n,P(),S(),m,A()):
    try: print(repr(weakref.ref(x)).split("to '")[1].split("'")[0], repr(weakref.ref(x))[-9:-1].partition('(')[2])
    except ZeroDivisionError as e: print(e)
class MyConfig(dict):
    def __getattr__(self, x): return self[x]
c=MyConfig(offset=5); print('MyConfig' in repr(weakref.ref(c)))

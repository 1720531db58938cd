# The native types of `_typing`.
import _typing
from typing import *
import typing
def t(f,*a,**k):
    try: print(repr(f(*a,**k)))
    except BaseException as e: print(type(e).__name__,e)
t(TypeVar); t(TypeVar,1); t(TypeVar,'T',1); t(TypeVar,'T',1,2); t(lambda:TypeVar('T',1,2).__constraints__); t(TypeVar,'T',int,str,bound=int)
t(TypeVar,'T',bound=1); t(lambda:TypeVar('T',bound='int').__bound__); t(TypeVar,'T',covariant=1,contravariant=1); t(TypeVar,'T',covariant=1,infer_variance=1)
t(lambda:vars(TypeVar('T',int,'str'))); t(lambda:TypeVar('T',int,'str').__constraints__)
t(TypeVar,'T',foo=1); t(lambda:TypeVar('T',default=1).__default__); t(TypeVar,name='T'); t(lambda:TypeVar(*'Tab',default=None).__default__)
t(lambda:TypeVar('T',bound=None).__bound__)
t(lambda:TypeVar('T',(int,str),covariant=True,)); 
t(ParamSpec); t(ParamSpec,1); t(ParamSpec,'P',1); t(ParamSpec,'P',bound=1); t(lambda:ParamSpec('P',bound=int).__bound__);t(ParamSpec,'P',covariant=1,contravariant=1); t(ParamSpec,'T',covariant=1,infer_variance=1)
t(lambda:ParamSpec('P',bound='int').__bound__); t(lambda:ParamSpec('P',default=[int]).__default__); t(ParamSpec,'P',contravariant=True)
t(ParamSpec,'P',infer_variance=True)
t(TypeVarTuple); t(TypeVarTuple,1); t(TypeVarTuple,'P',1); t(lambda:TypeVarTuple('Ts',default=Unpack[Tuple[int]]).__default__)
T=TypeVar('T'); P=ParamSpec('P'); Ts=TypeVarTuple('Ts')
for x in (T,P,Ts):
    t(lambda:x.__mro_entries__(1)); t(x.__reduce__); t(x.has_default); t(lambda:x.__default__); t(lambda:type('X',(x,),{}))
    def f():
        class X(x): pass
    t(f)
    t(lambda:vars(x)); t(lambda: x|int); t(lambda:int|x); t(lambda:x|1)
    t(lambda:setattr(x,'foo',1)); t(lambda: setattr(x,'__name__',1)); t(lambda: setattr(x,'__bound__',1)); t(lambda:setattr(x,'__default__',1))
    t(x.__typing_subst__,1); t(x.__typing_subst__,int)
    class A: __parameters__=(T,P,Ts)
    for args in ((),(int,),(int,str),(int,str,bool),(1,2,3,4,5)):
        t(x.__typing_prepare_subst__,A,args)
    t(lambda:type(x)())
    def f():
        class X(type(x)): pass
    t(f)
a=P.args;t(lambda:a); t(lambda:a==P.args); t(lambda:a==P.kwargs); t(lambda:hash(a)); t(lambda:a<a); t(ParamSpecArgs,1); t(ParamSpecArgs); t(lambda:a.__mro_entries__(1)); t(lambda:P.kwargs);t(lambda:a==ParamSpecArgs(P)); t(lambda:ParamSpecArgs(int)); t(lambda:a is P.args)
t(lambda:ParamSpecArgs(origin=P)); t(lambda:a.__eq__(3))
t(TypeAliasType); t(TypeAliasType,1,2); t(TypeAliasType,'X',int,type_params=[T]); X=TypeAliasType('X',list[T],type_params=(T,Ts)); t(lambda:X); t(lambda:X.__parameters__); t(lambda:X[int,str]); t(lambda:X.__type_params__); t(lambda:X.__module__); t(lambda:X[1].__value__)
Y=TypeAliasType('Y',int); t(lambda:Y[int]); t(lambda:Y.__value__); t(lambda:Y|int); t(lambda:int|Y); t(lambda:setattr(Y,'foo',1)); t(lambda:setattr(Y,'__module__',1)); t(lambda:vars(Y)); t(lambda:Y.__reduce__()); t(lambda:Y()); t(lambda:setattr(Y,'__value__',1)); t(lambda:setattr(Y,'__name__',1)); t(lambda:Y|None); t(lambda:Y|1); t(TypeAliasType,'Y',int,type_params=(1,)); t(TypeAliasType,'Y'); t(TypeAliasType,'Y',1,2); t(TypeAliasType,'Y',1,x=2)
t(lambda:type(NoDefault)()); t(lambda:type(NoDefault)(1)); t(lambda:NoDefault.__reduce__()); t(lambda:type(NoDefault)); t(lambda:type(Generic())); t(lambda:Generic[int]); t(lambda:Generic[T]); t(lambda:Generic[()]); t(lambda:Generic[T,T])
t(lambda:X[T][int]); t(lambda:isinstance(1,Y)); t(lambda:Y==Y); t(lambda:hash(Y)==hash(Y)); t(lambda: dir(Y)); t(lambda:T==TypeVar('T'))
t(lambda:TypeAliasType('Y',int,type_params=()).__type_params__)
t(lambda:TypeVar('T', bound=int).__typing_subst__(5))
t(lambda:T.__doc__[:14]); t(lambda:T.__module__)
import pickle
t(lambda:pickle.dumps(T)); t(lambda:pickle.dumps(T.__module__)); 
t(lambda:_typing._idfunc(1)); t(lambda:_typing._idfunc())
t(lambda:sorted(dir(NoDefault)))
t(lambda:NoDefault.foo); t(lambda:setattr(NoDefault,'foo',1)); t(lambda:T.foo); t(lambda:Y.foo)
t(lambda:type(X[int])); t(lambda:list(X[int])); t(lambda:T[int]); t(lambda:list(Ts)); t(lambda:type(iter(Ts))); t(lambda:isinstance(3,T))
class C(Generic[T,*Ts]): pass
t(lambda:C.__parameters__); t(lambda:C.__orig_bases__); t(lambda:C[int]); t(lambda:C[int,str,bool].__args__); t(lambda:type(C[int]())); t(lambda:C[()])
import copy
t(lambda:copy.copy(T) is T); t(lambda:copy.deepcopy(T) is T)
for n in ['TypeVar','ParamSpec','TypeVarTuple','ParamSpecArgs','ParamSpecKwargs','TypeAliasType','Generic']:
    c=getattr(_typing,n)
    print('=====',n,c.__module__,c.__qualname__,c.__mro__,c.__text_signature__)
    for k,v in sorted(vars(c).items()):
        if k not in ('__doc__', '__module__'): print('  ',k,type(v).__name__,repr(getattr(v,'__text_signature__',None)), repr((v.__doc__ or '')[:50]))

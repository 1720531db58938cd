import dataclasses, copy, pickle
from dataclasses import *
import typing
def err(f,*a,**k):
    try: print(repr(f(*a,**k)))
    except BaseException as e: print(type(e).__name__,e)
@dataclass
class A:
    x:int
    y:str='a'
    z:list=field(default_factory=list)
a=A(1); print(a, a==A(1), a!=A(2), A.__match_args__, A.__doc__, A.__hash__, fields(A)[0], is_dataclass(A), is_dataclass(a), asdict(a), astuple(a), replace(a,x=5), A.__dataclass_params__)
err(A); err(A,1,2,3,4); err(A,1,q=2); err(lambda: a<a); err(hash,a); err(replace,a,q=1); err(fields,5); err(asdict,A); err(astuple,5); err(replace,5)
@dataclass(order=True,frozen=True)
class B:
    a:int; b:int=field(default=2,compare=False,repr=False,hash=None,metadata={'m':1})
b=B(1); print(b<B(2), b<=B(1,5), hash(b)==hash((1,)), b); err(lambda: setattr(b,'a',5)); err(lambda: delattr(b,'a')); err(lambda: b<5); print(fields(B)[1].metadata, fields(B)[1])
@dataclass(slots=True)
class S:
    a:int; b:int=3
print(S.__slots__, S(1), hasattr(S(1),'__dict__')); err(lambda: setattr(S(1),'q',1)); print(pickle.loads(pickle.dumps(S(1))) if 0 else copy.copy(S(1)))
@dataclass(slots=True,frozen=True,weakref_slot=True)
class SF: a:int
print(SF.__slots__, SF(1), copy.deepcopy(SF(1)), SF(1).__getstate__())
@dataclass(kw_only=True)
class K:
    a:int; b:int=1
print(K(a=1), K.__match_args__); err(K,1)
@dataclass
class K2:
    a:int; _:KW_ONLY; b:int=1; c:int
print(K2(1,c=3)); err(K2,1,2)
@dataclass
class Iv:
    a:int; b:InitVar[int]; c:typing.ClassVar[int]=9 if 0 else 8; d:int=field(init=False,default=4)
    def __post_init__(self,b): self.e=b
i=Iv(1,2); print(i,i.e,fields(Iv)); err(replace,i,a=1); err(replace,i,d=1); print(replace(i,b=7).e)
def bad(src):
    ns={'dataclass':dataclass,'field':field,'InitVar':InitVar,'KW_ONLY':KW_ONLY}
    err(exec,src,ns)
bad('@dataclass\nclass X:\n a:int=1\n b:int')
bad('@dataclass\nclass X:\n a:list=[]')
bad('@dataclass(order=True,eq=False)\nclass X: pass')
bad('@dataclass(frozen=True)\nclass X: a:int\n@dataclass\nclass Y(X): b:int')
bad('@dataclass\nclass X: a:int\n@dataclass(frozen=True)\nclass Y(X): b:int')
bad('@dataclass(unsafe_hash=True)\nclass X:\n a:int\n def __hash__(s): return 1')
bad('@dataclass(order=True)\nclass X:\n a:int\n def __lt__(s,o): return 1')
bad('@dataclass(frozen=True)\nclass X:\n a:int\n def __setattr__(s,n,v): pass')
bad('@dataclass(slots=True)\nclass X:\n __slots__=()\n a:int')
bad('@dataclass(weakref_slot=True)\nclass X:\n a:int')
bad('@dataclass\nclass X:\n a=field()')
bad('@dataclass\nclass X:\n a:InitVar[int]=field(default_factory=int)')
bad('@dataclass\nclass X:\n a:int=field(default=1,default_factory=int)')
bad('@dataclass\nclass X:\n _:KW_ONLY\n __:KW_ONLY')
bad('@dataclass\nclass X:\n a:KW_ONLY=1')
bad('class M: pass\ndataclass(M, x=1)')
M=make_dataclass('M',['x',('y',int),('z',int,field(default=3))],bases=(),namespace={'f':lambda s:1}); print(M(1,2),M.__module__, M.__annotations__); err(make_dataclass,'M',['1']); err(make_dataclass,'M',['x','x']); err(make_dataclass,'M',['if']); err(make_dataclass,'M',[('a',)])
@dataclass
class R:
    a:object=None
r=R(); r.a=r; print(r)
@dataclass
class In(A): w:int=0; x:int=3
print(In(), In.__match_args__, fields(In)[0].name)
@dataclass(eq=False)
class E: a:int
print(E(1)==E(1), E.__hash__ is object.__hash__)
@dataclass(repr=False,init=False)
class N: a:int=1
print(N().a, 'N object' in repr(N()))
@dataclass(unsafe_hash=True)
class U: a:int
print(hash(U(1))==hash((1,)))
@dataclass
class Nest: a:A; l:list; d:dict; t:tuple
n=Nest(A(1),[A(2)],{'k':A(3)},(A(4),)); print(asdict(n)); print(astuple(n)); print(asdict(n,dict_factory=list))

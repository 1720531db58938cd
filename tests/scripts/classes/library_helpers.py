# functools, contextlib, types, copy, collections, weakref and reprlib: what programs use of them.
import functools, contextlib, types, copy, collections, operator, pickle, weakref, itertools, reprlib
def t(f,*a,**k):
    try: print(repr(f(*a,**k)))
    except BaseException as e: print(type(e).__name__,e)
p=functools.partial
def f(a,b=2,*c,d=4,**e): return a,b,c,d,e
class PS(p): pass
q=p(f,1,d=5); q2=p(q,2,e=6)
for x in (q,q2,PS(f,1),p(print)):
    t(lambda:x.func); t(lambda:x.args); t(lambda:x.keywords); 
t(q2,3); t(p); t(p,1); t(lambda:q.__dict__); t(lambda:setattr(q,'z',1)); t(lambda:q.__dict__); t(lambda:p(q,1).func is q); t(lambda:copy.copy(q).z)
for pr in range(6): t(lambda:pickle.dumps(p(int,'5',base=7),pr)); t(lambda:pickle.loads(pickle.dumps(p(int,'5',base=7),pr))())
t(q.__setstate__,1); t(q.__setstate__,(f,(),{},None)); t(q,9); t(q.__setstate__,(f,[],{},None)); t(q.__setstate__,(1,(),{},None)); t(lambda:q.__reduce__()[0])
@functools.lru_cache(maxsize=2)
def g(x): return x*2
for i in (1,2,1,3,1,2): g(i)
t(g.cache_info); t(g.cache_parameters); t(g.cache_clear); t(g.cache_info); t(g,[1]); t(lambda:g.__wrapped__(3)); t(functools.lru_cache,5.5); t(functools.lru_cache(None)(f),1); t(lambda:pickle.loads(pickle.dumps(g)) is g)
class C:
    n=0
    @functools.cached_property
    def v(self): self.n+=1; return self.n
    @functools.singledispatchmethod
    def m(self,x): return 'o'
    @m.register
    def _(self,x:int): return 'i'
    @m.register(list)
    @classmethod
    def _(cls,x): return 'l'
    pm=functools.partialmethod(f,1)
    def __init__(self): pass
c=C(); t(lambda:(c.v,c.v,c.__dict__)); t(lambda:(c.m(1),c.m('x'),c.m([]))); t(lambda:c.m()); t(lambda:type(c.pm())); t(lambda:C.v); t(lambda:delattr(c,'v')); t(lambda:c.v)
@functools.singledispatch
def sd(x): return 'obj'
@sd.register(int|str)
def _(x): return 'is'
@sd.register
def _(x:dict): return 'd'
t(lambda:(sd(1),sd('a'),sd({}),sd(1.5),sd(True))); t(lambda:sorted(map(str,sd.registry))); t(sd); t(sd.register,1); t(lambda:sd.dispatch(bool)(1)); t(lambda:sd.register(list[int],f))
t(functools.reduce,operator.add,[1,2,3]); t(functools.reduce,operator.add,[]); t(functools.reduce,operator.add,[],5); t(functools.reduce,1,2)
K=functools.cmp_to_key(lambda a,b:b-a); t(sorted,[3,1,2],key=K); t(lambda:K(1)<K(2)); t(lambda:K(1)==1); t(hash,K(1)); t(K); t(lambda:K(1).obj)
@functools.total_ordering
class T:
    def __init__(s,v): s.v=v
    def __lt__(s,o): return s.v<o.v
    def __eq__(s,o): return s.v==o.v
t(lambda:(T(1)<=T(2),T(1)>T(2),T(1)>=T(1))); t(lambda:T.__le__.__doc__); t(functools.total_ordering,int); t(lambda: pickle.dumps(T.__ge__))
@contextlib.contextmanager
def cm(x):
    try: yield x
    except ValueError as e: print('caught',e)
    finally: print('fin')
def use():
    with cm(5) as v: print(v); raise ValueError('x')
t(use)
def use2():
    with cm(5): raise KeyError('k')
t(use2)
@cm(1)
def deco(): return 'd'
t(deco)
def bad():
    with contextlib.contextmanager(lambda:iter([]))(): pass
t(bad)
with contextlib.ExitStack() as s:
    s.callback(print,'cb'); s.enter_context(cm(2)); s.push(lambda *a: print('push',a[0]))
with contextlib.suppress(KeyError): {}[1]
t(lambda:contextlib.closing(open('/dev/null')).__enter__().closed); t(lambda:contextlib.nullcontext(3).__enter__())
import io,sys
b=io.StringIO()
with contextlib.redirect_stdout(b): print('hid')
t(b.getvalue); 
async def amain():
    @contextlib.asynccontextmanager
    async def acm():
        print('in'); yield 3; print('out')
    async with acm() as v: print(v)
    async with contextlib.AsyncExitStack() as st:
        await st.enter_async_context(acm())
        st.push_async_callback(lambda: coro())
async def coro(): print('coro')
try: amain().send(None)
except StopIteration: print('done')
ns=types.SimpleNamespace(a=1,b=[2]); ns.me=ns; t(lambda:ns); t(lambda:ns==types.SimpleNamespace(a=1)); t(lambda:pickle.loads(pickle.dumps(types.SimpleNamespace(x=1)))); t(copy.replace,types.SimpleNamespace(x=1),x=2)
mp=types.MappingProxyType({'a':1}); t(lambda:mp); t(lambda:mp|{'b':2}); t(lambda:mp['a']); t(lambda:setattr(mp,'x',1)); t(lambda:mp.__setitem__); t(pickle.dumps,mp); t(lambda:copy.copy(mp)); t(types.MappingProxyType,1); t(hash,mp); t(lambda:list(reversed(mp)))
t(types.new_class,'X',(int,),{},lambda ns:ns.update(y=1)); t(lambda:types.prepare_class('X',(int,),{'metaclass':type})); t(lambda:types.resolve_bases((list[int],int))); t(lambda:types.get_original_bases(types.new_class('Z',(list[int],)))); t(types.get_original_bases,1)
t(lambda:types.coroutine(lambda:1)); t(types.coroutine,1)
class Memo:
    def __deepcopy__(s,m): m['seen']=1; return 'deep'
    def __copy__(s): return 'shallow'
t(copy.deepcopy,[Memo()]); t(copy.copy,Memo()); a=[1]; a.append(a); bb=copy.deepcopy(a); t(lambda:bb[1] is bb); t(copy.copy,{1:[2]}); t(copy.replace,1)
t(lambda:copy.deepcopy({(1,2):frozenset([3]),'x':{1,2}})); 
Cn=collections.Counter('abca'); t(lambda:Cn); t(lambda:Cn+Cn); t(lambda:Cn-collections.Counter('aa')); t(lambda:+Cn); t(lambda:Cn.most_common(1)); t(lambda:Cn|collections.Counter(z=1)); t(lambda:Cn.total()); t(lambda:list(Cn.elements())); t(lambda:pickle.dumps(Cn)); t(lambda:Cn<=Cn)
d=collections.deque([1,2,3],maxlen=3); d.append(4); t(lambda:d); t(lambda:bool(collections.deque())); d.rotate(1); t(lambda:d); t(lambda:d.index(9)); t(lambda:d*2); t(lambda:pickle.dumps(d)); t(lambda:d.insert(0,1))
od=collections.OrderedDict(a=1,b=2); od.move_to_end('a'); t(lambda:od); t(od.popitem,False); t(lambda:pickle.dumps(od,2)); t(lambda:od|{'z':1}); t(lambda:list(reversed(od)))
dd=collections.defaultdict(list); dd['x'].append(1); t(lambda:dd); t(lambda:dd|{'y':2}); t(lambda:pickle.dumps(dd)); t(lambda:copy.copy(dd))
cmp_=collections.ChainMap({'a':1},{'a':2,'b':3}); t(lambda:cmp_); t(lambda:cmp_['b']); t(lambda:cmp_.new_child({'z':0})); t(lambda:dict(cmp_)); t(lambda:cmp_.parents)
N=collections.namedtuple('N','x y',defaults=[5]); t(lambda:N(1)); t(N); t(lambda:N(1)._asdict()); t(lambda:N._field_defaults); t(collections.namedtuple,'N','def x'); t(lambda:collections.namedtuple('N','def x x',rename=True)._fields); t(lambda:copy.replace(N(1),y=2)); t(lambda:N.x); t(lambda:N.__new__.__defaults__)
u=collections.UserDict(a=1); t(lambda:u); t(lambda:u|{'b':1}); t(lambda:collections.UserList([1])+[2]); t(lambda:collections.UserString('ab')*2)
class W: pass
w=W(); r=weakref.ref(w,lambda r:print('dead')); t(lambda:r() is w); pr=weakref.proxy(w); t(lambda:pr.x); wd=weakref.WeakValueDictionary(k=w); t(lambda:len(wd)); fin=weakref.finalize(w,print,'fin'); t(lambda:fin.alive); del w; t(lambda:len(wd)); t(r); t(lambda:pr.x); t(lambda:fin.alive)
rr=reprlib.Repr(maxlist=2,maxstring=10); t(rr.repr,[1,2,3,'x'*50]); t(reprlib.repr,list(range(100))); t(rr.repr,{i:i for i in range(9)})

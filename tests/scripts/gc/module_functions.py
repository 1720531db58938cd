import gc
def err(f,*a,**k):
    try: print(repr(f(*a,**k)))
    except BaseException as e: print(type(e).__name__,e)
gc.collect()
err(gc.get_threshold); err(gc.set_threshold); err(gc.set_threshold,1,2,3,4); err(gc.set_threshold,'a'); err(gc.set_threshold, 5); err(gc.get_threshold); err(gc.set_threshold, 5,6); err(gc.get_threshold); err(gc.set_threshold,700,10,10); err(gc.set_threshold,0); err(gc.get_threshold);err(gc.isenabled);err(gc.set_threshold,2000,10,0); err(gc.get_threshold)
err(gc.set_threshold,a=1); err(gc.set_threshold, 10**30); err(gc.set_threshold, -1); err(gc.get_threshold)
gc.set_threshold(2000,10,0)
err(gc.collect,'x'); err(gc.collect,3); err(gc.collect,-1); err(gc.collect,1,2); err(gc.collect,generation=0); err(gc.collect, gen=1); err(gc.collect,10**30)
err(gc.get_debug); err(gc.set_debug,'x'); err(gc.set_debug); err(gc.set_debug,0); err(gc.set_debug,10**20)
err(gc.is_tracked); 
import types
class C: pass
class S: __slots__=('a',)
class I(int): pass
def f(): pass
def g(): yield
for o in (1,1.5,'a',b'a',None,True,[],{},{'a':1},{'a':[]},(),(1,2),(1,[]),set(),frozenset(),frozenset([1]),C(),S(),I(),C,f,g(),g,len,[].append,gc,range(3),slice(1,2),iter([]),iter(()),iter({}),object(),type,Exception(),KeyError('a'),f.__code__,(lambda x:lambda:x)(1).__closure__[0],property(),classmethod(f),staticmethod(f),C().__init__,f.__get__(1),str.join,int.__add__,(1).__add__,C.__dict__,types.SimpleNamespace(),memoryview(b'a'),bytearray(),complex(1),enumerate([]),zip(),map(len,[]),reversed([]),int.__dict__['real'],list[int],int|str,NotImplemented,..., C.__dict__['__dict__'],super(C,C()),10**50, range(3).__iter__(), type(f)(f.__code__,{})):
    print(type(o).__name__, gc.is_tracked(o), end='; ')
print()
t=([],) ; 
print(gc.is_tracked((1,(2,3))), gc.is_tracked(tuple([1,2])))
tt=(1,(2,3)); gc.collect(); print(gc.is_tracked(tt)); d={'a':1,'b':(1,)}; print(gc.is_tracked(d)); d['c']=[]; print(gc.is_tracked(d))
err(gc.is_finalized, 1); err(gc.is_finalized)
class D:
    def __del__(s): 
        global k; k=s
D(); 
print(gc.is_finalized(k), gc.is_finalized(D))
err(gc.get_objects, 'x'); err(gc.get_objects, 3); print(type(gc.get_objects()), type(gc.get_objects(0)), len(gc.get_objects())>5)
l=[1,2]; m=[l]
print(l in gc.get_objects(), m in gc.get_referrers(l), gc.get_referents(m), gc.get_referents(1,'a'), gc.get_referents(m,{'x':l}), gc.get_referents({'x':1}), gc.get_referents((1,'a',None)), gc.get_referents(f)[:1] and len(gc.get_referents(C())), gc.get_referents())
print( type(gc.get_stats()), len(gc.get_stats()), sorted(gc.get_stats()[0]), gc.get_freeze_count(), gc.freeze(), gc.get_freeze_count()>100, gc.unfreeze(), gc.get_freeze_count())
def cb(phase, info): print(phase, sorted(info), info['generation'], 'collected' in info and info['collected']>=2, info['uncollectable'])
gc.callbacks.append(cb)
a=[];a.append(a); b=C();b.b=b; del a,b
print(gc.collect()); gc.collect(0)
def bad(p,i):
    raise ValueError('cb')
gc.callbacks[:]=[bad]
gc.collect()
gc.callbacks[:]=[]
gc.set_debug(gc.DEBUG_SAVEALL)
a=[];a.append(a); del a
print(gc.collect(), gc.garbage); gc.set_debug(0); gc.garbage.clear(); print(gc.collect())
print(gc.get_count()[1:], type(gc.get_count()))
print(gc.enable(), gc.disable(), gc.isenabled(), gc.enable())

"""The types of _pickle from outside: PickleBuffer, memo proxies, attributes and arguments."""
import pickle,io,sys
from pickle import PickleBuffer as PB
def e(f,*a,**k):
    try: r=f(*a,**k); print(r); return r
    except BaseException as x: print(type(x).__name__, x)
p=PB(bytearray(b"abc"))
print(PB.__doc__, PB.__module__, PB.__name__, pickle.PickleBuffer.__mro__)
print(p.raw(), p.raw().format, p.raw().shape, p.raw().readonly)
m=memoryview(p); print(m.obj is p, m.obj, m.tobytes()); 
e(p.release); e(p.release); e(p.raw); e(memoryview,p); e(pickle.dumps,p,5)
print(m.tobytes()); 
ba=bytearray(b"q"); q=PB(ba); e(ba.append,1); q.release(); e(ba.append,1); print(ba)
f=PB(memoryview(bytes(range(6))).cast('B',(2,3)))
print(f.raw().shape,f.raw().tobytes())
g=PB(memoryview(b"abcdef")[::2]); e(g.raw); print(memoryview(g).tobytes(), memoryview(g).shape)


e(lambda: q==q); e(lambda: PB(b"a")==PB(b"a"))
class S: pass
e(lambda: type("X",(PB,),{}))
e(lambda: f.__reduce_ex__(4)); 
e(lambda: setattr(f,'x',1))
print(PB.raw.__doc__, PB.release.__doc__)
print(bytes(PB(b"xyz")))
print(repr(PB.__new__.__doc__), PB.__new__.__text_signature__)
e(lambda: q.__buffer__(0)); e(lambda: f.__buffer__(0))
P=pickle.Pickler(io.BytesIO()); 
print(type(P.memo), type(P.memo).__module__, type(P.memo).__doc__, [ (n,getattr(P.memo,n).__doc__, getattr(P.memo,n).__text_signature__) for n in dir(P.memo) if not n.startswith('__')])
print(P.memo.__reduce__(), P.memo is P.memo); e(hash,P.memo); e(lambda: pickle.dumps(P.memo))
U=pickle.Unpickler(io.BytesIO()); print(type(U.memo), U.memo.copy(), U.memo.__reduce__(), type(U.memo).__doc__, [ (n,getattr(U.memo,n).__doc__) for n in dir(U.memo) if not n.startswith('__')])

e(lambda: setattr(P,'memo',U.memo)); e(lambda: setattr(U,'memo',P.memo)); e(lambda: delattr(P,'memo')); e(lambda: delattr(U,'memo'))
for v in ({'a':1},{-1:2},{2**70:1},5,{1.5:2}): e(lambda: setattr(U,'memo',v))
for v in ({'a':1},{1:(1,)},{1:(1,2,3)},{1:(2**70,1)},{1:[1,2]},{1:(-1,2)},{1:(1.5,2)}): e(lambda: setattr(P,'memo',v))
U.memo={5:'a',1:'b'}; print(U.memo.copy())
P.memo={1:(3,'zzz')}; print(P.memo.copy().values())
e(lambda: P.dispatch_table); P.dispatch_table={}; print(P.dispatch_table); del P.dispatch_table; e(lambda: P.dispatch_table); e(lambda: delattr(P,'dispatch_table'))
print(P.persistent_id); e(P.persistent_id,1); e(U.persistent_load,1); print(U.persistent_load)
e(lambda: setattr(P,"persistent_id",1)); e(lambda: delattr(P,"persistent_id")); e(lambda: setattr(P,"zzz",1)); e(lambda: delattr(P,"zzz"))
e(lambda: setattr(P,'xx',1)); e(lambda: P.__dict__)
e(lambda: setattr(U,"persistent_load",1))
try: del U.persistent_load
except Exception as x: print(x)
e(lambda: setattr(P,'reducer_override',1)); e(lambda: setattr(U,'find_class',1))
e(lambda: P.__init__(5)); e(lambda: P.__init__()); e(lambda: P.dump(3)); 
e(lambda: U.__init__(5)); e(lambda: U.load()); e(lambda: U.find_class(1,2)); e(lambda: U.find_class('a.b.c','x'))
e(lambda: U.find_class('copy_reg','_reconstructor')); e(lambda: U.find_class('__builtin__','xrange'))

e(pickle.Pickler); e(pickle.Pickler,io.BytesIO(),7); e(pickle.Pickler,io.BytesIO(),'x'); e(pickle.Pickler, io.BytesIO(), 3, True, print); e(pickle.Pickler, io.BytesIO(), 5, True, print); e(pickle.Pickler,file=io.BytesIO(),protocol=-5)
e(pickle.dumps,1,protocol=2**70); e(pickle.dumps,1,-2**70); e(pickle.dumps,1,True); e(pickle.dumps,1,None); e(pickle.dumps,1,1.0)
e(pickle.Unpickler,io.BytesIO(),encoding=1);e(pickle.Unpickler,io.BytesIO(),errors=None);e(pickle.Unpickler,io.BytesIO(),encoding=None); e(pickle.loads,b'N.',encoding='a\0b'); e(pickle.loads,b'N.',buffers=5); e(pickle.loads,b'N.',buffers=None); e(pickle.loads,b'N.',fix_imports=[]);

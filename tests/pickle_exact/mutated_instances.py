"""Instances whose attributes, dict or reducers change while or between they are written; nested and several picklers."""
import pickle, io, copyreg
def e(f,*a,**k):
    try: r=f(*a,**k); print(r)
    except BaseException as x: print(type(x).__name__, x)
class P: pass
class Adder:
    def __init__(s,o): s.o=o
    def __reduce__(s):
        s.o.extra=1
        return int,(3,)
for p in range(6):
    o=P(); o.a=1; o.b=Adder(o); e(pickle.dumps,o,p)
    o=P(); o.b=Adder(o); e(pickle.dumps,o,p)
class Dicter:
    def __init__(s,o): s.o=o
    def __reduce__(s): return dict,(s.o.__dict__,)
for p in range(6):
    o=P(); o.a=1; o.b=Dicter(o); o.c=2; e(pickle.dumps,[o,o.__dict__ if 0 else 1],p)
    o=P(); o.a=1; o.b=2; q=P(); q.d=Dicter(o); e(pickle.dumps,[o,q],p)
class Del:
    def __init__(s,o): s.o=o
    def __reduce__(s): del s.o.a; return int,(3,)
for p in range(6):
    o=P(); o.a=1; o.b=Del(o); o.c=2; e(pickle.dumps,o,p)
o=P(); o.__reduce_ex__=lambda p: (int,(5,)); e(pickle.dumps,o,2)
o=P(); o.__getstate__=lambda: {'z':1}; e(pickle.dumps,o,2)
o=P(); o.__dict__={}; e(pickle.dumps,o,2)
o=P(); o.__dict__[1]=2; o.__dict__['k']=3; e(pickle.dumps,o,2); print(vars(pickle.loads(pickle.dumps(o,2))))
o=P(); o.x=1; del o.x; e(pickle.dumps,o,2)
P.__reduce__=lambda s: (str,("r",)); e(pickle.dumps,o,2); del P.__reduce__; e(pickle.dumps,o,2)
copyreg.pickle(P,lambda s:(int,(9,))); e(pickle.dumps,[o,o],2); del copyreg.dispatch_table[P]; e(pickle.dumps,[o,P()],2)
print('__slotnames__' in vars(P), P.__slotnames__)
d1=pickle.dumps([o,P(),"x"],4); d2=pickle.dumps([o,P(),"x"],4); print(d1==d2)
pk=[pickle.Pickler(io.BytesIO(),2) for _ in range(3)]; s=["shared","q"]
for k in pk: k.dump(s)
for k in pk: k.dump(s); 
e(pickle.dumps,s,2)
class Nest:
    def __reduce__(s): pickle.dumps(s2,2); return list,(s2,)
s2=["in",["deep"]]; e(pickle.dumps,[s2,Nest(),s2],2)
class PP(pickle.Pickler):
    def persistent_id(s,o): return "id" if o=="x" else None
    def reducer_override(s,o):
        return (int,(1,)) if isinstance(o,P) else NotImplemented
b=io.BytesIO(); k=PP(b,4); k.dump([P(),"x",{"x":P()},int,("x",)]); print(b.getvalue())

"""Every function of operator, right and wrong arguments."""
import _operator, operator as o
from operator import *
def s(f,*a,**k):
    try: print(repr(f(*a,**k)))
    except BaseException as e: print(type(e).__name__, e)
for c in (itemgetter,attrgetter,methodcaller):
    for a in [(1,),('x',),('x',1),(1,2),('a.b','c'),('a.b',)]:
        s(c,*a)
        s(lambda: c(*a).__reduce__())
        s(lambda: c(*a)()); s(lambda: c(*a)(1,2)); s(lambda: c(*a)(x=1)); s(lambda: c(*a)('abc'))
    if c is not methodcaller: s(c,x=1); s(c); s(c,'x',y=1)
    print(c.__text_signature__, c('x').__text_signature__)
s(methodcaller('split',sep=','),'a,b'); print(methodcaller('f',1,a=2), methodcaller('f',a=2))
s(itemgetter(1,-1),'abc'); s(itemgetter(slice(1)),'abc'); s(itemgetter(0),(5,)); s(itemgetter(7),(5,)); s(itemgetter(0.5),(5,)); s(itemgetter('k'),{})
s(attrgetter('__class__.__name__'),1); s(attrgetter('x'),1); s(attrgetter('.x'),1); s(attrgetter('x.'),1); s(attrgetter(''),1); s(attrgetter('real','imag'),1)
for n in ['length_hint','index','countOf','indexOf','concat','iconcat','contains','truth','not_','is_','is_not','call','setitem','delitem','getitem','pow','ipow','add','iadd','abs','neg','inv','pos','matmul']:
    f=getattr(o,n)
    for a in [(),(1,),('ab',),(1,2),('ab','b'),([1],[2]),([1],2),(1,'x'),('x',-1),(b'a',b'a'),('a','a'),('a',b'a'),('\xe9','\xe9'),(1,2,3),([1,2],0,5),(None,),(1.5,),(iter(['a','b','c']),),(iter(['a','b','c']),5),(iter(['a','b','c']),'x'),(iter(['a','b','c']),'c'),(5,1.5),(5,'y')]:
        print(n,len(a),end=' '); s(f,*a)
    print(n,end=' '); s(f,1,k=1)
class L:
    def __init__(s,v): s.v=v
    def __length_hint__(s): return s.v
for v in (1,-1,'x',NotImplemented,2**70,True): s(length_hint,L(v)); s(length_hint,L(v),5)
class I:
    def __index__(s): return 7
s(index,I()); s(call,dict,a=1); s(call); s(call,print,1,2,sep='-'); s(_operator._compare_digest, bytearray(b'x'), memoryview(b'x')); s(_operator._compare_digest,'a',1)
s(lambda: itemgetter(1)==itemgetter(1))
s(lambda: setattr(itemgetter(1),'x',1))
class X(itemgetter.__class__): pass
s(lambda: type('S',(itemgetter,),{}))
s(lambda: methodcaller(1)); s(lambda: attrgetter(1)); s(lambda: attrgetter('a',1))
x=[]; x.append(itemgetter(x)); 
s(lambda: repr(x[0]))
s(indexOf,[1,2],3); s(countOf,[1,1,2],1); s(countOf,5,1)
import functools
import pickle
s(lambda: methodcaller('x',y=1).__reduce__())
for g in (itemgetter(1,2), attrgetter('a.b','c'), methodcaller('a',1), methodcaller('a',1,x=2), attrgetter('real')):
    for p in range(6): s(lambda: pickle.dumps(g,p))
s(lambda: pickle.loads(pickle.dumps(methodcaller('upper')))('x')); s(lambda: pickle.loads(pickle.dumps(methodcaller('split',sep=','))) ('a,b'))

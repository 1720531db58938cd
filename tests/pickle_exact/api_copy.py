"""copy and copyreg: what is copied how, replace(), reduce tuples, extension codes, slot names."""
import warnings, copy, copyreg, sys
warnings.simplefilter('ignore')
def t(label,f):
    try: r=f(); print(str(label).partition(' at 0x')[0], repr(r).partition(' at 0x')[0])
    except BaseException as e: print(str(label).partition(' at 0x')[0], type(e).__name__, str(e).partition(' at 0x')[0], repr(e.__cause__))
class A: pass
class S: __slots__=('x','__y','z')
class SD(S): pass
class C:
    def __copy__(self): return 'copied'
    def __deepcopy__(self,memo): return ('deep',len(memo))
class R:
    def __reduce__(self): return 'R'
class R2:
    def __init__(self,v=None): self.v=v
    def __reduce_ex__(self,p): return (R2,(p,),{'w':[1]})
class Neg:
    __deepcopy__=None; __copy__=None
class Lst(list): pass
class Dct(dict): pass
class Tup(tuple): pass
import collections, dataclasses, enum, fractions, datetime, re, types, weakref, operator, itertools
@dataclasses.dataclass
class D: a:int; b:list=dataclasses.field(default_factory=list)
Pt=collections.namedtuple('Pt','x y')
l=[1,[2]]
l.append(l)
a=A()
a.l=l
a.a=a
s=S()
s.x=[1]
s.z=a
objs=[None,1,1.5,2j,'s',b'b',bytearray(b'q'),(),(1,2),([1],),l,{1:[2]},{1},frozenset([1]),a,s,SD(),C(),R2(),Lst([1,[2]]),Dct(a=[1]),Tup(([1],)),int,A,len,t,types.SimpleNamespace(a=[1]),range(3),slice(1,2),...,NotImplemented,collections.OrderedDict(a=[1]),collections.defaultdict(list,a=[1]),collections.deque([[1]],3),collections.Counter('aab'),D(1,[2]),Pt(1,[2]),ValueError('x',[1]),enum.Enum('E','A B').A,fractions.Fraction(1,3),datetime.datetime(2020,1,1),re.compile('x'),property(len),weakref.ref(a),operator.attrgetter('a'),iter([1,2]),itertools.count(),memoryview(b'x'),(x for x in ()),sys,staticmethod(len),a.__init__,object(),type(None),list[int],int|str,super(A,a),sys.flags, R(), Neg()]
for o in objs:
    for f in (copy.copy,copy.deepcopy):
        def go():
            r=f(o); return (type(r).__name__, r is o)
        t((f.__name__,type(o).__name__),go)
m={}
r=copy.deepcopy(l,m)
t('memo',lambda:(len(m), r[2] is r, m[id(l)] is r, len(m[id(m)])))
t('memo hit',lambda:copy.deepcopy(l,{id(l):'hit'}))
t('nil',lambda:copy.deepcopy(l,None,[]))
t('tuple same',lambda:(lambda x:copy.deepcopy(x) is x)(((1,2),'a')))
t('replace',lambda:copy.replace(D(1),a=5))
t('replace',lambda:copy.replace(Pt(1,2),x=3))
t('replace',lambda:copy.replace(1))
t('replace',lambda:copy.replace(D(1),zz=5))
t('replace',lambda:copy.replace(Pt(1,2),z=3))
t('replace',lambda:copy.replace(types.SimpleNamespace(a=1),b=2))
t('replace',lambda:copy.replace(datetime.date(2020,1,1),year=1))
t('replace',lambda:copy.replace())
t('replace',lambda:copy.replace(D(1),5))
t('replace', lambda:copy.replace((lambda:0).__code__,co_name='q').co_name)
class Rp:
    def __replace__(self,/,**k): return k
t('replace',lambda:copy.replace(Rp(),obj=1,self=2))
for ret in (5,(),(1,),(print,),(A,()),(A,(),None),(A,(),5),(A,(),{'q':1}),(A,(),(None,{'q':2})),(A,(),({'q':1},{'w':2})),(Lst,(),None,iter([1,2])),(Dct,(),None,None,iter([(1,2)])),(A,(),None,iter([1])),(A,(),None,None,None,lambda o,s:o.__dict__.update(z=1)),(A,(),{'s':1},None,None,lambda o,s:o.__dict__.update(s)),'str',None,copyreg.__newobj__):
    class Q:
        def __reduce_ex__(self,p): return ret
    for f in (copy.copy,copy.deepcopy):
        t((f.__name__,),lambda:(lambda r:(type(r).__name__,getattr(r,'__dict__',None),list(r) if isinstance(r,(list,dict)) else ''))(f(Q())))
t('Error',lambda:(copy.Error,copy.error is copy.Error,copy.Error.__mro__))
t('cr',lambda:copyreg.pickle(5,6))
t('cr',lambda:copyreg.pickle(A,lambda o:(A,()),7))
t('cr',lambda:copyreg.constructor(5))
t('cr',lambda:copyreg.pickle(A,lambda o:(A,())))
t('cr',lambda:copy.copy(a))
del copyreg.dispatch_table[A]
for c in (0,-1,2**31,2**31-1,'x',1.5,None): t(('ext',c),lambda:copyreg.add_extension('m','n'+str(c),c))
t('ext',lambda:copyreg.add_extension('m','n2147483647',2**31-1))
t('ext',lambda:copyreg.add_extension('m','n2147483647',5))
t('ext',lambda:copyreg.add_extension('m','q',2**31-1))
t('ext',lambda:copyreg.remove_extension('m','q',5))
t('ext',lambda:copyreg.remove_extension('m','n2147483647',5))
t('ext',lambda:copyreg.remove_extension('m','n2147483647',2**31-1))
t('ext',lambda:copyreg._extension_registry)
t('ext',lambda:copyreg.clear_extension_cache())
t('slots',lambda:copyreg._slotnames(S))
t('slots',lambda:S.__slotnames__)
t('slots',lambda:copyreg._slotnames(SD))
t('slots',lambda:copyreg._slotnames(A))
t('slots',lambda:copyreg._slotnames(5))
class Sl: __slots__='only'
t('slots',lambda:copyreg._slotnames(Sl))
class Sl: __slots__=('__dict__','__weakref__','_p','__m__','__x')
t('slots',lambda:copyreg._slotnames(Sl))
class __U: __slots__=('__x',)
t('slots',lambda:copyreg._slotnames(__U))
t('new',lambda:copyreg.__newobj__(Lst))
t('new',lambda:copyreg.__newobj_ex__(Tup,((1,),),{}))
t('rec',lambda:copyreg._reconstructor(Lst,list,[1]))
t('rec',lambda:copyreg._reconstructor(A,object,None))
t('rec',lambda:copyreg._reconstructor(int,str,5))
t('rex',lambda:copyreg._reduce_ex(a,0)[1])
t('rex',lambda:copyreg._reduce_ex(a,2))
t('rex',lambda:copyreg._reduce_ex(s,1))
t('rex',lambda:copyreg._reduce_ex(Lst([1]),1))
t('rex',lambda:copyreg._reduce_ex(Tup((1,)),1))
t('rex',lambda:copyreg._reduce_ex(len,1))
t('rex',lambda:copyreg._reduce_ex([1],1))
t('rex', lambda:copyreg._reduce_ex((x for x in()),1))
t('sysrec',lambda:object.__reduce_ex__(s,2))
t('gs',lambda:s.__getstate__())

# Enumerations of every sort: members, lookups, mixed-in types, flags, errors.
import enum, pickle, copy
from enum import *
def err(f,*a,**k):
    try: print(repr(f(*a,**k)))
    except BaseException as e: print(type(e).__name__,e)
class Color(Enum):
    "doc"
    RED=1
    GREEN=2
    BLUE=auto()
    CRIMSON=1
print(list(Color), Color.CRIMSON, Color.RED.name, Color.BLUE.value, Color['RED'], Color(2), len(Color), Color.__members__, Color.RED in Color, 1 in Color, 'x' in Color)
err(Color,9); err(lambda: Color['X']); err(lambda: Color.X); err(lambda: setattr(Color,'RED',5)); err(lambda: delattr(Color,'RED')); err(lambda: Color.RED<Color.GREEN)
print(repr(Color), str(Color.RED), f'{Color.RED}', format(Color.RED,'>12'), hash(Color.RED)==hash('RED'), Color.RED is copy.deepcopy(Color.RED), bool(Color.RED), dir(Color.RED), dir(Color))
for p in range(6): print(p, pickle.dumps(Color.RED,p), pickle.loads(pickle.dumps(Color.RED,p)) is Color.RED)
err(lambda: type('X',(Color,),{}))
def sub():
    class X(Color): pass
err(sub)
class I(IntEnum):
    A=1; B=2
print(I.A+1, I.A<I.B, repr(I.A), str(I.A), f'{I.A:03}', I(1), I.A==1, isinstance(I.A,int), I.A.real, I['A'], '%d %s'%(I.A,I.A), [10,20][I.A], I.A|I.B, type(I.A|I.B), I.A.__class__)
class S(StrEnum):
    A=auto(); Bc=auto(); C='x'
print(S.A, repr(S.A), S.A.upper(), list(S), S('x'), f'{S.A}', S.A=='a')
def bads():
    class S(StrEnum): A=1
err(bads)
class F(Flag):
    R=auto(); W=auto(); X=auto(); RW=R|W
print(list(F), F.R|F.X, repr(F.R|F.W), F.RW, F(0), F(7), ~F.R, F.R&F.W, F.R^F.RW, bool(F(0)), F.R in F.RW, len(F.RW), list(F.RW), F.RW.name, (F.R|F.X).name, str(F(0)), F(5).value, F.R.__class__, 3 in F, 9 in F)
err(F,8); err(F,-1); err(F,'x'); err(lambda: F.R|1); err(lambda:'a' in F); err(lambda: 1 in F.R)
class IF(IntFlag):
    R=4; W=2; X=1
print(IF.R|IF.W, repr(IF.R|8), IF(15), ~IF.R, IF.R|1, IF.R+1, IF(-1), str(IF(8)), repr(IF(0)), IF.R==4, list(IF(15)), f'{IF.R|IF.X}', format(IF.R,'x'))
for b in (STRICT,CONFORM,EJECT,KEEP):
    class FB(Flag, boundary=b): A=1; B=2
    err(FB,5); err(FB,-2); print(repr(b))
@unique
class U(Enum): A=1;B=2
def u():
    @unique
    class U(Enum): A=1;B=1;C=1
err(u)
def v(*c):
    def f():
        @verify(*c)
        class V(Flag): A=1; C=4; D=12; E=9
    return f
err(v(CONTINUOUS)); err(v(NAMED_FLAGS)); err(v(UNIQUE))
def v2():
    @verify(CONTINUOUS)
    class V(IntEnum): A=1; B=5
err(v2)
class M(Enum):
    a=nonmember(5); 
    @member
    def f(self): return 1
    class Inner: pass
    b=member(lambda: 3)
    c=5
    @property
    def p(self): return self.value
    def meth(self): return self.name
print(M.a, M.f, list(M), M.c.p, M.c.meth(), M.Inner)
class G(Enum):
    @staticmethod
    def _generate_next_value_(name,start,count,last): return (name,start,count,list(last))
    A=auto(); B=auto()
print(list(G))
class Mi(Enum):
    A=1
    @classmethod
    def _missing_(cls,v):
        if v=='a': return cls.A
        if v=='bad': return 5
print(Mi('a')); err(Mi,'bad'); err(Mi,'q')
A=Enum('A','x y z'); print(list(A), A.__module__, A.x.value); B=Enum('B',{'p':1,'q':'s'}); print(list(B)); C=IntEnum('C',['a','b'],start=5,module='mm',qualname='Q.C'); print(list(C),C, C.__qualname__); D=Flag('D','a b c'); print(list(D)); err(Enum,'E',[('a',1,2)]); err(Enum,'x','mro'); err(Enum, 5)
class Planet(Enum):
    E=(1,2); M=(3,4)
    def __init__(self,a,b): self.a=a; self.b=b
print(Planet.E.a, Planet((3,4)), Planet.M.value, repr(Planet.E))
class New(Enum):
    def __new__(cls,v):
        o=object.__new__(cls); o._value_=v*2; return o
    A=1; B=2
print(New.A.value, New(4))
class Base(Enum):
    def hi(self): return 'hi '+self.name
class Der(Base): A=1
print(Der.A.hi(), Der.__mro__)
class D2(float, Enum): A=1.5
print(repr(D2.A), str(D2.A), f'{D2.A}', D2.A+1, D2(1.5), pickle.dumps(D2.A,2))
class T(tuple, Enum): A=(1,2)
print(repr(T.A), T.A[0])
class Dt(dict, Enum): pass
def dup():
    class X(Enum): A=1; A=2
err(dup)
def sunder():
    class X(Enum): _a_=1
err(sunder)
def mro():
    class X(Enum): mro=1
err(mro)
class Ig(Enum):
    _ignore_='tmp i'
    tmp=3
    for i in range(2): vars()['n%d'%i]=i
print(list(Ig))
class Ord(Enum):
    _order_='A B'
    A=1;B=2
def badord():
    class Ord(Enum):
        _order_='B A'
        A=1;B=2
err(badord)
class Al(Enum):
    A=1; B=2
    C=A
    _add_alias_ if 0 else None
Al.A._add_alias_('Z'); Al.A._add_value_alias_(77); print(Al.Z, Al(77)); err(lambda: Al.A._add_alias_('B'))
def bad_auto():
    class St(Enum):
        A='a'; B=auto()
err(bad_auto)

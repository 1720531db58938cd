# Global enums, simple enums, methods that classes bring along.
import enum
from enum import *
def err(f,*a,**k):
    try: print(repr(f(*a,**k)))
    except BaseException as e: print(type(e).__name__,e)
@global_enum
class Gl(Enum): GA=1; GB=2
print(repr(Gl.GA), str(Gl.GA), GA)
@global_enum
class GF(IntFlag): FA=1; FB=2
print(repr(FA|FB), str(FA|FB), repr(GF(8)), GF(0))
@enum._simple_enum(Enum)
class SE: A=1; B=2
print(list(SE), SE.A)
class W(Enum):
    A=1
    def __eq__(s,o): return NotImplemented
    def __hash__(s): return 5
print(hash(W.A), W.A==W.A)
class P(Enum):
    A=1
    @enum.property
    def x(self): return 'x'
print(P.A.x); err(lambda: P.x)
class PX(P.__base__):
    @enum.property
    def name2(self): return self._name_+'!'
class PY(PX): name2=1; B=2
print(PY.B.name2, PY.name2)
print(Flag.__doc__ and 1, EnumType is EnumMeta, enum.__all__)
class Fl(Flag):
    A=1; B=2; C=6
print(list(Fl), Fl.C, repr(Fl.C), repr(Fl(4)) if 0 else '', Fl.B|Fl.A, Fl._flag_mask_, Fl._singles_mask_, Fl._all_bits_)
err(Fl,4); print([m for m in Fl.__members__], Fl.C in Fl, Fl['C'])
class Wl(Flag):
    N=0; A=1
print(Wl.N, list(Wl), repr(Wl(0)), Wl(1), ~Wl.A, bool(Wl.N))
class Neg(IntFlag): A=1; B=-2
print(list(Neg), Neg.B.value)
err(lambda: Neg(-1))
class K(Flag, boundary=KEEP): A=1; B=4
print(repr(K(7)), K(7).name, K(2), ~K.A, list(K(7)), len(K(7)))
class Ei(Flag, boundary=EJECT): A=1
print(Ei(5), type(Ei(5)))
class Str(str, Enum):
    A='a'
print(str(Str.A), repr(Str.A), f'{Str.A}', Str.A=='a', Str('a'), '%s'%Str.A)
class In(int, Enum): A=1
print(str(In.A), f'{In.A}', repr(In.A))
class Int2(int, ReprEnum): A=1
print(str(Int2.A), repr(Int2.A), f'{Int2.A}')
print(Enum.__call__ if 0 else 1, len(Fl), reversed(Fl), list(reversed(Fl)), bool(Fl))
def f():
    class A(Enum):
        x = 1
        def x(self): pass
err(f)
def f():
    class A(Enum):
        x = auto(), 'doc'
        y = auto(), 'd2'
    return list(A)
err(f)
def f():
    class A(Enum):
        a='x'
        b=auto()
    return list(A)
err(f)
def f():
    class A(Flag):
        a=1.5
err(f)
def f():
    class A(Enum):
        a: int = 1
        b: str
    return list(A), A.__annotations__
err(f)
def f():
    class A(Enum):
        __slots__=('q',)
        a=1
    return A.a
err(f)
def f():
    class A(Enum):
        def __init__(self,*a): raise ValueError('init')
        a=1
err(f)
def f():
    class A(int, str, Enum): pass
err(f)
class Ab(Enum):
    def __str__(self): return 'S'+self.name
    def __format__(self,s): return 'F'+self.name
    a=1
print(str(Ab.a), f'{Ab.a}', repr(Ab.a))
class Rp(IntEnum):
    def __repr__(self): return 'R'
    a=1
print(Rp.a, repr(Rp.a))
import copy
print(copy.copy(Fl.A) is Fl.A, copy.deepcopy(Fl.A|Fl.B) is Fl(3))

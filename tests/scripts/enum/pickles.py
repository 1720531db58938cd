# Pickles of members by value and by name, text of number members, boundaries, checks, dir().
import copy
import enum
import pickle
import sys
from dataclasses import dataclass
from enum import *


def t(f, *args, **kwargs):
    try:
        print(repr(f(*args, **kwargs)))
    except Exception as e:
        print(type(e).__name__, e)


class Color(Enum):
    RED = 1
    GREEN = 'g'
    ALIAS = 1


class Num(IntEnum):
    ONE = 1
    TWO = 2


class Text(StrEnum):
    A = auto()
    B = 'b'


class Perm(Flag):
    R = auto()
    W = auto()
    RW = R | W


class IPerm(IntFlag):
    R = 4
    W = 2


class Named(Enum):
    __reduce_ex__ = pickle_by_enum_name
    A = object()


class Global(Enum):
    __reduce_ex__ = pickle_by_global_name
    GA = [1]


GA = Global.GA


class Float(float, Enum):
    HALF = 0.5


class Tup(tuple, Enum):
    P = (1, 2)


@dataclass
class Data:
    x: int
    y: str = 'y'


class Mixed(Data, Enum):
    M = 1, 'z'
    N = 2


class Holder:
    class Inner(Enum):
        X = 1


Func = Enum('Func', 'a b c')
Named2 = IntFlag('Named2', {'p': 1, 'q': 2})
for member in (Color.RED, Color.GREEN, Color.ALIAS, Num.ONE, Text.A, Text.B, Perm.R, Perm.RW, Perm.R | Perm.W,
               IPerm.R, IPerm.R | IPerm.W, IPerm(9), Named.A, Global.GA, Float.HALF, Tup.P, Mixed.M, Holder.Inner.X,
               Func.b, Named2.q, Color, Perm):
    for protocol in range(6):
        try:
            data = pickle.dumps(member, protocol)
        except Exception as e:
            print(member, protocol, type(e).__name__, e)
            continue
        print(member, protocol, data, pickle.loads(data) is member)
    print(copy.copy(member) is member, copy.deepcopy(member) is member)
print('-- text')
for member in (Color.RED, Num.ONE, Text.A, Perm.RW, IPerm.R, IPerm.R | IPerm.W, IPerm(0), IPerm(9), Float.HALF, Tup.P,
               Mixed.M, Mixed.N, Func.a):
    print(str(member), repr(member), f'{member}', '%s' % (member,), ascii(member))
    print(*dir(member))
print(f'{Num.ONE:>5}|{Num.TWO:x}|{IPerm.R:04b}|{Text.A:>4}|{Float.HALF:>10}|{Color.RED:>12}')
print('-- boundaries')
for boundary in (STRICT, CONFORM, EJECT, KEEP):
    class F(Flag, boundary=boundary):
        A = 1
        B = 4
        C = 16

    class I(IntFlag, boundary=boundary):
        A = 1
        B = 4

    for value in (0, 1, 2, 5, 7, 21, 32, -1, -2, -8, 100, 'x', 1.5):
        t(F, value)
        t(I, value)
    t(lambda: ~F.A)
    t(lambda: ~I.A)
    t(lambda: I.A | 2)
    t(lambda: I.A ^ I.B)
    t(lambda: F.A | 1)
    t(lambda: list(F(5)))
    print(repr(boundary), F._boundary_, F._flag_mask_, F._singles_mask_, F._all_bits_)
print('-- checks')


def check(*checks, kind=Enum, **members):
    return verify(*checks)(kind('V', members))


t(check, UNIQUE, A=1, B=1)
t(check, UNIQUE, A=1, B=2)
t(check, CONTINUOUS, kind=IntEnum, A=1, B=4)
t(check, CONTINUOUS, kind=IntEnum, A=1, B=2)
t(check, CONTINUOUS, kind=Flag, A=1, B=8)
t(check, NAMED_FLAGS, kind=Flag, A=1, B=6)
t(check, NAMED_FLAGS, kind=Flag, A=1, B=6, C=12)
t(check, NAMED_FLAGS, kind=Flag, A=1, B=2, C=3)
t(check, CONTINUOUS, UNIQUE, kind=IntEnum, A=1, B=1, C=9)
t(unique, Enum('U', {'a': 1, 'b': 1, 'c': 1}))
t(lambda: [c for c in EnumCheck])
t(lambda: [b for b in FlagBoundary])
print('-- helpers')
for n in (0, 1, 5, 10, -1, -5, -10, ~10):
    print(enum.bin(n), enum.bin(n, 8), enum._high_bit(n) if n > 0 else '')
t(enum.show_flag_values, 13)
t(enum.show_flag_values, Perm.RW)
for name in ('__a__', '_a_', '__a', '_a', 'a', '____', '__', '_C__a', '_C__a_', '_C__a__'):
    print(name, enum._is_dunder(name), enum._is_sunder(name), enum._is_private('C', name))
t(lambda: EnumType._convert_.__name__)
sys.modules['fake'] = type(sys)('fake')
sys.modules['fake'].__dict__.update(X_A=1, X_B=2, Y=3)
t(lambda: IntEnum._convert_('Conv', 'fake', lambda n: n.startswith('X_')))
t(lambda: sys.modules['fake'].X_A)
t(lambda: list(sys.modules['fake'].Conv))


@enum._simple_enum(Enum)
class Simple:
    A = auto()
    B = auto()


class Checked(Enum):
    A = auto()
    B = auto()


t(lambda: list(Simple))
t(lambda: Simple.A.value)
t(lambda: repr(auto()))
t(lambda: auto(5).value)
t(lambda: Color.RED == 1)
t(lambda: Num.ONE == 1)
t(lambda: Text.A == 'a')
t(lambda: Color.__members__)
t(lambda: [(n, m.name) for n, m in Color.__members__.items()])
t(lambda: Color['ALIAS'])
t(lambda: 1 in Color)
t(lambda: 'nope' in Color)
t(lambda: [] in Color)
t(lambda: Enum('Empty', []))
t(lambda: Enum('Dup', 'a a'))
t(lambda: Enum('Mod', 'a', module='m', qualname='Q.Mod').a.__class__.__qualname__)
t(lambda: Enum('Typed', {'a': 1}, type=int).a + 1)
t(lambda: Enum('Start', 'a b', start=10).b.value)
t(lambda: Enum())
t(lambda: Enum('X'))
t(lambda: Color(1, 2))
t(lambda: Color())

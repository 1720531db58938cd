"""`__class__` and `__bases__` assigned from each of many classes to each other: which layouts fit, and what is said of the rest."""

import collections
import enum
import types
import weakref


class A:
    pass


class B:
    pass


class S1:
    __slots__ = ('a',)


class S2:
    __slots__ = ('a',)


class S3:
    __slots__ = ('b',)


class S4:
    __slots__ = ('a','b')


class S5:
    __slots__ = ('b','a')


class S1d(S1):
    pass


class S2d(S2):
    pass


class S1e(S1):
    __slots__ = ()


class S0:
    __slots__ = ()


class S0b:
    __slots__ = ()


class SD:
    __slots__ = ('__dict__',)


class SW:
    __slots__ = ('__weakref__',)


class SDW:
    __slots__ = ('__dict__','__weakref__')


class SaD:
    __slots__ = ('a','__dict__')


class SaD2:
    __slots__ = ('__dict__','a')


class L1(list):
    pass


class L2(list):
    pass


class L3(list):
    __slots__ = ()


class L4(list):
    __slots__ = ('x',)


class D1(dict):
    pass


class I1(int):
    pass


class I2(int):
    pass


class I3(int):
    __slots__ = ()


class T1(tuple):
    pass


class T2(tuple):
    __slots__ = ()


class E1(Exception):
    pass


class E2(Exception):
    pass


class E3(ValueError):
    pass


class E4(OSError):
    pass


class E5(Exception):
    __slots__ = ('q',)


class M1(types.ModuleType):
    pass


class M2(types.ModuleType):
    __slots__ = ('x',)


class M3(types.ModuleType):
    __slots__ = ()


class Meta1(type):
    pass


class Meta2(type):
    pass


class C1(metaclass=Meta1):
    pass


class F1(float):
    pass


class St(str):
    pass


class Sub(A):
    pass


class SubS(A):
    __slots__ = ('z',)


class SubS2(A):
    __slots__ = ('z',)


class SubS0(A):
    __slots__ = ()


class P(property):
    pass


class Col(enum.Enum):
    R = 1


class NT(collections.namedtuple('NT','a b')):
    pass


class NT2(collections.namedtuple('NT2','a b')):
    __slots__ = ()


class Gen: 
    __slots__=('a',)
    def __init_subclass__(cls): pass
class W(weakref.ref):
    pass


class BA(bytearray):
    pass


class OD(collections.OrderedDict):
    pass


class DD(collections.defaultdict):
    pass


class DQ(collections.deque):
    pass


class By(bytes):
    pass


def made(c):
    """An instance, or None where it takes more than a few arguments."""
    if issubclass(c, type):
        return c("X", (), {})
    if issubclass(c, enum.Enum):
        return c.R
    for arguments in ((), ("m",), (1, 2), (A(),)):
        try:
            return c(*arguments)
        except TypeError:
            pass
    return None


cs = [v for v in list(globals().values()) if isinstance(v,type)] + [int,list,dict,object,type,str,types.ModuleType,types.FunctionType,property,Exception,ValueError,OSError,float,tuple,set,types.SimpleNamespace,collections.OrderedDict]


def answers(what, change):
    """For each class the others that it can change to, and how often each refusal was heard of the rest."""
    heard = collections.Counter()
    for a in cs:
        fitting = []
        for b in cs:
            try:
                change(a, b)
                fitting.append(b.__name__)
            except Exception as e:
                text = f"{type(e).__name__}: {e}"
                for c, name in ((b, "B"), (a, "A")):
                    for shown in (f"{c.__module__}.{c.__name__}", c.__name__):
                        text = text.replace(f"'{shown}'", f"'{name} {len(shown)}'" if "." in shown else f"'{name}'")
                heard[text] += 1
        print(what, a.__name__, *fitting)
    for text, times in sorted(heard.items()):
        print(what, times, text)


def set_class(a, b):
    made(a).__class__ = b


def set_bases(a, b):
    type("Q", (a,), {}).__bases__ = (b,)


answers("class", set_class)
answers("bases", set_bases)
for bad in (1, None, "x", A()):
    try:
        A().__class__ = bad
    except Exception as e:
        print(type(e).__name__, str(e).split(" at 0x")[0])
try:
    del A().__class__
except Exception as e:
    print(type(e).__name__, e)

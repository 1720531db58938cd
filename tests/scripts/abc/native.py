import _abc, abc
from abc import ABC, ABCMeta, abstractmethod


def err(f, *a):
    try:
        print(repr(f(*a)))
    except BaseException as e:
        print(type(e).__name__, e)


class A(ABC):
    @abstractmethod
    def f(self): ...

    @property
    @abstractmethod
    def p(self): ...

    @classmethod
    @abstractmethod
    def c(cls): ...


print(sorted(A.__abstractmethods__), type(A.__abstractmethods__).__name__, type(A._abc_impl))
err(A)


class B(A):
    f = 1


err(B)
B.p = B.c = 2
err(B)
abc.update_abstractmethods(B)
print(B.__abstractmethods__, isinstance(B(), A), issubclass(B, A), issubclass(int, A))


class One(A):
    f = p = 1


err(One)
# registration, tokens and caches
token = abc.get_cache_token()
print(A.register(int) is int, abc.get_cache_token() == token + 1, isinstance(5, A), isinstance(True, A), issubclass(bool, A))
print(A.register(bool), abc.get_cache_token() == token + 1)
err(A.register, 5)
err(A.register, A)


class Sub(A):
    pass


err(Sub.register, A)
err(issubclass, 5, A)
err(isinstance, 5)
registry, cache, negative, version = _abc._get_dump(A)
print([r() for r in registry], sorted(r().__name__ for r in cache), len(negative), type(version))
isinstance("", A)
print([r() for r in _abc._get_dump(A)[2]])
_abc._reset_registry(A)
print(_abc._get_dump(A)[0], isinstance(5, A))
_abc._reset_caches(A)
print(_abc._get_dump(A)[1:3], isinstance(5, A))
# hooks


class Hooked(ABC):
    answer = NotImplemented
    calls = []

    @classmethod
    def __subclasshook__(cls, C):
        cls.calls.append(C.__name__)
        return cls.answer


print(issubclass(int, Hooked), issubclass(int, Hooked), Hooked.calls)
Hooked.answer = True
print(issubclass(str, Hooked), isinstance("", Hooked), Hooked.calls)
Hooked.answer = False


class Derived(Hooked):
    pass


_abc._reset_caches(Hooked)
print(issubclass(Derived, Hooked), Hooked.calls)
Hooked.answer = 5
_abc._reset_caches(Hooked)
err(issubclass, Derived, Hooked)
Hooked.answer = NotImplemented


class Claims:
    __class__ = property(lambda self: int)


class N(ABC):
    pass


N.register(int)
print(isinstance(Claims(), N), isinstance(Claims(), ABC), isinstance(5, N))
# chains of registrations


class X(ABC): pass
class Y(ABC): pass
class Z: pass
X.register(Y)
Y.register(Z)
print(issubclass(Z, X), isinstance(Z(), X), issubclass(Y, X))


class X2(X): pass
class W: pass
X2.register(W)
print(issubclass(W, X), issubclass(W, X2), issubclass(Z, X2))
err(_abc._abc_init, 5)
err(_abc._abc_subclasscheck, int, int)
err(_abc._abc_instancecheck, int, 5)


class Bad(ABC): pass
Bad._abc_impl = 3
err(isinstance, 5, Bad)
err(Bad.register, int)


class Meta(ABCMeta):
    def __subclasses__(cls):
        return 5


class M(metaclass=Meta): pass
err(issubclass, int, M)


class Meta2(ABCMeta):
    def __subclasscheck__(cls, sub):
        return "yes" if sub is str else ""


class M2(metaclass=Meta2): pass
print(isinstance("", M2), isinstance(5, M2), issubclass(str, M2), _abc._abc_instancecheck(M2, ""), _abc._abc_instancecheck(M2, 5))


class Weird:
    class __isabstractmethod__:
        def __bool__(self): raise ValueError("truth")
    __isabstractmethod__ = __isabstractmethod__()


err(lambda: ABCMeta("Q", (), {"w": Weird()}))
err(lambda: ABCMeta("Q", (), {}, x=1))
print(repr(ABC._abc_impl)[:27], abc.ABCMeta.__mro__)
err(type(A._abc_impl))
match Z():
    case [*_]: print("seq")
    case {}: print("map")
    case _: print("neither")
from _collections_abc import Sequence
class Child(Z): pass
Sequence.register(Z)
match Z():
    case [*_]: print("seq")
    case _: print("neither")

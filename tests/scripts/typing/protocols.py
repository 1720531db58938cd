# Protocols, run-time checks, abstract methods.
import abc
import collections.abc
from typing import *


def t(f, *args, **kwargs):
    try:
        print(repr(f(*args, **kwargs)))
    except Exception as e:
        print(type(e).__name__, e)


T = TypeVar('T')


class Meth(Protocol):
    def m(self) -> int: ...


@runtime_checkable
class RMeth(Protocol):
    def m(self) -> int: ...


@runtime_checkable
class Data(Protocol):
    x: int

    def m(self): ...


@runtime_checkable
class Prop(Protocol):
    @property
    def p(self): ...


class Impl:
    x = 1
    p = 2

    def m(self): return 1


class Partial:
    def m(self): return 1


class NoneM:
    m = None


class Inst:
    def __init__(self):
        self.x = 1
        self.m = lambda: 1
        self.p = 1


class Explicit(Meth):
    pass


class Gen(Protocol[T]):
    def get(self) -> T: ...


@runtime_checkable
class Both(RMeth, Collection, Protocol):
    extra: int


class Concrete(RMeth):
    def m(self): return 5


class Abstract(Protocol):
    @abc.abstractmethod
    def need(self): ...


class HalfDone(Abstract):
    pass


class WithInit(Protocol):
    def __init__(self, a):
        self.a = a


class FromInit(WithInit):
    pass


PROTOS = (Meth, RMeth, Data, Prop, Gen, Both, Abstract, WithInit, Protocol, Sized, Iterable, SupportsInt, SupportsAbs,
          collections.abc.Hashable)
for proto in PROTOS:
    print('--', proto, is_protocol(proto))
    t(lambda: sorted(get_protocol_members(proto)))
    for value in (Impl(), Partial(), NoneM(), Inst(), Explicit(), Concrete(), 1, [], Meth):
        t(lambda: isinstance(value, proto))
    for cls in (Impl, Partial, NoneM, Inst, Explicit, Concrete, int, list, 1, Meth):
        t(lambda: issubclass(cls, proto))
    t(lambda: proto())
    t(lambda: proto[int])
    t(lambda: proto._is_protocol)
    t(lambda: proto._is_runtime_protocol)
    t(lambda: proto.__protocol_attrs__ == get_protocol_members(proto))
t(lambda: Explicit().m())
t(lambda: HalfDone())
t(lambda: FromInit(3).a)
t(lambda: Concrete().m())
t(lambda: Gen[int])
t(lambda: Gen.__parameters__)
t(lambda: isinstance(1, Gen[int]))
t(lambda: runtime_checkable(int))
t(lambda: runtime_checkable(Explicit))
t(lambda: runtime_checkable(Protocol))
t(lambda: type('X', (Protocol, int), {}))


def bad():
    class X(Protocol, Impl):
        pass


def bad2():
    class X(Protocol[T], Generic[T]):
        pass


def bad3():
    class X(Protocol[T], Protocol):
        pass


t(bad)
t(bad2)
t(bad3)


class Sub[X](Protocol):
    def f(self) -> X: ...


t(lambda: Sub[int])
t(lambda: Sub.__mro__)
t(lambda: Sub.__bases__)
t(lambda: Sub.__orig_bases__)


class Extra(Gen[T], Protocol):
    def other(self): ...


class ExtraImpl(Extra[int]):
    def get(self): return 1


t(lambda: sorted(get_protocol_members(Extra)))
t(lambda: ExtraImpl.__mro__)
t(lambda: ExtraImpl.__parameters__)
t(lambda: ExtraImpl().get())
t(lambda: is_protocol(ExtraImpl))


@runtime_checkable
class Dyn(Protocol):
    def quack(self): ...


class Duck:
    def __getattr__(self, name):
        return 1


t(lambda: isinstance(Duck(), Dyn))
Dyn.register(Duck)
t(lambda: isinstance(Duck(), Dyn))
t(lambda: issubclass(Duck, Dyn))


class Raises(Protocol):
    class D:
        def __get__(self, *a): raise ValueError('no')
    d = D()


t(lambda: runtime_checkable(Raises))
for proto, values in {SupportsInt: (1, 'x', 1.5), SupportsFloat: (1, 'x'), SupportsComplex: (1, 1j),
                      SupportsBytes: (b'', 1), SupportsIndex: (1, 1.5), SupportsAbs: (1, 'x'),
                      SupportsRound: (1, 'x')}.items():
    print(proto.__name__, [isinstance(v, proto) for v in values], sorted(proto.__protocol_attrs__),
          proto.__abstractmethods__)
t(lambda: SupportsAbs[int])
t(lambda: SupportsAbs.__type_params__)
t(lambda: IO[str])
t(lambda: TextIO.__mro__)
t(lambda: sorted(n for n in dir(IO) if not n.startswith('_')))
t(lambda: sorted(n for n in vars(TextIO) if not n.startswith('_')))
t(lambda: IO.read.__annotations__)

# User-defined generic classes.
import copy
import pickle
import typing
from typing import *


def t(f, *args, **kwargs):
    try:
        print(repr(f(*args, **kwargs)))
    except Exception as e:
        print(type(e).__name__, e)


T = TypeVar('T')
S = TypeVar('S')
D = TypeVar('D', default=int)
P = ParamSpec('P')
PD = ParamSpec('PD', default=[int, str])
Ts = TypeVarTuple('Ts')
TsD = TypeVarTuple('TsD', default=Unpack[Tuple[int, str]])


class A(Generic[T]):
    x: T

    def __init__(self, x=None):
        self.x = x


class B(A[T], Generic[T, S]):
    pass


class C(A[int]):
    pass


class E(Generic[T, P]):
    pass


class F(Generic[P]):
    pass


class G(Generic[T, *Ts]):
    pass


class H(Generic[T, D]):
    pass


class I(Generic[*Ts, P]):
    pass


class J(Generic[T, PD]):
    pass


class K(Generic[T, *TsD]):
    pass


class L[X, *Y, **Z]:
    pass


CLASSES = (A, B, C, E, F, G, H, I, J, K, L)
ARGS = [int, (int, str), (), 'Fwd', None, [int, str], (int, [str, bool]), (int, ...), (int, str, bool),
        (int, Concatenate[int, P]), T, (T, S), 5, (int, *tuple[int, ...]), Any, (Ts,), (*Ts,)]
for cls in CLASSES:
    print('--', cls, cls.__parameters__, getattr(cls, '__orig_bases__', None), cls.__mro__)
    for args in ARGS:
        t(lambda: cls[args])

print('-- errors of definitions')


def define(*bases, **kw):
    import types
    return types.new_class('X', bases, kw)


t(lambda: define(Generic))
t(lambda: define(Generic[T], Generic[S]))
t(lambda: define(A[T], Generic[S]))
t(lambda: define(Generic[T, T]))
t(lambda: define(Generic[int]))
t(lambda: define(Generic[D, T]))
t(lambda: define(Generic[TsD, T]))
t(lambda: define(Generic[T], A[S]))
t(lambda: define(A[T], B[T, S]))
t(lambda: define(A[T][int]))
t(lambda: Generic[T][int])
t(lambda: type(Generic[T]()))
t(lambda: Protocol[T][int])
t(lambda: C[int])
t(lambda: A[int][str])
t(lambda: Generic['T'])
t(lambda: Generic[()])
t(lambda: Generic)
t(lambda: Generic[*Ts])
t(lambda: Generic[Ts])

print('-- instances')
t(lambda: A[int](5).x)
t(lambda: A[int](5).__orig_class__)
t(lambda: A(5).__orig_class__)
t(lambda: A[int].x)
t(lambda: setattr(A[int], 'y', 3))
t(lambda: A.y)
t(lambda: isinstance(A(), A[int]))
t(lambda: issubclass(B, A))
t(lambda: issubclass(B, A[int]))
t(lambda: A[int] == A[int])
t(lambda: A[int] is A[int])
t(lambda: A[T][int] == A[int])
t(lambda: A[A[T]][int])
t(lambda: B[T, int][str])
t(lambda: B[List[T], Dict[T, S]][int, str])
t(lambda: B[T, T][int])
t(lambda: A[int].__parameters__)
t(lambda: A[B[T, S]].__parameters__)
t(lambda: A[int].__module__)
t(lambda: A[int].__name__)
t(lambda: A[int] | None)
t(lambda: A | None)
t(lambda: A[lambda: 3].__args__[0].__name__)
t(lambda: E[int, P][[str]])
t(lambda: E[int, [T]][str])
t(lambda: E[T, [T, S]][int, str])
t(lambda: F[[T, S]][int, str])
t(lambda: F[P][int, str])
t(lambda: F[P][[int, str]])
t(lambda: F[P][...])
t(lambda: E[T, Concatenate[int, P]][str, [bool]])
t(lambda: G[T, *Ts][int, str, bool])
t(lambda: G[int, *Ts][()])
t(lambda: H[T, D][str])
t(lambda: K[int].__args__)
t(lambda: J[int].__args__)


class Slots(Generic[T]):
    __slots__ = ('a',)


t(lambda: type(Slots[int]()))
for value in (A[int], B[int, str], A[T], E[int, [str]], E[int, ...], L[int, [str]]):
    for protocol in range(6):
        assert pickle.loads(pickle.dumps(value, protocol)) == value
    assert copy.deepcopy(value) == value
    print(pickle.dumps(value))
instance = A[int](3)
print(pickle.dumps(instance))
print(pickle.loads(pickle.dumps(instance)).__dict__)


class Hook(Generic[T]):
    def __init_subclass__(cls, **kw):
        print('hook', cls.__name__, kw)
        super().__init_subclass__()


class Hooked(Hook[int], a=1):
    pass


class Own:
    def __class_getitem__(cls, item):
        return f'{cls.__name__}[{item}]'


t(lambda: Own[int])
print('-- new syntax')


class N[T: int, *Us, **Q](A[T], metaclass=type):
    def m[V](self, v: V) -> tuple[T, V]:
        return T.__bound__, V

    class Inner[W]:
        pair = (T, W)


print(N.__type_params__, N.__parameters__, N.__orig_bases__, N.__mro__)
print(N().m(1), N.Inner.pair, N.Inner.__type_params__)
t(lambda: N[int, str, [bool]])
t(lambda: type('X', (N[int, str, [bool]],), {}))


def func[T: (int, str) = int, *Us = *tuple[int, ...], **Q = [int]](a: T, *args: *Us, **kw: Q.kwargs) -> T:
    return T, Us, Q


for p in func.__type_params__:
    print(p, type(p), p.__default__, p.has_default(), p.__module__)
print(func.__annotations__, func(1))
type Rec[T] = T | list[Rec[T]]
print(Rec, Rec[int], Rec.__value__, Rec[int].__value__, Rec.__parameters__, Rec[int].__origin__, Rec[int].__args__)
type Var[*Us, **Q] = Callable[Q, tuple[*Us]]
print(Var.__value__, Var.__parameters__, Var[int, str, [bool]])
print(Rec | int, int | Rec, Optional[Rec], Rec[int] | None)
try:
    class Clash[T](Generic[T]):
        pass
except TypeError as e:
    print(e)
try:
    class Cross[T](A[S]):
        pass
except TypeError as e:
    print(e)


def outer[T]():
    class Local[S]:
        type Both = tuple[T, S]

        def m(self):
            return T, S, __class__
    return Local


local = outer()
print(local.Both.__value__, local().m(), local.Both.__qualname__ if hasattr(local.Both, '__qualname__') else '-')

# Aliases of library classes, and substitution in them.
import collections
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
Ts = TypeVarTuple('Ts')
NAMES = [n for n in typing.__all__ if type(getattr(typing, n)).__name__.endswith('Alias')
         or type(getattr(typing, n)).__name__ in ('_TupleType', '_CallableType')]
print(len(NAMES))
for name in NAMES:
    alias = getattr(typing, name)
    print(name, alias, alias.__origin__, alias._name, type(alias).__name__, alias.__doc__.split('\n')[0])
    t(lambda: alias[int])
    t(lambda: alias[int, str])
    t(lambda: alias[int, str, bool])
    t(lambda: alias[()])
    t(lambda: alias[1])
    t(lambda: alias[T, S])
    t(lambda: alias[T])
    t(lambda: pickle.loads(pickle.dumps(alias)) is alias)
    t(lambda: copy.copy(alias) is alias)
    t(lambda: alias | int)
    t(lambda: alias.__parameters__)
    t(lambda: alias.__args__)
    t(lambda: alias.__name__ + alias.__qualname__ + alias.__module__)
for name in ('List', 'Dict', 'Set', 'FrozenSet', 'Deque', 'DefaultDict', 'OrderedDict', 'Counter', 'ChainMap', 'Type',
             'Tuple'):
    alias = getattr(typing, name)
    t(lambda: alias())
    t(lambda: alias[int]())
    t(lambda: alias[int, str]())
t(lambda: isinstance([], List))
t(lambda: isinstance([], List[int]))
t(lambda: issubclass(list, List))
t(lambda: issubclass(list, Sequence))
t(lambda: issubclass(List, Sequence))
t(lambda: issubclass(List[int], Sequence))
t(lambda: List[T][int])
t(lambda: List[T][int][str])
t(lambda: List[int][str])
t(lambda: Dict[T, List[S]][int, str])
t(lambda: Dict[T, List[S]][int])
t(lambda: Dict[T, T][int])
t(lambda: Dict[T, T][int, str])
t(lambda: Dict[T, List[T]].__parameters__)
t(lambda: List[int] == List[int])
t(lambda: List[int] is List[int])
t(lambda: List[int] == list[int])
t(lambda: hash(List[int]) == hash(List[int]))
t(lambda: List['Fwd'])
t(lambda: List[None])
t(lambda: List[...])
t(lambda: List[ClassVar])
t(lambda: List[ClassVar[int]])
t(lambda: List[Final[int]])
t(lambda: List[Generic])
t(lambda: List[Generic[T]])
t(lambda: List[Protocol])
t(lambda: List[Optional])
t(lambda: List[Any])
t(lambda: List[Self])
t(lambda: List[Never])
t(lambda: List[LiteralString])
t(lambda: List[TypeAlias])
t(lambda: List[(int, str)])
t(lambda: List[(int,),])
t(lambda: List[[int]])
t(lambda: List[lambda: 1].__args__[0].__name__)
t(lambda: Tuple[int, ...])
t(lambda: Tuple[...])
t(lambda: Tuple[int, str, ...])
t(lambda: Tuple[()])
t(lambda: Tuple[()].__args__)
t(lambda: Tuple[T, ...][int])
t(lambda: Tuple[1])
t(lambda: Tuple[(1,),])
t(lambda: isinstance((), Tuple))
t(lambda: List[int].append)
t(lambda: List[int].nope)
t(lambda: List[int].__nope__)
t(lambda: List[int].__origin__)
t(lambda: List[int].__class__)
t(lambda: List[int].__module__)
t(lambda: List[int].__doc__)
t(lambda: list(List[int]))
t(lambda: list(List))
t(lambda: [*Dict[int, str]])
t(lambda: 'append' in dir(List[int]))
t(lambda: sorted(set(dir(List[int])) - set(dir(list))))
t(lambda: Type[int]())
t(lambda: Type[Union[int, str]])
t(lambda: Generator[int])
t(lambda: Generator[int, str])
t(lambda: AsyncGenerator[int])
t(lambda: ContextManager[int])
t(lambda: AsyncContextManager[int, bool])
t(lambda: Coroutine[int])
t(lambda: Hashable[int])
t(lambda: Pattern[str])
t(lambda: Match[bytes])
t(lambda: typing.re)
t(lambda: List[T] | None)
t(lambda: None | List[T])
t(lambda: (List[T] | None)[int])
t(lambda: List[D][()])
t(lambda: Dict[T, D][int])
t(lambda: Dict[D, T])
t(lambda: Dict[T, D].__parameters__)


class MyList(List[int]):
    pass


class MyDict(Dict[T, S]):
    pass


class Both(Dict[T, int], Generic[T]):
    pass


class Multi(List[T], Sized, Hashable):
    pass


for cls in (MyList, MyDict, Both, Multi):
    print(cls.__bases__, cls.__mro__, cls.__orig_bases__, cls.__parameters__)
t(lambda: MyList[int])
t(lambda: MyDict[int, str])
t(lambda: MyDict[int])
t(lambda: MyDict[int, str]().__orig_class__)
t(lambda: MyDict[int, S][str])
t(lambda: isinstance(MyDict(), Mapping))
for value in (List[int], Dict[str, List[T]], Tuple[int, ...], Tuple[()], MyDict[int, str], Optional[MyList],
              Type[int], Deque[int], Counter[T]):
    for protocol in range(6):
        assert pickle.loads(pickle.dumps(value, protocol)) == value, value
    assert copy.copy(value) == value and copy.deepcopy(value) == value
    print(pickle.dumps(value))
print('-- get_origin and get_args')
for tp in (List, List[int], list[int], Dict[int, str], Union[int, str], int | str, Optional[int], Callable,
           Callable[[int], str], Generic, Generic[T], Protocol, Protocol[T], MyDict, MyDict[int, str], int, None, 'x',
           Literal[1], ClassVar[int], Final[int], P.args, P.kwargs, P, T, Annotated[int, 1], Tuple[int, ...],
           tuple[()], Unpack[Ts], Required[int], collections.deque[int], Type[int]):
    print(get_origin(tp), get_args(tp))

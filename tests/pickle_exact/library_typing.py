import collections.abc
import copy
import pickle
import types
import typing
from typing import *

from library_parts import done, survey

T = TypeVar("T")
K = TypeVar("K", int, str)
B = TypeVar("B", bound=int)
D = TypeVar("D", default=int)
Co = TypeVar("Co", covariant=True)
P = ParamSpec("P")
Ts = TypeVarTuple("Ts")
UserId = NewType("UserId", int)
type Alias = list[int]
type Generic1[X] = dict[str, X]


class Box(Generic[T]):
    pass


class Proto(Protocol):
    def f(self): ...


class New[Q, *R, **S]:
    pass


for value in (
    list[int], dict[str, int], tuple[int, ...], tuple[()], list[T], type[int], set["x"], frozenset[list[int]], collections.abc.Callable[[int, str], float], collections.abc.Callable[..., int],
    collections.abc.Iterable[T], collections.deque[int], collections.OrderedDict[str, int], int | str, int | None, int | list[str], int | T, types.GenericAlias(list, (int,)),
    tuple[*tuple[int, ...]], tuple[*Ts], list[list[list[int]]], type[int] | None, collections.abc.Callable[[], int], collections.abc.Callable[[T], T], collections.abc.Callable[P, int],
):
    survey(f"builtin {value!r}", value)
for value in (
    List, List[int], Dict, Dict[str, int], Tuple, Tuple[int, ...], Tuple[()], Callable, Callable[[int], str], Callable[..., Any], Callable[P, T], Optional[int], Union[int, str], Union[int, "F"],
    Any, NoReturn, Never, Self, LiteralString, ClassVar, ClassVar[int], Final, Final[int], Literal, Literal[1, "a", None], Annotated[int, "m", 5], Type, Type[int], Iterable[int], Iterator[T], Generator[int, str, None],
    Mapping[str, int], Deque[int], DefaultDict[int, str], Counter[int], ChainMap[int, str], OrderedDict[int, str], Pattern, Pattern[str], Match[bytes], ContextManager[int], AsyncIterator[int], Awaitable[int], Coroutine[int, int, int],
    Generic, Generic[T], Protocol, Protocol[T], Box, Box[int], Box[T], Proto, Concatenate[int, P], TypeGuard[int], TypeIs[int], Unpack[Ts], Required[int], NotRequired[int], ReadOnly[int], ForwardRef("x"),
    ForwardRef("y", is_argument=False, module="m"), Text, Hashable, Sized, AnyStr, SupportsInt, SupportsIndex, IO, IO[str], TextIO, BinaryIO, NamedTuple, TypedDict, TypeAlias, Concatenate, Unpack, Union, Optional, Annotated,
):
    survey(f"typing {value!r}", value)
for value in T, K, B, D, Co, P, Ts, P.args, P.kwargs, UserId, Alias, Generic1, Generic1[int], Alias.__value__, New, New[int, str, [int]], New.__type_params__[0], New.__type_params__[1], New.__type_params__[2], NoDefault:
    survey(f"variable {value!r}", value)
survey("shared", [T, T, List[T], Dict[str, T], list[T]])
for value in Box[int], List[int], int | str, list[int], Callable[[int], str], T, UserId, Optional[int], Literal[1], Annotated[int, 5], Generic1[int]:
    for method, args in ("__reduce__", ()), ("__reduce_ex__", (2,)), ("__reduce_ex__", (4,)):
        try:
            print(method, args, getattr(value, method)(*args))
        except Exception as error:
            print(method, args, value, type(error).__name__, error)
    try:
        print(copy.copy(value) == value, copy.deepcopy(value) == value, copy.copy(value) is value)
    except Exception as error:
        print(type(error).__name__, error)
for name in sorted(set(typing.__all__)):
    # The deprecated one keeps when it goes.
    survey(f"name {name}", getattr(typing, name), *[repr] * (name == "ByteString"))
for name in sorted(set(types.__all__)):
    survey(f"types.{name}", getattr(types, name))
for name in sorted(set(collections.abc.__all__)):
    survey(f"abc {name}", getattr(collections.abc, name))
done()

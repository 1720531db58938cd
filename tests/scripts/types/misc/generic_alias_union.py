def err(f, *args, **kwargs):
    """Call and print the result or the error."""
    try:
        print(repr(f(*args, **kwargs)))
    except BaseException as e:
        print(f"{type(e).__name__}: {e}")

import types
from typing import List, Optional, TypeVar, Union

T = TypeVar("T")
a = list[int]
print(a, a.__origin__, a.__args__, a.__parameters__, list[T], list[T][str], dict[T, int][str], list[T].__parameters__, a == list[int], a != list[str], hash(a) == hash(list[int]), a(), a([1]), a.__name__, a.append.__name__, repr(list["str"]), list[...], list[()], list[int, str], tuple[T, ...][int], a.__mro_entries__(()), isinstance(a, types.GenericAlias), type(a) is types.GenericAlias, a.__class__, dir(a)[:0])
err(lambda: a[int])
err(lambda: list[T][int, str])
err(lambda: dict[T, T][()])
err(lambda: isinstance([], a))
err(lambda: issubclass(list, a))
err(lambda: a.missing)
err(setattr, a, "x", 1)
err(types.GenericAlias)
err(types.GenericAlias, 5)
print(types.GenericAlias(5, (1,)), [*tuple[int]], (*tuple[int, str],)[0].__unpacked__ if hasattr(tuple[int], "__unpacked__") else "")
u = int | str
print(u, u.__args__, u == str | int, int | int, int | str | int, int | None, None | int, (int | str) | float, hash(u) == hash(str | int), isinstance(1, u), issubclass(int, u), int | list[str], repr(int | None), type(u), int | T, u | None, list[int] | None, (int | T)[str], (int | T).__parameters__)
err(lambda: int | 5)
err(lambda: "a" | int)
err(lambda: None | None)
err(lambda: u[int])
err(lambda: u())
err(lambda: isinstance(1, int | list[int]))
err(types.UnionType)
print(List[int], Optional[int], Union[int, str], Union[int, str] == (int | str), T, repr(type[int]), frozenset[int], type(int | "fwd") if False else "")

"""Functions on functions (mirrors Lib/functools.py)."""
__all__ = ['update_wrapper', 'wraps', 'WRAPPER_ASSIGNMENTS', 'WRAPPER_UPDATES', 'total_ordering', 'cache',
           'cmp_to_key', 'lru_cache', 'reduce', 'partial', 'partialmethod', 'singledispatch', 'singledispatchmethod',
           'cached_property']

from abc import get_cache_token
from collections import namedtuple
from reprlib import recursive_repr
from types import GenericAlias
from _thread import RLock
from _functools import _lru_cache_wrapper, cmp_to_key, partial, reduce

WRAPPER_ASSIGNMENTS = ('__module__', '__name__', '__qualname__', '__doc__', '__annotations__', '__type_params__')
WRAPPER_UPDATES = ('__dict__',)


_absent = object()


def update_wrapper(wrapper, wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """Update a wrapper function to look like the wrapped function"""
    for name in assigned:
        value = getattr(wrapped, name, _absent)
        if value is not _absent:
            setattr(wrapper, name, value)
    for name in updated:
        getattr(wrapper, name).update(getattr(wrapped, name, {}))
    wrapper.__wrapped__ = wrapped
    return wrapper


def wraps(wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """Decorator factory to apply update_wrapper() to a wrapper function"""
    return partial(update_wrapper, wrapped=wrapped, assigned=assigned, updated=updated)


def _ordering(name, root, negate, extra):
    """The comparison `name` out of the comparison `root`; `extra` is 'and' (not equal), 'or' (equal) or nothing."""
    def method(self, other):
        result = getattr(type(self), root)(self, other)
        if result is NotImplemented:
            return result
        if negate:
            result = not result
        if extra == 'and':
            return result and self != other
        if extra == 'or':
            return result or self == other
        return result

    # Pickles name it so.
    method.__name__ = method.__qualname__ = f'_{name[2:4]}_from_{root[2:4]}'
    base = f'({"not " if negate else ""}a {_SYMBOLS[root]} b)'
    more = {'and': ' and (a != b)', 'or': ' or (a == b)', '': ''}[extra]
    method.__doc__ = f'Return a {_SYMBOLS[name]} b.  Computed by @total_ordering from {base}{more}.'
    globals()[method.__name__] = method
    return name, method


_SYMBOLS = {'__lt__': '<', '__le__': '<=', '__gt__': '>', '__ge__': '>='}
_convert = {
    root: [_ordering(name, root, negate, extra) for name, negate, extra in rows]
    for root, rows in {
        '__lt__': [('__gt__', True, 'and'), ('__le__', False, 'or'), ('__ge__', True, '')],
        '__le__': [('__ge__', True, 'or'), ('__lt__', False, 'and'), ('__gt__', True, '')],
        '__gt__': [('__lt__', True, 'and'), ('__ge__', False, 'or'), ('__le__', True, '')],
        '__ge__': [('__le__', True, 'or'), ('__gt__', False, 'and'), ('__lt__', True, '')],
    }.items()
}


def total_ordering(cls):
    """Class decorator that fills in missing ordering methods"""
    own = [name for name in _convert if getattr(cls, name, None) is not getattr(object, name, None)]
    if not own:
        raise ValueError('must define at least one ordering operation: < > <= >=')
    # The rest follow from the first there is.
    for name, method in _convert[own[0]]:
        if name in own:
            continue
        method.__name__ = name
        setattr(cls, name, method)
    return cls


class partialmethod:
    """Method descriptor with partial application of the given arguments"""

    def __init__(self, func, /, *args, **keywords):
        if not callable(func) and not hasattr(func, "__get__"):
            raise TypeError("{!r} is not callable or a descriptor".format(func))
        if isinstance(func, partialmethod):
            self.func, self.args = func.func, func.args + args
            self.keywords = {**func.keywords, **keywords}
        else:
            self.func, self.args, self.keywords = func, args, keywords

    def __repr__(self):
        cls = type(self)
        parts = [repr(self.func), *map(repr, self.args), *(f"{k}={v!r}" for k, v in self.keywords.items())]
        return f"{cls.__module__}.{cls.__qualname__}({', '.join(parts)})"

    def _make_unbound_method(self):
        def _method(cls_or_self, /, *args, **keywords):
            return self.func(cls_or_self, *self.args, *args, **{**self.keywords, **keywords})
        _method.__isabstractmethod__ = self.__isabstractmethod__
        _method.__partialmethod__ = self
        return _method

    def __get__(self, obj, cls=None):
        get = getattr(self.func, "__get__", None)
        if get is not None:
            new_func = get(obj, cls)
            if new_func is not self.func:
                result = partial(new_func, *self.args, **self.keywords)
                try:
                    result.__self__ = new_func.__self__
                except AttributeError:
                    pass
                return result
        return self._make_unbound_method().__get__(obj, cls)

    @property
    def __isabstractmethod__(self):
        return getattr(self.func, "__isabstractmethod__", False)

    __class_getitem__ = classmethod(GenericAlias)


def _unwrap_partial(func):
    while isinstance(func, partial):
        func = func.func
    return func


def _unwrap_partialmethod(func):
    while True:
        method = getattr(func, "__partialmethod__", None)
        if isinstance(method, partialmethod):
            func = method
        elif isinstance(func, (partialmethod, partial)):
            func = func.func
        else:
            return func


_CacheInfo = namedtuple("CacheInfo", ["hits", "misses", "maxsize", "currsize"])


class _HashedSeq(list):
    """This class guarantees that hash() will be called no more than once"""
    __slots__ = 'hashvalue'

    def __init__(self, tup, hash=hash):
        self[:] = tup
        self.hashvalue = hash(tup)

    def __hash__(self):
        return self.hashvalue


_kwd_mark = object()


def _make_key(args, kwds, typed):
    """Make a cache key from optionally typed positional and keyword arguments"""
    key = args
    if kwds:
        key += (_kwd_mark,)
        for item in kwds.items():
            key += item
    if typed:
        key += tuple(type(v) for v in args) + tuple(type(v) for v in kwds.values())
    elif len(key) == 1 and type(key[0]) in (int, str):
        return key[0]
    return _HashedSeq(key)


def lru_cache(maxsize=128, typed=False):
    """Least-recently-used cache decorator."""
    if isinstance(maxsize, int):
        maxsize = max(maxsize, 0)
    elif callable(maxsize) and isinstance(typed, bool):
        return _cached(maxsize, 128, typed)
    elif maxsize is not None:
        raise TypeError('Expected first argument to be an integer, a callable, or None')
    return lambda user_function: _cached(user_function, maxsize, typed)


def _cached(user_function, maxsize, typed):
    wrapper = _lru_cache_wrapper(user_function, maxsize, typed, _CacheInfo)
    wrapper.cache_parameters = lambda: {'maxsize': maxsize, 'typed': typed}
    return update_wrapper(wrapper, user_function)


def cache(user_function, /):
    """Simple lightweight unbounded cache.  Sometimes called "memoize"."""
    return lru_cache(maxsize=None)(user_function)


def _c3_merge(sequences):
    """Merges MROs in *sequences* to a single MRO using the C3 algorithm."""
    result = []
    while sequences := [s for s in sequences if s]:
        for seq in sequences:
            candidate = seq[0]
            if not any(candidate in other[1:] for other in sequences):
                break
        else:
            raise RuntimeError('Inconsistent hierarchy')
        result.append(candidate)
        for seq in sequences:
            if seq[0] is candidate:
                del seq[0]
    return result


def _c3_mro(cls, abcs=None):
    # The class's linearization with the given ABCs put where their implicit subclasses end.
    """Computes the method resolution order using extended C3 linearization."""
    boundary = next((len(cls.__bases__) - i for i, base in enumerate(reversed(cls.__bases__))
                     if hasattr(base, '__abstractmethods__')), 0)
    abcs = list(abcs) if abcs else []
    explicit, other = list(cls.__bases__[:boundary]), list(cls.__bases__[boundary:])
    implied = [base for base in abcs
               if issubclass(cls, base) and not any(issubclass(b, base) for b in cls.__bases__)]
    for base in implied:
        abcs.remove(base)
    parents = [_c3_mro(base, abcs=abcs) for base in explicit + implied + other]
    return _c3_merge([[cls], *parents, explicit, implied, other])


def _compose_mro(cls, types):
    """Calculates the method resolution order for a given class *cls*."""
    bases = set(cls.__mro__)

    def is_related(typ):
        return (typ not in bases and hasattr(typ, '__mro__') and not isinstance(typ, GenericAlias)
                and issubclass(cls, typ))

    types = [n for n in types if is_related(n)]
    types = [n for n in types if not any(n is not other and n in other.__mro__ for other in types)]
    type_set, mro = set(types), []
    for typ in types:
        found = [[s for s in sub.__mro__ if s in type_set] for sub in typ.__subclasses__()
                 if sub not in bases and issubclass(cls, sub)]
        if not found:
            mro.append(typ)
            continue
        found.sort(key=len, reverse=True)
        for sub in found:
            for subcls in sub:
                if subcls not in mro:
                    mro.append(subcls)
    return _c3_mro(cls, abcs=mro)


def _find_impl(cls, registry):
    """Returns the best matching implementation from *registry* for type *cls*."""
    order = iter(_compose_mro(cls, registry.keys()))
    match = next((kind for kind in order if kind in registry), None)
    rival = next(order, None)
    # Two ABCs that do not know of each other may both claim the class.
    if rival in registry and not {match, rival}.intersection(cls.__mro__) and not issubclass(match, rival):
        raise RuntimeError(f"Ambiguous dispatch: {match} or {rival}")
    return registry.get(match)


def _is_union_type(cls):
    from types import UnionType
    if isinstance(cls, UnionType):
        return True
    import sys
    typing = sys.modules.get('typing')
    return typing is not None and typing.get_origin(cls) is typing.Union


def _is_valid_dispatch_type(cls):
    return isinstance(cls, type) or _is_union_type(cls) and all(isinstance(arg, type) for arg in cls.__args__)


def singledispatch(func):
    """Single-dispatch generic function decorator."""
    import types
    import weakref
    registry, dispatch_cache, cache_token = {}, weakref.WeakKeyDictionary(), None

    def dispatch(cls):
        """The implementation that serves `cls`."""
        nonlocal cache_token
        if cache_token is not None:
            current = get_cache_token()
            if cache_token != current:
                dispatch_cache.clear()
                cache_token = current
        try:
            return dispatch_cache[cls]
        except KeyError:
            impl = registry.get(cls) or _find_impl(cls, registry)
            dispatch_cache[cls] = impl
            return impl

    def register(cls, func=None):
        """Register an implementation: register(cls, func), @register(cls) or @register over annotations."""
        nonlocal cache_token
        if _is_valid_dispatch_type(cls):
            if func is None:
                return lambda f: register(cls, f)
        else:
            if func is not None:
                raise TypeError(f"Invalid first argument to `register()`. {cls!r} is not a class or union type.")
            cls, func = _annotated_class(cls), cls
        for target in cls.__args__ if _is_union_type(cls) else (cls,):
            registry[target] = func
        if cache_token is None and hasattr(cls, '__abstractmethods__'):
            cache_token = get_cache_token()
        dispatch_cache.clear()
        return func

    def wrapper(*args, **kw):
        if not args:
            raise TypeError(f'{funcname} requires at least 1 positional argument')
        return dispatch(args[0].__class__)(*args, **kw)

    funcname = getattr(func, '__name__', 'singledispatch function')
    registry[object] = func
    wrapper.register = register
    wrapper.dispatch = dispatch
    wrapper.registry = types.MappingProxyType(registry)
    wrapper._clear_cache = dispatch_cache.clear
    update_wrapper(wrapper, func)
    return wrapper


def _annotated_class(func):
    if not getattr(func, '__annotations__', {}):
        raise TypeError(f"Invalid first argument to `register()`: {func!r}. Use either `@register(some_class)` or "
                        f"plain `@register` on an annotated function.")
    from typing import get_type_hints
    argname, cls = next(iter(get_type_hints(func).items()))
    if not _is_valid_dispatch_type(cls):
        if _is_union_type(cls):
            raise TypeError(f"Invalid annotation for {argname!r}. {cls!r} not all arguments are classes.")
        raise TypeError(f"Invalid annotation for {argname!r}. {cls!r} is not a class.")
    return cls


class singledispatchmethod:
    """Single-dispatch generic method descriptor."""

    def __init__(self, func):
        if not callable(func) and not hasattr(func, "__get__"):
            raise TypeError(f"{func!r} is not callable or a descriptor")
        self.dispatcher = singledispatch(func)
        self.func = func

    def register(self, cls, method=None):
        """generic_method.register(cls, func) -> func"""
        return self.dispatcher.register(cls, func=method)

    def __get__(self, obj, cls=None):
        dispatch = self.dispatcher.dispatch
        funcname = getattr(self.func, '__name__', 'singledispatchmethod method')

        def _method(*args, **kwargs):
            for first in args:
                method = dispatch(first.__class__)
                return method.__get__(obj, cls)(*args, **kwargs)
            raise TypeError(f'{funcname} requires at least 1 positional argument')

        _method.__isabstractmethod__ = self.__isabstractmethod__
        _method.register = self.register
        update_wrapper(_method, self.func)
        return _method

    @property
    def __isabstractmethod__(self):
        return getattr(self.func, '__isabstractmethod__', False)


_NOT_FOUND = object()


class cached_property:
    # A property computed once and kept in the instance's `__dict__`.

    def __init__(self, func):
        self.func = func
        self.attrname = None
        self.__doc__ = func.__doc__
        self.__module__ = func.__module__

    def __set_name__(self, owner, name):
        known = self.attrname
        if known is not None and known != name:
            raise TypeError(f"Cannot assign the same cached_property to two different names ({known!r} and {name!r}).")
        self.attrname = name

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        if self.attrname is None:
            raise TypeError("Cannot use cached_property instance without calling __set_name__ on it.")
        try:
            cache = instance.__dict__
        except AttributeError:
            raise TypeError(f"No '__dict__' attribute on {type(instance).__name__!r} instance to cache "
                            f"{self.attrname!r} property.") from None
        value = cache.get(self.attrname, _NOT_FOUND)
        if value is _NOT_FOUND:
            value = self.func(instance)
            try:
                cache[self.attrname] = value
            except TypeError:
                raise TypeError(f"The '__dict__' attribute on {type(instance).__name__!r} instance does not support "
                                f"item assignment for caching {self.attrname!r} property.") from None
        return value

    __class_getitem__ = classmethod(GenericAlias)

"""Checks of type arguments and what else all of `typing` shares."""
import functools
import sys
import types

from _typing import Generic, ParamSpec

# What is defined here belongs to `typing`, for reprs and pickles.
__name__ = 'typing'

_cleanups = []
_caches = {}


def _tp_cache(func=None, /, *, typed=False):
    """Remember the results of a subscription; arguments without a hash are no mistake here."""
    def decorator(func):
        remembered = _caches[func] = functools.lru_cache(typed=typed)(func)
        _cleanups.append(remembered.cache_clear)

        @functools.wraps(func)
        def subscribe(*args, **kwds):
            try:
                return remembered(*args, **kwds)
            except TypeError:
                # What the function itself raises it will raise again, and outside of here.
                pass
            return func(*args, **kwds)

        return subscribe

    return decorator if func is None else decorator(func)


def _is_dunder(attr):
    return attr.startswith('__') and attr.endswith('__')


def _typing():
    """The `typing` module, which imports this one."""
    return sys.modules['typing']


def _type_convert(arg, module=None, *, allow_special_forms=False):
    if arg is None:
        return type(None)
    if isinstance(arg, str):
        return _typing().ForwardRef(arg, module=module, is_class=allow_special_forms)
    return arg


def _type_check(arg, msg, is_argument=True, module=None, *, allow_special_forms=False):
    """Return `arg` as a type, or raise the TypeError that says why it is none."""
    typing = _typing()
    refused = (Generic, typing.Protocol)
    if not allow_special_forms:
        refused += (typing.ClassVar, typing.Final) if is_argument else (typing.ClassVar,)
    arg = _type_convert(arg, module=module, allow_special_forms=allow_special_forms)
    if isinstance(arg, typing._GenericAlias) and arg.__origin__ in refused:
        raise TypeError(f"{arg} is not valid as type argument")
    if arg in (typing.Any, typing.LiteralString, typing.NoReturn, typing.Never, typing.Self, typing.TypeAlias):
        return arg
    if allow_special_forms and arg in (typing.ClassVar, typing.Final):
        return arg
    if isinstance(arg, typing._SpecialForm) or arg in (Generic, typing.Protocol):
        raise TypeError(f"Plain {arg} is not valid as type argument")
    if type(arg) is tuple:
        raise TypeError(f"{msg} Got {arg!r:.100}.")
    return arg


def _type_repr(obj):
    """How a type argument is shown: classes by their qualified names."""
    if isinstance(obj, tuple):
        return '[' + ', '.join(map(_type_repr, obj)) + ']'
    if isinstance(obj, type) and not isinstance(obj, types.GenericAlias):
        return obj.__qualname__ if obj.__module__ == 'builtins' else f'{obj.__module__}.{obj.__qualname__}'
    if obj is ...:
        return '...'
    return obj.__name__ if isinstance(obj, types.FunctionType) else repr(obj)


def _is_typevar_like(x):
    return isinstance(x, (_typing().TypeVar, ParamSpec)) or _is_unpacked_typevartuple(x)


def _is_unpacked_typevartuple(x):
    return not isinstance(x, type) and getattr(x, '__typing_is_unpacked_typevartuple__', False)


def _is_param_expr(arg):
    """Whether `arg` can stand for the parameters of a callable."""
    return arg is ... or isinstance(arg, (tuple, list, ParamSpec, _typing()._ConcatenateGenericAlias))


def _collect_type_parameters(args, *, enforce_default_ordering=True):
    """The type parameters within `args`, each once, in order."""
    found = []
    seen_default = seen_tuple = False

    def add(param):
        if param not in found:
            found.append(param)

    for arg in args:
        if isinstance(arg, type):
            continue
        if isinstance(arg, tuple):
            for inner in _collect_type_parameters(arg):
                add(inner)
        elif hasattr(arg, '__typing_subst__'):
            if arg not in found and enforce_default_ordering:
                if seen_tuple and arg.has_default():
                    raise TypeError('Type parameter with a default follows TypeVarTuple')
                if arg.has_default():
                    seen_default = True
                elif seen_default:
                    raise TypeError(f'Type parameter {arg!r} without a default follows type parameter with a default')
            add(arg)
        else:
            seen_tuple = seen_tuple or _is_unpacked_typevartuple(arg)
            for inner in getattr(arg, '__parameters__', ()):
                add(inner)
    return tuple(found)


def _spread(arg):
    inner = getattr(arg, '__typing_unpacked_tuple_args__', None)
    if inner is None or any(last is ... for last in inner[-1:]):
        return arg,
    return inner


def _unpack_args(*args):
    """`args` with unpacked tuples of known length spread out."""
    return [part for arg in args for part in _spread(arg)]


def _deduplicate(params, *, unhashable_fallback=False):
    try:
        return dict.fromkeys(params)
    except TypeError:
        if not unhashable_fallback:
            raise
    kept = []
    for param in params:
        if param not in kept:
            kept.append(param)
    return kept


def _remove_dups_flatten(parameters):
    """The members of a union, those of unions among them spread out, each once."""
    flat = []
    for param in parameters:
        flat.extend(param.__args__ if isinstance(param, (_typing()._UnionGenericAlias, types.UnionType)) else (param,))
    return tuple(_deduplicate(flat, unhashable_fallback=True))


def _value_and_type_iter(params):
    return ((p, type(p)) for p in params)

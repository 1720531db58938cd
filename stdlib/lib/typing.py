"""
The typing module: Support for gradual typing as defined by PEP 484 and subsequent PEPs.

Its parts: `_typing_check` (checks of arguments), `_typing_alias` (what subscriptions give), `_typing_forms` (special
forms), `_typing_generic`, `_typing_protocol`, `_typing_protocols` (those of the library), `_typing_hints`
(annotations at run time), `_typing_records` (NamedTuple and TypedDict); here are the aliases of library classes and
what helps type checkers.
"""
import collections
import collections.abc
import copyreg
import functools
import operator
import sys
import types
from abc import ABCMeta, abstractmethod
from collections import defaultdict
from types import GenericAlias

from _typing import (
    Generic,
    NoDefault,
    ParamSpec,
    ParamSpecArgs,
    ParamSpecKwargs,
    TypeAliasType,
    TypeVar,
    TypeVarTuple,
    _idfunc,
)
from _typing_check import (
    _caches,
    _cleanups,
    _collect_type_parameters,
    _deduplicate,
    _is_dunder,
    _is_param_expr,
    _is_typevar_like,
    _is_unpacked_typevartuple,
    _remove_dups_flatten,
    _tp_cache,
    _type_check,
    _type_convert,
    _type_repr,
    _unpack_args,
    _value_and_type_iter,
)
from _typing_alias import (
    _AnnotatedAlias,
    _BaseGenericAlias,
    _CallableGenericAlias,
    _CallableType,
    _ConcatenateGenericAlias,
    _DeprecatedGenericAlias,
    _Final,
    _GenericAlias,
    _LiteralGenericAlias,
    _NotIterable,
    _SpecialForm,
    _SpecialGenericAlias,
    _TupleType,
    _TypedCacheSpecialForm,
    _TypingEllipsis,
    _UnionGenericAlias,
    _UnpackGenericAlias,
    _make_union,
)
from _typing_forms import (
    Annotated,
    Any,
    ClassVar,
    Concatenate,
    Final,
    Literal,
    LiteralString,
    Never,
    NoReturn,
    NotRequired,
    Optional,
    ReadOnly,
    Required,
    Self,
    TypeAlias,
    TypeGuard,
    TypeIs,
    Union,
    Unpack,
    _AnyMeta,
)
from _typing_generic import (
    _check_generic_specialization,
    _generic_class_getitem,
    _generic_init_subclass,
    _paramspec_prepare_subst,
    _paramspec_subst,
    _typevar_subst,
    _typevartuple_prepare_subst,
)
from _typing_protocol import (
    EXCLUDED_ATTRIBUTES,
    Protocol,
    _ProtocolMeta,
    _SPECIAL_NAMES,
    _TYPING_INTERNALS,
    _get_protocol_attrs,
    _no_init_or_replace_init,
    _proto_hook,
    get_protocol_members,
    is_protocol,
    runtime_checkable,
)
from _typing_hints import (
    ForwardRef,
    _allowed_types,
    _eval_type,
    _sentinel,
    _strip_annotations,
    get_args,
    get_origin,
    get_type_hints,
)
from _typing_records import (
    NamedTuple,
    NamedTupleMeta,
    TypedDict,
    _NamedTuple,
    _TypedDict,
    _TypedDictMeta,
    _caller,
    is_typeddict,
)
from _typing_protocols import (
    AnyStr,
    BinaryIO,
    IO,
    SupportsAbs,
    SupportsBytes,
    SupportsComplex,
    SupportsFloat,
    SupportsIndex,
    SupportsInt,
    SupportsRound,
    TextIO,
)

__all__ = [
    'Annotated', 'Any', 'Callable', 'ClassVar', 'Concatenate', 'Final', 'ForwardRef', 'Generic', 'Literal',
    'Optional', 'ParamSpec', 'Protocol', 'Tuple', 'Type', 'TypeVar', 'TypeVarTuple', 'Union',
    'AbstractSet', 'ByteString', 'Container', 'ContextManager', 'Hashable', 'ItemsView', 'Iterable', 'Iterator',
    'KeysView', 'Mapping', 'MappingView', 'MutableMapping', 'MutableSequence', 'MutableSet', 'Sequence', 'Sized',
    'ValuesView', 'Awaitable', 'AsyncIterator', 'AsyncIterable', 'Coroutine', 'Collection', 'AsyncGenerator',
    'AsyncContextManager', 'Reversible', 'SupportsAbs', 'SupportsBytes', 'SupportsComplex', 'SupportsFloat',
    'SupportsIndex', 'SupportsInt', 'SupportsRound', 'ChainMap', 'Counter', 'Deque', 'Dict', 'DefaultDict',
    'List', 'OrderedDict', 'Set', 'FrozenSet', 'NamedTuple', 'TypedDict', 'Generator', 'BinaryIO', 'IO', 'Match',
    'Pattern', 'TextIO', 'AnyStr', 'assert_type', 'assert_never', 'cast', 'clear_overloads',
    'dataclass_transform', 'final', 'get_args', 'get_origin', 'get_overloads', 'get_protocol_members',
    'get_type_hints', 'is_protocol', 'is_typeddict', 'LiteralString', 'Never', 'NewType', 'no_type_check',
    'no_type_check_decorator', 'NoDefault', 'NoReturn', 'NotRequired', 'overload', 'override', 'ParamSpecArgs',
    'ParamSpecKwargs', 'ReadOnly', 'Required', 'reveal_type', 'runtime_checkable', 'Self', 'Text',
    'TYPE_CHECKING', 'TypeAlias', 'TypeGuard', 'TypeIs', 'TypeAliasType', 'Unpack',
]

WrapperDescriptorType = types.WrapperDescriptorType
MethodWrapperType = types.MethodWrapperType
MethodDescriptorType = types.MethodDescriptorType

copyreg.pickle(ParamSpecArgs, lambda half: (ParamSpecArgs, (half.__origin__,)))
copyreg.pickle(ParamSpecKwargs, lambda half: (ParamSpecKwargs, (half.__origin__,)))

# Type variables that the aliases below and users' code share.
T = TypeVar('T')
KT = TypeVar('KT')
VT = TypeVar('VT')
T_co = TypeVar('T_co', covariant=True)
V_co = TypeVar('V_co', covariant=True)
VT_co = TypeVar('VT_co', covariant=True)
T_contra = TypeVar('T_contra', contravariant=True)
CT_co = TypeVar('CT_co', covariant=True, bound=type)

Text = str
TYPE_CHECKING = False

_alias = _SpecialGenericAlias
Hashable = _alias(collections.abc.Hashable, 0)
Awaitable = _alias(collections.abc.Awaitable, 1)
Coroutine = _alias(collections.abc.Coroutine, 3)
AsyncIterable = _alias(collections.abc.AsyncIterable, 1)
AsyncIterator = _alias(collections.abc.AsyncIterator, 1)
Iterable = _alias(collections.abc.Iterable, 1)
Iterator = _alias(collections.abc.Iterator, 1)
Reversible = _alias(collections.abc.Reversible, 1)
Sized = _alias(collections.abc.Sized, 0)
Container = _alias(collections.abc.Container, 1)
Collection = _alias(collections.abc.Collection, 1)
Callable = _CallableType(collections.abc.Callable, 2)
AbstractSet = _alias(collections.abc.Set, 1, name='AbstractSet')
MutableSet = _alias(collections.abc.MutableSet, 1)
Mapping = _alias(collections.abc.Mapping, 2)
MutableMapping = _alias(collections.abc.MutableMapping, 2)
Sequence = _alias(collections.abc.Sequence, 1)
MutableSequence = _alias(collections.abc.MutableSequence, 1)
ByteString = _DeprecatedGenericAlias(collections.abc.ByteString, 0, removal_version=(3, 14))
Tuple = _TupleType(tuple, -1, inst=False, name='Tuple')
List = _alias(list, 1, inst=False, name='List')
Deque = _alias(collections.deque, 1, name='Deque')
Set = _alias(set, 1, inst=False, name='Set')
FrozenSet = _alias(frozenset, 1, inst=False, name='FrozenSet')
MappingView = _alias(collections.abc.MappingView, 1)
KeysView = _alias(collections.abc.KeysView, 1)
ItemsView = _alias(collections.abc.ItemsView, 2)
ValuesView = _alias(collections.abc.ValuesView, 1)
Dict = _alias(dict, 2, inst=False, name='Dict')
DefaultDict = _alias(collections.defaultdict, 2, name='DefaultDict')
OrderedDict = _alias(collections.OrderedDict, 2)
Counter = _alias(collections.Counter, 1)
ChainMap = _alias(collections.ChainMap, 2)
Generator = _alias(collections.abc.Generator, 3, defaults=(types.NoneType, types.NoneType))
AsyncGenerator = _alias(collections.abc.AsyncGenerator, 2, defaults=(types.NoneType,))
Type = _alias(type, 1, inst=False, name='Type')

Callable.__doc__ = ("Deprecated alias to collections.abc.Callable.\n\n    Callable[[int], str] signifies a function that "
                    "takes a single parameter\n    of type int and returns a str.")
Tuple.__doc__ = "Deprecated alias to builtins.tuple.\n\n    Tuple[X, Y] is the cross-product type of X and Y."
Type.__doc__ = "Deprecated alias to builtins.type.\n\n    builtins.type or typing.Type can be used to annotate class objects."


def _refuse_to_derive(name, base):
    raise TypeError("Cannot subclass an instance of NewType. Perhaps you were looking for: "
                    f"`{name} = NewType({name!r}, {base})`")


class NewType:
    """NewType creates simple unique types with almost zero runtime overhead."""

    __call__ = _idfunc

    def __init__(self, name, tp):
        self.__qualname__ = name
        self.__name__ = name.rpartition('.')[-1]
        self.__supertype__ = tp
        module = _caller()
        if module != 'typing':
            self.__module__ = module

    def __mro_entries__(self, bases):
        # Deriving from a NewType is refused, with the way to do it.
        instead = self.__name__

        class Dummy:
            def __init_subclass__(cls):
                _refuse_to_derive(cls.__name__, instead)

        return Dummy,

    def __repr__(self):
        return f'{self.__module__}.{self.__qualname__}'

    def __reduce__(self):
        return self.__qualname__

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]


def cast(typ, val):
    """Cast a value to a type. The value is returned unchanged."""
    return val


def assert_type(val, typ, /):
    """Tells a type checker what type the value has; gives the value."""
    return val


def reveal_type[T](obj: T, /) -> T:
    """Ask a static type checker to reveal the inferred type of an expression."""
    print(f"Runtime type is {type(obj).__name__!r}", file=sys.stderr)
    return obj


_ASSERT_NEVER_REPR_MAX_LENGTH = 100


def assert_never(arg: Never, /) -> Never:
    """Statically assert that a line of code is unreachable."""
    limit, text = _ASSERT_NEVER_REPR_MAX_LENGTH, repr(arg)
    shown = text if len(text) <= limit else f'{text[:limit]}...'
    raise AssertionError(f"Expected code to be unreachable, but got: {shown}")


def no_type_check(arg):
    """Decorator to indicate that annotations are not type hints."""
    if isinstance(arg, type):
        for key in dir(arg):
            member = getattr(arg, key)
            own_name = f'{arg.__qualname__}.{getattr(member, '__name__', None)}'
            if getattr(member, '__qualname__', None) != own_name or (
                    getattr(member, '__module__', None) != arg.__module__):
                continue  # Not defined by this class.
            if isinstance(member, types.FunctionType):
                member.__no_type_check__ = True
            if isinstance(member, types.MethodType):
                member.__func__.__no_type_check__ = True
            if isinstance(member, type):
                no_type_check(member)
    try:
        arg.__no_type_check__ = True
    except TypeError:
        pass  # Built-in classes take no attributes.
    return arg


def no_type_check_decorator(decorator):
    """Decorator to give another decorator the @no_type_check effect."""
    import warnings

    warnings._deprecated("typing.no_type_check_decorator", remove=(3, 15))

    @functools.wraps(decorator)
    def wrapped_decorator(*args, **kwds):
        return no_type_check(decorator(*args, **kwds))

    return wrapped_decorator


def _overload_dummy(*args, **kwds):
    """Helper for @overload to raise when called."""
    raise NotImplementedError(
        "You should not call an overloaded function. "
        "A series of @overload-decorated functions "
        "outside a stub module should always be followed "
        "by an implementation that is not @overload-ed.")


# Overloads by module, qualified name and first line.
_overload_registry = defaultdict(functools.partial(defaultdict, dict))


def overload(func):
    """Decorator for overloaded functions/methods."""
    inner = getattr(func, '__func__', func)
    try:
        module, qualname, line = inner.__module__, inner.__qualname__, inner.__code__.co_firstlineno
    except AttributeError:
        # No function that could be found again.
        return _overload_dummy
    _overload_registry[module][qualname][line] = func
    return _overload_dummy


def get_overloads(func):
    """Return all defined overloads for *func* as a sequence."""
    func = getattr(func, '__func__', func)
    module = _overload_registry.get(func.__module__, {})
    return list(module[func.__qualname__].values()) if func.__qualname__ in module else []


def clear_overloads():
    """Clear all overloads in the registry."""
    _overload_registry.clear()


def final(f):
    """Decorator to indicate final methods and final classes."""
    return _marked(f, '__final__')


def override[F: _Func](method: F, /) -> F:
    """Indicate that a method is intended to override a method in a base class."""
    return _marked(method, '__override__')


def _marked(obj, name):
    try:
        setattr(obj, name, True)
    except (AttributeError, TypeError):
        pass  # Some descriptors take no attributes.
    return obj


type _Func = Callable[..., Any]


class _IdentityCallable(Protocol):
    def __call__[T](self, arg: T, /) -> T:
        ...


def dataclass_transform(
    *,
    eq_default: bool = True,
    order_default: bool = False,
    kw_only_default: bool = False,
    frozen_default: bool = False,
    field_specifiers: tuple[type[Any] | Callable[..., Any], ...] = (),
    **kwargs: Any,
) -> _IdentityCallable:
    """Decorator to mark an object as providing dataclass-like behaviour."""
    def decorator(cls_or_fn):
        cls_or_fn.__dataclass_transform__ = {
            'eq_default': eq_default,
            'order_default': order_default,
            'kw_only_default': kw_only_default,
            'frozen_default': frozen_default,
            'field_specifiers': field_specifiers,
            'kwargs': kwargs,
        }
        return cls_or_fn

    return decorator


def _type_of_re(name):
    import re

    return _alias(getattr(re, name), 1)


def _context_manager(name):
    import contextlib

    return _alias(getattr(contextlib, f'Abstract{name}'), 2, name=name, defaults=(bool | None,))


def _private_function(name):
    import warnings

    warnings.warn(f"The private {name} function is deprecated and will be removed in a future version of Python. Any use"
                  " of private functions is discouraged and may break in the future.", DeprecationWarning, stacklevel=3)
    return _collect_type_parameters


_LATE = {'Pattern': _type_of_re, 'Match': _type_of_re, 'ContextManager': _context_manager,
         'AsyncContextManager': _context_manager, '_collect_parameters': _private_function}


def __getattr__(name):
    """Aliases whose modules are loaded on first use."""
    make = _LATE.get(name)
    if make is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    made = globals()[name] = make(name)
    return made

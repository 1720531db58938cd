"""`Protocol`: classes that ask for members instead of ancestors."""
import collections.abc
import functools
import sys
from abc import ABCMeta

from _typing import Generic

# What is defined here belongs to `typing`, for reprs and pickles.
__name__ = 'typing'

_TYPING_INTERNALS = frozenset({
    '__parameters__', '__orig_bases__', '__orig_class__', '_is_protocol', '_is_runtime_protocol',
    '__protocol_attrs__', '__non_callable_proto_members__', '__type_params__',
})
_SPECIAL_NAMES = frozenset({
    '__abstractmethods__', '__annotations__', '__dict__', '__doc__', '__init__', '__module__', '__new__',
    '__slots__', '__subclasshook__', '__weakref__', '__class_getitem__', '__match_args__',
    '__static_attributes__', '__firstlineno__',
})
EXCLUDED_ATTRIBUTES = _TYPING_INTERNALS | _SPECIAL_NAMES | {'_MutableMapping__marker'}

# Classes of the library that protocols may derive from though they are none.
_PROTO_ALLOWLIST = {
    'collections.abc': [
        'Callable', 'Awaitable', 'Iterable', 'Iterator', 'AsyncIterable', 'AsyncIterator', 'Hashable', 'Sized',
        'Container', 'Collection', 'Reversible', 'Buffer',
    ],
    'contextlib': ['AbstractContextManager', 'AbstractAsyncContextManager'],
    'os': ['PathLike'],
}

_NOT_RUNTIME = "Instance and class checks can only be used with @runtime_checkable protocols"

_absent = object()
_abc_instancecheck = ABCMeta.__instancecheck__
_abc_subclasscheck = ABCMeta.__subclasscheck__


def _get_protocol_attrs(cls):
    """The names of the members that a protocol asks for."""
    attrs = set()
    for base in cls.__mro__[:-1]:
        if base.__name__ not in {'Protocol', 'Generic'}:
            attrs.update(n for n in (*base.__dict__, *getattr(base, '__annotations__', {}))
                         if not n.startswith('_abc_') and n not in EXCLUDED_ATTRIBUTES)
    return attrs


def _next_init(cls):
    for base in cls.__mro__:
        init = vars(base).get('__init__', _no_init_or_replace_init)
        if init is not _no_init_or_replace_init:
            return init
    return object.__init__


def _no_init_or_replace_init(self, *args, **kwargs):
    """`__init__` of a protocol, which gives way to the next one in the MRO of a class that is none."""
    cls = type(self)
    if cls._is_protocol:
        raise TypeError('Protocols cannot be instantiated')
    if cls.__init__ is _no_init_or_replace_init:
        cls.__init__ = _next_init(cls)
        cls.__init__(self, *args, **kwargs)


def _allow_reckless_class_checks(depth=2):
    """Whether `abc` or `functools` asks, whose checks must not fail for protocols."""
    return sys._getframemodulename(depth) in {'abc', '_py_abc', 'functools', None}


def _type_check_issubclass_arg_1(arg):
    if not isinstance(arg, type):
        raise TypeError('issubclass() arg 1 must be a class')


def _has_member(cls, attr):
    for base in cls.__mro__:
        own = vars(base)
        if attr in own:
            return own[attr] is not None
        # A protocol may only say what type a member has.
        annotations = getattr(base, '__annotations__', {})
        if (isinstance(annotations, collections.abc.Mapping) and attr in annotations
                and issubclass(cls, Generic) and getattr(cls, '_is_protocol', False)):
            return True
    return False


@classmethod
def _proto_hook(cls, other):
    """`__subclasshook__` of protocols: whether `other` has every member."""
    is_protocol = vars(cls).get('_is_protocol', False)
    if is_protocol and all(_has_member(other, attr) for attr in cls.__protocol_attrs__):
        return True
    return NotImplemented


@functools.cache
def _lazy_load_getattr_static():
    from inspect import getattr_static

    return getattr_static


def _has_all_members(instance, protocol):
    look_up = _lazy_load_getattr_static()
    for attr in protocol.__protocol_attrs__:
        value = look_up(instance, attr, _absent)
        # `None` says that a method is missing on purpose.
        if value is _absent or (value is None and attr not in protocol.__non_callable_proto_members__):
            return False
    return True


def _may_be_base(cls):
    """Whether a protocol can be derived from it."""
    return (cls is object or cls is Generic or cls.__name__ in _PROTO_ALLOWLIST.get(cls.__module__, ())
            or (issubclass(cls, Generic) and getattr(cls, '_is_protocol', False)))


def _refusal_to_check(protocol):
    """Why issubclass() cannot be asked of it, None if it can."""
    if not getattr(protocol, '_is_runtime_protocol', False):
        return _NOT_RUNTIME
    data = protocol.__non_callable_proto_members__
    if not data or vars(protocol).get('__subclasshook__') is not _proto_hook:
        return None
    names = ', '.join(map(repr, sorted(data)))
    return f"Protocols with non-method members don't support issubclass(). Non-method members: {names}."


class _ProtocolMeta(ABCMeta):
    def __new__(mcls, name, bases, namespace, /, **kwargs):
        is_first = name == 'Protocol' and bases == (Generic,)
        if not is_first and (Protocol in bases or Generic in bases):
            for base in bases:
                if not _may_be_base(base):
                    raise TypeError(f"Protocols can only inherit from other protocols, got {base!r}")
        return super().__new__(mcls, name, bases, namespace, **kwargs)

    def __init__(cls, *args, **kwargs):
        if getattr(cls, '_is_protocol', False):
            cls.__protocol_attrs__ = _get_protocol_attrs(cls)

    def __subclasscheck__(cls, other):
        if cls is Protocol:
            return type.__subclasscheck__(cls, other)
        if getattr(cls, '_is_protocol', False) and not _allow_reckless_class_checks():
            refusal = _refusal_to_check(cls)
            if refusal is not None:
                _type_check_issubclass_arg_1(other)
                raise TypeError(refusal)
        return _abc_subclasscheck(cls, other)

    def __instancecheck__(cls, instance):
        if cls is Protocol:
            return type.__instancecheck__(cls, instance)
        if not getattr(cls, '_is_protocol', False):
            return _abc_instancecheck(cls, instance)
        if not getattr(cls, '_is_runtime_protocol', False) and not _allow_reckless_class_checks():
            raise TypeError(_NOT_RUNTIME)
        return _abc_instancecheck(cls, instance) or _has_all_members(instance, cls)


class Protocol(Generic, metaclass=_ProtocolMeta):
    """Base class for protocol classes."""

    __slots__ = ()
    _is_protocol = True
    _is_runtime_protocol = False

    def __init_subclass__(cls, *args, **kwargs):
        super().__init_subclass__(*args, **kwargs)
        own = vars(cls)
        if not own.get('_is_protocol', False):
            cls._is_protocol = any(base is Protocol for base in cls.__bases__)
        if own.get('__subclasshook__', _absent) is _absent:
            cls.__subclasshook__ = _proto_hook
        no_init = cls.__init__ is Protocol.__init__
        if no_init and cls._is_protocol:
            cls.__init__ = _no_init_or_replace_init


def runtime_checkable(cls):
    """Mark a protocol class as a runtime protocol."""
    if not (isinstance(cls, type) and issubclass(cls, Generic)) or not getattr(cls, '_is_protocol', False):
        raise TypeError(f'@runtime_checkable can be only applied to protocol classes, got {cls!r}')
    cls._is_runtime_protocol = True
    members = set()
    for attr in cls.__protocol_attrs__:
        try:
            is_callable = callable(getattr(cls, attr, None))
        except Exception as e:
            raise TypeError(f"Failed to determine whether protocol member {attr!r} is a method member") from e
        if not is_callable:
            members.add(attr)
    cls.__non_callable_proto_members__ = members
    return cls


def is_protocol(tp, /):
    """Return True if the given type is a Protocol."""
    return isinstance(tp, type) and getattr(tp, '_is_protocol', False) and tp is not Protocol and tp is not Generic


def get_protocol_members(tp, /):
    """Return the set of members defined in a Protocol."""
    if not is_protocol(tp):
        raise TypeError(f'{tp!r} is not a Protocol')
    return frozenset(tp.__protocol_attrs__)

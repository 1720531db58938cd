"""The special forms of `typing`, and `Any`."""
from _typing import ParamSpec
from _typing_alias import (
    _AnnotatedAlias,
    _ConcatenateGenericAlias,
    _GenericAlias,
    _LiteralGenericAlias,
    _SpecialForm,
    _TypedCacheSpecialForm,
    _UnionGenericAlias,
    _UnpackGenericAlias,
)
from _typing_check import (
    _deduplicate,
    _is_unpacked_typevartuple,
    _remove_dups_flatten,
    _tp_cache,
    _type_check,
    _value_and_type_iter,
)

# What is defined here belongs to `typing`, for reprs and pickles.
__name__ = 'typing'


class _AnyMeta(type):
    def __instancecheck__(self, obj):
        if self is Any:
            raise TypeError("typing.Any cannot be used with isinstance()")
        return super().__instancecheck__(obj)

    def __repr__(self):
        return "typing.Any" if self is Any else super().__repr__()


class Any(metaclass=_AnyMeta):
    """Special type indicating an unconstrained type."""

    def __new__(cls, *args, **kwargs):
        if cls is Any:
            raise TypeError("Any cannot be instantiated")
        return super().__new__(cls)


def _bare(name, doc):
    """A form that takes no arguments."""
    def getitem(self, parameters):
        raise TypeError(f"{self} is not subscriptable")

    getitem.__name__ = name
    getitem.__doc__ = doc
    return _SpecialForm(getitem)


NoReturn = _bare('NoReturn', "Special type indicating functions that never return.")
Never = _bare('Never', 'The bottom type, a type that has no members.')
Self = _bare('Self', 'Used to spell the type of "self" in classes.')
LiteralString = _bare('LiteralString', 'Represents an arbitrary literal string.')
TypeAlias = _bare('TypeAlias', 'Special form for marking type aliases.')


def _single(name, doc, message, alias=_GenericAlias, special=False):
    """A form around one type; `message` says what else it got, with `%s` for the form."""
    def getitem(self, parameters):
        shown = message.replace('%s', str(self)).replace('%n', name)
        return alias(self, (_type_check(parameters, shown, allow_special_forms=special),))

    getitem.__name__ = name
    getitem.__doc__ = doc
    return _SpecialForm(getitem)


_ONE = '%s accepts only single type.'
_ONE_ITEM = '%n accepts only a single type.'
ClassVar = _single('ClassVar', 'Special type construct to mark class variables.', _ONE, special=True)
Final = _single('Final', 'Special typing construct to indicate final names to type checkers.', _ONE, special=True)
TypeGuard = _single('TypeGuard', 'Special typing construct for marking user-defined type predicate functions.', _ONE)
TypeIs = _single('TypeIs', 'Special typing construct for marking user-defined type predicate functions.', _ONE)
Required = _single('Required', 'Special typing construct to mark a TypedDict key as required.', _ONE_ITEM, special=True)
NotRequired = _single(
    'NotRequired', 'Special typing construct to mark a TypedDict key as potentially missing.', _ONE_ITEM, special=True)
ReadOnly = _single('ReadOnly', 'A special typing construct to mark an item of a TypedDict as read-only.', _ONE_ITEM,
                   special=True)
Unpack = _single('Unpack', 'Type unpack operator.', _ONE, alias=_UnpackGenericAlias)


@_SpecialForm
def Union(self, parameters):
    """Union type; Union[X, Y] means either X or Y."""
    if parameters == ():
        raise TypeError("Cannot take a Union of no types.")
    parameters = parameters if isinstance(parameters, tuple) else (parameters,)
    members = _remove_dups_flatten(
        [_type_check(p, "Union[arg, ...]: each arg must be a type.") for p in parameters])
    if len(members) == 1:
        return members[0]
    return _UnionGenericAlias(self, members, name="Optional" if len(members) == 2 and type(None) in members else None)


@_SpecialForm
def Optional(self, parameters):
    """Optional[X] is equivalent to Union[X, None]."""
    return Union[_type_check(parameters, f"{self} requires a single type."), type(None)]


@_TypedCacheSpecialForm
@_tp_cache(typed=True)
def Literal(self, *parameters):
    """Special typing form to define literal types (a.k.a. value types)."""
    flat = []
    for param in parameters:
        flat.extend(param.__args__ if isinstance(param, _LiteralGenericAlias) else (param,))
    try:
        flat = [value for value, _ in _deduplicate(list(_value_and_type_iter(flat)))]
    except TypeError:
        pass  # Values without a hash stay as they are.
    return _LiteralGenericAlias(self, tuple(flat))


@_SpecialForm
def Concatenate(self, parameters):
    """Special form for annotating higher-order functions."""
    if parameters == ():
        raise TypeError("Cannot take a Concatenate of no types.")
    parameters = parameters if isinstance(parameters, tuple) else (parameters,)
    if not (parameters[-1] is ... or isinstance(parameters[-1], ParamSpec)):
        raise TypeError("The last parameter to Concatenate should be a ParamSpec variable or ellipsis.")
    checked = (_type_check(p, "Concatenate[arg, ...]: each arg must be a type.") for p in parameters[:-1])
    return _ConcatenateGenericAlias(self, (*checked, parameters[-1]))


@_TypedCacheSpecialForm
@_tp_cache(typed=True)
def Annotated(self, *params):
    """Add context-specific metadata to a type."""
    if len(params) < 2:
        raise TypeError("Annotated[...] should be used with at least two arguments (a type and an annotation).")
    if _is_unpacked_typevartuple(params[0]):
        raise TypeError("Annotated[...] should not be used with an unpacked TypeVarTuple")
    origin = _type_check(params[0], "Annotated[t, ...]: t must be a type.", allow_special_forms=True)
    return _AnnotatedAlias(origin, params[1:])

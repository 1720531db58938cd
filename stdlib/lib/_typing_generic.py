"""`Generic`: what subscribing and subclassing it does, and how type parameters are replaced."""
import types

from _typing import Generic, TypeVarTuple
from _typing_alias import _GenericAlias
from _typing_check import (
    _collect_type_parameters,
    _is_param_expr,
    _is_typevar_like,
    _tp_cache,
    _type_check,
    _type_convert,
    _typing,
    _unpack_args,
)

# What is defined here belongs to `typing`, for reprs and pickles.
__name__ = 'typing'


def _typevar_subst(self, arg):
    typing = _typing()
    arg = _type_check(arg, "Parameters to generic types must be types.", is_argument=True)
    unpacked = ((isinstance(arg, _GenericAlias) and arg.__origin__ is typing.Unpack)
                or (isinstance(arg, types.GenericAlias) and getattr(arg, '__unpacked__', False)))
    if unpacked:
        raise TypeError(f"{arg} is not valid as type argument")
    return arg


def _paramspec_subst(self, arg):
    if isinstance(arg, (list, tuple)):
        return tuple(_type_check(a, "Expected a type.") for a in arg)
    if not _is_param_expr(arg):
        raise TypeError(f"Expected a list of types, an ellipsis, ParamSpec, or Concatenate. Got {arg}")
    return arg


def _paramspec_prepare_subst(self, alias, args):
    params = alias.__parameters__
    at = params.index(self)
    if at >= len(args):
        if at > len(args) or not self.has_default():
            raise TypeError(f"Too few arguments for {alias}")
        args = [*args, self.__default__]
    if len(params) == 1 and not _is_param_expr(args[0]):
        return (args,)  # X[int, str] is X[[int, str]] where the ParamSpec is the only parameter.
    given = args[at]
    return (*args[:at], tuple(given), *args[at + 1:]) if isinstance(given, list) else args


def _typevartuple_prepare_subst(self, alias, args):
    """Gather the arguments that `self` takes into one tuple."""
    params = alias.__parameters__
    at = params.index(self)
    if any(isinstance(p, TypeVarTuple) for p in params[at + 1:]):
        raise TypeError(f"More than one TypeVarTuple parameter in {alias}")
    left, right = at, len(params) - at - 1
    many = fill = None
    for k, arg in enumerate(args):
        inner = None if isinstance(arg, type) else getattr(arg, '__typing_unpacked_tuple_args__', None)
        if inner and len(inner) == 2 and inner[-1] is ...:
            if many is not None:
                raise TypeError("More than one unpacked arbitrary-length tuple argument")
            many, fill = k, inner[0]
    if many is not None:
        # A tuple of unknown length provides for the parameters around it as well.
        left, right = min(left, many), min(right, len(args) - many - 1)
    elif left + right > len(args):
        raise TypeError(f"Too few arguments for {alias};"
                        f" actual {len(args)}, expected at least {len(params) - 1}")
    end = len(args) - right
    own = tuple(_unpack_args(self.__default__)) if left == end and self.has_default() else args[left:end]
    return (*args[:left], *[fill] * (at - left), own, *[fill] * (len(params) - right - left - at - 1), *args[end:])


def _check_generic_specialization(cls, args):
    params = cls.__parameters__
    if not params:
        raise TypeError(f"{cls} is not a generic class")
    if len(args) == len(params):
        return
    expected = len(params)
    if len(args) < expected:
        if params[len(args)].has_default():
            return
        defaults = sum(p.has_default() for p in params[len(args):])
        expected = f"at least {expected - defaults}" if defaults else expected
    raise TypeError(f"Too {'many' if len(args) > len(params) else 'few'} arguments for {cls};"
                    f" actual {len(args)}, expected {expected}")


@_tp_cache
def _generic_class_getitem(cls, args):
    """`cls[args]`"""
    args = args if isinstance(args, tuple) else (args,)
    args = tuple(map(_type_convert, args))
    if cls in (Generic, _typing().Protocol):
        if not args:
            raise TypeError(f"Parameter list to {cls.__qualname__}[...] cannot be empty")
        if not all(map(_is_typevar_like, args)):
            raise TypeError(f"Parameters to {cls.__name__}[...] must all be type variables "
                            f"or parameter specification variables.")
        if len(set(args)) != len(args):
            raise TypeError(f"Parameters to {cls.__name__}[...] must all be unique")
        return _GenericAlias(cls, args)
    for param in cls.__parameters__:
        prepare = getattr(param, '__typing_prepare_subst__', None)
        if prepare is not None:
            args = prepare(cls, args)
    _check_generic_specialization(cls, args)
    made = []
    for param, arg in zip(cls.__parameters__, args):
        made.extend(arg if isinstance(param, TypeVarTuple) else (arg,))
    return _GenericAlias(cls, tuple(made))


def _generic_init_subclass(cls, *args, **kwargs):
    """Find the type parameters of a new class."""
    super(Generic, cls).__init_subclass__(*args, **kwargs)
    bases = cls.__dict__.get('__orig_bases__')
    if bases is not None:
        plain = Generic in bases
    else:
        plain = (Generic in cls.__bases__ and cls.__name__ != 'Protocol'
                 and type(cls) is not getattr(_typing(), '_TypedDictMeta', None))
    if plain:
        raise TypeError("Cannot inherit from plain Generic")
    cls.__parameters__ = _parameters_of(bases) if bases is not None else ()


def _parameters_of(bases):
    found = _collect_type_parameters(bases)
    declared = [b for b in bases if isinstance(b, _GenericAlias) and b.__origin__ is Generic]
    if len(declared) > 1:
        raise TypeError("Cannot inherit from Generic[...] multiple times.")
    if not declared:
        return found
    alias, = declared
    missing = [t for t in found if t not in alias.__parameters__]
    if missing:
        listed = ', '.join(map(str, alias.__parameters__))
        raise TypeError(f"Some type variables ({', '.join(map(str, missing))}) are"
                        f" not listed in Generic[{listed}]")
    return alias.__parameters__

"""Annotations at run time: `ForwardRef`, `get_type_hints`, `get_origin`, `get_args`."""
import collections.abc
import functools
import operator
import sys
import types

from _typing import Generic, ParamSpecArgs, ParamSpecKwargs
from _typing_alias import (
    _AnnotatedAlias,
    _BaseGenericAlias,
    _Final,
    _GenericAlias,
    _make_union,
)
from _typing_check import _is_param_expr, _type_check
from _typing_forms import Annotated, NotRequired, ReadOnly, Required, Unpack

# What is defined here belongs to `typing`, for reprs and pickles.
__name__ = 'typing'


class _Sentinel:
    __slots__ = ()

    def __repr__(self):
        return '<sentinel>'


_sentinel = _Sentinel()


class ForwardRef(_Final, _root=True):
    """Internal wrapper to hold a forward reference."""

    __slots__ = (
        '__forward_arg__', '__forward_code__', '__forward_evaluated__', '__forward_value__',
        '__forward_is_argument__', '__forward_is_class__', '__forward_module__',
    )

    def __init__(self, arg, is_argument=True, module=None, *, is_class=False):
        if not isinstance(arg, str):
            raise TypeError(f"Forward reference must be a string -- got {arg!r}")
        try:
            # An unpacked type alone is no expression.
            self.__forward_code__ = compile(f'({arg},)[0]' if arg.startswith('*') else arg, '<string>', 'eval')
        except SyntaxError:
            raise SyntaxError(f"Forward reference must be an expression -- got {arg!r}")
        self.__forward_arg__, self.__forward_module__ = arg, module
        self.__forward_evaluated__, self.__forward_value__ = False, None
        self.__forward_is_argument__, self.__forward_is_class__ = is_argument, is_class

    def _evaluate(self, globalns, localns, type_params=_sentinel, *, recursive_guard):
        if type_params is _sentinel:
            _deprecation_warning_for_no_type_params_passed("typing.ForwardRef._evaluate")
            type_params = ()
        if self.__forward_arg__ in recursive_guard:
            return self
        if self.__forward_evaluated__ and localns is globalns:
            return self.__forward_value__
        globalns, localns = self._namespaces(globalns, localns, type_params)
        type_ = _type_check(
            eval(self.__forward_code__, globalns, localns),
            "Forward references must evaluate to types.",
            is_argument=self.__forward_is_argument__,
            allow_special_forms=self.__forward_is_class__,
        )
        self.__forward_value__ = _eval_type(
            type_, globalns, localns, type_params,
            recursive_guard=recursive_guard | {self.__forward_arg__},
        )
        self.__forward_evaluated__ = True
        return self.__forward_value__

    def _namespaces(self, globalns, localns, type_params):
        if globalns is None and localns is None:
            globalns = localns = {}
        elif globalns is None:
            globalns = localns
        elif localns is None:
            localns = globalns
        if self.__forward_module__ is not None:
            globalns = getattr(sys.modules.get(self.__forward_module__, None), '__dict__', globalns)
        if type_params:
            # Type parameters lie between the globals and the locals, but a class's own names come first.
            globalns, localns = dict(globalns), dict(localns)
            for param in type_params:
                if not self.__forward_is_class__ or param.__name__ not in globalns:
                    globalns[param.__name__] = param
                    localns.pop(param.__name__, None)
        return globalns, localns

    def __eq__(self, other):
        if not isinstance(other, ForwardRef):
            return NotImplemented
        if self.__forward_arg__ != other.__forward_arg__:
            return False
        # Once both are known, what they are counts, and not where they were looked for.
        known = self.__forward_evaluated__ and other.__forward_evaluated__
        told_by = '__forward_value__' if known else '__forward_module__'
        return getattr(self, told_by) == getattr(other, told_by)

    def __hash__(self):
        return hash((self.__forward_arg__, self.__forward_module__))

    def __or__(self, other):
        return _make_union(self, other)

    def __ror__(self, other):
        return _make_union(other, self)

    def __repr__(self):
        module = '' if self.__forward_module__ is None else f', module={self.__forward_module__!r}'
        return f'ForwardRef({self.__forward_arg__!r}{module})'


def _deprecation_warning_for_no_type_params_passed(funcname):
    import warnings

    warnings.warn(
        f"Failing to pass a value to the 'type_params' parameter of {funcname!r} is deprecated, as it leads to "
        f"incorrect behaviour when calling {funcname} on a stringified annotation that references a PEP 695 type "
        "parameter. It will be disallowed in Python 3.15.",
        category=DeprecationWarning, stacklevel=3)


def _should_unflatten_callable_args(typ, args):
    """Whether the arguments of `collections.abc.Callable[[X], Y]` lost their brackets."""
    return (typ.__origin__ is collections.abc.Callable
            and not (len(args) == 2 and _is_param_expr(args[0])))


def _eval_type(t, globalns, localns, type_params=_sentinel, *, recursive_guard=frozenset()):
    """Evaluate the forward references within `t`."""
    if type_params is _sentinel:
        _deprecation_warning_for_no_type_params_passed("typing._eval_type")
        type_params = ()
    if isinstance(t, ForwardRef):
        return t._evaluate(globalns, localns, type_params, recursive_guard=recursive_guard)
    if not isinstance(t, (_GenericAlias, types.GenericAlias, types.UnionType)):
        return t
    if isinstance(t, types.GenericAlias):
        args = tuple(ForwardRef(a) if isinstance(a, str) else a for a in t.__args__)
        if _should_unflatten_callable_args(t, args):
            t = t.__origin__[(list(args[:-1]), args[-1])]
        elif args != t.__args__ or t.__unpacked__:
            t = _unpacked_like(t, t.__origin__[args])
    new_args = tuple(_eval_type(a, globalns, localns, type_params, recursive_guard=recursive_guard)
                     for a in t.__args__)
    if new_args == t.__args__:
        return t
    if isinstance(t, types.GenericAlias):
        if _should_unflatten_callable_args(t, new_args):
            return t.__origin__[(list(new_args[:-1]), new_args[-1])]
        return _unpacked_like(t, types.GenericAlias(t.__origin__, new_args))
    if isinstance(t, types.UnionType):
        return functools.reduce(operator.or_, new_args)
    return t.copy_with(new_args)


def _unpacked_like(old, new):
    return Unpack[new] if getattr(old, '__unpacked__', False) else new


_allowed_types = (
    types.FunctionType, types.BuiltinFunctionType, types.MethodType, types.ModuleType,
    types.WrapperDescriptorType, types.MethodWrapperType, types.MethodDescriptorType,
)


def get_type_hints(obj, globalns=None, localns=None, include_extras=False):
    """Return type hints for an object."""
    if getattr(obj, '__no_type_check__', None):
        return {}
    if isinstance(obj, type):
        hints = _class_hints(obj, globalns, localns)
    else:
        hints = _object_hints(obj, globalns, localns)
    return hints if include_extras else {name: _strip_annotations(t) for name, t in hints.items()}


def _class_hints(cls, globalns, localns):
    hints = {}
    for base in reversed(cls.__mro__):
        if globalns is None:
            base_globals = getattr(sys.modules.get(base.__module__, None), '__dict__', {})
        else:
            base_globals = globalns
        annotations = base.__dict__.get('__annotations__', {})
        if isinstance(annotations, types.GetSetDescriptorType):
            annotations = {}
        base_locals = dict(vars(base)) if localns is None else localns
        if localns is None and globalns is None:
            # Names of the module win over those of the class.
            base_globals, base_locals = base_locals, base_globals
        for name, value in annotations.items():
            if value is None:
                value = type(None)
            if isinstance(value, str):
                value = ForwardRef(value, is_argument=False, is_class=True)
            hints[name] = _eval_type(value, base_globals, base_locals, base.__type_params__)
    return hints


def _object_hints(obj, globalns, localns):
    if globalns is None:
        if isinstance(obj, types.ModuleType):
            globalns = obj.__dict__
        else:
            inner = obj
            while hasattr(inner, '__wrapped__'):
                inner = inner.__wrapped__
            globalns = getattr(inner, '__globals__', {})
        if localns is None:
            localns = globalns
    elif localns is None:
        localns = globalns
    annotations = getattr(obj, '__annotations__', None)
    if annotations is None:
        if isinstance(obj, _allowed_types):
            return {}
        raise TypeError(f'{obj!r} is not a module, class, method, or function.')
    hints = dict(annotations)
    type_params = getattr(obj, '__type_params__', ())
    for name, value in hints.items():
        if value is None:
            value = type(None)
        if isinstance(value, str):
            value = ForwardRef(value, is_argument=not isinstance(obj, types.ModuleType), is_class=False)
        hints[name] = _eval_type(value, globalns, localns, type_params)
    return hints


def _strip_annotations(t):
    """`t` without `Annotated`, `Required`, `NotRequired` and `ReadOnly`."""
    if isinstance(t, _AnnotatedAlias):
        return _strip_annotations(t.__origin__)
    if hasattr(t, '__origin__') and t.__origin__ in (Required, NotRequired, ReadOnly):
        return _strip_annotations(t.__args__[0])
    if not isinstance(t, (_GenericAlias, types.GenericAlias, types.UnionType)):
        return t
    args = tuple(map(_strip_annotations, t.__args__))
    if args == t.__args__:
        return t
    if isinstance(t, _GenericAlias):
        return t.copy_with(args)
    if isinstance(t, types.GenericAlias):
        return types.GenericAlias(t.__origin__, args)
    return functools.reduce(operator.or_, args)


def get_origin(tp):
    """Get the unsubscripted version of a type."""
    if isinstance(tp, _AnnotatedAlias):
        return Annotated
    if isinstance(tp, (_BaseGenericAlias, types.GenericAlias, ParamSpecArgs, ParamSpecKwargs)):
        return tp.__origin__
    if tp is Generic:
        return Generic
    return types.UnionType if isinstance(tp, types.UnionType) else None


def get_args(tp):
    """Get type arguments with all substitutions performed."""
    if isinstance(tp, _AnnotatedAlias):
        return (tp.__origin__, *tp.__metadata__)
    if isinstance(tp, (_GenericAlias, types.GenericAlias)):
        args = tp.__args__
        if _should_unflatten_callable_args(tp, args):
            args = (list(args[:-1]), args[-1])
        return args
    return tp.__args__ if isinstance(tp, types.UnionType) else ()

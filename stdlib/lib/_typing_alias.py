"""The generic aliases of `typing`: what its names give when they are subscripted."""
import collections.abc
import operator
import types
import warnings

from _typing import Generic, TypeVarTuple
from _typing_check import (
    _collect_type_parameters,
    _is_dunder,
    _is_param_expr,
    _is_unpacked_typevartuple,
    _tp_cache,
    _type_check,
    _type_convert,
    _type_repr,
    _typing,
    _unpack_args,
    _value_and_type_iter,
)

# What is defined here belongs to `typing`, for reprs and pickles.
__name__ = 'typing'

def _make_union(left, right):
    return _typing().Union[left, right]


class _Final:
    """Mixin of what cannot be subclassed."""

    __slots__ = ('__weakref__',)

    def __init_subclass__(cls, /, *args, _root=False, **kwds):
        if not _root:
            raise TypeError("Cannot subclass special typing classes")


class _NotIterable:
    """Mixin for aliases that `*` cannot unpack, though they have `__getitem__`."""

    __slots__ = ()
    __iter__ = None


class _SpecialForm(_Final, _NotIterable, _root=True):
    __slots__ = ('_name', '__doc__', '_getitem')

    def __init__(self, getitem):
        self._getitem = getitem
        self._name = getitem.__name__
        self.__doc__ = getitem.__doc__

    def __getattr__(self, item):
        if item in {'__name__', '__qualname__'}:
            return self._name
        raise AttributeError(item)

    def __mro_entries__(self, bases):
        raise TypeError(f"Cannot subclass {self!r}")

    def __repr__(self):
        return 'typing.' + self._name

    def __reduce__(self):
        return self._name

    def __call__(self, *args, **kwds):
        raise TypeError(f"Cannot instantiate {self!r}")

    def __or__(self, other):
        return _make_union(self, other)

    def __ror__(self, other):
        return _make_union(other, self)

    def __instancecheck__(self, obj):
        raise TypeError(f"{self} cannot be used with isinstance()")

    def __subclasscheck__(self, cls):
        raise TypeError(f"{self} cannot be used with issubclass()")

    @_tp_cache
    def __getitem__(self, parameters):
        return self._getitem(self, parameters)


class _TypedCacheSpecialForm(_SpecialForm, _root=True):
    """A form whose arguments are told apart by type as well: `Literal[1]` is not `Literal[True]`."""

    def __getitem__(self, parameters):
        return self._getitem(self, *(parameters if isinstance(parameters, tuple) else (parameters,)))


# What an alias keeps itself; other attributes are those of the class.
_OWN_ATTRIBUTES = frozenset(('_name', '_inst', '_nparams', '_defaults'))


def _note_class(instance, alias):
    """Instances of some classes take no attributes."""
    try:
        instance.__orig_class__ = alias
    except Exception:
        return


class _BaseGenericAlias(_Final, _root=True):
    """What stands for `__origin__` and hands attributes and calls on to it."""

    def __init__(self, origin, *, inst=True, name=None):
        self._inst = inst
        self._name = name
        self.__origin__ = origin
        self.__slots__ = None

    def __call__(self, *args, **kwargs):
        if self._inst:
            made = self.__origin__(*args, **kwargs)
            _note_class(made, self)
            return made
        raise TypeError(f"Type {self._name} cannot be instantiated; use {self.__origin__.__name__}() instead")

    def __mro_entries__(self, bases):
        entries = [] if self.__origin__ in bases else [self.__origin__]
        for base in bases[bases.index(self) + 1:]:
            if isinstance(base, _BaseGenericAlias) or _gives_generic(base, bases):
                return tuple(entries)
        return (*entries, Generic)

    def __getattr__(self, attr):
        # Copies and pickles ask before there is an origin.
        if '__origin__' in self.__dict__ and not _is_dunder(attr):
            return getattr(self.__origin__, attr)
        if attr != '__name__' and attr != '__qualname__':
            raise AttributeError(attr)
        return self._name or self.__origin__.__name__

    def __setattr__(self, attr, val):
        if attr in _OWN_ATTRIBUTES or _is_dunder(attr):
            super().__setattr__(attr, val)
            return
        setattr(self.__origin__, attr, val)

    def __instancecheck__(self, obj):
        return self.__subclasscheck__(type(obj))

    def __subclasscheck__(self, cls):
        raise TypeError("Subscripted generics cannot be used with class and instance checks")

    def __dir__(self):
        return list({*super().__dir__(), *(n for n in dir(self.__origin__) if not _is_dunder(n))})


def _gives_generic(base, bases):
    if isinstance(base, type):
        return issubclass(base, Generic)
    entries = getattr(base, '__mro_entries__', None)
    entries = entries(bases) if entries else None
    return isinstance(entries, tuple) and any(isinstance(b, type) and issubclass(b, Generic) for b in entries)


class _GenericAlias(_BaseGenericAlias, _root=True):
    # `origin[args]`; a docstring here would be one of every alias.

    def __init__(self, origin, args, *, inst=True, name=None):
        super().__init__(origin, inst=inst, name=name)
        args = args if isinstance(args, tuple) else (args,)
        self.__args__ = tuple(... if a is _TypingEllipsis else a for a in args)
        ordered = origin in (Generic, getattr(_typing(), 'Protocol', None))
        self.__parameters__ = _collect_type_parameters(args, enforce_default_ordering=ordered)
        if not name:
            self.__module__ = origin.__module__

    def __eq__(self, other):
        if not isinstance(other, _GenericAlias):
            return NotImplemented
        return self.__origin__ == other.__origin__ and self.__args__ == other.__args__

    def __hash__(self):
        return hash((self.__origin__, self.__args__))

    def __or__(self, right):
        return _make_union(self, right)

    def __ror__(self, left):
        return _make_union(left, self)

    @_tp_cache
    def __getitem__(self, args):
        if self.__origin__ in (Generic, _typing().Protocol):
            raise TypeError(f"Cannot subscript already-subscripted {self}")
        if not self.__parameters__:
            raise TypeError(f"{self} is not a generic class")
        args = args if isinstance(args, tuple) else (args,)
        return self.copy_with(self._determine_new_args(_unpack_args(*map(_type_convert, args))))

    def _determine_new_args(self, args):
        params = self.__parameters__
        for param in params:
            prepare = getattr(param, '__typing_prepare_subst__', None)
            if prepare is not None:
                args = prepare(self, args)
        if len(args) != len(params):
            raise TypeError(f"Too {'many' if len(args) > len(params) else 'few'} arguments for {self};"
                            f" actual {len(args)}, expected {len(params)}")
        return tuple(self._make_substitution(self.__args__, dict(zip(params, args))))

    def _make_substitution(self, args, given):
        made = []
        for old in args:
            if isinstance(old, type):
                made.append(old)
                continue
            new = _substituted(old, given)
            if self.__origin__ == collections.abc.Callable and isinstance(new, tuple):
                made.extend(new)  # A list of parameters in place of a `ParamSpec`.
            elif _is_unpacked_typevartuple(old):
                made.extend(new)
            elif isinstance(old, tuple):
                made.append(tuple(self._make_substitution(old, given)))
            else:
                made.append(new)
        return made

    def copy_with(self, args):
        return self.__class__(self.__origin__, args, name=self._name, inst=self._inst)

    def __repr__(self):
        name = 'typing.' + self._name if self._name else _type_repr(self.__origin__)
        return f"{name}[{', '.join(map(_type_repr, self.__args__)) or '()'}]"

    def __reduce__(self):
        origin = getattr(_typing(), self._name) if self._name else self.__origin__
        args = tuple(self.__args__)
        if len(args) == 1 and not isinstance(args[0], tuple):
            args, = args
        return operator.getitem, (origin, args)

    def __mro_entries__(self, bases):
        if isinstance(self.__origin__, _SpecialForm):
            raise TypeError(f"Cannot subclass {self!r}")
        if self._name:
            return super().__mro_entries__(bases)
        if self.__origin__ is Generic:
            if _typing().Protocol in bases:
                return ()
            for base in bases[bases.index(self) + 1:]:
                if isinstance(base, _BaseGenericAlias) and base is not self:
                    return ()
        return (self.__origin__,)

    def __iter__(self):
        yield _typing().Unpack[self]


def _substituted(old, given):
    """A type argument with what is `given` in place of its parameters."""
    subst = getattr(old, '__typing_subst__', None)
    if subst:
        return subst(given[old])
    args = []
    for param in getattr(old, '__parameters__', ()):
        if isinstance(param, TypeVarTuple):
            args.extend(given[param])
        else:
            args.append(given[param])
    return old[tuple(args)] if args or getattr(old, '__parameters__', ()) else old


class _TypingEllipsis:
    """Stands for `...` where the arguments are checked."""


class _SpecialGenericAlias(_NotIterable, _BaseGenericAlias, _root=True):
    """A class of the library under its old name: `typing.List`."""

    def __init__(self, origin, nparams, *, inst=True, name=None, defaults=()):
        super().__init__(origin, inst=inst, name=name or origin.__name__)
        self._nparams = nparams
        self._defaults = defaults
        module = '' if origin.__module__ == 'builtins' else origin.__module__ + '.'
        self.__doc__ = f'A generic version of {module}{origin.__qualname__}.'

    @_tp_cache
    def __getitem__(self, params):
        params = params if isinstance(params, tuple) else (params,)
        params = tuple(_type_check(p, "Parameters to generic types must be types.") for p in params)
        missing = self._nparams - len(params)
        if 0 < missing <= len(self._defaults):
            params = (*params, *self._defaults[-missing:])
        if len(params) != self._nparams:
            if not self._nparams:
                raise TypeError(f"{self} is not a generic class")
            least = self._nparams - len(self._defaults)
            expected = f"at least {least}" if self._defaults else self._nparams
            raise TypeError(f"Too {'many' if len(params) > self._nparams else 'few'} arguments for {self};"
                            f" actual {len(params)}, expected {expected}")
        return self.copy_with(params)

    def copy_with(self, params):
        return _GenericAlias(self.__origin__, params, name=self._name, inst=self._inst)

    def __repr__(self):
        return 'typing.' + self._name

    def __subclasscheck__(self, cls):
        kind = cls.__origin__ if isinstance(cls, _SpecialGenericAlias) else cls
        if isinstance(kind, _GenericAlias):
            return super().__subclasscheck__(cls)
        return issubclass(kind, self.__origin__)

    def __reduce__(self):
        return self._name

    def __or__(self, right):
        return _make_union(self, right)

    def __ror__(self, left):
        return _make_union(left, self)


class _DeprecatedGenericAlias(_SpecialGenericAlias, _root=True):
    def __init__(self, origin, nparams, *, removal_version, inst=True, name=None):
        super().__init__(origin, nparams, inst=inst, name=name)
        self._removal_version = removal_version

    def __setattr__(self, attr, val):
        if attr == '_removal_version':
            object.__setattr__(self, attr, val)
        else:
            super().__setattr__(attr, val)

    def __instancecheck__(self, inst):
        warnings._deprecated(f"{self.__module__}.{self._name}", remove=self._removal_version)
        return super().__subclasscheck__(type(inst))

    def __subclasscheck__(self, cls):
        warnings._deprecated(f"{self.__module__}.{self._name}", remove=self._removal_version)
        return super().__subclasscheck__(cls)


class _CallableGenericAlias(_NotIterable, _GenericAlias, _root=True):
    def _has_plain_params(self):
        return len(self.__args__) == 2 and _is_param_expr(self.__args__[0])

    def __repr__(self):
        if self._has_plain_params():
            return super().__repr__()
        *params, result = map(_type_repr, self.__args__)
        return f"typing.{self._name}[[{', '.join(params)}], {result}]"

    def __reduce__(self):
        args = self.__args__
        if not self._has_plain_params():
            args = list(args[:-1]), args[-1]
        return operator.getitem, (_typing().Callable, args)


class _CallableType(_SpecialGenericAlias, _root=True):
    def copy_with(self, params):
        return _CallableGenericAlias(self.__origin__, params, name=self._name, inst=self._inst)

    def __getitem__(self, params):
        if not isinstance(params, tuple) or len(params) != 2:
            raise TypeError("Callable must be used as Callable[[arg, ...], result].")
        args, result = params
        # A list has no hash for the cache.
        return self.__getitem_inner__((tuple(args) if isinstance(args, list) else args, result))

    @_tp_cache
    def __getitem_inner__(self, params):
        args, result = params
        result = _type_check(result, "Callable[args, result]: result must be a type.")
        if args is Ellipsis:
            return self.copy_with((_TypingEllipsis, result))
        args = args if isinstance(args, tuple) else (args,)
        return self.copy_with((*map(_type_convert, args), result))


class _TupleType(_SpecialGenericAlias, _root=True):
    @_tp_cache
    def __getitem__(self, params):
        params = params if isinstance(params, tuple) else (params,)
        if len(params) >= 2 and params[-1] is ...:
            each = (_type_check(p, "Tuple[t, ...]: t must be a type.") for p in params[:-1])
            return self.copy_with((*each, _TypingEllipsis))
        return self.copy_with(tuple(_type_check(p, "Tuple[t0, t1, ...]: each t must be a type.") for p in params))


class _UnionGenericAlias(_NotIterable, _GenericAlias, _root=True):
    def copy_with(self, params):
        return _typing().Union[params]

    def __eq__(self, other):
        if not isinstance(other, (_UnionGenericAlias, types.UnionType)):
            return NotImplemented
        try:
            return set(self.__args__) == set(other.__args__)
        except TypeError:
            # Members without a hash: each must be found in the other union.
            mine, theirs = list(self.__args__), list(other.__args__)
            return len(mine) == len(theirs) and all(m in theirs for m in mine) and all(t in mine for t in theirs)

    def __hash__(self):
        return hash(frozenset(self.__args__))

    def __repr__(self):
        args = self.__args__
        if len(args) == 2 and type(None) in args:
            other = args[1] if args[0] is type(None) else args[0]
            return f'typing.Optional[{_type_repr(other)}]'
        return super().__repr__()

    def __instancecheck__(self, obj):
        return any(isinstance(obj, cls) for cls in self.__args__)

    def __subclasscheck__(self, cls):
        return any(issubclass(cls, arg) for arg in self.__args__)

    def __reduce__(self):
        func, (_, args) = super().__reduce__()
        return func, (_typing().Union, args)


class _LiteralGenericAlias(_GenericAlias, _root=True):
    def __eq__(self, other):
        if not isinstance(other, _LiteralGenericAlias):
            return NotImplemented
        return set(_value_and_type_iter(self.__args__)) == set(_value_and_type_iter(other.__args__))

    def __hash__(self):
        return hash(frozenset(_value_and_type_iter(self.__args__)))


class _ConcatenateGenericAlias(_GenericAlias, _root=True):
    def copy_with(self, params):
        last = params[-1]
        if isinstance(last, (list, tuple)):
            return (*params[:-1], *last)
        if isinstance(last, _ConcatenateGenericAlias):
            params = (*params[:-1], *last.__args__)
        return super().copy_with(params)


class _UnpackGenericAlias(_GenericAlias, _root=True):
    def __repr__(self):
        return f'typing.Unpack[{_type_repr(self.__args__[0])}]'

    def __getitem__(self, args):
        return args if self.__typing_is_unpacked_typevartuple__ else super().__getitem__(args)

    @property
    def __typing_unpacked_tuple_args__(self):
        arg, = self.__args__
        if not isinstance(arg, (_GenericAlias, types.GenericAlias)):
            return None
        if arg.__origin__ is not tuple:
            raise TypeError("Unpack[...] must be used with a tuple type")
        return arg.__args__

    @property
    def __typing_is_unpacked_typevartuple__(self):
        return isinstance(self.__args__[0], TypeVarTuple)


class _AnnotatedAlias(_NotIterable, _GenericAlias, _root=True):
    """`Annotated[t, x]`: the type `t` with the metadata `x`."""

    def __init__(self, origin, metadata):
        kind, known = origin, ()
        if isinstance(origin, _AnnotatedAlias):
            kind, known = origin.__origin__, origin.__metadata__
        super().__init__(kind, kind, name='Annotated')
        self.__metadata__ = known + metadata

    def copy_with(self, params):
        new_type, = params
        return _AnnotatedAlias(new_type, self.__metadata__)

    def __repr__(self):
        return f"typing.Annotated[{_type_repr(self.__origin__)}, {', '.join(map(repr, self.__metadata__))}]"

    def __reduce__(self):
        return operator.getitem, (_typing().Annotated, (self.__origin__, *self.__metadata__))

    def __eq__(self, other):
        if not isinstance(other, _AnnotatedAlias):
            return NotImplemented
        return self.__origin__ == other.__origin__ and self.__metadata__ == other.__metadata__

    def __hash__(self):
        return hash((self.__origin__, self.__metadata__))

    def __getattr__(self, attr):
        return 'Annotated' if attr in {'__name__', '__qualname__'} else super().__getattr__(attr)

    def __mro_entries__(self, bases):
        return (self.__origin__,)

"""`NamedTuple` and `TypedDict`."""
import collections
import sys

from _typing import Generic
from _typing_alias import _AnnotatedAlias
from _typing_check import _type_check, _typing
from _typing_forms import NotRequired, ReadOnly, Required
from _typing_hints import _sentinel, get_args, get_origin

# What is defined here belongs to `typing`, for reprs and pickles.
__name__ = 'typing'


def _caller(depth=1, default='__main__'):
    """The module of the code that calls the caller."""
    return sys._getframemodulename(depth + 1) or default


def _make_nmtuple(name, types, module, defaults=()):
    names = [n for n, _ in types]
    types = {n: _type_check(t, f"field {n} annotation must be a type") for n, t in types}
    made = collections.namedtuple(name, names, defaults=defaults, module=module)
    made.__annotations__ = made.__new__.__annotations__ = types
    return made


# Attributes that a named tuple makes itself, and those of the class statement that are not taken over.
_prohibited = frozenset({
    '__new__', '__init__', '__slots__', '__getnewargs__', '_fields', '_field_defaults', '_field_types', '_make',
    '_replace', '_asdict', '_source',
})
_special = frozenset({'__module__', '__name__', '__annotations__'})


class NamedTupleMeta(type):
    def __new__(cls, typename, bases, ns):
        for base in bases:
            if base is not _NamedTuple and base is not Generic:
                raise TypeError('can only inherit from a NamedTuple type and Generic')
        bases = tuple(tuple if base is _NamedTuple else base for base in bases)
        types = ns.get('__annotations__', {})
        defaults = []
        for field in types:
            if field in ns:
                defaults.append(field)
            elif defaults:
                many = 's' if len(defaults) > 1 else ''
                raise TypeError(f"Non-default namedtuple field {field} cannot follow default field{many} "
                                f"{', '.join(defaults)}")
        made = _make_nmtuple(typename, types.items(), module=ns['__module__'], defaults=[ns[n] for n in defaults])
        made.__bases__ = bases
        if Generic in bases:
            made.__class_getitem__ = classmethod(_typing()._generic_class_getitem)
        for key, value in ns.items():
            if key in _prohibited:
                raise AttributeError("Cannot overwrite NamedTuple attribute " + key)
            if key in _special:
                continue
            if key not in made._fields:
                setattr(made, key, value)
            _set_name(value, made, key, typename)
        if Generic in bases:
            made.__init_subclass__()
        return made


def _set_name(value, owner, name, typename):
    try:
        set_name = type(value).__set_name__
    except AttributeError:
        return
    try:
        set_name(value, owner, name)
    except BaseException as e:
        e.add_note(f"Error calling __set_name__ on {type(value).__name__!r} instance {name!r} in {typename!r}")
        raise


def NamedTuple(typename, fields=_sentinel, /, **kwargs):
    """Typed version of namedtuple."""
    if fields is _sentinel and kwargs:
        _warn_deprecated("Creating NamedTuple classes using keyword arguments",
                         "Use the class-based or functional syntax instead.")
    elif fields is not _sentinel and kwargs:
        if fields is None:
            raise TypeError("Cannot pass `None` as the 'fields' parameter and also specify fields using keyword "
                            "arguments")
        raise TypeError("Either list of fields or keywords can be provided to NamedTuple, not both")
    elif fields is _sentinel or fields is None:
        _warn_without_fields(fields, 'NamedTuple', typename, 'list', '[]')
    if fields is _sentinel or fields is None:
        fields = kwargs.items()
    made = _make_nmtuple(typename, fields, module=_caller())
    made.__orig_bases__ = (NamedTuple,)
    return made


def _warn_deprecated(what, instead, stacklevel=3):
    import warnings

    warnings.warn(f"{what} is deprecated and will be disallowed in Python 3.15. {instead}", DeprecationWarning,
                  stacklevel)


def _warn_without_fields(fields, kind, typename, sort, empty):
    what = "Failing to pass a value for" if fields is _sentinel else "Passing `None` as"
    example = f"`{typename} = {kind}({typename!r}, {empty})`"
    _warn_deprecated(f"{what} the 'fields' parameter",
                     f"To create a {kind} class with 0 fields using the functional syntax, pass an empty {sort}, "
                     f"e.g. {example}.", stacklevel=4)


def _namedtuple_mro_entries(bases):
    assert NamedTuple in bases
    return (_NamedTuple,)


_NamedTuple = type.__new__(NamedTupleMeta, 'NamedTuple', (), {})
NamedTuple.__mro_entries__ = _namedtuple_mro_entries


def _get_typeddict_qualifiers(annotation_type):
    while True:
        origin = get_origin(annotation_type)
        if isinstance(annotation_type, _AnnotatedAlias):
            annotation_type = annotation_type.__origin__
        elif origin in (Required, NotRequired, ReadOnly):
            yield origin
            annotation_type, = get_args(annotation_type)
        else:
            return


class _TypedDictMeta(type):
    def __new__(cls, name, bases, ns, total=True):
        for base in bases:
            if type(base) is not _TypedDictMeta and base is not Generic:
                raise TypeError('cannot inherit from both a TypedDict type and a non-TypedDict base class')
        generic = (Generic,) if any(issubclass(b, Generic) for b in bases) else ()
        made = type.__new__(cls, name, (*generic, dict), ns)
        if not hasattr(made, '__orig_bases__'):
            made.__orig_bases__ = bases
        msg = "TypedDict('Name', {f0: t0, f1: t1, ...}); each t must be a type"
        own = {n: _type_check(t, msg, module=made.__module__) for n, t in ns.get('__annotations__', {}).items()}
        annotations = {}
        keys = {'required': set(), 'optional': set(), 'readonly': set(), 'mutable': set()}
        for base in bases:
            annotations.update(base.__dict__.get('__annotations__', {}))
            _inherit_keys(keys, base)
        annotations.update(own)
        for key, type_ in own.items():
            _sort_key(keys, key, set(_get_typeddict_qualifiers(type_)), total)
        made.__annotations__ = annotations
        for sort, names in keys.items():
            setattr(made, f'__{sort}_keys__', frozenset(names))
        made.__total__ = total
        return made

    __call__ = dict

    def __subclasscheck__(cls, other):
        raise TypeError('TypedDict does not support instance and class checks')

    __instancecheck__ = __subclasscheck__


def _inherit_keys(keys, base):
    for sort, other in (('required', 'optional'), ('optional', 'required')):
        names = base.__dict__.get(f'__{sort}_keys__', set())
        keys[sort] |= names
        keys[other] -= names
    keys['readonly'].update(base.__dict__.get('__readonly_keys__', ()))
    keys['mutable'].update(base.__dict__.get('__mutable_keys__', ()))


def _sort_key(keys, key, qualifiers, total):
    required = Required in qualifiers or (total and NotRequired not in qualifiers)
    keys['required' if required else 'optional'].add(key)
    keys['optional' if required else 'required'].discard(key)
    if ReadOnly in qualifiers:
        if key in keys['mutable']:
            raise TypeError(f"Cannot override mutable key {key!r} with read-only key")
        keys['readonly'].add(key)
    else:
        keys['mutable'].add(key)
        keys['readonly'].discard(key)


def TypedDict(typename, fields=_sentinel, /, *, total=True):
    """A simple typed namespace. At runtime it is equivalent to a plain dict."""
    if fields is _sentinel or fields is None:
        _warn_without_fields(fields, 'TypedDict', typename, 'dictionary', '{}')
    ns = {'__annotations__': {} if fields is _sentinel or fields is None else dict(fields)}
    module = _caller()
    if module is not None:
        ns['__module__'] = module
    made = _TypedDictMeta(typename, (), ns, total=total)
    made.__orig_bases__ = (TypedDict,)
    return made


_TypedDict = type.__new__(_TypedDictMeta, 'TypedDict', (), {})
TypedDict.__mro_entries__ = lambda bases: (_TypedDict,)


def is_typeddict(tp):
    """Check if an annotation is a TypedDict class."""
    return isinstance(tp, _TypedDictMeta)

"""Classes generated from annotations (mirrors Lib/dataclasses.py)."""
import abc
import copy
import keyword
import sys
import types
from reprlib import recursive_repr

__all__ = ['dataclass', 'field', 'Field', 'FrozenInstanceError', 'InitVar', 'KW_ONLY', 'MISSING', 'fields', 'asdict',
           'astuple', 'make_dataclass', 'replace', 'is_dataclass']


class FrozenInstanceError(AttributeError):
    pass


class _HAS_DEFAULT_FACTORY_CLASS:
    def __repr__(self):
        return '<factory>'


_HAS_DEFAULT_FACTORY = _HAS_DEFAULT_FACTORY_CLASS()


class _MISSING_TYPE:
    pass


MISSING = _MISSING_TYPE()


class _KW_ONLY_TYPE:
    pass


KW_ONLY = _KW_ONLY_TYPE()
_EMPTY_METADATA = types.MappingProxyType({})


class _FIELD_BASE:
    __slots__ = ('name',)

    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return self.name


_FIELD = _FIELD_BASE('_FIELD')
_FIELD_CLASSVAR = _FIELD_BASE('_FIELD_CLASSVAR')
_FIELD_INITVAR = _FIELD_BASE('_FIELD_INITVAR')

_FIELDS = '__dataclass_fields__'
_PARAMS = '__dataclass_params__'
_POST_INIT_NAME = '__post_init__'

_ATOMIC_TYPES = frozenset({types.NoneType, bool, int, float, str, complex, bytes, types.EllipsisType,
                           types.NotImplementedType, types.CodeType, types.BuiltinFunctionType, types.FunctionType,
                           type, range, property})


class InitVar:
    # Annotation of a parameter of `__init__` that is no field.
    __slots__ = ('type',)

    def __init__(self, type):
        self.type = type

    def __repr__(self):
        if isinstance(self.type, type) and not isinstance(self.type, types.GenericAlias):
            return f'dataclasses.InitVar[{self.type.__name__}]'
        return f'dataclasses.InitVar[{self.type!r}]'

    def __class_getitem__(cls, type):
        return InitVar(type)


class Field:
    # One field: made by `field()` or from a plain default, completed by `dataclass`.
    __slots__ = ('name', 'type', 'default', 'default_factory', 'repr', 'hash', 'init', 'compare', 'metadata',
                 'kw_only', '_field_type')

    def __init__(self, default, default_factory, init, repr, hash, compare, metadata, kw_only):
        # Known when the class is made.
        self.name = self.type = self._field_type = None
        self.default, self.default_factory, self.kw_only = default, default_factory, kw_only
        self.init, self.repr, self.hash, self.compare = init, repr, hash, compare
        self.metadata = types.MappingProxyType(metadata) if metadata is not None else _EMPTY_METADATA

    @recursive_repr()
    def __repr__(self):
        return ('Field(' + ','.join(f'{name}={getattr(self, name)!r}' for name in (
            'name', 'type', 'default', 'default_factory', 'init', 'repr', 'hash', 'compare', 'metadata', 'kw_only'))
            + f',_field_type={self._field_type})')

    def __set_name__(self, owner, name):
        func = getattr(type(self.default), '__set_name__', None)
        if func:
            func(self.default, owner, name)

    __class_getitem__ = classmethod(types.GenericAlias)


class _DataclassParams:
    __slots__ = ('init', 'repr', 'eq', 'order', 'unsafe_hash', 'frozen', 'match_args', 'kw_only', 'slots',
                 'weakref_slot')

    def __init__(self, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots, weakref_slot):
        self.init, self.repr, self.eq, self.order = init, repr, eq, order
        self.unsafe_hash, self.frozen, self.match_args = unsafe_hash, frozen, match_args
        self.kw_only, self.slots, self.weakref_slot = kw_only, slots, weakref_slot

    def __repr__(self):
        return '_DataclassParams(' + ','.join(f'{n}={getattr(self, n)!r}' for n in self.__slots__) + ')'


def field(*, default=MISSING, default_factory=MISSING, init=True, repr=True, hash=None, compare=True, metadata=None,
          kw_only=MISSING):
    """Return an object to identify dataclass fields."""
    if default is MISSING or default_factory is MISSING:
        return Field(default, default_factory, init, repr, hash, compare, metadata, kw_only)
    raise ValueError('cannot specify both default and default_factory')


def _tuple_text(prefix, names):
    return '(' + ','.join(prefix + name for name in names) + (',)' if names else ')')


class _Builder:
    """Collects the generated functions of a class and compiles them in one go."""

    def __init__(self, cls, globals):
        self.cls, self.globals = cls, globals
        self.names, self.lines, self.locals = [], [], {}
        self.overwrite_errors, self.unconditional = {}, set()

    def add(self, name, params, body, *, returns=None, decorator=None, overwrite_error=False, unconditional=False):
        self.names.append(name)
        if decorator:
            self.lines.append(f' {decorator}')
        arrow = '' if returns is None else f'->{returns}'
        self.lines.append(f' def {name}({",".join(params)}){arrow}:')
        self.lines.extend('  ' + line for line in body)
        self.overwrite_errors[name] = overwrite_error
        if unconditional:
            self.unconditional.add(name)

    def install(self):
        if not self.names:
            return
        params = ','.join(self.locals)
        text = '\n'.join([f'def __create_fn__({params}):', *self.lines, f' return {_tuple_text("", self.names)}'])
        ns = {}
        exec(text, self.globals, ns)
        for name, fn in zip(self.names, ns['__create_fn__'](**self.locals)):
            fn.__qualname__ = f'{self.cls.__qualname__}.{fn.__name__}'
            if name in self.unconditional:
                setattr(self.cls, name, fn)
            elif _set_new_attribute(self.cls, name, fn) and self.overwrite_errors[name]:
                message = f'Cannot overwrite attribute {name} in class {self.cls.__name__}'
                extra = self.overwrite_errors[name]
                raise TypeError(message if extra is True else f'{message} {extra}')


def _set_new_attribute(cls, name, value):
    # True if the class had the attribute already.
    if name in cls.__dict__:
        return True
    if isinstance(value, types.FunctionType):
        value.__qualname__ = f'{cls.__qualname__}.{value.__name__}'
    setattr(cls, name, value)
    return False


def _field_assign(frozen, name, value, self_name):
    if frozen:
        return f'__dataclass_builtins_object__.__setattr__({self_name},{name!r},{value})'
    return f'{self_name}.{name}={value}'


def _field_init(f, frozen, globals, self_name, slots):
    default = f'__dataclass_dflt_{f.name}__'
    if f.default_factory is not MISSING:
        globals[default] = f.default_factory
        value = f'{default}() if {f.name} is __dataclass_HAS_DEFAULT_FACTORY__ else {f.name}' if f.init else f'{default}()'
    elif f.init:
        if f.default is not MISSING:
            globals[default] = f.default
        value = f.name
    elif slots and f.default is not MISSING:
        # The class attribute is gone, so the default has to be stored.
        globals[default] = f.default
        value = default
    else:
        return None
    if f._field_type is _FIELD_INITVAR:
        return None
    return _field_assign(frozen, f.name, value, self_name)


def _init_param(f):
    default = ''
    if f.default is not MISSING:
        default = f'=__dataclass_dflt_{f.name}__'
    elif f.default_factory is not MISSING:
        default = '=__dataclass_HAS_DEFAULT_FACTORY__'
    return f'{f.name}:__dataclass_type_{f.name}__{default}'


def _add_init(builder, fields, std_fields, kw_only_fields, frozen, has_post_init, self_name, slots):
    seen_default = None
    for f in std_fields:
        if f.init:
            if not (f.default is MISSING and f.default_factory is MISSING):
                seen_default = f
            elif seen_default:
                raise TypeError(f'non-default argument {f.name!r} follows default argument {seen_default.name!r}')
    names = {**{f'__dataclass_type_{f.name}__': f.type for f in fields},
             '__dataclass_HAS_DEFAULT_FACTORY__': _HAS_DEFAULT_FACTORY, '__dataclass_builtins_object__': object}
    body = []
    for f in fields:
        line = _field_init(f, frozen, names, self_name, slots)
        if line:
            body.append(line)
    if has_post_init:
        params = ','.join(f.name for f in fields if f._field_type is _FIELD_INITVAR)
        body.append(f'{self_name}.{_POST_INIT_NAME}({params})')
    params = [_init_param(f) for f in std_fields]
    if kw_only_fields:
        params += ['*'] + [_init_param(f) for f in kw_only_fields]
    builder.locals.update(names)
    builder.add('__init__', [self_name, *params], body or ['pass'], returns='None')


def _add_frozen(builder, cls, fields):
    builder.locals.update(cls=cls, FrozenInstanceError=FrozenInstanceError)
    condition = 'type(self) is cls'
    if fields:
        condition += ' or name in {' + ', '.join(repr(f.name) for f in fields) + '}'
    for name, params, verb in (('__setattr__', 'name, value', 'assign to'), ('__delattr__', 'name', 'delete')):
        builder.add(name, ['self', *params.split(', ')],
                    [f'if {condition}:', f' raise FrozenInstanceError(f"cannot {verb} field {{name!r}}")',
                     f'super(cls, self).{name}({params})'], overwrite_error=True)


def _leading_word(text):
    text = text.lstrip()
    end = next((i for i, char in enumerate(text) if not (char.isalnum() or char == '_')), len(text))
    return text[:end], text[end:]


def _is_type(annotation, cls, module, wanted, is_type_predicate):
    """Whether a string annotation names `wanted`, directly or through a module prefix."""
    prefix = ''
    last, rest = _leading_word(annotation)
    if rest.lstrip().startswith('.'):
        attribute, _ = _leading_word(rest.lstrip()[1:])
        if attribute:
            prefix, last = last, attribute
    namespace = sys.modules.get(cls.__module__)
    if prefix:
        source = namespace and namespace.__dict__.get(prefix)
        if source is not module:
            return False
        namespace = module
    value = namespace and namespace.__dict__.get(last)
    return bool(value is not None and is_type_predicate(value, module))


def _is_classvar(a_type, typing):
    return a_type is typing.ClassVar or typing.get_origin(a_type) is typing.ClassVar


def _is_initvar(a_type, dataclasses):
    return a_type is dataclasses.InitVar or type(a_type) is dataclasses.InitVar


def _is_kw_only(a_type, dataclasses):
    return a_type is dataclasses.KW_ONLY


def _annotated_as(cls, annotation, module, wanted, predicate):
    return predicate(annotation, module) or (
        isinstance(annotation, str) and _is_type(annotation, cls, module, wanted, predicate))


def _get_field(cls, a_name, a_type, default_kw_only):
    default = getattr(cls, a_name, MISSING)
    if isinstance(default, Field):
        f = default
    else:
        if isinstance(default, types.MemberDescriptorType):
            default = MISSING  # a slot of a base class
        f = field(default=default)
    f.name, f.type = a_name, a_type
    f._field_type = _FIELD
    # ClassVar can only be meant if someone imported typing.
    typing = sys.modules.get('typing')
    if typing and _annotated_as(cls, a_type, typing, getattr(typing, 'ClassVar', None), _is_classvar):
        f._field_type = _FIELD_CLASSVAR
    elif _annotated_as(cls, a_type, sys.modules[__name__], InitVar, _is_initvar):
        f._field_type = _FIELD_INITVAR
    if f._field_type in (_FIELD_CLASSVAR, _FIELD_INITVAR) and f.default_factory is not MISSING:
        raise TypeError(f'field {f.name} cannot have a default factory')
    if f._field_type in (_FIELD, _FIELD_INITVAR):
        if f.kw_only is MISSING:
            f.kw_only = default_kw_only
    elif f.kw_only is not MISSING:
        raise TypeError(f'field {f.name} is a ClassVar but specifies kw_only')
    if f._field_type is _FIELD and f.default.__class__.__hash__ is None:
        raise ValueError(f'mutable default {type(f.default)} for field {f.name} is not allowed: use default_factory')
    return f


def _hash_action(cls, unsafe_hash, eq, frozen, has_explicit_hash):
    # 'add', 'none' (set to None) or '' (leave alone); errors where adding would overwrite.
    if unsafe_hash:
        if has_explicit_hash:
            raise TypeError(f'Cannot overwrite attribute __hash__ in class {cls.__name__}')
        return 'add'
    if not eq or has_explicit_hash:
        return ''
    return 'add' if frozen else 'none'


def _collect_fields(cls, kw_only):
    fields, any_frozen, all_frozen, has_bases = {}, False, None, False
    for base in cls.__mro__[-1:0:-1]:
        base_fields = getattr(base, _FIELDS, None)
        if base_fields is not None:
            has_bases = True
            fields.update(base_fields)
            if all_frozen is None:
                all_frozen = True
            frozen = getattr(base, _PARAMS).frozen
            all_frozen = all_frozen and frozen
            any_frozen = any_frozen or frozen
    import inspect
    own, kw_only_seen, module = [], False, sys.modules[__name__]
    for name, annotation in inspect.get_annotations(cls).items():
        if _annotated_as(cls, annotation, module, KW_ONLY, _is_kw_only):
            if kw_only_seen:
                raise TypeError(f'{name!r} is KW_ONLY, but KW_ONLY has already been specified')
            kw_only_seen = kw_only = True
        else:
            own.append(_get_field(cls, name, annotation, kw_only))
    for f in own:
        fields[f.name] = f
        if isinstance(getattr(cls, f.name, None), Field):
            if f.default is MISSING:
                delattr(cls, f.name)
            else:
                setattr(cls, f.name, f.default)
    annotations = inspect.get_annotations(cls)
    for name, value in cls.__dict__.items():
        if isinstance(value, Field) and name not in annotations:
            raise TypeError(f'{name!r} is a field but has no type annotation')
    return fields, any_frozen, all_frozen, has_bases


def _add_comparisons(builder, cls, fields, eq, order):
    compared = [f.name for f in fields if f.compare]
    if eq:
        terms = [f'self.{name}==other.{name}' for name in compared]
        builder.add('__eq__', ('self', 'other'), [
            'if self is other:', ' return True', 'if other.__class__ is self.__class__:',
            f' return {" and ".join(terms) if terms else "True"}', 'return NotImplemented'])
    if order:
        mine, theirs = _tuple_text('self.', compared), _tuple_text('other.', compared)
        for name, op in (('__lt__', '<'), ('__le__', '<='), ('__gt__', '>'), ('__ge__', '>=')):
            builder.add(name, ('self', 'other'), [
                'if other.__class__ is self.__class__:', f' return {mine}{op}{theirs}', 'return NotImplemented'],
                overwrite_error='Consider using functools.total_ordering')


def _process_class(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots, weakref_slot):
    globals = sys.modules[cls.__module__].__dict__ if cls.__module__ in sys.modules else {}
    setattr(cls, _PARAMS, _DataclassParams(init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots,
                                           weakref_slot))
    fields, any_frozen_base, all_frozen_bases, has_bases = _collect_fields(cls, kw_only)
    if has_bases:
        if any_frozen_base and not frozen:
            raise TypeError('cannot inherit non-frozen dataclass from a frozen one')
        if all_frozen_bases is False and frozen:
            raise TypeError('cannot inherit frozen dataclass from a non-frozen one')
    setattr(cls, _FIELDS, fields)
    class_hash = cls.__dict__.get('__hash__', MISSING)
    # A class that defines __eq__ alone got `__hash__ = None` from the interpreter, not from its author.
    has_explicit_hash = not (class_hash is MISSING or (class_hash is None and '__eq__' in cls.__dict__))
    if order and not eq:
        raise ValueError('eq must be true if order is true')
    with_initvars = [f for f in fields.values() if f._field_type in (_FIELD, _FIELD_INITVAR)]
    std_fields = tuple(f for f in with_initvars if f.init and not f.kw_only)
    kw_only_fields = tuple(f for f in with_initvars if f.init and f.kw_only)
    real = [f for f in fields.values() if f._field_type is _FIELD]
    builder = _Builder(cls, globals)
    if init:
        _add_init(builder, with_initvars, std_fields, kw_only_fields, frozen, hasattr(cls, _POST_INIT_NAME),
                  '__dataclass_self__' if 'self' in fields else 'self', slots)
    _set_new_attribute(cls, '__replace__', _replace)
    if repr:
        shown = ', '.join(f'{f.name}={{self.{f.name}!r}}' for f in real if f.repr)
        builder.locals['__dataclasses_recursive_repr'] = recursive_repr
        builder.add('__repr__', ('self',), [f'return f"{{self.__class__.__qualname__}}({shown})"'],
                    decorator='@__dataclasses_recursive_repr()')
    _add_comparisons(builder, cls, real, eq, order)
    if frozen:
        _add_frozen(builder, cls, real)
    action = _hash_action(cls, unsafe_hash, eq, frozen, has_explicit_hash)
    if action == 'none':
        cls.__hash__ = None
    elif action == 'add':
        hashed = [f.name for f in real if (f.compare if f.hash is None else f.hash)]
        builder.add('__hash__', ('self',), [f'return hash({_tuple_text("self.", hashed)})'], unconditional=True)
    builder.install()
    if not getattr(cls, '__doc__'):
        _set_doc(cls)
    if match_args:
        _set_new_attribute(cls, '__match_args__', tuple(f.name for f in std_fields))
    if weakref_slot and not slots:
        raise TypeError('weakref_slot is True but slots is False')
    if slots:
        cls = _add_slots(cls, frozen, weakref_slot, [f.name for f in real])
    abc.update_abstractmethods(cls)
    return cls


def _set_doc(cls):
    import inspect
    try:
        text = str(inspect.signature(cls)).replace(' -> None', '')
    except (TypeError, ValueError):
        text = ''
    cls.__doc__ = cls.__name__ + text


def _dataclass_getstate(self):
    return [getattr(self, f.name) for f in fields(self)]


def _dataclass_setstate(self, state):
    for f, value in zip(fields(self), state):
        object.__setattr__(self, f.name, value)  # the class may be frozen


def _inherited_slots(cls):
    slots = cls.__dict__.get('__slots__')
    if slots is None:
        if getattr(cls, '__weakrefoffset__', -1) != 0:
            yield '__weakref__'
        if getattr(cls, '__dictoffset__', -1) != 0:
            yield '__dict__'
    elif isinstance(slots, str):
        yield slots
    elif not hasattr(slots, '__next__'):
        yield from slots
    else:
        raise TypeError(f"Slots of '{cls.__name__}' cannot be determined")


def _add_slots(cls, is_frozen, weakref_slot, field_names):
    # Slots need a new class. As in 3.13, `__class__` and zero-argument super() in methods still mean the old one.
    if '__slots__' in cls.__dict__:
        raise TypeError(f'{cls.__name__} already specifies __slots__')
    body = dict(cls.__dict__)
    inherited = {name for base in cls.__mro__[1:-1] for name in _inherited_slots(base)}
    wanted = list(field_names) + (['__weakref__'] if weakref_slot else [])
    slots = [name for name in wanted if name not in inherited]
    body['__slots__'] = tuple(slots)
    for name in field_names:
        body.pop(name, None)
    body.pop('__dict__', None)
    body.pop('__weakref__', None)
    qualname = getattr(cls, '__qualname__', None)
    result = type(cls)(cls.__name__, cls.__bases__, body)
    if qualname is not None:
        result.__qualname__ = qualname
    if is_frozen:
        if '__getstate__' not in body:
            result.__getstate__ = _dataclass_getstate
        if '__setstate__' not in body:
            result.__setstate__ = _dataclass_setstate
    return result


def dataclass(cls=None, /, *, init=True, repr=True, eq=True, order=False, unsafe_hash=False, frozen=False,
              match_args=True, kw_only=False, slots=False, weakref_slot=False):
    """Add dunder methods based on the fields defined in the class."""
    def wrap(cls):
        return _process_class(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots,
                              weakref_slot)
    return wrap if cls is None else wrap(cls)


def fields(class_or_instance):
    """Return a tuple describing the fields of this dataclass."""
    found = getattr(class_or_instance, _FIELDS, None)
    if found is None:
        raise TypeError('must be called with a dataclass type or instance')
    return tuple(f for f in found.values() if f._field_type is _FIELD)


def _is_dataclass_instance(obj):
    """Returns True if obj is an instance of a dataclass."""
    return hasattr(type(obj), _FIELDS)


def is_dataclass(obj):
    """Returns True if obj is a dataclass or an instance of a"""
    return hasattr(obj if isinstance(obj, type) else type(obj), _FIELDS)


def asdict(obj, *, dict_factory=dict):
    """Return the fields of a dataclass instance as a new dictionary mapping"""
    if not _is_dataclass_instance(obj):
        raise TypeError("asdict() should be called on dataclass instances")
    return _convert(obj, lambda o, inner: dict_factory([(f.name, inner(getattr(o, f.name))) for f in fields(o)]))


def astuple(obj, *, tuple_factory=tuple):
    """The values of the fields in a tuple; those that are dataclasses become tuples too."""
    if not _is_dataclass_instance(obj):
        raise TypeError("astuple() should be called on dataclass instances")
    return _convert(obj, lambda o, inner: tuple_factory([inner(getattr(o, f.name)) for f in fields(o)]))


def _convert(obj, make):
    def inner(obj):
        kind = type(obj)
        if kind in _ATOMIC_TYPES:
            return obj
        if hasattr(kind, _FIELDS):
            return make(obj, inner)
        if isinstance(obj, (list, tuple)):
            items = [inner(v) for v in obj]
            return kind(*items) if hasattr(obj, '_fields') and isinstance(obj, tuple) else kind(items)
        if isinstance(obj, dict):
            if hasattr(kind, 'default_factory'):
                result = kind(obj.default_factory)
                for k, v in obj.items():
                    result[inner(k)] = inner(v)
                return result
            return kind((inner(k), inner(v)) for k, v in obj.items())
        return copy.deepcopy(obj)
    return inner(obj)


def make_dataclass(cls_name, fields, *, bases=(), namespace=None, init=True, repr=True, eq=True, order=False,
                   unsafe_hash=False, frozen=False, match_args=True, kw_only=False, slots=False, weakref_slot=False,
                   module=None):
    """Return a new dynamically created dataclass."""
    annotations, defaults = {}, {}
    for item in fields:
        if isinstance(item, str):
            name, tp = item, 'typing.Any'
        elif len(item) == 2:
            name, tp = item
        elif len(item) == 3:
            name, tp, defaults[item[0]] = item
        else:
            raise TypeError(f'Invalid field: {item!r}')
        if not isinstance(name, str) or not name.isidentifier():
            raise TypeError(f'Field names must be valid identifiers: {name!r}')
        if keyword.iskeyword(name):
            raise TypeError(f'Field names must not be keywords: {name!r}')
        if name in annotations:
            raise TypeError(f'Field name duplicated: {name!r}')
        annotations[name] = tp

    def exec_body(ns):
        ns.update(namespace or {})
        ns.update(defaults)
        ns['__annotations__'] = annotations

    cls = types.new_class(cls_name, bases, {}, exec_body)
    if module is None:
        try:
            module = sys._getframemodulename(1) or '__main__'
        except AttributeError:
            try:
                module = sys._getframe(1).f_globals.get('__name__', '__main__')
            except (AttributeError, ValueError):
                pass
    if module is not None:
        cls.__module__ = module
    return dataclass(cls, init=init, repr=repr, eq=eq, order=order, unsafe_hash=unsafe_hash, frozen=frozen,
                     match_args=match_args, kw_only=kw_only, slots=slots, weakref_slot=weakref_slot)


def replace(obj, /, **changes):
    """Return a new object replacing specified fields with new values."""
    if not _is_dataclass_instance(obj):
        raise TypeError("replace() should be called on dataclass instances")
    return _replace(obj, **changes)


def _replace(self, /, **changes):
    for name, f in getattr(self, _FIELDS).items():
        kind, given = f._field_type, name in changes
        if kind is _FIELD_CLASSVAR:
            continue
        if given and not f.init:
            raise TypeError(f'field {name} is declared with init=False, it cannot be specified with replace()')
        if f.init and not given:
            if kind is _FIELD_INITVAR and f.default is MISSING:
                raise TypeError(f"InitVar {name!r} must be specified with replace()")
            changes[name] = getattr(self, name)
    return self.__class__(**changes)

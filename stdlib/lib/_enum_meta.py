"""The metaclass of enumerations.

Members are made while `type.__new__` runs `__set_name__`, so that `__init_subclass__` already sees a finished
class; everything that needs the whole class (flag masks, method replacement) happens before or after that.
"""
import builtins as bltns
import sys
from types import DynamicClassAttribute, MappingProxyType

from _enum_names import (
    EnumDict,
    _is_descriptor,
    _is_flag,
    _is_single_bit,
    _make_class_unpicklable,
    _not_given,
    _proto_member,
    _known,
    property,
)

# What is defined here belongs to `enum`, for reprs and pickles.
__name__ = 'enum'


# What dir() of every enum shows.
_SHOWN = frozenset(('__class__', '__contains__', '__doc__', '__getitem__', '__iter__', '__len__', '__members__',
                    '__module__', '__name__', '__qualname__'))


def _ancestors(bases):
    for base in bases:
        yield from base.__mro__


def _data_type_of(cls):
    """The type that a base mixes in: the one whose line defines __new__, or is a dataclass."""
    lowest = None
    for base in cls.__mro__:
        if isinstance(base, EnumType):
            if base._member_type_ is not object:
                return base._member_type_
        elif base is not object:
            lowest = lowest or base
            if '__new__' in base.__dict__ or '__dataclass_fields__' in base.__dict__:
                return lowest
    return None


class EnumType(type):
    """Metaclass for Enum"""

    @classmethod
    def __prepare__(metacls, cls, bases, **kwds):
        metacls._check_for_existing_members_(cls, bases)
        parent = metacls._get_mixins_(cls, bases)[1]
        namespace = EnumDict()
        namespace._cls_name = cls
        if parent is None:
            return namespace
        namespace['_generate_next_value_'] = getattr(parent, '_generate_next_value_', None)
        return namespace

    def __new__(metacls, cls, bases, classdict, *, boundary=None, _simple=False, **kwds):
        if _simple:
            return super().__new__(metacls, cls, bases, classdict, **kwds)
        classdict.setdefault('_ignore_', []).append('_ignore_')
        for key in classdict['_ignore_']:
            classdict.pop(key, None)
        member_names = classdict._member_names
        classdict = dict(classdict)  # from here on names are ours to set
        invalid = set(member_names) & {'mro', ''}
        if invalid:
            raise ValueError('invalid enum member name(s) %s' % ','.join(repr(n) for n in sorted(invalid)))
        order = classdict.pop('_order_', None)
        next_value = classdict.get('_generate_next_value_')
        if next_value is not None and type(next_value) is not staticmethod:
            classdict['_generate_next_value_'] = staticmethod(next_value)
        member_type, first_enum = metacls._get_mixins_(cls, bases)
        new, save_new, use_args = metacls._find_new_(classdict, member_type, first_enum)
        classdict['_new_member_'] = new
        classdict['_use_args_'] = use_args
        for name in member_names:
            classdict[name] = _proto_member(classdict[name])
        classdict['_member_names_'] = []
        classdict['_member_map_'] = {}
        classdict['_value2member_map_'] = {}
        classdict['_unhashable_values_'] = []
        classdict['_unhashable_values_map_'] = {}
        classdict['_member_type_'] = member_type
        classdict['_value_repr_'] = metacls._find_data_repr_(cls, bases)
        if first_enum is not None and _is_flag(first_enum) or cls == 'Flag' and _known.Flag is None:
            classdict['_boundary_'] = boundary or getattr(first_enum, '_boundary_', None)
            classdict['_flag_mask_'] = classdict['_singles_mask_'] = classdict['_all_bits_'] = 0
            classdict['_inverted_'] = None
        # 3.13 reports mistakes in members as themselves, not wrapped by __set_name__.
        try:
            classdict['_%s__in_progress' % cls] = True
            enum_class = super().__new__(metacls, cls, bases, classdict, **kwds)
            delattr(enum_class, '_%s__in_progress' % cls)
        except Exception as exc:
            exc.__notes__ = [note for note in getattr(exc, '__notes__', ())
                             if not note.startswith('Error calling __set_name__ on')]
            if not exc.__notes__:
                del exc.__notes__
            raise
        classdict.update(enum_class.__dict__)
        metacls._choose_methods(enum_class, classdict, member_type, first_enum, new, save_new)
        if _is_flag(enum_class):
            _finish_flag(enum_class, classdict, boundary)
        if order is not None:
            _check_order(enum_class, order)
        return enum_class

    @staticmethod
    def _choose_methods(enum_class, classdict, member_type, first_enum, new, save_new):
        # Pick reduce, repr, str and format among the class, Enum and the data type.
        if _known.ReprEnum in enum_class.__bases__:
            for name in ('__format__', '__str__'):
                if name not in classdict:
                    method = getattr(member_type, name)
                    if method is object.__str__:
                        # It would show the member's own repr; a number's text is its repr.
                        method = member_type.__repr__
                    setattr(enum_class, name, method)
                    classdict[name] = enum_class.__dict__[name]
        for name in ('__repr__', '__str__', '__format__', '__reduce_ex__'):
            if name in classdict or first_enum is None:
                continue
            enum_method = getattr(first_enum, name)
            found_method = getattr(enum_class, name)
            object_method = getattr(object, name)
            data_type_method = getattr(member_type, name)
            if found_method in (data_type_method, object_method):
                setattr(enum_class, name, enum_method)
        if _is_flag(enum_class):
            for name in ('__or__', '__and__', '__xor__', '__ror__', '__rand__', '__rxor__', '__invert__'):
                if name not in classdict:
                    setattr(enum_class, name, getattr(_known.Flag, name))
        if _known.Enum is not None:
            if save_new:
                enum_class.__new_member__ = new
            enum_class.__new__ = _known.Enum.__new__

    def __bool__(cls):
        """classes/types should always be True."""
        return True

    def __call__(cls, value, names=_not_given, *values, module=None, qualname=None, type=None, start=1,
                 boundary=None):
        """Either returns an existing member, or creates a new enum class."""
        has_names = names is not _not_given
        if cls._member_map_:
            return cls.__new__(cls, (value, names, *values) if has_names else value)
        if has_names or type is not None:
            return cls._create_(class_name=value, names=names if has_names else None, module=module,
                                qualname=qualname, type=type, start=start, boundary=boundary)
        raise TypeError(f"{cls} has no members; specify `names=()` if you meant to create a new, empty, enum")

    def __contains__(cls, value):
        """Return True if `value` is in `cls`."""
        if isinstance(value, cls):
            return True
        if _is_flag(cls):
            try:
                result = cls._missing_(value)
            except ValueError:
                return False
            return isinstance(result, cls)
        try:
            return value in cls._value2member_map_
        except TypeError:
            return value in cls._unhashable_values_

    def __delattr__(cls, attr):
        if attr in cls._member_map_:
            raise AttributeError("%r cannot delete member %r." % (cls.__name__, attr))
        super().__delattr__(attr)

    def __dir__(cls):
        shown = _SHOWN.union(cls._member_names_)
        if cls._new_member_ is not object.__new__:
            shown |= {'__new__'}
        if cls.__init_subclass__ is not object.__init_subclass__:
            shown |= {'__init_subclass__'}
        mixin = cls._member_type_
        return sorted(shown if mixin is object else shown.union(dir(mixin)))

    def __getitem__(cls, name):
        """Return the member matching `name`."""
        return cls._member_map_[name]

    def __iter__(cls):
        """Return members in definition order."""
        return (cls._member_map_[name] for name in cls._member_names_)

    def __len__(cls):
        """Return the number of members (no aliases)"""
        return len(cls._member_names_)

    @bltns.property
    def __members__(cls):
        """Returns a mapping of member name->value."""
        return MappingProxyType(cls._member_map_)

    def __repr__(cls):
        if _is_flag(cls):
            return "<flag %r>" % cls.__name__
        return "<enum %r>" % cls.__name__

    def __reversed__(cls):
        """Return members in reverse definition order."""
        return (cls._member_map_[name] for name in reversed(cls._member_names_))

    def __setattr__(cls, name, value):
        """Block attempts to reassign Enum members."""
        if name in cls.__dict__.get('_member_map_', {}):
            raise AttributeError('cannot reassign member %r' % (name,))
        super().__setattr__(name, value)

    def _create_(cls, class_name, names, *, module=None, qualname=None, type=None, start=1, boundary=None):
        """Convenience method to create a new Enum class."""
        metacls = cls.__class__
        bases = (cls,) if type is None else (type, cls)
        classdict = metacls.__prepare__(class_name, bases)
        for name, value in cls._functional_pairs(names, start):
            classdict[name] = value
        if module is None:
            try:
                module = sys._getframemodulename(2)
            except AttributeError:
                try:
                    module = sys._getframe(2).f_globals['__name__']
                except (AttributeError, ValueError, KeyError):
                    pass
        if module is None:
            _make_class_unpicklable(classdict)
        else:
            classdict['__module__'] = module
        if qualname is not None:
            classdict['__qualname__'] = qualname
        return metacls.__new__(metacls, class_name, bases, classdict, boundary=boundary)

    def _functional_pairs(cls, names, start):
        if isinstance(names, str):
            names = names.replace(',', ' ').split()
        if isinstance(names, (tuple, list)) and names and isinstance(names[0], str):
            pairs, last_values = [], []
            for count, name in enumerate(names):
                value = cls._generate_next_value_(name, start, count, last_values[:])
                last_values.append(value)
                pairs.append((name, value))
            return pairs
        if names is None:
            return ()
        return [(item, names[item]) if isinstance(item, str) else item for item in names]

    def _convert_(cls, name, module, filter, source=None, *, boundary=None, as_global=False):
        """Make an enum of the constants of a module that pass the filter, in their place."""
        target = sys.modules[module].__dict__
        members = [(key, value) for key, value in (source.__dict__ if source else target).items() if filter(key)]
        try:
            members.sort(key=lambda item: (item[1], item[0]))
        except TypeError:
            members.sort(key=lambda item: item[0])
        body = {key: value for key, value in members}
        result = cls(name, list(body.items()), module=module, boundary=boundary or _known.KEEP)
        if as_global:
            from enum import global_enum

            global_enum(result)
        else:
            target.update(result.__members__)
        target[name] = result
        return result

    @classmethod
    def _check_for_existing_members_(mcls, class_name, bases):
        for base in _ancestors(bases):
            if isinstance(base, EnumType) and base._member_names_:
                raise TypeError("<enum %r> cannot extend %r" % (class_name, base))

    @classmethod
    def _get_mixins_(mcls, class_name, bases):
        # (data type, first enum base)
        """Returns the type for creating enum members, and the first inherited"""
        if not bases:
            return object, _known.Enum
        first_enum = bases[-1]
        if not isinstance(first_enum, EnumType):
            raise TypeError("new enumerations should be created as `EnumName([mixin_type, ...] [data_type,] "
                            "enum_type)`")
        return mcls._find_data_type_(class_name, bases) or object, first_enum

    @classmethod
    def _find_data_repr_(mcls, class_name, bases):
        for base in _ancestors(bases):
            if isinstance(base, EnumType):
                return base._value_repr_
            own = base.__dict__
            if base is not object and '__repr__' in own:
                of_dataclass = '__dataclass_fields__' in own and '__dataclass_params__' in own
                return _dataclass_repr if of_dataclass and own['__dataclass_params__'].repr else own['__repr__']
        return None

    @classmethod
    def _find_data_type_(mcls, class_name, bases):
        found = set()
        for base in bases:
            kind = _data_type_of(base)
            if kind is not None:
                found.add(kind)
        if len(found) > 1:
            raise TypeError('too many data types for %r: %r' % (class_name, found))
        return found.pop() if found else None

    @classmethod
    def _find_new_(mcls, classdict, member_type, first_enum):
        # (the function that makes members, whether to keep it as __new_member__, whether it takes the value)
        """Returns the __new__ to be used for creating the enum members."""
        new = classdict.get('__new__')
        save_new = first_enum is not None and new is not None
        if new is None:
            trivial = {None, None.__new__, object.__new__, _known.Enum and _known.Enum.__new__}
            for name in ('__new_member__', '__new__'):
                new = next((target for target in (getattr(member_type, name, None), getattr(first_enum, name, None))
                            if target not in trivial), None)
                if new is not None:
                    break
            else:
                new = object.__new__
        use_args = first_enum is not None and new is not object.__new__
        return new, save_new, use_args

    def _add_member_(cls, name, member):
        if name in cls._member_map_:
            if cls._member_map_[name] is not member:
                raise NameError('%r is already bound: %r' % (name, cls._member_map_[name]))
            return
        # A property or other descriptor of the same name further up must keep working on instances.
        descriptor, class_type, attr_type = None, None, 'attr'
        for base in cls.__mro__[1:]:
            attr = base.__dict__.get(name)
            if attr is None:
                continue
            if isinstance(attr, (property, DynamicClassAttribute)):
                descriptor, class_type, attr_type = attr, base, 'enum'
                break
            if _is_descriptor(attr):
                descriptor, class_type, attr_type = descriptor or attr, class_type or base, 'desc'
            else:
                descriptor, class_type, attr_type = attr, base, 'attr'
        if descriptor is None:
            setattr(cls, name, member)
        else:
            redirect = property()
            redirect.member = member
            redirect.__set_name__(cls, name)
            if attr_type in ('enum', 'desc'):
                redirect.fget = getattr(descriptor, 'fget', None)
                redirect.fset = getattr(descriptor, 'fset', None)
                redirect.fdel = getattr(descriptor, 'fdel', None)
            redirect._attr_type = attr_type
            redirect._cls_type = class_type
            setattr(cls, name, redirect)
        cls._member_map_[name] = member


EnumMeta = EnumType


def _finish_flag(enum_class, classdict, boundary):
    # KEEP, negative values and the order of iteration are settled once all members are known.
    for name, flag in list(enum_class._member_map_.items()):
        value = flag._value_
        if isinstance(value, int) and value < 0 and enum_class._boundary_ is not _known.KEEP:
            mask = enum_class._flag_mask_
            if mask < 0:
                continue
            flag._value_ = mask & value
    values = [m._value_ for m in (enum_class._member_map_[n] for n in enum_class._member_names_)]
    if values != sorted(values):
        enum_class._iter_member_ = enum_class._iter_member_by_def_


def _check_order(enum_class, order):
    if isinstance(order, str):
        order = order.replace(',', ' ').split()
    names = enum_class._member_names_
    if not _is_flag(enum_class):
        order = [o for o in order if o not in enum_class._member_map_ or o in names]
    else:
        order = [o for o in order if o not in enum_class._member_map_
                 or o in names and _is_single_bit(enum_class[o].value)]
    if order != names:
        raise TypeError('member order does not match _order_:\n  %r\n  %r' % (names, order))


def _dataclass_repr(self):
    fields = self.__dataclass_fields__
    return ', '.join("%s=%r" % (k, getattr(self, k)) for k, f in fields.items() if f.repr)

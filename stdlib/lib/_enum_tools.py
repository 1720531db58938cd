"""Decorators and helpers for finished enumerations."""
import sys

from _enum_meta import EnumType
from _enum_names import _is_dunder, _is_single_bit, _iter_bits_lsb
from enum import Enum, Flag, FlagBoundary, ReprEnum, StrEnum

# What is defined here belongs to `enum`, for reprs and pickles.
__name__ = 'enum'


def unique(enumeration):
    """Class decorator for enumerations ensuring unique member values."""
    duplicates = [(name, m.name) for name, m in enumeration.__members__.items() if name != m.name]
    if duplicates:
        details = ', '.join("%s -> %s" % pair for pair in duplicates)
        raise ValueError('duplicate values found in %r: %s' % (enumeration, details))
    return enumeration


def global_enum_repr(self):
    """use module.enum_name instead of class.enum_name"""
    return '%s.%s' % (self.__class__.__module__.split('.')[-1], self._name_)


def global_flag_repr(self):
    """use module.flag_name instead of class.flag_name"""
    module = self.__class__.__module__.split('.')[-1]
    cls_name = self.__class__.__name__
    if self._name_ is None:
        return "%s.%s(%r)" % (module, cls_name, self._value_)
    if _is_single_bit(self._value_):
        return '%s.%s' % (module, self._name_)
    if self._boundary_ is not FlagBoundary.KEEP:
        return '|'.join('%s.%s' % (module, name) for name in self.name.split('|'))
    return '|'.join(name if name[0] in '0123456789' else '%s.%s' % (module, name) for name in self._name_.split('|'))


def global_str(self):
    """use enum_name instead of class.enum_name"""
    if self._name_ is None:
        return "%s(%r)" % (self.__class__.__name__, self._value_)
    return self._name_


def global_enum(cls, update_str=False):
    """decorator that makes the repr() of an enum member reference its module"""
    cls.__repr__ = global_flag_repr if issubclass(cls, Flag) else global_enum_repr
    if not issubclass(cls, ReprEnum) or update_str:
        cls.__str__ = global_str
    sys.modules[cls.__module__].__dict__.update(cls.__members__)
    return cls


class EnumCheck(StrEnum):
    """various conditions to check an enumeration for"""
    CONTINUOUS = "no skipped integer values"
    NAMED_FLAGS = "multi-flag aliases may not contain unnamed flags"
    UNIQUE = "one name per value"


CONTINUOUS, NAMED_FLAGS, UNIQUE = EnumCheck


class verify:
    """Check an enumeration for various constraints. (see EnumCheck)"""

    def __init__(self, *checks):
        self.checks = checks

    def __call__(self, enumeration):
        for check in self.checks:
            if check is UNIQUE:
                self._unique(enumeration)
            elif check is CONTINUOUS:
                self._continuous(enumeration)
            elif check is NAMED_FLAGS:
                self._named_flags(enumeration)
        return enumeration

    @staticmethod
    def _unique(enumeration):
        aliases = [(name, m.name) for name, m in enumeration.__members__.items() if name != m.name]
        if aliases:
            details = ', '.join("%s -> %s" % pair for pair in aliases)
            raise ValueError('aliases found in %r: %s' % (enumeration, details))

    @staticmethod
    def _continuous(enumeration):
        values = {m.value for m in enumeration}
        if len(values) < 2:
            return
        low, high = min(values), max(values)
        if issubclass(enumeration, Flag):
            kind = 'flag'
            missing = [2 ** i for i in range(low.bit_length(), high.bit_length()) if 2 ** i not in values]
        else:
            kind = 'enum'
            missing = [i for i in range(low + 1, high) if i not in values]
        if missing:
            raise ValueError(('invalid %s %r: missing values %s'
                              % (kind, enumeration.__name__, ', '.join(str(m) for m in missing)))[:256])

    @staticmethod
    def _named_flags(enumeration):
        values = {m.value for m in enumeration}
        names, missing = [], 0
        for name, alias in enumeration._member_map_.items():
            if name in enumeration._member_names_ or alias.value < 0:
                continue
            absent = [v for v in _iter_bits_lsb(alias.value) if v not in values]
            if absent:
                names.append(name)
                for value in absent:
                    missing |= value
        if not names:
            return
        if len(names) == 1:
            text = 'alias %s is missing' % names[0]
        else:
            text = 'aliases %s and %s are missing' % (', '.join(names[:-1]), names[-1])
        value = 'value 0x%x' % missing if _is_single_bit(missing) else 'combined values of 0x%x' % missing
        raise ValueError('invalid Flag %r: %s %s [use enum.show_flag_values(value) for details]'
                         % (enumeration.__name__, text, value))


def _simple_enum(etype=Enum, *, boundary=None, use_args=None):
    """Class decorator that converts a normal class into an :class:`Enum`.  No"""
    def convert_class(cls):
        namespace = etype.__class__.__prepare__(cls.__name__, (etype,))
        for name, value in cls.__dict__.items():
            if name not in ('__dict__', '__weakref__', '__firstlineno__', '__static_attributes__'):
                namespace[name] = value
        return EnumType(cls.__name__, (etype,), namespace, boundary=boundary)
    return convert_class


def _old_convert_(etype, name, module, filter, source=None, *, boundary=None):
    """Make an enum of the constants of a module that pass the filter, in their place."""
    return etype._convert_(name, module, filter, source, boundary=boundary)


_MUST_MATCH = ('__reduce_ex__', '__format__', '__str__', '__repr__', '__copy__', '__deepcopy__')


def _test_simple_enum(checked_enum, simple_enum):
    """Complain of what differs between an enum and one made by _simple_enum()."""
    failed = []
    if checked_enum.__dict__ != simple_enum.__dict__:
        failed = [line for key in sorted(checked_enum.__dict__.keys() | simple_enum.__dict__.keys())
                  for line in _compared(key, checked_enum, simple_enum)]
        failed += [f'{name}: not the same'
                   for name in _MUST_MATCH
                   if name in checked_enum.__dict__ and name in simple_enum.__dict__
                   and getattr(checked_enum, name) != getattr(simple_enum, name)]
    if failed:
        raise TypeError('enum mismatch:\n   %s' % '\n   '.join(failed))


def _compared(key, checked_enum, simple_enum):
    checked, simple = checked_enum.__dict__, simple_enum.__dict__
    internal = ('__module__', '_member_map_', '_value2member_map_', '__doc__', '__static_attributes__',
                '__firstlineno__')
    if key in internal or key in checked_enum._member_map_:
        return _compared_members(key, checked_enum, simple_enum) if key in checked_enum._member_map_ else ()
    if key not in simple:
        return (f'missing key: {key!r}',)
    if key not in checked:
        return (f'extra key:   {key!r}',)
    first, second = checked[key], simple[key]
    if callable(first) or isinstance(first, property):
        return ()
    same = first == second if not _is_dunder(key) or isinstance(first, str) else True
    return () if same else (f'{key}: checked -> {first!r}', f'{key}: simple  -> {second!r}')


def _compared_members(name, checked_enum, simple_enum):
    if name not in simple_enum._member_map_:
        return (f'missing member from simple enum: {name!r}',)
    first, second = (vars(enum[name]) for enum in (checked_enum, simple_enum))
    return tuple(f'mismatch in member {name!r}: {key!r}' for key in first.keys() | second.keys()
                 if key not in ('__objclass__', '_sort_order_', '_inverted_') and first.get(key) != second.get(key))

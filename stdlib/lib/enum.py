"""Enumerations (mirrors Lib/enum.py); their metaclass is in `_enum_meta`, what finished ones are checked with in
`_enum_tools`."""
import builtins as bltns
import sys
from types import DynamicClassAttribute, MappingProxyType

from _enum_meta import EnumMeta, EnumType, _dataclass_repr
from _enum_names import (
    EnumDict,
    _EnumDict,
    _auto_null,
    _dedent,
    _high_bit,
    _is_descriptor,
    _is_dunder,
    _is_flag,
    _is_internal_class,
    _is_private,
    _is_single_bit,
    _is_sunder,
    _iter_bits_lsb,
    _make_class_unpicklable,
    _not_given,
    _proto_member,
    auto,
    bin,
    _known,
    member,
    nonmember,
    property,
    show_flag_values,
)

__all__ = ['EnumType', 'EnumMeta', 'EnumDict', 'Enum', 'IntEnum', 'StrEnum', 'Flag', 'IntFlag', 'ReprEnum', 'auto',
           'unique', 'property', 'verify', 'member', 'nonmember', 'FlagBoundary', 'STRICT', 'CONFORM', 'EJECT',
           'KEEP', 'global_flag_repr', 'global_enum_repr', 'global_str', 'global_enum', 'EnumCheck', 'CONTINUOUS',
           'NAMED_FLAGS', 'UNIQUE', 'pickle_by_global_name', 'pickle_by_enum_name']


def _bound_to(cls, value):
    # The member that has the value, None if it is free.
    try:
        return cls._value2member_map_.get(value)
    except TypeError:
        # Not hashable.
        return next((member for member in cls._member_map_.values() if member._value_ == value), None)


class Enum(metaclass=EnumType):
    """Create a collection of name/value pairs."""

    @classmethod
    def __signature__(cls):
        if cls._member_names_:
            return '(*values)'
        return '(new_class_name, /, names, *, module=None, qualname=None, type=None, start=1, boundary=None)'

    def __new__(cls, value):
        # Looks members up; type(member)(member) is the member.
        if type(value) is cls:
            return value
        try:
            return cls._value2member_map_[value]
        except KeyError:
            pass
        except TypeError:
            for name, unhashable in cls._unhashable_values_map_.items():
                if value in unhashable:
                    return cls[name]
            for name, enum_member in cls._member_map_.items():
                if value == enum_member._value_:
                    return cls[name]
        if not cls._member_map_:
            if getattr(cls, '_%s__in_progress' % cls.__name__, False):
                raise TypeError('do not use `super().__new__; call the appropriate __new__ directly') from None
            raise TypeError("%r has no members defined" % cls)
        result = exc = None
        try:
            result = cls._missing_(value)
        except Exception as failure:
            exc = failure
        try:
            if isinstance(result, cls):
                return result
            if _is_flag(cls) and cls._boundary_ is EJECT and isinstance(result, int):
                return result
            refusal = ValueError("%r is not a valid %s" % (value, cls.__qualname__))
            if result is None and exc is None:
                raise refusal
            if exc is None:
                exc = TypeError('error in %s._missing_: returned %r instead of None or a valid member'
                                % (cls.__name__, result))
            if not isinstance(exc, ValueError):
                exc.__context__ = refusal
            raise exc
        finally:
            exc = refusal = None  # break the cycle through the traceback

    def __init__(self, *args, **kwds):
        pass

    def _add_alias_(self, name):
        self.__class__._add_member_(name, self)

    def _add_value_alias_(self, value):
        cls = self.__class__
        owner = _bound_to(cls, value)
        if owner is self:
            return
        if owner is not None:
            raise ValueError('%r is already bound: %r' % (value, cls._value2member_map_[value]))
        try:
            cls._value2member_map_[value] = self
        except TypeError:
            cls._unhashable_values_.append(value)
            cls._unhashable_values_map_.setdefault(self.name, []).append(value)

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        """Generate the next value when not given."""
        highest = None
        try:
            for highest in sorted(last_values)[-1:]:
                return highest + 1
        except TypeError:
            raise TypeError('unable to sort non-numeric values' if highest is None else
                            'unable to increment %r' % (highest,)) from None
        return start

    @classmethod
    def _missing_(cls, value):
        return None

    def __repr__(self):
        show = self.__class__._value_repr_ or repr
        return "<%s.%s: %s>" % (self.__class__.__name__, self._name_, show(self._value_))

    def __str__(self):
        return "%s.%s" % (self.__class__.__name__, self._name_)

    def __dir__(self):
        """Returns public methods and other interesting attributes."""
        kind, members = self.__class__, self._member_map_
        shown = set() if kind._member_type_ is object else set(object.__dir__(self))
        shown.update(name for name in getattr(self, '__dict__', ()) if name[0] != '_' and name not in members)
        for cls in kind.mro():
            for name, value in cls.__dict__.items():
                if name[0] == '_':
                    continue
                # A member is shown only where a property of its name can be read.
                is_property = isinstance(value, property)
                if name not in members or is_property and value.fget is not None:
                    shown.add(name)
                elif is_property:
                    shown.discard(name)
        return sorted(shown | {'__class__', '__doc__', '__eq__', '__hash__', '__module__', 'name', 'value'})

    def __format__(self, format_spec):
        return str.__format__(str(self), format_spec)

    def __hash__(self):
        return hash(self._name_)

    def __reduce_ex__(self, proto):
        return self.__class__, (self._value_,)

    def __deepcopy__(self, memo):
        return self

    def __copy__(self):
        return self

    @property
    def name(self):
        """The name of the Enum member."""
        return self._name_

    @property
    def value(self):
        """The value of the Enum member."""
        return self._value_


_known.Enum = Enum


class ReprEnum(Enum):
    """An enum whose members are shown by str() and format() as their values are."""


_known.ReprEnum = ReprEnum


class IntEnum(int, ReprEnum):
    """Enum where members are also (and must be) ints"""


_NOT_STR = '%r is not a string', 'encoding must be a string, not %r', 'errors must be a string, not %r'


class StrEnum(str, ReprEnum):
    """Enum where members are also (and must be) strings"""

    def __new__(cls, *values):
        """values must already be of type `str`"""
        if len(values) > 3:
            raise TypeError('too many arguments for str(): %r' % (values,))
        # With an encoding the value is bytes.
        checked = values[:1] if len(values) == 1 else values[1:]
        shapes = _NOT_STR[:1] if len(values) == 1 else _NOT_STR[1:]
        for given, shape in zip(checked, shapes):
            if not isinstance(given, str):
                raise TypeError(shape % (given,))
        text = str(*values)
        member = str.__new__(cls, text)
        member._value_ = text
        return member

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        """Return the lower-cased version of the member name."""
        return name.lower()


def pickle_by_global_name(self, proto):
    return self.name


_reduce_ex_by_global_name = pickle_by_global_name


def pickle_by_enum_name(self, proto):
    # Named flags have a name to look up; made-up ones do not.
    return getattr, (self.__class__, self._name_)


class FlagBoundary(StrEnum):
    """control how out of range values are handled"""
    STRICT = auto()
    CONFORM = auto()
    EJECT = auto()
    KEEP = auto()


STRICT, CONFORM, EJECT, KEEP = FlagBoundary
_known.EJECT, _known.KEEP = EJECT, KEEP


def _composite_name(cls, value, aliases, member_value):
    members = list(cls._iter_member_(member_value))
    if aliases:
        members += [flag for flag in cls._member_map_.values()
                    if flag not in members and flag._value_ and flag._value_ & value == flag._value_]
    if not members:
        return None
    unknown = value
    for flag in members:
        unknown &= ~flag._value_
    if unknown and cls._boundary_ is STRICT:
        raise ValueError('%r: no members with value %r' % (cls, unknown))
    names = [flag._name_ for flag in members]
    return '|'.join(names + [cls._numeric_repr_(unknown)] if unknown else names)


def _operand(self, other, symbol):
    value = self._get_value(other)
    if value is NotImplemented:
        return value
    for flag in self, other:
        if self._get_value(flag) is None:
            raise TypeError(f"'{flag}' cannot be combined with other flags with {symbol}")
    return value


class Flag(Enum, boundary=STRICT):
    """Support for flags"""
    _numeric_repr_ = repr

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        """Generate the next value when not given."""
        if not last_values:
            return start if start is not None else 1
        last_value = max(last_values)
        try:
            high_bit = last_value.bit_length() - 1
        except Exception:
            raise TypeError('invalid flag value %r' % last_value) from None
        return 2 ** (high_bit + 1)

    @classmethod
    def _iter_member_by_value_(cls, value):
        """The members of a value, by their value."""
        for bit in _iter_bits_lsb(value & cls._flag_mask_):
            yield cls._value2member_map_.get(bit)

    _iter_member_ = _iter_member_by_value_

    @classmethod
    def _iter_member_by_def_(cls, value):
        """Extract all members from the value in definition order."""
        yield from sorted(cls._iter_member_by_value_(value), key=lambda flag: flag._sort_order_)

    @classmethod
    def _missing_(cls, value):
        """The member that is made of several, for a value that no single one has."""
        if not isinstance(value, int):
            raise ValueError("%r is not a valid %s" % (value, cls.__qualname__))
        mask, singles, all_bits = cls._flag_mask_, cls._singles_mask_, cls._all_bits_
        negative = None
        if not ~all_bits <= value <= all_bits or value & (all_bits ^ mask):
            if cls._boundary_ is STRICT:
                bits = max(value.bit_length(), mask.bit_length())
                raise ValueError("%r invalid value %r\n    given %s\n  allowed %s"
                                 % (cls, value, bin(value, bits), bin(mask, bits)))
            elif cls._boundary_ is CONFORM:
                value = value & mask
            elif cls._boundary_ is EJECT:
                return value
            elif cls._boundary_ is KEEP:
                if value < 0:
                    value = max(all_bits + 1, 2 ** value.bit_length()) + value
            else:
                raise ValueError('%r unknown flag boundary %r' % (cls, cls._boundary_))
        if value < 0:
            negative = value
            value = all_bits + 1 + value
            if cls._boundary_ is not KEEP:
                value &= mask
        unknown, aliases = value & ~mask, value & ~singles
        member_value = value & singles
        if unknown and cls._boundary_ is not KEEP:
            raise ValueError('%s(%r) -->  unknown values %r [%s]' % (cls.__name__, value, unknown, bin(unknown)))
        if cls._member_type_ is object:
            pseudo = object.__new__(cls)
        else:
            pseudo = cls._member_type_.__new__(cls, value)
        if not hasattr(pseudo, '_value_'):
            pseudo._value_ = value
        pseudo._name_ = _composite_name(cls, value, aliases, member_value) if member_value or aliases else None
        pseudo = cls._value2member_map_.setdefault(value, pseudo)
        if negative is not None:
            cls._value2member_map_[negative] = pseudo
        return pseudo

    def __contains__(self, other):
        """Returns True if self has at least the same flags set as other."""
        if isinstance(other, self.__class__):
            wanted = other._value_
            return wanted == wanted & self._value_
        names = type(other).__qualname__, self.__class__.__qualname__
        raise TypeError("unsupported operand type(s) for 'in': %r and %r" % names)

    def __iter__(self):
        """Returns flags in definition order."""
        yield from self._iter_member_(self._value_)

    def __len__(self):
        return self._value_.bit_count()

    def __repr__(self):
        cls = self.__class__
        name = cls.__name__ if self._name_ is None else f'{cls.__name__}.{self._name_}'
        return "<%s: %s>" % (name, (cls._value_repr_ or repr)(self._value_))

    def __str__(self):
        cls = self.__class__
        if self._name_ is None:
            return "%s(%r)" % (cls.__name__, self._value_)
        return "%s.%s" % (cls.__name__, self._name_)

    def __bool__(self):
        return bool(self._value_)

    def _get_value(self, flag):
        if isinstance(flag, self.__class__):
            return flag._value_
        if self._member_type_ is not object and isinstance(flag, self._member_type_):
            return flag
        return NotImplemented

    def __or__(self, other):
        other = _operand(self, other, '|')
        return other if other is NotImplemented else self.__class__(self._value_ | other)

    def __and__(self, other):
        other = _operand(self, other, '&')
        return other if other is NotImplemented else self.__class__(self._value_ & other)

    def __xor__(self, other):
        other = _operand(self, other, '^')
        return other if other is NotImplemented else self.__class__(self._value_ ^ other)

    def __invert__(self):
        if self._get_value(self) is None:
            raise TypeError(f"'{self}' cannot be inverted")
        if self._inverted_ is None:
            rest = ~self._value_
            if self._boundary_ not in (EJECT, KEEP):
                rest &= self._singles_mask_
            self._inverted_ = self.__class__(rest)
        return self._inverted_

    __rand__ = __and__
    __ror__ = __or__
    __rxor__ = __xor__


_known.Flag = Flag


class IntFlag(int, ReprEnum, Flag, boundary=KEEP):
    """Support for integer-based Flags"""


_stdlib_enums = IntEnum, StrEnum, IntFlag

from _enum_tools import (
    CONTINUOUS,
    EnumCheck,
    NAMED_FLAGS,
    UNIQUE,
    _old_convert_,
    _simple_enum,
    _test_simple_enum,
    global_enum,
    global_enum_repr,
    global_flag_repr,
    global_str,
    unique,
    verify,
)

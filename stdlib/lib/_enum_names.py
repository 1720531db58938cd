"""What the body of an enum holds: names of several sorts, values, and the namespace that tells them apart."""
import builtins as bltns
from types import DynamicClassAttribute

# What is defined here belongs to `enum`, for reprs and pickles.
__name__ = 'enum'


class _known:
    """Classes and members of `enum` that the metaclass has to do without until they are made."""

    Enum = Flag = ReprEnum = KEEP = EJECT = None


def _is_flag(cls):
    return _known.Flag is not None and issubclass(cls, _known.Flag)




class _auto_null:
    def __repr__(self):
        return '_auto_null'


class _not_given:
    def __repr__(self):
        return '<not given>'


_auto_null = _auto_null()
_not_given = _not_given()


class nonmember:
    """Protects item from becoming an Enum member during class creation."""

    def __init__(self, value):
        self.value = value


class member:
    """Forces item to become an Enum member during class creation."""

    def __init__(self, value):
        self.value = value


class auto:
    """Instances are replaced with an appropriate value in Enum class suites."""

    def __init__(self, value=_auto_null):
        self.value = value

    def __repr__(self):
        return "auto(%r)" % self.value


def _is_descriptor(obj):
    """Returns True if obj is a descriptor, False otherwise."""
    return hasattr(obj, '__get__') or hasattr(obj, '__set__') or hasattr(obj, '__delete__')


def _is_dunder(name):
    """Returns True if a __dunder__ name, False otherwise."""
    if not name.startswith('__') or not name.endswith('__'):
        return False
    inner = name[2:-2]
    return inner != '' and '_' not in (inner[0], inner[-1])


def _is_sunder(name):
    """Returns True if a _sunder_ name, False otherwise."""
    if not name.startswith('_') or not name.endswith('_'):
        return False
    inner = name[1:-1]
    return inner != '' and '_' not in (inner[0], inner[-1])


def _is_internal_class(cls_name, obj):
    if not isinstance(obj, type):
        return False
    qualname = getattr(obj, '__qualname__', '')
    pattern = f'{cls_name}.{getattr(obj, "__name__", "")}'
    return qualname == pattern or qualname.endswith('.' + pattern)


def _is_private(cls_name, name):
    pattern = f'_{cls_name}__'
    return (len(name) > len(pattern) and name.startswith(pattern)
            and (name[-1] != '_' or name[-2] != '_'))


def _is_single_bit(num):
    """True if only one bit set in num (should be an int)"""
    return num > 0 and num & (num - 1) == 0


def _high_bit(value):
    """returns index of highest bit, or -1 if value is zero or negative"""
    return value.bit_length() - 1


def _iter_bits_lsb(num):
    # A flag's bits, lowest first; accepts members as well as ints.
    if _known.Enum is not None and isinstance(num, _known.Enum):
        num = num.value
    original = num
    if num < 0:
        raise ValueError('%r is not a positive integer' % original)
    while num:
        bit = num & -num
        yield bit
        num ^= bit


def show_flag_values(value):
    return list(_iter_bits_lsb(value))


def bin(num, max_bits=None):
    """The digits of the two's complement of a number, with the sign's digit before them."""
    width = num.bit_length()
    sign = '1' if num < 0 else '0'
    digits = format(num & (1 << width) - 1, f'0{width}b') if width else ''
    return f"0b{sign} {digits.rjust(max_bits or 0, sign)}"


def _dedent(text):
    """Like textwrap.dedent.  Rewritten because we cannot import textwrap."""
    lines = text.split('\n')
    indent = next((len(line) - len(line.lstrip()) for line in lines if line.strip()), 0)
    return '\n'.join(line[indent:] for line in lines)


def _refuse_to_reduce(self, proto):
    raise TypeError('%r cannot be pickled' % self)


def _make_class_unpicklable(obj):
    """Make the given obj un-picklable."""
    for name, value in (('__reduce_ex__', _refuse_to_reduce), ('__module__', '<unknown>')):
        if isinstance(obj, dict):
            obj[name] = value
        else:
            setattr(obj, name, value)


class property(DynamicClassAttribute):
    """This is a descriptor, used to define attributes that act differently"""
    member = None
    _attr_type = None
    _cls_type = None

    def __get__(self, instance, ownerclass=None):
        found = None
        if instance is None:
            found = self.member
        elif self.fget is not None:
            return self.fget(instance)
        elif self._attr_type is not None:
            return getattr(self._cls_type if self._attr_type == 'attr' else instance._value_, self.name)
        else:
            found = ownerclass._member_map_.get(self.name)
        if found is None:
            raise AttributeError('%r has no attribute %r' % (ownerclass, self.name))
        return found

    def __set__(self, instance, value):
        if self.fset is None:
            raise AttributeError("<enum %r> cannot set attribute %r" % (self.clsname, self.name))
        return self.fset(instance, value)

    def __delete__(self, instance):
        if self.fdel is None:
            raise AttributeError("<enum %r> cannot delete attribute %r" % (self.clsname, self.name))
        return self.fdel(instance)

    def __set_name__(self, ownerclass, name):
        self.name = name
        self.clsname = ownerclass.__name__


class _proto_member:
    """Stands for a member in the body of its class, until the class is there."""

    def __init__(self, value):
        self.value = value

    def __set_name__(self, enum_class, member_name):
        """convert each quasi-member into an instance of the new enum class"""
        delattr(enum_class, member_name)
        value = self.value
        args = value if isinstance(value, tuple) else (value,)
        if enum_class._member_type_ is tuple:
            args = (args,)
        enum_member = self._create(enum_class, value, args)
        value = enum_member._value_
        enum_member._name_ = member_name
        enum_member.__objclass__ = enum_class
        enum_member.__init__(*args)
        enum_member._sort_order_ = len(enum_class._member_names_)
        canonical = self._canonical(enum_class, value)
        if canonical is not None:
            enum_member = canonical
        else:
            self._count(enum_class, member_name, value)
        enum_class._add_member_(member_name, enum_member)
        try:
            enum_class._value2member_map_.setdefault(value, enum_member)
        except TypeError:
            enum_class._unhashable_values_.append(value)
            enum_class._unhashable_values_map_.setdefault(member_name, []).append(value)

    @staticmethod
    def _create(enum_class, value, args):
        if enum_class._use_args_:
            result = enum_class._new_member_(enum_class, *args)
        else:
            result = enum_class._new_member_(enum_class)
        if not hasattr(result, '_value_'):
            if enum_class._member_type_ is object:
                result._value_ = value
            else:
                try:
                    result._value_ = enum_class._member_type_(*args)
                except Exception as exc:
                    failure = TypeError('_value_ not set in __new__, unable to create it')
                    failure.__cause__ = exc
                    raise failure
        return result

    @staticmethod
    def _canonical(enum_class, value):
        # The earlier member this one is an alias of, if any.
        try:
            return enum_class._value2member_map_.get(value)
        except TypeError:
            for earlier in enum_class._member_map_.values():
                if earlier._value_ == value:
                    return earlier
            return None

    @staticmethod
    def _count(enum_class, member_name, value):
        if not _is_flag(enum_class):
            enum_class._member_names_.append(member_name)
        elif isinstance(value, int):
            if _is_single_bit(value):
                enum_class._member_names_.append(member_name)
                enum_class._singles_mask_ |= value
            enum_class._flag_mask_ |= value
            enum_class._all_bits_ = 2 ** enum_class._flag_mask_.bit_length() - 1
        elif not (value is None and enum_class._member_type_ is object):
            enum_class._member_names_.append(member_name)


class EnumDict(dict):
    """Track enum member order and ensure member names are not reused."""

    def __init__(self):
        super().__init__()
        self._member_names = {}  # a dict, because order counts
        self._last_values = []
        self._ignore = []
        self._auto_called = False
        self._cls_name = None

    def __setitem__(self, key, value):
        """Changes anything not dundered or not a descriptor."""
        if self._cls_name is not None and _is_private(self._cls_name, key):
            pass
        elif _is_sunder(key):
            self._set_sunder(key, value)
            if key == '_generate_next_value_' or key == '_ignore_':
                value = self._sunder_value(key, value)
        elif _is_dunder(key):
            if key == '__order__':
                key = '_order_'
        elif key in self._member_names:
            raise TypeError('%r already defined as %r' % (key, self[key]))
        elif key in self._ignore:
            pass
        elif isinstance(value, nonmember):
            value = value.value
        elif not isinstance(value, member) and _is_descriptor(value):
            pass
        elif self._cls_name is not None and _is_internal_class(self._cls_name, value):
            pass
        else:
            value = self._member_value(key, value)
        super().__setitem__(key, value)

    def _set_sunder(self, key, value):
        if key not in ('_order_', '_generate_next_value_', '_numeric_repr_', '_missing_', '_ignore_',
                       '_iter_member_', '_iter_member_by_value_', '_iter_member_by_def_', '_add_alias_',
                       '_add_value_alias_', '_simple_value_'):
            raise ValueError('_sunder_ names, such as %r, are reserved for future Enum use' % (key,))

    def _sunder_value(self, key, value):
        if key == '_generate_next_value_':
            if self._auto_called:
                raise TypeError("_generate_next_value_ must be defined before members")
            self._generate_next_value = value.__func__ if isinstance(value, staticmethod) else value
            return value
        value = value.replace(',', ' ').split() if isinstance(value, str) else list(value)
        self._ignore = value
        already = set(value) & set(self._member_names)
        if already:
            raise ValueError('_ignore_ cannot specify already set names: %r' % (already,))
        return value

    def _member_value(self, key, value):
        if key in self:
            raise TypeError('%r already defined as %r' % (key, self[key]))
        if isinstance(value, member):
            value = value.value
        plain = True
        if isinstance(value, auto):
            plain = False
            value = self._auto_value(key, value)
        elif isinstance(value, tuple) and any(isinstance(v, auto) for v in value):
            plain = False
            parts = [self._auto_value(key, v) if isinstance(v, auto) else v for v in value]
            try:
                value = type(value)(parts)
            except Exception:
                value = type(value)(*parts)
        self._member_names[key] = None
        if plain:
            self._last_values.append(value)
        return value

    def _auto_value(self, key, value):
        if value.value == _auto_null:
            value.value = self._generate_next_value(key, 1, len(self._member_names), self._last_values[:])
            self._auto_called = True
        self._last_values.append(value.value)
        return value.value

    @bltns.property
    def member_names(self):
        return list(self._member_names)

    def update(self, members, **more_members):
        try:
            names = members.keys()
        except AttributeError:
            pairs = members
        else:
            pairs = [(name, members[name]) for name in names]
        for name, value in pairs:
            self[name] = value
        for name, value in more_members.items():
            self[name] = value


_EnumDict = EnumDict

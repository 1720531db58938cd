"""What all of `datetime` shares: calendar arithmetic, argument checks, `timedelta` and the time zones."""
import operator as _operator
from math import copysign, fabs, modf

# What is defined here belongs to `datetime`, for reprs and pickles.
__name__ = 'datetime'

MINYEAR = 1
MAXYEAR = 9999
_MAXORDINAL = 3652059  # of date.max
_DAYS_IN_MONTH = (None, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DAYS_BEFORE_MONTH = [None, 0]
for _days in _DAYS_IN_MONTH[1:12]:
    _DAYS_BEFORE_MONTH.append(_DAYS_BEFORE_MONTH[-1] + _days)
del _days


def _is_leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _days_before_year(year):
    y = year - 1
    return y * 365 + y // 4 - y // 100 + y // 400


def _days_in_month(year, month):
    return 29 if month == 2 and _is_leap(year) else _DAYS_IN_MONTH[month]


def _days_before_month(year, month):
    return _DAYS_BEFORE_MONTH[month] + (month > 2 and _is_leap(year))


def _ymd2ord(year, month, day):
    return _days_before_year(year) + _days_before_month(year, month) + day


def _ord2ymd(n):
    """Year, month and day of a proleptic Gregorian ordinal."""
    n -= 1
    n400, n = divmod(n, 146097)
    n100, n = divmod(n, 36524)
    n4, n = divmod(n, 1461)
    n1, n = divmod(n, 365)
    year = n400 * 400 + 1 + n100 * 100 + n4 * 4 + n1
    if n1 == 4 or n100 == 4:
        return year - 1, 12, 31
    month = (n + 50) >> 5
    while _days_before_month(year, month) > n:
        month -= 1
    return year, month, n - _days_before_month(year, month) + 1


def _iso_week1_monday(year):
    """The ordinal of the Monday that starts ISO week 1."""
    first = _ymd2ord(year, 1, 1)
    weekday = (first + 6) % 7
    return first - weekday + (7 if weekday > 3 else 0)


def _iso_to_ordinal(year, week, day):
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError(f"Year is out of range: {year}")
    if not 0 < week < 53:
        first = _ymd2ord(year, 1, 1) % 7
        # Years that start on a Thursday, and leap years that start on a Wednesday, have 53 weeks.
        if not (week == 53 and (first == 4 or (first == 3 and _is_leap(year)))):
            raise ValueError(f"Invalid week: {week}")
    if not 0 < day < 8:
        raise ValueError(f"Invalid day: {day} (range is [1, 7])")
    return _iso_week1_monday(year) + (week - 1) * 7 + day - 1


def _c_int(value):
    """An argument that must fit a C int."""
    n = _operator.index(value)
    if not -2 ** 63 <= n < 2 ** 63:
        raise OverflowError('Python int too large to convert to C long')
    if n >= 2 ** 31:
        raise OverflowError('signed integer is greater than maximum')
    if n < -2 ** 31:
        raise OverflowError('signed integer is less than minimum')
    return n


def _arguments(args, kwargs, names, required, defaults, what='function'):
    """Values for `names` in order, with the messages of C functions; `names` after a '' go by keyword only."""
    positional = names.index('') if '' in names else len(names)
    names = [n for n in names if n]
    given = len(args) + len(kwargs)
    if given > len(names):
        raise TypeError(f"{what} takes at most {len(names)} arguments ({given} given)")
    if len(args) > positional:
        raise TypeError(f"{what} takes at most {positional} positional arguments ({len(args)} given)")
    values = list(args)
    for i in range(len(args), len(names)):
        if names[i] in kwargs:
            values.append(kwargs[names[i]])
        elif i < required:
            if what == 'function':
                # What was given is looked at first.
                for value in values:
                    _c_int(value)
            raise TypeError(f"{what} missing required argument '{names[i]}' (pos {i + 1})")
        else:
            values.append(defaults[i - required])
    for key in kwargs:
        if key not in names:
            what = what.replace('function', 'this function')
            raise TypeError(f"{what} got an unexpected keyword argument '{key}'")
        if names.index(key) < len(args):
            raise TypeError(f"argument for {what} given by name ('{key}') and position ({names.index(key) + 1})")
    return values


def _divide_nearest(a, b):
    """a / b rounded to the nearest integer, ties to even."""
    below, rest = divmod(a, b)
    beyond = 2 * abs(rest) - abs(b)
    return below + 1 if beyond > 0 or (beyond == 0 and below % 2) else below


_US_PER = {'microseconds': 1, 'milliseconds': 1000, 'seconds': 1000000, 'minutes': 60000000, 'hours': 3600000000,
           'days': 86400000000, 'weeks': 604800000000}
_US_PER_DAY = 86400000000


def _total_microseconds(components):
    """The sum of components in microseconds; what is left of floats is rounded once, at the end."""
    total, rest = 0, 0.0
    for name, value in components:
        if isinstance(value, int):
            total += value * _US_PER[name]
        elif isinstance(value, float):
            fraction, whole = modf(value)
            total += int(whole) * _US_PER[name]
            if fraction:
                fraction, whole = modf(fraction * _US_PER[name])
                total += int(whole)
                rest += fraction
        else:
            raise TypeError(f"unsupported type for timedelta {name} component: {type(value).__name__}")
    if rest:
        whole = _round_half_away(rest)
        if fabs(whole - rest) == 0.5:
            odd = total & 1
            whole = 2.0 * _round_half_away((rest + odd) * 0.5) - odd
        total += int(whole)
    return total


def _round_half_away(x):
    return copysign(float(int(fabs(x) + 0.5)), x)


class _Field(property):
    """A field that cannot be assigned, in the words of C types."""

    def __set_name__(self, owner, name):
        self._text = f"attribute '{name}' of 'datetime.{owner.__name__}' objects is not writable"

    def __set__(self, instance, value):
        raise AttributeError(self._text)

    def __delete__(self, instance):
        raise AttributeError(self._text)


class _Member(_Field):
    def __set_name__(self, owner, name):
        self._text = 'readonly attribute'


_zero = None


class timedelta:
    """Difference between two datetime values."""

    __slots__ = '_days', '_seconds', '_microseconds', '_hashcode'
    _NAMES = ('days', 'seconds', 'microseconds', 'milliseconds', 'minutes', 'hours', 'weeks')

    def __new__(cls, *args, **kwargs):
        if not kwargs and len(args) <= 3 and all(type(a) is int for a in args):
            days, seconds, us = (*args, 0, 0, 0)[:3]
            return cls._from_us(days * _US_PER_DAY + seconds * 1000000 + us)
        values = _arguments(args, kwargs, cls._NAMES, 0, (None,) * 7, '__new__()')
        given = {n: v for n, v in zip(cls._NAMES, values) if v is not None or n in kwargs}
        order = ('microseconds', 'milliseconds', 'seconds', 'minutes', 'hours', 'days', 'weeks')
        for i, name in enumerate(cls._NAMES):
            if i < len(args):
                given[name] = args[i]
        return cls._from_us(_total_microseconds((n, given[n]) for n in order if n in given))

    @classmethod
    def _from_us(cls, us):
        # No time at all is one object, which pickles show.
        if not us and cls is timedelta and _zero is not None:
            return _zero
        days, us = divmod(us, _US_PER_DAY)
        if not -2 ** 31 <= days < 2 ** 31:
            raise OverflowError('Python int too large to convert to C int')
        if abs(days) > 999999999:
            raise OverflowError(f'days={days}; must have magnitude <= 999999999')
        self = object.__new__(cls)
        self._days = days
        self._seconds, self._microseconds = divmod(us, 1000000)
        self._hashcode = -1
        return self

    def _to_us(self):
        return self._days * _US_PER_DAY + self._seconds * 1000000 + self._microseconds

    @_Member
    def days(self):
        """Number of days."""
        return self._days

    @_Member
    def seconds(self):
        """Number of seconds (>= 0 and less than 1 day)."""
        return self._seconds

    @_Member
    def microseconds(self):
        """Number of microseconds (>= 0 and less than 1 second)."""
        return self._microseconds

    def total_seconds(self):
        """Total seconds in the duration."""
        return self._to_us() / 1000000

    def __repr__(self):
        parts = [f'{n}={v}' for n, v in (('days', self._days), ('seconds', self._seconds),
                                         ('microseconds', self._microseconds)) if v]
        cls = type(self)
        name = 'datetime.timedelta' if cls is timedelta else _class_name(cls)
        return f"{name}({', '.join(parts) or '0'})"

    def __str__(self):
        minutes, seconds = divmod(self._seconds, 60)
        hours, minutes = divmod(minutes, 60)
        text = f'{hours}:{minutes:02}:{seconds:02}'
        if self._days:
            text = f"{self._days} day{'' if abs(self._days) == 1 else 's'}, {text}"
        return f'{text}.{self._microseconds:06}' if self._microseconds else text

    def __add__(self, other):
        return timedelta._from_us(self._to_us() + other._to_us()) if isinstance(other, timedelta) else NotImplemented

    __radd__ = __add__

    def __sub__(self, other):
        return timedelta._from_us(self._to_us() - other._to_us()) if isinstance(other, timedelta) else NotImplemented

    def __rsub__(self, other):
        return timedelta._from_us(other._to_us() - self._to_us()) if isinstance(other, timedelta) else NotImplemented

    def __neg__(self):
        return timedelta._from_us(-self._to_us())

    def __pos__(self):
        return timedelta._from_us(self._to_us())

    def __abs__(self):
        return -self if self._days < 0 else +self

    def __mul__(self, other):
        if isinstance(other, int):
            return timedelta._from_us(self._to_us() * other)
        if isinstance(other, float):
            a, b = other.as_integer_ratio()
            return timedelta._from_us(_divide_nearest(self._to_us() * a, b))
        return NotImplemented

    __rmul__ = __mul__

    def __floordiv__(self, other):
        if isinstance(other, timedelta):
            return self._to_us() // other._to_us()
        return timedelta._from_us(self._to_us() // other) if isinstance(other, int) else NotImplemented

    def __truediv__(self, other):
        if isinstance(other, timedelta):
            return self._to_us() / other._to_us()
        if isinstance(other, int):
            return timedelta._from_us(_divide_nearest(self._to_us(), other))
        if isinstance(other, float):
            a, b = other.as_integer_ratio()
            return timedelta._from_us(_divide_nearest(b * self._to_us(), a))
        return NotImplemented

    def __mod__(self, other):
        return timedelta._from_us(self._to_us() % other._to_us()) if isinstance(other, timedelta) else NotImplemented

    def __divmod__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        q, r = divmod(self._to_us(), other._to_us())
        return q, timedelta._from_us(r)

    def __eq__(self, other):
        return self._to_us() == other._to_us() if isinstance(other, timedelta) else NotImplemented

    def __le__(self, other):
        return self._to_us() <= other._to_us() if isinstance(other, timedelta) else NotImplemented

    def __lt__(self, other):
        return self._to_us() < other._to_us() if isinstance(other, timedelta) else NotImplemented

    def __ge__(self, other):
        return self._to_us() >= other._to_us() if isinstance(other, timedelta) else NotImplemented

    def __gt__(self, other):
        return self._to_us() > other._to_us() if isinstance(other, timedelta) else NotImplemented

    def __hash__(self):
        if self._hashcode == -1:
            self._hashcode = hash((self._days, self._seconds, self._microseconds))
        return self._hashcode

    def __bool__(self):
        return self._to_us() != 0

    def __reduce__(self):
        """__reduce__() -> (cls, state)"""
        return self.__class__, (self._days, self._seconds, self._microseconds)


timedelta.min = timedelta(-999999999)
timedelta.max = timedelta(days=999999999, hours=23, minutes=59, seconds=59, microseconds=999999)
timedelta.resolution = timedelta(microseconds=1)


def _class_name(cls):
    """How the `repr` of an instance calls its class."""
    return cls.__name__ if cls.__module__ != 'datetime' else f'datetime.{cls.__name__}'


def _format_offset(offset, sep=':'):
    """`+HH:MM[:SS[.ffffff]]`, or nothing for no offset."""
    if offset is None:
        return ''
    sign = '-' if offset._days < 0 else '+'
    seconds, us = divmod(abs(offset)._to_us(), 1000000)
    minutes, seconds = divmod(seconds, 60)
    text = f'{sign}{minutes // 60:02}{sep}{minutes % 60:02}'
    if seconds or us:
        text += f'{sep}{seconds:02}'
    return f'{text}.{us:06}' if us else text


def _checked_offset(name, offset):
    """What a tzinfo method called `name` answered, if it may."""
    if offset is None:
        return None
    if not isinstance(offset, timedelta):
        raise TypeError(f"tzinfo.{name}() must return None or timedelta, not '{type(offset).__name__}'")
    if not -timedelta(1) < offset < timedelta(1):
        raise ValueError("offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24).")
    return offset


def _checked_tzinfo(tz):
    if tz is not None and not isinstance(tz, tzinfo):
        raise TypeError(f"tzinfo argument must be None or of a tzinfo subclass, not type '{type(tz).__name__}'")
    return tz


def _known(delta, otherwise):
    if delta is None:
        raise ValueError(f"fromutc: {otherwise}")
    return delta


class tzinfo:
    """Abstract base class for time zone info objects."""

    __slots__ = ()

    def tzname(self, dt):
        """datetime -> string name of time zone."""
        raise NotImplementedError("a tzinfo subclass must implement tzname()")

    def utcoffset(self, dt):
        """datetime -> timedelta showing offset from UTC, negative values indicating West of UTC"""
        raise NotImplementedError("a tzinfo subclass must implement utcoffset()")

    def dst(self, dt):
        """datetime -> DST offset as timedelta positive east of UTC."""
        raise NotImplementedError("a tzinfo subclass must implement dst()")

    def fromutc(self, dt):
        """datetime in UTC -> datetime in local time."""
        from datetime import datetime

        if not isinstance(dt, datetime):
            raise TypeError("fromutc: argument must be a datetime")
        if dt.tzinfo is not self:
            raise ValueError("fromutc: dt.tzinfo is not self")
        offset = _known(dt.utcoffset(), "non-None utcoffset() result required")
        saving = _known(dt.dst(), "non-None dst() result required")
        standard = offset - saving
        if standard:
            dt += standard
            saving = _known(dt.dst(), "tz.dst() gave inconsistent results; cannot convert")
        return dt + saving

    def __reduce__(self):
        """-> (cls, state)"""
        get = getattr(self, '__getinitargs__', None)
        # The offset of a `timezone` is no state, though it lies in slots here.
        state = None if isinstance(self, timezone) else self.__getstate__()
        return self.__class__, get() if get else (), state


class timezone(tzinfo):
    """Fixed offset from UTC implementation of tzinfo."""

    __slots__ = '_offset', '_name'

    def __new__(cls, *args, **kwargs):
        offset, name = _arguments(args, kwargs, ('offset', 'name'), 1, (None,), 'timezone()')
        if not isinstance(offset, timedelta):
            raise TypeError(f"timezone() argument 1 must be datetime.timedelta, not {type(offset).__name__}")
        if name is None and not (len(args) > 1 or 'name' in kwargs):
            if not offset:
                return cls.utc
        elif not isinstance(name, str):
            got = 'None' if name is None else type(name).__name__
            raise TypeError(f"timezone() argument 2 must be str, not {got}")
        if not -timedelta(1) < offset < timedelta(1):
            raise ValueError("offset must be a timedelta strictly between -timedelta(hours=24) and "
                             f"timedelta(hours=24), not {offset!r}.")
        return cls._make(offset, name)

    def __init_subclass__(cls):
        raise TypeError("type 'datetime.timezone' is not an acceptable base type")

    @classmethod
    def _make(cls, offset, name=None):
        self = tzinfo.__new__(cls)
        self._offset, self._name = offset, name
        return self

    def __getinitargs__(self):
        """pickle support"""
        return (self._offset,) if self._name is None else (self._offset, self._name)

    def __eq__(self, other):
        return self._offset == other._offset if isinstance(other, timezone) else NotImplemented

    def __hash__(self):
        return hash(self._offset)

    def __repr__(self):
        if self is self.utc:
            return 'datetime.timezone.utc'
        name = '' if self._name is None else f', {self._name!r}'
        return f'datetime.timezone({self._offset!r}{name})'

    def __str__(self):
        return self.tzname(None)

    def utcoffset(self, dt):
        """Return fixed offset."""
        self._check('utcoffset', dt)
        return self._offset

    def tzname(self, dt):
        """If name is specified when timezone is created, returns the name.  Otherwise returns offset as 'UTC(+|-)HH:MM'."""
        self._check('tzname', dt)
        if self._name is not None:
            return self._name
        return 'UTC' + _format_offset(self._offset) if self._offset else 'UTC'

    def dst(self, dt):
        """Return None."""
        self._check('dst', dt)
        return None

    def fromutc(self, dt):
        """datetime in UTC -> datetime in local time."""
        from datetime import datetime

        if not isinstance(dt, datetime):
            raise TypeError("fromutc: argument must be a datetime")
        if dt.tzinfo is not self:
            raise ValueError("fromutc: dt.tzinfo is not self")
        return dt + self._offset

    @staticmethod
    def _check(name, dt):
        from datetime import datetime

        if dt is not None and not isinstance(dt, datetime):
            raise TypeError(f"{name}(dt) argument must be a datetime instance or None, not {type(dt).__name__}")


_zero = timedelta(0)
UTC = timezone.utc = timezone._make(timedelta(0))
timezone.min = timezone._make(-timedelta(hours=23, minutes=59))
timezone.max = timezone._make(timedelta(hours=23, minutes=59))

"""`date`, `time` and what `datetime` shares with them."""
import operator

from _datetime_base import (
    MAXYEAR,
    MINYEAR,
    _MAXORDINAL,
    _Field,
    _arguments,
    _c_int,
    _checked_offset,
    _checked_tzinfo,
    _class_name,
    _days_before_month,
    _days_in_month,
    _format_offset,
    _iso_to_ordinal,
    _iso_week1_monday,
    _ord2ymd,
    _ymd2ord,
    timedelta,
    tzinfo,
)
from _datetime_iso import _Malformed, _format_time, _parse_date, _parse_time, _strftime

# What is defined here belongs to `datetime`, for reprs and pickles.
__name__ = 'datetime'

_MONTHNAMES = (None, 'Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec')
_DAYNAMES = ('Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun')


class _Unchanged:
    def __repr__(self):
        return 'unchanged'


_unchanged = _Unchanged()


def _check_date(year, month, day):
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError(f"year {year} is out of range")
    if not 1 <= month <= 12:
        raise ValueError("month must be in 1..12")
    if not 1 <= day <= _days_in_month(year, month):
        raise ValueError("day is out of range for month")
    return year, month, day


def _check_time(hour, minute, second, microsecond, fold):
    for name, value, end in (('hour', hour, 23), ('minute', minute, 59), ('second', second, 59),
                             ('microsecond', microsecond, 999999)):
        if not 0 <= value <= end:
            raise ValueError(f"{name} must be in 0..{end}")
    if fold not in (0, 1):
        raise ValueError("fold must be either 0 or 1")
    return hour, minute, second, microsecond, fold


def _from_latin1(state, size, what):
    """The state in a pickle; Python 2 wrote text, which `encoding='latin1'` reads."""
    if len(state) != size:
        return None
    if isinstance(state, str):
        try:
            state = state.encode('latin-1')
        except UnicodeEncodeError:
            raise ValueError(f"Failed to encode latin1 string when unpickling a {what} object. "
                             "pickle.load(data, encoding='latin1') is assumed.") from None
    return state


def _methods_of_zone(argument):
    """`utcoffset`, `tzname` and `dst`, which ask the time zone; `argument` says what they pass it."""
    def utcoffset(self):
        """Return self.tzinfo.utcoffset(self)."""
        tz = self._tzinfo
        return None if tz is None else _checked_offset('utcoffset', tz.utcoffset(argument(self)))

    def tzname(self):
        """Return self.tzinfo.tzname(self)."""
        tz = self._tzinfo
        name = None if tz is None else tz.tzname(argument(self))
        if name is not None and not isinstance(name, str):
            raise TypeError(f"tzinfo.tzname() must return None or a string, not '{type(name).__name__}'")
        return name

    def dst(self):
        """Return self.tzinfo.dst(self)."""
        tz = self._tzinfo
        return None if tz is None else _checked_offset('dst', tz.dst(argument(self)))

    return utcoffset, tzname, dst


class IsoCalendarDate(tuple):
    __slots__ = ()

    def __new__(cls, year, week, weekday, /):
        return super().__new__(cls, (year, week, weekday))

    year = property(lambda self: self[0])
    week = property(lambda self: self[1])
    weekday = property(lambda self: self[2])

    def __reduce__(self):
        # Pickled as a plain tuple.
        return tuple, (tuple(self),)

    def __repr__(self):
        return f'{type(self).__module__}.{type(self).__name__}(year={self[0]}, week={self[1]}, weekday={self[2]})'


class date:
    """date(year, month, day) --> date object"""

    __slots__ = '_year', '_month', '_day', '_hashcode'

    def __new__(cls, *args, **kwargs):
        if len(args) == 1 and not kwargs and isinstance(args[0], (bytes, str)):
            state = _from_latin1(args[0], 4, 'date')
            if state and 1 <= state[2] <= 12:
                return cls._make(state[0] * 256 + state[1], state[2], state[3])
        values = _arguments(args, kwargs, ('year', 'month', 'day'), 3, ())
        return cls._make(*_check_date(*map(_c_int, values)))

    @classmethod
    def _make(cls, year, month, day):
        self = object.__new__(cls)
        self._year, self._month, self._day, self._hashcode = year, month, day, -1
        return self

    @classmethod
    def _of(cls, year, month, day):
        return cls._make(year, month, day) if cls is date else cls(year, month, day)

    year = _Field(lambda self: self._year)
    month = _Field(lambda self: self._month)
    day = _Field(lambda self: self._day)

    @classmethod
    def fromtimestamp(cls, timestamp, /):
        """Create a date from a POSIX timestamp."""
        from time import localtime

        if timestamp is None:
            raise TypeError("'NoneType' object cannot be interpreted as an integer")
        return cls(*localtime(timestamp)[:3])

    @classmethod
    def today(cls):
        """Current date or datetime:  same as self.__class__.fromtimestamp(time.time())."""
        from time import time

        return cls.fromtimestamp(time())

    @classmethod
    def fromordinal(cls, ordinal, /):
        """int -> date corresponding to a proleptic Gregorian ordinal."""
        n = _c_int(ordinal)
        if n < 1:
            raise ValueError("ordinal must be >= 1")
        if n > _MAXORDINAL:
            raise ValueError(f"year {_ord2ymd(n)[0]} is out of range")
        return cls(*_ord2ymd(n))

    @classmethod
    def fromisoformat(cls, date_string, /):
        """str -> Construct a date from a string in ISO 8601 format."""
        if not isinstance(date_string, str):
            raise TypeError('fromisoformat: argument must be str')
        try:
            if len(date_string) not in (7, 8, 10):
                raise _Malformed
            year, month, day = _parse_date(date_string)
        except _Malformed:
            raise ValueError(f'Invalid isoformat string: {date_string!r}') from None
        return cls(year, month, day)

    @classmethod
    def fromisocalendar(cls, *args, **kwargs):
        """int, int, int -> Construct a date from the ISO year, week number and weekday."""
        given = _arguments(args, kwargs, ('year', 'week', 'day'), 3, (), 'fromisocalendar()')
        try:
            parts = tuple(map(_c_int, given))
        except OverflowError:
            raise ValueError("ISO calendar component out of range") from None
        return cls(*_ord2ymd(_iso_to_ordinal(*parts)))

    def __repr__(self):
        return f'{_class_name(type(self))}({self._year}, {self._month}, {self._day})'

    def ctime(self):
        """Return ctime() style string."""
        return f'{_DAYNAMES[self.weekday()]} {_MONTHNAMES[self._month]} {self._day:2d} 00:00:00 {self._year:04}'

    def strftime(self, format):
        """format -> strftime() style string."""
        if not isinstance(format, str):
            raise TypeError(f"strftime() argument 1 must be str, not {type(format).__name__}")
        return _strftime(self, format, self.timetuple())

    def __format__(self, format, /):
        """Formats self with strftime."""
        if not isinstance(format, str):
            raise TypeError(f"__format__() argument 1 must be str, not {type(format).__name__}")
        return self.strftime(format) if format else str(self)

    def isoformat(self):
        """Return string in ISO 8601 format, YYYY-MM-DD."""
        return f'{self._year:04}-{self._month:02}-{self._day:02}'

    def __str__(self):
        return self.isoformat()

    def timetuple(self):
        """Return time tuple, compatible with time.localtime()."""
        from time import struct_time

        days = _days_before_month(self._year, self._month) + self._day
        return struct_time((self._year, self._month, self._day, 0, 0, 0, self.weekday(), days, -1))

    def toordinal(self):
        """Return proleptic Gregorian ordinal.  January 1 of year 1 is day 1."""
        return _ymd2ord(self._year, self._month, self._day)

    def replace(self, year=_unchanged, month=_unchanged, day=_unchanged):
        """Return date with new specified fields."""
        given = (year, month, day)
        return type(self)(*(o if g is _unchanged else g
                            for g, o in zip(given, (self._year, self._month, self._day))))

    __replace__ = replace

    def _compared(self, other, op):
        # A datetime is a date, but they have no order and are never equal.
        if not isinstance(other, date) or hasattr(self, '_hour') or hasattr(other, '_hour'):
            return NotImplemented
        return op((self._year, self._month, self._day), (other._year, other._month, other._day))

    def __eq__(self, other):
        return self._compared(other, operator.eq)

    def __ne__(self, other):
        return self._compared(other, operator.ne)

    def __lt__(self, other):
        return self._compared(other, operator.lt)

    def __le__(self, other):
        return self._compared(other, operator.le)

    def __gt__(self, other):
        return self._compared(other, operator.gt)

    def __ge__(self, other):
        return self._compared(other, operator.ge)

    def _state(self, protocol=2):
        return self._year.to_bytes(2) + bytes([self._month, self._day])

    def __hash__(self):
        if self._hashcode == -1:
            self._hashcode = hash(date._state(self))
        return self._hashcode

    def _moved(self, days):
        ordinal = self.toordinal() + days
        if not 0 < ordinal <= _MAXORDINAL:
            raise OverflowError("date value out of range")
        return type(self)._of(*_ord2ymd(ordinal))

    def __add__(self, other):
        return self._moved(other.days) if isinstance(other, timedelta) else NotImplemented

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return self._moved(-other.days)
        if isinstance(other, date) and not hasattr(other, '_hour'):
            return timedelta(self.toordinal() - other.toordinal())
        return NotImplemented

    def weekday(self):
        """Return the day of the week represented by the date."""
        return (self.toordinal() + 6) % 7

    def isoweekday(self):
        """Return the day of the week represented by the date."""
        return self.toordinal() % 7 or 7

    def isocalendar(self):
        """Return a named tuple containing ISO year, week number, and weekday."""
        year, today = self._year, _ymd2ord(self._year, self._month, self._day)
        week, day = divmod(today - _iso_week1_monday(year), 7)
        if week < 0:
            year -= 1
            week, day = divmod(today - _iso_week1_monday(year), 7)
        elif week >= 52 and today >= _iso_week1_monday(year + 1):
            year, week = year + 1, 0
        return IsoCalendarDate(year, week + 1, day + 1)

    def __reduce__(self):
        """__reduce__() -> (cls, state)"""
        return self.__class__, (self._state(),)


date.min = date(1, 1, 1)
date.max = date(9999, 12, 31)
date.resolution = timedelta(days=1)


class time:
    """time([hour[, minute[, second[, microsecond[, tzinfo]]]]]) --> a time object

    All arguments are optional. tzinfo may be None, or an instance of
    a tzinfo subclass. The remaining arguments may be ints.
    """

    __slots__ = '_hour', '_minute', '_second', '_microsecond', '_tzinfo', '_fold', '_hashcode'

    def __new__(cls, *args, **kwargs):
        if args and len(args) + len(kwargs) <= 2 and isinstance(args[0], (bytes, str)):
            state = _from_latin1(args[0], 6, 'time')
            if state and state[0] & 0x7F < 24:
                return cls._from_state(state, *_arguments(args[1:], kwargs, ('tzinfo',), 0, (None,)))
        names = ('hour', 'minute', 'second', 'microsecond', 'tzinfo', '', 'fold')
        *numbers, tz, fold = _arguments(args, kwargs, names, 0, (0, 0, 0, 0, None, 0))
        return cls._make(*_check_time(*map(_c_int, numbers), _c_int(fold)), _checked_tzinfo(tz))

    @classmethod
    def _make(cls, hour, minute, second, microsecond, fold, tz):
        self = object.__new__(cls)
        self._hour, self._minute, self._second, self._microsecond = hour, minute, second, microsecond
        self._tzinfo, self._fold, self._hashcode = tz, fold, -1
        return self

    @classmethod
    def _from_state(cls, state, tz=None):
        if tz is not None and not isinstance(tz, tzinfo):
            raise TypeError("bad tzinfo state arg")
        us = int.from_bytes(state[3:6])
        return cls._make(state[0] & 0x7F, state[1], state[2], us, state[0] >> 7, tz)

    hour = _Field(lambda self: self._hour)
    minute = _Field(lambda self: self._minute)
    second = _Field(lambda self: self._second)
    microsecond = _Field(lambda self: self._microsecond)
    tzinfo = _Field(lambda self: self._tzinfo)
    fold = _Field(lambda self: self._fold)

    utcoffset, tzname, dst = _methods_of_zone(lambda self: None)

    @classmethod
    def fromisoformat(cls, time_string, /):
        """string -> time from a string in ISO 8601 format"""
        if not isinstance(time_string, str):
            raise TypeError('fromisoformat: argument must be str')
        try:
            parts = _parse_time(time_string.removeprefix('T'))
        except _Malformed:
            raise ValueError(f'Invalid isoformat string: {time_string!r}') from None
        return cls(*parts)

    def _parts(self):
        return self._hour, self._minute, self._second, self._microsecond

    def _us(self):
        return ((self._hour * 60 + self._minute) * 60 + self._second) * 1000000 + self._microsecond

    def _compared(self, other, op):
        if not isinstance(other, time):
            return NotImplemented
        if self._tzinfo is other._tzinfo:
            return op(self._parts(), other._parts())
        mine, theirs = self.utcoffset(), other.utcoffset()
        if mine == theirs:
            return op(self._parts(), other._parts())
        if mine is None or theirs is None:
            if op in (operator.eq, operator.ne):
                return op is operator.ne
            raise TypeError("can't compare offset-naive and offset-aware times")
        return op(self._us() - mine._to_us(), other._us() - theirs._to_us())

    def __eq__(self, other):
        return self._compared(other, operator.eq)

    def __ne__(self, other):
        return self._compared(other, operator.ne)

    def __lt__(self, other):
        return self._compared(other, operator.lt)

    def __le__(self, other):
        return self._compared(other, operator.le)

    def __gt__(self, other):
        return self._compared(other, operator.gt)

    def __ge__(self, other):
        return self._compared(other, operator.ge)

    def __hash__(self):
        if self._hashcode == -1:
            offset = (self.replace(fold=0) if self._fold else self).utcoffset()
            if offset is None:
                self._hashcode = hash(self._state(3))
            else:
                self._hashcode = hash(timedelta(microseconds=self._us()) - offset)
        return self._hashcode

    def __repr__(self):
        parts = list(self._parts())
        while len(parts) > 2 and not parts[-1]:
            parts.pop()
        text = ', '.join(map(str, parts))
        if self._tzinfo is not None:
            text += f', tzinfo={self._tzinfo!r}'
        if self._fold:
            text += f', fold={self._fold}'
        return f'{_class_name(type(self))}({text})'

    def isoformat(self, timespec='auto'):
        """Return string in ISO 8601 format, [HH[:MM[:SS[.mmm[uuu]]]]][+HH:MM]."""
        if not isinstance(timespec, str):
            raise TypeError(f"isoformat() argument 1 must be str, not {type(timespec).__name__}")
        return _format_time(*self._parts(), timespec) + _format_offset(self.utcoffset())

    def __str__(self):
        return self.isoformat()

    def strftime(self, format):
        """format -> strftime() style string."""
        if not isinstance(format, str):
            raise TypeError(f"strftime() argument 1 must be str, not {type(format).__name__}")
        return _strftime(self, format, (1900, 1, 1, self._hour, self._minute, self._second, 0, 1, -1))

    def __format__(self, format, /):
        """Formats self with strftime."""
        if not isinstance(format, str):
            raise TypeError(f"__format__() argument 1 must be str, not {type(format).__name__}")
        return self.strftime(format) if format else str(self)

    def replace(self, hour=_unchanged, minute=_unchanged, second=_unchanged, microsecond=_unchanged,
                tzinfo=_unchanged, *, fold=_unchanged):
        """Return time with new specified fields."""
        given = (hour, minute, second, microsecond, tzinfo)
        values = [o if g is _unchanged else g for g, o in zip(given, (*self._parts(), self._tzinfo))]
        return type(self)(*values, fold=self._fold if fold is _unchanged else fold)

    __replace__ = replace

    def _state(self, protocol):
        hour = self._hour | (0x80 if self._fold and protocol > 3 else 0)
        return bytes([hour, self._minute, self._second]) + self._microsecond.to_bytes(3)

    def __reduce_ex__(self, protocol):
        """__reduce_ex__(proto) -> (cls, state)"""
        state = self._state(protocol)
        return self.__class__, (state,) if self._tzinfo is None else (state, self._tzinfo)

    def __reduce__(self):
        """__reduce__() -> (cls, state)"""
        return self.__reduce_ex__(2)


time.min = time(0, 0, 0)
time.max = time(23, 59, 59, 999999)
time.resolution = timedelta(microseconds=1)

"""The class `datetime`."""
import operator as _operator

from _datetime_base import (
    _MAXORDINAL,
    _Field,
    _arguments,
    _c_int,
    _checked_tzinfo,
    _class_name,
    _days_before_month,
    _format_offset,
    _ord2ymd,
    _ymd2ord,
    timedelta,
    timezone,
    tzinfo,
)
from _datetime_iso import _Malformed, _format_time, _parse_date, _parse_time, _separator
from _datetime_parts import (
    _check_date,
    _check_time,
    _from_latin1,
    _methods_of_zone,
    _unchanged,
    date,
    time,
)

# What is defined here belongs to `datetime`, for reprs and pickles.
__name__ = 'datetime'

_EPOCH_ORDINAL = 719163
_NAMES = ('year', 'month', 'day', 'hour', 'minute', 'second', 'microsecond', 'tzinfo')


def _round_timestamp(t):
    """Whole seconds and microseconds of a timestamp, rounded half to even."""
    from math import isnan

    if isinstance(t, float):
        if isnan(t):
            raise ValueError("Invalid value NaN (not a number)")
        whole = int(t // 1) if abs(t) < 2 ** 63 else None
        if whole is None:
            raise OverflowError("timestamp out of range for platform time_t")
        us = round((t - whole) * 1e6)
        return (whole + 1, us - 1000000) if us >= 1000000 else (whole, us)
    try:
        t = _operator.index(t)
    except TypeError:
        raise TypeError(f"'{type(t).__name__}' object cannot be interpreted as an integer") from None
    if not -2 ** 63 <= t < 2 ** 63:
        raise OverflowError("timestamp out of range for platform time_t")
    return t, 0


class datetime(date):
    """datetime(year, month, day[, hour[, minute[, second[, microsecond[,tzinfo]]]]])"""

    __slots__ = '_hour', '_minute', '_second', '_microsecond', '_tzinfo', '_fold'

    def __new__(cls, *args, **kwargs):
        if args and len(args) + len(kwargs) <= 2 and isinstance(args[0], (bytes, str)):
            state = _from_latin1(args[0], 10, 'datetime')
            if state and 1 <= state[2] & 0x7F <= 12:
                return cls._from_state(state, *_arguments(args[1:], kwargs, ('tzinfo',), 0, (None,)))
        values = _arguments(args, kwargs, (*_NAMES, '', 'fold'), 3, (0, 0, 0, 0, None, 0))
        *numbers, tz, fold = values
        numbers = [_c_int(n) for n in numbers]
        return cls._make(*_check_date(*numbers[:3]), *_check_time(*numbers[3:], _c_int(fold)), _checked_tzinfo(tz))

    @classmethod
    def _make(cls, year, month, day, hour, minute, second, microsecond, fold, tz):
        self = object.__new__(cls)
        self._year, self._month, self._day = year, month, day
        self._hour, self._minute, self._second, self._microsecond = hour, minute, second, microsecond
        self._tzinfo, self._fold, self._hashcode = tz, fold, -1
        return self

    @classmethod
    def _build(cls, *parts, tz=None, fold=0):
        """Through the constructor where a subclass may have its own."""
        if cls is datetime:
            return cls._make(*parts, fold, tz)
        return cls(*parts, tz, fold=fold) if fold else cls(*parts, tz)

    @classmethod
    def _from_state(cls, state, tz=None):
        if tz is not None and not isinstance(tz, tzinfo):
            raise TypeError("bad tzinfo state arg")
        year = state[0] * 256 + state[1]
        us = int.from_bytes(state[7:10])
        return cls._make(year, state[2] & 0x7F, *state[3:7], us, state[2] >> 7, tz)

    hour = _Field(lambda self: self._hour)
    minute = _Field(lambda self: self._minute)
    second = _Field(lambda self: self._second)
    microsecond = _Field(lambda self: self._microsecond)
    tzinfo = _Field(lambda self: self._tzinfo)
    fold = _Field(lambda self: self._fold)

    utcoffset, tzname, dst = _methods_of_zone(lambda self: self)

    @classmethod
    def _from_local(cls, t, us):
        from time import localtime

        y, m, d, hh, mm, ss = localtime(t)[:6]
        _check_date(y, m, d)
        ss = min(ss, 59)  # no leap seconds
        made = cls._build(y, m, d, hh, mm, ss, us)
        # A time that an earlier offset gives as well is the second of the two.
        max_fold = 24 * 3600
        if t < max_fold:
            return made
        before = localtime(t - max_fold)[:6]
        probe = _naive_seconds(*made._parts()[:6]) - _naive_seconds(*before) - max_fold
        if probe < 0:
            again = localtime(t + probe)[:6]
            if again == (y, m, d, hh, mm, ss):
                made = cls._build(y, m, d, hh, mm, ss, us, fold=1)
        return made

    @classmethod
    def _from_utc(cls, t, us, tz=None):
        days, rest = divmod(t, 86400)
        ordinal = days + _EPOCH_ORDINAL
        if not 1 <= ordinal <= _MAXORDINAL:
            from time import gmtime

            year = gmtime(t)[0]
            raise ValueError(f"year {year} is out of range")
        minutes, second = divmod(rest, 60)
        return cls._build(*_ord2ymd(ordinal), *divmod(minutes, 60), second, us, tz=tz)

    @classmethod
    def fromtimestamp(cls, timestamp, tz=None):
        """timestamp[, tz] -> tz's local time from POSIX timestamp."""
        _checked_tzinfo(tz)
        whole, us = _round_timestamp(timestamp)
        if tz is None:
            return cls._from_local(whole, us)
        return tz.fromutc(cls._from_utc(whole, us, tz))

    @classmethod
    def utcfromtimestamp(cls, timestamp):
        """Construct a naive UTC datetime from a POSIX timestamp."""
        import warnings

        warnings.warn("datetime.datetime.utcfromtimestamp() is deprecated and scheduled for removal in a future "
                      "version. Use timezone-aware objects to represent datetimes in UTC: "
                      "datetime.datetime.fromtimestamp(timestamp, datetime.UTC).", DeprecationWarning, stacklevel=2)
        return cls._from_utc(*_round_timestamp(timestamp))

    @classmethod
    def now(cls, tz=None):
        """Returns new datetime object representing current time local to tz."""
        from time import time_ns

        _checked_tzinfo(tz)
        whole, ns = divmod(time_ns(), 1000000000)
        if tz is None:
            return cls._from_local(whole, ns // 1000)
        return tz.fromutc(cls._from_utc(whole, ns // 1000, tz))

    @classmethod
    def utcnow(cls):
        """Return a new datetime representing UTC day and time."""
        import warnings
        from time import time_ns

        warnings.warn("datetime.datetime.utcnow() is deprecated and scheduled for removal in a future version. Use "
                      "timezone-aware objects to represent datetimes in UTC: datetime.datetime.now(datetime.UTC).",
                      DeprecationWarning, stacklevel=2)
        whole, ns = divmod(time_ns(), 1000000000)
        return cls._from_utc(whole, ns // 1000)

    @classmethod
    def combine(cls, date, time, tzinfo=_unchanged):
        """date, time -> datetime with same date and time fields"""
        if not isinstance(date, _date):
            raise TypeError(f"combine() argument 1 must be datetime.date, not {type(date).__name__}")
        if not isinstance(time, _time):
            raise TypeError(f"combine() argument 2 must be datetime.time, not {type(time).__name__}")
        tz = time.tzinfo if tzinfo is _unchanged else _checked_tzinfo(tzinfo)
        return cls._build(date._year, date._month, date._day, time._hour, time._minute, time._second,
                          time._microsecond, tz=tz, fold=time._fold)

    @classmethod
    def fromisoformat(cls, date_string, /):
        """string -> datetime from a string in most ISO 8601 formats"""
        if not isinstance(date_string, str):
            raise TypeError('fromisoformat: argument must be str')
        try:
            if len(date_string) < 7:
                raise _Malformed
            at = _separator(date_string)
            year, month, day = _parse_date(date_string[:at])
            rest = date_string[at + 1:]
            parts = _parse_time(rest) if rest else (0, 0, 0, 0, None)
            if len(date_string) == at + 1:
                raise _Malformed
        except _Malformed:
            raise ValueError(f'Invalid isoformat string: {date_string!r}') from None
        return cls(year, month, day, *parts)

    @classmethod
    def strptime(cls, date_string, format, /):
        """A datetime of a text, told by a format as time.strptime() is."""
        import _strptime

        for i, arg in enumerate((date_string, format), 1):
            if not isinstance(arg, str):
                raise TypeError(f"strptime() argument {i} must be str, not {type(arg).__name__}")
        return _strptime._strptime_datetime(cls, date_string, format)

    def _parts(self):
        return (self._year, self._month, self._day, self._hour, self._minute, self._second, self._microsecond)

    def timetuple(self):
        """Return time tuple, compatible with time.localtime()."""
        dst = self.dst()
        return self._struct(-1 if dst is None else int(bool(dst)))

    def _struct(self, dst):
        from time import struct_time

        y, m, d, hh, mm, ss, _ = self._parts()
        return struct_time((y, m, d, hh, mm, ss, self.weekday(), _days_before_month(y, m) + d, dst))

    def utctimetuple(self):
        """Return UTC time tuple, compatible with time.localtime()."""
        offset = self.utcoffset()
        return (self - offset if offset else self)._struct(0)

    def timestamp(self):
        """Return POSIX timestamp as float."""
        if self._tzinfo is None:
            return self._mktime(self._fold) + self._microsecond / 1e6
        return (self - _EPOCH).total_seconds()

    def _mktime(self, fold):
        """Seconds since the epoch of this local time."""
        from time import localtime

        def local(u):
            parts = localtime(u)[:6]
            if not 1 <= parts[0] <= 9999:
                raise ValueError(f"year {parts[0]} is out of range")
            return _naive_seconds(*parts)

        t = _naive_seconds(*self._parts()[:6])
        day = 24 * 3600
        a = local(t) - t
        u1 = t - a
        t1 = local(u1)
        if t1 == t:
            # One answer; there may be another on the other side of a change of offset.
            u2 = u1 + (day if fold else -day)
            b = local(u2) - u2
            if a == b:
                return u1
        else:
            b = t1 - u1
        u2 = t - b
        if local(u2) == t:
            return u2
        if t1 == t:
            return u1
        # In a gap neither answer is right.
        return (min if fold else max)(u1, u2)

    def date(self):
        """Return date object with same year, month and day."""
        return _date(self._year, self._month, self._day)

    def time(self):
        """Return time object with same time but with tzinfo=None."""
        return _time(self._hour, self._minute, self._second, self._microsecond, fold=self._fold)

    def timetz(self):
        """Return time object with same time and tzinfo."""
        return _time(self._hour, self._minute, self._second, self._microsecond, self._tzinfo, fold=self._fold)

    def replace(self, year=_unchanged, month=_unchanged, day=_unchanged, hour=_unchanged, minute=_unchanged,
                second=_unchanged, microsecond=_unchanged, tzinfo=_unchanged, *, fold=_unchanged):
        """Return datetime with new specified fields."""
        given = (year, month, day, hour, minute, second, microsecond, tzinfo)
        own = (*self._parts(), self._tzinfo)
        values = [o if g is _unchanged else g for g, o in zip(given, own)]
        return type(self)(*values, fold=self._fold if fold is _unchanged else fold)

    __replace__ = replace

    def astimezone(self, tz=None):
        """tz -> convert to local time in new timezone tz"""
        _checked_tzinfo(tz)
        own = self._tzinfo
        offset = None if own is None else self.utcoffset()
        if offset is None:
            own = self.replace(tzinfo=None)._local_zone()
            offset = own.utcoffset(self)
        if tz is own:
            return self
        utc = (self - offset).replace(tzinfo=timezone.utc if tz is None else tz)
        if tz is None:
            tz = utc._local_zone()
            utc = utc.replace(tzinfo=tz)
        return tz.fromutc(utc)

    def _local_zone(self):
        from time import localtime

        if self._tzinfo is not None:
            ts = (self - _EPOCH) // timedelta(seconds=1)
        else:
            ts, other = self._mktime(self._fold), self._mktime(1 - self._fold)
            # In a gap the other one is on the side that counts.
            if other != ts and (other > ts) == self._fold:
                ts = other
        local = localtime(ts)
        return timezone(timedelta(seconds=local.tm_gmtoff), local.tm_zone)

    def ctime(self):
        """Return ctime() style string."""
        from _datetime_parts import _DAYNAMES, _MONTHNAMES

        return (f'{_DAYNAMES[self.weekday()]} {_MONTHNAMES[self._month]} {self._day:2d} '
                f'{self._hour:02}:{self._minute:02}:{self._second:02} {self._year:04}')

    def isoformat(self, sep='T', timespec='auto'):
        """[sep] -> string in ISO 8601 format, YYYY-MM-DDT[HH[:MM[:SS[.mmm[uuu]]]]][+HH:MM]."""
        if not isinstance(sep, str) or len(sep) != 1:
            raise TypeError(f"isoformat() argument 1 must be a unicode character, not {type(sep).__name__}")
        if not isinstance(timespec, str):
            raise TypeError(f"isoformat() argument 2 must be str, not {type(timespec).__name__}")
        text = _format_time(self._hour, self._minute, self._second, self._microsecond, timespec)
        return (f'{self._year:04}-{self._month:02}-{self._day:02}{sep}{text}{_format_offset(self.utcoffset())}')

    def __repr__(self):
        parts = list(self._parts())
        while len(parts) > 5 and not parts[-1]:
            parts.pop()
        text = ', '.join(map(str, parts))
        if self._fold:
            text += f', fold={self._fold}'
        if self._tzinfo is not None:
            text += f', tzinfo={self._tzinfo!r}'
        return f'{_class_name(type(self))}({text})'

    def __str__(self):
        return self.isoformat(sep=' ')

    def _compared(self, other, op):
        offset, theirs = self._tzinfo, other._tzinfo
        if offset is theirs:
            return op(self._parts(), other._parts())
        offset, theirs = self.utcoffset(), other.utcoffset()
        if op in (_operator.eq, _operator.ne):
            # Times whose offset the fold changes are equal to none in another zone.
            if (offset != self.replace(fold=not self._fold).utcoffset()
                    or theirs != other.replace(fold=not other._fold).utcoffset()):
                return op is _operator.ne
            if (offset is None) != (theirs is None):
                return op is _operator.ne
        if offset == theirs:
            return op(self._parts(), other._parts())
        if offset is None or theirs is None:
            raise TypeError("can't compare offset-naive and offset-aware datetimes")
        return op((self - other)._to_us(), 0)

    def __eq__(self, other):
        return self._compared(other, _operator.eq) if isinstance(other, datetime) else NotImplemented

    def __ne__(self, other):
        return self._compared(other, _operator.ne) if isinstance(other, datetime) else NotImplemented

    def __lt__(self, other):
        return self._compared(other, _operator.lt) if isinstance(other, datetime) else NotImplemented

    def __le__(self, other):
        return self._compared(other, _operator.le) if isinstance(other, datetime) else NotImplemented

    def __gt__(self, other):
        return self._compared(other, _operator.gt) if isinstance(other, datetime) else NotImplemented

    def __ge__(self, other):
        return self._compared(other, _operator.ge) if isinstance(other, datetime) else NotImplemented

    def _since_year1(self):
        return timedelta(_ymd2ord(self._year, self._month, self._day),
                         (self._hour * 60 + self._minute) * 60 + self._second, self._microsecond)

    def _plus(self, delta):
        total = self._since_year1()._to_us() + delta
        days, us = divmod(total, 86400000000)
        if not 0 < days <= _MAXORDINAL:
            raise OverflowError('date value out of range')
        seconds, us = divmod(us, 1000000)
        minutes, second = divmod(seconds, 60)
        return type(self)._build(*_ord2ymd(days), *divmod(minutes, 60), second, us, tz=self._tzinfo)

    def __add__(self, other):
        return self._plus(other._to_us()) if isinstance(other, timedelta) else NotImplemented

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return self._plus(-other._to_us())
        if not isinstance(other, datetime):
            return NotImplemented
        base = self._since_year1() - other._since_year1()
        if self._tzinfo is other._tzinfo:
            return base
        mine, theirs = self.utcoffset(), other.utcoffset()
        if mine == theirs:
            return base
        if mine is None or theirs is None:
            raise TypeError("can't subtract offset-naive and offset-aware datetimes")
        return base + theirs - mine

    def __hash__(self):
        if self._hashcode == -1:
            offset = (self.replace(fold=0) if self._fold else self).utcoffset()
            self._hashcode = hash(self._state(3) if offset is None else self._since_year1() - offset)
        return self._hashcode

    def _state(self, protocol):
        month = self._month | (0x80 if self._fold and protocol > 3 else 0)
        return (self._year.to_bytes(2) + bytes([month, self._day, self._hour, self._minute, self._second])
                + self._microsecond.to_bytes(3))

    def __reduce_ex__(self, protocol):
        """__reduce_ex__(proto) -> (cls, state)"""
        state = self._state(protocol)
        return self.__class__, (state,) if self._tzinfo is None else (state, self._tzinfo)

    def __reduce__(self):
        """__reduce__() -> (cls, state)"""
        return self.__reduce_ex__(2)


# The methods of these names hide the classes within `datetime`.
_date, _time = date, time


def _naive_seconds(y, m, d, hh, mm, ss):
    return (_ymd2ord(y, m, d) - _EPOCH_ORDINAL) * 86400 + (hh * 60 + mm) * 60 + min(ss, 59)


datetime.min = datetime(1, 1, 1)
datetime.max = datetime(9999, 12, 31, 23, 59, 59, 999999)
datetime.resolution = timedelta(microseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)

# The name is not the very string that the module's name is, which pickles show.
datetime.__qualname__ = ''.join(('date', 'time'))

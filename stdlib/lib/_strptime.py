"""Parsing of dates and times by a format, in the C locale (mirrors Lib/_strptime.py)."""
import re
import time
import warnings
from datetime import date as datetime_date, timedelta as datetime_timedelta, timezone as datetime_timezone
from functools import lru_cache

__all__ = []

_DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
_MONTHS = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october',
           'november', 'december']


def _any_of(words, code):
    return f"(?P<{code}>{'|'.join(sorted(words, key=len, reverse=True))})"


def _zones():
    names = {'utc', 'gmt', *(name.lower() for name in time.tzname)}
    return [re.escape(name) for name in names if name]


# One expression a directive; the name of the group says what it gives.
_PATTERNS = {
    'd': r"(?P<d>3[0-1]|[1-2]\d|0[1-9]|[1-9]| [1-9])",
    'f': r"(?P<f>[0-9]{1,6})",
    'H': r"(?P<H>2[0-3]|[0-1]\d|\d)",
    'I': r"(?P<I>1[0-2]|0[1-9]|[1-9])",
    'G': r"(?P<G>\d\d\d\d)",
    'j': r"(?P<j>36[0-6]|3[0-5]\d|[1-2]\d\d|0[1-9]\d|00[1-9]|[1-9]\d|0[1-9]|[1-9])",
    'm': r"(?P<m>1[0-2]|0[1-9]|[1-9])",
    'M': r"(?P<M>[0-5]\d|\d)",
    'S': r"(?P<S>6[0-1]|[0-5]\d|\d)",
    'U': r"(?P<U>5[0-3]|[0-4]\d|\d)",
    'W': r"(?P<W>5[0-3]|[0-4]\d|\d)",
    'w': r"(?P<w>[0-6])",
    'u': r"(?P<u>[1-7])",
    'V': r"(?P<V>5[0-3]|0[1-9]|[1-4]\d|\d)",
    'y': r"(?P<y>\d\d)",
    'Y': r"(?P<Y>\d\d\d\d)",
    'z': r"(?P<z>[+-]\d\d:?[0-5]\d(:?[0-5]\d(\.\d{1,6})?)?|(?-i:Z))",
    'A': _any_of(_DAYS, 'A'),
    'a': _any_of([d[:3] for d in _DAYS], 'a'),
    'B': _any_of(_MONTHS, 'B'),
    'b': _any_of([m[:3] for m in _MONTHS], 'b'),
    'p': "(?P<p>am|pm)",
    '%': '%',
}
_COMPOSED = {'c': '%a %b %d %H:%M:%S %Y', 'x': '%m/%d/%y', 'X': '%H:%M:%S'}


@lru_cache
def _compiled(format, zone):
    """The regular expression of a format."""
    escaped = re.sub(r"([\\.^$*+?\(\){}\[\]|])", r"\\\1", format)
    escaped = re.sub(r'\s+', r'\\s+', escaped)
    escaped = re.sub("['\u02bc]", "['\u02bc]", escaped)
    made, pos, codes = [], 0, set()
    while '%' in escaped[pos:]:
        at = escaped.index('%', pos)
        made.append(escaped[pos:at])
        code = escaped[at + 1:at + 2]
        if not code:
            raise ValueError(f"stray % in format '{format}'") from None
        pos = at + 2
        codes.add(code)
        if code in _COMPOSED:
            escaped = escaped[:at] + re.sub(r'\s+', r'\\s+', _COMPOSED[code]) + escaped[pos:]
            pos = at
        elif code == 'Z':
            made.append(_any_of(_zones(), 'Z'))
        elif code in _PATTERNS:
            made.append(_PATTERNS[code])
        else:
            bad = "%" if code == '\\' else code
            raise ValueError(f"'{bad}' is a bad directive in format '{format}'") from None
    if 'd' in codes and not codes & {'Y', 'y', 'G'}:
        warnings.warn("""\
Parsing dates involving a day of month without a year specified is ambiguious
and fails to parse leap day. The default behavior will change in Python 3.15
to either always raise an exception or to use a different default year (TBD).
To avoid trouble, add a specific year to the input & format.
See https://github.com/python/cpython/issues/70647.""", DeprecationWarning, skip_file_prefixes=('<frozen ',))
    made.append(escaped[pos:])
    return re.compile(''.join(made), re.IGNORECASE)


def _monday_of_week(year, week, weekday, starts_monday):
    """The day of the year of a weekday in a week counted from 0."""
    first = datetime_date(year, 1, 1).weekday()
    if not starts_monday:
        first = (first + 1) % 7
        weekday = (weekday + 1) % 7
    week_0_length = (7 - first) % 7
    if week == 0:
        return 1 + weekday - first
    return 1 + week_0_length + 7 * (week - 1) + weekday


def _strptime(data_string, format="%a %b %d %H:%M:%S %Y"):
    """The parts of a time tuple with microseconds, the zone's name and offset, and the offset's microseconds."""
    for index, arg in enumerate((data_string, format)):
        if not isinstance(arg, str):
            raise TypeError(f"strptime() argument {index} must be str, not {type(arg)}")
    found = _compiled(format, time.tzname).match(data_string)
    if not found:
        raise ValueError(f"time data {data_string!r} does not match format {format!r}")
    if len(data_string) != found.end():
        raise ValueError(f"unconverted data remains: {data_string[found.end():]}")
    groups = found.groupdict()
    year, month, day, weekday, julian = _date_parts(groups, format)
    kind, hour = _last(groups, 'HI')
    hour = int(hour or 0)
    if kind == 'I':
        half = (groups.get('p') or '').lower()
        if half in ('', 'am'):
            hour = 0 if hour == 12 else hour
        elif hour != 12:
            hour += 12
    fraction = int((groups.get('f') or '0').ljust(6, '0'))
    gmtoff, gmtoff_fraction = _offset(groups.get('z'))
    zone, dst = _zone(groups.get('Z'))
    return ((year, month, day, hour, int(groups.get('M') or 0), int(groups.get('S') or 0), weekday, julian, dst,
             zone, gmtoff), fraction, gmtoff_fraction)


def _last(groups, kinds):
    """Which of these directives comes last in the format, and its text: it counts."""
    return next(((kind, groups[kind]) for kind in reversed(groups) if kind in kinds and groups[kind]), (None, None))


def _weekday(kind, text):
    if kind == 'A':
        return _DAYS.index(text.lower())
    if kind == 'a':
        return [d[:3] for d in _DAYS].index(text.lower())
    return (int(text) + 6) % 7 if kind == 'w' else int(text) - 1


def _date_parts(groups, format):
    year = month = day = weekday = julian = None
    kind, text = _last(groups, 'yY')
    if kind:
        year = int(text)
        if kind == 'y':
            year += 2000 if year <= 68 else 1900  # as POSIX has it
    iso_year = int(groups['G']) if groups.get('G') else None
    kind, text = _last(groups, 'mBb')
    if kind == 'm':
        month = int(text)
    elif kind:
        month = [m[:3] if kind == 'b' else m for m in _MONTHS].index(text.lower()) + 1
    else:
        month = 1
    day = int(groups['d']) if groups.get('d') else 1
    kind, text = _last(groups, 'Aawu')
    if kind:
        weekday = _weekday(kind, text)
    julian = int(groups['j']) if groups.get('j') else None
    iso_week = int(groups['V']) if groups.get('V') else None
    starts_with, week = _last(groups, 'UW')
    _check_iso(iso_year, iso_week, weekday, year, julian, format)
    leap_fix = False
    if year is None and month == 2 and day == 29:
        year, leap_fix = 1904, True  # a leap year, for what follows
    elif year is None:
        year = 1900
    if julian is None and weekday is not None:
        if week is not None:
            julian = _monday_of_week(year, int(week), weekday, starts_with == 'W')
        elif iso_year is not None and iso_week is not None:
            found = datetime_date.fromisocalendar(iso_year, iso_week, weekday + 1)
            year, month, day = found.year, found.month, found.day
            julian = found.toordinal() - datetime_date(year, 1, 1).toordinal() + 1
        if julian is not None and julian <= 0:
            year -= 1
            julian += 366 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 365
    if julian is None:
        julian = datetime_date(year, month, day).toordinal() - datetime_date(year, 1, 1).toordinal() + 1
    else:
        found = datetime_date.fromordinal(julian - 1 + datetime_date(year, 1, 1).toordinal())
        year, month, day = found.year, found.month, found.day
    if weekday is None:
        weekday = datetime_date(year, month, day).weekday()
    return 1900 if leap_fix else year, month, day, weekday, julian


def _check_iso(iso_year, iso_week, weekday, year, julian, format):
    """ISO years and weeks only come together, with a weekday and without the calendar's year."""
    if iso_year is not None:
        if julian is not None:
            raise ValueError("Day of the year directive '%j' is not compatible with ISO year directive '%G'. "
                             "Use '%Y' instead.")
        if iso_week is None or weekday is None:
            raise ValueError("ISO year directive '%G' must be used with the ISO week directive '%V' and a weekday "
                             "directive ('%A', '%a', '%w', or '%u').")
    elif iso_week is not None:
        if year is None or weekday is None:
            raise ValueError("ISO week directive '%V' must be used with the ISO year directive '%G' and a weekday "
                             "directive ('%A', '%a', '%w', or '%u').")
        raise ValueError("ISO week directive '%V' is incompatible with the year directive '%Y'. Use the ISO year "
                         "'%G' instead.")


def _offset(text):
    if text is None:
        return None, 0
    if text == 'Z':
        return 0, 0
    if text[3] == ':':
        if len(text) > 6 and text[6] != ':':
            raise ValueError(f"Inconsistent use of : in {text}")
        text = text[:3] + text[4:]
        if len(text) > 5:
            text = text[:5] + text[6:]
    seconds = int(text[1:3]) * 3600 + int(text[3:5]) * 60 + int(text[5:7] or 0)
    fraction = int(text[8:].ljust(6, '0')) if text[8:] else 0
    return (-seconds, -fraction) if text[0] == '-' else (seconds, fraction)


def _zone(name):
    """The name as it was and whether it is that of summer time."""
    if name is None:
        return None, -1
    lower = name.lower()
    if lower in ('utc', 'gmt'):
        return name, 0
    standard, summer = (n.lower() for n in time.tzname)
    if standard == summer and time.daylight:
        return name, -1
    return name, int(lower == summer and lower != standard)


def _strptime_time(data_string, format="%a %b %d %H:%M:%S %Y"):
    """Return a time struct based on the input string and the format string."""
    return time.struct_time(_strptime(data_string, format)[0][:time._STRUCT_TM_ITEMS])


def _strptime_datetime(cls, data_string, format="%a %b %d %H:%M:%S %Y"):
    """An instance of the class, of what the text says."""
    parts, fraction, gmtoff_fraction = _strptime(data_string, format)
    zone, gmtoff = parts[-2:]
    args = parts[:6] + (fraction,)
    if gmtoff is not None:
        delta = datetime_timedelta(seconds=gmtoff, microseconds=gmtoff_fraction)
        args += (datetime_timezone(delta, zone) if zone else datetime_timezone(delta),)
    return cls(*args)

"""Parsing of ISO 8601 texts and formatting for `datetime`."""
from _datetime_base import (
    _checked_offset,
    _format_offset,
    _iso_to_ordinal,
    _ord2ymd,
    timedelta,
    timezone,
)

# What is defined here belongs to `datetime`, for reprs and pickles.
__name__ = 'datetime'


class _Malformed(ValueError):
    """The text is no ISO 8601 text; the caller says which."""


def _number(text):
    if not (text.isascii() and text.isdigit()):
        raise _Malformed
    return int(text)


def _parse_date(text):
    """Year, month and day of `YYYY-MM-DD`, `YYYYMMDD`, `YYYY-Www[-D]` or `YYYYWww[D]`."""
    year = _number(text[:4])
    sep = text[4:5] == '-'
    pos = 4 + sep
    if text[pos:pos + 1] == 'W':
        pos += 1
        week, day = _number(text[pos:pos + 2]), 1
        pos += 2
        if len(text) > pos:
            if (text[pos] == '-') != sep:
                raise _Malformed
            day = _number(text[pos + sep:])
        if len(text) not in (7 + sep, 8 + 2 * sep):
            raise _Malformed
        try:
            return _ord2ymd(_iso_to_ordinal(year, week, day))
        except ValueError:
            raise _Malformed from None
    month = _number(text[pos:pos + 2])
    pos += 2
    if (text[pos:pos + 1] == '-') != sep or len(text) != 8 + 2 * sep:
        raise _Malformed
    return year, month, _number(text[pos + sep:])


def _separator(text):
    """Where the date of a date-time ends."""
    n = len(text)
    if n == 7:
        return 7
    if text[4] == '-':
        if text[5] != 'W':
            return 10
        if n > 8 and text[8] == '-':
            if n == 9:
                raise _Malformed
            # YYYY-Www-## has the separator at 8, where a week without a day ends.
            return 8 if n > 10 and text[10].isascii() and text[10].isdigit() else 10
        return 8
    if text[4] == 'W':
        pos = 7
        while pos < n and text[pos].isascii() and text[pos].isdigit():
            pos += 1
        if pos < 9:
            return pos
        return 7 if pos % 2 == 0 else 8
    return 8


def _parse_clock(text, in_front=False):
    """Hour, minute, second and microsecond of `HH[[:]MM[[:]SS[(.|,)f…]]]`.

    Behind the seconds another colon, or nothing where there are none, passes for the point, as in CPython."""
    parts = [0, 0, 0, 0]
    pos, n, sep = 0, len(text), False
    for i in range(3):
        if n - pos < 2:
            raise _Malformed
        parts[i] = _number(text[pos:pos + 2])
        pos += 2
        after = text[pos:pos + 1]
        if i == 0:
            sep = after == ':'
        if after and pos + 1 == n:
            # A character alone; before a time zone it is passed over.
            if not in_front:
                raise _Malformed
            return parts
        if not after or after in '.,':
            pos += 1
            break
        if sep and after != ':':
            raise _Malformed
        pos += sep
    if pos < n:
        digits = text[pos:]
        if in_front:
            # Before a time zone anything may follow six digits.
            _number(digits[:6])
            digits = digits[:6]
        _number(digits)
        parts[3] = int(digits[:6].ljust(6, '0'))
    return parts


def _parse_time(text):
    """The parts of a time and its time zone."""
    if len(text) < 2:
        raise _Malformed
    at = min((i for i in map(text.find, '-+Z') if i >= 0), default=-1)
    clock = text if at < 0 else text[:at]
    parts = _parse_clock(clock, at >= 0)
    if at < 0:
        return (*parts, None)
    if text[at] == 'Z':
        if at + 1 != len(text):
            raise _Malformed
        return (*parts, timezone.utc)
    zone = text[at + 1:]
    if len(zone) in (0, 1, 3):
        raise _Malformed
    hour, minute, second, us = _parse_clock(zone)
    offset = timedelta(hours=hour, minutes=minute, seconds=second, microseconds=us)
    if not hour and not minute and not second:
        return (*parts, timezone.utc)
    return (*parts, timezone(-offset if text[at] == '-' else offset))


_SPECS = {'hours': 1, 'minutes': 2, 'seconds': 3, 'milliseconds': 4, 'microseconds': 5}


def _format_time(hour, minute, second, us, timespec='auto'):
    if timespec == 'auto':
        timespec = 'microseconds' if us else 'seconds'
    level = _SPECS.get(timespec)
    if level is None:
        raise ValueError('Unknown timespec value')
    text = ':'.join(f'{v:02}' for v in (hour, minute, second)[:min(level, 3)])
    if level == 4:
        text += f'.{us // 1000:03}'
    elif level == 5:
        text += f'.{us:06}'
    return text


def _strftime(obj, format, timetuple):
    """`time.strftime` with the codes for microseconds and time zones filled in."""
    import time

    made, pos = [], 0
    while True:
        at = format.find('%', pos)
        if at < 0 or at + 1 >= len(format):
            break
        code = format[at + 1]
        end = at + 2
        if code == ':' and format[end:end + 1] == 'z':
            code, end = ':z', end + 1
        made.append(format[pos:at])
        pos = end
        if code == 'f':
            made.append(f"{getattr(obj, 'microsecond', 0):06}")
        elif code in ('z', ':z'):
            offset = _checked_offset('utcoffset', obj.utcoffset()) if hasattr(obj, 'utcoffset') else None
            made.append(_format_offset(offset, ':' if code == ':z' else ''))
        elif code == 'Z':
            name = obj.tzname() if hasattr(obj, 'tzname') else None
            made.append('' if name is None else name.replace('%', '%%'))
        else:
            made.append(format[at:end])
    made.append(format[pos:])
    return time.strftime(''.join(made), timetuple)

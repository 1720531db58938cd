"""Time zone files, and rules for what comes after them."""

import re
import struct
from calendar import monthrange
from datetime import date, timedelta

_EPOCH = date(1970, 1, 1).toordinal()


class ZoneInfoNotFoundError(KeyError):
    """Exception raised when a ZoneInfo key is not found."""


class Kind:
    """A kind of local time: offsets from UTC and from standard time, and a name."""

    __slots__ = ('utcoff', 'dstoff', 'tzname')

    def __init__(self, utcoff, dstoff, tzname):
        self.utcoff, self.dstoff, self.tzname = utcoff, dstoff, tzname

    def __eq__(self, other):
        return (self.utcoff, self.dstoff, self.tzname) == (other.utcoff, other.dstoff, other.tzname)


NOTHING = Kind(None, None, None)


class Rule:
    """A day of each year, and a time of it."""

    def __init__(self, text, time):
        self.time = time
        month = re.fullmatch(r'M(\d{1,2})\.(\d)\.(\d)', text, re.ASCII)
        if month:
            self.month, self.week, self.weekday = map(int, month.groups())
            if not 0 < self.month <= 12:
                raise ValueError("Month must be in (0, 12]")
            if not 0 < self.week <= 5:
                raise ValueError("Week must be in (0, 5]")
            if not 0 <= self.weekday <= 6:
                raise ValueError("Weekday must be in [0, 6]")
            return
        self.month = None
        day = re.fullmatch(r'(J?)(\d{1,3})', text, re.ASCII)
        if day is None:
            raise ValueError(f"Invalid dst start/end date: {text}")
        self.julian, self.day = bool(day[1]), int(day[2])
        if not self.julian <= self.day <= 365:
            raise ValueError(f"d must be in [{int(self.julian)}, 365], not: {self.day}")

    def seconds(self, year):
        """The moment in a year as seconds of local time."""
        if self.month is None:
            ordinal = date(year, 1, 1).toordinal() + self.day - self.julian
            # A Julian day counts no 29th of February.
            if self.julian and self.day >= 60 and monthrange(year, 2)[1] == 29:
                ordinal += 1
        else:
            first, count = monthrange(year, self.month)
            day = (self.weekday - (first + 1)) % 7 + 1 + (self.week - 1) * 7
            if day > count:
                day -= 7
            ordinal = date(year, self.month, day).toordinal()
        return (ordinal - _EPOCH) * 86400 + self.time


class Rules:
    """Standard and summer time by a POSIX TZ string."""

    def __init__(self, std, dst, start, end):
        self.std, self.dst, self.start, self.end = std, dst, start, end
        self.diff = int((dst.utcoff - std.utcoff).total_seconds())

    def _is_dst(self, moment, start, end):
        return start <= moment < end if start < end else not end <= moment < start

    def at_local(self, moment, year, fold):
        start, end = self.start.seconds(year), self.end.seconds(year)
        # A fold changes on which side of the repeated or missing hour a time is.
        if fold == (self.diff >= 0):
            end -= self.diff
        else:
            start += self.diff
        return self.dst if self._is_dst(moment, start, end) else self.std

    def at_utc(self, moment, year):
        start = self.start.seconds(year) - int(self.std.utcoff.total_seconds())
        end = self.end.seconds(year) - int(self.dst.utcoff.total_seconds())
        if self.diff > 0:
            repeated = end, end + self.diff
        else:
            repeated = start, start - self.diff
        return (self.dst if self._is_dst(moment, start, end) else self.std), repeated[0] <= moment < repeated[1]


_TZ = re.compile(r"(?P<std>[^<0-9:.+-]+|<[a-zA-Z0-9+-]+>)(?:(?P<stdoff>[+-]?\d{1,3}(?::\d{2}(?::\d{2})?)?)"
                 r"(?:(?P<dst>[^0-9:.+-]+|<[a-zA-Z0-9+-]+>)(?P<dstoff>[+-]?\d{1,3}(?::\d{2}(?::\d{2})?)?)?)?)?",
                 re.ASCII)
_TIME = re.compile(r'(?P<sign>[+-])?(?P<h>\d{1,3})(?::(?P<m>\d{2})(?::(?P<s>\d{2}))?)?', re.ASCII)


def _seconds(text, most):
    found = _TIME.fullmatch(text)
    if found is None:
        raise ValueError(f"Invalid offset or time: {text}")
    h, m, s = (int(value or 0) for value in found.group('h', 'm', 's'))
    if h > most or m > 59 or s > 59:
        raise ValueError(f"Offset or time out of range: {text}")
    total = h * 3600 + m * 60 + s
    return -total if found['sign'] == '-' else total


def parse_rules(text):
    """What a POSIX TZ string says: Rules, or the only kind of time."""
    names, *dates = text.split(',', 1)
    found = _TZ.fullmatch(names)
    if found is None or found['stdoff'] is None:
        raise ValueError(f"{text} is not a valid TZ string")
    try:
        # West of Greenwich is positive there.
        std = timedelta(seconds=-_seconds(found['stdoff'], 24))
        if found['dst'] is None:
            if dates:
                raise ValueError(f"Transition rule present without DST: {text}")
            return Kind(std, timedelta(0), found['std'].strip('<>'))
        dst = std + timedelta(hours=1)
        if found['dstoff']:
            dst = timedelta(seconds=-_seconds(found['dstoff'], 24))
        start, end = dates[0].split(',')
        rules = []
        for part in (start, end):
            day, slash, time = part.partition('/')
            rules.append(Rule(day, _seconds(time, 167) if slash else 7200))
    except (ValueError, IndexError) as e:
        raise ValueError(f"Malformed transition rule in TZ string: {text}") from e
    return Rules(Kind(std, timedelta(0), found['std'].strip('<>')), Kind(dst, dst - std, found['dst'].strip('<>')),
                 *rules)


def _header(file):
    data = file.read(44)
    if data[:4] != b"TZif":
        raise ValueError("Invalid TZif file: magic not found")
    if len(data) < 44:
        raise ValueError("Invalid TZif file")
    return data[4:5], struct.unpack(">6l", data[20:44])


def load(file):
    """(moments, indices of kinds, kinds as (offset, is summer time, name), rules or None) of a TZif file."""
    version, counts = _header(file)
    width = 4
    if version >= b'2':
        # The first half is for those who know 32 bits only.
        isutc, isstd, leap, time, types, chars = counts
        file.seek(time * 5 + types * 6 + chars + leap * 8 + isstd + isutc, 1)
        width = 8
        version, counts = _header(file)
    isutc, isstd, leap, time, types, chars = counts
    moments = struct.unpack(f">{time}{'q' if width == 8 else 'l'}", file.read(time * width))
    indices = struct.unpack(f">{time}B", file.read(time))
    rows = [struct.unpack(">lbB", file.read(6)) for _ in range(types)]
    names = file.read(chars)
    if any(index >= types for index in indices):
        raise ValueError("Invalid transition index found while reading TZif")
    kinds = [(offset, bool(summer), names[at:names.find(b'\0', at)].decode()) for offset, summer, at in rows]
    rules = None
    if version >= b'2':
        file.seek(leap * (width + 4) + isstd + isutc, 1)
        line = file.readline()
        rules = file.readline().rstrip(b'\n') if line == b'\n' else None
    return list(moments), list(indices), kinds, rules


def summer_offsets(indices, kinds):
    """How far each kind of time is from standard time, judged by its neighbours."""
    offsets = [0] * len(kinds)
    wanted = sum(summer for _, summer, _ in kinds)
    found = 0
    for at in range(1, len(indices)):
        if found == wanted:
            return offsets
        index = indices[at]
        offset, summer, _ = kinds[index]
        if not summer or offsets[index]:
            continue
        diff = 0
        before = kinds[indices[at - 1]]
        if not before[1]:
            diff = offset - before[0]
        if not diff and index < len(kinds) - 1:
            if at + 1 >= len(indices):
                continue
            after = kinds[indices[at + 1]]
            if after[1]:
                continue
            diff = offset - after[0]
        if diff:
            found += 1
            offsets[index] = diff
    # An hour is the best guess.
    return [diff or (3600 if summer else 0) for diff, (_, summer, _) in zip(offsets, kinds)]

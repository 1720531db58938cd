"""`datetime`: construction, arithmetic, ISO text and back, strftime and strptime, zones; and `time` and `calendar`."""

import calendar
import operator
import re
import time
from datetime import UTC, date, datetime, time as clock, timedelta, timezone
from zoneinfo import ZoneInfo

import random_cases
from random_cases import main

ZONES = [None, None, UTC, timezone(timedelta(hours=5, minutes=30)), timezone(timedelta(hours=-8, seconds=-1), "X"), ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York"), timezone(timedelta(microseconds=1))]
DIRECTIVES = "aAbBcdfGHIjmMpSuUVwWxXyYzZ%"


def attempt(call, *args, **named):
    """Without the module that CPython's messages name the types with, which classes written in Python have not."""
    return re.sub(r"'datetime\.(\w+)'", r"'\1'", random_cases.attempt(call, *args, **named))


def day(r):
    return date.fromordinal(r.pick(r.randrange(1, 3652060), r.randrange(719163, 745000), 1, 3652059))


def hour(r):
    return clock(r.below(24), r.below(60), r.below(60), r.pick(0, r.below(10**6), 500000, 1000), r.pick(*ZONES[:5]), fold=r.below(2))


def moment(r):
    d, t = day(r), hour(r)
    return datetime.combine(d, t).replace(tzinfo=r.pick(*ZONES))


def span(r):
    return timedelta(r.pick(0, r.randrange(-400, 400), r.randrange(-10**6, 10**6), r.real() if r.maybe(0.3) else 1), r.pick(0, r.randrange(-10**5, 10**5), r.uniform(-9, 9)), r.pick(0, r.randrange(-10**7, 10**7)))


def spans(r):
    try:
        return span(r)
    except (OverflowError, ValueError):
        return timedelta(1)


def damaged(r, text):
    at = r.below(len(text) + 1)
    return r.pick(text, text[:at], text[:at] + r.pick("", "x", "-", ":", "T", " ", "0", "9", "W", ",", "+", "Z", "\u0660") + text[at + r.below(2) :], text.replace("-", ""), text.replace(":", ""), text.replace("T", " "), text + r.pick("Z", "+01", "+0130", "+01:30:15.5", "-00:00", ".123456789", ",5"))


def lines(r):
    for _ in range(40):
        a, d, t, s = moment(r), day(r), hour(r), spans(r)
        yield f"{a!r} {a} {a.isoformat(r.pick('T', ' ', '_'), r.pick('auto', 'hours', 'minutes', 'seconds', 'milliseconds', 'microseconds'))} {a.ctime()} {a.timetuple()} {attempt(a.utctimetuple)} {a.isocalendar()} {attempt(a.timestamp) if a.tzinfo else ''} {attempt(a.astimezone, r.pick(*ZONES[2:]))} {attempt(hash, a) == attempt(hash, a)}"
        b = moment(r)
        o = r.pick(operator.sub, operator.lt, operator.eq, operator.ge, operator.add)
        yield f"{o.__name__} {a!r} {b!r} {attempt(o, a, b)} {attempt(operator.add, a, s)} {attempt(operator.sub, a, s)} {attempt(o, d, s)} {attempt(o, d, day(r))} {attempt(o, t, hour(r))} {attempt(o, d, a)}"
        u = spans(r)
        n = r.pick(r.randrange(-9, 9), r.uniform(-3, 3), r.real())
        yield f"{s!r} {s} {s.total_seconds()} {attempt(operator.mul, s, n)} {attempt(operator.truediv, s, n)} {attempt(operator.floordiv, s, n)} {attempt(operator.truediv, s, u)} {attempt(divmod, s, u)} {attempt(operator.mod, s, u)} {abs(s)} {-s} {s < u} {hash(s)}"
        yield f"{attempt(span, r)} {attempt(timedelta, **{r.pick('weeks', 'days', 'hours', 'minutes', 'seconds', 'milliseconds', 'microseconds'): r.pick(r.real(), r.randrange(-10**9, 10**9))})}"
        text = damaged(r, r.pick(a, d, t).isoformat())
        yield f"{text!r} {attempt(datetime.fromisoformat, text)} {attempt(date.fromisoformat, text)} {attempt(clock.fromisoformat, text)}"
        year, week, weekday = d.isocalendar()
        text = r.pick(f"{year:04}-W{week:02}", f"{year:04}-W{week:02}-{weekday}", f"{year:04}W{week:02}{weekday}T05", f"{year:04}-W{r.below(60):02}-{r.below(9)}")
        yield f"{text!r} {attempt(date.fromisoformat, text)} {attempt(datetime.fromisoformat, text)} {attempt(date.fromisocalendar, year, r.below(56), r.below(9))}"
        fmt = "".join(r.pick("", "-", " ", "%%", "\xe9", ":") + "%" + r.pick(*DIRECTIVES) for _ in range(r.randrange(1, 5)))
        shown = attempt(a.strftime, fmt)
        yield f"{fmt!r} {shown} {attempt(d.strftime, fmt)} {attempt(t.strftime, fmt)}"
        fmt = "".join(r.pick("%Y", "%m", "%d", "%H", "%M", "%S", "%j", "%y", "%b", "%B", "%a", "%A", "%p", "%I", "%f", "%z", "%Z", "%G-%V-%u", "%U %w", "%W", "%x", "%X", "%c", "%%", "-", " ", "T", "%e", "%q", "%") for _ in range(r.randrange(1, 7)))
        try:
            shown = a.strftime(fmt)
        except ValueError:
            shown = "5"
        yield f"{fmt!r} {shown!r} {attempt(datetime.strptime, shown, fmt)} {attempt(datetime.strptime, damaged(r, shown), fmt)} {attempt(time.strptime, shown, fmt)}"
        yield f"{attempt(a.replace, **{r.pick('year', 'month', 'day', 'hour', 'minute', 'second', 'microsecond', 'fold'): r.pick(r.below(70), r.integer(30))})} {attempt(date, r.integer(15), r.below(14), r.below(33))} {attempt(clock, r.below(26), r.below(62), r.below(62), r.integer(22))} {attempt(datetime, r.below(10001), r.randrange(1, 14), r.randrange(1, 33), r.below(25))} {attempt(timezone, s)}"
        stamp = r.pick(r.randrange(-10**11, 10**12), r.uniform(-10**10, 10**11), r.real())
        yield f"{stamp!r} {attempt(datetime.fromtimestamp, stamp, r.pick(*ZONES[2:7]))} {attempt(datetime.fromtimestamp, stamp, UTC)} {attempt(time.gmtime, stamp)} {attempt(date.fromordinal, r.integer(23))}"
        yield f"{calendar.monthrange(d.year, d.month)} {calendar.timegm(a.timetuple())} {attempt(calendar.weekday, d.year, r.below(14), r.below(33))} {time.strftime(r.pick('%Y %j', '%c', '%U', '%y'), a.timetuple())} {time.asctime(a.timetuple())} {attempt(calendar.month, d.year, d.month, r.below(4))}"
        zone = r.pick(*ZONES[5:7])
        local = a.replace(tzinfo=zone, year=r.randrange(1900, 2100)) if not (a.month == 2 and a.day == 29) else datetime(2024, 3, 31, 2, 30, tzinfo=zone, fold=r.below(2))
        yield f"{local!r} {attempt(local.utcoffset)} {attempt(local.dst)} {attempt(local.tzname)} {attempt(local.astimezone, UTC)} {attempt(local.astimezone, ZONES[5])} {attempt(zone.fromutc, local)}"


if __name__ == "__main__":
    main(lines, 0, 2)

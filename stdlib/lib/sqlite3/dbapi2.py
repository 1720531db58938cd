"""What DB-API 2.0 asks of the module beside what `_sqlite3` has, and the adapters that are there from the start."""

import collections.abc
import datetime
import time

import _sqlite3
from _sqlite3 import *

apilevel, paramstyle = "2.0", "qmark"
sqlite_version_info = tuple(map(int, sqlite_version.split(".")))
_OLD = {
    "version": _sqlite3._deprecated_version,
    "version_info": tuple(map(int, _sqlite3._deprecated_version.split("."))),
}

Date, Time, Timestamp = datetime.date, datetime.time, datetime.datetime
Binary = memoryview
collections.abc.Sequence.register(Row)


def DateFromTicks(ticks):
    return Date(*time.localtime(ticks)[:3])


def TimeFromTicks(ticks):
    return Time(*time.localtime(ticks)[3:6])


def TimestampFromTicks(ticks):
    return Timestamp(*time.localtime(ticks)[:6])


def _deprecated(what):
    import warnings

    text = f"The default {what} is deprecated as of Python 3.12; see the sqlite3 documentation for suggested replacement recipes"
    warnings.warn(text, DeprecationWarning, stacklevel=3)


def _adapt_date(value):
    _deprecated("date adapter")
    return value.isoformat()


def _adapt_datetime(value):
    _deprecated("datetime adapter")
    return value.isoformat(" ")


def _to_date(data):
    _deprecated("date converter")
    year, month, day = data.split(b"-")
    return Date(int(year), int(month), int(day))


def _to_datetime(data):
    _deprecated("timestamp converter")
    day, clock = data.split(b" ")
    clock, _, fraction = clock.partition(b".")
    numbers = [int(part) for part in day.split(b"-") + clock.split(b":")]
    return Timestamp(*numbers, int(fraction[:6].ljust(6, b"0")))


register_adapter(Date, _adapt_date)
register_adapter(Timestamp, _adapt_datetime)
register_converter("date", _to_date)
register_converter("timestamp", _to_datetime)


def __getattr__(name):
    if name not in _OLD:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import warnings

    warnings.warn(f"{name} is deprecated and will be removed in Python 3.14", DeprecationWarning, stacklevel=2)
    return _OLD[name]

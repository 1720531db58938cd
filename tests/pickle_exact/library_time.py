import calendar
import copy
import pickle
import time
from datetime import MAXYEAR, UTC, date, datetime, time as clock, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from library_parts import done, survey

EAST = timezone(timedelta(hours=5, minutes=30), "IST")
WEST = timezone(timedelta(hours=-8, seconds=-1, microseconds=-3))


class Zone(tzinfo):
    def __init__(self, hours=0):
        self.hours = hours

    def utcoffset(self, when):
        return timedelta(hours=self.hours)

    def dst(self, when):
        return timedelta(0)

    def tzname(self, when):
        return f"Z{self.hours}"


class Args(tzinfo):
    def __init__(self, name):
        self.name = name

    def __getinitargs__(self):
        return (self.name,)

    def utcoffset(self, when):
        return timedelta(1) / 48


class Slots(tzinfo):
    __slots__ = ("a",)

    def utcoffset(self, when):
        return None


class Day(date):
    pass


class Moment(datetime):
    def __new__(cls, *args, **named):
        self = super().__new__(cls, *args, **named)
        self.tag = "t"
        return self


class Hour(clock):
    __slots__ = ("x",)


class Span(timedelta):
    pass


for d in date.min, date.max, date(2024, 2, 29), date(1, 12, 31), date(255, 1, 1), date(256, 1, 1):
    survey(f"date {d}", d)
for t in (
    clock(), clock(1, 2, 3, 4), clock.max, clock(fold=1), clock(23, 59, 59, 999999, fold=1), clock(5, tzinfo=UTC),
    clock(5, tzinfo=EAST, fold=1), clock(13, tzinfo=WEST), clock(1, tzinfo=Zone(3)), clock(2, tzinfo=ZoneInfo("UTC")),
):
    survey(f"time {t!r}", t)
for d in (
    datetime.min, datetime.max, datetime(2024, 2, 29, 12), datetime(2020, 12, 31, fold=1), datetime(MAXYEAR, 1, 1, fold=1),
    datetime(2000, 1, 1, tzinfo=UTC), datetime(2000, 1, 1, 13, 14, 15, 161718, EAST, fold=1), datetime(1, 1, 1, tzinfo=WEST),
    datetime(2000, 1, 1, tzinfo=Zone(-4)), datetime(2000, 1, 1, tzinfo=Args("n")), datetime(2024, 12, 31, 23, 59, 59, 255),
    datetime(255, 10, 13, 10, 13, 10, 10 * 65536 + 13 * 256 + 10), datetime(2024, 10, 27, 2, 30, fold=1, tzinfo=ZoneInfo("Europe/Berlin")),
):
    survey(f"datetime {d!r}", d)
for span in (
    timedelta(), timedelta.min, timedelta.max, timedelta.resolution, timedelta(-1), timedelta(1, 2, 3), timedelta(seconds=86399),
    timedelta(days=-99, microseconds=1), timedelta(days=256, seconds=65536),
):
    survey(f"timedelta {span!r}", span)
for zone in UTC, timezone.min, timezone.max, EAST, WEST, timezone(timedelta(0)), timezone(timedelta(0), "UTC"), timezone(timedelta(0), ""):
    survey(f"timezone {zone!r}", zone)
print(pickle.loads(pickle.dumps(UTC)) is UTC, copy.copy(UTC) is UTC, copy.deepcopy(EAST) is EAST, copy.deepcopy(EAST) == EAST)


def zone(z):
    return f"{type(z).__name__} {z.__dict__ if hasattr(z, '__dict__') else None}"


slotted = Slots()
slotted.a = 7
for z in Zone(2), Args("name"), slotted, tzinfo():
    survey(f"tzinfo {type(z).__name__}", z, zone)

for key in "UTC", "Europe/Berlin", "America/New_York":
    survey(f"ZoneInfo {key}", ZoneInfo(key))
    survey(f"ZoneInfo {key} without cache", ZoneInfo.no_cache(key))
    print(pickle.loads(pickle.dumps(ZoneInfo(key))) is ZoneInfo(key), pickle.loads(pickle.dumps(ZoneInfo.no_cache(key))) is ZoneInfo(key))
pair = ZoneInfo("Europe/Berlin"), datetime(2020, 1, 1, tzinfo=ZoneInfo("Europe/Berlin"))
survey("ZoneInfo shared", pair)


def attributes(value):
    return f"{value!r} {getattr(value, '__dict__', None)} {getattr(value, 'x', None)}"


hour = Hour(3, 4)
hour.x = [1]
tagged = Day(2020, 1, 2)
tagged.note = "n"
for value in Day(2020, 1, 1), tagged, Moment(2020, 1, 1), Moment(2020, 1, 1, tzinfo=EAST, fold=1), hour, Span(5), Span(days=-5, seconds=3):
    survey(f"subclass {value!r}", value, attributes)
survey("shared", [UTC, UTC, EAST, EAST, datetime(2000, 1, 1, tzinfo=EAST), clock(tzinfo=EAST)])
survey("sorted days", sorted(date(2020, 1, n) for n in range(1, 9)))
survey("dict", {date(2020, 1, 1): timedelta(1), datetime(2020, 1, 1): clock(1)})
for kind in date, clock, datetime, timedelta, timezone, tzinfo, ZoneInfo:
    survey(f"class {kind.__name__}", kind)
survey("method", date.today, callable)
survey("bound", date(2020, 1, 1).isoformat, lambda m: m())
survey("fromtimestamp", datetime.fromtimestamp, callable)

stamp = time.gmtime(0)
survey("struct_time", stamp)
survey("struct_time from 9", time.struct_time(range(9)))
survey("struct_time from 11", time.struct_time((*range(9), "zone", 3600)))
survey("isocalendar", date(2020, 1, 1).isocalendar())
survey("calendar", calendar.Calendar(3))
survey("TextCalendar", calendar.TextCalendar(), lambda c: str(vars(c)))
survey("HTMLCalendar", calendar.HTMLCalendar(6), lambda c: str(vars(c)))
survey("Month", calendar.JANUARY)
survey("Day", calendar.Day.MONDAY)
survey("timetuple", datetime(2020, 5, 17, tzinfo=UTC).timetuple())
survey("utctimetuple", datetime(2020, 5, 17).utctimetuple())

# What Python 2 wrote: text that is really bytes of Latin-1, states as str.
for kind, state in (
    (date, "\x07\xe4\x02\x1d"), (datetime, "\x07\xe4\x02\x1d\x0c\x00\x00\x00\x00\x00"), (clock, "\x17\x3b\x3b\x0f\x42\x3f"), (clock, "\x97\x3b\x3b\x0f\x42\x3f"),
    (date, "\x07\xe4\x22\x1d"), (datetime, b"\x07\xe4\x82\x1d\x0c\x00\x00\x00\x00\x00"), (datetime, b"\x07\xe4\x8d\x1d\x0c\x00\x00\x00\x00\x00"),
    (clock, b"\x18\x00\x00\x00\x00\x00"), (date, b"\x00\x01\x01\x01\x01"), (clock, b"\x98\x00\x00\x00\x00\x00"), (date, "\u4e2d\x01\x01\x01"), (date, b"\x00\x00\x00\x00"),
    (datetime, b"\xff\xff\x01\x20\x0c\x00\x00\x00\x00\x00"), (datetime, b"\xff\xff\x01\x20\xff\xff\x00\x00\x00\x00"),
):
    try:
        print(kind.__name__, repr(kind(state)), getattr(kind(state), "fold", None))
    except Exception as error:
        print(kind.__name__, ascii(state), type(error).__name__, error)
for kind, state in (date, b"\x07\xe4\x02\x1d"), (datetime, b"\x07\xe4\x02\x1d\x0c\x00\x00\x00\x00\x00"), (clock, b"\x17\x3b\x3b\x0f\x42\x3f"):
    for extra in (None,), (5,), (UTC,), (UTC, 1):
        try:
            print(repr(kind(state, *extra)))
        except Exception as error:
            print(kind.__name__, extra, type(error).__name__, error)
for method in "__reduce__", "__reduce_ex__":
    for value in date(2020, 1, 1), clock(1, fold=1), datetime(2020, 1, 1, fold=1, tzinfo=UTC), timedelta(1), UTC, EAST, Zone(1), ZoneInfo("UTC"), ZoneInfo.no_cache("UTC"):
        for args in ((),) if method == "__reduce__" else ((2,), (4,)):
            try:
                print(method, args, [part if not callable(part) or isinstance(part, type) else part.__name__ for part in getattr(value, method)(*args)])
            except Exception as error:
                print(method, args, repr(value), type(error).__name__, error)
done()

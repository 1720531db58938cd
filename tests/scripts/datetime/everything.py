# Every type of `datetime`: construction and its errors, arithmetic, comparison, texts, pickles.
import copy
import pickle
import warnings
import datetime as d
from datetime import *

warnings.simplefilter('ignore')


def t(f, *args, **kwargs):
    try:
        print(repr(f(*args, **kwargs)))
    except Exception as e:
        # Types of the library are named with their module by some interpreters.
        print(type(e).__name__, str(e).replace("'datetime.", "'"))


print('-- construction')
for args in ((), (1,), (0, 1, 1), (10000, 1, 1), (1, 13, 1), (1, 0, 1), (1, 1, 32), (2020, 2, 29), (2021, 2, 29),
             ('x', 1, 1), (1, 1, 1, 1), (1.5, 1, 1), (b'1234',), (2 ** 70, 1, 1), (2 ** 31, 1, 1), (-2 ** 40, 1, 1),
             (True, True, True), (None, 1, 1)):
    t(date, *args)
    t(datetime, *args)
t(date, year=1, month=2)
t(date, 1, 1, foo=1)
t(date, 1, 1, day=1)
t(date, 1, 1, 1, day=1)
for kwargs in ({'hour': 24}, {'minute': 60}, {'second': 60}, {'microsecond': 10 ** 6}, {'fold': 2}, {'tzinfo': 1},
               {'hour': 'x'}, {'hour': -1}, {'tzinfo': None}, {'fold': 1}, {'foo': 1}):
    t(time, **kwargs)
    t(datetime, 1, 1, 1, **kwargs)
t(time, 1, 2, 3, 4, None, 1)
t(time, b'123456')
for args, kwargs in ((('x',), {}), ((10 ** 9,), {}), ((-10 ** 9,), {}), ((1, 2, 3, 4, 5, 6, 7), {}),
                     ((1, 2, 3, 4, 5, 6, 7, 8), {}), ((), {'foo': 1}), ((1.5, .1), {}), ((float('nan'),), {}),
                     ((float('inf'),), {}), ((1e300,), {}), ((), {'microseconds': 10 ** 40}), ((), {'weeks': -3}),
                     ((), {'milliseconds': 1.5, 'microseconds': 0.5}), ((), {'hours': 1 / 3}), ((0.5, 0.5, 0.5), {}),
                     ((), {'microseconds': 2.5}), ((), {'microseconds': 3.5}), ((None,), {}), ((True,), {})):
    t(timedelta, *args, **kwargs)
for args in ((), (1,), (timedelta(1),), (timedelta(0), 1), (timedelta(0),), (timedelta(0), 'x'), (timedelta(0, 1),),
             (timedelta(hours=-5, minutes=-30),), (timedelta(hours=1), 'CET'), (timedelta(0), None),
             (timedelta(microseconds=1),)):
    t(timezone, *args)
utc = timezone.utc
cet = timezone(timedelta(hours=1), 'CET')
ist = timezone(timedelta(hours=5, minutes=30))
a, b, c, e = date(2020, 1, 2), datetime(2020, 1, 2, 3, 4, 5, 6), time(1, 2, 3, 4), timedelta(1, 2, 3)
aware = b.replace(tzinfo=utc)
VALUES = (a, b, c, e, aware, b.replace(tzinfo=ist, fold=1), c.replace(fold=1), c.replace(tzinfo=cet), utc, cet, ist,
          date.min, date.max, datetime.min, datetime.max, time.min, time.max, timedelta.min, timedelta.max,
          timedelta(0), timedelta(-1, 2, 3), tzinfo(), d.UTC)
print('-- operators')
OPERANDS = VALUES[:8] + (1, 1.5, 'x', None)
for x in OPERANDS[:8]:
    for y in OPERANDS:
        for op in ('+', '-', '*', '/', '//', '%', '<', '<=', '==', '!=', '>', '>='):
            print(op, end=' ')
            t(lambda: eval(f'x {op} y', {'x': x, 'y': y}))
        t(divmod, x, y)
for x in (e, timedelta(0), timedelta(-1, 1)):
    for y in (3, -3, 0, 0.5, -0.0, float('nan'), float('inf'), 7, 1e10, 10 ** 20):
        for op in ('*', '/', '//'):
            t(lambda: eval(f'x {op} y', {'x': x, 'y': y}))
    t(lambda: -x)
    t(lambda: abs(x))
    t(lambda: bool(x))
    t(lambda: x.total_seconds())
for op in (lambda: date.max + timedelta(1), lambda: date.min - timedelta(1), lambda: datetime.max + timedelta(1),
           lambda: timedelta.max + timedelta(1), lambda: -timedelta.max, lambda: -timedelta.min,
           lambda: timedelta(1) / timedelta(0), lambda: divmod(timedelta(7), timedelta(2)),
           lambda: date(2020, 2, 28) + timedelta(1.9), lambda: e + a, lambda: e + b):
    t(op)
print('-- texts')
for v in VALUES:
    if isinstance(v, tzinfo) and not isinstance(v, timezone):
        continue
    print(str(v), repr(v))
for v in (a, b, aware, c, c.replace(tzinfo=cet)):
    for name in ('isoformat', 'ctime', 'timetuple', 'utctimetuple', 'isocalendar', 'toordinal', 'weekday',
                 'isoweekday', 'utcoffset', 'tzname', 'dst', 'date', 'time', 'timetz'):
        if hasattr(v, name):
            print(name, end=' ')
            t(getattr(v, name))
    for spec in ('hours', 'minutes', 'seconds', 'milliseconds', 'microseconds', 'auto', 'x', 1):
        if v is not a:
            t(v.isoformat, timespec=spec)
    for fmt in ('%Y-%m-%d %H:%M:%S', '%f|%z|%:z|%Z', '%a %A %b %B %d %j %U %W %V %G %u %w %p %I', '%%f %', '%c', 'é',
                '', '%y', '%x %X'):
        t(v.strftime, fmt)
        t(format, v, fmt)
    t(v.strftime, 1)
    t(v.__format__, 1)
t(b.isoformat, ' ')
t(b.isoformat, 'xx')
t(b.isoformat, 1)
for y in (1, 99, 999, 1000, 9999):
    print(date(y, 1, 1).strftime('%Y %G %C %y %F'), date(y, 1, 1).isocalendar(), date(y, 12, 31).isocalendar())
print('-- parsing')
for text in ('2020-01-02', '20200102', '2020-W01-4', '2020W014', '2020-W01', '2020W01', '2020-13-01', '2020-1-2', 'x',
             '', '2020-01-02T03', '2020-01-02 03:04', '2020-01-02T030405', '2020-01-02T03:04:05.1', '20200102T030405,123456789',
             '2020-01-02T03:04:05Z', '2020-01-02T03:04:05+01:00', '2020-01-02T03:04:05-0130', '2020-01-02T03:04:05+01:02:03.4',
             '2020-01-02T24:00', '2020-01-02T03:04:05+', '2020-01-02T', '2020-W01-4T05', '2020W01T05', '2020-01-02T03:0405',
             '2020-01-02T03:04:05.', '２020-01-02', '2020-01-02\ud80003:04', '0000-01-01', '2020-W54-1', '2020-W01-8',
             '2020-01-02T03:04:05+00:00', '2020-01-02T03:04:05+25:00'):
    print(ascii(text))
    t(date.fromisoformat, text)
    t(datetime.fromisoformat, text)
for text in ('01', '01:02', '0102', '01:02:03', '010203.5', 'T01:02', '25', 'x', '', '1', '01:02Z', '01:02+05:30', '01:',
             '01:02:03.1234567', '01:02:03,5'):
    t(time.fromisoformat, text)
for cls in (date, datetime, time):
    t(cls.fromisoformat, 1)
for args in ((2020, 1, 1), (2020, 53, 7), (2021, 53, 1), (2020, 0, 1), (2020, 1, 8), (0, 1, 1), (10000, 1, 1),
             (2 ** 40, 1, 1), ('x', 1, 1), (2020, 1)):
    t(date.fromisocalendar, *args)
for n in (0, 1, 737425, 3652059, 3652060, 10 ** 9, 10 ** 30, 'x'):
    t(date.fromordinal, n)
    t(datetime.fromordinal, n)
for text, fmt in (('2020', '%Y'), ('x', '%Y'), ('20x', '%y'), ('Jan 2 20', '%b %d %y'), ('2020-060', '%Y-%j'),
                  ('Thursday 2020 01', '%A %Y %U'), ('2020 02 3', '%G %V %u'), ('03:04:05.123 PM', '%I:%M:%S.%f %p'),
                  ('2020 +0130', '%Y %z'), ('2020 -01:30:15.5', '%Y %z'), ('2020 Z', '%Y %z'), ('2020 UTC', '%Y %Z'),
                  ('a', '%Q'), ('a', '%'), (1, '%Y'), ('2020', 1), ('12', '%G'), ('12', '%V'), ('2020 12', '%Y %V'),
                  ('Thu Jan  2 03:04:05 2020', '%c'), ('01/02/20', '%x'), ('03:04:05', '%X'), ('%', '%%')):
    t(datetime.strptime, text, fmt)
print('-- fields')
t(a.replace, day=32)
t(a.replace, year=1999)
t(b.replace, hour=5, fold=1, tzinfo=cet)
t(c.replace, minute=9, tzinfo=utc)
t(copy.replace, a, day=5)
t(copy.replace, b, hour=5)
for obj, name in ((a, 'year'), (b, 'hour'), (c, 'fold'), (e, 'days'), (utc, 'x')):
    t(setattr, obj, name, 1)
t(datetime.combine, a, c)
t(datetime.combine, b, c, utc)
t(datetime.combine, a, c.replace(tzinfo=ist, fold=1))
t(datetime.combine, 1, c)
t(datetime.combine, a, 1)
t(aware.astimezone, ist)
t(aware.astimezone, cet)
t(aware.astimezone, 1)
t(aware.timestamp)
t(b.replace(tzinfo=ist).timestamp)
for stamp in (0, 1.5, -1, 1e9, 1577934245.000006, 0.1234565, 1e20, float('nan'), 'x', None, 2 ** 70, 253402300800):
    t(datetime.fromtimestamp, stamp, utc)
    t(datetime.fromtimestamp, stamp, ist)
    t(datetime.utcfromtimestamp, stamp)
t(datetime.fromtimestamp, 0, 1)
t(lambda: datetime.now(utc) - datetime.now(cet) < timedelta(seconds=5))
t(lambda: abs(datetime.now() - datetime.utcnow()) < timedelta(days=1))
t(lambda: date.today() == datetime.now().date())
for f in (utc.utcoffset, utc.tzname, utc.dst, utc.fromutc):
    t(f, 1)
    t(f, None)
    t(f, b)
    t(f, aware)
t(tzinfo().utcoffset, b)
t(tzinfo().tzname, b)
t(tzinfo().dst, b)
t(tzinfo().fromutc, b)
t(lambda: utc == timezone(timedelta(0)))
t(lambda: utc is timezone(timedelta(0)))
t(lambda: timezone(timedelta(0), 'x') == utc)
t(lambda: hash(utc) == hash(timedelta(0)))
t(lambda: len({aware, aware.astimezone(ist), b}))
t(lambda: aware == aware.astimezone(ist))
t(lambda: hash(aware) == hash(aware.astimezone(ist)))
t(lambda: hash(e) == hash((1, 2, 3)))
t(lambda: c.replace(tzinfo=utc) == c.replace(tzinfo=cet))
t(lambda: hash(b) == hash(b.replace(fold=1)))


class Rule(tzinfo):
    """One hour in summer."""

    def utcoffset(self, dt): return timedelta(hours=1) + self.dst(dt)
    def dst(self, dt): return timedelta(hours=1) if dt and 3 < dt.month < 11 else timedelta(0)
    def tzname(self, dt): return 'summer' if self.dst(dt) else 'winter'
    def __eq__(self, other): return isinstance(other, Rule)
    def __repr__(self): return 'Rule()'


rule = Rule()
for v in (datetime(2020, 1, 1, tzinfo=rule), datetime(2020, 7, 1, tzinfo=rule), time(1, tzinfo=rule)):
    print(v, v.utcoffset(), v.dst(), v.tzname(), v.strftime('%z %Z'), repr(v))
t(rule.fromutc, datetime(2020, 7, 1, tzinfo=rule))
t(datetime(2020, 7, 1, tzinfo=utc).astimezone, rule)


class Bad(tzinfo):
    def utcoffset(self, dt): return 5
    def dst(self, dt): return timedelta(2)
    def tzname(self, dt): return 3


for name in ('utcoffset', 'dst', 'tzname', 'isoformat', 'astimezone'):
    t(getattr(datetime(1, 1, 1, tzinfo=Bad()), name))
print('-- pickles')


class SubDate(date):
    pass


class SubDateTime(datetime):
    def __new__(cls, *args, extra=0, **kw):
        self = super().__new__(cls, *args, **kw)
        self.extra = extra
        return self


class SubTime(time):
    pass


class SubDelta(timedelta):
    pass


SUBS = (SubDate(2020, 1, 2), SubDateTime(2020, 1, 2, 3), SubTime(1, 2), SubDelta(5), datetime(2020, 7, 1, tzinfo=rule))
for v in VALUES + SUBS:
    for protocol in range(6):
        data = pickle.dumps(v, protocol)
        print(data)
        again = pickle.loads(data)
        assert type(again) is type(v) and (again == v or type(v) is tzinfo), v
        assert getattr(again, 'fold', 0) == (getattr(v, 'fold', 0) if protocol > 3 else 0)
    print(v.__reduce_ex__(2)[1:], v.__reduce_ex__(4)[1:])
    assert type(copy.copy(v)) is type(v) and type(copy.deepcopy(v)) is type(v)
for v in SUBS[:4]:
    print(repr(v), str(v), type(v).__mro__[1:])
    if not isinstance(v, time):
        print(type(v + timedelta(1)).__name__, type(timedelta(1) + v).__name__, type(v - timedelta(1)).__name__)
print(type(SubDateTime.now()).__name__, type(SubDateTime.fromisoformat('2020-01-01')).__name__,
      type(SubDate.fromordinal(5)).__name__, type(SubDateTime(1, 1, 2).replace(day=3)).__name__,
      type(SubDateTime.strptime('2020', '%Y')).__name__)
iso = a.isocalendar()
print(iso, iso.year, iso.week, iso.weekday, tuple(iso), type(iso).__name__, pickle.dumps(iso), iso == (2020, 1, 4))
print(sorted(d.__all__), d.MINYEAR, d.MAXYEAR, d.UTC is utc)
for cls in (date, time, datetime, timedelta, timezone, tzinfo):
    print(cls, cls.__module__, cls.__doc__.strip().split('\n')[0], cls.__mro__[1:])
t(pickle.loads, b'cdatetime\ndate\n(S"\\x07\\xe4\\x01\\x02"\ntR.')

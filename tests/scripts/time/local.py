# Local time, formats, parsing and back.
import os
import time
import warnings

warnings.simplefilter('ignore')


def t(f, *args):
    try:
        print(repr(f(*args)))
    except Exception as e:
        print(type(e).__name__, e)


for zone in ('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Sydney', 'EST5EDT',
             'CET-1CEST,M3.5.0,M10.5.0/3', 'Foo', ':America/Sao_Paulo', ''):
    os.environ['TZ'] = zone
    time.tzset()
    print(zone, time.timezone, time.altzone, time.daylight, time.tzname)
    for stamp in (0, -1, 1700000000, 1690000000, 1e9 + 0.9, 1585443600, 1603587600, 4102444800):
        s = time.localtime(stamp)
        print(tuple(s), s.tm_zone, s.tm_gmtoff, time.mktime(s) == stamp // 1, time.strftime('%c %z %Z %s', s))
    for dst in (-1, 0, 1):
        for month in (1, 3, 7, 10):
            print(time.mktime((2020, month, 29 if month == 3 else 25, 2, 30, 0, 0, 0, dst)), end=' ')
    print(time.mktime((2020, 14, -5, 30, 70, 90, 0, 0, -1)), time.ctime(0))
os.environ['TZ'] = 'UTC'
time.tzset()
base = (2020, 2, 3, 4, 5, 6, 0, 34, 0)
CODES = ('aAbBcCdDeFgGhHIjklmMnpPrRSTuUVwWxXyYzZ%sEOfiJKLNoqQv1+')
for when in (base, (1, 2, 3, 4, 5, 6, 0, 34, -1), (1999, 12, 31, 23, 59, 59, 4, 365, 1), (2021, 1, 3, 0, 0, 0, 6, 3, 0)):
    print([time.strftime('%' + c, when) for c in CODES])
for f in ('%-d|%_d|%05d|%10B|%^b|%#b|%#p|%^c', '%Ec %EC %Ex %EX %EY %Ey %Od %Oe %OH %OI %Om %OM %OS %Ou %OU %OV %Ow %OW %Oy',
          '%E', '%5', '%', '%:z', '%3C %3y %_5Y %04Y %-I %-j', 'é%Yé', '', '\ud800%d', '%EQ'):
    t(time.strftime, f, base)
t(time.strftime, 'a\0b', base)
t(time.strftime, 1)
t(time.strftime, '%Y', 1)
t(time.strftime, '%Y', (1, 2))
t(time.strftime, '%Y', [1] * 9)
t(time.strftime, '%Y', (1, 'x') + (1,) * 7)
t(time.strftime, '%Y %m %d %j %w', (2020, 0, 0, 0, 0, 0, 6, 0, 0))
for i, value in enumerate((2 ** 31 + 1900, 13, 32, 24, 60, 62, 7, 367, 5)):
    for v in (value, -2):
        changed = list(base)
        changed[i] = v
        t(time.strftime, '%Y %w', tuple(changed))
        t(time.asctime, tuple(changed))
t(time.asctime, base)
t(time.asctime, 1)
t(time.ctime, 'x')
t(time.ctime, 1e300)
t(time.mktime, 1)
t(time.localtime, 1e18)
t(time.localtime, 'x')
t(time.localtime, float('nan'))
t(time.localtime, 2 ** 70)
t(time.localtime, 1, 2)
t(lambda: len(time.asctime()) == len(time.ctime()) == 24)
t(lambda: abs(time.mktime(time.localtime()) - time.time()) < 5)
print('-- strptime')
for text, fmt in (('2020-01-02 03:04:05', '%Y-%m-%d %H:%M:%S'), ('Thu Jan  2 03:04:05 2020', '%c'), ('20', '%y'),
                  ('70', '%y'), ('12 PM', '%I %p'), ('12 AM', '%I %p'), ('2020 060', '%Y %j'), ('2020 10 1', '%Y %U %w'),
                  ('2020 10 1', '%Y %W %u'), ('2020 10 Monday', '%G %V %A'), ('UTC', '%Z'), ('+01:30', '%z'), ('x', '%Y'),
                  ('2020 x', '%Y'), ('1', '%Q'), ('1', '%'), ('10', '%V'), ('10', '%G'), ('  5', '%d'), ('%', '%%'),
                  ('january', '%B'), ('2020-02-30', '%Y-%m-%d'), ('.5', '.%f'), ('0', '%w')):
    t(time.strptime, text, fmt)
t(time.strptime, 'Thu Jan  2 03:04:05 2020')
t(time.strptime, 1, '%Y')
t(time.strptime, '1', 2)
print(time.strptime('UTC +0130', '%Z %z').tm_gmtoff, time.strptime('UTC', '%Z').tm_zone)

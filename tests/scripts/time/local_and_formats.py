# Local time, strftime, asctime, mktime, tzset; clocks by number.
import os
import time

T = (2024, 2, 29, 13, 5, 9, 3, 60, -1)


def t(f):
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e).__name__, e)


os.environ["TZ"] = "UTC"
time.tzset()
print("== arguments")
t(lambda: time.strftime(3))
t(lambda: time.strftime("%Y", 3))
t(lambda: time.strftime("%Y", (1, 2)))
t(lambda: time.strftime("%Y", None))
t(lambda: time.strftime(b"x"))
for at, values in [(1, (13, 0, -1)), (2, (32, 0)), (3, (24, -1)), (4, (60,)), (5, (62, 61)), (6, (-2, -1, 9)), (7, (367, 0, -1))]:
    for value in values:
        t(lambda: time.strftime("%Y-%m-%d %H:%M:%S %w %j", T[:at] + (value,) + T[at + 1 :]))
t(lambda: time.strftime("%Y", (10**10,) + T[1:]))
t(lambda: time.asctime(T))
t(lambda: time.asctime(3))
t(lambda: time.asctime((1,)))
t(lambda: time.ctime(0))
t(lambda: time.ctime("x"))
t(lambda: time.ctime(1e20))
t(lambda: time.mktime(T))
t(lambda: time.mktime(3))
t(lambda: time.mktime((1,)))
t(lambda: time.mktime((2024, 14, -3, 30, 70, 90, 0, 0, -1)))
t(lambda: time.mktime((1969, 12, 31, 23, 59, 59, 0, 0, 0)))
t(lambda: time.mktime((10**11,) + T[1:]))
t(lambda: time.localtime(0))
t(lambda: time.localtime("x"))
t(lambda: time.localtime(1e20))
t(lambda: time.localtime(1, 2))
t(lambda: time.clock_gettime(99))
t(lambda: time.clock_getres(1))
t(lambda: time.clock_gettime("x"))
t(lambda: time.clock_gettime_ns(0) > 0)

print("== directives")
letters = "aAbBcCdDeFgGhHIjklmMnpPrRsStTuUVwWxXyYZ%EOQ+L"
for letter in letters:
    print(letter, repr(time.strftime("%" + letter, T)), repr(time.strftime(f"%-{letter}|%_{letter}|%0{letter}|%^{letter}|%#{letter}|%12{letter}|%_12{letter}|%E{letter}|%O{letter}", T)))
t(lambda: time.strftime("%Y %z %Z %", T))
t(lambda: time.strftime("", T))
t(lambda: time.strftime("é%Yü", T))
t(lambda: time.strftime("%Y %C %y %G %s", (-5,) + T[1:]))
for year in range(1998, 2012):
    for month, day in ((1, 1), (1, 4), (12, 28), (12, 31)):
        s = time.gmtime(time.mktime((year, month, day, 0, 0, 0, 0, 0, 0)))
        print(time.strftime("%Y-%m-%d %a %j %U %V %W %G %g %u %w", s))

print("== zones")
for zone in ("CET-1CEST,M3.5.0,M10.5.0/3", "EST5EDT,M3.2.0,M11.1.0", "AEST-10AEDT,M10.1.0,M4.1.0/3", "XXX-3:30", "<+05>-5", ""):
    os.environ["TZ"] = zone
    time.tzset()
    print(zone, time.tzname, time.timezone, time.altzone, time.daylight)
    for seconds in (0, 1720000000, 1710000000, 1711846799, 1711846800, 1729990799, 1729990800):
        s = time.localtime(seconds)
        print(s[:], s.tm_zone, s.tm_gmtoff, time.mktime(s) - seconds, time.strftime("%z %Z", s))
    for fields in ((2024, 1, 27, 2, 30), (2024, 7, 27, 2, 30), (2024, 5, 1, 0, 0)):
        print([time.mktime(fields + (0, 0, 0, dst)) for dst in (-1, 0, 1)])
    print(time.strftime("%z %Z", T), time.strftime("%z %Z", T[:8] + (1,)), time.strftime("%z %Z", T[:8] + (0,)))
del os.environ["TZ"]
time.tzset()

"""calendar, colorsys, getopt, html, timeit, token."""
import calendar
import colorsys
import getopt
import html
import html.entities
import timeit
import token


def attempt(function):
    try:
        print(repr(function()))
    except Exception as error:
        print(type(error).__name__, error)


print(calendar.calendar(2024, m=4), calendar.month(2023, 2, 4, 2), calendar.TextCalendar(6).formatyear(1999, 9, 1, 2, 2))
print(calendar.HTMLCalendar().formatmonth(2024, 2), calendar.HTMLCalendar(3).formatyearpage(2024, 5)[:500])
print(calendar.monthrange(2024, 2), calendar.monthcalendar(2021, 2), calendar.weekday(2024, 1, 1), calendar.weekday(20240, 1, 1), calendar.leapdays(1900, 2001))
print(list(calendar.Calendar(2).itermonthdays4(2024, 12))[:3], list(calendar.Calendar().itermonthdates(2024, 5))[-1], calendar.Calendar().yeardayscalendar(2024)[0][0])
print(calendar.timegm((2024, 2, 29, 12, 0, 1)), calendar.isleap(2000), list(calendar.month_abbr), calendar.day_name[1:3], len(calendar.month_name))
print(repr(calendar.MAY), str(calendar.MAY), calendar.Month(3), repr(calendar.Day.SUNDAY), calendar.weekheader(5))
attempt(lambda: calendar.monthrange(2024, 13))
attempt(lambda: calendar.setfirstweekday(7))
attempt(lambda: calendar.nope)
calendar.setfirstweekday(6)
print(calendar.firstweekday(), calendar.weekheader(3))
for parts in ((0, 0, 0), (1, 1, 1), (0.2, 0.4, 0.4), (1, 0.5, 0.25), (0.1, 0.9, 0.3), (0.7, 0.1, 0.9)):
    print(colorsys.rgb_to_hls(*parts), colorsys.rgb_to_hsv(*parts), colorsys.rgb_to_yiq(*parts), colorsys.hls_to_rgb(*parts), colorsys.hsv_to_rgb(*parts), colorsys.yiq_to_rgb(*parts))
for args, short, long in (("-a -bx --foo --bar=3 y -z", "ab:", ["foo", "bar="]), ("--fo", "", ["foo", "fox"]), ("--foo=1", "", ["foo"]), ("--bar", "", ["bar="]), ("-q", "a", []),
                          ("-b", "b:", []), ("x -a y -- -a", "a", []), ("--f z", "", ["foo="]), ("-", "a", []), ("-ab c", "ab:", "foo")):
    attempt(lambda: getopt.getopt(args.split(), short, long))
    attempt(lambda: getopt.gnu_getopt(args.split(), short, long))
print(html.escape("<a href='x'>&\"</a>"), html.escape("'\"", quote=False))
for text in ("&lt;&gt;&amp;", "&#65;&#x41;&#X41", "&notit;&notin;&not", "&#0;&#128;&#xD800;&#x110000;&#1;&#13;&#xfffe;", "&unknown; & &;", "&acE;&Aacute", "x" * 3 + "&copy2"):
    print(html.unescape(text).encode("unicode_escape"))
print(len(html.entities.html5), html.entities.name2codepoint["eacute"], html.entities.codepoint2name[233], html.entities.entitydefs["lang"])
ticks = iter(range(1000))
print(timeit.timeit("x += 1", "x = 0", timer=lambda: next(ticks), number=3), timeit.repeat(lambda: None, timer=lambda: next(ticks), repeat=3, number=2))
attempt(lambda: timeit.Timer(3))
attempt(lambda: timeit.Timer("1 +"))
print(timeit.Timer("pass", timer=lambda: next(ticks)).autorange(print))
print(token.tok_name[token.OP], token.ISEOF(0), token.ISTERMINAL(300), token.EXACT_TOKEN_TYPES[":="], len(token.__all__))

# The line that a frame is left at, the marks under a SyntaxError, sources in encodings of the codecs.
import sys


def lines(f):
    try:
        f()
    except Exception as e:
        t, found = e.__traceback__.tb_next, []
        while t:
            found.append((t.tb_lineno, t.tb_frame.f_lineno - t.tb_frame.f_code.co_firstlineno))
            t = t.tb_next
        print(f.__name__, found)


def in_except():
    try:
        1 / 0
    except:
        1 / 0
        pass


def other_except():
    try:
        1 / 0
    except TypeError as ex:
        pass


def two_others():
    try:
        1 / 0
    except TypeError as ex:
        pass
    except (ValueError,
            KeyError):
        pass


def named():
    try:
        1 / 0
    except Exception as ex:
        1 / 0
        pass


def in_finally():
    try:
        1 / 0
    finally:
        1 / 0
        pass


def plain_finally():
    try:
        1 / 0
    finally:
        x = 1


class Noop:
    def __enter__(self): return self
    def __exit__(self, *a): pass


def in_with():
    with Noop():
        1 / 0
        pass


def in_two_withs():
    with Noop():
        with Noop() as n:
            x = 1
            1 / 0
        y = 2


def reraised():
    try:
        1 / 0
    except ZeroDivisionError:
        x = 1
        raise
        pass


def in_loop():
    for i in range(2):
        try:
            with Noop():
                [].x
        finally:
            i = 5


for f in (in_except, other_except, two_others, named, in_finally, plain_finally, in_with, in_two_withs, reraised, in_loop):
    lines(f)

sys.stderr = sys.stdout
for a in [(2, 1, 7), (2, 1, 3), (2, 1, -2), (4, 1, 2), (-4, 1, -2), (0, 1, 5), (2, 1, 100), (100, 1, 101), (9, 1, 9), (8, 1, 8), (7, 1, 9), (3, 2, 4), (3, 1, None)]:
    try:
        raise SyntaxError("bad bad", ("bad.py", 1, a[0], "abcdefg", a[1], a[2]))
    except SyntaxError:
        sys.__excepthook__(*sys.exc_info())

for s in [b'# -*- coding: cp1251 -*-\nPython = "\xcf\xb3\xf2\xee\xed" +', b"# -*- coding: iso8859-7 -*-\n\xe1 = 0xI"]:
    try:
        compile(s, "x", "exec")
    except SyntaxError as e:
        print(e.lineno, e.offset, repr(e.text), e.msg, e.end_offset, e.end_lineno)
space = {}
exec(b'# coding: koi8-r\nx = "\xd0\xd2"', space)
print(space["x"])
exec(b'# coding: cp437\nx = "\xc4"', space)
print(space["x"])

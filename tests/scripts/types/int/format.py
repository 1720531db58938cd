def ev(src):
    """Print what every expression line gives."""
    for line in src.strip().splitlines():
        try:
            result = repr(eval(line, globals()))
        except BaseException as e:
            result = f"{type(e).__name__}: {e}"
        print(line, "->", result)

ev('''
format(5), format(5, "d"), format(255, "x"), format(255, "X"), format(255, "#x"), format(255, "#X"), format(8, "o"), format(8, "#o"), format(5, "b"), format(5, "#b"), format(65, "c")
format(5, "5"), format(5, "<5") + "|", format(5, "^5") + "|", format(-5, "=5"), format(5, "05"), format(-5, "05"), format(5, "*>5"), format(-5, "x<5"), format(5, "+"), format(5, " "), format(-5, "-")
format(1234567, ","), format(1234567, "_"), format(0xABCDEF12, "_x"), format(1234567, "015,"), format(1234, "08,"), format(255, "#010x"), format(255, "_b"), format(-1234567, ",d")
format(5, "f"), format(5, ".2f"), format(5, "e"), format(5, "g"), format(5, "%"), format(10**20, "g"), format(5, ".0f"), format(5, "n"), format(1234, ".1e")
format(5, ".2d")
format(5, ",x")
format(5, "_c")
format(5, ",_")
format(5, "s")
format(5, "q")
format(-1, "c")
format(0x110000, "c")
format(5, "+c")
format(5, "#c")
format(5, "abc")
format(5, "=>>5")
format(5, ">>5"), format(5, "é^5")
format(10**400, "f")
format(True), format(True, "d"), format(True, "5"), format(False, "x"), format(2**70, ","), format(2**70, "x"), format(-2**70, "#b")[:6]
format(5, "999999999999999999999")
format(5, ".999999999999999999999f")
format(5, "z.1f"), format(5, "zd")
"%d %i %u %x %X %o %#x %#o %5d|%-5d|%05d %+d % d %c" % (1, 2, 3, 255, 255, 8, 255, 8, 5, 5, 5, 5, 5, 65)
"%d" % 1.9, "%d" % True, "%d" % 10**1, "%.5d" % 42, "%x" % -255, "%#.6x" % 255, "%5.3d|" % 7
"%d" % "x"
"%x" % 1.5
"%c" % 0x110000
"%c" % "ab"
"%d" % None
''')

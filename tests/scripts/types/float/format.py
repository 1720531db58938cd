def ev(src):
    """Print what every expression line gives."""
    for line in src.strip().splitlines():
        try:
            result = repr(eval(line, globals()))
        except BaseException as e:
            result = f"{type(e).__name__}: {e}"
        print(line, "->", result)

ev('''
format(1.5), format(1.5, "f"), format(1.5, ".0f"), format(2.5, ".0f"), format(1e20, "f"), format(1234.5678, ".2f"), format(1e-10, "f"), format(0.1, ".20f"), format(1e300, ".3f")[:5]
format(1234.5678, "e"), format(1234.5678, ".2E"), format(0.0, "e"), format(1e-300, ".0e"), format(1234.5678, "g"), format(1e10, "g"), format(1e-5, "g"), format(1234567.0, "g"), format(0.0001, "G"), format(1e100, "G"), format(100000.0, ".3g"), format(123.0, "#g"), format(1.0, "#.0f"), format(5.0, "#.3g")
format(0.25, "%"), format(0.12345, ".1%"), format(float("inf"), "%"), format(1234567.891, ","), format(1234567.891, "_.2f"), format(1234567.891, ",.1f"), format(-1234567.891, "020,.2f"), format(0.5, "010,"), format(1e16, ","), format(1234.5, "n")
format(1.5, "10") + "|", format(1.5, "<10") + "|", format(-1.5, "=10"), format(1.5, "+"), format(1.5, " "), format(-0.0, "z"), format(-0.04, "z.1f"), format(-0.04, ".1f"), format(1.5, "010"), format(float("nan"), "010"), format(float("-inf"), "F"), format(float("nan"), "+F")
format(1e16), format(1e15), format(1.0, ""), format(100.0, "10"), format(123456789.123, ".3"), format(1e5, ".1"), format(12345.6789, ".10"), format(0.00001, ".3")
format(1.5, "d")
format(1.5, "x")
format(1.5, "s")
format(1.5, "c")
format(1.5, ",_")
format(1.5, ".")
format(1.5, "..2")
format(1.5, "zz")
"%f %e %g %.2f %10.3f| %-10.1e| %+f %G %%" % (1.5, 1.5, 1.5, 2.675, 3.14159, 12345.678, 1.0, 1e-10)
"%f" % 10**20, "%.0f" % 0.5, "%.50f" % 0.1, "%#.0f" % 1, "%#g" % 1, "%a" % 1.5, "%s" % 1e16, "%r" % 0.1, "%5s|" % 1.5, "%08.2f" % -3.14159, "% f" % 1.0
"%f" % "x"
"%.*f" % (2, 3.14159), "%*d" % (5, 42), "%-*d|" % (5, 42), "%*d|" % (-5, 42)
"%*d" % ("x", 1)
''')

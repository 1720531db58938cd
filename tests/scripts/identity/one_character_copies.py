"""One-character strings that are no singletons stay themselves where nothing is cut off; numbers written digit by digit are."""
import re
from decimal import Decimal

three = "3"
for s in (str(3), str(12), "gamma delta"[0:5] + "x"):
    print([x is s for x in (
        s[:], s[0:], s[-len(s):], s[::1], s[0:9], s.strip(), s.lstrip(), s.rstrip(), s.strip("q"), s.split(" ")[0], s.split()[0],
        s.rsplit(" ")[0], s.rsplit()[0], s.splitlines()[0], s.partition("q")[0], s.rpartition("q")[2], s.removeprefix("q"), s.removesuffix("q"),
        s.removeprefix(""), s.replace("q", "r"), s.ljust(1), s.rjust(1), s.center(1), s.zfill(1), s.expandtabs(), s * 1, "" + s, s + "", str(s),
        "".join([s]), "%s" % s, "%s" % (s,), "{}".format(s), f"{s}", format(s), s.format(), s.translate({}), s.casefold(), s.title(), s.upper(),
        s.encode().decode(), s[0], list(s)[0], min(s), s[::-1], re.sub("q", "r", s), s.splitlines(True)[0])])
print([x is three for x in (
    "%d" % 3, "%s" % 3, "%r" % 3, "%a" % 3, "%1s" % 3, "%c" % 51, "%x" % 3, "{}".format(3), "{:d}".format(3), "{0}".format(3), f"{3:x}", f"{3}", f"{3!s}",
    format(3, "d"), format(3), str(3), repr(3), "33"[::2], "34"[::5], "%.0f" % 3, format(3.0, ".0f"), "{:.0f}".format(3.0), f"{3.0:.0f}", format(3.0, "g"),
    "a3"[1], "3 "[:1], "34".replace("4", ""), "3\n".splitlines()[0])])
d = Decimal(3)
print([x is three for x in (str(d), f"{d}", "%s" % d, "{}".format(d), format(d), d.__reduce__()[1][0], str(d))], str(d) is str(d))

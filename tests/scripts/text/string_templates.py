# _string: format templates and field names taken apart.
import _string


def t(f):
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e).__name__, e)


for s in ("a{b.c[d]!r:>{w}}e", "{{}}", "{", "}", "{a", "{a!}", "{a!r", "{a!rx}", "{:{}}", "{a:}", "", "{}", "x{{y}}z{0}", "{a[}]}",
          "{a!r:x}", "{!r}", "{a:{b}{c}}", "{a::}", "ok{0}{", "é{ü}\ud800", "{a!é}", "{a{b}", "a}b", "{a:{b}"):
    t(lambda: ascii(list(_string.formatter_parser(s))))
for s in ("a.b[c].d[3]", "", "0", "0.x", "[a]", ".a", "a[", "a[]", "a.", "a[b]c", "a]", "-1[x]", "9" * 20, "a[" + "9" * 20 + "]",
          "00", "a[00]", "é.ü", "٣", "a..b"):
    def split():
        first, rest = _string.formatter_field_name_split(s)
        return ascii((first, list(rest)))
    t(split)
t(lambda: _string.formatter_parser(3))
t(lambda: _string.formatter_field_name_split(3))
t(lambda: type(_string.formatter_parser("")))
t(lambda: type(_string.formatter_field_name_split("")[1]))
pieces = _string.formatter_parser("a{b}{")
print(next(pieces))
t(lambda: next(pieces))
t(lambda: next(pieces))

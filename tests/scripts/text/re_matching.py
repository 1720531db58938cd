"""re: matching that once went wrong or never ended, marks of groups on paths that failed, long texts, the scanner."""
import re


def spans(p, s, flags=0):
    try:
        print(ascii(p), ascii(s), [m.regs for m in re.finditer(p, s, flags)])
    except SystemError as e:
        print(ascii(p), ascii(s), e)


print("== repeats of what may be empty")
for p, s in [
    (r"(?:b??|)*?c", "cb aB"), (r"(?:(?:a*)|)+?q", "aaq"), (r"(?:|(?:a|)+)*?b", "aab"), (r"(?:a?+|)+?c", "aac"),
    (r"(?:(?:a|)*?|)+?q", "aaq"), (r"(?:a?)*+", "b"), (r"(?:|a)*+b", "aab"), (r"(?:()|a)*?b", "ab"),
    (r"(?:(a)|)*\1b", "aab"), (r"(?:)*?x", "yx"), (r"(?:\b|a)*b", "aab"), (r"((?:a|)*)*b", "aab"),
    (r"(?:(?=(a))|b){3}", "ab"), (r"(?:a?){5}b", "ab"), (r"(?:a??){3,}?b", "aab"),
]:
    spans(p, s)

print("== groups")
for p, s in [
    (r"(?:(a)|b)*", "ab"), (r"(?:(a)|b)*+", "ab"), (r"(?:(a)|b)*+", "abb"), (r"((a)b?(?(1)x|y))z", "abyyz"),
    (r"(?:(a)|(b)|(c))*", "abcab"), (r"(?:(a)(b)?)*?c", "abac"), (r"((a)|b\2)*", "aba"), (r"(?=(a(?=(b))))\1", "ab"),
    (r"(?!(a)b)(a)", "ac"), (r"(?<=(a)(b))c", "abc"), (r"(?:(x)|(y)\1)*?z", "xyxz"), (r"(a)?(?(1)b|c)", "abc"),
    (r"(?P<q>['\"])(?:(?!(?P=q)).)*(?P=q)", "'it' \"is\""), (r"(?>a*)ab", "aaab"), (r"(?>(a)|ab)c?", "abc"),
    (r"((?:(a)|b){2})c", "abcbac"), (r"(?:((?:(a)|b)+)x)+", "abxbx"),
]:
    spans(p, s)

print("== case")
for p, s, f in [
    ("straße", "STRASSE straße", re.I), ("[k-s]+", "\u212aſKS", re.I), ("\u0130", "i\u0307 I İ ı", re.I),
    ("(σ)\\1", "Σς σσ", re.I), ("[^σ]", "Σςx", re.I), ("[\U00010400-\U00010427]+", "\U00010428\U00010400", re.I),
    ("ß", "ẞß", re.I), ("[a-z]", "\u212aK", re.I | re.A), ("\\w+", "é_1٣", re.A), ("\\w+", "é_1٣²", 0),
    ("µ", "μΜµ", re.I), ("ǆ", "ǅǄǆ", re.I),
]:
    spans(p, s, f)
spans(rb"(?L)\w+\b.", b"ab\xe9 c")
spans(rb"(?iL)[A-F]+e", b"abE\xc9")

print("== surrogates and long texts")
spans("[\ud800-\udfff]+.", "a\ud800\udc00\U00010000")
spans("(?<=\U00010000.)b", "\U00010000éb")
text = "é" * 1000 + "x" + "日" * 1000
print([m.span() for m in re.finditer(r"x|日{500}", text)], re.search("日$", text).span())
print(len(re.findall(r"(?:a|b)", "ab" * 50000)), re.fullmatch(r"(?:a|b)*", "ab" * 50000).span())
print(re.fullmatch(r"(?:(a)|b)*?", "ab" * 5000).regs, re.match(r"(?:ab)*+", "ab" * 50000).end())
print(re.match("(?:" * 100 + "a" + ")*" * 100, "aaa").span())

print("== bounds")
p = re.compile(r"^|b|$|\b")
for bounds in [(0, 3), (1, 3), (1, 2), (2, 1), (5, 9), (-3, 2), (3, 3), (1, 0)]:
    print(bounds, [m.span() for m in p.finditer("abc", *bounds)], p.match("abc", *bounds), p.fullmatch("abc", *bounds))
m = re.compile("b").search("abc", -5, 100)
print(m.pos, m.endpos, re.compile("(?<=a)b").search("ab", 1).span())

print("== a scanner that is asked again while it runs")
s = re.compile("a").scanner("aab")
print(s.match(), s.search(), s.search(), s.search(), s.pattern)

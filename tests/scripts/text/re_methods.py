"""re: methods and attributes of patterns and matches, substitution, splitting, scanning, pickling."""
import copy
import pickle
import re
import warnings


def plain(args):
    return [a if isinstance(a, (str, bytes, int, float, list)) else type(a) for a in args]


def show(function, *args, **kwargs):
    try:
        print(plain(args), kwargs, "->", repr(function(*args, **kwargs)))
    except Exception as e:
        print(plain(args), kwargs, "->", type(e).__name__, e)


print("== match")
p = re.compile(r"(?P<first>\w+) (?P<second>\w+)?( x)?")
m = p.match("hello world!", 0)
print(m, m.re is p, m.string, m.pos, m.endpos, m.lastindex, m.lastgroup, m.regs)
for args in [(), (0,), (1,), ("first",), (1, 2), ("first", 0, "second"), (3,), (4,), (-1,), ("nope",), (1.5,), (None,), ([],)]:
    show(m.group, *args)
for name in ("start", "end", "span"):
    f = getattr(m, name)
    for args in [(), (1,), ("second",), (3,), (9,), ("no",)]:
        show(f, *args)
print(m.groups(), m.groups("-"), m.groupdict(), m.groupdict("d"), m["first"], m[2], m[True])
show(lambda: m[7])
print(copy.copy(m) is m, copy.deepcopy(m) is m, bool(m))
for template in [r"\1-\2", r"\g<first>\g<2>", r"\g<3>|", r"\n\t\\", r"\g<nope>", r"\9", r"\g<9>", r"\g<", r"\g<>", r"\q", r"\0\07\101", r"\400", r"\g<1a>", "\\", r"\g", r"\.", r"\g<0>", r"\08", r"\1a", r"\g<-1>", r"\11", r"\b\a"]:
    show(m.expand, template)
show(m.expand, b"x")
show(m.expand, 3)
print("== pattern")
print(p.pattern, p.flags, p.groups, p.groupindex, dict(p.groupindex), type(p.groupindex))
print(re.compile("a"), re.compile(b"a", re.I), re.compile("a", re.A | re.M | re.S | re.X), repr(re.compile("a" * 300))[-20:], re.compile(b"x", re.L))
print(p == re.compile(p.pattern), p == re.compile(p.pattern, re.I), p != 3, hash(p) == hash(copy.copy(p)), copy.deepcopy(p) is p)
print(re.compile("a") is re.compile("a"), re.compile(re.compile("a")) is re.compile("a"))
show(p.match, "abc def", 4)
show(p.match, "abc def gh", 4, 9)
show(p.search, "abc def", -5, 100)
show(p.match, "abc", pos="x")
show(re.compile("^a").search, "ba", 1)
show(re.compile("a$").search, "ab", 0, 1)
show(re.compile(r"\ba").match, "xa", 1)
show(re.compile(r"(?<=x)a").match, "xa", 1)
show(re.compile("").match)
show(type(p))
show(re.compile("a+").fullmatch, "aaab", 0, 3)
print(re.Pattern[str], re.Match[bytes])
print("== findall, finditer, split")
for pattern, text in [("a*", "baac"), ("(a)(b)?", "abaab"), (r"\w+", "one two"), ("", "ab"), ("x", ""), (r"(?=(a))", "aa"), (r"\b", "a b"), ("é|日", "é日x日"), (r"[^,]*", "a,,b"), ("a|", "ab")]:
    show(re.findall, pattern, text)
    print([m.span() for m in re.finditer(pattern, text)])
    show(re.split, pattern, text)
    show(re.split, pattern, text, maxsplit=1)
    show(re.sub, pattern, "-", text)
    show(re.subn, pattern, r"<\g<0>>", text, count=2)
print(type(re.finditer("a", "a")))
show(re.split, "(,)(;)?", "a,b,;c")
show(re.compile(",").split, "a,b,c", 1)
show(re.findall, b"a.", bytearray(b"abac"))
show(re.sub, b"a", b"x", memoryview(b"banana"))
print("== sub")
show(re.sub, "a", lambda m: m[0].upper() + str(m.start()), "banana")
show(re.sub, "a", lambda m: None, "banana")
show(re.sub, "a", lambda m: 3, "banana")
show(re.sub, "a", 3, "banana")
show(re.sub, "a", b"x", "banana")
show(re.sub, "z", b"x", "banana")
show(re.sub, "(a)|b", r"[\1]", "bab")
show(re.sub, "x*", "-", "abxd")
show(re.sub, "(?P<q>a)", r"\g<q>\g<q>", "banana", count=1)
s = "unchanged text"
print(re.sub("zzz", "y", s) is s, re.compile("q").sub("", s) is s)


class S(str):
    pass


print(type(re.sub("q", "", S("abc"))), type(re.match(".*", S("abc")).group()), re.match(".*", S("abc")).string)
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter("always")
    print(re.sub("a", "b", "aaa", 1), re.subn("a", "b", "aaa", 1, re.I), re.split("a", "bab", 1))
    re.compile("[[x]")
    re.compile("[a-c--d]")
    for one in w:
        print(one.category.__name__, one.message, one.lineno)
show(re.sub, "a", "b", "c", 1, count=2)
show(re.sub, "a", "b", "c", 1, 0, 5)
print("== scanner")
sc = re.compile(r"\d|").scanner("a1b")
while (m := sc.search()) is not None:
    print(m, m.pos)
sc = re.compile("a").scanner("aab")
print(sc.match(), sc.match(), sc.match(), sc.match(), sc.pattern)
scan = re.Scanner([(r"[a-z]+", lambda s, t: ("w", t)), (r"\d+", lambda s, t: int(t)), (r"\s+", None), (r"\+", "plus")])
print(scan.scan("abc + 12 ?x"))
print("== escape, pickle, errors")
print(re.escape("a.b*c\n é-_/"), re.escape(b"a.\xff-"), re.escape(""))
print(pickle.dumps(re.compile("a.b", re.I), 2))
print(pickle.loads(pickle.dumps(p)) is p, pickle.loads(pickle.dumps(p, 0)).flags)
try:
    re.compile("x\n(")
except re.error as e:
    print(e.msg, repr(e.pattern), e.pos, e.lineno, e.colno, e, e.args, type(e), re.error is re.PatternError)
print(repr(re.PatternError("m")), re.PatternError("m").pos, str(re.PatternError("m", b"ab", 1)))
print("== deep and long")
try:
    re.compile("(" * 200000 + ")" * 200000)
except RecursionError as e:
    print("RecursionError")
print(re.fullmatch("(?:a|b)*", "ab" * 5000).end(), re.match("(?:(a)|b)*?c", "ab" * 300 + "c").end())
print(len(re.findall("[\u0100-\u0200\u0400-\u0410\u0500\u0600\u0700]", "".join(map(chr, range(0x900))))))
print("== case")
for pattern in ["ß", "ſ", "k", "K", "[k]", "[^k]", "[a-z]", "İ", "ı", "µ", "ς", "[Α-Ω]", "ﬅ", "\U00010400", "[\U00010400-\U00010410]"]:
    hits = [hex(c) for c in list(range(0x600)) + [0x1E9E, 0x212A, 0x212B, 0xFB05, 0xFB06, 0x10400, 0x10428, 0x10429] if re.match(pattern, chr(c), re.I)]
    print(ascii(pattern), len(hits), hits[:8])
print([c for c in "aA_1é٣²½" if re.match(r"\w", c)], [c for c in "1٣²" if re.match(r"\d", c)], re.findall(r"(?a)\w", "aé_"))

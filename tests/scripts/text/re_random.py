"""Random patterns over random strings: what every method finds, with the spans of all groups."""
import re
import warnings

warnings.simplefilter("ignore")


class Random:
    """Numbers that are the same everywhere."""

    def __init__(self, x):
        self.x = x * 2654435761 + 12345 & 0xFFFFFFFFFFFFFFFF

    def below(self, k):
        self.x = self.x * 6364136223846793005 + 1442695040888963407 & 0xFFFFFFFFFFFFFFFF
        return (self.x >> 33) % k

    def choice(self, items):
        return items[self.below(len(items))]


r = Random(2024)
ASCII = ["a", "b", "a", "b", "c", "A", ".", r"\w", r"\d", "[ab]", "[^a]", "[a-c]", r"\s", r"\W", r"\b", r"\B", "^", "$",
         r"\A", r"\Z", "[A-Z]", "\n", "_", "1", r"\S", r"\D", r"[\w-]"]
WIDE = ASCII + ["é", "ß", "ſ", "K", "µ", "[b-é]", "İ", "ı", r"[^\s]", r"[^\W]", "𝒜", "[𐐀-𐐧]", "𐐨", "Σ", "ς"]
BYTES = ASCII + [r"\xe9", r"\xff", r"[\x80-\xff]"]
QUANTIFIERS = ["*", "+", "?", "{2}", "{1,2}", "{,2}", "{0,1}", "{2,}", "{1,3}"]
JUNK = list("()[]{}*+?|\\^$.-,:=!<>P#i 12ab&~") + [
    "(?", "(?P<", "(?:", "(?i)", r"\x", r"\u", r"\N{", r"\0", r"\8", "{1,", "[^", "(?(", "(?<", "&&", "--", "||", "[[",
    "(?-", r"\777", "(?P=", "(?#", ")"]


def pattern(depth, groups, is_bytes):
    k = r.below(20)
    if depth <= 0 or k < 6:
        return r.choice(BYTES if is_bytes else WIDE if r.below(3) == 0 else ASCII)
    def inner():
        return pattern(depth - 1, groups, is_bytes)
    if k < 9:
        return inner() + inner()
    if k < 11:
        return "(?:" + inner() + "|" + (inner() if r.below(5) else "") + ")"
    if k < 15:
        sign = r.choice(QUANTIFIERS) + r.choice(["", "", "?", "+"])
        return "(?:" + inner() + ")" + sign
    if k < 17:
        groups[0] += 1
        name = "?P<n%d>" % groups[0] if r.below(6) == 0 else ""
        return "(" + name + inner() + ")"
    if k == 17:
        return r.choice(["(?=", "(?!", "(?<=", "(?<!", "(?>", "(?>"]) + inner() + ")"
    if k == 18:
        if not groups[0]:
            return "a"
        group = 1 + r.below(groups[0])
        if r.below(2):
            return "(?:\\%d)" % group
        return "(?(%d)" % group + inner() + ("|" + inner() if r.below(2) else "") + ")"
    return r.choice(["(?i:", "(?s:", "(?m:", "(?-i:", "(?L:" if is_bytes else "(?a:"]) + inner() + ")"


def subject(is_bytes):
    letters = "abcABC1_ \n\xe9\xff" if is_bytes else r.choice(["abcABC1_ \né", "abAéßſKµİıΣσς𝒜𐐀𐐨1"])
    if r.below(2):
        letters = letters[:3]
    return "".join(r.choice(letters) for _ in range(r.below(9)))


def show(m):
    return m and (m.regs, m.lastindex, m.lastgroup)


def tries(p, s):
    empty = s[:0]
    yield [show(m) for m in p.finditer(s)]
    yield p.findall(s)
    yield show(p.match(s)), show(p.fullmatch(s)), show(p.search(s, 1)), show(p.search(s, 1, max(0, len(s) - 1)))
    yield p.sub(empty.join([p.pattern[:0]]), s), p.subn(lambda m: m.group()[::-1], s, 2)
    yield p.split(s), p.sub(b"[\\g<0>]" if s[:0] == b"" else r"[\g<0>]", s, count=1)


def run(text, s, flags):
    try:
        p = re.compile(text, flags)
    except re.error as e:
        print("   ", ascii(e.msg), e.pos, e.lineno, e.colno)
        return
    except (OverflowError, ValueError) as e:
        print("   ", type(e).__name__, e)
        return
    print("   ", p.groups, dict(p.groupindex), p.flags)
    results = tries(p, s)
    while True:
        try:
            print("   ", ascii(next(results)))
        except StopIteration:
            break
        except SystemError as e:
            print("   ", e)
            break


def text_for(kind, is_bytes):
    if kind == "junk":
        return "".join(r.choice(JUNK) for _ in range(1 + r.below(9)))
    text = pattern(4, [0], is_bytes)
    if kind == "changed":
        at = r.below(len(text) + 1)
        text = text[:at] + r.choice(JUNK) + text[at + r.below(2):]
    return text


FLAGS = [0, 0, 0, re.I, re.I | re.M, re.S, re.M, re.A, re.I | re.A, re.X]
BYTES_FLAGS = [0, 0, re.I, re.M, re.S, re.L, re.L | re.I]
for kind, count in [("whole", 260), ("changed", 100), ("junk", 100)]:
    print("==", kind)
    for i in range(count):
        is_bytes = r.below(4) == 0
        text, s, flags = text_for(kind, is_bytes), subject(is_bytes), r.choice(BYTES_FLAGS if is_bytes else FLAGS)
        if is_bytes:
            text, s = text.encode("latin1"), s.encode("latin1")
        print(i, ascii(text), ascii(s), int(flags))
        run(text, s, flags)

"""`re`: random patterns over random texts with all methods, and what is wrong with patterns that are."""

import re

from random_cases import attempt, main

ATOMS = [
    "a", "b", "c", ".", "\\d", "\\w", "\\s", "\\S", "\\W", "\\D", "\\b", "\\B", "^", "$", "\\A", "\\Z", "[abc]", "[^a]", "[a-c\\d]", "[]a]", "[^]]", "[\\w-]", "(?:ab)", "ab", "\\n", "\\x61", "\\u0062", "\\141", "\\.", "\\\\", "[[]",
    "\xe9", "\xdf", "\u0130", "(?=a)", "(?!b)", "(?<=a)", "(?<!b)", "(?i:A)", "(?-i:a)", "(?s:.)", "(?a:\\w)", "(?#note)", "\\N{BULLET}", "[\\b]", "\\0", "A", "(?>a|ab)", "[a-]", " ", "#", "-", "_", "1", "\\t",
]
WRONG = ["(", ")", "[", "*", "+", "?", "{", "a{2,1}", "\\", "\\8", "(?P<1>a)", "(?P=x)", "(?P<a", "(?", "(?<", "(?z)", "[b-a]", "\\x1", "\\u12", "\\N{NO}", "\\p", "(?<=a*)", "a**", "(?i-i:a)", "(?-:a)", "(?(1)a|b|c)", "(?(9)a)", "(?P>a)", "[\\d-z]", "x{99999999999}", "(?L)", "a(?i)b", "\\Q", "(?(a)b)"]


class Maker:
    def __init__(self, r):
        self.r, self.groups, self.names = r, 0, []

    def pattern(self, depth=0):
        r = self.r
        parts = [self.piece(depth) for _ in range(r.randrange(1, 4))]
        text = "".join(parts)
        return text + "|" + self.pattern(depth + 1) if depth < 3 and r.maybe(0.2) else text

    def piece(self, depth):
        r = self.r
        kind = r.below(12)
        if kind < 7 or depth > 2:
            atom = r.pick(*ATOMS)
        elif kind < 9:
            self.groups += 1
            mine = self.groups
            atom = f"({self.pattern(depth + 1)})"
            if r.maybe(0.3):
                atom += f"\\{mine}" if mine < 10 else ""
        elif kind == 9:
            name = f"n{self.groups + 1}"
            self.groups += 1
            atom = f"(?P<{name}>{self.pattern(depth + 1)})" + r.pick("", f"(?P={name})")
        elif kind == 10 and self.groups:
            atom = f"(?({r.randrange(1, self.groups + 1)}){r.pick(*ATOMS[:8])}" + r.pick("", "|" + r.pick(*ATOMS[:8])) + ")"
        else:
            atom = f"(?:{self.pattern(depth + 1)})"
        if r.maybe(0.4):
            atom += r.pick("*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{,3}", "{1,}?", "*+", "++", "?+", "{0,2}+", "{", "{a}")
        return atom


def text_for(r):
    return r.text(12, "aaabbcAB1_ \n.\xe9\xdf\u0130i\u0131#-\t")


def told(m):
    if m is None:
        return "None"
    return f"{m.span()} {m.groups()} {[m.span(i) for i in range(1, m.re.groups + 1)]} {m.lastindex} {m.lastgroup} {m.groupdict()}"


def lines(r):
    for _ in range(220):
        pattern = Maker(r).pattern()
        if r.maybe(0.12):
            at = r.below(len(pattern) + 1)
            pattern = pattern[:at] + r.pick(*WRONG) + pattern[at:]
        flags = r.pick(0, 0, 0, re.I, re.M, re.S, re.X, re.A, re.I | re.A, re.M | re.S)
        try:
            compiled = re.compile(pattern, flags)
        except re.error as error:
            yield f"{pattern!r} {error} {error.msg} {error.pos} {error.lineno} {error.colno}"
            continue
        except Exception as error:
            yield f"{pattern!r} {type(error).__name__} {error}"
            continue
        text = text_for(r)
        start, end = r.pick(0, r.below(6)), r.pick(999, r.below(12))
        yield f"{compiled!r} {compiled.groups} {compiled.groupindex} {compiled.flags} {text!r} {told(compiled.match(text, start, end))} | {told(compiled.search(text))} | {told(compiled.fullmatch(text))}"
        yield f"{compiled.findall(text)} {[m.span() for m in compiled.finditer(text, start, end)]} {attempt(compiled.split, text, r.below(4))} {attempt(compiled.subn, r.pick('-', '<\\g<0>>', '[\\1]', '\\n', '\\g<n1>', '\\g<9>', '\\', '\\q', '\\07'), text, r.below(5))} {attempt(compiled.sub, lambda m: str(m.end()), text)}"
        if text.isascii() and pattern.isascii() and "\\u" not in pattern and "\\N" not in pattern and "(?a" not in pattern:
            try:
                octets = re.compile(pattern.encode(), flags & ~re.A)
            except re.error as error:
                yield f"bytes {pattern!r} {error}"
                continue
            yield f"{octets!r} {told(octets.search(text.encode()))} {attempt(octets.split, text.encode())}"
        m = compiled.search(text)
        if m:
            yield f"{attempt(m.expand, r.pick('\\1', '\\g<0>-', 'x\\n', '\\g<n1>', '\\5'))} {attempt(m.group, r.below(3), 0)} {attempt(m.group, 'n1')} {attempt(m.start, r.below(3))} {m.regs} {m!r} {attempt(m.__getitem__, r.pick(0, 1, 'n2', -1))}"
    for _ in range(20):
        yield repr(re.escape(r.text(9))) + repr(attempt(re.compile, r.text(7, "()[]{}?*+|\\a^$.-<>P=!:#1")))


if __name__ == "__main__":
    main(lines)

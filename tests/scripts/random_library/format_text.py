"""The format mini-language, `str.format` and `%`: random specs over numbers and texts, errors included."""

from decimal import Decimal
from fractions import Fraction

from random_cases import attempt, main


def spec(r):
    text = r.pick("", "", r.pick("*", "0", "<", "\u4e2d", "{", " ") + r.pick("<", ">", "^", "="), r.pick("<", ">", "^", "="))
    text += r.pick("", "", "+", "-", " ") + r.pick("", "", "z") + r.pick("", "", "", "#") + r.pick("", "", "0") + r.pick("", "", str(r.below(30)), str(r.below(9)))
    text += r.pick("", "", "", ",", "_") + r.pick("", "", f".{r.below(25)}", ".") + r.pick("", *"bcdeEfFgGnosxX%", "")
    if r.maybe(0.07):
        text += r.pick("q", ",", "_", "99999999999999999999", ".5.5", "\xe9", " ", "_,")
    return text


def value(r):
    return r.pick(r.integer, r.real, lambda: r.text(6), lambda: complex(r.real(), r.real()), lambda: r.maybe(), lambda: Decimal(r.integer(60)).scaleb(r.randrange(-9, 9)), lambda: Fraction(r.integer(20), r.randrange(1, 50)), lambda: None, lambda: r.below(0x400), lambda: b"ab")()


def percent(r):
    return "%" + r.pick("", "", "", "(a)") + r.text(3, "#0- +") + r.pick("", "", str(r.below(20)), "*") + r.pick("", "", f".{r.below(20)}", ".*", ".") + r.pick("", "", "l", "h") + r.pick(*"diouxXeEfFgGcrsa%", "y")


def field(r):
    name = r.pick("", "0", "1", "2", "a", "a.real", "b[0]", "b[k]", "0.x", "", "a!r", "!s", "0!a", "a!x", "0[", "a..b", "-1", "b[]")
    return "{" + name + r.pick("", ":" + spec(r).replace("{", ""), ":{}", ":{0}", ":>{b[1]}") + "}"


class Record:
    x = "attr"

    def __format__(self, spec):
        return f"<{spec}>"


def lines(r):
    for _ in range(250):
        v, s = value(r), spec(r)
        yield f"{v!r} {s!r} {attempt(format, v, s)}"
    for _ in range(120):
        v = value(r)
        text = r.text(3) + percent(r) + r.pick("", "", r.text(2), percent(r))
        args = r.pick(v, (v,), (v, value(r)), {"a": v}, (r.below(9), v), (r.below(9), r.below(9), v), {"a": v, "b": 1})
        yield f"{text!r} {args!r} {attempt(lambda: text % args)}"
        data = text.encode()
        args = r.pick(v, (v,), b"xy", {b"a": v}, (r.below(9), v))
        yield f"{data!r} {args!r} {attempt(lambda: data % args)}"
    for _ in range(120):
        text = r.text(2, "ab {}") + field(r) + r.pick("", field(r), "{{", "}}", "{", "}")
        yield f"{text!r} {attempt(text.format, value(r), r.below(9), Record(), a=value(r), b=['z', 7])} {attempt(text.format_map, {'a': 1, 'b': {'k': 5}})}"


if __name__ == "__main__":
    main(lines)

"""Floats to text and back: repr, format, parsing, hex, integer ratios, rounding, and hash values of all kinds of numbers."""

from decimal import Decimal
from fractions import Fraction

from random_cases import attempt, main


def digits(r):
    whole, part = r.text(25, "0123456789"), r.text(30, "0123456789")
    text = r.pick("", "-", "+") + whole + r.pick("", ".", "." + part, "._" + part) + r.pick("", "e5", "E-7", f"e{r.randrange(-340, 320)}", "e", f"e+{r.randrange(400)}")
    if r.maybe(0.1):
        place = r.randrange(len(text) + 1)
        text = text[:place] + r.pick("_", "__", " ", "\u0660", "x", "-", ".", "e") + text[place:]
    return r.pick("", " ", "\n\u2003") + text + r.pick("", " ", "\t") if r.maybe(0.2) else text


def halfway(r):
    """A decimal near the middle of two floats."""
    x = abs(r.real())
    if x != x or x in (0.0, float("inf")) or x > 1e300:
        return "1.5"
    ulp = Fraction(x) + (Fraction(x) - Fraction(_below(x))) / 2
    exact = Decimal(ulp.numerator) / Decimal(ulp.denominator)
    return f"{exact}{r.pick('', '1', '9') if 'E' not in str(exact) and '.' in str(exact) else ''}"


def _below(x):
    import math

    return math.nextafter(x, 0.0)


def hexadecimal(r):
    text = r.pick("", "-", "+") + r.pick("0x", "", "0X") + r.text(18, "0123456789abcdefABCDEF") + r.pick("", ".", "." + r.text(20, "0123456789abcdef"))
    text += r.pick("", f"p{r.randrange(-1100, 1100)}", f"P+{r.randrange(60)}", "p", "p-")
    return r.pick(text, text, text, text + "z", " " + text + "\n", "inf", "-nan", "Infinity", "infi", "0x")


def lines(r):
    for _ in range(60):
        x = r.real()
        yield f"{x!r} {x:.17g} {x:e} {x:.{r.below(20)}f} {x.hex()} {attempt(x.as_integer_ratio)} {hash(x) if x == x else 'nan'} {x.is_integer()}"
        yield f"{x!r} {attempt(int, x)} {attempt(round, x)} {attempt(round, x, r.randrange(-30, 30))} {attempt(divmod, x, r.real())} {attempt(pow, x, r.real())} {attempt(lambda a, b: a % b, x, r.real())}"
    for _ in range(60):
        text = digits(r)
        yield f"{text!r} {attempt(float, text)} {attempt(complex, text)} {attempt(complex, text + r.pick('j', '+1j', '-2.5e3J', 'i'))}"
        text = hexadecimal(r)
        yield f"{text!r} {attempt(float.fromhex, text)}"
        text = halfway(r)
        yield f"{text} {attempt(float, text)}"
    for _ in range(60):
        n, x = r.integer(), r.real()
        yield f"{n} {hash(n)} {attempt(float, n)} {attempt(lambda: n / r.integer())} {n == float(n) if abs(n) < 10**300 else ''} {n < x} {n == x} {attempt(lambda: n // x)} {attempt(lambda: n ** r.randrange(-3, 4))}"
        f = Fraction(n, abs(r.integer()) + 1)
        yield f"{f} {hash(f)} {attempt(float, f)} {attempt(hash, Decimal(n).scaleb(r.randrange(-30, 30)))} {hash(complex(n if abs(n) < 10**300 else 1, 2.5))} {attempt(Fraction, x)} {attempt(lambda: hash(Decimal(x)) == hash(x))}"
        z, w = complex(r.real(), r.real()), complex(r.real(), r.real())
        yield f"{z!r} {attempt(lambda: z * w)} {attempt(lambda: z / w)} {attempt(lambda: z ** w)} {attempt(abs, z)} {attempt(lambda: z ** r.randrange(-120, 120))} {attempt(complex, repr(z))} {z + w} {z - x}"


if __name__ == "__main__":
    main(lines)

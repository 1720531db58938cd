"""Every function of `math` over ordinary and extreme arguments."""

import math
from fractions import Fraction

from random_cases import attempt, main

ONE = """acos acosh asin asinh atan atanh ceil cos cosh degrees erf erfc exp exp2 expm1 fabs factorial floor frexp gamma isfinite isinf isnan isqrt
    lgamma log log10 log1p log2 modf radians sin sinh sqrt tan tanh trunc ulp""".split()
TWO = "atan2 comb copysign dist fmod gcd hypot isclose lcm ldexp log nextafter perm pow remainder prod sumprod fsum".split()


class Index:
    def __init__(self, n):
        self.n = n

    def __index__(self):
        return self.n


class Float:
    def __init__(self, x):
        self.x = x

    def __float__(self):
        return self.x


def argument(r):
    return r.pick(
        r.real, r.real, r.real, r.integer, lambda: r.below(200), lambda: r.uniform(-2, 2), lambda: r.uniform(-30, 30), lambda: r.uniform(-800, 800), lambda: Fraction(r.integer(), r.randrange(1, 99)), lambda: r.maybe(),
        lambda: Index(r.integer()), lambda: Float(r.real()), lambda: r.pick("x", None, 1j, [1], b""),
    )()


def shown(x):
    return f"{type(x).__name__}({vars(x)})" if isinstance(x, (Index, Float)) else repr(x)


def vector(r, n):
    return [r.pick(r.real, r.real, lambda: r.below(9), r.integer)() for _ in range(n)]


def near_root(x):
    """Whether `cbrt` is right but for the last bits, where libraries of C differ."""
    y = math.cbrt(x)
    if x == 0 or not math.isfinite(x):
        return y == x or x != x
    low, high = sorted((math.nextafter(y, -math.inf, steps=4), math.nextafter(y, math.inf, steps=4)))
    return Fraction(low) ** 3 < Fraction(x) < Fraction(high) ** 3


def lines(r):
    for name in ONE:
        for _ in range(12):
            x = r.below(300) if name == "factorial" and r.maybe() else argument(r)
            if name == "factorial" and isinstance(x, (int, Index)) and int(x.__index__()) > 3000:
                x = 5
            yield f"{name}({shown(x)}) {attempt(getattr(math, name), x)}"
    for name in TWO:
        for _ in range(20):
            if name in ("comb", "perm"):
                args = r.pick(r.below(200), r.integer(80), -3), r.pick(r.below(100), r.below(10), -1, 1.5)
            elif name in ("dist", "sumprod"):
                n = r.below(5)
                args = vector(r, n), vector(r, n + (r.maybe(0.1)))
            elif name in ("fsum", "prod"):
                args = (vector(r, r.below(9)),)
            elif name == "ldexp":
                args = argument(r), r.pick(r.randrange(-1100, 1100), r.integer(), 1.5)
            else:
                args = [argument(r) for _ in range(r.pick(2, 2, 2, 1, 3) if name in ("gcd", "lcm", "hypot") else 2)]
            yield f"{name}({', '.join(map(shown, args))}) {attempt(getattr(math, name), *args)}"
    for _ in range(20):
        yield attempt(near_root, r.real())
        x, y, z = (argument(r) for _ in range(3))
        yield f"fma {shown(x)} {shown(y)} {shown(z)} {attempt(math.fma, x, y, z)} {attempt(math.isclose, r.uniform(1, 1.1), r.uniform(1, 1.1), rel_tol=r.random(), abs_tol=r.random() / 9)}"
        x, y = r.real(), r.real()
        yield f"nextafter {attempt(math.nextafter, x, y, steps=r.pick(0, 1, 5, 10**6, 2**70, -1))} {attempt(math.remainder, x, y)} {attempt(math.log, r.integer(), r.pick(2, 10, 3.5))} {attempt(math.isqrt, abs(r.integer()))}"


if __name__ == "__main__":
    main(lines)

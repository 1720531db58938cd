"""Fractions with everything they mix with, and the functions of `statistics`."""

import operator
import statistics
from decimal import Decimal
from fractions import Fraction

from random_cases import attempt, main


def text(r):
    t = r.pick("", "-", "+") + r.text(6, "0123456789_") + r.pick("", "/" + r.text(4, "0123456789_"), "." + r.text(5, "0123456789"), "e5", ".5E-3", " / 2", "/-2")
    return r.pick("", " ") + t + r.pick("", "\n")


def fraction(r):
    return Fraction(r.integer(), abs(r.integer()) + 1) if r.maybe(0.3) else Fraction(r.randrange(-99, 99), r.randrange(1, 40))


def data(r):
    n = r.below(9)
    kind = r.below(6)
    if kind == 0:
        return [r.below(6) for _ in range(n)]
    if kind == 1:
        return [round(r.gauss(5, 3), 3) for _ in range(n)]
    if kind == 2:
        return [fraction(r) for _ in range(n)]
    if kind == 3:
        return [Decimal(r.randrange(-99, 99)).scaleb(-r.below(3)) for _ in range(n)]
    if kind == 4:
        return [r.pick(r.real(), r.below(9), Fraction(1, 3), True) for _ in range(n)]
    return [r.text(1, "abc") for _ in range(n)]


NAMES = "mean fmean geometric_mean harmonic_mean median median_low median_high median_grouped mode multimode pstdev pvariance stdev variance quantiles".split()


def lines(r):
    for _ in range(80):
        t = text(r)
        yield f"{t!r} {attempt(Fraction, t)}"
        f, g = fraction(r), r.pick(fraction(r), r.below(9), r.real(), r.integer(), Decimal(3), 2j, "x", fraction(r))
        o = r.pick(operator.add, operator.sub, operator.mul, operator.truediv, operator.floordiv, operator.mod, divmod, operator.lt, operator.eq, operator.ge, pow)
        if o is pow:
            f, g = fraction(r) if r.maybe(0.1) else Fraction(r.randrange(-9, 9), r.randrange(1, 9)), r.pick(r.randrange(-9, 9), Fraction(r.randrange(-3, 3), r.pick(1, 2)), 0.5)
        yield f"{o.__name__} {f!r} {g!r} {attempt(o, f, g)} {attempt(o, g, f) if o is not pow else ''}"
        yield f"{f} {attempt(f.limit_denominator, r.randrange(0, 1000))} {attempt(round, f)} {attempt(round, f, r.randrange(-3, 9))} {int(f)} {f.__floor__()} {f.__ceil__()} {attempt(float, f)} {hash(f)} {f.as_integer_ratio()} {attempt(Fraction, r.real())} {abs(f)} {attempt(Fraction, f, r.below(3))}"
        s = r.pick("", "<", "*^", "0", "+") + r.pick("", str(r.below(25))) + r.pick("", ",", "_", "#") + r.pick("", f".{r.below(12)}") + r.pick("", *"eEfFgG%sd")
        yield f"{f!r} {s!r} {attempt(format, f, s)}"
    for _ in range(80):
        d = data(r)
        name = r.pick(*NAMES)
        more = {"n": r.pick(4, 10, 1), "method": r.pick("exclusive", "inclusive", "x")} if name == "quantiles" else {}
        yield f"{name} {d!r} {attempt(getattr(statistics, name), d, **more)}"
        d, e = [round(r.gauss(0, 1), 2) for _ in range(r.below(6))], [round(r.gauss(0, 1), 2) for _ in range(r.below(6))]
        e = (e + [1.5] * 9)[: len(d)] if r.maybe(0.9) else e
        yield f"{d} {e} {attempt(statistics.covariance, d, e)} {attempt(statistics.correlation, d, e, method=r.pick('linear', 'ranked', 'q'))} {attempt(statistics.linear_regression, d, e, proportional=r.maybe())} {attempt(statistics.fmean, d, e)} {attempt(statistics.harmonic_mean, [abs(x) for x in d], [abs(x) for x in e])}"
        n = statistics.NormalDist(r.gauss(0, 3), r.random() * 4)
        p = r.pick(r.random(), r.random(), 0, 1, 1e-9, 0.5)
        yield f"{n!r} {attempt(n.pdf, r.gauss(0, 5))} {attempt(n.cdf, r.gauss(0, 5))} {attempt(n.inv_cdf, p)} {attempt(n.quantiles, r.below(6))} {attempt(n.overlap, statistics.NormalDist(1, 2))} {n.zscore(1.0)} {n + 1} {n * 2} {n + n} {n - statistics.NormalDist()} {attempt(n.samples, 2, seed=5)}"
    for _ in range(10):
        d = [r.gauss(0, 1) for _ in range(5)]
        kernel = r.pick("normal", "logistic", "sigmoid", "rectangular", "triangular", "parabolic", "quartic", "triweight", "cosine", "gauss", "no")
        yield f"{kernel} {attempt(lambda: statistics.kde(d, 0.7, kernel)(0.3))} {attempt(lambda: statistics.kde(d, 0.7, kernel, cumulative=True)(0.3))}"
        kernel = r.pick("normal", "logistic", "sigmoid", "rectangular", "triangular", "parabolic", "cosine")
        yield f"{kernel} {attempt(lambda: statistics.kde_random(d, 0.7, kernel, seed=3)())}"


if __name__ == "__main__":
    main(lines)

"""Estimates of a density by kernels, of `statistics`: a bump of width h around each of the data, and their mean."""

import random
from bisect import bisect_left, bisect_right
from math import acos, asin, atan, cos, cosh, erfc, exp, log, pi, sin, sqrt, sumprod, tan

_NORMAL, _QUARTER, _HALF = sqrt(2 * pi), pi / 4, pi / 2
_SQRT2 = sqrt(2)


def _polynomial(coefficients, powers):
    return lambda t: sumprod(coefficients, [t ** power for power in powers])


# Name of the kernel: its density, the integral of that, the inverse of the integral where pyvm has it, and how far it reaches.
_KERNELS = {
    "normal": (lambda t: exp(-1 / 2 * t * t) / _NORMAL, lambda t: 1 / 2 * erfc(-t / _SQRT2), None, None),
    "logistic": (lambda t: 1 / 2 / (1.0 + cosh(t)), lambda t: 1.0 - 1.0 / (exp(t) + 1.0), lambda p: log(p / (1.0 - p)), None),
    "sigmoid": (lambda t: 1 / pi / cosh(t), lambda t: 2 / pi * atan(exp(t)), lambda p: log(tan(p * _HALF)), None),
    "rectangular": (lambda t: 1 / 2, lambda t: 1 / 2 * t + 1 / 2, lambda p: 2.0 * p - 1.0, 1.0),
    "triangular": (lambda t: 1.0 - abs(t), lambda t: t * t * (1 / 2 if t < 0.0 else -1 / 2) + t + 1 / 2,
                   lambda p: sqrt(2.0 * p) - 1.0 if p < 1 / 2 else 1.0 - sqrt(2.0 - 2.0 * p), 1.0),
    "parabolic": (lambda t: 3 / 4 * (1.0 - t * t), _polynomial((-1 / 4, 3 / 4, 1 / 2), (3, 1, 0)),
                  lambda p: 2.0 * cos((acos(2.0 * p - 1.0) + pi) / 3.0), 1.0),
    "quartic": (lambda t: 15 / 16 * (1.0 - t * t) ** 2, _polynomial((3 / 16, -5 / 8, 15 / 16, 1 / 2), (5, 3, 1, 0)), "quartic", 1.0),
    "triweight": (lambda t: 35 / 32 * (1.0 - t * t) ** 3, _polynomial((-5 / 32, 21 / 32, -35 / 32, 35 / 32, 1 / 2), (7, 5, 3, 1, 0)), "triweight", 1.0),
    "cosine": (lambda t: _QUARTER * cos(_HALF * t), lambda t: 1 / 2 * sin(_HALF * t) + 1 / 2,
               lambda p: 2.0 * asin(2.0 * p - 1.0) / pi, 1.0),
}
for _name, _other in ("normal", "gauss"), ("rectangular", "uniform"), ("parabolic", "epanechnikov"), ("quartic", "biweight"):
    _KERNELS[_other] = _KERNELS[_name]


def _checked(data, h, kernel):
    """The kernel, when there are numbers to use it on."""
    from statistics import StatisticsError

    if not len(data):
        raise StatisticsError("Empty data sequence")
    if not isinstance(data[0], (int, float)):
        raise TypeError("Data sequence must contain ints or floats")
    if h <= 0.0:
        raise StatisticsError(f"Bandwidth h must be positive, not {h=!r}")
    found = _KERNELS.get(kernel)
    if found is None:
        raise StatisticsError(f"Unknown kernel name: {kernel!r}")
    return found


def kde(data, h, kernel="normal", *, cumulative=False):
    """Kernel Density Estimation: Create a continuous probability density function or cumulative distribution function."""
    density, integral, _, reach = _checked(data, h, kernel)
    if reach is None:
        def pdf(x):
            return sum(density((x - each) / h) for each in data) / (len(data) * h)

        def cdf(x):
            return sum(integral((x - each) / h) for each in data) / len(data)
    else:
        ordered, bandwidth = sorted(data), h * reach

        def near(x):
            nonlocal ordered
            if len(ordered) != len(data):
                ordered = sorted(data)
            return bisect_left(ordered, x - bandwidth), bisect_right(ordered, x + bandwidth)

        def pdf(x):
            first, last = near(x)
            return sum(density((x - each) / h) for each in ordered[first:last]) / (len(ordered) * h)

        def cdf(x):
            first, last = near(x)
            return sum((integral((x - each) / h) for each in ordered[first:last]), first) / len(ordered)

    made, what = (cdf, "CDF") if cumulative else (pdf, "PDF")
    made.__doc__ = f"{what} estimate with {h=!r} and {kernel=!r}"
    return made


def kde_random(data, h, kernel="normal", *, seed=None):
    """Return a function that makes a random selection from the estimated probability density function."""
    from statistics import NormalDist

    inverse = _checked(data, h, kernel)[2] or NormalDist().inv_cdf
    if isinstance(inverse, str):
        raise NotImplementedError(f"pyvm does not implement statistics.kde_random with the kernel {inverse!r} yet")
    source = random.Random(seed)

    def rand():
        return source.choice(data) + h * inverse(source.random())

    rand.__doc__ = f"Random KDE selection with {h=!r} and {kernel=!r}"
    return rand

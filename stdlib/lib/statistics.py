"""Averages, spreads, and the normal distribution. Sums are exact: of fractions."""

import math
import numbers
import random
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict, namedtuple
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from itertools import groupby, repeat

from _statistics_kde import kde, kde_random

__all__ = [
    "NormalDist", "StatisticsError", "correlation", "covariance", "fmean", "geometric_mean", "harmonic_mean", "kde",
    "kde_random", "linear_regression", "mean", "median", "median_grouped", "median_high", "median_low", "mode",
    "multimode", "pstdev", "pvariance", "quantiles", "stdev", "variance",
]


class StatisticsError(ValueError):
    pass


def _ratio(value):
    """A number as a pair; what is infinite or no number keeps its value over None."""
    try:
        return value.as_integer_ratio()
    except (OverflowError, ValueError):
        return value, None
    except AttributeError:
        try:
            return value.numerator, value.denominator
        except AttributeError:
            raise TypeError(f"can't convert type {type(value).__name__!r} to numerator/denominator") from None


def _common(a, b):
    """The type of a result from two types of numbers."""
    for one, other in ((a, b), (b, a)):
        if one is other or other is int or issubclass(one, other):
            return one
        if one is bool:
            return other
    for one, other in ((a, b), (b, a)):
        if issubclass(one, int):
            return other
    for one, other in ((a, b), (b, a)):
        if issubclass(one, Fraction) and issubclass(other, float):
            return other
    raise TypeError(f"don't know how to coerce {a.__name__} and {b.__name__}")


def _exact_sum(data):
    """(type, exact sum as a Fraction or a special value, how many)"""
    partials, kinds, number = defaultdict(int), [], 0
    for value in data:
        number += 1
        kinds.append(type(value))
        top, bottom = _ratio(value)
        partials[bottom] += top
    kind = reduce(_common, dict.fromkeys(kinds), int)
    if None in partials:
        return kind, partials[None], number
    return kind, sum((Fraction(top, bottom) for bottom, top in partials.items()), Fraction()), number


def _typed(value, kind):
    """A Fraction as a number of a type."""
    if type(value) is kind or not isinstance(value, Fraction):
        return value
    if issubclass(kind, int) and value.denominator != 1:
        kind = float
    try:
        return kind(value)
    except TypeError:
        if issubclass(kind, Decimal):
            return kind(value.numerator) / value.denominator
        raise


def _numbered(data, message):
    data = list(data)
    if not data:
        raise StatisticsError(message)
    return data


def mean(data):
    """Return the sample arithmetic mean of data."""
    kind, total, number = _exact_sum(data)
    if not number:
        raise StatisticsError("mean requires at least one data point")
    return _typed(total / number, kind)


def fmean(data, weights=None):
    """Convert data to floats and compute the arithmetic mean."""
    data = data if hasattr(data, "__len__") else list(data)
    if weights is None:
        if not len(data):
            raise StatisticsError("fmean requires at least one data point")
        return math.fsum(data) / len(data)
    weights = weights if isinstance(weights, (list, tuple)) else list(weights)
    try:
        total = math.sumprod(data, weights)
    except ValueError:
        raise StatisticsError("data and weights must be the same length")
    weight = math.fsum(weights)
    if not weight:
        raise StatisticsError("sum of weights must be non-zero")
    return total / weight


def geometric_mean(data):
    """Convert data to floats and compute the geometric mean."""
    number, has_zero = 0, False

    def logarithms():
        nonlocal number, has_zero
        for value in data:
            number += 1
            if value > 0.0 or math.isnan(value):
                yield math.log(value)
            elif value == 0.0:
                has_zero = True
            else:
                raise StatisticsError("No negative inputs allowed", value)

    total = math.fsum(logarithms())
    if not number:
        raise StatisticsError("Must have a non-empty dataset")
    if math.isnan(total):
        return math.nan
    if has_zero:
        return math.nan if total == math.inf else 0.0
    return math.exp(total / number)


def _not_negative(values, message):
    for value in values:
        if value < 0:
            raise StatisticsError(message)
        yield value


def harmonic_mean(data, weights=None):
    """Return the harmonic mean of data."""
    data = _numbered(data, "harmonic_mean requires at least one data point")
    refusal = "harmonic mean does not support negative values"
    if len(data) == 1 and weights is None:
        if not isinstance(data[0], (numbers.Real, Decimal)):
            raise TypeError("unsupported type")
        if data[0] < 0:
            raise StatisticsError(refusal)
        return data[0]
    if weights is None:
        weights, weight = repeat(1, len(data)), len(data)
    else:
        weights = list(weights)
        if len(weights) != len(data):
            raise StatisticsError("Number of weights does not match data size")
        weight = _exact_sum(_not_negative(weights, refusal))[1]
    try:
        kind, total, _ = _exact_sum(w / x if w else 0 for w, x in zip(weights, _not_negative(data, refusal)))
    except ZeroDivisionError:
        return 0
    if total <= 0:
        raise StatisticsError("Weighted sum must be positive")
    return _typed(weight / total, kind)


def _middle(data):
    data = sorted(data)
    if not data:
        raise StatisticsError("no median for empty data")
    return data, len(data) // 2


def median(data):
    """Return the median (middle value) of numeric data."""
    data, half = _middle(data)
    return data[half] if len(data) % 2 else (data[half - 1] + data[half]) / 2


def median_low(data):
    """Return the low median of numeric data."""
    data, half = _middle(data)
    return data[half if len(data) % 2 else half - 1]


def median_high(data):
    """Return the high median of data."""
    data, half = _middle(data)
    return data[half]


def median_grouped(data, interval=1.0):
    """The median of numbers that stand for intervals around them."""
    data = sorted(data)
    if not data:
        raise StatisticsError("no median for empty data")
    value = data[len(data) // 2]
    first = bisect_left(data, value)
    last = bisect_right(data, value, lo=first)
    try:
        interval, value = float(interval), float(value)
    except ValueError:
        raise TypeError("Value cannot be converted to a float")
    return value - interval / 2.0 + interval * (len(data) / 2 - first) / (last - first)


def mode(data):
    """Return the most common data point from discrete or nominal data."""
    found = Counter(iter(data)).most_common(1)
    if not found:
        raise StatisticsError("no mode for empty data")
    return found[0][0]


def multimode(data):
    """Return a list of the most frequently occurring values."""
    counts = Counter(iter(data))
    most = max(counts.values(), default=0)
    return [value for value, number in counts.items() if number == most]


def quantiles(data, *, n=4, method="exclusive"):
    """The n - 1 points that cut data into n parts of equal probability."""
    if n < 1:
        raise StatisticsError("n must be at least 1")
    data = sorted(data)
    size = len(data)
    if size < 2:
        if size == 1:
            return data * (n - 1)
        raise StatisticsError("must have at least one data point")
    if method not in ("inclusive", "exclusive"):
        raise ValueError(f"Unknown method: {method!r}")
    inclusive = method == "inclusive"
    steps, cuts = (size - 1 if inclusive else size + 1), []
    for i in range(1, n):
        if inclusive:
            j, rest = divmod(i * steps, n)
            low, high = data[j], data[j + 1] if rest or j + 1 < size else data[j]
        else:
            j = min(max(i * steps // n, 1), size - 1)
            rest = i * steps - j * n
            low, high = data[j - 1], data[j]
        cuts.append((low * (n - rest) + high * rest) / n)
    return cuts


def _squares(data, center=None):
    """(type, exact sum of squared deviations, mean, how many)"""
    if center is not None:
        kind, total, number = _exact_sum((value - center) ** 2 for value in data)
        return kind, total, center, number
    data = list(data)
    kind, total, number = _exact_sum(data)
    if not number:
        return kind, Fraction(0), Fraction(0), 0
    if not isinstance(total, Fraction):
        return kind, total, total, number
    center = total / number
    squared = sum((Fraction(*_ratio(value)) - center) ** 2 for value in data)
    return kind, squared, center, number


def _spread(data, center, least, what):
    kind, total, _, number = _squares(data, center)
    if number < least:
        points = "two data points" if least == 2 else "one data point"
        raise StatisticsError(f"{what} requires at least {points}")
    return kind, total / (number - (least - 1))


def variance(data, xbar=None):
    """Return the sample variance of data."""
    kind, value = _spread(data, xbar, 2, "variance")
    return _typed(value, kind)


def pvariance(data, mu=None):
    """Return the population variance of ``data``."""
    kind, value = _spread(data, mu, 1, "pvariance")
    return _typed(value, kind)


def _root(value, kind):
    """The square root of a Fraction, correctly rounded."""
    if issubclass(kind, Decimal):
        return _decimal_root(value)
    return _float_root(value.numerator, value.denominator)


def _float_root(n, m):
    if not n:
        return 0.0
    # An integer root of 109 bits or more, made odd where it is not exact, rounds once.
    shift = (n.bit_length() - m.bit_length() - 109) // 2
    if shift >= 0:
        top, bottom = n, m << 2 * shift
    else:
        top, bottom = n << -2 * shift, m
    root = math.isqrt(top // bottom)
    root |= root * root * bottom != top
    return root / (1 << -shift) if shift < 0 else float(root << shift)


def _decimal_root(value):
    if not value:
        return Decimal("0.0")
    root = (Decimal(value.numerator) / value.denominator).sqrt()
    exact = Fraction(root)
    # The quotient was rounded before: one of the neighbours may be nearer.
    for other, beyond in ((root.next_plus(), 1), (root.next_minus(), -1)):
        half = (exact + Fraction(other)) / 2
        if (value > half**2) if beyond > 0 else (value < half**2):
            return other
    return root


def stdev(data, xbar=None):
    """Return the square root of the sample variance."""
    kind, value = _spread(data, xbar, 2, "stdev")
    return _root(value, kind)


def pstdev(data, mu=None):
    """Return the square root of the population variance."""
    kind, value = _spread(data, mu, 1, "pstdev")
    return _root(value, kind)


def _pairs(x, y, what):
    if len(x) != len(y):
        raise StatisticsError(f"{what} requires that both inputs have same number of data points")
    if len(x) < 2:
        raise StatisticsError(f"{what} requires at least two data points")


def _deviations(values):
    center = math.fsum(values) / len(values)
    return center, [value - center for value in values]


def covariance(x, y, /):
    """Covariance"""
    _pairs(x, y, "covariance")
    return math.sumprod(_deviations(x)[1], _deviations(y)[1]) / (len(x) - 1)


def _ranks(values):
    """The places in the sorted order, around 0; equal values share the mean of theirs."""
    order = sorted(range(len(values)), key=values.__getitem__)
    found, at = [0.0] * len(values), 0
    for _, group in groupby(order, key=values.__getitem__):
        group = list(group)
        for index in group:
            found[index] = at + (len(group) + 1) / 2 - (len(values) + 1) / 2
        at += len(group)
    return found


def correlation(x, y, /, *, method="linear"):
    """Pearson's correlation coefficient"""
    _pairs(x, y, "correlation")
    if method not in ("linear", "ranked"):
        raise ValueError(f"Unknown method: {method!r}")
    if method == "ranked":
        x, y = _ranks(x), _ranks(y)
    else:
        x, y = _deviations(x)[1], _deviations(y)[1]
    xx, yy = math.sumprod(x, x), math.sumprod(y, y)
    product = math.sumprod(x, y)
    try:
        return product / _float_product_root(xx, yy)
    except ZeroDivisionError:
        raise StatisticsError("at least one of the inputs is constant")


def _float_product_root(x, y):
    """The square root of a product, without overflow and to the last bit nearly always."""
    root = math.sqrt(x * y)
    if not math.isfinite(root):
        if math.isinf(root) and not math.isinf(x) and not math.isinf(y):
            scale = 2.0**-512
            return _float_product_root(scale * x, y) / math.sqrt(scale)
        return root
    if not root:
        if x and y:
            scale = 2.0**537
            return _float_product_root(scale * x, scale * y) / scale
        return root
    error = math.sumprod((x, root), (y, -root))
    return root + error / (2.0 * root)


LinearRegression = namedtuple("LinearRegression", ("slope", "intercept"))
LinearRegression.__doc__ = "LinearRegression(slope, intercept)"


def linear_regression(x, y, /, *, proportional=False):
    """Slope and intercept for simple linear regression."""
    _pairs(x, y, "linear regression")
    if proportional:
        x_deviations, y_values = list(x), y
    else:
        x_center, x_deviations = _deviations(x)
        y_center, y_values = math.fsum(y) / len(y), y
        y_values = [value - y_center for value in y]
    squared = math.sumprod(x_deviations, x_deviations)
    product = math.sumprod(x_deviations, y_values)
    try:
        slope = product / squared + 0.0
    except ZeroDivisionError:
        raise StatisticsError("x is constant")
    return LinearRegression(slope, 0.0 if proportional else y_center - slope * x_center)


# Coefficients of Wichura's algorithm AS241 for the inverse of the normal distribution: near the middle, in the tails
# and far out, numerator and denominator from the highest power down.
_MIDDLE = (
    (2.50908_09287_30122_6727e3, 3.34305_75583_58812_8105e4, 6.72657_70927_00870_0853e4, 4.59219_53931_54987_1457e4,
     1.37316_93765_50946_1125e4, 1.97159_09503_06551_4427e3, 1.33141_66789_17843_7745e2, 3.38713_28727_96366_6080e0),
    (5.22649_52788_52854_5610e3, 2.87290_85735_72194_2674e4, 3.93078_95800_09271_0610e4, 2.12137_94301_58659_5867e4,
     5.39419_60214_24751_1077e3, 6.87187_00749_20579_0830e2, 4.23133_30701_60091_1252e1, 1.0),
)
_TAIL = (
    (7.74545_01427_83414_07640e-4, 2.27238_44989_26918_45833e-2, 2.41780_72517_74506_11770e-1,
     1.27045_82524_52368_38258e0, 3.64784_83247_63204_60504e0, 5.76949_72214_60691_40550e0,
     4.63033_78461_56545_29590e0, 1.42343_71107_49683_57734e0),
    (1.05075_00716_44416_84324e-9, 5.47593_80849_95344_94600e-4, 1.51986_66563_61645_71966e-2,
     1.48103_97642_74800_74590e-1, 6.89767_33498_51000_04550e-1, 1.67638_48301_83803_84940e0,
     2.05319_16266_37758_82187e0, 1.0),
)
_FAR = (
    (2.01033_43992_92288_13265e-7, 2.71155_55687_43487_57815e-5, 1.24266_09473_88078_43860e-3,
     2.65321_89526_57612_30930e-2, 2.96560_57182_85048_91230e-1, 1.78482_65399_17291_33580e0,
     5.46378_49111_64114_36990e0, 6.65790_46435_01103_77720e0),
    (2.04426_31033_89939_78564e-15, 1.42151_17583_16445_88870e-7, 1.84631_83175_10054_68180e-5,
     7.86869_13114_56132_59100e-4, 1.48753_61290_85061_48525e-2, 1.36929_88092_27358_05310e-1,
     5.99832_20655_58879_37690e-1, 1.0),
)


def _quotient(polynomials, r):
    top, bottom = (reduce(lambda value, factor: value * r + factor, row) for row in polynomials)
    return top, bottom


def _inverse_normal(p, mu, sigma):
    q = p - 0.5
    if math.fabs(q) <= 0.425:
        top, bottom = _quotient(_MIDDLE, 0.180625 - q * q)
        return mu + (top * q / bottom) * sigma
    r = math.sqrt(-math.log(p if q <= 0.0 else 1.0 - p))
    top, bottom = _quotient(_TAIL, r - 1.6) if r <= 5.0 else _quotient(_FAR, r - 5.0)
    x = top / bottom
    return mu + (-x if q < 0.0 else x) * sigma


class NormalDist:
    """Normal distribution of a random variable"""

    __slots__ = {"_mu": "Arithmetic mean of a normal distribution", "_sigma": "Standard deviation of a normal distribution"}

    def __init__(self, mu=0.0, sigma=1.0):
        """NormalDist where mu is the mean and sigma is the standard deviation."""
        if sigma < 0.0:
            raise StatisticsError("sigma must be non-negative")
        self._mu, self._sigma = float(mu), float(sigma)

    @classmethod
    def from_samples(cls, data):
        """Make a normal distribution instance from sample data."""
        data = list(data)
        return cls(fmean(data), stdev(map(float, data)))

    def samples(self, n, *, seed=None):
        """Generate *n* samples for a given mean and standard deviation."""
        draw = random.random if seed is None else random.Random(seed).random
        mu, sigma = self._mu, self._sigma
        return [_inverse_normal(draw(), mu, sigma) for _ in repeat(None, n)]

    def _spread(self, what):
        if not self._sigma:
            raise StatisticsError(f"{what} not defined when sigma is zero")
        return self._sigma

    def pdf(self, x):
        """Probability density function.  P(x <= X < x+dx) / dx"""
        variance = self._spread("pdf()") * self._sigma
        away = x - self._mu
        return math.exp(away * away / (-2.0 * variance)) / math.sqrt(math.tau * variance)

    def cdf(self, x):
        """Cumulative distribution function.  P(X <= x)"""
        sigma = self._spread("cdf()")
        return 0.5 * (1.0 + math.erf((x - self._mu) / (sigma * math.sqrt(2.0))))

    def inv_cdf(self, p):
        """Inverse cumulative distribution function.  x : P(X <= x) = p"""
        if not 0.0 < p < 1.0:
            raise StatisticsError("p must be in the range 0.0 < p < 1.0")
        return _inverse_normal(p, self._mu, self._sigma)

    def quantiles(self, n=4):
        """Divide into *n* continuous intervals with equal probability."""
        return [self.inv_cdf(i / n) for i in range(1, n)]

    def overlap(self, other):
        """The share of probability that two normal distributions have in common."""
        if not isinstance(other, NormalDist):
            raise TypeError("Expected another NormalDist instance")
        first, second = sorted((self, other), key=lambda one: (one._sigma, one._mu))
        low, high = first.variance, second.variance
        if not low or not high:
            raise StatisticsError("overlap() not defined when sigma is zero")
        difference, apart = high - low, math.fabs(second._mu - first._mu)
        if not difference:
            return math.erfc(apart / (2.0 * first._sigma * math.sqrt(2.0)))
        a = first._mu * high - second._mu * low
        b = first._sigma * second._sigma * math.sqrt(apart * apart + difference * math.log(high / low))
        left, right = (a + b) / difference, (a - b) / difference
        return 1.0 - (math.fabs(second.cdf(left) - first.cdf(left)) + math.fabs(second.cdf(right) - first.cdf(right)))

    def zscore(self, x):
        """Compute the Standard Score.  (x - mean) / stdev"""
        return (x - self._mu) / self._spread("zscore()")

    @property
    def mean(self):
        """Arithmetic mean of the normal distribution."""
        return self._mu

    @property
    def median(self):
        """Return the median of the normal distribution"""
        return self._mu

    @property
    def mode(self):
        """Return the mode of the normal distribution"""
        return self._mu

    @property
    def stdev(self):
        """Standard deviation of the normal distribution."""
        return self._sigma

    @property
    def variance(self):
        """Square of the standard deviation."""
        return self._sigma * self._sigma

    def __add__(self, other):
        if isinstance(other, NormalDist):
            return NormalDist(self._mu + other._mu, math.hypot(self._sigma, other._sigma))
        return NormalDist(self._mu + other, self._sigma)

    def __sub__(self, other):
        if isinstance(other, NormalDist):
            return NormalDist(self._mu - other._mu, math.hypot(self._sigma, other._sigma))
        return NormalDist(self._mu - other, self._sigma)

    def __mul__(self, factor):
        return NormalDist(self._mu * factor, self._sigma * math.fabs(factor))

    def __truediv__(self, divisor):
        return NormalDist(self._mu / divisor, self._sigma / math.fabs(divisor))

    def __pos__(self):
        return NormalDist(self._mu, self._sigma)

    def __neg__(self):
        return NormalDist(-self._mu, self._sigma)

    __radd__, __rmul__ = __add__, __mul__

    def __rsub__(self, other):
        return -(self - other)

    def __eq__(self, other):
        if not isinstance(other, NormalDist):
            return NotImplemented
        return (self._mu, self._sigma) == (other._mu, other._sigma)

    def __hash__(self):
        return hash((self._mu, self._sigma))

    def __repr__(self):
        return f"{type(self).__name__}(mu={self._mu!r}, sigma={self._sigma!r})"

    def __getstate__(self):
        return self._mu, self._sigma

    def __setstate__(self, state):
        self._mu, self._sigma = state

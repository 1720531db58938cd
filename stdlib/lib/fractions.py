"""Fraction, infinite-precision, rational numbers (mirrors Lib/fractions.py)."""
import functools
import math
import numbers
import operator
import re
import sys

__all__ = ['Fraction']

_MODULUS = sys.hash_info.modulus
_HASH_INF = sys.hash_info.inf

_RATIONAL_FORMAT = re.compile(r"""
    \A\s*                                  # optional whitespace at the start,
    (?P<sign>[-+]?)                        # an optional sign, then
    (?=\d|\.\d)                            # lookahead for digit or .digit
    (?P<num>\d*|\d+(_\d+)*)                # numerator (possibly empty)
    (?:                                    # followed by
       (?:\s*/\s*(?P<denom>\d+(_\d+)*))?   # an optional denominator
    |                                      # or
       (?:\.(?P<decimal>\d*|\d+(_\d+)*))?  # an optional fractional part
       (?:E(?P<exp>[-+]?\d+(_\d+)*))?      # and optional exponent
    )
    \s*\Z                                  # and optional whitespace to finish
""", re.VERBOSE | re.IGNORECASE)

_GENERAL_FORMAT = re.compile(r"""
    (?:(?P<fill>.)?(?P<align>[<>=^]))?
    (?P<sign>[-+ ]?)
    (?P<alt>\#?)
    (?P<minimumwidth>0|[1-9][0-9]*)?
    (?P<thousands_sep>[,_])?
""", re.DOTALL | re.VERBOSE).fullmatch

_FLOAT_FORMAT = re.compile(r"""
    (?:(?P<fill>.)?(?P<align>[<>=^]))?
    (?P<sign>[-+ ]?)
    (?P<no_neg_zero>z)?
    (?P<alt>\#)?
    # A '0' that is not the whole width pads with zeros.
    (?P<zeropad>0(?=[0-9]))?
    (?P<minimumwidth>0|[1-9][0-9]*)?
    (?P<thousands_sep>[,_])?
    (?:\.(?P<precision>0|[1-9][0-9]*))?
    (?P<presentation_type>[eEfFgG%])
""", re.DOTALL | re.VERBOSE).fullmatch


@functools.lru_cache(maxsize=1 << 14)
def _hash_algorithm(numerator, denominator):
    # Numbers that are equal have equal hashes, whatever their type: see the documentation of numeric types.
    magnitude = _HASH_INF
    if denominator % _MODULUS:
        magnitude = hash(hash(abs(numerator)) * pow(denominator, -1, _MODULUS))
    value = magnitude if numerator >= 0 else -magnitude
    return value if value != -1 else -2


def _round_to_exponent(n, d, exponent, no_neg_zero=False):
    """n/d as (is negative, digits) in units of 10**exponent, rounded half to even."""
    unit = 10 ** abs(exponent)
    scaled, divisor = (n * unit, d) if exponent < 0 else (n, d * unit)
    digits, rest = divmod(scaled + divisor // 2, divisor)
    if rest == 0 and divisor % 2 == 0:
        # A tie goes to the even neighbour.
        digits -= digits % 2
    negative = digits < 0 if no_neg_zero else n < 0
    return negative, abs(digits)


def _round_to_figures(n, d, figures):
    """n/d as (is negative, digits, exponent) with that many significant digits."""
    if not n:
        return False, 0, 1 - figures
    above, below = str(abs(n)), str(d)
    # Of the unit of the last digit.
    exponent = len(above) - len(below) - figures
    if above >= below:
        exponent += 1
    negative, digits = _round_to_exponent(n, d, exponent)
    if digits == 10 ** figures:
        # Rounding has made one more of them.
        return negative, digits // 10, exponent + 1
    return negative, digits, exponent


# What is computed inexactly where a fraction is the second operand.
_INEXACT = (numbers.Real, float), (numbers.Complex, complex)


class Fraction(numbers.Rational):
    """This class implements rational numbers."""

    __slots__ = ('_numerator', '_denominator')

    def __new__(cls, numerator=0, denominator=None):
        """Constructs a Rational."""
        self = super(Fraction, cls).__new__(cls)
        if denominator is None:
            if type(numerator) is int:
                self._numerator, self._denominator = numerator, 1
            elif isinstance(numerator, numbers.Rational):
                self._numerator, self._denominator = numerator.numerator, numerator.denominator
            elif isinstance(numerator, float) or (not isinstance(numerator, (str, type))
                                                  and hasattr(numerator, 'as_integer_ratio')):
                self._numerator, self._denominator = numerator.as_integer_ratio()
            elif isinstance(numerator, str):
                self._numerator, self._denominator = cls._parsed(numerator)
            else:
                raise TypeError("argument should be a string or a Rational instance")
            return self
        if not (type(numerator) is int is type(denominator)):
            if not (isinstance(numerator, numbers.Rational) and isinstance(denominator, numbers.Rational)):
                raise TypeError("both arguments should be Rational instances")
            numerator, denominator = (numerator.numerator * denominator.denominator,
                                      denominator.numerator * numerator.denominator)
        if denominator == 0:
            raise ZeroDivisionError(f'Fraction({numerator}, 0)')
        g = math.gcd(numerator, denominator)
        if denominator < 0:
            g = -g
        self._numerator, self._denominator = numerator // g, denominator // g
        return self

    @staticmethod
    def _parsed(text):
        m = _RATIONAL_FORMAT.match(text)
        if m is None:
            raise ValueError('Invalid literal for Fraction: %r' % text)
        numerator = int(m['num'] or '0')
        denominator = 1
        if m['denom']:
            denominator = int(m['denom'])
        else:
            if m['decimal']:
                decimal = m['decimal'].replace('_', '')
                scale = 10 ** len(decimal)
                numerator = numerator * scale + int(decimal)
                denominator *= scale
            if m['exp']:
                exp = int(m['exp'])
                if exp >= 0:
                    numerator *= 10 ** exp
                else:
                    denominator *= 10 ** -exp
        if m['sign'] == '-':
            numerator = -numerator
        if denominator == 0:
            raise ZeroDivisionError(f'Fraction({numerator}, 0)')
        g = math.gcd(numerator, denominator)
        return numerator // g, denominator // g

    @classmethod
    def from_float(cls, f):
        """Converts a finite float to a rational number, exactly."""
        if isinstance(f, numbers.Integral):
            return cls(f)
        if not isinstance(f, float):
            raise TypeError(f"{cls.__name__}.from_float() only takes floats, not {f!r} ({type(f).__name__})")
        return cls._from_coprime_ints(*f.as_integer_ratio())

    @classmethod
    def from_decimal(cls, dec):
        """Converts a finite Decimal instance to a rational number, exactly."""
        from decimal import Decimal

        if not isinstance(dec, (numbers.Integral, Decimal)):
            raise TypeError(f"{cls.__name__}.from_decimal() only takes Decimals, not {dec!r} ({type(dec).__name__})")
        exact = dec if isinstance(dec, Decimal) else int(dec)
        return cls._from_coprime_ints(*exact.as_integer_ratio())

    @classmethod
    def _from_coprime_ints(cls, numerator, denominator, /):
        """Convert a pair of ints to a rational number, for internal use."""
        self = super(Fraction, cls).__new__(cls)
        self._numerator, self._denominator = numerator, denominator
        return self

    def is_integer(self):
        """Return True if the Fraction is an integer."""
        return self._denominator == 1

    def as_integer_ratio(self):
        """The numerator and the denominator."""
        return self._numerator, self._denominator

    def limit_denominator(self, max_denominator=1000000):
        """Closest Fraction to self with denominator at most max_denominator."""
        if max_denominator < 1:
            raise ValueError("max_denominator should be at least 1")
        if self._denominator <= max_denominator:
            return Fraction(self)
        # Convergents of the continued fraction, up to the bound.
        before, last = (0, 1), (1, 0)
        above, below = self._numerator, self._denominator
        while True:
            term, rest = divmod(above, below)
            following = before[0] + term * last[0], before[1] + term * last[1]
            if following[1] > max_denominator:
                break
            before, last = last, following
            above, below = below, rest
        # The last convergent and the best semiconvergent: the closer one, the smaller one of equals.
        term = (max_denominator - before[1]) // last[1]
        between = before[0] + term * last[0], before[1] + term * last[1]
        closest = last if 2 * below * between[1] <= self._denominator else between
        return Fraction._from_coprime_ints(*closest)

    @property
    def numerator(a):
        return a._numerator

    @property
    def denominator(a):
        return a._denominator

    def __repr__(self):
        """repr(self)"""
        return f'{self.__class__.__name__}({self._numerator}, {self._denominator})'

    def __str__(self):
        """str(self)"""
        return str(self._numerator) if self._denominator == 1 else f'{self._numerator}/{self._denominator}'

    def __format__(self, format_spec, /):
        """Format this fraction according to the given format specification."""
        general = _GENERAL_FORMAT(format_spec)
        if general:
            return self._format_general(general)
        style = _FLOAT_FORMAT(format_spec)
        # The explicit alignment makes no sense with zero padding.
        if style and None in (style['align'], style['zeropad']):
            return self._format_float_style(style)
        raise ValueError(f"Invalid format specifier {format_spec!r} for object of type {type(self).__name__!r}")

    def _format_general(self, match):
        """Helper method for __format__."""
        sep = match['thousands_sep'] or ''
        body = f'{abs(self._numerator):{sep}}'
        if self._denominator > 1 or match['alt']:
            body += f'/{self._denominator:{sep}}'
        sign = '-' if self._numerator < 0 else _positive_sign(match)
        return _aligned(match, sign, body)

    def _format_float_style(self, match):
        """Helper method for __format__; handles float presentation types."""
        kind = match['presentation_type']
        precision = int(match['precision'] or 6)
        alternate = bool(match['alt'])
        trim_zeros = kind in 'gG' and not alternate
        exponent_char = 'E' if kind in 'EFG' else 'e'
        if kind in 'fF%':
            exponent = -precision - (2 if kind == '%' else 0)
            negative, digits = _round_to_exponent(self._numerator, self._denominator, exponent,
                                                  bool(match['no_neg_zero']))
            scientific, point_pos = False, precision
        else:
            figures = max(precision, 1) if kind in 'gG' else precision + 1
            negative, digits, exponent = _round_to_figures(self._numerator, self._denominator, figures)
            scientific = kind in 'eE' or exponent > 0 or exponent + figures <= -4
            point_pos = figures - 1 if scientific else -exponent
        if kind == '%':
            suffix = '%'
        elif scientific:
            suffix = f'{exponent_char}{exponent + point_pos:+03d}'
        else:
            suffix = ''
        text = f'{digits:0{point_pos + 1}d}'
        leading, fraction = text[:len(text) - point_pos], text[len(text) - point_pos:]
        if trim_zeros:
            fraction = fraction.rstrip('0')
        trailing = ('.' if fraction or alternate else '') + fraction + suffix
        sign = '-' if negative else _positive_sign(match)
        sep = match['thousands_sep']
        if match['zeropad']:
            width = int(match['minimumwidth']) - len(sign) - len(trailing)
            leading = leading.zfill(3 * width // 4 + 1 if sep else width)
        if sep:
            first = 1 + (len(leading) - 1) % 3
            leading = leading[:first] + ''.join(sep + leading[i:i + 3] for i in range(first, len(leading), 3))
        return _aligned(match, sign, leading + trailing)

    def _operator_fallbacks(monomorphic_operator, fallback_operator, handle_complex=True):
        """Generates forward and reverse operators given a purely-rational operator and a function from `operator`."""
        def forward(a, b):
            if isinstance(b, (Fraction, int)):
                return monomorphic_operator(a, b if isinstance(b, Fraction) else Fraction(b))
            for kind in (float, complex) if handle_complex else (float,):
                if isinstance(b, kind):
                    return fallback_operator(kind(a), b)
            return NotImplemented

        def reverse(b, a):
            if isinstance(a, numbers.Rational):
                return monomorphic_operator(Fraction(a), b)
            for kind, convert in _INEXACT[:2 if handle_complex else 1]:
                if isinstance(a, kind):
                    return fallback_operator(convert(a), float(b))
            return NotImplemented

        name = fallback_operator.__name__
        forward.__name__, reverse.__name__ = f'__{name}__', f'__r{name}__'
        forward.__doc__ = reverse.__doc__ = monomorphic_operator.__doc__
        return forward, reverse

    def _add(a, b):
        """a + b"""
        na, da, nb, db = a._numerator, a._denominator, b._numerator, b._denominator
        g = math.gcd(da, db)
        if g == 1:
            return Fraction._from_coprime_ints(na * db + da * nb, da * db)
        s = da // g
        t = na * (db // g) + nb * s
        g2 = math.gcd(t, g)
        return Fraction._from_coprime_ints(t // g2, s * (db // g2))

    __add__, __radd__ = _operator_fallbacks(_add, operator.add)

    def _sub(a, b):
        """a - b"""
        return Fraction._add(a, Fraction._from_coprime_ints(-b._numerator, b._denominator))

    __sub__, __rsub__ = _operator_fallbacks(_sub, operator.sub)

    def _mul(a, b):
        """a * b"""
        na, da, nb, db = a._numerator, a._denominator, b._numerator, b._denominator
        g1, g2 = math.gcd(na, db), math.gcd(nb, da)
        return Fraction._from_coprime_ints((na // g1) * (nb // g2), (da // g2) * (db // g1))

    __mul__, __rmul__ = _operator_fallbacks(_mul, operator.mul)

    def _div(a, b):
        """a / b"""
        nb, db = b._numerator, b._denominator
        if nb == 0:
            raise ZeroDivisionError(f'Fraction({db}, 0)')
        if nb < 0:
            nb, db = -nb, -db
        return Fraction._mul(a, Fraction._from_coprime_ints(db, nb))

    __truediv__, __rtruediv__ = _operator_fallbacks(_div, operator.truediv)

    def _floordiv(a, b):
        """a // b"""
        return (a._numerator * b._denominator) // (a._denominator * b._numerator)

    __floordiv__, __rfloordiv__ = _operator_fallbacks(_floordiv, operator.floordiv, False)

    def _divmod(a, b):
        """(a // b, a % b)"""
        da, db = a._denominator, b._denominator
        div, rest = divmod(a._numerator * db, da * b._numerator)
        return div, Fraction(rest, da * db)

    __divmod__, __rdivmod__ = _operator_fallbacks(_divmod, divmod, False)

    def _mod(a, b):
        """a % b"""
        da, db = a._denominator, b._denominator
        return Fraction((a._numerator * db) % (b._numerator * da), da * db)

    __mod__, __rmod__ = _operator_fallbacks(_mod, operator.mod, False)

    def __pow__(a, b):
        """a ** b"""
        if not isinstance(b, numbers.Rational):
            return float(a) ** b if isinstance(b, (float, complex)) else NotImplemented
        if b.denominator != 1:
            # Roots are irrational, mostly.
            return float(a) ** float(b)
        power = b.numerator
        n, d = a._numerator, a._denominator
        if power >= 0:
            return Fraction._from_coprime_ints(n ** power, d ** power)
        if n > 0:
            return Fraction._from_coprime_ints(d ** -power, n ** -power)
        if n == 0:
            raise ZeroDivisionError(f'Fraction({d ** -power}, 0)')
        return Fraction._from_coprime_ints((-d) ** -power, (-n) ** -power)

    def __rpow__(b, a):
        """a ** b"""
        is_whole = b._denominator == 1
        if isinstance(a, numbers.Rational) and not (is_whole and b._numerator >= 0):
            return Fraction(a.numerator, a.denominator) ** b
        return a ** (b._numerator if is_whole else float(b))

    def __pos__(a):
        """+a: Coerces a subclass instance to Fraction"""
        return Fraction._from_coprime_ints(a._numerator, a._denominator)

    def __neg__(a):
        """-a"""
        return Fraction._from_coprime_ints(-a._numerator, a._denominator)

    def __abs__(a):
        """abs(a)"""
        return Fraction._from_coprime_ints(abs(a._numerator), a._denominator)

    def __int__(a, _index=operator.index):
        """int(a)"""
        n = a._numerator
        return _index(-(-n // a._denominator) if n < 0 else n // a._denominator)

    def __trunc__(a):
        """math.trunc(a)"""
        n = a._numerator
        return -(-n // a._denominator) if n < 0 else n // a._denominator

    def __floor__(a):
        """math.floor(a)"""
        return a._numerator // a._denominator

    def __ceil__(a):
        """math.ceil(a)"""
        return -(-a._numerator // a._denominator)

    def __round__(self, ndigits=None):
        """round(self, ndigits)"""
        if ndigits is None:
            whole, rest = divmod(self._numerator, self._denominator)
            beyond = 2 * rest - self._denominator
            return whole + 1 if beyond > 0 or (beyond == 0 and whole % 2) else whole
        unit = 10 ** abs(ndigits)
        return Fraction(round(self * unit), unit) if ndigits > 0 else Fraction(round(self / unit) * unit)

    def __hash__(self):
        """hash(self)"""
        return _hash_algorithm(self._numerator, self._denominator)

    def __eq__(a, b):
        """a == b"""
        if type(b) is int:
            return a._denominator == 1 and a._numerator == b
        if isinstance(b, numbers.Rational):
            return (a._numerator, a._denominator) == (b.numerator, b.denominator)
        other = b.real if isinstance(b, numbers.Complex) and b.imag == 0 else b
        if not isinstance(other, float):
            return NotImplemented
        return a == a.from_float(other) if math.isfinite(other) else 0.0 == other

    def _richcmp(self, other, op):
        """Helper for comparison operators, for internal use only."""
        if isinstance(other, numbers.Rational):
            sides = self._numerator * other.denominator, self._denominator * other.numerator
        elif isinstance(other, float):
            # Infinities and NaN compare with all numbers as they do with 0.
            sides = (self, self.from_float(other)) if math.isfinite(other) else (0.0, other)
        else:
            return NotImplemented
        return op(*sides)

    def __lt__(a, b):
        """a < b"""
        return a._richcmp(b, operator.lt)

    def __gt__(a, b):
        """a > b"""
        return a._richcmp(b, operator.gt)

    def __le__(a, b):
        """a <= b"""
        return a._richcmp(b, operator.le)

    def __ge__(a, b):
        """a >= b"""
        return a._richcmp(b, operator.ge)

    def __bool__(a):
        """a != 0"""
        return bool(a._numerator)

    def __reduce__(self):
        return self.__class__, (self._numerator, self._denominator)

    def __copy__(self):
        return self if type(self) == Fraction else self.__class__(self._numerator, self._denominator)

    def __deepcopy__(self, memo):
        return self if type(self) == Fraction else self.__class__(self._numerator, self._denominator)


def _positive_sign(match):
    return '' if match['sign'] == '-' else match['sign']


def _aligned(match, sign, body):
    """Fills up to the width of a format specification."""
    padding = (match['fill'] or ' ') * (int(match['minimumwidth'] or 0) - len(sign) - len(body))
    align = match['align'] or '>'
    if align == '<':
        return sign + body + padding
    if align == '=':
        return sign + padding + body
    if align == '^':
        half = len(padding) // 2
        return padding[:half] + sign + body + padding[half:]
    return padding + sign + body

import array
import copy
import decimal
import fractions
import numbers
import pickle
import random
import statistics
import struct
import warnings
from decimal import Context, Decimal
from fractions import Fraction

from library_parts import done, survey

for text in (
    "0", "-0", "1", "-1", "0.1", "1E+5", "1E-7", "1e999999", "-0E-3", "Infinity", "-Infinity", "NaN", "-NaN", "sNaN", "NaN123", "-sNaN7",
    "123456789012345678901234567890.1234567890", "9" * 300, "0." + "0" * 50 + "7", "1E-1000000000",
):
    survey(f"Decimal {text[:40]}", Decimal(text))
for args in (0,), (1, 2), (-7, 3), (10**40, 7), (1, 10**40), (-0, 5), (5,):
    survey(f"Fraction {args}", Fraction(*args))
survey("Fraction of float", Fraction(0.1))
for z in 0j, 1j, -0j, complex("nan"), complex("inf-nanj"), complex(-0.0, 0.0), complex(1e308, 5e-324), complex(0.1, -0.2):
    survey(f"complex {z!r}", z)


class Money(Decimal):
    pass


class Slotted(Decimal):
    __slots__ = ("unit",)


class Part(Fraction):
    pass


class Point(complex):
    pass


money = Money("1.50")
money.currency = "EUR"
slotted = Slotted("2")
slotted.unit = "m"
part = Part(1, 3)
part.tag = "x"
point = Point(1, 2)
point.tag = "x"


def attributes(value):
    return f"{type(value).__name__} {value!r} {getattr(value, '__dict__', None)} {getattr(value, 'unit', None)}"


for value in Money(1), money, Slotted(1), slotted, Part(2, 4), part, Point(1), point:
    survey(f"subclass {value!r}", value, attributes)


def context(c):
    flags = sorted(k.__name__ for k, v in c.flags.items() if v)
    return f"{c.prec} {c.rounding} {c.Emin} {c.Emax} {c.capitals} {c.clamp} {flags} {sorted(k.__name__ for k, v in c.traps.items() if v)}"


survey("Context default", Context(), context)
survey("BasicContext", decimal.BasicContext, context)
survey("ExtendedContext", decimal.ExtendedContext, context)
survey("Context own", Context(prec=3, rounding=decimal.ROUND_UP, Emin=-9, Emax=9, capitals=0, clamp=1, flags=[decimal.Inexact], traps=[]), context)
survey("Context flags", Context(flags=[decimal.Overflow, decimal.Clamped, decimal.FloatOperation], traps=[decimal.DivisionByZero]), context)


class Narrow(Context):
    pass


survey("Context subclass", Narrow(prec=5), context)
survey("DecimalTuple", Decimal("-1.25").as_tuple())
survey("getcontext", decimal.getcontext(), context)
for signal in "Clamped", "InvalidOperation", "DivisionByZero", "Inexact", "Rounded", "Subnormal", "Overflow", "Underflow", "FloatOperation", "DivisionUndefined", "ConversionSyntax":
    kind = getattr(decimal, signal, None)
    if kind:
        survey(f"signal {signal}", kind)
        survey(f"signal {signal}()", kind("m"))
try:
    Decimal(1) / Decimal(0)
except decimal.DecimalException as error:
    survey("raised", error)
try:
    Decimal("x")
except decimal.DecimalException as error:
    survey("raised", error)
for kind in Decimal, Context, Fraction, numbers.Number, numbers.Rational, fractions.Fraction, decimal.DecimalTuple, decimal.DecimalException:
    survey(f"class {kind.__name__}", kind)
for method in Decimal.from_float, Decimal.sqrt, Decimal(2).sqrt, Fraction.from_decimal, Fraction.limit_denominator, decimal.getcontext, decimal.localcontext, decimal.Context.create_decimal:
    survey(f"method {method.__qualname__}", method)

for code, items in (
    ("b", [-1, 127]), ("B", [0, 255]), ("h", [-2]), ("H", [65535]), ("i", [-3]), ("I", [2**32 - 1]), ("l", [-4]), ("L", [2**64 - 1]),
    ("q", [-5]), ("Q", [2**64 - 1]), ("f", [0.1, float("inf")]), ("d", [0.1, -0.0]), ("u", "h\xe9\u4e2d\U0001f600"), ("w", "h\xe9\u4e2d\U0001f600"),
):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        survey(f"array {code}", array.array(code, items))
        survey(f"array {code} empty", array.array(code))
survey("array long", array.array("i", range(1000)))


class Row(array.array):
    pass


row = Row("h", [1, 2])
survey("array subclass", row, attributes)
row.name = "r"
survey("array subclass attr", row, attributes)
survey("array iterator", iter(array.array("b", [1, 2])), list)
survey("arrayiterator used", (lambda i: (next(i), i)[1])(iter(array.array("b", [1, 2]))), list)
survey("array class", array.array)
survey("array method", array.array("b").append)


def sequence(r):
    return str((r.random(), r.randrange(10**9), r.gauss(0, 1), r.gauss(0, 1), r.getrandbits(70)))


for seed in 0, 1, 2**70, "text", b"bytes", 1.5, -3:
    survey(f"Random {seed!r}", random.Random(seed), sequence)
used = random.Random(5)
random.seed(7)
used.gauss(0, 1)
survey("Random with gauss_next", used, sequence)


class Own(random.Random):
    pass


own = Own(3)
own.tag = 1
survey("Random subclass", own, lambda r: sequence(r) + str(r.tag))
survey("SystemRandom", random.SystemRandom(), lambda r: type(r).__name__)
survey("Random state", random.Random(9).getstate())
survey("random.random", random.random)
survey("random.choice", random.choice)
survey("random.Random", random.Random)
print(random.Random(5).__reduce__()[:2])
survey("NormalDist", statistics.NormalDist(1, 2))
survey("StatisticsError", statistics.StatisticsError("m"))
survey("LinearRegression", statistics.linear_regression([1, 2, 3], [2, 4, 6]))
survey("Struct", struct.Struct("<i"))
survey("struct.error", struct.error("m"))
survey("shared", [Decimal("1.5"), Decimal("1.5"), Fraction(1, 2), Fraction(1, 2)])
d = Decimal("2.5")
survey("shared same", [d, d, {d: d}])
print(copy.copy(d) is d, copy.deepcopy(d) is d, copy.copy(money) is money, copy.copy(Fraction(1, 2)) == Fraction(1, 2), copy.deepcopy(Fraction(1, 2)))
done()

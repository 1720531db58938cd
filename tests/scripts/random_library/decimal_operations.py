"""Decimals: operations, methods, contexts with their flags and traps, formatting, against random operands."""

import decimal
import operator
from decimal import Context, Decimal
from fractions import Fraction

from random_cases import attempt, main

SIGNALS = [decimal.Clamped, decimal.InvalidOperation, decimal.DivisionByZero, decimal.Inexact, decimal.Rounded, decimal.Subnormal, decimal.Overflow, decimal.Underflow, decimal.FloatOperation]
ROUNDINGS = "ROUND_CEILING ROUND_DOWN ROUND_FLOOR ROUND_HALF_DOWN ROUND_HALF_EVEN ROUND_HALF_UP ROUND_UP ROUND_05UP".split()
ONE = """abs canonical copy_abs copy_decimal copy_negate exp is_canonical is_finite is_infinite is_nan is_normal is_qnan is_signed is_snan is_subnormal is_zero ln log10 logb logical_invert minus next_minus next_plus normalize
    number_class plus radix sqrt to_eng_string to_integral_exact to_integral_value to_sci_string create_decimal""".split()
TWO = """add compare compare_signal compare_total compare_total_mag copy_sign divide divide_int divmod logical_and logical_or logical_xor max max_mag min min_mag multiply next_toward quantize remainder remainder_near rotate same_quantum scaleb shift
    subtract power""".split()


def text(r):
    if r.maybe(0.12):
        return r.pick("", "-") + r.pick("Infinity", "NaN", "sNaN", "NaN12", "sNaN9", "inf", "0", "0E5", "0E-20")
    if r.maybe(0.08):
        return r.pick("", "-") + r.text(8, "01")
    whole = r.text(r.pick(2, 4, 12, 40), "0123456789") or "0"
    part = r.pick("", "." + r.text(r.pick(2, 10, 30), "0123456789"))
    exponent = r.pick("", "", f"E{r.randrange(-12, 12)}", f"e{r.randrange(-400, 400)}", f"E+{r.below(10)}", f"E{r.pick(990, -1010)}")
    return r.pick("", "-") + whole + part + exponent + (r.pick("x", "_", " ", "-") if r.maybe(0.03) else "")


def operand(r):
    try:
        return Decimal(text(r))
    except decimal.InvalidOperation:
        return Decimal(r.below(9))


def context(r):
    small = r.maybe()
    return Context(
        prec=r.pick(1, 2, 3, 7, 16, 28, r.randrange(1, 60)), rounding=r.pick(*ROUNDINGS), Emin=-r.below(20) if small else -999999, Emax=r.below(20) if small else 999999, capitals=r.below(2), clamp=r.below(2),
        traps=[s for s in SIGNALS if r.maybe(0.06)], flags=[],
    )


def flags(c):
    return ",".join(s.__name__ for s in SIGNALS if c.flags[s])


def lines(r):
    for _ in range(300):
        c = context(r)
        name = r.pick(*ONE, *TWO, *TWO)
        args = [operand(r) for _ in range(2 if name in TWO else 1)]
        if name in ("exp", "ln", "log10", "power", "sqrt"):
            args = [Decimal(r.pick(1, -1) * r.below(10**r.randrange(1, 9))).scaleb(-r.below(9)) if r.maybe(0.9) else a for a in args]
        if name in ("rotate", "shift", "scaleb") and r.maybe(0.8):
            args[1] = Decimal(r.randrange(-12, 12))
        if name == "create_decimal":
            args = [r.pick(text(r), r.integer(), r.real(), (r.below(2), tuple(r.below(10) for _ in range(r.below(12))), r.randrange(-20, 20)), args[0])]
        yield f"{c.prec} {c.rounding} {c.Emin} {c.clamp} {name} {args} {attempt(getattr(c, name), *args)} {flags(c)}"
    for _ in range(100):
        a, b = operand(r), r.pick(operand, operand, operand, r.integer, lambda r=r: r.real(), lambda: Fraction(1, 3), lambda: "x")
        b = b(r) if b is operand else b()
        c = context(r)
        with decimal.localcontext(c) as own:
            o = r.pick(operator.add, operator.sub, operator.mul, operator.truediv, operator.floordiv, operator.mod, divmod, operator.lt, operator.eq, operator.ge, operator.ne)
            yield f"{o.__name__} {a!r} {b!r} {attempt(o, a, b)} {attempt(o, b, a)} {flags(own)}"
            n = r.randrange(-9, 20)
            yield f"{a!r} {n} {attempt(lambda: a ** n)} {attempt(round, a)} {attempt(round, a, n)} {attempt(int, a)} {attempt(float, a)} {attempt(hash, a) if not a.is_qnan() else ''} {attempt(operator.neg, a)} {attempt(a.adjusted)} {flags(own)}"
            s = r.pick("", "*<", ">", "0", "+", "z") + r.pick("", str(r.below(30))) + r.pick("", ",", "_") + r.pick("", f".{r.below(20)}") + r.pick("", *"eEfFgG%ns")
            yield f"{a!r} {s!r} {attempt(format, a, s)} {a} {attempt(a.to_eng_string)} {a.as_tuple()} {attempt(a.as_integer_ratio)} {flags(own)}"
            q = Decimal((0, (1,), r.randrange(-9, 9)))
            power, modulus = r.below(9), r.randrange(-3, 50)
            yield f"{q} {power} {modulus} {attempt(a.quantize, q, r.pick(*ROUNDINGS))} {attempt(a.fma, q, operand(r))} {attempt(pow, a, power, modulus)} {attempt(a.to_integral_value, r.pick(*ROUNDINGS))} {attempt(Decimal, text(r))} {flags(own)}"


if __name__ == "__main__":
    main(lines)

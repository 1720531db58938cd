"""Edge values and errors of every function of math."""
import math


def show(label, f, *args, **k):
    try:
        print(label, repr(f(*args, **k)))
    except Exception as e:
        print(label, type(e).__name__, e)


inf, nan = math.inf, math.nan
BIG = 10**400
VALUES = [0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 2.5, 3, -3, True, inf, -inf, nan, 1e308, -1e308, 5e-324, 710.0, -745.2, 1e22, 170.7, -170.5, -2.0, 2**70, BIG, -BIG, "x", None, 1j]
ONE = ["acos", "acosh", "asin", "asinh", "atan", "atanh", "cbrt", "ceil", "cos", "cosh", "degrees", "erf", "erfc", "exp", "exp2", "expm1", "fabs",
       "factorial", "floor", "frexp", "gamma", "isfinite", "isinf", "isnan", "isqrt", "lgamma", "log", "log10", "log1p", "log2", "modf", "radians",
       "sin", "sinh", "sqrt", "tan", "tanh", "trunc", "ulp"]
for name in ONE:
    f = getattr(math, name)
    for v in VALUES:
        if name == "factorial" and v == 2**70 or name == "ceil" and v == 1e308:
            continue
        if name == "cbrt" and v not in (0, 1, -1, inf, -inf):  # differs between versions of the C library
            continue
        text = "BIG" if v == BIG else "-BIG" if v == -BIG else repr(v)
        try:
            result = repr(f(v))
        except Exception as e:
            result = f"{type(e).__name__} {e}"
        print(name, text, result if len(result) < 80 else f"{result[:30]}...{len(result)}")
    show(f"{name} none", f)
    show(f"{name} many", f, 1, 2, 3)
    show(f"{name} keyword", f, x=1)
for name in ["atan2", "copysign", "fmod", "pow", "remainder", "ldexp", "log", "nextafter", "isclose", "comb", "perm", "dist", "sumprod"]:
    f = getattr(math, name)
    for a in [0.0, -0.0, 1, 2.5, -2.0, inf, -inf, nan, 1e308, 5, "x"]:
        for b in [0.0, -0.0, 1, -1, 0.5, 3, inf, -inf, nan, 2000, None]:
            show(f"{name} {a!r} {b!r}", f, a, b)
    show(f"{name} one", f, 1)
    show(f"{name} none", f)
    show(f"{name} keyword", f, 1, 2, x=3)
print("-- ldexp, log")
for args in [(1.0, 2**70), (1.0, -2**70), (0.0, 2**70), (1.0, 1023), (1.0, 1024), (1.0, -1074), (1.0, -1075), (3.0, -1074), (1.0, 1.5), (inf, 2**70), (1, True)]:
    show(f"ldexp {args}", math.ldexp, *args)
for args in [(8, 2), (BIG, 10), (10, BIG), (BIG, BIG), (2, 1), (0, 2), (2, 0), (2, -1), (1, 1), (2.0, 1.0), (True, 2), (inf, 2), (2, inf), ("x", 2), (2, "x"), (2, None)]:
    show(f"log {str(args)[:30]}", math.log, *args)
for n in [2**1023, 2**1024, 2**1025 + 1, 10**308, 10**309, 3**1000, 2**64 - 1, 2**64 + 1]:
    print(math.log(n), math.log2(n), math.log10(n))
print("-- integers")
for n in [0, 1, 2, 5, 12, 13, 20, 21, 25, 100, -1, 2.0, "x", 2**63, -2**70]:
    show(f"factorial {n!r}", math.factorial, n)
for args in [(5, 2), (5, 0), (5, 6), (60, 30), (100, 50), (10**20, 3), (10**20, 10**20 - 2), (-1, 2), (2, -1), (5, 2.0), ("x", 1), (2**70, 2**69), (67, 33), (300, 7)]:
    show(f"comb {args}", math.comb, *args)
for args in [(5, 2), (5,), (5, None), (5, 0), (5, 6), (100, 3), (10**20, 3), (-1, 2), (-1,), (2, -1), (5, 2.0), (2**70, 2**69), (2**70, 2**70)]:
    show(f"perm {args}", math.perm, *args)
for args in [(), (0,), (-4,), (12, 18), (12, 18, 27), (0, 0), (2**70, 2**65), (-2**63, 0), (-2**63, -2**63), (1.0,), (4, "x"), (True, 2), (3**50 * 4, 6)]:
    show(f"gcd {args}", math.gcd, *args)
    show(f"lcm {args}", math.lcm, *args)
for n in [0, 1, 2, 3, 4, 2**62, 2**63 - 1, 2**64, 10**40, 10**40 - 1, -1, 4.0, True]:
    show(f"isqrt {n}", math.isqrt, n)
print("-- sums")
for seq in [[], [1], [0.1] * 10, [1e16, 1, -1e16], [1e308, 1e308], [1e308, 1e308, -1e308], [inf, 1], [inf, -inf], [nan, inf], [2**1024], ["x"], [1, 2.5, True],
            [1e-320, 1e300, -1e300], [2.0**53, 1.0, 2.0**-100], 5, None, [-0.0], [-0.0, -0.0]]:
    show(f"fsum {str(seq)[:40]}", math.fsum, seq)
for seq in [[], [2, 3], [2.0, 3], [2, 3.5, 1j], ["a"], [2**40, 2**40], [inf, 0], ["a", 3], [1, [2]], 5, [0.1] * 3, [True, 2]]:
    show(f"prod {seq}", math.prod, seq)
show("prod start", math.prod, [2, 3], start=10)
show("prod start list", math.prod, [2, 3], start=[1])
show("prod start float", math.prod, [2, 3], start=0.5)
show("prod keyword", math.prod, [2], begin=1)
show("prod positional", math.prod, [2], 1)
for p, q in [([], []), ([1, 2], [3, 4]), ([0.1] * 10, [1.0] * 10), ([1, 2.0, 3], [1, 2, 3.0]), ([1], [1, 2]), ([1, 2], [1]), ([2**62] * 3, [4] * 3), ([1e308], [10.0]),
             ([inf], [0.0]), ([inf, 1.0], [1.0, -inf]), (["a"], [3]), (["a"], ["b"]), ([1j], [2]), ([True], [2.5]), ([1.0, 2, 3.0], [1.0, 2, 3.0]), (5, []), ([], 5), ([2**2000], [1.0]),
             ([1e308, 1e308, -1e308], [1.0, 1.0, 1.0]), ([10**17, 0.1], [3, 10**17]), ((1, 2), {3: 0, 4: 0}), ([1e16, 1.0, -1e16], [1.0, 1.0, 1.0]), ([nan], [1])]:
    show(f"sumprod {str(p)[:30]} {str(q)[:30]}", math.sumprod, p, q)
for args in [(), (3,), (-3,), (3, 4), (1, 2, 3), (inf, nan), (nan, 1), (-inf,), (1e308, 1e308), (1e-320, 1e-320), ("x",), (3, True), (1e200, 1e-200), (5e-324,), (2**1024,)]:
    show(f"hypot {str(args)[:40]}", math.hypot, *args)
show("hypot keyword", math.hypot, x=1)
for p, q in [((), ()), ((1,), (4,)), ((1, 2), (4, 6)), ([1, 2], [4, 6]), ((1,), (1, 2)), ((inf,), (inf,)), ((nan, inf), (1, 1)), ((1, 2, 3, 4, 5), (0,) * 5), (1, 2), (iter([1]), iter([2])), (("x",), (1,)), ((1e308,), (-1e308,))]:
    show(f"dist {str(p)[:10]}", math.dist, p, q)
print("-- isclose, nextafter, fma")
for args, k in [((1, 1 + 1e-10), {}), ((1, 1.1), {"rel_tol": 0.2}), ((0, 1e-10), {}), ((0, 1e-10), {"abs_tol": 1e-9}), ((inf, inf), {}), ((inf, 1e308), {}), ((nan, nan), {}),
                ((1, 2), {"rel_tol": -1}), ((1, 2), {"abs_tol": -1}), ((1, 1), {"rel_tol": -1}), ((1, 2, 3), {}), ((1,), {}), ((), {"a": 1, "b": 1}), ((1, 2), {"bogus": 1}), ((1, 2), {"rel_tol": "x"})]:
    show(f"isclose {args} {k}", math.isclose, *args, **k)
for args, k in [((1.0, 2.0), {}), ((1.0, 2.0), {"steps": 3}), ((1.0, 2.0), {"steps": 0}), ((1.0, 2.0), {"steps": 2**70}), ((1.0, 2.0), {"steps": -1}), ((1.0, 1.0), {"steps": 5}), ((0.0, 1.0), {"steps": 2}),
                ((-5e-324, 1.0), {"steps": 3}), ((inf, 0.0), {"steps": 1}), ((inf, -inf), {"steps": 2**64 - 1}), ((nan, 1.0), {"steps": 2}), ((1.0, 2.0), {"steps": None}), ((1.0, 2.0), {"steps": 1.5}), ((0.0, -0.0), {}), ((1.0, -inf), {"steps": 2**62})]:
    show(f"nextafter {args} {k}", math.nextafter, *args, **k)
for args in [(2, 3, 4), (1e308, 10, -1e308), (inf, 0, 1), (inf, 1, -inf), (nan, 1, 1), (0.1, 10, -1), (1e308, 1e308, 1), (1, 2), (1, 2, "x"), (0.0, -1.0, 0.0), (0.0, -1.0, -0.0), (5e-324, 0.5, 5e-324)]:
    show(f"fma {args}", math.fma, *args)
print("-- special methods")


class Special:
    def __floor__(self):
        return "floor"

    def __ceil__(self):
        return "ceil"

    def __trunc__(self):
        return "trunc"

    def __float__(self):
        return 2.5

    def __index__(self):
        return 7


s = Special()
print(math.floor(s), math.ceil(s), math.trunc(s), math.sqrt(s), math.gcd(s, 14), math.isqrt(s), math.factorial(s), math.comb(s, 2), math.ldexp(s, 1), math.hypot(s, s))


class OnlyFloat(float):
    pass


class Bad:
    def __float__(self):
        return "x"


class Index:
    def __index__(self):
        return 3


print(math.floor(OnlyFloat(2.5)), math.ceil(OnlyFloat(2.5)), math.trunc(OnlyFloat(2.5)), math.floor(Index()), math.ceil(Index()), math.sqrt(Index()))
show("bad float", math.sqrt, Bad())
show("trunc of index", math.trunc, Index())
show("trunc of str", math.trunc, "x")
show("floor of object", math.floor, object())
print(math.e, math.pi, math.tau, math.inf, math.nan, math.__doc__)

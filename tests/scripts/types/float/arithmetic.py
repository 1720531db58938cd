def ev(src):
    """Print what every expression line gives."""
    for line in src.strip().splitlines():
        try:
            result = repr(eval(line, globals()))
        except BaseException as e:
            result = f"{type(e).__name__}: {e}"
        print(line, "->", result)

ev('''
7.5 // 2, -7.5 // 2, 7.5 % 2, -7.5 % 2, 7.5 % -2, divmod(-7.5, 2), divmod(7.5, -2), -0.0 % 5, 5 % -5.0, 1e300 * 1e10, 5.0 // float("inf"), -5.0 // float("inf"), -5.0 % float("inf")
1.0 / 0
1.0 // 0
1.0 % 0
divmod(1.0, 0.0)
0.0 ** -1
(-8.0) ** (1 / 3)
2.0 ** 0.5, 0.0 ** 0, float("nan") ** 0, 1.0 ** float("nan"), float("inf") ** -1, (-2.0) ** 3, (-2.0) ** -3.0, 2.0 ** -1075, (-1.0) ** float("inf")
2.0 ** 10000
1e308 * 10, -1e308 * 10, float("inf") - float("inf"), float("inf") * 0, 5 + 0.5, 2**53 + 1.0
10**400 + 1.0
10**400 * 1.0
1.0 < 10**400, 1.5 == 1.5, float("nan") == float("nan"), float("nan") != float("nan"), 0.0 == -0.0, 1.0 == True, 1.5 < 2, 1e20 == 10**20, 1e23 == 10**23, float("nan") < 1
round(2.5), round(3.5), round(-2.5), round(2.675, 2), round(1234.5678, -2), round(1.5, 0), round(0.5), round(1e300), round(1.23456789, 5), round(-0.4), round(5e-324, 400), round(1e22, -300), round(2.5, None)
round(float("inf"))
round(float("nan"))
round(float("inf"), 2), round(float("nan"), 1)
round(1.5, 1.5)
round(1.7e308, -308)
(1.5).is_integer(), (2.0).is_integer(), float("inf").is_integer(), (0.75).as_integer_ratio(), (-0.1).as_integer_ratio()
float("inf").as_integer_ratio()
float("nan").as_integer_ratio()
(1.5).conjugate(), (1.5).real, (1.5).imag, (1.9).__trunc__(), (-1.9).__floor__(), (1.1).__ceil__(), abs(-1.5), -(0.0), +1.5, (1.5).__int__(), bool(0.0), (1.5).__getnewargs__()
1.5 & 1
1.5 << 1
~1.5
1.5 + "x"
[1][1.0:]
hash(1.0), hash(0.5), hash(-0.0), hash(float("inf")), hash(-float("inf")), hash(1e300), hash(2.5), hash(-1.0)
''')

def ev(src):
    """Print what every expression line gives."""
    for line in src.strip().splitlines():
        try:
            result = repr(eval(line, globals()))
        except BaseException as e:
            result = f"{type(e).__name__}: {e}"
        print(line, "->", result)

ev('''
float(), float("1.5"), float(" 1e5 "), float("inf"), float("-Infinity"), float("nan"), float("+nan"), float("1_0.5"), float(".5"), float("5."), float("1e-400"), float("1e400"), float("0x1p3" if False else "1")
float("")
float("abc")
float("1__0")
float("1e")
float("--1")
float("0x10")
float(b"1.5"), float(bytearray(b"2"))
float(b"x")
float("\\u0661.5")
float(None)
float([])
float(1j)
float("1", 2)
float(x=1)
float(10**309)
0.1, 1e16, 1e15, 123456789012345678.0, 1e22, 1e23, 1e-4, 1e-5, 0.0001, 100000.0, 5e-324, 1.7976931348623157e308, -0.0, 1/3, 2/3, 0.1 + 0.2, 1e100, 9007199254740993.0, 4.35, 1.0, 2.5e-7, 12345.678
float("inf"), -float("inf"), float("nan"), -float("nan"), float("infinity") == float("inf")
str(1.0), repr(1e5), str(1e17), float("1.7976931348623159e308"), float("2.4703282292062328e-324"), float("2.4703282292062327e-324"), float("9007199254740992.5"), float("9007199254740993.5")
(1.5).hex(), (0.0).hex(), (-0.0).hex(), (1e300).hex(), (5e-324).hex(), float("inf").hex(), float("nan").hex(), (0.1).hex()
float.fromhex("0x1.8p+0"), float.fromhex("-0x.1p4"), float.fromhex("inf"), float.fromhex(" 1.8 "), float.fromhex("0x1p-1074"), float.fromhex("0x1.fffffffffffff8p0")
float.fromhex("x")
float.fromhex("0x1p5000")
float.fromhex(5)
float.fromhex("")
''')

"""int(i), float(f) and complex(c) hand back their argument."""
n, f, c = int("9" * 20), float("1.5"), complex("1j")
print(int(n) is n, float(f) is f, complex(c) is c, +n is n, abs(n) is n, round(n) is n, n.real is n, n.__index__() is n, f.__float__() is f, f.real is f, n.conjugate() is n, f.conjugate() is f)

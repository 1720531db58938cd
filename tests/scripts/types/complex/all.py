def ev(src):
    """Print what every expression line gives."""
    for line in src.strip().splitlines():
        try:
            result = repr(eval(line, globals()))
        except BaseException as e:
            result = f"{type(e).__name__}: {e}"
        print(line, "->", result)

ev('''
complex(), complex(1), complex(1, 2), complex("1+2j"), complex("j"), complex("-j"), complex(" (1-2j) "), complex("1e5"), complex("nan+infj"), complex(imag=3), complex(1j, 1j), complex("1_0+2j"), complex(real=1, imag=2)
complex("")
complex("1 + 2j")
complex("1+2")
complex("x")
complex("1", 2)
complex(1, "2")
complex(None)
complex([])
complex(b"1")
1j, -1j, 1 + 0j, -0j, 0 - 0j, complex(-0.0, 0.0), complex(0.0, -0.0), complex("inf"), complex(float("nan"), 1), 1e16j, 1.5 + 2j, (1e-5 + 1e20j)
(1 + 2j) * (3 - 1j), (1 + 2j) / (3 - 1j), (1 + 2j) + 1, 1 - 2j, 2 * 1j, (1 + 2j) ** 2, (1 + 2j) ** -1, (1 + 2j) ** 0, 1j ** 2, 1j ** 0.5, 2 ** 1j, 0j ** 0, (1 + 2j) ** (1 + 2j), -(1 + 2j), +(1j), (3 + 4j) ** 100
1j / 0
0j ** -1
0j ** 1j
1j // 1
1j % 1
divmod(1j, 1)
1j < 2j
pow(1j, 2, 3)
abs(3 + 4j), (3 + 4j).real, (3 + 4j).imag, (3 + 4j).conjugate(), bool(0j), bool(1j), 1j == 1j, 1 + 0j == 1, 1j != 1, (1 + 0j) == 1.0, complex(float("nan")) == complex(float("nan"))
abs(complex(1e308, 1e308))
(1e308 + 0j) * 10, complex("inf") * 1j, (1e200 + 1e200j) ** 3 if False else 0
hash(1j), hash(1 + 0j), hash(1 + 2j), hash(-1j), hash(complex(0.5, -0.5)), hash(0j)
int(1j)
float(1j)
format(1 + 2j), format(1 + 2j, ".2f"), format(1 + 2j, "20") + "|", format(1.5j, "e"), format(1 + 2j, "+"), format(1 + 2j, "^20.1f"), format(1j, ""), format(1234567 + 1j, ","), format(3 + 4j, "g")
format(1j, "=10")
format(1j, "010")
format(1j, "%")
format(1j, "d")
str(1j), repr(complex(1, -0.0)), "%s" % 1j, f"{1j!r}", (1j).__getnewargs__(), (1j).__complex__(), complex.from_number if False else 0
round(1j)
1j + "x"
''')

def ev(src):
    """Print what every expression line gives."""
    for line in src.strip().splitlines():
        try:
            result = repr(eval(line, globals()))
        except BaseException as e:
            result = f"{type(e).__name__}: {e}"
        print(line, "->", result)

ev('''
bool(), bool(0), bool("x"), bool([]), bool(None), bool(0.0), bool(-0.0), bool(float("nan")), bool(0j)
bool(1, 2)
bool(x=1)
repr(True), str(False), True is bool(5), hash(True), True == 1
True + 1, True & True, True | False, True ^ True, True & 3, True ^ 1, True << 3, -True, +True, abs(True), True ** 2, True / 2, True // 1
type(True & True), type(True & 1), type(True + False), type(+True), bool.__and__(True, 1), bool.__and__(True, False), bool.__or__(False, 1.5), True.__xor__("x")
True.real, True.imag, True.bit_length(), True.to_bytes(), bool.from_bytes(b"\\1"), True.as_integer_ratio(), True.is_integer()
type("X", (bool,), {})
bool.__new__(int)
bool.__new__(bool, 5), bool.__mro__, isinstance(True, int), {True: 1, 1: 2, 1.0: 3}, [False, True][True]
format(True, "s")
format(True, ">6"), f"{True!s:>6}", "%s %r %d" % (True, True, True), int(True), float(True), complex(True), True.__index__(), True.__repr__(), (True).__bool__()
not True, not not 5, True and "x", False or "y", not None
''')

def ev(src):
    """Print what every expression line gives."""
    for line in src.strip().splitlines():
        try:
            result = repr(eval(line, globals()))
        except BaseException as e:
            result = f"{type(e).__name__}: {e}"
        print(line, "->", result)

ev('''
(0).bit_length(), (255).bit_length(), (-256).bit_length(), (2**100).bit_length()
(255).bit_count(), (-255).bit_count(), (2**100 - 1).bit_count()
(1024).to_bytes(2, "big"), (1024).to_bytes(4, "little"), (5).to_bytes(), (-1).to_bytes(3, signed=True), (0).to_bytes(0), (0).to_bytes(1)
(256).to_bytes(1)
(-1).to_bytes(1)
(128).to_bytes(1, signed=True)
(5).to_bytes(-1)
(5).to_bytes(1, "middle")
(5).to_bytes(1, 5)
(5).to_bytes("a")
(2**100).to_bytes(13, byteorder="little")
int.from_bytes(b"\\x04\\x00"), int.from_bytes(b"\\x04\\x00", "little"), int.from_bytes(b"\\xff", signed=True), int.from_bytes(b""), int.from_bytes([1, 2], "big")
int.from_bytes(b"\\xff" * 20, "little", signed=True), int.from_bytes(b"\\x80" + b"\\0" * 20, signed=True)
int.from_bytes("abc")
int.from_bytes([256])
int.from_bytes(5)
int.from_bytes(b"a", "x")
(7).as_integer_ratio(), (7).conjugate(), (7).real, (7).imag, (7).numerator, (7).denominator, (7).is_integer()
(7).__trunc__(), (7).__floor__(), (7).__ceil__(), (7).__round__(), (7).__index__(), (7).__int__(), (7).__float__(), (7).__bool__(), (7).__getnewargs__()
float(2**1024)
float(2**1023), float(-2**70), float(2**53 + 1), float(2**54 + 3)
(5).real.real, True.real, True.numerator, (True).conjugate()
(5).bit_length(1)
bin(10), bin(-10), oct(8), oct(-8), hex(255), hex(-2**70), bin(0)
bin(1.5)
hex("x")
str(-2**63), repr(10**40), str(10**4299)[:5]
str(10**4300)
int("1" * 4301)
''')

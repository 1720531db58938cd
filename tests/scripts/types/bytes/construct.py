class B:
    def __bytes__(self):
        return b"own"


class Idx:
    def __index__(self):
        return 3



def ev(src):
    """Print what every expression line gives."""
    for line in src.strip().splitlines():
        try:
            result = repr(eval(line, globals()))
        except BaseException as e:
            result = f"{type(e).__name__}: {e}"
        print(line, "->", result)

ev('''
bytes(), bytes(3), bytes(b"a"), bytes([1, 2]), bytes(range(3)), bytes("é", "utf-8"), bytes("a", encoding="ascii"), bytes(B()), bytes(Idx()), bytes(bytearray(b"x")), bytes(memoryview(b"mv")), bytes((65,)), bytes(iter([1])), bytes({5: 1}), bytes("é", "ascii", "ignore")
bytes("a")
bytes(-1)
bytes([256])
bytes([-1])
bytes(["a"])
bytes([1.5])
bytes(1.5)
bytes(None)
bytes(5, "ascii")
bytes(b"a", "ascii")
bytes("a", 5)
bytes(encoding="ascii")
bytes(errors="strict")
bytes("é", "ascii")
bytes(10**30)
bytes(source=b"x")
bytes([1], 2, 3, 4)
bytes.fromhex("00ff"), bytes.fromhex(" 0a 0B\\n"), bytes.fromhex("")
bytes.fromhex("0")
bytes.fromhex("0 0")
bytes.fromhex("zz")
bytes.fromhex("é0")
bytes.fromhex(b"00")
bytes.fromhex(5)
b"\\x00\\xff".hex(), b"abcd".hex("-"), b"abcde".hex(":", 2), b"abcde".hex("_", -2), b"".hex(), b"abc".hex(b"."), b"abc".hex(":", 0), b"abc".hex(sep=" ", bytes_per_sep=10)
b"abc".hex("")
b"abc".hex("ab")
b"abc".hex("é")
b"abc".hex(5)
bytearray(), bytearray(3), bytearray(b"a"), bytearray("a", "ascii"), bytearray([1]), bytearray.fromhex("ff")
bytearray("a")
bytearray([256])
bytearray(-1)
bytearray(["a"])
bytearray(1.5)
''')

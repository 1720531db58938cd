def ev(src):
    """Print what every expression line gives."""
    for line in src.strip().splitlines():
        try:
            result = repr(eval(line, globals()))
        except BaseException as e:
            result = f"{type(e).__name__}: {e}"
        print(line, "->", result)

ev('''
b"abc"[0], b"abc"[-1], b"abc"[1:], b"abc"[::-1], b"a" + b"b", b"a" + bytearray(b"b"), bytearray(b"a") + b"b", b"ab" * 2, 2 * b"ab", b"a" * -1, len(b"abc"), list(b"ab"), 97 in b"abc", b"b" in b"abc", b"" in b"", b"a" == bytearray(b"a"), b"a" == "a", b"a" < b"b", b"a" < bytearray(b"b"), hash(b"a") == hash(bytes([97]))
b"abc"[5]
b"a" + "b"
b"a" + 1
b"a" + [1]
"a" + b"a"
b"a" * "x"
b"a" < "a"
256 in b"abc"
-1 in b"abc"
"a" in b"abc"
1.5 in b"abc"
[1] in b"abc"
repr(b"a"), repr(b"it's"), repr(b"it's\\""), repr(b"\\n\\t\\r\\\\\\0\\xff\\x7f"), str(b"a"), repr(bytearray(b"x'")), str(bytearray(b"")), repr(b'"')
hash(bytearray(b"a"))
b"abc".__getnewargs__(), b"abc".__contains__(97), b"abc".__add__(b"d"), b"abc".__mul__(2), b"x".__bytes__(), max(b"abc"), sorted(b"cab"), b"a" != b"b", bytes(3) is None, tuple(b"")
b"abc".__getitem__("x")
b"\\x00" < b"", b"ab" > b"a", b"" == b"", [b"a"] == [bytearray(b"a")]
''')

def ev(src):
    """Print what every expression line gives."""
    for line in src.strip().splitlines():
        try:
            result = repr(eval(line, globals()))
        except BaseException as e:
            result = f"{type(e).__name__}: {e}"
        print(line, "->", result)

ev('''
repr("a"), repr("it's"), repr('say "x"'), repr("it's \\"x\\""), repr("\\n\\t\\r\\\\"), repr("\\0\\x1f\\x7f\\x80\\xa0\\xad"), repr("é日😀"), repr("\\ud800"), repr("\\u2028\\u200b\\ufeff"), repr("\\U000e0001"), ascii("é日😀\\n"), ascii("\\ud800"), repr("\\u0378")
"a" + "b", "ab" * 3, 3 * "ab", "a" * 0, "a" * -1, "abc"[0], "abc"[-1], "abc"[1:], "abc"[::-1], "abc"[5:], "abcdef"[1:5:2], "abcdef"[4:1:-1], "日本語"[1], "😀a"[0], "😀a"[::-1], len("😀é"), "abc"[-2:], "abc"[True]
"abc"[3]
"abc"[-4]
"abc"[::0]
"abc"[10**30]
"a" + 1
1 + "a"
"a" + None
"a" + b"b"
"a" * "b"
"a" * 1.5
"a" - "b"
"a" * 10**30
-"a"
"a" < "b", "a" < "B", "" < "a", "abc" <= "abd", "é" > "z", "a" == b"a", "\\ud800" < "\\U00010000", "\\uffff" < "\\U00010000", "a" != 1
"a" < 1
"a" >= None
hash("a") == hash("a"), list("aé"), tuple("ab"), set("a"), max("abc"), sorted("bca"), "abc".__contains__("b"), "abc".__len__(), "abc".__getitem__(1), "abc".__mul__(2), "abc".__mod__(()), "abc".__add__("d"), "abc".__getnewargs__()
"abc".__add__(5)
"abc".__mul__("x")
"abc".__contains__(5)
"abc".__getitem__("x")
str(1.5), str([1, "a"]), str(None), str(b"x"), str({"a": "b"}), str(__name__) is __name__, str(type), str(str)
ord("a"), ord("😀"), chr(97), chr(0x10FFFF), chr(0xD800)
ord("ab")
ord("")
ord(5)
ord(b"a"), ord(bytearray(b"z"))
chr(-1)
chr(0x110000)
chr("a")
chr(10**30)
''')

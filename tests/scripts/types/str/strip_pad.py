def ev(src):
    """Print what every expression line gives."""
    for line in src.strip().splitlines():
        try:
            result = repr(eval(line, globals()))
        except BaseException as e:
            result = f"{type(e).__name__}: {e}"
        print(line, "->", result)

ev('''
"  a b ".strip(), "  a".lstrip(), "a  ".rstrip(), "xxaxx".strip("x"), "xyaxy".strip("yx"), "abc".strip(""), "".strip(), "\\x1c\\u2003 a\\x85".strip(), "aéa".strip("aé"), "xxa".lstrip("x"), "axx".rstrip("x"), "a".strip(None), "日x日".strip("日")
"a".strip(5)
"a".lstrip(1, 2)
"a".rstrip(b"x")
"abc".center(10), "abc".center(10, "*"), "abc".center(2), "ab".center(5), "abc".center(6, "é"), "abcd".center(7, "-"), "abc".ljust(5) + "|", "abc".rjust(5, "."), "abc".ljust(-1), "".center(3, "x"), "a".rjust(4, "😀")
"a".center("x")
"a".center(5, "")
"a".center(5, "ab")
"a".ljust(5, 5)
"a".rjust(10**30)
"42".zfill(5), "-42".zfill(5), "+42".zfill(6), "".zfill(3), "abc".zfill(2), "--1".zfill(5), "-".zfill(3)
"a".zfill("x")
"a\\tb".expandtabs(), "a\\tb".expandtabs(4), "ab\\n\\tc".expandtabs(3), "\\t".expandtabs(0), "a\\t".expandtabs(-1), "\\r\\ta\\t".expandtabs(2), "abc\\td".expandtabs(tabsize=1)
"abc".removeprefix("a"), "abc".removeprefix("x"), "abc".removesuffix("bc"), "abc".removesuffix(""), "".removeprefix("a"), "aa".removeprefix("a")
"abc".removeprefix(5)
"abc".removesuffix(("c",))
"banana".replace("a", "o"), "banana".replace("a", "o", 2), "banana".replace("", "-"), "banana".replace("an", ""), "".replace("", "x"), "abc".replace("", "-", 2), "aaa".replace("aa", "b"), "abc".replace("x", "y"), "éa".replace("é", "e"), "a".replace("a", "日本"), "abc".replace("b", "b"), "aaa".replace("a", "b", count=1), "abc".replace("a", "z", -1), "abc".replace("a", "z", 0)
"abc".replace("a")
"abc".replace(1, 2)
"abc".replace("a", "b", "c")
"abc".replace("a", None)
''')

def ev(src):
    """Print what every expression line gives."""
    for line in src.strip().splitlines():
        try:
            result = repr(eval(line, globals()))
        except BaseException as e:
            result = f"{type(e).__name__}: {e}"
        print(line, "->", result)

ev('''
"a b  c".split(), " a b ".split(), "a,b,,c".split(","), "a,b,c".split(",", 1), "".split(), "".split(","), "abc".split("x"), "a b c".split(None, 1), " a  b ".split(None, 0), "a\\tb\\nc\\x1cd\\u2003e".split(), "aXXbXXc".split("XX"), "a,b".split(sep=",", maxsplit=-1), "a b c".split(maxsplit=1)
"a b  c".rsplit(None, 1), "a,b,c".rsplit(",", 1), "a,b,c".rsplit(","), " a b ".rsplit(), "aXXbXXc".rsplit("XX", 1), " a b c ".rsplit(None, 1), " a b c ".split(None, 1)
"a,b".split("")
"a,b".rsplit("")
"a".split(5)
"a".split(",", "x")
"a".split(",", 1, 2)
"a".split(x=1)
"a\\nb\\r\\nc\\rd".splitlines(), "a\\nb\\n".splitlines(True), "".splitlines(), "\\n".splitlines(), "a\\x0bb\\x0cc\\x1cd\\x1de\\x1ef\\x85g\\u2028h\\u2029i".splitlines(), "a\\r\\n\\r\\nb".splitlines(keepends=True), "a\\n\\rb".splitlines()
"a-b-c".partition("-"), "abc".partition("-"), "a-b-c".rpartition("-"), "abc".rpartition("-"), "".partition("x"), "aXXb".partition("XX")
"a".partition("")
"a".rpartition("")
"a".partition(5)
"a".partition()
",".join(["a", "b"]), "".join([]), ",".join("abc"), ", ".join({"k": 1}), "x".join(("one",)), "é".join("ab"), "😀".join(["a", "é", "日"]), ",".join(c for c in "xy"), "".join(["a"])
",".join(5)
",".join([1])
",".join(["a", None, "b"])
",".join(["a", b"b"])
",".join()
",".join(["a"], 1)
",".join(x for x in [1])
''')

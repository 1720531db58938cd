def ev(src):
    """Print what every expression line gives."""
    for line in src.strip().splitlines():
        try:
            result = repr(eval(line, globals()))
        except BaseException as e:
            result = f"{type(e).__name__}: {e}"
        print(line, "->", result)

ev('''
"banana".find("an"), "banana".find("an", 2), "banana".find("an", 2, 4), "banana".find("x"), "banana".find(""), "banana".find("", 6), "banana".find("", 7), "banana".find("a", -1), "banana".find("a", -100, 100), "banana".find("a", None, None)
"banana".rfind("an"), "banana".rfind("an", 0, 4), "banana".rfind(""), "banana".rfind("", 2, 4), "banana".rfind("x"), "".find(""), "".rfind("")
"banana".index("nan"), "banana".rindex("a")
"banana".index("x")
"banana".rindex("x")
"banana".count("a"), "banana".count("ana"), "banana".count(""), "banana".count("a", 2), "banana".count("", 3, 2), "".count(""), "aaaa".count("aa"), "banana".count("an", -4, -1)
"banana".startswith("ba"), "banana".startswith(("x", "b")), "banana".startswith("an", 1), "banana".startswith(""), "banana".startswith("", 7), "banana".startswith(()), "banana".endswith("na"), "banana".endswith(("a", 5)), "banana".endswith("an", 0, 3), "abc".endswith("bc", -2)
"banana".startswith(5)
"banana".startswith((5,))
"banana".endswith(["a"])
"banana".find(5)
"banana".find()
"banana".find("a", "b")
"banana".find("a", 1, 2, 3)
"banana".index(None)
"banana".count(5)
"a" in "banana", "" in "", "nan" in "banana", "xyz" not in "abc", "é" in "café", "\\ud800" in "a\\ud800b"
5 in "abc"
None in "abc"
b"a" in "abc"
"日本語日本".find("本", 2), "日本語".index("語"), "😀a😀".rfind("😀"), "😀a😀".count("😀"), "café".find("é"), "abc".find("é"), "日本".find("😀")
"abc".find("c", 10**30), "abc".find("a", -10**30), "abc".rindex("c", 1, 10**30)
''')

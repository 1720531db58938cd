def ev(src):
    """Print what every expression line gives."""
    for line in src.strip().splitlines():
        try:
            result = repr(eval(line, globals()))
        except BaseException as e:
            result = f"{type(e).__name__}: {e}"
        print(line, "->", result)

ev('''
"abc".translate({97: "x"}), "abc".translate({97: None}), "abc".translate({97: 98}), "abc".translate({97: "longer"}), "abc".translate("x" * 97 + "yz!"), "abc".translate({}), "é日".translate({0xe9: "e", 0x65e5: "sun"}), "abc".translate([None] * 98 + ["Q", 0x1F600])
"abc".translate({97: 0x110000})
"abc".translate({97: 1.5})
"abc".translate({97: -1})
"abc".translate(5)
"abc".translate()
str.maketrans("ab", "xy"), str.maketrans("ab", "xy", "z"), str.maketrans({"a": 1, 98: None, "c": "cc"}), str.maketrans({}), "abcz".translate(str.maketrans("ab", "xy", "z"))
str.maketrans("ab", "x")
str.maketrans({"ab": 1})
str.maketrans({1.5: 1})
str.maketrans(5)
str.maketrans("a", 5)
str.maketrans("a", "b", 5)
str.maketrans()
''')

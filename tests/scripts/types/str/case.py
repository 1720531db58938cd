def ev(src):
    """Print what every expression line gives."""
    for line in src.strip().splitlines():
        try:
            result = repr(eval(line, globals()))
        except BaseException as e:
            result = f"{type(e).__name__}: {e}"
        print(line, "->", result)

ev('''
"Hello World".upper(), "Hello".lower(), "hello world it's".title(), "hELLO".capitalize(), "Hello".swapcase(), "ß".upper(), "ß".casefold(), "ŉ".upper(), "İ".lower(), "ǆ".title(), "ﬁ".upper(), "ΑΣ".lower(), "ΣΑ".lower(), "ẞ".lower(), "ǅx".swapcase(), "ΌΣΟΣ Σ".lower(), "\\U00010400".lower()
"abc".islower(), "ABC".isupper(), "Abc Def".istitle(), "aB".islower(), "1".isupper(), "".islower(), "a1".islower(), "ǅ".istitle(), "ª".islower(), "A1".isupper(), "abC".istitle()
"12".isdigit(), "²".isdigit(), "²".isdecimal(), "½".isnumeric(), "٣".isdecimal(), "四".isnumeric(), "".isdigit(), "1.5".isdigit(), "a1".isalnum(), "é".isalpha(), "a b".isalpha(), "_".isalnum(), " \\t\\n\\x1c\\u2003".isspace(), "".isspace(), "abc".isascii(), "é".isascii(), "".isascii(), "a\\n".isprintable(), "é".isprintable(), "\\xad".isprintable(), "".isprintable(), " ".isprintable(), "\\u3000".isprintable()
"abc".isidentifier(), "1a".isidentifier(), "é_1".isidentifier(), "".isidentifier(), "a b".isidentifier(), "class".isidentifier(), "ªº".isidentifier(), "℘".isidentifier()
"abc".upper(1)
str.upper()
str.upper(5)
"x".casefold() is None, "MASSE".casefold() == "Maße".casefold(), "\\u0345".upper(), "ͅ".casefold()
''')

def ev(src):
    """Print what every expression line gives."""
    for line in src.strip().splitlines():
        try:
            result = repr(eval(line, globals()))
        except BaseException as e:
            result = f"{type(e).__name__}: {e}"
        print(line, "->", result)

ev('''
"abc".encode(), "é日😀".encode(), "é".encode("latin-1"), "é".encode("utf-16"), "é".encode("utf-16-le"), "é".encode("utf-16-be"), "😀".encode("utf-32"), "😀".encode("utf-16-be"), "a".encode("ascii"), "é".encode("UTF8"), "é".encode("utf_8"), "é".encode("Latin_1"), "é".encode("iso-8859-1"), "é".encode("utf-8-sig"), "é".encode("cp1252") if False else b""
"é".encode("ascii")
"aé日b".encode("ascii")
"日".encode("latin-1")
"\\ud800".encode()
"a\\ud800\\udc00b".encode("utf-8")
"é".encode("ascii", "ignore"), "é".encode("ascii", "replace"), "é日😀".encode("ascii", "backslashreplace"), "é日".encode("ascii", "xmlcharrefreplace"), "é".encode("ascii", "namereplace"), "\\ud800".encode("utf-8", "surrogatepass"), "\\udc80".encode("utf-8", "surrogateescape"), "\\ud800".encode("utf-8", "replace"), "\\ud800".encode("utf-8", "ignore"), "\\ud800".encode("utf-8", "backslashreplace"), "\\udcff".encode("ascii", "surrogateescape")
"a".encode("no-such")
"é".encode("ascii", "no-such")
"a".encode("ascii", "no-such")
"a".encode(5)
"a".encode("utf-8", 5)
"a".encode("a\\0")
"a".encode(errors="strict"), "a".encode(encoding="ascii")
"a\\n\\x00é日😀".encode("unicode_escape"), "aé\\n\\u65e5".encode("raw_unicode_escape")
b"abc".decode(), b"\\xc3\\xa9".decode(), b"\\xe9".decode("latin-1"), b"\\xff\\xfea\\0".decode("utf-16"), b"a\\0".decode("utf-16-le"), b"\\xef\\xbb\\xbfa".decode("utf-8-sig"), b"\\xef\\xbb\\xbfa".decode("utf-8"), b"\\\\u0041\\\\n".decode("unicode_escape"), b"\\\\u0041\\\\n".decode("raw_unicode_escape")
b"\\xff".decode()
b"a\\xc3".decode()
b"\\xc3\\x28".decode()
b"\\xe2\\x82".decode()
b"\\xed\\xa0\\x80".decode()
b"\\xf8\\x88".decode()
b"\\xc0\\x80".decode()
b"\\xf4\\x90\\x80\\x80".decode()
b"\\xe9".decode("ascii")
b"\\xff\\xfe\\xe9".decode("utf-16")
b"\\xff".decode("utf-8", "ignore"), b"\\xff".decode("utf-8", "replace"), b"a\\xffb".decode("ascii", "backslashreplace"), b"\\xff".decode("utf-8", "surrogateescape"), b"\\xed\\xa0\\x80".decode("utf-8", "surrogatepass"), b"\\xe2\\x82a".decode("utf-8", "replace"), b"\\xf0\\x9f\\x98".decode("utf-8", "replace")
b"a".decode("no-such")
b"a".decode(5)
b"abc".decode("hex")
str(b"abc", "ascii"), str(b"\\xe9", "latin-1"), str(bytearray(b"x"), "utf-8"), str(b"a", errors="strict"), str(b"abc"), str(object=5), str()
str("a", "ascii")
str(5, "ascii")
str(b"\\xff", "ascii", "ignore"), str(b"a", encoding="ascii")
str(b"a", "ascii", "strict", 1)
''')

"""Single-byte character sets: what every byte means, what encodes to it, errors, names."""
import codecs

NAMES = """cp037 cp1006 cp1026 cp1125 cp1140 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp273 cp424
cp437 cp500 cp720 cp737 cp775 cp850 cp852 cp855 cp856 cp857 cp858 cp860 cp861 cp862 cp863 cp864 cp865 cp866 cp869 cp874
cp875 hp-roman8 iso8859-1 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-9 iso8859-10
iso8859-11 iso8859-13 iso8859-14 iso8859-15 iso8859-16 koi8-r koi8-t koi8-u kz1048 mac-arabic mac-croatian mac-cyrillic
mac-farsi mac-greek mac-iceland mac-latin2 mac-roman mac-romanian mac-turkish palmos ptcp154 tis-620""".split()
digest = lambda numbers: sum((i + 1) * n for i, n in enumerate(numbers)) % 1000003
everything = "".join(map(chr, [*range(0xD800), *range(0xE000, 0x10000)]))
for name in NAMES:
    info = codecs.lookup(name)
    text = bytes(range(256)).decode(name, "backslashreplace")
    print(name, info.name, len(text), digest(map(ord, text)), digest(everything.encode(name, "ignore")))
    for what, errors in [("a\u20ac\U0001f600\udc80b", "xmlcharrefreplace"), ("\U0001f600\u0f00x", "namereplace"),
                         ("é\udc81\u4e00", "replace"), ("\u4e00\u4e01", "strict")]:
        try:
            print("   ", what.encode(name, errors))
        except UnicodeEncodeError as e:
            print("   ", ascii(e))
    for errors in ("strict", "replace", "surrogateescape"):
        try:
            print("   ", ascii(bytes(range(0x80, 0x9F)).decode(name, errors)))
        except UnicodeDecodeError as e:
            print("   ", e)
for alias in ["latin2", "l9", "greek", "csKOI8R", "windows_1250", "1140", "ruscii", "Mac-Roman", "macintosh", "cyrillic",
              "ebcdic-cp-us", "CP850", "iso_8859-15", "ISO-8859-2", "thai", "roman8", "cp_is"]:
    print(alias, codecs.lookup(alias).name)
for name in ["cp1", "iso8859-12", "nothing"]:
    try:
        codecs.lookup(name)
    except LookupError as e:
        print(e)
print(codecs.getincrementalencoder("koi8-r")().encode("Да"), codecs.getincrementaldecoder("cp866")().decode(b"\x84\xa0"))
print(b"".decode("nothing"), "".join(codecs.iterdecode([b"\xe4", b"\xf6"], "iso8859-15")))
